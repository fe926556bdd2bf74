/** What a source holds: the regions that it names, its first and last day, the finest frequency of its dates. */
#include "input/name_table.h"
#include "input/source.h"
#include "input/source_rows.h"

struct discovery {
    struct source_rows rows;
    struct name_table regions;
    struct source_contents contents;
    tocsin_status found; /* of rows that cannot be used */
};

static tocsin_status add_region(struct discovery *discovery, const char *text, size_t length)
{
    return name_table_add(&discovery->regions, text, length) ? TOCSIN_OK : TOCSIN_ERROR_MEMORY;
}

static tocsin_status note_regions(struct discovery *discovery, const struct csv_row *row)
{
    size_t length = 0;
    bool missing = false;
    const char *text = source_rows_region(&discovery->rows, row, &length, &missing);
    if (!text) {
        return TOCSIN_ERROR_MEMORY;
    }
    tocsin_status status = missing ? TOCSIN_OK : add_region(discovery, text, length);
    if (status == TOCSIN_OK && discovery->rows.at.partner != COLUMN_NONE) {
        const struct csv_field *partner = &row->fields[discovery->rows.at.partner];
        if (!source_rows_missing(&discovery->rows, partner->text, partner->length)) {
            status = add_region(discovery, partner->text, partner->length);
        }
    }
    return status;
}

static void note_day(struct source_contents *contents, day_number day, enum frequency frequency)
{
    if (day == DAY_NONE) {
        return;
    }
    contents->first_day = contents->first_day == DAY_NONE || day < contents->first_day ? day : contents->first_day;
    contents->last_day = contents->last_day == DAY_NONE || day > contents->last_day ? day : contents->last_day;
    contents->finest = frequency > contents->finest ? frequency : contents->finest;
}

static tocsin_status take_row(void *user, const struct csv_row *row)
{
    struct discovery *discovery = user;
    if (!source_rows_count(&discovery->rows, row) || !source_rows_kept(&discovery->rows, row)) {
        return TOCSIN_OK;
    }
    day_number day = DAY_NONE;
    enum frequency frequency = FREQUENCY_YEAR;
    tocsin_status status = source_rows_date(&discovery->rows, row, &day, &frequency);
    if (status != TOCSIN_OK) {
        discovery->found = discovery->found == TOCSIN_OK ? status : discovery->found;
        return TOCSIN_OK;
    }
    note_day(&discovery->contents, day, frequency);
    return note_regions(discovery, row);
}

static tocsin_status discover_file(struct discovery *discovery, const struct source_file *file)
{
    tocsin_status status = source_rows_open(&discovery->rows, file);
    if (status == TOCSIN_OK) {
        status = csv_reader_each(discovery->rows.reader, take_row, discovery);
    }
    source_rows_close(&discovery->rows);
    return status;
}

/** All files; faults of one do not keep the next from being read. */
static tocsin_status discover_files(struct discovery *discovery, tocsin_context *context,
                                    const struct source_recipe *recipe)
{
    tocsin_status first = source_rows_begin(&discovery->rows, context, recipe, NULL);
    for (size_t i = 0; i < recipe->file_count && first == TOCSIN_OK; i++) {
        tocsin_status status = discover_file(discovery, &recipe->files[i]);
        if (diagnostics_stop(status)) {
            first = status;
        } else if (discovery->found == TOCSIN_OK) {
            discovery->found = status;
        }
    }
    source_rows_end(&discovery->rows);
    return first;
}

static tocsin_status check_standard_input(tocsin_context *context, const struct source_recipe *recipe)
{
    for (size_t i = 0; i < recipe->file_count; i++) {
        if (text_equal(recipe->files[i].path, "-")) {
            return diagnostics_report(context, DIAGNOSTIC_STANDARD_INPUT_AGAIN, recipe->at,
                                      "give the model its regions and periods",
                                      "standard input can be read only once, and would have to be searched for regions "
                                      "or periods first");
        }
    }
    return TOCSIN_OK;
}

/** What can be read is found; `*found` is the status of the faults met. */
static tocsin_status discover(tocsin_context *context, struct arena *arena, const struct source_recipe *recipe,
                              struct source_contents *contents, tocsin_status *found)
{
    struct discovery discovery = {
        .contents = {.first_day = DAY_NONE, .last_day = DAY_NONE, .finest = FREQUENCY_YEAR},
    };
    name_table_begin(&discovery.regions, context, false);
    tocsin_status status = discover_files(&discovery, context, recipe);
    if (status == TOCSIN_OK) {
        discovery.contents.region_count = discovery.regions.count;
        status = name_table_sorted(&discovery.regions, arena, &discovery.contents.regions);
    }
    if (status == TOCSIN_OK) {
        discovery.contents.faulty = discovery.found != TOCSIN_OK;
        *contents = discovery.contents;
        *found = discovery.found;
    }
    name_table_end(&discovery.regions);
    return status;
}

tocsin_status source_discover(tocsin_context *context, struct arena *arena, const struct source_recipe *recipe,
                              struct source_contents *contents)
{
    struct source_contents discovered;
    tocsin_status found = TOCSIN_OK;
    tocsin_status status = check_standard_input(context, recipe);
    if (status == TOCSIN_OK) {
        status = discover(context, arena, recipe, &discovered, &found);
    }
    status = status == TOCSIN_OK ? found : status;
    if (status == TOCSIN_OK) {
        *contents = discovered;
    }
    return status;
}

tocsin_status source_search(tocsin_context *context, struct arena *arena, const struct source_recipe *recipe,
                            struct source_contents *contents)
{
    tocsin_status status = check_standard_input(context, recipe);
    if (status == TOCSIN_OK) {
        tocsin_status found = TOCSIN_OK;
        diagnostics_mute(context, true);
        status = discover(context, arena, recipe, contents, &found);
        diagnostics_mute(context, false);
    }
    return status;
}
