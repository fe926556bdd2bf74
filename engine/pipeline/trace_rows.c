/** Reads sources once more and asks the modules what every row weighs in the values that are traced. */
#include "pipeline/trace_rows.h"
#include "base/compensated_sum.h"
#include "base/text.h"
#include "input/source.h"
#include <math.h>
#include <string.h>
#include <sys/stat.h>

enum {
    ROW_TEXT_SIZE = 121, /* of what was read in a row, its NUL included */
    FIELD_SHOWN = 40     /* bytes of one field in it */
};
static const char CUT[] = "..."; /* ends a text of which the rest is left out */

/** One value whose rows are gathered. */
struct gathering {
    struct trace *trace;
    const struct indicator_module *module;
    const void *state;
    struct indicator_target target;
    const struct column_set *columns;
    struct asked_columns asked;
    struct compensated_sum total;
    size_t file_capacity;
    char *texts[TRACE_ROWS]; /* of trace->heaviest, in the same order */
};

/** All values that are traced in one source. */
struct gatherings {
    struct arena *arena;
    struct gathering *items;
    size_t count;
};

/** A text that ends when it is full. */
struct row_text {
    char *bytes; /* ROW_TEXT_SIZE */
    size_t length;
    bool full;
};

/** At most `most` of `length` bytes that end with a whole character. */
static size_t whole_characters(const char *bytes, size_t length, size_t most)
{
    size_t size = length < most ? length : most;
    while (size < length && size > 0 && ((unsigned char)bytes[size] & 0xC0) == 0x80) {
        size--;
    }
    return size;
}

static void add_bytes(struct row_text *text, const char *bytes, size_t length)
{
    if (text->full) {
        return;
    }
    size_t taken = whole_characters(bytes, length, ROW_TEXT_SIZE - sizeof CUT - text->length);
    memcpy(text->bytes + text->length, bytes, taken);
    text->length += taken;
    text->full = taken < length;
    memcpy(text->bytes + text->length, text->full ? CUT : "", text->full ? sizeof CUT : 1);
}

static void add_text(struct row_text *text, const char *bytes)
{
    add_bytes(text, bytes, strlen(bytes));
}

static void add_field(struct row_text *text, const char *bytes, size_t length)
{
    size_t shown = whole_characters(bytes, length, FIELD_SHOWN);
    add_bytes(text, bytes, shown);
    add_text(text, shown < length ? CUT : "");
}

/** What the module read in a row: the sides of a dyad, and the columns it asked for, but for the bounds of others. */
static void write_row(const struct gathering *gathering, const struct record *record, char bytes[ROW_TEXT_SIZE])
{
    struct row_text text = {.bytes = bytes};
    bytes[0] = '\0';
    if (record->dyadic) {
        add_field(&text, record->region_text, strlen(record->region_text));
        add_text(&text, " - ");
        add_field(&text, record->partner_text, strlen(record->partner_text));
    }
    for (size_t i = 0; i < gathering->asked.count; i++) {
        size_t slot = gathering->columns->asked[gathering->asked.first + i];
        const struct column_request *request = &gathering->columns->requests[slot];
        const struct field *field = &record->fields[slot];
        bool shown = (field->state == FIELD_NUMBER || field->state == FIELD_TEXT) &&
                     (request->kind == COLUMN_NUMBER || request->kind == COLUMN_TEXT);
        if (shown) {
            add_text(&text, text.length > 0 ? ", " : "");
            add_field(&text, request->name, strlen(request->name));
            add_text(&text, " ");
            add_field(&text, field->text, field->length);
        }
    }
    if (text.length == 0) { /* that there is a row is all that counts */
        add_field(&text, record->region_text, strlen(record->region_text));
    }
}

/** Counts a row in its file; NULL if there is no memory. */
static const struct trace_file *count_row(struct gatherings *all, struct gathering *gathering,
                                          const struct record *record)
{
    struct trace *trace = gathering->trace;
    struct trace_file *file = trace->file_count > 0 ? &trace->files[trace->file_count - 1] : NULL;
    if (!file || !text_equal(file->file, record->at.file)) {
        if (arena_grow(all->arena, &trace->files, trace->file_count, sizeof *trace->files, &gathering->file_capacity) !=
            TOCSIN_OK) {
            return NULL;
        }
        file = &trace->files[trace->file_count];
        *file = (struct trace_file){.file = arena_text(all->arena, record->at.file), .first_line = record->at.line};
        if (!file->file) {
            return NULL;
        }
        trace->file_count++;
    }
    file->last_line = record->at.line;
    file->rows++;
    trace->rows++;
    return file;
}

/** Keeps a row if it is among the heaviest, behind those before it that weigh as much. */
static tocsin_status rank_row(struct gatherings *all, struct gathering *gathering, const struct record *record,
                              struct trace_row row)
{
    struct trace *trace = gathering->trace;
    size_t place = trace->heaviest_count;
    while (place > 0 && fabs(row.weight) > fabs(trace->heaviest[place - 1].weight)) {
        place--;
    }
    if (place == TRACE_ROWS) {
        return TOCSIN_OK;
    }
    bool full = trace->heaviest_count == TRACE_ROWS;
    char *text = full ? gathering->texts[TRACE_ROWS - 1] : arena_allocate(all->arena, ROW_TEXT_SIZE, 1);
    if (!text) {
        return TOCSIN_ERROR_MEMORY;
    }
    trace->heaviest_count += !full;
    for (size_t i = trace->heaviest_count - 1; i > place; i--) {
        trace->heaviest[i] = trace->heaviest[i - 1];
        gathering->texts[i] = gathering->texts[i - 1];
    }
    write_row(gathering, record, text);
    row.text = text;
    trace->heaviest[place] = row;
    gathering->texts[place] = text;
    return TOCSIN_OK;
}

static tocsin_status take_record(void *user, const struct record *record)
{
    struct gatherings *all = user;
    for (size_t i = 0; i < all->count; i++) {
        struct gathering *gathering = &all->items[i];
        double weight = 0;
        if (!gathering->module->weigh(gathering->state, &gathering->target, record, &weight)) {
            continue;
        }
        compensated_sum_add(&gathering->total, fabs(weight));
        const struct trace_file *file = count_row(all, gathering, record);
        struct trace_row row = {.line = record->at.line, .day = record->day, .weight = weight};
        row.file = file ? file->file : NULL;
        tocsin_status status = file ? rank_row(all, gathering, record, row) : TOCSIN_ERROR_MEMORY;
        if (status != TOCSIN_OK) {
            return status;
        }
    }
    return TOCSIN_OK;
}

static tocsin_status conclude(struct gatherings *all, struct gathering *gathering)
{
    struct trace *trace = gathering->trace;
    char unit[WEIGHT_UNIT_SIZE];
    if (trace->rows == 0) {
        return TOCSIN_OK;
    }
    trace->total = compensated_sum_value(&gathering->total);
    for (size_t i = 0; i < trace->heaviest_count && trace->total > 0; i++) {
        trace->heaviest[i].share = fabs(trace->heaviest[i].weight) / trace->total;
    }
    gathering->module->weight_unit(gathering->state, unit);
    trace->weight_unit = arena_text(all->arena, unit);
    return trace->weight_unit ? TOCSIN_OK : TOCSIN_ERROR_MEMORY;
}

bool trace_rows_carried(const struct plan *plan, const struct result *result, const struct trace *trace)
{
    const struct panel *treated = result->treated;
    size_t period = (size_t)(trace->period - plan->measured.first);
    return period >= plan->lead && plan->model->indicators[trace->indicator].in_index &&
           treated->observation[panel_cell(treated, period - plan->lead, trace->indicator, trace->region)] ==
               OBSERVATION_CARRIED;
}

bool trace_rows_measured(const struct plan *plan, const struct result *result, const struct trace *trace)
{
    const struct panel *measured = result->measured;
    size_t period = (size_t)(trace->period - plan->measured.first);
    size_t cell = panel_cell(measured, period, trace->indicator, trace->region);
    return observation_present(measured->observation[cell]) && !trace_rows_carried(plan, result, trace);
}

/** The values of a list that a source gives. */
static tocsin_status gather(struct plan *plan, const struct result *result, struct trace_list *list, size_t source,
                            struct gatherings *all)
{
    *all = (struct gatherings){.arena = plan->arena};
    all->items = arena_allocate(plan->arena, list->count, sizeof *all->items);
    if (!all->items) {
        return TOCSIN_ERROR_MEMORY;
    }
    for (size_t i = 0; i < list->count; i++) {
        struct trace *trace = &list->traces[i];
        const struct indicator_recipe *indicator = &plan->model->indicators[trace->indicator];
        if (indicator->source != source || !trace_rows_measured(plan, result, trace)) {
            continue;
        }
        all->items[all->count++] = (struct gathering){
            .trace = trace,
            .module = indicator->module,
            .state = plan->states[trace->indicator],
            .target = indicator_target_of(trace->region, plan->measured.frequency, trace->period),
            .columns = &plan->columns[source],
            .asked = plan->asked[trace->indicator],
        };
    }
    return TOCSIN_OK;
}

/** False if a file is standard input or another stream, which is gone once it is read. */
static bool is_rereadable(const struct source_recipe *source)
{
    for (size_t i = 0; i < source->file_count; i++) {
        const char *path = source->files[i].path;
        struct stat about;
        if (text_equal(path, "-") || (stat(path, &about) == 0 && !S_ISREG(about.st_mode))) {
            return false;
        }
    }
    return true;
}

static bool same_files(const struct source_report *left, const struct source_report *right)
{
    for (size_t i = 0; i < left->file_count; i++) {
        if (left->files[i].bytes != right->files[i].bytes ||
            !text_equal(left->files[i].sha256, right->files[i].sha256)) {
            return false;
        }
    }
    return true;
}

/** Reads a source again without a word about what was said of it the first time. */
static tocsin_status read_again(struct plan *plan, size_t source, const struct source_report *first,
                                struct gatherings *all)
{
    const struct source_recipe *recipe = &plan->model->sources[source];
    struct source_report report = {0};
    struct source_reading request = {
        .context = plan->context,
        .arena = plan->arena,
        .recipe = recipe,
        .regions = plan->match,
        .columns = &plan->columns[source],
        .record = take_record,
        .user = all,
    };
    diagnostics_mute(plan->context, true);
    tocsin_status status = source_read(&request, &report);
    diagnostics_mute(plan->context, false);
    if (diagnostics_stop(status)) {
        return status;
    }
    if (status != TOCSIN_OK || !same_files(first, &report)) {
        return diagnostics_report(plan->context, DIAGNOSTIC_SOURCE_CHANGED, recipe->at,
                                  "start again once nobody writes to its files",
                                  "source '%s' has changed since it was measured: its rows cannot be told", recipe->id);
    }
    for (size_t i = 0; i < all->count && status == TOCSIN_OK; i++) {
        status = conclude(all, &all->items[i]);
    }
    return status;
}

static void mark_rereadable(const struct plan *plan, size_t source, struct trace_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        bool here = plan->model->indicators[list->traces[i].indicator].source == source;
        list->traces[i].is_reread = list->traces[i].is_reread || here;
    }
}

tocsin_status trace_rows_read(struct plan *plan, const struct result *result, struct trace_list *list)
{
    tocsin_status status = TOCSIN_OK;
    mark_rereadable(plan, SIZE_MAX, list);
    for (size_t i = 0; i < plan->model->source_count && status == TOCSIN_OK; i++) {
        struct gatherings all;
        if (!is_rereadable(&plan->model->sources[i])) {
            continue;
        }
        mark_rereadable(plan, i, list);
        status = gather(plan, result, list, i, &all);
        if (status == TOCSIN_OK && all.count > 0) {
            status = read_again(plan, i, &result->sources[i].report, &all);
        }
    }
    return status;
}
