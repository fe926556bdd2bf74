/** Findings: what is kept, what is counted, and what becomes of them when memory is out. */
#include "base/context.h"
#include "base/diagnostics.h"
#include "base/text.h"
#include "suite.h"
#include "support.h"
#include <pthread.h>
#include <stdio.h>
#include <string.h>

static void codes_are_in_order(void)
{
    const struct diagnostic_description *row;
    size_t count = 0;
    for (; (row = diagnostics_description(count)); count++) {
        CU_ASSERT(row->severity >= TOCSIN_NOTE && row->severity <= TOCSIN_ERROR);
        CU_ASSERT(row->status >= TOCSIN_OK && row->status < TOCSIN_STATUS_END);
        CU_ASSERT(row->severity == TOCSIN_NOTE || row->status != TOCSIN_OK);
        CU_ASSERT(row->number >= 1000 && row->number <= 9999);
        size_t length = strlen(row->summary);
        CU_ASSERT(length > 10 && row->summary[length - 1] != '.');
        for (size_t i = 0; i < count; i++) {
            CU_ASSERT_NOT_EQUAL(row->number, diagnostics_description(i)->number);
        }
    }
    CU_ASSERT(count >= 14);
    CU_ASSERT_PTR_NULL(diagnostics_description(count + 1));
}

static void a_finding_is_copied(void)
{
    struct counted counted;
    counted_begin(&counted);
    char file[] = "events.csv";
    char hint[] = "did you mean 'date'?";
    struct location at = {file, 4711, 23};
    CU_ASSERT_EQUAL(
        diagnostics_report(counted.context, DIAGNOSTIC_FILE_READ_FAILED, at, hint, "column '%s' of %d", "daet", 17),
        TOCSIN_ERROR_IO);
    memset(file, 'x', sizeof file - 1);
    memset(hint, 'x', sizeof hint - 1);
    tocsin_diagnostic found;
    CU_ASSERT_EQUAL_FATAL(tocsin_diagnostic_count(counted.context), 1);
    CU_ASSERT_EQUAL_FATAL(tocsin_diagnostic_at(counted.context, 0, &found), TOCSIN_OK);
    CU_ASSERT_EQUAL(found.severity, TOCSIN_ERROR);
    CU_ASSERT_EQUAL(found.code, 2004);
    CU_ASSERT_STRING_EQUAL(found.file, "events.csv");
    CU_ASSERT_EQUAL(found.line, 4711);
    CU_ASSERT_EQUAL(found.column, 23);
    CU_ASSERT_STRING_EQUAL(found.message, "column 'daet' of 17");
    CU_ASSERT_STRING_EQUAL(found.hint, "did you mean 'date'?");
    CU_ASSERT_EQUAL(tocsin_diagnostic_at(counted.context, 1, &found), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(tocsin_diagnostic_at(counted.context, 0, NULL), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(tocsin_diagnostic_at(NULL, 0, &found), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(NULL), 0);
    CU_ASSERT_EQUAL(tocsin_diagnostic_total(counted.context, TOCSIN_ERROR), 1);
    CU_ASSERT_EQUAL(tocsin_diagnostic_total(counted.context, -1), 0);
    CU_ASSERT_EQUAL(tocsin_diagnostic_total(counted.context, 3), 0);
    CU_ASSERT_EQUAL(tocsin_diagnostic_total(NULL, TOCSIN_ERROR), 0);
    tocsin_diagnostics_clear(NULL);
    CU_ASSERT(counted_end(&counted));
}

static void a_hundred_of_a_file_are_kept(void)
{
    struct counted counted;
    counted_begin(&counted);
    for (unsigned i = 0; i < 1003; i++) {
        diagnostics_report(counted.context, DIAGNOSTIC_FILE_TOO_LARGE, (struct location){"a.csv", i + 1, 0}, NULL,
                           "row");
        diagnostics_report(counted.context, DIAGNOSTIC_FILE_NOT_FOUND, (struct location){"b.csv", i + 1, 0}, NULL,
                           "row");
    }
    diagnostics_report(counted.context, DIAGNOSTIC_INTERNAL, LOCATION_NONE, NULL, "none");
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(counted.context), 201);
    CU_ASSERT_EQUAL(tocsin_diagnostic_total(counted.context, TOCSIN_ERROR), 2007);
    tocsin_diagnostic found;
    tocsin_diagnostic_at(counted.context, 199, &found);
    CU_ASSERT_STRING_EQUAL(found.file, "b.csv");
    CU_ASSERT_EQUAL(found.line, 100);
    tocsin_diagnostic_at(counted.context, 200, &found);
    CU_ASSERT_PTR_NULL(found.file);
    tocsin_diagnostics_clear(counted.context);
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(counted.context), 0);
    CU_ASSERT_EQUAL(tocsin_diagnostic_total(counted.context, TOCSIN_ERROR), 0);
    diagnostics_report(counted.context, DIAGNOSTIC_FILE_NOT_FOUND, (struct location){"b.csv", 8, 0}, NULL, "row");
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(counted.context), 1);
    CU_ASSERT(counted_end(&counted));
}

static void errors_are_not_crowded_out(void)
{
    struct counted counted;
    counted_begin(&counted);
    struct location at = {"model.yaml", 1, 0};
    struct location other = {"other.yaml", 1, 0};
    diagnostics_report(counted.context, DIAGNOSTIC_FILE_NOT_FOUND, at, NULL, "first error");
    for (int i = 0; i < 150; i++) {
        CU_ASSERT_EQUAL(diagnostics_report(counted.context, DIAGNOSTIC_OUTPUT_OLD_REMAINS, at, NULL, "note %d", i),
                        TOCSIN_OK);
    }
    diagnostics_report(counted.context, DIAGNOSTIC_OUTPUT_OLD_REMAINS, other, NULL, "elsewhere");
    for (int i = 0; i < 150; i++) {
        diagnostics_report(counted.context, DIAGNOSTIC_FILE_NOT_FOUND, at, NULL, "error %d", i);
    }
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(counted.context), 101);
    tocsin_diagnostic found;
    tocsin_diagnostic_at(counted.context, 0, &found);
    CU_ASSERT_STRING_EQUAL(found.message, "first error");
    tocsin_diagnostic_at(counted.context, 1, &found);
    CU_ASSERT_STRING_EQUAL(found.message, "elsewhere");
    tocsin_diagnostic_at(counted.context, 100, &found);
    CU_ASSERT_STRING_EQUAL(found.message, "error 98");
    CU_ASSERT_EQUAL(tocsin_diagnostic_total(counted.context, TOCSIN_NOTE), 151);
    CU_ASSERT_EQUAL(tocsin_diagnostic_total(counted.context, TOCSIN_ERROR), 151);
    CU_ASSERT(counted_end(&counted));
}

static void marks_tell_the_first_error_since(void)
{
    struct counted counted;
    counted_begin(&counted);
    tocsin_context *context = counted.context;
    uint64_t start = diagnostics_mark(context);
    CU_ASSERT_EQUAL(diagnostics_since(context, start), TOCSIN_OK);
    diagnostics_report(context, DIAGNOSTIC_OUTPUT_OLD_REMAINS, LOCATION_NONE, NULL, "a note");
    CU_ASSERT_EQUAL(diagnostics_since(context, start), TOCSIN_OK);
    diagnostics_report(context, DIAGNOSTIC_FILE_READ_FAILED, LOCATION_NONE, NULL, "io");
    diagnostics_report(context, DIAGNOSTIC_FILE_READ_FAILED, LOCATION_NONE, NULL, "io");
    uint64_t middle = diagnostics_mark(context);
    CU_ASSERT_EQUAL(diagnostics_since(context, middle), TOCSIN_OK);
    diagnostics_report(context, DIAGNOSTIC_FILE_TOO_LARGE, LOCATION_NONE, NULL, "model");
    diagnostics_report(context, DIAGNOSTIC_FILE_NOT_FOUND, LOCATION_NONE, NULL, "no input");
    CU_ASSERT_EQUAL(diagnostics_since(context, start), TOCSIN_ERROR_IO);
    CU_ASSERT_EQUAL(diagnostics_since(context, start + 1), TOCSIN_ERROR_IO);
    CU_ASSERT_EQUAL(diagnostics_since(context, middle), TOCSIN_ERROR_MODEL);
    CU_ASSERT_EQUAL(diagnostics_since(context, middle + 1), TOCSIN_ERROR_NO_INPUT);
    tocsin_diagnostics_clear(context);
    uint64_t cleared = diagnostics_mark(context);
    CU_ASSERT_EQUAL(diagnostics_since(context, cleared), TOCSIN_OK);
    diagnostics_report(context, DIAGNOSTIC_OUTPUT_EXISTS, LOCATION_NONE, NULL, "exists");
    CU_ASSERT_EQUAL(diagnostics_since(context, cleared), TOCSIN_ERROR_CANNOT_CREATE);
    CU_ASSERT(counted_end(&counted));
}

/** Findings about inputs go unsaid, but are known of; that memory is out is said. */
static void muted_findings_are_marked_only(void)
{
    struct counted counted;
    counted_begin(&counted);
    tocsin_context *context = counted.context;
    uint64_t start = diagnostics_mark(context);
    diagnostics_mute(context, true);
    CU_ASSERT_EQUAL(diagnostics_report(context, DIAGNOSTIC_CSV_RAGGED, LOCATION_NONE, NULL, "x"), TOCSIN_ERROR_DATA);
    CU_ASSERT_EQUAL(diagnostics_report(context, DIAGNOSTIC_CSV_NO_ROWS, LOCATION_NONE, NULL, "x"), TOCSIN_OK);
    CU_ASSERT_EQUAL(diagnostics_since(context, start), TOCSIN_ERROR_DATA);
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(context), 0);
    CU_ASSERT_EQUAL(tocsin_diagnostic_total(context, TOCSIN_ERROR), 0);
    CU_ASSERT_EQUAL(tocsin_diagnostic_total(context, TOCSIN_WARNING), 0);
    diagnostics_report(context, DIAGNOSTIC_OUT_OF_MEMORY, LOCATION_NONE, NULL, "no memory");
    CU_ASSERT(diagnosed_once(context, DIAGNOSTIC_OUT_OF_MEMORY, 0, 0));
    diagnostics_mute(context, false);
    diagnostics_report(context, DIAGNOSTIC_CSV_RAGGED, LOCATION_NONE, NULL, "x");
    CU_ASSERT_EQUAL(tocsin_diagnostic_total(context, TOCSIN_ERROR), 2);
    CU_ASSERT(counted_end(&counted));
}

/** More changes of status than are remembered one by one: those since a mark still give one of their own. */
static void marks_after_many_changes(void)
{
    struct counted counted;
    counted_begin(&counted);
    tocsin_context *context = counted.context;
    for (int i = 0; i < 2000; i++) {
        uint64_t mark = diagnostics_mark(context);
        enum diagnostic_code code = i % 2 ? DIAGNOSTIC_FILE_READ_FAILED : DIAGNOSTIC_FILE_TOO_LARGE;
        tocsin_status status = diagnostics_report(context, code, LOCATION_NONE, NULL, "%d", i);
        CU_ASSERT_EQUAL(status, i % 2 ? TOCSIN_ERROR_IO : TOCSIN_ERROR_MODEL);
        CU_ASSERT_EQUAL(diagnostics_since(context, mark), status);
        CU_ASSERT_EQUAL(diagnostics_since(context, 0), TOCSIN_ERROR_MODEL);
    }
    uint64_t mark = diagnostics_mark(context);
    CU_ASSERT_EQUAL(diagnostics_since(context, mark), TOCSIN_OK);
    diagnostics_report(context, DIAGNOSTIC_OUT_OF_MEMORY, LOCATION_NONE, NULL, "memory");
    CU_ASSERT_EQUAL(diagnostics_since(context, mark), TOCSIN_ERROR_MEMORY);
    CU_ASSERT(counted_end(&counted));
}

static void strict_makes_warnings_errors(void)
{
    struct counted counted;
    counted_begin(&counted);
    const struct diagnostic_description *row;
    size_t warnings = 0;
    for (size_t i = 0; (row = diagnostics_description(i)); i++) {
        tocsin_diagnostics_clear(counted.context);
        enum diagnostic_code code = (enum diagnostic_code)row->number;
        bool warning = row->severity == TOCSIN_WARNING;
        bool error = row->severity == TOCSIN_ERROR;
        warnings += warning;
        tocsin_context_set_strict(counted.context, 0);
        CU_ASSERT_EQUAL(diagnostics_report(counted.context, code, LOCATION_NONE, NULL, "x"),
                        error ? row->status : TOCSIN_OK);
        tocsin_context_set_strict(counted.context, 1);
        CU_ASSERT_EQUAL(diagnostics_report(counted.context, code, LOCATION_NONE, NULL, "x"),
                        error || warning ? row->status : TOCSIN_OK);
        tocsin_diagnostic found;
        CU_ASSERT_EQUAL(tocsin_diagnostic_at(counted.context, 1, &found), TOCSIN_OK);
        CU_ASSERT_EQUAL(found.severity, warning ? TOCSIN_ERROR : row->severity);
    }
    if (warnings == 0) {
        printf("skipped in part: no warnings in the list yet\n");
    }
    CU_ASSERT(counted_end(&counted));
}

static void texts_are_presentable(void)
{
    struct counted counted;
    counted_begin(&counted);
    diagnostics_report(counted.context, DIAGNOSTIC_INTERNAL, LOCATION_NONE, "a\nb",
                       "a\tb\x1b[31mc\nd \xC2\x9B \xC3\x96l \xFF\xC3 \x7F");
    char long_text[5000];
    memset(long_text, 'q', sizeof long_text);
    long_text[sizeof long_text - 1] = '\0';
    diagnostics_report(counted.context, DIAGNOSTIC_INTERNAL, LOCATION_NONE, long_text, "%s", long_text);
    for (size_t i = 0; i + 2 < sizeof long_text; i += 2) {
        memcpy(long_text + i, "\xC3\xA9", 2);
    }
    diagnostics_report(counted.context, DIAGNOSTIC_INTERNAL, LOCATION_NONE, NULL, "x%s", long_text);
    diagnostics_report(counted.context, DIAGNOSTIC_INTERNAL, LOCATION_NONE, NULL, "%s", long_text);
    tocsin_diagnostic found;
    tocsin_diagnostic_at(counted.context, 0, &found);
    CU_ASSERT_STRING_EQUAL(found.message, "a?b?[31mc?d ?? \xC3\x96l ?? ?");
    CU_ASSERT_STRING_EQUAL(found.hint, "a?b");
    for (size_t i = 1; i < 4; i++) {
        tocsin_diagnostic_at(counted.context, i, &found);
        size_t length = strlen(found.message);
        size_t offset;
        CU_ASSERT(length > 1000 && length < 1024);
        CU_ASSERT_STRING_EQUAL(found.message + length - 3, "...");
        CU_ASSERT_NOT_EQUAL(found.message[length - 4], '?');
        CU_ASSERT(text_is_utf8(found.message, length, &offset));
    }
    long_text[1023] = '\0';
    memset(long_text, 'w', 1023);
    diagnostics_report(counted.context, DIAGNOSTIC_INTERNAL, LOCATION_NONE, NULL, "%s", long_text);
    tocsin_diagnostic_at(counted.context, 4, &found);
    CU_ASSERT_STRING_EQUAL(found.message, long_text);
    CU_ASSERT(counted_end(&counted));
}

/** Errors of several files, as many as would need to grow everything. */
static void report_much(tocsin_context *context)
{
    for (unsigned i = 0; i < 120; i++) {
        char file[32];
        snprintf(file, sizeof file, "file-%u.csv", i % 40);
        struct location at = {file, i + 1, 0};
        CU_ASSERT_EQUAL(diagnostics_report(context, DIAGNOSTIC_FILE_READ_FAILED, at, "a hint", "found '%u'", i),
                        TOCSIN_ERROR_IO);
    }
}

static void reporting_without_memory(void)
{
    size_t calls = SIZE_MAX;
    for (size_t n = 0; n < calls; n++) {
        struct counted counted;
        counted_begin(&counted);
        size_t before = counted.calls;
        counted.fail_after = before + n;
        report_much(counted.context);
        if (counted.calls <= counted.fail_after) {
            calls = 0; /* nothing failed any more: that was the last */
            CU_ASSERT_EQUAL(tocsin_diagnostic_count(counted.context), 120);
            CU_ASSERT(n >= 5);
        }
        CU_ASSERT_EQUAL(tocsin_diagnostic_total(counted.context, TOCSIN_ERROR), 120);
        uint64_t mark = diagnostics_mark(counted.context);
        CU_ASSERT_EQUAL(diagnostics_report(counted.context, DIAGNOSTIC_OUT_OF_MEMORY, LOCATION_NONE, NULL, "out"),
                        TOCSIN_ERROR_MEMORY);
        CU_ASSERT_EQUAL(diagnostics_since(counted.context, mark), TOCSIN_ERROR_MEMORY);
        for (size_t i = 0; i < tocsin_diagnostic_count(counted.context); i++) {
            tocsin_diagnostic found;
            CU_ASSERT_EQUAL(tocsin_diagnostic_at(counted.context, i, &found), TOCSIN_OK);
            CU_ASSERT(found.message && found.message[0]);
        }
        CU_ASSERT(counted_end(&counted));
    }
}

/** With no memory at all after the context was made, the first message is at least the summary of its code. */
static void the_first_message_needs_no_memory(void)
{
    struct counted counted;
    counted_begin(&counted);
    counted.fail_after = counted.calls;
    diagnostics_report(counted.context, DIAGNOSTIC_OUT_OF_MEMORY, LOCATION_NONE, "hint", "found %d", 3);
    tocsin_diagnostic found;
    CU_ASSERT_EQUAL_FATAL(tocsin_diagnostic_at(counted.context, 0, &found), TOCSIN_OK);
    CU_ASSERT_STRING_EQUAL(found.message, "memory could not be had");
    CU_ASSERT_PTR_NULL(found.hint);
    CU_ASSERT(counted_end(&counted));
}

static void *report_from_thread(void *user)
{
    for (int i = 0; i < 500; i++) {
        diagnostics_report(user, DIAGNOSTIC_FILE_NOT_FOUND, (struct location){"shared.csv", 1, 1}, NULL, "row %d", i);
        diagnostics_since(user, diagnostics_mark(user));
    }
    return NULL;
}

static void threads_report_together(void)
{
    struct counted counted;
    counted_begin(&counted);
    pthread_t threads[4];
    for (size_t i = 0; i < 4; i++) {
        CU_ASSERT_EQUAL_FATAL(pthread_create(&threads[i], NULL, report_from_thread, counted.context), 0);
    }
    for (size_t i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
    }
    CU_ASSERT_EQUAL(tocsin_diagnostic_total(counted.context, TOCSIN_ERROR), 2000);
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(counted.context), 100);
    CU_ASSERT(counted_end(&counted));
}

/** A code that is not in the list is a fault of ours and says so. */
static void unknown_code(void)
{
    struct counted counted;
    counted_begin(&counted);
    CU_ASSERT_EQUAL(diagnostics_report(counted.context, (enum diagnostic_code)9999, LOCATION_NONE, NULL, "x"),
                    TOCSIN_ERROR_INTERNAL);
    CU_ASSERT(diagnosed_once(counted.context, DIAGNOSTIC_INTERNAL, 0, 0));
    CU_ASSERT(counted_end(&counted));
}

static CU_TestInfo tests[] = {{"codes are in order", codes_are_in_order},
                              {"a finding is copied", a_finding_is_copied},
                              {"a hundred of a file are kept", a_hundred_of_a_file_are_kept},
                              {"errors are not crowded out", errors_are_not_crowded_out},
                              {"marks tell the first error since", marks_tell_the_first_error_since},
                              {"muted findings are marked only", muted_findings_are_marked_only},
                              {"marks after many changes", marks_after_many_changes},
                              {"strict makes warnings errors", strict_makes_warnings_errors},
                              {"texts are presentable", texts_are_presentable},
                              {"reporting without memory", reporting_without_memory},
                              {"the first message needs no memory", the_first_message_needs_no_memory},
                              {"threads report together", threads_report_together},
                              {"unknown code", unknown_code},
                              CU_TEST_INFO_NULL};
SUITE(diagnostics, tests)
