/* What befalls a relay, or a feed behind one, as a supervisor at a console on the relay sees it. */
#include "tests/faults/fault.h"
#include "tests/faults/glance.h"
#include "tests/faults/told.h"
#include "tests/support/cases.h"
#include "tests/support/relayed.h"

#include <signal.h>
#include <stdlib.h>

static const int64_t notice_ms = FAULT_NOTICE_MS + FAULT_LOOK_MS;

static void start(struct relay *relay, const char *name, const struct told *told)
{
    START_RELAY(relay, name, "--feed", told->stats, "--feed-control", told->control);
}

/* A relay adds nothing to the time in which a silence shows. */
static void a_feed_that_freezes_behind_a_relay_is_stale_as_soon(void **state)
{
    (void)state;
    struct fault fault = fault_of("feed behind a relay frozen, going on", notice_ms);
    struct told told;
    struct relay relay;
    struct glance glance;
    told_open(&told, 77);
    start(&relay, "frozen", &told);
    struct person *console = told_console(relay.stats, relay.control, 77);

    kill(told.feed.pid, SIGSTOP);
    fault_done(&fault);
    assert_true(person_shows(console, "Sales: unknown"));
    fault_noticed(&fault);
    assert_true(person_find(console, "STALE") >= 0);
    glance_begin(&glance, console);
    glance_turns(&glance, "STALE", "77");

    kill(told.feed.pid, SIGCONT);
    fault_mended(&fault);
    assert_true(person_shows(console, "77"));
    assert_true(person_shows(console, "● live"));
    fault_recovered(&fault);

    fault_row(&fault, "nothing");
    glance_end(&glance);
    person_close(console);
    relay_stop(&relay);
    told_close(&told);
}

static void a_relay_that_is_killed_is_stale_until_it_is_there_again(void **state)
{
    (void)state;
    struct fault fault = fault_of("relay killed, started later", notice_ms);
    struct told told;
    struct relay relay;
    struct glance glance;
    told_open(&told, 77);
    start(&relay, "killed", &told);
    struct person *console = told_console(relay.stats, relay.control, 77);

    kill(relay.tool.pid, SIGKILL);
    fault_done(&fault);
    assert_int_equal(tool_end(&relay.tool), 128 + SIGKILL);
    free(relay.tool.complaint);
    assert_true(person_shows(console, "Sales: unknown"));
    fault_noticed(&fault);
    assert_true(person_find(console, "STALE") >= 0);

    glance_begin(&glance, console);
    glance_turns(&glance, "STALE", "77");
    start(&relay, "killed", &told);
    fault_mended(&fault);
    assert_true(person_shows(console, "77"));
    assert_true(person_shows(console, "● live"));
    fault_recovered(&fault);

    fault_row(&fault, "events of the time between");
    glance_end(&glance);
    person_close(console);
    relay_stop(&relay);
    told_close(&told);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_feed_that_freezes_behind_a_relay_is_stale_as_soon),
        cmocka_unit_test(a_relay_that_is_killed_is_stale_until_it_is_there_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
