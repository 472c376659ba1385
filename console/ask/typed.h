/* Amounts as people type them into a field.  Pure. */
#ifndef CONSOLE_ASK_TYPED_H
#define CONSOLE_ASK_TYPED_H

#include "acdfeed/macros.h"

#include <stdbool.h>
#include <stdint.h>

/* "15", "15m", "1:30", "90s": bare numbers are minutes. */
bool typed_duration(const char *text, int64_t *ms) ACD_MUST_CHECK;
/* "20", "20 %", "2.5%": percent. */
bool typed_share(const char *text, double *share) ACD_MUST_CHECK;

#endif
