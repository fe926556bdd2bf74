/** Sides of dyads, and the cells of option tables that name them. */
#include "indicators/actor.h"
#include "base/number.h"
#include "base/text.h"
#include <string.h>

struct actor actor_of(const struct region_table *regions, const char *text)
{
    size_t position;
    return (struct actor){region_table_find(regions, text, &position) ? (int32_t)position : -1, text};
}

bool actor_is(const struct actor *actor, int32_t region, const char *text)
{
    return actor->region >= 0 ? actor->region == region : text_equal(actor->text, text);
}

tocsin_status actor_cell(tocsin_context *context, const struct text_table *table, size_t row, size_t column,
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

tocsin_status actor_number(tocsin_context *context, const struct text_table *table, size_t row, size_t column,
                           double low, double high, double *number)
{
    const char *text = NULL;
    tocsin_status status = actor_cell(context, table, row, column, &text);
    if (status != TOCSIN_OK) {
        return status;
    }
    double value;
    if (!number_parse(text, strlen(text), &value) || value < low || value > high) {
        return diagnostics_report(context, DIAGNOSTIC_TABLE_NUMBER,
                                  text_table_at(table, text_table_cell(table, row, column)), NULL,
                                  "'%s' is '%s', where a number from %g to %g was expected", table->columns[column],
                                  text, low, high);
    }
    *number = value;
    return TOCSIN_OK;
}

tocsin_status actor_region(tocsin_context *context, const struct region_table *regions, const struct text_table *table,
                           size_t row, size_t column, int32_t *region)
{
    const char *text = NULL;
    tocsin_status status = actor_cell(context, table, row, column, &text);
    if (status != TOCSIN_OK) {
        return status;
    }
    struct actor actor = actor_of(regions, text);
    if (actor.region < 0) {
        char hint[128];
        const char *near = text_nearest(text, regions->regions, regions->count, sizeof *regions->regions);
        status = diagnostics_report(context, DIAGNOSTIC_TABLE_REGION_UNKNOWN,
                                    text_table_at(table, text_table_cell(table, row, column)),
                                    text_suggestion(hint, sizeof hint, near),
                                    "'%s' is not a region of the model: the row has no effect", text);
    }
    if (status == TOCSIN_OK) {
        *region = actor.region;
    }
    return status;
}
