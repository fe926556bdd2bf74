/** Tables that options name: columns found, rows gone through, cells read. */
#include "indicators/option_table.h"
#include "base/number.h"
#include "base/text.h"
#include "indicators/actor.h"
#include <string.h>

/* The next name of a `range` such as "region,agreement?,exposure"; false at its end. */
static bool next_column(const char **rest, char *name, size_t size, bool *optional)
{
    size_t length = strcspn(*rest, ",");
    if (length == 0 || length >= size) {
        return false;
    }
    memcpy(name, *rest, length);
    *rest += length + ((*rest)[length] != '\0');
    *optional = name[length - 1] == '?';
    name[*optional ? length - 1 : length] = '\0';
    return true;
}

/* Finds the columns that the option's `range` lists, in its order. */
static tocsin_status find_columns(tocsin_context *context, const struct option_descriptor *option,
                                  const struct text_table *table, size_t columns[OPTION_TABLE_COLUMNS])
{
    uint64_t mark = diagnostics_mark(context);
    const char *rest = option->range;
    char name[64];
    bool optional = false;
    for (size_t i = 0; i < OPTION_TABLE_COLUMNS && next_column(&rest, name, sizeof name, &optional); i++) {
        columns[i] = SIZE_MAX;
        if (!text_table_column(table, name, &columns[i]) && !optional) {
            char hint[128];
            const char *near = text_nearest(name, table->columns, table->column_count, sizeof *table->columns);
            diagnostics_report(context, DIAGNOSTIC_TABLE_COLUMN_MISSING, (struct location){table->file, 1, 0},
                               text_suggestion(hint, sizeof hint, near), "the table of option '%s' has no column '%s'",
                               option->name, name);
        }
    }
    return diagnostics_since(context, mark);
}

tocsin_status option_table_each(const struct indicator_setup *setup, const struct option_descriptor *option,
                                const struct text_table *table, void (*read)(const struct option_row *row, void *user),
                                void *user)
{
    size_t columns[OPTION_TABLE_COLUMNS];
    tocsin_status status = find_columns(setup->context, option, table, columns);
    if (status != TOCSIN_OK) {
        return status;
    }
    uint64_t mark = diagnostics_mark(setup->context);
    struct option_row row = {.setup = setup, .table = table, .columns = columns};
    for (; row.row < table->row_count; row.row++) {
        read(&row, user);
    }
    return diagnostics_since(setup->context, mark);
}

static const struct text_cell *cell_of(const struct option_row *row, size_t column)
{
    return text_table_cell(row->table, row->row, row->columns[column]);
}

const char *option_row_cell(const struct option_row *row, size_t column)
{
    return row->columns[column] == SIZE_MAX ? NULL : cell_of(row, column)->text;
}

struct location option_row_at(const struct option_row *row, size_t column)
{
    return text_table_at(row->table, cell_of(row, column));
}

static const char *column_name(const struct option_row *row, size_t column)
{
    return row->table->columns[row->columns[column]];
}

tocsin_status option_row_text(const struct option_row *row, size_t column, const char **text)
{
    const char *found = option_row_cell(row, column);
    if (!found) {
        return diagnostics_report(row->setup->context, DIAGNOSTIC_TABLE_CELL_EMPTY, option_row_at(row, column), NULL,
                                  "'%s' is empty", column_name(row, column));
    }
    *text = found;
    return TOCSIN_OK;
}

tocsin_status option_row_number(const struct option_row *row, size_t column, double low, double high, double *number)
{
    const char *text = NULL;
    tocsin_status status = option_row_text(row, column, &text);
    if (!text) {
        return status;
    }
    double value;
    if (!number_parse(text, strlen(text), &value) || value < low || value > high) {
        return diagnostics_report(row->setup->context, DIAGNOSTIC_TABLE_NUMBER, option_row_at(row, column), NULL,
                                  "'%s' is '%s', where a number from %g to %g was expected", column_name(row, column),
                                  text, low, high);
    }
    *number = value;
    return TOCSIN_OK;
}

tocsin_status option_row_region(const struct option_row *row, size_t column, int32_t *region)
{
    const char *text = NULL;
    tocsin_status status = option_row_text(row, column, &text);
    if (!text) {
        return status;
    }
    const struct region_table *regions = row->setup->regions;
    struct actor actor = actor_of(regions, text);
    if (actor.region < 0) {
        char hint[128];
        const char *near = text_nearest(text, regions->regions, regions->count, sizeof *regions->regions);
        status = diagnostics_report(row->setup->context, DIAGNOSTIC_TABLE_REGION_UNKNOWN, option_row_at(row, column),
                                    text_suggestion(hint, sizeof hint, near),
                                    "'%s' is not a region of the model: the row has no effect", text);
    }
    if (status == TOCSIN_OK) {
        *region = actor.region;
    }
    return status;
}
