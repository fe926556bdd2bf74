/** Lays out an explanation: whose it is, the score, why it is what it is; the parts have files of their own. */
#include "analysis/explain.h"
#include "analysis/explaining.h"
#include "base/compensated_sum.h"
#include <math.h>

void explain_headline(const struct result *result, size_t region, size_t period, struct explained_score *score)
{
    score->region = result->regions->regions[region].id;
    score->region_name = result->regions->regions[region].name;
    result_period_text(result, period, score->period);
    result_row_score(result, period, region, &score->row);
    score->level = result_level_id(result, score->row.level);
    score->previous_level = result_level_id(result, score->row.previous_level);
}

static void identify(struct explaining *all)
{
    const struct result *result = all->result;
    struct explanation *made = all->made;
    made->model_id = result->model_id;
    made->model_title = result->model_title;
    made->model_version = result->model_version;
    made->model_file = result->model_file;
    made->model_sha256 = result->model_sha256;
    made->model_bytes = result->model_bytes;
    made->overrides = result->overrides;
    made->override_count = result->override_count;
    made->scale[0] = result->scale[0];
    made->scale[1] = result->scale[1];
    made->frequency = result->axis.frequency;
    made->base = all->request->base;
    made->parts_sampled = result->parts_sampled;
    made->sources = result->sources;
    made->source_count = result->source_count;
    made->tables = result->tables;
    made->table_count = result->table_count;
    if (all->has_before) {
        result_period_text(result, all->period - 1, made->before);
    }
}

/** Successive periods up to this one whose score lies below `bound` while the level was the one it is now. */
static uint32_t count_below(const struct explaining *all, int16_t level, double bound)
{
    const struct result *result = all->result;
    uint32_t below = 0;
    for (size_t period = all->period + 1; period-- > 0;) {
        size_t cell = result_score_cell(result, period, all->region);
        if (!observation_present(result->nodes->observation[cell])) {
            continue; /* the level waits for the next score */
        }
        if (result->level[result_region_cell(result, period, all->region)] != level ||
            !(result->nodes->value[cell] < bound)) {
            break;
        }
        below++;
    }
    return below;
}

static void explain_hold(struct explaining *all)
{
    const struct score_row *row = &all->made->score.row;
    const struct level_rules *rules = &all->result->levels;
    if (!row->score.given || row->level <= 0 || rules->periods == 0) {
        return;
    }
    double from = rules->bands[row->level].from;
    if (row->score.value < from) {
        all->made->hold = (struct explained_hold){
            .given = true,
            .from = from,
            .release = from - rules->down,
            .periods = rules->periods,
            .below = count_below(all, row->level, from - rules->down),
        };
    }
}

static bool is_main(const struct explanation *made, size_t indicator)
{
    for (size_t i = 0; i < made->main_count; i++) {
        if (made->main[i] == indicator) {
            return true;
        }
    }
    return false;
}

static double part_of(const struct explained_indicator *indicator, bool of_change)
{
    struct optional_number part = of_change ? indicator->row.change : indicator->row.contribution;
    return part.given ? fabs(part.value) : 0;
}

/** Adds the indicators with the largest parts that are not among the main ones yet; of equals the first. */
static void add_main(struct explanation *made, bool of_change, size_t most)
{
    while (made->main_count < most) {
        size_t largest = INDEX_NONE;
        for (size_t i = 0; i < made->indicator_count; i++) {
            double part = part_of(&made->indicators[i], of_change);
            if (part > 0 && !is_main(made, i) &&
                (largest == INDEX_NONE || part > part_of(&made->indicators[largest], of_change))) {
                largest = i;
            }
        }
        if (largest == INDEX_NONE) {
            return;
        }
        made->main[made->main_count++] = largest;
    }
}

/** The two largest parts of the score, then those of the change. */
static void find_main(struct explaining *all)
{
    add_main(all->made, false, EXPLAINED_MAIN / 2);
    add_main(all->made, true, EXPLAINED_MAIN);
}

static void add_up(struct explaining *all)
{
    struct compensated_sum weight = {0};
    struct compensated_sum contribution = {0};
    struct compensated_sum change = {0};
    for (size_t i = 0; i < all->made->indicator_count; i++) {
        const struct indicator_row *row = &all->made->indicators[i].row;
        compensated_sum_add(&weight, row->weight.value);
        compensated_sum_add(&contribution, row->contribution.value);
        compensated_sum_add(&change, row->change.value);
    }
    all->made->weight_sum = compensated_sum_value(&weight);
    all->made->contribution_sum = compensated_sum_value(&contribution);
    all->made->change_sum = compensated_sum_value(&change);
}

tocsin_status explain_score(tocsin_context *context, const struct explain_request *request,
                            struct explanation *explanation)
{
    const struct result *result = request->result;
    if (request->region >= result->regions->count || request->period >= result->axis.count) {
        return TOCSIN_ERROR_ARGUMENT;
    }
    struct explaining all = {
        .context = context,
        .request = request,
        .result = result,
        .region = request->region,
        .period = request->period,
        .has_before = request->period > 0,
        .made = explanation,
    };
    identify(&all);
    explain_headline(result, all.region, all.period, &explanation->score);
    explain_hold(&all);
    tocsin_status (*const parts[])(struct explaining *) = {explain_indicators, explain_nodes, explain_comparisons,
                                                           explain_gaps};
    tocsin_status status = TOCSIN_OK;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0] && status == TOCSIN_OK; i++) {
        status = parts[i](&all);
    }
    find_main(&all);
    add_up(&all);
    return status == TOCSIN_OK && all.lost ? TOCSIN_ERROR_MEMORY : status;
}
