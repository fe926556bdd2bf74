/** The command line, read. */
#ifndef TOCSIN_CLI_ARGUMENTS_H
#define TOCSIN_CLI_ARGUMENTS_H

#include "cli/gate.h"
#include "cli/options.h"

enum { MOST_OPERANDS = 3 };

struct arguments {
    bool has_verb;
    enum verb_id verb;                   /* VERB_HELP if there is none */
    const char *operands[MOST_OPERANDS]; /* NULL past the last */
    size_t operand_count;
    const char *output; /* NULL: not given */
    uint32_t documents; /* bits of TOCSIN_SCORES_CSV, ...; 0: --format was not given */
    const char *period, *from, *to;
    const char *table;    /* NULL: not given */
    const char *against;  /* id of a region; NULL: not given */
    const char *previous; /* NULL: not given */
    const char *model;    /* of --model; NULL: not given */
    const char **regions;
    size_t region_count;
    tocsin_override *overrides;
    size_t override_count;
    struct gate *gates;
    size_t gate_count;
    uint64_t seed; /* 0: not given */
    bool has_digits;
    int digits;
    unsigned threads; /* 0: not given */
    bool dry_run, force, strict, quiet, verbose;
    bool wants_help, wants_version;
    char *command; /* how the program was called, quoted for a shell */
};

/**
 * Reads the command line; splits values such as `A,B` in place. Returns EXIT_CODE_OK, or another after saying what is
 * wrong. Give back with arguments_release in either case.
 */
enum exit_code arguments_parse(int count, char **words, struct arguments *arguments);
void arguments_release(struct arguments *arguments);

#endif
