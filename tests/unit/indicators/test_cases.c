/**
 * Runs the case tables of tests/cases/indicators/, one file per module; tests/cases/README.md says how they are
 * written. Every module must have a table, and every run over records gives the same bits backwards and in shards.
 */
#include "base/number.h"
#include "base/text.h"
#include "indicators/registry.h"
#include "module_run.h"
#include <stdio.h>
#include <string.h>

enum column {
    CASE,
    OPTIONS,
    INPUT,
    REGIONS,
    FRAME,
    PERIOD,
    REGION,
    EXPECTED,
    STATUS,
    LOW,
    HIGH,
    TOLERANCE,
    REASON,
    COLUMNS
};

static const char *const column_names[COLUMNS] = {"case",   "options",   "input",    "regions", "frame",
                                                  "period", "region",    "expected", "status",  "low",
                                                  "high",   "tolerance", "reason"};
#define USUAL_TOLERANCE 1e-9

static const char *const observation_names[] = {
#define OBSERVATION(name, letter, present, words) #name,
#include "panel/observations.def"
#undef OBSERVATION
};

/* Reads one CSV row (RFC 4180) in place; NULL past the end. `line` counts lines read. */
static char *read_row(char *at, char *fields[COLUMNS], unsigned *line)
{
    if (!*at) {
        return NULL;
    }
    (*line)++;
    for (size_t i = 0; i < COLUMNS; i++) {
        char *to = at;
        bool quoted = *at == '"';
        at += quoted;
        fields[i] = to;
        for (; *at && (quoted || (*at != ',' && *at != '\n')); at++) {
            if (quoted && *at == '"' && *++at != '"') {
                quoted = false;
                at--;
                continue;
            }
            *line += *at == '\n';
            *to++ = *at;
        }
        bool last = *at != ',';
        at += *at != '\0';
        *to = '\0';
        CU_ASSERT_EQUAL_FATAL(last, i + 1 == COLUMNS);
    }
    return at;
}

static char *read_whole(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file) {
        return NULL;
    }
    static char bytes[1 << 20];
    size_t size = fread(bytes, 1, sizeof bytes - 1, file);
    CU_ASSERT_TRUE_FATAL(feof(file) && !ferror(file));
    bytes[size] = '\0';
    fclose(file);
    return bytes;
}

static bool near_number(const char *what, double actual, const char *expected, const char *tolerance)
{
    double wanted = 0;
    double allowed = USUAL_TOLERANCE;
    CU_ASSERT_TRUE_FATAL(number_parse(expected, strlen(expected), &wanted));
    CU_ASSERT_TRUE_FATAL(!*tolerance || number_parse(tolerance, strlen(tolerance), &allowed));
    bool close = close_to(actual, wanted, allowed);
    if (!close) {
        fprintf(stderr, "  %s of\n", what);
    }
    return close;
}

static bool has_code(const struct module_run *run, const char *expected)
{
    static const char letters[] = {[TOCSIN_NOTE] = 'N', [TOCSIN_WARNING] = 'W', [TOCSIN_ERROR] = 'E'};
    int code = atoi(expected + 1);
    for (size_t i = 0; i < tocsin_diagnostic_count(run->counted.context); i++) {
        tocsin_diagnostic found;
        if (tocsin_diagnostic_at(run->counted.context, i, &found) == TOCSIN_OK && found.code == code &&
            letters[found.severity] == expected[0]) {
            return true;
        }
    }
    return false;
}

static bool as_expected(const struct module_run *run, char *const *fields)
{
    const char *expected = fields[EXPECTED];
    if (*expected == 'E' || *expected == 'W' || *expected == 'N') {
        return has_code(run, expected);
    }
    if (run->status != TOCSIN_OK) {
        return false;
    }
    size_t cell = module_run_cell(run, fields[PERIOD], fields[REGION]);
    uint8_t observation = run->panel->observation[cell];
    CU_ASSERT_TRUE(*expected || *fields[STATUS]);
    bool right = observation_present(observation) == (*expected != '\0');
    if (*fields[STATUS] && !text_equal_folded(observation_names[observation], fields[STATUS])) {
        fprintf(stderr, "status is %s\n", observation_names[observation]);
        right = false;
    }
    if (right && *expected) {
        right = near_number("value", run->panel->value[cell], expected, fields[TOLERANCE]);
    }
    if (right && (*fields[LOW] || *fields[HIGH])) {
        right = run->panel->low &&
                (!*fields[LOW] || near_number("low", run->panel->low[cell], fields[LOW], fields[TOLERANCE])) &&
                (!*fields[HIGH] || near_number("high", run->panel->high[cell], fields[HIGH], fields[TOLERANCE]));
    }
    return right;
}

static void check_orders(const struct module_case *given, const struct module_run *first)
{
    for (unsigned order = BACKWARDS; order < RUN_ORDERS + 4; order++) {
        struct module_run run;
        module_run_begin(&run, given, order);
        CU_ASSERT_TRUE(module_run_same(first, &run));
        CU_ASSERT_TRUE(module_run_end(&run));
    }
}

/* Runs the rows of one table; returns how many there were. */
static unsigned run_table(const char *path, const char *module)
{
    char *at = read_whole(path);
    if (!at) {
        fprintf(stderr, "no cases for module '%s'\n", module);
        return 0;
    }
    char *fields[COLUMNS];
    char *kept[COLUMNS] = {NULL};
    unsigned line = 0;
    unsigned rows = 0;
    at = read_row(at, fields, &line);
    CU_ASSERT_PTR_NOT_NULL_FATAL(at);
    for (size_t i = 0; i < COLUMNS; i++) {
        CU_ASSERT_STRING_EQUAL_FATAL(fields[i], column_names[i]);
    }
    for (unsigned begin = line + 1; (at = read_row(at, fields, &line)); begin = line + 1) {
        bool again = kept[CASE] && strcmp(kept[CASE], fields[CASE]) == 0 && !*fields[OPTIONS] && !*fields[INPUT] &&
                     !*fields[REGIONS] && !*fields[FRAME];
        if (!again) {
            memcpy(kept, fields, sizeof kept);
        }
        struct module_case given = {module, kept[OPTIONS], kept[INPUT], kept[REGIONS], kept[FRAME]};
        struct module_run run;
        module_run_begin(&run, &given, IN_ONE_PASS);
        if (!as_expected(&run, fields)) {
            fprintf(stderr, "%s:%u: case '%s' is not as expected\n", path, begin, fields[CASE]);
            print_diagnostics(run.counted.context);
            CU_FAIL("case table");
        }
        if (!again && run.module->input != INPUT_INDICATORS) {
            check_orders(&given, &run);
        }
        CU_ASSERT_TRUE(module_run_end(&run));
        rows++;
    }
    return rows;
}

static void test_tables(void)
{
    for (size_t i = 0; indicator_registry[i]; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/tests/cases/indicators/%s.csv", TOCSIN_SOURCE_DIR, indicator_registry[i]->name);
        CU_ASSERT_TRUE(run_table(path, indicator_registry[i]->name) > 0);
    }
}

static CU_TestInfo tests[] = {
    {"every module gives the numbers of its case table", test_tables},
    CU_TEST_INFO_NULL,
};
SUITE(cases, tests)
