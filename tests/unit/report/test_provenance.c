/** What numbers were made of: a copy that owes nothing to the result. */
#include "panel/provenance.h"
#include "result_fixture.h"

static void all_of_it_is_copied(void)
{
    struct result_fixture fixture;
    struct provenance copy;
    fixture_begin(&fixture);
    struct arena arena;
    arena_begin(&arena, fixture.counted.context);
    const struct result *result = &fixture.result;
    CU_ASSERT_EQUAL_FATAL(provenance_copy(&arena, result, &copy), TOCSIN_OK);
    CU_ASSERT_STRING_EQUAL(copy.model_id, result->model_id);
    CU_ASSERT_STRING_EQUAL(copy.model_title, result->model_title);
    CU_ASSERT_STRING_EQUAL(copy.model_version, "2023.8");
    CU_ASSERT_STRING_EQUAL(copy.model_file, result->model_file);
    CU_ASSERT_STRING_EQUAL(copy.model_sha256, result->model_sha256);
    CU_ASSERT_EQUAL(copy.model_bytes, 4321);
    CU_ASSERT_EQUAL(copy.seed, 18446744073709551615u);
    CU_ASSERT_EQUAL_FATAL(copy.override_count, 2);
    CU_ASSERT_STRING_EQUAL(copy.overrides[1], "sources.conflict.file=[/srv/private/a.csv, b.csv]");
    CU_ASSERT_STRING_EQUAL(copy.from, "2023-06");
    CU_ASSERT_STRING_EQUAL(copy.to, "2023-08");
    CU_ASSERT_EQUAL_FATAL(copy.region_count, 4);
    CU_ASSERT_STRING_EQUAL(copy.regions[3], "MDV");
    CU_ASSERT_EQUAL_FATAL(copy.source_count, 2);
    CU_ASSERT_EQUAL(copy.sources[0].report.rows_used, 1201);
    CU_ASSERT_STRING_EQUAL(copy.sources[0].report.files[1].named, "/srv/private/more conflict.csv.gz");
    CU_ASSERT_STRING_EQUAL(copy.sources[0].report.unmatched[3].name, "Gilgit");
    CU_ASSERT_EQUAL(copy.sources[1].report.unmatched_count, 0);
    CU_ASSERT_EQUAL_FATAL(copy.table_count, 1);
    CU_ASSERT_EQUAL(copy.tables[0].rows, 5);
    CU_ASSERT_EQUAL(copy.finding_totals[TOCSIN_WARNING], 2);
    /* Nothing of it is the result's own. */
    CU_ASSERT_PTR_NOT_EQUAL(copy.model_id, result->model_id);
    CU_ASSERT_PTR_NOT_EQUAL(copy.command, result->command);
    CU_ASSERT_PTR_NOT_EQUAL(copy.overrides[0], result->overrides[0]);
    CU_ASSERT_PTR_NOT_EQUAL(copy.regions[0], result->regions->regions[0].id);
    CU_ASSERT_PTR_NOT_EQUAL(copy.sources[0].id, result->sources[0].id);
    CU_ASSERT_PTR_NOT_EQUAL(copy.sources[0].report.files[0].named, result->sources[0].report.files[0].named);
    CU_ASSERT_PTR_NOT_EQUAL(copy.sources[0].report.unmatched[0].name, result->sources[0].report.unmatched[0].name);
    CU_ASSERT_PTR_NOT_EQUAL(copy.tables[0].named, result->tables[0].named);
    arena_end(&arena);
    fixture_end(&fixture);
}

static void what_is_not_there_stays_away(void)
{
    struct result_fixture fixture;
    struct provenance copy;
    fixture_begin(&fixture);
    fixture.result.command = NULL;
    fixture.result.override_count = 0;
    fixture.result.reported_periods = 0;
    fixture.result.source_count = 0;
    fixture.result.table_count = 0;
    fixture.reported[IND] = true;
    struct arena arena;
    arena_begin(&arena, fixture.counted.context);
    CU_ASSERT_EQUAL_FATAL(provenance_copy(&arena, &fixture.result, &copy), TOCSIN_OK);
    CU_ASSERT_PTR_NULL(copy.command);
    CU_ASSERT_PTR_NULL(copy.from);
    CU_ASSERT_PTR_NULL(copy.to);
    CU_ASSERT_PTR_NULL(copy.regions); /* all of them */
    arena_end(&arena);
    fixture_end(&fixture);
}

static void without_memory_the_copy_is_untouched(void)
{
    struct result_fixture fixture;
    fixture_begin(&fixture);
    tocsin_status status = TOCSIN_ERROR_MEMORY;
    size_t failures = 0;
    for (; status != TOCSIN_OK; failures++) {
        struct provenance copy = {.seed = 2385};
        struct arena arena;
        arena_begin(&arena, fixture.counted.context);
        fixture.counted.fail_after = fixture.counted.calls + failures;
        status = provenance_copy(&arena, &fixture.result, &copy);
        fixture.counted.fail_after = SIZE_MAX;
        arena_end(&arena);
        CU_ASSERT_FATAL(status == TOCSIN_OK || status == TOCSIN_ERROR_MEMORY);
        CU_ASSERT_TRUE(status == TOCSIN_OK || copy.seed == 2385);
        CU_ASSERT_FATAL(failures < 1000);
    }
    CU_ASSERT_TRUE(failures > 1);
    fixture_end(&fixture);
}

static CU_TestInfo tests[] = {
    {"all of it is copied", all_of_it_is_copied},
    {"what is not there stays away", what_is_not_there_stays_away},
    {"without memory the copy is untouched", without_memory_the_copy_is_untouched},
    CU_TEST_INFO_NULL,
};
SUITE(provenance, tests)
