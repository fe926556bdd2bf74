/** Public functions on explanations: check arguments, enter the scope, call below. */
#include "api/output_options.h"
#include "base/scope.h"
#include "pipeline/explain.h"
#include "report/explanation_json.h"
#include "report/explanation_text.h"

struct tocsin_explanation {
    tocsin_context *context;
    struct explained explained;
};

static tocsin_status explain_in_scope(tocsin_context *context, const struct explain_model_request *request,
                                      tocsin_explanation **explanation)
{
    tocsin_explanation *made = memory_allocate(context, 1, sizeof *made);
    if (!made) {
        return TOCSIN_ERROR_MEMORY;
    }
    made->context = context;
    tocsin_status status = explain_model(context, request, &made->explained);
    if (status == TOCSIN_OK) {
        *explanation = made;
    } else {
        tocsin_explanation_destroy(made);
    }
    return status;
}

tocsin_status tocsin_explain(tocsin_context *context, const tocsin_model *model, const tocsin_explain_options *options,
                             tocsin_explanation **explanation)
{
    if (!context || !model || !options || !options->region || !explanation) {
        return TOCSIN_ERROR_ARGUMENT;
    }
    struct explain_model_request request = {
        .model = model,
        .region = options->region,
        .period = options->period,
        .against = options->against,
        .what_if = options->what_if,
    };
    struct scope scope;
    scope_enter(&scope);
    tocsin_status status = explain_in_scope(context, &request, explanation);
    scope_leave(&scope);
    return status;
}

void tocsin_explanation_destroy(tocsin_explanation *explanation)
{
    if (explanation) {
        explained_end(&explanation->explained);
        memory_release(explanation->context, explanation);
    }
}

typedef void (*explanation_writer)(struct output *output, const struct explanation *explanation,
                                   const struct report_options *options);

static tocsin_status write_in_scope(tocsin_context *context, const struct explanation *explanation,
                                    const tocsin_output_options *options, explanation_writer writer, tocsin_write write,
                                    void *user)
{
    struct report_options report;
    if (!output_options_read(options, &report)) {
        return TOCSIN_ERROR_ARGUMENT;
    }
    struct scope scope;
    scope_enter(&scope);
    tocsin_status status = TOCSIN_ERROR_MEMORY;
    struct output *output = output_create(context, write, user);
    if (output) {
        writer(output, explanation, &report);
        status = output_flush(output) ? TOCSIN_OK : TOCSIN_ERROR_IO;
        output_destroy(context, output);
    }
    scope_leave(&scope);
    return status;
}

tocsin_status tocsin_explanation_write_text(tocsin_context *context, const tocsin_explanation *explanation,
                                            const tocsin_output_options *options, tocsin_write write, void *user)
{
    if (!context || !explanation || !write) {
        return TOCSIN_ERROR_ARGUMENT;
    }
    return write_in_scope(context, &explanation->explained.explanation, options, explanation_text_write, write, user);
}

tocsin_status tocsin_explanation_write_json(tocsin_context *context, const tocsin_explanation *explanation,
                                            const tocsin_output_options *options, tocsin_write write, void *user)
{
    if (!context || !explanation || !write) {
        return TOCSIN_ERROR_ARGUMENT;
    }
    return write_in_scope(context, &explanation->explained.explanation, options, explanation_json_write, write, user);
}
