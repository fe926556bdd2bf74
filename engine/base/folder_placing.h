/**
 * Putting a folder that was built under a temporary name in its place beside it, in one step for whoever looks on, and
 * taking it back.
 */
#ifndef TOCSIN_BASE_FOLDER_PLACING_H
#define TOCSIN_BASE_FOLDER_PLACING_H

#include "base/folder_removal.h"

/** How the folder came to stand where it was asked for, and so how to take it back. */
enum folder_placed { FOLDER_NOT_PLACED, FOLDER_PLACED_AS_NEW, FOLDER_PLACED_BY_EXCHANGE, FOLDER_PLACED_BY_TWO_RENAMES };

struct folder_placing {
    int parent;                    /* the open folder that both names are in */
    const char *name;              /* where the folder is to stand */
    char prefix[FOLDER_NAME_SIZE]; /* of the names of temporary folders for it */
    char temporary_name[FOLDER_NAME_SIZE];
    char old_name[FOLDER_NAME_SIZE]; /* of the replaced folder, where two renames were needed */
    enum folder_placed how;
};

/** Appends FOLDER_RANDOM_DIGITS random digits, so that nobody can put something there beforehand. 0 or the error. */
int folder_random_name(const char *prefix, char name[FOLDER_NAME_SIZE]);

/** Where nothing is to be there: 0 or the error, EEXIST if something came there meanwhile. */
int folder_place_as_new(struct folder_placing *placing);
/** Where something is to be replaced: 0 or the error. What was there then has the name that folder_replaced tells. */
int folder_place_by_exchange(struct folder_placing *placing);
/** The new folder is temporary again, the old one where it was. If that fails, both stay. */
void folder_take_back(struct folder_placing *placing);
/** The name that the replaced folder has now; NULL if none was replaced. */
const char *folder_replaced(const struct folder_placing *placing);

#endif
