/** The module `weighted_history`: weights by age, divisors, missing values; the Global Terrorism Index. */
#include "derived.h"
#include <math.h>

extern const struct indicator_module indicator_weighted_history;

static void begin(struct derived *derived, size_t periods)
{
    derived_begin(derived, &indicator_weighted_history, periods, 1);
    derived_option(derived, "of", "c");
}

static void put_all(struct derived *derived, const double *values, size_t count)
{
    for (size_t period = 0; period < count; period++) {
        if (!isnan(values[period])) {
            derived_put(derived, 2, period, 0, values[period]);
        }
    }
}

static void test_default_weights(void)
{
    struct derived derived;
    begin(&derived, 6);
    put_all(&derived, (const double[]){7, 3.5, 0, 12.25, 2.385, 40}, 6);
    CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_OK);
    CU_ASSERT_TRUE(derived_misses(&derived, 3, 0, OBSERVATION_NO_HISTORY));
    /* (16 2.385 + 8 12.25 + 4 0 + 2 3.5 + 7) / 5 and (16 40 + 8 2.385 + 4 12.25 + 2 0 + 3.5) / 5 */
    CU_ASSERT_TRUE(derived_is(&derived, 4, 0, 30.032, OBSERVATION_NORMAL));
    CU_ASSERT_TRUE(derived_is(&derived, 5, 0, 142.316, OBSERVATION_NORMAL));
    derived_end(&derived);
}

static void test_divisor(void)
{
    struct derived derived;
    begin(&derived, 2);
    put_all(&derived, (const double[]){2.5, 8.125}, 2);
    derived_option(&derived, "weights", "3,1");
    derived_option(&derived, "divisor", "4");
    CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_OK);
    CU_ASSERT_TRUE(derived_is(&derived, 1, 0, (3 * 8.125 + 2.5) / 4, OBSERVATION_NORMAL));
    derived_end(&derived);
}

static void test_missing(void)
{
    struct derived derived;
    begin(&derived, 7);
    put_all(&derived, (const double[]){1, 2, 4, NAN, 16, 32, 64}, 7);
    derived_option(&derived, "weights", "3,2,1");
    CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_OK);
    CU_ASSERT_TRUE(derived_misses(&derived, 1, 0, OBSERVATION_NO_HISTORY));
    CU_ASSERT_TRUE(derived_is(&derived, 2, 0, (12 + 4 + 1) / 3.0, OBSERVATION_NORMAL));
    CU_ASSERT_TRUE(derived_misses(&derived, 3, 0, OBSERVATION_INPUT_MISSING));
    CU_ASSERT_TRUE(derived_misses(&derived, 4, 0, OBSERVATION_INPUT_MISSING));
    CU_ASSERT_TRUE(derived_misses(&derived, 5, 0, OBSERVATION_INPUT_MISSING));
    CU_ASSERT_TRUE(derived_is(&derived, 6, 0, (192 + 64 + 16) / 3.0, OBSERVATION_NORMAL));
    derived_end(&derived);
}

static void test_zero_and_least(void)
{
    struct derived derived;
    begin(&derived, 6);
    put_all(&derived, (const double[]){1.5, NAN, 4, NAN, NAN, 32}, 6);
    derived_option(&derived, "weights", "3,2,1");
    derived_option(&derived, "missing", "zero");
    derived_option(&derived, "least", "2");
    CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_OK);
    CU_ASSERT_TRUE(derived_misses(&derived, 0, 0, OBSERVATION_NO_HISTORY)); /* one known value of two wanted */
    CU_ASSERT_TRUE(derived_misses(&derived, 1, 0, OBSERVATION_INPUT_MISSING));
    CU_ASSERT_TRUE(derived_is(&derived, 2, 0, (12 + 1.5) / 3, OBSERVATION_IMPUTED_IN_PART));
    CU_ASSERT_TRUE(derived_misses(&derived, 5, 0, OBSERVATION_NO_HISTORY));
    derived_end(&derived);
}

static void test_rescale(void)
{
    struct derived derived;
    begin(&derived, 4);
    put_all(&derived, (const double[]){NAN, 5.5, NAN, 8.25}, 4);
    derived_option(&derived, "weights", "4,2,1");
    derived_option(&derived, "missing", "rescale");
    CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_OK);
    CU_ASSERT_TRUE(derived_is(&derived, 1, 0, 4 * 5.5 * 7 / 4 / 3, OBSERVATION_SHORT_HISTORY));
    CU_ASSERT_TRUE(derived_is(&derived, 3, 0, (4 * 8.25 + 5.5) * 7 / 5 / 3, OBSERVATION_SHORT_HISTORY));
    derived_end(&derived);
}

/** Where only values of weight zero are known there is nothing to rescale. */
static void test_rescale_without_weight(void)
{
    struct derived derived;
    begin(&derived, 2);
    put_all(&derived, (const double[]){NAN, 5.5}, 2);
    derived_option(&derived, "weights", "0,2");
    derived_option(&derived, "missing", "rescale");
    CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_OK);
    CU_ASSERT_TRUE(derived_misses(&derived, 1, 0, OBSERVATION_NO_HISTORY));
    derived_end(&derived);
}

static void test_bounds_and_observations(void)
{
    struct derived derived;
    begin(&derived, 3);
    derived_option(&derived, "weights", "2,1");
    derived_put_range(&derived, 2, 0, 0, 1, 2.5, 3);
    derived_put_range(&derived, 2, 1, 0, 4, 5, 9);
    derived_put_range(&derived, 2, 2, 0, 6, 6, 6);
    derived.panel->observation[panel_cell(derived.panel, 2, 2, 0)] = OBSERVATION_CARRIED;
    CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_OK);
    CU_ASSERT_TRUE(derived_is(&derived, 1, 0, 6.25, OBSERVATION_NORMAL));
    CU_ASSERT_TRUE(derived_has_range(&derived, 1, 0, 4.5, 10.5));
    CU_ASSERT_TRUE(derived_is(&derived, 2, 0, 8.5, OBSERVATION_IMPUTED_IN_PART));
    derived_end(&derived);
}

static void test_faults(void)
{
    struct derived derived;
    begin(&derived, 3);
    derived_option(&derived, "weights", "0,0,0");
    CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_ERROR_MODEL);
    CU_ASSERT_TRUE(diagnosed_once(derived.counted.context, DIAGNOSTIC_HISTORY_WEIGHTS, 7, 11));
    derived_end(&derived);
    begin(&derived, 3);
    derived_option(&derived, "weights", "3,2");
    derived_option(&derived, "least", "3");
    CU_ASSERT_EQUAL(derived_run(&derived), TOCSIN_ERROR_MODEL);
    CU_ASSERT_TRUE(diagnosed_once(derived.counted.context, DIAGNOSTIC_HISTORY_WEIGHTS, 7, 14));
    CU_ASSERT_TRUE(diagnosed(derived.counted.context, DIAGNOSTIC_HISTORY_WEIGHTS, "weights for 2 only"));
    derived_end(&derived);
}

/* ------------------------------------------------------------------------------- Global Terrorism Index */

enum { GTI_COUNTRIES = 163, GTI_FIRST = 2012, GTI_YEARS = 9, GTI_LINE = 512 };

struct terrorism {
    char countries[GTI_COUNTRIES][4];
    size_t count;
    double severity[GTI_COUNTRIES][GTI_YEARS];
};

static size_t country_of(struct terrorism *terrorism, const char *code)
{
    for (size_t i = 0; i < terrorism->count; i++) {
        if (strcmp(terrorism->countries[i], code) == 0) {
            return i;
        }
    }
    CU_ASSERT_FATAL(terrorism->count < GTI_COUNTRIES);
    snprintf(terrorism->countries[terrorism->count], sizeof terrorism->countries[0], "%s", code);
    return terrorism->count++;
}

/** Reads iso3,country,year,incidents,fatalities,injuries,hostages; country names may be quoted. */
static void read_inputs(const char *path, struct terrorism *terrorism)
{
    FILE *file = fopen(path, "r");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    char line[GTI_LINE];
    CU_ASSERT_PTR_NOT_NULL_FATAL(fgets(line, sizeof line, file));
    while (fgets(line, sizeof line, file)) {
        char code[4] = "";
        memcpy(code, line, 3);
        char *rest = line[4] == '"' ? strchr(line + 5, '"') + 1 : strchr(line + 4, ',');
        int year;
        double incidents, fatalities, injuries, hostages;
        CU_ASSERT_EQUAL_FATAL(sscanf(rest, ",%d,%lf,%lf,%lf,%lf", &year, &incidents, &fatalities, &injuries, &hostages),
                              5);
        CU_ASSERT_FATAL(year >= GTI_FIRST && year < GTI_FIRST + GTI_YEARS);
        terrorism->severity[country_of(terrorism, code)][year - GTI_FIRST] =
            incidents + 3 * fatalities + 0.5 * injuries + 0.5 * hostages;
    }
    fclose(file);
}

/** The five-year memory of one country, by year. */
static void remember(const double severity[GTI_YEARS], double memory[GTI_YEARS])
{
    struct derived derived;
    struct period_axis axis = {FREQUENCY_YEAR, GTI_FIRST, GTI_YEARS};
    derived_begin_table(&derived, &indicator_weighted_history, axis, 1, NULL, 0, NULL);
    derived_option(&derived, "of", "c");
    put_all(&derived, severity, GTI_YEARS);
    CU_ASSERT_EQUAL_FATAL(derived_run(&derived), TOCSIN_OK);
    for (size_t year = 0; year < GTI_YEARS; year++) {
        size_t cell = panel_cell(derived.panel, year, DERIVED_OWN, 0);
        CU_ASSERT_EQUAL(observation_present(derived.panel->observation[cell]), year >= 4);
        memory[year] = derived.panel->value[cell];
    }
    derived_end(&derived);
}

/** All published scores of 2016 to 2020, 163 countries: 10 ln(1 + X) / ln(1 + M). */
static void test_global_terrorism_index(void)
{
    static struct terrorism terrorism;
    static double memory[GTI_COUNTRIES][GTI_YEARS];
    const char *path = shared_file("reference/gti/inputs_2012_2020.csv");
    if (!path) {
        return;
    }
    read_inputs(path, &terrorism);
    CU_ASSERT_EQUAL(terrorism.count, GTI_COUNTRIES);
    double largest = 0;
    for (size_t i = 0; i < terrorism.count; i++) {
        remember(terrorism.severity[i], memory[i]);
        for (size_t year = 0; year < GTI_YEARS; year++) {
            largest = fmax(largest, memory[i][year]);
        }
    }
    CU_ASSERT_TRUE(close_to(largest, 105183.4, 1e-12));
    FILE *file = fopen(shared_file("reference/gti/expected_2016_2020.csv"), "r");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    char line[GTI_LINE];
    size_t compared = 0;
    CU_ASSERT_PTR_NOT_NULL_FATAL(fgets(line, sizeof line, file));
    while (fgets(line, sizeof line, file)) {
        char code[4];
        int year;
        double score;
        CU_ASSERT_EQUAL_FATAL(sscanf(line, "%3s,%d,%lf", code, &year, &score), 3);
        double x = memory[country_of(&terrorism, code)][year - GTI_FIRST];
        CU_ASSERT_TRUE(close_to(10 * log1p(x) / log1p(largest), score, 1e-12));
        compared++;
    }
    fclose(file);
    CU_ASSERT_EQUAL(compared, 815);
}

static CU_TestInfo tests[] = {
    {"default weights", test_default_weights},
    {"divisor", test_divisor},
    {"missing values make it missing", test_missing},
    {"missing values as zero, and the least number of known ones", test_zero_and_least},
    {"missing values left out and weights raised", test_rescale},
    {"nothing to rescale", test_rescale_without_weight},
    {"bounds and what the inputs are", test_bounds_and_observations},
    {"weights that cannot be used", test_faults},
    {"Global Terrorism Index 2016-2020", test_global_terrorism_index},
    CU_TEST_INFO_NULL,
};

SUITE(weighted_history, tests)
