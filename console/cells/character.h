/* One character of a text that may come from anywhere, made safe to show.  Pure but for the locale's
 * wcwidth(), which is what curses counts by. */
#ifndef CONSOLE_CELLS_CHARACTER_H
#define CONSOLE_CELLS_CHARACTER_H

#include <stdbool.h>

struct character {
    char text[10]; /* UTF-8, NUL-terminated: one character and at most one combining mark */
    int cols;      /* 1 or 2 */
};

/* Takes the next character off `*text`; false at its end.  Bytes that are no UTF-8 and characters
 * that are invisible, move the cursor or turn the direction become U+FFFD; marks beyond the first,
 * variation selectors and skin tones, which terminals count differently, are left out. */
bool character_next(const char **text, struct character *out);

#endif
