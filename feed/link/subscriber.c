/* The console side: feeds, waiting and time.  What messages mean is for the watches to judge. */
#include "acdfeed/subscriber.h"

#include "acdfeed/clock.h"
#include "feed/link/subscriber_parts.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINK_WORD(name, word) #word,
static const char *const link_words[] = {ACD_LINK_LIST(LINK_WORD)};
const struct acd_names acd_link_names = {"link", link_words, ACD_LINKS};

static void scratch_open(struct acd_scratch *scratch)
{
    *scratch = (struct acd_scratch){
        .at = acd_alloc(ACD_SCRATCH_BYTES),
        .bytes = ACD_SCRATCH_BYTES,
    };
}

struct acd_subscriber *acd_subscriber_new(const struct acd_subscriber_options *options)
{
    struct acd_subscriber *subscriber = acd_calloc(1, sizeof *subscriber);
    uint32_t all = (1u << ACD_KINDS) - 1;
    subscriber->kinds = options->kinds ? (options->kinds | 1u << ACD_KIND_SITE) & all : all;
    subscriber->handler = options->handler;
    subscriber->pause_ms = options->pause_ms;
    subscriber->awake_ms = -1;
    subscriber->link = link_open();
    subscriber->heard_wall_ms = -1;
    subscriber->budget.shared = &subscriber->shared;
    acd_buffer_init(&subscriber->packed);
    scratch_open(&subscriber->reply);
    scratch_open(&subscriber->item);
    return subscriber;
}

void acd_subscriber_free(struct acd_subscriber *subscriber)
{
    if (!subscriber)
        return;
    for (int i = 0; i < subscriber->n_feeds; i++) {
        struct subscriber_feed *feed = &subscriber->feeds[i];
        link_socket_close(feed->stats, 0);
        link_socket_close(feed->control, 0);
        free(feed->stats_endpoint);
        free(feed->control_endpoint);
        free(feed->group);
    }
    struct subscriber_site *site, *next;
    HASH_ITER(hh, subscriber->sites, site, next)
    {
        HASH_DEL(subscriber->sites, site);
        subscriber_site_free(site);
    }
    for (int i = 0; i < subscriber->n_feeds; i++)
        free(subscriber->feeds[i].budget); /* sites give back to them */
    link_close(subscriber->link);
    acd_buffer_release(&subscriber->packed);
    free(subscriber->feeds);
    free(subscriber->sockets);
    free(subscriber->reply.at);
    free(subscriber->item.at);
    free(subscriber);
}

static bool connect_feed(struct acd_subscriber *subscriber, struct subscriber_feed *feed,
                         const struct link_pass *pass, struct acd_fault *why)
{
    feed->stats = link_connect(subscriber->link, LINK_SUB, feed->stats_endpoint, pass, why);
    if (!feed->stats)
        return false;
    for (int kind = 0; kind < ACD_KINDS; kind++) {
        char prefix[32];
        if (!(subscriber->kinds & 1u << kind))
            continue;
        snprintf(prefix, sizeof prefix, "%s/", acd_names_word(&acd_kind_names, kind));
        link_subscribe(feed->stats, prefix);
    }
    if (!feed->control_endpoint[0])
        return true;
    feed->control =
        link_connect(subscriber->link, LINK_DEALER, feed->control_endpoint, pass, why);
    return feed->control != NULL;
}

static bool read_keys(const struct acd_feed_options *options, struct acd_key *own,
                      struct acd_key *server, struct acd_fault *why)
{
    if (!options->key_file && !options->server_key)
        return true;
    if (!options->key_file || !options->server_key)
        return acd_fault_say(why,
                             "%s: keys go together: our own (--key FILE) and the feed's "
                             "(--server-key FILE)",
                             options->stats);
    return acd_key_read_public(options->server_key, server, why) &&
           acd_key_read_secret(options->key_file, own, why);
}

static bool connect_with_keys(struct acd_subscriber *subscriber, struct subscriber_feed *feed,
                              const struct acd_feed_options *options, struct acd_fault *why)
{
    struct acd_key own = {.name = ""}, server = {.name = ""};
    struct link_pass pass = {.key = &own, .server = &server};
    if (!read_keys(options, &own, &server, why))
        return false;
    bool fine = connect_feed(subscriber, feed, options->key_file ? &pass : NULL, why);
    acd_key_forget(&own); /* libzmq has its copy */
    return fine;
}

static void add_socket(struct acd_subscriber *subscriber, struct link_socket *socket)
{
    if (!socket)
        return;
    size_t n = (size_t)subscriber->n_sockets + 1;
    subscriber->sockets = acd_realloc(subscriber->sockets, n * sizeof *subscriber->sockets);
    subscriber->sockets[subscriber->n_sockets++] = socket;
}

static struct subscriber_feed feed_named(const char *stats, const char *control)
{
    return (struct subscriber_feed){
        .stats_endpoint = acd_strdup(stats),
        .control_endpoint = acd_strdup(control ? control : ""),
        .changed = true,
        .why = "",
        .control_why = "",
    };
}

/* With one feed more the parts of all are smaller. */
static void share_anew(struct acd_subscriber *subscriber, int feeds)
{
    struct budget shared = {0};
    for (int i = 0; i < feeds; i++) {
        const struct budget *budget = subscriber->feeds[i].budget;
        shared.bytes += budget_beyond(budget->bytes, BUDGET_BYTES, feeds);
        shared.entities += (uint32_t)budget_beyond(budget->entities, BUDGET_ENTITIES, feeds);
        shared.topics += (uint32_t)budget_beyond(budget->topics, BUDGET_TOPICS, feeds);
    }
    subscriber->shared = shared;
    subscriber->budget.feeds = feeds;
}

static int keep_feed(struct acd_subscriber *subscriber, const struct subscriber_feed *feed)
{
    size_t n = (size_t)subscriber->n_feeds + 1;
    subscriber->feeds = acd_realloc(subscriber->feeds, n * sizeof *subscriber->feeds);
    subscriber->feeds[subscriber->n_feeds] = *feed;
    subscriber->feeds[subscriber->n_feeds].budget = acd_calloc(1, sizeof *feed->budget);
    subscriber->feeds[subscriber->n_feeds].budget->all = &subscriber->budget;
    share_anew(subscriber, (int)n);
    return subscriber->n_feeds++;
}

bool acd_subscriber_add(struct acd_subscriber *subscriber, const char *stats, const char *control,
                        struct acd_fault *why)
{
    struct acd_feed_options options = {.stats = stats, .control = control};
    return acd_subscriber_add_feed(subscriber, &options, why);
}

bool acd_subscriber_add_feed(struct acd_subscriber *subscriber,
                             const struct acd_feed_options *options, struct acd_fault *why)
{
    struct subscriber_feed feed = feed_named(options->stats, options->control);
    if (!connect_with_keys(subscriber, &feed, options, why)) {
        link_socket_close(feed.stats, 0);
        free(feed.stats_endpoint);
        free(feed.control_endpoint);
        return false;
    }
    feed.group = options->group ? acd_strdup(options->group) : NULL;
    keep_feed(subscriber, &feed);
    add_socket(subscriber, feed.stats);
    add_socket(subscriber, feed.control);
    return true;
}

int acd_subscriber_add_heard(struct acd_subscriber *subscriber, const char *name)
{
    struct subscriber_feed feed = feed_named(name, NULL);
    return keep_feed(subscriber, &feed);
}

bool acd_subscriber_send(struct acd_subscriber *subscriber, const struct acd_request *request,
                         struct acd_fault *why)
{
    if (!acd_request_check(request, why))
        return false;
    const struct subscriber_site *site =
        subscriber_site(subscriber, request->site, strlen(request->site), -1);
    if (!site || !site->watch.adopted)
        return acd_fault_say(why, "site %s: nothing was heard of it yet", request->site);
    struct acd_request meant = *request;
    meant.inst = site->watch.inst; /* a feed that began anew remembers no request */
    ACD_KNOW(&meant, ACD_REQUEST_INST);
    return subscriber_request(subscriber, site->watch.feed, &meant, why);
}

/* Connecting anew lets go of all that waited, here and in the system's buffers. */
static void notice_pause(struct acd_subscriber *subscriber, int64_t now_ms)
{
    bool paused = subscriber->pause_ms && subscriber->awake_ms >= 0 &&
                  now_ms - subscriber->awake_ms > subscriber->pause_ms;
    subscriber->awake_ms = now_ms;
    for (int i = 0; paused && i < subscriber->n_feeds; i++)
        link_renew(subscriber->feeds[i].stats);
}

/* Every socket gets its turn, so that no flood drowns another feed. */
static void drain(struct acd_subscriber *subscriber)
{
    int64_t now_ms = acd_monotonic_ms();
    int64_t until_ms = now_ms + SUBSCRIBER_DRAIN_MS;
    bool more = true;
    while (more && now_ms < until_ms) {
        more = false;
        notice_pause(subscriber, now_ms);
        for (int feed = 0; feed < subscriber->n_feeds; feed++) {
            more |= subscriber_take_stats(subscriber, feed, now_ms);
            more |= subscriber_take_replies(subscriber, feed, now_ms);
        }
        now_ms = acd_monotonic_ms();
    }
    notice_pause(subscriber, now_ms);
}

/* A feed that lags is connected to anew like one that is silent: its backlog stays behind. */
static bool is_due_anew(const struct acd_subscriber *subscriber, int index, int64_t after_ms,
                        int64_t now_ms)
{
    const struct subscriber_feed *feed = &subscriber->feeds[index];
    if (now_ms - feed->heard_ms >= after_ms)
        return true;
    for (const struct subscriber_site *site = subscriber->sites; site; site = site->hh.next)
        if (site->watch.feed == index && watch_lags(&site->watch) &&
            site->watch.stale_since_ms >= 0 && now_ms - site->watch.stale_since_ms >= after_ms)
            return true;
    return false;
}

/* Only stats: an answer to a command under way would miss a new control connection. */
static void renew_silent(struct acd_subscriber *subscriber, int index, int64_t now_ms)
{
    struct subscriber_feed *feed = &subscriber->feeds[index];
    int64_t after_ms = feed->renew_after_ms;
    for (const struct subscriber_site *site = subscriber->sites; site; site = site->hh.next) {
        int64_t patience_ms = 2 * watch_stale_after_ms(&site->watch);
        if (site->watch.feed == index && patience_ms > after_ms)
            after_ms = patience_ms;
    }
    if (!feed->heard || !is_due_anew(subscriber, index, after_ms, now_ms))
        return;
    feed->renew_after_ms = 2 * after_ms;
    if (feed->renew_after_ms > SUBSCRIBER_SILENT_MOST_MS) {
        feed->renew_after_ms = SUBSCRIBER_SILENT_MOST_MS;
        feed->heard_ms = now_ms;
    }
    link_renew(feed->stats);
    for (struct subscriber_site *site = subscriber->sites; site; site = site->hh.next)
        if (site->watch.feed == index && watch_lags(&site->watch))
            watch_renewed(&site->watch);
}

static const char full_words[] = "no room for all it tells, the rest is refused";

static void look_for_room(struct subscriber_feed *feed, int64_t now_ms)
{
    if (feed->overflowed)
        feed->full_ms = now_ms;
    feed->overflowed = false;
    feed->full = feed->full_ms > 0 && now_ms - feed->full_ms < SUBSCRIBER_FULL_MS;
}

static void tend_feed(struct acd_subscriber *subscriber, int index, int64_t now_ms)
{
    struct subscriber_feed *feed = &subscriber->feeds[index];
    const char *why = feed->stats ? link_tend(feed->stats, now_ms) : "";
    const char *control_why = feed->control ? link_tend(feed->control, now_ms) : "";
    if (!why[0])
        why = control_why;
    look_for_room(feed, now_ms);
    if (feed->full)
        why = full_words;
    if (why != feed->why || control_why != feed->control_why)
        feed->changed = true;
    feed->why = why;
    feed->control_why = control_why;
    if (feed->stats)
        renew_silent(subscriber, index, now_ms);
    subscriber_tell_feed(subscriber, index);
}

static void tick(struct acd_subscriber *subscriber, int64_t now_ms)
{
    if (now_ms - subscriber->ticked_ms >= SUBSCRIBER_TICK_MS) {
        subscriber->ticked_ms = now_ms;
        for (int feed = 0; feed < subscriber->n_feeds; feed++)
            tend_feed(subscriber, feed, now_ms);
        for (struct subscriber_site *site = subscriber->sites; site; site = site->hh.next)
            watch_tick(&site->watch, now_ms);
    }
    for (struct subscriber_site *site = subscriber->sites; site; site = site->hh.next)
        if (now_ms >= watch_stale_ms(&site->watch)) /* not a tick later */
            watch_tick(&site->watch, now_ms);
    subscriber_pull(subscriber, now_ms);
    for (struct subscriber_site *site = subscriber->sites; site; site = site->hh.next)
        subscriber_tell_site(site);
}

static int64_t due_ms(const struct acd_subscriber *subscriber)
{
    int64_t due = subscriber->ticked_ms + SUBSCRIBER_TICK_MS;
    for (const struct subscriber_site *site = subscriber->sites; site; site = site->hh.next) {
        int64_t pull = puller_due_ms(&site->watch.puller), stale = watch_stale_ms(&site->watch);
        due = pull < due ? pull : due;
        due = stale < due ? stale : due;
    }
    return due;
}

bool acd_subscriber_serve(struct acd_subscriber *subscriber, int64_t timeout_ms, int wake_fd)
{
    int64_t now_ms = acd_monotonic_ms(), until_ms = now_ms + timeout_ms;
    for (;;) {
        tick(subscriber, now_ms); /* first: after a stall of ours, what we hold is old */
        drain(subscriber);
        tick(subscriber, now_ms = acd_monotonic_ms());
        if (now_ms >= until_ms)
            return true;
        int64_t due = due_ms(subscriber);
        bool woken;
        if (!link_wait(subscriber->sockets, subscriber->n_sockets, wake_fd,
                       (due < until_ms ? due : until_ms) - now_ms, &woken))
            return false;
        now_ms = acd_monotonic_ms();
        if (woken)
            until_ms = now_ms;
    }
}

void acd_subscriber_hear(struct acd_subscriber *subscriber, const struct acd_heard *heard)
{
    const struct link_part parts[] = {
        {heard->topic, heard->topic_bytes},
        {heard->body, heard->body_bytes},
    };
    assert(heard->feed >= 0 && heard->feed < subscriber->n_feeds);
    subscriber->heard_wall_ms = heard->wall_ms;
    subscriber_take_message(subscriber, heard->feed, parts, 2, heard->now_ms);
}

void acd_subscriber_tick(struct acd_subscriber *subscriber, int64_t now_ms)
{
    tick(subscriber, now_ms);
}
