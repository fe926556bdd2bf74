/**
 * Laws of the engine as a whole, on random models through the public header: within the scale, indifferent to the
 * unit of the weights and to every order, twins alike, never lower for more risk, the same on any number of threads,
 * and the sum of what the indicators add.
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

enum { LAW_SCALE, LAW_WEIGHTS, LAW_ORDER, LAW_TWINS, LAW_MONOTONE, LAW_THREADS, LAW_PARTS, LAWS };
static const char *const law_names[LAWS] = {
    "scores lie on the scale",
    "the unit of weights does not matter",
    "the order of regions, indicators and children does not matter",
    "regions with the same data have the same score",
    "more risk never lowers a score",
    "threads do not matter",
    "what the indicators add is the score, and its change",
};

/** Scores of a run; NAN where there is none. */
struct scores {
    bool ran;
    double score[MOST_PERIODS][MOST_REGIONS];
    double twin[MOST_PERIODS];
};

/** The parts in indicators.csv, added up. */
struct part_sums {
    double sum[2][MOST_PERIODS][MOST_REGIONS];  /* of contributions and of changes */
    double size[2][MOST_PERIODS][MOST_REGIONS]; /* of their absolute values */
    double change[MOST_PERIODS][MOST_REGIONS];  /* of the score; NAN where there is none */
};

/** A text that grows as it is written. */
struct text_buffer {
    char *bytes;
    size_t size, capacity;
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

static int append(void *user, const char *bytes, size_t size)
{
    struct text_buffer *text = user;
    if (text->size + size + 1 > text->capacity) {
        text->capacity = 2 * (text->size + size + 1);
        char *grown = realloc(text->bytes, text->capacity);
        if (!grown) {
            return 1;
        }
        text->bytes = grown;
    }
    memcpy(text->bytes + text->size, bytes, size);
    text->size += size;
    text->bytes[text->size] = '\0';
    return 0;
}

/** Cuts a line into fields, in place; there are no quotes where ids are plain. Returns how many. */
static size_t cut(char *line, char **fields, size_t most)
{
    size_t count = 0;
    for (char *at = line; at && count < most; at = strchr(at, ',')) {
        if (count > 0) {
            *at++ = '\0';
        }
        fields[count++] = at;
    }
    return count;
}

static size_t column_of(char *const *fields, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(fields[i], name) == 0) {
            return i;
        }
    }
    stop("indicators.csv lacks a column", NULL);
    return 0;
}

/** Adds the parts of all rows of indicators.csv to those of their cells. */
static void add_parts(char *text, struct part_sums *sums)
{
    enum { MOST_FIELDS = 24 };
    static const char *const names[] = {"period", "region", "contribution", "change"};
    char *fields[MOST_FIELDS];
    size_t column[4];
    char *rest = NULL;
    char *line = strtok_r(text, "\n", &rest);
    size_t count = cut(line, fields, MOST_FIELDS);
    for (size_t i = 0; i < 4; i++) {
        column[i] = column_of(fields, count, names[i]);
    }
    while ((line = strtok_r(NULL, "\n", &rest))) {
        cut(line, fields, MOST_FIELDS);
        size_t period = strtoul(fields[column[0]], NULL, 10) - 2001;
        size_t region = strtoul(fields[column[1]] + 1, NULL, 10); /* r0, r1, ... */
        for (size_t i = 0; i < 2 && fields[column[1]][0] == 'r'; i++) {
            double part = strtod(fields[column[2 + i]], NULL); /* an empty field is 0 */
            sums->sum[i][period][region] += part;
            sums->size[i][period][region] += fabs(part);
        }
    }
}

static void gather_parts(tocsin_context *context, const struct random_model *model, const tocsin_result *result,
                         struct part_sums *sums)
{
    struct text_buffer text = {0};
    *sums = (struct part_sums){.sum = {{{0}}}};
    if (tocsin_result_write(context, result, TOCSIN_INDICATORS_CSV, NULL, append, &text) != TOCSIN_OK) {
        stop("indicators.csv is not written", context);
    }
    add_parts(text.bytes, sums);
    free(text.bytes);
    for (size_t i = 0; i < model->periods * model->regions; i++) {
        char names[2][24];
        tocsin_score score;
        snprintf(names[0], sizeof names[0], "r%zu", i % model->regions);
        snprintf(names[1], sizeof names[1], "%zu", 2001 + i / model->regions);
        bool found = tocsin_result_score_of(result, names[0], names[1], &score) == TOCSIN_OK && score.has_change;
        sums->change[i / model->regions][i % model->regions] = found ? score.change : (double)NAN;
    }
}

/** Scores a model. One whose data a method cannot work with is refused, and says why. `sums` may be NULL. */
static void score_parts(struct law_run *run, const struct random_model *model, unsigned threads, struct scores *scores,
                        struct part_sums *sums)
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
        if (sums) {
            gather_parts(context, model, result, sums);
        }
    } else if (status != TOCSIN_ERROR_DATA || tocsin_diagnostic_total(context, TOCSIN_ERROR) == 0) {
        stop(tocsin_status_text(status), context);
    }
    tocsin_result_destroy(result);
    tocsin_model_destroy(loaded);
    tocsin_context_destroy(context);
}

static void score_model(struct law_run *run, const struct random_model *model, unsigned threads, struct scores *scores)
{
    score_parts(run, model, threads, scores, NULL);
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

/** A score off the scale, or parts that cancel out, have fewer decimals. */
static void check_parts(struct law_run *run, const struct random_model *model, uint64_t seed,
                        const struct scores *scores, const struct part_sums *sums)
{
    run->checked[LAW_PARTS]++;
    for (size_t i = 0; !run->broken && i < model->periods * model->regions; i++) {
        size_t period = i / model->regions;
        size_t region = i % model->regions;
        double whole[2] = {scores->score[period][region], sums->change[period][region]};
        for (size_t k = 0; k < 2; k++) {
            double sum = sums->sum[k][period][region];
            double allowed = 1e-11 * fmax(100, sums->size[k][period][region]);
            if (isnan(whole[k]) ? sum != 0 : !(fabs(sum - whole[k]) <= allowed)) {
                blame(run, seed, law_names[LAW_PARTS], period, region, sum, whole[k]);
            }
        }
    }
}

static void check_model(struct law_run *run, uint64_t seed)
{
    struct random_model model;
    struct scores scores;
    struct part_sums sums;
    size_t found = 0;
    random_model_make(&model, seed);
    run->models++;
    score_parts(run, &model, 1, &scores, &sums);
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
    if (!run->broken) {
        check_parts(run, &model, seed, &scores, &sums);
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
