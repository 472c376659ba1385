/* The site as a whole: made and freed, connected and lost, which event goes to which handler; the
 * lists of queues and what is found in them.  Counts nothing itself. */
#include "feed/asterisk/pbx_inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    pbx_handler *handle; /* NULL: known, and of no interest */
} events[] = {
    {"QueueCallerJoin", pbx_on_join},
    {"QueueCallerLeave", pbx_on_leave},
    {"QueueCallerAbandon", pbx_on_abandon},
    {"AgentCalled", pbx_on_called},
    {"AgentConnect", pbx_on_connect},
    {"AgentComplete", pbx_on_complete},
    {"AgentDump", pbx_on_complete},
    {"AgentRingNoAnswer", pbx_on_no_answer},
    {"QueueMemberStatus", pbx_on_member},
    {"QueueMemberAdded", pbx_on_member},
    {"QueueMemberPause", pbx_on_member},
    {"QueueMemberPenalty", pbx_on_member},
    {"QueueMemberRinginuse", pbx_on_member},
    {"QueueMemberRemoved", pbx_on_member_removed},
    {"Hangup", pbx_on_hangup},
    {"Rename", pbx_on_rename},
    {"Hold", pbx_on_hold},
    {"Unhold", pbx_on_unhold},
    {"DialEnd", pbx_on_dial_end},
    {"UserEvent", pbx_on_user},
    {"QueueParams", pbx_on_queue_params},
    {"QueueMember", pbx_on_queue_member},
    {"QueueEntry", pbx_on_queue_entry},
    {"QueueStatusComplete", pbx_on_status_complete},
    {"AgentLogin", NULL},
    {"AgentLogoff", NULL},
    {"BridgeCreate", NULL},
    {"BridgeDestroy", NULL},
    {"BridgeEnter", NULL},
    {"BridgeLeave", NULL},
    {"DialBegin", NULL},
    {"DialState", NULL},
    {"FullyBooted", NULL},
    {"HangupRequest", NULL},
    {"LocalBridge", NULL},
    {"MusicOnHoldStart", NULL},
    {"MusicOnHoldStop", NULL},
    {"NewAccountCode", NULL},
    {"NewCallerid", NULL},
    {"NewConnectedLine", NULL},
    {"Newexten", NULL},
    {"Newchannel", NULL},
    {"Newstate", NULL},
    {"OriginateResponse", NULL},
    {"SoftHangupRequest", NULL},
};

void pbx_event(struct pbx *pbx, const struct ami_message *message, int64_t t)
{
    const char *name = ami_text(message, "Event");
    int64_t told_t = ami_time(message, INT64_MIN);
    if (told_t != INT64_MIN)
        pbx_clock(pbx, told_t, t);
    else
        told_t = pbx_now(pbx, t);
    pbx->health.events++;
    for (size_t i = 0; i < ACD_COUNT_OF(events); i++)
        if (strcmp(events[i].name, name) == 0) {
            if (events[i].handle)
                events[i].handle(pbx, message, told_t);
            return;
        }
    pbx->health.unknown++;
}

void pbx_clock(struct pbx *pbx, int64_t told_t, int64_t t)
{
    if (pbx->knows_ahead && told_t - t <= pbx->ahead_ms)
        return; /* what was least under way knows best */
    pbx->ahead_ms = told_t - t;
    pbx->knows_ahead = true;
}

/* --- made and freed ---------------------------------------------------------------------------- */

static void add_agents(struct pbx *pbx, int64_t t)
{
    for (int i = 0; i < pbx->settings->n_agents; i++) {
        const struct pbx_agent_settings *settings = &pbx->settings->agents[i];
        if (settings->n_interfaces > 0)
            (void)pbx_need_agent(pbx, settings->interface[0], settings->member, t);
        else
            (void)pbx_need_agent(pbx, "", settings->member, t);
    }
}

struct pbx *pbx_new(const struct pbx_settings *settings, int64_t t)
{
    struct pbx *pbx = acd_calloc(1, sizeof(*pbx));
    uint64_t told = ACD_BIT(ACD_TALLY_RING) | ACD_BIT(ACD_TALLY_HOLD) | ACD_BIT(ACD_TALLY_ACW) |
                    ACD_BIT(ACD_TALLY_TRANSFERRED);
    if (settings->hooks)
        told |= ACD_BIT(ACD_TALLY_BLOCKED) | ACD_BIT(ACD_TALLY_CALLBACK);
    struct contacts_options options = {
        .spans = {.window_ms = settings->window_ms,
                  .interval_ms = settings->interval_ms,
                  .zone = settings->zone,
                  .day_start_ms = settings->day_start_ms},
        .rejoin_ms = PBX_REJOIN_MS,
        .most = PBX_CALLS_MOST,
        .supplies = told,
    };
    pbx->settings = settings;
    pbx->contacts = contacts_new(&options, t);
    pbx->changed_site = true;
    for (int i = 0; i < settings->n_queues; i++)
        (void)pbx_add_queue(pbx, &settings->queues[i], NULL, t);
    add_agents(pbx, t);
    return pbx;
}

static void free_agent(struct pbx_agent *agent)
{
    for (struct pbx_member *member = agent->members, *next; member; member = next) {
        next = member->next;
        free(member);
    }
    free(agent);
}

void pbx_free(struct pbx *pbx)
{
    struct pbx_call *call, *next;
    if (!pbx)
        return;
    HASH_CLEAR(hh, pbx->members);
    HASH_CLEAR(hh, pbx->by_id);
    HASH_ITER (hh, pbx->calls, call, next) {
        HASH_DEL(pbx->calls, call);
        free(call);
    }
    for (int i = 0; i < pbx->n_agents; i++)
        free_agent(pbx->agents[i]);
    for (int i = 0; i < pbx->n_queues; i++) {
        free(pbx->queues[i].order);
        free(pbx->queues[i].made);
    }
    contacts_free(pbx->contacts);
    free(pbx->agents);
    free(pbx->queues);
    free(pbx->notes);
    free(pbx->telling);
    free(pbx);
}

/* --- the connection ---------------------------------------------------------------------------- */

static void all_changed(struct pbx *pbx)
{
    for (int i = 0; i < pbx->n_queues; i++)
        pbx->queues[i].changed = true;
    for (int i = 0; i < pbx->n_agents; i++)
        pbx->agents[i]->changed = true;
    pbx->changed_site = true;
}

void pbx_connected(struct pbx *pbx, int64_t t)
{
    (void)t;
    pbx->connected = pbx->resuming = true;
    pbx->whole = false;
    pbx->changed_site = true;
}

void pbx_lost(struct pbx *pbx, int64_t t, const char *why)
{
    if (pbx->whole || pbx->lost_t == 0) {
        pbx->lost_t = t;
        if (pbx->whole)
            pbx_agents_lost(pbx, pbx_now(pbx, t));
    }
    pbx_make_text(pbx->lost_why, sizeof(pbx->lost_why), why);
    pbx->connected = pbx->whole = pbx->knows_ahead = false;
    all_changed(pbx);
}

bool pbx_whole(const struct pbx *pbx)
{
    return pbx->whole;
}

void pbx_advance(struct pbx *pbx, int64_t t)
{
    int64_t now = pbx_now(pbx, t);
    if (pbx->notice[0] && t >= pbx->notice_until_t) {
        pbx->notice[0] = '\0';
        pbx->changed_site = true;
    }
    if (pbx->gap_until_t && acd_zone_day(pbx->settings->zone, t, pbx->settings->day_start_ms).start >
                                pbx->gap_until_t) {
        pbx->gap_from_t = pbx->gap_until_t = 0;
        pbx->changed_site = true;
    }
    if (!pbx->whole)
        return;
    pbx_agents_advance(pbx, now);
    if (t - pbx->swept_t >= 1000 || t < pbx->swept_t) {
        pbx->swept_t = t;
        pbx_calls_advance(pbx, now);
    }
}

struct pbx_health pbx_health(const struct pbx *pbx)
{
    struct pbx_health health = pbx->health;
    struct contacts_health contacts = contacts_health(pbx->contacts);
    health.strange += contacts.strange;
    health.lost += contacts.lost;
    return health;
}

/* --- looking up -------------------------------------------------------------------------------- */
