/** libFuzzer target: any bytes as a file of regions, of neighbours, or a small table; the first byte picks which. */
#include "input/source.h"
#include "target.h"
#include <math.h>
#include <string.h>

enum { REGIONS, NEIGHBOURS, TABLE, KINDS, BUDGET = 64 << 20 };

static const struct location asked = {"model.yaml", 7, 3};

static void check_regions(const struct region_table *regions)
{
    require(regions->count > 0, "a regions file names a region");
    for (size_t i = 0; i < regions->count; i++) {
        const struct region *region = &regions->regions[i];
        size_t position = SIZE_MAX;
        require_text(region->id, strlen(region->id), "an id is a text");
        require_text(region->name, strlen(region->name), "a name is a text");
        require(region->id[0] != '\0', "an id is not empty");
        require(region_table_find(regions, region->id, &position) && position == i, "a region is found by its id");
        for (size_t k = 0; k < regions->column_count; k++) {
            const char *text = region_table_text(regions, i, k);
            require(!text || text[0] != '\0', "an empty cell is missing");
        }
    }
}

static void check_neighbours(const struct neighbour_table *neighbours, size_t regions)
{
    require(neighbours->start[0] == 0, "borders begin at the first");
    for (size_t i = 0; i < regions; i++) {
        require(neighbours->start[i] <= neighbours->start[i + 1], "borders are in the order of regions");
        for (size_t k = neighbours->start[i]; k < neighbours->start[i + 1]; k++) {
            require(neighbours->neighbour[k] < regions && neighbours->neighbour[k] != i,
                    "a neighbour is another region");
            require(neighbours->weight[k] > 0 && isfinite(neighbours->weight[k]), "a border has a weight");
        }
    }
}

static void check_table(const struct text_table *table)
{
    for (size_t i = 0; i < table->column_count; i++) {
        size_t position = SIZE_MAX;
        require(text_table_column(table, table->columns[i], &position) && position <= i, "a column is found by name");
        require(table->column_at[i].line > 0 && table->column_at[i].column > 0, "a column has a place");
    }
    for (size_t row = 0; row < table->row_count; row++) {
        for (size_t column = 0; column < table->column_count; column++) {
            const struct text_cell *cell = text_table_cell(table, row, column);
            require(cell->line > 1 && cell->column > 0, "a cell has a place below the header");
            if (cell->text) {
                require_text(cell->text, strlen(cell->text), "a cell is a text");
            }
        }
    }
}

static tocsin_status read_neighbours(tocsin_context *context, struct arena *arena, const char *path,
                                     struct input_file *file)
{
    static const struct region known[] = {{"PAK", "Pakistan"}, {"AFG", "Afghanistan"}, {"IND", "India"}, {"NA", "NA"}};
    enum { KNOWN = sizeof known / sizeof known[0] };
    struct region_table *regions = NULL;
    struct neighbour_table *neighbours = NULL;
    tocsin_status status = region_table_create(arena, known, KNOWN, NULL, 0, NULL, &regions);
    require(status == TOCSIN_OK, "there are regions");
    status = neighbours_read(context, arena, path, "data.csv", asked, regions, &neighbours, file);
    if (status == TOCSIN_OK) {
        check_neighbours(neighbours, KNOWN);
    }
    return status;
}

static tocsin_status read_file(tocsin_context *context, struct arena *arena, unsigned kind, const char *path,
                               struct input_file *file)
{
    struct region_table *regions = NULL;
    struct text_table *table = NULL;
    tocsin_status status = TOCSIN_OK;
    struct regions_request request = {.path = path, .named = "data.csv", .at = asked};
    switch (kind) {
    case REGIONS:
        status = regions_read(context, arena, &request, &regions, file);
        if (status == TOCSIN_OK) {
            check_regions(regions);
        }
        return status;
    case NEIGHBOURS:
        return read_neighbours(context, arena, path, file);
    default:
        status = table_read(context, arena, path, "data.csv", asked, &table, file);
        if (status == TOCSIN_OK) {
            check_table(table);
        }
        return status;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    unsigned kind = take_byte(&bytes, &size) % KINDS;
    const char *path = target_file("data.csv", bytes, size);
    struct target target;
    target_begin(&target, BUDGET);
    struct arena arena;
    arena_begin(&arena, target.context);
    struct input_file file = {.bytes = UINT64_MAX};
    tocsin_status status = read_file(target.context, &arena, kind, path, &file);
    bool errors = tocsin_diagnostic_total(target.context, TOCSIN_ERROR) > 0;
    require(errors == (status != TOCSIN_OK), "reading fails exactly if there is an error");
    require(status != TOCSIN_OK || (file.bytes == size && strlen(file.sha256) == HASH_TEXT_SIZE - 1),
            "a file that was read is described");
    arena_end(&arena);
    target_end(&target);
    return 0;
}
