/**
 * libFuzzer target: a run folder read back. The input is a manifest and, each behind a line of '%%%', regions.csv and
 * measured.csv beside it. What the manifest says of the two files is put right before they are read, as no input could
 * guess their hashes. What was read is written again, and must come back to the bit.
 */
#include "archive/saved_run.h"
#include "report/report.h"
#include "target.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FILES = 3, BUDGET = 64 << 20, INDICATORS = 3 };

static const char divider[] = "\n%%%\n";
static const char *const names[FILES] = {"manifest.json", "regions.csv", "measured.csv"};
static const char *const ids[INDICATORS] = {"crime", "debt.share", "region"};

/** The folder that the files are in. */
static void folder_of(const char *path, char folder[4096])
{
    const char *slash = strrchr(path, '/');
    size_t length = slash ? (size_t)(slash - path) : 0;
    require(length > 0 && length < 4096, "files are in a folder");
    memcpy(folder, path, length);
    folder[length] = '\0';
}

static void describe(struct saved_file *file, char sha256[HASH_TEXT_SIZE], const char *name, const void *bytes,
                     size_t size)
{
    struct hash hash;
    hash_begin(&hash);
    hash_add(&hash, bytes, size);
    hash_end(&hash, sha256);
    *file = (struct saved_file){name, size, sha256};
}

static void check_panel(const struct saved_panel *saved)
{
    const struct panel *panel = saved->panel;
    require(saved->measured.count == panel->periods && saved->lead < saved->measured.count &&
                saved->regions->count == panel->regions && panel->columns == INDICATORS,
            "the panel has the periods, indicators and regions of its run");
    for (size_t i = 0; i < panel->periods * panel->columns * panel->regions; i++) {
        require(panel->observation[i] < OBSERVATION_COUNT, "a status is known");
        require(isfinite(panel->value[i]), "a value is finite");
        require(panel->value[i] == 0 || observation_present(panel->observation[i]), "what is missing is 0");
    }
}

struct memory_file {
    char *bytes;
    size_t size;
};

static int keep(void *user, const char *bytes, size_t size)
{
    struct memory_file *file = user;
    file->bytes = realloc(file->bytes, file->size + size + 1);
    require(file->bytes != NULL, "there is memory for an output");
    memcpy(file->bytes + file->size, bytes, size);
    file->size += size;
    return 0;
}

/** Writes one file of the folder anew from what was read. */
static void write_again(tocsin_context *context, uint32_t bit, const struct saved_panel *saved,
                        struct memory_file *written)
{
    struct result_indicator indicators[INDICATORS] = {{.id = NULL}};
    for (size_t i = 0; i < INDICATORS; i++) {
        indicators[i] = (struct result_indicator){.id = ids[i], .title = ids[i]};
    }
    struct result result = {.regions = saved->regions, .measured = saved->panel, .lead = saved->lead};
    result.axis = saved->measured;
    result.axis.first += (period_number)saved->lead;
    result.axis.count -= saved->lead;
    result.indicators = indicators;
    result.indicator_count = INDICATORS;
    struct report_options options = {.digits = 0};
    struct output *output = output_create(context, keep, written);
    require(output != NULL, "there is memory for an output");
    require(report_document_write(context, report_document_find(bit), &result, &options, output) == TOCSIN_OK &&
                output_flush(output),
            "what was read can be written");
    output_destroy(context, output);
}

static void check_same(const struct panel *left, const struct panel *right)
{
    size_t cells = left->periods * left->columns * left->regions;
    require(memcmp(left->value, right->value, cells * sizeof *left->value) == 0 &&
                memcmp(left->observation, right->observation, cells) == 0,
            "what was written comes back to the bit");
    for (size_t i = 0; i < cells; i++) {
        require((left->observed ? left->observed[i] : DAY_NONE) == (right->observed ? right->observed[i] : DAY_NONE),
                "days come back");
        bool present = observation_present(left->observation[i]);
        double low = left->low ? left->low[i] : left->value[i];
        double high = left->high ? left->high[i] : left->value[i];
        require(!present || (low == (right->low ? right->low[i] : right->value[i]) &&
                             high == (right->high ? right->high[i] : right->value[i])),
                "bounds come back");
    }
}

static void check_again(tocsin_context *context, struct arena *arena, struct saved_run *run,
                        const struct tocsin_model *model, const struct saved_panel *saved)
{
    static const uint32_t bits[FILES] = {0, TOCSIN_REGIONS_CSV, TOCSIN_MEASURED_CSV};
    char sha256[FILES][HASH_TEXT_SIZE];
    struct saved_file files[FILES - 1];
    for (size_t i = 1; i < FILES; i++) {
        struct memory_file written = {NULL, 0};
        write_again(context, bits[i], saved, &written);
        target_file(names[i], written.bytes, written.size);
        describe(&files[i - 1], sha256[i], names[i], written.bytes, written.size);
        free(written.bytes);
    }
    run->files = files;
    struct saved_panel again;
    require(saved_run_panel(context, arena, run, model, &again) == TOCSIN_OK, "what was written is read");
    check_same(saved->panel, again.panel);
    for (size_t i = 0; i < saved->regions->count; i++) {
        require(strcmp(saved->regions->regions[i].id, again.regions->regions[i].id) == 0 &&
                    strcmp(saved->regions->regions[i].name, again.regions->regions[i].name) == 0,
                "regions come back");
    }
}

static void read_folder(tocsin_context *context, struct arena *arena, const char *folder,
                        const struct saved_file *files)
{
    struct indicator_recipe recipes[INDICATORS] = {{.id = NULL}};
    for (size_t i = 0; i < INDICATORS; i++) {
        recipes[i].id = ids[i];
    }
    struct tocsin_model model = {.indicators = recipes, .indicator_count = INDICATORS};
    struct saved_run run;
    tocsin_status status = saved_run_open(context, arena, folder, &run);
    require((status == TOCSIN_OK) == (tocsin_diagnostic_total(context, TOCSIN_ERROR) == 0),
            "opening fails exactly if there is an error");
    if (status != TOCSIN_OK) {
        return;
    }
    for (size_t i = 0; i < run.file_count; i++) {
        require(run.files[i].name[0] != '.' && !strchr(run.files[i].name, '/'), "files are in the folder");
    }
    saved_run_check_files(context, &run, NULL);
    tocsin_diagnostics_clear(context);
    run.files = files;
    run.file_count = FILES - 1;
    struct saved_panel saved;
    status = saved_run_panel(context, arena, &run, &model, &saved);
    require((status == TOCSIN_OK) == (tocsin_diagnostic_total(context, TOCSIN_ERROR) == 0),
            "reading fails exactly if there is an error");
    if (status == TOCSIN_OK) {
        check_panel(&saved);
        check_again(context, arena, &run, &model, &saved);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    char folder[4096];
    char sha256[FILES][HASH_TEXT_SIZE];
    struct saved_file files[FILES];
    for (size_t i = 0; i < FILES; i++) {
        const uint8_t *end = i + 1 < FILES && size > 0 ? memmem(bytes, size, divider, sizeof divider - 1) : NULL;
        size_t length = end ? (size_t)(end - bytes) + 1 : size;
        folder_of(target_file(names[i], bytes, length), folder);
        describe(&files[i], sha256[i], names[i], bytes, length);
        length += end ? sizeof divider - 2 : 0;
        bytes += length;
        size -= length;
    }
    struct target target;
    target_begin(&target, BUDGET);
    struct arena arena;
    arena_begin(&arena, target.context);
    read_folder(target.context, &arena, folder, files + 1);
    arena_end(&arena);
    target_end(&target);
    return 0;
}
