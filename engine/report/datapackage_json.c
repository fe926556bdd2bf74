/** datapackage.json: what is in the folder, by Data Package v2 (datapackage.org), with a Table Schema for every CSV. */
#include "base/json.h"
#include "report/output_folder.h"
#include "report/portable_path.h"
#include "report/table.h"
#include <stdio.h>
#include <string.h>

static const char package_profile[] = "https://datapackage.org/profiles/2.0/datapackage.json";
static const char resource_profile[] = "https://datapackage.org/profiles/2.0/dataresource.json";
static const char schema_profile[] = "https://datapackage.org/profiles/2.0/tableschema.json";

enum { MOST_OF_ID = 128 }; /* bytes that go into the name of the package */

/**
 * The id of the model, and what of it is here, in the letters that a package name should have: lower case, digits, '.',
 * '_', '-'.
 */
static void write_name(struct json *json, const struct output_folder *folder)
{
    char name[MOST_OF_ID + 32];
    const char *id = folder->provenance->model_id;
    snprintf(name, sizeof name, "%.*s%s%s", MOST_OF_ID, id[0] ? id : "tocsin-run", folder->what ? "-" : "",
             folder->what ? folder->what : "");
    for (char *byte = name; *byte; byte++) {
        bool fit = (*byte >= 'a' && *byte <= 'z') || text_is_digit(*byte) || strchr("._-", *byte);
        if (*byte >= 'A' && *byte <= 'Z') {
            *byte = (char)(*byte - 'A' + 'a');
        } else if (!fit) {
            *byte = '-';
        }
    }
    json_text_of(json, "name", name);
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

/** The names of `count` columns; `positions` NULL: the first ones. */
static void write_column_names(struct json *json, const char *key, const struct table *table, const size_t *positions,
                               size_t count)
{
    json_open_array_of(json, key);
    json_one_line(json);
    for (size_t i = 0; i < count; i++) {
        json_text(json, table->columns[positions ? positions[i] : i].name);
    }
    json_close_array(json);
}

static bool is_written(const struct output_folder *folder, const char *resource)
{
    for (size_t i = 0; i < folder->file_count; i++) {
        if (text_equal(folder->files[i].is.resource, resource)) {
            return true;
        }
    }
    return false;
}

static void write_foreign_keys(struct json *json, const struct table *table)
{
    json_open_array_of(json, "foreignKeys");
    json_open_object(json);
    write_column_names(json, "fields", table, NULL, table->parent_key_count);
    json_open_object_of(json, "reference");
    json_text_of(json, "resource", table->parent);
    write_column_names(json, "fields", table, NULL, table->parent_key_count);
    json_close_object(json);
    json_close_object(json);
    json_close_array(json);
}

static void write_schema(struct json *json, const struct table *table, const struct output_folder *folder)
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
    if (table->key_count > 0) {
        write_column_names(json, "primaryKey", table, table->key, table->key_count);
    }
    if (table->parent && is_written(folder, table->parent)) {
        write_foreign_keys(json, table);
    }
    json_open_array_of(json, "missingValues");
    json_one_line(json);
    json_text(json, "");
    json_close_array(json);
    json_close_object(json);
}

static void write_resource(struct json *json, const struct folder_file *file, const struct output_folder *folder)
{
    char hash[sizeof "sha256:" + HASH_TEXT_SIZE];
    snprintf(hash, sizeof hash, "sha256:%s", file->sha256);
    json_open_object(json);
    json_text_of(json, "$schema", resource_profile);
    json_text_of(json, "name", file->is.resource);
    json_text_of(json, "title", file->is.title);
    json_text_of(json, "path", file->is.name);
    if (file->is.table) {
        json_text_of(json, "type", "table");
    }
    json_text_of(json, "format", file->is.format);
    json_text_of(json, "mediatype", file->is.media_type);
    json_text_of(json, "encoding", "utf-8");
    json_unsigned_of(json, "bytes", file->bytes);
    json_text_of(json, "hash", hash);
    if (file->is.table) {
        write_schema(json, file->is.table, folder);
    }
    json_close_object(json);
}

static void write_source(struct json *json, const struct input_file *file)
{
    json_open_object(json);
    json_one_line(json);
    json_text_of(json, "title", portable_path(file->named));
    json_close_object(json);
}

static void write_sources(struct json *json, const struct provenance *provenance)
{
    json_open_array_of(json, "sources");
    for (size_t source = 0; source < provenance->source_count; source++) {
        const struct source_report *report = &provenance->sources[source].report;
        for (size_t i = 0; i < report->file_count; i++) {
            write_source(json, &report->files[i]);
        }
    }
    for (size_t i = 0; i < provenance->table_count; i++) {
        write_source(json, &provenance->tables[i]);
    }
    json_close_array(json);
}

void datapackage_json_write(struct output *output, const struct output_folder *folder)
{
    struct json json;
    const struct provenance *provenance = folder->provenance;
    json_begin(&json, output, -1);
    json_open_object(&json);
    json_text_of(&json, "$schema", package_profile);
    write_name(&json, folder);
    json_text_of(&json, "title", provenance->model_title);
    if (folder->description) {
        json_text_of(&json, "description", folder->description);
    }
    if (provenance->model_version[0]) {
        json_text_of(&json, "version", provenance->model_version);
    }
    json_open_array_of(&json, "resources");
    for (size_t i = 0; i < folder->file_count; i++) {
        if (folder->files[i].is.resource) {
            write_resource(&json, &folder->files[i], folder);
        }
    }
    json_close_array(&json);
    write_sources(&json, provenance);
    json_close_object(&json);
    json_end(&json);
}
