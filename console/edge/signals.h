/* Signals as a readable file descriptor: nothing runs inside a handler. */
#ifndef CONSOLE_EDGE_SIGNALS_H
#define CONSOLE_EDGE_SIGNALS_H

#include "acdfeed/fault.h"

enum signal_word {
    SIGNAL_NONE,   /* no further one waits */
    SIGNAL_END,    /* INT, TERM, HUP, QUIT: end cleanly */
    SIGNAL_RESIZE, /* WINCH */
    SIGNAL_CHILD,  /* CHLD: a child ended */
    SIGNAL_RESUME, /* CONT: the terminal may be in any state, repaint */
};

/* Blocks them for this thread and all it starts later (so: before any other thread), ignores SIGPIPE and SIGXFSZ.
 * -1 when the system refuses. */
int signals_open(struct acd_fault *why) ACD_MUST_CHECK;
void signals_close(int fd); /* -1 is fine */
enum signal_word signals_next(int fd);
/* What a keyboard sends, Ctrl-C and Ctrl-\, ends nothing any more. */
void signals_ignore_keyboard(void);

#endif
