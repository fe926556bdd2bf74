/** Keys of the methods land where they should: denominators, screening, gaps, treatments, normalisations. */
#include "loading.h"

#define REGIONS "regions: {file: regions.csv, columns: {region: uCode, population: Pop.2020}}\n"

static const char full[] = HEAD REGIONS
    "screen: {min_available: 0.66, min_nonzero: 0.05}\n"
    "defaults: {source: survey, per: population, per_factor: 2.5}\n"
    "indicators:\n"
    "  unrest:\n"
    "    missing: {method: group_median, group: continent}\n"
    "    treat: [{method: boxcox, lambda: -0.385}, {method: boxcox, lambda: 0, shift: false}, log]\n"
    "    normalise: {method: distance_to_reference, region: NO, cap: true}\n"
    "  rule:\n"
    "    per: gdp\n"
    "    per_factor: 1000\n"
    "    missing: {method: indicator, indicator: spare}\n"
    "    treat: {method: log, offset: 0.125, mirror: true}\n"
    "    normalise: {method: distance_to_target, target: -7.25}\n"
    "  order:\n"
    "    per: none\n"
    "    missing: {method: carry, back: true, at_most: 4}\n"
    "    normalise: {method: scaled, low: 1.5, high: 8.75, factor: 10}\n"
    "  peace:\n"
    "    missing: row_median\n"
    "    normalise: {method: base_ratio, from: 2019-Q2, to: 2020, times: 1.75}\n"
    "  calm: {missing: carry, normalise: {method: base_ratio, to: 2018}}\n"
    "  quiet: {missing: row_mean, normalise: {method: above_mean, threshold: 0.15}}\n"
    "  still: {normalise: {method: borda, ties: average}}\n"
    "  even: {normalise: {method: scaled, low: 0, high: 1}}\n"
    "  gdp: {per: none}\n"
    "  spare: {per: none}\n"
    "index:\n"
    "  id: risk\n"
    "  children:\n"
    "    - {indicator: unrest}\n    - {indicator: rule}\n    - {indicator: order}\n    - {indicator: peace}\n"
    "    - {indicator: calm}\n    - {indicator: quiet}\n    - {indicator: still}\n    - {indicator: even}\n";

static struct loading loading;

static const struct tocsin_model *begin(const char *text)
{
    return load_sound(&loading, text);
}

static void end(void)
{
    CU_ASSERT_TRUE(load_end(&loading));
}

static void test_regions_and_screen(void)
{
    const struct tocsin_model *model = begin(full);
    CU_ASSERT_EQUAL_FATAL(model->region_column_count, 2);
    CU_ASSERT_STRING_EQUAL(model->region_columns[0].role, "region");
    CU_ASSERT_STRING_EQUAL(model->region_columns[0].column, "uCode");
    CU_ASSERT_STRING_EQUAL(model->region_columns[1].role, "population");
    CU_ASSERT_STRING_EQUAL(model->region_columns[1].column, "Pop.2020");
    CU_ASSERT_EQUAL(model->region_columns[1].at.line, 5);
    CU_ASSERT_EQUAL(model->region_columns[1].at.column, 67);
    CU_ASSERT_TRUE(model->screen.given);
    CU_ASSERT_EQUAL(model->screen.min_available, 0.66);
    CU_ASSERT_EQUAL(model->screen.min_nonzero, 0.05);
    CU_ASSERT_EQUAL(model->screen.at.line, 6);
    end();
    model = begin(HEAD "screen: {min_nonzero: 0.5}\n" INDICATORS INDEX);
    CU_ASSERT_TRUE(model->screen.given);
    CU_ASSERT_EQUAL(model->screen.min_available, 0);
    end();
    model = begin(HEAD INDICATORS INDEX);
    CU_ASSERT_FALSE(model->screen.given);
    CU_ASSERT_EQUAL(model->region_column_count, 0);
    end();
}

/** An id goes before a column; what has no denominator has none, whatever the defaults say. */
static void test_denominators(void)
{
    const struct tocsin_model *model = begin(full);
    const struct denominator *per = &model->indicators[0].per;
    CU_ASSERT_EQUAL(per->kind, PER_COLUMN);
    CU_ASSERT_STRING_EQUAL(per->name, "population");
    CU_ASSERT_EQUAL(per->factor, 2.5);
    CU_ASSERT_EQUAL(per->at.line, 7);
    CU_ASSERT_EQUAL(per->at.column, 33);
    per = &model->indicators[1].per;
    CU_ASSERT_EQUAL(per->kind, PER_INDICATOR);
    CU_ASSERT_STRING_EQUAL(per->name, "gdp");
    CU_ASSERT_EQUAL(per->indicator, 8);
    CU_ASSERT_EQUAL(per->factor, 1000);
    CU_ASSERT_EQUAL(per->at.line, 14);
    CU_ASSERT_EQUAL(model->indicators[2].per.kind, PER_NOTHING);
    CU_ASSERT_EQUAL(model->indicators[8].per.kind, PER_NOTHING);
    end();
    model = begin(HEAD INDICATORS INDEX);
    CU_ASSERT_EQUAL(model->indicators[0].per.kind, PER_NOTHING);
    CU_ASSERT_EQUAL(model->indicators[0].per.factor, 1);
    end();
}

static void test_gaps(void)
{
    const struct tocsin_model *model = begin(full);
    const struct missing_rule *rule = &model->indicators[0].missing;
    CU_ASSERT_EQUAL(rule->method, MISSING_GROUP_MEDIAN);
    CU_ASSERT_STRING_EQUAL(rule->group, "continent");
    CU_ASSERT_EQUAL(rule->at.line, 10);
    CU_ASSERT_EQUAL(rule->at.column, 44);
    rule = &model->indicators[1].missing;
    CU_ASSERT_EQUAL(rule->method, MISSING_INDICATOR);
    CU_ASSERT_STRING_EQUAL(rule->indicator_id, "spare");
    CU_ASSERT_EQUAL(rule->indicator, 9);
    rule = &model->indicators[2].missing;
    CU_ASSERT_EQUAL(rule->method, MISSING_CARRY);
    CU_ASSERT_TRUE(rule->back);
    CU_ASSERT_EQUAL(rule->at_most, 4);
    CU_ASSERT_EQUAL(rule->at.column, 14);
    CU_ASSERT_EQUAL(model->indicators[3].missing.method, MISSING_ROW_MEDIAN);
    CU_ASSERT_EQUAL(model->indicators[4].missing.method, MISSING_CARRY);
    CU_ASSERT_FALSE(model->indicators[4].missing.back);
    CU_ASSERT_EQUAL(model->indicators[4].missing.at_most, 0);
    CU_ASSERT_EQUAL(model->indicators[5].missing.method, MISSING_ROW_MEAN);
    end();
}

static void test_treatments(void)
{
    const struct tocsin_model *model = begin(full);
    const struct treatment_list *treat = &model->indicators[0].treat;
    CU_ASSERT_EQUAL_FATAL(treat->count, 3);
    CU_ASSERT_EQUAL(treat->treatments[0].method, TREAT_BOXCOX);
    CU_ASSERT_EQUAL(treat->treatments[0].lambda, -0.385);
    CU_ASSERT_TRUE(treat->treatments[0].shift);
    CU_ASSERT_EQUAL(treat->treatments[1].lambda, 0);
    CU_ASSERT_FALSE(treat->treatments[1].shift);
    CU_ASSERT_FALSE(treat->treatments[2].offset.given);
    CU_ASSERT_FALSE(treat->treatments[2].mirror);
    treat = &model->indicators[1].treat;
    CU_ASSERT_EQUAL_FATAL(treat->count, 1);
    CU_ASSERT_TRUE(treat->treatments[0].offset.given);
    CU_ASSERT_EQUAL(treat->treatments[0].offset.value, 0.125);
    CU_ASSERT_TRUE(treat->treatments[0].mirror);
    end();
}

/** The id of Norway is no flag. */
static void test_distances(void)
{
    const struct tocsin_model *model = begin(full);
    const struct normalisation *normalise = &model->indicators[0].normalise;
    CU_ASSERT_EQUAL(normalise->method, NORMALISE_DISTANCE_TO_REFERENCE);
    CU_ASSERT_STRING_EQUAL(normalise->region, "NO");
    CU_ASSERT_EQUAL(normalise->region_at.line, 12);
    CU_ASSERT_EQUAL(normalise->region_at.column, 56);
    CU_ASSERT_TRUE(normalise->cap);
    normalise = &model->indicators[1].normalise;
    CU_ASSERT_EQUAL(normalise->method, NORMALISE_DISTANCE_TO_TARGET);
    CU_ASSERT_EQUAL(normalise->target, -7.25);
    CU_ASSERT_FALSE(normalise->cap);
    end();
}

static void test_other_normalisations(void)
{
    const struct tocsin_model *model = begin(full);
    const struct normalisation *normalise = &model->indicators[2].normalise;
    CU_ASSERT_EQUAL(normalise->method, NORMALISE_SCALED);
    CU_ASSERT_EQUAL(normalise->low.value, 1.5);
    CU_ASSERT_EQUAL(normalise->high.value, 8.75);
    CU_ASSERT_TRUE(normalise->factor.given);
    CU_ASSERT_EQUAL(normalise->factor.value, 10);
    CU_ASSERT_FALSE(model->indicators[7].normalise.factor.given);
    normalise = &model->indicators[3].normalise;
    CU_ASSERT_EQUAL(normalise->method, NORMALISE_BASE_RATIO);
    CU_ASSERT_EQUAL(normalise->from, date_from_civil(2019, 4, 1));
    CU_ASSERT_EQUAL(normalise->to, date_from_civil(2020, 12, 31));
    CU_ASSERT_EQUAL(normalise->times, 1.75);
    normalise = &model->indicators[4].normalise;
    CU_ASSERT_EQUAL(normalise->from, date_from_civil(1, 1, 1));
    CU_ASSERT_EQUAL(normalise->to, date_from_civil(2018, 12, 31));
    CU_ASSERT_EQUAL(normalise->times, 100);
    CU_ASSERT_EQUAL(model->indicators[5].normalise.method, NORMALISE_ABOVE_MEAN);
    CU_ASSERT_EQUAL(model->indicators[5].normalise.threshold, 0.15);
    CU_ASSERT_EQUAL(model->indicators[6].normalise.method, NORMALISE_BORDA);
    CU_ASSERT_EQUAL(model->indicators[6].normalise.ties, TIES_AVERAGE);
    end();
}

static const char *const missing_needs[MISSING_COUNT] = {
    [MISSING_VALUE] = ", value: 2.385",
    [MISSING_GROUP_MEAN] = ", group: g",
    [MISSING_GROUP_MEDIAN] = ", group: g",
    [MISSING_INDICATOR] = ", indicator: rule",
};
static const char *const treat_needs[TREAT_COUNT] = {
    [TREAT_POWER] = ", p: 0.5",
    [TREAT_BOXCOX] = ", lambda: 0.5",
    [TREAT_CLIP] = ", low: 1",
};
static const char *const normalise_needs[NORMALISE_COUNT] = {
    [NORMALISE_GOALPOSTS] = ", low: 1, high: 2",
    [NORMALISE_BANDS] = ", edges: [1], values: [2, 3]",
    [NORMALISE_DISTANCE_TO_REFERENCE] = ", region: NOR",
    [NORMALISE_DISTANCE_TO_TARGET] = ", target: 2.5",
    [NORMALISE_SCALED] = ", low: 1, high: 2",
    [NORMALISE_BASE_RATIO] = ", from: 2020",
};

/** Every method of every family can be named: with what it needs, it is read as itself. */
static void test_all_methods(void)
{
    const struct {
        const char *key;
        const char *const *names;
        size_t count;
        const char *const *needs; /* by method */
    } families[] = {
        {"missing", missing_names, MISSING_COUNT, missing_needs},
        {"treat", treat_names, TREAT_COUNT, treat_needs},
        {"normalise", normalise_names, NORMALISE_COUNT, normalise_needs},
    };
    for (size_t family = 0; family < sizeof families / sizeof families[0]; family++) {
        for (size_t i = 0; i < families[family].count; i++) {
            char text[1024];
            const char *needs = families[family].needs[i];
            snprintf(text, sizeof text,
                     HEAD
                     "indicators:\n  unrest: {source: survey, %s: {method: %s%s}}\n  rule: {source: survey}\n" INDEX,
                     families[family].key, families[family].names[i], needs ? needs : "");
            const struct indicator_recipe *recipe = &begin(text)->indicators[0];
            size_t found = family == 0   ? (size_t)recipe->missing.method
                           : family == 1 ? (size_t)recipe->treat.treatments[0].method
                                         : (size_t)recipe->normalise.method;
            CU_ASSERT_EQUAL(found, i);
            end();
        }
    }
}

/** Denominators and stand-ins count as used, and two indicators may divide each other: each by what was measured. */
static void test_use_and_circles(void)
{
    const struct tocsin_model *model =
        begin(HEAD "indicators:\n  unrest: {source: survey, per: rule, missing: {method: indicator, indicator: rule}}\n"
                   "  rule: {source: survey, per: unrest, missing: {method: indicator, indicator: unrest}}\n" INDEX);
    CU_ASSERT_EQUAL(model->indicators[0].per.indicator, 1);
    CU_ASSERT_EQUAL(model->indicators[1].per.indicator, 0);
    CU_ASSERT_EQUAL(model->indicators[0].input_count, 0);
    CU_ASSERT_EQUAL(model->order[0], 0);
    CU_ASSERT_EQUAL(model->order[1], 1);
    end();
}

static CU_TestInfo tests[] = {
    {"regions under other names, and screening", test_regions_and_screen},
    {"denominators", test_denominators},
    {"rules for gaps", test_gaps},
    {"treatments", test_treatments},
    {"distances", test_distances},
    {"other normalisations", test_other_normalisations},
    {"every method by its name", test_all_methods},
    {"denominators and stand-ins are used, and make no circle", test_use_and_circles},
    CU_TEST_INFO_NULL,
};
SUITE(methods, tests)
