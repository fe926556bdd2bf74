/** Folders that appear whole or not at all: when memory, the disk or the process fails midway. */
#include "atomic_support.h"
#include "base/diagnostics.h"
#include "base/folder_removal.h"
#include "suite.h"
#include "support.h"
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void no_memory(void)
{
    tocsin_status status = TOCSIN_ERROR_MEMORY;
    size_t failures = 0;
    for (size_t n = 0; status == TOCSIN_ERROR_MEMORY && n < 100; n++) {
        make_place();
        struct counted counted;
        counted_begin(&counted);
        counted.fail_after = counted.calls + n;
        status = write_run(counted.context, in_place("run"), false, "tag");
        failures += status == TOCSIN_ERROR_MEMORY;
        CU_ASSERT_EQUAL(tocsin_diagnostic_total(counted.context, TOCSIN_ERROR), status != TOCSIN_OK);
        CU_ASSERT_EQUAL(count_entries(place), status == TOCSIN_OK);
        CU_ASSERT(counted_end(&counted));
        remove_place();
    }
    CU_ASSERT_EQUAL(status, TOCSIN_OK);
    CU_ASSERT(failures >= 5);
}

static size_t open_descriptors(void)
{
    return count_entries("/proc/self/fd");
}

/** Writes a run in which a call fails: what is left is the whole new folder, or nothing of it and the old one. */
static bool fail_once(enum call call, long number, int error, bool replace, bool no_exchange)
{
    make_place();
    struct counted counted;
    counted_begin(&counted);
    if (replace) {
        CU_ASSERT_EQUAL(write_run(counted.context, in_place("run"), false, "old"), TOCSIN_OK);
    }
    size_t descriptors = open_descriptors();
    faults.no_exchange = no_exchange;
    faults_on(call, number, false, error);
    tocsin_status status = write_run(counted.context, in_place("run"), replace, "new");
    bool failed = faults.calls > number;
    faults.counting = false;
    CU_ASSERT_EQUAL(open_descriptors(), descriptors);
    CU_ASSERT_EQUAL(tocsin_diagnostic_total(counted.context, TOCSIN_ERROR), status != TOCSIN_OK);
    if (status == TOCSIN_OK) {
        CU_ASSERT(is_run("run", "new"));
        CU_ASSERT_EQUAL(count_entries(place), 1 + tocsin_diagnostic_total(counted.context, TOCSIN_NOTE));
    } else {
        CU_ASSERT(failed);
        CU_ASSERT(replace ? is_run("run", "old") : access(in_place("run"), F_OK) != 0);
        CU_ASSERT_EQUAL(count_entries(place), replace);
        CU_ASSERT(status == TOCSIN_ERROR_IO || status == TOCSIN_ERROR_CANNOT_CREATE);
        int code = error == ENOSPC || error == EDQUOT ? DIAGNOSTIC_OUTPUT_DISK_FULL
                   : status == TOCSIN_ERROR_IO        ? DIAGNOSTIC_OUTPUT_WRITE_FAILED
                                                      : DIAGNOSTIC_OUTPUT_CANNOT_CREATE;
        CU_ASSERT(diagnosed(counted.context, code, place));
    }
    CU_ASSERT(counted_end(&counted));
    remove_place();
    return failed;
}

static void every_call_fails_in_turn(void)
{
    static const int errors[] = {EIO, ENOSPC, EDQUOT, EACCES, EMFILE};
    for (enum call call = CALL_OPEN; call < CALL_END; call++) {
        for (int way = 0; way < 3; way++) {
            long number = 0;
            while (fail_once(call, number, errors[(number + way) % 5], way > 0, way == 2)) {
                number++;
            }
            CU_ASSERT(number >= (call == CALL_UNLINK ? way > 0 : 1));
        }
    }
}

/** From the n-th call on everything fails, the tidying up as well: no crash, no leak, and the old folder stands. */
static void everything_fails_from_a_call_on(void)
{
    bool failed = true;
    for (long number = 0; failed; number++) {
        make_place();
        struct counted counted;
        counted_begin(&counted);
        CU_ASSERT_EQUAL(write_run(counted.context, in_place("run"), false, "old"), TOCSIN_OK);
        size_t descriptors = open_descriptors();
        faults_on(CALL_END, number, true, EIO);
        tocsin_status status = write_run(counted.context, in_place("run"), true, "new");
        failed = faults.calls > number;
        faults.counting = false;
        CU_ASSERT_EQUAL(open_descriptors(), descriptors);
        /* the new one stands in spite of a failure when it could not be taken back */
        CU_ASSERT(is_run("run", status == TOCSIN_OK ? "new" : "old") || is_run("run", "new"));
        CU_ASSERT_EQUAL(tocsin_diagnostic_total(counted.context, TOCSIN_ERROR), status != TOCSIN_OK);
        CU_ASSERT_EQUAL(write_run(counted.context, in_place("run"), true, "next"), TOCSIN_OK);
        CU_ASSERT(is_run("run", "next"));
        CU_ASSERT_EQUAL(count_entries(place), 1); /* the next run has removed what was left */
        CU_ASSERT(counted_end(&counted));
        remove_place();
    }
}

/** The rename holds but its sync does not, and it cannot be taken back: neither folder is lost. */
static void placed_but_not_synced(void)
{
    for (int no_exchange = 0; no_exchange < 2; no_exchange++) {
        make_place();
        struct counted counted;
        counted_begin(&counted);
        CU_ASSERT_EQUAL(write_run(counted.context, in_place("run"), false, "old"), TOCSIN_OK);
        struct atomic_folder *folder = NULL;
        CU_ASSERT_EQUAL_FATAL(atomic_folder_begin(counted.context, in_place("run"), true, run_names, &folder),
                              TOCSIN_OK);
        CU_ASSERT_EQUAL(write_file(folder, "manifest.json", "mine", NULL, NULL), TOCSIN_OK);
        faults.no_exchange = no_exchange;
        faults.no_taking_back = true;
        faults.placed = false;
        CU_ASSERT_EQUAL(atomic_folder_commit(folder), TOCSIN_ERROR_IO);
        faults_off();
        CU_ASSERT(diagnosed_once(counted.context, DIAGNOSTIC_OUTPUT_WRITE_FAILED, 0, 0));
        CU_ASSERT(holds("run/manifest.json", "mine"));
        CU_ASSERT_EQUAL(count_entries(place), 2);
        CU_ASSERT(counted_end(&counted));
        remove_place();
    }
}

/** Signals while syncing or closing, and file systems that have nothing to sync. */
static void errors_that_do_no_harm(void)
{
    static const struct {
        enum call call;
        int error;
    } cases[] = {{CALL_FSYNC, EINTR}, {CALL_FSYNC, EINVAL}, {CALL_FSYNC, ENOTSUP}, {CALL_CLOSE, EINTR}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        make_place();
        struct counted counted;
        counted_begin(&counted);
        faults_on(cases[i].call, 0, cases[i].error != EINTR || cases[i].call == CALL_CLOSE, cases[i].error);
        CU_ASSERT_EQUAL(write_run(counted.context, in_place("run"), false, "new"), TOCSIN_OK);
        CU_ASSERT(faults.calls > 1);
        faults.counting = false;
        CU_ASSERT(is_run("run", "new"));
        CU_ASSERT_EQUAL(count_entries(place), 1);
        CU_ASSERT(counted_end(&counted));
        remove_place();
    }
}

/** Something comes to the target between the last look at it and the rename. */
static void a_race_for_the_target(void)
{
    for (int no_exchange = 0; no_exchange < 2; no_exchange++) {
        make_place();
        struct counted counted;
        counted_begin(&counted);
        faults.racing = true;
        faults.no_exchange = no_exchange;
        CU_ASSERT_EQUAL(write_run(counted.context, in_place("run"), false, "new"), TOCSIN_ERROR_CANNOT_CREATE);
        CU_ASSERT(diagnosed_once(counted.context, DIAGNOSTIC_OUTPUT_EXISTS, 0, 0));
        CU_ASSERT_EQUAL(count_entries(place), 1);
        CU_ASSERT_EQUAL(count_entries(in_place("run")), 0);
        CU_ASSERT(counted_end(&counted));
        remove_place();
    }
}

/** Another process takes the temporary folder for an abandoned one before it is locked: another is made. */
static void a_race_for_the_temporary_folder(void)
{
    static const enum theft thefts[] = {THEFT_REMOVED, THEFT_LOCKED};
    for (size_t i = 0; i < 2; i++) {
        make_place();
        struct counted counted;
        counted_begin(&counted);
        faults.theft = thefts[i];
        CU_ASSERT_EQUAL(write_run(counted.context, in_place("run"), false, "new"), TOCSIN_OK);
        CU_ASSERT_EQUAL(faults.theft, THEFT_NONE);
        CU_ASSERT(is_run("run", "new"));
        CU_ASSERT_EQUAL(count_entries(place), 1);
        CU_ASSERT(counted_end(&counted));
        remove_place();
    }
}

/** Runs `child` in a process of its own; its exit code, or minus the signal that ended it. */
static int in_a_child(int (*child)(void *user), void *user)
{
    fflush(NULL);
    pid_t process = fork();
    if (process == 0) {
        _exit(child(user));
    }
    int status = 0;
    CU_ASSERT_EQUAL(waitpid(process, &status, 0), process);
    return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

static int write_and_die(void *user)
{
    const long *number = user;
    struct counted counted;
    counted_begin(&counted);
    faults_on(CALL_END, *number, false, 0);
    faults.deadly = true;
    return write_run(counted.context, in_place("run"), true, "new") == TOCSIN_OK ? 0 : 1;
}

static void killed_at_every_call(void)
{
    int result = -SIGKILL;
    long number = 0;
    for (; result == -SIGKILL && number < 1000; number++) {
        make_place();
        struct counted counted;
        counted_begin(&counted);
        CU_ASSERT_EQUAL(write_run(counted.context, in_place("run"), false, "old"), TOCSIN_OK);
        result = in_a_child(write_and_die, &number);
        CU_ASSERT(is_run("run", "old") || is_run("run", "new"));
        CU_ASSERT(count_entries(place) <= 2);
        CU_ASSERT_EQUAL(write_run(counted.context, in_place("run"), true, "next"), TOCSIN_OK);
        CU_ASSERT(is_run("run", "next"));
        CU_ASSERT_EQUAL(count_entries(place), 1);
        CU_ASSERT(counted_end(&counted));
        remove_place();
    }
    CU_ASSERT_EQUAL(result, 0);
    CU_ASSERT(number > 20);
}

/** Temporary folders in use, and what only looks like one, stay. */
static void what_is_not_abandoned_stays(void)
{
    make_place();
    struct counted counted;
    counted_begin(&counted);
    struct atomic_folder *folder = NULL;
    CU_ASSERT_EQUAL_FATAL(atomic_folder_begin(counted.context, in_place("run"), false, NULL, &folder), TOCSIN_OK);
    CU_ASSERT_EQUAL(write_file(folder, "a.csv", "mine", NULL, NULL), TOCSIN_OK);
    static const char *const others[] = {".run.tocsin-0123456789abcdeX", ".run.tocsin-0123456789abcde",
                                         ".run.tocsin-0123456789abcdef0", ".run2.tocsin-0123456789abcdef",
                                         "run.tocsin"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        CU_ASSERT_EQUAL(mkdir(in_place(others[i]), 0777), 0);
    }
    fclose(fopen(in_place(".run.tocsin-0123456789abcdef"), "w"));              /* a file */
    CU_ASSERT_EQUAL(mkdir(in_place(".run.tocsin-fedcba9876543210"), 0777), 0); /* the only abandoned one */
    fclose(fopen(in_place(".run.tocsin-fedcba9876543210/a.csv"), "w"));
    CU_ASSERT_EQUAL(write_run(counted.context, in_place("run"), false, "other"), TOCSIN_OK);
    CU_ASSERT_EQUAL(count_entries(place), 8);
    CU_ASSERT_EQUAL(access(in_place(".run.tocsin-fedcba9876543210"), F_OK), -1);
    CU_ASSERT_EQUAL(atomic_folder_commit(folder), TOCSIN_ERROR_CANNOT_CREATE);
    CU_ASSERT(is_run("run", "other"));
    CU_ASSERT(counted_end(&counted));
    remove_place();
}

static int write_over_the_limit(void *user)
{
    (void)user;
    struct rlimit limit = {150000, 150000};
    signal(SIGXFSZ, SIG_IGN);
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0) {
        return 77;
    }
    struct counted counted;
    counted_begin(&counted);
    bool good =
        write_run(counted.context, in_place("run"), true, "new") == TOCSIN_ERROR_IO &&
        diagnosed_once(counted.context, DIAGNOSTIC_OUTPUT_WRITE_FAILED, 0, 0) &&
        diagnosed(counted.context, DIAGNOSTIC_OUTPUT_WRITE_FAILED, "/run/data/large.csv' failed: File too large");
    return counted_end(&counted) && good ? 0 : 1;
}

static void a_limit_on_file_size(void)
{
    make_place();
    struct counted counted;
    counted_begin(&counted);
    CU_ASSERT_EQUAL(write_run(counted.context, in_place("run"), false, "old"), TOCSIN_OK);
    CU_ASSERT_EQUAL(in_a_child(write_over_the_limit, NULL), 0);
    CU_ASSERT(is_run("run", "old"));
    CU_ASSERT_EQUAL(count_entries(place), 1);
    CU_ASSERT(counted_end(&counted));
    remove_place();
}

/** A file system of a few pages, seen by this process only. */
static int write_to_a_full_disk(void *user)
{
    char options[32];
    snprintf(options, sizeof options, "size=%dk", *(const int *)user);
    if (unshare(CLONE_NEWNS) != 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
        mount("none", place, "tmpfs", 0, options) != 0) {
        return 77;
    }
    struct counted counted;
    counted_begin(&counted);
    tocsin_status status = write_run(counted.context, in_place("run"), false, "new");
    bool good = status == TOCSIN_OK
                    ? is_run("run", "new")
                    : status == TOCSIN_ERROR_IO && diagnosed_once(counted.context, DIAGNOSTIC_OUTPUT_DISK_FULL, 0, 0) &&
                          count_entries(place) == 0;
    return !counted_end(&counted) || !good ? 1 : status == TOCSIN_OK ? 2 : 0;
}

static void a_full_disk(void)
{
    int full = 0;
    int whole = 0;
    for (int size = 4; size <= 512; size *= 2) {
        make_place();
        int result = in_a_child(write_to_a_full_disk, &size);
        remove_place();
        if (result == 77) {
            printf("skipped: no file system can be mounted here\n");
            return;
        }
        CU_ASSERT(result == 0 || result == 2);
        full += result == 0;
        whole += result == 2;
    }
    CU_ASSERT(full >= 4 && whole >= 1);
}

static CU_TestInfo tests[] = {{"no memory", no_memory},
                              {"every call fails in turn", every_call_fails_in_turn},
                              {"everything fails from a call on", everything_fails_from_a_call_on},
                              {"placed but not synced", placed_but_not_synced},
                              {"errors that do no harm", errors_that_do_no_harm},
                              {"a race for the target", a_race_for_the_target},
                              {"a race for the temporary folder", a_race_for_the_temporary_folder},
                              {"killed at every call", killed_at_every_call},
                              {"what is not abandoned stays", what_is_not_abandoned_stays},
                              {"a limit on file size", a_limit_on_file_size},
                              {"a full disk", a_full_disk},
                              CU_TEST_INFO_NULL};
SUITE(atomic_faults, tests)
