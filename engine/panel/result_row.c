/** What the rows of a result hold. */
#include "panel/result_row.h"
#include <math.h>

static struct optional_number number_if(bool given, double value)
{
    return (struct optional_number){given, given ? value : 0};
}

static struct optional_number panel_number(const struct panel *panel, size_t cell)
{
    return number_if(observation_present(panel->observation[cell]), panel->value[cell]);
}

const char *result_period_text(const struct result *result, size_t period, char text[PERIOD_TEXT_SIZE])
{
    return axis_format(text, &result->axis, period);
}

const char *result_level_id(const struct result *result, int16_t level)
{
    return level >= 0 && (size_t)level < result->levels.count ? result->levels.bands[level].id : NULL;
}

/** A difference; not given if one of the two is not, or if it is too large for a number. */
static struct optional_number difference(bool given, double after, double before)
{
    return number_if(given && isfinite(after - before), after - before);
}

static void compare_with_before(const struct result *result, size_t period, size_t region, struct score_row *row)
{
    row->previous_score = panel_number(result->nodes, result_score_cell(result, period - 1, region));
    row->previous_level = result->level[result_region_cell(result, period - 1, region)];
    row->change =
        difference(row->score.given && row->previous_score.given, row->score.value, row->previous_score.value);
}

void result_row_score(const struct result *result, size_t period, size_t region, struct score_row *row)
{
    size_t cell = result_score_cell(result, period, region);
    size_t place = result_region_cell(result, period, region);
    *row = (struct score_row){
        .score = panel_number(result->nodes, cell),
        .rank = result->rank[place],
        .rank_low = result->rank_low ? result->rank_low[place] : 0,
        .rank_high = result->rank_high ? result->rank_high[place] : 0,
        .ranked = result->ranked[period],
        .level = result->level[place],
        .previous_level = -1,
        .coverage = result->coverage[cell],
        .imputed = result->imputed[place],
        .observation = result->nodes->observation[cell],
    };
    if (row->score.given && result->nodes->low && result->nodes->high) {
        row->low = number_if(true, result->nodes->low[cell]);
        row->high = number_if(true, result->nodes->high[cell]);
    }
    if (period > 0) {
        compare_with_before(result, period, region, row);
    }
}

void result_row_node(const struct result *result, size_t period, size_t region, size_t inner, struct node_row *row)
{
    size_t cell = panel_cell(result->nodes, period, inner, region);
    *row = (struct node_row){
        .score = panel_number(result->nodes, cell),
        .coverage = result->coverage[cell],
        .observation = result->nodes->observation[cell],
    };
}

/**
 * The observation of what goes into the index. An indicator outside the index need not have been taken that far: its
 * is that of the last step that has a value.
 */
static uint8_t final_observation(const struct result *result, const struct result_indicator *indicator, size_t cell)
{
    const struct panel *const steps[] = {result->normalised, result->treated};
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        if (indicator->in_index || observation_present(steps[i]->observation[cell])) {
            return steps[i]->observation[cell];
        }
    }
    return result->raw->observation[cell];
}

/** The last day of the observation that a value rests on; DAY_NONE: its own period's. The latest step knows best. */
static day_number observed_day(const struct result *result, size_t cell)
{
    const struct panel *const steps[] = {result->normalised, result->treated, result->raw};
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        if (steps[i]->observed && steps[i]->observed[cell] != DAY_NONE) {
            return steps[i]->observed[cell];
        }
    }
    return DAY_NONE;
}

static void find_source_period(const struct result *result, const struct result_indicator *indicator, size_t period,
                               size_t cell, struct indicator_row *row)
{
    day_number day = observed_day(result, cell);
    period_number here = axis_period(&result->axis, period);
    row->has_source_period = true;
    if (day == DAY_NONE) {
        row->source_frequency = result->axis.frequency;
        row->source_period = here;
        return;
    }
    row->source_frequency = indicator->frequency;
    row->source_period = period_of_day(indicator->frequency, day);
    row->age = here - period_of_day(result->axis.frequency, day);
}

/** What the indicator adds to the score and to its change, where there is something to add to. */
static void find_parts(const struct result *result, size_t period, size_t region, size_t indicator,
                       struct indicator_row *row)
{
    struct score_row score;
    size_t cell = panel_cell(result->raw, period, indicator, region);
    result_row_score(result, period, region, &score);
    /* where regions are compared, what the others have can count for a region that lacks it */
    bool has_part = row->normalised.given || result->contribution[cell] != 0;
    row->contribution = number_if(score.score.given && has_part, result->contribution[cell]);
    if (score.change.given) {
        size_t before = panel_cell(result->normalised, period - 1, indicator, region);
        bool had_value = observation_present(result->normalised->observation[before]);
        bool has_change = row->normalised.given || had_value || result->change[cell] != 0;
        row->change = number_if(has_change, result->change[cell]);
    }
}

void result_row_indicator(const struct result *result, size_t period, size_t region, size_t indicator,
                          struct indicator_row *row)
{
    const struct result_indicator *about = &result->indicators[indicator];
    size_t cell = panel_cell(result->raw, period, indicator, region);
    *row = (struct indicator_row){
        .raw = panel_number(result->raw, cell),
        .treated = panel_number(result->treated, cell),
        .normalised = panel_number(result->normalised, cell),
        .observation = final_observation(result, about, cell),
    };
    if (row->raw.given || observation_present(row->observation)) {
        find_source_period(result, about, period, cell, row);
    }
    if (!about->in_index) {
        return;
    }
    uint8_t score = result->nodes->observation[result_score_cell(result, period, region)];
    row->weight = number_if(observation_present(score), result->weight[cell]);
    find_parts(result, period, region, indicator, row);
}

/** A node's weight over the sum of its siblings' weights and its own. */
static double share_of_siblings(const struct index_tree *tree, const struct index_node *node)
{
    const struct index_node *parent = &tree->nodes[node->parent];
    double total = 0;
    for (size_t i = 0; i < parent->child_count; i++) {
        total += tree->nodes[parent->children[i]].weight;
    }
    return total > 0 ? node->weight / total : 0;
}

double result_nominal_weight(const struct result *result, size_t node)
{
    double weight = 1;
    for (const struct index_node *at = &result->tree.nodes[node]; at->parent != INDEX_NONE;
         at = &result->tree.nodes[at->parent]) {
        weight *= share_of_siblings(&result->tree, at);
    }
    return weight;
}
