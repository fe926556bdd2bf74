/** Puts the treatment and normalisation of an indicator into words. */
#include "pipeline/describe.h"
#include "base/number.h"
#include "base/text.h"

static void add_number(struct text_buffer *words, double value)
{
    char text[NUMBER_TEXT_SIZE];
    number_format(text, value, -1);
    text_buffer_add(words, text);
}

static void add_denominator(struct text_buffer *words, const struct denominator *per)
{
    if (per->kind == PER_NOTHING) {
        return;
    }
    text_buffer_add(words, "per ");
    if (per->factor != 1) {
        add_number(words, per->factor);
        text_buffer_add(words, " of ");
    }
    text_buffer_format(words, "%s; ", per->name);
}

static void add_missing(struct text_buffer *words, const struct missing_rule *rule)
{
    if (rule->method == MISSING_NONE) {
        return;
    }
    text_buffer_format(words, "missing: %s", missing_names[rule->method]);
    switch (rule->method) {
    case MISSING_CARRY:
        if (rule->at_most > 0) {
            text_buffer_format(words, " (at most %u periods)", rule->at_most);
        }
        text_buffer_add(words, rule->back ? ", the first value back" : "");
        break;
    case MISSING_VALUE:
        text_buffer_add(words, " ");
        add_number(words, rule->value);
        break;
    case MISSING_GROUP_MEAN:
    case MISSING_GROUP_MEDIAN:
        text_buffer_format(words, " of %s", rule->group);
        break;
    case MISSING_INDICATOR:
        text_buffer_format(words, " %s", rule->indicator_id);
        break;
    default:
        break;
    }
    text_buffer_add(words, "; ");
}

/** The parameter of a treatment that its name does not tell. */
static void add_treatment_parameter(struct text_buffer *words, const struct treatment *treatment, size_t winsorised)
{
    if (treatment->method == TREAT_WINSORISE) {
        text_buffer_format(words, " (%zu points)", winsorised);
    } else if (treatment->method == TREAT_POWER || treatment->method == TREAT_BOXCOX) {
        text_buffer_add(words, " ");
        add_number(words, treatment->method == TREAT_POWER ? treatment->p : treatment->lambda);
    }
}

/** Names the treatment that was kept; one that was given but not needed is said, too. */
static void add_treatment(struct text_buffer *words, const struct treatment_list *list,
                          const struct treatment_outcome *outcome)
{
    if (list->count == 0) {
        return;
    }
    if (outcome->applied == SIZE_MAX) {
        text_buffer_add(words, "treatment not needed");
        return;
    }
    size_t first = list->combine ? 0 : outcome->applied;
    for (size_t i = first; i <= outcome->applied; i++) {
        const struct treatment *treatment = &list->treatments[i];
        text_buffer_add(words, treat_names[treatment->method]);
        add_treatment_parameter(words, treatment, outcome->winsorised);
        text_buffer_add(words, i < outcome->applied ? ", " : "");
    }
}

static void add_range(struct text_buffer *words, const char *name, double low, double high)
{
    text_buffer_format(words, "%s ", name);
    add_number(words, low);
    text_buffer_add(words, " to ");
    add_number(words, high);
}

static void add_normalisation(struct text_buffer *words, const struct indicator_recipe *indicator,
                              const double scale[2])
{
    const struct normalisation *normalise = &indicator->normalise;
    switch (normalise->method) {
    case NORMALISE_GOALPOSTS:
        add_range(words, "goalposts", normalise->low.value, normalise->high.value);
        add_range(words, " onto", scale[0], scale[1]);
        break;
    case NORMALISE_MINMAX:
        add_range(words, "minmax onto", normalise->low.given ? normalise->low.value : scale[0],
                  normalise->high.given ? normalise->high.value : scale[1]);
        break;
    case NORMALISE_DISTANCE_TO_REFERENCE:
        text_buffer_format(words, "distance to %s", normalise->region);
        add_range(words, " onto", scale[0], scale[1]);
        break;
    case NORMALISE_DISTANCE_TO_TARGET:
        text_buffer_add(words, "distance to the target ");
        add_number(words, normalise->target);
        add_range(words, " onto", scale[0], scale[1]);
        break;
    case NORMALISE_SCALED:
        add_range(words, "scaled from", normalise->low.value, normalise->high.value);
        break;
    case NORMALISE_BASE_RATIO:
        text_buffer_add(words, "base ratio times ");
        add_number(words, normalise->times);
        break;
    case NORMALISE_PERCENTILE:
    case NORMALISE_LOG_MAX:
    case NORMALISE_FRACTION_OF_MAX:
    case NORMALISE_DISTANCE_TO_MAX:
        text_buffer_add(words, normalise_names[normalise->method]);
        add_range(words, " onto", scale[0], scale[1]);
        break;
    default:
        text_buffer_add(words,
                        normalise->method == NORMALISE_NONE ? "not normalised" : normalise_names[normalise->method]);
        break;
    }
    if (indicator->direction == DIRECTION_SAFETY) {
        text_buffer_add(words, ", reversed (higher is safer)");
    }
}

/** The text in the arena; NULL if memory is out. */
static const char *keep(struct arena *arena, struct text_buffer *words)
{
    const char *copy = words->failed ? NULL : arena_copy(arena, words->length > 0 ? words->bytes : "", words->length);
    text_buffer_end(words);
    return copy;
}

const char *describe_method(struct arena *arena, const struct indicator_recipe *indicator, const double scale[2],
                            const struct treatment_outcome *outcome)
{
    struct text_buffer words = {.context = arena->context};
    add_denominator(&words, &indicator->per);
    add_missing(&words, &indicator->missing);
    add_treatment(&words, &indicator->treat, outcome);
    text_buffer_add(&words, indicator->treat.count > 0 ? "; " : "");
    add_normalisation(&words, indicator, scale);
    return keep(arena, &words);
}

const char *describe_treatment(struct arena *arena, const struct indicator_recipe *indicator,
                               const struct treatment_outcome *outcome)
{
    struct text_buffer words = {.context = arena->context};
    add_treatment(&words, &indicator->treat, outcome);
    return keep(arena, &words);
}
