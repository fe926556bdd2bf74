/** The run folder: what is in it, that its descriptors tell the truth, and that it is there whole or not at all. */
#include "base/hash.h"
#include "rendering.h"
#include "report/report.h"
#include "result_fixture.h"
#include <dirent.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ALL_DOCUMENTS = 31 };
/** Those whose bytes do not tell the version of the program. */
static const uint32_t WITHOUT_VERSION =
    TOCSIN_SCORES_CSV | TOCSIN_NODES_CSV | TOCSIN_INDICATORS_CSV | TOCSIN_SCORES_JSON;

static char place[64];
static char path[512];

static const char *in_place(const char *name)
{
    snprintf(path, sizeof path, "%s/%s", place, name);
    return path;
}

static void begin(struct result_fixture *fixture)
{
    strcpy(place, "/tmp/tocsin-report-XXXXXX");
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(place));
    fixture_begin(fixture);
    CU_ASSERT_EQUAL(setenv("SOURCE_DATE_EPOCH", "1692230461", 1), 0);
}

static void remove_folder(const char *folder)
{
    char file[1024];
    DIR *entries = opendir(folder);
    for (struct dirent *entry; entries && (entry = readdir(entries));) {
        snprintf(file, sizeof file, "%s/%s", folder, entry->d_name);
        unlink(file);
    }
    if (entries) {
        closedir(entries);
    }
    rmdir(folder);
}

static size_t count_entries(const char *folder)
{
    size_t count = 0;
    DIR *entries = opendir(folder);
    for (struct dirent *entry; entries && (entry = readdir(entries));) {
        count += entry->d_name[0] != '.' || (entry->d_name[1] != '\0' && strcmp(entry->d_name, "..") != 0);
    }
    if (entries) {
        closedir(entries);
    }
    return count;
}

static void end(struct result_fixture *fixture)
{
    remove_folder(in_place("run"));
    CU_ASSERT_EQUAL(count_entries(place), 0);
    rmdir(place);
    fixture_end(fixture);
}

static tocsin_status write_folder(struct result_fixture *fixture, uint32_t documents, bool replace, int digits)
{
    struct report_options options = {digits};
    return report_write_folder(fixture->counted.context, &fixture->result, in_place("run"), documents, replace,
                               &options);
}

static void check_file(const char *name, const char *golden)
{
    char file[64];
    snprintf(file, sizeof file, "run/%s", name);
    char *text = read_whole(in_place(file));
    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    CU_ASSERT_TRUE(is_golden(golden, text));
    CU_ASSERT_TRUE(strlen(name) < 5 || strcmp(name + strlen(name) - 5, ".json") != 0 || is_json(text));
    free(text);
}

static void the_descriptors_are_exact(void)
{
    struct result_fixture fixture;
    begin(&fixture);
    CU_ASSERT_EQUAL(write_folder(&fixture, WITHOUT_VERSION, false, -1), TOCSIN_OK);
    CU_ASSERT_EQUAL(count_entries(in_place("run")), 6);
    check_file("scores.csv", "report/golden/scores.csv");
    check_file("manifest.json", "report/golden/manifest.json");
    check_file("datapackage.json", "report/golden/datapackage.json");
    end(&fixture);
}

static void a_part_of_the_documents_has_a_package_of_its_own(void)
{
    struct result_fixture fixture;
    begin(&fixture);
    fixture.reported[IND] = true;
    fixture.result.command = NULL;
    fixture.result.override_count = 0;
    fixture.result.model_version = "";
    fixture.result.model_id = "";
    CU_ASSERT_EQUAL(write_folder(&fixture, TOCSIN_NODES_CSV | 1u << 20, false, 4), TOCSIN_OK);
    CU_ASSERT_EQUAL(count_entries(in_place("run")), 3);
    check_file("manifest.json", "report/golden/manifest_nodes.json");
    check_file("datapackage.json", "report/golden/datapackage_nodes.json");
    end(&fixture);
}

/** Finds `"key": ` after `at` and copies its value up to a quote, comma or line end. */
static const char *copy_value(const char *at, const char *key, char value[128])
{
    at = at ? strstr(at, key) : NULL;
    if (at) {
        at += strlen(key);
        snprintf(value, 128, "%.*s", (int)strcspn(at, "\",\n"), at);
    }
    return at;
}

static void the_manifest_tells_bytes_and_hashes_of_all_files(void)
{
    struct result_fixture fixture;
    begin(&fixture);
    CU_ASSERT_EQUAL(write_folder(&fixture, ALL_DOCUMENTS, false, -1), TOCSIN_OK);
    char *manifest = read_whole(in_place("run/manifest.json"));
    CU_ASSERT_PTR_NOT_NULL_FATAL(manifest);
    size_t files = 0;
    char name[128];
    const char *at = strstr(manifest, "\"outputs\"");
    while ((at = copy_value(at, "\"file\": \"", name))) {
        char bytes[128];
        char sha256[128];
        char file[192];
        char actual[HASH_TEXT_SIZE];
        struct hash hash;
        at = copy_value(copy_value(at, "\"bytes\": ", bytes), "\"sha256\": \"", sha256);
        snprintf(file, sizeof file, "run/%s", name);
        char *text = read_whole(in_place(file));
        CU_ASSERT_PTR_NOT_NULL_FATAL(text);
        hash_begin(&hash);
        hash_add(&hash, text, strlen(text));
        hash_end(&hash, actual);
        CU_ASSERT_STRING_EQUAL(sha256, actual);
        CU_ASSERT_EQUAL(strtoul(bytes, NULL, 10), strlen(text));
        free(text);
        files++;
    }
    CU_ASSERT_EQUAL(files, 6);
    CU_ASSERT_PTR_NULL(strstr(manifest, "/home"));
    CU_ASSERT_PTR_NULL(strstr(manifest, "/srv"));
    free(manifest);
    end(&fixture);
}

static void check_created(struct result_fixture *fixture, const char *epoch, const char *expected)
{
    char created[128];
    CU_ASSERT_EQUAL(epoch ? setenv("SOURCE_DATE_EPOCH", epoch, 1) : unsetenv("SOURCE_DATE_EPOCH"), 0);
    CU_ASSERT_EQUAL(write_folder(fixture, TOCSIN_NODES_CSV, true, -1), TOCSIN_OK);
    char *manifest = read_whole(in_place("run/manifest.json"));
    CU_ASSERT_PTR_NOT_NULL_FATAL(copy_value(manifest, "\"created\": \"", created));
    if (expected) {
        CU_ASSERT_STRING_EQUAL(created, expected);
    } else { /* the clock's: of this century, and UTC */
        CU_ASSERT_EQUAL(strlen(created), strlen("2023-08-17T00:01:01Z"));
        CU_ASSERT_EQUAL(strncmp(created, "20", 2), 0);
        CU_ASSERT_EQUAL(created[19], 'Z');
    }
    free(manifest);
}

static void the_time_of_creation_can_be_fixed(void)
{
    struct result_fixture fixture;
    begin(&fixture);
    check_created(&fixture, "1692230461", "2023-08-17T00:01:01Z");
    check_created(&fixture, "0", "1970-01-01T00:00:00Z");
    check_created(&fixture, "951868799", "2000-02-29T23:59:59Z");
    check_created(&fixture, "253402300799", "9999-12-31T23:59:59Z");
    check_created(&fixture, "253402300800", NULL);
    check_created(&fixture, "yesterday", NULL);
    check_created(&fixture, "-1", NULL);
    check_created(&fixture, NULL, NULL);
    end(&fixture);
}

static void two_runs_give_the_same_bytes(void)
{
    struct result_fixture fixture;
    begin(&fixture);
    CU_ASSERT_EQUAL(write_folder(&fixture, ALL_DOCUMENTS, false, -1), TOCSIN_OK);
    char *first = read_whole(in_place("run/manifest.json"));
    CU_ASSERT_EQUAL(write_folder(&fixture, ALL_DOCUMENTS, true, -1), TOCSIN_OK);
    char *second = read_whole(in_place("run/manifest.json"));
    CU_ASSERT_STRING_EQUAL(first, second);
    free(first);
    free(second);
    end(&fixture);
}

static void what_exists_is_replaced_only_when_asked(void)
{
    struct result_fixture fixture;
    begin(&fixture);
    CU_ASSERT_EQUAL(write_folder(&fixture, TOCSIN_NODES_CSV, false, -1), TOCSIN_OK);
    CU_ASSERT_EQUAL(write_folder(&fixture, ALL_DOCUMENTS, false, -1), TOCSIN_ERROR_CANNOT_CREATE);
    CU_ASSERT_EQUAL(count_entries(in_place("run")), 3);
    CU_ASSERT_EQUAL(write_folder(&fixture, ALL_DOCUMENTS, true, -1), TOCSIN_OK);
    CU_ASSERT_EQUAL(count_entries(in_place("run")), 7);
    end(&fixture);
}

static void a_folder_of_nothing_is_refused(void)
{
    struct result_fixture fixture;
    begin(&fixture);
    CU_ASSERT_EQUAL(write_folder(&fixture, 0, false, -1), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(write_folder(&fixture, 1u << 20, false, -1), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(access(in_place("run"), F_OK), -1);
    end(&fixture);
}

struct watch {
    uint64_t calls, stop_at, last_done, total;
    bool named;
};

static int watch_progress(void *user, const char *stage, uint64_t done, uint64_t total)
{
    struct watch *watch = user;
    watch->named = strcmp(stage, "write") == 0;
    CU_ASSERT_TRUE(done >= watch->last_done && done <= total);
    watch->last_done = done;
    watch->total = total;
    return watch->calls++ == watch->stop_at;
}

static void an_interruption_leaves_nothing(void)
{
    struct result_fixture fixture;
    begin(&fixture);
    struct watch watch = {.stop_at = UINT64_MAX};
    CU_ASSERT_EQUAL(tocsin_context_set_progress(fixture.counted.context, watch_progress, &watch), TOCSIN_OK);
    CU_ASSERT_EQUAL(write_folder(&fixture, ALL_DOCUMENTS, false, -1), TOCSIN_OK);
    CU_ASSERT_TRUE(watch.named && watch.calls > 5 && watch.last_done == 7 && watch.total == 7);
    remove_folder(in_place("run"));
    uint64_t calls = watch.calls;
    for (uint64_t stop = 0; stop < calls; stop++) {
        watch = (struct watch){.stop_at = stop};
        CU_ASSERT_EQUAL(write_folder(&fixture, ALL_DOCUMENTS, false, -1), TOCSIN_ERROR_INTERRUPTED);
        CU_ASSERT_EQUAL(count_entries(place), 0);
    }
    end(&fixture);
}

static void any_failed_allocation_leaves_nothing(void)
{
    struct result_fixture fixture;
    begin(&fixture);
    size_t before = fixture.counted.live;
    tocsin_status status = TOCSIN_ERROR_MEMORY;
    size_t failures = 0;
    while (status != TOCSIN_OK) {
        CU_ASSERT_EQUAL_FATAL(status, TOCSIN_ERROR_MEMORY);
        CU_ASSERT_EQUAL(count_entries(place), 0);
        tocsin_diagnostics_clear(fixture.counted.context);
        fixture.counted.calls = 0;
        fixture.counted.fail_after = failures++;
        status = write_folder(&fixture, ALL_DOCUMENTS, false, -1);
        fixture.counted.fail_after = SIZE_MAX;
        CU_ASSERT_TRUE_FATAL(failures < 1000);
    }
    CU_ASSERT_TRUE(failures > 10);
    tocsin_diagnostics_clear(fixture.counted.context);
    CU_ASSERT_TRUE(fixture.counted.live <= before + 1); /* the context's list of diagnostics may stay */
    CU_ASSERT_EQUAL(count_entries(in_place("run")), 7);
    end(&fixture);
}

/** A limit on the size of files stands for a disk that is full: the first file that is longer fails. */
static void a_file_that_cannot_be_written_leaves_nothing(void)
{
    struct result_fixture fixture;
    begin(&fixture);
    struct rlimit before;
    CU_ASSERT_EQUAL_FATAL(getrlimit(RLIMIT_FSIZE, &before), 0);
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    size_t failures = 0;
    for (rlim_t limit = 0; limit < 40000; limit = limit * 5 / 4 + 17) {
        struct rlimit low = {limit, before.rlim_max};
        CU_ASSERT_EQUAL_FATAL(setrlimit(RLIMIT_FSIZE, &low), 0);
        tocsin_status status = write_folder(&fixture, ALL_DOCUMENTS, false, -1);
        CU_ASSERT_EQUAL_FATAL(setrlimit(RLIMIT_FSIZE, &before), 0);
        if (status == TOCSIN_OK) {
            CU_ASSERT_EQUAL(count_entries(in_place("run")), 7);
            remove_folder(in_place("run"));
        } else {
            CU_ASSERT_EQUAL(status, TOCSIN_ERROR_IO);
            CU_ASSERT_EQUAL(count_entries(place), 0);
            failures++;
        }
    }
    CU_ASSERT_TRUE(failures > 20);
    signal(SIGXFSZ, handler);
    end(&fixture);
}

static void the_list_of_documents_is_whole(void)
{
    uint32_t bits = 0;
    size_t count = 0;
    for (const struct report_document *document = report_documents; document->write; document++) {
        CU_ASSERT_EQUAL(bits & document->bit, 0);
        bits |= document->bit;
        count++;
        CU_ASSERT_TRUE(document->name[0] && document->title[0] && document->resource[0]);
        CU_ASSERT_EQUAL(document->table != NULL, strcmp(document->format, "csv") == 0);
    }
    CU_ASSERT_EQUAL(bits, ALL_DOCUMENTS);
    CU_ASSERT_EQUAL(count, 5);
}

static CU_TestInfo tests[] = {
    {"the descriptors are exact", the_descriptors_are_exact},
    {"a part of the documents has a package of its own", a_part_of_the_documents_has_a_package_of_its_own},
    {"the manifest tells bytes and hashes of all files", the_manifest_tells_bytes_and_hashes_of_all_files},
    {"the time of creation can be fixed", the_time_of_creation_can_be_fixed},
    {"two runs give the same bytes", two_runs_give_the_same_bytes},
    {"what exists is replaced only when asked", what_exists_is_replaced_only_when_asked},
    {"a folder of nothing is refused", a_folder_of_nothing_is_refused},
    {"an interruption leaves nothing", an_interruption_leaves_nothing},
    {"any failed allocation leaves nothing", any_failed_allocation_leaves_nothing},
    {"a file that cannot be written leaves nothing", a_file_that_cannot_be_written_leaves_nothing},
    {"the list of documents is whole", the_list_of_documents_is_whole},
    CU_TEST_INFO_NULL,
};

SUITE(run_folder, tests)
