/** Looks at the bytes of a delimited text, and at the names in its header. */
#include "input/csv_text.h"
#include "base/text.h"
#include <stdio.h>
#include <string.h>

enum {
    LEAST_CONTROLS = 4,   /* control bytes before a text is taken for something else ... */
    CONTROLS_ONE_IN = 20, /* ... if so large a part is: random bytes have one in nine, tables next to none */
    WIDE_NULS_ONE_IN = 4, /* of UTF-16, every other byte of Latin text is NUL */
    MOST_LISTED = 8       /* names of columns in a hint */
};

/** True if the bytes are the beginning of a character of which the rest is missing. */
static bool is_cut_off(const unsigned char *bytes, size_t size)
{
    size_t needed = bytes[0] >= 0xF0 ? 4 : bytes[0] >= 0xE0 ? 3 : 2;
    if (bytes[0] < 0xC2 || bytes[0] > 0xF4 || size >= needed) {
        return false;
    }
    for (size_t i = 1; i < size; i++) {
        if ((bytes[i] & 0xC0) != 0x80) {
            return false;
        }
    }
    return true;
}

size_t csv_text_sound(const char *bytes, size_t size, bool more, enum csv_bad_byte *bad)
{
    *bad = CSV_BYTE_GOOD;
    size_t sound = size;
    const char *nul = size ? memchr(bytes, '\0', size) : NULL;
    if (nul) {
        sound = (size_t)(nul - bytes);
        *bad = CSV_BYTE_NUL;
    }
    size_t offset = 0;
    if (!text_is_utf8(bytes, sound, &offset)) {
        bool held_back = more && sound == size && is_cut_off((const unsigned char *)bytes + offset, size - offset);
        sound = offset;
        *bad = held_back ? CSV_BYTE_GOOD : CSV_BYTE_NOT_UTF8;
    }
    return sound;
}

bool csv_text_is_windows_1252(const char *bytes, size_t size, size_t at)
{
    unsigned char byte = (unsigned char)bytes[at];
    bool assigned = byte >= 0x80 && byte != 0x81 && byte != 0x8D && byte != 0x8F && byte != 0x90 && byte != 0x9D;
    bool after_ascii = at == 0 || (unsigned char)bytes[at - 1] < 0x80;
    bool before_ascii = at + 1 == size || (unsigned char)bytes[at + 1] < 0x80;
    return assigned && after_ascii && before_ascii;
}

static bool is_control(unsigned char byte)
{
    return (byte < 0x20 && !strchr("\t\n\v\f\r\032\033", byte)) || byte == 0 || byte == 0x7F;
}

static bool begins(const char *bytes, size_t size, const char *magic, size_t length)
{
    return size >= length && memcmp(bytes, magic, length) == 0;
}

const char *csv_text_foreign(const char *bytes, size_t size, const char **hint)
{
    static const struct {
        const char *magic;
        size_t length;
        const char *what;
        const char *hint;
    } kinds[] = {
        {"\xFF\xFE", 2, "text in UTF-16", "save it as CSV in UTF-8"},
        {"\xFE\xFF", 2, "text in UTF-16", "save it as CSV in UTF-8"},
        {"PK\x03\x04", 4, "a zip archive or a spreadsheet", "unpack it, or save the sheet as CSV in UTF-8"},
        {"\xD0\xCF\x11\xE0", 4, "a spreadsheet", "save the sheet as CSV in UTF-8"},
        {"BZh", 3, "compressed with bzip2", "unpack it: only gzip and zstd are read as they are"},
        {"\xFD"
         "7zXZ",
         5, "compressed with xz", "unpack it: only gzip and zstd are read as they are"},
        {"%PDF-", 5, "a PDF document", "export its table as CSV in UTF-8"},
        {"<!DOCTYPE", 9, "a web page", "was the page downloaded in place of the data?"},
        {"<!doctype", 9, "a web page", "was the page downloaded in place of the data?"},
        {"<html", 5, "a web page", "was the page downloaded in place of the data?"},
        {"<?xml", 5, "XML", "save it as CSV in UTF-8"},
        {"{\"", 2, "JSON", "save it as CSV in UTF-8"},
        {"[{", 2, "JSON", "save it as CSV in UTF-8"},
        {"version https://git-lfs", 23, "a pointer of Git LFS", "fetch the file itself: git lfs pull"},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (begins(bytes, size, kinds[i].magic, kinds[i].length)) {
            *hint = kinds[i].hint;
            return kinds[i].what;
        }
    }
    size_t controls = 0;
    size_t nuls = 0;
    for (size_t i = 0; i < size; i++) {
        controls += is_control((unsigned char)bytes[i]);
        nuls += bytes[i] == '\0';
    }
    if (nuls >= LEAST_CONTROLS && nuls > size / WIDE_NULS_ONE_IN && nuls == controls) {
        *hint = "save it as CSV in UTF-8";
        return "text in UTF-16 or UTF-32";
    }
    if (controls >= LEAST_CONTROLS && controls > size / CONTROLS_ONE_IN) {
        *hint = NULL;
        return "not a text file";
    }
    return NULL;
}

static const char delimiters[] = {',', ';', '\t', '|'};

char csv_text_delimiter(const char *const *names, size_t count, char delimiter)
{
    char best = 0;
    size_t best_found = count ? count - 1 : 0;
    for (size_t k = 0; k < sizeof delimiters; k++) {
        size_t found = 0;
        for (size_t i = 0; i < count; i++) {
            for (const char *at = names[i]; at && (at = strchr(at, delimiters[k])); at++) {
                found++;
            }
        }
        if (delimiters[k] != delimiter && found > best_found) {
            best = delimiters[k];
            best_found = found;
        }
    }
    return best;
}

static const char *delimiter_name(char delimiter)
{
    switch (delimiter) {
    case ',':
        return "a comma";
    case ';':
        return "a semicolon";
    case '\t':
        return "a tab";
    case '|':
        return "a bar '|'";
    default:
        return "another character";
    }
}

tocsin_status csv_text_report_delimiter(tocsin_context *context, struct location at, char found, char delimiter)
{
    const char *hint = "save it with commas between columns";
    if (delimiter == '\t') {
        hint = "save it with tabs between columns";
    } else if (found == ';') {
        hint = "save it with commas between columns and points in numbers";
    }
    return diagnostics_report(context, DIAGNOSTIC_CSV_DELIMITER, at, hint, "columns are separated by %s, not by %s",
                              delimiter_name(found), delimiter_name(delimiter));
}

const char *csv_text_suggest(const char *const *names, size_t count, const char *name, char hint[CSV_HINT_SIZE])
{
    const char *nearest = text_nearest(name, names, count, sizeof *names);
    if (nearest) {
        return text_suggestion(hint, CSV_HINT_SIZE, nearest);
    }
    int length = snprintf(hint, CSV_HINT_SIZE, "the file has the columns");
    for (size_t i = 0; i < count && length > 0 && length < CSV_HINT_SIZE; i++) {
        if (i == MOST_LISTED) {
            snprintf(hint + length, CSV_HINT_SIZE - (size_t)length, ", ...");
            break;
        }
        length += snprintf(hint + length, CSV_HINT_SIZE - (size_t)length, "%s '%s'", i ? "," : "", names[i]);
    }
    return hint;
}

/** A run of columns without name, from `first` to before `end`. */
static tocsin_status report_unnamed(tocsin_context *context, struct location at, size_t first, size_t end)
{
    if (first == 0 && end == 1) {
        return diagnostics_report(context, DIAGNOSTIC_CSV_UNNAMED_FIRST, at, NULL, "the first column has no name");
    }
    const char *hint = "the first line names all columns: are there delimiters too many, or another line above?";
    if (end == first + 1) {
        return diagnostics_report(context, DIAGNOSTIC_CSV_UNNAMED_COLUMN, at, hint, "column %zu has no name", end);
    }
    return diagnostics_report(context, DIAGNOSTIC_CSV_UNNAMED_COLUMN, at, hint, "columns %zu to %zu have no name",
                              first + 1, end);
}

static tocsin_status check_repeated(tocsin_context *context, struct location at, const char *const *names,
                                    size_t column)
{
    for (size_t i = 0; i < column; i++) {
        if (text_equal(names[i], names[column])) {
            return diagnostics_report(context, DIAGNOSTIC_CSV_DUPLICATE_COLUMN, at, NULL,
                                      "columns %zu and %zu are both named '%s'", i + 1, column + 1, names[column]);
        }
    }
    return TOCSIN_OK;
}

tocsin_status csv_text_check_header(tocsin_context *context, const char *file, const char *const *names,
                                    const struct csv_place *places, size_t count, char delimiter)
{
    char found = '\0';
    if (count == 1) {
        found = csv_text_delimiter(names, count, delimiter);
    }
    if (found) {
        struct location at = {file, places[0].line, places[0].column};
        return csv_text_report_delimiter(context, at, found, delimiter);
    }
    tocsin_status first = TOCSIN_OK;
    for (size_t i = 0; i < count;) {
        struct location at = {file, places[i].line, places[i].column};
        size_t end = i;
        while (end < count && names[end][0] == '\0') {
            end++;
        }
        tocsin_status status = end > i ? report_unnamed(context, at, i, end) : check_repeated(context, at, names, i);
        first = first == TOCSIN_OK ? status : first;
        i = end > i ? end : i + 1;
    }
    return first;
}
