/** What is not known, in groups: scores and values that are missing, incomplete, old or imputed, and rows that were not
 * used. */
#include "base/text.h"
#include "report/summary.h"
#include <inttypes.h>
#include <stdio.h>

enum { MOST_NAMED = 6, MOST_INDICATORS = 4, MOST_OLD = 1, MOST_SOURCES = 4, MOST_UNMATCHED = 3, NOTE_SIZE = 32 };

static bool has_score(const struct summary *summary, size_t region)
{
    return summary->result->rank[result_region_cell(summary->result, summary->period, region)] > 0;
}

static void close_line(struct summary *summary)
{
    page_text(&summary->page, ".");
    page_end(&summary->page);
}

/* ---------------------------------------------------------------------------------------------------------- scores */

/** Why a score is missing, in fewer words than those that tell of any value. */
static const char *reason_words(enum observation observation)
{
    switch (observation) {
    case OBSERVATION_BELOW_COVERAGE:
        return "too little data";
    case OBSERVATION_NO_CHILD:
        return "no data";
    default:
        return observation_descriptions[observation].words;
    }
}

/** The regions without a score for one reason: "; too little data (Bhutan 40%)". Returns how many. */
static size_t say_reason(struct summary *summary, enum observation observation, const char *opening)
{
    const struct result *result = summary->result;
    struct summary_names names = {.most = MOST_NAMED};
    char text[NUMBER_TEXT_SIZE];
    for (size_t region = 0; region < result->regions->count; region++) {
        struct score_row row;
        if (!result->region_reported[region] || has_score(summary, region)) {
            continue;
        }
        result_row_score(result, summary->period, region, &row);
        if (row.observation != observation) {
            continue;
        }
        if (names.count == 0) {
            page_format(&summary->page, "%s%s (", opening, reason_words(observation));
        }
        summary_names_add(summary, &names, summary_region_name(summary, region), page_share(text, row.coverage));
    }
    if (names.count > 0) {
        summary_names_end(summary, &names);
        page_text(&summary->page, ")");
    }
    return names.count;
}

static bool say_unscored(struct summary *summary)
{
    struct summary_walk walk = {0};
    size_t missing = summary->regions - summary_walk_rest(summary, -1, &walk, NULL);
    bool said = false;
    if (missing == 0) {
        return false;
    }
    page_line(&summary->page, 2, 4);
    page_format(&summary->page, "No score for %zu of %zu regions", missing, summary->regions);
    for (int observation = 0; observation < OBSERVATION_COUNT; observation++) {
        said |= say_reason(summary, (enum observation)observation, said ? "; " : ": ") > 0;
    }
    close_line(summary);
    return true;
}

/** Where an incomplete score stands: by coverage, then in model order. */
struct coverage_walk {
    double coverage;
    size_t region;
    bool begun;
};

/** The next region, from the least coverage up; `*count` is how many there are from the walk on. */
static bool next_incomplete(const struct summary *summary, struct coverage_walk *walk, size_t *count)
{
    const struct result *result = summary->result;
    struct coverage_walk next = {0, 0, false};
    *count = 0;
    for (size_t region = 0; region < result->regions->count; region++) {
        struct score_row row;
        if (!result->region_reported[region] || !has_score(summary, region)) {
            continue;
        }
        result_row_score(result, summary->period, region, &row);
        bool after = !walk->begun || row.coverage > walk->coverage ||
                     (!(row.coverage < walk->coverage) && region > walk->region);
        if (row.coverage >= 1 || !after) {
            continue;
        }
        ++*count;
        if (!next.begun || row.coverage < next.coverage) {
            next = (struct coverage_walk){row.coverage, region, true};
        }
    }
    *walk = next.begun ? next : *walk;
    return next.begun;
}

static bool say_incomplete(struct summary *summary)
{
    struct summary_names names = {.most = MOST_NAMED};
    struct coverage_walk walk = {0};
    struct summary_walk scored = {0};
    char text[NUMBER_TEXT_SIZE];
    size_t total;
    size_t rest;
    if (!next_incomplete(summary, &walk, &total)) {
        return false;
    }
    page_line(&summary->page, 2, 4);
    page_format(&summary->page, "Incomplete: %zu of %zu scores rest on part of the weight: ", total,
                summary_walk_rest(summary, -1, &scored, NULL));
    do {
        summary_names_add(summary, &names, summary_region_name(summary, walk.region), page_share(text, walk.coverage));
    } while (names.count < MOST_NAMED && next_incomplete(summary, &walk, &rest));
    names.count = total;
    summary_names_end(summary, &names);
    close_line(summary);
    return true;
}

/* ------------------------------------------------------------------------------------------------------ indicators */

/** How many reported regions have a value of an indicator with this status letter. */
static size_t count_letter(const struct summary *summary, size_t indicator, char letter)
{
    const struct result *result = summary->result;
    size_t count = 0;
    for (size_t region = 0; region < result->regions->count; region++) {
        struct indicator_row row;
        if (result->region_reported[region]) {
            result_row_indicator(result, summary->period, region, indicator, &row);
            count += observation_descriptions[row.observation].letter == letter;
        }
    }
    return count;
}

/** Where an indicator stands in a list by number of regions, then in model order. */
struct letter_walk {
    size_t count, indicator;
};

static bool next_indicator(const struct summary *summary, char letter, struct letter_walk *walk, size_t *rest)
{
    const struct result *result = summary->result;
    struct letter_walk next = {0, 0};
    *rest = 0;
    for (size_t i = 0; i < result->indicator_count; i++) {
        size_t count = result->indicators[i].in_index ? count_letter(summary, i, letter) : 0;
        bool after = count < walk->count || (count == walk->count && i > walk->indicator);
        *rest += count > 0 && after;
        if (after && count > next.count) {
            next = (struct letter_walk){count, i};
        }
    }
    *walk = next;
    return next.count > 0;
}

/** "Secrecy of agreements, Rule of law for 6 of 9 regions, Spillover for 2 of 9 regions", those of most regions first,
 * after `opening`. Returns how many indicators have values with this letter. */
static size_t list_letter(struct summary *summary, char letter, const char *opening)
{
    struct summary_names names = {.most = MOST_INDICATORS};
    struct letter_walk walk = {SIZE_MAX, 0};
    struct letter_walk next;
    size_t total;
    size_t rest;
    if (!next_indicator(summary, letter, &walk, &total)) {
        return 0;
    }
    page_text(&summary->page, opening);
    bool more = true;
    for (size_t i = 0; i < MOST_INDICATORS && more; i++) {
        next = walk;
        more = next_indicator(summary, letter, &next, &rest);
        summary_names_add(summary, &names, summary_title(summary, walk.indicator), NULL);
        if (!more || next.count != walk.count || i + 1 == MOST_INDICATORS) {
            page_format(&summary->page, " for %zu of %zu regions", walk.count, summary->regions);
        }
        walk = next;
    }
    names.count = total;
    summary_names_end(summary, &names);
    page_text(&summary->page, total > MOST_INDICATORS ? " indicators" : "");
    return total;
}

static bool say_letter(struct summary *summary, char letter, const char *opening)
{
    page_line(&summary->page, 2, 4);
    if (list_letter(summary, letter, opening) == 0) {
        return false;
    }
    close_line(summary);
    return true;
}

/** Over the scores of the reported regions. */
struct imputed {
    size_t count;   /* that rest on imputed values */
    size_t largest; /* the region with the largest share */
    double share;   /* of its weight */
    bool equal;     /* all of them show the same share */
};

static struct imputed find_imputed(const struct summary *summary)
{
    const struct result *result = summary->result;
    struct imputed found = {.equal = true};
    for (size_t region = 0; region < result->regions->count; region++) {
        double share = result->imputed[result_region_cell(result, summary->period, region)];
        char text[2][NUMBER_TEXT_SIZE];
        if (!result->region_reported[region] || !has_score(summary, region) || share <= 0) {
            continue;
        }
        found.equal &= found.count == 0 || text_equal(page_share(text[0], share), page_share(text[1], found.share));
        if (share > found.share) {
            found.share = share;
            found.largest = region;
        }
        found.count++;
    }
    return found;
}

/** The share of the weight of the scores that rests on imputed values, and which indicators do. */
static bool say_imputed(struct summary *summary)
{
    struct imputed imputed = find_imputed(summary);
    struct summary_walk scored = {0};
    char share[NUMBER_TEXT_SIZE];
    page_line(&summary->page, 2, 4);
    if (imputed.count == 0) {
        return say_letter(summary, 'I', "Imputed: ");
    }
    page_format(&summary->page, "Imputed: %s%s of the weight of %zu of %zu scores", imputed.equal ? "" : "up to ",
                page_share(share, imputed.share), imputed.count, summary_walk_rest(summary, -1, &scored, NULL));
    if (!imputed.equal) {
        page_text(&summary->page, ", most for ");
        page_text(&summary->page, summary_region_name(summary, imputed.largest));
    }
    list_letter(summary, 'I', "; ");
    close_line(summary);
    return true;
}

/** Values that rest on an observation of an earlier period. */
struct age {
    size_t regions;  /* that have such a value of the indicator */
    int32_t periods; /* of the oldest */
    enum frequency frequency;
    period_number of; /* the period of the oldest */
};

/** Of a value made of others it is their sources that are old, not the value. */
static struct age find_age(const struct summary *summary, size_t indicator)
{
    const struct result *result = summary->result;
    struct age age = {0};
    if (!result->indicators[indicator].in_index || !result->indicators[indicator].source) {
        return age;
    }
    for (size_t region = 0; region < result->regions->count; region++) {
        struct indicator_row row;
        if (!result->region_reported[region]) {
            continue;
        }
        result_row_indicator(result, summary->period, region, indicator, &row);
        if (!observation_present(row.observation) || row.age <= 0) {
            continue;
        }
        age.regions++;
        if (row.age > age.periods) {
            age.periods = row.age;
            age.frequency = row.source_frequency;
            age.of = row.source_period;
        }
    }
    return age;
}

static bool say_old(struct summary *summary)
{
    const struct result *result = summary->result;
    struct summary_names names = {.most = MOST_OLD};
    struct age oldest = {0};
    size_t count = 0;
    size_t regions = 0;
    char words[PERIOD_WORDS_SIZE];
    for (size_t i = 0; i < result->indicator_count; i++) {
        struct age age = find_age(summary, i);
        count += age.regions > 0;
        regions = age.regions > regions ? age.regions : regions;
        oldest = age.periods > oldest.periods ? age : oldest;
    }
    if (count == 0) {
        return false;
    }
    page_line(&summary->page, 2, 4);
    page_format(&summary->page, "Values of earlier periods: %zu %s in up to %zu of %zu regions, the oldest of %s (",
                count, count == 1 ? "indicator" : "indicators", regions, summary->regions,
                summary_period_words(words, oldest.frequency, oldest.of, true));
    for (size_t i = 0; i < result->indicator_count; i++) {
        struct age age = find_age(summary, i);
        if (age.regions > 0 && age.periods == oldest.periods) {
            summary_names_add(summary, &names, summary_title(summary, i), NULL);
        }
    }
    summary_names_end(summary, &names);
    page_text(&summary->page, ")");
    close_line(summary);
    return true;
}

/* ------------------------------------------------------------------------------------------------------------ rows */

/** "conflict 12 of 1255 (Jammu 5, Kashmir 4 and 2 more names)" */
static void say_names(struct summary *summary, const struct source_report *report)
{
    struct summary_names names = {.most = MOST_UNMATCHED};
    char note[NOTE_SIZE];
    for (size_t i = 0; i < report->unmatched_count && i < MOST_UNMATCHED; i++) {
        snprintf(note, sizeof note, "%" PRIu64, report->unmatched[i].rows);
        page_text(&summary->page, i == 0 ? " (" : "");
        summary_names_add(summary, &names, report->unmatched[i].name, note);
    }
    if (names.count > 0) {
        uint64_t more = report->unmatched_names - names.count;
        page_format(&summary->page, more > 0 ? " and %" PRIu64 " more %s)" : ")", more, more == 1 ? "name" : "names");
    }
}

/** What rows can be left out for. */
enum row_fate { ROWS_UNMATCHED, ROWS_BLANK, ROWS_FILTERED };

static uint64_t count_rows(const struct source_report *report, enum row_fate fate)
{
    switch (fate) {
    case ROWS_UNMATCHED:
        return report->rows_unmatched;
    case ROWS_BLANK:
        return report->rows_blank;
    default:
        return report->rows_filtered;
    }
}

/** The sources that have such rows, one after the other. */
static bool say_rows(struct summary *summary, enum row_fate fate, const char *words)
{
    const struct result *result = summary->result;
    size_t count = 0;
    for (size_t i = 0; i < result->source_count; i++) {
        const struct source_report *report = &result->sources[i].report;
        uint64_t rows = count_rows(report, fate);
        if (rows == 0 || count++ >= MOST_SOURCES) {
            continue;
        }
        if (count == 1) {
            page_line(&summary->page, 2, 4);
            page_format(&summary->page, "%s: source ", words);
        } else {
            page_text(&summary->page, "; ");
        }
        page_text(&summary->page, result->sources[i].id);
        page_format(&summary->page, " %" PRIu64 " of %" PRIu64, rows, report->rows_read);
        if (fate == ROWS_UNMATCHED) {
            say_names(summary, report);
        }
    }
    if (count > MOST_SOURCES) {
        page_format(&summary->page, " and %zu more sources", count - MOST_SOURCES);
    }
    if (count > 0) {
        close_line(summary);
    }
    return count > 0;
}

static bool say_warnings(struct summary *summary)
{
    uint64_t warnings = summary->result->finding_totals[TOCSIN_WARNING];
    if (warnings > 0) {
        page_line(&summary->page, 2, 4);
        page_format(&summary->page, "The run gave %" PRIu64 " %s about model and data.", warnings,
                    warnings == 1 ? "warning" : "warnings");
        page_end(&summary->page);
    }
    return warnings > 0;
}

void summary_gaps(struct summary *summary)
{
    summary_heading(summary, "WHAT IS NOT KNOWN", "");
    bool said = say_unscored(summary);
    said |= say_incomplete(summary);
    said |= say_letter(summary, 'O', "Missing: ");
    said |= say_letter(summary, 'M', "Not applicable: ");
    said |= say_letter(summary, 'E', "Estimated: ");
    said |= say_letter(summary, 'U', "Of low reliability: ");
    said |= say_imputed(summary);
    said |= say_old(summary);
    said |= say_rows(summary, ROWS_UNMATCHED, "Rows of no region of the model");
    said |= say_rows(summary, ROWS_BLANK, "Rows that name no region");
    said |= say_rows(summary, ROWS_FILTERED, "Rows left out by the model");
    said |= say_warnings(summary);
    if (!said) {
        page_paragraph(&summary->page, 2, "Nothing: every score rests on complete data of its own period.");
    }
}
