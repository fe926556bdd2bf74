/** Measured values scored again give the scores of the run that measured them, to the bit. */
#include "api/result.h"
#include "base/scope.h"
#include "pipeline/rescore.h"
#include "suite.h"
#include "support.h"
#include <stdio.h>
#include <string.h>

static bool same_panel(const struct panel *one, const struct panel *other)
{
    size_t cells = one->periods * one->columns * one->regions;
    return one->periods == other->periods && one->columns == other->columns && one->regions == other->regions &&
           memcmp(one->value, other->value, cells * sizeof *one->value) == 0 &&
           memcmp(one->observation, other->observation, cells) == 0;
}

static void compare_results(const struct result *run, const struct result *again)
{
    size_t scores = run->axis.count * run->regions->count;
    CU_ASSERT_TRUE(same_panel(run->raw, again->raw));
    CU_ASSERT_TRUE(same_panel(run->treated, again->treated));
    CU_ASSERT_TRUE(same_panel(run->normalised, again->normalised));
    CU_ASSERT_TRUE(same_panel(run->nodes, again->nodes));
    CU_ASSERT_EQUAL(memcmp(run->coverage, again->coverage, scores * run->tree.inner_count * sizeof *run->coverage), 0);
    CU_ASSERT_EQUAL(memcmp(run->imputed, again->imputed, scores * sizeof *run->imputed), 0);
    CU_ASSERT_EQUAL(memcmp(run->rank, again->rank, scores * sizeof *run->rank), 0);
    CU_ASSERT_EQUAL(memcmp(run->level, again->level, scores * sizeof *run->level), 0);
    CU_ASSERT_EQUAL(again->reported_periods, again->axis.count);
}

static void rescore_shipped(const char *name)
{
    char path[1024];
    struct counted counted;
    tocsin_model *model = NULL;
    tocsin_result *run = NULL;
    counted_begin(&counted);
    snprintf(path, sizeof path, "%s/models/%s", TOCSIN_SOURCE_DIR, name);
    CU_ASSERT_EQUAL_FATAL(tocsin_model_load(counted.context, path, NULL, 0, &model), TOCSIN_OK);
    CU_ASSERT_EQUAL_FATAL(tocsin_run(counted.context, model, NULL, &run), TOCSIN_OK);
    struct scope scope;
    scope_enter(&scope);
    const struct result *result = &run->result;
    struct period_axis measured = result->axis;
    measured.first -= (period_number)result->lead;
    measured.count += result->lead;
    struct panel panel = *result->measured;
    struct saved_panel saved = {(struct region_table *)result->regions, measured, result->lead, &panel};
    struct result again = {0};
    arena_begin(&again.arena, counted.context);
    CU_ASSERT_EQUAL(rescore_panel(counted.context, model, &saved, &again), TOCSIN_OK);
    compare_results(result, &again);
    CU_ASSERT_PTR_EQUAL(panel.observed, result->measured->observed); /* nothing was added to the caller's panel */
    arena_end(&again.arena);
    scope_leave(&scope);
    tocsin_result_destroy(run);
    tocsin_model_destroy(model);
    CU_ASSERT_TRUE(counted_end(&counted));
}

static void south_asia_is_scored_again_to_the_bit(void)
{
    rescore_shipped("south-asia.yaml");
}

static void pakistan_is_scored_again_to_the_bit(void)
{
    rescore_shipped("pakistan-provinces.yaml");
}

/** A plan of which nothing would be scored is a fault of the caller. */
static void a_lead_as_long_as_all_periods_is_refused(void)
{
    struct counted counted;
    tocsin_model *model = NULL;
    char path[1024];
    counted_begin(&counted);
    snprintf(path, sizeof path, "%s/models/south-asia.yaml", TOCSIN_SOURCE_DIR);
    CU_ASSERT_EQUAL_FATAL(tocsin_model_load(counted.context, path, NULL, 0, &model), TOCSIN_OK);
    struct panel panel = {.periods = 3};
    struct region_table regions = {0};
    struct saved_panel saved = {&regions, {FREQUENCY_MONTH, 24000, 3}, 3, &panel};
    struct result again = {0};
    arena_begin(&again.arena, counted.context);
    CU_ASSERT_EQUAL(rescore_panel(counted.context, model, &saved, &again), TOCSIN_ERROR_INTERNAL);
    arena_end(&again.arena);
    tocsin_model_destroy(model);
    CU_ASSERT_TRUE(counted_end(&counted));
}

static CU_TestInfo tests[] = {
    {"south-asia is scored again to the bit", south_asia_is_scored_again_to_the_bit},
    {"pakistan-provinces is scored again to the bit", pakistan_is_scored_again_to_the_bit},
    {"a lead as long as all periods is refused", a_lead_as_long_as_all_periods_is_refused},
    CU_TEST_INFO_NULL,
};

SUITE(rescore, tests)
