/* Who waits in a queue, oldest first, and what is counted of it.  Knows no agents. */
#include "feed/sim/inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void sim_count(struct floor *floor, int q, enum acd_tally_field field, int64_t amount)
{
    struct sim_queue *queue = &floor->queues[q];
    spans_add(queue->spans, sim_local(floor), field, amount);
    switch (field) {
    case ACD_TALLY_OFFERED:
        queue->life.offered += amount;
        break;
    case ACD_TALLY_ANSWERED:
        queue->life.answered += amount;
        break;
    case ACD_TALLY_ABANDONED:
        queue->life.abandoned += amount;
        break;
    case ACD_TALLY_OVERFLOW_OUT:
        queue->life.overflow_out += amount;
        break;
    case ACD_TALLY_CALLBACK:
        queue->life.callback += amount;
        break;
    default:
        break;
    }
    sim_queue_changed(floor, q);
}

void sim_line_join(struct floor *floor, int c)
{
    struct sim_call *call = &floor->calls[c];
    struct sim_queue *queue = &floor->queues[call->queue];
    int after = queue->tail;
    while (after != NONE && floor->calls[after].came_t > call->came_t)
        after = floor->calls[after].older;
    call->older = after;
    call->younger = after == NONE ? queue->head : floor->calls[after].younger;
    if (after == NONE)
        queue->head = c;
    else
        floor->calls[after].younger = c;
    if (call->younger == NONE)
        queue->tail = c;
    else
        floor->calls[call->younger].older = c;
    call->state = CALL_WAITING;
    queue->waiting++;
    if (call->prio != 0)
        queue->preferred++;
    sim_queue_changed(floor, call->queue);
}

void sim_line_leave(struct floor *floor, int c)
{
    struct sim_call *call = &floor->calls[c];
    struct sim_queue *queue = &floor->queues[call->queue];
    if (call->older == NONE)
        queue->head = call->younger;
    else
        floor->calls[call->older].younger = call->younger;
    if (call->younger == NONE)
        queue->tail = call->older;
    else
        floor->calls[call->younger].older = call->older;
    call->older = call->younger = NONE;
    queue->waiting--;
    if (call->prio != 0)
        queue->preferred--;
    sim_queue_changed(floor, call->queue);
}

int sim_line_first(const struct floor *floor, int q)
{
    const struct sim_queue *queue = &floor->queues[q];
    int best = queue->head;
    if (queue->preferred == 0)
        return best;
    for (int c = best; c != NONE; c = floor->calls[c].younger)
        if (floor->calls[c].prio > floor->calls[best].prio)
            best = c;
    return best;
}

int sim_line_find(const struct floor *floor, const char *call_id)
{
    char *end;
    if (call_id[0] != 'c')
        return NONE;
    unsigned long long serial = strtoull(call_id + 1, &end, 10);
    if (end == call_id + 1 || *end != '\0')
        return NONE;
    for (int c = 0; c < floor->n_calls; c++)
        if (floor->calls[c].state == CALL_WAITING && floor->calls[c].serial == serial)
            return c;
    return NONE;
}
