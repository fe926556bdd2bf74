/** What is to be said of a source when all of it was read: rows of no region, columns that nobody used, indicators
 * without a row, files without rows. */
#ifndef TOCSIN_INPUT_SOURCE_FINDINGS_H
#define TOCSIN_INPUT_SOURCE_FINDINGS_H

#include "input/name_table.h"
#include "input/source.h"
#include "input/source_rows.h"

struct source_findings {
    const struct source_reading *reading;
    struct name_table unmatched; /* names of regions, with rows */
    struct name_table selected;  /* indicators that rows are about, with rows */
    struct name_table unused;    /* columns */
    struct name_table refused;   /* values that the only rule of `where` met before a row that it keeps */
    uint64_t other_unmatched;    /* rows beyond the names that are told apart */
    uint64_t other_selected;
    size_t files;
    size_t files_selecting; /* files whose rows are about one indicator each */
    bool faulty;            /* rows were lost: what seems to be missing may be in them */
};

void source_findings_begin(struct source_findings *findings, const struct source_reading *reading);
/** Notes what there is to note of a file, which was just read; `faulty`: not all of its rows could be. */
tocsin_status source_findings_of_file(struct source_findings *findings, const struct source_rows *rows,
                                      const struct input_file *file, bool faulty);
/** Notes a row that `where` refuses, while it has kept none. */
tocsin_status source_findings_refused(struct source_findings *findings, const struct source_rows *rows,
                                      const struct csv_row *row);
/** Reports all, and fills in the names and numbers of the report. */
tocsin_status source_findings_conclude(struct source_findings *findings, const struct layout *layout,
                                       struct source_report *report);
void source_findings_end(struct source_findings *findings);

#endif
