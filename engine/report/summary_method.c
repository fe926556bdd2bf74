/** The method in at most three lines, and where everything came from in three more. */
#include "report/portable_path.h"
#include "report/summary.h"
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum {
    MARGIN = 2,
    LINE_WIDTH = PAGE_WIDTH - MARGIN,
    PASSAGE_SIZE = 2048,
    REST_SIZE = 64, /* of what stands for pieces left out */
    MOST_LINES = 3,
    HASH_SHOWN = 12 /* digits of a hash that tell files apart for people */
};

/* What stands for pieces that there is no room for. */
static const char AND_OTHERS[] = " and others";

static const char *const aggregate_words[AGGREGATE_COUNT] = {
    [AGGREGATE_ARITHMETIC] = "weighted arithmetic mean",
    [AGGREGATE_GEOMETRIC] = "weighted geometric mean",
    [AGGREGATE_HARMONIC] = "weighted harmonic mean",
    [AGGREGATE_POWER] = "weighted power mean",
    [AGGREGATE_MIN] = "lowest part",
    [AGGREGATE_MAX] = "highest part",
    [AGGREGATE_SUM] = "weighted sum",
    [AGGREGATE_FORMULA] = "formula",
    [AGGREGATE_MEDIAN] = "weighted median",
    [AGGREGATE_PRODUCT] = "product",
    [AGGREGATE_OWA] = "ordered weighted average",
    [AGGREGATE_COPELAND] = "Copeland's wins less defeats",
    [AGGREGATE_MAZZIOTTA_PARETO] = "Mazziotta-Pareto mean",
};

static const char *const weight_words[WEIGHT_COUNT] = {
    [WEIGHT_GIVEN] = "given",
    [WEIGHT_EQUAL] = "equal",
    [WEIGHT_AHP] = "from pairwise comparisons",
    [WEIGHT_PCA] = "from principal components",
    [WEIGHT_ENTROPY] = "from entropy",
    [WEIGHT_CRITIC] = "from contrast and conflict",
    [WEIGHT_BENEFIT_OF_DOUBT] = "by the benefit of the doubt",
};

/** A text of so many lines on the page that takes a piece only if it has room for it. */
struct passage {
    char text[PASSAGE_SIZE];
    size_t most_lines;
};

/** How many lines a text takes, broken at blanks. */
static size_t count_lines(const char *text)
{
    size_t lines = 1;
    size_t used = 0;
    while (*text) {
        char word[PASSAGE_SIZE];
        size_t length = strcspn(text, " ");
        memcpy(word, text, length);
        word[length] = '\0';
        size_t width = page_text_width(word);
        if (used > 0 && used + 1 + width > LINE_WIDTH) {
            lines++;
            used = 0;
        }
        used += (used > 0) + width;
        for (; used > LINE_WIDTH; used -= LINE_WIDTH) {
            lines++; /* a word longer than a line */
        }
        text += length + strspn(text + length, " ");
    }
    return lines;
}

/** Adds a piece if that leaves room for `reserve`, too; false if it does not. */
static bool __attribute__((format(printf, 3, 4)))
passage_add(struct passage *passage, const char *reserve, const char *format, ...)
{
    char longer[PASSAGE_SIZE];
    size_t used = strlen(passage->text);
    memcpy(longer, passage->text, used);
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(longer + used, sizeof longer - used, format, arguments);
    va_end(arguments);
    if (length < 0 || used + (size_t)length + strlen(reserve) >= sizeof longer) {
        return false;
    }
    memcpy(longer + used + length, reserve, strlen(reserve) + 1);
    if (count_lines(longer) > passage->most_lines) {
        return false;
    }
    memcpy(passage->text + used, longer + used, (size_t)length);
    passage->text[used + (size_t)length] = '\0';
    return true;
}

static void passage_put(struct summary *summary, const struct passage *passage)
{
    page_paragraph(&summary->page, MARGIN, passage->text);
}

/** True if an inner node is joined (`aggregate`) or its children weighted by this method. */
static bool is_used(const struct result *result, bool aggregate, size_t method)
{
    for (size_t i = 0; i < result->tree.count; i++) {
        const struct index_node *node = &result->tree.nodes[i];
        size_t its = aggregate ? (size_t)node->aggregation.method : (size_t)node->weights.method;
        if (node->inner != INDEX_NONE && its == method) {
            return true;
        }
    }
    return false;
}

/** "8 indicators in 4 nodes: weighted arithmetic mean; weights given." */
static void add_index(const struct result *result, struct passage *passage, const char *reserve)
{
    char rest[PASSAGE_SIZE + REST_SIZE];
    const char *before = ": ";
    bool fits = true;
    size_t leaves = result->tree.count - result->tree.inner_count;
    snprintf(rest, sizeof rest, "%s.%s", AND_OTHERS, reserve);
    passage_add(passage, rest, "%zu %s in %zu %s", leaves, leaves == 1 ? "indicator" : "indicators",
                result->tree.inner_count, result->tree.inner_count == 1 ? "node" : "nodes");
    for (size_t method = 0; method < AGGREGATE_COUNT; method++) {
        if (is_used(result, true, method)) {
            fits = passage_add(passage, rest, "%s%s", before, aggregate_words[method]) && fits;
            before = ", ";
        }
    }
    before = "; weights ";
    for (size_t method = 0; method < WEIGHT_COUNT; method++) {
        if (is_used(result, false, method)) {
            fits = passage_add(passage, rest, "%s%s", before, weight_words[method]) && fits;
            before = ", ";
        }
    }
    passage_add(passage, reserve, "%s.", fits ? "" : AND_OTHERS);
}

/** The leaf with the largest share of the weight after another; ties in the order of the tree. 0 if there is none. */
static size_t next_leaf(const struct result *result, size_t after)
{
    size_t next = 0;
    double limit = after > 0 ? result_nominal_weight(result, after) : 0;
    for (size_t i = 1; i < result->tree.count; i++) {
        double share = result_nominal_weight(result, i);
        bool comes = after == 0 || share < limit || (!(share > limit) && i > after);
        if (result->tree.nodes[i].indicator != INDEX_NONE && comes &&
            (next == 0 || share > result_nominal_weight(result, next))) {
            next = i;
        }
    }
    return next;
}

/** " Largest weights: Militant activity 40%, Escalation 10% and 6 more.", as many as there is room for. */
static void add_weights(const struct result *result, struct passage *passage, const char *reserve)
{
    size_t leaves = result->tree.count - result->tree.inner_count;
    size_t named = 0;
    char share[NUMBER_TEXT_SIZE];
    char rest[PASSAGE_SIZE + REST_SIZE];
    struct passage begun = *passage;
    if (is_used(result, false, WEIGHT_BENEFIT_OF_DOUBT)) {
        return; /* every region has its own */
    }
    snprintf(rest, sizeof rest, " and %zu more.%s", leaves, reserve);
    bool fits = passage_add(&begun, rest, " %s", leaves > 1 ? "Largest weights" : "Weight");
    for (size_t leaf = 0; fits && (leaf = next_leaf(result, leaf)) > 0; named += fits) {
        const char *title = result->indicators[result->tree.nodes[leaf].indicator].title;
        page_share(share, result_nominal_weight(result, leaf));
        fits = passage_add(&begun, rest, "%s%s %s", named > 0 ? ", " : ": ", title, share);
    }
    if (named > 0) {
        snprintf(rest, sizeof rest, " and %zu more", leaves - named);
        passage_add(&begun, reserve, "%s.", named < leaves ? rest : "");
        *passage = begun;
    }
}

/** "; down after 2 months more than 5 below": when levels fall. */
static void describe_fall(const struct summary *summary, char *text, size_t size)
{
    const struct level_rules *levels = &summary->result->levels;
    char number[NUMBER_TEXT_SIZE];
    char words[PERIOD_WORDS_SIZE];
    text[0] = '\0';
    if (levels->periods > 0) {
        summary_periods_word(summary, words, levels->periods);
        snprintf(text, size, "; down after %" PRIu32 " %s%s%s below", levels->periods, words,
                 levels->down > 0 ? " more than " : "",
                 levels->down > 0 ? page_significant(number, levels->down, 4) : "");
    }
}

/** " Levels: low from 0, guarded 20; down after 2 months more than 5 below.", in at most two lines. */
static void describe_levels(const struct summary *summary, struct passage *passage)
{
    const struct level_rules *levels = &summary->result->levels;
    char number[NUMBER_TEXT_SIZE];
    char fall[PASSAGE_SIZE / 2];
    char rest[PASSAGE_SIZE];
    describe_fall(summary, fall, sizeof fall);
    snprintf(rest, sizeof rest, "%s.", fall);
    struct passage all = *passage;
    bool fits = passage_add(&all, rest, " Levels");
    for (size_t i = 0; i < levels->count && fits; i++) {
        fits = passage_add(&all, rest, "%s%s %s%s", i > 0 ? ", " : ": ", levels->bands[i].id, i == 0 ? "from " : "",
                           page_significant(number, levels->bands[i].from, 4));
    }
    if (fits) {
        *passage = all;
    } else {
        const struct level_band *top = &levels->bands[levels->count - 1];
        passage_add(passage, rest, " Levels: %zu", levels->count);
        passage_add(passage, rest, ", the highest %s from %s", top->id, page_significant(number, top->from, 4));
    }
    passage_add(passage, "", "%s", rest);
}

void summary_method(struct summary *summary)
{
    struct passage passage = {.most_lines = MOST_LINES};
    struct passage levels = {.most_lines = MOST_LINES - 1};
    summary_heading(summary, "METHOD", "");
    if (summary->result->levels.count > 0) {
        describe_levels(summary, &levels);
    }
    add_index(summary->result, &passage, levels.text);
    add_weights(summary->result, &passage, levels.text);
    passage_add(&passage, "", "%s", levels.text);
    passage_put(summary, &passage);
}

/** "tocsin 0.1.0 with model south-asia.yaml version 2023.12, sha256 d8bcf4527865" */
static void say_model(struct summary *summary)
{
    const struct result *result = summary->result;
    struct passage passage = {.most_lines = 1};
    char rest[PASSAGE_SIZE];
    snprintf(rest, sizeof rest, ", sha256 %.*s", HASH_SHOWN, result->model_sha256);
    passage_add(&passage, rest, "tocsin %s with ", tocsin_version());
    if (!passage_add(&passage, rest, "model %s", portable_name(result->model_file))) {
        passage_add(&passage, rest, "the model");
    }
    if (result->model_version[0]) {
        passage_add(&passage, rest, " version %s", result->model_version);
    }
    passage_add(&passage, "", "%s", rest);
    passage_put(summary, &passage);
}

static void say_files(struct summary *summary)
{
    const struct result *result = summary->result;
    size_t files = result->table_count;
    uint64_t rows = 0;
    for (size_t i = 0; i < result->table_count; i++) {
        rows += result->tables[i].rows;
    }
    for (size_t source = 0; source < result->source_count; source++) {
        const struct source_report *report = &result->sources[source].report;
        files += report->file_count;
        for (size_t i = 0; i < report->file_count; i++) {
            rows += report->files[i].rows;
        }
    }
    page_line(&summary->page, MARGIN, MARGIN);
    page_format(&summary->page, "%zu %s, %" PRIu64 " rows, hashes in manifest.json", files,
                files == 1 ? "file" : "files", rows);
    if (result->override_count > 0) {
        page_format(&summary->page, "; %zu %s changed by --set", result->override_count,
                    result->override_count == 1 ? "key" : "keys");
    }
    page_text(&summary->page, ".");
    page_end(&summary->page);
}

/** True if a shell takes the text as it stands. */
static bool is_plain_word(const char *text)
{
    return text[0] && text[0] != '-' && !strpbrk(text, " \t\n'\"\\$`&;|<>*?()[]{}#~!");
}

/** The command that tells how a number came about, for the score on top. */
static void say_command(struct summary *summary)
{
    const struct result *result = summary->result;
    struct passage passage = {.most_lines = 1};
    struct summary_walk top = {0};
    char iso[PERIOD_TEXT_SIZE];
    const char *model = portable_name(result->model_file);
    passage_add(&passage, "", "The path of any number: ");
    bool scored = summary_walk_next(summary, -1, &top);
    const char *region = scored ? result->regions->regions[top.region].id : "";
    if (!is_plain_word(model) || !is_plain_word(region) ||
        !passage_add(&passage, "", "tocsin explain %s %s %s", model, region,
                     result_period_text(result, summary->period, iso))) {
        passage_add(&passage, "", "tocsin explain MODEL REGION PERIOD");
    }
    passage_put(summary, &passage);
}

void summary_provenance(struct summary *summary)
{
    summary_heading(summary, "PROVENANCE", "");
    say_model(summary);
    say_files(summary);
    say_command(summary);
}
