/** The numbers with which one value was normalised, for explanations. */
#include "score/gsl_trap.h"
#include "score/normalise.h"
#include "score/normalise_basis.h"
#include "score/normaliser.h"
#include "score/statistics.h"

/** A cell of a column. */
struct finding {
    const struct normalise_request *request;
    const struct panel *from;
    size_t column, period, region;
    const struct period_axis *axis;
    double *values;
    struct normalise_basis basis;
};

/** The group of periods that the cell's is normalised with. */
static size_t find_group(const struct finding *all)
{
    const struct statistics_over *over = all->request->over;
    size_t groups = statistics_groups(all->from, over);
    for (size_t group = 0; group < groups; group++) {
        size_t first;
        size_t end;
        statistics_group_periods(all->from, over, group, &first, &end);
        if (all->period >= first && all->period < end) {
            return group;
        }
    }
    return 0;
}

static void find_numbers(struct finding *all, struct normalise_numbers *numbers)
{
    const struct normalise_request *request = all->request;
    size_t cell = panel_cell(all->from, all->period, all->column, all->region);
    *numbers = (struct normalise_numbers){.observation = all->from->observation[cell]};
    if (!observation_present(all->from->observation[cell])) {
        return;
    }
    size_t count = statistics_gather(all->from, all->column, all->axis, request->over, find_group(all), all->values);
    struct normaliser normaliser;
    double normalised = 0;
    enum observation fault =
        normaliser_prepare(request->normalisation, request->direction, request->scale, all->values, count, &normaliser);
    if (fault == OBSERVATION_NORMAL) {
        fault = normalise_basis_compare(&all->basis, &normaliser, all->period, all->region);
    }
    if (fault == OBSERVATION_NORMAL) {
        fault = normaliser_apply(&normaliser, all->from->value[cell], &normalised);
    }
    numbers->observation = (uint8_t)fault;
    if (fault == OBSERVATION_NORMAL) {
        *numbers = (struct normalise_numbers){
            .observation = OBSERVATION_NORMAL,
            .value = all->from->value[cell],
            .sign = normaliser.sign,
            .from = normaliser.from,
            .length = normaliser.length,
            .low = normaliser.low,
            .high = normaliser.high,
            .count = normaliser.count,
            .normalised = normalised,
        };
    }
}

tocsin_status normalise_numbers_of(tocsin_context *context, const struct normalise_request *request,
                                   const struct panel *from, size_t column, const struct period_axis *axis,
                                   size_t period, size_t region, struct normalise_numbers *numbers)
{
    struct finding all = {
        .request = request, .from = from, .column = column, .period = period, .region = region, .axis = axis};
    gsl_trap_install();
    tocsin_status status = normalise_basis_find(context, request, from, column, axis, &all.basis);
    if (status == TOCSIN_OK) {
        all.values = memory_allocate(context, from->periods * from->regions, sizeof *all.values);
        status = all.values ? TOCSIN_OK : TOCSIN_ERROR_MEMORY;
    }
    if (status == TOCSIN_OK) {
        find_numbers(&all, numbers);
    }
    memory_release(context, all.values);
    normalise_basis_end(context, &all.basis);
    return status;
}
