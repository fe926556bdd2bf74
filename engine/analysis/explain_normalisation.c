/** How a value came onto the scale, as a formula with its own numbers: "(73.2 - 0) / (100 - 0) x 100 = 73.2". */
#include "analysis/explaining.h"
#include "score/normalise.h"
#include <math.h>

/** A formula that is being written. */
struct formula {
    struct text_buffer text;
    const struct normalisation *normalisation;
    const struct normalise_numbers *numbers;
};

/** " x 9 + 1": from a share onto the scale. */
static void add_scale(struct formula *formula)
{
    const struct normalise_numbers *numbers = formula->numbers;
    text_buffer_add(&formula->text, " x ");
    if (numbers->low == 0) {
        explain_number(&formula->text, numbers->high);
        return;
    }
    text_buffer_add(&formula->text, "(");
    explain_minus(&formula->text, numbers->high, numbers->low);
    text_buffer_add(&formula->text, numbers->low < 0 ? ") - " : ") + ");
    explain_number(&formula->text, fabs(numbers->low));
}

static void add_ratio(struct formula *formula, double share)
{
    const struct normalise_numbers *numbers = formula->numbers;
    text_buffer_add(&formula->text, "(");
    explain_minus(&formula->text, numbers->sign * numbers->value, numbers->from);
    text_buffer_add(&formula->text, ") / (");
    explain_minus(&formula->text, numbers->from + numbers->length, numbers->from);
    text_buffer_add(&formula->text, ")");
    const struct normalisation *normalisation = formula->normalisation;
    bool clipped = normalisation->method == NORMALISE_GOALPOSTS && normalisation->clip && (share < 0 || share > 1);
    if (clipped || (normalisation->cap && share > 1)) {
        text_buffer_format(&formula->text, ", held to %d,", share > 1);
    }
}

/** A straight line through two points. */
static void write_line(struct formula *formula)
{
    const struct normalise_numbers *numbers = formula->numbers;
    add_ratio(formula, (numbers->sign * numbers->value - numbers->from) / numbers->length);
    if (formula->normalisation->method == NORMALISE_SCALED && formula->normalisation->factor.given) {
        text_buffer_add(&formula->text, " x ");
        explain_number(&formula->text, formula->normalisation->factor.value);
    } else {
        add_scale(formula);
    }
}

static void write_zscore(struct formula *formula)
{
    const struct normalise_numbers *numbers = formula->numbers;
    const struct optional_number *sd = &formula->normalisation->sd;
    const struct optional_number *mean = &formula->normalisation->mean;
    text_buffer_add(&formula->text, "(");
    explain_minus(&formula->text, numbers->sign * numbers->value, numbers->from);
    text_buffer_add(&formula->text, ") / ");
    explain_number(&formula->text, numbers->length);
    if (sd->given && sd->value != 1) {
        text_buffer_add(&formula->text, " x ");
        explain_number(&formula->text, sd->value);
    }
    if (mean->given && mean->value != 0) {
        text_buffer_add(&formula->text, mean->value < 0 ? " - " : " + ");
        explain_number(&formula->text, fabs(mean->value));
    }
}

/** The place in the order, from the number that came of it. */
static void write_percentile(struct formula *formula)
{
    const struct normalise_numbers *numbers = formula->numbers;
    double share = (numbers->normalised - numbers->low) / (numbers->high - numbers->low);
    double rank = share * ((double)numbers->count - 1) + 1;
    text_buffer_add(&formula->text, "(");
    explain_number(&formula->text, round(2 * rank) / 2); /* ties count halves */
    text_buffer_format(&formula->text, " - 1) / (%zu - 1)", numbers->count);
    add_scale(formula);
}

static void write_place(struct formula *formula)
{
    const struct normalise_numbers *numbers = formula->numbers;
    bool borda = formula->normalisation->method == NORMALISE_BORDA;
    text_buffer_add(&formula->text, "place ");
    explain_number(&formula->text, numbers->normalised + borda);
    text_buffer_format(&formula->text, " of %zu from the lowest%s", numbers->count, borda ? ", less 1" : "");
}

static void write_bands(struct formula *formula)
{
    const struct normalisation *normalisation = formula->normalisation;
    double value = formula->numbers->value;
    size_t band = 0;
    while (band < normalisation->edge_count && value >= normalisation->edges[band]) {
        band++;
    }
    explain_number(&formula->text, value);
    text_buffer_add(&formula->text, " lies ");
    if (band > 0) {
        text_buffer_add(&formula->text, "from ");
        explain_number(&formula->text, normalisation->edges[band - 1]);
        text_buffer_add(&formula->text, band < normalisation->edge_count ? " to " : " up");
    }
    if (band < normalisation->edge_count) {
        text_buffer_add(&formula->text, "below ");
        explain_number(&formula->text, normalisation->edges[band]);
    }
    text_buffer_add(&formula->text, ", which counts");
}

/** Against the highest value, by its logarithm or as it is; with safety it counts down from the upper end. */
static void write_of_maximum(struct formula *formula)
{
    const struct normalise_numbers *numbers = formula->numbers;
    bool log = formula->normalisation->method == NORMALISE_LOG_MAX;
    text_buffer_add(&formula->text, numbers->sign < 0 ? "(1 - " : "");
    text_buffer_add(&formula->text, log ? "ln(1 + " : "");
    explain_number(&formula->text, numbers->value);
    text_buffer_add(&formula->text, log ? ") / ln(1 + " : " / ");
    explain_number(&formula->text, log ? expm1(numbers->length) : numbers->length);
    text_buffer_add(&formula->text, log ? ")" : "");
    text_buffer_add(&formula->text, numbers->sign < 0 ? ")" : "");
    add_scale(formula);
}

static void write_above_mean(struct formula *formula)
{
    const struct normalise_numbers *numbers = formula->numbers;
    double distance = numbers->value - numbers->from;
    explain_number(&formula->text, numbers->value);
    text_buffer_add(&formula->text, distance > numbers->length    ? " is above "
                                    : distance < -numbers->length ? " is below "
                                                                  : " lies about ");
    text_buffer_add(&formula->text, "the mean ");
    explain_number(&formula->text, numbers->from);
    if (numbers->length > 0) {
        text_buffer_add(&formula->text, distance > numbers->length    ? " by more than "
                                        : distance < -numbers->length ? " by more than "
                                                                      : ", within ");
        explain_number(&formula->text, numbers->length);
    }
    text_buffer_add(&formula->text, ", which counts");
}

static void write_base_ratio(struct formula *formula)
{
    explain_number(&formula->text, formula->numbers->sign * formula->numbers->value);
    text_buffer_add(&formula->text, " / ");
    explain_number(&formula->text, formula->numbers->length);
    text_buffer_add(&formula->text, " x ");
    explain_number(&formula->text, formula->normalisation->times);
}

static void write_none(struct formula *formula)
{
    text_buffer_add(&formula->text, formula->numbers->sign < 0 ? "-1 x " : "");
    explain_number(&formula->text, formula->numbers->value);
}

/** What the numbers of a formula rest on. */
enum basis { BASIS_OF_MODEL, BASIS_OF_VALUES };

static const struct {
    void (*write)(struct formula *formula);
    const char *equals; /* between the formula and what comes of it */
    enum basis basis;
    const char *words; /* what was taken from the values */
} methods[NORMALISE_COUNT] = {
    [NORMALISE_MINMAX] = {write_line, " = ", BASIS_OF_VALUES, "the lowest and the highest"},
    [NORMALISE_GOALPOSTS] = {write_line, " = ", BASIS_OF_MODEL, NULL},
    [NORMALISE_ZSCORE] = {write_zscore, " = ", BASIS_OF_VALUES, "the mean and the standard deviation"},
    [NORMALISE_RANK] = {write_place, ": ", BASIS_OF_VALUES, "places are among those"},
    [NORMALISE_PERCENTILE] = {write_percentile, " = ", BASIS_OF_VALUES, "places are among those"},
    [NORMALISE_BANDS] = {write_bands, " ", BASIS_OF_MODEL, NULL},
    [NORMALISE_LOG_MAX] = {write_of_maximum, " = ", BASIS_OF_VALUES, "the highest"},
    [NORMALISE_NONE] = {write_none, " = ", BASIS_OF_MODEL, NULL},
    [NORMALISE_BORDA] = {write_place, ": ", BASIS_OF_VALUES, "places are among those"},
    [NORMALISE_FRACTION_OF_MAX] = {write_of_maximum, " = ", BASIS_OF_VALUES, "the highest"},
    [NORMALISE_DISTANCE_TO_MAX] = {write_line, " = ", BASIS_OF_VALUES, "the lowest and the highest"},
    [NORMALISE_DISTANCE_TO_REFERENCE] = {write_line, " = ", BASIS_OF_VALUES, "the lowest"},
    [NORMALISE_DISTANCE_TO_TARGET] = {write_line, " = ", BASIS_OF_VALUES, "the lowest"},
    [NORMALISE_SCALED] = {write_line, " = ", BASIS_OF_MODEL, NULL},
    [NORMALISE_ABOVE_MEAN] = {write_above_mean, " ", BASIS_OF_VALUES, "the mean"},
    [NORMALISE_BASE_RATIO] = {write_base_ratio, " = ", BASIS_OF_MODEL, NULL},
};

static void add_days(struct text_buffer *text, day_number from, day_number to)
{
    char first[PERIOD_TEXT_SIZE];
    char last[PERIOD_TEXT_SIZE];
    text_buffer_format(text, "%s to %s", period_format(first, FREQUENCY_DAY, from),
                       period_format(last, FREQUENCY_DAY, to));
}

/** "the lowest and the highest of 2376 values, of all regions and periods". */
static const char *describe_basis(struct explaining *all, const struct explain_recipe *recipe,
                                  const struct normalise_numbers *numbers)
{
    const struct normalisation *normalisation = recipe->normalise;
    struct text_buffer text = explain_text(all);
    if (normalisation->method == NORMALISE_BASE_RATIO) {
        text_buffer_add(&text, "the divisor is the mean of the region's own values from ");
        add_days(&text, normalisation->from, normalisation->to);
    }
    bool given = normalisation->method == NORMALISE_LOG_MAX && normalisation->high.given;
    if (methods[normalisation->method].basis == BASIS_OF_VALUES && !given) {
        text_buffer_format(&text, "%s of %zu values, of all regions ", methods[normalisation->method].words,
                           numbers->count);
        if (recipe->over->kind == OVER_PERIOD) {
            text_buffer_format(&text, "in %s", all->made->score.period);
        } else if (recipe->over->kind == OVER_RANGE) {
            add_days(&text, recipe->over->from, recipe->over->to);
        } else {
            text_buffer_add(&text, "and periods");
        }
    }
    if (normalisation->method == NORMALISE_DISTANCE_TO_REFERENCE) {
        text_buffer_format(&text, "; the other end is the value of %s in %s", normalisation->region,
                           all->made->score.period);
    }
    return explain_keep(all, &text);
}

static const char *write_formula(struct explaining *all, const struct explain_recipe *recipe,
                                 const struct normalise_numbers *numbers)
{
    struct formula formula = {explain_text(all), recipe->normalise, numbers};
    methods[recipe->normalise->method].write(&formula);
    text_buffer_add(&formula.text, methods[recipe->normalise->method].equals);
    explain_number(&formula.text, numbers->normalised);
    return explain_keep(all, &formula.text);
}

tocsin_status explain_normalisation(struct explaining *all, size_t position, struct explained_indicator *indicator)
{
    if (!all->request->recipe || !indicator->in_index) {
        return TOCSIN_OK;
    }
    const struct explain_recipe *recipe = &all->request->recipe[position];
    struct normalise_numbers numbers;
    struct normalise_request request = {
        .normalisation = recipe->normalise,
        .over = recipe->over,
        .direction = recipe->direction,
        .scale = all->result->scale,
        .id = indicator->id,
        .regions = all->result->regions,
    };
    indicator->normalisation.method = normalise_names[recipe->normalise->method];
    if (!indicator->row.normalised.given) {
        return TOCSIN_OK;
    }
    tocsin_status status = normalise_numbers_of(all->context, &request, all->result->treated, position,
                                                &all->result->axis, all->period, all->region, &numbers);
    if (status == TOCSIN_OK && numbers.observation == OBSERVATION_NORMAL) {
        indicator->normalisation.formula = write_formula(all, recipe, &numbers);
        indicator->normalisation.basis = describe_basis(all, recipe, &numbers);
    }
    return status;
}
