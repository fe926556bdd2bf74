/** The table of the model file, from schema_rows.def. */
#include "model/keys.h"
#include <math.h>
#include <stddef.h>

#define BIT(position) (1u << (position))
#define CHOICES(names, size) .choices = (names), .choice_count = (size)
#define RANGE(words, least, most) .range = (words), .low = (least), .high = (most)
#define AT_LEAST_ZERO RANGE("0 or more", 0, INFINITY)
#define ABOVE_ZERO RANGE("above 0", 0, INFINITY), .low_open = true
/* so that a sum of as many weights as a model can have is a number */
#define WEIGHT RANGE("0 to 1e100", 0, 1e100)
#define SHARE RANGE("0 to 1", 0, 1)
#define IN(type, member) .offset = offsetof(type, member)
#define DOCUMENTATION .offset = SCHEMA_NOWHERE

#define NOTE(of)                                                                                                       \
    {                                                                                                                  \
        .object = (of), .key = "note", .type = SCHEMA_TEXT, DOCUMENTATION, .text = "a remark for readers of the model" \
    }

const struct schema_row schema_rows[] = {
#include "model/schema_rows.def"
};

const size_t schema_row_count = sizeof schema_rows / sizeof schema_rows[0];
