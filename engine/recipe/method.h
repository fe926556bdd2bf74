/**
 * The methods of the weighted model with their parameters, as plain data. Names are those of the OECD/JRC Handbook on
 * Constructing Composite Indicators (2008) where it has one. model/ reads them, score/ carries them out.
 */
#ifndef TOCSIN_RECIPE_METHOD_H
#define TOCSIN_RECIPE_METHOD_H

#include "base/date.h"
#include "base/number.h"
#include <stdbool.h>

/** Which way an indicator points: `safety` is multiplied by -1 before normalisation. */
enum direction { DIRECTION_RISK, DIRECTION_SAFETY, DIRECTION_COUNT };
extern const char *const direction_names[DIRECTION_COUNT];

/** Over what the statistics (minimum, maximum, mean, ...) of treatment and normalisation are taken. */
enum statistics_kind { OVER_ALL, OVER_PERIOD, OVER_RANGE };
struct statistics_over {
    enum statistics_kind kind;
    day_number from, to; /* OVER_RANGE: periods whose last day lies in [from, to] */
};

enum missing_method {
    MISSING_NONE,   /* stays missing */
    MISSING_ZERO,   /* 0 */
    MISSING_VALUE,  /* a given value */
    MISSING_CARRY,  /* the region's last value, at most so many periods old */
    MISSING_LINEAR, /* straight line in time between the region's neighbouring values, ends held */
    MISSING_MEAN,   /* mean over the regions of the period */
    MISSING_MEDIAN, /* median over the regions of the period */
    MISSING_COUNT
};
extern const char *const missing_names[MISSING_COUNT];
struct missing_rule {
    enum missing_method method;
    double value;     /* MISSING_VALUE */
    uint32_t at_most; /* MISSING_CARRY: periods; 0: no limit */
};

enum treat_method {
    TREAT_WINSORISE, /* the highest (or lowest) points are set to the next value, at most `max` of them */
    TREAT_LOG,       /* ln(x - min + 0.01 (max - min)) */
    TREAT_LOG1P,     /* ln(1 + x) */
    TREAT_LOG10,     /* log10(x) */
    TREAT_SQRT,
    TREAT_SQUARE,
    TREAT_POWER, /* x^p */
    TREAT_CLIP,  /* into [low, high] */
    TREAT_COUNT
};
extern const char *const treat_names[TREAT_COUNT];
struct treatment {
    enum treat_method method;
    uint32_t max;                     /* TREAT_WINSORISE: most points set; 0: no limit. Default 5 */
    double p;                         /* TREAT_POWER */
    struct optional_number low, high; /* TREAT_CLIP */
};
/**
 * Treatments are tried in turn until |skewness| < `skewness` or kurtosis < `kurtosis` (sample-corrected G1 and G2),
 * each on the original values unless `combine`; `always` applies all of them whatever the shape.
 */
struct treatment_list {
    struct treatment *treatments;
    size_t count;
    bool combine;
    bool always;
    double skewness; /* default 2 */
    double kurtosis; /* default 3.5 */
};

enum normalise_method {
    NORMALISE_MINMAX,     /* (x - min) / (max - min) onto [low, high]; default the scale */
    NORMALISE_GOALPOSTS,  /* (x - low) / (high - low), held to [0, 1] when `clip`, onto the scale */
    NORMALISE_ZSCORE,     /* (x - mean) / sd (n - 1), times `sd` plus `mean`; default 0 and 1 */
    NORMALISE_RANK,       /* 1..n, the lowest value 1; ties as said */
    NORMALISE_PERCENTILE, /* (rank - 1) / (n - 1), onto the scale */
    NORMALISE_BANDS,      /* values[k] for edges[k-1] <= x < edges[k]; one more value than edges */
    NORMALISE_LOG_MAX,    /* ln(1 + x) / ln(1 + max), onto the scale; `high` is the maximum, default the data's */
    NORMALISE_NONE,       /* the value as it is, times -1 if its direction is safety */
    NORMALISE_COUNT
};
extern const char *const normalise_names[NORMALISE_COUNT];

enum rank_ties { TIES_MIN, TIES_MAX, TIES_AVERAGE, TIES_COUNT };
extern const char *const rank_ties_names[TIES_COUNT];

struct normalisation {
    enum normalise_method method;
    struct optional_number low, high;
    struct optional_number mean, sd;
    bool clip; /* NORMALISE_GOALPOSTS; default true */
    enum rank_ties ties;
    const double *edges;
    size_t edge_count;
    const double *values;
    size_t value_count;
};

enum weight_method { WEIGHT_GIVEN, WEIGHT_EQUAL, WEIGHT_COUNT };
extern const char *const weight_names[WEIGHT_COUNT];

enum aggregate_method {
    AGGREGATE_ARITHMETIC, /* sum w x / sum w */
    AGGREGATE_GEOMETRIC,  /* exp(sum w ln x / sum w), x > 0 */
    AGGREGATE_HARMONIC,   /* sum w / sum (w / x), x > 0 */
    AGGREGATE_POWER,      /* (sum w x^p / sum w)^(1/p), p != 0 */
    AGGREGATE_MIN,
    AGGREGATE_MAX,
    AGGREGATE_SUM,     /* sum w x, weights as they are given */
    AGGREGATE_FORMULA, /* an expression over the children's ids */
    AGGREGATE_COUNT
};
extern const char *const aggregate_names[AGGREGATE_COUNT];

struct aggregation {
    enum aggregate_method method;
    double p;                          /* AGGREGATE_POWER */
    const char *expression;            /* AGGREGATE_FORMULA */
    struct optional_number round;      /* decimals, half away from zero */
    struct optional_number floor, cap; /* of the result, after rounding */
    bool has_space;                    /* children are mapped from the scale to `space`, aggregated, mapped back */
    double space[2];
};

/** The index of `name` in a list of names, or `count` if it is not there. */
size_t method_find(const char *const *names, size_t count, const char *name);

#endif
