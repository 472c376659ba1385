/* Limits as they are written, and verdicts: each rule by meaning at its edge, what stands in for it,
 * limits of one's own by their nearness, and what is never called calm. */
#include "acdfeed/macros.h"
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

static void sets(struct limits *limits, const char *scope, const char *key, const char *values)
{
    struct acd_fault why;

    if (!limits_set(limits, scope, key, values, &why))
        fail_msg("%s", why.text);
}

/* --- writing ------------------------------------------------------------------------------------- */

static void test_what_is_no_limit_is_refused_in_words(void **state)
{
    (void)state;
    static const struct {
        const char *scope, *key, *values, *has;
    } cases[] = {
        {"", "speed", "1 2 3", "expected a KPI"},
        {"", "longest", "", "three values"},
        {"", "longest", "30s 60s", "three values"},
        {"", "longest", "30s 60s 90s 120s", "three values"},
        {"", "longest", "30 60 120", "with their unit"},
        {"", "longest", "30s soon 2m", "\"soon\""},
        {"", "longest", "60s 30s 2m", "tier 2 is milder than that of tier 1"},
        {"", "longest", "60s - 30s", "tier 3 is milder than that of tier 1"},
        {"", "waiting", "1 -5 9", "\"-5\""},
        {"", "waiting", "1.5 2 3", "whole numbers"},
        {"", "waiting", "1 2 99999999999999999999", "whole numbers"},
        {"", "service_level", "80 70 60", "80%"},
        {"", "service_level", "60% 70% 80%", "milder"},
        {"", "service_level", "120% 70% 60%", "120%"},
        {"", "service_level", "nan 70% 60%", "nan"},
        {"", "on_duty", "above 10 8 5", "milder"},
        {"", "queueing", "perhaps", "on or off"},
        {"", "sample", "many", "whole number"},
        {"", "horizon", "5", "30m"},
        {"", "max_occupancy", "5%", "10%"},
        {"", "acw", "120", "2m"},
        {"queue sales", "acw", "2m", "holds for all"},
        {"queue sales", "sample", "3", "expected a KPI"},
        {"queue", "waiting", "1 2 3", "queue ID"},
        {"queue ", "waiting", "1 2 3", "queue ID"},
        {"media fax", "waiting", "1 2 3", "voice chat"},
        {"flock a", "waiting", "1 2 3", "flock a"},
        {"", "longest", "30s 60s 2m delay 10", "delay \"10\": expected a duration"},
        {"", "longest", "30s 60s 2m band 5%", "expected a figure like the limit"},
        {"", "longest", "30s 60s 2m at noon", "08:00-18:00"},
        {"", "longest", "30s 60s 2m days monday", "mon-fri"},
        {"", "longest", "30s 60s 2m delay 5s often", "expected delay, off, band"},
        {"", "capacity", "on band 5", "has none"},
        {"", "delay", "2", "with its unit"},
        {"", "flood", "0", "1 to 99"},
        {"", "alarm_from", "4", "1 to 3"},
        {"", "suspect", "perhaps", "quiet"},
    };

    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++) {
        struct limits *limits = limits_new();
        struct acd_fault why = {.text = ""};

        if (limits_set(limits, cases[i].scope, cases[i].key, cases[i].values, &why) ||
            !strstr(why.text, cases[i].has))
            fail_msg("%s = %s: %s", cases[i].key, cases[i].values, why.text);
        limits_free(limits);
    }
}

static void test_every_kpi_and_rule_can_be_limited(void **state)
{
    (void)state;
    static const char *const rising[] = {"1 2 3", "1s 2s 3s", "1% 2% 3%"};
    struct limits *limits = limits_new();

    for (int k = 0; k < KPIS; k++) {
        char above[64];

        snprintf(above, sizeof(above), "above %s", rising[kpi_kinds[k].unit]);
        sets(limits, "", kpi_kinds[k].key, above);
        sets(limits, "group a b", kpi_kinds[k].key, "off");
        sets(limits, "", kpi_kinds[k].key, "- - -");
    }
#define SWITCH(name, key, about) sets(limits, "media voice", key, "off"), sets(limits, "", key, "on");
    LIMIT_RULE_LIST(SWITCH)
    limits_free(limits);
}

/* --- judging ------------------------------------------------------------------------------------- */

/* A voice queue: T 20 s, window of 5 min, AHT 180 s. */
struct scene {
    enum acd_media media;
    int64_t waiting, longest_ms, offered, on_duty;
    int64_t asa_ms, planned_offered; /* -1: no plan */
    uint64_t untold;                 /* fields of the queue */
    uint64_t untold_tally;           /* fields of the window */
};
static const struct scene calm = {.offered = 20, .on_duty = 20, .asa_ms = 2000, .planned_offered = -1};

static struct verdict judged(const struct limits *limits, struct scene s, enum acd_link link)
{
    struct limits *presets = limits_new();
    struct board *board = board_new();
    const int64_t offered[] = {s.planned_offered};
    struct acd_queue queue = {
        .known = ~(s.untold | ACD_BIT(ACD_QUEUE_GONE) | ACD_BIT(ACD_QUEUE_DAY) |
                   ACD_BIT(ACD_QUEUE_INTERVAL) | (s.planned_offered < 0 ? ACD_BIT(ACD_QUEUE_PLAN) : 0) |
                   (s.waiting ? 0 : ACD_BIT(ACD_QUEUE_OLDEST)) | ACD_BIT(ACD_QUEUE_CALLS)),
        .id = "q", .name = "Q", .group = "g", .media = (int)s.media, .waiting = s.waiting,
        .oldest_ms = s.longest_ms,
        .agents = {.known = (1u << ACD_STATES) - 1, .count = {[ACD_STATE_TALKING] = s.on_duty}},
        .target = {.known = ACD_BIT(ACD_TARGET_ANSWER), .answer_ms = 20000},
        .window = {.known = ~s.untold_tally, .span_ms = 300000, .offered = s.offered,
                   .answered = s.offered, .answered_in = s.offered / 2,
                   .wait_ms = s.offered * s.asa_ms, .talk_ms = s.offered * 180000},
        .plan = {.known = ACD_BIT(ACD_PLAN_START) | ACD_BIT(ACD_PLAN_INTERVAL) |
                          ACD_BIT(ACD_PLAN_OFFERED),
                 .interval_ms = 1800000, .offered = offered, .n_offered = 1},
    };
    struct verdict verdict;

    queue.known &= (1u << ACD_QUEUE_FIELDS) - 1;
    queue.window.known &= (1u << ACD_TALLY_FIELDS) - 1;
    fixture_site(board, "b", link, 1, 0);
    fixture_tell(board, "b", ACD_KIND_QUEUE, 1, 1000, &queue);
    board_judge(board, limits ? limits : presets, 1000, 60000, 0);
    verdict = board_queue_at(board, 0)->verdict;
    board_free(board);
    limits_free(presets);
    return verdict;
}

static void is_verdict(struct verdict verdict, int tier, const char *rule, const char *why)
{
    if (verdict.tier != tier || strcmp(verdict.why, why) != 0)
        fail_msg("tier %d \"%s\", wanted %d \"%s\"", verdict.tier, verdict.why, tier, why);
    assert_int_equal(verdict.n_rules > 0, *rule != '\0');
    if (*rule)
        assert_string_equal(verdict.rules[0], rule);
}

static void test_the_rules_by_meaning(void **state)
{
    (void)state;
    enum { AGENTS = ACD_BIT(ACD_QUEUE_AGENTS), WINDOW = ACD_BIT(ACD_QUEUE_WINDOW),
           WAITING = ACD_BIT(ACD_QUEUE_WAITING), OLDEST = ACD_BIT(ACD_QUEUE_OLDEST),
           OFFERED = ACD_BIT(ACD_TALLY_OFFERED), TALK = ACD_BIT(ACD_TALLY_TALK),
           WAIT = ACD_BIT(ACD_TALLY_WAIT) };
    static const struct {
        struct scene s;
        int tier;
        const char *rule, *why;
    } cases[] = {
        {{0, 0, 0, 20, 20, 2000, -1, 0, 0}, 0, "", ""},
        {{0, 1, 0, 20, 20, 2000, -1, 0, 0}, 1, "queueing", "1 waiting, longest 0:00"},
        {{0, 3, 42000, 20, 20, 2000, -1, 0, 0}, 1, "queueing", "3 waiting, longest 0:42"},
        {{0, 3, 0, 20, 20, 2000, -1, OLDEST, 0}, 1, "queueing", "3 waiting"},
        /* 20 calls x 180 s in 300 s are 12 erl, 10 waiting x 180 s in 30 min one more: 13 of 13.5 */
        {{0, 10, 9000, 20, 15, 0, -1, 0, 0}, 1, "queueing", "10 waiting, longest 0:09"},
        {{0, 10, 9000, 20, 14, 0, -1, 0, 0}, 3, "capacity", "13.0 erl on 14 agents"},
        {{0, 0, 0, 90, 14, 0, -1, 0, 0}, 0, "", ""}, /* nobody waits */
        {{0, 2, 9000, 20, 0, 0, -1, 0, 0}, 3, "capacity", "2 waiting, nobody on duty"},
        {{0, 2, 9000, 20, 0, 0, -1, WINDOW, 0}, 3, "capacity", "2 waiting, nobody on duty"},
        {{0, 2, 59999, 20, 20, 0, -1, 0, 0}, 1, "queueing", "2 waiting, longest 0:59"},
        {{0, 2, 60000, 20, 20, 0, -1, 0, 0}, 2, "fixed", "longest 1:00, fixed limit 1:00 (no plan told)"},
        {{0, 2, 240000, 20, 20, 0, -1, 0, 0}, 2, "fixed", "longest 4:00, fixed limit 1:00 (no plan told)"},
        {{0, 2, 119999, 20, 20, 0, -1, 0, TALK}, 2, "fixed", "longest 1:59, fixed limit 1:00 (no plan told)"},
        {{0, 2, 120000, 20, 20, 0, -1, 0, TALK}, 3, "fixed",
         "longest 2:00, fixed limit 2:00 (handling time not told)"},
        {{0, 2, 120000, 20, 20, 0, -1, 0, OFFERED}, 3, "fixed",
         "longest 2:00, fixed limit 2:00 (arrivals not told)"},
        {{0, 2, 120000, 20, 20, 0, -1, AGENTS, 0}, 3, "fixed",
         "longest 2:00, fixed limit 2:00 (on duty not told)"},
        {{0, 2, 120000, 20, 20, 0, -1, WAITING, 0}, 3, "fixed",
         "longest 2:00, fixed limit 2:00 (waiting not told)"},
        /* with a plan of 108 in 30 min x 180 s: 10.8 erl; on 12 agents Erlang C lets 5.8 wait */
        {{0, 2, 120000, 10, 12, 200000, 108, 0, 0}, 2, "expected", "7.1 waiting on average, 5.8 expected"},
        {{0, 2, 120000, 10, 12, 150000, 108, 0, 0}, 1, "queueing", "2 waiting, longest 2:00"},
        {{0, 2, 120000, 10, 20, 20000, 108, 0, 0}, 2, "expected", "1.1 waiting on average, 0.0 expected"},
        {{0, 2, 12000, 10, 20, 20000, 108, 0, 0}, 1, "queueing", "2 waiting, longest 0:12"},
        {{0, 2, 120000, 10, 10, 200000, 108, 0, 0}, 2, "expected",
         "7.1 waiting on average, plan of 10.8 erl on 10 agents"},
        {{0, 2, 120000, 10, 20, 20000, 108, 0, WAIT}, 2, "fixed",
         "longest 2:00, fixed limit 1:00 (sums of waits not told)"},
        /* mail and the like: by the age of the oldest beside T, 20 s here */
        {{ACD_MEDIA_EMAIL, 40, 10000, 20, 1, 0, -1, 0, 0}, 0, "", ""},
        {{ACD_MEDIA_EMAIL, 40, 10001, 20, 1, 0, -1, 0, 0}, 1, "age", "longest 0:10, limit 0:10"},
        {{ACD_MEDIA_CHAT, 40, 20001, 20, 1, 0, -1, 0, 0}, 2, "age", "longest 0:20, limit 0:20"},
        {{ACD_MEDIA_CALLBACK, 40, 40001, 20, 1, 0, -1, 0, 0}, 3, "age", "longest 0:40, limit 0:40"},
        {{ACD_MEDIA_EMAIL, 9, 14400001, 20, 1, 0, -1, ACD_BIT(ACD_QUEUE_TARGET), 0}, 2, "age",
         "longest 4:00:00, limit 4:00:00 (no target told)"},
        {{ACD_MEDIA_CHAT, 9, 360001, 20, 1, 0, -1, ACD_BIT(ACD_QUEUE_TARGET), 0}, 3, "age",
         "longest 6:00, limit 6:00 (no target told)"},
        /* never calm for want of knowledge */
        {{0, 0, 0, 20, 20, 0, -1, WAITING | OLDEST, 0}, -1, "", "waiting was never told"},
        {{ACD_MEDIA_EMAIL, 5, 0, 20, 20, 0, -1, OLDEST, 0}, -1, "", "how long they wait was never told"},
    };

    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++)
        is_verdict(judged(NULL, cases[i].s, ACD_LINK_LIVE), cases[i].tier, cases[i].rule, cases[i].why);
}

static void test_what_is_not_live_is_unknown(void **state)
{
    (void)state;
    struct scene s = calm;

    s.waiting = 80;
    is_verdict(judged(NULL, s, ACD_LINK_STALE), TIER_UNKNOWN, "", "stale");
    is_verdict(judged(NULL, s, ACD_LINK_SILENT), TIER_UNKNOWN, "", "silent");
    assert_int_equal(judged(NULL, s, ACD_LINK_INCOMPLETE).tier, TIER_BEYOND);
}

static void test_limits_of_ones_own(void **state)
{
    (void)state;
    static const struct {
        const char *key, *values;
        int64_t waiting, longest_ms;
        int tier;
        const char *why;
    } cases[] = {
        {"service_level", "80% 70% 60%", 0, 0, 3, "service level 50 %, limit 60 %"},
        {"service_level", "60% - -", 0, 0, 1, "service level 50 %, limit 60 %"},
        {"service_level", "50% 40% 30%", 0, 0, 0, ""},
        {"offered", "20 21 22", 0, 0, 1, "offered 20, limit 20"},
        {"on_duty", "25 20 5", 0, 0, 1, "on duty 20, limit 25"},
        {"waiting", "2 3 9", 1, 5000, 0, ""}, /* in the place of the rule */
        {"waiting", "2 3 9", 4, 5000, 2, "waiting 4, limit 3"},
        {"waiting", "off", 4, 5000, 0, ""},
        {"queueing", "off", 4, 5000, 0, ""},
        {"longest", "1m 2m 3m", 4, 119000, 1, "longest 1:59, limit 1:00"},
        {"fixed", "off", 4, 119000, 1, "4 waiting, longest 1:59"},
        {"sample", "21", 0, 0, 0, ""},
    };

    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++) {
        struct limits *limits = limits_new();
        struct scene s = calm;
        struct verdict verdict;

        s.waiting = cases[i].waiting;
        s.longest_ms = cases[i].longest_ms;
        sets(limits, "", cases[i].key, cases[i].values);
        if (strcmp(cases[i].key, "longest") == 0)
            sets(limits, "", "queueing", "off");
        verdict = judged(limits, s, ACD_LINK_LIVE);
        if (verdict.tier != cases[i].tier || strcmp(verdict.why, cases[i].why) != 0)
            fail_msg("case %zu: tier %d \"%s\"", i, verdict.tier, verdict.why);
        limits_free(limits);
    }
}

static void test_a_percentage_of_too_few_says_nothing(void **state)
{
    (void)state;
    struct limits *limits = limits_new();
    struct scene s = calm;

    sets(limits, "", "service_level", "80% 70% 60%");
    s.offered = 19;
    assert_int_equal(judged(limits, s, ACD_LINK_LIVE).tier, TIER_CALM);
    s.offered = 20;
    assert_int_equal(judged(limits, s, ACD_LINK_LIVE).tier, TIER_BEYOND);
    sets(limits, "", "sample", "100");
    assert_int_equal(judged(limits, s, ACD_LINK_LIVE).tier, TIER_CALM);
    limits_free(limits);
}

static void test_the_nearest_limit_counts(void **state)
{
    (void)state;
    static const char *const scopes[] = {"", "media voice", "group g", "queue q"};
    struct scene s = calm;

    /* Whatever the order in which they are set: tier 1 by the far ones, tier 2 by the nearest. */
    for (size_t nearest = 0; nearest < ACD_COUNT_OF(scopes); nearest++)
        for (int backwards = 0; backwards < 2; backwards++) {
            struct limits *limits = limits_new();

            for (size_t i = 0; i <= nearest; i++) {
                size_t at = backwards ? nearest - i : i;

                sets(limits, scopes[at], "offered", at == nearest ? "- 20 -" : "20 - -");
            }
            sets(limits, "queue other", "offered", "- - 20");
            sets(limits, "queue c/q", "offered", "- - 20");
            sets(limits, "group h", "offered", "- - 20");
            sets(limits, "media chat", "offered", "- - 20");
            assert_int_equal(judged(limits, s, ACD_LINK_LIVE).tier, TIER_LONG);
            sets(limits, "queue b/q", "offered", "off");
            sets(limits, "queue q", "offered", "- 20 -");
            assert_int_equal(judged(limits, s, ACD_LINK_LIVE).tier, TIER_CALM);
            limits_free(limits);
        }
}

static void test_rules_of_the_worst_tier_are_named(void **state)
{
    (void)state;
    struct limits *limits = limits_new();
    struct scene s = calm;
    struct verdict verdict;

    s.waiting = 2;
    s.on_duty = 0;
    sets(limits, "", "offered", "1 2 3");
    sets(limits, "", "answered", "above 30 40 50");
    sets(limits, "", "free", "1 - -");
    verdict = judged(limits, s, ACD_LINK_LIVE);
    assert_int_equal(verdict.tier, TIER_BEYOND);
    assert_int_equal(verdict.n_rules, 2);
    assert_string_equal(verdict.rules[0], "capacity");
    assert_string_equal(verdict.rules[1], "offered");
    limits_free(limits);
}

static void test_since_when(void **state)
{
    (void)state;
    struct limits *limits = limits_new();
    struct board *board = board_new();
    static const struct {
        int64_t now_ms, waiting;
        int tier;
        int64_t since_ms, raised_ms;
    } steps[] = {
        {1000, 0, 0, 1000, -1},    {2000, 0, 0, 1000, -1},   {3000, 2, 1, 3000, 3000},
        {4000, 5, 1, 3000, 3000},  {5000, -1, -1, 5000, 3000}, {6000, 2, 1, 6000, 3000},
        {70000, 3, 2, 70000, 3000}, {71000, 0, 0, 71000, -1}, {72000, 1, 1, 72000, 72000},
    };

    sets(limits, "", "delay", "0s");
    sets(limits, "", "off_delay", "0s");
    for (size_t i = 0; i < ACD_COUNT_OF(steps); i++) {
        struct acd_queue queue = {.known = ACD_BIT(ACD_QUEUE_ID) | ACD_BIT(ACD_QUEUE_WAITING) |
                                           ACD_BIT(ACD_QUEUE_OLDEST),
                                  .id = "q", .waiting = steps[i].waiting,
                                  .oldest_ms = steps[i].waiting == 3 ? 64000 : 0};
        const struct verdict *verdict;

        fixture_site(board, "b", steps[i].waiting < 0 ? ACD_LINK_STALE : ACD_LINK_LIVE, 1, 0);
        if (steps[i].waiting >= 0)
            fixture_tell(board, "b", ACD_KIND_QUEUE, 1, steps[i].now_ms, &queue);
        board_judge(board, limits, steps[i].now_ms, 0, 0);
        verdict = &board_queue_at(board, 0)->verdict;
        assert_int_equal(verdict->tier, steps[i].tier);
        assert_int_equal(verdict->since_ms, steps[i].since_ms);
        assert_int_equal(verdict->raised_ms, steps[i].raised_ms);
    }
    board_free(board);
    limits_free(limits);
}

/* The longest wait goes up and down around its limit of a minute. */
static void test_delays_and_band(void **state)
{
    (void)state;
    static const struct {
        const char *values;
        const char *longest_s[12]; /* at every second */
        const char *tiers;
    } cases[] = {
        {"1m - - delay 0s off 0s", {"59", "60", "59", "60", "59"}, "01010"},
        {"1m - - delay 0s off 0s band 5s", {"59", "60", "59", "56", "55", "54"}, "011110"},
        {"1m - - delay 2s off 0s", {"59", "60", "59", "60", "61", "62", "59"}, "0000010"},
        {"1m - - delay 0s off 3s", {"59", "60", "59", "59", "60", "59", "59", "59", "59"}, "011111110"},
        {"1m 2m - delay 0s off 2s", {"59", "121", "59", "59", "59"}, "02220"},
    };

    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++) {
        struct limits *limits = limits_new();
        struct board *board = board_new();

        sets(limits, "", "longest", cases[i].values);
        sets(limits, "", "queueing", "off");
        fixture_site(board, "b", ACD_LINK_LIVE, 1, 0);
        for (int s = 0; cases[i].longest_s[s]; s++) {
            struct acd_queue queue = {.known = ACD_BIT(ACD_QUEUE_ID) | ACD_BIT(ACD_QUEUE_WAITING) |
                                               ACD_BIT(ACD_QUEUE_OLDEST),
                                      .id = "q", .waiting = 3,
                                      .oldest_ms = atoi(cases[i].longest_s[s]) * INT64_C(1000)};

            fixture_tell(board, "b", ACD_KIND_QUEUE, 1, s * INT64_C(1000), &queue);
            board_judge(board, limits, s * INT64_C(1000), 0, 0);
            if (board_queue_at(board, 0)->verdict.tier != cases[i].tiers[s] - '0')
                fail_msg("%s: second %d: tier %d", cases[i].values, s,
                         board_queue_at(board, 0)->verdict.tier);
        }
        board_free(board);
        limits_free(limits);
    }
}

static void test_hours(void **state)
{
    (void)state;
    /* 1970 began with a Thursday. */
    static const struct {
        const char *hours;
        int day, hour;
        int tier;
    } cases[] = {
        {"at 08:00-18:00", 0, 7, 1},          {"at 08:00-18:00", 0, 8, 2},
        {"at 08:00-18:00", 0, 18, 1},         {"at 22:00-06:00", 0, 23, 2},
        {"at 22:00-06:00", 0, 5, 2},          {"at 22:00-06:00", 0, 6, 1},
        {"days mon-fri", 0, 12, 2},           {"days mon-fri", 2, 12, 1},
        {"days sat,sun", 2, 12, 2},           {"days fri-mon", 3, 12, 2},
        {"days fri-mon", 5, 12, 1},           {"at 22:00-06:00 days thu", 1, 5, 2},
        {"at 22:00-06:00 days fri", 1, 5, 1},
    };

    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++) {
        struct limits *limits = limits_new();
        struct board *board = board_new();
        struct acd_queue queue = {.known = ACD_BIT(ACD_QUEUE_ID) | ACD_BIT(ACD_QUEUE_WAITING),
                                  .id = "q", .waiting = 3};
        char values[64];

        snprintf(values, sizeof(values), "- 2 - %s", cases[i].hours);
        sets(limits, "", "waiting", "1 - -");
        sets(limits, "", "waiting", values);
        fixture_site(board, "b", ACD_LINK_LIVE, 1, 0);
        fixture_tell(board, "b", ACD_KIND_QUEUE, 1, 0, &queue);
        board_judge(board, limits, 0,
                    (cases[i].day * 24 + cases[i].hour - 1) * INT64_C(3600000), 3600);
        if (board_queue_at(board, 0)->verdict.tier != cases[i].tier)
            fail_msg("%s on day %d at %d", cases[i].hours, cases[i].day, cases[i].hour);
        board_free(board);
        limits_free(limits);
    }
}

static void test_agents(void **state)
{
    (void)state;
    static const struct {
        int state;
        const char *reason;
        int64_t state_ms, elapsed_ms;
        bool overdue;
    } cases[] = {
        {ACD_STATE_ACW, NULL, 120000, 0, false},      {ACD_STATE_ACW, NULL, 120000, 1, true},
        {ACD_STATE_RINGING, NULL, 30001, 0, true},    {ACD_STATE_HOLD, NULL, 180001, 0, true},
        {ACD_STATE_PAUSED, "break", 900001, 0, true}, {ACD_STATE_PAUSED, "Lunch", 900001, 0, false},
        {ACD_STATE_PAUSED, "lunch", 2700001, 0, true}, {ACD_STATE_PAUSED, "training", INT64_MAX, 9, false},
        {ACD_STATE_TALKING, NULL, 9000000, 0, false}, {ACD_STATE_OUTBOUND, NULL, 600001, 0, true},
        {ACD_STATE_ACW, NULL, INT64_MAX, INT64_MAX, true},
    };
    struct limits *limits = limits_new();
    struct acd_agent agent;

    sets(limits, "", "paused.lunch", "45m");
    sets(limits, "", "paused.training", "off");
    sets(limits, "", "outbound", "10m");
    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++) {
        agent = (struct acd_agent){.known = ACD_BIT(ACD_AGENT_STATE) | ACD_BIT(ACD_AGENT_STATE_MS),
                                   .state = cases[i].state, .reason = cases[i].reason,
                                   .state_ms = cases[i].state_ms};
        if (cases[i].reason)
            ACD_KNOW(&agent, ACD_AGENT_REASON);
        assert_int_equal(limits_agent_overdue(limits, &agent, cases[i].elapsed_ms), cases[i].overdue);
    }
    agent.known = ACD_BIT(ACD_AGENT_STATE); /* how long was not told */
    assert_false(limits_agent_overdue(limits, &agent, INT64_MAX));
    agent.known = 0;
    assert_int_equal(limits_agent_ms(limits, &agent), -1);
    limits_free(limits);
}

static void test_words_of_tiers(void **state)
{
    (void)state;
    static const char *const words[] = {"unknown", "calm", "queueing", "longer than expected",
                                        "beyond capacity", "unknown"};

    for (int tier = -1; tier <= 4; tier++)
        assert_string_equal(tier_word(tier), words[tier + 1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_no_limit_is_refused_in_words),
        cmocka_unit_test(test_every_kpi_and_rule_can_be_limited),
        cmocka_unit_test(test_the_rules_by_meaning),
        cmocka_unit_test(test_what_is_not_live_is_unknown),
        cmocka_unit_test(test_limits_of_ones_own),
        cmocka_unit_test(test_a_percentage_of_too_few_says_nothing),
        cmocka_unit_test(test_the_nearest_limit_counts),
        cmocka_unit_test(test_rules_of_the_worst_tier_are_named),
        cmocka_unit_test(test_since_when),
        cmocka_unit_test(test_delays_and_band),
        cmocka_unit_test(test_hours),
        cmocka_unit_test(test_agents),
        cmocka_unit_test(test_words_of_tiers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
