/**
 * Normalisations against published numbers: the worked example of the OECD/JRC Handbook on Constructing Composite
 * Indicators (2008, Table 15: mean years of schooling, as printed), the same data at full precision, and the
 * Geopolitical Risk index (D. Caldara, M. Iacoviello, American Economic Review 112, 2022).
 */
#include "reference.h"
#include "score/normalise.h"

enum { COUNTRIES = 23 };
static const struct statistics_over ALL = {.kind = OVER_ALL};
static const double SHARE[2] = {0, 1};

/** One column of a table of reference, normalised; `fixture` is to be ended. */
static struct panel *normalise(struct fixture *fixture, const double *values, size_t periods, size_t regions,
                               const struct normalisation *normalisation, const double *scale)
{
    struct panel *normalised = NULL;
    fixture_begin(fixture, periods, 1, regions);
    fixture_fill(fixture->panel, 0, values);
    CU_ASSERT_EQUAL_FATAL(panel_create(&fixture->arena, periods, 1, regions, &normalised), TOCSIN_OK);
    struct normalise_request request = {normalisation, &ALL, DIRECTION_RISK, scale, "x", FIXTURE_AT, fixture->regions};
    if (periods > 1) {
        fixture->axis.frequency = FREQUENCY_MONTH;
        fixture->axis.first = period_of_day(FREQUENCY_MONTH, normalisation->from);
    }
    CU_ASSERT_EQUAL(normalise_column(fixture->counted.context, &request, fixture->panel, normalised, 0, &fixture->axis),
                    TOCSIN_OK);
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(fixture->counted.context), 0);
    return normalised;
}

struct printed_case {
    const char *name; /* of the column of Table 15 */
    struct normalisation normalisation;
    double scale[2];
    double within;       /* half a unit of the last digit printed */
    const char *but_for; /* a country of which the table contradicts itself */
};

static void check_printed(const struct reference_table *printed, const double *schooling,
                          const struct printed_case *wanted)
{
    struct fixture fixture;
    double expected[COUNTRIES];
    struct panel *normalised = normalise(&fixture, schooling, 1, COUNTRIES, &wanted->normalisation, wanted->scale);
    CU_ASSERT_EQUAL_FATAL(reference_column(printed, "uCode"), 0);
    reference_numbers(printed, wanted->name, expected);
    for (size_t i = 0; i < COUNTRIES; i++) {
        const char *country = printed->cells[i + 1][0];
        double value = fixture_value(normalised, 0, i);
        bool excepted = wanted->but_for && strcmp(country, wanted->but_for) == 0;
        bool same = fabs(value - expected[i]) <= wanted->within + 1e-9;
        if (same == excepted) {
            fprintf(stderr, "%s of %s: %.17g, printed %g\n", wanted->name, country, value, expected[i]);
        }
        CU_ASSERT_NOT_EQUAL(same, excepted);
    }
    fixture_end(&fixture);
}

/**
 * New Zealand is printed as about the mean, though its ratio to the mean is printed as 1.22, above 1 + 0.2. Percentiles
 * are no case: the Handbook's are rank / n, which leave the lowest above 0; ours, as COINr's, (rank - 1) / (n - 1).
 * Ratios and differences to the mean and to the worst are straight lines through numbers that a model has to give.
 */
static void test_printed(void)
{
    static const double edges[] = {7.15, 7.25, 9.35, 10, 11.6, 11.9};
    static const double values[] = {0, 20, 40, 50, 60, 80, 100};
    struct reference_table *printed = reference_read_from("tai", "handbook-table15-normalisation-schooling.csv");
    if (!printed) {
        return;
    }
    double schooling[COUNTRIES];
    double mean = 0;
    CU_ASSERT_EQUAL_FATAL(reference_numbers(printed, "SCHOOLING", schooling), COUNTRIES);
    for (size_t i = 0; i < COUNTRIES; i++) {
        mean += schooling[i] / COUNTRIES;
    }
    const struct optional_number zero = {true, 0};
    const struct optional_number one = {true, 1};
    const struct printed_case cases[] = {
        {"rank", {.method = NORMALISE_RANK}, {0, 1}, 0, NULL},
        {"zscore", {.method = NORMALISE_ZSCORE}, {0, 1}, 0.005, NULL},
        {"minmax", {.method = NORMALISE_MINMAX}, {0, 1}, 0.005, NULL},
        {"minmax", {.method = NORMALISE_DISTANCE_TO_MAX}, {0, 1}, 0.005, NULL},
        {"ratio_best", {.method = NORMALISE_FRACTION_OF_MAX}, {0, 1}, 0.005, NULL},
        {"above_below_mean_p20", {.method = NORMALISE_ABOVE_MEAN, .threshold = 0.2}, {-1, 1}, 0, "NZL"},
        {"categorical",
         {.method = NORMALISE_BANDS, .edges = edges, .edge_count = 6, .values = values, .value_count = 7},
         {0, 100},
         0,
         NULL},
        {"ratio_mean",
         {.method = NORMALISE_SCALED, .low = zero, .high = {true, mean}, .factor = one},
         {0, 100},
         0.005,
         NULL},
        {"ratio_worst",
         {.method = NORMALISE_SCALED, .low = zero, .high = {true, 7.1}, .factor = one},
         {0, 100},
         0.005,
         NULL},
        {"diff_mean",
         {.method = NORMALISE_SCALED, .low = {true, mean}, .high = {true, 2 * mean}, .factor = one},
         {0, 100},
         0.005,
         NULL},
        {"diff_worst", {.method = NORMALISE_SCALED, .low = {true, 7.1}, .high = {true, 14.2}}, {0, 1}, 0.005, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check_printed(printed, schooling, &cases[i]);
    }
    reference_free(printed);
}

/** All eight indicators, recomputed at full precision. */
static void test_computed(void)
{
    static const struct {
        const char *file;
        enum normalise_method method;
    } cases[] = {{"computed-minmax.csv", NORMALISE_MINMAX},
                 {"computed-minmax.csv", NORMALISE_DISTANCE_TO_MAX},
                 {"computed-goalposts.csv", NORMALISE_GOALPOSTS},
                 {"computed-zscore.csv", NORMALISE_ZSCORE}};
    struct reference_table *raw = reference_read_from("tai", "raw.csv");
    struct reference_table *indicators = reference_read_from("tai", "indicators.csv");
    for (size_t i = 0; raw && indicators && i < sizeof cases / sizeof *cases; i++) {
        struct reference_table *to = reference_read_from("tai", cases[i].file);
        CU_ASSERT_EQUAL(indicators->rows, 8);
        for (size_t row = 1; row <= indicators->rows; row++) {
            const char *id = indicators->cells[row][0];
            struct fixture fixture;
            double values[COUNTRIES];
            struct normalisation normalisation = {.method = cases[i].method, .clip = true};
            if (cases[i].method == NORMALISE_GOALPOSTS) {
                const char *ends[2] = {reference_text(indicators, "iCode", id, "goalpost_lower"),
                                       reference_text(indicators, "iCode", id, "goalpost_upper")};
                normalisation.low = (struct optional_number){true, reference_number(ends[0])};
                normalisation.high = (struct optional_number){true, reference_number(ends[1])};
            }
            CU_ASSERT_EQUAL_FATAL(reference_numbers(raw, id, values), COUNTRIES);
            struct panel *normalised = normalise(&fixture, values, 1, COUNTRIES, &normalisation, SHARE);
            CU_ASSERT_TRUE(reference_matches(normalised, 0, to, id));
            fixture_end(&fixture);
        }
        reference_free(to);
    }
    reference_free(raw);
    reference_free(indicators);
}

/** 100 times the share of articles over its mean to the end of 2019; the source keeps numbers of single precision. */
static void test_base_ratio(void)
{
    static const struct {
        const char *file, *share, *published;
        int first_year;
        size_t months;
    } cases[] = {{"gpr_recent.csv", "SHARE_GPR", "GPR", 1985, 475},
                 {"gpr_historical.csv", "SHARE_GPRH", "GPRH", 1900, 1495}};
    static double values[REFERENCE_ROWS];
    static double expected[REFERENCE_ROWS];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct reference_table *table = reference_read_from("gpr", cases[i].file);
        if (!table) {
            return;
        }
        struct fixture fixture;
        const struct normalisation normalisation = {.method = NORMALISE_BASE_RATIO,
                                                    .from = date_from_civil(cases[i].first_year, 1, 1),
                                                    .to = date_from_civil(2019, 12, 31),
                                                    .times = 100};
        CU_ASSERT_EQUAL_FATAL(reference_numbers(table, cases[i].share, values), cases[i].months);
        CU_ASSERT_EQUAL_FATAL(reference_numbers(table, cases[i].published, expected), cases[i].months);
        struct panel *normalised = normalise(&fixture, values, cases[i].months, 1, &normalisation, SHARE);
        double worst = 0;
        for (size_t month = 0; month < cases[i].months; month++) {
            worst = fmax(worst, fabs(fixture_value(normalised, month, 0) - expected[month]));
        }
        CU_ASSERT_TRUE(worst <= 1.55e-5);
        fixture_end(&fixture);
        reference_free(table);
    }
}

static CU_TestInfo tests[] = {
    {"as the Handbook prints them", test_printed},
    {"the Handbook's data at full precision", test_computed},
    {"ratio to a base: the Geopolitical Risk index", test_base_ratio},
    CU_TEST_INFO_NULL,
};
SUITE(reference_handbook, tests)
