/** Removal of folder trees through getdents64(2), which needs no memory and so works when there is none. */
#include "base/folder_removal.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdalign.h>
#include <stddef.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

enum {
    LIST_SIZE = 2048,   /* bytes of directory entries read at once; one has 280 at most */
    DEEPEST_FOLDER = 32 /* levels; a run folder has two */
};

static int open_folder(int parent, const char *name)
{
    return openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

static bool is_self_or_parent(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/** Calls `visit` for each entry; it may remove it. False if the folder could not be read or a visit failed. */
static bool each_entry(int folder, bool (*visit)(void *user, int folder, const char *name), void *user)
{
    alignas(struct dirent64) char list[LIST_SIZE];
    bool good = true;
    for (;;) {
        ssize_t size = getdents64(folder, list, sizeof list);
        if (size <= 0) {
            return good && size == 0;
        }
        for (ssize_t at = 0; at < size;) {
            const struct dirent64 *entry = (const struct dirent64 *)(list + at);
            if (!is_self_or_parent(entry->d_name) && !visit(user, folder, entry->d_name)) {
                good = false;
            }
            at += entry->d_reclen;
        }
    }
}

/** What folder_find_other is told, and finds. */
struct search {
    const char *const *names;
    char *other;
};

static bool note_other(void *user, int folder, const char *name)
{
    (void)folder;
    struct search *search = user;
    for (const char *const *known = search->names; *known; known++) {
        if (strcmp(*known, name) == 0) {
            return true;
        }
    }
    if (search->other[0] == '\0' || strcmp(name, search->other) < 0) {
        memcpy(search->other, name, strlen(name) + 1); /* names of entries fit */
    }
    return true;
}

bool folder_find_other(int folder, const char *const *names, char other[FOLDER_NAME_SIZE])
{
    struct search search = {names, other};
    other[0] = '\0';
    return each_entry(folder, note_other, &search);
}

static bool remove_entry(void *user, int folder, const char *name);

/** Empties a folder that is `depth` levels down and removes it. */
static bool remove_folder(int parent, const char *name, int depth)
{
    if (depth > DEEPEST_FOLDER) {
        return false;
    }
    int folder = open_folder(parent, name);
    if (folder < 0) {
        return errno == ENOENT;
    }
    /* Entries may be passed over when others are removed meanwhile, so the list is read again if the folder is not
     * empty after the first time. */
    bool emptied = each_entry(folder, remove_entry, &depth);
    bool removed = unlinkat(parent, name, AT_REMOVEDIR) == 0 || errno == ENOENT;
    if (!removed && emptied && lseek(folder, 0, SEEK_SET) == 0) {
        each_entry(folder, remove_entry, &depth);
        removed = unlinkat(parent, name, AT_REMOVEDIR) == 0 || errno == ENOENT;
    }
    close(folder);
    return removed;
}

static bool remove_at_depth(int parent, const char *name, int depth)
{
    if (unlinkat(parent, name, 0) == 0 || errno == ENOENT) {
        return true;
    }
    if (errno != EISDIR && errno != EPERM) { /* Linux says the first, POSIX the second */
        return false;
    }
    return remove_folder(parent, name, depth);
}

static bool remove_entry(void *user, int folder, const char *name)
{
    const int *depth = user;
    return remove_at_depth(folder, name, *depth + 1);
}

bool folder_remove(int parent, const char *name)
{
    return remove_at_depth(parent, name, 0);
}

static bool is_temporary(const char *name, const char *prefix)
{
    size_t length = strlen(prefix);
    return strncmp(name, prefix, length) == 0 && strlen(name + length) == FOLDER_RANDOM_DIGITS &&
           strspn(name + length, "0123456789abcdef") == FOLDER_RANDOM_DIGITS;
}

static bool remove_if_abandoned(void *user, int parent, const char *name)
{
    if (!is_temporary(name, user)) {
        return true;
    }
    int folder = open_folder(parent, name);
    if (folder < 0) {
        return true;
    }
    if (flock(folder, LOCK_EX | LOCK_NB) == 0) {
        remove_folder(parent, name, 0);
    }
    close(folder);
    return true;
}

void folder_remove_abandoned(int parent, const char *prefix)
{
    int list = open_folder(parent, "."); /* a description of its own, for its own position */
    if (list >= 0) {
        each_entry(list, remove_if_abandoned, (void *)prefix);
        close(list);
    }
}
