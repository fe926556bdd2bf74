/** Whether a page and a JSON document say the same: every number and text of the one is in the other. */
#ifndef TOCSIN_TESTS_REPORT_SAME_CONTENT_H
#define TOCSIN_TESTS_REPORT_SAME_CONTENT_H

#include <stdbool.h>

/**
 * Every number of the JSON is in the page, rounded as the page rounds or as a share, and every text word for word,
 * blanks apart; hashes with the digits that the page shows. Every number of the page is in the JSON, rounded, or is
 * part of one of its texts. Prints what is not.
 */
bool same_content(const char *page, const char *json);

#endif
