/* Words with names from the floor in them, cut at a character and never inside one.  Inside the
 * room.  Pure. */
#ifndef CONSOLE_ASK_WORDS_H
#define CONSOLE_ASK_WORDS_H

#include "acdfeed/macros.h"

#include <stdarg.h>
#include <stddef.h>

enum { WORDS_NAME_BYTES = 49 };

/* As snprintf, but what does not fit is cut at a character.  Returns the bytes written. */
size_t words_print(char *out, size_t bytes, const char *format, ...) ACD_PRINTF(3, 4);
size_t words_vprint(char *out, size_t bytes, const char *format, va_list arguments)
    ACD_PRINTF(3, 0);
/* Appends to the words that stand in `out`. */
void words_add(char *out, size_t bytes, const char *format, ...) ACD_PRINTF(3, 4);
/* The beginning of a name, so that what follows it has room. */
const char *words_name(char out[WORDS_NAME_BYTES], const char *name);

#endif
