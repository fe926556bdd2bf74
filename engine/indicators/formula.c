/**
 * Formula: an expression over other indicators of the same region and period.
 *
 *   value(r, t) = f(x_1(r, t), ..., x_n(r, t))
 *
 * Unit, range and direction are what the expression makes them. Blind spots: bounds of the inputs do not go over,
 * because an expression need not be monotone; nothing checks that units fit together.
 */
#include "base/expression.h"
#include "indicators/inputs.h"

enum { OPTION_EXPRESSION_TEXT, OPTION_COUNT };

static const struct option_descriptor option_table[OPTION_COUNT] = {
    [OPTION_EXPRESSION_TEXT] =
        {
            .name = "expression",
            .type = OPTION_EXPRESSION,
            .required = true,
            .text =
                "Arithmetic over the ids of other indicators, such as `deaths / (events + 1)`: + - * / ^, comparisons "
                "and functions such as ln, sqrt, exp, abs, min, max.",
        },
};

struct formula_state {
    const char *text;
    struct location at;
    const char *const *names; /* of the inputs, which are the variables */
    size_t count;
    struct expression *expression; /* while finish runs */
    double *values;                /* of the variables in one cell */
};

static tocsin_status compile(tocsin_context *context, const char *id, const struct formula_state *formula,
                             struct expression **expression)
{
    char fault[EXPRESSION_FAULT_SIZE];
    size_t position = 0;
    tocsin_status status =
        expression_create(context, formula->text, formula->names, formula->count, expression, fault, &position);
    if (status != TOCSIN_ERROR_MODEL) {
        return status;
    }
    return diagnostics_report(context, DIAGNOSTIC_FORMULA_FAULT, formula->at, NULL,
                              "the expression of indicator '%s' cannot be used: %s, at character %zu", id, fault,
                              position + 1);
}

static tocsin_status prepare(const struct indicator_setup *setup, void *state)
{
    struct formula_state *formula = state;
    const struct option_value *option = &setup->options[OPTION_EXPRESSION_TEXT];
    formula->text = option->text;
    formula->at = option->at;
    formula->names = setup->input_ids;
    formula->count = setup->input_count;
    struct expression *expression = NULL;
    tocsin_status status = compile(setup->context, setup->id, formula, &expression);
    expression_destroy(setup->context, expression);
    if (status == TOCSIN_OK && formula->count == 0) {
        status = diagnostics_report(setup->context, DIAGNOSTIC_FORMULA_FAULT, option->at, NULL,
                                    "the expression of indicator '%s' names no other indicator", setup->id);
    }
    return status;
}

static tocsin_status measure(void *user, const struct indicator_frame *frame, size_t period, size_t region)
{
    struct formula_state *formula = user;
    struct input_value result = {.observation = OBSERVATION_NORMAL};
    for (size_t i = 0; i < formula->count; i++) {
        struct input_value input = inputs_at(frame, i, period, region);
        if (!input.present) {
            inputs_set_missing(frame, period, region, OBSERVATION_INPUT_MISSING);
            return TOCSIN_OK;
        }
        formula->values[i] = input.value;
        result.observation = inputs_combine(result.observation, input.observation);
        result.day = i == 0 || input.day < result.day ? input.day : result.day;
    }
    if (!expression_evaluate(formula->expression, formula->values, &result.value)) {
        inputs_set_missing(frame, period, region, OBSERVATION_NOT_FINITE);
        return TOCSIN_OK;
    }
    result.low = result.high = result.value;
    inputs_set(frame, period, region, result);
    return TOCSIN_OK;
}

static tocsin_status finish(void *state, const struct indicator_frame *frame)
{
    struct formula_state *formula = state;
    formula->values = arena_allocate(frame->arena, formula->count, sizeof *formula->values);
    if (!formula->values) {
        return TOCSIN_ERROR_MEMORY;
    }
    tocsin_status status = compile(frame->context, frame->id, formula, &formula->expression);
    if (status == TOCSIN_OK) {
        status = inputs_each(frame, measure, formula);
    }
    expression_destroy(frame->context, formula->expression);
    formula->expression = NULL;
    if (status != TOCSIN_OK) {
        return status;
    }
    return inputs_report_not_finite(frame, formula->at,
                                    "a division by zero or a logarithm of zero gives no number; guard it in the "
                                    "expression");
}

static tocsin_status list_inputs(const void *state, const struct indicator_frame *frame, size_t period, size_t region,
                                 struct indicator_inputs *inputs)
{
    (void)period;
    const struct formula_state *formula = state;
    tocsin_status status = TOCSIN_OK;
    for (size_t i = 0; i < formula->count && status == TOCSIN_OK; i++) {
        status = inputs_list(inputs, frame, i, region, 0, 1);
    }
    return status;
}

const struct indicator_module indicator_formula = {
    .name = "formula",
    .title = "Formula",
    .text = "An arithmetic expression over other indicators of the same region and period.",
    .input = INPUT_INDICATORS,
    .direction = DIRECTION_RISK,
    .unit = "what the expression makes it",
    .unit_rule = UNIT_UNKNOWN,
    .formula = "f(x_1(t), ..., x_n(t))",
    .source = "the model's own expression",
    .blind_spots = "Bounds of the inputs do not go over; nothing checks that units fit together.",
    .options = option_table,
    .option_count = OPTION_COUNT,
    .state_size = sizeof(struct formula_state),
    .prepare = prepare,
    .finish = finish,
    .list_inputs = list_inputs,
};
