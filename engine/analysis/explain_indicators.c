/** Each indicator in an explanation, from its raw value to what it adds to the score. */
#include "analysis/explanation.h"
#include "base/text.h"

enum { LABEL_WIDTH = 12, TEXT_INDENT = 4 + LABEL_WIDTH + 2 };

static void begin_line(struct explanation *explanation, const char *label)
{
    page_line(&explanation->page, 4, TEXT_INDENT);
    page_left(&explanation->page, label, LABEL_WIDTH);
}

static void say_source_period(struct explanation *explanation, const struct indicator_row *row)
{
    char text[PERIOD_TEXT_SIZE];
    if (row->has_source_period && row->age > 0) {
        page_format(&explanation->page, "; it rests on %s, %d %s%s before",
                    period_format(text, row->source_frequency, row->source_period), (int)row->age,
                    frequency_names[explanation->result->axis.frequency], row->age == 1 ? "" : "s");
    }
}

/** "raw           61.629 (index points); the value is as measured" */
static void say_raw(struct explanation *explanation, size_t indicator, const struct indicator_row *row)
{
    const struct result *result = explanation->result;
    size_t cell = panel_cell(result->raw, explanation->period, indicator, explanation->region);
    char text[NUMBER_TEXT_SIZE];
    begin_line(explanation, "raw");
    page_text(&explanation->page, row->raw.given ? explanation_value(text, row->raw.value) : "missing");
    if (row->raw.given && result->indicators[indicator].unit && result->indicators[indicator].unit[0]) {
        page_text(&explanation->page, " (");
        page_text(&explanation->page, result->indicators[indicator].unit);
        page_text(&explanation->page, ")");
    }
    page_text(&explanation->page, "; the value ");
    page_text(&explanation->page, observation_descriptions[result->raw->observation[cell]].words);
    if (row->raw.given) {
        say_source_period(explanation, row);
    }
    page_end(&explanation->page);
}

static void say_treated(struct explanation *explanation, size_t indicator, const struct indicator_row *row)
{
    const struct result *result = explanation->result;
    size_t cell = panel_cell(result->raw, explanation->period, indicator, explanation->region);
    uint8_t observation = result->treated->observation[cell];
    char text[NUMBER_TEXT_SIZE];
    begin_line(explanation, "treated");
    page_text(&explanation->page, row->treated.given ? explanation_value(text, row->treated.value) : "missing");
    if (observation != result->raw->observation[cell]) {
        page_text(&explanation->page, "; the value ");
        page_text(&explanation->page, observation_descriptions[observation].words);
        say_source_period(explanation, row);
    }
    page_end(&explanation->page);
}

static void say_normalised(struct explanation *explanation, size_t indicator, const struct indicator_row *row)
{
    const struct result *result = explanation->result;
    size_t cell = panel_cell(result->raw, explanation->period, indicator, explanation->region);
    uint8_t observation = result->normalised->observation[cell];
    char text[NUMBER_TEXT_SIZE];
    begin_line(explanation, "normalised");
    page_text(&explanation->page,
              row->normalised.given ? explanation_number(explanation, text, row->normalised.value) : "missing");
    if (observation != result->treated->observation[cell]) {
        page_text(&explanation->page, "; the value ");
        page_text(&explanation->page, observation_descriptions[observation].words);
    }
    page_end(&explanation->page);
    if (result->indicators[indicator].method && result->indicators[indicator].method[0]) {
        begin_line(explanation, "method");
        page_text(&explanation->page, result->indicators[indicator].method);
        page_end(&explanation->page);
    }
}

static void say_part(struct explanation *explanation, const struct indicator_row *row)
{
    char text[NUMBER_TEXT_SIZE];
    char other[NUMBER_TEXT_SIZE];
    if (row->weight.given) {
        begin_line(explanation, "weight");
        page_format(&explanation->page, "%s, effective", explanation_value(text, row->weight.value));
        page_end(&explanation->page);
    }
    if (row->contribution.given) {
        begin_line(explanation, "contribution");
        page_text(&explanation->page, explanation_number(explanation, text, row->contribution.value));
        page_format(&explanation->page, ", which is weight %s", explanation_value(text, row->weight.value));
        page_format(&explanation->page, " times normalised %s",
                    explanation_number(explanation, other, row->normalised.value));
        page_end(&explanation->page);
    }
}

static const char *step_number(const struct explanation *explanation, char text[NUMBER_TEXT_SIZE],
                               struct optional_number number, bool on_scale)
{
    if (!number.given) {
        return "missing";
    }
    return on_scale ? explanation_number(explanation, text, number.value) : explanation_value(text, number.value);
}

/** "raw 58.1 to 61.629", or "raw the same"; nothing where there was and is nothing. */
static void say_step(struct explanation *explanation, const char **separator, const char *name,
                     const struct optional_number *before, const struct optional_number *now, bool on_scale)
{
    char from[NUMBER_TEXT_SIZE];
    char to[NUMBER_TEXT_SIZE];
    if (!before->given && !now->given) {
        return;
    }
    page_text(&explanation->page, *separator);
    page_text(&explanation->page, name);
    *separator = ", ";
    if (before->given && now->given && before->value == now->value) {
        page_text(&explanation->page, " the same");
        return;
    }
    page_format(&explanation->page, " %s to %s", step_number(explanation, from, *before, on_scale),
                step_number(explanation, to, *now, on_scale));
}

static void say_change(struct explanation *explanation, size_t indicator, const struct indicator_row *row)
{
    struct indicator_row before;
    char text[NUMBER_TEXT_SIZE];
    if (!explanation->has_before) {
        return;
    }
    result_row_indicator(explanation->result, explanation->period - 1, explanation->region, indicator, &before);
    if (!row->raw.given && !before.raw.given && !row->normalised.given && !before.normalised.given) {
        return;
    }
    begin_line(explanation, "change");
    if (row->change.given) {
        page_format(&explanation->page, "%s ", explanation_change(explanation, text, row->change.value));
    }
    page_format(&explanation->page, "since %s", explanation->before_text);
    const char *separator = ": ";
    say_step(explanation, &separator, "raw", &before.raw, &row->raw, false);
    say_step(explanation, &separator, "normalised", &before.normalised, &row->normalised, true);
    if (before.weight.given && row->weight.given && before.weight.value != row->weight.value) {
        say_step(explanation, &separator, "weight", &before.weight, &row->weight, false);
    }
    page_end(&explanation->page);
}

static void say_origin(struct explanation *explanation, const struct result_indicator *indicator)
{
    begin_line(explanation, "source");
    page_text(&explanation->page, indicator->source ? indicator->source : "other indicators");
    page_text(&explanation->page, ", measured by module ");
    page_text(&explanation->page, indicator->module);
    page_end(&explanation->page);
}

static void say_indicator(struct explanation *explanation, size_t indicator)
{
    const struct result_indicator *about = &explanation->result->indicators[indicator];
    struct indicator_row row;
    result_row_indicator(explanation->result, explanation->period, explanation->region, indicator, &row);
    page_line(&explanation->page, 2, 4);
    page_text(&explanation->page, about->title);
    if (!text_equal(about->title, about->id)) {
        page_text(&explanation->page, " (");
        page_text(&explanation->page, about->id);
        page_text(&explanation->page, ")");
    }
    page_end(&explanation->page);
    say_raw(explanation, indicator, &row);
    if (about->in_index) {
        say_treated(explanation, indicator, &row);
        say_normalised(explanation, indicator, &row);
        say_part(explanation, &row);
        say_change(explanation, indicator, &row);
    }
    say_origin(explanation, about);
}

static void say_indicators(struct explanation *explanation, bool in_index, const char *heading)
{
    bool said = false;
    for (size_t i = 0; i < explanation->result->indicator_count; i++) {
        if (explanation->result->indicators[i].in_index == in_index) {
            if (!said) {
                page_paragraph(&explanation->page, 0, "");
                page_paragraph(&explanation->page, 0, heading);
                said = true;
            }
            say_indicator(explanation, i);
        }
    }
}

void explanation_indicators(struct explanation *explanation)
{
    say_indicators(explanation, true, "THE INDICATORS");
    say_indicators(explanation, false, "MEASURED TOO, BUT NOT PART OF THE INDEX");
}
