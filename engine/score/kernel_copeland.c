/**
 * Evaluates the nodes that compare the regions of a period two by two: A. H. Copeland's rule (1951), a win over each
 * region that one outranks and a defeat by each that outranks it. Regions meet in runs as long as the workspace, so
 * that its size is of no account: what is added up over the runs are whole numbers.
 */
#include "score/kernel_span.h"
#include "score/outranking.h"
#include <string.h>

/** A span against a run of regions of the block; the numbers are columns of the workspace free for it. */
struct meeting {
    size_t columns;   /* children with a weight */
    double *wins;     /* of the span's regions: wins less defeats */
    double *met;      /* of the span's regions: how many it could be compared with, itself among them; 2 will do */
    double *net;      /* of a run of rivals */
    double *common;   /* of a run of rivals */
    size_t first_met; /* the run */
    size_t run;
};

static double *rivals_of(const struct kernel_span *span, size_t k)
{
    return span->workspace->rivals + k * span->workspace->cells;
}

/** The columns begin at the span, a run of rivals elsewhere in the block. */
static ptrdiff_t run_offset(const struct kernel_span *span, const struct meeting *meeting)
{
    return (ptrdiff_t)meeting->first_met - (ptrdiff_t)span->first;
}

/** Who of the run has a value in which column; returns how many have any. */
static size_t see_rivals(const struct kernel_span *span, const struct meeting *meeting)
{
    size_t regions = 0;
    memset(meeting->common, 0, meeting->run * sizeof *meeting->common);
    for (size_t k = 0; k < meeting->columns; k++) {
        const uint8_t *observation = span->workspace->columns[k].observation + run_offset(span, meeting);
        double *present = rivals_of(span, k);
        for (size_t j = 0; j < meeting->run; j++) {
            present[j] = observation_present(observation[j]);
            meeting->common[j] += present[j];
        }
    }
    for (size_t j = 0; j < meeting->run; j++) {
        regions += meeting->common[j] > 0;
    }
    return regions;
}

/** Region `i` of the span against all of the run. */
static void meet(const struct kernel_span *span, const struct meeting *meeting, size_t i)
{
    memset(meeting->net, 0, meeting->run * sizeof *meeting->net);
    memset(meeting->common, 0, meeting->run * sizeof *meeting->common);
    for (size_t k = 0; k < meeting->columns; k++) {
        const struct kernel_column *column = &span->workspace->columns[k];
        if (observation_present(column->observation[i])) {
            outranking_add_column(column->weight, column->value[i], column->value + run_offset(span, meeting),
                                  rivals_of(span, k), meeting->run, meeting->net, meeting->common);
        }
    }
    for (size_t j = 0; j < meeting->run && meeting->met[i] < 2; j++) {
        meeting->met[i] += meeting->common[j] > 0;
    }
    meeting->wins[i] += outranking_wins(meeting->net, meeting->common, meeting->run);
}

/** From [-(regions - 1), regions - 1] onto the scale. A region that met none but itself has nothing to stand on. */
static void settle(const struct kernel_span *span, const struct meeting *meeting, size_t regions)
{
    const double *scale = span->kernel->scale;
    double most = (double)regions - 1;
    for (size_t i = 0; i < span->count; i++) {
        uint8_t *reason = &span->workspace->reason[i];
        if (*reason == OBSERVATION_NORMAL && !(meeting->met[i] > 1)) {
            *reason = OBSERVATION_CONSTANT;
        }
        if (*reason == OBSERVATION_NORMAL) {
            double place = (meeting->wins[i] + most) / (2 * most);
            meeting->wins[i] = scale[0] * (1 - place) + scale[1] * place; /* the ends of the scale to the bit */
        }
    }
}

void kernel_compare_cells(const struct kernel_span *span, const struct index_node *node)
{
    const struct kernel_workspace *workspace = span->workspace;
    struct meeting meeting = {.columns = kernel_list_columns(span, node),
                              .wins = workspace->sum,
                              .met = workspace->part,
                              .net = workspace->value,
                              .common = workspace->present};
    size_t regions = 0;
    memset(meeting.wins, 0, span->count * sizeof *meeting.wins);
    memset(meeting.met, 0, span->count * sizeof *meeting.met);
    for (meeting.first_met = 0; meeting.first_met < span->block->cells; meeting.first_met += meeting.run) {
        size_t left = span->block->cells - meeting.first_met;
        meeting.run = left < workspace->cells ? left : workspace->cells;
        regions += see_rivals(span, &meeting);
        for (size_t i = 0; i < span->count; i++) {
            if (workspace->reason[i] == OBSERVATION_NORMAL) {
                meet(span, &meeting, i);
            }
        }
    }
    settle(span, &meeting, regions);
}
