/* Lines into lists.  Knows neither file nor page. */
#include "console/trail/shift.h"

#include "acdfeed/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Cut at a character where there is no room: half of one would be no text any more. */
static void keep(char *out, size_t bytes, const char *text)
{
    size_t n = strnlen(text, bytes);

    if (n == bytes)
        for (n--; n > 0 && ((unsigned char)text[n] & 0xc0) == 0x80; n--)
            ;
    memcpy(out, text, n);
    out[n] = '\0';
}
#define KEEP(out, text) keep(out, sizeof(out), text)
#define TEXT(note, FIELD, member) NOTE_TEXT(note, FIELD, member)
/* One more, cleared, at the end of a list. */
/* Time in tiers is told every five minutes. */
enum { UNTOLD_MOST_MS = 6 * 60000, TIER_MOST = 3 };

#define GROW(shift, many)                                                                          \
    ((shift)->many = acd_realloc((shift)->many, (size_t)((shift)->n_##many + 1) * sizeof(*(shift)->many)), \
     memset(&(shift)->many[(shift)->n_##many], 0, sizeof(*(shift)->many)), &(shift)->many[(shift)->n_##many++])

struct shift *shift_new(int64_t from_t, int64_t to_t)
{
    struct shift *shift = acd_calloc(1, sizeof(*shift));

    shift->from_t = from_t;
    shift->to_t = to_t;
    return shift;
}

void shift_free(struct shift *shift)
{
    if (!shift)
        return;
#define FREE(one, many) free(shift->many);
    SHIFT_LIST_LIST(FREE)
    free(shift);
}

bool shift_in(const struct shift *shift, int64_t t)
{
    return t >= shift->from_t && t < shift->to_t;
}

bool shift_alarm_open(const struct shift_alarm *alarm)
{
    return alarm->over_t < 0 && !alarm->unseen_end;
}

bool shift_measure_open(const struct shift_measure *measure)
{
    return measure->ended_t < 0 && measure->seen;
}

const char *shift_alarm_state(const struct shift_alarm *alarm)
{
    return shift_alarm_open(alarm) ? "open" : alarm->over_t >= 0 ? "over" : "unseen";
}

const char *shift_measure_state(const struct shift_measure *measure)
{
    return shift_measure_open(measure) ? "open" : measure->ended_t >= 0 ? "ended" : "unseen";
}

bool shift_request_open(const struct shift_request *request)
{
    return strcmp(request->state, "done") != 0 && strcmp(request->state, "refused") != 0;
}

/* How much of the `ms` before `t` lies in the shift. */
static int64_t share_in(const struct shift *shift, int64_t t, int64_t ms)
{
    int64_t from_t = t - ms > shift->from_t ? t - ms : shift->from_t;
    int64_t to_t = t < shift->to_t ? t : shift->to_t;

    return to_t > from_t ? to_t - from_t : 0;
}

/* --- queues -------------------------------------------------------------------------------------- */

static struct shift_queue *queue_row(struct shift *shift, const char *site, const char *id)
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
    return queue_row(shift, TEXT(note, SITE, site), TEXT(note, QUEUE, queue));
}

static void take_span(struct shift *shift, const struct note *note)
{
    const int64_t told_ms[SHIFT_TIERS] = {note->unknown_ms, note->calm_ms, note->tier1_ms,
                                          note->tier2_ms, note->tier3_ms};
    struct shift_queue *row = queue_of(shift, note);
    int64_t sum_ms = 0, in_ms;

    for (int i = 0; i < SHIFT_TIERS; i++)
        sum_ms += told_ms[i];
    in_ms = share_in(shift, note->t, sum_ms);
    for (int i = 0; i < SHIFT_TIERS && in_ms > 0; i++)
        row->tier_ms[i] += (int64_t)((double)told_ms[i] * (double)in_ms / (double)sum_ms);
    row->told_t = note->t;
}

/* A console that runs, or fell over, has not told of the time since: it is that of the tier told last.
 * Not between calm and tier 1, whose changes have no line, nor where a telling is missing. */
static void count_untold(struct shift *shift, int64_t last_t)
{
    for (int i = 0; i < shift->n_queues; i++) {
        struct shift_queue *row = &shift->queues[i];
        int64_t untold_ms = last_t - row->told_t;

        if (row->told_t >= 0 && row->tier > 1 && untold_ms > 0 && untold_ms <= UNTOLD_MOST_MS)
            row->tier_ms[row->tier + 1] += share_in(shift, last_t, untold_ms);
        row->told_t = -1;
    }
}

static void take_tier(struct shift *shift, const struct note *note)
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

static void take_alarm(struct shift *shift, const struct note *note)
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

/* --- measures, requests, claims ------------------------------------------------------------------- */

static void take_measure(struct shift *shift, const struct note *note)
{
    const char *id = TEXT(note, MEASURE, measure);
    struct shift_measure *row = NULL;

    for (int i = shift->n_measures - 1; i >= 0 && !row; i--)
        if (shift->measures[i].ended_t < 0 && strcmp(shift->measures[i].id, id) == 0 &&
            strcmp(shift->measures[i].queue, TEXT(note, QUEUE, queue)) == 0 &&
            strcmp(shift->measures[i].site, TEXT(note, SITE, site)) == 0)
            row = &shift->measures[i];
    if (!row) {
        row = GROW(shift, measures);
        *row = (struct shift_measure){.began_t = -1, .ended_t = -1};
        KEEP(row->site, TEXT(note, SITE, site));
        KEEP(row->queue, TEXT(note, QUEUE, queue));
        KEEP(row->id, id);
        KEEP(row->op, TEXT(note, OP, op));
        KEEP(row->to, TEXT(note, TO, to));
        KEEP(row->by, TEXT(note, BY, by));
    }
    row->seen = true;
    if (strcmp(TEXT(note, STATE, state), "began") == 0)
        row->began_t = note->t;
    if (strcmp(TEXT(note, STATE, state), "ended") == 0)
        row->ended_t = note->t;
}

static struct shift_request *request_row(struct shift *shift, const char *id)
{
    for (int i = shift->n_requests - 1; i >= 0; i--)
        if (strcmp(shift->requests[i].id, id) == 0)
            return &shift->requests[i];
    return NULL;
}

static void take_request(struct shift *shift, const struct note *note)
{
    struct shift_request *row = request_row(shift, TEXT(note, REQUEST, request));

    if (row && !shift_request_open(row))
        return; /* the feed had told everyone before */
    if (!row) {
        row = GROW(shift, requests);
        row->t = note->t;
        KEEP(row->id, TEXT(note, REQUEST, request));
        KEEP(row->site, TEXT(note, SITE, site));
        KEEP(row->queue, TEXT(note, QUEUE, queue));
        KEEP(row->agent, TEXT(note, AGENT, agent));
        KEEP(row->op, TEXT(note, OP, op));
        KEEP(row->words, TEXT(note, WORDS, words));
        KEEP(row->by, TEXT(note, BY, by));
    }
    KEEP(row->state, TEXT(note, STATE, state));
    KEEP(row->why, TEXT(note, WHY, why));
}

/* Whether the request was heard of again is not to be known from this console any more. */
static void break_off_requests(struct shift *shift)
{
    for (int i = 0; i < shift->n_requests; i++) {
        struct shift_request *row = &shift->requests[i];

        if (strcmp(row->state, "asked") != 0 && strcmp(row->state, "accepted") != 0)
            continue;
        KEEP(row->why, "its console ended before it was answered");
        KEEP(row->state, "no answer");
    }
}

/* What the feed told everyone of a request is what became of it, also where its answer was lost. */
static void take_decision(struct shift *shift, const struct note *note)
{
    struct shift_request *row = request_row(shift, TEXT(note, REQUEST, request));
    const char *status = TEXT(note, STATE, state);

    if (!row || !shift_request_open(row) || strcmp(row->site, TEXT(note, SITE, site)) != 0)
        return;
    if (strcmp(status, "accepted") == 0 || strcmp(status, "done") == 0)
        KEEP(row->state, status);
    else
        KEEP(row->state, "refused");
    KEEP(row->why, TEXT(note, WHY, why));
}

static void take_effect(struct shift *shift, const struct note *note)
{
    struct shift_effect *row = GROW(shift, effects);

    row->t = note->t;
    row->after_ms = note->after_ms;
    row->before = note->before;
    row->expected = note->expected;
    row->found = note->found;
    KEEP(row->site, TEXT(note, SITE, site));
    KEEP(row->queue, TEXT(note, QUEUE, queue));
    KEEP(row->words, NOTE_HAS(note, WORDS) ? note->words : TEXT(note, OP, op));
}

static void take_event(struct shift *shift, const struct note *note)
{
    struct shift_claim *row;

    if (strcmp(TEXT(note, TYPE, type), "action") == 0 && NOTE_HAS(note, REQUEST) &&
        NOTE_HAS(note, STATE))
        take_decision(shift, note);
    if (strcmp(TEXT(note, TYPE, type), "claim") != 0)
        return;
    row = GROW(shift, claims);
    row->t = note->t;
    KEEP(row->site, TEXT(note, SITE, site));
    KEEP(row->queue, TEXT(note, QUEUE, queue));
    KEEP(row->by, TEXT(note, BY, by));
    KEEP(row->text, TEXT(note, TEXT, text));
}

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
        row->not_live_ms += share_in(shift, t, t - row->state_t);
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
        count_untold(shift, shift->sessions[shift->n_sessions - 1].to_t);
    lose_sight(shift, shift->n_sessions ? shift->sessions[shift->n_sessions - 1].to_t : note->t);

    struct shift_session *row = GROW(shift, sessions);

    row->from_t = row->to_t = note->t;
    KEEP(row->by, TEXT(note, BY, by));
    KEEP(row->login, TEXT(note, LOGIN, login));
    KEEP(row->host, TEXT(note, HOST, host));
    KEEP(row->where, TEXT(note, WHERE, where));
    break_off_requests(shift);
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
        break_off_requests(shift);
}

void shift_take(struct shift *shift, const struct note *note)
{
    static void (*const takers[NOTE_KINDS])(struct shift *, const struct note *) = {
        [NOTE_START] = take_start, [NOTE_SITE] = take_site, [NOTE_RESTART] = take_trouble,
        [NOTE_LOSS] = take_trouble, [NOTE_TIER] = take_tier, [NOTE_SPAN] = take_span,
        [NOTE_ALARM] = take_alarm, [NOTE_EVENT] = take_event, [NOTE_REQUEST] = take_request,
        [NOTE_MEASURE] = take_measure, [NOTE_EVALUATION] = take_effect,
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
            queue_row(shift, shift->alarms[i].site, shift->alarms[i].queue)->alarms++;
    for (int i = 0; i < shift->n_measures; i++)
        queue_row(shift, shift->measures[i].site, shift->measures[i].queue)->measures++;
    for (int i = 0; i < shift->n_claims; i++)
        if (shift->claims[i].queue[0])
            queue_row(shift, shift->claims[i].site, shift->claims[i].queue)->claims++;
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

    count_untold(shift, last_t);
    for (int i = 0; i < shift->n_sites; i++)
        leave_state(shift, &shift->sites[i], last_t);
    for (int i = 0; i < shift->n_sessions; i++)
        shift->watched_ms += share_in(shift, shift->sessions[i].to_t,
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
