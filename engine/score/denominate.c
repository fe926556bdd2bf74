/** Divides a column by its denominators. */
#include "score/denominate.h"

tocsin_status denominate_column(tocsin_context *context, const struct denominate_request *request, struct panel *panel,
                                size_t column)
{
    (void)context;
    (void)request;
    (void)panel;
    (void)column;
    return TOCSIN_OK;
}
