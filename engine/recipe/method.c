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
    [MISSING_NONE] = "none",     [MISSING_ZERO] = "zero", [MISSING_VALUE] = "value",   [MISSING_CARRY] = "carry",
    [MISSING_LINEAR] = "linear", [MISSING_MEAN] = "mean", [MISSING_MEDIAN] = "median",
};

const char *const treat_names[TREAT_COUNT] = {
    [TREAT_WINSORISE] = "winsorise", [TREAT_LOG] = "log",       [TREAT_LOG1P] = "log1p", [TREAT_LOG10] = "log10",
    [TREAT_SQRT] = "sqrt",           [TREAT_SQUARE] = "square", [TREAT_POWER] = "power", [TREAT_CLIP] = "clip",
};

const char *const normalise_names[NORMALISE_COUNT] = {
    [NORMALISE_MINMAX] = "minmax",         [NORMALISE_GOALPOSTS] = "goalposts",
    [NORMALISE_ZSCORE] = "zscore",         [NORMALISE_RANK] = "rank",
    [NORMALISE_PERCENTILE] = "percentile", [NORMALISE_BANDS] = "bands",
    [NORMALISE_LOG_MAX] = "log_max",       [NORMALISE_NONE] = "none",
};

const char *const rank_ties_names[TIES_COUNT] = {
    [TIES_MIN] = "min",
    [TIES_MAX] = "max",
    [TIES_AVERAGE] = "average",
};

const char *const weight_names[WEIGHT_COUNT] = {
    [WEIGHT_GIVEN] = "given",
    [WEIGHT_EQUAL] = "equal",
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
};

size_t method_find(const char *const *names, size_t count, const char *name)
{
    size_t i = 0;
    while (i < count && !text_equal(names[i], name)) {
        i++;
    }
    return i;
}
