/** Absolute paths, cut to their last component. */
#include "report/portable_path.h"
#include <string.h>

const char *portable_name(const char *path)
{
    const char *name = path;
    for (const char *slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/')) {
        name = slash[1 + strspn(slash + 1, "/")] ? slash + 1 : name;
    }
    return name;
}

const char *portable_path(const char *path)
{
    return path[0] == '/' ? portable_name(path) : path;
}

/** True if a path that stands after this byte begins there. */
static bool begins_path(char before)
{
    return strchr(" \t\n='\":,[{(", before) != NULL; /* the NUL too: the start of the text */
}

/** Bytes of the path at `text`, which ends at a blank or at the quote that stands before it. */
static size_t path_length(const char *text, char before)
{
    char quote[2] = {before, '\0'};
    if (before == '\'' || before == '"') {
        return strcspn(text, quote);
    }
    size_t length = 0;
    while (text[length] && !strchr(" \t\n'\",]})", text[length])) {
        length += text[length] == '\\' && text[length + 1] ? 2 : 1;
    }
    return length;
}

void portable_text(struct text_buffer *buffer, const char *text)
{
    char before = '\0';
    while (*text) {
        size_t length = 1;
        if (*text == '/' && begins_path(before)) {
            length = path_length(text, before);
            size_t last = length;
            while (last > 0 && text[last - 1] != '/') {
                last--;
            }
            text_buffer_add_bytes(buffer, text + last, length - last);
        } else {
            text_buffer_add_bytes(buffer, text, 1);
        }
        before = text[length - 1];
        text += length;
    }
}
