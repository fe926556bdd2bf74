/** A bar on the terminal while work lasts, and the way in which a run learns that it is to stop. */
#ifndef TOCSIN_CLI_PROGRESS_H
#define TOCSIN_CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

struct progress {
    bool allowed; /* standard error is a terminal and the user did not ask for quiet */
    bool shown;   /* there is a bar to be cleared */
    struct timespec begun;
    struct timespec drawn;
};

void progress_begin(struct progress *progress, bool quiet);
/** As tocsin_progress; `user` is the struct progress. */
int progress_told(void *user, const char *stage, uint64_t done, uint64_t total);
/** Clears the bar. */
void progress_end(struct progress *progress);

#endif
