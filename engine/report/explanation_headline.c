/** The head of an explanation: whose score, what it is, its level and rank, what it was before. */
#include "report/explanation_page.h"

static void say_title(struct explanation_page *text)
{
    struct page *page = &text->page;
    const struct explanation *explanation = text->explanation;
    page_line(page, 0, 2);
    explanation_page_name(text, explanation->score.region_name, explanation->score.region);
    page_text(page, ", ");
    page_text(page, explanation->score.period);
    page_end(page);
    page_line(page, 0, 2);
    page_text(page, explanation->model_title);
    page_text(page, ", model ");
    page_text(page, explanation->model_id);
    if (explanation->model_version[0]) {
        page_text(page, " version ");
        page_text(page, explanation->model_version);
    }
    for (size_t i = 0; i < explanation->override_count; i++) {
        page_text(page, i == 0 ? ", with " : ", ");
        page_text(page, explanation->overrides[i]);
    }
    page_end(page);
}

static void say_level(struct explanation_page *text, const char *level, const char *before, const char *after)
{
    if (level) {
        page_text(&text->page, before);
        page_text(&text->page, level);
        page_text(&text->page, after);
    }
}

void explanation_page_standing(struct explanation_page *text, const struct explained_score *score)
{
    const struct score_row *row = &score->row;
    char low[NUMBER_TEXT_SIZE];
    char high[NUMBER_TEXT_SIZE];
    if (row->low.given && row->high.given) {
        page_format(&text->page, ", between %s", explanation_page_number(text, low, row->low.value));
        page_format(&text->page, " and %s", explanation_page_number(text, high, row->high.value));
    }
    say_level(text, score->level, ", level ", "");
    page_format(&text->page, ", rank %d of %u", (int)row->rank, (unsigned)row->ranked);
    if (row->rank_low > 0 && row->rank_high > 0) {
        page_format(&text->page, ", between %d and %d", (int)row->rank_low, (int)row->rank_high);
    }
}

static void say_value(struct explanation_page *text)
{
    struct page *page = &text->page;
    const struct explanation *explanation = text->explanation;
    const struct score_row *row = &explanation->score.row;
    char number[NUMBER_TEXT_SIZE];
    char low[NUMBER_TEXT_SIZE];
    char high[NUMBER_TEXT_SIZE];
    page_line(page, 2, 2);
    if (!row->score.given) {
        page_format(page, "There is none: it %s.", observation_descriptions[row->observation].words);
        page_end(page);
        return;
    }
    page_format(page, "%s on a scale of %s to %s", explanation_page_number(text, number, row->score.value),
                explanation_page_value(low, explanation->scale[0]),
                explanation_page_value(high, explanation->scale[1]));
    explanation_page_standing(text, &explanation->score);
    page_format(page, ". It %s.", observation_descriptions[row->observation].words);
    page_end(page);
}

/** A level that stands although the score lies below it. */
static void say_hold(struct explanation_page *text)
{
    const struct explained_hold *hold = &text->explanation->hold;
    struct page *page = &text->page;
    const char *frequency = frequency_names[text->explanation->frequency];
    char from[NUMBER_TEXT_SIZE];
    char release[NUMBER_TEXT_SIZE];
    if (!hold->given) {
        return;
    }
    page_line(page, 2, 2);
    say_level(text, text->explanation->score.level, "Level ", " though below ");
    page_format(page, "%s: it is held until the score has been below %s for %u %s%s on end",
                explanation_page_value(from, hold->from), explanation_page_value(release, hold->release),
                (unsigned)hold->periods, frequency, hold->periods == 1 ? "" : "s");
    page_format(page, " (so far %u).", (unsigned)hold->below);
    page_end(page);
}

static void say_change(struct explanation_page *text)
{
    struct page *page = &text->page;
    const struct explanation *explanation = text->explanation;
    const struct score_row *row = &explanation->score.row;
    char number[NUMBER_TEXT_SIZE];
    page_line(page, 2, 2);
    if (!explanation->before[0]) {
        page_text(page, "There is no earlier period to compare with.");
    } else if (!row->previous_score.given) {
        page_format(page, "In %s there was no score.", explanation->before);
    } else {
        page_format(page, "In %s it was %s", explanation->before,
                    explanation_page_number(text, number, row->previous_score.value));
        say_level(text, explanation->score.previous_level, " (level ", ")");
        if (row->change.given) {
            page_format(page, ", so it changed by %s", explanation_page_change(text, number, row->change.value));
        }
        page_text(page, ".");
    }
    page_end(page);
}

void explanation_page_support(struct explanation_page *text, const char *data, const struct score_row *row)
{
    char coverage[NUMBER_TEXT_SIZE];
    char imputed[NUMBER_TEXT_SIZE];
    page_format(&text->page, "%s stand for %s of the weight; %s of it is imputed.", data,
                page_share(coverage, row->coverage), page_share(imputed, row->imputed));
}

void explanation_page_score(struct explanation_page *text)
{
    struct page *page = &text->page;
    say_title(text);
    explanation_page_heading(text, "SCORE");
    say_value(text);
    say_hold(text);
    say_change(text);
    page_line(page, 2, 2);
    explanation_page_support(text, "Data", &text->explanation->score.row);
    page_end(page);
}
