/** The public functions on analyses as a host meets them: arguments, lifetimes, outputs, failures. */
#include "suite.h"
#include "support.h"
#include <stdio.h>
#include <string.h>
#include <tocsin/tocsin.h>
#include <unistd.h>

static const char south_asia[] = TOCSIN_SOURCE_DIR "/models/south-asia.yaml";
static const tocsin_run_options last_year = {.from = "2023-01"};

/** Text that a callback gathers; it refuses what comes after `limit` bytes. */
struct gathered {
    char text[1 << 20];
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

/** Loads and analyses the shipped model, which is gone by the time that this returns. */
static tocsin_status analyse_shipped(tocsin_context *context, const tocsin_run_options *options,
                                     tocsin_analysis **analysis)
{
    tocsin_model *model = NULL;
    tocsin_status status = tocsin_model_load(context, south_asia, NULL, 0, &model);
    if (status == TOCSIN_OK) {
        status = tocsin_analyse(context, model, options, analysis);
    }
    tocsin_model_destroy(model);
    return status;
}

static void arguments_are_checked(void)
{
    static struct gathered gathered;
    struct counted counted;
    counted_begin(&counted);
    const char *regions[] = {"PAK"};
    tocsin_run_options part = {.regions = regions, .region_count = 1};
    tocsin_output_options digits = {.has_digits = 1, .digits = 16};
    tocsin_model *model = NULL;
    tocsin_analysis *analysis = NULL;
    tocsin_analysis *none = NULL;
    tocsin_finding finding;
    CU_ASSERT_EQUAL_FATAL(tocsin_model_load(counted.context, south_asia, NULL, 0, &model), TOCSIN_OK);
    CU_ASSERT_EQUAL(tocsin_analyse(NULL, model, NULL, &none), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(tocsin_analyse(counted.context, NULL, NULL, &none), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(tocsin_analyse(counted.context, model, NULL, NULL), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(tocsin_analyse(counted.context, model, &part, &none), TOCSIN_ERROR_ARGUMENT);
    part = (tocsin_run_options){.from = "1999-01"};
    CU_ASSERT_EQUAL(tocsin_analyse(counted.context, model, &part, &none), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT(diagnosed(counted.context, 6002, "1999-01"));
    CU_ASSERT_PTR_NULL(none);
    CU_ASSERT_EQUAL_FATAL(tocsin_analyse(counted.context, model, &last_year, &analysis), TOCSIN_OK);
    tocsin_model_destroy(model);
    CU_ASSERT_EQUAL(tocsin_analysis_table_count(NULL), 0);
    CU_ASSERT_PTR_NULL(tocsin_analysis_table_name(NULL, 0));
    CU_ASSERT_PTR_NULL(tocsin_analysis_table_name(analysis, tocsin_analysis_table_count(analysis)));
    CU_ASSERT_EQUAL(tocsin_analysis_finding_count(NULL), 0);
    CU_ASSERT_EQUAL(tocsin_analysis_finding_at(analysis, 0, NULL), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(tocsin_analysis_finding_at(analysis, tocsin_analysis_finding_count(analysis), &finding),
                    TOCSIN_ERROR_ARGUMENT);
    fresh(&gathered);
    CU_ASSERT_EQUAL(tocsin_analysis_write_table(counted.context, analysis, "statistic", NULL, gather, &gathered),
                    TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(tocsin_analysis_write_table(counted.context, analysis, NULL, NULL, gather, &gathered),
                    TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(tocsin_analysis_write_table(counted.context, analysis, "statistics", &digits, gather, &gathered),
                    TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(tocsin_analysis_write_text(counted.context, analysis, &digits, gather, &gathered),
                    TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(tocsin_analysis_write_text(counted.context, analysis, NULL, NULL, NULL), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(tocsin_analysis_write_folder(counted.context, analysis, NULL, NULL), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(tocsin_analysis_write_folder(counted.context, analysis, "/tmp/x", &digits), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(gathered.size, 0);
    tocsin_analysis_destroy(analysis);
    tocsin_analysis_destroy(NULL);
    CU_ASSERT(counted_end(&counted));
}

static void findings_are_told_the_worst_first(void)
{
    struct counted counted;
    counted_begin(&counted);
    tocsin_analysis *analysis = NULL;
    CU_ASSERT_EQUAL_FATAL(analyse_shipped(counted.context, NULL, &analysis), TOCSIN_OK);
    CU_ASSERT_FATAL(tocsin_analysis_finding_count(analysis) > 5);
    int32_t before = TOCSIN_CONCERN_SERIOUS;
    for (size_t i = 0; i < tocsin_analysis_finding_count(analysis); i++) {
        tocsin_finding finding;
        CU_ASSERT_EQUAL_FATAL(tocsin_analysis_finding_at(analysis, i, &finding), TOCSIN_OK);
        CU_ASSERT(finding.concern >= TOCSIN_CONCERN_NOTE && finding.concern <= before);
        CU_ASSERT(strlen(finding.text) > 20);
        before = finding.concern;
        size_t table = 0;
        const char *name = NULL;
        while ((name = tocsin_analysis_table_name(analysis, table)) && strcmp(name, finding.table) != 0) {
            table++;
        }
        CU_ASSERT_PTR_NOT_NULL(name); /* the table with the numbers is there */
    }
    tocsin_analysis_destroy(analysis);
    CU_ASSERT(counted_end(&counted));
}

static void all_tables_and_the_page_go_to_a_callback(void)
{
    static struct gathered gathered;
    struct counted counted;
    counted_begin(&counted);
    tocsin_analysis *analysis = NULL;
    CU_ASSERT_EQUAL_FATAL(analyse_shipped(counted.context, &last_year, &analysis), TOCSIN_OK);
    CU_ASSERT(tocsin_analysis_table_count(analysis) > 8);
    CU_ASSERT_STRING_EQUAL(tocsin_analysis_table_name(analysis, 0), "findings");
    for (size_t i = 0; i < tocsin_analysis_table_count(analysis); i++) {
        const char *name = tocsin_analysis_table_name(analysis, i);
        CU_ASSERT_EQUAL(tocsin_analysis_write_table(counted.context, analysis, name, NULL, gather, fresh(&gathered)),
                        TOCSIN_OK);
        CU_ASSERT(gathered.size > 20 && gathered.text[gathered.size - 1] == '\n');
        gathered.limit = fresh(&gathered)->size;
        CU_ASSERT_EQUAL(tocsin_analysis_write_table(counted.context, analysis, name, NULL, gather, &gathered),
                        TOCSIN_ERROR_IO);
    }
    CU_ASSERT_EQUAL(tocsin_analysis_write_text(counted.context, analysis, NULL, gather, fresh(&gathered)), TOCSIN_OK);
    CU_ASSERT_PTR_NOT_NULL(strstr(gathered.text, "in 12 periods,"));
    CU_ASSERT_PTR_NOT_NULL(strstr(gathered.text, "WHAT TO WORRY ABOUT"));
    gathered.limit = fresh(&gathered)->size;
    CU_ASSERT_EQUAL(tocsin_analysis_write_text(counted.context, analysis, NULL, gather, &gathered), TOCSIN_ERROR_IO);
    tocsin_analysis_destroy(analysis);
    CU_ASSERT(counted_end(&counted));
}

static void a_folder_is_written_and_replaced_when_asked(void)
{
    struct counted counted;
    counted_begin(&counted);
    char place[] = "/tmp/tocsin-api-XXXXXX";
    char folder[64];
    char file[128];
    tocsin_output_options replace = {.replace = 1, .has_digits = 1, .digits = 3};
    tocsin_analysis *analysis = NULL;
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(place));
    snprintf(folder, sizeof folder, "%s/analysis", place);
    CU_ASSERT_EQUAL_FATAL(analyse_shipped(counted.context, &last_year, &analysis), TOCSIN_OK);
    CU_ASSERT_EQUAL(tocsin_analysis_write_folder(counted.context, analysis, folder, NULL), TOCSIN_OK);
    CU_ASSERT_EQUAL(tocsin_analysis_write_folder(counted.context, analysis, folder, NULL), TOCSIN_ERROR_CANNOT_CREATE);
    CU_ASSERT_EQUAL(tocsin_analysis_write_folder(counted.context, analysis, folder, &replace), TOCSIN_OK);
    static const char *const others[] = {"analysis.txt", "datapackage.json", "manifest.json"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        snprintf(file, sizeof file, "%s/%s", folder, others[i]);
        CU_ASSERT_EQUAL(unlink(file), 0);
    }
    for (size_t i = 0; i < tocsin_analysis_table_count(analysis); i++) {
        snprintf(file, sizeof file, "%s/%s.csv", folder, tocsin_analysis_table_name(analysis, i));
        CU_ASSERT_EQUAL(unlink(file), 0);
    }
    CU_ASSERT_EQUAL(rmdir(folder), 0); /* so there was nothing else in it */
    CU_ASSERT_EQUAL(rmdir(place), 0);
    tocsin_analysis_destroy(analysis);
    CU_ASSERT(counted_end(&counted));
}

static void threads_change_no_byte(void)
{
    static struct gathered one;
    static struct gathered many;
    struct counted counted;
    counted_begin(&counted);
    tocsin_analysis *first = NULL;
    tocsin_analysis *second = NULL;
    CU_ASSERT_EQUAL_FATAL(analyse_shipped(counted.context, NULL, &first), TOCSIN_OK);
    CU_ASSERT_EQUAL(tocsin_context_set_threads(counted.context, 3), TOCSIN_OK);
    CU_ASSERT_EQUAL_FATAL(analyse_shipped(counted.context, NULL, &second), TOCSIN_OK);
    const char *name = NULL;
    for (size_t i = 0; (name = tocsin_analysis_table_name(first, i)); i++) {
        CU_ASSERT_EQUAL(tocsin_analysis_write_table(counted.context, first, name, NULL, gather, fresh(&one)),
                        TOCSIN_OK);
        CU_ASSERT_EQUAL(tocsin_analysis_write_table(counted.context, second, name, NULL, gather, fresh(&many)),
                        TOCSIN_OK);
        CU_ASSERT_STRING_EQUAL(one.text, many.text);
    }
    tocsin_analysis_destroy(first);
    tocsin_analysis_destroy(second);
    CU_ASSERT(counted_end(&counted));
}

/** Stops in the analysis, not before. */
static int stop_in_analysis(void *user, const char *stage, uint64_t done, uint64_t total)
{
    (void)done;
    (void)total;
    *(bool *)user |= strcmp(stage, "analyse") == 0;
    return strcmp(stage, "analyse") == 0;
}

static void cancelling_stops_and_leaves_nothing(void)
{
    struct counted counted;
    counted_begin(&counted);
    bool seen = false;
    tocsin_analysis *analysis = NULL;
    CU_ASSERT_EQUAL(tocsin_context_set_progress(counted.context, stop_in_analysis, &seen), TOCSIN_OK);
    CU_ASSERT_EQUAL(analyse_shipped(counted.context, &last_year, &analysis), TOCSIN_ERROR_INTERRUPTED);
    CU_ASSERT(seen);
    CU_ASSERT_PTR_NULL(analysis);
    CU_ASSERT(counted_end(&counted));
}

/** Analyses and writes the page with allocations failing from the given one on. */
static tocsin_status analyse_short_of_memory(struct counted *counted, size_t step, struct gathered *gathered)
{
    static const tocsin_run_options options = {.from = "2023-11"};
    tocsin_analysis *analysis = NULL;
    counted->fail_after = counted->calls + step;
    tocsin_status status = analyse_shipped(counted->context, &options, &analysis);
    if (status == TOCSIN_OK) {
        status = tocsin_analysis_write_text(counted->context, analysis, NULL, gather, fresh(gathered));
    }
    counted->fail_after = SIZE_MAX;
    tocsin_analysis_destroy(analysis);
    tocsin_diagnostics_clear(counted->context);
    return status;
}

static void memory_failure_is_survived_everywhere(void)
{
    static struct gathered gathered;
    struct counted counted;
    counted_begin(&counted);
    size_t before = counted.calls;
    CU_ASSERT_EQUAL_FATAL(analyse_short_of_memory(&counted, SIZE_MAX / 2, &gathered), TOCSIN_OK);
    size_t calls = counted.calls - before;
    size_t live = counted.live;
    CU_ASSERT(calls > 50);
    /* The last ones, of the analysis, one by one; those of the run before it now and then. */
    for (size_t step = 0; step < calls; step += step + 150 < calls ? 1 + step / 20 : 1) {
        CU_ASSERT_EQUAL_FATAL(analyse_short_of_memory(&counted, step, &gathered), TOCSIN_ERROR_MEMORY);
        CU_ASSERT_EQUAL_FATAL(counted.live, live);
    }
    CU_ASSERT(counted_end(&counted));
}

static CU_TestInfo tests[] = {
    {"arguments are checked", arguments_are_checked},
    {"findings are told, the worst first", findings_are_told_the_worst_first},
    {"all tables and the page go to a callback", all_tables_and_the_page_go_to_a_callback},
    {"a folder is written, and replaced when asked", a_folder_is_written_and_replaced_when_asked},
    {"threads change no byte", threads_change_no_byte},
    {"cancelling stops and leaves nothing", cancelling_stops_and_leaves_nothing},
    {"memory failure is survived everywhere", memory_failure_is_survived_everywhere},
    CU_TEST_INFO_NULL,
};
SUITE(analysis, tests)
