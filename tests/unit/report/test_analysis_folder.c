/** The folder of an analysis: what is in it, that its descriptors tell the truth, and that it is whole or not there. */
#include "analysis_fixture.h"
#include "place.h"
#include "report/analysis_folder.h"
#include "report/report.h"
#include "result_fixture.h"

enum { FILES = 9 }; /* the page, six tables, two descriptors */

/** An analysis, and the result whose provenance it has. */
struct folder {
    struct analysis_fixture made;
    struct result_fixture run;
    struct provenance provenance;
};

static void begin(struct folder *folder)
{
    place_begin();
    analysis_fixture_begin(&folder->made);
    fixture_begin(&folder->run);
    CU_ASSERT_EQUAL_FATAL(provenance_copy(&folder->made.analysis.arena, &folder->run.result, &folder->provenance),
                          TOCSIN_OK);
    fixture_end(&folder->run); /* what was copied needs it no more */
}

static void end(struct folder *folder)
{
    place_end("analysis");
    analysis_fixture_end(&folder->made);
}

static tocsin_status write_folder(struct folder *folder, bool replace, int digits)
{
    struct report_options options = {.digits = digits};
    return analysis_folder_write(folder->made.counted.context, &folder->made.analysis, &folder->provenance,
                                 place_path("analysis"), replace, &options);
}

static void the_files_are_exact(void)
{
    struct folder folder;
    begin(&folder);
    CU_ASSERT_EQUAL(write_folder(&folder, false, -1), TOCSIN_OK);
    CU_ASSERT_EQUAL(place_count("analysis"), FILES);
    place_check("analysis/analysis.txt", "report/golden/analysis.txt");
    place_check("analysis/findings.csv", "report/golden/analysis_findings.csv");
    place_check("analysis/statistics.csv", "report/golden/analysis_statistics.csv");
    place_check("analysis/odd.csv", "report/golden/analysis_odd.csv");
    place_check("analysis/datapackage.json", "report/golden/analysis_datapackage.json");
    place_check("analysis/manifest.json", "report/golden/analysis_manifest.json");
    end(&folder);
}

static void numbers_are_rounded_when_asked(void)
{
    struct folder folder;
    begin(&folder);
    CU_ASSERT_EQUAL(write_folder(&folder, false, 1), TOCSIN_OK);
    char *text = read_whole(place_path("analysis/statistics.csv"));
    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, ",0.3,-1.7,-0.5,0.7,0.1,true\n"));
    free(text);
    text = read_whole(place_path("analysis/manifest.json"));
    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "\"digits\": 1"));
    free(text);
    end(&folder);
}

static void only_an_analysis_is_replaced(void)
{
    struct folder folder;
    begin(&folder);
    CU_ASSERT_EQUAL(write_folder(&folder, false, -1), TOCSIN_OK);
    CU_ASSERT_EQUAL(write_folder(&folder, false, -1), TOCSIN_ERROR_CANNOT_CREATE);
    CU_ASSERT_EQUAL(write_folder(&folder, true, -1), TOCSIN_OK);
    CU_ASSERT_EQUAL(place_count("analysis"), FILES);
    /* Not a run folder, and a run does not replace an analysis. */
    struct result_fixture run;
    struct report_options options = {.digits = -1};
    fixture_begin(&run);
    CU_ASSERT_EQUAL(report_write_folder(run.counted.context, &run.result, place_path("analysis"), TOCSIN_SCORES_CSV,
                                        true, &options),
                    TOCSIN_ERROR_CANNOT_CREATE);
    CU_ASSERT_EQUAL(place_count("analysis"), FILES);
    place_remove("analysis");
    CU_ASSERT_EQUAL(report_write_folder(run.counted.context, &run.result, place_path("analysis"), TOCSIN_SCORES_CSV,
                                        false, &options),
                    TOCSIN_OK);
    fixture_end(&run);
    CU_ASSERT_EQUAL(write_folder(&folder, true, -1), TOCSIN_ERROR_CANNOT_CREATE);
    CU_ASSERT_TRUE(diagnosed(folder.made.counted.context, 5002, "'regions.csv' in it would be lost"));
    CU_ASSERT_EQUAL(place_count("analysis"), 4);
    end(&folder);
}

struct watch {
    uint64_t calls, stop_at;
};

static int watch_progress(void *user, const char *stage, uint64_t done, uint64_t total)
{
    struct watch *watch = user;
    CU_ASSERT_STRING_EQUAL(stage, "write");
    CU_ASSERT_TRUE(done <= total && total == FILES);
    return watch->calls++ == watch->stop_at;
}

static void an_interruption_leaves_nothing(void)
{
    struct folder folder;
    begin(&folder);
    struct watch watch = {.stop_at = UINT64_MAX};
    CU_ASSERT_EQUAL(tocsin_context_set_progress(folder.made.counted.context, watch_progress, &watch), TOCSIN_OK);
    CU_ASSERT_EQUAL(write_folder(&folder, false, -1), TOCSIN_OK);
    place_remove("analysis");
    uint64_t calls = watch.calls;
    CU_ASSERT_TRUE(calls > FILES - 2);
    for (uint64_t stop = 0; stop < calls; stop++) {
        watch = (struct watch){.stop_at = stop};
        CU_ASSERT_EQUAL(write_folder(&folder, false, -1), TOCSIN_ERROR_INTERRUPTED);
        CU_ASSERT_EQUAL(place_count(""), 0);
    }
    end(&folder);
}

static void any_failed_allocation_leaves_nothing(void)
{
    struct folder folder;
    begin(&folder);
    struct counted *counted = &folder.made.counted;
    size_t before = counted->live;
    tocsin_status status = TOCSIN_ERROR_MEMORY;
    size_t failures = 0;
    while (status != TOCSIN_OK) {
        CU_ASSERT_EQUAL_FATAL(status, TOCSIN_ERROR_MEMORY);
        CU_ASSERT_EQUAL(place_count(""), 0);
        tocsin_diagnostics_clear(counted->context);
        counted->fail_after = counted->calls + failures++;
        status = write_folder(&folder, false, -1);
        counted->fail_after = SIZE_MAX;
        CU_ASSERT_TRUE_FATAL(failures < 1000);
    }
    CU_ASSERT_TRUE(failures > 10);
    tocsin_diagnostics_clear(counted->context);
    CU_ASSERT_TRUE(counted->live <= before + 1); /* the context's list of diagnostics may stay */
    end(&folder);
}

static tocsin_status write_all(void *user)
{
    return write_folder(user, false, -1);
}

static void a_file_that_cannot_be_written_leaves_nothing(void)
{
    struct folder folder;
    begin(&folder);
    CU_ASSERT_TRUE(place_fill(write_all, &folder, "analysis", FILES, 20000) > 20);
    end(&folder);
}

static CU_TestInfo tests[] = {
    {"the files are exact", the_files_are_exact},
    {"numbers are rounded when asked", numbers_are_rounded_when_asked},
    {"only an analysis is replaced", only_an_analysis_is_replaced},
    {"an interruption leaves nothing", an_interruption_leaves_nothing},
    {"any failed allocation leaves nothing", any_failed_allocation_leaves_nothing},
    {"a file that cannot be written leaves nothing", a_file_that_cannot_be_written_leaves_nothing},
    CU_TEST_INFO_NULL,
};
SUITE(analysis_folder, tests)
