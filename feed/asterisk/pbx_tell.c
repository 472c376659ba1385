/* What the floor is, in the entities of the contract.  What is not known now is left out. */
#include "feed/asterisk/pbx_inside.h"

#include <stdio.h>
#include <string.h>

struct pbx_telling {
    struct acd_site site;
    struct acd_queue queue;
    struct acd_agent agent;
    struct acd_event event;
    struct acd_call calls[ACD_MAX_CALLS];
    const char *choices[ACD_MAX_CHOICES];
    struct acd_agent_queue serves[ACD_MAX_AGENT_QUEUES];
    char text[PBX_TEXT_BYTES];
};

static struct pbx_telling *telling(struct pbx *pbx)
{
    if (!pbx->telling)
        pbx->telling = acd_calloc(1, sizeof(*pbx->telling));
    return pbx->telling;
}

/* --- what changed -------------------------------------------------------------------------------- */

int pbx_changed_queue(struct pbx *pbx)
{
    for (int i = 0; i < pbx->n_queues; i++)
        if (pbx->queues[i].changed && !pbx->queues[i].hidden) {
            pbx->queues[i].changed = false;
            return i;
        }
    return PBX_NONE;
}

int pbx_changed_agent(struct pbx *pbx)
{
    for (int i = 0; i < pbx->n_agents; i++)
        if (pbx->agents[i]->changed) {
            pbx->agents[i]->changed = false;
            return i;
        }
    return PBX_NONE;
}

bool pbx_changed_site(struct pbx *pbx)
{
    bool changed = pbx->changed_site;
    pbx->changed_site = false;
    return changed;
}

/* --- queues -------------------------------------------------------------------------------------- */

static void tell_settings(const struct pbx_queue *queue, struct pbx_telling *out)
{
    const struct pbx_queue_settings *settings = queue->settings;
    struct acd_queue *told = &out->queue;
    told->id = settings->id;
    told->name = settings->name;
    told->media = ACD_MEDIA_VOICE;
    told->target = settings->target;
    told->accepts_overflow = settings->accepts_overflow;
    told->known |= ACD_BIT(ACD_QUEUE_ID) | ACD_BIT(ACD_QUEUE_NAME) | ACD_BIT(ACD_QUEUE_MEDIA) |
                   ACD_BIT(ACD_QUEUE_TARGET) | ACD_BIT(ACD_QUEUE_ACCEPTS_OVERFLOW);
    if (settings->group[0]) {
        told->group = settings->group;
        ACD_KNOW(told, ACD_QUEUE_GROUP);
    }
    if (settings->n_choices > 0) {
        for (int i = 0; i < settings->n_choices; i++)
            out->choices[i] = settings->choice[i];
        told->choices = out->choices;
        told->n_choices = (uint32_t)settings->n_choices;
        ACD_KNOW(told, ACD_QUEUE_CHOICES);
    }
    if (settings->plan.known) {
        told->plan = settings->plan;
        ACD_KNOW(told, ACD_QUEUE_PLAN);
    }
}

/* The same plan for every day: its beginning by the local clock, within the business day of t. */
static int64_t plan_start(const struct pbx_settings *site, int64_t start_t, int64_t t)
{
    int64_t local = start_t + acd_zone_at(site->zone, start_t).offset_ms;
    int64_t of_day = (local % 86400000 + 86400000) % 86400000;
    return acd_zone_day(site->zone, acd_zone_day(site->zone, t, site->day_start_ms).end - 1, of_day).start;
}

static void count_agents(const struct pbx *pbx, int queue, struct acd_agent_counts *counts)
{
    counts->known = ACD_BIT(ACD_STATES) - 1;
    for (int i = 0; i < pbx->n_agents; i++) {
        const struct pbx_agent *agent = pbx->agents[i];
        const struct pbx_member *member = pbx_member_of(agent, queue);
        if (!member || !agent->shifting)
            continue;
        int state = agent->shift.state;
        bool free = state == ACD_STATE_AVAILABLE || state == ACD_STATE_ACW;
        counts->count[free && member->paused ? ACD_STATE_PAUSED : state]++;
    }
}

static void add_positions(const struct pbx_queue *queue, struct acd_queue *told,
                          struct acd_call *calls)
{
    for (uint32_t c = 0; c < told->n_calls; c++)
        for (int i = 0; i < queue->n_order; i++)
            if (strcmp(queue->order[i]->contact, calls[c].id) == 0) {
                calls[c].pos = i + 1;
                ACD_KNOW(&calls[c], ACD_CALL_POS);
                break;
            }
}

const struct acd_queue *pbx_tell_queue(struct pbx *pbx, int which, int64_t t)
{
    const struct pbx_queue *queue = &pbx->queues[which];
    struct pbx_telling *out = telling(pbx);
    struct acd_queue *told = &out->queue;
    *told = (struct acd_queue){0};
    contacts_read(pbx->contacts, queue->line, pbx_now(pbx, t), told, out->calls);
    tell_settings(queue, out);
    if (ACD_KNOWN(told, ACD_QUEUE_PLAN))
        told->plan.start_t = plan_start(pbx->settings, told->plan.start_t, t);
    if (pbx->whole && queue->here) {
        add_positions(queue, told, out->calls);
        count_agents(pbx, which, &told->agents);
        ACD_KNOW(told, ACD_QUEUE_AGENTS);
        if (queue->has_open) {
            told->open = queue->open;
            ACD_KNOW(told, ACD_QUEUE_OPEN);
        }
    } else {
        told->known &= ~(ACD_BIT(ACD_QUEUE_WAITING) | ACD_BIT(ACD_QUEUE_OLDEST) |
                         ACD_BIT(ACD_QUEUE_ACTIVE) | ACD_BIT(ACD_QUEUE_CALLS));
    }
    if (pbx->whole && !queue->here) {
        told->gone = true;
        ACD_KNOW(told, ACD_QUEUE_GONE);
    }
    return told;
}

/* --- agents -------------------------------------------------------------------------------------- */

static void tell_serves(const struct pbx *pbx, const struct pbx_agent *agent,
                        struct pbx_telling *out)
{
    struct acd_agent *told = &out->agent;
    for (const struct pbx_member *member = agent->members; member; member = member->next) {
        if (!member->here || told->n_queues == ACD_MAX_AGENT_QUEUES ||
            pbx->queues[member->queue].hidden)
            continue;
        out->serves[told->n_queues++] = (struct acd_agent_queue){
            .known = ACD_BIT(ACD_AGENT_QUEUE_ID) | ACD_BIT(ACD_AGENT_QUEUE_PRIO),
            .id = pbx_queue_id(pbx, member->queue),
            .prio = member->penalty};
    }
    told->queues = out->serves;
    ACD_KNOW(told, ACD_AGENT_QUEUES);
}

static void tell_state(const struct pbx *pbx, struct pbx_agent *agent, int64_t t,
                       struct pbx_telling *out)
{
    struct acd_agent *told = &out->agent;
    int queue = agent->n_talks > 0                     ? agent->talk[agent->n_talks - 1].queue
                : agent->shift.state == ACD_STATE_RINGING && agent->n_rings > 0
                    ? agent->ring[agent->n_rings - 1].queue
                : agent->shift.state == ACD_STATE_ACW ? agent->acw_queue
                                                      : PBX_NONE;
    shift_read(&agent->shift, t, &told->day, &told->state_ms);
    told->state = agent->shift.state;
    told->known |= ACD_BIT(ACD_AGENT_STATE) | ACD_BIT(ACD_AGENT_STATE_MS);
    if (agent->reason[0]) {
        told->reason = agent->reason;
        ACD_KNOW(told, ACD_AGENT_REASON);
    }
    if (queue != PBX_NONE && !pbx->queues[queue].hidden) {
        told->queue = pbx_queue_id(pbx, queue);
        ACD_KNOW(told, ACD_AGENT_QUEUE);
    }
}

const struct acd_agent *pbx_tell_agent(struct pbx *pbx, int which, int64_t t)
{
    struct pbx_agent *agent = pbx->agents[which];
    struct pbx_telling *out = telling(pbx);
    struct acd_agent *told = &out->agent;
    int64_t now = pbx_now(pbx, t), ignored;
    *told = (struct acd_agent){.id = agent->id, .name = agent->name};
    told->known = ACD_BIT(ACD_AGENT_ID) | ACD_BIT(ACD_AGENT_NAME);
    if (agent->team[0]) {
        told->team = agent->team;
        ACD_KNOW(told, ACD_AGENT_TEAM);
    }
    if (!agent->shifting)
        return told;
    ACD_KNOW(told, ACD_AGENT_DAY);
    shift_read(&agent->shift, now, &told->day, &ignored);
    if (pbx->whole) {
        tell_state(pbx, agent, now, out);
        tell_serves(pbx, agent, out);
    }
    return told;
}

/* --- the site, and what happened ------------------------------------------------------------------ */

static void clock_text(const struct pbx *pbx, int64_t t, char out[16])
{
    int64_t local = t + acd_zone_at(pbx->settings->zone, t).offset_ms;
    int64_t of_day = (local % 86400000 + 86400000) % 86400000;
    snprintf(out, 16, "%02d:%02d:%02d", (int)(of_day / 3600000), (int)(of_day / 60000 % 60),
             (int)(of_day / 1000 % 60));
}

/* What a person must know before believing a figure comes first. */
static const char *site_text(const struct pbx *pbx, char out[PBX_TEXT_BYTES])
{
    char from[16], until[16];
    if (!pbx->whole && pbx->connected) {
        snprintf(out, PBX_TEXT_BYTES, "not whole: the queues are being read from Asterisk");
    } else if (!pbx->whole) {
        clock_text(pbx, pbx->lost_t, from);
        snprintf(out, PBX_TEXT_BYTES, "not whole: no connection to Asterisk since %s (%.160s)", from,
                 pbx->lost_why);
    } else if (pbx->notice[0]) {
        return pbx->notice;
    } else if (pbx->gap_until_t) {
        clock_text(pbx, pbx->gap_from_t, from);
        clock_text(pbx, pbx->gap_until_t, until);
        snprintf(out, PBX_TEXT_BYTES,
                 "day figures are not whole: nothing was heard of Asterisk between %s and %s", from,
                 until);
    } else {
        return NULL;
    }
    return out;
}

const struct acd_site *pbx_tell_site(struct pbx *pbx, int64_t t)
{
    struct pbx_telling *out = telling(pbx);
    struct acd_site *told = &out->site;
    const struct pbx_settings *settings = pbx->settings;
    (void)t;
    *told = (struct acd_site){.id = settings->id,
                              .name = settings->name[0] ? settings->name : settings->id,
                              .software = "acdfeed asterisk " ACD_RELEASE,
                              .tz = settings->tz,
                              .day_start_ms = settings->day_start_ms,
                              .text = site_text(pbx, out->text)};
    told->known = ACD_BIT(ACD_SITE_ID) | ACD_BIT(ACD_SITE_NAME) | ACD_BIT(ACD_SITE_SOFTWARE) |
                  ACD_BIT(ACD_SITE_TZ) | ACD_BIT(ACD_SITE_DAY_START);
    if (told->text)
        ACD_KNOW(told, ACD_SITE_TEXT);
    return told;
}

const struct acd_event *pbx_take_event(struct pbx *pbx)
{
    struct acd_event *told = &telling(pbx)->event;
    if (pbx->told_notes == pbx->n_notes)
        return NULL;
    const struct pbx_note *note = &pbx->notes[pbx->told_notes++];
    *told = (struct acd_event){.type = "abandon",
                               .t = note->t - pbx->ahead_ms,
                               .queue = note->queue,
                               .call = note->contact,
                               .wait_ms = note->wait_ms > 0 ? note->wait_ms : 0};
    told->known = ACD_BIT(ACD_EVENT_TYPE) | ACD_BIT(ACD_EVENT_T) | ACD_BIT(ACD_EVENT_QUEUE) |
                  ACD_BIT(ACD_EVENT_CALL) | ACD_BIT(ACD_EVENT_WAIT);
    if (note->from[0]) {
        told->from = note->from;
        ACD_KNOW(told, ACD_EVENT_FROM);
    }
    return told;
}
