/** What is not known: regions without a score, missing, imputed and old values, rows that found no region. */
#include "report/summary.h"
#include <inttypes.h>
#include <stdio.h>

enum {
    MOST_NAMED = 6,
    MOST_UNMATCHED = 3,
    LETTERS = 128, /* status letters are ASCII */
    NOTE_SIZE = 32
};

/** Regions without a score, or whose score rests on part of the weight. Returns whether there is any. */
static bool say_coverage(struct summary *summary, bool scored, const char *opening)
{
    const struct result *result = summary->result;
    struct summary_names names = {.most = MOST_NAMED};
    char text[NUMBER_TEXT_SIZE];
    for (size_t region = 0; region < result->regions->count; region++) {
        struct score_row row;
        result_row_score(result, summary->period, region, &row);
        if (!result->region_reported[region] || row.score.given != scored || (scored && row.coverage >= 1)) {
            continue;
        }
        if (names.count == 0) {
            page_line(&summary->page, 2, 4);
            page_text(&summary->page, opening);
        }
        summary_names_add(summary, &names, result->regions->regions[region].name, page_share(text, row.coverage));
    }
    if (names.count > 0) {
        summary_names_end(summary, &names);
        page_text(&summary->page, ".");
        page_end(&summary->page);
    }
    return names.count > 0;
}

/** How the values of an indicator stand, over the reported regions. */
struct standing {
    size_t letters[LETTERS];
    size_t old;    /* that rest on an earlier period */
    int32_t age;   /* of the oldest, in periods */
    size_t oldest; /* its region */
};

static void count_standing(const struct summary *summary, size_t indicator, struct standing *standing)
{
    const struct result *result = summary->result;
    *standing = (struct standing){0};
    for (size_t region = 0; region < result->regions->count; region++) {
        struct indicator_row row;
        if (!result->region_reported[region]) {
            continue;
        }
        result_row_indicator(result, summary->period, region, indicator, &row);
        standing->letters[(unsigned char)observation_descriptions[row.observation].letter % LETTERS]++;
        bool old = observation_present(row.observation) && row.age > 0;
        standing->old += old;
        if (old && row.age > standing->age) {
            standing->age = row.age;
            standing->oldest = region;
        }
    }
}

/** The names of the regions whose value has a status letter. */
static void say_who(struct summary *summary, size_t indicator, char letter)
{
    const struct result *result = summary->result;
    struct summary_names names = {.most = MOST_NAMED};
    for (size_t region = 0; region < result->regions->count; region++) {
        struct indicator_row row;
        result_row_indicator(result, summary->period, region, indicator, &row);
        if (result->region_reported[region] && observation_descriptions[row.observation].letter == letter) {
            summary_names_add(summary, &names, result->regions->regions[region].name, NULL);
        }
    }
    summary_names_end(summary, &names);
}

/** "; oldest 2022, 8 months before, 9 regions" */
static void say_age(struct summary *summary, size_t indicator, const struct standing *standing, size_t regions)
{
    struct indicator_row row;
    char text[PERIOD_TEXT_SIZE];
    result_row_indicator(summary->result, summary->period, standing->oldest, indicator, &row);
    page_format(&summary->page,
                "values from earlier periods for %zu of %zu regions, the oldest of %s, %" PRId32 " %s%s ",
                standing->old, regions, period_format(text, row.source_frequency, row.source_period), standing->age,
                frequency_names[summary->result->axis.frequency], standing->age == 1 ? "" : "s");
    page_text(&summary->page, "before");
}

/** One line for an indicator that is not complete, measured and of the period everywhere; false if it is. */
static bool say_indicator(struct summary *summary, size_t indicator, size_t regions)
{
    static const struct {
        char letter;
        bool named; /* few enough to say who */
        const char *words;
    } kinds[] = {{'O', true, "missing"},
                 {'M', true, "not applicable"},
                 {'I', false, "imputed"},
                 {'E', false, "estimated"},
                 {'U', false, "of low reliability"}};
    struct standing standing;
    bool said = false;
    count_standing(summary, indicator, &standing);
    page_line(&summary->page, 2, 4);
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        size_t count = standing.letters[(unsigned char)kinds[i].letter];
        if (count == 0) {
            continue;
        }
        page_text(&summary->page, said ? "; " : summary->result->indicators[indicator].title);
        page_text(&summary->page, said ? "" : ": ");
        page_format(&summary->page, "%s for %zu of %zu regions", kinds[i].words, count, regions);
        if (kinds[i].named && count < regions) {
            page_text(&summary->page, " (");
            say_who(summary, indicator, kinds[i].letter);
            page_text(&summary->page, ")");
        }
        said = true;
    }
    if (standing.old > 0) {
        page_text(&summary->page, said ? "; " : summary->result->indicators[indicator].title);
        page_text(&summary->page, said ? "" : ": ");
        say_age(summary, indicator, &standing, regions);
        said = true;
    }
    if (said) {
        page_text(&summary->page, ".");
        page_end(&summary->page);
    }
    return said;
}

static size_t count_reported(const struct result *result)
{
    size_t count = 0;
    for (size_t region = 0; region < result->regions->count; region++) {
        count += result->region_reported[region];
    }
    return count;
}

/** "(5)" */
static const char *put_count(char note[NOTE_SIZE], uint64_t count)
{
    snprintf(note, NOTE_SIZE, "(%" PRIu64 ")", count);
    return note;
}

/** Rows of a source that could not be given to a region; false if there are none. */
static bool say_unmatched(struct summary *summary, const struct result_source *source)
{
    const struct source_report *report = &source->report;
    struct summary_names names = {.most = MOST_UNMATCHED};
    char note[NOTE_SIZE];
    if (report->rows_unmatched + report->rows_blank == 0) {
        return false;
    }
    page_line(&summary->page, 2, 4);
    page_text(&summary->page, "Source ");
    page_text(&summary->page, source->id);
    page_format(&summary->page, ": %" PRIu64 " of %" PRIu64 " rows are of no region of the model",
                report->rows_unmatched + report->rows_blank, report->rows_read - report->rows_filtered);
    for (size_t i = 0; i < report->unmatched_count && i < MOST_UNMATCHED; i++) {
        page_text(&summary->page, i == 0 ? ": " : "");
        summary_names_add(summary, &names, report->unmatched[i].name, put_count(note, report->unmatched[i].rows));
    }
    if (report->unmatched_names > names.count && names.count > 0) {
        page_format(&summary->page, " and %" PRIu64 " more names", report->unmatched_names - names.count);
    }
    page_text(&summary->page, ".");
    page_end(&summary->page);
    return true;
}

void summary_gaps(struct summary *summary)
{
    const struct result *result = summary->result;
    page_paragraph(&summary->page, 0, "WHAT IS NOT KNOWN");
    bool said = say_coverage(summary, false, "No score, with coverage: ");
    said |= say_coverage(summary, true, "Scored on part of the weight, with coverage: ");
    size_t regions = count_reported(result);
    for (size_t i = 0; i < result->indicator_count; i++) {
        said |= result->indicators[i].in_index && say_indicator(summary, i, regions);
    }
    for (size_t i = 0; i < result->source_count; i++) {
        said |= say_unmatched(summary, &result->sources[i]);
    }
    if (!said) {
        page_paragraph(&summary->page, 2, "Nothing: every score rests on complete data of its own period.");
    }
}
