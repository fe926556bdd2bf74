/** Modules are found by name, and every one describes itself fully. */
#include "indicators/registry.h"
#include "module_run.h"
#include <stdio.h>
#include <string.h>

static void test_find(void)
{
    CU_ASSERT_EQUAL(indicator_count(), 11);
    for (size_t i = 0; i < indicator_count(); i++) {
        const char *name = indicator_registry[i]->name;
        CU_ASSERT_PTR_EQUAL(indicator_find(name), indicator_registry[i]);
        CU_ASSERT_TRUE(i == 0 || strcmp(indicator_registry[i - 1]->name, name) < 0);
    }
    CU_ASSERT_PTR_NULL(indicator_find("militant"));
    CU_ASSERT_PTR_NULL(indicator_find(""));
}

static void test_words(void)
{
    static const char *const types[] = {"number",  "integer",   "choice",     "flag", "text",
                                        "numbers", "indicator", "expression", "table"};
    for (enum option_type type = OPTION_NUMBER; type <= OPTION_TABLE; type++) {
        CU_ASSERT_STRING_EQUAL(option_type_name(type), types[type]);
    }
    static const char *const inputs[] = {"events", "developments", "agreements", "series", "indicators"};
    for (enum indicator_input input = INPUT_EVENTS; input <= INPUT_INDICATORS; input++) {
        CU_ASSERT_STRING_EQUAL(indicator_input_name(input), inputs[input]);
    }
}

static bool filled(const char *text)
{
    return text && *text;
}

static void check_option(const struct indicator_module *module, size_t position)
{
    const struct option_descriptor *option = &module->options[position];
    CU_ASSERT_TRUE(filled(option->name));
    CU_ASSERT_TRUE(filled(option->text));
    CU_ASSERT_FALSE(option->required && option->initial);
    for (size_t i = 0; i < position; i++) {
        CU_ASSERT_STRING_NOT_EQUAL(module->options[i].name, option->name);
    }
    bool numeric = option->type == OPTION_NUMBER || option->type == OPTION_INTEGER || option->type == OPTION_NUMBERS;
    if (numeric || option->type == OPTION_CHOICE || option->type == OPTION_TABLE) {
        CU_ASSERT_TRUE(filled(option->range));
    }
    if (numeric) {
        CU_ASSERT_TRUE(option->low < option->high);
    }
    if (!option->initial) {
        return;
    }
    struct counted counted;
    counted_begin(&counted);
    struct arena arena;
    arena_begin(&arena, counted.context);
    struct option_value value = {.given = false};
    CU_ASSERT_TRUE(module_option_read(&arena, option, option->initial, &value));
    size_t count = option->type == OPTION_NUMBERS ? value.number_count : numeric ? 1 : 0;
    const double *numbers = option->type == OPTION_NUMBERS ? value.numbers : &value.number;
    for (size_t i = 0; i < count; i++) {
        CU_ASSERT_TRUE(numbers[i] >= option->low && numbers[i] <= option->high);
        CU_ASSERT_FALSE(option->low_open && numbers[i] <= option->low);
    }
    arena_end(&arena);
    CU_ASSERT_TRUE(counted_end(&counted));
}

static void test_descriptions(void)
{
    for (size_t i = 0; i < indicator_count(); i++) {
        const struct indicator_module *module = indicator_registry[i];
        CU_ASSERT_TRUE(filled(module->title) && filled(module->text) && filled(module->formula));
        CU_ASSERT_TRUE(filled(module->source) && filled(module->blind_spots));
        CU_ASSERT_TRUE(module->state_size > 0 && module->prepare && module->finish);
        bool derived = module->input == INPUT_INDICATORS;
        CU_ASSERT_EQUAL(module->accumulate == NULL, derived);
        CU_ASSERT_EQUAL(module->merge == NULL, derived);
        CU_ASSERT_EQUAL(module->weigh == NULL, derived);
        CU_ASSERT_EQUAL(module->weight_unit == NULL, derived);
        CU_ASSERT_EQUAL(module->list_inputs == NULL, !derived);
        for (size_t k = 0; k < module->option_count; k++) {
            check_option(module, k);
        }
    }
}

/* The row of the documentation's table of options. */
static void option_row(const struct option_descriptor *option, char *row, size_t size)
{
    char range[256] = "";
    for (const char *at = option->range; at && *at; at++) {
        char part[3] = {*at == '|' ? ',' : *at, *at == '|' ? ' ' : '\0', '\0'};
        CU_ASSERT_FATAL(strlen(range) + sizeof part < sizeof range);
        strcat(range, part);
    }
    int length = snprintf(row, size, "\n| `%s`%s | %s | %s | %s | %s | %s |\n", option->name,
                          option->required ? " (required)" : "", option_type_name(option->type), range,
                          option->initial ? option->initial : "", option->unit ? option->unit : "", option->text);
    CU_ASSERT_FATAL(length > 0 && (size_t)length < size);
}

/* Every page has the same headings and says of every option what the module says. */
static void test_pages(void)
{
    static const char *const headings[] = {"What it measures", "When to use it", "When not to",    "Input",
                                           "Options",          "Formula",        "Worked example", "Missing data",
                                           "Blind spots",      "Source"};
    static char page[1 << 17];
    for (size_t i = 0; i < indicator_count(); i++) {
        const struct indicator_module *module = indicator_registry[i];
        char text[4096];
        snprintf(text, sizeof text, "%s/docs/indicators/%s.md", TOCSIN_SOURCE_DIR, module->name);
        FILE *file = fopen(text, "rb");
        CU_ASSERT_PTR_NOT_NULL_FATAL(file);
        page[fread(page, 1, sizeof page - 1, file)] = '\0';
        fclose(file);
        const char *at = page;
        for (size_t k = 0; k < sizeof headings / sizeof *headings; k++) {
            snprintf(text, sizeof text, "\n## %s\n", headings[k]);
            at = strstr(at, text); /* in this order */
            CU_ASSERT_PTR_NOT_NULL_FATAL(at);
        }
        for (size_t k = 0; k < module->option_count; k++) {
            option_row(&module->options[k], text, sizeof text);
            if (!strstr(page, text)) {
                fprintf(stderr, "docs/indicators/%s.md lacks the row%s", module->name, text);
                CU_FAIL("a page differs from its module");
            }
        }
    }
}

static CU_TestInfo tests[] = {
    {"modules are found by name", test_find},
    {"words for types and inputs", test_words},
    {"every module and option is described, defaults lie in their range", test_descriptions},
    {"every module has a page that says what its options say", test_pages},
    CU_TEST_INFO_NULL,
};
SUITE(registry, tests)
