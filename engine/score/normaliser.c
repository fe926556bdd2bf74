/** Which method does it, and what holds for all of them. */
#include "score/normaliser.h"
#include "score/normaliser_method.h"

static const struct normaliser_method *const methods[NORMALISE_COUNT] = {
    [NORMALISE_MINMAX] = &normaliser_line_minmax,
    [NORMALISE_GOALPOSTS] = &normaliser_line_goalposts,
    [NORMALISE_ZSCORE] = &normaliser_line_zscore,
    [NORMALISE_RANK] = &normaliser_rank_plain,
    [NORMALISE_PERCENTILE] = &normaliser_rank_percentile,
    [NORMALISE_BANDS] = &normaliser_measured_bands,
    [NORMALISE_LOG_MAX] = &normaliser_measured_log_max,
    [NORMALISE_NONE] = &normaliser_line_none,
    [NORMALISE_BORDA] = &normaliser_rank_borda,
    [NORMALISE_FRACTION_OF_MAX] = &normaliser_measured_fraction,
    [NORMALISE_DISTANCE_TO_MAX] = &normaliser_line_to_max,
    [NORMALISE_DISTANCE_TO_REFERENCE] = &normaliser_line_to_reference,
    [NORMALISE_DISTANCE_TO_TARGET] = &normaliser_line_to_target,
    [NORMALISE_SCALED] = &normaliser_line_scaled,
    [NORMALISE_ABOVE_MEAN] = &normaliser_measured_above_mean,
    [NORMALISE_BASE_RATIO] = &normaliser_measured_base_ratio,
};

enum observation normaliser_prepare(const struct normalisation *normalisation, enum direction direction,
                                    const double scale[2], double *values, size_t count, struct normaliser *normaliser)
{
    const struct normaliser_method *method = methods[normalisation->method];
    *normaliser = (struct normaliser){
        .normalisation = normalisation,
        .sign = direction == DIRECTION_SAFETY ? -1 : 1,
        .low = scale[0],
        .high = scale[1],
        .count = count,
    };
    for (size_t i = 0; i < count; i++) {
        values[i] *= normaliser->sign;
    }
    return method->prepare ? method->prepare(normaliser, values) : OBSERVATION_NORMAL;
}

enum observation normaliser_compare(struct normaliser *normaliser, double reference)
{
    const struct normaliser_method *method = methods[normaliser->normalisation->method];
    return method->compare ? method->compare(normaliser, reference) : OBSERVATION_NORMAL;
}

enum observation normaliser_apply(const struct normaliser *normaliser, double value, double *normalised)
{
    double result;
    enum observation observation = methods[normaliser->normalisation->method]->apply(normaliser, value, &result);
    if (observation == OBSERVATION_NORMAL && !isfinite(result)) {
        return OBSERVATION_NOT_FINITE;
    }
    if (observation == OBSERVATION_NORMAL) {
        *normalised = result;
    }
    return observation;
}
