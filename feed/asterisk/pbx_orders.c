/* Orders on their way: one step after the answer to the one before.  Knows no operation. */
#include "feed/asterisk/pbx_ops_inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct order *order_new(struct pbx_ops *ops, const struct asked *asked)
{
    struct order *order = acd_calloc(1, sizeof(*order)), **end = &ops->orders;
    order->serial = ++ops->order_serials;
    order->queue = PBX_NONE;
    if (asked)
        pbx_copy(order->request, sizeof(order->request), asked->request->id);
    while (*end)
        end = &(*end)->next;
    *end = order;
    ops->n_orders++;
    return order;
}

struct step *order_add(struct order *order, enum step_kind kind, const struct ami_action *action,
                       const char *what)
{
    if (action->spoilt || order->n >= ORDER_STEPS_MOST)
        return NULL;
    order->steps = pbx_grow(order->steps, order->n, &order->room, sizeof(*order->steps));
    struct step *step = &order->steps[order->n++];
    *step = (struct step){.kind = kind, .action = acd_strdup(action->text)};
    pbx_copy(step->what, sizeof(step->what), what);
    return step;
}

bool step_undo(struct step *step, const struct ami_action *action)
{
    if (!step || action->spoilt)
        return false;
    step->undo = acd_strdup(action->text);
    return true;
}

void order_drop(struct pbx_ops *ops, struct order *order)
{
    struct order **at = &ops->orders;
    while (*at != order)
        at = &(*at)->next;
    *at = order->next;
    ops->n_orders--;
    for (int i = 0; i < order->n; i++) {
        free(order->steps[i].action);
        free(order->steps[i].undo);
    }
    free(order->steps);
    free(order);
}

static void finish(struct pbx_ops *ops, struct order *order, int64_t t)
{
    int steps = order->done + order->failed;
    bool nothing = order->done == 0 && order->failed > 0;
    if (order->measure && nothing)
        measure_drop(ops, order->measure);
    if (!nothing && order->finally)
        order->finally(ops, order, t);
    if (order->request[0]) {
        if (ops->told_finished == ops->n_finished)
            ops->told_finished = ops->n_finished = 0;
        ops->finished = pbx_grow(ops->finished, ops->n_finished, &ops->room_finished,
                                 sizeof(*ops->finished));
        struct finished *told = &ops->finished[ops->n_finished++];
        *told = (struct finished){.status = nothing ? ACD_STATUS_FAILED : ACD_STATUS_DONE};
        pbx_copy(told->request, sizeof(told->request), order->request);
        if (order->failed > 0 && !nothing)
            snprintf(told->why, sizeof(told->why), "%d of %d done; %.180s", order->done, steps,
                     order->why);
        else
            pbx_copy(told->why, sizeof(told->why), order->why);
    }
    order_drop(ops, order);
}

static void say_failed(struct order *order, const struct step *step, const char *how)
{
    char clean[128];
    pbx_make_text(clean, sizeof(clean), how);
    snprintf(order->why, sizeof(order->why), "%.100s: %s", step->what, clean);
}

static void step_failed(struct pbx_ops *ops, struct order *order, const char *how, int64_t t)
{
    struct step *step = &order->steps[order->at];
    order->sent = false;
    say_failed(order, step, how);
    order->failed++;
    order->at = step->kind == STEP_CHECK ? order->n : order->at + 1;
    if (order->at == order->n)
        finish(ops, order, t);
}

static void step_done(struct pbx_ops *ops, struct order *order, int64_t t)
{
    struct step *step = &order->steps[order->at];
    struct measure *measure = order->measure ? measure_find(ops, order->measure) : NULL;
    order->sent = false;
    if (step->kind == STEP_DO)
        order->done++;
    struct pbx_call *moved = step->moves[0] ? pbx_find_call(ops->pbx, step->moves) : NULL;
    if (moved)
        moved->moving = true;
    if (step->undo && measure) {
        measure_undoes(measure, step->undo);
        step->undo = NULL;
    }
    if (++order->at == order->n)
        finish(ops, order, t);
}

static struct order *find(struct pbx_ops *ops, const char *id, int *step)
{
    unsigned serial;
    if (sscanf(id, PBX_ORDER "%u.%d", &serial, step) != 2)
        return NULL;
    for (struct order *order = ops->orders; order; order = order->next)
        if (order->serial == serial && order->sent && order->at == *step)
            return order;
    return NULL;
}

void pbx_ops_answer(struct pbx_ops *ops, const struct ami_message *m, int64_t t)
{
    int step;
    struct order *order = find(ops, ami_text(m, "ActionID"), &step);
    if (!order || !ami_get(m, "Response"))
        return; /* too late, or a list that follows its answer */
    if (ami_is(m, "Response", "Error"))
        step_failed(ops, order, ami_text(m, "Message"), t);
    else
        step_done(ops, order, t);
}

const char *pbx_ops_take_action(struct pbx_ops *ops, int64_t t)
{
    for (struct order *order = ops->orders; order; order = order->next) {
        if (order->sent || order->at == order->n)
            continue;
        const char *action = order->steps[order->at].action;
        size_t room = strlen(action) + 64;
        ops->sending = acd_realloc(ops->sending, room);
        snprintf(ops->sending, room, "%sActionID: " PBX_ORDER "%u.%d\r\n\r\n", action, order->serial,
                 order->at);
        order->sent = true;
        order->sent_t = t;
        return ops->sending;
    }
    return NULL;
}

void pbx_ops_advance(struct pbx_ops *ops, int64_t t)
{
    measures_advance(ops, t);
    for (struct order *order = ops->orders, *next; order; order = next) {
        next = order->next;
        if (order->at == order->n) { /* nothing to do but to say so */
            finish(ops, order, t);
        } else if (order->sent && t - order->sent_t > ORDER_ANSWER_MS) {
            step_failed(ops, order, "Asterisk did not answer", t);
        }
    }
}

void pbx_ops_lost(struct pbx_ops *ops)
{
    for (struct order *order = ops->orders, *next; order; order = next) {
        next = order->next;
        if (order->ending) { /* undone when the connection is back */
            order->sent = false;
            continue;
        }
        snprintf(order->why, sizeof(order->why), "the connection to Asterisk was lost");
        order->failed += order->n - order->at;
        finish(ops, order, order->sent_t);
    }
}

bool pbx_ops_take_finished(struct pbx_ops *ops, const char **request, enum acd_status *status,
                           const char **why)
{
    if (ops->told_finished == ops->n_finished)
        return false;
    const struct finished *told = &ops->finished[ops->told_finished++];
    *request = told->request;
    *status = told->status;
    *why = told->why[0] ? told->why : NULL;
    return true;
}
