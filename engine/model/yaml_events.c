/** libyaml's events become a document, within limits. */
#include "model/yaml_events.h"
#include "base/text.h"
#include "model/yaml_syntax.h"
#include "model/yaml_text.h"
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

/** A mapping or list that is being read. */
struct frame {
    struct document_node *node;
    const char *key; /* of a mapping: the key whose value comes next */
    struct location key_at;
    bool has_key;
    bool drop_value; /* the key was refused: its value goes nowhere */
};

struct builder {
    struct workspace *workspace;
    struct yaml_text text;
    struct frame frames[YAML_DEPTH_LIMIT];
    size_t depth;
    size_t node_count, node_limit;
    size_t document_count;
    struct document_node *root;
    bool stop; /* a fault after which there is no going on */
};

static struct location place_of(struct builder *builder, const yaml_mark_t *mark)
{
    size_t offset = yaml_text_offset(&builder->text, mark->line, mark->column);
    return yaml_text_place(&builder->text, mark->line, offset);
}

static bool is_merge_key(const struct document_node *node)
{
    return node->kind == DOCUMENT_SCALAR && node->plain && text_equal(node->text, "<<");
}

/** Takes a node as the next key of a mapping. */
static void take_key(struct builder *builder, struct frame *frame, const struct document_node *node)
{
    frame->has_key = true;
    frame->drop_value = true;
    frame->key_at = node->at;
    if (node->kind == DOCUMENT_BROKEN) {
        return;
    }
    if (is_merge_key(node)) {
        workspace_fault(builder->workspace, DIAGNOSTIC_MODEL_MERGE_KEY, node->at,
                        "write the keys out, or put them under 'defaults'", "merge keys ('<<') cannot be used");
    } else if (node->kind != DOCUMENT_SCALAR) {
        workspace_fault(builder->workspace, DIAGNOSTIC_MODEL_KEY, node->at, NULL, "a key must be a text, not %s",
                        node->kind == DOCUMENT_MAPPING ? "a mapping" : "a list");
    } else if (document_is_empty(node)) {
        workspace_fault(builder->workspace, DIAGNOSTIC_MODEL_KEY, node->at, NULL, "a value has no key before its ':'");
    } else {
        frame->key = node->text;
        frame->drop_value = false;
    }
}

/** Puts a finished node where it belongs. */
static void attach(struct builder *builder, struct document_node *node)
{
    if (builder->depth == 0) {
        builder->root = node;
        return;
    }
    struct frame *frame = &builder->frames[builder->depth - 1];
    if (frame->node->kind == DOCUMENT_SEQUENCE) {
        document_add_item(builder->workspace, frame->node, node);
    } else if (!frame->has_key) {
        take_key(builder, frame, node);
    } else {
        if (!frame->drop_value) {
            document_add_entry(builder->workspace, frame->node, frame->key, frame->key_at, node);
        }
        frame->has_key = false;
    }
}

/** YAML's own tags as they are written: `!!str`. */
static void refuse_tag(struct builder *builder, struct location at, const char *tag)
{
    static const char own[] = "tag:yaml.org,2002:";
    char shown[WORKSPACE_SHOWN_SIZE];
    bool is_own = strncmp(tag, own, sizeof own - 1) == 0;
    workspace_fault(builder->workspace, DIAGNOSTIC_MODEL_TAG, at, "leave it out: the key says of what kind it is",
                    "tags cannot be used: '%s%s'", is_own ? "!!" : "",
                    workspace_shorten(shown, is_own ? tag + sizeof own - 1 : tag));
}

static void refuse_extras(struct builder *builder, struct location at, const yaml_char_t *anchor,
                          const yaml_char_t *tag)
{
    char shown[WORKSPACE_SHOWN_SIZE];
    if (anchor) {
        workspace_fault(builder->workspace, DIAGNOSTIC_MODEL_ALIAS, at,
                        "write the value out where it is needed, or put it under 'defaults'",
                        "anchors cannot be used: '&%s'", workspace_shorten(shown, (const char *)anchor));
    }
    if (tag) {
        refuse_tag(builder, at, (const char *)tag);
    }
}

static struct document_node *create_node(struct builder *builder, enum document_kind kind, struct location at)
{
    builder->node_count++;
    if (builder->node_count > builder->node_limit) {
        workspace_fault(builder->workspace, DIAGNOSTIC_MODEL_NODES, at, "use a 'structure' table for a large index",
                        "there are more than %zu keys and values", builder->node_limit);
        builder->stop = true;
        return NULL;
    }
    return document_create(builder->workspace, kind, at);
}

/** Whether the text stands in the file as it is, on one line, and where it begins. */
static void find_text(struct builder *builder, const yaml_event_t *event, struct document_node *node)
{
    const struct yaml_text *text = &builder->text;
    size_t length = event->data.scalar.length;
    bool quoted = event->data.scalar.style == YAML_SINGLE_QUOTED_SCALAR_STYLE ||
                  event->data.scalar.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE;
    size_t offset = yaml_text_offset(&builder->text, event->start_mark.line, event->start_mark.column) + quoted;
    if ((quoted || node->plain) && offset <= text->size && length <= text->size - offset && length > 0 &&
        memcmp(text->bytes + offset, node->text, length) == 0 && !memchr(node->text, '\n', length)) {
        node->verbatim = true;
        node->text_at.column += quoted;
    }
}

static void read_scalar(struct builder *builder, const yaml_event_t *event)
{
    struct location at = place_of(builder, &event->start_mark);
    refuse_extras(builder, at, event->data.scalar.anchor, event->data.scalar.tag);
    struct document_node *node = create_node(builder, DOCUMENT_SCALAR, at);
    const char *value = (const char *)event->data.scalar.value;
    size_t length = event->data.scalar.length;
    if (!node || !(node->text = workspace_copy(builder->workspace, value, length))) {
        return;
    }
    node->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    if (memchr(value, '\0', length)) {
        workspace_fault(builder->workspace, DIAGNOSTIC_MODEL_BINARY, at, NULL, "the text holds a NUL character");
        node->kind = DOCUMENT_BROKEN;
    } else {
        find_text(builder, event, node);
    }
    attach(builder, node);
}

static void read_alias(struct builder *builder, const yaml_event_t *event)
{
    char shown[WORKSPACE_SHOWN_SIZE];
    struct location at = place_of(builder, &event->start_mark);
    workspace_fault(builder->workspace, DIAGNOSTIC_MODEL_ALIAS, at,
                    "write the value out where it is needed, or put it under 'defaults'",
                    "aliases cannot be used: '*%s'", workspace_shorten(shown, (const char *)event->data.alias.anchor));
    struct document_node *node = create_node(builder, DOCUMENT_BROKEN, at);
    if (node) {
        attach(builder, node);
    }
}

static void begin_collection(struct builder *builder, enum document_kind kind, const yaml_event_t *event,
                             const yaml_char_t *anchor, const yaml_char_t *tag)
{
    struct location at = place_of(builder, &event->start_mark);
    refuse_extras(builder, at, anchor, tag);
    if (builder->depth == YAML_DEPTH_LIMIT) {
        workspace_fault(builder->workspace, DIAGNOSTIC_MODEL_DEPTH, at, NULL,
                        "mappings and lists are more than %d levels deep", YAML_DEPTH_LIMIT);
        builder->stop = true;
        return;
    }
    struct document_node *node = create_node(builder, kind, at);
    if (node) {
        builder->frames[builder->depth++] = (struct frame){.node = node};
    }
}

static int compare_entries(const void *left, const void *right)
{
    const struct document_entry *first = *(const struct document_entry *const *)left;
    const struct document_entry *second = *(const struct document_entry *const *)right;
    int order = strcmp(first->key, second->key);
    return order ? order : (first > second) - (first < second);
}

static void refuse_second(struct workspace *workspace, const struct document_entry *first,
                          const struct document_entry *second)
{
    char shown[WORKSPACE_SHOWN_SIZE];
    workspace_fault(workspace, DIAGNOSTIC_MODEL_DUPLICATE_KEY, second->at,
                    "remove one of the two, or put both under one key", "key '%s' was given before, on line %llu",
                    workspace_shorten(shown, second->key), (unsigned long long)first->at.line);
}

/** Refuses keys given twice; the first stays. */
static void refuse_duplicates(struct workspace *workspace, struct document_node *mapping)
{
    if (mapping->count < 2) {
        return;
    }
    struct document_entry **sorted =
        arena_allocate(&workspace->scratch, mapping->count, sizeof(struct document_entry *));
    if (!sorted) {
        workspace->out_of_memory = true;
        return;
    }
    for (size_t i = 0; i < mapping->count; i++) {
        sorted[i] = &mapping->entries[i];
    }
    qsort(sorted, mapping->count, sizeof(struct document_entry *), compare_entries);
    const struct document_entry *first = sorted[0];
    bool *second = arena_allocate(&workspace->scratch, mapping->count, sizeof *second);
    for (size_t i = 1; second && i < mapping->count; i++) {
        if (text_equal(first->key, sorted[i]->key)) {
            refuse_second(workspace, first, sorted[i]);
            second[sorted[i] - mapping->entries] = true;
        } else {
            first = sorted[i];
        }
    }
    workspace->out_of_memory |= second == NULL;
    size_t kept = 0;
    for (size_t i = 0; second && i < mapping->count; i++) {
        if (!second[i]) {
            mapping->entries[kept++] = mapping->entries[i];
        }
    }
    mapping->count = second ? kept : mapping->count;
}

static void end_collection(struct builder *builder)
{
    if (builder->depth > 0) {
        struct document_node *node = builder->frames[--builder->depth].node;
        if (node->kind == DOCUMENT_MAPPING) {
            refuse_duplicates(builder->workspace, node);
        }
        attach(builder, node);
    }
}

static void begin_document(struct builder *builder, const yaml_event_t *event)
{
    builder->document_count++;
    if (builder->document_count > 1) {
        workspace_fault(builder->workspace, DIAGNOSTIC_MODEL_DOCUMENTS, place_of(builder, &event->start_mark), NULL,
                        "a second document begins here: a file holds one model");
        builder->stop = true;
    }
}

static void take_event(struct builder *builder, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        begin_document(builder, event);
        break;
    case YAML_SCALAR_EVENT:
        read_scalar(builder, event);
        break;
    case YAML_ALIAS_EVENT:
        read_alias(builder, event);
        break;
    case YAML_SEQUENCE_START_EVENT:
        begin_collection(builder, DOCUMENT_SEQUENCE, event, event->data.sequence_start.anchor,
                         event->data.sequence_start.tag);
        break;
    case YAML_MAPPING_START_EVENT:
        begin_collection(builder, DOCUMENT_MAPPING, event, event->data.mapping_start.anchor,
                         event->data.mapping_start.tag);
        break;
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        end_collection(builder);
        break;
    case YAML_STREAM_END_EVENT:
        builder->stop = true;
        break;
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_DOCUMENT_END_EVENT:
        break;
    }
}

static void report_parser_error(struct builder *builder, const yaml_parser_t *parser)
{
    if (parser->error == YAML_MEMORY_ERROR) {
        builder->workspace->out_of_memory = true;
        return;
    }
    struct yaml_problem problem = {.what = parser->problem, .within = parser->context};
    size_t offset = yaml_text_offset(&builder->text, parser->problem_mark.line, parser->problem_mark.column);
    problem.at = yaml_text_place(&builder->text, parser->problem_mark.line, offset);
    if (offset < builder->text.size) {
        problem.found = builder->text.bytes[offset];
    }
    problem.begin = place_of(builder, &parser->context_mark);
    yaml_syntax_report(builder->workspace, &problem);
}

/** Goes through the events to the end or to a fault that ends it; true if the end was reached. */
static bool read_events(struct builder *builder, yaml_parser_t *parser)
{
    while (!builder->stop && !builder->workspace->out_of_memory) {
        yaml_event_t event;
        if (!yaml_parser_parse(parser, &event)) {
            report_parser_error(builder, parser);
            return false;
        }
        take_event(builder, &event);
        yaml_event_delete(&event);
    }
    return builder->depth == 0 && !builder->workspace->out_of_memory;
}

bool yaml_read(struct workspace *workspace, const struct yaml_input *input, struct document_node **root)
{
    struct builder builder = {.workspace = workspace,
                              .node_limit = input->node_limit > 0 ? input->node_limit : YAML_NODE_LIMIT};
    if (!yaml_text_check(workspace, input, &builder.text)) {
        return false;
    }
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser)) {
        workspace->out_of_memory = true;
        return false;
    }
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)builder.text.bytes, builder.text.size);
    bool whole = read_events(&builder, &parser);
    yaml_parser_delete(&parser);
    if (!whole) {
        return false;
    }
    if (!builder.root || document_is_empty(builder.root)) {
        workspace_fault(workspace, DIAGNOSTIC_MODEL_EMPTY, input->place, NULL, "there is nothing in it");
        return false;
    }
    *root = builder.root;
    return true;
}
