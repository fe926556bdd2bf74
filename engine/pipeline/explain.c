/** Runs the model or two, finds what else acts on the score and what makes the difference, and has it laid out. */
#include "pipeline/explain.h"
#include "analysis/explain.h"
#include "base/text.h"
#include "pipeline/base.h"
#include "pipeline/run.h"
#include "pipeline/score.h"
#include "pipeline/selection.h"
#include "score/effect.h"

/** An explanation on its way. */
struct joining {
    tocsin_context *context;
    const struct explain_model_request *request;
    struct explained *explained;
    struct explain_request laid_out;
    struct contribution_request parts;
    struct explain_against against;
    struct explain_what_if what_if;
    struct arena scratch;
};

/** The first source that is standard input; NULL: none is. */
static const struct source_recipe *find_standard_input(const struct tocsin_model *model)
{
    for (size_t i = 0; i < model->source_count; i++) {
        for (size_t k = 0; k < model->sources[i].file_count; k++) {
            if (text_equal(model->sources[i].files[k].path, "-")) {
                return &model->sources[i];
            }
        }
    }
    return NULL;
}

/** Standard input cannot be read by both runs. */
static tocsin_status check_sources(const struct joining *all)
{
    const struct tocsin_model *what_if = all->request->what_if;
    const struct source_recipe *source = what_if ? find_standard_input(all->request->model) : NULL;
    if (!source || !find_standard_input(what_if)) {
        return TOCSIN_OK;
    }
    return diagnostics_report(all->context, DIAGNOSTIC_EXPLAIN_STANDARD_INPUT, source->at,
                              "put the data into a file: the model as it is and as it would be read it in turn",
                              "source '%s' is standard input, which can be read only once", source->id);
}

static tocsin_status run_as_it_is(struct joining *all)
{
    struct result *result = &all->explained->result;
    struct run_request request = {.traced_region = all->request->region, .traced_period = all->request->period};
    struct explain_request *laid_out = &all->laid_out;
    tocsin_status status = run_model(all->context, all->request->model, &request, result);
    if (status == TOCSIN_OK) {
        status = selection_find(all->context, result, all->request->region, all->request->period, &laid_out->region,
                                &laid_out->period);
    }
    laid_out->result = result;
    return status;
}

/** The other model explains the same region in the same period; no rows are asked for. */
static tocsin_status run_what_if(struct joining *all)
{
    char period[PERIOD_TEXT_SIZE];
    struct result *result = &all->explained->what_if;
    if (!all->request->what_if) {
        return TOCSIN_OK;
    }
    result_period_text(&all->explained->result, all->laid_out.period, period);
    tocsin_status status = run_model(all->context, all->request->what_if, &(struct run_request){0}, result);
    if (status == TOCSIN_OK) {
        status = selection_find(all->context, result, all->request->region, period, &all->what_if.region,
                                &all->what_if.period);
    }
    all->what_if.result = result;
    all->laid_out.what_if = &all->what_if;
    return status;
}

static tocsin_status find_effects(struct joining *all)
{
    struct contribution_cell cell = {all->laid_out.period, all->laid_out.region};
    struct effect *effects = NULL;
    tocsin_status status = score_describe_parts(all->context, &all->scratch, all->laid_out.result, &all->parts);
    if (status == TOCSIN_OK) {
        status = effect_find(all->context, &all->scratch, &all->parts, cell, &effects, &all->laid_out.effect_count);
    }
    if (status == TOCSIN_OK) {
        status = base_find(all->context, &all->scratch, &all->parts, cell, &all->laid_out.base);
    }
    all->laid_out.effects = effects;
    return status;
}

static bool has_score(const struct result *result, size_t period, size_t region)
{
    return observation_present(result->nodes->observation[result_score_cell(result, period, region)]);
}

static tocsin_status find_against(struct joining *all)
{
    const struct result *result = all->laid_out.result;
    struct contribution_cell here = {all->laid_out.period, all->laid_out.region};
    struct contribution_cell there = here;
    if (!all->request->against) {
        return TOCSIN_OK;
    }
    tocsin_status status =
        selection_find(all->context, result, all->request->against, NULL, &there.region, &(size_t){0});
    if (status == TOCSIN_OK && there.region == here.region) {
        status = diagnostics_report(all->context, DIAGNOSTIC_EXPLAIN_AGAINST_SELF, LOCATION_NONE, "name another region",
                                    "'%s' cannot be explained against itself", all->request->against);
    }
    all->against.region = there.region;
    all->laid_out.against = &all->against;
    if (status != TOCSIN_OK || !has_score(result, here.period, here.region) ||
        !has_score(result, there.period, there.region)) {
        return status;
    }
    double *part = arena_allocate(&all->scratch, result->indicator_count, sizeof *part);
    if (!part) {
        return TOCSIN_ERROR_MEMORY;
    }
    all->against.part = part;
    return contribution_difference(all->context, &all->parts, there, here, part);
}

static tocsin_status list_recipes(struct joining *all)
{
    const struct tocsin_model *model = all->request->model;
    struct explain_recipe *recipe = arena_allocate(&all->scratch, model->indicator_count, sizeof *recipe);
    if (!recipe) {
        return TOCSIN_ERROR_MEMORY;
    }
    for (size_t i = 0; i < model->indicator_count; i++) {
        const struct indicator_recipe *indicator = &model->indicators[i];
        recipe[i] = (struct explain_recipe){
            .module = indicator->module,
            .options = indicator->options,
            .per = &indicator->per,
            .missing = &indicator->missing,
            .normalise = &indicator->normalise,
            .over = &indicator->over,
            .direction = indicator->direction,
        };
    }
    all->laid_out.recipe = recipe;
    return TOCSIN_OK;
}

static tocsin_status lay_out(struct joining *all)
{
    return explain_score(all->context, &all->laid_out, &all->explained->explanation);
}

tocsin_status explain_model(tocsin_context *context, const struct explain_model_request *request,
                            struct explained *explained)
{
    struct joining all = {.context = context, .request = request, .explained = explained};
    arena_begin(&all.scratch, context);
    arena_begin(&explained->result.arena, context);
    arena_begin(&explained->what_if.arena, context);
    arena_begin(&explained->explanation.arena, context);
    tocsin_status (*const steps[])(struct joining *) = {run_as_it_is, find_effects, find_against,
                                                        run_what_if,  list_recipes, lay_out};
    tocsin_status status = check_sources(&all);
    for (size_t i = 0; i < sizeof steps / sizeof steps[0] && status == TOCSIN_OK; i++) {
        status = steps[i](&all);
    }
    arena_end(&all.scratch);
    return status;
}

void explained_end(struct explained *explained)
{
    arena_end(&explained->explanation.arena);
    arena_end(&explained->what_if.arena);
    arena_end(&explained->result.arena);
}
