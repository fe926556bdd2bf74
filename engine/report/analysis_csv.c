/** Any table that was made for reading, as CSV. */
#include "report/analysis_csv.h"
#include "report/table.h"

/** In the words of Table Schema (Data Package v2). */
static const char *const schema_types[] = {
    [DATA_TEXT] = "string", [DATA_NUMBER] = "number", [DATA_COUNT] = "integer", [DATA_FLAG] = "boolean"};

static void write_cell(struct table_row *row, enum data_kind kind, const struct data_cell *cell)
{
    if (!cell->given) {
        table_row_text(row, NULL);
        return;
    }
    switch (kind) {
    case DATA_TEXT:
        table_row_text(row, cell->text);
        break;
    case DATA_NUMBER:
        table_row_number(row, (struct optional_number){true, cell->number});
        break;
    case DATA_COUNT:
        table_row_whole(row, cell->number);
        break;
    case DATA_FLAG:
        table_row_text(row, cell->number != 0 ? "true" : "false");
        break;
    }
}

static void write_header(struct output *output, const struct data_table *table)
{
    struct table_row row;
    table_row_begin(&row, output, 0);
    for (size_t i = 0; i < table->column_count; i++) {
        table_row_text(&row, table->columns[i].name);
    }
    table_row_end(&row);
}

void analysis_csv_write(struct output *output, const struct data_table *table, const struct report_options *options)
{
    write_header(output, table);
    for (size_t i = 0; i < table->row_count; i++) {
        struct table_row row;
        table_row_begin(&row, output, options->digits);
        for (size_t k = 0; k < table->column_count; k++) {
            write_cell(&row, table->columns[k].kind, data_table_cell(table, i, k));
        }
        table_row_end(&row);
    }
}

const struct table *analysis_csv_schema(struct arena *arena, const struct data_table *table)
{
    struct table *schema = arena_allocate(arena, 1, sizeof *schema);
    struct table_column *columns = arena_allocate(arena, table->column_count, sizeof *columns);
    if (!schema || !columns) {
        return NULL;
    }
    for (size_t i = 0; i < table->column_count; i++) {
        const struct data_column *column = &table->columns[i];
        columns[i] =
            (struct table_column){.name = column->name, .type = schema_types[column->kind], .text = column->text};
        columns[i].minimum = (struct optional_number){column->kind == DATA_COUNT, 0};
    }
    *schema = (struct table){.name = table->name, .columns = columns, .column_count = table->column_count};
    return schema;
}
