/**
 * Places of fields: random texts against two references that share nothing with the reader. One knows where the
 * fields are because it wrote them; the other is a slow parser of arbitrary bytes that works on the whole text and
 * finds lines by counting from its beginning.
 */
#include "base/text.h"
#include "gathered.h"
#include "input/csv_tracker.h"
#include "suite.h"
#include "support.h"

/** xorshift64*: the same texts in every run. */
struct chance {
    uint64_t state;
};

static uint64_t draw(struct chance *chance, uint64_t below)
{
    chance->state ^= chance->state >> 12;
    chance->state ^= chance->state << 25;
    chance->state ^= chance->state >> 27;
    return ((chance->state * UINT64_C(2685821657736338717)) >> 33) % below;
}

struct text {
    char *bytes;
    size_t size;
    size_t capacity;
};

static void write_bytes(struct text *text, const char *bytes, size_t size)
{
    if (text->size + size + 1 > text->capacity) {
        text->capacity = (text->size + size + 1) * 2;
        text->bytes = realloc(text->bytes, text->capacity);
        if (!text->bytes) {
            exit(2);
        }
    }
    memcpy(text->bytes + text->size, bytes, size);
    text->size += size;
}

static void write_text(struct text *text, const char *bytes)
{
    write_bytes(text, bytes, strlen(bytes));
}

/** Line and column of an offset, by counting. */
static void locate(const char *bytes, size_t offset, uint64_t *line, uint64_t *column)
{
    *line = 1;
    *column = 1;
    for (size_t i = 0; i < offset; i++) {
        bool ends = bytes[i] == '\n' || (bytes[i] == '\r' && bytes[i + 1] != '\n');
        if (ends) {
            ++*line;
            *column = 1;
        } else if (bytes[i] == '\r') {
            *column = 1; /* whatever: the LF is next, and no field begins between them */
        } else {
            ++*column;
        }
    }
}

/* ------------------------------------------------------------------------------------------ written texts */

static const char *const plain_pieces[] = {"a", "Pakistan", "3.25", "x y", "\xC3\xA9t\xC3\xA9", "-", "it's"};
static const char *const quoted_pieces[] = {"a", ",", "\n", "\r\n", "\r", "\"\"", " ", "\xE2\x82\xAC", "b;c\td", ""};

static void write_blanks(struct text *text, struct chance *chance)
{
    static const char *const blanks[] = {"", "", "", " ", "\t", "  \t "};
    write_text(text, blanks[draw(chance, 6)]);
}

struct written_field {
    size_t offset;
    char value[256];
};

static void write_quoted(struct text *text, struct chance *chance, struct written_field *field)
{
    field->offset = text->size;
    write_text(text, "\"");
    for (uint64_t left = draw(chance, 6); left > 0; left--) {
        const char *piece = quoted_pieces[draw(chance, 10)];
        write_text(text, piece);
        strcat(field->value, strcmp(piece, "\"\"") == 0 ? "\"" : piece);
    }
    write_text(text, "\"");
}

/** Writes a field; returns false if it is empty, so that its place is where it ends. */
static void write_field(struct text *text, struct chance *chance, struct written_field *field)
{
    field->value[0] = '\0';
    write_blanks(text, chance);
    switch (draw(chance, 3)) {
    case 0:
        write_blanks(text, chance);
        field->offset = text->size;
        return;
    case 1:
        field->offset = text->size;
        strcpy(field->value, plain_pieces[draw(chance, 7)]);
        write_text(text, field->value);
        break;
    default:
        write_quoted(text, chance, field);
        break;
    }
    write_blanks(text, chance);
}

static void write_row(struct text *text, struct chance *chance, struct written_field *fields, size_t count, bool last)
{
    for (size_t i = 0; i < count; i++) {
        if (i > 0) {
            write_text(text, ",");
        }
        write_field(text, chance, &fields[i]);
    }
    static const char *const ends[] = {"\n", "\r\n", "\r", "\n\n", "\r\n  \r\n", "\n \t\n\r\n"};
    if (!last || draw(chance, 2)) {
        write_text(text, ends[draw(chance, 6)]);
    }
}

enum { MOST_COLUMNS = 5, MOST_ROWS = 4000 };

static void check_written(uint64_t seed, size_t row_count)
{
    static struct written_field fields[MOST_ROWS][MOST_COLUMNS];
    struct chance chance = {seed};
    struct text text = {NULL, 0, 0};
    size_t columns = 2 + draw(&chance, MOST_COLUMNS - 1);
    for (size_t i = 0; i < row_count; i++) {
        write_row(&text, &chance, fields[i], columns, i + 1 == row_count);
    }
    write_bytes(&text, "", 1); /* looked at by locate, not read */
    text.size--;
    struct gathered expected = {0};
    for (size_t i = 0; i < row_count; i++) {
        for (size_t k = 0; k < columns; k++) {
            uint64_t line;
            uint64_t column;
            locate(text.bytes, fields[i][k].offset, &line, &column);
            if (k == 0) {
                gathered_add(&expected, line);
            }
            gathered_add_field(&expected, fields[i][k].value, strlen(fields[i][k].value), line, column);
        }
    }
    struct counted counted;
    counted_begin(&counted);
    struct csv_options options = {.delimiter = ',', .quoted = true};
    struct gathered found = {0};
    CU_ASSERT_EQUAL(gathered_read(counted.context, text.bytes, text.size, &options, &found), TOCSIN_OK);
    bool same = gathered_same(&found, &expected);
    if (!same) {
        fprintf(stderr, "seed %llu\n", (unsigned long long)seed);
        print_diagnostics(counted.context);
    }
    CU_ASSERT_TRUE(same);
    CU_ASSERT_TRUE(counted_end(&counted));
    gathered_end(&found);
    gathered_end(&expected);
    free(text.bytes);
}

static void places_of_written_fields(void)
{
    for (uint64_t seed = 1; seed <= 1500; seed++) {
        check_written(seed * UINT64_C(0x9E3779B97F4A7C15), 1 + seed % 9);
    }
}

/** Over many pieces and refills of the reader's buffer. Counting lines from the beginning is quadratic: a few only. */
static void places_in_long_texts(void)
{
    for (uint64_t seed = 1; seed <= 3; seed++) {
        check_written(seed * UINT64_C(0xD1B54A32D192ED03), MOST_ROWS);
    }
}

/* ---------------------------------------------------------------------------------------- arbitrary texts */

/** What the slow parser finds. */
struct slow {
    const char *bytes;
    size_t size;
    char delimiter;
    bool quoting;
    struct gathered all; /* rows of whatever width */
    size_t faults;
    size_t first_fault;
    bool open_quote;
};

static bool at_line_end(const struct slow *slow, size_t at)
{
    return at < slow->size && (slow->bytes[at] == '\n' || slow->bytes[at] == '\r');
}

static size_t skip_blanks(const struct slow *slow, size_t at)
{
    while (at < slow->size && (slow->bytes[at] == ' ' || slow->bytes[at] == '\t') &&
           slow->bytes[at] != slow->delimiter) {
        at++;
    }
    return at;
}

static bool ends_field(const struct slow *slow, size_t at)
{
    return at >= slow->size || slow->bytes[at] == slow->delimiter || at_line_end(slow, at);
}

enum { FAULT = -1 };

/** A quoted field from its quote on; sets `*next` to what follows it, or to the byte at fault. */
static int slow_quoted(struct slow *slow, size_t at, struct text *value, size_t *next)
{
    for (at++; at < slow->size; at++) {
        if (slow->bytes[at] != '"') {
            write_bytes(value, slow->bytes + at, 1);
        } else if (at + 1 < slow->size && slow->bytes[at + 1] == '"') {
            write_bytes(value, "\"", 1);
            at++;
        } else {
            *next = skip_blanks(slow, at + 1);
            return ends_field(slow, *next) ? 0 : FAULT;
        }
    }
    *next = slow->size;
    slow->open_quote = true;
    return FAULT;
}

static int slow_plain(struct slow *slow, size_t at, struct text *value, size_t *next)
{
    while (!ends_field(slow, at)) {
        if (slow->quoting && slow->bytes[at] == '"') {
            *next = at;
            return FAULT;
        }
        write_bytes(value, slow->bytes + at, 1);
        at++;
    }
    while (value->size > 0 && (value->bytes[value->size - 1] == ' ' || value->bytes[value->size - 1] == '\t')) {
        value->size--;
    }
    *next = at;
    return 0;
}

/** One row from `at`, which is no line end and no blank; FAULT leaves `*next` at the byte at fault. */
static int slow_row(struct slow *slow, size_t at, size_t *next)
{
    struct text value = {NULL, 0, 0};
    int result = 0;
    for (bool first = true; result == 0; first = false) {
        at = skip_blanks(slow, at);
        value.size = 0;
        write_bytes(&value, "", 0);
        uint64_t line;
        uint64_t column;
        locate(slow->bytes, at, &line, &column);
        bool quoted = slow->quoting && at < slow->size && slow->bytes[at] == '"';
        result = quoted ? slow_quoted(slow, at, &value, next) : slow_plain(slow, at, &value, next);
        if (first) {
            gathered_add(&slow->all, line);
        }
        gathered_add_field(&slow->all, value.bytes, value.size, line, column);
        at = *next;
        if (result == 0 && (at >= slow->size || at_line_end(slow, at))) {
            *next = at < slow->size ? at + 1 : at;
            break;
        }
        at++;
    }
    free(value.bytes);
    return result;
}

static void drop_row(struct gathered *gathered)
{
    struct gathered_row *row = &gathered->rows[--gathered->count];
    for (size_t i = 0; i < row->count; i++) {
        free(row->fields[i].text);
    }
    free(row->fields);
}

static void slow_parse(struct slow *slow)
{
    size_t at = 0;
    while (at < slow->size) {
        at = skip_blanks(slow, at);
        if (at >= slow->size || at_line_end(slow, at)) {
            at++;
            continue;
        }
        size_t next = at;
        if (slow_row(slow, at, &next) == 0) {
            at = next;
            continue;
        }
        drop_row(&slow->all);
        slow->first_fault = slow->faults++ == 0 ? next : slow->first_fault;
        for (at = next; at < slow->size && !at_line_end(slow, at); at++) {
        }
    }
}

/** Rows of the width of the first; the others count as faults. */
static void drop_ragged(struct slow *slow)
{
    size_t kept = 0;
    size_t width = slow->all.count ? slow->all.rows[0].count : 0;
    for (size_t i = 0; i < slow->all.count; i++) {
        struct gathered_row row = slow->all.rows[i];
        if (row.count == width) {
            slow->all.rows[kept++] = row;
            continue;
        }
        slow->faults++;
        for (size_t k = 0; k < row.count; k++) {
            free(row.fields[k].text);
        }
        free(row.fields);
    }
    slow->all.count = kept;
}

static void check_arbitrary(uint64_t seed)
{
    static const char alphabet[] = "aab \t\",,\n\r\"";
    struct chance chance = {seed};
    struct text text = {NULL, 0, 0};
    write_text(&text, draw(&chance, 4) ? "p,q\n" : "p\n");
    for (uint64_t left = draw(&chance, 60); left > 0; left--) {
        uint64_t kind = draw(&chance, 14);
        if (kind >= 11) {
            write_text(&text, kind == 11 ? "\xC3\xA9" : kind == 12 ? "x,y" : "\"k\",\"l\"\n");
        } else {
            write_bytes(&text, &alphabet[kind], 1);
        }
    }
    write_bytes(&text, "", 1);
    text.size--;
    bool tabs = draw(&chance, 4) == 0;
    struct slow slow = {.bytes = text.bytes, .size = text.size, .delimiter = tabs ? '\t' : ',', .quoting = !tabs};
    slow_parse(&slow);
    drop_ragged(&slow);
    struct counted counted;
    counted_begin(&counted);
    struct csv_options options = {.delimiter = slow.delimiter, .quoted = slow.quoting};
    struct gathered found = {0};
    tocsin_status status = gathered_read(counted.context, text.bytes, text.size, &options, &found);
    bool same = gathered_same(&found, &slow.all) && (status == TOCSIN_OK) == (slow.faults == 0) &&
                tocsin_diagnostic_count(counted.context) == slow.faults;
    if (!same) {
        fprintf(stderr, "seed %llu: status %d, %zu faults expected in\n%s\n", (unsigned long long)seed, status,
                slow.faults, text.bytes);
        print_diagnostics(counted.context);
    }
    CU_ASSERT_TRUE(same);
    CU_ASSERT_TRUE(counted_end(&counted));
    gathered_end(&found);
    gathered_end(&slow.all);
    free(text.bytes);
}

static void arbitrary_texts_as_a_slow_parser_reads_them(void)
{
    for (uint64_t seed = 1; seed <= 20000; seed++) {
        check_arbitrary(seed * UINT64_C(0x9E3779B97F4A7C15));
    }
}

/* ------------------------------------------------------------------------------------------- the tracker */

enum { TEXT_SIZE = 200 };

struct tracked {
    struct csv_place places[TEXT_SIZE + 1];
    size_t count;
    enum csv_fault fault;
    uint64_t offset;
};

/** Walks over a text in pieces of at most `most` bytes. */
static void track(const char *bytes, size_t size, size_t most, struct tracked *tracked)
{
    struct csv_place piece[TEXT_SIZE + 1];
    struct csv_tracker tracker;
    csv_tracker_begin(&tracker, ',', true, piece);
    tracked->count = 0;
    for (size_t at = 0; at < size && tracker.fault == CSV_FAULT_NONE;) {
        size_t length = size - at < most ? size - at : most;
        at += csv_tracker_walk(&tracker, bytes + at, length, false);
        memcpy(tracked->places + tracked->count, piece, tracker.place_count * sizeof *piece);
        tracked->count += tracker.place_count;
        tracker.place_count = 0;
    }
    tracked->fault = tracker.fault;
    tracked->offset = tracker.offset;
}

static void pieces_make_no_difference(void)
{
    static const char alphabet[] = "ab \t\",,\n\r";
    struct chance chance = {UINT64_C(88172645463325252)};
    static struct tracked whole;
    static struct tracked pieces;
    for (size_t round = 0; round < 5000; round++) {
        char text[TEXT_SIZE];
        size_t size = draw(&chance, TEXT_SIZE);
        for (size_t i = 0; i < size; i++) {
            text[i] = alphabet[draw(&chance, 9)];
        }
        track(text, size, TEXT_SIZE, &whole);
        track(text, size, 1 + draw(&chance, 7), &pieces);
        bool same = whole.count == pieces.count && whole.fault == pieces.fault && whole.offset == pieces.offset &&
                    memcmp(whole.places, pieces.places, whole.count * sizeof *whole.places) == 0;
        CU_ASSERT_TRUE(same);
    }
}

static CU_TestInfo tests[] = {
    {"places of fields that were written", places_of_written_fields},
    {"places in long texts", places_in_long_texts},
    {"arbitrary texts as a slow parser reads them", arbitrary_texts_as_a_slow_parser_reads_them},
    {"pieces make no difference to the tracker", pieces_make_no_difference},
    CU_TEST_INFO_NULL,
};
SUITE(csv_places, tests)
