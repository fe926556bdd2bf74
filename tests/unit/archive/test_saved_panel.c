/** Measured values and regions, written and read back: to the bit, or with what is wrong and where. */
#include "written.h"
#include <sys/stat.h>

static void check_same(const struct panel *left, const struct panel *right)
{
    size_t cells = left->periods * left->columns * left->regions;
    CU_ASSERT_EQUAL_FATAL(right->periods, left->periods);
    CU_ASSERT_EQUAL_FATAL(right->columns, left->columns);
    CU_ASSERT_EQUAL_FATAL(right->regions, left->regions);
    CU_ASSERT_EQUAL(memcmp(left->value, right->value, cells * sizeof *left->value), 0);
    CU_ASSERT_EQUAL(memcmp(left->observation, right->observation, cells), 0);
    CU_ASSERT_EQUAL(left->low != NULL, right->low != NULL);
    CU_ASSERT_EQUAL(left->observed != NULL, right->observed != NULL);
    if (left->low && right->low) {
        CU_ASSERT_EQUAL(memcmp(left->low, right->low, cells * sizeof *left->low), 0);
        CU_ASSERT_EQUAL(memcmp(left->high, right->high, cells * sizeof *left->high), 0);
    }
    if (left->observed && right->observed) {
        CU_ASSERT_EQUAL(memcmp(left->observed, right->observed, cells * sizeof *left->observed), 0);
    }
}

static void check_round_trip(bool bounds, bool observed)
{
    struct written written;
    struct saved_panel saved;
    written_begin(&written, bounds, observed);
    written_write(&written);
    CU_ASSERT_EQUAL_FATAL(written_open(&written), TOCSIN_OK);
    tocsin_status status = written_panel(&written, &saved);
    if (status != TOCSIN_OK) {
        print_diagnostics(written.fixture.counted.context);
    }
    CU_ASSERT_EQUAL_FATAL(status, TOCSIN_OK);
    check_same(written.measured, saved.panel);
    CU_ASSERT_EQUAL(saved.lead, WRITTEN_LEAD);
    CU_ASSERT_EQUAL(saved.measured.count, WRITTEN_MEASURED);
    CU_ASSERT_EQUAL(saved.measured.first, written.fixture.result.axis.first - WRITTEN_LEAD);
    CU_ASSERT_EQUAL_FATAL(saved.regions->count, FIXTURE_REGIONS);
    for (size_t i = 0; i < FIXTURE_REGIONS; i++) {
        CU_ASSERT_STRING_EQUAL(saved.regions->regions[i].id, fixture_regions[i].id);
        CU_ASSERT_STRING_EQUAL(saved.regions->regions[i].name, fixture_regions[i].name);
    }
    written_end(&written);
}

static void values_come_back_to_the_bit(void)
{
    check_round_trip(true, true);
    check_round_trip(false, true);
    check_round_trip(true, false);
    check_round_trip(false, false);
}

/** Reads the folder back after an edit; true if it is refused with exactly the diagnostic. */
static bool is_refused(struct written *written, int code, unsigned line, unsigned column)
{
    struct saved_panel saved = {.lead = 77};
    tocsin_context *context = written->fixture.counted.context;
    tocsin_diagnostics_clear(context);
    CU_ASSERT_EQUAL(written_panel(written, &saved), TOCSIN_ERROR_DATA);
    CU_ASSERT_EQUAL(saved.lead, 77);
    bool found = diagnosed_at(context, code, line, column);
    if (!found) {
        print_diagnostics(context);
    }
    return found;
}

/** A fault of measured.csv: what is put in the place of what. */
struct fault {
    const char *from, *to;
    int code;
    unsigned line, column;
};

static void every_fault_has_its_place(void)
{
    static const struct fault faults[] = {
        {"period,region,", "region,period,", 7109, 1, 0},
        {"period,region,militant_activity,", "period,region,", 7109, 1, 0},
        {",deaths,", ",death,", 7109, 1, 0},
        {"militant_activity:status,", "militant_activity:value,", 7109, 1, 33},
        {"militant_activity:low,", "militant_activity:level,", 7109, 1, 0},
        {"governance:low,governance:high", "governance:high,governance:low", 0, 0, 0}, /* in any order */
        {"\n2023-03,AFG,", "\n2023-03,KOR,", 7109, 3, 9},
        {"\n2023-04,PAK,", "\n2023-03,PAK,", 7109, 0, 1},
        {"\n2023-04,PAK,", "\n2023-3,PAK,", 7109, 0, 1},
        {",no_event,", ",no_events,", 7110, 0, 0},
        {",no_event,", ",carried,", 7106, 0, 0},
        {",no_event,", ",no_row,", 7110, 0, 0},
        {",no_row,", ",normal,", 7110, 0, 0},
        {"5e-324", "0x5", 7110, 0, 0},
        {"5e-324", "5e-324 1", 7110, 0, 0},
        {"1.7976931348623157e+308", "1.7976931348623157e+309", 7110, 0, 0},
        {"1.7976931348623157e+308", "inf", 7110, 0, 0},
        {"1.7976931348623157e+308", "nan", 7110, 0, 0},
        {"1.7976931348623157e+308", "\"1\n2\"", 7110, 0, 0},
        {"2023-08,IND,", "2023-08,IND,\"", 2108, 0, 0},
        {"2023-08,KOR,", "2023-08,KOR,,", 2107, 0, 0},
        {"2023-08,KOR,", "2023-08,KOR\xFF,", 2111, 0, 0},
    };
    struct written written;
    written_begin(&written, true, true);
    written_write(&written);
    CU_ASSERT_EQUAL_FATAL(written_open(&written), TOCSIN_OK);
    char *good = read_whole(place_path("run/measured.csv"));
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        written_edit("measured.csv", faults[i].from, faults[i].to);
        int code = faults[i].code ? faults[i].code : 7106;
        if (!is_refused(&written, code, faults[i].line, faults[i].column)) {
            fprintf(stderr, "fault %zu: '%s' for '%s'\n", i, faults[i].to, faults[i].from);
            CU_FAIL("a fault without its place");
        }
        written_replace("measured.csv", good);
    }
    free(good);
    written_end(&written);
}

/** Whatever a manifest promises: what is asked for is bounded by the size of the file. */
static void rows_are_counted(void)
{
    struct written written;
    written_begin(&written, false, false);
    written_write(&written);
    CU_ASSERT_EQUAL_FATAL(written_open(&written), TOCSIN_OK);
    char *good = read_whole(place_path("run/measured.csv"));
    char *last = strstr(good, "2023-08,IND");
    CU_ASSERT_PTR_NOT_NULL_FATAL(last);
    char *more = replaced(good, last, "");
    written_replace("measured.csv", more);
    CU_ASSERT_TRUE(is_refused(&written, 7109, 0, 0));
    free(more);
    written_replace("measured.csv", good);
    written_edit("measured.csv", last, "2023-08,IND,,,,,,,,\n2023-09,IND,,,,,,,,\n");
    CU_ASSERT_TRUE(is_refused(&written, 7109, WRITTEN_MEASURED * FIXTURE_REGIONS + 2, 0));
    written_replace("measured.csv", good);
    size_t asked = written.fixture.counted.calls;
    written.run.lead = 20000;
    CU_ASSERT_TRUE(is_refused(&written, 7109, 0, 0));
    CU_ASSERT_TRUE(written.fixture.counted.calls - asked < 1000);
    free(good);
    written_end(&written);
}

static void other_files_are_as_they_were_written(void)
{
    struct written written;
    struct saved_panel saved;
    written_begin(&written, false, false);
    written_write(&written);
    CU_ASSERT_EQUAL_FATAL(written_open(&written), TOCSIN_OK);
    written_edit("regions.csv", "PAK", "IND"); /* twice */
    CU_ASSERT_TRUE(is_refused(&written, 2302, 0, 0));
    written_edit("regions.csv", "Pakistan", "Elsewhere");
    written_edit("regions.csv", "IND,E", "PAK,E");
    CU_ASSERT_TRUE(is_refused(&written, 7106, 0, 0));
    CU_ASSERT_EQUAL(unlink(place_path("run/regions.csv")), 0);
    CU_ASSERT_EQUAL(written_panel(&written, &saved), TOCSIN_ERROR_NO_INPUT);
    CU_ASSERT_EQUAL(mkfifo(place_path("run/regions.csv"), 0600), 0); /* it would wait for ever */
    CU_ASSERT_EQUAL(written_panel(&written, &saved), TOCSIN_ERROR_NO_INPUT);
    CU_ASSERT_EQUAL(unlink(place_path("run/regions.csv")), 0);
    written_end(&written);
}

static void a_run_without_measured_values_says_so(void)
{
    struct written written;
    struct saved_panel saved;
    written_begin(&written, false, false);
    written.fixture.result.measured = NULL;
    written_write(&written);
    CU_ASSERT_EQUAL_FATAL(written_open(&written), TOCSIN_OK);
    CU_ASSERT_EQUAL(written_panel(&written, &saved), TOCSIN_ERROR_NO_INPUT);
    CU_ASSERT_TRUE(diagnosed(written.fixture.counted.context, 7107, "written without it"));
    written_end(&written);
}

static void any_failed_allocation_is_told(void)
{
    struct written written;
    written_begin(&written, true, true);
    written_write(&written);
    size_t failures = 0;
    tocsin_status status = TOCSIN_ERROR_MEMORY;
    struct counted *counted = &written.fixture.counted;
    while (status != TOCSIN_OK) {
        struct saved_panel saved = {.panel = NULL};
        arena_end(&written.arena);
        arena_begin(&written.arena, counted->context);
        tocsin_diagnostics_clear(counted->context);
        counted->calls = 0;
        counted->fail_after = failures++;
        status = written_open(&written);
        status = status == TOCSIN_OK ? written_panel(&written, &saved) : status;
        counted->fail_after = SIZE_MAX;
        CU_ASSERT_EQUAL(status == TOCSIN_OK, saved.panel != NULL);
        CU_ASSERT_TRUE_FATAL(status == TOCSIN_OK || status == TOCSIN_ERROR_MEMORY);
        CU_ASSERT_TRUE_FATAL(failures < 2000);
    }
    CU_ASSERT_TRUE(failures > 20);
    written_end(&written);
}

static CU_TestInfo tests[] = {
    {"values come back to the bit", values_come_back_to_the_bit},
    {"every fault has its place", every_fault_has_its_place},
    {"rows are counted", rows_are_counted},
    {"other files are as they were written", other_files_are_as_they_were_written},
    {"a run without measured values says so", a_run_without_measured_values_says_so},
    {"any failed allocation is told", any_failed_allocation_is_told},
    CU_TEST_INFO_NULL,
};

SUITE(saved_panel, tests)
