/** A number column of event rows that counts things: asked for, read and checked in one place. */
#include "indicators/quantity.h"
#include "base/number.h"

tocsin_status quantity_request(const struct indicator_setup *setup, const char *name, double otherwise,
                               struct quantity *quantity)
{
    size_t slot = column_set_add(setup->columns, name, COLUMN_NUMBER, false, setup->at);
    if (slot == SIZE_MAX) {
        return TOCSIN_ERROR_MEMORY;
    }
    *quantity = (struct quantity){.name = name, .slot = slot, .otherwise = otherwise};
    return TOCSIN_OK;
}

tocsin_status quantity_read(tocsin_context *context, struct quantity *quantity, const struct record *record,
                            double *value)
{
    const struct field *field = &record->fields[quantity->slot];
    double number = field_number(field, quantity->otherwise);
    if (number < 0) {
        return diagnostics_report(context, DIAGNOSTIC_QUANTITY_NEGATIVE, record_field_at(record, field),
                                  "a number that stands for 'not known' belongs into the source's list 'missing'",
                                  "'%s' is '%s', where a count of 0 or more was expected", quantity->name, field->text);
    }
    quantity->missing += field->state == FIELD_MISSING;
    *value = number;
    return TOCSIN_OK;
}

void quantity_report(const struct indicator_frame *frame, const struct quantity *quantity)
{
    if (quantity->missing == 0) {
        return;
    }
    char otherwise[NUMBER_TEXT_SIZE];
    number_format(otherwise, quantity->otherwise, -1);
    diagnostics_report(frame->context, DIAGNOSTIC_QUANTITY_MISSING, frame->at, NULL,
                       "indicator '%s': %llu row%s without a number in '%s' counted as %s", frame->id,
                       (unsigned long long)quantity->missing, quantity->missing == 1 ? "" : "s", quantity->name,
                       otherwise);
}

tocsin_status quantity_failure(tocsin_context *context, const char *id, const struct record *record,
                               tocsin_status status)
{
    if (status != TOCSIN_ERROR_DATA) {
        return status;
    }
    char day[PERIOD_TEXT_SIZE];
    return diagnostics_report(context, DIAGNOSTIC_QUANTITY_TOO_LARGE, record->at,
                              "a number that stands for 'not known' belongs into the source's list 'missing'",
                              "indicator '%s': with this row a sum of its region on %s leaves the range of +-4.6e18",
                              id, period_format(day, FREQUENCY_DAY, period_of_day(FREQUENCY_DAY, record->day)));
}

tocsin_status quantity_merge_failure(tocsin_context *context, const char *id, tocsin_status status)
{
    if (status != TOCSIN_ERROR_DATA) {
        return status;
    }
    return diagnostics_report(context, DIAGNOSTIC_QUANTITY_TOO_LARGE, LOCATION_NONE, NULL,
                              "indicator '%s': the sums of a region and day leave the range of 4.6e18", id);
}
