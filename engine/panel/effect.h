/** What else acts on a score besides its indicators and their weights: it is part of what they add, and named. */
#ifndef TOCSIN_PANEL_EFFECT_H
#define TOCSIN_PANEL_EFFECT_H

#include <stddef.h>

enum effect_kind {
    EFFECT_ROUND,    /* the node's value was rounded */
    EFFECT_FLOOR,    /* it was raised to its floor */
    EFFECT_CAP,      /* it was lowered to its cap */
    EFFECT_RESCALED, /* children are missing: the weights of the others were rescaled */
    EFFECT_KIND_COUNT
};

struct effect {
    enum effect_kind kind;
    size_t node;   /* position in the index tree */
    double before; /* the node's value without it; of EFFECT_RESCALED with the missing indicators at their reference */
    double after;  /* the node's value with it */
    double score;  /* what it does to the score: the score less what it would be without this effect alone */
};

#endif
