/**
 * Compares a column of one CSV table with a column of another, row by row, whatever their order. Its own reader, so
 * that it shares no mistake with what it tests.
 *
 *   compare_tables TOLERANCE [OPTION...] FOUND EXPECTED
 *
 *   exact | text | relative=T | absolute=T      how alike two cells must be: the same number, the same text, or near.
 *   --key FOUND[=EXPECTED]      a column that identifies a row, in each table; several together
 *   --value FOUND=EXPECTED      the columns that are compared
 *   --wide ITEM=FOUND           instead: every column of EXPECTED that is neither key nor left out is an item, named in
 *                               column ITEM of FOUND, whose values are in column FOUND
 *   --except COLUMN             a column of EXPECTED that is no item
 *   --where COLUMN=TEXT         only the rows of FOUND that have this text there
 *   --when COLUMN=TEXT          only the rows of EXPECTED that have this text there
 *   --least-size X              relative to X where the expected number is smaller
 *   --absent KEY                FOUND must have no value here, although EXPECTED has; KEY is cells joined with /
 *   --extra KEY                 FOUND must have a value here, although EXPECTED has none
 *
 * A missing row and a cell that is empty, NA or NaN are the same: no value. Prints how many of the expected values
 * agree and the largest difference; exit code 1 if any does not, or if one table has a value that the other has not.
 */
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_OPTIONS = 64, MOST_SHOWN = 10, KEY_SIZE = 512 };

struct table {
    const char *path;
    char *text;   /* the whole file, cut up */
    char **cells; /* [row][column], names first */
    size_t rows;  /* the names among them */
    size_t columns;
};

/** NAME or NAME=OTHER. */
struct pair {
    const char *first, *second;
};
struct pairs {
    struct pair items[MOST_OPTIONS];
    size_t count;
};

enum tolerance { TOLERANCE_EXACT, TOLERANCE_TEXT, TOLERANCE_RELATIVE, TOLERANCE_ABSOLUTE };
struct task {
    enum tolerance tolerance;
    double limit, least_size;
    struct pairs keys, where, when, values, wide, except, absent, extra;
    const char *found, *expected;
};

/** One value of a table under the key of its row. */
struct entry {
    char *key;
    const char *value; /* NULL: none */
};
struct entries {
    struct entry *items;
    size_t count;
};

struct verdict {
    size_t compared, agreed, faults, marked;
    double largest;
    const char *largest_at;
};

__attribute__((noreturn, format(printf, 1, 2))) static void fail(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fputs("compare_tables: ", stderr);
    vfprintf(stderr, format, arguments);
    fputs("\n", stderr);
    va_end(arguments);
    exit(2);
}

static void *allocate(size_t count, size_t size)
{
    void *memory = calloc(count > 0 ? count : 1, size);
    if (!memory) {
        fail("no memory");
    }
    return memory;
}

static char *read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0) {
        fail("%s: %s", path, strerror(errno));
    }
    long size = ftell(file);
    rewind(file);
    char *text = allocate((size_t)size + 2, 1);
    if (fread(text, 1, (size_t)size, file) != (size_t)size) {
        fail("%s: cannot be read", path);
    }
    fclose(file);
    if (size > 0 && text[size - 1] != '\n') {
        text[size] = '\n';
    }
    return text;
}

/** Cuts the next cell off, without the quotes and the blanks around it; `*end` is the character that ended it. */
static char *next_cell(char **rest, char *end)
{
    char *from = *rest, *out = *rest, *at = *rest;
    bool quoted = false;
    for (; *at != '\0' && (quoted || (*at != ',' && *at != '\n')); at++) {
        if (*at != '"') {
            *out++ = *at;
        } else if (quoted && at[1] == '"') {
            *out++ = *at++;
        } else {
            quoted = !quoted;
        }
    }
    *end = *at;
    *rest = *at == '\0' ? at : at + 1;
    while (out > from && (out[-1] == ' ' || out[-1] == '\r')) {
        out--;
    }
    *out = '\0';
    return from + strspn(from, " ");
}

/** Ends the row that the last of `count` cells belongs to. */
static void end_row(struct table *table, size_t count)
{
    size_t columns = count - table->rows * table->columns;
    if (table->rows > 0 && columns != table->columns) {
        fail("%s: row %zu has %zu cells, not %zu", table->path, table->rows + 1, columns, table->columns);
    }
    table->columns = columns;
    table->rows++;
}

static struct table read_table(const char *path)
{
    struct table table = {.path = path, .text = read_file(path)};
    char *rest = table.text;
    size_t count = 0, room = 0;
    while (*rest != '\0') {
        if (count == room) {
            room = 2 * room + 1024;
            table.cells = realloc(table.cells, room * sizeof *table.cells);
            if (!table.cells) {
                fail("no memory");
            }
        }
        char end;
        table.cells[count++] = next_cell(&rest, &end);
        if (end != ',') {
            end_row(&table, count);
        }
    }
    return table;
}

static size_t find_column(const struct table *table, const char *name)
{
    for (size_t i = 0; i < table->columns; i++) {
        if (strcmp(table->cells[i], name) == 0) {
            return i;
        }
    }
    fail("%s: no column is called '%s'", table->path, name);
}

static const char *cell_at(const struct table *table, size_t row, size_t column)
{
    return table->cells[row * table->columns + column];
}

static bool is_value(const char *cell)
{
    return *cell != '\0' && strcmp(cell, "NA") != 0 && strcmp(cell, "NaN") != 0;
}

static bool row_holds(const struct table *table, size_t row, const struct pairs *rules)
{
    for (size_t i = 0; i < rules->count; i++) {
        if (strcmp(cell_at(table, row, find_column(table, rules->items[i].first)), rules->items[i].second) != 0) {
            return false;
        }
    }
    return true;
}

/** The cells that identify the row and, of a table by items, the item, joined with '/'. */
static char *key_of(const struct table *table, size_t row, const struct pairs *keys, bool expected, const char *item)
{
    char key[KEY_SIZE] = "";
    size_t length = 0;
    for (size_t i = 0; i < keys->count && length < sizeof key; i++) {
        const char *column = expected ? keys->items[i].second : keys->items[i].first;
        length += (size_t)snprintf(key + length, sizeof key - length, "%s%s", i > 0 ? "/" : "",
                                   cell_at(table, row, find_column(table, column)));
    }
    if (item && length < sizeof key) {
        length += (size_t)snprintf(key + length, sizeof key - length, "/%s", item);
    }
    if (length >= sizeof key) {
        fail("%s: a key of more than %d characters", table->path, KEY_SIZE);
    }
    char *copy = allocate(length + 1, 1);
    memcpy(copy, key, length);
    return copy;
}

static int compare_entries(const void *left, const void *right)
{
    return strcmp(((const struct entry *)left)->key, ((const struct entry *)right)->key);
}

static void finish_entries(const struct table *table, struct entries *entries)
{
    qsort(entries->items, entries->count, sizeof *entries->items, compare_entries);
    for (size_t i = 1; i < entries->count; i++) {
        if (strcmp(entries->items[i - 1].key, entries->items[i].key) == 0) {
            fail("%s: '%s' is there twice", table->path, entries->items[i].key);
        }
    }
}

static void add_entry(struct entries *entries, char *key, const char *cell)
{
    entries->items[entries->count++] = (struct entry){.key = key, .value = is_value(cell) ? cell : NULL};
}

static struct entries entries_found(const struct task *task, const struct table *table)
{
    struct entries entries = {.items = allocate(table->rows, sizeof *entries.items)};
    const struct pair *wide = task->wide.count > 0 ? &task->wide.items[0] : NULL;
    size_t value = find_column(table, wide ? wide->second : task->values.items[0].first);
    for (size_t row = 1; row < table->rows; row++) {
        if (row_holds(table, row, &task->where)) {
            const char *item = wide ? cell_at(table, row, find_column(table, wide->first)) : NULL;
            add_entry(&entries, key_of(table, row, &task->keys, false, item), cell_at(table, row, value));
        }
    }
    finish_entries(table, &entries);
    return entries;
}

static bool is_item(const struct task *task, const char *column)
{
    for (size_t i = 0; i < task->keys.count; i++) {
        if (strcmp(task->keys.items[i].second, column) == 0) {
            return false;
        }
    }
    for (size_t i = 0; i < task->except.count; i++) {
        if (strcmp(task->except.items[i].first, column) == 0) {
            return false;
        }
    }
    return true;
}

static struct entries entries_expected(const struct task *task, const struct table *table)
{
    struct entries entries = {.items = allocate(table->rows * table->columns, sizeof *entries.items)};
    for (size_t i = 0; i < task->except.count; i++) {
        find_column(table, task->except.items[i].first);
    }
    for (size_t row = 1; row < table->rows; row++) {
        if (!row_holds(table, row, &task->when)) {
            continue;
        }
        for (size_t column = 0; task->wide.count > 0 && column < table->columns; column++) {
            const char *item = table->cells[column];
            if (is_item(task, item)) {
                add_entry(&entries, key_of(table, row, &task->keys, true, item), cell_at(table, row, column));
            }
        }
        if (task->wide.count == 0) {
            const char *cell = cell_at(table, row, find_column(table, task->values.items[0].second));
            add_entry(&entries, key_of(table, row, &task->keys, true, NULL), cell);
        }
    }
    finish_entries(table, &entries);
    return entries;
}

static void release(struct table *table, struct entries *entries)
{
    for (size_t i = 0; i < entries->count; i++) {
        free(entries->items[i].key);
    }
    free(entries->items);
    free(table->cells);
    free(table->text);
}

static double number_of(const char *text, const char *key)
{
    char *end;
    double value = strtod(text, &end);
    if (*end != '\0') {
        fail("'%s' of '%s' is no number", text, key);
    }
    return value;
}

/** Whether two values agree; `*difference` is how far they are apart, as the tolerance counts it. */
static bool agree(const struct task *task, const char *key, const char *found, const char *expected, double *difference)
{
    *difference = 0;
    if (task->tolerance == TOLERANCE_TEXT) {
        return strcmp(found, expected) == 0;
    }
    double first = number_of(found, key), second = number_of(expected, key);
    if (isinf(first) || isinf(second)) {
        return first == second;
    }
    *difference = fabs(first - second);
    if (task->tolerance == TOLERANCE_RELATIVE && *difference > 0) {
        *difference /= fmax(fmax(fabs(first), fabs(second)), task->least_size);
    }
    return *difference <= task->limit;
}

static bool is_listed(const struct pairs *list, const char *key)
{
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->items[i].first, key) == 0) {
            return true;
        }
    }
    return false;
}

__attribute__((format(printf, 2, 3))) static void report(struct verdict *verdict, const char *format, ...)
{
    verdict->faults++;
    if (verdict->faults > MOST_SHOWN) {
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    fputs("  ", stdout);
    vprintf(format, arguments);
    fputs("\n", stdout);
    va_end(arguments);
}

/** What the two tables say under one key; NULL: nothing. */
static void judge(const struct task *task, const char *key, const char *found, const char *expected,
                  struct verdict *verdict)
{
    bool absent = is_listed(&task->absent, key), extra = is_listed(&task->extra, key);
    verdict->marked += absent || extra;
    if (absent || extra) {
        if ((absent && (found || !expected)) || (extra && (!found || expected))) {
            report(verdict, "%s: %s", key,
                   absent ? "has a value, or none is expected" : "has no value, or is expected");
        }
        return;
    }
    verdict->compared += expected != NULL;
    if (!found || !expected) {
        if (found || expected) {
            report(verdict, "%s: expected %s, found %s", key, expected ? expected : "nothing",
                   found ? found : "nothing");
        }
        return;
    }
    double difference;
    if (!agree(task, key, found, expected, &difference)) {
        report(verdict, "%s: expected %s, found %s", key, expected, found);
    } else {
        verdict->agreed++;
    }
    if (difference > verdict->largest) {
        verdict->largest = difference;
        verdict->largest_at = key;
    }
}

static void judge_all(const struct task *task, const struct entries *found, const struct entries *expected,
                      struct verdict *verdict)
{
    size_t i = 0, k = 0;
    while (i < found->count || k < expected->count) {
        const struct entry *left = i < found->count ? &found->items[i] : NULL;
        const struct entry *right = k < expected->count ? &expected->items[k] : NULL;
        int order = !left ? 1 : !right ? -1 : strcmp(left->key, right->key);
        judge(task, order <= 0 ? left->key : right->key, order <= 0 ? left->value : NULL,
              order >= 0 ? right->value : NULL, verdict);
        i += order <= 0;
        k += order >= 0;
    }
    if (verdict->marked != task->absent.count + task->extra.count) {
        report(verdict, "a key of --absent or --extra is in neither table");
    }
}

static void read_tolerance(struct task *task, const char *text)
{
    static const char *const names[] = {"exact", "text", "relative", "absolute"};
    const char *equals = strchr(text, '=');
    size_t length = equals ? (size_t)(equals - text) : strlen(text);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strlen(names[i]) == length && strncmp(names[i], text, length) == 0 &&
            (equals != NULL) == (i >= TOLERANCE_RELATIVE)) {
            task->tolerance = (enum tolerance)i;
            task->limit = equals ? number_of(equals + 1, text) : 0;
            return;
        }
    }
    fail("'%s' is no tolerance: exact, text, relative=T, absolute=T", text);
}

/** Takes NAME or NAME=OTHER, cut up in place. OTHER is NAME where it is left out. */
static void add_pair(struct pairs *pairs, char *text, bool whole)
{
    if (pairs->count == MOST_OPTIONS) {
        fail("more than %d options of one kind", MOST_OPTIONS);
    }
    char *equals = whole ? NULL : strchr(text, '=');
    if (equals) {
        *equals = '\0';
    }
    pairs->items[pairs->count++] = (struct pair){.first = text, .second = equals ? equals + 1 : text};
}

static void read_option(struct task *task, const char *name, char *text)
{
    struct {
        const char *name;
        struct pairs *pairs;
        bool whole;
    } options[] = {
        {"--key", &task->keys, false},     {"--value", &task->values, false}, {"--wide", &task->wide, false},
        {"--except", &task->except, true}, {"--where", &task->where, false},  {"--when", &task->when, false},
        {"--absent", &task->absent, true}, {"--extra", &task->extra, true},
    };
    if (strcmp(name, "--least-size") == 0) {
        task->least_size = number_of(text, name);
        return;
    }
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        if (strcmp(options[i].name, name) == 0) {
            add_pair(options[i].pairs, text, options[i].whole);
            return;
        }
    }
    fail("no option '%s'", name);
}

static void read_arguments(int count, char **arguments, struct task *task)
{
    if (count < 4) {
        fail("usage: compare_tables TOLERANCE [OPTION...] FOUND EXPECTED");
    }
    read_tolerance(task, arguments[1]);
    int at = 2;
    for (; at + 2 < count; at += 2) {
        read_option(task, arguments[at], arguments[at + 1]);
    }
    if (at + 2 != count || task->keys.count == 0 || task->values.count + task->wide.count != 1) {
        fail("--key, one of --value and --wide, and two tables are needed; every option takes one value");
    }
    task->found = arguments[count - 2];
    task->expected = arguments[count - 1];
}

int main(int count, char **arguments)
{
    struct task task = {0};
    read_arguments(count, arguments, &task);
    struct table found_table = read_table(task.found), expected_table = read_table(task.expected);
    struct entries found = entries_found(&task, &found_table), expected = entries_expected(&task, &expected_table);
    struct verdict verdict = {0};
    judge_all(&task, &found, &expected, &verdict);
    printf("%zu of %zu %s", verdict.agreed, verdict.compared, arguments[1]);
    if (verdict.largest > 0) {
        printf(", largest difference %.2g at %s", verdict.largest, verdict.largest_at);
    }
    if (verdict.marked > 0) {
        printf(", %zu as said without or with a value", verdict.marked);
    }
    if (verdict.faults > MOST_SHOWN) {
        printf(", %zu faults in all", verdict.faults);
    }
    printf("\n");
    release(&found_table, &found);
    release(&expected_table, &expected);
    return verdict.faults > 0 || verdict.compared == 0;
}
