/** Files read whole, and every way in which that fails. */
#include "base/file_input.h"
#include "suite.h"
#include "support.h"
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct reading {
    struct counted counted;
    struct arena arena;
    char *bytes;
    size_t size;
};

static void begin(struct reading *reading)
{
    counted_begin(&reading->counted);
    arena_begin(&reading->arena, reading->counted.context);
    reading->bytes = NULL;
    reading->size = 4711;
}

static tocsin_status read_file(struct reading *reading, const char *path, size_t limit)
{
    return file_read(&reading->arena, path, limit, LOCATION_NONE, &reading->bytes, &reading->size);
}

static void end(struct reading *reading)
{
    arena_end(&reading->arena);
    CU_ASSERT(counted_end(&reading->counted));
}

/** Removes a temporary file and its folder. */
static void forget(const char *path)
{
    char folder[4096];
    unlink(path);
    snprintf(folder, sizeof folder, "%.*s", (int)(strrchr(path, '/') - path), path);
    CU_ASSERT_EQUAL(rmdir(folder), 0);
}

/** Fails as told, with outputs untouched. */
static bool fails(const char *path, size_t limit, tocsin_status status, int code, const char *words)
{
    struct reading reading;
    begin(&reading);
    bool good = read_file(&reading, path, limit) == status && diagnosed_once(reading.counted.context, code, 0, 0) &&
                diagnosed(reading.counted.context, code, words) && !reading.bytes && reading.size == 4711;
    end(&reading);
    return good;
}

static void whole_files(void)
{
    static char bytes[300001];
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (char)(i * 31 % 256);
    }
    static const size_t sizes[] = {0, 1, 17, 16384, 16385, sizeof bytes};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct reading reading;
        begin(&reading);
        const char *path = temporary_file("in.bin", bytes, sizes[i]);
        CU_ASSERT_EQUAL(read_file(&reading, path, sizes[i]), TOCSIN_OK);
        CU_ASSERT_EQUAL_FATAL(reading.size, sizes[i]);
        CU_ASSERT(memcmp(reading.bytes, bytes, sizes[i]) == 0);
        CU_ASSERT_EQUAL(reading.bytes[sizes[i]], '\0');
        end(&reading);
        forget(path);
    }
}

static void files_that_cannot_be_read(void)
{
    const char *path = temporary_file("model.yaml", "schema: 1\n", 10);
    CU_ASSERT(fails("/nonexistent/x.yaml", 100, TOCSIN_ERROR_NO_INPUT, 2001, "'/nonexistent/x.yaml'"));
    CU_ASSERT(fails("", 100, TOCSIN_ERROR_NO_INPUT, 2001, "''"));
    CU_ASSERT(fails("/tmp", 100, TOCSIN_ERROR_NO_INPUT, 2002, "'/tmp' is a folder"));
    CU_ASSERT(fails(path, 9, TOCSIN_ERROR_MODEL, 2005, "larger than 9 bytes"));
    CU_ASSERT(fails("/dev/zero", 100000, TOCSIN_ERROR_MODEL, 2005, "larger than 100000 bytes"));
    CU_ASSERT(fails("/proc/self/mem", 100000, TOCSIN_ERROR_IO, 2004, "reading file '/proc/self/mem' failed: "));
    char inside[4200];
    snprintf(inside, sizeof inside, "%s/x", path);
    CU_ASSERT(fails(inside, 100, TOCSIN_ERROR_NO_INPUT, 2001, "does not exist"));
    char link[4200];
    snprintf(link, sizeof link, "%s.loop", path);
    CU_ASSERT_EQUAL(symlink(link, link), 0);
    CU_ASSERT(fails(link, 100, TOCSIN_ERROR_NO_INPUT, 2003, "cannot be opened: "));
    unlink(link);
    if (geteuid() == 0) {
        printf("skipped in part: root may read any file\n");
    } else {
        chmod(path, 0);
        CU_ASSERT(fails(path, 100, TOCSIN_ERROR_NO_INPUT, 2003, "Permission denied"));
    }
    forget(path);
}

static void the_place_that_names_it(void)
{
    struct reading reading;
    begin(&reading);
    struct location at = {"models/pakistan.yaml", 12, 7};
    CU_ASSERT_EQUAL(file_read(&reading.arena, "data/no.csv", 100, at, &reading.bytes, &reading.size),
                    TOCSIN_ERROR_NO_INPUT);
    CU_ASSERT(diagnosed_once(reading.counted.context, 2001, 12, 7));
    tocsin_diagnostic found;
    tocsin_diagnostic_at(reading.counted.context, 0, &found);
    CU_ASSERT_STRING_EQUAL(found.file, "models/pakistan.yaml");
    CU_ASSERT_PTR_NOT_NULL_FATAL(found.hint);
    CU_ASSERT_PTR_NOT_NULL(strstr(found.hint, "'models/pakistan.yaml'"));
    end(&reading);
}

static void from_standard_input(void)
{
    int pipe_ends[2];
    CU_ASSERT_EQUAL_FATAL(pipe(pipe_ends), 0);
    CU_ASSERT_EQUAL(write(pipe_ends[1], "indicator: 2.385\n", 17), 17);
    close(pipe_ends[1]);
    int standard_input = dup(STDIN_FILENO);
    dup2(pipe_ends[0], STDIN_FILENO);
    close(pipe_ends[0]);
    struct reading reading;
    begin(&reading);
    CU_ASSERT_EQUAL(read_file(&reading, "-", 100), TOCSIN_OK);
    CU_ASSERT_STRING_EQUAL(reading.bytes, "indicator: 2.385\n");
    CU_ASSERT_NOT_EQUAL(fcntl(STDIN_FILENO, F_GETFD), -1); /* still open: it is the host's */
    end(&reading);
    if (standard_input >= 0) {
        dup2(standard_input, STDIN_FILENO);
        close(standard_input);
    }
}

static void no_memory(void)
{
    static char bytes[60000];
    memset(bytes, 'b', sizeof bytes);
    const char *path = temporary_file("in.bin", bytes, sizeof bytes);
    tocsin_status status = TOCSIN_ERROR_MEMORY;
    size_t failures = 0;
    for (size_t n = 0; status == TOCSIN_ERROR_MEMORY && n < 20; n++) {
        struct reading reading;
        begin(&reading);
        reading.counted.fail_after = reading.counted.calls + n;
        status = read_file(&reading, path, sizeof bytes);
        failures += status != TOCSIN_OK;
        CU_ASSERT((status == TOCSIN_OK) == (reading.bytes != NULL));
        CU_ASSERT_EQUAL(tocsin_diagnostic_total(reading.counted.context, TOCSIN_ERROR), status != TOCSIN_OK);
        end(&reading);
    }
    CU_ASSERT_EQUAL(status, TOCSIN_OK);
    CU_ASSERT(failures >= 2);
    forget(path);
}

static void no_memory_to_grow(void)
{
    struct reading reading;
    begin(&reading);
    reading.counted.fail_after = reading.counted.calls + 2;
    CU_ASSERT_EQUAL(read_file(&reading, "/dev/zero", 1000000), TOCSIN_ERROR_MEMORY);
    CU_ASSERT_PTR_NULL(reading.bytes);
    end(&reading);
}

static void paths(void)
{
    struct counted counted;
    counted_begin(&counted);
    struct arena arena;
    arena_begin(&arena, counted.context);
    CU_ASSERT_STRING_EQUAL(file_resolve(&arena, "models/a.yaml", "../data/x.csv"), "models/../data/x.csv");
    CU_ASSERT_STRING_EQUAL(file_resolve(&arena, "/a.yaml", "x.csv"), "/x.csv");
    CU_ASSERT_STRING_EQUAL(file_resolve(&arena, "a.yaml", "x.csv"), "x.csv");
    CU_ASSERT_STRING_EQUAL(file_resolve(&arena, "models/a.yaml", "/data/x.csv"), "/data/x.csv");
    CU_ASSERT_STRING_EQUAL(file_resolve(&arena, "models/a.yaml", "-"), "-");
    CU_ASSERT_STRING_EQUAL(file_resolve(&arena, "-", "x.csv"), "x.csv");
    CU_ASSERT_STRING_EQUAL(file_resolve(&arena, NULL, "x.csv"), "x.csv");
    arena_end(&arena);
    counted.fail_after = counted.calls;
    CU_ASSERT_PTR_NULL(file_resolve(&arena, "models/a.yaml", "x.csv"));
    CU_ASSERT_PTR_NULL(file_resolve(&arena, NULL, "x.csv"));
    CU_ASSERT(counted_end(&counted));
}

/** Larger than a block, and the hash is that of all of it: "a" a million times, FIPS 180-2, appendix B.3. */
static void digests(void)
{
    static char bytes[1000000];
    memset(bytes, 'a', sizeof bytes);
    const char *path = temporary_file("million.bin", bytes, sizeof bytes);
    struct counted counted;
    char sha256[HASH_TEXT_SIZE] = "untouched";
    uint64_t size = 7;
    counted_begin(&counted);
    CU_ASSERT_TRUE(file_is_plain(path));
    CU_ASSERT_FALSE(file_is_plain("/dev/zero") || file_is_plain("/tmp") || file_is_plain("/tmp/nothing-there"));
    struct location at = {"m.yaml", 3, 9};
    CU_ASSERT_EQUAL(file_digest(counted.context, "/tmp/nothing-there", at, sha256, &size), TOCSIN_ERROR_NO_INPUT);
    CU_ASSERT_TRUE(diagnosed_once(counted.context, 2001, 3, 9));
    tocsin_diagnostics_clear(counted.context);
    CU_ASSERT_EQUAL(file_digest(counted.context, "/tmp", at, sha256, &size), TOCSIN_ERROR_NO_INPUT);
    CU_ASSERT_TRUE(diagnosed_once(counted.context, 2002, 3, 9));
    tocsin_diagnostics_clear(counted.context);
    CU_ASSERT_EQUAL(file_digest(counted.context, "/dev/zero", at, sha256, &size), TOCSIN_ERROR_NO_INPUT);
    CU_ASSERT_TRUE(diagnosed_once(counted.context, 2003, 3, 9));
    tocsin_diagnostics_clear(counted.context);
    counted.fail_after = counted.calls;
    CU_ASSERT_EQUAL(file_digest(counted.context, path, at, sha256, &size), TOCSIN_ERROR_MEMORY);
    counted.fail_after = SIZE_MAX;
    CU_ASSERT_STRING_EQUAL(sha256, "untouched");
    CU_ASSERT_EQUAL(size, 7);
    CU_ASSERT_EQUAL(file_digest(counted.context, path, at, sha256, &size), TOCSIN_OK);
    CU_ASSERT_STRING_EQUAL(sha256, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    CU_ASSERT_EQUAL(size, sizeof bytes);
    CU_ASSERT(counted_end(&counted));
    forget(path);
}

static CU_TestInfo tests[] = {{"whole files", whole_files},
                              {"files that cannot be read", files_that_cannot_be_read},
                              {"the place that names it", the_place_that_names_it},
                              {"from standard input", from_standard_input},
                              {"no memory", no_memory},
                              {"no memory to grow", no_memory_to_grow},
                              {"paths", paths},
                              {"digests", digests},
                              CU_TEST_INFO_NULL};
SUITE(file_input, tests)
