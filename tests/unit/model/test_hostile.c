/** Texts made to hurt are refused at once; memory that runs out at any point is told and nothing is left behind. */
#include "loading.h"
#include <time.h>

enum { LIMIT = 1 << 20 };

static char bytes[4 * LIMIT];

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/** Refuses `bytes[0..size)`; some diagnostic has the code. */
static void refuse(size_t size, int code)
{
    struct counted counted;
    counted_begin(&counted);
    tocsin_model *model = NULL;
    double begun = seconds();
    tocsin_status status =
        model_read_memory(counted.context, "m.yaml", bytes, size, NULL, 0, loading_read_table, NULL, &model);
    double took = seconds() - begun;
    CU_ASSERT_EQUAL(status, TOCSIN_ERROR_MODEL);
    CU_ASSERT_PTR_NULL(model);
    CU_ASSERT_TRUE(diagnosed(counted.context, code, ""));
    CU_ASSERT_TRUE(took < 60); /* seconds: that it ends, on any machine; what it must not be is quadratic */
    if (took >= 2) {
        fprintf(stderr, "%g seconds for %d\n", took, code);
    }
    CU_ASSERT_TRUE(counted_end(&counted));
}

/** Fills with copies of `unit` up to `size` bytes. */
static size_t fill(const char *begin, const char *unit, size_t size)
{
    size_t length = strlen(begin);
    memcpy(bytes, begin, length);
    size_t step = strlen(unit);
    while (length + step <= size) {
        memcpy(bytes + length, unit, step);
        length += step;
    }
    return length;
}

static void test_depth(void)
{
    refuse(fill("", "[", 200000), DIAGNOSTIC_MODEL_DEPTH);
    refuse(fill("", "{a: ", 200000), DIAGNOSTIC_MODEL_DEPTH);
    refuse(fill("", "- ", 200000), DIAGNOSTIC_MODEL_DEPTH);
    refuse(fill("", "? ", 200000), DIAGNOSTIC_MODEL_DEPTH);
    size_t length = 0;
    for (int i = 0; i < 40; i++) {
        length += (size_t)snprintf(bytes + length, sizeof bytes - length, "%*sa:\n", i, "");
    }
    refuse(length, DIAGNOSTIC_MODEL_DEPTH);
}

static void test_size(void)
{
    refuse(fill("a: ", "x", LIMIT + 1), DIAGNOSTIC_FILE_TOO_LARGE);
    refuse(fill("", "# x\n", LIMIT), DIAGNOSTIC_MODEL_EMPTY);
    refuse(fill("a: ", "x", LIMIT), DIAGNOSTIC_MODEL_UNKNOWN_KEY);
    refuse(fill("a: [1", ",1", LIMIT), DIAGNOSTIC_MODEL_NODES);
    refuse(fill("", "[],", LIMIT), DIAGNOSTIC_MODEL_SYNTAX);
    refuse(fill("a: [", "\xC3\xA9,", 250000), DIAGNOSTIC_MODEL_SYNTAX);
    refuse(fill("a: '", "\n", LIMIT), DIAGNOSTIC_MODEL_SYNTAX);
    refuse(fill("", "&", LIMIT), DIAGNOSTIC_MODEL_SYNTAX);
    refuse(fill("", "\n", LIMIT), DIAGNOSTIC_MODEL_EMPTY);
    refuse(fill("", "!", LIMIT), DIAGNOSTIC_MODEL_TAG);
}

static void test_alias_bomb(void)
{
    size_t length = (size_t)snprintf(bytes, sizeof bytes, "a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 60; i++) {
        length +=
            (size_t)snprintf(bytes + length, sizeof bytes - length, "a%d: &a%d [*a%d, *a%d, *a%d, *a%d, *a%d, *a%d]\n",
                             i, i, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1);
    }
    refuse(length, DIAGNOSTIC_MODEL_ALIAS);
}

static void test_bytes(void)
{
    static const struct {
        const char *bytes;
        size_t size;
        int code;
    } cases[] = {
        {"\0", 1, DIAGNOSTIC_MODEL_BINARY},
        {"id: a\0b\n", 8, DIAGNOSTIC_MODEL_BINARY},
        {"\xFF\xFE\x61\x00", 4, DIAGNOSTIC_MODEL_ENCODING},
        {"\xFE\xFF\x00\x61", 4, DIAGNOSTIC_MODEL_ENCODING},
        {"\xFF\xFE\x00\x00\x61\x00\x00\x00", 8, DIAGNOSTIC_MODEL_ENCODING},
        {"a\0:\0", 4, DIAGNOSTIC_MODEL_ENCODING},
        {"\0a\0:", 4, DIAGNOSTIC_MODEL_ENCODING},
        {"\x1F\x8B\x08\x00\x00\x00", 6, DIAGNOSTIC_MODEL_NOT_UTF8},
        {"\x7F"
         "ELF\x02\x01\x01\x00\xFF",
         9, DIAGNOSTIC_MODEL_BINARY},
        {"\xEF\xBB\xBF", 3, DIAGNOSTIC_MODEL_EMPTY},
        {"\xEF\xBB", 2, DIAGNOSTIC_MODEL_NOT_UTF8},
        {"a: \xED\xA0\x80\n", 7, DIAGNOSTIC_MODEL_NOT_UTF8},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        memcpy(bytes, cases[i].bytes, cases[i].size);
        refuse(cases[i].size, cases[i].code);
    }
}

/** Many keys, each in its kind of place: work must not grow with their square. */
static void test_many_keys(void)
{
    size_t length = 0;
    for (int i = 0; length < LIMIT - 20 && i < 90000 / 2; i++) {
        length += (size_t)snprintf(bytes + length, sizeof bytes - length, "k%d: 1\n", i);
    }
    refuse(length, DIAGNOSTIC_MODEL_UNKNOWN_KEY);
    length = (size_t)snprintf(bytes, sizeof bytes, "tocsin: 1\nid: x\nindicators:\n");
    for (int i = 0; i < 24000; i++) {
        length += (size_t)snprintf(bytes + length, sizeof bytes - length, " i%d: {source: s%d}\n", i, i);
    }
    refuse(length, DIAGNOSTIC_MODEL_UNKNOWN_SOURCE);
    length = (size_t)snprintf(bytes, sizeof bytes, "tocsin: 1\nid: x\n");
    for (int i = 0; i < 40000; i++) {
        length += (size_t)snprintf(bytes + length, sizeof bytes - length, "id: x\n");
    }
    refuse(length, DIAGNOSTIC_MODEL_DUPLICATE_KEY);
}

/** A chain of thousands of indicators, each made of the one after it, is put in order without recursion. */
static void test_long_chain(void)
{
    size_t length = (size_t)snprintf(bytes, sizeof bytes,
                                     "tocsin: 1\nid: x\nsources: {s: {format: series, file: s.csv}}\nindicators:\n");
    enum { CHAIN = 12000 };
    for (int i = 0; i < CHAIN; i++) {
        length += (size_t)snprintf(bytes + length, sizeof bytes - length,
                                   " i%d: {module: change, options: {of: i%d}}\n", i, i + 1);
    }
    length += (size_t)snprintf(bytes + length, sizeof bytes - length,
                               " i%d: {source: s}\nindex: {id: r, children: [{indicator: i0}]}\n", CHAIN);
    struct counted counted;
    counted_begin(&counted);
    tocsin_model *model = NULL;
    tocsin_status status =
        model_read_memory(counted.context, "m.yaml", bytes, length, NULL, 0, loading_read_table, NULL, &model);
    CU_ASSERT_EQUAL_FATAL(status, TOCSIN_OK);
    CU_ASSERT_EQUAL(model->order[0], CHAIN);
    CU_ASSERT_EQUAL(model->order[CHAIN], 0);
    model_destroy(model);
    CU_ASSERT_TRUE(counted_end(&counted));
}

static const char small[] =
    HEAD "defaults: {options: {within: mean}, normalise: zscore}\n"
         "indicators:\n"
         "  unrest: {source: survey, treat: [{method: winsorise}, log], missing: {method: carry, at_most: 2}}\n"
         "  rule: {source: survey, normalise: {method: bands, edges: [1, 2], values: [1, 2, 3]}}\n"
         "  blend: {module: formula, options: {expression: unrest + rule}}\n"
         "index: {id: r, children: [{indicator: blend}, {id: n, aggregate: {method: formula, expression: rule},\n"
         "  children: [{indicator: rule}]}]}\n"
         "levels: {bands: [{id: low, from: 0}]}\n"
         "alerts: {jump: {points: 15, level: low}, record: {periods: 36}, small_numbers: {indicator: rule}}\n";
static const char faulty[] = HEAD "titel: x\nscale: [1, 0]\nindicators: {a: {source: b}, c: [}\n";
static const char wrong[] = HEAD "titel: x\nscale: [1, 0]\nindicators: {a: {source: survy}}\nindex: {id: r}\n";
static const char tabled[] = HEAD "defaults: {source: survey}\nstructure: structure.csv\n";

static const char methods[] = HEAD
    "regions: {file: r.csv, columns: {region: code}}\nscreen: {min_available: 0.5}\n"
    "defaults: {source: survey, per: people}\n"
    "indicators: {a: {per: b, missing: {method: indicator, indicator: b}}, b: {missing: row_mean, normalise:\n"
    "  {method: base_ratio, from: 2019}}}\n"
    "index: {id: r, weights: {method: ahp, matrix: [[1, 1/3], [3, 1]]}, aggregate: {method: owa, weights: [2, 1]},\n"
    "  children: [{indicator: a}, {indicator: b}]}\n";
static const char wrong_methods[] =
    HEAD "regions: {columns: {region: code, name: code}}\nscreen: {}\ndefaults: {source: survey, per: a}\n"
         "indicators: {a: {}, b: {per: none, per_factor: 2, missing: {method: indicator, indicator: ab}}}\n"
         "index: {id: r, weights: {method: ahp, matrix: [[1, 1/3], [2, 1]]}, aggregate: {method: owa, weights: [0]},\n"
         "  children: [{indicator: a}, {indicator: b}]}\n";

/** Fails every allocation in turn, once and for good; the status is MEMORY until there is enough. */
static void fail_everywhere(const char *text, tocsin_status otherwise)
{
    static const tocsin_override overrides[] = {{"seed", "3"}, {"version", "[1]"}};
    for (size_t after = 0;; after++) {
        struct counted counted;
        counted_begin(&counted);
        size_t before = counted.calls;
        counted.fail_after = before + after;
        tocsin_model *model = NULL;
        tocsin_status status = model_read_memory(counted.context, "m.yaml", text, strlen(text), overrides, 1,
                                                 loading_read_table, (void *)"id,parent\nr,\na,r\nb,r\n", &model);
        bool enough = counted.calls <= counted.fail_after;
        if (!enough) {
            CU_ASSERT_TRUE(status == TOCSIN_ERROR_MEMORY || (otherwise != TOCSIN_OK && status == otherwise));
            CU_ASSERT_PTR_NULL(model);
        } else {
            CU_ASSERT_EQUAL(status, otherwise);
        }
        model_destroy(model);
        CU_ASSERT_TRUE(counted_end(&counted));
        if (enough) {
            CU_ASSERT_TRUE(after > 2);
            return;
        }
    }
}

static void test_memory(void)
{
    fail_everywhere(small, TOCSIN_OK);
    fail_everywhere(tabled, TOCSIN_OK);
    fail_everywhere(methods, TOCSIN_OK);
    fail_everywhere(wrong_methods, TOCSIN_ERROR_MODEL);
    fail_everywhere(faulty, TOCSIN_ERROR_MODEL);
    fail_everywhere(wrong, TOCSIN_ERROR_MODEL);
}

/** xorshift64* (Vigna 2016), so that every run is the same. */
static uint64_t random_state = UINT64_C(0x9E3779B97F4A7C15);
static size_t random_below(size_t count)
{
    random_state ^= random_state >> 12;
    random_state ^= random_state << 25;
    random_state ^= random_state >> 27;
    return (size_t)((random_state * UINT64_C(0x2545F4914F6CDD1D)) >> 33) % count;
}

static const char *const snippets[] = {": ",  "- ", "[",   "]",    "{",       "}",          "'",       "\"",
                                       "\n",  "\t", "  ",  "#",    "&a ",     "*a",         "!!str ",  "|\n",
                                       "~",   "0",  "-1",  "1e9",  "true",    "method: ",   "p: 2",    ">",
                                       "<<:", ",",  "\\0", "none", "series:", "indicator:", "id: r\n", "\xC3\xA9"};

/** One change: a byte, a span removed or doubled, or a piece of YAML put in. */
static size_t mutate(char *text, size_t length, size_t capacity)
{
    size_t at = random_below(length + 1);
    size_t kind = random_below(5);
    size_t span = random_below(length - at + 1) % 40;
    if (kind == 0 && at < length) {
        text[at] = (char)random_below(256);
    } else if (kind == 1) {
        memmove(text + at, text + at + span, length - at - span);
        length -= span;
    } else if (kind == 2 && length + span < capacity) {
        memmove(text + at + span, text + at, length - at);
        length += span;
    } else {
        const char *snippet = snippets[random_below(sizeof snippets / sizeof snippets[0])];
        size_t size = strlen(snippet);
        if (length + size < capacity) {
            memmove(text + at + size, text + at, length - at);
            memcpy(text + at, snippet, size);
            length += size;
        }
    }
    return length;
}

/** Whatever the text: a model or a diagnostic, never both, never neither, and nothing left behind. */
static void test_mutations(void)
{
    const char *wanted = getenv("TOCSIN_MUTATIONS");
    long count = wanted ? strtol(wanted, NULL, 10) : 3000;
    size_t models = 0;
    for (long i = 0; i < count; i++) {
        static char text[4096];
        const char *from = random_below(4) > 0 ? small : tabled;
        size_t length = strlen(from);
        memcpy(text, from, length);
        for (size_t changes = random_below(4) + 1; changes > 0; changes--) {
            length = mutate(text, length, sizeof text);
        }
        struct counted counted;
        counted_begin(&counted);
        tocsin_model *model = NULL;
        tocsin_status status = model_read_memory(counted.context, "m.yaml", text, length, NULL, 0, loading_read_table,
                                                 (void *)"id,parent\nr,\na,r\nb,r\n", &model);
        CU_ASSERT_EQUAL_FATAL(status == TOCSIN_OK, model != NULL);
        CU_ASSERT_EQUAL_FATAL(status == TOCSIN_OK, tocsin_diagnostic_total(counted.context, TOCSIN_ERROR) == 0);
        models += model != NULL;
        model_destroy(model);
        CU_ASSERT_TRUE_FATAL(counted_end(&counted));
    }
    CU_ASSERT_TRUE(models > 0); /* else the mutations would only test the scanner */
}

static CU_TestInfo tests[] = {
    {"too deep", test_depth},
    {"too large, too many, too long", test_size},
    {"an alias bomb", test_alias_bomb},
    {"bytes that are no text", test_bytes},
    {"tens of thousands of keys", test_many_keys},
    {"a chain of thousands of indicators", test_long_chain},
    {"memory that runs out anywhere", test_memory},
    {"mutated models", test_mutations},
    CU_TEST_INFO_NULL,
};
SUITE(hostile, tests)
