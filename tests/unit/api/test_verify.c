/** Verification through the public function: arguments, interruption, memory. What it finds is told in
 * tests/cli/verify-*. */
#include "report/place.h"
#include "suite.h"
#include "support.h"

struct verified {
    struct counted counted;
    size_t progress_calls, stop_at; /* told how far it is; the call at which to stop */
};

static void write_file(const char *name, const char *text)
{
    FILE *file = fopen(place_path(name), "w");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    CU_ASSERT_TRUE(fputs(text, file) >= 0);
    CU_ASSERT_EQUAL(fclose(file), 0);
}

static int told(void *user, const char *stage, uint64_t done, uint64_t total)
{
    struct verified *verified = user;
    CU_ASSERT_TRUE(stage[0] && done <= total);
    return verified->progress_calls++ == verified->stop_at;
}

/** A run of two indicators, two regions and two years, in the folder "run". */
static void begin(struct verified *verified)
{
    place_begin();
    *verified = (struct verified){.stop_at = SIZE_MAX};
    counted_begin(&verified->counted);
    write_file("model.yaml", "tocsin: 1\n"
                             "id: small\n"
                             "sources:\n"
                             "  numbers: {format: series, file: numbers.csv}\n"
                             "indicators:\n"
                             "  crime: {source: numbers, normalise: minmax}\n"
                             "  debt: {source: numbers, normalise: {method: goalposts, low: 40, high: 90}}\n"
                             "index: {id: risk, children: [{indicator: crime, weight: 2.5}, {indicator: debt}]}\n"
                             "levels: {bands: [{id: low, from: 0}, {id: high, from: 50}]}\n");
    write_file("numbers.csv", "region,period,crime,debt\nN,2022,12.5,60.25\nN,2023,14.75,61.5\n"
                              "S,2022,33.125,80\nS,2023,30.0625,79.5\n");
    tocsin_model *model = NULL;
    tocsin_result *result = NULL;
    tocsin_context *context = verified->counted.context;
    CU_ASSERT_EQUAL_FATAL(tocsin_model_load(context, place_path("model.yaml"), NULL, 0, &model), TOCSIN_OK);
    CU_ASSERT_EQUAL_FATAL(tocsin_run(context, model, NULL, &result), TOCSIN_OK);
    CU_ASSERT_EQUAL_FATAL(tocsin_result_write_folder(context, result, place_path("run"), NULL), TOCSIN_OK);
    tocsin_result_destroy(result);
    tocsin_model_destroy(model);
    tocsin_diagnostics_clear(context);
}

static void end(struct verified *verified)
{
    CU_ASSERT_TRUE(counted_end(&verified->counted));
    unlink(place_path("model.yaml"));
    unlink(place_path("numbers.csv"));
    place_end("run");
}

static tocsin_status verify(struct verified *verified, tocsin_verification *found)
{
    return tocsin_verify(verified->counted.context, place_path("run"), NULL, found);
}

static void arguments_are_checked(void)
{
    struct verified verified;
    tocsin_verification found = {.files = 5};
    begin(&verified);
    tocsin_context *context = verified.counted.context;
    CU_ASSERT_EQUAL(tocsin_verify(NULL, "run", NULL, &found), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(tocsin_verify(context, NULL, NULL, &found), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(tocsin_verify(context, "run", NULL, NULL), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(found.files, 5);
    CU_ASSERT_EQUAL(tocsin_verify(context, place_path("nothing"), NULL, &found), TOCSIN_ERROR_NO_INPUT);
    CU_ASSERT_EQUAL(found.files, 0);
    end(&verified);
}

/** The model is found above the folder, though its absolute path is not in the manifest. */
static void a_run_verifies(void)
{
    struct verified verified;
    tocsin_verification found;
    begin(&verified);
    size_t before = verified.counted.live;
    CU_ASSERT_EQUAL(verify(&verified, &found), TOCSIN_OK);
    CU_ASSERT_TRUE(found.model_found && !found.model_changed && found.inputs_compared && found.repeated);
    CU_ASSERT_EQUAL(found.inputs, 1);
    CU_ASSERT_EQUAL(found.files, place_count("run") - 1);
    CU_ASSERT_EQUAL(found.files_changed + found.files_missing + found.files_foreign + found.files_other, 0);
    CU_ASSERT_EQUAL(tocsin_diagnostic_total(verified.counted.context, TOCSIN_ERROR), 0);
    CU_ASSERT_TRUE(verified.counted.live <= before + 1); /* the list of diagnostics may have grown */
    end(&verified);
}

static void what_differs_is_counted(void)
{
    struct verified verified;
    tocsin_verification found;
    begin(&verified);
    write_file("numbers.csv", "region,period,crime,debt\nN,2022,12.5,60.25\n");
    write_file("run/summary.txt", "all is well\n");
    write_file("run/more.txt", "more\n");
    unlink(place_path("run/nodes.csv"));
    CU_ASSERT_EQUAL(verify(&verified, &found), TOCSIN_ERROR_DATA);
    CU_ASSERT_EQUAL(found.files_changed, 1);
    CU_ASSERT_EQUAL(found.files_missing, 1);
    CU_ASSERT_EQUAL(found.files_foreign, 1);
    CU_ASSERT_EQUAL(found.inputs_changed, 1);
    CU_ASSERT_FALSE(found.repeated);
    CU_ASSERT_EQUAL(tocsin_diagnostic_total(verified.counted.context, TOCSIN_ERROR), 4);
    end(&verified);
}

static void it_can_be_interrupted(void)
{
    struct verified verified;
    tocsin_verification found;
    begin(&verified);
    CU_ASSERT_EQUAL(tocsin_context_set_progress(verified.counted.context, told, &verified), TOCSIN_OK);
    CU_ASSERT_EQUAL(verify(&verified, &found), TOCSIN_OK);
    size_t calls = verified.progress_calls;
    CU_ASSERT_TRUE(calls > 20);
    for (size_t i = 0; i < calls; i++) {
        verified.stop_at = i;
        verified.progress_calls = 0;
        CU_ASSERT_EQUAL(verify(&verified, &found), TOCSIN_ERROR_INTERRUPTED);
    }
    end(&verified);
}

static void any_failed_allocation_is_told(void)
{
    struct verified verified;
    tocsin_verification found;
    begin(&verified);
    size_t before = verified.counted.live;
    size_t failures = 0;
    tocsin_status status = TOCSIN_ERROR_MEMORY;
    while (status != TOCSIN_OK) {
        tocsin_diagnostics_clear(verified.counted.context);
        verified.counted.calls = 0;
        verified.counted.fail_after = failures++;
        status = verify(&verified, &found);
        verified.counted.fail_after = SIZE_MAX;
        if (status != TOCSIN_OK && status != TOCSIN_ERROR_MEMORY) {
            print_diagnostics(verified.counted.context);
        }
        CU_ASSERT_TRUE_FATAL(status == TOCSIN_OK || status == TOCSIN_ERROR_MEMORY);
        CU_ASSERT_TRUE_FATAL(failures < 5000);
    }
    CU_ASSERT_TRUE(failures > 100);
    tocsin_diagnostics_clear(verified.counted.context);
    CU_ASSERT_TRUE(verified.counted.live <= before + 1);
    int next = dup(0); /* no file is left open */
    CU_ASSERT_TRUE(next < 20);
    close(next);
    end(&verified);
}

static CU_TestInfo tests[] = {
    {"arguments are checked", arguments_are_checked},
    {"a run verifies", a_run_verifies},
    {"what differs is counted", what_differs_is_counted},
    {"it can be interrupted", it_can_be_interrupted},
    {"any failed allocation is told", any_failed_allocation_is_told},
    CU_TEST_INFO_NULL,
};

SUITE(verify, tests)
