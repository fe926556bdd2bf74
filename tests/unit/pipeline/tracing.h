/** A run whose score is traced: a model and its files in a folder of their own. */
#ifndef TOCSIN_TESTS_TRACING_H
#define TOCSIN_TESTS_TRACING_H

#include "base/scope.h"
#include "pipeline/run.h"
#include "suite.h"
#include "support.h"
#include <stdio.h>
#include <string.h>
#include <zlib.h>

struct tracing {
    struct counted counted;
    char folder[4096];
    tocsin_model *model;
    struct result result;
    tocsin_status status;
};

/** The model's file; its texts name other files of the same folder. */
static inline void tracing_begin(struct tracing *tracing, const char *model)
{
    memset(tracing, 0, sizeof *tracing);
    counted_begin(&tracing->counted);
    snprintf(tracing->folder, sizeof tracing->folder, "%s", temporary_file("model.yaml", model, strlen(model)));
    *strrchr(tracing->folder, '/') = '\0';
}

static inline const char *tracing_path(const struct tracing *tracing, const char *name)
{
    static char path[4200];
    snprintf(path, sizeof path, "%s/%s", tracing->folder, name);
    return path;
}

/** A file beside the model; one whose name ends in .gz is compressed. */
static inline void tracing_file(const struct tracing *tracing, const char *name, const char *text)
{
    bool compressed = strstr(name, ".gz") != NULL;
    gzFile file = gzopen(tracing_path(tracing, name), compressed ? "wb" : "wbT");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    CU_ASSERT_EQUAL(gzwrite(file, text, (unsigned)strlen(text)), (int)strlen(text));
    CU_ASSERT_EQUAL(gzclose(file), Z_OK);
}

/** Loads the model at `path` and runs it; region NULL: without a trace. */
static inline void tracing_run_model(struct tracing *tracing, const char *path, const char *region, const char *period)
{
    struct scope scope;
    arena_begin(&tracing->result.arena, tracing->counted.context);
    tracing->status = tocsin_model_load(tracing->counted.context, path, NULL, 0, &tracing->model);
    if (tracing->status != TOCSIN_OK) {
        return;
    }
    scope_enter(&scope);
    struct run_request request = {.traced_region = region, .traced_period = period};
    tracing->status = run_model(tracing->counted.context, tracing->model, &request, &tracing->result);
    scope_leave(&scope);
}

static inline void tracing_run(struct tracing *tracing, const char *region, const char *period)
{
    tracing_run_model(tracing, tracing_path(tracing, "model.yaml"), region, period);
}

/** Gives the result back, so that the same files can be run again. */
static inline void tracing_forget(struct tracing *tracing)
{
    arena_end(&tracing->result.arena);
    tocsin_model_destroy(tracing->model);
    tracing->model = NULL;
    memset(&tracing->result, 0, sizeof tracing->result);
    tocsin_diagnostics_clear(tracing->counted.context);
}

static inline void tracing_end(struct tracing *tracing)
{
    tracing_forget(tracing);
    CU_ASSERT_TRUE(counted_end(&tracing->counted));
}

/** The run has to be there. */
static inline void tracing_require(struct tracing *tracing)
{
    if (tracing->status != TOCSIN_OK) {
        print_diagnostics(tracing->counted.context);
    }
    CU_ASSERT_EQUAL_FATAL(tracing->status, TOCSIN_OK);
    CU_ASSERT_PTR_NOT_NULL_FATAL(tracing->result.traces);
}

/** The trace of a value by its names; NULL if there is none. */
static inline const struct trace *tracing_find(const struct tracing *tracing, const char *indicator, const char *region,
                                               const char *period)
{
    const struct result *result = &tracing->result;
    size_t position = 0;
    period_number number = 0;
    CU_ASSERT_FATAL(region_table_find(result->regions, region, &position));
    CU_ASSERT_FATAL(period_parse(period, strlen(period), result->axis.frequency, &number));
    for (size_t i = 0; i < result->indicator_count; i++) {
        if (strcmp(result->indicators[i].id, indicator) == 0) {
            return trace_find(result->traces, i, position, number);
        }
    }
    CU_FAIL_FATAL("no such indicator");
    return NULL;
}

static inline const struct trace *tracing_get(const struct tracing *tracing, const char *indicator, const char *region,
                                              const char *period)
{
    const struct trace *trace = tracing_find(tracing, indicator, region, period);
    CU_ASSERT_PTR_NOT_NULL_FATAL(trace);
    return trace;
}

#endif
