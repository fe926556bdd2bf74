/**
 * The model file described once: every key of every object with its type, default, range and meaning, and where its
 * value goes. The same table reads models, checks them, suggests near keys and writes the JSON Schema.
 */
#ifndef TOCSIN_MODEL_SCHEMA_H
#define TOCSIN_MODEL_SCHEMA_H

#include "base/date.h"
#include "model/document.h"

enum { SCHEMA_VERSION = 1 }; /* what `tocsin:` says in a model of this version */

enum schema_object {
    SCHEMA_MODEL,
    SCHEMA_REGIONS,
    SCHEMA_PERIODS,
    SCHEMA_STRUCTURE,
    SCHEMA_SOURCE,
    SCHEMA_COVERS,
    SCHEMA_DEFAULTS, /* has no rows: it takes the rows of indicators and nodes that say so */
    SCHEMA_INDICATOR,
    SCHEMA_MISSING,
    SCHEMA_TREAT,
    SCHEMA_UNTIL,
    SCHEMA_STEP,
    SCHEMA_NORMALISE,
    SCHEMA_OVER,
    SCHEMA_NODE,
    SCHEMA_LEAF,
    SCHEMA_WEIGHTS,
    SCHEMA_AGGREGATE,
    SCHEMA_SCREEN,
    SCHEMA_LEVELS,
    SCHEMA_BAND,
    SCHEMA_HYSTERESIS,
    SCHEMA_ALERTS,
    SCHEMA_JUMP,
    SCHEMA_RECORD,
    SCHEMA_SMALL_NUMBERS,
    SCHEMA_UNCERTAINTY,
    SCHEMA_SPREAD,
    SCHEMA_OBJECT_COUNT
};

/** What a value looks like, and what it is kept as. */
enum schema_type {
    SCHEMA_TEXT,       /* const char * */
    SCHEMA_ID,         /* const char *; letters, digits and _ . - */
    SCHEMA_REFERENCE,  /* struct schema_reference: the id of something else, with its place */
    SCHEMA_NUMBER,     /* double */
    SCHEMA_OPTIONAL,   /* struct optional_number */
    SCHEMA_COUNT,      /* uint32_t */
    SCHEMA_SEED,       /* uint64_t */
    SCHEMA_FLAG,       /* bool */
    SCHEMA_CHOICE,     /* an enum */
    SCHEMA_CHOICES,    /* a list of choices; checked only */
    SCHEMA_PAIR,       /* double[2]: two numbers */
    SCHEMA_NUMBERS,    /* const double * with a count */
    SCHEMA_TEXTS,      /* const char *const * with a count: a text or a list of texts */
    SCHEMA_DATE,       /* struct schema_date */
    SCHEMA_FILE,       /* struct model_file */
    SCHEMA_NODE_KEPT,  /* const struct document_node *: read later, by whoever knows what it means */
    SCHEMA_OBJECT,     /* a mapping of known keys: the `inner` object */
    SCHEMA_MAP,        /* a mapping of ids to `inner` objects */
    SCHEMA_LIST,       /* a list of `inner` objects */
    SCHEMA_METHOD,     /* a method's name, or an `inner` object with the method and its parameters */
    SCHEMA_VERSION_KEY /* the number of the schema */
};

/** How a value that has its own setter may be written besides as its type says, for the JSON Schema. */
enum schema_form {
    SCHEMA_FORM_PLAIN,
    SCHEMA_FORM_PATH_OR_OBJECT, /* regions: a path, or the object */
    SCHEMA_FORM_FILES,          /* a path, a pattern or a list of them */
    SCHEMA_FORM_TEXT_MAP,       /* names to texts */
    SCHEMA_FORM_WHERE,          /* columns to a value or a list of values */
    SCHEMA_FORM_VALUES,         /* a list of texts or numbers */
    SCHEMA_FORM_OPTIONS,        /* options of the module */
    SCHEMA_FORM_MODULE,         /* the name of a module */
    SCHEMA_FORM_TREAT,          /* none, a step, a list of steps, or the object */
    SCHEMA_FORM_OVER,           /* all, period, or the object */
    SCHEMA_FORM_CHILDREN,       /* a list of nodes and leaves */
    SCHEMA_FORM_MATRIX,         /* a list of lists of numbers or fractions */
    SCHEMA_FORM_NONE_OR_OBJECT  /* none, or the object */
};

/** A date or period as given: its first and last day. */
struct schema_date {
    const struct document_node *node; /* NULL: not given */
    day_number first, last;
    enum frequency frequency;
};

/** The name of something that is described elsewhere in the model. */
struct schema_reference {
    const char *id; /* NULL: not given */
    struct location at;
};

struct reader;
struct place;
struct schema_row;

/** A value that is about to be read. */
struct schema_value {
    const struct schema_row *row;
    const struct document_node *node;
    const struct place *place; /* the object that has the key */
};

/** Reads a value that needs more than its type says. Faults are kept in the reader's workspace. */
typedef void (*schema_setter)(struct reader *reader, const struct schema_value *value, void *target);

#define SCHEMA_NOWHERE SIZE_MAX

struct schema_row {
    enum schema_object object; /* that has the key */
    const char *key;
    enum schema_type type;
    enum schema_form form;
    bool required;
    bool in_defaults;    /* may also stand under `defaults` */
    const char *initial; /* the default as text; NULL: none, or as `text` says */
    const char *range;   /* in words, as "x > 0"; checked by the bounds below when it is given */
    double low, high;
    bool low_open;
    bool whole; /* SCHEMA_OPTIONAL: a whole number */
    const char *unit;
    const char *const *choices;
    size_t choice_count;
    enum schema_object inner;
    unsigned methods;    /* bits of the methods that take the parameter; 0: all, or the object has no methods */
    unsigned needed_by;  /* bits of the methods that must have it */
    size_t offset;       /* of the value in what the object is read into; SCHEMA_NOWHERE: documentation only */
    size_t count_offset; /* of the count of numbers or texts */
    size_t given_offset; /* of a bool that says whether it was given; 0: none (such a flag never comes first) */
    schema_setter set;   /* NULL: read by type */
    const char *text;    /* meaning */
};

extern const struct schema_row schema_rows[];
extern const size_t schema_row_count;

/** "indicator", "'normalise'", ... for messages and the JSON Schema's names. */
const char *schema_object_name(enum schema_object object);

/** The rows of an object, one after another: start with NULL; NULL at the end. Those of `defaults` are borrowed. */
const struct schema_row *schema_next(enum schema_object object, const struct schema_row *row);
/** The row of a key; NULL if the object has no such key. */
const struct schema_row *schema_find(enum schema_object object, const char *key);
/** The row that names the method of an object of methods; NULL if it has none. */
const struct schema_row *schema_method_row(enum schema_object object);

#endif
