/* Operations that the dialplan carries out: the bridge sets a global variable for each queue, the
 * dialplan asks for it (tests/asterisk/etc/extensions.conf is a sample of it, explained in README).
 *
 *   ACDWALL_HOOK_QUEUE = UNTIL:PERCENT:WORD
 *
 * HOOK is CLOSED, THROTTLE, OUTSOURCE, ANNOUNCE, CALLBACK or REROUTE, QUEUE the queue's id with '_'
 * for what is no letter or digit; UNTIL is in seconds since 1970, so that a measure ends by itself
 * even if the bridge does not live to see it. */
#include "feed/asterisk/pbx_ops_inside.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NO_END INT64_C(9999999999)

void ops_variable(const struct pbx_ops *ops, const char *hook, int queue, char *out, size_t bytes)
{
    int n = snprintf(out, bytes, "ACDWALL_%s_", hook);
    size_t used = n > 0 ? (size_t)n : 0;
    for (const char *id = pbx_queue_id(ops->pbx, queue); *id && used + 1 < bytes; id++)
        out[used++] = isalnum((unsigned char)*id) ? *id : '_';
    out[used] = '\0';
}

/* What stands in a variable is read by expressions of the dialplan: letters, digits, '.', '_', '-'. */
static bool is_plain(const char *word)
{
    return *word && strlen(word) < 64 &&
           strspn(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/") ==
               strlen(word);
}

static int64_t until_s(const struct asked *asked)
{
    if (!(asked->args->known & ACD_BIT(ACD_ARGS_FOR)))
        return NO_END;
    return pbx_now(asked->ops->pbx, asked->t + asked->args->for_ms) / 1000;
}

static void make_set(struct ami_action *action, const struct asked *asked, const char *hook,
                     const char *value)
{
    char variable[AMI_ID_BYTES + PBX_ID_BYTES];
    ops_variable(asked->ops, hook, asked->queue, variable, sizeof(variable));
    ami_action(action, "Setvar", NULL);
    ami_add(action, "Variable", "%s", variable);
    ami_add(action, "Value", "%s", value);
}

/* The dialplan must know the word: asked for before, since Goto() to nowhere loses a call. */
static bool add_check(struct order *order, const char *context,
                      const char *word)
{
    struct ami_action action;
    char what[PBX_TEXT_BYTES];
    snprintf(what, sizeof(what), "%.64s@%.64s is not in the dialplan", word, context);
    ami_action(&action, "ShowDialPlan", NULL);
    ami_add(&action, "Context", "%s", context);
    ami_add(&action, "Extension", "%s", word);
    return order_add(order, STEP_CHECK, &action, what) != NULL;
}

/* Sets the variable as a measure, which takes it back when it ends. */
static enum acd_status set_hook(struct asked *asked, enum acd_op op, const char *hook, int percent,
                                const char *word, const char *context)
{
    struct ami_action set, undo;
    char value[128];
    if (*word && !is_plain(word))
        return ops_refuse(asked, ACD_STATUS_REFUSED,
                          "%s: letters, digits, '.', '_', '-' and '/' are expected", word);
    if (context && !asked->ops->may[PBX_MAY_ShowDialPlan])
        return ops_refuse(asked, ACD_STATUS_DENIED,
                          "%s cannot be checked: the bridge's user may not ask for ShowDialPlan",
                          word);
    snprintf(value, sizeof(value), "%lld:%d:%s", (long long)until_s(asked), percent, word);
    make_set(&set, asked, hook, value);
    make_set(&undo, asked, hook, "");
    struct order *order = order_new(asked->ops, asked);
    struct step *step = NULL;
    if (!context || add_check(order, context, word))
        step = order_add(order, STEP_DO, &set, ops_queue_name(asked->ops, asked->queue));
    if (!step || !step_undo(step, &undo)) {
        order_drop(asked->ops, order);
        return ops_refuse(asked, ACD_STATUS_REFUSED, "this cannot be told to Asterisk");
    }
    struct measure *measure = measure_new(asked->ops, op, asked->queue, asked);
    pbx_copy(measure->to_text, sizeof(measure->to_text), word);
    order->measure = measure->serial;
    return ACD_STATUS_ACCEPTED;
}

static enum acd_status check_share(struct asked *asked, int *percent)
{
    *percent = (int)(asked->args->share * 100 + 0.5);
    if (*percent >= 1 && *percent <= 100)
        return ACD_STATUS_ACCEPTED;
    return ops_refuse(asked, ACD_STATUS_REFUSED,
                      "a share of %g does nothing: 0.01 to 1 is expected", asked->args->share);
}

enum acd_status ops_throttle(struct asked *asked)
{
    int percent;
    if (check_share(asked, &percent) != ACD_STATUS_ACCEPTED)
        return ACD_STATUS_REFUSED;
    return set_hook(asked, ACD_OP_THROTTLE, "THROTTLE", percent, "", NULL);
}

enum acd_status ops_outsource(struct asked *asked)
{
    int percent;
    if (check_share(asked, &percent) != ACD_STATUS_ACCEPTED)
        return ACD_STATUS_REFUSED;
    return set_hook(asked, ACD_OP_OUTSOURCE, "OUTSOURCE", percent, asked->args->to,
                    "acdwall-partner");
}

enum acd_status ops_announce(struct asked *asked)
{
    return set_hook(asked, ACD_OP_ANNOUNCE, "ANNOUNCE", 100, asked->args->message, NULL);
}

enum acd_status ops_reroute(struct asked *asked)
{
    return set_hook(asked, ACD_OP_REROUTE, "REROUTE", 100, asked->args->rule, "acdwall-rule");
}

enum acd_status ops_callback(struct asked *asked)
{
    const struct measure *in_force = measure_on(asked->ops, ACD_OP_CALLBACK, asked->queue);
    const char *queue = ops_queue_name(asked->ops, asked->queue);
    if (asked->args->on && in_force)
        return ops_refuse(asked, ACD_STATUS_REFUSED, "callback is already in force (m%u)",
                          in_force->serial);
    if (asked->args->on)
        return set_hook(asked, ACD_OP_CALLBACK, "CALLBACK", 100, "", NULL);
    if (!in_force)
        return ops_refuse(asked, ACD_STATUS_REFUSED, "no call-back is offered in %s now", queue);
    measure_end(asked->ops, in_force->serial, asked, "was ended early", asked->t);
    return ACD_STATUS_ACCEPTED;
}

/* --- open and closed ------------------------------------------------------------------------------ */

static void set_open(struct pbx_ops *ops, int queue, bool open)
{
    struct pbx_queue *at = &ops->pbx->queues[queue];
    at->changed = at->changed || !at->has_open || at->open != open;
    at->open = open;
    at->has_open = true;
}

static void opened(struct pbx_ops *ops, const struct order *order, int64_t t)
{
    (void)t;
    set_open(ops, order->queue, true);
}

static void closed(struct pbx_ops *ops, const struct order *order, int64_t t)
{
    (void)t;
    set_open(ops, order->queue, false);
}

static enum acd_status change_open(struct asked *asked, bool open)
{
    struct ami_action action;
    char value[64] = "";
    const struct pbx_queue *queue = &asked->ops->pbx->queues[asked->queue];
    if (queue->has_open && queue->open == open)
        return ops_refuse(asked, ACD_STATUS_REFUSED, "%s is already %s", queue->settings->name,
                          open ? "open" : "closed");
    if (!open)
        snprintf(value, sizeof(value), "%lld:100:", (long long)NO_END);
    make_set(&action, asked, "CLOSED", value);
    struct order *order = order_new(asked->ops, asked);
    order->queue = asked->queue;
    order->finally = open ? opened : closed;
    if (order_add(order, STEP_DO, &action, queue->settings->name))
        return ACD_STATUS_ACCEPTED;
    order_drop(asked->ops, order);
    return ops_refuse(asked, ACD_STATUS_REFUSED, "this cannot be told to Asterisk");
}

enum acd_status ops_open(struct asked *asked)
{
    return change_open(asked, true);
}

enum acd_status ops_close(struct asked *asked)
{
    return change_open(asked, false);
}

const char *pbx_ops_ask_open(struct pbx_ops *ops, int queue)
{
    struct ami_action action;
    char variable[AMI_ID_BYTES + PBX_ID_BYTES], id[AMI_ID_BYTES];
    if (!ops->pbx->settings->hooks || !ops->may[PBX_MAY_Getvar] || queue >= ops->pbx->n_queues)
        return NULL;
    ops_variable(ops, "CLOSED", queue, variable, sizeof(variable));
    snprintf(id, sizeof(id), PBX_OPEN "%d", queue);
    ami_action(&action, "Getvar", id);
    ami_add(&action, "Variable", "%s", variable);
    if (!ami_end(&action))
        return NULL;
    free(ops->sending);
    ops->sending = acd_strdup(action.text);
    return ops->sending;
}

void pbx_ops_open_told(struct pbx_ops *ops, const struct ami_message *m, int64_t t)
{
    int queue;
    long long until = 0;
    if (sscanf(ami_text(m, "ActionID"), PBX_OPEN "%d", &queue) != 1 || queue < 0 ||
        queue >= ops->pbx->n_queues)
        return;
    if (sscanf(ami_text(m, "Value"), "%lld", &until) != 1)
        until = 0;
    set_open(ops, queue, until <= pbx_now(ops->pbx, t) / 1000);
}
