/**
 * An analysis made by hand, for the tests of its reports: tables as analysis/ names them and one that no page knows,
 * with odd names, empty cells, more rows than are shown, and no rows; findings of all concerns.
 */
#ifndef TOCSIN_TESTS_REPORT_ANALYSIS_FIXTURE_H
#define TOCSIN_TESTS_REPORT_ANALYSIS_FIXTURE_H

#include "panel/analysis.h"
#include "suite.h"
#include "support.h"
#include <math.h>

struct analysis_fixture {
    struct counted counted;
    struct analysis analysis;
};

#define FIXTURE_WIDE "\xEB\x8C\x80\xED\x95\x9C" /* two wide characters */

static const struct data_column fixture_statistics[] = {
    {"stage", DATA_TEXT, "stage"},          {"item", DATA_TEXT, "id"},
    {"in_index", DATA_FLAG, "part of it"},  {"own_share", DATA_NUMBER, "0 to 1"},
    {"minimum", DATA_NUMBER, "lowest"},     {"median", DATA_NUMBER, "middle"},
    {"maximum", DATA_NUMBER, "highest"},    {"most_repeated_share", DATA_NUMBER, "0 to 1"},
    {"outliers", DATA_FLAG, "has outliers"}};
static const struct data_column fixture_correlations[] = {{"first", DATA_TEXT, "id"},
                                                          {"second", DATA_TEXT, "id"},
                                                          {"relation", DATA_TEXT, "kind"},
                                                          {"method", DATA_TEXT, "whose"},
                                                          {"correlation", DATA_NUMBER, "-1 to 1"},
                                                          {"pairs", DATA_COUNT, "cells"},
                                                          {"flag", DATA_TEXT, "odd"}};
static const struct data_column fixture_reliability[] = {
    {"node", DATA_TEXT, "id"},      {"set", DATA_TEXT, "what"},         {"items", DATA_COUNT, "how many"},
    {"pairs", DATA_COUNT, "cells"}, {"deleted", DATA_TEXT, "left out"}, {"alpha", DATA_NUMBER, "at most 1"}};
static const struct data_column fixture_strengths[] = {
    {"region", DATA_TEXT, "id"},          {"side", DATA_TEXT, "which"},         {"place", DATA_COUNT, "1 to 5"},
    {"indicator", DATA_TEXT, "id"},       {"rank", DATA_COUNT, "1 is highest"}, {"of", DATA_COUNT, "regions"},
    {"normalised", DATA_NUMBER, "value"}, {"mean", DATA_NUMBER, "of all"}};
static const struct data_column fixture_odd[] = {{"what, \"exactly\"", DATA_TEXT, "a \"column\" of odd\nname"}};

#define FIXTURE_COLUMNS(columns) columns, sizeof columns / sizeof columns[0]

static inline struct data_table *fixture_table(struct analysis_fixture *fixture, const char *name, const char *title,
                                               const struct data_column *columns, size_t count)
{
    struct analysis *analysis = &fixture->analysis;
    struct data_table *table = &analysis->tables[analysis->table_count++];
    CU_ASSERT_EQUAL_FATAL(data_table_create(&analysis->arena, name, title, columns, count, table), TOCSIN_OK);
    return table;
}

static inline struct data_cell *fixture_row(struct analysis_fixture *fixture, struct data_table *table)
{
    struct data_cell *row = data_table_add(&fixture->analysis.arena, table);
    CU_ASSERT_PTR_NOT_NULL_FATAL(row);
    return row;
}

static inline void fixture_add_statistics(struct analysis_fixture *fixture)
{
    static const struct {
        const char *stage, *item;
        bool in_index;
        double numbers[5];
        bool outliers;
    } rows[] = {
        {"raw", "militant_activity", true, {1, 0, 22.125, 82.1, 0.25}, false},
        {"raw", "deaths", false, {1, 0, 5, 1234567.25, 0.2}, true}, /* not in the index: not on the page */
        {"raw",
         "governance\x1B[31m, \"of\" " FIXTURE_WIDE " and much, much more than fits into a line of a page of 80",
         true,
         {0.3333, -1.7123, -0.485, 0.7, 0.05},
         true},
        {"raw", "nothing", true, {0, (double)NAN, (double)NAN, (double)NAN, (double)NAN}, false},
        {"treated", "militant_activity", true, {1, 0, 22.125, 82.1, 0.25}, true},
    };
    struct data_table *table =
        fixture_table(fixture, "statistics", "Distributions", FIXTURE_COLUMNS(fixture_statistics));
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct data_cell *row = fixture_row(fixture, table);
        row[0] = data_text(rows[i].stage);
        row[1] = data_text(rows[i].item);
        row[2] = data_flag(rows[i].in_index);
        for (size_t k = 0; k < 5; k++) {
            row[3 + k] = data_number(rows[i].numbers[k]);
        }
        row[8] = data_flag(rows[i].outliers);
    }
}

/** Ten pairs of a node, two of them alike in size, one without a coefficient; the largest are the last. */
static inline void fixture_add_correlations(struct analysis_fixture *fixture)
{
    static const double coefficients[] = {0.05,   -0.5, 0.5, (double)NAN, 0.2385, -0.1,
                                          0.3141, 0.61, 0.7, 0.4444,      -0.9501};
    static const char *const names[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"};
    struct data_table *table =
        fixture_table(fixture, "correlations", "What goes together", FIXTURE_COLUMNS(fixture_correlations));
    for (size_t i = 0; i < sizeof coefficients / sizeof coefficients[0]; i++) {
        for (size_t method = 0; method < 2; method++) {
            struct data_cell *row = fixture_row(fixture, table);
            row[0] = data_text(names[i]);
            row[1] = data_text(names[i + 1]);
            row[2] = data_text("same_node");
            row[3] = data_text(method == 0 ? "pearson" : "kendall");
            row[4] = data_number(method == 0 ? coefficients[i] : 0.99);
            row[5] = data_count(20 + i);
            row[6] = data_text(method == 0 && coefficients[i] < -0.9 ? "negative" : NULL);
        }
    }
    struct data_cell *row = fixture_row(fixture, table);
    row[0] = data_text("a");
    row[1] = data_text("risk");
    row[2] = data_text("index");
    row[3] = data_text("pearson");
    row[4] = data_number(0.98);
}

static inline void fixture_add_reliability(struct analysis_fixture *fixture)
{
    struct data_table *table =
        fixture_table(fixture, "reliability", "Cronbach's alpha", FIXTURE_COLUMNS(fixture_reliability));
    for (size_t i = 0; i < 3; i++) {
        struct data_cell *row = fixture_row(fixture, table);
        row[0] = data_text("risk");
        row[1] = data_text("children");
        row[2] = data_count(3 - (i > 0));
        row[3] = data_count(48);
        row[4] = data_text(i == 0 ? NULL : "statecraft");
        row[5] = data_number(0.555 + 0.1 * (double)i);
    }
}

/** More regions than are shown. */
static inline void fixture_add_strengths(struct analysis_fixture *fixture)
{
    static const char *const regions[] = {"PAK", "AFG", "KOR", "MDV", "IND", "BGD", "BTN",
                                          "LKA", "NPL", "IRN", "TJK", "UZB", "TKM"};
    struct data_table *table =
        fixture_table(fixture, "strengths", "Highest and lowest", FIXTURE_COLUMNS(fixture_strengths));
    for (size_t i = 0; i < 2 * sizeof regions / sizeof regions[0]; i++) {
        struct data_cell *row = fixture_row(fixture, table);
        row[0] = data_text(regions[i / 2]);
        row[1] = data_text("highest");
        row[2] = data_count(1 + i % 2);
        row[3] = data_text("militant_activity");
        row[4] = data_count(1 + i / 2);
        row[5] = data_count(13);
        row[6] = data_number(71.64 - 2.385 * (double)i);
        row[7] = data_number(23.35);
    }
}

static inline void fixture_add_findings(struct analysis_fixture *fixture)
{
    static struct analysis_finding findings[] = {
        {CONCERN_SERIOUS, "correlations",
         "Indicator 'spillover' works against 'security', the node that it is part of: where it is higher, the node is "
         "lower (correlation -0.61)."},
        {CONCERN_CAUTION, "statistics", "Indicator 'governance' has a value in only 33% of the cells."},
        {CONCERN_CAUTION, "odd",
         "A name, \"quoted\", with a terminal's escape\x1B[31m, " FIXTURE_WIDE ", a line\nend and "
         "onelongwordwithoutanyblankinitthatisfarlongerthanalineofthepagecouldeverbeandsohastobecut"},
        {CONCERN_NOTE, "removal", "Without 'security' ranks would shift by 1.31 on average."},
    };
    fixture->analysis.findings = findings;
    fixture->analysis.finding_count = sizeof findings / sizeof findings[0];
}

static inline void analysis_fixture_begin(struct analysis_fixture *fixture)
{
    *fixture = (struct analysis_fixture){0};
    counted_begin(&fixture->counted);
    arena_begin(&fixture->analysis.arena, fixture->counted.context);
    struct analysis *analysis = &fixture->analysis;
    analysis->model_id = "South_Asia test";
    analysis->model_title = "South Asia \"test\" risk";
    analysis->model_version = "2023.8";
    analysis->from = "2023-06";
    analysis->to = "2023-08";
    analysis->regions = 13;
    analysis->periods = 3;
    analysis->cells = 38;
    analysis->indicators = 4;
    analysis->tables = arena_allocate(&analysis->arena, 8, sizeof *analysis->tables);
    CU_ASSERT_PTR_NOT_NULL_FATAL(analysis->tables);
    fixture_add_statistics(fixture);
    fixture_add_correlations(fixture);
    fixture_add_reliability(fixture);
    fixture_table(fixture, "odd", "A table that no page knows, of which there are no rows",
                  FIXTURE_COLUMNS(fixture_odd));
    fixture_add_strengths(fixture);
    fixture_add_findings(fixture);
    CU_ASSERT_EQUAL_FATAL(analysis_tabulate_findings(analysis), TOCSIN_OK);
}

static inline void analysis_fixture_end(struct analysis_fixture *fixture)
{
    arena_end(&fixture->analysis.arena);
    CU_ASSERT_TRUE(counted_end(&fixture->counted));
}

#endif
