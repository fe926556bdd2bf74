/** The names of the methods, as the model file spells them. */
#include "recipe/method.h"
#include "base/text.h"
#include "recipe/source.h"

const char *const source_format_names[FORMAT_COUNT] = {
    [FORMAT_SERIES] = "series",         [FORMAT_EVENTS] = "events",     [FORMAT_DEVELOPMENTS] = "developments",
    [FORMAT_AGREEMENTS] = "agreements", [FORMAT_UCDP_GED] = "ucdp-ged", [FORMAT_ICEWS] = "icews",
    [FORMAT_GDELT] = "gdelt",
};

const char *const direction_names[DIRECTION_COUNT] = {
    [DIRECTION_RISK] = "risk",
    [DIRECTION_SAFETY] = "safety",
};

const char *const missing_names[MISSING_COUNT] = {
    [MISSING_NONE] = "none",
    [MISSING_ZERO] = "zero",
    [MISSING_VALUE] = "value",
    [MISSING_CARRY] = "carry",
    [MISSING_LINEAR] = "linear",
    [MISSING_MEAN] = "mean",
    [MISSING_MEDIAN] = "median",
    [MISSING_GROUP_MEAN] = "group_mean",
    [MISSING_GROUP_MEDIAN] = "group_median",
    [MISSING_ROW_MEAN] = "row_mean",
    [MISSING_ROW_MEDIAN] = "row_median",
    [MISSING_INDICATOR] = "indicator",
};

const char *const treat_names[TREAT_COUNT] = {
    [TREAT_WINSORISE] = "winsorise", [TREAT_LOG] = "log",       [TREAT_LOG1P] = "log1p",
    [TREAT_LOG10] = "log10",         [TREAT_SQRT] = "sqrt",     [TREAT_SQUARE] = "square",
    [TREAT_POWER] = "power",         [TREAT_BOXCOX] = "boxcox", [TREAT_CLIP] = "clip",
};

const char *const normalise_names[NORMALISE_COUNT] = {
    [NORMALISE_MINMAX] = "minmax",
    [NORMALISE_GOALPOSTS] = "goalposts",
    [NORMALISE_ZSCORE] = "zscore",
    [NORMALISE_RANK] = "rank",
    [NORMALISE_PERCENTILE] = "percentile",
    [NORMALISE_BANDS] = "bands",
    [NORMALISE_LOG_MAX] = "log_max",
    [NORMALISE_NONE] = "none",
    [NORMALISE_BORDA] = "borda",
    [NORMALISE_FRACTION_OF_MAX] = "fraction_of_max",
    [NORMALISE_DISTANCE_TO_MAX] = "distance_to_max",
    [NORMALISE_DISTANCE_TO_REFERENCE] = "distance_to_reference",
    [NORMALISE_DISTANCE_TO_TARGET] = "distance_to_target",
    [NORMALISE_SCALED] = "scaled",
    [NORMALISE_ABOVE_MEAN] = "above_mean",
    [NORMALISE_BASE_RATIO] = "base_ratio",
};

const char *const rank_ties_names[TIES_COUNT] = {
    [TIES_MIN] = "min",
    [TIES_MAX] = "max",
    [TIES_AVERAGE] = "average",
};

const char *const weight_names[WEIGHT_COUNT] = {
    [WEIGHT_GIVEN] = "given",
    [WEIGHT_EQUAL] = "equal",
    [WEIGHT_AHP] = "ahp",
    [WEIGHT_PCA] = "pca",
    [WEIGHT_ENTROPY] = "entropy",
    [WEIGHT_CRITIC] = "critic",
    [WEIGHT_BENEFIT_OF_DOUBT] = "benefit_of_doubt",
};

const char *const pca_form_names[PCA_FORM_COUNT] = {
    [PCA_FIRST] = "first",
    [PCA_FACTORS] = "factors",
};

const char *const pca_rotation_names[ROTATION_COUNT] = {
    [ROTATION_NONE] = "none",
    [ROTATION_VARIMAX] = "varimax",
};

const char *const aggregate_names[AGGREGATE_COUNT] = {
    [AGGREGATE_ARITHMETIC] = "arithmetic",
    [AGGREGATE_GEOMETRIC] = "geometric",
    [AGGREGATE_HARMONIC] = "harmonic",
    [AGGREGATE_POWER] = "power",
    [AGGREGATE_MIN] = "min",
    [AGGREGATE_MAX] = "max",
    [AGGREGATE_SUM] = "sum",
    [AGGREGATE_FORMULA] = "formula",
    [AGGREGATE_MEDIAN] = "median",
    [AGGREGATE_PRODUCT] = "product",
    [AGGREGATE_OWA] = "owa",
    [AGGREGATE_COPELAND] = "copeland",
    [AGGREGATE_MAZZIOTTA_PARETO] = "mazziotta_pareto",
};

const char *const share_names[SHARE_COUNT] = {
    [SHARE_OF_VALUE] = "value",
    [SHARE_OF_WEIGHT] = "weight",
};

const char *const penalty_names[PENALTY_COUNT] = {
    [PENALTY_PLUS] = "plus",
    [PENALTY_MINUS] = "minus",
};

size_t method_find(const char *const *names, size_t count, const char *name)
{
    size_t i = 0;
    while (i < count && !text_equal(names[i], name)) {
        i++;
    }
    return i;
}
