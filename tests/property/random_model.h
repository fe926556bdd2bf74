/**
 * Models of any shape with data of any shape, and what is known of each: which laws its methods promise to keep. The
 * same seed gives the same model.
 */
#ifndef TOCSIN_TESTS_RANDOM_MODEL_H
#define TOCSIN_TESTS_RANDOM_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { MOST_REGIONS = 10, MOST_PERIODS = 3, MOST_INDICATORS = 8, MOST_NODES = 24, ROOT = 0 };

/** A method as the model file writes it, and what it keeps. */
struct method {
    const char *text;
    bool on_scale; /* results lie on the scale if what goes in does */
    bool monotone; /* more risk never gives a lower result */
    bool relative; /* weights count in relation to one another only */
};

struct random_indicator {
    const struct method *missing, *treat, *normalise;
    bool safety, over_period, per;
    double value[MOST_PERIODS][MOST_REGIONS]; /* 0.5 to 40, NAN where missing */
};

struct random_node {
    size_t parent;    /* of the root itself */
    size_t indicator; /* MOST_INDICATORS: an inner node */
    double weight;
    double factor; /* all weights of its children are written times this */
    double min_coverage;
    const struct method *aggregate, *weights;
    size_t place; /* children are written in the order of their places */
};

struct random_model {
    uint64_t state; /* of the random numbers */
    size_t regions, periods, indicators, nodes;
    struct random_indicator indicator[MOST_INDICATORS];
    struct random_node node[MOST_NODES];
    double population[MOST_REGIONS];
    size_t region_place[MOST_REGIONS], indicator_place[MOST_INDICATORS];
    size_t twin; /* this region is written twice, the second time as "twin"; MOST_REGIONS: none is */
    bool screened;
    bool strict; /* all its methods keep all laws, so that there are enough models for each */
};

void random_model_make(struct random_model *model, uint64_t seed);
/** A number in [0, 1). */
double random_share(struct random_model *model);
size_t random_below(struct random_model *model, size_t count);

/** True if all its methods do. */
bool random_model_on_scale(const struct random_model *model);
bool random_model_monotone(const struct random_model *model);

/** Writes the places of regions, indicators and children in another order. */
void random_model_shuffle(struct random_model *model);

void random_model_write_yaml(const struct random_model *model, FILE *file);
void random_model_write_regions(const struct random_model *model, FILE *file);
void random_model_write_data(const struct random_model *model, FILE *file);

#endif
