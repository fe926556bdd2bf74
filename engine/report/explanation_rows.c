/** What stands behind a value in an explanation: rows of its source, and other values with the rows behind them. */
#include "report/explanation_page.h"
#include <inttypes.h>
#include <string.h>

enum { LABEL_WIDTH = 12, TEXT_INDENT = 4 + LABEL_WIDTH + 2, WEIGHT_DIGITS = 6 };

/** Files with their lines: "conflict.csv:6420-6803, 382 rows"; of several files all rows first. */
static void say_count(struct explanation_page *text, const struct trace *trace)
{
    struct page *page = &text->page;
    if (trace->file_count > 1) {
        page_format(page, "%" PRIu64 ": ", trace->rows);
    }
    for (size_t i = 0; i < trace->file_count; i++) {
        const struct trace_file *file = &trace->files[i];
        page_text(page, i > 0 ? "; " : "");
        page_text(page, file->file);
        page_format(page, ":%" PRIu64, file->first_line);
        if (file->last_line > file->first_line) {
            page_format(page, "-%" PRIu64, file->last_line);
        }
        page_format(page, ", %" PRIu64 " row%s", file->rows, file->rows == 1 ? "" : "s");
    }
}

/** What stands behind the last slash: the whole path is told where the rows are counted. */
static const char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash && slash[1] ? slash + 1 : path;
}

/** "conflict.csv:6790, 2023-08-31: deaths 137; weighs 412.5, 33%" */
static void say_row(struct explanation_page *text, const struct trace_row *row, const char *file, size_t indent)
{
    struct page *page = &text->page;
    char number[NUMBER_TEXT_SIZE];
    char share[NUMBER_TEXT_SIZE];
    char day[PERIOD_TEXT_SIZE];
    page_line(page, indent, indent + 2);
    page_text(page, file);
    page_format(page, ":%" PRIu64, row->line);
    if (row->day != DAY_NONE) {
        page_format(page, ", %s", period_format(day, FREQUENCY_DAY, row->day));
    }
    page_text(page, row->text && row->text[0] ? ": " : "");
    page_text(page, row->text ? row->text : "");
    page_format(page, "; weighs %s, %s", page_significant(number, row->weight, WEIGHT_DIGITS),
                page_share(share, row->share));
    page_end(page);
}

static void say_heaviest(struct explanation_page *text, const struct trace *trace, size_t most, size_t indent)
{
    for (size_t i = 0; i < trace->heaviest_count && i < most; i++) {
        const struct trace_row *row = &trace->heaviest[i];
        say_row(text, row, trace->file_count == 1 ? file_name(row->file) : row->file, indent);
    }
}

/** "; weighed by severity, halved every 90 days, 812.5 in all" */
static void say_weighing(struct explanation_page *text, const struct trace *trace)
{
    char total[NUMBER_TEXT_SIZE];
    if (trace->weight_unit) {
        page_text(&text->page, "; weighed by ");
        page_text(&text->page, trace->weight_unit);
        page_format(&text->page, ", %s in all", page_significant(total, trace->total, WEIGHT_DIGITS));
    }
}

static void say_trace(struct explanation_page *text, const struct trace *trace)
{
    struct page *page = &text->page;
    if (trace->rows == 0 && trace->input_count > 0) {
        return;
    }
    page_line(page, 4, TEXT_INDENT);
    page_left(page, "rows", LABEL_WIDTH);
    if (!trace->is_reread) {
        page_text(page, "not known: the source is standard input, which cannot be read twice");
        page_end(page);
        return;
    }
    if (trace->rows == 0) {
        page_text(page, "none of the source has a part in it");
        page_end(page);
        return;
    }
    say_count(text, trace);
    say_weighing(text, trace);
    page_text(page, trace->rows > trace->heaviest_count ? "; the rows that weigh most:" : ":");
    page_end(page);
    say_heaviest(text, trace, EXPLAINED_OWN_ROWS, TEXT_INDENT);
}

/** "Militant activity of Afghanistan (AFG) in 2023-07: 61.5, weight 1" */
static void say_input(struct explanation_page *text, const struct explained_input *input)
{
    struct page *page = &text->page;
    char number[NUMBER_TEXT_SIZE];
    page_line(page, TEXT_INDENT, TEXT_INDENT + 2);
    explanation_page_name(text, input->title, input->indicator);
    page_text(page, ", ");
    explanation_page_name(text, input->region_name, input->region);
    page_text(page, ", ");
    page_text(page, input->period);
    page_text(page, ": ");
    if (input->value.given) {
        page_text(page, explanation_page_value(number, input->value.value));
    } else {
        page_text(page, "it ");
        page_text(page, observation_descriptions[input->observation].words);
    }
    page_format(page, "; weight %s", explanation_page_value(number, input->weight));
    if (input->trace && input->trace->rows > EXPLAINED_INPUT_ROWS) {
        page_text(page, "; rows ");
        say_count(text, input->trace);
    }
    if (input->trace && input->trace->rows > 0) {
        say_weighing(text, input->trace);
    }
    page_end(page);
    if (input->trace) {
        say_heaviest(text, input->trace, EXPLAINED_INPUT_ROWS, TEXT_INDENT + 4);
    }
}

static void say_inputs(struct explanation_page *text, const struct explained_indicator *indicator)
{
    struct page *page = &text->page;
    if (indicator->input_count == 0) {
        return;
    }
    page_line(page, 4, TEXT_INDENT);
    page_left(page, "made of", LABEL_WIDTH);
    if (indicator->input_count < indicator->inputs_in_all) {
        page_format(page, "%zu values, of which these weigh most:", indicator->inputs_in_all);
    } else {
        page_format(page, "%zu value%s:", indicator->input_count, indicator->input_count == 1 ? "" : "s");
    }
    page_end(page);
    for (size_t i = 0; i < indicator->input_count; i++) {
        say_input(text, &indicator->inputs[i]);
    }
}

void explanation_page_rows(struct explanation_page *text, const struct explained_indicator *indicator)
{
    if (indicator->trace) {
        say_trace(text, indicator->trace);
        say_inputs(text, indicator);
    }
}
