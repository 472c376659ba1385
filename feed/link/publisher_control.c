/* Requests: checked, handed over at most once, answered, and told to everyone as events.  It never
 * knows what an operation does. */
#include "acdfeed/clock.h"
#include "feed/link/publisher_parts.h"

#include <string.h>

static const char full_words[] = "too many requests in the last minutes; try again later";

static void send_reply(struct acd_publisher *publisher, const void *peer, size_t peer_bytes,
                       const struct acd_reply *reply)
{
    acd_buffer_clear(&publisher->packed);
    acd_pack(&publisher->packed, &acd_reply_shape, reply);
    struct link_part parts[2] = {
        {peer, peer_bytes},
        {publisher->packed.data, publisher->packed.size},
    };
    link_send(publisher->control, parts, 2); /* a peer that is gone asks again */
}

static struct acd_reply reply_to(const char *id, enum acd_status status, const char *why)
{
    struct acd_reply reply = {
        .known = ACD_BIT(ACD_REPLY_V) | ACD_BIT(ACD_REPLY_ID) | ACD_BIT(ACD_REPLY_STATUS) |
                 ACD_BIT(ACD_REPLY_T),
        .v = ACD_VERSION,
        .id = id,
        .status = status,
        .t = acd_wall_ms(),
    };
    if (why && why[0]) {
        reply.why = why;
        ACD_KNOW(&reply, ACD_REPLY_WHY);
    }
    return reply;
}

static void copy_field(struct acd_event *event, enum acd_event_field field, const char **to,
                       const struct acd_request *request, enum acd_request_field of,
                       const char *from)
{
    if (!(request->known & ACD_BIT(of)))
        return;
    *to = from;
    ACD_KNOW(event, field);
}

struct naming {
    const struct acd_publisher *publisher;
    const char *site;
};

static const char *queue_name(const void *context, const char *queue)
{
    const struct naming *naming = context;
    const struct publisher_site *site = publisher_site_of(naming->publisher, naming->site);
    const struct catalogue_item *item =
        site ? catalogue_find(&site->stream[ACD_KIND_QUEUE].catalogue, queue) : NULL;
    const struct acd_queue *told = item ? item->entity : NULL;
    return told && ACD_KNOWN(told, ACD_QUEUE_NAME) ? told->name : NULL;
}

/* Every decision is told to every console, also a refusal, with what was asked in words. */
static void tell_decision(struct acd_publisher *publisher, const struct acd_request *request,
                          enum acd_status status, const char *why)
{
    if (!ACD_KNOWN(request, ACD_REQUEST_SITE) || !publisher_site_of(publisher, request->site))
        return;
    struct acd_event event = {
        .known = ACD_BIT(ACD_EVENT_TYPE) | ACD_BIT(ACD_EVENT_STATUS) | ACD_BIT(ACD_EVENT_REQUEST),
        .type = "action",
        .status = acd_names_word(&acd_status_names, (int)status),
        .request = request->id,
    };
    copy_field(&event, ACD_EVENT_BY, &event.by, request, ACD_REQUEST_BY, request->by);
    copy_field(&event, ACD_EVENT_OP, &event.op, request, ACD_REQUEST_OP, request->op);
    copy_field(&event, ACD_EVENT_QUEUE, &event.queue, request, ACD_REQUEST_QUEUE, request->queue);
    copy_field(&event, ACD_EVENT_AGENT, &event.agent, request, ACD_REQUEST_AGENT, request->agent);
    copy_field(&event, ACD_EVENT_CALL, &event.call, request, ACD_REQUEST_CALL, request->call);
    if (why && why[0]) {
        event.why = why;
        ACD_KNOW(&event, ACD_EVENT_WHY);
    }
    struct naming naming = {publisher, request->site};
    char text[ACD_MAX_TEXT_BYTES + 1];
    acd_request_words(request, queue_name, &naming, text, sizeof text);
    if (text[0]) {
        event.text = text;
        ACD_KNOW(&event, ACD_EVENT_TEXT);
    }
    struct acd_fault fault;
    if (!acd_publisher_event(publisher, request->site, &event, &fault))
        publisher->bad_requests++;
}

/* The contract bounds a text, and a fault may be longer: cut at a character. */
static const char *clip(const char *why, char out[ACD_MAX_TEXT_BYTES + 1])
{
    size_t bytes = why ? strlen(why) : 0;
    if (bytes > ACD_MAX_TEXT_BYTES) {
        bytes = ACD_MAX_TEXT_BYTES;
        while (bytes > 0 && ((unsigned char)why[bytes] & 0xc0) == 0x80)
            bytes--;
    }
    memcpy(out, why ? why : "", bytes);
    out[bytes] = '\0';
    return out;
}

/* The decision is remembered first, so that a repeated request meets it whatever comes next. */
static void answer(struct acd_publisher *publisher, const struct acd_request *request,
                   const void *peer, size_t peer_bytes, enum acd_status status, const char *words)
{
    char clipped[ACD_MAX_TEXT_BYTES + 1];
    const char *why = clip(words, clipped);
    acd_once_told(publisher->once, request->id, status, why);
    struct acd_reply reply = reply_to(request->id, status, why);
    send_reply(publisher, peer, peer_bytes, &reply);
}

static void decide(struct acd_publisher *publisher, const struct acd_request *request,
                   const void *peer, size_t peer_bytes, enum acd_status status, const char *words)
{
    char clipped[ACD_MAX_TEXT_BYTES + 1];
    answer(publisher, request, peer, peer_bytes, status, words);
    tell_decision(publisher, request, status, clip(words, clipped));
}

static bool carries_out(const struct publisher_site *site, const char *op)
{
    for (uint32_t i = 0; ACD_KNOWN(site->told, ACD_SITE_OPS) && i < site->told->n_ops; i++) {
        if (strcmp(site->told->ops[i], op) == 0)
            return true;
    }
    return false;
}

/* Whether the request may be handed over; the outcome if not. */
static bool may_pass(const struct acd_publisher *publisher, const struct acd_request *request,
                     int64_t waited_ms, struct acd_outcome *outcome, struct acd_fault *fault)
{
    *outcome = (struct acd_outcome){.status = ACD_STATUS_REFUSED, .why = fault->text};
    if (!acd_request_check(request, fault))
        return false;
    const struct publisher_site *site = publisher_site_of(publisher, request->site);
    if (!site)
        return acd_fault_say(fault, "no site %s here", request->site);
    if (publisher->options.declines && !carries_out(site, request->op)) {
        struct acd_outcome told = publisher->options.declines(publisher->options.context, request);
        outcome->status = told.status;
        return acd_fault_say(fault, "%s", told.why ? told.why : "");
    }
    if (!publisher->options.command || !carries_out(site, request->op)) {
        outcome->status = ACD_STATUS_UNSUPPORTED;
        return acd_fault_say(fault, "this feed does not carry out %s", request->op);
    }
    if (ACD_KNOWN(request, ACD_REQUEST_INST) && request->inst != publisher_inst(publisher, site))
        return acd_fault_say(fault,
                             "not carried out here: this feed began anew since you last heard "
                             "it; whether the one before did is to be seen on the floor");
    if (ACD_KNOWN(request, ACD_REQUEST_TTL) && waited_ms > request->ttl_ms) {
        outcome->status = ACD_STATUS_EXPIRED;
        return acd_fault_say(fault, "it may have waited %lld ms, more than the %lld ms allowed",
                             (long long)waited_ms, (long long)request->ttl_ms);
    }
    return true;
}

/* `who` NULL: a feed without keys, where everyone may. */
static bool role_allows(const struct admitted *who, enum quota_answer quota,
                        struct acd_outcome *outcome, struct acd_fault *fault)
{
    *outcome = (struct acd_outcome){.status = ACD_STATUS_REFUSED, .why = fault->text};
    if (quota == QUOTA_REFUSE)
        return acd_fault_say(fault, "too many requests of %s within a minute; wait a little",
                             who->name);
    outcome->status = ACD_STATUS_DENIED;
    return !who || admission_commands(who->role) ||
           acd_fault_say(fault, "%s has the role %s; only a supervisor commands", who->name,
                         acd_names_word(&admission_role_names, (int)who->role));
}

static void hand_over(struct acd_publisher *publisher, const struct acd_request *request,
                      const struct link_part *peer, int64_t now_ms)
{
    struct pending *pending = publisher_pending_add(publisher, request, peer, now_ms);
    struct acd_outcome outcome =
        publisher->options.command(publisher->options.context, pending->request);
    pending = publisher_pending_find(publisher, request->id);
    if (!pending) /* finished within the call */
        return;
    pending->elsewhere = outcome.status == ACD_OUTCOME_ELSEWHERE;
    if (pending->elsewhere)
        return;
    decide(publisher, pending->request, pending->peer, pending->peer_bytes, outcome.status,
           outcome.why);
    if (outcome.status != ACD_STATUS_ACCEPTED)
        publisher_pending_drop(publisher, pending);
}

/* Asked elsewhere, and no answer came yet: it will be answered when there is one. */
static bool awaits_answer(const struct acd_publisher *publisher, const char *id)
{
    const struct pending *pending = publisher_pending_find(publisher, id);
    return pending && pending->elsewhere && !pending->answered;
}

static void command(struct acd_publisher *publisher, const struct acd_request *request,
                    const struct admitted *who, const struct link_part *peer, int64_t now_ms)
{
    enum quota_answer quota = who ? guard_counts(publisher->guard, who, now_ms) : QUOTA_PASS;
    if (quota == QUOTA_DROP)
        return;
    enum acd_status status = ACD_STATUS_REFUSED;
    const char *why = NULL;
    switch (acd_once_ask(publisher->once, request->id, now_ms, &status, &why)) {
    case ACD_ONCE_AGAIN: {
        if (awaits_answer(publisher, request->id))
            return;
        struct acd_reply reply = reply_to(request->id, status, why);
        send_reply(publisher, peer->data, peer->bytes, &reply);
        return;
    }
    case ACD_ONCE_FULL: {
        struct acd_reply reply = reply_to(request->id, ACD_STATUS_REFUSED, full_words);
        send_reply(publisher, peer->data, peer->bytes, &reply);
        tell_decision(publisher, request, ACD_STATUS_REFUSED, full_words);
        return;
    }
    case ACD_ONCE_NEW:
        break;
    }
    struct acd_fault fault = {""};
    struct acd_outcome outcome;
    bool allowed = role_allows(who, quota, &outcome, &fault);
    if (!allowed)
        guard_refused(publisher->guard, who, request->op ? request->op : "a command", fault.text,
                      now_ms);
    bool passes =
        allowed && may_pass(publisher, request, now_ms - publisher->drained_ms, &outcome, &fault);
    if (passes && !publisher_pending_room(publisher, request, peer, &fault)) {
        passes = false;
        outcome = (struct acd_outcome){.status = ACD_STATUS_REFUSED, .why = fault.text};
    }
    if (passes)
        hand_over(publisher, request, peer, now_ms);
    else
        decide(publisher, request, peer->data, peer->bytes, outcome.status, outcome.why);
}

static void snapshot(struct acd_publisher *publisher, const struct acd_request *request,
                     const struct admitted *who, const struct link_part *peer, int64_t now_ms)
{
    struct acd_fault fault;
    struct acd_reply reply;
    struct acd_mark *marks = publisher->marks;
    char clipped[ACD_MAX_TEXT_BYTES + 1];
    enum quota_answer quota = publisher_pages_take(publisher, who, peer, now_ms, &fault);
    if (quota == QUOTA_DROP)
        return;
    if (quota == QUOTA_REFUSE || !acd_request_check(request, &fault)) {
        reply = reply_to(request->id, ACD_STATUS_REFUSED, clip(fault.text, clipped));
        send_reply(publisher, peer->data, peer->bytes, &reply);
        return;
    }
    const char *agent = acd_names_word(&acd_kind_names, ACD_KIND_AGENT);
    if (who && !admission_sees_agents(who->role) && strcmp(request->args.kind, agent) == 0) {
        static const char words[] = "the role wall does not see agents";
        guard_refused(publisher->guard, who, "agents", words, now_ms);
        reply = reply_to(request->id, ACD_STATUS_DENIED, words);
        send_reply(publisher, peer->data, peer->bytes, &reply);
        return;
    }
    reply = reply_to(request->id, ACD_STATUS_REFUSED, NULL);
    publisher_page(publisher, request, &reply, now_ms);
    const struct publisher_site *site = publisher_site_of(publisher, request->site);
    if (reply.status == ACD_STATUS_DONE && site) {
        reply.marks = marks;
        reply.n_marks = publisher_marks(site, marks, ACD_MAX_MARKS);
        ACD_KNOW(&reply, ACD_REPLY_MARKS);
    }
    send_reply(publisher, peer->data, peer->bytes, &reply);
}

static void take_request(struct acd_publisher *publisher, const struct link_part *peer,
                         const struct link_part *body, int64_t now_ms)
{
    struct acd_refusal refusal;
    publisher->scratch.used = 0;
    const struct acd_request *request =
        acd_unpack(&acd_request_shape, body->data, body->bytes, &publisher->scratch, &refusal);
    if (!request || !ACD_KNOWN(request, ACD_REQUEST_ID) || !request->id[0]) {
        publisher->bad_requests++; /* without an id there is nothing to answer */
        return;
    }
    if (ACD_KNOWN(request, ACD_REQUEST_V) && request->v != ACD_VERSION) {
        struct acd_reply reply = reply_to(request->id, ACD_STATUS_UNSUPPORTED,
                                          "this feed speaks version 1 of the protocol");
        send_reply(publisher, peer->data, peer->bytes, &reply);
        return;
    }
    const struct admitted *who = NULL;
    struct acd_request named = *request;
    if (publisher->guard) {
        who = guard_sender(publisher->guard, publisher->control);
        if (!who) {
            struct acd_reply reply =
                reply_to(request->id, ACD_STATUS_DENIED, "this key is no longer authorized");
            send_reply(publisher, peer->data, peer->bytes, &reply);
            return;
        }
        named.by = who->name; /* whatever it calls itself */
        ACD_KNOW(&named, ACD_REQUEST_BY);
    }
    if (ACD_KNOWN(request, ACD_REQUEST_OP) && strcmp(request->op, "snapshot") == 0)
        snapshot(publisher, &named, who, peer, now_ms);
    else
        command(publisher, &named, who, peer, now_ms);
}

/* An empty socket says that nothing waits, but not right after this process was stopped: what came
 * then is still on its way through libzmq, which was stopped too. */
static void note_empty(struct acd_publisher *publisher, int64_t now_ms)
{
    if (now_ms > publisher->turn_ms + PUBLISHER_PAUSE_MS)
        publisher->thawed_ms = now_ms;
    publisher->turn_ms = now_ms;
    if (now_ms - publisher->thawed_ms >= PUBLISHER_THAW_MS)
        publisher->drained_ms = now_ms;
}

static void tell_bad_requests(struct acd_publisher *publisher, int64_t now_ms)
{
    if (publisher->bad_requests == publisher->told_bad_requests)
        return;
    publisher->told_bad_requests = publisher->bad_requests;
    guard_log_say(&publisher->log, now_ms, "bad requests",
                  "what came to the control socket was no request, and not answered (%llu so far)",
                  (unsigned long long)publisher->bad_requests);
}

/* More wait than are taken in one go: as long as these took goes to everything else first. */
static void rest(struct acd_publisher *publisher, int64_t began_ms)
{
    int64_t now_ms = acd_monotonic_ms(), took_ms = now_ms - began_ms;
    publisher->rest_until_ms = now_ms + (took_ms > PUBLISHER_REST_MS ? took_ms : PUBLISHER_REST_MS);
}

void publisher_take_requests(struct acd_publisher *publisher, int64_t now_ms)
{
    if (!publisher->control || now_ms < publisher->rest_until_ms)
        return;
    struct link_part parts[LINK_PARTS];
    int taken = 0;
    for (; taken < PUBLISHER_DRAIN; taken++) {
        int n = link_receive(publisher->control, parts);
        if (n == 0) {
            note_empty(publisher, now_ms);
            break;
        }
        if (n == 2)
            take_request(publisher, &parts[0], &parts[1], now_ms);
        else
            publisher->bad_requests++;
    }
    tell_bad_requests(publisher, now_ms);
    if (taken == PUBLISHER_DRAIN)
        rest(publisher, now_ms);
    publisher_expire_pending(publisher, now_ms);
}

void acd_publisher_finish(struct acd_publisher *publisher, const char *request_id,
                          enum acd_status status, const char *why)
{
    struct pending *pending = publisher_pending_find(publisher, request_id);
    if (!pending)
        return;
    if (pending->elsewhere)
        answer(publisher, pending->request, pending->peer, pending->peer_bytes, status, why);
    else
        decide(publisher, pending->request, pending->peer, pending->peer_bytes, status, why);
    pending->answered = true;
    if (status != ACD_STATUS_ACCEPTED)
        publisher_pending_drop(publisher, pending);
}
