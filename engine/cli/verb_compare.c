/** tocsin compare A B: what moved between two runs, and why. */
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

static bool is_csv(const struct arguments *arguments)
{
    uint32_t others = TOCSIN_SUMMARY_TEXT | TOCSIN_SCORES_JSON;
    return arguments->documents != 0 && (arguments->documents & others) == 0;
}

/** What can be said of the output before any work is done. */
static enum exit_code check_output(const struct arguments *arguments)
{
    uint32_t format = arguments->documents;
    if (is_streamed(arguments)) {
        bool one = format == 0 || format == TOCSIN_SUMMARY_TEXT || format == TOCSIN_SCORES_JSON || is_csv(arguments);
        if (!one) {
            message_error("expected one of text, csv, json", "--format names several, and one document is written");
            return EXIT_CODE_USAGE;
        }
        if (format != 0 && !is_csv(arguments) && arguments->table) {
            message_error("leave one of them out: a table is written as CSV",
                          "--table and --format do not go together");
            return EXIT_CODE_USAGE;
        }
        return EXIT_CODE_OK;
    }
    if (arguments->table || format != 0) {
        message_error("leave one of them out: the folder holds the page and all tables",
                      "--%s writes to standard output, -o DIR into a folder", arguments->table ? "table" : "format");
        return EXIT_CODE_USAGE;
    }
    return destination_check_folder(arguments);
}

/** Says which tables there are, with the one that was probably meant. */
static tocsin_status refuse_table(struct session *session, const tocsin_comparison *comparison)
{
    struct suggestion suggestion = {session->arguments->table, NULL, 0};
    const char *name = NULL;
    for (size_t i = 0; (name = tocsin_comparison_table_name(comparison, i)); i++) {
        suggest_offer(&suggestion, name);
    }
    progress_end(&session->progress);
    message_unknown(suggestion.best, NULL, "unknown table '%s'", session->arguments->table);
    for (size_t i = 0; (name = tocsin_comparison_table_name(comparison, i)); i++) {
        message_line("%s%s", i == 0 ? "  tables: " : "          ", name);
    }
    return session_refuse(session);
}

static bool has_table(const tocsin_comparison *comparison, const char *table)
{
    const char *name = NULL;
    for (size_t i = 0; (name = tocsin_comparison_table_name(comparison, i)); i++) {
        if (strcmp(name, table) == 0) {
            return true;
        }
    }
    return false;
}

static tocsin_status write_stream(struct session *session, const tocsin_comparison *comparison,
                                  const tocsin_output_options *options)
{
    const struct arguments *arguments = session->arguments;
    tocsin_context *context = session->context;
    progress_end(&session->progress);
    if (arguments->table || is_csv(arguments)) {
        const char *table = arguments->table ? arguments->table : tocsin_comparison_table_name(comparison, 0);
        return tocsin_comparison_write_table(context, comparison, table, options, standard_output_write, NULL);
    }
    if (arguments->documents == TOCSIN_SCORES_JSON) {
        return tocsin_comparison_write_json(context, comparison, options, standard_output_write, NULL);
    }
    return tocsin_comparison_write_text(context, comparison, options, standard_output_write, NULL);
}

static tocsin_status write_comparison(struct session *session, const tocsin_comparison *comparison)
{
    const struct arguments *arguments = session->arguments;
    tocsin_output_options options = destination_options(arguments);
    if (arguments->table && !has_table(comparison, arguments->table)) {
        return refuse_table(session, comparison);
    }
    if (arguments->dry_run) {
        return TOCSIN_OK;
    }
    return is_streamed(arguments)
               ? write_stream(session, comparison, &options)
               : tocsin_comparison_write_folder(session->context, comparison, arguments->output, &options);
}

static void list_files(const struct arguments *arguments, const tocsin_comparison *comparison)
{
    if (arguments->quiet || is_streamed(arguments)) {
        return;
    }
    destination_list_file(arguments, "comparison.txt");
    const char *name = NULL;
    for (size_t i = 0; (name = tocsin_comparison_table_name(comparison, i)); i++) {
        char file[128];
        snprintf(file, sizeof file, "%s.csv", name);
        destination_list_file(arguments, file);
    }
    destination_list_descriptors(arguments);
}

enum exit_code verb_compare(const struct arguments *arguments)
{
    enum exit_code code = check_output(arguments);
    if (code != EXIT_CODE_OK) {
        return code;
    }
    struct session session;
    tocsin_comparison *comparison = NULL;
    tocsin_compare_options options = {.command = arguments->command};
    tocsin_status status = session_begin(&session, arguments);
    if (status == TOCSIN_OK) {
        status = tocsin_compare(session.context, arguments->operands[0], arguments->operands[1], &options, &comparison);
    }
    if (status == TOCSIN_OK) {
        status = write_comparison(&session, comparison);
    }
    if (status == TOCSIN_OK) {
        progress_end(&session.progress);
        list_files(arguments, comparison);
    }
    tocsin_comparison_destroy(comparison);
    return session_end(&session, status, EXIT_CODE_OK);
}
