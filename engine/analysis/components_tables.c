/** The tables `components` and `loadings`: along how many lines the items of a node differ, and along which. */
#include "analysis/tables.h"
#include "score/principal.h"
#include <math.h>

/** Components that explain more than one item's variance are kept (H. F. Kaiser, 1960; Handbook, step 4.2). */
#define KAISER 1.0
/** Loadings nearer to 0 have no sign worth a word (J. F. Hair et al., Multivariate Data Analysis). */
#define LEAST_LOADING 0.3
/** A sum of the elements of a unit vector that is nearer to 0 is 0 but for rounding. */
#define NO_SUM 1e-9

enum { NODE, SET, COMPONENT, EIGENVALUE, SHARE, CUMULATIVE, ABOVE_ONE, TIED, ITEMS, LEFT_OUT, CELLS, COLUMNS };
static const struct data_column columns[COLUMNS] = {
    {"node", DATA_TEXT, "id of the node of the index"},
    {"set", DATA_TEXT, "children of the node, or all indicators below it where that is something else"},
    {"component", DATA_COUNT, "1 for the one that explains most"},
    {"eigenvalue", DATA_NUMBER, "its variance, in units of one item's; they sum to the number of items"},
    {"share", DATA_NUMBER, "of the variance of all items, 0 to 1"},
    {"cumulative_share", DATA_NUMBER, "of this component and those before it, 0 to 1"},
    {"above_one", DATA_FLAG, "the eigenvalue is above 1"},
    {"tied", DATA_FLAG, "it cannot be told apart from the next: any turn of the two is as good"},
    {"items", DATA_COUNT, "items in it"},
    {"left_out", DATA_COUNT, "items of the set that have no values or only one and the same"},
    {"cells", DATA_COUNT, "cells in which every item has a value"},
};

enum { LOADING_NODE, LOADING_SET, LOADING_COMPONENT, LOADING_ITEM, ELEMENT, LOADING, LOADING_COLUMNS };
static const struct data_column loading_columns[LOADING_COLUMNS] = {
    {"node", DATA_TEXT, "id of the node of the index"},
    {"set", DATA_TEXT, "children of the node, or all indicators below it where that is something else"},
    {"component", DATA_COUNT, "as in components.csv"},
    {"item", DATA_TEXT, "id of the indicator or node"},
    {"element", DATA_NUMBER,
     "of the component's unit eigenvector; its sign is such that the elements' sum is positive"},
    {"loading", DATA_NUMBER, "element times the square root of the eigenvalue: correlation of item and component"},
};

/** A set that is being decomposed. Arrays have room for the largest set. */
struct decomposition {
    struct study *study;
    const struct study_set *set;
    struct association_desk desk;
    struct data_table *components, *loadings;
    struct worry_list *worries;
    uint8_t *complete;    /* [cell]: every item has a value */
    size_t cells;         /* complete ones */
    size_t *items;        /* tree nodes that are decomposed */
    size_t count;         /* of them */
    double *correlations; /* [item][item] */
    struct principal_components found;
};

enum { WORRY_SIGNS, WORRY_LINES, WORRIES };

static struct association_column complete_column(const struct decomposition *at, size_t node)
{
    struct association_column column = at->study->node[node];
    column.present = at->complete;
    column.count = at->cells;
    return column;
}

/** Marks the cells in which every item with any values has one. */
static void find_complete(struct decomposition *at)
{
    struct study *study = at->study;
    at->cells = 0;
    for (size_t i = 0; i < study->cells; i++) {
        at->complete[i] = 1;
        for (size_t k = 0; k < at->set->count; k++) {
            const struct association_column *column = &study->node[at->set->items[k]];
            at->complete[i] &= column->count == 0 || column->present[i];
        }
        at->cells += at->complete[i];
    }
}

/** Pearson's correlation over the complete cells: that of the pair, where all its cells are complete. */
static struct optional_number correlation_of(struct decomposition *at, size_t first, size_t second)
{
    const struct association *pair = study_pair(at->study, first, second);
    struct association complete;
    if (pair->pairs != at->cells) {
        struct association_column one = complete_column(at, first);
        struct association_column other = complete_column(at, second);
        association_measure(&at->desk, &one, &other, false, &complete);
        pair = &complete;
    }
    return pair->coefficient[ASSOCIATION_PEARSON].value;
}

/** Items that differ over the complete cells: those that can be correlated with themselves. */
static void find_items(struct decomposition *at)
{
    at->count = 0;
    for (size_t i = 0; i < at->set->count; i++) {
        size_t item = at->set->items[i];
        if (at->study->node[item].count > 0 && correlation_of(at, item, item).given) {
            at->items[at->count++] = item;
        }
    }
}

/** False if some two cannot be correlated. */
static bool correlate(struct decomposition *at)
{
    for (size_t i = 0; i < at->count; i++) {
        at->correlations[i * at->count + i] = 1;
        for (size_t k = i + 1; k < at->count; k++) {
            struct optional_number correlation = correlation_of(at, at->items[i], at->items[k]);
            if (!correlation.given) {
                return false;
            }
            at->correlations[i * at->count + k] = correlation.value;
            at->correlations[k * at->count + i] = correlation.value;
        }
    }
    return true;
}

/** Where the elements sum to nothing, the first that is not 0 is positive. */
static void settle_signs(struct principal_components *found)
{
    for (size_t i = 0; i < found->count; i++) {
        double *vector = found->vector + i * found->count;
        double sum = 0;
        double first = 0;
        for (size_t k = 0; k < found->count; k++) {
            sum += vector[k];
            first = first == 0 && fabs(vector[k]) > NO_SUM ? vector[k] : first;
        }
        for (size_t k = 0; k < found->count && fabs(sum) < NO_SUM && first < 0; k++) {
            vector[k] = -vector[k];
        }
    }
}

static void put_component(struct decomposition *at, size_t component, double *cumulative)
{
    struct study *study = at->study;
    const struct principal_components *found = &at->found;
    double share = found->eigenvalue[component] / (double)found->count;
    *cumulative += share;
    struct data_cell *row = tables_row(study, at->components);
    row[NODE] = data_text(study->node_id[at->set->node]);
    row[SET] = data_text(at->set->kind);
    row[COMPONENT] = data_count(component + 1);
    row[EIGENVALUE] = data_number(found->eigenvalue[component]);
    row[SHARE] = data_number(share);
    row[CUMULATIVE] = data_number(component + 1 == found->count ? 1 : fmin(1, *cumulative));
    row[ABOVE_ONE] = data_flag(found->eigenvalue[component] > KAISER);
    row[TIED] = data_flag(principal_tied(found, component));
    row[ITEMS] = data_count(found->count);
    row[LEFT_OUT] = data_count(at->set->count - found->count);
    row[CELLS] = data_count(at->cells);
    for (size_t i = 0; i < found->count; i++) {
        double element = found->vector[component * found->count + i];
        row = tables_row(study, at->loadings);
        row[LOADING_NODE] = data_text(study->node_id[at->set->node]);
        row[LOADING_SET] = data_text(at->set->kind);
        row[LOADING_COMPONENT] = data_count(component + 1);
        row[LOADING_ITEM] = data_text(study->node_id[at->items[i]]);
        row[ELEMENT] = data_number(element);
        row[LOADING] = data_number(element * sqrt(found->eigenvalue[component]));
    }
}

/** Of the children of a node: do they point one way, and do they lie along one line? */
static void worry_about(struct decomposition *at)
{
    struct study *study = at->study;
    const struct principal_components *found = &at->found;
    if (at->set->items != study->result->tree.nodes[at->set->node].children || at->cells < FEWEST_CELLS ||
        at->cells < CELLS_AN_ITEM * found->count || principal_tied(found, 0)) {
        return;
    }
    char number[NUMBER_TEXT_SIZE];
    char share[NUMBER_TEXT_SIZE];
    const char *node = study->node_id[at->set->node];
    size_t above = 0;
    for (size_t i = 0; i < found->count; i++) {
        double loading = found->vector[i] * sqrt(found->eigenvalue[0]);
        above += found->eigenvalue[i] > KAISER;
        if (loading <= -LEAST_LOADING) {
            worry_add(&at->worries[WORRY_SIGNS], -loading,
                      "The children of '%s' do not point one way: on their first component '%s' loads %s, against most "
                      "of the others.",
                      node, study->node_id[at->items[i]], worry_number(number, loading));
        }
    }
    if (above > 1) {
        worry_add(&at->worries[WORRY_LINES], (double)above,
                  "The %zu children of '%s' lie along %zu lines rather than one: the first component explains %s of "
                  "their variance, and %zu have an eigenvalue above 1.",
                  found->count, node, above, page_share(share, found->eigenvalue[0] / (double)found->count), above);
    }
}

static tocsin_status decompose_set(struct decomposition *at)
{
    find_complete(at);
    find_items(at);
    if (at->count < 2 || !correlate(at)) {
        return TOCSIN_OK;
    }
    tocsin_status status =
        principal_decompose(at->study->context, &at->study->scratch, at->correlations, at->count, &at->found);
    if (status != TOCSIN_OK) {
        return status;
    }
    settle_signs(&at->found);
    double cumulative = 0;
    for (size_t i = 0; i < at->count; i++) {
        put_component(at, i, &cumulative);
    }
    worry_about(at);
    return TOCSIN_OK;
}

tocsin_status components_tables(struct study *study)
{
    size_t most = study->most_items;
    struct decomposition at = {
        .study = study,
        .components =
            tables_add(study, "components", "Principal components of the items of each node", columns, COLUMNS),
        .loadings = tables_add(study, "loadings", "What each item has to do with each component", loading_columns,
                               LOADING_COLUMNS),
        .complete = arena_allocate(&study->scratch, study->cells, sizeof *at.complete),
        .items = arena_allocate(&study->scratch, most, sizeof *at.items),
        .correlations = arena_allocate(&study->scratch, most, most * sizeof *at.correlations),
    };
    struct worry_list worries[WORRIES] = {
        [WORRY_SIGNS] = {.study = study,
                         .concern = CONCERN_CAUTION,
                         .table = "loadings",
                         .others = "children load against the others of their node"},
        [WORRY_LINES] = {.study = study,
                         .concern = CONCERN_NOTE,
                         .table = "components",
                         .others = "nodes have children along more lines than one"},
    };
    at.worries = worries;
    if (!at.components || !at.loadings || study->scratch.failed) {
        return TOCSIN_ERROR_MEMORY;
    }
    tocsin_status status = association_desk_create(study->context, study->cells, &at.desk);
    for (size_t i = 0; status == TOCSIN_OK && i < study->set_count; i++) {
        at.set = &study->sets[i];
        status = decompose_set(&at);
    }
    if (status == TOCSIN_OK) {
        status = worry_tell(worries, WORRIES);
    }
    association_desk_release(study->context, &at.desk);
    return status;
}
