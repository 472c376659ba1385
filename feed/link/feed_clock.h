/* What the times in a feed's heartbeats tell, held against the monotonic clock of this machine: how
 * late they come, and when the feed's wall clock was set.  No wall clock is held against another.
 *
 * A line that lags and a clock that was set back look alike in one message.  What lags grows by no
 * more than the time between two arrivals; a clock that goes back does more.  Pure. */
#ifndef LINK_FEED_CLOCK_H
#define LINK_FEED_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

enum {
    FEED_CLOCK_JUMP_MS = 2000,     /* less is drift, or a line of unsteady pace */
    FEED_CLOCK_DRIFT_PER_S_MS = 1, /* what two clocks may part by, and is forgiven */
};

struct feed_clock { /* zeroed: nothing heard */
    bool known;
    int64_t t_ms, now_ms; /* of the last heartbeat: the feed's wall clock, our monotonic one */
    int64_t late_ms;      /* by how much it came later than the promptest ones */
    int64_t jump_ms;      /* the last jump of the feed's wall clock; ahead is positive */
    uint64_t jumps;
};

/* A new life of the feed, or a new connection: the next heartbeat counts as prompt. */
void feed_clock_begin(struct feed_clock *clock);
/* A heartbeat, in the order of their counts. */
void feed_clock_beat(struct feed_clock *clock, int64_t t_ms, int64_t now_ms);

#endif
