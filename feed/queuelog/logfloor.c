/* Entries to contacts, queues to entities.  What a count means the tallies decide. */
#include "feed/queuelog/logfloor_inside.h"

#include <stdlib.h>
#include <string.h>

enum { CONTACTS_MOST = 100000, REJOIN_MS = 10000 };

struct logfloor *logfloor_new(const struct pbx_settings *settings, int64_t t)
{
    struct logfloor *floor = acd_calloc(1, sizeof *floor);
    struct contacts_options options = {
        .spans = {.window_ms = settings->window_ms,
                  .interval_ms = settings->interval_ms,
                  .zone = settings->zone,
                  .day_start_ms = settings->day_start_ms},
        .rejoin_ms = REJOIN_MS,
        .most = CONTACTS_MOST,
        .supplies = ACD_BIT(ACD_TALLY_RING) | ACD_BIT(ACD_TALLY_TRANSFERRED),
    };
    floor->settings = settings;
    floor->contacts = contacts_new(&options, t);
    floor->t = t;
    return floor;
}

void logfloor_free(struct logfloor *floor)
{
    if (!floor)
        return;
    struct log_agent *agent, *next;
    HASH_ITER(hh, floor->by_member, agent, next)
    {
        HASH_DEL(floor->by_member, agent);
        free(agent);
    }
    for (int i = 0; i < floor->n_queues; i++)
        free(floor->queues[i]);
    contacts_free(floor->contacts);
    free(floor->queues);
    free(floor->agents);
    free(floor);
}

static int find_queue(const struct logfloor *floor, const char *asterisk)
{
    for (int i = 0; i < floor->n_queues; i++)
        if (strcmp(floor->queues[i]->settings->asterisk, asterisk) == 0)
            return i;
    return -1;
}

/* The number of a queue from its name in the log; made when new; -1 for none. */
static int queue_of(struct logfloor *floor, const char *asterisk, int64_t t)
{
    if (!asterisk[0])
        return -1;
    int known = find_queue(floor, asterisk);
    if (known >= 0)
        return known;
    struct log_queue *queue = acd_calloc(1, sizeof *queue);
    pbx_queue_settings_init(&queue->own, asterisk);
    queue->settings = &queue->own;
    for (int i = 0; i < floor->settings->n_queues; i++)
        if (strcmp(floor->settings->queues[i].asterisk, asterisk) == 0)
            queue->settings = &floor->settings->queues[i];
    int number = contacts_queue(floor->contacts, queue->settings->id,
                                queue->settings->target.answer_ms,
                                queue->settings->target.short_ms, t);
    if (number < floor->n_queues) { /* two names, one id: they are one queue */
        free(queue);
        return number;
    }
    floor->queues =
        acd_realloc(floor->queues, ((size_t)floor->n_queues + 1) * sizeof *floor->queues);
    floor->queues[floor->n_queues++] = queue;
    return number;
}

int64_t log_wrapup_ms(const struct logfloor *floor, int queue)
{
    int64_t own_ms = queue >= 0 ? floor->queues[queue]->settings->wrapup_ms : -1;
    return own_ms >= 0 ? own_ms : floor->settings->wrapup_ms;
}

/* What an entry is to the contact it names. */
static const int contact_events[ENTRY_EVENTS] = {
    [ENTRY_ENTERQUEUE] = 1 + CONTACT_JOINED,
    [ENTRY_CONNECT] = 1 + CONTACT_ANSWERED,
    [ENTRY_COMPLETEAGENT] = 1 + CONTACT_ENDED,
    [ENTRY_COMPLETECALLER] = 1 + CONTACT_ENDED,
    [ENTRY_ABANDON] = 1 + CONTACT_ABANDONED,
    [ENTRY_EXITWITHTIMEOUT] = 1 + CONTACT_OVERFLOWED,
    [ENTRY_EXITWITHKEY] = 1 + CONTACT_OVERFLOWED,
    [ENTRY_EXITEMPTY] = 1 + CONTACT_OVERFLOWED,
    [ENTRY_WITHDRAW] = 1 + CONTACT_OVERFLOWED,
    [ENTRY_TRANSFER] = 1 + CONTACT_TRANSFERRED,
    [ENTRY_BLINDTRANSFER] = 1 + CONTACT_TRANSFERRED,
    [ENTRY_ATTENDEDTRANSFER] = 1 + CONTACT_TRANSFERRED,
    [ENTRY_AGENTDUMP] = 1 + CONTACT_ENDED,
};

/* Which datum tells the wait, for a contact that came before the log began. */
static int64_t wait_ms_of(const struct entry *entry)
{
    switch (entry->event) {
    case ENTRY_CONNECT:
        return entry_seconds_ms(entry, 0);
    case ENTRY_ABANDON:
    case ENTRY_EXITWITHTIMEOUT:
    case ENTRY_EXITEMPTY:
    case ENTRY_WITHDRAW:
        return entry_seconds_ms(entry, 2);
    case ENTRY_EXITWITHKEY:
        return entry_seconds_ms(entry, 3);
    default:
        return -1;
    }
}

static void note_abandon(struct logfloor *floor, const struct entry *entry, int queue)
{
    struct acd_event *event = &floor->event;
    strcpy(floor->event_queue, floor->queues[queue]->settings->id);
    pbx_make_id(floor->event_call, entry->call);
    *event = (struct acd_event){.type = "abandon", .t = entry->t, .queue = floor->event_queue,
                                .call = floor->event_call, .wait_ms = wait_ms_of(entry)};
    event->known = ACD_BIT(ACD_EVENT_TYPE) | ACD_BIT(ACD_EVENT_T) | ACD_BIT(ACD_EVENT_QUEUE) |
                   ACD_BIT(ACD_EVENT_CALL);
    if (event->wait_ms >= 0)
        ACD_KNOW(event, ACD_EVENT_WAIT);
    floor->has_event = true;
}

static bool tell_contact(struct logfloor *floor, const struct entry *entry, int queue)
{
    char from[PBX_ID_BYTES], call[PBX_ID_BYTES];
    bool joins = entry->event == ENTRY_ENTERQUEUE;
    pbx_mask(from, joins ? entry->data[1] : "", floor->settings->digits);
    pbx_make_id(call, entry->call);
    bool sense = contacts_tell(floor->contacts, &(struct contact_told){
                                                    .what = (enum contact_event)(
                                                        contact_events[entry->event] - 1),
                                                    .t = entry->t,
                                                    .queue = queue,
                                                    .contact = call,
                                                    .from = from[0] ? from : NULL,
                                                    .wait_ms = wait_ms_of(entry),
                                                });
    int64_t ring_ms = entry->event == ENTRY_CONNECT ? entry_seconds_ms(entry, 2) : -1;
    if (sense && ring_ms > 0)
        contacts_add(floor->contacts, queue, entry->t, ACD_TALLY_RING, ring_ms);
    if (sense && entry->event == ENTRY_ABANDON)
        note_abandon(floor, entry, queue);
    return sense;
}

bool logfloor_take(struct logfloor *floor, const struct entry *entry)
{
    bool sense = true;
    floor->has_event = false;
    if (entry->t > floor->t)
        logfloor_pass(floor, entry->t);
    if (entry->event == ENTRY_OTHER)
        return true;
    int queue = queue_of(floor, entry->queue, entry->t);
    if (contact_events[entry->event])
        sense = tell_contact(floor, entry, queue);
    log_agent_entry(floor, entry, queue);
    return sense;
}

void logfloor_pass(struct logfloor *floor, int64_t t)
{
    floor->t = t > floor->t ? t : floor->t;
    log_agents_pass(floor, floor->t);
}

int logfloor_queues(const struct logfloor *floor)
{
    return floor->n_queues;
}

int logfloor_agents(const struct logfloor *floor)
{
    return floor->n_agents;
}

static void count_agents(const struct logfloor *floor, int queue, struct acd_agent_counts *counts)
{
    counts->known = (UINT64_C(1) << ACD_STATES) - 1;
    for (int i = 0; i < floor->n_agents; i++) {
        const struct log_agent *agent = floor->agents[i];
        if (queue < ACD_MAX_AGENT_QUEUES && agent->serves[queue])
            counts->count[agent->shift.state]++;
    }
}

const struct acd_queue *logfloor_queue(struct logfloor *floor, int i, int64_t t)
{
    const struct pbx_queue_settings *settings = floor->queues[i]->settings;
    struct acd_queue *told = &floor->told;
    *told = (struct acd_queue){.id = settings->id, .name = settings->name,
                               .group = settings->group, .media = ACD_MEDIA_VOICE,
                               .target = settings->target, .plan = settings->plan};
    told->known = ACD_BIT(ACD_QUEUE_ID) | ACD_BIT(ACD_QUEUE_NAME) | ACD_BIT(ACD_QUEUE_MEDIA) |
                  ACD_BIT(ACD_QUEUE_AGENTS) | ACD_BIT(ACD_QUEUE_TARGET);
    if (settings->group[0])
        ACD_KNOW(told, ACD_QUEUE_GROUP);
    if (settings->plan.known)
        ACD_KNOW(told, ACD_QUEUE_PLAN);
    count_agents(floor, i, &told->agents);
    contacts_read(floor->contacts, i, t, told, floor->calls);
    return told;
}

const struct acd_event *logfloor_event(struct logfloor *floor)
{
    bool has = floor->has_event;
    floor->has_event = false;
    return has ? &floor->event : NULL;
}
