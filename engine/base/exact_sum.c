/** Order-independent sums in 128-bit fixed point. */
#include "base/exact_sum.h"
#include <math.h>
#include <stdint.h>

enum {
    FRACTION_BITS = 64,   /* the unit is 2^-64 */
    SIGNIFICAND_BITS = 53 /* of a double */
};

__extension__ typedef unsigned __int128 exact_magnitude;

/** 2^62 in units: the sum and each term stay within it, so that adding two never overflows. */
static const exact_integer limit = (exact_integer)1 << 126;

/** Rounds half to even when dividing by 2^bits. */
static uint64_t shift_down(uint64_t significand, int bits)
{
    if (bits > SIGNIFICAND_BITS) {
        return 0; /* below half a unit */
    }
    uint64_t quotient = significand >> bits;
    uint64_t rest = significand & ((UINT64_C(1) << bits) - 1);
    uint64_t half = UINT64_C(1) << (bits - 1);
    return quotient + (rest > half || (rest == half && (quotient & 1)));
}

static exact_integer to_units(double value)
{
    int exponent;
    double fraction = frexp(fabs(value), &exponent);
    uint64_t significand = (uint64_t)ldexp(fraction, SIGNIFICAND_BITS);
    int shift = exponent - SIGNIFICAND_BITS + FRACTION_BITS;
    exact_integer magnitude = shift >= 0 ? (exact_integer)((exact_magnitude)significand << shift)
                                         : (exact_integer)shift_down(significand, -shift);
    return value < 0 ? -magnitude : magnitude;
}

static bool add_units(struct exact_sum *sum, exact_integer units)
{
    exact_integer total;
    if (__builtin_add_overflow(sum->units, units, &total) || total > limit || total < -limit) {
        return false;
    }
    sum->units = total;
    return true;
}

bool exact_sum_add(struct exact_sum *sum, double value)
{
    if (!(fabs(value) <= 0x1p62)) {
        return false;
    }
    return add_units(sum, to_units(value));
}

bool exact_sum_merge(struct exact_sum *sum, const struct exact_sum *other)
{
    return add_units(sum, other->units);
}

static int bit_length(exact_magnitude magnitude)
{
    uint64_t high = (uint64_t)(magnitude >> 64);
    uint64_t low = (uint64_t)magnitude;
    if (high) {
        return 128 - __builtin_clzll(high);
    }
    return low ? 64 - __builtin_clzll(low) : 0;
}

double exact_sum_value(const struct exact_sum *sum)
{
    bool negative = sum->units < 0;
    exact_magnitude magnitude = negative ? -(exact_magnitude)sum->units : (exact_magnitude)sum->units;
    int shift = bit_length(magnitude) - SIGNIFICAND_BITS;
    if (shift > 0) {
        exact_magnitude rest = magnitude & (((exact_magnitude)1 << shift) - 1);
        exact_magnitude half = (exact_magnitude)1 << (shift - 1);
        magnitude >>= shift;
        magnitude += rest > half || (rest == half && (magnitude & 1));
    } else {
        shift = 0;
    }
    double value = ldexp((double)(uint64_t)magnitude, shift - FRACTION_BITS);
    return negative ? -value : value;
}
