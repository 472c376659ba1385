/* What comes if nothing is done: when the next tier is reached, how the day goes against its plan, whom
 * the next half hour needs, and whether the queue is out of its usual range.  Pure. */
#ifndef CONSOLE_MODEL_AHEAD_H
#define CONSOLE_MODEL_AHEAD_H

#include "console/model/board.h"
#include "console/model/figures.h"

enum { AHEAD_MOST_MS = 30 * 60000 }; /* farther is not looked */

/* By the trend of the last minutes (least squares over half minutes) and the rules that have a number:
 * own limits on waiting and the longest wait, and the capacity of those on duty.  False: no higher
 * tier is coming, or not enough is known. */
bool ahead_tier(const struct limits *limits, const struct board_queue *queue, int64_t now_ms,
                int64_t wall_ms, int *tier, int64_t *in_ms);

struct ahead_day {
    struct acd_figure expected;   /* contacts of today by what came so far (acd_forecast_plan) */
    struct acd_figure planned;    /* of the whole plan */
    struct acd_figure next;       /* of the plan's next interval, corrected in proportion */
    struct acd_figure next_agents;/* that it needs for the target by Erlang C */
};
void ahead_day(struct ahead_day *out, const struct board_queue *queue, int64_t wall_ms);

/* Limits of common variation of waiting over the last half hour, the last two minutes left out: mean
 * +- 2.66 mean moving ranges (W. A. Shewhart's individuals chart).  False: too little history. */
bool ahead_usual(const struct trend *trend, int64_t now_ms, double *low, double *high);

#endif
