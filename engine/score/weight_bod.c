/**
 * Benefit of the doubt: every region's own weights, those that give it the highest value under the condition that no
 * region of the period would be above the upper end of the scale with them (W. Melyn, W. Moesen, 1991; L. Cherchye,
 * W. Moesen, N. Rogge, T. Van Puyenbroeck, An introduction to 'benefit of the doubt' composite indicators, Social
 * Indicators Research 82, 2007). One linear program a cell:
 *
 *     maximise  sum_j w_j x_cj   where  sum_j w_j x_rj <= upper end for every region r of the period,  w_j >= 0,
 *     and with bounds L and U of shares  L sum_k w_k x_ck <= w_j x_cj <= U sum_k w_k x_ck
 *     or, of the weights by themselves,  L sum_k w_k <= w_j <= U sum_k w_k
 *
 * over the children j that region c has. In the programs every child is in units of its highest value of the period,
 * and values are in units of the upper end.
 */
#include "base/context.h"
#include "base/thread_pool.h"
#include "score/linear_program.h"
#include "score/weight_method.h"
#include <math.h>

/** Shares that must all be equal leave no room for rounding: such bounds are widened by this, relative. */
#define HAIR 1e-12
/** An optimum nearer to the upper end than this, relative, is there. */
#define AT_END 1e-12
/** What is smaller than this share of the scale's end, or of a child's highest value, is as good as 0: its weight would
 * leave the range of doubles. */
#define AS_GOOD_AS_ZERO 1e-280

struct doubting {
    struct weight_work *work;
    double upper;
    double **cell; /* [child][period][region]: the weights */
    /* what is found in each period, so that threads do not meet: [period] */
    struct tally *unbounded; /* cells that no weights meet the bounds of shares in */
    size_t *weighed;         /* cells with weights */
    bool *zero;              /* [period][child]: 0 in every region that has it, and some region has */
};

/** One period: what all programs of its regions share, and room for one of them. */
struct period_desk {
    const struct doubting *all;
    size_t period, count, regions;
    double *value;   /* [region][child]: in units of `highest`, 0 where missing */
    bool *present;   /* [region][child] */
    double *highest; /* [child] */
    size_t *peers;   /* regions that are not below another one in everything */
    size_t peer_count;
    /* of one program */
    size_t *children;  /* that have a part in it */
    double *objective; /* [column] */
    double *part;      /* [column]: what one unit of it adds to the sum that shares are of */
    double *matrix;    /* [row][column] */
    double *bound;     /* [row] */
    double *solution;  /* [column] */
};

/** Room for everything of a period in one block each of a kind, in the arena. */
static tocsin_status desk_begin(const struct doubting *all, size_t period, struct arena *arena,
                                struct period_desk *desk)
{
    size_t count = all->work->count;
    size_t regions = all->work->request->normalised->regions;
    size_t rows = regions + 2 * count;
    *desk = (struct period_desk){
        .all = all,
        .period = period,
        .count = count,
        .regions = regions,
        .value = arena_allocate(arena, regions, count * sizeof *desk->value),
        .present = arena_allocate(arena, regions, count * sizeof *desk->present),
        .highest = arena_allocate(arena, count, sizeof *desk->highest),
        .peers = arena_allocate(arena, regions, sizeof *desk->peers),
        .children = arena_allocate(arena, count, sizeof *desk->children),
        .objective = arena_allocate(arena, count, sizeof *desk->objective),
        .part = arena_allocate(arena, count, sizeof *desk->part),
        .matrix = arena_allocate(arena, rows, count * sizeof *desk->matrix),
        .bound = arena_allocate(arena, rows, sizeof *desk->bound),
        .solution = arena_allocate(arena, count, sizeof *desk->solution),
    };
    return arena->failed ? TOCSIN_ERROR_MEMORY : TOCSIN_OK;
}

static void read_values(struct period_desk *desk)
{
    const struct weight_work *work = desk->all->work;
    for (size_t k = 0; k < desk->count; k++) {
        const struct weight_source *source = &work->sources[k];
        size_t cell = panel_cell(source->panel, desk->period, source->column, 0);
        bool any = false;
        for (size_t i = 0; i < desk->regions; i++) {
            bool present = observation_present(source->panel->observation[cell + i]);
            double value = present ? source->panel->value[cell + i] : 0;
            any = any || present;
            desk->present[i * desk->count + k] = present;
            desk->value[i * desk->count + k] = value;
            desk->highest[k] = fmax(desk->highest[k], value);
        }
        if (!(desk->highest[k] > AS_GOOD_AS_ZERO * desk->all->upper)) {
            desk->highest[k] = 0;
        }
        desk->all->zero[desk->period * desk->count + k] = any && !(desk->highest[k] > 0);
        for (size_t i = 0; i < desk->regions && desk->highest[k] > 0; i++) {
            double share = desk->value[i * desk->count + k] / desk->highest[k];
            desk->value[i * desk->count + k] = share > AS_GOOD_AS_ZERO ? share : 0;
        }
    }
}

/** True if `other` bounds all that `region` does: at least its value in everything, and the first of equals. */
static bool is_covered(const struct period_desk *desk, size_t region, size_t other)
{
    bool equal = true;
    for (size_t k = 0; k < desk->count; k++) {
        double own = desk->value[region * desk->count + k];
        double theirs = desk->value[other * desk->count + k];
        if (theirs < own) {
            return false;
        }
        equal = equal && !(theirs > own);
    }
    return !equal || other < region;
}

/** Weights are not negative, so that a region below another one in everything bounds nothing. */
static void find_peers(struct period_desk *desk)
{
    for (size_t i = 0; i < desk->regions; i++) {
        bool covered = false;
        for (size_t k = 0; k < desk->regions && !covered; k++) {
            covered = k != i && is_covered(desk, i, k);
        }
        if (!covered) {
            desk->peers[desk->peer_count++] = i;
        }
    }
}

static void add_peer_rows(struct period_desk *desk, size_t columns, struct linear_program *program)
{
    for (size_t i = 0; i < desk->peer_count; i++) {
        for (size_t k = 0; k < columns; k++) {
            desk->matrix[program->rows * columns + k] = desk->value[desk->peers[i] * desk->count + desk->children[k]];
        }
        desk->bound[program->rows++] = 1;
    }
}

/** sign (share of the column - limit) <= 0, for every column. */
static void add_share_rows(struct period_desk *desk, size_t columns, double limit, double sign,
                           struct linear_program *program)
{
    for (size_t own = 0; own < columns; own++) {
        for (size_t k = 0; k < columns; k++) {
            double share = k == own ? 1 - limit : -limit;
            desk->matrix[program->rows * columns + k] = sign * share * desk->part[k];
        }
        desk->bound[program->rows++] = 0;
    }
}

/** The children that the region has, as long as some region has them above 0. How many. */
static size_t find_children(struct period_desk *desk, size_t region)
{
    bool of_weight = desk->all->work->node->weights.share_of == SHARE_OF_WEIGHT;
    double lowest = INFINITY;
    size_t columns = 0;
    for (size_t k = 0; k < desk->count; k++) {
        if (desk->present[region * desk->count + k] && desk->highest[k] > 0) {
            lowest = fmin(lowest, desk->highest[k]);
            desk->objective[columns] = desk->value[region * desk->count + k];
            desk->children[columns++] = k;
        }
    }
    for (size_t k = 0; k < columns; k++) { /* one unit of a column is a weight of 1 over the child's highest value */
        desk->part[k] = of_weight ? lowest / desk->highest[desk->children[k]] : desk->objective[k];
    }
    return columns;
}

/**
 * The bounds of the node's shares; false if no shares within them add up to 1 (a child that is 0 has no share of the
 * value). Where they do so in one way only, they are let out by what rounding may take.
 */
static bool find_bounds(const struct period_desk *desk, size_t columns, double *least, double *most)
{
    const struct weighting *weighting = &desk->all->work->node->weights;
    double low = weighting->min_share.given ? weighting->min_share.value : 0;
    double high = weighting->max_share.given ? weighting->max_share.value : 1;
    size_t sharing = 0;
    for (size_t k = 0; k < columns; k++) {
        sharing += desk->part[k] > 0;
    }
    double n = (double)sharing;
    *least = fmin(low, (1 - HAIR) / n);
    *most = fmax(high, (1 + HAIR) / n);
    return (sharing == columns || !(low > 0)) && n * low <= 1 + HAIR && n * high >= 1 - HAIR;
}

static double child_value(const struct period_desk *desk, size_t region, size_t child)
{
    const struct weight_source *source = &desk->all->work->sources[child];
    return source->panel->value[panel_cell(source->panel, desk->period, source->column, region)];
}

/** The value as it will be aggregated: children in order. */
static double value_of(const struct period_desk *desk, size_t region, const double *weight)
{
    double sum = 0;
    for (size_t k = 0; k < desk->count; k++) {
        sum += weight[k] * child_value(desk, region, k);
    }
    return sum;
}

/** Moves one weight by the digits that are amiss, which halving finds. False if it leads to just below the end only. */
static bool reach_end(const struct period_desk *desk, size_t region, size_t child, double *weight)
{
    double upper = desk->all->upper;
    double reach = 2 * AT_END * upper / child_value(desk, region, child);
    double low = fmax(weight[child] - reach, 0);
    double high = weight[child] + reach;
    for (;;) {
        double middle = low + (high - low) / 2;
        if (!(middle > low && middle < high)) {
            weight[child] = low;
            return false;
        }
        weight[child] = middle;
        double amiss = value_of(desk, region, weight) - upper;
        if (!(amiss < 0 || amiss > 0)) {
            return true;
        }
        low = amiss < 0 ? middle : low;
        high = amiss < 0 ? high : middle;
    }
}

/**
 * A region that is at the upper end is to be there, and none above it, by rounding: else it would rank below others
 * that are. Weights that are in use are tried first (no double times 2.4 is 100, so that one need not do), then a last
 * digit's worth of another child.
 */
static void settle_end(const struct period_desk *desk, size_t region, double *weight)
{
    double upper = desk->all->upper;
    double least = 2 * AT_END * upper;
    double amiss = value_of(desk, region, weight) - upper;
    bool there = !(amiss < 0 || amiss > 0) || fabs(amiss) > AT_END * upper;
    for (size_t pass = 0; pass < 2; pass++) {
        for (size_t k = 0; k < desk->count && !there; k++) {
            double value = child_value(desk, region, k);
            bool in_use = weight[k] * value > least;
            if (value > 0 && in_use == (pass == 0)) {
                there = reach_end(desk, region, k, weight);
            }
        }
    }
}

static tocsin_status weigh_columns(struct period_desk *desk, size_t region, size_t columns, double *weight)
{
    double least = 0;
    double most = 1;
    struct linear_program program = {
        .columns = columns, .objective = desk->objective, .matrix = desk->matrix, .bound = desk->bound};
    if (!find_bounds(desk, columns, &least, &most)) {
        tally_add(&desk->all->unbounded[desk->period], 0, desk->period, region);
        return TOCSIN_OK;
    }
    add_peer_rows(desk, columns, &program);
    if (least > 0) {
        add_share_rows(desk, columns, least, -1, &program);
    }
    if (most < 1) {
        add_share_rows(desk, columns, most, 1, &program);
    }
    tocsin_status status = linear_program_solve(desk->all->work->context, &program, desk->solution);
    for (size_t k = 0; status == TOCSIN_OK && k < columns; k++) {
        size_t child = desk->children[k];
        weight[child] = desk->solution[k] / desk->highest[child] * desk->all->upper;
    }
    if (status == TOCSIN_OK) {
        settle_end(desk, region, weight);
        desk->all->weighed[desk->period]++;
    }
    return status;
}

/** `weight` [child] begins at 0. */
static tocsin_status weigh_region(struct period_desk *desk, size_t region, double *weight)
{
    size_t columns = find_children(desk, region);
    bool any = false;
    for (size_t k = 0; k < columns; k++) {
        any = any || desk->objective[k] > 0;
    }
    if (any) {
        return weigh_columns(desk, region, columns, weight);
    }
    bool weighed = false; /* the region's value is 0 with any weights, and it is to have one */
    for (size_t k = 0; k < desk->count; k++) {
        bool has = desk->present[region * desk->count + k] && (columns == 0 || desk->highest[k] > 0);
        weight[k] = has ? 1 : 0;
        weighed = weighed || has;
    }
    desk->all->weighed[desk->period] += weighed;
    return TOCSIN_OK;
}

static tocsin_status weigh_period(void *user, size_t period)
{
    const struct doubting *all = user;
    struct arena arena = {0};
    struct period_desk desk;
    arena_begin(&arena, all->work->context);
    tocsin_status status =
        context_progress(all->work->context, "weigh", period, all->work->request->normalised->periods);
    if (status != TOCSIN_OK) {
        return status;
    }
    status = desk_begin(all, period, &arena, &desk);
    double *weight = arena_allocate(&arena, all->work->count, sizeof *weight);
    if (status == TOCSIN_OK && !weight) {
        status = TOCSIN_ERROR_MEMORY;
    }
    if (status == TOCSIN_OK) {
        read_values(&desk);
        find_peers(&desk);
    }
    for (size_t i = 0; status == TOCSIN_OK && i < desk.regions; i++) {
        for (size_t k = 0; k < desk.count; k++) {
            weight[k] = 0;
        }
        status = weigh_region(&desk, i, weight);
        for (size_t k = 0; k < desk.count; k++) {
            all->cell[k][period * desk.regions + i] = weight[k];
        }
    }
    arena_end(&arena);
    return status;
}

static tocsin_status check_values(const struct weight_work *work)
{
    struct tally tally = {0};
    size_t child = 0;
    const struct panel *normalised = work->request->normalised;
    for (size_t i = 0; i < work->count * normalised->periods * normalised->regions; i++) {
        const struct weight_source *source = &work->sources[i / normalised->regions / normalised->periods];
        size_t period = i / normalised->regions % normalised->periods;
        size_t cell = panel_cell(source->panel, period, source->column, i % normalised->regions);
        if (observation_present(source->panel->observation[cell]) && source->panel->value[cell] < 0) {
            child = tally.count == 0 ? i / normalised->regions / normalised->periods : child;
            tally_add(&tally, source->panel->value[cell], period, i % normalised->regions);
        }
    }
    if (!(work->request->scale[1] > 0)) {
        return diagnostics_report(work->context, DIAGNOSTIC_WEIGHTS_SCALE, work->node->weights.at,
                                  "give the model a scale such as [0, 100]",
                                  "weights 'benefit_of_doubt' of node '%s' bring the best region to the upper end of "
                                  "the scale, which must be above zero for that",
                                  work->node->id);
    }
    return weight_report_negative(work, &tally, child);
}

static void report_shares(const struct doubting *all)
{
    const struct weight_request *request = all->work->request;
    struct tally tally = {0};
    char period[PERIOD_TEXT_SIZE];
    for (size_t i = 0; i < request->normalised->periods; i++) {
        if (tally.count == 0) {
            tally.period = all->unbounded[i].period;
            tally.region = all->unbounded[i].region;
        }
        tally.count += all->unbounded[i].count;
    }
    if (tally.count > 0) {
        diagnostics_report(all->work->context, DIAGNOSTIC_WEIGHTS_SHARES, all->work->node->weights.at,
                           "a child that is 0 or missing has no share: normalise onto a range above zero, such as "
                           "{method: minmax, low: 1, high: 100}, or widen the bounds",
                           "node '%s' is missing in %llu cell%s, first for '%s' in %s: no weights meet 'min_share' and "
                           "'max_share'",
                           all->work->node->id, (unsigned long long)tally.count, tally_plural(tally.count),
                           request->regions->regions[tally.region].id,
                           axis_format(period, request->axis, tally.period));
    }
}

static void report_zero(const struct doubting *all)
{
    const struct weight_work *work = all->work;
    const struct weight_request *request = work->request;
    for (size_t k = 0; k < work->count; k++) {
        struct tally tally = {0};
        char period[PERIOD_TEXT_SIZE];
        for (size_t i = 0; i < request->normalised->periods; i++) {
            if (all->zero[i * work->count + k]) {
                tally_add(&tally, 0, i, 0);
            }
        }
        if (tally.count > 0) {
            diagnostics_report(work->context, DIAGNOSTIC_WEIGHTS_CHILD_ZERO, work->node->weights.at, NULL,
                               "child '%s' of node '%s' is 0 in every region in %llu period%s, first in %s, and weighs "
                               "0 there",
                               weight_child(work, k)->id, work->node->id, (unsigned long long)tally.count,
                               tally_plural(tally.count), axis_format(period, request->axis, tally.period));
        }
    }
}

tocsin_status weight_bod(struct weight_work *work)
{
    size_t periods = work->request->normalised->periods;
    size_t regions = work->request->normalised->regions;
    tocsin_status status = check_values(work);
    if (status != TOCSIN_OK) {
        return status;
    }
    struct doubting all = {
        .work = work,
        .upper = work->request->scale[1],
        .cell = work->cell,
        .unbounded = arena_allocate(work->arena, periods, sizeof *all.unbounded),
        .weighed = arena_allocate(work->arena, periods, sizeof *all.weighed),
        .zero = arena_allocate(work->arena, periods, work->count * sizeof *all.zero),
    };
    for (size_t i = 0; i < work->count; i++) {
        work->cell[i] = arena_allocate(work->results, periods, regions * sizeof *work->cell[i]);
    }
    if (work->arena->failed || work->results->failed) {
        return TOCSIN_ERROR_MEMORY;
    }
    status = thread_pool_run(work->context, periods, weigh_period, &all);
    if (status != TOCSIN_OK) {
        return status;
    }
    for (size_t i = 0; i < periods; i++) {
        work->outcome->cells += all.weighed[i];
    }
    report_shares(&all);
    report_zero(&all);
    return TOCSIN_OK;
}
