/** Resolves a model against its data: regions, periods, neighbours, tables. */
#include "pipeline/plan.h"
#include "base/file_input.h"
#include "base/text.h"
#include "pipeline/contents.h"
#include "pipeline/region_columns.h"
#include "pipeline/region_hint.h"
#include <stdlib.h>
#include <string.h>

tocsin_status plan_read_structure(void *user, struct arena *arena, const struct model_file *file,
                                  const struct text_table **table)
{
    struct input_file *description = arena_allocate(arena, 1, sizeof *description);
    struct text_table *read = NULL;
    if (!description) {
        return TOCSIN_ERROR_MEMORY;
    }
    tocsin_status status = table_read(user, arena, file->path, file->named, file->at, &read, description);
    if (status == TOCSIN_OK) {
        read->description = description;
        *table = read;
    }
    return status;
}

/** Notes a table for the manifest. */
static tocsin_status plan_add_table(struct plan *plan, const struct input_file *file)
{
    tocsin_status status =
        arena_grow(plan->arena, &plan->tables, plan->table_count, sizeof *plan->tables, &plan->table_capacity);
    if (status == TOCSIN_OK) {
        plan->tables[plan->table_count++] = *file;
    }
    return status;
}

static int compare_texts(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/** Regions as the data names them, each once, in the order of their bytes. */
static tocsin_status regions_from_data(struct plan *plan, const struct source_contents *found)
{
    if (found->region_count == 0) {
        tocsin_status faults = found->faulty ? contents_report(plan) : TOCSIN_OK;
        if (faults != TOCSIN_OK) {
            return faults;
        }
        return diagnostics_report(plan->context, DIAGNOSTIC_NO_REGIONS_FOUND,
                                  (struct location){plan->model->path, 0, 0}, "name a file with 'regions:'",
                                  "the model names no regions and its data holds none");
    }
    qsort(found->regions, found->region_count, sizeof *found->regions, compare_texts);
    struct region *regions = arena_allocate(plan->arena, found->region_count, sizeof *regions);
    if (!regions) {
        return TOCSIN_ERROR_MEMORY;
    }
    size_t count = 0;
    for (size_t i = 0; i < found->region_count; i++) {
        if (count == 0 || !text_equal(regions[count - 1].id, found->regions[i])) {
            regions[count++] = (struct region){found->regions[i], found->regions[i]};
        }
    }
    return region_table_create(plan->arena, regions, count, NULL, 0, NULL, &plan->regions);
}

static tocsin_status resolve_regions(struct plan *plan, const struct source_contents *found)
{
    const struct tocsin_model *model = plan->model;
    const struct model_file *file = &model->regions;
    if (!file->path) {
        return regions_from_data(plan, found);
    }
    struct regions_request request = {file->path, file->named, file->at, model->region_columns,
                                      model->region_column_count};
    struct input_file description;
    tocsin_status status = regions_read(plan->context, plan->arena, &request, &plan->regions, &description);
    return status == TOCSIN_OK ? plan_add_table(plan, &description) : status;
}

/** The scored periods: the model's, or those that the data's dates fall into. */
static tocsin_status resolve_periods(struct plan *plan, const struct source_contents *found)
{
    const struct tocsin_model *model = plan->model;
    bool dated = found->first_day != DAY_NONE;
    bool named = model->has_from && model->has_to;
    tocsin_status faults = !named && !dated && found->faulty ? contents_report(plan) : TOCSIN_OK;
    if (faults != TOCSIN_OK) {
        return faults;
    }
    if (!named && !dated) {
        return diagnostics_report(plan->context, DIAGNOSTIC_NO_PERIODS_FOUND, (struct location){model->path, 0, 0},
                                  "name them with 'periods: {frequency: year, from: 2023, to: 2023}'",
                                  "the model does not say which periods to score and its data has no dates");
    }
    enum frequency frequency = model->has_frequency || !dated ? model->frequency : found->finest;
    period_number from = model->has_from ? model->from : period_of_day(frequency, found->first_day);
    period_number to = model->has_to ? model->to : period_of_day(frequency, found->last_day);
    if (to < from) {
        char first[PERIOD_TEXT_SIZE];
        char last[PERIOD_TEXT_SIZE];
        return diagnostics_report(plan->context, DIAGNOSTIC_NO_PERIODS_FOUND, (struct location){model->path, 0, 0},
                                  NULL, "there is no period to score: %s begins with %s, %s ends with %s",
                                  model->has_from ? "the model" : "the data", period_format(first, frequency, from),
                                  model->has_to ? "the model" : "the data", period_format(last, frequency, to));
    }
    plan->scored = (struct period_axis){frequency, from, (size_t)(to - from) + 1};
    return TOCSIN_OK;
}

/** Copies the options of all indicators and reads the tables that they name. */
static tocsin_status read_option_tables(struct plan *plan)
{
    const struct tocsin_model *model = plan->model;
    plan->options = arena_allocate(plan->arena, model->indicator_count, sizeof(struct option_value *));
    if (!plan->options) {
        return TOCSIN_ERROR_MEMORY;
    }
    uint64_t mark = diagnostics_mark(plan->context);
    for (size_t i = 0; i < model->indicator_count; i++) {
        const struct indicator_module *module = model->indicators[i].module;
        struct option_value *options = arena_allocate(plan->arena, module->option_count + 1, sizeof *options);
        if (!options) {
            return TOCSIN_ERROR_MEMORY;
        }
        plan->options[i] = options;
        for (size_t k = 0; k < module->option_count; k++) {
            options[k] = model->indicators[i].options[k];
            if (module->options[k].type != OPTION_TABLE || !options[k].given) {
                continue;
            }
            struct input_file description;
            struct text_table *table = NULL;
            tocsin_status status = table_read(plan->context, plan->arena, options[k].text, options[k].named,
                                              options[k].at, &table, &description);
            options[k].table = table;
            status = status == TOCSIN_OK ? plan_add_table(plan, &description) : status;
            if (diagnostics_stop(status)) {
                return status;
            }
        }
    }
    return diagnostics_since(plan->context, mark);
}

static tocsin_status resolve_neighbours(struct plan *plan)
{
    const struct model_file *file = &plan->model->neighbours;
    if (!file->path) {
        return TOCSIN_OK;
    }
    struct input_file description;
    tocsin_status status = neighbours_read(plan->context, plan->arena, file->path, file->named, file->at, plan->regions,
                                           &plan->neighbours, &description);
    return status == TOCSIN_OK ? plan_add_table(plan, &description) : status;
}

static tocsin_status match_regions(struct plan *plan)
{
    return region_match_create(plan->context, plan->regions, &plan->match);
}

/** For every source, which regions its `covers` names; NULL for all. */
static tocsin_status resolve_covers(struct plan *plan)
{
    const struct tocsin_model *model = plan->model;
    plan->covered = arena_allocate(plan->arena, model->source_count, sizeof *plan->covered);
    if (!plan->covered) {
        return TOCSIN_ERROR_MEMORY;
    }
    uint64_t mark = diagnostics_mark(plan->context);
    for (size_t i = 0; i < model->source_count; i++) {
        const struct coverage_rule *rule = &model->sources[i].covers;
        if (!rule->regions) {
            continue;
        }
        bool *covered = arena_allocate(plan->arena, plan->regions->count, sizeof *covered);
        if (!covered) {
            return TOCSIN_ERROR_MEMORY;
        }
        for (size_t k = 0; k < rule->region_count; k++) {
            size_t position;
            if (region_table_find(plan->regions, rule->regions[k], &position)) {
                covered[position] = true;
                continue;
            }
            char hint[REGION_HINT_SIZE];
            diagnostics_report(plan->context, DIAGNOSTIC_COVERS_UNKNOWN_REGION, rule->at,
                               region_hint(plan->regions, rule->regions[k], hint),
                               "'covers' names '%s', which is not a region", rule->regions[k]);
        }
        plan->covered[i] = covered;
    }
    return diagnostics_since(plan->context, mark);
}

/** Without regions the neighbours cannot be read, but it can be seen whether there is a file. */
static tocsin_status look_for_neighbours(struct plan *plan)
{
    const struct model_file *neighbours = &plan->model->neighbours;
    int file = -1;
    uint64_t size = 0;
    if (!neighbours->path) {
        return TOCSIN_OK;
    }
    tocsin_status status = file_open(plan->context, neighbours->path, neighbours->at, &file, &size);
    if (status == TOCSIN_OK) {
        file_close(file);
    }
    return status;
}

/** What follows once the regions are known. */
static tocsin_status resolve_rest(struct plan *plan, const struct source_contents *found)
{
    tocsin_status (*const steps[])(struct plan *) = {resolve_neighbours, resolve_covers, region_columns_resolve,
                                                     match_regions};
    tocsin_status first = resolve_periods(plan, found);
    for (size_t i = 0; i < sizeof steps / sizeof steps[0] && !diagnostics_stop(first); i++) {
        tocsin_status status = steps[i](plan);
        first = first == TOCSIN_OK || diagnostics_stop(status) ? status : first;
    }
    return first;
}

tocsin_status plan_begin(tocsin_context *context, struct arena *arena, const struct tocsin_model *model,
                         struct plan *plan)
{
    *plan = (struct plan){.context = context, .arena = arena, .model = model};
    uint64_t mark = diagnostics_mark(context);
    struct source_contents found = {.first_day = DAY_NONE, .last_day = DAY_NONE};
    if (model->structure_table && model->structure_table->description &&
        plan_add_table(plan, model->structure_table->description) != TOCSIN_OK) {
        return TOCSIN_ERROR_MEMORY;
    }
    if (!model->regions.path || !model->has_from || !model->has_to) {
        tocsin_status searched = contents_search(plan, &found);
        if (searched != TOCSIN_OK) {
            return searched;
        }
        mark = diagnostics_mark(context); /* faults met in the search are reported when the sources are read */
    }
    tocsin_status regions = resolve_regions(plan, &found);
    if (diagnostics_stop(regions)) {
        return regions;
    }
    tocsin_status tables = read_option_tables(plan);
    if (diagnostics_stop(tables)) {
        return tables;
    }
    tocsin_status rest = plan->regions ? resolve_rest(plan, &found) : look_for_neighbours(plan);
    if (diagnostics_stop(rest)) {
        return rest;
    }
    plan->readable = plan->match && tables == TOCSIN_OK;
    if (regions != TOCSIN_OK) {
        return regions;
    }
    if (tables != TOCSIN_OK) {
        return tables;
    }
    return rest == TOCSIN_OK ? diagnostics_since(context, mark) : rest;
}

tocsin_status plan_begin_measured(tocsin_context *context, struct arena *arena, const struct tocsin_model *model,
                                  struct region_table *regions, const struct period_axis *measured, size_t lead,
                                  struct plan *plan)
{
    *plan = (struct plan){.context = context,
                          .arena = arena,
                          .model = model,
                          .regions = regions,
                          .measured = *measured,
                          .scored = *measured,
                          .lead = lead};
    if (lead >= measured->count) {
        return TOCSIN_ERROR_INTERNAL;
    }
    plan->scored.first += (period_number)lead;
    plan->scored.count -= lead;
    return region_columns_resolve(plan);
}

void plan_end(struct plan *plan)
{
    region_match_destroy(plan->context, plan->match);
    plan->match = NULL;
}
