/** Renames within one folder, by whatever the file system can do. */
#include "base/folder_placing.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/random.h>
#include <sys/stat.h>

int folder_random_name(const char *prefix, char name[FOLDER_NAME_SIZE])
{
    unsigned char random[FOLDER_RANDOM_DIGITS / 2];
    ssize_t got;
    do {
        got = getrandom(random, sizeof random, 0);
    } while (got < 0 && errno == EINTR);
    if (got != (ssize_t)sizeof random) {
        return got < 0 ? errno : EIO;
    }
    int length = snprintf(name, FOLDER_NAME_SIZE, "%s", prefix);
    for (size_t i = 0; i < sizeof random; i++) {
        snprintf(name + length + 2 * i, 3, "%02x", random[i]);
    }
    return 0;
}

static bool is_unsupported(int error)
{
    return error == EINVAL || error == ENOSYS || error == ENOTSUP;
}

int folder_place_as_new(struct folder_placing *placing)
{
    if (renameat2(placing->parent, placing->temporary_name, placing->parent, placing->name, RENAME_NOREPLACE) != 0) {
        if (!is_unsupported(errno)) {
            return errno;
        }
        struct stat about;
        if (fstatat(placing->parent, placing->name, &about, AT_SYMLINK_NOFOLLOW) == 0) {
            return EEXIST;
        }
        if (renameat(placing->parent, placing->temporary_name, placing->parent, placing->name) != 0) {
            return errno;
        }
    }
    placing->how = FOLDER_PLACED_AS_NEW;
    return 0;
}

/** Where the file system cannot exchange: the old folder aside, the new one in its place. */
static int place_by_two_renames(struct folder_placing *placing)
{
    char prefix[FOLDER_NAME_SIZE];
    snprintf(prefix, sizeof prefix, "%.*sold-", FOLDER_NAME_SIZE - FOLDER_RANDOM_DIGITS - 8, placing->prefix);
    int error = folder_random_name(prefix, placing->old_name);
    if (error) {
        return error;
    }
    if (renameat(placing->parent, placing->name, placing->parent, placing->old_name) != 0) {
        return errno;
    }
    if (renameat(placing->parent, placing->temporary_name, placing->parent, placing->name) != 0) {
        error = errno;
        renameat(placing->parent, placing->old_name, placing->parent, placing->name);
        return error;
    }
    placing->how = FOLDER_PLACED_BY_TWO_RENAMES;
    return 0;
}

int folder_place_by_exchange(struct folder_placing *placing)
{
    if (renameat2(placing->parent, placing->temporary_name, placing->parent, placing->name, RENAME_EXCHANGE) == 0) {
        placing->how = FOLDER_PLACED_BY_EXCHANGE;
        return 0;
    }
    return is_unsupported(errno) ? place_by_two_renames(placing) : errno;
}

void folder_take_back(struct folder_placing *placing)
{
    int result = 0;
    switch (placing->how) {
    case FOLDER_NOT_PLACED:
        break;
    case FOLDER_PLACED_AS_NEW:
        result = renameat(placing->parent, placing->name, placing->parent, placing->temporary_name);
        break;
    case FOLDER_PLACED_BY_EXCHANGE:
        result = renameat2(placing->parent, placing->temporary_name, placing->parent, placing->name, RENAME_EXCHANGE);
        break;
    case FOLDER_PLACED_BY_TWO_RENAMES:
        result = renameat(placing->parent, placing->name, placing->parent, placing->temporary_name);
        if (result == 0) {
            result = renameat(placing->parent, placing->old_name, placing->parent, placing->name);
        }
        break;
    }
    if (result == 0) {
        placing->how = FOLDER_NOT_PLACED;
    }
}

const char *folder_replaced(const struct folder_placing *placing)
{
    switch (placing->how) {
    case FOLDER_PLACED_BY_EXCHANGE:
        return placing->temporary_name;
    case FOLDER_PLACED_BY_TWO_RENAMES:
        return placing->old_name;
    case FOLDER_NOT_PLACED:
    case FOLDER_PLACED_AS_NEW:
        break;
    }
    return NULL;
}
