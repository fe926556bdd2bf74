/**
 * What was found wrong with the inputs. Reporting never fails: when memory is out, a finding is kept with the summary
 * of its code, and when even that has no room it is still counted and its status remembered.
 */
#include "base/diagnostics.h"
#include "base/context.h"
#include "base/memory.h"
#include "base/text.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum {
    KEPT_PER_FILE = 100,
    FIRST_KEPT = 16,  /* room made before anything is reported */
    TEXT_SIZE = 1024, /* bytes of a message or hint with its NUL; the rest is cut off */
    MOST_RUNS = 256,  /* changes of status that are remembered in order */
    SEVERITIES = TOCSIN_ERROR + 1
};

/** Findings of one file. */
struct file_count {
    const char *file; /* NULL: those that concern no file */
    size_t kept;
    size_t errors_kept;
};

/** Successive errors of the same status. */
struct status_run {
    uint64_t first; /* errors found before the run */
    tocsin_status status;
};

struct diagnostics {
    struct arena texts;
    tocsin_diagnostic *kept;
    size_t kept_count;
    size_t kept_capacity;
    struct file_count *files;
    size_t file_count;
    size_t file_capacity;
    size_t last_file;
    bool muted;
    uint64_t totals[SEVERITIES];
    uint64_t errors; /* since the context was made: clearing does not lower it, so that marks stay good */
    struct status_run runs[MOST_RUNS];
    size_t run_count;
    uint64_t last_error[TOCSIN_STATUS_END]; /* value of `errors` after the newest error of each status */
};

static const struct diagnostic_description descriptions[] = {
#define DIAGNOSTIC(name, number, severity, status, summary) {#name, number, severity, status, summary},
#include "base/diagnostic_codes.def"
#undef DIAGNOSTIC
};

#define DIAGNOSTIC(name, number, severity, status, summary)                                                            \
    _Static_assert((severity) == TOCSIN_NOTE || (status) != TOCSIN_OK, #name " needs the status that it has as "       \
                                                                             "error");
#include "base/diagnostic_codes.def"
#undef DIAGNOSTIC

/** Places of the codes in the table above. */
enum position {
#define DIAGNOSTIC(name, number, severity, status, summary) POSITION_##name,
#include "base/diagnostic_codes.def"
#undef DIAGNOSTIC
    POSITION_END
};

const struct diagnostic_description *diagnostics_description(size_t index)
{
    return index < POSITION_END ? &descriptions[index] : NULL;
}

/** A number used twice in the list does not compile. */
static const struct diagnostic_description *describe(enum diagnostic_code code)
{
    switch (code) {
#define DIAGNOSTIC(name, number, severity, status, summary)                                                            \
    case DIAGNOSTIC_##name:                                                                                            \
        return &descriptions[POSITION_##name];
#include "base/diagnostic_codes.def"
#undef DIAGNOSTIC
    }
    return &descriptions[POSITION_INTERNAL];
}

static void lock(const tocsin_context *context)
{
    pthread_mutex_lock((pthread_mutex_t *)&context->lock);
}

static void unlock(const tocsin_context *context)
{
    pthread_mutex_unlock((pthread_mutex_t *)&context->lock);
}

struct diagnostics *diagnostics_create(tocsin_context *context)
{
    struct diagnostics *diagnostics = memory_allocate(context, 1, sizeof *diagnostics);
    if (!diagnostics) {
        return NULL;
    }
    arena_begin(&diagnostics->texts, context);
    diagnostics->kept = memory_allocate(context, FIRST_KEPT, sizeof *diagnostics->kept);
    diagnostics->files = memory_allocate(context, FIRST_KEPT, sizeof *diagnostics->files);
    if (!diagnostics->kept || !diagnostics->files) {
        diagnostics_destroy(context, diagnostics);
        return NULL;
    }
    diagnostics->kept_capacity = FIRST_KEPT;
    diagnostics->file_capacity = FIRST_KEPT;
    return diagnostics;
}

void diagnostics_destroy(tocsin_context *context, struct diagnostics *diagnostics)
{
    if (diagnostics) {
        arena_end(&diagnostics->texts);
        memory_release(context, diagnostics->kept);
        memory_release(context, diagnostics->files);
        memory_release(context, diagnostics);
    }
}

static void clear(tocsin_context *context)
{
    lock(context);
    struct diagnostics *diagnostics = context->diagnostics;
    arena_end(&diagnostics->texts);
    diagnostics->kept_count = 0;
    diagnostics->file_count = 0;
    diagnostics->last_file = 0;
    memset(diagnostics->totals, 0, sizeof diagnostics->totals);
    unlock(context);
}

/** Remembers the status of an error. Once there is no room for another run, the last one is of mixed statuses. */
static void record_error(struct diagnostics *diagnostics, tocsin_status status)
{
    size_t count = diagnostics->run_count;
    bool same = count > 0 && diagnostics->runs[count - 1].status == status;
    if (!same && count < MOST_RUNS) {
        diagnostics->runs[count] = (struct status_run){diagnostics->errors, status};
        diagnostics->run_count++;
    }
    diagnostics->errors++;
    diagnostics->last_error[status] = diagnostics->errors;
}

/** In a run of mixed statuses: the gravest of those since the mark (they are numbered so). */
static tocsin_status gravest_since(const struct diagnostics *diagnostics, uint64_t mark)
{
    for (tocsin_status status = TOCSIN_OK + 1; status < TOCSIN_STATUS_END; status++) {
        if (diagnostics->last_error[status] > mark) {
            return status;
        }
    }
    return TOCSIN_ERROR_INTERNAL;
}

void diagnostics_mute(tocsin_context *context, bool muted)
{
    lock(context);
    context->diagnostics->muted = muted;
    unlock(context);
}

uint64_t diagnostics_mark(const tocsin_context *context)
{
    lock(context);
    uint64_t mark = context->diagnostics->errors;
    unlock(context);
    return mark;
}

static tocsin_status status_since(const struct diagnostics *diagnostics, uint64_t mark)
{
    if (mark >= diagnostics->errors) {
        return TOCSIN_OK;
    }
    size_t run = diagnostics->run_count - 1;
    while (run > 0 && diagnostics->runs[run].first > mark) {
        run--;
    }
    return run == MOST_RUNS - 1 ? gravest_since(diagnostics, mark) : diagnostics->runs[run].status;
}

tocsin_status diagnostics_since(const tocsin_context *context, uint64_t mark)
{
    lock(context);
    tocsin_status status = status_since(context->diagnostics, mark);
    unlock(context);
    return status;
}

/** The counts of a file, made if need be; NULL if there is no memory. */
static struct file_count *find_file(struct diagnostics *diagnostics, tocsin_context *context, const char *file)
{
    if (diagnostics->last_file < diagnostics->file_count &&
        text_equal(diagnostics->files[diagnostics->last_file].file, file)) {
        return &diagnostics->files[diagnostics->last_file];
    }
    size_t i = 0;
    while (i < diagnostics->file_count && !text_equal(diagnostics->files[i].file, file)) {
        i++;
    }
    if (i == diagnostics->file_count) {
        const char *copy = arena_text(&diagnostics->texts, file);
        if ((file && !copy) || memory_grow(context, &diagnostics->files, i, sizeof *diagnostics->files,
                                           &diagnostics->file_capacity) != TOCSIN_OK) {
            return NULL;
        }
        diagnostics->files[i] = (struct file_count){.file = copy};
        diagnostics->file_count++;
    }
    diagnostics->last_file = i;
    return &diagnostics->files[i];
}

/** Drops the newest kept finding of a file that is not an error, so that warnings never crowd out an error. */
static bool drop_lesser(struct diagnostics *diagnostics, struct file_count *file)
{
    if (file->errors_kept == file->kept) {
        return false;
    }
    for (size_t i = diagnostics->kept_count; i-- > 0;) {
        tocsin_diagnostic *kept = &diagnostics->kept[i];
        if (kept->severity < TOCSIN_ERROR && text_equal(kept->file, file->file)) {
            diagnostics->kept_count--;
            memmove(kept, kept + 1, (diagnostics->kept_count - i) * sizeof *kept);
            file->kept--;
            return true;
        }
    }
    return false;
}

/** Room for one more finding of a file; NULL if there is none. */
static tocsin_diagnostic *make_room(struct diagnostics *diagnostics, tocsin_context *context, struct file_count *file,
                                    int32_t severity)
{
    bool full = file->kept >= KEPT_PER_FILE;
    if (full && (severity < TOCSIN_ERROR || !drop_lesser(diagnostics, file))) {
        return NULL;
    }
    if (memory_grow(context, &diagnostics->kept, diagnostics->kept_count, sizeof *diagnostics->kept,
                    &diagnostics->kept_capacity) != TOCSIN_OK) {
        return NULL;
    }
    file->kept++;
    file->errors_kept += severity == TOCSIN_ERROR;
    return &diagnostics->kept[diagnostics->kept_count++];
}

/** A text cut off at TEXT_SIZE ends in three dots, not in half a character. */
static void end_cut_text(char text[TEXT_SIZE])
{
    size_t end = TEXT_SIZE - sizeof "...";
    while (end > 0 && ((unsigned char)text[end] & 0xC0) == 0x80) {
        end--;
    }
    memcpy(text + end, "...", sizeof "...");
}

/** What is found in files is shown to people: bytes that are not UTF-8 and controls, which could steer a terminal,
 * become question marks. */
static void make_presentable(char *text)
{
    size_t length = strlen(text);
    size_t offset = 0;
    for (size_t start = 0; !text_is_utf8(text + start, length - start, &offset); start += offset + 1) {
        text[start + offset] = '?';
    }
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)text[i];
        unsigned char next = (unsigned char)text[i + 1];
        if (byte < 0x20 || byte == 0x7F) {
            text[i] = '?';
        } else if (byte == 0xC2 && next < 0xA0) { /* U+0080 to U+009F */
            text[i] = '?';
            text[i + 1] = '?';
        }
    }
}

/** A copy for the time until the diagnostics are cleared; NULL if there is no memory. */
static const char *keep_text(struct diagnostics *diagnostics, const char *text)
{
    char presentable[TEXT_SIZE];
    size_t length = strlen(text);
    size_t copied = length < TEXT_SIZE ? length : TEXT_SIZE - 1;
    memcpy(presentable, text, copied);
    presentable[copied] = '\0';
    if (copied < length) {
        end_cut_text(presentable);
    }
    make_presentable(presentable);
    return arena_text(&diagnostics->texts, presentable);
}

/** What is to be kept, but for its message. */
struct finding {
    const struct diagnostic_description *description;
    int32_t severity;
    struct location at;
    const char *hint;
};

/** Findings beyond those kept cost no more than the look at their file's count: a file may be wrong in every row. */
static void keep(tocsin_context *context, const struct finding *finding, const char *format, va_list arguments)
    __attribute__((format(printf, 3, 0)));

static void keep(tocsin_context *context, const struct finding *finding, const char *format, va_list arguments)
{
    struct diagnostics *diagnostics = context->diagnostics;
    struct file_count *file = find_file(diagnostics, context, finding->at.file);
    tocsin_diagnostic *room = file ? make_room(diagnostics, context, file, finding->severity) : NULL;
    if (!room) {
        return;
    }
    char message[TEXT_SIZE + 1]; /* one more, so that a text that was cut off is seen to be */
    int length = vsnprintf(message, sizeof message, format, arguments);
    const char *text = length < 0 ? NULL : keep_text(diagnostics, message);
    *room = (tocsin_diagnostic){.severity = finding->severity,
                                .code = finding->description->number,
                                .file = file->file,
                                .line = finding->at.line,
                                .column = finding->at.column,
                                .message = text ? text : finding->description->summary,
                                .hint = finding->hint ? keep_text(diagnostics, finding->hint) : NULL};
}

tocsin_status diagnostics_report(tocsin_context *context, enum diagnostic_code code, struct location at,
                                 const char *hint, const char *format, ...)
{
    struct finding finding = {.description = describe(code), .at = at, .hint = hint};
    bool raised = context->strict && finding.description->severity == TOCSIN_WARNING;
    finding.severity = raised ? TOCSIN_ERROR : finding.description->severity;
    lock(context);
    if (finding.severity == TOCSIN_ERROR) {
        record_error(context->diagnostics, finding.description->status);
    }
    if (!context->diagnostics->muted || diagnostics_stop(finding.description->status)) {
        context->diagnostics->totals[finding.severity]++;
        va_list arguments;
        va_start(arguments, format);
        keep(context, &finding, format, arguments);
        va_end(arguments);
    }
    unlock(context);
    return finding.severity == TOCSIN_ERROR ? finding.description->status : TOCSIN_OK;
}

size_t diagnostics_count(const tocsin_context *context)
{
    lock(context);
    size_t count = context->diagnostics->kept_count;
    unlock(context);
    return count;
}

void diagnostics_at(const tocsin_context *context, size_t index, tocsin_diagnostic *diagnostic)
{
    lock(context);
    *diagnostic = context->diagnostics->kept[index];
    unlock(context);
}

uint64_t diagnostics_total(const tocsin_context *context, int32_t severity)
{
    lock(context);
    uint64_t total = context->diagnostics->totals[severity];
    unlock(context);
    return total;
}

size_t tocsin_diagnostic_count(const tocsin_context *context)
{
    return context ? diagnostics_count(context) : 0;
}

tocsin_status tocsin_diagnostic_at(const tocsin_context *context, size_t index, tocsin_diagnostic *diagnostic)
{
    if (!context || !diagnostic || index >= diagnostics_count(context)) {
        return TOCSIN_ERROR_ARGUMENT;
    }
    diagnostics_at(context, index, diagnostic);
    return TOCSIN_OK;
}

uint64_t tocsin_diagnostic_total(const tocsin_context *context, int32_t severity)
{
    return context && severity >= TOCSIN_NOTE && severity < SEVERITIES ? diagnostics_total(context, severity) : 0;
}

void tocsin_diagnostics_clear(tocsin_context *context)
{
    if (context) {
        clear(context);
    }
}
