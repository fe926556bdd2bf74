/** Keeps what is found wrong with a model until all of it is known. */
#include "model/workspace.h"
#include "base/text.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A hostile model may hold tens of thousands of unknown names; suggestions stop before they cost seconds. */
enum { MOST_COMPARISONS = 2000000 };

void workspace_begin(struct workspace *workspace, tocsin_context *context, struct arena *arena, const char *file)
{
    *workspace = (struct workspace){.context = context, .arena = arena, .comparisons = MOST_COMPARISONS};
    arena_begin(&workspace->scratch, context);
    if (workspace_grow(workspace, &workspace->files, 0, sizeof *workspace->files, &workspace->file_capacity)) {
        workspace->files[workspace->file_count++] = file;
    }
}

void workspace_end(struct workspace *workspace)
{
    arena_end(&workspace->scratch);
}

void *workspace_allocate(struct workspace *workspace, size_t count, size_t size)
{
    void *block = arena_allocate(workspace->arena, count, size);
    workspace->out_of_memory |= block == NULL;
    return block;
}

char *workspace_copy(struct workspace *workspace, const char *bytes, size_t length)
{
    char *copy = arena_copy(workspace->arena, bytes, length);
    workspace->out_of_memory |= copy == NULL;
    return copy;
}

char *workspace_text(struct workspace *workspace, const char *text)
{
    return workspace_copy(workspace, text, strlen(text));
}

bool workspace_grow(struct workspace *workspace, void *items, size_t count, size_t size, size_t *capacity)
{
    bool grown = arena_grow(workspace->arena, items, count, size, capacity) == TOCSIN_OK;
    workspace->out_of_memory |= !grown;
    return grown;
}

/** The rank of a file among those that faults were found in. */
static bool rank_file(struct workspace *workspace, const char *file, size_t *rank)
{
    size_t i = 0;
    while (i < workspace->file_count && !text_equal(workspace->files[i], file)) {
        i++;
    }
    if (i == workspace->file_count) {
        if (!workspace_grow(workspace, &workspace->files, i, sizeof *workspace->files, &workspace->file_capacity)) {
            return false;
        }
        workspace->files[workspace->file_count++] = file;
    }
    *rank = i;
    return true;
}

void workspace_fault(struct workspace *workspace, enum diagnostic_code code, struct location at, const char *hint,
                     const char *format, ...)
{
    char message[WORKSPACE_MESSAGE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    size_t rank;
    if (length < 0 || !rank_file(workspace, at.file, &rank)) {
        return;
    }
    struct arena *scratch = &workspace->scratch;
    const char *text = arena_text(scratch, message);
    if (!text || arena_grow(scratch, &workspace->faults, workspace->fault_count, sizeof *workspace->faults,
                            &workspace->fault_capacity) != TOCSIN_OK) {
        workspace->out_of_memory = true;
        return;
    }
    workspace->faults[workspace->fault_count] = (struct fault){at, rank, workspace->fault_count, code, text, hint};
    workspace->fault_count++;
}

const char *workspace_hint(struct workspace *workspace, const char *format, ...)
{
    char hint[WORKSPACE_MESSAGE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(hint, sizeof hint, format, arguments);
    va_end(arguments);
    const char *copy = length < 0 ? NULL : arena_text(&workspace->scratch, hint);
    workspace->out_of_memory |= copy == NULL;
    return copy;
}

const char *workspace_nearest(struct workspace *workspace, const char *word, const void *candidates, size_t count,
                              size_t stride)
{
    if (count > workspace->comparisons) {
        return NULL;
    }
    workspace->comparisons -= count;
    return text_nearest(word, candidates, count, stride);
}

const char *workspace_suggest(struct workspace *workspace, const char *word, const void *candidates, size_t count,
                              size_t stride)
{
    char hint[WORKSPACE_MESSAGE_SIZE];
    const char *nearest = workspace_nearest(workspace, word, candidates, count, stride);
    return text_suggestion(hint, sizeof hint, nearest) ? workspace_hint(workspace, "%s", hint) : NULL;
}

const char *workspace_shorten(char shown[WORKSPACE_SHOWN_SIZE], const char *text)
{
    size_t length = strlen(text);
    if (length < WORKSPACE_SHOWN_SIZE) {
        memcpy(shown, text, length + 1);
        return shown;
    }
    size_t end = WORKSPACE_SHOWN_SIZE - sizeof "...";
    while (end > 0 && ((unsigned char)text[end] & 0xC0) == 0x80) {
        end--; /* not in the middle of a character */
    }
    memcpy(shown, text, end);
    memcpy(shown + end, "...", sizeof "...");
    return shown;
}

static int compare_sizes(uint64_t left, uint64_t right)
{
    return (left > right) - (left < right);
}

static int compare_faults(const void *left_fault, const void *right_fault)
{
    const struct fault *left = left_fault;
    const struct fault *right = right_fault;
    int order = compare_sizes(left->file, right->file);
    order = order ? order : compare_sizes(left->at.line, right->at.line);
    order = order ? order : compare_sizes(left->at.column, right->at.column);
    return order ? order : compare_sizes(left->sequence, right->sequence);
}

static bool same_fault(const struct fault *left, const struct fault *right)
{
    return left->code == right->code && left->file == right->file && left->at.line == right->at.line &&
           left->at.column == right->at.column && text_equal(left->text, right->text);
}

void workspace_report(struct workspace *workspace)
{
    struct fault *faults = workspace->faults;
    if (workspace->fault_count > 0) {
        qsort(faults, workspace->fault_count, sizeof *faults, compare_faults);
    }
    for (size_t i = 0; i < workspace->fault_count; i++) {
        if (i == 0 || !same_fault(&faults[i - 1], &faults[i])) {
            diagnostics_report(workspace->context, faults[i].code, faults[i].at, faults[i].hint, "%s", faults[i].text);
        }
    }
}
