/**
 * Every treatment and normalisation of COINr 1.1.14 (W. Becker et al., JOSS 7, 2022) on its example, the ASEM
 * Sustainable Connectivity Portal of the JRC, at 1e-12 relative: values, what is said of the shape, and which points
 * were set. Where we differ on purpose, the test says how.
 */
#include "reference.h"
#include "score/normalise.h"
#include "score/treat.h"

enum { INDICATORS = 49, REFERENCE_REGION = 9 };
static const struct statistics_over ALL = {.kind = OVER_ALL};

/** What a table of COINr's says of one indicator. */
struct column {
    const char *id;
    const struct reference_table *meta; /* of the parameters */
    enum direction direction;
    struct fixture fixture;
    struct panel *normalised;
};

/** The id of the indicator at `*row` of the list of metadata or after it; NULL past the last. */
static const char *next_indicator(const struct reference_table *meta, size_t *row)
{
    size_t type = reference_column(meta, "Type");
    while (++*row <= meta->rows) {
        if (strcmp(meta->cells[*row][type], "Indicator") == 0) {
            return meta->cells[*row][reference_column(meta, "iCode")];
        }
    }
    return NULL;
}

static double parameter(const struct reference_table *meta, const char *id, const char *name)
{
    return reference_number(reference_text(meta, "iCode", id, name));
}

static void column_begin(struct column *column, const struct reference_table *from)
{
    static double values[REFERENCE_ROWS];
    size_t regions = reference_units(from);
    size_t periods = from->rows / regions;
    column->direction = parameter(column->meta, column->id, "Direction") < 0 ? DIRECTION_SAFETY : DIRECTION_RISK;
    fixture_begin(&column->fixture, periods, 1, regions);
    CU_ASSERT_EQUAL_FATAL(reference_numbers(from, column->id, values), periods * regions);
    fixture_fill(column->fixture.panel, 0, values);
    CU_ASSERT_EQUAL_FATAL(panel_create(&column->fixture.arena, periods, 1, regions, &column->normalised), TOCSIN_OK);
}

/* ---- treatment */

struct treat_case {
    const char *name; /* of the files */
    struct treatment treatments[2];
    bool combine;
    double skewness, kurtosis;
};

/** What is to be checked of one column: the values, and what the first treatment by itself does. */
struct treated {
    const struct treat_case *wanted;
    const struct reference_table *details, *points;
    const char *id;
    const struct panel *panel, *original, *trial;
    const struct treatment_outcome *outcome, *tried;
};

static tocsin_status treat(struct fixture *fixture, const struct treat_case *wanted, size_t count, struct panel *panel,
                           struct treatment_outcome *outcome)
{
    struct treatment treatments[2] = {wanted->treatments[0], wanted->treatments[1]};
    struct treatment_list list = {treatments, count, wanted->combine, false, wanted->skewness, wanted->kurtosis};
    struct treat_request request = {&list, &ALL, "x", FIXTURE_AT, fixture->regions};
    return treat_column(fixture->counted.context, &request, panel, 0, &fixture->axis, outcome);
}

/** One cell of the table of details: a number, TRUE or FALSE, or NA (also where the table has no such column). */
static bool detail_is(const struct treated *treated, const char *name, bool given, double expected)
{
    if (reference_column(treated->details, name) == SIZE_MAX) {
        return !given;
    }
    const char *text = reference_text(treated->details, "iCode", treated->id, name);
    double value = strcmp(text, "TRUE") == 0 ? 1 : strcmp(text, "FALSE") == 0 ? 0 : reference_number(text);
    bool same = given ? close_to(expected, value, 1e-12) : isnan(value);
    if (!same) {
        fprintf(stderr, "%s, %s of %s: %.17g is not %s\n", treated->wanted->name, name, treated->id, expected, text);
    }
    return same;
}

static bool shape_is(const struct treated *treated, int step, bool given, double skewness, double kurtosis)
{
    const struct treat_case *wanted = treated->wanted;
    char name[40];
    bool pass = fabs(skewness) < wanted->skewness || kurtosis < wanted->kurtosis;
    snprintf(name, sizeof name, "check_SkewKurt%d.Pass", step);
    bool same = detail_is(treated, name, given, pass);
    snprintf(name, sizeof name, "check_SkewKurt%d.Skew", step);
    same = detail_is(treated, name, given, skewness) && same;
    snprintf(name, sizeof name, "check_SkewKurt%d.Kurt", step);
    return detail_is(treated, name, given, kurtosis) && same;
}

static bool details_match(const struct treated *treated)
{
    const struct treatment_outcome *outcome = treated->outcome;
    const struct treatment_outcome *tried = treated->tried;
    bool first = tried->applied == 0;
    bool second = outcome->applied == 1;
    bool winsorised = first && treated->wanted->treatments[0].method == TREAT_WINSORISE;
    return shape_is(treated, 0, true, outcome->skewness_before, outcome->kurtosis_before) &&
           shape_is(treated, 1, first, tried->skewness_after, tried->kurtosis_after) &&
           shape_is(treated, 2, second, outcome->skewness_after, outcome->kurtosis_after) &&
           detail_is(treated, "winsorise.nwin", winsorised, (double)tried->winsorised);
}

/** What COINr writes into the cell: what each of the two treatments did, joined by a plus. */
static void mark_of(const struct treated *treated, size_t region, char mark[40])
{
    const struct treat_case *wanted = treated->wanted;
    double moved = fixture_value(treated->trial, 0, region) - fixture_value(treated->original, 0, region);
    const char *first = moved < 0 ? "winhi" : moved > 0 ? "winlo" : "";
    if (wanted->treatments[0].method == TREAT_LOG) {
        first = treated->tried->applied == 0 ? "log_CT_orig" : "";
    }
    const char *second = "";
    if (treated->outcome->applied == 1 && wanted->treatments[1].method == TREAT_LOG) {
        bool mirrored = wanted->treatments[1].mirror && treated->outcome->skewness_before <= 0;
        second = mirrored ? "+log_CT_neg" : "+log_CT";
    }
    snprintf(mark, 40, "%s%s", first, second);
}

static bool points_match(const struct treated *treated)
{
    size_t column = reference_column(treated->points, treated->id);
    CU_ASSERT_EQUAL_FATAL(treated->points->rows, treated->panel->regions);
    for (size_t i = 0; i < treated->panel->regions; i++) {
        char mark[40];
        mark_of(treated, i, mark);
        if (strcmp(mark, treated->points->cells[i + 1][column]) != 0) {
            fprintf(stderr, "%s, row %zu of %s: '%s' is not '%s'\n", treated->wanted->name, i + 2, treated->id, mark,
                    treated->points->cells[i + 1][column]);
            return false;
        }
    }
    return true;
}

static struct reference_table *read_part(const char *name, const char *part)
{
    char file[96];
    snprintf(file, sizeof file, "%s%s.csv", name, part);
    return reference_read(file);
}

static void check_treated_column(struct column *column, const struct treat_case *wanted,
                                 const struct reference_table *to, const struct reference_table *details,
                                 const struct reference_table *points)
{
    struct fixture *fixture = &column->fixture;
    struct panel *copies[2] = {NULL, NULL};
    struct treatment_outcome outcome;
    struct treatment_outcome tried;
    for (size_t i = 0; i < 2; i++) {
        CU_ASSERT_EQUAL_FATAL(panel_copy(&fixture->arena, fixture->panel, &copies[i]), TOCSIN_OK);
    }
    CU_ASSERT_EQUAL(treat(fixture, wanted, 1, copies[1], &tried), TOCSIN_OK);
    CU_ASSERT_EQUAL(treat(fixture, wanted, 2, fixture->panel, &outcome), TOCSIN_OK);
    struct treated treated = {.wanted = wanted,
                              .details = details,
                              .points = points,
                              .id = column->id,
                              .panel = fixture->panel,
                              .original = copies[0],
                              .trial = copies[1],
                              .outcome = &outcome,
                              .tried = &tried};
    CU_ASSERT_TRUE(reference_matches(fixture->panel, 0, to, column->id));
    CU_ASSERT_TRUE(details_match(&treated));
    CU_ASSERT_TRUE(points_match(&treated));
}

static void check_treat(const struct treat_case *wanted)
{
    struct reference_table *meta = reference_read("iMeta.csv");
    struct reference_table *from = reference_read("screened.csv");
    struct reference_table *to = read_part(wanted->name, "");
    struct reference_table *details = read_part(wanted->name, "-details");
    struct reference_table *points = read_part(wanted->name, "-points");
    size_t row = 0;
    size_t count = 0;
    struct column column = {.meta = meta};
    while (meta && (column.id = next_indicator(meta, &row))) {
        column_begin(&column, from);
        check_treated_column(&column, wanted, to, details, points);
        fixture_end(&column.fixture);
        count++;
    }
    CU_ASSERT_TRUE(!meta || count == INDICATORS);
    reference_free(meta);
    reference_free(from);
    reference_free(to);
    reference_free(details);
    reference_free(points);
}

#define WINSORISE(points)                                                                                              \
    {                                                                                                                  \
        .method = TREAT_WINSORISE, .max = (points)                                                                     \
    }

static void test_treated(void)
{
    static const struct treat_case cases[] = {
        {"treated", {WINSORISE(5), {.method = TREAT_LOG}}, false, 2, 3.5},
        {"treated-winmax2", {WINSORISE(2), {.method = TREAT_LOG}}, false, 2, 3.5},
        {"treated-winmax1-combine", {WINSORISE(1), {.method = TREAT_LOG}}, true, 2, 3.5},
        {"treated-winmax1-skew1-kurt2-logCTplus", {WINSORISE(1), {.method = TREAT_LOG, .mirror = true}}, false, 1, 2},
        {"treated-logCTorig-boxcox025",
         {{.method = TREAT_LOG, .offset = {true, 1}}, {.method = TREAT_BOXCOX, .lambda = 0.25, .shift = true}},
         false,
         2,
         3.5},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check_treat(&cases[i]);
    }
}

/** The bare functions, whatever the shape. */
static void test_transformed(void)
{
    static const struct {
        const char *file;
        struct treatment treatment;
    } cases[] = {
        {"transform-log_CT_plus.csv", {.method = TREAT_LOG, .mirror = true}},
        {"transform-log_CT_orig.csv", {.method = TREAT_LOG, .offset = {true, 1}}},
        {"transform-boxcox-0.5.csv", {.method = TREAT_BOXCOX, .lambda = 0.5, .shift = true}},
        {"transform-boxcox-0.csv", {.method = TREAT_BOXCOX, .lambda = 0, .shift = true}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct reference_table *meta = reference_read("iMeta.csv");
        struct reference_table *from = reference_read("screened.csv");
        struct reference_table *to = reference_read(cases[i].file);
        struct treatment treatment = cases[i].treatment;
        struct treatment_list list = {&treatment, 1, false, true, 2, 3.5};
        struct column column = {.meta = meta};
        size_t row = 0;
        while (meta && (column.id = next_indicator(meta, &row))) {
            struct treatment_outcome outcome;
            column_begin(&column, from);
            struct treat_request request = {&list, &ALL, column.id, FIXTURE_AT, column.fixture.regions};
            CU_ASSERT_EQUAL(treat_column(column.fixture.counted.context, &request, column.fixture.panel, 0,
                                         &column.fixture.axis, &outcome),
                            TOCSIN_OK);
            CU_ASSERT_TRUE(reference_matches(column.fixture.panel, 0, to, column.id));
            fixture_end(&column.fixture);
        }
        reference_free(meta);
        reference_free(from);
        reference_free(to);
    }
}

/* ---- normalisation */

static tocsin_status normalise(struct column *column, const struct normalisation *normalisation, const double *scale)
{
    struct fixture *fixture = &column->fixture;
    struct normalise_request request = {normalisation, &ALL,       column->direction, scale,
                                        column->id,    FIXTURE_AT, fixture->regions};
    return normalise_column(fixture->counted.context, &request, fixture->panel, column->normalised, 0, &fixture->axis);
}

/** Parameters of the indicator from the list of metadata; may change the scale, too. */
typedef void (*choose_method)(const struct column *column, struct normalisation *normalisation, double scale[2]);

static void choose_target(const struct column *column, struct normalisation *normalisation, double scale[2])
{
    (void)scale;
    normalisation->target = parameter(column->meta, column->id, "Target");
    normalisation->cap = reference_column(column->meta, "dist2targ_cap_max") != SIZE_MAX &&
                         strcmp(reference_text(column->meta, "iCode", column->id, "dist2targ_cap_max"), "TRUE") == 0;
}

/** With safety COINr turns the ends of its table round by itself; ours are those of the value that is turned. */
static void choose_scaled(const struct column *column, struct normalisation *normalisation, double scale[2])
{
    (void)scale;
    bool safety = column->direction == DIRECTION_SAFETY;
    double ends[2] = {parameter(column->meta, column->id, "scaled_lower"),
                      parameter(column->meta, column->id, "scaled_upper")};
    normalisation->low = (struct optional_number){true, safety ? -ends[1] : ends[0]};
    normalisation->high = (struct optional_number){true, safety ? -ends[0] : ends[1]};
    normalisation->factor = (struct optional_number){true, parameter(column->meta, column->id, "scale_factor")};
}

static void choose_minmax(const struct column *column, struct normalisation *normalisation, double scale[2])
{
    (void)scale;
    normalisation->low = (struct optional_number){true, parameter(column->meta, column->id, "minmax_lower")};
    normalisation->high = (struct optional_number){true, parameter(column->meta, column->id, "minmax_upper")};
}

static void choose_zscore(const struct column *column, struct normalisation *normalisation, double scale[2])
{
    (void)scale;
    normalisation->mean = (struct optional_number){true, parameter(column->meta, column->id, "zscore_mean")};
    normalisation->sd = (struct optional_number){true, parameter(column->meta, column->id, "zscore_sd")};
}

/** The methods that the example gives to four indicators by themselves. */
static void choose_individual(const struct column *column, struct normalisation *normalisation, double scale[2])
{
    static const struct {
        const char *id;
        enum normalise_method method;
    } own[] = {
        {"LPI", NORMALISE_RANK}, {"CO2", NORMALISE_ZSCORE}, {"Renew", NORMALISE_NONE}, {"Palma", NORMALISE_NONE}};
    (void)scale;
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        normalisation->method = strcmp(own[i].id, column->id) == 0 ? own[i].method : normalisation->method;
    }
}

struct normalise_case {
    const char *from, *to, *meta;
    struct normalisation normalisation;
    double scale[2];
    choose_method choose;
};

static void check_normalise(const struct normalise_case *wanted)
{
    struct reference_table *meta = reference_read(wanted->meta);
    struct reference_table *from = reference_read(wanted->from);
    struct reference_table *to = reference_read(wanted->to);
    struct column column = {.meta = meta};
    size_t row = 0;
    size_t count = 0;
    while (meta && (column.id = next_indicator(meta, &row))) {
        struct normalisation normalisation = wanted->normalisation;
        double scale[2] = {wanted->scale[0], wanted->scale[1]};
        column_begin(&column, from);
        if (wanted->choose) {
            wanted->choose(&column, &normalisation, scale);
        }
        CU_ASSERT_EQUAL(normalise(&column, &normalisation, scale), TOCSIN_OK);
        CU_ASSERT_TRUE(reference_matches(column.normalised, 0, to, column.id));
        CU_ASSERT_EQUAL(tocsin_diagnostic_count(column.fixture.counted.context), 0);
        fixture_end(&column.fixture);
        count++;
    }
    CU_ASSERT_TRUE(!meta || count == INDICATORS);
    reference_free(meta);
    reference_free(from);
    reference_free(to);
}

static void test_normalised(void)
{
    static const char meta[] = "iMeta.csv";
    static const char parameters[] = "iMeta-normparams.csv";
    static const char from[] = "treated.csv";
    static const struct normalise_case cases[] = {
        {from, "normalised-borda.csv", meta, {.method = NORMALISE_BORDA}, {0, 100}, NULL},
        {from, "normalised-dist2max.csv", meta, {.method = NORMALISE_DISTANCE_TO_MAX}, {0, 1}, NULL},
        {from,
         "normalised-scaled--5-40-x10.csv",
         meta,
         {.method = NORMALISE_SCALED, .low = {true, -5}, .high = {true, 40}, .factor = {true, 10}},
         {0, 100},
         NULL},
        {from, "normalised-scaled-iMeta.csv", parameters, {.method = NORMALISE_SCALED}, {0, 100}, choose_scaled},
        {from, "normalised-minmax-iMeta.csv", parameters, {.method = NORMALISE_MINMAX}, {0, 10}, choose_minmax},
        {from, "normalised-zscore-iMeta.csv", parameters, {.method = NORMALISE_ZSCORE}, {0, 10}, choose_zscore},
        {from, "normalised-indiv.csv", meta, {.method = NORMALISE_MINMAX}, {0, 100}, choose_individual},
        {from,
         "normalised-dist2targ-iMetaTarget.csv",
         meta,
         {.method = NORMALISE_DISTANCE_TO_TARGET},
         {0, 1},
         choose_target},
        {from,
         "normalised-dist2targ-iMetaTarget-cap.csv",
         parameters,
         {.method = NORMALISE_DISTANCE_TO_TARGET},
         {0, 1},
         choose_target},
        {"panelko-treated.csv",
         "panelko-normalised-global-1-100.csv",
         meta,
         {.method = NORMALISE_MINMAX, .low = {true, 1}, .high = {true, 100}},
         {0, 10},
         NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check_normalise(&cases[i]);
    }
}

/** True if no cell has a value, and each says why. */
static bool all_missing(const struct panel *panel, enum observation why)
{
    bool all = true;
    for (size_t i = 0; i < panel->regions; i++) {
        all = all && fixture_observation(panel, 0, i) == why;
    }
    return all;
}

/**
 * Where the region of reference has the lowest value itself COINr divides by zero: infinite, or with the cap 1 for
 * everybody. With us the indicator is missing there, and a diagnostic says why.
 */
static void test_distance_to_reference(void)
{
    struct reference_table *meta = reference_read("iMeta.csv");
    struct reference_table *from = reference_read("treated.csv");
    for (size_t cap = 0; meta && cap < 2; cap++) {
        struct reference_table *plain = reference_read("normalised-dist2ref-row10.csv");
        struct reference_table *to =
            reference_read(cap ? "normalised-dist2ref-row10-cap.csv" : "normalised-dist2ref-row10.csv");
        struct column column = {.meta = meta};
        size_t row = 0;
        size_t lowest = 0;
        while ((column.id = next_indicator(meta, &row))) {
            column_begin(&column, from);
            const struct normalisation normalisation = {
                .method = NORMALISE_DISTANCE_TO_REFERENCE, .region = "r9", .cap = cap == 1};
            const char *own = plain->cells[REFERENCE_REGION + 1][reference_column(plain, column.id)];
            CU_ASSERT_EQUAL(normalise(&column, &normalisation, (double[]){0, 1}), TOCSIN_OK);
            if (isnan(reference_number(own))) {
                CU_ASSERT_TRUE(all_missing(column.normalised, OBSERVATION_ZERO_DENOMINATOR));
                CU_ASSERT_TRUE(
                    diagnosed_once(column.fixture.counted.context, DIAGNOSTIC_NORMALISE_ZERO_DENOMINATOR, 17, 5));
                lowest++;
            } else {
                CU_ASSERT_TRUE(reference_matches(column.normalised, 0, to, column.id));
                CU_ASSERT_EQUAL(fixture_value(column.normalised, 0, REFERENCE_REGION), 1);
            }
            fixture_end(&column.fixture);
        }
        CU_ASSERT_TRUE(lowest > 0 && lowest < INDICATORS);
        reference_free(plain);
        reference_free(to);
    }
    reference_free(meta);
    reference_free(from);
}

/** What we make of a value: of safety 1 - x / max, where COINr's x / min has it the wrong way round. */
static double fraction(const struct column *column, double value, double maximum, double of_coinr)
{
    if (value < 0) {
        return NAN;
    }
    return column->direction == DIRECTION_SAFETY ? 1 - value / maximum : of_coinr;
}

static void check_fraction(const struct column *column, const struct reference_table *to, size_t *refused)
{
    static double expected[REFERENCE_ROWS];
    const struct panel *from = column->fixture.panel;
    double maximum = -INFINITY;
    reference_numbers(to, column->id, expected);
    for (size_t i = 0; i < from->regions; i++) {
        maximum = fmax(maximum, fixture_value(from, 0, i));
    }
    CU_ASSERT_FATAL(maximum > 0);
    for (size_t i = 0; i < from->regions; i++) {
        double wanted = fraction(column, fixture_value(from, 0, i), maximum, expected[i]);
        double value = fixture_value(column->normalised, 0, i);
        CU_ASSERT_TRUE(isnan(wanted) ? isnan(value) : fabs(value - wanted) <= 1e-12 * fabs(wanted));
        *refused += isnan(wanted) ? 1 : 0;
        CU_ASSERT_TRUE(!isnan(wanted) || fixture_observation(column->normalised, 0, i) == OBSERVATION_NOT_POSITIVE);
    }
}

static void test_fraction_of_max(void)
{
    struct reference_table *meta = reference_read("iMeta.csv");
    struct reference_table *from = reference_read("treated.csv");
    struct reference_table *to = reference_read("normalised-fracmax.csv");
    struct column column = {.meta = meta};
    size_t row = 0;
    size_t refused = 0;
    const struct normalisation normalisation = {.method = NORMALISE_FRACTION_OF_MAX};
    while (meta && (column.id = next_indicator(meta, &row))) {
        column_begin(&column, from);
        CU_ASSERT_EQUAL(normalise(&column, &normalisation, (double[]){0, 1}), TOCSIN_OK);
        check_fraction(&column, to, &refused);
        fixture_end(&column.fixture);
    }
    CU_ASSERT_TRUE(!meta || refused > 0); /* a growth below zero */
    reference_free(meta);
    reference_free(from);
    reference_free(to);
}

static CU_TestInfo tests[] = {
    {"treated, with details and points", test_treated},
    {"transformed", test_transformed},
    {"normalised", test_normalised},
    {"distance to a reference", test_distance_to_reference},
    {"fraction of the maximum", test_fraction_of_max},
    CU_TEST_INFO_NULL,
};
SUITE(reference_columns, tests)
