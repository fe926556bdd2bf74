/**
 * What is written verifies, and nothing else does: random models, run with random choices of what to report and how,
 * are verified; then one byte of an input, and one of a file of the folder, is changed, and is found.
 *
 *   verified MODELS [FIRST_SEED]     until so many models were run
 *
 * A model that breaks this is left in the folder that the message names.
 */
#include "random_model.h"
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <tocsin/tocsin.h>
#include <unistd.h>

enum { PATH_SIZE = 512, MOST_FILES = 32 };

struct place {
    char folder[PATH_SIZE];
    char run[PATH_SIZE + 16];
    uint64_t seed;
};

/** A path in the folder; the text lives until the next call but one. */
static const char *path_of(const struct place *place, const char *name)
{
    static char paths[2][2 * PATH_SIZE];
    static int last;
    last = !last;
    snprintf(paths[last], sizeof paths[last], "%s/%s", place->folder, name);
    return paths[last];
}

/** Ends the test: the engine, or the test itself, is at fault. */
static void stop(const struct place *place, const char *words, const tocsin_context *context)
{
    fprintf(stderr, "verified: seed %llu: %s (%s)\n", (unsigned long long)place->seed, words, place->folder);
    for (size_t i = 0; context && i < tocsin_diagnostic_count(context); i++) {
        tocsin_diagnostic found;
        if (tocsin_diagnostic_at(context, i, &found) == TOCSIN_OK && found.severity == TOCSIN_ERROR) {
            fprintf(stderr, "  %s: %s\n", found.file ? found.file : "", found.message);
        }
    }
    exit(EXIT_FAILURE);
}

static void write_part(const struct place *place, const char *name, const struct random_model *model,
                       void (*write)(const struct random_model *, FILE *))
{
    FILE *file = fopen(path_of(place, name), "w");
    if (!file) {
        stop(place, "a model cannot be written", NULL);
    }
    write(model, file);
    if (fclose(file) != 0) {
        stop(place, "a model cannot be written", NULL);
    }
}

/** Names of what a folder holds, at most `most`, sorted so that a seed gives the same choice everywhere. */
static size_t list(const char *folder, char names[MOST_FILES][64])
{
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, NULL, alphasort);
    size_t taken = 0;
    for (int i = 0; i < count; i++) {
        if (entries[i]->d_name[0] != '.' && taken < MOST_FILES) {
            snprintf(names[taken++], 64, "%.63s", entries[i]->d_name);
        }
        free(entries[i]);
    }
    free(entries);
    return taken;
}

static void remove_files(const char *folder)
{
    char names[MOST_FILES][64];
    char path[2 * PATH_SIZE];
    size_t count = list(folder, names);
    for (size_t i = 0; i < count; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    rmdir(folder);
}

/** Adds one to a byte of a file. */
static void change_byte(const struct place *place, struct random_model *model, const char *path)
{
    FILE *file = fopen(path, "r+b");
    if (!file || fseek(file, 0, SEEK_END) != 0) {
        stop(place, "a file cannot be changed", NULL);
        return;
    }
    long at = (long)random_below(model, (size_t)ftell(file));
    int byte = fseek(file, at, SEEK_SET) == 0 ? fgetc(file) : EOF;
    if (byte == EOF || fseek(file, at, SEEK_SET) != 0 || fputc(byte + 1, file) == EOF || fclose(file) != 0) {
        stop(place, "a file cannot be changed", NULL);
    }
}

/** What is run of a model, and how it is written. */
struct choices {
    tocsin_override overrides[2];
    size_t override_count;
    char periods[2][16];
    char regions[MOST_REGIONS][24];
    const char *region_ids[MOST_REGIONS];
    tocsin_run_options options;
    tocsin_output_options output;
};

static void choose(struct random_model *model, struct choices *choices)
{
    *choices = (struct choices){.override_count = random_below(model, 3)};
    choices->overrides[0] = (tocsin_override){"title", "\"Chosen: 7, 'x' # \\u00e9\""};
    choices->overrides[1] = (tocsin_override){"index.min_coverage", "0.0625"};
    size_t from = random_below(model, model->periods);
    size_t to = from + random_below(model, model->periods - from);
    snprintf(choices->periods[0], sizeof choices->periods[0], "%zu", 2001 + from);
    snprintf(choices->periods[1], sizeof choices->periods[1], "%zu", 2001 + to);
    choices->options.from = random_below(model, 2) ? choices->periods[0] : NULL;
    choices->options.to = random_below(model, 2) ? choices->periods[1] : NULL;
    choices->options.region_count = random_below(model, 2) ? random_below(model, model->regions) : 0;
    for (size_t i = 0; i < choices->options.region_count; i++) {
        snprintf(choices->regions[i], sizeof choices->regions[i], "r%zu", random_below(model, model->regions));
        choices->region_ids[i] = choices->regions[i];
    }
    choices->options.regions = choices->region_ids;
    choices->options.seed = random_below(model, 5);
    choices->output.documents = random_below(model, 3) ? 1u << random_below(model, 7) : 0;
    choices->output.has_digits = random_below(model, 2) == 0;
    choices->output.digits = (int)random_below(model, 16);
}

/** Runs the model and writes the folder; false if its data cannot be scored by its methods. */
static bool write_run(const struct place *place, struct random_model *model, struct choices *choices)
{
    tocsin_context *context = NULL;
    tocsin_model *loaded = NULL;
    tocsin_result *result = NULL;
    if (tocsin_context_create(NULL, &context) != TOCSIN_OK ||
        tocsin_context_set_threads(context, 1 + (unsigned)random_below(model, 3)) != TOCSIN_OK ||
        tocsin_model_load(context, path_of(place, "model.yaml"), choices->overrides, choices->override_count,
                          &loaded) != TOCSIN_OK) {
        stop(place, "a model is not read", context);
    }
    tocsin_status status = tocsin_run(context, loaded, &choices->options, &result);
    if (status == TOCSIN_OK) {
        if (tocsin_result_documents(result, choices->output.documents) == 0) {
            choices->output.documents = TOCSIN_SCORES_CSV; /* a result without levels has no alerts */
        }
        status = tocsin_result_write_folder(context, result, place->run, &choices->output);
        if (status != TOCSIN_OK) {
            stop(place, tocsin_status_text(status), context);
        }
    } else if (status != TOCSIN_ERROR_DATA) {
        stop(place, tocsin_status_text(status), context);
    }
    tocsin_result_destroy(result);
    tocsin_model_destroy(loaded);
    tocsin_context_destroy(context);
    return status == TOCSIN_OK;
}

/** Verifies the folder; `words` says what is expected. */
static tocsin_verification verify(const struct place *place, tocsin_status expected, const char *words)
{
    tocsin_context *context = NULL;
    tocsin_verification found = {.files = 0};
    if (tocsin_context_create(NULL, &context) != TOCSIN_OK) {
        stop(place, "no memory", NULL);
    }
    tocsin_status status = tocsin_verify(context, place->run, NULL, &found);
    if (status != expected) {
        stop(place, words, context);
    }
    tocsin_context_destroy(context);
    return found;
}

static bool check_model(struct place *place, uint64_t seed)
{
    struct random_model model;
    struct choices choices;
    char names[MOST_FILES][64];
    place->seed = seed;
    random_model_make(&model, seed);
    choose(&model, &choices);
    write_part(place, "model.yaml", &model, random_model_write_yaml);
    write_part(place, "regions.csv", &model, random_model_write_regions);
    write_part(place, "data.csv", &model, random_model_write_data);
    if (!write_run(place, &model, &choices)) {
        return false;
    }
    tocsin_verification found = verify(place, TOCSIN_OK, "what was written does not verify");
    size_t count = list(place->run, names);
    if (!found.repeated || found.files != count - 1) {
        stop(place, "not all of it was verified", NULL);
    }
    const char *input = path_of(place, random_below(&model, 2) ? "data.csv" : "regions.csv");
    change_byte(place, &model, input);
    found = verify(place, TOCSIN_ERROR_DATA, "a changed input verifies");
    if (found.inputs_changed != 1 || found.files_changed != 0 || found.repeated) {
        stop(place, "a changed input is not found", NULL);
    }
    char file[4 * PATH_SIZE];
    size_t chosen = random_below(&model, count);
    chosen = strcmp(names[chosen], "manifest.json") == 0 ? 0 : chosen;
    snprintf(file, sizeof file, "%s/%.63s", place->run, names[chosen]);
    change_byte(place, &model, file);
    found = verify(place, TOCSIN_ERROR_DATA, "a changed file verifies");
    if (found.files_changed != 1) {
        stop(place, "a changed file is not found", NULL);
    }
    remove_files(place->run);
    return true;
}

int main(int count, char **words)
{
    unsigned long wanted = count > 1 ? strtoul(words[1], NULL, 10) : 0;
    uint64_t seed = count > 2 ? strtoull(words[2], NULL, 10) : 1;
    struct place place = {.folder = "/tmp/tocsin-verified-XXXXXX"};
    if (wanted == 0 || !mkdtemp(place.folder)) {
        fputs("usage: verified MODELS [FIRST_SEED]\n", stderr);
        return 64;
    }
    snprintf(place.run, sizeof place.run, "%s/run", place.folder);
    unsigned long verified = 0;
    uint64_t refused = 0;
    while (verified < wanted) {
        if (check_model(&place, seed++)) {
            verified++;
        } else if (++refused > 20 * (uint64_t)wanted) {
            stop(&place, "hardly any model is scored", NULL);
        }
    }
    remove_files(place.folder);
    printf("%lu models verified, %llu refused\n", verified, (unsigned long long)refused);
    return EXIT_SUCCESS;
}
