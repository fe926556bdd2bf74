/** The public function that verifies a run folder. */
#include "audit/verify.h"
#include "base/scope.h"
#include "base/text.h"
#include "report/report.h"

/** The documents that the folder has, as the result has them now. */
static tocsin_status write_documents(tocsin_context *context, const struct saved_run *run, const struct result *result,
                                     const struct output_target *target)
{
    uint32_t documents = 0;
    for (const struct report_document *document = report_documents; document->write; document++) {
        documents |= saved_run_file(run, document->file.name) ? document->bit : 0;
    }
    struct report_options options = {.digits = run->has_digits ? run->digits : -1};
    return report_write_documents(context, result, documents, &options, target);
}

tocsin_status tocsin_verify(tocsin_context *context, const char *directory, const tocsin_verify_options *options,
                            tocsin_verification *verification)
{
    if (!context || !directory || !verification) {
        return TOCSIN_ERROR_ARGUMENT;
    }
    struct scope scope;
    struct verification found = {.files = 0};
    struct verify_request request = {directory, options ? options->model : NULL, write_documents};
    scope_enter(&scope);
    tocsin_status status = verify_run(context, &request, &found);
    scope_leave(&scope);
    *verification = (tocsin_verification){
        .files = found.files,
        .files_changed = found.folder.changed,
        .files_missing = found.folder.missing,
        .files_foreign = found.folder.foreign,
        .model_found = found.model_found,
        .model_changed = found.model_changed,
        .inputs = found.inputs,
        .inputs_compared = found.inputs_compared,
        .inputs_changed = found.inputs_changed,
        .inputs_missing = found.inputs_missing,
        .inputs_new = found.inputs_new,
        .repeated = found.repeated,
        .files_other = found.other_files,
    };
    return status;
}
