/* The sites a subscriber knows: making them, telling the handler of them, asking for their pages.
 */
#include "feed/link/subscriber_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void forget(void *context, enum acd_kind kind, const char *id)
{
    const struct subscriber_site *site = context;
    const struct acd_subscriber_handler *handler = &site->subscriber->handler;
    if (handler->forget)
        handler->forget(handler->context, site->id, kind, id);
}

/* As the budget: half of the sites are kept for the feeds in equal parts. */
static bool may_make(const struct acd_subscriber *subscriber, int feed)
{
    unsigned all = HASH_COUNT(subscriber->sites), own = 0;
    for (const struct subscriber_site *site = subscriber->sites; site; site = site->hh.next)
        own += site->first_feed == feed;
    return all < SUBSCRIBER_SITES / 2 ||
           (all < SUBSCRIBER_SITES && own < SUBSCRIBER_SITES / 2 / (unsigned)subscriber->n_feeds);
}

struct subscriber_site *subscriber_site(struct acd_subscriber *subscriber, const char *id,
                                        size_t bytes, int feed)
{
    struct subscriber_site *site = NULL;
    HASH_FIND(hh, subscriber->sites, id, bytes, site);
    if (site || feed < 0 || bytes > ACD_MAX_ID_BYTES)
        return site;
    if (!may_make(subscriber, feed)) {
        subscriber->feeds[feed].overflowed = true;
        return NULL;
    }
    site = acd_calloc(1, sizeof *site);
    site->subscriber = subscriber;
    memcpy(site->id, id, bytes);
    watch_init(&site->watch, site->id, subscriber->kinds, forget, site);
    site->first_feed = feed;
    watch_share(&site->watch, subscriber->feeds[feed].budget);
    HASH_ADD(hh, subscriber->sites, id[0], bytes, site);
    return site;
}

void subscriber_site_free(struct subscriber_site *site)
{
    watch_release(&site->watch);
    free(site->heartbeat);
    free(site);
}

static struct acd_site_state state_of(const struct subscriber_site *site, const char *why)
{
    const struct watch *watch = &site->watch;
    struct acd_site_state state = {
        .id = site->id,
        .link = watch_link(watch),
        .feed = watch->feed,
        .heard_ms = watch->heard_ms,
        .stale_since_ms = watch->stale_since_ms,
        .inst = watch->inst,
        .lost = watch->lost,
        .contradicted = watch->has_rival,
        .refused = watch->refused,
        .repeated = watch->repeated,
        .restarts = watch->restarts,
        .takeovers = watch->takeovers,
        .skew_ms = watch->skew_ms,
        .late_ms = watch->clock.late_ms,
        .clock_jump_ms = watch->clock.jump_ms,
        .clock_jumps = watch->clock.jumps,
        .denied = watch->subscribed & ~watch->kinds,
        .why = why,
        .heartbeat = site->heartbeat,
    };
    for (int kind = 0; kind < ACD_KINDS; kind++) {
        state.epoch[kind] = watch->ledger[kind].epoch;
        state.present[kind] = watch->ledger[kind].present;
        state.lost_of[kind] = watch->lost_of[kind];
        state.whole[kind] = watch_holds(watch, (enum acd_kind)kind) && watch->beaten &&
                            watch->stale_since_ms < 0 && !watch->doubt[kind].pending;
    }
    return state;
}

void subscriber_tell_site(struct subscriber_site *site)
{
    struct watch *watch = &site->watch;
    enum acd_link link = watch_link(watch);
    uint64_t counts = watch->lost + watch->refused + watch->repeated;
    if (site->told && !watch->changed && link == site->told_link && counts == site->told_counts)
        return;
    watch->changed = false;
    site->told = true;
    site->told_link = link;
    site->told_counts = counts;
    char why[SUBSCRIBER_WHY_BYTES];
    watch_why(watch, why, sizeof why);
    struct acd_site_state state = state_of(site, why);
    const struct acd_subscriber_handler *handler = &site->subscriber->handler;
    if (handler->site)
        handler->site(handler->context, &state);
}

void subscriber_tell_feed(struct acd_subscriber *subscriber, int index)
{
    struct subscriber_feed *feed = &subscriber->feeds[index];
    if (!feed->changed)
        return;
    feed->changed = false;
    struct acd_feed_state state = {
        .feed = index,
        .stats_endpoint = feed->stats_endpoint,
        .control_endpoint = feed->control_endpoint,
        .heard = feed->heard,
        .refused = feed->refused,
        .full = feed->full,
        .why = feed->why,
        .control_why = feed->control_why,
    };
    if (subscriber->handler.feed)
        subscriber->handler.feed(subscriber->handler.context, &state);
}

bool subscriber_request(struct acd_subscriber *subscriber, int index,
                        const struct acd_request *request, struct acd_fault *why)
{
    const struct subscriber_feed *feed = &subscriber->feeds[index];
    if (!feed->control)
        return acd_fault_say(why, "site %s is read-only: its feed %s has no control endpoint",
                             request->site, feed->stats_endpoint);
    struct acd_request whole = *request;
    whole.v = ACD_VERSION;
    ACD_KNOW(&whole, ACD_REQUEST_V);
    acd_buffer_clear(&subscriber->packed);
    acd_pack(&subscriber->packed, &acd_request_shape, &whole);
    struct link_part body = {subscriber->packed.data, subscriber->packed.size};
    if (link_send(feed->control, &body, 1))
        return true;
    return acd_fault_say(why, "%s: no connection; nothing was sent", feed->control_endpoint);
}

static void pull_site(struct acd_subscriber *subscriber, struct subscriber_site *site,
                      int64_t now_ms)
{
    struct watch *watch = &site->watch;
    if (!watch_pull_due(watch, now_ms))
        return;
    char id[ACD_REQUEST_ID_BYTES];
    acd_request_id_draw(id);
    struct acd_request request = {
        .known = ACD_BIT(ACD_REQUEST_ID) | ACD_BIT(ACD_REQUEST_OP) | ACD_BIT(ACD_REQUEST_SITE) |
                 ACD_BIT(ACD_REQUEST_ARGS) | ACD_BIT(ACD_REQUEST_TTL),
        .id = id,
        .op = "snapshot",
        .site = site->id,
        .args = {.known = ACD_BIT(ACD_ARGS_KIND),
                 .kind = acd_names_word(&acd_kind_names, (int)watch->puller.kind)},
        .ttl_ms = SUBSCRIBER_TTL_MS,
    };
    if (watch->puller.after[0]) {
        request.args.after = watch->puller.after;
        ACD_KNOW(&request.args, ACD_ARGS_AFTER);
    }
    if (subscriber_request(subscriber, watch->feed, &request, NULL))
        puller_sent(&watch->puller, id, now_ms);
    else
        puller_unsent(&watch->puller, now_ms);
}

void subscriber_pull(struct acd_subscriber *subscriber, int64_t now_ms)
{
    for (struct subscriber_site *site = subscriber->sites; site; site = site->hh.next) {
        if (site->watch.adopted)
            pull_site(subscriber, site, now_ms);
    }
}
