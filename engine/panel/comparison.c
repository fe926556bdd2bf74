/** What can be asked of any comparison. */
#include "panel/comparison.h"
#include "base/text.h"

const char *const comparison_cause_names[CAUSE_COUNT] = {
    [CAUSE_DATA_REVISED] = "data_revised", [CAUSE_DATA_NEW] = "data_new",
    [CAUSE_WEIGHTS] = "weights",           [CAUSE_METHOD] = "method",
    [CAUSE_REGIONS] = "regions",
};
const char *const comparison_cause_words[CAUSE_COUNT] = {
    [CAUSE_DATA_REVISED] = "data revised", [CAUSE_DATA_NEW] = "data new",
    [CAUSE_WEIGHTS] = "weights",           [CAUSE_METHOD] = "method",
    [CAUSE_REGIONS] = "regions",
};

const struct data_table *comparison_table_named(const struct comparison *comparison, const char *name)
{
    for (size_t i = 0; i < COMPARISON_TABLES; i++) {
        if (text_equal(comparison->tables[i].name, name)) {
            return &comparison->tables[i];
        }
    }
    return NULL;
}
