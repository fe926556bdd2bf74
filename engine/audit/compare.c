/**
 * The order of a comparison: read both runs back and score them again, find what differs between them, score every
 * mixture of the causes that do, split the differences, say in words what there is.
 */
#include "audit/compare.h"
#include "analysis/compare_split.h"
#include "analysis/compare_tables.h"
#include "audit/compare_side.h"
#include "audit/compare_words.h"
#include "base/context.h"
#include "base/text.h"
#include <string.h>

struct comparing {
    tocsin_context *context;
    struct arena arena; /* for what only the comparing needs */
    struct compare_side sides[SIDE_COUNT];
    struct compare_models models;
    struct compare_panels panels;
    struct compare_grid grid;
    enum comparison_cause players[CAUSE_COUNT];
    size_t player_count;
    double *score; /* [set of players][cell of the grid] */
    bool *there;
    struct comparison *comparison;
};

static size_t cells_of(const struct comparing *all)
{
    return all->grid.axis.count * all->grid.regions;
}

static tocsin_status open_sides(struct comparing *all, const char *const directories[SIDE_COUNT])
{
    for (int side = 0; side < SIDE_COUNT; side++) {
        tocsin_status status = compare_side_open(all->context, &all->arena, directories[side], &all->sides[side]);
        if (status != TOCSIN_OK) {
            return status;
        }
    }
    return TOCSIN_OK;
}

/** Refuses runs that have nothing to be compared. */
static tocsin_status find_common(struct comparing *all)
{
    const struct compare_side *sides = all->sides;
    struct location at = {sides[SIDE_B].run.directory, 0, 0};
    enum frequency a = sides[SIDE_A].saved.measured.frequency;
    enum frequency b = sides[SIDE_B].saved.measured.frequency;
    if (a != b) {
        return diagnostics_report(all->context, DIAGNOSTIC_COMPARE_FREQUENCY, at, NULL,
                                  "its periods are of frequency '%s', those of '%s' of frequency '%s'",
                                  frequency_names[b], sides[SIDE_A].run.directory, frequency_names[a]);
    }
    tocsin_status status = compare_grid_make(&all->arena, &sides[SIDE_A].result, &sides[SIDE_B].result, &all->grid);
    if (status == TOCSIN_OK && cells_of(all) == 0) {
        return diagnostics_report(all->context, DIAGNOSTIC_COMPARE_NOTHING, at, NULL,
                                  "it has no %s in common with '%s'", all->grid.regions == 0 ? "region" : "period",
                                  sides[SIDE_A].run.directory);
    }
    return status;
}

static tocsin_status find_differences(struct comparing *all)
{
    struct compare_side *sides = all->sides;
    const struct saved_run *const runs[SIDE_COUNT] = {&sides[SIDE_A].run, &sides[SIDE_B].run};
    const struct saved_panel *const panels[SIDE_COUNT] = {&sides[SIDE_A].saved, &sides[SIDE_B].saved};
    tocsin_status status = compare_models_make(&all->arena, sides[SIDE_A].model, sides[SIDE_B].model, &all->models);
    if (status == TOCSIN_OK) {
        status = compare_panels_make(&all->arena, &all->models, runs, panels, &all->panels);
    }
    memcpy(all->comparison->differs, all->panels.differs, sizeof all->comparison->differs);
    all->comparison->differs[CAUSE_WEIGHTS] = all->models.weights;
    return status;
}

/** Scores of the regions and periods that both have. */
struct grid_scores {
    double *score;
    bool *there;
};

static tocsin_status grid_scores_allocate(struct comparing *all, size_t sets, struct grid_scores *made)
{
    made->score = arena_allocate(&all->arena, cells_of(all), sets * sizeof *made->score);
    made->there = arena_allocate(&all->arena, cells_of(all), sets * sizeof *made->there);
    return made->score && made->there ? TOCSIN_OK : TOCSIN_ERROR_MEMORY;
}

static struct grid_scores grid_scores_of_set(const struct comparing *all, size_t set)
{
    return (struct grid_scores){all->score + set * cells_of(all), all->there + set * cells_of(all)};
}

static void gather(const struct comparing *all, const struct result *result, struct grid_scores scores)
{
    compare_grid_gather(&all->grid, all->sides[SIDE_B].result.regions, result, scores.score, scores.there);
}

static tocsin_status mix(struct comparing *all, const bool in[CAUSE_COUNT], struct arena *scratch,
                         struct tocsin_model *model, struct saved_panel *panel)
{
    const struct tocsin_model *method = all->sides[in[CAUSE_METHOD] ? SIDE_B : SIDE_A].model;
    const struct tocsin_model *weights = all->sides[in[CAUSE_WEIGHTS] ? SIDE_B : SIDE_A].model;
    tocsin_status status = compare_models_mix(scratch, method, weights, model);
    return status == TOCSIN_OK ? compare_panels_mix(scratch, &all->panels, in, panel) : status;
}

/** Scores the mixture in which the causes of `in` are as in B; `*scored` tells whether it can be. */
static tocsin_status score_mixture(struct comparing *all, const bool in[CAUSE_COUNT], struct grid_scores scores,
                                   bool *scored)
{
    struct arena scratch;
    struct tocsin_model model;
    struct saved_panel panel;
    struct result result = {0};
    arena_begin(&scratch, all->context);
    tocsin_status status = mix(all, in, &scratch, &model, &panel);
    if (status == TOCSIN_OK) {
        status = compare_side_rescore(all->context, &model, &panel, &result, scored);
    }
    if (status == TOCSIN_OK && *scored) {
        gather(all, &result, scores);
    }
    arena_end(&result.arena);
    arena_end(&scratch);
    return status;
}

static bool same_scores(const struct comparing *all, struct grid_scores one, struct grid_scores other)
{
    bool same = true;
    for (size_t i = 0; same && i < cells_of(all); i++) {
        same = one.there[i] == other.there[i] && (!one.there[i] || one.score[i] == other.score[i]);
    }
    return same;
}

/**
 * With all that is known to differ as in B, the scores must be B's. If they are not, something else differs, and is
 * method: with the whole method of B nothing is left out.
 */
static tocsin_status find_unknown(struct comparing *all)
{
    bool *differs = all->comparison->differs;
    bool scored = false;
    struct grid_scores mixture;
    struct grid_scores b;
    if (differs[CAUSE_METHOD]) {
        return TOCSIN_OK;
    }
    tocsin_status status = grid_scores_allocate(all, 1, &mixture);
    if (status == TOCSIN_OK) {
        status = grid_scores_allocate(all, 1, &b);
    }
    if (status == TOCSIN_OK) {
        gather(all, &all->sides[SIDE_B].result, b);
        status = score_mixture(all, differs, mixture, &scored);
    }
    if (status != TOCSIN_OK || (scored && same_scores(all, mixture, b))) {
        return status;
    }
    differs[CAUSE_METHOD] = true;
    return compare_words_note(all->comparison, "Something else differs than what is told here; it counts as method.");
}

/** Chooses the players and gathers the scores of A and B. */
static tocsin_status choose_players(struct comparing *all)
{
    struct grid_scores made;
    for (size_t cause = 0; cause < CAUSE_COUNT; cause++) {
        if (all->comparison->differs[cause]) {
            all->players[all->player_count++] = (enum comparison_cause)cause;
        }
    }
    size_t sets = (size_t)1 << all->player_count;
    tocsin_status status = grid_scores_allocate(all, sets, &made);
    if (status == TOCSIN_OK) {
        all->score = made.score;
        all->there = made.there;
        gather(all, &all->sides[SIDE_A].result, grid_scores_of_set(all, 0));
        gather(all, &all->sides[SIDE_B].result, grid_scores_of_set(all, sets - 1));
    }
    return status;
}

/** Tells of a mixture that has no score anywhere. */
static tocsin_status note_unscored(struct comparing *all, const bool in[CAUSE_COUNT])
{
    struct text_buffer words = {.context = all->context};
    for (size_t i = 0; i < CAUSE_COUNT; i++) {
        if (in[i]) {
            text_buffer_format(&words, "%s%s", words.length > 0 ? ", " : "", comparison_cause_words[i]);
        }
    }
    tocsin_status status =
        words.failed ? TOCSIN_ERROR_MEMORY
                     : compare_words_note(all->comparison,
                                          "With %s as in B and all else as in A there are no scores: the split goes by "
                                          "the orders of the causes that do not lead through that mixture.",
                                          words.bytes);
    text_buffer_end(&words);
    return status;
}

static tocsin_status score_mixtures(struct comparing *all)
{
    size_t sets = (size_t)1 << all->player_count;
    tocsin_status status = TOCSIN_OK;
    for (size_t set = 1; set + 1 < sets && status == TOCSIN_OK; set++) {
        bool in[CAUSE_COUNT] = {false};
        bool scored = false;
        for (size_t i = 0; i < all->player_count; i++) {
            in[all->players[i]] = set >> i & 1;
        }
        status = score_mixture(all, in, grid_scores_of_set(all, set), &scored);
        if (status == TOCSIN_OK && !scored) {
            status = note_unscored(all, in);
        }
        if (status == TOCSIN_OK) {
            status = context_progress(all->context, "compare", set, sets - 2);
        }
    }
    return status;
}

static tocsin_status tabulate(struct comparing *all)
{
    struct compare_side *sides = all->sides;
    struct compare_request request = {
        .results = {&sides[SIDE_A].result, &sides[SIDE_B].result},
        .levels = {sides[SIDE_A].levels, sides[SIDE_B].levels},
        .grid = &all->grid,
        .players = all->players,
        .player_count = all->player_count,
        .score = all->score,
        .there = all->there,
    };
    struct compare_story story = {&all->models, &all->panels, {&sides[SIDE_A].run, &sides[SIDE_B].run}};
    tocsin_status status = compare_tabulate(&request, all->comparison);
    if (status == TOCSIN_OK) {
        status = compare_words_causes(&story, all->comparison);
    }
    if (status == TOCSIN_OK) {
        status = compare_words_notes(&story, all->comparison);
    }
    if (status == TOCSIN_OK && all->comparison->halved > 0) {
        status = compare_words_note(all->comparison,
                                    "%zu differences could not be followed from A to B: no mixture on the way has a "
                                    "score. They are shared out as if such mixtures lay half way.",
                                    all->comparison->halved);
    }
    return status;
}

/* ------------------------------------------------------------------------------------------------ the two runs */

static const char *keep(struct arena *arena, const char *text)
{
    return text ? arena_text(arena, text) : "";
}

static void describe_side(struct arena *arena, const struct compare_side *side, struct comparison_side *description)
{
    char text[PERIOD_TEXT_SIZE];
    const struct result *result = &side->result;
    *description = (struct comparison_side){
        .directory = keep(arena, side->run.directory),
        .engine_version = keep(arena, side->run.engine_version),
        .model_id = keep(arena, side->model->id),
        .model_title = keep(arena, side->model->title),
        .model_version = keep(arena, side->model->version),
        .model_file = keep(arena, side->run.model_file),
        .model_sha256 = keep(arena, side->run.model_sha256),
        .from = arena_text(arena, axis_format(text, &result->axis, 0)),
        .to = arena_text(arena, axis_format(text, &result->axis, result->axis.count - 1)),
        .regions = result->regions->count,
        .periods = result->axis.count,
    };
    for (size_t period = 0; period < result->axis.count; period++) {
        for (size_t region = 0; region < result->regions->count; region++) {
            size_t cell = result_score_cell(result, period, region);
            description->scores += observation_present(result->nodes->observation[cell]);
        }
    }
}

/** The files of a run folder that a comparison reads. */
static void describe_files(struct arena *arena, const struct saved_run *run, struct provenance_run *made)
{
    static const char *const names[] = {"scores.csv", "measured.csv", "model.yaml", "regions.csv", "structure.csv"};
    enum { NAMES = sizeof names / sizeof names[0] };
    made->files = arena_allocate(arena, NAMES, sizeof *made->files);
    for (size_t i = 0; made->files && i < NAMES; i++) {
        const struct saved_file *file = saved_run_file(run, names[i]);
        if (file) {
            struct input_file *kept = &made->files[made->file_count++];
            *kept = (struct input_file){.named = names[i], .bytes = file->bytes};
            memcpy(kept->sha256, file->sha256, strnlen(file->sha256, HASH_TEXT_SIZE - 1));
        }
    }
}

/** What the comparison was made of: both runs; the model is that of B. */
static tocsin_status describe_provenance(struct comparing *all, const char *command, struct provenance *provenance)
{
    static const char *const letters[SIDE_COUNT] = {"a", "b"};
    struct arena *arena = &all->comparison->arena;
    const struct comparison_side *b = &all->comparison->sides[SIDE_B];
    struct provenance_run *runs = arena_allocate(arena, SIDE_COUNT, sizeof *runs);
    if (!runs) {
        return TOCSIN_ERROR_MEMORY;
    }
    for (int side = 0; side < SIDE_COUNT; side++) {
        const struct comparison_side *about = &all->comparison->sides[side];
        runs[side] = (struct provenance_run){
            .letter = letters[side],
            .folder = about->directory,
            .engine_version = about->engine_version,
            .model_id = about->model_id,
            .model_version = about->model_version,
            .model_sha256 = about->model_sha256,
            .from = about->from,
            .to = about->to,
        };
        describe_files(arena, &all->sides[side].run, &runs[side]);
    }
    struct provenance made = {.model_id = b->model_id,
                              .model_title = b->model_title,
                              .model_version = b->model_version,
                              .model_file = b->model_file,
                              .model_bytes = all->sides[SIDE_B].run.model_bytes,
                              .command = command ? arena_text(arena, command) : NULL,
                              .seed = all->sides[SIDE_B].run.seed,
                              .scored = all->grid.axis,
                              .runs = runs,
                              .run_count = SIDE_COUNT};
    memcpy(made.model_sha256, b->model_sha256, strnlen(b->model_sha256, HASH_TEXT_SIZE - 1));
    for (int32_t severity = TOCSIN_NOTE; severity <= TOCSIN_ERROR; severity++) {
        made.finding_totals[severity] = diagnostics_total(all->context, severity);
    }
    *provenance = made;
    return arena->failed ? TOCSIN_ERROR_MEMORY : TOCSIN_OK;
}

static tocsin_status compare(struct comparing *all, const char *const directories[SIDE_COUNT])
{
    tocsin_status (*const steps[])(struct comparing *) = {find_common,    find_differences, find_unknown,
                                                          choose_players, score_mixtures,   tabulate};
    tocsin_status status = compare_table_create(all->comparison, COMPARISON_NOTES);
    if (status == TOCSIN_OK) {
        status = open_sides(all, directories);
    }
    for (size_t i = 0; i < sizeof steps / sizeof steps[0] && status == TOCSIN_OK; i++) {
        status = steps[i](all);
    }
    return status;
}

tocsin_status compare_runs(tocsin_context *context, const char *const directories[SIDE_COUNT], const char *command,
                           struct comparison *comparison, struct provenance *provenance)
{
    struct comparing all = {.context = context, .comparison = comparison};
    arena_begin(&all.arena, context);
    tocsin_status status = compare(&all, directories);
    if (status == TOCSIN_OK) {
        for (int side = 0; side < SIDE_COUNT; side++) {
            describe_side(&comparison->arena, &all.sides[side], &comparison->sides[side]);
        }
        status = describe_provenance(&all, command, provenance);
    }
    for (int side = 0; side < SIDE_COUNT; side++) {
        compare_side_close(&all.sides[side]);
    }
    arena_end(&all.arena);
    return status;
}
