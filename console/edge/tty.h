/* The terminal.  The only room that knows curses: shows a grid in a theme, reads keys, and puts the
 * terminal back whatever happens.  One thread, one terminal; the locale is to be set before. */
#ifndef CONSOLE_EDGE_TTY_H
#define CONSOLE_EDGE_TTY_H

#include "acdfeed/fault.h"
#include "console/ask/key.h"
#include "console/settings/theme.h"
#include "console/cells/grid.h"

struct tty;

/* Takes the terminal of standard input and output: cbreak, no echo, no flow control (Ctrl-S is not
 * to stop a board), alternate screen, cursor hidden, handlers of fatal signals that restore it.
 * False: no terminal, unknown TERM; nothing was changed. */
struct tty *tty_open(struct acd_fault *why) ACD_MUST_CHECK;
void tty_close(struct tty *tty);
/* Restores the terminal from anywhere, even a signal handler; at most once. */
void tty_rescue(void);

int tty_fd(const struct tty *tty);         /* readable when a key waits */
bool tty_utf8(const struct tty *tty);
void tty_size(struct tty *tty, int *cols, int *rows); /* asks the system anew */
/* Shows the grid: only changed cells, one write.  Never blocks.  False: the terminal has not taken all
 * of it, or of what came before it; show the newest grid again later.  No more than one frame is ever
 * kept back.  `anew`: repaint everything. */
bool tty_show(struct tty *tty, const struct grid *grid, const struct theme *theme, bool anew);
/* The next key, or false when none waits. */
bool tty_key(struct tty *tty, struct key *key);
/* Sounds, or where the terminal can, turns the screen over until the next tty_show(). */
void tty_bell(struct tty *tty, bool visible);
/* After the process was stopped: takes the terminal again as tty_open() did; show anew afterwards. */
void tty_resume(struct tty *tty);
bool tty_lost(const struct tty *tty);      /* hung up: nothing will come or go any more */
/* Bytes and write() calls that the terminal has cost so far. */
void tty_cost(const struct tty *tty, uint64_t *bytes, uint64_t *writes);

#endif
