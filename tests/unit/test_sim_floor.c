/* The simulated floor as a whole: the same seed gives the same floor, nothing is lost or counted
 * twice whatever happens to it, and what it tells is valid by the contract. */
#include "tests/support/sim_floor.h"

#include "acdfeed/limits.h"
#include "acdfeed/shape.h"
#include "acdfeed/wire.h"
#include "feed/sim/inside.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static uint64_t course(uint64_t seed, bool command)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    struct floor *floor = sim_floor_warm(0, seed, NULL);
    for (int step = 0; step < 60; step++) {
        int64_t t = SIM_TEN + step * 7000;
        floor_advance(floor, t);
        if (command && step == 20)
            (void)sim_floor_ask(floor, t, "close queue=billing");
        hash = sim_floor_hash(floor, hash);
    }
    floor_free(floor);
    return hash;
}

static void same_seed_same_floor(void **state)
{
    (void)state;
    uint64_t first = course(5, false);
    assert_true(course(5, false) == first);
    assert_true(course(6, false) != first);
    assert_true(course(5, true) != first);
}

/* In what steps time is passed in, and what is told on the way, changes nothing. */
static void steps_do_not_matter(void **state)
{
    (void)state;
    struct floor *fine = sim_floor_warm(1, 9, NULL), *coarse = sim_floor_warm(1, 9, NULL);
    for (int64_t t = SIM_TEN; t <= SIM_TEN + 30 * SIM_MINUTE; t += 500) {
        floor_advance(fine, t);
        floor_touch_queues(fine);
        while (floor_changed_queue(fine) >= 0)
            ;
        (void)floor_tell_agent(fine, (int)(t / 500 % fine->n_agents));
    }
    floor_advance(coarse, SIM_TEN + 30 * SIM_MINUTE);
    floor_advance(fine, SIM_TEN + 30 * SIM_MINUTE);
    for (int q = 0; q < fine->n_queues; q++)
        assert_memory_equal(&fine->queues[q].life, &coarse->queues[q].life,
                            sizeof(fine->queues[q].life));
    for (int a = 0; a < fine->n_agents; a++) {
        struct acd_agent was = *floor_tell_agent(fine, a);
        const struct acd_agent *is = floor_tell_agent(coarse, a);
        assert_int_equal(was.state, is->state);
        assert_int_equal(was.state_ms, is->state_ms);
        assert_memory_equal(&was.day, &is->day, sizeof(was.day));
        assert_memory_equal(&was.sched, &is->sched, sizeof(was.sched));
    }
    floor_free(fine);
    floor_free(coarse);
}

/* Words for random commands; %s stands for a queue, %a for an agent, %c for a waiting call, %m for
 * a measure. */
static const char *const commands[] = {
    "overflow queue=%s to=%s for_ms=120000",
    "overflow queue=%s to=%s calls=3",
    "overflow_end queue=%s measure=%m",
    "move_agents queue=%s agents=%a,%a for_ms=90000",
    "move_agents queue=%s count=2 from=%s instead=true for_ms=60000",
    "all_hands queue=%s for_ms=100000",
    "defer_work queue=%s for_ms=100000",
    "announce queue=%s message=later for_ms=60000",
    "callback queue=%s on=true for_ms=60000",
    "callback queue=%s on=false",
    "reroute queue=%s rule=pool for_ms=60000",
    "reroute queue=%s rule=first for_ms=60000",
    "reroute queue=%s rule=normal",
    "managers queue=%s on=true for_ms=80000",
    "managers queue=%s on=false",
    "outsource queue=%s to=partner share=0.5 for_ms=60000",
    "throttle queue=%s share=0.3 for_ms=60000",
    "open queue=%s",
    "close queue=%s",
    "priority call=%c prio=5",
    "redirect call=%c to=%s",
    "agent_state agent=%a state=paused reason=talk",
    "agent_state agent=%a state=available",
    "agent_state agent=%a state=offline",
    "agent_queue agent=%a queue=%s add=true",
    "agent_queue agent=%a queue=%s remove=true",
    "agent_queue agent=%a queue=%s prio=3",
    "claim alert=a1",
    "notice text=hello",
};

static void put_word(struct floor *floor, struct sim_random *random, char kind, char *out, size_t n)
{
    const char *id = "nobody";
    char room[32];
    bool wrong = sim_random_chance(random, 0.03);
    if (kind == 's' && !wrong)
        id = floor->queues[sim_random_between(random, 0, floor->n_queues - 1)].make->id;
    if (kind == 'a' && !wrong)
        id = floor->agents[sim_random_between(random, 0, floor->n_agents - 1)].make->id;
    if (kind == 'c' || kind == 'm') {
        snprintf(room, sizeof(room), "%c%lld", kind, 1LL);
        id = room;
    }
    if (kind == 'm' && floor->n_measures > 0 && !wrong)
        snprintf(
            room, sizeof(room), "m%u",
            (unsigned)floor->measures[sim_random_between(random, 0, floor->n_measures - 1)].serial);
    for (int q = 0; kind == 'c' && !wrong && q < floor->n_queues; q++)
        if (floor->queues[q].tail != NONE)
            snprintf(room, sizeof(room), "c%llu",
                     (unsigned long long)floor->calls[floor->queues[q].tail].serial);
    snprintf(out, n, "%s", id);
}

static void random_command(struct floor *floor, struct sim_random *random, int64_t t,
                           int64_t statuses[ACD_STATUSES])
{
    char words[512];
    size_t n = 0;
    const char *pattern =
        commands[sim_random_between(random, 0, (int64_t)ACD_COUNT_OF(commands) - 1)];
    for (const char *at = pattern; *at && n < sizeof(words) - 1; at++) {
        if (*at != '%') {
            words[n++] = *at;
            continue;
        }
        put_word(floor, random, *++at, words + n, sizeof(words) - n);
        n += strlen(words + n);
    }
    words[n] = '\0';
    struct acd_outcome outcome = sim_floor_ask(floor, t, words);
    statuses[outcome.status]++;
    if (outcome.status == ACD_STATUS_REFUSED && (!outcome.why || !outcome.why[0]))
        fail_msg("%s: refused without a reason", words);
    if (outcome.status == ACD_STATUS_UNSUPPORTED)
        fail_msg("%s: unsupported", words);
}

static uint64_t base_seed(void)
{
    const char *given = getenv("ACD_SEED");
    return given ? strtoull(given, NULL, 10) : 1000;
}

static void nothing_is_lost(void **state)
{
    (void)state;
    int64_t statuses[ACD_STATUSES] = {0}, finished = 0;
    for (uint64_t seed = base_seed(); seed < base_seed() + 6; seed++) {
        struct sim_scenario scenario = {.load = 1.6, .presence = 0.9, .bursts = 4};
        scenario.happenings[0] = (struct sim_happening){
            .kind = SIM_OUTAGE, .at_ms = 300000, .for_ms = 120000, .factor = 0.5};
        scenario.happenings[1] = (struct sim_happening){
            .kind = SIM_ABSENCE, .at_ms = 200000, .for_ms = 400000, .factor = 0.2};
        scenario.n_happenings = 2;
        struct floor *floor = sim_floor_warm((int)(seed % 3), seed, &scenario);
        struct sim_random random;
        sim_random_seed(&random, seed);
        for (int64_t t = SIM_TEN; t < SIM_TEN + 20 * SIM_MINUTE; t += 3000) {
            const char *request, *why;
            enum acd_status status;
            random_command(floor, &random, t, statuses);
            while (floor_take_finished(floor, &request, &status, &why))
                finished++;
            if (t % 9000 == 0)
                sim_floor_check(floor);
        }
        floor_advance(floor,
                      SIM_TEN + 16 * 60 * SIM_MINUTE); /* past midnight: all is over by then */
        sim_floor_check(floor);
        const char *request, *why;
        enum acd_status status;
        while (floor_take_finished(floor, &request, &status, &why))
            finished++;
        floor_free(floor);
    }
    assert_true(statuses[ACD_STATUS_DONE] > 200);
    assert_true(statuses[ACD_STATUS_REFUSED] > 100);
    assert_true(statuses[ACD_STATUS_ACCEPTED] > 20);
    assert_int_equal(finished, statuses[ACD_STATUS_ACCEPTED]); /* each comes to its end, once */
}

static void check_packed(const struct acd_shape *shape, const void *entity)
{
    static unsigned char room[ACD_SCRATCH_BYTES];
    struct acd_scratch scratch = {.at = room, .bytes = sizeof(room)};
    struct acd_refusal refusal;
    struct acd_buffer buffer;
    acd_buffer_init(&buffer);
    acd_pack(&buffer, shape, entity);
    const void *back = acd_unpack(shape, buffer.data, buffer.size, &scratch, &refusal);
    if (!back)
        fail_msg("%s: %s", shape->name, refusal.key ? refusal.key : "?");
    assert_true(acd_shape_equal(shape, entity, back));
    acd_buffer_release(&buffer);
}

static void what_is_told_is_valid(void **state)
{
    (void)state;
    int n = 0;
    for (int site = 0; site < 3; site++) {
        struct floor *floor = sim_floor_warm(site, 3, NULL);
        const struct acd_event *event;
        check_packed(&acd_site_shape, floor_tell_site(floor));
        for (int q = 0; q < floor->n_queues; q++)
            check_packed(&acd_queue_shape, floor_tell_queue(floor, q));
        for (int a = 0; a < floor->n_agents; a++)
            check_packed(&acd_agent_shape, floor_tell_agent(floor, a));
        floor_advance(floor, SIM_TEN + 60 * SIM_MINUTE);
        for (; (event = floor_take_event(floor)) != NULL; n++) {
            struct acd_event whole = *event;
            whole.id = "e1"; /* the publisher draws one */
            ACD_KNOW(&whole, ACD_EVENT_ID);
            check_packed(&acd_event_shape, &whole);
        }
        floor_free(floor);
    }
    assert_true(n > 0);
}

/* Only what changed is told again. */
static void only_changes_are_told(void **state)
{
    (void)state;
    struct floor *floor = sim_floor_warm(0, 4, NULL);
    int all = 0, later = 0;
    while (floor_changed_agent(floor) >= 0)
        all++;
    assert_int_equal(all, floor->n_agents);
    assert_int_equal(floor_changed_agent(floor), -1);
    floor_advance(floor, floor_next_t(floor));
    while (floor_changed_agent(floor) >= 0)
        later++;
    assert_true(later <= 2);
    floor_free(floor);
}

/* The day's tallies are those of the floor's life since its midnight, and turn with it. */
static void day_turns(void **state)
{
    (void)state;
    struct floor *floor = sim_floor_warm(0, 8, NULL);
    const struct acd_queue *told = sim_floor_queue(floor, "sales-de");
    int q = sim_find_queue(floor, "sales-de");
    assert_int_equal(told->day.offered, floor->queues[q].life.offered);
    assert_int_equal(told->day.answered, floor->queues[q].life.answered);
    assert_int_equal(told->day.span_ms, 10 * 60 * SIM_MINUTE);
    assert_int_equal(told->plan.start_t, SIM_TEN - 10 * 60 * SIM_MINUTE);
    floor_advance(floor, SIM_TEN + 14 * 60 * SIM_MINUTE + 1000);
    told = sim_floor_queue(floor, "sales-de");
    assert_int_equal(told->day.answered, 0);
    assert_int_equal(told->plan.start_t, SIM_TEN + 14 * 60 * SIM_MINUTE);
    const struct acd_agent *agent = floor_tell_agent(floor, 0);
    assert_int_equal(agent->day.handled, 0);
    assert_int_equal(agent->sched.scheduled_ms, 0);
    floor_advance(floor, SIM_TEN + 24 * 60 * SIM_MINUTE);
    assert_true(sim_floor_queue(floor, "sales-de")->day.answered > 50);
    sim_floor_check(floor);
    floor_free(floor);
}

static void scales(void **state)
{
    (void)state;
    struct sim_site_make site;
    sim_centre_site(&site, 0, NULL, 500, 5000);
    site.show_t = SIM_TEN;
    struct floor *floor = floor_new(&site, 1, SIM_TEN - 10 * 60 * SIM_MINUTE);
    sim_site_release(&site);
    floor_advance(floor, SIM_TEN);
    int64_t answered = 0;
    for (int q = 0; q < floor->n_queues; q++) {
        answered += floor->queues[q].life.answered;
        for (int other = 0; other < q; other++)
            assert_string_not_equal(floor->queues[q].make->id, floor->queues[other].make->id);
    }
    for (int a = 1; a < floor->n_agents; a++)
        assert_int_equal(sim_find_agent(floor, floor->agents[a].make->id), a);
    assert_true(answered > 10000);
    sim_floor_check(floor);
    floor_free(floor);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_seed_same_floor),
        cmocka_unit_test(steps_do_not_matter),
        cmocka_unit_test(nothing_is_lost),
        cmocka_unit_test(what_is_told_is_valid),
        cmocka_unit_test(only_changes_are_told),
        cmocka_unit_test(day_turns),
        cmocka_unit_test(scales),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
