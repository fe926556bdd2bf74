/** Parts of the JSON of an explanation. Included by report/explanation_json*.c only. */
#ifndef TOCSIN_REPORT_EXPLANATION_JSON_PARTS_H
#define TOCSIN_REPORT_EXPLANATION_JSON_PARTS_H

#include "base/json.h"
#include "panel/explanation.h"

/* explanation_json_path.c */
void explanation_json_nodes(struct json *json, const struct explanation *explanation);
void explanation_json_indicators(struct json *json, const struct explanation *explanation);
/* explanation_json_rows.c */
void explanation_json_trace(struct json *json, const struct explained_indicator *indicator);
void explanation_json_sources(struct json *json, const struct explanation *explanation);

/** The letter and the words of an observation. */
void explanation_json_observation(struct json *json, uint8_t observation);

#endif
