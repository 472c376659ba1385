/* One field of CSV (RFC 4180) from text of anybody: what a spreadsheet would take for a formula begins
 * with an apostrophe, control characters are made visible. */
#ifndef CONSOLE_REPORT_CSV_H
#define CONSOLE_REPORT_CSV_H

#include <stdio.h>

enum { CSV_FIELD_BYTES = 4096 };
void csv_text(FILE *out, const char *raw);

#endif
