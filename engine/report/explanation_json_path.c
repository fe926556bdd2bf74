/** The JSON of an explanation: the nodes of the index, and every indicator from its raw value to its part. */
#include "report/explanation_json_parts.h"

static const char *const effect_names[EFFECT_KIND_COUNT] = {
    [EFFECT_ROUND] = "round", [EFFECT_FLOOR] = "floor", [EFFECT_CAP] = "cap", [EFFECT_RESCALED] = "rescaled"};

static void write_effect(struct json *json, const struct explained_effect *effect)
{
    json_open_object(json);
    json_one_line(json);
    json_text_of(json, "effect", effect_names[effect->effect.kind]);
    json_number_of(json, "before", effect->effect.before);
    json_number_of(json, "after", effect->effect.after);
    json_number_of(json, "score", effect->effect.score);
    if (effect->effect.kind != EFFECT_RESCALED) {
        json_number_of(json, "limit", effect->limit);
    } else {
        json_open_array_of(json, "missing");
        for (size_t i = 0; i < effect->missing_count; i++) {
            json_text(json, effect->missing[i]);
        }
        json_close_array(json);
    }
    json_close_object(json);
}

static void write_node(struct json *json, const struct explanation *explanation, const struct explained_node *node)
{
    bool is_leaf = node->indicator != INDEX_NONE;
    json_open_object(json);
    json_text_of(json, is_leaf ? "indicator" : "id", node->id);
    json_text_of(json, "title", node->title);
    json_text_of(json, "parent", node->parent == INDEX_NONE ? NULL : explanation->nodes[node->parent].id);
    json_optional_of(json, "value", node->value);
    json_optional_of(json, "previous_value", node->previous);
    json_number_of(json, "weight", node->weight);
    json_optional_of(json, "contribution", node->contribution);
    json_optional_of(json, "change", node->change);
    if (!is_leaf) {
        json_number_of(json, "coverage", node->coverage);
        json_text_of(json, "method", node->method);
        json_open_array_of(json, "effects");
        for (size_t i = 0; i < node->effect_count; i++) {
            write_effect(json, &node->effects[i]);
        }
        json_close_array(json);
    }
    json_close_object(json);
}

void explanation_json_nodes(struct json *json, const struct explanation *explanation)
{
    json_open_array_of(json, "nodes");
    for (size_t i = 0; i < explanation->node_count; i++) {
        write_node(json, explanation, &explanation->nodes[i]);
    }
    json_close_array(json);
}

static void write_options(struct json *json, const struct explained_indicator *indicator)
{
    json_open_array_of(json, "options");
    for (size_t i = 0; i < indicator->option_count; i++) {
        const struct explained_option *option = &indicator->options[i];
        json_open_object(json);
        json_one_line(json);
        json_text_of(json, "name", option->name);
        json_text_of(json, "value", option->value);
        json_text_of(json, "unit", option->unit);
        json_flag_of(json, "given", option->given);
        json_close_object(json);
    }
    json_close_array(json);
}

static void write_step(struct json *json, const char *key, struct optional_number value, uint8_t observation)
{
    json_open_object_of(json, key);
    json_one_line(json);
    json_optional_of(json, "value", value);
    explanation_json_observation(json, observation);
    json_close_object(json);
}

static void write_division(struct json *json, const struct explained_division *division)
{
    if (!division->given) {
        json_key(json, "divided");
        json_null(json);
        return;
    }
    json_open_object_of(json, "divided");
    json_one_line(json);
    json_text_of(json, "by", division->by);
    json_optional_of(json, "divisor", division->divisor);
    json_number_of(json, "factor", division->factor);
    json_optional_of(json, "value", division->quotient);
    json_close_object(json);
}

/** What the value was before, and what it is made of now. */
static void write_path(struct json *json, const struct explained_indicator *indicator)
{
    const struct explained_normalisation *normalisation = &indicator->normalisation;
    write_step(json, "raw", indicator->row.raw, indicator->raw_observation);
    write_division(json, &indicator->division);
    json_text_of(json, "gaps", indicator->missing);
    write_step(json, "treated", indicator->row.treated, indicator->treated_observation);
    json_text_of(json, "treatment", indicator->treatment);
    write_step(json, "normalised", indicator->row.normalised, indicator->row.observation);
    json_open_object_of(json, "normalisation");
    json_text_of(json, "method", normalisation->method);
    json_text_of(json, "formula", normalisation->formula);
    json_text_of(json, "basis", normalisation->basis);
    json_number_of(json, "reference", indicator->reference);
    json_close_object(json);
    json_optional_of(json, "weight", indicator->row.weight);
    json_text_of(json, "weight_formula", indicator->weight_formula);
    json_optional_of(json, "contribution", indicator->row.contribution);
    json_optional_of(json, "change", indicator->row.change);
}

static void write_before(struct json *json, const struct explained_indicator *indicator)
{
    const struct indicator_row *before = &indicator->before;
    json_open_object_of(json, "previous");
    json_one_line(json);
    json_optional_of(json, "raw", before->raw);
    json_optional_of(json, "treated", before->treated);
    json_optional_of(json, "normalised", before->normalised);
    json_optional_of(json, "weight", before->weight);
    json_close_object(json);
}

static void write_indicator(struct json *json, const struct explained_indicator *indicator)
{
    json_open_object(json);
    json_text_of(json, "id", indicator->id);
    json_text_of(json, "title", indicator->title);
    json_text_of(json, "unit", indicator->unit);
    json_flag_of(json, "in_index", indicator->in_index);
    json_text_of(json, "direction", direction_names[indicator->reversed ? DIRECTION_SAFETY : DIRECTION_RISK]);
    json_text_of(json, "module", indicator->module);
    json_text_of(json, "module_title", indicator->module_title);
    json_text_of(json, "formula", indicator->formula);
    json_text_of(json, "source", indicator->source);
    write_options(json, indicator);
    json_text_of(json, "source_period", indicator->source_period[0] ? indicator->source_period : NULL);
    json_unsigned_of(json, "age", indicator->row.age > 0 ? (uint64_t)indicator->row.age : 0);
    write_path(json, indicator);
    write_before(json, indicator);
    explanation_json_trace(json, indicator);
    json_close_object(json);
}

void explanation_json_indicators(struct json *json, const struct explanation *explanation)
{
    json_open_array_of(json, "indicators");
    for (size_t i = 0; i < explanation->indicator_count; i++) {
        write_indicator(json, &explanation->indicators[i]);
    }
    json_close_array(json);
}
