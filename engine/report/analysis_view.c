/** Chooses, measures and writes the rows of a table for people. */
#include "report/analysis_view.h"
#include "base/text.h"
#include <math.h>
#include <string.h>

enum {
    INDENT = 2,
    GAP = 2,        /* blanks after a cell; base/page.h */
    LEAST_TEXT = 8, /* cells of a column of texts that is cut */
    DECIMALS = 2,   /* of coefficients */
    SIGNIFICANT = 3 /* digits of numbers */
};

/** What is shown of a table. */
struct showing {
    struct page *page;
    const struct view *view;
    const struct data_table *table;
    int digits;
    size_t columns;                     /* shown */
    size_t position[VIEW_MOST_COLUMNS]; /* of each in the table */
    const struct view_column *column[VIEW_MOST_COLUMNS];
    size_t width[VIEW_MOST_COLUMNS];
    size_t order; /* position of the column that orders the rows; `column_count`: none */
};

/** Steps through the rows that are shown. */
struct walk {
    size_t shown; /* so far */
    size_t row;   /* the last one */
    double size;
};

/** A cell as conditions name it; `number` is room for a count. */
static const char *condition_text(enum data_kind kind, const struct data_cell *cell, char number[NUMBER_TEXT_SIZE])
{
    if (kind == DATA_TEXT) {
        return cell->text;
    }
    return kind == DATA_FLAG ? cell->number != 0 ? "true" : "false" : page_number(number, cell->number, 0);
}

static bool meets(const struct data_table *table, size_t row, const struct view_condition *condition)
{
    size_t column = data_table_column(table, condition->name);
    if (column == table->column_count) {
        return false;
    }
    const struct data_cell *cell = data_table_cell(table, row, column);
    if (!condition->equals || !cell->given) {
        return !condition->equals && !cell->given;
    }
    char number[NUMBER_TEXT_SIZE];
    return text_equal(condition_text(table->columns[column].kind, cell, number), condition->equals);
}

/** True if a row is one of those that may be shown; `*size` is what orders it. */
static bool is_candidate(const struct showing *showing, size_t row, double *size)
{
    for (const struct view_condition *condition = showing->view->conditions; condition->name; condition++) {
        if (!meets(showing->table, row, condition)) {
            return false;
        }
    }
    *size = 0;
    if (showing->order < showing->table->column_count) {
        const struct data_cell *cell = data_table_cell(showing->table, row, showing->order);
        *size = fabs(cell->number);
        return cell->given;
    }
    return true;
}

/** The largest after the last one; of equals the first. False if there is none, or no more are to be shown. */
static bool walk_next(const struct showing *showing, struct walk *walk)
{
    bool found = false;
    struct walk next = {.shown = walk->shown + 1};
    if (walk->shown == showing->view->most) {
        return false;
    }
    for (size_t row = 0; row < showing->table->row_count; row++) {
        double size;
        if (!is_candidate(showing, row, &size)) {
            continue;
        }
        bool after = walk->shown == 0 || size < walk->size || (size == walk->size && row > walk->row);
        if (after && (!found || size > next.size)) {
            next.row = row;
            next.size = size;
            found = true;
        }
    }
    if (found) {
        *walk = next;
    }
    return found;
}

/** Rows that could be shown. */
static size_t count_candidates(const struct showing *showing)
{
    size_t count = 0;
    for (size_t row = 0; row < showing->table->row_count; row++) {
        double size;
        count += is_candidate(showing, row, &size);
    }
    return count;
}

static int fewer(int digits, int decimals)
{
    return digits >= 0 && digits < decimals ? digits : decimals;
}

/** A cell as it is shown; `text` is room for a number. */
static const char *cell_text(const struct showing *showing, size_t row, size_t column, char text[NUMBER_TEXT_SIZE])
{
    const struct data_cell *cell = data_table_cell(showing->table, row, showing->position[column]);
    enum view_form form = showing->column[column]->form;
    if (!cell->given) {
        return form == VIEW_TEXT || form == VIEW_MARK ? "" : "-";
    }
    switch (form) {
    case VIEW_TEXT:
        return cell->text;
    case VIEW_NUMBER:
        return page_significant(text, cell->number, SIGNIFICANT);
    case VIEW_DECIMAL:
        return page_number(text, cell->number, fewer(showing->digits, DECIMALS));
    case VIEW_CHANGE:
        return page_change(text, cell->number, fewer(showing->digits, DECIMALS));
    case VIEW_SHARE:
        return page_share(text, cell->number);
    case VIEW_COUNT:
        return page_number(text, cell->number, 0);
    case VIEW_MARK:
        return cell->number != 0 ? showing->column[column]->heading : "";
    }
    return "";
}

static bool is_left(enum view_form form)
{
    return form == VIEW_TEXT || form == VIEW_MARK;
}

static void choose_columns(struct showing *showing)
{
    for (const struct view_column *column = showing->view->columns; column->name; column++) {
        size_t position = data_table_column(showing->table, column->name);
        if (position < showing->table->column_count) {
            showing->position[showing->columns] = position;
            showing->column[showing->columns++] = column;
        }
    }
    showing->order =
        showing->view->order ? data_table_column(showing->table, showing->view->order) : showing->table->column_count;
}

/** Takes cells off the widest column of texts until the page has room for all. */
static void fit(struct showing *showing)
{
    for (;;) {
        size_t used = INDENT;
        size_t widest = SIZE_MAX;
        for (size_t i = 0; i < showing->columns; i++) {
            used += showing->width[i] + (i + 1 < showing->columns ? GAP : 0);
            if (showing->column[i]->form == VIEW_TEXT &&
                (widest == SIZE_MAX || showing->width[i] > showing->width[widest])) {
                widest = i;
            }
        }
        if (used <= PAGE_WIDTH || widest == SIZE_MAX || showing->width[widest] <= LEAST_TEXT) {
            return;
        }
        showing->width[widest]--;
    }
}

static void measure(struct showing *showing)
{
    for (size_t i = 0; i < showing->columns; i++) {
        showing->width[i] = text_width(showing->column[i]->heading);
    }
    struct walk walk = {0};
    while (walk_next(showing, &walk)) {
        for (size_t i = 0; i < showing->columns; i++) {
            char number[NUMBER_TEXT_SIZE];
            size_t width = page_text_width(cell_text(showing, walk.row, i, number));
            showing->width[i] = width > showing->width[i] ? width : showing->width[i];
        }
    }
    fit(showing);
}

static void put_cell(const struct showing *showing, size_t column, const char *text)
{
    if (is_left(showing->column[column]->form)) {
        page_left(showing->page, text, showing->width[column]);
    } else {
        page_right(showing->page, text, showing->width[column]);
    }
}

static void put_rows(const struct showing *showing)
{
    page_line(showing->page, INDENT, INDENT);
    for (size_t i = 0; i < showing->columns; i++) {
        put_cell(showing, i, showing->column[i]->form == VIEW_MARK ? "" : showing->column[i]->heading);
    }
    page_end(showing->page);
    struct walk walk = {0};
    while (walk_next(showing, &walk)) {
        page_line(showing->page, INDENT, INDENT);
        for (size_t i = 0; i < showing->columns; i++) {
            char number[NUMBER_TEXT_SIZE];
            put_cell(showing, i, cell_text(showing, walk.row, i, number));
        }
        page_end(showing->page);
    }
    size_t count = count_candidates(showing);
    if (count > walk.shown) {
        page_line(showing->page, INDENT, INDENT);
        page_format(showing->page, "and %zu more, in %s.csv", count - walk.shown, showing->table->name);
        page_end(showing->page);
    }
}

void analysis_view_write(struct page *page, const struct view *view, const struct data_table *table, int digits)
{
    struct showing showing = {.page = page, .view = view, .table = table, .digits = digits};
    choose_columns(&showing);
    page_paragraph(page, 0, view->heading);
    if (count_candidates(&showing) == 0) {
        page_paragraph(page, INDENT, view->none);
        return;
    }
    page_paragraph(page, INDENT, view->text);
    page_paragraph(page, 0, "");
    measure(&showing);
    put_rows(&showing);
}
