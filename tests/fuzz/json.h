/** Whether a text is JSON. */
#ifndef TOCSIN_TESTS_FUZZ_JSON_H
#define TOCSIN_TESTS_FUZZ_JSON_H

#include <stdbool.h>
#include <stddef.h>

/** True if the bytes are one JSON value by RFC 8259 (nested at most 64 deep), with white space around it. */
bool json_is_valid(const char *bytes, size_t size);

#endif
