/** The table `statistics`: each indicator's distribution at each stage, and each node's. */
#include "analysis/tables.h"
#include "score/statistics.h"
#include <gsl/gsl_sort.h>
#include <math.h>

/* Limits of COINr's get_stats (W. Becker et al., JOSS 7, 2022), shares of the values there are; those of the shape are
 * the Handbook's companion's (JRC) and the default stop rule of treatment. */
#define LEAST_AVAILABLE 0.65
#define LEAST_NONZERO 0.5
#define LEAST_UNIQUE 0.5
#define MOST_SKEWNESS 2.0
#define MOST_KURTOSIS 3.5
/** A value that more than half of the cells share leaves the others little to say: ours, as LEAST_NONZERO. */
#define MOST_REPEATED 0.5

enum {
    STAGE,
    ITEM,
    IN_INDEX,
    CELLS,
    AVAILABLE,
    MISSING,
    AVAILABLE_SHARE,
    OWN_SHARE,
    MINIMUM,
    MAXIMUM,
    MEAN,
    MEDIAN,
    STANDARD_DEVIATION,
    SKEWNESS,
    KURTOSIS,
    ZEROS,
    NONZERO_SHARE,
    UNIQUE,
    UNIQUE_SHARE,
    REPEATED,
    REPEATED_SHARE,
    LITTLE_DATA,
    MANY_ZEROS,
    FEW_VALUES,
    OUTLIERS,
    COLUMNS
};

static const struct data_column columns[COLUMNS] = {
    {"stage", DATA_TEXT, "raw (as measured), treated, normalised; score for nodes of the index"},
    {"item", DATA_TEXT, "id of the indicator or node"},
    {"in_index", DATA_FLAG, "whether it is part of the index"},
    {"cells", DATA_COUNT, "regions times periods analysed"},
    {"available", DATA_COUNT, "cells with a value"},
    {"missing", DATA_COUNT, "cells without one"},
    {"available_share", DATA_NUMBER, "share of the cells with a value, 0 to 1"},
    {"own_share", DATA_NUMBER,
     "of raw values that come less often than the model's periods: share of the regions and periods of their own "
     "frequency (years, say) with a value; else as available_share"},
    {"minimum", DATA_NUMBER, "lowest value, in the unit of the stage"},
    {"maximum", DATA_NUMBER, "highest value, in the unit of the stage"},
    {"mean", DATA_NUMBER, "arithmetic mean of the values"},
    {"median", DATA_NUMBER, "middle value; of an even number of values the mean of the two in the middle"},
    {"standard_deviation", DATA_NUMBER, "of the sample (n - 1); empty with fewer than 2 values"},
    {"skewness", DATA_NUMBER, "sample-corrected skewness G1; empty with fewer than 3 values or equal ones"},
    {"kurtosis", DATA_NUMBER, "sample-corrected excess kurtosis G2; empty with fewer than 4 values or equal ones"},
    {"zeros", DATA_COUNT, "values that are exactly 0"},
    {"nonzero_share", DATA_NUMBER, "share of the values that is not 0, 0 to 1"},
    {"unique", DATA_COUNT, "different values"},
    {"unique_share", DATA_NUMBER, "different values over values, 0 to 1"},
    {"most_repeated", DATA_COUNT, "how often the most frequent value occurs"},
    {"most_repeated_share", DATA_NUMBER, "that over the number of values, 0 to 1"},
    {"little_data", DATA_FLAG, "own_share is below 0.65"},
    {"many_zeros", DATA_FLAG, "nonzero_share is below 0.5"},
    {"few_values", DATA_FLAG, "unique_share is below 0.5"},
    {"outliers", DATA_FLAG, "skewness is beyond 2 either way, and kurtosis above 3.5"},
};

/** A column's numbers, in words. */
struct description {
    struct statistics moments;
    double median;
    size_t cells, zeros, unique, repeated;
    double available_share, own_share, nonzero_share, unique_share, repeated_share;
    bool little_data, many_zeros, few_values, outliers;
};

/** Zeros, different values and the longest run, of sorted values. */
static void count_values(const double *values, size_t count, struct description *description)
{
    size_t run = 0;
    for (size_t i = 0; i < count; i++) {
        run = i > 0 && values[i] == values[i - 1] ? run + 1 : 1;
        description->unique += run == 1;
        description->zeros += values[i] == 0;
        description->repeated = run > description->repeated ? run : description->repeated;
    }
}

/** Sorts the values. */
static void describe_values(double *values, size_t count, size_t cells, struct description *description)
{
    *description = (struct description){.cells = cells};
    statistics_of(values, count, &description->moments);
    gsl_sort(values, 1, count);
    count_values(values, count, description);
    double n = (double)count;
    description->available_share = cells > 0 ? n / (double)cells : 0;
    description->own_share = description->available_share;
    description->little_data = description->own_share < LEAST_AVAILABLE;
    if (count == 0) {
        return;
    }
    double low = values[(count - 1) / 2];
    double high = values[count / 2];
    description->median = low == high ? low : low / 2 + high / 2;
    description->nonzero_share = (double)(count - description->zeros) / n;
    description->unique_share = (double)description->unique / n;
    description->repeated_share = (double)description->repeated / n;
    description->many_zeros = description->nonzero_share < LEAST_NONZERO;
    description->few_values = description->unique_share < LEAST_UNIQUE;
    description->outliers = description->moments.has_skewness && description->moments.has_kurtosis &&
                            fabs(description->moments.skewness) > MOST_SKEWNESS &&
                            description->moments.kurtosis > MOST_KURTOSIS;
}

static void put_row(struct study *study, struct data_table *table, const char *stage, const char *item, bool in_index,
                    const struct description *found)
{
    struct data_cell *row = tables_row(study, table);
    const struct statistics *moments = &found->moments;
    row[STAGE] = data_text(stage);
    row[ITEM] = data_text(item);
    row[IN_INDEX] = data_flag(in_index);
    row[CELLS] = data_count(found->cells);
    row[AVAILABLE] = data_count(moments->count);
    row[MISSING] = data_count(found->cells - moments->count);
    row[AVAILABLE_SHARE] = data_number(found->available_share);
    row[OWN_SHARE] = data_number(found->own_share);
    row[LITTLE_DATA] = data_flag(found->little_data);
    if (moments->count == 0) {
        return;
    }
    row[MINIMUM] = data_number(moments->minimum);
    row[MAXIMUM] = data_number(moments->maximum);
    row[MEAN] = data_number(moments->mean);
    row[MEDIAN] = data_number(found->median);
    row[STANDARD_DEVIATION] = data_number(moments->count > 1 ? moments->sd : (double)NAN);
    row[SKEWNESS] = data_number(moments->has_skewness ? moments->skewness : (double)NAN);
    row[KURTOSIS] = data_number(moments->has_kurtosis ? moments->kurtosis : (double)NAN);
    row[ZEROS] = data_count(found->zeros);
    row[NONZERO_SHARE] = data_number(found->nonzero_share);
    row[UNIQUE] = data_count(found->unique);
    row[UNIQUE_SHARE] = data_number(found->unique_share);
    row[REPEATED] = data_count(found->repeated);
    row[REPEATED_SHARE] = data_number(found->repeated_share);
    row[MANY_ZEROS] = data_flag(found->many_zeros);
    row[FEW_VALUES] = data_flag(found->few_values);
    row[OUTLIERS] = data_flag(found->outliers);
}

/** The period of the indicator's own frequency that holds the end of a period of the model. */
static period_number own_period(const struct result *result, enum frequency frequency, size_t period)
{
    return period_of_day(frequency, period_last_day(result->axis.frequency, axis_period(&result->axis, period)));
}

/** A yearly indicator of a monthly model has a value in one month of twelve: that is all there can be. */
static void find_own_share(const struct study *study, size_t indicator, const struct association_column *column,
                           struct description *found)
{
    const struct result *result = study->result;
    enum frequency frequency = result->indicators[indicator].frequency;
    size_t groups = 0;
    size_t held = 0;
    if (frequency >= result->axis.frequency) {
        return;
    }
    for (size_t region = 0; region < study->regions; region++) {
        bool present = false;
        for (size_t period = 0; period < study->periods; period++) {
            period_number own = own_period(result, frequency, study->first + period);
            present |= column->present[period * study->regions + region] != 0;
            if (period + 1 == study->periods || own_period(result, frequency, study->first + period + 1) != own) {
                groups++;
                held += present;
                present = false;
            }
        }
    }
    found->own_share = groups > 0 ? (double)held / (double)groups : 0;
    found->little_data = found->own_share < LEAST_AVAILABLE;
}

/** Kinds of worries of this table, in the order in which they are told. */
enum { WORRY_NOTHING, WORRY_DATA, WORRY_ZEROS, WORRY_REPEATED, WORRY_OUTLIERS, WORRIES };

/** Of the raw values, which all other stages rest on. */
static void worry_about_raw(struct worry_list *worries, const char *item, const struct description *found)
{
    char share[NUMBER_TEXT_SIZE];
    char value[NUMBER_TEXT_SIZE];
    size_t count = found->moments.count;
    if (count == 0) {
        worry_add(&worries[WORRY_NOTHING], 1, "Indicator '%s' has no value at all in the periods analysed.", item);
        return;
    }
    if (count > 1 && found->unique == 1) {
        worry_add(&worries[WORRY_NOTHING], 0,
                  "Indicator '%s' has the same value, %s, wherever it has one: it tells no region from another.", item,
                  page_significant(value, found->moments.minimum, 6));
    } else if (found->many_zeros) {
        worry_add(&worries[WORRY_ZEROS], -found->nonzero_share,
                  "%s of the values of indicator '%s' are 0: it tells few regions apart.",
                  page_share(share, 1 - found->nonzero_share), item);
    } else if (count >= FEWEST_CELLS && found->repeated_share > MOST_REPEATED) {
        worry_add(&worries[WORRY_REPEATED], found->repeated_share,
                  "%s of the values of indicator '%s' are one and the same: it tells few regions apart.",
                  page_share(share, found->repeated_share), item);
    }
    if (found->little_data) {
        worry_add(&worries[WORRY_DATA], -found->own_share,
                  "Indicator '%s' has a value in only %s of the cells%s; below 65%% what fills the gaps decides.", item,
                  page_share(share, found->own_share),
                  found->own_share > found->available_share ? " (by periods of its own frequency)" : "");
    }
}

static void worry_about_outliers(struct worry_list *worries, const char *item, const struct description *found)
{
    char skewness[NUMBER_TEXT_SIZE];
    char kurtosis[NUMBER_TEXT_SIZE];
    if (found->outliers) {
        worry_add(&worries[WORRY_OUTLIERS], found->moments.kurtosis,
                  "Indicator '%s' still has outliers after treatment (skewness %s beyond 2, kurtosis %s above 3.5): a "
                  "few regions decide how all the others are spread.",
                  item, worry_number(skewness, found->moments.skewness),
                  worry_number(kurtosis, found->moments.kurtosis));
    }
}

/** The values of a column, without the gaps. */
static size_t present_values(const struct association_column *column, double *values)
{
    size_t count = 0;
    for (size_t i = 0; i < column->cells; i++) {
        if (column->present[i]) {
            values[count++] = column->value[i];
        }
    }
    return count;
}

enum stage { RAW, TREATED, NORMALISED, STAGES };
static const char *const stage_names[STAGES] = {"raw", "treated", "normalised"};

static tocsin_status describe_indicators(struct study *study, struct data_table *table, enum stage stage,
                                         double *values, struct worry_list *worries)
{
    const struct result *result = study->result;
    const struct panel *const panels[STAGES] = {result->raw, result->treated, result->normalised};
    for (size_t i = 0; i < result->indicator_count; i++) {
        bool in_index = result->indicators[i].in_index;
        if (stage == NORMALISED && !in_index) {
            continue;
        }
        struct association_column column;
        struct description found;
        tocsin_status status = study_gather(study, panels[stage], i, &column);
        if (status != TOCSIN_OK) {
            return status;
        }
        describe_values(values, present_values(&column, values), study->cells, &found);
        if (stage == RAW) {
            find_own_share(study, i, &column, &found);
        }
        put_row(study, table, stage_names[stage], study->indicator_id[i], in_index, &found);
        if (in_index && stage == RAW) {
            worry_about_raw(worries, study->indicator_id[i], &found);
        } else if (in_index && stage == TREATED) {
            worry_about_outliers(worries, study->indicator_id[i], &found);
        }
    }
    return TOCSIN_OK;
}

static void describe_nodes(struct study *study, struct data_table *table, double *values)
{
    const struct index_tree *tree = &study->result->tree;
    for (size_t i = 0; i < tree->count; i++) {
        if (tree->nodes[i].inner != INDEX_NONE) {
            struct description found;
            describe_values(values, present_values(&study->node[i], values), study->cells, &found);
            put_row(study, table, "score", study->node_id[i], true, &found);
        }
    }
}

tocsin_status statistics_tables(struct study *study)
{
    struct data_table *table =
        tables_add(study, "statistics", "Distribution of each indicator at each stage, and of each node's scores",
                   columns, COLUMNS);
    double *values = arena_allocate(&study->scratch, study->cells, sizeof *values);
    if (!table || !values) {
        return TOCSIN_ERROR_MEMORY;
    }
    struct worry_list worries[WORRIES] = {
        [WORRY_NOTHING] = {.study = study,
                           .concern = CONCERN_SERIOUS,
                           .table = table->name,
                           .others = "indicators have no values, or only one and the same"},
        [WORRY_DATA] = {.study = study,
                        .concern = CONCERN_CAUTION,
                        .table = table->name,
                        .others = "indicators have a value in less than 65% of the cells"},
        [WORRY_ZEROS] = {.study = study,
                         .concern = CONCERN_CAUTION,
                         .table = table->name,
                         .others = "indicators are 0 in more than half of their cells"},
        [WORRY_REPEATED] = {.study = study,
                            .concern = CONCERN_CAUTION,
                            .table = table->name,
                            .others = "indicators have one and the same value in more than half of their cells"},
        [WORRY_OUTLIERS] = {.study = study,
                            .concern = CONCERN_CAUTION,
                            .table = table->name,
                            .others = "indicators still have outliers after treatment"},
    };
    for (enum stage stage = RAW; stage < STAGES; stage++) {
        tocsin_status status = describe_indicators(study, table, stage, values, worries);
        if (status != TOCSIN_OK) {
            return status;
        }
    }
    describe_nodes(study, table, values);
    return worry_tell(worries, WORRIES);
}
