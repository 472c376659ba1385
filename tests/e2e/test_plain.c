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
#include <time.h>

#include <cmocka.h>

/* `settings` NULL: none. */
static void start_with(struct tool *plain, const struct place *place, const char *settings)
{
    setenv("TERM", "dumb", 1);
    tool_start_as(plain, "acdwall", (const char *const[]){"--plain", "--feed", place->stats, "--control",
                                                          place->control, "--by", "anna", "--journal", "none",
                                                          settings ? "--settings" : NULL, settings, NULL});
    TOOL_AWAIT(plain, "acdwall, in lines");
}

static void start(struct tool *plain, const struct place *place)
{
    start_with(plain, place, NULL);
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

static void test_a_feed_that_is_not_there_is_named_with_the_reason(void **state)
{
    struct place *place = *state;
    struct tool plain;

    start(&plain, place);
    TOOL_AWAIT(&plain, place->stats, "no one answers");
    finish(&plain);
}

/* A console twelve hours ahead of UTC, a limit that holds for the four hours around its own noon. */
static void write_limit_of_now(const struct place *place, char path[256])
{
    char text[128];
    time_t there = time(NULL) + 12 * 3600;
    int hour = gmtime(&there)->tm_hour;
    snprintf(text, sizeof text, "[limits]\nwaiting = 1 2 3 at %02d:00-%02d:00\n", (hour + 22) % 24,
             (hour + 3) % 24);
    place_file(place, "acdwall.ini", text, path);
}

static void test_hours_of_limits_are_those_of_the_console(void **state)
{
    struct place *place = *state;
    struct tool plain;
    char settings[256];

    place_start_feed(place);
    write_limit_of_now(place, settings);
    setenv("TZ", "AHEAD-12", 1);
    start_with(&plain, place, settings);
    tool_say(&place->feed, "queue=sales name=Sales waiting=4\n");
    TOOL_AWAIT(&plain, "Sales", "tier 3");
    finish(&plain);

    tool_start_as(&plain, "acdwall", (const char *const[]){"--once", "json", "--settings", settings,
                                                           "--feed", place->stats, NULL});
    TOOL_AWAIT(&plain, "\"tier\":3");
    assert_int_equal(tool_end(&plain), 0);
    free(plain.complaint);
    setenv("TZ", "UTC", 1);
    place_stop_feed(place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_changes_are_said, place_make, place_remove),
        cmocka_unit_test_setup_teardown(test_a_measure_needs_a_yes, place_make, place_remove),
        cmocka_unit_test_setup_teardown(test_a_feed_that_is_not_there_is_named_with_the_reason, place_make,
                                        place_remove),
        cmocka_unit_test_setup_teardown(test_hours_of_limits_are_those_of_the_console, place_make,
                                        place_remove),
        cmocka_unit_test_setup_teardown(test_silence_is_said_and_a_pipe_that_ends_goes_on_listening, place_make,
                                        place_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
