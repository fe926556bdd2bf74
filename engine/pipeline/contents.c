/** Looks into sources before they are read. */
#include "pipeline/contents.h"
#include "base/text.h"

bool contents_is_read(const struct tocsin_model *model, size_t source)
{
    for (size_t i = 0; i < model->indicator_count; i++) {
        if (model->indicators[i].source == source) {
            return true;
        }
    }
    return false;
}

/** Adds what one source holds. */
static tocsin_status add(struct plan *plan, struct source_contents *all, const struct source_contents *one,
                         size_t *capacity)
{
    for (size_t i = 0; i < one->region_count; i++) {
        tocsin_status status =
            arena_grow(plan->arena, &all->regions, all->region_count, sizeof *all->regions, capacity);
        if (status != TOCSIN_OK) {
            return status;
        }
        all->regions[all->region_count++] = one->regions[i];
    }
    all->faulty = all->faulty || one->faulty;
    if (one->first_day != DAY_NONE) {
        bool earlier = all->first_day == DAY_NONE || one->first_day < all->first_day;
        all->first_day = earlier ? one->first_day : all->first_day;
        bool later = all->last_day == DAY_NONE || one->last_day > all->last_day;
        all->last_day = later ? one->last_day : all->last_day;
        all->finest = one->finest > all->finest ? one->finest : all->finest;
    }
    return TOCSIN_OK;
}

tocsin_status contents_search(struct plan *plan, struct source_contents *contents)
{
    struct source_contents all = {.first_day = DAY_NONE, .last_day = DAY_NONE, .finest = FREQUENCY_YEAR};
    size_t capacity = 0;
    tocsin_status first = TOCSIN_OK;
    for (size_t i = 0; i < plan->model->source_count; i++) {
        if (!contents_is_read(plan->model, i)) {
            continue;
        }
        struct source_contents one;
        tocsin_status status = source_search(plan->context, plan->arena, &plan->model->sources[i], &one);
        if (status == TOCSIN_OK) {
            status = add(plan, &all, &one, &capacity);
        }
        if (diagnostics_stop(status)) {
            return status;
        }
        first = first == TOCSIN_OK ? status : first;
    }
    if (first == TOCSIN_OK) {
        *contents = all;
    }
    return first;
}

static bool is_standard_input(const struct source_recipe *recipe)
{
    for (size_t i = 0; i < recipe->file_count; i++) {
        if (text_equal(recipe->files[i].path, "-")) {
            return true;
        }
    }
    return false;
}

tocsin_status contents_report(struct plan *plan)
{
    plan->reported = true;
    tocsin_status first = TOCSIN_OK;
    for (size_t i = 0; i < plan->model->source_count; i++) {
        const struct source_recipe *recipe = &plan->model->sources[i];
        if (!contents_is_read(plan->model, i) || is_standard_input(recipe)) {
            continue;
        }
        struct source_contents contents;
        tocsin_status status = source_discover(plan->context, plan->arena, recipe, &contents);
        if (diagnostics_stop(status)) {
            return status;
        }
        first = first == TOCSIN_OK ? status : first;
    }
    return first;
}
