/**
 * regions.csv and structure.csv: tables that the model was given, as texts, under the names that the model has for
 * their columns.
 */
#include "base/text.h"
#include "report/kept_csv.h"

/** What is said of a table's columns. */
struct given_table {
    const char *name; /* of the resource */
    const char *key;  /* the column that tells its rows apart */
    const char *key_text;
    const char *text; /* of all others */
};

/** A table whose columns are texts. Columns without a name are left out: nothing can mean them. */
static const struct table *make_table(struct arena *arena, const struct given_table *given, const char *const *names,
                                      size_t count)
{
    struct table *made = arena_allocate(arena, 1, sizeof *made);
    struct table_column *columns = arena_allocate(arena, count, sizeof *columns);
    size_t *key = arena_allocate(arena, 1, sizeof *key);
    if (!made || !columns || !key) {
        return NULL;
    }
    *made = (struct table){.name = given->name, .columns = columns, .key = key};
    for (size_t i = 0; i < count; i++) {
        bool is_key = text_equal(names[i], given->key);
        if (is_key) {
            *key = made->column_count;
            made->key_count = 1;
        }
        if (names[i][0] != '\0') {
            columns[made->column_count++] = (struct table_column){
                .name = names[i],
                .type = "string",
                .text = is_key ? given->key_text : given->text,
                .required = is_key,
            };
        }
    }
    return made;
}

/* ---- regions */

const struct table *regions_table_make(struct arena *arena, const struct result *result)
{
    static const char *const own_names[] = {"region", "name"};
    static const struct given_table given = {"regions", "region", "Id of the region",
                                             "As in the regions file of the model"};
    const struct region_table *regions = result->regions;
    if (regions->column_count == 0) {
        return make_table(arena, &given, own_names, sizeof own_names / sizeof own_names[0]);
    }
    return make_table(arena, &given, regions->column_names, regions->column_count);
}

static void write_region(struct table_row *row, const struct region_table *regions, size_t region)
{
    if (regions->column_count == 0) {
        table_row_text(row, regions->regions[region].id);
        table_row_text(row, regions->regions[region].name);
        return;
    }
    for (size_t i = 0; i < regions->column_count; i++) {
        if (regions->column_names[i][0] != '\0') {
            table_row_text(row, region_table_text(regions, region, i));
        }
    }
}

void regions_csv_write(struct output *output, const struct result *result, const struct report_options *options)
{
    table_write_header(output, options->table);
    for (size_t region = 0; region < result->regions->count; region++) {
        struct table_row row;
        table_row_begin(&row, output, options->digits);
        write_region(&row, result->regions, region);
        table_row_end(&row);
    }
}

/* ---- structure */

const struct table *structure_table_make(struct arena *arena, const struct result *result)
{
    static const struct given_table given = {"structure", "id", "Id of the indicator or node",
                                             "As in the structure table of the model"};
    return make_table(arena, &given, result->structure->columns, result->structure->column_count);
}

void structure_csv_write(struct output *output, const struct result *result, const struct report_options *options)
{
    const struct text_table *structure = result->structure;
    table_write_header(output, options->table);
    for (size_t i = 0; i < structure->row_count; i++) {
        struct table_row row;
        table_row_begin(&row, output, options->digits);
        for (size_t k = 0; k < structure->column_count; k++) {
            if (structure->columns[k][0] != '\0') {
                table_row_text(&row, text_table_cell(structure, i, k)->text);
            }
        }
        table_row_end(&row);
    }
}
