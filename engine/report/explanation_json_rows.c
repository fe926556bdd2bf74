/** The JSON of an explanation: rows behind values, values behind values, and the files that all of it comes from. */
#include "report/explanation_json_parts.h"

static void write_file(struct json *json, const struct trace_file *file)
{
    json_open_object(json);
    json_one_line(json);
    json_text_of(json, "file", file->file);
    json_unsigned_of(json, "first_line", file->first_line);
    json_unsigned_of(json, "last_line", file->last_line);
    json_unsigned_of(json, "rows", file->rows);
    json_close_object(json);
}

static void day_of(struct json *json, const char *key, day_number day)
{
    char text[PERIOD_TEXT_SIZE];
    json_text_of(json, key, day == DAY_NONE ? NULL : period_format(text, FREQUENCY_DAY, day));
}

static void write_row(struct json *json, const struct trace_row *row)
{
    json_open_object(json);
    json_one_line(json);
    json_text_of(json, "file", row->file);
    json_unsigned_of(json, "line", row->line);
    day_of(json, "day", row->day);
    json_text_of(json, "text", row->text);
    json_number_of(json, "weight", row->weight);
    json_number_of(json, "share", row->share);
    json_close_object(json);
}

/** The rows behind a value; null if they are not known. */
static void write_rows(struct json *json, const struct trace *trace, size_t most)
{
    if (!trace || !trace->is_reread) {
        json_key(json, "rows");
        json_null(json);
        return;
    }
    json_open_object_of(json, "rows");
    json_unsigned_of(json, "count", trace->rows);
    json_text_of(json, "weighed_by", trace->weight_unit);
    json_number_of(json, "total", trace->total);
    json_open_array_of(json, "files");
    for (size_t i = 0; i < trace->file_count; i++) {
        write_file(json, &trace->files[i]);
    }
    json_close_array(json);
    json_open_array_of(json, "heaviest");
    for (size_t i = 0; i < trace->heaviest_count && i < most; i++) {
        write_row(json, &trace->heaviest[i]);
    }
    json_close_array(json);
    json_close_object(json);
}

static void write_input(struct json *json, const struct explained_input *input)
{
    json_open_object(json);
    json_text_of(json, "indicator", input->indicator);
    json_text_of(json, "title", input->title);
    json_text_of(json, "region", input->region);
    json_text_of(json, "name", input->region_name);
    json_text_of(json, "period", input->period);
    json_optional_of(json, "value", input->value);
    explanation_json_observation(json, input->observation);
    json_number_of(json, "weight", input->weight);
    write_rows(json, input->trace, EXPLAINED_INPUT_ROWS);
    json_close_object(json);
}

void explanation_json_trace(struct json *json, const struct explained_indicator *indicator)
{
    write_rows(json, indicator->trace, EXPLAINED_OWN_ROWS);
    json_unsigned_of(json, "inputs_in_all", indicator->inputs_in_all);
    json_open_array_of(json, "inputs");
    for (size_t i = 0; i < indicator->input_count; i++) {
        write_input(json, &indicator->inputs[i]);
    }
    json_close_array(json);
}

static void write_input_file(struct json *json, const struct input_file *file)
{
    json_open_object(json);
    json_one_line(json);
    json_text_of(json, "file", file->named);
    json_unsigned_of(json, "rows", file->rows);
    json_unsigned_of(json, "bytes", file->bytes);
    json_text_of(json, "sha256", file->sha256);
    json_close_object(json);
}

static void write_source(struct json *json, const struct result_source *source)
{
    const struct source_report *report = &source->report;
    json_open_object(json);
    json_text_of(json, "id", source->id);
    json_text_of(json, "format", source_format_names[source->format]);
    json_unsigned_of(json, "rows_read", report->rows_read);
    json_unsigned_of(json, "rows_used", report->rows_used);
    json_unsigned_of(json, "rows_unmatched", report->rows_unmatched + report->rows_blank);
    json_unsigned_of(json, "rows_filtered", report->rows_filtered);
    day_of(json, "first_day", report->first_day);
    day_of(json, "last_day", report->last_day);
    json_open_array_of(json, "files");
    for (size_t i = 0; i < report->file_count; i++) {
        write_input_file(json, &report->files[i]);
    }
    json_close_array(json);
    json_close_object(json);
}

void explanation_json_sources(struct json *json, const struct explanation *explanation)
{
    json_open_array_of(json, "sources");
    for (size_t i = 0; i < explanation->source_count; i++) {
        write_source(json, &explanation->sources[i]);
    }
    json_close_array(json);
    json_open_array_of(json, "tables");
    for (size_t i = 0; i < explanation->table_count; i++) {
        write_input_file(json, &explanation->tables[i]);
    }
    json_close_array(json);
}
