/** What the programs that measure have in common: a clock, numbers that depend on nothing, and a way out. */
#ifndef TOCSIN_TESTS_BENCH_H
#define TOCSIN_TESTS_BENCH_H

#include "panel/panel.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static inline double bench_now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/** Of all threads together: what others do on the machine matters less than to the clock. */
static inline double bench_processor_time(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/** splitmix64: a number that depends on its position only. */
static inline uint64_t bench_mixed(uint64_t position)
{
    uint64_t z = (position + 1) * UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/** From 0 to before 1. */
static inline double bench_uniform(uint64_t position)
{
    return (double)(bench_mixed(position) >> 11) * 0x1p-53;
}

static inline void bench_stop_unless(bool fine, const char *what)
{
    if (!fine) {
        fprintf(stderr, "bench: %s failed\n", what);
        exit(2);
    }
}

/** Skewed values, one in fifty missing. */
static inline void bench_fill(struct panel *panel)
{
    size_t cells = panel->periods * panel->columns * panel->regions;
    for (size_t i = 0; i < cells; i++) {
        double uniform = bench_uniform(i);
        if (bench_mixed(i) % 50 == 0) {
            panel_set_missing(panel, i, OBSERVATION_EMPTY);
        } else {
            panel_set(panel, i, 1000 * uniform * uniform * uniform, OBSERVATION_NORMAL);
        }
    }
}

static inline int bench_compare(const void *left, const void *right)
{
    double a = *(const double *)left;
    double b = *(const double *)right;
    return (a > b) - (a < b);
}

static inline double bench_median(double *seconds, size_t runs)
{
    qsort(seconds, runs, sizeof *seconds, bench_compare);
    return seconds[runs / 2];
}

static inline size_t bench_argument(int count, char **arguments, int position, size_t otherwise)
{
    return count > position ? (size_t)strtoumax(arguments[position], NULL, 10) : otherwise;
}

#endif
