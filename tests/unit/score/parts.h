/** Parts of scores and of changes of a fixture. */
#ifndef TOCSIN_TESTS_SCORE_PARTS_H
#define TOCSIN_TESTS_SCORE_PARTS_H

#include "fixture.h"
#include "score/contribution.h"

/** What is asked for: all periods, and the lower end of the scale as reference unless there is another. */
static inline struct contribution_request parts_request(struct fixture *fixture, const double scale[2],
                                                        const struct index_weights *weights, const double *reference,
                                                        const struct fixture_scores *scores)
{
    struct kernel *kernel = NULL;
    double *lowest = arena_allocate(&fixture->arena, fixture->panel->columns, sizeof *lowest);
    CU_ASSERT_PTR_NOT_NULL_FATAL(lowest);
    for (size_t i = 0; i < fixture->panel->columns; i++) {
        lowest[i] = reference ? reference[i] : scale[0];
    }
    CU_ASSERT_EQUAL_FATAL(
        kernel_create(fixture->counted.context, &fixture->arena, &fixture->tree, weights, scale, &kernel), TOCSIN_OK);
    return (struct contribution_request){
        .tree = &fixture->tree,
        .weights = weights,
        .kernel = kernel,
        .scale = scale,
        .reference = lowest,
        .normalised = fixture->panel,
        .nodes = scores->nodes,
        .periods = fixture->panel->periods,
    };
}

static inline struct contributions parts_room(struct fixture *fixture)
{
    const struct panel *panel = fixture->panel;
    size_t cells = panel->periods * panel->columns * panel->regions;
    struct contributions parts = {
        .weight = arena_allocate(&fixture->arena, cells, sizeof(double)),
        .contribution = arena_allocate(&fixture->arena, cells, sizeof(double)),
        .change = arena_allocate(&fixture->arena, cells, sizeof(double)),
    };
    CU_ASSERT_FATAL(parts.weight && parts.contribution && parts.change);
    return parts;
}

/** Takes the scores apart; the weights must live on. */
static inline struct contributions parts_compute(struct fixture *fixture, const double scale[2],
                                                 const struct index_weights *weights, const double *reference,
                                                 const struct fixture_scores *scores)
{
    struct contribution_request request = parts_request(fixture, scale, weights, reference, scores);
    struct contributions parts = parts_room(fixture);
    CU_ASSERT_EQUAL_FATAL(contribution_compute(fixture->counted.context, &request, &parts), TOCSIN_OK);
    return parts;
}

/** The parts of a cell, plainly added up in the order of the indicators. */
static inline double parts_sum(const struct fixture *fixture, const double *part, size_t period, size_t region)
{
    double sum = 0;
    for (size_t i = 0; i < fixture->panel->columns; i++) {
        sum += part[panel_cell(fixture->panel, period, i, region)];
    }
    return sum;
}

#endif
