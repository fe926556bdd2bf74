/** Whose value counts in a mixture of two runs: made-up panels of a few values, and every cause by itself. */
#include "audit/compare_panels.h"
#include "suite.h"
#include "support.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

#define NONE ((double)NAN)

enum { JANUARY = 2020 * 12, MOST_INPUTS = 4 };

static const char model_text[] =
    "tocsin: 1\nid: small\nperiods: {frequency: month, from: 2020-01, to: 2020-03}\n"
    "sources: {s: {format: series, file: \"%s\"}, t: {format: series, file: \"%s\"}}\n"
    "indicators:\n  x: {source: s, normalise: {method: none}}\n  y: {source: t, per: size, normalise: {method: none}}\n"
    "index: {id: risk, children: [{indicator: x, weight: 1}, {indicator: y, weight: 1}]}\n";

/** A run made by hand. */
struct made_run {
    struct saved_run run;
    struct saved_input inputs[MOST_INPUTS];
    struct saved_panel panel;
};

struct pair {
    struct counted counted;
    struct arena arena;
    tocsin_model *model[SIDE_COUNT];
    struct made_run made[SIDE_COUNT];
    struct compare_models models;
    struct compare_panels panels;
};

static void pair_begin(struct pair *pair)
{
    memset(pair, 0, sizeof *pair);
    counted_begin(&pair->counted);
    arena_begin(&pair->arena, pair->counted.context);
}

static void pair_load(struct pair *pair, int side, const tocsin_override *override)
{
    char text[1024];
    char data[512];
    static const char rows[] = "region,period,x,y\nP,2020-01,1,2\n";
    snprintf(data, sizeof data, "%s", temporary_file("data.csv", rows, strlen(rows)));
    int length = snprintf(text, sizeof text, model_text, data, data);
    const char *path = temporary_file("model.yaml", text, (size_t)length);
    tocsin_status status =
        tocsin_model_load(pair->counted.context, path, override, override != NULL, &pair->model[side]);
    CU_ASSERT_EQUAL_FATAL(status, TOCSIN_OK);
}

/** The hashes of both sources' files. */
static void pair_read(struct pair *pair, int side, const char *s, const char *t)
{
    struct made_run *made = &pair->made[side];
    made->inputs[0] = (struct saved_input){.source = "s", .named = "data.csv", .sha256 = s};
    made->inputs[1] = (struct saved_input){.source = "t", .named = "data.csv", .sha256 = t};
    made->run = (struct saved_run){.inputs = made->inputs, .input_count = 2};
}

/** `regions` are letters; `values` [period][x, y][region], NONE where missing; `sizes` a letter each, '-' for none. */
static void pair_measure(struct pair *pair, int side, const char *regions, const char *sizes, period_number first,
                         size_t periods, size_t lead, const double *values)
{
    size_t count = strlen(regions);
    struct region region[8];
    const char *cells[8];
    static const char *const names[] = {"size"};
    for (size_t i = 0; i < count; i++) {
        char *id = arena_copy(&pair->arena, &regions[i], 1);
        region[i] = (struct region){id, id};
        cells[i] = sizes[i] == '-' ? NULL : arena_copy(&pair->arena, &sizes[i], 1);
    }
    struct saved_panel *made = &pair->made[side].panel;
    CU_ASSERT_EQUAL_FATAL(region_table_create(&pair->arena, region, count, names, 1, cells, &made->regions), TOCSIN_OK);
    CU_ASSERT_EQUAL_FATAL(panel_create(&pair->arena, periods, 2, count, &made->panel), TOCSIN_OK);
    made->measured = (struct period_axis){FREQUENCY_MONTH, first, periods};
    made->lead = lead;
    for (size_t i = 0; i < periods * 2 * count; i++) {
        if (isnan(values[i])) {
            panel_set_missing(made->panel, i, OBSERVATION_NO_ROW);
        } else {
            panel_set(made->panel, i, values[i], OBSERVATION_NORMAL);
        }
    }
}

static void pair_compare(struct pair *pair)
{
    const struct saved_run *const runs[] = {&pair->made[SIDE_A].run, &pair->made[SIDE_B].run};
    const struct saved_panel *const panels[] = {&pair->made[SIDE_A].panel, &pair->made[SIDE_B].panel};
    CU_ASSERT_EQUAL_FATAL(compare_models_make(&pair->arena, pair->model[SIDE_A], pair->model[SIDE_B], &pair->models),
                          TOCSIN_OK);
    CU_ASSERT_EQUAL_FATAL(compare_panels_make(&pair->arena, &pair->models, runs, panels, &pair->panels), TOCSIN_OK);
}

static void pair_end(struct pair *pair)
{
    arena_end(&pair->arena);
    tocsin_model_destroy(pair->model[SIDE_A]);
    tocsin_model_destroy(pair->model[SIDE_B]);
    CU_ASSERT_TRUE(counted_end(&pair->counted));
}

/** Causes by their letters: r(evised), n(ew), w(eights), m(ethod), R(egions). */
static void read_causes(const char *letters, bool in[CAUSE_COUNT])
{
    static const char known[] = "rnwmR";
    for (size_t i = 0; i < CAUSE_COUNT; i++) {
        in[i] = strchr(letters, known[i]) != NULL;
    }
}

static void expect_causes(const struct pair *pair, const char *letters)
{
    bool expected[CAUSE_COUNT];
    read_causes(letters, expected);
    for (size_t i = 0; i < CAUSE_COUNT; i++) {
        CU_ASSERT_EQUAL(pair->panels.differs[i], expected[i]);
    }
}

/** Mixes the causes of `letters` in and compares the panel with what is expected, as pair_measure takes it. */
static void expect_mixture(struct pair *pair, const char *letters, const char *regions, const char *sizes,
                           period_number first, size_t periods, size_t lead, const double *values)
{
    bool in[CAUSE_COUNT];
    struct saved_panel mixture;
    read_causes(letters, in);
    CU_ASSERT_EQUAL_FATAL(compare_panels_mix(&pair->arena, &pair->panels, in, &mixture), TOCSIN_OK);
    CU_ASSERT_EQUAL(mixture.measured.first, first);
    CU_ASSERT_EQUAL_FATAL(mixture.measured.count, periods);
    CU_ASSERT_EQUAL(mixture.lead, lead);
    CU_ASSERT_EQUAL_FATAL(mixture.regions->count, strlen(regions));
    for (size_t i = 0; i < mixture.regions->count; i++) {
        const char *size = region_table_text(mixture.regions, i, 0);
        CU_ASSERT_EQUAL(mixture.regions->regions[i].id[0], regions[i]);
        CU_ASSERT_EQUAL(size ? size[0] : '-', sizes[i]);
    }
    for (size_t i = 0; i < periods * 2 * mixture.regions->count; i++) {
        bool there = observation_present(mixture.panel->observation[i]);
        bool right = there != isnan(values[i]) && (!there || mixture.panel->value[i] == values[i]);
        if (!right) {
            fprintf(stderr, "causes '%s': value %zu is %g, expected %g\n", letters, i,
                    there ? mixture.panel->value[i] : NONE, values[i]);
        }
        CU_ASSERT_TRUE(right);
    }
}

/** One period, two regions: x is revised in P and gone in Q, y new in P and the same in Q. */
static void values_are_revised_or_new(void)
{
    struct pair pair;
    pair_begin(&pair);
    pair_load(&pair, SIDE_A, NULL);
    pair_load(&pair, SIDE_B, NULL);
    pair_read(&pair, SIDE_A, "1", "1");
    pair_read(&pair, SIDE_B, "2", "2");
    pair_measure(&pair, SIDE_A, "PQ", "34", JANUARY, 1, 0, (double[]){1.25, 2.5, NONE, 7.75});
    pair_measure(&pair, SIDE_B, "PQ", "34", JANUARY, 1, 0, (double[]){1.5, NONE, 6.125, 7.75});
    pair_compare(&pair);
    expect_causes(&pair, "rn");
    CU_ASSERT_EQUAL(pair.panels.tally[0][CAUSE_DATA_REVISED].values, 2);
    CU_ASSERT_EQUAL(pair.panels.tally[0][CAUSE_DATA_REVISED].regions, 2);
    CU_ASSERT_EQUAL(pair.panels.tally[1][CAUSE_DATA_NEW].values, 1);
    CU_ASSERT_EQUAL(pair.panels.tally[1][CAUSE_DATA_NEW].first, JANUARY);
    expect_mixture(&pair, "", "PQ", "34", JANUARY, 1, 0, (double[]){1.25, 2.5, NONE, 7.75});
    expect_mixture(&pair, "r", "PQ", "34", JANUARY, 1, 0, (double[]){1.5, NONE, NONE, 7.75});
    expect_mixture(&pair, "n", "PQ", "34", JANUARY, 1, 0, (double[]){1.25, 2.5, 6.125, 7.75});
    expect_mixture(&pair, "rn", "PQ", "34", JANUARY, 1, 0, (double[]){1.5, NONE, 6.125, 7.75});
    expect_mixture(&pair, "wmR", "PQ", "34", JANUARY, 1, 0, (double[]){1.25, 2.5, NONE, 7.75});
    pair_end(&pair);
}

/** The column that y is divided by: revised in P, new in Q. */
static void columns_of_the_regions_are_data(void)
{
    struct pair pair;
    pair_begin(&pair);
    pair_load(&pair, SIDE_A, NULL);
    pair_load(&pair, SIDE_B, NULL);
    pair_read(&pair, SIDE_A, "1", "1");
    pair_read(&pair, SIDE_B, "1", "1");
    const double values[] = {1.25, 2.5, 6.125, 7.75};
    pair_measure(&pair, SIDE_A, "PQ", "3-", JANUARY, 1, 0, values);
    pair_measure(&pair, SIDE_B, "PQ", "59", JANUARY, 1, 0, values);
    pair_compare(&pair);
    expect_causes(&pair, "rn");
    CU_ASSERT_EQUAL(pair.panels.column[0][VALUE_REVISED].values, 1);
    CU_ASSERT_EQUAL(pair.panels.column[0][VALUE_NEW].values, 1);
    expect_mixture(&pair, "", "PQ", "3-", JANUARY, 1, 0, values);
    expect_mixture(&pair, "r", "PQ", "5-", JANUARY, 1, 0, values);
    expect_mixture(&pair, "n", "PQ", "39", JANUARY, 1, 0, values);
    pair_end(&pair);
}

/** A begins two periods earlier, B ends one later; February and March are in both. */
static void periods_come_with_new_data_and_go_with_revised(void)
{
    struct pair pair;
    pair_begin(&pair);
    pair_load(&pair, SIDE_A, NULL);
    pair_load(&pair, SIDE_B, NULL);
    pair_read(&pair, SIDE_A, "1", "1");
    pair_read(&pair, SIDE_B, "2", "1");
    pair_measure(&pair, SIDE_A, "P", "3", JANUARY - 1, 4, 1, (double[]){10, 20, 11, 21, 12, 22, 13, 23});
    pair_measure(&pair, SIDE_B, "P", "3", JANUARY, 4, 1, (double[]){11, 21, 12.5, 22, 13, 23, 14, 24});
    pair_compare(&pair);
    expect_causes(&pair, "rn");
    expect_mixture(&pair, "", "P", "3", JANUARY - 1, 4, 1, (double[]){10, 20, 11, 21, 12, 22, 13, 23});
    expect_mixture(&pair, "r", "P", "3", JANUARY, 3, 1, (double[]){11, 21, 12.5, 22, 13, 23});
    expect_mixture(&pair, "n", "P", "3", JANUARY - 1, 5, 1, (double[]){10, 20, 11, 21, 12, 22, 13, 23, 14, 24});
    expect_mixture(&pair, "rn", "P", "3", JANUARY, 4, 1, (double[]){11, 21, 12.5, 22, 13, 23, 14, 24});
    pair_end(&pair);
}

/** Q is dropped, S added; x of P, whose file is the same, can only be another one because of that. */
static void regions_bring_their_values(void)
{
    struct pair pair;
    pair_begin(&pair);
    pair_load(&pair, SIDE_A, NULL);
    pair_load(&pair, SIDE_B, NULL);
    pair_read(&pair, SIDE_A, "1", "1");
    pair_read(&pair, SIDE_B, "1", "2");
    pair_measure(&pair, SIDE_A, "PQ", "34", JANUARY, 1, 0, (double[]){1.25, 2.5, 5, 6});
    pair_measure(&pair, SIDE_B, "SP", "83", JANUARY, 1, 0, (double[]){9.5, 1.75, 8.25, 5.5});
    pair_compare(&pair);
    expect_causes(&pair, "rR");
    expect_mixture(&pair, "", "PQ", "34", JANUARY, 1, 0, (double[]){1.25, 2.5, 5, 6});
    expect_mixture(&pair, "r", "PQ", "34", JANUARY, 1, 0, (double[]){1.25, 2.5, 5.5, 6});
    expect_mixture(&pair, "R", "SP", "83", JANUARY, 1, 0, (double[]){9.5, 1.75, 8.25, 5});
    expect_mixture(&pair, "rR", "SP", "83", JANUARY, 1, 0, (double[]){9.5, 1.75, 8.25, 5.5});
    pair_end(&pair);
}

/** x is read from another column, so that all of its values are a matter of method, the new period's included. */
static void values_measured_otherwise_are_method(void)
{
    static const tocsin_override other = {"indicators.x.options.column", "z"};
    struct pair pair;
    pair_begin(&pair);
    pair_load(&pair, SIDE_A, NULL);
    pair_load(&pair, SIDE_B, &other);
    pair_read(&pair, SIDE_A, "1", "1");
    pair_read(&pair, SIDE_B, "2", "2");
    pair_measure(&pair, SIDE_A, "P", "3", JANUARY, 1, 0, (double[]){1, 11});
    pair_measure(&pair, SIDE_B, "P", "3", JANUARY, 2, 0, (double[]){7, 12, 8, 13});
    pair_compare(&pair);
    expect_causes(&pair, "rnm");
    CU_ASSERT_TRUE(pair.panels.resourced[0]);
    CU_ASSERT_EQUAL(pair.panels.tally[0][CAUSE_METHOD].values, 2);
    expect_mixture(&pair, "m", "P", "3", JANUARY, 1, 0, (double[]){7, 11});
    expect_mixture(&pair, "rn", "P", "3", JANUARY, 2, 0, (double[]){1, 12, NONE, 13});
    expect_mixture(&pair, "n", "P", "3", JANUARY, 2, 0, (double[]){1, 11, NONE, 13});
    pair_end(&pair);
}

/** A method that looks further back brings the earlier periods along. */
static void a_longer_lead_comes_with_the_method(void)
{
    static const tocsin_override other = {"indicators.x.missing", "{method: carry, at_most: 2}"};
    struct pair pair;
    pair_begin(&pair);
    pair_load(&pair, SIDE_A, NULL);
    pair_load(&pair, SIDE_B, &other);
    pair_read(&pair, SIDE_A, "1", "1");
    pair_read(&pair, SIDE_B, "1", "1");
    pair_measure(&pair, SIDE_A, "P", "3", JANUARY, 1, 0, (double[]){NONE, 11});
    pair_measure(&pair, SIDE_B, "P", "3", JANUARY - 2, 3, 2, (double[]){4.5, 9, NONE, 10, NONE, 11});
    pair_compare(&pair);
    expect_causes(&pair, "m");
    expect_mixture(&pair, "", "P", "3", JANUARY, 1, 0, (double[]){NONE, 11});
    expect_mixture(&pair, "m", "P", "3", JANUARY - 2, 3, 2, (double[]){4.5, 9, NONE, 10, NONE, 11});
    pair_end(&pair);
}

/** The same files, the same recipe, the same regions and periods: then it was not the data. */
static void what_nothing_explains_is_method(void)
{
    struct pair pair;
    pair_begin(&pair);
    pair_load(&pair, SIDE_A, NULL);
    pair_load(&pair, SIDE_B, NULL);
    pair_read(&pair, SIDE_A, "1", "1");
    pair_read(&pair, SIDE_B, "1", "1");
    pair_measure(&pair, SIDE_A, "P", "3", JANUARY, 1, 0, (double[]){1, 11});
    pair_measure(&pair, SIDE_B, "P", "3", JANUARY, 1, 0, (double[]){1, 12});
    pair_compare(&pair);
    expect_causes(&pair, "m");
    CU_ASSERT_TRUE(pair.panels.unexplained);
    pair_end(&pair);
}

/** What only one run measures is there where its model is. */
static void an_indicator_comes_with_its_model(void)
{
    struct pair pair;
    pair_begin(&pair);
    pair_load(&pair, SIDE_A, NULL);
    static const tocsin_override other = {
        "indicators",
        "{y: {source: t, per: size, normalise: {method: none}}, x: {source: s, normalise: {method: none}}}"};
    pair_load(&pair, SIDE_B, &other);
    pair_read(&pair, SIDE_A, "1", "1");
    pair_read(&pair, SIDE_B, "1", "1");
    pair_measure(&pair, SIDE_A, "P", "3", JANUARY, 1, 0, (double[]){1, 11});
    pair_measure(&pair, SIDE_B, "P", "3", JANUARY, 1, 0, (double[]){11, 1});
    pair_compare(&pair);
    CU_ASSERT_TRUE(pair.models.method); /* their order */
    CU_ASSERT_EQUAL(pair.models.other[SIDE_A][0], 1);
    expect_mixture(&pair, "", "P", "3", JANUARY, 1, 0, (double[]){1, 11});
    expect_mixture(&pair, "m", "P", "3", JANUARY, 1, 0, (double[]){11, 1});
    pair_end(&pair);
}

static CU_TestInfo tests[] = {
    {"values are revised or new", values_are_revised_or_new},
    {"columns of the regions are data", columns_of_the_regions_are_data},
    {"periods come with new data and go with revised", periods_come_with_new_data_and_go_with_revised},
    {"regions bring their values", regions_bring_their_values},
    {"values measured otherwise are method", values_measured_otherwise_are_method},
    {"a longer lead comes with the method", a_longer_lead_comes_with_the_method},
    {"what nothing explains is method", what_nothing_explains_is_method},
    {"an indicator comes with its model", an_indicator_comes_with_its_model},
    CU_TEST_INFO_NULL,
};

SUITE(compare_panels, tests)
