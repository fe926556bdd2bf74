/** What rows weigh in a value: together they are what the module computes, and no row counts that does not count there.
 */
#include "module_run.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

static const unsigned orders[] = {IN_ONE_PASS, BACKWARDS, IN_SHARDS, SHUFFLED + 1};
enum { ORDERS = sizeof orders / sizeof *orders };

static bool same(double actual, double expected)
{
    return fabs(actual - expected) <= 1e-12 * fmax(fabs(actual), fabs(expected));
}

/* In every cell that has a value it is `law` of the rows' weights; the number of cells with rows is returned. */
static size_t check_law(const struct module_case *given,
                        bool (*law)(double value, const struct module_weights *weights))
{
    size_t cells = 0;
    for (size_t i = 0; i < ORDERS; i++) {
        struct module_run run;
        module_run_begin(&run, given, orders[i]);
        CU_ASSERT_EQUAL_FATAL(run.status, TOCSIN_OK);
        cells = 0;
        for (size_t p = 0; p < run.axis.count; p++) {
            for (size_t r = 0; r < run.regions->count; r++) {
                size_t cell = panel_cell(run.panel, p, run.column, r);
                struct module_weights weights = module_run_weigh(&run, p, r);
                bool holds = law(run.panel->value[cell], &weights);
                if (observation_present(run.panel->observation[cell])) {
                    CU_ASSERT_TRUE(holds);
                    cells += weights.rows > 0;
                }
            }
        }
        CU_ASSERT_TRUE(module_run_end(&run));
    }
    return cells;
}

static bool is_sum(double value, const struct module_weights *weights)
{
    return same(weights->sum, value) && (weights->rows > 0 || value == 0);
}

static struct module_weights weights_of(const struct module_case *given, const char *period, const char *region)
{
    struct module_run run;
    module_run_begin(&run, given, IN_ONE_PASS);
    CU_ASSERT_EQUAL_FATAL(run.status, TOCSIN_OK);
    size_t cell = module_run_cell(&run, period, region);
    struct module_weights weights =
        module_run_weigh(&run, cell / (run.panel->columns * run.panel->regions), cell % run.panel->regions);
    CU_ASSERT_TRUE(module_run_end(&run));
    return weights;
}

/* The unit of the weights; NULL stands for a failing run. */
static const char *unit_of(const struct module_case *given)
{
    static char unit[WEIGHT_UNIT_SIZE];
    struct module_run run;
    module_run_begin(&run, given, IN_ONE_PASS);
    CU_ASSERT_EQUAL_FATAL(run.status, TOCSIN_OK);
    memset(unit, '#', sizeof unit);
    run.module->weight_unit(run.state, unit);
    CU_ASSERT_PTR_NOT_NULL_FATAL(memchr(unit, '\0', sizeof unit));
    CU_ASSERT_TRUE(module_run_end(&run));
    return unit;
}

/* ------------------------------------------------------------------------------------------ militant activity */

#define VIOLENCE                                                                                                       \
    "date,region,deaths,injured,hostages,count|2019-01-13,A,3,7,2,2|2019-03-31,B,11,,4,1|2019-04-01,A,0,1,,4|"         \
    "2019-07-22,A,29,40,1,1|2019-07-22,A,1,0,3,1|2019-11-05,B,2,2,,6|2020-02-29,A,5,8,9,1|2020-03-01,B,17,3,1,2|"      \
    "2020-03-01,A,4,,,|2020-03-30,A,1,1,1,9|2020-03-31,A,2,0,0,1|2020-03-31,B,0,0,0,0"

static void test_violence_adds_up(void)
{
    static const char *const options[] = {"measure=severity",
                                          "measure=severity;half_life=12.5;weights=2 0.75 0.25 3",
                                          "measure=events",
                                          "measure=deaths",
                                          "measure=severity;form=sum_of_logs",
                                          "measure=severity;form=sum_of_logs;half_life=41.5",
                                          "measure=severity;form=sum_of_logs;half_life_periods=2.385"};
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        struct module_case given = {"militant_activity", options[i], VIOLENCE, "A|B",
                                    "periods=2018-11..2020-06;covers=2018-01..2020-12"};
        CU_ASSERT_TRUE(check_law(&given, is_sum) >= 7);
    }
}

/* The weights of the index are those of its severity. */
static void test_index_weighs_as_severity(void)
{
    struct module_case index = {"militant_activity", "half_life=33", VIOLENCE, "A|B", ""};
    struct module_case severity = index;
    severity.options = "half_life=33;measure=severity";
    CU_ASSERT_EQUAL(weights_of(&index, "2020-03", "A").sum, weights_of(&severity, "2020-03", "A").sum);
    CU_ASSERT_TRUE(same(weights_of(&index, "2020-03", "A").sum, module_value(&severity, "2020-03", "A")));
}

/* The last day of the period counts in full, the day after not at all; a row that stands for many counts as many. */
static void test_violence_at_the_edge(void)
{
    struct module_case given = {"militant_activity", "measure=severity",
                                "date,region,deaths,count|2020-03-31,A,2,5|2020-04-01,A,7,1", "A", ""};
    struct module_weights march = weights_of(&given, "2020-03", "A");
    CU_ASSERT_EQUAL(march.rows, 1);
    CU_ASSERT_EQUAL(march.sum, 5 + 3 * 2);
    CU_ASSERT_EQUAL(weights_of(&given, "2020-04", "A").rows, 2);
    given.options = "measure=events";
    CU_ASSERT_EQUAL(weights_of(&given, "2020-04", "A").rows, 1); /* the period's own, from its first day */
    CU_ASSERT_EQUAL(weights_of(&given, "2020-04", "A").sum, 1);
    CU_ASSERT_EQUAL(weights_of(&given, "2020-03", "A").sum, 5);
}

static void test_pakistan(void)
{
    static const char *const files[] = {"real/ucdp_ged_pakistan/ged_pak_hdx.csv.gz"};
    static const struct column_pick picks[] = {{"date_end", "date"}, {"adm_1", "region"}, {"best", "deaths"}};
    char *input = module_input_of_files(files, 1, picks, 3);
    if (!input) {
        return;
    }
    struct module_case given = {"militant_activity", "measure=severity", input,
                                "Federally Administered Tribal Areas|Khyber Pakhtunkwa province|Balochistan province",
                                "periods=1989-01..2021-12"};
    struct module_run run;
    module_run_begin(&run, &given, IN_ONE_PASS);
    CU_ASSERT_EQUAL_FATAL(run.status, TOCSIN_OK);
    for (size_t p = 11; p < run.axis.count; p += 12) {
        for (size_t r = 0; r < run.regions->count; r++) {
            double value = run.panel->value[panel_cell(run.panel, p, run.column, r)];
            CU_ASSERT_TRUE(same(module_run_weigh(&run, p, r).sum, value));
        }
    }
    struct module_weights fata = module_run_weigh(&run, (2014 - 1989) * 12 + 11, 0);
    CU_ASSERT_EQUAL(round(fata.sum * 1e4), 35149542); /* published */
    CU_ASSERT_TRUE(fata.rows > 1000);
    CU_ASSERT_TRUE(module_run_end(&run));
    free(input);
}

/* ------------------------------------------------------------------------------------------ event count */

static void test_counts_add_up(void)
{
    static const char *const options[] = {"",
                                          "column=deaths",
                                          "window=45",
                                          "column=injured;periods=7",
                                          "periods=3",
                                          "column=deaths;window=1",
                                          "per=people;per_factor=1000"};
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        struct module_case given = {"event_count", options[i], VIOLENCE, "region,people|A,64500|B,1290",
                                    "periods=2018-11..2020-06;covers=2018-01..2020-12"};
        CU_ASSERT_TRUE(check_law(&given, is_sum) >= 2);
    }
}

static void test_window_edges(void)
{
    struct module_case given = {"event_count", "window=31",
                                "date,region,count|2020-02-28,A,4|2020-02-29,A,8|2020-03-31,A,16|2020-04-01,A,32", "A",
                                ""};
    struct module_weights march = weights_of(&given, "2020-03", "A");
    CU_ASSERT_EQUAL(march.rows, 1);
    CU_ASSERT_EQUAL(march.sum, 16);
    given.options = "window=32";
    CU_ASSERT_EQUAL(weights_of(&given, "2020-03", "A").sum, 8 + 16);
}

/* ------------------------------------------------------------------------------------------ diplomatic developments */

#define DEALINGS                                                                                                       \
    "date,source,target,cameo,goldstein,mentions|2023-01-04,A,USA,057,,3|2023-01-19,USA,A,062,,1|"                     \
    "2023-02-28,A,B,190,,40|2023-03-01,B,B,036,,|2023-03-02,B,A,,-2.385,2000|2023-03-31,B,USA,0621,,7|"                \
    "2023-04-02,A,CHN,,0,5|2023-04-30,A,USA,064,,2|2023-05-07,B,C,112,,9|2023-06-30,A,B,051,,"
#define RESENTED "third_party={region,partner,rho|A,USA,0.5|A,USA,0.25|B,USA,0.375}"

static void test_dealings_add_up(void)
{
    static const char *const roles[] = {"either", "source", "target"};
    static const char *const measures[] = {"conflict", "cooperation", "third_party", "events"};
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        for (size_t k = 0; k < sizeof measures / sizeof *measures; k++) {
            char options[256];
            snprintf(options, sizeof options, RESENTED ";window=75;half_life=23.5;measure=%s;role=%s", measures[k],
                     roles[i]);
            struct module_case given = {"diplomatic_developments", options, DEALINGS, "A|B|C",
                                        "periods=2023-01..2023-09;covers=2022..2023"};
            CU_ASSERT_TRUE(check_law(&given, is_sum) >= 3);
        }
    }
}

/* The index weighs conflict and reactions up, cooperation down; an event of no size has a part, too. */
static void test_direction_of_dealings(void)
{
    struct module_case given = {"diplomatic_developments", RESENTED, DEALINGS, "A|B|C", ""};
    double parts[3];
    static const char *const measures[3] = {RESENTED ";measure=conflict", RESENTED ";measure=third_party",
                                            RESENTED ";measure=cooperation"};
    for (size_t i = 0; i < 3; i++) {
        struct module_case part = given;
        part.options = measures[i];
        parts[i] = module_value(&part, "2023-04", "A");
        CU_ASSERT_TRUE(parts[i] > 0);
    }
    struct module_weights weights = weights_of(&given, "2023-04", "A");
    CU_ASSERT_EQUAL(weights.rows, 6);
    CU_ASSERT_TRUE(same(weights.sum, parts[0] + parts[1] - parts[2]));
    double index = 50 * (1 + weights.sum / (parts[0] + parts[1] + parts[2] + 10));
    CU_ASSERT_TRUE(same(index, module_value(&given, "2023-04", "A")));
    given.input = "date,source,target,goldstein|2023-04-02,A,CHN,0";
    weights = weights_of(&given, "2023-04", "A");
    CU_ASSERT_EQUAL(weights.rows, 1);
    CU_ASSERT_EQUAL(weights.sum, 0);
    CU_ASSERT_EQUAL(weights_of(&given, "2023-04", "B").rows, 0);
}

static void test_dealings_at_the_edge(void)
{
    struct module_case given = {"diplomatic_developments", "window=30;half_life=15",
                                "date,source,target,goldstein|2023-04-01,A,B,-4|2023-03-31,A,B,-7|2023-04-30,A,B,-1|"
                                "2023-05-01,A,B,-9",
                                "A|B", ""};
    struct module_weights april = weights_of(&given, "2023-04", "B");
    CU_ASSERT_EQUAL(april.rows, 2);
    CU_ASSERT_TRUE(same(april.sum, 4 * exp2(-29.0 / 15) + 1));
}

/* Rows without a code or with one that does not exist were left out, and are again. */
static void test_unusable_dealings(void)
{
    struct module_case given = {"diplomatic_developments", "",
                                "date,source,target,cameo|2023-04-01,A,B,57|2023-04-03,A,B,|2023-04-09,A,B,112", "A|B",
                                ""};
    CU_ASSERT_EQUAL(weights_of(&given, "2023-04", "A").rows, 1);
}

/* ------------------------------------------------------------------------------------------ secrecy of agreements */

#define REGISTER                                                                                                       \
    "agreement,party,party2,signed,expires,recorded,salience,S1,S2,S3,S4,S5,S6,S7,S8|"                                 \
    "cis-moa,PAK,USA,2023-08-03,2038-08-03,2023-08-03,1,0.75,0.75,0.75,0.5,,0,0.5,|"                                   \
    "bsa,AFG,USA,2014-09-30,2023-10-30,2023-07-01,0.9,0,0.25,0,,0,0,0.25,|"                                            \
    "open,PAK,IND,2023-07-30,,2023-07-31,0.9,0,0,0,0,0,0,0,0|unknown,PAK,CHN,,,2023-08-01,0.9,1,,,,,,,|"               \
    "tri,AFG,PAK,,,2023-09-02,0.4,1,1,1,1,,,1,0.8|tri,PAK,CHN,,,2023-09-02,0.4,1,1,1,1,,,1,0.8|"                       \
    "cis-moa,PAK,USA,2023-08-03,2038-08-03,2023-09-20,0.7,0.5,0.25,0.75,0.5,,0,0.5,"
#define EXPOSED "exposure={region,agreement,party,exposure|IND,cis-moa,,0.5|IND,,CHN,0.25}"

static bool is_noisy_or(double value, const struct module_weights *weights)
{
    return same(100 * (1 - weights->kept), value) && (weights->rows > 0 || value == 0);
}

static bool is_last(double value, const struct module_weights *weights)
{
    return weights->rows <= 1 && weights->last == value;
}

static void test_agreements_make_the_risk(void)
{
    struct module_case risk = {"agreement_secrecy", EXPOSED ";half_life=97", REGISTER, "PAK|IND|AFG",
                               "periods=2023-06..2024-02;covers=2010..2024"};
    CU_ASSERT_TRUE(check_law(&risk, is_noisy_or) >= 15);
    struct module_case secrecy = risk;
    secrecy.options = EXPOSED ";measure=secrecy";
    CU_ASSERT_TRUE(check_law(&secrecy, is_last) >= 15);
}

/* Of an agreement the newest record not later than the period's last day, of a record of several rows one. */
static void test_newest_record_of_each(void)
{
    struct module_case given = {"agreement_secrecy", EXPOSED, REGISTER, "PAK|IND|AFG",
                                "periods=2023-06..2024-02;covers=2010..2024"};
    CU_ASSERT_EQUAL(weights_of(&given, "2023-06", "PAK").rows, 0);
    struct module_weights august = weights_of(&given, "2023-08", "PAK"); /* cis-moa, open; of unknown too little */
    CU_ASSERT_EQUAL(august.rows, 2);
    CU_ASSERT_TRUE(close_to(august.sum, 0.60294117647058823 * exp2(-28.0 / 180), 1e-12));
    CU_ASSERT_EQUAL(weights_of(&given, "2023-09", "PAK").rows, 3); /* tri is one agreement in two rows */
    CU_ASSERT_EQUAL(weights_of(&given, "2023-09", "IND").rows, 3); /* open, cis-moa and tri by exposure */
    CU_ASSERT_EQUAL(weights_of(&given, "2023-09", "AFG").rows, 2);
    CU_ASSERT_EQUAL(weights_of(&given, "2023-10", "AFG").rows, 1); /* bsa has expired on 2023-10-30 */
}

/* ------------------------------------------------------------------------------------------ series */

#define LEVELS                                                                                                         \
    "period,region,x|2020-01-10,A,2.385|2020-01-20,A,-7.5|2020-01-31,A,|2020-02,A,0|2020-02-01,B,4.25|2020-02-29,B,3|" \
    "2020-02-29,B,3|2020-03-15,B,-1.75|2020-03-16,B,8.5|2020-05-31,A,6"

static bool is_value_if_any(double value, const struct module_weights *weights)
{
    return same(weights->sum, value) && weights->rows > 0;
}

static void test_series_add_up(void)
{
    static const char *const within[] = {"last", "first", "mean", "min", "max", "sum"};
    for (size_t i = 0; i < sizeof within / sizeof *within; i++) {
        char options[32];
        snprintf(options, sizeof options, "column=x;within=%s", within[i]);
        struct module_case given = {"series", options, LEVELS, "A|B|C", "periods=2019-11..2020-06"};
        CU_ASSERT_TRUE(check_law(&given, is_value_if_any) >= 4);
    }
}

static void test_series_rows(void)
{
    struct module_case given = {"series", "column=x", LEVELS, "A|B|C", "periods=2019-11..2020-06"};
    CU_ASSERT_EQUAL(weights_of(&given, "2020-01", "A").sum, -7.5); /* the last that is known */
    CU_ASSERT_EQUAL(weights_of(&given, "2020-02", "B").rows, 1);   /* a row that is there twice is taken once */
    CU_ASSERT_EQUAL(weights_of(&given, "2020-04", "B").rows, 0);
    given.options = "column=x;within=sum";
    CU_ASSERT_EQUAL(weights_of(&given, "2020-02", "B").rows, 2);
    struct module_case section = {"series", "column=x", "region,x|A,2.5|B,|C,0", "A|B|C|D", "periods=2020-01..2020-02"};
    CU_ASSERT_EQUAL(weights_of(&section, "2020-02", "A").sum, 2.5);
    CU_ASSERT_EQUAL(weights_of(&section, "2020-02", "B").rows, 0);
    CU_ASSERT_EQUAL(weights_of(&section, "2020-02", "C").rows, 1); /* a zero is a value */
    CU_ASSERT_EQUAL(weights_of(&section, "2020-02", "D").rows, 0);
}

/* ------------------------------------------------------------------------------------------ units */

static void test_units(void)
{
    static const struct {
        const char *module, *options, *input, *unit;
    } expected[] = {
        {"militant_activity", "", VIOLENCE,
         "severity (1 per event, 3 per death, 0.5 per injured, 0.5 per hostage), halved every 90 days"},
        {"militant_activity", "form=sum_of_logs;half_life_periods=2.5;weights=2 0 0.25 1e6", VIOLENCE,
         "share of ln(1 + severity) of the period, severity (2 per event, 0 per death, 0.25 per injured, 1e+06 per "
         "hostage), "
         "halved every 2.5 periods"},
        {"militant_activity", "measure=deaths", VIOLENCE, "deaths"},
        {"militant_activity", "measure=events", VIOLENCE, "events"},
        {"event_count", "", VIOLENCE, "events"},
        {"event_count", "column=injured;per=people;per_factor=100000", VIOLENCE, "injured x 100000 / people"},
        {"diplomatic_developments", "", DEALINGS,
         "Goldstein points x mentions factor, conflict above 0 and cooperation below, halved every 60 days"},
        {"diplomatic_developments", "measure=third_party;half_life=7", DEALINGS,
         "Goldstein points of reactions x mentions factor, halved every 7 days"},
        {"diplomatic_developments", "measure=events", DEALINGS, "events"},
        {"agreement_secrecy", "", REGISTER, "secrecy (0 to 1) x salience x exposure, halved every 180 days"},
        {"agreement_secrecy", "measure=secrecy", REGISTER, "secrecy index, 0 to 100"},
        {"series", "column=x", LEVELS, "the last value of the period"},
        {"series", "column=x;within=mean", LEVELS, "parts of the period's mean"},
    };
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        struct module_case given = {expected[i].module, expected[i].options, expected[i].input,
                                    "region,people|A,64500|B,1290|PAK,3|AFG,4", ""};
        CU_ASSERT_STRING_EQUAL(unit_of(&given), expected[i].unit);
    }
}

static CU_TestInfo tests[] = {
    {"violence: weights are the terms of the severity and the counts", test_violence_adds_up},
    {"violence: the index weighs as its severity does", test_index_weighs_as_severity},
    {"violence: the last day counts, the next does not; one row for many", test_violence_at_the_edge},
    {"violence in Pakistan: weights sum to the published severity", test_pakistan},
    {"counts: weights are what is summed", test_counts_add_up},
    {"counts: the window's first and last day", test_window_edges},
    {"dealings: weights are the terms of every part, by role", test_dealings_add_up},
    {"dealings: conflict up, cooperation down", test_direction_of_dealings},
    {"dealings: the window's first and last day", test_dealings_at_the_edge},
    {"dealings: rows that were left out have no part", test_unusable_dealings},
    {"agreements: weights make the risk", test_agreements_make_the_risk},
    {"agreements: the newest record of each", test_newest_record_of_each},
    {"series: weights are what the value is made of", test_series_add_up},
    {"series: which row gives the value", test_series_rows},
    {"units in words", test_units},
    CU_TEST_INFO_NULL,
};
SUITE(weights, tests)
