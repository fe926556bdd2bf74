/** The rows behind a score: where they are, which weigh most, and what values made of others rest on. */
#include "base/number.h"
#include "tracing.h"
#include <fcntl.h>
#include <math.h>
#include <unistd.h>

#define HEAD                                                                                                           \
    "tocsin: 1\nid: small\nregions: {file: regions.csv, neighbours: neighbours.csv}\n"                                 \
    "periods: {frequency: month, from: 2020-01, to: 2020-03}\ndefaults: {normalise: {method: none}}\n"
#define EVENTS "sources: {e: {format: events, file: 'events-*', covers: {from: 2019-01, to: 2020-12}}}\n"
#define DEATHS "deaths: {module: event_count, source: e, options: {column: deaths}}"
#define INDEX(id) "index: {id: risk, children: [{indicator: " id ", weight: 1}]}\n"

static void write_regions(const struct tracing *tracing)
{
    tracing_file(tracing, "regions.csv", "region\nA\nB\nC\n");
    tracing_file(tracing, "neighbours.csv", "region,neighbour,weight\nA,B,3\nA,C,1\nB,A,1\nC,A,2\n");
}

static void begin_deaths(struct tracing *tracing)
{
    tracing_begin(tracing, HEAD EVENTS "indicators: {" DEATHS "}\n" INDEX("deaths"));
    write_regions(tracing);
    tracing_file(tracing, "events-1.csv",
                 "date,region,deaths,note\n2020-01-05,A,3.5,x\n2020-02-03,A,4,x\n2020-02-04,B,50,x\n\n"
                 "2020-02-20,A,0,x\n2020-02-29,A,7.25,x\n2020-03-01,A,9,x\n2020-02-05,Elsewhere,70,x\n");
    tracing_file(tracing, "events-2.csv.gz", "date,region,deaths\n2020-02-11,A,4\n2020-02-12,A,11\n2020-03-12,B,2.5\n");
}

static bool is_row(const struct trace_row *row, const char *file, uint64_t line, double weight, const char *text)
{
    return strcmp(row->file, file) == 0 && row->line == line && row->weight == weight && strcmp(row->text, text) == 0;
}

static void rows_are_counted_by_file_and_line(void)
{
    struct tracing tracing;
    begin_deaths(&tracing);
    tracing_run(&tracing, "A", "2020-02");
    tracing_require(&tracing);
    CU_ASSERT_EQUAL(tracing.result.traces->count, 2); /* the period, and the one before */
    const struct trace *trace = tracing_get(&tracing, "deaths", "A", "2020-02");
    CU_ASSERT_TRUE(trace->is_reread);
    CU_ASSERT_EQUAL(trace->rows, 4);
    CU_ASSERT_EQUAL(trace->total, 4 + 7.25 + 4 + 11);
    CU_ASSERT_STRING_EQUAL(trace->weight_unit, "deaths");
    CU_ASSERT_EQUAL_FATAL(trace->file_count, 2);
    CU_ASSERT_STRING_EQUAL(trace->files[0].file, "events-1.csv");
    CU_ASSERT_EQUAL(trace->files[0].first_line, 3);
    CU_ASSERT_EQUAL(trace->files[0].last_line, 7);
    CU_ASSERT_EQUAL(trace->files[0].rows, 2);
    CU_ASSERT_STRING_EQUAL(trace->files[1].file, "events-2.csv.gz");
    CU_ASSERT_EQUAL(trace->files[1].first_line, 2);
    CU_ASSERT_EQUAL(trace->files[1].last_line, 3);
    CU_ASSERT_EQUAL(trace->files[1].rows, 2);
    CU_ASSERT_EQUAL_FATAL(trace->heaviest_count, 4);
    CU_ASSERT_TRUE(is_row(&trace->heaviest[0], "events-2.csv.gz", 3, 11, "deaths 11"));
    CU_ASSERT_TRUE(is_row(&trace->heaviest[1], "events-1.csv", 7, 7.25, "deaths 7.25"));
    CU_ASSERT_TRUE(is_row(&trace->heaviest[2], "events-1.csv", 3, 4, "deaths 4"));
    CU_ASSERT_TRUE(is_row(&trace->heaviest[3], "events-2.csv.gz", 2, 4, "deaths 4"));
    CU_ASSERT_EQUAL(trace->heaviest[0].day, date_from_civil(2020, 2, 12));
    CU_ASSERT_EQUAL(trace->heaviest[0].share, 11 / 26.25);
    const struct trace *before = tracing_get(&tracing, "deaths", "A", "2020-01");
    CU_ASSERT_EQUAL(before->rows, 1);
    CU_ASSERT_TRUE(is_row(&before->heaviest[0], "events-1.csv", 2, 3.5, "deaths 3.5"));
    CU_ASSERT_EQUAL(before->heaviest[0].share, 1);
    tracing_end(&tracing);
}

/** The first score has none before it; where nothing happened there are no rows; no trace unless it is asked for. */
static void there_may_be_nothing_to_tell(void)
{
    struct tracing tracing;
    begin_deaths(&tracing);
    tracing_run(&tracing, "C", "2020-01");
    tracing_require(&tracing);
    CU_ASSERT_EQUAL(tracing.result.traces->count, 1);
    const struct trace *trace = tracing_get(&tracing, "deaths", "C", "2020-01");
    CU_ASSERT_TRUE(trace->is_reread);
    CU_ASSERT_EQUAL(trace->rows + trace->file_count + trace->heaviest_count + trace->input_count, 0);
    CU_ASSERT_PTR_NULL(trace->weight_unit);
    CU_ASSERT_PTR_NULL(tracing_find(&tracing, "deaths", "C", "2020-02"));
    tracing_forget(&tracing);
    tracing_run(&tracing, NULL, NULL);
    CU_ASSERT_EQUAL(tracing.status, TOCSIN_OK);
    CU_ASSERT_PTR_NULL(tracing.result.traces);
    tracing_forget(&tracing);
    tracing_run(&tracing, "A", NULL); /* the last period */
    tracing_require(&tracing);
    CU_ASSERT_EQUAL(tracing_get(&tracing, "deaths", "A", "2020-03")->rows, 1);
    tracing_end(&tracing);
}

/** Of more than ten rows the heaviest ten, of equals those that came first, whatever their sign. */
static void the_ten_heaviest_are_kept(void)
{
    struct tracing tracing;
    char rows[4096] = "date,region,balance\n";
    size_t length = strlen(rows);
    double total = 0;
    for (int i = 0; i < 60; i++) {
        double weight = (i % 2 == 0 ? 1 : -1) * (1 + i * 17 % 23 / 4 * 0.75);
        length += (size_t)snprintf(rows + length, sizeof rows - length, "2020-02-%02d,A,%g\n", 1 + i % 29, weight);
        total += fabs(weight);
    }
    tracing_begin(&tracing, HEAD EVENTS
                  "indicators: {x: {module: event_count, source: e, options: {column: balance}}}\n" INDEX("x"));
    write_regions(&tracing);
    tracing_file(&tracing, "events-1.csv", rows);
    tracing_run(&tracing, "A", "2020-02");
    tracing_require(&tracing);
    const struct trace *trace = tracing_get(&tracing, "x", "A", "2020-02");
    CU_ASSERT_EQUAL(trace->rows, 60);
    CU_ASSERT_TRUE(close_to(trace->total, total, 1e-15));
    CU_ASSERT_EQUAL_FATAL(trace->heaviest_count, TRACE_ROWS);
    size_t negative = 0;
    for (size_t i = 1; i < TRACE_ROWS; i++) {
        const struct trace_row *row = &trace->heaviest[i];
        const struct trace_row *before = row - 1;
        CU_ASSERT_TRUE(fabs(before->weight) > fabs(row->weight) ||
                       (fabs(before->weight) == fabs(row->weight) && before->line < row->line));
        char text[64];
        snprintf(text, sizeof text, "balance %g", row->weight);
        CU_ASSERT_STRING_EQUAL(row->text, text);
        negative += row->weight < 0;
    }
    CU_ASSERT_TRUE(negative >= 3 && negative <= 7);
    /* by hand: i 17 % 23 is at least 20, so that the weight is 4.75, for i = 4, 8, 12, 27, 31, 35, 50, 54, 58; then 4
     */
    static const uint64_t lines[9] = {6, 10, 14, 29, 33, 37, 52, 56, 60};
    for (size_t i = 0; i < 9; i++) {
        CU_ASSERT_EQUAL(trace->heaviest[i].line, lines[i]);
        CU_ASSERT_EQUAL(fabs(trace->heaviest[i].weight), 4.75);
    }
    CU_ASSERT_EQUAL(fabs(trace->heaviest[9].weight), 4);
    tracing_end(&tracing);
}

/** A neighbour's value of the month before, through a history of a spillover, down to the rows. */
static void values_made_of_others_lead_to_rows(void)
{
    struct tracing tracing;
    tracing_begin(&tracing, HEAD EVENTS
                  "indicators: {history: {module: weighted_history, options: {of: near, weights: [3, 1]}},\n"
                  "  near: {module: spillover, options: {of: deaths}}, " DEATHS "}\n" INDEX("history"));
    write_regions(&tracing);
    tracing_file(&tracing, "events-1.csv",
                 "date,region,deaths\n2020-01-09,B,6\n2020-02-04,B,50\n2020-01-20,C,5\n2020-02-09,A,99\n");
    tracing_run(&tracing, "A", "2020-03");
    tracing_require(&tracing);
    const struct trace *history = tracing_get(&tracing, "history", "A", "2020-03");
    CU_ASSERT_EQUAL_FATAL(history->input_count, 2);
    CU_ASSERT_EQUAL(history->inputs[0].indicator, 1);
    CU_ASSERT_EQUAL(history->inputs[0].weight, 1.5);
    CU_ASSERT_EQUAL(history->inputs[1].periods_before, 1);
    CU_ASSERT_EQUAL(history->inputs[1].weight, 0.5);
    CU_ASSERT_TRUE(history->is_reread);
    const struct trace *near = tracing_get(&tracing, "near", "A", "2020-03");
    CU_ASSERT_EQUAL_FATAL(near->input_count, 2);
    CU_ASSERT_EQUAL(near->inputs[0].region, 1);
    CU_ASSERT_EQUAL(near->inputs[0].weight, 0.75);
    CU_ASSERT_EQUAL(near->inputs[0].periods_before, 1);
    CU_ASSERT_EQUAL(near->inputs[1].region, 2);
    CU_ASSERT_EQUAL(near->inputs[1].weight, 0.25);
    CU_ASSERT_TRUE(
        is_row(&tracing_get(&tracing, "deaths", "B", "2020-02")->heaviest[0], "events-1.csv", 3, 50, "deaths 50"));
    CU_ASSERT_EQUAL(tracing_get(&tracing, "deaths", "B", "2020-01")->rows, 1);
    CU_ASSERT_EQUAL(tracing_get(&tracing, "deaths", "C", "2020-01")->rows, 1);
    CU_ASSERT_EQUAL(tracing_get(&tracing, "deaths", "C", "2020-02")->rows, 0);
    CU_ASSERT_PTR_NULL(tracing_find(&tracing, "deaths", "A", "2020-02")); /* its own dead are not what it is made of */
    /* histories of two months; of three months the spillover; of three months the deaths of B and C */
    const struct trace_list *list = tracing.result.traces;
    CU_ASSERT_EQUAL(list->count, 2 + 3 + 6);
    for (size_t i = 1; i < list->count; i++) {
        const struct trace *a = &list->traces[i - 1];
        const struct trace *b = &list->traces[i];
        CU_ASSERT_TRUE(a->indicator < b->indicator || (a->indicator == b->indicator && a->region < b->region) ||
                       (a->indicator == b->indicator && a->region == b->region && a->period < b->period));
    }
    tracing_end(&tracing);
}

/** A carried value rests on the one it was carried from, however far back. */
static void carried_values_lead_to_where_they_are_from(void)
{
    struct tracing tracing;
    tracing_begin(&tracing,
                  HEAD "sources: {s: {format: series, file: s.csv}}\n"
                       "indicators: {x: {source: s, missing: {method: carry}}, y: {source: s}}\n"
                       "index: {id: risk, children: [{indicator: x, weight: 1}, {indicator: y, weight: 1}]}\n");
    write_regions(&tracing);
    tracing_file(&tracing, "s.csv", "region,period,x,y\nA,2018,10.5,\nA,2019,2.385,3\nB,2020-02,8,1\nA,2020-02,,4.5\n");
    tracing_run(&tracing, "A", "2020-02");
    tracing_require(&tracing);
    const struct trace *carried = tracing_get(&tracing, "x", "A", "2020-02");
    CU_ASSERT_EQUAL(carried->rows, 0);
    CU_ASSERT_EQUAL_FATAL(carried->input_count, 1);
    CU_ASSERT_EQUAL(carried->inputs[0].indicator, 0);
    CU_ASSERT_EQUAL(carried->inputs[0].region, 0);
    CU_ASSERT_EQUAL(carried->inputs[0].periods_before, 2);
    CU_ASSERT_EQUAL(carried->inputs[0].weight, 1);
    CU_ASSERT_EQUAL(tracing_get(&tracing, "x", "A", "2020-01")->inputs[0].periods_before, 1);
    const struct trace *origin = tracing_get(&tracing, "x", "A", "2019-12");
    CU_ASSERT_EQUAL(origin->rows, 1);
    CU_ASSERT_TRUE(is_row(&origin->heaviest[0], "s.csv", 3, 2.385, "x 2.385"));
    CU_ASSERT_EQUAL(tracing_get(&tracing, "y", "A", "2020-01")->input_count, 0); /* missing: nothing behind it */
    CU_ASSERT_TRUE(is_row(&tracing_get(&tracing, "y", "A", "2020-02")->heaviest[0], "s.csv", 5, 4.5, "y 4.5"));
    CU_ASSERT_PTR_NULL(tracing_find(&tracing, "y", "A", "2019-12"));
    tracing_end(&tracing);
}

/** What loses its value by what it is divided by is not carried. */
static void values_without_a_denominator_are_not_carried(void)
{
    struct tracing tracing;
    tracing_begin(
        &tracing,
        HEAD "sources: {s: {format: series, file: s.csv}}\n"
             "indicators: {x: {source: s, per: people, missing: {method: carry}}, people: {source: s}}\n" INDEX("x"));
    write_regions(&tracing);
    tracing_file(&tracing, "s.csv", "region,period,x,people\nA,2020-01,7,2\nA,2020-02,9,\nB,2020-03,8,4\n");
    tracing_run(&tracing, "A", "2020-03");
    tracing_require(&tracing);
    const struct trace *carried = tracing_get(&tracing, "x", "A", "2020-03");
    CU_ASSERT_EQUAL_FATAL(carried->input_count, 1);
    CU_ASSERT_EQUAL(carried->inputs[0].periods_before, 2);
    CU_ASSERT_EQUAL(tracing_get(&tracing, "x", "A", "2020-01")->rows, 1);
    tracing_end(&tracing);
}

static void what_was_read_is_told_in_short(void)
{
    struct tracing tracing;
    tracing_begin(&tracing,
                  HEAD "sources: {d: {format: developments, file: d.csv, covers: {from: 2019-01, to: 2020-12}},\n"
                       "          e: {format: events, file: e.csv, covers: {from: 2019-01, to: 2020-12}}}\n"
                       "indicators: {talk: {module: diplomatic_developments, source: d},\n"
                       "             count: {module: event_count, source: e}}\n"
                       "index: {id: risk, children: [{indicator: talk, weight: 1}, {indicator: count, weight: 1}]}\n");
    write_regions(&tracing);
    tracing_file(
        &tracing, "d.csv",
        "date,source,target,cameo,mentions\n2020-02-03,USA,A,057,12\n2020-02-04,A,B,190,\n"
        "2020-02-05,\"Islamic Emirate of \xC3\x84\xC3\x96\xC3\x9C, by its own long name and more of it\",A,112,4\n");
    tracing_file(&tracing, "e.csv", "date,region\n2020-02-03,A\n");
    tracing_run(&tracing, "A", "2020-02");
    tracing_require(&tracing);
    const struct trace *talk = tracing_get(&tracing, "talk", "A", "2020-02");
    CU_ASSERT_EQUAL_FATAL(talk->heaviest_count, 3);
    CU_ASSERT_STRING_EQUAL(talk->heaviest[0].text, "USA - A, cameo 057, mentions 12");
    CU_ASSERT_TRUE(talk->heaviest[0].weight < 0);
    CU_ASSERT_STRING_EQUAL(talk->heaviest[1].text, "A - B, cameo 190");
    CU_ASSERT_STRING_EQUAL(talk->heaviest[2].text,
                           "Islamic Emirate of \xC3\x84\xC3\x96\xC3\x9C, by its own lo... - A, cameo 112, mentions 4");
    CU_ASSERT_STRING_EQUAL(tracing_get(&tracing, "count", "A", "2020-02")->heaviest[0].text, "A");
    tracing_end(&tracing);
}

/** No text is longer than 120 bytes, and none ends in half a character. */
static void long_rows_are_cut(void)
{
    struct tracing tracing;
    tracing_begin(&tracing,
                  HEAD "sources: {g: {format: agreements, file: g.csv, covers: {from: 2019-01, to: 2020-12}}}\n"
                       "indicators: {secret: {module: agreement_secrecy, source: g}}\n" INDEX("secret"));
    write_regions(&tracing);
    static const char name[] = "x\xC3\x84\xC3\x96\xC3\x9C\xC3\x84\xC3\x96\xC3\x9C-\xC3\x84\xC3\x96\xC3\x9C\xC3\x84"
                               "\xC3\x96\xC3\x9C-\xC3\x84\xC3\x96\xC3\x9C\xC3\x84\xC3\x96\xC3\x9C\xC3\x84";
    char rows[512];
    snprintf(rows, sizeof rows,
             "agreement,party,party2,signed,expires,recorded,salience,S1,S2,S3,S4,S5,S6,S7,S8\n"
             "%s,A,United States of America and its many allies,2020-01-05,2030-12-31,2020-01-05,0.875,1,1,1,1,0.5,"
             "0.385,0.25,1\n",
             name);
    tracing_file(&tracing, "g.csv", rows);
    tracing_run(&tracing, "A", "2020-02");
    tracing_require(&tracing);
    const struct trace *trace = tracing_get(&tracing, "secret", "A", "2020-02");
    CU_ASSERT_EQUAL_FATAL(trace->heaviest_count, 1);
    char expected[256];
    snprintf(expected, sizeof expected,
             "A - United States of America and its many al..., agreement %.39s..., signed 2020-01...", name);
    CU_ASSERT_STRING_EQUAL(trace->heaviest[0].text, expected);
    CU_ASSERT_EQUAL(strlen(expected), 120);
    tracing_end(&tracing);
}

/** Runs with what `text` says on standard input. */
static void run_with_input(struct tracing *tracing, const char *text)
{
    int ends[2];
    int kept = dup(STDIN_FILENO);
    CU_ASSERT_EQUAL_FATAL(pipe(ends), 0);
    CU_ASSERT_EQUAL(write(ends[1], text, strlen(text)), (ssize_t)strlen(text));
    close(ends[1]);
    CU_ASSERT_TRUE(dup2(ends[0], STDIN_FILENO) >= 0);
    tracing_run(tracing, "A", "2020-02");
    dup2(kept, STDIN_FILENO);
    close(kept);
    close(ends[0]);
}

/** Standard input, by whichever name, is gone once it was read; other sources of the model are not. */
static void streams_cannot_be_read_twice(void)
{
    static const char *const names[] = {"-", "/dev/stdin"};
    for (size_t i = 0; i < 2; i++) {
        struct tracing tracing;
        char model[2048];
        snprintf(model, sizeof model,
                 HEAD "sources: {e: {format: events, file: '%s', covers: {from: 2019-01, to: 2020-12}},\n"
                      "          f: {format: events, file: f.csv, covers: {from: 2019-01, to: 2020-12}}}\n"
                      "indicators: {" DEATHS ", count: {module: event_count, source: f}}\n"
                      "index: {id: risk, children: [{indicator: deaths, weight: 1}, {indicator: count, weight: 1}]}\n",
                 names[i]);
        tracing_begin(&tracing, model);
        write_regions(&tracing);
        tracing_file(&tracing, "f.csv", "date,region\n2020-02-05,A\n");
        run_with_input(&tracing, "date,region,deaths\n2020-02-03,A,4\n2020-02-04,B,50\n");
        tracing_require(&tracing);
        const struct trace *deaths = tracing_get(&tracing, "deaths", "A", "2020-02");
        CU_ASSERT_FALSE(deaths->is_reread);
        CU_ASSERT_EQUAL(deaths->rows, 0);
        CU_ASSERT_PTR_NULL(deaths->weight_unit);
        CU_ASSERT_TRUE(tracing_get(&tracing, "count", "A", "2020-02")->is_reread);
        CU_ASSERT_EQUAL(tracing_get(&tracing, "count", "A", "2020-02")->rows, 1);
        tracing_end(&tracing);
    }
}

/** Changes the events once they have been measured. */
struct change {
    const struct tracing *tracing;
    const char *text; /* NULL: the file goes */
};

static int change_events(void *user, const char *stage, uint64_t done, uint64_t total)
{
    const struct change *change = user;
    if (strcmp(stage, "measure") == 0 && done == total) {
        if (change->text) {
            tracing_file(change->tracing, "events-1.csv", change->text);
        } else {
            CU_ASSERT_EQUAL(remove(tracing_path(change->tracing, "events-1.csv")), 0);
        }
    }
    return 0;
}

static void changed_sources_are_reported(void)
{
    static const char *const texts[] = {"date,region,deaths\n2020-02-03,A,5\n",
                                        "date,region,deaths\n2020-02-03,A,4\n2020-02-03,A,4\n",
                                        "date,region,deaths\n2020-02-03,A,many\n", "date,region\n", NULL};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct tracing tracing;
        tracing_begin(&tracing, HEAD EVENTS "indicators: {" DEATHS "}\n" INDEX("deaths"));
        write_regions(&tracing);
        tracing_file(&tracing, "events-1.csv", "date,region,deaths\n2020-02-03,A,4\n");
        struct change change = {&tracing, texts[i]};
        CU_ASSERT_EQUAL(tocsin_context_set_progress(tracing.counted.context, change_events, &change), TOCSIN_OK);
        tracing_run(&tracing, "A", "2020-02");
        CU_ASSERT_EQUAL(tracing.status, TOCSIN_ERROR_DATA);
        CU_ASSERT_TRUE(diagnosed_once(tracing.counted.context, 6101, 6, 0));
        CU_ASSERT_TRUE(diagnosed(tracing.counted.context, 6101, "source 'e' has changed since it was measured"));
        CU_ASSERT_PTR_NULL(tracing.result.traces);
        tracing_end(&tracing);
    }
}

/** What the first reading found is not said twice. */
static void findings_are_not_repeated(void)
{
    struct tracing tracing;
    uint64_t totals[2][2];
    begin_deaths(&tracing);
    for (size_t i = 0; i < 2; i++) {
        tracing_run(&tracing, i == 0 ? NULL : "A", NULL);
        CU_ASSERT_EQUAL(tracing.status, TOCSIN_OK);
        totals[i][0] = tocsin_diagnostic_total(tracing.counted.context, TOCSIN_NOTE);
        totals[i][1] = tocsin_diagnostic_total(tracing.counted.context, TOCSIN_WARNING);
        tracing_forget(&tracing);
    }
    CU_ASSERT_TRUE(totals[0][0] > 0 && totals[0][1] > 0);
    CU_ASSERT_EQUAL(totals[0][0], totals[1][0]);
    CU_ASSERT_EQUAL(totals[0][1], totals[1][1]);
    tracing_end(&tracing);
}

/** Counts the calls of the stage "reading", and stops the run at one of them. */
struct reading_calls {
    size_t calls, stop_at;
};

static int count_reading(void *user, const char *stage, uint64_t done, uint64_t total)
{
    struct reading_calls *count = user;
    (void)done;
    (void)total;
    count->calls += strcmp(stage, "reading") == 0;
    return count->calls == count->stop_at;
}

static void reading_again_can_be_stopped(void)
{
    struct tracing tracing;
    struct reading_calls once = {0, SIZE_MAX};
    begin_deaths(&tracing);
    tocsin_context_set_progress(tracing.counted.context, count_reading, &once);
    tracing_run(&tracing, NULL, NULL);
    CU_ASSERT_EQUAL(tracing.status, TOCSIN_OK);
    tracing_forget(&tracing);
    struct reading_calls stopped = {0, once.calls + 1};
    tocsin_context_set_progress(tracing.counted.context, count_reading, &stopped);
    tracing_run(&tracing, "A", NULL);
    CU_ASSERT_EQUAL(tracing.status, TOCSIN_ERROR_INTERRUPTED);
    CU_ASSERT_PTR_NULL(tracing.result.traces);
    tracing_end(&tracing);
}

/** Whichever allocation fails, the run says so and leaves nothing behind. */
static void memory_may_run_out_anywhere(void)
{
    static const char model[] =
        HEAD EVENTS "indicators: {near: {module: spillover, options: {of: deaths}}, " DEATHS ",\n"
                    "  violence: {module: militant_activity, source: e, missing: {method: carry}}}\n"
                    "index: {id: risk, children: [{indicator: near, weight: 1}, {indicator: violence, weight: 1}]}\n";
    struct tracing tracing;
    tocsin_status status = TOCSIN_ERROR_MEMORY;
    size_t failures = 0;
    tracing_begin(&tracing, model);
    write_regions(&tracing);
    tracing_file(&tracing, "events-1.csv", "date,region,deaths\n2020-01-03,A,4\n2020-01-04,B,50\n2020-02-04,C,5\n");
    for (size_t allowed = 0; status == TOCSIN_ERROR_MEMORY; allowed++) {
        tracing.counted.fail_after = tracing.counted.calls + allowed;
        tracing_run(&tracing, "A", "2020-02");
        tracing.counted.fail_after = SIZE_MAX;
        status = tracing.status;
        CU_ASSERT_TRUE(status == TOCSIN_OK || status == TOCSIN_ERROR_MEMORY);
        CU_ASSERT_TRUE_FATAL(allowed < 100000);
        CU_ASSERT_TRUE(status != TOCSIN_OK || tracing.result.traces);
        failures += status != TOCSIN_OK;
        if (status != TOCSIN_OK) {
            tracing_forget(&tracing);
        }
    }
    CU_ASSERT_TRUE(failures > 100);
    CU_ASSERT_EQUAL(tracing_get(&tracing, "deaths", "B", "2020-01")->rows, 1);
    tracing_end(&tracing);
}

/** The rows of Pakistan's tribal areas weigh what the severity is published to be. */
static void rows_of_pakistan_make_its_severity(void)
{
    const char *data = shared_file("real/ucdp_ged_pakistan/ged_pak_hdx.csv.gz");
    struct tracing tracing;
    char model[8192];
    if (!data) {
        return;
    }
    snprintf(model, sizeof model,
             "tocsin: 1\nid: pakistan\nperiods: {frequency: month, from: 2014-01, to: 2014-12}\n"
             "sources: {ucdp: {format: ucdp-ged, file: '%s', region: adm_1, covers: {from: 1989-01, to: 2021-12}}}\n"
             "indicators: {a: {module: militant_activity, source: ucdp, options: {calibration: 7128.743757},\n"
             "             normalise: {method: none}}}\n" INDEX("a"),
             data);
    tracing_begin(&tracing, model);
    tracing_run(&tracing, "Federally Administered Tribal Areas", "2014-12");
    tracing_require(&tracing);
    const struct trace *trace = tracing_get(&tracing, "a", "Federally Administered Tribal Areas", "2014-12");
    CU_ASSERT_EQUAL(round(trace->total * 1e4), 35149542);
    CU_ASSERT_EQUAL_FATAL(trace->file_count, 1);
    CU_ASSERT_EQUAL(trace->files[0].rows, trace->rows);
    CU_ASSERT_TRUE(trace->rows > 1000 && trace->files[0].last_line - trace->files[0].first_line >= trace->rows - 1);
    CU_ASSERT_EQUAL(trace->heaviest_count, TRACE_ROWS);
    CU_ASSERT_PTR_NOT_NULL(strstr(trace->heaviest[0].text, "deaths "));
    tracing_end(&tracing);
}

/** The shipped model: what is behind Pakistan's score of August 2023. */
static void south_asia_names_the_agreement(void)
{
    struct tracing tracing;
    tracing_begin(&tracing, "");
    tracing_run_model(&tracing, TOCSIN_SOURCE_DIR "/models/south-asia.yaml", "PAK", "2023-08");
    tracing_require(&tracing);
    const struct trace *secrecy = tracing_get(&tracing, "secrecy", "PAK", "2023-08");
    CU_ASSERT_FATAL(secrecy->heaviest_count > 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(secrecy->heaviest[0].text, "PAK - USA, agreement cis-moa-2023"));
    CU_ASSERT_EQUAL(secrecy->heaviest[0].day, date_from_civil(2023, 8, 3));
    const struct trace *governance = tracing_get(&tracing, "rule_of_law", "PAK", "2023-08");
    CU_ASSERT_EQUAL_FATAL(governance->input_count, 1);
    CU_ASSERT_EQUAL(governance->inputs[0].periods_before, 8);
    const struct trace *estimate = tracing_get(&tracing, "rule_of_law", "PAK", "2022-12");
    CU_ASSERT_EQUAL(estimate->rows, 1);
    CU_ASSERT_STRING_EQUAL(estimate->heaviest[0].text, "wgi_rl -0.672116"); /* not what others read of the source */
    const struct trace *spillover = tracing_get(&tracing, "spillover", "PAK", "2023-08");
    CU_ASSERT_EQUAL_FATAL(spillover->input_count, 3); /* AFG, IND, IRN */
    CU_ASSERT_EQUAL(spillover->inputs[0].weight, 1 / 3.0);
    CU_ASSERT_TRUE(tracing_get(&tracing, "militant_activity", "AFG", "2023-07")->rows > 100);
    CU_ASSERT_TRUE(tracing_get(&tracing, "militant_activity", "IND", "2023-06")->rows > 100);
    CU_ASSERT_EQUAL(tracing_get(&tracing, "escalation", "PAK", "2023-08")->input_count, 1);
    CU_ASSERT_EQUAL(tracing_get(&tracing, "deaths", "PAK", "2023-08")->rows, 1);
    CU_ASSERT_TRUE(tracing_get(&tracing, "diplomacy", "PAK", "2023-08")->rows > 0);
    tracing_end(&tracing);
}

static CU_TestInfo tests[] = {
    {"rows are counted by file and line", rows_are_counted_by_file_and_line},
    {"there may be nothing to tell", there_may_be_nothing_to_tell},
    {"the ten heaviest rows are kept", the_ten_heaviest_are_kept},
    {"values made of others lead to rows", values_made_of_others_lead_to_rows},
    {"carried values lead to where they are from", carried_values_lead_to_where_they_are_from},
    {"values without a denominator are not carried", values_without_a_denominator_are_not_carried},
    {"what was read is told in short", what_was_read_is_told_in_short},
    {"long rows are cut", long_rows_are_cut},
    {"streams cannot be read twice", streams_cannot_be_read_twice},
    {"changed sources are reported", changed_sources_are_reported},
    {"findings are not repeated", findings_are_not_repeated},
    {"reading again can be stopped", reading_again_can_be_stopped},
    {"memory may run out anywhere", memory_may_run_out_anywhere},
    {"rows of Pakistan make its severity", rows_of_pakistan_make_its_severity},
    {"South Asia names the agreement", south_asia_names_the_agreement},
    CU_TEST_INFO_NULL,
};
SUITE(trace, tests)
