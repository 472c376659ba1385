/* What befalls a feed and its way to the console, as a supervisor sees it. */
#include "tests/faults/fault.h"
#include "tests/support/cases.h"
#include "tests/support/live_floor.h"
#include "tests/support/person.h"

#include <signal.h>

static struct person *console_on(const struct live_floor *floor)
{
    char path[WALL_PROGRAM_BYTES];
    wall_program(path);
    const char *const argv[] = {path,           "--feed", floor->stats, "--control",
                                floor->control, "--by",   "anna",       NULL};
    struct person *console = person_open(argv, "xterm-256color", 120, 32);
    assert_true(person_shows(console, "Sales DE, "));
    return console;
}

static void a_feed_that_freezes_is_stale_until_it_goes_on(void **state)
{
    (void)state;
    struct fault fault = fault_of("feed frozen, then going on", FAULT_NOTICE_MS + FAULT_LOOK_MS);
    struct live_floor floor;
    live_floor_open(&floor);
    struct person *console = console_on(&floor);

    kill(floor.sim.pid, SIGSTOP);
    fault_done(&fault);
    assert_true(person_shows(console, "Sales DE: unknown"));
    fault_noticed(&fault);
    assert_true(person_find(console, "STALE") >= 0);

    kill(floor.sim.pid, SIGCONT);
    fault_mended(&fault);
    assert_true(person_shows(console, "Sales DE, "));
    assert_true(person_hides(console, "STALE"));
    fault_recovered(&fault);

    fault_row(&fault, "nothing");
    person_close(console);
    live_floor_close(&floor);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_feed_that_freezes_is_stale_until_it_goes_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
