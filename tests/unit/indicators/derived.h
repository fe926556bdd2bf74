/**
 * A small panel around a module made of other indicators, for its unit tests: inputs in columns 0 .. 3, the module's
 * own value in the last column.
 */
#ifndef TOCSIN_TESTS_DERIVED_H
#define TOCSIN_TESTS_DERIVED_H

#include "base/expression.h"
#include "base/number.h"
#include "base/text.h"
#include "indicators/indicator.h"
#include "suite.h"
#include "support.h"
#include <stdio.h>
#include <string.h>

enum { DERIVED_INPUTS = 4, DERIVED_OWN = DERIVED_INPUTS, DERIVED_COLUMNS, DERIVED_OPTIONS = 24, DERIVED_REGIONS = 8 };

struct derived {
    struct counted counted;
    struct arena arena;
    const struct indicator_module *module;
    struct option_value options[DERIVED_OPTIONS];
    const char *ids[DERIVED_INPUTS]; /* named by options, in order of first appearance */
    size_t inputs[DERIVED_INPUTS];
    size_t input_count;
    struct region region_list[DERIVED_REGIONS];
    struct region_table *regions;
    struct period_axis axis;
    const struct neighbour_table *neighbours;
    struct panel *panel;
    void *state;
};

/** The number of the column of an input: its id is "a", "b", "c" or "d". */
static inline void derived_name(struct derived *derived, const char *id)
{
    for (size_t i = 0; i < derived->input_count; i++) {
        if (strcmp(derived->ids[i], id) == 0) {
            return;
        }
    }
    derived->inputs[derived->input_count] = (size_t)(id[0] - 'a');
    derived->ids[derived->input_count++] = id;
}

static inline void derived_parse(struct derived *derived, const struct option_descriptor *option,
                                 struct option_value *value, const char *text)
{
    value->text = text;
    switch (option->type) {
    case OPTION_CHOICE: {
        char range[128];
        snprintf(range, sizeof range, "%s", option->range);
        value->number = -1;
        double position = 0;
        for (char *rest = range, *word; (word = strsep(&rest, "|")); position++) {
            value->number = strcmp(word, text) == 0 ? position : value->number;
        }
        CU_ASSERT_FATAL(value->number >= 0);
        break;
    }
    case OPTION_FLAG:
        value->number = strcmp(text, "true") == 0;
        break;
    case OPTION_NUMBERS: {
        double *numbers = arena_allocate(&derived->arena, 64, sizeof *numbers);
        char list[256];
        snprintf(list, sizeof list, "%s", text);
        value->number_count = 0;
        for (char *rest = list, *word; (word = strsep(&rest, ","));) {
            CU_ASSERT_FATAL(number_parse(word, strlen(word), &numbers[value->number_count++]));
        }
        value->numbers = numbers;
        break;
    }
    case OPTION_NUMBER:
    case OPTION_INTEGER:
        CU_ASSERT_FATAL(number_parse(text, strlen(text), &value->number));
        break;
    default:
        break;
    }
}

/** Gives an option; its place in the model is line 7, column 10 + its position. */
static inline void derived_option(struct derived *derived, const char *name, const char *text)
{
    for (size_t i = 0; i < derived->module->option_count; i++) {
        if (strcmp(derived->module->options[i].name, name) == 0) {
            derived->options[i].given = true;
            derived->options[i].at = (struct location){"model.yaml", 7, 10 + i};
            derived_parse(derived, &derived->module->options[i], &derived->options[i], text);
            return;
        }
    }
    CU_FAIL_FATAL("no such option");
}

/** Regions "A", "B", ... with the columns of their file, if any; periods from `first` on. */
static inline void derived_begin_table(struct derived *derived, const struct indicator_module *module,
                                       struct period_axis axis, size_t region_count, const char *const *column_names,
                                       size_t column_count, const char *const *cells)
{
    static const char *const ids[DERIVED_REGIONS] = {"A", "B", "C", "D", "E", "F", "G", "H"};
    memset(derived, 0, sizeof *derived);
    counted_begin(&derived->counted);
    arena_begin(&derived->arena, derived->counted.context);
    derived->module = module;
    derived->axis = axis;
    for (size_t i = 0; i < region_count; i++) {
        derived->region_list[i] = (struct region){ids[i], ids[i]};
    }
    CU_ASSERT_EQUAL_FATAL(region_table_create(&derived->arena, derived->region_list, region_count, column_names,
                                              column_count, cells, &derived->regions),
                          TOCSIN_OK);
    CU_ASSERT_EQUAL_FATAL(panel_create(&derived->arena, axis.count, DERIVED_COLUMNS, region_count, &derived->panel),
                          TOCSIN_OK);
    CU_ASSERT_FATAL(module->option_count <= DERIVED_OPTIONS);
    for (size_t i = 0; i < module->option_count; i++) {
        if (module->options[i].initial) {
            derived_parse(derived, &module->options[i], &derived->options[i], module->options[i].initial);
        }
    }
}

/** Months from 2020-01 on. */
static inline void derived_begin(struct derived *derived, const struct indicator_module *module, size_t periods,
                                 size_t region_count)
{
    struct period_axis axis = {FREQUENCY_MONTH, period_of_day(FREQUENCY_MONTH, date_from_civil(2020, 1, 1)), periods};
    derived_begin_table(derived, module, axis, region_count, NULL, 0, NULL);
}

static inline void derived_put(struct derived *derived, size_t input, size_t period, size_t region, double value)
{
    panel_set(derived->panel, panel_cell(derived->panel, period, input, region), value, OBSERVATION_NORMAL);
}

static inline void derived_put_as(struct derived *derived, size_t input, size_t period, size_t region, double value,
                                  enum observation observation)
{
    panel_set(derived->panel, panel_cell(derived->panel, period, input, region), value, observation);
}

static inline void derived_put_range(struct derived *derived, size_t input, size_t period, size_t region, double low,
                                     double value, double high)
{
    CU_ASSERT_EQUAL_FATAL(panel_add_bounds(&derived->arena, derived->panel), TOCSIN_OK);
    derived_put(derived, input, period, region, value);
    derived->panel->low[panel_cell(derived->panel, period, input, region)] = low;
    derived->panel->high[panel_cell(derived->panel, period, input, region)] = high;
}

static inline bool derived_take_name(void *user, const char *name, size_t length, size_t position)
{
    struct derived *derived = user;
    (void)position;
    derived_name(derived, arena_copy(&derived->arena, name, length));
    return true;
}

/** prepare and finish, as the pipeline does it. */
static inline tocsin_status derived_run(struct derived *derived)
{
    const struct indicator_module *module = derived->module;
    for (size_t i = 0; i < module->option_count; i++) {
        if (module->options[i].type == OPTION_INDICATOR && derived->options[i].given) {
            derived_name(derived, derived->options[i].text);
        } else if (module->options[i].type == OPTION_EXPRESSION) {
            expression_names(derived->options[i].text, derived_take_name, derived);
        }
    }
    derived->state = arena_allocate(&derived->arena, 1, module->state_size);
    struct location at = {"model.yaml", 5, 3};
    struct indicator_setup setup = {
        .context = derived->counted.context,
        .arena = &derived->arena,
        .id = "own",
        .at = at,
        .options = derived->options,
        .regions = derived->regions,
        .input_ids = derived->ids,
        .input_count = derived->input_count,
    };
    tocsin_status status = module->prepare(&setup, derived->state);
    if (status != TOCSIN_OK) {
        return status;
    }
    struct indicator_frame frame = {
        .context = derived->counted.context,
        .arena = &derived->arena,
        .id = "own",
        .at = at,
        .regions = derived->regions,
        .axis = derived->axis,
        .neighbours = derived->neighbours,
        .coverage = {DAY_NONE, DAY_NONE, NULL},
        .frequency = derived->axis.frequency,
        .inputs = derived->inputs,
        .input_count = derived->input_count,
        .panel = derived->panel,
        .column = DERIVED_OWN,
    };
    return module->finish(derived->state, &frame);
}

static inline void derived_end(struct derived *derived)
{
    arena_end(&derived->arena);
    CU_ASSERT_TRUE(counted_end(&derived->counted));
}

/** True if the module's value is there with this number and observation. */
static inline bool derived_is(const struct derived *derived, size_t period, size_t region, double expected,
                              enum observation observation)
{
    size_t cell = panel_cell(derived->panel, period, DERIVED_OWN, region);
    if (derived->panel->observation[cell] != observation || !observation_present(derived->panel->observation[cell])) {
        fprintf(stderr, "period %zu, region %zu: observation %d is not %d\n", period, region,
                (int)derived->panel->observation[cell], (int)observation);
        return false;
    }
    return close_to(derived->panel->value[cell], expected, 1e-12);
}

static inline bool derived_has_range(const struct derived *derived, size_t period, size_t region, double low,
                                     double high)
{
    size_t cell = panel_cell(derived->panel, period, DERIVED_OWN, region);
    return close_to(derived->panel->low[cell], low, 1e-12) && close_to(derived->panel->high[cell], high, 1e-12);
}

/** True if the module's value is missing for this reason, and no number is left in the cell. */
static inline bool derived_misses(const struct derived *derived, size_t period, size_t region, enum observation why)
{
    size_t cell = panel_cell(derived->panel, period, DERIVED_OWN, region);
    bool as_expected = derived->panel->observation[cell] == why && derived->panel->value[cell] == 0 &&
                       !observation_present(derived->panel->observation[cell]);
    if (!as_expected) {
        fprintf(stderr, "period %zu, region %zu: observation %d is not %d, or a value is there\n", period, region,
                (int)derived->panel->observation[cell], (int)why);
    }
    return as_expected;
}

#endif
