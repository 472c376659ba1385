/* The way of commands between one console and a feed, in a test's hands: each request and each
 * answer may be held, lost or doubled.  Snapshots always pass.  A thread of its own; whole messages
 * between real sockets, nothing of ours on the way. */
#ifndef TESTS_SUPPORT_RELAY_H
#define TESTS_SUPPORT_RELAY_H

struct relay;
enum relay_way { RELAY_REQUESTS, RELAY_ANSWERS, RELAY_WAYS };
/* HOLD keeps what comes until it is released; TWICE passes it on two times and keeps it as well. */
enum relay_fate { RELAY_PASS, RELAY_HOLD, RELAY_LOSE, RELAY_TWICE };

/* Listens for the console at one endpoint, speaks to the feed at the other. */
struct relay *relay_open(const char *console_side, const char *feed_side);
void relay_close(struct relay *relay);

/* What is done with those that come from now on. */
void relay_fate(struct relay *relay, enum relay_way way, enum relay_fate fate);
/* Lets go what is held, each `copies` times. */
void relay_release(struct relay *relay, enum relay_way way, int copies);
/* Waits until so many have come since the relay was opened, whatever was done with them. */
void relay_await(struct relay *relay, enum relay_way way, int n);

#endif
