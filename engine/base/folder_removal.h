/** Removing folders with all that is in them, without following links and without needing memory. */
#ifndef TOCSIN_BASE_FOLDER_REMOVAL_H
#define TOCSIN_BASE_FOLDER_REMOVAL_H

#include <stdbool.h>

/** Removes the file or folder `name` in the open folder `parent`. True if it is gone, also if it never was. */
bool folder_remove(int parent, const char *name);

enum { FOLDER_NAME_SIZE = 256 }; /* of an entry of a folder, with its NUL: NAME_MAX + 1 */

/**
 * Looks for entries of the open folder whose names are not in `names` (NULL at the end). `other` becomes the first of
 * them in the order of bytes, or empty. False, with errno set, if the folder could not be read.
 */
bool folder_find_other(int folder, const char *const *names, char other[FOLDER_NAME_SIZE]);

/** Hexadecimal digits after the prefix in the name of a temporary folder. */
enum { FOLDER_RANDOM_DIGITS = 16 };

/**
 * Removes the folders in `parent` that are called `prefix` and FOLDER_RANDOM_DIGITS lower-case hexadecimal digits and
 * are not locked with flock(2): what a process that was killed has left. Those in use stay.
 */
void folder_remove_abandoned(int parent, const char *prefix);

#endif
