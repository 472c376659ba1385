/* The Erlang formulas against published tables, against plain sums over all states, and against the
 * properties that every such formula has. */
#include "acdfeed/erlang.h"
#include "acdfeed/macros.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

static double value(struct acd_figure figure)
{
    assert_int_equal(figure.is, ACD_FIGURE_VALUE);
    assert_true(isfinite(figure.value));
    assert_int_equal(figure.sample, 0);
    return figure.value;
}

static void near(double got, double want, double within)
{
    if (!(fabs(got - want) <= within))
        fail_msg("got %.12g, want %.12g within %g", got, want, within);
}

/* --- published tables ------------------------------------------------------------------------ */

/* 250 calls in half an hour, talk 180 s, after-call work 30 s, target 20 s; rounded as printed. */
static const struct {
    int agents, p_wait, asa, delay, q1, q2, level, occupancy;
    double trunk_load;
} published[] = {
    {30, 83, 209, 252, 29, 35, 24, 97, 54.0}, {31, 65, 75, 115, 10, 16, 45, 94, 35.4},
    {32, 51, 38, 74, 5, 10, 61, 91, 30.2},    {33, 39, 21, 55, 3, 8, 73, 88, 28.0},
    {34, 29, 13, 43, 2, 6, 82, 86, 26.8},     {35, 22, 8, 36, 1, 5, 88, 83, 26.1},
    {36, 16, 5, 31, 1, 4, 92, 81, 25.7},      {37, 11, 3, 27, 0, 4, 95, 79, 25.4},
    {38, 8, 2, 24, 0, 3, 97, 77, 25.3},       {39, 6, 1, 21, 0, 3, 98, 75, 25.2},
    {40, 4, 1, 19, 0, 3, 99, 73, 25.1},       {41, 3, 1, 18, 0, 2, 99, 71, 25.1},
    {42, 2, 0, 16, 0, 2, 100, 69, 25.0},
};

static const struct acd_demand half_hour = {
    .calls = 250, .interval_ms = 1800000, .talk_ms = 180000, .acw_ms = 30000};

static void test_a_published_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < ACD_COUNT_OF(published); i++) {
        struct acd_service s = acd_erlang_service(&half_hour, published[i].agents, 20000);

        assert_int_equal(lround(value(s.wait_share) * 100), published[i].p_wait);
        /* The source rounded this column from tenths: 0.453 s stands there as 1. */
        assert_int_equal(lround(lround(value(s.asa_ms) / 100) / 10.0), published[i].asa);
        assert_int_equal(lround(value(s.delay_ms) / 1000), published[i].delay);
        assert_int_equal(lround(value(s.q1)), published[i].q1);
        assert_int_equal(lround(value(s.q2)), published[i].q2);
        assert_int_equal(lround(value(s.level) * 100), published[i].level);
        assert_int_equal(lround(value(s.occupancy) * 100), published[i].occupancy);
        assert_int_equal(lround(value(s.trunk_load) * 10), lround(published[i].trunk_load * 10));
        assert_true(value(s.abandon) == 0);
    }
}

/* Load that N trunks carry at a blocking of 1 %, as in any table of Erlang B. */
static void test_erlang_b_tables(void **state)
{
    (void)state;
    static const struct {
        int n;
        double load;
    } one_percent[] = {{1, 0.0101}, {2, 0.1526}, {5, 1.361}, {10, 4.461}, {20, 12.03}, {100, 84.06}};

    for (size_t i = 0; i < ACD_COUNT_OF(one_percent); i++)
        near(value(acd_erlang_b(one_percent[i].load, one_percent[i].n)), 0.01, 0.00002);
    near(value(acd_erlang_b(10, 10)), 0.2146, 0.00005);
    near(value(acd_erlang_b(2, 2)), 0.4, 1e-15);
    near(value(acd_erlang_c(2, 3)), 4 / 9.0, 1e-15);
    near(value(acd_erlang_c(0.3, 1)), 0.3, 1e-15); /* one agent: as busy as loaded */
    assert_true(value(acd_erlang_b_servers(12.0, 0.01)) == 20);
    assert_true(value(acd_erlang_b_servers(12.1, 0.01)) == 21);
    assert_true(value(acd_erlang_b_servers(0, 0.01)) == 0);
}

/* O. Garnett, A. Mandelbaum, M. Reiman, "Designing a Call Center with Impatient Customers", 2002:
 * 48 calls a minute of one minute each, 50 agents, patience two minutes, beside the same without. */
static void test_published_patience(void **state)
{
    (void)state;
    struct acd_demand d = {.calls = 48, .interval_ms = 60000, .talk_ms = 60000};
    struct acd_service s = acd_erlang_service(&d, 50, 20000);

    near(value(s.asa_ms), 20800, 50);
    near(value(s.q1), 17, 0.5);
    near(value(s.occupancy), 0.96, 0.005);
    near(value(acd_erlang_wait_longer(&d, 50, 58100)), 0.1, 0.0005);
    d.patience_ms = 120000;
    s = acd_erlang_service(&d, 50, 20000);
    near(value(s.abandon), 0.031, 0.0005);
    near(value(s.delay_ms) * value(s.wait_share), 3700, 50);
    near(value(s.q1), 3, 0.5);
    near(value(s.occupancy), 0.93, 0.005);
    near(value(acd_erlang_wait_longer(&d, 50, 12500)), 0.1, 0.001);
}

/* --- plain sums ------------------------------------------------------------------------------ */

/* Weights of the states 0..most, divided by the largest; state n + k loses k callers at theta. */
static long double *weights(double load, int agents, double theta, int most)
{
    long double *w = calloc((size_t)most + 1, sizeof(*w)), largest;

    assert_non_null(w);
    for (int k = 1; k <= most; k++)
        w[k] = w[k - 1] + logl(load) -
               logl(k <= agents ? k : agents + (long double)theta * (k - agents));
    largest = w[0];
    for (int k = 0; k <= most; k++)
        largest = w[k] > largest ? w[k] : largest;
    for (int k = 0; k <= most; k++)
        w[k] = expl(w[k] - largest);
    return w;
}

static long double sum(const long double *w, int from, int to)
{
    long double s = 0;

    for (int k = from; k <= to; k++)
        s += w[k];
    return s;
}

static void test_b_and_c_are_the_sums(void **state)
{
    (void)state;
    static const struct {
        double load;
        int agents;
    } cases[] = {{0.001, 1}, {0.999, 1}, {5, 7}, {29.1667, 30}, {170, 172}, {995, 1000},
                 {1500, 1000}, {9900, 10000}, {9999.5, 10000}, {12000, 10000}, {50, 10000}};

    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++) {
        double load = cases[i].load;
        int n = cases[i].agents;
        long double *w = weights(load, n, 0, n);
        long double below = sum(w, 0, n - 1), at_n = w[n], tail;

        near(value(acd_erlang_b(load, n)), (double)(at_n / (below + at_n)), 1e-11);
        if (load < n) {
            tail = at_n / (1 - load / (long double)n);
            near(value(acd_erlang_c(load, n)), (double)(tail / (below + tail)), 1e-10);
        }
        free(w);
    }
}

static const struct a_case {
    double load;
    int agents;
    double theta; /* handling time / patience */
} a_cases[] = {{0.5, 1, 0.5}, {3, 2, 1}, {10, 10, 0.3}, {12, 10, 2}, {8, 10, 0.05}, {30, 20, 0.7},
               {2, 8, 1}, {60, 50, 0.25}};

static void test_patience_is_the_sum_over_states(void **state)
{
    (void)state;
    for (size_t i = 0; i < ACD_COUNT_OF(a_cases); i++) {
        const struct a_case *c = &a_cases[i];
        int n = c->agents, most = n + 600;
        long double *w = weights(c->load, n, c->theta, most), all = sum(w, 0, most), q = 0;
        struct acd_demand d = {.calls = c->load, .interval_ms = 1000, .talk_ms = 600, .acw_ms = 400,
                               .patience_ms = 1000 / c->theta};
        struct acd_service s = acd_erlang_service(&d, n, 0);

        for (int k = n; k <= most; k++)
            q += w[k] * (k - n);
        near(value(s.wait_share), (double)(sum(w, n, most) / all), 1e-10);
        near(value(s.q1), (double)(q / all), 1e-9 * (1 + (double)(q / all)));
        near(value(s.abandon), (double)(q * c->theta / (all * c->load)), 1e-10);
        near(value(s.level), 1 - value(s.wait_share), 1e-10);
        free(w);
    }
}

/* Share of those who meet all agents busy and are still there at t; `answered`: and answered later.
 * A caller with i others ahead moves on when an agent answers or one of the i gives up (n + i theta),
 * and gives up at theta.  By uniformisation, in units of the handling time. */
static long double still_there(const long double *w, int agents, double theta, int most, double t,
                               bool answered)
{
    int stages = most - agents;
    long double fastest = agents + (stages + 1) * (long double)theta;
    long double *p = calloc((size_t)stages + 1, sizeof(*p)), found = 0, all = 0, poisson;

    assert_non_null(p);
    memcpy(p, w + agents, ((size_t)stages + 1) * sizeof(*p));
    poisson = expl(-fastest * t);
    for (int step = 0; all < 1 - 1e-13L; step++) {
        for (int i = 0; i <= stages; i++)
            found += poisson * p[i] * (answered ? agents / (agents + (i + 1) * (long double)theta) : 1);
        all += poisson;
        poisson *= fastest * t / (step + 1);
        for (int i = 0; i <= stages; i++) {
            long double leave = (agents + (i + 1) * (long double)theta) / fastest;
            long double come = i < stages ? (agents + (i + 1) * (long double)theta) / fastest : 0;

            p[i] = p[i] * (1 - leave) + (i < stages ? p[i + 1] * come : 0);
        }
    }
    free(p);
    return found;
}

static void test_waits_with_patience_stage_by_stage(void **state)
{
    (void)state;
    static const double times[] = {0.01, 0.1, 0.5, 1.5};

    for (size_t i = 0; i < ACD_COUNT_OF(a_cases); i++) {
        const struct a_case *c = &a_cases[i];
        int n = c->agents, most = n + 400;
        long double *w = weights(c->load, n, c->theta, most), all = sum(w, 0, most);
        struct acd_demand d = {.calls = c->load, .interval_ms = 1000, .talk_ms = 1000,
                               .patience_ms = 1000 / c->theta};

        for (size_t k = 0; k < ACD_COUNT_OF(times); k++) {
            double t = times[k];
            struct acd_service s = acd_erlang_service(&d, n, t * 1000);
            double late = 1 - value(s.abandon) - value(s.level);
            double longer = value(acd_erlang_wait_longer(&d, n, t * 1000));

            near(late, (double)(still_there(w, n, c->theta, most, t, true) / all), 1e-9);
            near(longer, (double)(still_there(w, n, c->theta, most, t, false) / all), 1e-9);
        }
        free(w);
    }
}

/* ASA of the answered is the area under "answered after t" divided by the answered. */
static void test_asa_with_patience_is_an_area(void **state)
{
    (void)state;
    for (size_t i = 0; i < ACD_COUNT_OF(a_cases); i++) {
        const struct a_case *c = &a_cases[i];
        struct acd_demand d = {.calls = c->load, .interval_ms = 1000, .talk_ms = 1000,
                               .patience_ms = 1000 / c->theta};
        double area = 0, step = 4, met = 0;

        for (int k = 0; k < 20000; k++) { /* Simpson */
            struct acd_service s = acd_erlang_service(&d, c->agents, k * step);

            met = 1 - value(s.abandon);
            area += (met - value(s.level)) * (k == 0 ? 1 : k % 2 ? 4 : 2);
            if (met - value(s.level) < 1e-12)
                break;
        }
        area *= step / 3;
        near(value(acd_erlang_service(&d, c->agents, 0).asa_ms), area / met, 0.01 + 1e-4 * area);
    }
}

/* --- properties ------------------------------------------------------------------------------ */

static struct acd_demand random_demand(void)
{
    return (struct acd_demand){
        .calls = rand() % 2000 / 10.0,
        .interval_ms = 1800000,
        .talk_ms = 1000 + rand() % 600000,
        .acw_ms = rand() % 90000,
        .patience_ms = rand() % 2 ? 1000 + rand() % 600000 : 0,
    };
}

static double level_of(const struct acd_demand *d, int64_t agents, double t)
{
    struct acd_figure level = acd_erlang_service(d, agents, t).level;

    return level.is == ACD_FIGURE_VALUE ? level.value : -1;
}

static void test_more_agents_never_lower_the_level(void **state)
{
    (void)state;
    const char *seed = getenv("ACD_SEED");

    srand(seed ? (unsigned)atoi(seed) : 5);
    for (int i = 0; i < 1500; i++) {
        struct acd_demand d = random_demand(), more = d;
        int64_t agents = 1 + rand() % 80;
        double t = rand() % 60000, level = level_of(&d, agents, t);

        assert_true(level <= 1);
        assert_true(level_of(&d, agents + 1, t) >= level - 1e-12);
        assert_true(level_of(&d, agents, t + 1000) >= level - 1e-12);
        more.calls += 1;
        assert_true(level_of(&more, agents, t) <= level + 1e-12);
    }
}

static void test_the_least_agents_are_the_least(void **state)
{
    (void)state;
    static const double levels[] = {0, 0.5, 0.8, 0.9, 0.99};

    srand(6);
    for (int i = 0; i < 200; i++) {
        struct acd_demand d = random_demand();
        double level = levels[i % 5], t = rand() % 60000;
        int64_t n = (int64_t)value(acd_erlang_agents(&d, t, level));

        assert_true(level_of(&d, n, t) >= level);
        assert_true(n == 1 || level_of(&d, n - 1, t) < level);
    }
    assert_true(value(acd_erlang_agents(&half_hour, 20000, 0.8)) == 34);
    assert_true(value(acd_erlang_agents(&half_hour, 20000, 0.9)) == 36);
}

static void test_endless_patience_is_erlang_c(void **state)
{
    (void)state;
    struct acd_demand d = half_hour;
    struct acd_service c = acd_erlang_service(&d, 32, 20000), a;

    d.patience_ms = 1e13;
    a = acd_erlang_service(&d, 32, 20000);
    near(value(a.wait_share), value(c.wait_share), 1e-5);
    near(value(a.asa_ms), value(c.asa_ms), 1);
    near(value(a.level), value(c.level), 1e-5);
    near(value(a.q2), value(c.q2), 1e-3);
    near(value(a.trunk_load), value(c.trunk_load), 1e-4);
}

/* --- the ends of the ranges ------------------------------------------------------------------ */

static void every_figure_is(struct acd_service s, enum acd_figure_is is, enum acd_figure_is load)
{
    assert_int_equal(s.load.is, load);
    assert_int_equal(s.wait_share.is, is);
    assert_int_equal(s.asa_ms.is, is);
    assert_int_equal(s.delay_ms.is, is);
    assert_int_equal(s.q1.is, is);
    assert_int_equal(s.q2.is, is);
    assert_int_equal(s.level.is, is);
    assert_int_equal(s.abandon.is, is);
    assert_int_equal(s.occupancy.is, is);
    assert_int_equal(s.trunk_load.is, is);
}

static void test_no_steady_state_is_no_number(void **state)
{
    (void)state;
    struct acd_demand d = {.calls = 30, .interval_ms = 1000, .talk_ms = 1000};

    every_figure_is(acd_erlang_service(&d, 30, 20000), ACD_FIGURE_UNDEFINED, ACD_FIGURE_VALUE);
    every_figure_is(acd_erlang_service(&d, 29, 20000), ACD_FIGURE_UNDEFINED, ACD_FIGURE_VALUE);
    every_figure_is(acd_erlang_service(&d, 0, 20000), ACD_FIGURE_UNDEFINED, ACD_FIGURE_VALUE);
    every_figure_is(acd_erlang_service(&d, 31, 20000), ACD_FIGURE_VALUE, ACD_FIGURE_VALUE);
    assert_int_equal(acd_erlang_c(30, 30).is, ACD_FIGURE_UNDEFINED);
    assert_int_equal(acd_erlang_c(0, 0).is, ACD_FIGURE_UNDEFINED);
    assert_int_equal(acd_erlang_wait_longer(&d, 30, 5).is, ACD_FIGURE_UNDEFINED);
    d.patience_ms = 1000;
    every_figure_is(acd_erlang_service(&d, 29, 20000), ACD_FIGURE_VALUE, ACD_FIGURE_VALUE);
    every_figure_is(acd_erlang_service(&d, 0, 20000), ACD_FIGURE_UNDEFINED, ACD_FIGURE_VALUE);
}

static void test_no_calls_wait_for_nothing(void **state)
{
    (void)state;
    for (int patience = 0; patience < 2; patience++) {
        struct acd_demand d = {.calls = 0, .interval_ms = 1000, .talk_ms = 1000,
                               .patience_ms = patience * 1000};
        struct acd_service s = acd_erlang_service(&d, 1, 0);

        assert_true(value(s.level) == 1);
        assert_true(value(s.asa_ms) == 0);
        assert_true(value(s.occupancy) == 0);
        assert_true(value(s.wait_share) == 0);
        assert_true(value(acd_erlang_agents(&d, 0, 0.9)) == 1);
    }
}

static void test_handling_in_no_time(void **state)
{
    (void)state;
    struct acd_demand d = {.calls = 10, .interval_ms = 1000};

    assert_true(value(acd_erlang_service(&d, 1, 0).level) == 1);
    assert_true(value(acd_erlang_wait_longer(&d, 1, 0)) == 0);
}

static void test_ten_thousand_agents(void **state)
{
    (void)state;
    struct acd_demand d = {.calls = 9950, .interval_ms = 200000, .talk_ms = 200000};
    struct acd_service s = acd_erlang_service(&d, 10000, 20000);
    int64_t agents;

    near(value(s.wait_share), 0.5045, 0.005); /* S. Halfin, W. Whitt 1981: in the limit */
    near(value(s.delay_ms), 4000, 1e-6);
    d.calls = 9999.999;
    assert_true(value(acd_erlang_service(&d, 10000, 20000).wait_share) > 0.999);
    d.calls = 15000;
    d.patience_ms = 300000;
    s = acd_erlang_service(&d, 10000, 20000); /* a fluid: a third give up, all wait */
    near(value(s.abandon), 1 / 3.0, 1e-6);
    near(value(s.wait_share), 1, 1e-9);
    near(value(s.level), 0, 1e-9);
    near(value(s.q1), 7500, 0.01);
    d.calls = 100;
    assert_true(value(acd_erlang_service(&d, 10000, 0).level) == 1);
    d.calls = 9950;
    agents = (int64_t)value(acd_erlang_agents(&d, 20000, 0.8));
    assert_true(level_of(&d, agents, 20000) >= 0.8);
    assert_true(level_of(&d, agents - 1, 20000) < 0.8);
}

static void test_beyond_reason_is_unknown(void **state)
{
    (void)state;
    struct acd_demand d = {.calls = 90000, .interval_ms = 1000, .talk_ms = 1000, .patience_ms = 1e12};

    every_figure_is(acd_erlang_service(&d, 5, 1), ACD_FIGURE_UNKNOWN, ACD_FIGURE_UNKNOWN);
    d.patience_ms = 0;
    d.calls = 1e9;
    assert_int_equal(acd_erlang_agents(&d, 1, 0.8).is, ACD_FIGURE_UNDEFINED);
    assert_int_equal(acd_erlang_b_servers(1e9, 0.01).is, ACD_FIGURE_UNDEFINED);
}

static void test_wrong_arguments_are_unknown(void **state)
{
    (void)state;
    static const double wrong[] = {-1, NAN, INFINITY, -INFINITY};

    for (size_t i = 0; i < ACD_COUNT_OF(wrong); i++) {
        struct acd_demand d[] = {half_hour, half_hour, half_hour, half_hour, half_hour};

        d[0].calls = d[1].interval_ms = d[2].talk_ms = d[3].acw_ms = d[4].patience_ms = wrong[i];
        for (size_t k = 0; k < ACD_COUNT_OF(d); k++) {
            every_figure_is(acd_erlang_service(&d[k], 40, 1), ACD_FIGURE_UNKNOWN, ACD_FIGURE_UNKNOWN);
            assert_int_equal(acd_erlang_load(&d[k]).is, ACD_FIGURE_UNKNOWN);
            assert_int_equal(acd_erlang_wait_longer(&d[k], 40, 1).is, ACD_FIGURE_UNKNOWN);
            assert_int_equal(acd_erlang_agents(&d[k], 1, 0.5).is, ACD_FIGURE_UNKNOWN);
        }
        every_figure_is(acd_erlang_service(&half_hour, 40, wrong[i]), ACD_FIGURE_UNKNOWN,
                        ACD_FIGURE_UNKNOWN);
        assert_int_equal(acd_erlang_b(wrong[i], 5).is, ACD_FIGURE_UNKNOWN);
        assert_int_equal(acd_erlang_c(wrong[i], 5).is, ACD_FIGURE_UNKNOWN);
        assert_int_equal(acd_erlang_b_servers(wrong[i], 0.01).is, ACD_FIGURE_UNKNOWN);
        assert_int_equal(acd_erlang_b_servers(5, wrong[i]).is, ACD_FIGURE_UNKNOWN);
        assert_int_equal(acd_erlang_agents(&half_hour, wrong[i], 0.5).is, ACD_FIGURE_UNKNOWN);
        assert_int_equal(acd_erlang_agents(&half_hour, 1, wrong[i]).is, ACD_FIGURE_UNKNOWN);
        assert_int_equal(acd_erlang_wait_longer(&half_hour, 40, wrong[i]).is, ACD_FIGURE_UNKNOWN);
    }
    assert_int_equal(acd_erlang_b(5, -1).is, ACD_FIGURE_UNKNOWN);
    assert_int_equal(acd_erlang_c(5, ACD_ERLANG_MOST_AGENTS + 1).is, ACD_FIGURE_UNKNOWN);
    assert_int_equal(acd_erlang_agents(&half_hour, 1, 1).is, ACD_FIGURE_UNKNOWN);
    assert_int_equal(acd_erlang_b_servers(5, 0).is, ACD_FIGURE_UNKNOWN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_published_table),
        cmocka_unit_test(test_erlang_b_tables),
        cmocka_unit_test(test_published_patience),
        cmocka_unit_test(test_b_and_c_are_the_sums),
        cmocka_unit_test(test_patience_is_the_sum_over_states),
        cmocka_unit_test(test_waits_with_patience_stage_by_stage),
        cmocka_unit_test(test_asa_with_patience_is_an_area),
        cmocka_unit_test(test_more_agents_never_lower_the_level),
        cmocka_unit_test(test_the_least_agents_are_the_least),
        cmocka_unit_test(test_endless_patience_is_erlang_c),
        cmocka_unit_test(test_no_steady_state_is_no_number),
        cmocka_unit_test(test_no_calls_wait_for_nothing),
        cmocka_unit_test(test_handling_in_no_time),
        cmocka_unit_test(test_ten_thousand_agents),
        cmocka_unit_test(test_beyond_reason_is_unknown),
        cmocka_unit_test(test_wrong_arguments_are_unknown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
