/* Agents: one person over all queues, known for long; what each does, worked out from talks, rings,
 * wrap-up and what the queues say of the phone.  Counts agents' days by shift.h. */
#include "feed/asterisk/pbx_inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Asterisk's device states: 0 unknown 1 not in use 2 in use 3 busy 4 invalid 5 unavailable 6 ringing
 * 7 ringing and in use 8 on hold.  Whether a phone talks as 2 or as 3 depends on its settings. */
bool pbx_status_busy(int64_t status)
{
    return status == 2 || status == 3 || status == 7 || status == 8;
}

bool pbx_status_away(int64_t status)
{
    return status == 4 || status == 5;
}

/* --- who ----------------------------------------------------------------------------------------- */

static const struct pbx_agent_settings *settings_of(const struct pbx_settings *settings,
                                                    const char *interface, const char *name)
{
    for (int i = 0; i < settings->n_agents; i++) {
        const struct pbx_agent_settings *agent = &settings->agents[i];
        for (int k = 0; k < agent->n_interfaces; k++)
            if (strcmp(agent->interface[k], interface) == 0)
                return agent;
        if (agent->member[0] && strcmp(agent->member, name) == 0)
            return agent;
    }
    return NULL;
}

static struct pbx_agent *new_agent(struct pbx *pbx, const char *id)
{
    struct pbx_agent *agent = acd_calloc(1, sizeof(*agent));
    pbx_copy(agent->id, sizeof(agent->id), id);
    agent->acw_queue = PBX_NONE;
    agent->changed = true;
    pbx->agents = pbx_grow(pbx->agents, pbx->n_agents, &pbx->room_agents, sizeof(*pbx->agents));
    pbx->agents[pbx->n_agents++] = agent;
    HASH_ADD_STR(pbx->by_id, id, agent);
    return agent;
}

struct pbx_agent *pbx_need_agent(struct pbx *pbx, const char *interface, const char *name, int64_t t)
{
    const struct pbx_agent_settings *settings = settings_of(pbx->settings, interface, name);
    char id[PBX_ID_BYTES];
    (void)t;
    pbx_make_id(id, settings ? settings->id : pbx->settings->by_name && *name ? name : interface);
    struct pbx_agent *agent = pbx_find_agent_id(pbx, id);
    if (!agent)
        agent = new_agent(pbx, id);
    agent->settings = settings;
    if (settings && settings->name[0])
        pbx_copy(agent->name, sizeof(agent->name), settings->name);
    else if (*name)
        pbx_make_text(agent->name, sizeof(agent->name), name);
    else if (!agent->name[0])
        pbx_copy(agent->name, sizeof(agent->name), id);
    if (settings)
        pbx_copy(agent->team, sizeof(agent->team), settings->team);
    return agent;
}

static void member_key(char out[2 * PBX_NAME_BYTES], const struct pbx *pbx, int queue,
                       const char *interface)
{
    snprintf(out, 2 * PBX_NAME_BYTES, "%.*s\n%.*s", PBX_NAME_BYTES - 2,
             pbx->queues[queue].settings->asterisk, PBX_NAME_BYTES - 1, interface);
}

struct pbx_member *pbx_find_member(const struct pbx *pbx, int queue, const char *interface)
{
    char key[2 * PBX_NAME_BYTES];
    struct pbx_member *member;
    member_key(key, pbx, queue, interface);
    HASH_FIND_STR(pbx->members, key, member);
    return member;
}

static int index_of(const struct pbx *pbx, const struct pbx_agent *agent)
{
    for (int i = 0; i < pbx->n_agents; i++)
        if (pbx->agents[i] == agent)
            return i;
    return PBX_NONE;
}

struct pbx_member *pbx_need_member(struct pbx *pbx, int queue, const char *interface,
                                   const char *name, int64_t t)
{
    struct pbx_member *member = pbx_find_member(pbx, queue, interface);
    if (!member) {
        struct pbx_agent *agent = pbx_need_agent(pbx, interface, name, t);
        member = acd_calloc(1, sizeof(*member));
        member_key(member->key, pbx, queue, interface);
        pbx_copy(member->interface, sizeof(member->interface), interface);
        pbx_copy(member->name, sizeof(member->name), name);
        member->queue = queue;
        member->agent = index_of(pbx, agent);
        member->status = 1;
        member->next = agent->members;
        agent->members = member;
        HASH_ADD_STR(pbx->members, key, member);
    }
    if (!member->here) {
        member->here = true;
        pbx_agent_changed(pbx, pbx->agents[member->agent]);
    }
    return member;
}

struct pbx_member *pbx_member_of(const struct pbx_agent *agent, int queue)
{
    for (struct pbx_member *member = agent->members; member; member = member->next)
        if (member->here && member->queue == queue)
            return member;
    return NULL;
}

void pbx_agent_changed(struct pbx *pbx, struct pbx_agent *agent)
{
    agent->changed = true;
    for (const struct pbx_member *member = agent->members; member; member = member->next)
        pbx_queue_changed(pbx, member->queue);
}

/* --- what he does -------------------------------------------------------------------------------- */

struct phone {
    int n;
    bool busy, ringing, all_away, all_paused;
    const char *reason;
};

static struct phone look_at(const struct pbx_agent *agent)
{
    struct phone phone = {.all_away = true, .all_paused = true};
    for (const struct pbx_member *member = agent->members; member; member = member->next) {
        if (!member->here)
            continue;
        phone.n++;
        phone.busy = phone.busy || pbx_status_busy(member->status);
        phone.ringing = phone.ringing || member->status == 6;
        phone.all_away = phone.all_away && pbx_status_away(member->status);
        phone.all_paused = phone.all_paused && member->paused;
        if (member->paused && member->reason[0])
            phone.reason = member->reason;
    }
    return phone;
}

static bool all_held(const struct pbx_agent *agent)
{
    for (int i = 0; i < agent->n_talks; i++)
        if (!agent->talk[i].held)
            return false;
    return true;
}

static int64_t later(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* A busy phone without a queue's call is a call elsewhere, once the events had time to explain it. */
static bool settled(const struct pbx_agent *agent, int64_t t)
{
    return t >= later(agent->status_t, agent->done_t) + PBX_SETTLE_MS;
}

/* *since_t: when it truly began, where that was before now. */
static int state_now(const struct pbx_agent *agent, const struct phone *phone, int64_t t,
                     int64_t *since_t)
{
    *since_t = t;
    if (agent->n_talks > 0)
        return all_held(agent) ? ACD_STATE_HOLD : ACD_STATE_TALKING;
    if (phone->n == 0 || phone->all_away)
        return ACD_STATE_OFFLINE;
    if (agent->n_rings > 0)
        return ACD_STATE_RINGING;
    if ((phone->busy || phone->ringing) && settled(agent, t)) {
        *since_t = later(agent->status_t, agent->done_t);
        return phone->busy ? ACD_STATE_OUTBOUND : ACD_STATE_RINGING;
    }
    if (phone->all_paused)
        return ACD_STATE_PAUSED;
    if (agent->acw_queue != PBX_NONE && t < agent->acw_until_t)
        return ACD_STATE_ACW;
    if (agent->acw_queue != PBX_NONE)
        *since_t = agent->acw_until_t;
    return ACD_STATE_AVAILABLE;
}

static void count_wrapup(struct pbx *pbx, struct pbx_agent *agent, int64_t t)
{
    int64_t end_t = t < agent->acw_until_t ? t : agent->acw_until_t;
    int queue = agent->acw_queue;
    agent->acw_queue = PBX_NONE;
    if (end_t <= agent->acw_from_t)
        return;
    contacts_add(pbx->contacts, pbx->queues[queue].line, end_t, ACD_TALLY_ACW,
                 end_t - agent->acw_from_t);
    pbx_queue_changed(pbx, queue);
}

void pbx_agent_settle(struct pbx *pbx, struct pbx_agent *agent, int64_t t)
{
    struct phone phone = look_at(agent);
    int64_t since_t;
    char reason[PBX_TEXT_BYTES] = "";
    if (phone.busy != agent->busy) {
        agent->busy = phone.busy;
        agent->status_t = t;
    }
    int state = state_now(agent, &phone, t, &since_t);
    if (agent->acw_queue != PBX_NONE && state != ACD_STATE_ACW)
        count_wrapup(pbx, agent, t);
    if (state == ACD_STATE_PAUSED && phone.reason)
        pbx_make_text(reason, sizeof(reason), phone.reason);
    if (agent->shifting && agent->shift.state == state && strcmp(agent->reason, reason) == 0)
        return;
    pbx_copy(agent->reason, sizeof(agent->reason), reason);
    if (!agent->shifting)
        shift_init(&agent->shift, pbx->settings->zone, pbx->settings->day_start_ms, state, t);
    else
        shift_state(&agent->shift, state, since_t);
    agent->shifting = true;
    pbx_agent_changed(pbx, agent);
}

/* --- members ------------------------------------------------------------------------------------- */

void pbx_member_told(struct pbx *pbx, struct pbx_member *member, const struct ami_message *m,
                     int64_t t)
{
    struct pbx_agent *agent = pbx->agents[member->agent];
    int64_t before = member->status;
    member->dynamic = !ami_is(m, "Membership", "static");
    member->penalty = ami_number(m, "Penalty", member->penalty);
    member->status = ami_number(m, "Status", member->status);
    member->paused = ami_number(m, "Paused", member->paused) != 0;
    member->wrapup_ms = ami_number(m, "Wrapuptime", 0) * 1000;
    pbx_copy(member->state_interface, sizeof(member->state_interface),
             ami_text(m, "StateInterface"));
    pbx_copy(member->reason, sizeof(member->reason), ami_text(m, "PausedReason"));
    /* An idle phone rings no more.  A ring that has only begun may be younger than this state. */
    if (member->status == 1 && before != 1)
        pbx_ring_ends(pbx, agent, NULL, t);
    pbx_agent_settle(pbx, agent, t);
    pbx_agent_changed(pbx, agent);
}

void pbx_on_member(struct pbx *pbx, const struct ami_message *m, int64_t t)
{
    int queue = pbx_need_queue(pbx, ami_text(m, "Queue"), t);
    const char *interface = ami_text(m, "Interface");
    if (queue == PBX_NONE || !*interface) {
        pbx->health.strange++;
        return;
    }
    pbx_member_told(pbx, pbx_need_member(pbx, queue, interface, ami_text(m, "MemberName"), t), m, t);
}

void pbx_member_gone(struct pbx *pbx, struct pbx_member *member, int64_t t)
{
    member->here = false;
    pbx_agent_changed(pbx, pbx->agents[member->agent]);
    pbx_agent_settle(pbx, pbx->agents[member->agent], t);
}

void pbx_on_member_removed(struct pbx *pbx, const struct ami_message *m, int64_t t)
{
    int queue = pbx_find_queue(pbx, ami_text(m, "Queue"));
    struct pbx_member *member =
        queue == PBX_NONE ? NULL : pbx_find_member(pbx, queue, ami_text(m, "Interface"));
    if (member)
        pbx_member_gone(pbx, member, t);
}

void pbx_agents_advance(struct pbx *pbx, int64_t t)
{
    for (int i = 0; i < pbx->n_agents; i++) {
        struct pbx_agent *agent = pbx->agents[i];
        if (agent->n_rings > 0 && t - agent->ring[0].since_t > PBX_RING_MOST_MS)
            pbx_ring_ends(pbx, agent, agent->ring[0].unique, t);
        pbx_agent_settle(pbx, agent, t);
    }
}

/* The time of a gap is no one's: neither idle nor paused. */
void pbx_agents_lost(struct pbx *pbx, int64_t t)
{
    for (int i = 0; i < pbx->n_agents; i++) {
        struct pbx_agent *agent = pbx->agents[i];
        agent->n_rings = 0;
        for (int k = 0; k < agent->n_talks; k++)
            agent->talk[k].doubtful = true;
        if (agent->acw_queue != PBX_NONE)
            count_wrapup(pbx, agent, t);
        if (agent->shifting)
            shift_state(&agent->shift, ACD_STATE_OFFLINE, t);
        agent->changed = true;
    }
}
