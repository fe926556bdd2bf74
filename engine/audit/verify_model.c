/** Finds the model file of a run: where the manifest says, seen from here or from a folder above the run folder. */
#include "audit/verify_parts.h"
#include "base/file_input.h"
#include "base/text.h"
#include "model/reader.h"
#include "model/yaml_events.h"
#include "pipeline/plan.h"
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum candidate { FOUND_NOTHING, FOUND_OTHER, FOUND_SAME };

/** Tells what is at a path, looked at for a purpose. Nothing is reported but what there is no going on from. */
typedef tocsin_status (*candidate_look)(struct verifying *verifying, const char *path, enum candidate *is);

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
        enum candidate is = FOUND_NOTHING;
        tocsin_status status = look(verifying, candidate, &is);
        if (status != TOCSIN_OK) {
            return status;
        }
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

/** Whether a file has these bytes. Fails only where there is no going on; that a file cannot be read is not reported.
 */
static tocsin_status has_hash(tocsin_context *context, const char *path, const char *expected, bool *same)
{
    char sha256[HASH_TEXT_SIZE];
    uint64_t bytes = 0;
    *same = false;
    if (text_equal(path, "-") || !file_is_plain(path)) {
        return TOCSIN_OK;
    }
    diagnostics_mute(context, true);
    tocsin_status status = file_digest(context, path, LOCATION_NONE, sha256, &bytes);
    diagnostics_mute(context, false);
    *same = status == TOCSIN_OK && text_equal(sha256, expected);
    return diagnostics_stop(status) ? status : TOCSIN_OK;
}

static tocsin_status look_for_model(struct verifying *verifying, const char *path, enum candidate *is)
{
    bool same = false;
    tocsin_status status = has_hash(verifying->context, path, verifying->run.model_sha256, &same);
    *is = same ? FOUND_SAME : file_is_plain(path) ? FOUND_OTHER : FOUND_NOTHING;
    return status;
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
    const char *path = saved_run_path(&verifying->arena, &verifying->run, "model.yaml");
    enum candidate is = FOUND_NOTHING;
    tocsin_status status = path ? look_for_model(verifying, path, &is) : TOCSIN_ERROR_MEMORY;
    if (status == TOCSIN_OK && is != FOUND_SAME && !text_equal(verifying->model_path, "-")) {
        path = verifying->model_path;
        status = look_for_model(verifying, path, &is);
    }
    if (status != TOCSIN_OK || is != FOUND_SAME) {
        return status;
    }
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
    struct model_file other = {path, path, file->at};
    bool same = false;
    bool whole = false;
    tocsin_status status = input ? has_hash(verifying->context, file->path, input->sha256, &same) : TOCSIN_OK;
    if (status == TOCSIN_OK && !same && kept) {
        status = has_hash(verifying->context, path, kept->sha256, &whole);
    }
    return status == TOCSIN_OK ? plan_read_structure(verifying->context, arena, whole ? &other : file, table) : status;
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

/** The model file: the one that was named, or what is found by the name that the manifest has. */
static tocsin_status find_file(struct verifying *verifying)
{
    const char *named = verifying->request->model;
    enum candidate is = FOUND_NOTHING;
    if (!named) {
        return search(verifying, verifying->run.model_file, look_for_model, &verifying->model_path);
    }
    tocsin_status status = look_for_model(verifying, named, &is);
    verifying->model_path = is != FOUND_NOTHING ? named : NULL;
    return status;
}

tocsin_status verify_find_model(struct verifying *verifying)
{
    const struct verify_request *request = verifying->request;
    if (!request->model && text_equal(verifying->run.model_file, "-")) {
        verifying->model_path = "-"; /* it was read from standard input; its text is in the folder */
        verifying->found->model_found = true;
        return read_model(verifying);
    }
    tocsin_status status = find_file(verifying);
    if (status != TOCSIN_OK) {
        return status;
    }
    if (!verifying->model_path) {
        return report_missing(verifying);
    }
    enum candidate is = FOUND_NOTHING;
    verifying->found->model_found = true;
    status = look_for_model(verifying, verifying->model_path, &is);
    if (status == TOCSIN_OK && is != FOUND_SAME) {
        verifying->found->model_changed = true;
        status = report_changed(verifying);
    }
    return diagnostics_stop(status) ? status : read_model(verifying);
}

/* ---- the run before */

static tocsin_status look_for_run(struct verifying *verifying, const char *path, enum candidate *is)
{
    const char *manifest = verify_join(&verifying->arena, path, "manifest.json");
    *is = manifest && file_is_plain(manifest) ? FOUND_SAME : FOUND_NOTHING;
    return manifest ? TOCSIN_OK : TOCSIN_ERROR_MEMORY;
}

tocsin_status verify_find_previous(struct verifying *verifying)
{
    const char *named = verifying->run.previous;
    return named ? search(verifying, named, look_for_run, &verifying->previous) : TOCSIN_OK;
}
