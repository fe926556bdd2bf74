/** The public functions on explanations as a host meets them: arguments, lifetimes, outputs, failures. */
#include "suite.h"
#include "support.h"
#include <stdio.h>
#include <string.h>
#include <tocsin/tocsin.h>

static const char south_asia[] = TOCSIN_SOURCE_DIR "/models/south-asia.yaml";
static const tocsin_override weight = {"index.children[0].weight", "30"};

/** Text that a callback gathers; it refuses what comes after `limit` bytes. */
struct gathered {
    char text[1 << 19];
    size_t size, limit;
};

static int gather(void *user, const char *bytes, size_t size)
{
    struct gathered *gathered = user;
    if (size > gathered->limit - gathered->size) {
        return 1;
    }
    memcpy(gathered->text + gathered->size, bytes, size);
    gathered->size += size;
    gathered->text[gathered->size] = '\0';
    return 0;
}

static struct gathered *fresh(struct gathered *gathered)
{
    gathered->size = 0;
    gathered->limit = sizeof gathered->text - 1;
    gathered->text[0] = '\0';
    return gathered;
}

/** Loads the shipped model, also with another weight if asked for, and explains; the models are gone afterwards. */
static tocsin_status explain_shipped(tocsin_context *context, tocsin_explain_options options, int what_if,
                                     tocsin_explanation **explanation)
{
    tocsin_model *model = NULL;
    tocsin_model *other = NULL;
    tocsin_status status = tocsin_model_load(context, south_asia, NULL, 0, &model);
    if (status == TOCSIN_OK && what_if) {
        status = tocsin_model_load(context, south_asia, &weight, 1, &other);
    }
    if (status == TOCSIN_OK) {
        options.what_if = other;
        status = tocsin_explain(context, model, &options, explanation);
    }
    tocsin_model_destroy(other);
    tocsin_model_destroy(model);
    return status;
}

static void an_explanation_outlives_its_models(void)
{
    static struct gathered gathered;
    struct counted counted;
    tocsin_explanation *explanation = NULL;
    counted_begin(&counted);
    tocsin_explain_options options = {.region = "PAK", .period = "2023-08", .against = "IND"};
    CU_ASSERT_EQUAL_FATAL(explain_shipped(counted.context, options, 1, &explanation), TOCSIN_OK);
    CU_ASSERT_EQUAL(tocsin_explanation_write_text(counted.context, explanation, NULL, gather, fresh(&gathered)),
                    TOCSIN_OK);
    CU_ASSERT_PTR_NOT_NULL(strstr(gathered.text, "Pakistan (PAK), 2023-08\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(gathered.text, "\nAGAINST India (IND)\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(gathered.text, "\nWHAT IF index.children[0].weight=30\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(gathered.text, "conflict.csv:"));
    CU_ASSERT_EQUAL(tocsin_explanation_write_json(counted.context, explanation, NULL, gather, fresh(&gathered)),
                    TOCSIN_OK);
    CU_ASSERT_PTR_NOT_NULL(strstr(gathered.text, "{\n  \"schema\": \"tocsin/explanation/1\",\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(gathered.text, "\"heaviest\": [\n"));
    tocsin_explanation_destroy(explanation);
    CU_ASSERT(counted_end(&counted));
}

static void the_last_period_is_the_default(void)
{
    static struct gathered gathered;
    struct counted counted;
    tocsin_explanation *explanation = NULL;
    tocsin_output_options digits = {.has_digits = 1, .digits = 1};
    counted_begin(&counted);
    CU_ASSERT_EQUAL_FATAL(explain_shipped(counted.context, (tocsin_explain_options){.region = "MDV"}, 0, &explanation),
                          TOCSIN_OK);
    CU_ASSERT_EQUAL(tocsin_explanation_write_text(counted.context, explanation, &digits, gather, fresh(&gathered)),
                    TOCSIN_OK);
    CU_ASSERT_PTR_NOT_NULL(strstr(gathered.text, "Maldives (MDV), 2023-12\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(gathered.text, "rounded to 1 decimals here"));
    CU_ASSERT_PTR_NULL(strstr(gathered.text, "AGAINST"));
    CU_ASSERT_PTR_NULL(strstr(gathered.text, "WHAT IF"));
    tocsin_explanation_destroy(explanation);
    CU_ASSERT(counted_end(&counted));
}

static void arguments_are_checked(void)
{
    static struct gathered gathered;
    struct counted counted;
    tocsin_model *model = NULL;
    tocsin_explanation *explanation = NULL;
    tocsin_explain_options options = {.region = "PAK"};
    tocsin_explain_options nowhere = {.period = "2023-08"};
    tocsin_output_options digits = {.has_digits = 1, .digits = 16};
    counted_begin(&counted);
    CU_ASSERT_EQUAL_FATAL(tocsin_model_load(counted.context, south_asia, NULL, 0, &model), TOCSIN_OK);
    CU_ASSERT_EQUAL(tocsin_explain(NULL, model, &options, &explanation), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(tocsin_explain(counted.context, NULL, &options, &explanation), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(tocsin_explain(counted.context, model, NULL, &explanation), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(tocsin_explain(counted.context, model, &nowhere, &explanation), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(tocsin_explain(counted.context, model, &options, NULL), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_PTR_NULL(explanation);
    CU_ASSERT_EQUAL_FATAL(tocsin_explain(counted.context, model, &options, &explanation), TOCSIN_OK);
    CU_ASSERT_EQUAL(tocsin_explanation_write_text(NULL, explanation, NULL, gather, fresh(&gathered)),
                    TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(tocsin_explanation_write_text(counted.context, NULL, NULL, gather, &gathered),
                    TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(tocsin_explanation_write_json(counted.context, explanation, NULL, NULL, &gathered),
                    TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(tocsin_explanation_write_json(counted.context, explanation, &digits, gather, &gathered),
                    TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(gathered.size, 0);
    gathered.limit = 100;
    CU_ASSERT_EQUAL(tocsin_explanation_write_text(counted.context, explanation, NULL, gather, &gathered),
                    TOCSIN_ERROR_IO);
    tocsin_explanation_destroy(NULL);
    tocsin_explanation_destroy(explanation);
    tocsin_model_destroy(model);
    CU_ASSERT(counted_end(&counted));
}

static void what_is_not_there_is_told(void)
{
    static const struct {
        tocsin_explain_options options;
        int code;
        const char *text;
    } cases[] = {
        {{.region = "PAX"}, 6001, "'PAX' is not a region of the model"},
        {{.region = "PAK", .period = "2024-01"}, 6002, "period 2024-01 is not scored"},
        {{.region = "PAK", .period = "August"}, 6002, "'August' is not a month"},
        {{.region = "PAK", .against = "INDIA"}, 6001, "'INDIA' is not a region of the model"},
        {{.region = "PAK", .against = "PAK"}, 6301, "'PAK' cannot be explained against itself"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct counted counted;
        tocsin_explanation *explanation = NULL;
        counted_begin(&counted);
        CU_ASSERT_EQUAL(explain_shipped(counted.context, cases[i].options, 0, &explanation), TOCSIN_ERROR_ARGUMENT);
        CU_ASSERT_PTR_NULL(explanation);
        CU_ASSERT(diagnosed(counted.context, cases[i].code, cases[i].text));
        CU_ASSERT_EQUAL(tocsin_diagnostic_total(counted.context, TOCSIN_ERROR), 1);
        CU_ASSERT(counted_end(&counted));
    }
}

static int stop_at_once(void *user, const char *stage, uint64_t done, uint64_t total)
{
    (void)stage;
    (void)done;
    (void)total;
    return ++*(int *)user > 0;
}

static void stopping_and_lack_of_memory_leave_nothing(void)
{
    struct counted counted;
    tocsin_explanation *explanation = NULL;
    tocsin_explain_options options = {.region = "PAK", .against = "IND"};
    int calls = 0;
    counted_begin(&counted);
    CU_ASSERT_EQUAL(tocsin_context_set_progress(counted.context, stop_at_once, &calls), TOCSIN_OK);
    CU_ASSERT_EQUAL(explain_shipped(counted.context, options, 1, &explanation), TOCSIN_ERROR_INTERRUPTED);
    CU_ASSERT_PTR_NULL(explanation);
    CU_ASSERT(counted_end(&counted));
    size_t failed = 0;
    for (size_t after = 1; after < 40000; after += 1 + after / 9) {
        counted_begin(&counted);
        counted.calls = 0;
        counted.fail_after = after;
        tocsin_status status = explain_shipped(counted.context, options, 1, &explanation);
        counted.fail_after = SIZE_MAX;
        CU_ASSERT(status == TOCSIN_OK || status == TOCSIN_ERROR_MEMORY);
        CU_ASSERT((status == TOCSIN_OK) == (explanation != NULL));
        failed += status != TOCSIN_OK;
        tocsin_explanation_destroy(explanation);
        explanation = NULL;
        CU_ASSERT(counted_end(&counted));
    }
    CU_ASSERT(failed > 20);
}

static CU_TestInfo tests[] = {
    {"an explanation outlives its models", an_explanation_outlives_its_models},
    {"the last period is the default", the_last_period_is_the_default},
    {"arguments are checked", arguments_are_checked},
    {"what is not there is told", what_is_not_there_is_told},
    {"stopping and lack of memory leave nothing", stopping_and_lack_of_memory_leave_nothing},
    CU_TEST_INFO_NULL,
};

SUITE(explanation, tests)
