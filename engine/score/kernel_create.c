/** Prepares an index tree for evaluation, and checks its formulas. */
#include "base/expression.h"
#include "base/text.h"
#include "score/gsl_trap.h"
#include "score/kernel_tree.h"

struct use_search {
    const struct index_node *node;
    struct kernel_formula *formula;
};

static bool mark_used(void *user, const char *name, size_t length, size_t position)
{
    (void)position;
    struct use_search *search = user;
    for (size_t i = 0; i < search->node->child_count; i++) {
        if (text_equal_bytes(search->formula->names[i], name, length)) {
            search->formula->used[i] = true;
        }
    }
    return true;
}

static tocsin_status check_formula(tocsin_context *context, const struct index_node *node,
                                   const struct kernel_formula *formula)
{
    struct expression *expression = NULL;
    char fault[EXPRESSION_FAULT_SIZE];
    size_t position = 0;
    tocsin_status status = expression_create(context, node->aggregation.expression, formula->names, node->child_count,
                                             &expression, fault, &position);
    if (status == TOCSIN_ERROR_MODEL) {
        return diagnostics_report(
            context, DIAGNOSTIC_SCORE_FORMULA, node->at,
            "a formula is made of numbers, operators, functions and the ids of the node's children",
            "formula '%s' of node '%s' cannot be used: %s (at byte %zu)", node->aggregation.expression, node->id, fault,
            position);
    }
    expression_destroy(context, expression);
    return status;
}

static tocsin_status prepare_formula(tocsin_context *context, struct arena *arena, const struct index_tree *tree,
                                     const struct index_node *node, struct kernel_formula *formula)
{
    formula->names = arena_allocate(arena, node->child_count, sizeof *formula->names);
    formula->used = arena_allocate(arena, node->child_count, sizeof *formula->used);
    if (!formula->names || !formula->used) {
        return TOCSIN_ERROR_MEMORY;
    }
    for (size_t i = 0; i < node->child_count; i++) {
        formula->names[i] = tree->nodes[node->children[i]].id;
    }
    struct use_search search = {node, formula};
    expression_names(node->aggregation.expression, mark_used, &search);
    tocsin_status status = check_formula(context, node, formula);
    return diagnostics_stop(status) ? status : TOCSIN_OK; /* all formulas are checked before a fault is returned */
}

static tocsin_status prepare_order(tocsin_context *context, struct arena *arena, const struct index_node *node,
                                   const double **order)
{
    size_t count = node->aggregation.weight_count;
    double *made = arena_allocate(arena, count + 1, sizeof *made);
    if (!made) {
        return TOCSIN_ERROR_MEMORY;
    }
    if (!aggregate_cumulate(&node->aggregation, made)) {
        return diagnostics_report(context, DIAGNOSTIC_INTERNAL, node->at, NULL,
                                  "the order weights of node '%s' add up to no number above 0", node->id);
    }
    *order = made;
    return TOCSIN_OK;
}

static tocsin_status prepare_node(tocsin_context *context, struct arena *arena, struct kernel *kernel,
                                  const struct index_node *node)
{
    enum aggregate_method method = node->aggregation.method;
    const struct aggregate_family *family = aggregate_family_of(method);
    kernel->compares_regions = kernel->compares_regions || (family && family->compares_regions);
    if (node->child_count > kernel->most_children) {
        kernel->most_children = node->child_count;
    }
    if (method == AGGREGATE_FORMULA) {
        return prepare_formula(context, arena, kernel->tree, node, &kernel->formulas[node->inner]);
    }
    return method == AGGREGATE_OWA ? prepare_order(context, arena, node, &kernel->orders[node->inner]) : TOCSIN_OK;
}

static tocsin_status prepare_nodes(tocsin_context *context, struct arena *arena, struct kernel *kernel)
{
    const struct index_tree *tree = kernel->tree;
    for (size_t i = 0; i < tree->count; i++) {
        const struct index_node *node = &tree->nodes[i];
        tocsin_status status = node->inner == INDEX_NONE ? TOCSIN_OK : prepare_node(context, arena, kernel, node);
        if (status != TOCSIN_OK) {
            return status;
        }
    }
    return TOCSIN_OK;
}

bool kernel_compares_regions(const struct kernel *kernel)
{
    return kernel->compares_regions;
}

tocsin_status kernel_create(tocsin_context *context, struct arena *arena, const struct index_tree *tree,
                            const struct index_weights *weights, const double scale[2], struct kernel **kernel)
{
    uint64_t mark = diagnostics_mark(context);
    gsl_trap_install();
    struct kernel *made = arena_allocate(arena, 1, sizeof *made);
    if (!made) {
        return TOCSIN_ERROR_MEMORY;
    }
    made->tree = tree;
    made->scale[0] = scale[0];
    made->scale[1] = scale[1];
    made->weights = weights;
    made->formulas = arena_allocate(arena, tree->inner_count, sizeof *made->formulas);
    made->orders = arena_allocate(arena, tree->inner_count, sizeof(double *));
    if (!made->formulas || !made->orders) {
        return TOCSIN_ERROR_MEMORY;
    }
    tocsin_status status = prepare_nodes(context, arena, made);
    if (status == TOCSIN_OK) {
        status = diagnostics_since(context, mark);
    }
    if (status == TOCSIN_OK) {
        *kernel = made;
    }
    return status;
}
