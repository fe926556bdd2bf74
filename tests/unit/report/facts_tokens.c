/** Takes a statement of a summary apart. */
#include "facts_reading.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* The words that the summary is written with. What is not here must be a name or a number of the run. */
static const char vocabulary[] =
    " set aside level's than model version scale to the higher worse is highest at up down since of regions none level "
    "or above "
    "no score rose "
    "more most by new alerts alert has have there earlier previous period compare with unchanged changed rank stands "
    "are from "
    "in "
    "region change trend data share weight that known where not all held below bound why because against it and though "
    "raised lowered jump record unknown returned was for before month months year years quarter quarters week weeks "
    "day "
    "days cause alarm as numbers small adds none since largest moves fell see what incomplete scores rest on part "
    "missing applicable estimated low reliability imputed values periods indicator indicators up oldest rows model "
    "left "
    "out source sources name names run gave warning warnings about nothing every rests complete its own too little "
    "some "
    "parts averages over sample orders exact method node nodes weighted arithmetic mean geometric harmonic power "
    "lowest "
    "highest sum formula median product ordered average copeland's wins less defeats mazziotta-pareto weights given "
    "equal pairwise comparisons principal components entropy contrast conflict benefit doubt others levels after "
    "provenance tocsin sha256 file files hashes manifest.json key keys changed --set path any number explain "
    "scores.csv alerts.csv \xC2\xB7 ";

static bool is_plain_number(const char *text)
{
    return text[strspn(text, "0123456789.")] == '\0';
}

static bool has_word(const char *list, const char *word)
{
    char sought[TOKEN_SIZE + 2];
    size_t length = (size_t)snprintf(sought, sizeof sought, " %s ", word);
    for (size_t i = 0; i < length; i++) {
        sought[i] = (char)tolower((unsigned char)sought[i]);
    }
    return strstr(list, sought) != NULL;
}

/** The word so many tokens away; "" if there is none or it is no word. */
const char *word_at(const struct reading *reading, size_t token)
{
    return token < reading->count && reading->tokens[token].kind == WORD ? reading->tokens[token].text : "";
}

bool is_word(const struct reading *reading, size_t token, const char *list)
{
    return word_at(reading, token)[0] && has_word(list, word_at(reading, token));
}

bool reading_is_vocabulary(const char *word)
{
    return has_word(vocabulary, word);
}

/** The longest name that stands here; NULL if none does. */
static const struct fact_name *find_name(const struct reading *reading, const char *at, bool begins)
{
    const struct fact_name *best = NULL;
    size_t longest = 0;
    for (size_t i = 0; begins && i < reading->facts->name_count; i++) {
        const struct fact_name *name = &reading->facts->names[i];
        if (name->text[0] != at[0]) {
            continue;
        }
        size_t length = strlen(name->text);
        bool ends = !isalnum((unsigned char)at[strnlen(at, length)]);
        if (length <= longest || strncmp(at, name->text, length) != 0 || !ends) {
            continue;
        }
        bool after_label = reading->count > 0 && reading->tokens[reading->count - 1].kind == (int)FACT_LABEL;
        if (is_plain_number(name->text) && !after_label &&
            !is_word(reading, reading->count - 1, " of since in before version tocsin ")) {
            continue;
        }
        best = name;
        longest = length;
    }
    return best;
}

/** Reads a number that may have a sign, decimals, an exponent and a percent sign; returns what stands after it. */
static const char *read_number(const char *at, struct token *token)
{
    const char *from = at;
    token->bound = *at == '<' || *at == '>' ? *at++ : '\0';
    token->plus = *at == '+';
    token->minus = *at == '-';
    char *end;
    token->value = strtod(at, &end);
    size_t digits = strspn(at + (token->plus || token->minus), "0123456789");
    const char *point = at + (token->plus || token->minus) + digits;
    token->decimals = *point == '.' && isdigit((unsigned char)point[1]) ? (int)strspn(point + 1, "0123456789") : 0;
    if (*point == '.' && token->decimals == 0) {
        end = (char *)point; /* the full stop of a sentence */
    }
    token->percent = *end == '%';
    end += token->percent;
    token->kind = NUMBER;
    snprintf(token->text, sizeof token->text, "%.*s", (int)(end - from), from);
    return end;
}

static bool begins_number(const char *at)
{
    at += *at == '<' || *at == '>';
    at += *at == '+' || (*at == '-' && at[1] != '-');
    return isdigit((unsigned char)*at);
}

static const char *read_token(struct reading *reading, const char *text, const char *at)
{
    struct token *token = &reading->tokens[reading->count];
    *token = (struct token){.kind = WORD};
    bool begins = at == text || !isalnum((unsigned char)at[-1]);
    const struct fact_name *name = find_name(reading, at, begins);
    if (name) {
        token->kind = (int)name->kind;
        token->name = name;
        snprintf(token->text, sizeof token->text, "%s", name->text);
        at += strlen(name->text);
    } else if (is_word(reading, reading->count - 1, " sha256 ") && *at != ' ') {
        size_t length = strspn(at, "0123456789abcdef");
        snprintf(token->text, sizeof token->text, "%.*s", (int)(length < TOKEN_SIZE ? length : TOKEN_SIZE - 1), at);
        at += length + (length == 0);
    } else if (begins && begins_number(at)) {
        at = read_number(at, token);
    } else if (strncmp(at, "\xE2\x96", 2) == 0) {
        token->kind = BLOCK;
        snprintf(token->text, sizeof token->text, "%.3s", at);
        at += BLOCK_BYTES;
    } else if (isalpha((unsigned char)*at) || (unsigned char)*at >= 0x80 || strncmp(at, "--", 2) == 0) {
        size_t length = strcspn(at, " ,;:()*\n");
        while (length > 1 && at[length - 1] == '.') {
            length--;
        }
        snprintf(token->text, sizeof token->text, "%.*s", (int)(length < TOKEN_SIZE ? length : TOKEN_SIZE - 1), at);
        at += length;
    } else {
        return at + 1;
    }
    reading->count++;
    return at;
}

void reading_tokens(struct reading *reading, const char *text)
{
    reading->statement = text;
    reading->count = 0;
    for (const char *at = text; *at && reading->count < MOST_TOKENS;) {
        at = read_token(reading, text, at);
    }
}

/** The last token of a kind before one; NULL if there is none. */
const struct token *last_of(const struct reading *reading, size_t before, int kind)
{
    for (size_t i = before; i-- > 0;) {
        if (reading->tokens[i].kind == kind) {
            return &reading->tokens[i];
        }
    }
    return NULL;
}

size_t count_of(const struct reading *reading, size_t before, int kind)
{
    size_t count = 0;
    for (size_t i = 0; i < before; i++) {
        count += reading->tokens[i].kind == kind;
    }
    return count;
}
