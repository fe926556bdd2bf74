/**
 * libFuzzer target: a delimited text through csv_reader. The first byte picks the options. Every field must be found
 * again at the place that is said to be its own, byte by byte; without a fault, nothing but delimiters, blanks and line
 * ends may lie between the fields.
 */
#include "input/csv_reader.h"
#include "target.h"
#include <stdlib.h>
#include <string.h>

enum {
    WITH_TABS = 1,
    WITHOUT_QUOTES = 2,
    WITHOUT_HEADER = 4,
    LOOK_AT_FIRST = 8,
    ADD_ROW_NAMES = 16,
    PROJECT = 32,
    EXPECT_COLUMNS = 64,
    SHIFT = 128, /* line ends go before, so that the boundary of two pieces falls into the text */
    EXPECTED_COLUMNS = 3,
    PIECE = 16384,
    MARK = 3, /* bytes of a byte order mark */
    BUDGET = 64 << 20
};

struct walk {
    const char *bytes;
    size_t size;
    size_t *lines; /* where each begins */
    size_t line_count;
    char delimiter;
    bool quoted;
    bool projected;
    size_t columns;
    size_t end; /* of the field before */
    const char *gap;
    uint64_t rows;
};

static bool is_line_end(char byte)
{
    return byte == '\n' || byte == '\r';
}

static void find_lines(struct walk *walk)
{
    walk->lines = malloc((walk->size + 1) * sizeof *walk->lines);
    require(walk->lines != NULL, "there is memory for the lines");
    walk->lines[walk->line_count++] = 0;
    for (size_t i = 0; i < walk->size; i++) {
        bool first_half = walk->bytes[i] == '\r' && i + 1 < walk->size && walk->bytes[i + 1] == '\n';
        if (is_line_end(walk->bytes[i]) && !first_half) {
            walk->lines[walk->line_count++] = i + 1;
        }
    }
}

static size_t offset_of(const struct walk *walk, uint64_t line, uint64_t column)
{
    require(line >= 1 && line <= walk->line_count && column >= 1, "a place is in the text");
    size_t offset = walk->lines[line - 1] + (size_t)column - 1;
    require(offset <= walk->size && (line == walk->line_count || offset < walk->lines[line]),
            "a column is in its line");
    return offset;
}

/** Reads the quoted field at `offset` and compares it with what was delivered. Returns its end. */
static size_t check_quoted(const struct walk *walk, const struct csv_field *field, size_t offset)
{
    size_t at = offset + 1;
    for (size_t i = 0; i < field->length; i++) {
        require(at < walk->size && walk->bytes[at] == field->text[i], "a quoted field is what stands at its place");
        at++;
        if (field->text[i] == '"') {
            require(at < walk->size && walk->bytes[at] == '"', "a quote in a quoted field is doubled");
            at++;
        }
    }
    require(at < walk->size && walk->bytes[at] == '"', "a quoted field ends with a quote");
    require(at + 1 == walk->size || walk->bytes[at + 1] != '"', "a doubled quote ends no field");
    return at + 1;
}

/** Compares a field with what stands at its place. Returns its end. */
static size_t check_field(const struct walk *walk, const struct csv_field *field, size_t offset)
{
    require_text(field->text, field->length, "a field is UTF-8 without NUL");
    if (walk->quoted && offset < walk->size && walk->bytes[offset] == '"') {
        return check_quoted(walk, field, offset);
    }
    size_t end = offset + field->length;
    require(end <= walk->size && memcmp(walk->bytes + offset, field->text, field->length) == 0,
            "a field is what stands at its place");
    while (end < walk->size && (walk->bytes[end] == ' ' || walk->bytes[end] == '\t') &&
           walk->bytes[end] != walk->delimiter) {
        end++;
    }
    require(end == walk->size || walk->bytes[end] == walk->delimiter || is_line_end(walk->bytes[end]),
            "a field ends before a delimiter or a line end");
    return end;
}

/** What lies between the field before and this one. */
static void check_gap(struct walk *walk, size_t offset, bool first)
{
    size_t delimiters = 0;
    require(walk->end <= offset, "fields come in the order of the text");
    for (size_t i = walk->end; i < offset; i++) {
        char byte = walk->bytes[i];
        if (byte == walk->delimiter) {
            delimiters++;
        } else if (byte != ' ' && byte != '\t' && !(first && is_line_end(byte))) {
            walk->gap = "nothing is lost between fields";
        }
    }
    if (delimiters != !first) {
        walk->gap = "one delimiter lies between fields of a row and none between rows";
    }
}

static tocsin_status take_row(void *user, const struct csv_row *row)
{
    struct walk *walk = user;
    require(row->count == walk->columns, "a row has as many fields as there are columns wanted");
    walk->rows++;
    for (size_t i = 0; i < row->count; i++) {
        size_t offset = offset_of(walk, row->fields[i].line, row->fields[i].column);
        size_t end = check_field(walk, &row->fields[i], offset);
        if (!walk->projected) {
            require(i > 0 || row->line == row->fields[0].line, "a row begins with its first field");
            check_gap(walk, offset, i == 0);
            walk->end = end;
        }
    }
    return TOCSIN_OK;
}

static void check_header(struct walk *walk, const struct csv_reader *reader)
{
    const char *const *names = csv_reader_columns(reader, &walk->columns);
    for (size_t i = 0; i < walk->columns; i++) {
        struct location at = csv_reader_column_at(reader, i);
        struct csv_field field = {names[i], strlen(names[i]), at.line, at.column};
        size_t offset = offset_of(walk, at.line, at.column);
        check_gap(walk, offset, i == 0);
        walk->end = check_field(walk, &field, offset);
    }
}

/** All columns but the first, from the last to the first. */
static void project(struct walk *walk, struct csv_reader *reader)
{
    size_t *columns = malloc((walk->columns + 1) * sizeof *columns);
    require(columns != NULL && walk->columns > 0, "there are columns");
    for (size_t i = 0; i + 1 < walk->columns; i++) {
        columns[i] = walk->columns - 1 - i;
    }
    walk->columns--;
    walk->projected = true;
    require(csv_reader_project(reader, columns, walk->columns) == TOCSIN_OK, "columns can be picked");
    free(columns);
}

static void check_end(struct walk *walk, struct csv_reader *reader, tocsin_status status, size_t stored)
{
    if (status != TOCSIN_OK) {
        return;
    }
    if (!walk->projected) {
        check_gap(walk, walk->size, true);
        require(walk->gap == NULL, walk->gap);
    }
    char sha256[HASH_TEXT_SIZE];
    uint64_t bytes = 0;
    uint64_t rows = 0;
    csv_reader_digest(reader, sha256, &bytes, &rows);
    require(bytes == stored && rows == walk->rows, "all bytes and rows are counted");
}

static tocsin_status read_rows(struct walk *walk, struct csv_reader *reader, uint8_t choice)
{
    csv_reader_columns(reader, &walk->columns);
    if (!(choice & WITHOUT_HEADER)) {
        check_header(walk, reader);
    }
    if (choice & LOOK_AT_FIRST) {
        const struct csv_row *row = NULL;
        const struct csv_row *again = NULL;
        tocsin_status status = csv_reader_first(reader, &row);
        require(csv_reader_first(reader, &again) == status && again == row, "looking twice shows the same");
        require(status != TOCSIN_OK || !row || row->count <= walk->columns + 1 || (choice & WITHOUT_HEADER),
                "a row that is looked at has one field too many at most");
    }
    if ((choice & ADD_ROW_NAMES) && csv_reader_add_row_names(reader) == TOCSIN_OK) {
        csv_reader_columns(reader, &walk->columns);
    }
    if (choice & PROJECT) {
        project(walk, reader);
    }
    return csv_reader_each(reader, take_row, walk);
}

static void read_text(const char *text, size_t size, uint8_t choice)
{
    struct target target;
    target_begin(&target, BUDGET);
    size_t skipped = size >= MARK && memcmp(text, "\xEF\xBB\xBF", MARK) == 0 ? MARK : 0;
    struct csv_options options = {
        .delimiter = choice & WITH_TABS ? '\t' : ',',
        .quoted = !(choice & WITHOUT_QUOTES),
        .has_header = !(choice & WITHOUT_HEADER),
        .expected_columns = choice & EXPECT_COLUMNS ? EXPECTED_COLUMNS : 0,
    };
    struct walk walk = {
        .bytes = text + skipped, .size = size - skipped, .delimiter = options.delimiter, .quoted = options.quoted};
    find_lines(&walk);
    struct byte_stream *stream = NULL;
    struct csv_reader *reader = NULL;
    tocsin_status status = byte_stream_memory(target.context, text, size, "data.csv", &stream);
    require(status == TOCSIN_OK, "a stream of memory opens");
    status = csv_reader_open(target.context, stream, &options, &reader);
    if (status == TOCSIN_OK) {
        status = read_rows(&walk, reader, choice);
        check_end(&walk, reader, status, size);
    }
    bool errors = tocsin_diagnostic_total(target.context, TOCSIN_ERROR) > 0;
    require(errors == (status != TOCSIN_OK), "reading fails exactly if there is an error");
    require(status == TOCSIN_OK || status == TOCSIN_ERROR_DATA, "a fault of the text is one of data");
    csv_reader_close(target.context, reader);
    free(walk.lines);
    target_end(&target);
}

/** What a packed file holds is the business of another target. */
static bool is_packed(const uint8_t *bytes, size_t size)
{
    return (size >= 2 && memcmp(bytes, "\x1F\x8B", 2) == 0) || (size >= 4 && memcmp(bytes, "\x28\xB5\x2F\xFD", 4) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    uint8_t choice = take_byte(&bytes, &size);
    size_t before = choice & SHIFT ? (size_t)PIECE - take_byte(&bytes, &size) : 0;
    if (before == 0 && is_packed(bytes, size)) {
        return 0;
    }
    char *text = malloc(before + size + 1);
    require(text != NULL, "there is memory for the text");
    memset(text, '\n', before);
    if (size > 0) {
        memcpy(text + before, bytes, size);
    }
    char *exact = realloc(text, before + size > 0 ? before + size : 1);
    require(exact != NULL, "a block can shrink");
    read_text(exact, before + size, choice);
    free(exact);
    return 0;
}
