/** Normalisation that takes the value as measured: against bands, the maximum, the mean, or a base of its own. */
#include "score/normaliser_method.h"
#include "score/statistics.h"

/** Of a share from 0 up: with safety it counts down from the upper end of the scale. */
static double place_by_direction(const struct normaliser *normaliser, double share)
{
    return normaliser_place(normaliser, normaliser->sign < 0 ? 1 - share : share);
}

/** The highest value as measured, 0 if none is above it. */
static double maximum_of(const struct normaliser *normaliser, const double *values)
{
    double maximum = 0;
    for (size_t i = 0; i < normaliser->count; i++) {
        maximum = fmax(maximum, normaliser->sign * values[i]);
    }
    return maximum;
}

static enum observation apply_bands(const struct normaliser *normaliser, double value, double *normalised)
{
    const struct normalisation *normalisation = normaliser->normalisation;
    size_t band = 0;
    while (band < normalisation->edge_count && value >= normalisation->edges[band]) {
        band++;
    }
    *normalised = normalisation->values[band];
    return OBSERVATION_NORMAL;
}

static enum observation prepare_log_max(struct normaliser *normaliser, double *values)
{
    const struct optional_number *high = &normaliser->normalisation->high;
    if (!high->given && normaliser->count == 0) {
        return OBSERVATION_CONSTANT;
    }
    double maximum = high->given ? high->value : maximum_of(normaliser, values);
    normaliser->length = maximum > 0 ? log1p(maximum) : 0;
    return normaliser->length > 0 ? OBSERVATION_NORMAL : OBSERVATION_ZERO_DENOMINATOR;
}

static enum observation apply_log_max(const struct normaliser *normaliser, double value, double *normalised)
{
    if (value < 0) {
        return OBSERVATION_NOT_POSITIVE;
    }
    *normalised = place_by_direction(normaliser, log1p(value) / normaliser->length);
    return OBSERVATION_NORMAL;
}

static enum observation prepare_fraction(struct normaliser *normaliser, double *values)
{
    if (normaliser->count == 0) {
        return OBSERVATION_CONSTANT;
    }
    normaliser->length = maximum_of(normaliser, values);
    return normaliser->length > 0 ? OBSERVATION_NORMAL : OBSERVATION_ZERO_DENOMINATOR;
}

static enum observation apply_fraction(const struct normaliser *normaliser, double value, double *normalised)
{
    if (value < 0) {
        return OBSERVATION_NOT_POSITIVE;
    }
    *normalised = place_by_direction(normaliser, value / normaliser->length);
    return OBSERVATION_NORMAL;
}

static enum observation prepare_above_mean(struct normaliser *normaliser, double *values)
{
    struct statistics statistics;
    if (normaliser->count == 0) {
        return OBSERVATION_CONSTANT;
    }
    statistics_of(values, normaliser->count, &statistics);
    normaliser->from = normaliser->sign * statistics.mean;
    normaliser->length = normaliser->normalisation->threshold * fabs(statistics.mean);
    if (!isfinite(normaliser->from) || !isfinite(normaliser->length)) {
        return OBSERVATION_NOT_FINITE;
    }
    return normaliser->from != 0 ? OBSERVATION_NORMAL : OBSERVATION_ZERO_DENOMINATOR;
}

/**
 * Above, below or about the mean. w = x / mean against 1 + p and 1 - p, written as x - mean against p |mean|: the same
 * for a mean above zero, and of a negative mean, too, a higher value is then the one above it.
 */
static enum observation apply_above_mean(const struct normaliser *normaliser, double value, double *normalised)
{
    double distance = value - normaliser->from;
    double share = distance > normaliser->length ? 1 : distance < -normaliser->length ? 0 : 0.5;
    *normalised = place_by_direction(normaliser, share);
    return OBSERVATION_NORMAL;
}

/** A ratio to a base below zero would fall where the value rises. */
static enum observation compare_base(struct normaliser *normaliser, double reference)
{
    normaliser->length = reference;
    if (!isfinite(reference)) {
        return OBSERVATION_NOT_FINITE;
    }
    if (reference == 0) {
        return OBSERVATION_ZERO_DENOMINATOR;
    }
    return reference > 0 ? OBSERVATION_NORMAL : OBSERVATION_NOT_POSITIVE;
}

static enum observation apply_base_ratio(const struct normaliser *normaliser, double value, double *normalised)
{
    *normalised = normaliser->sign * value / normaliser->length * normaliser->normalisation->times;
    return OBSERVATION_NORMAL;
}

const struct normaliser_method normaliser_measured_bands = {.apply = apply_bands};
const struct normaliser_method normaliser_measured_log_max = {.prepare = prepare_log_max, .apply = apply_log_max};
const struct normaliser_method normaliser_measured_fraction = {.prepare = prepare_fraction, .apply = apply_fraction};
const struct normaliser_method normaliser_measured_above_mean = {.prepare = prepare_above_mean,
                                                                 .apply = apply_above_mean};
const struct normaliser_method normaliser_measured_base_ratio = {.compare = compare_base, .apply = apply_base_ratio};
