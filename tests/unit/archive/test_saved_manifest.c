/** Manifests read back: what they say, and what they cannot say. */
#include "written.h"

static void the_manifest_says_what_was_run(void)
{
    struct written written;
    written_begin(&written, false, false);
    written.fixture.result.previous = "../out/july";
    written_write(&written);
    CU_ASSERT_EQUAL_FATAL(written_open(&written), TOCSIN_OK);
    const struct saved_run *run = &written.run;
    CU_ASSERT_STRING_EQUAL(run->engine_version, tocsin_version());
    CU_ASSERT_TRUE(run->library_count > 3 && strncmp(run->libraries[0], "libcsv ", 7) == 0);
    CU_ASSERT_STRING_EQUAL(run->model_id, "South_Asia test");
    CU_ASSERT_STRING_EQUAL(run->model_title, "South Asia \"test\" risk");
    CU_ASSERT_STRING_EQUAL(run->model_version, "2023.8");
    CU_ASSERT_STRING_EQUAL(run->model_file, "south-asia.yaml");
    CU_ASSERT_EQUAL(run->model_bytes, 4321);
    CU_ASSERT_EQUAL_FATAL(run->override_count, 2);
    CU_ASSERT_STRING_EQUAL(run->overrides[0].path, "index.children[0].weight");
    CU_ASSERT_STRING_EQUAL(run->overrides[0].value, "3");
    CU_ASSERT_STRING_EQUAL(run->overrides[1].value, "[a.csv, b.csv]");
    CU_ASSERT_TRUE(!run->override_cut[0] && run->override_cut[1]);
    CU_ASSERT_STRING_EQUAL(run->from, "2023-06");
    CU_ASSERT_STRING_EQUAL(run->to, "2023-08");
    CU_ASSERT_EQUAL_FATAL(run->region_count, 4);
    CU_ASSERT_STRING_EQUAL(run->regions[3], "MDV");
    CU_ASSERT_EQUAL(run->seed, 18446744073709551615u);
    CU_ASSERT_TRUE(run->has_digits && run->digits == 2);
    CU_ASSERT_STRING_EQUAL(run->previous, "../out/july");
    CU_ASSERT_EQUAL(run->lead, WRITTEN_LEAD);
    CU_ASSERT_EQUAL(run->scored.count, FIXTURE_PERIODS);
    CU_ASSERT_EQUAL(run->scored.first, written.fixture.result.axis.first);
    CU_ASSERT_EQUAL_FATAL(run->input_count, 4);
    CU_ASSERT_STRING_EQUAL(run->inputs[1].named, "more conflict.csv.gz");
    CU_ASSERT_STRING_EQUAL(run->inputs[2].source, "agreements");
    CU_ASSERT_EQUAL(run->inputs[2].rows, 3);
    CU_ASSERT_PTR_NULL(run->inputs[3].source);
    CU_ASSERT_PTR_NOT_NULL_FATAL(saved_run_file(run, "measured.csv"));
    CU_ASSERT_PTR_NULL(saved_run_file(run, "manifest.json"));
    CU_ASSERT_EQUAL(saved_run_check_files(written.fixture.counted.context, run, NULL), TOCSIN_OK);
    written_end(&written);
}

static void what_is_not_given_is_not_there(void)
{
    struct written written;
    written_begin(&written, false, false);
    written.fixture.reported[IND] = true;
    written.fixture.result.override_count = 0;
    struct report_options options = {.digits = -1};
    CU_ASSERT_EQUAL_FATAL(report_write_folder(written.fixture.counted.context, &written.fixture.result,
                                              place_path("run"), TOCSIN_NODES_CSV, true, &options),
                          TOCSIN_OK);
    CU_ASSERT_EQUAL_FATAL(written_open(&written), TOCSIN_OK);
    CU_ASSERT_PTR_NULL(written.run.regions);
    CU_ASSERT_PTR_NULL(written.run.previous);
    CU_ASSERT_FALSE(written.run.has_digits);
    CU_ASSERT_EQUAL(written.run.override_count, 0);
    CU_ASSERT_EQUAL(written.run.file_count, 3); /* nodes, regions, the package */
    written_end(&written);
}

/** Names of regions, files and values with every character that JSON may hold. */
static void any_text_comes_back(void)
{
    struct written written;
    written_begin(&written, false, false);
    static const char text[] = "a\x01\x1f\x7f \"\\/ \xC2\x85\xC2\xA0\xE2\x80\xA8\xE2\x80\xA9\xEF\xBB\xBF\xEF\xBF\xBE "
                               "\xF0\x9F\x97\xBA # - : ? [ ] { } , & * ! | > ' % @ ` ~ null yes\t\r\n ";
    static const char *overrides[] = {
        "title=a\x01\x1f\x7f \"\\/ \xC2\x85\xC2\xA0\xE2\x80\xA8\xE2\x80\xA9\xEF\xBB\xBF\xEF\xBF\xBE "
        "\xF0\x9F\x97\xBA # - : ? [ ] { } , & * ! | > ' % @ ` ~ null yes\t\r\n "};
    written.fixture.result.model_title = text;
    written.fixture.result.overrides = overrides;
    written.fixture.result.override_count = 1;
    written_write(&written);
    CU_ASSERT_EQUAL_FATAL(written_open(&written), TOCSIN_OK);
    CU_ASSERT_STRING_EQUAL(written.run.model_title, text);
    CU_ASSERT_STRING_EQUAL(written.run.overrides[0].value, text);
    written_end(&written);
}

static void hundreds_of_inputs_are_read(void)
{
    enum { INPUTS = 12000 };
    struct written written;
    written_begin(&written, false, false);
    struct result *result = &written.fixture.result;
    struct input_file *files = arena_allocate(&result->arena, INPUTS, sizeof *files);
    CU_ASSERT_PTR_NOT_NULL_FATAL(files);
    for (size_t i = 0; i < INPUTS; i++) {
        files[i] = fixture_conflict_files[0];
        files[i].rows = i;
    }
    result->tables = files;
    result->table_count = INPUTS;
    written_write(&written);
    CU_ASSERT_EQUAL_FATAL(written_open(&written), TOCSIN_OK);
    CU_ASSERT_EQUAL(written.run.input_count, INPUTS + 3);
    CU_ASSERT_EQUAL(written.run.inputs[INPUTS + 2].rows, INPUTS - 1);
    written_end(&written);
}

/** What is put in the place of what, and where that is told. */
struct fault {
    const char *from, *to;
    int code;
    unsigned line, column;
};

static void every_fault_has_its_place(void)
{
    static const struct fault faults[] = {
        {"tocsin/manifest/1", "tocsin/manifest/2", 7103, 2, 13},
        {"tocsin/manifest/1", "tocsin/manifest/10", 7103, 2, 13},
        {"tocsin/manifest/1", "tocsin/manifest/01", 7104, 2, 13},
        {"tocsin/manifest/1", "tocsin/manifest/", 7104, 2, 13},
        {"\"tocsin/manifest/1\"", "1", 7105, 2, 13},
        {"\"schema\"", "\"schemes\"", 7105, 1, 1},
        {"\"kind\": \"run\"", "\"kind\": \"analysis\"", 7104, 3, 11},
        {"\"kind\": \"run\",", "\"kind\": [],", 7105, 3, 11},
        {"\"kind\": \"run\",", "\"kind\": \"run\"", 7102, 0, 0},
        {"\"kind\": \"run\",", "\"kind\": &a \"run\",", 7102, 3, 11},
        {"\"kind\": \"run\",", "\"kind\": \"run\", \"kind\": \"run\",", 7102, 3, 0},
        {"\"kind\": \"run\",", "\"kind\": \"run\",\x01", 7102, 3, 17},
        {"\"kind\": \"run\",", "\"kind\": \"r\xC3\",", 7102, 3, 13},
        {"\"engine\": {", "\"motor\": {", 7105, 1, 1},
        {"\"libraries\": {", "\"libraries\": [], \"others\": {", 7105, 0, 0},
        {"\"model\": {", "\"model\": 3, \"modal\": {", 7105, 0, 0},
        {"\"id\": \"South_Asia test\"", "\"id\": null", 7105, 0, 0},
        {"\"bytes\": 4321", "\"bytes\": 4321.5", 7105, 0, 0},
        {"\"bytes\": 4321", "\"bytes\": -4321", 7105, 0, 0},
        {"\"bytes\": 4321", "\"bytes\": \"4321\"", 7105, 0, 0},
        {"\"bytes\": 4321", "\"bytes\": 18446744073709551616", 7105, 0, 0},
        {"5555555555\"\n", "555555555\"\n", 7105, 0, 0},
        {"5555555555\"\n", "555555555G\"\n", 7105, 0, 0},
        {"5555555555\"\n", "555555555F\"\n", 7105, 0, 0},
        {"\"frequency\": \"month\"", "\"frequency\": \"monthly\"", 7105, 0, 0},
        {"\"scored\": {\"from\": \"2023-05\"", "\"scored\": {\"from\": \"2023-5\"", 7105, 0, 0},
        {"\"scored\": {\"from\": \"2023-05\"", "\"scored\": {\"from\": \"2023-09\"", 7105, 0, 0},
        {"\"scored\": {\"from\": \"2023-05\"", "\"scored\": {\"from\": \"2023\"", 7105, 0, 0},
        {"\"scored\": {\"from\": \"2023-05\"", "\"scored\": {\"from\": \"2023-07\"", 7105, 0, 0},
        {"\"measured\": {\"from\": \"2023-03\"", "\"measured\": {\"from\": \"2023-06\"", 7105, 0, 0},
        {"\"to\": \"2023-08\"}\n", "\"to\": \"2023-09\"}\n", 7105, 0, 0},
        {"\"from\": \"2023-06\",\n", "\"from\": \"2023-04\",\n", 7105, 0, 0},
        {"\"to\": \"2023-08\",\n", "\"to\": \"2023-05\",\n", 7105, 0, 0},
        {"\"to\": \"2023-08\",\n", "", 7105, 0, 0},
        {"\"overrides\": [", "\"overrides\": [7, ", 7105, 0, 0},
        {"\"overrides\": [", "\"overrides\": null, \"under\": [", 7105, 0, 0},
        {"\"regions\": [", "\"regions\": {}, \"areas\": [", 7105, 0, 0},
        {"\"regions\": [", "\"regions\": [null, ", 7105, 0, 0},
        {"\"seed\": 18446744073709551615", "\"seed\": 1e3", 7105, 0, 0},
        {"\"digits\": 2", "\"digits\": 16", 7105, 0, 0},
        {"\"digits\": 2", "\"digits\": true", 7105, 0, 0},
        {"\"digits\": 2", "\"digit\": 2", 7105, 0, 0},
        {"\"previous\": null", "\"previous\": 7", 7105, 0, 0},
        {"\"inputs\": [", "\"inputs\": [[]], \"outs\": [", 7105, 0, 0},
        {"\"source\": \"conflict\"", "\"source\": false", 7105, 0, 0},
        {"\"outputs\": [", "\"outputs\": 1, \"outs\": [", 7105, 0, 0},
        {"\"file\": \"scores.csv\"", "\"file\": \"/scores.csv\"", 7105, 0, 0},
        {"\"file\": \"scores.csv\"", "\"file\": \"..\"", 7105, 0, 0},
        {"\"file\": \"scores.csv\"", "\"file\": \"\"", 7105, 0, 0},
        {"\"file\": \"scores.csv\"", "\"file\": \"nodes.csv\"", 7105, 0, 0},
        {"\"file\": \"scores.csv\"", "\"file\": \"a\\u0000b\"", 7102, 0, 0},
    };
    struct written written;
    written_begin(&written, false, false);
    written_write(&written);
    tocsin_context *context = written.fixture.counted.context;
    char *good = read_whole(place_path("run/manifest.json"));
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        written.run.lead = 77;
        written_edit("manifest.json", faults[i].from, faults[i].to);
        tocsin_diagnostics_clear(context);
        CU_ASSERT_EQUAL(written_open(&written), TOCSIN_ERROR_DATA);
        CU_ASSERT_EQUAL(written.run.lead, 77);
        if (!diagnosed_at(context, faults[i].code, faults[i].line, faults[i].column)) {
            print_diagnostics(context);
            fprintf(stderr, "fault %zu: '%s' for '%s'\n", i, faults[i].to, faults[i].from);
            CU_FAIL("a fault without its place");
        }
        written_replace("manifest.json", good);
    }
    CU_ASSERT_EQUAL(written_open(&written), TOCSIN_OK);
    free(good);
    written_end(&written);
}

static void what_is_no_run_folder_is_refused(void)
{
    struct written written;
    written_begin(&written, false, false);
    written_write(&written);
    tocsin_context *context = written.fixture.counted.context;
    struct saved_run run = {.lead = 5};
    char path[2048];
    snprintf(path, sizeof path, "%s", place_path("run/manifest.json"));
    CU_ASSERT_EQUAL(saved_run_open(context, &written.arena, path, &run), TOCSIN_ERROR_NO_INPUT);
    CU_ASSERT_EQUAL(saved_run_open(context, &written.arena, place_path(""), &run), TOCSIN_ERROR_NO_INPUT);
    CU_ASSERT_EQUAL(saved_run_open(context, &written.arena, place_path("walk"), &run), TOCSIN_ERROR_NO_INPUT);
    CU_ASSERT_EQUAL(saved_run_open(context, &written.arena, "", &run), TOCSIN_ERROR_NO_INPUT);
    CU_ASSERT_EQUAL(run.lead, 5);
    CU_ASSERT_EQUAL(unlink(path), 0);
    CU_ASSERT_EQUAL(symlink("/dev/zero", path), 0);
    CU_ASSERT_EQUAL(saved_run_open(context, &written.arena, place_path("run"), &run), TOCSIN_ERROR_NO_INPUT);
    CU_ASSERT_EQUAL(unlink(path), 0);
    CU_ASSERT_EQUAL(truncate(place_path("run/nodes.csv"), (32 << 20) + 1), 0);
    char from[2048];
    snprintf(from, sizeof from, "%s", place_path("run/nodes.csv"));
    CU_ASSERT_EQUAL(rename(from, path), 0);
    tocsin_diagnostics_clear(context);
    CU_ASSERT_EQUAL(saved_run_open(context, &written.arena, place_path("run"), &run), TOCSIN_ERROR_DATA);
    CU_ASSERT_TRUE(diagnosed(context, 7102, "too large"));
    written_end(&written);
}

static void files_are_compared(void)
{
    struct written written;
    struct saved_check check;
    written_begin(&written, false, false);
    written_write(&written);
    tocsin_context *context = written.fixture.counted.context;
    CU_ASSERT_EQUAL_FATAL(written_open(&written), TOCSIN_OK);
    CU_ASSERT_EQUAL(saved_run_check_files(context, &written.run, &check), TOCSIN_OK);
    CU_ASSERT_TRUE(check.changed == 0 && check.missing == 0 && check.foreign == 0);
    CU_ASSERT_EQUAL(unlink(place_path("run/nodes.csv")), 0);
    CU_ASSERT_EQUAL(saved_run_check_files(context, &written.run, &check), TOCSIN_ERROR_NO_INPUT);
    CU_ASSERT_TRUE(check.changed == 0 && check.missing == 1 && check.foreign == 0);
    written_edit("regions.csv", "Pakistan", "pakistan");
    written_replace("b.txt", "b");
    written_replace("a.txt", "a");
    tocsin_diagnostics_clear(context);
    CU_ASSERT_EQUAL(saved_run_check_files(context, &written.run, &check), TOCSIN_ERROR_DATA);
    CU_ASSERT_TRUE(check.changed == 1 && check.missing == 1 && check.foreign == 2);
    CU_ASSERT_EQUAL(tocsin_diagnostic_total(context, TOCSIN_ERROR), 4);
    CU_ASSERT_TRUE(diagnosed(context, 7106, "bytes"));
    CU_ASSERT_TRUE(diagnosed(context, 7108, "not a file of the run"));
    for (int i = 0; i < 30; i++) {
        char name[16];
        snprintf(name, sizeof name, "c%d.txt", i);
        written_replace(name, "c");
    }
    CU_ASSERT_EQUAL(saved_run_check_files(context, &written.run, &check), TOCSIN_ERROR_DATA);
    CU_ASSERT_EQUAL(check.foreign, 20);
    written_end(&written);
}

static CU_TestInfo tests[] = {
    {"the manifest says what was run", the_manifest_says_what_was_run},
    {"what is not given is not there", what_is_not_given_is_not_there},
    {"any text comes back", any_text_comes_back},
    {"hundreds of inputs are read", hundreds_of_inputs_are_read},
    {"every fault has its place", every_fault_has_its_place},
    {"what is no run folder is refused", what_is_no_run_folder_is_refused},
    {"files are compared", files_are_compared},
    CU_TEST_INFO_NULL,
};

SUITE(saved_manifest, tests)
