/**
 * The one place that writes files. A folder of outputs is built under a temporary name beside its final one, every
 * file is written with write(2), synced and closed with the close checked, the folder is synced and appears by one
 * rename; on any failure nothing of it is left and what was there before still is. Temporary folders that a killed
 * process has left for the same target are removed by the next one.
 */
#ifndef TOCSIN_BASE_ATOMIC_FILE_H
#define TOCSIN_BASE_ATOMIC_FILE_H

#include "base/output.h"

struct atomic_folder;

/**
 * Begins a folder that is to be `path`. If something is there already: an error, unless `replace` is set and it is a
 * folder that holds a file named as the first of `names` and nothing that is not in `names` (which end with NULL and
 * outlive the folder), so that only folders of our own making are ever replaced, and nothing that was put into them
 * is lost. Without `names` nothing is replaced.
 * Slashes at the end are passed over; the parent of the folder must exist. Reports a diagnostic and fails with
 * TOCSIN_ERROR_CANNOT_CREATE, with TOCSIN_ERROR_IO if there is no room left.
 */
tocsin_status atomic_folder_begin(tocsin_context *context, const char *path, bool replace, const char *const *names,
                                  struct atomic_folder **folder);
/** Opens a file of the folder for writing (mode 0666 less the umask); one at a time. `name` holds no slash, or names
 * one level of subfolder ("data/regions.csv"), which is made. */
tocsin_status atomic_folder_open(struct atomic_folder *folder, const char *name, struct output **output);
/** Flushes, syncs, closes; `output` is gone then. After a failure the folder can only be discarded. `hash_text` and
 * `bytes` (either may be NULL) describe what was written. */
tocsin_status atomic_folder_close(struct atomic_folder *folder, char hash_text[HASH_TEXT_SIZE], uint64_t *bytes);
/** Makes the folder appear. Frees `folder` in any case; on failure nothing of it is left. */
tocsin_status atomic_folder_commit(struct atomic_folder *folder);
/** Removes all that was written and frees `folder`; NULL is accepted. */
void atomic_folder_discard(struct atomic_folder *folder);

#endif
