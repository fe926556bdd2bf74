/** The hand-made run with many regions in place of its own: scores from one end of the scale to the other, values of
 * all kinds of status, alerts of all kinds, regions without a score. */
#ifndef TOCSIN_TESTS_REPORT_MANY_FIXTURE_H
#define TOCSIN_TESTS_REPORT_MANY_FIXTURE_H

#include "result_fixture.h"
#include <stdio.h>

enum { MANY = 250, MANY_UNSCORED = 20, MANY_NAME_SIZE = 320 };

struct many_fixture {
    struct result_fixture base;
    struct region regions[MANY];
    struct region_table table;
    char ids[MANY][MANY_NAME_SIZE];
    char names[MANY][MANY_NAME_SIZE];
    bool reported[MANY];
    struct alert alerts[3 * MANY];
};

static inline void many_set_indicators(struct many_fixture *many, size_t period, size_t region,
                                       struct panel *normalised)
{
    static const enum observation kinds[] = {OBSERVATION_NORMAL,  OBSERVATION_CARRIED,    OBSERVATION_NO_ROW,
                                             OBSERVATION_NEUTRAL, OBSERVATION_UNRELIABLE, OBSERVATION_CONSTANT};
    struct result_fixture *base = &many->base;
    for (size_t i = 0; i < 3; i++) {
        size_t cell = panel_cell(normalised, period, i, region);
        enum observation kind = kinds[(region / (i + 1)) % 6];
        bool present = observation_present((uint8_t)kind);
        double part = present ? 31.25 - 0.117 * (double)region + 3.31 * (double)period * (i == 1 ? -1 : 1) : 0;
        normalised->observation[cell] = (uint8_t)kind;
        normalised->value[cell] = part;
        base->contribution[cell] = part;
        base->change[cell] = present ? 1.37 * (double)(i + 1) * (region % 2 ? 1 : -1) : 0;
    }
}

static inline void many_set_scores(struct many_fixture *many, size_t period, struct panel *nodes, int32_t *rank,
                                   int16_t *level)
{
    for (size_t region = 0; region < MANY; region++) {
        size_t place = period * MANY + region;
        bool scored = region < MANY - MANY_UNSCORED;
        double score = 99.71 - 0.4317 * (double)region;
        double moved = period < 3 ? (region % 2 ? -1 : 1) * (1.0 + (double)region / 16) : 0;
        level[place] = -1;
        many->base.coverage[panel_cell(nodes, period, 0, region)] = region % 3 ? 1 : 0.75 - 0.001 * (double)region;
        if (!scored) {
            enum observation why = region % 2 ? OBSERVATION_NO_CHILD : OBSERVATION_BELOW_COVERAGE;
            panel_set_missing(nodes, panel_cell(nodes, period, 0, region), why);
            continue;
        }
        panel_set(nodes, panel_cell(nodes, period, 0, region), score + moved, OBSERVATION_NORMAL);
        rank[place] = 1 + (int32_t)region;
        level[place] = (int16_t)(score >= 80 ? 4 : score >= 60 ? 3 : score >= 40 ? 2 : score >= 20);
        many->base.imputed[place] = region % 5 ? 0 : 0.2 + 0.001 * (double)region;
    }
}

/** Three alerts of every fifth region: one that is new, one that is set aside, and one where the level fell. */
static inline void many_alert(struct many_fixture *many, const int16_t *level)
{
    size_t count = 0;
    for (size_t region = 0; region < MANY; region++) {
        int16_t to = level[3 * MANY + region];
        struct alert alert = {
            .period = 3,
            .region = region,
            .from = 2,
            .to = to,
            .periods_in_level = 1,
            .score = {to >= 0, 1},
            .drivers = {MILITANT},
            .driver_change = {many->base.change[panel_cell(many->base.result.raw, 3, MILITANT, region)]},
            .driver_count = 1};
        alert.reason = to < 0 ? ALERT_UNKNOWN : region % 2 ? ALERT_RAISED : ALERT_LOWERED;
        many->alerts[count++] = alert;
        if (region % 5 == 0 && to >= 0) {
            alert.reason = ALERT_JUMP;
            alert.guarded = true;
            many->alerts[count++] = alert;
        }
    }
    many->base.result.alerts = many->alerts;
    many->base.result.alert_count = count;
}

/* Without Q, the letter that alterations of a text put in. */
static const char many_letters[] = "ABCDEFGHIJKLMNOPRSTUVWXYZ";

static inline void many_name(struct many_fixture *many, bool long_names)
{
    for (size_t i = 0; i < MANY; i++) {
        snprintf(many->ids[i], MANY_NAME_SIZE, "%c%c%c", many_letters[i % 25], many_letters[i / 25], 'X');
        if (long_names) {
            memset(many->names[i], 'n', MANY_NAME_SIZE - 4);
            memcpy(many->names[i] + MANY_NAME_SIZE - 4, many->ids[i], 4);
        } else {
            snprintf(many->names[i], MANY_NAME_SIZE, "Province of %c%c", many_letters[i % 25],
                     (char)(many_letters[i / 25] + 'a' - 'A'));
        }
        many->regions[i] = (struct region){many->ids[i], many->names[i]};
        many->reported[i] = true;
    }
    many->table = (struct region_table){.regions = many->regions, .count = MANY};
}

static inline void many_begin(struct many_fixture *many, bool long_names)
{
    fixture_begin(&many->base);
    struct result_fixture *base = &many->base;
    struct result *result = &base->result;
    struct panel *panels[3];
    struct panel *nodes;
    many_name(many, long_names);
    for (size_t i = 0; i < 3; i++) {
        CU_ASSERT_EQUAL_FATAL(panel_create(&result->arena, FIXTURE_PERIODS, FIXTURE_INDICATORS, MANY, &panels[i]),
                              TOCSIN_OK);
    }
    CU_ASSERT_EQUAL_FATAL(panel_create(&result->arena, FIXTURE_PERIODS, FIXTURE_INNER, MANY, &nodes), TOCSIN_OK);
    CU_ASSERT_EQUAL_FATAL(panel_add_observed(&result->arena, panels[2]), TOCSIN_OK);
    size_t places = (size_t)FIXTURE_PERIODS * MANY;
    int32_t *rank = fixture_array(base, places, sizeof *rank);
    int16_t *level = fixture_array(base, places, sizeof *level);
    uint32_t *ranked = fixture_array(base, FIXTURE_PERIODS, sizeof *ranked);
    base->coverage = fixture_array(base, places * FIXTURE_INNER, sizeof(double));
    base->imputed = fixture_array(base, places, sizeof(double));
    base->weight = fixture_array(base, places * FIXTURE_INDICATORS, sizeof(double));
    base->contribution = fixture_array(base, places * FIXTURE_INDICATORS, sizeof(double));
    base->change = fixture_array(base, places * FIXTURE_INDICATORS, sizeof(double));
    for (size_t period = 0; period < FIXTURE_PERIODS; period++) {
        ranked[period] = MANY - MANY_UNSCORED;
        for (size_t region = 0; region < MANY; region++) {
            many_set_indicators(many, period, region, panels[2]);
            panels[2]->observed[panel_cell(panels[2], period, GOVERNANCE, region)] = date_from_civil(2021, 12, 31);
        }
        many_set_scores(many, period, nodes, rank, level);
    }
    result->regions = &many->table;
    result->raw = panels[0];
    result->treated = panels[1];
    result->normalised = panels[2];
    result->nodes = nodes;
    result->region_reported = many->reported;
    result->rank = rank;
    result->ranked = ranked;
    result->level = level;
    result->coverage = base->coverage;
    result->imputed = base->imputed;
    result->weight = base->weight;
    result->contribution = base->contribution;
    result->change = base->change;
    many_alert(many, level);
}

static inline void many_end(struct many_fixture *many)
{
    fixture_end(&many->base);
}

#endif
