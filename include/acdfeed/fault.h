/* Why something of the world failed, in words for a person: what was read, where, what was
 * expected, what to do.  A fault is a value: the caller owns it, nothing in it is borrowed.
 * Thread-safe, since it holds no shared state. */
#ifndef ACDFEED_FAULT_H
#define ACDFEED_FAULT_H

#include "acdfeed/macros.h"

#include <stdbool.h>

enum { ACD_FAULT_TEXT_BYTES = 320 };

struct acd_fault {
    char text[ACD_FAULT_TEXT_BYTES]; /* UTF-8, one line, no control characters, NUL-terminated */
};

/* Writes the words and returns false, so that a failing function can end with
 * `return acd_fault_say(why, ...)`.  `why` may be NULL.  Control characters become '?', and a text
 * that is too long is cut at a character. */
bool acd_fault_say(struct acd_fault *why, const char *format, ...) ACD_PRINTF(2, 3);

/* As acd_fault_say, with "FILE:LINE: " before the words. */
bool acd_fault_say_at(struct acd_fault *why, const char *file, unsigned line, const char *format, ...)
    ACD_PRINTF(4, 5);

#endif
