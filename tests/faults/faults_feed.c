/* What befalls a feed, as a supervisor at a console sees it. */
#include "tests/faults/fault.h"
#include "tests/faults/glance.h"
#include "tests/faults/told.h"
#include "tests/support/cases.h"

#include <signal.h>
#include <stdlib.h>

static const int64_t notice_ms = FAULT_NOTICE_MS + FAULT_LOOK_MS;

static void a_feed_that_freezes_is_stale_until_it_goes_on(void **state)
{
    (void)state;
    struct fault fault = fault_of("feed frozen, then going on", notice_ms);
    struct told told;
    struct glance glance;
    told_open(&told, 77);
    struct person *console = told_console(told.stats, told.control, 77);

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
    told_close(&told);
}

static void a_feed_that_is_killed_is_stale_until_another_tells(void **state)
{
    (void)state;
    struct fault fault = fault_of("feed killed, started later", notice_ms);
    struct told told;
    struct glance glance;
    told_open(&told, 77);
    struct person *console = told_console(told.stats, told.control, 77);

    glance_begin(&glance, console);
    glance_turns(&glance, "77", "STALE");
    told_kill(&told);
    fault_done(&fault);
    assert_true(person_shows(console, "Sales: unknown"));
    fault_noticed(&fault);
    assert_true(person_find(console, "STALE") >= 0);

    glance_never(&glance, "77");
    told_start(&told, 66);
    fault_mended(&fault);
    assert_true(person_shows(console, "66"));
    assert_true(person_shows(console, "● live"));
    fault_recovered(&fault);

    fault_row(&fault, "what waited before is not shown again");
    glance_end(&glance);
    person_close(console);
    told_close(&told);
}

static void a_feed_that_begins_anew_at_once_never_shows_two_lives(void **state)
{
    (void)state;
    struct fault fault = fault_of("feed killed, started at once", notice_ms);
    struct told told;
    struct glance glance;
    told_open(&told, 77);
    struct person *console = told_console(told.stats, told.control, 77);

    glance_begin(&glance, console);
    glance_turns(&glance, "77", "66");
    told_kill(&told);
    told_start_with_sales(&told, 66);
    fault_done(&fault);
    assert_true(glance_hides(&glance, "77"));
    assert_true(person_shows(console, "Berlin: the feed began anew"));
    fault_noticed(&fault);
    glance_never(&glance, "77");
    assert_true(person_shows(console, "66"));
    assert_true(person_shows(console, "● live"));
    assert_true(person_shows(console, "1 of 1")); /* what is told no more is forgotten */
    fault_recovered(&fault);

    fault_row(&fault, "what waited before is not shown again");
    glance_end(&glance);
    person_close(console);
    told_close(&told);
}

static void a_request_that_a_frozen_feed_never_answers_is_said_to_be_open(void **state)
{
    (void)state;
    struct fault fault = fault_of("feed frozen when a request was sent", 8000);
    struct told told;
    told_open(&told, 77);
    struct person *console = told_console(told.stats, told.control, 77);

    person_send(console, "o");
    assert_true(person_shows(console, "Overflow from Sales"));
    kill(told.feed.pid, SIGSTOP);
    person_send(console, "\033OC\r"); /* Right, Enter */
    fault_done(&fault);
    assert_true(person_hides(console, "Overflow from Sales"));
    assert_true(person_shows(
        console,
        "no answer: overflow 6 calls to Back office for 15 min: it may or may not have been"));
    fault_noticed(&fault);

    kill(told.feed.pid, SIGCONT);
    fault_mended(&fault);
    assert_true(person_shows(console, "77"));
    fault_recovered(&fault);
    fault_row(&fault, "certainty about that request, and it says so");
    person_close(console);
    told_close(&told);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_feed_that_freezes_is_stale_until_it_goes_on),
        cmocka_unit_test(a_feed_that_is_killed_is_stale_until_another_tells),
        cmocka_unit_test(a_feed_that_begins_anew_at_once_never_shows_two_lives),
        cmocka_unit_test(a_request_that_a_frozen_feed_never_answers_is_said_to_be_open),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
