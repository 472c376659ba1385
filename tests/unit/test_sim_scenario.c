/* Scenario files: the built-in ones, the same as files, what they do to a floor, and what is wrong
 * with a wrong one, by file and line. */
#include "tests/support/sim_floor.h"

#include "feed/sim/inside.h"
#include "feed/sim/scenario.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct sim_scenario read_well(const char *text, const char *file)
{
    struct sim_scenario scenario;
    struct acd_fault why;
    if (!sim_scenario_read(text, file, &scenario, &why))
        fail_msg("%s", why.text);
    return scenario;
}

static void files_equal_builtins(void **state)
{
    (void)state;
    const char *root = getenv("ACD_SOURCE"), *name;
    for (int i = 0; (name = sim_scenario_builtin_name(i)) != NULL; i++) {
        char path[512], text[8192];
        snprintf(path, sizeof(path), "%s/tests/scenarios/%s.scenario", root ? root : ".", name);
        FILE *file = fopen(path, "re");
        if (!file)
            fail_msg("%s is missing", path);
        text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
        fclose(file);
        struct sim_scenario of_file = read_well(text, path);
        struct sim_scenario builtin = read_well(sim_scenario_builtin(name), name);
        assert_memory_equal(&of_file, &builtin, sizeof(builtin));
        assert_string_equal(builtin.name, name);
    }
    assert_true(sim_scenario_builtin("demo") != NULL);
    assert_null(sim_scenario_builtin("nothing"));
}

static void reads_all_keys(void **state)
{
    (void)state;
    struct sim_scenario scenario =
        read_well("[scenario]\nstart = 9:30\nload = 1.5\npresence = 0.5\nbursts = 2\n"
                  "[slow one]\nat = 1:30\nfor = 2m\nsite = paris\nqueue = Sales\nfactor = 2\n"
                  "[tell]\nat = 5s\ntext = down\n",
                  "x");
    assert_int_equal(scenario.start_ms, (9 * 60 + 30) * SIM_MINUTE);
    assert_true(scenario.load == 1.5 && scenario.presence == .5 && scenario.bursts == 2);
    assert_int_equal(scenario.n_happenings, 2);
    const struct sim_happening *slow = &scenario.happenings[0];
    assert_int_equal(slow->kind, SIM_SLOW);
    assert_int_equal(slow->at_ms, 90000);
    assert_int_equal(slow->for_ms, 120000);
    assert_string_equal(slow->site, "paris");
    assert_string_equal(slow->queue, "Sales");
    assert_true(slow->factor == 2);
    assert_int_equal(scenario.happenings[1].kind, SIM_TELL);
    assert_string_equal(scenario.happenings[1].text, "down");
}

static const struct mistake {
    const char *text, *said;
} mistakes[] = {
    {"[scenario]\nstart = 25:00\n", "x:2: start = 25:00: a time such as 10:00"},
    {"[scenario]\nstart = 1\n", "x:2: start = 1: a time"},
    {"[scenario]\nload = many\n", "x:2: load = many: a number from 0 to 20"},
    {"[scenario]\nload = nan\n", "x:2: load = nan: a number"},
    {"[scenario]\n\npresence = 1.5\n", "x:3: presence = 1.5: a number from 0 to 1"},
    {"[scenario]\nname = a b\n", "x:2: name = a b: an id"},
    {"[scenario]\ncolour = red\n", "x:2: key = colour: one of name, start, load"},
    {"[storm]\nat = 1s\n", "x:2: section = storm: [scenario], or one that begins with surge"},
    {"[surge]\nat = soon\n", "x:2: at = soon: a duration"},
    {"[surge]\nfactor = 0\n", "x:2: factor = 0: a number from 0.01"},
    {"[surge]\nwho = me\n", "x:2: key = who: one of at, for, site"},
    {"load = 1\n", "x:1: section = "},
    {"[scenario]\nwhat is this\n", "x:2: neither [section], key = value"},
};

static void says_what_is_wrong(void **state)
{
    (void)state;
    for (size_t i = 0; i < ACD_COUNT_OF(mistakes); i++) {
        struct sim_scenario scenario;
        struct acd_fault why;
        if (sim_scenario_read(mistakes[i].text, "x", &scenario, &why))
            fail_msg("taken: %s", mistakes[i].text);
        if (strncmp(why.text, mistakes[i].said, strlen(mistakes[i].said)) != 0)
            fail_msg("\"%s\" does not begin with \"%s\"", why.text, mistakes[i].said);
    }
}

static void times_of_day(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",      "10",    "24:00", "9:60",    "9:00:60",     "9:",   ":30",
        "-1:00", "9:00x", "9:00:", "nowhere", "10:00:00:00", " 9:00"};
    int64_t ms;
    assert_true(sim_time_of_day("00:00", &ms) && ms == 0);
    assert_true(sim_time_of_day("9:30:15", &ms) && ms == 34215000);
    assert_true(sim_time_of_day("23:59", &ms) && ms == 86340000);
    assert_true(sim_time_of_day("now", &ms) && ms == -1);
    for (size_t i = 0; i < ACD_COUNT_OF(wrong); i++)
        if (sim_time_of_day(wrong[i], &ms))
            fail_msg("taken: %s", wrong[i]);
}

/* The demo: calm at first, then Sales DE fills while others have agents to spare. */
static void demo_fills(void **state)
{
    (void)state;
    struct sim_scenario scenario = read_well(sim_scenario_builtin("demo"), "demo");
    struct floor *floor = sim_floor_warm(0, 1, &scenario);
    assert_int_equal(sim_floor_queue(floor, "sales-de")->waiting, 0);
    assert_true(sim_floor_queue(floor, "sales-de")->window.answered > 3);
    floor_advance(floor, SIM_TEN + 60000);
    const struct acd_queue *sales = sim_floor_queue(floor, "sales-de");
    assert_true(sales->waiting >= 8);
    assert_true(sales->oldest_ms > sales->target.answer_ms);
    assert_true(sim_overloaded(floor, sim_find_queue(floor, "sales-de")));
    assert_true(sim_floor_queue(floor, "back-office")->agents.count[ACD_STATE_AVAILABLE] >= 2);
    assert_false(sim_overloaded(floor, sim_find_queue(floor, "back-office")));
    floor_free(floor);
}

/* Overflow helps where it is used: over many seeds, fewer give up within the next minutes. */
static void overflow_helps(void **state)
{
    (void)state;
    struct sim_scenario scenario = read_well(sim_scenario_builtin("demo"), "demo");
    int64_t abandoned[2] = {0, 0};
    for (uint64_t seed = 1; seed <= 12; seed++)
        for (int helped = 0; helped < 2; helped++) {
            struct floor *floor = sim_floor_warm(0, seed, &scenario);
            floor_advance(floor, SIM_TEN + 45000);
            if (helped)
                (void)sim_floor_ask(floor, SIM_TEN + 45000,
                                    "overflow queue=sales-de to=back-office for_ms=600000");
            floor_advance(floor, SIM_TEN + 10 * SIM_MINUTE);
            for (int q = 0; q < floor->n_queues; q++)
                abandoned[helped] += floor_tell_queue(floor, q)->day.abandoned;
            floor_free(floor);
        }
    print_message("given up without overflow %lld, with %lld\n", (long long)abandoned[0],
                  (long long)abandoned[1]);
    assert_true(abandoned[1] < abandoned[0]);
}

/* Whatever a scenario asks for, a centre has only so many lines; who finds none free is turned away. */
static void a_storm_of_surges_finds_the_lines_busy(void **state)
{
    (void)state;
    struct sim_scenario scenario =
        read_well("[scenario]\nstart = 10:00\nload = 20\n[surge a]\nat = 1s\nfactor = 100\n"
                  "[surge b]\nat = 1s\nfactor = 100\n[surge c]\nat = 1s\nfactor = 100\n",
                  "x");
    struct floor *floor = sim_floor_warm(0, 1, &scenario);
    int64_t waiting = 0, blocked = 0;
    floor_advance(floor, SIM_TEN + 15 * SIM_MINUTE);
    for (int q = 0; q < floor->n_queues; q++) {
        const struct acd_queue *queue = floor_tell_queue(floor, q);
        waiting += queue->waiting;
        blocked += queue->day.blocked;
    }
    assert_in_range(waiting, 1000, SIM_LINES);
    assert_true(blocked > 0);
    floor_free(floor);
}

static int64_t staffed(struct floor *floor)
{
    int64_t n = 0;
    for (int a = 0; a < floor->n_agents; a++)
        n += floor->agents[a].state != ACD_STATE_OFFLINE;
    return n;
}

static void outage_passes(void **state)
{
    (void)state;
    struct sim_scenario scenario = read_well(sim_scenario_builtin("outage"), "outage");
    struct floor *floor = sim_floor_warm(1, 2, &scenario);
    int64_t before = staffed(floor);
    assert_true(before > 8);
    floor_advance(floor, SIM_TEN + SIM_MINUTE);
    for (int q = 0; q < floor->n_queues; q++)
        assert_int_equal(floor->queues[q].active + floor->queues[q].ringing, 0);
    assert_true(staffed(floor) < before); /* who is in after-call work ends it first */
    sim_floor_check(floor);
    assert_non_null(strstr(floor_tell_site(floor)->text, "Telephony"));
    floor_advance(floor, SIM_TEN + 9 * SIM_MINUTE);
    assert_int_equal(staffed(floor), 0);
    floor_advance(floor, SIM_TEN + 14 * SIM_MINUTE);
    assert_true(staffed(floor) >= before - 2);
    floor_free(floor);
}

static void short_shift_and_quiet_day(void **state)
{
    (void)state;
    struct sim_scenario shorts = read_well(sim_scenario_builtin("short-shift"), "short-shift");
    struct sim_scenario quiet = read_well(sim_scenario_builtin("quiet-day"), "quiet-day");
    struct floor *usual = sim_floor_warm(0, 2, NULL), *few = sim_floor_warm(0, 2, &shorts),
                 *calm = sim_floor_warm(0, 2, &quiet);
    assert_true(staffed(few) < staffed(usual));
    int64_t offered[2] = {0, 0};
    for (int q = 0; q < usual->n_queues; q++) {
        offered[0] += floor_tell_queue(usual, q)->day.offered;
        offered[1] += floor_tell_queue(calm, q)->day.offered;
    }
    assert_true(offered[1] * 10 < offered[0] * 8);
    floor_free(usual);
    floor_free(few);
    floor_free(calm);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_equal_builtins), cmocka_unit_test(reads_all_keys),
        cmocka_unit_test(says_what_is_wrong),   cmocka_unit_test(times_of_day),
        cmocka_unit_test(demo_fills),           cmocka_unit_test(overflow_helps),
        cmocka_unit_test(a_storm_of_surges_finds_the_lines_busy),
        cmocka_unit_test(outage_passes),        cmocka_unit_test(short_shift_and_quiet_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
