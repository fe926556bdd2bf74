/** What makes the difference between the score and another: of another region, or of the model with other values. */
#include "report/explanation_page.h"
#include <math.h>

enum { NAME_WIDTH = 32, NUMBER_WIDTH = 11, DIFFERENCE_WIDTH = 12 };

static void put_cells(struct explanation_page *text, const char *name, const char *one, const char *other,
                      const char *difference)
{
    struct page *page = &text->page;
    page_line(page, 2, 2);
    page_left(page, name, NAME_WIDTH);
    page_right(page, one, NUMBER_WIDTH);
    page_right(page, other, NUMBER_WIDTH);
    page_right(page, difference, DIFFERENCE_WIDTH);
    page_end(page);
}

static const char *number_text(const struct explanation_page *text, char number[NUMBER_TEXT_SIZE],
                               struct optional_number value, const char *otherwise)
{
    return value.given ? explanation_page_number(text, number, value.value) : otherwise;
}

/** What an indicator has no number for. */
static const char *absence(bool is_in_index, bool is_new)
{
    return is_in_index ? "missing" : is_new ? "new" : "not in it";
}

/** A row: the parts of the two scores, and what that makes. */
static void put_part(struct explanation_page *text, const struct explained_difference *part, bool what_if)
{
    char here[NUMBER_TEXT_SIZE];
    char there[NUMBER_TEXT_SIZE];
    char difference[NUMBER_TEXT_SIZE];
    put_cells(text, part->title, number_text(text, here, part->part_here, absence(part->is_here, what_if)),
              number_text(text, there, part->part_there, absence(part->is_there, false)),
              explanation_page_change(text, difference, part->difference));
}

static const char *cause_number(const struct explanation_page *text, char number[NUMBER_TEXT_SIZE],
                                struct optional_number value, bool on_scale)
{
    return on_scale || !value.given ? number_text(text, number, value, "missing")
                                    : explanation_page_value(number, value.value);
}

/** "normalised 73.0095 and 47.8058", where they are not the same. */
static void say_pair(struct explanation_page *text, const char *separator, const char *name,
                     struct optional_number here, struct optional_number there, bool on_scale)
{
    char one[NUMBER_TEXT_SIZE];
    char other[NUMBER_TEXT_SIZE];
    page_format(&text->page, "%s%s %s and %s", separator, name, cause_number(text, one, here, on_scale),
                cause_number(text, other, there, on_scale));
}

static bool differ(struct optional_number here, struct optional_number there)
{
    return here.given != there.given || (here.given && here.value != there.value);
}

/** An indicator that only one of the two has: "deaths: normalised 12.345, weight 0.0625". */
static void say_only(struct explanation_page *text, const struct explained_difference *part)
{
    struct page *page = &text->page;
    char number[NUMBER_TEXT_SIZE];
    struct optional_number value = part->is_here ? part->here : part->there;
    struct optional_number weight = part->is_here ? part->weight_here : part->weight_there;
    page_line(page, 4, 6);
    page_text(page, part->id);
    page_format(page, ": normalised %s", cause_number(text, number, value, true));
    if (weight.given) {
        page_format(page, ", weight %s", cause_number(text, number, weight, false));
    }
    page_end(page);
}

/** What of an indicator is not the same in both: its value, its weight. */
static void say_cause(struct explanation_page *text, const struct explained_difference *part)
{
    bool value = differ(part->here, part->there);
    bool weight = differ(part->weight_here, part->weight_there);
    if (part->is_here != part->is_there) {
        say_only(text, part);
        return;
    }
    if (!value && !weight) {
        return;
    }
    page_line(&text->page, 4, 6);
    if (value) {
        say_pair(text, "", "normalised", part->here, part->there, true);
    }
    if (weight) {
        say_pair(text, value ? ", " : "", "weight", part->weight_here, part->weight_there, false);
    }
    page_end(&text->page);
}

/** "the score is 45.1234, level elevated, rank 3 of 9; the difference is +18.2491." */
static void say_other(struct explanation_page *text, const struct explained_comparison *comparison)
{
    struct page *page = &text->page;
    const struct explained_score *score = &comparison->score;
    char number[NUMBER_TEXT_SIZE];
    if (!score->row.score.given) {
        page_format(page, "there is no score: it %s.", observation_descriptions[score->row.observation].words);
        return;
    }
    page_format(page, "the score is %s", explanation_page_number(text, number, score->row.score.value));
    explanation_page_standing(text, score);
    if (comparison->is_split) {
        page_format(page, "; the difference is %s", explanation_page_change(text, number, comparison->difference));
    }
    page_text(page, ".");
}

/** What the other score rests on, in the end. */
static void say_support(struct explanation_page *text, const struct explained_comparison *comparison)
{
    const struct score_row *row = &comparison->score.row;
    if (row->score.given) {
        page_format(&text->page, " It %s; ", observation_descriptions[row->observation].words);
        explanation_page_support(text, "data", row);
    }
}

/** The two largest parts of the difference. */
static void say_largest(struct explanation_page *text, const struct explained_comparison *comparison)
{
    struct page *page = &text->page;
    size_t said = SIZE_MAX;
    for (size_t round = 0; round < 2; round++) {
        size_t largest = SIZE_MAX;
        for (size_t i = 0; i < comparison->part_count; i++) {
            double part = fabs(comparison->parts[i].difference);
            bool counts = i != said && !explanation_page_is_nothing(text, part);
            if (counts && (largest == SIZE_MAX || part > fabs(comparison->parts[largest].difference))) {
                largest = i;
            }
        }
        if (largest == SIZE_MAX) {
            break;
        }
        char number[NUMBER_TEXT_SIZE];
        page_text(page, round == 0 ? " Most of it: " : ", ");
        page_text(page, comparison->parts[largest].title);
        page_format(page, " %s", explanation_page_moved(text, number, comparison->parts[largest].difference));
        said = largest;
    }
    page_text(page, said == SIZE_MAX ? "" : ".");
}

static void put_table(struct explanation_page *text, const struct explained_comparison *comparison, const char *here,
                      const char *there, bool what_if)
{
    double mine = text->explanation->score.row.score.value;
    double other = comparison->score.row.score.value;
    char first[NUMBER_TEXT_SIZE];
    char second[NUMBER_TEXT_SIZE];
    char difference[NUMBER_TEXT_SIZE];
    put_cells(text, "adds to the score", here, there, "difference");
    for (size_t i = 0; i < comparison->part_count; i++) {
        put_part(text, &comparison->parts[i], what_if);
        say_cause(text, &comparison->parts[i]);
    }
    put_cells(text, "score", explanation_page_number(text, first, mine), explanation_page_number(text, second, other),
              explanation_page_change(text, difference, comparison->difference));
}

static void say_against(struct explanation_page *text)
{
    struct page *page = &text->page;
    const struct explained_comparison *against = &text->explanation->against;
    page_paragraph(page, 0, "");
    page_line(page, 0, 2);
    page_text(page, "AGAINST ");
    explanation_page_name(text, against->score.region_name, against->score.region);
    page_end(page);
    page_line(page, 2, 4);
    page_text(page, "In that region ");
    say_other(text, against);
    say_largest(text, against);
    say_support(text, against);
    page_end(page);
    if (against->is_split) {
        put_table(text, against, text->explanation->score.region, against->score.region, false);
        page_paragraph(page, 2, "The difference is this score less that one; the parts add up to it.");
    }
}

static void say_what_if(struct explanation_page *text)
{
    struct page *page = &text->page;
    const struct explained_comparison *what_if = &text->explanation->what_if;
    page_paragraph(page, 0, "");
    page_line(page, 0, 2);
    page_text(page, "WHAT IF ");
    for (size_t i = 0; i < what_if->override_count; i++) {
        page_text(page, i > 0 ? ", " : "");
        page_text(page, what_if->overrides[i]);
    }
    page_end(page);
    page_line(page, 2, 4);
    page_text(page, "Then ");
    say_other(text, what_if);
    say_largest(text, what_if);
    say_support(text, what_if);
    page_end(page);
    if (what_if->is_split) {
        put_table(text, what_if, "as it is", "then", true);
    }
    page_paragraph(page, 2, "All of what follows is about the model as it is.");
}

void explanation_page_differences(struct explanation_page *text)
{
    if (text->explanation->what_if.given) {
        say_what_if(text);
    }
    if (text->explanation->against.given) {
        say_against(text);
    }
}
