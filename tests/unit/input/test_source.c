/** From rows to records: columns by role, regions, dates, numbers, filters, and what is said of the rest. */
#include "reading.h"
#include "suite.h"

static void events_with_all_kinds_of_fields(void)
{
    struct reading reading;
    reading_source(&reading, FORMAT_EVENTS,
                   "date,region,type,deaths,deaths_low,injured\n"
                   "2023-08-03,PAK,battle,2.385,1,..\n"
                   " 2023-Q2 ,\" afghanistan \",NA,7,,-1e-3\n"
                   "2023,NA,x,0,0,null\n");
    size_t deaths = reading_ask(&reading, "deaths", COLUMN_NUMBER, true);
    size_t low = reading_ask(&reading, "deaths", COLUMN_LOW, false);
    size_t high = reading_ask(&reading, "deaths", COLUMN_HIGH, false);
    size_t type = reading_ask(&reading, "type", COLUMN_TEXT, false);
    size_t injured = reading_ask(&reading, "injured", COLUMN_NUMBER, false);
    size_t as_text = reading_ask(&reading, "deaths", COLUMN_TEXT, false);
    CU_ASSERT_TRUE_FATAL(reading_succeeds(&reading));
    CU_ASSERT_EQUAL_FATAL(reading.count, 3);
    const struct kept_record *one = &reading.records[0];
    CU_ASSERT_EQUAL(one->line, 2);
    CU_ASSERT_EQUAL(one->region, 0);
    CU_ASSERT_EQUAL(one->partner, -1);
    CU_ASSERT_FALSE(one->dyadic);
    CU_ASSERT_EQUAL(one->day, date_from_civil(2023, 8, 3));
    CU_ASSERT_EQUAL(one->frequency, FREQUENCY_DAY);
    CU_ASSERT_EQUAL(one->fields[deaths].state, FIELD_NUMBER);
    CU_ASSERT_EQUAL(one->fields[deaths].number, 2.385);
    CU_ASSERT_EQUAL(one->fields[deaths].column, 23);
    CU_ASSERT_STRING_EQUAL(one->fields[deaths].text, "2.385");
    CU_ASSERT_EQUAL(one->fields[low].number, 1);
    CU_ASSERT_EQUAL(one->fields[high].state, FIELD_ABSENT);
    CU_ASSERT_EQUAL(one->fields[type].state, FIELD_TEXT);
    CU_ASSERT_STRING_EQUAL(one->fields[type].text, "battle");
    CU_ASSERT_EQUAL(one->fields[injured].state, FIELD_MISSING);
    CU_ASSERT_EQUAL(one->fields[as_text].state, FIELD_TEXT);
    const struct kept_record *two = &reading.records[1];
    CU_ASSERT_EQUAL(two->region, 1); /* blanks and case do not matter where nothing else matches */
    CU_ASSERT_EQUAL(two->day, date_from_civil(2023, 6, 30));
    CU_ASSERT_EQUAL(two->frequency, FREQUENCY_QUARTER);
    CU_ASSERT_EQUAL(two->fields[type].state, FIELD_MISSING);
    CU_ASSERT_EQUAL(two->fields[low].state, FIELD_MISSING);
    CU_ASSERT_EQUAL(two->fields[injured].number, -0.001);
    CU_ASSERT_STRING_EQUAL(reading.records[2].region_text, "NA");
    CU_ASSERT_EQUAL(reading.records[2].region, 2); /* a code is a code, even if it reads like missing */
    CU_ASSERT_EQUAL(reading.report.rows_read, 3);
    CU_ASSERT_EQUAL(reading.report.rows_used, 3);
    CU_ASSERT_EQUAL(reading.report.first_day, date_from_civil(2023, 6, 30));
    CU_ASSERT_EQUAL(reading.report.last_day, date_from_civil(2023, 12, 31));
    CU_ASSERT_EQUAL(reading.report.finest, FREQUENCY_DAY);
    CU_ASSERT_EQUAL(reading.report.unused_columns, 0);
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(reading.counted.context), 0);
    CU_ASSERT_STRING_EQUAL(reading.report.files[0].named, "data.csv");
    CU_ASSERT_EQUAL(reading.report.files[0].rows, 3);
    CU_ASSERT_EQUAL(strlen(reading.report.files[0].sha256), 64);
    CU_ASSERT_TRUE(reading_end(&reading));
}

static void series_long(void)
{
    struct reading reading;
    reading_source(&reading, FORMAT_SERIES,
                   "region,period,indicator,value,low,high\n"
                   "PAK,2023-08,gdp,2.385,2.1,2.7\n"
                   "PAK,2023-08,other,not read,,\n"
                   "AFG,2023-08,debt,..,,\n");
    size_t gdp = reading_ask(&reading, "gdp", COLUMN_NUMBER, true);
    size_t gdp_low = reading_ask(&reading, "gdp", COLUMN_LOW, false);
    size_t gdp_high = reading_ask(&reading, "gdp", COLUMN_HIGH, false);
    size_t debt = reading_ask(&reading, "debt", COLUMN_NUMBER, true);
    CU_ASSERT_TRUE_FATAL(reading_succeeds(&reading));
    CU_ASSERT_EQUAL_FATAL(reading.count, 2);
    CU_ASSERT_EQUAL(reading.report.rows_filtered, 1);
    CU_ASSERT_EQUAL(reading.records[0].fields[gdp].number, 2.385);
    CU_ASSERT_EQUAL(reading.records[0].fields[gdp_low].number, 2.1);
    CU_ASSERT_EQUAL(reading.records[0].fields[gdp_high].number, 2.7);
    CU_ASSERT_EQUAL(reading.records[0].fields[debt].state, FIELD_ABSENT);
    CU_ASSERT_EQUAL(reading.records[1].fields[gdp].state, FIELD_ABSENT);
    CU_ASSERT_EQUAL(reading.records[1].fields[debt].state, FIELD_MISSING);
    CU_ASSERT_TRUE(reading_end(&reading));

    reading_source(&reading, FORMAT_SERIES, "region,period,indicator,value\nPAK,2023,gpd,1\n");
    reading_ask(&reading, "gdp", COLUMN_NUMBER, true);
    CU_ASSERT_EQUAL(reading_run(&reading), TOCSIN_ERROR_DATA);
    CU_ASSERT_TRUE(reading_hinted(reading.counted.context, DIAGNOSTIC_INDICATOR_WITHOUT_ROWS, "'gpd'"));
    CU_ASSERT_TRUE(reading_end(&reading));

    reading_source(&reading, FORMAT_SERIES, "region,period,indicator,valeu\nPAK,2023,gdp,1\n");
    reading_ask(&reading, "gdp", COLUMN_NUMBER, true);
    reading_fails(&reading, DIAGNOSTIC_COLUMN_MISSING, 1, 0);
}

static void series_wide(void)
{
    struct reading reading;
    reading_source(&reading, FORMAT_SERIES, "region,gdp,gdp_low,debt\nPAK,2.385,2.1,7\nAFG,,,8\n");
    size_t gdp = reading_ask(&reading, "gdp", COLUMN_NUMBER, true);
    size_t gdp_low = reading_ask(&reading, "gdp", COLUMN_LOW, false);
    size_t gdp_high = reading_ask(&reading, "gdp", COLUMN_HIGH, false);
    CU_ASSERT_TRUE_FATAL(reading_succeeds(&reading));
    CU_ASSERT_EQUAL_FATAL(reading.count, 2);
    CU_ASSERT_EQUAL(reading.records[0].day, DAY_NONE); /* a cross-section */
    CU_ASSERT_EQUAL(reading.report.first_day, DAY_NONE);
    CU_ASSERT_EQUAL(reading.records[0].fields[gdp].number, 2.385);
    CU_ASSERT_EQUAL(reading.records[0].fields[gdp_low].number, 2.1);
    CU_ASSERT_EQUAL(reading.records[0].fields[gdp_high].state, FIELD_ABSENT);
    CU_ASSERT_EQUAL(reading.records[1].fields[gdp].state, FIELD_MISSING);
    CU_ASSERT_EQUAL(reading.report.unused_columns, 1);
    CU_ASSERT_TRUE(diagnosed(reading.counted.context, DIAGNOSTIC_UNUSED_COLUMNS, "1 column is not used: 'debt'"));
    CU_ASSERT_TRUE(reading_end(&reading));
}

static void columns_renamed(void)
{
    struct reading reading;
    reading_source(&reading, FORMAT_SERIES, "uCode,Time,GDP\nPAK,2021,2.385\n");
    struct column_name names[] = {
        {"region", "uCode", {"model.yaml", 3, 20}},
        {"period", "Time", {"model.yaml", 3, 40}},
        {"gdp", "GDP", {"model.yaml", 3, 60}},
    };
    reading.recipe.columns = names;
    reading.recipe.column_count = 3;
    size_t gdp = reading_ask(&reading, "gdp", COLUMN_NUMBER, true);
    CU_ASSERT_TRUE_FATAL(reading_succeeds(&reading));
    CU_ASSERT_EQUAL(reading.records[0].fields[gdp].number, 2.385);
    CU_ASSERT_EQUAL(reading.records[0].day, date_from_civil(2021, 12, 31));
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(reading.counted.context), 0);
    CU_ASSERT_TRUE(reading_end(&reading));

    reading_source(&reading, FORMAT_SERIES, "uCode,Time,GDP\nPAK,2021,2.385\n");
    names[0].column = "ucode";
    reading.recipe.columns = names;
    reading.recipe.column_count = 3;
    reading_ask(&reading, "gdp", COLUMN_NUMBER, true);
    reading_fails(&reading, DIAGNOSTIC_COLUMN_UNKNOWN, 3, 20);

    reading_source(&reading, FORMAT_EVENTS, "date,region,deaths\n2021,PAK,2.385\n");
    struct column_name useless = {"deths", "deaths", {"model.yaml", 5, 9}};
    reading.recipe.columns = &useless;
    reading.recipe.column_count = 1;
    reading_ask(&reading, "deaths", COLUMN_NUMBER, true);
    CU_ASSERT_TRUE(reading_succeeds(&reading));
    CU_ASSERT_TRUE(diagnosed_once(reading.counted.context, DIAGNOSTIC_COLUMNS_UNUSED_ROLE, 5, 9));
    CU_ASSERT_TRUE(reading_end(&reading));
}

static void columns_that_are_missing(void)
{
    struct reading reading;
    reading_source(&reading, FORMAT_EVENTS, "dat,region,deaths\n2021,PAK,1\n");
    reading_ask(&reading, "deaths", COLUMN_NUMBER, true);
    CU_ASSERT_EQUAL(reading_run(&reading), TOCSIN_ERROR_DATA);
    CU_ASSERT_TRUE(reading_hinted(reading.counted.context, DIAGNOSTIC_COLUMN_MISSING, "columns: {date: dat}"));
    CU_ASSERT_TRUE(reading_end(&reading));

    reading_source(&reading, FORMAT_EVENTS, "date,region,death\n2021,PAK,1\n");
    reading_ask(&reading, "deaths", COLUMN_NUMBER, true);
    CU_ASSERT_EQUAL(reading_run(&reading), TOCSIN_ERROR_DATA);
    CU_ASSERT_TRUE(reading_hinted(reading.counted.context, DIAGNOSTIC_COLUMN_UNKNOWN, "did you mean 'death'?"));
    CU_ASSERT_TRUE(diagnosed_once(reading.counted.context, DIAGNOSTIC_COLUMN_UNKNOWN, 20, 5));
    CU_ASSERT_TRUE(reading_end(&reading));

    reading_source(&reading, FORMAT_DEVELOPMENTS, "when,from,to\n2021,PAK,USA\n");
    CU_ASSERT_EQUAL(reading_run(&reading), TOCSIN_ERROR_DATA);
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(reading.counted.context), 3); /* all three at once */
    CU_ASSERT_TRUE(diagnosed(reading.counted.context, DIAGNOSTIC_COLUMN_MISSING, "'target'"));
    CU_ASSERT_TRUE(reading_hinted(reading.counted.context, DIAGNOSTIC_COLUMN_MISSING, "'when', 'from', 'to'"));
    CU_ASSERT_TRUE(reading_end(&reading));

    reading_source(&reading, FORMAT_EVENTS, "date;region,name;deaths\n2021;PAK,x;1\n");
    reading_fails(&reading, DIAGNOSTIC_CSV_DELIMITER, 1, 0);
    reading_source(&reading, FORMAT_ICEWS, "Event ID,Event Date,Country\n1,2021-01-01,Pakistan\n");
    reading_fails(&reading, DIAGNOSTIC_CSV_DELIMITER, 1, 1);
}

static void fields_that_cannot_be_read(void)
{
    struct reading reading;
    reading_source(&reading, FORMAT_EVENTS,
                   "date,region,deaths\n"
                   "2021-02-30,PAK,1\n"
                   "2021-02-03,PAK,\"2,5\"\n"
                   ",PAK,1\n"
                   "2021-02-03,PAK,x\n"
                   "yesterday,PAK,1e999\n"
                   "2021-02-03,elsewhere,x\n"
                   "2021-02-03,PAK,4\n");
    reading_ask(&reading, "deaths", COLUMN_NUMBER, true);
    CU_ASSERT_EQUAL(reading_run(&reading), TOCSIN_ERROR_DATA);
    tocsin_context *context = reading.counted.context;
    CU_ASSERT_EQUAL(reading.count, 1);
    static const struct {
        int code;
        unsigned line, column;
        const char *message;
    } expected[] = {
        {DIAGNOSTIC_NOT_A_DATE, 2, 1, "found '2021-02-30' in column 'date', expected a date"},
        {DIAGNOSTIC_NOT_A_NUMBER, 3, 16, "found '2,5' in column 'deaths', expected a number"},
        {DIAGNOSTIC_DATE_MISSING, 4, 1, "the row has no date in column 'date'"},
        {DIAGNOSTIC_NOT_A_NUMBER, 5, 16, "found 'x' in column 'deaths', expected a number"},
        {DIAGNOSTIC_NOT_A_DATE, 6, 1, "found 'yesterday' in column 'date', expected a date"},
        {DIAGNOSTIC_NOT_A_NUMBER, 6, 15, "found '1e999' in column 'deaths', expected a number"},
    };
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        tocsin_diagnostic found;
        CU_ASSERT_EQUAL_FATAL(tocsin_diagnostic_at(context, i, &found), TOCSIN_OK);
        CU_ASSERT_EQUAL(found.code, expected[i].code);
        CU_ASSERT_EQUAL(found.line, expected[i].line);
        CU_ASSERT_EQUAL(found.column, expected[i].column);
        CU_ASSERT_STRING_EQUAL(found.message, expected[i].message);
        CU_ASSERT_STRING_EQUAL(found.file, "data.csv");
    }
    CU_ASSERT_TRUE(reading_hinted(context, DIAGNOSTIC_NOT_A_NUMBER, "did you mean 2.5?"));
    CU_ASSERT_TRUE(reading_hinted(context, DIAGNOSTIC_NOT_A_NUMBER, "missing: [...]"));
    CU_ASSERT_TRUE(reading_end(&reading));
}

static void missing_as_the_source_says(void)
{
    struct reading reading;
    reading_source(&reading, FORMAT_EVENTS, "date,region,deaths\n2021,PAK,x\n2021,PAK,-99\n2021,PAK,\n2021,PAK,7\n");
    const char *texts[] = {"x", "-99"};
    reading.recipe.missing = texts;
    reading.recipe.missing_count = 2;
    size_t deaths = reading_ask(&reading, "deaths", COLUMN_NUMBER, true);
    CU_ASSERT_TRUE_FATAL(reading_succeeds(&reading));
    for (size_t i = 0; i < 3; i++) {
        CU_ASSERT_EQUAL(reading.records[i].fields[deaths].state, FIELD_MISSING);
    }
    CU_ASSERT_EQUAL(reading.records[3].fields[deaths].number, 7);
    CU_ASSERT_TRUE(reading_end(&reading));

    reading_source(&reading, FORMAT_EVENTS, "date,region,deaths\n2021,PAK,NA\n");
    reading.recipe.missing = texts;
    reading.recipe.missing_count = 2;
    reading_ask(&reading, "deaths", COLUMN_NUMBER, true);
    reading_fails(&reading, DIAGNOSTIC_NOT_A_NUMBER, 2, 10);
}

static void rows_filtered(void)
{
    struct reading reading;
    reading_source(&reading, FORMAT_EVENTS,
                   "date,region,type,kind\n2021,PAK,1,a\n2021,PAK,1.0,b\n2021,PAK,01,a\n2021,PAK,2,a\n2021,PAK,x1,a\n");
    const char *types[] = {"1", "3"};
    const char *kinds[] = {"a"};
    struct where_rule rules[] = {{"type", types, 2, {"model.yaml", 4, 4}}, {"kind", kinds, 1, {"model.yaml", 4, 9}}};
    reading.recipe.where = rules;
    reading.recipe.where_count = 2;
    CU_ASSERT_TRUE_FATAL(reading_succeeds(&reading));
    CU_ASSERT_EQUAL(reading.report.rows_used, 2);
    CU_ASSERT_EQUAL(reading.report.rows_filtered, 3);
    CU_ASSERT_EQUAL(reading.records[1].line, 4);
    CU_ASSERT_TRUE(reading_end(&reading));

    reading_source(&reading, FORMAT_EVENTS, "date,region,type,kind\n2021,PAK,1,b\n");
    reading.recipe.where = rules;
    reading.recipe.where_count = 2;
    CU_ASSERT_TRUE(reading_succeeds(&reading));
    CU_ASSERT_TRUE(diagnosed_once(reading.counted.context, DIAGNOSTIC_WHERE_LEAVES_NOTHING, 4, 4));
    CU_ASSERT_TRUE(reading_end(&reading));

    reading_source(&reading, FORMAT_EVENTS, "date,region,type,kind\n2021,PAK,1,b\n2021,XYZ,1,a\n");
    reading.recipe.where = rules;
    reading.recipe.where_count = 2;
    CU_ASSERT_FALSE(reading_succeeds(&reading));
    CU_ASSERT_TRUE(diagnosed(reading.counted.context, DIAGNOSTIC_SOURCE_NO_REGION, "1 of 1 rows are of no region"));
    CU_ASSERT_TRUE(reading_end(&reading));

    reading_source(&reading, FORMAT_EVENTS, "date,region,typ,kind\n2021,PAK,1,b\n");
    reading.recipe.where = rules;
    reading.recipe.where_count = 2;
    reading_fails(&reading, DIAGNOSTIC_COLUMN_UNKNOWN, 4, 4);
}

static void regions_of_joined_columns(void)
{
    struct reading reading;
    reading_source(&reading, FORMAT_EVENTS,
                   "date,country,province\n2021,Pakistan,Punjab\n2021,Pakistan,\n2021,Pakistan,Sindh\n2021,,Punjab\n");
    const char *columns[] = {"country", "province"};
    reading.recipe.region_columns = columns;
    reading.recipe.region_column_count = 2;
    CU_ASSERT_TRUE_FATAL(reading_succeeds(&reading));
    CU_ASSERT_EQUAL_FATAL(reading.count, 1);
    CU_ASSERT_STRING_EQUAL(reading.records[0].region_text, "Pakistan/Punjab");
    CU_ASSERT_EQUAL(reading.report.rows_blank, 2);
    CU_ASSERT_EQUAL(reading.report.rows_unmatched, 1);
    CU_ASSERT_STRING_EQUAL(reading.report.unmatched[0].name, "Pakistan/Sindh");
    CU_ASSERT_TRUE(diagnosed(reading.counted.context, DIAGNOSTIC_SOURCE_BLANK_REGION, "2 of 4 rows name no region"));
    CU_ASSERT_TRUE(diagnosed(reading.counted.context, DIAGNOSTIC_SOURCE_UNMATCHED, "'Pakistan/Sindh' (1 row)"));
    CU_ASSERT_TRUE(reading_end(&reading));

    reading_source(&reading, FORMAT_EVENTS, "date,country,provinz\n2021,Pakistan,Punjab\n");
    reading.recipe.region_columns = columns;
    reading.recipe.region_column_count = 2;
    reading_fails(&reading, DIAGNOSTIC_COLUMN_UNKNOWN, 7, 3);
}

static void regions_that_do_not_match(void)
{
    struct reading reading;
    reading_source(&reading, FORMAT_EVENTS,
                   "date,region\n2021,PAK\n2021,Sind\n2021,Balochistan\n2021,Sind\n2021,Ghor\n");
    CU_ASSERT_TRUE(reading_succeeds(&reading));
    CU_ASSERT_EQUAL(reading.report.unmatched_names, 3);
    CU_ASSERT_EQUAL_FATAL(reading.report.unmatched_count, 3);
    CU_ASSERT_STRING_EQUAL(reading.report.unmatched[0].name, "Sind");
    CU_ASSERT_EQUAL(reading.report.unmatched[0].rows, 2);
    CU_ASSERT_STRING_EQUAL(reading.report.unmatched[1].name, "Balochistan");
    CU_ASSERT_STRING_EQUAL(reading.report.unmatched[2].name, "Ghor");
    CU_ASSERT_TRUE(diagnosed_once(reading.counted.context, DIAGNOSTIC_SOURCE_UNMATCHED, 7, 3));
    CU_ASSERT_TRUE(reading_end(&reading));

    /* four names, three regions: a file about more than the model */
    reading_source(&reading, FORMAT_EVENTS, "date,region\n2021,PAK\n2021,A\n2021,B\n2021,C\n2021,D\n");
    CU_ASSERT_TRUE(reading_succeeds(&reading));
    CU_ASSERT_TRUE(diagnosed_once(reading.counted.context, DIAGNOSTIC_SOURCE_UNMATCHED_WORLD, 7, 3));
    CU_ASSERT_TRUE(reading_end(&reading));

    reading_source(&reading, FORMAT_EVENTS, "date,region\n2021,X\n2021,Y\n");
    reading_fails(&reading, DIAGNOSTIC_SOURCE_NO_REGION, 7, 3);
    reading_source(&reading, FORMAT_EVENTS, "date,region\n2021,\n2021,NULL\n2021,..\n");
    CU_ASSERT_EQUAL(reading_run(&reading), TOCSIN_ERROR_DATA);
    CU_ASSERT_TRUE(reading_end(&reading));
}

static void rows_with_two_sides(void)
{
    struct reading reading;
    reading_source(
        &reading, FORMAT_DEVELOPMENTS,
        "date,source,target,cameo\n2021,USA,PAK,057\n2021,PAK,AFG,10\n2021,USA,IRN,190\n2021,AFG,,1\n2021,,,1\n");
    size_t cameo = reading_ask(&reading, "cameo", COLUMN_TEXT, true);
    CU_ASSERT_TRUE_FATAL(reading_succeeds(&reading));
    CU_ASSERT_EQUAL_FATAL(reading.count, 3);
    CU_ASSERT_TRUE(reading.records[0].dyadic);
    CU_ASSERT_EQUAL(reading.records[0].region, -1);
    CU_ASSERT_EQUAL(reading.records[0].partner, 0);
    CU_ASSERT_STRING_EQUAL(reading.records[0].region_text, "USA");
    CU_ASSERT_STRING_EQUAL(reading.records[0].fields[cameo].text, "057");
    CU_ASSERT_EQUAL(reading.records[1].region, 0);
    CU_ASSERT_EQUAL(reading.records[1].partner, 1);
    CU_ASSERT_EQUAL(reading.records[2].partner, -1);
    CU_ASSERT_STRING_EQUAL(reading.records[2].partner_text, "");
    CU_ASSERT_EQUAL(reading.report.rows_unmatched, 1);
    CU_ASSERT_EQUAL(reading.report.rows_blank, 1);
    CU_ASSERT_TRUE(reading_end(&reading));

    reading_source(&reading, FORMAT_DEVELOPMENTS, "date,source,target,cameo\n2021,USA,PAK,057\n");
    const char *columns[] = {"source"};
    reading.recipe.region_columns = columns;
    reading.recipe.region_column_count = 1;
    CU_ASSERT_EQUAL(reading_run(&reading), TOCSIN_ERROR_MODEL);
    CU_ASSERT_TRUE(diagnosed_once(reading.counted.context, DIAGNOSTIC_REGION_OF_TWO_SIDES, 7, 3));
    CU_ASSERT_TRUE(reading_end(&reading));
}

static void warnings_in_strict_contexts(void)
{
    struct reading reading;
    reading_source(&reading, FORMAT_EVENTS, "date,region\n");
    CU_ASSERT_EQUAL(tocsin_context_set_strict(reading.counted.context, 1), TOCSIN_OK);
    CU_ASSERT_EQUAL(reading_run(&reading), TOCSIN_ERROR_DATA);
    CU_ASSERT_TRUE(reading_end(&reading));
}

static tocsin_status refuse(void *user, const struct record *record)
{
    (void)record;
    ++*(int *)user;
    return TOCSIN_ERROR_INTERRUPTED;
}

static void a_module_stops(void)
{
    struct reading reading;
    reading_source(&reading, FORMAT_EVENTS, "date,region\n2021,PAK\n2021,PAK\n");
    int calls = 0;
    struct source_reading request = {
        .context = reading.counted.context,
        .arena = &reading.arena,
        .recipe = &reading.recipe,
        .regions = reading.match,
        .columns = &reading.columns,
        .record = refuse,
        .user = &calls,
    };
    CU_ASSERT_EQUAL(source_read(&request, &reading.report), TOCSIN_ERROR_INTERRUPTED);
    CU_ASSERT_EQUAL(calls, 1);
    CU_ASSERT_TRUE(reading_end(&reading));
}

/** Each allocation fails in turn. */
static void memory_that_cannot_be_had(void)
{
    bool succeeded = false;
    for (size_t allowed = 0; !succeeded && allowed < 500; allowed++) {
        struct reading reading;
        reading_source(&reading, FORMAT_EVENTS, "date,country,deaths\n2021,PAK,1\n2021,X,2\n2022,AFG,\"3\"\n");
        const char *columns[] = {"country"};
        reading.recipe.region_columns = columns;
        reading.recipe.region_column_count = 1;
        reading_ask(&reading, "deaths", COLUMN_NUMBER, true);
        reading_ask(&reading, "deaths", COLUMN_LOW, false);
        reading.counted.fail_after = reading.counted.calls + allowed;
        tocsin_status status = reading_run(&reading);
        succeeded = status == TOCSIN_OK;
        CU_ASSERT_TRUE(succeeded || status == TOCSIN_ERROR_MEMORY);
        CU_ASSERT_TRUE(!succeeded || reading.count == 2);
        CU_ASSERT_TRUE(succeeded || reading.report.file_count == 0); /* outputs are untouched on failure */
        CU_ASSERT_TRUE(reading_end(&reading));
    }
    CU_ASSERT_TRUE(succeeded);
}

static CU_TestInfo tests[] = {
    {"events with all kinds of fields", events_with_all_kinds_of_fields},
    {"series, long", series_long},
    {"series, wide", series_wide},
    {"columns renamed", columns_renamed},
    {"columns that are missing", columns_that_are_missing},
    {"fields that cannot be read", fields_that_cannot_be_read},
    {"missing as the source says", missing_as_the_source_says},
    {"rows filtered", rows_filtered},
    {"regions of joined columns", regions_of_joined_columns},
    {"regions that do not match", regions_that_do_not_match},
    {"rows with two sides", rows_with_two_sides},
    {"warnings in strict contexts", warnings_in_strict_contexts},
    {"a module stops", a_module_stops},
    {"memory that cannot be had", memory_that_cannot_be_had},
    CU_TEST_INFO_NULL,
};
SUITE(source, tests)
