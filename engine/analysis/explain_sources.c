/** What is missing or filled in under a score, and the files that it comes from. */
#include "analysis/explanation.h"
#include <inttypes.h>

enum { HASH_SHOWN = 12 }; /* digits of a hash that tell files apart for people */

static void begin_gap(struct explanation *explanation, bool *said, const char *title)
{
    if (!*said) {
        page_paragraph(&explanation->page, 0, "");
        page_paragraph(&explanation->page, 0, "MISSING, FILLED IN, OR WITH RESERVATIONS");
        *said = true;
    }
    page_line(&explanation->page, 2, 4);
    page_text(&explanation->page, title);
    page_text(&explanation->page, ": the value ");
}

/** True if there is nothing to be said about a value. */
static bool is_plain(uint8_t observation)
{
    return observation_descriptions[observation].letter == 'A';
}

static void say_indicator_gap(struct explanation *explanation, size_t indicator, bool *said)
{
    const struct result *result = explanation->result;
    struct indicator_row row;
    char text[PERIOD_TEXT_SIZE];
    result_row_indicator(result, explanation->period, explanation->region, indicator, &row);
    if (is_plain(row.observation) && row.age <= 0) {
        return;
    }
    uint8_t raw =
        result->raw->observation[panel_cell(result->raw, explanation->period, indicator, explanation->region)];
    begin_gap(explanation, said, result->indicators[indicator].title);
    page_text(&explanation->page, observation_descriptions[row.observation].words);
    if (row.has_source_period && row.age > 0) {
        page_format(&explanation->page, "; it is that of %s",
                    period_format(text, row.source_frequency, row.source_period));
    }
    if (!observation_present(raw) && raw != row.observation) {
        page_format(&explanation->page, "; the raw one %s", observation_descriptions[raw].words);
    }
    page_text(&explanation->page, ".");
    page_end(&explanation->page);
}

static void say_node_gap(struct explanation *explanation, const struct index_node *node, bool *said)
{
    struct node_row row;
    result_row_node(explanation->result, explanation->period, explanation->region, node->inner, &row);
    if (!observation_present(row.observation)) {
        begin_gap(explanation, said, node->title ? node->title : node->id);
        page_text(&explanation->page, observation_descriptions[row.observation].words);
        page_text(&explanation->page, ".");
        page_end(&explanation->page);
    }
}

void explanation_gaps(struct explanation *explanation)
{
    const struct result *result = explanation->result;
    bool said = false;
    for (size_t i = 0; i < result->tree.count; i++) {
        if (result->tree.nodes[i].inner != INDEX_NONE) {
            say_node_gap(explanation, &result->tree.nodes[i], &said);
        }
    }
    for (size_t i = 0; i < result->indicator_count; i++) {
        if (result->indicators[i].in_index) {
            say_indicator_gap(explanation, i, &said);
        }
    }
}

static void say_days(struct explanation *explanation, const struct source_report *report)
{
    char first[PERIOD_TEXT_SIZE];
    char last[PERIOD_TEXT_SIZE];
    if (report->first_day != DAY_NONE && report->last_day != DAY_NONE) {
        page_format(&explanation->page, ", from %s to %s", period_format(first, FREQUENCY_DAY, report->first_day),
                    period_format(last, FREQUENCY_DAY, report->last_day));
    }
}

static void say_file(struct explanation *explanation, const struct input_file *file, size_t indent)
{
    page_line(&explanation->page, indent, indent + 2);
    page_text(&explanation->page, file->named);
    page_format(&explanation->page, ": %" PRIu64 " rows, %" PRIu64 " bytes, sha256 %.*s", file->rows, file->bytes,
                HASH_SHOWN, file->sha256);
    page_end(&explanation->page);
}

static void say_source(struct explanation *explanation, const struct result_source *source)
{
    const struct source_report *report = &source->report;
    page_line(&explanation->page, 2, 4);
    page_text(&explanation->page, source->id);
    page_format(&explanation->page, " (%s): %" PRIu64 " rows read, %" PRIu64 " used",
                source_format_names[source->format], report->rows_read, report->rows_used);
    if (report->rows_unmatched + report->rows_blank > 0) {
        page_format(&explanation->page, ", %" PRIu64 " of no region of the model",
                    report->rows_unmatched + report->rows_blank);
    }
    if (report->rows_filtered > 0) {
        page_format(&explanation->page, ", %" PRIu64 " not asked for", report->rows_filtered);
    }
    say_days(explanation, report);
    page_end(&explanation->page);
    for (size_t i = 0; i < report->file_count; i++) {
        say_file(explanation, &report->files[i], 4);
    }
}

void explanation_sources(struct explanation *explanation)
{
    const struct result *result = explanation->result;
    page_paragraph(&explanation->page, 0, "");
    page_paragraph(&explanation->page, 0, "SOURCES");
    for (size_t i = 0; i < result->source_count; i++) {
        say_source(explanation, &result->sources[i]);
    }
    for (size_t i = 0; i < result->table_count; i++) {
        say_file(explanation, &result->tables[i], 2);
    }
    page_line(&explanation->page, 2, 4);
    page_text(&explanation->page, "model ");
    page_text(&explanation->page, result->model_file);
    page_format(&explanation->page, ": %" PRIu64 " bytes, sha256 %.*s", result->model_bytes, HASH_SHOWN,
                result->model_sha256);
    page_end(&explanation->page);
}
