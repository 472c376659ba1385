/* What a kind of terminal can do, beyond what curses does by itself: strings of terminfo. */
#ifndef CONSOLE_EDGE_TTY_CAPS_H
#define CONSOLE_EDGE_TTY_CAPS_H

#include "acdfeed/fault.h"
#include "console/edge/tty_rescue.h"

#include <stdbool.h>
#include <stddef.h>

struct tty_caps {
    const char *frame_begin, *frame_end; /* synchronised update; "" where it is not understood */
    char flash_on[32], flash_off[32];    /* "" where there is none */
    char enter[TTY_RESCUE_BYTES];        /* taking the screen again after it was given back */
    char leave[TTY_RESCUE_BYTES];        /* giving it back */
};

/* Whether TERM names a terminal on which a cursor can be placed; else why not, in words. */
bool tty_caps_check(const char *term, int fd, struct acd_fault *why) ACD_MUST_CHECK;
/* After newterm(). */
void tty_caps_read(struct tty_caps *caps, const char *term);

#endif
