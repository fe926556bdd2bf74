/** Numbers from text and to text, the same in every locale. */
#ifndef TOCSIN_BASE_NUMBER_H
#define TOCSIN_BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { NUMBER_TEXT_SIZE = 40 };

/** A number that may be left out. */
struct optional_number {
    bool given;
    double value;
};

/**
 * Reads a finite decimal number. The whole of the bytes must be the number (blanks around it are allowed): no hex,
 * no inf or nan, no thousands separators. False if it is not one; `*value` is then untouched.
 */
bool number_parse(const char *bytes, size_t length, double *value);
bool number_parse_integer(const char *bytes, size_t length, int64_t *value);

/**
 * Writes the shortest text that reads back to the same double (`digits` < 0), or the value rounded half away from
 * zero in decimal to `digits` decimals (0..15), trailing zeros kept. -0 is written as 0. Returns the length.
 */
size_t number_format(char text[NUMBER_TEXT_SIZE], double value, int digits);

/**
 * Rounds half away from zero to `digits` decimals, as spreadsheets do: it decides on the first 15 significant digits in
 * decimal, not on what lies beyond them. 2.675 to 2 is 2.68, and so is 2.6749999999999994, which sums of decimals give.
 */
double number_round(double value, int digits);

#endif
