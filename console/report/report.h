/* The board as text: JSON and CSV for scripts, a table for people and screen readers (PROTOCOL.md
 * section 6).  Unknown and undefined are null in JSON, empty in CSV, "-" and "n/a" in text.  Writes to
 * the stream it is given, reads no clock. */
#ifndef CONSOLE_REPORT_REPORT_H
#define CONSOLE_REPORT_REPORT_H

#include "console/model/roster.h"

#include <stdio.h>

/* `look` gives span, filter and order; groups are passed over. */
typedef void report_function(FILE *out, const struct board *board, const struct roster_view *look,
                             int64_t now_ms, int64_t wall_ms);
report_function report_json, report_csv, report_text;

/* 0: there is at least one site and all are complete and live; 3: some site is stale, incomplete or
 * silent, or there is none. */
int report_status(const struct board *board);

#endif
