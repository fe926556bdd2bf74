/**
 * tocsin: a regional risk-indicator scoring engine.
 *
 * The one public header. An incompatible change here raises the major version and the SONAME.
 *
 * Conventions, without exception:
 *  - Every function that can fail returns a tocsin_status; what it produces comes back through its last parameters,
 *    which are untouched on failure. A failure caused by input also leaves diagnostics in the context.
 *  - Objects are made by `_create`, `_load`, `_run`, `_analyse` or `_explain` and given back by the matching
 *    `_destroy`, which accepts NULL.
 *  - A pointer that a getter returns lives as long as the object it was asked of, and is not to be freed.
 *  - State hangs on a context. One context serves one thread at a time; different contexts are independent.
 *  - The library never prints, exits or aborts, and leaves the host's locale, signals, streams and GSL error handler
 *    as it found them.
 *  - Text is UTF-8. A missing number has no value: getters report its presence, never a stand-in.
 */
#ifndef TOCSIN_TOCSIN_H
#define TOCSIN_TOCSIN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define TOCSIN_PUBLIC __attribute__((visibility("default")))
#else
#define TOCSIN_PUBLIC
#endif

/* ------------------------------------------------------------------------------------------------ status */

/** What came of a call. Fixed width, so that bindings need not guess; numbers are never reused. */
typedef int32_t tocsin_status;

enum {
    TOCSIN_OK = 0,                  /**< done */
    TOCSIN_ERROR_INTERNAL = 1,      /**< a fault of the engine itself: please report it */
    TOCSIN_ERROR_MEMORY = 2,        /**< memory could not be had, or a limit on memory was met */
    TOCSIN_ERROR_ARGUMENT = 3,      /**< the caller's argument is not usable */
    TOCSIN_ERROR_DATA = 4,          /**< an input file holds something that cannot be used */
    TOCSIN_ERROR_NO_INPUT = 5,      /**< an input file is missing or unreadable */
    TOCSIN_ERROR_UNAVAILABLE = 6,   /**< a feature that this build or version does not have */
    TOCSIN_ERROR_CANNOT_CREATE = 7, /**< an output cannot be created where it was asked for */
    TOCSIN_ERROR_IO = 8,            /**< reading or writing failed midway, a full disk among others */
    TOCSIN_ERROR_MODEL = 9,         /**< the model file is not valid */
    TOCSIN_ERROR_INTERRUPTED = 10,  /**< the cancel callback asked to stop */
    TOCSIN_STATUS_END = 11          /**< not a status: one past the last */
};

/** The meaning of a status in a few words; never NULL. */
TOCSIN_PUBLIC const char *tocsin_status_text(tocsin_status status);

/** The version of the library, e.g. "0.1.0". */
TOCSIN_PUBLIC const char *tocsin_version(void);

/** Names and versions of the libraries built in, one "name version" per line. */
TOCSIN_PUBLIC const char *tocsin_build_information(void);

/* ------------------------------------------------------------------------------------------------ context */

/** Allocator, limits, diagnostics and callbacks of one caller. */
typedef struct tocsin_context tocsin_context;

/** Where memory comes from. All three are given, or the C library's are used. They must be thread-safe. */
typedef struct tocsin_allocator {
    void *(*allocate)(void *user, size_t bytes);
    void *(*resize)(void *user, void *block, size_t bytes);
    void (*release)(void *user, void *block);
    void *user;
} tocsin_allocator;

/**
 * Told how far a run is: `done` of `total` steps of the stage named `stage`. Return non-zero to ask the run to stop
 * (it returns TOCSIN_ERROR_INTERRUPTED and leaves nothing behind).
 */
typedef int (*tocsin_progress)(void *user, const char *stage, uint64_t done, uint64_t total);

/** Receives bytes of an output. Return non-zero to refuse; the writing call then fails with TOCSIN_ERROR_IO. */
typedef int (*tocsin_write)(void *user, const char *bytes, size_t size);

/**
 * Makes a context. `allocator` may be NULL.
 * Fails with TOCSIN_ERROR_MEMORY.
 */
TOCSIN_PUBLIC tocsin_status tocsin_context_create(const tocsin_allocator *allocator, tocsin_context **context);
TOCSIN_PUBLIC void tocsin_context_destroy(tocsin_context *context);

/** Threads that a run may use, 1..256; default 1. The results do not depend on it. */
TOCSIN_PUBLIC tocsin_status tocsin_context_set_threads(tocsin_context *context, unsigned threads);
/** Non-zero: warnings become errors. Default 0. */
TOCSIN_PUBLIC tocsin_status tocsin_context_set_strict(tocsin_context *context, int strict);
TOCSIN_PUBLIC tocsin_status tocsin_context_set_progress(tocsin_context *context, tocsin_progress progress, void *user);

/* ------------------------------------------------------------------------------------------------ diagnostics */

enum { TOCSIN_NOTE = 0, TOCSIN_WARNING = 1, TOCSIN_ERROR = 2 };

/** One finding about an input, as text for people and as parts for programs. */
typedef struct tocsin_diagnostic {
    int32_t severity;    /**< TOCSIN_NOTE, TOCSIN_WARNING or TOCSIN_ERROR */
    int32_t code;        /**< stable number, shown as E1204 or W2107 */
    const char *file;    /**< as the caller or the model named it; NULL if it concerns no file */
    uint64_t line;       /**< from 1; 0 if not known */
    uint64_t column;     /**< byte in the line, from 1; 0 if not known */
    const char *message; /**< one line, no newline at its end */
    const char *hint;    /**< what to do about it, or NULL */
} tocsin_diagnostic;

/** Number of diagnostics kept (at most 100 a file), oldest first. */
TOCSIN_PUBLIC size_t tocsin_diagnostic_count(const tocsin_context *context);
/** The diagnostic at `index`; its texts live until the diagnostics are cleared. */
TOCSIN_PUBLIC tocsin_status tocsin_diagnostic_at(const tocsin_context *context, size_t index,
                                                 tocsin_diagnostic *diagnostic);
/** How many of a severity were found, those beyond the kept ones included. */
TOCSIN_PUBLIC uint64_t tocsin_diagnostic_total(const tocsin_context *context, int32_t severity);
/** Forgets all diagnostics, as before a new run. */
TOCSIN_PUBLIC void tocsin_diagnostics_clear(tocsin_context *context);

/* ------------------------------------------------------------------------------------------------ model */

/** A model that was read and found valid. */
typedef struct tocsin_model tocsin_model;

/** One `--set PATH=VALUE`: a key of the model file and the YAML text to put there. */
typedef struct tocsin_override {
    const char *path;  /**< e.g. "indicators.militant_activity.options.half_life" or "index.children[0].weight" */
    const char *value; /**< YAML, e.g. "60" or "[1, 2]" */
} tocsin_override;

/**
 * Reads and checks a model file ("-" is standard input). All faults are reported in one go.
 * Fails with TOCSIN_ERROR_NO_INPUT, TOCSIN_ERROR_MODEL, TOCSIN_ERROR_DATA (a structure table) or TOCSIN_ERROR_MEMORY.
 */
TOCSIN_PUBLIC tocsin_status tocsin_model_load(tocsin_context *context, const char *path,
                                              const tocsin_override *overrides, size_t override_count,
                                              tocsin_model **model);
TOCSIN_PUBLIC void tocsin_model_destroy(tocsin_model *model);

TOCSIN_PUBLIC const char *tocsin_model_id(const tocsin_model *model);
TOCSIN_PUBLIC const char *tocsin_model_title(const tocsin_model *model);

/** Writes the JSON Schema of the model file. */
TOCSIN_PUBLIC tocsin_status tocsin_schema_write(tocsin_context *context, const char *name, tocsin_write write,
                                                void *user);

/* ------------------------------------------------------------------------------------------------ run */

/** A finished run: scores and all that led to them. */
typedef struct tocsin_result tocsin_result;

/** What is reported of a run. It never limits what statistics are taken over. Zero-initialise, then set. */
typedef struct tocsin_run_options {
    const char *from;           /**< first period reported, e.g. "2023-01"; NULL: the model's */
    const char *to;             /**< last period reported; NULL: the model's */
    const char *const *regions; /**< ids of the regions reported, `region_count` of them; none: all */
    size_t region_count;
    uint64_t seed;       /**< of random streams, 0: the model's */
    const char *command; /**< how the caller was invoked, for the manifest; NULL: left out */
    /** A run folder to go on from: its last period is the one before this run's first. Levels and alerts then are those
     * of one long run. NULL: none. */
    const char *previous;
} tocsin_run_options;

/**
 * Reads the data that a model names and scores it. `options` may be NULL.
 * Fails with TOCSIN_ERROR_NO_INPUT, _DATA, _MODEL, _ARGUMENT (an unknown region or period), _INTERRUPTED, _MEMORY.
 */
TOCSIN_PUBLIC tocsin_status tocsin_run(tocsin_context *context, const tocsin_model *model,
                                       const tocsin_run_options *options, tocsin_result **result);

/**
 * Reads all data of a model and reports every problem found, without scoring.
 * Returns the status of the first error, TOCSIN_OK if there was none.
 */
TOCSIN_PUBLIC tocsin_status tocsin_check(tocsin_context *context, const tocsin_model *model);

TOCSIN_PUBLIC void tocsin_result_destroy(tocsin_result *result);

/** One row of scores.csv. A number is there only if its `has_` flag is 1. */
typedef struct tocsin_score {
    const char *period; /**< ISO 8601 */
    const char *region; /**< id */
    const char *region_name;
    int has_score;
    double score; /**< on the model's scale */
    int has_change;
    double change;       /**< since the period before */
    double coverage;     /**< share of the index's weight that had data, 0..1 */
    double imputed;      /**< share of the index's weight that was imputed, 0..1 */
    int32_t rank;        /**< 1 is the highest score; 0 if there is no score */
    const char *level;   /**< id of the level, NULL if there is none */
    int32_t level_index; /**< from 0, the lowest; -1 if there is none */
    char status;         /**< SDMX OBS_STATUS letter */
} tocsin_score;

/** Reported rows, sorted by period, then by region in model order. */
TOCSIN_PUBLIC size_t tocsin_result_score_count(const tocsin_result *result);
TOCSIN_PUBLIC tocsin_status tocsin_result_score_at(const tocsin_result *result, size_t index, tocsin_score *score);
/** The row of a region and a period; TOCSIN_ERROR_ARGUMENT if there is none. */
TOCSIN_PUBLIC tocsin_status tocsin_result_score_of(const tocsin_result *result, const char *region, const char *period,
                                                   tocsin_score *score);
/** Levels of the model from the lowest up; index 0.. ; NULL past the last. */
TOCSIN_PUBLIC const char *tocsin_result_level(const tocsin_result *result, size_t index);

/* ------------------------------------------------------------------------------------------------ outputs */

/** Documents that a result can be written as. Bits, so that a set can be named. */
enum {
    TOCSIN_SCORES_CSV = 1,
    TOCSIN_NODES_CSV = 2,
    TOCSIN_INDICATORS_CSV = 4,
    TOCSIN_SUMMARY_TEXT = 8,
    TOCSIN_SCORES_JSON = 16,
    TOCSIN_ALERTS_CSV = 32,
    TOCSIN_MEASURED_CSV = 64,   /**< raw values of all regions and measured periods, reported or not */
    TOCSIN_MODEL_YAML = 128,    /**< the model file as it was read */
    TOCSIN_REGIONS_CSV = 256,   /**< the regions with all columns of their file */
    TOCSIN_STRUCTURE_CSV = 512, /**< the structure table of models that have one */
    TOCSIN_STATES_CSV = 1024    /**< what the next run needs to go on from this one */
};

typedef struct tocsin_output_options {
    uint32_t documents; /**< bits; 0: all */
    int replace;        /**< non-zero: an existing run folder is replaced, at once and whole */
    int has_digits;     /**< non-zero: numbers are rounded to `digits` decimals; else they read back to the bit */
    int digits;         /**< 0..15 */
} tocsin_output_options;

/**
 * Writes the run folder `directory`, whole or not at all: the documents asked for, manifest.json and datapackage.json.
 * Fails with TOCSIN_ERROR_CANNOT_CREATE or TOCSIN_ERROR_IO; then nothing new is there and what was there still is.
 */
TOCSIN_PUBLIC tocsin_status tocsin_result_write_folder(tocsin_context *context, const tocsin_result *result,
                                                       const char *directory, const tocsin_output_options *options);

/** Writes one document to a callback. `options` may be NULL. */
TOCSIN_PUBLIC tocsin_status tocsin_result_write(tocsin_context *context, const tocsin_result *result, uint32_t document,
                                                const tocsin_output_options *options, tocsin_write write, void *user);

/**
 * The documents that a run folder of this result holds for which `documents` (bits; 0: all) were asked: some are in
 * every folder (the model, the regions), some only where there is something to put into them (a structure table).
 */
TOCSIN_PUBLIC uint32_t tocsin_result_documents(const tocsin_result *result, uint32_t documents);

/** The file name of a document in a run folder, e.g. "scores.csv"; NULL for an unknown one. */
TOCSIN_PUBLIC const char *tocsin_document_name(uint32_t document);

/* ------------------------------------------------------------------------------------------------ verification */

/** Zero-initialise, then set. */
typedef struct tocsin_verify_options {
    const char *model; /**< where the model file is now; NULL: where the manifest says, or in a folder above */
} tocsin_verify_options;

/** What a verification has found. */
typedef struct tocsin_verification {
    size_t files;         /**< of the run folder, manifest.json not counted */
    size_t files_changed; /**< that are not as they were written */
    size_t files_missing;
    size_t files_foreign; /**< that are not of the run; at most 20 are looked for */
    int model_found;
    int model_changed;
    size_t inputs;       /**< files that the run has read */
    int inputs_compared; /**< 0: the model could not be had, and so what it reads */
    size_t inputs_changed;
    size_t inputs_missing;
    size_t inputs_new;  /**< that would be read now and were not then */
    int repeated;       /**< 1: the run was made again: the model and all inputs are as they were */
    size_t files_other; /**< files that came out otherwise */
} tocsin_verification;

/**
 * Verifies the run folder `directory`: its files against its manifest, its model and inputs against what was read then,
 * and, if they are the same, the run itself, made again and compared byte for byte. Writes nothing. All that differs is
 * in the diagnostics. `options` may be NULL. Unlike other functions this one fills in `*verification` on failure, too
 * (all 0 if there is no manifest to go by).
 * Fails with TOCSIN_ERROR_DATA if something differs, TOCSIN_ERROR_NO_INPUT if something is missing and nothing differs;
 * else as tocsin_model_load and tocsin_run.
 */
TOCSIN_PUBLIC tocsin_status tocsin_verify(tocsin_context *context, const char *directory,
                                          const tocsin_verify_options *options, tocsin_verification *verification);

/* ------------------------------------------------------------------------------------------------ explanations */

/** What is to be explained. Zero-initialise, then set. */
typedef struct tocsin_explain_options {
    const char *region;          /**< id; required */
    const char *period;          /**< NULL: the last */
    const char *against;         /**< id of a region whose score of the same period is compared with; NULL: none */
    const tocsin_model *what_if; /**< the model read with other values, to say what would be; NULL: none */
} tocsin_explain_options;

/**
 * How a score came about: why it is what it is, the index with parts at every node, every indicator from the rows of
 * its source through raw value, treatment, normalisation and weight to its part of the score, and what makes the
 * difference to another region and to the model with other values. It outlives its models.
 */
typedef struct tocsin_explanation tocsin_explanation;

/**
 * Runs the model, and the other one if there is one, and explains a score. Sources are read a second time for the rows
 * behind it. Fails as tocsin_run, and with TOCSIN_ERROR_ARGUMENT for a region or period that is not there.
 */
TOCSIN_PUBLIC tocsin_status tocsin_explain(tocsin_context *context, const tocsin_model *model,
                                           const tocsin_explain_options *options, tocsin_explanation **explanation);
TOCSIN_PUBLIC void tocsin_explanation_destroy(tocsin_explanation *explanation);

/**
 * Writes the page for people, 80 cells wide, to a callback. Of `options` (may be NULL) the digits count, where they are
 * fewer than the page has. Fails with TOCSIN_ERROR_IO or _MEMORY.
 */
TOCSIN_PUBLIC tocsin_status tocsin_explanation_write_text(tocsin_context *context,
                                                          const tocsin_explanation *explanation,
                                                          const tocsin_output_options *options, tocsin_write write,
                                                          void *user);
/** Writes the same as JSON, schema tocsin/explanation/1. Of `options` (may be NULL) the digits count. */
TOCSIN_PUBLIC tocsin_status tocsin_explanation_write_json(tocsin_context *context,
                                                          const tocsin_explanation *explanation,
                                                          const tocsin_output_options *options, tocsin_write write,
                                                          void *user);

/* ------------------------------------------------------------------------------------------------ analysis */

/**
 * What the numbers of an index say about it (OECD/JRC Handbook on Constructing Composite Indicators, 2008, step 4):
 * tables of statistics, correlations, reliability, principal components, effective weights and so on, and in sentences
 * what there is to worry about. It outlives its model.
 */
typedef struct tocsin_analysis tocsin_analysis;

/**
 * Reads the data that a model names, scores it, and analyses the periods that `options` name (NULL: all) over all
 * regions: `options->regions` names none. The time that an analysis takes grows with the square of the number of
 * indicators, and with regions times periods.
 * Fails as tocsin_run, and with TOCSIN_ERROR_ARGUMENT if regions are named.
 */
TOCSIN_PUBLIC tocsin_status tocsin_analyse(tocsin_context *context, const tocsin_model *model,
                                           const tocsin_run_options *options, tocsin_analysis **analysis);
TOCSIN_PUBLIC void tocsin_analysis_destroy(tocsin_analysis *analysis);

/** How much a finding matters. */
enum {
    TOCSIN_CONCERN_NOTE = 0,    /**< good to know */
    TOCSIN_CONCERN_CAUTION = 1, /**< look at it before the index is used */
    TOCSIN_CONCERN_SERIOUS = 2  /**< the index says something else than it seems to */
};

/** Something to worry about. */
typedef struct tocsin_finding {
    int32_t concern;   /**< TOCSIN_CONCERN_NOTE, _CAUTION or _SERIOUS */
    const char *table; /**< name of the table with the numbers */
    const char *text;  /**< a sentence or two, with the numbers */
} tocsin_finding;

/** Number of findings; the serious ones come first. */
TOCSIN_PUBLIC size_t tocsin_analysis_finding_count(const tocsin_analysis *analysis);
/** The finding at `index`; TOCSIN_ERROR_ARGUMENT if there is none. */
TOCSIN_PUBLIC tocsin_status tocsin_analysis_finding_at(const tocsin_analysis *analysis, size_t index,
                                                       tocsin_finding *finding);

/** Number of tables: the same ones for every model, with no rows where there is nothing to say. */
TOCSIN_PUBLIC size_t tocsin_analysis_table_count(const tocsin_analysis *analysis);
/** The name of a table, e.g. "correlations", which is that of its file without ".csv"; NULL past the last. */
TOCSIN_PUBLIC const char *tocsin_analysis_table_name(const tocsin_analysis *analysis, size_t index);

/**
 * Writes one table as CSV to a callback, in time in proportion to its size. Of `options` (may be NULL) the digits
 * count. Fails with TOCSIN_ERROR_ARGUMENT (no table has the name), TOCSIN_ERROR_IO (the callback refused) or _MEMORY.
 */
TOCSIN_PUBLIC tocsin_status tocsin_analysis_write_table(tocsin_context *context, const tocsin_analysis *analysis,
                                                        const char *name, const tocsin_output_options *options,
                                                        tocsin_write write, void *user);
/**
 * Writes the page for people to a callback: what was analysed, what to worry about, the main numbers of the tables.
 * Of `options` (may be NULL) the digits count, where they are fewer than the page has. Fails with TOCSIN_ERROR_IO or
 * _MEMORY.
 */
TOCSIN_PUBLIC tocsin_status tocsin_analysis_write_text(tocsin_context *context, const tocsin_analysis *analysis,
                                                       const tocsin_output_options *options, tocsin_write write,
                                                       void *user);
/**
 * Writes the folder `directory`, whole or not at all: the page as analysis.txt, every table as NAME.csv,
 * datapackage.json and manifest.json. `options->documents` does not count; `replace` replaces an analysis only.
 * Fails with TOCSIN_ERROR_CANNOT_CREATE or TOCSIN_ERROR_IO; then nothing new is there and what was there still is.
 */
TOCSIN_PUBLIC tocsin_status tocsin_analysis_write_folder(tocsin_context *context, const tocsin_analysis *analysis,
                                                         const char *directory, const tocsin_output_options *options);

/* ------------------------------------------------------------------------------------------------ comparison */

/**
 * Two run folders of the same or a revised model compared: every score that moved, its difference split exactly into
 * what has caused it, and which ranks and levels changed.
 */
typedef struct tocsin_comparison tocsin_comparison;

/** Zero-initialise, then set. */
typedef struct tocsin_compare_options {
    const char *command; /**< how the caller was invoked, for the manifest; NULL: left out */
} tocsin_compare_options;

/**
 * Reads the run folders `a` and `b` back and scores their measured values again, as they are and in every mixture of
 * what differs between them: as often as 2 to the power of the causes, of which there are five at most. `options` may
 * be NULL. Fails with TOCSIN_ERROR_NO_INPUT (no run folder, or one without measured.csv), _DATA (not as it was written;
 * of another frequency; nothing in common), _MODEL, _INTERRUPTED or _MEMORY.
 */
TOCSIN_PUBLIC tocsin_status tocsin_compare(tocsin_context *context, const char *a, const char *b,
                                           const tocsin_compare_options *options, tocsin_comparison **comparison);
TOCSIN_PUBLIC void tocsin_comparison_destroy(tocsin_comparison *comparison);

/** A score of both runs that moved, or whose rank or level changed. The five parts add up to `difference`. */
typedef struct tocsin_compared {
    const char *period; /**< ISO 8601 */
    const char *region; /**< id */
    const char *region_name;
    double score_a, score_b;
    double difference;      /**< score_b - score_a */
    double data_revised;    /**< measured values that are others now, or gone */
    double data_new;        /**< measured values that were missing, and new periods */
    double weights;         /**< of nodes and indicators that both models have */
    double method;          /**< all else in the model */
    double regions;         /**< regions added or dropped */
    int32_t rank_a, rank_b; /**< 1 is the highest score */
    const char *level_a;    /**< id, NULL if there is none */
    const char *level_b;
} tocsin_compared;

/** Rows, sorted by period, then by region in the order of B. */
TOCSIN_PUBLIC size_t tocsin_comparison_row_count(const tocsin_comparison *comparison);
TOCSIN_PUBLIC tocsin_status tocsin_comparison_row_at(const tocsin_comparison *comparison, size_t index,
                                                     tocsin_compared *row);
/** The name of a table: "comparison" (the rows), "only_in_one", "causes", "effects", "notes"; NULL past the last. */
TOCSIN_PUBLIC const char *tocsin_comparison_table_name(const tocsin_comparison *comparison, size_t index);

/** Writes the page for people to a callback. Of `options` (may be NULL) the digits count, where they are fewer. */
TOCSIN_PUBLIC tocsin_status tocsin_comparison_write_text(tocsin_context *context, const tocsin_comparison *comparison,
                                                         const tocsin_output_options *options, tocsin_write write,
                                                         void *user);
/** Writes all of it as one JSON document. Of `options` (may be NULL) the digits count, here and below. */
TOCSIN_PUBLIC tocsin_status tocsin_comparison_write_json(tocsin_context *context, const tocsin_comparison *comparison,
                                                         const tocsin_output_options *options, tocsin_write write,
                                                         void *user);
/** Writes one table as CSV. Fails with TOCSIN_ERROR_ARGUMENT if no table has the name. */
TOCSIN_PUBLIC tocsin_status tocsin_comparison_write_table(tocsin_context *context, const tocsin_comparison *comparison,
                                                          const char *name, const tocsin_output_options *options,
                                                          tocsin_write write, void *user);
/**
 * Writes the folder `directory`, whole or not at all: the page as comparison.txt, every table as NAME.csv,
 * datapackage.json and manifest.json. `options->documents` does not count; `replace` replaces a comparison only.
 * Fails with TOCSIN_ERROR_CANNOT_CREATE or TOCSIN_ERROR_IO; then nothing new is there and what was there still is.
 */
TOCSIN_PUBLIC tocsin_status tocsin_comparison_write_folder(tocsin_context *context, const tocsin_comparison *comparison,
                                                           const char *directory, const tocsin_output_options *options);

/* ------------------------------------------------------------------------------------------------ modules */

/** Describes an option of an indicator module. */
typedef struct tocsin_module_option {
    const char *name;
    const char *type;    /**< number, integer, choice, flag, numbers, indicator, indicators, expression, table, text */
    const char *range;   /**< e.g. "0 < x", or the choices separated by "|"; NULL if free */
    const char *unit;    /**< NULL if it has none */
    const char *initial; /**< the default; NULL if the option must be given or is off */
    const char *text;    /**< meaning, with its source */
} tocsin_module_option;

/** Describes an indicator module. */
typedef struct tocsin_module {
    const char *name;
    const char *title;
    const char *text;      /**< what it measures */
    const char *input;     /**< events, developments, agreements, series or indicators */
    const char *direction; /**< risk or safety: which way the raw value points */
    const char *unit;
    const char *formula;
    const char *source;      /**< publication or reasoning behind it */
    const char *blind_spots; /**< what it cannot see */
    size_t option_count;
} tocsin_module;

TOCSIN_PUBLIC size_t tocsin_module_count(void);
TOCSIN_PUBLIC tocsin_status tocsin_module_at(size_t index, tocsin_module *module);
TOCSIN_PUBLIC tocsin_status tocsin_module_option_at(size_t module, size_t index, tocsin_module_option *option);

#ifdef __cplusplus
}
#endif

#endif
