/** Reads the command line with getopt_long, driven by the table of options. */
#include "cli/arguments.h"
#include "cli/message.h"
#include "cli/suggest.h"
#include "cli/terminal.h"
#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONG_OPTION = 256 }; /* what getopt_long returns for option_id 0: beyond every letter */

static const struct {
    const char *name;
    uint32_t documents; /* 0: known, but not in this version */
} formats[] = {
    {"csv", TOCSIN_SCORES_CSV | TOCSIN_NODES_CSV | TOCSIN_INDICATORS_CSV | TOCSIN_ALERTS_CSV | TOCSIN_MEASURED_CSV},
    {"text", TOCSIN_SUMMARY_TEXT},
    {"json", TOCSIN_SCORES_JSON},
    {"html", 0},
};

static enum exit_code no_memory(void)
{
    message_error(NULL, "%s", tocsin_status_text(TOCSIN_ERROR_MEMORY));
    return EXIT_CODE_INTERNAL;
}

/* ------------------------------------------------------------------------------------------------ values */

/** A whole number in [low, high]. */
static enum exit_code read_integer(enum option_id option, const char *text, uint64_t low, uint64_t high,
                                   uint64_t *value)
{
    char *end = NULL;
    errno = 0;
    unsigned long long number = isdigit((unsigned char)text[0]) ? strtoull(text, &end, 10) : 0;
    if (!end || *end != '\0' || errno != 0 || number < low || number > high) {
        char expected[80];
        snprintf(expected, sizeof expected,
                 high == UINT64_MAX ? "expected a whole number, %llu or more"
                                    : "expected a whole number from %llu to %llu",
                 (unsigned long long)low, (unsigned long long)high);
        message_error(expected, "--%s: '%s' is not usable", options_table[option].name, text);
        return EXIT_CODE_USAGE;
    }
    *value = number;
    return EXIT_CODE_OK;
}

static enum exit_code add_format(struct arguments *arguments, const char *name)
{
    struct suggestion suggestion = {name, NULL, 0};
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        if (strcmp(name, formats[i].name) == 0) {
            arguments->documents |= formats[i].documents;
            if (formats[i].documents == 0) {
                message_error(NULL, "--format %s is not in this version", name);
                return EXIT_CODE_UNAVAILABLE;
            }
            return EXIT_CODE_OK;
        }
        suggest_offer(&suggestion, formats[i].name);
    }
    message_unknown(suggestion.best, "expected csv, text or json", "--format: unknown format '%s'", name);
    return EXIT_CODE_USAGE;
}

static enum exit_code add_region(struct arguments *arguments, const char *id)
{
    if (*id == '\0') {
        message_error("expected ids of regions, separated by commas", "--region: an empty id");
        return EXIT_CODE_USAGE;
    }
    arguments->regions[arguments->region_count++] = id;
    return EXIT_CODE_OK;
}

/** Hands on the parts of a list that is separated by commas. */
static enum exit_code split(struct arguments *arguments, char *list,
                            enum exit_code (*add)(struct arguments *arguments, const char *item))
{
    enum exit_code code = EXIT_CODE_OK;
    for (char *item = list; item && code == EXIT_CODE_OK;) {
        char *comma = strchr(item, ',');
        if (comma) {
            *comma = '\0';
        }
        code = add(arguments, item);
        item = comma ? comma + 1 : NULL;
    }
    return code;
}

static enum exit_code add_override(struct arguments *arguments, char *text)
{
    char *equals = strchr(text, '=');
    if (!equals || equals == text) {
        message_error("expected PATH=VALUE, as in --set index.children[0].weight=2", "--set: '%s' is not usable", text);
        return EXIT_CODE_USAGE;
    }
    *equals = '\0';
    arguments->overrides[arguments->override_count++] = (tocsin_override){text, equals + 1};
    return EXIT_CODE_OK;
}

static enum exit_code add_gate(struct arguments *arguments, const char *text)
{
    if (!gate_parse(text, &arguments->gates[arguments->gate_count])) {
        return EXIT_CODE_USAGE;
    }
    arguments->gate_count++;
    return EXIT_CODE_OK;
}

static enum exit_code set_number(struct arguments *arguments, enum option_id option, const char *text)
{
    uint64_t number = 0;
    enum exit_code code = EXIT_CODE_OK;
    if (option == OPTION_SEED) {
        return read_integer(option, text, 1, UINT64_MAX, &arguments->seed);
    }
    if (option == OPTION_DIGITS) {
        code = read_integer(option, text, 0, 15, &number);
        arguments->digits = (int)number;
        arguments->has_digits = true;
        return code;
    }
    code = read_integer(option, text, 1, 256, &number);
    arguments->threads = (unsigned)number;
    return code;
}

static void set_flag(struct arguments *arguments, enum option_id option)
{
    arguments->dry_run |= option == OPTION_DRY_RUN;
    arguments->force |= option == OPTION_FORCE;
    arguments->strict |= option == OPTION_STRICT;
    arguments->quiet |= option == OPTION_QUIET;
    arguments->verbose |= option == OPTION_VERBOSE;
    arguments->wants_help |= option == OPTION_HELP;
    arguments->wants_version |= option == OPTION_VERSION;
    if (option == OPTION_NO_COLOR) {
        terminal_refuse_colour();
    }
}

static enum exit_code set_value(struct arguments *arguments, enum option_id option, char *value)
{
    switch (option) {
    case OPTION_FORMAT:
        return split(arguments, value, add_format);
    case OPTION_REGION:
        return split(arguments, value, add_region);
    case OPTION_SET:
        return add_override(arguments, value);
    case OPTION_FAIL_IF:
        return add_gate(arguments, value);
    case OPTION_SEED:
    case OPTION_DIGITS:
    case OPTION_THREADS:
        return set_number(arguments, option, value);
    case OPTION_OUTPUT:
        arguments->output = value;
        break;
    case OPTION_PERIOD:
        arguments->period = value;
        break;
    case OPTION_FROM:
        arguments->from = value;
        break;
    case OPTION_TO:
        arguments->to = value;
        break;
    case OPTION_TABLE:
        arguments->table = value;
        break;
    case OPTION_AGAINST:
        arguments->against = value;
        break;
    case OPTION_PREVIOUS:
        arguments->previous = value;
        break;
    case OPTION_MODEL:
        arguments->model = value;
        break;
    default:
        set_flag(arguments, option);
        return EXIT_CODE_OK;
    }
    if (*value == '\0') {
        message_error(NULL, "--%s: no value", options_table[option].name);
        return EXIT_CODE_USAGE;
    }
    return EXIT_CODE_OK;
}

/* ------------------------------------------------------------------------------------------------ getopt_long */

struct option_names {
    char letters[2 * OPTION_COUNT + 2];
    struct option options[OPTION_COUNT + 1];
};

static void make_names(struct option_names *names)
{
    size_t used = 0;
    names->letters[used++] = ':'; /* tells a missing value from an unknown option */
    for (int i = 0; i < OPTION_COUNT; i++) {
        const struct option_row *row = &options_table[i];
        names->options[i] =
            (struct option){row->name, row->argument ? required_argument : no_argument, NULL, LONG_OPTION + i};
        if (row->letter) {
            names->letters[used++] = row->letter;
        }
        if (row->letter && row->argument) {
            names->letters[used++] = ':';
        }
    }
    names->letters[used] = '\0';
    names->options[OPTION_COUNT] = (struct option){0};
}

static enum option_id option_of(int found)
{
    int option = found - LONG_OPTION;
    for (int i = 0; option < 0 && i < OPTION_COUNT; i++) {
        if (options_table[i].letter == found) {
            option = i;
        }
    }
    return (enum option_id)option;
}

static enum exit_code unknown_option(const struct arguments *arguments, const char *word)
{
    char name[64];
    snprintf(name, sizeof name, "%.*s", (int)strcspn(word, "="), word);
    struct suggestion suggestion = {name, NULL, 0};
    char spelt[OPTION_COUNT][24];
    for (int i = 0; i < OPTION_COUNT; i++) {
        if (option_is_for((enum option_id)i, arguments->verb) && strncmp(name, "--", 2) == 0) {
            snprintf(spelt[i], sizeof spelt[i], "--%s", options_table[i].name);
            suggest_offer(&suggestion, spelt[i]);
        }
    }
    char otherwise[64];
    snprintf(otherwise, sizeof otherwise, "'tocsin help %s' lists the options", options_verbs[arguments->verb].name);
    message_unknown(suggestion.best, otherwise, "unknown option '%s'", name);
    return EXIT_CODE_USAGE;
}

static enum exit_code no_verb(void)
{
    message_error("usage: tocsin VERB [options]; 'tocsin help' lists the verbs", "no verb given");
    return EXIT_CODE_USAGE;
}

/** Says that an option belongs to other verbs. */
static enum exit_code misplaced_option(const struct arguments *arguments, enum option_id option)
{
    if (!arguments->has_verb) {
        return no_verb();
    }
    char takers[256] = "";
    for (int verb = 0; verb < VERB_HERE_COUNT; verb++) {
        if (option_is_for(option, (enum verb_id)verb)) {
            size_t used = strlen(takers);
            snprintf(takers + used, sizeof takers - used, "%s '%s'", used > 0 ? "," : "it is an option of",
                     options_verbs[verb].name);
        }
    }
    message_error(takers, "'%s' has no option '--%s'", options_verbs[arguments->verb].name, options_table[option].name);
    return EXIT_CODE_USAGE;
}

/** What getopt_long found wrong: '?' or ':' for `word`, with the option in `option` or 0 if it is unknown. */
static enum exit_code refuse(const struct arguments *arguments, int found, int option, const char *word)
{
    if (found == ':' && option != 0) {
        const struct option_row *row = &options_table[option_of(option)];
        message_error(NULL, "--%s: no %s given", row->name, row->argument);
        return EXIT_CODE_USAGE;
    }
    if (option >= LONG_OPTION) {
        message_error(NULL, "--%s takes no value", options_table[option_of(option)].name);
        return EXIT_CODE_USAGE;
    }
    char letter[3] = {'-', (char)option, '\0'};
    return unknown_option(arguments, option != 0 ? letter : word);
}

/** getopt_long takes beginnings of names; here only whole names count, so that new options break no script. */
static bool is_abbreviated(const char *word, enum option_id option)
{
    const char *name = options_table[option].name;
    size_t length = strlen(name);
    return strncmp(word, "--", 2) == 0 &&
           (strncmp(word + 2, name, length) != 0 || strchr("=", word[2 + length]) == NULL);
}

static enum exit_code take_option(struct arguments *arguments, int found, char **words)
{
    enum option_id option = option_of(found);
    const struct option_row *row = &options_table[option];
    const char *word = words[optind - 1];
    if (found >= LONG_OPTION && row->argument && word == optarg) {
        word = words[optind - 2];
    }
    if (found >= LONG_OPTION && is_abbreviated(word, option)) {
        return unknown_option(arguments, word);
    }
    if (!option_is_for(option, arguments->verb)) {
        return misplaced_option(arguments, option);
    }
    if (row->later) {
        message_error(NULL, "--%s is not in this version", row->name);
        return EXIT_CODE_UNAVAILABLE;
    }
    return set_value(arguments, option, optarg);
}

static enum exit_code read_options(struct arguments *arguments, int count, char **words)
{
    struct option_names names;
    make_names(&names);
    opterr = 0;
    enum exit_code code = EXIT_CODE_OK;
    while (code == EXIT_CODE_OK) {
        int found = getopt_long(count, words, names.letters, names.options, NULL);
        if (found == -1) {
            break;
        }
        bool known = found != '?' && found != ':';
        code = known ? take_option(arguments, found, words) : refuse(arguments, found, optopt, words[optind - 1]);
    }
    return code;
}

/* ------------------------------------------------------------------------------------------------ the whole line */

static enum exit_code read_operands(struct arguments *arguments, int count, char **words)
{
    const struct verb_row *verb = &options_verbs[arguments->verb];
    size_t given = (size_t)(count - optind);
    char usage[80];
    snprintf(usage, sizeof usage, "usage: tocsin %s %s", verb->name, verb->operands);
    if (given > verb->most) {
        message_error(usage, "'%s' is one too many", words[optind + (int)verb->most]);
        return EXIT_CODE_USAGE;
    }
    if (given < verb->fewest) {
        message_error(usage, "'%s': an argument is missing", verb->name);
        return EXIT_CODE_USAGE;
    }
    for (size_t i = 0; i < given; i++) {
        arguments->operands[i] = words[optind + (int)i];
        if (*arguments->operands[i] == '\0') {
            message_error(usage, "an empty argument");
            return EXIT_CODE_USAGE;
        }
    }
    arguments->operand_count = given;
    return EXIT_CODE_OK;
}

static enum exit_code check_together(const struct arguments *arguments)
{
    if (arguments->period && (arguments->from || arguments->to)) {
        message_error("give the one or the others", "--period and --from or --to do not go together");
        return EXIT_CODE_USAGE;
    }
    return EXIT_CODE_OK;
}

/** The line as one could type it again. */
static char *quote_command(int count, char **words)
{
    size_t size = sizeof "tocsin";
    for (int i = 1; i < count; i++) {
        size += 3 + 4 * strlen(words[i]);
    }
    char *command = malloc(size);
    if (!command) {
        return NULL;
    }
    char *end = stpcpy(command, "tocsin");
    for (int i = 1; i < count; i++) {
        const char *plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=./:,@%";
        *end++ = ' ';
        if (words[i][0] != '\0' && words[i][strspn(words[i], plain)] == '\0') {
            end = stpcpy(end, words[i]);
            continue;
        }
        *end++ = '\'';
        for (const char *byte = words[i]; *byte; byte++) {
            if (*byte == '\'') {
                end = stpcpy(end, "'\\'");
            }
            *end++ = *byte;
        }
        end = stpcpy(end, "'");
    }
    return command;
}

static bool make_room(struct arguments *arguments, int count, char **words)
{
    size_t room = (size_t)count + 1;
    size_t commas = 0;
    for (int i = 0; i < count; i++) {
        for (const char *byte = words[i]; *byte; byte++) {
            commas += *byte == ',';
        }
    }
    arguments->regions = calloc(room + commas, sizeof *arguments->regions);
    arguments->overrides = calloc(room, sizeof *arguments->overrides);
    arguments->gates = calloc(room, sizeof *arguments->gates);
    arguments->command = quote_command(count, words);
    return arguments->regions && arguments->overrides && arguments->gates && arguments->command;
}

static bool asks_for(const char *word, enum option_id option)
{
    const struct option_row *row = &options_table[option];
    return (word[0] == '-' && word[1] == row->letter && row->letter && word[2] == '\0') ||
           (strncmp(word, "--", 2) == 0 && strcmp(word + 2, row->name) == 0);
}

/** Help is given whatever else is on the line, and colours are refused before the first message. */
static void look_ahead(struct arguments *arguments, int count, char **words)
{
    for (int i = 1; i < count && strcmp(words[i], "--") != 0; i++) {
        arguments->wants_help |= asks_for(words[i], OPTION_HELP);
        arguments->wants_version |= asks_for(words[i], OPTION_VERSION);
        arguments->verbose |= asks_for(words[i], OPTION_VERBOSE);
        if (asks_for(words[i], OPTION_NO_COLOR)) {
            terminal_refuse_colour();
        }
    }
}

/** Position of the verb, the first word that is not an option; `count` if there is none. */
static int find_verb(int count, char **words)
{
    int i = 1;
    while (i < count && words[i][0] == '-') {
        i++;
    }
    return i;
}

enum exit_code arguments_parse(int count, char **words, struct arguments *arguments)
{
    *arguments = (struct arguments){.verb = VERB_HELP};
    if (!make_room(arguments, count, words)) {
        return no_memory();
    }
    look_ahead(arguments, count, words);
    int at = find_verb(count, words);
    arguments->has_verb = at < count;
    if (arguments->has_verb) {
        arguments->verb = options_find_verb(words[at]);
        if (arguments->verb == VERB_COUNT) {
            return EXIT_CODE_USAGE;
        }
        if (arguments->verb >= VERB_HERE_COUNT) {
            message_error(NULL, "'%s' is not in this version", words[at]);
            return EXIT_CODE_UNAVAILABLE;
        }
        memmove(&words[at], &words[at + 1], (size_t)(count - at) * sizeof words[0]); /* with the NULL at the end */
        count--;
    }
    if (arguments->wants_help || arguments->wants_version) {
        return EXIT_CODE_OK;
    }
    enum exit_code code = read_options(arguments, count, words);
    if (code != EXIT_CODE_OK || arguments->wants_help || arguments->wants_version) {
        return code;
    }
    if (!arguments->has_verb) {
        return no_verb();
    }
    code = read_operands(arguments, count, words);
    return code == EXIT_CODE_OK ? check_together(arguments) : code;
}

void arguments_release(struct arguments *arguments)
{
    free(arguments->regions);
    free(arguments->overrides);
    free(arguments->gates);
    free(arguments->command);
}
