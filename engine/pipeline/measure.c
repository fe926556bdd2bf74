/** One pass over each source for all indicators that read it; then every indicator's values. */
#include "pipeline/measure.h"
#include "base/context.h"
#include "pipeline/contents.h"
#include "pipeline/lead.h"

/** The indicators that read one source, with their states side by side. */
struct reading {
    const struct indicator_module **modules;
    void **states;
    size_t count;
};

static tocsin_status take_record(void *user, const struct record *record)
{
    struct reading *reading = user;
    for (size_t i = 0; i < reading->count; i++) {
        tocsin_status status = reading->modules[i]->accumulate(reading->states[i], record);
        if (diagnostics_stop(status)) {
            return status; /* a fault of the row is in the diagnostics: go on and find the others */
        }
    }
    return TOCSIN_OK;
}

/** Makes the state of an indicator and lets its module ask for columns. */
static tocsin_status prepare_indicator(struct plan *plan, size_t position, struct column_set *columns)
{
    const struct indicator_recipe *indicator = &plan->model->indicators[position];
    const char **inputs = arena_allocate(plan->arena, indicator->input_count, sizeof *inputs);
    void *made = arena_allocate(plan->arena, 1, indicator->module->state_size);
    if (!inputs || !made) {
        return TOCSIN_ERROR_MEMORY;
    }
    for (size_t i = 0; i < indicator->input_count; i++) {
        inputs[i] = plan->model->indicators[indicator->inputs[i]].id;
    }
    struct indicator_setup setup = {
        .context = plan->context,
        .arena = plan->arena,
        .id = indicator->id,
        .at = indicator->at,
        .options = plan->options[position],
        .regions = plan->regions,
        .columns = columns,
        .input_ids = inputs,
        .input_count = indicator->input_count,
    };
    size_t asked_before = columns ? columns->asked_count : 0;
    tocsin_status status = indicator->module->prepare(&setup, made);
    if (status == TOCSIN_OK) {
        plan->states[position] = made;
        plan->asked[position].first = asked_before;
        plan->asked[position].count = columns ? columns->asked_count - asked_before : 0;
    }
    return status;
}

/** Prepares the indicators of a source and reads its files once. */
static tocsin_status read_source(struct plan *plan, size_t source, struct source_report *report)
{
    const struct tocsin_model *model = plan->model;
    struct column_set *columns = &plan->columns[source];
    columns->arena = plan->arena;
    struct reading reading = {0};
    reading.modules = arena_allocate(plan->arena, model->indicator_count, sizeof(struct indicator_module *));
    reading.states = arena_allocate(plan->arena, model->indicator_count, sizeof *reading.states);
    if (!reading.modules || !reading.states) {
        return TOCSIN_ERROR_MEMORY;
    }
    uint64_t mark = diagnostics_mark(plan->context);
    for (size_t i = 0; i < model->indicator_count; i++) {
        if (model->indicators[i].source != source) {
            continue;
        }
        tocsin_status status = prepare_indicator(plan, i, columns);
        if (diagnostics_stop(status)) {
            return status;
        }
        if (status == TOCSIN_OK) {
            reading.modules[reading.count] = model->indicators[i].module;
            reading.states[reading.count++] = plan->states[i];
        }
    }
    if (reading.count == 0 || diagnostics_since(plan->context, mark) != TOCSIN_OK) {
        return diagnostics_since(plan->context, mark);
    }
    struct source_reading request = {
        .context = plan->context,
        .arena = plan->arena,
        .recipe = &model->sources[source],
        .regions = plan->match,
        .columns = columns,
        .record = take_record,
        .user = &reading,
    };
    tocsin_status status = source_read(&request, report);
    return status == TOCSIN_OK ? diagnostics_since(plan->context, mark) : status;
}

/**
 * What a source covers: what the model says, else the whole periods from its first to its last date, so that a file
 * whose last event lies on the 28th covers that month.
 */
static struct coverage source_coverage(const struct plan *plan, size_t source, const struct source_report *report)
{
    enum frequency frequency = plan->scored.frequency;
    const struct coverage_rule *rule = &plan->model->sources[source].covers;
    struct coverage coverage = {DAY_NONE, DAY_NONE, plan->covered[source]};
    if (report->first_day != DAY_NONE) {
        coverage.first = period_first_day(frequency, period_of_day(frequency, report->first_day));
        coverage.last = period_last_day(frequency, period_of_day(frequency, report->last_day));
    }
    if (rule->has_from) {
        coverage.first = rule->from;
        coverage.last = coverage.last == DAY_NONE ? rule->from : coverage.last;
    }
    if (rule->has_to) {
        coverage.last = rule->to;
        coverage.first = coverage.first == DAY_NONE ? rule->to : coverage.first;
    }
    return coverage;
}

struct indicator_frame measure_frame(const struct plan *plan, size_t position, struct panel *panel)
{
    const struct indicator_recipe *indicator = &plan->model->indicators[position];
    return (struct indicator_frame){
        .context = plan->context,
        .arena = plan->arena,
        .id = indicator->id,
        .at = indicator->at,
        .regions = plan->regions,
        .axis = plan->measured,
        .neighbours = plan->neighbours,
        .coverage = {DAY_NONE, DAY_NONE, NULL},
        .frequency = plan->scored.frequency,
        .inputs = indicator->inputs,
        .input_count = indicator->input_count,
        .panel = panel,
        .column = position,
    };
}

static tocsin_status finish_indicator(struct plan *plan, size_t position, struct coverage coverage,
                                      enum frequency frequency, struct panel *raw)
{
    struct indicator_frame frame = measure_frame(plan, position, raw);
    frame.coverage = coverage;
    frame.frequency = frequency;
    return plan->model->indicators[position].module->finish(plan->states[position], &frame);
}

/**
 * A period that the source covers in part, such as the one that has just begun, is measured all the same; but what is
 * not there yet may come, so that its values, and above all its zeros, are estimates.
 */
static void mark_partly_covered(const struct plan *plan, size_t position, struct coverage coverage, struct panel *raw)
{
    for (size_t p = 0; p < plan->measured.count; p++) {
        enum frequency frequency = plan->measured.frequency;
        period_number period = axis_period(&plan->measured, p);
        if (coverage.first <= period_first_day(frequency, period) &&
            period_last_day(frequency, period) <= coverage.last) {
            continue;
        }
        uint8_t *observation = raw->observation + panel_cell(raw, p, position, 0);
        for (size_t i = 0; i < raw->regions; i++) {
            bool plain = observation[i] == OBSERVATION_NORMAL || observation[i] == OBSERVATION_NO_EVENT ||
                         observation[i] == OBSERVATION_NO_AGREEMENT;
            observation[i] = plain ? OBSERVATION_PARTLY_COVERED : observation[i];
        }
    }
}

/** What is made of others is observed in whole periods, or in the longer ones of the coarsest input. */
static enum frequency coarsest_input(const struct plan *plan, const struct indicator_recipe *indicator,
                                     const enum frequency *frequencies)
{
    enum frequency coarsest = plan->scored.frequency;
    for (size_t i = 0; i < indicator->input_count; i++) {
        enum frequency input = frequencies[indicator->inputs[i]];
        coarsest = input < coarsest ? input : coarsest;
    }
    return coarsest;
}

/** Prepares the indicators made of others, which read no source. All their faults are reported. */
static tocsin_status prepare_made(struct plan *plan)
{
    uint64_t mark = diagnostics_mark(plan->context);
    for (size_t i = 0; i < plan->model->indicator_count; i++) {
        if (plan->model->indicators[i].source != SIZE_MAX) {
            continue;
        }
        tocsin_status status = prepare_indicator(plan, i, NULL);
        if (diagnostics_stop(status)) {
            return status;
        }
    }
    return diagnostics_since(plan->context, mark);
}

/** Finishes every indicator, inputs before those that use them. */
static tocsin_status finish_all(struct plan *plan, const struct result_source *sources, struct panel *raw,
                                enum frequency *frequencies)
{
    const struct tocsin_model *model = plan->model;
    uint64_t mark = diagnostics_mark(plan->context);
    for (size_t k = 0; k < model->indicator_count; k++) {
        size_t i = model->order[k];
        const struct indicator_recipe *indicator = &model->indicators[i];
        struct coverage coverage = {DAY_NONE, DAY_NONE, NULL};
        frequencies[i] = plan->scored.frequency;
        if (indicator->source != SIZE_MAX) {
            const struct source_report *report = &sources[indicator->source].report;
            frequencies[i] = report->first_day == DAY_NONE ? plan->scored.frequency : report->finest;
            coverage = source_coverage(plan, indicator->source, report);
        } else {
            frequencies[i] = coarsest_input(plan, indicator, frequencies);
        }
        tocsin_status status = finish_indicator(plan, i, coverage, frequencies[i], raw);
        if (diagnostics_stop(status)) {
            return status;
        }
        if (indicator->source != SIZE_MAX && indicator->module->input != INPUT_SERIES) {
            mark_partly_covered(plan, i, coverage, raw);
        }
        status = context_progress(plan->context, "measure", k + 1, model->indicator_count);
        if (status != TOCSIN_OK) {
            return status;
        }
    }
    return diagnostics_since(plan->context, mark);
}

/** Prepares all indicators and reads every source. All faults are reported. */
static tocsin_status read_all(struct plan *plan, struct result_source **sources)
{
    const struct tocsin_model *model = plan->model;
    struct result_source *read = arena_allocate(plan->arena, model->source_count, sizeof *read);
    plan->states = arena_allocate(plan->arena, model->indicator_count, sizeof *plan->states);
    plan->columns = arena_allocate(plan->arena, model->source_count, sizeof *plan->columns);
    plan->asked = arena_allocate(plan->arena, model->indicator_count, sizeof *plan->asked);
    if (!read || !plan->states || !plan->columns || !plan->asked) {
        return TOCSIN_ERROR_MEMORY;
    }
    uint64_t mark = diagnostics_mark(plan->context);
    tocsin_status status = prepare_made(plan);
    for (size_t i = 0; i < model->source_count && !diagnostics_stop(status); i++) {
        read[i] = (struct result_source){.id = model->sources[i].id, .format = model->sources[i].format};
        read[i].report.first_day = read[i].report.last_day = DAY_NONE;
        status = read_source(plan, i, &read[i].report);
    }
    if (diagnostics_stop(status)) {
        return status;
    }
    *sources = read;
    return diagnostics_since(plan->context, mark);
}

tocsin_status measure_report(struct plan *plan)
{
    if (plan->reported) {
        return TOCSIN_OK;
    }
    struct result_source *sources = NULL;
    return plan->readable ? read_all(plan, &sources) : contents_report(plan);
}

tocsin_status measure_run(struct plan *plan, struct panel **raw, struct result_source **sources,
                          enum frequency **frequencies)
{
    struct result_source *read = NULL;
    tocsin_status status = read_all(plan, &read);
    if (status != TOCSIN_OK) {
        return status;
    }
    enum frequency *finest = arena_allocate(plan->arena, plan->model->indicator_count, sizeof *finest);
    struct panel *panel = NULL;
    status = finest ? lead_resolve(plan, read) : TOCSIN_ERROR_MEMORY;
    if (status != TOCSIN_OK) {
        return status;
    }
    status =
        panel_create(plan->arena, plan->measured.count, plan->model->indicator_count, plan->regions->count, &panel);
    if (status == TOCSIN_OK) {
        status = finish_all(plan, read, panel, finest);
    }
    if (status == TOCSIN_OK) {
        *raw = panel;
        *sources = read;
        *frequencies = finest;
    }
    return status;
}
