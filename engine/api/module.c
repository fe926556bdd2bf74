/** Public descriptions of the indicator modules, straight from their tables. */
#include "indicators/registry.h"

size_t tocsin_module_count(void)
{
    return indicator_count();
}

tocsin_status tocsin_module_at(size_t index, tocsin_module *module)
{
    if (index >= indicator_count() || !module) {
        return TOCSIN_ERROR_ARGUMENT;
    }
    const struct indicator_module *found = indicator_registry[index];
    *module = (tocsin_module){
        .name = found->name,
        .title = found->title,
        .text = found->text,
        .input = indicator_input_name(found->input),
        .direction = direction_names[found->direction],
        .unit = found->unit,
        .formula = found->formula,
        .source = found->source,
        .blind_spots = found->blind_spots,
        .option_count = found->option_count,
    };
    return TOCSIN_OK;
}

tocsin_status tocsin_module_option_at(size_t module, size_t index, tocsin_module_option *option)
{
    if (module >= indicator_count() || !option || index >= indicator_registry[module]->option_count) {
        return TOCSIN_ERROR_ARGUMENT;
    }
    const struct option_descriptor *found = &indicator_registry[module]->options[index];
    *option = (tocsin_module_option){
        .name = found->name,
        .type = option_type_name(found->type),
        .range = found->range,
        .unit = found->unit,
        .initial = found->initial,
        .text = found->text,
    };
    return TOCSIN_OK;
}
