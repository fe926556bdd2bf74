/**
 * Series: a number that the source gives per region and date, placed into the model's periods.
 *
 *   value(r, P) = within{ x(r, d) : d in P },  d the last day of the observation's own period
 *
 * Meaning, unit and direction are the source's. An observation belongs to the period that holds its last day: the value
 * of the year 2022 is known at the end of 2022-12, so no score of 2022-01..2022-11 rests on it. A number without a date
 * (a cross-section) holds for all periods. Blind spots: dates of publication are not known; a value may have been
 * revised since.
 */
#include "base/compensated_sum.h"
#include "base/number.h"
#include "base/text.h"
#include "indicators/day_index.h"
#include "indicators/indicator.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { OPTION_COLUMN, OPTION_WITHIN, OPTION_COUNT };
enum within { WITHIN_LAST, WITHIN_FIRST, WITHIN_MEAN, WITHIN_SUM, WITHIN_MIN, WITHIN_MAX };

static const struct option_descriptor option_table[OPTION_COUNT] = {
    [OPTION_COLUMN] =
        {
            .name = "column",
            .type = OPTION_TEXT,
            .text = "Column of the source (in the long layout: the text of its column `indicator`). Default: the "
                    "indicator's id.",
        },
    [OPTION_WITHIN] =
        {
            .name = "within",
            .type = OPTION_CHOICE,
            .range = "last|first|mean|sum|min|max",
            .initial = "last",
            .text = "What stands for a period that holds several observations: `last` and `first` by their days, "
                    "`sum` for flows such as monthly deaths, `mean`, `min` or `max` for levels (OECD/JRC Handbook "
                    "2008, step 1: the aggregation in time is part of the definition of an indicator).",
        },
};

/** One observation of the source. */
struct sample {
    int32_t region;
    day_number day; /* DAY_NONE: a cross-section */
    enum frequency frequency;
    bool known;   /* false: the field is empty */
    bool bounded; /* the source gives a bound */
    double value, low, high;
    struct location at; /* of the first row that gave it */
};

struct series_state {
    tocsin_context *context;
    const struct region_table *regions;
    const char *column;
    enum within within;
    size_t number, low, high; /* slots in a record */
    struct day_index index;
    struct sample *samples; /* in the order of the index, until they are sorted */
    size_t capacity;
};

static tocsin_status prepare(const struct indicator_setup *setup, void *state)
{
    struct series_state *series = state;
    const struct option_value *column = &setup->options[OPTION_COLUMN];
    struct location at = column->given ? column->at : setup->at;
    series->context = setup->context;
    day_index_begin(&series->index, setup->arena);
    series->regions = setup->regions;
    series->column = column->given ? column->text : setup->id;
    series->within = (enum within)setup->options[OPTION_WITHIN].number;
    series->number = column_set_add(setup->columns, series->column, COLUMN_NUMBER, true, at);
    series->low = column_set_add(setup->columns, series->column, COLUMN_LOW, false, at);
    series->high = column_set_add(setup->columns, series->column, COLUMN_HIGH, false, at);
    bool added = series->number != SIZE_MAX && series->low != SIZE_MAX && series->high != SIZE_MAX;
    return added ? TOCSIN_OK : TOCSIN_ERROR_MEMORY;
}

static const char *sample_text(const struct sample *sample, char text[NUMBER_TEXT_SIZE])
{
    if (!sample->known) {
        return "an empty field";
    }
    number_format(text, sample->value, -1);
    return text;
}

/** A second row for the same region and day: harmless if it says the same. */
static tocsin_status report_repeat(const struct series_state *series, struct sample *kept, const struct sample *found)
{
    char date[PERIOD_TEXT_SIZE] = "";
    char where[64];
    char numbers[2][NUMBER_TEXT_SIZE];
    if (found->day != DAY_NONE) {
        period_format(date, found->frequency, period_of_day(found->frequency, found->day));
    }
    snprintf(where, sizeof where, "line %llu", (unsigned long long)kept->at.line);
    const char *file = kept->at.file ? kept->at.file : "";
    const char *id = series->regions->regions[found->region].id;
    if (kept->known == found->known && kept->value == found->value && kept->low == found->low &&
        kept->high == found->high) {
        kept->frequency = found->frequency > kept->frequency ? found->frequency : kept->frequency;
        return diagnostics_report(series->context, DIAGNOSTIC_SERIES_ROW_TWICE, found->at,
                                  "the value is taken once; leave one of the rows out",
                                  "column '%s' has the same value for region '%s'%s%s as in %s of %s", series->column,
                                  id, *date ? " and " : "", date, where, file);
    }
    const char *hint = *date ? "keep the row that is right and leave the other out"
                             : "rows without a date hold for all periods; if the file has dates, name their column: "
                               "'columns: {period: ...}'";
    return diagnostics_report(series->context, DIAGNOSTIC_SERIES_ROWS_DIFFER, found->at, hint,
                              "column '%s' has %s for region '%s'%s%s, but %s in %s of %s", series->column,
                              sample_text(found, numbers[0]), id, *date ? " and " : "", date,
                              sample_text(kept, numbers[1]), where, file);
}

static tocsin_status add_sample(struct series_state *series, const struct sample *found)
{
    size_t count = series->index.count;
    size_t position;
    tocsin_status status =
        arena_grow(series->index.arena, &series->samples, count, sizeof *series->samples, &series->capacity);
    if (status == TOCSIN_OK) {
        status = day_index_place(&series->index, (struct day_key){(uint32_t)found->region, found->day}, &position);
    }
    if (status != TOCSIN_OK) {
        return status;
    }
    if (position < count) {
        return report_repeat(series, &series->samples[position], found);
    }
    series->samples[position] = *found;
    return TOCSIN_OK;
}

/** Bounds that do not hold the value are widened until they do, with a warning: real files have such rows. */
static tocsin_status take_bounds(const struct series_state *series, const struct record *record, struct sample *sample)
{
    const struct field *low = &record->fields[series->low];
    const struct field *high = &record->fields[series->high];
    sample->bounded = low->state == FIELD_NUMBER || high->state == FIELD_NUMBER;
    sample->low = field_number(low, sample->value);
    sample->high = field_number(high, sample->value);
    if (sample->low <= sample->value && sample->value <= sample->high) {
        return TOCSIN_OK;
    }
    char value[NUMBER_TEXT_SIZE];
    char bound[NUMBER_TEXT_SIZE];
    bool below = sample->low > sample->value;
    number_format(value, sample->value, -1);
    number_format(bound, below ? sample->low : sample->high, -1);
    struct location at = record_field_at(record, below ? low : high);
    sample->low = below ? sample->value : sample->low;
    sample->high = sample->high < sample->value ? sample->value : sample->high;
    return diagnostics_report(series->context, DIAGNOSTIC_SERIES_BOUNDS_CROSSED, at,
                              "the range is widened to hold the value",
                              "the %s bound %s of column '%s' is %s the value %s", below ? "lower" : "upper", bound,
                              series->column, below ? "above" : "below", value);
}

static tocsin_status accumulate(void *state, const struct record *record)
{
    struct series_state *series = state;
    const struct field *field = &record->fields[series->number];
    if (record->region < 0 || (field->state != FIELD_NUMBER && field->state != FIELD_MISSING)) {
        return TOCSIN_OK; /* the row is about another region or column */
    }
    struct sample sample = {
        .region = record->region,
        .day = record->day,
        .frequency = record->frequency,
        .known = field->state == FIELD_NUMBER,
        .at = record_field_at(record, field),
    };
    tocsin_status bounds = TOCSIN_OK;
    if (sample.known) {
        sample.value = field->number;
        bounds = take_bounds(series, record, &sample);
    }
    tocsin_status status = add_sample(series, &sample);
    return status != TOCSIN_OK ? status : bounds;
}

static tocsin_status merge(void *state, const void *other)
{
    const struct series_state *shard = other;
    tocsin_status status = TOCSIN_OK;
    for (size_t i = 0; i < shard->index.count; i++) {
        tocsin_status added = add_sample(state, &shard->samples[i]);
        if (added == TOCSIN_ERROR_MEMORY) {
            return added;
        }
        status = status == TOCSIN_OK ? added : status;
    }
    return status;
}

static int compare_samples(const void *left, const void *right)
{
    const struct sample *a = left;
    const struct sample *b = right;
    if (a->region != b->region) {
        return a->region < b->region ? -1 : 1;
    }
    return a->day < b->day ? -1 : a->day > b->day;
}

/** How many periods of a frequency end within a period of the model. */
static size_t periods_within(const struct period_axis *axis, size_t period, enum frequency frequency)
{
    day_number last_day = period_last_day(axis->frequency, axis_period(axis, period));
    period_number first = period_of_day(frequency, period_first_day(axis->frequency, axis_period(axis, period)));
    period_number last = period_of_day(frequency, last_day);
    last -= period_last_day(frequency, last) > last_day;
    return last < first ? 0 : (size_t)(last - first) + 1;
}

/** The last, or first, known observation of a period; one that is not known if there is none. */
static struct sample pick(const struct sample *samples, size_t count, bool last)
{
    for (size_t i = 0; i < count; i++) {
        const struct sample *sample = &samples[last ? count - 1 - i : i];
        if (sample->known) {
            return *sample;
        }
    }
    return samples[0];
}

/** Sum, mean, minimum or maximum of the known observations of a period; bounds are those of the bounds. */
static struct sample fold(enum within within, const struct sample *samples, size_t count)
{
    struct sample folded = pick(samples, count, true);
    struct compensated_sum value = {0, 0}, low = {0, 0}, high = {0, 0};
    size_t known = 0;
    for (size_t i = 0; i < count; i++) {
        const struct sample *sample = &samples[i];
        if (!sample->known) {
            continue;
        }
        known++;
        compensated_sum_add(&value, sample->value);
        compensated_sum_add(&low, sample->low);
        compensated_sum_add(&high, sample->high);
        bool extreme =
            within == WITHIN_MIN ? sample->value < folded.value : within == WITHIN_MAX && sample->value > folded.value;
        folded.at = extreme ? sample->at : folded.at;
        if (within == WITHIN_MIN) {
            folded.value = fmin(folded.value, sample->value);
            folded.low = fmin(folded.low, sample->low);
            folded.high = fmin(folded.high, sample->high);
        } else if (within == WITHIN_MAX) {
            folded.value = fmax(folded.value, sample->value);
            folded.low = fmax(folded.low, sample->low);
            folded.high = fmax(folded.high, sample->high);
        }
    }
    if (known > 0 && (within == WITHIN_SUM || within == WITHIN_MEAN)) {
        double divisor = within == WITHIN_MEAN ? (double)known : 1.0;
        folded.value = compensated_sum_value(&value) / divisor;
        folded.low = compensated_sum_value(&low) / divisor;
        folded.high = compensated_sum_value(&high) / divisor;
    }
    folded.known = known > 0 && !(within == WITHIN_SUM && known < count);
    return folded;
}

/** True if a period's value should rest on more observations than are known. Days may be irregular: none is missed. */
static bool is_partial(const struct series_state *series, const struct period_axis *axis, size_t period,
                       const struct sample *samples, size_t count)
{
    if (series->within == WITHIN_LAST || series->within == WITHIN_FIRST) {
        return false;
    }
    enum frequency finest = FREQUENCY_YEAR;
    size_t known = 0;
    for (size_t i = 0; i < count; i++) {
        finest = samples[i].frequency > finest ? samples[i].frequency : finest;
        known += samples[i].known;
    }
    return known < count || (finest != FREQUENCY_DAY && known < periods_within(axis, period, finest));
}

static void set_cell(const struct indicator_frame *frame, size_t period, const struct sample *sample, bool partial)
{
    struct panel *panel = frame->panel;
    size_t cell = panel_cell(panel, period, frame->column, (size_t)sample->region);
    if (!sample->known) {
        panel_set_missing(panel, cell, OBSERVATION_EMPTY);
        return;
    }
    panel_set(panel, cell, sample->value, partial ? OBSERVATION_PARTIAL : OBSERVATION_NORMAL);
    if (!observation_present(panel->observation[cell])) {
        return;
    }
    if (panel->low) {
        panel->low[cell] = isfinite(sample->low) ? sample->low : sample->value;
        panel->high[cell] = isfinite(sample->high) ? sample->high : sample->value;
    }
    if (panel->observed) {
        panel->observed[cell] = sample->day;
    }
}

/** What stands for samples of one region that lie in one period. */
static struct sample choose(const struct series_state *series, const struct sample *samples, size_t count)
{
    bool by_day = series->within == WITHIN_LAST || series->within == WITHIN_FIRST;
    return by_day ? pick(samples, count, series->within == WITHIN_LAST) : fold(series->within, samples, count);
}

/** Places samples of one region that lie in one period. */
static void set_period(const struct series_state *series, const struct indicator_frame *frame, size_t period,
                       const struct sample *samples, size_t count)
{
    struct sample chosen = choose(series, samples, count);
    set_cell(frame, period, &chosen, is_partial(series, &frame->axis, period, samples, count));
}

/** Adds bounds and days to the panel if any sample has them; all cells begin as having no row. */
static tocsin_status begin_column(const struct series_state *series, const struct indicator_frame *frame)
{
    bool bounded = false;
    bool dated = false;
    for (size_t i = 0; i < series->index.count; i++) {
        bounded = bounded || series->samples[i].bounded;
        dated = dated || series->samples[i].day != DAY_NONE;
    }
    tocsin_status status = bounded ? panel_add_bounds(frame->arena, frame->panel) : TOCSIN_OK;
    if (status == TOCSIN_OK && dated) {
        status = panel_add_observed(frame->arena, frame->panel);
    }
    for (size_t period = 0; period < frame->axis.count; period++) {
        for (size_t region = 0; region < frame->regions->count; region++) {
            panel_set_missing(frame->panel, panel_cell(frame->panel, period, frame->column, region),
                              OBSERVATION_NO_ROW);
        }
    }
    return status;
}

static tocsin_status finish(void *state, const struct indicator_frame *frame)
{
    struct series_state *series = state;
    tocsin_status status = begin_column(series, frame);
    if (status != TOCSIN_OK || series->index.count == 0) {
        return status;
    }
    qsort(series->samples, series->index.count, sizeof *series->samples, compare_samples);
    for (size_t i = 0; i < series->index.count;) {
        const struct sample *first = &series->samples[i];
        size_t period;
        size_t count = 1;
        if (first->day == DAY_NONE) { /* sorted before the region's dated samples, which overwrite it */
            for (period = 0; period < frame->axis.count; period++) {
                set_cell(frame, period, first, false);
            }
        } else if (axis_find_day(&frame->axis, first->day, &period)) {
            day_number last = period_last_day(frame->axis.frequency, axis_period(&frame->axis, period));
            while (i + count < series->index.count && first[count].region == first->region &&
                   first[count].day <= last) {
                count++;
            }
            set_period(series, frame, period, first, count);
        }
        i += count;
    }
    return TOCSIN_OK;
}

/** The first sample, as they are sorted, that is not before a region's day. */
static size_t find_sample(const struct series_state *series, const struct sample *sought)
{
    size_t low = 0;
    size_t high = series->index.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        bool before = compare_samples(&series->samples[middle], sought) < 0;
        low = before ? middle + 1 : low;
        high = before ? high : middle;
    }
    return low;
}

/** The region's samples in a period, or the one without a date if there is none. */
static const struct sample *find_samples(const struct series_state *series, const struct indicator_target *target,
                                         size_t *count)
{
    int32_t region = (int32_t)target->region;
    size_t begin = find_sample(series, &(struct sample){.region = region, .day = target->first_day});
    size_t end = find_sample(series, &(struct sample){.region = region, .day = target->last_day + 1});
    if (begin == end) {
        begin = find_sample(series, &(struct sample){.region = region, .day = DAY_NONE});
        end = find_sample(series, &(struct sample){.region = region, .day = DAY_NONE + 1});
    }
    *count = end - begin;
    return &series->samples[begin];
}

/** True if a sample is from a row that is read once more; a row that repeats another is not taken. */
static bool is_from(const struct sample *sample, const struct record *record)
{
    return sample->known && sample->at.line == record->at.line && text_equal(sample->at.file, record->at.file);
}

static bool weigh(const void *state, const struct indicator_target *target, const struct record *record, double *weight)
{
    const struct series_state *series = state;
    size_t count = 0;
    if (record->region != (int32_t)target->region) {
        return false;
    }
    const struct sample *samples = find_samples(series, target, &count);
    if (count == 0) {
        return false;
    }
    if (series->within != WITHIN_SUM && series->within != WITHIN_MEAN) {
        struct sample chosen = choose(series, samples, count);
        *weight = chosen.value;
        return is_from(&chosen, record);
    }
    const struct sample *found = NULL;
    size_t known = 0;
    for (size_t i = 0; i < count; i++) {
        found = is_from(&samples[i], record) ? &samples[i] : found;
        known += samples[i].known;
    }
    if (found) {
        *weight = series->within == WITHIN_MEAN ? found->value / (double)known : found->value;
    }
    return found != NULL;
}

static void weight_unit(const void *state, char text[WEIGHT_UNIT_SIZE])
{
    static const char *const words[] = {
        [WITHIN_LAST] = "the last value of the period", [WITHIN_FIRST] = "the first value of the period",
        [WITHIN_MEAN] = "parts of the period's mean",   [WITHIN_SUM] = "parts of the period's sum",
        [WITHIN_MIN] = "the least value of the period", [WITHIN_MAX] = "the greatest value of the period",
    };
    const struct series_state *series = state;
    snprintf(text, WEIGHT_UNIT_SIZE, "%s", words[series->within]);
}

const struct indicator_module indicator_series = {
    .name = "series",
    .title = "Series",
    .text = "A number that a source gives per region and date, such as a governance estimate or a price.",
    .input = INPUT_SERIES,
    .direction = DIRECTION_RISK,
    .unit = "that of the source",
    .unit_rule = UNIT_UNKNOWN,
    .formula = "within{x(d): d in the period}, d the last day of the observation's own period",
    .source = "OECD/JRC Handbook on Constructing Composite Indicators (2008), steps 1 and 2",
    .blind_spots =
        "The date is the one that the number is about, not the day on which it was published or last revised.",
    .options = option_table,
    .option_count = OPTION_COUNT,
    .state_size = sizeof(struct series_state),
    .prepare = prepare,
    .accumulate = accumulate,
    .merge = merge,
    .finish = finish,
    .weigh = weigh,
    .weight_unit = weight_unit,
};
