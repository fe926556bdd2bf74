/** The only place that knows the order of the stages: measure, missing, treat, normalise, aggregate, level. */
#include "pipeline/run.h"
#include "base/context.h"
#include "base/text.h"
#include "pipeline/describe.h"
#include "pipeline/measure.h"
#include "pipeline/plan.h"
#include "pipeline/selection.h"
#include "score/contribution.h"
#include "score/gsl_trap.h"
#include "score/impute.h"
#include "score/kernel.h"
#include "score/levels.h"
#include "score/normalise.h"
#include "score/treat.h"
#include "score/weight.h"
#include <string.h>

/** Fills, treats and normalises every indicator. All problems of all indicators are reported. */
static tocsin_status prepare_columns(struct plan *plan, struct panel *filled, struct panel *treated,
                                     struct panel *normalised, struct result *result)
{
    const struct tocsin_model *model = plan->model;
    uint64_t mark = diagnostics_mark(plan->context);
    for (size_t i = 0; i < model->indicator_count; i++) {
        const struct indicator_recipe *indicator = &model->indicators[i];
        struct treatment_outcome outcome = {.applied = SIZE_MAX};
        struct treat_request treat = {&indicator->treat, &indicator->over, indicator->id, indicator->at, plan->regions};
        struct normalise_request request = {
            &indicator->normalise, &indicator->over, indicator->direction, model->scale,
            indicator->id,         indicator->at,    plan->regions,
        };
        tocsin_status status = impute_column(
            plan->context,
            &(struct impute_request){.rule = &indicator->missing, .axis = &plan->measured, .first_scored = plan->lead},
            filled, i);
        if (status == TOCSIN_OK) {
            status = treat_column(plan->context, &treat, treated, i, &plan->scored, &outcome);
        }
        if (status == TOCSIN_OK && indicator->in_index) {
            status = normalise_column(plan->context, &request, treated, normalised, i, &plan->scored);
        }
        if (diagnostics_stop(status)) {
            return status;
        }
        result->indicators[i].method = describe_method(plan->arena, indicator, model->scale, &outcome);
        if (!result->indicators[i].method) {
            return TOCSIN_ERROR_MEMORY;
        }
        status = context_progress(plan->context, "normalise", i + 1, model->indicator_count);
        if (status != TOCSIN_OK) {
            return status;
        }
    }
    return diagnostics_since(plan->context, mark);
}

/** From the measured panel to the raw, treated and normalised ones of the scored periods. */
static tocsin_status make_panels(struct plan *plan, struct panel *measured, struct result *result)
{
    struct arena *arena = plan->arena;
    struct panel *raw = NULL;
    struct panel *filled = NULL;
    struct panel *treated = NULL;
    struct panel *normalised = NULL;
    /* Carried values tell where they are from: the room for it is there before the raw values are copied. */
    tocsin_status status = panel_add_observed(arena, measured);
    if (status == TOCSIN_OK) {
        status = panel_tail(arena, measured, plan->lead, &raw);
    }
    if (status == TOCSIN_OK) {
        status = panel_copy(arena, measured, &filled);
    }
    if (status == TOCSIN_OK) {
        status = panel_tail(arena, filled, plan->lead, &treated);
    }
    if (status == TOCSIN_OK) {
        status = panel_create(arena, raw->periods, raw->columns, raw->regions, &normalised);
    }
    if (status == TOCSIN_OK) {
        status = prepare_columns(plan, filled, treated, normalised, result);
    }
    result->raw = raw;
    result->treated = treated;
    result->normalised = normalised;
    return status;
}

/** Scores, contributions, ranks and levels. */
static tocsin_status score_panels(struct plan *plan, struct result *result)
{
    struct arena *arena = plan->arena;
    size_t regions = plan->regions->count;
    size_t scores = plan->scored.count * regions;
    size_t cells = scores * result->indicator_count;
    struct panel *nodes = NULL;
    struct kernel *kernel = NULL;
    tocsin_status status = panel_create(arena, plan->scored.count, result->tree.inner_count, regions, &nodes);
    if (status != TOCSIN_OK) {
        return status;
    }
    double *coverage = arena_allocate(arena, scores * result->tree.inner_count, sizeof *coverage);
    double *imputed = arena_allocate(arena, scores, sizeof *imputed);
    double *weight = arena_allocate(arena, cells, sizeof *weight);
    double *contribution = arena_allocate(arena, cells, sizeof *contribution);
    uint8_t *has_contributions = arena_allocate(arena, scores, sizeof *has_contributions);
    int32_t *rank = arena_allocate(arena, scores, sizeof *rank);
    uint32_t *ranked = arena_allocate(arena, plan->scored.count, sizeof *ranked);
    int16_t *level = arena_allocate(arena, scores, sizeof *level);
    if (!coverage || !imputed || !weight || !contribution || !has_contributions || !rank || !ranked || !level) {
        return TOCSIN_ERROR_MEMORY;
    }
    struct weight_request request = {&result->tree, plan->model->scale, result->normalised, plan->regions,
                                     &plan->scored};
    status = weight_resolve(plan->context, arena, &request, &result->weights);
    if (status == TOCSIN_OK) {
        for (size_t i = 0; i < result->tree.count; i++) {
            result->tree.nodes[i].weight = result->weights.node[i];
        }
        status = kernel_create(plan->context, arena, &result->tree, &result->weights, plan->model->scale, &kernel);
    }
    if (status == TOCSIN_OK) {
        status = kernel_score_panel(plan->context, kernel, result->normalised, nodes, coverage, imputed);
    }
    if (status == TOCSIN_OK) {
        status = kernel_report_missing(plan->context, kernel, result->normalised, nodes, coverage, plan->regions,
                                       &plan->scored);
    }
    if (status == TOCSIN_OK) {
        status = contribution_compute(plan->context, &result->tree, &result->weights, result->normalised, nodes, weight,
                                      contribution, has_contributions);
    }
    if (status == TOCSIN_OK) {
        status = levels_rank(plan->context, nodes, rank, ranked);
    }
    if (status != TOCSIN_OK) {
        return status;
    }
    levels_compute(nodes, &result->levels, level);
    result->nodes = nodes;
    result->coverage = coverage;
    result->imputed = imputed;
    result->weight = weight;
    result->contribution = contribution;
    result->has_contributions = has_contributions;
    result->rank = rank;
    result->ranked = ranked;
    result->level = level;
    return TOCSIN_OK;
}

/** The unit of an indicator's raw values: given, or that of the indicator it is made of. NULL if not known. */
static const char *unit_of(const struct tocsin_model *model, size_t position)
{
    const struct indicator_recipe *indicator = &model->indicators[position];
    while (!indicator->unit && indicator->module->unit_rule == UNIT_OF_INPUT && indicator->input_count > 0) {
        indicator = &model->indicators[indicator->inputs[0]];
    }
    return indicator->unit;
}

/** Copies texts that the result is to own; remembers if there was no memory for one. */
struct text_keeper {
    struct arena *arena;
    bool lost;
};

static const char *keep_text(struct text_keeper *keeper, const char *text)
{
    const char *copy = arena_text(keeper->arena, text);
    keeper->lost |= text && !copy;
    return copy;
}

/** Identity of the run: model, options, what the indicators are. The model outlives the call, not the result. */
static tocsin_status describe_model(struct arena *arena, const struct tocsin_model *model,
                                    const tocsin_run_options *options, struct result *result)
{
    struct text_keeper keeper = {.arena = arena};
    result->model_id = keep_text(&keeper, model->id);
    result->model_title = keep_text(&keeper, model->title);
    result->model_version = keep_text(&keeper, model->version);
    result->model_file = keep_text(&keeper, model->path);
    memcpy(result->model_sha256, model->sha256, sizeof result->model_sha256);
    result->model_bytes = model->bytes;
    result->command = keep_text(&keeper, options ? options->command : NULL);
    result->seed = options && options->seed ? options->seed : model->seed;
    memcpy(result->scale, model->scale, sizeof result->scale);
    result->overrides = arena_allocate(arena, model->override_count, sizeof *result->overrides);
    result->indicators = arena_allocate(arena, model->indicator_count, sizeof *result->indicators);
    if (!result->overrides || !result->indicators) {
        return TOCSIN_ERROR_MEMORY;
    }
    for (size_t i = 0; i < model->override_count; i++) {
        result->overrides[i] = keep_text(&keeper, model->overrides[i]);
    }
    result->override_count = model->override_count;
    result->indicator_count = model->indicator_count;
    for (size_t i = 0; i < model->indicator_count; i++) {
        const struct indicator_recipe *indicator = &model->indicators[i];
        result->indicators[i] = (struct result_indicator){
            .id = keep_text(&keeper, indicator->id),
            .title = keep_text(&keeper, indicator->title),
            .unit = keep_text(&keeper, unit_of(model, i)),
            .module = indicator->module->name,
            .source = indicator->source == SIZE_MAX ? NULL : keep_text(&keeper, model->sources[indicator->source].id),
            .direction = indicator->direction,
            .in_index = indicator->in_index,
        };
    }
    return arena->failed ? TOCSIN_ERROR_MEMORY : TOCSIN_OK;
}

/** A copy of the index tree and levels whose texts live as long as the result. */
static tocsin_status copy_tree(struct arena *arena, const struct tocsin_model *model, struct result *result)
{
    struct text_keeper keeper = {.arena = arena};
    result->tree = model->tree;
    result->levels = model->levels;
    result->tree.nodes = arena_allocate(arena, model->tree.count, sizeof *result->tree.nodes);
    result->levels.bands = arena_allocate(arena, model->levels.count, sizeof *result->levels.bands);
    if (!result->tree.nodes || !result->levels.bands) {
        return TOCSIN_ERROR_MEMORY;
    }
    for (size_t i = 0; i < model->tree.count; i++) {
        struct index_node *node = &result->tree.nodes[i];
        *node = model->tree.nodes[i];
        node->id = keep_text(&keeper, node->id);
        node->title = keep_text(&keeper, node->title);
        node->aggregation.expression = keep_text(&keeper, node->aggregation.expression);
        node->at.file = keep_text(&keeper, node->at.file);
        size_t *children = arena_allocate(arena, node->child_count, sizeof *children);
        if (!children) {
            return TOCSIN_ERROR_MEMORY;
        }
        if (node->child_count > 0) {
            memcpy(children, node->children, node->child_count * sizeof *children);
        }
        node->children = children;
    }
    for (size_t i = 0; i < model->levels.count; i++) {
        result->levels.bands[i] = model->levels.bands[i];
        result->levels.bands[i].id = keep_text(&keeper, model->levels.bands[i].id);
    }
    return arena->failed ? TOCSIN_ERROR_MEMORY : TOCSIN_OK;
}

/** Keeps the diagnostics of the run for its reports. */
static tocsin_status keep_findings(tocsin_context *context, struct result *result)
{
    size_t count = diagnostics_count(context);
    result->findings = arena_allocate(&result->arena, count, sizeof *result->findings);
    if (!result->findings) {
        return TOCSIN_ERROR_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        tocsin_diagnostic found;
        diagnostics_at(context, i, &found);
        struct text_buffer text = {.context = context};
        if (found.file) {
            text_buffer_add(&text, found.file);
            text_buffer_add(&text, ":");
        }
        if (found.line > 0) {
            text_buffer_format(&text, "%llu:", (unsigned long long)found.line);
        }
        if (found.column > 0) {
            text_buffer_format(&text, "%llu:", (unsigned long long)found.column);
        }
        text_buffer_format(&text, "%s%s", text.length > 0 ? " " : "", found.message);
        const char *copy = text.failed ? NULL : arena_copy(&result->arena, text.bytes, text.length);
        text_buffer_end(&text);
        if (!copy) {
            return TOCSIN_ERROR_MEMORY;
        }
        result->findings[i] = (struct result_finding){found.severity, found.code, copy};
    }
    result->finding_count = count;
    for (int32_t severity = TOCSIN_NOTE; severity <= TOCSIN_ERROR; severity++) {
        result->finding_totals[severity] = diagnostics_total(context, severity);
    }
    return TOCSIN_OK;
}

/** Texts of the sources that the model owns are copied, so that the result can outlive the model. */
static tocsin_status own_sources(struct result *result)
{
    struct text_keeper keeper = {.arena = &result->arena};
    for (size_t i = 0; i < result->source_count; i++) {
        struct result_source *source = &result->sources[i];
        source->id = keep_text(&keeper, source->id);
        for (size_t k = 0; k < source->report.file_count; k++) {
            source->report.files[k].named = keep_text(&keeper, source->report.files[k].named);
        }
    }
    for (size_t i = 0; i < result->table_count; i++) {
        result->tables[i].named = keep_text(&keeper, result->tables[i].named);
    }
    return result->arena.failed ? TOCSIN_ERROR_MEMORY : TOCSIN_OK;
}

/** The stages, once the plan stands. */
static tocsin_status run_stages(struct plan *plan, const tocsin_run_options *options, struct result *result)
{
    struct panel *measured = NULL;
    enum frequency *frequencies = NULL;
    result->regions = plan->regions;
    result->axis = plan->scored;
    tocsin_status status = selection_resolve(plan->context, options, result);
    if (status == TOCSIN_OK) {
        status = measure_run(plan, &measured, &result->sources, &frequencies);
    }
    if (status != TOCSIN_OK) {
        return status;
    }
    result->source_count = plan->model->source_count;
    result->tables = plan->tables;
    result->table_count = plan->table_count;
    for (size_t i = 0; i < result->indicator_count; i++) {
        result->indicators[i].frequency = frequencies[i];
    }
    status = own_sources(result);
    if (status == TOCSIN_OK) {
        status = make_panels(plan, measured, result);
    }
    return status == TOCSIN_OK ? score_panels(plan, result) : status;
}

tocsin_status run_model(tocsin_context *context, const struct tocsin_model *model, const tocsin_run_options *options,
                        struct result *result)
{
    gsl_trap_install();
    struct plan plan;
    tocsin_status status = plan_begin(context, &result->arena, model, &plan);
    if (status != TOCSIN_OK && !diagnostics_stop(status)) {
        tocsin_status sources = measure_report(&plan);
        status = diagnostics_stop(sources) ? sources : status;
    }
    if (status == TOCSIN_OK) {
        status = describe_model(&result->arena, model, options, result);
    }
    if (status == TOCSIN_OK) {
        status = copy_tree(&result->arena, model, result);
    }
    if (status == TOCSIN_OK) {
        status = run_stages(&plan, options, result);
    }
    plan_end(&plan);
    return status == TOCSIN_OK ? keep_findings(context, result) : status;
}
