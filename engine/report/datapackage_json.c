/** datapackage.json: what is in the folder, by Data Package v2 (datapackage.org), with a Table Schema for every CSV. */
#include "base/json.h"
#include "report/portable_path.h"
#include "report/table.h"
#include "report/written_file.h"
#include <stdio.h>
#include <string.h>

static const char package_profile[] = "https://datapackage.org/profiles/2.0/datapackage.json";
static const char resource_profile[] = "https://datapackage.org/profiles/2.0/dataresource.json";
static const char schema_profile[] = "https://datapackage.org/profiles/2.0/tableschema.json";

/** The id of the model in the letters that a package name should have: lower case, digits, '.', '_', '-'. */
static void write_name(struct json *json, const char *id)
{
    char name[128];
    size_t length = 0;
    for (; id[length] && length + 1 < sizeof name; length++) {
        char byte = id[length];
        bool fit = (byte >= 'a' && byte <= 'z') || text_is_digit(byte) || strchr("._-", byte);
        name[length] = '-';
        if (byte >= 'A' && byte <= 'Z') {
            name[length] = (char)(byte - 'A' + 'a');
        } else if (fit) {
            name[length] = byte;
        }
    }
    name[length] = '\0';
    json_text_of(json, "name", length > 0 ? name : "tocsin-run");
}

static void write_constraints(struct json *json, const struct table_column *column)
{
    if (!column->required && !column->minimum.given && !column->maximum.given && !column->values) {
        return;
    }
    json_open_object_of(json, "constraints");
    json_one_line(json);
    if (column->required) {
        json_flag_of(json, "required", true);
    }
    if (column->minimum.given) {
        json_number_of(json, "minimum", column->minimum.value);
    }
    if (column->maximum.given) {
        json_number_of(json, "maximum", column->maximum.value);
    }
    if (column->values) {
        json_open_array_of(json, "enum");
        for (const char *const *value = column->values; *value; value++) {
            json_text(json, *value);
        }
        json_close_array(json);
    }
    json_close_object(json);
}

/** The names of the first `count` columns. */
static void write_column_names(struct json *json, const char *key, const struct table *table, size_t count)
{
    json_open_array_of(json, key);
    json_one_line(json);
    for (size_t i = 0; i < count; i++) {
        json_text(json, table->columns[i].name);
    }
    json_close_array(json);
}

static bool is_written(const struct written_files *written, const char *resource)
{
    for (size_t i = 0; i < written->count; i++) {
        if (written->files[i].document && text_equal(written->files[i].document->resource, resource)) {
            return true;
        }
    }
    return false;
}

static void write_foreign_keys(struct json *json, const struct table *table)
{
    json_open_array_of(json, "foreignKeys");
    json_open_object(json);
    write_column_names(json, "fields", table, table->parent_key_count);
    json_open_object_of(json, "reference");
    json_text_of(json, "resource", table->parent);
    write_column_names(json, "fields", table, table->parent_key_count);
    json_close_object(json);
    json_close_object(json);
    json_close_array(json);
}

static void write_schema(struct json *json, const struct table *table, const struct written_files *written)
{
    json_open_object_of(json, "schema");
    json_text_of(json, "$schema", schema_profile);
    json_open_array_of(json, "fields");
    for (size_t i = 0; i < table->column_count; i++) {
        json_open_object(json);
        json_text_of(json, "name", table->columns[i].name);
        json_text_of(json, "type", table->columns[i].type);
        json_text_of(json, "description", table->columns[i].text);
        write_constraints(json, &table->columns[i]);
        json_close_object(json);
    }
    json_close_array(json);
    write_column_names(json, "primaryKey", table, table->key_count);
    if (table->parent && is_written(written, table->parent)) {
        write_foreign_keys(json, table);
    }
    json_open_array_of(json, "missingValues");
    json_one_line(json);
    json_text(json, "");
    json_close_array(json);
    json_close_object(json);
}

static void write_resource(struct json *json, const struct written_file *file, const struct written_files *written)
{
    char hash[sizeof "sha256:" + HASH_TEXT_SIZE];
    snprintf(hash, sizeof hash, "sha256:%s", file->sha256);
    json_open_object(json);
    json_text_of(json, "$schema", resource_profile);
    json_text_of(json, "name", file->document->resource);
    json_text_of(json, "title", file->document->title);
    json_text_of(json, "path", file->name);
    if (file->document->table) {
        json_text_of(json, "type", "table");
    }
    json_text_of(json, "format", file->document->format);
    json_text_of(json, "mediatype", file->document->media_type);
    json_text_of(json, "encoding", "utf-8");
    json_unsigned_of(json, "bytes", file->bytes);
    json_text_of(json, "hash", hash);
    if (file->document->table) {
        write_schema(json, file->document->table, written);
    }
    json_close_object(json);
}

static void write_sources(struct json *json, const struct result *result)
{
    json_open_array_of(json, "sources");
    for (size_t source = 0; source < result->source_count; source++) {
        const struct source_report *report = &result->sources[source].report;
        for (size_t i = 0; i < report->file_count; i++) {
            json_open_object(json);
            json_one_line(json);
            json_text_of(json, "title", portable_path(report->files[i].named));
            json_close_object(json);
        }
    }
    for (size_t i = 0; i < result->table_count; i++) {
        json_open_object(json);
        json_one_line(json);
        json_text_of(json, "title", portable_path(result->tables[i].named));
        json_close_object(json);
    }
    json_close_array(json);
}

void datapackage_json_write(struct output *output, const struct result *result, const struct written_files *written)
{
    struct json json;
    json_begin(&json, output, -1);
    json_open_object(&json);
    json_text_of(&json, "$schema", package_profile);
    write_name(&json, result->model_id);
    json_text_of(&json, "title", result->model_title);
    if (result->model_version[0]) {
        json_text_of(&json, "version", result->model_version);
    }
    json_open_array_of(&json, "resources");
    for (size_t i = 0; i < written->count; i++) {
        if (written->files[i].document) {
            write_resource(&json, &written->files[i], written);
        }
    }
    json_close_array(&json);
    write_sources(&json, result);
    json_close_object(&json);
    json_end(&json);
}
