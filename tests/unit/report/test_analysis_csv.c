/** Tables of an analysis as CSV: exact text, odd names, empty cells, and what a data package says of them. */
#include "base/number.h"
#include "panel/analysis.h"
#include "rendering.h"
#include "report/analysis_csv.h"
#include "report/table.h"
#include "support.h"
#include <float.h>
#include <locale.h>
#include <math.h>

struct holder {
    struct counted counted;
    struct arena arena;
    struct data_table table;
};

static const struct data_column columns[] = {{"region", DATA_TEXT, "its id"},
                                             {"value, \"best\"", DATA_NUMBER, "in units of 1e3"},
                                             {"rows", DATA_COUNT, "how many"},
                                             {"odd", DATA_FLAG, "whether it is"}};
enum { COLUMNS = sizeof columns / sizeof columns[0] };

static void begin(struct holder *holder)
{
    *holder = (struct holder){0};
    counted_begin(&holder->counted);
    arena_begin(&holder->arena, holder->counted.context);
    CU_ASSERT_EQUAL_FATAL(
        data_table_create(&holder->arena, "regions", "Regions of all kinds", columns, COLUMNS, &holder->table),
        TOCSIN_OK);
}

static void end(struct holder *holder)
{
    arena_end(&holder->arena);
    CU_ASSERT_TRUE(counted_end(&holder->counted));
}

static void add(struct holder *holder, struct data_cell text, struct data_cell number, struct data_cell count,
                struct data_cell flag)
{
    struct data_cell *cells = data_table_add(&holder->arena, &holder->table);
    CU_ASSERT_PTR_NOT_NULL_FATAL(cells);
    cells[0] = text;
    cells[1] = number;
    cells[2] = count;
    cells[3] = flag;
}

static char *render(struct holder *holder, int digits)
{
    struct sink sink = {.limit = SIZE_MAX};
    struct report_options options = {.digits = digits};
    struct output *output = output_create(holder->counted.context, sink_write, &sink);
    CU_ASSERT_PTR_NOT_NULL_FATAL(output);
    analysis_csv_write(output, &holder->table, &options);
    CU_ASSERT_TRUE(output_flush(output));
    output_destroy(holder->counted.context, output);
    CU_ASSERT_PTR_NOT_NULL_FATAL(sink.bytes);
    return sink.bytes;
}

static void check(struct holder *holder, int digits, const char *expected)
{
    char *text = render(holder, digits);
    CU_ASSERT_STRING_EQUAL(text, expected);
    free(text);
}

static void a_table_without_rows_is_its_header(void)
{
    struct holder holder;
    begin(&holder);
    check(&holder, -1, "region,\"value, \"\"best\"\"\",rows,odd\n");
    end(&holder);
}

static void fill(struct holder *holder)
{
    static const struct data_cell nothing = {0};
    add(holder, data_text("PAK"), data_number(61.0 + 0.629), data_count(0), data_flag(true));
    add(holder, nothing, nothing, nothing, nothing);
    add(holder, data_text("Jammu, \"disputed\"\nand more"), data_number(-0.125), data_count(4503599627370497),
        data_flag(false));
    add(holder, data_text("\xEB\x8C\x80\xED\x95\x9C"), data_number(-1e-9), data_count(12), nothing);
    add(holder, data_text(""), data_number((double)NAN), data_count(1), data_flag(true));
    add(holder, data_text("=1+1"), data_number(1e300), data_count(7), data_flag(false));
}

static void the_text_is_exact(void)
{
    struct holder holder;
    begin(&holder);
    fill(&holder);
    check(&holder, -1,
          "region,\"value, \"\"best\"\"\",rows,odd\n"
          "PAK,61.629,0,true\n"
          ",,,\n"
          "\"Jammu, \"\"disputed\"\"\nand more\",-0.125,4503599627370497,false\n"
          "\xEB\x8C\x80\xED\x95\x9C,-1e-9,12,\n"
          ",,1,true\n"
          "=1+1,1e+300,7,false\n");
    end(&holder);
}

static void digits_round_numbers_and_leave_counts_alone(void)
{
    struct holder holder;
    begin(&holder);
    add(&holder, data_text("a"), data_number(2.385), data_count(2385), data_flag(true));
    add(&holder, data_text("b"), data_number(-0.004), data_count(1), data_flag(false));
    check(&holder, 2, "region,\"value, \"\"best\"\"\",rows,odd\na,2.39,2385,true\nb,0.00,1,false\n");
    check(&holder, 0, "region,\"value, \"\"best\"\"\",rows,odd\na,2,2385,true\nb,0,1,false\n");
    end(&holder);
}

static void numbers_read_back_to_the_same_double(void)
{
    static const double numbers[] = {0.1 + 0.2, 1.0 / 3, -DBL_MAX, DBL_MIN, 63.372538594812305, 5e-324, 1e21};
    enum { COUNT = sizeof numbers / sizeof numbers[0] };
    struct holder holder;
    static struct csv csv;
    begin(&holder);
    for (size_t i = 0; i < COUNT; i++) {
        add(&holder, data_text("x"), data_number(numbers[i]), data_count(i), data_flag(false));
    }
    char *text = render(&holder, -1);
    csv_read(text, &csv);
    CU_ASSERT_EQUAL_FATAL(csv.rows, COUNT + 1);
    for (size_t i = 0; i < COUNT; i++) {
        double value = 0;
        const char *cell = csv_text(&csv, i + 1, "value, \"best\"");
        CU_ASSERT_TRUE(number_parse(cell, strlen(cell), &value));
        CU_ASSERT_EQUAL(value, numbers[i]);
    }
    free(text);
    end(&holder);
}

static void texts_survive_quoting(void)
{
    static const char *const texts[] = {"a,b", "\"", "\"\"", "line\nend", " blanks ", "\xC3\xA9", "'", ";"};
    struct holder holder;
    static struct csv csv;
    begin(&holder);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        add(&holder, data_text(texts[i]), data_number(0), data_count(i), data_flag(true));
    }
    char *text = render(&holder, -1);
    csv_read(text, &csv);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        CU_ASSERT_STRING_EQUAL(csv_text(&csv, i + 1, "region"), texts[i]);
    }
    free(text);
    end(&holder);
}

static void a_sink_that_refuses_anywhere_is_noticed(void)
{
    struct holder holder;
    begin(&holder);
    fill(&holder);
    char *whole = render(&holder, -1);
    for (size_t limit = 0; limit < strlen(whole); limit++) {
        struct sink sink = {.limit = limit};
        struct report_options options = {.digits = -1};
        struct output *output = output_create(holder.counted.context, sink_write, &sink);
        CU_ASSERT_PTR_NOT_NULL_FATAL(output);
        analysis_csv_write(output, &holder.table, &options);
        CU_ASSERT_FALSE(output_flush(output));
        output_destroy(holder.counted.context, output);
        sink_end(&sink);
    }
    free(whole);
    end(&holder);
}

static void the_schema_tells_types_and_meanings(void)
{
    static const char *const types[] = {"string", "number", "integer", "boolean"};
    struct holder holder;
    begin(&holder);
    const struct table *schema = analysis_csv_schema(&holder.arena, &holder.table);
    CU_ASSERT_PTR_NOT_NULL_FATAL(schema);
    CU_ASSERT_EQUAL_FATAL(schema->column_count, COLUMNS);
    CU_ASSERT_EQUAL(schema->key_count, 0);
    for (size_t i = 0; i < COLUMNS; i++) {
        CU_ASSERT_STRING_EQUAL(schema->columns[i].type, types[i]);
        CU_ASSERT_STRING_EQUAL(schema->columns[i].name, columns[i].name);
        CU_ASSERT_STRING_EQUAL(schema->columns[i].text, columns[i].text);
        CU_ASSERT_FALSE(schema->columns[i].required);
        CU_ASSERT_EQUAL(schema->columns[i].minimum.given, i == 2);
    }
    end(&holder);
}

static void without_memory_there_is_no_schema(void)
{
    struct holder holder;
    begin(&holder);
    struct arena arena;
    arena_begin(&arena, holder.counted.context);
    holder.counted.fail_after = holder.counted.calls;
    CU_ASSERT_PTR_NULL(analysis_csv_schema(&arena, &holder.table));
    CU_ASSERT_TRUE(arena.failed);
    holder.counted.fail_after = SIZE_MAX;
    arena_end(&arena);
    end(&holder);
}

static CU_TestInfo tests[] = {
    {"a table without rows is its header", a_table_without_rows_is_its_header},
    {"the text is exact", the_text_is_exact},
    {"digits round numbers and leave counts alone", digits_round_numbers_and_leave_counts_alone},
    {"numbers read back to the same double", numbers_read_back_to_the_same_double},
    {"texts survive quoting", texts_survive_quoting},
    {"a sink that refuses anywhere is noticed", a_sink_that_refuses_anywhere_is_noticed},
    {"the schema tells types and meanings", the_schema_tells_types_and_meanings},
    {"without memory there is no schema", without_memory_there_is_no_schema},
    CU_TEST_INFO_NULL,
};
SUITE(analysis_csv, tests)
