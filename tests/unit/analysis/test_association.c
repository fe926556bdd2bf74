/** Coefficients of association: published examples, definitions counted out, and laws. */
#include "analysis/association.h"
#include "base/scope.h"
#include "score/fixture.h"

enum { MOST = 64 };

struct columns {
    double first[MOST], second[MOST];
    uint8_t first_present[MOST], second_present[MOST];
    size_t count;
};

static void measure(const struct columns *columns, struct association *association)
{
    struct counted counted;
    struct scope scope;
    struct association_desk desk = {0};
    struct arena arena = {0};
    struct association_column first = {
        .value = columns->first, .present = columns->first_present, .cells = columns->count};
    struct association_column second = {
        .value = columns->second, .present = columns->second_present, .cells = columns->count};
    counted_begin(&counted);
    scope_enter(&scope);
    arena_begin(&arena, counted.context);
    CU_ASSERT_EQUAL_FATAL(association_column_prepare(&arena, &first), TOCSIN_OK);
    CU_ASSERT_EQUAL_FATAL(association_column_prepare(&arena, &second), TOCSIN_OK);
    CU_ASSERT_EQUAL_FATAL(association_desk_create(counted.context, columns->count, &desk), TOCSIN_OK);
    association_measure(&desk, &first, &second, true, association);
    arena_end(&arena);
    association_desk_release(counted.context, &desk);
    scope_leave(&scope);
    CU_ASSERT_TRUE(counted_end(&counted));
}

static void fill(struct columns *columns, const double *first, const double *second, size_t count)
{
    *columns = (struct columns){.count = count};
    for (size_t i = 0; i < count; i++) {
        columns->first[i] = isnan(first[i]) ? 0 : first[i];
        columns->second[i] = isnan(second[i]) ? 0 : second[i];
        columns->first_present[i] = (uint8_t)(isnan(first[i]) ? 0 : 1);
        columns->second_present[i] = (uint8_t)(isnan(second[i]) ? 0 : 1);
    }
}

/** Numbers of few values, so that many tie, and some are missing. */
static void fill_random(struct columns *columns, size_t count, unsigned values, uint64_t *state)
{
    *columns = (struct columns){.count = count};
    for (size_t i = 0; i < count; i++) {
        columns->first[i] = floor(values * fixture_random(state)) * 1.37 - 4.1;
        columns->second[i] = floor(values * fixture_random(state)) * 0.71 + 0.3 * columns->first[i];
        columns->first_present[i] = fixture_random(state) > 0.1;
        columns->second_present[i] = fixture_random(state) > 0.1;
    }
}

/** M. Hollander and D. A. Wolfe, Nonparametric Statistical Methods, 1973, p. 187: quality of canned tuna. */
static void a_published_example(void)
{
    static const double lightness[] = {44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1};
    static const double panel[] = {2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8};
    struct columns columns;
    struct association found;
    fill(&columns, lightness, panel, 9);
    measure(&columns, &found);
    const struct association_coefficient *coefficient = found.coefficient;
    CU_ASSERT_EQUAL(found.pairs, 9);
    CU_ASSERT_TRUE(close_to(coefficient[ASSOCIATION_PEARSON].value.value, 0.5711816, 5e-8));
    CU_ASSERT_TRUE(close_to(coefficient[ASSOCIATION_PEARSON].p_value.value, 0.1082, 5e-5));
    CU_ASSERT_TRUE(close_to(coefficient[ASSOCIATION_SPEARMAN].value.value, 0.6, 1e-15));
    CU_ASSERT_TRUE(close_to(coefficient[ASSOCIATION_KENDALL].value.value, 16.0 / 36, 1e-15));
    /* S = 16 of variance 9 * 8 * 23 / 18 = 92: z = 1.6681 */
    CU_ASSERT_TRUE(close_to(coefficient[ASSOCIATION_KENDALL].p_value.value, 0.0953, 5e-5));
}

/** Kendall's tau-b by comparing all pairs. */
static double tau_of(const double *x, const double *y, size_t count)
{
    double s = 0;
    double x_apart = 0;
    double y_apart = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t k = i + 1; k < count; k++) {
            double a = (x[i] > x[k]) - (x[i] < x[k]);
            double b = (y[i] > y[k]) - (y[i] < y[k]);
            s += a * b;
            x_apart += a != 0;
            y_apart += b != 0;
        }
    }
    return s / sqrt(x_apart * y_apart);
}

/** Pearson's coefficient by its definition. */
static double r_of(const double *x, const double *y, size_t count)
{
    double x_mean = 0;
    double y_mean = 0;
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (size_t i = 0; i < count; i++) {
        x_mean += x[i] / (double)count;
        y_mean += y[i] / (double)count;
    }
    for (size_t i = 0; i < count; i++) {
        xx += (x[i] - x_mean) * (x[i] - x_mean);
        yy += (y[i] - y_mean) * (y[i] - y_mean);
        xy += (x[i] - x_mean) * (y[i] - y_mean);
    }
    return xy / sqrt(xx * yy);
}

/** The mean rank of equal values, by counting. */
static void rank(const double *values, size_t count, double *ranks)
{
    for (size_t i = 0; i < count; i++) {
        double below = 0;
        double equal = 0;
        for (size_t k = 0; k < count; k++) {
            below += values[k] < values[i];
            equal += values[k] == values[i];
        }
        ranks[i] = below + (equal + 1) / 2;
    }
}

static void definitions_are_met_with_ties_and_gaps(void)
{
    uint64_t state = 0x9E3779B97F4A7C15u;
    for (size_t round = 0; round < 300; round++) {
        struct columns columns;
        struct association found;
        double x[MOST];
        double y[MOST];
        double x_rank[MOST];
        double y_rank[MOST];
        size_t count = 0;
        fill_random(&columns, 5 + round % 50, 3 + (unsigned)(round % 13), &state);
        measure(&columns, &found);
        for (size_t i = 0; i < columns.count; i++) {
            if (columns.first_present[i] && columns.second_present[i]) {
                x[count] = columns.first[i];
                y[count++] = columns.second[i];
            }
        }
        CU_ASSERT_EQUAL(found.pairs, count);
        double r = r_of(x, y, count);
        if (isnan(r) || count < 3) {
            CU_ASSERT_FALSE(found.coefficient[ASSOCIATION_PEARSON].value.given);
            continue;
        }
        rank(x, count, x_rank);
        rank(y, count, y_rank);
        CU_ASSERT_TRUE(close_to(found.coefficient[ASSOCIATION_PEARSON].value.value, r, 1e-13));
        CU_ASSERT_TRUE(
            close_to(found.coefficient[ASSOCIATION_SPEARMAN].value.value, r_of(x_rank, y_rank, count), 1e-13));
        CU_ASSERT_TRUE(close_to(found.coefficient[ASSOCIATION_KENDALL].value.value, tau_of(x, y, count), 1e-14));
    }
}

static void swap_cells(struct columns *columns, size_t i, size_t k)
{
    struct columns before = *columns;
    columns->first[i] = before.first[k];
    columns->first[k] = before.first[i];
    columns->second[i] = before.second[k];
    columns->second[k] = before.second[i];
    columns->first_present[i] = before.first_present[k];
    columns->first_present[k] = before.first_present[i];
    columns->second_present[i] = before.second_present[k];
    columns->second_present[k] = before.second_present[i];
}

static bool same_bits(const struct association *one, const struct association *other)
{
    bool same = one->pairs == other->pairs && one->covariance.value == other->covariance.value;
    for (size_t i = 0; i < ASSOCIATION_METHODS; i++) {
        same &= one->coefficient[i].value.value == other->coefficient[i].value.value &&
                one->coefficient[i].p_value.value == other->coefficient[i].p_value.value;
    }
    return same;
}

static void the_order_of_the_cells_is_of_no_account(void)
{
    uint64_t state = 4711;
    for (size_t round = 0; round < 200; round++) {
        struct columns columns;
        struct association before;
        struct association after;
        fill_random(&columns, 40, 5 + (unsigned)(round % 40), &state);
        measure(&columns, &before);
        for (size_t i = columns.count; i-- > 1;) {
            swap_cells(&columns, i, (size_t)(fixture_random(&state) * (double)(i + 1)));
        }
        measure(&columns, &after);
        CU_ASSERT_TRUE(same_bits(&before, &after));
    }
}

static void scale_and_sign(void)
{
    uint64_t state = 99;
    struct columns columns;
    struct association before;
    struct association after;
    fill_random(&columns, 50, 30, &state);
    measure(&columns, &before);
    for (size_t i = 0; i < columns.count; i++) {
        columns.first[i] = -1e150 * columns.first[i]; /* squares of these leave the range of doubles */
        columns.second[i] = 3e-160 * columns.second[i] + 0;
    }
    measure(&columns, &after);
    for (size_t i = 0; i < ASSOCIATION_METHODS; i++) {
        CU_ASSERT_TRUE(close_to(after.coefficient[i].value.value, -before.coefficient[i].value.value, 1e-12));
        CU_ASSERT_TRUE(close_to(after.coefficient[i].p_value.value, before.coefficient[i].p_value.value, 1e-10));
    }
    CU_ASSERT_TRUE(fabs(after.covariance.value / before.covariance.value + 3e-10) < 1e-20);
}

static void a_large_offset_costs_no_digits(void)
{
    static const double small[] = {0.25, 1.5, 0.75, 3.125, 2.0, 0.5};
    static const double other[] = {4.5, 3.25, 1.125, 9.75, 3.0, 2.25};
    double large[6];
    struct columns columns;
    struct association before;
    struct association after;
    fill(&columns, small, other, 6);
    measure(&columns, &before);
    for (size_t i = 0; i < 6; i++) {
        large[i] = small[i] + 0x1p49; /* exact */
    }
    fill(&columns, large, other, 6);
    measure(&columns, &after);
    CU_ASSERT_TRUE(close_to(after.coefficient[ASSOCIATION_PEARSON].value.value,
                            before.coefficient[ASSOCIATION_PEARSON].value.value, 1e-14));
}

static void the_ends_of_the_range(void)
{
    static const double up[] = {1.1, 2.7, 3.9, 4.2};
    static const double down[] = {9.3, 5.5, 5.1, -7};
    static const double constant[] = {2.385, 2.385, 2.385, 2.385};
    static const double gaps[] = {NAN, 1, NAN, 2};
    struct columns columns;
    struct association found;
    fill(&columns, up, up, 4);
    measure(&columns, &found);
    for (size_t i = 0; i < ASSOCIATION_METHODS; i++) {
        CU_ASSERT_EQUAL(found.coefficient[i].value.value, 1);
    }
    CU_ASSERT_EQUAL(found.coefficient[ASSOCIATION_PEARSON].p_value.value, 0);
    fill(&columns, up, down, 4);
    measure(&columns, &found);
    CU_ASSERT_EQUAL(found.coefficient[ASSOCIATION_SPEARMAN].value.value, -1);
    CU_ASSERT_EQUAL(found.coefficient[ASSOCIATION_KENDALL].value.value, -1);
    fill(&columns, up, constant, 4);
    measure(&columns, &found);
    for (size_t i = 0; i < ASSOCIATION_METHODS; i++) {
        CU_ASSERT_FALSE(found.coefficient[i].value.given);
        CU_ASSERT_FALSE(found.coefficient[i].p_value.given);
    }
    CU_ASSERT_TRUE(found.covariance.given && found.covariance.value == 0);
    fill(&columns, gaps, up, 4); /* two pairs make a line whatever they are */
    measure(&columns, &found);
    CU_ASSERT_EQUAL(found.pairs, 2);
    CU_ASSERT_FALSE(found.coefficient[ASSOCIATION_PEARSON].value.given);
    CU_ASSERT_TRUE(found.covariance.given && close_to(found.covariance.value, 0.75, 1e-15));
    columns.first_present[1] = 0;
    measure(&columns, &found);
    CU_ASSERT_EQUAL(found.pairs, 1);
    CU_ASSERT_FALSE(found.covariance.given);
}

static CU_TestInfo tests[] = {
    {"a published example", a_published_example},
    {"definitions are met with ties and gaps", definitions_are_met_with_ties_and_gaps},
    {"the order of the cells is of no account", the_order_of_the_cells_is_of_no_account},
    {"scale and sign", scale_and_sign},
    {"a large offset costs no digits", a_large_offset_costs_no_digits},
    {"the ends of the range", the_ends_of_the_range},
    CU_TEST_INFO_NULL,
};
SUITE(association, tests)
