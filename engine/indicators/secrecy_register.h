/**
 * Coded records of agreements as a register keeps them: which agreement, between whom, how secret in eight items, from
 * when and until when. Records are few (a register is written by hand), so they are kept, in an order of their own.
 */
#ifndef TOCSIN_INDICATORS_SECRECY_REGISTER_H
#define TOCSIN_INDICATORS_SECRECY_REGISTER_H

#include "indicators/actor.h"
#include "indicators/indicator.h"

enum { SECRECY_ITEMS = 8 };

/** One row: what was known of an agreement on the day it was recorded, and two of its parties. */
struct secrecy_record {
    const char *agreement;
    day_number recorded;
    day_number expires;          /* last day in force; DAY_NONE: no end */
    double salience;             /* 0..1 */
    uint8_t known;               /* bit i: item i is known */
    double items[SECRECY_ITEMS]; /* 0..1, 0 where not known */
    struct actor parties[2];     /* region -1 and "" where there is none */
    struct location at;
};

struct secrecy_register {
    tocsin_context *context;
    struct arena *arena;
    size_t slots[SECRECY_ITEMS];
    size_t agreement_slot, signed_slot, expires_slot, salience_slot;
    struct secrecy_record *records;
    size_t count;
    size_t capacity;
};

/** Asks for the columns. Fails with MEMORY. */
tocsin_status secrecy_register_begin(const struct indicator_setup *setup, struct secrecy_register *agreements);
/** Checks and keeps a record; all its faults are reported. */
tocsin_status secrecy_register_add(struct secrecy_register *agreements, const struct record *record);
tocsin_status secrecy_register_merge(struct secrecy_register *agreements, const struct secrecy_register *other);
/**
 * Sorts the records by agreement, day and parties, so that nothing depends on the order they came in, and reports two
 * records of one agreement and day that do not say the same.
 */
tocsin_status secrecy_register_sort(struct secrecy_register *agreements);

/** True if a record that is read once more is the one that was kept. */
bool secrecy_record_is(const struct secrecy_record *kept, const struct record *record);

/** How secret an agreement is by one record, 0..100. */
struct secrecy_index {
    bool known; /* enough items are known; else only the bounds mean something */
    double value;
    double low, high; /* unknown items as 0 and as 1, over all weights */
};
/** `least_known`: the share of weight that must be known, in percent. */
struct secrecy_index secrecy_index_of(const struct secrecy_record *record, const double weights[SECRECY_ITEMS],
                                      double least_known);

#endif
