/** What every unit test file needs: CUnit, and how its suite is made known to tests/unit/main.c. */
#ifndef TOCSIN_TESTS_SUITE_H
#define TOCSIN_TESTS_SUITE_H

#include <CUnit/CUnit.h>
#include <stdlib.h>

/** Suites of one executable, linked in by constructors: a test file that is compiled in is run. */
void suite_register(const char *name, CU_TestInfo *tests);

#define SUITE(name, tests)                                                                                             \
    __attribute__((constructor)) static void register_##name(void)                                                     \
    {                                                                                                                  \
        suite_register(#name, tests);                                                                                  \
    }

#endif
