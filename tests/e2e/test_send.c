/* `acdfeed send` to a feed whose commands a script carries out: the test plays the script. */
#include "feed/commands/command.h"
#include "tests/support/place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ID_BYTES = 80 };

/* The id of a request line. */
static void read_id(const char *line, char id[ID_BYTES])
{
    const char *at = strstr(line, "\"id\":\"");
    assert_non_null(at);
    snprintf(id, ID_BYTES, "%.*s", (int)strcspn(at + 6, "\""), at + 6);
}

static void answer(struct place *p, const char *id, const char *status, const char *why)
{
    char line[256];
    snprintf(line, sizeof(line), "{\"kind\":\"reply\",\"id\":\"%s\",\"status\":\"%s\"%s%s%s}\n", id,
             status, why != NULL ? ",\"why\":\"" : "", why != NULL ? why : "",
             why != NULL ? "\"" : "");
    tool_say(&p->feed, line);
}

static void start_send(struct tool *send, const struct place *p, const char *more)
{
    tool_start(send, (const char *const[]){"send", "overflow", "queue=sales", "to=help", "for=15m",
                                           "--by", "maria", "--stats", p->stats, "--control",
                                           p->control, "--wait", "30s", more, NULL});
}

static void test_carried_out(void **state)
{
    struct place *p = *state;
    static const struct {
        const char *status, *why, *says;
        int exits;
    } cases[] = {
        {"done", NULL, "\"status\":\"done\"", COMMAND_DONE},
        {"failed", "help is closed", "\"status\":\"failed\",\"why\":\"help is closed\"",
         COMMAND_REFUSED},
        {"refused", "no", "\"status\":\"failed\",\"why\":\"no\"", COMMAND_REFUSED},
    };
    place_start_feed(p);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct tool send;
        char id[ID_BYTES];
        start_send(&send, p, NULL);
        read_id(TOOL_AWAIT(&p->feed, "{\"kind\":\"request\"", "\"op\":\"overflow\"",
                           "\"site\":\"berlin\"", "\"queue\":\"sales\"", "\"by\":\"maria\"",
                           "\"args\":{\"to\":\"help\",\"for_ms\":900000}"),
                id);
        answer(p, id, cases[i].status, cases[i].why);
        TOOL_AWAIT(&send, "{\"kind\":\"reply\",\"site\":\"berlin\"", cases[i].says, id);
        assert_null(tool_line(&send));
        assert_int_equal(tool_end(&send), cases[i].exits);
        assert_string_equal(send.complaint, "");
        free(send.complaint);
    }
    place_stop_feed(p);
}

/* Every console learns what became of a command, in an event. */
static void test_events(void **state)
{
    struct place *p = *state;
    struct tool send, tap;
    char id[ID_BYTES];
    place_start_feed(p);
    tool_start(&tap,
               (const char *const[]){"tap", "--stats", p->stats, "--kinds", "event,link", NULL});
    TOOL_AWAIT(&tap, "\"state\":\"live\"");
    start_send(&send, p, NULL);
    read_id(TOOL_AWAIT(&p->feed, "\"kind\":\"request\""), id);
    TOOL_AWAIT(&tap, "\"type\":\"action\"", "\"by\":\"maria\"", "\"op\":\"overflow\"",
               "\"queue\":\"sales\"", "\"status\":\"accepted\"", id);
    answer(p, id, "done", NULL);
    TOOL_AWAIT(&tap, "\"type\":\"action\"", "\"status\":\"done\"", id);
    assert_int_equal(tool_end(&send), COMMAND_DONE);
    place_stop_feed(p);
    assert_int_equal(tool_stop(&tap), COMMAND_DONE);
    free(send.complaint);
    free(tap.complaint);
}

static void test_no_wait(void **state)
{
    struct place *p = *state;
    struct tool send;
    place_start_feed(p);
    start_send(&send, p, "--no-wait");
    TOOL_AWAIT(&send, "\"status\":\"accepted\"");
    assert_int_equal(tool_end(&send), COMMAND_DONE);
    free(send.complaint);
    place_stop_feed(p);
}

static void test_accepted_but_no_outcome(void **state)
{
    struct place *p = *state;
    char *out, *err;
    place_start_feed(p);
    assert_int_equal(TOOL_RUN(NULL, &out, &err, "send", "notice", "text=Hello", "--site", "berlin",
                              "--stats", p->stats, "--control", p->control, "--wait", "4s"),
                     COMMAND_SILENT);
    assert_non_null(strstr(out, "\"status\":\"accepted\""));
    assert_non_null(strstr(err, "accepted, but no outcome"));
    free(out);
    free(err);
    place_stop_feed(p);
}

/* An operation that the site does not list, a site that is not there, a script that has gone. */
static void test_not_carried_out(void **state)
{
    struct place *p = *state;
    char *out, *err;
    place_start_feed(p);
    assert_int_equal(TOOL_RUN(NULL, &out, &err, "send", "close", "queue=sales", "--stats", p->stats,
                              "--control", p->control, "--wait", "30s"),
                     COMMAND_REFUSED);
    assert_non_null(strstr(out, "\"status\":\"unsupported\",\"why\":"));
    assert_string_equal(err, "");
    free(out);
    free(err);
    assert_int_equal(TOOL_RUN(NULL, &out, &err, "send", "open", "queue=sales", "--site", "nowhere",
                              "--stats", p->stats, "--control", p->control, "--wait", "500ms"),
                     COMMAND_SILENT);
    assert_string_equal(out, "");
    assert_non_null(strstr(err, "acdfeed send: nothing was sent: site nowhere"));
    free(out);
    free(err);
    tool_close_in(&p->feed);
    int status = COMMAND_DONE;
    for (int i = 0; i < 20 && status != COMMAND_REFUSED;
         i++) { /* the end of stdin is noticed soon */
        status = TOOL_RUN(NULL, &out, NULL, "send", "open", "queue=sales", "--stats", p->stats,
                          "--control", p->control, "--wait", "2s");
        if (status != COMMAND_REFUSED)
            free(out);
    }
    assert_int_equal(status, COMMAND_REFUSED);
    assert_non_null(strstr(out, "\"why\":\"the script that carries out commands has ended\""));
    free(out);
    place_stop_feed(p);
}

/* Of several sites none is chosen by chance. */
static void test_several_sites(void **state)
{
    struct place *p = *state;
    struct tool tap, send;
    char *out, *err, id[ID_BYTES];
    place_start_feed(p);
    tool_say(&p->feed, "site=hamburg\n");
    tool_start(&tap, (const char *const[]){"tap", "--stats", p->stats, "--kinds", "site", NULL});
    TOOL_AWAIT(&tap, "hamburg");
    assert_int_equal(TOOL_RUN(NULL, &out, &err, "send", "open", "queue=sales", "--stats", p->stats,
                              "--control", p->control, "--wait", "4s"),
                     COMMAND_SILENT);
    assert_string_equal(out, "");
    assert_string_equal(err, "acdfeed send: several sites are heard; name one by --site\n");
    tool_start(&send, (const char *const[]){"send", "open", "queue=sales", "--site", "hamburg",
                                            "--stats", p->stats, "--control", p->control, NULL});
    read_id(TOOL_AWAIT(&p->feed, "\"kind\":\"request\"", "\"site\":\"hamburg\""), id);
    answer(p, id, "done", NULL);
    assert_int_equal(tool_end(&send), COMMAND_DONE);
    assert_int_equal(tool_stop(&tap), COMMAND_DONE);
    place_stop_feed(p);
    free(out);
    free(err);
    free(tap.complaint);
    free(send.complaint);
}

/* A script that says nothing: the command has failed, and the console hears so. */
static void test_script_does_not_answer(void **state)
{
    struct place *p = *state;
    char *out;
    tool_start(&p->feed, (const char *const[]){"publish", "--stats", p->stats, "--control",
                                               p->control, "--inject", "none", "--site", "berlin",
                                               "--ops", "open", "--answer-within", "100ms", NULL});
    assert_int_equal(TOOL_RUN(NULL, &out, NULL, "send", "open", "queue=sales", "--stats", p->stats,
                              "--control", p->control, "--wait", "30s"),
                     COMMAND_REFUSED);
    assert_non_null(
        strstr(out, "\"status\":\"failed\",\"why\":\"the script did not answer in time\""));
    free(out);
    place_stop_feed(p);
}

static void test_nobody_there(void **state)
{
    struct place *p = *state;
    char *out, *err;
    assert_int_equal(TOOL_RUN(NULL, &out, &err, "send", "open", "queue=sales", "--stats", p->stats,
                              "--control", p->control, "--wait", "100ms"),
                     COMMAND_SILENT);
    assert_string_equal(out, "");
    assert_non_null(strstr(err, "acdfeed send: nothing was sent: ")); /* and why, as far as known */
    free(out);
    free(err);
}

/* A reply to a command that nobody gave is named as any wrong line. */
static void test_stray_reply(void **state)
{
    struct place *p = *state;
    place_start_feed(p);
    answer(p, "nobody-asked", "done", NULL);
    tool_await_complaint(&p->feed,
                         "acdfeed publish: stdin:1: id: no command nobody-asked is under way\n");
    assert_int_equal(tool_stop(&p->feed), COMMAND_DONE);
    free(p->feed.complaint);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_carried_out, place_make, place_remove),
        cmocka_unit_test_setup_teardown(test_events, place_make, place_remove),
        cmocka_unit_test_setup_teardown(test_no_wait, place_make, place_remove),
        cmocka_unit_test_setup_teardown(test_accepted_but_no_outcome, place_make, place_remove),
        cmocka_unit_test_setup_teardown(test_not_carried_out, place_make, place_remove),
        cmocka_unit_test_setup_teardown(test_several_sites, place_make, place_remove),
        cmocka_unit_test_setup_teardown(test_script_does_not_answer, place_make, place_remove),
        cmocka_unit_test_setup_teardown(test_nobody_there, place_make, place_remove),
        cmocka_unit_test_setup_teardown(test_stray_reply, place_make, place_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
