/**
 * The methods of the weighted model with their parameters, as plain data. Names are those of the OECD/JRC Handbook on
 * Constructing Composite Indicators (2008) where it has one. model/ reads them, score/ carries them out.
 */
#ifndef TOCSIN_RECIPE_METHOD_H
#define TOCSIN_RECIPE_METHOD_H

#include "base/date.h"
#include "base/diagnostics.h"
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

/** Which regions are left out of a period before anything else, by the indicators of the index as measured. */
struct screening {
    bool given;
    double min_available; /* share of the indicators that have a value, 0..1 */
    double min_nonzero;   /* share of those that are not zero, 0..1 */
    struct location at;
};

/** What an indicator is divided by first: x / (d / factor). */
enum denominator_kind { PER_NOTHING, PER_COLUMN, PER_INDICATOR };
struct denominator {
    enum denominator_kind kind;
    const char *name; /* of a numeric column of the regions file, or of the indicator */
    size_t indicator; /* PER_INDICATOR: its position; its values count as measured */
    double factor;    /* default 1: `per_factor: 1000` makes it per thousand */
    struct location at;
};

enum missing_method {
    MISSING_NONE,         /* stays missing */
    MISSING_ZERO,         /* 0 */
    MISSING_VALUE,        /* a given value */
    MISSING_CARRY,        /* the region's last value, at most so many periods old */
    MISSING_LINEAR,       /* straight line in time between the region's neighbouring values, ends held */
    MISSING_MEAN,         /* mean over the regions of the period */
    MISSING_MEDIAN,       /* median over the regions of the period */
    MISSING_GROUP_MEAN,   /* mean over the regions of the same group in the period */
    MISSING_GROUP_MEDIAN, /* median over the regions of the same group in the period */
    MISSING_ROW_MEAN,     /* mean of the region's siblings in the index, each from 0 to 1 by minmax; and back again */
    MISSING_ROW_MEDIAN,   /* median of them */
    MISSING_INDICATOR,    /* the value of another indicator, as measured */
    MISSING_COUNT
};
extern const char *const missing_names[MISSING_COUNT];
struct missing_rule {
    enum missing_method method;
    double value;             /* MISSING_VALUE */
    uint32_t at_most;         /* MISSING_CARRY: periods; 0: no limit */
    bool back;                /* MISSING_CARRY: a gap before the first value takes the first value */
    const char *group;        /* MISSING_GROUP_*: column of the regions file */
    const char *indicator_id; /* MISSING_INDICATOR */
    size_t indicator;         /* its position */
    struct location at;       /* of the rule, or of what it names */
};

enum treat_method {
    TREAT_WINSORISE, /* the highest (or lowest) points are set to the next value, at most `max` of them */
    TREAT_LOG,       /* ln(x - min + offset), offset 0.01 (max - min) by default */
    TREAT_LOG1P,     /* ln(1 + x) */
    TREAT_LOG10,     /* log10(x) */
    TREAT_SQRT,
    TREAT_SQUARE,
    TREAT_POWER,  /* x^p */
    TREAT_BOXCOX, /* (y^lambda - 1) / lambda, ln y for 0; y = x - min + 1 */
    TREAT_CLIP,   /* into [low, high] */
    TREAT_COUNT
};
extern const char *const treat_names[TREAT_COUNT];
struct treatment {
    enum treat_method method;
    uint32_t max;                     /* TREAT_WINSORISE: most points set; 0: no limit. Default 5 */
    double p;                         /* TREAT_POWER */
    struct optional_number low, high; /* TREAT_CLIP */
    double lambda;                    /* TREAT_BOXCOX */
    bool shift;                       /* TREAT_BOXCOX: y as said; else y = x. Default true */
    struct optional_number offset;    /* TREAT_LOG: above 0, in the indicator's unit */
    bool mirror;                      /* TREAT_LOG: with skewness of 0 or less, -ln(max + offset - x) */
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
    NORMALISE_MINMAX,          /* (x - min) / (max - min) onto [low, high]; default the scale */
    NORMALISE_GOALPOSTS,       /* (x - low) / (high - low), held to [0, 1] when `clip`, onto the scale */
    NORMALISE_ZSCORE,          /* (x - mean) / sd (n - 1), times `sd` plus `mean`; default 0 and 1 */
    NORMALISE_RANK,            /* 1..n, the lowest value 1; ties as said */
    NORMALISE_PERCENTILE,      /* (rank - 1) / (n - 1), onto the scale */
    NORMALISE_BANDS,           /* values[k] for edges[k-1] <= x < edges[k]; one more value than edges */
    NORMALISE_LOG_MAX,         /* ln(1 + x) / ln(1 + max), onto the scale; `high` is the maximum, default the data's */
    NORMALISE_NONE,            /* the value as it is, times -1 if its direction is safety */
    NORMALISE_BORDA,           /* rank - 1 */
    NORMALISE_FRACTION_OF_MAX, /* x / max, onto the scale; of safety 1 - x / max */
    NORMALISE_DISTANCE_TO_MAX, /* 1 - (max - x) / (max - min), onto the scale */
    NORMALISE_DISTANCE_TO_REFERENCE, /* 1 - (ref - x) / (ref - min), ref of a region in the same period; onto the scale
                                      */
    NORMALISE_DISTANCE_TO_TARGET,    /* (x - min) / (target - min), onto the scale */
    NORMALISE_SCALED,                /* (x - low) / (high - low), times `factor`, or onto the scale without one */
    NORMALISE_ABOVE_MEAN, /* x / mean over 1 + threshold: upper end of the scale; under 1 - threshold: lower; else
                             middle */
    NORMALISE_BASE_RATIO, /* x / mean of the region's own x over a base of periods, times `times`; times -1 for safety
                           */
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
    const char *region; /* NORMALISE_DISTANCE_TO_REFERENCE: id of the region */
    struct location region_at;
    double target;                 /* NORMALISE_DISTANCE_TO_TARGET, in the indicator's own unit */
    bool cap;                      /* NORMALISE_DISTANCE_TO_*: never above the upper end of the scale. Default false */
    struct optional_number factor; /* NORMALISE_SCALED */
    double threshold;              /* NORMALISE_ABOVE_MEAN: a share, 0 or more; default 0 */
    day_number from, to;           /* NORMALISE_BASE_RATIO: periods whose last day lies in [from, to] */
    double times;                  /* NORMALISE_BASE_RATIO; default 100 */
    const double *edges;
    size_t edge_count;
    const double *values;
    size_t value_count;
};

/**
 * Where the weights of a node's children come from. All but the first three are made from the children's normalised
 * values over all scored regions and periods in which every child has one.
 */
enum weight_method {
    WEIGHT_GIVEN, /* as the children say */
    WEIGHT_EQUAL,
    WEIGHT_AHP, /* principal eigenvector of a matrix of pairwise comparisons (T. L. Saaty, 1980) */
    WEIGHT_PCA, /* from the principal components of the correlation matrix */
    WEIGHT_ENTROPY,
    WEIGHT_CRITIC,           /* D. Diakoulaki, G. Mavrotas, L. Papayannakis, 1995 */
    WEIGHT_BENEFIT_OF_DOUBT, /* every region's own weights: those that give it the highest value (L. Cherchye et al.) */
    WEIGHT_COUNT
};
extern const char *const weight_names[WEIGHT_COUNT];

/** What of the principal components becomes a weight. */
enum pca_form {
    PCA_FIRST,   /* the elements of the first component's unit eigenvector, its sign such that their sum is positive */
    PCA_FACTORS, /* highest squared loading of each child over its factor's sum of squares, times the factor's share of
                    the variance explained (Handbook, step 6: G. Nicoletti, S. Scarpetta, O. Boylaud, 2000) */
    PCA_FORM_COUNT
};
extern const char *const pca_form_names[PCA_FORM_COUNT]; /* "first", "factors" */
enum pca_rotation { ROTATION_NONE, ROTATION_VARIMAX, ROTATION_COUNT };
extern const char *const pca_rotation_names[ROTATION_COUNT]; /* "none", "varimax" */

/** What benefit of the doubt bounds the share of. */
enum share_kind {
    SHARE_OF_VALUE,  /* w_j x_j / sum_k w_k x_k, which does not depend on the units: "pie shares" (Cherchye et al.) */
    SHARE_OF_WEIGHT, /* w_j / sum_k w_k, which values of 0 do not touch (Handbook, table 19) */
    SHARE_COUNT
};
extern const char *const share_names[SHARE_COUNT]; /* "value", "weight" */

struct weighting {
    enum weight_method method;
    const double *matrix; /* WEIGHT_AHP: [child][child], positive and reciprocal */
    size_t matrix_size;   /* children it was given for */
    enum pca_form form;
    uint32_t components;                         /* PCA_FACTORS: how many; 0: those with an eigenvalue above 1 */
    enum pca_rotation rotation;                  /* PCA_FACTORS; default varimax */
    struct optional_number min_share, max_share; /* WEIGHT_BENEFIT_OF_DOUBT: bounds of a child's share, 0..1 */
    enum share_kind share_of;                    /* what of; default of the value */
    struct location at;
};

enum aggregate_method {
    AGGREGATE_ARITHMETIC, /* sum w x / sum w */
    AGGREGATE_GEOMETRIC,  /* exp(sum w ln x / sum w), x > 0 */
    AGGREGATE_HARMONIC,   /* sum w / sum (w / x), x > 0 */
    AGGREGATE_POWER,      /* (sum w x^p / sum w)^(1/p), p != 0 */
    AGGREGATE_MIN,
    AGGREGATE_MAX,
    AGGREGATE_SUM,      /* sum w x, weights as they are given */
    AGGREGATE_FORMULA,  /* an expression over the children's ids */
    AGGREGATE_MEDIAN,   /* weighted: where half of the weight lies below and half above */
    AGGREGATE_PRODUCT,  /* prod x^w, weights as they are given */
    AGGREGATE_OWA,      /* weights by place in the order from the highest down (R. R. Yager, 1988), joined with those of
                           the children as V. Torra's WOWA (1997) does */
    AGGREGATE_COPELAND, /* wins less defeats against the other regions of the period, onto the scale */
    AGGREGATE_MAZZIOTTA_PARETO, /* mean + or - sd^2 / mean: a penalty for unbalance */
    AGGREGATE_COUNT
};
extern const char *const aggregate_names[AGGREGATE_COUNT];
enum penalty_sign { PENALTY_PLUS, PENALTY_MINUS, PENALTY_COUNT };
extern const char *const penalty_names[PENALTY_COUNT]; /* "plus", "minus" */

struct aggregation {
    enum aggregate_method method;
    double p;               /* AGGREGATE_POWER */
    const char *expression; /* AGGREGATE_FORMULA */
    const double *weights;  /* AGGREGATE_OWA: of the highest child first; one a child, not all 0 */
    size_t weight_count;
    enum penalty_sign sign;            /* AGGREGATE_MAZZIOTTA_PARETO; default plus */
    struct optional_number round;      /* decimals, half away from zero */
    struct optional_number floor, cap; /* of the result, after rounding */
    bool has_space;                    /* children are mapped from the scale to `space`, aggregated, mapped back */
    double space[2];
};

/** The index of `name` in a list of names, or `count` if it is not there. */
size_t method_find(const char *const *names, size_t count, const char *name);

#endif
