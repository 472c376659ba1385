/* The handover of a shift: a calm page for people, JSON and CSV for scripts (console/JOURNAL.md).
 * Writes to the stream it is given, reads no clock. */
#ifndef CONSOLE_REPORT_HANDOVER_H
#define CONSOLE_REPORT_HANDOVER_H

#include "console/trail/shift.h"

#include <stdio.h>

/* `utc_offset_s`: of the clock that people read; machines get UTC. */
typedef void handover_function(FILE *out, const struct shift *shift, const char *path, int utc_offset_s);
handover_function handover_text, handover_json, handover_csv;

#endif
