/* `acdfeed set`: one change of a running feed from a shell, and every way it can go wrong. */
#include "feed/commands/command.h"
#include "feed/link/inject.h"
#include "tests/support/place.h"

#include <sys/stat.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void test_set(void **state)
{
    struct place *p = *state;
    struct tool tap;
    char *out, *err;
    place_start_feed(p);
    tool_start(&tap, (const char *const[]){"tap", "--stats", p->stats, "--kinds",
                                           "queue,agent,event", NULL});
    assert_int_equal(TOOL_RUN(NULL, &out, &err, "set", "--inject", p->inject, "queue=sales",
                              "waiting=7", "oldest=95s", "name=Sales north", "target.answer=20s"),
                     COMMAND_DONE);
    assert_string_equal(out, "");
    assert_string_equal(err, "");
    free(out);
    free(err);
    TOOL_AWAIT(&tap, "\"kind\":\"queue\"", "\"site\":\"berlin\"", "\"id\":\"sales\"",
               "\"name\":\"Sales north\"", "\"waiting\":7", "\"oldest_ms\":95",
               "\"target\":{\"answer_ms\":20000}");
    assert_int_equal(TOOL_RUN(NULL, NULL, NULL, "set", "--inject", p->inject,
                              "{\"kind\":\"queue\",\"id\":\"sales\",\"oldest_ms\":null}"),
                     COMMAND_DONE);
    assert_null(strstr(TOOL_AWAIT(&tap, "\"waiting\":7,\"target\""), "oldest_ms"));
    assert_int_equal(TOOL_RUN(NULL, NULL, NULL, "set", "--inject", p->inject, "agent=anna",
                              "site=hamburg", "state=paused", "reason=lunch"),
                     COMMAND_DONE);
    TOOL_AWAIT(&tap, "\"kind\":\"agent\"", "\"site\":\"hamburg\"", "\"state\":\"paused\"",
               "\"reason\":\"lunch\"");
    assert_int_equal(
        TOOL_RUN(NULL, NULL, NULL, "set", "--inject", p->inject, "queue=sales", "gone=true"),
        COMMAND_DONE);
    TOOL_AWAIT(&tap, "\"kind\":\"queue\"", "\"id\":\"sales\"", "\"gone\":true");
    place_stop_feed(p);
    assert_int_equal(tool_stop(&tap), COMMAND_DONE);
    free(tap.complaint);
}

/* Right by itself, but not for the feed: its own words come back. */
static void test_refused_by_the_feed(void **state)
{
    struct place *p = *state;
    char *err;
    tool_start(&p->feed,
               (const char *const[]){"publish", "--stats", p->stats, "--inject", p->inject, NULL});
    assert_int_equal(TOOL_RUN(NULL, NULL, &err, "set", "--inject", p->inject, "--wait", "20s",
                              "queue=sales", "waiting=7"),
                     COMMAND_FAILED);
    assert_string_equal(err, "acdfeed set: site: expected the id of a site (or give --site), found "
                             "none\n");
    free(err);
    place_stop_feed(p);
}

static void test_nobody_there(void **state)
{
    struct place *p = *state;
    char *err;
    assert_int_equal(TOOL_RUN(NULL, NULL, &err, "set", "--inject", p->inject, "--wait", "50ms",
                              "queue=sales", "waiting=7"),
                     COMMAND_SILENT);
    assert_non_null(strstr(err, "acdfeed set: no feed answers at ipc://"));
    assert_non_null(strstr(err, "start one: acdfeed publish"));
    free(err);
}

static void test_standalone(void **state)
{
    struct place *p = *state;
    struct tool tap, set;
    tool_start(&tap, (const char *const[]){"tap", "--stats", p->stats, "--kinds", "queue",
                                           "--count", "1", NULL});
    tool_start(&set,
               (const char *const[]){"set", "--standalone", "--stats", p->stats, "--site", "berlin",
                                     "--for", "1h", "queue=sales", "waiting=7", NULL});
    TOOL_AWAIT(&tap, "\"site\":\"berlin\"", "\"id\":\"sales\"", "\"waiting\":7");
    assert_int_equal(tool_end(&tap), COMMAND_DONE);
    assert_int_equal(tool_stop(&set), COMMAND_DONE);
    assert_string_equal(set.complaint, "");
    free(tap.complaint);
    free(set.complaint);
}

/* A second feed does not take the door away, and nobody else can open it. */
static void test_the_door(void **state)
{
    struct place *p = *state;
    struct stat is;
    char *err, second[TOOL_NAME_BYTES];
    place_start_feed(p);
    assert_int_equal(stat(p->inject + strlen("ipc://"), &is), 0);
    assert_int_equal(is.st_mode & 077, 0);
    assert_true(inject_taken(p->inject));
    tool_endpoint(second, p->folder, "second");
    assert_int_equal(TOOL_RUN("", NULL, &err, "publish", "--stats", second, "--inject", p->inject,
                              "--until-end"),
                     COMMAND_FAILED);
    assert_non_null(strstr(err, "another program listens there already"));
    free(err);
    assert_int_equal(
        TOOL_RUN(NULL, NULL, NULL, "set", "--inject", p->inject, "queue=a", "waiting=1"),
        COMMAND_DONE);
    place_stop_feed(p);
    assert_false(inject_taken(p->inject));
}

/* Without --inject both find the user's own place; a second feed there goes on without it. */
static void test_the_usual_door(void **state)
{
    struct place *p = *state;
    struct tool second;
    char *err, stats[TOOL_NAME_BYTES], socket[TOOL_NAME_BYTES];
    assert_int_equal(setenv("XDG_RUNTIME_DIR", p->folder, 1), 0);
    tool_start(&p->feed,
               (const char *const[]){"publish", "--stats", p->stats, "--site", "berlin", NULL});
    assert_int_equal(TOOL_RUN(NULL, NULL, &err, "set", "--wait", "20s", "queue=sales", "waiting=7"),
                     COMMAND_DONE);
    assert_string_equal(err, "");
    tool_endpoint(socket, p->folder, "acdfeed-inject");
    assert_true(inject_taken(socket));
    tool_endpoint(stats, p->folder, "second");
    tool_start(&second, (const char *const[]){"publish", "--stats", stats, "--site", "x", NULL});
    tool_await_complaint(&second, "acdfeed publish: without `acdfeed set`: ");
    assert_int_equal(tool_stop(&second), COMMAND_DONE);
    assert_true(inject_taken(socket));
    place_stop_feed(p);
    assert_int_equal(unsetenv("XDG_RUNTIME_DIR"), 0);
    free(err);
    free(second.complaint);
}

/* Bytes that are no request at all: an answer, and the feed goes on. */
static void test_odd_requests(void **state)
{
    struct place *p = *state;
    struct acd_fault why;
    static const char *const odd[] = {"", "queue", "queue=", "=", "{", "queue=\033[2J"};
    const char *many[INJECT_MOST_WORDS + 8];
    place_start_feed(p);
    for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++)
        assert_int_equal(inject_ask(p->inject, &odd[i], 1, 20000, &why), INJECT_REFUSED);
    for (size_t i = 0; i < sizeof(many) / sizeof(many[0]); i++)
        many[i] = i == 0 ? "queue=sales" : "waiting=1";
    assert_int_equal(inject_ask(p->inject, many, sizeof(many) / sizeof(many[0]), 20000, &why),
                     INJECT_REFUSED);
    assert_non_null(strstr(why.text, "more than 256 words"));
    assert_int_equal(inject_ask(p->inject, many, 2, 20000, &why), INJECT_DONE);
    place_stop_feed(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_set, place_make, place_remove),
        cmocka_unit_test_setup_teardown(test_refused_by_the_feed, place_make, place_remove),
        cmocka_unit_test_setup_teardown(test_nobody_there, place_make, place_remove),
        cmocka_unit_test_setup_teardown(test_standalone, place_make, place_remove),
        cmocka_unit_test_setup_teardown(test_the_door, place_make, place_remove),
        cmocka_unit_test_setup_teardown(test_the_usual_door, place_make, place_remove),
        cmocka_unit_test_setup_teardown(test_odd_requests, place_make, place_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
