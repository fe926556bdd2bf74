/** What is said of a source as a whole, and what is better left unsaid; what can be found in it before it is read. */
#include "reading.h"
#include "suite.h"

static const char regions_text[] = "region,name,match\nALD,Aldermark,Alder Mark\nBRE,Brevia,\nCOR,Corran Hills,\n";

static void begin(struct reading *reading, enum source_format format, const char *text)
{
    reading_begin(reading, format, regions_text);
    reading_text(reading, "data.csv", text);
}

/** The only finding with this code has this hint, NULL for none. */
static bool hint_is(const tocsin_context *context, int code, const char *hint)
{
    size_t found = 0;
    bool same = false;
    for (size_t i = 0; i < tocsin_diagnostic_count(context); i++) {
        tocsin_diagnostic diagnostic;
        if (tocsin_diagnostic_at(context, i, &diagnostic) == TOCSIN_OK && diagnostic.code == code) {
            found++;
            same = hint && diagnostic.hint ? strcmp(hint, diagnostic.hint) == 0 : !hint && !diagnostic.hint;
        }
    }
    if (found != 1 || !same) {
        print_diagnostics(context);
    }
    return found == 1 && same;
}

static uint64_t findings(const tocsin_context *context)
{
    return tocsin_diagnostic_total(context, TOCSIN_NOTE) + tocsin_diagnostic_total(context, TOCSIN_WARNING) +
           tocsin_diagnostic_total(context, TOCSIN_ERROR);
}

static void unknown_regions_are_guessed_at(void)
{
    struct reading reading;
    begin(&reading, FORMAT_EVENTS, "date,region\n2021,ALD\n2021,Corran Hlls\n2021,Fennport\n");
    CU_ASSERT_EQUAL(reading_run(&reading), TOCSIN_OK);
    CU_ASSERT_TRUE(hint_is(reading.counted.context, DIAGNOSTIC_SOURCE_UNMATCHED,
                           "'Corran Hlls' may be 'Corran Hills'; give the region's row an alias in the column 'match', "
                           "or set the source's 'region'"));
    CU_ASSERT_TRUE(reading_end(&reading));

    begin(&reading, FORMAT_EVENTS, "date,region\n2021,ALD\n2021,Fennport\n");
    CU_ASSERT_EQUAL(reading_run(&reading), TOCSIN_OK);
    CU_ASSERT_TRUE(hint_is(reading.counted.context, DIAGNOSTIC_SOURCE_UNMATCHED,
                           "give the region's row an alias in the column 'match', or set the source's 'region'"));
    CU_ASSERT_TRUE(reading_end(&reading));

    /* A file about more of the world than the model: no advice. */
    begin(&reading, FORMAT_EVENTS, "date,region\n2021,ALD\n2021,Brevja\n2021,P\n2021,Q\n2021,R\n");
    CU_ASSERT_EQUAL(reading_run(&reading), TOCSIN_OK);
    CU_ASSERT_TRUE(hint_is(reading.counted.context, DIAGNOSTIC_SOURCE_UNMATCHED_WORLD, NULL));
    CU_ASSERT_TRUE(reading_end(&reading));
}

static void nothing_left_says_what_there_is(void)
{
    struct reading reading;
    const char *values[] = {"raids"};
    struct where_rule rules[] = {{"type", values, 1, {"model.yaml", 4, 4}}, {"kind", values, 1, {"model.yaml", 4, 9}}};
    begin(&reading, FORMAT_EVENTS, "date,region,type\n2021,ALD,raid\n2021,ALD,raid\n2021,COR,riot\n");
    reading.recipe.where = rules;
    reading.recipe.where_count = 1;
    CU_ASSERT_EQUAL(reading_run(&reading), TOCSIN_OK);
    CU_ASSERT_TRUE(hint_is(reading.counted.context, DIAGNOSTIC_WHERE_LEAVES_NOTHING, "'type' is 'raid', 'riot'"));
    CU_ASSERT_TRUE(reading_end(&reading));

    begin(&reading, FORMAT_EVENTS, "date,region,type\n1,ALD,a\n2,ALD,b\n3,COR,c\n4,ALD,d\n5,ALD,e\n6,ALD,f\n7,ALD,g\n");
    reading.recipe.where = rules;
    reading.recipe.where_count = 1;
    CU_ASSERT_EQUAL(reading_run(&reading), TOCSIN_OK);
    CU_ASSERT_TRUE(
        hint_is(reading.counted.context, DIAGNOSTIC_WHERE_LEAVES_NOTHING, "'type' is 'a', 'b', 'c', 'd', 'e', ..."));
    CU_ASSERT_TRUE(reading_end(&reading));

    /* With two rules no single one is to blame. */
    begin(&reading, FORMAT_EVENTS, "date,region,type,kind\n2021,ALD,raids,x\n");
    reading.recipe.where = rules;
    reading.recipe.where_count = 2;
    CU_ASSERT_EQUAL(reading_run(&reading), TOCSIN_OK);
    CU_ASSERT_TRUE(hint_is(reading.counted.context, DIAGNOSTIC_WHERE_LEAVES_NOTHING, NULL));
    CU_ASSERT_TRUE(reading_end(&reading));
}

/** Rows that were lost to a fault of the file are not missed once more. */
static void lost_rows_are_reported_once(void)
{
    static const char *const texts[] = {
        "region,period,indicator,value\nALD,2021,gdp,\"2.385\nBRE,2021,gdp,7.1\n",
        "region,period,indicator,value\nALD,2021,gdp,2.385,\n",
        "region,period,indicator,value\nALD,2021,other,2.385\nBRE,2021,gdp,\"7.1\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct reading reading;
        begin(&reading, FORMAT_SERIES, texts[i]);
        reading_ask(&reading, "gdp", COLUMN_NUMBER, true);
        CU_ASSERT_EQUAL(reading_run(&reading), TOCSIN_ERROR_DATA);
        CU_ASSERT_EQUAL(findings(reading.counted.context), 1);
        CU_ASSERT_TRUE(reading_end(&reading));
    }
}

static void ragged_rows_are_explained(void)
{
    static const struct {
        const char *text;
        const char *hint;
    } cases[] = {
        {"date,region\n2021,ALD\n2021", "the file ends within the row: is it cut off?"},
        {"date,region\n2021\n2021,ALD\n", NULL},
        {"date,region\n2021,ALD\n2021,ALD,,\n",
         "the fields too many are empty: are there delimiters too many at its end?"},
        {"date,region\n2021,ALD,,\n", "the fields too many are empty: are there delimiters too many at its end?"},
        {"date,region\n2021,ALD,,x\n",
         "a field that holds a comma stands in quotes, and numbers are written with a point"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct reading reading;
        begin(&reading, FORMAT_EVENTS, cases[i].text);
        CU_ASSERT_EQUAL(reading_run(&reading), TOCSIN_ERROR_DATA);
        CU_ASSERT_TRUE(hint_is(reading.counted.context, DIAGNOSTIC_CSV_RAGGED, cases[i].hint));
        CU_ASSERT_TRUE(reading_end(&reading));
    }
}

static void columns_without_name_are_no_unused_ones(void)
{
    struct reading reading;
    begin(&reading, FORMAT_EVENTS, ",date,region\n1,2021,ALD\n");
    CU_ASSERT_EQUAL(reading_run(&reading), TOCSIN_OK);
    CU_ASSERT_EQUAL(findings(reading.counted.context), 1);
    CU_ASSERT_TRUE(diagnosed_once(reading.counted.context, DIAGNOSTIC_CSV_UNNAMED_FIRST, 1, 1));
    CU_ASSERT_TRUE(reading_end(&reading));
}

static void a_search_says_nothing_of_faults(void)
{
    struct reading reading;
    begin(&reading, FORMAT_EVENTS, "date,region\n2021-03,Zulu\n2021-13,Yoke\n2022\n2023-05-06,Alpha\n");
    reading_path(&reading, "/nowhere/at-all.csv");
    reading_text(&reading, "b.csv", "region,date\nMike,2020-01\n");
    struct source_contents contents;
    CU_ASSERT_EQUAL_FATAL(source_search(reading.counted.context, &reading.arena, &reading.recipe, &contents),
                          TOCSIN_OK);
    CU_ASSERT_TRUE(contents.faulty);
    CU_ASSERT_EQUAL(findings(reading.counted.context), 0);
    CU_ASSERT_EQUAL_FATAL(contents.region_count, 3);
    CU_ASSERT_STRING_EQUAL(contents.regions[0], "Alpha");
    CU_ASSERT_STRING_EQUAL(contents.regions[1], "Mike");
    CU_ASSERT_STRING_EQUAL(contents.regions[2], "Zulu");
    CU_ASSERT_EQUAL(contents.first_day, date_from_civil(2020, 1, 31));
    CU_ASSERT_EQUAL(contents.last_day, date_from_civil(2023, 5, 6));

    /* Looked into by itself, each of its faults is reported, and nothing is found. */
    struct source_contents untouched = {.region_count = 2385};
    CU_ASSERT_EQUAL(source_discover(reading.counted.context, &reading.arena, &reading.recipe, &untouched),
                    TOCSIN_ERROR_DATA);
    CU_ASSERT_EQUAL(untouched.region_count, 2385);
    CU_ASSERT_EQUAL(tocsin_diagnostic_total(reading.counted.context, TOCSIN_ERROR), 3);
    CU_ASSERT_TRUE(reading_end(&reading));

    begin(&reading, FORMAT_EVENTS, "date,region\n2021-03,Zulu\n");
    CU_ASSERT_EQUAL_FATAL(source_search(reading.counted.context, &reading.arena, &reading.recipe, &contents),
                          TOCSIN_OK);
    CU_ASSERT_FALSE(contents.faulty);
    reading.files[0].path = "-";
    CU_ASSERT_EQUAL(source_search(reading.counted.context, &reading.arena, &reading.recipe, &contents),
                    TOCSIN_ERROR_NO_INPUT);
    CU_ASSERT_TRUE(diagnosed_once(reading.counted.context, DIAGNOSTIC_STANDARD_INPUT_AGAIN, 7, 3));
    CU_ASSERT_TRUE(reading_end(&reading));
}

/** Each allocation fails in turn; what is left muted would hide all later findings. */
static void memory_that_cannot_be_had(void)
{
    bool succeeded = false;
    for (size_t allowed = 0; !succeeded && allowed < 500; allowed++) {
        struct reading reading;
        begin(&reading, FORMAT_EVENTS, "date,region\n2021-03,Zulu\n2021-13,Yoke\n");
        struct source_contents contents;
        reading.counted.fail_after = reading.counted.calls + allowed;
        tocsin_status status = source_search(reading.counted.context, &reading.arena, &reading.recipe, &contents);
        succeeded = status == TOCSIN_OK;
        CU_ASSERT_TRUE(succeeded || status == TOCSIN_ERROR_MEMORY);
        uint64_t before = tocsin_diagnostic_total(reading.counted.context, TOCSIN_ERROR);
        diagnostics_report(reading.counted.context, DIAGNOSTIC_CSV_RAGGED, LOCATION_NONE, NULL, "said");
        CU_ASSERT_EQUAL(tocsin_diagnostic_total(reading.counted.context, TOCSIN_ERROR), before + 1);
        CU_ASSERT_TRUE(reading_end(&reading));
    }
    CU_ASSERT_TRUE(succeeded);
}

static CU_TestInfo tests[] = {
    {"unknown regions are guessed at", unknown_regions_are_guessed_at},
    {"nothing left says what there is", nothing_left_says_what_there_is},
    {"lost rows are reported once", lost_rows_are_reported_once},
    {"ragged rows are explained", ragged_rows_are_explained},
    {"columns without name are no unused ones", columns_without_name_are_no_unused_ones},
    {"a search says nothing of faults", a_search_says_nothing_of_faults},
    {"memory that cannot be had", memory_that_cannot_be_had},
    CU_TEST_INFO_NULL,
};
SUITE(source_findings, tests)
