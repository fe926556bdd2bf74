/** Copies what a result needs of its model, so that it can outlive it. */
#include "pipeline/identity.h"
#include "base/context.h"
#include "base/text.h"
#include <string.h>

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
    result->model_text = keep_text(&keeper, model->text);
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
            .reference = indicator->reference.given ? indicator->reference.value : model->scale[0],
        };
    }
    return arena->failed ? TOCSIN_ERROR_MEMORY : TOCSIN_OK;
}

/** A copy of numbers or positions; NULL stays NULL. Remembers if there was no memory. */
static const void *keep_array(struct text_keeper *keeper, const void *array, size_t count, size_t size)
{
    if (!array || count == 0) {
        return NULL;
    }
    void *copy = arena_allocate(keeper->arena, count, size);
    keeper->lost |= !copy;
    return copy ? memcpy(copy, array, count * size) : NULL;
}

static void keep_node(struct text_keeper *keeper, struct index_node *node)
{
    size_t comparisons = node->weights.matrix_size * node->weights.matrix_size;
    node->id = keep_text(keeper, node->id);
    node->title = keep_text(keeper, node->title);
    node->at.file = keep_text(keeper, node->at.file);
    node->weights.at.file = keep_text(keeper, node->weights.at.file);
    node->weights.matrix = keep_array(keeper, node->weights.matrix, comparisons, sizeof *node->weights.matrix);
    node->aggregation.expression = keep_text(keeper, node->aggregation.expression);
    node->aggregation.weights = keep_array(keeper, node->aggregation.weights, node->aggregation.weight_count,
                                           sizeof *node->aggregation.weights);
    node->children = keep_array(keeper, node->children, node->child_count, sizeof *node->children);
}

/** A copy of the index tree and levels whose texts live as long as the result. */
static tocsin_status copy_tree(struct arena *arena, const struct tocsin_model *model, struct result *result)
{
    struct text_keeper keeper = {.arena = arena};
    result->tree = model->tree;
    result->levels = model->levels;
    result->alert_rules = model->alerts;
    result->tree.nodes = arena_allocate(arena, model->tree.count, sizeof *result->tree.nodes);
    result->levels.bands = arena_allocate(arena, model->levels.count, sizeof *result->levels.bands);
    if (!result->tree.nodes || !result->levels.bands) {
        return TOCSIN_ERROR_MEMORY;
    }
    for (size_t i = 0; i < model->tree.count; i++) {
        result->tree.nodes[i] = model->tree.nodes[i];
        keep_node(&keeper, &result->tree.nodes[i]);
    }
    for (size_t i = 0; i < model->levels.count; i++) {
        result->levels.bands[i] = model->levels.bands[i];
        result->levels.bands[i].id = keep_text(&keeper, model->levels.bands[i].id);
    }
    return arena->failed ? TOCSIN_ERROR_MEMORY : TOCSIN_OK;
}

/** A copy of the structure table, without the places of its cells. */
static tocsin_status copy_structure(struct arena *arena, const struct text_table *table, struct result *result)
{
    if (!table) {
        return TOCSIN_OK;
    }
    size_t cells = table->row_count * table->column_count;
    struct text_keeper keeper = {.arena = arena};
    struct text_table *copy = arena_allocate(arena, 1, sizeof *copy);
    const char **columns = arena_allocate(arena, table->column_count, sizeof *columns);
    struct text_cell *texts = arena_allocate(arena, cells, sizeof *texts);
    if (!copy || !columns || !texts) {
        return TOCSIN_ERROR_MEMORY;
    }
    for (size_t i = 0; i < table->column_count; i++) {
        columns[i] = keep_text(&keeper, table->columns[i]);
    }
    for (size_t i = 0; i < cells; i++) {
        texts[i].text = keep_text(&keeper, table->cells[i].text);
    }
    copy->file = keep_text(&keeper, table->file);
    copy->columns = columns;
    copy->column_count = table->column_count;
    copy->cells = texts;
    copy->row_count = table->row_count;
    result->structure = copy;
    return arena->failed ? TOCSIN_ERROR_MEMORY : TOCSIN_OK;
}

tocsin_status identity_describe(const struct tocsin_model *model, const tocsin_run_options *options,
                                struct result *result)
{
    tocsin_status status = describe_model(&result->arena, model, options, result);
    if (status == TOCSIN_OK) {
        status = copy_tree(&result->arena, model, result);
    }
    return status == TOCSIN_OK ? copy_structure(&result->arena, model->structure_table, result) : status;
}

tocsin_status identity_keep_findings(tocsin_context *context, struct result *result)
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

tocsin_status identity_own_sources(struct result *result)
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
