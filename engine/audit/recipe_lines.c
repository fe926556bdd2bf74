/** Writes a model down as lines. */
#include "audit/recipe_lines.h"
#include "audit/recipe_words.h"
#include <stdlib.h>
#include <string.h>

struct writer {
    struct arena *arena;
    struct recipe_lines *made;
    size_t capacity;
    const struct tocsin_model *model;
    const char *prefix;      /* of keys */
    struct recipe_line line; /* kind and owner of what is being written */
    struct text_buffer words;
    bool lost; /* there was no memory */
};

/** The words as a line of its own, under prefix.key. */
static void end_line(struct writer *writer, const char *key)
{
    struct text_buffer full = {.context = writer->arena->context};
    text_buffer_format(&full, "%s%s%s", writer->prefix, writer->prefix[0] && key[0] ? "." : "", key);
    struct recipe_line line = writer->line;
    text_buffer_add(&writer->words, "");
    if (!full.failed && !writer->words.failed) {
        line.key = arena_text(writer->arena, full.bytes);
        line.text = arena_text(writer->arena, writer->words.bytes);
    }
    if (line.key && line.text &&
        arena_grow(writer->arena, &writer->made->lines, writer->made->count, sizeof line, &writer->capacity) ==
            TOCSIN_OK) {
        writer->made->lines[writer->made->count++] = line;
    } else {
        writer->lost = true;
    }
    text_buffer_end(&full);
    writer->words.length = 0;
}

/** Sets what the next lines are of. */
static void begin_owner(struct writer *writer, enum recipe_line_kind kind, size_t owner, bool node, const char *prefix)
{
    writer->line = (struct recipe_line){.kind = kind, .owner = owner, .node = node};
    writer->lost |= !prefix;
    writer->prefix = prefix ? prefix : "";
}

/** "group.id" in the arena. */
static const char *dotted(struct writer *writer, const char *group, const char *id)
{
    struct text_buffer full = {.context = writer->arena->context};
    text_buffer_format(&full, "%s.%s", group, id);
    const char *copy = full.failed ? NULL : arena_text(writer->arena, full.bytes);
    text_buffer_end(&full);
    return copy;
}

static void add_texts(struct text_buffer *words, const char *const *texts, size_t count)
{
    for (size_t i = 0; texts && i < count; i++) {
        text_buffer_format(words, "%s'%s'", i > 0 ? ", " : "", texts[i]);
    }
}

static void add_days_covered(struct text_buffer *words, const struct coverage_rule *covers)
{
    char day[PERIOD_TEXT_SIZE];
    text_buffer_format(words, "from %s",
                       covers->has_from ? period_format(day, FREQUENCY_DAY, covers->from) : "the data's");
    text_buffer_format(words, " to %s", covers->has_to ? period_format(day, FREQUENCY_DAY, covers->to) : "the data's");
}

/** How a source is read. Which files it has is not part of it: they are the data. */
static void write_source(struct writer *writer, size_t position)
{
    const struct source_recipe *source = &writer->model->sources[position];
    struct text_buffer *words = &writer->words;
    begin_owner(writer, LINE_SOURCE, position, false, dotted(writer, "sources", source->id));
    text_buffer_add(words, source_format_names[source->format]);
    end_line(writer, "format");
    add_texts(words, source->region_columns, source->region_column_count);
    end_line(writer, "region");
    for (size_t i = 0; i < source->column_count; i++) {
        text_buffer_format(words, "%s%s: '%s'", i > 0 ? ", " : "", source->columns[i].role, source->columns[i].column);
    }
    end_line(writer, "columns");
    for (size_t i = 0; i < source->where_count; i++) {
        text_buffer_format(words, "%s'%s' is one of ", i > 0 ? "; " : "", source->where[i].column);
        add_texts(words, source->where[i].values, source->where[i].value_count);
    }
    end_line(writer, "where");
    text_buffer_add(words, source->missing ? "" : "the usual");
    add_texts(words, source->missing, source->missing_count);
    end_line(writer, "missing");
    text_buffer_add(words, source->covers.regions ? "" : "all");
    add_texts(words, source->covers.regions, source->covers.regions ? source->covers.region_count : 0);
    end_line(writer, "covers.regions");
    writer->line.kind = LINE_DATA;
    add_days_covered(words, &source->covers);
    end_line(writer, "covers");
}

static void write_measure(struct writer *writer, const struct indicator_recipe *indicator)
{
    text_buffer_add(&writer->words, indicator->module->name);
    end_line(writer, "module");
    for (size_t i = 0; i < indicator->module->option_count; i++) {
        const struct option_descriptor *option = &indicator->module->options[i];
        recipe_words_option(&writer->words, option, &indicator->options[i]);
        const char *key = dotted(writer, "options", option->name);
        writer->lost |= !key;
        end_line(writer, key ? key : "");
    }
}

/** What an indicator's values go through on their way into the index. */
static void write_method(struct writer *writer, const struct indicator_recipe *indicator)
{
    struct text_buffer *words = &writer->words;
    writer->line.kind = LINE_METHOD;
    text_buffer_add(words, direction_names[indicator->direction]);
    end_line(writer, "direction");
    recipe_words_denominator(words, &indicator->per);
    end_line(writer, "per");
    recipe_words_missing(words, &indicator->missing);
    end_line(writer, "missing");
    recipe_words_treat(words, &indicator->treat);
    end_line(writer, "treat");
    recipe_words_normalise(words, &indicator->normalise);
    end_line(writer, "normalise");
    recipe_words_over(words, &indicator->over);
    end_line(writer, "over");
}

static void write_indicator(struct writer *writer, size_t position)
{
    const struct indicator_recipe *indicator = &writer->model->indicators[position];
    begin_owner(writer, LINE_MEASURE, position, false, dotted(writer, "indicators", indicator->id));
    write_measure(writer, indicator);
    if (indicator->in_index) {
        write_method(writer, indicator);
    }
}

struct child {
    const char *id;
    size_t position; /* among the children */
};

static int compare_children(const void *left, const void *right)
{
    return strcmp(((const struct child *)left)->id, ((const struct child *)right)->id);
}

/** The children by their ids, so that matrices of the same children in another order are told to be the same. */
static size_t *order_children(struct writer *writer, const struct index_node *node)
{
    size_t *order = arena_allocate(writer->arena, node->child_count, sizeof *order);
    struct child *children = arena_allocate(writer->arena, node->child_count, sizeof *children);
    if (!order || !children) {
        return NULL;
    }
    for (size_t i = 0; i < node->child_count; i++) {
        children[i] = (struct child){writer->model->tree.nodes[node->children[i]].id, i};
    }
    qsort(children, node->child_count, sizeof *children, compare_children);
    for (size_t i = 0; i < node->child_count; i++) {
        order[i] = children[i].position;
    }
    return order;
}

static void write_inner(struct writer *writer, const struct index_node *node)
{
    struct text_buffer *words = &writer->words;
    const struct index_tree *tree = &writer->model->tree;
    size_t *order = order_children(writer, node);
    if (!order) {
        writer->lost = true;
        return;
    }
    recipe_words_weights(words, &node->weights, order);
    end_line(writer, "weights");
    writer->line.kind = LINE_METHOD;
    for (size_t i = 0; i < node->child_count; i++) {
        text_buffer_format(words, "%s%s", i > 0 ? ", " : "", tree->nodes[node->children[i]].id);
    }
    end_line(writer, "children");
    recipe_words_aggregate(words, &node->aggregation);
    end_line(writer, "aggregate");
    recipe_words_number(words, node->min_coverage);
    end_line(writer, "min_coverage");
    recipe_words_number(words, node->min_children);
    end_line(writer, "min_children");
}

static void write_node(struct writer *writer, size_t position)
{
    const struct index_tree *tree = &writer->model->tree;
    const struct index_node *node = &tree->nodes[position];
    const char *path = recipe_lines_path(writer->arena, tree, position);
    struct text_buffer prefix = {.context = writer->arena->context};
    text_buffer_format(&prefix, "index%s", path ? path : "");
    begin_owner(writer, LINE_WEIGHT, position, true, prefix.failed ? NULL : arena_text(writer->arena, prefix.bytes));
    writer->lost |= !path;
    text_buffer_end(&prefix);
    if (position > 0 && tree->nodes[node->parent].weights.method == WEIGHT_GIVEN) {
        recipe_words_number(&writer->words, node->weight);
        end_line(writer, "weight");
    }
    if (node->inner != INDEX_NONE) {
        write_inner(writer, node);
    }
}

static void write_model(struct writer *writer)
{
    const struct tocsin_model *model = writer->model;
    begin_owner(writer, LINE_METHOD, SIZE_MAX, false, "");
    recipe_words_number(&writer->words, model->scale[0]);
    text_buffer_add(&writer->words, " to ");
    recipe_words_number(&writer->words, model->scale[1]);
    end_line(writer, "scale");
    recipe_words_screen(&writer->words, &model->screen);
    end_line(writer, "screen");
    for (size_t i = 0; i < model->source_count; i++) {
        write_source(writer, i);
    }
    for (size_t i = 0; i < model->indicator_count; i++) {
        write_indicator(writer, i);
    }
    for (size_t i = 0; i < model->tree.count; i++) {
        write_node(writer, i);
    }
    begin_owner(writer, LINE_LEVEL, SIZE_MAX, false, "");
    recipe_words_levels(&writer->words, &model->levels);
    end_line(writer, "levels");
}

const char *recipe_lines_path(struct arena *arena, const struct index_tree *tree, size_t node)
{
    size_t length = 0;
    for (size_t at = node; at != 0; at = tree->nodes[at].parent) {
        length += strlen(tree->nodes[at].id) + 1;
    }
    char *path = arena_allocate(arena, length + 1, 1);
    for (size_t at = node; path && at != 0; at = tree->nodes[at].parent) {
        size_t own = strlen(tree->nodes[at].id);
        length -= own + 1;
        path[length] = '.';
        memcpy(path + length + 1, tree->nodes[at].id, own);
    }
    return path;
}

tocsin_status recipe_lines_make(struct arena *arena, const struct tocsin_model *model, struct recipe_lines *lines)
{
    struct recipe_lines made = {0};
    struct writer writer = {
        .arena = arena, .made = &made, .model = model, .prefix = "", .words = {.context = arena->context}};
    write_model(&writer);
    text_buffer_end(&writer.words);
    if (writer.lost || arena->failed) {
        return TOCSIN_ERROR_MEMORY;
    }
    *lines = made;
    return TOCSIN_OK;
}
