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

enum { VERDICT_WHY_BYTES = 160, VERDICT_RULES = 6 };
struct verdict {
    int tier;                     /* TIER_UNKNOWN .. TIER_BEYOND */
    int64_t since_ms;             /* monotonic: since when in this tier */
    char why[VERDICT_WHY_BYTES];  /* of the worst rule: "longest 4:12, limit 2:00"; "" when calm */
    const char *rules[VERDICT_RULES]; /* keys of the rules broken at that tier, worst first; static */
    int n_rules;
};

struct limits;
struct limits *limits_new(void);  /* the defaults of DOMAIN.md section 3 */
void limits_free(struct limits *limits);
/* One line of a settings file: scope "" (all), "queue ID", "group NAME", "media WORD"; a KPI key of
 * figures.h or a rule; three values for tiers 1 2 3, '-' for none: ("longest", "30s 60s 120s"),
 * ("service_level", "80% 70% 60%"), ("waiting", "1 5 15"), ("on_duty", "below 10 8 5").
 * False: what was found and what was expected; the caller adds file and line. */
bool limits_set(struct limits *limits, const char *scope, const char *key, const char *values,
                struct acd_fault *why) ACD_MUST_CHECK;

struct board_queue;
struct figures;
/* Judges one queue by its figures over the window; keeps since_ms while the tier stays. */
void limits_judge(const struct limits *limits, const struct board_queue *queue,
                  const struct figures *figures, int64_t now_ms, struct verdict *verdict);

#endif
