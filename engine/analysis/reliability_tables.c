/** The table `reliability`: whether the items of a node measure one thing (L. J. Cronbach, Psychometrika 16, 1951). */
#include "analysis/tables.h"
#include "base/compensated_sum.h"

/* The Handbook (step 4.3) names 0.7 as acceptable, and others as low as 0.6 (J. C. Nunnally, 1978); beyond 0.95 items
 * repeat one another (D. L. Streiner, 2003). */
#define LOW_ALPHA 0.6
#define HIGH_ALPHA 0.95

enum { NODE, SET, ITEMS, PAIRS, DELETED, ALPHA, STANDARDISED, WITH_REST, FLAG, COLUMNS };
static const struct data_column columns[COLUMNS] = {
    {"node", DATA_TEXT, "id of the node of the index"},
    {"set", DATA_TEXT, "children of the node, or all indicators below it where that is something else"},
    {"items", DATA_COUNT, "items that the alpha is of"},
    {"pairs", DATA_COUNT, "fewest cells in which two of the items both have a value"},
    {"deleted", DATA_TEXT, "empty, or the item that is left out"},
    {"alpha", DATA_NUMBER, "Cronbach's alpha from covariances, at most 1; below 0 where items oppose one another"},
    {"standardised_alpha", DATA_NUMBER, "the same from correlations: as if all items had the same variance"},
    {"correlation_with_rest", DATA_NUMBER, "of the deleted item, standardised, with the sum of the others"},
    {"flag", DATA_TEXT, "low (alpha below 0.6) or high (above 0.95), of the rows without a deleted item"},
};

/** Covariances or correlations of a set's items, [item][item]. */
struct square {
    double *cells;
    size_t count;
    bool given; /* all cells are */
};

/**
 * Sums over all items but one (SIZE_MAX: over all): of all cells, and of the diagonal. Added up anew for every item
 * left out, because what is large must not be subtracted from what is small.
 */
static void sum_square(const struct square *square, size_t deleted, double *total, double *diagonal)
{
    struct compensated_sum all = {0};
    struct compensated_sum own = {0};
    for (size_t i = 0; i < square->count; i++) {
        for (size_t k = 0; i != deleted && k < square->count; k++) {
            compensated_sum_add(&all, k == deleted ? 0 : square->cells[i * square->count + k]);
        }
        compensated_sum_add(&own, i == deleted ? 0 : square->cells[i * square->count + i]);
    }
    *total = compensated_sum_value(&all);
    *diagonal = compensated_sum_value(&own);
}

/** k^2 times the mean of what is off the diagonal over the sum of all; none if nothing is left to vary. */
static struct optional_number alpha_without(const struct square *square, size_t deleted)
{
    double total;
    double diagonal;
    double items = (double)(square->count - (deleted < square->count));
    if (!square->given) {
        return (struct optional_number){0};
    }
    sum_square(square, deleted, &total, &diagonal);
    double alpha = items / (items - 1) * ((total - diagonal) / total);
    bool given = items > 1 && total > 0 && isfinite(alpha);
    return (struct optional_number){given, given ? alpha : 0};
}

/** Correlation of an item with the sum of the others; the square holds correlations. */
static struct optional_number correlation_with_rest(const struct square *square, size_t item)
{
    double variance;
    double diagonal;
    struct compensated_sum common = {0};
    if (!square->given) {
        return (struct optional_number){0};
    }
    sum_square(square, item, &variance, &diagonal);
    for (size_t i = 0; i < square->count; i++) {
        compensated_sum_add(&common, i == item ? 0 : square->cells[item * square->count + i]);
    }
    double value = compensated_sum_value(&common) / sqrt(variance);
    bool given = variance > 0 && isfinite(value);
    return (struct optional_number){given, given ? fmax(-1, fmin(1, value)) : 0};
}

/** Fills both squares; returns the fewest pairs. An item that is constant has no correlations. */
static size_t fill_squares(const struct study *study, const struct study_set *set, struct square *covariances,
                           struct square *correlations)
{
    size_t count = set->count;
    size_t fewest = SIZE_MAX;
    covariances->count = correlations->count = count;
    covariances->given = correlations->given = true;
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < count; k++) {
            const struct association *pair = study_pair(study, set->items[i], set->items[k]);
            const struct optional_number *correlation = &pair->coefficient[ASSOCIATION_PEARSON].value;
            covariances->given &= pair->covariance.given;
            correlations->given &= correlation->given;
            covariances->cells[i * count + k] = pair->covariance.value;
            correlations->cells[i * count + k] = i == k ? 1 : correlation->value;
            fewest = pair->pairs < fewest ? pair->pairs : fewest;
        }
    }
    return fewest;
}

enum { WORRY_LOW, WORRY_HIGH, WORRY_FEW, WORRIES };

/** `best` is the item without which alpha is highest. */
static void worry_about(struct study *study, const struct study_set *set, size_t pairs, double alpha,
                        const struct optional_number *without_best, size_t best, struct worry_list *worries)
{
    char number[NUMBER_TEXT_SIZE];
    char other[NUMBER_TEXT_SIZE];
    const char *node = study->node_id[set->node];
    if (pairs < FEWEST_CELLS || pairs < CELLS_AN_ITEM * set->count) {
        worry_add(
            &worries[WORRY_FEW], (double)set->count - (double)pairs,
            "The %zu %s of '%s' have as few as %zu cells in common, less than 10 or than 2 for each: their alpha and "
            "components may be an accident.",
            set->count, set->kind, node, pairs);
    } else if (alpha < LOW_ALPHA && without_best->given && without_best->value > alpha) {
        worry_add(&worries[WORRY_LOW], -alpha,
                  "The %zu %s of '%s' hardly measure one thing: Cronbach's alpha is %s, below 0.6; without '%s' it "
                  "is %s.",
                  set->count, set->kind, node, worry_number(number, alpha), study->node_id[set->items[best]],
                  worry_number(other, without_best->value));
    } else if (alpha < LOW_ALPHA) {
        worry_add(&worries[WORRY_LOW], -alpha,
                  "The %zu %s of '%s' hardly measure one thing: Cronbach's alpha is %s, below 0.6.", set->count,
                  set->kind, node, worry_number(number, alpha));
    } else if (alpha > HIGH_ALPHA) {
        worry_add(&worries[WORRY_HIGH], alpha,
                  "The %zu %s of '%s' repeat one another: Cronbach's alpha is %s, above 0.95.", set->count, set->kind,
                  node, worry_number(number, alpha));
    }
}

static struct data_cell *put_row(struct study *study, struct data_table *table, const struct study_set *set,
                                 size_t pairs, size_t items)
{
    struct data_cell *row = tables_row(study, table);
    row[NODE] = data_text(study->node_id[set->node]);
    row[SET] = data_text(set->kind);
    row[ITEMS] = data_count(items);
    row[PAIRS] = data_count(pairs);
    return row;
}

static void put_set(struct study *study, struct data_table *table, const struct study_set *set,
                    struct square *covariances, struct square *correlations, struct worry_list *worries)
{
    size_t pairs = fill_squares(study, set, covariances, correlations);
    struct optional_number alpha = alpha_without(covariances, SIZE_MAX);
    struct data_cell *row = put_row(study, table, set, pairs, set->count);
    row[ALPHA] = tables_optional(alpha);
    row[STANDARDISED] = tables_optional(alpha_without(correlations, SIZE_MAX));
    if (alpha.given) {
        row[FLAG] = data_text(alpha.value < LOW_ALPHA ? "low" : alpha.value > HIGH_ALPHA ? "high" : NULL);
    }
    struct optional_number highest = {0};
    size_t best = 0;
    for (size_t i = 0; set->count > 2 && i < set->count; i++) {
        struct optional_number without = alpha_without(covariances, i);
        row = put_row(study, table, set, pairs, set->count - 1);
        row[DELETED] = data_text(study->node_id[set->items[i]]);
        row[ALPHA] = tables_optional(without);
        row[STANDARDISED] = tables_optional(alpha_without(correlations, i));
        row[WITH_REST] = tables_optional(correlation_with_rest(correlations, i));
        if (without.given && (!highest.given || without.value > highest.value)) {
            highest = without;
            best = i;
        }
    }
    if (alpha.given) {
        worry_about(study, set, pairs, alpha.value, &highest, best, worries);
    }
}

tocsin_status reliability_tables(struct study *study)
{
    size_t most = study->most_items;
    struct data_table *table =
        tables_add(study, "reliability", "Cronbach's alpha of the items of each node", columns, COLUMNS);
    struct square covariances = {.cells = arena_allocate(&study->scratch, most * most, sizeof(double))};
    struct square correlations = {.cells = arena_allocate(&study->scratch, most * most, sizeof(double))};
    if (!table || study->scratch.failed) {
        return TOCSIN_ERROR_MEMORY;
    }
    struct worry_list worries[WORRIES] = {
        [WORRY_LOW] = {.study = study,
                       .concern = CONCERN_CAUTION,
                       .table = table->name,
                       .others = "sets of items have an alpha below 0.6"},
        [WORRY_HIGH] = {.study = study,
                        .concern = CONCERN_NOTE,
                        .table = table->name,
                        .others = "sets of items have an alpha above 0.95"},
        [WORRY_FEW] = {.study = study,
                       .concern = CONCERN_NOTE,
                       .table = table->name,
                       .others = "sets have too few cells for their number of items"},
    };
    for (size_t i = 0; i < study->set_count; i++) {
        put_set(study, table, &study->sets[i], &covariances, &correlations, worries);
    }
    return worry_tell(worries, WORRIES);
}
