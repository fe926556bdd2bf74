/** A folder of a page for people and of the tables that it speaks of, each as CSV. */
#ifndef TOCSIN_REPORT_TABLES_FOLDER_H
#define TOCSIN_REPORT_TABLES_FOLDER_H

#include "panel/data_table.h"
#include "panel/provenance.h"
#include "report/report.h"

struct tables_folder {
    const char *what;             /* of the model it holds, in a word: "analysis" */
    const char *description;      /* the same in a sentence */
    struct file_description page; /* the page's file, which has no table */
    void (*write_page)(struct output *output, const void *subject, const struct report_options *options);
    const void *subject; /* for `write_page` */
    const struct data_table *tables;
    size_t table_count;
};

/**
 * Writes the whole folder: the page, a CSV file named after each table, datapackage.json, and manifest.json last.
 * Fails with CANNOT_CREATE, IO, INTERRUPTED or MEMORY; then nothing new is there.
 */
tocsin_status tables_folder_write(tocsin_context *context, const struct tables_folder *folder,
                                  const struct provenance *provenance, const char *directory, bool replace,
                                  const struct report_options *options);

#endif
