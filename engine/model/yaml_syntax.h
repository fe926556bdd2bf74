/** What is wrong with a text that is not YAML, in words that help the one who wrote it. */
#ifndef TOCSIN_MODEL_YAML_SYNTAX_H
#define TOCSIN_MODEL_YAML_SYNTAX_H

#include "model/workspace.h"

/** A problem as the parser tells it. */
struct yaml_problem {
    const char *what;      /* libyaml's text; NULL if it has none */
    const char *within;    /* what it was reading, or NULL */
    struct location at;    /* where it could not go on */
    struct location begin; /* where what it was reading began */
    char found;            /* the byte at `at` */
};

void yaml_syntax_report(struct workspace *workspace, const struct yaml_problem *problem);

#endif
