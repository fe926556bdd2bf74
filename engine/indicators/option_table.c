/** Tables that options name: columns found, cells read, actors told apart. */
#include "indicators/option_table.h"
#include "base/number.h"
#include "base/text.h"
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

tocsin_status option_table_columns(tocsin_context *context, const struct option_descriptor *option,
                                   const struct text_table *table, size_t *columns)
{
    uint64_t mark = diagnostics_mark(context);
    const char *rest = option->range;
    char name[64];
    bool optional = false;
    for (size_t i = 0; next_column(&rest, name, sizeof name, &optional); i++) {
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

tocsin_status option_table_text(tocsin_context *context, const struct text_table *table, size_t row, size_t column,
                                const char **text)
{
    const struct text_cell *cell = text_table_cell(table, row, column);
    if (!cell->text) {
        return diagnostics_report(context, DIAGNOSTIC_TABLE_CELL_EMPTY, text_table_at(table, cell), NULL,
                                  "'%s' is empty", table->columns[column]);
    }
    *text = cell->text;
    return TOCSIN_OK;
}

tocsin_status option_table_number(tocsin_context *context, const struct text_table *table, size_t row, size_t column,
                                  double low, double high, double *number)
{
    const char *text = NULL;
    tocsin_status status = option_table_text(context, table, row, column, &text);
    if (status != TOCSIN_OK) {
        return status;
    }
    double value;
    if (!number_parse(text, strlen(text), &value) || value < low || value > high) {
        return diagnostics_report(
            context, DIAGNOSTIC_TABLE_NUMBER, text_table_at(table, text_table_cell(table, row, column)), NULL,
            "'%s' is '%s', where a number from %g to %g was expected", table->columns[column], text, low, high);
    }
    *number = value;
    return TOCSIN_OK;
}

tocsin_status option_table_region(tocsin_context *context, const struct region_table *regions,
                                  const struct text_table *table, size_t row, size_t column, int32_t *region)
{
    const char *text = NULL;
    tocsin_status status = option_table_text(context, table, row, column, &text);
    if (status != TOCSIN_OK) {
        return status;
    }
    struct actor actor = actor_of(regions, text);
    if (actor.region < 0) {
        char hint[128];
        const char *near = text_nearest(text, regions->regions, regions->count, sizeof *regions->regions);
        status = diagnostics_report(
            context, DIAGNOSTIC_TABLE_REGION_UNKNOWN, text_table_at(table, text_table_cell(table, row, column)),
            text_suggestion(hint, sizeof hint, near), "'%s' is not a region of the model: the row has no effect", text);
    }
    if (status == TOCSIN_OK) {
        *region = actor.region;
    }
    return status;
}

struct actor actor_of(const struct region_table *regions, const char *text)
{
    size_t position;
    return (struct actor){region_table_find(regions, text, &position) ? (int32_t)position : -1, text};
}

bool actor_is(const struct actor *actor, int32_t region, const char *text)
{
    return actor->region >= 0 ? actor->region == region : text_equal(actor->text, text);
}
