/** Feeds files to a fuzz target in builds without libFuzzer: fuzz_replay_NAME FILE-OR-FOLDER... */
#include "target.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static size_t replayed;

/** The target sees a block of exactly the file's size, so that a sanitizer notices a look behind its end. */
static bool replay_file(const char *path, size_t size)
{
    FILE *file = fopen(path, "rb");
    uint8_t *bytes = malloc(size);
    bool read = file && (size == 0 || (bytes && fread(bytes, 1, size, file) == size));
    if (file) {
        fclose(file);
    }
    if (read) {
        printf("%s\n", path); /* the last line names the input at fault */
        fflush(stdout);
        LLVMFuzzerTestOneInput(bytes, size);
        replayed++;
    } else {
        perror(path);
    }
    free(bytes);
    return read;
}

static bool replay(const char *path);

static bool replay_folder(const char *path)
{
    struct dirent **entries = NULL;
    int count = scandir(path, &entries, NULL, alphasort);
    bool good = count >= 0;
    for (int i = 0; i < count; i++) {
        char inner[4096];
        if (entries[i]->d_name[0] != '.') {
            snprintf(inner, sizeof inner, "%s/%s", path, entries[i]->d_name);
            good = replay(inner) && good;
        }
        free(entries[i]);
    }
    free(entries);
    return good;
}

static bool replay(const char *path)
{
    struct stat found;
    if (stat(path, &found) != 0) {
        perror(path);
        return false;
    }
    return S_ISDIR(found.st_mode) ? replay_folder(path) : replay_file(path, (size_t)found.st_size);
}

int main(int argument_count, char **arguments)
{
    bool good = true;
    for (int i = 1; i < argument_count; i++) {
        good = replay(arguments[i]) && good;
    }
    printf("%zu inputs replayed\n", replayed);
    return good && replayed > 0 ? 0 : 1;
}
