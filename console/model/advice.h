/* Which measures fit a queue now, from what is known of the floor: for each a word on why it helps or
 * why it cannot.  Facts only, no forecast.  Pure. */
#ifndef CONSOLE_MODEL_ADVICE_H
#define CONSOLE_MODEL_ADVICE_H

#include "console/model/board.h"
#include "console/model/figures.h"

enum { ADVICE_MOST = 12, ADVICE_WORDS_BYTES = 200 };
struct advice {
    enum acd_op op;
    char words[ADVICE_WORDS_BYTES];       /* "overflow", "move agents": what */
    char fact[ADVICE_WORDS_BYTES];        /* "Back office: 6 free", "3 on a break" */
    char target[ACD_MAX_ID_BYTES + 1];    /* the queue it would go to or come from; "" none */
    bool in_force;
};
/* Fits for the queue, the most helpful first; returns how many.  None when the queue is not live or
 * calm.  Only operations that the site's feed carries out. */
int advice_for(const struct board *board, const struct board_queue *queue, int64_t now_ms,
               int64_t wall_ms, struct advice out[ADVICE_MOST]);
/* Why a queue cannot take another's overflow now: "tier 3", "closed", "does not accept overflow",
 * "not live", "its tier is not known"; NULL when it can. */
const char *advice_overflow_refused(const struct board_queue *target);
/* The best target of the routing plan: the first choice that can take it and has somebody free, else
 * the first that can take it; NULL when none can. */
const struct board_queue *advice_overflow_target(const struct board *board,
                                                 const struct board_queue *queue, int *choice);
#endif
