/** Each indicator in an explanation, from its raw value to what it adds to the score. */
#include "base/text.h"
#include "report/explanation_page.h"
#include <math.h>

enum { LABEL_WIDTH = 12, TEXT_INDENT = 4 + LABEL_WIDTH + 2 };

/* A part is weight times value if it is so to this share of the scale. */
static const double SAME = 1e-12;

static void begin_line(struct explanation_page *text, const char *label)
{
    page_line(&text->page, 4, TEXT_INDENT);
    page_left(&text->page, label, LABEL_WIDTH);
}

static void say_text(struct explanation_page *text, const char *label, const char *words)
{
    if (words) {
        begin_line(text, label);
        page_text(&text->page, words);
        page_end(&text->page);
    }
}

static void say_origin(struct explanation_page *text, const struct explained_indicator *indicator)
{
    struct page *page = &text->page;
    begin_line(text, "measured");
    page_text(page, "by module ");
    page_text(page, indicator->module);
    if (indicator->module_title) {
        page_text(page, " (");
        page_text(page, indicator->module_title);
        page_text(page, ")");
    }
    page_text(page, indicator->source ? " from source " : " from other indicators");
    page_text(page, indicator->source ? indicator->source : "");
    page_end(page);
    say_text(text, "formula", indicator->formula);
}

/** "half_life 90 days, calibration 70000 severity; by default: form log_of_sum" */
static void say_options(struct explanation_page *text, const struct explained_indicator *indicator)
{
    struct page *page = &text->page;
    for (int given = 1; given >= 0; given--) {
        bool any = false;
        for (size_t i = 0; i < indicator->option_count; i++) {
            const struct explained_option *option = &indicator->options[i];
            if (option->given != (given == 1)) {
                continue;
            }
            if (!any) {
                begin_line(text, given ? "with" : "by default");
            }
            page_text(page, any ? ", " : "");
            page_text(page, option->name);
            page_text(page, " ");
            page_text(page, option->value);
            page_text(page, option->unit ? " " : "");
            page_text(page, option->unit ? option->unit : "");
            any = true;
        }
        if (any) {
            page_end(page);
        }
    }
}

static void say_observation(struct explanation_page *text, uint8_t observation)
{
    page_text(&text->page, "; the value ");
    page_text(&text->page, observation_descriptions[observation].words);
}

static void say_source_period(struct explanation_page *text, const struct explained_indicator *indicator)
{
    const struct indicator_row *row = &indicator->row;
    if (row->has_source_period && row->age > 0) {
        page_format(&text->page, "; it rests on %s, %d %s%s before", indicator->source_period, (int)row->age,
                    frequency_names[text->explanation->frequency], row->age == 1 ? "" : "s");
    }
}

/** "raw           61.629 (index points); the value is as measured" */
static void say_raw(struct explanation_page *text, const struct explained_indicator *indicator)
{
    struct page *page = &text->page;
    const struct indicator_row *row = &indicator->row;
    char number[NUMBER_TEXT_SIZE];
    begin_line(text, "raw");
    page_text(page, row->raw.given ? explanation_page_value(number, row->raw.value) : "missing");
    if (indicator->unit) {
        page_text(page, " (");
        page_text(page, indicator->unit);
        page_text(page, ")");
    }
    say_observation(text, indicator->raw_observation);
    if (row->raw.given) {
        say_source_period(text, indicator);
    }
    page_end(page);
}

/** "divided       73 / (240485658 / 1000000) = 0.3035524, per 1000000 of population" */
static void say_division(struct explanation_page *text, const struct explained_indicator *indicator)
{
    const struct explained_division *division = &indicator->division;
    struct page *page = &text->page;
    char number[NUMBER_TEXT_SIZE];
    if (!division->given) {
        return;
    }
    begin_line(text, "divided");
    if (division->quotient.given) {
        page_format(page, "%s / ", explanation_page_value(number, indicator->row.raw.value));
        page_format(page, division->factor == 1 ? "%s" : "(%s",
                    explanation_page_value(number, division->divisor.value));
        if (division->factor != 1) {
            page_format(page, " / %s)", explanation_page_value(number, division->factor));
        }
        page_format(page, " = %s, ", explanation_page_value(number, division->quotient.value));
    }
    page_text(page, "per ");
    if (division->factor != 1) {
        page_format(page, "%s of ", explanation_page_value(number, division->factor));
    }
    page_text(page, division->by);
    page_text(page, division->divisor.given ? "" : ", which is missing");
    page_end(page);
}

static void say_treated(struct explanation_page *text, const struct explained_indicator *indicator)
{
    const struct indicator_row *row = &indicator->row;
    struct page *page = &text->page;
    char number[NUMBER_TEXT_SIZE];
    bool filled = indicator->treated_observation != indicator->raw_observation;
    say_text(text, "gaps", indicator->missing);
    begin_line(text, "treated");
    page_text(page, row->treated.given ? explanation_page_value(number, row->treated.value) : "missing");
    if (indicator->treatment) {
        page_text(page, ", ");
        page_text(page, indicator->treatment);
    }
    if (filled) {
        say_observation(text, indicator->treated_observation);
        say_source_period(text, indicator);
    }
    page_end(page);
}

static void say_normalised(struct explanation_page *text, const struct explained_indicator *indicator)
{
    const struct explained_normalisation *normalisation = &indicator->normalisation;
    const struct indicator_row *row = &indicator->row;
    struct page *page = &text->page;
    char number[NUMBER_TEXT_SIZE];
    begin_line(text, "normalised");
    page_text(page, row->normalised.given ? explanation_page_number(text, number, row->normalised.value) : "missing");
    if (row->observation != indicator->treated_observation) {
        say_observation(text, row->observation);
    }
    page_end(page);
    if (!normalisation->method) {
        return;
    }
    begin_line(text, "by");
    page_text(page, normalisation->method);
    page_text(page, normalisation->formula ? ": " : "");
    page_text(page, normalisation->formula ? normalisation->formula : "");
    page_text(page, indicator->reversed ? "; reversed, as higher is safer" : "");
    if (indicator->reference != text->explanation->scale[0]) {
        page_format(page, "; it counts as absent at %s", explanation_page_number(text, number, indicator->reference));
    }
    page_text(page, normalisation->basis ? "; " : "");
    page_text(page, normalisation->basis ? normalisation->basis : "");
    page_end(page);
}

static void say_part(struct explanation_page *text, const struct explained_indicator *indicator)
{
    const struct indicator_row *row = &indicator->row;
    struct page *page = &text->page;
    char weight[NUMBER_TEXT_SIZE];
    char number[NUMBER_TEXT_SIZE];
    if (row->weight.given) {
        begin_line(text, "weight");
        page_format(page, "%s, effective", explanation_page_value(weight, row->weight.value));
        page_text(page, indicator->weight_formula ? ": " : "");
        page_text(page, indicator->weight_formula ? indicator->weight_formula : "");
        page_end(page);
    }
    if (!row->contribution.given) {
        return;
    }
    begin_line(text, "contribution");
    page_text(page, explanation_page_number(text, number, row->contribution.value));
    double span = fabs(text->explanation->scale[1] - text->explanation->scale[0]);
    if (row->weight.given && row->normalised.given &&
        fabs(row->weight.value * row->normalised.value - row->contribution.value) <= SAME * span) {
        page_format(page, ", which is weight %s times normalised %s", explanation_page_value(weight, row->weight.value),
                    explanation_page_number(text, number, row->normalised.value));
    }
    page_end(page);
}

static const char *step_number(const struct explanation_page *text, char number[NUMBER_TEXT_SIZE],
                               struct optional_number value, bool on_scale)
{
    if (!value.given) {
        return "missing";
    }
    return on_scale ? explanation_page_number(text, number, value.value) : explanation_page_value(number, value.value);
}

static void say_step(struct explanation_page *text, const char **separator, const char *name,
                     const struct optional_number *before, const struct optional_number *now, bool on_scale)
{
    char from[NUMBER_TEXT_SIZE];
    char to[NUMBER_TEXT_SIZE];
    if (!before->given && !now->given) {
        return;
    }
    page_text(&text->page, *separator);
    page_text(&text->page, name);
    *separator = ", ";
    if (before->given && now->given && before->value == now->value) {
        page_text(&text->page, " the same");
        return;
    }
    page_format(&text->page, " %s to %s", step_number(text, from, *before, on_scale),
                step_number(text, to, *now, on_scale));
}

static void say_change(struct explanation_page *text, const struct explained_indicator *indicator)
{
    const struct indicator_row *row = &indicator->row;
    const struct indicator_row *before = &indicator->before;
    char number[NUMBER_TEXT_SIZE];
    if (!text->explanation->before[0] ||
        (!row->raw.given && !before->raw.given && !row->normalised.given && !before->normalised.given)) {
        return;
    }
    begin_line(text, "change");
    if (row->change.given) {
        page_format(&text->page, "%s ", explanation_page_change(text, number, row->change.value));
    }
    page_format(&text->page, "since %s", text->explanation->before);
    const char *separator = ": ";
    say_step(text, &separator, "raw", &before->raw, &row->raw, false);
    say_step(text, &separator, "normalised", &before->normalised, &row->normalised, true);
    if (before->weight.given && row->weight.given && before->weight.value != row->weight.value) {
        say_step(text, &separator, "weight", &before->weight, &row->weight, false);
    }
    page_end(&text->page);
}

static void say_indicator(struct explanation_page *text, const struct explained_indicator *indicator)
{
    page_line(&text->page, 2, 4);
    explanation_page_name(text, indicator->title, indicator->id);
    page_end(&text->page);
    say_origin(text, indicator);
    say_options(text, indicator);
    say_raw(text, indicator);
    if (indicator->in_index) {
        say_division(text, indicator);
        say_treated(text, indicator);
        say_normalised(text, indicator);
        say_part(text, indicator);
        say_change(text, indicator);
    }
    explanation_page_rows(text, indicator);
}

static void say_indicators(struct explanation_page *text, bool in_index, const char *heading)
{
    bool said = false;
    for (size_t i = 0; i < text->explanation->indicator_count; i++) {
        const struct explained_indicator *indicator = &text->explanation->indicators[i];
        if (indicator->in_index != in_index) {
            continue;
        }
        if (!said) {
            explanation_page_heading(text, heading);
            said = true;
        }
        say_indicator(text, indicator);
    }
}

void explanation_page_indicators(struct explanation_page *text)
{
    say_indicators(text, true, "THE INDICATORS");
    say_indicators(text, false, "MEASURED TOO, BUT NOT PART OF THE INDEX");
}
