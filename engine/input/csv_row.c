/** Gathers the fields of a row in one text. */
#include "input/csv_row.h"
#include "base/memory.h"
#include <string.h>

/** Room for a field at `slot`. */
static bool make_room(struct csv_row_builder *builder, size_t slot)
{
    while (slot >= builder->field_capacity || slot >= builder->start_capacity) {
        if (memory_grow(builder->context, &builder->fields, builder->field_capacity, sizeof *builder->fields,
                        &builder->field_capacity) != TOCSIN_OK ||
            memory_grow(builder->context, &builder->starts, builder->start_capacity, sizeof *builder->starts,
                        &builder->start_capacity) != TOCSIN_OK) {
            return false;
        }
    }
    return true;
}

/** A copy of the field with a NUL behind it, `*start` bytes from the beginning of the row's text. */
static bool keep_text(struct csv_row_builder *builder, const char *text, size_t length, size_t *start)
{
    size_t needed = builder->text_used + length + 1;
    if (needed > builder->text_capacity) {
        size_t capacity = needed < SIZE_MAX / 2 ? needed * 2 : needed;
        char *resized = memory_resize(builder->context, builder->text, capacity, 1);
        if (!resized) {
            return false;
        }
        builder->text = resized;
        builder->text_capacity = capacity;
    }
    *start = builder->text_used;
    memcpy(builder->text + *start, text, length);
    builder->text[*start + length] = '\0';
    builder->text_used = needed;
    return true;
}

bool csv_row_add(struct csv_row_builder *builder, const char *text, size_t length, struct csv_place place)
{
    size_t position = builder->count++;
    if (position == 0) {
        builder->begin = place;
    }
    if (position >= builder->limit) {
        if (position == builder->limit) {
            builder->extra = place;
        }
        builder->extra_bytes += length;
        return true;
    }
    size_t slot = builder->slots ? builder->slots[position] : position;
    if (slot == SIZE_MAX) {
        return true;
    }
    size_t start = 0;
    if (!make_room(builder, slot) || !keep_text(builder, text, length, &start)) {
        return false;
    }
    builder->starts[slot] = start;
    builder->fields[slot] = (struct csv_field){.length = length, .line = place.line, .column = place.column};
    return true;
}

struct csv_row csv_row_finish(struct csv_row_builder *builder)
{
    size_t kept = builder->count < builder->limit ? builder->count : builder->limit;
    size_t count = builder->slots ? builder->slot_count : kept;
    for (size_t i = 0; i < count; i++) {
        builder->fields[i].text = builder->text + builder->starts[i];
    }
    return (struct csv_row){.line = builder->begin.line, .fields = builder->fields, .count = count};
}

void csv_row_clear(struct csv_row_builder *builder)
{
    builder->count = 0;
    builder->text_used = 0;
    builder->extra_bytes = 0;
    builder->bad = false;
}

void csv_row_end(struct csv_row_builder *builder)
{
    memory_release(builder->context, builder->fields);
    memory_release(builder->context, builder->starts);
    memory_release(builder->context, builder->text);
    *builder = (struct csv_row_builder){.context = builder->context};
}
