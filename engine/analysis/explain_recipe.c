/** What the model says of an indicator, as an explanation shows it: formula and options, denominator, gaps, treatment.
 */
#include "analysis/explaining.h"
#include <math.h>
#include <string.h>

static void add_numbers(struct text_buffer *text, const double *numbers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        text_buffer_add(text, i > 0 ? ", " : "");
        explain_number(text, numbers[i]);
    }
}

/** The value of an option that is given or has a default; NULL otherwise. */
static const char *option_text(struct explaining *all, const struct option_descriptor *about,
                               const struct option_value *value)
{
    struct text_buffer text = explain_text(all);
    if (!value->given) {
        text_buffer_add(&text, about->initial ? about->initial : "");
        return explain_keep(all, &text);
    }
    switch (about->type) {
    case OPTION_NUMBER:
    case OPTION_INTEGER:
        explain_number(&text, value->number);
        break;
    case OPTION_FLAG:
        text_buffer_add(&text, value->number != 0 ? "true" : "false");
        break;
    case OPTION_NUMBERS:
        add_numbers(&text, value->numbers, value->number_count);
        break;
    case OPTION_TABLE:
        text_buffer_add(&text, value->named ? value->named : "");
        break;
    case OPTION_CHOICE:
    case OPTION_TEXT:
    case OPTION_INDICATOR:
    case OPTION_EXPRESSION:
        text_buffer_add(&text, value->text ? value->text : "");
        break;
    }
    return explain_keep(all, &text);
}

/** Options that are given, or have a default: those that are off have no part in the value. */
static tocsin_status list_options(struct explaining *all, const struct explain_recipe *recipe,
                                  struct explained_indicator *indicator)
{
    size_t count = recipe->options ? recipe->module->option_count : 0;
    indicator->options = arena_allocate(&all->made->arena, count, sizeof *indicator->options);
    if (!indicator->options) {
        return TOCSIN_ERROR_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        const struct option_descriptor *about = &recipe->module->options[i];
        const char *value = option_text(all, about, &recipe->options[i]);
        if (value) {
            indicator->options[indicator->option_count++] =
                (struct explained_option){about->name, value, about->unit, recipe->options[i].given};
        }
    }
    return TOCSIN_OK;
}

static struct optional_number column_number(const struct region_table *regions, size_t region, const char *name)
{
    struct optional_number number = {false, 0};
    size_t column;
    const char *text = region_table_column(regions, name, &column) ? region_table_text(regions, region, column) : NULL;
    if (text) {
        number.given = number_parse(text, strlen(text), &number.value);
    }
    return number;
}

static struct optional_number find_divisor(const struct explaining *all, const struct denominator *per)
{
    if (per->kind == PER_COLUMN) {
        return column_number(all->result->regions, all->region, per->name);
    }
    struct indicator_row row;
    result_row_indicator(all->result, all->period, all->region, per->indicator, &row);
    return row.raw;
}

static void divide(struct explaining *all, const struct denominator *per, struct explained_indicator *indicator)
{
    struct explained_division *division = &indicator->division;
    struct text_buffer name = explain_text(all);
    text_buffer_add(&name, per->name);
    *division = (struct explained_division){
        .given = true, .by = explain_keep(all, &name), .divisor = find_divisor(all, per), .factor = per->factor};
    double quotient = indicator->row.raw.value / (division->divisor.value / per->factor);
    if (indicator->row.raw.given && division->divisor.given && isfinite(quotient)) {
        division->quotient = (struct optional_number){true, quotient};
    }
}

/** What fills the gaps of an indicator: "carried from its last value, at most 24 periods old". */
static const char *describe_missing(struct explaining *all, const struct missing_rule *rule)
{
    static const char *const words[MISSING_COUNT] = {
        [MISSING_NONE] = NULL,
        [MISSING_ZERO] = "a gap counts 0",
        [MISSING_VALUE] = "a gap counts ",
        [MISSING_CARRY] = "a gap takes the region's last value",
        [MISSING_LINEAR] = "a gap takes a straight line in time between the region's values beside it",
        [MISSING_MEAN] = "a gap takes the mean of the other regions in the period",
        [MISSING_MEDIAN] = "a gap takes the median of the other regions in the period",
        [MISSING_GROUP_MEAN] = "a gap takes the period's mean of the regions of the same ",
        [MISSING_GROUP_MEDIAN] = "a gap takes the period's median of the regions of the same ",
        [MISSING_ROW_MEAN] = "a gap takes the mean of the region's other indicators under the same node",
        [MISSING_ROW_MEDIAN] = "a gap takes the median of the region's other indicators under the same node",
        [MISSING_INDICATOR] = "a gap takes the value of ",
    };
    struct text_buffer text = explain_text(all);
    text_buffer_add(&text, words[rule->method] ? words[rule->method] : "");
    if (rule->method == MISSING_VALUE) {
        explain_number(&text, rule->value);
    } else if (rule->method == MISSING_GROUP_MEAN || rule->method == MISSING_GROUP_MEDIAN) {
        text_buffer_add(&text, rule->group);
    } else if (rule->method == MISSING_INDICATOR) {
        text_buffer_add(&text, rule->indicator_id);
    } else if (rule->method == MISSING_CARRY && rule->at_most > 0) {
        text_buffer_format(&text, ", at most %u periods old", rule->at_most);
    }
    if (rule->method == MISSING_CARRY && rule->back) {
        text_buffer_add(&text, "; before its first value that one");
    }
    return explain_keep(all, &text);
}

tocsin_status explain_recipe(struct explaining *all, size_t position, struct explained_indicator *indicator)
{
    const struct result_indicator *about = &all->result->indicators[position];
    indicator->treatment = about->treatment && about->treatment[0] ? about->treatment : NULL;
    if (!all->request->recipe) {
        return TOCSIN_OK;
    }
    const struct explain_recipe *recipe = &all->request->recipe[position];
    indicator->module_title = recipe->module->title;
    indicator->formula = recipe->module->formula;
    indicator->missing = describe_missing(all, recipe->missing);
    if (recipe->per->kind != PER_NOTHING) {
        divide(all, recipe->per, indicator);
    }
    return list_options(all, recipe, indicator);
}
