/**
 * From roles to columns. A name of the model is looked for as the source's `columns` renames it, else as the layout's
 * files call the role, else as a column of the file itself.
 */
#include "input/source_columns.h"
#include "base/text.h"
#include "input/csv_text.h"
#include <stdio.h>
#include <string.h>

static size_t find_name(const struct source_question *question, const char *name)
{
    for (size_t i = 0; i < question->name_count; i++) {
        if (text_equal(question->names[i], name)) {
            return i;
        }
    }
    return COLUMN_NONE;
}

/** The rule of `columns` about a role, or NULL. */
static const struct column_name *find_rename(const struct source_question *question, const char *role)
{
    const struct source_recipe *recipe = question->recipe;
    for (size_t i = 0; i < recipe->column_count; i++) {
        if (text_equal(recipe->columns[i].role, role)) {
            return &recipe->columns[i];
        }
    }
    return NULL;
}

/** Position in the file of what the model calls `name`. */
size_t source_columns_find(const struct source_question *question, const char *name)
{
    const struct column_name *rename = find_rename(question, name);
    if (rename) {
        return find_name(question, rename->column);
    }
    const struct layout_role *role = layout_find_role(question->layout, name);
    if (!role) {
        return find_name(question, name);
    }
    size_t position = COLUMN_NONE;
    for (size_t i = 0; i < LAYOUT_MOST_NAMES && role->columns[i] && position == COLUMN_NONE; i++) {
        position = find_name(question, role->columns[i]);
    }
    return position;
}

/** The place in the projection of a position in the file, added if it is new. */
static size_t project(struct source_columns *columns, size_t position)
{
    if (position == COLUMN_NONE) {
        return COLUMN_NONE;
    }
    for (size_t i = 0; i < columns->count; i++) {
        if (columns->projection[i] == position) {
            return i;
        }
    }
    columns->projection[columns->count] = position;
    return columns->count++;
}

/** The model names a column, at a place of its own, that the file does not have. */
static void report_unknown(const struct source_question *question, const char *column, struct location at)
{
    char hint[CSV_HINT_SIZE];
    diagnostics_report(question->context, DIAGNOSTIC_COLUMN_UNKNOWN, at.file ? at : question->header,
                       csv_text_suggest(question->names, question->name_count, column, hint), "'%s' has no column '%s'",
                       question->file, column);
}

/** The layout needs a role for which the file has no column. What `columns` names is reported by check_renames. */
static void report_missing(const struct source_question *question, const char *role)
{
    if (find_rename(question, role)) {
        return;
    }
    const struct layout_role *known = layout_find_role(question->layout, role);
    const char *column = known ? known->columns[0] : role;
    const char *nearest = text_nearest(column, question->names, question->name_count, sizeof *question->names);
    char hint[CSV_HINT_SIZE];
    if (nearest) {
        snprintf(hint, sizeof hint, "did you mean '%s'? if so: columns: {%s: %s}", nearest, role, nearest);
    } else {
        csv_text_suggest(question->names, question->name_count, column, hint);
    }
    diagnostics_report(question->context, DIAGNOSTIC_COLUMN_MISSING, question->header, hint,
                       "found no column '%s', which the layout '%s' needs", column,
                       source_format_names[question->recipe->format]);
}

/** True if a role is one that the layout itself reads. */
static bool is_layout_role(const struct layout *layout, const char *role)
{
    return text_equal(role, layout->date) || text_equal(role, layout->region) ||
           (layout->partner && text_equal(role, layout->partner)) ||
           (layout->selector && text_equal(role, layout->selector));
}

/** The name of the column that holds a bound of a number. */
static const char *bound_name(struct arena *arena, const struct column_request *request)
{
    if (request->kind != COLUMN_LOW && request->kind != COLUMN_HIGH) {
        return request->name;
    }
    const char *suffix = request->kind == COLUMN_LOW ? "_low" : "_high";
    size_t size = strlen(request->name) + strlen(suffix) + 1;
    char *name = arena_allocate(arena, size, 1);
    if (name) {
        snprintf(name, size, "%s%s", request->name, suffix);
    }
    return name;
}

/** True if anything reads the role: the layout, a filter, the region, or a module. */
static bool is_used(const struct source_question *question, const char *role)
{
    const struct source_recipe *recipe = question->recipe;
    bool used = is_layout_role(question->layout, role) || layout_find_role(question->layout, role);
    for (size_t i = 0; question->layout->selector && i <= COLUMN_HIGH; i++) {
        used = used || text_equal(role, question->layout->selected[i]);
    }
    for (size_t i = 0; i < recipe->where_count; i++) {
        used = used || text_equal(role, recipe->where[i].column);
    }
    for (size_t i = 0; i < recipe->region_column_count; i++) {
        used = used || text_equal(role, recipe->region_columns[i]);
    }
    for (size_t i = 0; question->columns && i < question->columns->count; i++) {
        const char *name = bound_name(question->arena, &question->columns->requests[i]);
        used = used || text_equal(role, name);
    }
    return used;
}

/** The role of the layout that is nearest to a word. */
static const char *nearest_role(const struct layout *layout, const char *word)
{
    const char *own[] = {layout->date, layout->region, layout->partner, layout->selector,
                         layout->selected[COLUMN_NUMBER]};
    const char *nearest = text_nearest(word, own, sizeof own / sizeof own[0], sizeof own[0]);
    if (!nearest && layout->role_count > 0) {
        nearest = text_nearest(word, layout->roles, layout->role_count, sizeof *layout->roles);
    }
    return nearest;
}

/** Every column that `columns` names must be there, and should be of use. */
static void check_renames(const struct source_question *question)
{
    for (size_t i = 0; i < question->recipe->column_count; i++) {
        const struct column_name *rename = &question->recipe->columns[i];
        if (!question->columns && !is_layout_role(question->layout, rename->role)) {
            continue; /* is looked at when the modules are known */
        }
        if (find_name(question, rename->column) == COLUMN_NONE) {
            report_unknown(question, rename->column, rename->at);
        } else if (!is_used(question, rename->role)) {
            char hint[CSV_HINT_SIZE];
            const char *nearest = nearest_role(question->layout, rename->role);
            diagnostics_report(question->context, DIAGNOSTIC_COLUMNS_UNUSED_ROLE, rename->at,
                               text_suggestion(hint, sizeof hint, nearest),
                               "nothing reads '%s': neither the layout '%s' nor a module or rule of the model",
                               rename->role, source_format_names[question->recipe->format]);
        }
    }
}

static void resolve_regions(const struct source_question *question, struct source_columns *columns)
{
    const struct source_recipe *recipe = question->recipe;
    if (!recipe->region_columns) {
        columns->regions[0] = project(columns, source_columns_find(question, question->layout->region));
        if (columns->regions[0] == COLUMN_NONE) {
            report_missing(question, question->layout->region);
        }
        return;
    }
    for (size_t i = 0; i < recipe->region_column_count; i++) {
        columns->regions[i] = project(columns, source_columns_find(question, recipe->region_columns[i]));
        if (columns->regions[i] == COLUMN_NONE && !find_rename(question, recipe->region_columns[i])) {
            report_unknown(question, recipe->region_columns[i], recipe->at);
        }
    }
}

static void resolve_roles(const struct source_question *question, struct source_columns *columns)
{
    const struct layout *layout = question->layout;
    columns->date = project(columns, source_columns_find(question, layout->date));
    if (columns->date == COLUMN_NONE && !layout->date_optional) {
        report_missing(question, layout->date);
    }
    resolve_regions(question, columns);
    columns->partner = COLUMN_NONE;
    if (layout->partner) {
        columns->partner = project(columns, source_columns_find(question, layout->partner));
        if (columns->partner == COLUMN_NONE) {
            report_missing(question, layout->partner);
        }
    }
    for (size_t i = 0; i < question->recipe->where_count; i++) {
        const struct where_rule *rule = &question->recipe->where[i];
        columns->where[i] = project(columns, source_columns_find(question, rule->column));
        if (columns->where[i] == COLUMN_NONE && !find_rename(question, rule->column)) {
            report_unknown(question, rule->column, rule->at);
        }
    }
}

/** The columns of a file in which a row is about one indicator. */
static void resolve_selected(const struct source_question *question, struct source_columns *columns)
{
    for (size_t i = 0; i < question->columns->count; i++) {
        const char *name = question->layout->selected[question->columns->requests[i].kind];
        columns->slots[i] = project(columns, source_columns_find(question, name));
    }
    const char *value = question->layout->selected[COLUMN_NUMBER];
    if (source_columns_find(question, value) == COLUMN_NONE) {
        report_missing(question, value);
    }
}

static tocsin_status resolve_requests(const struct source_question *question, struct source_columns *columns)
{
    for (size_t i = 0; i < question->columns->count; i++) {
        const struct column_request *request = &question->columns->requests[i];
        const char *name = bound_name(question->arena, request);
        if (!name) {
            return TOCSIN_ERROR_MEMORY;
        }
        columns->slots[i] = project(columns, source_columns_find(question, name));
        if (columns->slots[i] == COLUMN_NONE && request->required && !find_rename(question, name)) {
            report_unknown(question, name, request->at);
        }
    }
    return TOCSIN_OK;
}

static tocsin_status allocate(const struct source_question *question, struct source_columns *columns)
{
    const struct source_recipe *recipe = question->recipe;
    columns->region_count = recipe->region_columns ? recipe->region_column_count : 1;
    columns->projection = arena_allocate(question->arena, question->name_count, sizeof *columns->projection);
    columns->regions = arena_allocate(question->arena, columns->region_count, sizeof *columns->regions);
    columns->where = arena_allocate(question->arena, recipe->where_count, sizeof *columns->where);
    size_t slots = question->columns ? question->columns->count : 0;
    columns->slots = arena_allocate(question->arena, slots, sizeof *columns->slots);
    bool complete = columns->projection && columns->regions && columns->where && columns->slots;
    return complete ? TOCSIN_OK : TOCSIN_ERROR_MEMORY;
}

/** If the names show another delimiter, that is what is wrong, not the many columns that cannot be found. */
static bool has_other_delimiter(const struct source_question *question)
{
    char found = csv_text_delimiter(question->names, question->name_count, question->delimiter);
    if (!found) {
        return false;
    }
    csv_text_report_delimiter(question->context, question->header, found, question->delimiter);
    return true;
}

/** True if every column that the layout itself needs is there. */
static bool has_needed(const struct source_question *question)
{
    const struct layout *layout = question->layout;
    return (layout->date_optional || source_columns_find(question, layout->date) != COLUMN_NONE) &&
           source_columns_find(question, layout->region) != COLUMN_NONE &&
           (!layout->partner || source_columns_find(question, layout->partner) != COLUMN_NONE);
}

tocsin_status source_columns_resolve(const struct source_question *question, struct source_columns *columns)
{
    struct source_columns resolved = {0};
    tocsin_status status = allocate(question, &resolved);
    if (status != TOCSIN_OK) {
        return status;
    }
    uint64_t mark = diagnostics_mark(question->context);
    if (!has_needed(question) && has_other_delimiter(question)) {
        return diagnostics_since(question->context, mark);
    }
    check_renames(question);
    resolve_roles(question, &resolved);
    resolved.selector = COLUMN_NONE;
    if (question->layout->selector) {
        resolved.selector = source_columns_find(question, question->layout->selector);
    }
    if (question->columns && resolved.selector != COLUMN_NONE) {
        resolved.selector = project(&resolved, resolved.selector);
        resolve_selected(question, &resolved);
    } else if (question->columns) {
        status = resolve_requests(question, &resolved);
    }
    if (status == TOCSIN_OK) {
        status = diagnostics_since(question->context, mark);
    }
    if (status == TOCSIN_OK) {
        *columns = resolved;
    }
    return status;
}
