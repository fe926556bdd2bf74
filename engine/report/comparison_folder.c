/** The folder of a comparison: the text page, its tables, and the descriptors. */
#include "report/comparison_folder.h"
#include "report/comparison_text.h"
#include "report/tables_folder.h"

static void write_page(struct output *output, const void *subject, const struct report_options *options)
{
    comparison_text_write(output, subject, options);
}

tocsin_status comparison_folder_write(tocsin_context *context, const struct comparison *comparison,
                                      const struct provenance *provenance, const char *directory, bool replace,
                                      const struct report_options *options)
{
    struct tables_folder folder = {
        .what = "comparison",
        .description = "What moved between two runs, and how much of it each cause makes up",
        .page = {"comparison.txt", "What moved and why, in words", "comparison-text", "txt", "text/plain", NULL},
        .write_page = write_page,
        .subject = comparison,
        .tables = comparison->tables,
        .table_count = COMPARISON_TABLES,
    };
    return tables_folder_write(context, &folder, provenance, directory, replace, options);
}
