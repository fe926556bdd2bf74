/** What must hold for every treatment and every normalisation of any column, tried on random ones of every kind. */
#include "fixture.h"
#include "score/normalise.h"
#include "score/treat.h"

enum { COLUMNS = 1000, REGIONS_MOST = 12, PERIODS_MOST = 4, CELLS_MOST = REGIONS_MOST * PERIODS_MOST };

/** What the values of a column are like. */
enum shape { SPREAD, POSITIVE, SKEWED, TIED, EQUAL, ALONE, NOTHING, EXTREME, SHAPES };

struct column {
    struct fixture fixture;
    struct panel *normalised;
    enum shape shape;
    uint64_t seed;
    size_t periods, regions, cells;
    struct statistics_over over;
    enum direction direction;
};

static double draw(enum shape shape, uint64_t *seed)
{
    double random = fixture_random(seed);
    switch (shape) {
    case POSITIVE:
        return 0.25 + 40 * random;
    case SKEWED:
        return exp(9 * random * random);
    case TIED:
        return floor(4 * random);
    case EQUAL:
        return 2.385;
    case EXTREME:
        return (random < 0.5 ? -1 : 1) * pow(10, 600 * fixture_random(seed) - 300);
    default:
        return 20 * random - 9;
    }
}

/** Column `number` of its kind; a fifth of it missing. To be ended with fixture_end. */
static void column_begin(struct column *column, size_t number)
{
    *column = (struct column){.shape = (enum shape)(number % SHAPES), .seed = 0x9e3779b97f4a7c15U * (number + 1)};
    uint64_t *seed = &column->seed;
    column->periods = 1 + (size_t)(PERIODS_MOST * fixture_random(seed));
    column->regions = 1 + (size_t)(REGIONS_MOST * fixture_random(seed));
    column->cells = column->periods * column->regions;
    column->over.kind = fixture_random(seed) < 0.5 ? OVER_ALL : OVER_PERIOD;
    column->direction = fixture_random(seed) < 0.5 ? DIRECTION_RISK : DIRECTION_SAFETY;
    double values[CELLS_MOST];
    size_t alone = (size_t)((double)column->cells * fixture_random(seed));
    for (size_t i = 0; i < column->cells; i++) {
        bool missing = fixture_random(seed) < 0.2;
        missing = column->shape == NOTHING || (column->shape == ALONE ? i != alone : missing);
        values[i] = missing ? (double)NAN : draw(column->shape, seed);
    }
    fixture_begin(&column->fixture, column->periods, 1, column->regions);
    fixture_fill(column->fixture.panel, 0, values);
    CU_ASSERT_EQUAL_FATAL(
        panel_create(&column->fixture.arena, column->periods, 1, column->regions, &column->normalised), TOCSIN_OK);
}

/** The law for a column; a broken one names it. */
static void check(bool holds, const char *method, size_t number)
{
    if (!holds) {
        fprintf(stderr, "%s of column %zu breaks the law\n", method, number);
    }
    CU_ASSERT_TRUE(holds);
}

/** Finite where there is a number, and 0 where there is none; a cell without a value has none afterwards. */
static bool is_sound(const struct panel *before, const struct panel *after)
{
    bool sound = true;
    for (size_t i = 0; i < after->periods * after->regions; i++) {
        bool present = observation_present(after->observation[i]);
        sound = sound && (present ? isfinite(after->value[i]) != 0 : after->value[i] == 0);
        sound = sound && (!present || observation_present(before->observation[i]));
    }
    return sound;
}

/** True if what was lost or gained is told: a cell with a value that has none afterwards needs a diagnostic. */
static bool is_told(const struct column *column, const struct panel *before, const struct panel *after)
{
    bool lost = false;
    for (size_t i = 0; i < column->cells; i++) {
        lost = lost || (observation_present(before->observation[i]) && !observation_present(after->observation[i]));
    }
    return !lost || tocsin_diagnostic_count(column->fixture.counted.context) > 0;
}

/** Which cells are compared with the same numbers, so that the order of their values must be that of the results. */
static bool are_comparable(const struct column *column, bool by_region, bool by_period, size_t left, size_t right)
{
    bool region = left % column->regions == right % column->regions;
    bool period = left / column->regions == right / column->regions;
    return (!by_region || region) && (!by_period || period);
}

/** Higher is not lower afterwards (with `falls`, not higher), and equal is equal. */
static bool keeps_order(const struct column *column, const struct panel *before, const struct panel *after,
                        bool by_region, bool by_period, bool falls)
{
    bool kept = true;
    for (size_t i = 0; i < column->cells; i++) {
        for (size_t k = 0; k < column->cells; k++) {
            bool present = observation_present(after->observation[i]) && observation_present(after->observation[k]);
            if (!present || !are_comparable(column, by_region, by_period, i, k)) {
                continue;
            }
            double low = after->value[falls ? k : i];
            double high = after->value[falls ? i : k];
            double slack = 1e-13 * fmax(fabs(low), fabs(high));
            kept = kept && (!(before->value[i] < before->value[k]) || low <= high + slack);
            kept = kept && (before->value[i] != before->value[k] || low == high);
        }
    }
    return kept;
}

/* ---- normalisation */

enum promise {
    FREE,    /* any number */
    BOUNDED, /* on the scale */
    CAPPED   /* never above its upper end */
};

static const double RISING[] = {5, 35, 60};
static const double FALLING[] = {60, 35, 5};
static const double EDGES[] = {-1.25, 7.5};

struct method_case {
    struct normalisation normalisation;
    enum promise promise;
    bool by_region, by_period; /* compares with numbers of the region, of the period, besides those of `over` */
    double tolerance;          /* under permutation of the regions: 0 where no sum goes over them */
};

static const struct method_case METHODS[] = {
    {{.method = NORMALISE_MINMAX}, BOUNDED, false, false, 0},
    {{.method = NORMALISE_MINMAX, .low = {true, 1}, .high = {true, 10}}, FREE, false, false, 0},
    {{.method = NORMALISE_GOALPOSTS, .low = {true, -2.5}, .high = {true, 6.25}, .clip = true},
     BOUNDED,
     false,
     false,
     0},
    {{.method = NORMALISE_GOALPOSTS, .low = {true, -2.5}, .high = {true, 6.25}}, FREE, false, false, 0},
    {{.method = NORMALISE_ZSCORE}, FREE, false, false, 1e-12},
    {{.method = NORMALISE_RANK, .ties = TIES_AVERAGE}, FREE, false, false, 0},
    {{.method = NORMALISE_PERCENTILE}, BOUNDED, false, false, 0},
    {{.method = NORMALISE_BANDS, .edges = EDGES, .edge_count = 2, .values = RISING, .value_count = 3},
     BOUNDED,
     false,
     false,
     0},
    {{.method = NORMALISE_LOG_MAX}, BOUNDED, false, false, 0},
    {{.method = NORMALISE_NONE}, FREE, false, false, 0},
    {{.method = NORMALISE_BORDA}, FREE, false, false, 0},
    {{.method = NORMALISE_FRACTION_OF_MAX}, BOUNDED, false, false, 0},
    {{.method = NORMALISE_DISTANCE_TO_MAX}, BOUNDED, false, false, 0},
    {{.method = NORMALISE_DISTANCE_TO_REFERENCE, .region = "r0"}, FREE, false, true, 0},
    {{.method = NORMALISE_DISTANCE_TO_REFERENCE, .region = "r0", .cap = true}, BOUNDED, false, true, 0},
    {{.method = NORMALISE_DISTANCE_TO_TARGET, .target = 3.75}, FREE, false, false, 0},
    {{.method = NORMALISE_DISTANCE_TO_TARGET, .target = 3.75, .cap = true}, BOUNDED, false, false, 0},
    {{.method = NORMALISE_SCALED, .low = {true, -3}, .high = {true, 8}, .factor = {true, 4}}, FREE, false, false, 0},
    {{.method = NORMALISE_ABOVE_MEAN, .threshold = 0.2}, BOUNDED, false, false, 1e-12},
    {{.method = NORMALISE_BASE_RATIO, .from = 0, .to = 12000, .times = 100}, FREE, true, false, 0},
};
enum { METHOD_COUNT = sizeof METHODS / sizeof *METHODS };

static tocsin_status normalise(struct column *column, const struct method_case *method, const struct panel *from,
                               struct panel *to, const char *region)
{
    struct normalisation normalisation = method->normalisation;
    struct fixture *fixture = &column->fixture;
    normalisation.region = normalisation.region ? region : NULL;
    if (normalisation.method == NORMALISE_BANDS && column->direction == DIRECTION_SAFETY) {
        normalisation.values = FALLING; /* they say themselves what is worse */
    }
    tocsin_diagnostics_clear(fixture->counted.context);
    struct normalise_request request = {&normalisation, &column->over,   column->direction, FIXTURE_SCALE, "x",
                                        FIXTURE_AT,     fixture->regions};
    return normalise_column(fixture->counted.context, &request, from, to, 0, &fixture->axis);
}

static bool keeps_promise(const struct column *column, enum promise promise)
{
    bool kept = true;
    for (size_t i = 0; i < column->cells; i++) {
        double value = column->normalised->value[i];
        kept = kept && (promise == FREE || value <= FIXTURE_SCALE[1]);
        kept = kept && (promise != BOUNDED || value >= FIXTURE_SCALE[0]);
    }
    return kept;
}

static void test_normalised(void)
{
    for (size_t number = 0; number < COLUMNS; number++) {
        struct column column;
        column_begin(&column, number);
        for (size_t i = 0; i < METHOD_COUNT; i++) {
            const char *name = normalise_names[METHODS[i].normalisation.method];
            const struct panel *from = column.fixture.panel;
            bool falls = column.direction == DIRECTION_SAFETY;
            CU_ASSERT_EQUAL(normalise(&column, &METHODS[i], from, column.normalised, "r0"), TOCSIN_OK);
            check(is_sound(from, column.normalised), name, number);
            check(is_told(&column, from, column.normalised), name, number);
            check(keeps_promise(&column, METHODS[i].promise), name, number);
            check(keeps_order(&column, from, column.normalised, METHODS[i].by_region,
                              METHODS[i].by_period || column.over.kind == OVER_PERIOD, falls),
                  name, number);
        }
        fixture_end(&column.fixture);
    }
}

/** Regions in another order: the same results, in that order. */
static void turn_regions(const struct panel *from, struct panel *to)
{
    for (size_t period = 0; period < from->periods; period++) {
        for (size_t i = 0; i < from->regions; i++) {
            size_t cell = panel_cell(from, period, 0, i);
            size_t turned = panel_cell(from, period, 0, from->regions - 1 - i);
            to->value[turned] = from->value[cell];
            to->observation[turned] = from->observation[cell];
        }
    }
}

static bool is_same(const struct column *column, const struct panel *left, const struct panel *right, double tolerance)
{
    bool same = true;
    for (size_t i = 0; i < column->cells; i++) {
        same = same && left->observation[i] == right->observation[i];
        double allowed = tolerance * fmax(1, fabs(left->value[i]));
        same = same && fabs(left->value[i] - right->value[i]) <= allowed;
    }
    return same;
}

static struct panel *panel_like(struct column *column)
{
    struct panel *panel = NULL;
    CU_ASSERT_EQUAL_FATAL(panel_create(&column->fixture.arena, column->periods, 1, column->regions, &panel), TOCSIN_OK);
    return panel;
}

static void test_permuted(void)
{
    for (size_t number = 0; number < COLUMNS; number++) {
        struct column column;
        column_begin(&column, number);
        if (column.shape != EXTREME) { /* whose mean has no digits */
            struct panel *turned = panel_like(&column);
            struct panel *result = panel_like(&column);
            struct panel *back = panel_like(&column);
            char last[24];
            snprintf(last, sizeof last, "r%zu", column.regions - 1); /* the region of reference moves, too */
            turn_regions(column.fixture.panel, turned);
            for (size_t i = 0; i < METHOD_COUNT; i++) {
                CU_ASSERT_EQUAL(normalise(&column, &METHODS[i], column.fixture.panel, column.normalised, "r0"),
                                TOCSIN_OK);
                CU_ASSERT_EQUAL(normalise(&column, &METHODS[i], turned, result, last), TOCSIN_OK);
                turn_regions(result, back);
                check(is_same(&column, column.normalised, back, METHODS[i].tolerance),
                      normalise_names[METHODS[i].normalisation.method], number);
            }
        }
        fixture_end(&column.fixture);
    }
}

/* ---- treatment */

/** All of them rise with the value, wherever they are defined. */
static const struct treatment RISING_TREATMENTS[] = {
    {.method = TREAT_WINSORISE, .max = 3},
    {.method = TREAT_LOG},
    {.method = TREAT_LOG, .offset = {true, 1}, .mirror = true},
    {.method = TREAT_LOG1P},
    {.method = TREAT_LOG10},
    {.method = TREAT_SQRT},
    {.method = TREAT_BOXCOX, .lambda = 0.25, .shift = true},
    {.method = TREAT_BOXCOX, .lambda = -0.01, .shift = true},
    {.method = TREAT_BOXCOX, .lambda = 2},
    {.method = TREAT_CLIP, .low = {true, -1}, .high = {true, 4.5}},
};
enum { TREATMENT_COUNT = sizeof RISING_TREATMENTS / sizeof *RISING_TREATMENTS };

static tocsin_status treat(struct column *column, const struct treatment_list *list, struct panel *panel)
{
    struct fixture *fixture = &column->fixture;
    struct treatment_outcome outcome;
    tocsin_diagnostics_clear(fixture->counted.context);
    struct treat_request request = {list, &column->over, "x", FIXTURE_AT, fixture->regions};
    return treat_column(fixture->counted.context, &request, panel, 0, &fixture->axis, &outcome);
}

/** One treatment, or two one on the other, forced or only where the shape asks for it. */
static void test_treated(void)
{
    for (size_t number = 0; number < COLUMNS; number++) {
        struct column column;
        column_begin(&column, number);
        for (size_t i = 0; i < TREATMENT_COUNT; i++) {
            struct treatment treatments[] = {RISING_TREATMENTS[i], RISING_TREATMENTS[(i + number) % TREATMENT_COUNT]};
            struct treatment_list list = {treatments, 1 + number % 2, number % 3 == 0, number % 5 < 3, 2, 3.5};
            const char *name = treat_names[treatments[0].method];
            struct panel *treated = NULL;
            struct panel *turned = panel_like(&column);
            struct panel *back = panel_like(&column);
            const struct panel *from = column.fixture.panel;
            CU_ASSERT_EQUAL_FATAL(panel_copy(&column.fixture.arena, from, &treated), TOCSIN_OK);
            CU_ASSERT_EQUAL(treat(&column, &list, treated), TOCSIN_OK);
            check(is_sound(from, treated), name, number);
            check(is_told(&column, from, treated), name, number);
            check(keeps_order(&column, from, treated, false, column.over.kind == OVER_PERIOD, false), name, number);
            turn_regions(from, turned);
            CU_ASSERT_EQUAL(treat(&column, &list, turned), TOCSIN_OK);
            turn_regions(turned, back);
            check(is_same(&column, treated, back, 1e-12), name, number);
        }
        fixture_end(&column.fixture);
    }
}

static CU_TestInfo tests[] = {
    {"normalisation: sound, told, within the scale, in order", test_normalised},
    {"normalisation: whatever the order of the regions", test_permuted},
    {"treatment: sound, told, in order, whatever the order of the regions", test_treated},
    CU_TEST_INFO_NULL,
};
SUITE(column_laws, tests)
