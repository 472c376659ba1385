/* Two real feeds of one site: one falls silent, the other takes its place; and items that cannot be
 * read. */
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

static struct acd_publisher *open_feed(const char *name, int64_t waiting, const char *other)
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
    struct acd_queue sales = plain_queue("sales", waiting), second = plain_queue(other, waiting);
    assert_true(acd_publisher_site(publisher, &site, &why));
    assert_true(acd_publisher_queue(publisher, NULL, &sales, &why));
    assert_true(acd_publisher_queue(publisher, NULL, &second, &why));
    return publisher;
}

static void add(struct watched *watched, const struct acd_publisher *publisher, const char *group)
{
    struct acd_fault why = {""};
    struct acd_feed_options options = {
        .stats = acd_publisher_stats_endpoint(publisher),
        .control = acd_publisher_control_endpoint(publisher),
        .group = group,
    };
    if (!acd_subscriber_add_feed(watched->subscriber, &options, &why))
        fail_msg("%s", why.text);
}

struct owned {
    int feed;
    int64_t waiting;
};

/* Live, by that feed alone: as many queues as it has, with its figures. */
static bool is_owned(struct watched *watched, const void *context)
{
    const struct owned *owned = context;
    const struct watched_site *site = watched_site(watched, "berlin");
    const struct acd_queue *sales = watched_live(watched, "berlin", ACD_KIND_QUEUE, "sales");
    /* At no moment a figure of the one beside a figure of the other. */
    for (size_t i = 0; site && i < watched->n_entities; i++) {
        const struct watched_entity *each = &watched->entities[i];
        const struct acd_queue *queue = each->entity;
        if (each->kind == ACD_KIND_QUEUE && sales && each->epoch == site->state.epoch[each->kind])
            assert_int_equal(queue->waiting, sales->waiting);
    }
    return site && site->state.link == ACD_LINK_LIVE && site->state.feed == owned->feed && sales &&
           sales->waiting == owned->waiting &&
           watched_live_count(watched, "berlin", ACD_KIND_QUEUE) == 2;
}

static void standby_takes_over_and_back(void **state)
{
    (void)state;
    struct watched *watched = watched_new(0);
    struct acd_publisher *first = open_feed("first", 1, "support");
    struct acd_publisher *second = open_feed("second", 2, "billing");
    add(watched, first, "berlin");
    add(watched, second, "berlin");
    watched->publishers[0] = first;
    watched_until(watched, is_owned, &(struct owned){0, 1}, "the first owns the site");
    watched->publishers[1] = second;
    for (int i = 0; i < 5; i++)
        watched_until_beat(watched, "berlin");
    assert_true(is_owned(watched, &(struct owned){0, 1}));
    assert_string_equal(watched_site(watched, "berlin")->why, "");
    watched->publishers[0] = NULL; /* frozen, its connection whole */
    watched_until(watched, is_owned, &(struct owned){1, 2}, "the second took over");
    assert_int_equal(watched_site(watched, "berlin")->state.takeovers, 1);
    assert_null(watched_live(watched, "berlin", ACD_KIND_QUEUE, "support"));
    watched->publishers[0] = first; /* thawed: its backlog is passed over */
    for (int i = 0; i < 5; i++)
        watched_until_beat(watched, "berlin");
    assert_true(is_owned(watched, &(struct owned){1, 2}));
    watched->publishers[1] = NULL;
    watched_until(watched, is_owned, &(struct owned){0, 1}, "and back");
    watched_free(watched);
    acd_publisher_close(first);
    acd_publisher_close(second);
}

static bool is_doubted(struct watched *watched, const void *context)
{
    (void)context;
    return !watched_live(watched, "berlin", ACD_KIND_QUEUE, "sales") &&
           watched_site(watched, "berlin")->state.refused > 0;
}

static bool is_live(struct watched *watched, const void *context)
{
    (void)context;
    return watched_live(watched, "berlin", ACD_KIND_QUEUE, "sales") &&
           watched_live(watched, "berlin", ACD_KIND_QUEUE, "support");
}

static void item_that_cannot_be_read_is_unknown(void **state)
{
    (void)state;
    struct rawfeed feed;
    rawfeed_open(&feed, "raw");
    struct watched *watched = watched_new(0);
    watched_add(watched, feed.stats, NULL);
    rawfeed_until_heard(&feed, watched);
    struct acd_queue good[] = {plain_queue("sales", 7), plain_queue("support", 3)};
    rawfeed_queues(&feed, 1, good, 2);
    watched_until(watched, is_live, NULL, "two queues");
    struct acd_queue bad[] = {plain_queue("sales", -1), plain_queue("support", 4)};
    rawfeed_queues(&feed, 2, bad, 2);
    watched_until(watched, is_doubted, NULL, "the old value is no longer shown");
    assert_non_null(watched_live(watched, "berlin", ACD_KIND_QUEUE, "support"));
    rawfeed_queues(&feed, 3, good, 2);
    watched_until(watched, is_live, NULL, "told well again");
    watched_free(watched);
    rawfeed_close(&feed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(standby_takes_over_and_back),
        cmocka_unit_test(item_that_cannot_be_read_is_unknown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
