/* Feeds that begin anew, fall silent, claim the same site or send rubbish. */
#include "tests/support/rawfeed.h"

#include "acdfeed/clock.h"
#include "acdfeed/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct acd_publisher *open_feed(const char *name, const char *const *queues, int n)
{
    char stats[200], control[200], part[64];
    struct acd_fault why = {""};
    snprintf(part, sizeof part, "%s-s", name);
    test_endpoint(stats, sizeof stats, part);
    snprintf(part, sizeof part, "%s-c", name);
    test_endpoint(control, sizeof control, part);
    struct acd_publisher *publisher =
        acd_publisher_open(&(struct acd_publisher_options){.stats_endpoint = stats,
                                                           .control_endpoint = control,
                                                           .gather_ms = 20,
                                                           .period_ms = 200,
                                                           .keyframe_ms = 1000},
                           &why);
    if (!publisher)
        fail_msg("%s", why.text);
    struct acd_site site = plain_site("berlin");
    assert_true(acd_publisher_site(publisher, &site, &why));
    for (int i = 0; i < n; i++) {
        struct acd_queue queue = plain_queue(queues[i], 1);
        assert_true(acd_publisher_queue(publisher, NULL, &queue, &why));
    }
    return publisher;
}

static void watch_feed(struct watched *watched, const struct acd_publisher *publisher)
{
    watched_add(watched, acd_publisher_stats_endpoint(publisher),
                acd_publisher_control_endpoint(publisher));
}

static const char *const sales_support[] = {"sales", "support"};
static const char *const sales_billing[] = {"sales", "billing"};

static bool has_restarted(struct watched *watched, const void *context)
{
    const struct watched_site *site = watched_site(watched, "berlin");
    (void)context;
    return site->state.restarts == 1 && site->state.link == ACD_LINK_LIVE;
}

static void restart_is_seen_and_healed(void **state)
{
    (void)state;
    struct watched *watched = watched_new(0);
    watched->publishers[0] = open_feed("again", sales_support, 2);
    watch_feed(watched, watched->publishers[0]);
    watched_until_link(watched, "berlin", ACD_LINK_LIVE);
    uint64_t inst = watched_site(watched, "berlin")->state.inst;
    uint32_t epoch = watched_site(watched, "berlin")->state.epoch[ACD_KIND_QUEUE];
    acd_publisher_close(watched->publishers[0]);
    watched->publishers[0] = open_feed("again", sales_billing, 2);
    watched_until(watched, has_restarted, NULL, "the restarted feed");
    assert_true(watched_site(watched, "berlin")->state.inst != inst);
    assert_true(watched_site(watched, "berlin")->state.epoch[ACD_KIND_QUEUE] > epoch);
    assert_non_null(watched_live(watched, "berlin", ACD_KIND_QUEUE, "billing"));
    assert_null(watched_live(watched, "berlin", ACD_KIND_QUEUE, "support"));
    assert_int_equal(watched->n_entities, 2);
    acd_publisher_close(watched->publishers[0]);
    watched_free(watched);
}

static void silence_is_stale_until_told_again(void **state)
{
    (void)state;
    struct watched *watched = watched_new(0);
    struct acd_publisher *publisher = open_feed("silent", sales_support, 2);
    watched->publishers[0] = publisher;
    watch_feed(watched, publisher);
    watched_until_link(watched, "berlin", ACD_LINK_LIVE);
    watched->publishers[0] = NULL; /* it hangs */
    watched_until_link(watched, "berlin", ACD_LINK_STALE);
    const struct watched_site *site = watched_site(watched, "berlin");
    assert_true(site->state.stale_since_ms - site->state.heard_ms > 2 * 200 + 500);
    assert_int_equal(watched_live_count(watched, "berlin", ACD_KIND_QUEUE), 0);
    watched->publishers[0] = publisher;
    watched_until_link(watched, "berlin", ACD_LINK_LIVE);
    assert_int_equal(watched_live_count(watched, "berlin", ACD_KIND_QUEUE), 2);
    assert_int_equal(site->state.restarts, 0);
    acd_publisher_close(publisher);
    watched_free(watched);
}

static bool claims_are_seen(struct watched *watched, const void *context)
{
    const struct watched_site *site = watched_site(watched, "berlin");
    (void)context;
    return site && site->state.link == ACD_LINK_INCOMPLETE &&
           strstr(site->why, "two feeds claim this site");
}

static void two_feeds_are_not_mixed(void **state)
{
    (void)state;
    struct watched *watched = watched_new(0);
    watched->publishers[0] = open_feed("one", sales_support, 2);
    watch_feed(watched, watched->publishers[0]);
    watched_until_link(watched, "berlin", ACD_LINK_LIVE);
    watched->publishers[1] = open_feed("two", sales_billing, 2);
    watch_feed(watched, watched->publishers[1]);
    watched_until(watched, claims_are_seen, NULL, "two feeds for one site");
    for (int i = 0; i < 3; i++)
        watched_until_beat(watched, "berlin");
    assert_null(watched_live(watched, "berlin", ACD_KIND_QUEUE, "billing"));
    assert_non_null(watched_live(watched, "berlin", ACD_KIND_QUEUE, "support"));
    assert_int_equal(watched_site(watched, "berlin")->state.feed, 0);
    /* The first one dies: the other takes over. */
    acd_publisher_close(watched->publishers[0]);
    watched->publishers[0] = NULL;
    watched_until(watched, has_restarted, NULL, "the other feed takes over");
    assert_int_equal(watched_site(watched, "berlin")->state.feed, 1);
    assert_non_null(watched_live(watched, "berlin", ACD_KIND_QUEUE, "billing"));
    assert_null(watched_live(watched, "berlin", ACD_KIND_QUEUE, "support"));
    acd_publisher_close(watched->publishers[1]);
    watched_free(watched);
}

static void alternating_instances_are_two_feeds(void **state)
{
    (void)state;
    struct rawfeed feed;
    struct acd_queue a = plain_queue("a", 1), b = plain_queue("b", 1);
    rawfeed_open(&feed, "alternating");
    struct watched *watched = watched_new(1u << ACD_KIND_QUEUE);
    watched_add(watched, feed.stats, NULL);
    rawfeed_until_heard(&feed, watched);
    rawfeed_queues(&feed, 1, &a, 1);
    rawfeed_beat(&feed, 1, 1);
    watched_until_link(watched, "berlin", ACD_LINK_LIVE);
    feed.inst = 42; /* a second process, through the same endpoint */
    feed.site_n = 0;
    rawfeed_queues(&feed, 1, &b, 1);
    rawfeed_beat(&feed, 1, 1);
    feed.inst = 41;
    feed.site_n = 900;
    rawfeed_queues(&feed, 2, &a, 1);
    watched_until(watched, claims_are_seen, NULL, "two instances");
    assert_null(watched_live(watched, "berlin", ACD_KIND_QUEUE, "a"));
    assert_non_null(watched_live(watched, "berlin", ACD_KIND_QUEUE, "b"));
    watched_free(watched);
    rawfeed_close(&feed);
}

static bool all_refused(struct watched *watched, const void *context)
{
    const struct watched_site *site = watched_site(watched, "berlin");
    return watched->feed_refused + (site ? site->state.refused : 0) >= *(const uint64_t *)context;
}

static void rubbish_is_counted_and_the_rest_goes_on(void **state)
{
    (void)state;
    static const struct {
        const char *parts[3];
        size_t bytes[3];
        int n;
    } rubbish[] = {
        {{"queue/berlin/"}, {13}, 1},
        {{"queue/berlin/", "\x80", "x"}, {13, 1, 1}, 3},
        {{"queue/berlin/", ""}, {13, 0}, 2},
        {{"queue/berlin/", "\xdd\xff\xff\xff\xff"}, {13, 5}, 2},
        {{"queue/berlin/", "\xc1"}, {13, 1}, 2},
        {{"queue/berlin", "\x80"}, {12, 1}, 2},
        {{"queue//", "\x80"}, {7, 1}, 2},
        {{"queue/no spaces/", "\x80"}, {16, 1}, 2},
        {{"site/\xff/", "\x80"}, {7, 1}, 2},
    };
    struct rawfeed feed;
    rawfeed_open(&feed, "rubbish");
    struct watched *watched = watched_new(1u << ACD_KIND_QUEUE);
    watched_add(watched, feed.stats, NULL);
    rawfeed_until_heard(&feed, watched);
    for (size_t i = 0; i < ACD_COUNT_OF(rubbish); i++)
        rawfeed_parts(&feed, rubbish[i].parts, rubbish[i].bytes, rubbish[i].n);
    struct acd_queue queues[] = {plain_queue("a", 1), plain_queue("b", -4), plain_queue("c", 1)};
    rawfeed_queues(&feed, 1, queues, 3);
    uint64_t wanted = ACD_COUNT_OF(rubbish) + 1;
    watched_until(watched, all_refused, &wanted, "everything refused");
    rawfeed_beat(&feed, 1, 2);
    watched_until_link(watched, "berlin", ACD_LINK_LIVE);
    assert_non_null(watched_live(watched, "berlin", ACD_KIND_QUEUE, "a"));
    assert_null(watched_live(watched, "berlin", ACD_KIND_QUEUE, "b"));
    assert_non_null(watched_live(watched, "berlin", ACD_KIND_QUEUE, "c"));
    assert_int_equal(watched->feed_refused + watched_site(watched, "berlin")->state.refused,
                     wanted);
    watched_free(watched);
    rawfeed_close(&feed);
}

static bool says_it_ended(struct watched *watched, const void *context)
{
    (void)context;
    return strstr(watched->feed_why, "above the limits") != NULL;
}

struct beating {
    struct rawfeed *feed;
    uint64_t beaten;
};

static bool heard_again(struct watched *watched, const void *context)
{
    struct beating *beating = *(struct beating *const *)context;
    const struct watched_site *site = watched_site(watched, "berlin");
    rawfeed_beat(beating->feed, 1, 1);
    (void)site;
    return watched->feed_why[0] == '\0' && site->state.heard_ms > (int64_t)beating->beaten;
}

static void oversize_frame_ends_no_feed(void **state)
{
    (void)state;
    struct rawfeed feed;
    struct acd_queue a = plain_queue("a", 1);
    rawfeed_open(&feed, "oversize");
    struct watched *watched = watched_new(1u << ACD_KIND_QUEUE);
    watched_add(watched, feed.stats, NULL);
    rawfeed_until_heard(&feed, watched);
    rawfeed_queues(&feed, 1, &a, 1);
    rawfeed_beat(&feed, 1, 1);
    watched_until_link(watched, "berlin", ACD_LINK_LIVE);
    size_t bytes = 64u << 20;
    char *huge = acd_calloc(1, bytes);
    rawfeed_parts(&feed, (const char *const[]){"queue/berlin/", huge}, (size_t[]){13, bytes}, 2);
    free(huge);
    watched_until(watched, says_it_ended, NULL, "the ended connection");
    struct beating beating = {&feed, (uint64_t)acd_monotonic_ms()}, *context = &beating;
    watched_until(watched, heard_again, &context, "the feed again");
    watched_free(watched);
    rawfeed_close(&feed);
}

static bool was_repeated(struct watched *watched, const void *context)
{
    (void)context;
    return watched_site(watched, "berlin")->state.repeated == 2;
}

static void repeated_messages_are_passed_over(void **state)
{
    (void)state;
    struct rawfeed feed;
    struct acd_queue two = plain_queue("a", 2), one = plain_queue("a", 1);
    rawfeed_open(&feed, "repeated");
    struct watched *watched = watched_new(1u << ACD_KIND_QUEUE);
    watched_add(watched, feed.stats, NULL);
    rawfeed_until_heard(&feed, watched);
    rawfeed_queues(&feed, 5, &two, 1);
    rawfeed_queues(&feed, 4, &one, 1);
    rawfeed_queues(&feed, 5, &one, 1);
    rawfeed_beat(&feed, 5, 1);
    watched_until(watched, was_repeated, NULL, "two repeated messages");
    watched_until_link(watched, "berlin", ACD_LINK_LIVE);
    const struct acd_queue *a = watched_live(watched, "berlin", ACD_KIND_QUEUE, "a");
    assert_int_equal(a->waiting, 2);
    assert_int_equal(watched_site(watched, "berlin")->state.lost, 0);
    watched_free(watched);
    rawfeed_close(&feed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(restart_is_seen_and_healed),
        cmocka_unit_test(silence_is_stale_until_told_again),
        cmocka_unit_test(two_feeds_are_not_mixed),
        cmocka_unit_test(alternating_instances_are_two_feeds),
        cmocka_unit_test(rubbish_is_counted_and_the_rest_goes_on),
        cmocka_unit_test(oversize_frame_ends_no_feed),
        cmocka_unit_test(repeated_messages_are_passed_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
