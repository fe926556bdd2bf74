/** The index in an explanation: values, weights, parts and changes of parts at every node, and what else acts there. */
#include "report/explanation_page.h"
#include <math.h>

enum {
    NAME_WIDTH = 28,
    LEAST_NAME_WIDTH = 12, /* however deep */
    DEEPEST_INDENT = 8,    /* levels of the tree that are set in */
    WEIGHT_WIDTH = 9,
    NUMBER_WIDTH = 11,
    WEIGHT_DIGITS = 6,
    NOTE_INDENT = 6 /* of what is said about a node, from its name on */
};

static size_t indent_of(const struct explained_node *node)
{
    return 2 * (node->depth < DEEPEST_INDENT ? node->depth : DEEPEST_INDENT);
}

static void put_numbers(struct explanation_page *text, const char *const numbers[4])
{
    struct page *page = &text->page;
    page_right(page, numbers[0], NUMBER_WIDTH);
    page_right(page, numbers[1], WEIGHT_WIDTH);
    page_right(page, numbers[2], NUMBER_WIDTH);
    page_right(page, numbers[3], NUMBER_WIDTH);
    page_end(page);
}

static void put_node(struct explanation_page *text, const struct explained_node *node)
{
    char value[NUMBER_TEXT_SIZE] = "missing";
    char weight[NUMBER_TEXT_SIZE] = "";
    char part[NUMBER_TEXT_SIZE] = "";
    char change[NUMBER_TEXT_SIZE] = "";
    size_t indent = indent_of(node);
    if (node->value.given) {
        explanation_page_number(text, value, node->value.value);
    }
    if (node->parent != INDEX_NONE) {
        page_significant(weight, node->weight, WEIGHT_DIGITS);
    }
    if (node->contribution.given) {
        explanation_page_number(text, part, node->contribution.value);
    }
    if (node->change.given) {
        explanation_page_change(text, change, node->change.value);
    }
    page_line(&text->page, 2 + indent, 2 + indent);
    page_left(&text->page, node->title,
              NAME_WIDTH - indent > LEAST_NAME_WIDTH ? NAME_WIDTH - indent : LEAST_NAME_WIDTH);
    put_numbers(text, (const char *const[4]){value, weight, part, change});
}

static void begin_note(struct explanation_page *text, const struct explained_node *node)
{
    size_t indent = indent_of(node) + NOTE_INDENT;
    page_line(&text->page, indent, indent + 2);
}

/** "security: arithmetic, coverage 83%; 74.5753 in 2023-07" */
static void say_node(struct explanation_page *text, const struct explained_node *node)
{
    struct page *page = &text->page;
    char number[NUMBER_TEXT_SIZE];
    if (!node->method) {
        return;
    }
    begin_note(text, node);
    page_text(page, node->id);
    page_text(page, ": ");
    page_text(page, node->method);
    if (node->coverage < 1) {
        page_format(page, ", coverage %s", page_share(number, node->coverage));
    }
    if (node->previous.given) {
        page_format(page, "; %s in %s", explanation_page_number(text, number, node->previous.value),
                    text->explanation->before);
    }
    page_end(page);
}

/** "which adds 0.0275 to the score" */
static void say_of_score(struct explanation_page *text, double score)
{
    char part[NUMBER_TEXT_SIZE];
    if (number_round(score, text->digits) == 0) {
        page_text(&text->page, " makes no difference to the score");
        return;
    }
    page_format(&text->page, score < 0 ? " takes %s away from the score" : " adds %s to the score",
                explanation_page_number(text, part, fabs(score)));
}

/** "Spillover from neighbours is missing, so ..." */
static void say_rescaled(struct explanation_page *text, const struct explained_effect *effect)
{
    struct page *page = &text->page;
    char before[NUMBER_TEXT_SIZE];
    char after[NUMBER_TEXT_SIZE];
    for (size_t i = 0; i < effect->missing_count; i++) {
        page_text(page, i == 0 ? "" : i + 1 < effect->missing_count ? ", " : " and ");
        page_text(page, effect->missing[i]);
    }
    page_text(page, effect->missing_count == 0  ? "Something below is missing, so the weights are rescaled"
                    : effect->missing_count > 1 ? " are missing, so the weights of the others are rescaled"
                                                : " is missing, so the weights of the others are rescaled");
    page_format(page, ": %s instead of %s, which", explanation_page_number(text, after, effect->effect.after),
                explanation_page_number(text, before, effect->effect.before));
    say_of_score(text, effect->effect.score);
    page_text(page, effect->missing_count > 1 ? " against having them at their reference"
                                              : " against having it at its reference");
}

static void say_limited(struct explanation_page *text, const struct explained_effect *effect)
{
    char limit[NUMBER_TEXT_SIZE];
    char before[NUMBER_TEXT_SIZE];
    char after[NUMBER_TEXT_SIZE];
    explanation_page_value(limit, effect->limit);
    switch (effect->effect.kind) {
    case EFFECT_ROUND:
        page_format(&text->page, effect->limit == 1 ? "rounded to %s decimal: " : "rounded to %s decimals: ", limit);
        break;
    case EFFECT_FLOOR:
        page_format(&text->page, "raised to the floor %s: ", limit);
        break;
    default:
        page_format(&text->page, "lowered to the cap %s: ", limit);
        break;
    }
    page_format(&text->page, "%s instead of %s, which", explanation_page_number(text, after, effect->effect.after),
                explanation_page_number(text, before, effect->effect.before));
    say_of_score(text, effect->effect.score);
}

static void say_effects(struct explanation_page *text, const struct explained_node *node)
{
    for (size_t i = 0; i < node->effect_count; i++) {
        begin_note(text, node);
        if (node->effects[i].effect.kind == EFFECT_RESCALED) {
            say_rescaled(text, &node->effects[i]);
        } else {
            say_limited(text, &node->effects[i]);
        }
        page_text(&text->page, ".");
        page_end(&text->page);
    }
}

void explanation_page_tree(struct explanation_page *text)
{
    const struct explanation *explanation = text->explanation;
    explanation_page_heading(text, "THE INDEX, FROM THE SCORE DOWN TO THE NORMALISED INDICATORS");
    page_line(&text->page, 2, 2);
    page_left(&text->page, "", NAME_WIDTH);
    put_numbers(text, (const char *const[4]){"value", "weight", "adds", "change"});
    for (size_t i = 0; i < explanation->node_count; i++) {
        put_node(text, &explanation->nodes[i]);
        say_node(text, &explanation->nodes[i]);
        say_effects(text, &explanation->nodes[i]);
    }
}
