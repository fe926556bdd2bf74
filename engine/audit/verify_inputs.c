/** Compares the files that a model names now with those that its run has read. */
#include "audit/verify_parts.h"
#include "base/context.h"
#include "base/file_input.h"
#include "base/text.h"
#include "pipeline/contents.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/** A file as the model names it. */
struct named_file {
    const char *source; /* id; NULL: a table of the model */
    const char *path, *named;
};

struct gathering {
    struct verifying *verifying;
    struct named_file *files;
    size_t count, capacity;
};

static tocsin_status add(struct gathering *gathering, const char *source, const char *path, const char *named)
{
    tocsin_status status = arena_grow(&gathering->verifying->arena, &gathering->files, gathering->count,
                                      sizeof *gathering->files, &gathering->capacity);
    if (status == TOCSIN_OK) {
        gathering->files[gathering->count++] = (struct named_file){source, path, named};
    }
    return status;
}

static tocsin_status add_sources(struct gathering *gathering, const struct tocsin_model *model)
{
    tocsin_status status = TOCSIN_OK;
    for (size_t i = 0; i < model->source_count; i++) {
        const struct source_recipe *source = &model->sources[i];
        for (size_t k = 0; status == TOCSIN_OK && contents_is_read(model, i) && k < source->file_count; k++) {
            status = add(gathering, source->id, source->files[k].path, source->files[k].named);
        }
    }
    return status;
}

static tocsin_status add_option_tables(struct gathering *gathering, const struct tocsin_model *model)
{
    tocsin_status status = TOCSIN_OK;
    for (size_t i = 0; i < model->indicator_count; i++) {
        const struct indicator_recipe *indicator = &model->indicators[i];
        for (size_t k = 0; status == TOCSIN_OK && k < indicator->module->option_count; k++) {
            const struct option_value *option = &indicator->options[k];
            if (indicator->module->options[k].type == OPTION_TABLE && option->given) {
                status = add(gathering, NULL, option->text, option->named);
            }
        }
    }
    return status;
}

const char *verify_states_name(const struct verifying *verifying)
{
    static const char name[] = "states.csv";
    const struct saved_run *run = &verifying->run;
    for (size_t i = run->previous ? run->input_count : 0; i-- > 0;) {
        const struct saved_input *input = &run->inputs[i];
        size_t length = strlen(input->named);
        if (!input->source && length >= sizeof name - 1 &&
            text_equal(input->named + length - (sizeof name - 1), name)) {
            return input->named;
        }
    }
    return NULL;
}

/** The states of the run before are an input, too. */
static tocsin_status add_states(struct gathering *gathering)
{
    struct verifying *verifying = gathering->verifying;
    const char *named = verify_states_name(verifying);
    tocsin_status status = verify_find_previous(verifying);
    if (status != TOCSIN_OK || !named) {
        return status;
    }
    const char *path = verifying->previous ? verify_join(&verifying->arena, verifying->previous, "states.csv") : named;
    return path ? add(gathering, NULL, path, named) : TOCSIN_ERROR_MEMORY;
}

static tocsin_status gather(struct gathering *gathering)
{
    const struct tocsin_model *model = gathering->verifying->model;
    const struct model_file *const tables[] = {&model->structure, &model->regions, &model->neighbours};
    tocsin_status status = add_sources(gathering, model);
    for (size_t i = 0; status == TOCSIN_OK && i < sizeof tables / sizeof tables[0]; i++) {
        if (tables[i]->path) {
            status = add(gathering, NULL, tables[i]->path, tables[i]->named);
        }
    }
    if (status == TOCSIN_OK) {
        status = add_option_tables(gathering, model);
    }
    return status == TOCSIN_OK ? add_states(gathering) : status;
}

/* ---- comparison */

/** True if a name is the manifest's, which cuts absolute paths to their last part. */
static bool same_name(const char *named, const char *saved)
{
    const char *slash = named[0] == '/' ? strrchr(named, '/') : NULL;
    return text_equal(named, saved) || (slash && text_equal(slash + 1, saved));
}

static bool is_same_file(const struct named_file *file, const struct saved_input *input)
{
    return text_equal(file->source, input->source) && same_name(file->named, input->named);
}

const struct saved_input *verify_find_table(const struct saved_run *run, const char *named)
{
    for (size_t i = 0; i < run->input_count; i++) {
        if (!run->inputs[i].source && same_name(named, run->inputs[i].named)) {
            return &run->inputs[i];
        }
    }
    return NULL;
}

/** An override whose value held an absolute path, of which the manifest keeps the last part; NULL: none has to do with
 * it.
 */
static const char *find_cut(const struct saved_run *run, const char *named)
{
    for (size_t i = 0; i < run->override_count; i++) {
        if (run->override_cut[i] && strstr(run->overrides[i].value, named)) {
            return run->overrides[i].path;
        }
    }
    return NULL;
}

static tocsin_status report_missing(struct verifying *verifying, const struct saved_input *input, const char *path)
{
    char hint[256];
    const char *cut = find_cut(&verifying->run, input->named);
    const char *why = "is not there any more";
    if (text_equal(input->named, "-")) {
        why = "was standard input, which cannot be read again";
    } else if (access(path, F_OK) == 0) {
        why = "is no plain file, and cannot be compared";
    }
    const char *states = verify_states_name(verifying);
    const char *what = states && text_equal(input->named, states) ? "what the run before left" : "table of the model";
    verifying->found->inputs_missing++;
    if (cut) {
        snprintf(hint, sizeof hint,
                 "'--set %.100s' held an absolute path, of which the manifest keeps the last part only", cut);
    }
    return diagnostics_report(verifying->context, DIAGNOSTIC_VERIFY_INPUT_MISSING, (struct location){path, 0, 0},
                              cut ? hint : NULL, "%s%s%s %s", input->source ? "input of source '" : what,
                              input->source ? input->source : "", input->source ? "'" : "", why);
}

static tocsin_status compare(struct verifying *verifying, const struct saved_input *input, const char *path)
{
    char sha256[HASH_TEXT_SIZE];
    char hint[2 * HASH_TEXT_SIZE + 32];
    uint64_t bytes = 0;
    if (text_equal(path, "-") || !file_is_plain(path)) {
        return report_missing(verifying, input, path);
    }
    struct location at = {path, 0, 0};
    tocsin_status status = file_digest(verifying->context, path, at, sha256, &bytes);
    if (status != TOCSIN_OK) {
        verifying->found->inputs_missing++;
        return status;
    }
    if (bytes == input->bytes && text_equal(sha256, input->sha256)) {
        return TOCSIN_OK;
    }
    verifying->found->inputs_changed++;
    snprintf(hint, sizeof hint, "SHA-256 is %s, was %s", sha256, input->sha256);
    return diagnostics_report(verifying->context, DIAGNOSTIC_VERIFY_INPUT_CHANGED, at, hint,
                              "is not what the run has read: %llu bytes, %llu then", (unsigned long long)bytes,
                              (unsigned long long)input->bytes);
}

/** Compares the file of an input; both lists are in nearly the same order, so that the search begins at `*next`. */
static tocsin_status compare_input(struct gathering *gathering, const struct saved_input *input, bool *matched,
                                   size_t *next)
{
    for (size_t i = 0; i < gathering->count; i++) {
        size_t at = (*next + i) % gathering->count;
        if (!matched[at] && is_same_file(&gathering->files[at], input)) {
            matched[at] = true;
            *next = at + 1;
            return compare(gathering->verifying, input, gathering->files[at].path);
        }
    }
    return report_missing(gathering->verifying, input, input->named);
}

static void report_new(struct gathering *gathering, const bool *matched)
{
    for (size_t i = 0; i < gathering->count; i++) {
        const struct named_file *file = &gathering->files[i];
        if (!matched[i]) {
            gathering->verifying->found->inputs_new++;
            diagnostics_report(gathering->verifying->context, DIAGNOSTIC_VERIFY_INPUT_NEW,
                               (struct location){file->path, 0, 0}, NULL, "%s%s%s would be read now, and was not then",
                               file->source ? "input of source '" : "table of the model",
                               file->source ? file->source : "", file->source ? "'" : "");
        }
    }
}

tocsin_status verify_inputs(struct verifying *verifying)
{
    struct gathering gathering = {.verifying = verifying};
    const struct saved_run *run = &verifying->run;
    size_t next = 0;
    tocsin_status status = gather(&gathering);
    bool *matched = arena_allocate(&verifying->arena, gathering.count, sizeof *matched);
    if (status != TOCSIN_OK || !matched) {
        return status != TOCSIN_OK ? status : TOCSIN_ERROR_MEMORY;
    }
    for (size_t i = 0; i < run->input_count; i++) {
        status = context_progress(verifying->context, "check", i, run->input_count);
        if (status == TOCSIN_OK) {
            status = compare_input(&gathering, &run->inputs[i], matched, &next);
        }
        if (diagnostics_stop(status)) {
            return status;
        }
    }
    report_new(&gathering, matched);
    verifying->found->inputs_compared = true;
    return TOCSIN_OK;
}
