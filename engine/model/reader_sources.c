/** Sources: which files, in which layout, which of their rows, and what they cover. */
#include "base/text.h"
#include "model/file_pattern.h"
#include "model/keys.h"
#include <string.h>

/** `{region: uCode}`: the names of a file under those that are known here. */
static struct column_name *read_columns(struct reader *reader, const struct schema_value *value, size_t *count)
{
    struct named_value named = schema_named(reader, value);
    *count = 0;
    if (!value_expect(&named, DOCUMENT_MAPPING)) {
        return NULL;
    }
    struct place place = {.parent = value->place, .name = value->row->key};
    struct column_name *columns = workspace_allocate(reader->workspace, value->node->count, sizeof *columns);
    for (size_t i = 0; columns && i < value->node->count; i++) {
        const struct document_entry *entry = &value->node->entries[i];
        struct named_value item = {reader->workspace, &place, entry->key, entry->value};
        if (value_text(&item, &columns[*count].column)) {
            columns[*count].role = entry->key;
            columns[*count].at = entry->value->at;
            (*count)++;
        }
    }
    return columns;
}

void reader_set_columns(struct reader *reader, const struct schema_value *value, void *target)
{
    struct source_keys *keys = target;
    keys->recipe.columns = read_columns(reader, value, &keys->recipe.column_count);
}

/** A column of the regions file has one name, so that it can be told what `per` or `group` mean by it. */
void reader_set_region_columns(struct reader *reader, const struct schema_value *value, void *target)
{
    struct tocsin_model *model = target;
    model->region_columns = read_columns(reader, value, &model->region_column_count);
    for (size_t i = 0; model->region_columns && i < model->region_column_count; i++) {
        const struct column_name *column = &model->region_columns[i];
        for (size_t k = 0; k < i; k++) {
            const struct column_name *before = &model->region_columns[k];
            if (text_equal(column->column, before->column)) {
                char shown[WORKSPACE_SHOWN_SIZE];
                workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_EXCLUSIVE, column->at, NULL,
                                "column '%s' in 'regions' is both '%s' and '%s'",
                                workspace_shorten(shown, column->column), before->role, column->role);
                break;
            }
        }
    }
}

void reader_set_where(struct reader *reader, const struct schema_value *value, void *target)
{
    struct source_keys *keys = target;
    struct named_value named = schema_named(reader, value);
    if (!value_expect(&named, DOCUMENT_MAPPING)) {
        return;
    }
    struct place place = {.parent = value->place, .name = value->row->key};
    struct where_rule *rules = workspace_allocate(reader->workspace, value->node->count, sizeof *rules);
    size_t count = 0;
    for (size_t i = 0; rules && i < value->node->count; i++) {
        const struct document_entry *entry = &value->node->entries[i];
        struct named_value item = {reader->workspace, &place, entry->key, entry->value};
        struct where_rule *rule = &rules[count];
        if (entry->value->kind == DOCUMENT_SEQUENCE && entry->value->count == 0) {
            workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_LENGTH, entry->value->at, NULL,
                            "'%s' in 'where' has an empty list: no row would be kept", entry->key);
        } else if (value_raw_texts(&item, &rule->values, &rule->value_count)) {
            rule->column = entry->key;
            rule->at = entry->at;
            count++;
        }
    }
    keys->recipe.where = rules;
    keys->recipe.where_count = rules ? count : 0;
}

void reader_set_missing_texts(struct reader *reader, const struct schema_value *value, void *target)
{
    struct source_keys *keys = target;
    struct named_value named = schema_named(reader, value);
    value_raw_texts(&named, &keys->recipe.missing, &keys->recipe.missing_count);
}

void reader_set_covers(struct reader *reader, const struct schema_value *value, void *target)
{
    struct source_keys *source = target;
    struct place place = {.parent = value->place, .name = value->row->key};
    struct covers_keys keys = {.regions = NULL};
    if (!schema_read(reader, SCHEMA_COVERS, value->node, &place, &keys)) {
        return;
    }
    struct coverage_rule *covers = &source->recipe.covers;
    covers->at = value->node->at;
    covers->has_from = keys.from.node != NULL;
    covers->has_to = keys.to.node != NULL;
    covers->from = keys.from.first;
    covers->to = keys.to.last;
    covers->regions = keys.regions;
    covers->region_count = keys.region_count;
    if (covers->has_from && covers->has_to && covers->from > covers->to) {
        workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_FROM_AFTER_TO, keys.to.node->at, NULL,
                        "'covers' ends with '%s', before it begins with '%s'", keys.to.node->text,
                        keys.from.node->text);
    }
}

/** One of `file` and `files` must be there; both are a fault. */
static void read_files(struct reader *reader, struct source_keys *keys, const struct document_node *node,
                       const struct place *place)
{
    if (keys->file && keys->files) {
        const struct document_entry *entry = document_entry_find(node, "files");
        schema_fault_exclusive(reader, place, entry->at, "files", "file");
        return;
    }
    if (!keys->file && !keys->files) {
        if (!document_find(node, "file") && !document_find(node, "files")) {
            char words[PLACE_WORDS_SIZE];
            workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_KEY_MISSING, node->at, NULL,
                            "key 'file' is missing in %s", place_words(words, place));
        }
        return;
    }
    struct named_value named = {reader->workspace, place, keys->file ? "file" : "files",
                                keys->file ? keys->file : keys->files};
    file_pattern_read(reader, &named, &keys->recipe);
}

static void read_source(struct reader *reader, const struct document_entry *entry, const struct schema_value *value)
{
    struct place place = {.parent = value->place, .kind = "source", .name = entry->key};
    struct source_keys keys = {.format = FORMAT_COUNT};
    struct named_value named = {reader->workspace, &place, entry->key, entry->value};
    keys.recipe.id = entry->key;
    keys.recipe.at = entry->at;
    if (!value_is_id(entry->key)) {
        value_fault_id(&named, entry->at);
    }
    if (schema_read(reader, SCHEMA_SOURCE, entry->value, &place, &keys)) {
        read_files(reader, &keys, entry->value, &place);
    }
    keys.recipe.format = (enum source_format)keys.format;
    size_t count = reader->model->source_count;
    if (workspace_grow(reader->workspace, &reader->sources, count, sizeof *reader->sources, &reader->source_capacity)) {
        reader->sources[count] = keys;
        reader->model->source_count++;
    }
}

void reader_set_sources(struct reader *reader, const struct schema_value *value, void *target)
{
    struct tocsin_model *model = target;
    struct named_value named = schema_named(reader, value);
    if (document_is_empty(value->node) || !value_expect(&named, DOCUMENT_MAPPING)) {
        return; /* nothing yet: an indicator that needs a source will say so */
    }
    for (size_t i = 0; i < value->node->count; i++) {
        read_source(reader, &value->node->entries[i], value);
    }
    model->sources = workspace_allocate(reader->workspace, model->source_count, sizeof *model->sources);
    const char **ids = workspace_allocate(reader->workspace, model->source_count, sizeof *ids);
    for (size_t i = 0; model->sources && ids && i < model->source_count; i++) {
        model->sources[i] = reader->sources[i].recipe;
        ids[i] = model->sources[i].id;
    }
    if (ids) {
        names_make(reader->workspace, ids, model->source_count, &reader->source_names);
    }
}
