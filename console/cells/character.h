/* One character of a text that may come from anywhere, made safe to show.  Pure but for the locale's
 * wcwidth(), which is what curses counts by. */
#ifndef CONSOLE_CELLS_CHARACTER_H
#define CONSOLE_CELLS_CHARACTER_H

#include <stdbool.h>
#include <stdint.h>

struct character {
    char text[10]; /* UTF-8, NUL-terminated: one character and at most one combining mark */
    int cols;      /* 1 or 2 */
};

/* Takes the next character off `*text`; false at its end.  Bytes that are no UTF-8 and characters
 * that are invisible, move the cursor or turn the direction become U+FFFD; marks beyond the first,
 * variation selectors, skin tones and
 * enclosing marks, which terminals count differently, are left out; of emoji joined to one picture the
 * first stays, of a flag its two letters. */
bool character_next(const char **text, struct character *out);

#define CHARACTER_NONE UINT32_MAX
/* The scalar value that a text begins with (0 at its end) and its bytes; CHARACTER_NONE for what is
 * no UTF-8, with as many bytes as could have begun one. */
uint32_t character_decode(const char *text, int *bytes);

#endif
