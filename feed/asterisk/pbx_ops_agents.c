/* Operations on agents: moved between queues, all on the phones, managers called in, one paused or
 * logged out, what one serves.  A member that queues.conf names cannot be taken out of its queue
 * through the Manager Interface: it is paused there instead, with a reason that says so. */
#include "feed/asterisk/pbx_ops_inside.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define MOVED "moved by supervisor"

static const char *asterisk_name(const struct pbx_ops *ops, int queue)
{
    return ops->pbx->queues[queue].settings->asterisk;
}

/* How Asterisk is to ring an agent: as one of his queues does, else as the settings say. */
static const char *interface_of(const struct pbx_agent *agent, const struct pbx_member **member)
{
    *member = NULL;
    for (const struct pbx_member *m = agent->members; m; m = m->next)
        if (!*member || (m->here && !(*member)->here))
            *member = m;
    if (*member)
        return (*member)->interface;
    return agent->settings && agent->settings->n_interfaces > 0 ? agent->settings->interface[0] : "";
}

/* A new membership begins unpaused, so a phone would ring in its owner's break. */
static bool rests(const struct pbx_agent *agent)
{
    bool rests = false;
    for (const struct pbx_member *m = agent->members; m; m = m->next) {
        if (m->here && !m->paused)
            return false;
        rests = rests || m->here;
    }
    return rests;
}

static void make_add(struct ami_action *action, const struct pbx_ops *ops,
                     const struct pbx_agent *agent, int queue, int64_t penalty)
{
    const struct pbx_member *like;
    const char *interface = interface_of(agent, &like);
    ami_action(action, "QueueAdd", NULL);
    ami_add(action, "Queue", "%s", asterisk_name(ops, queue));
    ami_add(action, "Interface", "%s", interface);
    ami_add(action, "MemberName", "%s", like && like->name[0] ? like->name : agent->name);
    if (like && like->state_interface[0])
        ami_add(action, "StateInterface", "%s", like->state_interface);
    if (penalty > 0)
        ami_add(action, "Penalty", "%lld", (long long)penalty);
    ami_add(action, "Paused", "%s", rests(agent) ? "true" : "false");
}

static void make_remove(struct ami_action *action, const struct pbx_ops *ops, const char *interface,
                        int queue)
{
    ami_action(action, "QueueRemove", NULL);
    ami_add(action, "Queue", "%s", asterisk_name(ops, queue));
    ami_add(action, "Interface", "%s", interface);
}

/* queue PBX_NONE: in all of them. */
static void make_pause(struct ami_action *action, const struct pbx_ops *ops, const char *interface,
                       int queue, bool paused, const char *reason)
{
    ami_action(action, "QueuePause", NULL);
    ami_add(action, "Interface", "%s", interface);
    ami_add(action, "Paused", "%s", paused ? "true" : "false");
    if (queue != PBX_NONE)
        ami_add(action, "Queue", "%s", asterisk_name(ops, queue));
    if (paused)
        ami_add(action, "Reason", "%s", reason);
}

static bool add_join(struct pbx_ops *ops, struct order *order, const struct pbx_agent *agent,
                     int queue, int64_t penalty)
{
    const struct pbx_member *like;
    struct ami_action add, undo;
    make_add(&add, ops, agent, queue, penalty);
    make_remove(&undo, ops, interface_of(agent, &like), queue);
    struct step *step = order_add(order, STEP_DO, &add, agent->name);
    return step && step_undo(step, &undo);
}

static bool add_leave(struct pbx_ops *ops, struct order *order, const struct pbx_agent *agent,
                      const struct pbx_member *member)
{
    struct ami_action leave, undo;
    if (member->dynamic) {
        make_remove(&leave, ops, member->interface, member->queue);
        make_add(&undo, ops, agent, member->queue, member->penalty);
    } else {
        make_pause(&leave, ops, member->interface, member->queue, true, MOVED);
        make_pause(&undo, ops, member->interface, member->queue, false, "");
    }
    struct step *step = order_add(order, STEP_DO, &leave, agent->name);
    return step && step_undo(step, &undo);
}

static const struct pbx_member *member_named(const struct pbx *pbx, const char *interface)
{
    for (const struct pbx_member *m = pbx->members; m; m = m->hh.next)
        if (m->here && strcmp(m->interface, interface) == 0)
            return m;
    return NULL;
}

/* A break that another queue's membership shows; the pause of a move itself is none. */
static bool on_break(const struct pbx_agent *agent)
{
    for (const struct pbx_member *m = agent->members; m; m = m->next)
        if (m->here && strcmp(m->reason, MOVED) == 0)
            return false;
    return rests(agent);
}

bool ops_keep_break(const struct pbx *pbx, struct ami_action *undo)
{
    static const char unpaused[] = "\r\nPaused: false\r\n";
    char interface[PBX_NAME_BYTES];
    char *paused = strstr(undo->text, unpaused);
    const char *line = strstr(undo->text, "\r\nInterface: ");
    if (!paused || !line)
        return true;
    line += strlen("\r\nInterface: ");
    snprintf(interface, sizeof(interface), "%.*s", (int)strcspn(line, "\r"), line);
    const struct pbx_member *member = member_named(pbx, interface);
    if (!member || !on_break(pbx->agents[member->agent]))
        return true;
    if (strncmp(undo->text, "Action: QueueAdd\r", strlen("Action: QueueAdd\r")) != 0)
        return false;
    memmove(paused + strlen("\r\nPaused: true"), paused + strlen("\r\nPaused: false"),
            strlen(paused + strlen("\r\nPaused: false")) + 1);
    memcpy(paused, "\r\nPaused: true", strlen("\r\nPaused: true"));
    return true;
}

/* --- moving ---------------------------------------------------------------------------------------- */

static bool movable(const struct pbx_agent *agent, int from, int to)
{
    int state = agent->shifting ? agent->shift.state : ACD_STATE_OFFLINE;
    return state != ACD_STATE_OFFLINE && state != ACD_STATE_PAUSED && !pbx_member_of(agent, to) &&
           (from == PBX_NONE || pbx_member_of(agent, from));
}

static enum acd_status check_named(struct asked *asked)
{
    struct pbx_ops *ops = asked->ops;
    for (uint32_t i = 0; i < asked->args->n_agents; i++) {
        const char *id = asked->args->agents[i];
        const struct pbx_agent *agent = pbx_find_agent_id(ops->pbx, id);
        if (!agent)
            return ops_refuse(asked, ACD_STATUS_REFUSED, "there is no agent %s at %s", id,
                              ops->pbx->settings->id);
        if (pbx_member_of(agent, asked->queue))
            return ops_refuse(asked, ACD_STATUS_REFUSED, "%s serves %s already", agent->name,
                              ops_queue_name(ops, asked->queue));
        if (!agent->shifting || agent->shift.state == ACD_STATE_OFFLINE)
            return ops_refuse(asked, ACD_STATUS_REFUSED, "%s is not logged in", agent->name);
    }
    return ACD_STATUS_ACCEPTED;
}

static enum acd_status check_count(struct asked *asked, int from)
{
    int64_t able = 0;
    for (int i = 0; i < asked->ops->pbx->n_agents; i++)
        able += movable(asked->ops->pbx->agents[i], from, asked->queue);
    if (asked->args->count <= 0)
        return ops_refuse(asked, ACD_STATUS_REFUSED, "nobody to move: 0 were asked for");
    if (asked->args->count > able)
        return ops_refuse(asked, ACD_STATUS_REFUSED, "only %lld could be moved, not %lld",
                          (long long)able, (long long)asked->args->count);
    return ACD_STATUS_ACCEPTED;
}

static void add_moved(struct asked *asked, struct order *order, const struct pbx_agent *agent,
                      int from)
{
    bool instead = (asked->args->known & ACD_BIT(ACD_ARGS_INSTEAD)) && asked->args->instead;
    if (!add_join(asked->ops, order, agent, asked->queue, 0) || !instead)
        return;
    for (const struct pbx_member *member = agent->members; member; member = member->next)
        if (member->here && member->queue != asked->queue &&
            (from == PBX_NONE || member->queue == from))
            (void)add_leave(asked->ops, order, agent, member);
}

static bool named_before(const struct acd_args *args, uint32_t i)
{
    for (uint32_t earlier = 0; earlier < i; earlier++)
        if (strcmp(args->agents[earlier], args->agents[i]) == 0)
            return true;
    return false;
}

/* Named twice: moved once. */
static void add_named(struct asked *asked, struct order *order, int from)
{
    const struct acd_args *args = asked->args;
    for (uint32_t i = 0; i < args->n_agents; i++)
        if (!named_before(args, i))
            add_moved(asked, order, pbx_find_agent_id(asked->ops->pbx, args->agents[i]), from);
}

/* The free come first; those on a call serve the queue after it. */
static void add_counted(struct asked *asked, struct order *order, int from)
{
    int64_t left = asked->args->count;
    for (int pass = 0; pass < 2; pass++)
        for (int i = 0; i < asked->ops->pbx->n_agents && left > 0; i++) {
            const struct pbx_agent *agent = asked->ops->pbx->agents[i];
            bool free = agent->shifting && agent->shift.state == ACD_STATE_AVAILABLE;
            if (free != (pass == 0) || !movable(agent, from, asked->queue))
                continue;
            add_moved(asked, order, agent, from);
            left--;
        }
}

enum acd_status ops_move_agents(struct asked *asked)
{
    struct pbx_ops *ops = asked->ops;
    const struct acd_args *args = asked->args;
    bool named = (args->known & ACD_BIT(ACD_ARGS_AGENTS)) && args->n_agents > 0;
    int from = PBX_NONE;
    if (args->known & ACD_BIT(ACD_ARGS_FROM)) {
        from = pbx_find_queue_id(ops->pbx, args->from);
        if (from == PBX_NONE)
            return ops_refuse(asked, ACD_STATUS_REFUSED, "there is no queue %s at %s", args->from,
                              ops->pbx->settings->id);
        if (from == asked->queue)
            return ops_refuse(asked, ACD_STATUS_REFUSED, "they would move to where they are");
    }
    if ((named ? check_named(asked) : check_count(asked, from)) != ACD_STATUS_ACCEPTED)
        return ACD_STATUS_REFUSED;
    struct order *order = order_new(ops, asked);
    struct measure *measure = measure_new(ops, ACD_OP_MOVE_AGENTS, asked->queue, asked);
    order->measure = measure->serial;
    if (from != PBX_NONE)
        pbx_copy(measure->to_text, sizeof(measure->to_text), pbx_queue_id(ops->pbx, from));
    (named ? add_named : add_counted)(asked, order, from);
    return ACD_STATUS_ACCEPTED;
}

/* --- all hands, managers ------------------------------------------------------------------------------ */

static bool is_flexible(const struct pbx_settings *settings, const char *reason)
{
    for (int i = 0; i < settings->n_flexible; i++)
        if (strcasecmp(settings->flexible[i], reason) == 0)
            return true;
    return false;
}

enum acd_status ops_all_hands(struct asked *asked)
{
    struct pbx_ops *ops = asked->ops;
    struct order *order = order_new(ops, asked);
    struct ami_action action;
    for (int i = 0; i < ops->pbx->n_agents; i++) {
        const struct pbx_member *member = pbx_member_of(ops->pbx->agents[i], asked->queue);
        if (!member || !member->paused || !is_flexible(ops->pbx->settings, member->reason))
            continue;
        make_pause(&action, ops, member->interface, PBX_NONE, false, "");
        (void)order_add(order, STEP_DO, &action, ops->pbx->agents[i]->name);
    }
    if (order->n == 0) {
        order_drop(ops, order);
        return ops_refuse(asked, ACD_STATUS_REFUSED, "nobody of %s is in a pause that may be ended",
                          ops_queue_name(ops, asked->queue));
    }
    order->measure = measure_new(ops, ACD_OP_ALL_HANDS, asked->queue, asked)->serial;
    return ACD_STATUS_ACCEPTED;
}

enum acd_status ops_managers(struct asked *asked)
{
    struct pbx_ops *ops = asked->ops;
    const struct measure *in_force = measure_on(ops, ACD_OP_MANAGERS, asked->queue);
    if (!asked->args->on && !in_force)
        return ops_refuse(asked, ACD_STATUS_REFUSED, "the managers take no calls of %s now",
                          ops_queue_name(ops, asked->queue));
    if (!asked->args->on) {
        measure_end(ops, in_force->serial, asked, "was ended early", asked->t);
        return ACD_STATUS_ACCEPTED;
    }
    struct order *order = order_new(ops, asked);
    for (int i = 0; i < ops->pbx->n_agents; i++) {
        const struct pbx_agent *agent = ops->pbx->agents[i];
        const struct pbx_member *like;
        if (agent->settings && agent->settings->reserve && !pbx_member_of(agent, asked->queue) &&
            interface_of(agent, &like)[0])
            (void)add_join(ops, order, agent, asked->queue, 0);
    }
    if (order->n == 0) {
        order_drop(ops, order);
        return ops_refuse(asked, ACD_STATUS_REFUSED, "nobody is left in the reserve group of %s",
                          ops->pbx->settings->id);
    }
    order->measure = measure_new(ops, ACD_OP_MANAGERS, asked->queue, asked)->serial;
    return ACD_STATUS_ACCEPTED;
}

/* --- one agent ------------------------------------------------------------------------------------------ */

static enum acd_status order_one(struct asked *asked, const struct ami_action *action)
{
    struct order *order = order_new(asked->ops, asked);
    if (order_add(order, STEP_DO, action, asked->agent->name))
        return ACD_STATUS_ACCEPTED;
    order_drop(asked->ops, order);
    return ops_refuse(asked, ACD_STATUS_REFUSED, "control characters cannot be told to Asterisk");
}

static enum acd_status log_out(struct asked *asked)
{
    struct order *order = order_new(asked->ops, asked);
    for (const struct pbx_member *member = asked->agent->members; member; member = member->next) {
        struct ami_action action;
        if (!member->here)
            continue;
        if (!member->dynamic) {
            order_drop(asked->ops, order);
            return ops_refuse(asked, ACD_STATUS_UNSUPPORTED,
                              "queues.conf makes %s a static member of %s: pause instead",
                              asked->agent->name, ops_queue_name(asked->ops, member->queue));
        }
        make_remove(&action, asked->ops, member->interface, member->queue);
        (void)order_add(order, STEP_DO, &action, asked->agent->name);
    }
    return ACD_STATUS_ACCEPTED;
}

enum acd_status ops_agent_state(struct asked *asked)
{
    const struct acd_args *args = asked->args;
    int state = acd_names_find(&acd_agent_state_names, args->state, strlen(args->state));
    const struct pbx_member *member;
    const char *interface = interface_of(asked->agent, &member);
    struct ami_action action;
    if (!member || !member->here)
        return ops_refuse(asked, ACD_STATUS_REFUSED, "%s is not logged in", asked->agent->name);
    if (state == ACD_STATE_OFFLINE)
        return log_out(asked);
    if (state != ACD_STATE_PAUSED && state != ACD_STATE_AVAILABLE)
        return ops_refuse(asked, ACD_STATUS_REFUSED,
                          "no state %s can be set: paused, available and offline can", args->state);
    make_pause(&action, asked->ops, interface, PBX_NONE, state == ACD_STATE_PAUSED,
               args->known & ACD_BIT(ACD_ARGS_REASON) ? args->reason : "supervisor");
    return order_one(asked, &action);
}

enum acd_status ops_agent_queue(struct asked *asked)
{
    const struct acd_args *args = asked->args;
    const struct pbx_member *like, *member = pbx_member_of(asked->agent, asked->queue);
    bool add = (args->known & ACD_BIT(ACD_ARGS_ADD)) && args->add;
    bool remove = (args->known & ACD_BIT(ACD_ARGS_REMOVE)) && args->remove;
    bool prio = (args->known & ACD_BIT(ACD_ARGS_PRIO)) != 0;
    const char *name = asked->agent->name, *queue = ops_queue_name(asked->ops, asked->queue);
    struct ami_action action;
    if (add == remove && (add || !prio))
        return ops_refuse(asked, ACD_STATUS_REFUSED, "add, remove or a prio is expected, one of them");
    if (prio && args->prio < 0)
        return ops_refuse(asked, ACD_STATUS_REFUSED, "a prio (penalty) is 0 or more");
    if (add && member)
        return ops_refuse(asked, ACD_STATUS_REFUSED, "%s serves %s already", name, queue);
    if (!add && !member)
        return ops_refuse(asked, ACD_STATUS_REFUSED, "%s does not serve %s", name, queue);
    if (add && !interface_of(asked->agent, &like)[0])
        return ops_refuse(asked, ACD_STATUS_REFUSED, "no interface of %s is known", name);
    if (remove && !member->dynamic)
        return ops_refuse(asked, ACD_STATUS_UNSUPPORTED,
                          "queues.conf makes %s a static member of %s: pause instead", name, queue);
    if (add) {
        make_add(&action, asked->ops, asked->agent, asked->queue, prio ? args->prio : 0);
    } else if (remove) {
        make_remove(&action, asked->ops, member->interface, asked->queue);
    } else {
        ami_action(&action, "QueuePenalty", NULL);
        ami_add(&action, "Interface", "%s", member->interface);
        ami_add(&action, "Queue", "%s", asterisk_name(asked->ops, asked->queue));
        ami_add(&action, "Penalty", "%lld", (long long)args->prio);
    }
    return order_one(asked, &action);
}
