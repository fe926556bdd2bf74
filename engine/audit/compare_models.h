/** Two models side by side: what of one is what of the other, and what differs. */
#ifndef TOCSIN_AUDIT_COMPARE_MODELS_H
#define TOCSIN_AUDIT_COMPARE_MODELS_H

#include "audit/recipe_lines.h"
#include "model/model.h"
#include "panel/comparison.h"

/** A key of both models with another value, or a thing that only one of them has. */
struct model_difference {
    enum recipe_line_kind kind;
    const char *key;
    const char *text[SIDE_COUNT]; /* NULL: that one has none */
};

struct compare_models {
    const struct tocsin_model *model[SIDE_COUNT];
    size_t *other[SIDE_COUNT]; /* [indicator]: its position in the other model; SIZE_MAX: not there */
    bool *remeasured;          /* [indicator of A]: both have it and measure it in another way, or what it is made of */
    struct model_difference *differences;
    size_t difference_count;
    bool weights, method, levels; /* they differ */
};

/** Compares two models. Everything lives in the arena. Fails with MEMORY. */
tocsin_status compare_models_make(struct arena *arena, const struct tocsin_model *a, const struct tocsin_model *b,
                                  struct compare_models *models);

/**
 * A copy of one model with the weights of the other, for nodes that both have: those with the same ids from the root
 * down; how children are weighted only where they are the same ones. It lives in the arena and on what both models
 * have. Fails with MEMORY.
 */
tocsin_status compare_models_mix(struct arena *arena, const struct tocsin_model *method,
                                 const struct tocsin_model *weights, struct tocsin_model *mixture);

#endif
