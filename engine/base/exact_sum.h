/**
 * A sum of doubles that does not depend on their order: 128-bit fixed point, unit 2^-64. Values of magnitude 2^-12 up
 * to 2^62 are added exactly, smaller ones to the nearest 2^-64 (5e-20). So shards, threads and shuffled rows all give
 * the same bits.
 */
#ifndef TOCSIN_BASE_EXACT_SUM_H
#define TOCSIN_BASE_EXACT_SUM_H

#include <stdbool.h>

__extension__ typedef __int128 exact_integer;

struct exact_sum {
    exact_integer units;
};

/** False if the value is not finite or the sum would leave +-2^62; the sum is then untouched. */
bool exact_sum_add(struct exact_sum *sum, double value);
bool exact_sum_merge(struct exact_sum *sum, const struct exact_sum *other);
/** The sum, rounded to the nearest double. */
double exact_sum_value(const struct exact_sum *sum);

#endif
