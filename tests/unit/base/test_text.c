/** Comparison, UTF-8, widths, suggestions and growing texts. */
#include "base/text.h"
#include "suite.h"
#include "support.h"
#include <stdint.h>
#include <string.h>

static void equality(void)
{
    CU_ASSERT_TRUE(text_equal("FATA", "FATA"));
    CU_ASSERT_FALSE(text_equal("FATA", "FATa"));
    CU_ASSERT_FALSE(text_equal("FATA", "FAT"));
    CU_ASSERT_TRUE(text_equal(NULL, NULL));
    CU_ASSERT_FALSE(text_equal(NULL, ""));
    CU_ASSERT_TRUE(text_equal_bytes("Sindh", "Sindhi", 5));
    CU_ASSERT_FALSE(text_equal_bytes("Sindh", "Sindhi", 6));
    CU_ASSERT_TRUE(text_equal_bytes("", NULL, 0));
    CU_ASSERT_FALSE(text_equal_bytes(NULL, "", 0));
    CU_ASSERT_TRUE(text_equal_folded("Khyber PAKHTUNKHWA", "khyber Pakhtunkhwa"));
    CU_ASSERT_FALSE(text_equal_folded("Khyber", "Khyber "));
    CU_ASSERT_FALSE(text_equal_folded("[", "{")); /* 32 apart as letters are */
    CU_ASSERT_FALSE(text_equal_folded("@", "`"));
    CU_ASSERT_TRUE(text_equal_folded(NULL, NULL));
    CU_ASSERT_FALSE(text_equal_folded(NULL, "x"));
}

struct utf8_case {
    const char *bytes;
    size_t bad; /* offset of the first bad byte; SIZE_MAX: valid */
};

static void utf8(void)
{
    static const struct utf8_case cases[] = {
        {"", SIZE_MAX},
        {"Balochistan and more than eight bytes", SIZE_MAX},
        {"\xC3\xA9t\xC3\xA9 \xE0\xA4\xB9 \xF0\x9F\x97\xBA", SIZE_MAX},
        {"\x7F \xC2\x80 \xDF\xBF \xE0\xA0\x80 \xEF\xBF\xBF \xF0\x90\x80\x80 \xF4\x8F\xBF\xBF", SIZE_MAX},
        {"\xED\x9F\xBF\xEE\x80\x80", SIZE_MAX},
        {"S\xE3o", 1}, /* Windows-1252 */
        {"12345678\x93quoted\x94", 8},
        {"abc\xC0\xAF", 3}, /* overlong */
        {"\xC1\xBF", 0},
        {"x\xE0\x9F\xBF", 1},
        {"\xF0\x8F\xBF\xBF", 0},
        {"ok \xED\xA0\x80", 3},  /* a surrogate */
        {"\xF4\x90\x80\x80", 0}, /* above U+10FFFF */
        {"\xF5\x80\x80\x80", 0},
        {"\xFF", 0},
        {"\x80", 0},
        {"ab\xC3", 2}, /* cut off */
        {"ab\xE2\x82", 2},
        {"ab\xF0\x9F\x97", 2},
        {"ab\xE2\x28\xA1", 2},
        {"ab\xE2\x82\x28", 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t offset = SIZE_MAX;
        bool valid = text_is_utf8(cases[i].bytes, strlen(cases[i].bytes), &offset);
        CU_ASSERT_EQUAL(valid, cases[i].bad == SIZE_MAX);
        CU_ASSERT_EQUAL(offset, cases[i].bad);
    }
    size_t offset;
    CU_ASSERT_TRUE(text_is_utf8("a\0b", 3, &offset));
}

static size_t encode(uint32_t character, char *bytes)
{
    size_t length = character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    static const unsigned char leads[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = length; i-- > 1;) {
        bytes[i] = (char)(0x80 | (character & 0x3F));
        character >>= 6;
    }
    bytes[0] = (char)(leads[length] | character);
    bytes[length] = '\0';
    return length;
}

/** Every character there is, and no surrogate. */
static void all_characters(void)
{
    size_t wrong = 0;
    for (uint32_t character = 1; character <= 0x10FFFF; character++) {
        char bytes[5];
        size_t offset;
        size_t length = encode(character, bytes);
        bool surrogate = character >= 0xD800 && character <= 0xDFFF;
        wrong += text_is_utf8(bytes, length, &offset) == surrogate;
        wrong += text_width(bytes) > 2 && !surrogate;
    }
    CU_ASSERT_EQUAL(wrong, 0);
}

static void widths(void)
{
    CU_ASSERT_EQUAL(text_width(""), 0);
    CU_ASSERT_EQUAL(text_width("Gilgit-Baltistan"), 16);
    CU_ASSERT_EQUAL(text_width("\xC3\xA9t\xC3\xA9"), 3);
    CU_ASSERT_EQUAL(text_width("e\xCC\x81t\xC3\xA9"), 3);                   /* a combining acute */
    CU_ASSERT_EQUAL(text_width("\xE6\x96\xB0\xE7\x96\x86"), 4);             /* Xinjiang */
    CU_ASSERT_EQUAL(text_width("\xED\x95\x9C\xEA\xB5\xAD"), 4);             /* Hangul syllables */
    CU_ASSERT_EQUAL(text_width("\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB"), 2); /* the first of them as jamo */
    CU_ASSERT_EQUAL(text_width("\xE0\xA4\xB9\xE0\xA4\xBF\xE0\xA4\x82\xE0\xA4\xA6\xE0\xA5\x80"),
                    4); /* Hindi: spacing signs count */
    CU_ASSERT_EQUAL(text_width("\xD9\xBE\xD8\xA7\xDA\xA9\xD8\xB3\xD8\xAA\xD8\xA7\xD9\x86"), 7); /* Pakistan in Urdu */
    CU_ASSERT_EQUAL(text_width("a\xE2\x80\x8B"
                               "b"),
                    2);                             /* zero-width space */
    CU_ASSERT_EQUAL(text_width("\xEF\xBC\xA1"), 2); /* fullwidth A */
    CU_ASSERT_EQUAL(text_width("\xF0\x9F\x98\x80"), 2);
    CU_ASSERT_EQUAL(text_width("\xF0\xA0\x80\x80"), 2);
    CU_ASSERT_EQUAL(text_width("S\xE3o\xC3"), 4); /* a bad byte takes a cell */
}

struct suggestion_case {
    const char *word;
    const char *nearest;
};

static void suggestions(void)
{
    static const char *const words[] = {"arithmetic", "geometric", "harmonic", "weight", "min", "max", NULL, "weights"};
    static const struct suggestion_case cases[] = {
        {"arithmetic", "arithmetic"},
        {"aritmetic", "arithmetic"},
        {"airthmetic", "arithmetic"},
        {"arithmeticks", "arithmetic"},
        {"aritmtics", NULL},
        {"geomteirc", "geometric"},
        {"ARITHMETIC", "arithmetic"},
        {"wieght", "weight"},
        {"weighst", "weight"},
        {"mn", NULL},
        {"mni", "min"},
        {"mix", "min"},
        {"mxa", "max"},
        {"zzz", NULL},
        {"", NULL},
        {"weigh", "weight"},
        {"harmonica", "harmonic"},
        {"monic", NULL},
    };
    size_t count = sizeof words / sizeof words[0];
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *nearest = text_nearest(cases[i].word, words, count, sizeof words[0]);
        CU_ASSERT(text_equal(nearest, cases[i].nearest));
    }
    char longest[80];
    memset(longest, 'x', sizeof longest);
    longest[64] = '\0';
    const char *same[] = {longest};
    CU_ASSERT_PTR_EQUAL(text_nearest(longest, same, 1, sizeof same[0]), longest);
    longest[64] = 'x';
    longest[79] = '\0';
    CU_ASSERT_PTR_NULL(text_nearest(longest, same, 1, sizeof same[0]));
    CU_ASSERT_PTR_NULL(text_nearest("weight", words, 0, sizeof words[0]));
}

static void suggestions_from_structs(void)
{
    struct option {
        const char *name;
        double value;
        int kind;
    };
    static const struct option options[] = {{"half_life", 60.5, 3}, {"window", 3, 1}};
    CU_ASSERT_STRING_EQUAL(text_nearest("halflife", options, 2, sizeof options[0]), "half_life");
    char hint[40];
    CU_ASSERT_STRING_EQUAL(text_suggestion(hint, sizeof hint, "window"), "did you mean 'window'?");
    CU_ASSERT_PTR_NULL(text_suggestion(hint, sizeof hint, NULL));
    CU_ASSERT_STRING_EQUAL(text_suggestion(hint, 10, "window"), "did you m");
}

static void buffers(void)
{
    struct counted counted;
    counted_begin(&counted);
    struct text_buffer buffer = {.context = counted.context};
    CU_ASSERT_PTR_NULL(buffer.bytes);
    text_buffer_add(&buffer, "");
    CU_ASSERT_STRING_EQUAL(buffer.bytes, "");
    text_buffer_add(&buffer, "region ");
    text_buffer_add_bytes(&buffer, "PK-KPx", 5);
    text_buffer_format(&buffer, " at %.3f of %s", 2.385, "7");
    CU_ASSERT_STRING_EQUAL(buffer.bytes, "region PK-KP at 2.385 of 7");
    CU_ASSERT_EQUAL(buffer.length, 26);
    for (int i = 0; i < 1000; i++) {
        text_buffer_format(&buffer, "%03d", i);
    }
    CU_ASSERT_EQUAL(buffer.length, 3026);
    CU_ASSERT_STRING_EQUAL(buffer.bytes + 3020, "998999");
    counted.fail_after = counted.calls;
    for (int i = 0; i < 1000; i++) {
        text_buffer_add(&buffer, "more");
    }
    CU_ASSERT_TRUE(buffer.failed);
    size_t length = buffer.length;
    CU_ASSERT_EQUAL(strlen(buffer.bytes), length);
    text_buffer_add(&buffer, "");
    text_buffer_format(&buffer, "%d", 1);
    CU_ASSERT_EQUAL(buffer.length, length);
    text_buffer_end(&buffer);
    CU_ASSERT_PTR_NULL(buffer.bytes);
    text_buffer_add_bytes(&buffer, "x", SIZE_MAX);
    CU_ASSERT_TRUE(buffer.failed);
    text_buffer_end(&buffer);
    CU_ASSERT(counted_end(&counted));
}

static CU_TestInfo tests[] = {{"equality", equality},
                              {"UTF-8", utf8},
                              {"all characters", all_characters},
                              {"widths", widths},
                              {"suggestions", suggestions},
                              {"suggestions from structs", suggestions_from_structs},
                              {"buffers", buffers},
                              CU_TEST_INFO_NULL};
SUITE(text, tests)
