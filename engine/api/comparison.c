/** Public functions on comparisons: check arguments, enter the scope, call below. */
#include "panel/comparison.h"
#include "api/output_options.h"
#include "audit/compare.h"
#include "base/scope.h"
#include "report/analysis_csv.h"
#include "report/comparison_folder.h"
#include "report/comparison_json.h"
#include "report/comparison_text.h"

struct tocsin_comparison {
    struct comparison comparison;
    struct provenance provenance;
};

tocsin_status tocsin_compare(tocsin_context *context, const char *a, const char *b,
                             const tocsin_compare_options *options, tocsin_comparison **comparison)
{
    if (!context || !a || !b || !comparison) {
        return TOCSIN_ERROR_ARGUMENT;
    }
    const char *const directories[SIDE_COUNT] = {a, b};
    struct scope scope;
    scope_enter(&scope);
    tocsin_status status = TOCSIN_ERROR_MEMORY;
    tocsin_comparison *made = memory_allocate(context, 1, sizeof *made);
    if (made) {
        arena_begin(&made->comparison.arena, context);
        status =
            compare_runs(context, directories, options ? options->command : NULL, &made->comparison, &made->provenance);
        if (status == TOCSIN_OK) {
            *comparison = made;
        } else {
            tocsin_comparison_destroy(made);
        }
    }
    scope_leave(&scope);
    return status;
}

void tocsin_comparison_destroy(tocsin_comparison *comparison)
{
    if (!comparison) {
        return;
    }
    tocsin_context *context = comparison->comparison.arena.context;
    arena_end(&comparison->comparison.arena);
    memory_release(context, comparison);
}

size_t tocsin_comparison_row_count(const tocsin_comparison *comparison)
{
    return comparison ? comparison->comparison.row_count : 0;
}

tocsin_status tocsin_comparison_row_at(const tocsin_comparison *comparison, size_t index, tocsin_compared *row)
{
    if (!row || index >= tocsin_comparison_row_count(comparison)) {
        return TOCSIN_ERROR_ARGUMENT;
    }
    const struct comparison_row *found = &comparison->comparison.rows[index];
    *row = (tocsin_compared){
        .period = found->period,
        .region = found->region,
        .region_name = found->name,
        .score_a = found->score[SIDE_A],
        .score_b = found->score[SIDE_B],
        .difference = found->difference,
        .data_revised = found->part[CAUSE_DATA_REVISED],
        .data_new = found->part[CAUSE_DATA_NEW],
        .weights = found->part[CAUSE_WEIGHTS],
        .method = found->part[CAUSE_METHOD],
        .regions = found->part[CAUSE_REGIONS],
        .rank_a = found->rank[SIDE_A],
        .rank_b = found->rank[SIDE_B],
        .level_a = found->level[SIDE_A],
        .level_b = found->level[SIDE_B],
    };
    return TOCSIN_OK;
}

const char *tocsin_comparison_table_name(const tocsin_comparison *comparison, size_t index)
{
    return comparison && index < COMPARISON_TABLES ? comparison->comparison.tables[index].name : NULL;
}

/** What is to be written; a table if neither of the others. */
enum rendering { RENDER_TEXT, RENDER_JSON, RENDER_TABLE };

static tocsin_status write_in_scope(tocsin_context *context, const struct comparison *comparison,
                                    enum rendering rendering, const struct data_table *table,
                                    const tocsin_output_options *options, tocsin_write write, void *user)
{
    struct report_options report;
    if (!write || !output_options_read(options, &report)) {
        return TOCSIN_ERROR_ARGUMENT;
    }
    struct scope scope;
    scope_enter(&scope);
    tocsin_status status = TOCSIN_ERROR_MEMORY;
    struct output *output = output_create(context, write, user);
    if (output) {
        if (rendering == RENDER_TEXT) {
            comparison_text_write(output, comparison, &report);
        } else if (rendering == RENDER_JSON) {
            comparison_json_write(output, comparison, &report);
        } else {
            analysis_csv_write(output, table, &report);
        }
        status = output_flush(output) ? TOCSIN_OK : TOCSIN_ERROR_IO;
        output_destroy(context, output);
    }
    scope_leave(&scope);
    return status;
}

tocsin_status tocsin_comparison_write_text(tocsin_context *context, const tocsin_comparison *comparison,
                                           const tocsin_output_options *options, tocsin_write write, void *user)
{
    return context && comparison
               ? write_in_scope(context, &comparison->comparison, RENDER_TEXT, NULL, options, write, user)
               : TOCSIN_ERROR_ARGUMENT;
}

tocsin_status tocsin_comparison_write_json(tocsin_context *context, const tocsin_comparison *comparison,
                                           const tocsin_output_options *options, tocsin_write write, void *user)
{
    return context && comparison
               ? write_in_scope(context, &comparison->comparison, RENDER_JSON, NULL, options, write, user)
               : TOCSIN_ERROR_ARGUMENT;
}

tocsin_status tocsin_comparison_write_table(tocsin_context *context, const tocsin_comparison *comparison,
                                            const char *name, const tocsin_output_options *options, tocsin_write write,
                                            void *user)
{
    const struct data_table *table =
        context && comparison && name ? comparison_table_named(&comparison->comparison, name) : NULL;
    return table ? write_in_scope(context, &comparison->comparison, RENDER_TABLE, table, options, write, user)
                 : TOCSIN_ERROR_ARGUMENT;
}

tocsin_status tocsin_comparison_write_folder(tocsin_context *context, const tocsin_comparison *comparison,
                                             const char *directory, const tocsin_output_options *options)
{
    struct report_options report;
    if (!context || !comparison || !directory || !output_options_read(options, &report)) {
        return TOCSIN_ERROR_ARGUMENT;
    }
    struct scope scope;
    scope_enter(&scope);
    tocsin_status status = comparison_folder_write(context, &comparison->comparison, &comparison->provenance, directory,
                                                   options && options->replace, &report);
    scope_leave(&scope);
    return status;
}
