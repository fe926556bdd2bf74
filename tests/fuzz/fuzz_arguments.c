/**
 * libFuzzer target: any words as a command line; the words are the lines of the input. What is kept of the command must
 * give the same words again when a shell reads it.
 */
#include "cli/arguments.h"
#include "target.h"
#include <getopt.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_WORDS = 32, MOST_THREADS = 256, MOST_DIGITS = 15, SHOWN = 128 };

/** The words of a text, one a line; what lies behind the last is left out. */
static int split_lines(char *text, char *words[MOST_WORDS + 1])
{
    static char program[] = "tocsin";
    int count = 0;
    words[count++] = program;
    while (text && count < MOST_WORDS) {
        char *end = strchr(text, '\n');
        if (end) {
            *end = '\0';
        }
        words[count++] = text;
        text = end ? end + 1 : NULL;
    }
    words[count] = NULL;
    return count;
}

/** Reads the next word of a command as a shell does: quotes, and backslashes outside of them. */
static const char *read_word(const char *command, char *word)
{
    bool quoted = false;
    while (*command && (quoted || *command != ' ')) {
        if (*command == '\'') {
            quoted = !quoted;
            command++;
        } else {
            command += !quoted && *command == '\\';
            *word++ = *command++;
        }
    }
    require(!quoted, "quotes in the command are closed");
    *word = '\0';
    return command + (*command == ' ');
}

static void check_command(const char *command, char *const *words, int count)
{
    char *word = malloc(strlen(command) + 1);
    require(word != NULL, "there is memory for a word");
    for (int i = 0; i < count; i++) {
        command = read_word(command, word);
        require(strcmp(word, words[i]) == 0, "the command is made of the words that were given");
    }
    require(*command == '\0', "the command has no further words");
    free(word);
}

/** What a condition says of a score that has everything, and of one that has next to nothing. */
static void check_gate(const struct gate *gate)
{
    require(gate->field < GATE_FIELD_COUNT && gate->compare < GATE_OPERATOR_COUNT, "a gate compares a field");
    require((gate->field == GATE_LEVEL) == (gate->level != NULL), "a gate has a level or a number");
    require(gate->field == GATE_LEVEL || isfinite(gate->number), "the number of a gate is finite");
    tocsin_score full = {.has_score = 1, .score = 41.75, .has_change = 1, .change = -2.385, .rank = 3, .level = "high"};
    tocsin_score none = {.coverage = 0.125, .level_index = -1};
    char text[SHOWN] = "";
    gate_describe(gate, &full, text, sizeof text);
    require(text[0] != '\0' && memchr(text, '\0', sizeof text) != NULL, "an offender is described");
    bool always = gate->field == GATE_COVERAGE || gate->field == GATE_IMPUTED;
    require(always || !gate_holds(gate, &none), "a region without the value never meets a gate");
    struct gate opposite = *gate;
    opposite.compare = gate->compare == GATE_LESS       ? GATE_AT_LEAST
                       : gate->compare == GATE_AT_MOST  ? GATE_MORE
                       : gate->compare == GATE_MORE     ? GATE_AT_MOST
                       : gate->compare == GATE_AT_LEAST ? GATE_LESS
                       : gate->compare == GATE_EQUAL    ? GATE_UNEQUAL
                                                        : GATE_EQUAL;
    require(gate_holds(gate, &full) != gate_holds(&opposite, &full), "a gate or its opposite is met");
}

static void check_lists(const struct arguments *arguments)
{
    for (size_t i = 0; i < arguments->region_count; i++) {
        require(arguments->regions[i] && arguments->regions[i][0] != '\0', "a region has an id");
    }
    for (size_t i = 0; i < arguments->override_count; i++) {
        require(arguments->overrides[i].path[0] != '\0' && arguments->overrides[i].value, "an override has a path");
    }
    for (size_t i = 0; i < arguments->gate_count; i++) {
        check_gate(&arguments->gates[i]);
    }
}

static void check_good(const struct arguments *arguments)
{
    require(arguments->threads <= MOST_THREADS, "threads are limited");
    require(!arguments->has_digits || (arguments->digits >= 0 && arguments->digits <= MOST_DIGITS),
            "digits are limited");
    check_lists(arguments);
    if (arguments->wants_help || arguments->wants_version) {
        return;
    }
    require(arguments->has_verb && arguments->verb < VERB_HERE_COUNT, "there is a verb");
    require(!arguments->period || (!arguments->from && !arguments->to), "a period stands alone");
    const struct verb_row *verb = &options_verbs[arguments->verb];
    require(verb->act && verb->fewest <= arguments->operand_count && arguments->operand_count <= verb->most,
            "a verb has its operands");
    for (size_t i = 0; i < arguments->operand_count; i++) {
        require(arguments->operands[i][0] != '\0', "an operand is not empty");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    char *words[MOST_WORDS + 1];
    char *given[MOST_WORDS + 1];
    char *text = copy_text(bytes, size);
    char *original = copy_text(bytes, size);
    int count = split_lines(text, words);
    split_lines(original, given);
    struct arguments arguments;
    optind = 0; /* begins anew */
    enum exit_code code = arguments_parse(count, words, &arguments);
    require(code == EXIT_CODE_OK || code == EXIT_CODE_USAGE || code == EXIT_CODE_UNAVAILABLE,
            "a command line is good, or it is said what is wrong");
    if (code == EXIT_CODE_OK) {
        check_good(&arguments);
    }
    if (arguments.command) {
        check_command(arguments.command, given, count);
    }
    arguments_release(&arguments);
    free(text);
    free(original);
    return 0;
}
