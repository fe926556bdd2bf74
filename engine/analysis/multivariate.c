/** The multivariate analysis: its tables in the order in which they are read, and its findings by their weight. */
#include "analysis/multivariate.h"
#include "analysis/tables.h"
#include "base/context.h"

/** Who was analysed. */
static tocsin_status describe(struct study *study)
{
    const struct result *result = study->result;
    struct analysis *analysis = study->analysis;
    struct arena *arena = study->arena;
    analysis->model_id = arena_text(arena, result->model_id);
    analysis->model_title = arena_text(arena, result->model_title);
    analysis->model_version = arena_text(arena, result->model_version);
    analysis->from = study->periods > 0 ? study->period_text[0] : NULL;
    analysis->to = study->periods > 0 ? study->period_text[study->periods - 1] : NULL;
    analysis->regions = study->regions;
    analysis->periods = study->periods;
    analysis->cells = study->node[STUDY_ROOT].count;
    analysis->indicators = study->leaf_count;
    analysis->tables = arena_allocate(arena, TABLES_MOST, sizeof *analysis->tables);
    return arena->failed ? TOCSIN_ERROR_MEMORY : TOCSIN_OK;
}

/** What is to be known before any of the tables is read. */
static tocsin_status tell_size(struct study *study)
{
    size_t scored = study->node[STUDY_ROOT].count;
    struct worry_list worries[] = {
        {.study = study, .concern = CONCERN_SERIOUS, .table = "statistics"},
        {.study = study, .concern = CONCERN_CAUTION, .table = "statistics"},
        {.study = study, .concern = CONCERN_NOTE, .table = "correlations"},
    };
    if (scored == 0) {
        worry_add(&worries[0], 0,
                  "No region has a score in the periods analysed: there is nothing to compare with the index.");
    } else if (scored < FEWEST_CELLS) {
        worry_add(
            &worries[1], 0,
            "Only %zu cell%s (a region in a period) %s a score: correlations, alphas and components of fewer than "
            "%d say little.",
            scored, scored == 1 ? "" : "s", scored == 1 ? "has" : "have", FEWEST_CELLS);
    }
    if (study->periods > 1) {
        worry_add(&worries[2], 0,
                  "%zu periods are analysed together, and p-values take all %zu cells for independent of one another. "
                  "A region's values in successive periods are not: the p-values are too small.",
                  study->periods, study->cells);
    }
    return worry_tell(worries, sizeof worries / sizeof *worries);
}

static tocsin_status make_tables(struct study *study)
{
    static tocsin_status (*const makers[])(struct study * study) = {
        statistics_tables, availability_tables, correlations_tables, denominators_tables, reliability_tables,
        components_tables, importance_tables,   removal_tables,      strengths_tables,    dominance_tables,
    };
    const size_t count = sizeof makers / sizeof *makers;
    for (size_t i = 0; i < count; i++) {
        tocsin_status status = makers[i](study);
        if (status == TOCSIN_OK && (study->arena->failed || study->scratch.failed)) {
            status = TOCSIN_ERROR_MEMORY;
        }
        if (status == TOCSIN_OK) {
            status = context_progress(study->context, "analyse", i + 1, count);
        }
        if (status != TOCSIN_OK) {
            return status;
        }
    }
    return TOCSIN_OK;
}

tocsin_status multivariate_analyse(tocsin_context *context, const struct result *result, struct analysis *analysis)
{
    struct study study;
    tocsin_status status = study_begin(&study, context, result, analysis);
    if (status == TOCSIN_OK) {
        status = describe(&study);
    }
    if (status == TOCSIN_OK) {
        status = tell_size(&study);
    }
    if (status == TOCSIN_OK) {
        status = make_tables(&study);
    }
    if (status == TOCSIN_OK) {
        status = worry_sort(&study);
    }
    arena_end(&study.scratch);
    return status;
}
