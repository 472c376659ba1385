/* Lateness and jumps from the times of heartbeats.  It knows two numbers of each. */
#include "feed/link/feed_clock.h"

/* A feed may send any number as its time. */
static int64_t apart(int64_t later_ms, int64_t earlier_ms)
{
    const int64_t most_ms = INT64_C(1000000000000000);
    int64_t apart_ms;
    if (__builtin_sub_overflow(later_ms, earlier_ms, &apart_ms))
        apart_ms = later_ms < 0 ? -most_ms : most_ms;
    return apart_ms < -most_ms ? -most_ms : apart_ms > most_ms ? most_ms : apart_ms;
}

void feed_clock_begin(struct feed_clock *clock)
{
    clock->known = false;
    clock->late_ms = 0;
}

static void jumped(struct feed_clock *clock, int64_t by_ms)
{
    if (by_ms > -FEED_CLOCK_JUMP_MS && by_ms < FEED_CLOCK_JUMP_MS)
        return;
    clock->jump_ms = by_ms;
    clock->jumps++;
}

/* `arrived` apart at our side, `sent` apart by the feed's clock. */
static void compare(struct feed_clock *clock, int64_t arrived_ms, int64_t sent_ms)
{
    int64_t late_ms = clock->late_ms + arrived_ms - sent_ms;
    if (sent_ms == 0) /* no two heartbeats leave at once: a clock that stands still tells nothing */
        return;
    if (sent_ms < 0) { /* no line brings back what was */
        jumped(clock, sent_ms - arrived_ms);
        return;
    }
    if (late_ms < 0) { /* more prompt than the promptest: the clock, or that one was late */
        jumped(clock, -late_ms);
        late_ms = 0;
    }
    int64_t forgiven_ms = arrived_ms * FEED_CLOCK_DRIFT_PER_S_MS / 1000;
    clock->late_ms = late_ms > forgiven_ms ? late_ms - forgiven_ms : 0;
}

void feed_clock_beat(struct feed_clock *clock, int64_t t_ms, int64_t now_ms)
{
    if (clock->known)
        compare(clock, apart(now_ms, clock->now_ms), apart(t_ms, clock->t_ms));
    clock->known = true;
    clock->t_ms = t_ms;
    clock->now_ms = now_ms;
}
