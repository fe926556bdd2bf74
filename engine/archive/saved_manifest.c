/** Reads manifest.json: JSON is YAML, so the reader of models reads it, with limits of its own. */
#include "archive/saved_run.h"
#include "archive/saved_values.h"
#include "base/file_input.h"
#include "base/text.h"
#include "model/yaml_events.h"
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum {
    MANIFEST_SIZE_LIMIT = 32 << 20, /* bytes */
    MANIFEST_NODE_LIMIT = 1000000,  /* keys and values: some ninety thousand input files */
    MOST_FILES = 256,               /* of a folder */
    NEWEST_SCHEMA = 1,
    MOST_DIGITS = 15
};
static const char schema_prefix[] = "tocsin/manifest/";

struct manifest {
    tocsin_context *context;
    struct arena *arena;
    const char *path;
    const struct document_node *root;
    struct saved_run *run;
};

static tocsin_status report(const struct manifest *manifest, enum diagnostic_code code, const char *words)
{
    return diagnostics_report(manifest->context, code, (struct location){manifest->path, 0, 0}, NULL, "%s", words);
}

/* ---- the text */

/** The bytes of the file, if it is there, plain and of a size that a manifest may have. */
static tocsin_status read_bytes(const struct manifest *manifest, char **bytes, size_t *size)
{
    struct stat about;
    const char *directory = manifest->run->directory;
    if (stat(manifest->path, &about) != 0) {
        bool there = stat(directory, &about) == 0;
        return diagnostics_report(manifest->context, DIAGNOSTIC_SAVED_NOT_A_RUN, (struct location){directory, 0, 0},
                                  "name a folder that 'tocsin run' has written", "%s",
                                  !there                    ? "there is no such folder"
                                  : !S_ISDIR(about.st_mode) ? "is no folder"
                                                            : "is no run folder: it holds no manifest.json");
    }
    if (!S_ISREG(about.st_mode)) {
        return report(manifest, DIAGNOSTIC_SAVED_NOT_A_RUN, "is no plain file");
    }
    if (about.st_size > MANIFEST_SIZE_LIMIT) {
        return report(manifest, DIAGNOSTIC_SAVED_SYNTAX, "is too large for a manifest");
    }
    return file_read(manifest->arena, manifest->path, MANIFEST_SIZE_LIMIT, (struct location){manifest->path, 0, 0},
                     bytes, size);
}

/** The tree of the text. Of several faults the first is told: what follows one that is no JSON means little. */
static tocsin_status parse(struct manifest *manifest, const char *bytes, size_t size)
{
    struct workspace workspace;
    struct document_node *root = NULL;
    struct yaml_input input = {{manifest->path, 1, 1}, bytes, size, MANIFEST_SIZE_LIMIT, MANIFEST_NODE_LIMIT};
    tocsin_status status = TOCSIN_OK;
    workspace_begin(&workspace, manifest->context, manifest->arena, manifest->path);
    bool read = yaml_read(&workspace, &input, &root);
    if (workspace.out_of_memory) {
        status = report(manifest, DIAGNOSTIC_OUT_OF_MEMORY, "no memory to read the manifest");
    } else if (workspace.fault_count > 0) {
        const struct fault *fault = &workspace.faults[0];
        status = diagnostics_report(manifest->context, DIAGNOSTIC_SAVED_SYNTAX, fault->at, NULL,
                                    "the manifest cannot be read: %s", fault->text);
    } else if (!read || root->kind != DOCUMENT_MAPPING) {
        status = report(manifest, DIAGNOSTIC_SAVED_SYNTAX, "the manifest cannot be read: it is no object");
    }
    workspace_end(&workspace);
    manifest->root = root;
    return status;
}

/* ---- what it is of */

static tocsin_status check_schema(const struct manifest *manifest)
{
    const char *schema = NULL;
    if (!saved_text(manifest->context, manifest->root, "schema", &schema)) {
        return TOCSIN_ERROR_DATA;
    }
    const char *number = schema + sizeof schema_prefix - 1;
    bool ours = strncmp(schema, schema_prefix, sizeof schema_prefix - 1) == 0 && text_is_digit(number[0]) &&
                number[0] != '0' && number[strspn(number, "0123456789")] == '\0';
    struct location at = document_find(manifest->root, "schema")->at;
    if (!ours) {
        char shown[WORKSPACE_SHOWN_SIZE];
        return diagnostics_report(manifest->context, DIAGNOSTIC_SAVED_KIND, at, NULL,
                                  "is no manifest of tocsin: its schema is '%s'", workspace_shorten(shown, schema));
    }
    if (number[0] - '0' > NEWEST_SCHEMA || number[1] != '\0') {
        return diagnostics_report(manifest->context, DIAGNOSTIC_SAVED_NEWER, at, "use a newer version of tocsin",
                                  "the manifest is of schema %.20s, the newest that this version knows is %d", number,
                                  NEWEST_SCHEMA);
    }
    return TOCSIN_OK;
}

static tocsin_status check_kind(const struct manifest *manifest)
{
    const char *kind = NULL;
    if (!saved_text(manifest->context, manifest->root, "kind", &kind)) {
        return TOCSIN_ERROR_DATA;
    }
    char shown[WORKSPACE_SHOWN_SIZE];
    return text_equal(kind, "run")
               ? TOCSIN_OK
               : diagnostics_report(manifest->context, DIAGNOSTIC_SAVED_KIND, document_find(manifest->root, "kind")->at,
                                    NULL, "the folder is not of a run but of: %s", workspace_shorten(shown, kind));
}

/* ---- its parts; each reports all that is wrong with it */

static tocsin_status read_engine(const struct manifest *manifest)
{
    struct saved_run *run = manifest->run;
    const struct document_node *engine = saved_member(manifest->context, manifest->root, "engine", DOCUMENT_MAPPING);
    if (!engine || !saved_text(manifest->context, engine, "version", &run->engine_version)) {
        return TOCSIN_OK;
    }
    const struct document_node *libraries = saved_member(manifest->context, engine, "libraries", DOCUMENT_MAPPING);
    if (!libraries) {
        return TOCSIN_OK;
    }
    const char **texts = arena_allocate(manifest->arena, libraries->count, sizeof *texts);
    for (size_t i = 0; texts && i < libraries->count; i++) {
        const char *name = libraries->entries[i].key;
        const struct document_node *value = libraries->entries[i].value;
        const char *version = value->kind == DOCUMENT_SCALAR && !value->plain ? value->text : "";
        size_t size = strlen(name) + strlen(version) + 2;
        char *text = arena_allocate(manifest->arena, size, 1);
        if (!text) {
            return TOCSIN_ERROR_MEMORY;
        }
        snprintf(text, size, "%s %s", name, version);
        texts[i] = text;
    }
    run->libraries = texts;
    run->library_count = libraries->count;
    return texts ? TOCSIN_OK : TOCSIN_ERROR_MEMORY;
}

static tocsin_status read_model(const struct manifest *manifest)
{
    tocsin_context *context = manifest->context;
    struct saved_run *run = manifest->run;
    const struct document_node *model = saved_member(context, manifest->root, "model", DOCUMENT_MAPPING);
    if (model) {
        saved_text(context, model, "id", &run->model_id);
        saved_text(context, model, "title", &run->model_title);
        saved_text(context, model, "version", &run->model_version);
        saved_text(context, model, "file", &run->model_file);
        saved_unsigned(context, model, "bytes", &run->model_bytes);
        saved_hash(context, model, "sha256", &run->model_sha256);
    }
    return TOCSIN_OK;
}

/** `{"from": ..., "to": ...}` of a frequency. */
static bool read_axis(const struct manifest *manifest, const struct document_node *periods, const char *key,
                      enum frequency frequency, struct period_axis *axis)
{
    period_number to = 0;
    const struct document_node *node = saved_member(manifest->context, periods, key, DOCUMENT_MAPPING);
    axis->frequency = frequency;
    if (!node || !saved_period(manifest->context, node, "from", frequency, &axis->first) ||
        !saved_period(manifest->context, node, "to", frequency, &to)) {
        return false;
    }
    if (to < axis->first) {
        diagnostics_report(manifest->context, DIAGNOSTIC_SAVED_KEY, node->at, NULL, "'%s' ends before it begins", key);
        return false;
    }
    axis->count = (size_t)(to - axis->first) + 1;
    return true;
}

static tocsin_status read_periods(const struct manifest *manifest)
{
    tocsin_context *context = manifest->context;
    struct saved_run *run = manifest->run;
    const char *name = NULL;
    struct period_axis scored = {.count = 0};
    struct period_axis measured = {.count = 0};
    const struct document_node *periods = saved_member(context, manifest->root, "periods", DOCUMENT_MAPPING);
    if (!periods || !saved_text(context, periods, "frequency", &name)) {
        return TOCSIN_OK;
    }
    int frequency = 0;
    while (frequency < FREQUENCY_COUNT && !text_equal(frequency_names[frequency], name)) {
        frequency++;
    }
    if (frequency == FREQUENCY_COUNT) {
        return diagnostics_report(context, DIAGNOSTIC_SAVED_KEY, document_find(periods, "frequency")->at, NULL,
                                  "'frequency' is to be year, quarter, month, week or day");
    }
    if (!read_axis(manifest, periods, "scored", (enum frequency)frequency, &scored) ||
        !read_axis(manifest, periods, "measured", (enum frequency)frequency, &measured)) {
        return TOCSIN_OK;
    }
    if (measured.first > scored.first ||
        axis_period(&measured, measured.count - 1) != axis_period(&scored, scored.count - 1)) {
        return diagnostics_report(context, DIAGNOSTIC_SAVED_KEY, document_find(periods, "measured")->at, NULL,
                                  "the measured periods are to be the scored ones and those before them");
    }
    run->scored = scored;
    run->lead = (size_t)(scored.first - measured.first);
    return TOCSIN_OK;
}

static tocsin_status read_overrides(const struct manifest *manifest, const struct document_node *options)
{
    const struct document_node *list = saved_member(manifest->context, options, "overrides", DOCUMENT_SEQUENCE);
    size_t count = list ? list->count : 0;
    tocsin_override *overrides = arena_allocate(manifest->arena, count, sizeof *overrides);
    bool *cut = arena_allocate(manifest->arena, count, sizeof *cut);
    if (!overrides || !cut) {
        return TOCSIN_ERROR_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        saved_text(manifest->context, list->items[i], "path", &overrides[i].path);
        saved_text(manifest->context, list->items[i], "value", &overrides[i].value);
        cut[i] = saved_flag(list->items[i], "cut");
    }
    manifest->run->overrides = overrides;
    manifest->run->override_cut = cut;
    manifest->run->override_count = count;
    return TOCSIN_OK;
}

/** null stands for all. */
static tocsin_status read_regions(const struct manifest *manifest, const struct document_node *options)
{
    const struct document_node *node = document_find(options, "regions");
    if (node && document_is_empty(node)) {
        return TOCSIN_OK;
    }
    const struct document_node *list = saved_member(manifest->context, options, "regions", DOCUMENT_SEQUENCE);
    if (!list) {
        return TOCSIN_OK;
    }
    const char **regions = arena_allocate(manifest->arena, list->count, sizeof *regions);
    if (!regions) {
        return TOCSIN_ERROR_MEMORY;
    }
    for (size_t i = 0; i < list->count; i++) {
        const struct document_node *item = list->items[i];
        if (item->kind != DOCUMENT_SCALAR || item->plain) {
            return diagnostics_report(manifest->context, DIAGNOSTIC_SAVED_KEY, item->at, NULL,
                                      "'regions' is to be a list of ids");
        }
        regions[i] = item->text;
    }
    manifest->run->regions = regions;
    manifest->run->region_count = list->count;
    return TOCSIN_OK;
}

static void read_digits(const struct manifest *manifest, const struct document_node *options)
{
    const struct document_node *node = document_find(options, "digits");
    uint64_t digits = 0;
    if (node && document_is_empty(node)) {
        return;
    }
    if (saved_unsigned(manifest->context, options, "digits", &digits) && digits > MOST_DIGITS) {
        diagnostics_report(manifest->context, DIAGNOSTIC_SAVED_KEY, node ? node->at : options->at, NULL,
                           "'digits' is to be %d or less", MOST_DIGITS);
        return;
    }
    manifest->run->has_digits = true;
    manifest->run->digits = (int)digits;
}

/** The periods reported, which are some of the scored ones. */
static void read_reported(const struct manifest *manifest, const struct document_node *options)
{
    struct saved_run *run = manifest->run;
    enum frequency frequency = run->scored.frequency;
    period_number from = 0;
    period_number to = 0;
    if (run->scored.count == 0 || !saved_period(manifest->context, options, "from", frequency, &from) ||
        !saved_period(manifest->context, options, "to", frequency, &to)) {
        return;
    }
    if (from < run->scored.first || to < from || to > axis_period(&run->scored, run->scored.count - 1)) {
        diagnostics_report(manifest->context, DIAGNOSTIC_SAVED_KEY, document_find(options, "from")->at, NULL,
                           "'from' and 'to' are to be among the scored periods");
        return;
    }
    run->from = document_find(options, "from")->text;
    run->to = document_find(options, "to")->text;
}

static tocsin_status read_options(const struct manifest *manifest)
{
    tocsin_context *context = manifest->context;
    const struct document_node *options = saved_member(context, manifest->root, "options", DOCUMENT_MAPPING);
    if (!options) {
        return TOCSIN_OK;
    }
    read_reported(manifest, options);
    read_digits(manifest, options);
    saved_unsigned(context, options, "seed", &manifest->run->seed);
    saved_optional_text(context, options, "previous", &manifest->run->previous);
    tocsin_status overrides = read_overrides(manifest, options);
    tocsin_status regions = read_regions(manifest, options);
    return diagnostics_stop(overrides) ? overrides : regions;
}

static tocsin_status read_inputs(const struct manifest *manifest)
{
    const struct document_node *list = saved_member(manifest->context, manifest->root, "inputs", DOCUMENT_SEQUENCE);
    size_t count = list ? list->count : 0;
    struct saved_input *inputs = arena_allocate(manifest->arena, count, sizeof *inputs);
    if (!inputs) {
        return TOCSIN_ERROR_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        const struct document_node *item = list->items[i];
        saved_optional_text(manifest->context, item, "source", &inputs[i].source);
        saved_text(manifest->context, item, "file", &inputs[i].named);
        saved_unsigned(manifest->context, item, "bytes", &inputs[i].bytes);
        saved_unsigned(manifest->context, item, "rows", &inputs[i].rows);
        saved_hash(manifest->context, item, "sha256", &inputs[i].sha256);
    }
    manifest->run->inputs = inputs;
    manifest->run->input_count = count;
    return TOCSIN_OK;
}

static tocsin_status read_outputs(const struct manifest *manifest)
{
    struct saved_run *run = manifest->run;
    const struct document_node *list = saved_member(manifest->context, manifest->root, "outputs", DOCUMENT_SEQUENCE);
    size_t count = list ? list->count : 0;
    if (count > MOST_FILES) {
        return diagnostics_report(manifest->context, DIAGNOSTIC_SAVED_KEY, list->at, NULL,
                                  "'outputs' lists more than %d files", MOST_FILES);
    }
    struct saved_file *files = arena_allocate(manifest->arena, count, sizeof *files);
    if (!files) {
        return TOCSIN_ERROR_MEMORY;
    }
    run->files = files;
    for (size_t i = 0; i < count; i++) {
        const struct document_node *item = list->items[i];
        struct saved_file file = {.name = NULL};
        if (!saved_file_name(manifest->context, item, "file", &file.name) ||
            !saved_unsigned(manifest->context, item, "bytes", &file.bytes) ||
            !saved_hash(manifest->context, item, "sha256", &file.sha256)) {
            continue;
        }
        if (saved_run_file(run, file.name)) {
            diagnostics_report(manifest->context, DIAGNOSTIC_SAVED_KEY, item->at, NULL, "file '%s' is listed twice",
                               file.name);
            continue;
        }
        files[run->file_count++] = file;
    }
    return TOCSIN_OK;
}

static tocsin_status read_parts(const struct manifest *manifest)
{
    tocsin_status (*const parts[])(const struct manifest *) = {read_engine,  read_model,  read_periods,
                                                               read_options, read_inputs, read_outputs};
    uint64_t mark = diagnostics_mark(manifest->context);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        tocsin_status status = parts[i](manifest);
        if (diagnostics_stop(status)) {
            return status;
        }
    }
    return diagnostics_since(manifest->context, mark);
}

tocsin_status saved_run_open(tocsin_context *context, struct arena *arena, const char *directory, struct saved_run *run)
{
    struct saved_run made = {.directory = arena_text(arena, directory)};
    struct manifest manifest = {.context = context, .arena = arena, .run = &made};
    manifest.path = made.directory ? saved_run_path(arena, &made, "manifest.json") : NULL;
    if (!manifest.path) {
        return TOCSIN_ERROR_MEMORY;
    }
    char *bytes = NULL;
    size_t size = 0;
    tocsin_status status = read_bytes(&manifest, &bytes, &size);
    if (status == TOCSIN_OK) {
        status = parse(&manifest, bytes, size);
    }
    if (status == TOCSIN_OK) {
        status = check_schema(&manifest);
    }
    if (status == TOCSIN_OK) {
        status = check_kind(&manifest);
    }
    if (status == TOCSIN_OK) {
        status = read_parts(&manifest);
    }
    if (status == TOCSIN_OK) {
        *run = made;
    }
    return status;
}
