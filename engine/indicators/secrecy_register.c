/** Coded records of agreements: read, checked, put into an order of their own, and their secrecy index. */
#include "indicators/secrecy_register.h"
#include "base/text.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const item_names[SECRECY_ITEMS] = {"S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8"};
/* S6 is a lag on a logarithmic scale and S8 a share of five: both may be any number from 0 to 1. */
static const bool item_is_free[SECRECY_ITEMS] = {[5] = true, [7] = true};

tocsin_status secrecy_register_begin(const struct indicator_setup *setup, struct secrecy_register *agreements)
{
    *agreements = (struct secrecy_register){.context = setup->context, .arena = setup->arena};
    agreements->agreement_slot = column_set_add(setup->columns, "agreement", COLUMN_TEXT, true, setup->at);
    agreements->signed_slot = column_set_add(setup->columns, "signed", COLUMN_TEXT, false, setup->at);
    agreements->expires_slot = column_set_add(setup->columns, "expires", COLUMN_TEXT, false, setup->at);
    agreements->salience_slot = column_set_add(setup->columns, "salience", COLUMN_NUMBER, false, setup->at);
    bool complete = agreements->agreement_slot != SIZE_MAX && agreements->signed_slot != SIZE_MAX &&
                    agreements->expires_slot != SIZE_MAX && agreements->salience_slot != SIZE_MAX;
    for (size_t i = 0; i < SECRECY_ITEMS; i++) {
        agreements->slots[i] = column_set_add(setup->columns, item_names[i], COLUMN_NUMBER, false, setup->at);
        complete = complete && agreements->slots[i] != SIZE_MAX;
    }
    return complete ? TOCSIN_OK : TOCSIN_ERROR_MEMORY;
}

static void read_item(const struct secrecy_register *agreements, const struct record *record, size_t item,
                      struct secrecy_record *made)
{
    const struct field *field = &record->fields[agreements->slots[item]];
    if (field->state != FIELD_NUMBER) {
        return;
    }
    double quarters = field->number * 4;
    bool valid = field->number >= 0 && field->number <= 1 && (item_is_free[item] || quarters == floor(quarters));
    if (!valid) {
        diagnostics_report(agreements->context, DIAGNOSTIC_SECRECY_ITEM, record_field_at(record, field),
                           "an item that is not known is left empty", "'%s' is '%s', where %s was expected",
                           item_names[item], field->text,
                           item_is_free[item] ? "a number from 0 to 1" : "0, 0.25, 0.5, 0.75 or 1");
        return;
    }
    made->known |= (uint8_t)(1u << item);
    made->items[item] = field->number;
}

static day_number read_date(const struct secrecy_register *agreements, const struct record *record, size_t slot,
                            const char *name)
{
    const struct field *field = &record->fields[slot];
    day_number day = DAY_NONE;
    enum frequency frequency;
    if (field->state == FIELD_TEXT && !date_parse(field->text, field->length, &day, &frequency)) {
        diagnostics_report(agreements->context, DIAGNOSTIC_AGREEMENT_DATE, record_field_at(record, field), NULL,
                           "'%s' is '%s', where a date such as 2023-08-03, 2023-08 or 2023 was expected", name,
                           field->text);
        return DAY_NONE;
    }
    return day;
}

static void read_dates(const struct secrecy_register *agreements, const struct record *record,
                       struct secrecy_record *made)
{
    day_number day = read_date(agreements, record, agreements->signed_slot, "signed");
    made->expires = read_date(agreements, record, agreements->expires_slot, "expires");
    if (day != DAY_NONE && made->expires != DAY_NONE && made->expires < day) {
        diagnostics_report(agreements->context, DIAGNOSTIC_AGREEMENT_DATE,
                           record_field_at(record, &record->fields[agreements->expires_slot]), NULL,
                           "the agreement expires on '%s', before it was signed on '%s'",
                           record->fields[agreements->expires_slot].text, record->fields[agreements->signed_slot].text);
    }
}

static void read_salience(const struct secrecy_register *agreements, const struct record *record,
                          struct secrecy_record *made)
{
    const struct field *field = &record->fields[agreements->salience_slot];
    made->salience = field_number(field, 1);
    if (made->salience < 0 || made->salience > 1) {
        diagnostics_report(agreements->context, DIAGNOSTIC_AGREEMENT_SALIENCE, record_field_at(record, field), NULL,
                           "'salience' is '%s', where a number from 0 to 1 was expected", field->text);
    }
}

tocsin_status secrecy_register_add(struct secrecy_register *agreements, const struct record *record)
{
    if (record->day == DAY_NONE) {
        return TOCSIN_ERROR_INTERNAL; /* the layout refuses rows without a date */
    }
    uint64_t mark = diagnostics_mark(agreements->context);
    const struct field *agreement = &record->fields[agreements->agreement_slot];
    struct secrecy_record made = {.recorded = record->day, .expires = DAY_NONE, .at = record->at};
    if (agreement->state != FIELD_TEXT) {
        diagnostics_report(agreements->context, DIAGNOSTIC_AGREEMENT_UNNAMED, record->at, NULL,
                           "the record has no id in 'agreement'");
    }
    for (size_t i = 0; i < SECRECY_ITEMS; i++) {
        read_item(agreements, record, i, &made);
    }
    read_dates(agreements, record, &made);
    read_salience(agreements, record, &made);
    tocsin_status status = diagnostics_since(agreements->context, mark);
    if (status != TOCSIN_OK) {
        return status;
    }
    made.agreement = arena_copy(agreements->arena, agreement->text, agreement->length);
    made.at.file = record->at.file ? arena_text(agreements->arena, record->at.file) : NULL;
    made.parties[0] = (struct actor){record->region, arena_text(agreements->arena, record->region_text)};
    made.parties[1] = (struct actor){-1, ""};
    if (record->dyadic) {
        made.parties[1] = (struct actor){record->partner, arena_text(agreements->arena, record->partner_text)};
    }
    bool lost = !made.agreement || (record->at.file && !made.at.file) || !made.parties[0].text || !made.parties[1].text;
    status = lost ? TOCSIN_ERROR_MEMORY
                  : arena_grow(agreements->arena, &agreements->records, agreements->count, sizeof *agreements->records,
                               &agreements->capacity);
    if (status == TOCSIN_OK) {
        agreements->records[agreements->count++] = made;
    }
    return status;
}

tocsin_status secrecy_register_merge(struct secrecy_register *agreements, const struct secrecy_register *other)
{
    for (size_t i = 0; i < other->count; i++) {
        tocsin_status status = arena_grow(agreements->arena, &agreements->records, agreements->count,
                                          sizeof *agreements->records, &agreements->capacity);
        if (status != TOCSIN_OK) {
            return status;
        }
        agreements->records[agreements->count++] = other->records[i];
    }
    return TOCSIN_OK;
}

static bool same_record(const struct secrecy_record *left, const struct secrecy_record *right)
{
    return strcmp(left->agreement, right->agreement) == 0 && left->recorded == right->recorded;
}

static bool same_content(const struct secrecy_record *left, const struct secrecy_record *right)
{
    bool same = left->expires == right->expires && left->salience == right->salience && left->known == right->known;
    for (size_t i = 0; i < SECRECY_ITEMS; i++) {
        same = same && left->items[i] == right->items[i];
    }
    return same;
}

static int compare_places(const struct location *left, const struct location *right)
{
    int order = left->file && right->file ? strcmp(left->file, right->file) : 0;
    return order ? order : (left->line > right->line) - (left->line < right->line);
}

static int compare(const void *left, const void *right)
{
    const struct secrecy_record *a = left;
    const struct secrecy_record *b = right;
    int order = strcmp(a->agreement, b->agreement);
    order = order ? order : (a->recorded > b->recorded) - (a->recorded < b->recorded);
    order = order ? order : strcmp(a->parties[0].text, b->parties[0].text);
    order = order ? order : strcmp(a->parties[1].text, b->parties[1].text);
    return order ? order : compare_places(&a->at, &b->at);
}

tocsin_status secrecy_register_sort(struct secrecy_register *agreements)
{
    if (agreements->count < 2) {
        return TOCSIN_OK;
    }
    qsort(agreements->records, agreements->count, sizeof *agreements->records, compare);
    uint64_t mark = diagnostics_mark(agreements->context);
    for (size_t i = 1; i < agreements->count; i++) {
        const struct secrecy_record *record = &agreements->records[i];
        const struct secrecy_record *before = &agreements->records[i - 1];
        if (same_record(before, record) && !same_content(before, record)) {
            diagnostics_report(agreements->context, DIAGNOSTIC_AGREEMENT_TWICE, record->at,
                               "rows of one agreement and day may differ in their parties only",
                               "agreement '%s' has another record of the same day in line %llu, which says otherwise",
                               record->agreement, (unsigned long long)before->at.line);
        }
    }
    return diagnostics_since(agreements->context, mark);
}

bool secrecy_record_is(const struct secrecy_record *kept, const struct record *record)
{
    return kept->at.line == record->at.line && text_equal(kept->at.file, record->at.file);
}

struct secrecy_index secrecy_index_of(const struct secrecy_record *record, const double weights[SECRECY_ITEMS],
                                      double least_known)
{
    double all = 0;
    double known = 0;
    double secret = 0;
    for (size_t i = 0; i < SECRECY_ITEMS; i++) {
        all += weights[i];
        if (record->known & (1u << i)) {
            known += weights[i];
            secret += weights[i] * record->items[i];
        }
    }
    struct secrecy_index index = {.low = 100.0 * secret / all, .high = 100.0 * (secret + all - known) / all};
    index.known = known > 0 && 100.0 * known >= least_known * all;
    index.value = index.known ? 100.0 * secret / known : 0;
    return index;
}
