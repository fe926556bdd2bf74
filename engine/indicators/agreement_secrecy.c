/**
 * Secrecy of agreements: how much of the security cooperation that a region is exposed to is kept from its public.
 *
 * Meaning    0 nothing secret in force, 100 fully secret, fully salient agreements of today.
 * Direction  risk. Unit: index 0..100, with bounds: unknown items as fully open and as fully secret.
 * Formula    ASI = 100 sum w S / sum w over the known ones of eight items; value = 100 (1 - product over agreements of
 *            (1 - ASI/100 salience exposure 2^(-(T - t) / h))), t = day of the newest record not later than T.
 * Source     own items, from what makes an agreement public: announcement, text, parliament, registration (UN Charter
 *            Art. 102), secret articles; the product is that of independent chances (noisy-or, Pearl 1988).
 * Blind      agreements that the register does not know; coding is a judgement; secrecy is not yet harm.
 */
#include "indicators/option_table.h"
#include "indicators/secrecy_register.h"
#include "indicators/trailing.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

enum option { HALF_LIFE, MEASURE, EXPOSURE, ITEM_WEIGHTS, LEAST_KNOWN, OPTION_COUNT };
enum measure { MEASURE_RISK, MEASURE_SECRECY };

static const struct option_descriptor options[OPTION_COUNT] = {
    [HALF_LIFE] = {.name = "half_life",
                   .type = OPTION_NUMBER,
                   .range = "x > 0",
                   .low = 0,
                   .high = 1e6,
                   .low_open = true,
                   .unit = "days",
                   .initial = "180",
                   .text =
                       "After so many days since its newest record an agreement weighs half; own choice: half a year "
                       "of public attention."},
    [MEASURE] = {.name = "measure",
                 .type = OPTION_CHOICE,
                 .range = "risk|secrecy",
                 .initial = "risk",
                 .text = "The region's risk from all its agreements, or the secrecy index of the most secret one in "
                         "force, without salience and age."},
    [EXPOSURE] = {.name = "exposure",
                  .type = OPTION_TABLE,
                  .range = "region,agreement?,party?,exposure",
                  .text =
                      "Regions that an agreement touches without being a party (0..1, e.g. 0.5): by the agreement's "
                      "id or by one of its parties; parties always have 1, others 0; own assumption of the model."},
    [ITEM_WEIGHTS] = {.name = "item_weights",
                      .type = OPTION_NUMBERS,
                      .range = "eight numbers, each x >= 0",
                      .low = 0,
                      .high = 1e6,
                      .initial = "20, 20, 15, 10, 10, 10, 10, 5",
                      .text = "Of S1 existence, S2 text, S3 approval, S4 registration, S5 secret articles, S6 lag of "
                              "disclosure, S7 scope, S8 habit of the parties; own choice: what a citizen could check "
                              "weighs most."},
    [LEAST_KNOWN] = {.name = "least_known",
                     .type = OPTION_NUMBER,
                     .range = "0 <= x <= 100",
                     .low = 0,
                     .high = 100,
                     .unit = "% of weight",
                     .initial = "50",
                     .text = "An agreement with less known weight has no index; own choice: at least half."},
};

/* One row of the table of exposures. */
struct exposure {
    uint32_t region;
    const char *agreement; /* NULL: any agreement of the party */
    struct actor party;
    double exposure;
};

struct agreement_secrecy {
    const struct option_value *options;
    struct exposure *exposures;
    size_t exposure_count;
    struct secrecy_register agreements;
};

static tocsin_status check_weights(const struct indicator_setup *setup)
{
    const struct option_value *list = &setup->options[ITEM_WEIGHTS];
    double sum = 0;
    for (size_t i = 0; i < list->number_count; i++) {
        sum += list->numbers[i];
    }
    if (list->number_count != SECRECY_ITEMS || sum <= 0) {
        return diagnostics_report(
            setup->context, DIAGNOSTIC_OPTION_LIST_LENGTH, list->at, NULL,
            "indicator '%s': 'item_weights' has %zu numbers with a sum of %g, where eight that are "
            "not all 0 were expected",
            setup->id, list->number_count, sum);
    }
    return TOCSIN_OK;
}

/* Columns of the table of exposures, in the order of the option's range. */
enum { REGION, AGREEMENT, PARTY, EXPOSED };

static void read_exposure(const struct option_row *row, void *into)
{
    const struct indicator_setup *setup = row->setup;
    struct agreement_secrecy *state = into;
    int32_t region = -1;
    double exposure = 0;
    const char *agreement = option_row_cell(row, AGREEMENT);
    const char *party = option_row_cell(row, PARTY);
    uint64_t mark = diagnostics_mark(setup->context);
    option_row_region(row, REGION, &region);
    option_row_number(row, EXPOSED, 0, 1, &exposure);
    if (!agreement && !party) {
        diagnostics_report(setup->context, DIAGNOSTIC_TABLE_CELL_EMPTY, option_row_at(row, REGION), NULL,
                           "the row names neither an 'agreement' nor a 'party'");
    }
    if (diagnostics_since(setup->context, mark) == TOCSIN_OK && region >= 0) {
        struct actor actor = {-1, NULL};
        state->exposures[state->exposure_count++] =
            (struct exposure){(uint32_t)region, agreement, party ? actor_of(setup->regions, party) : actor, exposure};
    }
}

static tocsin_status read_exposures(const struct indicator_setup *setup, struct agreement_secrecy *state)
{
    const struct text_table *table = setup->options[EXPOSURE].table;
    if (!table) {
        return TOCSIN_OK;
    }
    state->exposures = arena_allocate(setup->arena, table->row_count, sizeof *state->exposures);
    if (!state->exposures) {
        return TOCSIN_ERROR_MEMORY;
    }
    return option_table_each(setup, &options[EXPOSURE], table, read_exposure, state);
}

static tocsin_status prepare(const struct indicator_setup *setup, void *into)
{
    struct agreement_secrecy *state = into;
    state->options = setup->options;
    tocsin_status status = secrecy_register_begin(setup, &state->agreements);
    if (status != TOCSIN_OK) {
        return status;
    }
    uint64_t mark = diagnostics_mark(setup->context);
    check_weights(setup);
    status = read_exposures(setup, state);
    return status == TOCSIN_OK ? diagnostics_since(setup->context, mark) : status;
}

static tocsin_status accumulate(void *into, const struct record *record)
{
    struct agreement_secrecy *state = into;
    return secrecy_register_add(&state->agreements, record);
}

static tocsin_status merge(void *into, const void *from)
{
    struct agreement_secrecy *state = into;
    const struct agreement_secrecy *other = from;
    return secrecy_register_merge(&state->agreements, &other->agreements);
}

/* What a table of exposures says of a region and one row of an agreement; 1 for a party. */
static double exposure_to(const struct agreement_secrecy *state, size_t region, const struct secrecy_record *record)
{
    double most = 0;
    for (size_t i = 0; i < 2; i++) {
        if (record->parties[i].region == (int32_t)region) {
            return 1;
        }
    }
    for (size_t i = 0; i < state->exposure_count; i++) {
        const struct exposure *row = &state->exposures[i];
        bool named = !row->agreement || strcmp(row->agreement, record->agreement) == 0;
        bool partner = !row->party.text;
        for (size_t k = 0; k < 2 && !partner; k++) {
            partner = actor_is(&row->party, record->parties[k].region, record->parties[k].text);
        }
        if (row->region == region && named && partner) {
            most = fmax(most, row->exposure);
        }
    }
    return most;
}

/* What an agreement in force means to a region. */
struct stake {
    const struct secrecy_record *row; /* that exposes the region most, the first of several; NULL: no stake */
    struct secrecy_index index;
    double weight; /* salience x exposure x decay */
};

/* The stake in an agreement whose newest record is rows[0..count), one for each pair of parties. */
static struct stake stake_of(const struct agreement_secrecy *state, size_t region, day_number last,
                             const struct secrecy_record *rows, size_t count)
{
    struct stake stake = {0};
    double exposure = 0;
    for (size_t i = 0; i < count; i++) {
        double found = exposure_to(state, region, &rows[i]);
        if (found > exposure) {
            exposure = found;
            stake.row = &rows[i];
        }
    }
    if (!stake.row || (rows->expires != DAY_NONE && rows->expires < last)) {
        return (struct stake){0};
    }
    const struct option_value *given = state->options;
    stake.index = secrecy_index_of(rows, given[ITEM_WEIGHTS].numbers, given[LEAST_KNOWN].number);
    double age = last - rows->recorded;
    stake.weight = rows->salience * exposure * trailing_half_life_weight(age, given[HALF_LIFE].number);
    return stake;
}

/* What a region's agreements in force come to. */
struct in_force {
    size_t known, unknown;            /* agreements with and without an index */
    double kept, kept_low, kept_high; /* products of what is not at risk, by index and by its bounds */
    struct stake most;                /* the most secret one */
};

static void take_stake(const struct stake *stake, struct in_force *in_force)
{
    in_force->kept_high *= 1.0 - stake->index.high / 100.0 * stake->weight;
    if (!stake->index.known) {
        in_force->unknown++;
        return;
    }
    in_force->kept *= 1.0 - stake->index.value / 100.0 * stake->weight;
    in_force->kept_low *= 1.0 - stake->index.low / 100.0 * stake->weight;
    if (in_force->known++ == 0 || stake->index.value > in_force->most.index.value) {
        in_force->most = *stake;
    }
}

/* The stake in the agreement that begins at `*next` of the register, by its newest record not later than `last`; moves
 * `*next` on to the next agreement. */
static struct stake next_stake(const struct agreement_secrecy *state, size_t region, day_number last, size_t *next)
{
    const struct secrecy_record *records = state->agreements.records;
    size_t begin = SIZE_MAX;
    size_t end = *next;
    size_t i = *next;
    const char *agreement = records[i].agreement;
    for (; i < state->agreements.count && strcmp(records[i].agreement, agreement) == 0; i++) {
        if (records[i].recorded <= last) {
            begin = begin == SIZE_MAX || records[i].recorded != records[begin].recorded ? i : begin;
            end = i + 1;
        }
    }
    *next = i;
    struct stake none = {0};
    return begin == SIZE_MAX ? none : stake_of(state, region, last, records + begin, end - begin);
}

static struct in_force find_in_force(const struct agreement_secrecy *state, size_t region, day_number last)
{
    struct in_force in_force = {.kept = 1, .kept_low = 1, .kept_high = 1};
    for (size_t i = 0; i < state->agreements.count;) {
        struct stake stake = next_stake(state, region, last, &i);
        if (stake.row) {
            take_stake(&stake, &in_force);
        }
    }
    return in_force;
}

static void set_cell(const struct agreement_secrecy *state, const struct in_force *in_force, struct panel *panel,
                     size_t cell)
{
    if (in_force->known == 0) {
        if (in_force->unknown > 0) {
            panel_set_missing(panel, cell, OBSERVATION_TOO_FEW_ITEMS);
        } else {
            panel_set(panel, cell, 0, OBSERVATION_NO_AGREEMENT);
        }
        return;
    }
    struct secrecy_index value = in_force->most.index;
    if (state->options[MEASURE].number == MEASURE_RISK) {
        value.value = 100.0 * (1.0 - in_force->kept);
        value.low = 100.0 * (1.0 - in_force->kept_low);
        value.high = 100.0 * (1.0 - in_force->kept_high);
    }
    panel_set(panel, cell, value.value, in_force->unknown > 0 ? OBSERVATION_PARTIAL : OBSERVATION_NORMAL);
    panel->low[cell] = fmin(value.low, value.value);
    panel->high[cell] = fmax(value.high, value.value);
}

static tocsin_status finish(void *from, const struct indicator_frame *frame)
{
    struct agreement_secrecy *state = from;
    tocsin_status status = secrecy_register_sort(&state->agreements);
    if (status == TOCSIN_OK) {
        status = panel_add_bounds(frame->arena, frame->panel);
    }
    if (status != TOCSIN_OK) {
        return status;
    }
    for (size_t p = 0; p < frame->axis.count; p++) {
        period_number period = axis_period(&frame->axis, p);
        day_number first = period_first_day(frame->axis.frequency, period);
        day_number last = period_last_day(frame->axis.frequency, period);
        for (size_t r = 0; r < frame->regions->count; r++) {
            size_t cell = panel_cell(frame->panel, p, frame->column, r);
            if (!coverage_holds(&frame->coverage, r, first, last)) {
                panel_set_missing(frame->panel, cell, OBSERVATION_NOT_COVERED);
                continue;
            }
            struct in_force in_force = find_in_force(state, r, last);
            set_cell(state, &in_force, frame->panel, cell);
        }
    }
    return TOCSIN_OK;
}

/* The row of an agreement in force that exposes the region most stands for the agreement. */
static bool weigh(const void *from, const struct indicator_target *target, const struct record *record, double *weight)
{
    const struct agreement_secrecy *state = from;
    if (state->options[MEASURE].number == MEASURE_SECRECY) {
        struct in_force in_force = find_in_force(state, target->region, target->last_day);
        *weight = in_force.most.index.value;
        return in_force.known > 0 && secrecy_record_is(in_force.most.row, record);
    }
    for (size_t i = 0; i < state->agreements.count;) {
        struct stake stake = next_stake(state, target->region, target->last_day, &i);
        if (stake.row && stake.index.known && secrecy_record_is(stake.row, record)) {
            *weight = stake.index.value / 100.0 * stake.weight;
            return true;
        }
    }
    return false;
}

static void weight_unit(const void *from, char text[WEIGHT_UNIT_SIZE])
{
    const struct agreement_secrecy *state = from;
    if (state->options[MEASURE].number == MEASURE_SECRECY) {
        snprintf(text, WEIGHT_UNIT_SIZE, "secrecy index, 0 to 100");
        return;
    }
    snprintf(text, WEIGHT_UNIT_SIZE, "secrecy (0 to 1) x salience x exposure, halved every %g days",
             state->options[HALF_LIFE].number);
}

const struct indicator_module indicator_agreement_secrecy = {
    .name = "agreement_secrecy",
    .title = "Secrecy of agreements",
    .text =
        "How much of the security cooperation that a region is exposed to is kept from its public: eight coded items "
        "per agreement, weighted by salience, exposure and age.",
    .input = INPUT_AGREEMENTS,
    .direction = DIRECTION_RISK,
    .unit = "index 0..100",
    .formula = "value = 100 (1 - product over agreements in force of (1 - ASI/100 salience exposure "
               "2^(-(T-t)/half_life))); ASI = 100 sum w S / sum w over known items; t = newest record not later than T",
    .source = "Own items from what makes an agreement public (announcement, text, parliament, registration under UN "
              "Charter Art. 102, secret articles); product of independent chances: Pearl (1988), noisy-or",
    .blind_spots =
        "Agreements that the register does not know; coding is a judgement, so keep the bounds in view; secrecy "
        "is not yet harm.",
    .options = options,
    .option_count = OPTION_COUNT,
    .state_size = sizeof(struct agreement_secrecy),
    .prepare = prepare,
    .accumulate = accumulate,
    .merge = merge,
    .finish = finish,
    .weigh = weigh,
    .weight_unit = weight_unit,
};
