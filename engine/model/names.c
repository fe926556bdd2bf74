/** Ids sorted by their bytes. */
#include "model/names.h"
#include <stdlib.h>
#include <string.h>

struct named {
    const char *id;
    size_t position;
};

static int compare_named(const void *left, const void *right)
{
    return strcmp(((const struct named *)left)->id, ((const struct named *)right)->id);
}

bool names_make(struct workspace *workspace, const char **ids, size_t count, struct names *names)
{
    struct named *named = workspace_allocate(workspace, count, sizeof *named);
    const char **sorted = workspace_allocate(workspace, count, sizeof *sorted);
    size_t *positions = workspace_allocate(workspace, count, sizeof *positions);
    if (!named || !sorted || !positions) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        named[i] = (struct named){ids[i], i};
    }
    if (count > 1) {
        qsort(named, count, sizeof *named, compare_named);
    }
    for (size_t i = 0; i < count; i++) {
        sorted[i] = named[i].id;
        positions[i] = named[i].position;
    }
    *names = (struct names){sorted, ids, positions, count};
    return true;
}

bool names_find(const struct names *names, const char *id, size_t *position)
{
    size_t low = 0;
    size_t high = names->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(names->sorted[middle], id);
        if (order == 0) {
            *position = names->positions[middle];
            return true;
        }
        low = order < 0 ? middle + 1 : low;
        high = order < 0 ? high : middle;
    }
    return false;
}

const char *names_suggest(struct workspace *workspace, const struct names *names, const char *id)
{
    return workspace_suggest(workspace, id, names->ids, names->count, sizeof *names->ids);
}
