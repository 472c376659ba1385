/* Quantities as people type them at the arithmetic sub-commands.  Each function returns false with
 * the words, naming the option. */
#ifndef FEED_COMMANDS_QUANTITY_H
#define FEED_COMMANDS_QUANTITY_H

#include "acdfeed/fault.h"

#include <stdint.h>

/* A time in ms: a bare number is seconds, as such tables are kept; else as acd_duration_read(). */
bool quantity_time(double *ms, const char *option, const char *text, struct acd_fault *why)
    ACD_MUST_CHECK;
/* The same, separated by commas; 1 .. most of them. */
bool quantity_times(double *ms, int most, int *n, const char *option, const char *text,
                    struct acd_fault *why) ACD_MUST_CHECK;
/* A share as "0.18" or "18%", 0 .. 1. */
bool quantity_share(double *share, const char *option, const char *text, struct acd_fault *why)
    ACD_MUST_CHECK;
/* "30..42" or "30", both within 1 .. most. */
bool quantity_range(int64_t *first, int64_t *last, int64_t most, const char *option,
                    const char *text, struct acd_fault *why) ACD_MUST_CHECK;

enum quantity_format { FORMAT_TEXT, FORMAT_CSV, FORMAT_JSON };
bool quantity_format(enum quantity_format *format, const char *text, struct acd_fault *why)
    ACD_MUST_CHECK;

#endif
