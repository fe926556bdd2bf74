/** The regions file: region,name[,parent,population,area_km2,match] and whatever further columns it has. */
#include "input/name_table.h"
#include "input/tables.h"
#include <string.h>

enum { MOST_REGIONS = 10000000 };

/** Ids, names and further columns of the table's rows. */
struct regions_state {
    tocsin_context *context;
    struct arena *arena;
    const struct text_table *table;
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
    tocsin_status status = region_table_create(state->arena, state->regions, table->row_count, table->columns,
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

tocsin_status regions_read(tocsin_context *context, struct arena *arena, const char *path, const char *named,
                           struct location at, struct region_table **regions, struct input_file *file)
{
    struct text_table *table = NULL;
    tocsin_status status = tables_read(context, arena, path, named, at, MOST_REGIONS, &table, file);
    if (status != TOCSIN_OK) {
        return status;
    }
    struct regions_state state = {.context = context, .arena = arena, .table = table};
    if (!text_table_column(table, "region", &state.id_column)) {
        return tables_report_column(context, table->file, table->columns, table->column_count, "region");
    }
    state.has_name = text_table_column(table, "name", &state.name_column);
    state.has_match = text_table_column(table, "match", &state.match_column);
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
