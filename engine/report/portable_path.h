/** Names of files as they may stand in outputs: nothing tells where on a machine a run took place. */
#ifndef TOCSIN_REPORT_PORTABLE_PATH_H
#define TOCSIN_REPORT_PORTABLE_PATH_H

#include "base/text.h"

/** The last component of an absolute path; any other as it is. */
const char *portable_path(const char *path);
/** The last component of any path. */
const char *portable_name(const char *path);
/** Adds a command line or a setting, in which every absolute path is cut to its last component. */
void portable_text(struct text_buffer *buffer, const char *text);

#endif
