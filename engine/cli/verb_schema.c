/** tocsin schema NAME */
#include "cli/message.h"
#include "cli/session.h"
#include "cli/standard_output.h"
#include "cli/suggest.h"
#include <string.h>

enum exit_code verb_schema(const struct arguments *arguments)
{
    const char *name = arguments->operands[0];
    struct suggestion suggestion = {name, NULL, 0};
    suggest_offer(&suggestion, "model");
    if (strcmp(name, "model") != 0) {
        message_unknown(suggestion.best, "there is one: model", "unknown schema '%s'", name);
        return EXIT_CODE_USAGE;
    }
    struct session session;
    tocsin_status status = session_begin(&session, arguments);
    if (status == TOCSIN_OK) {
        status = tocsin_schema_write(session.context, name, standard_output_write, NULL);
    }
    return session_end(&session, status, EXIT_CODE_OK);
}
