/**
 * Screening, denomination and the filling of gaps against the stage by stage outputs of COINr 1.1.14 (W. Becker et al.,
 * JOSS 7, 2022) on its example, the ASEM Sustainable Connectivity Portal of the JRC, and on its artificial panel; in
 * full, at 1e-12 relative.
 */
#include "reference.h"
#include "score/denominate.h"
#include "score/impute.h"
#include "score/screen.h"

enum { INDICATORS = 49, GROUPS = 11, FIRST_YEAR = 2018 };

/** The list of metadata with the ids of its indicators, and a data set as a panel of one column an indicator. */
struct data_set {
    struct reference_table *meta, *table;
    const char *ids[REFERENCE_ROWS];
    struct fixture fixture;
};

static void read_ids(struct data_set *data)
{
    size_t count = 0;
    size_t type = reference_column(data->meta, "Type");
    size_t code = reference_column(data->meta, "iCode");
    for (size_t row = 1; row <= data->meta->rows; row++) {
        if (strcmp(data->meta->cells[row][type], "Indicator") == 0) {
            data->ids[count++] = data->meta->cells[row][code];
        }
    }
    CU_ASSERT_EQUAL_FATAL(count, INDICATORS);
}

/** False if the references are not here; else to be ended. The regions have the codes of the table's rows. */
static bool data_begin(struct data_set *data, const char *file)
{
    static double values[REFERENCE_ROWS];
    memset(data, 0, sizeof *data);
    data->meta = reference_read("iMeta.csv");
    data->table = reference_read(file);
    if (!data->meta || !data->table) {
        return false;
    }
    read_ids(data);
    size_t units = reference_units(data->table);
    fixture_begin(&data->fixture, data->table->rows / units, INDICATORS, units);
    data->fixture.axis.first = FIRST_YEAR;
    for (size_t i = 0; i < INDICATORS; i++) {
        reference_numbers(data->table, data->ids[i], values);
        fixture_fill(data->fixture.panel, i, values);
    }
    size_t code = reference_column(data->table, "uCode");
    for (size_t i = 0; i < units; i++) {
        data->fixture.regions->regions[i].id = data->table->cells[i + 1][code];
    }
    return true;
}

static void data_end(struct data_set *data)
{
    fixture_end(&data->fixture);
    reference_free(data->meta);
    reference_free(data->table);
}

/** Compares all indicators with those of a file. */
static void check_data(const struct data_set *data, const char *file)
{
    struct reference_table *expected = reference_read(file);
    CU_ASSERT_PTR_NOT_NULL_FATAL(expected);
    for (size_t i = 0; i < INDICATORS; i++) {
        CU_ASSERT_TRUE(reference_matches(data->fixture.panel, i, expected, data->ids[i]));
    }
    reference_free(expected);
}

/** What `units.csv` has for each region, as numbers; NAN for what is none. */
static void read_unit_numbers(const struct data_set *data, const char *column, double *numbers)
{
    struct reference_table *units = reference_read("units.csv");
    CU_ASSERT_PTR_NOT_NULL_FATAL(units);
    for (size_t i = 0; i < data->fixture.panel->regions; i++) {
        numbers[i] = reference_number(reference_text(units, "uCode", data->fixture.regions->regions[i].id, column));
    }
    reference_free(units);
}

static void denominate(struct data_set *data, size_t column, const char *by, double factor)
{
    double numbers[REFERENCE_ROWS];
    const struct denominator per = {PER_COLUMN, by, 0, factor, FIXTURE_AT};
    const struct denominate_request request = {.per = &per,
                                               .by_region = numbers,
                                               .id = data->ids[column],
                                               .regions = data->fixture.regions,
                                               .axis = &data->fixture.axis};
    read_unit_numbers(data, by, numbers);
    CU_ASSERT_EQUAL(denominate_column(data->fixture.counted.context, &request, data->fixture.panel, column), TOCSIN_OK);
}

static void test_denominated(void)
{
    struct data_set data;
    if (!data_begin(&data, "raw.csv")) {
        return;
    }
    size_t divided = 0;
    for (size_t i = 0; i < INDICATORS; i++) {
        const char *by = reference_text(data.meta, "iCode", data.ids[i], "Denominator");
        if (strcmp(by, "NA") != 0) {
            denominate(&data, i, by, 1);
            divided++;
        }
    }
    CU_ASSERT_EQUAL(divided, 17);
    check_data(&data, "denominated.csv");
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(data.fixture.counted.context), 2); /* Laos has no energy consumption */
    CU_ASSERT_TRUE(diagnosed(data.fixture.counted.context, DIAGNOSTIC_DENOMINATOR_MISSING,
                             "'Elec': 1 value is missing, as the denominator 'Energy' is, first 2.047842 for 'LAO'"));
    CU_ASSERT_TRUE(diagnosed(data.fixture.counted.context, DIAGNOSTIC_DENOMINATOR_MISSING, "'Gas'"));
    data_end(&data);
}

static void test_denominated_scaled(void)
{
    struct data_set data;
    struct reference_table *scaled = reference_read("denominate-scaled-spec.csv");
    if (!scaled || !data_begin(&data, "raw.csv")) {
        return;
    }
    for (size_t i = 0; i < INDICATORS; i++) {
        const char *by = reference_text(scaled, "iCode", data.ids[i], "Denominator");
        if (strcmp(by, "NA") != 0) {
            denominate(&data, i, by, reference_number(reference_text(scaled, "iCode", data.ids[i], "ScaleFactor")));
        }
    }
    check_data(&data, "denominated-scaled.csv");
    data_end(&data);
    reference_free(scaled);
}

/** Regions with the same text in a column are a group. */
static void read_groups(const struct data_set *data, const char *column, uint32_t *groups)
{
    struct reference_table *units = reference_read("units.csv");
    CU_ASSERT_PTR_NOT_NULL_FATAL(units);
    size_t regions = data->fixture.panel->regions;
    for (size_t i = 0; i < regions; i++) {
        const char *text = reference_text(units, "uCode", data->fixture.regions->regions[i].id, column);
        uint32_t first = 0;
        while (strcmp(text, reference_text(units, "uCode", data->fixture.regions->regions[first].id, column)) != 0) {
            first++;
        }
        groups[i] = strcmp(text, "NA") == 0 ? UINT32_MAX : first;
    }
    reference_free(units);
}

struct fill_case {
    const char *from, *to;
    struct missing_rule rule;
};

static void check_filled(const struct fill_case *wanted)
{
    struct data_set data;
    uint32_t groups[REFERENCE_ROWS];
    if (!data_begin(&data, wanted->from)) {
        return;
    }
    struct impute_request request = {.rule = &wanted->rule, .axis = &data.fixture.axis, .id = "x"};
    if (wanted->rule.group) {
        read_groups(&data, wanted->rule.group, groups);
        request.groups = groups;
    }
    for (size_t i = 0; i < INDICATORS; i++) {
        CU_ASSERT_EQUAL(impute_column(data.fixture.counted.context, &request, data.fixture.panel, i), TOCSIN_OK);
    }
    check_data(&data, wanted->to);
    data_end(&data);
}

static void test_filled_from_the_period(void)
{
    static const struct fill_case cases[] = {
        {"denominated.csv", "imputed.csv", {.method = MISSING_GROUP_MEAN, .group = "EurAsia_group"}},
        {"denominated.csv", "imputed-mean.csv", {.method = MISSING_MEAN}},
        {"denominated.csv", "imputed-median.csv", {.method = MISSING_MEDIAN}},
        {"denominated.csv", "imputed-median_grp-GDP_group.csv", {.method = MISSING_GROUP_MEDIAN, .group = "GDP_group"}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check_filled(&cases[i]);
    }
}

static void test_filled_along_time(void)
{
    static const struct fill_case cases[] = {
        {"panel-raw.csv", "panel-imputed-latest.csv", {.method = MISSING_CARRY}},
        {"panel-raw.csv", "panel-imputed-latest-max1.csv", {.method = MISSING_CARRY, .at_most = 1}},
        {"panel-raw.csv", "panel-imputed-constant.csv", {.method = MISSING_CARRY, .back = true}},
        {"panel-raw.csv", "panel-imputed-linear.csv", {.method = MISSING_LINEAR}},
        {"panel-raw.csv", "panel-imputed-linear-constant.csv", {.method = MISSING_LINEAR}},
        {"panelko-iData.csv", "panelko-imputed-latest.csv", {.method = MISSING_CARRY}},
        {"panelko-iData.csv", "panelko-imputed-latest-max1.csv", {.method = MISSING_CARRY, .at_most = 1}},
        {"panelko-iData.csv", "panelko-imputed-constant.csv", {.method = MISSING_CARRY, .back = true}},
        {"panelko-iData.csv", "panelko-imputed-linear-constant.csv", {.method = MISSING_LINEAR}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check_filled(&cases[i]);
    }
}

/** The year that each carried value is from. */
static void test_source_years(void)
{
    static double years[REFERENCE_ROWS];
    struct data_set data;
    struct reference_table *expected = reference_read("panelko-imputed-latest-source_year.csv");
    if (!expected || !data_begin(&data, "panelko-iData.csv")) {
        return;
    }
    struct panel *panel = data.fixture.panel;
    const struct missing_rule rule = {.method = MISSING_CARRY};
    const struct impute_request request = {.rule = &rule, .axis = &data.fixture.axis};
    size_t wrong = 0;
    size_t carried = 0;
    CU_ASSERT_EQUAL_FATAL(panel_add_observed(&data.fixture.arena, panel), TOCSIN_OK);
    for (size_t i = 0; i < INDICATORS; i++) {
        CU_ASSERT_EQUAL(impute_column(data.fixture.counted.context, &request, panel, i), TOCSIN_OK);
        CU_ASSERT_EQUAL_FATAL(reference_numbers(expected, data.ids[i], years), panel->periods * panel->regions);
        for (size_t k = 0; k < panel->periods * panel->regions; k++) {
            size_t cell = panel_cell(panel, k / panel->regions, i, k % panel->regions);
            day_number day = panel->observed[cell];
            int year = FIRST_YEAR + (int)(k / panel->regions);
            year = day == DAY_NONE ? year : period_of_day(FREQUENCY_YEAR, day);
            bool present = observation_present(panel->observation[cell]);
            carried += panel->observation[cell] == OBSERVATION_CARRIED;
            wrong += present ? year != (int)years[k] : !isnan(years[k]);
        }
    }
    CU_ASSERT_EQUAL(wrong, 0);
    CU_ASSERT_TRUE(carried > 1000);
    data_end(&data);
    reference_free(expected);
}

static void test_filled_from_the_row(void)
{
    struct data_set data;
    struct impute_row_column columns[INDICATORS];
    const struct missing_rule rule = {.method = MISSING_ROW_MEAN};
    const struct statistics_over over = {.kind = OVER_ALL};
    if (!data_begin(&data, "denominated.csv")) {
        return;
    }
    for (size_t i = 0; i < INDICATORS; i++) {
        const char *parent = reference_text(data.meta, "iCode", data.ids[i], "Parent");
        bool safety = reference_text(data.meta, "iCode", data.ids[i], "Direction")[0] == '-';
        size_t node = 0;
        while (strcmp(parent, data.meta->cells[node + 1][reference_column(data.meta, "iCode")]) != 0) {
            node++;
        }
        columns[i] =
            (struct impute_row_column){&rule, safety ? DIRECTION_SAFETY : DIRECTION_RISK, &over, node, data.ids[i]};
    }
    CU_ASSERT_EQUAL(impute_rows(data.fixture.counted.context, columns, data.fixture.panel, &data.fixture.axis),
                    TOCSIN_OK);
    check_data(&data, "imputed-rowmean-pillar.csv");
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(data.fixture.counted.context), 0);
    data_end(&data);
}

/** Whether all values of a region are screened out, and none of them otherwise. */
static bool is_screened(const struct panel *panel, size_t period, size_t region)
{
    size_t screened = 0;
    for (size_t column = 0; column < panel->columns; column++) {
        screened += panel->observation[panel_cell(panel, period, column, region)] == OBSERVATION_SCREENED;
    }
    CU_ASSERT_TRUE(screened == 0 || screened == panel->columns);
    return screened > 0;
}

static void screen(struct data_set *data, double min_available, double min_nonzero)
{
    const struct screening rule = {true, min_available, min_nonzero, FIXTURE_AT};
    const struct screen_request request = {&rule, NULL, data->fixture.regions, &data->fixture.axis};
    CU_ASSERT_EQUAL(screen_panel(data->fixture.counted.context, &request, data->fixture.panel), TOCSIN_OK);
}

/** A column of TRUE and FALSE against what these limits leave out. */
static void check_flag(const struct reference_table *expected, const char *name, bool as_screened, double min_available,
                       double min_nonzero)
{
    struct data_set data;
    CU_ASSERT_FATAL(data_begin(&data, "raw.csv"));
    screen(&data, min_available, min_nonzero);
    for (size_t i = 0; i < data.fixture.panel->regions; i++) {
        const char *flag = reference_text(expected, "uCode", data.fixture.regions->regions[i].id, name);
        bool screened = is_screened(data.fixture.panel, 0, i);
        CU_ASSERT_STRING_EQUAL(flag, screened == as_screened ? "TRUE" : "FALSE");
    }
    data_end(&data);
}

/** Counts and shares of each unit. */
static void check_availability(const struct reference_table *expected)
{
    struct data_set data;
    CU_ASSERT_FATAL(data_begin(&data, "raw.csv"));
    CU_ASSERT_EQUAL(expected->rows, data.fixture.panel->regions);
    for (size_t i = 0; i < data.fixture.panel->regions; i++) {
        const char *id = data.fixture.regions->regions[i].id;
        struct availability found;
        screen_availability(data.fixture.panel, NULL, 0, i, &found);
        CU_ASSERT_EQUAL(found.indicators, INDICATORS);
        CU_ASSERT_EQUAL((double)found.missing, reference_number(reference_text(expected, "uCode", id, "N_missing")));
        CU_ASSERT_EQUAL((double)found.zeros, reference_number(reference_text(expected, "uCode", id, "N_zero")));
        CU_ASSERT_EQUAL((double)(found.missing + found.zeros),
                        reference_number(reference_text(expected, "uCode", id, "N_miss_or_zero")));
        CU_ASSERT_DOUBLE_EQUAL(found.available, reference_number(reference_text(expected, "uCode", id, "Dat_Avail")),
                               1e-15);
        CU_ASSERT_DOUBLE_EQUAL(found.nonzero, reference_number(reference_text(expected, "uCode", id, "Non_Zero")),
                               1e-15);
    }
    data_end(&data);
}

static void test_screened_units(void)
{
    static const struct {
        const char *file;
        double min_available, min_nonzero; /* 0: not asked for */
    } cases[] = {
        {"screen-raw-byNA-0.9.csv", 0.9, 0},
        {"screen-raw-byNA-default.csv", 2.0 / 3, 0},
        {"screen-raw-byzeros-0.95.csv", 0, 0.95},
        {"screen-raw-byNAandzeros-0.95-0.9.csv", 0.95, 0.9},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct reference_table *expected = reference_read(cases[i].file);
        if (expected) {
            check_availability(expected);
            check_flag(expected, "LowData", true, cases[i].min_available, 0);
            check_flag(expected, "LowNonZero", true, 0, cases[i].min_nonzero);
            check_flag(expected, "LowDatOrZeroFlag", true, cases[i].min_available, cases[i].min_nonzero);
            check_flag(expected, "Included", false, cases[i].min_available, cases[i].min_nonzero);
        }
        reference_free(expected);
    }
    struct reference_table *availability = reference_read("data_avail.csv");
    if (availability) {
        check_availability(availability);
    }
    reference_free(availability);
}

/** True if the element is the group or lies below it. */
static bool is_below(const struct reference_table *meta, const char *id, const char *group)
{
    while (strcmp(id, group) != 0 && strcmp(id, "NA") != 0) {
        id = reference_text(meta, "iCode", id, "Parent");
    }
    return strcmp(id, group) == 0;
}

static void test_availability_by_group(void)
{
    struct data_set data;
    struct reference_table *expected = reference_read("data_avail-bygroup.csv");
    if (!expected || !data_begin(&data, "raw.csv")) {
        return;
    }
    CU_ASSERT_EQUAL(expected->columns, GROUPS + 1);
    for (size_t column = 1; column < expected->columns; column++) {
        bool counted[INDICATORS];
        for (size_t i = 0; i < INDICATORS; i++) {
            counted[i] = is_below(data.meta, data.ids[i], expected->cells[0][column]);
        }
        for (size_t row = 1; row <= expected->rows; row++) {
            struct availability found;
            CU_ASSERT_STRING_EQUAL(expected->cells[row][0], data.fixture.regions->regions[row - 1].id);
            screen_availability(data.fixture.panel, counted, 0, row - 1, &found);
            CU_ASSERT_DOUBLE_EQUAL(found.available, reference_number(expected->cells[row][column]), 1e-15);
        }
    }
    data_end(&data);
    reference_free(expected);
}

/** Screened data sets: rows that are left out are not in the file, the others are as they were. */
static void check_screened(const char *from, const char *to)
{
    struct data_set data;
    struct reference_table *expected = reference_read(to);
    if (!expected || !data_begin(&data, from)) {
        return;
    }
    const struct panel *panel = data.fixture.panel;
    size_t row = 0;
    screen(&data, 0.9, 0);
    for (size_t k = 0; k < panel->periods * panel->regions; k++) {
        size_t period = k / panel->regions;
        size_t region = k % panel->regions;
        if (is_screened(panel, period, region)) {
            continue;
        }
        row++;
        CU_ASSERT_FATAL(row <= expected->rows);
        CU_ASSERT_STRING_EQUAL(expected->cells[row][reference_column(expected, "uCode")],
                               data.fixture.regions->regions[region].id);
        for (size_t i = 0; i < INDICATORS; i++) {
            size_t cell = panel_cell(panel, period, i, region);
            double value = reference_number(expected->cells[row][reference_column(expected, data.ids[i])]);
            bool present = observation_present(panel->observation[cell]);
            CU_ASSERT_TRUE(present ? panel->value[cell] == value : isnan(value));
        }
    }
    CU_ASSERT_EQUAL(row, expected->rows);
    data_end(&data);
    reference_free(expected);
}

static void test_screened_data(void)
{
    check_screened("imputed.csv", "screened.csv");
    check_screened("panel-raw.csv", "panel-screened.csv");
}

static CU_TestInfo tests[] = {
    {"denominated", test_denominated},
    {"denominated, with factors", test_denominated_scaled},
    {"filled from the regions of the period", test_filled_from_the_period},
    {"filled along time", test_filled_along_time},
    {"years that carried values are from", test_source_years},
    {"filled from the row", test_filled_from_the_row},
    {"screened units", test_screened_units},
    {"availability by group", test_availability_by_group},
    {"screened data", test_screened_data},
    CU_TEST_INFO_NULL,
};
SUITE(reference_prepare, tests)
