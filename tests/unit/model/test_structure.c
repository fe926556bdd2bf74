/** A structure table gives the model that the same keys would give, and its faults have the places of its cells. */
#include "loading.h"

#define MODEL                                                                                                          \
    "tocsin: 1\nid: trial\nsources:\n  survey: {format: series, file: survey.csv}\n"                                   \
    "defaults: {source: survey}\nstructure: {file: structure.csv}\n"

static struct loading loading;

static void begin(const char *table)
{
    load_begin_structure(&loading, MODEL, table, NULL, 0);
}

static void end(void)
{
    CU_ASSERT_TRUE(load_end(&loading));
}

static const char table_text[] = "weight,id,parent,title,direction,unit,normalise.method,normalise.low,normalise.high,"
                                 "options.within,aggregate,min_coverage,missing,module,options.of\n"
                                 ",risk,,Risk,,,,,,,geometric,0.625,,,\n"
                                 "3.5,unrest,risk,Unrest: all of it,risk,points,goalposts,0.5,9.75,max,,,carry,,\n"
                                 "2,state,risk,,,,,,,,,,,,\n"
                                 "1.25,rule,state,,safety,,,,,,,,,series,\n"
                                 ",rise,state,,,,,,,,,,,change,unrest\n";

static void test_model(void)
{
    begin(table_text);
    CU_ASSERT_EQUAL_FATAL(loading.status, TOCSIN_OK);
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(loading.counted.context), 0);
    const struct tocsin_model *model = loading.model;
    CU_ASSERT_STRING_EQUAL(model->structure.named, "structure.csv");
    CU_ASSERT_EQUAL(model->structure.at.line, 6);
    CU_ASSERT_EQUAL_FATAL(model->indicator_count, 3);
    const struct indicator_recipe *unrest = &model->indicators[0];
    CU_ASSERT_STRING_EQUAL(unrest->title, "Unrest: all of it");
    CU_ASSERT_STRING_EQUAL(unrest->unit, "points");
    CU_ASSERT_EQUAL(unrest->normalise.method, NORMALISE_GOALPOSTS);
    CU_ASSERT_EQUAL(unrest->normalise.high.value, 9.75);
    CU_ASSERT_EQUAL(unrest->missing.method, MISSING_CARRY);
    CU_ASSERT_STRING_EQUAL(unrest->options[1].text, "max");
    CU_ASSERT_STRING_EQUAL(unrest->at.file, "structure.csv");
    CU_ASSERT_EQUAL(unrest->at.line, 3);
    CU_ASSERT_EQUAL(unrest->at.column, 5);
    CU_ASSERT_EQUAL(model->indicators[1].direction, DIRECTION_SAFETY);
    CU_ASSERT_EQUAL_FATAL(model->indicators[2].input_count, 1);
    CU_ASSERT_EQUAL_FATAL(model->tree.count, 5);
    CU_ASSERT_EQUAL(model->tree.inner_count, 2);
    CU_ASSERT_STRING_EQUAL(model->tree.nodes[0].title, "Risk");
    CU_ASSERT_EQUAL(model->tree.nodes[0].min_coverage, 0.625);
    CU_ASSERT_EQUAL(model->tree.nodes[0].aggregation.method, AGGREGATE_GEOMETRIC);
    CU_ASSERT_STRING_EQUAL(model->tree.nodes[1].id, "unrest");
    CU_ASSERT_EQUAL(model->tree.nodes[1].weight, 3.5);
    CU_ASSERT_STRING_EQUAL(model->tree.nodes[2].id, "state");
    CU_ASSERT_EQUAL(model->tree.nodes[2].weight, 2);
    CU_ASSERT_EQUAL(model->tree.nodes[3].weight, 1.25);
    CU_ASSERT_EQUAL(model->tree.nodes[4].weight, 1);
    end();
}

/** Children may come before their parents; the index is then in the order of the rows all the same. */
static void test_any_order(void)
{
    begin("id,parent\nunrest,state\nstate,risk\nrisk,\nrule,risk\n");
    CU_ASSERT_EQUAL_FATAL(loading.status, TOCSIN_OK);
    CU_ASSERT_STRING_EQUAL(loading.model->tree.nodes[0].id, "risk");
    CU_ASSERT_STRING_EQUAL(loading.model->tree.nodes[1].id, "state");
    CU_ASSERT_STRING_EQUAL(loading.model->tree.nodes[2].id, "unrest");
    CU_ASSERT_STRING_EQUAL(loading.model->tree.nodes[3].id, "rule");
    end();
}

static void test_method_and_parameters(void)
{
    begin("id,parent,normalise,normalise.low,normalise.high\nrisk,,,,\nunrest,risk,goalposts,1,2\nrule,risk,{method: "
          "rank},,\n");
    CU_ASSERT_EQUAL_FATAL(loading.status, TOCSIN_OK);
    CU_ASSERT_EQUAL(loading.model->indicators[0].normalise.high.value, 2);
    CU_ASSERT_EQUAL(loading.model->indicators[1].normalise.method, NORMALISE_RANK);
    end();
}

static void test_overrides_come_after(void)
{
    tocsin_override overrides[] = {
        {"indicators.unrest.direction", "safety"}, {"index.children[1].weight", "7.5"}, {"index.min_coverage", "0.25"}};
    load_begin_structure(&loading, MODEL, "id,parent\nrisk,\nunrest,risk\nrule,risk\n", overrides, 3);
    CU_ASSERT_EQUAL_FATAL(loading.status, TOCSIN_OK);
    CU_ASSERT_EQUAL(loading.model->indicators[0].direction, DIRECTION_SAFETY);
    CU_ASSERT_EQUAL(loading.model->tree.nodes[2].weight, 7.5);
    CU_ASSERT_EQUAL(loading.model->tree.nodes[0].min_coverage, 0.25);
    end();
}

static void test_faults(void)
{
    static const struct {
        const char *table;
        int code;
        unsigned line, column;
        tocsin_status status;
    } cases[] = {
        {"id,weight\nrisk,\n", DIAGNOSTIC_STRUCTURE_COLUMN, 1, 1, TOCSIN_ERROR_DATA},
        {"id,parent,wieght\nrisk,,\na,risk,\n", DIAGNOSTIC_STRUCTURE_COLUMN, 1, 11, TOCSIN_ERROR_DATA},
        {"id,parent,children\nrisk,,\na,risk,\n", DIAGNOSTIC_STRUCTURE_COLUMN, 1, 11, TOCSIN_ERROR_DATA},
        {"id,parent,normalise.\nrisk,,\na,risk,\n", DIAGNOSTIC_STRUCTURE_COLUMN, 1, 11, TOCSIN_ERROR_DATA},
        {"id,parent,id.x\nrisk,,\na,risk,\n", DIAGNOSTIC_STRUCTURE_COLUMN, 1, 11, TOCSIN_ERROR_DATA},
        {"id,parent\nrisk,\n,risk\n", DIAGNOSTIC_STRUCTURE_ID, 3, 1, TOCSIN_ERROR_DATA},
        {"parent,id\n,risk\nrisk,a\nrisk,b\nrisk,a\n", DIAGNOSTIC_STRUCTURE_ID, 5, 6, TOCSIN_ERROR_DATA},
        {"id,parent\nrisk,\na,rsik\n", DIAGNOSTIC_STRUCTURE_PARENT, 3, 3, TOCSIN_ERROR_DATA},
        {"id,parent\nrisk,\nz,risk\nb,c\na,b\nc,a\nd,c\n", DIAGNOSTIC_STRUCTURE_CIRCLE, 4, 3, TOCSIN_ERROR_DATA},
        {"id,parent\nrisk,\nz,risk\na,a\n", DIAGNOSTIC_STRUCTURE_CIRCLE, 4, 3, TOCSIN_ERROR_DATA},
        {"id,parent\nrisk,\na,risk\nb,\n", DIAGNOSTIC_STRUCTURE_ROOT, 4, 1, TOCSIN_ERROR_DATA},
        {"id,parent\nrisk,\n", DIAGNOSTIC_STRUCTURE_ROOT, 2, 1, TOCSIN_ERROR_DATA},
        {"id,parent\n", DIAGNOSTIC_STRUCTURE_ROOT, 1, 1, TOCSIN_ERROR_DATA},
        {"id,parent,weight\nrisk,,\na,risk,x\n", DIAGNOSTIC_MODEL_NOT_A_NUMBER, 3, 8, TOCSIN_ERROR_MODEL},
        {"id,parent,direction\nrisk,,\na,risk,up\n", DIAGNOSTIC_MODEL_CHOICE, 3, 8, TOCSIN_ERROR_MODEL},
        {"id,parent,direction\nrisk,,risk\na,risk,\n", DIAGNOSTIC_MODEL_UNKNOWN_KEY, 2, 7, TOCSIN_ERROR_MODEL},
        {"id,parent,aggregate\nrisk,,\na,risk,sum\n", DIAGNOSTIC_MODEL_UNKNOWN_KEY, 3, 8, TOCSIN_ERROR_MODEL},
        {"id,parent,normalise.lo\nrisk,,\na,risk,5\n", DIAGNOSTIC_MODEL_KEY_MISSING, 3, 8, TOCSIN_ERROR_MODEL},
        {"id,parent,options.x\nrisk,,\na,risk,5\n", DIAGNOSTIC_MODEL_OPTION, 3, 8, TOCSIN_ERROR_MODEL},
        {"id,parent,source\nrisk,,\na,risk,survy\n", DIAGNOSTIC_MODEL_UNKNOWN_SOURCE, 3, 8, TOCSIN_ERROR_MODEL},
        {"id,parent,treat\nrisk,,\na,risk,[log\n", DIAGNOSTIC_MODEL_SYNTAX, 3, 8, TOCSIN_ERROR_MODEL},
        {"id,parent,treat\nrisk,,\na,risk,[lgo]\n", DIAGNOSTIC_MODEL_CHOICE, 3, 9, TOCSIN_ERROR_MODEL},
        {"id,parent,normalise,normalise.low\nrisk,,,\na,risk,[x],1\n", DIAGNOSTIC_MODEL_EXCLUSIVE, 3, 12,
         TOCSIN_ERROR_MODEL},
        {"id,parent\nrisk,\n9a,risk\n", DIAGNOSTIC_MODEL_ID, 3, 1, TOCSIN_ERROR_MODEL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        begin(cases[i].table);
        tocsin_diagnostic found = {.code = 0};
        bool there = false;
        for (size_t k = 0; !there && k < tocsin_diagnostic_count(loading.counted.context); k++) {
            there = tocsin_diagnostic_at(loading.counted.context, k, &found) == TOCSIN_OK &&
                    found.code == cases[i].code && found.line == cases[i].line && found.column == cases[i].column &&
                    strcmp(found.file, "structure.csv") == 0;
        }
        if (!there) {
            printf("\n%zu: wanted %d at %u:%u\n", i, cases[i].code, cases[i].line, cases[i].column);
            print_diagnostics(loading.counted.context);
        }
        CU_ASSERT_TRUE(there);
        CU_ASSERT_EQUAL(loading.status, cases[i].status);
        end();
    }
}

static void test_depth(void)
{
    char table[4096] = "id,parent\nn0,\n";
    size_t used = strlen(table);
    for (int i = 1; i < 31; i++) {
        used += (size_t)snprintf(table + used, sizeof table - used, "n%d,n%d\n", i, i - 1);
    }
    char *end_of_table = table + used;
    snprintf(end_of_table, sizeof table - used, "leaf,n30\n");
    begin(table);
    CU_ASSERT_EQUAL(loading.status, TOCSIN_OK);
    end();
    snprintf(end_of_table, sizeof table - used, "n31,n30\nleaf,n31\n");
    begin(table);
    CU_ASSERT_TRUE(diagnosed(loading.counted.context, DIAGNOSTIC_MODEL_INDEX_DEPTH, "32"));
    end();
}

static tocsin_status fail_to_read(void *user, struct arena *arena, const struct model_file *file,
                                  const struct text_table **table)
{
    (void)arena;
    (void)table;
    return diagnostics_report(user, DIAGNOSTIC_FILE_NOT_FOUND, file->at, NULL, "no '%s'", file->path);
}

static void test_no_table(void)
{
    struct counted counted;
    counted_begin(&counted);
    tocsin_model *model = NULL;
    CU_ASSERT_EQUAL(model_read_memory(counted.context, "dir/m.yaml", MODEL, sizeof MODEL - 1, NULL, 0, fail_to_read,
                                      counted.context, &model),
                    TOCSIN_ERROR_NO_INPUT);
    CU_ASSERT_TRUE(diagnosed(counted.context, DIAGNOSTIC_FILE_NOT_FOUND, "'dir/structure.csv'"));
    CU_ASSERT_PTR_NULL(model);
    CU_ASSERT_TRUE(counted_end(&counted));
}

static CU_TestInfo tests[] = {
    {"a table gives the model that keys would", test_model},
    {"rows in any order", test_any_order},
    {"a method and its parameters in columns of their own", test_method_and_parameters},
    {"overrides reach what the table says", test_overrides_come_after},
    {"faults at their cells", test_faults},
    {"an index of too many levels", test_depth},
    {"a table that cannot be read", test_no_table},
    CU_TEST_INFO_NULL,
};
SUITE(structure, tests)
