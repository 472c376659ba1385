/* Operations on waiting contacts: overflow, redirect, priority.  A redirect to a place that the
 * dialplan does not have is answered with success and loses the call: so the place is asked for
 * before anything moves. */
#include "feed/asterisk/pbx_ops_inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct place {
    const char *context, *exten;
};

static struct place place_of(const struct pbx_ops *ops, int queue)
{
    const struct pbx_queue_settings *settings = ops->pbx->queues[queue].settings;
    return (struct place){
        .context = settings->context[0] ? settings->context : ops->pbx->settings->context,
        .exten = settings->exten[0] ? settings->exten : settings->asterisk};
}

static enum acd_status check_target(struct asked *asked)
{
    struct pbx_ops *ops = asked->ops;
    const struct pbx *pbx = ops->pbx;
    asked->to = pbx_find_queue_id(pbx, asked->args->to);
    if (asked->to == PBX_NONE || !pbx->queues[asked->to].here)
        return ops_refuse(asked, ACD_STATUS_REFUSED, "there is no queue %s at %s", asked->args->to,
                          pbx->settings->id);
    const struct pbx_queue *to = &pbx->queues[asked->to];
    if (asked->to == asked->queue)
        return ops_refuse(asked, ACD_STATUS_REFUSED, "they wait in %s already", to->settings->name);
    if (!to->settings->accepts_overflow)
        return ops_refuse(asked, ACD_STATUS_REFUSED, "%s accepts no overflow", to->settings->name);
    if (to->has_open && !to->open)
        return ops_refuse(asked, ACD_STATUS_REFUSED, "%s is closed", to->settings->name);
    if (measure_on(ops, ACD_OP_OVERFLOW, asked->to))
        return ops_refuse(asked, ACD_STATUS_REFUSED, "%s overflows itself", to->settings->name);
    if (!place_of(ops, asked->to).context[0])
        return ops_refuse(asked, ACD_STATUS_UNSUPPORTED,
                          "the settings do not say where calls enter %s (context)",
                          to->settings->name);
    if (!ops->may[PBX_MAY_ShowDialPlan] && !ops->may[PBX_MAY_Command])
        return ops_refuse(asked, ACD_STATUS_DENIED,
                          "where %s is entered cannot be checked: the bridge's user may not ask "
                          "for ShowDialPlan (write = reporting in manager.conf)",
                          to->settings->name);
    return ACD_STATUS_ACCEPTED;
}

static bool add_check(struct pbx_ops *ops, struct order *order, const struct place *place)
{
    struct ami_action action;
    char what[PBX_TEXT_BYTES];
    snprintf(what, sizeof(what), "%.100s@%.100s is not in the dialplan", place->exten,
             place->context);
    if (ops->may[PBX_MAY_ShowDialPlan]) {
        ami_action(&action, "ShowDialPlan", NULL);
        ami_add(&action, "Context", "%s", place->context);
        ami_add(&action, "Extension", "%s", place->exten);
    } else {
        ami_action(&action, "Command", NULL);
        ami_add(&action, "Command", "dialplan show %s@%s", place->exten, place->context);
    }
    return order_add(order, STEP_CHECK, &action, what) != NULL;
}

/* One contact.  Withdrawn it leaves with a word of its own, so the queue's log does not call it an
 * abandon; the dialplan takes it on from there (README, "Asterisk"). */
static bool add_move_by(struct order *order, const struct ami_action *action,
                        const struct pbx_call *call)
{
    /* Which of them is said to nobody: what became of an overflow is kept by consoles. */
    struct step *step = order_add(order, STEP_DO, action, "a contact");
    if (step)
        pbx_copy(step->moves, sizeof(step->moves), call->unique);
    return step != NULL;
}

static bool add_move(struct pbx_ops *ops, struct order *order, const struct pbx_call *call, int to)
{
    struct place place = place_of(ops, to);
    struct ami_action redirect, withdraw;
    bool withdraws = ops->pbx->settings->withdraw && ops->may[PBX_MAY_QueueWithdrawCaller];
    ami_action(&redirect, "Redirect", NULL);
    ami_add(&redirect, "Channel", "%s", call->channel);
    ami_add(&redirect, "Context", "%s", place.context);
    ami_add(&redirect, "Exten", "%s", place.exten);
    ami_add(&redirect, "Priority", "1");
    if (!withdraws)
        return add_move_by(order, &redirect, call);
    ami_action(&withdraw, "QueueWithdrawCaller", NULL);
    ami_add(&withdraw, "Queue", "%s", ops->pbx->queues[call->queue].settings->asterisk);
    ami_add(&withdraw, "Caller", "%s", call->channel);
    ami_add(&withdraw, "WithdrawInfo", "%s,%s,1", place.context, place.exten);
    return add_move_by(order, &withdraw, call);
}

static int by_age(const void *a, const void *b)
{
    const struct pbx_call *one = *(const struct pbx_call *const *)a;
    const struct pbx_call *other = *(const struct pbx_call *const *)b;
    return (one->came_t > other->came_t) - (one->came_t < other->came_t);
}

static void add_waiting(struct pbx_ops *ops, struct order *order, int queue, int to, int64_t most)
{
    const struct pbx_queue *line = &ops->pbx->queues[queue];
    struct pbx_call **calls = acd_alloc(((size_t)line->n_order + 1) * sizeof(struct pbx_call *));
    int n = 0;
    for (int i = 0; i < line->n_order; i++)
        if (!line->order[i]->moving)
            calls[n++] = line->order[i];
    qsort(calls, (size_t)n, sizeof(struct pbx_call *), by_age);
    for (int i = 0; i < n && i < most; i++)
        (void)add_move(ops, order, calls[i], to);
    free(calls);
}

static void overflow_begins(struct pbx_ops *ops, const struct order *order, int64_t t)
{
    struct measure *measure = measure_find(ops, order->measure);
    (void)t;
    if (!measure)
        return;
    measure->coming = true;
    if (measure->left >= 0)
        return;
    /* Who came while the first were being moved. */
    struct order *late = order_new(ops, NULL);
    add_waiting(ops, late, measure->queue, measure->to, INT64_MAX);
}

enum acd_status ops_overflow(struct asked *asked)
{
    struct pbx_ops *ops = asked->ops;
    bool all = !(asked->args->known & ACD_BIT(ACD_ARGS_CALLS));
    enum acd_status status = check_target(asked);
    if (status != ACD_STATUS_ACCEPTED)
        return status;
    if (!all && asked->args->calls == 0)
        return ops_refuse(asked, ACD_STATUS_REFUSED, "none were asked for");
    struct place place = place_of(ops, asked->to);
    struct order *order = order_new(ops, asked);
    if (!add_check(ops, order, &place)) {
        order_drop(ops, order);
        return ops_refuse(asked, ACD_STATUS_REFUSED, "%s@%s is no place of a dialplan", place.exten,
                          place.context);
    }
    add_waiting(ops, order, asked->queue, asked->to, all ? INT64_MAX : asked->args->calls);
    int64_t go_now = order->n - 1; /* beside the check; who is on his way already is not among them */
    if (all || asked->args->calls > go_now) { /* else all is done with those who wait */
        struct measure *measure = measure_new(ops, ACD_OP_OVERFLOW, asked->queue, asked);
        pbx_copy(measure->to_text, sizeof(measure->to_text), pbx_queue_id(ops->pbx, asked->to));
        measure->left = all ? -1 : asked->args->calls - go_now;
        order->measure = measure->serial;
        order->finally = overflow_begins;
    }
    return ACD_STATUS_ACCEPTED;
}

/* Everyone who joins a queue that overflows goes on at once. */
void ops_joined(void *context, int queue, const struct pbx_call *call)
{
    struct pbx_ops *ops = context;
    struct measure *measure = measure_on(ops, ACD_OP_OVERFLOW, queue);
    if (!measure || !measure->coming || measure->to == PBX_NONE || ops->n_orders >= ORDERS_MOST)
        return;
    struct order *order = order_new(ops, NULL);
    (void)add_move(ops, order, call, measure->to);
    if (measure->left > 0 && --measure->left == 0)
        measure_end(ops, measure->serial, NULL, "has ended: its contacts are through", 0);
}

enum acd_status ops_overflow_end(struct asked *asked)
{
    struct pbx_ops *ops = asked->ops;
    const char *id = asked->args->measure;
    for (int i = 0; i < ops->n_measures; i++) {
        char own[16];
        snprintf(own, sizeof(own), "m%u", ops->measures[i].serial);
        if (strcmp(own, id) != 0 || ops->measures[i].queue != asked->queue)
            continue;
        measure_end(ops, ops->measures[i].serial, asked, "was ended early", asked->t);
        return ACD_STATUS_ACCEPTED;
    }
    return ops_refuse(asked, ACD_STATUS_REFUSED, "no measure %s is in force at %s", id,
                      ops_queue_name(ops, asked->queue));
}

enum acd_status ops_redirect(struct asked *asked)
{
    struct pbx_ops *ops = asked->ops;
    enum acd_status status = check_target(asked);
    if (status != ACD_STATUS_ACCEPTED)
        return status;
    if (asked->call->moving)
        return ops_refuse(asked, ACD_STATUS_REFUSED, "contact %s is on its way already",
                          asked->call->contact);
    struct place place = place_of(ops, asked->to);
    struct order *order = order_new(ops, asked);
    if (add_check(ops, order, &place) && add_move(ops, order, asked->call, asked->to))
        return ACD_STATUS_ACCEPTED;
    order_drop(ops, order);
    return ops_refuse(asked, ACD_STATUS_REFUSED, "%s@%s is no place of a dialplan", place.exten,
                      place.context);
}

static void ask_order(struct pbx_ops *ops, const struct order *order, int64_t t)
{
    (void)t;
    ops->pbx->queues[order->queue].wants_line = true;
}

enum acd_status ops_priority(struct asked *asked)
{
    struct pbx_ops *ops = asked->ops;
    struct ami_action action;
    struct order *order = order_new(ops, asked);
    ami_action(&action, "QueueChangePriorityCaller", NULL);
    ami_add(&action, "Queue", "%s", ops->pbx->queues[asked->call->queue].settings->asterisk);
    ami_add(&action, "Caller", "%s", asked->call->channel);
    ami_add(&action, "Priority", "%lld", (long long)asked->args->prio);
    ami_add(&action, "Immediate", "yes");
    order->queue = asked->call->queue;
    order->finally = ask_order;
    if (order_add(order, STEP_DO, &action, asked->call->contact))
        return ACD_STATUS_ACCEPTED;
    order_drop(ops, order);
    return ops_refuse(asked, ACD_STATUS_REFUSED, "this contact cannot be named to Asterisk");
}
