/* The order of messages and heartbeats of one site.  It never sees a socket, bytes or an entity's
 * figures: only ids, counts and times. */
#include "feed/link/watch.h"

#include <stdio.h>
#include <string.h>

void watch_init(struct watch *watch, const char *site, uint32_t kinds,
                void (*forget)(void *context, enum acd_kind kind, const char *id), void *context)
{
    *watch = (struct watch){
        .subscribed = kinds,
        .kinds = kinds,
        .forget = forget,
        .context = context,
        .any_ms = -1,
        .heard_ms = -1,
        .stale_since_ms = -1,
        .taken_ms = -1,
        .standby_ms = -1,
        .period_ms = WATCH_PERIOD_MS,
        .keyframe_ms = WATCH_KEYFRAME_MS,
    };
    snprintf(watch->site, sizeof watch->site, "%s", site);
    for (int kind = 0; kind < ACD_KINDS; kind++) {
        watch->doubt[kind].expected = -1;
        watch->doubt[kind].short_since_ms = -1;
    }
}

void watch_share(struct watch *watch, struct budget *budget)
{
    watch->sequences.budget = watch->page_marks.budget = budget;
    for (int kind = 0; kind < ACD_KINDS; kind++)
        watch->ledger[kind].budget = budget;
}

void watch_release(struct watch *watch)
{
    sequences_release(&watch->sequences);
    sequences_release(&watch->page_marks);
    for (int kind = 0; kind < ACD_KINDS; kind++)
        ledger_release(&watch->ledger[kind]);
}

bool watch_holds(const struct watch *watch, enum acd_kind kind)
{
    return (kind == ACD_KIND_QUEUE || kind == ACD_KIND_AGENT) && (watch->kinds & 1u << kind);
}

int64_t watch_stale_after_ms(const struct watch *watch)
{
    return 2 * watch->period_ms + WATCH_GRACE_MS;
}

int64_t watch_stale_ms(const struct watch *watch)
{
    if (watch->heard_ms < 0 || watch->stale_since_ms >= 0)
        return INT64_MAX;
    return watch->heard_ms + watch_stale_after_ms(watch) + 1;
}

static bool owner_lives(const struct watch *watch, int64_t now_ms)
{
    return watch->any_ms >= 0 && now_ms - watch->any_ms <= watch_stale_after_ms(watch);
}

static bool was_former(const struct watch *watch, uint64_t inst)
{
    int remembered = watch->n_former < WATCH_FORMER ? watch->n_former : WATCH_FORMER;
    for (int i = 0; i < remembered; i++) {
        if (watch->former[i] == inst)
            return true;
    }
    return false;
}

void watch_adopt(struct watch *watch, struct watch_source source, int64_t now_ms)
{
    if (watch->adopted) {
        watch->former[watch->n_former++ % WATCH_FORMER] = watch->inst;
        if (watch->n_former >= 2 * WATCH_FORMER)
            watch->n_former -= WATCH_FORMER;
        watch->restarts++;
    }
    watch->adopted = true;
    watch->kinds = watch->subscribed;
    watch->feed = source.feed;
    watch->pages = source.pages;
    watch->inst = source.inst;
    watch->any_ms = watch->adopted_ms = now_ms;
    watch->beaten = false;
    feed_clock_begin(&watch->clock);
    watch->said[0] = '\0';
    sequences_release(&watch->sequences);
    puller_reset(&watch->puller);
    for (int kind = 0; kind < ACD_KINDS; kind++) {
        ledger_new_life(&watch->ledger[kind]);
        watch->doubt[kind].expected = -1;
        watch_raise(watch, (enum acd_kind)kind, now_ms);
    }
}

/* How long the owner may be silent before its stand-by is believed: one heartbeat missed.  Soon
 * after a takeover it is as long as staleness takes, so that two feeds with pauses do not
 * alternate. */
static bool may_take_over(const struct watch *watch, int64_t now_ms)
{
    bool held = watch->taken_ms >= 0 && now_ms - watch->taken_ms < WATCH_HOLD_MS;
    int64_t patience_ms = held ? watch_stale_after_ms(watch) : watch->period_ms + WATCH_GRACE_MS;
    int64_t lived_ms = watch->heard_ms > watch->adopted_ms ? watch->heard_ms : watch->adopted_ms;
    return now_ms - lived_ms > patience_ms;
}

/* The stand-by in the owner's place: all that the owner told is in doubt until it has told it. */
static void take_over(struct watch *watch, int64_t now_ms)
{
    struct watch_source source = watch->standby;
    watch_adopt(watch, source, now_ms);
    watch->restarts--; /* it did not begin anew */
    watch->takeovers++;
    watch->taken_ms = now_ms;
    watch->standby_ms = -1;
}

void watch_tick_standby(struct watch *watch, int64_t now_ms)
{
    bool lives =
        watch->standby_ms >= 0 && now_ms - watch->standby_ms <= watch->period_ms + WATCH_GRACE_MS;
    if (lives && may_take_over(watch, now_ms))
        take_over(watch, now_ms);
}

/* A stand-by speaks while another feed owns the site: it is heard only in the owner's silence. */
static bool admit_standby(struct watch *watch, struct watch_source source, int64_t now_ms)
{
    watch->standby = source;
    watch->standby_ms = now_ms;
    if (!may_take_over(watch, now_ms))
        return false;
    take_over(watch, now_ms);
    return true;
}

/* Whether a message of this source is to be believed.  One feed that begins anew falls silent
 * first; two that claim one site go on side by side, and then the first one heard is kept. */
static bool admit(struct watch *watch, struct watch_source source, int64_t now_ms)
{
    if (watch->adopted && source.feed == watch->feed && source.inst == watch->inst) {
        watch->any_ms = now_ms;
        return true;
    }
    if (watch->adopted && source.standby)
        return admit_standby(watch, source, now_ms);
    bool restarted =
        watch->adopted && source.feed == watch->feed && !was_former(watch, source.inst);
    if (!watch->adopted || restarted || !owner_lives(watch, now_ms)) {
        watch_adopt(watch, source, now_ms);
        return true;
    }
    if (source.inst == watch->inst) /* the same feed by another way */
        return false;
    if (!watch->has_rival)
        watch->changed = true;
    watch->has_rival = true;
    watch->rival_ms = now_ms;
    return false;
}

/* What a step in a topic means for what we hold.  False: the message is to be passed over. */
static bool take_step(struct watch *watch, enum sequence_step step, enum acd_kind kind,
                      uint64_t missing, int64_t now_ms)
{
    switch (step) {
    case SEQUENCE_REPEATED:
        watch->repeated++;
        return false;
    case SEQUENCE_FULL:
        watch->refused++;
        watch->overflowed = true;
        return false;
    case SEQUENCE_GAP:
        watch->lost += missing;
        watch->lost_of[kind] += missing;
        watch_raise(watch, kind, now_ms);
        return true;
    case SEQUENCE_FIRST:
    case SEQUENCE_NEXT:
        break;
    }
    return true;
}

bool watch_message(struct watch *watch, struct watch_source source, enum acd_kind kind,
                   const char *topic, size_t topic_bytes, uint64_t n, int64_t now_ms)
{
    if (!admit(watch, source, now_ms))
        return false;
    uint64_t missing;
    enum sequence_step step =
        sequences_message(&watch->sequences, kind, topic, topic_bytes, n, &missing);
    watch->kind = kind;
    watch->stamp = (struct ledger_stamp){
        .topic = sequences_find(&watch->sequences, topic, topic_bytes),
        .n = n,
    };
    return take_step(watch, step, kind, missing, now_ms);
}

void watch_item_bytes(struct watch *watch, size_t bytes)
{
    watch->stamp.bytes = bytes;
}

bool watch_item(struct watch *watch, const char *id, bool gone)
{
    watch->full = false;
    if (!watch_holds(watch, watch->kind))
        return watch->kind == ACD_KIND_EVENT;
    struct ledger *ledger = &watch->ledger[watch->kind];
    if (gone) {
        bool pulled = watch->puller.pulling && watch->puller.kind == watch->kind;
        if (ledger_gone(ledger, id, watch->stamp, pulled))
            watch->forget(watch->context, watch->kind, id);
        return false;
    }
    enum ledger_answer answer = ledger_tell(ledger, id, watch->stamp);
    watch->full = answer == LEDGER_FULL;
    watch->refused += watch->full;
    watch->overflowed |= watch->full;
    return answer == LEDGER_APPLY;
}

bool watch_item_refused(struct watch *watch, const char *id)
{
    if (!watch_holds(watch, watch->kind))
        return false;
    bool doubted = ledger_doubt(&watch->ledger[watch->kind], id, watch->stamp);
    watch->changed |= doubted;
    return doubted;
}

void watch_broken(struct watch *watch, int64_t now_ms)
{
    watch_raise(watch, watch->kind, now_ms);
}

bool watch_own_topic(const struct watch *watch, const char *topic, enum acd_kind *kind)
{
    const char *site;
    size_t bytes;
    return topic_split(topic, strlen(topic), kind, &site, &bytes) && (watch->kinds & 1u << *kind) &&
           bytes == strlen(watch->site) && memcmp(site, watch->site, bytes) == 0;
}

/* The last n of each topic, so that a loss in a quiet moment shows too. */
static void take_marks(struct watch *watch, const struct acd_site *site, int64_t now_ms)
{
    sequences_round(&watch->sequences);
    for (uint32_t i = 0; i < site->n_marks; i++) {
        const struct acd_mark *mark = &site->marks[i];
        enum acd_kind kind;
        if (!watch_own_topic(watch, mark->topic, &kind) || kind == ACD_KIND_SITE)
            continue;
        uint64_t missing;
        enum sequence_step step = sequences_mark(&watch->sequences, kind, mark->topic,
                                                 strlen(mark->topic), mark->n, &missing);
        if (step == SEQUENCE_GAP)
            take_step(watch, step, kind, missing, now_ms);
    }
    watch->sequences.marked = true;
}

static int64_t bounded(int64_t value, int64_t least, int64_t most)
{
    return value < least ? least : value > most ? most : value;
}

/* Rounds of keyframes count from when the feed is known to live. */
static void return_from_silence(struct watch *watch, int64_t now_ms)
{
    watch->stale_since_ms = -1;
    for (int kind = 0; kind < ACD_KINDS; kind++)
        watch->doubt[kind].since_ms = now_ms;
}

void watch_clock(struct watch *watch, int64_t t_ms, int64_t now_ms)
{
    feed_clock_beat(&watch->clock, t_ms, now_ms);
}

bool watch_lags(const struct watch *watch)
{
    return watch->clock.late_ms > watch_stale_after_ms(watch);
}

void watch_renewed(struct watch *watch)
{
    feed_clock_begin(&watch->clock);
}

void watch_heartbeat(struct watch *watch, const struct acd_site *site, int64_t skew_ms,
                     int64_t now_ms)
{
    watch->heard_ms = now_ms - watch->clock.late_ms;
    watch->skew_ms = skew_ms + watch->clock.late_ms;
    watch->changed = true;
    if ((watch->stale_since_ms >= 0 || !watch->beaten) && !watch_lags(watch))
        return_from_silence(watch, now_ms);
    watch->beaten = true;
    if (ACD_KNOWN(site, ACD_SITE_PERIOD))
        watch->period_ms = bounded(site->period_ms, 10, 600000);
    if (ACD_KNOWN(site, ACD_SITE_KEYFRAME))
        watch->keyframe_ms = bounded(site->keyframe_ms, 10, 3600000);
    snprintf(watch->said, sizeof watch->said, "%s", ACD_KNOWN(site, ACD_SITE_WHY) ? site->why : "");
    if (ACD_KNOWN(site, ACD_SITE_MARKS))
        take_marks(watch, site, now_ms);
    watch->doubt[ACD_KIND_QUEUE].expected = ACD_KNOWN(site, ACD_SITE_QUEUES) ? site->queues : -1;
    watch->doubt[ACD_KIND_AGENT].expected = ACD_KNOWN(site, ACD_SITE_AGENTS) ? site->agents : -1;
    watch_settle(watch, now_ms);
}
