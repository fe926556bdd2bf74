/** Methods in words, for explanations. */
#ifndef TOCSIN_PIPELINE_DESCRIBE_H
#define TOCSIN_PIPELINE_DESCRIBE_H

#include "model/model.h"
#include "score/treat.h"

/** E.g. "log1p; goalposts 0 to 100 onto 0 to 100". NULL if memory is out. */
const char *describe_method(struct arena *arena, const struct indicator_recipe *indicator, const double scale[2],
                            const struct treatment_outcome *outcome);
/** The treatment alone, "" if there is none. NULL if memory is out. */
const char *describe_treatment(struct arena *arena, const struct indicator_recipe *indicator,
                               const struct treatment_outcome *outcome);

#endif
