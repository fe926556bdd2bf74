/** A folder of its own for tests that write folders: made, looked into and removed. */
#ifndef TOCSIN_TESTS_REPORT_PLACE_H
#define TOCSIN_TESTS_REPORT_PLACE_H

#include "rendering.h"
#include <dirent.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

static char place_folder[64];

/** The path of something in it; the text lives until the next call. "" is the folder itself. */
static inline const char *place_path(const char *name)
{
    static char path[1024];
    snprintf(path, sizeof path, "%.60s/%s", place_folder, name);
    return path;
}

/** Makes the folder, and sets the time that manifests tell. */
static inline void place_begin(void)
{
    strcpy(place_folder, "/tmp/tocsin-report-XXXXXX");
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(place_folder));
    CU_ASSERT_EQUAL(setenv("SOURCE_DATE_EPOCH", "1692230461", 1), 0);
}

/** Entries of a folder in it; 0 if it is not there. */
static inline size_t place_count(const char *folder)
{
    size_t count = 0;
    DIR *entries = opendir(place_path(folder));
    for (struct dirent *entry; entries && (entry = readdir(entries));) {
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    }
    if (entries) {
        closedir(entries);
    }
    return count;
}

/** Removes a folder in it, with its files. */
static inline void place_remove(const char *folder)
{
    DIR *entries = opendir(place_path(folder));
    for (struct dirent *entry; entries && (entry = readdir(entries));) {
        char file[512];
        snprintf(file, sizeof file, "%s/%s", folder, entry->d_name);
        unlink(place_path(file));
    }
    if (entries) {
        closedir(entries);
    }
    rmdir(place_path(folder));
}

/** Removes one folder; nothing else may be left. */
static inline void place_end(const char *folder)
{
    place_remove(folder);
    CU_ASSERT_EQUAL(place_count(""), 0);
    rmdir(place_folder);
}

/** Compares a file in it with a reviewed one; what is JSON must be well formed. */
static inline void place_check(const char *name, const char *golden)
{
    char *text = read_whole(place_path(name));
    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    CU_ASSERT_TRUE(is_golden(golden, text));
    const char *ending = strrchr(name, '.');
    CU_ASSERT_TRUE(!ending || strcmp(ending, ".json") != 0 || is_json(text));
    free(text);
}

/** Writes with every file longer than some limit failing, which stands for a disk that is full. Returns how often the
 * writing failed; each time nothing may be there. */
static inline size_t place_fill(tocsin_status (*write)(void *user), void *user, const char *folder, size_t whole,
                                rlim_t highest)
{
    struct rlimit before;
    CU_ASSERT_EQUAL_FATAL(getrlimit(RLIMIT_FSIZE, &before), 0);
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    size_t failures = 0;
    for (rlim_t limit = 0; limit < highest; limit = limit * 5 / 4 + 17) {
        struct rlimit low = {limit, before.rlim_max};
        CU_ASSERT_EQUAL_FATAL(setrlimit(RLIMIT_FSIZE, &low), 0);
        tocsin_status status = write(user);
        CU_ASSERT_EQUAL_FATAL(setrlimit(RLIMIT_FSIZE, &before), 0);
        if (status == TOCSIN_OK) {
            CU_ASSERT_EQUAL(place_count(folder), whole);
            place_remove(folder);
        } else {
            CU_ASSERT_EQUAL(status, TOCSIN_ERROR_IO);
            CU_ASSERT_EQUAL(place_count(""), 0);
            failures++;
        }
    }
    signal(SIGXFSZ, handler);
    return failures;
}

#endif
