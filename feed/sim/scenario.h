/* Scenario files: what befalls the simulated centre and when.  The format is that of INI files:
 *
 *     [scenario]
 *     start = 10:00          local time the show begins; `now`: this machine's
 *     load = 1.0             times the usual contacts
 *     presence = 0.95        share of the agents that come to work
 *     bursts = 1.0           times the usual small bursts
 *
 *     [surge monday]         a kind, then any words that make the section another one
 *     at = 0:03              after the beginning, for = how long; without it: for good
 *     for = 20m
 *     site = berlin          left out: every site
 *     queue = sales-de       an id or a group; left out: every queue
 *     factor = 6
 *
 * Kinds: surge (factor times the contacts), slow (factor times the handling time), absence (a
 * share, `factor`, of the agents stays away), outage (the same share loses its telephony; calls are
 * cut off), campaign (the same share of those who are free makes calls out), tell (`text` on every
 * board). Pure: the text is handed in.  inih stays behind this
 * header. */
#ifndef FEED_SIM_SCENARIO_H
#define FEED_SIM_SCENARIO_H

#include "acdfeed/fault.h"
#include "feed/sim/centre.h"

/* `file` is for messages alone.  False: `why` names file, line and what was expected. */
bool sim_scenario_read(const char *text, const char *file, struct sim_scenario *scenario,
                       struct acd_fault *why) ACD_MUST_CHECK;

/* The text of a built-in scenario, or NULL; the name of the nth, or NULL past the last. */
const char *sim_scenario_builtin(const char *name);
const char *sim_scenario_builtin_name(int nth);

/* "10:00" or "9:30:15" as ms after midnight; "now" as -1. */
bool sim_time_of_day(const char *text, int64_t *ms) ACD_MUST_CHECK;

#endif
