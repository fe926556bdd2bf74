/**
 * A run made from panels of numbers and a tree, as the pipeline would leave it, and its multivariate analysis: rows are
 * found by the texts of their columns.
 */
#ifndef TOCSIN_TESTS_ANALYSIS_ANALYSED_H
#define TOCSIN_TESTS_ANALYSIS_ANALYSED_H

#include "analysis/multivariate.h"
#include "base/scope.h"
#include "score/contribution.h"
#include "score/fixture.h"
#include "score/levels.h"
#include <stdarg.h>

/** The panel of the fixture holds the normalised values. */
struct analysed {
    struct fixture fixture;
    struct result result;
    struct analysis analysis;
    struct scope scope;
};

/** Takes the place of the program's entry: numbers and GSL's errors are the library's while it is open. */
static inline void analysed_begin(struct analysed *analysed, size_t periods, size_t columns, size_t regions)
{
    memset(analysed, 0, sizeof *analysed);
    scope_enter(&analysed->scope);
    fixture_begin(&analysed->fixture, periods, columns, regions);
}

static inline void analysed_end(struct analysed *analysed)
{
    arena_end(&analysed->analysis.arena);
    fixture_end(&analysed->fixture);
    scope_leave(&analysed->scope);
}

static inline void *analysed_array(struct analysed *analysed, size_t count, size_t size)
{
    void *array = arena_allocate(&analysed->fixture.arena, count, size);
    CU_ASSERT_PTR_NOT_NULL_FATAL(array);
    return array;
}

/** Indicators called as the leaves of the tree; those that are no leaf are i0, i1, ... and not in the index. */
static inline void analysed_name_indicators(struct analysed *analysed)
{
    struct result *result = &analysed->result;
    const struct index_tree *tree = &analysed->fixture.tree;
    result->indicator_count = analysed->fixture.panel->columns;
    result->indicators = analysed_array(analysed, result->indicator_count, sizeof *result->indicators);
    for (size_t i = 0; i < result->indicator_count; i++) {
        char name[24];
        snprintf(name, sizeof name, "i%zu", i);
        result->indicators[i].id = arena_text(&analysed->fixture.arena, name);
    }
    for (size_t i = 0; i < tree->count; i++) {
        if (tree->nodes[i].inner == INDEX_NONE) {
            result->indicators[tree->nodes[i].indicator] =
                (struct result_indicator){.id = tree->nodes[i].id, .title = tree->nodes[i].id, .in_index = true};
        }
    }
}

/** Scores the fixture's panel with its tree and weights (NULL: the tree's) into a result; all periods are reported. */
static inline void analysed_score(struct analysed *analysed, const struct panel *raw, const struct panel *treated,
                                  const struct index_weights *weights)
{
    struct fixture *fixture = &analysed->fixture;
    struct panel *panel = fixture->panel;
    struct result *result = &analysed->result;
    struct fixture_scores scores;
    size_t cells = panel->periods * panel->columns * panel->regions;
    size_t places = panel->periods * panel->regions;
    weights = weights ? weights : fixture_weights(fixture);
    CU_ASSERT_EQUAL_FATAL(fixture_score_weighted(fixture, FIXTURE_SCALE, weights, &scores), TOCSIN_OK);
    *result = (struct result){
        .model_id = "test",
        .model_title = "Test",
        .model_version = "1",
        .scale = {FIXTURE_SCALE[0], FIXTURE_SCALE[1]},
        .regions = fixture->regions,
        .axis = fixture->axis,
        .reported_periods = panel->periods,
        .tree = fixture->tree,
        .weights = *weights,
        .levels = result->levels,
        .raw = raw ? raw : panel,
        .treated = treated ? treated : panel,
        .normalised = panel,
        .nodes = scores.nodes,
        .coverage = scores.coverage,
        .imputed = scores.imputed,
    };
    analysed_name_indicators(analysed);
    double *weight = analysed_array(analysed, cells, sizeof *weight);
    double *contribution = analysed_array(analysed, cells, sizeof *contribution);
    double *change = analysed_array(analysed, cells, sizeof *change);
    double *reference = analysed_array(analysed, panel->columns, sizeof *reference);
    int32_t *rank = analysed_array(analysed, places, sizeof *rank);
    uint32_t *ranked = analysed_array(analysed, panel->periods, sizeof *ranked);
    int16_t *level = analysed_array(analysed, places, sizeof *level);
    tocsin_context *context = fixture->counted.context;
    struct kernel *kernel = NULL;
    CU_ASSERT_EQUAL_FATAL(kernel_create(context, &fixture->arena, &fixture->tree, weights, FIXTURE_SCALE, &kernel),
                          TOCSIN_OK);
    struct contribution_request request = {
        .tree = &fixture->tree,
        .weights = weights,
        .kernel = kernel,
        .scale = FIXTURE_SCALE,
        .reference = reference,
        .normalised = panel,
        .nodes = scores.nodes,
        .periods = panel->periods,
    };
    struct contributions parts = {.weight = weight, .contribution = contribution, .change = change};
    CU_ASSERT_EQUAL_FATAL(contribution_compute(context, &request, &parts), TOCSIN_OK);
    CU_ASSERT_EQUAL_FATAL(levels_rank(context, scores.nodes, rank, ranked), TOCSIN_OK);
    struct alert_policy policy = {&result->levels, &result->alert_rules};
    CU_ASSERT_EQUAL_FATAL(levels_compute(context, scores.nodes, NULL, &policy, level), TOCSIN_OK);
    result->weight = weight;
    result->contribution = contribution;
    result->change = change;
    result->rank = rank;
    result->ranked = ranked;
    result->level = level;
}

/** Analyses, for the first time or anew. */
static inline tocsin_status analysed_run(struct analysed *analysed)
{
    arena_end(&analysed->analysis.arena);
    analysed->analysis = (struct analysis){0};
    arena_begin(&analysed->analysis.arena, analysed->fixture.counted.context);
    return multivariate_analyse(analysed->fixture.counted.context, &analysed->result, &analysed->analysis);
}

static inline const struct data_table *analysed_table(const struct analysed *analysed, const char *name)
{
    const struct data_table *table = analysis_table(&analysed->analysis, name);
    CU_ASSERT_PTR_NOT_NULL_FATAL(table);
    return table;
}

static inline const struct data_cell *analysed_cell(const struct data_table *table, const struct data_cell *row,
                                                    const char *column)
{
    size_t at = data_table_column(table, column);
    CU_ASSERT_FATAL(row && at < table->column_count);
    return &row[at];
}

/** A number of a row; NAN where the cell is empty. */
static inline double analysed_number(const struct data_table *table, const struct data_cell *row, const char *column)
{
    const struct data_cell *cell = analysed_cell(table, row, column);
    CU_ASSERT_NOT_EQUAL(table->columns[cell - row].kind, DATA_TEXT);
    return cell->given ? cell->number : (double)NAN;
}

/** A text of a row; "" where the cell is empty. */
static inline const char *analysed_text(const struct data_table *table, const struct data_cell *row, const char *column)
{
    const struct data_cell *cell = analysed_cell(table, row, column);
    CU_ASSERT_EQUAL(table->columns[cell - row].kind, DATA_TEXT);
    return cell->given ? cell->text : "";
}

/**
 * The only row whose columns have these texts ("" for an empty one): name, text, name, text, ..., NULL. NULL if there
 * is none; several are a failure.
 */
static inline const struct data_cell *analysed_row(const struct data_table *table, ...)
{
    const struct data_cell *found = NULL;
    for (size_t i = 0; i < table->row_count; i++) {
        const struct data_cell *row = data_table_cell(table, i, 0);
        bool matches = true;
        va_list wanted;
        va_start(wanted, table);
        for (const char *name = va_arg(wanted, const char *); matches && name; name = va_arg(wanted, const char *)) {
            size_t column = data_table_column(table, name);
            if (column == table->column_count) {
                CU_FAIL_FATAL("no such column");
            }
            const char *text = row[column].given ? row[column].text : "";
            const char *expected = va_arg(wanted, const char *);
            matches = strcmp(text, expected) == 0;
        }
        va_end(wanted);
        if (matches && found) {
            CU_FAIL("more than one row");
        }
        found = matches ? row : found;
    }
    return found;
}

/** True if a finding of this weight and table contains the text. */
static inline bool analysed_finds(const struct analysed *analysed, enum concern concern, const char *table,
                                  const char *text)
{
    for (size_t i = 0; i < analysed->analysis.finding_count; i++) {
        const struct analysis_finding *finding = &analysed->analysis.findings[i];
        if (finding->concern == concern && strcmp(finding->table, table) == 0 && strstr(finding->text, text)) {
            return true;
        }
    }
    return false;
}

static inline void analysed_print_findings(const struct analysed *analysed)
{
    for (size_t i = 0; i < analysed->analysis.finding_count; i++) {
        const struct analysis_finding *finding = &analysed->analysis.findings[i];
        printf("%d [%s] %s\n", (int)finding->concern, finding->table, finding->text);
    }
}

/** True if no cell of any table is a number that is none, and every row has its place. */
static inline bool analysed_is_sound(const struct analysed *analysed)
{
    bool sound = analysed->analysis.table_count > 0;
    for (size_t i = 0; i < analysed->analysis.table_count; i++) {
        const struct data_table *table = &analysed->analysis.tables[i];
        for (size_t k = 0; k < table->row_count * table->column_count; k++) {
            const struct data_column *column = &table->columns[k % table->column_count];
            sound &= column->text != NULL && isfinite(table->cells[k].number);
            sound &= column->kind != DATA_TEXT || !table->cells[k].given || table->cells[k].text != NULL;
            sound &= column->kind == DATA_TEXT || !table->cells[k].given || table->cells[k].text == NULL;
        }
    }
    return sound;
}

#endif
