/** Contexts, their settings, the words for statuses, and scopes. */
#include "base/context.h"
#include "base/diagnostics.h"
#include "base/memory.h"
#include "base/scope.h"
#include "suite.h"
#include "support.h"
#include <stdio.h>
#include <string.h>

static void statuses_have_texts_of_their_own(void)
{
    for (tocsin_status status = TOCSIN_OK; status < TOCSIN_STATUS_END; status++) {
        const char *text = tocsin_status_text(status);
        CU_ASSERT_PTR_NOT_NULL_FATAL(text);
        CU_ASSERT(strlen(text) >= 4 && strcmp(text, "unknown status") != 0);
        for (tocsin_status other = TOCSIN_OK; other < status; other++) {
            CU_ASSERT_STRING_NOT_EQUAL(text, tocsin_status_text(other));
        }
    }
    CU_ASSERT_STRING_EQUAL(tocsin_status_text(TOCSIN_STATUS_END), "unknown status");
    CU_ASSERT_STRING_EQUAL(tocsin_status_text(-1), "unknown status");
    CU_ASSERT_STRING_EQUAL(tocsin_status_text(INT32_MAX), "unknown status");
}

static void settings(void)
{
    tocsin_context *context = NULL;
    CU_ASSERT_EQUAL(tocsin_context_create(NULL, NULL), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL_FATAL(tocsin_context_create(NULL, &context), TOCSIN_OK);
    CU_ASSERT_EQUAL(context->threads, 1);
    CU_ASSERT_FALSE(context->strict);
    CU_ASSERT_EQUAL(tocsin_context_set_threads(context, 0), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(tocsin_context_set_threads(context, 257), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(tocsin_context_set_threads(NULL, 3), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(context->threads, 1);
    CU_ASSERT_EQUAL(tocsin_context_set_threads(context, 256), TOCSIN_OK);
    CU_ASSERT_EQUAL(context->threads, 256);
    CU_ASSERT_EQUAL(tocsin_context_set_strict(context, 7), TOCSIN_OK);
    CU_ASSERT_TRUE(context->strict);
    CU_ASSERT_EQUAL(tocsin_context_set_strict(context, 0), TOCSIN_OK);
    CU_ASSERT_FALSE(context->strict);
    CU_ASSERT_EQUAL(tocsin_context_set_strict(NULL, 0), TOCSIN_ERROR_ARGUMENT);
    CU_ASSERT_EQUAL(tocsin_context_set_progress(NULL, NULL, NULL), TOCSIN_ERROR_ARGUMENT);
    tocsin_context_destroy(context);
    tocsin_context_destroy(NULL);
}

static void allocators_are_whole(void)
{
    tocsin_context *context = NULL;
    for (int missing = 0; missing < 3; missing++) {
        tocsin_allocator allocator = memory_default_allocator();
        if (missing == 0) {
            allocator.allocate = NULL;
        } else if (missing == 1) {
            allocator.resize = NULL;
        } else {
            allocator.release = NULL;
        }
        CU_ASSERT_EQUAL(tocsin_context_create(&allocator, &context), TOCSIN_ERROR_ARGUMENT);
        CU_ASSERT_PTR_NULL(context);
    }
}

/** Fails the allocation at which the count has come down to zero. */
static void *countdown_allocate(void *user, size_t bytes)
{
    int *left = user;
    return (*left)-- > 0 ? malloc(bytes) : NULL;
}

static void *countdown_resize(void *user, void *block, size_t bytes)
{
    int *left = user;
    return (*left)-- > 0 ? realloc(block, bytes) : NULL;
}

static void countdown_release(void *user, void *block)
{
    (void)user;
    free(block);
}

static void no_memory_for_a_context(void)
{
    tocsin_status status = TOCSIN_ERROR_MEMORY;
    int allocations = 0;
    for (; status == TOCSIN_ERROR_MEMORY && allocations < 50; allocations++) {
        int left = allocations;
        tocsin_allocator allocator = {countdown_allocate, countdown_resize, countdown_release, &left};
        tocsin_context *context = NULL;
        status = tocsin_context_create(&allocator, &context);
        CU_ASSERT_EQUAL(context == NULL, status != TOCSIN_OK);
        tocsin_context_destroy(context);
    }
    CU_ASSERT_EQUAL(status, TOCSIN_OK);
    CU_ASSERT(allocations > 3);
}

struct heard {
    tocsin_context *context;
    char last[64];
    uint64_t stop_at;
    uint64_t errors;
};

static int hear(void *user, const char *stage, uint64_t done, uint64_t total)
{
    struct heard *heard = user;
    snprintf(heard->last, sizeof heard->last, "%s %d of %d", stage, (int)done, (int)total);
    heard->errors = tocsin_diagnostic_total(heard->context, TOCSIN_ERROR); /* must not wait for itself */
    return done >= heard->stop_at;
}

static void progress_is_told_and_may_stop(void)
{
    struct counted counted;
    counted_begin(&counted);
    CU_ASSERT_EQUAL(context_progress(counted.context, "reading", 1, 7), TOCSIN_OK);
    struct heard heard = {.context = counted.context, .stop_at = 5};
    CU_ASSERT_EQUAL(tocsin_context_set_progress(counted.context, hear, &heard), TOCSIN_OK);
    diagnostics_report(counted.context, DIAGNOSTIC_INTERNAL, LOCATION_NONE, NULL, "one");
    CU_ASSERT_EQUAL(context_progress(counted.context, "reading", 4, 7), TOCSIN_OK);
    CU_ASSERT_STRING_EQUAL(heard.last, "reading 4 of 7");
    CU_ASSERT_EQUAL(heard.errors, 1);
    CU_ASSERT_EQUAL(context_progress(counted.context, "scoring", 5, 7), TOCSIN_ERROR_INTERRUPTED);
    CU_ASSERT_STRING_EQUAL(heard.last, "scoring 5 of 7");
    CU_ASSERT(counted_end(&counted));
}

static void scopes_nest_and_restore(void)
{
    locale_t german = newlocale(LC_ALL_MASK, "de_DE.UTF-8", (locale_t)0);
    locale_t own = german ? german : newlocale(LC_ALL_MASK, "C.UTF-8", (locale_t)0);
    if (!german) {
        printf("skipped in part: locale de_DE.UTF-8 is not installed\n");
    }
    CU_ASSERT_PTR_NOT_NULL_FATAL(own);
    locale_t before = uselocale(own);
    struct scope outer;
    struct scope inner;
    char text[16];
    CU_ASSERT_FALSE(scope_is_active());
    scope_enter(&outer);
    scope_enter(&inner);
    CU_ASSERT_TRUE(scope_is_active());
    CU_ASSERT_PTR_EQUAL(uselocale((locale_t)0), scope_locale());
    snprintf(text, sizeof text, "%.3f", 2.385);
    CU_ASSERT_STRING_EQUAL(text, "2.385");
    scope_leave(&inner);
    CU_ASSERT_TRUE(scope_is_active());
    CU_ASSERT_PTR_EQUAL(uselocale((locale_t)0), scope_locale());
    scope_leave(&outer);
    CU_ASSERT_FALSE(scope_is_active());
    CU_ASSERT_PTR_EQUAL(uselocale((locale_t)0), own);
    snprintf(text, sizeof text, "%.3f", 2.385);
    CU_ASSERT_STRING_EQUAL(text, german ? "2,385" : "2.385");
    uselocale(before);
    freelocale(own);
}

static CU_TestInfo tests[] = {{"statuses have texts of their own", statuses_have_texts_of_their_own},
                              {"settings", settings},
                              {"allocators are whole", allocators_are_whole},
                              {"no memory for a context", no_memory_for_a_context},
                              {"progress is told and may stop", progress_is_told_and_may_stop},
                              {"scopes nest and restore", scopes_nest_and_restore},
                              CU_TEST_INFO_NULL};
SUITE(context, tests)
