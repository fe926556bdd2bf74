/** Normalisation by a straight line through two points. The value is multiplied by -1 first if it means safety. */
#include "score/normaliser_method.h"
#include "score/statistics.h"

/** How far the value is along the line: 0 at `from`, 1 at `from` + `length`. */
static double share_of(const struct normaliser *normaliser, double value)
{
    return (normaliser->sign * value - normaliser->from) / normaliser->length;
}

/** Whether one can divide by the length. Below zero it would turn the order round. */
static enum observation judge_length(const struct normaliser *normaliser)
{
    if (!isfinite(normaliser->from) || !isfinite(normaliser->length)) {
        return OBSERVATION_NOT_FINITE;
    }
    return normaliser->length > 0 ? OBSERVATION_NORMAL : OBSERVATION_ZERO_DENOMINATOR;
}

/* between the lowest and the highest value */

static enum observation prepare_to_max(struct normaliser *normaliser, double *values)
{
    struct statistics statistics;
    statistics_of(values, normaliser->count, &statistics);
    if (statistics_constant(&statistics)) {
        return OBSERVATION_CONSTANT;
    }
    normaliser->from = statistics.minimum;
    normaliser->length = statistics.maximum - statistics.minimum;
    return judge_length(normaliser);
}

static enum observation prepare_minmax(struct normaliser *normaliser, double *values)
{
    const struct normalisation *normalisation = normaliser->normalisation;
    normaliser->low = normalisation->low.given ? normalisation->low.value : normaliser->low;
    normaliser->high = normalisation->high.given ? normalisation->high.value : normaliser->high;
    return prepare_to_max(normaliser, values);
}

static enum observation apply_minmax(const struct normaliser *normaliser, double value, double *normalised)
{
    *normalised = normaliser_place(normaliser, share_of(normaliser, value));
    return OBSERVATION_NORMAL;
}

/** 1 - (b - x) / (b - min) is (x - min) / (b - min), whether b is the highest value, a reference or a target. */
static enum observation apply_distance(const struct normaliser *normaliser, double value, double *normalised)
{
    double share = share_of(normaliser, value);
    if (normaliser->normalisation->cap) {
        share = fmin(share, 1);
    }
    *normalised = normaliser_place(normaliser, share);
    return OBSERVATION_NORMAL;
}

/* between the lowest value and one that is given */

static enum observation prepare_to_reference(struct normaliser *normaliser, double *values)
{
    struct statistics statistics;
    statistics_of(values, normaliser->count, &statistics);
    normaliser->from = statistics.minimum;
    return normaliser->count > 0 ? OBSERVATION_NORMAL : OBSERVATION_CONSTANT;
}

static enum observation compare_to_reference(struct normaliser *normaliser, double reference)
{
    normaliser->length = normaliser->sign * reference - normaliser->from;
    return judge_length(normaliser);
}

static enum observation prepare_to_target(struct normaliser *normaliser, double *values)
{
    enum observation observation = prepare_to_reference(normaliser, values);
    return observation == OBSERVATION_NORMAL ? compare_to_reference(normaliser, normaliser->normalisation->target)
                                             : observation;
}

/* between two that are given */

static enum observation prepare_goalposts(struct normaliser *normaliser, double *values)
{
    (void)values;
    double low = normaliser->normalisation->low.value;
    double high = normaliser->normalisation->high.value;
    normaliser->from = normaliser->sign < 0 ? -high : low;
    normaliser->length = high - low;
    return judge_length(normaliser);
}

static enum observation apply_goalposts(const struct normaliser *normaliser, double value, double *normalised)
{
    double share = share_of(normaliser, value);
    if (normaliser->normalisation->clip) {
        share = fmin(fmax(share, 0), 1);
    }
    *normalised = normaliser_place(normaliser, share);
    return OBSERVATION_NORMAL;
}

/** Unlike goalposts, the ends are not turned round with the value (W. Becker et al., COINr: n_scaled). */
static enum observation prepare_scaled(struct normaliser *normaliser, double *values)
{
    (void)values;
    normaliser->from = normaliser->normalisation->low.value;
    normaliser->length = normaliser->normalisation->high.value - normaliser->from;
    return judge_length(normaliser);
}

static enum observation apply_scaled(const struct normaliser *normaliser, double value, double *normalised)
{
    const struct optional_number *factor = &normaliser->normalisation->factor;
    double share = share_of(normaliser, value);
    *normalised = factor->given ? share * factor->value : normaliser_place(normaliser, share);
    return OBSERVATION_NORMAL;
}

/* in units of the standard deviation */

static enum observation prepare_zscore(struct normaliser *normaliser, double *values)
{
    struct statistics statistics;
    statistics_of(values, normaliser->count, &statistics);
    if (statistics_constant(&statistics)) {
        return OBSERVATION_CONSTANT;
    }
    normaliser->from = statistics.mean;
    normaliser->length = statistics.sd;
    return isfinite(statistics.mean) && isfinite(statistics.sd) && statistics.sd > 0 ? OBSERVATION_NORMAL
                                                                                     : OBSERVATION_NOT_FINITE;
}

static enum observation apply_zscore(const struct normaliser *normaliser, double value, double *normalised)
{
    const struct normalisation *normalisation = normaliser->normalisation;
    double mean = normalisation->mean.given ? normalisation->mean.value : 0;
    double sd = normalisation->sd.given ? normalisation->sd.value : 1;
    *normalised = share_of(normaliser, value) * sd + mean;
    return OBSERVATION_NORMAL;
}

static enum observation apply_none(const struct normaliser *normaliser, double value, double *normalised)
{
    *normalised = normaliser->sign * value;
    return OBSERVATION_NORMAL;
}

const struct normaliser_method normaliser_line_minmax = {.prepare = prepare_minmax, .apply = apply_minmax};
const struct normaliser_method normaliser_line_goalposts = {.prepare = prepare_goalposts, .apply = apply_goalposts};
const struct normaliser_method normaliser_line_scaled = {.prepare = prepare_scaled, .apply = apply_scaled};
const struct normaliser_method normaliser_line_zscore = {.prepare = prepare_zscore, .apply = apply_zscore};
const struct normaliser_method normaliser_line_to_max = {.prepare = prepare_to_max, .apply = apply_distance};
const struct normaliser_method normaliser_line_to_reference = {
    .prepare = prepare_to_reference, .compare = compare_to_reference, .apply = apply_distance};
const struct normaliser_method normaliser_line_to_target = {.prepare = prepare_to_target, .apply = apply_distance};
const struct normaliser_method normaliser_line_none = {.apply = apply_none};
