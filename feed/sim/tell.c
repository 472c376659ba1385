/* The present state of the floor in the words of the contract.  Changes nothing but what it lends.
 */
#include "feed/sim/inside.h"

#include <stdio.h>
#include <string.h>

const struct acd_site *floor_tell_site(struct floor *floor)
{
    struct acd_site *site = &floor->told.site;
    const struct sim_site_make *make = &floor->make;
    *site = (struct acd_site){.id = make->id,
                              .name = make->name,
                              .software = "acdfeed sim",
                              .tz = make->tz[0] ? make->tz : "UTC",
                              .day_start_ms = make->day_start_ms,
                              .text = floor->notice};
    site->ops = floor_ops(&site->n_ops);
    site->known = ACD_BIT(ACD_SITE_ID) | ACD_BIT(ACD_SITE_NAME) | ACD_BIT(ACD_SITE_SOFTWARE) |
                  ACD_BIT(ACD_SITE_TZ) | ACD_BIT(ACD_SITE_DAY_START) | ACD_BIT(ACD_SITE_OPS);
    if (floor->notice[0])
        ACD_KNOW(site, ACD_SITE_TEXT);
    return site;
}

static void tell_calls(struct floor *floor, const struct sim_queue *queue, struct acd_queue *told)
{
    uint32_t n = 0;
    for (int c = queue->head; c != NONE && n < ACD_MAX_CALLS; c = floor->calls[c].younger, n++) {
        const struct sim_call *call = &floor->calls[c];
        snprintf(floor->told.call_ids[n], sizeof(floor->told.call_ids[n]), "c%llu",
                 (unsigned long long)call->serial);
        floor->told.calls[n] = (struct acd_call){.known = (UINT64_C(1) << ACD_CALL_FIELDS) - 1,
                                                 .id = floor->told.call_ids[n],
                                                 .wait_ms = floor->t - call->came_t,
                                                 .prio = call->prio,
                                                 .from = call->from};
    }
    told->calls = floor->told.calls;
    told->n_calls = n;
    ACD_KNOW(told, ACD_QUEUE_CALLS);
    if (n > 0) {
        told->oldest_ms = floor->told.calls[0].wait_ms;
        ACD_KNOW(told, ACD_QUEUE_OLDEST);
    }
}

static void tell_measures(struct floor *floor, int q, struct acd_queue *told)
{
    uint32_t n = 0;
    for (int i = 0; i < floor->n_measures && n < ACD_MAX_MEASURES; i++) {
        const struct sim_measure *measure = &floor->measures[i];
        if (!sim_measure_covers(floor, measure, q))
            continue;
        struct acd_measure *out = &floor->told.measures[n];
        sim_measure_id(measure, floor->told.measure_ids[n], sizeof(floor->told.measure_ids[n]));
        *out = (struct acd_measure){.id = floor->told.measure_ids[n],
                                    .op = acd_names_word(&acd_op_names, (int)measure->op),
                                    .to = measure->to_text,
                                    .by = measure->by,
                                    .since_ms = floor->t - measure->since_t};
        out->known = ACD_BIT(ACD_MEASURE_ID) | ACD_BIT(ACD_MEASURE_OP) | ACD_BIT(ACD_MEASURE_SINCE);
        if (measure->to_text[0])
            ACD_KNOW(out, ACD_MEASURE_TO);
        if (measure->by[0])
            ACD_KNOW(out, ACD_MEASURE_BY);
        if (measure->until_t != INT64_MAX) {
            out->left_ms = measure->until_t - floor->t;
            ACD_KNOW(out, ACD_MEASURE_LEFT);
        }
        n++;
    }
    told->measures = floor->told.measures;
    told->n_measures = n;
    ACD_KNOW(told, ACD_QUEUE_MEASURES);
}

static void tell_plan(const struct sim_queue *queue, struct acd_plan *plan)
{
    *plan = (struct acd_plan){.known = (UINT64_C(1) << ACD_PLAN_FIELDS) - 1,
                              .start_t = queue->plan_start_t,
                              .interval_ms = 1800000,
                              .offered = queue->plan_offered,
                              .n_offered = 48,
                              .aht_ms = &queue->plan_aht,
                              .n_aht_ms = 1,
                              .agents = queue->plan_agents,
                              .n_agents = 48};
}

static void tell_target(const struct sim_queue_make *make, struct acd_target *target)
{
    *target = (struct acd_target){.known = (UINT64_C(1) << ACD_TARGET_FIELDS) - 1,
                                  .answer_ms = make->answer_ms,
                                  .level = make->level,
                                  .formula = (int)make->formula,
                                  .short_ms = make->short_ms,
                                  .abandon = make->abandon,
                                  .asa_ms = make->asa_ms};
}

static void tell_choices(struct floor *floor, const struct sim_queue_make *make,
                         struct acd_queue *told)
{
    for (int i = 0; i < make->n_choices; i++)
        floor->told.choices[i] = floor->queues[make->choices[i]].make->id;
    told->choices = floor->told.choices;
    told->n_choices = (uint32_t)make->n_choices;
    ACD_KNOW(told, ACD_QUEUE_CHOICES);
}

const struct acd_queue *floor_tell_queue(struct floor *floor, int q)
{
    const struct sim_queue *queue = &floor->queues[q];
    const struct sim_queue_make *make = queue->make;
    struct acd_queue *told = &floor->told.queue;
    *told = (struct acd_queue){.id = make->id,
                               .name = make->name,
                               .group = make->group,
                               .media = (int)make->media,
                               .waiting = queue->waiting,
                               .active = queue->active + queue->ringing,
                               .open = queue->open,
                               .accepts_overflow = make->accepts_overflow};
    told->known = ACD_BIT(ACD_QUEUE_ID) | ACD_BIT(ACD_QUEUE_NAME) | ACD_BIT(ACD_QUEUE_MEDIA) |
                  ACD_BIT(ACD_QUEUE_WAITING) | ACD_BIT(ACD_QUEUE_ACTIVE) |
                  ACD_BIT(ACD_QUEUE_AGENTS) | ACD_BIT(ACD_QUEUE_TARGET) |
                  ACD_BIT(ACD_QUEUE_WINDOW) | ACD_BIT(ACD_QUEUE_INTERVAL) | ACD_BIT(ACD_QUEUE_DAY) |
                  ACD_BIT(ACD_QUEUE_PLAN) | ACD_BIT(ACD_QUEUE_OPEN) |
                  ACD_BIT(ACD_QUEUE_ACCEPTS_OVERFLOW);
    if (make->group)
        ACD_KNOW(told, ACD_QUEUE_GROUP);
    told->agents.known = (UINT64_C(1) << ACD_STATES) - 1;
    memcpy(told->agents.count, queue->staff, sizeof(queue->staff));
    tell_calls(floor, queue, told);
    tell_target(make, &told->target);
    spans_read(queue->spans, sim_local(floor), &told->window, &told->interval, &told->day);
    tell_plan(queue, &told->plan);
    tell_choices(floor, make, told);
    tell_measures(floor, q, told);
    return told;
}

static void tell_day(const struct sim_agent *agent, struct acd_agent *told)
{
    const int64_t *spent = agent->spent_ms;
    int64_t login = 0;
    for (int s = 0; s < ACD_STATES; s++)
        login += s == ACD_STATE_OFFLINE ? 0 : spent[s];
    told->day = (struct acd_agent_day){.known = (UINT64_C(1) << ACD_AGENT_DAY_FIELDS) - 1,
                                       .handled = agent->handled,
                                       .talk_ms = spent[ACD_STATE_TALKING],
                                       .hold_ms = spent[ACD_STATE_HOLD],
                                       .acw_ms = spent[ACD_STATE_ACW],
                                       .idle_ms = spent[ACD_STATE_AVAILABLE],
                                       .paused_ms = spent[ACD_STATE_PAUSED],
                                       .login_ms = login,
                                       .rona = agent->rona};
    ACD_KNOW(told, ACD_AGENT_DAY);
}

static void tell_sched(struct floor *floor, const struct sim_agent *agent, struct acd_agent *told)
{
    if (agent->make->reserve)
        return; /* the roster says nothing of the reserve group */
    told->sched.state = (int)sim_sched(floor, agent->make, floor->t, &told->sched.left_ms);
    told->sched.scheduled_ms = sim_sched_work(floor, agent->make, floor->t);
    told->sched.adherent_ms = agent->adherent_ms;
    told->sched.known = (UINT64_C(1) << ACD_SCHED_FIELDS) - 1;
    ACD_KNOW(told, ACD_AGENT_SCHED);
}

static void tell_skills(struct floor *floor, const struct sim_agent *agent, struct acd_agent *told)
{
    uint32_t n = 0;
    for (int i = 0; i < agent->n_skills; i++) {
        const struct sim_skill *skill = &agent->skills[i];
        if (skill->put_off_by)
            continue;
        floor->told.agent_queues[n++] =
            (struct acd_agent_queue){.known = (UINT64_C(1) << ACD_AGENT_QUEUE_FIELDS) - 1,
                                     .id = floor->queues[skill->queue].make->id,
                                     .prio = skill->prio};
    }
    told->queues = floor->told.agent_queues;
    told->n_queues = n;
    ACD_KNOW(told, ACD_AGENT_QUEUES);
}

/* A supervisor's change first: it is what people wait for. */
static void tell_pending(struct floor *floor, const struct sim_agent *agent, struct acd_agent *told)
{
    char *out = floor->told.pending;
    size_t bytes = sizeof(floor->told.pending);
    const struct sim_measure *move =
        agent->asked_move ? sim_measure_find(floor, agent->asked_move) : NULL;
    int state = agent->asked_state != NONE ? agent->asked_state : agent->due_state;
    const char *reason = agent->asked_state != NONE ? agent->asked_reason : agent->due_reason;
    if (move)
        snprintf(out, bytes, "moves to %s", floor->queues[move->queue].make->name);
    else if (state == ACD_STATE_OFFLINE)
        snprintf(out, bytes, "logs out");
    else if (state == ACD_STATE_PAUSED)
        snprintf(out, bytes, "pause: %s", reason);
    else
        return;
    told->pending = out;
    ACD_KNOW(told, ACD_AGENT_PENDING);
}

const struct acd_agent *floor_tell_agent(struct floor *floor, int a)
{
    sim_agent_account(floor, a);
    const struct sim_agent *agent = &floor->agents[a];
    struct acd_agent *told = &floor->told.agent;
    *told = (struct acd_agent){.id = agent->make->id,
                               .name = agent->make->name,
                               .team = agent->make->team,
                               .state = (int)agent->state,
                               .state_ms = floor->t - agent->since_t};
    told->known = ACD_BIT(ACD_AGENT_ID) | ACD_BIT(ACD_AGENT_NAME) | ACD_BIT(ACD_AGENT_TEAM) |
                  ACD_BIT(ACD_AGENT_STATE) | ACD_BIT(ACD_AGENT_STATE_MS);
    if (agent->reason[0]) {
        told->reason = agent->reason;
        ACD_KNOW(told, ACD_AGENT_REASON);
    }
    if (agent->handling != NONE) {
        told->queue = floor->queues[agent->handling].make->id;
        ACD_KNOW(told, ACD_AGENT_QUEUE);
    }
    tell_skills(floor, agent, told);
    tell_day(agent, told);
    tell_sched(floor, agent, told);
    tell_pending(floor, agent, told);
    return told;
}
