/** How far back a run must measure. */
#include "pipeline/lead.h"

/** Periods that a module looks back from the one it measures. */
static size_t module_lead(const struct indicator_module *module, const struct option_value *options)
{
    size_t lead = module->lead_periods;
    for (size_t i = 0; i < module->option_count; i++) {
        if (!module->options[i].is_lead) {
            continue;
        }
        if (module->options[i].type == OPTION_NUMBERS) {
            lead += options[i].number_count > 0 ? options[i].number_count - 1 : 0;
        } else if (options[i].number > 0) {
            lead += (size_t)options[i].number;
        }
    }
    return lead;
}

/** Periods before the first scored one in which an indicator's source, or a source of its inputs, has data. */
static size_t data_before(const struct plan *plan, const struct indicator_recipe *indicator,
                          const struct result_source *sources, const size_t *before)
{
    size_t longest = 0;
    if (indicator->source != SIZE_MAX) {
        day_number first = sources[indicator->source].report.first_day;
        period_number period = first == DAY_NONE ? plan->scored.first : period_of_day(plan->scored.frequency, first);
        longest = period < plan->scored.first ? (size_t)(plan->scored.first - period) : 0;
    }
    for (size_t i = 0; i < indicator->input_count; i++) {
        size_t input = before[indicator->inputs[i]];
        longest = input > longest ? input : longest;
    }
    return longest;
}

/** Periods that an indicator's missing rule looks back over: as far as it may carry, or to the first value of all. */
static size_t carry_lead(const struct missing_rule *rule, size_t before)
{
    if (rule->method != MISSING_CARRY) {
        return 0;
    }
    return rule->back || rule->at_most == 0 || rule->at_most > before ? before : rule->at_most;
}

tocsin_status lead_resolve(struct plan *plan, const struct result_source *sources)
{
    const struct tocsin_model *model = plan->model;
    size_t *needed = memory_allocate(plan->context, model->indicator_count + 1, sizeof *needed);
    size_t *before = memory_allocate(plan->context, model->indicator_count + 1, sizeof *before);
    tocsin_status status = TOCSIN_ERROR_MEMORY;
    if (!needed || !before) {
        goto done;
    }
    for (size_t k = 0; k < model->indicator_count; k++) {
        size_t i = model->order[k];
        before[i] = data_before(plan, &model->indicators[i], sources, before);
    }
    /* From the last of the order to the first: what uses an indicator is seen before the indicator itself. */
    for (size_t k = model->indicator_count; k-- > 0;) {
        size_t i = model->order[k];
        const struct indicator_recipe *indicator = &model->indicators[i];
        size_t carried = carry_lead(&indicator->missing, before[i]);
        needed[i] = carried > needed[i] ? carried : needed[i];
        size_t lead = needed[i] + module_lead(indicator->module, indicator->options);
        for (size_t n = 0; n < indicator->input_count; n++) {
            size_t input = indicator->inputs[n];
            needed[input] = lead > needed[input] ? lead : needed[input];
        }
        if (indicator->per.kind == PER_INDICATOR && needed[indicator->per.indicator] < needed[i]) {
            needed[indicator->per.indicator] = needed[i];
        }
        plan->lead = needed[i] > plan->lead ? needed[i] : plan->lead;
    }
    plan->measured = plan->scored;
    plan->measured.first -= (period_number)plan->lead;
    plan->measured.count += plan->lead;
    status = TOCSIN_OK;
done:
    memory_release(plan->context, before);
    memory_release(plan->context, needed);
    return status;
}
