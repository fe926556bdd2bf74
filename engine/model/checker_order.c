/** The order in which indicators are measured: those that others are made of come first. */
#include "model/keys.h"
#include <stdio.h>
#include <string.h>

/** Who waits for whom. */
struct ordering {
    struct reader *reader;
    const struct indicator_keys *indicators;
    size_t count;
    size_t *waiting; /* inputs that are not yet in order */
    size_t *start;   /* users of indicator i: user[start[i]..start[i + 1]) */
    size_t *user;
    size_t *order;
    size_t ordered;
};

static bool allocate(struct ordering *ordering)
{
    struct workspace *workspace = ordering->reader->workspace;
    size_t edges = 0;
    for (size_t i = 0; i < ordering->count; i++) {
        edges += ordering->indicators[i].recipe.input_count;
    }
    ordering->waiting = workspace_allocate(workspace, ordering->count, sizeof *ordering->waiting);
    ordering->start = workspace_allocate(workspace, ordering->count + 2, sizeof *ordering->start);
    ordering->user = workspace_allocate(workspace, edges, sizeof *ordering->user);
    ordering->order = workspace_allocate(workspace, ordering->count, sizeof *ordering->order);
    return ordering->waiting && ordering->start && ordering->user && ordering->order;
}

/** Counts, then places: start[i + 2] first holds the count of i, so that placing leaves start[i + 1] at i's end. */
static void collect_users(struct ordering *ordering)
{
    for (size_t i = 0; i < ordering->count; i++) {
        const struct indicator_recipe *recipe = &ordering->indicators[i].recipe;
        ordering->waiting[i] = recipe->input_count;
        for (size_t k = 0; k < recipe->input_count; k++) {
            ordering->start[recipe->inputs[k] + 2]++;
        }
    }
    for (size_t i = 2; i < ordering->count + 2; i++) {
        ordering->start[i] += ordering->start[i - 1];
    }
    for (size_t i = 0; i < ordering->count; i++) {
        const struct indicator_recipe *recipe = &ordering->indicators[i].recipe;
        for (size_t k = 0; k < recipe->input_count; k++) {
            ordering->user[ordering->start[recipe->inputs[k] + 1]++] = i;
        }
    }
}

/** Kahn's algorithm (1962) with the order of the model among those that are free. */
static void sort(struct ordering *ordering)
{
    for (size_t i = 0; i < ordering->count; i++) {
        if (ordering->waiting[i] == 0) {
            ordering->order[ordering->ordered++] = i;
        }
    }
    for (size_t next = 0; next < ordering->ordered; next++) {
        size_t done = ordering->order[next];
        for (size_t k = ordering->start[done]; k < ordering->start[done + 1]; k++) {
            size_t user = ordering->user[k];
            ordering->waiting[user]--;
            if (ordering->waiting[user] == 0) {
                ordering->order[ordering->ordered++] = user;
            }
        }
    }
}

/** An input that waits too: there is one, or this indicator would not wait. */
static size_t waiting_input(const struct ordering *ordering, size_t position)
{
    const struct indicator_recipe *recipe = &ordering->indicators[position].recipe;
    for (size_t k = 0; k < recipe->input_count; k++) {
        if (ordering->waiting[recipe->inputs[k]] > 0) {
            return recipe->inputs[k];
        }
    }
    return position;
}

static void fault_circle(const struct ordering *ordering, size_t first)
{
    char circle[WORKSPACE_MESSAGE_SIZE / 2];
    size_t used = 0;
    size_t at = first;
    do {
        char shown[WORKSPACE_SHOWN_SIZE];
        int written = snprintf(circle + used, sizeof circle - used, "'%s' needs ",
                               workspace_shorten(shown, ordering->indicators[at].recipe.id));
        used += written > 0 ? (size_t)written : 0;
        at = waiting_input(ordering, at);
    } while (at != first && used < sizeof circle - (size_t)2 * WORKSPACE_SHOWN_SIZE);
    char shown[WORKSPACE_SHOWN_SIZE];
    workspace_fault(ordering->reader->workspace, DIAGNOSTIC_MODEL_CIRCLE, ordering->indicators[first].recipe.at, NULL,
                    "indicators depend on each other in a circle: %s%s'%s'", circle, at == first ? "" : "... ",
                    workspace_shorten(shown, ordering->indicators[first].recipe.id));
}

/** Follows what waits from each that waits, and reports each circle once, at its first indicator in model order. */
static void find_circles(const struct ordering *ordering)
{
    size_t *walk = workspace_allocate(ordering->reader->workspace, ordering->count, sizeof *walk);
    for (size_t i = 0; walk && i < ordering->count; i++) {
        size_t at = i;
        while (ordering->waiting[at] > 0 && walk[at] == 0) {
            walk[at] = i + 1;
            at = waiting_input(ordering, at);
        }
        if (ordering->waiting[at] == 0 || walk[at] != i + 1) {
            continue;
        }
        size_t first = at;
        for (size_t k = waiting_input(ordering, at); k != at; k = waiting_input(ordering, k)) {
            first = k < first ? k : first;
        }
        fault_circle(ordering, first);
    }
}

void checker_order(struct reader *reader)
{
    struct ordering ordering = {
        .reader = reader, .indicators = reader->indicators, .count = reader->model->indicator_count};
    if (!allocate(&ordering)) {
        return;
    }
    collect_users(&ordering);
    sort(&ordering);
    if (ordering.ordered < ordering.count) {
        find_circles(&ordering);
    }
    reader->model->order = ordering.order;
}
