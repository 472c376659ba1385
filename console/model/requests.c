/* What was asked and what became of it.  A ring of entries; the oldest give way.  Sends nothing and
 * knows no socket.
 *
 * An answer that is final stays: whatever comes after it under the same id is passed over.  A late
 * answer to what counted as unanswered is taken, for it tells what really happened. */
#include "console/model/requests.h"

#include "acdfeed/memory.h"
#include "console/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct requests {
    struct request_entry entries[REQUESTS_KEPT];
    int n, next;
};

struct requests *requests_new(void)
{
    return acd_calloc(1, sizeof(struct requests));
}

void requests_free(struct requests *requests)
{
    free(requests);
}

static void keep(char *out, size_t bytes, const char *text)
{
    words_print(out, bytes, "%s", text ? text : "");
}

#define KEEP(out, text) keep(out, sizeof(out), text)

void requests_asked(struct requests *requests, const struct acd_request *request, const char *words,
                    int64_t now_ms)
{
    struct request_entry *entry = &requests->entries[requests->next];

    *entry = (struct request_entry){.op = -1, .asked_ms = now_ms, .changed_ms = now_ms};
    KEEP(entry->id, request->id);
    KEEP(entry->site, request->site);
    KEEP(entry->queue, ACD_KNOWN(request, ACD_REQUEST_QUEUE) ? request->queue : "");
    KEEP(entry->agent, ACD_KNOWN(request, ACD_REQUEST_AGENT) ? request->agent : "");
    KEEP(entry->words, words);
    if (request->op)
        entry->op = acd_names_find(&acd_op_names, request->op, strlen(request->op));
    requests->next = (requests->next + 1) % REQUESTS_KEPT;
    if (requests->n < REQUESTS_KEPT)
        requests->n++;
}

static struct request_entry *entry_at(const struct requests *requests, int i)
{
    int place = (requests->next - 1 - i + 2 * REQUESTS_KEPT) % REQUESTS_KEPT;

    return (struct request_entry *)&requests->entries[place];
}

static bool is_open(const struct request_entry *entry)
{
    return entry->state == REQUEST_ASKED || entry->state == REQUEST_ACCEPTED;
}

/* What a status makes of a request; for a person without a reason of its own, in words. */
static const struct {
    enum request_state state;
    const char *words;
} outcomes[ACD_STATUSES] = {
    [ACD_STATUS_ACCEPTED] = {REQUEST_ACCEPTED, ""},
    [ACD_STATUS_DONE] = {REQUEST_DONE, ""},
    [ACD_STATUS_FAILED] = {REQUEST_REFUSED, N_("failed")},
    [ACD_STATUS_REFUSED] = {REQUEST_REFUSED, N_("refused")},
    [ACD_STATUS_UNSUPPORTED] = {REQUEST_REFUSED, N_("not supported by this feed")},
    [ACD_STATUS_DENIED] = {REQUEST_REFUSED, N_("denied: this role may not do it")},
    [ACD_STATUS_EXPIRED] = {REQUEST_REFUSED, N_("expired: it arrived too late and was not carried out")},
};

static void say_why(struct request_entry *entry, const struct acd_reply *reply)
{
    const char *words = words_of(outcomes[reply->status].words);

    if (!ACD_KNOWN(reply, ACD_REPLY_WHY) || !reply->why[0])
        KEEP(entry->why, words);
    else if (reply->status == ACD_STATUS_FAILED) /* tried, not refused: say so */
        words_print(entry->why, sizeof(entry->why), "%s: %s", words, reply->why);
    else
        KEEP(entry->why, reply->why);
}

const struct request_entry *requests_answered(struct requests *requests, const struct acd_reply *reply,
                                              int64_t now_ms)
{
    if (!ACD_KNOWN(reply, ACD_REPLY_ID) || !ACD_KNOWN(reply, ACD_REPLY_STATUS) ||
        reply->status < 0 || reply->status >= ACD_STATUSES)
        return NULL;
    for (int i = 0; i < requests->n; i++) {
        struct request_entry *entry = entry_at(requests, i);
        enum request_state state = outcomes[reply->status].state;

        if (strcmp(entry->id, reply->id) != 0)
            continue;
        if ((!is_open(entry) && entry->state != REQUEST_NO_ANSWER) || entry->state == state)
            return NULL;
        entry->state = state;
        entry->changed_ms = now_ms;
        say_why(entry, reply);
        return entry;
    }
    return NULL;
}

bool requests_hold(const struct requests *requests, const char *site, const char *id)
{
    for (int i = 0; i < requests->n; i++)
        if (strcmp(entry_at(requests, i)->id, id) == 0)
            return strcmp(entry_at(requests, i)->site, site) == 0;
    return false;
}

const struct request_entry *requests_told(struct requests *requests, const char *site,
                                          const struct acd_event *event, int64_t now_ms)
{
    struct acd_reply reply = {.known = ACD_BIT(ACD_REPLY_ID) | ACD_BIT(ACD_REPLY_STATUS)};

    if (!ACD_KNOWN(event, ACD_EVENT_TYPE) || strcmp(event->type, "action") != 0 ||
        !ACD_KNOWN(event, ACD_EVENT_REQUEST) || !ACD_KNOWN(event, ACD_EVENT_STATUS) ||
        !requests_hold(requests, site, event->request))
        return NULL;
    reply.id = event->request;
    reply.status = acd_names_find(&acd_status_names, event->status, strlen(event->status));
    if (ACD_KNOWN(event, ACD_EVENT_WHY)) {
        reply.why = event->why;
        ACD_KNOW(&reply, ACD_REPLY_WHY);
    }
    return requests_answered(requests, &reply, now_ms);
}

static bool is_overdue(const struct request_entry *entry, int64_t now_ms)
{
    int64_t most_ms = entry->state == REQUEST_ASKED ? REQUEST_ANSWER_MS : REQUEST_OUTCOME_MS;

    return is_open(entry) && now_ms - entry->changed_ms >= most_ms;
}

static void give_up(struct request_entry *entry, int64_t now_ms)
{
    KEEP(entry->why, entry->state == REQUEST_ACCEPTED
                         ? _("accepted, but what became of it was never told")
                         : _("whether it was carried out is not known"));
    entry->state = REQUEST_NO_ANSWER;
    entry->changed_ms = now_ms;
}

bool requests_live(struct requests *requests, const char *site, uint64_t inst, int64_t now_ms)
{
    bool changed = false;

    for (int i = 0; i < requests->n; i++) {
        struct request_entry *entry = entry_at(requests, i);

        if (!is_open(entry) || strcmp(entry->site, site) != 0)
            continue;
        if (entry->inst == 0)
            entry->inst = inst;
        if (entry->inst == inst || entry->state != REQUEST_ACCEPTED)
            continue;
        give_up(entry, now_ms);
        changed = true;
    }
    return changed;
}

bool requests_expire(struct requests *requests, int64_t now_ms)
{
    bool changed = false;

    for (int i = 0; i < requests->n; i++) {
        struct request_entry *entry = entry_at(requests, i);

        if (!is_overdue(entry, now_ms))
            continue;
        give_up(entry, now_ms);
        changed = true;
    }
    return changed;
}

int requests_count(const struct requests *requests)
{
    return requests->n;
}

const struct request_entry *requests_at(const struct requests *requests, int i)
{
    return i >= 0 && i < requests->n ? entry_at(requests, i) : NULL;
}

const struct request_entry *requests_of(const struct requests *requests, const char *site,
                                        const char *queue, const char *agent, int64_t now_ms,
                                        int64_t within_ms)
{
    for (int i = 0; i < requests->n; i++) {
        const struct request_entry *entry = entry_at(requests, i);

        if (strcmp(entry->site, site) || (*queue && strcmp(entry->queue, queue)) ||
            (*agent && strcmp(entry->agent, agent)))
            continue;
        if (is_open(entry) || now_ms - entry->changed_ms <= within_ms)
            return entry;
    }
    return NULL;
}
