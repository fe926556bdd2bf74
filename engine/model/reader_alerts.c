/** Alerts: when a score is worth a word of warning. They name levels and indicators, and so are read after both. */
#include "base/text.h"
#include "model/keys.h"

/** The defaults of `alerts`, and of all that is in it. */
static struct alerts_keys default_keys(void)
{
    struct alerts_keys keys = {.has_jump = false};
    schema_initialise(SCHEMA_ALERTS, &keys);
    schema_initialise(SCHEMA_SMALL_NUMBERS, &keys.small_numbers);
    return keys;
}

void reader_begin_alerts(struct tocsin_model *model)
{
    model->alerts.stale_periods = default_keys().stale;
}

/** True, with a fault, if the model has no levels that a key could be about. */
static bool fault_no_levels(struct reader *reader, struct location at, const char *key)
{
    if (document_find(reader->root, "levels")) {
        return false;
    }
    workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_NO_LEVELS, at, NULL,
                    "'%s' is about levels, and the model has no 'levels'", key);
    return true;
}

static void find_level(struct reader *reader, const struct schema_reference *reference, struct alert_rules *rules)
{
    const struct level_rules *levels = &reader->model->levels;
    if (!reference->id || fault_no_levels(reader, reference->at, "level")) {
        return;
    }
    for (size_t i = 0; i < levels->count; i++) {
        if (text_equal(levels->bands[i].id, reference->id)) {
            rules->jump_level = (struct optional_number){true, (double)i};
            return;
        }
    }
    if (levels->count > 0) { /* else a fault hides which levels there are */
        char shown[WORKSPACE_SHOWN_SIZE];
        workspace_fault(
            reader->workspace, DIAGNOSTIC_MODEL_UNKNOWN_LEVEL, reference->at,
            workspace_suggest(reader->workspace, reference->id, levels->bands, levels->count, sizeof *levels->bands),
            "unknown level '%s' in 'jump'", workspace_shorten(shown, reference->id));
    }
}

/** The count that the guard goes by. It need not be in the index. */
static void find_count(struct reader *reader, const struct schema_reference *reference, struct alert_rules *rules)
{
    if (!reference->id) {
        return;
    }
    if (names_find(&reader->indicator_names, reference->id, &rules->guard_indicator)) {
        reader->indicators[rules->guard_indicator].used = true;
        return;
    }
    char shown[WORKSPACE_SHOWN_SIZE];
    reader->indicator_unknown = true;
    workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_UNKNOWN_INDICATOR, reference->at,
                    names_suggest(reader->workspace, &reader->indicator_names, reference->id),
                    "unknown indicator '%s' in 'small_numbers'", workspace_shorten(shown, reference->id));
}

void reader_set_alerts(struct reader *reader, const struct schema_value *value, void *target)
{
    struct alert_rules *rules = &((struct tocsin_model *)target)->alerts;
    struct place place = {.parent = value->place, .name = value->row->key};
    struct alerts_keys keys = default_keys();
    if (value->node->kind == DOCUMENT_SCALAR && text_equal(value->node->text, "none")) {
        *rules = (struct alert_rules){.silent = true};
        return;
    }
    if (!schema_read(reader, SCHEMA_ALERTS, value->node, &place, &keys)) {
        return;
    }
    *rules = (struct alert_rules){
        .jump = {keys.has_jump, keys.jump.points},
        .record_periods = keys.record.periods,
        .stale_periods = keys.stale,
        .has_guard = keys.has_small_numbers,
        .guard_periods = keys.small_numbers.periods,
        .guard_before = keys.small_numbers.before,
        .guard_now = keys.small_numbers.now,
    };
    const struct document_node *stale = document_find(value->node, "stale");
    if (stale) {
        fault_no_levels(reader, stale->at, "stale");
    }
    find_level(reader, &keys.jump.level, rules);
    find_count(reader, &keys.small_numbers.indicator, rules);
    const struct document_node *guard = document_find(value->node, "small_numbers");
    if (guard && !document_find(value->node, "jump") && !document_find(value->node, "record")) {
        workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_GUARD_IDLE, guard->at, NULL,
                        "'small_numbers' marks jumps and records, and 'alerts' has neither");
    }
}
