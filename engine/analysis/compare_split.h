/**
 * The difference of two scores, split among the causes that differ between them: the Shapley value (L. S. Shapley, A
 * value for n-person games, 1953) of the game v(K) = the score of the mixture in which the causes of K are as in the
 * second run and all others as in the first.
 */
#ifndef TOCSIN_ANALYSIS_COMPARE_SPLIT_H
#define TOCSIN_ANALYSIS_COMPARE_SPLIT_H

#include <stdbool.h>
#include <stddef.h>

enum { SPLIT_MOST_PLAYERS = 5, SPLIT_MOST_SETS = 1 << SPLIT_MOST_PLAYERS };

/**
 * `score` and `there` are [set], a set being the bits of its players; the empty and the full one are there. Where a
 * mixture has no score, the orders of the causes that lead through it are left out of the average. If all orders do,
 * such mixtures count as half way between the two scores, and the result is false. The parts add up to the difference;
 * of a single player, or where the others do nothing, it is the difference to the bit.
 */
bool compare_split(size_t players, const double *score, const bool *there, double *part);

#endif
