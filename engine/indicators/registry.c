/** Looking modules up in the generated list, and the words for what their descriptions hold. */
#include "indicators/registry.h"
#include "base/text.h"

size_t indicator_count(void)
{
    size_t count = 0;
    while (indicator_registry[count]) {
        count++;
    }
    return count;
}

const struct indicator_module *indicator_find(const char *name)
{
    for (size_t i = 0; indicator_registry[i]; i++) {
        if (text_equal(indicator_registry[i]->name, name)) {
            return indicator_registry[i];
        }
    }
    return NULL;
}

const char *option_type_name(enum option_type type)
{
    switch (type) {
    case OPTION_NUMBER:
        return "number";
    case OPTION_INTEGER:
        return "integer";
    case OPTION_CHOICE:
        return "choice";
    case OPTION_FLAG:
        return "flag";
    case OPTION_TEXT:
        return "text";
    case OPTION_NUMBERS:
        return "numbers";
    case OPTION_INDICATOR:
        return "indicator";
    case OPTION_EXPRESSION:
        return "expression";
    case OPTION_TABLE:
        return "table";
    }
    return "unknown";
}

const char *indicator_input_name(enum indicator_input input)
{
    switch (input) {
    case INPUT_EVENTS:
        return "events";
    case INPUT_DEVELOPMENTS:
        return "developments";
    case INPUT_AGREEMENTS:
        return "agreements";
    case INPUT_SERIES:
        return "series";
    case INPUT_INDICATORS:
        return "indicators";
    }
    return "unknown";
}
