/** Methods of indicators and nodes, with what their parameters must be to one another. */
#include "base/number.h"
#include "base/text.h"
#include "model/keys.h"
#include <string.h>

void reader_set_missing(struct reader *reader, const struct schema_value *value, void *target)
{
    struct indicator_keys *indicator = target;
    struct missing_keys keys = {.rule = {.method = MISSING_NONE}};
    schema_initialise(SCHEMA_MISSING, &keys);
    if (!schema_read_method(reader, SCHEMA_MISSING, value->node, value->row->key, value->place, &keys)) {
        return;
    }
    struct missing_rule *rule = &keys.rule;
    rule->at = keys.group.id ? keys.group.at : (keys.indicator.id ? keys.indicator.at : value->node->at);
    rule->group = keys.group.id;
    rule->indicator_id = keys.indicator.id;
    rule->indicator = SIZE_MAX;
    indicator->recipe.missing = *rule;
    indicator->own_missing = true;
}

/* ---- treatment */

/** What goes wrong when p is 0: x^0 is 1 for all, and a power mean has no limit there that this formula gives. */
static void check_exponent(struct reader *reader, const struct document_node *node, const struct place *place,
                           bool is_power, double p)
{
    const struct document_node *given = document_find(node, "p");
    if (is_power && given && p == 0 && given->kind == DOCUMENT_SCALAR && given->plain &&
        number_parse(given->text, strlen(given->text), &p) && p == 0) {
        char words[PLACE_WORDS_SIZE];
        workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_RANGE, given->at, NULL, "'p' in %s must not be 0",
                        place_words(words, place));
    }
}

static void check_clip(struct reader *reader, const struct document_node *node, const struct place *place,
                       const struct treatment *treatment)
{
    struct named_value named = {reader->workspace, place, "high", document_find(node, "high")};
    if (treatment->low.given && treatment->high.given) {
        value_check_bounds(&named, "'low'", treatment->low.value, "'high'", treatment->high.value);
    } else if (!treatment->low.given && !treatment->high.given) {
        const struct document_node *low = document_find(node, "low");
        if (!low && !document_find(node, "high")) {
            char words[PLACE_WORDS_SIZE];
            workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_PARAMETER_MISSING, node->at, NULL,
                            "method 'clip' in %s needs 'low' or 'high'", place_words(words, place));
        }
    }
}

/** Adds a step to a list of treatments whose array has room. */
static void read_step(struct reader *reader, const struct document_node *node, const struct place *place, size_t item,
                      struct treatment_list *list)
{
    struct place inner = *place;
    if (item != SIZE_MAX) {
        inner.is_item = true;
        inner.item = item;
    }
    struct step_keys keys = {.combine = false};
    schema_initialise(SCHEMA_STEP, &keys);
    bool read;
    if (node->kind == DOCUMENT_MAPPING) {
        read = schema_read(reader, SCHEMA_STEP, node, &inner, &keys);
    } else {
        read = schema_read_method(reader, SCHEMA_STEP, node, inner.name, inner.parent, &keys);
    }
    if (!read) {
        return;
    }
    check_exponent(reader, node, &inner, keys.treatment.method == TREAT_POWER, keys.treatment.p);
    if (keys.treatment.method == TREAT_CLIP) {
        check_clip(reader, node, &inner, &keys.treatment);
    }
    list->treatments[list->count++] = keys.treatment;
    list->combine |= keys.combine;
    list->always |= keys.always;
}

static void read_steps(struct reader *reader, const struct document_node *node, const struct place *place,
                       struct treatment_list *list)
{
    bool many = node->kind == DOCUMENT_SEQUENCE;
    size_t count = many ? node->count : 1;
    list->treatments = workspace_allocate(reader->workspace, count, sizeof *list->treatments);
    for (size_t i = 0; list->treatments && i < count; i++) {
        read_step(reader, many ? node->items[i] : node, place, many ? i : SIZE_MAX, list);
    }
}

void reader_set_treat_steps(struct reader *reader, const struct schema_value *value, void *target)
{
    struct treatment_list *list = target;
    struct named_value named = schema_named(reader, value);
    struct place place = {.parent = value->place, .name = value->row->key};
    struct treatment_list steps = {.count = 0};
    if (value_expect(&named, DOCUMENT_SEQUENCE)) {
        read_steps(reader, value->node, &place, &steps);
        list->treatments = steps.treatments;
        list->count = steps.count;
        list->combine |= steps.combine;
        list->always |= steps.always;
    }
}

void reader_set_treat(struct reader *reader, const struct schema_value *value, void *target)
{
    struct indicator_keys *keys = target;
    const struct document_node *node = value->node;
    struct place place = {.parent = value->place, .name = value->row->key};
    struct treatment_list list = {.count = 0};
    schema_initialise(SCHEMA_TREAT, &list);
    schema_initialise(SCHEMA_UNTIL, &list.skewness);
    bool none = node->kind == DOCUMENT_SCALAR && text_equal(node->text, "none");
    if (node->kind == DOCUMENT_MAPPING && !document_find(node, "method")) {
        schema_read(reader, SCHEMA_TREAT, node, &place, &list);
    } else if (!none) {
        read_steps(reader, node, &place, &list);
    }
    keys->recipe.treat = list;
}

/* ---- over */

static void read_over_range(struct reader *reader, const struct schema_value *value, struct statistics_over *over)
{
    struct place place = {.parent = value->place, .name = value->row->key};
    struct covers_keys keys = {.regions = NULL};
    if (!schema_read(reader, SCHEMA_OVER, value->node, &place, &keys)) {
        return;
    }
    if (value->node->count == 0) {
        char words[PLACE_WORDS_SIZE];
        workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_KEY_MISSING, value->node->at, NULL,
                        "key 'from' or 'to' is missing in %s", place_words(words, &place));
    }
    over->kind = OVER_RANGE;
    over->from = keys.from.node ? keys.from.first : date_from_civil(1, 1, 1);
    over->to = keys.to.node ? keys.to.last : date_from_civil(9999, 12, 31);
    if (over->from > over->to) {
        const struct document_node *at = keys.to.node ? keys.to.node : value->node;
        workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_FROM_AFTER_TO, at->at, NULL,
                        "'over' ends before it begins");
    }
}

void reader_set_over(struct reader *reader, const struct schema_value *value, void *target)
{
    static const char *const kinds[] = {"all", "period"};
    struct indicator_keys *keys = target;
    struct named_value named = schema_named(reader, value);
    size_t kind;
    if (value->node->kind == DOCUMENT_MAPPING) {
        read_over_range(reader, value, &keys->recipe.over);
    } else if (value_choice(&named, kinds, 2, &kind)) {
        keys->recipe.over = (struct statistics_over){.kind = kind == 0 ? OVER_ALL : OVER_PERIOD};
    }
}

/* ---- aggregation */

static void check_aggregate(struct reader *reader, const struct document_node *node, const struct place *place,
                            struct aggregate_keys *keys)
{
    struct aggregation *aggregation = &keys->aggregation;
    struct named_value named = {reader->workspace, place, "expression", keys->expression};
    check_exponent(reader, node, place, aggregation->method == AGGREGATE_POWER, aggregation->p);
    if (keys->expression) {
        value_text(&named, &aggregation->expression);
    }
    if (aggregation->floor.given && aggregation->cap.given) {
        named.node = document_find(node, "cap");
        value_check_bounds(&named, "'floor'", aggregation->floor.value, "'cap'", aggregation->cap.value);
    }
    const struct document_node *space = document_find(node, "space");
    if (aggregation->has_space && space && aggregation->space[0] == aggregation->space[1]) {
        char words[PLACE_WORDS_SIZE];
        workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_BOUNDS, space->at, NULL,
                        "the two ends of 'space' in %s must differ", place_words(words, place));
    }
}

void reader_set_aggregate(struct reader *reader, const struct schema_value *value, void *target)
{
    struct node_keys *node = target;
    struct place place = {.parent = value->place, .name = value->row->key};
    struct aggregate_keys keys = {.expression = NULL};
    schema_initialise(SCHEMA_AGGREGATE, &keys);
    if (schema_read_method(reader, SCHEMA_AGGREGATE, value->node, value->row->key, value->place, &keys)) {
        check_aggregate(reader, value->node, &place, &keys);
        node->node.aggregation = keys.aggregation;
        node->expression = keys.expression;
        node->aggregate = value->node;
    }
}
