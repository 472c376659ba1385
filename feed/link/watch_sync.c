/* How a site becomes whole again: by the feed's counts, by snapshot pages, or by a full round of
 * keyframes.  It knows what is in doubt and since when; never sockets, bytes or figures. */
#include "feed/link/watch.h"

#include <stdio.h>
#include <string.h>

void watch_raise(struct watch *watch, enum acd_kind kind, int64_t now_ms)
{
    if (!watch_holds(watch, kind))
        return;
    struct watch_doubt *doubt = &watch->doubt[kind];
    ledger_raise(&watch->ledger[kind]);
    doubt->pending = true;
    doubt->paged = false;
    doubt->since_ms = now_ms;
    doubt->short_since_ms = -1;
    watch->changed = true;
    if (watch->pages && watch->beaten && watch->stale_since_ms < 0)
        puller_want(&watch->puller, kind);
    else
        puller_drop(&watch->puller, kind);
}

struct forget_one {
    struct watch *watch;
    enum acd_kind kind;
};

static void forget_one(void *context, const char *id)
{
    const struct forget_one *one = context;
    one->watch->forget(one->watch->context, one->kind, id);
}

/* Everything that exists has been told in this epoch. */
static void whole_again(struct watch *watch, enum acd_kind kind)
{
    struct forget_one one = {.watch = watch, .kind = kind};
    ledger_forget_old(&watch->ledger[kind], forget_one, &one);
    ledger_bury(&watch->ledger[kind]);
    watch->doubt[kind].pending = false;
    watch->changed = true;
}

static bool counts_agree(const struct watch *watch, enum acd_kind kind)
{
    return watch->doubt[kind].expected == (int64_t)watch->ledger[kind].present;
}

/* A difference that stays for a whole round without a known loss: ask, or doubt what we hold. */
static void settle_difference(struct watch *watch, enum acd_kind kind, int64_t now_ms)
{
    struct watch_doubt *doubt = &watch->doubt[kind];
    if (doubt->expected < 0 || counts_agree(watch, kind)) {
        doubt->short_since_ms = -1;
        return;
    }
    if (doubt->short_since_ms < 0)
        doubt->short_since_ms = now_ms;
    if (doubt->pending || now_ms - doubt->short_since_ms < watch->keyframe_ms + WATCH_GRACE_MS)
        return;
    doubt->short_since_ms = now_ms;
    if (doubt->expected < (int64_t)watch->ledger[kind].present)
        watch_raise(watch, kind, now_ms);
    else if (watch->pages)
        puller_want(&watch->puller, kind);
}

/* What was told since the doubt is part of what exists; as many, with nothing missing: all of it.
 */
static bool told_in_full(const struct watch *watch, enum acd_kind kind)
{
    return !watch->doubt[kind].paged && watch->sequences.marked && counts_agree(watch, kind) &&
           !sequences_awaiting(&watch->sequences, kind);
}

static void settle_kind(struct watch *watch, enum acd_kind kind, int64_t now_ms)
{
    struct watch_doubt *doubt = &watch->doubt[kind];
    bool comparable = !watch->sequences.marked || !sequences_ahead(&watch->sequences, kind);
    if (doubt->pending && comparable && told_in_full(watch, kind)) {
        puller_drop(&watch->puller, kind);
        whole_again(watch, kind);
    }
    if (comparable)
        settle_difference(watch, kind, now_ms);
    bool asked = watch->puller.pulling && watch->puller.kind == kind;
    if (doubt->pending && watch->pages && !asked)
        puller_want(&watch->puller, kind);
}

/* After a heartbeat: compares what was told with what the feed says there is. */
void watch_settle(struct watch *watch, int64_t now_ms)
{
    for (int kind = 0; kind < ACD_KINDS; kind++) {
        if (watch_holds(watch, (enum acd_kind)kind))
            settle_kind(watch, (enum acd_kind)kind, now_ms);
    }
}

static void turn_stale(struct watch *watch, int64_t now_ms)
{
    watch->stale_since_ms = now_ms;
    watch->changed = true;
    for (int kind = 0; kind < ACD_KINDS; kind++)
        watch_raise(watch, (enum acd_kind)kind, now_ms);
}

/* Every entity has been sent since the doubt, and none of it was lost or it would be younger. */
static bool round_is_over(const struct watch *watch, enum acd_kind kind, int64_t now_ms)
{
    const struct watch_doubt *doubt = &watch->doubt[kind];
    return doubt->pending && watch->beaten &&
           doubt->expected <= (int64_t)watch->ledger[kind].present &&
           now_ms - doubt->since_ms > watch->keyframe_ms + WATCH_GRACE_MS;
}

void watch_tick(struct watch *watch, int64_t now_ms)
{
    if (watch->has_rival && now_ms - watch->rival_ms > watch_stale_after_ms(watch)) {
        watch->has_rival = false;
        watch->changed = true;
    }
    watch_tick_standby(watch, now_ms);
    if (watch->heard_ms < 0 || watch->stale_since_ms >= 0)
        return;
    if (now_ms - watch->heard_ms > watch_stale_after_ms(watch)) {
        turn_stale(watch, now_ms);
        return;
    }
    for (int kind = 0; kind < ACD_KINDS; kind++) {
        enum acd_kind each = (enum acd_kind)kind;
        if (!watch_holds(watch, each) || !round_is_over(watch, each, now_ms))
            continue;
        puller_drop(&watch->puller, each);
        whole_again(watch, each);
    }
}

bool watch_pull_due(struct watch *watch, int64_t now_ms)
{
    if (!puller_due(&watch->puller, now_ms))
        return false;
    /* Whatever is gone by now cannot stand in a page that is yet to be made. */
    if (!watch->puller.after[0])
        ledger_bury(&watch->ledger[watch->puller.kind]);
    return true;
}

static bool answers(const struct watch *watch, const struct acd_reply *reply)
{
    return ACD_KNOWN(reply, ACD_REPLY_STATUS) && reply->status == ACD_STATUS_DONE &&
           ACD_KNOWN(reply, ACD_REPLY_ITEMS) &&
           (!ACD_KNOWN(reply, ACD_REPLY_INST) || reply->inst == watch->inst);
}

/* A page stamps its entities when it can only be one topic they came under. */
static struct ledger_stamp page_stamp(const struct watch *watch, const struct acd_reply *reply)
{
    struct ledger_stamp stamp = {0};
    for (uint32_t i = 0; i < reply->n_marks; i++) {
        const char *topic = reply->marks[i].topic;
        enum acd_kind kind;
        if (!watch_own_topic(watch, topic, &kind) || kind != watch->kind)
            continue;
        if (stamp.topic)
            return (struct ledger_stamp){0};
        stamp.topic = sequences_find(&watch->sequences, topic, strlen(topic));
        stamp.n = reply->marks[i].n;
    }
    return stamp;
}

bool watch_page(struct watch *watch, const struct acd_reply *reply, int64_t now_ms)
{
    if (!puller_awaits(&watch->puller, reply->id))
        return false;
    if (ACD_KNOWN(reply, ACD_REPLY_STATUS) && reply->status == ACD_STATUS_DENIED) {
        watch_denied(watch, watch->puller.kind);
        return false;
    }
    if (!answers(watch, reply)) {
        bool serves = ACD_KNOWN(reply, ACD_REPLY_STATUS) && reply->status == ACD_STATUS_DONE;
        puller_fail(&watch->puller, now_ms, serves ? PULLER_ANSWER_MS : PULLER_REFUSED_MS);
        return false;
    }
    watch->kind = watch->puller.kind;
    sequences_release(&watch->page_marks);
    for (uint32_t i = 0; i < reply->n_marks; i++) {
        const struct acd_mark *mark = &reply->marks[i];
        uint64_t missing;
        sequences_mark(&watch->page_marks, watch->kind, mark->topic, strlen(mark->topic), mark->n,
                       &missing);
    }
    watch->stamp = page_stamp(watch, reply);
    return true;
}

bool watch_page_item(struct watch *watch, const char *id)
{
    enum ledger_answer answer =
        ledger_page(&watch->ledger[watch->kind], id, &watch->page_marks, watch->stamp);
    watch->full = answer == LEDGER_FULL;
    watch->refused += watch->full;
    watch->overflowed |= watch->full;
    watch->doubt[watch->kind].paged |= answer == LEDGER_APPLY;
    return answer == LEDGER_APPLY;
}

void watch_page_end(struct watch *watch, const struct acd_reply *reply, bool whole, int64_t now_ms)
{
    const char *next = ACD_KNOWN(reply, ACD_REPLY_NEXT) ? reply->next : NULL;
    if (!whole || (next && strcmp(next, watch->puller.after) <= 0)) {
        puller_fail(&watch->puller, now_ms, PULLER_ANSWER_MS);
        return;
    }
    for (uint32_t i = 0; i < reply->n_marks; i++) {
        const struct acd_mark *mark = &reply->marks[i];
        enum acd_kind kind;
        if (watch_own_topic(watch, mark->topic, &kind) && kind == watch->kind)
            sequences_await(&watch->sequences, kind, mark->topic, strlen(mark->topic), mark->n);
    }
    puller_advance(&watch->puller, next);
    if (!next) {
        whole_again(watch, watch->kind);
        settle_difference(watch, watch->kind, now_ms);
    }
}

void watch_denied(struct watch *watch, enum acd_kind kind)
{
    struct forget_one one = {.watch = watch, .kind = kind};
    ledger_raise(&watch->ledger[kind]);
    ledger_forget_old(&watch->ledger[kind], forget_one, &one);
    puller_drop(&watch->puller, kind);
    watch->kinds &= ~(1u << kind);
    watch->doubt[kind].pending = false;
    watch->lost -= watch->lost_of[kind];
    watch->lost_of[kind] = 0;
    watch->changed = true;
}

static bool differs(const struct watch *watch, enum acd_kind kind)
{
    const struct watch_doubt *doubt = &watch->doubt[kind];
    return doubt->pending || doubt->short_since_ms >= 0 ||
           sequences_awaiting(&watch->sequences, kind);
}

enum acd_link watch_link(const struct watch *watch)
{
    if (watch->heard_ms < 0)
        return ACD_LINK_SILENT;
    if (watch->stale_since_ms >= 0)
        return ACD_LINK_STALE;
    if (watch->has_rival || watch->said[0])
        return ACD_LINK_INCOMPLETE;
    for (int kind = 0; kind < ACD_KINDS; kind++) {
        if (watch_holds(watch, (enum acd_kind)kind) && differs(watch, (enum acd_kind)kind))
            return ACD_LINK_INCOMPLETE;
    }
    return ACD_LINK_LIVE;
}

static int say_missing(const struct watch *watch, enum acd_kind kind, char *out, size_t bytes)
{
    const struct watch_doubt *doubt = &watch->doubt[kind];
    const char *word = acd_names_word(&acd_kind_names, (int)kind);
    if (doubt->expected >= 0)
        return snprintf(out, bytes, "%ss: %u of %lld told", word, watch->ledger[kind].present,
                        (long long)doubt->expected);
    return snprintf(out, bytes, "%ss: not yet all told", word);
}

/* At most that many bytes, cut at a character; how many. */
static size_t say_cut(char *out, size_t bytes, const char *words)
{
    size_t n = strlen(words);
    n = n < bytes ? n : bytes - 1;
    while (words[n] && n > 0 && ((unsigned char)words[n] & 0xc0) == 0x80)
        n--;
    memcpy(out, words, n);
    out[n] = '\0';
    return n;
}

void watch_why(const struct watch *watch, char *out, size_t bytes)
{
    size_t used = 0;
    out[0] = '\0';
    switch (watch_link(watch)) {
    case ACD_LINK_SILENT:
        snprintf(out, bytes, "no heartbeat yet");
        return;
    case ACD_LINK_STALE:
        if (watch_lags(watch)) {
            snprintf(out, bytes, "its heartbeats come %lld ms late",
                     (long long)watch->clock.late_ms);
            return;
        }
        snprintf(out, bytes, "no heartbeat for more than %lld ms",
                 (long long)watch_stale_after_ms(watch));
        return;
    default:
        break;
    }
    if (watch->has_rival)
        used = (size_t)snprintf(out, bytes, "two feeds claim this site");
    else if (watch->said[0])
        used = say_cut(out, bytes / 2, watch->said);
    for (int kind = 0; kind < ACD_KINDS; kind++) {
        if (!watch_holds(watch, (enum acd_kind)kind) || !differs(watch, (enum acd_kind)kind))
            continue;
        used += (size_t)snprintf(out + used, bytes - used, "%s", used ? ", " : "");
        used += (size_t)say_missing(watch, (enum acd_kind)kind, out + used, bytes - used);
    }
}
