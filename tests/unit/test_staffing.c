/* Staffing rules against their worked cases; backlogs against a walk in small steps. */
#include "acdfeed/macros.h"
#include "acdfeed/staffing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

static double value(struct acd_figure figure)
{
    assert_int_equal(figure.is, ACD_FIGURE_VALUE);
    return figure.value;
}

static void near(double got, double want, double within)
{
    if (!(fabs(got - want) <= within))
        fail_msg("got %.12g, want %.12g within %g", got, want, within);
}

static void test_rostered_staff(void **state)
{
    (void)state;
    static const struct {
        struct acd_roster roster;
        double factor;
    } cases[] = {
        {{18, 4, 2, 0, 0}, 1.09}, {{25, 5, 2, 3, 4}, 1.30}, {{31, 5, 2, 3, 4}, 1.25}, {{1, 0, 0, 0, 0}, 1},
    };
    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++)
        near(value(acd_staff_factor(&cases[i].roster)), cases[i].factor, 0.005);
    assert_int_equal(acd_staff_factor(&(struct acd_roster){.absent = 3}).is, ACD_FIGURE_UNDEFINED);
    assert_int_equal(acd_staff_factor(&(struct acd_roster){.voice = -1}).is, ACD_FIGURE_UNKNOWN);
    assert_int_equal(acd_staff_factor(&(struct acd_roster){.voice = 1, .training = NAN}).is,
                     ACD_FIGURE_UNKNOWN);
}

static void test_base_staff(void **state)
{
    (void)state;
    near(value(acd_staff_base(500, 210000, 0.95, 0.77)), 500 * 210 / (3600 * 0.95 * 0.77), 1e-9);
    near(value(acd_staff_base(500, 210000, 1, 1)), 29.1666667, 1e-6);
    assert_true(value(acd_staff_base(0, 210000, 1, 1)) == 0);
    assert_int_equal(acd_staff_base(500, 210000, 0, 1).is, ACD_FIGURE_UNKNOWN);
    assert_int_equal(acd_staff_base(500, 210000, 1.01, 1).is, ACD_FIGURE_UNKNOWN);
    assert_int_equal(acd_staff_base(500, 210000, 1, NAN).is, ACD_FIGURE_UNKNOWN);
    assert_int_equal(acd_staff_base(-1, 210000, 1, 1).is, ACD_FIGURE_UNKNOWN);
    assert_int_equal(acd_staff_base(1, INFINITY, 1, 1).is, ACD_FIGURE_UNKNOWN);
}

static void test_work_that_may_wait(void **state)
{
    (void)state;
    /* 480 mails of six minutes within four hours: each agent does 40 of them. */
    near(value(acd_staff_deferred(480, 4 * 3600000.0, 360000)), 12, 1e-12);
    assert_true(value(acd_staff_deferred(480, 1, 0)) == 0);
    assert_int_equal(acd_staff_deferred(480, 0, 360000).is, ACD_FIGURE_UNKNOWN);
    assert_int_equal(acd_staff_deferred(-480, 1, 360000).is, ACD_FIGURE_UNKNOWN);
}

static const struct acd_demand busy = {
    .calls = 300, .interval_ms = 1800000, .talk_ms = 180000, .acw_ms = 30000}; /* 35 erl */

static void test_load_with_a_backlog(void **state)
{
    (void)state;
    near(value(acd_backlog_load(&busy, 0, 900000)), 35, 1e-12);
    near(value(acd_backlog_load(&busy, 30, 900000)), 42, 1e-12);
    assert_int_equal(acd_backlog_load(&busy, 30, 0).is, ACD_FIGURE_UNKNOWN);
    assert_int_equal(acd_backlog_load(&busy, -1, 1).is, ACD_FIGURE_UNKNOWN);
}

/* The same by a million small steps. */
static double walk(const struct acd_demand *d, int64_t agents, double q, double ms)
{
    double step = ms / 1e6, aht = d->talk_ms + d->acw_ms;

    for (int i = 0; i < 1000000; i++) {
        double left = d->patience_ms > 0 ? q / d->patience_ms : 0;

        q += step * (d->calls / d->interval_ms - (double)agents / aht - left);
        if (q < 0)
            q = 0;
    }
    return q;
}

static void test_a_backlog_over_time(void **state)
{
    (void)state;
    static const struct {
        int64_t agents;
        double patience_ms, waiting, after_ms;
    } cases[] = {
        {30, 0, 12, 600000}, {30, 240000, 12, 600000}, {40, 0, 60, 600000},
        {40, 240000, 60, 600000}, {40, 0, 6, 3600000}, {30, 240000, 0, 3600000},
    };
    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++) {
        struct acd_demand d = busy;

        d.patience_ms = cases[i].patience_ms;
        near(value(acd_backlog_after(&d, cases[i].agents, cases[i].waiting, cases[i].after_ms)),
             walk(&d, cases[i].agents, cases[i].waiting, cases[i].after_ms), 1e-3);
    }
}

static void test_until_a_backlog_is_cleared(void **state)
{
    (void)state;
    struct acd_demand d = busy;
    double clear;

    /* Five agents above the load end a call every 42 s. */
    near(value(acd_backlog_clear_ms(&d, 40, 60)), 60 * 42000.0, 1e-6);
    assert_true(value(acd_backlog_clear_ms(&d, 40, 0)) == 0);
    assert_int_equal(acd_backlog_clear_ms(&d, 34, 60).is, ACD_FIGURE_UNDEFINED);
    assert_int_equal(acd_backlog_clear_ms(&d, 34, 0).is, ACD_FIGURE_UNDEFINED);
    d.patience_ms = 240000;
    clear = value(acd_backlog_clear_ms(&d, 40, 60));
    assert_true(clear < 60 * 42000.0);
    near(value(acd_backlog_after(&d, 40, 60, clear)), 0, 1e-9);
    assert_true(value(acd_backlog_after(&d, 40, 60, clear * 0.99)) > 0);
    assert_int_equal(acd_backlog_clear_ms(&d, 34, 60).is, ACD_FIGURE_UNDEFINED);
}

static void test_wrong_backlogs_are_unknown(void **state)
{
    (void)state;
    struct acd_demand d = busy;

    assert_int_equal(acd_backlog_after(&d, -1, 5, 5).is, ACD_FIGURE_UNKNOWN);
    assert_int_equal(acd_backlog_after(&d, 5, NAN, 5).is, ACD_FIGURE_UNKNOWN);
    assert_int_equal(acd_backlog_after(&d, 5, 5, -5).is, ACD_FIGURE_UNKNOWN);
    assert_int_equal(acd_backlog_clear_ms(&d, 5, -5).is, ACD_FIGURE_UNKNOWN);
    d.talk_ms = d.acw_ms = 0;
    assert_int_equal(acd_backlog_clear_ms(&d, 5, 5).is, ACD_FIGURE_UNKNOWN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rostered_staff),
        cmocka_unit_test(test_base_staff),
        cmocka_unit_test(test_work_that_may_wait),
        cmocka_unit_test(test_load_with_a_backlog),
        cmocka_unit_test(test_a_backlog_over_time),
        cmocka_unit_test(test_until_a_backlog_is_cleared),
        cmocka_unit_test(test_wrong_backlogs_are_unknown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
