/** Puts methods into words, parameters and defaults included. */
#include "audit/recipe_words.h"
#include "base/number.h"

void recipe_words_number(struct text_buffer *words, double value)
{
    char text[NUMBER_TEXT_SIZE];
    number_format(text, value, -1);
    text_buffer_add(words, text);
}

/** ", name value". */
static void add_named(struct text_buffer *words, const char *name, double value)
{
    text_buffer_format(words, ", %s ", name);
    recipe_words_number(words, value);
}

static void add_optional(struct text_buffer *words, const char *name, struct optional_number number)
{
    if (number.given) {
        add_named(words, name, number.value);
    }
}

static void add_list(struct text_buffer *words, const double *values, size_t count)
{
    text_buffer_add(words, "[");
    for (size_t i = 0; i < count; i++) {
        text_buffer_add(words, i > 0 ? ", " : "");
        recipe_words_number(words, values[i]);
    }
    text_buffer_add(words, "]");
}

static void add_day(struct text_buffer *words, day_number day)
{
    char text[PERIOD_TEXT_SIZE];
    text_buffer_add(words, period_format(text, FREQUENCY_DAY, day));
}

static void add_days(struct text_buffer *words, day_number from, day_number to)
{
    text_buffer_add(words, "from ");
    add_day(words, from);
    text_buffer_add(words, " to ");
    add_day(words, to);
}

void recipe_words_option(struct text_buffer *words, const struct option_descriptor *option,
                         const struct option_value *value)
{
    if (!value->given && !option->initial) {
        text_buffer_add(words, "none");
        return;
    }
    switch (option->type) {
    case OPTION_NUMBER:
    case OPTION_INTEGER:
        recipe_words_number(words, value->number);
        break;
    case OPTION_FLAG:
        text_buffer_add(words, value->number != 0 ? "true" : "false");
        break;
    case OPTION_NUMBERS:
        add_list(words, value->numbers, value->number_count);
        break;
    case OPTION_TABLE: /* what it holds is data */
        text_buffer_add(words, value->text ? "a table" : "none");
        break;
    case OPTION_CHOICE:
    case OPTION_TEXT:
    case OPTION_INDICATOR:
    case OPTION_EXPRESSION:
        text_buffer_add(words, value->text ? value->text : "none");
        break;
    }
}

void recipe_words_denominator(struct text_buffer *words, const struct denominator *per)
{
    if (per->kind == PER_NOTHING) {
        text_buffer_add(words, "none");
        return;
    }
    text_buffer_format(words, "%s %s", per->kind == PER_COLUMN ? "column" : "indicator", per->name);
    add_named(words, "factor", per->factor);
}

void recipe_words_missing(struct text_buffer *words, const struct missing_rule *rule)
{
    text_buffer_add(words, missing_names[rule->method]);
    if (rule->method == MISSING_VALUE) {
        add_named(words, "value", rule->value);
    } else if (rule->method == MISSING_CARRY) {
        text_buffer_format(words, rule->at_most > 0 ? ", at most %u" : ", however old", rule->at_most);
        text_buffer_add(words, rule->back ? ", back" : "");
    } else if (rule->method == MISSING_INDICATOR) {
        text_buffer_format(words, " %s", rule->indicator_id);
    } else if (rule->group) {
        text_buffer_format(words, " of %s", rule->group);
    }
}

static void add_treatment(struct text_buffer *words, const struct treatment *treatment)
{
    text_buffer_add(words, treat_names[treatment->method]);
    switch (treatment->method) {
    case TREAT_WINSORISE:
        add_named(words, "max", treatment->max);
        break;
    case TREAT_POWER:
        add_named(words, "p", treatment->p);
        break;
    case TREAT_BOXCOX:
        add_named(words, "lambda", treatment->lambda);
        text_buffer_add(words, treatment->shift ? ", shifted" : ", not shifted");
        break;
    default:
        break;
    }
    add_optional(words, "low", treatment->low);
    add_optional(words, "high", treatment->high);
    add_optional(words, "offset", treatment->offset);
    text_buffer_add(words, treatment->mirror ? ", mirror" : "");
}

void recipe_words_treat(struct text_buffer *words, const struct treatment_list *list)
{
    if (list->count == 0) {
        text_buffer_add(words, "none");
        return;
    }
    for (size_t i = 0; i < list->count; i++) {
        text_buffer_add(words, i > 0 ? "; " : "");
        add_treatment(words, &list->treatments[i]);
    }
    text_buffer_add(words, list->combine ? "; one upon the other" : "");
    if (list->always) {
        text_buffer_add(words, "; always");
        return;
    }
    text_buffer_add(words, "; until skewness below ");
    recipe_words_number(words, list->skewness);
    text_buffer_add(words, " or kurtosis below ");
    recipe_words_number(words, list->kurtosis);
}

/** What some normalisations have and others have not. */
static void add_special(struct text_buffer *words, const struct normalisation *normalise)
{
    switch (normalise->method) {
    case NORMALISE_GOALPOSTS:
        text_buffer_add(words, normalise->clip ? ", clip" : ", no clip");
        break;
    case NORMALISE_RANK:
    case NORMALISE_BORDA:
    case NORMALISE_PERCENTILE:
        text_buffer_format(words, ", ties %s", rank_ties_names[normalise->ties]);
        break;
    case NORMALISE_DISTANCE_TO_TARGET:
        add_named(words, "target", normalise->target);
        text_buffer_add(words, normalise->cap ? ", cap" : "");
        break;
    case NORMALISE_DISTANCE_TO_REFERENCE:
        text_buffer_format(words, ", region %s%s", normalise->region, normalise->cap ? ", cap" : "");
        break;
    case NORMALISE_ABOVE_MEAN:
        add_named(words, "threshold", normalise->threshold);
        break;
    case NORMALISE_BASE_RATIO:
        text_buffer_add(words, ", base ");
        add_days(words, normalise->from, normalise->to);
        add_named(words, "times", normalise->times);
        break;
    default:
        break;
    }
}

void recipe_words_normalise(struct text_buffer *words, const struct normalisation *normalise)
{
    text_buffer_add(words, normalise_names[normalise->method]);
    add_optional(words, "low", normalise->low);
    add_optional(words, "high", normalise->high);
    add_optional(words, "mean", normalise->mean);
    add_optional(words, "sd", normalise->sd);
    add_optional(words, "factor", normalise->factor);
    add_special(words, normalise);
    if (normalise->method == NORMALISE_BANDS) {
        text_buffer_add(words, ", edges ");
        add_list(words, normalise->edges, normalise->edge_count);
        text_buffer_add(words, ", values ");
        add_list(words, normalise->values, normalise->value_count);
    }
}

void recipe_words_over(struct text_buffer *words, const struct statistics_over *over)
{
    if (over->kind == OVER_RANGE) {
        add_days(words, over->from, over->to);
    } else {
        text_buffer_add(words, over->kind == OVER_ALL ? "all" : "period");
    }
}

void recipe_words_screen(struct text_buffer *words, const struct screening *screen)
{
    if (!screen->given) {
        text_buffer_add(words, "none");
        return;
    }
    text_buffer_add(words, "min_available ");
    recipe_words_number(words, screen->min_available);
    add_named(words, "min_nonzero", screen->min_nonzero);
}

void recipe_words_aggregate(struct text_buffer *words, const struct aggregation *aggregation)
{
    text_buffer_add(words, aggregate_names[aggregation->method]);
    switch (aggregation->method) {
    case AGGREGATE_POWER:
        add_named(words, "p", aggregation->p);
        break;
    case AGGREGATE_FORMULA:
        text_buffer_format(words, " %s", aggregation->expression);
        break;
    case AGGREGATE_OWA:
        text_buffer_add(words, " ");
        add_list(words, aggregation->weights, aggregation->weight_count);
        break;
    case AGGREGATE_MAZZIOTTA_PARETO:
        text_buffer_format(words, ", %s", penalty_names[aggregation->sign]);
        break;
    default:
        break;
    }
    add_optional(words, "round", aggregation->round);
    add_optional(words, "floor", aggregation->floor);
    add_optional(words, "cap", aggregation->cap);
    if (aggregation->has_space) {
        text_buffer_add(words, ", space ");
        add_list(words, aggregation->space, 2);
    }
}

void recipe_words_weights(struct text_buffer *words, const struct weighting *weights, const size_t *order)
{
    text_buffer_add(words, weight_names[weights->method]);
    if (weights->method == WEIGHT_AHP) {
        text_buffer_add(words, " [");
        for (size_t i = 0; i < weights->matrix_size * weights->matrix_size; i++) {
            size_t row = order[i / weights->matrix_size];
            size_t column = order[i % weights->matrix_size];
            text_buffer_add(words, i > 0 ? ", " : "");
            recipe_words_number(words, weights->matrix[row * weights->matrix_size + column]);
        }
        text_buffer_add(words, "]");
    } else if (weights->method == WEIGHT_PCA && weights->form == PCA_FACTORS) {
        text_buffer_format(words, " factors, components %u, rotation %s", weights->components,
                           pca_rotation_names[weights->rotation]);
    } else if (weights->method == WEIGHT_BENEFIT_OF_DOUBT) {
        text_buffer_format(words, ", share of %s", share_names[weights->share_of]);
        add_optional(words, "min_share", weights->min_share);
        add_optional(words, "max_share", weights->max_share);
    }
}

void recipe_words_levels(struct text_buffer *words, const struct level_rules *levels)
{
    text_buffer_add(words, levels->count > 0 ? "" : "none");
    for (size_t i = 0; i < levels->count; i++) {
        text_buffer_format(words, "%s%s from ", i > 0 ? ", " : "", levels->bands[i].id);
        recipe_words_number(words, levels->bands[i].from);
    }
    if (levels->periods > 0) {
        text_buffer_add(words, "; down after ");
        recipe_words_number(words, levels->periods);
        text_buffer_add(words, " periods more than ");
        recipe_words_number(words, levels->down);
        text_buffer_add(words, " below the bound");
    }
}
