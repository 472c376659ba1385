/* The life of one contact: it comes, waits, rings, is spoken with, or gives up.  Which agent it
 * goes to is routing.c's business. */
#include "feed/sim/inside.h"

#include "acdfeed/memory.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

static const char *const prefixes[] = {"+49 30",  "+49 171", "+33 1",   "+33 6",  "+351 21",
                                       "+351 91", "+30 210", "+86 138", "+44 20", "+43 1"};

/* Masked: the last digits only, as a site that takes care of its callers tells them. */
static void draw_from(struct floor *floor, char *out, size_t bytes)
{
    size_t which = (size_t)sim_random_between(&floor->random, 0, ACD_COUNT_OF(prefixes) - 1);
    snprintf(out, bytes, "%s ***%03d", prefixes[which],
             (int)sim_random_between(&floor->random, 0, 999));
}

bool sim_call_room(const struct floor *floor)
{
    return floor->free_call != NONE || floor->n_calls < SIM_LINES;
}

int sim_call_new(struct floor *floor, int queue, const char *from)
{
    int c = floor->free_call;
    if (c != NONE) {
        floor->free_call = floor->calls[c].younger;
    } else {
        floor->calls =
            sim_grow(floor->calls, floor->n_calls, &floor->room_calls, sizeof(*floor->calls));
        c = floor->n_calls++;
        floor->calls[c] = (struct sim_call){0};
    }
    struct sim_call *call = &floor->calls[c];
    *call = (struct sim_call){.epoch = call->epoch + 1,
                              .serial = ++floor->serials,
                              .queue = queue,
                              .agent = NONE,
                              .older = NONE,
                              .younger = NONE,
                              .came_t = floor->t,
                              .give_up_t = INT64_MAX};
    if (from)
        snprintf(call->from, sizeof(call->from), "%s", from);
    else
        draw_from(floor, call->from, sizeof(call->from));
    return c;
}

void sim_call_free(struct floor *floor, int c)
{
    struct sim_call *call = &floor->calls[c];
    call->epoch++;
    call->state = CALL_NOT;
    call->younger = floor->free_call;
    floor->free_call = c;
}

void sim_call_patience(struct floor *floor, int c, int64_t after_ms)
{
    struct sim_call *call = &floor->calls[c];
    call->epoch++;
    call->give_up_t = floor->t + after_ms;
    sim_due(floor, after_ms, WHAT_GIVE_UP, c, call->epoch, 0);
}

static void draw_patience(struct floor *floor, int c)
{
    const struct sim_queue_make *make = floor->queues[floor->calls[c].queue].make;
    if (make->patience_ms == 0)
        return;
    double mean = (double)make->patience_ms;
    double patience = make->patience_variation > 0
                          ? sim_random_lognormal(&floor->random, mean, make->patience_variation)
                          : sim_random_exponential(&floor->random, mean);
    sim_call_patience(floor, c, (int64_t)patience);
}

/* The announcement makes some hang up soon and the others wait longer. */
void sim_hear_announcement(struct floor *floor, int c)
{
    struct sim_call *call = &floor->calls[c];
    if (call->give_up_t == INT64_MAX)
        return;
    int64_t left = call->give_up_t - floor->t;
    if (sim_random_chance(&floor->random, 0.2))
        left = sim_random_between(&floor->random, 8000, 30000);
    else
        left = left * 8 / 5;
    sim_call_patience(floor, c, left);
}

/* Some would rather be called back than wait on. */
void sim_offer_back(struct floor *floor, int c)
{
    if (sim_random_chance(&floor->random, 0.4))
        sim_due(floor, sim_random_between(&floor->random, 8000, 25000), WHAT_OFFER_BACK, c, 0,
                (int)(floor->calls[c].serial & INT32_MAX));
}

static void meet_measures(struct floor *floor, int c)
{
    int q = floor->calls[c].queue;
    if (sim_measure_on(floor, ACD_OP_ANNOUNCE, q))
        sim_hear_announcement(floor, c);
    if (sim_measure_on(floor, ACD_OP_CALLBACK, q))
        sim_offer_back(floor, c);
    struct sim_measure *overflow = sim_measure_on(floor, ACD_OP_OVERFLOW, q);
    if (overflow && overflow->calls_left > 0 && floor->queues[overflow->to].open &&
        floor->calls[c].sent_by == 0) {
        if (overflow->calls_left != INT64_MAX)
            overflow->calls_left--;
        sim_call_move(floor, c, overflow->to, overflow->serial);
    }
}

void sim_call_enter(struct floor *floor, int c)
{
    sim_count(floor, floor->calls[c].queue, ACD_TALLY_OFFERED, 1);
    sim_line_join(floor, c);
    if (sim_route_call(floor, c))
        return;
    draw_patience(floor, c);
    meet_measures(floor, c);
}

void sim_call_left_line(struct floor *floor, int c)
{
    uint32_t serial = floor->calls[c].sent_by;
    struct sim_measure *measure = serial ? sim_measure_find(floor, serial) : NULL;
    floor->calls[c].sent_by = 0;
    if (!measure)
        return;
    measure->under_way--;
    if (measure->calls_left == 0 && measure->under_way == 0)
        sim_measure_end(floor, serial, SIM_END_THROUGH, NULL);
}

void sim_call_give_up(struct floor *floor, int c)
{
    struct sim_call *call = &floor->calls[c];
    int q = call->queue, agent = call->agent;
    int64_t wait = floor->t - call->came_t;
    const struct sim_queue_make *make = floor->queues[q].make;
    if (call->state == CALL_ACTIVE || call->state == CALL_NOT)
        return;
    if (call->state == CALL_RINGING)
        floor->queues[q].ringing--;
    else
        sim_line_leave(floor, c);
    sim_count(floor, q, ACD_TALLY_ABANDONED, 1);
    sim_count(floor, q, ACD_TALLY_ABANDON, wait);
    spans_peak(floor->queues[q].spans, sim_local(floor), wait);
    if (wait <= make->answer_ms)
        sim_count(floor, q, ACD_TALLY_ABANDONED_IN, 1);
    if (wait < make->short_ms)
        sim_count(floor, q, ACD_TALLY_ABANDONED_SHORT, 1);
    struct sim_note *note = sim_note_new(floor, "abandon");
    sim_note_queue(floor, note, q);
    snprintf(note->call, sizeof(note->call), "c%llu", (unsigned long long)call->serial);
    memcpy(note->from, call->from, sizeof(note->from));
    note->event.wait_ms = wait;
    ACD_KNOW(&note->event, ACD_EVENT_WAIT);
    sim_call_left_line(floor, c);
    sim_call_free(floor, c);
    if (agent != NONE) {
        floor->agents[agent].call = floor->agents[agent].handling = NONE;
        sim_agent_free(floor, agent);
    }
}

void sim_call_move(struct floor *floor, int c, int to, uint32_t sent_by)
{
    struct sim_call *call = &floor->calls[c];
    assert(call->state == CALL_WAITING);
    sim_line_leave(floor, c);
    sim_call_left_line(floor, c);
    struct sim_measure *measure = sent_by ? sim_measure_find(floor, sent_by) : NULL;
    sim_count(floor, call->queue, ACD_TALLY_OVERFLOW_OUT, 1);
    call->queue = to;
    call->sent_by = sent_by;
    if (measure)
        measure->under_way++;
    sim_count(floor, to, ACD_TALLY_OFFERED, 1);
    sim_count(floor, to, ACD_TALLY_OVERFLOW_IN, 1);
    sim_line_join(floor, c);
    sim_route_call(floor, c);
}

void sim_call_promise(struct floor *floor, int c)
{
    struct sim_call *call = &floor->calls[c];
    int to = NONE, slot = 0;
    for (int q = 0; q < floor->n_queues && to == NONE; q++)
        if (floor->queues[q].make->media == ACD_MEDIA_CALLBACK)
            to = q;
    if (to == NONE || !sim_measure_on(floor, ACD_OP_CALLBACK, call->queue))
        return;
    while (slot < floor->n_promises && floor->promises[slot].taken)
        slot++;
    if (slot == floor->n_promises) {
        floor->promises = sim_grow(floor->promises, floor->n_promises, &floor->room_promises,
                                   sizeof(*floor->promises));
        floor->n_promises++;
    }
    floor->promises[slot] = (struct sim_promise){.queue = to, .taken = true};
    memcpy(floor->promises[slot].from, call->from, sizeof(call->from));
    sim_due(floor, sim_random_between(&floor->random, 300000, 1200000), WHAT_CALL_BACK, to, 0,
            slot);
    sim_line_leave(floor, c);
    sim_call_left_line(floor, c);
    sim_count(floor, call->queue, ACD_TALLY_CALLBACK, 1);
    sim_call_free(floor, c);
}
