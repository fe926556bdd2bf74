/** Finds and reads the columns of the regions file that indicators name. */
#include "pipeline/region_columns.h"
#include "base/number.h"
#include "base/text.h"
#include <math.h>
#include <string.h>

enum { HINT_SIZE = 256 };

/** Says that a name is no column, with the nearest one, or that there is no file that could have it. */
static tocsin_status report_unknown(const struct plan *plan, const char *key, const char *named, const char *fault,
                                    struct location at)
{
    char hint[HINT_SIZE];
    const struct region_table *regions = plan->regions;
    const char *near = text_nearest(named, regions->column_names, regions->column_count, sizeof *regions->column_names);
    const char *advice = regions->column_count > 0 ? text_suggestion(hint, sizeof hint, near)
                                                   : "the regions have no columns: name a file with 'regions:'";
    return diagnostics_report(plan->context, DIAGNOSTIC_REGION_COLUMN_UNKNOWN, at, advice,
                              "'%s' names '%s', which is %s", key, named, fault);
}

static tocsin_status read_numbers(const struct plan *plan, const struct denominator *per, size_t column,
                                  double *numbers)
{
    uint64_t mark = diagnostics_mark(plan->context);
    for (size_t i = 0; i < plan->regions->count; i++) {
        const char *text = region_table_text(plan->regions, i, column);
        numbers[i] = NAN;
        if (text && !number_parse(text, strlen(text), &numbers[i])) {
            diagnostics_report(plan->context, DIAGNOSTIC_NOT_A_NUMBER,
                               region_table_at(plan->regions, i, column, per->at), NULL,
                               "'%s' is not a number, but 'per' divides by column '%s'", text, per->name);
        }
    }
    return diagnostics_since(plan->context, mark);
}

static bool same_place(struct location one, struct location other)
{
    return one.line == other.line && one.column == other.column && text_equal(one.file, other.file);
}

typedef struct location (*key_place)(const struct indicator_recipe *indicator);

/** Where an indicator names a column to be divided by; LOCATION_NONE if it names none. */
static struct location denominator_place(const struct indicator_recipe *indicator)
{
    return indicator->per.kind == PER_COLUMN ? indicator->per.at : LOCATION_NONE;
}

static struct location group_place(const struct indicator_recipe *indicator)
{
    return indicator->missing.group ? indicator->missing.at : LOCATION_NONE;
}

/** The first indicator whose key stands where this one's does: what `defaults` say is looked up, and told, once. */
static size_t first_of_key(const struct plan *plan, size_t indicator, key_place place)
{
    const struct indicator_recipe *indicators = plan->model->indicators;
    size_t first = 0;
    while (first < indicator && !same_place(place(&indicators[first]), place(&indicators[indicator]))) {
        first++;
    }
    return first;
}

static tocsin_status resolve_denominator(struct plan *plan, size_t indicator)
{
    const struct denominator *per = &plan->model->indicators[indicator].per;
    size_t column;
    if (per->kind != PER_COLUMN) {
        return TOCSIN_OK;
    }
    size_t first = first_of_key(plan, indicator, denominator_place);
    if (first < indicator) {
        plan->denominators[indicator] = plan->denominators[first];
        return TOCSIN_OK;
    }
    if (!region_table_column(plan->regions, per->name, &column)) {
        return report_unknown(plan, "per", per->name, "neither an indicator nor a column of the regions file", per->at);
    }
    double *numbers = arena_allocate(plan->arena, plan->regions->count, sizeof *numbers);
    if (!numbers) {
        return TOCSIN_ERROR_MEMORY;
    }
    plan->denominators[indicator] = numbers;
    return read_numbers(plan, per, column, numbers);
}

/** Regions with the same text in the column are a group, numbered by its first region. */
static void number_groups(const struct region_table *regions, size_t column, uint32_t *groups)
{
    for (size_t i = 0; i < regions->count; i++) {
        const char *text = region_table_text(regions, i, column);
        groups[i] = text ? (uint32_t)i : UINT32_MAX;
        for (size_t k = 0; text && k < i; k++) {
            if (groups[k] == k && text_equal(text, region_table_text(regions, k, column))) {
                groups[i] = (uint32_t)k;
                break;
            }
        }
    }
}

static tocsin_status resolve_group(struct plan *plan, size_t indicator)
{
    const struct missing_rule *rule = &plan->model->indicators[indicator].missing;
    size_t column;
    if (!rule->group) {
        return TOCSIN_OK;
    }
    size_t first = first_of_key(plan, indicator, group_place);
    if (first < indicator) {
        plan->groups[indicator] = plan->groups[first];
        return TOCSIN_OK;
    }
    if (!region_table_column(plan->regions, rule->group, &column)) {
        return report_unknown(plan, "group", rule->group, "not a column of the regions file", rule->at);
    }
    uint32_t *groups = arena_allocate(plan->arena, plan->regions->count, sizeof *groups);
    if (!groups) {
        return TOCSIN_ERROR_MEMORY;
    }
    number_groups(plan->regions, column, groups);
    plan->groups[indicator] = groups;
    return TOCSIN_OK;
}

tocsin_status region_columns_resolve(struct plan *plan)
{
    size_t count = plan->model->indicator_count;
    plan->denominators = arena_allocate(plan->arena, count, sizeof *plan->denominators);
    plan->groups = arena_allocate(plan->arena, count, sizeof *plan->groups);
    if (!plan->denominators || !plan->groups) {
        return TOCSIN_ERROR_MEMORY;
    }
    uint64_t mark = diagnostics_mark(plan->context);
    for (size_t i = 0; i < count; i++) {
        tocsin_status denominator = resolve_denominator(plan, i);
        tocsin_status group = resolve_group(plan, i);
        if (diagnostics_stop(denominator) || diagnostics_stop(group)) {
            return diagnostics_stop(denominator) ? denominator : group;
        }
    }
    return diagnostics_since(plan->context, mark);
}
