/* The simulated floor against theory: where a formula gives the long run, the floor comes to it. */
#include "tests/support/sim_floor.h"

#include "acdfeed/erlang.h"
#include "feed/sim/inside.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <math.h>

#include <cmocka.h>

#define HOURS INT64_C(3600000)

struct figures {
    double offered, asa_ms, abandon, level, occupancy, waiting;
};

/* The tallies of all days of a long run, added up; `waiting` is the mean number in line. */
static struct figures run(struct floor *floor, int days, int agents)
{
    struct figures sum = {0};
    double answered = 0, in = 0, wait = 0, abandoned = 0, busy = 0, samples = 0;
    int64_t midnight = SIM_TEN - 10 * HOURS;
    for (int day = 0; day < days; day++, midnight += 24 * HOURS) {
        for (int64_t t = midnight + 10000; t < midnight + 24 * HOURS; t += 10000, samples++) {
            floor_advance(floor, t);
            sum.waiting += (double)floor->queues[0].waiting;
        }
        floor_advance(floor, midnight + 24 * HOURS - 1);
        const struct acd_tally *told = &floor_tell_queue(floor, 0)->day;
        sum.offered += (double)told->offered;
        answered += (double)told->answered;
        in += (double)told->answered_in;
        wait += (double)told->wait_ms;
        abandoned += (double)told->abandoned;
        busy += (double)told->talk_ms;
    }
    sum.waiting /= samples;
    sum.asa_ms = wait / answered;
    sum.level = in / sum.offered;
    sum.abandon = abandoned / sum.offered;
    sum.occupancy = busy / ((double)agents * days * 24 * (double)HOURS);
    return sum;
}

static void near(const char *what, double is, double expected, double share)
{
    print_message("%s %.4g, by theory %.4g\n", what, is, expected);
    if (fabs(is - expected) > share * expected)
        fail_msg("%s: %g is not within %g %% of %g", what, is, 100 * share, expected);
}

static void erlang_c(void **state)
{
    (void)state;
    struct acd_demand demand = {.calls = 200, .interval_ms = HOURS, .talk_ms = 180000};
    struct floor *floor = sim_floor_model(200, 180000, 12, 77, 0);
    struct figures is = run(floor, 40, 12);
    struct acd_service service = acd_erlang_service(&demand, 12, 20000);
    near("ASA, ms", is.asa_ms, service.asa_ms.value, .10);
    near("service level", is.level, service.level.value, .03);
    near("occupancy", is.occupancy, service.occupancy.value, .02);
    near("contacts a day", is.offered / 40, 4800, .02);
    near("mean number waiting", is.waiting, service.q1.value, .10);
    floor_free(floor);
}

/* L = lambda W, whatever the laws of arrival and service: here with those who give up. */
static void little(void **state)
{
    (void)state;
    struct floor *floor = sim_floor_model(260, 180000, 12, 78, 120000);
    double waited = 0, in_line = 0, samples = 0;
    int64_t begin = SIM_TEN - 10 * HOURS, end = begin + 24 * HOURS - 1;
    for (int64_t t = begin; t < end; t += 1000, samples++) {
        floor_advance(floor, t);
        in_line += (double)floor->queues[0].waiting;
    }
    floor_advance(floor, end);
    const struct acd_tally *told = &floor_tell_queue(floor, 0)->day;
    waited = (double)(told->wait_ms + told->abandon_ms);
    near("mean number waiting", in_line / samples, waited / (24.0 * (double)HOURS), .03);
    floor_free(floor);
}

static void erlang_a(void **state)
{
    (void)state;
    struct acd_demand demand = {
        .calls = 260, .interval_ms = HOURS, .talk_ms = 180000, .patience_ms = 120000};
    struct floor *floor = sim_floor_model(260, 180000, 12, 79, 120000);
    struct figures is = run(floor, 20, 12);
    struct acd_service service = acd_erlang_service(&demand, 12, 20000);
    near("abandonment", is.abandon, service.abandon.value, .06);
    near("service level", is.level, service.level.value, .03);
    floor_free(floor);
}

static void more_agents_more_service(void **state)
{
    (void)state;
    double last = 0;
    for (int agents = 10; agents <= 14; agents++) {
        double level = 0;
        for (uint64_t seed = 1; seed <= 8; seed++) {
            struct floor *floor = sim_floor_model(200, 180000, agents, seed, 150000);
            level += run(floor, 1, agents).level / 8;
            floor_free(floor);
        }
        assert_true(level > last);
        last = level;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(erlang_c),
        cmocka_unit_test(little),
        cmocka_unit_test(erlang_a),
        cmocka_unit_test(more_agents_more_service),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
