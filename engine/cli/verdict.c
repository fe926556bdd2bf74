/** Judges the last reported period of a finished run. */
#include "cli/verdict.h"
#include "cli/message.h"
#include <stdio.h>
#include <string.h>

enum { MOST_NAMED = 10 };

/** The rows of the last reported period: [first, end). Rows are sorted by period. */
struct last_period {
    const tocsin_result *result;
    const char *period;
    size_t first, end;
};

static bool find_last_period(const tocsin_result *result, struct last_period *last)
{
    size_t end = tocsin_result_score_count(result);
    tocsin_score score;
    if (end == 0 || tocsin_result_score_at(result, end - 1, &score) != TOCSIN_OK) {
        return false;
    }
    const char *period = score.period;
    size_t first = end - 1;
    while (first > 0 && tocsin_result_score_at(result, first - 1, &score) == TOCSIN_OK &&
           strcmp(score.period, period) == 0) {
        first--;
    }
    *last = (struct last_period){result, period, first, end};
    return true;
}

bool verdict_prepare(const struct arguments *arguments, const tocsin_result *result)
{
    bool all = true;
    for (size_t i = 0; i < arguments->gate_count; i++) {
        all = gate_resolve(&arguments->gates[i], result) && all;
    }
    return all;
}

static bool gate_fires(const struct gate *gate, const struct last_period *last)
{
    size_t offenders = 0;
    tocsin_score score;
    for (size_t i = last->first; i < last->end; i++) {
        offenders += tocsin_result_score_at(last->result, i, &score) == TOCSIN_OK && gate_holds(gate, &score);
    }
    if (offenders == 0) {
        return false;
    }
    message_line("tocsin: gate '%s' fired for %zu of %zu region%s in %s:", gate->text, offenders,
                 last->end - last->first, last->end - last->first == 1 ? "" : "s", last->period);
    for (size_t i = last->first; i < last->end; i++) {
        if (tocsin_result_score_at(last->result, i, &score) == TOCSIN_OK && gate_holds(gate, &score)) {
            char found[128];
            gate_describe(gate, &score, found, sizeof found);
            message_line("  %s %s: %s", score.region, score.region_name ? score.region_name : "", found);
        }
    }
    return true;
}

static bool is_unscored(const struct last_period *last, size_t row, tocsin_score *score)
{
    return tocsin_result_score_at(last->result, row, score) == TOCSIN_OK && !score->has_score;
}

static bool tell_unscored(struct session *session, const struct last_period *last)
{
    size_t unscored = 0;
    char named[512] = "";
    tocsin_score score;
    for (size_t i = last->first; i < last->end; i++) {
        if (is_unscored(last, i, &score) && unscored++ < MOST_NAMED) {
            size_t used = strlen(named);
            snprintf(named + used, sizeof named - used, "%s%s", used > 0 ? ", " : "", score.region);
        }
    }
    if (unscored == 0) {
        return false;
    }
    char message[1024];
    snprintf(message, sizeof message, "%zu of %zu region%s without a score in %s: %s%s", unscored,
             last->end - last->first, last->end - last->first == 1 ? "" : "s", last->period, named,
             unscored > MOST_NAMED ? ", ..." : "");
    session_warn(session, message);
    return true;
}

enum exit_code verdict_of(struct session *session, const tocsin_result *result)
{
    struct last_period last;
    if (!find_last_period(result, &last)) {
        session_warn(session, "no region and period to report");
        return EXIT_CODE_UNSCORED;
    }
    bool unscored = tell_unscored(session, &last);
    bool fired = false;
    for (size_t i = 0; i < session->arguments->gate_count; i++) {
        fired = gate_fires(&session->arguments->gates[i], &last) || fired;
    }
    return fired ? EXIT_CODE_GATE : unscored ? EXIT_CODE_UNSCORED : EXIT_CODE_OK;
}
