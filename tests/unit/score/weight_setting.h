/** A flat tree whose weights a method is to find, and what it found: for the tests of score/weight*.c. */
#ifndef TOCSIN_TESTS_SCORE_WEIGHT_SETTING_H
#define TOCSIN_TESTS_SCORE_WEIGHT_SETTING_H

#include "fixture.h"

static const struct location WEIGHT_AT = {"model.yaml", 23, 7};
static const char *const weight_ids[] = {"a", "b", "c", "d", "e", "f", "g", "h"};

/** The tree's weights by its panel. */
static inline tocsin_status weight_find(struct fixture *fixture, const double scale[2], struct index_weights *weights)
{
    struct weight_request request = {&fixture->tree, scale, fixture->panel, fixture->regions, &fixture->axis};
    return weight_resolve(fixture->counted.context, &fixture->arena, &request, weights);
}

/** A root that is weighted as said, with leaves of the panel's columns. */
static inline void weight_flat_tree(struct fixture *fixture, const char *const *ids, const struct weighting *weighting)
{
    size_t root = fixture_node(fixture, INDEX_NONE, "risk", 1, INDEX_NONE);
    fixture->nodes[root].weights = *weighting;
    fixture->nodes[root].weights.at = WEIGHT_AT;
    fixture->nodes[root].aggregation.method =
        weighting->method == WEIGHT_BENEFIT_OF_DOUBT ? AGGREGATE_SUM : AGGREGATE_ARITHMETIC;
    for (size_t i = 0; i < fixture->panel->columns; i++) {
        fixture_node(fixture, root, ids[i], 1, i);
    }
}

/** One period; `values` are [region][child], NAN where missing. Ends with fixture_end. */
static inline void weight_begin_matrix(struct fixture *fixture, const double *values, size_t regions, size_t children,
                                       const struct weighting *weighting)
{
    double column[64];
    CU_ASSERT_FATAL(regions <= 64 && children <= 8);
    fixture_begin(fixture, 1, children, regions);
    for (size_t k = 0; k < children; k++) {
        for (size_t i = 0; i < regions; i++) {
            column[i] = values[i * children + k];
        }
        fixture_fill(fixture->panel, k, column);
    }
    weight_flat_tree(fixture, weight_ids, weighting);
}

/** Fills every column with numbers of high entropy in (low, low + 100). */
static inline void weight_fill_random(struct fixture *fixture, uint64_t *state, double low)
{
    struct panel *panel = fixture->panel;
    for (size_t i = 0; i < panel->periods * panel->columns * panel->regions; i++) {
        panel_set(panel, i, low + 100 * fixture_random(state), OBSERVATION_NORMAL);
    }
}

#endif
