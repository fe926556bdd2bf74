/** Finds the model file of a run: where the manifest says, seen from here or from a folder above the run folder. */
#include "base/file_input.h"
#include "base/text.h"
#include "model/reader.h"
#include "model/yaml_events.h"
#include "pipeline/plan.h"
#include "pipeline/verify_parts.h"
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FOUND_NOTHING, FOUND_OTHER, FOUND_SAME };

/** What is at a path, looked at for a purpose. */
typedef int (*candidate_look)(struct verifying *verifying, const char *path);

/**
 * Looks for what a manifest names: from the working folder, then from every folder that the run folder is in. The first
 * that is the same is taken, else the first that there is; NULL if there is none.
 */
static tocsin_status search(struct verifying *verifying, const char *named, candidate_look look, const char **found)
{
    char above[PATH_MAX];
    const char *candidate = named;
    const char *other = NULL;
    bool climbing = named[0] != '/' && realpath(verifying->run.directory, above) != NULL;
    for (;;) {
        int is = look(verifying, candidate);
        other = is == FOUND_OTHER && !other ? candidate : other;
        if (is == FOUND_SAME) {
            *found = candidate;
            return TOCSIN_OK;
        }
        char *slash = climbing ? strrchr(above, '/') : NULL;
        if (!slash) {
            break;
        }
        *slash = '\0';
        candidate = verify_join(&verifying->arena, above[0] ? above : "/", named);
        climbing = above[0] != '\0';
        if (!candidate) {
            return TOCSIN_ERROR_MEMORY;
        }
    }
    *found = other;
    return TOCSIN_OK;
}

/* ---- the model */

/** True if a file has these bytes. Nothing is reported. */
static bool has_hash(tocsin_context *context, const char *path, const char *expected)
{
    char sha256[HASH_TEXT_SIZE];
    uint64_t bytes = 0;
    if (text_equal(path, "-") || !file_is_plain(path)) {
        return false;
    }
    diagnostics_mute(context, true);
    tocsin_status status = file_digest(context, path, LOCATION_NONE, sha256, &bytes);
    diagnostics_mute(context, false);
    return status == TOCSIN_OK && text_equal(sha256, expected);
}

/** Whether a file is there and is the model of the run. Nothing is reported. */
static int look_for_model(struct verifying *verifying, const char *path)
{
    if (!file_is_plain(path)) {
        return FOUND_NOTHING;
    }
    return has_hash(verifying->context, path, verifying->run.model_sha256) ? FOUND_SAME : FOUND_OTHER;
}

static tocsin_status report_missing(const struct verifying *verifying)
{
    const struct verify_request *request = verifying->request;
    const char *named = request->model ? request->model : verifying->run.model_file;
    return diagnostics_report(verifying->context, DIAGNOSTIC_VERIFY_MODEL_MISSING, (struct location){named, 0, 0},
                              request->model ? NULL : "say where it is now with --model",
                              "the model of the run is not found");
}

static tocsin_status report_changed(const struct verifying *verifying)
{
    char sha256[HASH_TEXT_SIZE];
    char hint[2 * HASH_TEXT_SIZE + 32];
    uint64_t bytes = 0;
    struct location at = {verifying->model_path, 0, 0};
    tocsin_status status = file_digest(verifying->context, verifying->model_path, at, sha256, &bytes);
    if (status != TOCSIN_OK) {
        return status;
    }
    snprintf(hint, sizeof hint, "SHA-256 is %s, was %s", sha256, verifying->run.model_sha256);
    return diagnostics_report(verifying->context, DIAGNOSTIC_VERIFY_MODEL_CHANGED, at, hint,
                              "is not the model of the run, which model.yaml in its folder is: %llu bytes, %llu then",
                              (unsigned long long)bytes, (unsigned long long)verifying->run.model_bytes);
}

/** The text of the model as it was: that of the folder, or the file's if it is the same; `*bytes` NULL: neither. */
static tocsin_status read_text(struct verifying *verifying, char **bytes, size_t *size)
{
    const struct saved_run *run = &verifying->run;
    const char *kept = saved_run_path(&verifying->arena, run, "model.yaml");
    bool is_kept = kept && look_for_model(verifying, kept) == FOUND_SAME;
    bool is_file = !verifying->found->model_changed && !text_equal(verifying->model_path, "-");
    if (!kept) {
        return TOCSIN_ERROR_MEMORY;
    }
    if (!is_kept && !is_file) {
        return TOCSIN_OK;
    }
    const char *path = is_kept ? kept : verifying->model_path;
    return file_read(&verifying->arena, path, YAML_SIZE_LIMIT, (struct location){path, 0, 0}, bytes, size);
}

/** The structure table as it was: the file if it is the same, else that of the folder, so that what the model names is
 * known all the same. */
static tocsin_status read_structure(void *user, struct arena *arena, const struct model_file *file,
                                    const struct text_table **table)
{
    const struct verifying *verifying = user;
    const struct saved_run *run = &verifying->run;
    const struct saved_input *input = verify_find_table(run, file->named);
    const struct saved_file *kept = saved_run_file(run, "structure.csv");
    const char *path = saved_run_path(arena, run, "structure.csv");
    if (!path) {
        return TOCSIN_ERROR_MEMORY;
    }
    bool is_same = input && has_hash(verifying->context, file->path, input->sha256);
    if (is_same || !kept || !has_hash(verifying->context, path, kept->sha256)) {
        return plan_read_structure(verifying->context, arena, file, table);
    }
    struct model_file other = {path, path, file->at};
    return plan_read_structure(verifying->context, arena, &other, table);
}

/** Reads the model as it was, seeing its files from where its own file is now. */
static tocsin_status read_model(struct verifying *verifying)
{
    const struct saved_run *run = &verifying->run;
    char *bytes = NULL;
    struct model_text text = {.path = verifying->model_path, .touch_files = true};
    tocsin_status status = read_text(verifying, &bytes, &text.size);
    text.bytes = bytes;
    if (status == TOCSIN_OK && bytes) {
        status = model_read_text(verifying->context, &text, run->overrides, run->override_count, read_structure,
                                 verifying, &verifying->model);
    }
    return status;
}

tocsin_status verify_find_model(struct verifying *verifying)
{
    const struct verify_request *request = verifying->request;
    const char *named = request->model ? request->model : verifying->run.model_file;
    tocsin_status status = TOCSIN_OK;
    if (text_equal(named, "-")) { /* it was read from standard input; its text is in the folder */
        verifying->model_path = named;
        verifying->found->model_found = true;
        return read_model(verifying);
    }
    if (request->model) {
        verifying->model_path = look_for_model(verifying, named) != FOUND_NOTHING ? named : NULL;
    } else {
        status = search(verifying, named, look_for_model, &verifying->model_path);
    }
    if (status != TOCSIN_OK) {
        return status;
    }
    if (!verifying->model_path) {
        return report_missing(verifying);
    }
    verifying->found->model_found = true;
    verifying->found->model_changed = look_for_model(verifying, verifying->model_path) != FOUND_SAME;
    if (verifying->found->model_changed) {
        report_changed(verifying);
    }
    return read_model(verifying);
}

/* ---- the run before */

static int look_for_run(struct verifying *verifying, const char *path)
{
    const char *manifest = verify_join(&verifying->arena, path, "manifest.json");
    return manifest && file_is_plain(manifest) ? FOUND_SAME : FOUND_NOTHING;
}

tocsin_status verify_find_previous(struct verifying *verifying)
{
    const char *named = verifying->run.previous;
    return named ? search(verifying, named, look_for_run, &verifying->previous) : TOCSIN_OK;
}
