/** The steps of verifying a run folder, in their order. */
#include "audit/verify.h"
#include "audit/verify_parts.h"
#include "base/text.h"
#include "model/reader.h"
#include "pipeline/run.h"
#include <string.h>

const char *verify_join(struct arena *arena, const char *folder, const char *name)
{
    const struct saved_run run = {.directory = folder};
    return saved_run_path(arena, &run, name);
}

/* ---- versions */

/** "gsl 2.7.1" of the lines of what this version is built of; NULL if it is not built with it. */
static const char *find_library(const char *name, size_t length, size_t *line_length)
{
    for (const char *line = strchr(tocsin_build_information(), '\n'); line && line[1]; line = strchr(line + 1, '\n')) {
        if (strncmp(line + 1, name, length) == 0 && line[1 + length] == ' ') {
            *line_length = strcspn(line + 1, "\n");
            return line + 1;
        }
    }
    return NULL;
}

/** Adds ", gsl 2.6 (now 2.7.1)" for every library that is another. */
static void add_libraries(const struct saved_run *run, struct text_buffer *words)
{
    for (size_t i = 0; i < run->library_count; i++) {
        const char *then = run->libraries[i];
        size_t name = strcspn(then, " ");
        size_t length = 0;
        const char *now = find_library(then, name, &length);
        if (!now) {
            text_buffer_format(words, ", %.80s (not in this version)", then);
        } else if (!text_equal_bytes(then, now, length)) {
            text_buffer_format(words, ", %.80s (now %.*s)", then, (int)(length - name - 1), now + name + 1);
        }
    }
}

/** Tells of other versions of the program and its libraries: by the way, or as what may be behind other bytes. */
static tocsin_status tell_versions(const struct verifying *verifying)
{
    const struct saved_run *run = &verifying->run;
    struct text_buffer words = {.context = verifying->context};
    if (!text_equal(run->engine_version, tocsin_version())) {
        text_buffer_format(&words, ", tocsin %.80s (now %s)", run->engine_version, tocsin_version());
    }
    add_libraries(run, &words);
    tocsin_status status = words.failed ? TOCSIN_ERROR_MEMORY : TOCSIN_OK;
    if (status == TOCSIN_OK && words.length > 0) {
        status = diagnostics_report(verifying->context,
                                    verifying->found->other_files > 0 ? DIAGNOSTIC_VERIFY_ENGINE_OTHER_BYTES
                                                                      : DIAGNOSTIC_VERIFY_ENGINE,
                                    (struct location){run->directory, 0, 0}, NULL, "was made with %s", words.bytes + 2);
    }
    text_buffer_end(&words);
    return status;
}

/* ---- running again */

/** What the result says of itself is to be what it said then, from wherever the files were read now. */
static void name_as_then(const struct verifying *verifying, const uint64_t totals[3], struct result *result)
{
    const char *states = verify_states_name(verifying);
    result->model_file = verifying->run.model_file;
    if (result->previous && states) {
        result->previous = verifying->run.previous;
        result->tables[result->table_count - 1].named = states; /* the last to be read */
    }
    for (int32_t severity = TOCSIN_NOTE; severity <= TOCSIN_ERROR; severity++) {
        result->finding_totals[severity] -= totals[severity];
    }
}

static tocsin_status repeat(struct verifying *verifying)
{
    const struct saved_run *run = &verifying->run;
    tocsin_run_options options = {
        .from = run->from,
        .to = run->to,
        .regions = run->regions,
        .region_count = run->region_count,
        .seed = run->seed,
        .previous = verifying->previous,
    };
    struct result result = {.model_id = NULL};
    uint64_t totals[3];
    for (int32_t severity = TOCSIN_NOTE; severity <= TOCSIN_ERROR; severity++) {
        totals[severity] = diagnostics_total(verifying->context, severity);
    }
    arena_begin(&result.arena, verifying->context);
    tocsin_status status =
        run_model(verifying->context, verifying->model, &(struct run_request){.options = &options}, &result);
    if (status == TOCSIN_OK) {
        verifying->found->repeated = true;
        name_as_then(verifying, totals, &result);
        status = verify_files(verifying, &result);
    }
    arena_end(&result.arena);
    return status;
}

/* ---- the whole */

static bool is_different(const struct verification *found)
{
    return found->folder.changed + found->folder.foreign + found->inputs_changed + found->inputs_new +
                   found->other_files >
               0 ||
           found->model_changed;
}

static bool is_missing(const struct verification *found)
{
    return found->folder.missing + found->inputs_missing > 0 || !found->model_found;
}

/** What became of it. A run that its own options or model refuse now gives something else than it did then. */
static tocsin_status judge(const struct verification *found, tocsin_status status)
{
    if (is_different(found)) {
        return TOCSIN_ERROR_DATA;
    }
    if (is_missing(found)) {
        return TOCSIN_ERROR_NO_INPUT;
    }
    return status == TOCSIN_ERROR_ARGUMENT || status == TOCSIN_ERROR_MODEL ? TOCSIN_ERROR_DATA : status;
}

static tocsin_status take_steps(struct verifying *verifying)
{
    struct verification *found = verifying->found;
    tocsin_status status = saved_run_check_files(verifying->context, &verifying->run, &found->folder);
    if (!diagnostics_stop(status)) {
        status = verify_find_model(verifying);
    }
    if (!diagnostics_stop(status) && verifying->model) {
        status = verify_inputs(verifying);
    }
    if (diagnostics_stop(status)) {
        return status;
    }
    bool same = verifying->model && !found->model_changed &&
                found->inputs_changed + found->inputs_missing + found->inputs_new == 0;
    status = same ? repeat(verifying) : TOCSIN_OK;
    tocsin_status told = diagnostics_stop(status) ? status : tell_versions(verifying);
    return told == TOCSIN_OK ? status : told;
}

tocsin_status verify_run(tocsin_context *context, const struct verify_request *request,
                         struct verification *verification)
{
    struct verification found = {.files = 0};
    struct verifying verifying = {.context = context, .request = request, .found = &found};
    uint64_t mark = diagnostics_mark(context);
    arena_begin(&verifying.arena, context);
    tocsin_status status = saved_run_open(context, &verifying.arena, request->directory, &verifying.run);
    if (status == TOCSIN_OK) {
        found.files = verifying.run.file_count;
        found.inputs = verifying.run.input_count;
        status = take_steps(&verifying);
        *verification = found;
        if (!diagnostics_stop(status)) {
            status = judge(&found, status == TOCSIN_OK ? diagnostics_since(context, mark) : status);
        }
    }
    model_destroy(verifying.model);
    arena_end(&verifying.arena);
    return status;
}
