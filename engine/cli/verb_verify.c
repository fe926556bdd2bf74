/** tocsin verify DIR: is the folder as it was written, and does the run give the same bytes again? */
#include "cli/message.h"
#include "cli/session.h"
#include "cli/standard_output.h"
#include <string.h>

/** "1 of 4 files has changed", for counts that are not 0. */
static void say_count(const char *separator, size_t count, size_t total, const char *things, const char *one,
                      const char *many)
{
    if (total > 0) {
        standard_output_format("%s%zu of %zu %s %s", separator, count, total, things, count == 1 ? one : many);
    } else {
        standard_output_format("%s%zu %s", separator, count, count == 1 ? one : many);
    }
}

/** Counts of what is wrong, one after the other. */
struct verdict_count {
    size_t count, total;
    const char *one, *many;
};

static void say_counts(const char *heading, const char *things, const char *well, const struct verdict_count *counts,
                       size_t count)
{
    const char *separator = "";
    standard_output_format("  %-8s", heading);
    for (size_t i = 0; i < count; i++) {
        if (counts[i].count > 0) {
            say_count(separator, counts[i].count, counts[i].total, things, counts[i].one, counts[i].many);
            separator = ", ";
        }
    }
    standard_output_format("%s\n", *separator ? "" : well);
}

static void say_folder(const tocsin_verification *found)
{
    const struct verdict_count counts[] = {
        {found->files_changed, found->files, "is not as it was written", "are not as they were written"},
        {found->files_missing, found->files, "is missing", "are missing"},
        {found->files_foreign, 0, "is not of the run", "are not of the run"},
    };
    say_counts("folder:", "files", "as it was written", counts, sizeof counts / sizeof counts[0]);
}

static void say_inputs(const tocsin_verification *found)
{
    const struct verdict_count counts[] = {
        {found->inputs_changed, found->inputs, "has changed", "have changed"},
        {found->inputs_missing, found->inputs, "is missing", "are missing"},
        {found->inputs_new, 0, "is new", "are new"},
    };
    say_counts("inputs:", "files", "as they were", counts, sizeof counts / sizeof counts[0]);
}

static void say_run(const tocsin_verification *found)
{
    const struct verdict_count other = {found->files_other, 0, "file comes out otherwise", "files come out otherwise"};
    if (found->repeated) {
        say_counts("run:", "", "gives the same bytes", &other, 1);
    } else {
        standard_output_format("  %-8snot made again\n", "run:");
    }
}

static void say_steps(const tocsin_verification *found)
{
    say_folder(found);
    standard_output_format("  %-8s%s\n", "model:",
                           !found->model_found    ? "not found"
                           : found->model_changed ? "has changed"
                                                  : "as it was");
    if (found->inputs_compared) {
        say_inputs(found);
    }
    say_run(found);
}

static void say(const struct arguments *arguments, const tocsin_verification *found, bool verified)
{
    if (verified) {
        standard_output_format("verified: %zu file%s, same bytes\n", found->files, found->files == 1 ? "" : "s");
    } else {
        standard_output_format("not verified: %s\n", arguments->operands[0]);
    }
    if (!verified || arguments->verbose) {
        say_steps(found);
    }
}

enum exit_code verb_verify(const struct arguments *arguments)
{
    if (arguments->model && strcmp(arguments->model, "-") == 0) {
        message_error("name the model file", "--model: standard input is no model to verify a run with");
        return EXIT_CODE_USAGE;
    }
    struct session session;
    tocsin_verification found = {.files = 0};
    tocsin_verify_options options = {.model = arguments->model};
    tocsin_status status = session_begin(&session, arguments);
    if (status == TOCSIN_OK) {
        status = tocsin_verify(session.context, arguments->operands[0], &options, &found);
    }
    progress_end(&session.progress);
    bool judged = status == TOCSIN_OK || status == TOCSIN_ERROR_DATA || status == TOCSIN_ERROR_NO_INPUT;
    if (judged && found.files > 0 && !arguments->quiet) {
        say(arguments, &found, status == TOCSIN_OK);
    }
    return session_end(&session, status, EXIT_CODE_OK);
}
