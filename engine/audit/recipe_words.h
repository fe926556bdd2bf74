/** Methods with their parameters, each as one text that tells any two of them apart. */
#ifndef TOCSIN_AUDIT_RECIPE_WORDS_H
#define TOCSIN_AUDIT_RECIPE_WORDS_H

#include "base/text.h"
#include "model/model.h"

void recipe_words_number(struct text_buffer *words, double value);
void recipe_words_option(struct text_buffer *words, const struct option_descriptor *option,
                         const struct option_value *value);
void recipe_words_denominator(struct text_buffer *words, const struct denominator *per);
void recipe_words_missing(struct text_buffer *words, const struct missing_rule *rule);
void recipe_words_treat(struct text_buffer *words, const struct treatment_list *list);
void recipe_words_normalise(struct text_buffer *words, const struct normalisation *normalise);
void recipe_words_over(struct text_buffer *words, const struct statistics_over *over);
void recipe_words_screen(struct text_buffer *words, const struct screening *screen);
void recipe_words_aggregate(struct text_buffer *words, const struct aggregation *aggregation);
/** `order` are positions of the children, in the order in which a matrix of comparisons is written down. */
void recipe_words_weights(struct text_buffer *words, const struct weighting *weights, const size_t *order);
void recipe_words_levels(struct text_buffer *words, const struct level_rules *levels);

#endif
