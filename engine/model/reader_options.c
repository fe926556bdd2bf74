/** Options of indicator modules, by the modules' own tables. */
#include "base/expression.h"
#include "base/number.h"
#include "base/text.h"
#include "model/keys.h"
#include <string.h>

enum { MOST_CHOICES = 64 };

/** One option that is being read. */
struct option {
    struct reader *reader;
    struct indicator_keys *indicator;
    const struct option_descriptor *descriptor;
    struct option_value *value;
    struct named_value named; /* what is given */
};

/** Splits "a|b|c"; returns how many there are. */
static size_t split_choices(struct workspace *workspace, const char *range, const char *choices[MOST_CHOICES])
{
    size_t count = 0;
    for (const char *part = range; part && count < MOST_CHOICES;) {
        const char *bar = strchr(part, '|');
        choices[count] = workspace_copy(workspace, part, bar ? (size_t)(bar - part) : strlen(part));
        if (!choices[count]) {
            return 0;
        }
        count++;
        part = bar ? bar + 1 : NULL;
    }
    return count;
}

/* ---- defaults */

/** "16, 8, 4" */
static void initialise_numbers(struct workspace *workspace, const char *text, struct option_value *value)
{
    size_t count = 1;
    for (const char *comma = text; (comma = strchr(comma, ',')); comma++) {
        count++;
    }
    double *numbers = workspace_allocate(workspace, count, sizeof *numbers);
    for (size_t i = 0; numbers && i < count; i++) {
        size_t length = strcspn(text, ",");
        number_parse(text, length, &numbers[i]);
        text += length + (text[length] == ',');
    }
    value->numbers = numbers;
    value->number_count = numbers ? count : 0;
}

static void initialise_option(struct workspace *workspace, const struct option_descriptor *descriptor,
                              struct option_value *value)
{
    const char *choices[MOST_CHOICES];
    const char *text = descriptor->initial;
    if (!text) {
        return;
    }
    switch (descriptor->type) {
    case OPTION_NUMBER:
    case OPTION_INTEGER:
        number_parse(text, strlen(text), &value->number);
        break;
    case OPTION_FLAG:
        value->number = text_equal(text, "true");
        break;
    case OPTION_CHOICE:
        value->text = text;
        value->number = (double)method_find(choices, split_choices(workspace, descriptor->range, choices), text);
        break;
    case OPTION_NUMBERS:
        initialise_numbers(workspace, text, value);
        break;
    case OPTION_TEXT:
    case OPTION_INDICATOR:
    case OPTION_EXPRESSION:
    case OPTION_TABLE:
        value->text = text;
        break;
    }
}

/* ---- indicators that options name */

static bool add_input(struct option *option, size_t position)
{
    struct indicator_recipe *recipe = &option->indicator->recipe;
    option->reader->indicators[position].used = true;
    for (size_t i = 0; i < recipe->input_count; i++) {
        if (recipe->inputs[i] == position) {
            return true;
        }
    }
    if (!workspace_grow(option->reader->workspace, &recipe->inputs, recipe->input_count, sizeof *recipe->inputs,
                        &option->indicator->input_capacity)) {
        return false;
    }
    recipe->inputs[recipe->input_count++] = position;
    return true;
}

static bool name_indicator(struct option *option, const char *id, struct location at)
{
    struct reader *reader = option->reader;
    size_t position;
    if (names_find(&reader->indicator_names, id, &position)) {
        return add_input(option, position);
    }
    reader->indicator_unknown = true;
    char shown[WORKSPACE_SHOWN_SIZE];
    char words[PLACE_WORDS_SIZE];
    workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_UNKNOWN_INDICATOR, at,
                    names_suggest(reader->workspace, &reader->indicator_names, id),
                    "unknown indicator '%s' in option '%s' of %s", workspace_shorten(shown, id),
                    option->descriptor->name, place_words(words, option->named.place->parent));
    return true;
}

static bool name_found(void *user, const char *name, size_t length, size_t position)
{
    struct option *option = user;
    char *id = workspace_copy(option->reader->workspace, name, length);
    return id && name_indicator(option, id, document_text_place(option->named.node, position));
}

/** All names of an expression must be indicators; then the rest of it must be right too. */
static void read_expression(struct option *option)
{
    struct workspace *workspace = option->reader->workspace;
    const char *text = option->value->text;
    uint64_t before = workspace->fault_count;
    expression_names(text, name_found, option);
    size_t count = option->indicator->recipe.input_count;
    const char **names = workspace_allocate(workspace, count, sizeof *names);
    if (!names || workspace->fault_count > before) {
        return;
    }
    for (size_t i = 0; i < count; i++) {
        names[i] = option->reader->indicators[option->indicator->recipe.inputs[i]].recipe.id;
    }
    reader_check_expression(option->reader, option->named.node, option->named.place->parent, names, count);
}

void reader_check_expression(struct reader *reader, const struct document_node *node, const struct place *place,
                             const char *const *names, size_t count)
{
    struct expression *expression = NULL;
    char fault[EXPRESSION_FAULT_SIZE];
    char words[PLACE_WORDS_SIZE];
    size_t position = 0;
    tocsin_status status = expression_create(reader->context, node->text, names, count, &expression, fault, &position);
    expression_destroy(reader->context, expression);
    reader->workspace->out_of_memory |= status == TOCSIN_ERROR_MEMORY;
    if (status == TOCSIN_ERROR_MODEL) {
        workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_EXPRESSION, document_text_place(node, position), NULL,
                        "the expression of %s cannot be read: %s", place_words(words, place), fault);
    }
}

/* ---- given values */

static void read_table(struct option *option)
{
    const struct document_node *node = option->named.node;
    struct named_value named = option->named;
    if (node->kind == DOCUMENT_MAPPING && node->count == 1 && document_find(node, "file")) {
        named.node = document_find(node, "file");
    }
    struct model_file file;
    if (value_file(&named, option->reader->model->path, &file)) {
        option->value->text = file.path;
        option->value->named = file.named;
        option->value->at = file.at;
    }
}

static void read_choice(struct option *option)
{
    const char *choices[MOST_CHOICES];
    size_t count = split_choices(option->reader->workspace, option->descriptor->range, choices);
    size_t position;
    if (count > 0 && value_choice(&option->named, choices, count, &position)) {
        option->value->text = choices[position];
        option->value->number = (double)position;
    }
}

static void read_number(struct option *option, const struct value_range *range)
{
    int64_t whole;
    if (option->descriptor->type == OPTION_NUMBER) {
        value_number(&option->named, range, &option->value->number);
    } else if (value_integer(&option->named, range, &whole)) {
        option->value->number = (double)whole;
    }
}

static void read_given(struct option *option)
{
    const struct option_descriptor *descriptor = option->descriptor;
    struct value_range range = {descriptor->range, descriptor->low, descriptor->high, descriptor->low_open};
    struct option_value *value = option->value;
    bool flag;
    value->given = true;
    value->at = option->named.node->at;
    switch (descriptor->type) {
    case OPTION_NUMBER:
    case OPTION_INTEGER:
        read_number(option, &range);
        break;
    case OPTION_CHOICE:
        read_choice(option);
        break;
    case OPTION_FLAG:
        value->number = value_flag(&option->named, &flag) && flag;
        break;
    case OPTION_NUMBERS:
        value_numbers(&option->named, &range, &value->numbers, &value->number_count);
        break;
    case OPTION_TEXT:
        value_text(&option->named, &value->text);
        break;
    case OPTION_INDICATOR:
        if (value_text(&option->named, &value->text)) {
            name_indicator(option, value->text, option->named.node->at);
        }
        break;
    case OPTION_EXPRESSION:
        if (value_text(&option->named, &value->text)) {
            read_expression(option);
        }
        break;
    case OPTION_TABLE:
        read_table(option);
        break;
    }
}

/* ---- the options of an indicator */

static void fault_unknown_option(struct reader *reader, const struct indicator_module *module,
                                 const struct document_entry *entry, const struct place *place)
{
    char shown[WORKSPACE_SHOWN_SIZE];
    char words[PLACE_WORDS_SIZE];
    const char *hint = workspace_suggest(reader->workspace, entry->key, module->options, module->option_count,
                                         sizeof *module->options);
    const char *all = module->option_count == 0 ? "it has no options" : NULL;
    workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_OPTION, entry->at, hint ? hint : all,
                    "module '%s' has no option '%s', given in %s", module->name, workspace_shorten(shown, entry->key),
                    place_words(words, place));
}

static void check_names(struct reader *reader, const struct indicator_keys *indicator, const struct place *place)
{
    const struct indicator_module *module = indicator->recipe.module;
    for (size_t i = 0; indicator->options && i < indicator->options->count; i++) {
        const struct document_entry *entry = &indicator->options->entries[i];
        size_t k = 0;
        while (k < module->option_count && !text_equal(module->options[k].name, entry->key)) {
            k++;
        }
        if (k == module->option_count) {
            fault_unknown_option(reader, module, entry, place);
        }
    }
}

/** The node of an option: the indicator's own or one of the defaults; NULL: neither. */
static const struct document_node *find_given(struct reader *reader, const struct indicator_keys *indicator,
                                              const char *name)
{
    const struct document_node *own = document_find(indicator->options, name);
    const struct document_node *defaults = reader->indicator_defaults.options;
    for (size_t i = 0; defaults && reader->default_option_used && i < defaults->count; i++) {
        if (text_equal(defaults->entries[i].key, name)) {
            reader->default_option_used[i] = true;
            own = own ? own : defaults->entries[i].value;
        }
    }
    return own;
}

/** `column: x` stands for `options: {column: x}`. */
static struct document_node *column_node(struct reader *reader, struct indicator_keys *indicator,
                                         const struct place *place)
{
    const struct indicator_module *module = indicator->recipe.module;
    if (!indicator->column.id) {
        return NULL;
    }
    bool has_column = false;
    for (size_t i = 0; i < module->option_count; i++) {
        has_column |= text_equal(module->options[i].name, "column");
    }
    if (!has_column) {
        char words[PLACE_WORDS_SIZE];
        workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_OPTION, indicator->column.at, NULL,
                        "module '%s' has no option 'column', given in %s", module->name, place_words(words, place));
        return NULL;
    }
    if (document_find(indicator->options, "column")) {
        schema_fault_exclusive(reader, place, indicator->column.at, "column", "options.column");
        return NULL;
    }
    return document_create_scalar(reader->workspace, indicator->column.id, indicator->column.at);
}

static void read_option(struct option *option, const struct document_node *node)
{
    const struct option_descriptor *descriptor = option->descriptor;
    struct workspace *workspace = option->reader->workspace;
    initialise_option(workspace, descriptor, option->value);
    option->value->at = option->indicator->recipe.at;
    if (node && node->kind != DOCUMENT_BROKEN) {
        option->named.node = node;
        read_given(option);
    } else if (descriptor->required && !node) {
        char words[PLACE_WORDS_SIZE];
        const struct indicator_keys *indicator = option->indicator;
        workspace_fault(workspace, DIAGNOSTIC_MODEL_OPTION_MISSING,
                        indicator->options ? indicator->options->at : indicator->recipe.at, NULL,
                        "module '%s' needs the option '%s' in %s", indicator->recipe.module->name, descriptor->name,
                        place_words(words, option->named.place->parent));
    }
}

/** Which side of a row is meant cannot be said where rows are about one region. What `defaults` say is passed by. */
static void check_sides(struct reader *reader, const struct indicator_keys *indicator)
{
    const struct indicator_module *module = indicator->recipe.module;
    if (indicator->recipe.source == SIZE_MAX) {
        return;
    }
    const struct source_recipe *source = &reader->model->sources[indicator->recipe.source];
    bool two_sides = source->format == FORMAT_DEVELOPMENTS || source->format == FORMAT_COUNT;
    for (size_t i = 0; !two_sides && i < module->option_count; i++) {
        const char *name = module->options[i].name;
        const struct document_entry *entry = document_entry_find(indicator->options, name);
        if (module->options[i].of_two_sides && entry) {
            workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_NO_SIDES, entry->at,
                            "'region' of the source says whose rows they are",
                            "option '%s' is about rows with a source and a target, and source '%s' is of format '%s'",
                            name, source->id, source_format_names[source->format]);
        }
    }
}

void reader_read_options(struct reader *reader, struct indicator_keys *indicator, const struct place *place)
{
    const struct indicator_module *module = indicator->recipe.module;
    struct place inner = {.parent = place, .name = "options"};
    struct named_value named = {reader->workspace, place, "options", indicator->options};
    if (indicator->options && (document_is_empty(indicator->options) || !value_expect(&named, DOCUMENT_MAPPING))) {
        indicator->options = NULL;
    }
    if (!module) {
        return;
    }
    check_names(reader, indicator, place);
    check_sides(reader, indicator);
    struct document_node *column = column_node(reader, indicator, place);
    indicator->recipe.options =
        workspace_allocate(reader->workspace, module->option_count, sizeof *indicator->recipe.options);
    for (size_t i = 0; indicator->recipe.options && i < module->option_count; i++) {
        const struct option_descriptor *descriptor = &module->options[i];
        const struct document_node *node = find_given(reader, indicator, descriptor->name);
        bool is_column = column && text_equal(descriptor->name, "column");
        struct option option = {reader,
                                indicator,
                                descriptor,
                                &indicator->recipe.options[i],
                                {reader->workspace, &inner, descriptor->name, NULL}};
        read_option(&option, is_column ? column : node);
    }
}
