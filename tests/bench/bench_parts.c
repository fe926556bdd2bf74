/**
 * What taking scores and changes apart costs, against scoring in the same run: the shapes of the two shipped models,
 * and five trees of mixed methods. "x kernel" compares with evaluating the tree, "x scoring" with filling gaps,
 * treating, normalising and evaluating. Usage: bench_parts [REGIONS PERIODS [THREADS]], default 200 60 1. Prints
 * medians of three.
 */
#include "base/scope.h"
#include "bench.h"
#include "score/contribution.h"
#include "score/impute.h"
#include "score/normalise.h"
#include "score/treat.h"
#include "score/weight.h"

enum { RUNS = 5, MOST_NODES = 40, MOST_CHILDREN = 16, RANDOM_TREES = 5 };
static const double SCALE[2] = {1, 100}; /* from above 0, so that geometric and harmonic means have their values */

struct bench {
    tocsin_context *context;
    size_t regions, periods;
    struct index_tree tree;
    struct index_node nodes[MOST_NODES];
    size_t children[MOST_NODES][MOST_CHILDREN];
    size_t indicators;
    double prepared[RUNS], kernel[RUNS], parts[RUNS];
    bool sampled;
};

static size_t add_node(struct bench *bench, size_t parent, double weight, bool leaf)
{
    size_t position = bench->tree.count++;
    struct index_node *node = &bench->nodes[position];
    bench_stop_unless(position < MOST_NODES, "a tree of so many nodes");
    *node = (struct index_node){.id = "node", .title = "node", .parent = parent, .weight = weight};
    node->indicator = leaf ? bench->indicators++ : INDEX_NONE;
    node->inner = leaf ? INDEX_NONE : bench->tree.inner_count++;
    node->children = bench->children[position];
    if (parent != INDEX_NONE) {
        struct index_node *above = &bench->nodes[parent];
        bench_stop_unless(above->child_count < MOST_CHILDREN, "a node of so many children");
        bench->children[parent][above->child_count++] = position;
        node->depth = above->depth + 1;
    }
    return position;
}

static size_t begin_tree(struct bench *bench)
{
    bench->tree = (struct index_tree){.nodes = bench->nodes};
    bench->indicators = 0;
    return add_node(bench, INDEX_NONE, 1, false);
}

/** models/south-asia.yaml: three pillars of three, two and three indicators. */
static void make_south_asia(struct bench *bench)
{
    static const double pillars[3] = {60, 20, 20};
    static const double weights[3][3] = {{40, 10, 10}, {10, 10, 0}, {2, 1, 1}};
    size_t root = begin_tree(bench);
    bench->nodes[root].min_coverage = 0.6;
    for (size_t p = 0; p < 3; p++) {
        size_t pillar = add_node(bench, root, pillars[p], false);
        bench->nodes[pillar].min_coverage = 0.5;
        for (size_t i = 0; i < 3 && weights[p][i] > 0; i++) {
            add_node(bench, pillar, weights[p][i], true);
        }
    }
}

/** models/pakistan-provinces.yaml: three indicators side by side. */
static void make_provinces(struct bench *bench)
{
    static const double weights[3] = {65, 15, 20};
    size_t root = begin_tree(bench);
    bench->nodes[root].min_coverage = 0.6;
    for (size_t i = 0; i < 3; i++) {
        add_node(bench, root, weights[i], true);
    }
}

static void choose_method(struct index_node *node, uint64_t seed)
{
    static const enum aggregate_method methods[] = {
        AGGREGATE_ARITHMETIC, AGGREGATE_GEOMETRIC, AGGREGATE_POWER,      AGGREGATE_HARMONIC,
        AGGREGATE_MAX,        AGGREGATE_MEDIAN,    AGGREGATE_ARITHMETIC, AGGREGATE_MAZZIOTTA_PARETO};
    node->aggregation.method = methods[bench_mixed(seed) % 8];
    node->aggregation.p = 2.385;
    node->aggregation.cap = (struct optional_number){bench_mixed(seed + 1) % 4 == 0, 75};
}

/** Two levels below the root: two to four pillars of two to four indicators. */
static void make_random(struct bench *bench, size_t tree)
{
    uint64_t seed = 1000 * tree;
    size_t root = begin_tree(bench);
    size_t pillars = 2 + bench_mixed(seed) % 3;
    choose_method(&bench->nodes[root], seed + 1);
    for (size_t p = 0; p < pillars; p++) {
        size_t pillar = add_node(bench, root, 1 + bench_uniform(seed + 10 * p + 10), false);
        size_t leaves = 2 + bench_mixed(seed + 10 * p + 11) % 3;
        choose_method(&bench->nodes[pillar], seed + 10 * p + 12);
        for (size_t i = 0; i < leaves; i++) {
            add_node(bench, pillar, 1 + bench_uniform(seed + 10 * p + 14 + i), true);
        }
    }
}

/** A geometric mean of indicators side by side. */
static void make_flat(struct bench *bench, size_t count)
{
    size_t root = begin_tree(bench);
    bench->nodes[root].aggregation.method = AGGREGATE_GEOMETRIC;
    for (size_t i = 0; i < count; i++) {
        add_node(bench, root, 1 + bench_uniform(i), true);
    }
}

/** Filling gaps, treating and normalising. */
static void prepare(struct bench *bench, struct panel *panel, struct panel *normalised)
{
    struct period_axis axis = {FREQUENCY_MONTH, 2010 * 12, bench->periods};
    struct missing_rule carry = {.method = MISSING_CARRY, .at_most = 1};
    struct treatment log1p_step = {.method = TREAT_LOG1P};
    struct treatment_list treatments = {
        .treatments = &log1p_step, .count = 1, .always = true, .skewness = 2, .kurtosis = 3.5};
    struct normalisation minmax = {.method = NORMALISE_MINMAX};
    struct statistics_over over = {.kind = OVER_ALL};
    for (size_t i = 0; i < bench->indicators; i++) {
        struct treatment_outcome outcome;
        struct impute_request impute = {.rule = &carry, .axis = &axis};
        struct treat_request treat = {&treatments, &over, "indicator", LOCATION_NONE, NULL};
        struct normalise_request normalise = {&minmax, &over, DIRECTION_RISK, SCALE, "indicator", LOCATION_NONE, NULL};
        /* every other indicator keeps its gaps */
        bench_stop_unless((i % 2 == 1 || impute_column(bench->context, &impute, panel, i) == TOCSIN_OK) &&
                              treat_column(bench->context, &treat, panel, i, &axis, &outcome) == TOCSIN_OK &&
                              normalise_column(bench->context, &normalise, panel, normalised, i, &axis) == TOCSIN_OK,
                          "preparing");
    }
}

static void run_once(struct bench *bench, size_t run)
{
    struct arena arena;
    struct panel *panel = NULL;
    struct panel *normalised = NULL;
    struct panel *nodes = NULL;
    struct kernel *kernel = NULL;
    struct index_weights weights;
    size_t scores = bench->periods * bench->regions;
    size_t cells = scores * bench->indicators;
    arena_begin(&arena, bench->context);
    bench_stop_unless(
        panel_create(&arena, bench->periods, bench->indicators, bench->regions, &panel) == TOCSIN_OK &&
            panel_create(&arena, bench->periods, bench->indicators, bench->regions, &normalised) == TOCSIN_OK &&
            panel_create(&arena, bench->periods, bench->tree.inner_count, bench->regions, &nodes) == TOCSIN_OK &&
            weight_begin(&arena, &bench->tree, &weights) == TOCSIN_OK &&
            kernel_create(bench->context, &arena, &bench->tree, &weights, SCALE, &kernel) == TOCSIN_OK,
        "memory");
    double *coverage = arena_allocate(&arena, scores * bench->tree.inner_count, sizeof *coverage);
    double *imputed = arena_allocate(&arena, scores, sizeof *imputed);
    double *reference = arena_allocate(&arena, bench->indicators, sizeof *reference);
    struct contributions parts = {
        .weight = arena_allocate(&arena, cells, sizeof(double)),
        .contribution = arena_allocate(&arena, cells, sizeof(double)),
        .change = arena_allocate(&arena, cells, sizeof(double)),
    };
    bench_stop_unless(!arena.failed, "memory");
    for (size_t i = 0; i < bench->indicators; i++) {
        reference[i] = SCALE[0];
    }
    struct contribution_request request = {.tree = &bench->tree,
                                           .weights = &weights,
                                           .kernel = kernel,
                                           .scale = SCALE,
                                           .reference = reference,
                                           .normalised = normalised,
                                           .nodes = nodes,
                                           .periods = bench->periods};
    bench_fill(panel);
    double times[4] = {bench_processor_time()};
    prepare(bench, panel, normalised);
    times[1] = bench_processor_time();
    bench_stop_unless(kernel_score_panel(bench->context, kernel, normalised, nodes, coverage, imputed) == TOCSIN_OK,
                      "kernel_score_panel");
    times[2] = bench_processor_time();
    bench_stop_unless(contribution_compute(bench->context, &request, &parts) == TOCSIN_OK, "contribution_compute");
    times[3] = bench_processor_time();
    bench->prepared[run] = times[1] - times[0];
    bench->kernel[run] = times[2] - times[1];
    bench->parts[run] = times[3] - times[2];
    bench->sampled = parts.sampled;
    arena_end(&arena);
}

static void measure(struct bench *bench, const char *name)
{
    char shape[64];
    size_t used = 0;
    for (size_t run = 0; run < RUNS; run++) {
        run_once(bench, run);
    }
    for (size_t k = 0; k < bench->tree.count && used < sizeof shape; k++) {
        if (bench->nodes[k].inner != INDEX_NONE) {
            used += (size_t)snprintf(shape + used, sizeof shape - used, "%s%.4s%s %zu", k > 0 ? ", " : "",
                                     aggregate_names[bench->nodes[k].aggregation.method],
                                     bench->nodes[k].aggregation.cap.given ? "^" : "", bench->nodes[k].child_count);
        }
    }
    double prepared = bench_median(bench->prepared, RUNS);
    double kernel = bench_median(bench->kernel, RUNS);
    double parts = bench_median(bench->parts, RUNS);
    printf("%-12s %9.4f %9.4f %9.4f %9.1f %9.2f  %s%s\n", name, prepared, kernel, parts, parts / kernel,
           parts / (prepared + kernel), shape, bench->sampled ? " (sampled)" : "");
}

int main(int count, char **arguments)
{
    struct bench bench = {.regions = bench_argument(count, arguments, 1, 200),
                          .periods = bench_argument(count, arguments, 2, 60)};
    size_t threads = bench_argument(count, arguments, 3, 1);
    if (bench.regions < 2 || bench.periods == 0 || threads == 0) {
        fprintf(stderr, "usage: bench_parts [REGIONS PERIODS [THREADS]], at least 2 regions\n");
        return 64;
    }
    bench_stop_unless(tocsin_context_create(NULL, &bench.context) == TOCSIN_OK &&
                          tocsin_context_set_threads(bench.context, (unsigned)threads) == TOCSIN_OK,
                      "tocsin_context_create");
    struct scope scope;
    scope_enter(&scope);
    printf(
        "%zu regions x %zu periods, %zu threads, processor seconds, medians of %d runs; methods with their children\n",
        bench.regions, bench.periods, threads, (int)RUNS);
    printf("%-12s %9s %9s %9s %9s %9s\n", "tree", "prepare", "kernel", "parts", "x kernel", "x scoring");
    make_south_asia(&bench);
    measure(&bench, "south-asia");
    make_provinces(&bench);
    measure(&bench, "provinces");
    for (size_t tree = 0; tree < RANDOM_TREES; tree++) {
        char name[16];
        snprintf(name, sizeof name, "mixed %zu", tree + 1);
        make_random(&bench, tree);
        measure(&bench, name);
    }
    bench.regions = bench.regions < 40 ? 2 : bench.regions / 20;
    make_flat(&bench, 12);
    measure(&bench, "flat 12");
    make_flat(&bench, 16);
    measure(&bench, "flat 16");
    scope_leave(&scope);
    tocsin_context_destroy(bench.context);
    return 0;
}
