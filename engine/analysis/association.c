/** Measures of how two columns go together. */
#include "analysis/association.h"
#include "base/compensated_sum.h"
#include <gsl/gsl_cdf.h>
#include <string.h>

const char *const association_names[ASSOCIATION_METHODS] = {"pearson", "spearman", "kendall"};

tocsin_status association_desk_create(tocsin_context *context, size_t cells, struct association_desk *desk)
{
    desk->points = memory_allocate(context, cells, sizeof *desk->points);
    desk->spare = memory_allocate(context, cells, sizeof *desk->spare);
    desk->counts = memory_allocate(context, cells, sizeof *desk->counts);
    desk->places = memory_allocate(context, cells, 2 * sizeof *desk->places);
    desk->first = memory_allocate(context, cells, sizeof *desk->first);
    desk->second = memory_allocate(context, cells, sizeof *desk->second);
    bool made = desk->points && desk->spare && desk->counts && desk->places && desk->first && desk->second;
    return made ? TOCSIN_OK : TOCSIN_ERROR_MEMORY;
}

void association_desk_release(tocsin_context *context, struct association_desk *desk)
{
    memory_release(context, desk->points);
    memory_release(context, desk->spare);
    memory_release(context, desk->counts);
    memory_release(context, desk->places);
    memory_release(context, desk->first);
    memory_release(context, desk->second);
    *desk = (struct association_desk){0};
}

enum { FIRST = 32, SECOND = 0 }; /* bits below the place in the one column and the other */

static uint32_t place_of(uint64_t point, unsigned column)
{
    return (uint32_t)(point >> column);
}

static size_t gather(const struct association_column *first, const struct association_column *second, uint64_t *points)
{
    size_t count = 0;
    for (size_t i = 0; i < first->cells; i++) {
        if (first->present[i] && second->present[i]) {
            points[count++] = (uint64_t)first->place[i] << FIRST | second->place[i];
        }
    }
    return count;
}

/** Sorts by the place in one column, by counting; what is equal there keeps its order. */
static void sort_by(struct association_desk *desk, size_t count, size_t cells, unsigned column)
{
    uint32_t *begin = desk->counts;
    memset(begin, 0, cells * sizeof *begin);
    for (size_t i = 0; i < count; i++) {
        begin[place_of(desk->points[i], column)]++;
    }
    uint32_t before = 0;
    for (size_t i = 0; i < cells; i++) {
        uint32_t here = begin[i];
        begin[i] = before;
        before += here;
    }
    for (size_t i = 0; i < count; i++) {
        desk->spare[begin[place_of(desk->points[i], column)]++] = desk->points[i];
    }
    uint64_t *sorted = desk->spare;
    desk->spare = desk->points;
    desk->points = sorted;
}

/** Merges two sorted runs [begin, middle) and [middle, end); returns how many pairs change places. */
static uint64_t merge(const uint32_t *from, size_t begin, size_t middle, size_t end, uint32_t *to)
{
    uint64_t exchanges = 0;
    size_t left = begin;
    size_t right = middle;
    size_t at = begin;
    while (left < middle && right < end) {
        bool exchanged = from[right] < from[left];
        exchanges += exchanged ? middle - left : 0;
        to[at++] = exchanged ? from[right] : from[left];
        right += exchanged;
        left += !exchanged;
    }
    memcpy(to + at, from + left, (middle - left) * sizeof *to);
    memcpy(to + at + (middle - left), from + right, (end - right) * sizeof *to);
    return exchanges;
}

/** How many pairs of the sorted points are in the wrong order by the second column. */
static uint64_t count_exchanges(struct association_desk *desk, size_t count, size_t cells)
{
    uint64_t exchanges = 0;
    uint32_t *from = desk->places;
    uint32_t *to = desk->places + cells;
    for (size_t i = 0; i < count; i++) {
        from[i] = place_of(desk->points[i], SECOND);
    }
    for (size_t width = 1; width < count; width *= 2) {
        for (size_t begin = 0; begin < count; begin += 2 * width) {
            size_t middle = begin + width < count ? begin + width : count;
            size_t end = begin + 2 * width < count ? begin + 2 * width : count;
            exchanges += merge(from, begin, middle, end, to);
        }
        uint32_t *merged = to;
        to = from;
        from = merged;
    }
    return exchanges;
}

/** Sums over one column's runs of equal values, t to each, as the variance of Kendall's S asks for them. */
struct ties {
    double pairs;   /* t (t - 1) */
    double triples; /* t (t - 1) (t - 2) */
    double spread;  /* t (t - 1) (2 t + 5) */
};

static void ties_add(struct ties *ties, size_t run)
{
    double t = (double)run;
    ties->pairs += t * (t - 1);
    ties->triples += t * (t - 1) * (t - 2);
    ties->spread += t * (t - 1) * (2 * t + 5);
}

/** Ranks from 1 of points sorted by a column, of equal values their mean. */
static void rank_points(const uint64_t *points, size_t count, unsigned column, struct ties *ties, double *ranks)
{
    for (size_t begin = 0, end; begin < count; begin = end) {
        end = begin + 1;
        while (end < count && place_of(points[end], column) == place_of(points[begin], column)) {
            end++;
        }
        for (size_t i = begin; i < end; i++) {
            ranks[i] = (double)(begin + 1 + end) / 2;
        }
        ties_add(ties, end - begin);
    }
}

/** Pairs of points that are equal in both columns, each counted twice. */
static double count_joint(const uint64_t *points, size_t count)
{
    struct ties joint = {0};
    for (size_t begin = 0, end; begin < count; begin = end) {
        end = begin + 1;
        while (end < count && points[end] == points[begin]) {
            end++;
        }
        ties_add(&joint, end - begin);
    }
    return joint.pairs;
}

/** Deviations of two columns from their means in units of the largest, so that no product leaves the range. */
struct products {
    double first_unit, second_unit;
    double first, second, both; /* sums of squares and of products; 0 squares for a constant column */
};

/** The mean, and the largest deviation from it: 0 only if all values are the same. */
static void centre(const double *values, size_t count, double *mean, double *unit)
{
    double low = values[0];
    double high = values[0];
    struct compensated_sum sum = {0};
    for (size_t i = 0; i < count; i++) {
        double value = values[i];
        low = value < low ? value : low;
        high = value > high ? value : high;
        compensated_sum_add(&sum, value / (double)count);
    }
    *mean = compensated_sum_value(&sum);
    *unit = low < high ? fmax(high - *mean, *mean - low) : 0;
}

static struct products products_of(const double *first, const double *second, size_t count)
{
    struct products products = {0};
    double first_mean;
    double second_mean;
    centre(first, count, &first_mean, &products.first_unit);
    centre(second, count, &second_mean, &products.second_unit);
    struct compensated_sum squares = {0};
    struct compensated_sum other_squares = {0};
    struct compensated_sum both = {0};
    struct compensated_sum rest = {0};
    struct compensated_sum other_rest = {0};
    for (size_t i = 0; i < count; i++) {
        double x = products.first_unit > 0 ? (first[i] - first_mean) / products.first_unit : 0;
        double y = products.second_unit > 0 ? (second[i] - second_mean) / products.second_unit : 0;
        compensated_sum_add(&squares, x * x);
        compensated_sum_add(&other_squares, y * y);
        compensated_sum_add(&both, x * y);
        compensated_sum_add(&rest, x);
        compensated_sum_add(&other_rest, y);
    }
    /* What rounding left in the means is taken out again (T. F. Chan, G. H. Golub, R. J. LeVeque, 1983). */
    double x_rest = compensated_sum_value(&rest);
    double y_rest = compensated_sum_value(&other_rest);
    products.first = compensated_sum_value(&squares) - x_rest * x_rest / (double)count;
    products.second = compensated_sum_value(&other_squares) - y_rest * y_rest / (double)count;
    products.both = compensated_sum_value(&both) - x_rest * y_rest / (double)count;
    return products;
}

static struct optional_number correlation_of(const struct products *products)
{
    if (products->first_unit <= 0 || products->second_unit <= 0) {
        return (struct optional_number){0};
    }
    double value = products->both / (sqrt(products->first) * sqrt(products->second));
    return (struct optional_number){isfinite(value), fmax(-1, fmin(1, value))};
}

/** By Student's t with n - 2 degrees of freedom. */
static struct optional_number p_of_correlation(const struct optional_number *correlation, size_t count)
{
    if (!correlation->given || count < 3) {
        return (struct optional_number){0};
    }
    double r = fabs(correlation->value);
    double freedom = (double)(count - 2);
    double rest = (1 - r) * (1 + r);
    double p = rest > 0 ? 2 * gsl_cdf_tdist_Q(r * sqrt(freedom / rest), freedom) : 0;
    return (struct optional_number){isfinite(p), fmin(1, p)};
}

/**
 * Kendall's tau-b from the number of exchanges that sort the second column once the first is sorted (W. R. Knight, A
 * computer method for calculating Kendall's tau with ungrouped data, JASA 61, 1966), with the variance of S under ties
 * (M. G. Kendall, Rank correlation methods, 1970).
 */
static void kendall(size_t count, const struct ties *first, const struct ties *second, double joint, double exchanges,
                    struct association_coefficient *coefficient)
{
    double n = (double)count;
    double all = n * (n - 1);
    double s = (all - first->pairs - second->pairs + joint) / 2 - 2 * exchanges;
    double root = sqrt(all - first->pairs) * sqrt(all - second->pairs) / 2;
    if (!(root > 0)) {
        return;
    }
    coefficient->value = (struct optional_number){true, fmax(-1, fmin(1, s / root))};
    double variance = (all * (2 * n + 5) - first->spread - second->spread) / 18 +
                      first->pairs * second->pairs / (2 * all) + first->triples * second->triples / (9 * all * (n - 2));
    if (variance > 0) {
        coefficient->p_value =
            (struct optional_number){true, fmin(1, 2 * gsl_cdf_ugaussian_Q(fabs(s) / sqrt(variance)))};
    }
}

/**
 * The points are sorted by the first column, then by the second. Ranks of the second are found in its own order, and
 * put where the first column's are: what is equal in the second column keeps its order.
 */
static void measure_ranks(struct association_desk *desk, size_t count, size_t cells, struct association *association)
{
    struct ties first = {0};
    struct ties second = {0};
    double joint = count_joint(desk->points, count);
    double exchanges = (double)count_exchanges(desk, count, cells);
    rank_points(desk->points, count, FIRST, &first, desk->first);
    uint32_t *rank_of = desk->places; /* twice the rank of each place of the first column */
    for (size_t i = 0; i < count; i++) {
        rank_of[place_of(desk->points[i], FIRST)] = (uint32_t)(2 * desk->first[i]);
    }
    sort_by(desk, count, cells, SECOND);
    rank_points(desk->points, count, SECOND, &second, desk->second);
    for (size_t i = 0; i < count; i++) {
        desk->first[i] = (double)rank_of[place_of(desk->points[i], FIRST)] / 2;
    }
    struct association_coefficient *spearman = &association->coefficient[ASSOCIATION_SPEARMAN];
    struct products products = products_of(desk->first, desk->second, count);
    spearman->value = correlation_of(&products);
    spearman->p_value = p_of_correlation(&spearman->value, count);
    kendall(count, &first, &second, joint, exchanges, &association->coefficient[ASSOCIATION_KENDALL]);
}

void association_measure(struct association_desk *desk, const struct association_column *first,
                         const struct association_column *second, bool ranks, struct association *association)
{
    enum { FEWEST_PAIRS = 3 /* two points always lie on a line */ };
    *association = (struct association){0};
    size_t count = gather(first, second, desk->points);
    association->pairs = count;
    if (count < 2) {
        return;
    }
    sort_by(desk, count, first->cells, SECOND);
    sort_by(desk, count, first->cells, FIRST);
    for (size_t i = 0; i < count; i++) {
        desk->first[i] = first->distinct[place_of(desk->points[i], FIRST)];
        desk->second[i] = second->distinct[place_of(desk->points[i], SECOND)];
    }
    struct products products = products_of(desk->first, desk->second, count);
    double covariance = products.both * products.first_unit * products.second_unit / (double)(count - 1);
    association->covariance = (struct optional_number){isfinite(covariance), isfinite(covariance) ? covariance : 0};
    if (count < FEWEST_PAIRS) {
        return;
    }
    struct association_coefficient *pearson = &association->coefficient[ASSOCIATION_PEARSON];
    pearson->value = correlation_of(&products);
    pearson->p_value = p_of_correlation(&pearson->value, count);
    if (ranks) {
        measure_ranks(desk, count, first->cells, association);
    }
}
