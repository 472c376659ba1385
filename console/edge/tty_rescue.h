/* Puts the terminal back whatever happens: at the program's end, on fatal signals, from anywhere. */
#ifndef CONSOLE_EDGE_TTY_RESCUE_H
#define CONSOLE_EDGE_TTY_RESCUE_H

#include <stdbool.h>
#include <stddef.h>
#include <termios.h>

enum { TTY_RESCUE_BYTES = 512 };

/* From now on tty_rescue() (tty.h) writes `bytes` to `out` and gives `in` its `saved` modes back, and
 * fatal signals do so before they end the program.  The descriptors are borrowed until disarmed. */
void tty_rescue_arm(int in, int out, const struct termios *saved, const char *bytes, size_t n);
/* Around every write to the terminal, from the thread that draws.  False: another thread has said the last
 * words, and nothing may follow them. */
bool tty_rescue_write_begins(void);
void tty_rescue_write_ends(void);
/* Signals are as they were; nothing is rescued any more. */
void tty_rescue_disarm(void);

#endif
