/** Normalisations, with what their parameters must be to one another. */
#include "model/keys.h"
#include <math.h>

static void check_bands(struct reader *reader, const struct document_node *node, const struct place *place,
                        const struct normalisation *normalise)
{
    char words[PLACE_WORDS_SIZE];
    const struct document_node *edges = document_find(node, "edges");
    const struct document_node *values = document_find(node, "values");
    if (!normalise->edges || !normalise->values || !edges || !values) {
        return; /* a fault was found in them */
    }
    if (normalise->edge_count == 0) {
        workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_BANDS, edges->at, NULL, "'edges' in %s is an empty list",
                        place_words(words, place));
    }
    for (size_t i = 1; i < normalise->edge_count; i++) {
        if (normalise->edges[i] <= normalise->edges[i - 1]) {
            workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_BANDS, edges->items[i]->at, NULL,
                            "'edges' in %s must ascend: '%s' comes after '%s'", place_words(words, place),
                            edges->items[i]->text, edges->items[i - 1]->text);
        }
    }
    if (normalise->value_count != normalise->edge_count + 1) {
        workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_BANDS, values->at, NULL,
                        "'values' in %s must be one more than 'edges': found %zu and %zu", place_words(words, place),
                        normalise->value_count, normalise->edge_count);
    }
}

/** The base of a ratio: one end at least, and in their order. */
static void check_base(struct reader *reader, const struct document_node *node, const struct place *place,
                       const struct normalise_keys *keys)
{
    char words[PLACE_WORDS_SIZE];
    if (!document_find(node, "from") && !document_find(node, "to")) {
        workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_PARAMETER_MISSING, node->at, NULL,
                        "method 'base_ratio' in %s needs 'from' or 'to'", place_words(words, place));
    } else if (keys->from.node && keys->to.node && keys->from.first > keys->to.last) {
        workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_FROM_AFTER_TO, keys->to.node->at, NULL,
                        "the base in %s ends with '%s', before it begins with '%s'", place_words(words, place),
                        keys->to.node->text, keys->from.node->text);
    }
}

static void check_normalise(struct reader *reader, const struct document_node *node, const struct place *place,
                            const struct normalise_keys *keys)
{
    const struct normalisation *normalise = &keys->normalisation;
    struct named_value named = {reader->workspace, place, "high", document_find(node, "high")};
    bool both = normalise->low.given && normalise->high.given;
    switch (normalise->method) {
    case NORMALISE_MINMAX:
    case NORMALISE_GOALPOSTS:
    case NORMALISE_SCALED:
        if (both) {
            value_check_bounds(&named, "'low'", normalise->low.value, "'high'", normalise->high.value);
        }
        break;
    case NORMALISE_LOG_MAX:
        if (normalise->high.given) {
            struct value_range range = {"above 0", 0, INFINITY, true};
            double high;
            value_number(&named, &range, &high);
        }
        break;
    case NORMALISE_BANDS:
        check_bands(reader, node, place, normalise);
        break;
    case NORMALISE_BASE_RATIO:
        check_base(reader, node, place, keys);
        break;
    case NORMALISE_ZSCORE:
    case NORMALISE_RANK:
    case NORMALISE_PERCENTILE:
    case NORMALISE_NONE:
    case NORMALISE_BORDA:
    case NORMALISE_FRACTION_OF_MAX:
    case NORMALISE_DISTANCE_TO_MAX:
    case NORMALISE_DISTANCE_TO_REFERENCE:
    case NORMALISE_DISTANCE_TO_TARGET:
    case NORMALISE_ABOVE_MEAN:
    case NORMALISE_COUNT:
        break;
    }
}

void reader_set_reference_region(struct reader *reader, const struct schema_value *value, void *target)
{
    struct normalise_keys *keys = target;
    struct named_value named = schema_named(reader, value);
    if (value_text(&named, &keys->normalisation.region)) {
        keys->normalisation.region_at = value->node->at;
    }
}

void reader_set_normalise(struct reader *reader, const struct schema_value *value, void *target)
{
    struct indicator_keys *indicator = target;
    struct place place = {.parent = value->place, .name = value->row->key};
    struct normalise_keys keys = {.normalisation = {.method = NORMALISE_MINMAX}};
    schema_initialise(SCHEMA_NORMALISE, &keys);
    if (schema_read_method(reader, SCHEMA_NORMALISE, value->node, value->row->key, value->place, &keys)) {
        keys.normalisation.from = keys.from.node ? keys.from.first : date_from_civil(1, 1, 1);
        keys.normalisation.to = keys.to.node ? keys.to.last : date_from_civil(9999, 12, 31);
        check_normalise(reader, value->node, &place, &keys);
        indicator->recipe.normalise = keys.normalisation;
    }
}
