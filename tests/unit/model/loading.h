/** Loading a model from a text, and what the tests ask about it. */
#ifndef TOCSIN_TESTS_MODEL_LOADING_H
#define TOCSIN_TESTS_MODEL_LOADING_H

#include "model/keys.h"
#include "suite.h"
#include "support.h"
#include <string.h>

struct loading {
    struct counted counted;
    tocsin_model *model; /* NULL unless the status is TOCSIN_OK */
    tocsin_status status;
};

/** The parts of a small valid model, for texts made of them. */
#define HEAD "tocsin: 1\nid: trial\nsources:\n  survey: {format: series, file: survey.csv}\n"
#define INDICATORS "indicators:\n  unrest: {source: survey}\n  rule: {source: survey, direction: safety}\n"
#define INDEX                                                                                                          \
    "index:\n  id: risk\n  children:\n    - {indicator: unrest, weight: 3}\n    - {indicator: rule, weight: 2}\n"

/** Reads tables of plain cells (no quotes) from `user`, a text; the file's name is "structure.csv". */
tocsin_status loading_read_table(void *user, struct arena *arena, const struct model_file *file,
                                 const struct text_table **table);

/** Reads the text as "model.yaml"; touches no file. */
void load_begin(struct loading *loading, const char *text);
void load_begin_overridden(struct loading *loading, const char *text, const tocsin_override *overrides, size_t count);
/** A text without any fault or warning: its model. Ends the test if it is not such. */
const struct tocsin_model *load_sound(struct loading *loading, const char *text);
/** With a structure table, and overrides of it. */
void load_begin_structure(struct loading *loading, const char *text, const char *table,
                          const tocsin_override *overrides, size_t count);
/** Ends the context; true if nothing was left behind. */
bool load_end(struct loading *loading);

/** True if the diagnostics of a text are exactly one with this code, line and column. */
bool refused(const char *text, int code, unsigned line, unsigned column);

#endif
