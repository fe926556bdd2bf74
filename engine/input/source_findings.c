/** Turns counts into words, one finding for each kind of thing found. */
#include "input/source_findings.h"
#include "input/tables.h"
#include <string.h>

enum {
    MOST_UNMATCHED = 20, /* names kept for reports ... */
    MOST_SHOWN = 5,      /* ... and shown in a message */
    MOST_GUESSED = 3     /* names for which a hint says what may be meant */
};

void source_findings_begin(struct source_findings *findings, const struct source_reading *reading)
{
    *findings = (struct source_findings){.reading = reading};
    name_table_begin(&findings->unmatched, reading->context, false);
    name_table_begin(&findings->selected, reading->context, false);
    name_table_begin(&findings->unused, reading->context, false);
    name_table_begin(&findings->refused, reading->context, false);
}

void source_findings_end(struct source_findings *findings)
{
    name_table_end(&findings->unmatched);
    name_table_end(&findings->selected);
    name_table_end(&findings->unused);
    name_table_end(&findings->refused);
}

static bool is_projected(const struct source_columns *columns, size_t position)
{
    for (size_t i = 0; i < columns->count; i++) {
        if (columns->projection[i] == position) {
            return true;
        }
    }
    return false;
}

tocsin_status source_findings_of_file(struct source_findings *findings, const struct source_rows *rows,
                                      const struct input_file *file, bool faulty)
{
    findings->files++;
    findings->faulty = findings->faulty || faulty;
    findings->files_selecting += rows->at.selector != COLUMN_NONE;
    for (size_t i = 0; i < rows->name_count; i++) {
        bool unused = rows->names[i][0] != '\0' && !is_projected(&rows->at, i);
        if (unused && !name_table_add(&findings->unused, rows->names[i], strlen(rows->names[i]))) {
            return TOCSIN_ERROR_MEMORY;
        }
    }
    bool source_says_so = rows->layout->needs_rows && rows->recipe->file_count == 1;
    if (file->rows == 0 && !faulty && !source_says_so) {
        return tables_report_no_rows(rows->context, file->named);
    }
    return TOCSIN_OK;
}

tocsin_status source_findings_refused(struct source_findings *findings, const struct source_rows *rows,
                                      const struct csv_row *row)
{
    if (rows->recipe->where_count != 1 || findings->refused.count > MOST_SHOWN) {
        return TOCSIN_OK;
    }
    const struct csv_field *field = &row->fields[rows->at.where[0]];
    return name_table_add(&findings->refused, field->text, field->length) ? TOCSIN_OK : TOCSIN_ERROR_MEMORY;
}

/** Adds " 'raid', 'riot', ..." of the texts of a table. */
static void add_texts(struct text_buffer *text, const struct name_table *table)
{
    for (size_t i = 0; i < table->count && i < MOST_SHOWN; i++) {
        text_buffer_format(text, "%s '%s'", i ? "," : "", table->entries[i].text);
    }
    if (table->count > MOST_SHOWN) {
        text_buffer_add(text, ", ...");
    }
}

/** " 'Punjab' (12 rows), 'Sindh' (1 row), ..." */
static void list_names(struct text_buffer *text, const struct unmatched_name *names, size_t count, uint64_t all)
{
    for (size_t i = 0; i < count && i < MOST_SHOWN; i++) {
        text_buffer_format(text, "%s '%s' (%llu row%s)", i ? "," : "", names[i].name, (unsigned long long)names[i].rows,
                           names[i].rows == 1 ? "" : "s");
    }
    if (all > MOST_SHOWN) {
        text_buffer_add(text, ", ...");
    }
}

/** What to do about rows of unknown regions, and which regions may be meant. */
static void advise(struct text_buffer *hint, const struct region_match *regions, const struct source_report *report)
{
    size_t guessed = 0;
    for (size_t i = 0; i < report->unmatched_count && i < MOST_SHOWN && guessed < MOST_GUESSED; i++) {
        const char *near = region_match_nearest(regions, report->unmatched[i].name);
        if (near) {
            text_buffer_format(hint, "%s'%s' may be '%s'", guessed ? ", " : "", report->unmatched[i].name, near);
            guessed++;
        }
    }
    text_buffer_format(hint, "%sgive the region's row an alias in the column 'match', or set the source's 'region'",
                       guessed ? "; " : "");
}

/** One finding about all rows of regions that the model does not have. */
static tocsin_status report_unmatched(struct source_findings *findings, const struct layout *layout,
                                      const struct source_report *report)
{
    const struct source_reading *reading = findings->reading;
    struct text_buffer names = {.context = reading->context};
    struct text_buffer hint = {.context = reading->context};
    list_names(&names, report->unmatched, report->unmatched_count, report->unmatched_names);
    enum diagnostic_code code = DIAGNOSTIC_SOURCE_UNMATCHED;
    bool world = layout->world || layout->partner || report->unmatched_names > region_match_count(reading->regions);
    if (report->rows_used == 0) {
        code = DIAGNOSTIC_SOURCE_NO_REGION;
    } else if (world) {
        code = DIAGNOSTIC_SOURCE_UNMATCHED_WORLD;
    }
    if (code != DIAGNOSTIC_SOURCE_UNMATCHED_WORLD) {
        advise(&hint, reading->regions, report);
    }
    tocsin_status status = TOCSIN_ERROR_MEMORY;
    if (!names.failed && !hint.failed) {
        status = diagnostics_report(reading->context, code, reading->recipe->at, hint.bytes,
                                    "source '%s': %llu of %llu rows are of no region of the model:%s",
                                    reading->recipe->id, (unsigned long long)report->rows_unmatched,
                                    (unsigned long long)(report->rows_read - report->rows_filtered), names.bytes);
    }
    text_buffer_end(&hint);
    text_buffer_end(&names);
    return status;
}

static tocsin_status report_no_rows(const struct source_reading *reading, const struct layout *layout)
{
    const struct source_recipe *recipe = reading->recipe;
    if (!layout->needs_rows) {
        return TOCSIN_OK;
    }
    if (recipe->file_count == 1) {
        return diagnostics_report(reading->context, DIAGNOSTIC_SOURCE_NO_ROWS, recipe->at, NULL,
                                  "source '%s' has no rows: in '%s' there is nothing below the header", recipe->id,
                                  recipe->files[0].named);
    }
    return diagnostics_report(reading->context, DIAGNOSTIC_SOURCE_NO_ROWS, recipe->at, NULL, "source '%s' has no rows",
                              recipe->id);
}

/** With the values that there are, in the place of those that the model wants. */
static tocsin_status report_nothing_left(const struct source_findings *findings, const struct source_report *report)
{
    const struct source_recipe *recipe = findings->reading->recipe;
    struct text_buffer hint = {.context = findings->reading->context};
    if (findings->refused.count > 0) {
        text_buffer_format(&hint, "'%s' is", recipe->where[0].column);
        add_texts(&hint, &findings->refused);
    }
    tocsin_status status = TOCSIN_ERROR_MEMORY;
    if (!hint.failed) {
        status = diagnostics_report(findings->reading->context, DIAGNOSTIC_WHERE_LEAVES_NOTHING, recipe->where[0].at,
                                    hint.bytes, "'where' leaves none of the %llu rows of source '%s'",
                                    (unsigned long long)report->rows_read, recipe->id);
    }
    text_buffer_end(&hint);
    return status;
}

static tocsin_status report_rows(struct source_findings *findings, const struct layout *layout,
                                 const struct source_report *report)
{
    const struct source_reading *reading = findings->reading;
    const struct source_recipe *recipe = reading->recipe;
    if (report->rows_read == 0) {
        return findings->faulty ? TOCSIN_OK : report_no_rows(reading, layout);
    }
    if (report->rows_filtered == report->rows_read && recipe->where_count > 0) {
        return findings->faulty ? TOCSIN_OK : report_nothing_left(findings, report);
    }
    if (report->rows_blank > 0) {
        bool all = report->rows_blank + report->rows_filtered == report->rows_read;
        return diagnostics_report(reading->context, all ? DIAGNOSTIC_SOURCE_NO_REGION : DIAGNOSTIC_SOURCE_BLANK_REGION,
                                  recipe->at, NULL, "source '%s': %llu of %llu rows name no region", recipe->id,
                                  (unsigned long long)report->rows_blank,
                                  (unsigned long long)(report->rows_read - report->rows_filtered));
    }
    return TOCSIN_OK;
}

/** Every indicator that must be there has a row at least, when rows are about one each. */
static tocsin_status report_selected(struct source_findings *findings, const struct source_report *report)
{
    const struct source_reading *reading = findings->reading;
    bool selecting = findings->files_selecting > 0 && findings->files_selecting == findings->files;
    if (!selecting || findings->faulty || report->rows_read == 0) {
        return TOCSIN_OK;
    }
    tocsin_status first = TOCSIN_OK;
    for (size_t i = 0; i < reading->columns->count; i++) {
        const struct column_request *request = &reading->columns->requests[i];
        bool wanted = request->required && (request->kind == COLUMN_NUMBER || request->kind == COLUMN_TEXT);
        if (!wanted || name_table_find(&findings->selected, request->name, strlen(request->name))) {
            continue;
        }
        char hint[256];
        const char *nearest = findings->selected.count == 0
                                  ? NULL
                                  : text_nearest(request->name, findings->selected.entries, findings->selected.count,
                                                 sizeof *findings->selected.entries);
        tocsin_status status = diagnostics_report(
            reading->context, DIAGNOSTIC_INDICATOR_WITHOUT_ROWS, request->at.file ? request->at : reading->recipe->at,
            text_suggestion(hint, sizeof hint, nearest), "source '%s' has no row of indicator '%s'",
            reading->recipe->id, request->name);
        first = first == TOCSIN_OK ? status : first;
    }
    return first;
}

/** A note, unless the layout is one of a large data set of which nobody uses all columns. */
static tocsin_status report_unused(struct source_findings *findings, const struct layout *layout)
{
    const struct source_reading *reading = findings->reading;
    size_t count = findings->unused.count;
    if (layout->world || count == 0) {
        return TOCSIN_OK;
    }
    struct text_buffer names = {.context = reading->context};
    add_texts(&names, &findings->unused);
    tocsin_status status = TOCSIN_ERROR_MEMORY;
    if (!names.failed) {
        status = diagnostics_report(reading->context, DIAGNOSTIC_UNUSED_COLUMNS, reading->recipe->at, NULL,
                                    "source '%s': %zu column%s not used:%s", reading->recipe->id, count,
                                    count == 1 ? " is" : "s are", names.bytes);
    }
    text_buffer_end(&names);
    return status;
}

tocsin_status source_findings_conclude(struct source_findings *findings, const struct layout *layout,
                                       struct source_report *report)
{
    const struct source_reading *reading = findings->reading;
    report->unmatched_names = findings->unmatched.count;
    report->unused_columns = findings->unused.count;
    tocsin_status status = name_table_largest(&findings->unmatched, reading->arena, MOST_UNMATCHED, &report->unmatched,
                                              &report->unmatched_count);
    if (status != TOCSIN_OK) {
        return status;
    }
    if (findings->files < report->file_count) {
        return TOCSIN_OK; /* files that could not be read were reported; what the rest lacks may be in them */
    }
    tocsin_status parts[4] = {TOCSIN_OK};
    parts[0] = report_rows(findings, layout, report);
    parts[1] = report->rows_unmatched > 0 ? report_unmatched(findings, layout, report) : TOCSIN_OK;
    parts[2] = report_selected(findings, report);
    parts[3] = report_unused(findings, layout);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0] && status == TOCSIN_OK; i++) {
        status = parts[i];
    }
    return status;
}
