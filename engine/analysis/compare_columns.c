/** The tables of a comparison: what their columns mean. */
#include "analysis/compare_tables.h"

static const struct data_column row_columns[] = {
    {"period", DATA_TEXT, "Period, ISO 8601"},
    {"region", DATA_TEXT, "Id of the region"},
    {"name", DATA_TEXT, "Its name"},
    {"score_a", DATA_NUMBER, "Score in A, the first run"},
    {"score_b", DATA_NUMBER, "Score in B, the second run"},
    {"difference", DATA_NUMBER, "score_b - score_a; the five columns that follow add up to it"},
    {"data_revised", DATA_NUMBER,
     "Part of the difference that comes from values that were measured before and are "
     "others now, or are gone"},
    {"data_new", DATA_NUMBER, "Part that comes from values that were missing, and from new periods"},
    {"weights", DATA_NUMBER, "Part that comes from weights"},
    {"method", DATA_NUMBER, "Part that comes from everything else in the model"},
    {"regions", DATA_NUMBER, "Part that comes from regions added or dropped"},
    {"rank_a", DATA_COUNT, "Rank in A, 1 is the highest score"},
    {"rank_b", DATA_COUNT, "Rank in B"},
    {"level_a", DATA_TEXT, "Level in A; empty without levels"},
    {"level_b", DATA_TEXT, "Level in B"},
};
static const struct data_column only_columns[] = {
    {"period", DATA_TEXT, "Period, ISO 8601"},
    {"region", DATA_TEXT, "Id of the region"},
    {"name", DATA_TEXT, "Its name"},
    {"in", DATA_TEXT, "The run that has the score: a or b"},
    {"what", DATA_TEXT, "appeared (only B has it) or gone (only A has it)"},
    {"score", DATA_NUMBER, "The score"},
    {"rank", DATA_COUNT, "Its rank, 1 is the highest score"},
    {"level", DATA_TEXT, "Its level; empty without levels"},
    {"why", DATA_TEXT, "Why the other run has none"},
};
static const struct data_column cause_columns[] = {
    {"cause", DATA_TEXT,
     "data_revised, data_new, weights, method or regions; data: what values rest on, which are told by indicator; "
     "levels: changes levels, but no score"},
    {"what", DATA_TEXT, "What differs: a key of the model, an indicator, a region, a file"},
    {"a", DATA_TEXT, "As it is in A; empty if A has none"},
    {"b", DATA_TEXT, "As it is in B; empty if B has none"},
    {"text", DATA_TEXT, "The difference in words"},
};
static const struct data_column effect_columns[] = {
    {"cause", DATA_TEXT, "The cause; difference: all of them together"},
    {"differs", DATA_FLAG, "The runs differ in it, whether or not a score moved"},
    {"scores", DATA_COUNT, "Scores that it moved, of those in both runs"},
    {"mean", DATA_NUMBER, "What it did to a score on average, over all scores in both runs; ups and downs cancel"},
    {"mean_size", DATA_NUMBER, "The same without regard to sign"},
    {"largest", DATA_NUMBER, "The largest that it did to a score"},
    {"period", DATA_TEXT, "Period of that score"},
    {"region", DATA_TEXT, "Region of that score"},
};
static const struct data_column note_columns[] = {
    {"text", DATA_TEXT, "What else there is to know about the comparison, in a sentence or two"},
};

#define COLUMNS(columns) (columns), sizeof(columns) / sizeof(columns)[0]

static const struct {
    const char *name, *title;
    const struct data_column *columns;
    size_t count;
} tables[COMPARISON_TABLES] = {
    [COMPARISON_ROWS] = {"comparison", "Scores that moved, by cause, and those of another rank or level",
                         COLUMNS(row_columns)},
    [COMPARISON_ONLY] = {"only_in_one", "Scores that only one of the two runs has", COLUMNS(only_columns)},
    [COMPARISON_CAUSES] = {"causes", "What differs between the two runs", COLUMNS(cause_columns)},
    [COMPARISON_EFFECTS] = {"effects", "What each cause did to the scores", COLUMNS(effect_columns)},
    [COMPARISON_NOTES] = {"notes", "What else to know about the comparison", COLUMNS(note_columns)},
};

tocsin_status compare_table_create(struct comparison *comparison, enum comparison_table table)
{
    return data_table_create(&comparison->arena, tables[table].name, tables[table].title, tables[table].columns,
                             tables[table].count, &comparison->tables[table]);
}
