/** Explaining a score: what it is, and the values in the tree that lead to it. */
#include "analysis/explain.h"
#include "analysis/explanation.h"
#include "base/text.h"
#include <math.h>

enum {
    NAME_WIDTH = 36,       /* of the tree, its indentation included */
    LEAST_NAME_WIDTH = 12, /* however deep */
    DEEPEST_INDENT = 14,   /* levels of the tree that are set in */
    VALUE_WIDTH = 13
};

static const char *node_title(const struct explanation *explanation, const struct index_node *node)
{
    if (node->indicator != INDEX_NONE) {
        return explanation->result->indicators[node->indicator].title;
    }
    return node->title ? node->title : node->id;
}

static void say_title(struct explanation *explanation)
{
    struct page *page = &explanation->page;
    const struct region *region = &explanation->result->regions->regions[explanation->region];
    page_line(page, 0, 2);
    page_text(page, region->name);
    if (!text_equal(region->name, region->id)) {
        page_text(page, " (");
        page_text(page, region->id);
        page_text(page, ")");
    }
    page_text(page, ", ");
    page_text(page, explanation->period_text);
    page_end(page);
    page_line(page, 0, 2);
    page_text(page, explanation->result->model_title);
    page_text(page, ", model ");
    page_text(page, explanation->result->model_id);
    if (explanation->result->model_version[0]) {
        page_text(page, " version ");
        page_text(page, explanation->result->model_version);
    }
    page_end(page);
    page_paragraph(page, 0, "");
}

static void say_level(struct explanation *explanation, int16_t level, const char *before, const char *after)
{
    const char *id = result_level_id(explanation->result, level);
    if (id) {
        page_text(&explanation->page, before);
        page_text(&explanation->page, id);
        page_text(&explanation->page, after);
    }
}

static void say_value(struct explanation *explanation)
{
    struct page *page = &explanation->page;
    const struct score_row *row = &explanation->score;
    char number[NUMBER_TEXT_SIZE];
    char low[NUMBER_TEXT_SIZE];
    char high[NUMBER_TEXT_SIZE];
    page_line(page, 2, 2);
    if (!row->score.given) {
        page_format(page, "There is none: it %s.", observation_descriptions[row->observation].words);
        page_end(page);
        return;
    }
    page_format(page, "%s on a scale of %s to %s", explanation_number(explanation, number, row->score.value),
                explanation_value(low, explanation->result->scale[0]),
                explanation_value(high, explanation->result->scale[1]));
    if (row->low.given && row->high.given) {
        page_format(page, ", between %s", explanation_number(explanation, low, row->low.value));
        page_format(page, " and %s", explanation_number(explanation, high, row->high.value));
    }
    say_level(explanation, row->level, ", level ", "");
    page_format(page, ", rank %d of %u. It %s.", (int)row->rank, (unsigned)row->ranked,
                observation_descriptions[row->observation].words);
    page_end(page);
}

static void say_change(struct explanation *explanation)
{
    struct page *page = &explanation->page;
    const struct score_row *row = &explanation->score;
    char number[NUMBER_TEXT_SIZE];
    page_line(page, 2, 2);
    if (!explanation->has_before) {
        page_text(page, "There is no earlier period to compare with.");
    } else if (!row->previous_score.given) {
        page_format(page, "In %s there was no score.", explanation->before_text);
    } else {
        page_format(page, "In %s it was %s", explanation->before_text,
                    explanation_number(explanation, number, row->previous_score.value));
        say_level(explanation, row->previous_level, " (level ", ")");
        if (row->change.given) {
            page_format(page, ", so it changed by %s", explanation_change(explanation, number, row->change.value));
        }
        page_text(page, ".");
    }
    page_end(page);
}

static void say_score(struct explanation *explanation)
{
    struct page *page = &explanation->page;
    char coverage[NUMBER_TEXT_SIZE];
    char imputed[NUMBER_TEXT_SIZE];
    page_paragraph(page, 0, "SCORE");
    say_value(explanation);
    say_change(explanation);
    page_line(page, 2, 2);
    page_format(page, "Data stand for %s of the weight; %s of it is imputed.",
                page_share(coverage, explanation->score.coverage), page_share(imputed, explanation->score.imputed));
    page_end(page);
}

/** How the parts of a node are put together: "power p 2, floor 0.1, coverage 80%". */
static void say_aggregation(struct explanation *explanation, const struct index_node *node, double coverage)
{
    struct page *page = &explanation->page;
    const struct aggregation *aggregation = &node->aggregation;
    char text[NUMBER_TEXT_SIZE];
    page_text(page, aggregate_names[aggregation->method]);
    if (aggregation->method == AGGREGATE_POWER) {
        page_format(page, " p %s", explanation_value(text, aggregation->p));
    }
    if (aggregation->method == AGGREGATE_FORMULA) {
        page_text(page, " ");
        page_text(page, aggregation->expression);
    }
    if (node->weights.method > WEIGHT_EQUAL) {
        page_format(page, ", weights by %s", weight_names[node->weights.method]);
    }
    if (aggregation->has_space) {
        char other[NUMBER_TEXT_SIZE];
        page_format(page, ", in the space %s to %s", explanation_value(text, aggregation->space[0]),
                    explanation_value(other, aggregation->space[1]));
    }
    const struct {
        const char *name;
        struct optional_number number;
    } limits[] = {{"round", aggregation->round}, {"floor", aggregation->floor}, {"cap", aggregation->cap}};
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        if (limits[i].number.given) {
            page_format(page, ", %s %s", limits[i].name, explanation_value(text, limits[i].number.value));
        }
    }
    if (coverage < 1) {
        page_format(page, ", coverage %s", page_share(text, coverage));
    }
}

/** The value of a node or leaf in the index. */
static struct optional_number node_value(const struct explanation *explanation, const struct index_node *node,
                                         double *coverage)
{
    struct indicator_row leaf;
    struct node_row inner;
    if (node->indicator != INDEX_NONE) {
        result_row_indicator(explanation->result, explanation->period, explanation->region, node->indicator, &leaf);
        *coverage = leaf.normalised.given;
        return leaf.normalised;
    }
    result_row_node(explanation->result, explanation->period, explanation->region, node->inner, &inner);
    *coverage = inner.coverage;
    return inner.score;
}

static void say_node(struct explanation *explanation, const struct index_node *node)
{
    struct page *page = &explanation->page;
    char text[NUMBER_TEXT_SIZE];
    double coverage;
    struct optional_number value = node_value(explanation, node, &coverage);
    size_t indent = 2 * (node->depth < DEEPEST_INDENT ? node->depth : DEEPEST_INDENT);
    page_line(page, 2 + indent, 2 + NAME_WIDTH + 2 + VALUE_WIDTH + 2);
    page_left(page, node_title(explanation, node),
              NAME_WIDTH > indent + LEAST_NAME_WIDTH ? NAME_WIDTH - indent : LEAST_NAME_WIDTH);
    page_right(page, value.given ? explanation_number(explanation, text, value.value) : "missing", VALUE_WIDTH);
    if (node->parent != INDEX_NONE) {
        page_format(page, "weight %s", explanation_value(text, node->weight));
        page_text(page, node->indicator == INDEX_NONE ? ", " : "");
    }
    if (node->indicator == INDEX_NONE) {
        say_aggregation(explanation, node, coverage);
    }
    page_end(page);
}

static void say_tree(struct explanation *explanation)
{
    page_paragraph(&explanation->page, 0, "");
    page_paragraph(&explanation->page, 0, "THE INDEX, FROM THE SCORE DOWN TO THE NORMALISED INDICATORS");
    for (size_t i = 0; i < explanation->result->tree.count; i++) {
        say_node(explanation, &explanation->result->tree.nodes[i]);
    }
}

/** Decimals that show about a hundred thousand steps of the scale. */
static int scale_digits(const struct result *result)
{
    double span = fabs(result->scale[1] - result->scale[0]);
    return span >= 50 ? 4 : span >= 5 ? 5 : 6;
}

tocsin_status explain_score(tocsin_context *context, const struct result *result, size_t region, size_t period,
                            struct output *output)
{
    (void)context;
    if (region >= result->regions->count || period >= result->axis.count) {
        return TOCSIN_ERROR_ARGUMENT;
    }
    struct explanation explanation = {
        .result = result,
        .region = region,
        .period = period,
        .has_before = period > 0,
        .digits = scale_digits(result),
    };
    page_begin(&explanation.page, output);
    result_row_score(result, period, region, &explanation.score);
    result_period_text(result, period, explanation.period_text);
    if (explanation.has_before) {
        result_period_text(result, period - 1, explanation.before_text);
    }
    say_title(&explanation);
    say_score(&explanation);
    say_tree(&explanation);
    explanation_indicators(&explanation);
    explanation_sum(&explanation);
    explanation_gaps(&explanation);
    explanation_sources(&explanation);
    return TOCSIN_OK;
}
