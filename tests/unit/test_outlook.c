/* The outlook against Erlang's formulas where these hold, and what must hold everywhere. */
#include "acdfeed/erlang.h"
#include "acdfeed/macros.h"
#include "console/model/outlook.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_steady_states),
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_a_backlog_beyond_capacity),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
