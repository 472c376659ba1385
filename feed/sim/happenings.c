/* What the scenario lets befall the floor, and what passes again: one function for each kind. */
#include "feed/sim/inside.h"

#include <string.h>

static void surge(struct floor *floor, const struct sim_happening *happening, bool begins)
{
    for (int q = 0; q < floor->n_queues; q++)
        if (sim_queue_matches(floor, q, happening->queue)) {
            floor->queues[q].surge *= begins ? happening->factor : 1 / happening->factor;
            sim_arrivals_change(floor, q);
        }
}

static void slow(struct floor *floor, const struct sim_happening *happening, bool begins)
{
    for (int q = 0; q < floor->n_queues; q++)
        if (sim_queue_matches(floor, q, happening->queue))
            floor->queues[q].slow *= begins ? happening->factor : 1 / happening->factor;
}

static bool concerns(const struct floor *floor, int a, const struct sim_happening *happening)
{
    const struct sim_agent_make *make = floor->agents[a].make;
    return !make->reserve && make->n_queues > 0 &&
           sim_queue_matches(floor, make->queues[0], happening->queue);
}

static void come_back(struct floor *floor, int a)
{
    struct sim_agent *agent = &floor->agents[a];
    int64_t left;
    if (!agent->absent)
        return;
    agent->absent = false;
    if (sim_sched(floor, agent->make, floor->t, &left) != ACD_SCHEDULE_OFF)
        sim_due(floor, sim_random_between(&floor->random, 5000, 90000), WHAT_LOGIN, a, floor->day,
                0);
}

static void absence(struct floor *floor, const struct sim_happening *happening, bool begins)
{
    for (int a = 0; a < floor->n_agents; a++) {
        if (!concerns(floor, a, happening))
            continue;
        if (!begins) {
            come_back(floor, a);
        } else if (sim_random_chance(&floor->random, happening->factor)) {
            floor->agents[a].absent = true;
            sim_agent_wish(floor, a, ACD_STATE_OFFLINE, "", 0);
        }
    }
}

static void cut_off(struct floor *floor, int a)
{
    struct sim_agent *agent = &floor->agents[a];
    agent->absent = true;
    sim_call_cut(floor, a); /* what rang stands in line again, and is routed once all are cut off */
    if (agent->state == ACD_STATE_ACW)
        sim_agent_wish(floor, a, ACD_STATE_OFFLINE, "outage", 0);
    else if (agent->state != ACD_STATE_OFFLINE)
        sim_agent_become(floor, a, ACD_STATE_OFFLINE, "outage");
}

static void outage(struct floor *floor, const struct sim_happening *happening, bool begins)
{
    for (int a = 0; a < floor->n_agents; a++) {
        if (!concerns(floor, a, happening))
            continue;
        if (!begins)
            come_back(floor, a);
        else if (happening->factor >= 1 || sim_random_chance(&floor->random, happening->factor))
            cut_off(floor, a);
    }
    for (int q = 0; q < floor->n_queues; q++)
        sim_route_queue(floor, q);
}

/* Who has no contact calls out; who had one when it began takes contacts as before. */
static void campaign(struct floor *floor, const struct sim_happening *happening, bool begins)
{
    for (int a = 0; begins && a < floor->n_agents; a++) {
        struct sim_agent *agent = &floor->agents[a];
        if (!concerns(floor, a, happening) || agent->state != ACD_STATE_AVAILABLE ||
            (happening->factor < 1 && !sim_random_chance(&floor->random, happening->factor)))
            continue;
        sim_agent_become(floor, a, ACD_STATE_OUTBOUND, "");
        sim_due(floor, happening->for_ms, WHAT_OUTBOUND_END, a, agent->epoch, 0);
    }
}

static void tell(struct floor *floor, const struct sim_happening *happening, bool begins)
{
    sim_notice(floor, begins ? happening->text : "", 0);
    if (!begins)
        return;
    sim_note_text(sim_note_new(floor, "notice"), "%s", happening->text);
}

typedef void happen_function(struct floor *, const struct sim_happening *, bool begins);
static happen_function *const happen[SIM_HAPPENING_KINDS] = {
    [SIM_SURGE] = surge,   [SIM_SLOW] = slow, [SIM_ABSENCE] = absence,
    [SIM_OUTAGE] = outage, [SIM_CAMPAIGN] = campaign, [SIM_TELL] = tell,
};

void sim_happening(struct floor *floor, int which, bool begins)
{
    const struct sim_happening *happening = &floor->make.scenario->happenings[which];
    happen[happening->kind](floor, happening, begins);
}

void sim_happenings_begin(struct floor *floor)
{
    const struct sim_scenario *scenario = floor->make.scenario;
    for (int i = 0; scenario && i < scenario->n_happenings; i++) {
        const struct sim_happening *happening = &scenario->happenings[i];
        if (happening->site[0] && strcmp(happening->site, floor->make.id) != 0)
            continue;
        int64_t after = floor->make.show_t + happening->at_ms - floor->t;
        if (after + happening->for_ms <= 0)
            continue;
        sim_due(floor, after, WHAT_HAPPENING, i, 0, 0);
        if (happening->for_ms > 0)
            sim_due(floor, after + happening->for_ms, WHAT_HAPPENING_END, i, 0, 0);
    }
}
