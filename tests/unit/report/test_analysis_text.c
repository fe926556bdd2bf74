/** analysis.txt: reviewed text for text, whatever the tables hold or lack. */
#include "analysis_fixture.h"
#include "rendering.h"
#include "report/analysis_text.h"
#include "report/analysis_views.h"

static char *render(struct analysis_fixture *fixture, int digits)
{
    struct sink sink = {.limit = SIZE_MAX};
    struct report_options options = {.digits = digits};
    struct output *output = output_create(fixture->counted.context, sink_write, &sink);
    CU_ASSERT_PTR_NOT_NULL_FATAL(output);
    analysis_text_write(output, &fixture->analysis, &options);
    CU_ASSERT_TRUE(output_flush(output));
    output_destroy(fixture->counted.context, output);
    CU_ASSERT_PTR_NOT_NULL_FATAL(sink.bytes);
    CU_ASSERT_TRUE(is_page(sink.bytes));
    return sink.bytes;
}

static void check(struct analysis_fixture *fixture, int digits, const char *golden)
{
    char *text = render(fixture, digits);
    CU_ASSERT_TRUE(is_golden(golden, text));
    free(text);
}

static void the_text_is_exact(void)
{
    struct analysis_fixture fixture;
    analysis_fixture_begin(&fixture);
    check(&fixture, -1, "report/golden/analysis.txt");
    analysis_fixture_end(&fixture);
}

static void digits_are_fewer_but_never_more(void)
{
    struct analysis_fixture fixture;
    analysis_fixture_begin(&fixture);
    char *usual = render(&fixture, -1);
    char *more = render(&fixture, 9);
    char *fewer = render(&fixture, 1);
    CU_ASSERT_STRING_EQUAL(more, usual);
    CU_ASSERT_PTR_NOT_NULL(strstr(usual, "-0.95"));
    CU_ASSERT_PTR_NULL(strstr(fewer, "-0.95"));
    CU_ASSERT_PTR_NOT_NULL(strstr(fewer, "-1.0"));
    free(usual);
    free(more);
    free(fewer);
    analysis_fixture_end(&fixture);
}

static void nothing_found_and_empty_tables_are_said(void)
{
    struct analysis_fixture fixture;
    analysis_fixture_begin(&fixture);
    fixture.analysis.finding_count = 0;
    for (size_t i = 0; i < fixture.analysis.table_count; i++) {
        fixture.analysis.tables[i].row_count = 0;
    }
    fixture.analysis.cells = 0;
    fixture.analysis.model_version = "";
    check(&fixture, -1, "report/golden/analysis_empty.txt");
    analysis_fixture_end(&fixture);
}

static void one_of_each_is_said_in_the_singular(void)
{
    struct analysis_fixture fixture;
    analysis_fixture_begin(&fixture);
    fixture.analysis.to = fixture.analysis.from;
    fixture.analysis.periods = fixture.analysis.regions = fixture.analysis.cells = fixture.analysis.indicators = 1;
    char *text = render(&fixture, -1);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "1 indicator of 1 region in 2023-06;"));
    free(text);
    analysis_fixture_end(&fixture);
}

static void without_tables_there_is_a_page_all_the_same(void)
{
    struct analysis_fixture fixture;
    analysis_fixture_begin(&fixture);
    fixture.analysis.table_count = 0;
    char *text = render(&fixture, -1);
    CU_ASSERT_PTR_NULL(strstr(text, "CRONBACH"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "1 serious, 2 to look at, 1 note;"));
    free(text);
    analysis_fixture_end(&fixture);
}

/** Of equal size the first row comes first; what has no coefficient is not shown; the rest is counted. */
static void the_largest_come_first(void)
{
    static const char *const order[] = {"\n  k ", "\n  i ", "\n  h ",
                                        "\n  b ", "\n  c ", "\n  j ",
                                        "\n  g ", "\n  e ", "and 2 more, in correlations.csv"};
    struct analysis_fixture fixture;
    analysis_fixture_begin(&fixture);
    char *text = render(&fixture, -1);
    const char *at = strstr(text, "STRONGEST CORRELATIONS");
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        const char *found = at ? strstr(at, order[i]) : NULL;
        CU_ASSERT_PTR_NOT_NULL(found);
        at = found;
    }
    CU_ASSERT_PTR_NULL(strstr(text, "\n  d "));
    free(text);
    analysis_fixture_end(&fixture);
}

/** Any length of an id keeps to the page. */
static void long_names_are_cut(void)
{
    char name[300];
    struct analysis_fixture fixture;
    analysis_fixture_begin(&fixture);
    for (size_t length = 1; length < sizeof name; length += 7) {
        memset(name, 'x', length);
        name[length] = '\0';
        for (size_t i = 0; i < fixture.analysis.table_count; i++) {
            struct data_table *table = &fixture.analysis.tables[i];
            for (size_t k = 0; k < table->row_count && table->column_count > 1; k++) {
                size_t column = data_table_column(table, "first");
                column = column < table->column_count ? column : data_table_column(table, "item");
                if (column < table->column_count) {
                    table->cells[k * table->column_count + column] = data_text(name);
                }
            }
        }
        fixture.analysis.model_title = name;
        free(render(&fixture, -1));
    }
    analysis_fixture_end(&fixture);
}

static void columns_that_are_not_there_are_left_out(void)
{
    struct analysis_fixture fixture;
    analysis_fixture_begin(&fixture);
    char *text = render(&fixture, -1);
    CU_ASSERT_PTR_NULL(strstr(text, "standardised")); /* the fixture's reliability has no such column */
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "alpha"));
    free(text);
    /* Nor do rows show whose condition cannot be judged. */
    fixture.analysis.tables[1].columns = fixture_odd;
    fixture.analysis.tables[1].column_count = 1;
    text = render(&fixture, -1);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "There are no indicators."));
    free(text);
    analysis_fixture_end(&fixture);
}

static void a_sink_that_refuses_anywhere_is_noticed(void)
{
    struct analysis_fixture fixture;
    analysis_fixture_begin(&fixture);
    char *whole = render(&fixture, -1);
    for (size_t limit = 0; limit < strlen(whole); limit += 97) {
        struct sink sink = {.limit = limit};
        struct report_options options = {.digits = -1};
        struct output *output = output_create(fixture.counted.context, sink_write, &sink);
        CU_ASSERT_PTR_NOT_NULL_FATAL(output);
        analysis_text_write(output, &fixture.analysis, &options);
        CU_ASSERT_FALSE(output_flush(output));
        output_destroy(fixture.counted.context, output);
        sink_end(&sink);
    }
    free(whole);
    analysis_fixture_end(&fixture);
}

static void views_are_complete(void)
{
    CU_ASSERT_TRUE(analysis_view_count >= 5);
    for (size_t i = 0; i < analysis_view_count; i++) {
        const struct view *view = &analysis_views[i];
        CU_ASSERT_TRUE(view->table && view->heading && view->text && view->none && view->most > 0);
        CU_ASSERT_PTR_NOT_NULL(view->columns[0].name);
        CU_ASSERT_PTR_NULL(view->columns[VIEW_MOST_COLUMNS].name);
        CU_ASSERT_PTR_NULL(view->conditions[VIEW_MOST_CONDITIONS].name);
        for (size_t k = 0; view->columns[k].name; k++) {
            CU_ASSERT_PTR_NOT_NULL(view->columns[k].heading);
        }
    }
}

static CU_TestInfo tests[] = {
    {"the text is exact", the_text_is_exact},
    {"digits are fewer but never more", digits_are_fewer_but_never_more},
    {"nothing found and empty tables are said", nothing_found_and_empty_tables_are_said},
    {"one of each is said in the singular", one_of_each_is_said_in_the_singular},
    {"without tables there is a page all the same", without_tables_there_is_a_page_all_the_same},
    {"the largest come first", the_largest_come_first},
    {"long names are cut", long_names_are_cut},
    {"columns that are not there are left out", columns_that_are_not_there_are_left_out},
    {"a sink that refuses anywhere is noticed", a_sink_that_refuses_anywhere_is_noticed},
    {"views are complete", views_are_complete},
    CU_TEST_INFO_NULL,
};
SUITE(analysis_text, tests)
