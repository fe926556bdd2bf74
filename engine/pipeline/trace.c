/** Finds the values that a score rests on, and what each of them is made of. */
#include "pipeline/trace.h"
#include "pipeline/measure.h"
#include "pipeline/trace_rows.h"
#include <stdlib.h>

/** The values found so far; those from some position on have still to be looked into. */
struct collection {
    struct plan *plan;
    const struct result *result;
    struct panel measured; /* the result's, as frames want it */
    bool *found;           /* as the panel: the value is among the traces */
    struct trace *traces;
    size_t count;
    size_t capacity;
};

/** Takes a value of a measured period in, if it is new. */
static tocsin_status take_value(struct collection *collection, size_t indicator, size_t region, size_t period)
{
    size_t cell = panel_cell(&collection->measured, period, indicator, region);
    if (collection->found[cell]) {
        return TOCSIN_OK;
    }
    tocsin_status status = arena_grow(collection->plan->arena, &collection->traces, collection->count,
                                      sizeof *collection->traces, &collection->capacity);
    if (status == TOCSIN_OK) {
        collection->found[cell] = true;
        collection->traces[collection->count++] = (struct trace){
            .indicator = indicator,
            .region = region,
            .period = axis_period(&collection->plan->measured, period),
        };
    }
    return status;
}

/**
 * The measured period that the value carried into a period is from, SIZE_MAX if there is none: the last one with a
 * value, but for those of scored periods that lost it when it was divided by what `per` names.
 */
static size_t carried_from(const struct collection *collection, size_t indicator, size_t region, size_t period)
{
    const struct panel *measured = &collection->measured;
    const struct panel *treated = collection->result->treated;
    size_t lead = collection->plan->lead;
    while (period-- > 0) {
        if (!observation_present(measured->observation[panel_cell(measured, period, indicator, region)])) {
            continue;
        }
        uint8_t kept = period < lead ? OBSERVATION_NORMAL
                                     : treated->observation[panel_cell(treated, period - lead, indicator, region)];
        if (kept != OBSERVATION_ZERO_DENOMINATOR && kept != OBSERVATION_INPUT_MISSING && kept != OBSERVATION_CARRIED) {
            return period;
        }
    }
    return SIZE_MAX;
}

/** A value that was carried is made of the one it rests on. */
static tocsin_status list_carried(const struct collection *collection, const struct trace *trace, size_t period,
                                  struct indicator_inputs *inputs)
{
    size_t from = carried_from(collection, trace->indicator, trace->region, period);
    tocsin_status status =
        arena_grow(inputs->arena, &inputs->inputs, inputs->count, sizeof *inputs->inputs, &inputs->capacity);
    if (status == TOCSIN_OK && from != SIZE_MAX) {
        inputs->inputs[inputs->count++] =
            (struct trace_input){trace->indicator, trace->region, (int32_t)(period - from), 1};
    }
    return status;
}

/** What the value of a trace is made of: listed in it, and taken in. */
static tocsin_status look_into(struct collection *collection, size_t position)
{
    struct plan *plan = collection->plan;
    const struct trace trace = collection->traces[position];
    const struct indicator_module *module = plan->model->indicators[trace.indicator].module;
    size_t period = (size_t)(trace.period - plan->measured.first);
    struct indicator_inputs inputs = {.arena = plan->arena};
    tocsin_status status = TOCSIN_OK;
    if (trace_rows_carried(plan, collection->result, &trace)) {
        status = list_carried(collection, &trace, period, &inputs);
    } else if (module->list_inputs && trace_rows_measured(plan, collection->result, &trace)) {
        struct indicator_frame frame = measure_frame(plan, trace.indicator, &collection->measured);
        status = module->list_inputs(plan->states[trace.indicator], &frame, period, trace.region, &inputs);
    }
    for (size_t i = 0; i < inputs.count && status == TOCSIN_OK; i++) {
        const struct trace_input *input = &inputs.inputs[i];
        status = take_value(collection, input->indicator, input->region, period - (size_t)input->periods_before);
    }
    collection->traces[position].inputs = inputs.inputs;
    collection->traces[position].input_count = inputs.count;
    return status;
}

static tocsin_status collect(struct collection *collection, size_t region, size_t period)
{
    const struct tocsin_model *model = collection->plan->model;
    size_t last = period + collection->plan->lead;
    size_t first = period > 0 ? last - 1 : last; /* the first score has none before it */
    tocsin_status status = TOCSIN_OK;
    for (size_t i = 0; i < model->indicator_count; i++) {
        for (size_t p = first; p <= last && model->indicators[i].in_index && status == TOCSIN_OK; p++) {
            status = take_value(collection, i, region, p);
        }
    }
    for (size_t i = 0; i < collection->count && status == TOCSIN_OK; i++) {
        status = look_into(collection, i);
    }
    return status;
}

static int compare(const void *left, const void *right)
{
    const struct trace *a = left;
    const struct trace *b = right;
    if (a->indicator != b->indicator) {
        return a->indicator < b->indicator ? -1 : 1;
    }
    if (a->region != b->region) {
        return a->region < b->region ? -1 : 1;
    }
    return (a->period > b->period) - (a->period < b->period);
}

tocsin_status trace_run(struct plan *plan, const struct result *result, size_t region, size_t period,
                        struct trace_list **traces)
{
    const struct panel *measured = result->measured;
    struct collection collection = {.plan = plan, .result = result, .measured = *measured};
    struct trace_list *list = arena_allocate(plan->arena, 1, sizeof *list);
    collection.found =
        memory_allocate(plan->context, measured->periods * measured->columns * measured->regions, sizeof(bool));
    tocsin_status status = list && collection.found ? collect(&collection, region, period) : TOCSIN_ERROR_MEMORY;
    memory_release(plan->context, collection.found);
    if (status != TOCSIN_OK) {
        return status;
    }
    if (collection.count > 0) {
        qsort(collection.traces, collection.count, sizeof *collection.traces, compare);
    }
    list->traces = collection.traces;
    list->count = collection.count;
    status = trace_rows_read(plan, result, list);
    if (status == TOCSIN_OK) {
        *traces = list;
    }
    return status;
}
