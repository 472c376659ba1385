/* Which operation a request asks for, whether this server and this user can do it, and who and what
 * it names.  The table below is all that an operation needs beside its function. */
#include "feed/asterisk/pbx_ops_inside.h"

#include "acdfeed/control.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOTICE_MS 600000
#define MAY(name) (1u << PBX_MAY_##name)

static enum acd_status ops_claim(struct asked *asked);
static enum acd_status ops_notice(struct asked *asked);

static const struct {
    ops_function *function; /* NULL: an Asterisk has no such thing */
    unsigned needs;         /* bits of the actions it cannot do without */
    bool hook;              /* carried out by the dialplan */
    bool once;              /* refused while one is in force at the queue */
} rules[ACD_OPS] = {
    [ACD_OP_OVERFLOW] = {ops_overflow, MAY(Redirect), false, true},
    [ACD_OP_OVERFLOW_END] = {ops_overflow_end, 0, false, false},
    [ACD_OP_REDIRECT] = {ops_redirect, MAY(Redirect), false, false},
    [ACD_OP_PRIORITY] = {ops_priority, MAY(QueueChangePriorityCaller) | MAY(QueuePause), false,
                         false},
    [ACD_OP_MOVE_AGENTS] = {ops_move_agents, MAY(QueueAdd) | MAY(QueueRemove) | MAY(QueuePause),
                            false, false},
    [ACD_OP_ALL_HANDS] = {ops_all_hands, MAY(QueuePause), false, true},
    [ACD_OP_MANAGERS] = {ops_managers, MAY(QueueAdd) | MAY(QueueRemove), false, false},
    [ACD_OP_AGENT_STATE] = {ops_agent_state, MAY(QueuePause), false, false},
    [ACD_OP_AGENT_QUEUE] = {ops_agent_queue, MAY(QueueAdd) | MAY(QueueRemove) | MAY(QueuePenalty),
                            false, false},
    [ACD_OP_OPEN] = {ops_open, MAY(Setvar), true, false},
    [ACD_OP_CLOSE] = {ops_close, MAY(Setvar), true, false},
    [ACD_OP_THROTTLE] = {ops_throttle, MAY(Setvar), true, true},
    [ACD_OP_OUTSOURCE] = {ops_outsource, MAY(Setvar), true, true},
    [ACD_OP_ANNOUNCE] = {ops_announce, MAY(Setvar), true, true},
    [ACD_OP_CALLBACK] = {ops_callback, MAY(Setvar), true, false},
    [ACD_OP_REROUTE] = {ops_reroute, MAY(Setvar), true, true},
    [ACD_OP_CLAIM] = {ops_claim, 0, false, false},
    [ACD_OP_NOTICE] = {ops_notice, 0, false, false},
};

static const char *const right_words[PBX_RIGHTS] = {
#define WORD(name) #name,
    PBX_RIGHT_LIST(WORD)
#undef WORD
};

struct pbx_ops *pbx_ops_new(struct pbx *pbx)
{
    struct pbx_ops *ops = acd_calloc(1, sizeof(*ops));
    ops->pbx = pbx;
    pbx->joined = ops_joined;
    pbx->joined_context = ops;
    return ops;
}

void pbx_ops_free(struct pbx_ops *ops)
{
    if (!ops)
        return;
    while (ops->orders)
        order_drop(ops, ops->orders);
    while (ops->n_measures > 0)
        measure_drop(ops, ops->measures[0].serial);
    ops->pbx->joined = NULL;
    free(ops->measures);
    free(ops->finished);
    free(ops->notes);
    free(ops->sending);
    free(ops);
}

/* --- what can be done ------------------------------------------------------------------------------ */

static void list_offered(struct pbx_ops *ops)
{
    ops->n_offered = 0;
    for (int op = 0; op < ACD_OPS && !ops->pbx->settings->viewer; op++) {
        bool able = rules[op].function && (!rules[op].hook || ops->pbx->settings->hooks);
        for (int right = 0; right < PBX_RIGHTS; right++)
            able = able && (!(rules[op].needs & (1u << right)) || ops->may[right]);
        if (op == ACD_OP_PRIORITY)
            able = able && ops->moves_by_priority;
        if (able)
            ops->offered[ops->n_offered++] = acd_names_word(&acd_op_names, op);
    }
    ops->pbx->changed_site = true;
}

/* A server lists the actions that it has and this user may ask for. */
void pbx_ops_rights(struct pbx_ops *ops, const struct ami_message *m)
{
    for (int i = 0; i < PBX_RIGHTS; i++)
        ops->may[i] = ami_get(m, right_words[i]) != NULL;
    ops->rights_known = true;
    list_offered(ops);
}

/* The AMI of the banner is older than the release by 11: 5 is Asterisk 16, 11 is 22. */
void pbx_ops_version(struct pbx_ops *ops, const char *version, const char *banner)
{
    int major = 0, minor = 0;
    const char *slash = strrchr(banner, '/');
    if (version && sscanf(version, "%d.%d", &major, &minor) >= 1) {
        pbx_make_text(ops->version, sizeof(ops->version), version);
    } else if (slash && sscanf(slash + 1, "%d", &major) == 1) {
        major += 11;
        snprintf(ops->version, sizeof(ops->version), "%d", major);
    }
    /* QueueChangePriorityCaller moves a caller (Immediate) from 18.20, 20.5 and 21 on. */
    ops->moves_by_priority =
        major >= 21 || (major == 20 && minor >= 5) || (major == 18 && minor >= 20);
    list_offered(ops);
}

const char *const *pbx_ops_offered(const struct pbx_ops *ops, uint32_t *n)
{
    *n = ops->n_offered;
    return ops->offered;
}

/* --- a request --------------------------------------------------------------------------------------- */

/* A queue that no longer exists, or is not shown, cannot be named. */
static enum acd_status find_queue(struct asked *asked, const char *id, int *queue)
{
    *queue = pbx_find_queue_id(asked->ops->pbx, id);
    if (*queue != PBX_NONE && asked->ops->pbx->queues[*queue].here)
        return ACD_STATUS_ACCEPTED;
    return ops_refuse(asked, ACD_STATUS_REFUSED, "there is no queue %s at %s", id,
                      asked->ops->pbx->settings->id);
}

static enum acd_status find(struct asked *asked)
{
    const struct acd_request *request = asked->request;
    const struct pbx *pbx = asked->ops->pbx;
    if (ACD_KNOWN(request, ACD_REQUEST_QUEUE) &&
        find_queue(asked, request->queue, &asked->queue) != ACD_STATUS_ACCEPTED)
        return ACD_STATUS_REFUSED;
    if (ACD_KNOWN(request, ACD_REQUEST_AGENT)) {
        asked->agent = pbx_find_agent_id(pbx, request->agent);
        if (!asked->agent)
            return ops_refuse(asked, ACD_STATUS_REFUSED, "there is no agent %s at %s",
                              request->agent, pbx->settings->id);
    }
    if (ACD_KNOWN(request, ACD_REQUEST_CALL)) {
        asked->call = pbx_find_contact(pbx, request->call);
        if (!asked->call || asked->call->state != PBX_CALL_WAITS)
            return ops_refuse(asked, ACD_STATUS_REFUSED, "contact %s does not wait any more",
                              request->call);
        if (asked->queue == PBX_NONE)
            asked->queue = asked->call->queue;
    }
    return ACD_STATUS_ACCEPTED;
}

static enum acd_status check_rights(struct asked *asked, int op)
{
    const struct pbx_ops *ops = asked->ops;
    const char *word = asked->request->op;
    if (ops->pbx->settings->viewer)
        return ops_refuse(asked, ACD_STATUS_DENIED, "this feed is for viewers: it takes no commands");
    if (rules[op].hook && !ops->pbx->settings->hooks)
        return ops_refuse(asked, ACD_STATUS_UNSUPPORTED,
                          "%s needs the hooks in the dialplan (hooks = yes in the settings)", word);
    if (op == ACD_OP_PRIORITY && ops->rights_known && !ops->moves_by_priority)
        return ops_refuse(asked, ACD_STATUS_UNSUPPORTED,
                          "Asterisk %s sets a priority but moves nobody; 18.20, 20.5 and 21 do",
                          ops->version[0] ? ops->version : "of this version");
    for (int right = 0; right < PBX_RIGHTS; right++)
        if ((rules[op].needs & (1u << right)) && !ops->may[right])
            return ops_refuse(asked, ACD_STATUS_DENIED,
                              "the bridge's user may not ask Asterisk for %s (write= in manager.conf)",
                              right_words[right]);
    return ACD_STATUS_ACCEPTED;
}

static enum acd_status check_state(struct asked *asked, int op)
{
    struct pbx_ops *ops = asked->ops;
    const struct acd_op_rule *rule = acd_op_rule((enum acd_op)op);
    bool here = op == ACD_OP_CLAIM || op == ACD_OP_NOTICE;
    if (!here && !pbx_whole(ops->pbx))
        return ops_refuse(asked, ACD_STATUS_REFUSED, "there is no connection to Asterisk now");
    if (!here && !ops->rights_known)
        return ops_refuse(asked, ACD_STATUS_REFUSED, "Asterisk has not told yet what it can do");
    if (ops->n_orders >= ORDERS_MOST)
        return ops_refuse(asked, ACD_STATUS_REFUSED, "%d operations are under way: try again later",
                          ops->n_orders);
    if (rule->lasts && ops->n_measures >= ACD_MAX_MEASURES)
        return ops_refuse(asked, ACD_STATUS_REFUSED, "%d measures are in force: end one first",
                          ops->n_measures);
    return ACD_STATUS_ACCEPTED;
}

static int op_of(const struct acd_request *request)
{
    return acd_names_find(&acd_op_names, request->op, strlen(request->op));
}

static enum acd_status decline(struct asked *asked)
{
    int op = op_of(asked->request);
    if (op < 0 || !rules[op].function)
        return ops_refuse(asked, ACD_STATUS_UNSUPPORTED, "Asterisk has no %s", asked->request->op);
    return check_rights(asked, op);
}

static enum acd_status carry_out(struct asked *asked)
{
    struct pbx_ops *ops = asked->ops;
    int op = op_of(asked->request);
    enum acd_status status = decline(asked);
    if (status != ACD_STATUS_ACCEPTED ||
        (status = check_state(asked, op)) != ACD_STATUS_ACCEPTED ||
        (status = find(asked)) != ACD_STATUS_ACCEPTED)
        return status;
    const struct measure *in_force = rules[op].once ? measure_on(ops, (enum acd_op)op, asked->queue)
                                                    : NULL;
    if (in_force)
        return ops_refuse(asked, ACD_STATUS_REFUSED, "%s is already in force (m%u)",
                          asked->request->op, in_force->serial);
    return rules[op].function(asked);
}

struct acd_outcome pbx_ops_command(struct pbx_ops *ops, const struct acd_request *request, int64_t t)
{
    static const struct acd_args no_args;
    struct asked asked = {.ops = ops,
                          .request = request,
                          .args = ACD_KNOWN(request, ACD_REQUEST_ARGS) ? &request->args : &no_args,
                          .t = t,
                          .queue = PBX_NONE,
                          .to = PBX_NONE};
    ops->why[0] = '\0';
    enum acd_status status = carry_out(&asked);
    return (struct acd_outcome){status, ops->why[0] ? ops->why : NULL};
}

struct acd_outcome pbx_ops_decline(struct pbx_ops *ops, const struct acd_request *request, int64_t t)
{
    struct asked asked = {.ops = ops, .request = request, .t = t};
    ops->why[0] = '\0';
    enum acd_status status = ops->rights_known || ops->pbx->settings->viewer
                                 ? decline(&asked)
                                 : ops_refuse(&asked, ACD_STATUS_REFUSED,
                                              "Asterisk has not told yet what it can do");
    if (status == ACD_STATUS_ACCEPTED) /* told in this very moment, and not yet heard */
        status = ops_refuse(&asked, ACD_STATUS_REFUSED, "%s was not offered yet: try again",
                            request->op);
    return (struct acd_outcome){status, ops->why};
}

/* --- what is told to everybody ---------------------------------------------------------------------- */

static const char *by_of(const struct asked *asked)
{
    return ACD_KNOWN(asked->request, ACD_REQUEST_BY) ? asked->request->by : "";
}

/* Words of who asked, for everybody. */
static void note_words(struct asked *asked, const char *type, const char *words)
{
    struct pbx_ops *ops = asked->ops;
    ops_note(ops, type, "", asked->queue, by_of(asked), "%s", words);
    struct ops_note *note = &ops->notes[ops->n_notes - 1];
    snprintf(note->request, sizeof(note->request), "%s", asked->request->id);
}

static enum acd_status ops_claim(struct asked *asked)
{
    note_words(asked, "claim", asked->args->alert);
    return ACD_STATUS_DONE;
}

static enum acd_status ops_notice(struct asked *asked)
{
    struct pbx *pbx = asked->ops->pbx;
    pbx_make_text(pbx->notice, sizeof(pbx->notice), asked->args->text);
    pbx->notice_until_t = asked->t + NOTICE_MS;
    pbx->changed_site = true;
    note_words(asked, "notice", asked->args->text);
    return ACD_STATUS_DONE;
}

const struct acd_event *pbx_ops_take_event(struct pbx_ops *ops)
{
    struct acd_event *told = &ops->event;
    if (ops->told_notes == ops->n_notes)
        return NULL;
    const struct ops_note *note = &ops->notes[ops->told_notes++];
    *told = (struct acd_event){.type = note->type, .text = note->text};
    told->known = ACD_BIT(ACD_EVENT_TYPE) | ACD_BIT(ACD_EVENT_TEXT);
    if (note->op[0]) {
        told->op = note->op;
        told->status = "done";
        told->known |= ACD_BIT(ACD_EVENT_OP) | ACD_BIT(ACD_EVENT_STATUS);
    }
    if (note->queue[0]) {
        told->queue = note->queue;
        ACD_KNOW(told, ACD_EVENT_QUEUE);
    }
    if (note->by[0]) {
        told->by = note->by;
        ACD_KNOW(told, ACD_EVENT_BY);
    }
    if (note->request[0]) {
        told->request = note->request;
        ACD_KNOW(told, ACD_EVENT_REQUEST);
    }
    return told;
}
