/* Puts the terminal back whatever happens: at the program's end, on fatal signals, from anywhere. */
#ifndef CONSOLE_EDGE_TTY_RESCUE_H
#define CONSOLE_EDGE_TTY_RESCUE_H

#include <stddef.h>
#include <termios.h>

enum { TTY_RESCUE_BYTES = 512 };

/* From now on tty_rescue() (tty.h) writes `bytes` to `out` and gives `in` its `saved` modes back, and
 * fatal signals do so before they end the program.  The descriptors are borrowed until disarmed. */
void tty_rescue_arm(int in, int out, const struct termios *saved, const char *bytes, size_t n);
/* Signals are as they were; nothing is rescued any more. */
void tty_rescue_disarm(void);

#endif
