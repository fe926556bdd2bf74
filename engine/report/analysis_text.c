/** analysis.txt: what was analysed, what to worry about, the main numbers, and where all of them are. */
#include "report/analysis_text.h"
#include "report/analysis_view.h"
#include "report/analysis_views.h"
#include <string.h>

enum { INDENT = 2, BULLET = 4, HANGING = 6, GAP = 2, ROWS_WIDTH = 6 };

struct analysis_page {
    struct page page;
    const struct analysis *analysis;
};

/** "9 regions". */
static void say_count(struct page *page, size_t count, const char *one, const char *more)
{
    page_format(page, "%zu %s", count, count == 1 ? one : more);
}

static void say_what(struct analysis_page *text)
{
    struct page *page = &text->page;
    const struct analysis *analysis = text->analysis;
    page_line(page, 0, 0);
    page_text(page, analysis->model_title);
    page_text(page, ": analysis");
    page_end(page);
    page_line(page, 0, 0);
    page_text(page, "Model ");
    page_text(page, analysis->model_id);
    if (analysis->model_version[0]) {
        page_text(page, " version ");
        page_text(page, analysis->model_version);
    }
    page_text(page, ". ");
    say_count(page, analysis->indicators, "indicator", "indicators");
    page_text(page, " of ");
    say_count(page, analysis->regions, "region", "regions");
    if (analysis->periods > 1) {
        page_format(page, " in %zu periods, %s to %s", analysis->periods, analysis->from, analysis->to);
    } else if (analysis->periods == 1) {
        page_format(page, " in %s", analysis->from);
    }
    size_t cells = analysis->regions * analysis->periods;
    if (analysis->cells == cells) {
        page_format(page, "; all %zu cells (a region in a period) have a score.", cells);
    } else {
        page_format(page, "; of %zu cells (a region in a period) %zu %s a score.", cells, analysis->cells,
                    analysis->cells == 1 ? "has" : "have");
    }
    page_end(page);
}

static size_t count_findings(const struct analysis *analysis, enum concern concern)
{
    size_t count = 0;
    for (size_t i = 0; i < analysis->finding_count; i++) {
        count += analysis->findings[i].concern == concern;
    }
    return count;
}

static void say_findings(struct analysis_page *text, enum concern concern, const char *heading)
{
    const struct analysis *analysis = text->analysis;
    struct page *page = &text->page;
    if (count_findings(analysis, concern) == 0) {
        return;
    }
    page_paragraph(page, 0, "");
    page_paragraph(page, INDENT, heading);
    for (size_t i = 0; i < analysis->finding_count; i++) {
        const struct analysis_finding *finding = &analysis->findings[i];
        if (finding->concern == concern) {
            page_line(page, BULLET, HANGING);
            page_text(page, "- ");
            page_text(page, finding->text);
            page_format(page, " [%s]", finding->table);
            page_end(page);
        }
    }
}

static void say_worries(struct analysis_page *text)
{
    static const char *const headings[CONCERN_COUNT] = {
        [CONCERN_SERIOUS] = "Serious: the index says something else than it seems to",
        [CONCERN_CAUTION] = "Caution: look at it before the index is used",
        [CONCERN_NOTE] = "Good to know",
    };
    const struct analysis *analysis = text->analysis;
    struct page *page = &text->page;
    page_paragraph(page, 0, "WHAT TO WORRY ABOUT");
    page_line(page, INDENT, INDENT);
    if (analysis->finding_count == 0) {
        page_text(page, "Nothing that was looked for was found.");
        page_end(page);
        return;
    }
    page_format(page, "%zu serious, %zu to look at, ", count_findings(analysis, CONCERN_SERIOUS),
                count_findings(analysis, CONCERN_CAUTION));
    say_count(page, count_findings(analysis, CONCERN_NOTE), "note", "notes");
    page_text(page, "; in brackets the table with the numbers.");
    page_end(page);
    for (size_t concern = CONCERN_COUNT; concern-- > 0;) {
        say_findings(text, (enum concern)concern, headings[concern]);
    }
}

static void put_table(struct page *page, size_t width, const char *name, const char *rows, const char *title)
{
    page_line(page, INDENT, INDENT + width + GAP + ROWS_WIDTH + GAP);
    page_left(page, name, width);
    page_right(page, rows, ROWS_WIDTH);
    page_text(page, title);
    page_end(page);
}

/** All tables by name, so that none is missed. */
static void list_tables(struct analysis_page *text)
{
    const struct analysis *analysis = text->analysis;
    struct page *page = &text->page;
    size_t width = strlen("table");
    for (size_t i = 0; i < analysis->table_count; i++) {
        size_t wanted = page_text_width(analysis->tables[i].name);
        width = wanted > width ? wanted : width;
    }
    page_paragraph(page, 0, "ALL TABLES");
    page_paragraph(page, INDENT, "In the folder of an analysis each is a file, NAME.csv; '--table NAME' prints one.");
    page_paragraph(page, 0, "");
    put_table(page, width, "table", "rows", "what it holds");
    for (size_t i = 0; i < analysis->table_count; i++) {
        const struct data_table *table = &analysis->tables[i];
        char rows[NUMBER_TEXT_SIZE];
        put_table(page, width, table->name, page_number(rows, (double)table->row_count, 0), table->title);
    }
}

void analysis_text_write(struct output *output, const struct analysis *analysis, const struct report_options *options)
{
    struct analysis_page text = {.analysis = analysis};
    page_begin(&text.page, output);
    say_what(&text);
    page_paragraph(&text.page, 0, "");
    say_worries(&text);
    for (size_t i = 0; i < analysis_view_count; i++) {
        const struct data_table *table = analysis_table(analysis, analysis_views[i].table);
        if (table) {
            page_paragraph(&text.page, 0, "");
            analysis_view_write(&text.page, &analysis_views[i], table, options->digits);
        }
    }
    page_paragraph(&text.page, 0, "");
    list_tables(&text);
}
