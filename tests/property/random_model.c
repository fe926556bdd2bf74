/** Makes models up and writes them down. */
#include "random_model.h"
#include <inttypes.h>
#include <math.h>
#include <string.h>

/* Values are 0.5 to 40 as measured, at most 80 once divided: goalposts and targets lie around that. */
static const struct method missings[] = {
    {"none", true, true, true},
    {"none", true, true, true},
    {"zero", true, true, true},
    {"{method: value, value: 7.25}", true, true, true},
    {"carry", true, true, true},
    {"{method: carry, at_most: 1, back: true}", true, true, true},
    {"linear", true, true, true},
    {"mean", true, true, true},
    {"median", true, true, true},
    {"{method: group_mean, group: group}", true, true, true},
    {"{method: group_median, group: group}", true, true, true},
    {"row_mean", true, false, true}, /* moves what is filled in for others, and with it their mean */
    {"row_median", true, false, true},
};
/* A treatment that is chosen by the shape of all values can change with one of them: then nothing is promised. */
static const struct method treats[] = {
    {"none", true, true, true},
    {"none", true, true, true},
    {"none", true, true, true},
    {"[{method: winsorise, max: 3}, {method: log}]", true, false, true},
    {"{method: log, always: true}", true, false, true}, /* a higher minimum moves all values, its own downwards */
    {"{method: log1p, always: true}", true, true, true},
    {"{method: sqrt, always: true}", true, true, true},
    {"{method: clip, low: 2, high: 30, always: true}", true, true, true},
    {"{method: boxcox, lambda: 0.5, always: true}", true, true, true},
};
static const struct method normalisations[] = {
    {"minmax", true, true, true},
    {"{method: minmax, low: 10, high: 90}", true, true, true},
    {"{method: goalposts, low: 0, high: 45}", true, true, true},
    {"percentile", true, true, true},
    {"{method: percentile, ties: average}", true, true, true},
    {"distance_to_max", true, true, true},
    {"log_max", true, true, true},
    {"fraction_of_max", true, true, true},
    {"{method: above_mean, threshold: 0.2}", true, true, true},
    {"{method: distance_to_reference, region: r0, cap: true}", true, true, true},
    {"{method: scaled, low: -7000, high: 7000}", true, true, true},
    {"{method: zscore, mean: 50, sd: 10}", false, true, true},
    {"rank", false, true, true},
    {"borda", false, true, true},
    {"none", false, true, true},
};
static const struct method aggregates[] = {
    {"arithmetic", true, true, true},
    {"arithmetic", true, true, true},
    {"{method: arithmetic, round: 1}", true, true, true},
    {"{method: arithmetic, floor: 5, cap: 95}", true, true, true},
    {"{method: geometric, space: [1, 100]}", true, true, true},
    {"{method: geometric, space: [10, 1]}", true, true, true},
    {"{method: harmonic, space: [1, 100]}", true, true, true},
    {"{method: power, p: 2, space: [1, 100]}", true, true, true},
    {"{method: power, p: -1, space: [1, 100]}", true, true, true},
    {"min", true, true, true},
    {"max", true, true, true},
    {"median", true, true, true},
    {"copeland", true, false, true}, /* looks at the others, whom an imputed mean or a zscore moves as well */
    {"{method: product, space: [0, 1]}", true, true, false},
    {"sum", false, true, false},
    {"mazziotta_pareto", true, false, true},
    {"owa", true, true, true}, /* write_aggregate adds a weight for every place */
};
static const struct method weightings[] = {
    {"given", true, true, true},    {"given", true, true, true},
    {"given", true, true, true},    {"equal", true, true, true},
    {"entropy", true, false, true}, {"critic", true, false, true},
    {"pca", true, false, true},     {"benefit_of_doubt", true, true, true},
};
/* What goes with the last of them. */
static const struct method best_light = {"sum", true, true, true};

#define PICK(model, table) pick((model), (table), sizeof(table) / sizeof *(table))

/** xorshift64* (S. Vigna, 2016). */
double random_share(struct random_model *model)
{
    model->state ^= model->state >> 12;
    model->state ^= model->state << 25;
    model->state ^= model->state >> 27;
    return (double)((model->state * 2685821657736338717U) >> 11) * 0x1p-53;
}

size_t random_below(struct random_model *model, size_t count)
{
    return (size_t)(random_share(model) * (double)count);
}

static const struct method *pick(struct random_model *model, const struct method *table, size_t count)
{
    const struct method *picked;
    do {
        picked = &table[random_below(model, count)];
    } while (model->strict && !(picked->on_scale && picked->monotone));
    return picked;
}

static bool one_in(struct random_model *model, size_t count)
{
    return random_below(model, count) == 0;
}

static void make_indicator(struct random_model *model, struct random_indicator *indicator)
{
    double gaps = one_in(model, 2) ? 0 : 0.3 * random_share(model);
    bool coarse = one_in(model, 3); /* so that there are ties */
    indicator->missing = PICK(model, missings);
    indicator->treat = PICK(model, treats);
    indicator->normalise = PICK(model, normalisations);
    indicator->safety = one_in(model, 3);
    indicator->over_period = one_in(model, 4);
    indicator->per = one_in(model, 6);
    for (size_t period = 0; period < model->periods; period++) {
        for (size_t region = 0; region < model->regions; region++) {
            double value = 0.5 + 39.5 * random_share(model);
            value = coarse ? ceil(value / 8) * 5 : value;
            indicator->value[period][region] = random_share(model) < gaps ? (double)NAN : value;
        }
    }
}

static size_t add_node(struct random_model *model, size_t parent, size_t indicator)
{
    size_t position = model->nodes++;
    model->node[position] = (struct random_node){
        .parent = parent,
        .indicator = indicator,
        .weight = one_in(model, 9) ? 0 : 0.125 + random_share(model),
        .factor = 1,
        .min_coverage = one_in(model, 3) ? random_share(model) : 0,
        .aggregate = PICK(model, aggregates),
        .weights = PICK(model, weightings),
        .place = position,
    };
    if (strcmp(model->node[position].weights->text, "benefit_of_doubt") == 0) {
        model->node[position].aggregate = &best_light;
    }
    return position;
}

/** Inner nodes hang anywhere; then every leaf does; an inner node without a child gets a leaf of what is left. */
static void make_tree(struct random_model *model)
{
    size_t inner = 1 + random_below(model, 4);
    model->nodes = 0;
    add_node(model, ROOT, MOST_INDICATORS);
    for (size_t i = 1; i < inner; i++) {
        add_node(model, random_below(model, i), MOST_INDICATORS);
    }
    model->indicators = inner + 1 + random_below(model, MOST_INDICATORS - inner);
    for (size_t i = 0; i < model->indicators; i++) {
        size_t parent = i < inner ? inner - 1 - i : random_below(model, inner);
        size_t leaf = add_node(model, parent, i);
        model->node[leaf].weight += i < inner ? 0.5 : 0; /* no node has children of weight zero only */
    }
}

void random_model_make(struct random_model *model, uint64_t seed)
{
    memset(model, 0, sizeof *model);
    model->state = seed * 0x9E3779B97F4A7C15U + 1;
    for (size_t i = 0; i < 8; i++) {
        random_share(model);
    }
    model->regions = 3 + random_below(model, MOST_REGIONS - 3);
    model->periods = 1 + random_below(model, MOST_PERIODS);
    model->twin = MOST_REGIONS;
    model->screened = one_in(model, 6);
    model->strict = one_in(model, 2);
    make_tree(model);
    for (size_t i = 0; i < model->indicators; i++) {
        make_indicator(model, &model->indicator[i]);
        model->indicator_place[i] = i;
    }
    for (size_t i = 0; i < model->regions; i++) {
        model->population[i] = 0.5 + 2 * random_share(model);
        model->region_place[i] = i;
    }
}

bool random_model_on_scale(const struct random_model *model)
{
    for (size_t i = 0; i < model->nodes; i++) {
        const struct random_node *node = &model->node[i];
        bool leaf = node->indicator < MOST_INDICATORS;
        if (leaf ? !model->indicator[node->indicator].normalise->on_scale : !node->aggregate->on_scale) {
            return false;
        }
    }
    return true;
}

bool random_model_monotone(const struct random_model *model)
{
    for (size_t i = 0; i < model->nodes; i++) {
        const struct random_node *node = &model->node[i];
        if (node->indicator == MOST_INDICATORS && (!node->aggregate->monotone || !node->weights->monotone)) {
            return false;
        }
    }
    for (size_t i = 0; i < model->indicators; i++) {
        if (!model->indicator[i].treat->monotone || !model->indicator[i].missing->monotone) {
            return false;
        }
    }
    return true;
}

static void shuffle(struct random_model *model, size_t *places, size_t count)
{
    for (size_t i = count; i > 1; i--) {
        size_t other = random_below(model, i);
        size_t kept = places[i - 1];
        places[i - 1] = places[other];
        places[other] = kept;
    }
}

void random_model_shuffle(struct random_model *model)
{
    size_t places[MOST_NODES];
    shuffle(model, model->region_place, model->regions);
    shuffle(model, model->indicator_place, model->indicators);
    for (size_t i = 0; i < model->nodes; i++) {
        places[i] = i;
    }
    shuffle(model, places, model->nodes);
    for (size_t i = 0; i < model->nodes; i++) {
        model->node[i].place = places[i];
    }
}

static void write_aggregate(const struct random_model *model, size_t position, FILE *file)
{
    const char *text = model->node[position].aggregate->text;
    if (strcmp(text, "owa") != 0) {
        fputs(text, file);
        return;
    }
    fputs("{method: owa, weights: [1", file);
    for (size_t i = 1, children = 0; i < model->nodes; i++) {
        if (model->node[i].parent == position && ++children > 1) {
            fprintf(file, ", %.17g", 1 / (double)children);
        }
    }
    fputs("]}", file);
}

static void write_node(const struct random_model *model, size_t position, FILE *file)
{
    const struct random_node *node = &model->node[position];
    double weight = node->weight * model->node[node->parent].factor;
    if (node->indicator < MOST_INDICATORS) {
        fprintf(file, "{indicator: x%zu, weight: %.17g}", node->indicator, weight);
        return;
    }
    fprintf(file, "{id: n%zu, weight: %.17g, weights: %s, min_coverage: %.17g, aggregate: ", position,
            position == ROOT ? 1 : weight, node->weights->text, node->min_coverage);
    write_aggregate(model, position, file);
    fputs(", children: [", file);
    const char *separator = "";
    for (size_t place = 0; place < model->nodes; place++) {
        for (size_t i = 1; i < model->nodes; i++) {
            if (model->node[i].place == place && model->node[i].parent == position) {
                fputs(separator, file);
                write_node(model, i, file);
                separator = ", ";
            }
        }
    }
    fputs("]}", file);
}

static void write_indicator(const struct random_model *model, size_t position, FILE *file)
{
    const struct random_indicator *indicator = &model->indicator[position];
    fprintf(file, "  x%zu: {source: data, direction: %s, over: %s, missing: %s, treat: %s, normalise: %s%s}\n",
            position, indicator->safety ? "safety" : "risk", indicator->over_period ? "period" : "all",
            indicator->missing->text, indicator->treat->text, indicator->normalise->text,
            indicator->per ? ", per: population" : "");
}

void random_model_write_yaml(const struct random_model *model, FILE *file)
{
    fprintf(file, "tocsin: 1\nid: random\nregions: regions.csv\n");
    fprintf(file, "periods: {frequency: year, from: 2001, to: %zu}\n", 2000 + model->periods);
    if (model->screened) {
        fputs("screen: {min_available: 0.4, min_nonzero: 0.05}\n", file);
    }
    fputs("sources:\n  data: {format: series, file: data.csv}\nindicators:\n", file);
    for (size_t place = 0; place < model->indicators; place++) {
        for (size_t i = 0; i < model->indicators; i++) {
            if (model->indicator_place[i] == place) {
                write_indicator(model, i, file);
            }
        }
    }
    fputs("index: ", file);
    write_node(model, ROOT, file);
    fputs("\n", file);
}

void random_model_write_regions(const struct random_model *model, FILE *file)
{
    fputs("region,name,population,group\n", file);
    for (size_t place = 0; place < model->regions; place++) {
        for (size_t i = 0; i < model->regions; i++) {
            if (model->region_place[i] == place) {
                fprintf(file, "r%zu,Region %zu,%.17g,g%zu\n", i, i, model->population[i], i % 2);
            }
        }
    }
    if (model->twin < MOST_REGIONS) {
        fprintf(file, "twin,Twin,%.17g,g%zu\n", model->population[model->twin], model->twin % 2);
    }
}

static void write_row(const struct random_model *model, size_t period, size_t region, const char *id, FILE *file)
{
    fprintf(file, "%s,%zu", id, 2001 + period);
    for (size_t i = 0; i < model->indicators; i++) {
        double value = model->indicator[i].value[period][region];
        if (isnan(value)) {
            fputs(",", file);
        } else {
            fprintf(file, ",%.17g", value);
        }
    }
    fputs("\n", file);
}

void random_model_write_data(const struct random_model *model, FILE *file)
{
    fputs("region,period", file);
    for (size_t i = 0; i < model->indicators; i++) {
        fprintf(file, ",x%zu", i);
    }
    fputs("\n", file);
    for (size_t period = 0; period < model->periods; period++) {
        for (size_t place = 0; place < model->regions; place++) {
            char id[24];
            snprintf(id, sizeof id, "r%zu", model->region_place[place]);
            write_row(model, period, model->region_place[place], id, file);
        }
        if (model->twin < MOST_REGIONS) {
            write_row(model, period, model->twin, "twin", file);
        }
    }
}
