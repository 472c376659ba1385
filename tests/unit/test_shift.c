/* An agent's day by states, over the turn of the day and of the clocks. */
#include "feed/tallies/shift.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define MINUTE INT64_C(60000)
#define DAY (1440 * MINUTE)
#define T0 (20000 * DAY)

static void test_states_add_up(void **state)
{
    (void)state;
    struct shift s;
    struct acd_agent_day d;
    int64_t ms, t = T0;

    shift_init(&s, NULL, 0, ACD_STATE_OFFLINE, t);
    shift_state(&s, ACD_STATE_AVAILABLE, t += 10 * MINUTE);
    shift_state(&s, ACD_STATE_RINGING, t += 5 * MINUTE);
    shift_rona(&s, t);
    shift_state(&s, ACD_STATE_TALKING, t += MINUTE);
    shift_handled(&s, t);
    shift_state(&s, ACD_STATE_HOLD, t += 3 * MINUTE);
    shift_state(&s, ACD_STATE_TALKING, t += MINUTE);
    shift_state(&s, ACD_STATE_ACW, t += 2 * MINUTE);
    shift_state(&s, ACD_STATE_PAUSED, t += MINUTE);
    shift_state(&s, ACD_STATE_PAUSED, t += MINUTE);
    shift_state(&s, ACD_STATE_OUTBOUND, t += 6 * MINUTE);
    shift_read(&s, t + 4 * MINUTE, &d, &ms);
    assert_int_equal(ms, 4 * MINUTE);
    assert_int_equal(d.idle_ms, 5 * MINUTE);
    assert_int_equal(d.talk_ms, 5 * MINUTE);
    assert_int_equal(d.hold_ms, MINUTE);
    assert_int_equal(d.acw_ms, MINUTE);
    assert_int_equal(d.paused_ms, 7 * MINUTE);
    assert_int_equal(d.login_ms, 24 * MINUTE);
    assert_int_equal(d.handled, 1);
    assert_int_equal(d.rona, 1);
    assert_int_equal(d.known, (1 << ACD_AGENT_DAY_FIELDS) - 1);
}

static void test_a_state_over_the_turn_of_the_day(void **state)
{
    (void)state;
    struct shift s;
    struct acd_agent_day d;
    int64_t ms;

    shift_init(&s, NULL, 6 * 60 * MINUTE, ACD_STATE_TALKING, T0 + 350 * MINUTE);
    shift_handled(&s, T0 + 350 * MINUTE);
    shift_read(&s, T0 + 359 * MINUTE, &d, &ms);
    assert_int_equal(d.talk_ms, 9 * MINUTE);
    shift_read(&s, T0 + 363 * MINUTE, &d, &ms);
    assert_int_equal(d.talk_ms, 3 * MINUTE);
    assert_int_equal(d.handled, 0);
    assert_int_equal(ms, 13 * MINUTE);
    shift_read(&s, T0 + 360 * MINUTE + 3 * DAY + 5, &d, &ms);
    assert_int_equal(d.talk_ms, 5);
}

static void test_time_that_goes_back_adds_nothing(void **state)
{
    (void)state;
    struct shift s;
    struct acd_agent_day d;
    int64_t ms;

    shift_init(&s, NULL, 0, ACD_STATE_AVAILABLE, T0);
    shift_state(&s, ACD_STATE_TALKING, T0 + MINUTE);
    shift_state(&s, ACD_STATE_ACW, T0);
    shift_read(&s, T0, &d, &ms);
    assert_int_equal(ms, 0);
    assert_int_equal(d.idle_ms, MINUTE);
    assert_int_equal(d.talk_ms, 0);
    shift_read(&s, T0 + 2 * MINUTE, &d, &ms);
    assert_int_equal(d.acw_ms, MINUTE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_states_add_up),
        cmocka_unit_test(test_a_state_over_the_turn_of_the_day),
        cmocka_unit_test(test_time_that_goes_back_adds_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
