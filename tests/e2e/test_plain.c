/* The console in lines, on pipes and with TERM=dumb: what changes is said once, a measure needs a yes,
 * and no byte of it moves a cursor. */
#include "tests/support/place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void start(struct tool *plain, const struct place *place)
{
    setenv("TERM", "dumb", 1);
    tool_start_as(plain, "acdwall", (const char *const[]){"--plain", "--feed", place->stats, "--control",
                                                          place->control, "--by", "anna", "--journal", "none",
                                                          NULL});
    TOOL_AWAIT(plain, "acdwall, in lines");
}

static void finish(struct tool *plain)
{
    tool_say(plain, "quit\n");
    assert_int_equal(tool_end(plain), 0);
    assert_string_equal(plain->complaint, "");
    free(plain->complaint);
}

static void test_changes_are_said(void **state)
{
    struct place *place = *state;
    struct tool plain;

    place_start_feed(place);
    start(&plain, place);
    TOOL_AWAIT(&plain, "berlin: live");
    tool_say(&place->feed, "queue=sales name=Sal\xc3\xa9s waiting=7 oldest=240s\n");
    const char *line = TOOL_AWAIT(&plain, "berlin", "tier");

    assert_null(strchr(line, '\x1b'));
    assert_non_null(strstr(line, "\xc3\xa9"));
    tool_say(&plain, "\n");
    TOOL_AWAIT(&plain, "queues: tier 3:");
    TOOL_AWAIT(&plain, "queue=sales");
    tool_say(&plain, "list\n");
    TOOL_AWAIT(&plain, "berlin", "live");
    finish(&plain);
    place_stop_feed(place);
}

static void test_a_measure_needs_a_yes(void **state)
{
    struct place *place = *state;
    struct tool plain;

    place_start_feed(place);
    start(&plain, place);
    TOOL_AWAIT(&plain, "berlin: live");
    tool_say(&plain, "nonsense\n");
    TOOL_AWAIT(&plain, "no command is called 'nonsense'");
    tool_say(&plain, "help\n");
    TOOL_AWAIT(&plain, "overflow: queue= to=");
    tool_say(&plain, ":notice site=berlin text=\"card payments down\"\n");
    TOOL_AWAIT(&plain, "Text: card payments down");
    TOOL_AWAIT(&plain, "type yes");
    tool_say(&plain, "y\n");
    TOOL_AWAIT(&plain, "left as it is");
    tool_say(&plain, "notice site=berlin text=\"call back at noon\"\n");
    TOOL_AWAIT(&plain, "type yes");
    tool_say(&plain, "yes\n");
    TOOL_AWAIT(&plain, "asked: notice");
    /* What was left was never sent: the first that arrives is the second. */
    const char *request = TOOL_AWAIT(&place->feed, "notice");

    assert_non_null(strstr(request, "call back at noon"));
    tool_say(&plain, "quit\n");
    TOOL_AWAIT(&plain, "1 request is not answered yet");
    finish(&plain);
    place_stop_feed(place);
}

static void test_silence_is_said_and_a_pipe_that_ends_goes_on_listening(void **state)
{
    struct place *place = *state;
    struct tool plain;

    place_start_feed(place);
    start(&plain, place);
    tool_close_in(&plain);
    TOOL_AWAIT(&plain, "berlin: live");
    place_stop_feed(place);
    TOOL_AWAIT(&plain, "berlin: STALE, last heard");
    assert_int_equal(tool_stop(&plain), 0);
    free(plain.complaint);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_changes_are_said, place_make, place_remove),
        cmocka_unit_test_setup_teardown(test_a_measure_needs_a_yes, place_make, place_remove),
        cmocka_unit_test_setup_teardown(test_silence_is_said_and_a_pipe_that_ends_goes_on_listening, place_make,
                                        place_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
