/**
 * libFuzzer target: a source of one file through every layout. The first byte picks the layout, the second what the
 * model says of the source; the columns asked for are those that indicator modules ask for.
 */
#include "base/number.h"
#include "input/source.h"
#include "target.h"
#include <math.h>
#include <string.h>

enum {
    JOIN_REGIONS = 1,
    WITH_WHERE = 2,
    RENAME = 4,
    NAME_MISSING = 8,
    TWO_FILES = 16,
    REQUIRED = 32,
    MOST_ROLES = 13,
    BUDGET = 64 << 20
};

struct role {
    const char *name;
    enum column_kind kind;
};

static const struct role roles[FORMAT_COUNT][MOST_ROLES] = {
    [FORMAT_SERIES] = {{"gdp", COLUMN_NUMBER}, {"gdp", COLUMN_LOW}, {"gdp", COLUMN_HIGH}, {"debt", COLUMN_TEXT}},
    [FORMAT_EVENTS] = {{"deaths", COLUMN_NUMBER},
                       {"deaths", COLUMN_LOW},
                       {"deaths", COLUMN_HIGH},
                       {"type", COLUMN_TEXT},
                       {"injured", COLUMN_NUMBER},
                       {"count", COLUMN_NUMBER},
                       {"weight", COLUMN_NUMBER}},
    [FORMAT_DEVELOPMENTS] = {{"cameo", COLUMN_TEXT},
                             {"goldstein", COLUMN_NUMBER},
                             {"mentions", COLUMN_NUMBER},
                             {"note", COLUMN_TEXT}},
    [FORMAT_AGREEMENTS] = {{"agreement", COLUMN_TEXT},
                           {"signed", COLUMN_TEXT},
                           {"expires", COLUMN_TEXT},
                           {"salience", COLUMN_NUMBER},
                           {"S1", COLUMN_NUMBER},
                           {"S8", COLUMN_NUMBER}},
    [FORMAT_UCDP_GED] = {{"deaths", COLUMN_NUMBER},
                         {"deaths", COLUMN_LOW},
                         {"deaths", COLUMN_HIGH},
                         {"type", COLUMN_TEXT},
                         {"actor", COLUMN_TEXT}},
    [FORMAT_ICEWS] = {{"cameo", COLUMN_TEXT}, {"goldstein", COLUMN_NUMBER}, {"source", COLUMN_TEXT}},
    [FORMAT_GDELT] = {{"cameo", COLUMN_TEXT},
                      {"goldstein", COLUMN_NUMBER},
                      {"mentions", COLUMN_NUMBER},
                      {"target", COLUMN_TEXT}},
};

static const struct region known[] = {{"PAK", "Pakistan"}, {"AFG", "Afghanistan"}, {"PK", "P"}, {"NA", "Namibia"}};

enum { KNOWN = sizeof known / sizeof known[0] };

struct taken {
    const struct column_set *columns;
    uint64_t records;
};

static void check_number(const struct field *field)
{
    double value = 0;
    require(number_parse(field->text, field->length, &value) && value == field->number && isfinite(value),
            "a number is what its text says");
}

static void check_fields(const struct taken *taken, const struct record *record)
{
    for (size_t i = 0; i < taken->columns->count; i++) {
        const struct field *field = &record->fields[i];
        bool has_text = field->state == FIELD_TEXT || field->state == FIELD_NUMBER;
        if (has_text) {
            require_text(field->text, field->length, "a field is a text");
            require(field->column > 0, "a field has a place");
            require((field->state == FIELD_TEXT) == (taken->columns->requests[i].kind == COLUMN_TEXT),
                    "a field is of the kind that was asked for");
        }
        if (field->state == FIELD_NUMBER) {
            check_number(field);
        }
    }
}

static tocsin_status take_record(void *user, const struct record *record)
{
    struct taken *taken = user;
    taken->records++;
    require(record->region >= -1 && record->region < KNOWN && record->partner >= -1 && record->partner < KNOWN,
            "a region is one of the model");
    require(record->region >= 0 || record->partner >= 0, "a record is about a region of the model");
    require(record->dyadic || (record->partner == -1 && record->partner_text[0] == '\0'),
            "only two sides have a target");
    require_text(record->region_text, strlen(record->region_text), "a region is a text");
    require_text(record->partner_text, strlen(record->partner_text), "a partner is a text");
    require(record->at.line > 0 && record->at.file != NULL, "a record has a place");
    require(record->day == DAY_NONE ||
                (date_from_civil(1, 1, 1) <= record->day && record->day <= date_from_civil(9999, 12, 31)),
            "a day is one of the years 1 to 9999");
    require(record->frequency <= FREQUENCY_DAY, "a date has a frequency");
    check_fields(taken, record);
    return TOCSIN_OK;
}

static void check_report(const struct source_report *report, const struct taken *taken)
{
    require(report->rows_used == taken->records, "all records are handed on");
    require(report->rows_read ==
                report->rows_used + report->rows_filtered + report->rows_unmatched + report->rows_blank,
            "every row is accounted for");
    require((report->first_day == DAY_NONE) == (report->last_day == DAY_NONE) && report->first_day <= report->last_day,
            "days go from the first to the last");
    uint64_t unmatched = 0;
    for (size_t i = 0; i < report->unmatched_count; i++) {
        require_text(report->unmatched[i].name, strlen(report->unmatched[i].name), "a name is a text");
        unmatched += report->unmatched[i].rows;
    }
    require(unmatched <= report->rows_unmatched && report->unmatched_count <= report->unmatched_names,
            "names that match nothing are counted");
}

static void check_contents(const struct source_contents *contents)
{
    for (size_t i = 0; i < contents->region_count; i++) {
        require_text(contents->regions[i], strlen(contents->regions[i]), "a region is a text");
        require(i == 0 || strcmp(contents->regions[i - 1], contents->regions[i]) < 0, "regions are sorted, each once");
    }
    require(contents->first_day <= contents->last_day, "days go from the first to the last");
}

static void ask(struct column_set *columns, enum source_format format, bool required)
{
    for (size_t i = 0; i < MOST_ROLES && roles[format][i].name; i++) {
        struct location at = {"model.yaml", 20, 5};
        bool must = required && roles[format][i].kind == COLUMN_NUMBER;
        require(column_set_add(columns, roles[format][i].name, roles[format][i].kind, must, at) != SIZE_MAX,
                "a column can be asked for");
    }
}

static void read_source(tocsin_context *context, const struct source_recipe *recipe, bool required)
{
    struct arena arena;
    arena_begin(&arena, context);
    struct region_table *regions = NULL;
    struct region_match *match = NULL;
    require(region_table_create(&arena, known, KNOWN, NULL, 0, NULL, &regions) == TOCSIN_OK &&
                region_match_create(context, regions, &match) == TOCSIN_OK,
            "there are regions");
    struct column_set columns = {.arena = &arena};
    ask(&columns, recipe->format, required);
    struct taken taken = {.columns = &columns};
    struct source_reading reading = {.context = context,
                                     .arena = &arena,
                                     .recipe = recipe,
                                     .regions = match,
                                     .columns = &columns,
                                     .record = take_record,
                                     .user = &taken};
    struct source_report report = {.rows_read = 0};
    tocsin_status status = source_read(&reading, &report);
    require((tocsin_diagnostic_total(context, TOCSIN_ERROR) > 0) == (status != TOCSIN_OK),
            "reading fails exactly if there is an error");
    if (status == TOCSIN_OK) {
        check_report(&report, &taken);
    }
    struct source_contents contents;
    if (source_discover(context, &arena, recipe, &contents) == TOCSIN_OK) {
        check_contents(&contents);
    }
    region_match_destroy(context, match);
    arena_end(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const char *const joined[] = {"region", "type"};
    static const char *const kept[] = {"1", "3", "battle"};
    static const char *const missing[] = {"x", "-9999"};
    static struct column_name renamed = {"deaths", "killed", {"model.yaml", 9, 5}};
    static struct where_rule where = {"type", kept, 3, {"model.yaml", 10, 5}};
    enum source_format format = (enum source_format)(take_byte(&bytes, &size) % FORMAT_COUNT);
    uint8_t choice = take_byte(&bytes, &size);
    const char *path = target_file("data.csv", bytes, size);
    struct source_file files[] = {{path, "data.csv"}, {path, "again.csv"}};
    struct source_recipe recipe = {
        .id = "s",
        .format = format,
        .files = files,
        .file_count = choice & TWO_FILES ? 2 : 1,
        .region_columns = choice & JOIN_REGIONS ? joined : NULL,
        .region_column_count = choice & JOIN_REGIONS ? 2 : 0,
        .columns = choice & RENAME ? &renamed : NULL,
        .column_count = choice & RENAME ? 1 : 0,
        .where = choice & WITH_WHERE ? &where : NULL,
        .where_count = choice & WITH_WHERE ? 1 : 0,
        .missing = choice & NAME_MISSING ? missing : NULL,
        .missing_count = choice & NAME_MISSING ? 2 : 0,
        .at = {"model.yaml", 7, 3},
    };
    struct target target;
    target_begin(&target, BUDGET);
    read_source(target.context, &recipe, choice & REQUIRED);
    target_end(&target);
    return 0;
}
