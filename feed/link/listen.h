/* The bare messages of one stats endpoint, each with its frames as they came, for those who judge a
 * feed rather than follow it.  Not thread-safe; use from one thread. */
#ifndef FEED_LINK_LISTEN_H
#define FEED_LINK_LISTEN_H

#include "acdfeed/fault.h"

#include <stddef.h>
#include <stdint.h>

struct listen;

struct listen_message {
    int frames;               /* how many came; the contract says 2 */
    const void *topic, *body; /* of the first two frames; borrowed until the next call */
    size_t topic_bytes, body_bytes;
};

/* Connects and subscribes to everything; the feed need not be there yet.  `key_file` and
 * `server_key` as in acd_feed_options, NULL: without keys. */
struct listen *listen_open(const char *endpoint, const char *key_file, const char *server_key,
                           struct acd_fault *why) ACD_MUST_CHECK;
void listen_close(struct listen *listen);

/* Becomes readable when messages come.  Edge-triggered: take them all with listen_next() before
 * waiting for it. */
int listen_fd(const struct listen *listen);

enum listen_answer { LISTEN_MESSAGE, LISTEN_NONE, LISTEN_WOKEN };
/* Waits at most `timeout_ms` for one message, or until `wake_fd` (or -1) is readable. */
enum listen_answer listen_next(struct listen *listen, int64_t timeout_ms, int wake_fd,
                               struct listen_message *message);

#endif
