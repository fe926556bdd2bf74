/** Tables made for reading, and the table that the findings of an analysis make. */
#include "panel/analysis.h"
#include "suite.h"
#include "support.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

static const struct data_column columns[] = {{"item", DATA_TEXT, "its id"},
                                             {"value", DATA_NUMBER, "its value"},
                                             {"rows", DATA_COUNT, "its rows"},
                                             {"odd", DATA_FLAG, "whether it is"}};
enum { COLUMNS = sizeof columns / sizeof columns[0] };

struct holder {
    struct counted counted;
    struct analysis analysis;
};

static void begin(struct holder *holder)
{
    *holder = (struct holder){0};
    counted_begin(&holder->counted);
    arena_begin(&holder->analysis.arena, holder->counted.context);
}

static void end(struct holder *holder)
{
    arena_end(&holder->analysis.arena);
    CU_ASSERT_TRUE(counted_end(&holder->counted));
}

static void rows_stay_as_the_table_grows(void)
{
    enum { ROWS = 1000 };
    struct holder holder;
    struct data_table table;
    begin(&holder);
    struct arena *arena = &holder.analysis.arena;
    CU_ASSERT_EQUAL_FATAL(data_table_create(arena, "rows", "Rows", columns, COLUMNS, &table), TOCSIN_OK);
    for (size_t i = 0; i < ROWS; i++) {
        struct data_cell *cells = data_table_add(arena, &table);
        CU_ASSERT_PTR_NOT_NULL_FATAL(cells);
        CU_ASSERT_FALSE(cells[0].given || cells[1].given || cells[2].given || cells[3].given);
        cells[1] = data_number(2.385 * (double)i);
        cells[2] = data_count(i);
        cells[3] = data_flag(i % 2 == 1);
    }
    CU_ASSERT_EQUAL(table.row_count, ROWS);
    for (size_t i = 0; i < ROWS; i++) {
        CU_ASSERT_FALSE(data_table_cell(&table, i, 0)->given);
        CU_ASSERT_EQUAL(data_table_cell(&table, i, 1)->number, 2.385 * (double)i);
        CU_ASSERT_EQUAL(data_table_cell(&table, i, 2)->number, (double)i);
        CU_ASSERT_EQUAL(data_table_cell(&table, i, 3)->number, i % 2 == 1);
    }
    end(&holder);
}

static void cells_are_given_or_empty(void)
{
    CU_ASSERT_FALSE(data_text(NULL).given);
    CU_ASSERT_TRUE(data_text("").given);
    CU_ASSERT_STRING_EQUAL(data_text("Kabul").text, "Kabul");
    const double not_finite[] = {(double)NAN, (double)INFINITY, -(double)INFINITY};
    for (size_t i = 0; i < 3; i++) {
        struct data_cell cell = data_number(not_finite[i]);
        CU_ASSERT_FALSE(cell.given);
        CU_ASSERT_EQUAL(cell.number, 0); /* whoever forgets to ask gets no NaN */
    }
    CU_ASSERT_TRUE(data_number(-0.25).given && data_number(-0.25).number == -0.25);
    CU_ASSERT_TRUE(data_count(SIZE_MAX >> 11).given && data_flag(false).given && data_flag(false).number == 0);
}

static void columns_are_found_by_name(void)
{
    struct data_table table = {.columns = columns, .column_count = COLUMNS};
    CU_ASSERT_EQUAL(data_table_column(&table, "item"), 0);
    CU_ASSERT_EQUAL(data_table_column(&table, "odd"), 3);
    CU_ASSERT_EQUAL(data_table_column(&table, "Item"), COLUMNS);
    CU_ASSERT_EQUAL(data_table_column(&table, ""), COLUMNS);
}

/** Two findings and one table. */
static void fill(struct holder *holder, struct analysis_finding findings[2], struct data_table tables[1])
{
    findings[0] = (struct analysis_finding){CONCERN_SERIOUS, "correlations", "'a' works against 'b'"};
    findings[1] = (struct analysis_finding){CONCERN_NOTE, "statistics", "61.63% are 0"};
    CU_ASSERT_EQUAL_FATAL(
        data_table_create(&holder->analysis.arena, "statistics", "Statistics", columns, COLUMNS, tables), TOCSIN_OK);
    holder->analysis.findings = findings;
    holder->analysis.finding_count = 2;
    holder->analysis.tables = tables;
    holder->analysis.table_count = 1;
}

static void findings_become_the_first_table(void)
{
    struct holder holder;
    struct analysis_finding findings[2];
    struct data_table tables[1];
    begin(&holder);
    fill(&holder, findings, tables);
    CU_ASSERT_EQUAL_FATAL(analysis_tabulate_findings(&holder.analysis), TOCSIN_OK);
    CU_ASSERT_EQUAL_FATAL(holder.analysis.table_count, 2);
    CU_ASSERT_STRING_EQUAL(holder.analysis.tables[1].name, "statistics");
    const struct data_table *table = analysis_table(&holder.analysis, "findings");
    CU_ASSERT_PTR_EQUAL_FATAL(table, &holder.analysis.tables[0]);
    CU_ASSERT_PTR_NULL(analysis_table(&holder.analysis, "finding"));
    CU_ASSERT_EQUAL_FATAL(table->row_count, 2);
    CU_ASSERT_EQUAL(data_table_cell(table, 0, data_table_column(table, "finding"))->number, 1);
    CU_ASSERT_EQUAL(data_table_cell(table, 1, data_table_column(table, "finding"))->number, 2);
    CU_ASSERT_STRING_EQUAL(data_table_cell(table, 0, data_table_column(table, "concern"))->text, "serious");
    CU_ASSERT_STRING_EQUAL(data_table_cell(table, 1, data_table_column(table, "concern"))->text, "note");
    CU_ASSERT_STRING_EQUAL(data_table_cell(table, 1, data_table_column(table, "table"))->text, "statistics");
    CU_ASSERT_STRING_EQUAL(data_table_cell(table, 0, data_table_column(table, "text"))->text, "'a' works against 'b'");
    end(&holder);
}

static void no_findings_are_an_empty_table(void)
{
    struct holder holder;
    begin(&holder);
    CU_ASSERT_EQUAL_FATAL(analysis_tabulate_findings(&holder.analysis), TOCSIN_OK);
    CU_ASSERT_EQUAL_FATAL(holder.analysis.table_count, 1);
    CU_ASSERT_EQUAL(holder.analysis.tables[0].row_count, 0);
    end(&holder);
}

static void without_memory_nothing_is_changed(void)
{
    struct holder holder;
    struct analysis_finding findings[2];
    struct data_table tables[1];
    begin(&holder);
    fill(&holder, findings, tables);
    /* So large a piece needs a block of its own, so that the next allocation asks for memory. */
    while (holder.analysis.arena.failed == false) {
        holder.counted.fail_after = holder.counted.calls;
        arena_allocate(&holder.analysis.arena, 1, 64);
    }
    CU_ASSERT_EQUAL(analysis_tabulate_findings(&holder.analysis), TOCSIN_ERROR_MEMORY);
    CU_ASSERT_EQUAL(holder.analysis.table_count, 1);
    CU_ASSERT_PTR_EQUAL(holder.analysis.tables, tables);
    while (data_table_add(&holder.analysis.arena, &tables[0])) {
    }
    CU_ASSERT_TRUE(tables[0].row_count > 0);
    holder.counted.fail_after = SIZE_MAX;
    end(&holder);
}

static CU_TestInfo tests[] = {
    {"rows stay as the table grows", rows_stay_as_the_table_grows},
    {"cells are given or empty", cells_are_given_or_empty},
    {"columns are found by name", columns_are_found_by_name},
    {"findings become the first table", findings_become_the_first_table},
    {"no findings are an empty table", no_findings_are_an_empty_table},
    {"without memory nothing is changed", without_memory_nothing_is_changed},
    CU_TEST_INFO_NULL,
};
SUITE(data_table, tests)
