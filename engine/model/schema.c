/** Looking things up in the schema's table. */
#include "model/schema.h"
#include "base/text.h"

const char *schema_object_name(enum schema_object object)
{
    static const char *const names[SCHEMA_OBJECT_COUNT] = {
        [SCHEMA_MODEL] = "model",
        [SCHEMA_REGIONS] = "regions",
        [SCHEMA_PERIODS] = "periods",
        [SCHEMA_STRUCTURE] = "structure",
        [SCHEMA_SOURCE] = "source",
        [SCHEMA_COVERS] = "covers",
        [SCHEMA_DEFAULTS] = "defaults",
        [SCHEMA_INDICATOR] = "indicator",
        [SCHEMA_MISSING] = "missing",
        [SCHEMA_TREAT] = "treat",
        [SCHEMA_UNTIL] = "until",
        [SCHEMA_STEP] = "step",
        [SCHEMA_NORMALISE] = "normalise",
        [SCHEMA_OVER] = "over",
        [SCHEMA_NODE] = "node",
        [SCHEMA_LEAF] = "leaf",
        [SCHEMA_WEIGHTS] = "weights",
        [SCHEMA_AGGREGATE] = "aggregate",
        [SCHEMA_SCREEN] = "screen",
        [SCHEMA_LEVELS] = "levels",
        [SCHEMA_BAND] = "band",
        [SCHEMA_HYSTERESIS] = "hysteresis",
        [SCHEMA_ALERTS] = "alerts",
        [SCHEMA_JUMP] = "jump",
        [SCHEMA_RECORD] = "record",
        [SCHEMA_SMALL_NUMBERS] = "small_numbers",
        [SCHEMA_UNCERTAINTY] = "uncertainty",
        [SCHEMA_SPREAD] = "spread",
    };
    return names[object];
}

static bool belongs(enum schema_object object, const struct schema_row *row)
{
    return object == SCHEMA_DEFAULTS ? row->in_defaults : row->object == object;
}

const struct schema_row *schema_next(enum schema_object object, const struct schema_row *row)
{
    for (row = row ? row + 1 : schema_rows; row < schema_rows + schema_row_count; row++) {
        if (belongs(object, row)) {
            return row;
        }
    }
    return NULL;
}

const struct schema_row *schema_find(enum schema_object object, const char *key)
{
    const struct schema_row *row = schema_next(object, NULL);
    while (row && !text_equal(row->key, key)) {
        row = schema_next(object, row);
    }
    return row;
}

const struct schema_row *schema_method_row(enum schema_object object)
{
    const struct schema_row *row = schema_next(object, NULL);
    return row && text_equal(row->key, "method") ? row : NULL;
}
