/** The public functions as a host meets them: arguments, lifetimes, and the host's own things left alone. */
#include "suite.h"
#include "support.h"
#include <gsl/gsl_errno.h>
#include <locale.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <tocsin/tocsin.h>

static const char south_asia[] = TOCSIN_SOURCE_DIR "/models/south-asia.yaml";

static void statuses_have_texts(void)
{
    for (tocsin_status status = TOCSIN_OK; status < TOCSIN_STATUS_END; status++) {
        CU_ASSERT_PTR_NOT_NULL_FATAL(tocsin_status_text(status));
        CU_ASSERT(strlen(tocsin_status_text(status)) > 0);
        for (tocsin_status other = TOCSIN_OK; other < status; other++) {
            CU_ASSERT_STRING_NOT_EQUAL(tocsin_status_text(status), tocsin_status_text(other));
        }
    }
    CU_ASSERT_PTR_NOT_NULL(tocsin_status_text(-1));
    CU_ASSERT_PTR_NOT_NULL(tocsin_status_text(TOCSIN_STATUS_END));
}

static void version_is_told(void)
{
    CU_ASSERT_PTR_NOT_NULL(strchr(tocsin_version(), '.'));
    CU_ASSERT_PTR_NOT_NULL(strstr(tocsin_build_information(), "gsl 2"));
    CU_ASSERT_PTR_NOT_NULL(strstr(tocsin_build_information(), "libcsv 3"));
}

static void null_arguments_are_refused(void)
{
    struct counted counted;
    counted_begin(&counted);
    tocsin_model *model = NULL;
    tocsin_result *result = NULL;
    CU_ASSERT_EQUAL(tocsin_context_create(NULL, NULL), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(tocsin_model_load(NULL, south_asia, NULL, 0, &model), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(tocsin_model_load(counted.context, NULL, NULL, 0, &model), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(tocsin_model_load(counted.context, south_asia, NULL, 1, &model), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(tocsin_run(counted.context, NULL, NULL, &result), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(tocsin_context_set_threads(counted.context, 0), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(tocsin_context_set_threads(counted.context, 257), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(tocsin_result_score_count(NULL), 0);
    CU_ASSERT_PTR_NULL(model);
    CU_ASSERT_PTR_NULL(result);
    tocsin_model_destroy(NULL);
    tocsin_result_destroy(NULL);
    tocsin_context_destroy(NULL);
    CU_ASSERT(counted_end(&counted));
}

/** Loads and runs a shipped model; the caller destroys both. */
static bool run_shipped(tocsin_context *context, const tocsin_run_options *options, tocsin_model **model,
                        tocsin_result **result)
{
    bool fine = tocsin_model_load(context, south_asia, NULL, 0, model) == TOCSIN_OK &&
                tocsin_run(context, *model, options, result) == TOCSIN_OK;
    if (!fine) {
        print_diagnostics(context);
    }
    return fine;
}

static void shipped_model_is_scored(void)
{
    struct counted counted;
    counted_begin(&counted);
    tocsin_model *model = NULL;
    tocsin_result *result = NULL;
    CU_ASSERT_FATAL(run_shipped(counted.context, NULL, &model, &result));
    CU_ASSERT_STRING_EQUAL(tocsin_model_id(model), "south-asia");
    CU_ASSERT_EQUAL(tocsin_result_score_count(result), 9 * 264);
    tocsin_model_destroy(model); /* a result outlives its model */

    tocsin_score score;
    CU_ASSERT_EQUAL_FATAL(tocsin_result_score_of(result, "PAK", "2023-08", &score), TOCSIN_OK);
    CU_ASSERT_STRING_EQUAL(score.period, "2023-08");
    CU_ASSERT_STRING_EQUAL(score.region, "PAK");
    CU_ASSERT_STRING_EQUAL(score.region_name, "Pakistan");
    CU_ASSERT(score.has_score && score.has_change);
    CU_ASSERT(score.score > 40 && score.score < 100);
    CU_ASSERT(score.rank >= 1 && score.rank <= 2);
    CU_ASSERT(score.coverage > 0.99);
    CU_ASSERT_PTR_NOT_NULL_FATAL(score.level);
    CU_ASSERT_STRING_EQUAL(score.level, tocsin_result_level(result, (size_t)score.level_index));
    CU_ASSERT_PTR_NULL(tocsin_result_level(result, 5));

    tocsin_score before;
    CU_ASSERT_EQUAL(tocsin_result_score_of(result, "PAK", "2023-07", &before), TOCSIN_OK);
    CU_ASSERT(close_to(score.score - before.score, score.change, 1e-12));
    CU_ASSERT_EQUAL(tocsin_result_score_of(result, "PAX", "2023-08", &score), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(tocsin_result_score_of(result, "PAK", "2024-08", &score), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(tocsin_result_score_at(result, 9 * 264, &score), TOCSIN_ERROR_ARGUMENT);
    tocsin_result_destroy(result);
    CU_ASSERT(counted_end(&counted));
}

static void reporting_less_changes_no_score(void)
{
    struct counted counted;
    counted_begin(&counted);
    const char *regions[] = {"PAK", "IND"};
    tocsin_run_options options = {.from = "2023-08", .to = "2023-08", .regions = regions, .region_count = 2};
    tocsin_model *model = NULL;
    tocsin_result *whole = NULL;
    tocsin_result *part = NULL;
    CU_ASSERT_FATAL(run_shipped(counted.context, NULL, &model, &whole));
    CU_ASSERT_EQUAL_FATAL(tocsin_run(counted.context, model, &options, &part), TOCSIN_OK);
    CU_ASSERT_EQUAL(tocsin_result_score_count(part), 2);
    for (size_t i = 0; i < 2; i++) {
        tocsin_score a;
        tocsin_score b;
        CU_ASSERT_EQUAL_FATAL(tocsin_result_score_at(part, i, &a), TOCSIN_OK);
        CU_ASSERT_EQUAL_FATAL(tocsin_result_score_of(whole, a.region, a.period, &b), TOCSIN_OK);
        CU_ASSERT(a.score == b.score && a.change == b.change && a.rank == b.rank);
    }
    tocsin_result_destroy(whole);
    tocsin_result_destroy(part);
    tocsin_model_destroy(model);
    CU_ASSERT(counted_end(&counted));
}

static void unknown_region_and_period_are_reported(void)
{
    struct counted counted;
    counted_begin(&counted);
    const char *regions[] = {"PAQ"};
    tocsin_run_options options = {.from = "1999-01", .regions = regions, .region_count = 1};
    tocsin_model *model = NULL;
    tocsin_result *result = NULL;
    CU_ASSERT_EQUAL_FATAL(tocsin_model_load(counted.context, south_asia, NULL, 0, &model), TOCSIN_OK);
    CU_ASSERT_EQUAL(tocsin_run(counted.context, model, &options, &result), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_PTR_NULL(result);
    CU_ASSERT(diagnosed(counted.context, 6001, "'PAQ'"));
    CU_ASSERT(diagnosed(counted.context, 6002, "1999-01"));
    tocsin_model_destroy(model);
    CU_ASSERT(counted_end(&counted));
}

static void overrides_are_obeyed(void)
{
    struct counted counted;
    counted_begin(&counted);
    tocsin_override zero = {"index.children[1].weight", "0"};
    tocsin_model *model = NULL;
    tocsin_result *result = NULL;
    tocsin_result *changed = NULL;
    CU_ASSERT_FATAL(run_shipped(counted.context, NULL, &model, &result));
    tocsin_model_destroy(model);
    CU_ASSERT_EQUAL_FATAL(tocsin_model_load(counted.context, south_asia, &zero, 1, &model), TOCSIN_OK);
    CU_ASSERT_EQUAL_FATAL(tocsin_run(counted.context, model, NULL, &changed), TOCSIN_OK);
    tocsin_score a;
    tocsin_score b;
    CU_ASSERT_EQUAL(tocsin_result_score_of(result, "PAK", "2023-08", &a), TOCSIN_OK);
    CU_ASSERT_EQUAL(tocsin_result_score_of(changed, "PAK", "2023-08", &b), TOCSIN_OK);
    CU_ASSERT(a.score != b.score);
    tocsin_model_destroy(model);
    tocsin_result_destroy(result);
    tocsin_result_destroy(changed);
    CU_ASSERT(counted_end(&counted));
}

static int collect(void *user, const char *bytes, size_t size)
{
    char *text = user;
    size_t length = strlen(text);
    if (length + size >= 65536) {
        return 1;
    }
    memcpy(text + length, bytes, size);
    text[length + size] = '\0';
    return 0;
}

static int refuse(void *user, const char *bytes, size_t size)
{
    (void)user;
    (void)bytes;
    (void)size;
    return 1;
}

static void documents_go_to_a_callback(void)
{
    static char text[65536];
    struct counted counted;
    counted_begin(&counted);
    tocsin_run_options options = {.from = "2023-08", .to = "2023-08"};
    tocsin_model *model = NULL;
    tocsin_result *result = NULL;
    CU_ASSERT_FATAL(run_shipped(counted.context, &options, &model, &result));
    const uint32_t documents[] = {TOCSIN_SCORES_CSV, TOCSIN_NODES_CSV, TOCSIN_INDICATORS_CSV, TOCSIN_SUMMARY_TEXT,
                                  TOCSIN_SCORES_JSON};
    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
        text[0] = '\0';
        CU_ASSERT_PTR_NOT_NULL(tocsin_document_name(documents[i]));
        CU_ASSERT_EQUAL(tocsin_result_write(counted.context, result, documents[i], NULL, collect, text), TOCSIN_OK);
        CU_ASSERT(strstr(text, "PAK") != NULL || strstr(text, "Pakistan") != NULL);
        CU_ASSERT_EQUAL(tocsin_result_write(counted.context, result, documents[i], NULL, refuse, NULL),
                        TOCSIN_ERROR_IO);
    }
    CU_ASSERT_PTR_NULL(tocsin_document_name(1U << 31));
    tocsin_output_options digits = {.has_digits = 1, .digits = 16};
    CU_ASSERT_EQUAL(tocsin_result_write(counted.context, result, TOCSIN_SCORES_CSV, &digits, collect, text),
                    TOCSIN_ERROR_ARGUMENT);
    tocsin_result_destroy(result);
    tocsin_model_destroy(model);
    CU_ASSERT(counted_end(&counted));
}

static int stop_at_once(void *user, const char *stage, uint64_t done, uint64_t total)
{
    (void)stage;
    (void)done;
    (void)total;
    ++*(int *)user;
    return 1;
}

static void cancelling_stops_and_leaves_nothing(void)
{
    struct counted counted;
    counted_begin(&counted);
    int calls = 0;
    tocsin_model *model = NULL;
    tocsin_result *result = NULL;
    CU_ASSERT_EQUAL_FATAL(tocsin_model_load(counted.context, south_asia, NULL, 0, &model), TOCSIN_OK);
    CU_ASSERT_EQUAL(tocsin_context_set_progress(counted.context, stop_at_once, &calls), TOCSIN_OK);
    CU_ASSERT_EQUAL(tocsin_run(counted.context, model, NULL, &result), TOCSIN_ERROR_INTERRUPTED);
    CU_ASSERT_EQUAL(calls, 1);
    CU_ASSERT_PTR_NULL(result);
    tocsin_model_destroy(model);
    CU_ASSERT(counted_end(&counted));
}

static unsigned host_errors;

static void host_handler(const char *reason, const char *file, int line, int code)
{
    (void)reason;
    (void)file;
    (void)line;
    (void)code;
    host_errors++;
}

static void host_keeps_its_handler_and_locale(void)
{
    gsl_error_handler_t *old = gsl_set_error_handler(host_handler);
    char locale_before[64];
    snprintf(locale_before, sizeof locale_before, "%s", setlocale(LC_ALL, NULL));
    locale_t thread_before = uselocale((locale_t)0);
    struct counted counted;
    counted_begin(&counted);
    tocsin_model *model = NULL;
    tocsin_result *result = NULL;
    CU_ASSERT_FATAL(run_shipped(counted.context, NULL, &model, &result));
    CU_ASSERT_EQUAL(host_errors, 0);
    gsl_error("an error of the host's own", __FILE__, __LINE__, GSL_EDOM);
    CU_ASSERT_EQUAL(host_errors, 1);
    CU_ASSERT_STRING_EQUAL(setlocale(LC_ALL, NULL), locale_before);
    CU_ASSERT(uselocale((locale_t)0) == thread_before);
    tocsin_result_destroy(result);
    tocsin_model_destroy(model);
    CU_ASSERT(counted_end(&counted));
    gsl_set_error_handler(old);
}

static void *run_in_thread(void *user)
{
    tocsin_context *context = NULL;
    tocsin_model *model = NULL;
    tocsin_result *result = NULL;
    tocsin_score score = {0};
    if (tocsin_context_create(NULL, &context) == TOCSIN_OK && run_shipped(context, NULL, &model, &result)) {
        tocsin_result_score_of(result, "PAK", "2023-08", &score);
    }
    *(double *)user = score.score;
    tocsin_result_destroy(result);
    tocsin_model_destroy(model);
    tocsin_context_destroy(context);
    return NULL;
}

static void contexts_are_independent(void)
{
    double scores[2] = {0};
    pthread_t threads[2];
    for (size_t i = 0; i < 2; i++) {
        CU_ASSERT_EQUAL_FATAL(pthread_create(&threads[i], NULL, run_in_thread, &scores[i]), 0);
    }
    for (size_t i = 0; i < 2; i++) {
        pthread_join(threads[i], NULL);
    }
    CU_ASSERT(scores[0] > 0);
    CU_ASSERT(scores[0] == scores[1]);
}

/** Loads and runs the shipped model with allocations failing from the given one on, or that one alone. */
static tocsin_status run_short_of_memory(struct counted *counted, size_t step)
{
    static const tocsin_run_options options = {.from = "2023-12"};
    tocsin_model *model = NULL;
    tocsin_result *result = NULL;
    counted->fail_after = counted->calls + step;
    tocsin_status status = tocsin_model_load(counted->context, south_asia, NULL, 0, &model);
    if (status == TOCSIN_OK) {
        status = tocsin_run(counted->context, model, &options, &result);
    }
    counted->fail_after = SIZE_MAX;
    tocsin_result_destroy(result);
    tocsin_model_destroy(model);
    tocsin_diagnostics_clear(counted->context);
    return status;
}

static void memory_failure_is_survived_everywhere(void)
{
    for (int once = 0; once <= 1; once++) {
        struct counted counted;
        counted_begin(&counted);
        counted.fail_once = once;
        size_t before = counted.calls;
        CU_ASSERT_EQUAL_FATAL(run_short_of_memory(&counted, SIZE_MAX / 2), TOCSIN_OK);
        size_t calls = counted.calls - before;
        CU_ASSERT(calls > 50);
        size_t live = counted.live;
        size_t survived = 0;
        for (size_t step = 0; step < calls; step = step < 200 ? step + 1 : step + step / 50) {
            tocsin_status status = run_short_of_memory(&counted, step);
            CU_ASSERT_EQUAL_FATAL(counted.live, live);
            /* A finding whose text finds no room is kept with the summary of its code: the run goes on. */
            survived += once && status == TOCSIN_OK;
            CU_ASSERT_FATAL(status == TOCSIN_ERROR_MEMORY || (once && status == TOCSIN_OK));
        }
        CU_ASSERT(survived <= 3);
        CU_ASSERT(counted_end(&counted));
    }
}

static void modules_describe_themselves(void)
{
    CU_ASSERT_EQUAL(tocsin_module_count(), 11);
    for (size_t i = 0; i < tocsin_module_count(); i++) {
        tocsin_module module;
        CU_ASSERT_EQUAL_FATAL(tocsin_module_at(i, &module), TOCSIN_OK);
        CU_ASSERT(module.name && module.title && module.text && module.input && module.direction && module.formula);
        CU_ASSERT(module.source && module.blind_spots);
        for (size_t k = 0; k < module.option_count; k++) {
            tocsin_module_option option;
            CU_ASSERT_EQUAL_FATAL(tocsin_module_option_at(i, k, &option), TOCSIN_OK);
            CU_ASSERT(option.name && option.type && option.text);
        }
        tocsin_module_option beyond;
        CU_ASSERT_EQUAL(tocsin_module_option_at(i, module.option_count, &beyond), TOCSIN_ERROR_ARGUMENT);
    }
    tocsin_module beyond;
    CU_ASSERT_EQUAL(tocsin_module_at(tocsin_module_count(), &beyond), TOCSIN_ERROR_ARGUMENT);
}

static CU_TestInfo tests[] = {
    {"statuses have texts", statuses_have_texts},
    {"version is told", version_is_told},
    {"null arguments are refused", null_arguments_are_refused},
    {"shipped model is scored", shipped_model_is_scored},
    {"reporting less changes no score", reporting_less_changes_no_score},
    {"unknown region and period are reported", unknown_region_and_period_are_reported},
    {"overrides are obeyed", overrides_are_obeyed},
    {"documents go to a callback", documents_go_to_a_callback},
    {"cancelling stops and leaves nothing", cancelling_stops_and_leaves_nothing},
    {"host keeps its handler and locale", host_keeps_its_handler_and_locale},
    {"contexts are independent", contexts_are_independent},
    {"memory failure is survived everywhere", memory_failure_is_survived_everywhere},
    {"modules describe themselves", modules_describe_themselves},
    CU_TEST_INFO_NULL,
};
SUITE(library, tests)
