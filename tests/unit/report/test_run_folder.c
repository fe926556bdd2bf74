/** The run folder: what is in it, that its descriptors tell the truth, and that it is there whole or not at all. */
#include "base/hash.h"
#include "place.h"
#include "report/report.h"
#include "result_fixture.h"

enum { ALL_FILES = 12 }; /* of the fixture, with its descriptors */
static const uint32_t ALL_DOCUMENTS = UINT32_MAX;
/** Those whose bytes do not tell the version of the program. */
static const uint32_t WITHOUT_VERSION =
    TOCSIN_SCORES_CSV | TOCSIN_NODES_CSV | TOCSIN_INDICATORS_CSV | TOCSIN_SCORES_JSON;

/** What the folder keeps to be scored again: a model, a structure table, values as measured. */
static const char model_text[] = "tocsin: 1\nid: South_Asia_test\nstructure: {file: data/structure.csv}\n";
static const char *structure_columns[] = {"id", "", "parent", "title"};
static struct text_cell structure_cells[] = {
    {"risk", 2, 1},   {"x", 2, 6},  {NULL, 2, 8},   {"Risk, \"regional\"", 2, 9},
    {"deaths", 3, 1}, {NULL, 3, 8}, {"risk", 3, 9}, {" deaths", 3, 14},
};
static const struct text_table structure = {.file = "data/structure.csv",
                                            .columns = structure_columns,
                                            .column_count = 4,
                                            .cells = structure_cells,
                                            .row_count = 2};

static void begin(struct result_fixture *fixture)
{
    place_begin();
    fixture_begin(fixture);
    fixture->result.model_text = model_text;
    fixture->result.model_bytes = sizeof model_text - 1;
    fixture->result.structure = &structure;
    fixture->result.measured = fixture->treated;
}

static void end(struct result_fixture *fixture)
{
    place_end("run");
    fixture_end(fixture);
}

static tocsin_status write_folder(struct result_fixture *fixture, uint32_t documents, bool replace, int digits)
{
    struct report_options options = {.digits = digits};
    return report_write_folder(fixture->counted.context, &fixture->result, place_path("run"), documents, replace,
                               &options);
}

static void the_descriptors_are_exact(void)
{
    struct result_fixture fixture;
    begin(&fixture);
    CU_ASSERT_EQUAL(write_folder(&fixture, WITHOUT_VERSION, false, -1), TOCSIN_OK);
    CU_ASSERT_EQUAL(place_count("run"), 9);
    place_check("run/scores.csv", "report/golden/scores.csv");
    place_check("run/manifest.json", "report/golden/manifest.json");
    place_check("run/datapackage.json", "report/golden/datapackage.json");
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
    fixture.result.structure = NULL;
    CU_ASSERT_EQUAL(write_folder(&fixture, TOCSIN_NODES_CSV | 1u << 20, false, 4), TOCSIN_OK);
    CU_ASSERT_EQUAL(place_count("run"), 5);
    place_check("run/manifest.json", "report/golden/manifest_nodes.json");
    place_check("run/datapackage.json", "report/golden/datapackage_nodes.json");
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
    char *manifest = read_whole(place_path("run/manifest.json"));
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
        char *text = read_whole(place_path(file));
        CU_ASSERT_PTR_NOT_NULL_FATAL(text);
        hash_begin(&hash);
        hash_add(&hash, text, strlen(text));
        hash_end(&hash, actual);
        CU_ASSERT_STRING_EQUAL(sha256, actual);
        CU_ASSERT_EQUAL(strtoul(bytes, NULL, 10), strlen(text));
        free(text);
        files++;
    }
    CU_ASSERT_EQUAL(files, ALL_FILES - 1);
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
    char *manifest = read_whole(place_path("run/manifest.json"));
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
    char *first = read_whole(place_path("run/manifest.json"));
    CU_ASSERT_EQUAL(write_folder(&fixture, ALL_DOCUMENTS, true, -1), TOCSIN_OK);
    char *second = read_whole(place_path("run/manifest.json"));
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
    CU_ASSERT_EQUAL(place_count("run"), 6);
    CU_ASSERT_EQUAL(write_folder(&fixture, ALL_DOCUMENTS, true, -1), TOCSIN_OK);
    CU_ASSERT_EQUAL(place_count("run"), ALL_FILES);
    end(&fixture);
}

static void a_folder_of_nothing_is_refused(void)
{
    struct result_fixture fixture;
    begin(&fixture);
    CU_ASSERT_EQUAL(write_folder(&fixture, 0, false, -1), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(write_folder(&fixture, 1u << 20, false, -1), TOCSIN_ERROR_ARGUMENT);
    fixture.result.measured = NULL; /* what there is not is nothing, too */
    CU_ASSERT_EQUAL(write_folder(&fixture, TOCSIN_MEASURED_CSV, false, -1), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(access(place_path("run"), F_OK), -1);
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
    CU_ASSERT_TRUE(watch.named && watch.calls > 5 && watch.last_done == ALL_FILES && watch.total == ALL_FILES);
    place_remove("run");
    uint64_t calls = watch.calls;
    for (uint64_t stop = 0; stop < calls; stop++) {
        watch = (struct watch){.stop_at = stop};
        CU_ASSERT_EQUAL(write_folder(&fixture, ALL_DOCUMENTS, false, -1), TOCSIN_ERROR_INTERRUPTED);
        CU_ASSERT_EQUAL(place_count(""), 0);
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
        CU_ASSERT_EQUAL(place_count(""), 0);
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
    CU_ASSERT_EQUAL(place_count("run"), ALL_FILES);
    end(&fixture);
}

static tocsin_status write_all(void *user)
{
    return write_folder(user, ALL_DOCUMENTS, false, -1);
}

static void a_file_that_cannot_be_written_leaves_nothing(void)
{
    struct result_fixture fixture;
    begin(&fixture);
    CU_ASSERT_TRUE(place_fill(write_all, &fixture, "run", ALL_FILES, 60000) > 20);
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
        CU_ASSERT_TRUE(document->file.name[0] && document->file.title[0] && document->file.resource[0]);
        bool is_csv = strcmp(document->file.format, "csv") == 0;
        CU_ASSERT_EQUAL((document->file.table != NULL) + (document->make_table != NULL), is_csv);
        CU_ASSERT_PTR_EQUAL(report_document_find(document->bit), document);
        for (const struct report_document *other = report_documents; other != document; other++) {
            CU_ASSERT_STRING_NOT_EQUAL(other->file.name, document->file.name);
            CU_ASSERT_STRING_NOT_EQUAL(other->file.resource, document->file.resource);
        }
    }
    CU_ASSERT_EQUAL(bits, (1u << count) - 1);
    CU_ASSERT_PTR_NULL(report_document_find(1u << 20));
    CU_ASSERT_PTR_NULL(report_document_find(0));
}

static void some_documents_are_in_every_folder(void)
{
    struct result_fixture fixture;
    begin(&fixture);
    uint32_t kept = TOCSIN_MODEL_YAML | TOCSIN_REGIONS_CSV | TOCSIN_STRUCTURE_CSV;
    CU_ASSERT_EQUAL(report_documents_chosen(&fixture.result, TOCSIN_SUMMARY_TEXT), TOCSIN_SUMMARY_TEXT | kept);
    CU_ASSERT_EQUAL(report_documents_chosen(&fixture.result, TOCSIN_REGIONS_CSV), kept);
    CU_ASSERT_EQUAL(report_documents_chosen(&fixture.result, 0), 0);
    CU_ASSERT_EQUAL(report_documents_chosen(&fixture.result, 1u << 30), 0);
    fixture.result.structure = NULL;
    CU_ASSERT_EQUAL(report_documents_chosen(&fixture.result, TOCSIN_STRUCTURE_CSV), 0);
    CU_ASSERT_EQUAL(report_documents_chosen(&fixture.result, TOCSIN_NODES_CSV),
                    TOCSIN_NODES_CSV | TOCSIN_MODEL_YAML | TOCSIN_REGIONS_CSV);
    struct sink sink = {.limit = SIZE_MAX};
    struct output *output = output_create(fixture.counted.context, sink_write, &sink);
    CU_ASSERT_PTR_NOT_NULL_FATAL(output);
    struct report_options options = {.digits = -1};
    CU_ASSERT_EQUAL(report_document_write(fixture.counted.context, report_document_find(TOCSIN_STRUCTURE_CSV),
                                          &fixture.result, &options, output),
                    TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(output->bytes, 0);
    output_destroy(fixture.counted.context, output);
    end(&fixture);
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
    {"some documents are in every folder", some_documents_are_in_every_folder},
    CU_TEST_INFO_NULL,
};

SUITE(run_folder, tests)
