/** libyaml's problems in plain words, at the place where the fault is rather than where it was noticed. */
#include "model/yaml_syntax.h"
#include <string.h>

struct wording {
    const char *what;   /* libyaml's text, or a part of it */
    const char *within; /* a part of its context; NULL: any */
    bool at_begin;      /* the fault is where the construct began */
    const char *message;
    const char *hint;
};

/** The texts are those of libyaml 0.2.5 (scanner.c, parser.c). The first that fits is taken. */
static const struct wording wordings[] = {
    {"mapping values are not allowed", NULL, false, "a ':' stands where no key can be",
     "put a text that holds ': ' in quotes, or check the indentation"},
    {"could not find expected ':'", NULL, true, "a key without ':' behind it", "is a ': ' or a '- ' missing?"},
    {"unexpected end of stream", "quoted scalar", true, "a quote that is opened here is never closed", NULL},
    {"unexpected document indicator", "quoted scalar", true, "a quote that is opened here is never closed", NULL},
    {"did not find expected ',' or ']'", NULL, true, "a list that begins here lacks a ',' or its ']'", NULL},
    {"did not find expected ',' or '}'", NULL, true, "a mapping that begins here lacks a ',' or its '}'", NULL},
    {"did not find expected key", "block mapping", false, "this does not fit the keys above it",
     "keys that belong together begin in the same column"},
    {"did not find expected '-' indicator", NULL, false, "this does not fit the list above it",
     "items of a list begin with '- ' in the same column"},
    {"block sequence entries are not allowed", NULL, false, "an item of a list ('- ') cannot stand here",
     "begin the list on the next line, or write [a, b]; the text '-' stands in quotes"},
    {"mapping keys are not allowed", NULL, false, "a key cannot stand here", NULL},
    {"found unexpected ':'", NULL, false, "a ':' has no blank behind it", "write 'key: value'"},
    {"unknown escape character", NULL, false, "an unknown '\\' escape in a text in double quotes",
     "use single quotes to keep '\\' as it is"},
    {"did not find expected hexdecimal number", NULL, false, "a '\\x' or '\\u' escape without its hexadecimal digits",
     NULL},
    {"did not find expected <document start>", NULL, false, "this does not belong to what stands above it",
     "a model is a mapping: every line at the left edge is 'key: value'"},
    {"did not find expected node content", NULL, false, "a value is missing here", NULL},
    {"did not find expected comment or line break", NULL, false, "nothing may follow here on the same line", NULL},
};

static bool holds(const char *text, const char *part)
{
    return text && strstr(text, part);
}

static const struct wording *find_wording(const struct yaml_problem *problem)
{
    for (size_t i = 0; i < sizeof wordings / sizeof wordings[0]; i++) {
        const struct wording *wording = &wordings[i];
        if (holds(problem->what, wording->what) && (!wording->within || holds(problem->within, wording->within))) {
            return wording;
        }
    }
    return NULL;
}

static bool is_tab(const struct yaml_problem *problem)
{
    return problem->found == '\t' &&
           (holds(problem->what, "cannot start any token") || holds(problem->what, "tab character"));
}

void yaml_syntax_report(struct workspace *workspace, const struct yaml_problem *problem)
{
    const struct wording *wording = find_wording(problem);
    if (is_tab(problem) || holds(problem->what, "tab character")) {
        workspace_fault(workspace, DIAGNOSTIC_MODEL_TAB, problem->at, "indent with blanks",
                        "a tab cannot be used to indent");
    } else if (holds(problem->what, "cannot start any token")) {
        workspace_fault(workspace, DIAGNOSTIC_MODEL_SYNTAX, problem->at, "put the text in quotes",
                        "a text cannot begin with '%c'", problem->found);
    } else if (wording) {
        bool begin = wording->at_begin && problem->within && problem->begin.line > 0;
        workspace_fault(workspace, DIAGNOSTIC_MODEL_SYNTAX, begin ? problem->begin : problem->at, wording->hint, "%s",
                        wording->message);
    } else {
        workspace_fault(workspace, DIAGNOSTIC_MODEL_SYNTAX, problem->at, NULL, "this is not YAML: %s",
                        problem->what ? problem->what : "it cannot be read");
    }
}
