/** scores.json: the model as far as scores need it, and all rows of the tables; null for missing. */
#include "report/scores_json.h"
#include "base/json.h"
#include "panel/result_row.h"

/** Version 1 of this document; keys are added, never changed or removed, while it stays 1. */
static const char schema[] = "tocsin/result/1";

static void write_model(struct json *json, const struct result *result)
{
    json_open_object_of(json, "model");
    json_text_of(json, "id", result->model_id);
    json_text_of(json, "title", result->model_title);
    json_text_of(json, "version", result->model_version);
    json_text_of(json, "sha256", result->model_sha256);
    json_close_object(json);
    json_open_array_of(json, "scale");
    json_one_line(json);
    json_number(json, result->scale[0]);
    json_number(json, result->scale[1]);
    json_close_array(json);
}

static void write_levels(struct json *json, const struct result *result)
{
    json_open_array_of(json, "levels");
    for (size_t i = 0; i < result->levels.count; i++) {
        json_open_object(json);
        json_one_line(json);
        json_text_of(json, "id", result->levels.bands[i].id);
        json_number_of(json, "from", result->levels.bands[i].from);
        json_close_object(json);
    }
    json_close_array(json);
}

/** What a method of weighting found about itself; a number that it does not have is not there. */
static void write_weighting(struct json *json, const struct weight_outcome *outcome)
{
    const struct {
        const char *key;
        struct optional_number number;
    } numbers[] = {
        {"explained", outcome->explained},
        {"eigenvalue", outcome->eigenvalue},
        {"consistency_index", outcome->consistency_index},
        {"consistency_ratio", outcome->consistency_ratio},
    };
    json_open_object_of(json, "weighting");
    json_unsigned_of(json, "cells", outcome->cells);
    if (outcome->components > 0) {
        json_unsigned_of(json, "components", outcome->components);
    }
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        if (numbers[i].number.given) {
            json_number_of(json, numbers[i].key, numbers[i].number.value);
        }
    }
    json_close_object(json);
}

/** What a node is, up to its children. */
static void write_node(struct json *json, const struct result *result, size_t position)
{
    const struct index_node *node = &result->tree.nodes[position];
    bool is_leaf = node->indicator != INDEX_NONE;
    json_open_object(json);
    json_text_of(json, is_leaf ? "indicator" : "id", node->id);
    json_text_of(json, "title",
                 is_leaf       ? result->indicators[node->indicator].title
                 : node->title ? node->title
                               : node->id);
    json_number_of(json, "weight", node->weight);
    json_number_of(json, "share", result_nominal_weight(result, position));
    if (is_leaf) {
        json_close_object(json);
        return;
    }
    json_text_of(json, "aggregate", aggregate_names[node->aggregation.method]);
    json_text_of(json, "weights", weight_names[node->weights.method]);
    if (result->weights.outcome && node->weights.method > WEIGHT_EQUAL) {
        write_weighting(json, &result->weights.outcome[node->inner]);
    }
    json_number_of(json, "min_coverage", node->min_coverage);
    json_open_array_of(json, "children");
}

static void close_node(struct json *json)
{
    json_close_array(json);
    json_close_object(json);
}

/** The tree, from its nodes in the order of a walk: no depth is too great. */
static void write_index(struct json *json, const struct result *result)
{
    const struct index_tree *tree = &result->tree;
    size_t open = 0;
    json_key(json, "index");
    for (size_t i = 0; i < tree->count; i++) {
        for (; open > tree->nodes[i].depth; open--) {
            close_node(json);
        }
        write_node(json, result, i);
        open += tree->nodes[i].indicator == INDEX_NONE;
    }
    for (; open > 0; open--) {
        close_node(json);
    }
}

static void write_indicators(struct json *json, const struct result *result)
{
    json_open_array_of(json, "indicators");
    for (size_t i = 0; i < result->indicator_count; i++) {
        const struct result_indicator *indicator = &result->indicators[i];
        json_open_object(json);
        json_text_of(json, "id", indicator->id);
        json_text_of(json, "title", indicator->title);
        json_text_of(json, "unit", indicator->unit);
        json_text_of(json, "module", indicator->module);
        json_text_of(json, "source", indicator->source);
        json_text_of(json, "direction", direction_names[indicator->direction]);
        json_text_of(json, "method", indicator->method);
        json_flag_of(json, "in_index", indicator->in_index);
        json_close_object(json);
    }
    json_close_array(json);
}

static void write_axes(struct json *json, const struct result *result)
{
    char text[PERIOD_TEXT_SIZE];
    json_open_array_of(json, "regions");
    for (size_t i = 0; i < result->regions->count; i++) {
        if (result->region_reported[i]) {
            json_open_object(json);
            json_one_line(json);
            json_text_of(json, "region", result->regions->regions[i].id);
            json_text_of(json, "name", result->regions->regions[i].name);
            json_close_object(json);
        }
    }
    json_close_array(json);
    json_text_of(json, "frequency", frequency_names[result->axis.frequency]);
    json_open_array_of(json, "periods");
    for (size_t i = 0; i < result->reported_periods; i++) {
        json_text(json, result_period_text(result, result->first_reported + i, text));
    }
    json_close_array(json);
}

static void status_of(struct json *json, uint8_t observation)
{
    char letter[2] = {observation_descriptions[observation].letter, '\0'};
    json_text_of(json, "status", letter);
}

static void rank_of(struct json *json, const char *key, int32_t rank)
{
    json_optional_of(json, key, (struct optional_number){rank > 0, rank});
}

static void write_indicator_row(struct json *json, const struct result *result, size_t period, size_t region,
                                size_t indicator)
{
    struct indicator_row row;
    char text[PERIOD_TEXT_SIZE];
    result_row_indicator(result, period, region, indicator, &row);
    json_open_object(json);
    json_one_line(json);
    json_text_of(json, "id", result->indicators[indicator].id);
    json_optional_of(json, "raw", row.raw);
    json_optional_of(json, "treated", row.treated);
    json_optional_of(json, "normalised", row.normalised);
    json_optional_of(json, "weight", row.weight);
    json_optional_of(json, "contribution", row.contribution);
    json_optional_of(json, "change", row.change);
    status_of(json, row.observation);
    json_text_of(json, "source_period",
                 row.has_source_period ? period_format(text, row.source_frequency, row.source_period) : NULL);
    json_close_object(json);
}

static void write_node_row(struct json *json, const struct result *result, size_t period, size_t region,
                           const struct index_node *node)
{
    struct node_row row;
    result_row_node(result, period, region, node->inner, &row);
    json_open_object(json);
    json_one_line(json);
    json_text_of(json, "id", node->id);
    json_text_of(json, "parent", node->parent == INDEX_NONE ? NULL : result->tree.nodes[node->parent].id);
    json_optional_of(json, "score", row.score);
    json_number_of(json, "coverage", row.coverage);
    status_of(json, row.observation);
    json_close_object(json);
}

static void write_parts(struct json *json, const struct result *result, size_t period, size_t region)
{
    json_open_array_of(json, "indicators");
    for (size_t i = 0; i < result->indicator_count; i++) {
        write_indicator_row(json, result, period, region, i);
    }
    json_close_array(json);
    json_open_array_of(json, "nodes");
    for (size_t i = 0; i < result->tree.count; i++) {
        if (result->tree.nodes[i].inner != INDEX_NONE) {
            write_node_row(json, result, period, region, &result->tree.nodes[i]);
        }
    }
    json_close_array(json);
}

static void write_score(struct json *json, const struct result *result, size_t period, size_t region)
{
    struct score_row row;
    char text[PERIOD_TEXT_SIZE];
    result_row_score(result, period, region, &row);
    json_open_object(json);
    json_text_of(json, "period", result_period_text(result, period, text));
    json_text_of(json, "region", result->regions->regions[region].id);
    json_text_of(json, "name", result->regions->regions[region].name);
    json_optional_of(json, "score", row.score);
    json_optional_of(json, "low", row.low);
    json_optional_of(json, "high", row.high);
    rank_of(json, "rank", row.rank);
    rank_of(json, "rank_low", row.rank_low);
    rank_of(json, "rank_high", row.rank_high);
    json_unsigned_of(json, "regions", row.ranked);
    json_text_of(json, "level", result_level_id(result, row.level));
    json_optional_of(json, "previous_score", row.previous_score);
    json_optional_of(json, "change", row.change);
    json_text_of(json, "previous_level", result_level_id(result, row.previous_level));
    json_number_of(json, "coverage", row.coverage);
    json_number_of(json, "imputed", row.imputed);
    status_of(json, row.observation);
    write_parts(json, result, period, region);
    json_close_object(json);
}

static void write_scores(struct json *json, const struct result *result)
{
    json_open_array_of(json, "scores");
    for (size_t i = 0; i < result->reported_periods; i++) {
        for (size_t region = 0; region < result->regions->count; region++) {
            if (result->region_reported[region]) {
                write_score(json, result, result->first_reported + i, region);
            }
        }
    }
    json_close_array(json);
}

void scores_json_write(struct output *output, const struct result *result, const struct report_options *options)
{
    struct json json;
    json_begin(&json, output, -1); /* what the model says is not rounded, only what comes of it */
    json_open_object(&json);
    json_text_of(&json, "schema", schema);
    write_model(&json, result);
    write_levels(&json, result);
    write_index(&json, result);
    write_indicators(&json, result);
    write_axes(&json, result);
    json.digits = options->digits;
    write_scores(&json, result);
    json_close_object(&json);
    json_end(&json);
}
