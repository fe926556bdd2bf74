/**
 * Bytes as they are stored, or unpacked when their first bytes say that they are gzip (RFC 1952, of one or more
 * members) or zstd (RFC 8878, of one or more frames). Files are read in blocks of 256 KiB, not mapped: a file that is
 * cut short while it is read must not end the program.
 */
#include "input/byte_stream.h"
#include "base/file_input.h"
#include <string.h>
#include <zlib.h>
#include <zstd.h>

enum {
    BLOCK_SIZE = 256 * 1024,
    MAGIC_SIZE = 4,
    GZIP_WINDOW = 15 + 16,  /* zlib: the largest window, with a gzip header */
    LARGEST_RATIO = 1000,   /* of unpacked to stored bytes, once there are LEAST_SUSPECT of them: honest tables stay */
    LEAST_SUSPECT = 1 << 30 /* below 100 to 1, only a file made to fill the disk or memory goes beyond this */
};

enum packing { PACKING_NONE, PACKING_GZIP, PACKING_ZSTD };

struct byte_stream {
    tocsin_context *context;
    const char *named;
    struct location at; /* the place that names the file */
    int file;           /* -1: memory */
    const char *memory;
    size_t memory_at;
    size_t memory_size;
    uint64_t size; /* as stored; 0: not known */
    uint64_t stored;
    uint64_t unpacked;
    struct hash hash;
    bool stored_end;
    bool member_open; /* a gzip member or zstd frame has begun and not ended */
    bool failed;
    enum packing packing;
    z_stream gzip;
    ZSTD_DStream *zstd;
    char *block; /* stored bytes not yet taken */
    size_t block_at;
    size_t block_end;
    char *peeked; /* unpacked bytes that were peeked at */
    size_t peeked_at;
    size_t peeked_end;
};

static struct location file_location(const struct byte_stream *stream)
{
    return (struct location){stream->named, 0, 0};
}

static tocsin_status out_of_memory(const struct byte_stream *stream)
{
    return diagnostics_report(stream->context, DIAGNOSTIC_OUT_OF_MEMORY, file_location(stream), NULL,
                              "no memory to read '%s'", stream->named);
}

/** The next stored bytes, counted and hashed. */
static tocsin_status read_stored(struct byte_stream *stream, char *bytes, size_t capacity, size_t *size)
{
    size_t got = 0;
    if (stream->file >= 0) {
        tocsin_status status =
            file_read_some(stream->context, stream->file, stream->named, stream->at, bytes, capacity, &got);
        if (status != TOCSIN_OK) {
            return status;
        }
    } else {
        got = stream->memory_size - stream->memory_at < capacity ? stream->memory_size - stream->memory_at : capacity;
        if (got > 0) {
            memcpy(bytes, stream->memory + stream->memory_at, got);
        }
        stream->memory_at += got;
    }
    hash_add(&stream->hash, bytes, got);
    stream->stored += got;
    stream->stored_end = got == 0;
    *size = got;
    return TOCSIN_OK;
}

/** Fills the block, which is empty, with what one read gives. */
static tocsin_status fill_block(struct byte_stream *stream)
{
    stream->block_at = 0;
    stream->block_end = 0;
    return stream->stored_end ? TOCSIN_OK : read_stored(stream, stream->block, BLOCK_SIZE, &stream->block_end);
}

static void *gzip_allocate(void *context, unsigned count, unsigned size)
{
    return memory_allocate(context, count, size);
}

static void gzip_release(void *context, void *block)
{
    memory_release(context, block);
}

static tocsin_status begin_gzip(struct byte_stream *stream)
{
    stream->gzip.zalloc = gzip_allocate;
    stream->gzip.zfree = gzip_release;
    stream->gzip.opaque = stream->context;
    if (inflateInit2(&stream->gzip, GZIP_WINDOW) != Z_OK) {
        return out_of_memory(stream);
    }
    stream->packing = PACKING_GZIP;
    return TOCSIN_OK;
}

static tocsin_status begin_zstd(struct byte_stream *stream)
{
    stream->zstd = ZSTD_createDStream();
    if (!stream->zstd) {
        return out_of_memory(stream);
    }
    stream->packing = PACKING_ZSTD;
    return TOCSIN_OK;
}

/** Reads until it can be told how the file is packed. */
static tocsin_status recognise(struct byte_stream *stream)
{
    static const unsigned char zstd_magic[MAGIC_SIZE] = {0x28, 0xB5, 0x2F, 0xFD};
    while (stream->block_end < MAGIC_SIZE && !stream->stored_end) {
        size_t got = 0;
        tocsin_status status =
            read_stored(stream, stream->block + stream->block_end, BLOCK_SIZE - stream->block_end, &got);
        if (status != TOCSIN_OK) {
            return status;
        }
        stream->block_end += got;
    }
    const unsigned char *first = (const unsigned char *)stream->block;
    if (stream->block_end >= 2 && first[0] == 0x1F && first[1] == 0x8B) {
        return begin_gzip(stream);
    }
    if (stream->block_end >= MAGIC_SIZE && memcmp(first, zstd_magic, MAGIC_SIZE) == 0) {
        return begin_zstd(stream);
    }
    return TOCSIN_OK;
}

static tocsin_status create(tocsin_context *context, const char *named, struct location at, struct byte_stream **stream)
{
    struct byte_stream *created = memory_allocate(context, 1, sizeof *created);
    if (created) {
        *created = (struct byte_stream){.context = context, .named = named, .at = at, .file = -1};
        hash_begin(&created->hash);
        created->block = memory_allocate(context, BLOCK_SIZE, 1);
    }
    if (!created || !created->block) {
        memory_release(context, created);
        diagnostics_report(context, DIAGNOSTIC_OUT_OF_MEMORY, at, NULL, "no memory to read '%s'", named);
        return TOCSIN_ERROR_MEMORY;
    }
    *stream = created;
    return TOCSIN_OK;
}

/** Hands on a stream whose packing can be told; else closes it. */
static tocsin_status finish_open(struct byte_stream *opened, struct byte_stream **stream)
{
    tocsin_status status = recognise(opened);
    if (status != TOCSIN_OK) {
        byte_stream_close(opened->context, opened);
        return status;
    }
    *stream = opened;
    return TOCSIN_OK;
}

tocsin_status byte_stream_open(tocsin_context *context, const char *path, const char *named, struct location at,
                               struct byte_stream **stream)
{
    struct byte_stream *opened = NULL;
    tocsin_status status = create(context, named, at, &opened);
    if (status != TOCSIN_OK) {
        return status;
    }
    status = file_open(context, path, at, &opened->file, &opened->size);
    if (status != TOCSIN_OK) {
        byte_stream_close(context, opened);
        return status;
    }
    return finish_open(opened, stream);
}

tocsin_status byte_stream_memory(tocsin_context *context, const char *bytes, size_t size, const char *named,
                                 struct byte_stream **stream)
{
    struct byte_stream *opened = NULL;
    tocsin_status status = create(context, named, LOCATION_NONE, &opened);
    if (status != TOCSIN_OK) {
        return status;
    }
    opened->memory = bytes;
    opened->memory_size = size;
    opened->size = size;
    return finish_open(opened, stream);
}

static const char *packing_name(const struct byte_stream *stream)
{
    return stream->packing == PACKING_GZIP ? "gzip" : "zstd";
}

static tocsin_status report_damage(const struct byte_stream *stream, const char *what)
{
    return diagnostics_report(stream->context, DIAGNOSTIC_PACKED_DAMAGED, file_location(stream),
                              "copy or download it again", "the %s file is damaged after %llu bytes of text: %s",
                              packing_name(stream), (unsigned long long)stream->unpacked, what);
}

/** The stored bytes have come to their end: between members that is the end of the text, else something is missing. */
static tocsin_status end_of_packed(const struct byte_stream *stream)
{
    if (!stream->member_open) {
        return TOCSIN_OK;
    }
    return diagnostics_report(stream->context, DIAGNOSTIC_PACKED_TRUNCATED, file_location(stream),
                              "it may not have been copied or downloaded whole",
                              "the %s file ends too early, after %llu bytes of text", packing_name(stream),
                              (unsigned long long)stream->unpacked);
}

/** Bytes after a member: zeros that pad the file are passed over, anything else begins the next member. */
static tocsin_status begin_member(struct byte_stream *stream)
{
    while (stream->block_at < stream->block_end && stream->block[stream->block_at] == '\0') {
        stream->block_at++;
    }
    if (stream->block_at < stream->block_end) {
        stream->member_open = true;
        return inflateReset(&stream->gzip) == Z_OK ? TOCSIN_OK : report_damage(stream, "no member can begin");
    }
    return TOCSIN_OK;
}

/** Unpacks what is in the block; may give no bytes. */
static tocsin_status unpack_gzip(struct byte_stream *stream, char *bytes, size_t capacity, size_t *size)
{
    if (!stream->member_open) {
        tocsin_status status = begin_member(stream);
        if (status != TOCSIN_OK || !stream->member_open) {
            return status;
        }
    }
    stream->gzip.next_in = (Bytef *)stream->block + stream->block_at;
    stream->gzip.avail_in = (uInt)(stream->block_end - stream->block_at);
    stream->gzip.next_out = (Bytef *)bytes;
    stream->gzip.avail_out = (uInt)capacity;
    int result = inflate(&stream->gzip, Z_NO_FLUSH);
    stream->block_at = stream->block_end - stream->gzip.avail_in;
    *size = capacity - stream->gzip.avail_out;
    switch (result) {
    case Z_STREAM_END:
        stream->member_open = false;
        return TOCSIN_OK;
    case Z_OK:
    case Z_BUF_ERROR:
        return TOCSIN_OK;
    case Z_MEM_ERROR:
        return out_of_memory(stream);
    default:
        return report_damage(stream, stream->gzip.msg ? stream->gzip.msg : "not a gzip member");
    }
}

static tocsin_status unpack_zstd(struct byte_stream *stream, char *bytes, size_t capacity, size_t *size)
{
    ZSTD_inBuffer in = {stream->block, stream->block_end, stream->block_at};
    ZSTD_outBuffer out = {bytes, capacity, 0};
    size_t left = ZSTD_decompressStream(stream->zstd, &out, &in);
    if (ZSTD_isError(left)) {
        return report_damage(stream, ZSTD_getErrorName(left));
    }
    if (in.pos > stream->block_at || out.pos > 0) {
        stream->member_open = left != 0;
    }
    stream->block_at = in.pos;
    *size = out.pos;
    return TOCSIN_OK;
}

/** Unpacks until there is a byte, the end, or a fault. */
static tocsin_status unpack(struct byte_stream *stream, char *bytes, size_t capacity, size_t *size)
{
    capacity = capacity < BLOCK_SIZE ? capacity : BLOCK_SIZE;
    size_t got = 0;
    while (got == 0) {
        if (stream->block_at == stream->block_end) {
            tocsin_status status = fill_block(stream);
            if (status != TOCSIN_OK) {
                return status;
            }
        }
        bool drained = stream->block_at == stream->block_end;
        tocsin_status status = stream->packing == PACKING_GZIP ? unpack_gzip(stream, bytes, capacity, &got)
                                                               : unpack_zstd(stream, bytes, capacity, &got);
        if (status != TOCSIN_OK) {
            return status;
        }
        if (drained && got == 0) { /* nothing came in and nothing that was held back came out */
            return end_of_packed(stream);
        }
    }
    stream->unpacked += got;
    if (stream->unpacked > LEAST_SUSPECT && stream->unpacked / LARGEST_RATIO > stream->stored) {
        return diagnostics_report(stream->context, DIAGNOSTIC_PACKED_RATIO, file_location(stream),
                                  "if it is what it should be, unpack it first",
                                  "the %s file unpacks to more than %d times its size: it is not read further",
                                  packing_name(stream), LARGEST_RATIO);
    }
    *size = got;
    return TOCSIN_OK;
}

static size_t take(const char *from, size_t *at, size_t end, char *bytes, size_t capacity)
{
    size_t got = end - *at < capacity ? end - *at : capacity;
    memcpy(bytes, from + *at, got);
    *at += got;
    return got;
}

static tocsin_status read_text(struct byte_stream *stream, char *bytes, size_t capacity, size_t *size)
{
    *size = 0;
    if (stream->packing != PACKING_NONE) {
        return unpack(stream, bytes, capacity, size);
    }
    if (stream->block_at < stream->block_end) {
        *size = take(stream->block, &stream->block_at, stream->block_end, bytes, capacity);
        return TOCSIN_OK;
    }
    return stream->stored_end ? TOCSIN_OK : read_stored(stream, bytes, capacity, size);
}

tocsin_status byte_stream_read(struct byte_stream *stream, char *bytes, size_t capacity, size_t *size)
{
    if (stream->peeked_at < stream->peeked_end) {
        *size = take(stream->peeked, &stream->peeked_at, stream->peeked_end, bytes, capacity);
        return TOCSIN_OK;
    }
    if (stream->failed) {
        return TOCSIN_ERROR_IO; /* reported before */
    }
    size_t got = 0;
    tocsin_status status = read_text(stream, bytes, capacity, &got);
    stream->failed = status != TOCSIN_OK;
    if (status == TOCSIN_OK) {
        *size = got;
    }
    return status;
}

tocsin_status byte_stream_peek(struct byte_stream *stream, const char **bytes, size_t *size)
{
    if (!stream->peeked) {
        stream->peeked = memory_allocate(stream->context, BYTE_STREAM_PEEK, 1);
        if (!stream->peeked) {
            return out_of_memory(stream);
        }
        size_t got = 1;
        while (got > 0 && stream->peeked_end < BYTE_STREAM_PEEK) {
            tocsin_status status =
                read_text(stream, stream->peeked + stream->peeked_end, BYTE_STREAM_PEEK - stream->peeked_end, &got);
            if (status != TOCSIN_OK) {
                stream->failed = true;
                return status;
            }
            stream->peeked_end += got;
        }
    }
    *bytes = stream->peeked;
    *size = stream->peeked_end;
    return TOCSIN_OK;
}

const char *byte_stream_name(const struct byte_stream *stream)
{
    return stream->named;
}

void byte_stream_progress(const struct byte_stream *stream, uint64_t *done, uint64_t *total)
{
    *done = stream->stored;
    *total = stream->size;
}

void byte_stream_digest(struct byte_stream *stream, char sha256[HASH_TEXT_SIZE], uint64_t *bytes)
{
    struct hash so_far = stream->hash;
    hash_end(&so_far, sha256);
    *bytes = stream->stored;
}

void byte_stream_close(tocsin_context *context, struct byte_stream *stream)
{
    if (!stream) {
        return;
    }
    if (stream->packing == PACKING_GZIP) {
        inflateEnd(&stream->gzip);
    }
    ZSTD_freeDStream(stream->zstd);
    if (stream->file >= 0) {
        file_close(stream->file);
    }
    memory_release(context, stream->block);
    memory_release(context, stream->peeked);
    memory_release(context, stream);
}
