/* Measures, requests, claims, and what measures did. */
#include "console/trail/shift_parts.h"

/* --- measures, requests, claims ------------------------------------------------------------------- */

void shift_take_measure(struct shift *shift, const struct note *note)
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

void shift_take_request(struct shift *shift, const struct note *note)
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
void shift_break_off_requests(struct shift *shift)
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

void shift_take_effect(struct shift *shift, const struct note *note)
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

void shift_take_event(struct shift *shift, const struct note *note)
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
