/** Looks up everything that a summary says, and proves that nothing else would pass. */
#include "facts_reading.h"
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char LOWEST_BLOCK[] = "\xE2\x96\x81";
static const char HIGHEST_BLOCK[] = "\xE2\x96\x88";
static const char *const headings[SECTION_COUNT] = {
    [TABLE] = "rank ",
    [WHY] = "WHY",
    [ALERTS] = "ALERTS",
    [MOVES] = "LARGEST MOVES",
    [GAPS] = "WHAT IS NOT KNOWN",
    [METHOD] = "METHOD",
    [PROVENANCE] = "PROVENANCE",
};

void reading_complain(struct reading *reading, const char *what, const char *text)
{
    reading->faults++;
    if (reading->complaints) {
        fprintf(reading->complaints, "%s '%s' in: %s\n", what, text, reading->statement);
    }
}

static char letter_of(const struct reading *reading)
{
    static const struct {
        const char *word;
        char letter;
    } leads[] = {{"Missing", 'O'}, {"Not", 'M'}, {"Estimated", 'E'}, {"Of", 'U'}, {"Imputed", 'I'}};
    for (size_t i = 0; i < sizeof leads / sizeof leads[0]; i++) {
        if (strcmp(word_at(reading, 0), leads[i].word) == 0) {
            return leads[i].letter;
        }
    }
    return '\0';
}

/** A number after the title of an indicator: what it adds to the score or to its change. */
static bool part_holds(const struct reading *reading, size_t at, const struct token *title)
{
    const struct token *token = &reading->tokens[at];
    const struct token *region = last_of(reading, at, FACT_REGION);
    if (!region) {
        return false;
    }
    const struct facts *facts = reading->facts;
    size_t row = facts_indicator_row(facts, region->name->position, title->name->position);
    bool moved = token->plus || token->minus;
    return (!token->plus && shows_cell(token, &facts->indicators, row, "contribution") &&
            !is_word(reading, 0, " raised lowered jump record unknown returned ")) ||
           (moved && shows_cell(token, &facts->indicators, row, "change"));
}

/** A number about a region: its score or the change of it. */
static bool score_holds(const struct reading *reading, size_t at)
{
    struct token token = reading->tokens[at];
    const struct facts *facts = reading->facts;
    const struct token *region = last_of(reading, at, FACT_REGION);
    if (!region) {
        return false;
    }
    size_t row = score_row(facts, region->name->position);
    if (is_word(reading, at - 1, " up down by ")) {
        bool down = is_word(reading, at - 1, " down ") || is_word(reading, at - 2, " fell ");
        token.value = down ? -token.value : token.value;
        return shows_cell(&token, &facts->scores, row, "change");
    }
    if (is_word(reading, at - 1, " below ")) {
        int level = facts_level(facts, facts_cell(&facts->scores, row, "level"));
        return level >= 0 && shows(&token, level_from(facts, (size_t)level));
    }
    return shows_cell(&token, &facts->scores, row, "score");
}

/** Counts of the sections that speak of regions. */
static bool count_holds(const struct reading *reading, size_t at, bool *is_count)
{
    const struct facts *facts = reading->facts;
    const struct token *token = &reading->tokens[at];
    const struct token *region = last_of(reading, at, FACT_REGION);
    const char *region_id = region ? facts_region_id(facts, region->name->position) : "";
    double count = NAN;
    *is_count = true;
    if (is_word(reading, at - 1, " rank ")) {
        return region && shows_cell(token, &facts->scores, score_row(facts, region->name->position), "rank");
    }
    if (is_word(reading, at - 1, " of ") && reading->tokens[at - 2].kind == NUMBER &&
        is_word(reading, at - 3, " rank ")) {
        return shows_cell(token, &facts->scores, facts->first_row, "regions");
    }
    if (is_word(reading, at - 1, " scale ")) {
        return shows(token, facts->scale[0]);
    }
    if (is_word(reading, at - 1, " to ") && is_word(reading, at - 3, " scale ")) {
        return shows(token, facts->scale[1]);
    }
    if (is_word(reading, at + 1, " regions ") && is_word(reading, at - 1, " of ")) {
        count = (double)facts->regions;
    } else if (is_word(reading, at + 1, " region regions ") && is_word(reading, at - 1, " in ") &&
               reading->section == HEADLINE) {
        count = (double)count_alert_regions(facts, false, false);
    } else if (is_word(reading, at + 1, " is are ")) {
        count = (double)count_high(facts);
    } else if (is_word(reading, at + 1, " has have ")) {
        count = (double)(facts->regions - count_scored(facts));
    } else if (is_word(reading, at + 1, " new ")) {
        count = (double)count_new_alerts(facts);
    } else if (is_word(reading, at + 1, " more ") && reading->section == HEADLINE && region) {
        count = -1;
        for (size_t i = 0; i < facts->regions; i++) {
            count += strcmp(score_cell(facts, i, "rank"), score_cell(facts, region->name->position, "rank")) == 0;
        }
    } else if (is_word(reading, at + 1, " more ") && reading->section == WHY) {
        count = (double)count_high(facts) - 5;
    } else if (is_word(reading, at + 1, " more ") && is_word(reading, 0, " and ")) {
        return token->value == (double)count_alert_regions(facts, false, false) - 12 ||
               token->value == (double)count_alert_regions(facts, true, false) - 6;
    } else if (is_word(reading, at + 1, " more ")) {
        count = (double)count_alert_regions(facts, false, true) - 6;
    } else if (is_word(reading, at - 1, " for ")) {
        return has_alert(facts, region ? region->name->position : 0, token->text, "periods_in_level",
                         "periods_in_level");
    } else if (is_word(reading, at - 1, " the ") && reading->section == ALERTS) {
        return region_id[0] && model_says(facts, "record:", "periods:", token);
    } else {
        *is_count = false;
    }
    return token->value == count;
}

static bool story_holds(const struct reading *reading, size_t at)
{
    bool is_count;
    const struct token *before = at > 0 ? &reading->tokens[at - 1] : NULL;
    if (before && before->kind == FACT_TITLE) {
        return part_holds(reading, at, before);
    }
    if (before && before->kind == BLOCK) {
        return shows(&reading->tokens[at], reading->facts->scale[strcmp(before->text, LOWEST_BLOCK) != 0]);
    }
    if (reading->section == TABLE) { /* regions that are not shown */
        return reading->tokens[at].value == (double)reading->facts->regions - 12;
    }
    bool holds = count_holds(reading, at, &is_count);
    return is_count ? holds : score_holds(reading, at);
}

/** "14 of 1215" of a source, and what follows in brackets. */
static bool rows_hold(const struct reading *reading, size_t at)
{
    const struct facts *facts = reading->facts;
    const struct token *token = &reading->tokens[at];
    const struct token *before = &reading->tokens[at - 1];
    const struct token *source = last_of(reading, at, FACT_SOURCE);
    char path[128];
    if (!source) {
        return false;
    }
    size_t position = source->name->position;
    if (is_word(reading, at + 1, " more ") && is_word(reading, at + 2, " sources ")) {
        return token->value == (double)facts->sources - (double)count_of(reading, at, FACT_SOURCE);
    }
    if (is_word(reading, at + 1, " more ")) {
        const char *names = facts_json_value(&facts->manifest, "sources.%zu.unmatched_names", position);
        return names && token->value == strtod(names, NULL) - 3;
    }
    if (before->kind == FACT_UNMATCHED) {
        snprintf(path, sizeof path, "sources.%zu.unmatched.%zu.rows", before->name->owner, before->name->position);
        return before->name->owner == position && shows_json(token, &facts->manifest, path);
    }
    const char *what = is_word(reading, at - 1, " of ") ? "read"
                       : is_word(reading, 1, " of ")    ? "unmatched"
                       : is_word(reading, 1, " that ")  ? "blank"
                                                        : "filtered";
    snprintf(path, sizeof path, "sources.%zu.rows_%s", position, what);
    return shows_json(token, &facts->manifest, path);
}

/** "6 of 9 regions", "6 of 9 scores" */
static bool gap_share_holds(const struct reading *reading, size_t at)
{
    const struct facts *facts = reading->facts;
    const struct token *token = &reading->tokens[at];
    const struct token *title = last_of(reading, at, FACT_TITLE);
    double most;
    if (is_word(reading, at - 1, " of ") && is_word(reading, at + 1, " regions scores ")) {
        return token->value == (double)(is_word(reading, at + 1, " scores ") ? count_scored(facts) : facts->regions);
    }
    if (is_word(reading, 0, " no ")) {
        return token->value == (double)(facts->regions - count_scored(facts));
    }
    if (is_word(reading, 0, " incomplete ")) {
        return token->value == (double)count_partial(facts, false, &most);
    }
    if (is_word(reading, at + 3, " scores ")) {
        return token->value == (double)count_partial(facts, true, &most);
    }
    return title && token->value == (double)count_letter(facts, title->name->position, letter_of(reading));
}

static bool gap_holds(const struct reading *reading, size_t at)
{
    const struct facts *facts = reading->facts;
    const struct token *token = &reading->tokens[at];
    const struct token *before = at > 0 ? &reading->tokens[at - 1] : NULL;
    const struct token *region = last_of(reading, at, FACT_REGION);
    double most;
    if (is_word(reading, 0, " rows ")) {
        return rows_hold(reading, at);
    }
    if (is_word(reading, 0, " the ")) {
        return shows_json(token, &facts->manifest, "diagnostics.warnings");
    }
    if (before && before->kind == FACT_REGION && token->percent) {
        return shows_cell(token, &facts->scores, score_row(facts, region->name->position), "coverage");
    }
    if (token->percent) {
        count_partial(facts, true, &most);
        return shows(token, most);
    }
    if (is_word(reading, 0, " values ")) {
        struct old old = find_old(facts);
        return token->value == (double)(is_word(reading, at + 1, " indicator indicators ") ? old.titles
                                        : is_word(reading, at + 1, " more ")               ? old.oldest_titles - 1
                                        : is_word(reading, at - 1, " of ")                 ? facts->regions
                                                                                           : old.regions);
    }
    if (is_word(reading, at + 1, " more ") && is_word(reading, at + 2, " indicators ")) {
        return token->value == (double)count_titles(facts, letter_of(reading)) - 4;
    }
    if (is_word(reading, at + 1, " more ")) { /* names of regions, of all reasons */
        double named = (double)count_of(reading, reading->count, FACT_REGION);
        for (size_t i = 0; i < reading->count; i++) {
            named += is_word(reading, i + 1, " more ") ? reading->tokens[i].value : 0;
        }
        return named == (double)(is_word(reading, 0, " incomplete ") ? count_partial(facts, false, &most)
                                                                     : facts->regions - count_scored(facts));
    }
    return gap_share_holds(reading, at);
}

static bool method_holds(const struct reading *reading, size_t at)
{
    const struct facts *facts = reading->facts;
    const struct token *token = &reading->tokens[at];
    const struct token *before = at > 0 ? &reading->tokens[at - 1] : NULL;
    const struct token *level = last_of(reading, at, FACT_LEVEL);
    if (is_word(reading, at + 1, " indicator indicators ")) {
        return token->value == (double)count_members(facts, "indicator");
    }
    if (is_word(reading, at + 1, " node nodes ")) {
        return token->value == (double)count_members(facts, "id");
    }
    if (before && before->kind == FACT_TITLE) {
        return token->percent && shows(token, share_of(facts, before->name->position));
    }
    if (is_word(reading, at + 1, " more ") && is_word(reading, at - 1, " and ")) {
        return token->value == (double)(count_members(facts, "indicator") - count_of(reading, at, FACT_TITLE));
    }
    if (is_word(reading, at - 1, " levels ")) {
        return token->value == (double)facts->levels;
    }
    if (is_word(reading, at - 1, " after than ")) {
        return model_says(facts, "hysteresis:", is_word(reading, at - 1, " after ") ? "periods:" : "down:", token);
    }
    return level && shows(token, level_from(facts, level->name->position));
}

static bool provenance_holds(const struct reading *reading, size_t at)
{
    const struct facts_json *manifest = &reading->facts->manifest;
    const struct token *token = &reading->tokens[at];
    double rows = 0;
    size_t files = 0;
    size_t keys = 0;
    const char *value;
    for (; (value = facts_json_value(manifest, "inputs.%zu.rows", files)); files++) {
        rows += strtod(value, NULL);
    }
    while (facts_json_value(manifest, "options.overrides.%zu.path", keys)) {
        keys++;
    }
    return token->value == (is_word(reading, at + 1, " file files ") ? (double)files
                            : is_word(reading, at + 1, " rows ")     ? rows
                                                                     : (double)keys);
}

/** True if a word that is on no list is the beginning of a hash. */
static bool is_hash(const struct reading *reading, size_t at)
{
    const char *hash = facts_json_value(&reading->facts->manifest, "model.sha256");
    const char *text = reading->tokens[at].text;
    return is_word(reading, at - 1, " sha256 ") && strlen(text) >= 12 && hash && strncmp(hash, text, strlen(text)) == 0;
}

/** The level of a region, where one is named; in the alerts the one before or after, and the reason. */
static bool level_holds(const struct reading *reading, size_t at)
{
    const struct facts *facts = reading->facts;
    const struct token *token = &reading->tokens[at];
    const struct token *region = last_of(reading, at, FACT_REGION);
    if (is_word(reading, at - 1, " level at ") && reading->section != ALERTS) {
        return token->name->position == high_level(facts);
    }
    if (reading->section == METHOD || is_word(reading, at + 1, " reliability ")) {
        return true; /* its bound follows; "low" may be no level */
    }
    if (!region) {
        return false;
    }
    return reading->section == ALERTS
               ? has_alert(facts, region->name->position, token->text, "from", "to")
               : strcmp(score_cell(facts, region->name->position, "level"), token->name->text) == 0;
}

static bool reason_holds(const struct reading *reading, size_t at)
{
    size_t region = at;
    char reason[TOKEN_SIZE];
    bool guarded = is_word(reading, 0, " set ");
    for (size_t i = 0; reading->tokens[at].text[i] || i == 0; i++) {
        reason[i] = (char)tolower((unsigned char)reading->tokens[at].text[i]);
        reason[i + 1] = '\0';
    }
    if (guarded) { /* the region stands before its reasons, else after them */
        const struct token *before = last_of(reading, at, FACT_REGION);
        return before && has_alert(reading->facts, before->name->position, reason, "reason", "reason");
    }
    while (region < reading->count && reading->tokens[region].kind != FACT_REGION) {
        region++;
    }
    return region < reading->count &&
           has_alert(reading->facts, reading->tokens[region].name->position, reason, "reason", "reason");
}

static bool number_holds(const struct reading *reading, size_t at)
{
    switch (reading->section) {
    case GAPS:
        return gap_holds(reading, at);
    case METHOD:
        return method_holds(reading, at);
    case PROVENANCE:
        return provenance_holds(reading, at);
    default:
        return story_holds(reading, at);
    }
}

/** A region where the words around it say more than that there is one. */
static bool region_holds(const struct reading *reading, size_t at)
{
    const struct facts *facts = reading->facts;
    size_t row = score_row(facts, reading->tokens[at].name->position);
    double most;
    double share;
    if (reading->section == GAPS && is_word(reading, 0, " no ")) {
        return facts_cell(&facts->scores, row, "score")[0] == '\0';
    }
    if (reading->section == GAPS && is_word(reading, 0, " imputed ")) {
        count_partial(facts, true, &most);
        return facts_number(&facts->scores, row, "imputed", &share) && fabs(share - most) < 1e-12;
    }
    return true;
}

/** True if the trend begins with this period: the twelfth from the last one back, or one of the first there is. */
static bool trend_begins(const struct facts *facts, const struct fact_name *name)
{
    size_t back = 11 * facts->regions;
    if (facts->first_row > back) {
        return strcmp(facts_cell(&facts->scores, facts->first_row - back, "period"), name->period) == 0;
    }
    long first;
    long last;
    long begin;
    long end;
    facts_days(facts_cell(&facts->scores, 1, "period"), &first, &last);
    facts_days(name->period, &begin, &end);
    return begin <= first;
}

/** A date where the words around it say which. */
static bool date_holds(const struct reading *reading, size_t at)
{
    const struct facts *facts = reading->facts;
    const struct fact_name *name = reading->tokens[at].name;
    if (reading->section == GAPS && is_word(reading, 0, " values ")) {
        long first;
        long last;
        facts_days(name->period, &first, &last);
        return last == find_old(facts).oldest;
    }
    if (at == 0 || !is_word(reading, at - 1, " since ") || facts->before >= facts->name_count) {
        return true;
    }
    if (is_word(reading, at - 2, " trend ")) {
        return trend_begins(facts, name);
    }
    const struct fact_name *before = &facts->names[facts->before];
    return strcmp(name->text, before->text) == 0 ||
           (!name->period[0] && !before[1].period[0] && strcmp(name->text, before[1].text) == 0);
}

/** Looks up one token; what is wrong with it, NULL if nothing is. */
static const char *find_fault(const struct reading *reading, size_t at)
{
    const struct token *token = &reading->tokens[at];
    switch (token->kind) {
    case NUMBER:
        return number_holds(reading, at) ? NULL : "no such number:";
    case FACT_DATE:
        return date_holds(reading, at) ? NULL : "not that period:";
    case FACT_REGION:
        return region_holds(reading, at) ? NULL : "not that region:";
    case FACT_LEVEL:
        return level_holds(reading, at) ? NULL : "not its level:";
    case WORD:
        if (reading->section == ALERTS && !is_word(reading, 0, " and ") &&
            is_word(reading, at, " raised lowered jump record unknown returned ")) {
            return reason_holds(reading, at) ? NULL : "no such alert:";
        }
        return reading_is_vocabulary(token->text) || is_hash(reading, at) ? NULL : "unknown word or name:";
    case BLOCK:
        return strcmp(token->text, is_word(reading, at - 1, " from ") ? LOWEST_BLOCK : HIGHEST_BLOCK) == 0
                   ? NULL
                   : "not the end of the scale:";
    default:
        return NULL;
    }
}

static void check_statement(struct reading *reading, const char *statement)
{
    reading_tokens(reading, statement);
    for (size_t i = 0; i < reading->count; i++) {
        const char *fault = find_fault(reading, i);
        if (fault) {
            reading_complain(reading, fault, reading->tokens[i].text);
        }
    }
}

/* --------------------------------------------------------------------------------------------------------- summary */

/** The section that a line begins; SECTION_COUNT if it begins none. */
static enum section find_section(const char *line)
{
    for (size_t i = 1; i < SECTION_COUNT; i++) {
        if (strncmp(line, headings[i], strlen(headings[i])) == 0) {
            return (enum section)i;
        }
    }
    return SECTION_COUNT;
}

/** Whether a line goes on with the statement of the line before it. */
static bool goes_on(enum section section, const char *line, size_t before)
{
    size_t indent = strspn(line, " ");
    switch (section) {
    case HEADLINE:
        return before > 0 && indent == 0 && line[0];
    case TABLE:
        return indent == 6 && before == 6 && line[0];
    case METHOD:
        return indent == 2 && before == 2;
    default:
        return indent == 4;
    }
}

static void flush(struct reading *reading, char *statement)
{
    if (statement[0] && reading->section == TABLE && statement[strspn(statement, " ")] && strspn(statement, " ") < 6) {
        reading_check_row(reading, statement);
    } else if (statement[0] && statement[strspn(statement, " ")]) {
        check_statement(reading, statement + strspn(statement, " "));
    }
    statement[0] = '\0';
}

size_t facts_check(const struct facts *facts, const char *summary, FILE *complaints)
{
    struct reading reading = {.facts = facts, .complaints = complaints};
    char *statement = calloc(strlen(summary) + 2, 1);
    unsigned seen = 0;
    size_t before = 0;
    for (const char *line = summary; statement && *line; line += strcspn(line, "\n") + 1) {
        size_t length = strcspn(line, "\n");
        char *copy = strndup(line, length);
        enum section section = find_section(copy);
        if (!goes_on(reading.section, copy, before) || section != SECTION_COUNT) {
            flush(&reading, statement);
        }
        if (section != SECTION_COUNT) {
            seen |= 1u << section;
            reading.section = section;
            reading.trend |= section == TABLE && strstr(copy, " trend");
            check_statement(&reading, copy + strlen(headings[section]));
            length = 0;
        } else {
            strcat(statement, statement[0] ? " " : "");
            strcat(statement, copy + (statement[0] ? strspn(copy, " ") : 0));
        }
        before = length > 0 ? strspn(copy, " ") + (reading.section == HEADLINE) : 0;
        free(copy);
    }
    flush(&reading, statement);
    if ((seen & (1u << GAPS | 1u << METHOD | 1u << PROVENANCE)) != (1u << GAPS | 1u << METHOD | 1u << PROVENANCE)) {
        reading.statement = "the whole";
        reading_complain(&reading, "sections are missing:", "");
    }
    free(statement);
    return reading.faults;
}
