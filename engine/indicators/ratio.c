/**
 * Ratio: another indicator divided by a second one, or by a number of the regions file.
 *
 *   value(r, t) = factor x(r, t) / y(r, t)      with `per`
 *   value(r, t) = factor x(r, t) / c(r)         with `per_column`
 *
 * Unit: that of the first over that of the second, by `factor`: deaths per 100,000 people is `per_column: population,
 * factor: 100000`. Direction: the first indicator's where the denominator is above zero. Blind spots: a number of the
 * regions file does not change over time; ratios of small denominators are unstable.
 */
#include "base/number.h"
#include "base/text.h"
#include "indicators/inputs.h"
#include <math.h>
#include <string.h>

enum { OPTION_OF, OPTION_PER, OPTION_PER_COLUMN, OPTION_FACTOR, OPTION_COUNT };

static const struct option_descriptor option_table[OPTION_COUNT] = {
    [OPTION_OF] =
        {
            .name = "of",
            .type = OPTION_INDICATOR,
            .required = true,
            .text = "Id of the indicator above the line.",
        },
    [OPTION_PER] =
        {
            .name = "per",
            .type = OPTION_INDICATOR,
            .text = "Id of the indicator below the line. Either this or `per_column` is given.",
        },
    [OPTION_PER_COLUMN] =
        {
            .name = "per_column",
            .type = OPTION_TEXT,
            .text = "Column of the regions file with the number below the line, such as population.",
        },
    [OPTION_FACTOR] =
        {
            .name = "factor",
            .type = OPTION_NUMBER,
            .range = "-1e12 <= x <= 1e12",
            .low = -1e12,
            .high = 1e12,
            .initial = "1",
            .text = "What the ratio is multiplied by: 100 for percent, 100000 for a rate per 100,000.",
        },
};

struct ratio_state {
    size_t of;
    size_t per;                       /* input below the line, unless `denominators` */
    struct input_value *denominators; /* of `per_column`, by region; NULL: none */
    double factor;
    struct tally zeros; /* cells with a denominator of zero */
};

/** The numbers of the column; all cells that hold none are reported. */
static tocsin_status read_column(const struct indicator_setup *setup, size_t column, struct ratio_state *ratio)
{
    const struct option_value *option = &setup->options[OPTION_PER_COLUMN];
    struct input_value *numbers = arena_allocate(setup->arena, setup->regions->count, sizeof *numbers);
    if (!numbers) {
        return TOCSIN_ERROR_MEMORY;
    }
    uint64_t mark = diagnostics_mark(setup->context);
    for (size_t i = 0; i < setup->regions->count; i++) {
        const char *text = region_table_text(setup->regions, i, column);
        if (!text) {
            continue;
        }
        struct input_value *number = &numbers[i];
        if (!number_parse(text, strlen(text), &number->value)) {
            diagnostics_report(setup->context, DIAGNOSTIC_PER_NUMBER,
                               region_table_at(setup->regions, i, column, option->at), NULL,
                               "'%s' of region '%s' is '%s', where indicator '%s' needs a number", option->text,
                               setup->regions->regions[i].id, text, setup->id);
            continue;
        }
        number->present = true;
        number->observation = OBSERVATION_NORMAL;
        number->low = number->high = number->value;
        number->day = DAY_NONE;
    }
    ratio->denominators = numbers;
    return diagnostics_since(setup->context, mark);
}

static tocsin_status prepare_column(const struct indicator_setup *setup, struct ratio_state *ratio)
{
    const struct option_value *option = &setup->options[OPTION_PER_COLUMN];
    size_t column;
    if (region_table_column(setup->regions, option->text, &column)) {
        return read_column(setup, column, ratio);
    }
    char hint[128];
    const char *nearest = text_nearest(option->text, setup->regions->column_names, setup->regions->column_count,
                                       sizeof *setup->regions->column_names);
    return diagnostics_report(setup->context, DIAGNOSTIC_PER_COLUMN_UNKNOWN, option->at,
                              text_suggestion(hint, sizeof hint, nearest), "the regions file has no column '%s'",
                              option->text);
}

static tocsin_status prepare(const struct indicator_setup *setup, void *state)
{
    struct ratio_state *ratio = state;
    const struct option_value *options = setup->options;
    ratio->factor = options[OPTION_FACTOR].number;
    tocsin_status status = inputs_position(setup, options[OPTION_OF].text, &ratio->of);
    if (status != TOCSIN_OK) {
        return status;
    }
    if (options[OPTION_PER].given == options[OPTION_PER_COLUMN].given) {
        bool both = options[OPTION_PER].given;
        return diagnostics_report(setup->context, DIAGNOSTIC_RATIO_PER,
                                  both ? options[OPTION_PER_COLUMN].at : setup->at,
                                  "give 'per' (an indicator) or 'per_column' (a column of the regions file)",
                                  "indicator '%s' has %s to divide by", setup->id, both ? "two things" : "nothing");
    }
    return options[OPTION_PER].given ? inputs_position(setup, options[OPTION_PER].text, &ratio->per)
                                     : prepare_column(setup, ratio);
}

/** Bounds at the corners of the two ranges; where the denominator's holds zero, those of the numerator alone. */
static void set_bounds(const struct ratio_state *ratio, const struct input_value *above,
                       const struct input_value *below, struct input_value *result)
{
    bool spans_zero = below->low <= 0 && below->high >= 0;
    const double denominators[2] = {spans_zero ? below->value : below->low, spans_zero ? below->value : below->high};
    result->low = result->high = result->value;
    for (size_t i = 0; i < 2; i++) {
        double one = ratio->factor * above->low / denominators[i];
        double other = ratio->factor * above->high / denominators[i];
        result->low = fmin(result->low, fmin(one, other));
        result->high = fmax(result->high, fmax(one, other));
    }
}

static tocsin_status measure(void *user, const struct indicator_frame *frame, size_t period, size_t region)
{
    struct ratio_state *ratio = user;
    struct input_value above = inputs_at(frame, ratio->of, period, region);
    struct input_value below =
        ratio->denominators ? ratio->denominators[region] : inputs_at(frame, ratio->per, period, region);
    if (!above.present || !below.present) {
        inputs_set_missing(frame, period, region, OBSERVATION_INPUT_MISSING);
        return TOCSIN_OK;
    }
    if (below.value == 0) {
        tally_add(&ratio->zeros, 0, period, region);
        inputs_set_missing(frame, period, region, OBSERVATION_ZERO_DENOMINATOR);
        return TOCSIN_OK;
    }
    struct input_value result = {.value = ratio->factor * above.value / below.value, .day = above.day};
    result.observation = inputs_combine(inputs_combine(OBSERVATION_NORMAL, above.observation), below.observation);
    if (!ratio->denominators && below.day < above.day) {
        result.day = below.day;
    }
    set_bounds(ratio, &above, &below, &result);
    inputs_set(frame, period, region, result);
    return TOCSIN_OK;
}

static tocsin_status finish(void *state, const struct indicator_frame *frame)
{
    struct ratio_state *ratio = state;
    tocsin_status status = inputs_each(frame, measure, ratio);
    if (status != TOCSIN_OK) {
        return status;
    }
    uint64_t mark = diagnostics_mark(frame->context);
    inputs_report_zero_denominators(frame, &ratio->zeros);
    inputs_report_not_finite(frame, frame->at, NULL);
    return diagnostics_since(frame->context, mark);
}

static tocsin_status list_inputs(const void *state, const struct indicator_frame *frame, size_t period, size_t region,
                                 struct indicator_inputs *inputs)
{
    (void)period;
    const struct ratio_state *ratio = state;
    tocsin_status status = inputs_list(inputs, frame, ratio->of, region, 0, 1);
    bool again = ratio->denominators || ratio->per == ratio->of;
    return status == TOCSIN_OK && !again ? inputs_list(inputs, frame, ratio->per, region, 0, 1) : status;
}

const struct indicator_module indicator_ratio = {
    .name = "ratio",
    .title = "Ratio",
    .text = "Another indicator over a second one, or over a number of the regions file such as population.",
    .input = INPUT_INDICATORS,
    .direction = DIRECTION_RISK,
    .unit = "that of the first over that of the second",
    .unit_rule = UNIT_UNKNOWN,
    .formula = "factor x(t) / y(t)",
    .source = "OECD/JRC Handbook on Constructing Composite Indicators (2008), step 2 (scaling by an appropriate size "
              "measure)",
    .blind_spots = "A number of the regions file does not change over time; ratios of small denominators are unstable.",
    .options = option_table,
    .option_count = OPTION_COUNT,
    .state_size = sizeof(struct ratio_state),
    .prepare = prepare,
    .finish = finish,
    .list_inputs = list_inputs,
};
