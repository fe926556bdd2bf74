/**
 * The one place that allocates: all memory of the engine comes through here, from the context's allocator, so that
 * it can be counted and made to fail in tests.
 */
#ifndef TOCSIN_BASE_MEMORY_H
#define TOCSIN_BASE_MEMORY_H

#include <stdbool.h>
#include <tocsin/tocsin.h>

/** The C library's, for a context whose host brings none. */
tocsin_allocator memory_default_allocator(void);

/** `count` objects of `size` bytes, zeroed; NULL if there is no memory, on overflow or over the context's limit. */
void *memory_allocate(tocsin_context *context, size_t count, size_t size);
/** Resizes to `count` objects of `size` bytes; new bytes are not set. NULL: the old block is still there. */
void *memory_resize(tocsin_context *context, void *block, size_t count, size_t size);
/** NULL is accepted. */
void memory_release(tocsin_context *context, void *block);

/**
 * Makes room for one more element in a growing array: doubles `*capacity` as needed.
 * `*items` is the array of elements of `size` bytes, of which `count` are in use; the room beyond them is zeroed.
 */
tocsin_status memory_grow(tocsin_context *context, void *items, size_t count, size_t size, size_t *capacity);

/** Many small objects that live and die together. Zero-initialise, then arena_begin. */
struct arena {
    tocsin_context *context;
    struct arena_chunk *chunks;
    bool failed; /* some allocation was not to be had: asked once, after many texts were copied */
};

void arena_begin(struct arena *arena, tocsin_context *context);
/** Zeroed and aligned for any type; NULL if there is no memory. A `count` of 0 gives a valid pointer. */
void *arena_allocate(struct arena *arena, size_t count, size_t size);
/** A NUL-terminated copy of `length` bytes. */
char *arena_copy(struct arena *arena, const char *text, size_t length);
/** A copy of a NUL-terminated text; NULL gives NULL only when `text` is NULL or memory is out. */
char *arena_text(struct arena *arena, const char *text);
/** As memory_grow, with the array in the arena (the old array stays behind until the end). */
tocsin_status arena_grow(struct arena *arena, void *items, size_t count, size_t size, size_t *capacity);
/** Releases everything; harmless on a zeroed arena and when called twice. */
void arena_end(struct arena *arena);

#endif
