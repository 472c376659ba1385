/* Keys and the mouse, as curses decodes them. */
#ifndef CONSOLE_EDGE_TTY_KEYS_H
#define CONSOLE_EDGE_TTY_KEYS_H

#include "console/ask/key.h"

#include <curses.h>

/* A window that only reads: nothing is drawn when it does.  Asks for the mouse too. */
WINDOW *tty_keys_new(const char *term);
/* The next key that has a meaning; false when none waits. */
bool tty_keys_next(WINDOW *keys, bool utf8, struct key *key);

#endif
