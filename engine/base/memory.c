/** Allocation through the context's allocator, with checks on size, and arenas above it. */
#include "base/memory.h"
#include "base/context.h"
#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
    FIRST_CAPACITY = 8,      /* elements of a growing array */
    SMALLEST_CHUNK = 4096,   /* bytes of an arena's first chunk */
    LARGEST_CHUNK = 1 << 20, /* bytes at which chunks stop to double */
    OWN_CHUNK_FRACTION = 4   /* objects over this part of a chunk get one of their own */
};

struct arena_chunk {
    struct arena_chunk *next;
    size_t used;
    size_t capacity;
    alignas(max_align_t) unsigned char bytes[];
};

static void *default_allocate(void *user, size_t bytes)
{
    (void)user;
    return malloc(bytes);
}

static void *default_resize(void *user, void *block, size_t bytes)
{
    (void)user;
    return realloc(block, bytes);
}

static void default_release(void *user, void *block)
{
    (void)user;
    free(block);
}

tocsin_allocator memory_default_allocator(void)
{
    return (tocsin_allocator){default_allocate, default_resize, default_release, NULL};
}

/** The product of both, at least 1 byte; false if it overflows or is over the context's limit. */
static bool block_size(const tocsin_context *context, size_t count, size_t size, size_t *bytes)
{
    if (__builtin_mul_overflow(count, size, bytes) || *bytes > context->largest_allocation) {
        return false;
    }
    if (*bytes == 0) {
        *bytes = 1;
    }
    return true;
}

void *memory_allocate(tocsin_context *context, size_t count, size_t size)
{
    size_t bytes;
    if (!block_size(context, count, size, &bytes)) {
        return NULL;
    }
    void *block = context->allocator.allocate(context->allocator.user, bytes);
    if (block) {
        memset(block, 0, bytes);
    }
    return block;
}

void *memory_resize(tocsin_context *context, void *block, size_t count, size_t size)
{
    size_t bytes;
    if (!block_size(context, count, size, &bytes)) {
        return NULL;
    }
    return context->allocator.resize(context->allocator.user, block, bytes);
}

void memory_release(tocsin_context *context, void *block)
{
    if (block) {
        context->allocator.release(context->allocator.user, block);
    }
}

/** The capacity to grow to; 0 if there is none. */
static size_t next_capacity(size_t capacity)
{
    if (capacity == 0) {
        return FIRST_CAPACITY;
    }
    return capacity > SIZE_MAX / 2 ? 0 : capacity * 2;
}

tocsin_status memory_grow(tocsin_context *context, void *items, size_t count, size_t size, size_t *capacity)
{
    if (count < *capacity) {
        return TOCSIN_OK;
    }
    size_t larger = next_capacity(*capacity);
    void *array;
    memcpy(&array, items, sizeof array); /* whatever the type of its elements */
    void *resized = larger ? memory_resize(context, array, larger, size) : NULL;
    if (!resized) {
        return TOCSIN_ERROR_MEMORY;
    }
    memset((unsigned char *)resized + count * size, 0, (larger - count) * size);
    memcpy(items, &resized, sizeof resized);
    *capacity = larger;
    return TOCSIN_OK;
}

void arena_begin(struct arena *arena, tocsin_context *context)
{
    *arena = (struct arena){.context = context};
}

static struct arena_chunk *new_chunk(tocsin_context *context, size_t capacity)
{
    size_t bytes;
    if (__builtin_add_overflow(capacity, sizeof(struct arena_chunk), &bytes)) {
        return NULL;
    }
    struct arena_chunk *chunk = memory_allocate(context, 1, bytes);
    if (chunk) {
        chunk->capacity = capacity;
    }
    return chunk;
}

/** Room in a fresh chunk: a large object gets its own behind the first, so that the first goes on being filled. */
static void *allocate_in_new_chunk(struct arena *arena, size_t bytes)
{
    struct arena_chunk *first = arena->chunks;
    size_t usual = first ? first->capacity * 2 : SMALLEST_CHUNK;
    usual = usual > LARGEST_CHUNK ? LARGEST_CHUNK : usual;
    bool own = bytes > usual / OWN_CHUNK_FRACTION;
    struct arena_chunk *chunk = new_chunk(arena->context, own ? bytes : usual);
    if (!chunk) {
        return NULL;
    }
    chunk->used = bytes;
    if (own && first) {
        chunk->next = first->next;
        first->next = chunk;
    } else {
        chunk->next = first;
        arena->chunks = chunk;
    }
    return chunk->bytes;
}

void *arena_allocate(struct arena *arena, size_t count, size_t size)
{
    size_t bytes;
    if (!block_size(arena->context, count, size, &bytes) ||
        __builtin_add_overflow(bytes, alignof(max_align_t) - 1, &bytes)) {
        arena->failed = true;
        return NULL;
    }
    bytes -= bytes % alignof(max_align_t);
    struct arena_chunk *first = arena->chunks;
    if (first && bytes <= first->capacity - first->used) {
        void *block = first->bytes + first->used; /* zero since the chunk was made */
        first->used += bytes;
        return block;
    }
    void *block = allocate_in_new_chunk(arena, bytes);
    arena->failed = arena->failed || !block;
    return block;
}

char *arena_copy(struct arena *arena, const char *text, size_t length)
{
    char *copy = length < SIZE_MAX ? arena_allocate(arena, length + 1, 1) : NULL;
    if (copy && length) {
        memcpy(copy, text, length);
    }
    return copy;
}

char *arena_text(struct arena *arena, const char *text)
{
    return text ? arena_copy(arena, text, strlen(text)) : NULL;
}

tocsin_status arena_grow(struct arena *arena, void *items, size_t count, size_t size, size_t *capacity)
{
    if (count < *capacity) {
        return TOCSIN_OK;
    }
    size_t larger = next_capacity(*capacity);
    void *array;
    memcpy(&array, items, sizeof array);
    void *moved = larger ? arena_allocate(arena, larger, size) : NULL;
    if (!moved) {
        return TOCSIN_ERROR_MEMORY;
    }
    if (count) {
        memcpy(moved, array, count * size);
    }
    memcpy(items, &moved, sizeof moved);
    *capacity = larger;
    return TOCSIN_OK;
}

void arena_end(struct arena *arena)
{
    for (struct arena_chunk *chunk = arena->chunks; chunk;) {
        struct arena_chunk *next = chunk->next;
        memory_release(arena->context, chunk);
        chunk = next;
    }
    arena->chunks = NULL;
}
