/** What a value is made of, in an explanation: rows of its source, and values of other indicators with theirs. */
#include "analysis/explaining.h"
#include <math.h>

/** The period of the axis, counted as traces count it. */
static period_number period_at(const struct explaining *all, int32_t periods_before)
{
    return axis_period(&all->result->axis, all->period) - periods_before;
}

static void describe_input(const struct explaining *all, const struct trace_input *from, struct explained_input *input)
{
    const struct result *result = all->result;
    const struct region *region = &result->regions->regions[from->region];
    period_number period = period_at(all, from->periods_before);
    *input = (struct explained_input){
        .indicator = result->indicators[from->indicator].id,
        .title = result->indicators[from->indicator].title,
        .region = region->id,
        .region_name = region->name,
        .weight = from->weight,
        .trace = trace_find(result->traces, from->indicator, from->region, period),
        .observation = OBSERVATION_NOT_MEASURED,
    };
    period_format(input->period, result->axis.frequency, period);
    const struct panel *measured = result->measured;
    int64_t at = (int64_t)all->period + (int64_t)result->lead - from->periods_before;
    if (measured && at >= 0 && (uint64_t)at < measured->periods) {
        size_t cell = panel_cell(measured, (size_t)at, from->indicator, from->region);
        input->observation = measured->observation[cell];
        input->value = (struct optional_number){observation_present(input->observation), measured->value[cell]};
    }
}

/** Positions of the inputs that weigh most, in the order in which they stand. */
static size_t choose_inputs(const struct trace *trace, size_t chosen[EXPLAINED_INPUTS])
{
    size_t count = 0;
    for (size_t i = 0; i < trace->input_count; i++) {
        size_t heavier = 0;
        double weight = fabs(trace->inputs[i].weight);
        for (size_t k = 0; k < trace->input_count; k++) {
            double other = fabs(trace->inputs[k].weight);
            heavier += other > weight || (other == weight && k < i);
        }
        if (heavier < EXPLAINED_INPUTS) {
            chosen[count++] = i;
        }
    }
    return count;
}

tocsin_status explain_inputs(struct explaining *all, size_t position, struct explained_indicator *indicator)
{
    const struct trace_list *traces = all->result->traces;
    indicator->trace = traces ? trace_find(traces, position, all->region, period_at(all, 0)) : NULL;
    if (!indicator->trace) {
        return TOCSIN_OK;
    }
    size_t chosen[EXPLAINED_INPUTS];
    size_t count = choose_inputs(indicator->trace, chosen);
    indicator->inputs = arena_allocate(&all->made->arena, count, sizeof *indicator->inputs);
    if (!indicator->inputs) {
        return TOCSIN_ERROR_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        describe_input(all, &indicator->trace->inputs[chosen[i]], &indicator->inputs[i]);
    }
    indicator->input_count = count;
    indicator->inputs_in_all = indicator->trace->input_count;
    return TOCSIN_OK;
}
