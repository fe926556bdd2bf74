/** Expands patterns with glob(3) and puts the files in the order of their names, the same in every locale. */
#include "model/file_pattern.h"
#include "base/text.h"
#include <glob.h>
#include <stdlib.h>
#include <string.h>

/** Files found so far. */
struct found {
    struct source_file *files;
    size_t count;
    size_t capacity;
};

static void fault_twice(const struct named_value *value, const char *named)
{
    char shown[WORKSPACE_SHOWN_SIZE];
    char words[PLACE_WORDS_SIZE];
    workspace_fault(value->workspace, DIAGNOSTIC_MODEL_FILE_TWICE, value->node->at, "its rows would count twice",
                    "file '%s' is named twice in %s", workspace_shorten(shown, named),
                    place_words(words, value->place));
}

/** Adds a file unless it is there already. */
static void add_file(struct reader *reader, const struct named_value *value, struct found *found, const char *path,
                     const char *named)
{
    for (size_t i = 0; i < found->count; i++) {
        if (text_equal(found->files[i].path, path)) {
            fault_twice(value, named);
            return;
        }
    }
    if (workspace_grow(reader->workspace, &found->files, found->count, sizeof *found->files, &found->capacity)) {
        found->files[found->count++] = (struct source_file){path, named};
    }
}

/** The folder of the model is no pattern, whatever its name. */
static char *escape_folder(struct workspace *workspace, const char *path, size_t folder)
{
    char *pattern = workspace_allocate(workspace, 2 * folder + strlen(path + folder) + 1, 1);
    if (!pattern) {
        return NULL;
    }
    size_t length = 0;
    for (size_t i = 0; i < folder; i++) {
        if (strchr("*?[]\\", path[i])) {
            pattern[length++] = '\\';
        }
        pattern[length++] = path[i];
    }
    memcpy(pattern + length, path + folder, strlen(path + folder) + 1);
    return pattern;
}

static int compare_paths(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

static void add_matches(struct reader *reader, const struct named_value *value, struct found *found, size_t folder,
                        glob_t *matches)
{
    qsort(matches->gl_pathv, matches->gl_pathc, sizeof *matches->gl_pathv, compare_paths);
    for (size_t i = 0; i < matches->gl_pathc; i++) {
        const char *path = workspace_text(reader->workspace, matches->gl_pathv[i]);
        if (path) {
            add_file(reader, value, found, path, path + (strlen(path) > folder ? folder : 0));
        }
    }
}

static void expand(struct reader *reader, const struct named_value *value, struct found *found, const char *path,
                   const char *named)
{
    size_t folder = strlen(path) - strlen(named);
    char *pattern = escape_folder(reader->workspace, path, folder);
    if (!pattern) {
        return;
    }
    glob_t matches = {.gl_pathc = 0};
    int result = glob(pattern, GLOB_NOSORT, NULL, &matches);
    if (result == 0) {
        add_matches(reader, value, found, folder, &matches);
    } else if (result == GLOB_NOSPACE) {
        reader->workspace->out_of_memory = true;
    } else {
        char shown[WORKSPACE_SHOWN_SIZE];
        char words[PLACE_WORDS_SIZE];
        workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_NO_FILE, value->node->at, NULL,
                        "no file matches '%s' in %s", workspace_shorten(shown, named),
                        place_words(words, value->place));
    }
    globfree(&matches);
}

static void add_standard_input(struct reader *reader, const struct named_value *value, struct found *found)
{
    if (reader->has_stdin) {
        workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_FILE_TWICE, value->node->at, NULL,
                        "standard input ('-') can be read only once");
        return;
    }
    reader->has_stdin = true;
    add_file(reader, value, found, "-", "-");
}

static void add_named(struct reader *reader, const struct named_value *value, struct found *found)
{
    struct model_file file;
    if (!value_file(value, reader->model->path, &file)) {
        return;
    }
    if (text_equal(file.named, "-")) {
        add_standard_input(reader, value, found);
    } else if (reader->touch_files && strpbrk(file.named, "*?[")) {
        expand(reader, value, found, file.path, file.named);
    } else {
        add_file(reader, value, found, file.path, file.named);
    }
}

void file_pattern_read(struct reader *reader, const struct named_value *value, struct source_recipe *source)
{
    struct found found = {NULL, 0, 0};
    if (value->node->kind != DOCUMENT_SEQUENCE) {
        add_named(reader, value, &found);
    } else if (value->node->count == 0) {
        char words[PLACE_WORDS_SIZE];
        workspace_fault(reader->workspace, DIAGNOSTIC_MODEL_LENGTH, value->node->at, NULL,
                        "'%s' in %s is an empty list", value->key, place_words(words, value->place));
    } else {
        for (size_t i = 0; i < value->node->count; i++) {
            struct named_value item = *value;
            item.node = value->node->items[i];
            add_named(reader, &item, &found);
        }
    }
    source->files = found.files;
    source->file_count = found.count;
}
