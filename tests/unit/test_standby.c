/* Two feeds that tell of one site: declared as stand-by of each other, and not.  Time is made. */
#include "feed/link/watch.h"

#include "acdfeed/macros.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { A, B, FEEDS, PERIOD_MS = 1000 };

struct world {
    struct watch watch;
    int64_t now_ms;
    uint64_t n[FEEDS], site_n[FEEDS];
    uint64_t inst[FEEDS];
    bool declared;
    int owner_changes, forgotten;
    int64_t skew_ms;
};

static void on_forget(void *context, enum acd_kind kind, const char *id)
{
    struct world *world = context;
    (void)kind;
    (void)id;
    world->forgotten++;
}

static void begin(struct world *world, bool declared)
{
    *world = (struct world){.now_ms = 1000000, .inst = {11, 22}, .declared = declared};
    watch_init(&world->watch, "berlin", 1u << ACD_KIND_SITE | 1u << ACD_KIND_QUEUE, on_forget,
               world);
}

static bool message(struct world *world, int feed, enum acd_kind kind, const char *topic,
                    uint64_t n)
{
    struct watch *watch = &world->watch;
    int owner = watch->adopted ? watch->feed : -1;
    struct watch_source source = {
        .feed = feed,
        .inst = world->inst[feed],
        .standby = world->declared && watch->adopted && watch->feed != feed,
    };
    bool taken = watch_message(watch, source, kind, topic, strlen(topic), n, world->now_ms);
    world->owner_changes += owner >= 0 && watch->feed != owner;
    return taken;
}

/* One telling of the queue and a heartbeat; whether the feed was believed. */
static bool beat(struct world *world, int feed)
{
    bool told = message(world, feed, ACD_KIND_QUEUE, "queue/berlin/", ++world->n[feed]);
    if (told)
        assert_true(watch_item(&world->watch, "sales", false));
    if (message(world, feed, ACD_KIND_SITE, "site/berlin/", ++world->site_n[feed])) {
        struct acd_mark mark = {.known = ACD_BIT(ACD_MARK_TOPIC) | ACD_BIT(ACD_MARK_N),
                                .topic = "queue/berlin/",
                                .n = world->n[feed]};
        struct acd_site site = {
            .known = ACD_BIT(ACD_SITE_PERIOD) | ACD_BIT(ACD_SITE_KEYFRAME) |
                     ACD_BIT(ACD_SITE_QUEUES) | ACD_BIT(ACD_SITE_MARKS),
            .period_ms = PERIOD_MS,
            .keyframe_ms = 10000,
            .queues = 1,
            .marks = &mark,
            .n_marks = 1,
        };
        watch_heartbeat(&world->watch, &site, world->skew_ms, world->now_ms);
    }
    return told;
}

/* Lets the feeds of the mask beat for so long. */
static void pass(struct world *world, unsigned mask, int64_t ms)
{
    for (int64_t until_ms = world->now_ms + ms; world->now_ms < until_ms; world->now_ms += 100) {
        for (int feed = A; feed < FEEDS; feed++) {
            if ((mask & 1u << feed) && world->now_ms % PERIOD_MS == feed * 300)
                beat(world, feed);
        }
        int owner = world->watch.feed;
        watch_tick(&world->watch, world->now_ms);
        world->owner_changes += world->watch.feed != owner;
    }
}

static void owner_stays_while_it_lives(void **state)
{
    (void)state;
    struct world world;
    begin(&world, true);
    pass(&world, 1u << A | 1u << B, 60000);
    assert_int_equal(world.watch.feed, A);
    assert_int_equal(world.owner_changes, 0);
    assert_int_equal(watch_link(&world.watch), ACD_LINK_LIVE);
    assert_int_equal(world.watch.lost, 0);
    watch_release(&world.watch);
}

static void standby_takes_over_in_time_and_stays(void **state)
{
    (void)state;
    struct world world;
    begin(&world, true);
    pass(&world, 1u << A | 1u << B, 10000);
    int64_t fell_ms = world.now_ms;
    while (world.watch.feed == A && world.now_ms < fell_ms + 10000)
        pass(&world, 1u << B, 100);
    assert_int_equal(world.watch.feed, B);
    assert_true(world.now_ms - fell_ms <= 2500);
    assert_int_equal(world.watch.takeovers, 1);
    assert_int_equal(world.watch.restarts, 0);
    pass(&world, 1u << B, 2000);
    assert_int_equal(watch_link(&world.watch), ACD_LINK_LIVE);
    fell_ms = world.now_ms; /* so soon again: later, but in time */
    while (world.watch.feed == B && world.now_ms < fell_ms + 10000)
        pass(&world, 1u << A, 100);
    assert_int_equal(world.watch.feed, A);
    assert_true(world.now_ms - fell_ms > 1500 && world.now_ms - fell_ms <= 2600);
    pass(&world, 1u << B, 5000);
    assert_int_equal(world.watch.feed, B);
    pass(&world, 1u << A | 1u << B, 60000); /* the other is back */
    assert_int_equal(world.watch.feed, B);
    assert_int_equal(world.watch.takeovers, 3);
    pass(&world, 1u << A, 10000); /* and is needed */
    assert_int_equal(world.watch.feed, A);
    assert_int_equal(watch_link(&world.watch), ACD_LINK_LIVE);
    assert_int_equal(world.forgotten, 0); /* one queue all the time */
    watch_release(&world.watch);
}

static void nothing_of_the_former_owner_stands(void **state)
{
    (void)state;
    struct world world;
    begin(&world, true);
    pass(&world, 1u << A | 1u << B, 5000);
    uint32_t epoch = world.watch.ledger[ACD_KIND_QUEUE].epoch;
    world.now_ms += 2000;
    assert_true(message(&world, B, ACD_KIND_QUEUE, "queue/berlin/", ++world.n[B]));
    assert_true(world.watch.ledger[ACD_KIND_QUEUE].epoch > epoch);
    assert_int_equal(world.watch.ledger[ACD_KIND_QUEUE].present, 0);
    assert_false(beat(&world, A)); /* its late messages are passed over */
    assert_true(watch_link(&world.watch) != ACD_LINK_LIVE);
    watch_release(&world.watch);
}

/* Each misses every second heartbeat: they must not take turns. */
static void pauses_do_not_alternate(void **state)
{
    (void)state;
    struct world world;
    begin(&world, true);
    pass(&world, 1u << A | 1u << B, 5000);
    for (int round = 0; round < 40; round++) {
        pass(&world, 1u << A, 1000);
        pass(&world, 1u << B, 1000);
    }
    assert_true(world.owner_changes <= 5); /* in 80 s */
    watch_release(&world.watch);
}

/* Messages without heartbeats are no life. */
static void half_dead_owner_is_left(void **state)
{
    (void)state;
    struct world world;
    begin(&world, true);
    pass(&world, 1u << A | 1u << B, 5000);
    for (int i = 0; i < 30; i++) {
        (void)message(&world, A, ACD_KIND_QUEUE, "queue/berlin/", ++world.n[A]);
        pass(&world, 1u << B, 100);
    }
    assert_int_equal(world.watch.feed, B);
    watch_release(&world.watch);
}

static void undeclared_feeds_contradict_each_other(void **state)
{
    (void)state;
    struct world world;
    char why[200];
    begin(&world, false);
    pass(&world, 1u << A, 5000);
    assert_int_equal(watch_link(&world.watch), ACD_LINK_LIVE);
    int64_t since_ms = world.now_ms;
    while (watch_link(&world.watch) == ACD_LINK_LIVE && world.now_ms < since_ms + 10000)
        pass(&world, 1u << A | 1u << B, 100);
    assert_true(world.now_ms - since_ms <= 2500);
    watch_why(&world.watch, why, sizeof why);
    assert_string_equal(why, "two feeds claim this site");
    assert_int_equal(world.watch.feed, A);
    watch_release(&world.watch);
}

static void wall_clocks_do_not_matter(void **state)
{
    (void)state;
    static const int64_t skews[] = {0, 315360000000, -315360000000, 1, INT64_MAX, INT64_MIN};
    struct world world;
    begin(&world, true);
    for (size_t i = 0; i < ACD_COUNT_OF(skews); i++) {
        world.skew_ms = skews[i];
        pass(&world, 1u << A | 1u << B, 3000);
        assert_int_equal(watch_link(&world.watch), ACD_LINK_LIVE);
        assert_int_equal(world.watch.feed, A);
    }
    watch_release(&world.watch);
}

/* Sends a heartbeat that left the feed `late_ms` ago. */
static void beat_late(struct world *world, int64_t late_ms)
{
    watch_clock(&world->watch, 1700000000000 + world->now_ms - late_ms, world->now_ms);
    beat(world, A);
    watch_tick(&world->watch, world->now_ms);
    world->now_ms += PERIOD_MS;
}

static void a_line_that_lags_makes_its_site_stale(void **state)
{
    (void)state;
    struct world world;
    char why[256];
    begin(&world, false);
    beat(&world, A);
    for (int64_t late_ms = 0; late_ms <= 2500; late_ms += 500)
        beat_late(&world, late_ms);
    assert_int_equal(watch_link(&world.watch), ACD_LINK_LIVE);
    for (int64_t late_ms = 3000; late_ms <= 8000; late_ms += 500)
        beat_late(&world, late_ms);
    assert_int_equal(watch_link(&world.watch), ACD_LINK_STALE);
    watch_why(&world.watch, why, sizeof why);
    assert_non_null(strstr(why, "its heartbeats come "));
    for (int i = 0; i < 10; i++) /* as late, but regular: no less old */
        beat_late(&world, 8000);
    assert_int_equal(watch_link(&world.watch), ACD_LINK_STALE);
    beat_late(&world, 200);
    assert_int_equal(watch_link(&world.watch), ACD_LINK_LIVE);
    assert_int_equal(world.watch.clock.jumps, 0);
    watch_release(&world.watch);
}

static void refused_item_is_in_doubt(void **state)
{
    (void)state;
    struct world world;
    begin(&world, false);
    pass(&world, 1u << A, 5000);
    assert_true(message(&world, A, ACD_KIND_QUEUE, "queue/berlin/", ++world.n[A]));
    assert_true(watch_item_refused(&world.watch, "sales"));
    assert_false(watch_item_refused(&world.watch, "sales")); /* it is already */
    assert_false(watch_item_refused(&world.watch, "never-heard-of"));
    assert_int_equal(world.watch.ledger[ACD_KIND_QUEUE].present, 0);
    pass(&world, 1u << A, 2000); /* told again, and well */
    assert_int_equal(world.watch.ledger[ACD_KIND_QUEUE].present, 1);
    assert_int_equal(watch_link(&world.watch), ACD_LINK_LIVE);
    watch_release(&world.watch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(owner_stays_while_it_lives),
        cmocka_unit_test(standby_takes_over_in_time_and_stays),
        cmocka_unit_test(nothing_of_the_former_owner_stands),
        cmocka_unit_test(pauses_do_not_alternate),
        cmocka_unit_test(half_dead_owner_is_left),
        cmocka_unit_test(undeclared_feeds_contradict_each_other),
        cmocka_unit_test(wall_clocks_do_not_matter),
        cmocka_unit_test(a_line_that_lags_makes_its_site_stale),
        cmocka_unit_test(refused_item_is_in_doubt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
