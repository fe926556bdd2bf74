/** A comparison as JSON: both runs, the totals, and all tables, row by row. */
#include "report/comparison_json.h"
#include "base/json.h"
#include "report/portable_path.h"

/** Version 1 of this document; keys are added, never changed or removed, while it stays 1. */
static const char schema[] = "tocsin/comparison/1";

static void write_side(struct json *json, const char *key, const struct comparison_side *side, size_t only)
{
    json_open_object_of(json, key);
    json_text_of(json, "folder", portable_path(side->directory));
    json_text_of(json, "engine", side->engine_version);
    json_text_of(json, "model", side->model_id);
    json_text_of(json, "title", side->model_title);
    json_text_of(json, "version", side->model_version);
    json_text_of(json, "sha256", side->model_sha256);
    json_text_of(json, "from", side->from);
    json_text_of(json, "to", side->to);
    json_unsigned_of(json, "regions", side->regions);
    json_unsigned_of(json, "periods", side->periods);
    json_unsigned_of(json, "scores", side->scores);
    json_unsigned_of(json, "only_here", only);
    json_close_object(json);
}

static void write_cell(struct json *json, enum data_kind kind, const struct data_cell *cell)
{
    if (!cell->given) {
        json_null(json);
    } else if (kind == DATA_TEXT) {
        json_text(json, cell->text);
    } else if (kind == DATA_FLAG) {
        json_flag(json, cell->number != 0);
    } else {
        json_number(json, cell->number);
    }
}

static void write_table(struct json *json, const struct data_table *table)
{
    json_open_array_of(json, table->name);
    for (size_t row = 0; row < table->row_count; row++) {
        json_open_object(json);
        json_one_line(json);
        for (size_t column = 0; column < table->column_count; column++) {
            json_key(json, table->columns[column].name);
            write_cell(json, table->columns[column].kind, data_table_cell(table, row, column));
        }
        json_close_object(json);
    }
    json_close_array(json);
}

void comparison_json_write(struct output *output, const struct comparison *comparison,
                           const struct report_options *options)
{
    struct json json;
    json_begin(&json, output, options->digits);
    json_open_object(&json);
    json_text_of(&json, "schema", schema);
    write_side(&json, "a", &comparison->sides[SIDE_A], comparison->only[SIDE_A]);
    write_side(&json, "b", &comparison->sides[SIDE_B], comparison->only[SIDE_B]);
    json_unsigned_of(&json, "scores_in_both", comparison->both);
    json_unsigned_of(&json, "moved", comparison->moved);
    json_unsigned_of(&json, "ranks_changed", comparison->ranks);
    json_unsigned_of(&json, "levels_changed", comparison->levels);
    for (size_t i = 0; i < COMPARISON_TABLES; i++) {
        write_table(&json, &comparison->tables[i]);
    }
    json_close_object(&json);
    json_end(&json);
}
