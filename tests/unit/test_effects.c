/* What is written down of a measure, and what lies ahead by trend and plan. */
#include "acdfeed/macros.h"
#include "console/model/ahead.h"
#include "console/model/effects.h"
#include "tests/support/floor_fixture.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void tell(struct board *board, int64_t waiting, int64_t now_ms)
{
    struct acd_queue queue = {.known = ACD_BIT(ACD_QUEUE_ID) | ACD_BIT(ACD_QUEUE_WAITING),
                              .id = "q", .waiting = waiting};

    fixture_site(board, "b", ACD_LINK_LIVE, 1, now_ms);
    fixture_tell(board, "b", ACD_KIND_QUEUE, 1, now_ms, &queue);
}

static void count_samples(void *context, const struct effect *effect, enum effect_at at, int64_t now_ms)
{
    int *n = context;

    assert_int_equal(effect->taken, (int)at + 1);
    assert_true(now_ms - effect->asked_ms >= effect_after_ms[at]);
    (*n)++;
}

static void test_samples_come_when_due(void **state)
{
    (void)state;
    struct board *board = board_new();
    struct effects *effects = effects_new();
    struct acd_request request = {.known = ACD_BIT(ACD_REQUEST_QUEUE), .id = "r1", .site = "b",
                                  .queue = "q"};
    static const struct {
        int64_t s;
        int taken;
    } steps[] = {{1, 1}, {59, 1}, {60, 2}, {61, 2}, {299, 2}, {300, 3}, {899, 3}, {900, 4}, {2000, 4}};
    int n = 0;

    effects_listen(effects, count_samples, &n);
    tell(board, 23, 0);
    effects_asked(effects, board, &request, ACD_OP_OVERFLOW, "overflow", NULL, 0, 0);
    for (size_t i = 0; i < ACD_COUNT_OF(steps); i++) {
        tell(board, 20 - (int64_t)i, steps[i].s * 1000);
        effects_pass(effects, board, steps[i].s * 1000, 0);
        assert_int_equal(effects_at(effects, 0)->taken, steps[i].taken);
    }
    assert_int_equal(n, 4);
    assert_int_equal((int)effects_find(effects, "r1")->at[EFFECT_BEFORE].waiting.value, 23);
    assert_int_equal((int)effects_find(effects, "r1")->at[EFFECT_1].waiting.value, 18);
    assert_int_equal(effects_find(effects, "r1")->at[EFFECT_1].level.is, ACD_FIGURE_UNKNOWN);
    effects_free(effects);
    board_free(board);
}

static void test_what_was_refused_has_no_effect(void **state)
{
    (void)state;
    struct board *board = board_new();
    struct effects *effects = effects_new();
    struct acd_request request = {.known = ACD_BIT(ACD_REQUEST_QUEUE), .site = "b", .queue = "q"};
    struct request_entry entry = {.id = "r2", .state = REQUEST_REFUSED};
    char id[8];

    for (int i = 0; i < EFFECTS_KEPT + 5; i++) {
        snprintf(id, sizeof(id), "r%d", i);
        request.id = id;
        effects_asked(effects, board, &request, ACD_OP_OVERFLOW, "overflow", NULL, 0, 0);
    }
    assert_null(effects_find(effects, "r4")); /* the oldest give way */
    snprintf(entry.id, sizeof(entry.id), "r7");
    assert_non_null(effects_find(effects, "r7"));
    effects_answered(effects, &entry);
    assert_null(effects_find(effects, "r7"));
    assert_null(effects_at(NULL, 0));
    effects_free(effects);
    board_free(board);
}

/* --- ahead --------------------------------------------------------------------------------------- */

static void test_when_the_next_tier_comes(void **state)
{
    (void)state;
    /* one more each half minute: two a minute */
    static const struct {
        const char *key, *values;
        bool rising;
        int tier; /* 0: nothing comes */
        int minutes;
    } cases[] = {
        {"waiting", "5 30 - delay 0s", true, 2, 5},
        {"waiting", "5 30 - delay 0s", false, 0, 0},
        {"waiting", "5 400 - delay 0s", true, 0, 0}, /* too far to be said */
        {"waiting", "- 5 30 delay 0s", true, 3, 5},
        {"free", "3 2 1", true, 0, 0}, /* a limit below */
    };

    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++) {
        struct board *board = board_new();
        struct limits *limits = limits_new();
        int tier = 0;
        int64_t in_ms = 0;
        bool coming;

        if (!limits_set(limits, "", cases[i].key, cases[i].values, NULL))
            fail();
        for (int half = 0; half <= 20; half++) {
            tell(board, cases[i].rising ? half : 20, half * 30000);
            board_judge(board, limits, half * 30000, 0, 0);
        }
        coming = ahead_tier(limits, board_queue(board, "b", "q"), 20 * 30000, 0, &tier, &in_ms);
        if (coming != (cases[i].tier > 0) || (coming && (tier != cases[i].tier ||
                                                         llabs(in_ms - cases[i].minutes * 60000) > 1000)))
            fail_msg("case %zu: tier %d in %lld", i, tier, (long long)in_ms);
        board_free(board);
        limits_free(limits);
    }
}

/* Ten on duty at most 90 % occupied work 9 erl; five come in; 4 erl for half an hour are 24 contacts of 5
 * min: 20 wait now, one more every half minute. */
static void test_when_those_on_duty_are_beyond_their_capacity(void **state)
{
    (void)state;
    struct board *board = board_new();
    struct limits *limits = limits_new();
    struct acd_queue queue = {
        .known = ACD_BIT(ACD_QUEUE_ID) | ACD_BIT(ACD_QUEUE_WAITING) | ACD_BIT(ACD_QUEUE_MEDIA) |
                 ACD_BIT(ACD_QUEUE_AGENTS) | ACD_BIT(ACD_QUEUE_WINDOW),
        .id = "q", .media = ACD_MEDIA_VOICE,
        .agents = {.known = (1u << ACD_STATES) - 1},
        .window = {.known = (1u << ACD_TALLY_FIELDS) - 1, .span_ms = 1800000, .offered = 30, .answered = 30,
                   .talk_ms = 30 * 300000}};
    int tier;
    int64_t in_ms;

    queue.agents.count[ACD_STATE_TALKING] = 10;
    assert_true(limits_set(limits, "", "max_occupancy", "90%", NULL));
    assert_true(limits_set(limits, "", "horizon", "30m", NULL));
    fixture_site(board, "b", ACD_LINK_LIVE, 1, 0);
    for (int half = 0; half <= 20; half++) {
        queue.waiting = half;
        fixture_tell(board, "b", ACD_KIND_QUEUE, 1, half * 30000, &queue);
        board_judge(board, limits, half * 30000, 0, 0);
    }
    assert_true(ahead_tier(limits, board_queue(board, "b", "q"), 20 * 30000, 0, &tier, &in_ms));
    assert_int_equal(tier, 3);
    assert_in_range(in_ms, 4 * 30000 - 1000, 4 * 30000 + 1000);
    queue.media = ACD_MEDIA_EMAIL; /* mails wait gladly */
    fixture_tell(board, "b", ACD_KIND_QUEUE, 1, 20 * 30000, &queue);
    assert_false(ahead_tier(limits, board_queue(board, "b", "q"), 20 * 30000, 0, &tier, &in_ms));
    board_free(board);
    limits_free(limits);
}

/* The oldest grows older by a second a second while the queue does not get shorter. */
static void test_when_the_longest_wait_reaches_its_limit(void **state)
{
    (void)state;
    struct board *board = board_new();
    struct limits *limits = limits_new();
    struct acd_queue queue = {.known = ACD_BIT(ACD_QUEUE_ID) | ACD_BIT(ACD_QUEUE_WAITING) | ACD_BIT(ACD_QUEUE_OLDEST),
                              .id = "q", .waiting = 1};
    int tier;
    int64_t in_ms;

    assert_true(limits_set(limits, "", "longest", "- 10m 20m delay 0s", NULL));
    fixture_site(board, "b", ACD_LINK_LIVE, 1, 0);
    for (int half = 0; half <= 10; half++) {
        queue.oldest_ms = half * 30000;
        fixture_tell(board, "b", ACD_KIND_QUEUE, 1, half * 30000, &queue);
        board_judge(board, limits, half * 30000, 0, 0);
    }
    assert_true(ahead_tier(limits, board_queue(board, "b", "q"), 10 * 30000, 0, &tier, &in_ms));
    assert_int_equal(tier, 2);
    assert_int_equal(in_ms, 5 * 60000);
    board_free(board);
    limits_free(limits);
}

/* 402 of 18 % of the day's plan: 2,233; its next interval of 6.6 %: 147. */
static void test_the_day_against_its_plan(void **state)
{
    (void)state;
    static const int64_t offered[] = {180, 66, 66, 688};
    struct board *board = board_new();
    struct acd_queue queue = {
        .known = ACD_BIT(ACD_QUEUE_ID) | ACD_BIT(ACD_QUEUE_DAY) | ACD_BIT(ACD_QUEUE_INTERVAL) |
                 ACD_BIT(ACD_QUEUE_PLAN) | ACD_BIT(ACD_QUEUE_TARGET),
        .id = "q",
        .day = {.known = (1u << ACD_TALLY_FIELDS) - 1, .offered = 412, .answered = 400,
                .talk_ms = 400 * 180000},
        .interval = {.known = ACD_BIT(ACD_TALLY_OFFERED), .offered = 10},
        .target = {.known = ACD_BIT(ACD_TARGET_ANSWER) | ACD_BIT(ACD_TARGET_LEVEL),
                   .answer_ms = 20000, .level = 0.8},
        .plan = {.known = ACD_BIT(ACD_PLAN_START) | ACD_BIT(ACD_PLAN_INTERVAL) | ACD_BIT(ACD_PLAN_OFFERED),
                 .interval_ms = 1800000, .offered = offered, .n_offered = 4}};
    struct ahead_day day;

    fixture_site(board, "b", ACD_LINK_LIVE, 1, 0);
    fixture_tell(board, "b", ACD_KIND_QUEUE, 1, 0, &queue);
    ahead_day(&day, board_queue(board, "b", "q"), 1800000 + 60000);
    assert_int_equal((int)day.expected.value, 2233);
    assert_int_equal((int)day.planned.value, 1000);
    assert_int_equal((int)day.next.value, 147);
    assert_int_equal(day.next_agents.is, ACD_FIGURE_VALUE);
    assert_true(day.next_agents.value > 147 * 180.0 / 1800);
    ahead_day(&day, board_queue(board, "b", "q"), 60000); /* no interval is over yet */
    assert_int_equal(day.expected.is, ACD_FIGURE_UNKNOWN);
    board_free(board);
}

static void test_the_usual_range(void **state)
{
    (void)state;
    struct trend trend = {.newest = 0};
    double low, high;

    assert_false(ahead_usual(&trend, 0, &low, &high));
    for (int half = 0; half < TREND_POINTS; half++)
        trend_tell(&trend, half * (int64_t)TREND_POINT_MS, half < 56 ? 4 + half % 2 : 40);
    assert_true(ahead_usual(&trend, 59 * (int64_t)TREND_POINT_MS, &low, &high));
    assert_true(fabs(low - 1.84) < 0.01 && fabs(high - 7.16) < 0.01); /* 4.5 +- 2.66 */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_samples_come_when_due),
        cmocka_unit_test(test_what_was_refused_has_no_effect),
        cmocka_unit_test(test_when_the_next_tier_comes),
        cmocka_unit_test(test_when_those_on_duty_are_beyond_their_capacity),
        cmocka_unit_test(test_when_the_longest_wait_reaches_its_limit),
        cmocka_unit_test(test_the_day_against_its_plan),
        cmocka_unit_test(test_the_usual_range),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
