/** Files of UCDP, GDELT, ICEWS and the World Bank as they are published, against totals taken by other means. */
#include "base/number.h"
#include "reading.h"
#include "suite.h"

static double cell_number(const struct text_table *table, size_t row, const char *column)
{
    size_t position = 0;
    double value = -1;
    CU_ASSERT_TRUE_FATAL(text_table_column(table, column, &position));
    const char *text = text_table_cell(table, row, position)->text;
    CU_ASSERT_TRUE_FATAL(text && number_parse(text, strlen(text), &value));
    return value;
}

struct month_sum {
    double events, best, low, high;
};

/** Sums of the records of a region (-1: all) and a month ("": all). */
static struct month_sum sum_month(const struct reading *reading, int32_t region, const char *month)
{
    struct month_sum sum = {0, 0, 0, 0};
    for (size_t i = 0; i < reading->count; i++) {
        const struct kept_record *record = &reading->records[i];
        char text[PERIOD_TEXT_SIZE];
        period_format(text, FREQUENCY_MONTH, period_of_day(FREQUENCY_MONTH, record->day));
        if ((region < 0 || record->region == region) && (month[0] == '\0' || strcmp(text, month) == 0)) {
            sum.events += 1;
            sum.best += record->fields[0].number;
            sum.low += record->fields[1].number;
            sum.high += record->fields[2].number;
        }
    }
    return sum;
}

static void ask_deaths(struct reading *reading)
{
    reading_ask(reading, "deaths", COLUMN_NUMBER, true);
    reading_ask(reading, "deaths", COLUMN_LOW, true);
    reading_ask(reading, "deaths", COLUMN_HIGH, true);
}

/** All 990 cells of province and month, and the events without a province. */
static void ucdp_pakistan_by_province_and_month(void)
{
    if (!shared_file("real/ucdp_ged_pakistan/README.md")) {
        return;
    }
    struct reading reading;
    reading_begin(&reading, FORMAT_UCDP_GED, shared_file("product-data/pakistan/regions.csv"));
    reading_path(&reading, shared_file("real/ucdp_ged_pakistan/ged_pak_hdx.csv.gz"));
    const char *province[] = {"adm_1"};
    reading.recipe.region_columns = province;
    reading.recipe.region_column_count = 1;
    ask_deaths(&reading);
    CU_ASSERT_TRUE_FATAL(reading_succeeds(&reading));
    CU_ASSERT_EQUAL(reading.report.rows_read, 6416);
    CU_ASSERT_EQUAL(reading.report.rows_used, 6416 - 45);
    CU_ASSERT_EQUAL(reading.report.rows_blank, 45);
    CU_ASSERT_EQUAL(reading.report.rows_unmatched, 0);
    CU_ASSERT_EQUAL(reading.report.files[0].rows, 6416);
    CU_ASSERT_EQUAL(reading.report.files[0].bytes, 412493);
    CU_ASSERT_EQUAL(reading.report.first_day, date_from_civil(1989, 1, 25));
    CU_ASSERT_EQUAL(reading.report.finest, FREQUENCY_DAY);

    struct text_table *expected = NULL;
    CU_ASSERT_EQUAL_FATAL(table_read(reading.counted.context, &reading.arena,
                                     shared_file("real/ucdp_ged_pakistan/expected_adm1_month_by_date_end.csv"),
                                     "expected.csv", LOCATION_NONE, &expected, NULL),
                          TOCSIN_OK);
    CU_ASSERT_EQUAL(expected->row_count, 990);
    double events = 0;
    size_t blank_rows = 0;
    for (size_t row = 0; row < expected->row_count; row++) {
        const char *name = text_table_cell(expected, row, 0)->text;
        if (!name) {
            blank_rows++;
            continue;
        }
        int32_t region = region_match_find(reading.match, name, strlen(name));
        CU_ASSERT_TRUE_FATAL(region >= 0);
        struct month_sum sum = sum_month(&reading, region, text_table_cell(expected, row, 1)->text);
        CU_ASSERT_EQUAL(sum.events, cell_number(expected, row, "events"));
        CU_ASSERT_EQUAL(sum.best, cell_number(expected, row, "best"));
        CU_ASSERT_EQUAL(sum.low, cell_number(expected, row, "low"));
        CU_ASSERT_EQUAL(sum.high, cell_number(expected, row, "high"));
        events += sum.events;
    }
    CU_ASSERT_TRUE(blank_rows > 0);
    CU_ASSERT_EQUAL(events, 6371); /* no cell of ours that is not among the expected ones */
    size_t tribal_areas = 0;
    CU_ASSERT_TRUE(region_table_find(reading.regions, "PK-TA", &tribal_areas));
    CU_ASSERT_EQUAL(sum_month(&reading, (int32_t)tribal_areas, "").events, 3378);
    CU_ASSERT_TRUE(reading_end(&reading));
}

/** The country as the region, by its ISO code, and a filter on the type of violence. */
static void ucdp_pakistan_as_a_country(void)
{
    if (!shared_file("real/ucdp_ged_pakistan/README.md")) {
        return;
    }
    struct reading reading;
    reading_begin(&reading, FORMAT_UCDP_GED, "region,name\nPAK,Islamic Republic\n");
    reading_path(&reading, shared_file("real/ucdp_ged_pakistan/ged_pak_hdx.csv.gz"));
    ask_deaths(&reading);
    size_t type = reading_ask(&reading, "type", COLUMN_TEXT, true);
    size_t headline = reading_ask(&reading, "source_headline", COLUMN_TEXT, true);
    CU_ASSERT_TRUE_FATAL(reading_succeeds(&reading));
    struct month_sum all = sum_month(&reading, 0, "");
    CU_ASSERT_EQUAL(all.events, 6416);
    CU_ASSERT_EQUAL(all.best, 43225);
    size_t low_above_best = 0;
    size_t none = 0;
    size_t high_below_best = 0;
    for (size_t i = 0; i < reading.count; i++) {
        const struct kept_field *fields = reading.records[i].fields;
        low_above_best += fields[1].number > fields[0].number;
        high_below_best += fields[2].number < fields[0].number;
        none += fields[0].number == 0;
        CU_ASSERT_TRUE(strchr("123", fields[type].text[0]) && fields[type].text[1] == '\0');
    }
    CU_ASSERT_EQUAL(low_above_best, 61);
    CU_ASSERT_EQUAL(high_below_best, 139);
    CU_ASSERT_EQUAL(none, 527);
    CU_ASSERT_EQUAL(reading.records[0].fields[headline].state, FIELD_MISSING);
    CU_ASSERT_EQUAL(reading.records[0].line, 3); /* below the header and the row of tags */
    CU_ASSERT_STRING_EQUAL(reading.records[1].fields[headline].text,
                           "PAKISTANI SPOKESMAN SAYS INDIAN FORCES KILLED BUS PASSENGER.");
    CU_ASSERT_TRUE(reading_end(&reading));

    struct reading filtered;
    reading_begin(&filtered, FORMAT_UCDP_GED, "region\nPAK\n");
    reading_path(&filtered, shared_file("real/ucdp_ged_pakistan/ged_pak_hdx.csv.gz"));
    const char *types[] = {"2.0", "3"};
    struct where_rule rule = {"type", types, 2, {"model.yaml", 9, 9}};
    filtered.recipe.where = &rule;
    filtered.recipe.where_count = 1;
    ask_deaths(&filtered);
    CU_ASSERT_TRUE_FATAL(reading_succeeds(&filtered));
    CU_ASSERT_EQUAL(filtered.report.rows_used + filtered.report.rows_filtered, 6416);
    CU_ASSERT_EQUAL(filtered.report.rows_used, filtered.count);
    CU_ASSERT_TRUE(filtered.count > 0 && filtered.count < 6416);
    CU_ASSERT_TRUE(reading_end(&filtered));
}

/** 49 columns: no iso3, so that regions go by the name of the country. */
static void ucdp_sample_of_the_world(void)
{
    if (!shared_file("real/ucdp_ged_sample_v23/README.md")) {
        return;
    }
    struct reading reading;
    reading_begin(&reading, FORMAT_UCDP_GED, "region,name\nAFG,Afghanistan\nSYR,Syria\nPAK,Pakistan\n");
    reading_path(&reading, shared_file("real/ucdp_ged_sample_v23/ged_v23_1_sample1000.csv.gz"));
    ask_deaths(&reading);
    CU_ASSERT_TRUE_FATAL(reading_succeeds(&reading));
    CU_ASSERT_EQUAL(reading.report.rows_read, 1000);
    CU_ASSERT_EQUAL(reading.report.rows_used + reading.report.rows_unmatched, 1000);
    CU_ASSERT_TRUE(reading.report.rows_used > 300);
    CU_ASSERT_EQUAL(reading.report.unmatched_count, 20);
    for (size_t i = 1; i < reading.report.unmatched_count; i++) {
        const struct unmatched_name *before = &reading.report.unmatched[i - 1];
        const struct unmatched_name *name = &reading.report.unmatched[i];
        CU_ASSERT_TRUE(before->rows > name->rows ||
                       (before->rows == name->rows && strcmp(before->name, name->name) < 0));
    }
    CU_ASSERT_TRUE(diagnosed_once(reading.counted.context, DIAGNOSTIC_SOURCE_UNMATCHED_WORLD, 7, 3));
    CU_ASSERT_TRUE(reading_end(&reading));
}

static void gdelt_georgia_all_months(void)
{
    if (!shared_file("real/gdelt_georgia/README.md")) {
        return;
    }
    struct reading reading;
    reading_begin(&reading, FORMAT_GDELT, "region,name\nGG,Georgia\n");
    for (int month = 5; month < 24; month++) {
        char name[96];
        snprintf(name, sizeof name, "real/gdelt_georgia/gdelt1_georgia_%d-%02d.csv.gz", 2011 + month / 12,
                 month % 12 + 1);
        reading_path(&reading, shared_file(name));
    }
    size_t cameo = reading_ask(&reading, "cameo", COLUMN_TEXT, true);
    size_t goldstein = reading_ask(&reading, "goldstein", COLUMN_NUMBER, true);
    size_t mentions = reading_ask(&reading, "mentions", COLUMN_NUMBER, true);
    size_t source = reading_ask(&reading, "source", COLUMN_TEXT, true);
    size_t month_column = reading_ask(&reading, "month", COLUMN_TEXT, false);
    CU_ASSERT_TRUE_FATAL(reading_succeeds(&reading));
    CU_ASSERT_EQUAL(reading.report.rows_read, 90766);
    CU_ASSERT_EQUAL(reading.report.rows_used, 90766);
    CU_ASSERT_EQUAL(reading.report.file_count, 19);
    CU_ASSERT_EQUAL(reading.report.first_day, date_from_civil(2011, 6, 1));
    CU_ASSERT_EQUAL(reading.report.last_day, date_from_civil(2012, 12, 31));
    size_t leading_zeros = 0;
    size_t half_year = 0;
    for (size_t i = 0; i < reading.count; i++) {
        const struct kept_record *record = &reading.records[i];
        CU_ASSERT_EQUAL(record->fields[goldstein].state, FIELD_NUMBER);
        CU_ASSERT_TRUE(record->fields[mentions].number >= 1);
        CU_ASSERT_EQUAL(record->region, 0);
        leading_zeros += record->fields[cameo].text[0] == '0';
        half_year += record->day <= date_from_civil(2012, 3, 31) && record->day > date_from_civil(2012, 3, 31) - 180;
    }
    CU_ASSERT_EQUAL(half_year, 33425);
    CU_ASSERT_TRUE(leading_zeros > 40000);
    CU_ASSERT_STRING_EQUAL(reading.records[0].fields[cameo].text, "042");
    CU_ASSERT_EQUAL(reading.records[0].fields[source].state, FIELD_MISSING);
    CU_ASSERT_STRING_EQUAL(reading.records[0].fields[month_column].text, "06"); /* only the first file has it */
    CU_ASSERT_EQUAL(reading.records[reading.count - 1].fields[month_column].state, FIELD_ABSENT);
    CU_ASSERT_TRUE(reading_end(&reading));
}

static void icews_sample(void)
{
    if (!shared_file("real/icews_sample_2018/README.md")) {
        return;
    }
    struct reading reading;
    reading_begin(&reading, FORMAT_ICEWS, "region,name\nPAK,Pakistan\nIND,India\nBGD,Bangladesh\n");
    reading_path(&reading, shared_file("real/icews_sample_2018/events.2018.sample.tab.gz"));
    size_t cameo = reading_ask(&reading, "cameo", COLUMN_TEXT, true);
    size_t goldstein = reading_ask(&reading, "goldstein", COLUMN_NUMBER, true);
    size_t target = reading_ask(&reading, "target", COLUMN_TEXT, true);
    CU_ASSERT_TRUE_FATAL(reading_succeeds(&reading));
    CU_ASSERT_EQUAL(reading.report.rows_read, 3705);
    CU_ASSERT_EQUAL(reading.report.rows_used + reading.report.rows_unmatched + reading.report.rows_blank, 3705);
    CU_ASSERT_TRUE(reading.count > 100);
    CU_ASSERT_EQUAL(reading.report.first_day, date_from_civil(2018, 6, 1));
    CU_ASSERT_EQUAL(reading.report.last_day, date_from_civil(2018, 6, 2));
    for (size_t i = 0; i < reading.count; i++) {
        CU_ASSERT_TRUE(strlen(reading.records[i].fields[cameo].text) >= 2);
        CU_ASSERT_EQUAL(reading.records[i].fields[goldstein].state, FIELD_NUMBER);
        CU_ASSERT_NOT_EQUAL(reading.records[i].fields[target].state, FIELD_ABSENT);
        CU_ASSERT_FALSE(reading.records[i].dyadic);
    }
    CU_ASSERT_TRUE(reading_end(&reading));
}

/** Long, with the file's own names, and ".." for missing. */
static void governance_with_renamed_columns(void)
{
    if (!shared_file("real/wgi_2024/README.md")) {
        return;
    }
    struct reading reading;
    reading_begin(&reading, FORMAT_SERIES, "region,name\nPAK,Pakistan\nAFG,Afghanistan\n");
    reading_path(&reading, shared_file("real/wgi_2024/wgi_2002_2023.csv.gz"));
    struct column_name names[] = {
        {"region", "countryname", {"model.yaml", 3, 1}},
        {"period", "year", {"model.yaml", 3, 2}},
        {"value", "estimate", {"model.yaml", 3, 3}},
        {"low", "pctranklower", {"model.yaml", 3, 4}},
    };
    reading.recipe.columns = names;
    reading.recipe.column_count = 4;
    size_t corruption = reading_ask(&reading, "cc", COLUMN_NUMBER, true);
    size_t low = reading_ask(&reading, "cc", COLUMN_LOW, false);
    size_t high = reading_ask(&reading, "cc", COLUMN_HIGH, false);
    size_t law = reading_ask(&reading, "rl", COLUMN_NUMBER, true);
    CU_ASSERT_TRUE_FATAL(reading_succeeds(&reading));
    CU_ASSERT_EQUAL(reading.report.rows_read, 28248);
    CU_ASSERT_EQUAL(reading.count, 2 * 2 * 22); /* regions, indicators, years */
    CU_ASSERT_EQUAL(reading.report.finest, FREQUENCY_YEAR);
    CU_ASSERT_EQUAL(reading.report.first_day, date_from_civil(2002, 12, 31));
    const struct kept_record *first = &reading.records[0];
    CU_ASSERT_EQUAL(first->region, 1);
    CU_ASSERT_EQUAL(first->fields[corruption].number, -1.2511370182037354);
    CU_ASSERT_EQUAL(first->fields[low].number, 0);
    CU_ASSERT_EQUAL(first->fields[high].state, FIELD_ABSENT);
    CU_ASSERT_EQUAL(first->fields[law].state, FIELD_ABSENT);
    CU_ASSERT_TRUE(reading_end(&reading));
}

static void shipped_tables(void)
{
    if (!shared_file("product-data/README.md")) {
        return;
    }
    struct reading reading;
    reading_begin(&reading, FORMAT_AGREEMENTS, shared_file("product-data/south-asia/regions.csv"));
    CU_ASSERT_EQUAL(reading.regions->count, 9);
    CU_ASSERT_EQUAL(region_match_find(reading.match, "Iran, Islamic Rep.", 18), 4);
    reading_path(&reading, shared_file("product-data/south-asia/agreements.csv"));
    reading_ask(&reading, "agreement", COLUMN_TEXT, true);
    CU_ASSERT_TRUE(reading_succeeds(&reading));
    CU_ASSERT_EQUAL(reading.count, 7);
    CU_ASSERT_TRUE(reading.records[0].dyadic);
    CU_ASSERT_EQUAL(reading.records[0].region, 8);
    CU_ASSERT_EQUAL(reading.records[0].partner, -1);
    CU_ASSERT_STRING_EQUAL(reading.records[0].partner_text, "USA");
    CU_ASSERT_EQUAL(reading.records[0].frequency, FREQUENCY_MONTH);
    struct neighbour_table *neighbours = NULL;
    struct input_file file;
    CU_ASSERT_EQUAL_FATAL(neighbours_read(reading.counted.context, &reading.arena,
                                          shared_file("product-data/south-asia/neighbours.csv"), "neighbours.csv",
                                          LOCATION_NONE, reading.regions, &neighbours, &file),
                          TOCSIN_OK);
    CU_ASSERT_EQUAL(neighbours->start[reading.regions->count], 14);
    CU_ASSERT_EQUAL(neighbours->start[9] - neighbours->start[8], 3); /* Pakistan: Afghanistan, India, Iran */
    CU_ASSERT_EQUAL(neighbours->neighbour[neighbours->start[8]], 0);
    CU_ASSERT_EQUAL(neighbours->neighbour[neighbours->start[8] + 1], 3);
    CU_ASSERT_EQUAL(neighbours->neighbour[neighbours->start[8] + 2], 4);
    CU_ASSERT_EQUAL(file.rows, 14);
    CU_ASSERT_TRUE(reading_end(&reading));
}

static CU_TestInfo tests[] = {
    {"UCDP, Pakistan by province and month", ucdp_pakistan_by_province_and_month},
    {"UCDP, Pakistan as a country", ucdp_pakistan_as_a_country},
    {"UCDP, a sample of the world", ucdp_sample_of_the_world},
    {"GDELT, Georgia in 19 files", gdelt_georgia_all_months},
    {"ICEWS, a sample", icews_sample},
    {"World Bank governance, renamed columns", governance_with_renamed_columns},
    {"tables of the shipped models", shipped_tables},
    CU_TEST_INFO_NULL,
};
SUITE(real_files, tests)
