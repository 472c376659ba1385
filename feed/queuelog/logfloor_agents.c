/* The members of the queues: who is in, pauses, rings, talks.  Counts no contacts. */
#include "feed/queuelog/logfloor_inside.h"

#include <stdio.h>
#include <string.h>

static const struct pbx_agent_settings *settings_of(const struct pbx_settings *settings,
                                                    const char *member)
{
    for (int i = 0; i < settings->n_agents; i++) {
        const struct pbx_agent_settings *agent = &settings->agents[i];
        if (strcmp(agent->member, member) == 0)
            return agent;
        for (int j = 0; j < agent->n_interfaces; j++)
            if (strcmp(agent->interface[j], member) == 0)
                return agent;
    }
    return NULL;
}

struct log_agent *log_agent_of(struct logfloor *floor, const char *member, int64_t t)
{
    struct log_agent *agent = NULL;
    HASH_FIND_STR(floor->by_member, member, agent);
    if (agent)
        return agent;
    const struct pbx_agent_settings *settings = settings_of(floor->settings, member);
    agent = acd_calloc(1, sizeof *agent);
    snprintf(agent->member, sizeof agent->member, "%s", member);
    pbx_make_id(agent->id, settings && settings->id[0] ? settings->id : member);
    pbx_make_text(agent->name, sizeof agent->name,
                  settings && settings->name[0] ? settings->name : member);
    snprintf(agent->team, sizeof agent->team, "%s", settings ? settings->team : "");
    agent->queue = -1;
    shift_init(&agent->shift, floor->settings->zone, floor->settings->day_start_ms,
               ACD_STATE_OFFLINE, t);
    agent->index = floor->n_agents;
    floor->agents =
        acd_realloc(floor->agents, ((size_t)floor->n_agents + 1) * sizeof *floor->agents);
    floor->agents[floor->n_agents++] = agent;
    HASH_ADD_STR(floor->by_member, member, agent);
    return agent;
}

/* What all that is known of it comes to. */
static void settle(struct log_agent *agent, int64_t t)
{
    int state = agent->call[0]       ? ACD_STATE_TALKING
                : !agent->in         ? ACD_STATE_OFFLINE
                : agent->wrap_until_t ? ACD_STATE_ACW
                : agent->paused      ? ACD_STATE_PAUSED
                                     : ACD_STATE_AVAILABLE;
    shift_state(&agent->shift, state, t);
    agent->changed = true;
}

static void join(struct log_agent *agent, int queue)
{
    agent->in = true;
    if (queue >= 0 && queue < ACD_MAX_AGENT_QUEUES)
        agent->serves[queue] = true;
}

static void leave(struct log_agent *agent, int queue)
{
    agent->in = false;
    for (int i = 0; i < ACD_MAX_AGENT_QUEUES; i++) {
        agent->serves[i] = agent->serves[i] && queue >= 0 && i != queue;
        agent->in |= agent->serves[i];
    }
    agent->paused = agent->paused && agent->in;
}

static void pause(struct log_agent *agent, bool paused, const char *reason)
{
    agent->in = true;
    agent->paused = paused;
    pbx_make_text(agent->reason, sizeof agent->reason, paused ? reason : "");
}

static void hang_up(struct logfloor *floor, struct log_agent *agent, const struct entry *entry)
{
    if (strcmp(agent->call, entry->call) != 0)
        return; /* an older call of the same member: two clocks, or its end came late */
    int64_t wrapup_ms = log_wrapup_ms(floor, agent->queue);
    agent->call[0] = '\0';
    agent->wrap_until_t = wrapup_ms > 0 ? entry->t + wrapup_ms : 0;
}

void log_agent_entry(struct logfloor *floor, const struct entry *entry, int queue)
{
    if (!entry->member[0])
        return;
    struct log_agent *agent = log_agent_of(floor, entry->member, entry->t);
    switch (entry->event) {
    case ENTRY_CONNECT:
        join(agent, queue);
        snprintf(agent->call, sizeof agent->call, "%s", entry->call);
        agent->queue = queue;
        agent->wrap_until_t = 0;
        shift_handled(&agent->shift, entry->t);
        break;
    case ENTRY_COMPLETEAGENT:
    case ENTRY_COMPLETECALLER:
    case ENTRY_TRANSFER:
    case ENTRY_BLINDTRANSFER:
    case ENTRY_ATTENDEDTRANSFER:
        hang_up(floor, agent, entry);
        break;
    case ENTRY_RINGNOANSWER:
        join(agent, queue);
        shift_rona(&agent->shift, entry->t);
        break;
    case ENTRY_PAUSE:
    case ENTRY_PAUSEALL:
        pause(agent, true, entry->data[0]);
        break;
    case ENTRY_UNPAUSE:
    case ENTRY_UNPAUSEALL:
        pause(agent, false, "");
        break;
    case ENTRY_ADDMEMBER:
    case ENTRY_AGENTLOGIN:
        join(agent, queue);
        break;
    case ENTRY_REMOVEMEMBER:
    case ENTRY_AGENTLOGOFF:
        leave(agent, queue);
        break;
    default:
        return;
    }
    settle(agent, entry->t);
}

void log_agents_pass(struct logfloor *floor, int64_t t)
{
    for (int i = 0; i < floor->n_agents; i++) {
        struct log_agent *agent = floor->agents[i];
        if (!agent->wrap_until_t || t < agent->wrap_until_t)
            continue;
        int64_t until_t = agent->wrap_until_t;
        agent->wrap_until_t = 0;
        settle(agent, until_t);
    }
}

bool logfloor_agent_changed(const struct logfloor *floor, int i)
{
    return floor->agents[i]->changed;
}

const struct acd_agent *logfloor_agent(struct logfloor *floor, int i, int64_t t)
{
    struct log_agent *agent = floor->agents[i];
    struct acd_agent *told = &agent->told;
    agent->changed = false;
    *told = (struct acd_agent){.id = agent->id, .name = agent->name, .team = agent->team,
                               .state = agent->shift.state, .queues = agent->queues};
    shift_read(&agent->shift, t, &told->day, &told->state_ms);
    told->known = ACD_BIT(ACD_AGENT_ID) | ACD_BIT(ACD_AGENT_NAME) | ACD_BIT(ACD_AGENT_STATE) |
                  ACD_BIT(ACD_AGENT_STATE_MS) | ACD_BIT(ACD_AGENT_QUEUES) |
                  ACD_BIT(ACD_AGENT_DAY);
    if (agent->team[0])
        ACD_KNOW(told, ACD_AGENT_TEAM);
    if (agent->shift.state == ACD_STATE_PAUSED && agent->reason[0]) {
        told->reason = agent->reason;
        ACD_KNOW(told, ACD_AGENT_REASON);
    }
    if (agent->call[0] && agent->queue >= 0) {
        told->queue = floor->queues[agent->queue]->settings->id;
        ACD_KNOW(told, ACD_AGENT_QUEUE);
    }
    for (int q = 0; q < floor->n_queues && q < ACD_MAX_AGENT_QUEUES; q++)
        if (agent->serves[q])
            agent->queues[told->n_queues++] = (struct acd_agent_queue){
                .known = ACD_BIT(ACD_AGENT_QUEUE_ID), .id = floor->queues[q]->settings->id};
    return told;
}
