/**
 * How long each stage of scoring takes on a synthetic panel, in seconds and as a multiple of summing the input once
 * (the least that any stage could cost). Usage: bench_panel [REGIONS PERIODS INDICATORS [THREADS]], default
 * 1000 120 20 1. Prints the median of five runs.
 */
#include "base/date.h"
#include "base/scope.h"
#include "bench.h"
#include "score/contribution.h"
#include "score/impute.h"
#include "score/kernel.h"
#include "score/levels.h"
#include "score/normalise.h"
#include "score/treat.h"
#include "score/weight.h"
#include <string.h>

enum { RUNS = 5, STAGES = 8, PILLARS = 5 };
static const char *const stage_names[STAGES] = {
    "sum of the input", "missing: carry", "treat: log1p", "normalise: minmax",
    "kernel",           "contributions",  "ranks",        "levels"};

struct bench {
    tocsin_context *context;
    size_t regions, periods, indicators;
    struct index_tree tree;
    struct region_table *names;
    struct period_axis axis;
    double seconds[STAGES][RUNS];
    double score_sum; /* printed, so that nothing can be optimised away */
};

/** Indicators in five pillars of equal size, arithmetic throughout. */
static void make_tree(struct bench *bench, struct arena *arena)
{
    size_t count = 1 + PILLARS + bench->indicators;
    struct index_node *nodes = arena_allocate(arena, count, sizeof *nodes);
    size_t *children = arena_allocate(arena, count, sizeof *children);
    bench_stop_unless(nodes && children, "memory");
    size_t next = 0;
    size_t listed = 0;
    nodes[next++] = (struct index_node){.id = "risk", .title = "risk", .parent = INDEX_NONE, .indicator = INDEX_NONE};
    size_t *root_children = &children[listed];
    listed += PILLARS;
    for (size_t p = 0; p < PILLARS; p++) {
        size_t pillar = next++;
        root_children[p] = pillar;
        nodes[pillar] = (struct index_node){.id = "pillar",
                                            .title = "pillar",
                                            .depth = 1,
                                            .indicator = INDEX_NONE,
                                            .inner = p + 1,
                                            .weight = 1 + (double)p};
        nodes[pillar].children = &children[listed];
        for (size_t i = p; i < bench->indicators; i += PILLARS) {
            nodes[next] = (struct index_node){.id = "indicator",
                                              .title = "indicator",
                                              .parent = pillar,
                                              .depth = 2,
                                              .indicator = i,
                                              .inner = INDEX_NONE,
                                              .weight = 1 + (double)(i % 3)};
            children[listed + nodes[pillar].child_count++] = next++;
        }
        listed += nodes[pillar].child_count;
    }
    nodes[0].children = root_children;
    nodes[0].child_count = PILLARS;
    bench->tree = (struct index_tree){nodes, next, 1 + PILLARS};
}

static void make_regions(struct bench *bench, struct arena *arena)
{
    struct region *regions = arena_allocate(arena, bench->regions, sizeof *regions);
    bench_stop_unless(regions, "memory");
    for (size_t i = 0; i < bench->regions; i++) {
        char id[24];
        snprintf(id, sizeof id, "R%06zu", i);
        regions[i].id = regions[i].name = arena_text(arena, id);
    }
    bench_stop_unless(region_table_create(arena, regions, bench->regions, NULL, 0, NULL, &bench->names) == TOCSIN_OK,
                      "region_table_create");
}

static void transform_columns(struct bench *bench, size_t run, struct panel *panel, struct panel *normalised)
{
    static const double scale[2] = {0, 100};
    struct missing_rule carry = {.method = MISSING_CARRY, .at_most = 3};
    struct treatment log1p_step = {.method = TREAT_LOG1P};
    struct treatment_list treatments = {
        .treatments = &log1p_step, .count = 1, .always = true, .skewness = 2, .kurtosis = 3.5};
    struct normalisation minmax = {.method = NORMALISE_MINMAX};
    struct statistics_over over = {.kind = OVER_ALL};
    double times[4] = {bench_now()};
    for (size_t i = 0; i < bench->indicators; i++) {
        bench_stop_unless(impute_column(bench->context, &(struct impute_request){.rule = &carry, .axis = &bench->axis},
                                        panel, i) == TOCSIN_OK,
                          "impute_column");
    }
    times[1] = bench_now();
    for (size_t i = 0; i < bench->indicators; i++) {
        struct treatment_outcome outcome;
        struct treat_request request = {&treatments, &over, "indicator", LOCATION_NONE, NULL};
        bench_stop_unless(treat_column(bench->context, &request, panel, i, &bench->axis, &outcome) == TOCSIN_OK,
                          "treat_column");
    }
    times[2] = bench_now();
    for (size_t i = 0; i < bench->indicators; i++) {
        struct normalise_request request = {&minmax, &over, DIRECTION_RISK, scale, "indicator", LOCATION_NONE, NULL};
        bench_stop_unless(normalise_column(bench->context, &request, panel, normalised, i, &bench->axis) == TOCSIN_OK,
                          "normalise_column");
    }
    times[3] = bench_now();
    for (size_t i = 0; i < 3; i++) {
        bench->seconds[1 + i][run] = times[i + 1] - times[i];
    }
}

static void score_panel(struct bench *bench, size_t run, struct arena *arena, const struct panel *normalised)
{
    static const double scale[2] = {0, 100};
    size_t scores = bench->periods * bench->regions;
    size_t cells = scores * bench->indicators;
    struct panel *nodes = NULL;
    struct kernel *kernel = NULL;
    struct index_weights weights;
    bench_stop_unless(weight_begin(arena, &bench->tree, &weights) == TOCSIN_OK, "weight_begin");
    bench_stop_unless(panel_create(arena, bench->periods, bench->tree.inner_count, bench->regions, &nodes) ==
                              TOCSIN_OK &&
                          kernel_create(bench->context, arena, &bench->tree, &weights, scale, &kernel) == TOCSIN_OK,
                      "kernel_create");
    double *coverage = arena_allocate(arena, scores * bench->tree.inner_count, sizeof *coverage);
    double *imputed = arena_allocate(arena, scores, sizeof *imputed);
    double *weight = arena_allocate(arena, cells, sizeof *weight);
    double *contribution = arena_allocate(arena, cells, sizeof *contribution);
    double *change = arena_allocate(arena, cells, sizeof *change);
    double *reference = arena_allocate(arena, bench->indicators, sizeof *reference);
    int32_t *rank = arena_allocate(arena, scores, sizeof *rank);
    uint32_t *ranked = arena_allocate(arena, bench->periods, sizeof *ranked);
    int16_t *level = arena_allocate(arena, scores, sizeof *level);
    bench_stop_unless(coverage && imputed && weight && contribution && change && reference && rank && ranked && level,
                      "memory");
    struct level_band bands[] = {{"low", 0}, {"guarded", 20}, {"elevated", 40}, {"high", 60}, {"severe", 80}};
    struct level_rules rules = {bands, 5, 5, 2};
    struct alert_rules alerts = {.stale_periods = 3};
    struct alert_policy policy = {&rules, &alerts};
    struct contribution_request request = {&bench->tree, &weights,   kernel, scale,
                                           reference,    normalised, nodes,  .periods = bench->periods};
    struct contributions parts = {weight, contribution, change, false};
    double times[5] = {bench_now()};
    bench_stop_unless(kernel_score_panel(bench->context, kernel, normalised, nodes, coverage, imputed) == TOCSIN_OK,
                      "kernel_score_panel");
    times[1] = bench_now();
    bench_stop_unless(contribution_compute(bench->context, &request, &parts) == TOCSIN_OK, "contribution_compute");
    times[2] = bench_now();
    bench_stop_unless(levels_rank(bench->context, nodes, rank, ranked) == TOCSIN_OK, "levels_rank");
    times[3] = bench_now();
    bench_stop_unless(levels_compute(bench->context, nodes, NULL, &policy, level) == TOCSIN_OK, "levels_compute");
    times[4] = bench_now();
    for (size_t i = 0; i < 4; i++) {
        bench->seconds[4 + i][run] = times[i + 1] - times[i];
    }
    for (size_t i = 0; i < bench->regions; i++) {
        bench->score_sum += nodes->value[panel_cell(nodes, bench->periods - 1, 0, i)];
    }
}

static void run_once(struct bench *bench, size_t run)
{
    struct arena arena;
    arena_begin(&arena, bench->context);
    struct panel *panel = NULL;
    struct panel *normalised = NULL;
    make_tree(bench, &arena);
    make_regions(bench, &arena);
    bench_stop_unless(panel_create(&arena, bench->periods, bench->indicators, bench->regions, &panel) == TOCSIN_OK &&
                          panel_create(&arena, bench->periods, bench->indicators, bench->regions, &normalised) ==
                              TOCSIN_OK,
                      "panel_create");
    bench_fill(panel);
    size_t cells = panel->periods * panel->columns * panel->regions;
    double from = bench_now();
    double sum = 0;
    for (size_t i = 0; i < cells; i++) {
        sum += panel->value[i];
    }
    bench->seconds[0][run] = bench_now() - from;
    bench->score_sum += 0 * sum;
    transform_columns(bench, run, panel, normalised);
    score_panel(bench, run, &arena, normalised);
    arena_end(&arena);
}

int main(int count, char **arguments)
{
    struct bench bench = {.regions = bench_argument(count, arguments, 1, 1000),
                          .periods = bench_argument(count, arguments, 2, 120),
                          .indicators = bench_argument(count, arguments, 3, 20)};
    size_t threads = bench_argument(count, arguments, 4, 1);
    if (bench.regions == 0 || bench.periods == 0 || bench.indicators < PILLARS || threads == 0) {
        fprintf(stderr, "usage: bench_panel [REGIONS PERIODS INDICATORS [THREADS]], at least %d indicators\n", PILLARS);
        return 64;
    }
    bench.axis = (struct period_axis){FREQUENCY_MONTH, 2010 * 12, bench.periods};
    bench_stop_unless(tocsin_context_create(NULL, &bench.context) == TOCSIN_OK &&
                          tocsin_context_set_threads(bench.context, (unsigned)threads) == TOCSIN_OK,
                      "tocsin_context_create");
    struct scope scope;
    scope_enter(&scope);
    for (size_t run = 0; run < RUNS; run++) {
        run_once(&bench, run);
    }
    scope_leave(&scope);
    printf("%zu regions x %zu periods x %zu indicators, %zu threads, median of %d runs\n", bench.regions, bench.periods,
           bench.indicators, threads, (int)RUNS);
    printf("%-20s %10s %8s\n", "stage", "seconds", "x sum");
    double total = 0;
    for (size_t stage = 0; stage < STAGES; stage++) {
        double median = bench_median(bench.seconds[stage], RUNS);
        total += stage > 0 ? median : 0;
        printf("%-20s %10.6f %8.1f\n", stage_names[stage], median, median / bench.seconds[0][RUNS / 2]);
    }
    printf("%-20s %10.6f %8.1f\n", "all stages", total, total / bench.seconds[0][RUNS / 2]);
    printf("check: %.17g\n", bench.score_sum);
    tocsin_context_destroy(bench.context);
    return 0;
}
