/** Each indicator in an explanation: the path from its raw value to what it adds to the score. */
#include "analysis/explaining.h"

/** Observations of the value as measured and as treated: what became of it on the way. */
static void find_observations(const struct explaining *all, size_t position, struct explained_indicator *indicator)
{
    size_t cell = panel_cell(all->result->raw, all->period, position, all->region);
    indicator->raw_observation = all->result->raw->observation[cell];
    indicator->treated_observation = all->result->treated->observation[cell];
}

static tocsin_status fill_indicator(struct explaining *all, size_t position)
{
    const struct result_indicator *about = &all->result->indicators[position];
    struct explained_indicator *made = &all->made->indicators[position];
    *made = (struct explained_indicator){
        .id = about->id,
        .title = about->title,
        .unit = about->unit && about->unit[0] ? about->unit : NULL,
        .module = about->module,
        .source = about->source,
        .in_index = about->in_index,
        .reversed = about->direction == DIRECTION_SAFETY,
        .reference = about->reference,
    };
    result_row_indicator(all->result, all->period, all->region, position, &made->row);
    if (all->has_before) {
        result_row_indicator(all->result, all->period - 1, all->region, position, &made->before);
    }
    if (made->row.has_source_period) {
        period_format(made->source_period, made->row.source_frequency, made->row.source_period);
    }
    find_observations(all, position, made);
    tocsin_status status = explain_recipe(all, position, made);
    if (status == TOCSIN_OK) {
        status = explain_normalisation(all, position, made);
    }
    return status == TOCSIN_OK ? explain_inputs(all, position, made) : status;
}

tocsin_status explain_indicators(struct explaining *all)
{
    struct explanation *made = all->made;
    made->indicators = arena_allocate(&made->arena, all->result->indicator_count, sizeof *made->indicators);
    if (!made->indicators) {
        return TOCSIN_ERROR_MEMORY;
    }
    made->indicator_count = all->result->indicator_count;
    tocsin_status status = TOCSIN_OK;
    for (size_t i = 0; i < made->indicator_count && status == TOCSIN_OK; i++) {
        status = fill_indicator(all, i);
    }
    return status;
}
