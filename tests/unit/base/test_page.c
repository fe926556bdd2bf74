/** Wrapping, cutting and padding of text for people, and numbers as they write them. */
#include "base/page.h"
#include "base/text.h"
#include "suite.h"
#include "support.h"
#include <float.h>
#include <stdio.h>
#include <string.h>

struct writing {
    struct counted counted;
    struct output *output;
    struct page page;
};

static int take_nothing(void *user, const char *bytes, size_t size)
{
    (void)user;
    (void)bytes;
    (void)size;
    return 0;
}

static void begin(struct writing *writing)
{
    counted_begin(&writing->counted);
    writing->output = output_create(writing->counted.context, take_nothing, NULL);
    CU_ASSERT_PTR_NOT_NULL_FATAL(writing->output);
    page_begin(&writing->page, writing->output);
}

/** What was written so far, which the output still holds. */
static const char *written(struct writing *writing)
{
    CU_ASSERT_FATAL(writing->output->used < OUTPUT_BUFFER_SIZE);
    writing->output->buffer[writing->output->used] = '\0';
    return writing->output->buffer;
}

static void end(struct writing *writing)
{
    output_destroy(writing->counted.context, writing->output);
    CU_ASSERT_TRUE(counted_end(&writing->counted));
}

static void check_paragraph(size_t first, size_t indent, const char *text, const char *expected)
{
    struct writing writing;
    begin(&writing);
    page_line(&writing.page, first, indent);
    page_text(&writing.page, text);
    page_end(&writing.page);
    CU_ASSERT_STRING_EQUAL(written(&writing), expected);
    end(&writing);
}

#define TEN "abcdefghi "
#define FORTY TEN TEN TEN TEN
#define FORTY_FULL TEN TEN TEN "abcdefghij"

static void lines_break_between_words(void)
{
    check_paragraph(0, 0, "", "\n");
    check_paragraph(0, 0, FORTY FORTY_FULL, FORTY FORTY_FULL "\n"); /* 80 cells fit, 81 do not */
    check_paragraph(0, 2, FORTY FORTY_FULL "x", FORTY TEN TEN "abcdefghi\n  abcdefghijx\n");
    check_paragraph(3, 5, FORTY FORTY "end", "   " FORTY TEN TEN "abcdefghi\n     abcdefghi end\n");
    check_paragraph(0, 0, "  a \n\t b\r\n", "a b\n");
}

static void pieces_join_without_a_blank(void)
{
    struct writing writing;
    begin(&writing);
    page_line(&writing.page, 2, 4);
    page_text(&writing.page, FORTY TEN TEN TEN "abc");
    page_text(&writing.page, "defgh"); /* one word with the piece before: it does not fit */
    page_format(&writing.page, ", %d%s", 12, "!");
    page_end(&writing.page);
    CU_ASSERT_STRING_EQUAL(written(&writing), "  " FORTY TEN TEN "abcdefghi\n    abcdefgh, 12!\n");
    end(&writing);
}

static void a_word_longer_than_a_line_is_cut(void)
{
    char word[1500];
    memset(word, 'x', sizeof word - 1);
    word[sizeof word - 1] = '\0';
    struct writing writing;
    begin(&writing);
    page_line(&writing.page, 0, 3);
    page_text(&writing.page, "see ");
    page_text(&writing.page, word);
    page_end(&writing.page);
    size_t count = 0;
    for (const char *at = written(&writing); *at; at++) {
        count += *at == 'x';
    }
    CU_ASSERT_EQUAL(count, sizeof word - 1);
    for (const char *line = written(&writing); *line; line += strcspn(line, "\n") + 1) {
        CU_ASSERT_TRUE(strcspn(line, "\n") <= PAGE_WIDTH);
    }
    end(&writing);
}

static void wide_and_combining_characters_are_measured(void)
{
    /* 13 characters of two cells each: three words and two blanks make 80 */
    static const char wide[] = "\xED\x95\x9C\xED\x95\x9C\xED\x95\x9C\xED\x95\x9C\xED\x95\x9C\xED\x95\x9C\xED\x95\x9C"
                               "\xED\x95\x9C\xED\x95\x9C\xED\x95\x9C\xED\x95\x9C\xED\x95\x9C\xED\x95\x9C";
    struct writing writing;
    begin(&writing);
    page_line(&writing.page, 0, 0);
    for (size_t i = 0; i < 4; i++) {
        page_text(&writing.page, wide);
        page_text(&writing.page, " ");
    }
    page_end(&writing.page);
    char expected[1024];
    CU_ASSERT_EQUAL(text_width(wide), 26);
    snprintf(expected, sizeof expected, "%s %s %s\n%s\n", wide, wide, wide, wide);
    CU_ASSERT_STRING_EQUAL(written(&writing), expected);
    end(&writing);
    begin(&writing);
    page_line(&writing.page, 0, 0);
    page_left(&writing.page, "e\xCC\x81t\xC3\xA9", 5); /* three cells in six bytes */
    page_text(&writing.page, "x");
    page_end(&writing.page);
    CU_ASSERT_STRING_EQUAL(written(&writing), "e\xCC\x81t\xC3\xA9    x\n");
    end(&writing);
}

static void what_would_drive_a_terminal_is_replaced(void)
{
    check_paragraph(0, 0,
                    "a\x1B[2Jb\x7F"
                    "c\x08",
                    "a?[2Jb?c?\n");
    check_paragraph(0, 0,
                    "a\xC2\x9B"
                    "b\xE2\x80\xAE"
                    "c\xE2\x81\xA6",
                    "a?b?c?\n");
    check_paragraph(0, 0, "a\xFF\xE4\xB8", "a???\n"); /* bytes that are no UTF-8, one by one */
}

static void check_cells(const char *left, size_t left_width, const char *right, size_t right_width,
                        const char *expected)
{
    struct writing writing;
    begin(&writing);
    page_line(&writing.page, 1, 0);
    page_left(&writing.page, left, left_width);
    page_right(&writing.page, right, right_width);
    page_left(&writing.page, "|", 3);
    page_end(&writing.page);
    CU_ASSERT_STRING_EQUAL(written(&writing), expected);
    end(&writing);
}

static void cells_are_padded_and_cut(void)
{
    check_cells("ab", 4, "1.5", 5, " ab      1.5  |\n");
    check_cells("abcd", 4, "12345", 5, " abcd  12345  |\n");
    check_cells("abcde", 4, "123456", 5, " abc\xE2\x80\xA6  1234\xE2\x80\xA6  |\n");
    check_cells("", 4, "", 5, "              |\n");
    /* a wide character that would stand half in a cell stays outside, and its place is filled */
    check_cells("\xED\x95\x9C\xED\x95\x9C\xED\x95\x9C", 4, "x", 1, " \xED\x95\x9C\xE2\x80\xA6   x  |\n");
}

static void blanks_never_end_a_line(void)
{
    struct writing writing;
    begin(&writing);
    page_line(&writing.page, 0, 0);
    page_left(&writing.page, "a", 30);
    page_right(&writing.page, "", 10);
    page_end(&writing.page);
    page_paragraph(&writing.page, 4, "");
    page_paragraph(&writing.page, 2, "b ");
    CU_ASSERT_STRING_EQUAL(written(&writing), "a\n\n  b\n");
    end(&writing);
}

static void numbers_are_written_as_people_do(void)
{
    char text[NUMBER_TEXT_SIZE];
    CU_ASSERT_STRING_EQUAL(page_number(text, 71.25, 1), "71.3");
    CU_ASSERT_STRING_EQUAL(page_number(text, -0.04, 1), "0.0");
    CU_ASSERT_STRING_EQUAL(page_number(text, -0.05, 1), "-0.1");
    CU_ASSERT_STRING_EQUAL(page_change(text, 5.249, 1), "+5.2");
    CU_ASSERT_STRING_EQUAL(page_change(text, 0.049, 1), "0.0");
    CU_ASSERT_STRING_EQUAL(page_change(text, -0.049, 1), "0.0");
    CU_ASSERT_STRING_EQUAL(page_change(text, -5.25, 1), "-5.3");
    CU_ASSERT_STRING_EQUAL(page_share(text, 0), "0%");
    CU_ASSERT_STRING_EQUAL(page_share(text, 0.0004), "<1%");
    CU_ASSERT_STRING_EQUAL(page_share(text, 0.915), "92%");
    CU_ASSERT_STRING_EQUAL(page_share(text, 0.9999), ">99%");
    CU_ASSERT_STRING_EQUAL(page_share(text, 1), "100%");
}

static void significant_digits_have_no_zeros_at_the_end(void)
{
    static const struct {
        double value;
        int significant;
        const char *expected;
    } cases[] = {
        {0, 4, "0"},
        {-0.0, 4, "0"},
        {61.629, 4, "61.63"},
        {70, 4, "70"},
        {0.00012345, 4, "0.0001235"},
        {0.00012305, 4, "0.0001231"},
        {0.00002385, 3, "2.39e-5"},
        {7128.743757, 4, "7129"},
        {1234567.25, 4, "1234567"},
        {-1234567.25, 8, "-1234567.3"},
        {999999999, 4, "999999999"},
        {1e9, 4, "1e9"},
        {-2.3856e12, 4, "-2.386e12"},
        {9.99996e10, 4, "1e11"},
        {DBL_MAX, 4, "1.798e308"},
        {-DBL_MIN, 4, "-2.225e-308"},
        {100, 2, "100"},
    };
    char text[NUMBER_TEXT_SIZE];
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        CU_ASSERT_STRING_EQUAL(page_significant(text, cases[i].value, cases[i].significant), cases[i].expected);
    }
}

static CU_TestInfo tests[] = {
    {"lines break between words", lines_break_between_words},
    {"pieces join without a blank", pieces_join_without_a_blank},
    {"a word longer than a line is cut", a_word_longer_than_a_line_is_cut},
    {"wide and combining characters are measured", wide_and_combining_characters_are_measured},
    {"what would drive a terminal is replaced", what_would_drive_a_terminal_is_replaced},
    {"cells are padded and cut", cells_are_padded_and_cut},
    {"blanks never end a line", blanks_never_end_a_line},
    {"numbers are written as people do", numbers_are_written_as_people_do},
    {"significant digits have no zeros at the end", significant_digits_have_no_zeros_at_the_end},
    CU_TEST_INFO_NULL,
};

SUITE(page, tests)
