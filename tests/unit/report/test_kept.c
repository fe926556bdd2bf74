/** What is kept for scoring again: the columns that are needed and no others, texts as they were. */
#include "rendering.h"
#include "report/report.h"
#include "result_fixture.h"
#include <math.h>

struct rendering {
    struct result_fixture fixture;
    struct panel *measured;
    struct sink sink;
};

static void begin(struct rendering *rendering)
{
    *rendering = (struct rendering){.sink = {.limit = SIZE_MAX}};
    fixture_begin(&rendering->fixture);
    CU_ASSERT_EQUAL_FATAL(panel_copy(&rendering->fixture.result.arena, rendering->fixture.raw, &rendering->measured),
                          TOCSIN_OK);
    rendering->fixture.result.measured = rendering->measured;
}

static void end(struct rendering *rendering)
{
    sink_end(&rendering->sink);
    fixture_end(&rendering->fixture);
}

static const char *render(struct rendering *rendering, uint32_t document)
{
    struct report_options options = {.digits = 0};
    tocsin_context *context = rendering->fixture.counted.context;
    struct output *output = output_create(context, sink_write, &rendering->sink);
    CU_ASSERT_PTR_NOT_NULL_FATAL(output);
    rendering->sink.size = 0;
    CU_ASSERT_EQUAL(
        report_document_write(context, report_document_find(document), &rendering->fixture.result, &options, output),
        TOCSIN_OK);
    CU_ASSERT_TRUE(output_flush(output));
    output_destroy(context, output);
    return rendering->sink.bytes;
}

/** The first line is `header`. */
static void check_header(struct rendering *rendering, const char *header)
{
    const char *text = render(rendering, TOCSIN_MEASURED_CSV);
    size_t length = strlen(header);
    CU_ASSERT_TRUE(strncmp(text, header, length) == 0 && text[length] == '\n');
}

static void columns_are_there_when_they_say_something(void)
{
    struct rendering rendering;
    begin(&rendering);
    struct panel *panel = rendering.measured;
    size_t cells = panel->periods * panel->columns * panel->regions;
    for (size_t i = 0; i < cells; i++) {
        panel_set(panel, i, 1.0625 + (double)i, OBSERVATION_NORMAL);
    }
    panel_set_missing(panel, 7, OBSERVATION_NOT_MEASURED);
    check_header(&rendering, "period,region,militant_activity,agreement_secrecy,governance,deaths");
    panel->observation[panel_cell(panel, 3, DEATHS, IND)] = OBSERVATION_NO_EVENT;
    check_header(&rendering, "period,region,militant_activity,agreement_secrecy,governance,deaths,deaths:status");
    CU_ASSERT_EQUAL(panel_add_observed(&rendering.fixture.result.arena, panel), TOCSIN_OK);
    CU_ASSERT_EQUAL(panel_add_bounds(&rendering.fixture.result.arena, panel), TOCSIN_OK);
    check_header(&rendering, "period,region,militant_activity,agreement_secrecy,governance,deaths,deaths:status");
    panel->observed[panel_cell(panel, 0, GOVERNANCE, AFG)] = 0;
    panel->high[panel_cell(panel, 2, MILITANT, PAK)] += 0.5;
    check_header(&rendering, "period,region,militant_activity,militant_activity:low,militant_activity:high,"
                             "agreement_secrecy,governance,governance:observed,deaths,deaths:status");
    end(&rendering);
}

static void all_rows_are_written_and_nothing_is_rounded(void)
{
    struct rendering rendering;
    struct csv *csv = malloc(sizeof *csv);
    begin(&rendering);
    CU_ASSERT_PTR_NOT_NULL_FATAL(csv);
    rendering.fixture.result.first_reported = 3;
    rendering.fixture.result.reported_periods = 1;
    rendering.measured->value[panel_cell(rendering.measured, 2, SECRECY, PAK)] = -0.0;
    csv_read(render(&rendering, TOCSIN_MEASURED_CSV), csv);
    CU_ASSERT_EQUAL_FATAL(csv->rows, 1 + FIXTURE_PERIODS * FIXTURE_REGIONS);
    CU_ASSERT_STRING_EQUAL(csv_text(csv, 1, "period"), "2023-05");
    CU_ASSERT_STRING_EQUAL(csv_text(csv, FIXTURE_REGIONS, "region"), "IND");
    CU_ASSERT_STRING_EQUAL(csv_text(csv, 1 + FIXTURE_REGIONS, "militant_activity"), "59.13451");
    CU_ASSERT_STRING_EQUAL(csv_text(csv, 1 + 2 * FIXTURE_REGIONS, "agreement_secrecy"), "-0");
    CU_ASSERT_STRING_EQUAL(csv_text(csv, 1 + 2 * FIXTURE_REGIONS, "agreement_secrecy:status"), "no_agreement");
    CU_ASSERT_STRING_EQUAL(csv_text(csv, 1 + MDV, "militant_activity"), "");
    CU_ASSERT_STRING_EQUAL(csv_text(csv, 1 + MDV, "militant_activity:status"), "no_row");
    CU_ASSERT_STRING_EQUAL(csv_text(csv, csv->rows - 1, "region"), "IND");
    free(csv);
    end(&rendering);
}

/** Ids that the key columns have taken; a ':' is in no id. */
static void an_indicator_may_be_called_region(void)
{
    struct rendering rendering;
    begin(&rendering);
    rendering.fixture.result.indicators[MILITANT].id = "region";
    rendering.fixture.result.indicators[DEATHS].id = "period";
    const char *text = render(&rendering, TOCSIN_MEASURED_CSV);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "period,region,region:value,region:status,agreement_secrecy,"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, ",period:value,"));
    end(&rendering);
}

static void regions_have_the_columns_of_their_file(void)
{
    static const char *const names[] = {"name", "region", "", "population"};
    static const struct region regions[] = {{"A", "Alpha"}, {"B ", "B "}};
    static const char *const cells[] = {"Alpha", "A", "lost", "17.50", NULL, "B ", NULL, "NA,\"x\""};
    struct rendering rendering;
    struct region_table *table = NULL;
    begin(&rendering);
    CU_ASSERT_EQUAL_FATAL(region_table_create(&rendering.fixture.result.arena, regions, 2, names, 4, cells, &table),
                          TOCSIN_OK);
    rendering.fixture.result.regions = table;
    CU_ASSERT_STRING_EQUAL(render(&rendering, TOCSIN_REGIONS_CSV),
                           "name,region,population\nAlpha,A,17.50\n,\"B \",\"NA,\"\"x\"\"\"\n");
    CU_ASSERT_EQUAL_FATAL(region_table_create(&rendering.fixture.result.arena, regions, 2, NULL, 0, NULL, &table),
                          TOCSIN_OK);
    rendering.fixture.result.regions = table;
    CU_ASSERT_STRING_EQUAL(render(&rendering, TOCSIN_REGIONS_CSV), "region,name\nA,Alpha\n\"B \",\"B \"\n");
    end(&rendering);
}

static CU_TestInfo tests[] = {
    {"columns are there when they say something", columns_are_there_when_they_say_something},
    {"all rows are written and nothing is rounded", all_rows_are_written_and_nothing_is_rounded},
    {"an indicator may be called region", an_indicator_may_be_called_region},
    {"regions have the columns of their file", regions_have_the_columns_of_their_file},
    CU_TEST_INFO_NULL,
};

SUITE(kept, tests)
