/* Contacts as the ACD's calls: they join, leave, give up, hang up; the same one again under another
 * channel; who stands where in line.  Counts by contacts.h alone. */
#include "feed/asterisk/pbx_inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NOTES_MOST = 1024, FORGET_MS = 3600000, UNTOLD_END_MS = 5000 };

struct pbx_call *pbx_find_call(const struct pbx *pbx, const char *unique)
{
    struct pbx_call *call;
    HASH_FIND_STR(pbx->calls, unique, call);
    return call;
}

struct pbx_call *pbx_find_contact(const struct pbx *pbx, const char *contact)
{
    struct pbx_call *call = pbx_find_call(pbx, contact);
    if (call && strcmp(call->contact, contact) == 0)
        return call;
    for (call = pbx->calls; call; call = call->hh.next)
        if (strcmp(call->contact, contact) == 0 && call->state == PBX_CALL_WAITS)
            return call;
    return NULL;
}

bool pbx_tell_contact(struct pbx *pbx, enum contact_event what, int queue, const char *contact,
                      int64_t wait_ms, int64_t t)
{
    struct contact_told told = {.what = what,
                                .t = t,
                                .queue = queue < 0 ? -1 : pbx->queues[queue].line,
                                .contact = contact,
                                .wait_ms = wait_ms};
    pbx_queue_changed(pbx, queue);
    return contacts_tell(pbx->contacts, &told);
}

/* --- the line ---------------------------------------------------------------------------------- */

void pbx_line_out(struct pbx *pbx, struct pbx_call *call)
{
    struct pbx_queue *queue = &pbx->queues[call->queue];
    for (int i = 0; i < queue->n_order; i++)
        if (queue->order[i] == call) {
            memmove(queue->order + i, queue->order + i + 1,
                    (size_t)(queue->n_order - i - 1) * sizeof(*queue->order));
            queue->n_order--;
            break;
        }
    queue->changed = true;
}

void pbx_line_in(struct pbx *pbx, struct pbx_call *call, int queue, int64_t position)
{
    struct pbx_queue *to = &pbx->queues[queue];
    if (call->state == PBX_CALL_WAITS && call->queue != PBX_NONE)
        pbx_line_out(pbx, call);
    to->order = pbx_grow(to->order, to->n_order, &to->room_order, sizeof(struct pbx_call *));
    int at = position >= 1 && position <= to->n_order ? (int)position - 1 : to->n_order;
    memmove(to->order + at + 1, to->order + at,
            (size_t)(to->n_order - at) * sizeof(*to->order));
    to->order[at] = call;
    to->n_order++;
    to->changed = true;
    call->queue = queue;
    call->state = PBX_CALL_WAITS;
}

/* --- calls --------------------------------------------------------------------------------------- */

void pbx_forget_call(struct pbx *pbx, struct pbx_call *call)
{
    if (call->state == PBX_CALL_WAITS && call->queue != PBX_NONE)
        pbx_line_out(pbx, call);
    HASH_DEL(pbx->calls, call);
    free(call);
}

/* A contact that left a line and comes again by another channel of the same linked call: through a
 * Local channel or a Dial() of the dialplan. */
static const struct pbx_call *former(const struct pbx *pbx, const char *linked, int64_t t)
{
    for (const struct pbx_call *call = pbx->calls; call; call = call->hh.next)
        if (call->state == PBX_CALL_LEFT && strcmp(call->linked, linked) == 0 &&
            t - call->left_t <= PBX_REJOIN_MS)
            return call;
    return NULL;
}

struct pbx_call *pbx_need_call(struct pbx *pbx, const struct ami_message *m, int64_t t)
{
    char unique[PBX_ID_BYTES];
    const char *linked = ami_text(m, "Linkedid");
    pbx_copy(unique, sizeof(unique), ami_text(m, "Uniqueid"));
    struct pbx_call *call = pbx_find_call(pbx, unique);
    if (!unique[0] || (!call && HASH_COUNT(pbx->calls) >= PBX_CALLS_MOST))
        return NULL;
    if (!call) {
        const struct pbx_call *was =
            *linked && strcmp(linked, unique) != 0 ? former(pbx, linked, t) : NULL;
        call = acd_calloc(1, sizeof(*call));
        pbx_copy(call->unique, sizeof(call->unique), unique);
        pbx_make_id(call->contact, was ? was->contact : unique);
        call->queue = call->sighted = PBX_NONE;
        call->state = PBX_CALL_LEFT;
        call->came_t = was ? was->came_t : t;
        call->left_t = t;
        HASH_ADD_STR(pbx->calls, unique, call);
    }
    if (*linked)
        pbx_copy(call->linked, sizeof(call->linked), linked);
    if (ami_get(m, "Channel"))
        pbx_copy(call->channel, sizeof(call->channel), ami_text(m, "Channel"));
    if (!call->from[0])
        pbx_mask(call->from, ami_text(m, "CallerIDNum"), pbx->settings->digits);
    return call;
}

void pbx_join(struct pbx *pbx, struct pbx_call *call, int queue, int64_t position, int64_t wait_ms,
              int64_t t)
{
    bool again = call->state == PBX_CALL_WAITS && call->queue == queue;
    struct contact_told told = {.what = CONTACT_JOINED,
                                .t = t,
                                .queue = pbx->queues[queue].line,
                                .contact = call->contact,
                                .from = call->from[0] ? call->from : NULL,
                                .wait_ms = wait_ms,
                                .prio = call->prio,
                                .has_prio = call->has_prio};
    if (call->state == PBX_CALL_TALKS)
        call->came_t = t; /* the agent passed it on: it begins anew */
    if (wait_ms > 0 && t - wait_ms < call->came_t)
        call->came_t = t - wait_ms;
    (void)contacts_tell(pbx->contacts, &told);
    if (!again) {
        pbx_line_in(pbx, call, queue, position);
        call->moving = false;
    }
    call->sighted = PBX_NONE;
    call->missed = 0;
    call->abandoned = false;
    pbx_queue_changed(pbx, queue);
    if (!again && pbx->joined)
        pbx->joined(pbx->joined_context, queue, call);
}

void pbx_on_join(struct pbx *pbx, const struct ami_message *m, int64_t t)
{
    int queue = pbx_need_queue(pbx, ami_text(m, "Queue"), t);
    struct pbx_call *call = queue == PBX_NONE ? NULL : pbx_need_call(pbx, m, t);
    if (!call) {
        pbx->health.strange++;
        return;
    }
    call->has_prio = false;
    pbx->queues[queue].wants_line = true; /* the event does not tell the priority */
    pbx_join(pbx, call, queue, ami_number(m, "Position", 0), -1, t);
}

/* Out of `queue`'s line.  An event older than a listing may tell of a line left long ago: nothing. */
static struct pbx_call *leaver(struct pbx *pbx, const struct ami_message *m, int queue, int64_t t)
{
    struct pbx_call *call = queue == PBX_NONE ? NULL : pbx_need_call(pbx, m, t);
    if (!call || (call->state == PBX_CALL_WAITS && call->queue != queue))
        return NULL;
    if (call->state == PBX_CALL_WAITS) {
        pbx_line_out(pbx, call);
        call->state = PBX_CALL_LEFT;
        call->left_t = t;
    }
    call->queue = queue;
    return call;
}

void pbx_on_leave(struct pbx *pbx, const struct ami_message *m, int64_t t)
{
    int queue = pbx_need_queue(pbx, ami_text(m, "Queue"), t);
    struct pbx_call *call = leaver(pbx, m, queue, t);
    if (!call) {
        pbx->health.strange++;
        return;
    }
    if (call->state == PBX_CALL_LEFT && !call->abandoned)
        (void)pbx_tell_contact(pbx, CONTACT_LEFT, queue, call->contact, -1, t);
}

void pbx_on_abandon(struct pbx *pbx, const struct ami_message *m, int64_t t)
{
    int queue = pbx_need_queue(pbx, ami_text(m, "Queue"), t);
    struct pbx_call *call = leaver(pbx, m, queue, t);
    if (!call) {
        pbx->health.strange++;
        return;
    }
    int64_t held_s = ami_number(m, "HoldTime", -1);
    if (pbx_tell_contact(pbx, CONTACT_ABANDONED, queue, call->contact,
                         held_s < 0 ? -1 : held_s * 1000, t))
        call->abandoned = true;
    pbx_rings_of_call_end(pbx, call->unique, t);
}

/* --- ends ---------------------------------------------------------------------------------------- */

static void note_abandon(struct pbx *pbx, const struct pbx_call *call)
{
    if (pbx->queues[call->queue].hidden)
        return;
    if (pbx->told_notes == pbx->n_notes)
        pbx->told_notes = pbx->n_notes = 0;
    if (pbx->n_notes >= NOTES_MOST)
        return; /* nobody takes them */
    pbx->notes = pbx_grow(pbx->notes, pbx->n_notes, &pbx->room_notes, sizeof(*pbx->notes));
    struct pbx_note *note = &pbx->notes[pbx->n_notes++];
    *note = (struct pbx_note){.t = call->left_t, .wait_ms = call->left_t - call->came_t};
    pbx_copy(note->contact, sizeof(note->contact), call->contact);
    pbx_copy(note->from, sizeof(note->from), call->from);
    pbx_copy(note->queue, sizeof(note->queue), pbx_queue_id(pbx, call->queue));
}

/* Whether the contact lives on by another channel. */
static bool goes_on(const struct pbx *pbx, const struct pbx_call *ended)
{
    for (const struct pbx_call *call = pbx->calls; call; call = call->hh.next)
        if (call != ended && strcmp(call->contact, ended->contact) == 0 &&
            call->state != PBX_CALL_LEFT)
            return true;
    return false;
}

void pbx_on_hangup(struct pbx *pbx, const struct ami_message *m, int64_t t)
{
    struct pbx_call *call = pbx_find_call(pbx, ami_text(m, "Uniqueid"));
    if (!call)
        return; /* most channels never see a queue */
    if (call->state == PBX_CALL_TALKS) {
        call->hung = true; /* AgentComplete tells how it ended */
        call->left_t = t;
        return;
    }
    bool waited = call->state == PBX_CALL_WAITS;
    if (!goes_on(pbx, call)) {
        if (waited)
            call->left_t = t;
        if (call->queue != PBX_NONE && (waited || call->abandoned))
            note_abandon(pbx, call);
        (void)pbx_tell_contact(pbx, CONTACT_ENDED, call->queue, call->contact, -1, t);
    }
    pbx_rings_of_call_end(pbx, call->unique, t);
    pbx_forget_call(pbx, call);
}

void pbx_on_rename(struct pbx *pbx, const struct ami_message *m, int64_t t)
{
    struct pbx_call *call = pbx_find_call(pbx, ami_text(m, "Uniqueid"));
    (void)t;
    if (call)
        pbx_copy(call->channel, sizeof(call->channel), ami_text(m, "Newname"));
}

/* The dialplan's own words (README, "Asterisk"): UserEvent(AcdBlocked,Queue: sales) and
 * UserEvent(AcdCallback,Queue: sales). */
void pbx_on_user(struct pbx *pbx, const struct ami_message *m, int64_t t)
{
    int queue = pbx_find_queue(pbx, ami_text(m, "Queue"));
    if (queue == PBX_NONE || !pbx->settings->hooks)
        return;
    if (ami_is(m, "UserEvent", "AcdBlocked")) {
        (void)pbx_tell_contact(pbx, CONTACT_BLOCKED, queue, NULL, -1, t);
    } else if (ami_is(m, "UserEvent", "AcdCallback")) {
        struct pbx_call *call = pbx_find_call(pbx, ami_text(m, "Uniqueid"));
        if (!call || call->state == PBX_CALL_TALKS)
            return;
        (void)pbx_tell_contact(pbx, CONTACT_CALLED_BACK, call->queue, call->contact, -1, t);
        pbx_forget_call(pbx, call);
    }
}

void pbx_calls_advance(struct pbx *pbx, int64_t t)
{
    struct pbx_call *call, *next;
    HASH_ITER (hh, pbx->calls, call, next) {
        bool untold = call->state == PBX_CALL_TALKS && call->hung && t - call->left_t > UNTOLD_END_MS;
        bool left = call->state == PBX_CALL_LEFT && t - call->left_t > FORGET_MS;
        if (untold) {
            (void)pbx_tell_contact(pbx, CONTACT_ENDED, call->queue, call->contact, -1, call->left_t);
            for (int i = 0; i < pbx->n_agents; i++)
                for (int k = pbx->agents[i]->n_talks - 1; k >= 0; k--)
                    if (strcmp(pbx->agents[i]->talk[k].unique, call->unique) == 0)
                        pbx_talk_ends(pbx, pbx->agents[i], k, call->left_t);
        }
        if (untold || left)
            pbx_forget_call(pbx, call);
    }
}
