/**
 * Laws of the engine as a whole, on random models through the public header: within the scale, indifferent to the
 * unit of the weights and to every order, twins alike, never lower for more risk, the same on any number of threads.
 *
 *   laws MODELS [FIRST_SEED]     until every law was checked on so many models
 *
 * A model that breaks a law is left in the folder that the message names.
 */
#include "random_model.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <tocsin/tocsin.h>
#include <unistd.h>

enum { PATH_SIZE = 512, THREADS = 3 };

enum { LAW_SCALE, LAW_WEIGHTS, LAW_ORDER, LAW_TWINS, LAW_MONOTONE, LAW_THREADS, LAWS };
static const char *const law_names[LAWS] = {
    "scores lie on the scale",
    "the unit of weights does not matter",
    "the order of regions, indicators and children does not matter",
    "regions with the same data have the same score",
    "more risk never lowers a score",
    "threads do not matter",
};

/** Scores of a run; NAN where there is none. */
struct scores {
    bool ran;
    double score[MOST_PERIODS][MOST_REGIONS];
    double twin[MOST_PERIODS];
};

struct law_run {
    char folder[PATH_SIZE];
    size_t models, scored_models, refused, scores;
    size_t checked[LAWS]; /* models that each law was checked on */
    bool broken;
};

static bool write_file(const struct law_run *run, const char *name, const struct random_model *model,
                       void (*write)(const struct random_model *, FILE *))
{
    char path[PATH_SIZE + 16];
    snprintf(path, sizeof path, "%s/%s", run->folder, name);
    FILE *file = fopen(path, "w");
    if (!file) {
        return false;
    }
    write(model, file);
    return fclose(file) == 0;
}

static double score_of(const tocsin_result *result, const char *region, size_t period)
{
    char text[24];
    tocsin_score score;
    snprintf(text, sizeof text, "%zu", 2001 + period);
    if (tocsin_result_score_of(result, region, text, &score) != TOCSIN_OK || !score.has_score) {
        return (double)NAN;
    }
    return score.score;
}

static void gather(const struct random_model *model, const tocsin_result *result, struct scores *scores)
{
    for (size_t period = 0; period < model->periods; period++) {
        for (size_t i = 0; i < model->regions; i++) {
            char id[24];
            snprintf(id, sizeof id, "r%zu", i);
            scores->score[period][i] = score_of(result, id, period);
        }
        scores->twin[period] = model->twin < MOST_REGIONS ? score_of(result, "twin", period) : (double)NAN;
    }
}

/** Stops everything: the test itself cannot go on, or the engine failed in a way that no law allows. */
static void stop(const char *words, const tocsin_context *context)
{
    fprintf(stderr, "laws: %s\n", words);
    for (size_t i = 0; context && i < tocsin_diagnostic_count(context); i++) {
        tocsin_diagnostic found;
        if (tocsin_diagnostic_at(context, i, &found) == TOCSIN_OK && found.severity == TOCSIN_ERROR) {
            fprintf(stderr, "  %s\n", found.message);
        }
    }
    exit(EXIT_FAILURE);
}

/** Scores a model. One whose data a method cannot work with is refused, and says why. */
static void score_model(struct law_run *run, const struct random_model *model, unsigned threads, struct scores *scores)
{
    char path[PATH_SIZE + 16];
    tocsin_context *context = NULL;
    tocsin_model *loaded = NULL;
    tocsin_result *result = NULL;
    *scores = (struct scores){.ran = false};
    if (!write_file(run, "model.yaml", model, random_model_write_yaml) ||
        !write_file(run, "regions.csv", model, random_model_write_regions) ||
        !write_file(run, "data.csv", model, random_model_write_data) ||
        tocsin_context_create(NULL, &context) != TOCSIN_OK ||
        tocsin_context_set_threads(context, threads) != TOCSIN_OK) {
        stop("a model cannot be written", context);
    }
    snprintf(path, sizeof path, "%s/model.yaml", run->folder);
    if (tocsin_model_load(context, path, NULL, 0, &loaded) != TOCSIN_OK) {
        stop("a model is not read", context);
    }
    tocsin_status status = tocsin_run(context, loaded, NULL, &result);
    if (status == TOCSIN_OK) {
        scores->ran = true;
        gather(model, result, scores);
    } else if (status != TOCSIN_ERROR_DATA || tocsin_diagnostic_total(context, TOCSIN_ERROR) == 0) {
        stop(tocsin_status_text(status), context);
    }
    tocsin_result_destroy(result);
    tocsin_model_destroy(loaded);
    tocsin_context_destroy(context);
}

static void blame(struct law_run *run, uint64_t seed, const char *law, size_t period, size_t region, double found,
                  double expected)
{
    fprintf(stderr, "seed %llu: %s: r%zu in %zu: %.17g, %.17g before (%s)\n", (unsigned long long)seed, law, region,
            2001 + period, found, expected, run->folder);
    run->broken = true;
}

/** Both have the same scores, but for `tolerance` times the number; 0: to the bit. */
static void compare(struct law_run *run, const struct random_model *model, uint64_t seed, const char *law,
                    const struct scores *before, const struct scores *after, double tolerance)
{
    for (size_t period = 0; !run->broken && period < model->periods; period++) {
        for (size_t i = 0; !run->broken && i < model->regions; i++) {
            double old = before->score[period][i];
            double new = after->score[period][i];
            bool alike = isnan(old) ? isnan(new) : fabs(new - old) <= tolerance * fmax(1, fabs(old));
            if (after->ran != before->ran || (before->ran && !alike)) {
                blame(run, seed, law, period, i, new, old);
            }
        }
    }
}

static void check_scale(struct law_run *run, const struct random_model *model, uint64_t seed,
                        const struct scores *scores)
{
    if (!random_model_on_scale(model)) {
        return;
    }
    run->checked[LAW_SCALE]++;
    for (size_t period = 0; period < model->periods; period++) {
        for (size_t i = 0; i < model->regions; i++) {
            double score = scores->score[period][i];
            if (score < 0 || score > 100) {
                blame(run, seed, law_names[LAW_SCALE], period, i, score, 0);
            }
        }
    }
}

/** A power of two changes no digit; another factor, some of the last ones. Rounding can make a step of those. */
static void check_weights(struct law_run *run, const struct random_model *model, uint64_t seed,
                          const struct scores *before)
{
    struct random_model other = *model;
    struct scores after;
    bool exact = random_below(&other, 2) == 0;
    bool rounds = false;
    for (size_t i = 0; i < other.nodes; i++) {
        struct random_node *node = &other.node[i];
        bool inner = node->indicator == MOST_INDICATORS;
        rounds = rounds || (inner && strstr(node->aggregate->text, "round"));
        if (inner && node->aggregate->relative) {
            node->factor = exact ? ldexp(1, (int)random_below(&other, 40) - 20) : 0.001 + 900 * random_share(&other);
        }
    }
    run->checked[LAW_WEIGHTS]++;
    score_model(run, &other, 1, &after);
    compare(run, model, seed, law_names[LAW_WEIGHTS], before, &after, exact ? 0 : rounds ? 2e-3 : 1e-11);
}

static bool has_rounding(const struct random_model *model)
{
    for (size_t i = 0; i < model->nodes; i++) {
        if (model->node[i].indicator == MOST_INDICATORS && strstr(model->node[i].aggregate->text, "round")) {
            return true;
        }
    }
    return false;
}

static void check_order(struct law_run *run, const struct random_model *model, uint64_t seed,
                        const struct scores *before)
{
    struct random_model other = *model;
    struct scores after;
    random_model_shuffle(&other);
    run->checked[LAW_ORDER]++;
    score_model(run, &other, 1, &after);
    compare(run, model, seed, law_names[LAW_ORDER], before, &after, has_rounding(model) ? 2e-3 : 1e-10);
}

static void check_twins(struct law_run *run, const struct random_model *model, uint64_t seed)
{
    struct random_model other = *model;
    struct scores after;
    other.twin = random_below(&other, other.regions);
    score_model(run, &other, 1, &after);
    if (!after.ran) {
        return;
    }
    run->checked[LAW_TWINS]++;
    for (size_t period = 0; period < other.periods; period++) {
        double one = after.score[period][other.twin];
        double two = after.twin[period];
        if (isnan(one) ? !isnan(two) : one != two) {
            blame(run, seed, law_names[LAW_TWINS], period, other.twin, two, one);
        }
    }
}

/** More risk in one cell never lowers that region's score in that period. */
static void check_monotone(struct law_run *run, const struct random_model *model, uint64_t seed,
                           const struct scores *before)
{
    struct random_model other = *model;
    struct scores after;
    size_t period = random_below(&other, other.periods);
    size_t region = random_below(&other, other.regions);
    struct random_indicator *indicator = &other.indicator[random_below(&other, other.indicators)];
    double *value = &indicator->value[period][region];
    if (!random_model_monotone(model) || isnan(*value)) {
        return;
    }
    *value = indicator->safety ? *value * (0.25 + 0.7 * random_share(&other))
                               : *value + (40 - *value) * (0.05 + 0.9 * random_share(&other));
    score_model(run, &other, 1, &after);
    double old = before->score[period][region];
    double new = after.score[period][region];
    if (!after.ran || isnan(old) || isnan(new)) {
        return; /* a gap can come of it, as when a column is no longer constant; a lower score cannot */
    }
    run->checked[LAW_MONOTONE]++;
    if (new < old - 1e-9 * fmax(1, fabs(old))) {
        blame(run, seed, law_names[LAW_MONOTONE], period, region, new, old);
    }
}

static void check_threads(struct law_run *run, const struct random_model *model, uint64_t seed,
                          const struct scores *before)
{
    struct scores after;
    run->checked[LAW_THREADS]++;
    score_model(run, model, THREADS, &after);
    compare(run, model, seed, law_names[LAW_THREADS], before, &after, 0);
}

static void check_model(struct law_run *run, uint64_t seed)
{
    struct random_model model;
    struct scores scores;
    size_t found = 0;
    random_model_make(&model, seed);
    run->models++;
    score_model(run, &model, 1, &scores);
    for (size_t period = 0; scores.ran && period < model.periods; period++) {
        for (size_t i = 0; i < model.regions; i++) {
            found += isnan(scores.score[period][i]) ? 0 : 1;
        }
    }
    run->scores += found;
    run->scored_models += found > 0;
    run->refused += !scores.ran;
    if (found == 0) {
        return;
    }
    void (*const laws[])(struct law_run *, const struct random_model *, uint64_t, const struct scores *) = {
        check_scale, check_weights, check_order, check_monotone, check_threads};
    for (size_t i = 0; i < sizeof laws / sizeof laws[0] && !run->broken; i++) {
        laws[i](run, &model, seed, &scores);
    }
    if (!run->broken) {
        check_twins(run, &model, seed);
    }
}

static void remove_folder(const struct law_run *run)
{
    static const char *const names[] = {"model.yaml", "regions.csv", "data.csv"};
    char path[PATH_SIZE + 16];
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", run->folder, names[i]);
        unlink(path);
    }
    rmdir(run->folder);
}

/** The law that was checked least often. */
static size_t least_checked(const struct law_run *run)
{
    size_t least = run->checked[0];
    for (size_t i = 1; i < LAWS; i++) {
        least = run->checked[i] < least ? run->checked[i] : least;
    }
    return least;
}

int main(int count, char **arguments)
{
    enum { MOST_TRIES = 20 }; /* models made for one that a law is checked on */
    struct law_run run = {.models = 0};
    size_t wanted = count > 1 ? strtoul(arguments[1], NULL, 10) : 1000;
    uint64_t seed = count > 2 ? strtoull(arguments[2], NULL, 10) : 1;
    const char *temporary = getenv("TMPDIR");
    snprintf(run.folder, sizeof run.folder, "%.480s/tocsin-laws-XXXXXX", temporary ? temporary : "/tmp");
    if (wanted == 0 || !mkdtemp(run.folder)) {
        stop("there is no folder for the models", NULL);
    }
    for (; least_checked(&run) < wanted && run.models < MOST_TRIES * wanted && !run.broken; seed++) {
        check_model(&run, seed);
    }
    printf("%zu models, %zu of them with scores (%zu in all), %zu refused\n", run.models, run.scored_models, run.scores,
           run.refused);
    for (size_t i = 0; i < LAWS; i++) {
        printf("%6zu models: %s\n", run.checked[i], law_names[i]);
    }
    if (run.broken) {
        return EXIT_FAILURE;
    }
    remove_folder(&run);
    return least_checked(&run) >= wanted ? EXIT_SUCCESS : EXIT_FAILURE;
}
