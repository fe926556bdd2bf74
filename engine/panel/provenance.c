/** Copies the part of a result that says what it was made of. */
#include "panel/provenance.h"
#include "panel/result_row.h"
#include <string.h>

/** A copy of a text; NULL stays NULL, and the arena remembers if there was no memory. */
static const char *copy_text(struct arena *arena, const char *text)
{
    return text ? arena_text(arena, text) : NULL;
}

/** A copy of `count` things of `size` bytes, whose own pointers still lead to the result; NULL if there is no memory.
 */
static void *copy_items(struct arena *arena, const void *items, size_t count, size_t size)
{
    void *copy = arena_allocate(arena, count, size);
    if (copy && count > 0) {
        memcpy(copy, items, count * size);
    }
    return copy;
}

static struct input_file *copy_files(struct arena *arena, const struct input_file *files, size_t count)
{
    struct input_file *copy = copy_items(arena, files, count, sizeof *copy);
    for (size_t i = 0; copy && i < count; i++) {
        copy[i].named = copy_text(arena, files[i].named);
    }
    return copy;
}

static void copy_report(struct arena *arena, struct source_report *report)
{
    report->files = copy_files(arena, report->files, report->file_count);
    const struct unmatched_name *unmatched = report->unmatched;
    report->unmatched = copy_items(arena, unmatched, report->unmatched_count, sizeof *report->unmatched);
    for (size_t i = 0; report->unmatched && i < report->unmatched_count; i++) {
        report->unmatched[i].name = copy_text(arena, unmatched[i].name);
    }
}

static struct result_source *copy_sources(struct arena *arena, const struct result *result)
{
    struct result_source *copy = copy_items(arena, result->sources, result->source_count, sizeof *copy);
    for (size_t i = 0; copy && i < result->source_count; i++) {
        copy[i].id = copy_text(arena, copy[i].id);
        copy_report(arena, &copy[i].report);
    }
    return copy;
}

static const char **copy_texts(struct arena *arena, const char *const *texts, size_t count)
{
    const char **copy = arena_allocate(arena, count, sizeof *copy);
    for (size_t i = 0; copy && i < count; i++) {
        copy[i] = copy_text(arena, texts[i]);
    }
    return copy;
}

/** The ids of the reported regions, unless all are. */
static void copy_regions(struct arena *arena, const struct result *result, struct provenance *provenance)
{
    size_t count = result->regions->count;
    const char **ids = arena_allocate(arena, count, sizeof *ids);
    for (size_t i = 0; ids && i < count; i++) {
        if (result->region_reported[i]) {
            ids[provenance->region_count++] = copy_text(arena, result->regions->regions[i].id);
        }
    }
    provenance->regions = provenance->region_count < count ? ids : NULL;
}

static void copy_periods(struct arena *arena, const struct result *result, struct provenance *provenance)
{
    char text[PERIOD_TEXT_SIZE];
    if (result->reported_periods > 0) {
        size_t last = result->first_reported + result->reported_periods - 1;
        provenance->from = arena_text(arena, result_period_text(result, result->first_reported, text));
        provenance->to = arena_text(arena, result_period_text(result, last, text));
    }
}

tocsin_status provenance_copy(struct arena *arena, const struct result *result, struct provenance *provenance)
{
    struct provenance made = {
        .model_id = copy_text(arena, result->model_id),
        .model_title = copy_text(arena, result->model_title),
        .model_version = copy_text(arena, result->model_version),
        .model_file = copy_text(arena, result->model_file),
        .model_bytes = result->model_bytes,
        .command = copy_text(arena, result->command),
        .overrides = copy_texts(arena, result->overrides, result->override_count),
        .override_count = result->override_count,
        .seed = result->seed,
        .scored = result->axis,
        .lead = result->lead,
        .previous = copy_text(arena, result->previous),
        .sources = copy_sources(arena, result),
        .source_count = result->source_count,
        .tables = copy_files(arena, result->tables, result->table_count),
        .table_count = result->table_count,
    };
    memcpy(made.model_sha256, result->model_sha256, sizeof made.model_sha256);
    memcpy(made.finding_totals, result->finding_totals, sizeof made.finding_totals);
    copy_periods(arena, result, &made);
    copy_regions(arena, result, &made);
    if (arena->failed) {
        return TOCSIN_ERROR_MEMORY;
    }
    *provenance = made;
    return TOCSIN_OK;
}
