/** The files of a source: several in turn, without rows or header, with more than rows; and what they hold. */
#include "reading.h"
#include "suite.h"

static void files_one_after_the_other(void)
{
    struct reading reading;
    reading_source(&reading, FORMAT_EVENTS, "date,region,deaths\n2021,PAK,1\n");
    reading_text(&reading, "second.csv", "deaths,new,region,date\n2,x,AFG,2022\n3,y,AFG,2023\n");
    size_t deaths = reading_ask(&reading, "deaths", COLUMN_NUMBER, true);
    CU_ASSERT_TRUE_FATAL(reading_succeeds(&reading));
    CU_ASSERT_EQUAL_FATAL(reading.count, 3);
    CU_ASSERT_EQUAL(reading.records[1].fields[deaths].number, 2);
    CU_ASSERT_EQUAL(reading.report.files[1].rows, 2);
    CU_ASSERT_TRUE(reading_end(&reading));

    /* all that is wrong in one go */
    reading_source(&reading, FORMAT_EVENTS, "date,region,deaths\n2021,PAK,x\n2021,PAK\n");
    reading_text(&reading, "empty.csv", "");
    reading_path(&reading, "/nowhere/third.csv");
    reading_text(&reading, "fourth.csv", "date,region,deaths\n2021,PAK,y\n");
    reading_ask(&reading, "deaths", COLUMN_NUMBER, true);
    CU_ASSERT_EQUAL(reading_run(&reading), TOCSIN_ERROR_DATA);
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(reading.counted.context), 5);
    CU_ASSERT_TRUE(diagnosed(reading.counted.context, DIAGNOSTIC_CSV_RAGGED, "found 2"));
    CU_ASSERT_TRUE(diagnosed(reading.counted.context, DIAGNOSTIC_CSV_EMPTY_FILE, "empty"));
    CU_ASSERT_TRUE(diagnosed(reading.counted.context, DIAGNOSTIC_FILE_NOT_FOUND, "third"));
    CU_ASSERT_TRUE(diagnosed(reading.counted.context, DIAGNOSTIC_NOT_A_NUMBER, "'y'"));
    CU_ASSERT_TRUE(reading_end(&reading));
}

static void files_without_rows(void)
{
    struct reading reading;
    reading_source(&reading, FORMAT_EVENTS, "date,region\n");
    CU_ASSERT_TRUE(reading_succeeds(&reading));
    CU_ASSERT_TRUE(diagnosed_once(reading.counted.context, DIAGNOSTIC_CSV_NO_ROWS, 0, 0));
    CU_ASSERT_TRUE(reading_end(&reading));
    reading_source(&reading, FORMAT_SERIES, "region,period,gdp\n");
    reading_ask(&reading, "gdp", COLUMN_NUMBER, true);
    reading_fails(&reading, DIAGNOSTIC_SOURCE_NO_ROWS, 7, 3);
}

/** A file as R's write.table leaves it, and one that merely has a field too many. */
static void names_of_rows(void)
{
    struct reading reading;
    reading_source(&reading, FORMAT_EVENTS, "\"date\",\"region\",\"deaths\"\n\"1\",2021-03-04,\"PAK\",2.385\n");
    size_t deaths = reading_ask(&reading, "deaths", COLUMN_NUMBER, true);
    CU_ASSERT_TRUE_FATAL(reading_succeeds(&reading));
    CU_ASSERT_EQUAL_FATAL(reading.count, 1);
    CU_ASSERT_EQUAL(reading.records[0].fields[deaths].number, 2.385);
    CU_ASSERT_EQUAL(reading.records[0].day, date_from_civil(2021, 3, 4));
    CU_ASSERT_TRUE(diagnosed(reading.counted.context, DIAGNOSTIC_CSV_ROW_NAMES, "one field more"));
    CU_ASSERT_TRUE(reading_end(&reading));
    reading_source(&reading, FORMAT_EVENTS, "date,region,deaths\n2021-03-04,PAK,2.385,\n");
    reading_ask(&reading, "deaths", COLUMN_NUMBER, true);
    reading_fails(&reading, DIAGNOSTIC_CSV_RAGGED, 2, 22);
}

static void tags_below_the_header(void)
{
    struct reading reading;
    reading_source(&reading, FORMAT_EVENTS,
                   "date,region,deaths\n#date,#country+code,\n2021,PAK,1\n#date,#country+code,\n");
    reading_ask(&reading, "deaths", COLUMN_NUMBER, true);
    CU_ASSERT_TRUE(reading_succeeds(&reading)); /* further down it is a row of a region that nobody knows */
    CU_ASSERT_EQUAL(reading.report.rows_read, 2);
    CU_ASSERT_EQUAL(reading.report.rows_unmatched, 1);
    CU_ASSERT_TRUE(reading_end(&reading));
}

/** A row of GDELT whose fields are numbered, so that a shift would show. */
static void write_gdelt_row(size_t columns, char *text, size_t size)
{
    size_t country = columns == 61 ? 54 : 52; /* two columns with ADM2 codes stand before it */
    size_t length = 0;
    for (size_t i = 1; i <= columns; i++) {
        char number[16];
        snprintf(number, sizeof number, "f%zu", i);
        const char *value = i == 2 ? "20230817" : i == 27 ? "010" : i == 31 ? "-2.5" : i == country ? "PK" : number;
        length += (size_t)snprintf(text + length, size - length, "%s%s", i > 1 ? "\t" : "", value);
    }
    snprintf(text + length, size - length, "\n");
}

static void gdelt_without_header(void)
{
    static const size_t widths[] = {57, 58, 61};
    for (size_t i = 0; i < 3; i++) {
        struct reading reading;
        reading_begin(&reading, FORMAT_GDELT, "region\nPK\n");
        char text[1024];
        write_gdelt_row(widths[i], text, sizeof text);
        reading_text(&reading, "20230817.export.CSV", text);
        size_t cameo = reading_ask(&reading, "cameo", COLUMN_TEXT, true);
        size_t goldstein = reading_ask(&reading, "goldstein", COLUMN_NUMBER, true);
        size_t source = reading_ask(&reading, "source", COLUMN_TEXT, true);
        size_t target = reading_ask(&reading, "target", COLUMN_TEXT, true);
        size_t added = reading_ask(&reading, "DATEADDED", COLUMN_TEXT, true);
        size_t url = reading_ask(&reading, "SOURCEURL", COLUMN_TEXT, false);
        CU_ASSERT_TRUE_FATAL(reading_succeeds(&reading));
        CU_ASSERT_EQUAL_FATAL(reading.count, 1);
        const struct kept_record *record = &reading.records[0];
        CU_ASSERT_EQUAL(record->day, date_from_civil(2023, 8, 17));
        CU_ASSERT_STRING_EQUAL(record->fields[cameo].text, "010");
        CU_ASSERT_EQUAL(record->fields[goldstein].number, -2.5);
        CU_ASSERT_STRING_EQUAL(record->fields[source].text, "f8");
        CU_ASSERT_STRING_EQUAL(record->fields[target].text, "f18");
        CU_ASSERT_STRING_EQUAL(record->fields[added].text, widths[i] == 61 ? "f60" : "f57");
        CU_ASSERT_EQUAL(record->fields[url].state, widths[i] == 57 ? FIELD_ABSENT : FIELD_TEXT);
        CU_ASSERT_TRUE(reading_end(&reading));
    }
    struct reading reading;
    reading_begin(&reading, FORMAT_GDELT, "region\nPK\n");
    reading_text(&reading, "x.CSV", "1\t20230817\t3\n");
    reading_fails(&reading, DIAGNOSTIC_CSV_COLUMN_COUNT, 1, 1);
}

static void what_a_source_holds(void)
{
    struct reading reading;
    reading_source(&reading, FORMAT_EVENTS,
                   "date,region,type\n2021-03,Zulu,1\n2020-05-06,Alpha,1\n2022,Alpha,2\n2021,NA,1\n");
    reading_text(&reading, "b.csv", "region,date,type\nMike,2021-01-05,1\n");
    const char *types[] = {"1"};
    struct where_rule rule = {"type", types, 1, {"model.yaml", 4, 4}};
    reading.recipe.where = &rule;
    reading.recipe.where_count = 1;
    struct source_contents contents;
    CU_ASSERT_EQUAL_FATAL(source_discover(reading.counted.context, &reading.arena, &reading.recipe, &contents),
                          TOCSIN_OK);
    CU_ASSERT_EQUAL_FATAL(contents.region_count, 3);
    CU_ASSERT_STRING_EQUAL(contents.regions[0], "Alpha");
    CU_ASSERT_STRING_EQUAL(contents.regions[1], "Mike");
    CU_ASSERT_STRING_EQUAL(contents.regions[2], "Zulu");
    CU_ASSERT_EQUAL(contents.first_day, date_from_civil(2020, 5, 6));
    CU_ASSERT_EQUAL(contents.last_day, date_from_civil(2021, 12, 31));
    CU_ASSERT_EQUAL(contents.finest, FREQUENCY_DAY);
    reading.files[0].path = "-";
    CU_ASSERT_EQUAL(source_discover(reading.counted.context, &reading.arena, &reading.recipe, &contents),
                    TOCSIN_ERROR_NO_INPUT);
    CU_ASSERT_TRUE(diagnosed_once(reading.counted.context, DIAGNOSTIC_STANDARD_INPUT_AGAIN, 7, 3));
    CU_ASSERT_TRUE(reading_end(&reading));

    reading_source(&reading, FORMAT_DEVELOPMENTS, "date,source,target\n2021,USA,PAK\n2021,PAK,..\n");
    CU_ASSERT_EQUAL_FATAL(source_discover(reading.counted.context, &reading.arena, &reading.recipe, &contents),
                          TOCSIN_OK);
    CU_ASSERT_EQUAL(contents.region_count, 2);
    CU_ASSERT_TRUE(reading_end(&reading));
}

static CU_TestInfo tests[] = {
    {"files one after the other", files_one_after_the_other},
    {"files without rows", files_without_rows},
    {"names of rows", names_of_rows},
    {"tags below the header", tags_below_the_header},
    {"GDELT without header", gdelt_without_header},
    {"what a source holds", what_a_source_holds},
    CU_TEST_INFO_NULL,
};
SUITE(source_files, tests)
