/** The table `correlations`: how indicators and nodes go together. */
#include "analysis/tables.h"
#include <math.h>

/* Bounds of Pearson's and Spearman's coefficient as the JRC draws them (COINr's plot_corr and get_corr_flags). */
#define HIGH_CORRELATION 0.9
#define WEAK_CORRELATION 0.3
#define NEGATIVE_CORRELATION (-0.4)

enum { LEVEL, FIRST, SECOND, RELATION, METHOD, CORRELATION, P_VALUE, PAIRS, FLAG, COLUMNS };
static const struct data_column columns[COLUMNS] = {
    {"level", DATA_TEXT, "what `first` is: indicator (its normalised values) or node (its scores)"},
    {"first", DATA_TEXT, "id of an indicator or node"},
    {"second", DATA_TEXT, "id of another of the level, or of a node above `first`"},
    {"relation", DATA_TEXT,
     "what `second` is to `first`: same_node (a sibling), family (below the same node, other than the index), parent, "
     "ancestor (above the parent), index (the root), other"},
    {"method", DATA_TEXT, "pearson, spearman or kendall (tau-b)"},
    {"correlation", DATA_NUMBER, "-1 to 1; empty with fewer than 3 pairs or where one of the two is constant"},
    {"p_value", DATA_NUMBER, "two-sided, of no correlation: Student's t, for kendall the normal distribution"},
    {"pairs", DATA_COUNT, "cells in which both have a value"},
    {"flag", DATA_TEXT,
     "of pearson and spearman: high (above 0.9), and of siblings and nodes above: negative (below -0.4), weak (below "
     "0.3); else empty"},
};

enum relation { SAME_NODE, FAMILY, PARENT, ANCESTOR, INDEX, OTHER };
static const char *const relation_names[] = {"same_node", "family", "parent", "ancestor", "index", "other"};

/** The one of two compared nodes that is told of first: the lower one. */
static bool swaps(const struct index_tree *tree, size_t first, size_t second)
{
    return study_is_above(tree, first, second);
}

static enum relation relation_of(const struct index_tree *tree, size_t first, size_t second)
{
    if (study_is_above(tree, second, first)) {
        return second == STUDY_ROOT ? INDEX : tree->nodes[first].parent == second ? PARENT : ANCESTOR;
    }
    if (tree->nodes[first].parent == tree->nodes[second].parent) {
        return SAME_NODE;
    }
    for (size_t at = tree->nodes[first].parent; at != STUDY_ROOT; at = tree->nodes[at].parent) {
        if (study_is_above(tree, at, second)) {
            return FAMILY;
        }
    }
    return OTHER;
}

static const char *flag_of(enum relation relation, enum association_method method, double correlation)
{
    if (method == ASSOCIATION_KENDALL) {
        return NULL;
    }
    if (correlation > HIGH_CORRELATION) {
        return "high";
    }
    if (relation == FAMILY || relation == OTHER) {
        return NULL;
    }
    return correlation < NEGATIVE_CORRELATION ? "negative" : correlation < WEAK_CORRELATION ? "weak" : NULL;
}

static void put_pair(struct study *study, struct data_table *table, size_t first, size_t second, enum relation relation)
{
    const struct association *pair = study_pair(study, first, second);
    bool leaf = study->result->tree.nodes[first].inner == INDEX_NONE;
    for (enum association_method method = 0; method < ASSOCIATION_METHODS; method++) {
        const struct association_coefficient *coefficient = &pair->coefficient[method];
        struct data_cell *row = tables_row(study, table);
        row[LEVEL] = data_text(leaf ? "indicator" : "node");
        row[FIRST] = data_text(study->node_id[first]);
        row[SECOND] = data_text(study->node_id[second]);
        row[RELATION] = data_text(relation_names[relation]);
        row[METHOD] = data_text(association_names[method]);
        row[CORRELATION] = tables_optional(coefficient->value);
        row[P_VALUE] = tables_optional(coefficient->p_value);
        row[PAIRS] = data_count(pair->pairs);
        if (coefficient->value.given) {
            row[FLAG] = data_text(flag_of(relation, method, coefficient->value.value));
        }
    }
}

/** Kinds of worries of this table, in the order in which they are told. */
enum { WORRY_AGAINST, WORRY_SLIGHTLY, WORRY_INDEX, WORRY_DOUBLE, WORRY_OPPOSED, WORRIES };

/** Of a node with its own parent, or with the index. */
static void worry_upwards(struct worry_list *worries, const char *first, const char *second, double correlation,
                          bool own, const char *kind)
{
    char number[NUMBER_TEXT_SIZE];
    if (own) {
        worry_add(&worries[correlation < NEGATIVE_CORRELATION ? WORRY_AGAINST : WORRY_SLIGHTLY], -correlation,
                  "%s '%s' works against '%s', the node that it is part of: where it is higher, the node is lower "
                  "(correlation %s). Is its direction right, and does it belong there?",
                  kind, first, second, worry_number(number, correlation));
    } else {
        worry_add(&worries[WORRY_INDEX], -correlation,
                  "%s '%s' works against the index: where it is higher, '%s' is lower (correlation %s).", kind, first,
                  second, worry_number(number, correlation));
    }
}

static void worry_sideways(struct worry_list *worries, const char *first, const char *second, double correlation)
{
    char number[NUMBER_TEXT_SIZE];
    if (correlation > HIGH_CORRELATION) {
        worry_add(&worries[WORRY_DOUBLE], correlation,
                  "'%s' and '%s', of the same node, say nearly the same (correlation %s, above 0.9): together they "
                  "count double.",
                  first, second, worry_number(number, correlation));
    } else if (correlation < NEGATIVE_CORRELATION) {
        worry_add(
            &worries[WORRY_OPPOSED], -correlation,
            "'%s' and '%s', of the same node, pull in opposite directions (correlation %s, below -0.4): in a mean "
            "they cancel out.",
            first, second, worry_number(number, correlation));
    }
}

/** Only Pearson's coefficient, of enough pairs, and told apart from none. */
static void worry_about(struct study *study, size_t first, size_t second, enum relation relation,
                        struct worry_list *worries)
{
    const struct association *pair = study_pair(study, first, second);
    const struct association_coefficient *pearson = &pair->coefficient[ASSOCIATION_PEARSON];
    const struct index_tree *tree = &study->result->tree;
    if (pair->pairs < FEWEST_CELLS || !pearson->value.given || !pearson->p_value.given ||
        pearson->p_value.value > LARGEST_P) {
        return;
    }
    double correlation = pearson->value.value;
    if (relation == SAME_NODE) {
        worry_sideways(worries, study->node_id[first], study->node_id[second], correlation);
    } else if ((relation == PARENT || relation == INDEX) && correlation < 0) {
        worry_upwards(worries, study->node_id[first], study->node_id[second], correlation,
                      tree->nodes[first].parent == second,
                      tree->nodes[first].inner == INDEX_NONE ? "Indicator" : "Node");
    }
}

tocsin_status correlations_tables(struct study *study)
{
    const struct index_tree *tree = &study->result->tree;
    struct data_table *table =
        tables_add(study, "correlations", "How the indicators and nodes of the index go together", columns, COLUMNS);
    if (!table) {
        return TOCSIN_ERROR_MEMORY;
    }
    struct worry_list worries[WORRIES] = {
        [WORRY_AGAINST] = {.study = study,
                           .concern = CONCERN_SERIOUS,
                           .table = table->name,
                           .others = "indicators or nodes work against the node that they are part of"},
        [WORRY_SLIGHTLY] = {.study = study,
                            .concern = CONCERN_CAUTION,
                            .table = table->name,
                            .others = "indicators or nodes work slightly against the node that they are part of"},
        [WORRY_INDEX] = {.study = study,
                         .concern = CONCERN_CAUTION,
                         .table = table->name,
                         .others = "indicators or nodes work against the index"},
        [WORRY_DOUBLE] = {.study = study,
                          .concern = CONCERN_CAUTION,
                          .table = table->name,
                          .others = "pairs of one node have a correlation above 0.9"},
        [WORRY_OPPOSED] = {.study = study,
                           .concern = CONCERN_CAUTION,
                           .table = table->name,
                           .others = "pairs of one node have a correlation below -0.4"},
    };
    for (size_t i = 0; i < tree->count; i++) {
        for (size_t k = i + 1; k < tree->count; k++) {
            if (study_compares(tree, i, k)) {
                size_t first = swaps(tree, i, k) ? k : i;
                size_t second = first == i ? k : i;
                enum relation relation = relation_of(tree, first, second);
                put_pair(study, table, first, second, relation);
                worry_about(study, first, second, relation, worries);
            }
        }
    }
    return worry_tell(worries, WORRIES);
}
