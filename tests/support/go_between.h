/* The way of stats from one feed to its consoles, in a test's hands: messages may be lost, doubled,
 * swapped, garbled, kept and sent again, and the feed's wall clock shifted.  A thread of its own;
 * whole messages between real sockets, nothing of the project on the way. */
#ifndef TESTS_SUPPORT_GO_BETWEEN_H
#define TESTS_SUPPORT_GO_BETWEEN_H

#include <stdint.h>

struct go_between;

enum deed {
    DEED_LOSE,
    DEED_TWICE,
    DEED_SWAP,       /* it comes after the next one of its kind */
    DEED_GARBLE,     /* its head can't be read */
    DEED_GARBLE_END, /* its last bytes can't be read */
    DEED_BLOAT,      /* a frame above what the contract allows in its place */
    DEED_KEEP,       /* passed on, and a copy kept for go_between_replay() */
};

/* Consoles subscribe at `shown`; the feed publishes at `feed` and may come and go. */
struct go_between *go_between_open(const char *shown, const char *feed);
void go_between_close(struct go_between *way);

/* To be done to the next message of this kind ("queue/"). */
void go_between_order(struct go_between *way, enum deed deed, const char *kind);
/* Waits until that is done. */
void go_between_await(struct go_between *way);
/* Of DEED_SWAP: until the first one is there. */
void go_between_await_held(struct go_between *way);
/* Sends what was kept once more. */
void go_between_replay(struct go_between *way);
/* From now on the feed's wall clock is off by so much. */
void go_between_clock(struct go_between *way, int64_t shift_ms);

#endif
