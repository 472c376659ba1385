/* One readable file descriptor for all that may wake a waiting sub-command: SIGINT and SIGTERM,
 * inputs, and its own handlers.  Use from one thread; waker_open() before anything of libzmq. */
#ifndef FEED_COMMANDS_WAKER_H
#define FEED_COMMANDS_WAKER_H

#include "acdfeed/macros.h"

#include <stdbool.h>

struct waker {
    int fd; /* what to wait for */
    int signals, self;
};

/* Ends the program where the system has no file descriptors left. */
void waker_open(struct waker *waker);
void waker_close(struct waker *waker);

/* A regular file is always ready and is not watched. */
void waker_watch(struct waker *waker, int fd);
void waker_unwatch(struct waker *waker, int fd);

/* Lets the wait that goes on, or the next one, end at once. */
void waker_wake(struct waker *waker);
/* Whether a signal asks to end. */
bool waker_signalled(struct waker *waker) ACD_MUST_CHECK;

#endif
