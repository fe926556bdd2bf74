/** tocsin explain MODEL REGION [PERIOD] */
#include "cli/session.h"
#include "cli/standard_output.h"

enum exit_code verb_explain(const struct arguments *arguments)
{
    struct session session;
    tocsin_model *model = NULL;
    tocsin_result *result = NULL;
    tocsin_status status = session_begin(&session, arguments);
    if (status == TOCSIN_OK) {
        status = session_load(&session, &model);
    }
    if (status == TOCSIN_OK) {
        status = tocsin_run(session.context, model, NULL, &result);
    }
    if (status == TOCSIN_OK) {
        progress_end(&session.progress);
        status = tocsin_result_explain(session.context, result, arguments->operands[1], arguments->operands[2],
                                       standard_output_write, NULL);
    }
    tocsin_result_destroy(result);
    tocsin_model_destroy(model);
    return session_end(&session, status, EXIT_CODE_OK);
}
