/** Indicators: their keys over the defaults, their module, their source and their options. */
#include "base/text.h"
#include "indicators/registry.h"
#include "model/keys.h"
#include <string.h>

void reader_set_defaults(struct reader *reader, const struct schema_value *value, void *target)
{
    struct place place = {.parent = value->place, .name = value->row->key};
    (void)target;
    if (document_is_empty(value->node)) {
        return; /* all of it commented out */
    }
    struct indicator_keys *defaults = &reader->indicator_defaults;
    if (!schema_read(reader, SCHEMA_DEFAULTS, value->node, &place, defaults)) {
        return;
    }
    const struct document_node *options = defaults->options;
    if (options && options->kind != DOCUMENT_MAPPING) {
        struct named_value named = {reader->workspace, &place, "options", options};
        if (!document_is_empty(options)) {
            value_expect(&named, DOCUMENT_MAPPING);
        }
        defaults->options = NULL;
    } else if (options) {
        reader->default_option_used = workspace_allocate(reader->workspace, options->count, sizeof(bool));
    }
}

void reader_begin_indicators(struct reader *reader)
{
    struct indicator_keys *defaults = &reader->indicator_defaults;
    schema_initialise(SCHEMA_INDICATOR, defaults);
    struct normalise_keys normalise = {.normalisation = {.method = NORMALISE_MINMAX}};
    schema_initialise(SCHEMA_NORMALISE, &normalise);
    defaults->recipe.normalise = normalise.normalisation;
    schema_initialise(SCHEMA_TREAT, &defaults->recipe.treat);
    schema_initialise(SCHEMA_UNTIL, &defaults->recipe.treat.skewness);
    schema_initialise(SCHEMA_NODE, &reader->node_defaults);
}

static void fault_unknown_module(struct reader *reader, const struct schema_reference *module)
{
    const char *names[256];
    size_t count = 0;
    for (; count < sizeof names / sizeof names[0] && indicator_registry[count]; count++) {
        names[count] = indicator_registry[count]->name;
    }
    char shown[WORKSPACE_SHOWN_SIZE];
    const char *hint = workspace_suggest(reader->workspace, module->id, names, count, sizeof *names);
    workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_UNKNOWN_MODULE, module->at,
                    hint ? hint : "'tocsin modules' lists them", "unknown module '%s'",
                    workspace_shorten(shown, module->id));
}

static void find_module(struct reader *reader, struct indicator_keys *keys)
{
    const char *name = keys->module.id ? keys->module.id : schema_find(SCHEMA_INDICATOR, "module")->initial;
    keys->recipe.module = indicator_find(name);
    if (!keys->recipe.module && keys->module.id) {
        fault_unknown_module(reader, &keys->module);
    }
}

/** What a module of each input reads. Agreements and series have one layout each. */
static bool format_fits(enum indicator_input input, enum source_format format)
{
    switch (input) {
    case INPUT_EVENTS:
        return format == FORMAT_EVENTS || format == FORMAT_UCDP_GED || format == FORMAT_GDELT || format == FORMAT_ICEWS;
    case INPUT_DEVELOPMENTS:
        return format == FORMAT_DEVELOPMENTS || format == FORMAT_GDELT || format == FORMAT_ICEWS ||
               format == FORMAT_EVENTS;
    case INPUT_AGREEMENTS:
        return format == FORMAT_AGREEMENTS;
    case INPUT_SERIES:
        return format == FORMAT_SERIES;
    case INPUT_INDICATORS:
        return false;
    }
    return false;
}

static void fault_no_source(struct reader *reader, const struct indicator_keys *keys)
{
    const struct indicator_module *module = keys->recipe.module;
    workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_SOURCE_MISSING, keys->recipe.at,
                    reader->model->source_count == 0 ? "the model has no 'sources'" : NULL,
                    "indicator '%s' names no source: module '%s' reads %s", keys->recipe.id, module->name,
                    indicator_input_name(module->input));
}

/** Finds the source and looks whether the module can read it. */
static void find_source(struct reader *reader, struct indicator_keys *keys)
{
    const struct indicator_module *module = keys->recipe.module;
    size_t position = SIZE_MAX;
    keys->recipe.source = SIZE_MAX;
    bool of_others = module && module->input == INPUT_INDICATORS;
    if (keys->source.id && !(of_others && keys->source_is_default)) {
        if (!names_find(&reader->source_names, keys->source.id, &position)) {
            reader->source_unknown = true;
            char shown[WORKSPACE_SHOWN_SIZE];
            workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_UNKNOWN_SOURCE, keys->source.at,
                            names_suggest(reader->workspace, &reader->source_names, keys->source.id),
                            "unknown source '%s'", workspace_shorten(shown, keys->source.id));
            return;
        }
        reader->sources[position].used = true;
    }
    if (!module) {
        return;
    }
    if (of_others && position != SIZE_MAX) {
        workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_SOURCE_NOT_TAKEN, keys->source.at, NULL,
                        "module '%s' of indicator '%s' is made of other indicators: it takes no source", module->name,
                        keys->recipe.id);
        return;
    }
    if (!of_others && position == SIZE_MAX) {
        if (!keys->hides_source) {
            fault_no_source(reader, keys);
        }
        return;
    }
    keys->recipe.source = position;
    if (of_others) {
        return;
    }
    enum source_format format = reader->model->sources[position].format;
    if (format != FORMAT_COUNT && !format_fits(module->input, format)) {
        workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_SOURCE_FORMAT, keys->source.at, NULL,
                        "module '%s' of indicator '%s' reads %s, and source '%s' is of format '%s'", module->name,
                        keys->recipe.id, indicator_input_name(module->input), keys->source.id,
                        source_format_names[format]);
    }
}

/** A factor of its own means nothing where nothing is divided by. */
static void check_factor(struct reader *reader, const struct indicator_keys *keys, const struct document_node *node,
                         const struct place *place)
{
    const struct document_node *factor = document_find(node, "per_factor");
    bool divides = keys->per.id && !text_equal(keys->per.id, "none");
    if (factor && !divides) {
        char words[PLACE_WORDS_SIZE];
        workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_KEY_MISSING, factor->at, NULL,
                        "key 'per' is missing in %s, which has 'per_factor'", place_words(words, place));
    }
}

/** The keys of one indicator, over the defaults. */
static void read_indicator(struct reader *reader, const struct document_entry *entry, const struct place *parent)
{
    struct place place = {.parent = parent, .kind = "indicator", .name = entry->key};
    struct indicator_keys keys = reader->indicator_defaults;
    struct named_value named = {reader->workspace, &place, entry->key, entry->value};
    keys.options = NULL;
    keys.source.id = NULL;
    keys.own_missing = false;
    keys.recipe.id = entry->key;
    keys.recipe.at = entry->at;
    if (!value_is_id(entry->key)) {
        value_fault_id(&named, entry->at);
    }
    bool rests_on_defaults = document_is_empty(entry->value);
    bool readable = rests_on_defaults || schema_read(reader, SCHEMA_INDICATOR, entry->value, &place, &keys);
    keys.hides_source = !readable || (!keys.source.id && document_find(entry->value, "source"));
    reader->source_unknown |= keys.hides_source;
    if (!keys.source.id) {
        keys.source = reader->indicator_defaults.source;
        keys.source_is_default = true;
    }
    keys.recipe.title = keys.recipe.title ? keys.recipe.title : keys.recipe.id;
    check_factor(reader, &keys, entry->value, &place);
    find_module(reader, &keys);
    find_source(reader, &keys);
    const struct indicator_module *module = keys.recipe.module;
    if (module) {
        bool said = keys.recipe.unit || module->unit_rule != UNIT_AS_SAID;
        keys.recipe.unit = said ? keys.recipe.unit : module->unit;
        keys.recipe.direction = keys.has_direction ? keys.recipe.direction : module->direction;
    }
    size_t count = reader->model->indicator_count;
    if (workspace_grow(reader->workspace, &reader->indicators, count, sizeof *reader->indicators,
                       &reader->indicator_capacity)) {
        reader->indicators[count] = keys;
        reader->model->indicator_count++;
    }
}

/** Default options that no module has are misspelt, or meant for a module that is not used. */
static void check_default_options(struct reader *reader)
{
    const struct document_node *options = reader->indicator_defaults.options;
    for (size_t i = 0; options && reader->default_option_used && i < options->count; i++) {
        if (!reader->default_option_used[i]) {
            char shown[WORKSPACE_SHOWN_SIZE];
            workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_OPTION, options->entries[i].at, NULL,
                            "option '%s' in 'defaults' is an option of no module that the model uses",
                            workspace_shorten(shown, options->entries[i].key));
        }
    }
}

/** Options, denominators and rules may name indicators that come later: they are read when all are known. */
static void read_options(struct reader *reader, const struct place *parent)
{
    struct tocsin_model *model = reader->model;
    const char **ids = workspace_allocate(reader->workspace, model->indicator_count, sizeof *ids);
    for (size_t i = 0; ids && i < model->indicator_count; i++) {
        ids[i] = reader->indicators[i].recipe.id;
    }
    if (!ids || !names_make(reader->workspace, ids, model->indicator_count, &reader->indicator_names)) {
        return;
    }
    for (size_t i = 0; i < model->indicator_count; i++) {
        struct place place = {.parent = parent, .kind = "indicator", .name = ids[i]};
        reader_read_options(reader, &reader->indicators[i], &place);
        reader_find_references(reader, &reader->indicators[i]);
    }
    check_default_options(reader);
}

void reader_set_indicators(struct reader *reader, const struct schema_value *value, void *target)
{
    struct tocsin_model *model = target;
    struct named_value named = schema_named(reader, value);
    if (!value_expect(&named, DOCUMENT_MAPPING)) {
        return;
    }
    if (value->node->count == 0) {
        workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_LENGTH, value->node->at, NULL,
                        "'indicators' is an empty mapping: there is nothing to measure");
    }
    for (size_t i = 0; i < value->node->count; i++) {
        read_indicator(reader, &value->node->entries[i], value->place);
    }
    read_options(reader, value->place);
    model->indicators = workspace_allocate(reader->workspace, model->indicator_count, sizeof *model->indicators);
    for (size_t i = 0; model->indicators && i < model->indicator_count; i++) {
        model->indicators[i] = reader->indicators[i].recipe;
    }
}
