/* Operations on a queue and on single contacts: overflow, announcement, call-back, partner,
 * blocking, routing rules, open and close, priority, redirect. */
#include "feed/sim/inside.h"

#include <stdio.h>
#include <string.h>

static const char *const partners[] = {"partner", "helpline", "nightdesk"};
static const char *const rules[] = {"normal", "pool", "first"};

static bool among(const char *const *words, size_t n, const char *word)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(words[i], word) == 0)
            return true;
    return false;
}

/* Whether contacts of the order's queue may be sent to `id`: found, open, accepting, able. */
static enum acd_status find_target(struct sim_order *order, const char *id, bool one)
{
    struct floor *floor = order->floor;
    int to = order->to = sim_find_queue(floor, id);
    if (to == NONE)
        return sim_refuse(order, "there is no queue %s at %s", id, floor->make.id);
    const struct sim_queue *target = &floor->queues[to];
    const char *name = target->make->name;
    if (to == order->queue)
        return sim_refuse(order, "%s cannot overflow to itself", name);
    if (!target->open)
        return sim_refuse(order, "%s is closed", name);
    if (target->make->media != floor->queues[order->queue].make->media)
        return sim_refuse(
            order, "%s takes %s, not %s", name,
            acd_names_word(&acd_media_names, (int)target->make->media),
            acd_names_word(&acd_media_names, (int)floor->queues[order->queue].make->media));
    if (one)
        return ACD_STATUS_DONE;
    if (!target->make->accepts_overflow)
        return sim_refuse(order, "%s does not accept overflow", name);
    if (sim_overloaded(floor, to))
        return sim_refuse(order, "%s is itself beyond its capacity", name);
    const struct sim_measure *back = sim_measure_on(floor, ACD_OP_OVERFLOW, to);
    if (back && back->to == order->queue)
        return sim_refuse(order, "%s overflows to this queue: the contacts would go in a circle",
                          name);
    return ACD_STATUS_DONE;
}

/* Without a target: the first of the routing plan that would do. */
static enum acd_status choose_target(struct sim_order *order)
{
    struct floor *floor = order->floor;
    const struct acd_args *args = &order->request->args;
    const struct sim_queue_make *make = floor->queues[order->queue].make;
    if (ACD_KNOWN(args, ACD_ARGS_TO))
        return find_target(order, args->to, false);
    for (int i = 0; i < make->n_choices; i++)
        if (find_target(order, floor->queues[make->choices[i]].make->id, false) ==
            ACD_STATUS_DONE) {
            floor->why[0] = '\0';
            return ACD_STATUS_DONE;
        }
    if (make->n_choices > 0)
        return ACD_STATUS_REFUSED; /* why: what the last choice lacks */
    return sim_refuse(order, "%s has no routing plan: say where to", make->name);
}

static void send_oldest(struct floor *floor, int q, uint32_t serial)
{
    int next;
    for (int c = floor->queues[q].head; c != NONE; c = next) {
        struct sim_measure *measure = sim_measure_find(floor, serial);
        next = floor->calls[c].younger;
        if (!measure || measure->calls_left <= 0)
            return;
        if (floor->calls[c].sent_by)
            continue;
        if (measure->calls_left != INT64_MAX)
            measure->calls_left--;
        sim_call_move(floor, c, measure->to, serial);
    }
}

enum acd_status sim_op_overflow(const struct sim_order *given)
{
    struct sim_order order = *given;
    struct floor *floor = order.floor;
    const struct acd_args *args = &order.request->args;
    if (sim_refuse_twice(&order, ACD_OP_OVERFLOW) != ACD_STATUS_DONE)
        return ACD_STATUS_REFUSED;
    if (choose_target(&order) != ACD_STATUS_DONE)
        return ACD_STATUS_REFUSED;
    if (ACD_KNOWN(args, ACD_ARGS_CALLS) && args->calls == 0)
        return sim_refuse(&order, "no contacts to send: 0 were asked for");
    struct sim_measure *measure =
        sim_measure_new(floor, ACD_OP_OVERFLOW, order.queue, order.request);
    measure->to = order.to;
    snprintf(measure->to_text, sizeof(measure->to_text), "%s", floor->queues[order.to].make->id);
    measure->calls_left = ACD_KNOWN(args, ACD_ARGS_CALLS) ? args->calls : INT64_MAX;
    send_oldest(floor, order.queue, measure->serial);
    return ACD_STATUS_DONE;
}

enum acd_status sim_op_overflow_end(const struct sim_order *order)
{
    struct floor *floor = order->floor;
    const char *asked = order->request->args.measure;
    for (int i = 0; i < floor->n_measures; i++) {
        char id[16];
        sim_measure_id(&floor->measures[i], id, sizeof(id));
        if (strcmp(id, asked) != 0)
            continue;
        if (order->queue != NONE && !sim_measure_covers(floor, &floor->measures[i], order->queue))
            break;
        sim_measure_end(floor, floor->measures[i].serial, SIM_END_HAND, order->request->by);
        return ACD_STATUS_DONE;
    }
    return sim_refuse(order, "no measure %s is in force%s%s", asked,
                      order->queue != NONE ? " at " : "",
                      order->queue != NONE ? floor->queues[order->queue].make->name : "");
}

enum acd_status sim_op_announce(const struct sim_order *order)
{
    struct floor *floor = order->floor;
    if (sim_refuse_twice(order, ACD_OP_ANNOUNCE) != ACD_STATUS_DONE)
        return ACD_STATUS_REFUSED;
    sim_measure_new(floor, ACD_OP_ANNOUNCE, order->queue, order->request);
    for (int c = floor->queues[order->queue].head; c != NONE; c = floor->calls[c].younger)
        sim_hear_announcement(floor, c);
    return ACD_STATUS_DONE;
}

/* Ends what `on: false` names; refused where nothing of it is in force. */
static enum acd_status switch_off(const struct sim_order *order, enum acd_op op)
{
    const struct floor *floor = order->floor;
    for (int i = 0; i < floor->n_measures; i++)
        if (floor->measures[i].op == op && floor->measures[i].queue == order->queue) {
            sim_measure_end(order->floor, floor->measures[i].serial, SIM_END_HAND,
                            order->request->by);
            return ACD_STATUS_DONE;
        }
    return sim_refuse(order, "%s is not in force here", acd_names_word(&acd_op_names, (int)op));
}

enum acd_status sim_op_callback(const struct sim_order *order)
{
    struct floor *floor = order->floor;
    const struct acd_args *args = &order->request->args;
    if (ACD_KNOWN(args, ACD_ARGS_ON) && !args->on)
        return switch_off(order, ACD_OP_CALLBACK);
    if (sim_refuse_twice(order, ACD_OP_CALLBACK) != ACD_STATUS_DONE)
        return ACD_STATUS_REFUSED;
    bool able = false;
    for (int q = 0; q < floor->n_queues; q++)
        able = able || floor->queues[q].make->media == ACD_MEDIA_CALLBACK;
    if (!able)
        return sim_refuse(order, "%s has no queue for call-backs", floor->make.id);
    if (floor->queues[order->queue].make->media != ACD_MEDIA_VOICE)
        return sim_refuse(order, "%s takes no calls", floor->queues[order->queue].make->name);
    sim_measure_new(floor, ACD_OP_CALLBACK, order->queue, order->request);
    for (int c = floor->queues[order->queue].head; c != NONE; c = floor->calls[c].younger)
        sim_offer_back(floor, c);
    return ACD_STATUS_DONE;
}

/* The agents of the routing plan's choices serve the queue too, after their own. */
static void pool(struct floor *floor, int q, uint32_t serial)
{
    const struct sim_queue_make *make = floor->queues[q].make;
    for (int i = 0; i < make->n_choices; i++) {
        const struct sim_queue *choice = &floor->queues[make->choices[i]];
        for (int m = 0; m < choice->n_members; m++)
            sim_agent_learn(floor, choice->members[m], q, 8, serial);
    }
}

enum acd_status sim_op_reroute(const struct sim_order *order)
{
    struct floor *floor = order->floor;
    const char *rule = order->request->args.rule;
    if (!among(rules, ACD_COUNT_OF(rules), rule))
        return sim_refuse(order, "no rule %s is prepared; there are: normal, pool, first", rule);
    if (strcmp(rule, "normal") == 0)
        return switch_off(order, ACD_OP_REROUTE);
    if (sim_refuse_twice(order, ACD_OP_REROUTE) != ACD_STATUS_DONE)
        return ACD_STATUS_REFUSED;
    if (strcmp(rule, "pool") == 0 && floor->queues[order->queue].make->n_choices == 0)
        return sim_refuse(order, "%s has no routing plan to pool with",
                          floor->queues[order->queue].make->name);
    struct sim_measure *measure =
        sim_measure_new(floor, ACD_OP_REROUTE, order->queue, order->request);
    snprintf(measure->to_text, sizeof(measure->to_text), "%s", rule);
    if (strcmp(rule, "pool") == 0)
        pool(floor, order->queue, measure->serial);
    sim_route_queue(floor, order->queue);
    return ACD_STATUS_DONE;
}

static enum acd_status share_measure(const struct sim_order *order, enum acd_op op, const char *to)
{
    const struct acd_args *args = &order->request->args;
    if (sim_refuse_twice(order, op) != ACD_STATUS_DONE)
        return ACD_STATUS_REFUSED;
    if (args->share <= 0 || args->share > 1)
        return sim_refuse(order,
                          "a share of %g does nothing: more than 0 and at most 1 is expected",
                          args->share);
    struct sim_measure *measure = sim_measure_new(order->floor, op, order->queue, order->request);
    measure->share = args->share;
    snprintf(measure->to_text, sizeof(measure->to_text), "%s", to);
    return ACD_STATUS_DONE;
}

enum acd_status sim_op_outsource(const struct sim_order *order)
{
    const struct acd_args *args = &order->request->args;
    const char *to = ACD_KNOWN(args, ACD_ARGS_TO) ? args->to : partners[0];
    if (!among(partners, ACD_COUNT_OF(partners), to))
        return sim_refuse(order,
                          "no partner %s is under contract; there are: partner, helpline, "
                          "nightdesk",
                          to);
    return share_measure(order, ACD_OP_OUTSOURCE, to);
}

enum acd_status sim_op_throttle(const struct sim_order *order)
{
    return share_measure(order, ACD_OP_THROTTLE, "");
}

static enum acd_status set_open(const struct sim_order *order, bool open)
{
    struct sim_queue *queue = &order->floor->queues[order->queue];
    if (queue->open == open)
        return sim_refuse(order, "%s is already %s", queue->make->name, open ? "open" : "closed");
    queue->open = open;
    sim_queue_changed(order->floor, order->queue);
    return ACD_STATUS_DONE;
}

enum acd_status sim_op_open(const struct sim_order *order)
{
    return set_open(order, true);
}

enum acd_status sim_op_close(const struct sim_order *order)
{
    return set_open(order, false);
}

enum acd_status sim_op_priority(const struct sim_order *order)
{
    struct sim_call *call = &order->floor->calls[order->call];
    struct sim_queue *queue = &order->floor->queues[call->queue];
    queue->preferred += (order->request->args.prio != 0) - (call->prio != 0);
    call->prio = order->request->args.prio;
    sim_queue_changed(order->floor, call->queue);
    return ACD_STATUS_DONE;
}

enum acd_status sim_op_redirect(const struct sim_order *given)
{
    struct sim_order order = *given;
    order.queue = order.floor->calls[order.call].queue;
    if (find_target(&order, order.request->args.to, true) != ACD_STATUS_DONE)
        return ACD_STATUS_REFUSED;
    sim_call_move(order.floor, order.call, order.to, 0);
    return ACD_STATUS_DONE;
}
