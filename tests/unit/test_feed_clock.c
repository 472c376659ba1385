/* Times of heartbeats: what is late, what is a clock that was set, what is neither. */
#include "feed/link/feed_clock.h"
#include "tests/support/cases.h"

#include "acdfeed/macros.h"

enum { HOUR_MS = 3600000, BEATS = 12 };

static const struct {
    const char *name;
    struct {
        int64_t arrived_ms, sent_ms; /* since the beat before */
    } beats[BEATS];                  /* {0, 0} ends */
    int64_t late_ms, jump_ms;
    uint64_t jumps;
} cases[] = {
    {"in step", {{1000, 1000}, {1000, 1000}, {1000, 1000}}, 0, 0, 0},
    {"a feed that slept", {{1000, 1000}, {60000, 60000}, {1000, 1000}}, 0, 0, 0},
    {"lost heartbeats", {{5000, 5000}, {1000, 1000}}, 0, 0, 0},
    {"unsteady, never early", {{1400, 1000}, {600, 1000}, {1000, 1000}}, 0, 0, 0},
    {"a line that slows down", {{3000, 1000}, {3000, 1000}, {3000, 1000}}, 5991, 0, 0},
    {"and hurries after", {{4000, 1000}, {0, 1000}, {0, 1000}, {0, 1000}}, 0, 0, 0},
    {"our own stall", {{10000, 1000}, {0, 1000}, {0, 1000}}, 6990, 0, 0},
    {"set ahead", {{1000, 2 * HOUR_MS}, {1000, 1000}}, 0, 2 * HOUR_MS - 1000, 1},
    {"set back", {{1000, -HOUR_MS}, {1000, 1000}}, 0, -HOUR_MS - 1000, 1},
    {"set back while late",
     {{4000, 1000}, {1000, -HOUR_MS}, {1000, 1000}},
     2995,
     -HOUR_MS - 1000,
     1},
    {"ahead and back", {{1000, HOUR_MS + 1000}, {1000, 1000 - HOUR_MS}}, 0, -HOUR_MS, 2},
    {"a nudge", {{1000, 2900}, {1000, 1000}}, 0, 0, 0},
    {"a nudge back", {{1000, -500}, {1000, 1000}}, 0, 0, 0},
    {"a clock that stands still", {{1000, 0}, {1000, 0}, {1000, 0}, {1000, 0}}, 0, 0, 0},
    {"drift is forgiven", {{HOUR_MS, HOUR_MS - 360}}, 0, 0, 0},
};

static void lateness_and_jumps(void **state)
{
    (void)state;
    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++) {
        struct feed_clock clock = {0};
        int64_t now_ms = 500, t_ms = 1700000000000;
        feed_clock_beat(&clock, t_ms, now_ms);
        for (int beat = 0;
             beat < BEATS && (cases[i].beats[beat].sent_ms || cases[i].beats[beat].arrived_ms);
             beat++) {
            now_ms += cases[i].beats[beat].arrived_ms;
            t_ms += cases[i].beats[beat].sent_ms;
            feed_clock_beat(&clock, t_ms, now_ms);
        }
        if (clock.late_ms != cases[i].late_ms || clock.jump_ms != cases[i].jump_ms ||
            clock.jumps != cases[i].jumps)
            fail_msg("%s: %lld late, %llu jumps, the last by %lld", cases[i].name,
                     (long long)clock.late_ms, (unsigned long long)clock.jumps,
                     (long long)clock.jump_ms);
    }
}

static void any_number_is_a_time(void **state)
{
    (void)state;
    static const int64_t times[] = {0, INT64_MAX, INT64_MIN, -1, INT64_MIN, INT64_MAX, 0};
    struct feed_clock clock = {0};
    for (size_t i = 0; i < ACD_COUNT_OF(times); i++) {
        feed_clock_beat(&clock, times[i], (int64_t)i * 1000);
        assert_true(clock.late_ms >= 0 && clock.late_ms <= 1000 * (int64_t)ACD_COUNT_OF(times));
    }
}

static void a_new_life_begins_prompt(void **state)
{
    (void)state;
    struct feed_clock clock = {0};
    feed_clock_beat(&clock, 1000, 1000);
    feed_clock_beat(&clock, 2000, 9000);
    assert_int_equal(clock.late_ms, 6992);
    feed_clock_begin(&clock);
    feed_clock_beat(&clock, 7000000, 10000);
    assert_int_equal(clock.late_ms, 0);
    assert_int_equal(clock.jumps, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lateness_and_jumps),
        cmocka_unit_test(any_number_is_a_time),
        cmocka_unit_test(a_new_life_begins_prompt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
