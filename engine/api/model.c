/** Public functions on models: check arguments, enter the scope, call below. */
#include "base/output.h"
#include "base/scope.h"
#include "base/text.h"
#include "model/reader.h"
#include "pipeline/plan.h"
#include <string.h>

tocsin_status tocsin_model_load(tocsin_context *context, const char *path, const tocsin_override *overrides,
                                size_t override_count, tocsin_model **model)
{
    if (!context || !path || !model || (override_count > 0 && !overrides)) {
        return TOCSIN_ERROR_ARGUMENT;
    }
    struct scope scope;
    scope_enter(&scope);
    tocsin_status status = model_read(context, path, overrides, override_count, plan_read_structure, context, model);
    scope_leave(&scope);
    return status;
}

void tocsin_model_destroy(tocsin_model *model)
{
    model_destroy(model);
}

const char *tocsin_model_id(const tocsin_model *model)
{
    return model ? model->id : NULL;
}

const char *tocsin_model_title(const tocsin_model *model)
{
    return model ? model->title : NULL;
}

tocsin_status tocsin_schema_write(tocsin_context *context, const char *name, tocsin_write write, void *user)
{
    if (!context || !name || !write || !text_equal(name, "model")) {
        return TOCSIN_ERROR_ARGUMENT;
    }
    struct scope scope;
    scope_enter(&scope);
    tocsin_status status = TOCSIN_ERROR_MEMORY;
    struct output *output = output_create(context, write, user);
    if (output) {
        model_schema_write(output);
        status = output_flush(output) ? TOCSIN_OK : TOCSIN_ERROR_IO;
        output_destroy(context, output);
    }
    scope_leave(&scope);
    return status;
}
