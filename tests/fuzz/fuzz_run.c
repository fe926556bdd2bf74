/**
 * libFuzzer target: a whole run. The input is a model and, each behind a line of '%%%', the files data.csv, regions.csv
 * and neighbours.csv beside it, and the choices of the caller: the first and the last period reported, a region, an
 * override, and `strict` or not, a line each. What can be scored is analysed, and written in every form: the tables
 * must be read by our own reader, JSON by another one.
 */
#include "base/text.h"
#include "input/csv_reader.h"
#include "json.h"
#include "target.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { FILES = 4, BUDGET = 16 << 20, LONGEST_OUTPUT = 1 << 20, MOST_SECONDS = 2, MOST_EXPLAINED = 3 };

static const char divider[] = "\n%%%\n";

/** Bytes that an output wrote. What is very long is refused: it says no more than what is short. */
struct written {
    char *bytes;
    size_t size;
    size_t capacity;
    bool refused;
};

static int take_bytes(void *user, const char *bytes, size_t size)
{
    struct written *written = user;
    require(!written->refused, "an output that was refused is not written on");
    if (size > LONGEST_OUTPUT - written->size) {
        written->refused = true;
        return 1;
    }
    if (written->size + size > written->capacity) {
        written->capacity = 2 * (written->size + size);
        written->bytes = realloc(written->bytes, written->capacity);
        require(written->bytes != NULL, "there is memory for an output");
    }
    if (size > 0) {
        memcpy(written->bytes + written->size, bytes, size);
    }
    written->size += size;
    return 0;
}

/** An output is whole, or refused, or there is no memory. */
static bool is_whole(const struct written *written, tocsin_status status)
{
    require(written->refused ? status == TOCSIN_ERROR_IO : status == TOCSIN_OK || status == TOCSIN_ERROR_MEMORY,
            "an output can be written, and fails if it is refused");
    return status == TOCSIN_OK;
}

/** A run that is merely long is not what is looked for. */
static int stop_late(void *user, const char *stage, uint64_t done, uint64_t total)
{
    const struct timespec *began = user;
    struct timespec now;
    require(stage != NULL && (total == 0 || done <= total), "a stage is no further than its end");
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return now.tv_sec - began->tv_sec > MOST_SECONDS;
}

static tocsin_status count_row(void *user, const struct csv_row *row)
{
    (void)row;
    ++*(size_t *)user;
    return TOCSIN_OK;
}

/** A table is read back by the engine's own reader. Returns its rows. */
static size_t check_table(const struct written *written)
{
    struct target target;
    target_begin(&target, 4 * (size_t)BUDGET);
    struct csv_options options = {.delimiter = ',', .quoted = true, .has_header = true};
    struct byte_stream *stream = NULL;
    struct csv_reader *reader = NULL;
    size_t rows = 0;
    require(byte_stream_memory(target.context, written->bytes, written->size, "output.csv", &stream) == TOCSIN_OK &&
                csv_reader_open(target.context, stream, &options, &reader) == TOCSIN_OK &&
                csv_reader_each(reader, count_row, &rows) == TOCSIN_OK,
            "a table that is written can be read");
    csv_reader_close(target.context, reader);
    target_end(&target);
    return rows;
}

static void check_document(tocsin_context *context, const tocsin_result *result, uint32_t document)
{
    struct written written = {.bytes = NULL};
    tocsin_status status = tocsin_result_write(context, result, document, NULL, take_bytes, &written);
    bool whole = is_whole(&written, status);
    if (whole && document == TOCSIN_SCORES_JSON) {
        require(json_is_valid(written.bytes, written.size), "JSON that is written can be read");
    } else if (whole && document != TOCSIN_SUMMARY_TEXT) {
        size_t rows = check_table(&written);
        require(document != TOCSIN_SCORES_CSV || rows == tocsin_result_score_count(result), "a score is a row");
    }
    free(written.bytes);
}

static void check_score(const tocsin_score *score)
{
    require_text(score->region, strlen(score->region), "a region is a text");
    require_text(score->period, strlen(score->period), "a period is a text");
    require(!score->has_score || isfinite(score->score), "a score is finite");
    require(!score->has_change || isfinite(score->change), "a change is finite");
    require(score->coverage >= 0 && score->coverage <= 1 + 1e-9, "coverage is a share");
    require(score->imputed >= 0 && score->imputed <= 1 + 1e-9, "what is imputed is a share");
    require(score->has_score == (score->rank > 0), "what has a score has a rank");
    require((score->level == NULL) == (score->level_index < 0), "a level has a position");
}

static void check_result(tocsin_context *context, const tocsin_result *result)
{
    size_t count = tocsin_result_score_count(result);
    for (size_t i = 0; i < count; i++) {
        tocsin_score score;
        require(tocsin_result_score_at(result, i, &score) == TOCSIN_OK, "a score can be had");
        check_score(&score);
        require(!score.level || strcmp(score.level, tocsin_result_level(result, (size_t)score.level_index)) == 0,
                "a level is one of the model's");
        if (i < MOST_EXPLAINED) {
            tocsin_score again;
            require(tocsin_result_score_of(result, score.region, score.period, &again) == TOCSIN_OK &&
                        again.score == score.score && again.rank == score.rank,
                    "a score is found by its region and period");
        }
    }
    for (uint32_t document = TOCSIN_SCORES_CSV; document <= TOCSIN_SCORES_JSON; document *= 2) {
        check_document(context, result, document);
    }
}

/** What a caller may ask for; NULL: nothing. */
struct choices {
    char *text;
    char *from, *to, *region, *path, *value;
    int strict;
};

/** Cuts a text off at a separator. Returns what is behind it; NULL: nothing. */
static char *cut(char *text, char separator)
{
    char *end = text ? strchr(text, separator) : NULL;
    if (!end) {
        return NULL;
    }
    *end = '\0';
    return end + 1;
}

/** An empty line stands for no choice. */
static char *choice(char *line)
{
    return line && *line ? line : NULL;
}

static struct choices read_choices(const uint8_t *bytes, size_t size)
{
    struct choices choices = {.text = copy_text(bytes, size)};
    char *to = cut(choices.text, '\n');
    char *region = cut(to, '\n');
    char *path = cut(region, '\n');
    char *strict = cut(path, '\n');
    choices.strict = strict && strncmp(strict, "strict", strlen("strict")) == 0;
    choices.value = cut(path, '=');
    choices.from = choice(choices.text);
    choices.to = choice(to);
    choices.region = choice(region);
    choices.path = choices.value ? choice(path) : NULL;
    return choices;
}

/** Writes the parts of the input, each into its file. Returns the path of the model. */
static const char *write_files(const uint8_t *bytes, size_t size, struct choices *choices)
{
    static const char *const file_names[FILES] = {"model.yaml", "data.csv", "regions.csv", "neighbours.csv"};
    const char *model = NULL;
    for (size_t i = 0; i < FILES; i++) {
        const uint8_t *end = size > 0 ? memmem(bytes, size, divider, sizeof divider - 1) : NULL;
        size_t length = end ? (size_t)(end - bytes) + 1 : size;
        const char *path = target_file(file_names[i], bytes, length);
        model = i == 0 ? path : model;
        size_t passed = end ? length + sizeof divider - 2 : size;
        bytes += passed;
        size -= passed;
    }
    *choices = read_choices(bytes, size);
    return model;
}

/** Writes the run folder and reads what is JSON in it. */
static void check_folder(tocsin_context *context, const tocsin_result *result)
{
    tocsin_output_options options = {.documents = TOCSIN_SUMMARY_TEXT, .replace = 1, .has_digits = 1, .digits = 3};
    const char *folder = target_path("out");
    tocsin_status status = tocsin_result_write_folder(context, result, folder, &options);
    require(status == TOCSIN_OK || status == TOCSIN_ERROR_MEMORY || status == TOCSIN_ERROR_INTERRUPTED,
            "a run folder can be written");
    static const char *const documents[] = {"out/manifest.json", "out/datapackage.json"};
    for (size_t i = 0; i < 2 && status == TOCSIN_OK; i++) {
        size_t size = 0;
        char *text = target_read(documents[i], &size);
        require(json_is_valid(text, size), "a manifest is JSON");
        free(text);
    }
}

static void check_findings(const tocsin_analysis *analysis)
{
    int32_t before = TOCSIN_CONCERN_SERIOUS;
    for (size_t i = 0; i < tocsin_analysis_finding_count(analysis); i++) {
        tocsin_finding finding;
        require(tocsin_analysis_finding_at(analysis, i, &finding) == TOCSIN_OK, "a finding can be had");
        require_text(finding.text, strlen(finding.text), "a finding is a text");
        require(finding.concern <= before && finding.concern >= TOCSIN_CONCERN_NOTE, "the serious ones come first");
        before = finding.concern;
    }
}

/** What can be scored can be analysed, and its tables can be read. */
static void check_analysis(tocsin_context *context, const tocsin_model *model, const tocsin_run_options *options)
{
    tocsin_analysis *analysis = NULL;
    tocsin_status status = tocsin_analyse(context, model, options, &analysis);
    require(status == TOCSIN_OK || status == TOCSIN_ERROR_MEMORY || status == TOCSIN_ERROR_INTERRUPTED,
            "what can be scored can be analysed");
    require((status == TOCSIN_OK) == (analysis != NULL), "an analysis is there exactly if it went well");
    check_findings(analysis);
    const char *name = NULL;
    for (size_t i = 0; (name = tocsin_analysis_table_name(analysis, i)); i++) {
        struct written written = {.bytes = NULL};
        if (is_whole(&written, tocsin_analysis_write_table(context, analysis, name, NULL, take_bytes, &written))) {
            check_table(&written);
        }
        free(written.bytes);
    }
    if (analysis) {
        struct written page = {.bytes = NULL};
        if (is_whole(&page, tocsin_analysis_write_text(context, analysis, NULL, take_bytes, &page))) {
            size_t bad;
            require(text_is_utf8(page.bytes, page.size, &bad), "a page is text");
        }
        free(page.bytes);
    }
    tocsin_analysis_destroy(analysis);
}

/** Both renderings of an explanation: a text, and JSON. */
static void check_explanation(tocsin_context *context, const tocsin_explanation *explanation)
{
    struct written page = {.bytes = NULL};
    struct written json = {.bytes = NULL};
    size_t bad;
    if (is_whole(&page, tocsin_explanation_write_text(context, explanation, NULL, take_bytes, &page))) {
        require(text_is_utf8(page.bytes, page.size, &bad), "an explanation is text");
    }
    if (is_whole(&json, tocsin_explanation_write_json(context, explanation, NULL, take_bytes, &json))) {
        require(json_is_valid(json.bytes, json.size), "an explanation is JSON");
    }
    free(page.bytes);
    free(json.bytes);
}

/** What can be scored can be explained: some scores, against the region before, and as the model would be. */
static void check_explanations(tocsin_context *context, const tocsin_model *model, const tocsin_model *what_if,
                               const tocsin_result *result)
{
    size_t count = tocsin_result_score_count(result);
    const char *before = NULL;
    for (size_t i = 0; i < count && i < MOST_EXPLAINED; i++) {
        tocsin_score score;
        require(tocsin_result_score_at(result, i, &score) == TOCSIN_OK, "a score can be had");
        tocsin_explain_options options = {.region = score.region,
                                          .period = score.period,
                                          .against = before && strcmp(before, score.region) != 0 ? before : NULL,
                                          .what_if = i == 0 ? what_if : NULL};
        tocsin_explanation *explanation = NULL;
        tocsin_status status = tocsin_explain(context, model, &options, &explanation);
        require(status == TOCSIN_OK || status == TOCSIN_ERROR_MEMORY || status == TOCSIN_ERROR_INTERRUPTED ||
                    options.what_if,
                "what can be scored can be explained");
        require((status == TOCSIN_OK) == (explanation != NULL), "an explanation is there exactly if it went well");
        if (explanation) {
            check_explanation(context, explanation);
        }
        tocsin_explanation_destroy(explanation);
        before = score.region;
    }
}

/** The model as it is, with the one that the caller's key makes of it. */
static void explain_result(tocsin_context *context, const char *path, const struct choices *choices,
                           const tocsin_model *model, const tocsin_result *result)
{
    tocsin_model *plain = NULL;
    if (!choices->path) {
        check_explanations(context, model, NULL, result);
    } else if (tocsin_model_load(context, path, NULL, 0, &plain) == TOCSIN_OK) {
        tocsin_result *as_it_is = NULL;
        if (tocsin_run(context, plain, NULL, &as_it_is) == TOCSIN_OK) {
            check_explanations(context, plain, model, as_it_is);
        }
        tocsin_result_destroy(as_it_is);
    }
    tocsin_model_destroy(plain);
    tocsin_diagnostics_clear(context); /* what the other model had to say is not about this run */
}

static tocsin_status load_and_run(tocsin_context *context, const char *path, const struct choices *choices,
                                  bool analysed, tocsin_result **result)
{
    tocsin_override override = {choices->path, choices->value};
    const char *regions[] = {choices->region};
    tocsin_run_options options = {.from = choices->from,
                                  .to = choices->to,
                                  .regions = choices->region ? regions : NULL,
                                  .region_count = choices->region != NULL,
                                  .command = choices->region};
    tocsin_model *model = NULL;
    tocsin_status status = tocsin_model_load(context, path, &override, choices->path != NULL, &model);
    require((status == TOCSIN_OK) == (model != NULL), "a model is there exactly if it is good");
    if (status == TOCSIN_OK) {
        require_text(tocsin_model_id(model), strlen(tocsin_model_id(model)), "a model has an id");
        require_text(tocsin_model_title(model), strlen(tocsin_model_title(model)), "a model has a title");
        status = tocsin_run(context, model, &options, result);
        require((status == TOCSIN_OK) == (*result != NULL), "a result is there exactly if the run went well");
        if (status == TOCSIN_OK && analysed && !choices->region) {
            check_analysis(context, model, &options);
        }
        if (status == TOCSIN_OK && analysed) {
            explain_result(context, path, choices, model, *result);
        }
    }
    tocsin_model_destroy(model); /* the result outlives it */
    return status;
}

/** One run, as a host would do it. */
static tocsin_status run_once(const char *path, const struct choices *choices, unsigned threads, struct written *nodes)
{
    struct target target;
    target_begin(&target, BUDGET);
    scope_leave(&target.scope); /* the public functions enter it */
    struct timespec began;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &began);
    tocsin_context_set_progress(target.context, stop_late, &began);
    tocsin_context_set_threads(target.context, threads);
    tocsin_context_set_strict(target.context, choices->strict);
    tocsin_result *result = NULL;
    tocsin_status status = load_and_run(target.context, path, choices, threads == 1, &result);
    require(status != TOCSIN_ERROR_INTERNAL, "nothing impossible happens");
    bool errors = tocsin_diagnostic_total(target.context, TOCSIN_ERROR) > 0;
    require(status == TOCSIN_OK || errors || status == TOCSIN_ERROR_MEMORY || status == TOCSIN_ERROR_INTERRUPTED,
            "a failure is explained");
    require(status != TOCSIN_OK || !errors, "there is no result beside an error");
    if (result) {
        check_result(target.context, result);
        if (threads == 1) {
            check_folder(target.context, result);
        }
        status = tocsin_result_write(target.context, result, TOCSIN_NODES_CSV, NULL, take_bytes, nodes);
        is_whole(nodes, status);
        tocsin_result_destroy(result);
    }
    scope_enter(&target.scope);
    target_end(&target);
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct choices choices;
    const char *path = write_files(bytes, size, &choices);
    struct written one = {.bytes = NULL};
    struct written two = {.bytes = NULL};
    if (run_once(path, &choices, 1, &one) == TOCSIN_OK && run_once(path, &choices, 2, &two) == TOCSIN_OK) {
        require(one.size == two.size && memcmp(one.bytes, two.bytes, one.size) == 0,
                "the same input gives the same output, however many threads there are");
    }
    free(one.bytes);
    free(two.bytes);
    free(choices.text);
    return 0;
}
