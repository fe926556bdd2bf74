/** Walks through a region's cells once, period by period. */
#include "indicators/severity.h"
#include "indicators/trailing.h"
#include <math.h>

tocsin_status severity_course_begin(const struct indicator_frame *frame, const struct day_table *table,
                                    struct severity_rule rule, size_t before, struct severity_course *course)
{
    size_t periods = before + frame->axis.count;
    struct severity_course made = {.frame = frame, .table = table, .rule = rule, .before = before};
    made.begin = frame->axis.first - (period_number)before;
    made.severity = arena_allocate(frame->arena, periods, sizeof *made.severity);
    made.logs = arena_allocate(frame->arena, periods, sizeof *made.logs);
    made.covered = arena_allocate(frame->arena, periods, sizeof *made.covered);
    made.remembered = arena_allocate(frame->arena, frame->axis.count, sizeof *made.remembered);
    made.eventful = arena_allocate(frame->arena, frame->axis.count, sizeof *made.eventful);
    if (!made.severity || !made.logs || !made.covered || !made.remembered || !made.eventful) {
        return TOCSIN_ERROR_MEMORY;
    }
    *course = made;
    return TOCSIN_OK;
}

static double severity_of(const struct day_table *table, size_t cell, const double *weights)
{
    const double *values = day_table_values(table, cell);
    double severity = 0;
    for (size_t i = 0; i < table->quantities; i++) {
        severity += weights[i] * values[i];
    }
    return severity;
}

double severity_of_days(const struct day_table *table, size_t region, day_number first, day_number last,
                        const double *weights)
{
    double severity = 0;
    size_t end = day_table_after(table, region, last);
    for (size_t cell = day_table_after(table, region, first - 1); cell < end; cell++) {
        severity += severity_of(table, cell, weights);
    }
    return severity;
}

/* The end of a period in the unit of the half-life. */
static int32_t end_of(const struct severity_course *course, period_number period)
{
    return course->rule.in_periods ? period : period_last_day(course->frame->axis.frequency, period);
}

/* Takes the cells up to the period's last day; adds them to what is remembered and to the sums by period. */
static size_t take_cells(struct severity_course *course, size_t cell, size_t end, period_number period,
                         const double *weights, struct trailing_memory *memory)
{
    const struct day_table *table = course->table;
    enum frequency frequency = course->frame->axis.frequency;
    day_number last = period_last_day(frequency, period);
    while (cell < end && table->days[cell] <= last) {
        period_number holder = period_of_day(frequency, table->days[cell]);
        day_number holder_last = period_last_day(frequency, holder);
        double sum = 0;
        for (; cell < end && table->days[cell] <= holder_last; cell++) {
            double severity = severity_of(table, cell, weights);
            sum += severity;
            if (!course->rule.of_periods) {
                trailing_memory_add(memory, table->days[cell], severity);
            }
        }
        if (course->rule.of_periods) {
            trailing_memory_add(memory, end_of(course, holder), log1p(sum));
        }
        if (holder >= course->begin) {
            course->severity[holder - course->begin] = sum;
        }
    }
    return cell;
}

void severity_course_measure(struct severity_course *course, size_t region, const double *weights)
{
    const struct indicator_frame *frame = course->frame;
    size_t periods = course->before + frame->axis.count;
    for (size_t i = 0; i < periods; i++) {
        period_number period = course->begin + (period_number)i;
        course->severity[i] = 0;
        course->covered[i] = coverage_holds(&frame->coverage, region, period_first_day(frame->axis.frequency, period),
                                            period_last_day(frame->axis.frequency, period));
    }
    struct trailing_memory memory = {.half_life = course->rule.half_life};
    size_t cell = course->table->start[region];
    size_t end = course->table->start[region + 1];
    bool eventful = false;
    for (size_t p = 0; p < frame->axis.count; p++) {
        period_number period = axis_period(&frame->axis, p);
        size_t next = take_cells(course, cell, end, period, weights, &memory);
        for (; cell < next; cell++) {
            eventful |= day_table_values(course->table, cell)[0] > 0;
        }
        course->eventful[p] = eventful;
        course->remembered[p] = trailing_memory_at(&memory, end_of(course, period));
    }
    for (size_t i = 0; i < periods; i++) {
        course->logs[i] = log1p(course->severity[i]);
    }
}
