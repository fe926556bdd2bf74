/** Tells what differs between two runs: models, files, values, regions, periods. */
#include "audit/compare_words.h"
#include "analysis/compare_tables.h"
#include "audit/compare_cells.h"
#include "audit/compare_inputs.h"
#include "base/text.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct telling {
    const struct compare_story *story;
    struct comparison *comparison;
    struct arena *arena; /* the comparison's */
};

static const char *vtell(struct arena *arena, const char *format, va_list values) __attribute__((format(printf, 2, 0)));

/** A text of the arena; NULL if there is no memory, which the arena remembers. */
static const char *vtell(struct arena *arena, const char *format, va_list values)
{
    va_list again;
    va_copy(again, values);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    char *text = length < 0 ? NULL : arena_allocate(arena, (size_t)length + 1, 1);
    if (text) {
        vsnprintf(text, (size_t)length + 1, format, values);
    }
    return text;
}

static const char *tell(struct telling *all, const char *format, ...) __attribute__((format(printf, 2, 3)));

static const char *tell(struct telling *all, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    const char *text = vtell(all->arena, format, values);
    va_end(values);
    return text;
}

/** Texts of `a` and `b` are copied; NULL stays empty. */
static void add_cause(struct telling *all, const char *cause, const char *what, const char *a, const char *b,
                      const char *text)
{
    struct data_cell *cells = data_table_add(all->arena, &all->comparison->tables[COMPARISON_CAUSES]);
    if (cells) {
        cells[0] = data_text(cause);
        cells[1] = data_text(what ? arena_text(all->arena, what) : NULL);
        cells[2] = data_text(a ? arena_text(all->arena, a) : NULL);
        cells[3] = data_text(b ? arena_text(all->arena, b) : NULL);
        cells[4] = data_text(text);
    }
}

static const char *plural(size_t count)
{
    return count == 1 ? "" : "s";
}

/* ------------------------------------------------------------------------------------------------ data */

static const char *describe_files(struct telling *all, int side, const char *source)
{
    const struct saved_run *run = all->story->run[side];
    size_t files = 0;
    uint64_t rows = 0;
    const char *name = "";
    for (size_t i = 0; i < run->input_count; i++) {
        if (text_equal(run->inputs[i].source, source)) {
            files++;
            rows += run->inputs[i].rows;
            name = run->inputs[i].named;
        }
    }
    return files == 1 ? tell(all, "%s, %llu row%s", name, (unsigned long long)rows, plural(rows))
                      : tell(all, "%zu files, %llu rows", files, (unsigned long long)rows);
}

/** Sources of both models whose files are others. */
static void tell_files(struct telling *all)
{
    const struct tocsin_model *a = all->story->models->model[SIDE_A];
    const struct tocsin_model *b = all->story->models->model[SIDE_B];
    for (size_t i = 0; i < a->source_count; i++) {
        const char *id = a->sources[i].id;
        bool both = false;
        for (size_t k = 0; k < b->source_count; k++) {
            both = both || text_equal(b->sources[k].id, id);
        }
        if (both && !compare_inputs_same_source(all->story->run, id, id)) {
            const char *old = describe_files(all, SIDE_A, id);
            const char *new = describe_files(all, SIDE_B, id);
            add_cause(all, "data", tell(all, "sources.%s", id), old, new,
                      tell(all, "the data of source '%s' differ: A has read %s; B has read %s", id, old ? old : "",
                           new ? new : ""));
        }
    }
}

/** A table that both models name, if the files differ; `words` say what it is. */
static void tell_table(struct telling *all, const char *key, const char *words, const char *named_a,
                       const char *named_b)
{
    const struct saved_input *a = compare_inputs_table(all->story->run[SIDE_A], named_a);
    const struct saved_input *b = compare_inputs_table(all->story->run[SIDE_B], named_b);
    if (a && b && !text_equal(a->sha256, b->sha256)) {
        add_cause(all, "data", key, a->named, b->named,
                  tell(all, "%s differ: A has read %s, %llu row%s; B has read %s, %llu row%s", words ? words : "",
                       a->named, (unsigned long long)a->rows, plural(a->rows), b->named, (unsigned long long)b->rows,
                       plural(b->rows)));
    }
}

/** Who borders on whom, and the tables that options of indicators name. */
static void tell_tables(struct telling *all)
{
    const struct compare_models *models = all->story->models;
    const struct tocsin_model *a = models->model[SIDE_A];
    const struct tocsin_model *b = models->model[SIDE_B];
    tell_table(all, "regions.neighbours", "the neighbours", a->neighbours.named, b->neighbours.named);
    for (size_t i = 0; i < a->indicator_count; i++) {
        const struct indicator_recipe *one = &a->indicators[i];
        const struct indicator_recipe *other =
            models->other[SIDE_A][i] == SIZE_MAX ? NULL : &b->indicators[models->other[SIDE_A][i]];
        for (size_t k = 0; other && one->module == other->module && k < one->module->option_count; k++) {
            const char *option = one->module->options[k].name;
            if (one->module->options[k].type == OPTION_TABLE && one->options[k].given && other->options[k].given) {
                tell_table(all, tell(all, "indicators.%s.options.%s", one->id, option),
                           tell(all, "the rows of '%s' of '%s'", option, one->id), one->options[k].named,
                           other->options[k].named);
            }
        }
    }
}

/** Periods that only one of the runs has scored, at one of the ends. */
static void tell_span(struct telling *all, int side, period_number first, period_number last)
{
    char from[PERIOD_TEXT_SIZE];
    char to[PERIOD_TEXT_SIZE];
    enum frequency frequency = all->story->panels->panel[side]->measured.frequency;
    if (first > last) {
        return;
    }
    size_t count = (size_t)(last - first) + 1;
    period_format(from, frequency, first);
    period_format(to, frequency, last);
    const char *span = count == 1 ? tell(all, "%s", from) : tell(all, "%s to %s", from, to);
    enum comparison_cause cause = side == SIDE_A ? CAUSE_DATA_REVISED : CAUSE_DATA_NEW;
    add_cause(all, comparison_cause_names[cause], "periods", side == SIDE_A ? span : NULL, side == SIDE_B ? span : NULL,
              tell(all, "%zu period%s %s: %s", count, plural(count),
                   side == SIDE_A ? (count == 1 ? "is not scored any more" : "are not scored any more")
                                  : (count == 1 ? "is new" : "are new"),
                   span ? span : ""));
}

static void tell_periods(struct telling *all)
{
    period_number begin[SIDE_COUNT];
    period_number end[SIDE_COUNT];
    for (int side = 0; side < SIDE_COUNT; side++) {
        const struct saved_panel *saved = all->story->panels->panel[side];
        begin[side] = compare_cells_first_scored(saved);
        end[side] = axis_period(&saved->measured, saved->measured.count);
    }
    for (int side = 0; side < SIDE_COUNT; side++) {
        int other = side == SIDE_A ? SIDE_B : SIDE_A;
        tell_span(all, side, begin[side], begin[other] - 1);
        tell_span(all, side, end[other], end[side] - 1);
    }
}

/** How values of an indicator differ for a cause. */
static const char *how(const struct telling *all, enum comparison_cause cause, size_t indicator)
{
    switch (cause) {
    case CAUSE_DATA_REVISED:
        return "revised";
    case CAUSE_DATA_NEW:
        return "new";
    case CAUSE_REGIONS:
        return "changed with the regions";
    default:
        return all->story->models->remeasured[indicator] ? "measured otherwise" : "changed";
    }
}

/** True if the values come or go with their periods, which are told of already. */
static bool goes_with_periods(const struct telling *all, enum comparison_cause cause, const struct compare_tally *tally)
{
    const struct compare_panels *panels = all->story->panels;
    const struct saved_panel *without = panels->panel[cause == CAUSE_DATA_NEW ? SIDE_A : SIDE_B];
    period_number end = axis_period(&without->measured, without->measured.count);
    return (cause == CAUSE_DATA_NEW || cause == CAUSE_DATA_REVISED) &&
           (tally->first >= end || tally->last < without->measured.first);
}

static void tell_values_of(struct telling *all, size_t indicator, enum comparison_cause cause)
{
    const struct compare_tally *tally = &all->story->panels->tally[indicator][cause];
    enum frequency frequency = all->story->panels->panel[SIDE_A]->measured.frequency;
    const char *id = all->story->models->model[SIDE_A]->indicators[indicator].id;
    char first[PERIOD_TEXT_SIZE];
    char last[PERIOD_TEXT_SIZE];
    if (tally->values == 0 || goes_with_periods(all, cause, tally)) {
        return;
    }
    period_format(first, frequency, tally->first);
    period_format(last, frequency, tally->last);
    bool one = tally->first == tally->last;
    add_cause(all, comparison_cause_names[cause], tell(all, "indicators.%s", id), NULL, NULL,
              tell(all, "%zu value%s of '%s' in %zu region%s %s %s, %s%s%s", tally->values, plural(tally->values), id,
                   tally->regions, plural(tally->regions), tally->values == 1 ? "is" : "are",
                   how(all, cause, indicator), first, one ? "" : " to ", one ? "" : last));
}

/** All values that come or go with their periods, in one line. */
static void tell_values_of_periods(struct telling *all, enum comparison_cause cause)
{
    size_t values = 0;
    size_t indicators = 0;
    for (size_t i = 0; i < all->story->models->model[SIDE_A]->indicator_count; i++) {
        const struct compare_tally *tally = &all->story->panels->tally[i][cause];
        if (tally->values > 0 && goes_with_periods(all, cause, tally)) {
            values += tally->values;
            indicators++;
        }
    }
    if (values > 0) {
        add_cause(all, comparison_cause_names[cause], "indicators", NULL, NULL,
                  tell(all, "%zu value%s of %zu indicator%s in periods that %s", values, plural(values), indicators,
                       plural(indicators), cause == CAUSE_DATA_NEW ? "are new" : "A alone has measured"));
    }
}

static void tell_values(struct telling *all)
{
    const struct compare_panels *panels = all->story->panels;
    const struct region_table *regions = panels->panel[SIDE_A]->regions;
    for (size_t i = 0; i < all->story->models->model[SIDE_A]->indicator_count; i++) {
        for (size_t cause = 0; cause < CAUSE_COUNT; cause++) {
            tell_values_of(all, i, (enum comparison_cause)cause);
        }
    }
    tell_values_of_periods(all, CAUSE_DATA_REVISED);
    tell_values_of_periods(all, CAUSE_DATA_NEW);
    for (size_t i = 0; i < regions->column_count; i++) {
        for (size_t kind = 0; kind < VALUE_KINDS; kind++) {
            size_t values = panels->column[i][kind].values;
            if (values > 0) {
                add_cause(all, comparison_cause_names[kind == VALUE_REVISED ? CAUSE_DATA_REVISED : CAUSE_DATA_NEW],
                          tell(all, "regions.%s", regions->column_names[i]), NULL, NULL,
                          tell(all, "%zu value%s of the regions' column '%s' %s %s", values, plural(values),
                               regions->column_names[i], values == 1 ? "is" : "are",
                               kind == VALUE_REVISED ? "revised" : "new"));
            }
        }
    }
}

/* ------------------------------------------------------------------------------------------------ model and regions */

static void tell_model(struct telling *all)
{
    const struct compare_models *models = all->story->models;
    for (size_t i = 0; i < models->difference_count; i++) {
        const struct model_difference *difference = &models->differences[i];
        const char *a = difference->text[SIDE_A];
        const char *b = difference->text[SIDE_B];
        const char *cause = difference->kind == LINE_WEIGHT  ? comparison_cause_names[CAUSE_WEIGHTS]
                            : difference->kind == LINE_LEVEL ? "levels"
                            : difference->kind == LINE_DATA  ? "data"
                                                             : comparison_cause_names[CAUSE_METHOD];
        const char *text = a && b ? tell(all, "%s: %s -> %s", difference->key, a[0] ? a : "none", b[0] ? b : "none")
                                  : tell(all, "%s is in %s only", difference->key, a ? "A" : "B");
        add_cause(all, cause, difference->key, a, b, text);
    }
}

/** Regions of one run that the other has not. */
static size_t tell_regions_of(struct telling *all, int side)
{
    const struct region_table *regions = all->story->panels->panel[side]->regions;
    const struct region_table *other = all->story->panels->panel[side == SIDE_A ? SIDE_B : SIDE_A]->regions;
    size_t told = 0;
    for (size_t i = 0; i < regions->count; i++) {
        const struct region *region = &regions->regions[i];
        size_t there = 0;
        if (!region_table_find(other, region->id, &there)) {
            bool named = !text_equal(region->id, region->name);
            add_cause(all, comparison_cause_names[CAUSE_REGIONS], region->id, side == SIDE_A ? region->name : NULL,
                      side == SIDE_B ? region->name : NULL,
                      tell(all, "region %s%s%s was %s", region->id, named ? " " : "", named ? region->name : "",
                           side == SIDE_A ? "dropped" : "added"));
            told++;
        }
    }
    return told;
}

static void tell_regions(struct telling *all)
{
    size_t told = tell_regions_of(all, SIDE_A) + tell_regions_of(all, SIDE_B);
    if (told == 0 && all->story->panels->regions) {
        add_cause(all, comparison_cause_names[CAUSE_REGIONS], "regions", NULL, NULL,
                  tell(all, "the regions are the same ones in another order"));
    }
}

tocsin_status compare_words_causes(const struct compare_story *story, struct comparison *comparison)
{
    struct telling all = {story, comparison, &comparison->arena};
    tocsin_status status = compare_table_create(comparison, COMPARISON_CAUSES);
    if (status != TOCSIN_OK) {
        return status;
    }
    tell_model(&all);
    tell_regions(&all);
    tell_periods(&all);
    tell_files(&all);
    tell_tables(&all);
    tell_values(&all);
    return comparison->arena.failed ? TOCSIN_ERROR_MEMORY : TOCSIN_OK;
}

/* ------------------------------------------------------------------------------------------------ notes */

tocsin_status compare_words_note(struct comparison *comparison, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    const char *text = vtell(&comparison->arena, format, values);
    va_end(values);
    struct data_cell *cells = data_table_add(&comparison->arena, &comparison->tables[COMPARISON_NOTES]);
    if (!text || !cells) {
        return TOCSIN_ERROR_MEMORY;
    }
    cells[0] = data_text(text);
    return TOCSIN_OK;
}

static void note_runs(const struct compare_story *story, struct comparison *comparison)
{
    const struct saved_run *a = story->run[SIDE_A];
    const struct saved_run *b = story->run[SIDE_B];
    if (!text_equal(a->model_id, b->model_id)) {
        compare_words_note(comparison,
                           "The runs are of two models, '%s' and '%s': what differs between them is method.",
                           a->model_id, b->model_id);
    }
    if (!text_equal(a->engine_version, b->engine_version)) {
        compare_words_note(
            comparison,
            "The runs were made by two versions of tocsin, %s and %s. Both were scored again by this one, %s; "
            "their values are as they were measured then.",
            a->engine_version, b->engine_version, tocsin_version());
    }
    if (a->has_digits || b->has_digits) {
        compare_words_note(comparison, "%s rounded when written; compared are the scores before rounding.",
                           !b->has_digits  ? "A was"
                           : a->has_digits ? "Both runs were"
                                           : "B was");
    }
}

static void note_models(const struct compare_story *story, struct comparison *comparison)
{
    const double *a = story->models->model[SIDE_A]->scale;
    const double *b = story->models->model[SIDE_B]->scale;
    if (a[0] != b[0] || a[1] != b[1]) {
        compare_words_note(comparison,
                           "The scores are on two scales, %g to %g and %g to %g: a difference between points "
                           "of the one and of the other counts as method.",
                           a[0], a[1], b[0], b[1]);
    }
    if (story->models->levels) {
        compare_words_note(comparison, "The rules of levels differ: that changes levels, but no score.");
    }
}

/** Indicators of which it cannot be told what their values are due to. */
static void note_indicators(const struct compare_story *story, struct comparison *comparison)
{
    const struct tocsin_model *model = story->models->model[SIDE_A];
    for (size_t i = 0; i < model->indicator_count; i++) {
        bool moved = story->panels->tally[i][CAUSE_METHOD].values > 0;
        if (moved && story->models->remeasured[i] && story->panels->resourced[i]) {
            compare_words_note(comparison,
                               "'%s' is measured in another way, and from other data: the two cannot be told apart "
                               "without the old source, and count as method.",
                               model->indicators[i].id);
        } else if (moved && story->panels->unexplained && !story->models->remeasured[i]) {
            compare_words_note(
                comparison,
                "Values of '%s' differ though they were measured in the same way from the same files: by "
                "another version of tocsin, or something else that the manifests do not tell. They "
                "count as method.",
                model->indicators[i].id);
        }
    }
}

tocsin_status compare_words_notes(const struct compare_story *story, struct comparison *comparison)
{
    note_runs(story, comparison);
    note_models(story, comparison);
    note_indicators(story, comparison);
    return comparison->arena.failed ? TOCSIN_ERROR_MEMORY : TOCSIN_OK;
}
