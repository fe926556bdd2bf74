/** What several modules take over the past: mean and spread of a window, weights that halve with age. */
#ifndef TOCSIN_INDICATORS_TRAILING_H
#define TOCSIN_INDICATORS_TRAILING_H

#include <stddef.h>
#include <stdint.h>

struct trailing_statistics {
    double mean;
    double deviation; /* sample standard deviation (n - 1); exactly 0 for equal values and for fewer than two */
};

/**
 * Mean and sample standard deviation of finite values, in two compensated passes over the array's order. Of no values
 * both are 0: the caller has seen to it that there are enough.
 */
struct trailing_statistics trailing_statistics_of(const double *values, size_t count);

/** 100 Phi(z): the share of a standard normal distribution below z, in percent. */
double trailing_normal_percent(double z);

/** 2^(-days / half_life): 1 for today, a half after `half_life` days. `half_life` is above 0, `days` not below 0. */
double trailing_half_life_weight(double days, double half_life);

/** A sum whose terms halve with age, brought forward from term to term. Zero-initialise, with the half-life. */
struct trailing_memory {
    double sum;
    int32_t at; /* of the latest term, in the unit of the half-life */
    double half_life;
};

/** Adds a term at or after the latest one. */
void trailing_memory_add(struct trailing_memory *memory, int32_t at, double term);
/** The sum as it is at or after the latest term. */
double trailing_memory_at(const struct trailing_memory *memory, int32_t at);

#endif
