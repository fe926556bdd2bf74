/**
 * Weights from the principal components of the children's correlations: the first component's eigenvector, or factor
 * loadings (G. Nicoletti, S. Scarpetta, O. Boylaud, Summary indicators of product market regulation, OECD Economics
 * Department Working Paper 226, 2000; OECD/JRC Handbook on Constructing Composite Indicators, 2008, step 6).
 */
#include "base/compensated_sum.h"
#include "score/correlation.h"
#include "score/principal.h"
#include "score/weight_method.h"

/** Fewer make no correlation to speak of. */
enum { LEAST_CELLS = 3 };
/** An eigenvalue counts as above 1 from here on: uncorrelated children have eigenvalues of 1, but for rounding. */
#define ABOVE_ONE (1 + 1e-9)
/** A sum of a unit vector's elements that is smaller than this is 0 but for rounding. */
#define NO_SIGN 1e-9

static tocsin_status report_undetermined(const struct weight_work *work, const char *why)
{
    return diagnostics_report(work->context, DIAGNOSTIC_WEIGHTS_UNDETERMINED, work->node->weights.at,
                              "give the weights in numbers, or take another method",
                              "weights 'pca' of node '%s' are not determined by the data: %s", work->node->id, why);
}

static tocsin_status check_constant(const struct weight_work *work)
{
    char names[WEIGHT_NAMES_SIZE];
    bool *constant = arena_allocate(work->arena, work->count, sizeof *constant);
    if (!constant) {
        return TOCSIN_ERROR_MEMORY;
    }
    size_t count = weight_mark_constant(work, constant);
    if (count == 0) {
        return TOCSIN_OK;
    }
    return diagnostics_report(work->context, DIAGNOSTIC_WEIGHTS_NO_CORRELATION, work->node->weights.at,
                              "leave out what never varies, or take 'entropy' or 'critic', which give it a weight of 0",
                              "weights 'pca' of node '%s' rest on correlations, but %s never %s in the %zu cells",
                              work->node->id, weight_names_of(work, constant, names), count == 1 ? "varies" : "vary",
                              work->cells);
}

/** Negative elements become 0, and are named. */
static void drop_opposed(struct weight_work *work, bool *opposed)
{
    char names[WEIGHT_NAMES_SIZE];
    for (size_t i = 0; i < work->count; i++) {
        opposed[i] = work->weight[i] < 0;
        work->outcome->negative += opposed[i];
        work->weight[i] = opposed[i] ? 0 : work->weight[i];
    }
    if (work->outcome->negative > 0) {
        diagnostics_report(work->context, DIAGNOSTIC_WEIGHTS_OPPOSED, work->node->weights.at,
                           "check the direction of what is named; if it is right, the children measure more than one "
                           "thing",
                           "in node '%s' %s %s against the other children on the first component, and %s 0",
                           work->node->id, weight_names_of(work, opposed, names),
                           work->outcome->negative == 1 ? "runs" : "run",
                           work->outcome->negative == 1 ? "weighs" : "weigh");
    }
}

static tocsin_status weigh_by_first(struct weight_work *work, const struct principal_components *components)
{
    bool *opposed = arena_allocate(work->arena, work->count, sizeof *opposed);
    struct compensated_sum sum = {0};
    if (!opposed) {
        return TOCSIN_ERROR_MEMORY;
    }
    if (principal_tied(components, 0)) {
        return report_undetermined(work, "the two largest eigenvalues are equal, so that no component is the first");
    }
    for (size_t i = 0; i < work->count; i++) {
        work->weight[i] = components->vector[i];
        compensated_sum_add(&sum, work->weight[i]);
    }
    if (!(compensated_sum_value(&sum) > NO_SIGN)) {
        return report_undetermined(work, "on the first component one half of the children outweighs the other "
                                         "exactly, so that neither is the rule");
    }
    drop_opposed(work, opposed);
    work->outcome->components = 1;
    return TOCSIN_OK;
}

/** What keeps loadings on the first `factors` components from being determined; NULL if nothing does. */
static const char *loadings_fault(const struct weight_work *work, const struct principal_components *components,
                                  size_t factors)
{
    if (factors == 0) {
        return "no component has an eigenvalue above 1, as the children are uncorrelated";
    }
    if (principal_tied(components, factors - 1)) {
        return "the last component taken and the first one left out have equal eigenvalues; take one more or one less "
               "with 'components'";
    }
    for (size_t i = 0; work->node->weights.rotation == ROTATION_NONE && i + 1 < factors; i++) {
        if (principal_tied(components, i)) {
            return "two components taken have equal eigenvalues, and without a rotation their loadings are arbitrary";
        }
    }
    return NULL;
}

static tocsin_status count_factors(const struct weight_work *work, const struct principal_components *components,
                                   size_t *factors)
{
    const struct weighting *weighting = &work->node->weights;
    size_t count = weighting->components;
    if (count > work->count) {
        return diagnostics_report(work->context, DIAGNOSTIC_INTERNAL, weighting->at, NULL,
                                  "node '%s' has fewer than %zu components", work->node->id, count);
    }
    while (weighting->components == 0 && count < work->count && components->eigenvalue[count] > ABOVE_ONE) {
        count++;
    }
    const char *fault = loadings_fault(work, components, count);
    if (fault) {
        return report_undetermined(work, fault);
    }
    *factors = count;
    return TOCSIN_OK;
}

/**
 * The highest squared loading over the factor's sum of squares, times the factor's share of the sum over all factors:
 * the factor's own sum goes out, and the rest is common to all children.
 */
static void weigh_loadings(struct weight_work *work, const double *loadings, size_t factors)
{
    for (size_t k = 0; k < work->count; k++) {
        work->weight[k] = 0;
        for (size_t i = 0; i < factors; i++) {
            double loading = loadings[i * work->count + k];
            work->weight[k] = fmax(work->weight[k], loading * loading);
        }
    }
}

static tocsin_status weigh_by_factors(struct weight_work *work, const struct principal_components *components)
{
    size_t factors = 0;
    tocsin_status status = count_factors(work, components, &factors);
    if (status != TOCSIN_OK) {
        return status;
    }
    double *loadings = arena_allocate(work->arena, factors, work->count * sizeof *loadings);
    if (!loadings) {
        return TOCSIN_ERROR_MEMORY;
    }
    principal_load(components, factors, loadings);
    if (work->node->weights.rotation == ROTATION_VARIMAX && factors > 1) {
        status = principal_varimax(work->context, factors, work->count, loadings);
    }
    if (status == TOCSIN_OK) {
        weigh_loadings(work, loadings, factors);
        work->outcome->components = (uint32_t)factors;
        status = weight_settle(work, "no child loads on any factor");
    }
    return status;
}

static double explained_by(const struct principal_components *components, size_t factors)
{
    struct compensated_sum sum = {0};
    for (size_t i = 0; i < factors; i++) {
        compensated_sum_add(&sum, components->eigenvalue[i]);
    }
    return fmin(compensated_sum_value(&sum) / (double)components->count, 1);
}

tocsin_status weight_pca(struct weight_work *work)
{
    struct principal_components components;
    double *correlation = arena_allocate(work->arena, work->count, work->count * sizeof *correlation);
    size_t least = work->count + 1 > LEAST_CELLS ? work->count + 1 : LEAST_CELLS;
    tocsin_status status = correlation ? weight_gather(work, least) : TOCSIN_ERROR_MEMORY;
    if (status == TOCSIN_OK) {
        status = check_constant(work);
    }
    if (status == TOCSIN_OK) {
        status = correlation_matrix(work->context, work->values, work->count, work->cells, correlation);
    }
    if (status == TOCSIN_OK) {
        status = principal_decompose(work->context, work->arena, correlation, work->count, &components);
    }
    if (status == TOCSIN_OK) {
        bool first = work->node->weights.form == PCA_FIRST;
        status = first ? weigh_by_first(work, &components) : weigh_by_factors(work, &components);
    }
    if (status == TOCSIN_OK) {
        work->outcome->eigenvalue = (struct optional_number){true, components.eigenvalue[0]};
        work->outcome->explained = (struct optional_number){true, explained_by(&components, work->outcome->components)};
    }
    return status;
}
