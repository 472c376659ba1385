/* What `acdwall --demo` shows: Sales DE goes through the tiers one by one within a good minute, each
 * to be seen, while a neighbour has agents to spare; an overflow to it helps. */
#include "console/model/limits.h"
#include "tests/support/floor_fixture.h"
#include "tests/support/sim_floor.h"

#include "feed/sim/scenario.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { SEED = 134, AGENTS = 58, SECONDS = 120 }; /* those of Berlin where all sites have 121 */

static struct floor *demo_floor(void)
{
    static struct sim_scenario scenario; /* the floor goes on reading it */
    struct sim_site_make site;
    struct acd_fault why;
    assert_true(sim_scenario_read(sim_scenario_builtin("climb"), "climb", &scenario, &why));
    sim_centre_site(&site, 0, NULL, 5, AGENTS);
    site.scenario = &scenario;
    site.show_t = SIM_TEN;
    struct floor *floor = floor_new(&site, SEED, SIM_TEN - 10 * 60 * SIM_MINUTE);
    sim_site_release(&site);
    floor_advance(floor, SIM_TEN);
    floor_drop_events(floor);
    return floor;
}

/* The tier of each second. */
static void watch(struct floor *floor, int tiers[SECONDS])
{
    struct board *board = board_new();
    struct limits *limits = limits_new();
    for (int s = 0; s < SECONDS; s++) {
        int64_t now_ms = FIXTURE_NOW_MS + s * 1000, t = SIM_TEN + s * 1000;
        floor_advance(floor, t);
        fixture_site(board, "berlin", ACD_LINK_LIVE, 1, now_ms);
        struct acd_queue told = *sim_floor_queue(floor, "sales-de");
        fixture_tell(board, "berlin", ACD_KIND_QUEUE, 1, now_ms, &told);
        board_judge(board, limits, now_ms, t, 0);
        tiers[s] = board_queue(board, "berlin", "sales-de")->verdict.tier;
    }
    limits_free(limits);
    board_free(board);
}

static void it_climbs_tier_by_tier(void **state)
{
    (void)state;
    int tiers[SECONDS], seen[TIER_BEYOND + 1] = {0}, highest = 0, third = SECONDS;
    struct floor *floor = demo_floor();
    watch(floor, tiers);
    for (int s = 0; s < SECONDS; s++) {
        assert_in_range(tiers[s], TIER_CALM, TIER_BEYOND);
        assert_true(tiers[s] <= highest + 1);
        highest = tiers[s] > highest ? tiers[s] : highest;
        third = tiers[s] == TIER_BEYOND && third == SECONDS ? s : third;
        seen[tiers[s]]++;
    }
    print_message("calm %d s, tier 1 %d s, tier 2 %d s, tier 3 from %d s on\n", seen[TIER_CALM],
                  seen[TIER_QUEUE], seen[TIER_LONG], third);
    assert_true(seen[TIER_QUEUE] >= 8);
    assert_true(seen[TIER_LONG] >= 8);
    assert_true(third <= 75);
    floor_free(floor);
}

static void an_overflow_helps(void **state)
{
    (void)state;
    int64_t waiting[2], oldest_ms[2];
    for (int helped = 0; helped < 2; helped++) {
        struct floor *floor = demo_floor();
        floor_advance(floor, SIM_TEN + SIM_MINUTE);
        const struct acd_queue *back = sim_floor_queue(floor, "back-office");
        assert_true(back->agents.count[ACD_STATE_AVAILABLE] >= 3);
        if (helped)
            (void)sim_floor_ask(floor, SIM_TEN + SIM_MINUTE,
                                "overflow queue=sales-de to=back-office calls=3 for_ms=900000");
        floor_advance(floor, SIM_TEN + SIM_MINUTE + 10000);
        const struct acd_queue *sales = sim_floor_queue(floor, "sales-de");
        waiting[helped] = sales->waiting;
        oldest_ms[helped] = sales->oldest_ms;
        floor_free(floor);
    }
    print_message("waiting %lld without, %lld with; oldest %lld and %lld ms\n",
                  (long long)waiting[0], (long long)waiting[1], (long long)oldest_ms[0],
                  (long long)oldest_ms[1]);
    assert_true(waiting[1] < waiting[0]);
    assert_true(oldest_ms[1] < oldest_ms[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_climbs_tier_by_tier),
        cmocka_unit_test(an_overflow_helps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
