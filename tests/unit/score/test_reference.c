/**
 * Treatment, normalisation, imputation and aggregation against the stage by stage outputs of COINr 1.1.14 (W. Becker et
 * al., JOSS 7, 2022) on its example, the ASEM Sustainable Connectivity Portal of the JRC; at 1e-12 relative.
 */
#include "reference.h"
#include "score/impute.h"
#include "score/normalise.h"
#include "score/treat.h"

enum { INDICATORS = 49 };

/** The ids of the indicators, in the order of the list of metadata. */
static size_t indicator_ids(const struct reference_table *meta, const char **ids)
{
    size_t count = 0;
    size_t type = reference_column(meta, "Type");
    for (size_t row = 1; row <= meta->rows; row++) {
        if (strcmp(meta->cells[row][type], "Indicator") == 0) {
            ids[count++] = meta->cells[row][reference_column(meta, "iCode")];
        }
    }
    CU_ASSERT_EQUAL_FATAL(count, INDICATORS);
    return count;
}

static enum direction direction_of(const struct reference_table *meta, const char *id)
{
    return reference_text(meta, "iCode", id, "Direction")[0] == '-' ? DIRECTION_SAFETY : DIRECTION_RISK;
}

static void load_column(struct panel *panel, const struct reference_table *table, const char *id)
{
    static double values[REFERENCE_ROWS];
    CU_ASSERT_EQUAL_FATAL(reference_numbers(table, id, values), panel->periods * panel->regions);
    fixture_fill(panel, 0, values);
}

struct treat_case {
    const char *from, *to, *details;
    struct treatment treatments[2];
    size_t count;
    bool combine, always;
};

/** What the reference says of the shape before, and of the points set. */
static bool details_match(const struct treat_case *wanted, const struct reference_table *details, const char *id,
                          const struct treatment_outcome *outcome)
{
    double skewness = reference_number(reference_text(details, "iCode", id, "check_SkewKurt0.Skew"));
    double kurtosis = reference_number(reference_text(details, "iCode", id, "check_SkewKurt0.Kurt"));
    double points = reference_number(reference_text(details, "iCode", id, "winsorise.nwin"));
    bool kept = outcome->applied == 0 || (wanted->combine && outcome->applied == 1);
    return close_to(outcome->skewness_before, skewness, 1e-12) && close_to(outcome->kurtosis_before, kurtosis, 1e-12) &&
           isnan(points) == (outcome->applied == SIZE_MAX) && (!kept || outcome->winsorised == (size_t)points);
}

static void check_treat(const struct treat_case *wanted)
{
    struct reference_table *meta = reference_read("iMeta.csv");
    struct reference_table *from = reference_read(wanted->from);
    struct reference_table *to = reference_read(wanted->to);
    struct reference_table *details = wanted->details ? reference_read(wanted->details) : NULL;
    const struct statistics_over over = {.kind = OVER_PERIOD}; /* COINr treats each year of a panel by itself */
    const char *ids[REFERENCE_ROWS];
    struct treatment treatments[2] = {wanted->treatments[0], wanted->treatments[1]};
    const struct treatment_list list = {treatments, wanted->count, wanted->combine, wanted->always, 2, 3.5};
    for (size_t i = 0; meta && from && to && i < indicator_ids(meta, ids); i++) {
        struct fixture fixture;
        struct treatment_outcome outcome;
        fixture_begin(&fixture, from->rows / reference_units(from), 1, reference_units(from));
        load_column(fixture.panel, from, ids[i]);
        struct treat_request request = {&list, &over, ids[i], FIXTURE_AT, fixture.regions};
        CU_ASSERT_EQUAL(treat_column(fixture.counted.context, &request, fixture.panel, 0, &fixture.axis, &outcome),
                        TOCSIN_OK);
        CU_ASSERT_TRUE(reference_matches(fixture.panel, 0, to, ids[i]));
        CU_ASSERT_TRUE(!details || details_match(wanted, details, ids[i], &outcome));
        fixture_end(&fixture);
    }
    reference_free(meta);
    reference_free(from);
    reference_free(to);
    reference_free(details);
}

static void test_treated(void)
{
    static const struct treat_case cases[] = {
        {"screened.csv",
         "treated.csv",
         "treated-details.csv",
         {{.method = TREAT_WINSORISE, .max = 5}, {.method = TREAT_LOG}},
         2,
         false,
         false},
        {"screened.csv",
         "treated-winmax2.csv",
         "treated-winmax2-details.csv",
         {{.method = TREAT_WINSORISE, .max = 2}, {.method = TREAT_LOG}},
         2,
         false,
         false},
        {"screened.csv",
         "treated-winmax1-combine.csv",
         "treated-winmax1-combine-details.csv",
         {{.method = TREAT_WINSORISE, .max = 1}, {.method = TREAT_LOG}},
         2,
         true,
         false},
        {"screened.csv", "transform-log_CT.csv", NULL, {{.method = TREAT_LOG}}, 1, false, true},
        {"panel-screened.csv",
         "panel-treated.csv",
         NULL,
         {{.method = TREAT_WINSORISE, .max = 5}, {.method = TREAT_LOG}},
         2,
         false,
         false},
        {"panelko-imputed-linear-constant.csv",
         "panelko-treated.csv",
         NULL,
         {{.method = TREAT_WINSORISE, .max = 5}, {.method = TREAT_LOG}},
         2,
         false,
         false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check_treat(&cases[i]);
    }
}

struct normalise_case {
    const char *from, *to;
    struct normalisation normalisation;
    enum statistics_kind over;
    double scale[2];
    bool posts; /* goalposts and their scale are those of the list of metadata */
};

static void check_normalise(const struct normalise_case *wanted)
{
    struct reference_table *meta = reference_read("iMeta-normparams.csv");
    struct reference_table *from = reference_read(wanted->from);
    struct reference_table *to = reference_read(wanted->to);
    const struct statistics_over over = {.kind = wanted->over};
    const char *ids[REFERENCE_ROWS];
    for (size_t i = 0; meta && from && to && i < indicator_ids(meta, ids); i++) {
        struct fixture fixture;
        struct panel *normalised = NULL;
        struct normalisation normalisation = wanted->normalisation;
        double scale[2] = {wanted->scale[0], wanted->scale[1]};
        if (wanted->posts) {
            normalisation.low.value = reference_number(reference_text(meta, "iCode", ids[i], "goalpost_lower"));
            normalisation.high.value = reference_number(reference_text(meta, "iCode", ids[i], "goalpost_upper"));
            scale[1] = reference_number(reference_text(meta, "iCode", ids[i], "goalpost_scale"));
        }
        fixture_begin(&fixture, from->rows / reference_units(from), 1, reference_units(from));
        load_column(fixture.panel, from, ids[i]);
        CU_ASSERT_EQUAL_FATAL(
            panel_create(&fixture.arena, fixture.panel->periods, 1, fixture.panel->regions, &normalised), TOCSIN_OK);
        struct normalise_request request = {&normalisation, &over,          direction_of(meta, ids[i]), scale, ids[i],
                                            FIXTURE_AT,     fixture.regions};
        CU_ASSERT_EQUAL(
            normalise_column(fixture.counted.context, &request, fixture.panel, normalised, 0, &fixture.axis),
            TOCSIN_OK);
        CU_ASSERT_TRUE(reference_matches(normalised, 0, to, ids[i]));
        fixture_end(&fixture);
    }
    reference_free(meta);
    reference_free(from);
    reference_free(to);
}

static void test_normalised(void)
{
    static const struct normalise_case cases[] = {
        {"treated.csv", "normalised-minmax-0-100.csv", {.method = NORMALISE_MINMAX}, OVER_ALL, {0, 100}, false},
        {"treated.csv",
         "normalised-minmax-1-100.csv",
         {.method = NORMALISE_MINMAX, .low = {true, 1}, .high = {true, 100}},
         OVER_ALL,
         {0, 10},
         false},
        {"treated.csv", "normalised-zscore-0-1.csv", {.method = NORMALISE_ZSCORE}, OVER_ALL, {0, 100}, false},
        {"treated.csv",
         "normalised-zscore-10-2.csv",
         {.method = NORMALISE_ZSCORE, .mean = {true, 10}, .sd = {true, 2}},
         OVER_ALL,
         {0, 100},
         false},
        {"treated.csv", "normalised-rank.csv", {.method = NORMALISE_RANK}, OVER_ALL, {0, 100}, false},
        {"treated.csv",
         "normalised-rank-average.csv",
         {.method = NORMALISE_RANK, .ties = TIES_AVERAGE},
         OVER_ALL,
         {0, 100},
         false},
        {"treated.csv", "normalised-prank.csv", {.method = NORMALISE_PERCENTILE}, OVER_ALL, {0, 1}, false},
        {"treated.csv", "normalised-dist2max.csv", {.method = NORMALISE_MINMAX}, OVER_ALL, {0, 1}, false},
        {"treated.csv",
         "normalised-goalposts-trunc.csv",
         {.method = NORMALISE_GOALPOSTS, .clip = true},
         OVER_ALL,
         {0, 0},
         true},
        {"treated.csv", "normalised-goalposts-notrunc.csv", {.method = NORMALISE_GOALPOSTS}, OVER_ALL, {0, 0}, true},
        {"denominated.csv",
         "normalised-minmax-0-100-fromDenominated-withNA.csv",
         {.method = NORMALISE_MINMAX},
         OVER_ALL,
         {0, 100},
         false},
        {"denominated.csv",
         "normalised-zscore-0-1-fromDenominated-withNA.csv",
         {.method = NORMALISE_ZSCORE},
         OVER_ALL,
         {0, 100},
         false},
        {"denominated.csv",
         "normalised-prank-fromDenominated-withNA.csv",
         {.method = NORMALISE_PERCENTILE},
         OVER_ALL,
         {0, 1},
         false},
        {"panel-treated.csv", "panel-normalised-global.csv", {.method = NORMALISE_MINMAX}, OVER_ALL, {0, 100}, false},
        {"panel-treated.csv", "panel-normalised-local.csv", {.method = NORMALISE_MINMAX}, OVER_PERIOD, {0, 100}, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check_normalise(&cases[i]);
    }
}

static void test_imputed(void)
{
    static const struct {
        const char *to;
        struct missing_rule rule;
    } cases[] = {
        {"panelko-imputed-latest.csv", {.method = MISSING_CARRY}},
        {"panelko-imputed-latest-max1.csv", {.method = MISSING_CARRY, .at_most = 1}},
        {"panelko-imputed-linear-constant.csv", {.method = MISSING_LINEAR}},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        struct reference_table *meta = reference_read("iMeta.csv");
        struct reference_table *from = reference_read("panelko-iData.csv");
        struct reference_table *to = reference_read(cases[k].to);
        const char *ids[REFERENCE_ROWS];
        for (size_t i = 0; meta && from && to && i < indicator_ids(meta, ids); i++) {
            struct fixture fixture;
            fixture_begin(&fixture, from->rows / reference_units(from), 1, reference_units(from));
            load_column(fixture.panel, from, ids[i]);
            CU_ASSERT_EQUAL(impute_column(fixture.counted.context,
                                          &(struct impute_request){.rule = &cases[k].rule, .axis = &fixture.axis},
                                          fixture.panel, 0),
                            TOCSIN_OK);
            CU_ASSERT_TRUE(reference_matches(fixture.panel, 0, to, ids[i]));
            fixture_end(&fixture);
        }
        reference_free(meta);
        reference_free(from);
        reference_free(to);
    }
}

#define A AGGREGATE_ARITHMETIC
#define G AGGREGATE_GEOMETRIC
#define H AGGREGATE_HARMONIC
#define P AGGREGATE_POWER

struct aggregate_case {
    const char *file;
    enum aggregate_method methods[3]; /* of the index, the sub-indices, the pillars */
    double p;
    const char *weights;    /* NULL: those of the list of metadata */
    double min_children[3]; /* COINr's dat_thresh, like `methods` */
    const char *dropped[2]; /* indicators that are left out */
};

static bool is_dropped(const struct aggregate_case *wanted, const char *id)
{
    for (size_t i = 0; i < 2; i++) {
        if (wanted->dropped[i] && strcmp(wanted->dropped[i], id) == 0) {
            return true;
        }
    }
    return false;
}

/** Adds a group and what is below it. */
static void add_group(struct fixture *fixture, const struct reference_table *meta, const struct aggregate_case *wanted,
                      const struct reference_table *weights, size_t parent, const char *id, size_t *leaves)
{
    bool leaf = strcmp(reference_text(meta, "iCode", id, "Type"), "Indicator") == 0;
    double weight = reference_number(weights ? reference_text(weights, "iCode", id, "Weight")
                                             : reference_text(meta, "iCode", id, "Weight"));
    if (is_dropped(wanted, id)) {
        return;
    }
    size_t node = fixture_node(fixture, parent, id, weight, leaf ? (*leaves)++ : INDEX_NONE);
    if (leaf) {
        return;
    }
    size_t depth = fixture->nodes[node].depth;
    fixture->nodes[node].aggregation.method = wanted->methods[depth];
    fixture->nodes[node].aggregation.p = wanted->p;
    fixture->nodes[node].min_children = wanted->min_children[depth];
    for (size_t row = 1; row <= meta->rows; row++) {
        if (strcmp(meta->cells[row][reference_column(meta, "Parent")], id) == 0) {
            add_group(fixture, meta, wanted, weights, node, meta->cells[row][reference_column(meta, "iCode")], leaves);
        }
    }
}

static void load_leaves(struct fixture *fixture, const struct reference_table *table)
{
    static double values[REFERENCE_ROWS];
    for (size_t i = 0; i < fixture->tree.count; i++) {
        const struct index_node *node = &fixture->tree.nodes[i];
        if (node->inner == INDEX_NONE) {
            reference_numbers(table, node->id, values);
            fixture_fill(fixture->panel, node->indicator, values);
        }
    }
}

static void check_aggregate(const struct aggregate_case *wanted)
{
    struct reference_table *meta = reference_read("iMeta.csv");
    struct reference_table *table = reference_read(wanted->file);
    struct reference_table *weights = wanted->weights ? reference_read(wanted->weights) : NULL;
    if (meta && table && (weights || !wanted->weights)) {
        struct fixture fixture;
        struct fixture_scores scores;
        size_t leaves = 0;
        fixture_begin(&fixture, table->rows / reference_units(table), INDICATORS, reference_units(table));
        add_group(&fixture, meta, wanted, weights, INDEX_NONE, "Index", &leaves);
        CU_ASSERT_EQUAL_FATAL(leaves, wanted->dropped[0] ? INDICATORS - 2 : INDICATORS);
        CU_ASSERT_EQUAL_FATAL(fixture.tree.inner_count, 11);
        load_leaves(&fixture, table);
        CU_ASSERT_EQUAL(fixture_score(&fixture, FIXTURE_SCALE, &scores), TOCSIN_OK);
        for (size_t i = 0; i < fixture.tree.count; i++) {
            const struct index_node *node = &fixture.tree.nodes[i];
            bool inner = node->inner != INDEX_NONE;
            CU_ASSERT_TRUE(!inner || reference_matches(scores.nodes, node->inner, table, node->id));
        }
        fixture_end(&fixture);
    }
    reference_free(meta);
    reference_free(table);
    reference_free(weights);
}

static void test_aggregated(void)
{
    static const struct aggregate_case cases[] = {
        {.file = "aggregated-amean.csv", .methods = {A, A, A}},
        {.file = "aggregated-gmean.csv", .methods = {G, G, G}},
        {.file = "aggregated-hmean.csv", .methods = {H, H, H}},
        {.file = "aggregated-genmean-p2.csv", .methods = {P, P, P}, .p = 2},
        {.file = "aggregated-genmean-p-1.csv", .methods = {P, P, P}, .p = -1},
        {.file = "aggregated-mixed-amean-gmean-hmean.csv", .methods = {H, G, A}},
        {.file = "aggregated-amean-weights-alt.csv", .methods = {A, A, A}, .weights = "weights-alt.csv"},
        {.file = "aggregated-gmean-weights-alt.csv", .methods = {G, G, G}, .weights = "weights-alt.csv"},
        {.file = "aggregated-amean-withNA.csv", .methods = {A, A, A}},
        {.file = "aggregated-hmean-withNA.csv", .methods = {H, H, H}},
        {.file = "aggregated-gmean-withNA-weights-alt.csv", .methods = {G, G, G}, .weights = "weights-alt.csv"},
        {.file = "aggregated-amean-withNA-thresh0.8.csv", .methods = {A, A, A}, .min_children = {0.8, 0.8, 0.8}},
        {.file = "aggregated-amean-withNA-thresh0.75-0.5-1.csv", .methods = {A, A, A}, .min_children = {1, 0.5, 0.75}},
        {.file = "aggregated-amean-dropped-LPI-Forest.csv", .methods = {A, A, A}, .dropped = {"LPI", "Forest"}},
        {.file = "panel-aggregated-global.csv", .methods = {A, A, A}},
        {.file = "panel-aggregated-local.csv", .methods = {A, A, A}},
        {.file = "panelko-aggregated-gmean.csv", .methods = {G, G, G}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check_aggregate(&cases[i]);
    }
}

static CU_TestInfo tests[] = {
    {"treated", test_treated}, {"normalised", test_normalised},
    {"imputed", test_imputed}, {"aggregated", test_aggregated},
    CU_TEST_INFO_NULL,
};
SUITE(reference, tests)
