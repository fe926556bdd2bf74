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

static void add_missing(struct text_buffer *words, const struct missing_rule *rule)
{
    if (rule->method == MISSING_NONE) {
        return;
    }
    text_buffer_format(words, "missing: %s", missing_names[rule->method]);
    if (rule->method == MISSING_CARRY && rule->at_most > 0) {
        text_buffer_format(words, " (at most %u periods)", rule->at_most);
    } else if (rule->method == MISSING_VALUE) {
        text_buffer_add(words, " ");
        add_number(words, rule->value);
    }
    text_buffer_add(words, "; ");
}

/** Names the treatment that was kept; one that was given but not needed is said, too. */
static void add_treatment(struct text_buffer *words, const struct treatment_list *list,
                          const struct treatment_outcome *outcome)
{
    if (list->count == 0) {
        return;
    }
    if (outcome->applied == SIZE_MAX) {
        text_buffer_add(words, "treatment not needed; ");
        return;
    }
    size_t first = list->combine ? 0 : outcome->applied;
    for (size_t i = first; i <= outcome->applied; i++) {
        const struct treatment *treatment = &list->treatments[i];
        text_buffer_add(words, treat_names[treatment->method]);
        if (treatment->method == TREAT_WINSORISE) {
            text_buffer_format(words, " (%zu points)", outcome->winsorised);
        } else if (treatment->method == TREAT_POWER) {
            text_buffer_add(words, " ");
            add_number(words, treatment->p);
        }
        text_buffer_add(words, i < outcome->applied ? ", " : "; ");
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
    case NORMALISE_PERCENTILE:
    case NORMALISE_LOG_MAX:
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

const char *describe_method(struct arena *arena, const struct indicator_recipe *indicator, const double scale[2],
                            const struct treatment_outcome *outcome)
{
    struct text_buffer words = {.context = arena->context};
    add_missing(&words, &indicator->missing);
    add_treatment(&words, &indicator->treat, outcome);
    add_normalisation(&words, indicator, scale);
    const char *copy = words.failed ? NULL : arena_copy(arena, words.bytes, words.length);
    text_buffer_end(&words);
    return copy;
}
