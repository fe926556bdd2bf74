/** The CSV files of a run folder: their exact text, their order, and the laws that hold between their columns. */
#include "base/number.h"
#include "rendering.h"
#include "report/table.h"
#include "result_fixture.h"
#include <locale.h>

static char *render(const struct result_fixture *fixture, const struct table *table, int digits)
{
    struct sink sink = {.limit = SIZE_MAX};
    struct report_options options = {.digits = digits};
    struct output *output = output_create(fixture->counted.context, sink_write, &sink);
    CU_ASSERT_PTR_NOT_NULL_FATAL(output);
    table_write(output, table, &fixture->result, &options);
    CU_ASSERT_TRUE(output_flush(output));
    CU_ASSERT_EQUAL(output->bytes, sink.size);
    output_destroy(fixture->counted.context, output);
    CU_ASSERT_PTR_NOT_NULL_FATAL(sink.bytes);
    return sink.bytes;
}

static void check_text(const struct table *table, int digits, const char *golden)
{
    struct result_fixture fixture;
    fixture_begin(&fixture);
    char *text = render(&fixture, table, digits);
    CU_ASSERT_TRUE(is_golden(golden, text));
    free(text);
    fixture_end(&fixture);
}

static void the_text_is_exact(void)
{
    check_text(&scores_table, -1, "report/golden/scores.csv");
    check_text(&nodes_table, -1, "report/golden/nodes.csv");
    check_text(&indicators_table, -1, "report/golden/indicators.csv");
}

static void digits_round_half_away_from_zero(void)
{
    check_text(&scores_table, 2, "report/golden/scores_2_digits.csv");
    check_text(&indicators_table, 0, "report/golden/indicators_0_digits.csv");
}

static void headers_are_those_of_the_contract(void)
{
    static const struct {
        const struct table *table;
        const char *header;
    } tables[] = {
        {&scores_table, "period,region,name,score,low,high,rank,rank_low,rank_high,regions,level,previous_score,change,"
                        "previous_level,coverage,imputed,status\n"},
        {&nodes_table, "period,region,node,parent,score,coverage,status\n"},
        {&indicators_table, "period,region,indicator,raw,treated,normalised,weight,contribution,change,status,"
                            "source_period\n"},
    };
    struct result_fixture fixture;
    fixture_begin(&fixture);
    fixture.result.reported_periods = 0;
    for (size_t i = 0; i < 3; i++) {
        char *text = render(&fixture, tables[i].table, -1);
        CU_ASSERT_STRING_EQUAL(text, tables[i].header);
        free(text);
    }
    fixture_end(&fixture);
}

/** The number of a cell; false if it is empty. Any other text fails the test. */
static bool cell_number(const struct csv *csv, size_t row, const char *column, double *value)
{
    const char *text = csv_text(csv, row, column);
    if (!text[0]) {
        return false;
    }
    CU_ASSERT_TRUE(number_parse(text, strlen(text), value));
    return true;
}

static size_t row_of(const struct csv *csv, const char *period, const char *region)
{
    for (size_t row = 1; row < csv->rows; row++) {
        if (strcmp(csv_text(csv, row, "period"), period) == 0 && strcmp(csv_text(csv, row, "region"), region) == 0) {
            return row;
        }
    }
    CU_FAIL_FATAL("no such row");
    return 0;
}

/** Adds a column of indicators.csv over the rows of a row of scores.csv; true if any cell is there. */
static bool add_up(const struct csv *indicators, const struct csv *scores, size_t score_row, const char *column,
                   double *sum)
{
    bool any = false;
    double value;
    *sum = 0;
    for (size_t row = 1; row < indicators->rows; row++) {
        if (strcmp(csv_text(indicators, row, "period"), csv_text(scores, score_row, "period")) == 0 &&
            strcmp(csv_text(indicators, row, "region"), csv_text(scores, score_row, "region")) == 0 &&
            cell_number(indicators, row, column, &value)) {
            any = true;
            *sum += value;
        }
    }
    return any;
}

static void parts_add_up_to_the_score_and_to_its_change(void)
{
    struct result_fixture fixture;
    fixture_begin(&fixture);
    static struct csv scores;
    static struct csv indicators;
    char *scores_text = render(&fixture, &scores_table, -1);
    char *indicators_text = render(&fixture, &indicators_table, -1);
    csv_read(scores_text, &scores);
    csv_read(indicators_text, &indicators);
    CU_ASSERT_EQUAL(scores.rows, 1 + 3 * 4);
    CU_ASSERT_EQUAL(indicators.rows, 1 + 3 * 4 * FIXTURE_INDICATORS);
    size_t scored = 0;
    size_t changed = 0;
    for (size_t row = 1; row < scores.rows; row++) {
        double value;
        double sum;
        bool has_score = cell_number(&scores, row, "score", &value);
        CU_ASSERT_EQUAL(add_up(&indicators, &scores, row, "contribution", &sum), has_score);
        CU_ASSERT_TRUE(!has_score || close_to(sum, value, 1e-12));
        scored += has_score;
        bool has_change = cell_number(&scores, row, "change", &value);
        CU_ASSERT_EQUAL(add_up(&indicators, &scores, row, "change", &sum), has_change);
        CU_ASSERT_TRUE(!has_change || close_to(sum, value, 1e-12));
        changed += has_change;
    }
    CU_ASSERT_EQUAL(scored, 10);
    CU_ASSERT_EQUAL(changed, 9);
    free(scores_text);
    free(indicators_text);
    fixture_end(&fixture);
}

static void numbers_read_back_to_the_same_double(void)
{
    struct result_fixture fixture;
    fixture_begin(&fixture);
    static struct csv scores;
    char *text = render(&fixture, &scores_table, -1);
    csv_read(text, &scores);
    for (size_t i = 0; i < 3; i++) {
        for (size_t region = 0; region < 4; region++) {
            double value;
            size_t cell = result_score_cell(&fixture.result, 1 + i, region);
            bool there = cell_number(&scores, 1 + i * 4 + region, "score", &value);
            CU_ASSERT_EQUAL(there, observation_present(fixture.nodes->observation[cell]));
            CU_ASSERT_TRUE(!there || value == fixture.nodes->value[cell]);
        }
    }
    free(text);
    fixture_end(&fixture);
}

static void rows_are_sorted_and_limited_to_what_is_reported(void)
{
    struct result_fixture fixture;
    fixture_begin(&fixture);
    static struct csv csv;
    char *text = render(&fixture, &nodes_table, -1);
    csv_read(text, &csv);
    static const char *const regions[] = {"PAK", "AFG", "KOR", "MDV"};
    static const char *const periods[] = {"2023-06", "2023-07", "2023-08"};
    CU_ASSERT_EQUAL_FATAL(csv.rows, 1 + 3 * 4 * 2);
    for (size_t row = 1; row < csv.rows; row++) {
        CU_ASSERT_STRING_EQUAL(csv_text(&csv, row, "period"), periods[(row - 1) / 8]);
        CU_ASSERT_STRING_EQUAL(csv_text(&csv, row, "region"), regions[(row - 1) % 8 / 2]);
        CU_ASSERT_STRING_EQUAL(csv_text(&csv, row, "node"), row % 2 ? "risk" : "statecraft");
        CU_ASSERT_STRING_EQUAL(csv_text(&csv, row, "parent"), row % 2 ? "" : "risk");
    }
    free(text);
    fixture_end(&fixture);
}

static void names_survive_quoting(void)
{
    struct result_fixture fixture;
    fixture_begin(&fixture);
    static struct csv csv;
    char *text = render(&fixture, &scores_table, -1);
    csv_read(text, &csv);
    for (size_t region = 0; region < 4; region++) {
        CU_ASSERT_STRING_EQUAL(csv_text(&csv, 1 + region, "name"), fixture_regions[region].name);
    }
    free(text);
    fixture_end(&fixture);
}

static void parts_need_a_score_to_be_parts_of(void)
{
    struct result_fixture fixture;
    fixture_begin(&fixture);
    size_t score = result_score_cell(&fixture.result, 2, PAK);
    panel_set_missing(fixture.nodes, score, OBSERVATION_BELOW_COVERAGE);
    static struct csv csv;
    char *text = render(&fixture, &indicators_table, -1);
    csv_read(text, &csv);
    size_t row = row_of(&csv, "2023-07", "PAK");
    CU_ASSERT_STRING_EQUAL(csv_text(&csv, row, "normalised"), "61.629");
    CU_ASSERT_STRING_EQUAL(csv_text(&csv, row, "weight"), "");
    CU_ASSERT_STRING_EQUAL(csv_text(&csv, row, "contribution"), "");
    CU_ASSERT_STRING_EQUAL(csv_text(&csv, row, "change"), "");
    CU_ASSERT_STRING_EQUAL(csv_text(&csv, row, "status"), "A");
    row = row_of(&csv, "2023-08", "PAK"); /* a score again, but none that it changed from */
    CU_ASSERT_STRING_EQUAL(csv_text(&csv, row, "contribution"), "49.26");
    CU_ASSERT_STRING_EQUAL(csv_text(&csv, row, "change"), "");
    free(text);
    fixture_end(&fixture);
}

static void bounds_and_their_ranks_are_shown_where_there_are_any(void)
{
    struct result_fixture fixture;
    fixture_begin(&fixture);
    int32_t low[FIXTURE_PERIODS * FIXTURE_REGIONS] = {0};
    int32_t high[FIXTURE_PERIODS * FIXTURE_REGIONS] = {0};
    CU_ASSERT_EQUAL_FATAL(panel_add_bounds(&fixture.result.arena, fixture.nodes), TOCSIN_OK);
    size_t cell = result_score_cell(&fixture.result, 3, PAK);
    fixture.nodes->low[cell] = 64.4375;
    fixture.nodes->high[cell] = 77.0625;
    low[3 * FIXTURE_REGIONS + PAK] = 1;
    high[3 * FIXTURE_REGIONS + PAK] = 2;
    fixture.result.rank_low = low;
    fixture.result.rank_high = high;
    static struct csv csv;
    char *text = render(&fixture, &scores_table, -1);
    csv_read(text, &csv);
    size_t row = row_of(&csv, "2023-08", "PAK");
    CU_ASSERT_STRING_EQUAL(csv_text(&csv, row, "low"), "64.4375");
    CU_ASSERT_STRING_EQUAL(csv_text(&csv, row, "high"), "77.0625");
    CU_ASSERT_STRING_EQUAL(csv_text(&csv, row, "rank_low"), "1");
    CU_ASSERT_STRING_EQUAL(csv_text(&csv, row, "rank_high"), "2");
    row = row_of(&csv, "2023-08", "MDV"); /* no score, no bounds */
    CU_ASSERT_STRING_EQUAL(csv_text(&csv, row, "low"), "");
    CU_ASSERT_STRING_EQUAL(csv_text(&csv, row, "rank_high"), "");
    free(text);
    fixture_end(&fixture);
}

/** A text of the wrong type, or a number outside what the Table Schema allows, would be found here. */
static void cells_keep_to_the_schema(void)
{
    struct result_fixture fixture;
    fixture_begin(&fixture);
    static struct csv csv;
    for (const struct report_document *document = report_documents; document->write; document++) {
        const struct table *table = document->file.table;
        if (!table) {
            continue;
        }
        char *text = render(&fixture, table, -1);
        csv_read(text, &csv);
        CU_ASSERT_EQUAL_FATAL(csv.columns, table->column_count);
        for (size_t i = csv.columns; i < csv.rows * csv.columns; i++) {
            const struct table_column *column = &table->columns[i % csv.columns];
            double value = 0;
            if (!csv.cells[i][0]) {
                CU_ASSERT_FALSE(column->required);
                continue;
            }
            if (strcmp(column->type, "string") != 0) {
                CU_ASSERT_TRUE(number_parse(csv.cells[i], strlen(csv.cells[i]), &value));
            }
            CU_ASSERT_TRUE(!column->minimum.given || value >= column->minimum.value);
            CU_ASSERT_TRUE(!column->maximum.given || value <= column->maximum.value);
            CU_ASSERT_TRUE(!column->values || strstr("AEIMOU", csv.cells[i]));
        }
        free(text);
    }
    fixture_end(&fixture);
}

static void every_status_letter_is_in_the_schema(void)
{
    for (size_t i = 0; i < OBSERVATION_COUNT; i++) {
        size_t found = 0;
        while (table_status_values[found] && table_status_values[found][0] != observation_descriptions[i].letter) {
            found++;
        }
        CU_ASSERT_PTR_NOT_NULL(table_status_values[found]);
    }
}

static void a_sink_that_refuses_anywhere_is_noticed(void)
{
    struct result_fixture fixture;
    fixture_begin(&fixture);
    struct report_options options = {.digits = -1};
    char *whole = render(&fixture, &scores_table, -1);
    size_t size = strlen(whole);
    for (size_t limit = 0; limit <= size; limit++) {
        struct sink sink = {.limit = limit};
        struct output *output = output_create(fixture.counted.context, sink_write, &sink);
        CU_ASSERT_PTR_NOT_NULL_FATAL(output);
        table_write(output, &scores_table, &fixture.result, &options);
        CU_ASSERT_EQUAL(output_flush(output), limit == size);
        output_destroy(fixture.counted.context, output);
        sink_end(&sink);
    }
    free(whole);
    fixture_end(&fixture);
}

static void a_locale_with_decimal_commas_changes_nothing(void)
{
    locale_t german = newlocale(LC_ALL_MASK, "de_DE.UTF-8", (locale_t)0);
    if (!german) {
        printf("skipped: locale de_DE.UTF-8 is not installed\n");
        return;
    }
    locale_t before = uselocale(german);
    check_text(&scores_table, -1, "report/golden/scores.csv");
    check_text(&scores_table, 2, "report/golden/scores_2_digits.csv");
    uselocale(before);
    freelocale(german);
}

static CU_TestInfo tests[] = {
    {"the text is exact", the_text_is_exact},
    {"digits round half away from zero", digits_round_half_away_from_zero},
    {"headers are those of the contract", headers_are_those_of_the_contract},
    {"parts add up to the score and to its change", parts_add_up_to_the_score_and_to_its_change},
    {"numbers read back to the same double", numbers_read_back_to_the_same_double},
    {"rows are sorted and limited to what is reported", rows_are_sorted_and_limited_to_what_is_reported},
    {"names survive quoting", names_survive_quoting},
    {"parts need a score to be parts of", parts_need_a_score_to_be_parts_of},
    {"bounds and their ranks are shown where there are any", bounds_and_their_ranks_are_shown_where_there_are_any},
    {"cells keep to the schema", cells_keep_to_the_schema},
    {"every status letter is in the schema", every_status_letter_is_in_the_schema},
    {"a sink that refuses anywhere is noticed", a_sink_that_refuses_anywhere_is_noticed},
    {"a locale with decimal commas changes nothing", a_locale_with_decimal_commas_changes_nothing},
    CU_TEST_INFO_NULL,
};

SUITE(tables, tests)
