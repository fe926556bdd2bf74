/** Reading single values strictly: what is asked for, in which range, and nothing that merely looks like it. */
#ifndef TOCSIN_MODEL_VALUES_H
#define TOCSIN_MODEL_VALUES_H

#include "model/model.h"
#include "model/schema.h"

/** Where in the model something stands, in words: "'normalise' of indicator 'militancy'". */
struct place {
    const struct place *parent; /* NULL for the model itself */
    const char *kind;           /* "indicator"; NULL: a key of the parent */
    const char *name;           /* id or key */
    bool is_item;               /* the item at `item` of the list under the key `name` */
    size_t item;
};

enum { PLACE_WORDS_SIZE = 256 };
/** Returns `words`. */
const char *place_words(char words[PLACE_WORDS_SIZE], const struct place *place);

/** A value with what messages say of it. */
struct named_value {
    struct workspace *workspace;
    const struct place *place;
    const char *key;
    const struct document_node *node;
};

/** The range of a number. `words` NULL: every finite number. */
struct value_range {
    const char *words;
    double low, high;
    bool low_open;
};

/* Each is false, with a fault, if the value is not of the kind; `*result` is then untouched. */
bool value_text(const struct named_value *value, const char **text);
bool value_id(const struct named_value *value, const char **id);
bool value_number(const struct named_value *value, const struct value_range *range, double *number);
/** A number above 0, or a fraction of two as 1/3. */
bool value_ratio(const struct named_value *value, double *ratio);
bool value_integer(const struct named_value *value, const struct value_range *range, int64_t *number);
bool value_flag(const struct named_value *value, bool *flag);
/** `choices` are `count` texts; `*position` is that of the one chosen. */
bool value_choice(const struct named_value *value, const char *const *choices, size_t count, size_t *position);
bool value_numbers(const struct named_value *value, const struct value_range *range, const double **numbers,
                   size_t *count);
/** A text or a list of them. */
bool value_texts(const struct named_value *value, const char *const **texts, size_t *count);
/** Any scalar as it is written, quoted or not, empty too; or a list of them. */
bool value_raw_texts(const struct named_value *value, const char *const **texts, size_t *count);
bool value_date(const struct named_value *value, struct schema_date *date);
/** A path, resolved against the model file. */
bool value_file(const struct named_value *value, const char *model_path, struct model_file *file);

/** The fault of a key that is no id. */
void value_fault_id(const struct named_value *value, struct location key_at);
/** True if the text is an id: [A-Za-z_][A-Za-z0-9_.-]*. */
bool value_is_id(const char *text);
/** Faults if the node is not of the kind; broken nodes are refused without a word. */
bool value_expect(const struct named_value *value, enum document_kind kind);
/** Faults unless low < high. */
bool value_check_bounds(const struct named_value *value, const char *low_key, double low, const char *high_key,
                        double high);

#endif
