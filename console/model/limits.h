/* The three tiers: which limit a queue has passed, in words with its numbers (DOMAIN.md section 3).
 * Limits stand in a settings file for one queue, a group, a medium or all; the nearest that names a
 * KPI counts.  Beside them stand the rules by meaning: queue begins, longer than expected, beyond
 * capacity.  Pure. */
#ifndef CONSOLE_MODEL_LIMITS_H
#define CONSOLE_MODEL_LIMITS_H

#include "acdfeed/fault.h"

#include <stdbool.h>
#include <stdint.h>

enum { TIER_UNKNOWN = -1, TIER_CALM = 0, TIER_QUEUE = 1, TIER_LONG = 2, TIER_BEYOND = 3 };
/* "calm", "queueing", "longer than expected", "beyond capacity", "unknown". */
const char *tier_word(int tier);

enum { VERDICT_WHY_BYTES = 320, VERDICT_RULES = 6 };
struct verdict {
    int tier;                     /* TIER_UNKNOWN .. TIER_BEYOND */
    int64_t since_ms;             /* monotonic: since when in this tier; -1 never judged yet */
    int64_t raised_ms;            /* since when above calm, whatever the tier; -1 when it is not */
    char why[VERDICT_WHY_BYTES];  /* of the worst rule: "longest 4:12, limit 2:00"; "" when calm */
    const char *rules[VERDICT_RULES]; /* keys of the rules broken at that tier, worst first; static */
    int n_rules;
};

/* The rules that need no number typed in, as they stand in verdict.rules and in settings.  A limit
 * of one's own on `waiting` takes the place of QUEUEING, one on `longest` that of AGE and FIXED. */
#define LIMIT_RULE_LIST(X)                                                                         \
    X(QUEUEING, "queueing", "tier 1: someone waits (voice)")                                       \
    X(EXPECTED, "expected", "tier 2: more wait on average than Erlang C expects of today's plan")  \
    X(CAPACITY, "capacity", "tier 3: load and backlog are beyond the agents on duty")              \
    X(AGE, "age", "tiers 1 2 3: the oldest waits longer than T/2, T, 2T (not voice)")              \
    X(FIXED, "fixed", "tiers 2 3: the oldest waits 60 s, 120 s, where data for the above is missing")

struct limits;
struct limits *limits_new(void);  /* the defaults of DOMAIN.md section 3 */
void limits_free(struct limits *limits);
/* Whatever stands behind the values says how an alarm on the limit behaves and when it holds:
 *   delay 10s    found so long before it counts      off 20s      gone so long before it is over
 *   band 5s      how far the figure must come back   sample 30    the least sample, of a percentage
 *   at 22:00-06:00, days mon-fri                     by the clock of this console
 * Of limits in one scope one with hours goes before one without.
 *
 * One line of a settings file: scope "" (all), "queue ID" or "queue SITE/ID", "group NAME",
 * "media WORD"; then
 *   a KPI key of figures.h, three values for tiers 1 2 3, '-' for none: ("longest", "30s 60s 120s"),
 *     ("service_level", "80% 70% 60%"), ("waiting", "1 5 15"), ("on_duty", "below 10 8 5"), or "off";
 *   a rule of LIMIT_RULE_LIST, "on" or "off";
 *   for all alone: `sample` (least sample of a percentage), `horizon` (in which a backlog is to be
 *     worked off), `max_occupancy` (highest acceptable); `delay` and `off_delay` where a limit has
 *     none, `again` (an acknowledged alarm is raised again), `flood` (new alarms a minute that are
 *     too many), `alarm_from` (least tier that wants an answer), `suspect` (mark, quiet: what
 *     contradicts itself raises no other alarm); and for agents a state with the time that one may
 *     stay in it, or "off": ("acw", "2m"), ("paused.lunch", "45m"), and ("login", "16h").
 * False: what was found and what was expected; the caller adds file and line. */
bool limits_set(struct limits *limits, const char *scope, const char *key, const char *values,
                struct acd_fault *why) ACD_MUST_CHECK;

struct acd_agent;
struct board_queue;
struct figures;
struct alarms;
struct alarm_manners;
const struct alarm_manners *limits_manners(const struct limits *limits);
/* Judges one queue by its figures over the window: what its rules find goes to the alarms, the
 * highest tier of those that stand and are not shelved is its verdict; keeps since_ms while the tier
 * stays.  A limit above is passed when reached, one below when the figure falls under it. */
void limits_judge(const struct limits *limits, struct alarms *alarms,
                  const struct board_queue *queue, const struct figures *figures, int64_t now_ms,
                  int64_t wall_ms, int utc_offset_s, struct verdict *verdict);
struct board_agent;
struct board_site;
/* An agent by the time in its state and what contradicts itself; a site by whether it is live. */
void limits_judge_agent(const struct limits *limits, struct alarms *alarms,
                        struct board_agent *agent, int64_t now_ms);
void limits_judge_site(const struct limits *limits, struct alarms *alarms,
                       const struct board_site *site, int64_t now_ms);

/* How long an agent in this state, for this reason, may stay in it; -1 no limit or unknown. */
int64_t limits_agent_ms(const struct limits *limits, const struct acd_agent *agent);
/* Whether it has been in its state for longer, `elapsed_ms` after it was told. */
bool limits_agent_overdue(const struct limits *limits, const struct acd_agent *agent,
                          int64_t elapsed_ms);

#endif
