/** What is missing or filled in under a score, and the files that it comes from. */
#include "report/explanation_page.h"
#include <inttypes.h>

enum { HASH_SHOWN = 12 }; /* digits of a hash that tell files apart for people */

void explanation_page_gaps(struct explanation_page *text)
{
    struct page *page = &text->page;
    if (text->explanation->gap_count == 0) {
        return;
    }
    explanation_page_heading(text, "MISSING, FILLED IN, OR WITH RESERVATIONS");
    for (size_t i = 0; i < text->explanation->gap_count; i++) {
        const struct explained_gap *gap = &text->explanation->gaps[i];
        page_line(page, 2, 4);
        page_text(page, gap->title);
        page_text(page, ": ");
        page_text(page, gap->words);
        page_text(page, ".");
        page_end(page);
    }
}

static void say_days(struct explanation_page *text, const struct source_report *report)
{
    char first[PERIOD_TEXT_SIZE];
    char last[PERIOD_TEXT_SIZE];
    if (report->first_day != DAY_NONE && report->last_day != DAY_NONE) {
        page_format(&text->page, ", from %s to %s", period_format(first, FREQUENCY_DAY, report->first_day),
                    period_format(last, FREQUENCY_DAY, report->last_day));
    }
}

static void say_file(struct explanation_page *text, const struct input_file *file, size_t indent)
{
    page_line(&text->page, indent, indent + 2);
    page_text(&text->page, file->named);
    page_format(&text->page, ": %" PRIu64 " rows, %" PRIu64 " bytes, sha256 %.*s", file->rows, file->bytes, HASH_SHOWN,
                file->sha256);
    page_end(&text->page);
}

static void say_source(struct explanation_page *text, const struct result_source *source)
{
    const struct source_report *report = &source->report;
    struct page *page = &text->page;
    uint64_t unmatched = report->rows_unmatched + report->rows_blank;
    page_line(page, 2, 4);
    page_text(page, source->id);
    page_format(page, " (%s): %" PRIu64 " rows read, %" PRIu64 " used", source_format_names[source->format],
                report->rows_read, report->rows_used);
    if (unmatched > 0) {
        page_format(page, ", %" PRIu64 " of no region of the model", unmatched);
    }
    if (report->rows_filtered > 0) {
        page_format(page, ", %" PRIu64 " not asked for", report->rows_filtered);
    }
    say_days(text, report);
    page_end(page);
    for (size_t i = 0; i < report->file_count; i++) {
        say_file(text, &report->files[i], 4);
    }
}

void explanation_page_sources(struct explanation_page *text)
{
    const struct explanation *explanation = text->explanation;
    struct page *page = &text->page;
    explanation_page_heading(text, "SOURCES");
    for (size_t i = 0; i < explanation->source_count; i++) {
        say_source(text, &explanation->sources[i]);
    }
    for (size_t i = 0; i < explanation->table_count; i++) {
        say_file(text, &explanation->tables[i], 2);
    }
    page_line(page, 2, 4);
    page_text(page, "model ");
    page_text(page, explanation->model_file);
    page_format(page, ": %" PRIu64 " bytes, sha256 %.*s", explanation->model_bytes, HASH_SHOWN,
                explanation->model_sha256);
    page_end(page);
}
