/** From the texts of a case to what a module is given: options, regions, frame, records. Used by module_run.c only. */
#ifndef TOCSIN_TESTS_MODULE_CASE_H
#define TOCSIN_TESTS_MODULE_CASE_H

#include "module_run.h"

/** Everything of the case but the fields of its records, which are known once the module has asked for columns. */
void module_case_read(struct module_run *run, const struct module_case *given);
/** The fields of all records, for the columns that the module has asked for. */
void module_case_read_fields(struct module_run *run);
/** Columns of the input as columns of the panel, for a module made of other indicators. */
void module_case_fill_panel(struct module_run *run);
/** The position of a region by its id; fails the test if there is none. */
uint32_t module_case_region(const struct module_run *run, const char *id);

#endif
