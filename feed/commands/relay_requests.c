/* Commands that a relay passes on: to the feed of their site, once, under the id they came with.
 * What becomes of them the feed decides; where it does not say, nobody here does. */
#include "acdfeed/clock.h"
#include "acdfeed/limits.h"
#include "feed/commands/command.h"
#include "feed/commands/relay_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    REQUEST_ANSWER_MS = 5000, /* as long as a console waits */
    REQUEST_KEPT_MS = 600000, /* as long as a feed remembers it */
    REQUESTS_MOST = 4096,
    NAMES_BYTES = 2 * ACD_MAX_TEXT_BYTES + 8, /* of two names */
};

static struct relay_request *find(const struct relay *relay, const char *id)
{
    struct relay_request *found = NULL;
    HASH_FIND(hh, relay->requests, id, strlen(id), found);
    return found;
}

static void drop(struct relay *relay, struct relay_request *request)
{
    HASH_DEL(relay->requests, request);
    free(request);
}

void relay_forget_requests(struct relay *relay)
{
    while (relay->requests)
        drop(relay, relay->requests);
}

static void note(struct relay *relay, const struct acd_request *request, int64_t now_ms)
{
    size_t bytes = strlen(request->id);
    struct relay_request *noted = acd_calloc(1, sizeof *noted + bytes + 1);
    if (HASH_COUNT(relay->requests) >= REQUESTS_MOST)
        drop(relay, relay->requests);
    memcpy(noted->id, request->id, bytes);
    noted->asked_ms = now_ms;
    snprintf(noted->by, sizeof noted->by, "%s",
             ACD_KNOWN(request, ACD_REQUEST_BY) ? request->by : "");
    HASH_ADD(hh, relay->requests, id[0], bytes, noted);
}

/* The publisher gives each id once only, so each is sent once only. */
struct acd_outcome relay_pass_on(void *context, const struct acd_request *request)
{
    struct relay *relay = context;
    struct acd_fault why;
    if (!acd_subscriber_send(relay->subscriber, request, &why)) {
        (void)acd_fault_say(&relay->why, "not passed on: %s", why.text);
        return (struct acd_outcome){.status = ACD_STATUS_REFUSED, .why = relay->why.text};
    }
    note(relay, request, acd_monotonic_ms());
    command_complain("relay", "request %s: %s at %s by %s: passed on", request->id, request->op,
                     request->site, ACD_KNOWN(request, ACD_REQUEST_BY) ? request->by : "?");
    return (struct acd_outcome){.status = ACD_OUTCOME_ELSEWHERE};
}

void relay_answered(struct relay *relay, const struct acd_reply *reply)
{
    struct relay_request *request = find(relay, reply->id);
    if (!request || !ACD_KNOWN(reply, ACD_REPLY_STATUS))
        return;
    const char *why = ACD_KNOWN(reply, ACD_REPLY_WHY) ? reply->why : NULL;
    request->answered = true;
    command_complain("relay", "request %s: %s%s%s", request->id,
                     acd_names_word(&acd_status_names, reply->status), why ? ": " : "",
                     why ? why : "");
    acd_publisher_finish(relay->publisher, reply->id, (enum acd_status)reply->status, why);
}

void relay_tick_requests(struct relay *relay, int64_t now_ms)
{
    while (relay->requests && now_ms - relay->requests->asked_ms > REQUEST_KEPT_MS)
        drop(relay, relay->requests);
    for (struct relay_request *each = relay->requests; each; each = each->hh.next) {
        if (each->answered || each->missed || now_ms - each->asked_ms < REQUEST_ANSWER_MS)
            continue;
        each->missed = true;
        command_complain("relay",
                         "request %s: no answer of the feed; whether it was carried out "
                         "is unknown",
                         each->id);
    }
}

/* Who asked us beside the key that we asked by.  False: it needs no more names. */
static bool name_both(const struct relay *relay, const struct acd_event *event,
                      char by[NAMES_BYTES])
{
    const struct relay_request *request =
        ACD_KNOWN(event, ACD_EVENT_REQUEST) ? find(relay, event->request) : NULL;
    if (!request || !request->by[0])
        return false;
    const char *key = ACD_KNOWN(event, ACD_EVENT_BY) ? event->by : "";
    if (strcmp(key, request->by) == 0)
        return false;
    snprintf(by, NAMES_BYTES, "%s%s%s", request->by, key[0] ? " via " : "", key);
    return strlen(by) <= ACD_MAX_TEXT_BYTES;
}

static bool names_any(struct relay *relay, struct acd_message message)
{
    struct acd_refusal refusal;
    char by[NAMES_BYTES];
    void *event;
    enum acd_next next;
    while ((next = acd_message_next(&message, &relay->event, &event, &refusal)) != ACD_NEXT_END)
        if (next == ACD_NEXT_ITEM && name_both(relay, event, by))
            return true;
    return false;
}

bool relay_pass_events(struct relay *relay, const struct acd_message *message)
{
    if (!relay->requests || !names_any(relay, *message))
        return false;
    struct acd_message walk = *message;
    struct acd_refusal refusal;
    struct acd_fault why;
    char site[ACD_MAX_ID_BYTES + 1], by[NAMES_BYTES];
    void *item;
    enum acd_next next;
    snprintf(site, sizeof site, "%.*s", (int)message->site_bytes, message->site);
    while ((next = acd_message_next(&walk, &relay->event, &item, &refusal)) != ACD_NEXT_END) {
        if (next != ACD_NEXT_ITEM)
            continue;
        struct acd_event event = *(const struct acd_event *)item;
        if (name_both(relay, &event, by)) {
            event.by = by;
            ACD_KNOW(&event, ACD_EVENT_BY);
        }
        if (!acd_publisher_event(relay->publisher, site, &event, &why))
            command_complain("relay", "an event of %s is not passed on: %s", site, why.text);
    }
    return true;
}
