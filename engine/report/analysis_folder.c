/** The folder of an analysis: the text page, its tables, and the descriptors. */
#include "report/analysis_folder.h"
#include "report/analysis_text.h"
#include "report/tables_folder.h"

static void write_page(struct output *output, const void *subject, const struct report_options *options)
{
    analysis_text_write(output, subject, options);
}

tocsin_status analysis_folder_write(tocsin_context *context, const struct analysis *analysis,
                                    const struct provenance *provenance, const char *directory, bool replace,
                                    const struct report_options *options)
{
    struct tables_folder folder = {
        .what = "analysis",
        .description = "What the numbers of the index say about it: a multivariate analysis",
        .page = {"analysis.txt", "What the analysis says, in words", "analysis", "txt", "text/plain", NULL},
        .write_page = write_page,
        .subject = analysis,
        .tables = analysis->tables,
        .table_count = analysis->table_count,
    };
    return tables_folder_write(context, &folder, provenance, directory, replace, options);
}
