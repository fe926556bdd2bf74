/** Regions, who borders on whom, and small tables. */
#include "input/source.h"
#include "suite.h"
#include "support.h"
#include <string.h>

struct tables {
    struct counted counted;
    struct arena arena;
    struct region_table *regions;
    struct neighbour_table *neighbours;
    struct text_table *table;
    struct input_file file;
};

static void begin(struct tables *tables)
{
    *tables = (struct tables){.regions = NULL};
    counted_begin(&tables->counted);
    arena_begin(&tables->arena, tables->counted.context);
}

static void end(struct tables *tables)
{
    arena_end(&tables->arena);
    CU_ASSERT_TRUE(counted_end(&tables->counted));
}

static tocsin_status read_renamed(struct tables *tables, const char *text, const struct column_name *columns,
                                  size_t count)
{
    struct regions_request request = {.path = temporary_file("r.csv", text, strlen(text)),
                                      .named = "r.csv",
                                      .at = {"model.yaml", 3, 10},
                                      .columns = columns,
                                      .column_count = count};
    return regions_read(tables->counted.context, &tables->arena, &request, &tables->regions, &tables->file);
}

static tocsin_status read_regions(struct tables *tables, const char *text)
{
    return read_renamed(tables, text, NULL, 0);
}

static tocsin_status read_neighbours(struct tables *tables, const char *text)
{
    return neighbours_read(tables->counted.context, &tables->arena, temporary_file("n.csv", text, strlen(text)),
                           "n.csv", LOCATION_NONE, tables->regions, &tables->neighbours, &tables->file);
}

static tocsin_status read_table(struct tables *tables, const char *text)
{
    return table_read(tables->counted.context, &tables->arena, temporary_file("t.csv", text, strlen(text)), "t.csv",
                      LOCATION_NONE, &tables->table, &tables->file);
}

static void regions_with_all_columns(void)
{
    struct tables tables;
    begin(&tables);
    CU_ASSERT_EQUAL_FATAL(read_regions(&tables, "name,region,population,match,group\n"
                                                "Pakistan,PAK,240490000,,south\n"
                                                ",NA,..,NAM|South-West Africa,NA\n"),
                          TOCSIN_OK);
    const struct region_table *regions = tables.regions;
    CU_ASSERT_EQUAL(regions->count, 2);
    CU_ASSERT_STRING_EQUAL(regions->regions[0].id, "PAK");
    CU_ASSERT_STRING_EQUAL(regions->regions[0].name, "Pakistan");
    CU_ASSERT_STRING_EQUAL(regions->regions[1].id, "NA"); /* the code of Namibia, not a missing one */
    CU_ASSERT_STRING_EQUAL(regions->regions[1].name, "NA");
    size_t population = 0;
    size_t group = 0;
    CU_ASSERT_TRUE(region_table_column(regions, "population", &population));
    CU_ASSERT_TRUE(region_table_column(regions, "group", &group));
    CU_ASSERT_STRING_EQUAL(region_table_text(regions, 0, population), "240490000");
    CU_ASSERT_PTR_NULL(region_table_text(regions, 1, population));
    CU_ASSERT_PTR_NULL(region_table_text(regions, 1, group));
    CU_ASSERT_STRING_EQUAL(tables.file.named, "r.csv");
    CU_ASSERT_EQUAL(tables.file.rows, 2);
    struct region_match *match = NULL;
    CU_ASSERT_EQUAL(region_match_create(tables.counted.context, regions, &match), TOCSIN_OK);
    CU_ASSERT_EQUAL(region_match_find(match, "South-West Africa", 17), 1);
    CU_ASSERT_EQUAL(region_match_count(match), 2);
    region_match_destroy(tables.counted.context, match);
    end(&tables);
}

static void check_regions_fail(const char *text, int code, unsigned line, unsigned column)
{
    struct tables tables;
    begin(&tables);
    CU_ASSERT_EQUAL(read_regions(&tables, text), TOCSIN_ERROR_DATA);
    CU_ASSERT_TRUE(diagnosed_once(tables.counted.context, code, line, column));
    CU_ASSERT_PTR_NULL(tables.regions);
    end(&tables);
}

static void regions_with_faults(void)
{
    check_regions_fail("region,name\nPAK,a\nAFG,b\nPAK,c\n", DIAGNOSTIC_REGION_TWICE, 4, 1);
    check_regions_fail("name,region\na,PAK\nb,\n", DIAGNOSTIC_REGION_ID_MISSING, 3, 3);
    check_regions_fail("region,name\n", DIAGNOSTIC_REGIONS_NONE, 0, 0);
    check_regions_fail("regoin,name\nPAK,a\n", DIAGNOSTIC_COLUMN_MISSING, 1, 0);
    check_regions_fail("a;region,name\nPAK;x,a\n", DIAGNOSTIC_COLUMN_MISSING, 1, 0);
    check_regions_fail("a;region;c,name\nPAK;x;y,a\n", DIAGNOSTIC_CSV_DELIMITER, 1, 0);
    check_regions_fail("region,name,match\nPAK,Pakistan,X|Sind\nAFG,Afghanistan,Sind\n", DIAGNOSTIC_REGION_AMBIGUOUS, 3,
                       17);
    check_regions_fail("region,name,match\nPAK,Pakistan,\nAFG,Pakistan,\n", DIAGNOSTIC_REGION_AMBIGUOUS, 3, 5);
    check_regions_fail("region,name\nPAK,AFG\nAFG,Afghanistan\n", DIAGNOSTIC_REGION_AMBIGUOUS, 3, 1);
    check_regions_fail("region,name\nPAK,a\nAFG\n", DIAGNOSTIC_CSV_RAGGED, 3, 1);
}

/** New names go before those of the file, and a code of NA stays one under any name of the file's. */
static void regions_with_renamed_columns(void)
{
    static const struct column_name columns[] = {{"region", "uCode", {"model.yaml", 4, 7}},
                                                 {"name", "long", {"model.yaml", 5, 7}},
                                                 {"people", "region", {"model.yaml", 6, 7}}};
    struct tables tables;
    begin(&tables);
    CU_ASSERT_EQUAL_FATAL(read_renamed(&tables, "name,uCode,region,long\nNam.,NA,2.604,Namibia\n,BW,NA,\n", columns, 3),
                          TOCSIN_OK);
    const struct region_table *regions = tables.regions;
    CU_ASSERT_EQUAL_FATAL(regions->count, 2);
    CU_ASSERT_STRING_EQUAL(regions->regions[0].id, "NA");
    CU_ASSERT_STRING_EQUAL(regions->regions[0].name, "Namibia");
    CU_ASSERT_STRING_EQUAL(regions->regions[1].id, "BW");
    CU_ASSERT_STRING_EQUAL(regions->regions[1].name, "BW");
    size_t column = 0;
    CU_ASSERT_TRUE(region_table_column(regions, "people", &column));
    CU_ASSERT_STRING_EQUAL(region_table_text(regions, 0, column), "2.604");
    CU_ASSERT_PTR_NULL(region_table_text(regions, 1, column));
    CU_ASSERT_TRUE(region_table_column(regions, "region", &column));
    CU_ASSERT_STRING_EQUAL(region_table_text(regions, 0, column), "NA");
    CU_ASSERT_TRUE(region_table_column(regions, "name", &column));
    CU_ASSERT_EQUAL(column, 3);
    CU_ASSERT_FALSE(region_table_column(regions, "uCode", &column));
    CU_ASSERT_FALSE(region_table_column(regions, "long", &column));
    CU_ASSERT_STRING_EQUAL(regions->file->columns[1], "uCode");
    end(&tables);
}

static void renamed_columns_with_faults(void)
{
    static const struct column_name columns[] = {{"region", "uCode", {"model.yaml", 4, 7}},
                                                 {"name", "uNaem", {"model.yaml", 5, 9}}};
    struct tables tables;
    begin(&tables);
    CU_ASSERT_EQUAL(read_renamed(&tables, "uCode,uName\nPAK,Pakistan\n", columns, 2), TOCSIN_ERROR_DATA);
    CU_ASSERT_TRUE(diagnosed_once(tables.counted.context, DIAGNOSTIC_COLUMN_UNKNOWN, 5, 9));
    CU_ASSERT_TRUE(diagnosed(tables.counted.context, DIAGNOSTIC_COLUMN_UNKNOWN, "'uNaem'"));
    end(&tables);
    begin(&tables);
    CU_ASSERT_EQUAL(read_renamed(&tables, "uCode;uName;x\nPAK;Pakistan;1\n", columns, 1), TOCSIN_ERROR_DATA);
    CU_ASSERT_TRUE(diagnosed_once(tables.counted.context, DIAGNOSTIC_CSV_DELIMITER, 1, 0));
    end(&tables);
    begin(&tables);
    CU_ASSERT_EQUAL(read_renamed(&tables, "uCode,uNaem\nPAK,a\nAFG,b\nPAK,c\n", columns, 2), TOCSIN_ERROR_DATA);
    CU_ASSERT_TRUE(diagnosed_once(tables.counted.context, DIAGNOSTIC_REGION_TWICE, 4, 1));
    end(&tables);
}

static void names_matched(void)
{
    struct tables tables;
    begin(&tables);
    CU_ASSERT_EQUAL_FATAL(read_regions(&tables, "region,name,match\n"
                                                "PK-KP,Khyber Pakhtunkhwa,Khyber Pakhtunkwa province| N.W.F.P. |\n"
                                                "PK-TA,Tribal Areas,FATA|F.A.T.A.\n"
                                                "ab,one,\n"
                                                "AB,two,one more\n"),
                          TOCSIN_OK);
    struct region_match *match = NULL;
    CU_ASSERT_EQUAL_FATAL(region_match_create(tables.counted.context, tables.regions, &match), TOCSIN_OK);
    static const struct {
        const char *text;
        int32_t region;
    } cases[] = {
        {"PK-KP", 0},
        {"Khyber Pakhtunkwa province", 0},
        {"N.W.F.P.", 0},
        {"khyber pakhtunkhwa", 0},
        {" \tKHYBER Pakhtunkhwa ", 0},
        {"FATA", 1},
        {"fata", 1},
        {"ab", 2},
        {"AB", 3},
        {" AB ", 3},
        {"Ab", -1}, /* of two regions, and so of none */
        {"One More", 3},
        {"FAT", -1},
        {"FATA|F.A.T.A.", -1},
        {"", -1},
        {"  ", -1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        CU_ASSERT_EQUAL(region_match_find(match, cases[i].text, strlen(cases[i].text)), cases[i].region);
    }
    CU_ASSERT_EQUAL(region_match_find(match, "PK-KPxyz", 5), 0); /* bytes with a length, not a text with an end */
    region_match_destroy(tables.counted.context, match);
    region_match_destroy(tables.counted.context, NULL);
    end(&tables);
}

static void neighbours_with_weights(void)
{
    struct tables tables;
    begin(&tables);
    CU_ASSERT_EQUAL_FATAL(read_regions(&tables, "region\nA\nB\nC\nD\n"), TOCSIN_OK);
    CU_ASSERT_EQUAL_FATAL(read_neighbours(&tables, "weight,neighbour,region\n2.385,D,A\n,B,A\n0.5,A,C\n"), TOCSIN_OK);
    const struct neighbour_table *table = tables.neighbours;
    static const size_t start[] = {0, 2, 2, 3, 3};
    CU_ASSERT_EQUAL(memcmp(table->start, start, sizeof start), 0);
    CU_ASSERT_EQUAL(table->neighbour[0], 1);
    CU_ASSERT_EQUAL(table->weight[0], 1);
    CU_ASSERT_EQUAL(table->neighbour[1], 3);
    CU_ASSERT_EQUAL(table->weight[1], 2.385);
    CU_ASSERT_EQUAL(table->neighbour[2], 0);
    CU_ASSERT_EQUAL(table->weight[2], 0.5);
    CU_ASSERT_EQUAL(tocsin_diagnostic_count(tables.counted.context), 0);
    CU_ASSERT_EQUAL(read_neighbours(&tables, "region,neighbour\nA,B\nX,A\nA,Y\nX,Y\n"), TOCSIN_OK);
    CU_ASSERT_TRUE(diagnosed(tables.counted.context, DIAGNOSTIC_NEIGHBOUR_UNKNOWN,
                             "3 rows name regions that the model does not have: 'X', 'Y'"));
    CU_ASSERT_EQUAL(tables.neighbours->start[4], 1);
    tocsin_diagnostics_clear(tables.counted.context);
    CU_ASSERT_EQUAL(read_neighbours(&tables, "region,neighbour\n"), TOCSIN_OK);
    CU_ASSERT_TRUE(diagnosed_once(tables.counted.context, DIAGNOSTIC_CSV_NO_ROWS, 0, 0));
    CU_ASSERT_EQUAL(tables.neighbours->start[4], 0);
    end(&tables);
}

static void neighbours_with_faults(void)
{
    static const struct {
        const char *text;
        int code;
        unsigned line, column;
    } cases[] = {
        {"region,neighbour\nA,B\nA,A\n", DIAGNOSTIC_NEIGHBOUR_ITSELF, 3, 3},
        {"region,neighbour\nA,B\nB,A\nA,B\n", DIAGNOSTIC_NEIGHBOUR_TWICE, 4, 0},
        {"region,neighbour,weight\nA,B,0\n", DIAGNOSTIC_NEIGHBOUR_WEIGHT, 2, 5},
        {"region,neighbour,weight\nA,B,-1\n", DIAGNOSTIC_NEIGHBOUR_WEIGHT, 2, 5},
        {"region,neighbour,weight\nA,B,x\n", DIAGNOSTIC_NOT_A_NUMBER, 2, 5},
        {"region,neighbour\nA,\n", DIAGNOSTIC_NEIGHBOUR_MISSING, 2, 3},
        {"region,nieghbour\nA,B\n", DIAGNOSTIC_COLUMN_MISSING, 1, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct tables tables;
        begin(&tables);
        CU_ASSERT_EQUAL_FATAL(read_regions(&tables, "region\nA\nB\n"), TOCSIN_OK);
        CU_ASSERT_EQUAL(read_neighbours(&tables, cases[i].text), TOCSIN_ERROR_DATA);
        CU_ASSERT_TRUE(diagnosed_once(tables.counted.context, cases[i].code, cases[i].line, cases[i].column));
        CU_ASSERT_PTR_NULL(tables.neighbours);
        end(&tables);
    }
}

static void tables_of_texts(void)
{
    struct tables tables;
    begin(&tables);
    CU_ASSERT_EQUAL_FATAL(read_table(&tables, "region,rho,note\nNA,0.5,\"a\nb\"\nPAK,NA,\n"), TOCSIN_OK);
    const struct text_table *table = tables.table;
    CU_ASSERT_EQUAL(table->row_count, 2);
    size_t rho = 0;
    size_t none = 0;
    CU_ASSERT_TRUE(text_table_column(table, "rho", &rho));
    CU_ASSERT_FALSE(text_table_column(table, "Rho", &none));
    CU_ASSERT_STRING_EQUAL(text_table_cell(table, 0, 0)->text, "NA");
    CU_ASSERT_STRING_EQUAL(text_table_cell(table, 0, 2)->text, "a\nb");
    CU_ASSERT_PTR_NULL(text_table_cell(table, 1, rho)->text);
    struct location at = text_table_at(table, text_table_cell(table, 1, rho));
    CU_ASSERT_STRING_EQUAL(at.file, "t.csv");
    CU_ASSERT_EQUAL(at.line, 4);
    CU_ASSERT_EQUAL(at.column, 5);
    CU_ASSERT_EQUAL(table->column_at[2].column, 12);
    CU_ASSERT_EQUAL(read_table(&tables, "a,b\n"), TOCSIN_OK);
    CU_ASSERT_EQUAL(tables.table->row_count, 0);
    CU_ASSERT_TRUE(diagnosed_once(tables.counted.context, DIAGNOSTIC_CSV_NO_ROWS, 0, 0));
    end(&tables);
}

static void tables_that_are_not_small(void)
{
    enum { ROWS = 100001 };
    char *text = malloc(2 + 2 * ROWS + 1);
    strcpy(text, "a\n");
    for (size_t i = 0; i < ROWS; i++) {
        memcpy(text + 2 + 2 * i, "1\n", 3);
    }
    struct tables tables;
    begin(&tables);
    CU_ASSERT_EQUAL(read_table(&tables, text), TOCSIN_ERROR_DATA);
    CU_ASSERT_TRUE(diagnosed_once(tables.counted.context, DIAGNOSTIC_TABLE_TOO_LONG, 100002, 0));
    tocsin_diagnostics_clear(tables.counted.context);
    text[2 + 2 * (ROWS - 1)] = '\0';
    CU_ASSERT_EQUAL(read_table(&tables, text), TOCSIN_OK);
    CU_ASSERT_EQUAL(tables.table->row_count, 100000);
    end(&tables);
    free(text);
}

/** Each allocation fails in turn. */
static void memory_that_cannot_be_had(void)
{
    bool succeeded = false;
    for (size_t allowed = 0; !succeeded && allowed < 500; allowed++) {
        struct tables tables;
        begin(&tables);
        tables.counted.fail_after = tables.counted.calls + allowed;
        tocsin_status status = read_regions(&tables, "region,match\nA,x|y\nB,\n");
        if (status == TOCSIN_OK) {
            status = read_neighbours(&tables, "region,neighbour\nA,B\nX,A\n");
        }
        if (status == TOCSIN_OK) {
            status = read_table(&tables, "a,b\n1,2\n");
        }
        succeeded = status == TOCSIN_OK;
        CU_ASSERT_TRUE(succeeded || status == TOCSIN_ERROR_MEMORY);
        end(&tables);
    }
    CU_ASSERT_TRUE(succeeded);
}

static CU_TestInfo tests[] = {
    {"regions with all columns", regions_with_all_columns},
    {"regions with faults", regions_with_faults},
    {"regions with renamed columns", regions_with_renamed_columns},
    {"renamed columns with faults", renamed_columns_with_faults},
    {"names matched", names_matched},
    {"neighbours with weights", neighbours_with_weights},
    {"neighbours with faults", neighbours_with_faults},
    {"tables of texts", tables_of_texts},
    {"tables that are not small", tables_that_are_not_small},
    {"memory that cannot be had", memory_that_cannot_be_had},
    CU_TEST_INFO_NULL,
};
SUITE(tables, tests)
