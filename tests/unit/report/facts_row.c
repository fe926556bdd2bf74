/** Compares a row of the table of a summary with scores.csv. */
#include "facts_reading.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/** The block or the mark for the score in a row of scores.csv. */
static const char *expected_block(const struct facts *facts, size_t row, char block[4])
{
    double score;
    if (!facts_number(&facts->scores, row, "score", &score)) {
        return "\xC2\xB7";
    }
    double step = floor((score - facts->scale[0]) / (facts->scale[1] - facts->scale[0]) * 8);
    snprintf(block, 4, "\xE2\x96%c", (char)(0x81 + (int)fmax(0, fmin(7, step))));
    return block;
}

/** Compares blocks from the last one back with the scores of the region: of at most twelve periods, which begin with
 * the previous score of the first row. */
static bool trend_holds(const struct facts *facts, size_t region, const char *trend, size_t length)
{
    const char *end = trend + length;
    size_t row = score_row(facts, region);
    size_t count = 0;
    char text[4];
    for (; row >= 1 && row < facts->scores.rows && count < 12; row -= facts->regions, count++) {
        const char *block = expected_block(facts, row, text);
        size_t size = strlen(block);
        if (end < trend + size || strncmp(end - size, block, size) != 0) {
            return false;
        }
        end -= size;
    }
    double previous;
    bool known = facts_number(&facts->scores, row + facts->regions, "previous_score", &previous);
    if (count == 12 || end == trend) {
        return end == trend;
    }
    double step = floor((previous - facts->scale[0]) / (facts->scale[1] - facts->scale[0]) * 8);
    snprintf(text, sizeof text, "\xE2\x96%c", (char)(0x81 + (int)fmax(0, fmin(7, step))));
    return strncmp(trend, known ? text : "\xC2\xB7", (size_t)(end - trend)) == 0;
}

/** The region whose row this is: its rank and (perhaps cut) name stand first. */
static size_t find_row(const struct facts *facts, const char *line, const char **rest)
{
    const char *name = line + strspn(line, " ");
    size_t rank = strcspn(name, " ");
    const char *begin = name + rank + 2;
    for (size_t i = 0; i < facts->regions && strlen(name) > rank + 2; i++) {
        const char *its = score_cell(facts, i, "rank");
        char *shown = facts_shown(score_cell(facts, i, "name"));
        size_t same = 0;
        while (shown[same] && shown[same] == begin[same]) {
            same++;
        }
        bool cut = strncmp(begin + same, "\xE2\x80\xA6", 3) == 0;
        bool whole = !shown[same] && (begin[same] == ' ' || begin[same] == '\0');
        free(shown);
        if ((whole || cut) && strlen(its[0] ? its : "-") == rank && strncmp(its[0] ? its : "-", name, rank) == 0) {
            *rest = begin + same + (cut ? 3 : 0);
            return i;
        }
    }
    return facts->regions;
}

static bool cell_holds(const struct facts *facts, size_t region, const char *column, const char *text)
{
    size_t row = score_row(facts, region);
    struct token token = {.percent = strchr(text, '%') != NULL, .bound = text[0]};
    const char *point = strchr(text, '.');
    double value;
    if (!facts_number(&facts->scores, row, column, &value)) {
        return strcmp(text, "-") == 0;
    }
    snprintf(token.text, sizeof token.text, "%s", text);
    token.value = strtod(text + (text[0] == '<' || text[0] == '>'), NULL);
    token.decimals = point ? (int)strspn(point + 1, "0123456789") : 0;
    token.plus = text[0] == '+';
    return shows(&token, value) && (strcmp(column, "change") != 0 || token.plus == (token.value > 0));
}

void reading_check_row(struct reading *reading, const char *line)
{
    const struct facts *facts = reading->facts;
    const char *rest = line;
    char cell[256];
    size_t region = find_row(facts, line, &rest);
    reading->statement = line;
    if (region == facts->regions) {
        reading_complain(reading, "no such rank and region:", line);
        return;
    }
    bool changes = false;
    for (size_t i = 0; i < facts->regions; i++) {
        changes |= score_cell(facts, i, "change")[0] != '\0';
    }
    static const char *const columns[] = {"score", "change", "level", "trend", "coverage"};
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
        rest += strspn(rest, " ");
        size_t length = strcspn(rest, " ");
        snprintf(cell, sizeof cell, "%.*s", (int)(length < sizeof cell ? length : sizeof cell - 1), rest);
        bool holds = true;
        if (i == 2 && facts->levels > 0) {
            const char *level = score_cell(facts, region, "level");
            int position = facts_level(facts, level);
            double score;
            bool held = facts_number(&facts->scores, score_row(facts, region), "score", &score) && position > 0 &&
                        score < level_from(facts, (size_t)position);
            holds = strlen(cell) == strlen(level[0] ? level : "-") + held &&
                    strncmp(cell, level[0] ? level : "-", strlen(level[0] ? level : "-")) == 0 &&
                    (!held || cell[length - 1] == '*');
        } else if (i == 3) {
            bool trend = strncmp(rest, "\xE2\x96", 2) == 0 || strncmp(rest, "\xC2\xB7", 2) == 0;
            holds = trend ? trend_holds(facts, region, rest, length) : !reading->trend;
            length = trend ? length : 0;
        } else if (i == 4) {
            double coverage;
            facts_number(&facts->scores, score_row(facts, region), "coverage", &coverage);
            holds = coverage < 1 ? cell_holds(facts, region, "coverage", cell) : cell[0] == '\0';
        } else if (i == 0 || (i == 1 && changes)) {
            holds = cell_holds(facts, region, columns[i], cell);
        } else {
            continue;
        }
        if (!holds) {
            reading_complain(reading, columns[i], cell);
        }
        rest += length;
    }
    if (rest[strspn(rest, " ")]) {
        reading_complain(reading, "too much:", rest);
    }
}
