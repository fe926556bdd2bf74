/** The limits of the multivariate analysis: little data, no data, no memory; and what it finds to worry about. */
#include "sample.h"

/** What fills a column. */
enum filling { GAPS, ONE_VALUE, NOTHING, TWO_VALUES, FILLINGS };

static double filling_value(enum filling filling, uint64_t *state)
{
    double random = fixture_random(state);
    switch (filling) {
    case ONE_VALUE:
        return 2.385;
    case NOTHING:
        return (double)NAN;
    case TWO_VALUES:
        return random < 0.5 ? 0 : 7.25;
    default:
        return random < 0.4 ? (double)NAN : 100 * random;
    }
}

/** Columns of every kind, turned by one from round to round. */
static void fill_odd(struct panel *panel, size_t round, uint64_t *state)
{
    for (size_t i = 0; i < panel->columns; i++) {
        for (size_t period = 0; period < panel->periods; period++) {
            for (size_t k = 0; k < panel->regions; k++) {
                double value = filling_value((enum filling)((i + round) % FILLINGS), state);
                size_t cell = panel_cell(panel, period, i, k);
                if (isnan(value)) {
                    panel_set_missing(panel, cell, OBSERVATION_NO_ROW);
                } else {
                    panel_set(panel, cell, value, OBSERVATION_NORMAL);
                }
            }
        }
    }
}

static void a_run_of_any_size_is_analysed(void)
{
    static const size_t sizes[][3] = {{1, 1, 1}, {1, 1, 4}, {2, 1, 3}, {1, 6, 2}, {3, 2, 5}, {12, 1, 6}, {5, 4, 6}};
    uint64_t state = 0xABCDEF;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        for (size_t round = 0; round < 2 * FILLINGS; round++) {
            static const double weights[] = {1, 2, 0, 1, 3, 1};
            struct analysed run;
            analysed_begin(&run, sizes[i][1], sizes[i][2], sizes[i][0]);
            fixture_flat_tree(&run.fixture, weights, sizes[i][2], AGGREGATE_ARITHMETIC);
            fill_odd(run.fixture.panel, round, &state);
            analysed_score(&run, NULL, NULL, NULL);
            size_t said = tocsin_diagnostic_count(run.fixture.counted.context);
            CU_ASSERT_EQUAL(analysed_run(&run), TOCSIN_OK);
            CU_ASSERT_TRUE(analysed_is_sound(&run));
            CU_ASSERT_EQUAL(analysed_table(&run, "availability")->row_count, sizes[i][0] * sizes[i][1]);
            CU_ASSERT_EQUAL(analysed_table(&run, "removal")->row_count, sizes[i][2]);
            CU_ASSERT_EQUAL(tocsin_diagnostic_count(run.fixture.counted.context), said);
            analysed_end(&run);
        }
    }
}

static void nothing_reported(void)
{
    struct analysed sample;
    sample_begin(&sample, 2, 10, 0, 1);
    analysed_score(&sample, NULL, NULL, NULL);
    sample.result.reported_periods = 0;
    CU_ASSERT_EQUAL(analysed_run(&sample), TOCSIN_OK);
    CU_ASSERT_TRUE(analysed_is_sound(&sample));
    CU_ASSERT_PTR_NULL(sample.analysis.from);
    CU_ASSERT_EQUAL(analysed_table(&sample, "strengths")->row_count, 0);
    CU_ASSERT_TRUE(analysed_finds(&sample, CONCERN_SERIOUS, "statistics", "No region has a score"));
    analysed_end(&sample);
}

static void who_was_analysed_is_said(void)
{
    struct analysed sample;
    sample_begin(&sample, 5, 10, 0, 1);
    analysed_score(&sample, NULL, NULL, NULL);
    sample.result.first_reported = 1;
    sample.result.reported_periods = 3;
    panel_set_missing(sample.fixture.panel, 0, OBSERVATION_EMPTY); /* of a period that is not reported */
    CU_ASSERT_EQUAL(analysed_run(&sample), TOCSIN_OK);
    const struct analysis *analysis = &sample.analysis;
    CU_ASSERT_STRING_EQUAL(analysis->model_id, "test");
    CU_ASSERT_STRING_EQUAL(analysis->model_title, "Test");
    CU_ASSERT_STRING_EQUAL(analysis->model_version, "1");
    CU_ASSERT_STRING_EQUAL(analysis->from, "2002");
    CU_ASSERT_STRING_EQUAL(analysis->to, "2004");
    CU_ASSERT_EQUAL(analysis->regions, 10);
    CU_ASSERT_EQUAL(analysis->periods, 3);
    CU_ASSERT_EQUAL(analysis->cells, 30);
    CU_ASSERT_EQUAL(analysis->indicators, SAMPLE_INDICATORS);
    const struct data_table *table = analysed_table(&sample, "statistics");
    const struct data_cell *row = analysed_row(table, "stage", "raw", "item", "a", NULL);
    CU_ASSERT_EQUAL(analysed_number(table, row, "cells"), 30);
    CU_ASSERT_EQUAL(analysed_number(table, row, "available"), 30);
    CU_ASSERT_EQUAL(analysed_table(&sample, "availability")->row_count, 30);
    analysed_end(&sample);
}

/** Yearly values in a monthly model: two regions of three have one in each year. */
static void what_comes_less_often_is_judged_by_its_own_periods(void)
{
    struct analysed sample;
    sample_begin(&sample, 24, 3, 0, 1);
    struct panel *panel = sample.fixture.panel;
    sample.fixture.axis = (struct period_axis){FREQUENCY_MONTH, 12 * 2020, 24};
    for (size_t period = 0; period < 24; period++) {
        for (size_t region = 0; region < 3; region++) {
            if (period % 12 != 11 || (region == 2 && period == 23)) {
                panel_set_missing(panel, panel_cell(panel, period, 0, region), OBSERVATION_NO_ROW);
                panel_set_missing(panel, panel_cell(panel, period, 1, region), OBSERVATION_NO_ROW);
            }
        }
    }
    analysed_score(&sample, NULL, NULL, NULL);
    for (size_t i = 0; i < SAMPLE_INDICATORS; i++) {
        sample.result.indicators[i].frequency = i == 0 ? FREQUENCY_YEAR : FREQUENCY_MONTH;
    }
    CU_ASSERT_EQUAL(analysed_run(&sample), TOCSIN_OK);
    const struct data_table *table = analysed_table(&sample, "statistics");
    const struct data_cell *row = analysed_row(table, "stage", "raw", "item", "a", NULL);
    CU_ASSERT_TRUE(close_to(analysed_number(table, row, "available_share"), 5.0 / 72, 1e-15));
    CU_ASSERT_TRUE(close_to(analysed_number(table, row, "own_share"), 5.0 / 6, 1e-15));
    CU_ASSERT_EQUAL(analysed_number(table, row, "little_data"), 0);
    row = analysed_row(table, "stage", "raw", "item", "b", NULL);
    CU_ASSERT_TRUE(close_to(analysed_number(table, row, "own_share"), 5.0 / 72, 1e-15));
    CU_ASSERT_EQUAL(analysed_number(table, row, "little_data"), 1);
    row = analysed_row(table, "stage", "treated", "item", "a", NULL);
    CU_ASSERT_TRUE(close_to(analysed_number(table, row, "own_share"), 5.0 / 72, 1e-15));
    CU_ASSERT_FALSE(analysed_finds(&sample, CONCERN_CAUTION, "statistics", "Indicator 'a' has a value in only"));
    CU_ASSERT_TRUE(analysed_finds(&sample, CONCERN_CAUTION, "statistics", "Indicator 'b' has a value in only 7%"));
    analysed_end(&sample);
}

/** Under the sanitizer: whatever pointed into the result would be found. */
static void the_analysis_outlives_the_result(void)
{
    struct analysed sample;
    char columns[] = "population";
    sample_begin(&sample, 1, 12, 0.1, 4);
    struct fixture *fixture = &sample.fixture;
    const char *names[] = {arena_text(&fixture->arena, columns)};
    const char *cells[12];
    for (size_t i = 0; i < 12; i++) {
        char number[24];
        snprintf(number, sizeof number, "%zu.5", (i * 7) % 12);
        cells[i] = arena_text(&fixture->arena, number);
    }
    CU_ASSERT_EQUAL_FATAL(
        region_table_create(&fixture->arena, fixture->regions->regions, 12, names, 1, cells, &fixture->regions),
        TOCSIN_OK);
    for (size_t i = 0; i < fixture->tree.count; i++) {
        fixture->nodes[i].id = arena_text(&fixture->arena, fixture->nodes[i].id);
    }
    analysed_score(&sample, NULL, NULL, NULL);
    CU_ASSERT_EQUAL(analysed_run(&sample), TOCSIN_OK);
    arena_end(&fixture->arena);
    size_t length = 0;
    for (size_t i = 0; i < sample.analysis.table_count; i++) {
        const struct data_table *table = &sample.analysis.tables[i];
        for (size_t k = 0; k < table->row_count * table->column_count; k++) {
            length += table->cells[k].text ? strlen(table->cells[k].text) : 0;
        }
    }
    CU_ASSERT_TRUE(length > 1000);
    CU_ASSERT_EQUAL(analysed_table(&sample, "denominators")->row_count, 2 * SAMPLE_INDICATORS);
    analysed_end(&sample);
}

static void check_memory(bool once)
{
    struct analysed sample;
    sample_begin(&sample, 2, 14, 0.1, 6);
    analysed_score(&sample, NULL, NULL, NULL);
    tocsin_status status = TOCSIN_ERROR_MEMORY;
    size_t failures = 0;
    for (size_t after = 0; status != TOCSIN_OK; after++) {
        CU_ASSERT_FATAL(after < 100000);
        sample.fixture.counted.fail_after = sample.fixture.counted.calls + after;
        sample.fixture.counted.fail_once = once;
        status = analysed_run(&sample);
        CU_ASSERT_TRUE(status == TOCSIN_OK || status == TOCSIN_ERROR_MEMORY);
        failures += status == TOCSIN_ERROR_MEMORY;
    }
    sample.fixture.counted.fail_after = SIZE_MAX;
    CU_ASSERT_TRUE(failures > 20);
    CU_ASSERT_TRUE(analysed_is_sound(&sample));
    analysed_end(&sample);
}

static void no_memory(void)
{
    check_memory(false);
    check_memory(true);
}

static int interrupt(void *user, const char *stage, uint64_t done, uint64_t total)
{
    const char *wanted = user;
    CU_ASSERT_TRUE(done <= total);
    return strcmp(stage, wanted) == 0 && done == 3;
}

static void it_can_be_interrupted(void)
{
    static const char *const stages[] = {"analyse", "remove"};
    for (size_t i = 0; i < 2; i++) {
        struct analysed sample;
        sample_begin(&sample, 1, 12, 0, 1);
        analysed_score(&sample, NULL, NULL, NULL);
        tocsin_context_set_progress(sample.fixture.counted.context, interrupt, (void *)(uintptr_t)stages[i]);
        CU_ASSERT_EQUAL(analysed_run(&sample), TOCSIN_ERROR_INTERRUPTED);
        analysed_end(&sample);
    }
}

/** Weights say nothing where a formula, a minimum or weights of their own decide. */
static void no_intent_where_weights_do_not_count(void)
{
    for (size_t round = 0; round < 4; round++) {
        struct analysed sample;
        struct index_weights *weights = NULL;
        sample_begin(&sample, 1, 15, 0, 12);
        struct aggregation *aggregation = &sample.fixture.nodes[SAMPLE_B].aggregation;
        if (round == 0) {
            aggregation->method = AGGREGATE_FORMULA;
            aggregation->expression = "C * 0.6 + f * 0.4";
        } else if (round < 3) {
            aggregation->method = round == 1 ? AGGREGATE_MIN : AGGREGATE_MAX;
        } else {
            double own[15];
            for (size_t i = 0; i < 15; i++) {
                own[i] = 0.1 + (double)i;
            }
            weights = fixture_weights(&sample.fixture);
            fixture_cell_weights(&sample.fixture, weights, SAMPLE_C, own);
        }
        analysed_score(&sample, NULL, NULL, weights);
        CU_ASSERT_EQUAL(analysed_run(&sample), TOCSIN_OK);
        const struct data_table *table = analysed_table(&sample, "weights");
        static const char *const none[] = {"C", "d", "e", "f"};
        for (size_t i = 0; i < 4; i++) {
            const struct data_cell *row = analysed_row(table, "item", none[i], NULL);
            CU_ASSERT_TRUE(isnan(analysed_number(table, row, "weight")));
            CU_ASSERT_TRUE(isnan(analysed_number(table, row, "ratio")));
            CU_ASSERT_FALSE(isnan(analysed_number(table, row, "importance")));
        }
        const struct data_cell *row = analysed_row(table, "item", "a", NULL);
        CU_ASSERT_FALSE(isnan(analysed_number(table, row, "weight")));
        CU_ASSERT_TRUE(isnan(analysed_number(table, row, "ratio"))); /* not all of its kind have a weight */
        row = analysed_row(table, "item", "B", NULL);
        CU_ASSERT_TRUE(close_to(analysed_number(table, row, "weight"), 0.4, 1e-15));
        table = analysed_table(&sample, "removal");
        row = analysed_row(table, "removed", "f", NULL);
        CU_ASSERT_EQUAL(analysed_number(table, row, "possible"), round != 0);
        CU_ASSERT_EQUAL(isnan(analysed_number(table, row, "mean_absolute_shift")), round == 0);
        row = analysed_row(table, "removed", "d", NULL);
        CU_ASSERT_EQUAL(analysed_number(table, row, "possible"), 1);
        analysed_end(&sample);
    }
}

/** The weights of cells are by period of the whole run; analysed are the last ones. */
static void cells_keep_their_own_weights(void)
{
    struct analysed sample;
    double first[3 * 12];
    double second[3 * 12];
    sample_begin(&sample, 3, 12, 0, 12);
    struct index_weights *weights = fixture_weights(&sample.fixture);
    for (size_t i = 0; i < 3 * 12; i++) {
        first[i] = 0.25 + (double)(i * 7 % 11);
        second[i] = 0.5 + (double)(i * 5 % 13);
    }
    fixture_cell_weights(&sample.fixture, weights, SAMPLE_C, first);
    fixture_cell_weights(&sample.fixture, weights, LEAF_F, second);
    analysed_score(&sample, NULL, NULL, weights);
    sample.result.first_reported = 2;
    sample.result.reported_periods = 1;
    CU_ASSERT_EQUAL(analysed_run(&sample), TOCSIN_OK);
    /* Without 'a' the other node is as it was: its scores follow from the index and A. */
    const struct data_table *ranks = analysed_table(&sample, "removal_ranks");
    const struct panel *panel = sample.fixture.panel;
    const struct panel *nodes = sample.result.nodes;
    for (size_t i = 0; i < 12; i++) {
        const struct data_cell *row =
            analysed_row(ranks, "removed", "a", "region", sample.result.regions->regions[i].id, NULL);
        double a =
            (2 * panel->value[panel_cell(panel, 2, 1, i)] + 1.5 * panel->value[panel_cell(panel, 2, 2, i)]) / 3.5;
        double b = nodes->value[panel_cell(nodes, 2, 2, i)];
        CU_ASSERT_TRUE(close_to(analysed_number(ranks, row, "score"), (3 * a + 2 * b) / 5, 1e-12));
        row = analysed_row(ranks, "removed", "C", "region", sample.result.regions->regions[i].id, NULL);
        a = nodes->value[panel_cell(nodes, 2, 1, i)];
        b = panel->value[panel_cell(panel, 2, 5, i)];
        CU_ASSERT_TRUE(close_to(analysed_number(ranks, row, "score"), (3 * a + 2 * b) / 5, 1e-12));
    }
    analysed_end(&sample);
}

/** An only child takes its parent with it, and the last one of all cannot go. */
static void removal_of_an_only_child(void)
{
    struct analysed run;
    analysed_begin(&run, 1, 3, 11);
    size_t root = fixture_node(&run.fixture, INDEX_NONE, "index", 1, INDEX_NONE);
    size_t lone = fixture_node(&run.fixture, root, "lone", 1, INDEX_NONE);
    fixture_node(&run.fixture, lone, "only", 1, 0);
    fixture_node(&run.fixture, lone, "weightless", 0, 1);
    fixture_node(&run.fixture, root, "other", 1, 2);
    sample_fill(run.fixture.panel, 0, 41);
    analysed_score(&run, NULL, NULL, NULL);
    CU_ASSERT_EQUAL(analysed_run(&run), TOCSIN_OK);
    const struct data_table *ranks = analysed_table(&run, "removal_ranks");
    for (size_t i = 0; i < 11; i++) {
        const struct data_cell *row =
            analysed_row(ranks, "removed", "only", "region", run.result.regions->regions[i].id, NULL);
        CU_ASSERT_EQUAL(analysed_number(ranks, row, "score"),
                        run.fixture.panel->value[panel_cell(run.fixture.panel, 0, 2, i)]);
    }
    const struct data_table *table = analysed_table(&run, "removal");
    const struct data_cell *row = analysed_row(table, "removed", "weightless", NULL);
    CU_ASSERT_EQUAL(analysed_number(table, row, "mean_absolute_shift"), 0);
    CU_ASSERT_EQUAL(analysed_number(table, row, "rank_correlation"), 1);
    CU_ASSERT_TRUE(isnan(analysed_number(table, row, "levels_changed"))); /* there are no levels */
    analysed_end(&run);
    static const double one[] = {1};
    analysed_begin(&run, 1, 1, 11);
    fixture_flat_tree(&run.fixture, one, 1, AGGREGATE_ARITHMETIC);
    sample_fill(run.fixture.panel, 0, 41);
    analysed_score(&run, NULL, NULL, NULL);
    CU_ASSERT_EQUAL(analysed_run(&run), TOCSIN_OK);
    table = analysed_table(&run, "removal");
    row = analysed_row(table, "removed", "a", NULL);
    CU_ASSERT_EQUAL(analysed_number(table, row, "possible"), 0);
    CU_ASSERT_TRUE(isnan(analysed_number(table, row, "compared")));
    analysed_end(&run);
}

static void many_regions_are_not_compared_two_by_two(void)
{
    static const double weights[] = {1, 2};
    struct analysed run;
    analysed_begin(&run, 1, 2, 5001);
    fixture_flat_tree(&run.fixture, weights, 2, AGGREGATE_ARITHMETIC);
    sample_fill(run.fixture.panel, 0, 2);
    analysed_score(&run, NULL, NULL, NULL);
    CU_ASSERT_EQUAL(analysed_run(&run), TOCSIN_OK);
    CU_ASSERT_EQUAL(analysed_table(&run, "dominance")->row_count, 0);
    CU_ASSERT_TRUE(analysed_finds(&run, CONCERN_NOTE, "dominance", "there are 5001, more than 5000"));
    analysed_end(&run);
}

/** Sets a cell of the sample's panel. */
static void set(struct panel *panel, size_t column, size_t region, double value)
{
    panel_set(panel, panel_cell(panel, 0, column, region), value, OBSERVATION_NORMAL);
}

static void faults_that_are_put_in_are_found(void)
{
    enum { REGIONS = 40 };
    struct analysed sample;
    uint64_t state = 10;
    struct panel *raw = NULL;
    sample_begin(&sample, 1, REGIONS, 0, 15);
    struct panel *panel = sample.fixture.panel;
    for (size_t i = 0; i < REGIONS; i++) {
        double common = 100 * fixture_random(&state);
        double other = 100 * fixture_random(&state);
        set(panel, 0, i, common);
        set(panel, 1, i, common + fixture_random(&state));             /* a and b say the same */
        set(panel, 2, i, 100 - common);                                /* c works against them */
        set(panel, 3, i, i < 3 ? 100 * (double)(i + 1) : other / 100); /* d has outliers */
        set(panel, 4, i, other);
        set(panel, 5, i, 0.001 * fixture_random(&state)); /* f does nothing */
    }
    CU_ASSERT_EQUAL_FATAL(panel_copy(&sample.fixture.arena, panel, &raw), TOCSIN_OK);
    for (size_t i = 0; i < REGIONS; i++) {
        panel_set(raw, panel_cell(raw, 0, 0, i), i < 25 ? 0 : 3.5, OBSERVATION_NORMAL);         /* zeros */
        panel_set(raw, panel_cell(raw, 0, 1, i), i < 25 ? 7.5 : (double)i, OBSERVATION_NORMAL); /* one value */
        panel_set(raw, panel_cell(raw, 0, 4, i), 2.385, OBSERVATION_NORMAL);                    /* one value only */
        if (i < 30) {
            panel_set_missing(raw, panel_cell(raw, 0, 2, i), OBSERVATION_EMPTY);
        }
        panel_set_missing(raw, panel_cell(raw, 0, 5, i), OBSERVATION_EMPTY);
    }
    analysed_score(&sample, raw, NULL, NULL);
    CU_ASSERT_EQUAL(analysed_run(&sample), TOCSIN_OK);
    static const struct {
        enum concern concern;
        const char *table, *text;
    } expected[] = {
        {CONCERN_SERIOUS, "statistics", "Indicator 'f' has no value at all"},
        {CONCERN_SERIOUS, "statistics", "Indicator 'e' has the same value, 2.385,"},
        {CONCERN_SERIOUS, "correlations", "Indicator 'c' works against 'A'"},
        {CONCERN_CAUTION, "statistics", "63% of the values of indicator 'a' are 0"},
        {CONCERN_CAUTION, "statistics", "63% of the values of indicator 'b' are one and the same"},
        {CONCERN_CAUTION, "statistics", "Indicator 'c' has a value in only 25% of the cells"},
        {CONCERN_CAUTION, "statistics", "Indicator 'd' still has outliers"},
        {CONCERN_CAUTION, "correlations", "Indicator 'c' works against the index"},
        {CONCERN_CAUTION, "correlations", "'a' and 'b', of the same node, say nearly the same (correlation 1.00"},
        {CONCERN_CAUTION, "correlations", "'a' and 'c', of the same node, pull in opposite directions"},
        {CONCERN_CAUTION, "reliability", "The 3 children of 'A' hardly measure one thing"},
        {CONCERN_CAUTION, "loadings", "The children of 'A' do not point one way"},
        {CONCERN_CAUTION, "weights", "Indicator 'f' does far less to the index"},
        {CONCERN_CAUTION, "weights", "'B' is hardly more than 'C'"},
    };
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        bool found = analysed_finds(&sample, expected[i].concern, expected[i].table, expected[i].text);
        CU_ASSERT_TRUE(found);
        if (!found) {
            fprintf(stderr, "not found: %s\n", expected[i].text);
        }
    }
    for (size_t i = 1; i < sample.analysis.finding_count; i++) {
        CU_ASSERT_TRUE(sample.analysis.findings[i].concern <= sample.analysis.findings[i - 1].concern);
    }
    analysed_end(&sample);
}

/** Indicators that go together and differ otherwise leave nothing serious to be said. */
static void a_sound_index_is_not_blamed(void)
{
    struct analysed sample;
    uint64_t state = 10;
    sample_begin(&sample, 1, 200, 0, 15);
    struct panel *panel = sample.fixture.panel;
    for (size_t i = 0; i < 200; i++) {
        double common = 50 * fixture_random(&state);
        for (size_t k = 0; k < SAMPLE_INDICATORS; k++) {
            set(panel, k, i, common + 40 * fixture_random(&state));
        }
    }
    analysed_score(&sample, NULL, NULL, NULL);
    CU_ASSERT_EQUAL(analysed_run(&sample), TOCSIN_OK);
    for (size_t i = 0; i < sample.analysis.finding_count; i++) {
        CU_ASSERT_EQUAL(sample.analysis.findings[i].concern, CONCERN_NOTE);
    }
    analysed_end(&sample);
}

static void few_cells_and_many_periods_are_said(void)
{
    struct analysed sample;
    sample_begin(&sample, 1, 7, 0, 15);
    analysed_score(&sample, NULL, NULL, NULL);
    CU_ASSERT_EQUAL(analysed_run(&sample), TOCSIN_OK);
    CU_ASSERT_TRUE(analysed_finds(&sample, CONCERN_CAUTION, "statistics", "Only 7 cells"));
    CU_ASSERT_FALSE(analysed_finds(&sample, CONCERN_SERIOUS, "correlations", ""));
    CU_ASSERT_FALSE(analysed_finds(&sample, CONCERN_NOTE, "correlations", ""));
    analysed_end(&sample);
    sample_begin(&sample, 4, 7, 0, 15);
    analysed_score(&sample, NULL, NULL, NULL);
    CU_ASSERT_EQUAL(analysed_run(&sample), TOCSIN_OK);
    CU_ASSERT_TRUE(analysed_finds(&sample, CONCERN_NOTE, "correlations", "4 periods are analysed together"));
    CU_ASSERT_FALSE(analysed_finds(&sample, CONCERN_CAUTION, "statistics", "Only"));
    analysed_end(&sample);
}

/** Many worries of a kind are told by the worst of them and a number. */
static void worries_of_a_kind_are_cut_short(void)
{
    enum { COLUMNS = 30 };
    static char ids[COLUMNS][600];
    struct analysed run;
    struct panel *raw = NULL;
    analysed_begin(&run, 1, COLUMNS, 12);
    size_t root = fixture_node(&run.fixture, INDEX_NONE, "index", 1, INDEX_NONE);
    for (size_t i = 0; i < COLUMNS; i++) {
        memset(ids[i], 'x', sizeof ids[i] - 1); /* names so long that sentences must be cut */
        ids[i][0] = (char)('A' + i);
        memcpy(ids[i] + 590, "\xEB\x8C\x80\xED\x95\x9C\xEB\xAF", 9);
        fixture_node(&run.fixture, root, ids[i], 1, i);
    }
    sample_fill(run.fixture.panel, 0, 15);
    CU_ASSERT_EQUAL_FATAL(panel_create(&run.fixture.arena, 1, COLUMNS, 12, &raw), TOCSIN_OK);
    analysed_score(&run, raw, NULL, NULL);
    CU_ASSERT_EQUAL(analysed_run(&run), TOCSIN_OK);
    size_t count = 0;
    for (size_t i = 0; i < run.analysis.finding_count; i++) {
        count += strstr(run.analysis.findings[i].text, "has no value at all") != NULL;
    }
    CU_ASSERT_EQUAL(count, 8);
    CU_ASSERT_TRUE(analysed_finds(&run, CONCERN_SERIOUS, "statistics", "22 more indicators have no values"));
    analysed_end(&run);
}

static CU_TestInfo tests[] = {
    {"a run of any size is analysed", a_run_of_any_size_is_analysed},
    {"nothing reported", nothing_reported},
    {"who was analysed is said", who_was_analysed_is_said},
    {"what comes less often is judged by its own periods", what_comes_less_often_is_judged_by_its_own_periods},
    {"the analysis outlives the result", the_analysis_outlives_the_result},
    {"no memory", no_memory},
    {"it can be interrupted", it_can_be_interrupted},
    {"no intent where weights do not count", no_intent_where_weights_do_not_count},
    {"cells keep their own weights", cells_keep_their_own_weights},
    {"removal of an only child", removal_of_an_only_child},
    {"many regions are not compared two by two", many_regions_are_not_compared_two_by_two},
    {"faults that are put in are found", faults_that_are_put_in_are_found},
    {"a sound index is not blamed", a_sound_index_is_not_blamed},
    {"few cells and many periods are said", few_cells_and_many_periods_are_said},
    {"worries of a kind are cut short", worries_of_a_kind_are_cut_short},
    CU_TEST_INFO_NULL,
};
SUITE(multivariate, tests)
