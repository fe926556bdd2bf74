/**
 * The one table of verbs and options. The parser (getopt_long), the help texts, and whatever else describes the
 * command line are made from it; nothing about an option is written twice.
 */
#ifndef TOCSIN_CLI_OPTIONS_H
#define TOCSIN_CLI_OPTIONS_H

#include "cli/exit_code.h"
#include <stdbool.h>

struct arguments; /* cli/arguments.h */

enum option_id {
    OPTION_OUTPUT,
    OPTION_FORMAT,
    OPTION_TABLE,
    OPTION_AGAINST,
    OPTION_PERIOD,
    OPTION_FROM,
    OPTION_TO,
    OPTION_REGION,
    OPTION_SET,
    OPTION_PREVIOUS,
    OPTION_MODEL,
    OPTION_SEED,
    OPTION_DRAWS,
    OPTION_DIGITS,
    OPTION_FAIL_IF,
    OPTION_DRY_RUN,
    OPTION_FORCE,
    OPTION_STRICT,
    OPTION_THREADS,
    OPTION_QUIET,
    OPTION_VERBOSE,
    OPTION_NO_COLOR,
    OPTION_HELP,
    OPTION_VERSION,
    OPTION_COUNT
};

enum verb_id {
    VERB_RUN,
    VERB_CHECK,
    VERB_EXPLAIN,
    VERB_COMPARE,
    VERB_ANALYSE,
    VERB_VERIFY,
    VERB_MODULES,
    VERB_SCHEMA,
    VERB_INIT,
    VERB_HELP,
    VERB_HERE_COUNT, /* verbs from here on are known, but not in this version */
    VERB_SENSITIVITY = VERB_HERE_COUNT,
    VERB_BACKTEST,
    VERB_CALIBRATE,
    VERB_REPORT,
    VERB_HISTORY,
    VERB_COUNT
};

struct option_row {
    const char *name;
    char letter;          /* '\0': it has none */
    const char *argument; /* NULL: it takes none */
    uint32_t verbs;       /* bits of verb_id: which verbs take it */
    bool repeatable;
    bool later; /* known, but not in this version */
    const char *text;
};

struct example {
    const char *command;
    const char *meaning;
};

enum { EXAMPLE_COUNT = 3 };

struct verb_row {
    const char *name;
    const char *operands; /* as in the line of usage; "" if there are none */
    size_t fewest, most;  /* operands */
    const char *title;
    const char *text; /* paragraphs, separated by an empty line; NULL if the title says it all */
    struct example examples[EXAMPLE_COUNT];
    enum exit_code (*act)(const struct arguments *arguments);
};

extern const struct option_row options_table[OPTION_COUNT];
extern const struct verb_row options_verbs[VERB_COUNT];

static inline bool option_is_for(enum option_id option, enum verb_id verb)
{
    return (options_table[option].verbs >> verb & 1U) != 0;
}

/** The verb of a name; VERB_COUNT if there is none, after saying so with the nearest one. */
enum verb_id options_find_verb(const char *name);

enum exit_code verb_run(const struct arguments *arguments);
enum exit_code verb_check(const struct arguments *arguments);
enum exit_code verb_explain(const struct arguments *arguments);
enum exit_code verb_compare(const struct arguments *arguments);
enum exit_code verb_analyse(const struct arguments *arguments);
enum exit_code verb_verify(const struct arguments *arguments);
enum exit_code verb_modules(const struct arguments *arguments);
enum exit_code verb_schema(const struct arguments *arguments);
enum exit_code verb_init(const struct arguments *arguments);
enum exit_code verb_help(const struct arguments *arguments);

#endif
