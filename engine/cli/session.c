/** One call of the engine from the command line, from the context to the exit code. */
#include "cli/session.h"
#include "cli/message.h"
#include "cli/standard_output.h"
#include <sched.h>
#include <string.h>
#include <unistd.h>

enum { MOST_THREADS = 256 };

/** Processors that this process may run on. */
static unsigned processors(void)
{
    cpu_set_t set;
    int count = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    return count < 1 ? 1 : count > MOST_THREADS ? MOST_THREADS : (unsigned)count;
}

tocsin_status session_begin(struct session *session, const struct arguments *arguments)
{
    *session = (struct session){.arguments = arguments};
    tocsin_status status = tocsin_context_create(NULL, &session->context);
    if (status != TOCSIN_OK) {
        return status;
    }
    progress_begin(&session->progress, arguments->quiet);
    status = tocsin_context_set_threads(session->context, arguments->threads ? arguments->threads : processors());
    if (status == TOCSIN_OK) {
        status = tocsin_context_set_strict(session->context, arguments->strict);
    }
    if (status == TOCSIN_OK) {
        status = tocsin_context_set_progress(session->context, progress_told, &session->progress);
    }
    return status;
}

tocsin_status session_load(struct session *session, tocsin_model **model)
{
    const struct arguments *arguments = session->arguments;
    const char *path = arguments->operands[0];
    if (strcmp(path, "-") == 0 && isatty(STDIN_FILENO)) {
        message_error("name a model file, or give one on standard input: tocsin run - -o DIR < model.yaml",
                      "standard input is a terminal");
        return session_refuse(session);
    }
    return tocsin_model_load(session->context, path, arguments->overrides, arguments->override_count, model);
}

tocsin_run_options session_run_options(const struct arguments *arguments)
{
    return (tocsin_run_options){
        .from = arguments->period ? arguments->period : arguments->from,
        .to = arguments->period ? arguments->period : arguments->to,
        .regions = arguments->region_count > 0 ? arguments->regions : NULL,
        .region_count = arguments->region_count,
        .seed = arguments->seed,
        .command = arguments->command,
        .previous = arguments->previous,
    };
}

tocsin_status session_refuse(struct session *session)
{
    session->errors++;
    return TOCSIN_ERROR_ARGUMENT;
}

void session_warn(struct session *session, const char *message)
{
    message_warning(NULL, "%s", message);
    session->warnings++;
}

static bool same_text(const char *one, const char *other)
{
    return one == other || (one && other && strcmp(one, other) == 0);
}

/** True for a finding that was there before: two models of one call find the same in the same files. */
static bool is_repeated(const struct session *session, size_t index, const tocsin_diagnostic *found)
{
    tocsin_diagnostic other;
    for (size_t i = 0; i < index; i++) {
        if (tocsin_diagnostic_at(session->context, i, &other) == TOCSIN_OK && other.code == found->code &&
            other.severity == found->severity && other.line == found->line && other.column == found->column &&
            same_text(other.file, found->file) && same_text(other.message, found->message)) {
            return true;
        }
    }
    return false;
}

/** Prints what the library found, each finding once. Returns how many errors and warnings were found but not kept. */
static uint64_t print_diagnostics(struct session *session)
{
    uint64_t kept = 0;
    for (size_t i = 0; i < tocsin_diagnostic_count(session->context); i++) {
        tocsin_diagnostic found;
        if (tocsin_diagnostic_at(session->context, i, &found) != TOCSIN_OK) {
            continue;
        }
        kept += found.severity != TOCSIN_NOTE;
        if (is_repeated(session, i, &found)) {
            session->repeated[found.severity]++;
            continue;
        }
        if (found.severity != TOCSIN_NOTE || session->arguments->verbose) {
            message_diagnostic(&found);
        }
    }
    uint64_t found = tocsin_diagnostic_total(session->context, TOCSIN_ERROR) +
                     tocsin_diagnostic_total(session->context, TOCSIN_WARNING);
    return found > kept ? found - kept : 0;
}

/** Prints diagnostics and totals. A failure of which nobody has told anything yet is told by its status. */
static void print_findings(struct session *session, tocsin_status status)
{
    uint64_t hidden = print_diagnostics(session);
    uint64_t errors =
        tocsin_diagnostic_total(session->context, TOCSIN_ERROR) + session->errors - session->repeated[TOCSIN_ERROR];
    uint64_t warnings = tocsin_diagnostic_total(session->context, TOCSIN_WARNING) + session->warnings -
                        session->repeated[TOCSIN_WARNING];
    if (status == TOCSIN_ERROR_INTERRUPTED) {
        message_line("tocsin: interrupted");
    } else if (status != TOCSIN_OK && errors == 0) {
        message_error(NULL, "%s", tocsin_status_text(status));
        errors = 1;
    }
    message_totals(errors, warnings, hidden);
}

enum exit_code session_end(struct session *session, tocsin_status status, enum exit_code code)
{
    progress_end(&session->progress);
    if (!session->context) {
        message_error(NULL, "%s", tocsin_status_text(status));
    } else if (!(status == TOCSIN_ERROR_IO && standard_output_failed())) {
        /* Otherwise it is standard output that failed, of which standard_output_end will tell. */
        print_findings(session, status);
    }
    tocsin_context_destroy(session->context);
    session->context = NULL;
    return status != TOCSIN_OK ? exit_code_of(status) : code;
}
