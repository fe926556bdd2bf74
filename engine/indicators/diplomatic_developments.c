/**
 * Diplomatic developments: whether dealings with and around a region lean to conflict or to cooperation.
 *
 * Meaning    0 cooperation only, 50 balance, 100 conflict only; `relative` compares with the region's own past.
 * Direction  risk. Unit: index 0..100 (`measure` returns the parts instead).
 * Formula    g = Goldstein value of the CAMEO code, n = min(5, 1 + ln max(1, mentions)), w = 2^(-(T - t) / h) for
 *            T - window < t <= T; C = sum of |g| n w over g < 0, plus rho g n w of third-party reactions;
 *            K = sum of g n w over g > 0; B = (C - K) / (C + K + 10); value = 50 (1 + B).
 * Source     Goldstein (1992), Journal of Conflict Resolution 36(2); CAMEO: Gerner, Schrodt & Yilmaz (2012).
 * Blind      what is agreed in silence (see agreement_secrecy); the tone of a government's own media; events that many
 *            outlets repeat weigh more than they should, the cap on mentions notwithstanding.
 */
#include "base/compensated_sum.h"
#include "indicators/actor.h"
#include "indicators/cameo.h"
#include "indicators/day_cells.h"
#include "indicators/development.h"
#include "indicators/inputs.h"
#include "indicators/option_table.h"
#include "indicators/quantity.h"
#include "indicators/trailing.h"
#include <math.h>
#include <stdint.h>
#include <stdio.h>

enum option {
    HALF_LIFE,
    WINDOW,
    NEUTRAL,
    MENTION_CAP,
    WHEN_EMPTY,
    ROLE,
    MEASURE,
    RELATIVE,
    MINIMUM_HISTORY,
    DEVIATION_FLOOR,
    THIRD_PARTY,
    THIRD_PARTY_CODES,
    OPTION_COUNT
};
enum when_empty { EMPTY_MISSING, EMPTY_NEUTRAL };
enum role { ROLE_EITHER, ROLE_SOURCE, ROLE_TARGET };
enum measure { MEASURE_INDEX, MEASURE_CONFLICT, MEASURE_COOPERATION, MEASURE_THIRD_PARTY, MEASURE_EVENTS };

enum { LONGEST_WINDOW = 36525 };

static const struct option_descriptor options[OPTION_COUNT] = {
    [HALF_LIFE] = {.name = "half_life",
                   .type = OPTION_NUMBER,
                   .range = "x > 0",
                   .low = 0,
                   .high = 1e6,
                   .low_open = true,
                   .unit = "days",
                   .initial = "60",
                   .text = "After so many days an event counts half; own choice: news moves faster than violence."},
    [WINDOW] = {.name = "window",
                .type = OPTION_INTEGER,
                .range = "1 <= x <= 36525",
                .low = 1,
                .high = LONGEST_WINDOW,
                .unit = "days",
                .initial = "180",
                .text = "Events older than this do not count; own choice: three half-lives."},
    [NEUTRAL] = {.name = "neutral",
                 .type = OPTION_NUMBER,
                 .range = "x > 0",
                 .low = 0,
                 .high = 1e6,
                 .low_open = true,
                 .unit = "Goldstein points",
                 .initial = "10",
                 .text = "Added to the denominator so that a single event does not go to an extreme; own choice: the "
                         "size of the strongest single event on Goldstein's scale."},
    [MENTION_CAP] = {.name = "mention_cap",
                     .type = OPTION_NUMBER,
                     .range = "x >= 1",
                     .low = 1,
                     .high = 1e6,
                     .initial = "5",
                     .text = "Largest factor of an event that many outlets mention; own choice, met at 55 mentions."},
    [WHEN_EMPTY] = {.name = "when_empty",
                    .type = OPTION_CHOICE,
                    .range = "missing|neutral",
                    .initial = "missing",
                    .text = "The value of a covered region without an event in the window: missing (media data), or "
                            "neutral = 50 (a curated register, where silence is a finding)."},
    [ROLE] = {.name = "role",
              .type = OPTION_CHOICE,
              .of_two_sides = true,
              .range = "either|source|target",
              .initial = "either",
              .text = "To which side of a dyadic event it belongs; an event of a region with itself counts once."},
    [MEASURE] = {.name = "measure",
                 .type = OPTION_CHOICE,
                 .range = "index|conflict|cooperation|third_party|events",
                 .initial = "index",
                 .text = "What is returned: the index, or one of its parts: the sums C (without reactions) and K, the "
                         "reactions of third parties, the number of events in the window."},
    [RELATIVE] = {.name = "relative",
                  .type = OPTION_INTEGER,
                  .range = "2 <= x <= 1000",
                  .low = 2,
                  .high = 1000,
                  .unit = "periods",
                  .text = "Gives 100 Phi((x - mean) / sd) against the region's own so many periods before; off by "
                          "default."},
    [MINIMUM_HISTORY] = {.name = "minimum_history",
                         .type = OPTION_INTEGER,
                         .range = "2 <= x <= 1000",
                         .low = 2,
                         .high = 1000,
                         .unit = "periods",
                         .initial = "12",
                         .text = "With fewer earlier values a relative one is missing; own choice: a year of months."},
    [DEVIATION_FLOOR] = {.name = "sd_floor",
                         .type = OPTION_NUMBER,
                         .range = "x >= 0",
                         .low = 0,
                         .high = 1e6,
                         .unit = "points of x",
                         .initial = "0",
                         .text =
                             "Least standard deviation of a relative value; 0: none, a past without any change then "
                             "gives no value."},
    [THIRD_PARTY] = {.name = "third_party",
                     .type = OPTION_TABLE,
                     .range = "region,partner,observer?,rho",
                     .text =
                         "Who reacts to whose cooperation: an agreement of region with partner, in either direction, "
                         "counts as a conflict event of size rho g for the region as well (rho 0..10); the observer "
                         "is the reason, for people; own assumption of the model."},
    [THIRD_PARTY_CODES] = {.name = "third_party_codes",
                           .type = OPTION_TEXT,
                           .initial = "057 0312 0314 062 064",
                           .text = "CAMEO codes that are cooperation agreements, their sub-codes included: formal "
                                   "agreements, intent to cooperate in military matters and intelligence, military "
                                   "cooperation, shared intelligence (CAMEO codebook 1.1b3)."},
};

enum { CONFLICT, COOPERATION, REACTION, EVENTS, QUANTITIES };

struct reaction {
    uint32_t region;
    struct actor partner;
    double rho;
};

struct diplomatic_developments {
    tocsin_context *context;
    const struct option_value *options;
    const char *id;
    struct development_columns columns;
    struct reaction *reactions;
    size_t reaction_count;
    struct day_cells cells;
};

/* Columns of the table of third parties, in the order of the option's range. */
enum { REGION, PARTNER, OBSERVER, RHO };

static void read_reaction(const struct option_row *row, void *into)
{
    struct diplomatic_developments *state = into;
    int32_t region = -1;
    const char *partner = NULL;
    double rho = 0;
    uint64_t mark = diagnostics_mark(row->setup->context);
    option_row_region(row, REGION, &region);
    option_row_text(row, PARTNER, &partner);
    option_row_number(row, RHO, 0, 10, &rho);
    if (diagnostics_since(row->setup->context, mark) == TOCSIN_OK && region >= 0) {
        state->reactions[state->reaction_count++] =
            (struct reaction){(uint32_t)region, actor_of(row->setup->regions, partner), rho};
    }
}

static tocsin_status read_reactions(const struct indicator_setup *setup, struct diplomatic_developments *state)
{
    const struct text_table *table = setup->options[THIRD_PARTY].table;
    if (!table) {
        return TOCSIN_OK;
    }
    state->reactions = arena_allocate(setup->arena, table->row_count, sizeof *state->reactions);
    if (!state->reactions) {
        return TOCSIN_ERROR_MEMORY;
    }
    return option_table_each(setup, &options[THIRD_PARTY], table, read_reaction, state);
}

static tocsin_status check_codes(const struct indicator_setup *setup)
{
    const struct option_value *list = &setup->options[THIRD_PARTY_CODES];
    uint64_t mark = diagnostics_mark(setup->context);
    const char *rest = list->text;
    const char *entry = NULL;
    size_t length = 0;
    while (cameo_list_next(&rest, &entry, &length)) {
        char code[CAMEO_CODE_SIZE];
        double goldstein;
        if (!cameo_code_read(entry, length, code) || !cameo_exists(code, &goldstein)) {
            diagnostics_report(setup->context, DIAGNOSTIC_OPTION_CODE_UNKNOWN, list->at, NULL,
                               "indicator '%s': 'third_party_codes' holds '%.*s', which is not a CAMEO code", setup->id,
                               (int)length, entry);
        } else if (goldstein <= 0) {
            diagnostics_report(setup->context, DIAGNOSTIC_OPTION_CODE_UNKNOWN, list->at, NULL,
                               "indicator '%s': 'third_party_codes' holds '%s', which is not cooperation (%g)",
                               setup->id, code, goldstein);
        }
    }
    return diagnostics_since(setup->context, mark);
}

static tocsin_status check_history(const struct indicator_setup *setup)
{
    const struct option_value *relative = &setup->options[RELATIVE];
    const struct option_value *minimum = &setup->options[MINIMUM_HISTORY];
    if (!relative->given || minimum->number <= relative->number) {
        return TOCSIN_OK;
    }
    return diagnostics_report(setup->context, DIAGNOSTIC_OPTIONS_CONFLICT, relative->at, NULL,
                              "indicator '%s': 'minimum_history' is %g, more than the %g periods of 'relative'",
                              setup->id, minimum->number, relative->number);
}

static tocsin_status prepare(const struct indicator_setup *setup, void *into)
{
    struct diplomatic_developments *state = into;
    state->context = setup->context;
    state->options = setup->options;
    state->id = setup->id;
    day_cells_begin(&state->cells, setup->arena, QUANTITIES);
    tocsin_status status = development_request(setup, &state->columns);
    if (status != TOCSIN_OK) {
        return status;
    }
    uint64_t mark = diagnostics_mark(setup->context);
    check_codes(setup);
    check_history(setup);
    status = read_reactions(setup, state);
    return status == TOCSIN_OK ? diagnostics_since(setup->context, mark) : status;
}

/* The regions that the event belongs to, -1 for none: of an event of a region with itself the first alone. */
static void find_sides(const struct diplomatic_developments *state, const struct record *record, int32_t sides[2])
{
    enum role role = (enum role)state->options[ROLE].number;
    sides[0] = !record->dyadic || role != ROLE_TARGET ? record->region : -1;
    sides[1] = record->dyadic && role != ROLE_SOURCE ? record->partner : -1;
    sides[1] = sides[1] == sides[0] ? -1 : sides[1];
}

static double mention_factor(const struct diplomatic_developments *state, const struct development *development)
{
    return fmin(state->options[MENTION_CAP].number, 1.0 + log(fmax(1.0, development->mentions)));
}

static void take_event(const struct development *development, double factor, double values[QUANTITIES])
{
    values[EVENTS] = 1;
    values[CONFLICT] = development->goldstein < 0 ? -development->goldstein * factor : 0;
    values[COOPERATION] = development->goldstein > 0 ? development->goldstein * factor : 0;
}

/* True if the event is a cooperation agreement, of which others may think ill. */
static bool is_agreement(const struct diplomatic_developments *state, const struct record *record,
                         const struct development *development)
{
    return record->dyadic && development->goldstein > 0 && state->reaction_count > 0 &&
           cameo_listed(development->code, state->options[THIRD_PARTY_CODES].text);
}

/* True if the agreement is one of the reaction's region with the partner that someone else resents. */
static bool is_resented(const struct reaction *reaction, const struct record *record)
{
    int32_t region = (int32_t)reaction->region;
    return (record->region == region && actor_is(&reaction->partner, record->partner, record->partner_text)) ||
           (record->partner == region && actor_is(&reaction->partner, record->region, record->region_text));
}

static tocsin_status add_values(struct diplomatic_developments *state, const struct record *record, uint32_t region,
                                const double values[QUANTITIES])
{
    tocsin_status status = day_cells_add(&state->cells, region, record->day, values);
    return quantity_failure(state->context, state->id, record, status);
}

static tocsin_status accumulate(void *into, const struct record *record)
{
    struct diplomatic_developments *state = into;
    if (record->region < 0 && (!record->dyadic || record->partner < 0)) {
        return TOCSIN_OK;
    }
    if (record->day == DAY_NONE) {
        return TOCSIN_ERROR_INTERNAL; /* layouts of events refuse rows without a date */
    }
    struct development development;
    bool known = false;
    tocsin_status status = development_read(state->context, &state->columns, record, &development, &known);
    if (status != TOCSIN_OK || !known) {
        return status;
    }
    double factor = mention_factor(state, &development);
    int32_t sides[2];
    find_sides(state, record, sides);
    for (size_t i = 0; status == TOCSIN_OK && i < 2; i++) {
        double values[QUANTITIES] = {0};
        take_event(&development, factor, values);
        status = sides[i] >= 0 ? add_values(state, record, (uint32_t)sides[i], values) : TOCSIN_OK;
    }
    size_t reactions = is_agreement(state, record, &development) ? state->reaction_count : 0;
    for (size_t i = 0; status == TOCSIN_OK && i < reactions; i++) {
        const struct reaction *reaction = &state->reactions[i];
        double values[QUANTITIES] = {[REACTION] = reaction->rho * development.goldstein * factor};
        status = is_resented(reaction, record) ? add_values(state, record, reaction->region, values) : TOCSIN_OK;
    }
    return status;
}

static tocsin_status merge(void *into, const void *from)
{
    struct diplomatic_developments *state = into;
    const struct diplomatic_developments *other = from;
    return quantity_merge_failure(state->context, state->id, day_cells_merge(&state->cells, &other->cells));
}

/* What finish works with; `values` and `observations` are those of one region, `earlier` periods before the axis first.
 */
struct work {
    const struct diplomatic_developments *state;
    const struct indicator_frame *frame;
    struct day_table table;
    size_t earlier;
    const double *weights; /* by age in days, 0..window - 1 */
    double *values;
    uint8_t *observations;
    double *history;
    struct tally constant; /* of a relative value: cells whose past is constant */
};

/* The weighted sums over the window (last - window, last]. Events count one each. */
static void sum_window(const struct work *work, size_t region, day_number last, double sums[QUANTITIES])
{
    int64_t window = (int64_t)work->state->options[WINDOW].number;
    struct compensated_sum totals[QUANTITIES] = {0};
    size_t end = day_table_after(&work->table, region, last);
    for (size_t cell = day_table_after(&work->table, region, (day_number)(last - window)); cell < end; cell++) {
        const double *values = day_table_values(&work->table, cell);
        double weight = work->weights[last - work->table.days[cell]];
        for (size_t i = 0; i < EVENTS; i++) {
            compensated_sum_add(&totals[i], values[i] * weight);
        }
        compensated_sum_add(&totals[EVENTS], values[EVENTS]);
    }
    for (size_t i = 0; i < QUANTITIES; i++) {
        sums[i] = compensated_sum_value(&totals[i]);
    }
}

static double measured(const struct work *work, const double sums[QUANTITIES])
{
    double conflict = sums[CONFLICT] + sums[REACTION];
    double neutral = work->state->options[NEUTRAL].number;
    switch ((enum measure)work->state->options[MEASURE].number) {
    case MEASURE_CONFLICT:
        return sums[CONFLICT];
    case MEASURE_COOPERATION:
        return sums[COOPERATION];
    case MEASURE_THIRD_PARTY:
        return sums[REACTION];
    case MEASURE_EVENTS:
        return sums[EVENTS];
    case MEASURE_INDEX:
        break;
    }
    return 50.0 * (1.0 + (conflict - sums[COOPERATION]) / (conflict + sums[COOPERATION] + neutral));
}

static void measure_period(struct work *work, size_t region, size_t position)
{
    const struct indicator_frame *frame = work->frame;
    const struct option_value *given = work->state->options;
    enum frequency frequency = frame->axis.frequency;
    period_number period = frame->axis.first - (period_number)work->earlier + (period_number)position;
    day_number last = period_last_day(frequency, period);
    work->values[position] = 0;
    if (!coverage_holds(&frame->coverage, region, period_first_day(frequency, period), last)) {
        work->observations[position] = OBSERVATION_NOT_COVERED;
        return;
    }
    double sums[QUANTITIES];
    sum_window(work, region, last, sums);
    work->observations[position] = OBSERVATION_NORMAL;
    if (sums[EVENTS] <= 0 && sums[REACTION] <= 0) {
        bool counting = given[MEASURE].number != MEASURE_INDEX;
        bool neutral = given[WHEN_EMPTY].number == EMPTY_NEUTRAL;
        work->observations[position] = counting  ? OBSERVATION_NO_EVENT
                                       : neutral ? OBSERVATION_NEUTRAL
                                                 : OBSERVATION_NO_EVENT_IN_WINDOW;
    }
    work->values[position] = observation_present(work->observations[position]) ? measured(work, sums) : 0;
}

/* 100 Phi of how far a value stands from the region's own before it. */
static double relative_value(struct work *work, size_t position, enum observation *observation)
{
    const struct option_value *given = work->state->options;
    *observation = (enum observation)work->observations[position];
    if (!observation_present(work->observations[position])) {
        return 0;
    }
    size_t count = 0;
    for (size_t i = position - work->earlier; i < position; i++) {
        if (observation_present(work->observations[i])) {
            work->history[count++] = work->values[i];
        }
    }
    if (count < (size_t)given[MINIMUM_HISTORY].number) {
        *observation = OBSERVATION_NO_HISTORY;
        return 0;
    }
    struct trailing_statistics statistics = trailing_statistics_of(work->history, count);
    double deviation = fmax(statistics.deviation, given[DEVIATION_FLOOR].number);
    if (deviation <= 0) {
        *observation = OBSERVATION_CONSTANT;
        return 0;
    }
    if (count < work->earlier && *observation == OBSERVATION_NORMAL) {
        *observation = OBSERVATION_SHORT_HISTORY;
    }
    return trailing_normal_percent((work->values[position] - statistics.mean) / deviation);
}

static void fill_region(struct work *work, size_t region)
{
    const struct indicator_frame *frame = work->frame;
    for (size_t i = 0; i < work->earlier + frame->axis.count; i++) {
        measure_period(work, region, i);
    }
    for (size_t p = 0; p < frame->axis.count; p++) {
        size_t position = p + work->earlier;
        size_t cell = panel_cell(frame->panel, p, frame->column, region);
        enum observation observation = (enum observation)work->observations[position];
        double value = work->values[position];
        if (work->earlier > 0) {
            value = relative_value(work, position, &observation);
        }
        if (observation == OBSERVATION_CONSTANT) {
            tally_add(&work->constant, 0, p, region);
        }
        if (observation_present((uint8_t)observation)) {
            panel_set(frame->panel, cell, value, observation);
        } else {
            panel_set_missing(frame->panel, cell, observation);
        }
    }
}

static tocsin_status finish(void *from, const struct indicator_frame *frame)
{
    const struct diplomatic_developments *state = from;
    const struct option_value *given = state->options;
    struct work work = {.state = state, .frame = frame};
    work.earlier = given[RELATIVE].given ? (size_t)given[RELATIVE].number : 0;
    size_t window = (size_t)given[WINDOW].number;
    double *weights = arena_allocate(frame->arena, window, sizeof *weights);
    work.values = arena_allocate(frame->arena, work.earlier + frame->axis.count, sizeof *work.values);
    work.observations = arena_allocate(frame->arena, work.earlier + frame->axis.count, sizeof *work.observations);
    work.history = arena_allocate(frame->arena, work.earlier, sizeof *work.history);
    if (!weights || !work.values || !work.observations || !work.history) {
        return TOCSIN_ERROR_MEMORY;
    }
    for (size_t age = 0; age < window; age++) {
        weights[age] = trailing_half_life_weight((double)age, given[HALF_LIFE].number);
    }
    work.weights = weights;
    tocsin_status status = day_cells_table(&state->cells, frame->arena, frame->regions->count, &work.table);
    for (size_t r = 0; status == TOCSIN_OK && r < frame->regions->count; r++) {
        fill_region(&work, r);
    }
    if (status != TOCSIN_OK) {
        return status;
    }
    return inputs_report_gaps(frame, &work.constant, DIAGNOSTIC_BASELINE_CONSTANT, frame->at,
                              "set 'sd_floor' to the smallest spread that means anything",
                              "all values of its past are equal");
}

/* What the values of a row bring to what is measured: conflict up, cooperation down. */
static double weight_of(const struct diplomatic_developments *state, const double values[QUANTITIES])
{
    switch ((enum measure)state->options[MEASURE].number) {
    case MEASURE_CONFLICT:
        return values[CONFLICT];
    case MEASURE_COOPERATION:
        return values[COOPERATION];
    case MEASURE_THIRD_PARTY:
        return values[REACTION];
    case MEASURE_EVENTS:
        return values[EVENTS];
    case MEASURE_INDEX:
        break;
    }
    return values[CONFLICT] + values[REACTION] - values[COOPERATION];
}

static bool weigh(const void *from, const struct indicator_target *target, const struct record *record, double *weight)
{
    const struct diplomatic_developments *state = from;
    int64_t age = (int64_t)target->last_day - record->day;
    int32_t region = (int32_t)target->region;
    struct development development;
    bool known = false;
    if ((record->region != region && record->partner != region) || age < 0 ||
        age >= (int64_t)state->options[WINDOW].number ||
        development_read(state->context, &state->columns, record, &development, &known) != TOCSIN_OK || !known) {
        return false;
    }
    double factor = mention_factor(state, &development);
    int32_t sides[2];
    double values[QUANTITIES] = {0};
    find_sides(state, record, sides);
    if (sides[0] == region || sides[1] == region) {
        take_event(&development, factor, values);
    }
    size_t reactions = is_agreement(state, record, &development) ? state->reaction_count : 0;
    for (size_t i = 0; i < reactions; i++) {
        const struct reaction *reaction = &state->reactions[i];
        bool resented = reaction->region == target->region && is_resented(reaction, record);
        values[REACTION] += resented ? reaction->rho * development.goldstein * factor : 0;
    }
    enum measure measure = (enum measure)state->options[MEASURE].number;
    double decay = trailing_half_life_weight((double)age, state->options[HALF_LIFE].number);
    *weight = weight_of(state, values) * (measure == MEASURE_EVENTS ? 1.0 : decay);
    bool counts = measure == MEASURE_INDEX && values[EVENTS] > 0; /* whatever its size: there was an event */
    return *weight != 0 || counts;
}

static void weight_unit(const void *from, char text[WEIGHT_UNIT_SIZE])
{
    static const char *const words[] = {
        [MEASURE_INDEX] = "Goldstein points x mentions factor, conflict above 0 and cooperation below",
        [MEASURE_CONFLICT] = "Goldstein points of conflict x mentions factor",
        [MEASURE_COOPERATION] = "Goldstein points of cooperation x mentions factor",
        [MEASURE_THIRD_PARTY] = "Goldstein points of reactions x mentions factor",
    };
    const struct diplomatic_developments *state = from;
    enum measure measure = (enum measure)state->options[MEASURE].number;
    if (measure == MEASURE_EVENTS) {
        snprintf(text, WEIGHT_UNIT_SIZE, "events");
        return;
    }
    snprintf(text, WEIGHT_UNIT_SIZE, "%s, halved every %g days", words[measure], state->options[HALF_LIFE].number);
}

const struct indicator_module indicator_diplomatic_developments = {
    .name = "diplomatic_developments",
    .title = "Diplomatic developments",
    .text = "Whether dealings with and around a region lean to conflict or to cooperation: Goldstein values of dated "
            "events with a memory that halves, and how third parties react to agreements.",
    .input = INPUT_DEVELOPMENTS,
    .direction = DIRECTION_RISK,
    .unit = "index 0..100",
    .formula = "value = 50 (1 + B); B = (C - K)/(C + K + neutral); C = sum over g < 0 of |g| n w, plus rho g n w of "
               "third-party reactions; K = sum over g > 0 of g n w; n = min(mention_cap, 1 + ln max(1, mentions)); "
               "w = 2^(-(T-t)/half_life) for T - window < t <= T",
    .source =
        "Goldstein (1992), A Conflict-Cooperation Scale for WEIS Events Data, Journal of Conflict Resolution 36(2); "
        "Gerner, Schrodt & Yilmaz (2012), CAMEO codebook 1.1b3",
    .blind_spots = "What is agreed in silence (see agreement_secrecy); events that many outlets repeat weigh more than "
                   "they should; a machine's coding mistakes; the size of what is agreed.",
    .options = options,
    .option_count = OPTION_COUNT,
    .state_size = sizeof(struct diplomatic_developments),
    .prepare = prepare,
    .accumulate = accumulate,
    .merge = merge,
    .finish = finish,
    .weigh = weigh,
    .weight_unit = weight_unit,
};
