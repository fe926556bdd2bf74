/** Bytes from files, pipes and memory, packed and not, whole and damaged. */
#include "input/byte_stream.h"
#include "suite.h"
#include "support.h"
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

enum { TEXT_SIZE = 700001, PACKED_SIZE = 2 * TEXT_SIZE };

static const struct location named_at = {"model.yaml", 12, 9};

/** Text that does not compress to nothing. */
static char *make_text(void)
{
    char *text = malloc(TEXT_SIZE);
    uint32_t state = 2463534242u;
    for (size_t i = 0; text && i < TEXT_SIZE; i++) {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        text[i] = state % 11 == 0 ? '\n' : (char)('a' + state % 23);
    }
    return text;
}

static size_t pack_gzip(const char *text, size_t size, char *packed)
{
    z_stream stream = {0};
    deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    stream.next_in = (Bytef *)(uintptr_t)text;
    stream.avail_in = (uInt)size;
    stream.next_out = (Bytef *)packed;
    stream.avail_out = PACKED_SIZE;
    CU_ASSERT_EQUAL(deflate(&stream, Z_FINISH), Z_STREAM_END);
    size_t length = stream.total_out;
    deflateEnd(&stream);
    return length;
}

/** Reads to the end in pieces of at most `most` bytes; true if it is the text. */
static bool reads_as(tocsin_context *context, struct byte_stream *stream, const char *text, size_t size, size_t most)
{
    char *piece = malloc(most);
    size_t at = 0;
    size_t got = 1;
    bool same = true;
    while (same && got > 0) {
        same = byte_stream_read(stream, piece, most, &got) == TOCSIN_OK && at + got <= size &&
               memcmp(piece, text + at, got) == 0;
        at += same ? got : 0;
    }
    free(piece);
    if (!same) {
        print_diagnostics(context);
    }
    return same && at == size;
}

/** The status of reading to the end. */
static tocsin_status read_all(struct byte_stream *stream, size_t *size)
{
    char piece[5000];
    size_t got = 1;
    tocsin_status status = TOCSIN_OK;
    *size = 0;
    while (status == TOCSIN_OK && got > 0) {
        status = byte_stream_read(stream, piece, sizeof piece, &got);
        *size += status == TOCSIN_OK ? got : 0;
    }
    return status;
}

static void check_stored(const char *stored, size_t stored_size, const char *text, size_t size)
{
    struct counted counted;
    counted_begin(&counted);
    const char *path = temporary_file("data", stored, stored_size);
    static const size_t pieces[] = {1000003, 4096, 977};
    for (size_t i = 0; i < 3; i++) {
        struct byte_stream *stream = NULL;
        CU_ASSERT_EQUAL_FATAL(byte_stream_open(counted.context, path, "data", named_at, &stream), TOCSIN_OK);
        const char *first = NULL;
        size_t first_size = 0;
        if (i == 1) {
            CU_ASSERT_EQUAL(byte_stream_peek(stream, &first, &first_size), TOCSIN_OK);
            CU_ASSERT_EQUAL(first_size, size < BYTE_STREAM_PEEK ? size : BYTE_STREAM_PEEK);
            CU_ASSERT_EQUAL(memcmp(first, text, first_size), 0);
        }
        CU_ASSERT_TRUE(reads_as(counted.context, stream, text, size, pieces[i]));
        char found[HASH_TEXT_SIZE];
        char expected[HASH_TEXT_SIZE];
        uint64_t bytes = 0;
        byte_stream_digest(stream, found, &bytes);
        struct hash hash;
        hash_begin(&hash);
        hash_add(&hash, stored, stored_size);
        hash_end(&hash, expected);
        CU_ASSERT_STRING_EQUAL(found, expected);
        CU_ASSERT_EQUAL(bytes, stored_size);
        uint64_t done = 0;
        uint64_t total = 0;
        byte_stream_progress(stream, &done, &total);
        CU_ASSERT_EQUAL(done, stored_size);
        CU_ASSERT_EQUAL(total, stored_size);
        byte_stream_close(counted.context, stream);
    }
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(counted.context), 0);
    CU_ASSERT_TRUE(counted_end(&counted));
}

static void stored_bytes_as_they_are(void)
{
    char *text = make_text();
    check_stored(text, TEXT_SIZE, text, TEXT_SIZE);
    check_stored(text, 3, text, 3);
    check_stored("", 0, "", 0);
    check_stored("\x1f", 1, "\x1f", 1);
    free(text);
}

static void gzip_of_one_and_more_members(void)
{
    char *text = make_text();
    char *packed = malloc(2 * PACKED_SIZE);
    size_t whole = pack_gzip(text, TEXT_SIZE, packed);
    check_stored(packed, whole, text, TEXT_SIZE);
    size_t one = pack_gzip(text, 300000, packed);
    size_t two = pack_gzip("", 0, packed + one);
    size_t three = pack_gzip(text + 300000, TEXT_SIZE - 300000, packed + one + two);
    check_stored(packed, one + two + three, text, TEXT_SIZE);
    memset(packed + one + two + three, 0, 1024); /* as tape blocks and some archives pad */
    check_stored(packed, one + two + three + 1024, text, TEXT_SIZE);
    size_t empty = pack_gzip("", 0, packed);
    check_stored(packed, empty, "", 0);
    free(packed);
    free(text);
}

static void zstd_of_one_and_more_frames(void)
{
    char *text = make_text();
    char *packed = malloc(2 * PACKED_SIZE);
    size_t whole = ZSTD_compress(packed, PACKED_SIZE, text, TEXT_SIZE, 3);
    check_stored(packed, whole, text, TEXT_SIZE);
    size_t one = ZSTD_compress(packed, PACKED_SIZE, text, 1, 3);
    size_t two = ZSTD_compress(packed + one, PACKED_SIZE, text + 1, TEXT_SIZE - 1, 1);
    check_stored(packed, one + two, text, TEXT_SIZE);
    free(packed);
    free(text);
}

static void check_failing(const char *stored, size_t size, int code)
{
    struct counted counted;
    counted_begin(&counted);
    struct byte_stream *stream = NULL;
    CU_ASSERT_EQUAL_FATAL(byte_stream_memory(counted.context, stored, size, "data.gz", &stream), TOCSIN_OK);
    size_t got = 0;
    CU_ASSERT_EQUAL(read_all(stream, &got), TOCSIN_ERROR_DATA);
    CU_ASSERT_TRUE(diagnosed_once(counted.context, code, 0, 0));
    size_t again = 0;
    char byte;
    CU_ASSERT_NOT_EQUAL(byte_stream_read(stream, &byte, 1, &again), TOCSIN_OK); /* does not pretend an end */
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(counted.context), 1);
    byte_stream_close(counted.context, stream);
    CU_ASSERT_TRUE(counted_end(&counted));
}

static void packed_files_cut_short(void)
{
    char *text = make_text();
    char *packed = malloc(2 * PACKED_SIZE);
    size_t size = pack_gzip(text, 50000, packed);
    static const size_t lengths[] = {2, 5, 11, 600, 10000};
    for (size_t i = 0; i < 5; i++) {
        check_failing(packed, lengths[i], DIAGNOSTIC_PACKED_TRUNCATED);
        check_failing(packed, size - 1 - i, DIAGNOSTIC_PACKED_TRUNCATED);
    }
    pack_gzip(text, 50000, packed + size);
    check_failing(packed, size + 17, DIAGNOSTIC_PACKED_TRUNCATED);
    size = ZSTD_compress(packed, PACKED_SIZE, text, 50000, 3);
    for (size_t i = 0; i < 5; i++) {
        check_failing(packed, lengths[i] + 3, DIAGNOSTIC_PACKED_TRUNCATED);
        check_failing(packed, size - 1 - i, DIAGNOSTIC_PACKED_TRUNCATED);
    }
    free(packed);
    free(text);
}

static void packed_files_damaged(void)
{
    char *text = make_text();
    char *packed = malloc(2 * PACKED_SIZE);
    size_t size = pack_gzip(text, 50000, packed);
    memcpy(packed + size, "and so on", 9);
    check_failing(packed, size + 9, DIAGNOSTIC_PACKED_DAMAGED);
    packed[size - 6] ^= 0x10; /* the check sum */
    check_failing(packed, size, DIAGNOSTIC_PACKED_DAMAGED);
    packed[2] = 7; /* the method */
    check_failing(packed, size, DIAGNOSTIC_PACKED_DAMAGED);
    size = ZSTD_compress(packed, PACKED_SIZE, text, 50000, 3);
    memcpy(packed + size, "and so on", 9);
    check_failing(packed, size + 9, DIAGNOSTIC_PACKED_DAMAGED);
    memset(packed + 30, 0xA5, 200);
    check_failing(packed, size, DIAGNOSTIC_PACKED_DAMAGED);
    free(packed);
    free(text);
}

/** Frames of a constant byte: 1.2 GB of text in some hundred kilobytes. */
static void files_made_to_swell(void)
{
    enum { FRAME_TEXT = 64 << 20, FRAMES = 18, ROOM = 1 << 16 };
    char *zeros = calloc(1, FRAME_TEXT);
    char *packed = malloc((size_t)FRAMES * ROOM);
    CU_ASSERT_FATAL(zeros && packed);
    size_t one = ZSTD_compress(packed, ROOM, zeros, FRAME_TEXT, 1);
    CU_ASSERT_FATAL(!ZSTD_isError(one));
    for (size_t i = 1; i < FRAMES; i++) {
        memcpy(packed + i * one, packed, one);
    }
    check_failing(packed, FRAMES * one, DIAGNOSTIC_PACKED_RATIO);
    free(packed);
    free(zeros);
}

static void files_that_cannot_be_read(void)
{
    struct counted counted;
    counted_begin(&counted);
    struct byte_stream *stream = NULL;
    CU_ASSERT_EQUAL(byte_stream_open(counted.context, "/nowhere/at/all.csv", "all.csv", named_at, &stream),
                    TOCSIN_ERROR_NO_INPUT);
    CU_ASSERT_TRUE(diagnosed_once(counted.context, DIAGNOSTIC_FILE_NOT_FOUND, 12, 9));
    tocsin_diagnostics_clear(counted.context);
    CU_ASSERT_EQUAL(byte_stream_open(counted.context, "/tmp", "tmp", named_at, &stream), TOCSIN_ERROR_NO_INPUT);
    CU_ASSERT_TRUE(diagnosed_once(counted.context, DIAGNOSTIC_FILE_IS_FOLDER, 12, 9));
    tocsin_diagnostics_clear(counted.context);
    CU_ASSERT_EQUAL(byte_stream_open(counted.context, "/proc/self/mem", "mem", named_at, &stream), TOCSIN_ERROR_IO);
    CU_ASSERT_TRUE(diagnosed_once(counted.context, DIAGNOSTIC_FILE_READ_FAILED, 12, 9));
    if (geteuid() != 0) { /* root may read everything */
        tocsin_diagnostics_clear(counted.context);
        const char *path = temporary_file("secret.csv", "a\n1\n", 4);
        CU_ASSERT_EQUAL(chmod(path, 0), 0);
        CU_ASSERT_EQUAL(byte_stream_open(counted.context, path, "secret.csv", named_at, &stream),
                        TOCSIN_ERROR_NO_INPUT);
        CU_ASSERT_TRUE(diagnosed_once(counted.context, DIAGNOSTIC_FILE_UNREADABLE, 12, 9));
    }
    CU_ASSERT_PTR_NULL(stream);
    CU_ASSERT_TRUE(counted_end(&counted));
}

/** A pipe gives what it has: one byte of the magic, then the next. */
static void standard_input_in_drops(void)
{
    char packed[512];
    size_t size = pack_gzip("region,value\nPAK,2.385\n", 23, packed);
    int ends[2];
    CU_ASSERT_EQUAL_FATAL(pipe(ends), 0);
    int kept = dup(STDIN_FILENO);
    CU_ASSERT_TRUE(dup2(ends[0], STDIN_FILENO) >= 0);
    close(ends[0]);
    pid_t writer = fork();
    if (writer == 0) {
        for (size_t i = 0; i < size; i++) {
            if (write(ends[1], packed + i, 1) != 1) {
                _exit(1);
            }
            usleep(i < 8 ? 2000 : 0);
        }
        _exit(0);
    }
    close(ends[1]);
    struct counted counted;
    counted_begin(&counted);
    struct byte_stream *stream = NULL;
    CU_ASSERT_EQUAL_FATAL(byte_stream_open(counted.context, "-", "-", named_at, &stream), TOCSIN_OK);
    CU_ASSERT_TRUE(reads_as(counted.context, stream, "region,value\nPAK,2.385\n", 23, 7));
    byte_stream_close(counted.context, stream);
    CU_ASSERT_NOT_EQUAL(fcntl(STDIN_FILENO, F_GETFD), -1); /* is the caller's */
    CU_ASSERT_EQUAL(waitpid(writer, NULL, 0), writer);
    CU_ASSERT_TRUE(counted_end(&counted));
    dup2(kept, STDIN_FILENO);
    close(kept);
}

/** Each allocation fails in turn: the status says so, and nothing is left behind. */
static void memory_that_cannot_be_had(void)
{
    char packed[512];
    size_t size = pack_gzip("region,value\nPAK,2.385\n", 23, packed);
    bool succeeded = false;
    for (size_t allowed = 0; !succeeded && allowed < 100; allowed++) {
        struct counted counted;
        counted_begin(&counted);
        counted.fail_after = counted.calls + allowed;
        struct byte_stream *stream = NULL;
        tocsin_status status = byte_stream_memory(counted.context, packed, size, "data.gz", &stream);
        size_t got = 0;
        const char *first = NULL;
        if (status == TOCSIN_OK) {
            status = byte_stream_peek(stream, &first, &got);
        }
        if (status == TOCSIN_OK) {
            status = read_all(stream, &got);
        }
        succeeded = status == TOCSIN_OK;
        CU_ASSERT_TRUE(succeeded || status == TOCSIN_ERROR_MEMORY);
        byte_stream_close(counted.context, stream);
        CU_ASSERT_TRUE(counted_end(&counted));
    }
    CU_ASSERT_TRUE(succeeded);
}

static CU_TestInfo tests[] = {
    {"stored bytes as they are", stored_bytes_as_they_are},
    {"gzip of one and more members", gzip_of_one_and_more_members},
    {"zstd of one and more frames", zstd_of_one_and_more_frames},
    {"packed files cut short", packed_files_cut_short},
    {"packed files damaged", packed_files_damaged},
    {"files made to swell", files_made_to_swell},
    {"files that cannot be read", files_that_cannot_be_read},
    {"standard input in drops", standard_input_in_drops},
    {"memory that cannot be had", memory_that_cannot_be_had},
    CU_TEST_INFO_NULL,
};
SUITE(byte_stream, tests)
