/* The floor of one simulated site, event by event: contacts come, wait, ring, are spoken with or
 * give up; agents come to work, take breaks, go home; measures of the response plan take effect and
 * end.
 *
 * Time is passed in, `t` in ms since 1970; it never goes back.  Randomness comes from the seed
 * alone: the same make, seed and commands at the same times give the same floor.  Pure, one thread.
 *
 * What the counts mean here.  A contact is `offered` to every queue it enters, also to the one it
 * overflows, is redirected or is transferred to; `overflow_in` are those of the offered that came
 * from another queue's line.  It leaves as exactly one of answered, abandoned, overflow_out (to
 * another queue or a partner) or callback.  So at any time, over all the life of the floor,
 *     offered = answered + abandoned + overflow_out + callback + waiting + ringing.
 * `blocked` contacts (closed, or throttled) were never offered.  A contact that moves keeps its
 * wait. `waiting` are those in line; one that rings at an agent stands no more in line, and counts
 * as answered, with its whole wait, when the agent picks up. */
#ifndef FEED_SIM_FLOOR_H
#define FEED_SIM_FLOOR_H

#include "acdfeed/entity.h"
#include "acdfeed/publisher.h"
#include "feed/sim/centre.h"

struct floor;

/* `make` is copied but for `scenario`, `group` and `curve`, which stay borrowed.  Time begins at t.
 */
struct floor *floor_new(const struct sim_site_make *make, uint64_t seed, int64_t t);
void floor_free(struct floor *floor);

/* Runs everything that is due up to and including t. */
void floor_advance(struct floor *floor, int64_t t);
/* When the next thing is due; INT64_MAX when nothing is. */
int64_t floor_next_t(const struct floor *floor);

/* Carries out one checked request of this site at t (the floor is advanced to it first).  `why` is
 * borrowed until the next command. */
struct acd_outcome floor_command(struct floor *floor, int64_t t, const struct acd_request *request);

/* What changed since it was last asked for: the index, or -1 when nothing is left.  All are changed
 * at the start. */
int floor_changed_queue(struct floor *floor);
int floor_changed_agent(struct floor *floor);
bool floor_changed_site(struct floor *floor);
/* Marks the queues whose tallies move by time alone, so that they are told again. */
void floor_touch_queues(struct floor *floor);

/* Present states; what hangs from them is borrowed until the next call of the same function. */
const struct acd_site *floor_tell_site(struct floor *floor);
const struct acd_queue *floor_tell_queue(struct floor *floor, int queue);
const struct acd_agent *floor_tell_agent(struct floor *floor, int agent);
/* The next event that happened, or NULL; borrowed until the next call. */
const struct acd_event *floor_take_event(struct floor *floor);
/* The next ACCEPTED command that has come to its end; borrowed until the next call. */
bool floor_take_finished(struct floor *floor, const char **request, enum acd_status *status,
                         const char **why);
/* Forgets events that no one wants, as after a warm-up. */
void floor_drop_events(struct floor *floor);

/* The words of the operations that a floor carries out, for the heartbeat. */
const char *const *floor_ops(uint32_t *n);

#endif
