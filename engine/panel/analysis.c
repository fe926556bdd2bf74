/** What can be asked of any analysis. */
#include "panel/analysis.h"
#include "base/text.h"
#include <string.h>

const char *const concern_names[CONCERN_COUNT] = {
    [CONCERN_NOTE] = "note", [CONCERN_CAUTION] = "caution", [CONCERN_SERIOUS] = "serious"};

static const struct data_column columns[] = {
    {"finding", DATA_COUNT, "Number of the finding, from 1; the serious ones come first"},
    {"concern", DATA_TEXT,
     "How much it matters: serious (the index says something else than it seems to), caution (look at it before the "
     "index is used) or note"},
    {"table", DATA_TEXT, "Table that holds the numbers"},
    {"text", DATA_TEXT, "What was found, in words"},
};
enum { COLUMN_COUNT = sizeof columns / sizeof columns[0] };

tocsin_status analysis_tabulate_findings(struct analysis *analysis)
{
    struct data_table *tables = arena_allocate(&analysis->arena, analysis->table_count + 1, sizeof *tables);
    if (!tables) {
        return TOCSIN_ERROR_MEMORY;
    }
    tocsin_status status = data_table_create(&analysis->arena, "findings", "What to worry about, the worst first",
                                             columns, COLUMN_COUNT, &tables[0]);
    for (size_t i = 0; i < analysis->finding_count && status == TOCSIN_OK; i++) {
        const struct analysis_finding *finding = &analysis->findings[i];
        struct data_cell *cells = data_table_add(&analysis->arena, &tables[0]);
        if (!cells) {
            return TOCSIN_ERROR_MEMORY;
        }
        cells[0] = data_count(i + 1);
        cells[1] = data_text(concern_names[finding->concern]);
        cells[2] = data_text(finding->table);
        cells[3] = data_text(finding->text);
    }
    if (status == TOCSIN_OK) {
        if (analysis->table_count > 0) {
            memcpy(&tables[1], analysis->tables, analysis->table_count * sizeof *tables);
        }
        analysis->tables = tables;
        analysis->table_count++;
    }
    return status;
}

const struct data_table *analysis_table(const struct analysis *analysis, const char *name)
{
    for (size_t i = 0; i < analysis->table_count; i++) {
        if (text_equal(analysis->tables[i].name, name)) {
            return &analysis->tables[i];
        }
    }
    return NULL;
}
