/** The regions file: region,name[,parent,population,area_km2,match] and whatever further columns it has. */
#include "base/text.h"
#include "input/csv_text.h"
#include "input/name_table.h"
#include "input/tables.h"
#include <string.h>

enum { MOST_REGIONS = 10000000 };

/** Ids, names and further columns of the table's rows. */
struct regions_state {
    tocsin_context *context;
    struct arena *arena;
    const struct text_table *table;
    const struct regions_request *request;
    const char **names; /* of the columns, as the model knows them */
    size_t id_column;
    size_t name_column;
    size_t match_column;
    bool has_name;
    bool has_match;
    struct region *regions;
    const char **cells;
    struct location *places; /* REGION_PLACES of each */
};

static tocsin_status allocate(struct regions_state *state)
{
    const struct text_table *table = state->table;
    state->regions = arena_allocate(state->arena, table->row_count, sizeof *state->regions);
    state->cells = arena_allocate(state->arena, table->row_count * table->column_count, sizeof *state->cells);
    state->places = arena_allocate(state->arena, table->row_count * REGION_PLACES, sizeof *state->places);
    return state->regions && state->cells && state->places ? TOCSIN_OK : TOCSIN_ERROR_MEMORY;
}

/** Takes one row over; `ids` tells the row in which an id was first seen. */
static tocsin_status take_region(struct regions_state *state, struct name_table *ids, size_t row)
{
    const struct text_table *table = state->table;
    for (size_t i = 0; i < table->column_count; i++) {
        state->cells[row * table->column_count + i] = text_table_cell(table, row, i)->text;
    }
    const struct text_cell *id = text_table_cell(table, row, state->id_column);
    struct location at = text_table_at(table, id);
    if (!id->text) {
        return diagnostics_report(state->context, DIAGNOSTIC_REGION_ID_MISSING, at, NULL, "the region has no id");
    }
    struct name_entry *entry = name_table_add(ids, id->text, strlen(id->text));
    if (!entry) {
        return TOCSIN_ERROR_MEMORY;
    }
    if (entry->value != 0) {
        return diagnostics_report(state->context, DIAGNOSTIC_REGION_TWICE, at, NULL,
                                  "region '%s' is already in line %lld", id->text, (long long)entry->value);
    }
    entry->value = (int64_t)id->line;
    const struct text_cell *name = state->has_name ? text_table_cell(table, row, state->name_column) : id;
    const struct text_cell *match = state->has_match ? text_table_cell(table, row, state->match_column) : id;
    state->regions[row] = (struct region){.id = id->text, .name = name->text ? name->text : id->text};
    struct location *places = &state->places[row * REGION_PLACES];
    places[REGION_PLACE_ID] = at;
    places[REGION_PLACE_NAME] = text_table_at(table, name);
    places[REGION_PLACE_MATCH] = text_table_at(table, match);
    return TOCSIN_OK;
}

static tocsin_status take_regions(struct regions_state *state)
{
    struct name_table ids;
    name_table_begin(&ids, state->context, false);
    tocsin_status first = TOCSIN_OK;
    for (size_t row = 0; row < state->table->row_count; row++) {
        tocsin_status status = take_region(state, &ids, row);
        first = first == TOCSIN_OK ? status : first;
    }
    name_table_end(&ids);
    return first;
}

/** The table of regions, if no name of them is ambiguous. */
static tocsin_status make_table(struct regions_state *state, struct region_table **regions)
{
    const struct text_table *table = state->table;
    struct region_table *made = NULL;
    tocsin_status status = region_table_create(state->arena, state->regions, table->row_count, state->names,
                                               table->column_count, state->cells, &made);
    struct region_match *match = NULL;
    if (status == TOCSIN_OK) {
        status = region_match_create_at(state->context, made, state->places, &match);
        region_match_destroy(state->context, match);
    }
    if (status == TOCSIN_OK) {
        made->file = table;
        *regions = made;
    }
    return status;
}

/** That the file has not this column; or that no column can be told because another character separates them. */
static tocsin_status report_unknown(const struct regions_state *state, const struct column_name *rename)
{
    const struct text_table *table = state->table;
    char found = csv_text_delimiter(table->columns, table->column_count, ',');
    if (found) {
        return csv_text_report_delimiter(state->context, (struct location){table->file, 1, 0}, found, ',');
    }
    char hint[CSV_HINT_SIZE];
    return diagnostics_report(state->context, DIAGNOSTIC_COLUMN_UNKNOWN, rename->at,
                              csv_text_suggest(table->columns, table->column_count, rename->column, hint),
                              "'%s' has no column '%s'", table->file, rename->column);
}

/** The file's columns under the names that the model gives them. */
static tocsin_status rename_columns(struct regions_state *state)
{
    const struct text_table *table = state->table;
    state->names = arena_allocate(state->arena, table->column_count, sizeof *state->names);
    if (!state->names) {
        return TOCSIN_ERROR_MEMORY;
    }
    for (size_t i = 0; i < table->column_count; i++) {
        state->names[i] = table->columns[i];
    }
    uint64_t mark = diagnostics_mark(state->context);
    for (size_t i = 0; i < state->request->column_count; i++) {
        const struct column_name *rename = &state->request->columns[i];
        size_t column = 0;
        if (!text_table_column(table, rename->column, &column)) {
            report_unknown(state, rename);
            continue;
        }
        for (size_t k = 0; k < table->column_count; k++) {
            state->names[k] = text_equal(state->names[k], rename->role) ? "" : state->names[k];
        }
        state->names[column] = rename->role;
    }
    return diagnostics_since(state->context, mark);
}

static bool find_column(const struct regions_state *state, const char *name, size_t *column)
{
    for (size_t i = 0; i < state->table->column_count; i++) {
        if (text_equal(state->names[i], name)) {
            *column = i;
            return true;
        }
    }
    return false;
}

tocsin_status regions_read(tocsin_context *context, struct arena *arena, const struct regions_request *request,
                           struct region_table **regions, struct input_file *file)
{
    struct tables_request whole = {request->path, request->named,   request->at,
                                   MOST_REGIONS,  request->columns, request->column_count};
    struct text_table *table = NULL;
    tocsin_status status = tables_read(context, arena, &whole, &table, file);
    if (status != TOCSIN_OK) {
        return status;
    }
    struct regions_state state = {.context = context, .arena = arena, .table = table, .request = request};
    status = rename_columns(&state);
    if (status != TOCSIN_OK) {
        return status;
    }
    if (!find_column(&state, "region", &state.id_column)) {
        return tables_report_column(context, table->file, table->columns, table->column_count, "region");
    }
    state.has_name = find_column(&state, "name", &state.name_column);
    state.has_match = find_column(&state, "match", &state.match_column);
    if (table->row_count == 0) {
        return diagnostics_report(context, DIAGNOSTIC_REGIONS_NONE, (struct location){table->file, 0, 0}, NULL,
                                  "the file has no regions");
    }
    status = allocate(&state);
    if (status == TOCSIN_OK) {
        status = take_regions(&state);
    }
    return status == TOCSIN_OK ? make_table(&state, regions) : status;
}
