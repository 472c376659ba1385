/* Carries out requests: finds what they name, hands them to the function of their operation.  The
 * table below is all that a new operation needs beside its function. */
#include "feed/sim/inside.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* SNAPSHOT is the publisher's own. */
static sim_op *const ops[ACD_OPS] = {
    [ACD_OP_OVERFLOW] = sim_op_overflow,
    [ACD_OP_OVERFLOW_END] = sim_op_overflow_end,
    [ACD_OP_MOVE_AGENTS] = sim_op_move_agents,
    [ACD_OP_ALL_HANDS] = sim_op_all_hands,
    [ACD_OP_DEFER_WORK] = sim_op_defer_work,
    [ACD_OP_ANNOUNCE] = sim_op_announce,
    [ACD_OP_CALLBACK] = sim_op_callback,
    [ACD_OP_REROUTE] = sim_op_reroute,
    [ACD_OP_MANAGERS] = sim_op_managers,
    [ACD_OP_OUTSOURCE] = sim_op_outsource,
    [ACD_OP_THROTTLE] = sim_op_throttle,
    [ACD_OP_OPEN] = sim_op_open,
    [ACD_OP_CLOSE] = sim_op_close,
    [ACD_OP_PRIORITY] = sim_op_priority,
    [ACD_OP_REDIRECT] = sim_op_redirect,
    [ACD_OP_AGENT_STATE] = sim_op_agent_state,
    [ACD_OP_AGENT_QUEUE] = sim_op_agent_queue,
    [ACD_OP_CLAIM] = sim_op_claim,
    [ACD_OP_NOTICE] = sim_op_notice,
};

static const char *const op_words[] = {
#define WORD(name, word) #word,
    ACD_OP_LIST(WORD)
#undef WORD
};

const char *const *floor_ops(uint32_t *n)
{
    *n = ACD_COUNT_OF(op_words);
    return op_words;
}

static enum acd_status find_queue(const struct sim_order *order, const char *id, int *queue)
{
    *queue = sim_find_queue(order->floor, id);
    if (*queue != NONE)
        return ACD_STATUS_DONE;
    return sim_refuse(order, "there is no queue %s at %s", id, order->floor->make.id);
}

/* A queue that may be given where the scope is another is found too: claims and notices tell it. */
static enum acd_status find(struct sim_order *order)
{
    const struct acd_request *request = order->request;
    enum acd_status status = ACD_STATUS_DONE;
    if (ACD_KNOWN(request, ACD_REQUEST_QUEUE))
        status = find_queue(order, request->queue, &order->queue);
    if (status == ACD_STATUS_DONE && ACD_KNOWN(request, ACD_REQUEST_AGENT)) {
        order->agent = sim_find_agent(order->floor, request->agent);
        if (order->agent == NONE)
            return sim_refuse(order, "there is no agent %s at %s", request->agent,
                              order->floor->make.id);
    }
    if (status == ACD_STATUS_DONE && ACD_KNOWN(request, ACD_REQUEST_CALL)) {
        order->call = sim_line_find(order->floor, request->call);
        if (order->call == NONE)
            return sim_refuse(order, "call %s does not wait any more", request->call);
        if (order->queue == NONE)
            order->queue = order->floor->calls[order->call].queue;
    }
    return status;
}

static enum acd_status carry_out(struct sim_order *order)
{
    const struct acd_op_rule *rule;
    int op = acd_names_find(&acd_op_names, order->request->op, strlen(order->request->op));
    if (op < 0 || !ops[op])
        return ACD_STATUS_UNSUPPORTED;
    rule = acd_op_rule((enum acd_op)op);
    if (find(order) != ACD_STATUS_DONE)
        return ACD_STATUS_REFUSED;
    if (rule && rule->scope == ACD_SCOPE_QUEUE && order->queue == NONE)
        return sim_refuse(order, "which queue? none was named");
    if (rule && rule->lasts && order->floor->n_measures >= ACD_MAX_MEASURES)
        return sim_refuse(order, "%d measures are in force already: end one first",
                          ACD_MAX_MEASURES);
    return ops[op](order);
}

struct acd_outcome floor_command(struct floor *floor, int64_t t, const struct acd_request *request)
{
    floor_advance(floor, t);
    struct sim_order order = {
        .floor = floor, .request = request, .queue = NONE, .to = NONE, .agent = NONE, .call = NONE};
    floor->why[0] = '\0';
    enum acd_status status = carry_out(&order);
    return (struct acd_outcome){status, floor->why[0] ? floor->why : NULL};
}
