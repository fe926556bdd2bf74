/** Tables as CSV. */
#include "report/table.h"
#include <inttypes.h>

const char *const table_status_values[] = {"A", "E", "I", "M", "O", "U", NULL};

void table_row_begin(struct table_row *row, struct output *output, int digits)
{
    *row = (struct table_row){.output = output, .digits = digits};
}

static void next_cell(struct table_row *row)
{
    if (row->begun) {
        output_text(row->output, ",");
    }
    row->begun = true;
}

void table_row_text(struct table_row *row, const char *text)
{
    next_cell(row);
    output_csv(row->output, text);
}

void table_row_number(struct table_row *row, struct optional_number number)
{
    next_cell(row);
    if (number.given) {
        output_number(row->output, number.value, row->digits);
    }
}

void table_row_share(struct table_row *row, double share)
{
    table_row_number(row, (struct optional_number){true, share});
}

void table_row_count(struct table_row *row, uint32_t count)
{
    next_cell(row);
    output_format(row->output, "%" PRIu32, count);
}

void table_row_whole(struct table_row *row, double number)
{
    next_cell(row);
    output_number(row->output, number, 0);
}

void table_row_rank(struct table_row *row, int32_t rank)
{
    next_cell(row);
    if (rank > 0) {
        output_format(row->output, "%" PRId32, rank);
    }
}

void table_row_status(struct table_row *row, uint8_t observation)
{
    next_cell(row);
    output_bytes(row->output, &observation_descriptions[observation].letter, 1);
}

void table_row_begin_list(struct table_row *row)
{
    next_cell(row);
}

void table_row_end(struct table_row *row)
{
    output_text(row->output, "\n");
}

void table_write_header(struct output *output, const struct table *table)
{
    struct table_row row;
    table_row_begin(&row, output, 0);
    for (size_t i = 0; i < table->column_count; i++) {
        table_row_text(&row, table->columns[i].name);
    }
    table_row_end(&row);
}

void table_write(struct output *output, const struct table *table, const struct result *result,
                 const struct report_options *options)
{
    table_write_header(output, table);
    if (table->write_all) {
        table->write_all(output, result, options);
        return;
    }
    for (size_t i = 0; i < result->reported_periods; i++) {
        for (size_t region = 0; region < result->regions->count; region++) {
            if (result->region_reported[region]) {
                table->write_rows(output, result, options->digits, result->first_reported + i, region);
            }
        }
    }
}
