/** What the tests of atomic folders share: system calls that can be told to fail, and runs to write and to look at. */
#ifndef TOCSIN_TESTS_ATOMIC_SUPPORT_H
#define TOCSIN_TESTS_ATOMIC_SUPPORT_H

#include "base/atomic_file.h"

enum call { CALL_OPEN, CALL_MKDIR, CALL_WRITE, CALL_FSYNC, CALL_CLOSE, CALL_RENAME, CALL_UNLINK, CALL_END };

enum theft { THEFT_NONE, THEFT_REMOVED, THEFT_LOCKED };

/** How the calls behave. */
struct faults {
    bool counting;
    enum call only;    /* CALL_END: any of them */
    long fail_at;      /* the call that fails, from 0; -1: none */
    bool deadly;       /* the process is killed instead */
    bool from_then_on; /* all after it as well */
    int error;
    long calls;
    bool short_writes;   /* writes take seven bytes at most, and every third is interrupted */
    bool no_exchange;    /* as file systems that know no flags of renameat2 */
    bool no_taking_back; /* once "run" is in its place, syncs and renames fail */
    bool placed;
    bool racing;      /* something comes to "run" right before the rename */
    enum theft theft; /* what happens to the next folder as soon as it is made */
    long write_calls;
};
extern struct faults faults;

void faults_off(void);
void faults_on(enum call only, long fail_at, bool from_then_on, int error);

/** A fresh folder in which a test works. */
extern char place[64];
void make_place(void);
void remove_place(void);
/** A path in it, which lives until the next call but four. */
const char *in_place(const char *name);

size_t count_entries(const char *path);
/** True if the file, named as in the place, has these contents. */
bool holds(const char *name, const char *expected);
/** 200,000 letters. */
const char *fill_large_text(void);

tocsin_status write_file(struct atomic_folder *folder, const char *name, const char *text,
                         char hash_text[HASH_TEXT_SIZE], uint64_t *bytes);
/** What write_run writes, as atomic_folder_begin is told. */
extern const char *const run_names[];
/** A run folder with three files, one in a subfolder, whose contents begin with `tag`. */
tocsin_status write_run(tocsin_context *context, const char *path, bool replace, const char *tag);
/** True if the folder is whole and of this tag. */
bool is_run(const char *name, const char *tag);

#endif
