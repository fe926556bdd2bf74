/** Other indicators that an indicator names besides its options: its denominator, and its stand-in where it is missing.
 */
#include "base/text.h"
#include "model/keys.h"

/** Of one of an indicator's keys, which names an indicator. */
struct naming {
    struct indicator_keys *indicator;
    const char *key;
    const char *id;
    struct location at;
    bool is_default; /* it stands under `defaults` */
};

/** True, with a fault, if the name is that of the indicator itself. */
static bool names_itself(struct reader *reader, const struct naming *naming)
{
    if (!text_equal(naming->id, naming->indicator->recipe.id)) {
        return false;
    }
    const char *hint =
        naming->is_default ? workspace_hint(reader->workspace, "write '%s: none' in it", naming->key) : NULL;
    workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_ITSELF, naming->at, hint, "indicator '%s' names itself in '%s'",
                    naming->id, naming->key);
    return true;
}

/** An indicator of that id goes before a column of that name, which the pipeline looks for in the regions file. */
static void find_denominator(struct reader *reader, struct indicator_keys *indicator)
{
    struct denominator *per = &indicator->recipe.per;
    const struct schema_reference *reference = &indicator->per;
    if (!reference->id || text_equal(reference->id, "none")) {
        return;
    }
    per->name = reference->id;
    per->at = reference->at;
    per->kind = PER_COLUMN;
    struct naming naming = {indicator, "per", reference->id, reference->at,
                            reference->id == reader->indicator_defaults.per.id};
    size_t position;
    if (!names_itself(reader, &naming) && names_find(&reader->indicator_names, reference->id, &position)) {
        per->kind = PER_INDICATOR;
        per->indicator = position;
        reader->indicators[position].used = true;
    }
}

static void find_stand_in(struct reader *reader, struct indicator_keys *indicator)
{
    struct missing_rule *rule = &indicator->recipe.missing;
    if (rule->method != MISSING_INDICATOR || !rule->indicator_id) {
        return;
    }
    struct naming naming = {indicator, "missing", rule->indicator_id, rule->at, !indicator->own_missing};
    if (names_itself(reader, &naming)) {
        return;
    }
    if (names_find(&reader->indicator_names, rule->indicator_id, &rule->indicator)) {
        reader->indicators[rule->indicator].used = true;
        return;
    }
    char shown[WORKSPACE_SHOWN_SIZE];
    reader->indicator_unknown = true;
    workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_UNKNOWN_INDICATOR, rule->at,
                    names_suggest(reader->workspace, &reader->indicator_names, rule->indicator_id),
                    "unknown indicator '%s' in 'missing'", workspace_shorten(shown, rule->indicator_id));
}

void reader_find_references(struct reader *reader, struct indicator_keys *indicator)
{
    find_denominator(reader, indicator);
    find_stand_in(reader, indicator);
}
