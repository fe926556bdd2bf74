/** The files of such a folder, with their descriptors. */
#include "report/tables_folder.h"
#include "report/analysis_csv.h"
#include "report/output_folder.h"
#include <string.h>

/** File 0 is the page; the tables follow. */
static void write_file(const struct output_folder *outputs, size_t file, struct output *output)
{
    const struct tables_folder *folder = outputs->subject;
    if (file == 0) {
        folder->write_page(output, folder->subject, outputs->options);
    } else {
        analysis_csv_write(output, &folder->tables[file - 1], outputs->options);
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
static void describe_files(struct arena *arena, const struct tables_folder *folder, struct folder_file *files,
                           const char **names)
{
    files[0].is = folder->page;
    for (size_t i = 0; i < folder->table_count; i++) {
        const struct data_table *table = &folder->tables[i];
        files[i + 1].is = (struct file_description){
            .name = file_name(arena, table->name),
            .title = table->title,
            .resource = table->name,
            .format = "csv",
            .media_type = "text/csv",
            .table = analysis_csv_schema(arena, table),
        };
    }
    for (size_t i = 0; i <= folder->table_count; i++) {
        names[i] = files[i].is.name;
    }
}

tocsin_status tables_folder_write(tocsin_context *context, const struct tables_folder *folder,
                                  const struct provenance *provenance, const char *directory, bool replace,
                                  const struct report_options *options)
{
    struct arena arena;
    arena_begin(&arena, context);
    size_t count = folder->table_count + 1;
    struct folder_file *files = arena_allocate(&arena, count + FOLDER_DESCRIPTORS, sizeof *files);
    const char **names = arena_allocate(&arena, count + 1, sizeof *names);
    if (files && names) {
        describe_files(&arena, folder, files, names);
    }
    struct output_folder outputs = {
        .what = folder->what,
        .description = folder->description,
        .provenance = provenance,
        .options = options,
        .names = names,
        .files = files,
        .file_count = count,
        .write = write_file,
        .subject = folder,
    };
    tocsin_status status =
        arena.failed ? TOCSIN_ERROR_MEMORY : output_folder_write(context, &outputs, directory, replace);
    arena_end(&arena);
    return status;
}
