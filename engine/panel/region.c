/** The table of regions: found by id, with the columns of their file. */
#include "panel/region.h"
#include "base/text.h"
#include <stdlib.h>
#include <string.h>

static int compare_ids(const void *left, const void *right, void *user)
{
    const struct region *regions = user;
    return strcmp(regions[*(const uint32_t *)left].id, regions[*(const uint32_t *)right].id);
}

/** A copy of an array of texts; the texts themselves stay where they are. */
static const char **copy_texts(struct arena *arena, const char *const *texts, size_t count)
{
    const char **copy = arena_allocate(arena, count, sizeof *copy);
    if (copy && count > 0) {
        memcpy(copy, texts, count * sizeof *copy);
    }
    return copy;
}

static tocsin_status copy_columns(struct arena *arena, const char *const *column_names, size_t column_count,
                                  const char *const *cells, struct region_table *table)
{
    size_t cell_count;
    if (__builtin_mul_overflow(table->count, column_count, &cell_count)) {
        return TOCSIN_ERROR_MEMORY;
    }
    table->column_count = column_count;
    table->column_names = copy_texts(arena, column_names, column_count);
    table->cells = copy_texts(arena, cells, cells ? cell_count : 0);
    return table->column_names && table->cells ? TOCSIN_OK : TOCSIN_ERROR_MEMORY;
}

tocsin_status region_table_create(struct arena *arena, const struct region *regions, size_t count,
                                  const char *const *column_names, size_t column_count, const char *const *cells,
                                  struct region_table **table)
{
    struct region_table *made = arena_allocate(arena, 1, sizeof *made);
    if (!made || count > INT32_MAX) {
        return TOCSIN_ERROR_MEMORY;
    }
    made->count = count;
    made->regions = arena_allocate(arena, count, sizeof *made->regions);
    made->by_id = arena_allocate(arena, count, sizeof *made->by_id);
    tocsin_status status = copy_columns(arena, column_names, cells ? column_count : 0, cells, made);
    if (!made->regions || !made->by_id || status != TOCSIN_OK) {
        return TOCSIN_ERROR_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        made->regions[i] = regions[i];
        if (!made->regions[i].name) {
            made->regions[i].name = made->regions[i].id;
        }
        made->by_id[i] = (uint32_t)i;
    }
    qsort_r(made->by_id, count, sizeof *made->by_id, compare_ids, made->regions);
    *table = made;
    return TOCSIN_OK;
}

bool region_table_find(const struct region_table *table, const char *id, size_t *position)
{
    size_t first = 0;
    size_t end = table->count;
    while (first < end) {
        size_t middle = first + (end - first) / 2;
        int order = strcmp(id, table->regions[table->by_id[middle]].id);
        if (order == 0) {
            *position = table->by_id[middle];
            return true;
        }
        if (order < 0) {
            end = middle;
        } else {
            first = middle + 1;
        }
    }
    return false;
}

bool region_table_column(const struct region_table *table, const char *name, size_t *column)
{
    for (size_t i = 0; i < table->column_count; i++) {
        if (text_equal(table->column_names[i], name)) {
            *column = i;
            return true;
        }
    }
    return false;
}

const char *region_table_text(const struct region_table *table, size_t region, size_t column)
{
    return table->cells[region * table->column_count + column];
}

struct location region_table_at(const struct region_table *table, size_t region, size_t column,
                                struct location otherwise)
{
    return table->file ? text_table_at(table->file, text_table_cell(table->file, region, column)) : otherwise;
}
