/* The answers to QueueStatus: the base after connecting, and a check now and then.
 *
 * A listing is newer than the events that wait behind it on the same connection.  So it adds at once
 * only what comes right after connecting; later a contact that only listings know joins at its
 * second sighting, and one that only we know is lost when two listings miss it. */
#include "feed/asterisk/pbx_inside.h"

#include <stdlib.h>
#include <string.h>

static bool is_full(const struct ami_message *m)
{
    return strncmp(ami_text(m, "ActionID"), PBX_FULL, sizeof(PBX_FULL) - 1) == 0;
}

static unsigned this_listing(const struct pbx *pbx)
{
    return pbx->listing + 1;
}

void pbx_on_queue_params(struct pbx *pbx, const struct ami_message *m, int64_t t)
{
    int queue = is_full(m) ? pbx_need_queue(pbx, ami_text(m, "Queue"), t) : PBX_NONE;
    if (queue == PBX_NONE)
        return;
    if (!pbx->queues[queue].here)
        pbx->queues[queue].changed = true;
    pbx->queues[queue].here = true;
    pbx->queues[queue].listing = this_listing(pbx);
}

void pbx_on_queue_member(struct pbx *pbx, const struct ami_message *m, int64_t t)
{
    int queue = is_full(m) ? pbx_need_queue(pbx, ami_text(m, "Queue"), t) : PBX_NONE;
    const char *interface = ami_text(m, "Location");
    if (queue == PBX_NONE || !*interface)
        return;
    struct pbx_member *member = pbx_need_member(pbx, queue, interface, ami_text(m, "Name"), t);
    member->listing = this_listing(pbx);
    pbx_member_told(pbx, member, m, t);
}

static void stands(struct pbx *pbx, struct pbx_call *call, int queue, const struct ami_message *m,
                   int64_t t)
{
    int64_t prio = ami_number(m, "Priority", 0), position = ami_number(m, "Position", 0);
    struct pbx_queue *line = &pbx->queues[queue];
    bool moved = position < 1 || position > line->n_order || line->order[position - 1] != call;
    call->missed = 0;
    if (moved) {
        pbx_line_in(pbx, call, queue, position);
        line->changed = true;
    }
    if (call->has_prio && call->prio == prio)
        return;
    call->prio = prio;
    call->has_prio = true;
    pbx_join(pbx, call, queue, position, -1, t);
}

void pbx_on_queue_entry(struct pbx *pbx, const struct ami_message *m, int64_t t)
{
    int queue = pbx_need_queue(pbx, ami_text(m, "Queue"), t);
    struct pbx_call *call = queue == PBX_NONE ? NULL : pbx_need_call(pbx, m, t);
    if (!call)
        return;
    if (is_full(m) && call->listing + 1 == this_listing(pbx))
        call->moving = false; /* two looks later it still stands there: the move has failed */
    if (is_full(m))
        call->listing = this_listing(pbx);
    if (call->state == PBX_CALL_WAITS && call->queue == queue) {
        stands(pbx, call, queue, m, t);
        return;
    }
    if (!pbx->resuming && call->sighted != queue) {
        if (is_full(m))
            call->sighted = queue;
        return;
    }
    call->prio = ami_number(m, "Priority", 0);
    call->has_prio = true;
    pbx_join(pbx, call, queue, ami_number(m, "Position", 0), ami_number(m, "Wait", 0) * 1000, t);
}

/* --- the end of a full listing ------------------------------------------------------------------- */

static void sort_out_members(struct pbx *pbx, int64_t t)
{
    struct pbx_member *member, *next;
    HASH_ITER (hh, pbx->members, member, next)
        if (member->here && member->listing != this_listing(pbx))
            pbx_member_gone(pbx, member, t);
}

static void sort_out_queues(struct pbx *pbx)
{
    for (int i = 0; i < pbx->n_queues; i++)
        if (pbx->queues[i].listing != this_listing(pbx)) {
            pbx->queues[i].changed = pbx->queues[i].changed || pbx->queues[i].here;
            pbx->queues[i].here = false;
        }
}

/* Tells the contacts which of a queue's still wait, when one of them does not. */
static void still_waiting(struct pbx *pbx, int queue)
{
    struct pbx_queue *line = &pbx->queues[queue];
    const char **ids = acd_alloc(((size_t)line->n_order + 1) * sizeof(*ids));
    for (int i = 0; i < line->n_order; i++)
        ids[i] = line->order[i]->contact;
    (void)contacts_still_waiting(pbx->contacts, line->line, ids, (uint32_t)line->n_order);
    free(ids);
}

/* Loaded contacts have no call until a listing sees them: once after connecting their line is cut to
 * what was seen. */
static void sort_out_calls(struct pbx *pbx)
{
    struct pbx_call *call, *next;
    HASH_ITER (hh, pbx->calls, call, next) {
        if (call->state != PBX_CALL_WAITS || call->listing == this_listing(pbx))
            continue;
        if (++call->missed < 2)
            continue;
        int queue = call->queue;
        pbx_forget_call(pbx, call);
        still_waiting(pbx, queue);
    }
    if (pbx->resuming)
        for (int i = 0; i < pbx->n_queues; i++)
            still_waiting(pbx, i);
}

/* A talk from before a gap goes on only if the phone is busy. */
static void sort_out_talks(struct pbx *pbx, int64_t t)
{
    for (int i = 0; i < pbx->n_agents; i++) {
        struct pbx_agent *agent = pbx->agents[i];
        for (int k = agent->n_talks - 1; k >= 0; k--) {
            if (agent->talk[k].doubtful && !agent->busy)
                pbx_talk_lost(pbx, agent, k, t);
            else
                agent->talk[k].doubtful = false;
        }
    }
}

static void resume(struct pbx *pbx, int64_t t)
{
    int64_t here_t = t - pbx->ahead_ms;
    sort_out_talks(pbx, t);
    if (pbx->ever && pbx->lost_t) {
        pbx->health.gaps++;
        if (pbx->gap_from_t == 0)
            pbx->gap_from_t = pbx->lost_t;
        pbx->gap_until_t = here_t;
    }
    pbx->lost_t = 0;
    pbx->ever = pbx->whole = true;
    pbx->resuming = false;
    pbx->changed_site = true;
    for (int i = 0; i < pbx->n_agents; i++) {
        pbx_agent_settle(pbx, pbx->agents[i], t);
        pbx_agent_changed(pbx, pbx->agents[i]);
    }
    pbx_touch_queues(pbx);
}

void pbx_on_status_complete(struct pbx *pbx, const struct ami_message *m, int64_t t)
{
    if (!is_full(m))
        return;
    sort_out_members(pbx, t);
    sort_out_queues(pbx);
    sort_out_calls(pbx);
    if (!pbx->whole)
        resume(pbx, t);
    pbx->listing++;
}

const char *pbx_wants_line(struct pbx *pbx, int64_t t)
{
    for (int i = 0; i < pbx->n_queues && pbx->whole; i++) {
        struct pbx_queue *queue = &pbx->queues[i];
        if (!queue->wants_line || (t - queue->asked_line_t < 1000 && t >= queue->asked_line_t))
            continue;
        queue->wants_line = false;
        queue->asked_line_t = t;
        return queue->settings->asterisk;
    }
    return NULL;
}
