/** The folder of an analysis. */
#ifndef TOCSIN_REPORT_ANALYSIS_FOLDER_H
#define TOCSIN_REPORT_ANALYSIS_FOLDER_H

#include "panel/analysis.h"
#include "panel/provenance.h"
#include "report/report.h"

/**
 * Writes the whole folder: analysis.txt, a CSV file named after each table, datapackage.json, and manifest.json last.
 * Fails with CANNOT_CREATE, IO, INTERRUPTED or MEMORY; then nothing new is there.
 */
tocsin_status analysis_folder_write(tocsin_context *context, const struct analysis *analysis,
                                    const struct provenance *provenance, const char *directory, bool replace,
                                    const struct report_options *options);

#endif
