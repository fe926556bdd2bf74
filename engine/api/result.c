/** Public access to a finished run: rows and documents. */
#include "api/result.h"
#include "api/output_options.h"
#include "base/scope.h"
#include "base/text.h"
#include "panel/result_row.h"

size_t tocsin_result_score_count(const tocsin_result *result)
{
    return result ? result->result.reported_periods * result->region_count : 0;
}

/** The row of a period (position on the axis) and a region. */
static void fill_score(const tocsin_result *made, size_t period, size_t region, tocsin_score *score)
{
    const struct result *result = &made->result;
    struct score_row row;
    result_row_score(result, period, region, &row);
    *score = (tocsin_score){
        .period = made->periods[period - result->first_reported],
        .region = result->regions->regions[region].id,
        .region_name = result->regions->regions[region].name,
        .has_score = row.score.given,
        .score = row.score.given ? row.score.value : 0,
        .has_change = row.change.given,
        .change = row.change.given ? row.change.value : 0,
        .coverage = row.coverage,
        .imputed = row.imputed,
        .rank = row.rank,
        .level = result_level_id(result, row.level),
        .level_index = row.level,
        .status = observation_descriptions[row.observation].letter,
    };
}

tocsin_status tocsin_result_score_at(const tocsin_result *result, size_t index, tocsin_score *score)
{
    if (!result || !score || index >= tocsin_result_score_count(result)) {
        return TOCSIN_ERROR_ARGUMENT;
    }
    fill_score(result, result->result.first_reported + index / result->region_count,
               result->regions[index % result->region_count], score);
    return TOCSIN_OK;
}

/** Position on the axis of a reported period; the last one for NULL. */
static bool find_period(const tocsin_result *made, const char *period, size_t *position)
{
    const struct result *result = &made->result;
    size_t i = result->reported_periods - 1;
    if (period) {
        for (i = 0; i < result->reported_periods && !text_equal(made->periods[i], period); i++) {
        }
    }
    *position = result->first_reported + i;
    return i < result->reported_periods;
}

tocsin_status tocsin_result_score_of(const tocsin_result *result, const char *region, const char *period,
                                     tocsin_score *score)
{
    size_t region_position;
    size_t period_position;
    if (!result || !region || !score || !region_table_find(result->result.regions, region, &region_position) ||
        !result->result.region_reported[region_position] || !find_period(result, period, &period_position)) {
        return TOCSIN_ERROR_ARGUMENT;
    }
    fill_score(result, period_position, region_position, score);
    return TOCSIN_OK;
}

const char *tocsin_result_level(const tocsin_result *result, size_t index)
{
    return result && index < result->result.levels.count ? result->result.levels.bands[index].id : NULL;
}

tocsin_status tocsin_result_write_folder(tocsin_context *context, const tocsin_result *result, const char *directory,
                                         const tocsin_output_options *options)
{
    struct report_options report;
    if (!context || !result || !directory || !output_options_read(options, &report)) {
        return TOCSIN_ERROR_ARGUMENT;
    }
    uint32_t documents = options && options->documents ? options->documents : UINT32_MAX;
    struct scope scope;
    scope_enter(&scope);
    tocsin_status status =
        report_write_folder(context, &result->result, directory, documents, options && options->replace, &report);
    scope_leave(&scope);
    return status;
}

tocsin_status tocsin_result_write(tocsin_context *context, const tocsin_result *result, uint32_t document,
                                  const tocsin_output_options *options, tocsin_write write, void *user)
{
    struct report_options report;
    const struct report_document *found = report_document_find(document);
    if (!context || !result || !write || !found || !output_options_read(options, &report)) {
        return TOCSIN_ERROR_ARGUMENT;
    }
    struct scope scope;
    scope_enter(&scope);
    tocsin_status status = TOCSIN_ERROR_MEMORY;
    struct output *output = output_create(context, write, user);
    if (output) {
        status = report_document_write(context, found, &result->result, &report, output);
        status = status == TOCSIN_OK && !output_flush(output) ? TOCSIN_ERROR_IO : status;
        output_destroy(context, output);
    }
    scope_leave(&scope);
    return status;
}

uint32_t tocsin_result_documents(const tocsin_result *result, uint32_t documents)
{
    return result ? report_documents_chosen(&result->result, documents ? documents : UINT32_MAX) : 0;
}

const char *tocsin_document_name(uint32_t document)
{
    const struct report_document *found = report_document_find(document);
    return found ? found->file.name : NULL;
}
