/** The table of verbs and options. */
#include "cli/options.h"
#include "cli/message.h"
#include "cli/suggest.h"
#include <string.h>

#define ON(verb) (1U << (verb))
#define ON_ALL ((1U << VERB_HERE_COUNT) - 1U)
#define ON_MODELS (ON(VERB_RUN) | ON(VERB_CHECK) | ON(VERB_EXPLAIN) | ON(VERB_ANALYSE))
#define ON_WRITERS (ON(VERB_RUN) | ON(VERB_ANALYSE))
#define ON_FOLDERS (ON_WRITERS | ON(VERB_COMPARE))

const struct option_row options_table[OPTION_COUNT] = {
    [OPTION_OUTPUT] = {"output", 'o', "DIR", ON_FOLDERS, false, false,
                       "write the folder DIR; '-' is standard output, for one document: of a run scores.csv unless "
                       "--format says otherwise, of an analysis or a comparison its page"},
    [OPTION_FORMAT] =
        {"format", 'f', "LIST", ON(VERB_RUN) | ON(VERB_EXPLAIN) | ON(VERB_COMPARE), false, false,
         "what to write: of a run, separated by commas, csv (all tables), text (summary), json, default "
         "csv,text,json; of an explanation text or json, default text; of a comparison text, csv or json, "
         "default text"},
    [OPTION_TABLE] =
        {"table", '\0', "NAME", ON(VERB_ANALYSE) | ON(VERB_COMPARE), false, false,
         "write one table as CSV to standard output, e.g. correlations or causes; a wrong name lists them all"},
    [OPTION_AGAINST] = {"against", '\0', "REGION", ON(VERB_EXPLAIN), false, false,
                        "tell what makes the difference to the score of another region in the same period"},
    [OPTION_PERIOD] = {"period", 'p', "PERIOD", ON_WRITERS, false, false,
                       "report or analyse this period only, e.g. 2023, 2023-Q3, 2023-08, 2023-W31 or 2023-08-03"},
    [OPTION_FROM] = {"from", '\0', "PERIOD", ON_WRITERS, false, false, "first period reported or analysed"},
    [OPTION_TO] = {"to", '\0', "PERIOD", ON_WRITERS, false, false, "last period reported or analysed"},
    [OPTION_REGION] = {"region", 'r', "ID[,ID]", ON(VERB_RUN), true, false,
                       "report these regions only; statistics are taken over all of them nevertheless"},
    [OPTION_SET] = {"set", 's', "PATH=VALUE", ON_MODELS, true, false,
                    "put another value at a key of the model, e.g. index.children[0].weight=2"},
    [OPTION_PREVIOUS] = {"previous", '\0', "DIR", ON(VERB_RUN), false, false,
                         "go on from the run folder DIR, which ends in the period before this run's first: levels and "
                         "alerts are then those of one long run"},
    [OPTION_MODEL] = {"model", '\0', "FILE", ON(VERB_VERIFY), false, false,
                      "the model file of the run, if it is not where the manifest says"},
    [OPTION_SEED] = {"seed", '\0', "NUMBER", ON(VERB_RUN), false, false,
                     "seed of random streams, 1 or more; default the model's"},
    [OPTION_DRAWS] = {"draws", '\0', "NUMBER", ON(VERB_RUN), false, true,
                      "number of draws of the uncertainty analysis"},
    [OPTION_DIGITS] = {"digits", 'd', "NUMBER", ON_FOLDERS | ON(VERB_EXPLAIN), false, false,
                       "round numbers to so many decimals, 0 to 15; default: as many as read back to the same number"},
    [OPTION_FAIL_IF] = {"fail-if", '\0', "CONDITION", ON(VERB_RUN), true, false,
                        "end with exit code 3 if a reported region meets the condition in the last period reported: "
                        "level, score, change, coverage, imputed or rank, one of < <= > >= = !=, and a value"},
    [OPTION_DRY_RUN] = {"dry-run", 'n', NULL, ON_FOLDERS, false, false,
                        "do everything but write; say what would be written"},
    [OPTION_FORCE] = {"force", '\0', NULL, ON_FOLDERS, false, false,
                      "replace DIR if this command has made it and nothing else is in it"},
    [OPTION_STRICT] = {"strict", '\0', NULL, ON_MODELS | ON(VERB_COMPARE), false, false, "take warnings for errors"},
    [OPTION_THREADS] = {"threads", 't', "NUMBER", ON_MODELS | ON(VERB_COMPARE) | ON(VERB_VERIFY), false, false,
                        "threads to use, 1 to 256; default one for each processor; results do not depend on it"},
    [OPTION_QUIET] = {"quiet", 'q', NULL, ON_MODELS | ON(VERB_COMPARE) | ON(VERB_VERIFY) | ON(VERB_INIT), false, false,
                      "no list of files, no progress, no word that all is well"},
    [OPTION_VERBOSE] = {"verbose", 'v', NULL, ON_ALL, false, false,
                        "show notes too; with --version, what the program is built of"},
    [OPTION_NO_COLOR] = {"no-color", '\0', NULL, ON_ALL, false, false,
                         "no colours; so do NO_COLOR, TOCSIN_NO_COLOR, TERM=dumb, and output that is no terminal"},
    [OPTION_HELP] = {"help", 'h', NULL, ON_ALL, false, false, "show this help"},
    [OPTION_VERSION] = {"version", 'V', NULL, ON_ALL, false, false, "show the version"},
};

const struct verb_row options_verbs[VERB_COUNT] = {
    [VERB_RUN] =
        {"run",
         "MODEL -o DIR",
         1,
         1,
         "score all regions and periods of a model",
         "Reads the model file and the data it names, scores every region in every period, and writes the results as "
         "one folder: the documents asked for with --format, a manifest and a data package. The folder appears whole "
         "or not at all. MODEL '-' is standard input.\n\n"
         "The written files are listed on standard output; what was found in the model and the data is told on "
         "standard error.",
         {{"tocsin run models/south-asia.yaml -o out/south-asia", "score the model, write the run folder"},
          {"tocsin run model.yaml -o - --period 2023-08 --digits 1", "one month, rounded, to standard output"},
          {"tocsin run model.yaml -n --fail-if 'level>=high' --fail-if 'coverage<0.6'",
           "a gate for a pipeline, nothing written"}},
         verb_run},
    [VERB_CHECK] =
        {"check",
         "MODEL",
         1,
         1,
         "report every problem of a model and its data",
         "Reads the model file, then all data it names, and reports every problem found, not only the first. Writes "
         "nothing.",
         {{"tocsin check model.yaml", "all problems, with file, line and column"},
          {"tocsin check model.yaml --strict", "warnings are errors"},
          {"tocsin check model.yaml --set periods.to=2022-12", "with another value for one key"}},
         verb_check},
    [VERB_EXPLAIN] =
        {"explain",
         "MODEL REGION [PERIOD]",
         2,
         3,
         "tell how a score came about",
         "Scores the model and tells how the score of a region in a period (default: the last) came about: why it is "
         "what it is and why it moved, the index with what every node adds, and every indicator from the rows of its "
         "source through raw value, treatment, normalisation and weight to what it adds.\n\n"
         "With --against it tells what makes the difference to another region in the same period, and with --set what "
         "the score would be and which indicators would make the difference; the model is then explained as it is.",
         {{"tocsin explain models/south-asia.yaml PAK 2023-08", "one region, one month"},
          {"tocsin explain models/south-asia.yaml PAK 2023-08 --against IND", "why it is higher there than here"},
          {"tocsin explain model.yaml COR --set index.aggregate=geometric", "what if it were aggregated otherwise"}},
         verb_explain},
    [VERB_ANALYSE] =
        {"analyse",
         "MODEL",
         1,
         1,
         "tell what the numbers of an index say about it",
         "Scores the model and looks at how its indicators behave together, as step 4 of the OECD/JRC Handbook asks: "
         "statistics, missing data, correlations, reliability (Cronbach's alpha), principal components, what each "
         "indicator really weighs, what happens without it, strengths and weaknesses of every region. All regions and "
         "the periods asked for are analysed.\n\n"
         "Without -o the page is printed: what to worry about first, then the main numbers. With -o DIR the folder "
         "holds that page, all tables as CSV, a manifest and a data package; it appears whole or not at all.",
         {{"tocsin analyse models/south-asia.yaml", "the page, on standard output"},
          {"tocsin analyse models/south-asia.yaml -o out/analysis", "the page and all tables, as a folder"},
          {"tocsin analyse model.yaml --period 2023-12 --table correlations", "one table of one month"}},
         verb_analyse},
    [VERB_COMPARE] =
        {"compare",
         "A B",
         2,
         2,
         "tell what moved between two runs, and why",
         "Takes two run folders of the same or a revised model and splits the difference of every score, B less A, "
         "exactly into data revised, data new, weights, method, and regions added or dropped; tells which ranks and "
         "levels changed. The sources are not needed: measured.csv of both runs is scored again, as it is and in every "
         "mixture of what differs.\n\n"
         "Without -o the page is printed. With -o DIR the folder holds that page, all tables as CSV, a manifest and a "
         "data package; it appears whole or not at all.",
         {{"tocsin compare out/july out/august", "the page, on standard output"},
          {"tocsin compare out/july out/august -o out/compared", "the page and all tables, as a folder"},
          {"tocsin compare out/before out/after -f csv", "every score that moved, as CSV"}},
         verb_compare},
    [VERB_VERIFY] =
        {"verify",
         "DIR",
         1,
         1,
         "see whether a run can be reproduced",
         "Recomputes every hash in the manifest of a run folder; finds the model and compares it and every file that "
         "the "
         "run has read with what they were then; and if all are the same, runs the model again with the options of the "
         "manifest and compares every file byte for byte. Writes nothing.\n\n"
         "Says what is not as it was: which file and line, which input, which version. The exit code is 65 if "
         "something differs, 66 if something is missing and nothing differs.",
         {{"tocsin verify out/south-asia", "its files, its inputs, then the run itself"},
          {"tocsin verify out/south-asia --model models/south-asia.yaml", "the model is elsewhere now"},
          {"tocsin verify out/south-asia -v", "say what was compared, and with which versions it was made"}},
         verb_verify},
    [VERB_MODULES] =
        {"modules",
         "[NAME]",
         0,
         1,
         "describe the indicator modules",
         "Lists the modules that measure indicators, or describes one in full: what it measures, what it reads, its "
         "options with type, range, default and unit, its formula, the formula's source, and what it cannot see.",
         {{"tocsin modules", "names and titles"},
          {"tocsin modules militant_activity", "one module in full"},
          {"tocsin modules escalation | less", "at leisure"}},
         verb_modules},
    [VERB_SCHEMA] = {"schema",
                     "NAME",
                     1,
                     1,
                     "print the JSON Schema of a file format",
                     "Prints the JSON Schema of the model file (NAME: model), for editors and other checkers.",
                     {{"tocsin schema model", "to standard output"},
                      {"tocsin schema model > model.schema.json", "into a file"},
                      {"# yaml-language-server: $schema=model.schema.json", "first line of a model file, for editors"}},
                     verb_schema},
    [VERB_INIT] =
        {"init",
         "DIR",
         1,
         1,
         "write a starter model that runs as it is",
         "Makes the folder DIR with a commented model file and made-up data of six regions over three years. DIR must "
         "not exist yet, or be empty. It appears whole or not at all.",
         {{"tocsin init my-model", "make the folder"},
          {"tocsin check my-model/model.yaml", "then check it"},
          {"tocsin run my-model/model.yaml -o my-model/out", "and score it"}},
         verb_init},
    [VERB_HELP] = {"help",
                   "[VERB]",
                   0,
                   1,
                   "show help",
                   NULL,
                   {{"tocsin help", "the verbs"}, {"tocsin help run", "one verb"}, {"tocsin run -h", "the same"}},
                   verb_help},
    [VERB_SENSITIVITY] = {.name = "sensitivity"},
    [VERB_BACKTEST] = {.name = "backtest"},
    [VERB_CALIBRATE] = {.name = "calibrate"},
    [VERB_REPORT] = {.name = "report"},
    [VERB_HISTORY] = {.name = "history"},
};

enum verb_id options_find_verb(const char *name)
{
    struct suggestion suggestion = {name, NULL, 0};
    for (int verb = 0; verb < VERB_COUNT; verb++) {
        if (strcmp(options_verbs[verb].name, name) == 0) {
            return (enum verb_id)verb;
        }
        if (verb < VERB_HERE_COUNT) {
            suggest_offer(&suggestion, options_verbs[verb].name);
        }
    }
    message_unknown(suggestion.best, "'tocsin help' lists the verbs", "unknown verb '%s'", name);
    return VERB_COUNT;
}
