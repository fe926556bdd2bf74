/**
 * Checks that the summary.txt of a run folder says only what is in the tables and the manifest beside it, and that
 * every single alteration of it would be found out. check_summary MODEL-FILE RUN-FOLDER
 */
#include "facts.h"
#include <stdlib.h>
#include <string.h>

int main(int count, char **words)
{
    struct facts facts;
    if (count != 3) {
        fputs("usage: check_summary MODEL-FILE RUN-FOLDER\n", stderr);
        return 64;
    }
    char *model = facts_read("", words[1]);
    char *summary = facts_read(words[2], "summary.txt");
    if (!model || !summary || !facts_load(&facts, words[2], model)) {
        fputs("the model, the summary or a table cannot be read\n", stderr);
        free(model);
        free(summary);
        return 66;
    }
    size_t tried = 0;
    size_t unnoticed = 0;
    size_t faults = facts_check(&facts, summary, stderr);
    if (faults == 0) {
        unnoticed = facts_alter(&facts, summary, 1, &tried);
    }
    printf("%s: %zu faults; %zu alterations, %zu not noticed\n", facts.period, faults, tried, unnoticed);
    facts_free(&facts);
    free(model);
    free(summary);
    return faults > 0 || unnoticed > 0 || tried == 0;
}
