/**
 * The rows of a result, as the tables of a run folder, the JSON and the explanations show them: one place that decides
 * what is there, what is a change and since when.
 */
#ifndef TOCSIN_PANEL_RESULT_ROW_H
#define TOCSIN_PANEL_RESULT_ROW_H

#include "panel/result.h"

/** A row of scores.csv. */
struct score_row {
    struct optional_number score;
    struct optional_number low, high; /* bounds of the score */
    int32_t rank;                     /* 1 is highest; 0: no score */
    int32_t rank_low, rank_high;      /* range of the rank; 0: not known */
    uint32_t ranked;                  /* regions with a score in the period */
    int16_t level;                    /* -1: none */
    struct optional_number previous_score;
    struct optional_number change; /* since the period before on the axis */
    int16_t previous_level;        /* -1: none */
    double coverage, imputed;      /* shares of weight */
    uint8_t observation;
};
void result_row_score(const struct result *result, size_t period, size_t region, struct score_row *row);

/** A row of nodes.csv; `inner` counts inner nodes in tree order. */
struct node_row {
    struct optional_number score;
    double coverage;
    uint8_t observation;
};
void result_row_node(const struct result *result, size_t period, size_t region, size_t inner, struct node_row *row);

/** A row of indicators.csv. */
struct indicator_row {
    struct optional_number raw, treated, normalised;
    struct optional_number weight;       /* effective, in the score; none where there is no score */
    struct optional_number contribution; /* part of the score; none without a score, or a value (unless the others'
                                            count where regions are compared); adds up to the score */
    struct optional_number change; /* part of the change of the score; none without both scores, or without a value now
                                      and before; adds up to the change */
    uint8_t observation;           /* of the value that goes into the index */
    bool has_source_period;
    enum frequency source_frequency;
    period_number source_period; /* of the observation that the value rests on */
    int32_t age;                 /* periods of the axis from that observation to the row */
};
void result_row_indicator(const struct result *result, size_t period, size_t region, size_t indicator,
                          struct indicator_row *row);

/** ISO 8601 text of a period of the axis, by position. Returns `text`. */
const char *result_period_text(const struct result *result, size_t period, char text[PERIOD_TEXT_SIZE]);
/** Id of a level; NULL for -1. */
const char *result_level_id(const struct result *result, int16_t level);

/**
 * The share of the whole weight of the index that a node or leaf has when all data are there: the product of its and
 * its ancestors' weights over the sums of their siblings' weights.
 */
double result_nominal_weight(const struct result *result, size_t node);

#endif
