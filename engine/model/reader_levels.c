/** Levels of the score, and the ranges of uncertainty. */
#include "base/number.h"
#include "base/text.h"
#include "model/keys.h"

static void read_band(struct reader *reader, const struct document_node *node, const struct place *place,
                      struct level_rules *levels)
{
    struct level_band band = {NULL, 0};
    uint64_t before = reader->workspace->fault_count;
    if (schema_read(reader, SCHEMA_BAND, node, place, &band) && reader->workspace->fault_count == before) {
        levels->bands[levels->count++] = band;
    }
}

/** Bounds ascend and no two levels share an id. Bands that could not be read leave no gap to compare across. */
static void check_bands(struct reader *reader, const struct document_node *node, const struct level_rules *levels)
{
    if (!levels->bands || levels->count != node->count) {
        return;
    }
    for (size_t i = 1; i < levels->count; i++) {
        const struct document_node *from = document_find(node->items[i], "from");
        if (levels->bands[i].from <= levels->bands[i - 1].from && from) {
            char before[NUMBER_TEXT_SIZE];
            number_format(before, levels->bands[i - 1].from, -1);
            workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_LEVEL_ORDER, from->at, "list bands from the lowest up",
                            "level '%s' begins at %s, not above '%s' at %s", levels->bands[i].id, from->text,
                            levels->bands[i - 1].id, before);
        }
        for (size_t k = 0; k < i; k++) {
            const struct document_node *id = document_find(node->items[i], "id");
            if (text_equal(levels->bands[k].id, levels->bands[i].id) && id) {
                workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_LEVEL_ORDER, id->at, NULL,
                                "level '%s' is given twice", levels->bands[i].id);
                break;
            }
        }
    }
}

void reader_set_bands(struct reader *reader, const struct schema_value *value, void *target)
{
    enum { MOST_BANDS = 1000 };
    struct level_rules *levels = target;
    struct named_value named = schema_named(reader, value);
    if (!value_expect(&named, DOCUMENT_SEQUENCE)) {
        return;
    }
    if (value->node->count == 0 || value->node->count > MOST_BANDS) {
        workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_LENGTH, value->node->at, NULL,
                        "'bands' in 'levels' must be a list of 1 to %d levels, found %zu", MOST_BANDS,
                        value->node->count);
        return;
    }
    levels->bands = workspace_allocate(reader->workspace, value->node->count, sizeof *levels->bands);
    for (size_t i = 0; levels->bands && i < value->node->count; i++) {
        struct place place = {.parent = value->place, .name = value->row->key, .is_item = true, .item = i};
        read_band(reader, value->node->items[i], &place, levels);
    }
    check_bands(reader, value->node, levels);
}

void reader_set_hysteresis(struct reader *reader, const struct schema_value *value, void *target)
{
    struct place place = {.parent = value->place, .name = value->row->key};
    schema_read(reader, SCHEMA_HYSTERESIS, value->node, &place, target);
}

void reader_set_levels(struct reader *reader, const struct schema_value *value, void *target)
{
    struct tocsin_model *model = target;
    struct place place = {.parent = value->place, .name = value->row->key};
    struct level_rules levels = {.bands = NULL};
    if (!schema_read(reader, SCHEMA_LEVELS, value->node, &place, &levels)) {
        return;
    }
    model->levels = levels;
    if (levels.count > 0 && levels.bands[0].from > model->scale[0]) {
        const struct document_node *bands = document_find(value->node, "bands");
        char from[NUMBER_TEXT_SIZE];
        number_format(from, levels.bands[0].from, -1);
        workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_LEVEL_GAP, bands->at, NULL,
                        "the lowest level '%s' begins at %s: lower scores have it too", levels.bands[0].id, from);
    }
}

void reader_set_uncertainty(struct reader *reader, const struct schema_value *value, void *target)
{
    struct tocsin_model *model = target;
    struct place place = {.parent = value->place, .name = value->row->key};
    if (value->node->kind == DOCUMENT_SCALAR && text_equal(value->node->text, "none")) {
        return;
    }
    if (schema_read(reader, SCHEMA_UNCERTAINTY, value->node, &place, model)) {
        model->has_uncertainty = true;
        workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_UNCERTAINTY_LATER, value->node->at,
                        "write 'uncertainty: none' to do without them",
                        "this version does not compute the ranges that 'uncertainty' asks for");
    }
}
