/** Compares the files that manifests name, by their hashes. */
#include "audit/compare_inputs.h"
#include "base/text.h"
#include <string.h>

/** The next input of a source from `at` on; NULL if there is none. */
static const struct saved_input *next_of(const struct saved_run *run, const char *source, size_t *at)
{
    while (*at < run->input_count) {
        const struct saved_input *input = &run->inputs[(*at)++];
        if (text_equal(input->source, source)) {
            return input;
        }
    }
    return NULL;
}

bool compare_inputs_same_source(const struct saved_run *const runs[SIDE_COUNT], const char *id_a, const char *id_b)
{
    size_t at_a = 0;
    size_t at_b = 0;
    for (;;) {
        const struct saved_input *a = next_of(runs[SIDE_A], id_a, &at_a);
        const struct saved_input *b = next_of(runs[SIDE_B], id_b, &at_b);
        if (!a || !b) {
            return !a && !b;
        }
        if (!text_equal(a->sha256, b->sha256)) {
            return false;
        }
    }
}

/** Manifests leave the folders of absolute paths out. */
static bool names_table(const char *written, const char *named)
{
    const char *slash = named[0] == '/' ? strrchr(named, '/') : NULL;
    return text_equal(written, slash ? slash + 1 : named);
}

const struct saved_input *compare_inputs_table(const struct saved_run *run, const char *named)
{
    for (size_t i = 0; named && i < run->input_count; i++) {
        if (!run->inputs[i].source && names_table(run->inputs[i].named, named)) {
            return &run->inputs[i];
        }
    }
    return NULL;
}

/** The hash of a table that a model names; NULL if the manifest has none. */
static const char *table_hash(const struct saved_run *run, const char *named)
{
    const struct saved_input *table = compare_inputs_table(run, named);
    return table ? table->sha256 : NULL;
}

static bool tables_differ(const struct compare_panels *panels, const char *named_a, const char *named_b)
{
    return !text_equal(table_hash(panels->run[SIDE_A], named_a), table_hash(panels->run[SIDE_B], named_b));
}

/** Tables that options name. Indicators of different modules are measured differently, whatever their tables. */
static bool option_tables_differ(const struct compare_panels *panels, const struct indicator_recipe *a,
                                 const struct indicator_recipe *b)
{
    bool differ = false;
    for (size_t i = 0; a->module == b->module && i < a->module->option_count; i++) {
        if (a->module->options[i].type == OPTION_TABLE) {
            differ = differ || tables_differ(panels, a->options[i].given ? a->options[i].named : NULL,
                                             b->options[i].given ? b->options[i].named : NULL);
        }
    }
    return differ;
}

/** Modules may read columns of the regions: whether those of a region that both have differ. */
static bool columns_differ(const struct region_table *a, const struct region_table *b)
{
    for (size_t column = 0; column < a->column_count; column++) {
        size_t there = 0;
        if (!region_table_column(b, a->column_names[column], &there)) {
            continue;
        }
        for (size_t i = 0; i < a->count; i++) {
            size_t region = 0;
            if (region_table_find(b, a->regions[i].id, &region) &&
                !text_equal(region_table_text(a, i, column), region_table_text(b, region, there))) {
                return true;
            }
        }
    }
    return false;
}

static bool same_days(const struct coverage_rule *a, const struct coverage_rule *b)
{
    return a->has_from == b->has_from && a->has_to == b->has_to && (!a->has_from || a->from == b->from) &&
           (!a->has_to || a->to == b->to);
}

/** True if a source has other rows, or covers another time: without a row the one is zero and the other missing. */
static bool sources_differ(const struct compare_panels *panels, const struct source_recipe *a,
                           const struct source_recipe *b)
{
    return !same_days(&a->covers, &b->covers) || !compare_inputs_same_source(panels->run, a->id, b->id);
}

/** What an indicator is read from itself. */
static void find_own(struct compare_panels *panels, size_t position, bool columns)
{
    const struct tocsin_model *model_a = panels->models->model[SIDE_A];
    const struct tocsin_model *model_b = panels->models->model[SIDE_B];
    const struct indicator_recipe *a = &model_a->indicators[position];
    const struct indicator_recipe *b = &model_b->indicators[panels->models->other[SIDE_A][position]];
    bool has_source = a->source != SIZE_MAX && b->source != SIZE_MAX;
    panels->resourced[position] =
        columns || option_tables_differ(panels, a, b) ||
        (has_source && sources_differ(panels, &model_a->sources[a->source], &model_b->sources[b->source]));
    panels->unbordered[position] =
        a->module->needs_neighbours && tables_differ(panels, model_a->neighbours.named, model_b->neighbours.named);
}

void compare_inputs_find(struct compare_panels *panels)
{
    const struct tocsin_model *model = panels->models->model[SIDE_A];
    bool columns = columns_differ(panels->panel[SIDE_A]->regions, panels->panel[SIDE_B]->regions);
    for (size_t k = 0; k < model->indicator_count; k++) {
        size_t i = model->order[k];
        if (panels->models->other[SIDE_A][i] == SIZE_MAX) {
            continue;
        }
        find_own(panels, i, columns);
        for (size_t n = 0; n < model->indicators[i].input_count; n++) {
            size_t input = model->indicators[i].inputs[n];
            panels->resourced[i] |= panels->resourced[input];
            panels->unbordered[i] |= panels->unbordered[input];
        }
    }
}
