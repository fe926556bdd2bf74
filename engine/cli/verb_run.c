/** tocsin run MODEL -o DIR: score, write, judge. */
#include "cli/message.h"
#include "cli/session.h"
#include "cli/standard_output.h"
#include "cli/verdict.h"
#include <string.h>
#include <sys/stat.h>

static const char *const always_written[] = {"datapackage.json", "manifest.json"};

static bool is_stream(const struct arguments *arguments)
{
    return arguments->output && strcmp(arguments->output, "-") == 0;
}

/** The document for standard output: scores.csv, or the first of the one format that was asked for; 0 if several were.
 */
static uint32_t stream_document(const struct arguments *arguments)
{
    uint32_t csv = TOCSIN_SCORES_CSV | TOCSIN_NODES_CSV | TOCSIN_INDICATORS_CSV;
    if (arguments->documents == 0 || arguments->documents == csv) {
        return TOCSIN_SCORES_CSV;
    }
    bool single = arguments->documents == TOCSIN_SUMMARY_TEXT || arguments->documents == TOCSIN_SCORES_JSON;
    return single ? arguments->documents : 0;
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
    if (is_stream(arguments)) {
        if (stream_document(arguments) == 0) {
            message_error("expected one of csv, text, json", "-o - writes one document, --format names several");
            return EXIT_CODE_USAGE;
        }
        return EXIT_CODE_OK;
    }
    struct stat present;
    if (!arguments->force && lstat(arguments->output, &present) == 0) {
        message_about(arguments->output, "--force replaces a run folder", "is there already");
        return EXIT_CODE_CANNOT_CREATE;
    }
    return EXIT_CODE_OK;
}

static tocsin_status score(struct session *session, const tocsin_model *model, tocsin_result **result)
{
    const struct arguments *arguments = session->arguments;
    tocsin_run_options options = {
        .from = arguments->period ? arguments->period : arguments->from,
        .to = arguments->period ? arguments->period : arguments->to,
        .regions = arguments->region_count > 0 ? arguments->regions : NULL,
        .region_count = arguments->region_count,
        .seed = arguments->seed,
        .command = arguments->command,
    };
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
    tocsin_output_options options = {
        .documents = arguments->documents,
        .replace = arguments->force,
        .has_digits = arguments->has_digits,
        .digits = arguments->digits,
    };
    if (is_stream(arguments)) {
        progress_end(&session->progress);
        return tocsin_result_write(session->context, result, stream_document(arguments), &options,
                                   standard_output_write, NULL);
    }
    return tocsin_result_write_folder(session->context, result, arguments->output, &options);
}

static void list_file(const struct arguments *arguments, const char *name)
{
    size_t length = strlen(arguments->output);
    bool ends_in_slash = length > 0 && arguments->output[length - 1] == '/';
    standard_output_format("%s%s%s%s\n", arguments->dry_run ? "would write " : "", arguments->output,
                           ends_in_slash ? "" : "/", name);
}

static void list_files(const struct arguments *arguments)
{
    if (arguments->quiet || !arguments->output || is_stream(arguments)) {
        return;
    }
    const char *name = NULL;
    for (uint32_t document = 1; (name = tocsin_document_name(document)); document <<= 1) {
        if (arguments->documents == 0 || (arguments->documents & document) != 0) {
            list_file(arguments, name);
        }
    }
    for (size_t i = 0; i < sizeof always_written / sizeof always_written[0]; i++) {
        list_file(arguments, always_written[i]);
    }
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
        list_files(arguments);
        code = verdict_of(&session, result);
    }
    tocsin_result_destroy(result);
    tocsin_model_destroy(model);
    return session_end(&session, status, code);
}
