/** Public functions on analyses: check arguments, enter the scope, call below. */
#include "panel/analysis.h"
#include "api/output_options.h"
#include "base/scope.h"
#include "pipeline/analyse.h"
#include "report/analysis_csv.h"
#include "report/analysis_folder.h"
#include "report/analysis_text.h"

struct tocsin_analysis {
    struct analysis analysis;
    struct provenance provenance;
};

static tocsin_status analyse_in_scope(tocsin_context *context, const tocsin_model *model,
                                      const tocsin_run_options *options, tocsin_analysis **analysis)
{
    tocsin_analysis *made = memory_allocate(context, 1, sizeof *made);
    if (!made) {
        return TOCSIN_ERROR_MEMORY;
    }
    arena_begin(&made->analysis.arena, context);
    tocsin_status status = analyse_model(context, model, options, &made->analysis, &made->provenance);
    if (status == TOCSIN_OK) {
        *analysis = made;
    } else {
        tocsin_analysis_destroy(made);
    }
    return status;
}

tocsin_status tocsin_analyse(tocsin_context *context, const tocsin_model *model, const tocsin_run_options *options,
                             tocsin_analysis **analysis)
{
    if (!context || !model || !analysis || (options && options->region_count > 0)) {
        return TOCSIN_ERROR_ARGUMENT;
    }
    struct scope scope;
    scope_enter(&scope);
    tocsin_status status = analyse_in_scope(context, model, options, analysis);
    scope_leave(&scope);
    return status;
}

void tocsin_analysis_destroy(tocsin_analysis *analysis)
{
    if (!analysis) {
        return;
    }
    tocsin_context *context = analysis->analysis.arena.context;
    arena_end(&analysis->analysis.arena);
    memory_release(context, analysis);
}

size_t tocsin_analysis_finding_count(const tocsin_analysis *analysis)
{
    return analysis ? analysis->analysis.finding_count : 0;
}

tocsin_status tocsin_analysis_finding_at(const tocsin_analysis *analysis, size_t index, tocsin_finding *finding)
{
    if (!finding || index >= tocsin_analysis_finding_count(analysis)) {
        return TOCSIN_ERROR_ARGUMENT;
    }
    const struct analysis_finding *found = &analysis->analysis.findings[index];
    *finding = (tocsin_finding){(int32_t)found->concern, found->table, found->text};
    return TOCSIN_OK;
}

size_t tocsin_analysis_table_count(const tocsin_analysis *analysis)
{
    return analysis ? analysis->analysis.table_count : 0;
}

const char *tocsin_analysis_table_name(const tocsin_analysis *analysis, size_t index)
{
    return index < tocsin_analysis_table_count(analysis) ? analysis->analysis.tables[index].name : NULL;
}

/** The page if `table` is NULL. */
static tocsin_status write_in_scope(tocsin_context *context, const struct analysis *analysis,
                                    const struct data_table *table, const struct report_options *options,
                                    tocsin_write write, void *user)
{
    struct scope scope;
    scope_enter(&scope);
    tocsin_status status = TOCSIN_ERROR_MEMORY;
    struct output *output = output_create(context, write, user);
    if (output) {
        if (table) {
            analysis_csv_write(output, table, options);
        } else {
            analysis_text_write(output, analysis, options);
        }
        status = output_flush(output) ? TOCSIN_OK : TOCSIN_ERROR_IO;
        output_destroy(context, output);
    }
    scope_leave(&scope);
    return status;
}

tocsin_status tocsin_analysis_write_table(tocsin_context *context, const tocsin_analysis *analysis, const char *name,
                                          const tocsin_output_options *options, tocsin_write write, void *user)
{
    struct report_options report;
    if (!context || !analysis || !name || !write || !output_options_read(options, &report)) {
        return TOCSIN_ERROR_ARGUMENT;
    }
    const struct data_table *table = analysis_table(&analysis->analysis, name);
    return table ? write_in_scope(context, &analysis->analysis, table, &report, write, user) : TOCSIN_ERROR_ARGUMENT;
}

tocsin_status tocsin_analysis_write_text(tocsin_context *context, const tocsin_analysis *analysis,
                                         const tocsin_output_options *options, tocsin_write write, void *user)
{
    struct report_options report;
    if (!context || !analysis || !write || !output_options_read(options, &report)) {
        return TOCSIN_ERROR_ARGUMENT;
    }
    return write_in_scope(context, &analysis->analysis, NULL, &report, write, user);
}

tocsin_status tocsin_analysis_write_folder(tocsin_context *context, const tocsin_analysis *analysis,
                                           const char *directory, const tocsin_output_options *options)
{
    struct report_options report;
    if (!context || !analysis || !directory || !output_options_read(options, &report)) {
        return TOCSIN_ERROR_ARGUMENT;
    }
    struct scope scope;
    scope_enter(&scope);
    tocsin_status status = analysis_folder_write(context, &analysis->analysis, &analysis->provenance, directory,
                                                 options && options->replace, &report);
    scope_leave(&scope);
    return status;
}
