/* One agent's day from the changes of state that an ACD tells: how long in each, how many handled.
 * The day turns with the site's (zone.h).  Plain data, to be kept and saved by its owner; `zone` is
 * borrowed.  Pure, not thread-safe. */
#ifndef FEED_TALLIES_SHIFT_H
#define FEED_TALLIES_SHIFT_H

#include "acdfeed/entity.h"
#include "acdfeed/zone.h"

struct shift {
    const struct acd_zone *zone;
    int64_t day_start_ms; /* local ms after midnight, 0 .. 86,399,999 */
    struct acd_zone_day today;
    int state;         /* enum acd_agent_state */
    int64_t since_t;   /* in this state */
    int64_t counted_t; /* the day's sums reach until here */
    struct acd_agent_day day;
};

void shift_init(struct shift *shift, const struct acd_zone *zone, int64_t day_start_ms, int state,
                int64_t t);
/* The same state again changes nothing.  A `t` before the last is taken as the last. */
void shift_state(struct shift *shift, int state, int64_t t);
void shift_handled(struct shift *shift, int64_t t);
void shift_rona(struct shift *shift, int64_t t); /* rang and was not answered */
/* The day until now.  login_ms is any state but offline, idle_ms is available; what rings or dials
 * out is in login_ms alone. */
void shift_read(struct shift *shift, int64_t t, struct acd_agent_day *day, int64_t *state_ms);

#endif
