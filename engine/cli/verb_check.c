/** tocsin check MODEL */
#include "cli/message.h"
#include "cli/session.h"

enum exit_code verb_check(const struct arguments *arguments)
{
    struct session session;
    tocsin_model *model = NULL;
    tocsin_status status = session_begin(&session, arguments);
    if (status == TOCSIN_OK) {
        status = session_load(&session, &model);
    }
    if (status == TOCSIN_OK) {
        status = tocsin_check(session.context, model);
    }
    bool clean = status == TOCSIN_OK && tocsin_diagnostic_total(session.context, TOCSIN_WARNING) == 0;
    tocsin_model_destroy(model);
    enum exit_code code = session_end(&session, status, EXIT_CODE_OK);
    if (clean && !arguments->quiet) {
        message_line("%s: ok", arguments->operands[0]);
    }
    return code;
}
