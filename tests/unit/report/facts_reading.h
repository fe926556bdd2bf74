/** How the check of a summary sees a statement of it: as names, numbers and words. */
#ifndef TOCSIN_TESTS_FACTS_READING_H
#define TOCSIN_TESTS_FACTS_READING_H

#include "facts.h"

enum section { HEADLINE, TABLE, WHY, ALERTS, MOVES, GAPS, METHOD, PROVENANCE, SECTION_COUNT };
enum token_kind { WORD = FACT_LABEL + 1, NUMBER, BLOCK };
enum { MOST_TOKENS = 400, TOKEN_SIZE = 96, BLOCK_BYTES = 3 };

struct token {
    int kind; /* enum fact_kind or token_kind */
    const struct fact_name *name;
    char text[TOKEN_SIZE];
    double value;
    int decimals;
    bool percent, plus, minus;
    char bound; /* '<' or '>' before a percentage */
};

struct reading {
    const struct facts *facts;
    FILE *complaints;
    size_t faults;
    enum section section;
    bool trend; /* the table has a column of that name */
    const char *statement;
    struct token tokens[MOST_TOKENS];
    size_t count;
};

/** Counts a fault, and tells it. */
void reading_complain(struct reading *reading, const char *what, const char *text);
/** Checks a row of the table. */
void reading_check_row(struct reading *reading, const char *line);

/** Reads a statement. */
void reading_tokens(struct reading *reading, const char *text);
bool reading_is_vocabulary(const char *word);
/** The word at a position; "" if there is none or it is no word. */
const char *word_at(const struct reading *reading, size_t token);
/** True if that word is in a list: words between blanks, small letters. */
bool is_word(const struct reading *reading, size_t token, const char *list);
/** The last token of a kind before one; NULL if there is none. And how many there are. */
const struct token *last_of(const struct reading *reading, size_t before, int kind);
size_t count_of(const struct reading *reading, size_t before, int kind);

/** True if a number as it is shown is this one, rounded. */
bool shows(const struct token *token, double value);
bool shows_cell(const struct token *token, const struct facts_table *table, size_t row, const char *column);
bool shows_json(const struct token *token, const struct facts_json *json, const char *path);

/* Counts over the last period. */
size_t score_row(const struct facts *facts, size_t region);
const char *score_cell(const struct facts *facts, size_t region, const char *column);
double level_from(const struct facts *facts, size_t level);
/** The lowest of the two highest levels of four or more, the highest of fewer. */
size_t high_level(const struct facts *facts);
size_t count_scored(const struct facts *facts);
size_t count_high(const struct facts *facts);
/** The scores that rest on part of the weight, or (`imputed`) on imputed values, and the largest such share. */
size_t count_partial(const struct facts *facts, bool imputed, double *most);
/** In how many regions an indicator has this status letter, and how many indicators have it in any. */
size_t count_letter(const struct facts *facts, size_t title, char letter);
size_t count_titles(const struct facts *facts, char letter);

/** Values of earlier periods: of how many indicators, in how many regions at most, and how many have the oldest. */
struct old {
    size_t titles, regions, oldest_titles;
    long oldest; /* its last day, as 20221231 */
};
struct old find_old(const struct facts *facts);
/** The share of an indicator in the index. */
double share_of(const struct facts *facts, size_t title);
/** How many members of the tree have this name: leaves have an indicator, inner nodes an id. */
size_t count_members(const struct facts *facts, const char *name);

size_t count_new_alerts(const struct facts *facts);
size_t count_alert_regions(const struct facts *facts, bool lowered, bool guarded);
/** True if a row of alerts.csv of the region has this text in one of the columns. */
bool has_alert(const struct facts *facts, size_t region, const char *text, const char *one, const char *other);
/** True if the number is that of a key inside another in the model file, in braces. */
bool model_says(const struct facts *facts, const char *outer, const char *inner, const struct token *token);

#endif
