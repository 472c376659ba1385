/* The board by small stories, and random streams of telling and forgetting against a plain model. */
#include "acdfeed/macros.h"
#include "acdfeed/shape.h"
#include "acdfeed/wire.h"
#include "console/model/figures.h"
#include "tests/support/floor_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void tell_queue(struct board *board, const char *site, const char *id, uint32_t epoch,
                       int64_t waiting)
{
    const struct acd_queue queue = {.known = ACD_BIT(ACD_QUEUE_ID) | ACD_BIT(ACD_QUEUE_WAITING),
                                    .id = id, .waiting = waiting};

    fixture_tell(board, site, ACD_KIND_QUEUE, epoch, 1000, &queue);
}

static void tell_agent(struct board *board, const char *site, const char *id, uint32_t epoch)
{
    const struct acd_agent agent = {.known = ACD_BIT(ACD_AGENT_ID), .id = id};

    fixture_tell(board, site, ACD_KIND_AGENT, epoch, 1000, &agent);
}

static void test_an_entity_before_its_site_makes_it_known_as_silent(void **state)
{
    (void)state;
    struct board *board = board_new();
    const struct board_queue *queue;

    tell_queue(board, "berlin", "sales", 0, 3);
    queue = board_queue(board, "berlin", "sales");
    assert_non_null(queue);
    assert_ptr_equal(queue->site, board_site(board, "berlin"));
    assert_int_equal(queue->site->state.link, ACD_LINK_SILENT);
    assert_int_equal(board_site_age_ms(queue->site, 5000), -1);
    assert_false(board_queue_live(queue));
    assert_null(board_queue(board, "berlin", "other"));
    assert_null(board_queue(board, "paris", "sales"));
    board_free(board);
}

static void test_live_needs_a_live_site_and_the_present_epoch(void **state)
{
    (void)state;
    static const struct {
        enum acd_link link;
        uint32_t site_epoch, told_epoch;
        bool live;
    } cases[] = {
        {ACD_LINK_LIVE, 2, 2, true},       {ACD_LINK_INCOMPLETE, 2, 2, true},
        {ACD_LINK_STALE, 2, 2, false},     {ACD_LINK_SILENT, 2, 2, false},
        {ACD_LINK_LIVE, 3, 2, false},      {ACD_LINK_INCOMPLETE, 3, 2, false},
    };

    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++) {
        struct board *board = board_new();

        tell_queue(board, "b", "q", cases[i].told_epoch, 1);
        tell_agent(board, "b", "a", cases[i].told_epoch);
        fixture_site(board, "b", cases[i].link, cases[i].site_epoch, 500);
        assert_int_equal(board_queue_live(board_queue(board, "b", "q")), cases[i].live);
        assert_int_equal(board_agent_live(board_agent(board, "b", "a")), cases[i].live);
        board_free(board);
    }
}

static void test_a_row_keeps_its_address_and_the_old_block_comes_back(void **state)
{
    (void)state;
    struct board *board = board_new();
    const struct acd_told told = {.site = "b", .kind = ACD_KIND_QUEUE, .epoch = 1, .at_ms = 7};
    const struct acd_queue queue = {.known = ACD_BIT(ACD_QUEUE_ID), .id = "q"};
    void *first = acd_shape_keep(&acd_queue_shape, &queue, NULL);
    void *second = acd_shape_keep(&acd_queue_shape, &queue, NULL);
    const struct board_queue *row;

    assert_null(board_take_entity(board, &told, first));
    row = board_queue(board, "b", "q");
    assert_ptr_equal(board_take_entity(board, &told, second), first);
    assert_ptr_equal(board_queue(board, "b", "q"), row);
    assert_ptr_equal(row->told, second);
    assert_int_equal(row->told_ms, 7);
    assert_string_equal(board_queue_name(row), "q");
    free(first);
    board_free(board);
}

static void test_gone_is_forgotten(void **state)
{
    (void)state;
    struct board *board = board_new();
    struct acd_queue queue = {.known = ACD_BIT(ACD_QUEUE_ID) | ACD_BIT(ACD_QUEUE_GONE), .id = "q",
                              .gone = true};

    tell_queue(board, "b", "q", 1, 1);
    fixture_tell(board, "b", ACD_KIND_QUEUE, 1, 0, &queue);
    assert_null(board_queue(board, "b", "q"));
    assert_int_equal(board_site(board, "b")->n_queues, 0);
    board_take_forget(board, "b", ACD_KIND_QUEUE, "q");
    board_take_forget(board, "nowhere", ACD_KIND_QUEUE, "q");
    assert_int_equal(board_queues(board), 0);
    board_free(board);
}

static void test_a_site_is_the_boards_own_copy(void **state)
{
    (void)state;
    struct board *board = board_new();
    char id[] = "berlin", name[] = "Berlin", why[] = "2 queues missing", op[] = "overflow";
    const char *ops[] = {op, "dance"};
    const struct acd_site heartbeat = {.known = ACD_BIT(ACD_SITE_ID) | ACD_BIT(ACD_SITE_NAME) |
                                                ACD_BIT(ACD_SITE_OPS),
                                       .id = id, .name = name, .ops = ops, .n_ops = 2};
    struct acd_site_state told = {.id = id, .link = ACD_LINK_INCOMPLETE, .heard_ms = 900, .why = why,
                                  .heartbeat = &heartbeat, .lost = 4};
    const struct board_site *site;

    board_take_site(board, &told);
    memset(id, 'x', 4);
    memset(name, 'x', 4);
    memset(why, 'x', 4);
    memset(op, 'x', 4);
    site = board_site_at(board, 0);
    assert_string_equal(site->id, "berlin");
    assert_string_equal(site->state.id, "berlin");
    assert_string_equal(site->state.why, "2 queues missing");
    assert_string_equal(board_site_name(site), "Berlin");
    assert_string_equal(site->state.heartbeat->ops[0], "overflow");
    assert_true(site->ops == ACD_BIT(ACD_OP_OVERFLOW));
    assert_int_equal(site->state.lost, 4);
    assert_int_equal(board_site_age_ms(site, 1000), 100);
    assert_int_equal(board_site_age_ms(site, 100), 0);
    told = (struct acd_site_state){.id = "berlin", .link = ACD_LINK_STALE, .heard_ms = 900};
    board_take_site(board, &told); /* no heartbeat this time: what was said stands */
    assert_string_equal(board_site_name(site), "Berlin");
    assert_string_equal(site->state.why, "");
    assert_int_equal(board_sites(board), 1);
    board_free(board);
}

static void take_site(struct board *board, const char *id, int feed)
{
    struct acd_site_state state = {.id = id, .feed = feed, .link = ACD_LINK_LIVE, .stale_since_ms = -1};
    board_take_site(board, &state);
}

static void expect_sites(const struct board *board, const char *const *ids, int n)
{
    assert_int_equal(board_sites(board), n);
    for (int i = 0; i < n; i++)
        assert_string_equal(board_site_at(board, i)->id, ids[i]);
}

static void test_sites_stand_in_the_order_of_their_feeds(void **state)
{
    (void)state;
    static const char *const ids[] = {"paris", "athens", "berlin", "lisbon"};
    struct board *board = board_new();

    tell_queue(board, "lisbon", "sales", 0, 3); /* its state comes later */
    take_site(board, "berlin", 1);
    take_site(board, "paris", 0);
    take_site(board, "athens", 1);
    take_site(board, "lisbon", 2);
    expect_sites(board, ids, 4);
    take_site(board, "paris", 3); /* a stand-by took over: nothing jumps */
    expect_sites(board, ids, 4);
    for (int i = 0; i < 4; i++)
        assert_ptr_equal(board_site(board, ids[i]), board_site_at(board, i));
    board_free(board);
}

static void test_events_newest_first_and_bounded(void **state)
{
    (void)state;
    struct board *board = board_new();
    uint64_t last = 0;

    for (int i = 0; i < BOARD_EVENTS + 5; i++) {
        char id[16];
        struct acd_event event = {.known = ACD_BIT(ACD_EVENT_ID) | ACD_BIT(ACD_EVENT_T), .id = id,
                                  .t = i};

        snprintf(id, sizeof(id), "e%d", i % 700);
        fixture_tell(board, "b", ACD_KIND_EVENT, 1, i, &event);
        fixture_tell(board, "b", ACD_KIND_EVENT, 1, i + 1, &event); /* twice is once */
    }
    assert_int_equal(board_events(board), BOARD_EVENTS);
    for (int i = BOARD_EVENTS - 1; i >= 0; i--) {
        assert_int_equal(board_event_at(board, i)->told->t, BOARD_EVENTS + 4 - i);
        assert_true(board_event_at(board, i)->serial > last);
        last = board_event_at(board, i)->serial;
    }
    assert_null(board_event_at(board, BOARD_EVENTS));
    assert_null(board_event_at(board, -1));
    board_free(board);
}

static void test_feeds(void **state)
{
    (void)state;
    struct board *board = board_new();
    struct acd_feed_state feed = {.feed = 1, .stats_endpoint = "ipc:///a", .why = "refused"};

    board_take_feed(board, &feed);
    feed = (struct acd_feed_state){.feed = 0, .stats_endpoint = "ipc:///b", .heard = true};
    board_take_feed(board, &feed);
    feed = (struct acd_feed_state){.feed = 1, .stats_endpoint = "ipc:///a", .heard = true, .refused = 9};
    board_take_feed(board, &feed);
    assert_int_equal(board_feeds(board), 2);
    assert_string_equal(board_feed_at(board, 0)->endpoint, "ipc:///a");
    assert_string_equal(board_feed_at(board, 0)->why, "");
    assert_int_equal(board_feed_at(board, 0)->refused, 9);
    assert_null(board_feed_at(board, 2));
    board_free(board);
}

static void test_judging_tells_what_changed(void **state)
{
    (void)state;
    struct board *board = board_new();
    struct limits *limits = limits_new();
    const struct board_queue *queue;
    double trend[2];

    fixture_site(board, "b", ACD_LINK_LIVE, 1, 0);
    tell_queue(board, "b", "q", 1, 2);
    queue = board_queue(board, "b", "q");
    assert_int_equal(queue->verdict.since_ms, -1);
    assert_true(board_judge(board, limits, 30100, 0, 0));
    assert_false(board_judge(board, limits, 30200, 0, 0));
    assert_true(board_judge(board, limits, 31000, 0, 0)); /* a wait ticks once a second */
    assert_int_equal(queue->verdict.tier, TIER_QUEUE);
    assert_int_equal(queue->verdict.since_ms, 30100);
    fixture_site(board, "b", ACD_LINK_STALE, 1, 0);
    assert_true(board_judge(board, limits, 60000, 0, 0));
    assert_int_equal(queue->verdict.tier, TIER_UNKNOWN);
    assert_int_equal(queue->verdict.since_ms, 60000);
    trend_read(&queue->trend, 60000, 2, trend);
    assert_int_equal((int)trend[0], 2);
    assert_int_equal((int)trend[1], -1);
    limits_free(limits);
    board_free(board);
}

/* --- random streams ------------------------------------------------------------------------------ */

enum { SITES = 3, IDS = 12 };
struct model {
    bool there;
    uint32_t epoch;
    int64_t waiting;
    uint64_t serial;
};

static void check_rows(const struct board *board, struct model model[SITES][IDS])
{
    int rows[SITES] = {0}, n = 0;
    uint64_t last = 0;

    for (int s = 0; s < SITES; s++)
        for (int i = 0; i < IDS; i++) {
            char site[16], id[16];
            const struct board_queue *queue;

            snprintf(site, sizeof(site), "s%d", s);
            snprintf(id, sizeof(id), "q%d", i);
            queue = board_queue(board, site, id);
            assert_int_equal(queue != NULL, model[s][i].there);
            if (!queue)
                continue;
            rows[s]++;
            n++;
            assert_string_equal(queue->told->id, id);
            assert_string_equal(queue->site->id, site);
            assert_int_equal(queue->told->waiting, model[s][i].waiting);
            assert_int_equal(queue->epoch, model[s][i].epoch);
            assert_int_equal(queue->site->n_queues >= 1, true);
        }
    assert_int_equal(board_queues(board), n);
    for (int i = 0; i < n; i++) {
        assert_true(board_queue_at(board, i)->serial > last);
        last = board_queue_at(board, i)->serial;
    }
    for (int s = 0; s < board_sites(board); s++)
        assert_int_equal(board_site_at(board, s)->n_queues,
                         rows[atoi(board_site_at(board, s)->id + 1)]);
}

static void test_random_streams(void **state)
{
    (void)state;
    struct board *board = board_new();
    struct limits *limits = limits_new();
    static struct model model[SITES][IDS];
    int64_t now = 1000;

    memset(model, 0, sizeof(model));
    srand(getenv("ACD_SEED") ? (unsigned)atoi(getenv("ACD_SEED")) : 2);
    for (int step = 0; step < 4000; step++) {
        int s = rand() % SITES, i = rand() % IDS;
        char site[16], id[16];

        snprintf(site, sizeof(site), "s%d", s);
        snprintf(id, sizeof(id), "q%d", i);
        switch (rand() % 8) {
        case 0:
            board_take_forget(board, site, ACD_KIND_QUEUE, id);
            model[s][i].there = false;
            break;
        case 1:
            fixture_site(board, site, (enum acd_link)(rand() % ACD_LINKS), (uint32_t)rand() % 3, now);
            break;
        case 2:
            now += rand() % 40000;
            board_judge(board, limits, now, now, 0);
            break;
        default:
            model[s][i] = (struct model){.there = true, .epoch = (uint32_t)rand() % 3,
                                         .waiting = rand() % 50};
            tell_queue(board, site, id, model[s][i].epoch, model[s][i].waiting);
        }
        if (step % 10 == 0)
            check_rows(board, model);
    }
    check_rows(board, model);
    for (int i = 0; i < board_queues(board); i++) {
        struct figures figures;

        figures_of_queue(&figures, board_queue_at(board, i), SPAN_WINDOW, now, now);
        board_judge(board, limits, now, now, 0);
        if (!board_queue_live(board_queue_at(board, i))) {
            assert_int_equal(board_queue_at(board, i)->verdict.tier, TIER_UNKNOWN);
            for (int k = 0; k < KPIS; k++)
                assert_int_equal(figures.kpi[k].is, ACD_FIGURE_UNKNOWN);
        }
    }
    limits_free(limits);
    board_free(board);
}

static void take_packed(struct board *board, int64_t at_ms, int64_t waiting, int64_t oldest_ms)
{
    const struct acd_queue queue = {.known = ACD_BIT(ACD_QUEUE_ID) | ACD_BIT(ACD_QUEUE_WAITING) |
                                             ACD_BIT(ACD_QUEUE_OLDEST),
                                    .id = "q", .waiting = waiting, .oldest_ms = oldest_ms};
    struct acd_told told = {.site = "b", .kind = ACD_KIND_QUEUE, .epoch = 1, .at_ms = at_ms};
    struct acd_buffer packed;

    acd_buffer_init(&packed);
    acd_pack(&packed, &acd_queue_shape, &queue);
    told.packed = packed.data;
    told.packed_bytes = packed.size;
    board_take_packed(board, &told, "q");
    acd_buffer_release(&packed);
}

static void test_what_goes_on_is_no_news(void **state)
{
    (void)state;
    struct board *board = board_new();
    const unsigned queues = 1u << ACD_KIND_QUEUE, sites = 1u << ACD_KIND_SITE;

    fixture_site(board, "b", ACD_LINK_LIVE, 1, 500);
    assert_int_equal(board_news(board), sites);
    fixture_site(board, "b", ACD_LINK_LIVE, 1, 1500); /* another heartbeat */
    assert_int_equal(board_news(board), 0);
    assert_int_equal(board_site(board, "b")->state.heard_ms, 1500);
    take_packed(board, 1000, 3, 5000);
    assert_int_equal(board_news(board), queues);
    take_packed(board, 2000, 3, 6050);
    assert_int_equal(board_news(board), 0);
    assert_int_equal(board_queue(board, "b", "q")->told->oldest_ms, 6050); /* kept all the same */
    assert_int_equal(board_queue(board, "b", "q")->told_ms, 2000);
    assert_int_equal(board_queue(board, "b", "q")->changed_ms, 1000);
    take_packed(board, 2100, 4, 6150);
    assert_int_equal(board_news(board), queues);
    fixture_site(board, "b", ACD_LINK_LIVE, 2, 2500); /* a raised epoch */
    assert_int_equal(board_news(board), sites);
    fixture_site(board, "b", ACD_LINK_STALE, 2, 2500);
    assert_int_equal(board_news(board), sites);
    board_take_forget(board, "b", ACD_KIND_QUEUE, "q");
    assert_int_equal(board_news(board), queues);
    board_free(board);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_entity_before_its_site_makes_it_known_as_silent),
        cmocka_unit_test(test_live_needs_a_live_site_and_the_present_epoch),
        cmocka_unit_test(test_a_row_keeps_its_address_and_the_old_block_comes_back),
        cmocka_unit_test(test_gone_is_forgotten),
        cmocka_unit_test(test_a_site_is_the_boards_own_copy),
        cmocka_unit_test(test_sites_stand_in_the_order_of_their_feeds),
        cmocka_unit_test(test_events_newest_first_and_bounded),
        cmocka_unit_test(test_feeds),
        cmocka_unit_test(test_judging_tells_what_changed),
        cmocka_unit_test(test_what_goes_on_is_no_news),
        cmocka_unit_test(test_random_streams),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
