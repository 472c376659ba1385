/* Stats messages to the watches and on to the handler.  Frames that are not of the contract are
 * counted where they belong. */
#include "acdfeed/clock.h"
#include "feed/link/subscriber_parts.h"

#include <stdlib.h>
#include <string.h>

static const char *id_of(const struct acd_shape *shape, const void *entity)
{
    const char *id;
    memcpy(&id, (const char *)entity + shape->fields[shape->key_field].offset, sizeof id);
    return id;
}

static bool is_gone(enum acd_kind kind, const void *entity)
{
    if (kind == ACD_KIND_QUEUE) {
        const struct acd_queue *queue = entity;
        return ACD_KNOWN(queue, ACD_QUEUE_GONE) && queue->gone;
    }
    if (kind == ACD_KIND_AGENT) {
        const struct acd_agent *agent = entity;
        return ACD_KNOWN(agent, ACD_AGENT_GONE) && agent->gone;
    }
    return false;
}

/* An entity, and the bytes that it was read from. */
struct item {
    const void *entity;
    const unsigned char *packed;
    size_t bytes;
};

static void hand_on(struct subscriber_site *site, enum acd_kind kind, const struct item *item,
                    bool paged, int64_t now_ms)
{
    const struct acd_subscriber_handler *handler = &site->subscriber->handler;
    struct acd_told told = {
        .site = site->id,
        .kind = kind,
        .epoch = site->watch.ledger[kind].epoch,
        .at_ms = now_ms,
        .slot = site->watch.ledger[kind].slot,
        .first = site->watch.ledger[kind].first,
        .packed = item->packed,
        .packed_bytes = item->bytes,
        .paged = paged,
    };
    if (handler->entity)
        handler->entity(handler->context, &told, item->entity);
}

/* A clock may show anything; what it is off by is to be added to other times without harm. */
static int64_t apart(int64_t theirs_ms, int64_t ours_ms)
{
    const int64_t most_ms = INT64_C(1000000000000000);
    int64_t apart_ms;
    if (__builtin_sub_overflow(theirs_ms, ours_ms, &apart_ms))
        apart_ms = theirs_ms < 0 ? -most_ms : most_ms;
    return apart_ms < -most_ms ? -most_ms : apart_ms > most_ms ? most_ms : apart_ms;
}

/* Without room for all of it what makes it long is left out: marks are for the watch, not to be kept. */
static void keep_heartbeat(struct subscriber_site *site, const struct acd_site *heartbeat, size_t bytes)
{
    struct acd_site kept = *heartbeat;
    struct budget *budget = site->subscriber->feeds[site->first_feed].budget;
    if (!budget_weigh(budget, site->heartbeat_bytes, bytes)) {
        site->watch.overflowed = true;
        kept.known &= ~ACD_BIT(ACD_SITE_MARKS);
        site->watch.refused++;
        bytes = site->heartbeat_bytes;
    }
    site->heartbeat_bytes = bytes;
    site->heartbeat = acd_shape_keep(&acd_site_shape, &kept, site->heartbeat);
}

static void take_heartbeat(struct subscriber_site *site, const struct acd_site *heartbeat,
                           size_t bytes, int64_t t, int64_t now_ms)
{
    if (strcmp(heartbeat->id, site->id) != 0) {
        site->watch.refused++;
        return;
    }
    keep_heartbeat(site, heartbeat, bytes);
    int64_t wall_ms = site->subscriber->heard_wall_ms;
    if (wall_ms < 0) /* a tape's key sets hold the recorder's time in place of the feed's */
        watch_clock(&site->watch, t, now_ms);
    watch_heartbeat(&site->watch, heartbeat, apart(t, wall_ms >= 0 ? wall_ms : acd_wall_ms()),
                    now_ms);
}

static void doubt(struct subscriber_site *site, enum acd_kind kind, const char *id)
{
    const struct acd_subscriber_handler *handler = &site->subscriber->handler;
    if (!id[0] || !watch_item_refused(&site->watch, id))
        return;
    if (handler->doubt)
        handler->doubt(handler->context, site->id, kind, id);
}

static void take_item(struct subscriber_site *site, const struct acd_message *message,
                      const struct item *item, int64_t now_ms)
{
    if (message->kind == ACD_KIND_SITE) {
        take_heartbeat(site, item->entity, item->bytes, message->t, now_ms);
        return;
    }
    const char *id = id_of(acd_kind_shape(message->kind), item->entity);
    watch_item_bytes(&site->watch, item->bytes);
    if (watch_item(&site->watch, id, is_gone(message->kind, item->entity)))
        hand_on(site, message->kind, item, false, now_ms);
    else if (site->watch.full) /* what is held of it is not so any more */
        doubt(site, message->kind, id);
}

static enum acd_next next_item(struct subscriber_site *site, struct acd_message *message,
                               struct item *item, struct acd_refusal *refusal)
{
    void *entity;
    item->packed = message->at;
    enum acd_next next = acd_message_next(message, &site->subscriber->item, &entity, refusal);
    item->bytes = (size_t)(message->at - item->packed);
    item->entity = entity;
    return next;
}

static void walk(struct subscriber_site *site, struct acd_message *message, int64_t now_ms)
{
    struct acd_refusal refusal;
    struct item item;
    uint32_t seen = 0;
    bool broken = false;
    for (;;) {
        switch (next_item(site, message, &item, &refusal)) {
        case ACD_NEXT_ITEM:
            take_item(site, message, &item, now_ms);
            break;
        case ACD_NEXT_REFUSED:
            site->watch.refused++;
            doubt(site, message->kind, message->refused_id);
            broken |= refusal.why == ACD_REFUSAL_BROKEN;
            break;
        case ACD_NEXT_END:
            if (broken || seen < message->n_items)
                watch_broken(&site->watch, now_ms);
            return;
        }
        seen++;
    }
}

static void refuse_head(struct acd_subscriber *subscriber, struct subscriber_feed *feed,
                        const struct link_part *topic, const struct acd_refusal *refusal)
{
    if (refusal->why == ACD_REFUSAL_UNKNOWN_KIND)
        return;
    enum acd_kind kind;
    const char *id;
    size_t bytes;
    struct subscriber_site *site = NULL;
    if (topic_split(topic->data, topic->bytes, &kind, &id, &bytes))
        site = subscriber_site(subscriber, id, bytes, -1);
    if (site) {
        site->watch.refused++;
        return;
    }
    feed->refused++;
    feed->changed = true;
}

static bool stands_by(const struct acd_subscriber *subscriber, int owner, int other)
{
    const char *group = subscriber->feeds[other].group;
    const char *owners = subscriber->feeds[owner].group;
    return owner != other && group && owners && strcmp(group, owners) == 0;
}

static void take_message(struct acd_subscriber *subscriber, int index,
                         const struct link_part *topic, const struct link_part *body,
                         int64_t now_ms)
{
    struct subscriber_feed *feed = &subscriber->feeds[index];
    struct acd_message message;
    struct acd_refusal refusal = {ACD_REFUSAL_NONE, NULL, NULL};
    if (!acd_message_open(&message, topic->data, topic->bytes, body->data, body->bytes, &refusal)) {
        refuse_head(subscriber, feed, topic, &refusal);
        return;
    }
    struct subscriber_site *site =
        subscriber_site(subscriber, message.site, message.site_bytes, index);
    if (!site) {
        feed->refused++;
        feed->changed = true;
        return;
    }
    struct watch_source source = {
        .feed = index,
        .pages = feed->control != NULL,
        .inst = message.inst,
        .standby = stands_by(subscriber, site->watch.feed, index),
    };
    bool taken = watch_message(&site->watch, source, message.kind, message.topic,
                               message.topic_bytes, message.n, now_ms);
    subscriber_tell_site(site); /* a raised epoch comes before what is told in it */
    const struct acd_subscriber_handler *handler = &subscriber->handler;
    if (taken && handler->message)
        handler->message(handler->context, &message);
    if (taken)
        walk(site, &message, now_ms);
    feed->overflowed |= site->watch.overflowed;
    site->watch.overflowed = false;
    subscriber_tell_site(site);
}

void subscriber_take_message(struct acd_subscriber *subscriber, int index,
                             const struct link_part *parts, int n, int64_t now_ms)
{
    struct subscriber_feed *feed = &subscriber->feeds[index];
    feed->changed |= !feed->heard;
    feed->heard = true;
    feed->heard_ms = now_ms;
    feed->renew_after_ms = SUBSCRIBER_SILENT_MS;
    if (n == 2) {
        take_message(subscriber, index, &parts[0], &parts[1], now_ms);
        return;
    }
    feed->refused++;
    feed->changed = true;
}

bool subscriber_take_stats(struct acd_subscriber *subscriber, int index, int64_t now_ms)
{
    struct link_part parts[LINK_PARTS];
    for (int i = 0; i < SUBSCRIBER_SLICE; i++) {
        int n = link_receive(subscriber->feeds[index].stats, parts);
        if (n == 0)
            return false;
        subscriber_take_message(subscriber, index, parts, n, now_ms);
    }
    return true;
}

static void take_page(struct subscriber_site *site, const struct acd_reply *reply, int64_t now_ms)
{
    struct acd_message message;
    struct acd_refusal refusal;
    struct item item;
    enum acd_kind kind = site->watch.kind;
    const struct acd_shape *shape = acd_kind_shape(kind);
    uint32_t seen = 0;
    bool whole = acd_reply_items(reply, kind, &message);
    enum acd_next next = whole ? ACD_NEXT_ITEM : ACD_NEXT_END;
    while (next != ACD_NEXT_END) {
        next = next_item(site, &message, &item, &refusal);
        watch_item_bytes(&site->watch, item.bytes);
        if (next == ACD_NEXT_ITEM && !is_gone(kind, item.entity) &&
            watch_page_item(&site->watch, id_of(shape, item.entity)))
            hand_on(site, kind, &item, true, now_ms);
        if (next == ACD_NEXT_REFUSED)
            site->watch.refused++;
        seen += next != ACD_NEXT_END;
    }
    whole = whole && seen >= message.n_items;
    watch_page_end(&site->watch, reply, whole, now_ms);
    subscriber_tell_site(site);
}

static void take_reply(struct acd_subscriber *subscriber, int index, const struct link_part *body,
                       int64_t now_ms)
{
    struct acd_refusal refusal;
    subscriber->reply.used = 0;
    const struct acd_reply *reply =
        acd_unpack(&acd_reply_shape, body->data, body->bytes, &subscriber->reply, &refusal);
    if (!reply || !ACD_KNOWN(reply, ACD_REPLY_ID)) {
        subscriber->feeds[index].refused++;
        subscriber->feeds[index].changed = true;
        return;
    }
    for (struct subscriber_site *site = subscriber->sites; site; site = site->hh.next) {
        if (site->watch.feed != index || !puller_awaits(&site->watch.puller, reply->id))
            continue;
        if (watch_page(&site->watch, reply, now_ms))
            take_page(site, reply, now_ms);
        return;
    }
    const struct acd_subscriber_handler *handler = &subscriber->handler;
    bool late_page = ACD_KNOWN(reply, ACD_REPLY_ITEMS);
    if (handler->reply && !late_page)
        handler->reply(handler->context, reply);
}

bool subscriber_take_replies(struct acd_subscriber *subscriber, int index, int64_t now_ms)
{
    struct link_part parts[LINK_PARTS];
    for (int i = 0; subscriber->feeds[index].control && i < SUBSCRIBER_SLICE; i++) {
        int n = link_receive(subscriber->feeds[index].control, parts);
        if (n == 0)
            return false;
        if (n == 1) {
            take_reply(subscriber, index, &parts[0], now_ms);
            continue;
        }
        subscriber->feeds[index].refused++;
        subscriber->feeds[index].changed = true;
    }
    return subscriber->feeds[index].control != NULL;
}
