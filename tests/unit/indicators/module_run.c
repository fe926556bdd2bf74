/** Running a module on a case: records handed over in any order and cut into shards, and the outcome compared. */
#include "module_run.h"
#include "base/compensated_sum.h"
#include "case_text.h"
#include "module_case.h"
#include <stdint.h>
#include <string.h>

static void keep_status(struct module_run *run, tocsin_status status)
{
    run->status = run->status == TOCSIN_OK ? status : run->status;
}

static void *prepare_state(struct module_run *run)
{
    bool derived = run->module->input == INPUT_INDICATORS;
    struct indicator_setup setup = {
        .context = run->counted.context,
        .arena = &run->arena,
        .id = run->id,
        .at = {"model.yaml", 99, 3},
        .options = run->options,
        .regions = run->regions,
        .columns = derived ? NULL : &run->columns,
        .input_ids = run->input_ids,
        .input_count = run->input_count,
    };
    void *state = arena_allocate(&run->arena, 1, run->module->state_size);
    uint64_t mark = diagnostics_mark(run->counted.context);
    tocsin_status status = state ? run->module->prepare(&setup, state) : TOCSIN_ERROR_MEMORY;
    CU_ASSERT_TRUE(status != TOCSIN_OK || diagnostics_since(run->counted.context, mark) == TOCSIN_OK);
    keep_status(run, status);
    return run->status == TOCSIN_OK ? state : NULL;
}

enum { MOST_SHARDS = 7 };

/* In which order rows come, to which shard each goes, and in which order shards are merged. */
struct schedule {
    size_t shards;
    size_t *rows;
    size_t *shard_of;
    size_t merges[MOST_SHARDS];
};

static size_t next_random(uint64_t *seed, size_t below)
{
    return (size_t)(case_random(seed) % below);
}

static void shuffle(size_t *items, size_t count, uint64_t *seed)
{
    for (size_t i = count; i > 1; i--) {
        size_t other = next_random(seed, i);
        size_t kept = items[i - 1];
        items[i - 1] = items[other];
        items[other] = kept;
    }
}

static struct schedule make_schedule(struct module_run *run, unsigned order)
{
    size_t count = run->rows->row_count;
    uint64_t seed = order;
    bool sharded = order == IN_SHARDS || order == IN_SHARDS_BACKWARDS;
    bool backwards = order == BACKWARDS || order == IN_SHARDS_BACKWARDS;
    struct schedule schedule = {.shards = order >= SHUFFLED ? 1 + next_random(&seed, MOST_SHARDS) : sharded ? 3 : 1};
    schedule.rows = arena_allocate(&run->own, count, sizeof *schedule.rows);
    schedule.shard_of = arena_allocate(&run->own, count, sizeof *schedule.shard_of);
    CU_ASSERT_FATAL(schedule.rows && schedule.shard_of);
    for (size_t i = 0; i < count; i++) {
        schedule.rows[i] = backwards ? count - 1 - i : i;
        /* shards take turns irregularly, so that a region's days are spread over all of them */
        schedule.shard_of[i] =
            order >= SHUFFLED ? next_random(&seed, schedule.shards) : (i * 7 + i / 5) % schedule.shards;
    }
    for (size_t i = 0; i < schedule.shards; i++) {
        schedule.merges[i] = backwards ? schedule.shards - 1 - i : i;
    }
    if (order >= SHUFFLED) {
        shuffle(schedule.rows, count, &seed);
        shuffle(schedule.merges, schedule.shards, &seed);
    }
    return schedule;
}

/* Feeds the rows to the shards' states and merges them; returns the state that holds all. */
static void *feed(struct module_run *run, void *const states[MOST_SHARDS], const struct schedule *schedule)
{
    void *whole = states[schedule->merges[0]];
    for (size_t i = 0; i < run->rows->row_count; i++) {
        size_t row = schedule->rows[i];
        tocsin_status status = run->module->accumulate(states[schedule->shard_of[row]], &run->records[row]);
        keep_status(run, status);
        if (status == TOCSIN_ERROR_MEMORY || status == TOCSIN_ERROR_INTERNAL) {
            return whole;
        }
    }
    for (size_t i = 1; i < schedule->shards; i++) {
        keep_status(run, run->module->merge(whole, states[schedule->merges[i]]));
    }
    return whole;
}

static void run_module(struct module_run *run, unsigned order)
{
    void *states[MOST_SHARDS] = {NULL};
    uint64_t mark = diagnostics_mark(run->counted.context);
    bool derived = run->module->input == INPUT_INDICATORS;
    struct schedule schedule = make_schedule(run, derived ? IN_ONE_PASS : order);
    for (size_t i = 0; i < schedule.shards; i++) {
        states[i] = prepare_state(run);
        if (!states[i]) {
            return;
        }
    }
    void *state = states[0];
    if (derived) {
        module_case_fill_panel(run);
    } else {
        module_case_read_fields(run);
        state = feed(run, states, &schedule);
    }
    keep_status(run, diagnostics_since(run->counted.context, mark));
    if (run->status != TOCSIN_OK) {
        return;
    }
    run->state = state;
    run->frame = (struct indicator_frame){
        .context = run->counted.context,
        .arena = &run->arena,
        .id = run->id,
        .at = {"model.yaml", 99, 3},
        .regions = run->regions,
        .axis = run->axis,
        .neighbours = run->neighbours,
        .coverage = run->coverage,
        .frequency = run->finest,
        .inputs = run->inputs,
        .input_count = run->input_count,
        .panel = run->panel,
        .column = run->column,
    };
    keep_status(run, run->module->finish(state, &run->frame));
    keep_status(run, diagnostics_since(run->counted.context, mark));
}

void module_run_begin_failing(struct module_run *run, const struct module_case *given, unsigned order,
                              size_t fail_after)
{
    *run = (struct module_run){.axis.frequency = FREQUENCY_MONTH, .coverage = {DAY_NONE, DAY_NONE, NULL}};
    counted_begin(&run->counted);
    counted_begin(&run->own_counted);
    arena_begin(&run->arena, run->counted.context);
    arena_begin(&run->own, run->own_counted.context);
    run->columns.arena = &run->arena;
    module_case_read(run, given);
    run->counted.fail_after = fail_after == SIZE_MAX ? SIZE_MAX : run->counted.calls + fail_after;
    run_module(run, order);
    run->counted.fail_after = SIZE_MAX;
}

void module_run_begin(struct module_run *run, const struct module_case *given, unsigned order)
{
    module_run_begin_failing(run, given, order, SIZE_MAX);
}

void module_run_without_memory(const struct module_case *given)
{
    tocsin_status status = TOCSIN_ERROR_MEMORY;
    for (size_t allowed = 0; status == TOCSIN_ERROR_MEMORY; allowed++) {
        struct module_run run;
        module_run_begin_failing(&run, given, IN_SHARDS, allowed);
        status = run.status;
        CU_ASSERT_TRUE(status == TOCSIN_OK || status == TOCSIN_ERROR_MEMORY);
        CU_ASSERT_TRUE_FATAL(allowed < 1000);
        CU_ASSERT_TRUE(module_run_end(&run));
    }
}

size_t module_run_cell(const struct module_run *run, const char *period, const char *region)
{
    period_number number = 0;
    case_require(period_parse(period, strlen(period), run->axis.frequency, &number), "period", period);
    case_require(number >= run->axis.first && (size_t)(number - run->axis.first) < run->axis.count, "period", period);
    return panel_cell(run->panel, (size_t)(number - run->axis.first), run->column, module_case_region(run, region));
}

struct module_weights module_run_weigh(const struct module_run *run, size_t period, size_t region)
{
    struct indicator_target target = indicator_target_of(region, run->axis.frequency, axis_period(&run->axis, period));
    struct module_weights weights = {.kept = 1};
    struct compensated_sum sum = {0};
    for (size_t i = 0; i < run->rows->row_count; i++) {
        double weight = 0;
        if (run->module->weigh(run->state, &target, &run->records[i], &weight)) {
            compensated_sum_add(&sum, weight);
            weights.magnitude += fabs(weight);
            weights.kept *= 1.0 - weight;
            weights.last = weight;
            weights.rows++;
        }
    }
    weights.sum = compensated_sum_value(&sum);
    return weights;
}

static bool same_bits(const double *left, const double *right, size_t cell)
{
    return (!left && !right) || (left && right && memcmp(&left[cell], &right[cell], sizeof *left) == 0);
}

bool module_run_same(const struct module_run *left, const struct module_run *right)
{
    for (size_t p = 0; p < left->axis.count; p++) {
        for (size_t r = 0; r < left->regions->count; r++) {
            size_t cell = panel_cell(left->panel, p, left->column, r);
            if (left->panel->observation[cell] != right->panel->observation[cell] ||
                !same_bits(left->panel->value, right->panel->value, cell) ||
                !same_bits(left->panel->low, right->panel->low, cell) ||
                !same_bits(left->panel->high, right->panel->high, cell)) {
                return false;
            }
        }
    }
    return left->status == right->status;
}

bool module_run_end(struct module_run *run)
{
    arena_end(&run->arena);
    arena_end(&run->own);
    bool clean = counted_end(&run->own_counted);
    return counted_end(&run->counted) && clean;
}

double module_value(const struct module_case *given, const char *period, const char *region)
{
    struct module_run run;
    module_run_begin(&run, given, IN_ONE_PASS);
    if (run.status != TOCSIN_OK) {
        print_diagnostics(run.counted.context);
    }
    CU_ASSERT_EQUAL_FATAL(run.status, TOCSIN_OK);
    CU_ASSERT_EQUAL(tocsin_diagnostic_total(run.counted.context, TOCSIN_WARNING), 0);
    size_t cell = module_run_cell(&run, period, region);
    CU_ASSERT_TRUE(observation_present(run.panel->observation[cell]));
    double value = run.panel->value[cell];
    CU_ASSERT_TRUE(module_run_end(&run));
    return value;
}
