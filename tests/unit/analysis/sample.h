/** A small run with a tree of three levels, for the laws and limits of the multivariate analysis. */
#ifndef TOCSIN_TESTS_ANALYSIS_SAMPLE_H
#define TOCSIN_TESTS_ANALYSIS_SAMPLE_H

#include "analysed.h"

enum { SAMPLE_INDICATORS = 6 };
enum { SAMPLE_ROOT, SAMPLE_A, LEAF_A, LEAF_B, LEAF_C, SAMPLE_B, SAMPLE_C, LEAF_D, LEAF_E, LEAF_F, SAMPLE_NODES };

/** index = A (a, b, c) and B (C (d, e), f). */
static inline void sample_tree(struct fixture *fixture)
{
    size_t root = fixture_node(fixture, INDEX_NONE, "index", 1, INDEX_NONE);
    size_t a = fixture_node(fixture, root, "A", 3, INDEX_NONE);
    fixture_node(fixture, a, "a", 1, 0);
    fixture_node(fixture, a, "b", 2, 1);
    fixture_node(fixture, a, "c", 1.5, 2);
    size_t b = fixture_node(fixture, root, "B", 2, INDEX_NONE);
    size_t c = fixture_node(fixture, b, "C", 1, INDEX_NONE);
    fixture_node(fixture, c, "d", 1, 3);
    fixture_node(fixture, c, "e", 3, 4);
    fixture_node(fixture, b, "f", 0.5, 5);
}

/** Numbers that have something in common, one of them the other way; a share of them missing. */
static inline void sample_fill(struct panel *panel, double missing, uint64_t seed)
{
    uint64_t state = seed;
    for (size_t period = 0; period < panel->periods; period++) {
        for (size_t region = 0; region < panel->regions; region++) {
            double common = 60 * fixture_random(&state);
            for (size_t i = 0; i < panel->columns; i++) {
                double value = (i == 2 ? 60 - common : common) + 40 * fixture_random(&state);
                size_t cell = panel_cell(panel, period, i, region);
                if (fixture_random(&state) < missing) {
                    panel_set_missing(panel, cell, OBSERVATION_EMPTY);
                } else {
                    panel_set(panel, cell, value, OBSERVATION_NORMAL);
                }
            }
        }
    }
}

static inline void sample_begin(struct analysed *sample, size_t periods, size_t regions, double missing, uint64_t seed)
{
    analysed_begin(sample, periods, SAMPLE_INDICATORS, regions);
    sample_tree(&sample->fixture);
    sample_fill(sample->fixture.panel, missing, seed);
}

#endif
