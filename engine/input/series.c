/**
 * Layout `series`: values by region and period. Long: region,period,indicator,value[,low,high], a row for each value.
 * Wide: region[,period] and a column for each indicator, with bounds in columns NAME_low and NAME_high.
 */
#include "input/layout.h"

const struct layout series_layout = {
    .date = "period",
    .region = "region",
    .date_optional = true,
    .needs_rows = true,
    .selector = "indicator",
    .selected = {[COLUMN_NUMBER] = "value", [COLUMN_TEXT] = "value", [COLUMN_LOW] = "low", [COLUMN_HIGH] = "high"},
};
