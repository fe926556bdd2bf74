/** The folder of an analysis: the text page, its tables, and the descriptors. */
#include "report/analysis_folder.h"
#include "base/text.h"
#include "report/analysis_csv.h"
#include "report/analysis_text.h"
#include "report/output_folder.h"
#include <string.h>

static const struct file_description page = {
    "analysis.txt", "What the analysis says, in words", "analysis", "txt", "text/plain", NULL};

/** File 0 is the page; the tables follow. */
static void write_file(const struct output_folder *folder, size_t file, struct output *output)
{
    const struct analysis *analysis = folder->subject;
    if (file == 0) {
        analysis_text_write(output, analysis, folder->options);
    } else {
        analysis_csv_write(output, &analysis->tables[file - 1], folder->options);
    }
}

static const char *file_name(struct arena *arena, const char *table)
{
    static const char ending[] = ".csv";
    size_t length = strlen(table);
    char *name = arena_allocate(arena, length + sizeof ending, 1);
    if (name) {
        memcpy(name, table, length);
        memcpy(name + length, ending, sizeof ending);
    }
    return name;
}

/** Describes all files; the arena remembers if there was no memory. */
static void describe_files(struct arena *arena, const struct analysis *analysis, struct folder_file *files,
                           const char **names)
{
    files[0].is = page;
    for (size_t i = 0; i < analysis->table_count; i++) {
        const struct data_table *table = &analysis->tables[i];
        files[i + 1].is = (struct file_description){
            .name = file_name(arena, table->name),
            .title = table->title,
            .resource = table->name,
            .format = "csv",
            .media_type = "text/csv",
            .table = analysis_csv_schema(arena, table),
        };
    }
    for (size_t i = 0; i <= analysis->table_count; i++) {
        names[i] = files[i].is.name;
    }
}

tocsin_status analysis_folder_write(tocsin_context *context, const struct analysis *analysis,
                                    const struct provenance *provenance, const char *directory, bool replace,
                                    const struct report_options *options)
{
    struct arena arena;
    arena_begin(&arena, context);
    size_t count = analysis->table_count + 1;
    struct folder_file *files = arena_allocate(&arena, count + FOLDER_DESCRIPTORS, sizeof *files);
    const char **names = arena_allocate(&arena, count + 1, sizeof *names);
    if (files && names) {
        describe_files(&arena, analysis, files, names);
    }
    struct output_folder folder = {
        .what = "analysis",
        .description = "What the numbers of the index say about it: a multivariate analysis",
        .provenance = provenance,
        .options = options,
        .names = names,
        .files = files,
        .file_count = count,
        .write = write_file,
        .subject = analysis,
    };
    tocsin_status status =
        arena.failed ? TOCSIN_ERROR_MEMORY : output_folder_write(context, &folder, directory, replace);
    arena_end(&arena);
    return status;
}
