/** The model of a run folder: the text that was kept, with the overrides of the run; no file but those of the folder.
 */
#include "archive/saved_run.h"
#include "base/file_input.h"
#include "base/text.h"
#include "input/source.h"
#include "model/reader.h"
#include "model/yaml_events.h"

struct structure_reading {
    tocsin_context *context;
    const struct saved_run *run;
};

/** Gives structure.csv for whatever the model names. */
static tocsin_status read_structure(void *user, struct arena *arena, const struct model_file *file,
                                    const struct text_table **table)
{
    const struct structure_reading *reading = user;
    struct text_table *read = NULL;
    struct input_file description;
    const char *path = saved_run_path(arena, reading->run, "structure.csv");
    if (!path) {
        return TOCSIN_ERROR_MEMORY;
    }
    tocsin_status status = saved_file_require(reading->context, reading->run, "structure.csv", path);
    if (status == TOCSIN_OK) {
        status = table_read(reading->context, arena, path, path, file->at, &read, &description);
    }
    if (status == TOCSIN_OK) {
        status = saved_file_same(reading->context, reading->run, "structure.csv", path, description.sha256);
    }
    if (status == TOCSIN_OK) {
        *table = read;
    }
    return status;
}

static tocsin_status read_model(tocsin_context *context, struct arena *arena, const struct saved_run *run,
                                tocsin_model **model)
{
    struct structure_reading reading = {context, run};
    struct model_text text = {.path = saved_run_path(arena, run, "model.yaml"), .touch_files = false};
    char *bytes = NULL;
    tocsin_model *read = NULL;
    if (!text.path) {
        return TOCSIN_ERROR_MEMORY;
    }
    tocsin_status status = saved_file_require(context, run, "model.yaml", text.path);
    if (status == TOCSIN_OK) {
        status = file_read(arena, text.path, YAML_SIZE_LIMIT, (struct location){text.path, 0, 0}, &bytes, &text.size);
    }
    text.bytes = bytes;
    struct hash hash;
    char sha256[HASH_TEXT_SIZE];
    if (status == TOCSIN_OK) {
        hash_begin(&hash);
        hash_add(&hash, bytes, text.size);
        hash_end(&hash, sha256);
        status = saved_file_same(context, run, "model.yaml", text.path, sha256);
    }
    if (status == TOCSIN_OK) {
        status = model_read_text(context, &text, run->overrides, run->override_count, read_structure, &reading, &read);
    }
    if (status == TOCSIN_OK) {
        *model = read;
    }
    return status;
}

tocsin_status saved_run_model(tocsin_context *context, const struct saved_run *run, tocsin_model **model)
{
    struct arena arena;
    arena_begin(&arena, context);
    tocsin_status status = read_model(context, &arena, run, model);
    arena_end(&arena);
    return status;
}
