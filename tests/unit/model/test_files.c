/** Models and their sources on a disk: patterns, missing files, and paths relative to the model. */
#include "loading.h"
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_SIZE = 4600 };

/** A folder with a name that a pattern would trip over, holding a model and data files. */
struct folder {
    char path[PATH_SIZE];
    char model[PATH_SIZE + 16];
};

static void write_file(const struct folder *folder, const char *name, const char *text)
{
    char path[PATH_SIZE + 64];
    snprintf(path, sizeof path, "%s/%s", folder->path, name);
    FILE *file = fopen(path, "wb");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    CU_ASSERT_EQUAL(fwrite(text, 1, strlen(text), file), strlen(text));
    CU_ASSERT_EQUAL(fclose(file), 0);
}

static void make_folder(struct folder *folder, const char *text)
{
    const char *marker = temporary_file("marker", "", 0);
    snprintf(folder->path, sizeof folder->path, "%.*s/odd [n]*me", (int)(strlen(marker) - strlen("/marker")), marker);
    CU_ASSERT_EQUAL_FATAL(mkdir(folder->path, 0700), 0);
    snprintf(folder->model, sizeof folder->model, "%s/model.yaml", folder->path);
    write_file(folder, "model.yaml", text);
}

#define MODEL(file)                                                                                                    \
    "tocsin: 1\nid: trial\nsources: {survey: {format: series, file: " file "}}\n"                                      \
    "indicators: {unrest: {source: survey}}\nindex: {id: risk, children: [{indicator: unrest}]}\n"

static struct loading loading;

static void begin(const struct folder *folder)
{
    counted_begin(&loading.counted);
    loading.model = NULL;
    loading.status =
        model_read(loading.counted.context, folder->model, NULL, 0, loading_read_table, NULL, &loading.model);
}

static void test_pattern(void)
{
    struct folder folder;
    make_folder(&folder, MODEL("['survey-*.csv', last.csv]"));
    write_file(&folder, "survey-b.csv", "");
    write_file(&folder, "survey-B.csv", "");
    write_file(&folder, "survey-a.csv", "");
    write_file(&folder, "survey-a.txt", "");
    begin(&folder);
    CU_ASSERT_EQUAL_FATAL(loading.status, TOCSIN_OK);
    const struct source_recipe *source = &loading.model->sources[0];
    CU_ASSERT_EQUAL_FATAL(source->file_count, 4);
    CU_ASSERT_STRING_EQUAL(source->files[0].named, "survey-B.csv");
    CU_ASSERT_STRING_EQUAL(source->files[1].named, "survey-a.csv");
    CU_ASSERT_STRING_EQUAL(source->files[2].named, "survey-b.csv");
    CU_ASSERT_STRING_EQUAL(source->files[3].named, "last.csv");
    char path[PATH_SIZE + 64];
    snprintf(path, sizeof path, "%s/survey-a.csv", folder.path);
    CU_ASSERT_STRING_EQUAL(source->files[1].path, path);
    CU_ASSERT_EQUAL(access(source->files[1].path, R_OK), 0);
    CU_ASSERT_TRUE(load_end(&loading));
}

static void test_no_match(void)
{
    struct folder folder;
    make_folder(&folder, MODEL("'survey-[0-9].csv'"));
    begin(&folder);
    CU_ASSERT_EQUAL(loading.status, TOCSIN_ERROR_NO_INPUT);
    CU_ASSERT_TRUE(diagnosed_once(loading.counted.context, DIAGNOSTIC_MODEL_NO_FILE, 3, 42));
    CU_ASSERT_TRUE(load_end(&loading));
}

static void test_file_matched_twice(void)
{
    struct folder folder;
    make_folder(&folder, MODEL("['*.csv', a.csv]"));
    write_file(&folder, "a.csv", "");
    begin(&folder);
    CU_ASSERT_EQUAL(loading.status, TOCSIN_ERROR_MODEL);
    CU_ASSERT_TRUE(diagnosed_once(loading.counted.context, DIAGNOSTIC_MODEL_FILE_TWICE, 3, 52));
    CU_ASSERT_TRUE(load_end(&loading));
}

static void test_no_model(void)
{
    struct folder folder;
    make_folder(&folder, "");
    unlink(folder.model);
    begin(&folder);
    CU_ASSERT_EQUAL(loading.status, TOCSIN_ERROR_NO_INPUT);
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(loading.counted.context), 1);
    CU_ASSERT_TRUE(load_end(&loading));
    snprintf(folder.model, sizeof folder.model, "%s", folder.path);
    begin(&folder);
    CU_ASSERT_EQUAL(loading.status, TOCSIN_ERROR_NO_INPUT);
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(loading.counted.context), 1);
    CU_ASSERT_TRUE(load_end(&loading));
}

static CU_TestInfo tests[] = {
    {"a pattern gives its files in the order of their bytes", test_pattern},
    {"a pattern that matches nothing", test_no_match},
    {"a file that two patterns match", test_file_matched_twice},
    {"no model, or a folder in its place", test_no_model},
    CU_TEST_INFO_NULL,
};
SUITE(files, tests)
