/**
 * `--fail-if EXPRESSION`: a condition that no reported region may meet in the last period reported. `level>=high`,
 * `coverage<0.6`, `change>=10`, `score>70`, `rank<=3`, `imputed>0.2`. A region without the value never meets it.
 */
#ifndef TOCSIN_CLI_GATE_H
#define TOCSIN_CLI_GATE_H

#include <stdbool.h>
#include <tocsin/tocsin.h>

enum gate_field { GATE_LEVEL, GATE_SCORE, GATE_CHANGE, GATE_COVERAGE, GATE_IMPUTED, GATE_RANK, GATE_FIELD_COUNT };
enum gate_operator { GATE_LESS, GATE_AT_MOST, GATE_MORE, GATE_AT_LEAST, GATE_EQUAL, GATE_UNEQUAL, GATE_OPERATOR_COUNT };

struct gate {
    const char *text; /* as given; lives as long as the command line */
    enum gate_field field;
    enum gate_operator compare;
    const char *level; /* GATE_LEVEL: in `text` */
    double number;     /* the others; of a level its position, once gate_resolve has found it */
};

/** Reads an expression. If it is not one, says on standard error what was expected. */
bool gate_parse(const char *text, struct gate *gate);

/** Finds the level that a gate names among those of a result. If it is not there, says so on standard error. */
bool gate_resolve(struct gate *gate, const tocsin_result *result);

/** True if a row meets the gate. */
bool gate_holds(const struct gate *gate, const tocsin_score *score);

/** Writes what a row has in the gate's field, e.g. "coverage 0.41", for a list of offenders. */
void gate_describe(const struct gate *gate, const tocsin_score *score, char *text, size_t size);

#endif
