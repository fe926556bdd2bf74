/** Reads a mapping by the rows that the schema's table has for it. */
#include "base/number.h"
#include "base/text.h"
#include "model/keys.h"
#include <stdio.h>
#include <string.h>

static void *member(void *target, size_t offset)
{
    return (unsigned char *)target + offset;
}

struct named_value schema_named(struct reader *reader, const struct schema_value *value)
{
    return (struct named_value){reader->workspace, value->place, value->row->key, value->node};
}

/* ---- defaults */

static void initialise_pair(const char *text, double *pair)
{
    const char *comma = strchr(text, ',');
    if (comma) {
        number_parse(text, (size_t)(comma - text), &pair[0]);
        number_parse(comma + 1, strlen(comma + 1), &pair[1]);
    }
}

static void initialise_value(const struct schema_row *row, void *value)
{
    double number = 0;
    switch (row->type) {
    case SCHEMA_NUMBER:
        number_parse(row->initial, strlen(row->initial), value);
        break;
    case SCHEMA_COUNT:
        number_parse(row->initial, strlen(row->initial), &number);
        *(uint32_t *)value = (uint32_t)number;
        break;
    case SCHEMA_FLAG:
        *(bool *)value = text_equal(row->initial, "true");
        break;
    case SCHEMA_CHOICE:
        *(unsigned *)value = (unsigned)method_find(row->choices, row->choice_count, row->initial);
        break;
    case SCHEMA_PAIR:
        initialise_pair(row->initial, value);
        break;
    default: /* other types begin as nothing; their default is what nothing means */
        break;
    }
}

void schema_initialise(enum schema_object object, void *target)
{
    for (const struct schema_row *row = schema_next(object, NULL); row; row = schema_next(object, row)) {
        if (row->initial && row->offset != SCHEMA_NOWHERE) {
            initialise_value(row, member(target, row->offset));
        }
    }
}

/* ---- single values */

static void read_count(const struct named_value *value, const struct value_range *range, void *into)
{
    int64_t number;
    if (value_integer(value, range, &number)) {
        *(uint32_t *)into = (uint32_t)number;
    }
}

static void read_seed(const struct named_value *value, const struct value_range *range, void *into)
{
    int64_t number;
    if (value_integer(value, range, &number)) {
        *(uint64_t *)into = (uint64_t)number;
    }
}

static void read_optional(const struct named_value *value, const struct schema_row *row,
                          const struct value_range *range, struct optional_number *into)
{
    int64_t whole = 0;
    double number = 0;
    bool good = row->whole ? value_integer(value, range, &whole) : value_number(value, range, &number);
    if (good) {
        *into = (struct optional_number){true, row->whole ? (double)whole : number};
    }
}

static bool read_choice(const struct named_value *value, const struct schema_row *row, unsigned *into)
{
    size_t position;
    if (!value_choice(value, row->choices, row->choice_count, &position)) {
        return false;
    }
    *into = (unsigned)position;
    return true;
}

static void read_choices(const struct named_value *value, const struct schema_row *row)
{
    if (!value_expect(value, DOCUMENT_SEQUENCE)) {
        return;
    }
    unsigned checked;
    for (size_t i = 0; i < value->node->count; i++) {
        struct named_value item = *value;
        item.node = value->node->items[i];
        read_choice(&item, row, &checked);
    }
}

static bool read_pair(const struct named_value *value, const struct value_range *range, double *into)
{
    const double *numbers;
    size_t count;
    if (!value_numbers(value, range, &numbers, &count)) {
        return false;
    }
    if (count != 2) {
        char words[PLACE_WORDS_SIZE];
        workspace_fault(value->workspace, DIAGNOSTIC_MODEL_LENGTH, value->node->at, NULL,
                        "'%s' in %s must be a list of 2 numbers, found %zu", value->key,
                        place_words(words, value->place), count);
        return false;
    }
    memcpy(into, numbers, 2 * sizeof *into);
    return true;
}

static void read_reference(const struct named_value *value, struct schema_reference *into)
{
    if (value_text(value, &into->id)) {
        into->at = value->node->at;
    }
}

static void read_object(struct reader *reader, const struct schema_row *row, const struct document_node *node,
                        const struct place *place, void *into)
{
    struct place inner = {.parent = place, .name = row->key};
    schema_read(reader, row->inner, node, &inner, into);
}

/** Room for any value that is read for its faults only, because nothing is made of it. */
union unkept_value {
    const char *text;
    double numbers[2];
    const double *list;
    const char *const *texts;
    struct optional_number optional;
    struct schema_reference reference;
    struct schema_date date;
    struct model_file file;
    const struct document_node *node;
    uint64_t whole;
    unsigned choice;
    bool flag;
};

static bool read_by_type(struct reader *reader, const struct schema_row *row, const struct named_value *value,
                         void *target)
{
    union unkept_value unkept;
    void *into = row->offset == SCHEMA_NOWHERE ? &unkept : member(target, row->offset);
    struct value_range range = {row->range, row->low, row->high, row->low_open};
    switch (row->type) {
    case SCHEMA_TEXT:
        return value_text(value, into);
    case SCHEMA_ID:
        return value_id(value, into);
    case SCHEMA_REFERENCE:
        read_reference(value, into);
        break;
    case SCHEMA_NUMBER:
        return value_number(value, &range, into);
    case SCHEMA_OPTIONAL:
        read_optional(value, row, &range, into);
        break;
    case SCHEMA_COUNT:
        read_count(value, &range, into);
        break;
    case SCHEMA_SEED:
        read_seed(value, &range, into);
        break;
    case SCHEMA_FLAG:
        return value_flag(value, into);
    case SCHEMA_CHOICE:
        return read_choice(value, row, into);
    case SCHEMA_CHOICES:
        read_choices(value, row);
        break;
    case SCHEMA_PAIR:
        return read_pair(value, &range, into);
    case SCHEMA_NUMBERS:
        return value_numbers(value, &range, into, member(target, row->count_offset));
    case SCHEMA_TEXTS:
        return value_texts(value, into, member(target, row->count_offset));
    case SCHEMA_DATE:
        return value_date(value, into);
    case SCHEMA_FILE:
        return value_file(value, reader->model->path, into);
    case SCHEMA_NODE_KEPT:
        *(const struct document_node **)into = value->node;
        break;
    case SCHEMA_OBJECT:
        read_object(reader, row, value->node, value->place, into);
        break;
    case SCHEMA_MAP:
    case SCHEMA_LIST:
    case SCHEMA_METHOD:
    case SCHEMA_VERSION_KEY: /* always have a setter */
        break;
    }
    return true;
}

void schema_read_value(struct reader *reader, const struct schema_row *row, const struct document_node *node,
                       const struct place *place, void *target)
{
    struct schema_value value = {row, node, place};
    if (node->kind == DOCUMENT_BROKEN) {
        return;
    }
    if (row->set) {
        row->set(reader, &value, target);
        return;
    }
    struct named_value named = schema_named(reader, &value);
    if (read_by_type(reader, row, &named, target) && row->given_offset > 0) {
        *(bool *)member(target, row->given_offset) = true;
    }
}

/* ---- keys */

void schema_fault_exclusive(struct reader *reader, const struct place *place, struct location at, const char *key,
                            const char *other)
{
    char words[PLACE_WORDS_SIZE];
    workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_EXCLUSIVE, at, NULL,
                    "'%s' in %s cannot be given together with '%s'", key, place_words(words, place), other);
}

/** Objects whose keys are easily put into another, and what they are called. */
static const struct {
    enum schema_object object;
    const char *words;
} owners[] = {
    {SCHEMA_INDICATOR, "an indicator"}, {SCHEMA_NODE, "a node of the index"},
    {SCHEMA_SOURCE, "a source"},        {SCHEMA_MODEL, "the model itself"},
    {SCHEMA_TREAT, "'treat'"},          {SCHEMA_LEVELS, "'levels'"},
    {SCHEMA_ALERTS, "'alerts'"},
};

enum { MOST_KEYS = 64 };

static size_t list_keys(enum schema_object object, const char *keys[MOST_KEYS])
{
    size_t count = 0;
    for (const struct schema_row *row = schema_next(object, NULL); row && count < MOST_KEYS;
         row = schema_next(object, row)) {
        keys[count++] = row->key;
    }
    return count;
}

/** The key may belong to another object, or look like one of its keys. */
static const char *misplaced_hint(struct workspace *workspace, enum schema_object object, const char *key)
{
    const char *keys[MOST_KEYS];
    for (size_t i = 0; i < sizeof owners / sizeof owners[0]; i++) {
        if (owners[i].object != object && schema_find(owners[i].object, key)) {
            return workspace_hint(workspace, "it is a key of %s", owners[i].words);
        }
    }
    for (size_t i = 0; i < sizeof owners / sizeof owners[0]; i++) {
        size_t count = owners[i].object == object ? 0 : list_keys(owners[i].object, keys);
        const char *nearest = workspace_nearest(workspace, key, keys, count, sizeof *keys);
        if (nearest) {
            return workspace_hint(workspace, "did you mean '%s'? it is a key of %s", nearest, owners[i].words);
        }
    }
    return NULL;
}

static void fault_unknown_key(struct reader *reader, enum schema_object object, const struct document_entry *entry,
                              const struct place *place)
{
    const char *keys[MOST_KEYS];
    size_t count = list_keys(object, keys);
    char words[PLACE_WORDS_SIZE];
    char shown[WORKSPACE_SHOWN_SIZE];
    const char *hint = workspace_suggest(reader->workspace, entry->key, keys, count, sizeof *keys);
    hint = hint ? hint : misplaced_hint(reader->workspace, object, entry->key);
    workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_UNKNOWN_KEY, entry->at, hint, "unknown key '%s' in %s",
                    workspace_shorten(shown, entry->key), place_words(words, place));
}

/** The parameters of all methods are keys of their object: this tells to which of them one belongs. */
static void fault_parameter(struct reader *reader, const struct schema_row *row, const struct document_entry *entry,
                            const char *method)
{
    const struct schema_row *names = schema_method_row(row->object);
    char methods[WORKSPACE_SHOWN_SIZE * 2] = "";
    size_t used = 0;
    for (size_t i = 0; i < names->choice_count && used < sizeof methods; i++) {
        if (row->methods & (1u << i)) {
            used += (size_t)snprintf(methods + used, sizeof methods - used, "%s'%s'", used > 0 ? ", " : "",
                                     names->choices[i]);
        }
    }
    workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_PARAMETER, entry->at, NULL,
                    "'%s' is not a parameter of method '%s'; it belongs to %s", entry->key, method, methods);
}

/** Parameters of the other families of methods. */
static bool fault_foreign_parameter(struct reader *reader, enum schema_object object,
                                    const struct document_entry *entry, const char *method)
{
    static const enum schema_object families[] = {SCHEMA_MISSING, SCHEMA_STEP, SCHEMA_NORMALISE, SCHEMA_WEIGHTS,
                                                  SCHEMA_AGGREGATE};
    for (size_t i = 0; i < sizeof families / sizeof families[0]; i++) {
        const struct schema_row *row = families[i] == object ? NULL : schema_find(families[i], entry->key);
        if (!row) {
            continue;
        }
        const char *family = families[i] == SCHEMA_STEP ? "treat" : schema_object_name(families[i]);
        const struct schema_row *names = schema_method_row(families[i]);
        size_t owner = 0;
        while (row->methods && !(row->methods & (1u << owner))) {
            owner++;
        }
        if (row->methods) {
            workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_PARAMETER, entry->at, NULL,
                            "'%s' is not a parameter of method '%s'; it belongs to '%s' of '%s'", entry->key, method,
                            names->choices[owner], family);
        } else {
            workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_PARAMETER, entry->at, NULL,
                            "'%s' is not a parameter of method '%s'; it belongs to '%s'", entry->key, method, family);
        }
        return true;
    }
    return false;
}

/** What is known of the object while its keys are gone through. */
struct keys {
    struct reader *reader;
    enum schema_object object;
    const struct document_node *node;
    const struct place *place;
    const char *method; /* of an object of methods, once it is known */
    unsigned method_bit;
    bool method_faulty; /* there is one, and it is none that is known: its parameters cannot be judged */
};

/** False, with a fault, if the key cannot stand here. */
static bool check_key(const struct keys *keys, const struct document_entry *entry)
{
    const struct schema_row *row = schema_find(keys->object, entry->key);
    if (row && row->methods && keys->method && !(row->methods & keys->method_bit)) {
        fault_parameter(keys->reader, row, entry, keys->method);
        return false;
    }
    if (!row && (!keys->method || !fault_foreign_parameter(keys->reader, keys->object, entry, keys->method))) {
        fault_unknown_key(keys->reader, keys->object, entry, keys->place);
    }
    return row != NULL;
}

static void fault_missing_key(const struct keys *keys, const struct schema_row *row)
{
    char words[PLACE_WORDS_SIZE];
    bool parameter = row->methods != 0;
    bool first = row->type == SCHEMA_VERSION_KEY;
    if (parameter) {
        workspace_fault(keys->reader->workspace, DIAGNOSTIC_MODEL_PARAMETER_MISSING, keys->node->at, NULL,
                        "method '%s' in %s needs '%s'", keys->method, place_words(words, keys->place), row->key);
    } else {
        workspace_fault(keys->reader->workspace, DIAGNOSTIC_MODEL_KEY_MISSING, keys->node->at,
                        first ? "begin the file with 'tocsin: 1'" : NULL, "key '%s' is missing in %s", row->key,
                        place_words(words, keys->place));
    }
}

static void find_method(struct keys *keys)
{
    const struct schema_row *row = schema_method_row(keys->object);
    const struct document_node *node = row ? document_find(keys->node, row->key) : NULL;
    if (!node) {
        return;
    }
    size_t position =
        node->kind == DOCUMENT_SCALAR ? method_find(row->choices, row->choice_count, node->text) : row->choice_count;
    keys->method_faulty = position == row->choice_count;
    if (!keys->method_faulty) {
        keys->method = row->choices[position];
        keys->method_bit = 1u << position;
    }
}

/** False, with a fault unless there was one before, if the node is no mapping. */
static bool expect_keys(struct reader *reader, const struct document_node *node, const struct place *place)
{
    char words[PLACE_WORDS_SIZE];
    char found[DOCUMENT_WORDS_SIZE];
    if (node->kind == DOCUMENT_MAPPING || node->kind == DOCUMENT_BROKEN) {
        return node->kind == DOCUMENT_MAPPING;
    }
    if (document_is_empty(node)) {
        workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_NO_VALUE, node->at, NULL, "%s has no keys",
                        place_words(words, place));
    } else {
        workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_KIND, node->at, NULL,
                        "%s must be a mapping of keys, found %s", place_words(words, place),
                        document_describe(found, node));
    }
    return false;
}

bool schema_read(struct reader *reader, enum schema_object object, const struct document_node *node,
                 const struct place *place, void *target)
{
    if (!expect_keys(reader, node, place)) {
        return false;
    }
    struct keys keys = {.reader = reader, .object = object, .node = node, .place = place};
    find_method(&keys);
    for (size_t i = 0; !keys.method_faulty && i < node->count; i++) {
        check_key(&keys, &node->entries[i]);
    }
    for (const struct schema_row *row = schema_next(object, NULL); row; row = schema_next(object, row)) {
        const struct document_node *value = document_find(node, row->key);
        bool applies = !row->methods || (row->methods & keys.method_bit);
        if (value && applies) {
            bool to_nodes = object == SCHEMA_DEFAULTS && row->object == SCHEMA_NODE;
            schema_read_value(reader, row, value, place, to_nodes ? &reader->node_defaults : target);
        } else if (!value && ((row->required && object != SCHEMA_DEFAULTS) || (row->needed_by & keys.method_bit))) {
            fault_missing_key(&keys, row);
        }
    }
    return true;
}

/** A method that is only named must not need parameters. */
static void check_needs(struct reader *reader, enum schema_object object, const struct document_node *node,
                        const struct place *place, size_t method)
{
    const char *name = schema_method_row(object)->choices[method];
    struct keys keys = {reader, object, node, place, name, 1u << method, false};
    for (const struct schema_row *row = schema_next(object, NULL); row; row = schema_next(object, row)) {
        if (row->needed_by & keys.method_bit) {
            fault_missing_key(&keys, row);
        }
    }
}

bool schema_read_method(struct reader *reader, enum schema_object object, const struct document_node *node,
                        const char *key, const struct place *place, void *target)
{
    const struct schema_row *row = schema_method_row(object);
    struct place inner = {.parent = place, .name = key};
    if (node->kind == DOCUMENT_MAPPING) {
        return schema_read(reader, object, node, &inner, target);
    }
    struct named_value named = {reader->workspace, place, key, node};
    size_t position;
    if (node->kind == DOCUMENT_BROKEN || !value_choice(&named, row->choices, row->choice_count, &position)) {
        return false;
    }
    *(unsigned *)member(target, row->offset) = (unsigned)position;
    check_needs(reader, object, node, &inner, position);
    return true;
}
