/** Reads events of the CAMEO scheme, and says what is wrong with those that cannot be used. */
#include "indicators/development.h"
#include "indicators/quantity.h"
#include <math.h>
#include <stdio.h>

tocsin_status development_request(const struct indicator_setup *setup, struct development_columns *columns)
{
    columns->goldstein = column_set_add(setup->columns, "goldstein", COLUMN_NUMBER, false, setup->at);
    columns->code = column_set_add(setup->columns, "cameo", COLUMN_TEXT, false, setup->at);
    columns->mentions = column_set_add(setup->columns, "mentions", COLUMN_NUMBER, false, setup->at);
    bool complete = columns->goldstein != SIZE_MAX && columns->code != SIZE_MAX && columns->mentions != SIZE_MAX;
    return complete ? TOCSIN_OK : TOCSIN_ERROR_MEMORY;
}

/** A spreadsheet that takes codes for numbers drops their leading zero. */
static tocsin_status report_unknown_code(tocsin_context *context, const struct record *record, const struct field *text)
{
    char padded[CAMEO_CODE_SIZE + 1];
    char hint[64];
    double goldstein;
    bool cut = text->length < CAMEO_CODE_SIZE - 1;
    snprintf(padded, sizeof padded, "0%s", cut ? text->text : "");
    snprintf(hint, sizeof hint, "codes keep their leading zero: did you mean '%s'?", padded);
    return diagnostics_report(context, DIAGNOSTIC_CAMEO_UNKNOWN, record_field_at(record, text),
                              cut && cameo_exists(padded, &goldstein) ? hint : NULL,
                              "'%s' is not a CAMEO code: the event is left out", text->text);
}

static tocsin_status read_event(tocsin_context *context, const struct development_columns *columns,
                                const struct record *record, struct development *development, bool *known)
{
    const struct field *number = &record->fields[columns->goldstein];
    const struct field *text = &record->fields[columns->code];
    bool coded = text->state == FIELD_TEXT && cameo_code_read(text->text, text->length, development->code);
    if (!coded) {
        development->code[0] = '\0';
    }
    *known = true;
    if (number->state == FIELD_NUMBER) {
        development->goldstein = number->number;
        if (fabs(number->number) > 10) {
            return diagnostics_report(context, DIAGNOSTIC_GOLDSTEIN_RANGE, record_field_at(record, number), NULL,
                                      "'goldstein' is '%s', where a number from -10 to 10 was expected", number->text);
        }
        return TOCSIN_OK;
    }
    if (coded && cameo_goldstein(development->code, &development->goldstein)) {
        return TOCSIN_OK;
    }
    *known = false;
    if (text->state == FIELD_TEXT) {
        return report_unknown_code(context, record, text);
    }
    return diagnostics_report(context, DIAGNOSTIC_CAMEO_MISSING, record->at, NULL,
                              "the event has neither a code nor a Goldstein value: it is left out");
}

tocsin_status development_read(tocsin_context *context, const struct development_columns *columns,
                               const struct record *record, struct development *development, bool *known)
{
    struct development read = {.mentions = 1};
    bool usable = false;
    tocsin_status status = read_event(context, columns, record, &read, &usable);
    if (status == TOCSIN_OK && usable) {
        struct quantity quantity = {.name = "mentions", .slot = columns->mentions, .otherwise = 1};
        status = quantity_read(context, &quantity, record, &read.mentions);
    }
    if (status == TOCSIN_OK) {
        *development = read;
        *known = usable;
    }
    return status;
}
