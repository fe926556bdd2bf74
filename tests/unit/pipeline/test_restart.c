/**
 * A run can be cut anywhere: random series of many regions, with gaps, jumps and small counts, written to run folders
 * and gone on from, have the alerts and states of one long run, byte for byte; and the order of regions has no part in
 * it.
 */
#include "base/text.h"
#include "panel/alert.h"
#include "rendering.h"
#include "suite.h"
#include "support.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { PERIODS = 30, REGIONS = 14, PATH = 4200 };

/** Numbers for laws: xorshift64*. */
static double next_random(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return (double)((*state * 2685821657736338717U) >> 11) * 0x1p-53;
}

/** A score that wanders and jumps, a second one, and a count that is small in half of the regions; gaps in all. */
static void make_rows(FILE *stream)
{
    uint64_t seed = 20230803;
    fputs("region,period,a,b,n\n", stream);
    for (int region = 0; region < REGIONS; region++) {
        double score = 80 * next_random(&seed);
        bool gap = false;
        for (int period = 0; period < PERIODS; period++) {
            score += (next_random(&seed) - 0.5) * (next_random(&seed) < 0.2 ? 110 : 16);
            score = score < 0 ? 0 : score > 100 ? 100 : score;
            gap = next_random(&seed) < (gap ? 0.65 : 0.07);
            fprintf(stream, "r%02d,%04d-%02d,", region, 2020 + period / 12, 1 + period % 12);
            if (!gap) {
                fprintf(stream, "%.10g,%.10g,", score, 100 * next_random(&seed));
            } else {
                fputs(",,", stream);
            }
            if (next_random(&seed) < 0.93) {
                fprintf(stream, "%.0f", floor((region % 2 ? 4 : 30) * next_random(&seed)));
            }
            fputs("\n", stream);
        }
    }
}

static const char model_text[] =
    "tocsin: 1\nid: cut\n%s"
    "periods: {frequency: month, from: 2020-01, to: 2022-06}\n"
    "sources: {s: {format: series, file: \"%s\"}}\n"
    "defaults: {source: s, normalise: {method: goalposts, low: 0, high: 100}}\n"
    "indicators: {a: {}, b: {}, n: {}}\n"
    "index: {id: risk, min_coverage: 0.3, aggregate: {method: power, p: 2},\n"
    "  children: [{indicator: a, weight: 3}, {indicator: b, weight: 1}]}\n"
    "levels: {bands: [{id: low, from: 0}, {id: guarded, from: 20}, {id: elevated, from: 40}, {id: high, from: 60},\n"
    "  {id: severe, from: 80}], hysteresis: {down: 5, periods: 3}}\n"
    "alerts: {jump: {points: 15, level: elevated}, record: {periods: 7}, stale: 2,\n"
    "  small_numbers: {indicator: n, periods: 5, before: 2, now: 3}}\n";

struct trial {
    struct counted counted;
    char data[PATH], model[PATH], folder[PATH];
};

static void begin(struct trial *trial)
{
    char *bytes = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&bytes, &size);
    CU_ASSERT_PTR_NOT_NULL_FATAL(stream);
    make_rows(stream);
    fclose(stream);
    counted_begin(&trial->counted);
    const char *path = temporary_file("data.csv", bytes, size);
    snprintf(trial->data, sizeof trial->data, "%s", path);
    snprintf(trial->folder, sizeof trial->folder, "%.*s", (int)(strrchr(path, '/') - path), path);
    free(bytes);
}

static void write_model(struct trial *trial, const char *regions)
{
    char text[PATH * 2];
    int length = snprintf(text, sizeof text, model_text, regions, trial->data);
    CU_ASSERT_FATAL(length > 0 && (size_t)length < sizeof text);
    snprintf(trial->model, sizeof trial->model, "%s", temporary_file("model.yaml", text, (size_t)length));
}

/** A run of some of the periods, NULL for the model's own bound; written to `folder` unless that is NULL. */
static tocsin_result *run(struct trial *trial, const char *from, const char *to, const char *previous,
                          const char *folder)
{
    tocsin_override overrides[2];
    size_t count = 0;
    tocsin_model *model = NULL;
    tocsin_result *result = NULL;
    tocsin_run_options options = {.previous = previous};
    tocsin_context *context = trial->counted.context;
    if (from) {
        overrides[count++] = (tocsin_override){"periods.from", from};
    }
    if (to) {
        overrides[count++] = (tocsin_override){"periods.to", to};
    }
    tocsin_status status = tocsin_model_load(context, trial->model, overrides, count, &model);
    if (status == TOCSIN_OK) {
        status = tocsin_run(context, model, &options, &result);
    }
    if (status == TOCSIN_OK && folder) {
        tocsin_output_options output = {.documents = TOCSIN_ALERTS_CSV};
        status = tocsin_result_write_folder(context, result, folder, &output);
    }
    if (status != TOCSIN_OK) {
        print_diagnostics(context);
    }
    CU_ASSERT_EQUAL_FATAL(status, TOCSIN_OK);
    tocsin_model_destroy(model);
    return result;
}

/** A document, to be freed. */
static char *text_of(const struct trial *trial, const tocsin_result *result, uint32_t document)
{
    struct sink sink = {.limit = SIZE_MAX};
    CU_ASSERT_EQUAL_FATAL(tocsin_result_write(trial->counted.context, result, document, NULL, sink_write, &sink),
                          TOCSIN_OK);
    return sink.bytes;
}

/** The first line whose text is not before that of the period. */
static const char *lines_from(const char *text, const char *period)
{
    const char *line = strchr(text, '\n') + 1;
    while (*line && strncmp(line, period, strlen(period)) < 0) {
        line = strchr(line, '\n') + 1;
    }
    return line;
}

static void month_text(char text[16], int period)
{
    snprintf(text, 16, "%04d-%02d", 2020 + period / 12, 1 + period % 12);
}

static void restarts_are_one_long_run(void)
{
    struct trial trial;
    begin(&trial);
    write_model(&trial, "");
    tocsin_result *whole = run(&trial, NULL, NULL, NULL, NULL);
    char *alerts = text_of(&trial, whole, TOCSIN_ALERTS_CSV);
    char *states = text_of(&trial, whole, TOCSIN_STATES_CSV);
    tocsin_result_destroy(whole);
    for (size_t i = 0; i < ALERT_REASON_COUNT; i++) {
        CU_ASSERT_PTR_NOT_NULL(strstr(alerts, alert_reason_names[i]));
    }
    CU_ASSERT_PTR_NOT_NULL(strstr(alerts, "small_numbers"));
    for (int cut = 1; cut < PERIODS; cut++) {
        char last[16];
        char from[16];
        char folder[PATH + 64];
        month_text(last, cut - 1);
        month_text(from, cut);
        snprintf(folder, sizeof folder, "%s/to-%s", trial.folder, last);
        tocsin_result_destroy(run(&trial, NULL, last, NULL, folder));
        tocsin_result *after = run(&trial, from, NULL, folder, NULL);
        char *alerts_after = text_of(&trial, after, TOCSIN_ALERTS_CSV);
        char *states_after = text_of(&trial, after, TOCSIN_STATES_CSV);
        bool same = text_equal(lines_from(alerts, from), strchr(alerts_after, '\n') + 1);
        CU_ASSERT_TRUE(same);
        if (!same) {
            print_difference(from, lines_from(alerts, from), strchr(alerts_after, '\n') + 1);
        }
        CU_ASSERT_STRING_EQUAL(states, states_after);
        free(alerts_after);
        free(states_after);
        tocsin_result_destroy(after);
    }
    free(alerts);
    free(states);
    CU_ASSERT(counted_end(&trial.counted));
}

static int compare_lines(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/** The lines of a text in the order of their bytes, as an array that points into it. */
static size_t sort_lines(char *text, const char **lines, size_t most)
{
    size_t count = 0;
    for (char *line = strtok(text, "\n"); line && count < most; line = strtok(NULL, "\n")) {
        lines[count++] = line;
    }
    qsort(lines, count, sizeof *lines, compare_lines);
    return count;
}

static void the_order_of_regions_has_no_part(void)
{
    enum { MOST = 4096 };
    static const char *lines[2][MOST];
    static const uint32_t documents[] = {TOCSIN_ALERTS_CSV, TOCSIN_STATES_CSV};
    char table[64 + REGIONS * 8] = "region\n";
    char regions[PATH + 64];
    struct trial trial;
    begin(&trial);
    write_model(&trial, "");
    tocsin_result *sorted = run(&trial, NULL, NULL, NULL, NULL);
    for (int i = 0; i < REGIONS; i++) { /* 5 and 14 have no divisor in common: each region once */
        snprintf(table + strlen(table), 8, "r%02d\n", (i * 5 + 3) % REGIONS);
    }
    snprintf(regions, sizeof regions, "regions: \"%s\"\n", temporary_file("regions.csv", table, strlen(table)));
    write_model(&trial, regions);
    tocsin_result *shuffled = run(&trial, NULL, NULL, NULL, NULL);
    for (size_t i = 0; i < 2; i++) {
        char *left = text_of(&trial, sorted, documents[i]);
        char *right = text_of(&trial, shuffled, documents[i]);
        CU_ASSERT_STRING_NOT_EQUAL(left, right);
        size_t count = sort_lines(left, lines[0], MOST);
        CU_ASSERT_EQUAL_FATAL(count, sort_lines(right, lines[1], MOST));
        CU_ASSERT_TRUE(count > REGIONS);
        for (size_t k = 0; k < count; k++) {
            CU_ASSERT_STRING_EQUAL(lines[0][k], lines[1][k]);
        }
        free(left);
        free(right);
    }
    tocsin_result_destroy(sorted);
    tocsin_result_destroy(shuffled);
    CU_ASSERT(counted_end(&trial.counted));
}

/** Memory that runs out anywhere in going on from a run is told, and leaves nothing behind. */
static void no_memory(void)
{
    struct trial trial;
    char folder[PATH + 64];
    begin(&trial);
    write_model(&trial, "");
    snprintf(folder, sizeof folder, "%s/first", trial.folder);
    tocsin_result_destroy(run(&trial, NULL, "2020-12", NULL, folder));
    tocsin_context *context = trial.counted.context;
    tocsin_override overrides[] = {{"periods.from", "2021-01"}, {"periods.to", "2021-02"}};
    tocsin_model *model = NULL;
    tocsin_run_options options = {.previous = folder};
    CU_ASSERT_EQUAL_FATAL(tocsin_model_load(context, trial.model, overrides, 2, &model), TOCSIN_OK);
    tocsin_status status = TOCSIN_ERROR_MEMORY;
    for (size_t allowed = 0; status != TOCSIN_OK; allowed++) {
        tocsin_result *result = NULL;
        trial.counted.fail_after = trial.counted.calls + allowed;
        status = tocsin_run(context, model, &options, &result);
        CU_ASSERT_TRUE(status == TOCSIN_OK || status == TOCSIN_ERROR_MEMORY);
        trial.counted.fail_after = SIZE_MAX;
        tocsin_result_destroy(result);
        if (status != TOCSIN_OK && status != TOCSIN_ERROR_MEMORY) {
            break;
        }
    }
    tocsin_model_destroy(model);
    CU_ASSERT(counted_end(&trial.counted));
}

static CU_TestInfo tests[] = {
    {"restarts are one long run", restarts_are_one_long_run},
    {"the order of regions has no part", the_order_of_regions_has_no_part},
    {"no memory", no_memory},
    CU_TEST_INFO_NULL,
};
SUITE(restart, tests)
