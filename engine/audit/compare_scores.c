/** Holds scores that were computed again against those that the run wrote. */
#include "audit/compare_side.h"
#include "base/number.h"
#include "base/text.h"
#include "input/tables.h"
#include <math.h>
#include <string.h>

/** What is the same but for the last bits, beside what rounding on output takes. */
static const double SAME = 1e-9;

static const char scores_name[] = "scores.csv";

enum { SCORE_PERIOD, SCORE_REGION, SCORE_SCORE, SCORE_LEVEL, SCORE_COLUMNS };
static const char *const column_names[SCORE_COLUMNS] = {"period", "region", "score", "level"};

struct reading {
    struct arena *arena;
    struct compare_side *side;
    size_t rows, others; /* rows, and how many of them have another score now */
    uint64_t line;       /* of the first such */
    bool edited;         /* not the bytes of the manifest */
};

/** Where the run has a row of scores.csv; false if it has no such row. */
static bool find_row(const struct result *result, const struct csv_field *fields, size_t *period, size_t *region)
{
    period_number found = 0;
    if (!period_parse(fields[SCORE_PERIOD].text, fields[SCORE_PERIOD].length, result->axis.frequency, &found) ||
        found < result->axis.first || found >= axis_period(&result->axis, result->axis.count)) {
        return false;
    }
    *period = (size_t)(found - result->axis.first);
    return region_table_find(result->regions, fields[SCORE_REGION].text, region);
}

static bool same_score(const struct reading *all, const struct csv_field *field, size_t cell)
{
    const struct panel *nodes = all->side->result.nodes;
    const struct saved_run *run = &all->side->run;
    bool there = observation_present(nodes->observation[cell]);
    double written = 0;
    if (!number_parse(field->text, field->length, &written)) {
        return field->length == 0 && !there;
    }
    double rounding = run->has_digits ? 0.5 * pow(10, -run->digits) : 0;
    double now = nodes->value[cell];
    return there && fabs(written - now) <= rounding + SAME * fmax(1, fabs(now));
}

static tocsin_status take_row(void *user, const struct csv_row *row)
{
    struct reading *all = user;
    struct result *result = &all->side->result;
    size_t period = 0;
    size_t region = 0;
    bool known = find_row(result, row->fields, &period, &region);
    all->rows++;
    if (!known || !same_score(all, &row->fields[SCORE_SCORE], result_score_cell(result, period, region))) {
        all->line = all->others++ == 0 ? row->line : all->line;
        return TOCSIN_OK;
    }
    const struct csv_field *level = &row->fields[SCORE_LEVEL];
    const char **kept = &all->side->levels[result_region_cell(result, period, region)];
    if (*kept && text_equal(*kept, level->text)) {
        return TOCSIN_OK;
    }
    *kept = level->length > 0 ? arena_copy(all->arena, level->text, level->length) : NULL;
    return all->arena->failed ? TOCSIN_ERROR_MEMORY : TOCSIN_OK;
}

static tocsin_status project(tocsin_context *context, struct csv_reader *reader, const char *path)
{
    size_t count = 0;
    size_t columns[SCORE_COLUMNS];
    const char *const *names = csv_reader_columns(reader, &count);
    for (size_t i = 0; i < SCORE_COLUMNS; i++) {
        columns[i] = 0;
        while (columns[i] < count && !text_equal(names[columns[i]], column_names[i])) {
            columns[i]++;
        }
        if (columns[i] == count) {
            return tables_report_column(context, path, names, count, column_names[i]);
        }
    }
    return csv_reader_project(reader, columns, SCORE_COLUMNS);
}

static bool is_edited(const struct saved_run *run, struct csv_reader *reader)
{
    char sha256[HASH_TEXT_SIZE];
    uint64_t bytes = 0;
    uint64_t rows = 0;
    csv_reader_digest(reader, sha256, &bytes, &rows);
    return !text_equal(saved_run_file(run, scores_name)->sha256, sha256);
}

static tocsin_status read_scores(tocsin_context *context, const char *path, struct reading *all)
{
    struct csv_reader *reader = NULL;
    tocsin_status status = tables_open(context, path, path, LOCATION_NONE, &reader);
    if (status == TOCSIN_OK) {
        status = project(context, reader, path);
    }
    if (status == TOCSIN_OK) {
        status = csv_reader_each(reader, take_row, all);
    }
    if (status == TOCSIN_OK) {
        all->edited = is_edited(&all->side->run, reader);
    }
    csv_reader_close(context, reader);
    return status;
}

tocsin_status compare_side_check(tocsin_context *context, struct arena *arena, struct compare_side *side)
{
    struct reading all = {.arena = arena, .side = side};
    if (!saved_run_file(&side->run, scores_name)) {
        return TOCSIN_OK;
    }
    const char *path = saved_run_path(arena, &side->run, scores_name);
    if (!path) {
        return TOCSIN_ERROR_MEMORY;
    }
    tocsin_status status = read_scores(context, path, &all);
    if (status == TOCSIN_OK && all.others == 0 && all.edited) {
        return diagnostics_report(context, DIAGNOSTIC_COMPARE_SCORES, (struct location){path, 0, 0},
                                  "its scores are those of the measured values; its levels are taken as they are",
                                  "is not as it was written");
    }
    if (status != TOCSIN_OK || all.others == 0) {
        return status;
    }
    const char *version = side->run.engine_version ? side->run.engine_version : "another version";
    const char *hint = text_equal(version, tocsin_version())
                           ? "the file is not as it was written, or the engine is at fault"
                           : "the run was made by another version of tocsin";
    return diagnostics_report(context, DIAGNOSTIC_COMPARE_SCORES, (struct location){path, all.line, 0}, hint,
                              "%zu of %zu scores are others when the measured values are scored again", all.others,
                              all.rows);
}
