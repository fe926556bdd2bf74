/**
 * libFuzzer target: packed bytes through byte_stream. The first byte picks whether the input is packed as it is, or a
 * text to be packed here and read back; the second, how much is read at a time.
 */
#include "input/byte_stream.h"
#include "target.h"
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

enum { AS_IT_IS, TO_GZIP, TO_ZSTD, WAYS, PEEK = 4, FROM_FILE = 8, BUDGET = 64 << 20, MOST_UNPACKED = 8 << 20 };

struct unpacked {
    char *bytes;
    size_t size;
    tocsin_status status;
};

static tocsin_status open_stream(tocsin_context *context, const char *bytes, size_t size, bool from_file,
                                 struct byte_stream **stream)
{
    if (from_file) {
        return byte_stream_open(context, target_file("data.csv.gz", bytes, size), "data.csv.gz", LOCATION_NONE, stream);
    }
    return byte_stream_memory(context, bytes, size, "data.csv.gz", stream);
}

static void check_peek(struct byte_stream *stream, struct unpacked *unpacked)
{
    const char *bytes = NULL;
    size_t size = 0;
    unpacked->status = byte_stream_peek(stream, &bytes, &size);
    require(unpacked->status != TOCSIN_OK || size <= BYTE_STREAM_PEEK, "a look is limited");
    if (unpacked->status == TOCSIN_OK && size > 0) {
        unpacked->bytes = realloc(unpacked->bytes, size);
        require(unpacked->bytes != NULL, "there is memory for a look");
        memcpy(unpacked->bytes, bytes, size);
        unpacked->size = size;
    }
}

/** Reads to the end or a fault, at most `piece` bytes at a time. What was peeked at must come again. */
static void read_all(struct byte_stream *stream, size_t piece, struct unpacked *unpacked)
{
    size_t peeked = unpacked->size;
    size_t at = 0;
    size_t got = 1;
    while (got > 0 && unpacked->status == TOCSIN_OK && at <= MOST_UNPACKED) {
        char *block = malloc(piece);
        require(block != NULL, "there is memory for a piece");
        unpacked->status = byte_stream_read(stream, block, piece, &got);
        if (unpacked->status == TOCSIN_OK && got > 0) {
            require(got <= piece, "no more is read than there is room for");
            unpacked->bytes = realloc(unpacked->bytes, at + got > peeked ? at + got : peeked);
            require(unpacked->bytes != NULL, "there is memory for the text");
            size_t again = at < peeked ? (got < peeked - at ? got : peeked - at) : 0;
            require(again == 0 || memcmp(unpacked->bytes + at, block, again) == 0, "what was looked at comes again");
            memcpy(unpacked->bytes + at, block, got);
            at += got;
        }
        free(block);
    }
    unpacked->size = at;
}

static struct unpacked unpack(const char *bytes, size_t size, size_t piece, uint8_t choice)
{
    struct unpacked unpacked = {NULL, 0, TOCSIN_OK};
    struct target target;
    target_begin(&target, BUDGET);
    struct byte_stream *stream = NULL;
    unpacked.status = open_stream(target.context, bytes, size, choice & FROM_FILE, &stream);
    require(unpacked.status == TOCSIN_OK, "a stream opens");
    if (choice & PEEK) {
        check_peek(stream, &unpacked);
    }
    if (unpacked.status == TOCSIN_OK) {
        read_all(stream, piece, &unpacked);
    }
    char sha256[HASH_TEXT_SIZE];
    uint64_t stored = 0;
    byte_stream_digest(stream, sha256, &stored);
    require(stored <= size && strlen(sha256) == HASH_TEXT_SIZE - 1, "no more is stored than there is");
    require(unpacked.status != TOCSIN_OK || unpacked.size > MOST_UNPACKED || stored == size,
            "all that is stored is read");
    bool errors = tocsin_diagnostic_total(target.context, TOCSIN_ERROR) > 0;
    require(errors == (unpacked.status != TOCSIN_OK), "reading fails exactly if there is an error");
    byte_stream_close(target.context, stream);
    target_end(&target);
    return unpacked;
}

/** Reading by the piece or all at once gives the same. */
static void check_pieces(const char *bytes, size_t size, size_t piece, uint8_t choice)
{
    struct unpacked pieces = unpack(bytes, size, piece, choice);
    struct unpacked whole = unpack(bytes, size, MOST_UNPACKED, 0);
    if (pieces.size <= MOST_UNPACKED && whole.size <= MOST_UNPACKED) {
        require(pieces.status == whole.status, "how much is read at a time does not change what comes of it");
        require(whole.status != TOCSIN_OK || (pieces.size == whole.size &&
                                              (whole.size == 0 || memcmp(pieces.bytes, whole.bytes, whole.size) == 0)),
                "how much is read at a time does not change the text");
    }
    free(pieces.bytes);
    free(whole.bytes);
}

/** Appends the bytes as a member or frame of their own. Returns the end. */
static size_t pack(uint8_t way, const uint8_t *bytes, size_t size, char *packed, size_t at, size_t capacity)
{
    if (way == TO_ZSTD) {
        size_t length = ZSTD_compress(packed + at, capacity - at, bytes, size, 1);
        require(!ZSTD_isError(length), "zstd can pack");
        return at + length;
    }
    z_stream stream = {.next_in = (Bytef *)bytes,
                       .avail_in = (uInt)size,
                       .next_out = (Bytef *)packed + at,
                       .avail_out = (uInt)(capacity - at)};
    require(deflateInit2(&stream, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK &&
                deflate(&stream, Z_FINISH) == Z_STREAM_END && deflateEnd(&stream) == Z_OK,
            "gzip can pack");
    return capacity - stream.avail_out;
}

/** A text of two members comes back as it was, and is refused when its last byte is missing. */
static void check_round_trip(uint8_t way, const uint8_t *bytes, size_t size, size_t piece, uint8_t choice)
{
    size_t capacity = 2 * size + 4096;
    char *packed = malloc(capacity);
    require(packed != NULL, "there is memory for the packed text");
    size_t first = size * piece / 256;
    size_t end = pack(way, bytes, first, packed, 0, capacity);
    end = pack(way, bytes + first, size - first, packed, end, capacity);
    struct unpacked unpacked = unpack(packed, end, piece, choice);
    require(unpacked.status == TOCSIN_OK && unpacked.size == size &&
                (size == 0 || memcmp(unpacked.bytes, bytes, size) == 0),
            "a packed text comes back");
    free(unpacked.bytes);
    unpacked = unpack(packed, end - 1, piece, choice);
    require(unpacked.status == TOCSIN_ERROR_DATA, "a packed text that was cut off is refused");
    free(unpacked.bytes);
    free(packed);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    uint8_t choice = take_byte(&bytes, &size);
    size_t piece = (size_t)take_byte(&bytes, &size) + 1;
    uint8_t way = (uint8_t)((choice & 3) % WAYS);
    if (way == AS_IT_IS) {
        check_pieces((const char *)bytes, size, piece, choice);
    } else {
        check_round_trip(way, bytes, size, piece, choice);
    }
    return 0;
}
