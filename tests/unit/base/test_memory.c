/** The allocator's checks on size, growing arrays and arenas, with memory and without. */
#include "base/context.h"
#include "base/memory.h"
#include "suite.h"
#include "support.h"
#include <stdalign.h>
#include <stdint.h>
#include <string.h>

static bool is_zero(const unsigned char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] != 0) {
            return false;
        }
    }
    return true;
}

static void sizes_that_cannot_be(void)
{
    struct counted counted;
    counted_begin(&counted);
    size_t calls = counted.calls;
    CU_ASSERT_PTR_NULL(memory_allocate(counted.context, SIZE_MAX, 2));
    CU_ASSERT_PTR_NULL(memory_allocate(counted.context, SIZE_MAX / 8 + 1, 8));
    CU_ASSERT_PTR_NULL(memory_resize(counted.context, NULL, SIZE_MAX / 3, 4));
    CU_ASSERT_EQUAL(counted.calls, calls);
    CU_ASSERT_EQUAL(counted.context->largest_allocation, (size_t)4 << 30);
    CU_ASSERT_PTR_NULL(memory_allocate(counted.context, ((size_t)4 << 30) + 1, 1));
    CU_ASSERT_EQUAL(counted.calls, calls);
    counted.context->largest_allocation = 1000;
    CU_ASSERT_PTR_NULL(memory_allocate(counted.context, 143, 7));
    void *block = memory_allocate(counted.context, 125, 8);
    CU_ASSERT_PTR_NOT_NULL(block);
    memory_release(counted.context, block);
    memory_release(counted.context, NULL);
    CU_ASSERT(counted_end(&counted));
}

static void blocks_begin_zeroed(void)
{
    struct counted counted;
    counted_begin(&counted);
    for (size_t size = 0; size < 400; size += 37) {
        unsigned char *block = memory_allocate(counted.context, size, 3);
        CU_ASSERT_PTR_NOT_NULL_FATAL(block);
        CU_ASSERT(is_zero(block, 3 * size));
        memset(block, 0xA7, 3 * size);
        block = memory_resize(counted.context, block, size + 19, 3);
        CU_ASSERT_PTR_NOT_NULL_FATAL(block);
        CU_ASSERT(size == 0 || block[3 * size - 1] == 0xA7);
        memory_release(counted.context, block);
    }
    CU_ASSERT(counted_end(&counted));
}

static void arrays_grow(void)
{
    struct counted counted;
    counted_begin(&counted);
    uint32_t *items = NULL;
    size_t capacity = 0;
    for (uint32_t i = 0; i < 5003; i++) {
        CU_ASSERT_EQUAL_FATAL(memory_grow(counted.context, &items, i, sizeof *items, &capacity), TOCSIN_OK);
        CU_ASSERT_EQUAL_FATAL(items[i], 0);
        items[i] = i * 2654435761u;
    }
    CU_ASSERT(capacity >= 5003 && capacity < 2 * 5003);
    bool same = true;
    for (uint32_t i = 0; i < 5003; i++) {
        same &= items[i] == i * 2654435761u;
    }
    CU_ASSERT(same);
    counted.fail_after = counted.calls;
    uint32_t *before = items;
    size_t capacity_before = capacity;
    CU_ASSERT_EQUAL(memory_grow(counted.context, &items, capacity, sizeof *items, &capacity), TOCSIN_ERROR_MEMORY);
    CU_ASSERT_PTR_EQUAL(items, before);
    CU_ASSERT_EQUAL(capacity, capacity_before);
    capacity = SIZE_MAX / 2 + 1;
    CU_ASSERT_EQUAL(memory_grow(counted.context, &items, capacity, sizeof *items, &capacity), TOCSIN_ERROR_MEMORY);
    memory_release(counted.context, items);
    CU_ASSERT(counted_end(&counted));
}

static void arena_objects_are_apart(void)
{
    struct counted counted;
    counted_begin(&counted);
    struct arena arena;
    arena_begin(&arena, counted.context);
    enum { OBJECTS = 700 };
    unsigned char *objects[OBJECTS];
    size_t sizes[OBJECTS];
    bool aligned = true;
    bool zero = true;
    for (size_t i = 0; i < OBJECTS; i++) {
        sizes[i] = i % 97 == 13 ? 9001 + i : i * 7 % 61;
        objects[i] = arena_allocate(&arena, sizes[i], 1);
        CU_ASSERT_PTR_NOT_NULL_FATAL(objects[i]);
        aligned &= (uintptr_t)objects[i] % alignof(max_align_t) == 0;
        zero &= is_zero(objects[i], sizes[i]);
        memset(objects[i], (int)(i % 251) + 1, sizes[i]);
    }
    CU_ASSERT(aligned);
    CU_ASSERT(zero);
    bool kept = true;
    for (size_t i = 0; i < OBJECTS; i++) {
        for (size_t k = 0; k < sizes[i]; k++) {
            kept &= objects[i][k] == i % 251 + 1;
        }
    }
    CU_ASSERT(kept);
    CU_ASSERT(counted.calls < 60);
    CU_ASSERT_PTR_NULL(arena_allocate(&arena, SIZE_MAX, 1));
    CU_ASSERT_PTR_NULL(arena_allocate(&arena, SIZE_MAX / 2, 3));
    CU_ASSERT_PTR_NULL(arena_copy(&arena, "", SIZE_MAX));
    counted.context->largest_allocation = SIZE_MAX;
    CU_ASSERT_PTR_NULL(arena_allocate(&arena, SIZE_MAX, 1));
    CU_ASSERT_PTR_NULL(arena_allocate(&arena, SIZE_MAX - 24, 1));
    arena_end(&arena);
    arena_end(&arena);
    CU_ASSERT(counted_end(&counted));
}

static void arena_texts(void)
{
    struct counted counted;
    counted_begin(&counted);
    struct arena arena;
    arena_begin(&arena, counted.context);
    CU_ASSERT_STRING_EQUAL(arena_text(&arena, "Khyber Pakhtunkhwa"), "Khyber Pakhtunkhwa");
    CU_ASSERT_STRING_EQUAL(arena_copy(&arena, "Sindh, Punjab", 5), "Sindh");
    CU_ASSERT_STRING_EQUAL(arena_copy(&arena, NULL, 0), "");
    CU_ASSERT_PTR_NULL(arena_text(&arena, NULL));
    char with_nul[] = {'a', '\0', 'b'};
    char *copy = arena_copy(&arena, with_nul, sizeof with_nul);
    CU_ASSERT(memcmp(copy, "a\0b", 4) == 0);
    double *items = NULL;
    size_t capacity = 0;
    for (size_t i = 0; i < 1234; i++) {
        CU_ASSERT_EQUAL_FATAL(arena_grow(&arena, &items, i, sizeof *items, &capacity), TOCSIN_OK);
        items[i] = (double)i * 2.385;
    }
    bool same = true;
    for (size_t i = 0; i < 1234; i++) {
        same &= items[i] == (double)i * 2.385;
    }
    CU_ASSERT(same);
    arena_end(&arena);
    struct arena zeroed = {0};
    arena_end(&zeroed);
    CU_ASSERT(counted_end(&counted));
}

/** Fills an arena and reports how far it came. */
static tocsin_status fill_arena(struct arena *arena)
{
    size_t *items = NULL;
    size_t capacity = 0;
    for (size_t i = 0; i < 300; i++) {
        if (arena_grow(arena, &items, i, sizeof *items, &capacity) != TOCSIN_OK || !arena_text(arena, "FATA") ||
            !arena_allocate(arena, i * 31, 2)) {
            return TOCSIN_ERROR_MEMORY;
        }
        items[i] = i;
    }
    return items[299] == 299 ? TOCSIN_OK : TOCSIN_ERROR_INTERNAL;
}

static void arena_without_memory(void)
{
    tocsin_status status = TOCSIN_ERROR_MEMORY;
    size_t failures = 0;
    for (size_t n = 0; status == TOCSIN_ERROR_MEMORY && n < 1000; n++) {
        struct counted counted;
        counted_begin(&counted);
        counted.fail_after = counted.calls + n;
        struct arena arena;
        arena_begin(&arena, counted.context);
        status = fill_arena(&arena);
        failures += status == TOCSIN_ERROR_MEMORY;
        arena_end(&arena);
        CU_ASSERT(counted_end(&counted));
    }
    CU_ASSERT_EQUAL(status, TOCSIN_OK);
    CU_ASSERT(failures >= 10);
}

static CU_TestInfo tests[] = {{"sizes that cannot be", sizes_that_cannot_be},
                              {"blocks begin zeroed", blocks_begin_zeroed},
                              {"arrays grow", arrays_grow},
                              {"arena objects are apart", arena_objects_are_apart},
                              {"arena texts", arena_texts},
                              {"arena without memory", arena_without_memory},
                              CU_TEST_INFO_NULL};
SUITE(memory, tests)
