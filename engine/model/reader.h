/** From the text of a model file to a checked model. */
#ifndef TOCSIN_MODEL_READER_H
#define TOCSIN_MODEL_READER_H

#include "model/model.h"

/**
 * Reads a table that the model names (its structure). Given by the caller, because reading CSV is not this folder's
 * business. Reports its own diagnostics.
 */
typedef tocsin_status (*model_table_reader)(void *user, struct arena *arena, const struct model_file *file,
                                            const struct text_table **table);

/**
 * Reads the model at `path` ("-": standard input), applies the overrides, checks everything and reports every fault.
 * Fails with NO_INPUT, MODEL, DATA or MEMORY.
 */
tocsin_status model_read(tocsin_context *context, const char *path, const tocsin_override *overrides,
                         size_t override_count, model_table_reader read_table, void *user, tocsin_model **model);

/** A model whose text is there already. */
struct model_text {
    const char *path;  /* what it is called, and what paths in it are relative to */
    const char *bytes; /* never NULL */
    size_t size;
    bool touch_files; /* patterns of files are expanded; else they stay as they are, and no file is looked for */
};
/** As model_read, of a text. */
tocsin_status model_read_text(tocsin_context *context, const struct model_text *text, const tocsin_override *overrides,
                              size_t override_count, model_table_reader read_table, void *user, tocsin_model **model);
void model_destroy(tocsin_model *model);

/** Writes the JSON Schema of the model file, made from the same table that reads it. */
struct output;
void model_schema_write(struct output *output);

#endif
