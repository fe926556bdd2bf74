/** Removing folders with all that is in them, without following links and without needing memory. */
#ifndef TOCSIN_BASE_FOLDER_REMOVAL_H
#define TOCSIN_BASE_FOLDER_REMOVAL_H

#include <stdbool.h>

/** Removes the file or folder `name` in the open folder `parent`. True if it is gone, also if it never was. */
bool folder_remove(int parent, const char *name);

/** Hexadecimal digits after the prefix in the name of a temporary folder. */
enum { FOLDER_RANDOM_DIGITS = 16 };

/**
 * Removes the folders in `parent` that are called `prefix` and FOLDER_RANDOM_DIGITS lower-case hexadecimal digits and
 * are not locked with flock(2): what a process that was killed has left. Those in use stay.
 */
void folder_remove_abandoned(int parent, const char *prefix);

#endif
