/* Lines into lists.  Knows neither file nor page. */
#include "console/trail/shift_parts.h"

#include <stdlib.h>

/* --- sites and consoles ---------------------------------------------------------------------------- */

static struct shift_site *site_row(struct shift *shift, const char *id)
{
    struct shift_site *row;

    for (int i = 0; i < shift->n_sites; i++)
        if (strcmp(shift->sites[i].id, id) == 0)
            return &shift->sites[i];
    row = GROW(shift, sites);
    KEEP(row->id, id);
    return row;
}

static bool is_live(const struct shift_site *row)
{
    return strcmp(row->state, "live") == 0;
}

static void leave_state(struct shift *shift, struct shift_site *row, int64_t t)
{
    if (row->state[0] && !is_live(row))
        row->not_live_ms += shift_share_in(shift, t, t - row->state_t);
    row->state_t = t;
}

static void take_site(struct shift *shift, const struct note *note)
{
    struct shift_site *row = site_row(shift, TEXT(note, SITE, site));

    leave_state(shift, row, note->t);
    KEEP(row->state, TEXT(note, STATE, state));
    KEEP(row->why, TEXT(note, WHY, why));
}

static void take_trouble(struct shift *shift, const struct note *note)
{
    struct shift_site *row = site_row(shift, TEXT(note, SITE, site));

    if (!shift_in(shift, note->t))
        return;
    if (note->what == NOTE_RESTART)
        row->restarts++;
    else if (strcmp(TEXT(note, STATE, state), "refused") == 0)
        row->refused += note->n;
    else
        row->lost += note->n;
}

/* What the last console saw may have ended since, unseen. */
static void lose_sight(struct shift *shift, int64_t last_t)
{
    for (int i = 0; i < shift->n_alarms; i++) {
        struct shift_alarm *alarm = &shift->alarms[i];

        if (!shift_alarm_open(alarm))
            continue;
        alarm->unseen_end = true;
        alarm->seen_t = last_t;
    }
    for (int i = 0; i < shift->n_measures; i++) {
        if (shift->measures[i].seen)
            shift->measures[i].seen_t = last_t;
        shift->measures[i].seen = false;
    }
}

static void take_start(struct shift *shift, const struct note *note)
{
    if (shift->n_sessions)
        shift_count_untold(shift, shift->sessions[shift->n_sessions - 1].to_t);
    lose_sight(shift, shift->n_sessions ? shift->sessions[shift->n_sessions - 1].to_t : note->t);

    struct shift_session *row = GROW(shift, sessions);

    row->from_t = row->to_t = note->t;
    KEEP(row->by, TEXT(note, BY, by));
    KEEP(row->login, TEXT(note, LOGIN, login));
    KEEP(row->host, TEXT(note, HOST, host));
    KEEP(row->where, TEXT(note, WHERE, where));
    shift_break_off_requests(shift);
    for (int i = 0; i < shift->n_sites; i++) {
        leave_state(shift, &shift->sites[i], note->t);
        shift->sites[i].state[0] = '\0';
    }
}

static void pass_time(struct shift *shift, const struct note *note)
{
    struct shift_session *last = shift->n_sessions ? &shift->sessions[shift->n_sessions - 1] : NULL;

    if (!last || note->what == NOTE_START || note->what == NOTE_REPAIR || note->what == NOTE_UNWRITTEN)
        return;
    if (note->t > last->to_t)
        last->to_t = note->t;
    last->stopped = note->what == NOTE_STOP;
    if (last->stopped)
        shift_break_off_requests(shift);
}

void shift_take(struct shift *shift, const struct note *note)
{
    static void (*const takers[NOTE_KINDS])(struct shift *, const struct note *) = {
        [NOTE_START] = take_start, [NOTE_SITE] = take_site, [NOTE_RESTART] = take_trouble,
        [NOTE_LOSS] = take_trouble, [NOTE_TIER] = shift_take_tier, [NOTE_SPAN] = shift_take_span,
        [NOTE_ALARM] = shift_take_alarm, [NOTE_EVENT] = shift_take_event, [NOTE_REQUEST] = shift_take_request,
        [NOTE_MEASURE] = shift_take_measure, [NOTE_EVALUATION] = shift_take_effect,
    };

    if (note->t >= shift->to_t || !NOTE_HAS(note, WHAT))
        return; /* of the next shift, or a kind of a later version */
    pass_time(shift, note);
    if (note->what == NOTE_REPAIR)
        shift->repairs += shift_in(shift, note->t);
    else if (note->what == NOTE_UNWRITTEN && shift_in(shift, note->t))
        shift->unwritten += (uint64_t)note->n;
    else if (takers[note->what])
        takers[note->what](shift, note);
}

/* --- the end --------------------------------------------------------------------------------------- */

#define LEAVE(shift, many, condition)                                                              \
    do {                                                                                           \
        int kept = 0;                                                                              \
        for (int i = 0; i < (shift)->n_##many; i++)                                                \
            if (condition)                                                                         \
                (shift)->many[kept++] = (shift)->many[i];                                          \
        (shift)->n_##many = kept;                                                                  \
    } while (0)

static bool touches(const struct shift *shift, int64_t from_t, int64_t to_t)
{
    return from_t < shift->to_t && to_t >= shift->from_t;
}

static void count_for_queues(struct shift *shift)
{
    for (int i = 0; i < shift->n_alarms; i++)
        if (shift->alarms[i].queue[0])
            shift_queue_row(shift, shift->alarms[i].site, shift->alarms[i].queue)->alarms++;
    for (int i = 0; i < shift->n_measures; i++)
        shift_queue_row(shift, shift->measures[i].site, shift->measures[i].queue)->measures++;
    for (int i = 0; i < shift->n_claims; i++)
        if (shift->claims[i].queue[0])
            shift_queue_row(shift, shift->claims[i].site, shift->claims[i].queue)->claims++;
}

/* Worst first: by the time in tier 3, then 2, then 1. */
static int compare_queues(const void *a, const void *b)
{
    const struct shift_queue *x = a, *y = b;
    int order = strcmp(x->site, y->site);

    for (int i = SHIFT_TIERS - 1; i >= 2; i--)
        if (x->tier_ms[i] != y->tier_ms[i])
            return x->tier_ms[i] > y->tier_ms[i] ? -1 : 1;
    return order ? order : strcmp(x->id, y->id);
}

void shift_end(struct shift *shift)
{
    int64_t last_t = shift->n_sessions ? shift->sessions[shift->n_sessions - 1].to_t : 0;

    shift_count_untold(shift, last_t);
    for (int i = 0; i < shift->n_sites; i++)
        leave_state(shift, &shift->sites[i], last_t);
    for (int i = 0; i < shift->n_sessions; i++)
        shift->watched_ms += shift_share_in(shift, shift->sessions[i].to_t,
                                      shift->sessions[i].to_t - shift->sessions[i].from_t);
    LEAVE(shift, sessions, touches(shift, shift->sessions[i].from_t, shift->sessions[i].to_t));
    LEAVE(shift, alarms,
          shift_alarm_open(&shift->alarms[i]) ||
              touches(shift, shift->alarms[i].raised_t,
                      shift->alarms[i].over_t >= 0 ? shift->alarms[i].over_t : shift->alarms[i].seen_t));
    LEAVE(shift, measures,
          shift_measure_open(&shift->measures[i]) || shift_in(shift, shift->measures[i].began_t) ||
              touches(shift, shift->measures[i].began_t,
                      shift->measures[i].ended_t >= 0 ? shift->measures[i].ended_t
                                                      : shift->measures[i].seen_t));
    LEAVE(shift, requests, shift_in(shift, shift->requests[i].t));
    LEAVE(shift, effects, shift_in(shift, shift->effects[i].t));
    LEAVE(shift, claims, shift_in(shift, shift->claims[i].t));
    count_for_queues(shift);
    if (shift->n_queues > 1)
        qsort(shift->queues, (size_t)shift->n_queues, sizeof(*shift->queues), compare_queues);
}
