/* The feed side: opening, telling and serving.  What it tells of is copied as it comes; it never
 * judges the floor. */
#include "acdfeed/publisher.h"

#include "acdfeed/clock.h"
#include "feed/link/publisher_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

static const char *or_default(const char *text, const char *otherwise)
{
    return text ? text : otherwise;
}

static bool within(const char *what, int64_t *value, int64_t least, int64_t most, int64_t otherwise,
                   struct acd_fault *why)
{
    if (*value == 0)
        *value = otherwise;
    if (*value >= least && *value <= most)
        return true;
    return acd_fault_say(why, "%s is %lld; expected %lld to %lld", what, (long long)*value,
                         (long long)least, (long long)most);
}

static bool options_fit(struct acd_publisher_options *options, struct acd_fault *why)
{
    return within("gather_ms", &options->gather_ms, 20, 100, 50, why) &&
           within("period_ms", &options->period_ms, 100, 60000, 1000, why) &&
           within("keyframe_ms", &options->keyframe_ms, 1000, 600000, 10000, why) &&
           within("commands_per_minute", &options->commands_per_minute, 1, 100000, 120, why) &&
           within("pages_per_minute", &options->pages_per_minute, 20, 1000000, 6000, why);
}

static bool set_guard(struct acd_publisher *publisher, struct acd_fault *why)
{
    const struct acd_publisher_options *options = &publisher->options;
    if (!options->key_file && !options->authorized_file)
        return true;
    if (!options->key_file || !options->authorized_file)
        return acd_fault_say(why,
                             "a feed with keys needs both: its own secret key (--key FILE) and "
                             "the list of those it lets in (--authorized FILE)");
    publisher->guard = guard_open(publisher->link,
                                  &(struct guard_options){
                                      .key_file = options->key_file,
                                      .authorized_file = options->authorized_file,
                                      .commands_per_minute = options->commands_per_minute,
                                      .log = options->log,
                                      .context = options->context,
                                  },
                                  why);
    return publisher->guard != NULL;
}

static void draw_inst(struct acd_publisher *publisher)
{
    if (getrandom(&publisher->inst, sizeof publisher->inst, 0) != sizeof publisher->inst) {
        fputs("acdfeed: the system gives no random numbers\n", stderr);
        abort();
    }
    publisher->inst >>= 1; /* languages without unsigned numbers read it too */
}

static bool bind_sockets(struct acd_publisher *publisher, struct acd_fault *why)
{
    const struct acd_publisher_options *options = &publisher->options;
    struct link_door door = {
        .insecure = options->insecure,
        .key = publisher->guard ? guard_key(publisher->guard) : NULL,
    };
    publisher->stats =
        link_bind(publisher->link, LINK_XPUB,
                  or_default(options->stats_endpoint, ACD_STATS_ENDPOINT), door, why);
    if (!publisher->stats)
        return false;
    if (!options->control_endpoint)
        return true;
    publisher->control =
        link_bind(publisher->link, LINK_ROUTER, options->control_endpoint, door, why);
    return publisher->control != NULL;
}

static bool prove_guard(struct acd_publisher *publisher, struct acd_fault *why)
{
    if (!publisher->guard)
        return true;
    return guard_proves(publisher->guard, publisher->stats, why) &&
           (!publisher->control || guard_proves(publisher->guard, publisher->control, why));
}

static void scratch_open(struct acd_scratch *scratch)
{
    *scratch = (struct acd_scratch){
        .at = acd_alloc(ACD_SCRATCH_BYTES),
        .bytes = ACD_SCRATCH_BYTES,
    };
}

struct acd_publisher *acd_publisher_open(const struct acd_publisher_options *options,
                                         struct acd_fault *why)
{
    struct acd_publisher *publisher = acd_calloc(1, sizeof *publisher);
    publisher->options = *options;
    publisher->flush_ms = INT64_MAX;
    publisher->round_at_ms = publisher->drained_ms = acd_monotonic_ms();
    publisher->turn_ms = publisher->drained_ms;
    publisher->thawed_ms = publisher->drained_ms - PUBLISHER_THAW_MS;
    publisher->link = link_open();
    publisher->once = acd_once_new(PUBLISHER_KEEP_MS, PUBLISHER_REQUESTS);
    acd_buffer_init(&publisher->body);
    acd_buffer_init(&publisher->packed);
    acd_buffer_init(&publisher->outbox.items);
    publisher->marks = acd_calloc(ACD_MAX_MARKS, sizeof *publisher->marks);
    scratch_open(&publisher->scratch);
    scratch_open(&publisher->copy);
    draw_inst(publisher);
    publisher->log = (struct guard_log){.log = options->log, .context = options->context};
    bool fits = options_fit(&publisher->options, why);
    publisher_pages_open(publisher);
    if (fits && set_guard(publisher, why) &&
        bind_sockets(publisher, why) && prove_guard(publisher, why))
        return publisher;
    acd_publisher_close(publisher);
    return NULL;
}

static void site_free(struct publisher_site *site)
{
    for (int kind = 0; kind < ACD_KINDS; kind++)
        catalogue_release(&site->stream[kind].catalogue);
    acd_buffer_release(&site->events.items);
    passed_free(site->passed);
    free(site->told);
    free(site);
}

void acd_publisher_close(struct acd_publisher *publisher)
{
    if (!publisher)
        return;
    if (publisher->stats)
        publisher_flush(publisher, acd_monotonic_ms());
    struct publisher_site *site, *next;
    HASH_ITER(hh, publisher->sites, site, next)
    {
        HASH_DEL(publisher->sites, site);
        site_free(site);
    }
    publisher_forget_pending(publisher);
    publisher_pages_close(publisher);
    link_socket_close(publisher->stats, PUBLISHER_LINGER_MS);
    link_socket_close(publisher->control, PUBLISHER_LINGER_MS);
    guard_close(publisher->guard);
    link_close(publisher->link);
    acd_once_free(publisher->once);
    acd_buffer_release(&publisher->body);
    acd_buffer_release(&publisher->packed);
    acd_buffer_release(&publisher->outbox.items);
    free(publisher->marks);
    free(publisher->scratch.at);
    free(publisher->copy.at);
    free(publisher);
}

static void keep_guard(struct acd_publisher *publisher, int64_t now_ms)
{
    struct link_socket *doors[] = {publisher->stats, publisher->control};
    if (!publisher->guard)
        return;
    if (guard_serve(publisher->guard, doors, publisher->control ? 2 : 1, now_ms))
        publisher->reopening = true;
    if (publisher->reopening)
        publisher->reopening = !link_rebind(publisher->stats);
}

/* While it rests from requests it does not wait for them either; how many sockets. */
static int awaited(const struct acd_publisher *publisher, struct link_socket *sockets[3], int64_t now_ms)
{
    int n = 0;
    sockets[n++] = publisher->stats;
    if (publisher->control && now_ms >= publisher->rest_until_ms)
        sockets[n++] = publisher->control;
    if (publisher->guard)
        sockets[n++] = guard_socket(publisher->guard);
    return n;
}

static int64_t next_due_ms(const struct acd_publisher *publisher, int64_t now_ms)
{
    int64_t due_ms = publisher_send_due_ms(publisher), rest_ms = publisher->rest_until_ms;
    return now_ms < rest_ms && rest_ms < due_ms ? rest_ms : due_ms;
}

bool acd_publisher_serve(struct acd_publisher *publisher, int64_t timeout_ms, int wake_fd)
{
    struct link_socket *sockets[3];
    int64_t now_ms = acd_monotonic_ms(), until_ms = now_ms + timeout_ms;
    for (;;) {
        keep_guard(publisher, now_ms);
        publisher_take_subscriptions(publisher);
        publisher_take_requests(publisher, now_ms);
        publisher_send_due(publisher, now_ms);
        if (now_ms >= until_ms)
            return true;
        int64_t due_ms = next_due_ms(publisher, now_ms);
        int n = awaited(publisher, sockets, now_ms);
        bool woken;
        publisher->turn_ms = due_ms < until_ms ? due_ms : until_ms;
        if (!link_wait(sockets, n, wake_fd, publisher->turn_ms - now_ms, &woken))
            return false;
        now_ms = acd_monotonic_ms();
        if (woken)
            until_ms = now_ms;
    }
}

const char *acd_publisher_stats_endpoint(const struct acd_publisher *publisher)
{
    return link_endpoint(publisher->stats);
}

const char *acd_publisher_control_endpoint(const struct acd_publisher *publisher)
{
    return publisher->control ? link_endpoint(publisher->control) : "";
}
