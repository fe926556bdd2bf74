/** What makes the difference between a score and another: of another region, or of the model with other values. */
#include "analysis/explaining.h"

static struct explained_difference describe_here(const struct explained_indicator *here)
{
    return (struct explained_difference){
        .id = here->id,
        .title = here->title,
        .is_here = here->in_index,
        .here = here->row.normalised,
        .part_here = here->row.contribution,
        .weight_here = here->row.weight,
    };
}

static void add_there(const struct result *result, size_t period, size_t region, size_t indicator,
                      struct explained_difference *part)
{
    struct indicator_row there;
    result_row_indicator(result, period, region, indicator, &there);
    part->is_there = result->indicators[indicator].in_index;
    part->there = there.normalised;
    part->part_there = there.contribution;
    part->weight_there = there.weight;
}

/** Room for so many parts. */
static tocsin_status begin(struct explaining *all, struct explained_comparison *made, const struct result *result,
                           size_t period, size_t region, size_t parts)
{
    made->given = true;
    explain_headline(result, region, period, &made->score);
    made->is_split = all->made->score.row.score.given && made->score.row.score.given;
    made->parts = arena_allocate(&all->made->arena, parts, sizeof *made->parts);
    return made->parts ? TOCSIN_OK : TOCSIN_ERROR_MEMORY;
}

static tocsin_status compare_region(struct explaining *all, const struct explain_against *against)
{
    struct explanation *made = all->made;
    struct explained_comparison *comparison = &made->against;
    tocsin_status status = begin(all, comparison, all->result, all->period, against->region, made->indicator_count);
    if (status != TOCSIN_OK) {
        return status;
    }
    comparison->is_split = comparison->is_split && against->part;
    comparison->difference = made->score.row.score.value - comparison->score.row.score.value;
    for (size_t i = 0; i < made->indicator_count; i++) {
        if (made->indicators[i].in_index) {
            struct explained_difference *part = &comparison->parts[comparison->part_count++];
            *part = describe_here(&made->indicators[i]);
            add_there(all->result, all->period, against->region, i, part);
            part->difference = comparison->is_split ? against->part[i] : 0;
        }
    }
    return TOCSIN_OK;
}

static size_t find_indicator(const struct result *result, const char *id)
{
    size_t i = 0;
    while (i < result->indicator_count && !text_equal(result->indicators[i].id, id)) {
        i++;
    }
    return i;
}

static void subtract(const struct explained_comparison *comparison, struct explained_difference *part)
{
    if (comparison->is_split) {
        part->difference = part->part_there.value - part->part_here.value;
    }
}

/** Indicators that the model has as it is, whether or not it would have them. */
static void compare_old(struct explaining *all, const struct explain_what_if *what_if,
                        struct explained_comparison *comparison)
{
    for (size_t i = 0; i < all->made->indicator_count; i++) {
        struct explained_difference part = describe_here(&all->made->indicators[i]);
        size_t there = find_indicator(what_if->result, part.id);
        if (there < what_if->result->indicator_count) {
            add_there(what_if->result, what_if->period, what_if->region, there, &part);
        }
        subtract(comparison, &part);
        if (part.is_here || part.is_there) {
            comparison->parts[comparison->part_count++] = part;
        }
    }
}

/** Indicators that only the model that would be has. */
static void compare_new(struct explaining *all, const struct explain_what_if *what_if,
                        struct explained_comparison *comparison)
{
    const struct result *result = what_if->result;
    for (size_t i = 0; i < result->indicator_count; i++) {
        const struct result_indicator *about = &result->indicators[i];
        if (about->in_index && find_indicator(all->result, about->id) == all->result->indicator_count) {
            struct explained_difference part = {.id = about->id, .title = about->title};
            add_there(result, what_if->period, what_if->region, i, &part);
            subtract(comparison, &part);
            comparison->parts[comparison->part_count++] = part;
        }
    }
}

static tocsin_status compare_model(struct explaining *all, const struct explain_what_if *what_if)
{
    struct explained_comparison *comparison = &all->made->what_if;
    const struct result *result = what_if->result;
    tocsin_status status = begin(all, comparison, result, what_if->period, what_if->region,
                                 all->made->indicator_count + result->indicator_count);
    if (status != TOCSIN_OK) {
        return status;
    }
    comparison->overrides = result->overrides;
    comparison->override_count = result->override_count;
    comparison->difference = comparison->score.row.score.value - all->made->score.row.score.value;
    compare_old(all, what_if, comparison);
    compare_new(all, what_if, comparison);
    return TOCSIN_OK;
}

tocsin_status explain_comparisons(struct explaining *all)
{
    tocsin_status status = TOCSIN_OK;
    if (all->request->against) {
        status = compare_region(all, all->request->against);
    }
    if (status == TOCSIN_OK && all->request->what_if) {
        status = compare_model(all, all->request->what_if);
    }
    return status;
}
