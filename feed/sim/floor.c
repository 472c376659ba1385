/* The floor as a whole: made from its description, run event by event, its changes handed out. What
 * each event does stands in the file of its subject; nothing here knows a clock or a socket. */
#include "feed/sim/inside.h"

#include "acdfeed/memory.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static const uint64_t supplied =
    ACD_BIT(ACD_TALLY_OFFERED) | ACD_BIT(ACD_TALLY_ANSWERED) | ACD_BIT(ACD_TALLY_ANSWERED_IN) |
    ACD_BIT(ACD_TALLY_ABANDONED) | ACD_BIT(ACD_TALLY_ABANDONED_IN) |
    ACD_BIT(ACD_TALLY_ABANDONED_SHORT) | ACD_BIT(ACD_TALLY_OVERFLOW_IN) |
    ACD_BIT(ACD_TALLY_OVERFLOW_OUT) | ACD_BIT(ACD_TALLY_BLOCKED) | ACD_BIT(ACD_TALLY_CALLBACK) |
    ACD_BIT(ACD_TALLY_TRANSFERRED) | ACD_BIT(ACD_TALLY_WAIT) | ACD_BIT(ACD_TALLY_ABANDON) |
    ACD_BIT(ACD_TALLY_RING) | ACD_BIT(ACD_TALLY_TALK) | ACD_BIT(ACD_TALLY_HOLD) |
    ACD_BIT(ACD_TALLY_ACW) | ACD_BIT(ACD_TALLY_WAIT_MAX);

static void make_queue(struct floor *floor, int q)
{
    struct sim_queue *queue = &floor->queues[q];
    *queue = (struct sim_queue){
        .make = &floor->make.queues[q],
        .head = NONE,
        .tail = NONE,
        .open = true,
        .burst = 1,
        .surge = 1,
        .slow = 1,
        .spans = spans_new(&(struct spans_options){.window_ms = floor->make.window_ms,
                                                   .interval_ms = floor->make.interval_ms},
                           sim_local(floor)),
    };
    spans_supply(queue->spans, supplied);
    sim_queue_changed(floor, q);
}

static void make_agent(struct floor *floor, int a)
{
    const struct sim_agent_make *make = &floor->make.agents[a];
    floor->agents[a] = (struct sim_agent){.make = make,
                                          .state = ACD_STATE_OFFLINE,
                                          .since_t = floor->t,
                                          .accounted_t = floor->t,
                                          .call = NONE,
                                          .handling = NONE,
                                          .due_state = NONE,
                                          .asked_state = NONE};
    for (int i = 0; i < make->n_queues; i++)
        sim_agent_learn(floor, a, make->queues[i], make->prio[i], 0);
    sim_agent_changed(floor, a);
}

static void copy_make(struct sim_site_make *to, const struct sim_site_make *from)
{
    *to = *from;
    to->queues = acd_calloc((size_t)from->n_queues + 1, sizeof(*to->queues));
    memcpy(to->queues, from->queues, (size_t)from->n_queues * sizeof(*to->queues));
    to->agents = acd_calloc((size_t)from->n_agents + 1, sizeof(*to->agents));
    if (from->n_agents > 0)
        memcpy(to->agents, from->agents, (size_t)from->n_agents * sizeof(*to->agents));
}

struct floor *floor_new(const struct sim_site_make *make, uint64_t seed, int64_t t)
{
    assert(make->n_queues > 0);
    struct floor *floor = acd_calloc(1, sizeof(*floor));
    copy_make(&floor->make, make);
    sim_random_seed(&floor->random, seed);
    floor->t = t;
    floor->free_call = NONE;
    floor->n_queues = make->n_queues;
    floor->n_agents = make->n_agents;
    floor->queues = acd_calloc((size_t)make->n_queues, sizeof(*floor->queues));
    floor->agents = acd_calloc((size_t)make->n_agents + 1, sizeof(*floor->agents));
    floor->changed_queues = acd_calloc((size_t)make->n_queues, sizeof(int));
    floor->changed_agents = acd_calloc((size_t)make->n_agents + 1, sizeof(int));
    floor->site_changed = true;
    for (int q = 0; q < floor->n_queues; q++)
        make_queue(floor, q);
    for (int a = 0; a < floor->n_agents; a++)
        make_agent(floor, a);
    sim_day_begins(floor);
    for (int q = 0; q < floor->n_queues; q++)
        sim_arrivals_begin(floor, q);
    sim_happenings_begin(floor);
    sim_due(floor, SIM_ACCOUNT_MS, WHAT_ACCOUNT, NONE, 0, 0);
    return floor;
}

void floor_free(struct floor *floor)
{
    if (!floor)
        return;
    for (int q = 0; q < floor->n_queues; q++) {
        spans_free(floor->queues[q].spans);
        free(floor->queues[q].members);
        free(floor->queues[q].plan_offered);
        free(floor->queues[q].plan_agents);
    }
    for (int a = 0; a < floor->n_agents; a++)
        free(floor->agents[a].skills);
    sim_agenda_release(&floor->agenda);
    sim_site_release(&floor->make);
    free(floor->queues);
    free(floor->agents);
    free(floor->calls);
    free(floor->measures);
    free(floor->promises);
    free(floor->changed_queues);
    free(floor->changed_agents);
    free(floor->notes);
    free(floor->ends);
    free(floor);
}

/* Events of an agent's present state; they are void once it has changed. */
typedef void agent_event(struct floor *floor, int agent);
static agent_event *const agent_events[WHATS] = {
    [WHAT_PICK_UP] = sim_pick_up,
    [WHAT_NO_ANSWER] = sim_no_answer,
    [WHAT_HOLD] = sim_hold,
    [WHAT_TALK_AGAIN] = sim_talk_again,
    [WHAT_HANG_UP] = sim_hang_up,
    [WHAT_ACW_END] = sim_acw_end,
    [WHAT_OUTBOUND_END] = sim_agent_free,
    [WHAT_PAUSE_END] = sim_agent_free,
};
/* Events of the roster; they are void once the day has turned. */
static agent_event *const roster_events[WHATS] = {
    [WHAT_LOGIN] = sim_login,
    [WHAT_LOGOUT] = sim_logout,
    [WHAT_ERRAND] = sim_errand,
};

static void reserve_in(struct floor *floor, const struct sim_due *due)
{
    struct sim_agent *agent = &floor->agents[due->subject];
    if (agent->state == ACD_STATE_OFFLINE && agent->called_by == (uint32_t)due->arg)
        sim_agent_free(floor, due->subject);
}

static void happen(struct floor *floor, const struct sim_due *due)
{
    if (agent_events[due->what]) {
        if (floor->agents[due->subject].epoch == due->epoch)
            agent_events[due->what](floor, due->subject);
        return;
    }
    if (roster_events[due->what]) {
        if (floor->day == due->epoch)
            roster_events[due->what](floor, due->subject);
        return;
    }
    switch ((enum sim_what)due->what) {
    case WHAT_ARRIVAL:
        if (floor->queues[due->subject].arrival_epoch == due->epoch)
            sim_arrival(floor, due->subject);
        break;
    case WHAT_BURST:
    case WHAT_BURST_END:
        sim_burst(floor, due->subject, due->what == WHAT_BURST);
        break;
    case WHAT_GIVE_UP:
        if (floor->calls[due->subject].epoch == due->epoch)
            sim_call_give_up(floor, due->subject);
        break;
    case WHAT_OFFER_BACK:
        if ((int)(floor->calls[due->subject].serial & INT32_MAX) == due->arg &&
            floor->calls[due->subject].state == CALL_WAITING)
            sim_call_promise(floor, due->subject);
        break;
    case WHAT_DAY:
        sim_day_begins(floor);
        break;
    case WHAT_BREAK:
        if (floor->day == due->epoch)
            sim_break(floor, due->subject, due->arg);
        break;
    case WHAT_RESERVE_IN:
        reserve_in(floor, due);
        break;
    case WHAT_CALL_BACK:
        sim_call_back_due(floor, due->arg);
        break;
    case WHAT_MEASURE_END:
        sim_measure_end(floor, (uint32_t)due->arg, SIM_END_TIME, NULL);
        break;
    case WHAT_HAPPENING:
    case WHAT_HAPPENING_END:
        sim_happening(floor, due->subject, due->what == WHAT_HAPPENING);
        break;
    case WHAT_NOTICE_END:
        if (floor->notice_epoch == due->epoch)
            sim_notice(floor, "", 0);
        break;
    case WHAT_ACCOUNT:
        sim_agents_account(floor);
        break;
    default:
        assert(!"an event that no one handles");
    }
}

void floor_advance(struct floor *floor, int64_t t)
{
    struct sim_due due;
    while (sim_agenda_take(&floor->agenda, t, &due)) {
        floor->t = due.t;
        happen(floor, &due);
    }
    if (t > floor->t)
        floor->t = t;
}

int64_t floor_next_t(const struct floor *floor)
{
    return floor->agenda.n ? floor->agenda.due[0].t : INT64_MAX;
}

int floor_changed_queue(struct floor *floor)
{
    if (floor->n_changed_queues == 0)
        return NONE;
    int queue = floor->changed_queues[--floor->n_changed_queues];
    floor->queues[queue].changed = false;
    return queue;
}

int floor_changed_agent(struct floor *floor)
{
    if (floor->n_changed_agents == 0)
        return NONE;
    int agent = floor->changed_agents[--floor->n_changed_agents];
    floor->agents[agent].changed = false;
    return agent;
}

bool floor_changed_site(struct floor *floor)
{
    bool changed = floor->site_changed;
    floor->site_changed = false;
    return changed;
}

void floor_touch_queues(struct floor *floor)
{
    for (int q = 0; q < floor->n_queues; q++)
        sim_queue_changed(floor, q);
}
