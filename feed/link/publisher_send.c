/* What a feed sends on its own: gathered changes, keyframes, heartbeats, all of it to new
 * subscribers.  It never looks into an entity. */
#include "acdfeed/clock.h"
#include "feed/link/publisher_parts.h"

#include <string.h>

void publisher_append(struct acd_buffer *buffer, const void *bytes, size_t n)
{
    if (buffer->alloc - buffer->size < n) {
        buffer->alloc = 2 * buffer->alloc + n;
        buffer->data = acd_realloc(buffer->data, buffer->alloc);
    }
    if (n)
        memcpy(buffer->data + buffer->size, bytes, n);
    buffer->size += n;
}

void publisher_send(struct acd_publisher *publisher, const struct publisher_site *site,
                    const struct publisher_message *message)
{
    acd_buffer_clear(&publisher->body);
    acd_pack_head(&publisher->body, site->id, publisher_inst(publisher, site), message->n,
                  message->t, message->n_items);
    publisher_append(&publisher->body, message->items.data, message->items.bytes);
    struct link_part parts[2] = {
        message->topic,
        {publisher->body.data, publisher->body.size},
    };
    link_send(publisher->stats, parts, 2);
}

static void send_outbox(struct acd_publisher *publisher, struct publisher_site *site,
                        enum acd_kind kind, struct outbox *outbox)
{
    if (outbox->n == 0)
        return;
    if (site->muted) { /* events: they are nobody's news later */
        acd_buffer_clear(&outbox->items);
        outbox->n = 0;
        return;
    }
    struct publisher_stream *stream = &site->stream[kind];
    publisher_send(publisher, site,
                   &(struct publisher_message){
                       .topic = {stream->topic, strlen(stream->topic)},
                       .items = {outbox->items.data, outbox->items.size},
                       .n = ++stream->n,
                       .t = publisher_site_t(site),
                       .n_items = outbox->n,
                   });
    acd_buffer_clear(&outbox->items);
    outbox->n = 0;
}

void publisher_put(struct acd_publisher *publisher, struct publisher_site *site, enum acd_kind kind,
                   struct outbox *outbox, const struct acd_buffer *packed)
{
    if (outbox->items.size + packed->size + PUBLISHER_HEAD_BYTES > ACD_MAX_SEND_BYTES ||
        outbox->n >= ACD_MAX_ITEMS)
        send_outbox(publisher, site, kind, outbox);
    publisher_append(&outbox->items, packed->data, packed->size);
    outbox->n++;
}

void publisher_pack_item(struct acd_publisher *publisher, const struct acd_shape *shape,
                         const struct catalogue_item *item, int64_t now_ms)
{
    acd_buffer_clear(&publisher->packed);
    publisher->copy.used = 0;
    void *aged = acd_shape_copy(shape, item->entity, &publisher->copy);
    if (aged)
        acd_shape_age(shape, aged, now_ms > item->told_ms ? now_ms - item->told_ms : 0);
    acd_pack(&publisher->packed, shape, aged ? aged : item->entity);
}

/* Returns whether something is left for the next time. */
static bool flush_stream(struct acd_publisher *publisher, struct publisher_site *site,
                         enum acd_kind kind, int64_t now_ms)
{
    struct publisher_stream *stream = &site->stream[kind];
    uint64_t most = stream->n + PUBLISHER_FLUSH_MESSAGES;
    struct catalogue_item *item;
    while (stream->n < most && (item = catalogue_dirty(&stream->catalogue))) {
        if (!item->doubted) {
            publisher_pack_item(publisher, stream->catalogue.shape, item, now_ms);
            publisher_put(publisher, site, kind, &publisher->outbox, &publisher->packed);
        }
        catalogue_sent(&stream->catalogue, now_ms);
    }
    send_outbox(publisher, site, kind, &publisher->outbox);
    return catalogue_dirty(&stream->catalogue) != NULL;
}

bool publisher_flush_site(struct acd_publisher *publisher, struct publisher_site *site,
                          int64_t now_ms)
{
    if (site->muted)
        return false;
    bool left = flush_stream(publisher, site, ACD_KIND_QUEUE, now_ms);
    left |= flush_stream(publisher, site, ACD_KIND_AGENT, now_ms);
    send_outbox(publisher, site, ACD_KIND_EVENT, &site->events);
    return left;
}

void publisher_flush(struct acd_publisher *publisher, int64_t now_ms)
{
    bool left = false;
    publisher->flush_ms = INT64_MAX;
    for (struct publisher_site *site = publisher->sites; site; site = site->hh.next)
        left |= publisher_flush_site(publisher, site, now_ms);
    if (left)
        publisher_gather(publisher, now_ms);
}

uint32_t publisher_marks(const struct publisher_site *site, struct acd_mark *marks, uint32_t most)
{
    static const enum acd_kind marked[] = {ACD_KIND_QUEUE, ACD_KIND_AGENT, ACD_KIND_EVENT};
    uint32_t n = 0;
    for (size_t i = 0; i < ACD_COUNT_OF(marked) && n < most; i++) {
        const struct publisher_stream *stream = &site->stream[marked[i]];
        if (stream->n == 0)
            continue;
        marks[n++] = (struct acd_mark){
            .known = ACD_BIT(ACD_MARK_TOPIC) | ACD_BIT(ACD_MARK_N),
            .topic = stream->topic,
            .n = stream->n,
        };
    }
    return n + (site->passed ? passed_marks(site->passed, marks + n, most - n) : 0);
}

static void beat(struct acd_publisher *publisher, struct publisher_site *site, int64_t now_ms)
{
    struct acd_mark marks[ACD_KINDS];
    struct acd_site site_now = *site->told;
    site_now.n_marks = publisher_marks(site, marks, ACD_KINDS);
    site_now.marks = marks;
    site_now.period_ms = publisher->options.period_ms;
    site_now.keyframe_ms = publisher->options.keyframe_ms;
    site_now.queues = site->stream[ACD_KIND_QUEUE].catalogue.present;
    site_now.agents = site->stream[ACD_KIND_AGENT].catalogue.present;
    site_now.known |= ACD_BIT(ACD_SITE_MARKS) | ACD_BIT(ACD_SITE_PERIOD) |
                      ACD_BIT(ACD_SITE_KEYFRAME) | ACD_BIT(ACD_SITE_QUEUES) |
                      ACD_BIT(ACD_SITE_AGENTS);
    acd_buffer_clear(&publisher->packed);
    acd_pack(&publisher->packed, &acd_site_shape, &site_now);
    publisher_put(publisher, site, ACD_KIND_SITE, &publisher->outbox, &publisher->packed);
    send_outbox(publisher, site, ACD_KIND_SITE, &publisher->outbox);
    site->beat_ms = now_ms + publisher->options.period_ms;
}

/* Keyframe turns, a little faster than promised so that a late tick still keeps the promise. */
static void give_turns(struct acd_publisher *publisher, int64_t now_ms)
{
    int64_t elapsed = now_ms - publisher->round_at_ms;
    if (elapsed < publisher->options.gather_ms)
        return;
    publisher->round_at_ms = now_ms;
    int64_t round_ms = publisher->options.keyframe_ms * 9 / 10;
    for (struct publisher_site *site = publisher->sites; site; site = site->hh.next) {
        for (int kind = ACD_KIND_QUEUE; !site->muted && !site->passed && kind <= ACD_KIND_AGENT;
             kind++) {
            struct catalogue *catalogue = &site->stream[kind].catalogue;
            catalogue_round(catalogue, elapsed, round_ms);
            if (catalogue_dirty(catalogue))
                publisher_gather(publisher, now_ms);
        }
    }
}

/* Who comes while a site is silent learns at least that there is one. */
static void name_silent(struct acd_publisher *publisher, struct publisher_site *site)
{
    struct publisher_stream *stream = &site->stream[ACD_KIND_QUEUE];
    publisher_send(publisher, site,
                   &(struct publisher_message){
                       .topic = {stream->topic, strlen(stream->topic)},
                       .n = ++stream->n,
                       .t = publisher_site_t(site),
                   });
}

static void resend(struct acd_publisher *publisher, struct publisher_site *site, int64_t now_ms)
{
    bool any = false;
    for (int kind = 0; kind < ACD_KINDS && !site->muted; kind++) {
        struct publisher_stream *stream = &site->stream[kind];
        if (!stream->resend || now_ms - stream->resent_ms < PUBLISHER_RESEND_MS)
            continue;
        stream->resend = false;
        stream->resent_ms = now_ms;
        any = true;
        catalogue_touch_all(&stream->catalogue);
    }
    if (!any)
        return;
    if (site->passed)
        name_silent(publisher, site);
    if (publisher_flush_site(publisher, site, now_ms))
        publisher_gather(publisher, now_ms);
    site->beat_ms = now_ms;
}

void publisher_send_due(struct acd_publisher *publisher, int64_t now_ms)
{
    for (struct publisher_site *site = publisher->sites; site; site = site->hh.next)
        resend(publisher, site, now_ms);
    give_turns(publisher, now_ms);
    if (now_ms >= publisher->flush_ms)
        publisher_flush(publisher, now_ms);
    for (struct publisher_site *site = publisher->sites; site; site = site->hh.next) {
        if (site->muted || site->passed || now_ms < site->beat_ms)
            continue;
        if (publisher_flush_site(publisher, site, now_ms)) /* so that counts and marks agree */
            publisher_gather(publisher, now_ms);
        beat(publisher, site, now_ms);
    }
}

static int64_t earlier(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

int64_t publisher_send_due_ms(const struct acd_publisher *publisher)
{
    int64_t due = publisher->flush_ms;
    for (const struct publisher_site *site = publisher->sites; site; site = site->hh.next) {
        if (site->muted)
            continue;
        if (!site->passed)
            due = earlier(due, site->beat_ms);
        for (int kind = 0; kind < ACD_KINDS; kind++) {
            const struct publisher_stream *stream = &site->stream[kind];
            if (stream->resend)
                due = earlier(due, stream->resent_ms + PUBLISHER_RESEND_MS);
            int64_t n = (int64_t)stream->catalogue.n_sorted;
            if (n == 0 || site->passed)
                continue;
            int64_t turn_ms = publisher->options.keyframe_ms / n;
            if (turn_ms < publisher->options.gather_ms)
                turn_ms = publisher->options.gather_ms;
            due = earlier(due, publisher->round_at_ms + turn_ms);
        }
    }
    return due;
}

/* A subscription is a prefix: it wants every topic that begins with it, or that it begins with. */
static void resend_to(struct acd_publisher *publisher, const char *prefix, size_t bytes)
{
    for (struct publisher_site *site = publisher->sites; site; site = site->hh.next) {
        for (int kind = 0; kind < ACD_KINDS; kind++) {
            struct publisher_stream *stream = &site->stream[kind];
            size_t length = strlen(stream->topic);
            stream->resend |= memcmp(prefix, stream->topic, bytes < length ? bytes : length) == 0;
        }
    }
}

/* What the key of this subscriber may hear of what it asks for. */
static void grant(struct acd_publisher *publisher, bool subscribe, const char *prefix, size_t bytes)
{
    char granted[ADMISSION_PREFIXES][ADMISSION_PREFIX_BYTES];
    const struct admitted *who = guard_sender(publisher->guard, publisher->stats);
    int n = who ? admission_prefixes(who->role, prefix, bytes, granted) : 0;
    for (int i = 0; i < n; i++) {
        link_grant(publisher->stats, granted[i], subscribe);
        if (subscribe)
            resend_to(publisher, granted[i], strlen(granted[i]));
    }
}

void publisher_take_subscriptions(struct acd_publisher *publisher)
{
    struct link_part parts[LINK_PARTS];
    for (int i = 0; i < PUBLISHER_DRAIN; i++) {
        int n = link_receive(publisher->stats, parts);
        if (n == 0)
            return;
        const char *bytes = parts[0].data;
        if (n != 1 || parts[0].bytes == 0)
            continue;
        if (publisher->guard)
            grant(publisher, bytes[0] == 1, bytes + 1, parts[0].bytes - 1);
        else if (bytes[0] == 1)
            resend_to(publisher, bytes + 1, parts[0].bytes - 1);
    }
}
