/** Reads a model: text, overrides, structure, keys, meaning; then reports all that was found. */
#include "model/reader.h"
#include "base/file_input.h"
#include "base/hash.h"
#include "base/text.h"
#include "model/keys.h"
#include "model/yaml_events.h"
#include <math.h>
#include <string.h>

/** What a model is read from. */
struct request {
    const char *path;
    const char *bytes; /* NULL: the file at `path` */
    size_t size;
    bool touch_files;
    const tocsin_override *overrides;
    size_t override_count;
    model_table_reader read_table;
    void *user;
};

/* ---- keys of the model itself that are no objects elsewhere */

void reader_set_version_number(struct reader *reader, const struct schema_value *value, void *target)
{
    struct named_value named = schema_named(reader, value);
    struct value_range range = {"1 or more", 1, INFINITY, false};
    int64_t number;
    (void)target;
    if (value_integer(&named, &range, &number) && number > SCHEMA_VERSION) {
        workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_NEWER, value->node->at, "use a newer version of tocsin",
                        "the model is of schema %lld, the newest that this version knows is %d", (long long)number,
                        SCHEMA_VERSION);
    }
}

void reader_set_scale(struct reader *reader, const struct schema_value *value, void *target)
{
    struct tocsin_model *model = target;
    struct schema_row row = *value->row;
    double scale[2] = {0, 0};
    row.set = NULL;
    row.offset = 0;
    uint64_t before = reader->workspace->fault_count;
    schema_read_value(reader, &row, value->node, value->place, scale);
    struct named_value named = schema_named(reader, value);
    if (reader->workspace->fault_count == before &&
        value_check_bounds(&named, "the first number of 'scale'", scale[0], "the second", scale[1])) {
        memcpy(model->scale, scale, sizeof scale);
    }
}

void reader_set_screen(struct reader *reader, const struct schema_value *value, void *target)
{
    struct tocsin_model *model = target;
    struct place place = {.parent = value->place, .name = value->row->key};
    struct screening screen = {.given = true, .at = value->node->at};
    if (!schema_read(reader, SCHEMA_SCREEN, value->node, &place, &screen)) {
        return;
    }
    if (value->node->count == 0) {
        workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_KEY_MISSING, value->node->at, NULL,
                        "key 'min_available' or 'min_nonzero' is missing in 'screen'");
    }
    model->screen = screen;
}

void reader_set_regions(struct reader *reader, const struct schema_value *value, void *target)
{
    struct tocsin_model *model = target;
    struct named_value named = schema_named(reader, value);
    if (value->node->kind == DOCUMENT_SCALAR) {
        value_file(&named, model->path, &model->regions);
    } else {
        struct place place = {.parent = value->place, .name = value->row->key};
        schema_read(reader, SCHEMA_REGIONS, value->node, &place, model);
        const struct document_entry *columns = document_entry_find(value->node, "columns");
        if (columns && !document_find(value->node, "file")) {
            workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_KEY_MISSING, columns->at, NULL,
                            "key 'file' is missing in 'regions', which has 'columns'");
        }
    }
}

void reader_set_structure(struct reader *reader, const struct schema_value *value, void *target)
{
    struct tocsin_model *model = target;
    struct named_value named = schema_named(reader, value);
    if (model->structure.path) {
        return; /* read before all other keys */
    }
    if (value->node->kind == DOCUMENT_SCALAR) {
        value_file(&named, model->path, &model->structure);
    } else {
        struct place place = {.parent = value->place, .name = value->row->key};
        schema_read(reader, SCHEMA_STRUCTURE, value->node, &place, model);
    }
}

/** A bound of the periods. A coarser one means its first or last day; a finer one has no meaning. */
static bool bound_period(struct reader *reader, const struct periods_keys *keys, const struct schema_date *date,
                         bool is_last, period_number *period)
{
    enum frequency frequency = (enum frequency)keys->frequency;
    if (date->frequency > frequency) {
        char shown[WORKSPACE_SHOWN_SIZE];
        workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_PERIOD, date->node->at, NULL,
                        "'%s' is not a %s: it is finer than the frequency of the periods",
                        workspace_shorten(shown, date->node->text), frequency_names[frequency]);
        return false;
    }
    *period = period_of_day(frequency, is_last ? date->last : date->first);
    return true;
}

static void resolve_periods(struct reader *reader, const struct periods_keys *keys, const struct document_node *node)
{
    struct tocsin_model *model = reader->model;
    if (!keys->has_frequency) {
        if ((keys->from.node || keys->to.node) && !document_find(node, "frequency")) {
            workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_KEY_MISSING, node->at,
                            "say whether they are days, weeks, months, quarters or years",
                            "key 'frequency' is missing in 'periods', which has 'from' or 'to'");
        }
        return;
    }
    model->frequency = (enum frequency)keys->frequency;
    model->has_frequency = true;
    model->has_from = keys->from.node && bound_period(reader, keys, &keys->from, false, &model->from);
    model->has_to = keys->to.node && bound_period(reader, keys, &keys->to, true, &model->to);
    if (model->has_from && model->has_to && model->from > model->to) {
        workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_FROM_AFTER_TO, keys->to.node->at, NULL,
                        "'periods' end with '%s', before they begin with '%s'", keys->to.node->text,
                        keys->from.node->text);
    }
}

void reader_set_periods(struct reader *reader, const struct schema_value *value, void *target)
{
    struct place place = {.parent = value->place, .name = value->row->key};
    struct periods_keys keys = {.has_frequency = false};
    (void)target;
    if (schema_read(reader, SCHEMA_PERIODS, value->node, &place, &keys)) {
        resolve_periods(reader, &keys, value->node);
    }
}

/* ---- the whole */

/** With a structure table, overrides of indicators and index come when the table has become both. */
static bool waits_for_structure(const struct reader *reader, const tocsin_override *override)
{
    return document_find(reader->root, "structure") &&
           (document_path_begins(override->path, "indicators") || document_path_begins(override->path, "index"));
}

static void apply_overrides(struct reader *reader, const struct request *request, bool of_structure)
{
    for (size_t i = 0; i < request->override_count; i++) {
        const tocsin_override *override = &request->overrides[i];
        if (waits_for_structure(reader, override) == of_structure) {
            document_override(reader->workspace, reader->root, override->path, override->value);
        }
    }
}

static bool keep_overrides(struct reader *reader, const struct request *request)
{
    struct tocsin_model *model = reader->model;
    model->overrides = workspace_allocate(reader->workspace, request->override_count, sizeof *model->overrides);
    for (size_t i = 0; model->overrides && i < request->override_count; i++) {
        const tocsin_override *override = &request->overrides[i];
        size_t path = strlen(override->path);
        size_t value = strlen(override->value);
        char *text = workspace_allocate(reader->workspace, path + value + 2, 1);
        if (!text) {
            return false;
        }
        memcpy(text, override->path, path);
        text[path] = '=';
        memcpy(text + path + 1, override->value, value);
        model->overrides[i] = text;
        model->override_count++;
    }
    return model->overrides != NULL;
}

/** A model needs indicators and an index, from keys or from a structure table. */
static void require_index(struct reader *reader)
{
    static const char *const keys[] = {"indicators", "index"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (!document_find(reader->root, keys[i])) {
            workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_KEY_MISSING, reader->root->at,
                            "a 'structure' table may stand for 'indicators' and 'index'",
                            "key '%s' is missing in the model", keys[i]);
        }
    }
}

/** The structure table becomes keys before anything else is read. */
static void read_structure(struct reader *reader, const struct request *request)
{
    const struct document_entry *entry = document_entry_find(reader->root, "structure");
    if (!entry) {
        require_index(reader);
        return;
    }
    static const char *const replaced[] = {"indicators", "index"};
    bool both = false;
    for (size_t i = 0; i < sizeof replaced / sizeof replaced[0]; i++) {
        const struct document_entry *other = document_entry_find(reader->root, replaced[i]);
        if (other) {
            schema_fault_exclusive(reader, &reader->place, other->at, replaced[i], "structure");
            both = true;
        }
    }
    schema_read_value(reader, schema_find(SCHEMA_MODEL, "structure"), entry->value, &reader->place, reader->model);
    if (reader->model->structure.path && !both) {
        structure_expand(reader, request->read_table, request->user);
    }
}

static void read_keys(struct reader *reader)
{
    schema_initialise(SCHEMA_MODEL, reader->model);
    reader_begin_indicators(reader);
    reader_begin_alerts(reader->model);
    if (schema_read(reader, SCHEMA_MODEL, reader->root, &reader->place, reader->model)) {
        struct tocsin_model *model = reader->model;
        model->title = model->title ? model->title : model->id;
        model->version = model->version ? model->version : "";
    }
}

static void read_text(struct reader *reader, const struct request *request, const char *bytes, size_t size)
{
    struct tocsin_model *model = reader->model;
    struct hash hash;
    hash_begin(&hash);
    hash_add(&hash, bytes, size);
    hash_end(&hash, model->sha256);
    model->bytes = size;
    model->text = workspace_copy(reader->workspace, bytes, size);
    struct yaml_input input = {{model->path, 1, 1}, bytes, size, YAML_SIZE_LIMIT, 0};
    if (!yaml_read(reader->workspace, &input, &reader->root) || !keep_overrides(reader, request)) {
        return;
    }
    if (reader->root->kind != DOCUMENT_MAPPING) {
        char found[DOCUMENT_WORDS_SIZE];
        workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_KIND, reader->root->at, "a model begins with 'tocsin: 1'",
                        "a model is a mapping of keys, found %s", document_describe(found, reader->root));
        return;
    }
    apply_overrides(reader, request, false);
    read_structure(reader, request);
    apply_overrides(reader, request, true);
    read_keys(reader);
    checker_check(reader);
}

static tocsin_status read_bytes(struct reader *reader, const struct request *request)
{
    if (request->bytes) {
        read_text(reader, request, request->bytes, request->size);
        return reader->status;
    }
    struct arena arena;
    arena_begin(&arena, reader->context);
    char *bytes = NULL;
    size_t size = 0;
    tocsin_status status =
        file_read(&arena, request->path, YAML_SIZE_LIMIT, (struct location){request->path, 0, 0}, &bytes, &size);
    if (status == TOCSIN_OK) {
        read_text(reader, request, bytes, size);
        status = reader->status;
    }
    arena_end(&arena);
    return status;
}

static void begin_reader(struct reader *reader, struct workspace *workspace, const struct request *request)
{
    *reader = (struct reader){.workspace = workspace,
                              .context = workspace->context,
                              .touch_files = request->touch_files,
                              .place = {.kind = "the model"},
                              .has_stdin = text_equal(request->path, "-")};
}

static tocsin_status read_request(tocsin_context *context, const struct request *request, struct tocsin_model *model)
{
    uint64_t mark = diagnostics_mark(context);
    struct workspace workspace;
    workspace_begin(&workspace, context, &model->arena, model->path);
    struct reader reader;
    begin_reader(&reader, &workspace, request);
    reader.model = model;
    tocsin_status status = read_bytes(&reader, request);
    workspace_report(&workspace);
    if (workspace.out_of_memory) {
        status = diagnostics_report(context, DIAGNOSTIC_OUT_OF_MEMORY, (struct location){model->path, 0, 0}, NULL,
                                    "no memory to read the model");
    }
    workspace_end(&workspace);
    return status == TOCSIN_OK ? diagnostics_since(context, mark) : status;
}

static tocsin_status read_model(tocsin_context *context, const struct request *request, tocsin_model **model)
{
    struct tocsin_model *created = memory_allocate(context, 1, sizeof *created);
    if (!created) {
        return TOCSIN_ERROR_MEMORY;
    }
    arena_begin(&created->arena, context);
    created->context = context;
    created->path = arena_text(&created->arena, request->path);
    tocsin_status status = created->path ? read_request(context, request, created) : TOCSIN_ERROR_MEMORY;
    if (status == TOCSIN_OK) {
        *model = created;
    } else {
        model_destroy(created);
    }
    return status;
}

tocsin_status model_read(tocsin_context *context, const char *path, const tocsin_override *overrides,
                         size_t override_count, model_table_reader read_table, void *user, tocsin_model **model)
{
    struct request request = {path, NULL, 0, true, overrides, override_count, read_table, user};
    return read_model(context, &request, model);
}

tocsin_status model_read_text(tocsin_context *context, const struct model_text *text, const tocsin_override *overrides,
                              size_t override_count, model_table_reader read_table, void *user, tocsin_model **model)
{
    struct request request = {text->path, text->bytes,    text->size, text->touch_files,
                              overrides,  override_count, read_table, user};
    return read_model(context, &request, model);
}

tocsin_status model_read_memory(tocsin_context *context, const char *path, const char *bytes, size_t size,
                                const tocsin_override *overrides, size_t override_count, model_table_reader read_table,
                                void *user, tocsin_model **model)
{
    struct model_text text = {path, bytes, size, false};
    return model_read_text(context, &text, overrides, override_count, read_table, user, model);
}

void model_destroy(tocsin_model *model)
{
    if (model) {
        tocsin_context *context = model->context;
        arena_end(&model->arena);
        memory_release(context, model);
    }
}
