/* Operations on agents: moved between queues, all on the phones, managers called in, one agent
 * paused or logged out, what one serves.  Nobody is taken off a call: what concerns one waits for
 * its end. */
#include "feed/sim/inside.h"

#include <stdio.h>
#include <string.h>

/* Pauses that all_hands ends; breaks stay breaks. */
static const char *const flexible[] = {"meeting", "coaching", "admin", "training", "no answer"};

static const char *agent_name(const struct sim_order *order, int a)
{
    return order->floor->agents[a].make->name;
}

static bool serves(struct sim_agent *agent, int q)
{
    const struct sim_skill *skill = sim_agent_skill(agent, q);
    return skill && !skill->put_off_by;
}

static bool movable(struct floor *floor, int a, int q)
{
    struct sim_agent *agent = &floor->agents[a];
    return agent->state != ACD_STATE_OFFLINE && agent->asked_move == 0 &&
           !sim_agent_skill(agent, q);
}

static void move_one(struct floor *floor, int a, struct sim_measure *measure)
{
    struct sim_agent *agent = &floor->agents[a];
    agent->asked_move = measure->serial;
    measure->under_way++;
    if (sim_agent_busy(agent))
        sim_agent_changed(floor, a);
    else
        sim_move_agent(floor, a);
}

static enum acd_status check_named(const struct sim_order *order)
{
    struct floor *floor = order->floor;
    const struct acd_args *args = &order->request->args;
    for (uint32_t i = 0; i < args->n_agents; i++) {
        int a = sim_find_agent(floor, args->agents[i]);
        if (a == NONE)
            return sim_refuse(order, "there is no agent %s at %s", args->agents[i], floor->make.id);
        if (floor->agents[a].state == ACD_STATE_OFFLINE)
            return sim_refuse(order, "%s is not logged in", agent_name(order, a));
        if (floor->agents[a].asked_move)
            return sim_refuse(order, "%s is on the move already", agent_name(order, a));
        if (sim_agent_skill(&floor->agents[a], order->queue))
            return sim_refuse(order, "%s serves %s already", agent_name(order, a),
                              floor->queues[order->queue].make->name);
    }
    return ACD_STATUS_DONE;
}

/* Who comes first when a number is moved: the free, then those on a call; never the paused. */
static int move_rank(const struct sim_agent *agent)
{
    return agent->state == ACD_STATE_AVAILABLE ? 0 : sim_agent_busy(agent) ? 1 : 2;
}

static int64_t count_movable(struct floor *floor, int from, int q)
{
    int64_t n = 0;
    for (int a = 0; a < floor->n_agents; a++)
        n += movable(floor, a, q) && move_rank(&floor->agents[a]) < 2 &&
             (from == NONE || serves(&floor->agents[a], from));
    return n;
}

static void move_count(struct floor *floor, int from, int64_t count, struct sim_measure *measure)
{
    for (int rank = 0; rank < 2; rank++)
        for (int a = 0; a < floor->n_agents && count > 0; a++)
            if (move_rank(&floor->agents[a]) == rank && movable(floor, a, measure->queue) &&
                (from == NONE || serves(&floor->agents[a], from))) {
                move_one(floor, a, measure);
                count--;
            }
}

static enum acd_status check_count(const struct sim_order *order, int from)
{
    struct floor *floor = order->floor;
    int64_t asked = order->request->args.count, able = count_movable(floor, from, order->queue);
    if (asked <= 0)
        return sim_refuse(order, "nobody to move: 0 were asked for");
    if (asked > able)
        return sim_refuse(order, "only %lld of %s could be moved, not %lld", (long long)able,
                          from == NONE ? "the site" : floor->queues[from].make->name,
                          (long long)asked);
    return ACD_STATUS_DONE;
}

static void move_all(const struct sim_order *order, int from, struct sim_measure *measure)
{
    struct floor *floor = order->floor;
    const struct acd_args *args = &order->request->args;
    if (ACD_KNOWN(args, ACD_ARGS_AGENTS)) {
        for (uint32_t i = 0; i < args->n_agents; i++) {
            int a = sim_find_agent(floor, args->agents[i]);
            if (movable(floor, a, order->queue)) /* named twice: moved once */
                move_one(floor, a, measure);
        }
        return;
    }
    move_count(floor, from, args->count, measure);
}

enum acd_status sim_op_move_agents(const struct sim_order *order)
{
    struct floor *floor = order->floor;
    const struct acd_args *args = &order->request->args;
    bool named = ACD_KNOWN(args, ACD_ARGS_AGENTS) && args->n_agents > 0;
    int from = NONE;
    if (ACD_KNOWN(args, ACD_ARGS_FROM)) {
        from = sim_find_queue(floor, args->from);
        if (from == NONE)
            return sim_refuse(order, "there is no queue %s at %s", args->from, floor->make.id);
        if (from == order->queue)
            return sim_refuse(order, "they would move to where they are");
    }
    if ((named ? check_named(order) : check_count(order, from)) != ACD_STATUS_DONE)
        return ACD_STATUS_REFUSED;
    struct sim_measure *measure =
        sim_measure_new(floor, ACD_OP_MOVE_AGENTS, order->queue, order->request);
    uint32_t serial = measure->serial;
    measure->instead = ACD_KNOWN(args, ACD_ARGS_INSTEAD) && args->instead;
    move_all(order, from, measure);
    sim_route_queue(floor, order->queue);
    measure = sim_measure_find(floor, serial);
    measure->accepted = measure->under_way > 0;
    return measure->accepted ? ACD_STATUS_ACCEPTED : ACD_STATUS_DONE;
}

static bool serves_voice(const struct floor *floor, const struct sim_agent *agent)
{
    for (int i = 0; i < agent->n_skills; i++)
        if (!agent->skills[i].put_off_by &&
            floor->queues[agent->skills[i].queue].make->media == ACD_MEDIA_VOICE)
            return true;
    return false;
}

static void end_flexible_pause(struct floor *floor, int a)
{
    struct sim_agent *agent = &floor->agents[a];
    for (size_t i = 0; i < ACD_COUNT_OF(flexible); i++)
        if (agent->state == ACD_STATE_PAUSED && strcmp(agent->reason, flexible[i]) == 0) {
            sim_agent_free(floor, a);
            return;
        }
}

enum acd_status sim_op_all_hands(const struct sim_order *order)
{
    struct floor *floor = order->floor;
    const struct sim_queue_make *make = floor->queues[order->queue].make;
    if (make->media != ACD_MEDIA_VOICE)
        return sim_refuse(order, "%s takes no calls", make->name);
    if (sim_refuse_twice(order, ACD_OP_ALL_HANDS) != ACD_STATUS_DONE)
        return ACD_STATUS_REFUSED;
    uint32_t serial =
        sim_measure_new(floor, ACD_OP_ALL_HANDS, order->queue, order->request)->serial;
    for (int a = 0; a < floor->n_agents; a++) {
        struct sim_agent *agent = &floor->agents[a];
        if (agent->state == ACD_STATE_OFFLINE || agent->make->reserve)
            continue;
        if (!serves_voice(floor, agent)) /* who writes mail by the roster */
            sim_agent_learn(floor, a, order->queue, 5, serial);
        if (sim_agent_skill(agent, order->queue))
            end_flexible_pause(floor, a);
    }
    sim_route_queue(floor, order->queue);
    return ACD_STATUS_DONE;
}

static enum acd_status managers_off(const struct sim_order *order)
{
    const struct floor *floor = order->floor;
    for (int i = 0; i < floor->n_measures; i++)
        if (floor->measures[i].op == ACD_OP_MANAGERS) {
            sim_measure_end(order->floor, floor->measures[i].serial, SIM_END_HAND,
                            order->request->by);
            return ACD_STATUS_DONE;
        }
    return sim_refuse(order, "the managers take no calls now");
}

enum acd_status sim_op_managers(const struct sim_order *order)
{
    struct floor *floor = order->floor;
    const struct acd_args *args = &order->request->args;
    if (ACD_KNOWN(args, ACD_ARGS_ON) && !args->on)
        return managers_off(order);
    int n = 0;
    for (int a = 0; a < floor->n_agents; a++)
        n += floor->agents[a].make->reserve && floor->agents[a].called_by == 0;
    if (n == 0)
        return sim_refuse(order, "nobody is left in the reserve group of %s", floor->make.id);
    uint32_t serial = sim_measure_new(floor, ACD_OP_MANAGERS, order->queue, order->request)->serial;
    for (int a = 0; a < floor->n_agents; a++) {
        if (!floor->agents[a].make->reserve || floor->agents[a].called_by)
            continue;
        floor->agents[a].called_by = serial;
        sim_agent_learn(floor, a, order->queue, 1, serial);
        sim_due(floor, sim_random_between(&floor->random, 10000, 45000), WHAT_RESERVE_IN, a, 0,
                (int)serial);
    }
    return ACD_STATUS_DONE;
}

static enum acd_status resume(const struct sim_order *order)
{
    struct sim_agent *agent = &order->floor->agents[order->agent];
    if (agent->asked_state != NONE) {
        agent->asked_state = NONE;
        sim_finished(order->floor, agent->asked_request, ACD_STATUS_FAILED, "it was taken back");
        sim_agent_changed(order->floor, order->agent);
        return ACD_STATUS_DONE;
    }
    if (agent->state != ACD_STATE_PAUSED)
        return sim_refuse(order, "%s is not paused", agent_name(order, order->agent));
    agent->due_state = NONE;
    sim_agent_free(order->floor, order->agent);
    return ACD_STATUS_DONE;
}

static enum acd_status wait_for_end(const struct sim_order *order, int state, const char *reason)
{
    struct sim_agent *agent = &order->floor->agents[order->agent];
    if (agent->asked_state != NONE)
        return sim_refuse(order, "a change of %s waits for the end of the call already",
                          agent_name(order, order->agent));
    agent->asked_state = state;
    sim_copy_text(agent->asked_reason, sizeof(agent->asked_reason), reason);
    snprintf(agent->asked_request, sizeof(agent->asked_request), "%s", order->request->id);
    sim_agent_changed(order->floor, order->agent);
    return ACD_STATUS_ACCEPTED;
}

enum acd_status sim_op_agent_state(const struct sim_order *order)
{
    struct sim_agent *agent = &order->floor->agents[order->agent];
    const struct acd_args *args = &order->request->args;
    int state = acd_names_find(&acd_agent_state_names, args->state, strlen(args->state));
    const char *reason = ACD_KNOWN(args, ACD_ARGS_REASON) ? args->reason : "supervisor";
    if (state != ACD_STATE_PAUSED && state != ACD_STATE_AVAILABLE && state != ACD_STATE_OFFLINE)
        return sim_refuse(order, "no state %s can be set: paused, available and offline can",
                          args->state);
    if (agent->state == ACD_STATE_OFFLINE)
        return sim_refuse(order, "%s is not logged in", agent_name(order, order->agent));
    if (state == ACD_STATE_AVAILABLE)
        return resume(order);
    if (sim_agent_busy(agent))
        return wait_for_end(order, state, state == ACD_STATE_PAUSED ? reason : "");
    if (state == ACD_STATE_PAUSED && agent->state == ACD_STATE_PAUSED)
        return sim_refuse(order, "%s is paused already (%s)", agent_name(order, order->agent),
                          agent->reason);
    sim_agent_become(order->floor, order->agent, (enum acd_agent_state)state,
                     state == ACD_STATE_PAUSED ? reason : "");
    return ACD_STATUS_DONE;
}

enum acd_status sim_op_agent_queue(const struct sim_order *order)
{
    struct floor *floor = order->floor;
    struct sim_agent *agent = &floor->agents[order->agent];
    const struct acd_args *args = &order->request->args;
    struct sim_skill *skill = sim_agent_skill(agent, order->queue);
    const char *queue = floor->queues[order->queue].make->name;
    bool add = ACD_KNOWN(args, ACD_ARGS_ADD) && args->add;
    bool remove = ACD_KNOWN(args, ACD_ARGS_REMOVE) && args->remove;
    if (add == remove && (add || !ACD_KNOWN(args, ACD_ARGS_PRIO)))
        return sim_refuse(order, "add, remove or a prio is expected, one of them");
    if (add && skill)
        return sim_refuse(order, "%s serves %s already", agent_name(order, order->agent), queue);
    if (!add && !skill)
        return sim_refuse(order, "%s does not serve %s", agent_name(order, order->agent), queue);
    if (add && agent->n_skills >= ACD_MAX_AGENT_QUEUES)
        return sim_refuse(order, "%s serves %d queues already", agent_name(order, order->agent),
                          ACD_MAX_AGENT_QUEUES);
    if (add)
        sim_agent_learn(floor, order->agent, order->queue,
                        ACD_KNOWN(args, ACD_ARGS_PRIO) ? (int)args->prio : 1, 0);
    else if (remove)
        sim_agent_unlearn(floor, order->agent, order->queue);
    else
        skill->prio = (int)args->prio;
    sim_agent_changed(floor, order->agent);
    if (add && agent->state == ACD_STATE_AVAILABLE)
        sim_route_agent(floor, order->agent);
    return ACD_STATUS_DONE;
}
