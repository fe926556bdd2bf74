/** Sorts a column once, so that it can be compared with many others. */
#include "analysis/association.h"
#include <gsl/gsl_sort.h>
#include <string.h>

/** The places of the values that `order` sorts, and the different ones. */
static void number_values(const double *values, const size_t *cells, const size_t *order, size_t count,
                          struct association_column *column)
{
    uint32_t place = 0;
    memset(column->place, 0, column->cells * sizeof *column->place);
    for (size_t i = 0; i < count; i++) {
        double value = values[order[i]];
        if (i == 0 || value > column->distinct[place]) {
            place += i > 0;
            column->distinct[place] = value;
        }
        column->place[cells[order[i]]] = place;
    }
}

tocsin_status association_column_prepare(struct arena *arena, struct association_column *column)
{
    tocsin_context *context = arena->context;
    size_t count = 0;
    double *values = memory_allocate(context, column->cells, sizeof *values);
    size_t *cells = memory_allocate(context, column->cells, sizeof *cells);
    size_t *order = memory_allocate(context, column->cells, sizeof *order);
    column->place = column->place ? column->place : arena_allocate(arena, column->cells, sizeof *column->place);
    column->distinct =
        column->distinct ? column->distinct : arena_allocate(arena, column->cells, sizeof *column->distinct);
    bool made = values && cells && order && column->place && column->distinct && column->cells <= INT32_MAX;
    for (size_t i = 0; made && i < column->cells; i++) {
        if (column->present[i]) {
            values[count] = column->value[i];
            cells[count++] = i;
        }
    }
    if (made) {
        gsl_sort_index(order, values, 1, count);
        number_values(values, cells, order, count, column);
    }
    memory_release(context, values);
    memory_release(context, cells);
    memory_release(context, order);
    return made ? TOCSIN_OK : TOCSIN_ERROR_MEMORY;
}
