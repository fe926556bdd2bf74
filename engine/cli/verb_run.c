/** tocsin run MODEL -o DIR: score, write, judge. */
#include "cli/destination.h"
#include "cli/message.h"
#include "cli/session.h"
#include "cli/standard_output.h"
#include "cli/verdict.h"

/** The document for standard output: scores.csv, or the first of the one format that was asked for; 0 if several were.
 */
static uint32_t stream_document(const struct arguments *arguments)
{
    uint32_t asked = arguments->documents;
    uint32_t pages = asked & (TOCSIN_SUMMARY_TEXT | TOCSIN_SCORES_JSON);
    if (pages == 0) {
        return TOCSIN_SCORES_CSV;
    }
    bool single = asked == TOCSIN_SUMMARY_TEXT || asked == TOCSIN_SCORES_JSON;
    return single ? asked : 0;
}

/** What can be said of the output before any work is done: a long run is not to fail at its end for it. */
static enum exit_code check_output(const struct arguments *arguments)
{
    if (!arguments->output) {
        if (arguments->dry_run) {
            return EXIT_CODE_OK;
        }
        message_error("give -o DIR for a run folder, -o - for standard output, or -n to write nothing",
                      "no output given");
        return EXIT_CODE_USAGE;
    }
    if (destination_is_stream(arguments)) {
        if (stream_document(arguments) == 0) {
            message_error("expected one of csv, text, json", "-o - writes one document, --format names several");
            return EXIT_CODE_USAGE;
        }
        return EXIT_CODE_OK;
    }
    enum exit_code code = destination_check_folder(arguments);
    return code == EXIT_CODE_OK ? destination_check_apart(arguments, arguments->previous) : code;
}

static tocsin_status score(struct session *session, const tocsin_model *model, tocsin_result **result)
{
    const struct arguments *arguments = session->arguments;
    tocsin_run_options options = session_run_options(arguments);
    tocsin_status status = tocsin_run(session->context, model, &options, result);
    if (status == TOCSIN_OK && !verdict_prepare(arguments, *result)) {
        return session_refuse(session);
    }
    return status;
}

static tocsin_status write_result(struct session *session, const tocsin_result *result)
{
    const struct arguments *arguments = session->arguments;
    if (arguments->dry_run) {
        return TOCSIN_OK;
    }
    tocsin_output_options options = destination_options(arguments);
    if (destination_is_stream(arguments)) {
        progress_end(&session->progress);
        return tocsin_result_write(session->context, result, stream_document(arguments), &options,
                                   standard_output_write, NULL);
    }
    return tocsin_result_write_folder(session->context, result, arguments->output, &options);
}

static void list_files(const struct arguments *arguments, const tocsin_result *result)
{
    if (arguments->quiet || !arguments->output || destination_is_stream(arguments)) {
        return;
    }
    uint32_t documents = tocsin_result_documents(result, arguments->documents);
    for (uint32_t document = 1; document != 0; document <<= 1) {
        if ((documents & document) != 0) {
            destination_list_file(arguments, tocsin_document_name(document));
        }
    }
    destination_list_descriptors(arguments);
}

enum exit_code verb_run(const struct arguments *arguments)
{
    enum exit_code code = check_output(arguments);
    if (code != EXIT_CODE_OK) {
        return code;
    }
    struct session session;
    tocsin_model *model = NULL;
    tocsin_result *result = NULL;
    tocsin_status status = session_begin(&session, arguments);
    if (status == TOCSIN_OK) {
        status = session_load(&session, &model);
    }
    if (status == TOCSIN_OK) {
        status = score(&session, model, &result);
    }
    if (status == TOCSIN_OK) {
        status = write_result(&session, result);
    }
    if (status == TOCSIN_OK) {
        progress_end(&session.progress);
        list_files(arguments, result);
        code = verdict_of(&session, result);
    }
    tocsin_result_destroy(result);
    tocsin_model_destroy(model);
    return session_end(&session, status, code);
}
