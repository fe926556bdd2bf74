/** Runs the suites of one folder and answers with an exit code that tells the truth: CUnit's own run function
 * returns 0 even when assertions failed. */
#include "suite.h"
#include <CUnit/Basic.h>
#include <stdio.h>
#include <string.h>

enum { MOST_SUITES = 64 };

static struct {
    const char *name;
    CU_TestInfo *tests;
} suites[MOST_SUITES];
static size_t suite_count;

void suite_register(const char *name, CU_TestInfo *tests)
{
    if (suite_count == MOST_SUITES) {
        fprintf(stderr, "more than %d suites in one executable\n", MOST_SUITES);
        exit(2);
    }
    suites[suite_count].name = name;
    suites[suite_count].tests = tests;
    suite_count++;
}

static int add_suites(const char *only)
{
    for (size_t i = 0; i < suite_count; i++) {
        if (only && strcmp(only, suites[i].name) != 0) {
            continue;
        }
        CU_pSuite suite = CU_add_suite(suites[i].name, NULL, NULL);
        if (!suite) {
            return 0;
        }
        for (CU_TestInfo *test = suites[i].tests; test->pName; test++) {
            if (!CU_add_test(suite, test->pName, test->pTestFunc)) {
                return 0;
            }
        }
    }
    return 1;
}

int main(int argument_count, char **arguments)
{
    if (CU_initialize_registry() != CUE_SUCCESS || !add_suites(argument_count > 1 ? arguments[1] : NULL)) {
        fprintf(stderr, "suites could not be set up: %s\n", CU_get_error_msg());
        return 2;
    }
    CU_basic_set_mode(CU_BRM_VERBOSE);
    CU_basic_run_tests();
    unsigned run = CU_get_number_of_tests_run();
    unsigned failures = CU_get_number_of_failures();
    CU_cleanup_registry();
    return run == 0 || failures > 0;
}
