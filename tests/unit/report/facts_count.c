/** Counts and looks up what a summary may say, from the tables alone. */
#include "facts_reading.h"
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/** True if a number as it is shown is this one, rounded. */
bool shows(const struct token *token, double value)
{
    if (token->percent) {
        double share = value * 100;
        return token->bound == '<'   ? share > 0 && share < 1
               : token->bound == '>' ? share > 99 && share < 100
                                     : fabs(token->value - share) <= 0.5 + 1e-9;
    }
    double least =
        strchr(token->text, 'e') || fabs(value) >= 1e7 ? fabs(value) * 0.5e-3 : 0.5 * pow(10, -token->decimals);
    return fabs(token->value - value) <= least + 1e-9 && (value > 0 || !token->plus);
}

bool shows_cell(const struct token *token, const struct facts_table *table, size_t row, const char *column)
{
    double value;
    return facts_number(table, row, column, &value) && shows(token, value);
}

bool shows_json(const struct token *token, const struct facts_json *json, const char *path)
{
    const char *value = facts_json_value(json, "%s", path);
    return value && shows(token, strtod(value, NULL));
}

size_t score_row(const struct facts *facts, size_t region)
{
    return facts->first_row + region;
}

const char *score_cell(const struct facts *facts, size_t region, const char *column)
{
    return facts_cell(&facts->scores, score_row(facts, region), column);
}

/** The bound of a level. */
double level_from(const struct facts *facts, size_t level)
{
    const char *from = facts_json_value(&facts->result, "levels.%zu.from", level);
    return from ? strtod(from, NULL) : NAN;
}

size_t high_level(const struct facts *facts)
{
    return facts->levels - (facts->levels >= 4 ? 2 : 1);
}

size_t count_scored(const struct facts *facts)
{
    size_t count = 0;
    for (size_t i = 0; i < facts->regions; i++) {
        count += score_cell(facts, i, "score")[0] != '\0';
    }
    return count;
}

size_t count_high(const struct facts *facts)
{
    size_t count = 0;
    for (size_t i = 0; i < facts->regions; i++) {
        count += facts_level(facts, score_cell(facts, i, "level")) >= (int)high_level(facts);
    }
    return count;
}

/** The scores that rest on part of the weight, or (`imputed`) on imputed values. */
size_t count_partial(const struct facts *facts, bool imputed, double *most)
{
    size_t count = 0;
    *most = 0;
    for (size_t i = 0; i < facts->regions; i++) {
        double share;
        facts_number(&facts->scores, score_row(facts, i), imputed ? "imputed" : "coverage", &share);
        if (score_cell(facts, i, "score")[0] && (imputed ? share > 0 : share < 1)) {
            count++;
            *most = share > *most ? share : *most;
        }
    }
    return count;
}

static bool in_index(const struct facts *facts, size_t title)
{
    const char *word = facts_json_value(&facts->result, "indicators.%zu.in_index", title);
    return word && strcmp(word, "true") == 0;
}

/** How many regions have a value of an indicator with this status letter. */
size_t count_letter(const struct facts *facts, size_t title, char letter)
{
    size_t count = 0;
    for (size_t i = 0; i < facts->regions && in_index(facts, title); i++) {
        count += facts_cell(&facts->indicators, facts_indicator_row(facts, i, title), "status")[0] == letter;
    }
    return count;
}

size_t count_titles(const struct facts *facts, char letter)
{
    size_t count = 0;
    for (size_t i = 0; i < facts->titles; i++) {
        count += count_letter(facts, i, letter) > 0;
    }
    return count;
}

/** In how many regions an indicator has a value of an earlier period; `*oldest` is the last day of the oldest. */
static size_t count_old(const struct facts *facts, size_t title, long *oldest)
{
    size_t count = 0;
    long first;
    long last;
    *oldest = 99999999;
    bool measured = in_index(facts, title) && facts_json_value(&facts->result, "indicators.%zu.source", title);
    for (size_t i = 0; i < facts->regions && measured; i++) {
        size_t row = facts_indicator_row(facts, i, title);
        const char *period = facts_cell(&facts->indicators, row, "source_period");
        long from;
        long to;
        facts_days(facts->period, &first, &last);
        facts_days(period, &from, &to);
        if (period[0] && facts_cell(&facts->indicators, row, "normalised")[0] && to < first) {
            count++;
            *oldest = to < *oldest ? to : *oldest;
        }
    }
    return count;
}

struct old find_old(const struct facts *facts)
{
    struct old old = {0};
    long oldest = 99999999;
    long last;
    for (size_t i = 0; i < facts->titles; i++) {
        size_t regions = count_old(facts, i, &last);
        old.titles += regions > 0;
        old.regions = regions > old.regions ? regions : old.regions;
        oldest = last < oldest ? last : oldest;
    }
    old.oldest = oldest;
    for (size_t i = 0; i < facts->titles; i++) {
        old.oldest_titles += count_old(facts, i, &last) > 0 && last == oldest;
    }
    return old;
}

static bool is_guarded(const struct facts *facts, size_t row)
{
    return facts_cell(&facts->alerts, row, "guard")[0] != '\0';
}

static bool is_lowered(const struct facts *facts, size_t row)
{
    return strcmp(facts_cell(&facts->alerts, row, "reason"), "lowered") == 0;
}

size_t count_new_alerts(const struct facts *facts)
{
    size_t count = 0;
    for (size_t row = 1; row < facts->alerts.rows; row++) {
        count += !is_guarded(facts, row) && !is_lowered(facts, row);
    }
    return count;
}

/** How many regions have alerts that are new, ended or guarded, like those of a row. */
size_t count_alert_regions(const struct facts *facts, bool lowered, bool guarded)
{
    size_t count = 0;
    const char *before = "";
    for (size_t row = 1; row < facts->alerts.rows; row++) {
        const char *region = facts_cell(&facts->alerts, row, "region");
        if (is_guarded(facts, row) == guarded && (guarded || is_lowered(facts, row) == lowered)) {
            count += strcmp(region, before) != 0;
            before = region;
        }
    }
    return count;
}

/** True if a row of alerts.csv of the region has this text in one of the columns. */
bool has_alert(const struct facts *facts, size_t region, const char *text, const char *one, const char *other)
{
    for (size_t row = 1; row < facts->alerts.rows; row++) {
        if (strcmp(facts_cell(&facts->alerts, row, "region"), facts_region_id(facts, region)) == 0 &&
            (strcmp(facts_cell(&facts->alerts, row, one), text) == 0 ||
             strcmp(facts_cell(&facts->alerts, row, other), text) == 0)) {
            return true;
        }
    }
    return false;
}

/** True if the number is that of a key inside another, in braces: `hysteresis: {down: 5, periods: 2}`. */
bool model_says(const struct facts *facts, const char *outer, const char *inner, const struct token *token)
{
    for (const char *at = facts->model; (at = strstr(at, outer)); at += strlen(outer)) {
        const char *found = strstr(at, inner);
        if (found && found < at + strcspn(at, "\n}") &&
            fabs(strtod(found + strlen(inner), NULL) - token->value) < 1e-12) {
            return true;
        }
    }
    return false;
}

/** The share of an indicator in the index, from the tree of scores.json. */
double share_of(const struct facts *facts, size_t title)
{
    const struct facts_json *json = &facts->result;
    char path[512];
    for (size_t i = 0; i < json->count; i++) {
        const char *end = strrchr(json->pairs[i].path, '.');
        if (strncmp(json->pairs[i].path, "index.", 6) != 0 || strcmp(end, ".indicator") != 0 ||
            strcmp(json->pairs[i].value, facts_title_id(facts, title)) != 0) {
            continue;
        }
        snprintf(path, sizeof path, "%.*s.share", (int)(end - json->pairs[i].path), json->pairs[i].path);
        const char *share = facts_json_value(json, "%s", path);
        return share ? strtod(share, NULL) : NAN;
    }
    return NAN;
}

/** How many members of the tree have this name: leaves have an indicator, inner nodes an aggregation. */
size_t count_members(const struct facts *facts, const char *name)
{
    size_t count = 0;
    for (size_t i = 0; i < facts->result.count; i++) {
        const char *path = facts->result.pairs[i].path;
        const char *end = strrchr(path, '.');
        count += strncmp(path, "index.", 6) == 0 && strcmp(end + 1, name) == 0;
    }
    return count;
}
