/** From rows to records: which region, which day, which numbers; and what is to be said of the rows that were not
 * used. */
#include "input/source.h"
#include "base/number.h"
#include "input/name_table.h"
#include "input/source_findings.h"
#include "input/source_rows.h"
#include "input/value_hint.h"
#include <string.h>

struct source_state {
    const struct source_reading *reading;
    struct source_rows rows;
    struct source_findings findings;
    struct source_report report;
    struct field *fields; /* by slot */
    tocsin_status found;  /* of rows that cannot be used, beside which others are read on */
};

/** Where the rows' regions are: both sides of a dyadic row. */
static tocsin_status match_regions(struct source_state *state, const struct csv_row *row, struct record *record,
                                   bool *missing)
{
    const struct region_match *match = state->reading->regions;
    size_t length = 0;
    const char *text = source_rows_region(&state->rows, row, &length, missing);
    if (!text) {
        return TOCSIN_ERROR_MEMORY;
    }
    record->region = region_match_find(match, text, length);
    record->region_text = *missing && record->region < 0 ? "" : text;
    record->partner = -1;
    record->partner_text = "";
    record->dyadic = state->rows.at.partner != COLUMN_NONE;
    if (record->dyadic) {
        const struct csv_field *partner = &row->fields[state->rows.at.partner];
        record->partner = region_match_find(match, partner->text, partner->length);
        bool no_partner = record->partner < 0 && source_rows_missing(&state->rows, partner->text, partner->length);
        record->partner_text = no_partner ? "" : partner->text;
        *missing = *missing && no_partner;
    }
    return TOCSIN_OK;
}

/** Counts a row that is of no region of the model. */
static tocsin_status count_unmatched(struct source_state *state, const struct record *record, bool missing)
{
    if (missing) {
        state->report.rows_blank++;
        return TOCSIN_OK;
    }
    state->report.rows_unmatched++;
    const char *name = record->region_text[0] ? record->region_text : record->partner_text;
    return name_table_count(&state->findings.unmatched, name, strlen(name), &state->findings.other_unmatched);
}

static tocsin_status read_number(struct source_state *state, const struct csv_field *from, size_t position,
                                 struct field *field)
{
    if (number_parse(from->text, from->length, &field->number)) {
        field->state = FIELD_NUMBER;
        return TOCSIN_OK;
    }
    const char *column = state->rows.names[state->rows.at.projection[position]];
    char hint[VALUE_HINT_SIZE];
    return diagnostics_report(
        state->reading->context, DIAGNOSTIC_NOT_A_NUMBER, source_rows_place(&state->rows, from),
        value_hint_number(from->text, from->length,
                          "if it stands for a missing value, name it in the source: missing: [...]", hint),
        "found '%.64s' in column '%s', expected a number", from->text, column);
}

static tocsin_status read_field(struct source_state *state, const struct csv_row *row, size_t position,
                                enum column_kind kind, struct field *field)
{
    const struct csv_field *from = &row->fields[position];
    *field = (struct field){.text = from->text, .length = from->length, .column = from->column};
    if (source_rows_missing(&state->rows, from->text, from->length)) {
        field->state = FIELD_MISSING;
        return TOCSIN_OK;
    }
    if (kind == COLUMN_TEXT) {
        field->state = FIELD_TEXT;
        return TOCSIN_OK;
    }
    return read_number(state, from, position, field);
}

/** The indicator that the row is about, or NULL if rows are not about one. */
static const struct csv_field *selector_of(const struct source_state *state, const struct csv_row *row)
{
    size_t position = state->rows.at.selector;
    return position == COLUMN_NONE ? NULL : &row->fields[position];
}

static bool is_about(const struct csv_field *selector, const struct column_request *request)
{
    return !selector || text_equal_bytes(request->name, selector->text, selector->length);
}

/** True if anybody reads the indicator that the row is about; counts it. */
static tocsin_status select_row(struct source_state *state, const struct csv_row *row, bool *selected)
{
    const struct csv_field *selector = selector_of(state, row);
    *selected = !selector;
    if (!selector) {
        return TOCSIN_OK;
    }
    const struct column_set *columns = state->reading->columns;
    for (size_t i = 0; i < columns->count && !*selected; i++) {
        *selected = is_about(selector, &columns->requests[i]);
    }
    return name_table_count(&state->findings.selected, selector->text, selector->length,
                            &state->findings.other_selected);
}

static tocsin_status read_fields(struct source_state *state, const struct csv_row *row)
{
    const struct column_set *columns = state->reading->columns;
    const struct csv_field *selector = selector_of(state, row);
    tocsin_status first = TOCSIN_OK;
    for (size_t i = 0; i < columns->count; i++) {
        size_t position = state->rows.at.slots[i];
        state->fields[i] = (struct field){.state = FIELD_ABSENT};
        if (position != COLUMN_NONE && is_about(selector, &columns->requests[i])) {
            tocsin_status status = read_field(state, row, position, columns->requests[i].kind, &state->fields[i]);
            first = first == TOCSIN_OK ? status : first;
        }
    }
    return first;
}

static void note_day(struct source_report *report, day_number day)
{
    if (day == DAY_NONE) {
        return;
    }
    if (report->first_day == DAY_NONE || day < report->first_day) {
        report->first_day = day;
    }
    if (report->last_day == DAY_NONE || day > report->last_day) {
        report->last_day = day;
    }
}

/** The day of a row that is not used: the file covers it all the same. Whether it is a date does not matter then. */
static void note_unused_day(struct source_state *state, const struct csv_row *row)
{
    const struct csv_field *field = source_rows_date_field(&state->rows, row);
    day_number day;
    enum frequency frequency;
    if (field && date_parse(field->text, field->length, &day, &frequency)) {
        note_day(&state->report, day);
    }
}

/** A row of a region of the model: its date and fields, and on to the modules. */
static tocsin_status use_row(struct source_state *state, const struct csv_row *row, struct record *record)
{
    tocsin_status date = source_rows_date(&state->rows, row, &record->day, &record->frequency);
    tocsin_status fields = read_fields(state, row);
    if (date != TOCSIN_OK || fields != TOCSIN_OK) {
        if (state->found == TOCSIN_OK) {
            state->found = date != TOCSIN_OK ? date : fields;
        }
        return TOCSIN_OK;
    }
    record->at = (struct location){csv_reader_name(state->rows.reader), row->line, 0};
    record->fields = state->fields;
    state->report.rows_used++;
    note_day(&state->report, record->day);
    if (record->day != DAY_NONE && record->frequency > state->report.finest) {
        state->report.finest = record->frequency;
    }
    return state->reading->record(state->reading->user, record);
}

static tocsin_status take_row(void *user, const struct csv_row *row)
{
    struct source_state *state = user;
    if (!source_rows_count(&state->rows, row)) {
        return TOCSIN_OK;
    }
    state->report.rows_read++;
    bool selected = source_rows_kept(&state->rows, row);
    tocsin_status selection = TOCSIN_OK;
    if (selected) {
        selection = select_row(state, row, &selected);
    } else if (state->report.rows_filtered + 1 == state->report.rows_read) {
        selection = source_findings_refused(&state->findings, &state->rows, row);
    }
    if (selection != TOCSIN_OK) {
        return selection;
    }
    if (!selected) {
        state->report.rows_filtered++;
        note_unused_day(state, row);
        return TOCSIN_OK;
    }
    struct record record = {.region = -1};
    bool missing = false;
    tocsin_status status = match_regions(state, row, &record, &missing);
    if (status != TOCSIN_OK) {
        return status;
    }
    if (record.region < 0 && record.partner < 0) {
        note_unused_day(state, row);
        return count_unmatched(state, &record, missing);
    }
    return use_row(state, row, &record);
}

/** Reads one file; faults of its content do not keep the next from being read. */
static tocsin_status read_file(struct source_state *state, size_t position)
{
    const struct source_file *file = &state->reading->recipe->files[position];
    struct input_file *described = &state->report.files[position];
    described->named = arena_text(state->reading->arena, file->named);
    if (!described->named) {
        return TOCSIN_ERROR_MEMORY;
    }
    tocsin_status status = source_rows_open(&state->rows, file);
    if (status == TOCSIN_OK) {
        status = csv_reader_each(state->rows.reader, take_row, state);
        source_rows_describe(&state->rows, described);
        tocsin_status noted = source_findings_of_file(&state->findings, &state->rows, described, status != TOCSIN_OK);
        status = status == TOCSIN_OK ? noted : status;
    }
    source_rows_close(&state->rows);
    return status;
}

/** True if there is no use in reading the next file. */
static bool is_final(tocsin_status status)
{
    return status == TOCSIN_ERROR_MEMORY || status == TOCSIN_ERROR_INTERRUPTED || status == TOCSIN_ERROR_INTERNAL;
}

static tocsin_status read_files(struct source_state *state)
{
    tocsin_status first = TOCSIN_OK;
    for (size_t i = 0; i < state->reading->recipe->file_count && !is_final(first); i++) {
        tocsin_status status = read_file(state, i);
        first = first == TOCSIN_OK || is_final(status) ? status : first;
    }
    return first == TOCSIN_OK ? state->found : first;
}

static tocsin_status begin_state(struct source_state *state)
{
    const struct source_reading *reading = state->reading;
    source_findings_begin(&state->findings, reading);
    state->report.first_day = DAY_NONE;
    state->report.last_day = DAY_NONE;
    state->report.finest = FREQUENCY_YEAR;
    state->report.file_count = reading->recipe->file_count;
    state->report.files = arena_allocate(reading->arena, reading->recipe->file_count, sizeof *state->report.files);
    state->fields = memory_allocate(reading->context, reading->columns->count, sizeof *state->fields);
    return state->report.files && state->fields ? TOCSIN_OK : TOCSIN_ERROR_MEMORY;
}

tocsin_status source_read(const struct source_reading *reading, struct source_report *report)
{
    struct source_state state = {.reading = reading};
    tocsin_status status = begin_state(&state);
    if (status == TOCSIN_OK) {
        status = source_rows_begin(&state.rows, reading->context, reading->recipe, reading->columns);
    }
    if (status == TOCSIN_OK) {
        status = read_files(&state);
        tocsin_status concluded = TOCSIN_OK;
        if (!is_final(status)) {
            concluded = source_findings_conclude(&state.findings, state.rows.layout, &state.report);
        }
        status = status == TOCSIN_OK ? concluded : status;
        source_rows_end(&state.rows);
    }
    if (status == TOCSIN_OK) {
        *report = state.report;
    }
    source_findings_end(&state.findings);
    memory_release(reading->context, state.fields);
    return status;
}
