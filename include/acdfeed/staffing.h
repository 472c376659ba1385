/* Rules of thumb and flows around the Erlang formulas: staff on the roster, work that may wait,
 * backlogs.  Pure, thread-safe.  Units and the three kinds of answer as in erlang.h. */
#ifndef ACDFEED_STAFFING_H
#define ACDFEED_STAFFING_H

#include "acdfeed/erlang.h"

/* Base staff by rule: calls_per_hour * AHT / (one hour * occupancy * present), a fraction of people
 * to be rounded by the caller.  Both shares within 0 < .. <= 1; 0.95 and 0.77 (shrinkage of 23 %)
 * are the field's usual ones. */
struct acd_figure acd_staff_base(double calls_per_hour, double aht_ms, double occupancy,
                                 double present);

/* People to roster for each one who works: (voice + mail + absent + pausing + training) /
 * (voice + mail); UNDEFINED when no one works. */
struct acd_roster {
    double voice, mail, absent, pausing, training; /* people, >= 0 */
};
struct acd_figure acd_staff_factor(const struct acd_roster *roster);

/* Agents for work that may wait: volume / (cycle_ms / AHT), cycle_ms > 0 being the time in which the
 * volume must be done. */
struct acd_figure acd_staff_deferred(double volume, double cycle_ms, double aht_ms);

/* Erlangs that work off `waiting` calls within horizon_ms > 0 beside the calls to come:
 * load + waiting * AHT / horizon.  More than on duty * highest occupancy is more than a shift can
 * handle. */
struct acd_figure acd_backlog_load(const struct acd_demand *demand, double waiting,
                                   double horizon_ms);

/* Queues as a fluid (W. Whitt, "Fluid models for multiserver queues with abandonments", Operations
 * Research 54, 2006), for loads that have no steady state.  While anyone waits, the queue changes by
 *   dq/dt = calls rate - agents / AHT - q / patience     (the last term only with patience). */

/* How many wait after_ms from now, when `waiting` wait now. */
struct acd_figure acd_backlog_after(const struct acd_demand *demand, int64_t agents, double waiting,
                                    double after_ms);
/* Until none of `waiting` is left, in ms; UNDEFINED when it never comes to that. */
struct acd_figure acd_backlog_clear_ms(const struct acd_demand *demand, int64_t agents,
                                       double waiting);

#endif
