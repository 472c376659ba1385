/* The real `acdfeed relay` between feeds and those who listen: what came is passed on, what did not
 * come is not made up, and who comes late is told everything. */
#include "acdfeed/clock.h"
#include "acdfeed/memory.h"
#include "feed/commands/command.h"
#include "tests/support/cases.h"
#include "tests/support/keyring.h"
#include "tests/support/rawfeed.h"
#include "tests/support/relayed.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

enum { ENDPOINT_BYTES = RELAYED_ENDPOINT_BYTES };

static void tell_agent(struct acd_publisher *feed, const char *id)
{
    struct acd_fault why;
    struct acd_agent agent = plain_agent(id, ACD_STATE_AVAILABLE);
    assert_true(acd_publisher_agent(feed, NULL, &agent, &why));
}

static const char *stats_of(const struct acd_publisher *feed)
{
    return acd_publisher_stats_endpoint(feed);
}

static const char *control_of(const struct acd_publisher *feed)
{
    return acd_publisher_control_endpoint(feed);
}

/* --- waits --- */

struct wanted {
    const char *site, *id;
    int64_t waiting;
};

static bool shows(struct watched *watched, const void *context)
{
    const struct wanted *wanted = context;
    const struct acd_queue *queue = watched_live(watched, wanted->site, ACD_KIND_QUEUE, wanted->id);
    return queue && queue->waiting == wanted->waiting;
}

static void until_shows(struct watched *watched, const char *site, const char *id, int64_t waiting)
{
    struct wanted wanted = {site, id, waiting};
    watched_until(watched, shows, &wanted, id);
}

static struct watched *listen_for(uint32_t kinds, const struct relay *relay, bool control)
{
    struct watched *watched = watched_new(kinds);
    watched_add(watched, relay->stats, control ? relay->control : NULL);
    return watched;
}

static struct watched *listen_to(const struct relay *relay, bool control)
{
    return listen_for(0, relay, control);
}

static bool has_event(struct watched *watched, const void *context)
{
    for (int i = 0; i < watched->n_events; i++) {
        if (strcmp(watched->events[i]->id, context) == 0)
            return true;
    }
    return false;
}

/* Beats of a feed made by hand until a listener behind the relay has heard one. */
struct beating {
    struct rawfeed *feed;
    int64_t heard_ms;
    uint64_t mark;
    int64_t queues;
};

static bool beat_heard(struct watched *watched, const void *context)
{
    const struct beating *beating = context;
    const struct watched_site *site = watched_site(watched, "berlin");
    if (site && site->state.heard_ms > beating->heard_ms)
        return true;
    rawfeed_beat(beating->feed, beating->mark, beating->queues);
    return false;
}

/* A feed beats on until all is there. */
static bool beat_live(struct watched *watched, const void *context)
{
    const struct watched_site *site = watched_site(watched, "berlin");
    const struct beating *beating = context;
    if (site && site->state.link == ACD_LINK_LIVE)
        return true;
    rawfeed_beat(beating->feed, beating->mark, beating->queues);
    return false;
}

static void beat_through(struct rawfeed *feed, struct watched *watched, uint64_t mark,
                         int64_t queues)
{
    const struct watched_site *site = watched_site(watched, "berlin");
    struct beating beating = {feed, site ? site->state.heard_ms : -1, mark, queues};
    watched_until(watched, beat_heard, &beating, "a heartbeat through the relay");
}

/* Takes all requests that are there: whether one of them was for a page of that kind. */
static bool asked_for(struct rawfeed *feed, const char *kind)
{
    bool asked = false;
    while (!asked && rawfeed_request(feed))
        asked = strcmp(feed->request->args.kind, kind) == 0;
    return asked;
}

/* --- last values --- */

static struct acd_queue old_queue(const char *id, int64_t waiting, int64_t oldest_ms)
{
    struct acd_queue queue = plain_queue(id, waiting);
    queue.oldest_ms = oldest_ms;
    ACD_KNOW(&queue, ACD_QUEUE_OLDEST);
    return queue;
}

/* The feed told its queues once, and is asked for nothing more. */
static void late_joiner_is_complete(bool control)
{
    struct rawfeed feed;
    struct relay relay;
    rawfeed_open(&feed, control ? "late-c" : "late");
    START_RELAY(&relay, control ? "late-rc" : "late-r", "--feed", feed.stats, "--feed-control",
                feed.control);
    struct watched *early = listen_for(1u << ACD_KIND_QUEUE, &relay, false);
    beat_through(&feed, early, 0, -1);
    struct acd_queue queues[] = {old_queue("sales", 7, 5000), plain_queue("support", 0)};
    int64_t before_ms = acd_monotonic_ms();
    rawfeed_queues(&feed, 1, queues, 2);
    until_shows(early, "berlin", "support", 0);
    int64_t after_ms = acd_monotonic_ms();
    beat_through(&feed, early, 1, 2);
    watched_until_link(early, "berlin", ACD_LINK_LIVE);
    beat_through(&feed, early, 1, 2);
    asked_for(&feed, "none"); /* when the relay was new itself */
    struct watched *late = listen_for(1u << ACD_KIND_QUEUE, &relay, control);
    int64_t joined_ms = acd_monotonic_ms();
    struct beating beating = {&feed, -1, 1, 2};
    watched_until(late, beat_live, &beating, "complete");
    until_shows(late, "berlin", "sales", 7);
    const struct watched_entity *told = late->entities;
    while (strcmp(((const struct acd_queue *)told->entity)->id, "sales") != 0)
        told++;
    assert_in_range(((const struct acd_queue *)told->entity)->oldest_ms,
                    5000 + joined_ms - after_ms, 5000 + told->at_ms - before_ms);
    const struct acd_queue *support = watched_live(late, "berlin", ACD_KIND_QUEUE, "support");
    assert_non_null(support);
    assert_false(ACD_KNOWN(support, ACD_QUEUE_OLDEST));
    assert_int_equal(watched_site(late, "berlin")->state.lost, 0);
    assert_false(asked_for(&feed, "queue"));
    watched_free(late);
    watched_free(early);
    relay_stop(&relay);
    rawfeed_close(&feed);
}

static void late_joiner_is_complete_at_once(void **state)
{
    (void)state;
    late_joiner_is_complete(false);
    late_joiner_is_complete(true);
}

/* Two relays in a row; the figures at the end are those at the beginning. */
static void chain_passes_everything(void **state)
{
    (void)state;
    struct relay first, second;
    struct acd_publisher *feed = relayed_feed("chain", "berlin", NULL);
    relayed_queue(feed, "sales", 3);
    tell_agent(feed, "anna");
    START_RELAY(&first, "chain-1", "--feed", stats_of(feed), "--feed-control", control_of(feed));
    START_RELAY(&second, "chain-2", "--feed", first.stats, "--feed-control", first.control);
    struct watched *watched = listen_to(&second, false);
    watched->publishers[0] = feed;
    until_shows(watched, "berlin", "sales", 3);
    watched_until_link(watched, "berlin", ACD_LINK_LIVE);
    assert_non_null(watched_live(watched, "berlin", ACD_KIND_AGENT, "anna"));
    relayed_queue(feed, "sales", 4);
    until_shows(watched, "berlin", "sales", 4);
    struct acd_fault why;
    assert_true(acd_publisher_gone(feed, NULL, ACD_KIND_AGENT, "anna", &why));
    relayed_queue(feed, "sales", 5);
    until_shows(watched, "berlin", "sales", 5);
    watched_until_beat(watched, "berlin");
    assert_null(watched_live(watched, "berlin", ACD_KIND_AGENT, "anna"));
    struct watched *late = listen_to(&second, true);
    late->publishers[0] = feed;
    watched_until_link(late, "berlin", ACD_LINK_LIVE);
    assert_int_equal(watched_live_count(late, "berlin", ACD_KIND_AGENT), 0);
    assert_int_equal(watched_live_count(late, "berlin", ACD_KIND_QUEUE), 1);
    assert_int_equal(watched_site(watched, "berlin")->state.lost, 0);
    watched_free(late);
    watched_free(watched);
    relay_stop(&second);
    relay_stop(&first);
    acd_publisher_close(feed);
}

/* --- silence --- */

static void silence_passes_and_ends(void **state)
{
    (void)state;
    struct relay first, second;
    struct acd_publisher *feed = relayed_feed("silent", "berlin", NULL);
    relayed_queue(feed, "sales", 3);
    START_RELAY(&first, "silent-1", "--feed", stats_of(feed), "--feed-control", control_of(feed));
    START_RELAY(&second, "silent-2", "--feed", first.stats);
    struct watched *watched = listen_to(&second, true);
    watched->publishers[0] = feed;
    until_shows(watched, "berlin", "sales", 3);
    watched_until_beat(watched, "berlin");
    watched->publishers[0] = NULL;
    watched_until_link(watched, "berlin", ACD_LINK_STALE);
    tool_await_complaint(&first.tool, "site berlin: stale: no heartbeat for more");
    /* Who comes now learns that there is such a site, and nothing of it. */
    struct watched *late = listen_to(&second, true);
    watched_until_link(late, "berlin", ACD_LINK_SILENT);
    assert_int_equal(watched_live_count(late, "berlin", ACD_KIND_QUEUE), 0);
    watched->publishers[0] = feed;
    until_shows(watched, "berlin", "sales", 3);
    watched_until_link(watched, "berlin", ACD_LINK_LIVE);
    late->publishers[0] = feed;
    until_shows(late, "berlin", "sales", 3);
    watched_free(late);
    watched_free(watched);
    relay_stop(&second);
    assert_int_equal(tool_stop(&first.tool), COMMAND_DONE);
    const char *stale = strstr(first.tool.complaint, "site berlin: stale: no heartbeat for more");
    assert_non_null(stale);
    const char *again = strstr(stale, "site berlin: live again after 0:0");
    assert_non_null(again);
    assert_ptr_equal(strchr(stale, '\n') + 1, strstr(stale, "acdfeed relay: site berlin: live"));
    free(first.tool.complaint);
    acd_publisher_close(feed);
}

/* Tells of one more queue until the listener heard of it, live or not. */
static bool hears_of_new(struct watched *watched, const void *context)
{
    struct beating *beating = (void *)(uintptr_t)context;
    struct acd_queue fresh = plain_queue("fresh", 1);
    for (size_t i = 0; i < watched->n_entities; i++) {
        const struct acd_queue *queue = watched->entities[i].entity;
        if (strcmp(queue->id, "fresh") == 0)
            return true;
    }
    if (beating->mark < 5000)
        rawfeed_queues(beating->feed, ++beating->mark, &fresh, 1);
    return false;
}

/* What waited for a relay that was stopped is of unknown age, and its feed may be dead since. */
static void what_waited_for_a_stopped_relay_is_not_vouched_for(void **state)
{
    (void)state;
    struct rawfeed feed;
    struct relay relay;
    rawfeed_open(&feed, "stopped");
    START_RELAY(&relay, "stopped-r", "--feed", feed.stats);
    struct watched *watched = listen_to(&relay, false);
    beat_through(&feed, watched, 0, -1);
    struct acd_queue before = plain_queue("sales", 1), after = plain_queue("sales", 2);
    rawfeed_queues(&feed, 1, &before, 1);
    until_shows(watched, "berlin", "sales", 1);
    beat_through(&feed, watched, 1, 1);
    kill(relay.tool.pid, SIGSTOP);
    for (int i = 0; i < 20; i++) /* what was on its way to us comes in */
        watched_serve(watched);
    int64_t heard_ms = watched_site(watched, "berlin")->state.heard_ms;
    rawfeed_queues(&feed, 2, &after, 1);
    rawfeed_beat(&feed, 2, 1);
    watched_until_link(watched, "berlin", ACD_LINK_STALE); /* longer than a pause may be */
    kill(relay.tool.pid, SIGCONT);
    struct beating beating = {.feed = &feed, .mark = 2};
    watched_until(watched, hears_of_new, &beating, "something that did not wait");
    assert_int_equal(watched_site(watched, "berlin")->state.heard_ms, heard_ms);
    assert_int_equal(watched_site(watched, "berlin")->state.link, ACD_LINK_STALE);
    assert_true(watched_site(watched, "berlin")->state.lost > 0);
    rawfeed_queues(&feed, 6000, &after, 1);
    beat_through(&feed, watched, 6000, 2);
    until_shows(watched, "berlin", "sales", 2);
    watched_free(watched);
    relay_stop(&relay);
    rawfeed_close(&feed);
}

/* --- losses --- */

static bool asked_for_queues(struct watched *watched, const void *context)
{
    (void)watched;
    return asked_for(((const struct beating *)context)->feed, "queue");
}

/* The relay asks the feed; those behind it hear the answer without asking. */
static void loss_is_unknown_until_it_is_made_good(void **state)
{
    (void)state;
    struct rawfeed feed;
    struct relay relay;
    rawfeed_open(&feed, "loss");
    START_RELAY(&relay, "loss-r", "--feed", feed.stats, "--feed-control", feed.control);
    struct watched *plain = listen_for(1u << ACD_KIND_QUEUE, &relay, false);
    struct watched *paging = listen_for(1u << ACD_KIND_QUEUE, &relay, true);
    beat_through(&feed, plain, 0, -1);
    struct acd_queue first[] = {plain_queue("sales", 1), plain_queue("support", 1)};
    rawfeed_queues(&feed, 1, first, 2);
    until_shows(plain, "berlin", "support", 1);
    beat_through(&feed, plain, 1, 2);
    watched_until_link(plain, "berlin", ACD_LINK_LIVE);
    asked_for(&feed, "none");
    struct acd_queue third = plain_queue("sales", 3);
    rawfeed_queues(&feed, 3, &third, 1); /* the second told of support */
    until_shows(plain, "berlin", "sales", 3);
    assert_null(watched_live(plain, "berlin", ACD_KIND_QUEUE, "support"));
    assert_int_equal(watched_site(plain, "berlin")->state.lost, 1);
    assert_int_equal(watched_site(plain, "berlin")->state.link, ACD_LINK_INCOMPLETE);
    beat_through(&feed, paging, 3, 2);
    until_shows(paging, "berlin", "sales", 3);
    assert_int_equal(relay_page_status(&relay), ACD_STATUS_REFUSED);
    assert_null(watched_live(paging, "berlin", ACD_KIND_QUEUE, "support"));
    struct beating beating = {.feed = &feed};
    watched_until(plain, asked_for_queues, &beating, "the relay asks for a page");
    struct acd_queue page[] = {plain_queue("sales", 3), plain_queue("support", 2)};
    rawfeed_page(&feed, page, 2, NULL, 3);
    beat_through(&feed, plain, 3, 2);
    until_shows(plain, "berlin", "support", 2);
    beat_through(&feed, plain, 3, 2);
    watched_until_link(plain, "berlin", ACD_LINK_LIVE);
    assert_int_equal(relay_page_status(&relay), ACD_STATUS_DONE);
    until_shows(paging, "berlin", "support", 2);
    watched_until_link(paging, "berlin", ACD_LINK_LIVE);
    watched_free(plain);
    watched_free(paging);
    relay_stop(&relay);
    rawfeed_close(&feed);
}

/* Refused there is refused here; what stood before it is unknown, also to who comes late. */
static void item_that_cannot_be_read_is_unknown_behind_the_relay(void **state)
{
    (void)state;
    struct rawfeed feed;
    struct relay relay;
    rawfeed_open(&feed, "refused");
    START_RELAY(&relay, "refused-r", "--feed", feed.stats);
    struct watched *watched = listen_to(&relay, false);
    beat_through(&feed, watched, 0, -1);
    struct acd_queue good[] = {plain_queue("sales", 1), plain_queue("support", 1)};
    rawfeed_queues(&feed, 1, good, 2);
    until_shows(watched, "berlin", "sales", 1);
    struct acd_queue bad[] = {plain_queue("sales", -1), plain_queue("support", 2)};
    rawfeed_queues(&feed, 2, bad, 2);
    until_shows(watched, "berlin", "support", 2);
    assert_null(watched_live(watched, "berlin", ACD_KIND_QUEUE, "sales"));
    assert_int_equal(watched_site(watched, "berlin")->state.refused, 1);
    struct watched *late = listen_to(&relay, false);
    beat_through(&feed, late, 2, 2);
    until_shows(late, "berlin", "support", 2);
    assert_null(watched_live(late, "berlin", ACD_KIND_QUEUE, "sales"));
    watched_free(late);
    watched_free(watched);
    relay_stop(&relay);
    rawfeed_close(&feed);
}

/* A topic of its own keeps its own count. */
static void finer_topics_pass_as_they_are(void **state)
{
    (void)state;
    struct rawfeed feed;
    struct relay relay;
    rawfeed_open(&feed, "finer");
    START_RELAY(&relay, "finer-r", "--feed", feed.stats);
    struct watched *watched = listen_to(&relay, false);
    beat_through(&feed, watched, 0, -1);
    struct acd_queue sales = plain_queue("sales", 1), support = plain_queue("support", 1);
    rawfeed_queues_under(&feed, "queue/berlin/sales", 1, &sales, 1);
    rawfeed_queues_under(&feed, "queue/berlin/support", 1, &support, 1);
    sales.waiting = 2;
    rawfeed_queues_under(&feed, "queue/berlin/sales", 2, &sales, 1);
    until_shows(watched, "berlin", "sales", 2);
    assert_non_null(watched_live(watched, "berlin", ACD_KIND_QUEUE, "support"));
    assert_int_equal(watched_site(watched, "berlin")->state.lost, 0);
    beat_through(&feed, watched, 0, 2);
    watched_until_link(watched, "berlin", ACD_LINK_LIVE);
    watched_free(watched);
    relay_stop(&relay);
    rawfeed_close(&feed);
}

/* --- restarts --- */

static bool restarted(struct watched *watched, const void *context)
{
    const uint64_t *restarts = context;
    const struct watched_site *site = watched_site(watched, "berlin");
    return site && site->state.restarts == *restarts && site->state.link == ACD_LINK_LIVE;
}

static void restart_of_the_feed_is_seen_as_one(void **state)
{
    (void)state;
    struct relay relay;
    struct acd_publisher *feed = relayed_feed("restart", "berlin", NULL);
    relayed_queue(feed, "sales", 1);
    relayed_queue(feed, "support", 1);
    START_RELAY(&relay, "restart-r", "--feed", stats_of(feed), "--feed-control", control_of(feed));
    struct watched *watched = listen_to(&relay, true);
    watched->publishers[0] = feed;
    until_shows(watched, "berlin", "support", 1);
    acd_publisher_close(feed);
    feed = relayed_feed("restart", "berlin", NULL);
    relayed_queue(feed, "sales", 2);
    watched->publishers[0] = feed;
    watched_until(watched, restarted, &(uint64_t){1}, "one restart");
    until_shows(watched, "berlin", "sales", 2);
    assert_null(watched_live(watched, "berlin", ACD_KIND_QUEUE, "support"));
    watched_free(watched);
    relay_stop(&relay);
    acd_publisher_close(feed);
}

static void restart_of_the_relay_is_seen_as_one(void **state)
{
    (void)state;
    struct relay relay;
    struct acd_publisher *feed = relayed_feed("again", "berlin", NULL);
    relayed_queue(feed, "sales", 1);
    START_RELAY(&relay, "again-r", "--feed", stats_of(feed), "--feed-control", control_of(feed));
    struct watched *watched = listen_to(&relay, true);
    watched->publishers[0] = feed;
    until_shows(watched, "berlin", "sales", 1);
    kill(relay.tool.pid, SIGKILL);
    assert_int_equal(tool_end(&relay.tool), 128 + SIGKILL);
    free(relay.tool.complaint);
    watched_until_link(watched, "berlin", ACD_LINK_STALE);
    relayed_queue(feed, "sales", 2);
    START_RELAY(&relay, "again-r", "--feed", stats_of(feed), "--feed-control", control_of(feed));
    watched_until(watched, restarted, &(uint64_t){1}, "one restart");
    until_shows(watched, "berlin", "sales", 2);
    watched_free(watched);
    relay_stop(&relay);
    acd_publisher_close(feed);
}

/* --- several feeds --- */

static void two_sites_are_joined_and_fail_apart(void **state)
{
    (void)state;
    struct relay relay;
    struct acd_publisher *berlin = relayed_feed("two-b", "berlin", NULL);
    struct acd_publisher *paris = relayed_feed("two-p", "paris", NULL);
    relayed_queue(berlin, "sales", 1);
    relayed_queue(paris, "sales", 2);
    START_RELAY(&relay, "two-r", "--feed", stats_of(berlin), "--feed", stats_of(paris),
                "--feed-control", control_of(paris)); /* of paris alone */
    struct watched *watched = listen_to(&relay, true);
    watched->publishers[0] = berlin;
    watched->publishers[1] = paris;
    until_shows(watched, "berlin", "sales", 1);
    until_shows(watched, "paris", "sales", 2);
    watched_until_link(watched, "berlin", ACD_LINK_LIVE);
    watched->publishers[1] = NULL;
    watched_until_link(watched, "paris", ACD_LINK_STALE);
    watched_until_beat(watched, "berlin");
    assert_int_equal(watched_site(watched, "berlin")->state.link, ACD_LINK_LIVE);
    watched->publishers[1] = paris;
    watched_until_link(watched, "paris", ACD_LINK_LIVE);
    until_shows(watched, "paris", "sales", 2);
    watched_free(watched);
    relay_stop(&relay);
    acd_publisher_close(berlin);
    acd_publisher_close(paris);
}

static bool is_contradicted(struct watched *watched, const void *context)
{
    (void)context;
    const struct watched_site *site = watched_site(watched, "berlin");
    return site && site->state.link == ACD_LINK_INCOMPLETE &&
           strcmp(site->why, "two feeds claim this site") == 0;
}

static void two_feeds_of_one_site_contradict_each_other(void **state)
{
    (void)state;
    struct relay relay;
    struct acd_publisher *first = relayed_feed("claim-1", "berlin", NULL);
    struct acd_publisher *second = relayed_feed("claim-2", "berlin", NULL);
    relayed_queue(first, "sales", 1);
    relayed_queue(second, "sales", 2);
    START_RELAY(&relay, "claim-r", "--feed", stats_of(first), "--feed", stats_of(second));
    struct watched *watched = listen_to(&relay, true);
    watched->publishers[0] = first;
    until_shows(watched, "berlin", "sales", 1);
    watched->publishers[1] = second;
    watched_until(watched, is_contradicted, NULL, "the relay says so");
    assert_true(shows(watched, &(struct wanted){"berlin", "sales", 1}));
    tool_await_complaint(&relay.tool, "site berlin: incomplete: two feeds claim this site");
    watched->publishers[1] = NULL;
    watched_until_link(watched, "berlin", ACD_LINK_LIVE);
    watched_free(watched);
    relay_stop(&relay);
    acd_publisher_close(first);
    acd_publisher_close(second);
}

static void standby_takes_over_behind_the_relay_and_back(void **state)
{
    (void)state;
    struct relay relay;
    struct acd_publisher *first = relayed_feed("pair-1", "berlin", NULL);
    struct acd_publisher *second = relayed_feed("pair-2", "berlin", NULL);
    relayed_queue(first, "sales", 1);
    relayed_queue(first, "support", 1);
    relayed_queue(second, "sales", 2);
    START_RELAY(&relay, "pair-r", "--standby", "--feed", stats_of(first), "--feed-control",
                control_of(first), "--feed", stats_of(second), "--feed-control",
                control_of(second));
    struct watched *watched = listen_to(&relay, true);
    watched->publishers[0] = first;
    until_shows(watched, "berlin", "sales", 1);
    watched->publishers[1] = second;
    for (int i = 0; i < 5; i++)
        watched_until_beat(watched, "berlin");
    assert_true(shows(watched, &(struct wanted){"berlin", "sales", 1}));
    assert_int_equal(watched_site(watched, "berlin")->state.restarts, 0);
    watched->publishers[0] = NULL;
    until_shows(watched, "berlin", "sales", 2);
    watched_until_link(watched, "berlin", ACD_LINK_LIVE);
    assert_null(watched_live(watched, "berlin", ACD_KIND_QUEUE, "support"));
    watched->publishers[0] = first;
    watched->publishers[1] = NULL;
    until_shows(watched, "berlin", "sales", 1);
    watched_until_link(watched, "berlin", ACD_LINK_LIVE);
    until_shows(watched, "berlin", "support", 1);
    watched_free(watched);
    relay_stop(&relay);
    acd_publisher_close(first);
    acd_publisher_close(second);
}

/* --- keys and roles --- */

struct locked {
    struct acd_publisher *feed;
    struct relay relay;
};

static void open_locked(struct locked *locked, const char *name, const char *roles)
{
    char part[64];
    const char *list = keyring_authorize(roles);
    struct acd_publisher_options options = {.key_file = keyring_secret("server"),
                                            .authorized_file = list};
    snprintf(part, sizeof part, "%s-f", name);
    locked->feed = relayed_feed(part, "berlin", &options);
    relayed_queue(locked->feed, "sales", 1);
    tell_agent(locked->feed, "anna");
    START_RELAY(&locked->relay, name, "--feed-key", keyring_secret("relay"), "--server-key",
                keyring_public("server"), "--feed", stats_of(locked->feed), "--feed-control",
                control_of(locked->feed), "--key", keyring_secret("dmz"), "--authorized", list);
}

static struct watched *come_in(const struct locked *locked, const char *name)
{
    struct watched *watched = watched_new(0);
    keyring_add(watched, locked->relay.stats, locked->relay.control, name, "dmz");
    watched->publishers[0] = locked->feed;
    return watched;
}

static void close_locked(struct locked *locked)
{
    relay_stop(&locked->relay);
    acd_publisher_close(locked->feed);
}

static void relay_lets_in_by_its_own_list(void **state)
{
    (void)state;
    struct locked locked;
    open_locked(&locked, "locked", "relay publisher\nviola viewer\nhall wall\n");
    struct watched *viola = come_in(&locked, "viola");
    watched_until_link(viola, "berlin", ACD_LINK_LIVE);
    assert_non_null(watched_live(viola, "berlin", ACD_KIND_AGENT, "anna"));
    struct watched *hall = come_in(&locked, "hall");
    watched_until_link(hall, "berlin", ACD_LINK_LIVE);
    until_shows(hall, "berlin", "sales", 1);
    for (size_t i = 0; i < hall->n_entities; i++)
        assert_int_not_equal(hall->entities[i].kind, ACD_KIND_AGENT);
    struct watched *mallory = come_in(&locked, "mallory");
    for (int i = 0; i < 3; i++)
        watched_until_beat(viola, "berlin");
    watched_serve(mallory);
    assert_int_equal(mallory->n_sites, 0);
    watched_free(mallory);
    watched_free(hall);
    watched_free(viola);
    close_locked(&locked);
}

/* A relay that is a wall to its feed has no agents to tell of, and says so. */
static void relay_without_agents_is_complete_without_them(void **state)
{
    (void)state;
    struct locked locked;
    open_locked(&locked, "walled", "relay wall\nviola viewer\n");
    struct watched *viola = come_in(&locked, "viola");
    until_shows(viola, "berlin", "sales", 1);
    watched_until_link(viola, "berlin", ACD_LINK_LIVE);
    assert_int_equal(watched_live_count(viola, "berlin", ACD_KIND_AGENT), 0);
    watched_free(viola);
    close_locked(&locked);
}

/* --- what passes and what does not --- */

static bool has_text(struct watched *watched, const void *context)
{
    const struct watched_site *site = watched_site(watched, "berlin");
    return site && site->heartbeat && ACD_KNOWN(site->heartbeat, ACD_SITE_TEXT) &&
           strcmp(site->heartbeat->text, context) == 0;
}

static void heartbeat_passes_without_operations(void **state)
{
    (void)state;
    struct relay relay;
    struct acd_fault why;
    struct acd_publisher *feed = relayed_feed("beats", "berlin", NULL);
    const char *const ops[] = {"overflow", "close"};
    struct acd_site site = plain_site("berlin");
    site.name = "Berlin";
    site.tz = "Europe/Berlin";
    site.day_start_ms = 21600000;
    site.text = "Incident 4711";
    site.ops = ops;
    site.n_ops = 2;
    site.known |= ACD_BIT(ACD_SITE_NAME) | ACD_BIT(ACD_SITE_TZ) | ACD_BIT(ACD_SITE_DAY_START) |
                  ACD_BIT(ACD_SITE_TEXT) | ACD_BIT(ACD_SITE_OPS);
    assert_true(acd_publisher_site(feed, &site, &why));
    START_RELAY(&relay, "beats-r", "--feed", stats_of(feed), "--feed-control", control_of(feed));
    struct watched *watched = listen_to(&relay, true);
    watched->publishers[0] = feed;
    watched_until(watched, has_text, "Incident 4711", "the ticker's text");
    const struct acd_site *heard = watched_site(watched, "berlin")->heartbeat;
    assert_string_equal(heard->name, "Berlin");
    assert_string_equal(heard->tz, "Europe/Berlin");
    assert_int_equal(heard->day_start_ms, 21600000);
    assert_int_equal(heard->period_ms, 200);
    assert_int_equal(heard->keyframe_ms, 600000);
    assert_int_equal(heard->n_ops, 1);
    assert_string_equal(heard->ops[0], "snapshot");
    assert_false(ACD_KNOWN(heard, ACD_SITE_SOFTWARE));
    assert_false(ACD_KNOWN(heard, ACD_SITE_WHY));
    struct acd_request request = {.known = ACD_BIT(ACD_REQUEST_ID) | ACD_BIT(ACD_REQUEST_OP) |
                                           ACD_BIT(ACD_REQUEST_SITE) | ACD_BIT(ACD_REQUEST_QUEUE),
                                  .id = "r1",
                                  .op = "close",
                                  .site = "berlin",
                                  .queue = "sales"};
    assert_true(acd_subscriber_send(watched->subscriber, &request, &why));
    watched_until_reply(watched, "r1");
    assert_int_equal(watched_reply(watched, "r1")->status, ACD_STATUS_UNSUPPORTED);
    watched_free(watched);
    relay_stop(&relay);
    acd_publisher_close(feed);
}

static int events_of(const struct watched *watched, const char *id)
{
    int n = 0;
    for (int i = 0; i < watched->n_events; i++)
        n += strcmp(watched->events[i]->id, id) == 0;
    return n;
}

static void events_pass_once(void **state)
{
    (void)state;
    struct relay relay;
    struct acd_fault why;
    struct acd_publisher *feed = relayed_feed("events", "berlin", NULL);
    relayed_queue(feed, "sales", 1);
    START_RELAY(&relay, "events-r", "--feed", stats_of(feed), "--feed-control", control_of(feed));
    struct watched *watched = listen_to(&relay, true);
    watched->publishers[0] = feed;
    until_shows(watched, "berlin", "sales", 1);
    struct acd_event event = {.known = ACD_BIT(ACD_EVENT_ID) | ACD_BIT(ACD_EVENT_TYPE) |
                                       ACD_BIT(ACD_EVENT_T) | ACD_BIT(ACD_EVENT_TEXT),
                              .id = "e1",
                              .type = "notice",
                              .t = 1700000000123,
                              .text = "call back at noon"};
    assert_true(acd_publisher_event(feed, NULL, &event, &why));
    watched_until(watched, has_event, "e1", "the event");
    assert_int_equal(watched->events[0]->t, 1700000000123);
    assert_string_equal(watched->events[0]->text, "call back at noon");
    struct watched *late = listen_to(&relay, true);
    late->publishers[0] = feed;
    until_shows(late, "berlin", "sales", 1);
    for (int i = 0; i < 3; i++)
        watched_until_beat(watched, "berlin");
    assert_int_equal(events_of(watched, "e1"), 1);
    assert_int_equal(events_of(late, "e1"), 0);
    watched_free(late);
    watched_free(watched);
    relay_stop(&relay);
    acd_publisher_close(feed);
}

/* --- the command line --- */

static const struct mistake {
    const char *arguments[10];
    int status;
    const char *said;
} mistakes[] = {
    {{"relay"}, COMMAND_USAGE, "which feed? --feed EP"},
    {{"relay", "--feed", "nowhere"}, COMMAND_USAGE, "--feed nowhere: not an endpoint"},
    {{"relay", "--feed", "tcp://127.0.0.1:5570"}, COMMAND_USAGE, "where the relay itself serves"},
    {{"relay", "--feed-control", "ipc:///tmp/c", "--feed", "ipc:///tmp/s"},
     COMMAND_USAGE,
     "after the --feed it belongs to"},
    {{"relay", "--feed", "ipc:///tmp/s", "--stats", "ipc:///nonexistent/x"},
     COMMAND_FAILED,
     "ipc:///nonexistent/x"},
    {{"relay", "--feed", "ipc:///tmp/s", "--stats", "tcp://*:*"}, COMMAND_FAILED, "tcp://*:*"},
    {{"relay", "--feed", "ipc:///tmp/s", "--stats", "tcp://127.0.0.1:*", "--feed-key", "/nowhere"},
     COMMAND_FAILED,
     "keys go together"},
    {{"relay", "--feed", "ipc:///tmp/s", "--stats", "tcp://127.0.0.1:*", "--key", "/nowhere"},
     COMMAND_FAILED,
     "needs both"},
};

static void mistakes_are_said(void **state)
{
    (void)state;
    for (size_t i = 0; i < ACD_COUNT_OF(mistakes); i++) {
        char *out, *err;
        int status = tool_run(mistakes[i].arguments, NULL, &out, &err);
        if (status != mistakes[i].status || !strstr(err, mistakes[i].said))
            fail_msg("case %zu: exit %d, \"%s\"", i, status, err);
        free(out);
        free(err);
    }
}

static int lines_of(const char *text)
{
    int n = 0;
    for (; (text = strchr(text, '\n')) != NULL; text++)
        n++;
    return n;
}

/* As one that is wrong, or means harm. */
static void feed_that_begins_anew_all_the_time_fills_no_log(void **state)
{
    (void)state;
    struct rawfeed feed;
    struct relay relay;
    rawfeed_open(&feed, "anew");
    START_RELAY(&relay, "anew-r", "--feed", feed.stats);
    struct watched *watched = listen_to(&relay, false);
    for (int i = 0; i < 100; i++) {
        beat_through(&feed, watched, 0, -1);
        feed.inst++;
    }
    assert_in_range(watched_site(watched, "berlin")->state.restarts, 90, 100);
    watched_free(watched);
    assert_int_equal(tool_stop(&relay.tool), COMMAND_DONE);
    assert_non_null(strstr(relay.tool.complaint, "berlin changes all the time"));
    assert_in_range(lines_of(relay.tool.complaint), 5, 20);
    free(relay.tool.complaint);
    rawfeed_close(&feed);
}

/* A feed that is not there is named, once. */
static void feed_that_is_not_there_is_named(void **state)
{
    (void)state;
    struct relay relay;
    char nobody[ENDPOINT_BYTES];
    test_endpoint(nobody, sizeof nobody, "nobody");
    START_RELAY(&relay, "alone", "--feed", nobody);
    tool_await_complaint(&relay.tool, "no one answers there");
    relay_stop(&relay);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(late_joiner_is_complete_at_once),
        cmocka_unit_test(chain_passes_everything),
        cmocka_unit_test(silence_passes_and_ends),
        cmocka_unit_test(what_waited_for_a_stopped_relay_is_not_vouched_for),
        cmocka_unit_test(loss_is_unknown_until_it_is_made_good),
        cmocka_unit_test(item_that_cannot_be_read_is_unknown_behind_the_relay),
        cmocka_unit_test(finer_topics_pass_as_they_are),
        cmocka_unit_test(restart_of_the_feed_is_seen_as_one),
        cmocka_unit_test(restart_of_the_relay_is_seen_as_one),
        cmocka_unit_test(two_sites_are_joined_and_fail_apart),
        cmocka_unit_test(two_feeds_of_one_site_contradict_each_other),
        cmocka_unit_test(standby_takes_over_behind_the_relay_and_back),
        cmocka_unit_test(relay_lets_in_by_its_own_list),
        cmocka_unit_test(relay_without_agents_is_complete_without_them),
        cmocka_unit_test(heartbeat_passes_without_operations),
        cmocka_unit_test(events_pass_once),
        cmocka_unit_test(feed_that_begins_anew_all_the_time_fills_no_log),
        cmocka_unit_test(feed_that_is_not_there_is_named),
        cmocka_unit_test(mistakes_are_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
