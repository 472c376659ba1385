/* The counts of one queue over the three spans of the contract: a rolling window, the current
 * interval, the business day (PROTOCOL.md, "window, interval, day").  An event costs O(1) whatever
 * the window, and allocates nothing; reading costs O(1) too.
 *
 * The window forgets in steps of a sixtieth: it holds what happened in the last window_ms, less at
 * most window_ms / 60 (rounded up to a ms).  Interval and day are exact.
 *
 * Time is the site's wall clock, `t` in ms since 1970, passed in; it must not go back further than
 * the window (what is older counts for the day alone, and what is of yesterday for nothing).
 * Intervals and days follow the local clock of the site.  Pure: no clock, no I/O.  Not thread-safe. */
#ifndef FEED_TALLIES_SPANS_H
#define FEED_TALLIES_SPANS_H

#include "acdfeed/entity.h"

struct spans;
struct acd_zone; /* zone.h */

struct spans_options {
    int64_t window_ms;    /* 60,000 .. 86,400,000 */
    int64_t interval_ms;  /* 900,000 or 1,800,000 as a rule; divides the hour, 60,000 at least */
    const struct acd_zone *zone; /* of the site, borrowed and shared by its queues; NULL is UTC */
    int64_t day_start_ms; /* local ms after midnight at which the business day turns */
};

struct spans *spans_new(const struct spans_options *options, int64_t t);
void spans_free(struct spans *spans);

/* Adds `amount` to one count or sum (not SPAN, not WAIT_MAX). */
void spans_add(struct spans *spans, int64_t t, enum acd_tally_field field, int64_t amount);
/* A wait that has ended, for wait_max_ms. */
void spans_peak(struct spans *spans, int64_t t, int64_t wait_ms);
/* Which counts this source supplies; the others stay unknown.  Bits of acd_tally_field. */
void spans_supply(struct spans *spans, uint64_t fields);
/* span_ms is what was really counted: from the turn of the span, or from the `t` of spans_new() if
 * that was later, until now; for the window window_ms at most. */
void spans_read(struct spans *spans, int64_t t, struct acd_tally *window, struct acd_tally *interval,
                struct acd_tally *day);

/* To save spans and take them up again: the pieces that hold counts, one by one. */
enum spans_part { SPANS_DAY, SPANS_INTERVAL, SPANS_BUCKET, SPANS_PARTS };
struct spans_piece {
    enum spans_part part;
    int64_t start;                       /* of the day, interval or bucket */
    int64_t since;                       /* counting began */
    int64_t counts[ACD_TALLY_FIELDS];    /* by acd_tally_field; SPAN is not used */
};
/* Moves *at, 0 at first, on to the next piece; false when there is none. */
bool spans_next_piece(const struct spans *spans, int *at, struct spans_piece *piece);
/* Adds a piece to the span that it still belongs to; one that has turned since is dropped. */
void spans_take_up(struct spans *spans, const struct spans_piece *piece);

#endif
