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

/** Every parameter has a column of its own, and cells may hold lists and mappings. */
static const char wide_text[] =
    "id,parent,weights,weights.components,weights.form,weights.matrix,min_children,aggregate,aggregate.weights,"
    "per,per_factor,missing.group,missing,missing.back,treat.method,treat.lambda,treat.offset,normalise.method,"
    "normalise.target,normalise.cap,normalise.region,normalise.from,normalise.times\n"
    "risk,,pca,2,factors,,0.75,owa,[2.5;0.5],,,,,,,,,,,,,,\n"
    "one,risk,ahp,,,[[1;3];[1/3;1]],,,,,,,,,,,,,,,,,\n"
    "two,risk,{method: benefit_of_doubt; max_share: 0.8},,,,,sum,,,,,,,,,,,,,,,\n"
    "a,one,,,,,,,,population,1000,continent,group_mean,,boxcox,-0.25,,distance_to_target,7.75,true,,,\n"
    "b,one,,,,,,,,a,,,carry,true,log,,0.125,distance_to_reference,,,NOR,,\n"
    "c,two,,,,,,,,,,,{method: indicator; indicator: d},,,,,base_ratio,,,,2019,1.5\n"
    "d,two,,,,,,,,,,,row_mean,,,,,,,,,,\n";

/** The reader of tables in these tests splits at every comma: those within cells are written ';'. */
static tocsin_status read_wide(void *user, struct arena *arena, const struct model_file *file,
                               const struct text_table **table)
{
    tocsin_status status = loading_read_table(user, arena, file, table);
    for (size_t i = 0; status == TOCSIN_OK && i < (*table)->row_count * (*table)->column_count; i++) {
        char *text = (char *)(uintptr_t)(*table)->cells[i].text;
        for (; text && *text; text++) {
            *text = *text == ';' ? ',' : *text;
        }
    }
    return status;
}

static void begin_wide(const char *text)
{
    counted_begin(&loading.counted);
    loading.model = NULL;
    loading.status = model_read_memory(loading.counted.context, "model.yaml", MODEL, sizeof MODEL - 1, NULL, 0,
                                       read_wide, (void *)(uintptr_t)text, &loading.model);
    print_diagnostics(loading.counted.context);
}

static void test_wide_nodes(void)
{
    begin_wide(wide_text);
    CU_ASSERT_EQUAL_FATAL(loading.status, TOCSIN_OK);
    const struct index_node *nodes = loading.model->tree.nodes;
    CU_ASSERT_EQUAL(nodes[0].weights.method, WEIGHT_PCA);
    CU_ASSERT_EQUAL(nodes[0].weights.form, PCA_FACTORS);
    CU_ASSERT_EQUAL(nodes[0].weights.components, 2);
    CU_ASSERT_EQUAL(nodes[0].min_children, 0.75);
    CU_ASSERT_EQUAL(nodes[0].aggregation.method, AGGREGATE_OWA);
    CU_ASSERT_EQUAL(nodes[0].aggregation.weights[0], 2.5);
    CU_ASSERT_STRING_EQUAL(nodes[1].id, "one");
    CU_ASSERT_EQUAL(nodes[1].weights.method, WEIGHT_AHP);
    CU_ASSERT_EQUAL(nodes[1].weights.matrix[2], 1.0 / 3);
    CU_ASSERT_EQUAL(nodes[1].weights.at.line, 3);
    CU_ASSERT_STRING_EQUAL(nodes[4].id, "two");
    CU_ASSERT_EQUAL(nodes[4].weights.method, WEIGHT_BENEFIT_OF_DOUBT);
    CU_ASSERT_EQUAL(nodes[4].weights.max_share.value, 0.8);
    end();
}

static void test_wide_indicators(void)
{
    begin_wide(wide_text);
    CU_ASSERT_EQUAL_FATAL(loading.status, TOCSIN_OK);
    const struct indicator_recipe *indicators = loading.model->indicators;
    CU_ASSERT_EQUAL(indicators[0].per.kind, PER_COLUMN);
    CU_ASSERT_STRING_EQUAL(indicators[0].per.name, "population");
    CU_ASSERT_EQUAL(indicators[0].per.factor, 1000);
    CU_ASSERT_EQUAL(indicators[0].per.at.line, 5);
    CU_ASSERT_STRING_EQUAL(indicators[0].missing.group, "continent");
    CU_ASSERT_STRING_EQUAL(indicators[0].missing.at.file, "structure.csv");
    CU_ASSERT_EQUAL(indicators[0].treat.treatments[0].lambda, -0.25);
    CU_ASSERT_EQUAL(indicators[0].normalise.target, 7.75);
    CU_ASSERT_TRUE(indicators[0].normalise.cap);
    CU_ASSERT_EQUAL(indicators[1].per.kind, PER_INDICATOR);
    CU_ASSERT_EQUAL(indicators[1].per.indicator, 0);
    CU_ASSERT_TRUE(indicators[1].missing.back);
    CU_ASSERT_EQUAL(indicators[1].treat.treatments[0].offset.value, 0.125);
    CU_ASSERT_STRING_EQUAL(indicators[1].normalise.region, "NOR");
    CU_ASSERT_EQUAL(indicators[1].normalise.region_at.line, 6);
    CU_ASSERT_EQUAL(indicators[2].missing.indicator, 3);
    CU_ASSERT_EQUAL(indicators[2].normalise.from, date_from_civil(2019, 1, 1));
    CU_ASSERT_EQUAL(indicators[2].normalise.times, 1.5);
    CU_ASSERT_EQUAL(indicators[3].missing.method, MISSING_ROW_MEAN);
    end();
}

/** Faults of what a table gives stand at its cells. */
static void test_wide_faults(void)
{
    static const struct {
        const char *table;
        int code;
        unsigned line, column;
    } cases[] = {
        {"id,parent,weights.method,weights.matrix\nrisk,,ahp,[[1;3];[3;1]]\na,risk,,\nb,risk,,\n",
         DIAGNOSTIC_MODEL_MATRIX, 2, 19},
        {"id,parent,per\nrisk,,\na,risk,a\n", DIAGNOSTIC_MODEL_ITSELF, 3, 8},
        {"id,parent,missing.indicator,missing\nrisk,,,\na,risk,aa,indicator\n", DIAGNOSTIC_MODEL_UNKNOWN_INDICATOR, 3,
         8},
        {"id,parent,normalise.low,normalise\nrisk,,,\na,risk,2,{method: minmax; low: 1}\n", DIAGNOSTIC_MODEL_EXCLUSIVE,
         3, 32},
        {"id,parent,normalise.low,normalise\nrisk,,,\na,risk,2,[minmax]\n", DIAGNOSTIC_MODEL_CHOICE, 3, 10},
        {"id,parent,normalise.method,normalise\nrisk,,,\na,risk,minmax,rank\n", DIAGNOSTIC_MODEL_EXCLUSIVE, 3, 15},
        {"id,parent,missing,missing.indicator\nrisk,,,\na,risk,indicator,aa\n", DIAGNOSTIC_MODEL_UNKNOWN_INDICATOR, 3,
         18},
        {"id,parent,aggregate,aggregate.weights\nrisk,,owa,[0;0]\na,risk,,\nb,risk,,\n", DIAGNOSTIC_MODEL_WEIGHTS_ZERO,
         2, 11},
        {"id,parent,per_factor\nrisk,,\na,risk,10\n", DIAGNOSTIC_MODEL_KEY_MISSING, 3, 8},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        counted_begin(&loading.counted);
        loading.model = NULL;
        loading.status = model_read_memory(loading.counted.context, "model.yaml", MODEL, sizeof MODEL - 1, NULL, 0,
                                           read_wide, (void *)(uintptr_t)cases[i].table, &loading.model);
        tocsin_diagnostic found = {.code = 0};
        CU_ASSERT_EQUAL(tocsin_diagnostic_at(loading.counted.context, 0, &found), TOCSIN_OK);
        CU_ASSERT_EQUAL(found.code, cases[i].code);
        CU_ASSERT_EQUAL(found.line, cases[i].line);
        CU_ASSERT_EQUAL(found.column, cases[i].column);
        CU_ASSERT_STRING_EQUAL(found.file, "structure.csv");
        CU_ASSERT_EQUAL(loading.status, TOCSIN_ERROR_MODEL);
        end();
    }
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
    {"parameters of nodes in columns", test_wide_nodes},
    {"parameters of indicators in columns", test_wide_indicators},
    {"faults of parameters at their cells", test_wide_faults},
    {"overrides reach what the table says", test_overrides_come_after},
    {"faults at their cells", test_faults},
    {"an index of too many levels", test_depth},
    {"a table that cannot be read", test_no_table},
    CU_TEST_INFO_NULL,
};
SUITE(structure, tests)
