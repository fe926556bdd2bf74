/** Standard output through stdio, with the first error remembered: on a full disk only a flush may tell of it. */
#include "cli/standard_output.h"
#include "cli/interrupt.h"
#include "cli/message.h"
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Of the process, as standard output itself is: errno of the first failed write, 0 while all went well. */
static int first_error;

static void remember(bool failed)
{
    if (failed && first_error == 0) {
        first_error = errno != 0 ? errno : EIO;
    }
}

void standard_output_begin(void)
{
    /* A closed descriptor is opened the wrong way round, so that using it still fails. */
    for (int descriptor = 0; descriptor <= 2; descriptor++) {
        if (fcntl(descriptor, F_GETFD) == -1 && errno == EBADF) {
            int opened = open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY);
            (void)opened;
        }
    }
}

int standard_output_write(void *user, const char *bytes, size_t size)
{
    (void)user;
    errno = 0;
    remember(fwrite(bytes, 1, size, stdout) != size);
    return first_error != 0;
}

void standard_output_text(const char *text)
{
    standard_output_write(NULL, text, strlen(text));
}

void standard_output_format(const char *format, ...)
{
    va_list values;
    va_start(values, format);
    errno = 0;
    remember(vfprintf(stdout, format, values) < 0);
    va_end(values);
}

bool standard_output_failed(void)
{
    return first_error != 0;
}

enum exit_code standard_output_end(enum exit_code code)
{
    errno = 0;
    remember(fflush(stdout) != 0);
    remember(fclose(stdout) != 0);
    if (first_error == 0) {
        return code;
    }
    if (first_error == EINTR && interrupt_requested()) {
        return EXIT_CODE_INTERRUPTED;
    }
    if (first_error != EPIPE) {
        char text[128];
        message_about("standard output", NULL, "cannot write: %s", strerror_r(first_error, text, sizeof text));
    }
    return EXIT_CODE_IO;
}
