/** Values of a manifest, read with the mistrust that any file deserves. */
#ifndef TOCSIN_ARCHIVE_SAVED_VALUES_H
#define TOCSIN_ARCHIVE_SAVED_VALUES_H

#include "base/date.h"
#include "model/document.h"

/* Each reports what is missing or cannot be, and is false or NULL then; `*value` is untouched. */

/** The value of a key of an object, which must be of the kind. */
const struct document_node *saved_member(tocsin_context *context, const struct document_node *object, const char *key,
                                         enum document_kind kind);
bool saved_text(tocsin_context *context, const struct document_node *object, const char *key, const char **value);
/** NULL for null. */
bool saved_optional_text(tocsin_context *context, const struct document_node *object, const char *key,
                         const char **value);
bool saved_unsigned(tocsin_context *context, const struct document_node *object, const char *key, uint64_t *value);
/** A SHA-256 in lower-case hexadecimal. */
bool saved_hash(tocsin_context *context, const struct document_node *object, const char *key, const char **value);
/** The name of a file in the folder itself. */
bool saved_file_name(tocsin_context *context, const struct document_node *object, const char *key, const char **value);
/** A period of the frequency. */
bool saved_period(tocsin_context *context, const struct document_node *object, const char *key,
                  enum frequency frequency, period_number *value);
/** True for a key with the value `true`; nothing is reported. */
bool saved_flag(const struct document_node *object, const char *key);

#endif
