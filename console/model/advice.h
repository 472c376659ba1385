/* Which measures of the response plan fit a queue now: for each the fact that speaks for it or the
 * reason that stands against it, what it would be asked with, and what it would probably do.  Pure. */
#ifndef CONSOLE_MODEL_ADVICE_H
#define CONSOLE_MODEL_ADVICE_H

#include "console/model/board.h"
#include "console/model/figures.h"
#include "console/model/outlook.h"
#include "console/model/plan.h"

enum { ADVICE_MOST = 16, ADVICE_WORDS_BYTES = 200 };
struct advice {
    const struct plan_measure *measure;   /* of the plan; its name says what */
    enum acd_op op;
    char words[ADVICE_WORDS_BYTES];       /* "overflow", "move 2 from Orders": what */
    char fact[ADVICE_WORDS_BYTES];        /* "Back office: 6 free", "3 paused", or why not */
    char target[ACD_MAX_ID_BYTES + 1];    /* the queue it would go to or come from; "" none */
    bool in_force;
    bool refused;                         /* it cannot be done now: `fact` says why */
    struct outlook_measure asked;
};
/* Those that fit, in the order of the plan, refused ones last; returns how many.  None when the queue
 * is not live or calm.  Only operations that the site's feed carries out. */
int advice_for(const struct board *board, const struct board_queue *queue, const struct plan *plan,
               int64_t now_ms, int64_t wall_ms, struct advice out[ADVICE_MOST]);
/* What it would probably do to both sides; settles how many agents are worth moving.  False: not
 * known, `why` in words, static.  `memo` as for outlook_effect(). */
bool advice_reckon(const struct board *board, const struct board_queue *queue, struct advice *advice,
                   int64_t now_ms, int64_t wall_ms, struct outlook_memo *memo,
                   struct outlook_effect *effect, const char **why);
/* Why a queue cannot take another's overflow now: "tier 3", "closed", "does not accept overflow",
 * "not live", "its tier is not known"; NULL when it can. */
const char *advice_overflow_refused(const struct board_queue *target);
/* The best target of the routing plan: the first choice that can take it and has somebody free, else
 * the first that can take it; NULL when none can. */
const struct board_queue *advice_overflow_target(const struct board *board,
                                                 const struct board_queue *queue, int *choice);
#endif
