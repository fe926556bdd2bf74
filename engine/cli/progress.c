/** Draws the bar: nothing for work of less than half a second, then at most ten times a second. */
#include "cli/progress.h"
#include "cli/interrupt.h"
#include "cli/terminal.h"
#include <stdio.h>
#include <unistd.h>

enum { BAR_WIDTH = 30 };

static const double QUIET_SECONDS = 0.5;
static const double REDRAW_SECONDS = 0.1;

static double seconds_between(struct timespec from, struct timespec to)
{
    return (double)(to.tv_sec - from.tv_sec) + 1e-9 * (double)(to.tv_nsec - from.tv_nsec);
}

static void draw(const char *stage, uint64_t done, uint64_t total)
{
    double share = total > 0 && done < total ? (double)done / (double)total : 1.0;
    int filled = (int)(share * BAR_WIDTH);
    fprintf(stderr, "\r[%.*s%.*s] %3d%% %.40s\033[K", filled, "##############################", BAR_WIDTH - filled,
            "                              ", (int)(share * 100.0), stage);
    fflush(stderr);
}

void progress_begin(struct progress *progress, bool quiet)
{
    *progress = (struct progress){.allowed = !quiet && terminal_can_rewrite(STDERR_FILENO)};
    clock_gettime(CLOCK_MONOTONIC, &progress->begun);
    progress->drawn = progress->begun;
}

int progress_told(void *user, const char *stage, uint64_t done, uint64_t total)
{
    struct progress *progress = user;
    struct timespec now;
    if (progress->allowed && clock_gettime(CLOCK_MONOTONIC, &now) == 0 &&
        seconds_between(progress->begun, now) >= QUIET_SECONDS &&
        (!progress->shown || seconds_between(progress->drawn, now) >= REDRAW_SECONDS)) {
        draw(stage, done, total);
        progress->drawn = now;
        progress->shown = true;
    }
    return interrupt_requested();
}

void progress_end(struct progress *progress)
{
    if (progress->shown) {
        fputs("\r\033[K", stderr);
        progress->shown = false;
    }
}
