/** Tables made for reading. */
#include "panel/data_table.h"
#include "base/text.h"
#include <math.h>
#include <string.h>

tocsin_status data_table_create(struct arena *arena, const char *name, const char *title,
                                const struct data_column *columns, size_t column_count, struct data_table *table)
{
    enum { FIRST_ROWS = 64 };
    struct data_table made = {
        .name = name, .title = title, .columns = columns, .column_count = column_count, .capacity = FIRST_ROWS};
    made.cells = arena_allocate(arena, made.capacity * column_count, sizeof *made.cells);
    if (!made.cells) {
        return TOCSIN_ERROR_MEMORY;
    }
    *table = made;
    return TOCSIN_OK;
}

struct data_cell *data_table_add(struct arena *arena, struct data_table *table)
{
    if (table->row_count == table->capacity) {
        struct data_cell *cells = arena_allocate(arena, 2 * table->capacity * table->column_count, sizeof *cells);
        if (!cells) {
            return NULL;
        }
        memcpy(cells, table->cells, table->row_count * table->column_count * sizeof *cells);
        table->cells = cells;
        table->capacity *= 2;
    }
    return &table->cells[table->row_count++ * table->column_count];
}

size_t data_table_column(const struct data_table *table, const char *name)
{
    size_t column = 0;
    while (column < table->column_count && !text_equal(table->columns[column].name, name)) {
        column++;
    }
    return column;
}

struct data_cell data_text(const char *text)
{
    return (struct data_cell){.given = text != NULL, .text = text};
}

struct data_cell data_number(double number)
{
    return (struct data_cell){.given = isfinite(number), .number = isfinite(number) ? number : 0};
}

struct data_cell data_count(size_t count)
{
    return (struct data_cell){.given = true, .number = (double)count};
}

struct data_cell data_flag(bool flag)
{
    return (struct data_cell){.given = true, .number = flag};
}
