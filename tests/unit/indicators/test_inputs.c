/** The values that modules made of other indicators list: where they sum, weights times values are the value. */
#include "module_run.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

/* Lists what the value of a cell (positions) is made of; the memory is the run's. */
static struct indicator_inputs list_of(struct module_run *run, size_t period, size_t region)
{
    struct indicator_inputs inputs = {.arena = &run->arena};
    CU_ASSERT_EQUAL_FATAL(run->module->list_inputs(run->state, &run->frame, period, region, &inputs), TOCSIN_OK);
    return inputs;
}

static double value_of(const struct module_run *run, const struct trace_input *input, size_t period)
{
    CU_ASSERT_FATAL(input->periods_before >= 0 && (size_t)input->periods_before <= period);
    size_t cell = panel_cell(run->panel, period - (size_t)input->periods_before, input->indicator, input->region);
    CU_ASSERT_TRUE(observation_present(run->panel->observation[cell]));
    return run->panel->value[cell];
}

static bool close_enough(double actual, double expected)
{
    return fabs(actual - expected) <= 1e-12 * fmax(1, fabs(expected));
}

/* In every cell with a value: weights times values are it. Returns the number of cells. */
static size_t check_sum(const struct module_case *given)
{
    size_t cells = 0;
    struct module_run run;
    module_run_begin(&run, given, IN_ONE_PASS);
    CU_ASSERT_EQUAL_FATAL(run.status, TOCSIN_OK);
    for (size_t p = 0; p < run.axis.count; p++) {
        for (size_t r = 0; r < run.regions->count; r++) {
            size_t cell = panel_cell(run.panel, p, run.column, r);
            if (!observation_present(run.panel->observation[cell])) {
                continue;
            }
            struct indicator_inputs inputs = list_of(&run, p, r);
            double sum = 0;
            for (size_t i = 0; i < inputs.count; i++) {
                sum += inputs.inputs[i].weight * value_of(&run, &inputs.inputs[i], p);
            }
            CU_ASSERT_TRUE(close_enough(sum, run.panel->value[cell]));
            cells += inputs.count > 0;
        }
    }
    CU_ASSERT_TRUE(module_run_end(&run));
    return cells;
}

#define VALUES                                                                                                         \
    "period,region,a,b|2020-01,A,2.385,4|2020-01,B,7.5,-3|2020-01,C,-1.25,2|2020-02,A,,9|2020-02,B,8.125,1|"           \
    "2020-02,C,6,1.5|2020-03,A,3.5,7|2020-03,B,0,2|2020-03,C,,|2020-04,A,1.75,5|2020-04,B,2,2.5|2020-04,C,11,0.5"
#define BORDERS "neighbours={region,neighbour,weight|A,B,3|A,C,1|B,A,1|C,A,2|C,B,5}"

static void test_sums(void)
{
    static const struct module_case cases[] = {
        {"spillover", "of=a", VALUES, "A|B|C|D", BORDERS},
        {"spillover", "of=a;lag=0;least_share=0.1", VALUES, "A|B|C|D", BORDERS},
        {"spillover", "of=b;lag=2;isolated=zero", VALUES, "A|B|C|D", BORDERS},
        {"change", "of=a", VALUES, "A|B|C", ""},
        {"change", "of=b;periods=2", VALUES, "A|B|C", ""},
        {"weighted_history", "of=a;weights=4 2 1", VALUES, "A|B|C", ""},
        {"weighted_history", "of=a;weights=4 0 1;missing=zero;divisor=2.5", VALUES, "A|B|C", ""},
        {"weighted_history", "of=a;weights=4 2 1;missing=rescale;least=2", VALUES, "A|B|C", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        CU_ASSERT_TRUE(check_sum(&cases[i]) >= 2);
    }
}

/* The inputs of one cell as "a@A-1*0.75 ...". */
static const char *listed(const struct module_case *given, const char *period, const char *region)
{
    static char text[256];
    size_t length = 0;
    struct module_run run;
    text[0] = '\0';
    module_run_begin(&run, given, IN_ONE_PASS);
    CU_ASSERT_EQUAL_FATAL(run.status, TOCSIN_OK);
    size_t cell = module_run_cell(&run, period, region);
    size_t position = cell / (run.panel->columns * run.panel->regions);
    struct indicator_inputs inputs = list_of(&run, position, cell % run.panel->regions);
    for (size_t i = 0; i < inputs.count; i++) {
        const struct trace_input *input = &inputs.inputs[i];
        length += (size_t)snprintf(text + length, sizeof text - length, "%s%s@%s-%d*%g", i > 0 ? " " : "",
                                   run.rows->columns[input->indicator], run.regions->regions[input->region].id,
                                   (int)input->periods_before, input->weight);
    }
    CU_ASSERT_TRUE(module_run_end(&run));
    return text;
}

static void test_lists(void)
{
    struct module_case spillover = {"spillover", "of=a;least_share=0.1", VALUES, "A|B|C|D", BORDERS};
    CU_ASSERT_STRING_EQUAL(listed(&spillover, "2020-02", "A"), "a@B-1*0.75 a@C-1*0.25");
    CU_ASSERT_STRING_EQUAL(listed(&spillover, "2020-03", "C"), "a@B-1*1"); /* A is not known in 2020-02 */
    CU_ASSERT_STRING_EQUAL(listed(&spillover, "2020-03", "D"), "");
    struct module_case change = {"change", "of=b;periods=2;relative=true", VALUES, "A|B|C", ""};
    CU_ASSERT_STRING_EQUAL(listed(&change, "2020-04", "B"), "b@B-0*1 b@B-2*-1");
    struct module_case history = {"weighted_history", "of=a;weights=4 2 1;missing=rescale", VALUES, "A|B|C", ""};
    CU_ASSERT_STRING_EQUAL(listed(&history, "2020-03", "A"), "a@A-0*1.86667 a@A-2*0.466667");
    struct module_case ratio = {"ratio", "of=a;per=b;factor=100", VALUES, "A|B|C", ""};
    CU_ASSERT_STRING_EQUAL(listed(&ratio, "2020-04", "C"), "a@C-0*1 b@C-0*1");
    ratio.options = "of=a;per=a";
    CU_ASSERT_STRING_EQUAL(listed(&ratio, "2020-04", "C"), "a@C-0*1");
    ratio.options = "of=b;per_column=people";
    ratio.regions = "region,people|A,3|B,4|C,5";
    CU_ASSERT_STRING_EQUAL(listed(&ratio, "2020-04", "C"), "b@C-0*1");
    struct module_case formula = {"formula", "expression=b - 2 * a + b", VALUES, "A|B|C", ""};
    CU_ASSERT_STRING_EQUAL(listed(&formula, "2020-01", "A"), "b@A-0*1 a@A-0*1");
    struct module_case escalation = {"escalation", "of=b;baseline=2;least=2;lambda=0.25", VALUES, "A|B|C", ""};
    CU_ASSERT_STRING_EQUAL(listed(&escalation, "2020-04", "A"), "b@A-0*0.25");
    escalation.options = "of=b;baseline=2;least=2;method=cusum";
    CU_ASSERT_STRING_EQUAL(listed(&escalation, "2020-04", "A"), "b@A-0*1");
}

static CU_TestInfo tests[] = {
    {"weights times values are the value", test_sums},
    {"what is listed", test_lists},
    CU_TEST_INFO_NULL,
};
SUITE(inputs, tests)
