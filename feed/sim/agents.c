/* One agent: its state with the time spent in each, what it serves, and what waits until it is
 * free. Knows no contact beyond that there is one. */
#include "feed/sim/inside.h"

#include "acdfeed/memory.h"

#include <string.h>

static bool on_duty(enum acd_agent_state state)
{
    return state != ACD_STATE_OFFLINE && state != ACD_STATE_PAUSED;
}

bool sim_agent_busy(const struct sim_agent *agent)
{
    return on_duty(agent->state) && agent->state != ACD_STATE_AVAILABLE;
}

/* Time with a contact is counted as it passes, not when the contact is over: a queue whose first
 * talks have not ended would else be told with answered contacts and no time spent on them. */
static void count_work(struct floor *floor, const struct sim_agent *agent)
{
    int64_t passed_ms = floor->t - agent->accounted_t;
    if (agent->handling == NONE || passed_ms == 0)
        return;
    if (agent->state == ACD_STATE_TALKING)
        sim_count(floor, agent->handling, ACD_TALLY_TALK, passed_ms);
    else if (agent->state == ACD_STATE_HOLD)
        sim_count(floor, agent->handling, ACD_TALLY_HOLD, passed_ms);
    else if (agent->state == ACD_STATE_ACW)
        sim_count(floor, agent->handling, ACD_TALLY_ACW, passed_ms);
}

void sim_agents_account(struct floor *floor)
{
    for (int a = 0; a < floor->n_agents; a++)
        if (floor->agents[a].handling != NONE)
            sim_agent_account(floor, a);
    sim_due(floor, SIM_ACCOUNT_MS, WHAT_ACCOUNT, NONE, 0, 0);
}

void sim_agent_account(struct floor *floor, int a)
{
    struct sim_agent *agent = &floor->agents[a];
    count_work(floor, agent);
    agent->spent_ms[agent->state] += floor->t - agent->accounted_t;
    if (on_duty(agent->state))
        agent->adherent_ms += sim_sched_work(floor, agent->make, floor->t) -
                              sim_sched_work(floor, agent->make, agent->accounted_t);
    agent->accounted_t = floor->t;
}

void sim_agent_become(struct floor *floor, int a, enum acd_agent_state state, const char *reason)
{
    struct sim_agent *agent = &floor->agents[a];
    sim_agent_account(floor, a);
    for (int i = 0; i < agent->n_skills; i++) {
        struct sim_queue *queue = &floor->queues[agent->skills[i].queue];
        if (agent->skills[i].put_off_by)
            continue;
        queue->staff[agent->state]--;
        queue->staff[state]++;
        sim_queue_changed(floor, agent->skills[i].queue);
    }
    agent->state = state;
    agent->since_t = floor->t;
    agent->epoch++;
    sim_copy_text(agent->reason, sizeof(agent->reason), reason);
    sim_agent_changed(floor, a);
    if (agent->asked_move && !sim_agent_busy(agent))
        sim_move_agent(floor, a);
    if (state == ACD_STATE_OFFLINE && agent->asked_state != NONE) {
        agent->asked_state = NONE;
        sim_finished(floor, agent->asked_request, ACD_STATUS_FAILED, "the agent has gone offline");
    }
}

/* A supervisor's change that had to wait. */
static void obey(struct floor *floor, int a)
{
    struct sim_agent *agent = &floor->agents[a];
    int state = agent->asked_state;
    agent->asked_state = NONE;
    sim_agent_become(floor, a, (enum acd_agent_state)state, agent->asked_reason);
    sim_finished(floor, agent->asked_request, ACD_STATUS_DONE, NULL);
}

static void begin_wish(struct floor *floor, int a, int state, const char *reason, int64_t for_ms)
{
    sim_agent_become(floor, a, (enum acd_agent_state)state, reason);
    if (state == ACD_STATE_PAUSED)
        sim_due(floor, for_ms, WHAT_PAUSE_END, a, floor->agents[a].epoch, 0);
}

void sim_agent_free(struct floor *floor, int a)
{
    struct sim_agent *agent = &floor->agents[a];
    if (agent->asked_state != NONE) {
        obey(floor, a);
        return;
    }
    if (agent->due_state != NONE) {
        int state = agent->due_state;
        agent->due_state = NONE;
        begin_wish(floor, a, state, agent->due_reason, agent->due_for_ms);
        return;
    }
    sim_agent_become(floor, a, ACD_STATE_AVAILABLE, "");
    sim_route_agent(floor, a);
}

void sim_agent_wish(struct floor *floor, int a, int state, const char *reason, int64_t for_ms)
{
    struct sim_agent *agent = &floor->agents[a];
    if (agent->state == ACD_STATE_OFFLINE)
        return;
    if (agent->state == ACD_STATE_PAUSED && state == ACD_STATE_PAUSED)
        return;
    if (!sim_agent_busy(agent)) {
        begin_wish(floor, a, state, reason, for_ms);
        return;
    }
    if (agent->due_state == ACD_STATE_OFFLINE)
        return;
    agent->due_state = state;
    agent->due_for_ms = for_ms;
    sim_copy_text(agent->due_reason, sizeof(agent->due_reason), reason);
}

struct sim_skill *sim_agent_skill(struct sim_agent *agent, int queue)
{
    for (int i = 0; i < agent->n_skills; i++)
        if (agent->skills[i].queue == queue)
            return &agent->skills[i];
    return NULL;
}

static void enroll(struct floor *floor, int a, int q)
{
    struct sim_queue *queue = &floor->queues[q];
    queue->members =
        sim_grow(queue->members, queue->n_members, &queue->room_members, sizeof(*queue->members));
    queue->members[queue->n_members++] = a;
    queue->staff[floor->agents[a].state]++;
    sim_queue_changed(floor, q);
    sim_agent_changed(floor, a);
}

static void strike_off(struct floor *floor, int a, int q)
{
    struct sim_queue *queue = &floor->queues[q];
    int i = 0;
    while (queue->members[i] != a)
        i++;
    queue->members[i] = queue->members[--queue->n_members];
    queue->staff[floor->agents[a].state]--;
    sim_queue_changed(floor, q);
    sim_agent_changed(floor, a);
}

void sim_agent_learn(struct floor *floor, int a, int q, int prio, uint32_t lent_by)
{
    struct sim_agent *agent = &floor->agents[a];
    if (sim_agent_skill(agent, q) || agent->n_skills >= ACD_MAX_AGENT_QUEUES)
        return;
    agent->skills =
        sim_grow(agent->skills, agent->n_skills, &agent->room_skills, sizeof(*agent->skills));
    agent->skills[agent->n_skills++] =
        (struct sim_skill){.queue = q, .prio = prio, .lent_by = lent_by};
    enroll(floor, a, q);
}

void sim_agent_unlearn(struct floor *floor, int a, int q)
{
    struct sim_agent *agent = &floor->agents[a];
    struct sim_skill *skill = sim_agent_skill(agent, q);
    if (!skill)
        return;
    if (!skill->put_off_by)
        strike_off(floor, a, q);
    size_t after = (size_t)(&agent->skills[agent->n_skills] - (skill + 1));
    memmove(skill, skill + 1, after * sizeof(*skill));
    agent->n_skills--;
    sim_agent_changed(floor, a);
}

void sim_agent_put_off(struct floor *floor, int a, uint32_t measure)
{
    struct sim_agent *agent = &floor->agents[a];
    for (int i = 0; i < agent->n_skills; i++) {
        struct sim_skill *skill = &agent->skills[i];
        if (skill->lent_by == measure || skill->put_off_by)
            continue;
        strike_off(floor, a, skill->queue);
        skill->put_off_by = measure;
    }
}

void sim_agent_restore(struct floor *floor, int a, uint32_t measure)
{
    struct sim_agent *agent = &floor->agents[a];
    bool any = false;
    for (int i = agent->n_skills; i-- > 0;) {
        struct sim_skill *skill = &agent->skills[i];
        if (skill->put_off_by == measure) {
            skill->put_off_by = 0;
            enroll(floor, a, skill->queue);
            any = true;
        } else if (skill->lent_by == measure) {
            sim_agent_unlearn(floor, a, skill->queue);
        }
    }
    if (any && agent->state == ACD_STATE_AVAILABLE)
        sim_route_agent(floor, a);
}
