/** What is missing or filled in under a score, in words. */
#include "analysis/explaining.h"

static void add_gap(struct explaining *all, const char *id, const char *title, struct text_buffer *words)
{
    const char *kept = explain_keep(all, words);
    if (kept) {
        all->made->gaps[all->made->gap_count++] = (struct explained_gap){id, title, kept};
    }
}

/** True if there is nothing to be said about a value. */
static bool is_plain(uint8_t observation)
{
    return observation_descriptions[observation].letter == 'A';
}

static void find_indicator_gap(struct explaining *all, const struct explained_indicator *indicator)
{
    const struct indicator_row *row = &indicator->row;
    if (is_plain(row->observation) && row->age <= 0) {
        return;
    }
    struct text_buffer text = explain_text(all);
    text_buffer_format(&text, "the value %s", observation_descriptions[row->observation].words);
    if (row->has_source_period && row->age > 0) {
        text_buffer_format(&text, "; it is that of %s", indicator->source_period);
    }
    uint8_t raw = indicator->raw_observation;
    if (!observation_present(raw) && raw != row->observation) {
        text_buffer_format(&text, "; the raw one %s", observation_descriptions[raw].words);
    }
    add_gap(all, indicator->id, indicator->title, &text);
}

static void find_node_gap(struct explaining *all, const struct explained_node *node)
{
    if (node->indicator == INDEX_NONE && !observation_present(node->observation)) {
        struct text_buffer text = explain_text(all);
        text_buffer_format(&text, "the value %s", observation_descriptions[node->observation].words);
        add_gap(all, node->id, node->title, &text);
    }
}

tocsin_status explain_gaps(struct explaining *all)
{
    struct explanation *made = all->made;
    made->gaps = arena_allocate(&made->arena, made->node_count + made->indicator_count, sizeof *made->gaps);
    if (!made->gaps) {
        return TOCSIN_ERROR_MEMORY;
    }
    for (size_t i = 0; i < made->node_count; i++) {
        find_node_gap(all, &made->nodes[i]);
    }
    for (size_t i = 0; i < made->indicator_count; i++) {
        if (made->indicators[i].in_index) {
            find_indicator_gap(all, &made->indicators[i]);
        }
    }
    return TOCSIN_OK;
}
