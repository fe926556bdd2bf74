/** The folder of a comparison. */
#ifndef TOCSIN_REPORT_COMPARISON_FOLDER_H
#define TOCSIN_REPORT_COMPARISON_FOLDER_H

#include "panel/comparison.h"
#include "panel/provenance.h"
#include "report/report.h"

/**
 * Writes the whole folder: comparison.txt, a CSV file named after each table, datapackage.json, and manifest.json last.
 * Fails with CANNOT_CREATE, IO, INTERRUPTED or MEMORY; then nothing new is there.
 */
tocsin_status comparison_folder_write(tocsin_context *context, const struct comparison *comparison,
                                      const struct provenance *provenance, const char *directory, bool replace,
                                      const struct report_options *options);

#endif
