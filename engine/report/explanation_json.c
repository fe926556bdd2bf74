/** The JSON of an explanation: the score, why it is what it is, and what makes the difference to others. */
#include "report/explanation_json.h"
#include "report/explanation_json_parts.h"

/** Version 1 of this document; keys are added, never changed or removed, while it stays 1. */
static const char schema[] = "tocsin/explanation/1";

void explanation_json_observation(struct json *json, uint8_t observation)
{
    char letter[2] = {observation_descriptions[observation].letter, '\0'};
    json_text_of(json, "status", letter);
    json_text_of(json, "reason", observation_descriptions[observation].words);
}

static void write_texts(struct json *json, const char *key, const char *const *texts, size_t count)
{
    json_open_array_of(json, key);
    json_one_line(json);
    for (size_t i = 0; i < count; i++) {
        json_text(json, texts[i]);
    }
    json_close_array(json);
}

static void write_model(struct json *json, const struct explanation *explanation)
{
    json_open_object_of(json, "model");
    json_text_of(json, "id", explanation->model_id);
    json_text_of(json, "title", explanation->model_title);
    json_text_of(json, "version", explanation->model_version);
    json_text_of(json, "file", explanation->model_file);
    json_unsigned_of(json, "bytes", explanation->model_bytes);
    json_text_of(json, "sha256", explanation->model_sha256);
    write_texts(json, "set", explanation->overrides, explanation->override_count);
    json_close_object(json);
    json_open_array_of(json, "scale");
    json_one_line(json);
    json_number(json, explanation->scale[0]);
    json_number(json, explanation->scale[1]);
    json_close_array(json);
    json_text_of(json, "frequency", frequency_names[explanation->frequency]);
}

/** A count, which is not rounded; null if it is not known. */
static void rank_of(struct json *json, const char *key, int32_t rank)
{
    if (rank > 0) {
        json_unsigned_of(json, key, (uint64_t)rank);
    } else {
        json_key(json, key);
        json_null(json);
    }
}

/** The keys of a score, of this region or another. */
static void write_headline(struct json *json, const struct explained_score *score)
{
    const struct score_row *row = &score->row;
    json_text_of(json, "region", score->region);
    json_text_of(json, "name", score->region_name);
    json_text_of(json, "period", score->period);
    json_optional_of(json, "score", row->score);
    json_optional_of(json, "low", row->low);
    json_optional_of(json, "high", row->high);
    rank_of(json, "rank", row->rank);
    rank_of(json, "rank_low", row->rank_low);
    rank_of(json, "rank_high", row->rank_high);
    json_unsigned_of(json, "regions", row->ranked);
    json_text_of(json, "level", score->level);
    json_number_of(json, "coverage", row->coverage);
    json_number_of(json, "imputed", row->imputed);
    explanation_json_observation(json, row->observation);
}

static void write_hold(struct json *json, const struct explained_hold *hold)
{
    if (!hold->given) {
        json_key(json, "held");
        json_null(json);
        return;
    }
    json_open_object_of(json, "held");
    json_one_line(json);
    json_number_of(json, "from", hold->from);
    json_number_of(json, "until_below", hold->release);
    json_unsigned_of(json, "periods", hold->periods);
    json_unsigned_of(json, "periods_below", hold->below);
    json_close_object(json);
}

static void write_score(struct json *json, const struct explanation *explanation)
{
    const struct explained_score *score = &explanation->score;
    json_open_object_of(json, "score");
    write_headline(json, score);
    json_text_of(json, "previous_period", explanation->before[0] ? explanation->before : NULL);
    json_optional_of(json, "previous_score", score->row.previous_score);
    json_text_of(json, "previous_level", score->previous_level);
    json_optional_of(json, "change", score->row.change);
    write_hold(json, &explanation->hold);
    json_close_object(json);
}

/** The indicators that the page names, with their parts; the groups are the children of node 0. */
static void write_reasons(struct json *json, const struct explanation *explanation)
{
    json_open_array_of(json, "why");
    for (size_t i = 0; i < explanation->main_count; i++) {
        const struct explained_indicator *indicator = &explanation->indicators[explanation->main[i]];
        json_open_object(json);
        json_one_line(json);
        json_text_of(json, "indicator", indicator->id);
        json_text_of(json, "title", indicator->title);
        json_optional_of(json, "contribution", indicator->row.contribution);
        json_optional_of(json, "change", indicator->row.change);
        json_close_object(json);
    }
    json_close_array(json);
}

static void write_difference(struct json *json, const struct explained_difference *part, bool is_split)
{
    json_open_object(json);
    json_one_line(json);
    json_text_of(json, "indicator", part->id);
    json_text_of(json, "title", part->title);
    json_flag_of(json, "in_index", part->is_here);
    json_flag_of(json, "other_in_index", part->is_there);
    json_optional_of(json, "normalised", part->here);
    json_optional_of(json, "other_normalised", part->there);
    json_optional_of(json, "weight", part->weight_here);
    json_optional_of(json, "other_weight", part->weight_there);
    json_optional_of(json, "contribution", part->part_here);
    json_optional_of(json, "other_contribution", part->part_there);
    json_optional_of(json, "difference", (struct optional_number){is_split, part->difference});
    json_close_object(json);
}

static void write_comparison(struct json *json, const char *key, const struct explained_comparison *comparison)
{
    if (!comparison->given) {
        json_key(json, key);
        json_null(json);
        return;
    }
    json_open_object_of(json, key);
    write_texts(json, "set", comparison->overrides, comparison->override_count);
    json_open_object_of(json, "score");
    write_headline(json, &comparison->score);
    json_close_object(json);
    json_optional_of(json, "difference", (struct optional_number){comparison->is_split, comparison->difference});
    json_open_array_of(json, "indicators");
    for (size_t i = 0; i < comparison->part_count; i++) {
        write_difference(json, &comparison->parts[i], comparison->is_split);
    }
    json_close_array(json);
    json_close_object(json);
}

static void write_sum(struct json *json, const struct explanation *explanation)
{
    bool scored = explanation->score.row.score.given;
    bool changed = explanation->score.row.change.given;
    json_open_object_of(json, "sum");
    json_optional_of(json, "weight", (struct optional_number){scored, explanation->weight_sum});
    json_optional_of(json, "contribution", (struct optional_number){scored, explanation->contribution_sum});
    json_optional_of(json, "change", (struct optional_number){changed, explanation->change_sum});
    json_optional_of(json, "base", explanation->base);
    json_flag_of(json, "sampled", explanation->parts_sampled);
    json_close_object(json);
}

static void write_gaps(struct json *json, const struct explanation *explanation)
{
    json_open_array_of(json, "gaps");
    for (size_t i = 0; i < explanation->gap_count; i++) {
        json_open_object(json);
        json_one_line(json);
        json_text_of(json, "id", explanation->gaps[i].id);
        json_text_of(json, "title", explanation->gaps[i].title);
        json_text_of(json, "text", explanation->gaps[i].words);
        json_close_object(json);
    }
    json_close_array(json);
}

void explanation_json_write(struct output *output, const struct explanation *explanation,
                            const struct report_options *options)
{
    struct json json;
    json_begin(&json, output, -1); /* what the model says is not rounded, only what comes of it */
    json_open_object(&json);
    json_text_of(&json, "schema", schema);
    write_model(&json, explanation);
    json.digits = options->digits;
    write_score(&json, explanation);
    write_reasons(&json, explanation);
    write_comparison(&json, "what_if", &explanation->what_if);
    write_comparison(&json, "against", &explanation->against);
    explanation_json_nodes(&json, explanation);
    write_sum(&json, explanation);
    explanation_json_indicators(&json, explanation);
    write_gaps(&json, explanation);
    explanation_json_sources(&json, explanation);
    json_close_object(&json);
    json_end(&json);
}
