/* Sums up an agent's day by states.  Knows no queue and no contact. */
#include "feed/tallies/shift.h"

#include <assert.h>

static void count_until(struct shift *s, int64_t t)
{
    int64_t ms = t - s->counted_t;
    struct acd_agent_day *day = &s->day;
    int64_t *const sums[ACD_STATES] = {
        [ACD_STATE_AVAILABLE] = &day->idle_ms, [ACD_STATE_TALKING] = &day->talk_ms,
        [ACD_STATE_HOLD] = &day->hold_ms,      [ACD_STATE_ACW] = &day->acw_ms,
        [ACD_STATE_PAUSED] = &day->paused_ms,
    };

    if (ms <= 0)
        return;
    if (sums[s->state])
        *sums[s->state] += ms;
    if (s->state != ACD_STATE_OFFLINE)
        day->login_ms += ms;
    s->counted_t = t;
}

static void begin_day(struct shift *s, int64_t t)
{
    s->today = acd_zone_day(s->zone, t, s->day_start_ms);
    s->day = (struct acd_agent_day){.known = (UINT64_C(1) << ACD_AGENT_DAY_FIELDS) - 1};
}

static void advance(struct shift *s, int64_t t)
{
    if (t >= s->today.end) {
        begin_day(s, t);
        s->counted_t = s->today.start; /* what was before belongs to a day that is over */
    }
    count_until(s, t);
}

void shift_init(struct shift *s, const struct acd_zone *zone, int64_t day_start_ms, int state, int64_t t)
{
    assert(state >= 0 && state < ACD_STATES);
    *s = (struct shift){.zone = zone, .day_start_ms = day_start_ms, .state = state, .since_t = t,
                        .counted_t = t};
    begin_day(s, t);
}

void shift_state(struct shift *s, int state, int64_t t)
{
    assert(state >= 0 && state < ACD_STATES);
    if (t < s->counted_t)
        t = s->counted_t;
    advance(s, t);
    if (state == s->state)
        return;
    s->state = state;
    s->since_t = t;
}

void shift_handled(struct shift *s, int64_t t)
{
    advance(s, t);
    s->day.handled++;
}

void shift_rona(struct shift *s, int64_t t)
{
    advance(s, t);
    s->day.rona++;
}

void shift_read(struct shift *s, int64_t t, struct acd_agent_day *day, int64_t *state_ms)
{
    advance(s, t);
    *day = s->day;
    *state_ms = t > s->since_t ? t - s->since_t : 0;
}
