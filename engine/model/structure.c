/**
 * A structure table becomes the same document as the keys `indicators` and `index` would be, with the places of its
 * cells, so that one reader reads both.
 */
#include "base/text.h"
#include "model/keys.h"
#include "model/yaml_events.h"
#include <string.h>

enum { DEEPEST_ROW = 32 };

/** What a column of the table is. */
struct structure_column {
    const char *key;    /* "normalise", or "weight"; NULL: not used */
    const char *subkey; /* "method" of "normalise.method"; NULL: none */
    bool is_text;       /* cells are texts, whatever they look like */
    bool of_leaf;       /* of a row that is an indicator: goes to its place in the index */
};

struct structure {
    struct reader *reader;
    const struct text_table *table;
    struct structure_column *columns;
    size_t id, parent;  /* columns; SIZE_MAX: none */
    struct names names; /* ids of the rows */
    size_t *parents;    /* row of the parent; SIZE_MAX: a root */
    bool *is_node;      /* another row names it as its parent */
    size_t *depth;
    size_t root;
    struct document_node **nodes; /* of rows that are nodes: their mapping in the index */
};

static struct location cell_place(const struct structure *structure, size_t row, size_t column)
{
    return text_table_at(structure->table, text_table_cell(structure->table, row, column));
}

static const char *cell_text(const struct structure *structure, size_t row, size_t column)
{
    const char *text = column == SIZE_MAX ? NULL : text_table_cell(structure->table, row, column)->text;
    return text && text[0] != '\0' ? text : NULL;
}

/* ---- columns */

static const struct schema_row *find_row(const char *key)
{
    const struct schema_row *row = schema_find(SCHEMA_INDICATOR, key);
    return row ? row : schema_find(SCHEMA_NODE, key);
}

static void fault_column(struct structure *structure, size_t column, const char *name)
{
    const char *keys[64];
    size_t count = 0;
    static const enum schema_object objects[] = {SCHEMA_INDICATOR, SCHEMA_NODE};
    for (size_t i = 0; i < 2; i++) {
        for (const struct schema_row *row = schema_next(objects[i], NULL); row && count < 62;
             row = schema_next(objects[i], row)) {
            if (row->form != SCHEMA_FORM_CHILDREN) {
                keys[count++] = row->key;
            }
        }
    }
    keys[count++] = "parent";
    char shown[WORKSPACE_SHOWN_SIZE];
    struct workspace *workspace = structure->reader->workspace;
    workspace_fault(workspace, DIAGNOSTIC_STRUCTURE_COLUMN, structure->table->column_at[column],
                    workspace_suggest(workspace, name, keys, count, sizeof *keys),
                    "unknown column '%s' in a structure table", workspace_shorten(shown, name));
}

/** "normalise.method": the key must be one of an indicator or a node. */
static void read_column(struct structure *structure, size_t position)
{
    struct workspace *workspace = structure->reader->workspace;
    const char *name = structure->table->columns[position];
    const char *dot = strchr(name, '.');
    char *key = workspace_copy(workspace, name, dot ? (size_t)(dot - name) : strlen(name));
    if (!key) {
        return;
    }
    const struct schema_row *row = find_row(key);
    bool is_id = text_equal(key, "id") || text_equal(key, "parent");
    if ((!row && !is_id) || text_equal(key, "children") || (is_id && dot) || (dot && dot[1] == '\0')) {
        fault_column(structure, position, name);
        return;
    }
    struct structure_column *column = &structure->columns[position];
    column->key = is_id ? NULL : key;
    column->subkey = dot ? dot + 1 : NULL;
    column->is_text = row && (row->type == SCHEMA_TEXT || row->type == SCHEMA_REFERENCE);
    column->of_leaf = text_equal(key, "weight");
}

static bool read_columns(struct structure *structure)
{
    const struct text_table *table = structure->table;
    struct workspace *workspace = structure->reader->workspace;
    structure->columns = workspace_allocate(workspace, table->column_count, sizeof *structure->columns);
    for (size_t i = 0; structure->columns && i < table->column_count; i++) {
        read_column(structure, i);
    }
    static const char *const needed[] = {"id", "parent"};
    size_t *found[] = {&structure->id, &structure->parent};
    bool complete = structure->columns != NULL;
    for (size_t i = 0; i < 2; i++) {
        if (!text_table_column(table, needed[i], found[i])) {
            workspace_fault(workspace, DIAGNOSTIC_STRUCTURE_COLUMN, (struct location){table->file, 1, 1}, NULL,
                            "a structure table needs the column '%s'", needed[i]);
            complete = false;
        }
    }
    return complete;
}

/* ---- rows */

/** Every row needs an id of its own. */
static bool read_ids(struct structure *structure)
{
    const struct text_table *table = structure->table;
    struct workspace *workspace = structure->reader->workspace;
    const char **ids = workspace_allocate(workspace, table->row_count, sizeof *ids);
    bool good = ids != NULL;
    for (size_t i = 0; ids && i < table->row_count; i++) {
        ids[i] = cell_text(structure, i, structure->id);
        if (!ids[i]) {
            workspace_fault(workspace, DIAGNOSTIC_STRUCTURE_ID, cell_place(structure, i, structure->id), NULL,
                            "a row of a structure table has no id");
            good = false;
            ids[i] = "";
        }
    }
    if (!ids || !names_make(workspace, ids, table->row_count, &structure->names)) {
        return false;
    }
    for (size_t i = 1; i < table->row_count; i++) {
        const char *id = structure->names.sorted[i];
        if (id[0] != '\0' && text_equal(id, structure->names.sorted[i - 1])) {
            size_t one = structure->names.positions[i - 1];
            size_t other = structure->names.positions[i];
            char shown[WORKSPACE_SHOWN_SIZE];
            size_t second = one > other ? one : other;
            workspace_fault(workspace, DIAGNOSTIC_STRUCTURE_ID, cell_place(structure, second, structure->id), NULL,
                            "id '%s' was given before, on line %llu", workspace_shorten(shown, id),
                            (unsigned long long)cell_place(structure, one < other ? one : other, structure->id).line);
            good = false;
        }
    }
    return good;
}

static bool read_parents(struct structure *structure)
{
    struct workspace *workspace = structure->reader->workspace;
    size_t rows = structure->table->row_count;
    structure->parents = workspace_allocate(workspace, rows, sizeof *structure->parents);
    structure->is_node = workspace_allocate(workspace, rows, sizeof *structure->is_node);
    structure->depth = workspace_allocate(workspace, rows, sizeof *structure->depth);
    structure->nodes = workspace_allocate(workspace, rows, sizeof(struct document_node *));
    if (!structure->parents || !structure->is_node || !structure->depth || !structure->nodes) {
        return false;
    }
    bool good = true;
    for (size_t i = 0; i < rows; i++) {
        const char *parent = cell_text(structure, i, structure->parent);
        structure->parents[i] = SIZE_MAX;
        if (!parent) {
            continue;
        }
        if (names_find(&structure->names, parent, &structure->parents[i])) {
            structure->is_node[structure->parents[i]] = true;
            continue;
        }
        char shown[WORKSPACE_SHOWN_SIZE];
        workspace_fault(workspace, DIAGNOSTIC_STRUCTURE_PARENT, cell_place(structure, i, structure->parent),
                        names_suggest(workspace, &structure->names, parent), "unknown parent '%s' of '%s'",
                        workspace_shorten(shown, parent), structure->names.ids[i]);
        good = false;
    }
    return good;
}

/** Marks the rows of a circle that holds row `at` and reports it, at the first of them in the table. */
static void fault_circle(struct structure *structure, size_t at)
{
    size_t first = at;
    size_t row = at;
    do {
        structure->depth[row] = SIZE_MAX;
        first = row < first ? row : first;
        row = structure->parents[row];
    } while (row != at);
    workspace_fault(structure->reader->workspace, DIAGNOSTIC_STRUCTURE_CIRCLE,
                    cell_place(structure, first, structure->parent), NULL,
                    "'%s' is below itself: its parents lead back to it", structure->names.ids[first]);
}

/**
 * Depths, the root's being 1: walks up from every row to one whose depth is known, to the root or round a circle, and
 * then counts on the same way. SIZE_MAX: in a circle or below one.
 */
static bool measure_depths(struct structure *structure)
{
    size_t rows = structure->table->row_count;
    size_t *walk = workspace_allocate(structure->reader->workspace, rows, sizeof *walk);
    bool good = walk != NULL;
    for (size_t i = 0; walk && i < rows; i++) {
        size_t steps = 0;
        size_t at = i;
        while (structure->depth[at] == 0 && walk[at] != i + 1) {
            walk[at] = i + 1;
            if (structure->parents[at] == SIZE_MAX) {
                structure->depth[at] = 1;
                break;
            }
            at = structure->parents[at];
            steps++;
        }
        if (structure->depth[at] == 0) {
            fault_circle(structure, at);
        }
        size_t depth = structure->depth[at];
        good &= depth != SIZE_MAX;
        for (at = i; structure->depth[at] == 0; at = structure->parents[at]) {
            structure->depth[at] = depth == SIZE_MAX ? SIZE_MAX : depth + steps;
            steps--;
        }
    }
    return good;
}

static bool find_root(struct structure *structure)
{
    struct workspace *workspace = structure->reader->workspace;
    structure->root = SIZE_MAX;
    bool good = true;
    for (size_t i = 0; i < structure->table->row_count; i++) {
        if (structure->parents[i] != SIZE_MAX) {
            continue;
        }
        if (structure->root == SIZE_MAX) {
            structure->root = i;
            continue;
        }
        workspace_fault(workspace, DIAGNOSTIC_STRUCTURE_ROOT, cell_place(structure, i, structure->id),
                        "give it a parent: only the root has none", "'%s' is a second root beside '%s'",
                        structure->names.ids[i], structure->names.ids[structure->root]);
        good = false;
    }
    if (structure->root == SIZE_MAX) {
        workspace_fault(workspace, DIAGNOSTIC_STRUCTURE_ROOT, (struct location){structure->table->file, 1, 1},
                        "leave the parent of the root empty", "a structure table has no root");
    } else if (good && !structure->is_node[structure->root]) {
        workspace_fault(workspace, DIAGNOSTIC_STRUCTURE_ROOT, cell_place(structure, structure->root, structure->id),
                        NULL, "the root '%s' has nothing below it", structure->names.ids[structure->root]);
        good = false;
    }
    return good && structure->root != SIZE_MAX;
}

static bool check_depths(struct structure *structure)
{
    bool good = true;
    for (size_t i = 0; i < structure->table->row_count; i++) {
        if (structure->depth[i] == DEEPEST_ROW + 1) { /* those below are too deep because it is */
            workspace_fault(structure->reader->workspace, DIAGNOSTIC_MODEL_INDEX_DEPTH,
                            cell_place(structure, i, structure->parent), NULL, "the index has more than %d levels",
                            DEEPEST_ROW);
            good = false;
        }
    }
    return good;
}

/* ---- the document */

/** Lists and mappings are written in a cell as they are in a model; all else is a plain value. */
static struct document_node *cell_value(struct structure *structure, size_t row, size_t column, const char *text)
{
    struct workspace *workspace = structure->reader->workspace;
    struct location at = cell_place(structure, row, column);
    struct document_node *node = NULL;
    if (!structure->columns[column].is_text && (text[0] == '[' || text[0] == '{')) {
        struct yaml_input input = {at, text, strlen(text), YAML_SIZE_LIMIT, 0};
        return yaml_read(workspace, &input, &node) ? node : document_create(workspace, DOCUMENT_BROKEN, at);
    }
    return document_create_scalar(workspace, text, at);
}

/** The mapping that `key.subkey` goes into, made if it is not there; NULL if there is no memory. */
static struct document_node *inner_mapping(struct structure *structure, const char *key, struct location at,
                                           struct document_node *mapping)
{
    struct workspace *workspace = structure->reader->workspace;
    struct document_entry *entry = document_entry_find(mapping, key);
    if (!entry) {
        struct document_node *inner = document_create(workspace, DOCUMENT_MAPPING, at);
        return inner && document_add_entry(workspace, mapping, key, at, inner) ? inner : NULL;
    }
    if (entry->value->kind == DOCUMENT_SCALAR) { /* `normalise` names the method, `normalise.low` goes with it */
        struct document_node *whole = document_create(workspace, DOCUMENT_MAPPING, entry->value->at);
        if (!whole || !document_add_entry(workspace, whole, "method", entry->value->at, entry->value)) {
            return NULL;
        }
        entry->value = whole;
    }
    return entry->value;
}

/** Adds a key that the mapping must not have yet. */
static void add_once(struct structure *structure, size_t column, struct document_node *mapping, const char *key,
                     struct document_node *value)
{
    struct workspace *workspace = structure->reader->workspace;
    if (mapping->kind == DOCUMENT_MAPPING && !document_find(mapping, key)) {
        document_add_entry(workspace, mapping, key, value->at, value);
        return;
    }
    char shown[WORKSPACE_SHOWN_SIZE];
    workspace_fault(workspace, DIAGNOSTIC_MODEL_EXCLUSIVE, value->at, NULL,
                    "column '%s' cannot be given together with another column for the same key",
                    workspace_shorten(shown, structure->table->columns[column]));
}

/** A whole, with what columns of its parameters have given before it: a method's name, or a mapping that goes on. */
static void join_whole(struct structure *structure, size_t column, struct document_node *mapping,
                       struct document_node *value)
{
    if (value->kind != DOCUMENT_MAPPING) {
        add_once(structure, column, mapping, "method", value);
        return;
    }
    for (size_t i = 0; i < value->count; i++) {
        add_once(structure, column, mapping, value->entries[i].key, value->entries[i].value);
    }
}

/** Puts a cell into the mapping of its row, under its key or under a key of its key; in whatever order they come. */
static void place_cell(struct structure *structure, size_t row, size_t column, struct document_node *mapping)
{
    const struct structure_column *about = &structure->columns[column];
    const char *text = cell_text(structure, row, column);
    struct document_node *value = text ? cell_value(structure, row, column, text) : NULL;
    struct document_node *before = document_find(mapping, about->key);
    if (!value) {
        return;
    }
    if (about->subkey) {
        struct document_node *inner = inner_mapping(structure, about->key, cell_place(structure, row, column), mapping);
        if (inner) {
            add_once(structure, column, inner, about->subkey, value);
        }
    } else if (before && before->kind == DOCUMENT_MAPPING) {
        join_whole(structure, column, before, value);
    } else {
        add_once(structure, column, mapping, about->key, value);
    }
}

/** The mapping of a row: of a node, or of an indicator with `leaf` as its place in the index. */
static struct document_node *row_mapping(struct structure *structure, size_t row, struct document_node *leaf)
{
    struct workspace *workspace = structure->reader->workspace;
    struct document_node *mapping =
        document_create(workspace, DOCUMENT_MAPPING, cell_place(structure, row, structure->id));
    for (size_t i = 0; mapping && i < structure->table->column_count; i++) {
        if (structure->columns[i].key) {
            place_cell(structure, row, i, structure->columns[i].of_leaf && leaf ? leaf : mapping);
        }
    }
    return mapping;
}

/** Makes the node of a row that has children: `{id, ..., children: []}`. */
static bool make_node(struct structure *structure, size_t row)
{
    struct workspace *workspace = structure->reader->workspace;
    struct location at = cell_place(structure, row, structure->id);
    struct document_node *mapping = row_mapping(structure, row, NULL);
    struct document_node *id = document_create_scalar(workspace, structure->names.ids[row], at);
    struct document_node *children = document_create(workspace, DOCUMENT_SEQUENCE, at);
    structure->nodes[row] = mapping;
    return mapping && id && children && document_add_entry(workspace, mapping, "id", at, id) &&
           document_add_entry(workspace, mapping, "children", at, children);
}

/** Makes the indicator of a row that has none, and its leaf: `{indicator: id, weight: ...}`. */
static bool make_indicator(struct structure *structure, size_t row, struct document_node *indicators)
{
    struct workspace *workspace = structure->reader->workspace;
    struct location at = cell_place(structure, row, structure->id);
    const char *id = structure->names.ids[row];
    struct document_node *leaf = document_create(workspace, DOCUMENT_MAPPING, at);
    struct document_node *named = document_create_scalar(workspace, id, at);
    if (!leaf || !named || !document_add_entry(workspace, leaf, "indicator", at, named)) {
        return false;
    }
    structure->nodes[row] = leaf;
    struct document_node *mapping = row_mapping(structure, row, leaf);
    return mapping && document_add_entry(workspace, indicators, id, at, mapping);
}

static void make_document(struct structure *structure)
{
    struct workspace *workspace = structure->reader->workspace;
    struct document_node *root = structure->reader->root;
    struct location at = {structure->table->file, 1, 1};
    struct document_node *indicators = document_create(workspace, DOCUMENT_MAPPING, at);
    bool made = indicators != NULL;
    size_t rows = structure->table->row_count;
    for (size_t i = 0; made && i < rows; i++) {
        made = structure->is_node[i] ? make_node(structure, i) : make_indicator(structure, i, indicators);
    }
    for (size_t i = 0; made && i < rows; i++) {
        if (i != structure->root) {
            struct document_node *children = document_find(structure->nodes[structure->parents[i]], "children");
            made = document_add_item(workspace, children, structure->nodes[i]);
        }
    }
    if (made && document_add_entry(workspace, root, "indicators", at, indicators)) {
        document_add_entry(workspace, root, "index", at, structure->nodes[structure->root]);
    }
}

void structure_expand(struct reader *reader, model_table_reader read_table, void *user)
{
    const struct text_table *table = NULL;
    const struct model_file *file = &reader->model->structure;
    reader->status = read_table ? read_table(user, reader->workspace->arena, file, &table) : TOCSIN_ERROR_UNAVAILABLE;
    if (reader->status != TOCSIN_OK) {
        return; /* who reads tables has said why */
    }
    reader->model->structure_table = table;
    struct structure structure = {.reader = reader, .table = table, .id = SIZE_MAX, .parent = SIZE_MAX};
    if (!read_columns(&structure) || !read_ids(&structure) || !read_parents(&structure)) {
        return;
    }
    bool rooted = find_root(&structure);
    bool acyclic = measure_depths(&structure);
    if (rooted && acyclic && check_depths(&structure)) {
        make_document(&structure);
    }
}
