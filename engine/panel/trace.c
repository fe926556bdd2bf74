/** Looking up traces. */
#include "panel/trace.h"

const struct trace *trace_find(const struct trace_list *list, size_t indicator, size_t region, period_number period)
{
    for (size_t i = 0; list && i < list->count; i++) {
        const struct trace *trace = &list->traces[i];
        if (trace->indicator == indicator && trace->region == region && trace->period == period) {
            return trace;
        }
    }
    return NULL;
}
