/** manifest.json: what outputs were made of and what was made, so that it can be checked and made again. */
#include "base/diagnostics.h"
#include "base/json.h"
#include "base/number.h"
#include "report/output_folder.h"
#include "report/portable_path.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/** Version 1 of this document; keys are added, never changed or removed, while it stays 1. */
static const char schema[] = "tocsin/manifest/1";

enum { DAY_SECONDS = 86400, HOUR_SECONDS = 3600, MINUTE_SECONDS = 60, TIME_TEXT_SIZE = 48 };
/** The first second of the year 10000: ISO 8601 has no room beyond. */
static const int64_t LAST_SECOND = INT64_C(253402300800);

struct manifest {
    struct json json;
    tocsin_context *context;
    const struct output_folder *folder;
    const struct provenance *provenance;
    bool out_of_memory;
};

/** Seconds since 1970: SOURCE_DATE_EPOCH (reproducible-builds.org) if it is set to a number, else the clock's. */
static int64_t now(void)
{
    const char *fixed = secure_getenv("SOURCE_DATE_EPOCH");
    int64_t seconds;
    if (fixed && number_parse_integer(fixed, strlen(fixed), &seconds) && seconds >= 0 && seconds < LAST_SECOND) {
        return seconds;
    }
    struct timespec clock = {0};
    clock_gettime(CLOCK_REALTIME, &clock);
    return clock.tv_sec;
}

static void write_created(struct manifest *manifest)
{
    char text[TIME_TEXT_SIZE];
    int year;
    int month;
    int day;
    int64_t seconds = now();
    int within = (int)(seconds % DAY_SECONDS);
    date_to_civil((day_number)(seconds / DAY_SECONDS), &year, &month, &day);
    snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02dZ", year, month, day, within / HOUR_SECONDS,
             within % HOUR_SECONDS / MINUTE_SECONDS, within % MINUTE_SECONDS);
    json_text_of(&manifest->json, "created", text);
}

/** A text in which absolute paths are cut; NULL is null. True if there were any. */
static bool portable_text_of(struct manifest *manifest, const char *key, const char *text)
{
    struct text_buffer buffer = {.context = manifest->context};
    if (text) {
        portable_text(&buffer, text);
        text_buffer_add(&buffer, "");
    }
    manifest->out_of_memory |= buffer.failed;
    const char *written = text && buffer.bytes ? buffer.bytes : NULL;
    bool cut = written && !text_equal(written, text);
    json_text_of(&manifest->json, key, written);
    text_buffer_end(&buffer);
    return cut;
}

/** One "name version" of each line. */
static void write_libraries(struct manifest *manifest)
{
    struct json *json = &manifest->json;
    const char *line = strchr(tocsin_build_information(), '\n'); /* the first line is tocsin itself */
    json_open_object_of(json, "libraries");
    while (line && line[1]) {
        line++;
        struct text_buffer name = {.context = manifest->context};
        struct text_buffer version = {.context = manifest->context};
        size_t length = strcspn(line, "\n");
        size_t blank = strcspn(line, " \n");
        text_buffer_add_bytes(&name, line, blank);
        text_buffer_add_bytes(&version, line + blank + (blank < length), length - blank - (blank < length));
        manifest->out_of_memory |= name.failed || version.failed;
        json_text_of(json, name.bytes ? name.bytes : "", version.bytes);
        text_buffer_end(&name);
        text_buffer_end(&version);
        line = strchr(line, '\n');
    }
    json_close_object(json);
}

static void write_engine(struct manifest *manifest)
{
    struct json *json = &manifest->json;
    json_open_object_of(json, "engine");
    json_text_of(json, "name", "tocsin");
    json_text_of(json, "version", tocsin_version());
    write_libraries(manifest);
    json_close_object(json);
}

static void write_model(struct manifest *manifest)
{
    struct json *json = &manifest->json;
    const struct provenance *provenance = manifest->provenance;
    json_open_object_of(json, "model");
    json_text_of(json, "id", provenance->model_id);
    json_text_of(json, "title", provenance->model_title);
    json_text_of(json, "version", provenance->model_version);
    json_text_of(json, "file", portable_path(provenance->model_file));
    json_unsigned_of(json, "bytes", provenance->model_bytes);
    json_text_of(json, "sha256", provenance->model_sha256);
    json_close_object(json);
}

static void write_axis(struct json *json, const char *key, const struct period_axis *axis)
{
    char text[PERIOD_TEXT_SIZE];
    json_open_object_of(json, key);
    json_one_line(json);
    json_text_of(json, "from", axis_format(text, axis, 0));
    json_text_of(json, "to", axis_format(text, axis, axis->count - 1));
    json_close_object(json);
}

/** Which periods were scored, and which were measured: those before them, too, that indicators look back on. */
static void write_periods(struct manifest *manifest)
{
    struct json *json = &manifest->json;
    const struct provenance *provenance = manifest->provenance;
    struct period_axis measured = provenance->scored;
    if (measured.count == 0) {
        return;
    }
    measured.first -= (period_number)provenance->lead;
    measured.count += provenance->lead;
    json_open_object_of(json, "periods");
    json_text_of(json, "frequency", frequency_names[provenance->scored.frequency]);
    write_axis(json, "scored", &provenance->scored);
    write_axis(json, "measured", &measured);
    json_close_object(json);
}

/** `path=value` in its two parts, and whether an absolute path in the value was cut. */
static void write_override(struct manifest *manifest, const char *override)
{
    struct json *json = &manifest->json;
    struct text_buffer path = {.context = manifest->context};
    size_t length = strcspn(override, "=");
    const char *value = override[length] ? override + length + 1 : "";
    text_buffer_add_bytes(&path, override, length);
    manifest->out_of_memory |= path.failed;
    json_open_object(json);
    json_one_line(json);
    json_text_of(json, "path", path.bytes ? path.bytes : "");
    if (portable_text_of(manifest, "value", value)) {
        json_flag_of(json, "cut", true);
    }
    json_close_object(json);
    text_buffer_end(&path);
}

/** The ids of those reported; null stands for all. */
static void write_regions(struct json *json, const struct provenance *provenance)
{
    json_key(json, "regions");
    if (!provenance->regions) {
        json_null(json);
        return;
    }
    json_open_array(json);
    for (size_t i = 0; i < provenance->region_count; i++) {
        json_text(json, provenance->regions[i]);
    }
    json_close_array(json);
}

static void write_options(struct manifest *manifest)
{
    struct json *json = &manifest->json;
    const struct provenance *provenance = manifest->provenance;
    int digits = manifest->folder->options->digits;
    json_open_object_of(json, "options");
    json_open_array_of(json, "overrides");
    for (size_t i = 0; i < provenance->override_count; i++) {
        write_override(manifest, provenance->overrides[i]);
    }
    json_close_array(json);
    if (provenance->from) {
        json_text_of(json, "from", provenance->from);
        json_text_of(json, "to", provenance->to);
    }
    write_regions(json, provenance);
    json_unsigned_of(json, "seed", provenance->seed);
    json_optional_of(json, "digits", (struct optional_number){digits >= 0, digits});
    json_text_of(json, "previous", provenance->previous ? portable_path(provenance->previous) : NULL);
    json_close_object(json);
}

static void write_input(struct json *json, const char *source, const struct input_file *file)
{
    json_open_object(json);
    json_text_of(json, "source", source);
    json_text_of(json, "file", portable_path(file->named));
    json_unsigned_of(json, "bytes", file->bytes);
    json_unsigned_of(json, "rows", file->rows);
    json_text_of(json, "sha256", file->sha256);
    json_close_object(json);
}

static void write_inputs(struct manifest *manifest)
{
    struct json *json = &manifest->json;
    const struct provenance *provenance = manifest->provenance;
    json_open_array_of(json, "inputs");
    for (size_t source = 0; source < provenance->source_count; source++) {
        const struct source_report *report = &provenance->sources[source].report;
        for (size_t i = 0; i < report->file_count; i++) {
            write_input(json, provenance->sources[source].id, &report->files[i]);
        }
    }
    for (size_t i = 0; i < provenance->table_count; i++) {
        write_input(json, NULL, &provenance->tables[i]);
    }
    json_close_array(json);
}

static void write_run_files(struct json *json, const struct provenance_run *run)
{
    json_open_array_of(json, "files");
    for (size_t i = 0; i < run->file_count; i++) {
        json_open_object(json);
        json_one_line(json);
        json_text_of(json, "file", run->files[i].named);
        json_unsigned_of(json, "bytes", run->files[i].bytes);
        json_text_of(json, "sha256", run->files[i].sha256);
        json_close_object(json);
    }
    json_close_array(json);
}

/** Run folders that were read in place of sources. */
static void write_runs(struct manifest *manifest)
{
    struct json *json = &manifest->json;
    json_open_array_of(json, "runs");
    for (size_t i = 0; i < manifest->provenance->run_count; i++) {
        const struct provenance_run *run = &manifest->provenance->runs[i];
        json_open_object(json);
        json_text_of(json, "run", run->letter);
        json_text_of(json, "folder", portable_path(run->folder));
        json_text_of(json, "engine", run->engine_version);
        json_text_of(json, "model", run->model_id);
        json_text_of(json, "version", run->model_version);
        json_text_of(json, "sha256", run->model_sha256);
        json_text_of(json, "from", run->from);
        json_text_of(json, "to", run->to);
        write_run_files(json, run);
        json_close_object(json);
    }
    json_close_array(json);
}

static void day_of(struct json *json, const char *key, day_number day)
{
    char text[PERIOD_TEXT_SIZE];
    json_text_of(json, key, day == DAY_NONE ? NULL : period_format(text, FREQUENCY_DAY, day));
}

static void write_unmatched(struct json *json, const struct source_report *report)
{
    json_unsigned_of(json, "unmatched_names", report->unmatched_names);
    json_open_array_of(json, "unmatched");
    for (size_t i = 0; i < report->unmatched_count; i++) {
        json_open_object(json);
        json_one_line(json);
        json_text_of(json, "name", report->unmatched[i].name);
        json_unsigned_of(json, "rows", report->unmatched[i].rows);
        json_close_object(json);
    }
    json_close_array(json);
}

/** What became of the rows of each source. */
static void write_sources(struct manifest *manifest)
{
    struct json *json = &manifest->json;
    json_open_array_of(json, "sources");
    for (size_t i = 0; i < manifest->provenance->source_count; i++) {
        const struct result_source *source = &manifest->provenance->sources[i];
        const struct source_report *report = &source->report;
        json_open_object(json);
        json_text_of(json, "id", source->id);
        json_text_of(json, "format", source_format_names[source->format]);
        json_unsigned_of(json, "rows_read", report->rows_read);
        json_unsigned_of(json, "rows_filtered", report->rows_filtered);
        json_unsigned_of(json, "rows_unmatched", report->rows_unmatched);
        json_unsigned_of(json, "rows_blank", report->rows_blank);
        json_unsigned_of(json, "rows_used", report->rows_used);
        json_unsigned_of(json, "unused_columns", report->unused_columns);
        day_of(json, "first_day", report->first_day);
        day_of(json, "last_day", report->last_day);
        write_unmatched(json, report);
        json_close_object(json);
    }
    json_close_array(json);
}

static void write_diagnostics(struct manifest *manifest)
{
    struct json *json = &manifest->json;
    json_open_object_of(json, "diagnostics");
    json_unsigned_of(json, "errors", manifest->provenance->finding_totals[TOCSIN_ERROR]);
    json_unsigned_of(json, "warnings", manifest->provenance->finding_totals[TOCSIN_WARNING]);
    json_unsigned_of(json, "notes", manifest->provenance->finding_totals[TOCSIN_NOTE]);
    json_close_object(json);
}

static void write_outputs(struct manifest *manifest)
{
    struct json *json = &manifest->json;
    json_open_array_of(json, "outputs");
    for (size_t i = 0; i < manifest->folder->file_count; i++) {
        const struct folder_file *file = &manifest->folder->files[i];
        json_open_object(json);
        json_text_of(json, "file", file->is.name);
        json_unsigned_of(json, "bytes", file->bytes);
        json_text_of(json, "sha256", file->sha256);
        json_close_object(json);
    }
    json_close_array(json);
}

tocsin_status manifest_json_write(tocsin_context *context, struct output *output, const struct output_folder *folder)
{
    struct manifest manifest = {.context = context, .folder = folder, .provenance = folder->provenance};
    json_begin(&manifest.json, output, -1);
    json_open_object(&manifest.json);
    json_text_of(&manifest.json, "schema", schema);
    json_text_of(&manifest.json, "kind", folder->what ? folder->what : "run");
    write_created(&manifest);
    write_engine(&manifest);
    portable_text_of(&manifest, "command", folder->provenance->command);
    write_model(&manifest);
    write_periods(&manifest);
    write_options(&manifest);
    if (manifest.provenance->run_count > 0) {
        write_runs(&manifest);
    }
    write_inputs(&manifest);
    write_sources(&manifest);
    write_diagnostics(&manifest);
    write_outputs(&manifest);
    json_close_object(&manifest.json);
    json_end(&manifest.json);
    return manifest.out_of_memory ? diagnostics_report(context, DIAGNOSTIC_OUT_OF_MEMORY, LOCATION_NONE, NULL,
                                                       "no memory to write 'manifest.json'")
                                  : TOCSIN_OK;
}
