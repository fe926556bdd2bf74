/**
 * A finished run made by hand, for the tests of reports and explanations: five regions (one of them not reported), four
 * months of which three are reported, a tree of two inner nodes. Values are missing, imputed, carried and unreliable;
 * names are long, of wide characters, with quotes, commas, line ends and control characters.
 */
#ifndef TOCSIN_TESTS_REPORT_RESULT_FIXTURE_H
#define TOCSIN_TESTS_REPORT_RESULT_FIXTURE_H

#include "base/context.h"
#include "panel/result.h"
#include "suite.h"
#include "support.h"
#include <string.h>

enum { FIXTURE_PERIODS = 4, FIXTURE_REGIONS = 5, FIXTURE_INDICATORS = 4, FIXTURE_NODES = 5, FIXTURE_INNER = 2 };
enum { PAK, AFG, KOR, MDV, IND };                                        /* regions */
enum { MILITANT, SECRECY, GOVERNANCE, DEATHS };                          /* indicators */
enum { ROOT, LEAF_MILITANT, STATECRAFT, LEAF_SECRECY, LEAF_GOVERNANCE }; /* nodes */

/** A raw value that is not there. */
#define FIXTURE_GAP (-999.0)

struct result_fixture {
    struct counted counted;
    struct result result;
    struct panel *raw, *treated, *normalised, *nodes;
    double *coverage, *imputed, *weight, *contribution, *change;
    int32_t *rank;
    uint32_t *ranked;
    int16_t *level;
    bool reported[FIXTURE_REGIONS];
};

static const struct region fixture_regions[FIXTURE_REGIONS] = {
    {"PAK", "Pakistan"},
    {"AFG", "Afghanistan, \"Islamic Emirate of\"\nwith all of its thirty-four provinces"},
    {"KOR", "\xEB\x8C\x80\xED\x95\x9C\xEB\xAF\xBC\xEA\xB5\xAD"}, /* four wide characters */
    {"MDV", "Maldives\x1B[31m\xC3\xA9"},                         /* a terminal's escape, then an accent */
    {"IND", "India"},
};

/* [period][region] */
static const double fixture_militant[FIXTURE_PERIODS][FIXTURE_REGIONS] = {
    {58.25, 71.375, 3.5, FIXTURE_GAP, 22.125},
    {59.13451, 74.8, 3.25, 1.0625, 21.5},
    {61.629, 70.0173, 3.125, FIXTURE_GAP, 20.75},
    {82.1, 66.66, 2.4854, FIXTURE_GAP, 25.2},
};
static const double fixture_secrecy[FIXTURE_PERIODS][FIXTURE_REGIONS] = {
    {0, 12.5, FIXTURE_GAP, FIXTURE_GAP, 10.1},
    {0, 12.5, FIXTURE_GAP, 40.5, 10.1},
    {0, 12.5, FIXTURE_GAP, FIXTURE_GAP, 10.1},
    {60.294118, 12.5, FIXTURE_GAP, FIXTURE_GAP, 10.1},
};
/** Of the year 2022 in all months; safety. */
static const double fixture_governance[FIXTURE_REGIONS] = {-0.93, -1.7123, 0.7, FIXTURE_GAP, -0.04};
static const double fixture_deaths[FIXTURE_REGIONS] = {1234567.25, 0, 0.00001234, FIXTURE_GAP, 5};

/** Sets a value of all three steps; governance points the other way and is normalised from [-2.5, 2.5]. */
static inline void fixture_set(struct result_fixture *fixture, size_t period, size_t indicator, size_t region,
                               double raw)
{
    size_t cell = panel_cell(fixture->raw, period, indicator, region);
    if (raw == FIXTURE_GAP) {
        panel_set_missing(fixture->raw, cell, OBSERVATION_NO_ROW);
        panel_set_missing(fixture->treated, cell, OBSERVATION_NO_ROW);
        panel_set_missing(fixture->normalised, cell, OBSERVATION_NO_ROW);
        return;
    }
    enum observation observation = indicator == SECRECY && raw == 0 ? OBSERVATION_NO_AGREEMENT : OBSERVATION_NORMAL;
    panel_set(fixture->raw, cell, raw, observation);
    panel_set(fixture->treated, cell, raw, observation);
    if (indicator != DEATHS) {
        panel_set(fixture->normalised, cell, indicator == GOVERNANCE ? 50 - 20 * raw : raw, observation);
    }
}

/** Governance of 2022: carried for all months, so raw is missing after the first. */
static inline void fixture_set_governance(struct result_fixture *fixture, size_t period, size_t region)
{
    size_t cell = panel_cell(fixture->raw, period, GOVERNANCE, region);
    double raw = fixture_governance[region];
    fixture_set(fixture, period, GOVERNANCE, region, raw);
    if (raw == FIXTURE_GAP) {
        return;
    }
    panel_set_missing(fixture->raw, cell, OBSERVATION_NO_ROW);
    fixture->treated->observation[cell] = OBSERVATION_CARRIED;
    fixture->normalised->observation[cell] = OBSERVATION_CARRIED;
    fixture->treated->observed[cell] = date_from_civil(2022, 12, 31);
}

static inline bool fixture_present(const struct result_fixture *fixture, size_t period, size_t indicator, size_t region)
{
    return observation_present(
        fixture->normalised->observation[panel_cell(fixture->normalised, period, indicator, region)]);
}

/** Weights 3 and 2 at the root, 1 and 3 below; what is missing leaves its weight to its siblings. */
static inline void fixture_score(struct result_fixture *fixture, size_t period, size_t region)
{
    static const double given[3] = {3, 1, 3};
    double weights[3];
    bool present[3];
    for (size_t i = 0; i < 3; i++) {
        present[i] = fixture_present(fixture, period, i, region);
    }
    double statecraft = present[SECRECY] * given[SECRECY] + present[GOVERNANCE] * given[GOVERNANCE];
    double root = present[MILITANT] * 3 + (statecraft > 0) * 2;
    size_t root_cell = panel_cell(fixture->nodes, period, 0, region);
    size_t inner_cell = panel_cell(fixture->nodes, period, 1, region);
    size_t place = period * FIXTURE_REGIONS + region;
    fixture->coverage[inner_cell] = statecraft / 4;
    fixture->coverage[root_cell] = present[MILITANT] * 0.6 + 0.4 * statecraft / 4;
    fixture->imputed[place] = present[GOVERNANCE] ? 0.3 : 0;
    if (root == 0) {
        panel_set_missing(fixture->nodes, root_cell, OBSERVATION_NO_CHILD);
        panel_set_missing(fixture->nodes, inner_cell, OBSERVATION_NO_CHILD);
        return;
    }
    weights[MILITANT] = present[MILITANT] * 3 / root;
    for (size_t i = SECRECY; i <= GOVERNANCE; i++) {
        weights[i] = statecraft > 0 ? 2 / root * present[i] * given[i] / statecraft : 0;
    }
    double score = 0;
    double inner = 0;
    for (size_t i = 0; i < 3; i++) {
        size_t cell = panel_cell(fixture->normalised, period, i, region);
        fixture->weight[cell] = weights[i];
        fixture->contribution[cell] = weights[i] * fixture->normalised->value[cell];
        score += fixture->contribution[cell];
        bool had_score =
            period > 0 &&
            observation_present(fixture->nodes->observation[panel_cell(fixture->nodes, period - 1, 0, region)]);
        size_t before = period > 0 ? panel_cell(fixture->normalised, period - 1, i, region) : cell;
        fixture->change[cell] = had_score ? fixture->contribution[cell] - fixture->contribution[before] : 0;
        inner += i > 0 && statecraft > 0 ? given[i] / statecraft * fixture->normalised->value[cell] : 0;
    }
    enum observation observation = present[GOVERNANCE] ? OBSERVATION_IMPUTED_IN_PART : OBSERVATION_PARTIAL;
    panel_set(fixture->nodes, root_cell, score, observation);
    panel_set(fixture->nodes, inner_cell, inner, observation);
}

static inline void fixture_rank(struct result_fixture *fixture, size_t period)
{
    for (size_t region = 0; region < FIXTURE_REGIONS; region++) {
        size_t cell = panel_cell(fixture->nodes, period, 0, region);
        size_t place = period * FIXTURE_REGIONS + region;
        fixture->rank[place] = 0;
        fixture->level[place] = -1;
        if (!observation_present(fixture->nodes->observation[cell])) {
            continue;
        }
        fixture->ranked[period]++;
        fixture->rank[place] = 1;
        for (size_t other = 0; other < FIXTURE_REGIONS; other++) {
            fixture->rank[place] +=
                fixture->nodes->value[panel_cell(fixture->nodes, period, 0, other)] > fixture->nodes->value[cell];
        }
        for (size_t level = 0; level < fixture->result.levels.count; level++) {
            if (fixture->nodes->value[cell] >= fixture->result.levels.bands[level].from) {
                fixture->level[place] = (int16_t)level;
            }
        }
    }
}

static const struct result_indicator fixture_indicators[FIXTURE_INDICATORS] = {
    [MILITANT] = {.id = "militant_activity",
                  .title = "Militant activity",
                  .unit = "index points",
                  .module = "militant_activity",
                  .source = "conflict",
                  .frequency = FREQUENCY_MONTH,
                  .in_index = true,
                  .method = "no treatment; goalposts 0 to 100, onto 0 to 100"},
    [SECRECY] = {.id = "agreement_secrecy",
                 .title = "Secrecy of agreements",
                 .module = "agreement_secrecy",
                 .source = "agreements",
                 .frequency = FREQUENCY_DAY,
                 .in_index = true,
                 .method = "no treatment; as it is"},
    [GOVERNANCE] = {.id = "governance",
                    .title = "Governance (political stability and absence of violence)",
                    .unit = "standard deviations",
                    .module = "series",
                    .source = "governance",
                    .direction = DIRECTION_SAFETY,
                    .frequency = FREQUENCY_YEAR,
                    .in_index = true,
                    .method = "carried for at most 24 periods; goalposts -2.5 to 2.5"},
    [DEATHS] = {.id = "deaths",
                .title = "deaths",
                .unit = "persons",
                .module = "event_count",
                .source = "conflict",
                .frequency = FREQUENCY_DAY,
                .method = ""},
};

static const size_t fixture_root_children[] = {LEAF_MILITANT, STATECRAFT};
static const size_t fixture_statecraft_children[] = {LEAF_SECRECY, LEAF_GOVERNANCE};
static struct index_node fixture_nodes[FIXTURE_NODES] = {
    [ROOT] = {.id = "risk",
              .title = "Regional risk",
              .parent = INDEX_NONE,
              .indicator = INDEX_NONE,
              .inner = 0,
              .weight = 1,
              .children = fixture_root_children,
              .child_count = 2,
              .min_coverage = 0.25},
    [LEAF_MILITANT] = {.id = "militant_activity",
                       .parent = ROOT,
                       .depth = 1,
                       .indicator = MILITANT,
                       .inner = INDEX_NONE,
                       .weight = 3},
    [STATECRAFT] = {.id = "statecraft",
                    .parent = ROOT,
                    .depth = 1,
                    .indicator = INDEX_NONE,
                    .inner = 1,
                    .weight = 2,
                    .children = fixture_statecraft_children,
                    .child_count = 2},
    [LEAF_SECRECY] = {.id = "agreement_secrecy",
                      .parent = STATECRAFT,
                      .depth = 2,
                      .indicator = SECRECY,
                      .inner = INDEX_NONE,
                      .weight = 1},
    [LEAF_GOVERNANCE] = {.id = "governance",
                         .parent = STATECRAFT,
                         .depth = 2,
                         .indicator = GOVERNANCE,
                         .inner = INDEX_NONE,
                         .weight = 3},
};
static struct level_band fixture_bands[] = {
    {"low", 0}, {"guarded", 20}, {"elevated", 40}, {"high", 60}, {"severe", 80}};

static struct input_file fixture_conflict_files[] = {
    {"../data/conflict.csv", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", 45678, 1234},
    {"/srv/private/more conflict.csv.gz", "fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210", 777, 21}};
static struct input_file fixture_agreement_files[] = {
    {"-", "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff", 99, 3}};
static struct input_file fixture_tables[] = {
    {"../data/regions.csv", "aa112233445566778899aabbccddeeff00112233445566778899aabbccddeeff", 101, 5}};
static struct unmatched_name fixture_unmatched[] = {
    {"Jammu, \"disputed\"", 5}, {"Kashmir", 4}, {"Aksai Chin", 2}, {"Gilgit", 1}};
static struct result_source fixture_sources[] = {
    {"conflict",
     FORMAT_EVENTS,
     {.files = fixture_conflict_files,
      .file_count = 2,
      .rows_read = 1255,
      .rows_filtered = 40,
      .rows_unmatched = 12,
      .rows_blank = 2,
      .rows_used = 1201,
      .unmatched = fixture_unmatched,
      .unmatched_count = 4,
      .unmatched_names = 5,
      .unused_columns = 3,
      .first_day = 12418, /* 2004-01-01 */
      .last_day = 19600,  /* 2023-08-31 */
      .finest = FREQUENCY_DAY}},
    {"agreements",
     FORMAT_AGREEMENTS,
     {.files = fixture_agreement_files,
      .file_count = 1,
      .rows_read = 3,
      .rows_used = 3,
      .first_day = DAY_NONE,
      .last_day = DAY_NONE,
      .finest = FREQUENCY_DAY}},
};

static inline void *fixture_array(struct result_fixture *fixture, size_t count, size_t size)
{
    void *array = arena_allocate(&fixture->result.arena, count, size);
    CU_ASSERT_PTR_NOT_NULL_FATAL(array);
    return array;
}

static inline void fixture_make_panels(struct result_fixture *fixture)
{
    struct arena *arena = &fixture->result.arena;
    struct panel **const panels[] = {&fixture->raw, &fixture->treated, &fixture->normalised};
    for (size_t i = 0; i < 3; i++) {
        CU_ASSERT_EQUAL_FATAL(panel_create(arena, FIXTURE_PERIODS, FIXTURE_INDICATORS, FIXTURE_REGIONS, panels[i]),
                              TOCSIN_OK);
    }
    CU_ASSERT_EQUAL_FATAL(panel_create(arena, FIXTURE_PERIODS, FIXTURE_INNER, FIXTURE_REGIONS, &fixture->nodes),
                          TOCSIN_OK);
    CU_ASSERT_EQUAL_FATAL(panel_add_observed(arena, fixture->treated), TOCSIN_OK);
    size_t cells = FIXTURE_PERIODS * FIXTURE_INDICATORS * FIXTURE_REGIONS;
    size_t places = FIXTURE_PERIODS * FIXTURE_REGIONS;
    fixture->coverage = fixture_array(fixture, places * FIXTURE_INNER, sizeof(double));
    fixture->imputed = fixture_array(fixture, places, sizeof(double));
    fixture->weight = fixture_array(fixture, cells, sizeof(double));
    fixture->contribution = fixture_array(fixture, cells, sizeof(double));
    fixture->change = fixture_array(fixture, cells, sizeof(double));
    fixture->rank = fixture_array(fixture, places, sizeof(int32_t));
    fixture->ranked = fixture_array(fixture, FIXTURE_PERIODS, sizeof(uint32_t));
    fixture->level = fixture_array(fixture, places, sizeof(int16_t));
}

static inline void fixture_fill(struct result_fixture *fixture)
{
    for (size_t period = 0; period < FIXTURE_PERIODS; period++) {
        for (size_t region = 0; region < FIXTURE_REGIONS; region++) {
            fixture_set(fixture, period, MILITANT, region, fixture_militant[period][region]);
            fixture_set(fixture, period, SECRECY, region, fixture_secrecy[period][region]);
            fixture_set(fixture, period, DEATHS, region, fixture_deaths[region]);
            fixture_set_governance(fixture, period, region);
            fixture_score(fixture, period, region);
        }
        fixture_rank(fixture, period);
    }
}

static inline void fixture_describe(struct result_fixture *fixture)
{
    static const char *overrides[] = {"index.children[0].weight=3",
                                      "sources.conflict.file=[/srv/private/a.csv, b.csv]"};
    struct result *result = &fixture->result;
    result->model_id = "South_Asia test";
    result->model_title = "South Asia \"test\" risk";
    result->model_version = "2023.8";
    result->model_file = "/home/analyst/models/south-asia.yaml";
    strcpy(result->model_sha256, "5555555555555555555555555555555555555555555555555555555555555555");
    result->model_bytes = 4321;
    result->command = "tocsin run '/home/an analyst/models/south-asia.yaml' -o out/run --set a=/srv/b";
    result->overrides = overrides;
    result->override_count = 2;
    result->seed = 18446744073709551615u;
    result->scale[0] = 0;
    result->scale[1] = 100;
    result->axis = (struct period_axis){FREQUENCY_MONTH, 0, FIXTURE_PERIODS};
    result->axis.first = period_of_day(FREQUENCY_MONTH, date_from_civil(2023, 5, 1));
    result->first_reported = 1;
    result->reported_periods = 3;
    result->region_reported = fixture->reported;
    result->tree = (struct index_tree){fixture_nodes, FIXTURE_NODES, FIXTURE_INNER};
    result->levels = (struct level_rules){fixture_bands, 5, 5, 2};
    result->indicators =
        (struct result_indicator *)fixture_array(fixture, FIXTURE_INDICATORS, sizeof *result->indicators);
    memcpy(result->indicators, fixture_indicators, sizeof fixture_indicators);
    result->indicator_count = FIXTURE_INDICATORS;
    result->sources = fixture_sources;
    result->source_count = 2;
    result->tables = fixture_tables;
    result->table_count = 1;
    result->finding_totals[TOCSIN_NOTE] = 4;
    result->finding_totals[TOCSIN_WARNING] = 2;
}

static inline void fixture_begin(struct result_fixture *fixture)
{
    *fixture = (struct result_fixture){.reported = {true, true, true, true, false}};
    struct result *result = &fixture->result;
    struct region_table *regions;
    counted_begin(&fixture->counted);
    arena_begin(&result->arena, fixture->counted.context);
    CU_ASSERT_EQUAL_FATAL(
        region_table_create(&result->arena, fixture_regions, FIXTURE_REGIONS, NULL, 0, NULL, &regions), TOCSIN_OK);
    result->regions = regions;
    fixture_describe(fixture);
    fixture_make_panels(fixture);
    fixture_fill(fixture);
    result->raw = fixture->raw;
    result->treated = fixture->treated;
    result->normalised = fixture->normalised;
    result->nodes = fixture->nodes;
    result->coverage = fixture->coverage;
    result->imputed = fixture->imputed;
    result->weight = fixture->weight;
    result->contribution = fixture->contribution;
    result->change = fixture->change;
    result->rank = fixture->rank;
    result->ranked = fixture->ranked;
    result->level = fixture->level;
}

static inline void fixture_end(struct result_fixture *fixture)
{
    arena_end(&fixture->result.arena);
    CU_ASSERT_TRUE(counted_end(&fixture->counted));
}

#endif
