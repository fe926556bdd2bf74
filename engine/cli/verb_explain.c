/** tocsin explain MODEL REGION [PERIOD]: how a score came about, against another region, and what would be. */
#include "cli/message.h"
#include "cli/session.h"
#include "cli/standard_output.h"
#include <string.h>

/** What can be said of the command line before any work is done. */
static enum exit_code check_arguments(const struct arguments *arguments)
{
    if (arguments->documents != 0 && arguments->documents != TOCSIN_SUMMARY_TEXT &&
        arguments->documents != TOCSIN_SCORES_JSON) {
        message_error("expected text or json", "--format: an explanation is one document");
        return EXIT_CODE_USAGE;
    }
    if (arguments->override_count > 0 && strcmp(arguments->operands[0], "-") == 0) {
        message_error("put the model into a file: it is read as it is, and with the other values",
                      "--set does not go with a model on standard input");
        return EXIT_CODE_USAGE;
    }
    return EXIT_CODE_OK;
}

/** The models that are explained: as it is, and as it would be. */
struct models {
    tocsin_model *as_it_is, *what_if;
};

static tocsin_status load_models(struct session *session, struct models *models)
{
    const struct arguments *arguments = session->arguments;
    if (arguments->override_count == 0) {
        return session_load(session, &models->as_it_is);
    }
    tocsin_status status = tocsin_model_load(session->context, arguments->operands[0], NULL, 0, &models->as_it_is);
    return status == TOCSIN_OK ? session_load(session, &models->what_if) : status;
}

static tocsin_status write_explanation(struct session *session, const tocsin_explanation *explanation)
{
    const struct arguments *arguments = session->arguments;
    tocsin_output_options options = {.has_digits = arguments->has_digits, .digits = arguments->digits};
    progress_end(&session->progress);
    return arguments->documents == TOCSIN_SCORES_JSON
               ? tocsin_explanation_write_json(session->context, explanation, &options, standard_output_write, NULL)
               : tocsin_explanation_write_text(session->context, explanation, &options, standard_output_write, NULL);
}

enum exit_code verb_explain(const struct arguments *arguments)
{
    struct session session;
    struct models models = {NULL, NULL};
    tocsin_explanation *explanation = NULL;
    enum exit_code code = check_arguments(arguments);
    if (code != EXIT_CODE_OK) {
        return code;
    }
    tocsin_status status = session_begin(&session, arguments);
    if (status == TOCSIN_OK) {
        status = load_models(&session, &models);
    }
    if (status == TOCSIN_OK) {
        tocsin_explain_options options = {
            .region = arguments->operands[1],
            .period = arguments->operands[2],
            .against = arguments->against,
            .what_if = models.what_if,
        };
        status = tocsin_explain(session.context, models.as_it_is, &options, &explanation);
    }
    if (status == TOCSIN_OK) {
        status = write_explanation(&session, explanation);
    }
    tocsin_explanation_destroy(explanation);
    tocsin_model_destroy(models.what_if);
    tocsin_model_destroy(models.as_it_is);
    return session_end(&session, status, EXIT_CODE_OK);
}
