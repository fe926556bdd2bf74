/** Signals. A handler can reach nothing but a flag of the process, so here is one. */
#include "cli/interrupt.h"
#include "cli/exit_code.h"
#include <signal.h>
#include <stddef.h>

enum { PATIENCE_SECONDS = 2 };

static volatile sig_atomic_t requested;

/* A second signal changes nothing: timeout(1) sends two, and patience is short anyway. */
static void request(int signal_number)
{
    (void)signal_number;
    if (!requested) {
        requested = 1;
        alarm(PATIENCE_SECONDS);
    }
}

/** Reached if the run has not come to a stop, as when it waits for a pipe that nobody writes to. */
static void leave(int signal_number)
{
    (void)signal_number;
    _exit(EXIT_CODE_INTERRUPTED);
}

/** Leaves alone what the caller had ignored, as `nohup` and shells do for jobs in the background. */
static void handle(int signal_number)
{
    struct sigaction former;
    if (sigaction(signal_number, NULL, &former) == 0 && former.sa_handler == SIG_IGN) {
        return;
    }
    struct sigaction action = {.sa_handler = request};
    sigemptyset(&action.sa_mask);
    sigaction(signal_number, &action, NULL);
}

void interrupt_begin(void)
{
    handle(SIGINT);
    handle(SIGTERM);
    struct sigaction on_alarm = {.sa_handler = leave};
    sigemptyset(&on_alarm.sa_mask);
    sigaction(SIGALRM, &on_alarm, NULL);
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigemptyset(&ignore.sa_mask);
    sigaction(SIGPIPE, &ignore, NULL);
}

bool interrupt_requested(void)
{
    return requested != 0;
}
