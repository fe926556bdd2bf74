/** The public functions on comparisons as a host meets them: arguments, rows, outputs, failures. */
#include "suite.h"
#include "support.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tocsin/tocsin.h>
#include <unistd.h>

enum { PATH_SIZE = 512 };

static const char rows_before[] = "region,period,x,y\nP,2020,12.5,3.25\nQ,2020,44.75,8.5\nR,2020,31,1.125\n"
                                  "P,2021,13.5,3.5\nQ,2021,40.25,\nR,2021,35,2.25\n";
static const char rows_after[] = "region,period,x,y\nP,2020,12.5,3.25\nQ,2020,44.75,8.5\nR,2020,31,1.125\n"
                                 "P,2021,17.5,3.5\nQ,2021,40.25,9.25\nR,2021,35,2.25\n";

struct gathered {
    char text[1 << 16];
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

/** Two run folders. */
struct folders {
    char a[PATH_SIZE], b[PATH_SIZE];
};

/** Runs a small model on `rows` into a folder of its own, whose path is written to `folder`. */
static void write_run(const char *rows, const char *index, const char *frequency, char folder[PATH_SIZE])
{
    char text[2048];
    char data[PATH_SIZE];
    struct counted counted;
    tocsin_model *model = NULL;
    tocsin_result *result = NULL;
    counted_begin(&counted);
    snprintf(data, sizeof data, "%s", temporary_file("data.csv", rows, strlen(rows)));
    int length = snprintf(text, sizeof text,
                          "tocsin: 1\nid: small\ntitle: Small\nperiods: {frequency: %s, from: 2020, to: 2021}\n"
                          "sources: {s: {format: series, file: \"%s\"}}\ndefaults: {normalise: {method: minmax}}\n"
                          "indicators: {x: {source: s}, y: {source: s}}\nindex: {id: risk, children: [%s]}\n"
                          "levels: {bands: [{id: low, from: 0}, {id: high, from: 50}]}\n",
                          frequency, data, index);
    const char *path = temporary_file("model.yaml", text, (size_t)length);
    tocsin_status status = tocsin_model_load(counted.context, path, NULL, 0, &model);
    if (status == TOCSIN_OK) {
        status = tocsin_run(counted.context, model, NULL, &result);
    }
    snprintf(folder, PATH_SIZE, "%s.run", path);
    if (status == TOCSIN_OK) {
        status = tocsin_result_write_folder(counted.context, result, folder, NULL);
    }
    if (status != TOCSIN_OK) {
        print_diagnostics(counted.context);
    }
    CU_ASSERT_EQUAL_FATAL(status, TOCSIN_OK);
    tocsin_result_destroy(result);
    tocsin_model_destroy(model);
    CU_ASSERT_TRUE(counted_end(&counted));
}

static const char *const even = "{indicator: x, weight: 1}, {indicator: y, weight: 1}";
static const char *const uneven = "{indicator: x, weight: 3}, {indicator: y, weight: 1}";

/** The second run has one value revised, one new, and other weights. */
static struct folders write_runs(void)
{
    struct folders folders;
    write_run(rows_before, even, "year", folders.a);
    write_run(rows_after, uneven, "year", folders.b);
    return folders;
}

static void arguments_are_checked(void)
{
    static struct gathered gathered;
    struct folders folders = write_runs();
    struct counted counted;
    counted_begin(&counted);
    tocsin_context *context = counted.context;
    tocsin_output_options digits = {.has_digits = 1, .digits = 16};
    tocsin_comparison *made = NULL;
    tocsin_comparison *none = NULL;
    tocsin_compared row;
    CU_ASSERT_EQUAL(tocsin_compare(NULL, folders.a, folders.b, NULL, &none), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(tocsin_compare(context, NULL, folders.b, NULL, &none), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(tocsin_compare(context, folders.a, NULL, NULL, &none), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(tocsin_compare(context, folders.a, folders.b, NULL, NULL), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(tocsin_compare(context, folders.a, "/nowhere/at/all", NULL, &none), TOCSIN_ERROR_NO_INPUT);
    CU_ASSERT_PTR_NULL(none);
    CU_ASSERT_EQUAL_FATAL(tocsin_compare(context, folders.a, folders.b, NULL, &made), TOCSIN_OK);
    CU_ASSERT_EQUAL(tocsin_comparison_row_count(NULL), 0);
    CU_ASSERT_EQUAL(tocsin_comparison_row_at(made, 0, NULL), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(tocsin_comparison_row_at(made, tocsin_comparison_row_count(made), &row), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_PTR_NULL(tocsin_comparison_table_name(NULL, 0));
    CU_ASSERT_PTR_NULL(tocsin_comparison_table_name(made, 5));
    fresh(&gathered);
    CU_ASSERT_EQUAL(tocsin_comparison_write_table(context, made, "rows", NULL, gather, &gathered),
                    TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(tocsin_comparison_write_table(context, made, NULL, NULL, gather, &gathered), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(tocsin_comparison_write_text(context, made, &digits, gather, &gathered), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(tocsin_comparison_write_json(context, made, NULL, NULL, NULL), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(tocsin_comparison_write_text(NULL, made, NULL, gather, &gathered), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(tocsin_comparison_write_folder(context, made, NULL, NULL), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(gathered.size, 0);
    tocsin_comparison_destroy(made);
    tocsin_comparison_destroy(NULL);
    CU_ASSERT_TRUE(counted_end(&counted));
}

/**
 * By hand. minmax onto 0..100: x runs from 12.5 to 44.75 in both; y from 1.125 to 8.5, and to 9.25 with the new value.
 * P in 2021: x of A (1 / 32.25), of B (5 / 32.25); y of A (2.375 / 7.375), with the new value (2.375 / 8.125).
 */
static void parts_are_those_of_a_calculation_by_hand(void)
{
    struct folders folders = write_runs();
    struct counted counted;
    counted_begin(&counted);
    tocsin_comparison *made = NULL;
    tocsin_compared row = {0};
    CU_ASSERT_EQUAL_FATAL(tocsin_compare(counted.context, folders.a, folders.b, NULL, &made), TOCSIN_OK);
    size_t count = tocsin_comparison_row_count(made);
    CU_ASSERT_EQUAL_FATAL(count, 6);
    double score[8];
    for (size_t set = 0; set < 8; set++) { /* 1: revised, 2: new, 4: weights */
        double x = 100 * (set & 1 ? 5 : 1) / 32.25;
        double y = 100 * 2.375 / (set & 2 ? 8.125 : 7.375);
        score[set] = set & 4 ? (3 * x + y) / 4 : (x + y) / 2;
    }
    double revised =
        (2 * (score[1] - score[0]) + (score[3] - score[2]) + (score[5] - score[4]) + 2 * (score[7] - score[6])) / 6;
    double new =
        (2 * (score[2] - score[0]) + (score[3] - score[1]) + (score[6] - score[4]) + 2 * (score[7] - score[5])) / 6;
    for (size_t i = 0; i < count; i++) {
        CU_ASSERT_EQUAL(tocsin_comparison_row_at(made, i, &row), TOCSIN_OK);
        CU_ASSERT_EQUAL(row.difference, row.score_b - row.score_a);
        double sum = row.data_revised + row.data_new + row.weights + row.method + row.regions;
        CU_ASSERT_DOUBLE_EQUAL(sum, row.difference, 1e-9);
        CU_ASSERT_EQUAL(row.method, 0);
        CU_ASSERT_EQUAL(row.regions, 0);
        if (strcmp(row.region, "P") == 0 && strcmp(row.period, "2021") == 0) {
            CU_ASSERT_DOUBLE_EQUAL(row.score_a, score[0], 1e-12);
            CU_ASSERT_DOUBLE_EQUAL(row.score_b, score[7], 1e-12);
            CU_ASSERT_DOUBLE_EQUAL(row.data_revised, revised, 1e-12);
            CU_ASSERT_DOUBLE_EQUAL(row.data_new, new, 1e-12);
            CU_ASSERT_DOUBLE_EQUAL(row.weights, score[7] - score[0] - revised - new, 1e-12);
            CU_ASSERT_EQUAL(row.rank_a, 3);
            CU_ASSERT_STRING_EQUAL(row.level_a, "low");
            CU_ASSERT_STRING_EQUAL(row.region_name, "P");
        }
    }
    tocsin_comparison_destroy(made);
    CU_ASSERT_TRUE(counted_end(&counted));
}

static void outputs_go_to_callbacks_and_folders(void)
{
    static struct gathered gathered;
    struct folders folders = write_runs();
    struct counted counted;
    counted_begin(&counted);
    tocsin_context *context = counted.context;
    tocsin_comparison *made = NULL;
    tocsin_compare_options options = {.command = "tocsin compare before after"};
    CU_ASSERT_EQUAL_FATAL(tocsin_compare(context, folders.a, folders.b, &options, &made), TOCSIN_OK);
    CU_ASSERT_STRING_EQUAL(tocsin_comparison_table_name(made, 0), "comparison");
    const char *name = NULL;
    for (size_t i = 0; (name = tocsin_comparison_table_name(made, i)); i++) {
        CU_ASSERT_EQUAL(tocsin_comparison_write_table(context, made, name, NULL, gather, fresh(&gathered)), TOCSIN_OK);
        CU_ASSERT(gathered.size > 4 && gathered.text[gathered.size - 1] == '\n');
    }
    CU_ASSERT_EQUAL(tocsin_comparison_write_json(context, made, NULL, gather, fresh(&gathered)), TOCSIN_OK);
    CU_ASSERT_PTR_NOT_NULL(strstr(gathered.text, "\"schema\": \"tocsin/comparison/1\""));
    CU_ASSERT_EQUAL(tocsin_comparison_write_text(context, made, NULL, gather, fresh(&gathered)), TOCSIN_OK);
    CU_ASSERT_PTR_NOT_NULL(strstr(gathered.text, "1 value of 'x' in 1 region is revised, 2021"));
    CU_ASSERT_PTR_NOT_NULL(strstr(gathered.text, "1 value of 'y' in 1 region is new, 2021"));
    CU_ASSERT_PTR_NULL(strstr(gathered.text, "/tmp/")); /* where on a machine it was is nobody's business */
    fresh(&gathered)->limit = 100;
    CU_ASSERT_EQUAL(tocsin_comparison_write_text(context, made, NULL, gather, &gathered), TOCSIN_ERROR_IO);
    char folder[2 * PATH_SIZE];
    char file[3 * PATH_SIZE];
    snprintf(folder, sizeof folder, "%s.compared", folders.b);
    CU_ASSERT_EQUAL(tocsin_comparison_write_folder(context, made, folder, NULL), TOCSIN_OK);
    static const char *const files[] = {"comparison.txt", "comparison.csv", "only_in_one.csv",  "causes.csv",
                                        "effects.csv",    "notes.csv",      "datapackage.json", "manifest.json"};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        snprintf(file, sizeof file, "%s/%s", folder, files[i]);
        CU_ASSERT_EQUAL(access(file, R_OK), 0);
    }
    CU_ASSERT_EQUAL(tocsin_comparison_write_folder(context, made, folder, NULL), TOCSIN_ERROR_CANNOT_CREATE);
    tocsin_output_options replace = {.replace = 1};
    CU_ASSERT_EQUAL(tocsin_comparison_write_folder(context, made, folder, &replace), TOCSIN_OK);
    /* A folder of a comparison is no run. */
    tocsin_comparison *none = NULL;
    CU_ASSERT_NOT_EQUAL(tocsin_compare(context, folders.a, folder, NULL, &none), TOCSIN_OK);
    CU_ASSERT_PTR_NULL(none);
    tocsin_comparison_destroy(made);
    CU_ASSERT_TRUE(counted_end(&counted));
}

/** Warnings of the runs were told by the runs: they do not fail a comparison, strict or not. */
static void strictness_is_of_the_comparison(void)
{
    static const char constant[] = "region,period,x,y\nP,2020,12.5,3\nQ,2020,44.75,3\nP,2021,13.5,3\nQ,2021,40.25,3\n";
    struct folders folders;
    write_run(constant, even, "year", folders.a);
    write_run(constant, uneven, "year", folders.b);
    struct counted counted;
    counted_begin(&counted);
    tocsin_comparison *made = NULL;
    CU_ASSERT_EQUAL(tocsin_context_set_strict(counted.context, 1), TOCSIN_OK);
    CU_ASSERT_EQUAL(tocsin_compare(counted.context, folders.a, folders.b, NULL, &made), TOCSIN_OK);
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(counted.context), 0);
    CU_ASSERT_EQUAL(tocsin_comparison_row_count(made), 0); /* y has no part in any score */
    tocsin_comparison_destroy(made);
    CU_ASSERT_TRUE(counted_end(&counted));
}

static void runs_of_other_frequencies_are_refused(void)
{
    struct folders folders;
    write_run(rows_before, even, "year", folders.a);
    write_run(rows_before, even, "quarter", folders.b);
    struct counted counted;
    counted_begin(&counted);
    tocsin_comparison *none = NULL;
    CU_ASSERT_EQUAL(tocsin_compare(counted.context, folders.a, folders.b, NULL, &none), TOCSIN_ERROR_DATA);
    CU_ASSERT_TRUE(diagnosed(counted.context, 7201, "'quarter'"));
    CU_ASSERT_PTR_NULL(none);
    CU_ASSERT_TRUE(counted_end(&counted));
}

static int stop_after(void *user, const char *stage, uint64_t done, uint64_t total)
{
    (void)done;
    (void)total;
    size_t *calls = user;
    return strcmp(stage, "compare") == 0 && (*calls)++ == 1;
}

static void it_can_be_interrupted(void)
{
    struct folders folders = write_runs();
    struct counted counted;
    counted_begin(&counted);
    size_t calls = 0;
    tocsin_comparison *none = NULL;
    CU_ASSERT_EQUAL(tocsin_context_set_progress(counted.context, stop_after, &calls), TOCSIN_OK);
    CU_ASSERT_EQUAL(tocsin_compare(counted.context, folders.a, folders.b, NULL, &none), TOCSIN_ERROR_INTERRUPTED);
    CU_ASSERT_EQUAL(calls, 2);
    CU_ASSERT_PTR_NULL(none);
    CU_ASSERT_TRUE(counted_end(&counted));
}

/** Without memory at some point: the status, nothing made, nothing left behind. */
static void memory_may_run_out_anywhere(void)
{
    struct folders folders = write_runs();
    tocsin_status status = TOCSIN_ERROR_MEMORY;
    for (size_t i = 0; status != TOCSIN_OK && i < 1000000; i += 1 + i / 128) {
        struct counted counted;
        tocsin_comparison *made = NULL;
        counted_begin(&counted);
        counted.calls = 0;
        counted.fail_after = i;
        status = tocsin_compare(counted.context, folders.a, folders.b, NULL, &made);
        counted.fail_after = SIZE_MAX;
        CU_ASSERT(status == TOCSIN_OK || status == TOCSIN_ERROR_MEMORY);
        CU_ASSERT_EQUAL(status == TOCSIN_OK, made != NULL);
        tocsin_comparison_destroy(made);
        CU_ASSERT_TRUE(counted_end(&counted));
    }
    CU_ASSERT_EQUAL(status, TOCSIN_OK);
}

static CU_TestInfo tests[] = {
    {"arguments are checked", arguments_are_checked},
    {"parts are those of a calculation by hand", parts_are_those_of_a_calculation_by_hand},
    {"outputs go to callbacks and folders", outputs_go_to_callbacks_and_folders},
    {"strictness is of the comparison", strictness_is_of_the_comparison},
    {"runs of other frequencies are refused", runs_of_other_frequencies_are_refused},
    {"it can be interrupted", it_can_be_interrupted},
    {"memory may run out anywhere", memory_may_run_out_anywhere},
    CU_TEST_INFO_NULL,
};

SUITE(comparison, tests)
