/* The outlook against Erlang's formulas where these hold, and what must hold everywhere. */
#include "acdfeed/erlang.h"
#include "acdfeed/macros.h"
#include "console/model/outlook_memo.h"
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

static struct outlook_side side_of(double calls_per_hour, double aht_s, double agents, double waiting,
                                   double patience_s)
{
    return (struct outlook_side){.per_ms = calls_per_hour / 3600000, .aht_ms = aht_s * 1000,
                                 .patience_ms = patience_s * 1000, .agents = agents,
                                 .waiting = waiting, .active = calls_per_hour / 3600 * aht_s,
                                 .answer_ms = 20000};
}

/* Short calls, so that a quarter of an hour is a long time: the steady state of Erlang C and A. */
static void test_steady_states(void **state)
{
    (void)state;
    static const struct {
        double calls, aht_s, patience_s;
        int agents;
    } cases[] = {
        {1200, 30, 0, 14}, {1200, 30, 0, 12}, {360, 30, 0, 5},    {3000, 20, 0, 20},
        {1200, 30, 60, 10}, {1200, 30, 60, 8}, {1200, 30, 30, 14}, {3000, 20, 120, 16},
    };

    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++) {
        struct outlook_side side =
            side_of(cases[i].calls, cases[i].aht_s, cases[i].agents, 0, cases[i].patience_s);
        struct acd_demand demand = {.calls = cases[i].calls, .interval_ms = 3600000,
                                    .talk_ms = side.aht_ms, .patience_ms = side.patience_ms};
        struct acd_service service = acd_erlang_service(&demand, cases[i].agents, side.answer_ms);
        struct outlook outlook = outlook_of(&side);

        assert_int_equal(service.level.is, ACD_FIGURE_VALUE);
        if (fabs(outlook.level - service.level.value) > 0.03)
            fail_msg("case %zu: level %.3f, Erlang %.3f", i, outlook.level, service.level.value);
        if (fabs(outlook.waiting - service.q1.value) > 0.1 + 0.1 * service.q1.value)
            fail_msg("case %zu: %.2f waiting, Erlang %.2f", i, outlook.waiting, service.q1.value);
    }
}

/* More agents never lower the level, a backlog never raises it, also where the method changes. */
static void test_order(void **state)
{
    (void)state;
    static const double loads[] = {60, 600};

    for (size_t i = 0; i < ACD_COUNT_OF(loads); i++)
        for (double waiting = 0; waiting <= 40; waiting += 20) {
            struct outlook last = {0};

            for (double agents = 0; agents < 45; agents += agents < 20 ? 0.5 : 5) {
                struct outlook_side side = side_of(loads[i], 180, agents, waiting, waiting > 0 ? 120 : 0);
                struct outlook outlook = outlook_of(&side), behind;

                assert_true(outlook.level >= -1e-9 && outlook.level <= 1 + 1e-6);
                if (outlook.level < last.level - 1e-3)
                    fail_msg("%g calls, %g waiting, %g agents: %.4f after %.4f", loads[i], waiting, agents,
                             outlook.level, last.level);
                side.waiting += 10;
                behind = outlook_of(&side);
                assert_true(behind.level <= outlook.level + 1e-3);
                last = outlook;
            }
        }
}

static void test_a_backlog_beyond_capacity(void **state)
{
    (void)state;
    struct outlook_side side = side_of(240, 300, 10, 20, 0); /* 20 erl on 10 agents */
    struct outlook outlook = outlook_of(&side);

    /* 60 come in the quarter, 30 are answered: 50 wait. */
    assert_true(fabs(outlook.waiting - 50) < 2);
    assert_true(outlook.level < 0.01);
    side.agents = 0;
    assert_true(fabs(outlook_of(&side).waiting - 80) < 1);
    side = side_of(24000, 300, 1500, 400, 0); /* many agents: as a fluid */
    assert_true(fabs(outlook_of(&side).waiting - 1900) < 10);
}

/* --- the range, held against floors that are played out ------------------------------------------- */

struct caller {
    double came, gives_up;
};

struct play {
    const struct outlook_side *side;
    uint64_t seed;
    double now, busy;
    struct caller waiting[512];
    int n;
    int came, in_time;
};

static double draw_exponential(struct play *play, double mean)
{
    play->seed = play->seed * 6364136223846793005u + 1442695040888963407u;
    return -mean * log(((double)(play->seed >> 11) + 0.5) / 9007199254740992.0);
}

static void drop(struct play *play, int i)
{
    memmove(&play->waiting[i], &play->waiting[i + 1], (size_t)(play->n - i - 1) * sizeof play->waiting[0]);
    play->n--;
}

static int next_to_give_up(const struct play *play)
{
    int next = -1;
    for (int i = 0; i < play->n; i++)
        if (next < 0 || play->waiting[i].gives_up < play->waiting[next].gives_up)
            next = i;
    return next;
}

static void come(struct play *play)
{
    bool counts = play->now < OUTLOOK_MS;
    play->came += counts;
    if (play->busy < play->side->agents) {
        play->busy++;
        play->in_time += counts;
        return;
    }
    assert_true(play->n < (int)ACD_COUNT_OF(play->waiting));
    play->waiting[play->n++] =
        (struct caller){play->now, play->now + draw_exponential(play, play->side->patience_ms)};
}

static void end_a_talk(struct play *play)
{
    if (play->n == 0) {
        play->busy--;
        return;
    }
    double came = play->waiting[0].came;
    play->in_time += came >= 0 && came < OUTLOOK_MS && play->now - came <= play->side->answer_ms;
    drop(play, 0);
}

/* Event by event until T after the quarter of an hour: the level of those who came in it. */
static double played_level(const struct outlook_side *side, uint64_t seed)
{
    double busy = side->waiting > 0 ? side->agents : round(fmin(side->active, side->agents));
    struct play play = {.side = side, .seed = seed, .busy = busy};
    for (int i = 0; i < (int)side->waiting; i++)
        play.waiting[play.n++] = (struct caller){-1, draw_exponential(&play, side->patience_ms)};
    while (play.now < OUTLOOK_MS + side->answer_ms) {
        double rate = side->per_ms + play.busy / side->aht_ms;
        double next = play.now + draw_exponential(&play, 1 / rate);
        int impatient = next_to_give_up(&play);
        if (impatient >= 0 && play.waiting[impatient].gives_up < next) {
            play.now = play.waiting[impatient].gives_up;
            drop(&play, impatient);
            continue;
        }
        play.now = next;
        draw_exponential(&play, 1) > -log(side->per_ms / rate) ? come(&play) : end_a_talk(&play);
    }
    return play.came > 0 ? (double)play.in_time / play.came : 1;
}

/* Four times of five, and never far from it: what chance makes is neither hidden nor overdone. */
static void test_a_range_holds_what_comes(void **state)
{
    (void)state;
    static const struct {
        double calls, aht_s, agents, waiting;
    } cases[] = {{110, 270, 10, 0}, {110, 270, 8, 4}, {240, 180, 12, 10}, {400, 240, 30, 0}, {40, 200, 3, 1}};
    enum { PLAYS = 2000 };
    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++) {
        struct outlook_side side =
            side_of(cases[i].calls, cases[i].aht_s, cases[i].agents, cases[i].waiting, 120);
        struct outlook_range range;
        double sum = 0;
        int inside = 0;
        assert_true(outlook_range(&range, &side));
        for (uint64_t seed = 1; seed <= PLAYS; seed++) {
            double level = played_level(&side, seed * 7919);
            sum += level;
            inside += level >= range.low - 1e-9 && level <= range.high + 1e-9;
        }
        /* The mean over quarters is above that over callers: in good quarters fewer come. */
        if (fabs(sum / PLAYS - outlook_of(&side).level) > 0.05)
            fail_msg("case %zu: level %.3f, played %.3f", i, outlook_of(&side).level, sum / PLAYS);
        if (inside < PLAYS * 75 / 100 || inside > PLAYS * 96 / 100)
            fail_msg("case %zu: %.3f to %.3f held %d of %d", i, range.low, range.high, inside, PLAYS);
    }
}

static void test_a_range_widens_with_what_is_not_known(void **state)
{
    (void)state;
    struct outlook_side side = side_of(110, 270, 10, 0, 300);
    struct outlook_range sure, unsure;
    assert_true(outlook_range(&sure, &side));
    side.per_ms_error = 0.3;
    assert_true(outlook_range(&unsure, &side));
    assert_true(unsure.low < sure.low - 0.05 && unsure.high >= sure.high);
    side.agents = OUTLOOK_AGENTS + 0.4;
    assert_false(outlook_range(&sure, &side));
}

/* Told again and again, in whatever order, it is what reckoning anew gives. */
static void test_what_is_kept_is_of_the_same_side(void **state)
{
    (void)state;
    struct outlook_memo memo = {.next = 0};
    for (int turn = 0; turn < 3 * OUTLOOKS_KEPT; turn++) {
        struct outlook_side side = side_of(110, 270, 10 + turn % 3, turn % 2, 300);
        struct outlook_range range, kept_range;
        side.free = turn % (OUTLOOKS_KEPT + 1);
        struct outlook kept = outlook_memo_of(&memo, &side), anew = outlook_of(&side);
        assert_memory_equal(&kept, &anew, sizeof kept);
        assert_true(outlook_memo_range(&memo, &kept_range, &side));
        assert_true(outlook_range(&range, &side));
        assert_memory_equal(&kept_range, &range, sizeof range);
        kept = outlook_memo_of(&memo, &side);
        assert_memory_equal(&kept, &anew, sizeof kept);
        side.agents = OUTLOOK_AGENTS + 1;
        assert_false(outlook_memo_range(&memo, &range, &side));
    }
}

/* What an outlook cannot do without, and what is said in its place. */
static void test_what_is_not_known_is_said(void **state)
{
    (void)state;
    static const struct {
        enum acd_queue_field without;
        const char *why;
    } cases[] = {{ACD_QUEUE_FIELDS, NULL},
                 {ACD_QUEUE_WINDOW, "too few contacts lately"},
                 {ACD_QUEUE_WAITING, "waiting not told"},
                 {ACD_QUEUE_AGENTS, "on duty not told"},
                 {ACD_QUEUE_TARGET, "no target told"}};
    struct acd_queue whole = {
        .known = ACD_BIT(ACD_QUEUE_ID) | ACD_BIT(ACD_QUEUE_WAITING) | ACD_BIT(ACD_QUEUE_AGENTS) |
                 ACD_BIT(ACD_QUEUE_WINDOW) | ACD_BIT(ACD_QUEUE_TARGET),
        .id = "q",
        .waiting = 3,
        .agents = {.known = (1u << ACD_STATES) - 1},
        .window = {.known = (1u << ACD_TALLY_FIELDS) - 1, .span_ms = 1800000, .offered = 90, .answered = 90,
                   .talk_ms = 90 * 240000},
        .target = {.known = ACD_BIT(ACD_TARGET_ANSWER) | ACD_BIT(ACD_TARGET_LEVEL), .answer_ms = 20000, .level = 0.8}};
    whole.agents.count[ACD_STATE_TALKING] = 12;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct board *board = board_new();
        struct acd_queue told = whole;
        struct outlook_side side;
        const char *why;
        if (cases[i].why)
            told.known &= ~ACD_BIT(cases[i].without);
        fixture_site(board, "b", ACD_LINK_LIVE, 1, 0);
        fixture_tell(board, "b", ACD_KIND_QUEUE, 1, 0, &told);
        bool can = outlook_side(&side, board, board_queue(board, "b", "q"), 0, 0, &why);
        if (can != (cases[i].why == NULL) || (why && strcmp(why, cases[i].why) != 0))
            fail_msg("%s was expected, not %s", cases[i].why ? cases[i].why : "an outlook", why ? why : "one");
        if (can) {
            assert_true(fabs(side.per_ms - 90.0 / 1800000) < 1e-9);
            assert_int_equal((int)side.aht_ms, 240000);
            assert_int_equal((int)side.agents, 12);
            assert_int_equal((int)side.free, 0);
            assert_int_equal((int)side.waiting, 3);
            fixture_site(board, "b", ACD_LINK_STALE, 1, 0);
            assert_false(outlook_side(&side, board, board_queue(board, "b", "q"), 0, 0, &why));
            assert_string_equal(why, "not live");
        }
        board_free(board);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_not_known_is_said),
        cmocka_unit_test(test_steady_states),
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_a_backlog_beyond_capacity),
        cmocka_unit_test(test_a_range_holds_what_comes),
        cmocka_unit_test(test_a_range_widens_with_what_is_not_known),
        cmocka_unit_test(test_what_is_kept_is_of_the_same_side),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
