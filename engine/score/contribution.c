/** Takes the scores of a panel apart, some periods a task. */
#include "score/contribution.h"
#include "base/thread_pool.h"
#include "score/contribution_parts.h"
#include "score/gsl_trap.h"
#include <stdatomic.h>
#include <string.h>

enum { TASK_CELLS = 2048 /* regions x periods of one task: enough cells for the games, tasks for the threads */ };

struct contributing {
    struct contribution_setup setup;
    struct contributions *parts;
    size_t periods_a_task;
    atomic_bool sampled;
};

/** The regions of a period against their reference. */
static struct contribution_row level_row(const struct contributing *all, size_t period, double *start)
{
    const struct panel *normalised = all->setup.request->normalised;
    return (struct contribution_row){
        .cells = normalised->regions,
        .actual = {period, 0},
        .is_level = true,
        .part = all->parts->contribution + panel_cell(normalised, period, 0, 0),
        .stride = normalised->regions,
        .start = start,
    };
}

/** And against the period before. */
static struct contribution_row change_row(const struct contributing *all, size_t period)
{
    const struct panel *normalised = all->setup.request->normalised;
    return (struct contribution_row){
        .cells = normalised->regions,
        .actual = {period, 0},
        .base = {period - 1, 0},
        .part = all->parts->change + panel_cell(normalised, period, 0, 0),
        .stride = normalised->regions,
    };
}

/** Copies the leaves' effective weights out. */
static void write_weights(const struct contribution_desk *desk, const struct contribution_row *row, double *weight)
{
    const struct index_tree *tree = desk->setup->tree;
    for (size_t k = 0; k < tree->count; k++) {
        if (tree->nodes[k].inner == INDEX_NONE) {
            memcpy(weight + tree->nodes[k].indicator * row->stride, desk->reach + k * desk->row_cells,
                   row->cells * sizeof *weight);
        }
    }
}

/** Effective weights, and the closed form; the games are noted down. `weight` is shaped as the row's parts. */
static tocsin_status begin_levels(struct contribution_desk *desk, const struct contribution_row *row, double *weight)
{
    size_t size = desk->setup->request->normalised->columns * row->stride * sizeof *weight;
    memset(weight, 0, size);
    memset(row->part, 0, size);
    contribution_weigh(desk->setup, row, desk->reach, desk->row_cells, desk->share);
    write_weights(desk, row, weight);
    return contribution_take_levels(desk, row);
}

static tocsin_status take_scores(struct contributing *all, struct contribution_desk *desk, size_t first, size_t end,
                                 double *start)
{
    const struct panel *normalised = all->setup.request->normalised;
    tocsin_status status = TOCSIN_OK;
    for (size_t period = first; status == TOCSIN_OK && period < end; period++) {
        struct contribution_row row = level_row(all, period, start + (period - first) * normalised->regions);
        status = begin_levels(desk, &row, all->parts->weight + panel_cell(normalised, period, 0, 0));
    }
    if (status == TOCSIN_OK) {
        status = contribution_play(desk, true);
    }
    for (size_t period = first; status == TOCSIN_OK && period < end; period++) {
        struct contribution_row row = level_row(all, period, start + (period - first) * normalised->regions);
        contribution_share_start(desk, &row, all->parts->weight + panel_cell(normalised, period, 0, 0));
    }
    return status;
}

static tocsin_status take_changes(struct contributing *all, struct contribution_desk *desk, size_t first, size_t end)
{
    const struct panel *normalised = all->setup.request->normalised;
    tocsin_status status = TOCSIN_OK;
    for (size_t period = first; status == TOCSIN_OK && period < end; period++) {
        double *change = all->parts->change + panel_cell(normalised, period, 0, 0);
        memset(change, 0, normalised->columns * normalised->regions * sizeof *change);
        if (period > 0) {
            struct contribution_row row = change_row(all, period);
            status = contribution_take_differences(desk, &row);
        }
    }
    return status == TOCSIN_OK ? contribution_play(desk, false) : status;
}

static tocsin_status contribute_task(void *user, size_t index)
{
    struct contributing *all = user;
    const struct contribution_request *request = all->setup.request;
    tocsin_context *context = all->setup.context;
    size_t regions = request->normalised->regions;
    size_t first = request->first_period + index * all->periods_a_task;
    size_t end = first + all->periods_a_task;
    size_t limit = request->first_period + request->periods;
    end = end < limit ? end : limit;
    struct contribution_desk desk;
    gsl_trap_clear();
    double *start = memory_allocate(context, end - first, regions * sizeof *start);
    tocsin_status status = contribution_desk_begin(&all->setup, regions, &desk);
    if (status == TOCSIN_OK && !start) {
        status = TOCSIN_ERROR_MEMORY;
    }
    if (status == TOCSIN_OK) {
        status = take_scores(all, &desk, first, end, start);
    }
    if (status == TOCSIN_OK) {
        status = take_changes(all, &desk, first, end);
    }
    if (desk.sampled) {
        atomic_store(&all->sampled, true);
    }
    contribution_desk_end(&desk);
    memory_release(context, start);
    return status == TOCSIN_OK ? gsl_trap_check(context) : status;
}

tocsin_status contribution_compute(tocsin_context *context, const struct contribution_request *request,
                                   struct contributions *contributions)
{
    struct contributing all = {.parts = contributions};
    struct arena arena = {0};
    size_t regions = request->normalised->regions;
    if (regions == 0 || request->periods == 0) {
        contributions->sampled = false;
        return TOCSIN_OK;
    }
    arena_begin(&arena, context);
    tocsin_status status = contribution_setup_create(context, &arena, request, &all.setup);
    if (status == TOCSIN_OK) {
        all.periods_a_task = regions < TASK_CELLS ? TASK_CELLS / regions : 1;
        size_t tasks = (request->periods + all.periods_a_task - 1) / all.periods_a_task;
        status = thread_pool_run(context, tasks, contribute_task, &all);
    }
    if (status == TOCSIN_OK) {
        contributions->sampled = atomic_load(&all.sampled);
    }
    arena_end(&arena);
    return status;
}

/** Adds the parts of a cell's score, times `sign`. Its whole period is taken apart, for its regions are compared. */
static tocsin_status add_score(const struct contribution_setup *setup, struct contribution_cell cell, double sign,
                               double *part)
{
    const struct panel *normalised = setup->request->normalised;
    size_t regions = normalised->regions;
    struct contribution_desk desk;
    struct arena arena = {0};
    arena_begin(&arena, setup->context);
    double *weight = arena_allocate(&arena, normalised->columns, regions * sizeof *weight);
    struct contribution_row row = {
        .cells = regions,
        .actual = {cell.period, 0},
        .is_level = true,
        .part = arena_allocate(&arena, normalised->columns, regions * sizeof *row.part),
        .stride = regions,
        .start = arena_allocate(&arena, regions, sizeof *row.start),
    };
    tocsin_status status = contribution_desk_begin(setup, regions, &desk);
    if (status == TOCSIN_OK) {
        status = arena.failed ? TOCSIN_ERROR_MEMORY : begin_levels(&desk, &row, weight);
    }
    if (status == TOCSIN_OK) {
        status = contribution_play(&desk, true);
    }
    if (status == TOCSIN_OK) {
        contribution_share_start(&desk, &row, weight);
    }
    for (size_t i = 0; status == TOCSIN_OK && i < normalised->columns; i++) {
        part[i] += sign * row.part[i * regions + cell.region];
    }
    contribution_desk_end(&desk);
    arena_end(&arena);
    return status;
}

static tocsin_status take_difference(const struct contribution_setup *setup, struct contribution_cell from,
                                     struct contribution_cell to, double *part)
{
    struct contribution_desk desk;
    struct contribution_row row = {.cells = 1, .actual = to, .base = from, .part = part, .stride = 1};
    tocsin_status status = contribution_desk_begin(setup, 1, &desk);
    if (status == TOCSIN_OK) {
        status = contribution_take_differences(&desk, &row);
    }
    if (status == TOCSIN_OK) {
        status = contribution_play(&desk, false);
    }
    contribution_desk_end(&desk);
    return status;
}

static bool has_score(const struct contribution_request *request, struct contribution_cell cell)
{
    return observation_present(request->nodes->observation[panel_cell(request->nodes, cell.period, 0, cell.region)]);
}

tocsin_status contribution_difference(tocsin_context *context, const struct contribution_request *request,
                                      struct contribution_cell from, struct contribution_cell to, double *part)
{
    struct contribution_setup setup;
    struct arena arena = {0};
    size_t indicators = request->normalised->columns;
    if (!has_score(request, from) || !has_score(request, to)) {
        return TOCSIN_ERROR_ARGUMENT;
    }
    arena_begin(&arena, context);
    double *made = arena_allocate(&arena, indicators, sizeof *made);
    tocsin_status status = contribution_setup_create(context, &arena, request, &setup);
    if (status == TOCSIN_OK) {
        status = arena.failed ? TOCSIN_ERROR_MEMORY : TOCSIN_OK;
    }
    if (status == TOCSIN_OK && kernel_compares_regions(request->kernel)) {
        status = add_score(&setup, to, 1, made);
        if (status == TOCSIN_OK) {
            status = add_score(&setup, from, -1, made);
        }
    } else if (status == TOCSIN_OK) {
        status = take_difference(&setup, from, to, made);
    }
    if (status == TOCSIN_OK) {
        memcpy(part, made, indicators * sizeof *part);
    }
    arena_end(&arena);
    return status;
}
