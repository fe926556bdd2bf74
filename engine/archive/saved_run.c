/** Looking things up in a run folder that was read back. */
#include "archive/saved_run.h"
#include "base/text.h"

const struct saved_file *saved_run_file(const struct saved_run *run, const char *name)
{
    for (size_t i = 0; i < run->file_count; i++) {
        if (text_equal(run->files[i].name, name)) {
            return &run->files[i];
        }
    }
    return NULL;
}
