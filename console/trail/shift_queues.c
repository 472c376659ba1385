/* Time in tiers, and alarms. */
#include "console/trail/shift_parts.h"

/* Time in tiers is told every five minutes. */
enum { UNTOLD_MOST_MS = 6 * 60000, TIER_MOST = 3 };

/* --- queues -------------------------------------------------------------------------------------- */

struct shift_queue *shift_queue_row(struct shift *shift, const char *site, const char *id)
{
    struct shift_queue *row;

    for (int i = 0; i < shift->n_queues; i++)
        if (strcmp(shift->queues[i].id, id) == 0 && strcmp(shift->queues[i].site, site) == 0)
            return &shift->queues[i];
    row = GROW(shift, queues);
    KEEP(row->site, site);
    KEEP(row->id, id);
    row->tier = -1;
    row->told_t = -1;
    return row;
}

static struct shift_queue *queue_of(struct shift *shift, const struct note *note)
{
    return shift_queue_row(shift, TEXT(note, SITE, site), TEXT(note, QUEUE, queue));
}

void shift_take_span(struct shift *shift, const struct note *note)
{
    const int64_t told_ms[SHIFT_TIERS] = {note->unknown_ms, note->calm_ms, note->tier1_ms,
                                          note->tier2_ms, note->tier3_ms};
    struct shift_queue *row = queue_of(shift, note);
    int64_t sum_ms = 0, in_ms;

    for (int i = 0; i < SHIFT_TIERS; i++)
        sum_ms += told_ms[i];
    in_ms = shift_share_in(shift, note->t, sum_ms);
    for (int i = 0; i < SHIFT_TIERS && in_ms > 0; i++)
        row->tier_ms[i] += (int64_t)((double)told_ms[i] * (double)in_ms / (double)sum_ms);
    row->told_t = note->t;
}

/* A console that runs, or fell over, has not told of the time since: it is that of the tier told last.
 * Not between calm and tier 1, whose changes have no line, nor where a telling is missing. */
void shift_count_untold(struct shift *shift, int64_t last_t)
{
    for (int i = 0; i < shift->n_queues; i++) {
        struct shift_queue *row = &shift->queues[i];
        int64_t untold_ms = last_t - row->told_t;

        if (row->told_t >= 0 && row->tier > 1 && untold_ms > 0 && untold_ms <= UNTOLD_MOST_MS)
            row->tier_ms[row->tier + 1] += shift_share_in(shift, last_t, untold_ms);
        row->told_t = -1;
    }
}

void shift_take_tier(struct shift *shift, const struct note *note)
{
    struct shift_queue *row = queue_of(shift, note);

    row->tier = note->tier >= 0 && note->tier <= TIER_MOST ? (int)note->tier : -1;
    row->told_t = note->t;
    KEEP(row->why, TEXT(note, WHY, why));
}

/* --- alarms -------------------------------------------------------------------------------------- */

static struct shift_alarm *alarm_row(struct shift *shift, const struct note *note, bool is_raised)
{
    struct shift_alarm *row;

    for (int i = shift->n_alarms - 1; i >= 0 && !is_raised; i--) {
        row = &shift->alarms[i];
        if (!row->unseen_end && strcmp(row->rule, TEXT(note, RULE, rule)) == 0 &&
            strcmp(row->queue, TEXT(note, QUEUE, queue)) == 0 &&
            strcmp(row->agent, TEXT(note, AGENT, agent)) == 0 &&
            strcmp(row->site, TEXT(note, SITE, site)) == 0)
            return row;
    }
    row = GROW(shift, alarms);
    *row = (struct shift_alarm){.raised_t = note->t, .over_t = -1, .by_t = -1};
    KEEP(row->site, TEXT(note, SITE, site));
    KEEP(row->queue, TEXT(note, QUEUE, queue));
    KEEP(row->agent, TEXT(note, AGENT, agent));
    KEEP(row->rule, TEXT(note, RULE, rule));
    return row;
}

void shift_take_alarm(struct shift *shift, const struct note *note)
{
    const char *state = TEXT(note, STATE, state);
    struct shift_alarm *row;

    if (!NOTE_HAS(note, RULE)) /* a flood */
        return;
    row = alarm_row(shift, note, strcmp(state, "raised") == 0);
    if (note->tier > row->worst || !row->why[0]) {
        row->worst = note->tier > row->worst ? (int)note->tier : row->worst;
        KEEP(row->why, TEXT(note, WHY, why));
    }
    if (strcmp(state, "acknowledged") == 0 || strcmp(state, "shelved") == 0) {
        row->shelved = *state == 's';
        row->by_t = note->t;
        KEEP(row->by, TEXT(note, BY, by));
    } else if ((strcmp(state, "returned") == 0 || strcmp(state, "over") == 0) && row->over_t < 0) {
        row->over_t = note->t;
    } else if (strcmp(state, "unshelved") == 0 || strcmp(state, "broke-shelf") == 0) {
        row->shelved = false;
    }
}
