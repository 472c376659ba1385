/* Agents and contacts together: rung at, answered, held, done, wrap-up.  A talk lasts from
 * AgentConnect to AgentComplete whatever the phone's state says; rings have no sure end of their
 * own, so everything that rules one out ends it. */
#include "feed/asterisk/pbx_inside.h"

#include <stdio.h>
#include <string.h>

/* --- ringing ----------------------------------------------------------------------------------- */

static void drop_ring(struct pbx_agent *agent, int i)
{
    memmove(agent->ring + i, agent->ring + i + 1,
            (size_t)(agent->n_rings - i - 1) * sizeof(agent->ring[0]));
    agent->n_rings--;
}

/* unique NULL: all of them. */
void pbx_ring_ends(struct pbx *pbx, struct pbx_agent *agent, const char *unique, int64_t t)
{
    bool any = false;
    for (int i = agent->n_rings - 1; i >= 0; i--)
        if (!unique || strcmp(agent->ring[i].unique, unique) == 0) {
            drop_ring(agent, i);
            any = true;
        }
    if (any)
        pbx_agent_settle(pbx, agent, t);
}

void pbx_rings_of_call_end(struct pbx *pbx, const char *unique, int64_t t)
{
    for (int i = 0; i < pbx->n_agents; i++)
        if (pbx->agents[i]->n_rings > 0)
            pbx_ring_ends(pbx, pbx->agents[i], unique, t);
}

/* Whom an Agent... event is about: its queue and its interface, never its channel, which some
 * events lack. */
static struct pbx_agent *agent_of(struct pbx *pbx, const struct ami_message *m, int *queue,
                                  int64_t t)
{
    const char *interface = ami_text(m, "Interface");
    *queue = pbx_need_queue(pbx, ami_text(m, "Queue"), t);
    if (*queue == PBX_NONE || !*interface) {
        pbx->health.strange++;
        return NULL;
    }
    struct pbx_member *member =
        pbx_need_member(pbx, *queue, interface, ami_text(m, "MemberName"), t);
    return pbx->agents[member->agent];
}

void pbx_on_called(struct pbx *pbx, const struct ami_message *m, int64_t t)
{
    int queue;
    struct pbx_agent *agent = agent_of(pbx, m, &queue, t);
    if (!agent)
        return;
    pbx_ring_ends(pbx, agent, ami_text(m, "Uniqueid"), t);
    if (agent->n_rings == PBX_RINGS)
        drop_ring(agent, 0);
    struct pbx_ring *ring = &agent->ring[agent->n_rings++];
    *ring = (struct pbx_ring){.queue = queue, .since_t = t};
    pbx_copy(ring->unique, sizeof(ring->unique), ami_text(m, "Uniqueid"));
    pbx_copy(ring->channel_unique, sizeof(ring->channel_unique), ami_text(m, "DestUniqueid"));
    pbx_agent_settle(pbx, agent, t);
}

void pbx_on_no_answer(struct pbx *pbx, const struct ami_message *m, int64_t t)
{
    int queue;
    struct pbx_agent *agent = agent_of(pbx, m, &queue, t);
    if (!agent)
        return;
    if (agent->shifting)
        shift_rona(&agent->shift, t);
    pbx_ring_ends(pbx, agent, ami_text(m, "Uniqueid"), t);
    pbx_agent_changed(pbx, agent);
}

/* One of several that were rung at together, or given up: the agent's leg has ended unanswered. */
void pbx_on_dial_end(struct pbx *pbx, const struct ami_message *m, int64_t t)
{
    const char *leg = ami_text(m, "DestUniqueid");
    if (!*leg || ami_is(m, "DialStatus", "ANSWER"))
        return;
    for (int i = 0; i < pbx->n_agents; i++)
        for (int k = pbx->agents[i]->n_rings - 1; k >= 0; k--)
            if (strcmp(pbx->agents[i]->ring[k].channel_unique, leg) == 0)
                pbx_ring_ends(pbx, pbx->agents[i], pbx->agents[i]->ring[k].unique, t);
}

/* --- talking ----------------------------------------------------------------------------------- */

static int find_talk(const struct pbx_agent *agent, const char *unique)
{
    for (int i = 0; i < agent->n_talks; i++)
        if (strcmp(agent->talk[i].unique, unique) == 0)
            return i;
    return PBX_NONE;
}

static int64_t rung_ms(const struct pbx_agent *agent, const struct ami_message *m, int64_t t)
{
    int64_t told_s = ami_number(m, "RingTime", 0);
    for (int i = 0; i < agent->n_rings; i++)
        if (strcmp(agent->ring[i].unique, ami_text(m, "Uniqueid")) == 0)
            return t > agent->ring[i].since_t ? t - agent->ring[i].since_t : 0;
    return told_s > 0 ? told_s * 1000 : 0;
}

static void begin_talk(struct pbx_agent *agent, const struct pbx_call *call, int queue,
                       const struct ami_message *m, int64_t t)
{
    if (agent->n_talks == PBX_TALKS) {
        memmove(agent->talk, agent->talk + 1, sizeof(agent->talk) - sizeof(agent->talk[0]));
        agent->n_talks--;
    }
    struct pbx_talk *talk = &agent->talk[agent->n_talks++];
    *talk = (struct pbx_talk){.queue = queue, .since_t = t};
    pbx_copy(talk->unique, sizeof(talk->unique), call->unique);
    pbx_copy(talk->linked, sizeof(talk->linked), call->linked);
    pbx_copy(talk->contact, sizeof(talk->contact), call->contact);
    pbx_copy(talk->channel_unique, sizeof(talk->channel_unique), ami_text(m, "DestUniqueid"));
}

void pbx_on_connect(struct pbx *pbx, const struct ami_message *m, int64_t t)
{
    int queue;
    struct pbx_agent *agent = agent_of(pbx, m, &queue, t);
    struct pbx_call *call = agent ? pbx_need_call(pbx, m, t) : NULL;
    if (!call || find_talk(agent, call->unique) != PBX_NONE) {
        pbx->health.strange++;
        return;
    }
    int64_t held_s = ami_number(m, "HoldTime", 0);
    if (call->state == PBX_CALL_WAITS)
        pbx_line_out(pbx, call);
    (void)pbx_tell_contact(pbx, CONTACT_ANSWERED, queue, call->contact, held_s * 1000, t);
    contacts_add(pbx->contacts, pbx->queues[queue].line, t, ACD_TALLY_RING, rung_ms(agent, m, t));
    call->state = PBX_CALL_TALKS;
    call->queue = queue;
    begin_talk(agent, call, queue, m, t);
    if (agent->shifting)
        shift_handled(&agent->shift, t);
    pbx_ring_ends(pbx, agent, call->unique, t);
    pbx_rings_of_call_end(pbx, call->unique, t); /* those who lost the race */
    pbx_agent_settle(pbx, agent, t);
}

static int64_t wrapup_ms(const struct pbx *pbx, const struct pbx_agent *agent, int queue)
{
    const struct pbx_member *member = pbx_member_of(agent, queue);
    int64_t of_queue = pbx->queues[queue].settings->wrapup_ms;
    if (member && member->wrapup_ms > 0)
        return member->wrapup_ms;
    return of_queue >= 0 ? of_queue : pbx->settings->wrapup_ms;
}

static void drop_talk(struct pbx_agent *agent, int which)
{
    memmove(agent->talk + which, agent->talk + which + 1,
            (size_t)(agent->n_talks - which - 1) * sizeof(agent->talk[0]));
    agent->n_talks--;
}

void pbx_talk_ends(struct pbx *pbx, struct pbx_agent *agent, int which, int64_t t)
{
    int queue = agent->talk[which].queue;
    int64_t wrapup = wrapup_ms(pbx, agent, queue);
    drop_talk(agent, which);
    agent->done_t = t;
    if (wrapup > 0) {
        agent->acw_queue = queue;
        agent->acw_from_t = t;
        agent->acw_until_t = t + wrapup;
    }
    pbx_agent_settle(pbx, agent, t);
}

void pbx_talk_lost(struct pbx *pbx, struct pbx_agent *agent, int which, int64_t t)
{
    struct pbx_talk talk = agent->talk[which];
    struct pbx_call *call = pbx_find_call(pbx, talk.unique);
    (void)pbx_tell_contact(pbx, CONTACT_ENDED, talk.queue, talk.contact, -1, t);
    if (call && call->state == PBX_CALL_TALKS)
        pbx_forget_call(pbx, call);
    drop_talk(agent, which);
    pbx_agent_settle(pbx, agent, t);
}

/* A caller who is gone already is not named in the event: it is the one that hung up, else the
 * oldest of the queue. */
static int find_unnamed_talk(const struct pbx *pbx, const struct pbx_agent *agent, int queue)
{
    int found = PBX_NONE;
    for (int i = agent->n_talks - 1; i >= 0; i--) {
        const struct pbx_call *call = pbx_find_call(pbx, agent->talk[i].unique);
        if (agent->talk[i].queue != queue)
            continue;
        if (call && call->hung)
            return i;
        found = i;
    }
    return found;
}

void pbx_on_complete(struct pbx *pbx, const struct ami_message *m, int64_t t)
{
    int queue;
    struct pbx_agent *agent = agent_of(pbx, m, &queue, t);
    const char *unique = ami_get(m, "Uniqueid");
    int which = !agent   ? PBX_NONE
                : unique ? find_talk(agent, unique)
                         : find_unnamed_talk(pbx, agent, queue);
    struct pbx_call *call =
        which == PBX_NONE ? NULL : pbx_find_call(pbx, agent->talk[which].unique);
    if (which == PBX_NONE) {
        pbx->health.strange++; /* told twice, or its beginning was before ours */
        return;
    }
    bool passed_on = ami_is(m, "Reason", "transfer");
    (void)pbx_tell_contact(pbx, passed_on ? CONTACT_TRANSFERRED : CONTACT_ENDED, queue,
                           agent->talk[which].contact, -1, t);
    if (call && call->state == PBX_CALL_TALKS)
        pbx_forget_call(pbx, call);
    pbx_talk_ends(pbx, agent, which, t);
}

/* --- hold ---------------------------------------------------------------------------------------- */

static bool same_talk(const struct pbx_talk *talk, const char *unique, const char *linked)
{
    if (strcmp(talk->channel_unique, unique) == 0 || strcmp(talk->unique, unique) == 0)
        return true;
    return *linked && strcmp(talk->linked, linked) == 0; /* behind a Local channel */
}

static void set_hold(struct pbx *pbx, const struct ami_message *m, bool held, int64_t t)
{
    const char *unique = ami_text(m, "Uniqueid"), *linked = ami_text(m, "Linkedid");
    for (int i = 0; i < pbx->n_agents; i++)
        for (int k = 0; k < pbx->agents[i]->n_talks; k++) {
            struct pbx_talk *talk = &pbx->agents[i]->talk[k];
            if (!same_talk(talk, unique, linked) || talk->held == held)
                continue;
            talk->held = held;
            (void)pbx_tell_contact(pbx, held ? CONTACT_HELD : CONTACT_RESUMED, talk->queue,
                                   talk->contact, -1, t);
            pbx_agent_settle(pbx, pbx->agents[i], t);
            return;
        }
}

void pbx_on_hold(struct pbx *pbx, const struct ami_message *m, int64_t t)
{
    set_hold(pbx, m, true, t);
}

void pbx_on_unhold(struct pbx *pbx, const struct ami_message *m, int64_t t)
{
    set_hold(pbx, m, false, t);
}
