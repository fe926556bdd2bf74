/** Folders that appear whole or not at all, on a disk that does what it is told. */
#include "atomic_support.h"
#include "base/diagnostics.h"
#include "base/folder_removal.h"
#include "suite.h"
#include "support.h"
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void a_folder_appears_whole(void)
{
    make_place();
    struct counted counted;
    counted_begin(&counted);
    struct atomic_folder *folder = NULL;
    struct output *output = NULL;
    mode_t umask_before = umask(027);
    CU_ASSERT_EQUAL_FATAL(atomic_folder_begin(counted.context, in_place("run///"), false, NULL, &folder), TOCSIN_OK);
    CU_ASSERT_EQUAL_FATAL(atomic_folder_open(folder, "scores.csv", &output), TOCSIN_OK);
    output_text(output, "region,score\nPK-KP,2.385\n");
    char hash_text[HASH_TEXT_SIZE] = "";
    uint64_t bytes = 0;
    CU_ASSERT_EQUAL(atomic_folder_close(folder, hash_text, &bytes), TOCSIN_OK);
    CU_ASSERT_EQUAL(bytes, 25);
    struct hash hash;
    char expected[HASH_TEXT_SIZE];
    hash_begin(&hash);
    hash_add(&hash, "region,score\nPK-KP,2.385\n", 25);
    hash_end(&hash, expected);
    CU_ASSERT_STRING_EQUAL(hash_text, expected);
    CU_ASSERT_EQUAL(access(in_place("run"), F_OK), -1);
    CU_ASSERT_EQUAL(write_file(folder, "data/a.csv", "a", NULL, NULL), TOCSIN_OK);
    CU_ASSERT_EQUAL(write_file(folder, "data/b.csv", "", NULL, &bytes), TOCSIN_OK);
    CU_ASSERT_EQUAL(bytes, 0);
    CU_ASSERT_EQUAL(atomic_folder_commit(folder), TOCSIN_OK);
    umask(umask_before);
    CU_ASSERT(holds("run/scores.csv", "region,score\nPK-KP,2.385\n"));
    CU_ASSERT(holds("run/data/a.csv", "a"));
    CU_ASSERT(holds("run/data/b.csv", ""));
    CU_ASSERT_EQUAL(count_entries(place), 1);
    struct stat about;
    CU_ASSERT(stat(in_place("run"), &about) == 0 && (about.st_mode & 07777) == 0750);
    CU_ASSERT(stat(in_place("run/data"), &about) == 0 && (about.st_mode & 07777) == 0750);
    CU_ASSERT(stat(in_place("run/scores.csv"), &about) == 0 && (about.st_mode & 07777) == 0640);
    CU_ASSERT(counted_end(&counted));
    remove_place();
}

static void paths_of_all_kinds(void)
{
    make_place();
    struct counted counted;
    counted_begin(&counted);
    char before[4096];
    CU_ASSERT_PTR_NOT_NULL_FATAL(getcwd(before, sizeof before));
    CU_ASSERT_EQUAL_FATAL(chdir(place), 0);
    CU_ASSERT_EQUAL(write_run(counted.context, "plain", false, "1"), TOCSIN_OK);
    CU_ASSERT_EQUAL(write_run(counted.context, "./dotted/", false, "2"), TOCSIN_OK);
    CU_ASSERT_EQUAL(write_run(counted.context, "plain/../over", false, "3"), TOCSIN_OK);
    char longest[256];
    memset(longest, 'n', 255);
    longest[255] = '\0';
    CU_ASSERT_EQUAL(write_run(counted.context, longest, false, "4"), TOCSIN_OK);
    CU_ASSERT_EQUAL(write_run(counted.context, longest, true, "5"), TOCSIN_OK);
    CU_ASSERT_EQUAL(chdir(before), 0);
    CU_ASSERT(is_run("plain", "1") && is_run("dotted", "2") && is_run("over", "3") && is_run(longest, "5"));
    CU_ASSERT_EQUAL(count_entries(place), 4);
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(counted.context), 0);
    CU_ASSERT(counted_end(&counted));
    remove_place();
}

/** Beginning fails with one diagnostic and leaves nothing. */
static bool refuses(const char *path, bool replace, tocsin_status status, int code, const char *words)
{
    struct counted counted;
    counted_begin(&counted);
    size_t before = count_entries(place);
    bool good = write_run(counted.context, path, replace, "x") == status &&
                diagnosed_once(counted.context, code, 0, 0) && diagnosed(counted.context, code, words) &&
                count_entries(place) == before;
    return counted_end(&counted) && good;
}

static void targets_that_cannot_be(void)
{
    make_place();
    CU_ASSERT_EQUAL(mkdir(in_place("folder"), 0777), 0);
    CU_ASSERT_EQUAL(mkdir(in_place("marked"), 0777), 0);
    CU_ASSERT_EQUAL(mkdir(in_place("marked/manifest.json"), 0777), 0);
    CU_ASSERT_EQUAL(symlink("folder", in_place("link")), 0);
    fclose(fopen(in_place("file"), "w"));
    enum { REFUSED = TOCSIN_ERROR_CANNOT_CREATE };
    CU_ASSERT(refuses(in_place("folder"), false, REFUSED, 5001, "/folder' exists already"));
    CU_ASSERT(refuses(in_place("folder/"), false, REFUSED, 5001, "/folder' exists already"));
    CU_ASSERT(refuses(in_place("file"), false, REFUSED, 5001, "/file' exists already"));
    CU_ASSERT(refuses(in_place("link"), false, REFUSED, 5001, "/link' exists already"));
    CU_ASSERT(refuses(in_place("folder"), true, REFUSED, 5002, "not a folder of outputs with its 'manifest.json'"));
    CU_ASSERT(refuses(in_place("marked"), true, REFUSED, 5002, "not a folder of outputs"));
    CU_ASSERT_EQUAL(mkdir(in_place("notes"), 0777), 0);
    fclose(fopen(in_place("notes/manifest.json"), "w"));
    CU_ASSERT_EQUAL(mkdir(in_place("notes/zeta"), 0777), 0);
    fclose(fopen(in_place("notes/mine.txt"), "w"));
    CU_ASSERT(refuses(in_place("notes"), true, REFUSED, 5002, "'mine.txt' in it would be lost"));
    CU_ASSERT_EQUAL(count_entries(in_place("notes")), 3);
    CU_ASSERT(refuses(in_place("file"), true, REFUSED, 5002, "not a folder of outputs"));
    CU_ASSERT(refuses(in_place("link"), true, REFUSED, 5002, "not a folder of outputs"));
    CU_ASSERT(refuses(in_place("no/such/run"), false, REFUSED, 5003, "/no/such' does not exist"));
    CU_ASSERT(refuses(in_place("file/run"), false, REFUSED, 5003, "/file' does not exist"));
    CU_ASSERT_EQUAL(symlink("loop", in_place("loop")), 0);
    CU_ASSERT(refuses(in_place("loop/run"), false, REFUSED, 5004, "/loop' failed: "));
    CU_ASSERT(refuses("", false, REFUSED, 5004, "''"));
    CU_ASSERT(refuses("/", true, REFUSED, 5004, "'/'"));
    CU_ASSERT(refuses(".", true, REFUSED, 5004, "'.'"));
    CU_ASSERT(refuses(in_place(".."), true, REFUSED, 5004, "does not name a folder"));
    CU_ASSERT(refuses("/proc/run", false, REFUSED, 5004, "creating folder '/proc/run' failed: "));
    char too_long[300];
    memset(too_long, 'n', sizeof too_long);
    too_long[299] = '\0';
    CU_ASSERT(refuses(in_place(too_long), false, REFUSED, 5004, "File name too long"));
    remove_place();
}

static void names_that_cannot_be(void)
{
    make_place();
    static const char *const names[] = {"", ".", "..", "/a", "a/", "../a", "a/..", "a/b/c", "./a"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct counted counted;
        counted_begin(&counted);
        struct atomic_folder *folder = NULL;
        struct output *output = NULL;
        CU_ASSERT_EQUAL_FATAL(atomic_folder_begin(counted.context, in_place("run"), false, NULL, &folder), TOCSIN_OK);
        CU_ASSERT_EQUAL(atomic_folder_open(folder, names[i], &output), TOCSIN_ERROR_INTERNAL);
        CU_ASSERT_PTR_NULL(output);
        CU_ASSERT_EQUAL(atomic_folder_close(folder, NULL, NULL), TOCSIN_ERROR_INTERNAL);
        CU_ASSERT_EQUAL(atomic_folder_open(folder, "a", &output), TOCSIN_OK);
        struct output *second = NULL;
        CU_ASSERT_EQUAL(atomic_folder_open(folder, "b", &second), TOCSIN_ERROR_INTERNAL); /* one at a time */
        CU_ASSERT_PTR_NULL(second);
        CU_ASSERT_EQUAL(atomic_folder_close(folder, NULL, NULL), TOCSIN_OK);
        CU_ASSERT_EQUAL(atomic_folder_open(folder, "a", &second), TOCSIN_ERROR_CANNOT_CREATE); /* twice */
        CU_ASSERT(diagnosed(counted.context, DIAGNOSTIC_OUTPUT_CANNOT_CREATE, "/run/a' failed: File exists"));
        CU_ASSERT_EQUAL(atomic_folder_commit(folder), TOCSIN_ERROR_INTERNAL);
        CU_ASSERT_EQUAL(count_entries(place), 0);
        CU_ASSERT(counted_end(&counted));
    }
    remove_place();
}

static void discard_leaves_nothing(void)
{
    make_place();
    struct counted counted;
    counted_begin(&counted);
    for (int open = 0; open < 2; open++) {
        struct atomic_folder *folder = NULL;
        struct output *output = NULL;
        CU_ASSERT_EQUAL_FATAL(atomic_folder_begin(counted.context, in_place("run"), false, NULL, &folder), TOCSIN_OK);
        CU_ASSERT_EQUAL(count_entries(place), 1);
        CU_ASSERT_EQUAL(write_file(folder, "data/a.csv", "a", NULL, NULL), TOCSIN_OK);
        if (open) {
            CU_ASSERT_EQUAL(atomic_folder_open(folder, "data/b.csv", &output), TOCSIN_OK);
            output_text(output, fill_large_text());
        }
        atomic_folder_discard(folder);
        CU_ASSERT_EQUAL(count_entries(place), 0);
    }
    atomic_folder_discard(NULL);
    struct atomic_folder *unfinished = NULL;
    struct output *output = NULL;
    CU_ASSERT_EQUAL_FATAL(atomic_folder_begin(counted.context, in_place("run"), false, NULL, &unfinished), TOCSIN_OK);
    CU_ASSERT_EQUAL(atomic_folder_open(unfinished, "b.csv", &output), TOCSIN_OK);
    CU_ASSERT_EQUAL(atomic_folder_commit(unfinished), TOCSIN_ERROR_INTERNAL);
    CU_ASSERT_EQUAL(count_entries(place), 0);
    CU_ASSERT(counted_end(&counted));
    remove_place();
}

static void replacing(void)
{
    for (int no_exchange = 0; no_exchange < 2; no_exchange++) {
        make_place();
        struct counted counted;
        counted_begin(&counted);
        faults.no_exchange = no_exchange;
        CU_ASSERT_EQUAL(write_run(counted.context, in_place("run"), true, "first"), TOCSIN_OK);
        CU_ASSERT(is_run("run", "first"));
        CU_ASSERT_EQUAL(mkdir(in_place("run/data/notes"), 0777), 0);
        CU_ASSERT_EQUAL(mkdir(in_place("run/data/notes/deep"), 0777), 0);
        CU_ASSERT_EQUAL(symlink("/etc/passwd", in_place("run/data/notes/deep/link")), 0);
        CU_ASSERT_EQUAL(symlink("/tmp", in_place("run/data/notes/folder-link")), 0);
        for (int i = 0; i < 300; i++) { /* more entries than one reading of the list holds */
            char name[64];
            snprintf(name, sizeof name, "run/data/notes/a-note-with-a-rather-long-name-%d", i);
            fclose(fopen(in_place(name), "w"));
        }
        CU_ASSERT_EQUAL(write_run(counted.context, in_place("run"), true, "second"), TOCSIN_OK);
        CU_ASSERT(is_run("run", "second"));
        CU_ASSERT_EQUAL(count_entries(place), 1);
        CU_ASSERT_EQUAL(access("/etc/passwd", F_OK), 0);
        CU_ASSERT_EQUAL(access(in_place(""), F_OK), 0);
        CU_ASSERT_EQUAL(write_run(counted.context, in_place("run"), false, "third"), TOCSIN_ERROR_CANNOT_CREATE);
        CU_ASSERT(is_run("run", "second"));
        CU_ASSERT(counted_end(&counted));
        remove_place();
    }
}

/** Something comes to the target between beginning and commit. */
static void targets_that_appear(void)
{
    for (int way = 0; way < 4; way++) {
        make_place();
        struct counted counted;
        counted_begin(&counted);
        faults.no_exchange = way % 2;
        bool replace = way >= 2;
        struct atomic_folder *folder = NULL;
        CU_ASSERT_EQUAL_FATAL(atomic_folder_begin(counted.context, in_place("run"), replace, run_names, &folder),
                              TOCSIN_OK);
        CU_ASSERT_EQUAL(write_file(folder, "manifest.json", "mine", NULL, NULL), TOCSIN_OK);
        CU_ASSERT_EQUAL(mkdir(in_place("run"), 0777), 0);
        CU_ASSERT_EQUAL(atomic_folder_commit(folder), TOCSIN_ERROR_CANNOT_CREATE);
        CU_ASSERT(
            diagnosed_once(counted.context, replace ? DIAGNOSTIC_OUTPUT_NOT_A_RUN : DIAGNOSTIC_OUTPUT_EXISTS, 0, 0));
        CU_ASSERT_EQUAL(count_entries(place), 1);
        CU_ASSERT_EQUAL(count_entries(in_place("run")), 0);
        CU_ASSERT(counted_end(&counted));
        remove_place();
    }
}

/** What there was to replace goes away between beginning and commit. */
static void targets_that_vanish(void)
{
    make_place();
    struct counted counted;
    counted_begin(&counted);
    CU_ASSERT_EQUAL(write_run(counted.context, in_place("run"), false, "first"), TOCSIN_OK);
    struct atomic_folder *folder = NULL;
    CU_ASSERT_EQUAL_FATAL(atomic_folder_begin(counted.context, in_place("run"), true, run_names, &folder), TOCSIN_OK);
    CU_ASSERT_EQUAL(write_file(folder, "manifest.json", "mine", NULL, NULL), TOCSIN_OK);
    CU_ASSERT_TRUE(folder_remove(AT_FDCWD, in_place("run")));
    CU_ASSERT_EQUAL(atomic_folder_commit(folder), TOCSIN_OK);
    CU_ASSERT(holds("run/manifest.json", "mine"));
    CU_ASSERT_EQUAL(count_entries(place), 1);
    CU_ASSERT(counted_end(&counted));
    remove_place();
}

static void interrupted_and_short_writes(void)
{
    make_place();
    struct counted counted;
    counted_begin(&counted);
    faults.short_writes = true;
    CU_ASSERT_EQUAL(write_run(counted.context, in_place("run"), false, "tag"), TOCSIN_OK);
    faults_off();
    CU_ASSERT(is_run("run", "tag"));
    CU_ASSERT(counted_end(&counted));
    remove_place();
}

/** What an output could not take (a number that is not finite) is not an error of the disk. */
static void outputs_that_failed(void)
{
    make_place();
    struct counted counted;
    counted_begin(&counted);
    struct atomic_folder *folder = NULL;
    struct output *output = NULL;
    CU_ASSERT_EQUAL_FATAL(atomic_folder_begin(counted.context, in_place("run"), false, NULL, &folder), TOCSIN_OK);
    CU_ASSERT_EQUAL(atomic_folder_open(folder, "a.csv", &output), TOCSIN_OK);
    output->failed = true;
    char hash_text[HASH_TEXT_SIZE] = "untouched";
    uint64_t bytes = 99;
    CU_ASSERT_EQUAL(atomic_folder_close(folder, hash_text, &bytes), TOCSIN_ERROR_INTERNAL);
    CU_ASSERT_STRING_EQUAL(hash_text, "untouched");
    CU_ASSERT_EQUAL(bytes, 99);
    CU_ASSERT(diagnosed_once(counted.context, DIAGNOSTIC_INTERNAL, 0, 0));
    CU_ASSERT_EQUAL(atomic_folder_commit(folder), TOCSIN_ERROR_INTERNAL);
    CU_ASSERT_EQUAL(count_entries(place), 0);
    CU_ASSERT(counted_end(&counted));
    remove_place();
}

static void folders_too_deep_to_remove(void)
{
    make_place();
    struct counted counted;
    counted_begin(&counted);
    CU_ASSERT_EQUAL(write_run(counted.context, in_place("run"), false, "old"), TOCSIN_OK);
    char path[512];
    snprintf(path, sizeof path, "%s", in_place("run/data"));
    for (int i = 0; i < 40; i++) {
        strcat(path, "/d");
        CU_ASSERT_EQUAL(mkdir(path, 0777), 0);
    }
    CU_ASSERT_EQUAL(write_run(counted.context, in_place("run"), true, "new"), TOCSIN_OK);
    CU_ASSERT(is_run("run", "new"));
    CU_ASSERT(diagnosed_once(counted.context, DIAGNOSTIC_OUTPUT_OLD_REMAINS, 0, 0));
    CU_ASSERT_EQUAL(count_entries(place), 2);
    CU_ASSERT(counted_end(&counted));
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", place);
    CU_ASSERT_EQUAL(system(command), 0);
}

static CU_TestInfo tests[] = {{"a folder appears whole", a_folder_appears_whole},
                              {"paths of all kinds", paths_of_all_kinds},
                              {"targets that cannot be", targets_that_cannot_be},
                              {"names that cannot be", names_that_cannot_be},
                              {"discard leaves nothing", discard_leaves_nothing},
                              {"replacing", replacing},
                              {"targets that appear", targets_that_appear},
                              {"targets that vanish", targets_that_vanish},
                              {"interrupted and short writes", interrupted_and_short_writes},
                              {"outputs that failed", outputs_that_failed},
                              {"folders too deep to remove", folders_too_deep_to_remove},
                              CU_TEST_INFO_NULL};
SUITE(atomic_file, tests)
