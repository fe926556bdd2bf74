/** tocsin analyse MODEL: what the numbers of an index say about it. */
#include "cli/destination.h"
#include "cli/message.h"
#include "cli/session.h"
#include "cli/standard_output.h"
#include "cli/suggest.h"
#include <stdio.h>
#include <string.h>

/** To a stream, not into a folder. */
static bool is_streamed(const struct arguments *arguments)
{
    return !arguments->output || destination_is_stream(arguments);
}

/** What can be said of the output before any work is done. */
static enum exit_code check_output(const struct arguments *arguments)
{
    if (is_streamed(arguments)) {
        return EXIT_CODE_OK;
    }
    if (arguments->table) {
        message_error("leave one of them out: the folder holds all tables",
                      "--table writes to standard output, -o DIR into a folder");
        return EXIT_CODE_USAGE;
    }
    return destination_check_folder(arguments);
}

/** Says which tables there are, with the one that was probably meant. */
static tocsin_status refuse_table(struct session *session, const tocsin_analysis *analysis)
{
    struct suggestion suggestion = {session->arguments->table, NULL, 0};
    const char *name = NULL;
    for (size_t i = 0; (name = tocsin_analysis_table_name(analysis, i)); i++) {
        suggest_offer(&suggestion, name);
    }
    progress_end(&session->progress);
    message_unknown(suggestion.best, NULL, "unknown table '%s'", session->arguments->table);
    for (size_t i = 0; (name = tocsin_analysis_table_name(analysis, i)); i++) {
        message_line("%s%s", i == 0 ? "  tables: " : "          ", name);
    }
    return session_refuse(session);
}

static tocsin_status write_table(struct session *session, const tocsin_analysis *analysis,
                                 const tocsin_output_options *options)
{
    const struct arguments *arguments = session->arguments;
    const char *name = NULL;
    for (size_t i = 0; (name = tocsin_analysis_table_name(analysis, i)); i++) {
        if (strcmp(name, arguments->table) == 0) {
            progress_end(&session->progress);
            return arguments->dry_run ? TOCSIN_OK
                                      : tocsin_analysis_write_table(session->context, analysis, name, options,
                                                                    standard_output_write, NULL);
        }
    }
    return refuse_table(session, analysis);
}

static tocsin_status write_analysis(struct session *session, const tocsin_analysis *analysis)
{
    const struct arguments *arguments = session->arguments;
    tocsin_output_options options = destination_options(arguments);
    if (arguments->table) {
        return write_table(session, analysis, &options);
    }
    if (arguments->dry_run) {
        return TOCSIN_OK;
    }
    if (is_streamed(arguments)) {
        progress_end(&session->progress);
        return tocsin_analysis_write_text(session->context, analysis, &options, standard_output_write, NULL);
    }
    return tocsin_analysis_write_folder(session->context, analysis, arguments->output, &options);
}

static void list_files(const struct arguments *arguments, const tocsin_analysis *analysis)
{
    if (arguments->quiet || is_streamed(arguments)) {
        return;
    }
    destination_list_file(arguments, "analysis.txt");
    const char *name = NULL;
    for (size_t i = 0; (name = tocsin_analysis_table_name(analysis, i)); i++) {
        char file[128];
        snprintf(file, sizeof file, "%s.csv", name);
        destination_list_file(arguments, file);
    }
    destination_list_descriptors(arguments);
}

enum exit_code verb_analyse(const struct arguments *arguments)
{
    enum exit_code code = check_output(arguments);
    if (code != EXIT_CODE_OK) {
        return code;
    }
    struct session session;
    tocsin_model *model = NULL;
    tocsin_analysis *analysis = NULL;
    tocsin_run_options options = session_run_options(arguments);
    tocsin_status status = session_begin(&session, arguments);
    if (status == TOCSIN_OK) {
        status = session_load(&session, &model);
    }
    if (status == TOCSIN_OK) {
        status = tocsin_analyse(session.context, model, &options, &analysis);
    }
    if (status == TOCSIN_OK) {
        status = write_analysis(&session, analysis);
    }
    if (status == TOCSIN_OK) {
        progress_end(&session.progress);
        list_files(arguments, analysis);
    }
    tocsin_analysis_destroy(analysis);
    tocsin_model_destroy(model);
    return session_end(&session, status, EXIT_CODE_OK);
}
