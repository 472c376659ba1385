/* What befalls keys: shown to the wrong feed, not known, not given, not kept to oneself, taken
 * away. Who may not is refused and told which of these it was; the feed logs it once. */
#include "tests/faults/fault.h"
#include "tests/support/cases.h"
#include "tests/support/keyring.h"
#include "tests/support/live_floor.h"
#include "tests/support/person.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { PROGRAM_MS = 500, COLS = 200, ROWS = 30 }; /* PROGRAM_MS: a console starts */

struct desk {
    char folder[TOOL_NAME_BYTES], stats[TOOL_NAME_BYTES], control[TOOL_NAME_BYTES];
    struct tool feed;
    struct person *console;
};

/* Heartbeats every 300 ms, so that a silence shows after 1.1 s. */
static void open_feed(struct desk *desk, bool with_keys, const char *per_minute)
{
    tool_folder(desk->folder);
    tool_endpoint(desk->stats, desk->folder, "stats");
    tool_endpoint(desk->control, desk->folder, "control");
    const char *list = keyring_authorize("hall wall anna supervisor");
    tool_start(&desk->feed, (const char *const[]){"publish",
                                                  "--stats",
                                                  desk->stats,
                                                  "--control",
                                                  desk->control,
                                                  "--inject",
                                                  "none",
                                                  "--site",
                                                  "berlin",
                                                  "--period",
                                                  "300ms",
                                                  "--ops",
                                                  "all_hands",
                                                  with_keys ? "--commands-per-minute" : NULL,
                                                  per_minute,
                                                  "--key",
                                                  keyring_secret("feed"),
                                                  "--authorized",
                                                  list,
                                                  NULL});
    tool_say(&desk->feed, "queue=sales name=\"Sales DE\" waiting=9 oldest=9s\n"
                          "agent=bert name=Bert state=available\n");
}

/* NULL: without keys. */
static void sit_as(struct desk *desk, const char *name, const char *server)
{
    char path[WALL_PROGRAM_BYTES];
    wall_program(path);
    desk->console = person_open(
        (const char *const[]){path, "--feed", desk->stats, "--control", desk->control, "--journal",
                              "none", name ? "--key" : NULL, name ? keyring_secret(name) : NULL,
                              "--server-key", server ? keyring_public(server) : NULL, NULL},
        "xterm-256color", COLS, ROWS);
}

static void leave(struct desk *desk)
{
    person_send(desk->console, "q");
    assert_int_equal(person_ends(desk->console), 0);
    person_close(desk->console);
}

/* Ends the feed: it must have logged this, so often (0: not at all). */
static void close_feed(struct desk *desk, const char *logged, int times)
{
    int n = 0;
    assert_int_equal(tool_stop(&desk->feed), 0);
    for (const char *at = desk->feed.complaint; (at = strstr(at, logged)); at++)
        n++;
    if (n != times)
        fail_msg("expected \"%s\" %d times, not %d, in:\n%s", logged, times, n,
                 desk->feed.complaint);
    assert_null(strstr(desk->feed.complaint, "secret"));
    free(desk->feed.complaint);
    tool_remove_folder(desk->folder);
}

/* --- strangers ----------------------------------------------------------------------------------
 */

/* Somebody who is not let in knocks for two seconds, is told why, and may leave. */
static void knock(struct fault fault, const char *name, const char *server, bool feed_has_keys,
                  const char *console_says, const char *feed_logs)
{
    struct desk desk;
    open_feed(&desk, feed_has_keys, "120");
    sit_as(&desk, name, server);
    fault_done(&fault);
    assert_true(person_shows(desk.console, console_says));
    fault_noticed(&fault);
    for (int i = 0; i < 10; i++) /* so often that a feed that logs each time would show it */
        person_read(desk.console, 100);
    assert_int_equal(person_find(desk.console, "Sales DE"), -1);
    leave(&desk);
    close_feed(&desk, feed_logs, feed_has_keys);
    fault_row(&fault, "nothing: he is not let in");
}

static void another_server_key_is_told(void **state)
{
    (void)state;
    knock(fault_of("console expects another feed's key", FAULT_NOTICE_MS + PROGRAM_MS), "anna",
          "other", true, "its key is not the one given as --server-key",
          "turned away: someone who expects another feed's key here");
}

static void an_unknown_key_is_told(void **state)
{
    (void)state;
    knock(fault_of("console with a key that nobody listed", FAULT_NOTICE_MS + PROGRAM_MS),
          "mallory", "feed", true, "the feed does not know our key", "turned away: the key ");
}

static void no_key_is_told(void **state)
{
    (void)state;
    knock(fault_of("console without a key, feed with keys", FAULT_NOTICE_MS + PROGRAM_MS), NULL,
          NULL, true, "the feed takes nobody without a key", "turned away: someone without a key");
}

static void a_key_too_many_is_told(void **state)
{
    (void)state;
    knock(fault_of("console with a key, feed without keys", FAULT_NOTICE_MS + PROGRAM_MS), "anna",
          "feed", false, "takes no keys", "turned away");
}

static void a_key_that_others_can_read_is_refused_before_the_screen(void **state)
{
    (void)state;
    struct fault fault = fault_of("key file of mode 0644", FAULT_NOTICE_MS + PROGRAM_MS);
    struct desk desk;
    char *out, *err;
    open_feed(&desk, true, "120");
    assert_int_equal(chmod(keyring_secret("anna"), 0644), 0);
    sit_as(&desk, "anna", "feed");
    fault_done(&fault);
    assert_true(person_shows(desk.console, "others can read this secret key (mode 0644)"));
    fault_noticed(&fault);
    assert_int_equal(person_ends(desk.console), 1);
    assert_true(person_on_main_screen(desk.console));
    assert_true(person_settings_as_before(desk.console));
    person_close(desk.console);
    /* The same of the feed's own. */
    assert_int_equal(chmod(keyring_secret("other"), 0644), 0);
    assert_int_equal(TOOL_RUN("", &out, &err, "publish", "--stats", desk.control, "--inject",
                              "none", "--key", keyring_secret("other"), "--authorized",
                              keyring_authorize("anna supervisor")),
                     1);
    assert_non_null(strstr(err, "others can read this secret key (mode 0644): chmod 600"));
    free(out);
    free(err);
    assert_int_equal(chmod(keyring_secret("anna"), 0600), 0);
    assert_int_equal(chmod(keyring_secret("other"), 0600), 0);
    sit_as(&desk, "anna", "feed");
    fault_mended(&fault);
    assert_true(person_shows(desk.console, "Sales DE, "));
    fault_recovered(&fault);
    leave(&desk);
    close_feed(&desk, "turned away", 0);
    fault_row(&fault, "nothing");
}

/* --- the list changes ----------------------------------------------------------------------------
 */

static void press_all_hands(struct desk *desk)
{
    person_send(desk->console, "h");
    assert_true(person_shows(desk->console, "All agents take calls: Sales DE"));
    person_send(desk->console, "\033OC\r");
}

static void a_key_that_is_taken_away_loses_the_board(void **state)
{
    (void)state;
    struct fault fault = fault_of("key taken from the list while connected", FAULT_NOTICE_MS);
    struct desk desk;
    open_feed(&desk, true, "120");
    sit_as(&desk, "anna", "feed");
    assert_true(person_shows(desk.console, "Sales DE, "));
    keyring_authorize("hall wall");
    fault_done(&fault);
    assert_true(person_shows(desk.console, "STALE"));
    assert_true(person_shows(desk.console, "the feed does not know our key"));
    fault_noticed(&fault);
    assert_true(person_shows(desk.console, "Sales DE: unknown"));
    keyring_authorize("hall wall anna supervisor");
    fault_mended(&fault);
    assert_true(person_shows(desk.console, "Sales DE, "));
    assert_true(person_hides(desk.console, "STALE"));
    assert_true(person_hides(desk.console, "does not know our key"));
    fault_recovered(&fault);
    leave(&desk);
    close_feed(&desk, "turned away: the key ", 1);
    fault_row(&fault, "nothing");
}

static void a_role_that_is_lessened_counts_for_the_next_key(void **state)
{
    (void)state;
    struct fault fault = fault_of("role lessened while connected", FAULT_NOTICE_MS);
    struct desk desk;
    open_feed(&desk, true, "120");
    sit_as(&desk, "anna", "feed");
    assert_true(person_shows(desk.console, "Sales DE, "));
    keyring_authorize("hall wall anna viewer");
    tool_await_complaint(&desk.feed, "read anew");
    assert_true(person_shows(desk.console, "Sales DE, "));
    press_all_hands(&desk);
    fault_done(&fault);
    assert_true(person_shows(desk.console, "anna has the role viewer; only a supervisor commands"));
    fault_noticed(&fault);
    leave(&desk);
    close_feed(&desk, "refused: all_hands to anna: anna has the role viewer", 1);
    fault_row(&fault, "commands; the figures stay");
}

static void too_many_commands_are_refused_in_words(void **state)
{
    (void)state;
    struct fault fault = fault_of("too many commands within a minute", FAULT_NOTICE_MS);
    struct desk desk;
    open_feed(&desk, true, "1");
    sit_as(&desk, "anna", "feed");
    assert_true(person_shows(desk.console, "Sales DE, "));
    press_all_hands(&desk);
    assert_true(person_shows(desk.console, "accepted: "));
    const char *request = TOOL_AWAIT(&desk.feed, "\"op\":\"all_hands\"", "\"by\":\"anna\"");
    char answer[200], id[80];
    assert_int_equal(sscanf(strstr(request, "\"id\":\""), "\"id\":\"%79[^\"]", id), 1);
    snprintf(answer, sizeof answer, "{\"kind\":\"reply\",\"id\":\"%s\",\"status\":\"done\"}\n", id);
    tool_say(&desk.feed, answer);
    assert_true(person_shows(desk.console, "done: "));
    press_all_hands(&desk);
    fault_done(&fault);
    assert_true(person_shows(desk.console, "too many requests of anna within a minute"));
    fault_noticed(&fault);
    leave(&desk);
    close_feed(&desk, "refused: all_hands to anna: too many requests of anna", 1);
    fault_row(&fault, "the command; it is said to be refused");
}

/* --- roles and the guard
 * -------------------------------------------------------------------------- */

static void a_wall_that_asks_for_agents_is_told_so(void **state)
{
    (void)state;
    struct fault fault = fault_of("key of a wall asks for agents", FAULT_NOTICE_MS + PROGRAM_MS);
    struct desk desk;
    open_feed(&desk, true, "120");
    sit_as(&desk, "hall", "feed");
    fault_done(&fault);
    assert_true(person_shows(desk.console, "Sales DE, "));
    assert_true(person_shows(desk.console, "live"));
    person_send(desk.console, "A");
    assert_true(person_shows(desk.console, "the role wall does not see agents"));
    fault_noticed(&fault);
    assert_int_equal(person_find(desk.console, "Bert"), -1);
    leave(&desk);
    close_feed(&desk, "refused: agents to hall: the role wall does not see agents", 1);
    fault_row(&fault, "the agents; the queues stay");
}

/* Somebody else has got in. */
static void await_feed(const struct desk *desk)
{
    char *out, *err;
    assert_int_equal(TOOL_RUN(NULL, &out, &err, "tap", "--stats", desk->stats, "--key",
                              keyring_secret("hall"), "--server-key", keyring_public("feed"),
                              "--kinds", "queue", "--count", "1"),
                     0);
    free(out);
    free(err);
}

/* Who answers for keys is stopped with the feed: nobody gets in by that. */
static void nobody_gets_in_while_the_guard_does_not_answer(void **state)
{
    (void)state;
    struct fault fault = fault_of("guard frozen as somebody knocks", FAULT_NOTICE_MS + PROGRAM_MS);
    struct desk desk;
    open_feed(&desk, true, "120");
    await_feed(&desk);
    kill(desk.feed.pid, SIGSTOP);
    sit_as(&desk, "anna", "feed");
    fault_done(&fault);
    assert_true(person_shows(desk.console, "no word yet from"));
    fault_noticed(&fault);
    /* libzmq gives up a greeting after five seconds. */
    assert_true(person_shows(desk.console, "the feed does not answer our greeting"));
    assert_int_equal(person_find(desk.console, "Sales DE"), -1);
    kill(desk.feed.pid, SIGCONT);
    fault_mended(&fault);
    assert_true(person_shows(desk.console, "Sales DE, "));
    fault_recovered(&fault);
    leave(&desk);
    close_feed(&desk, "turned away: the key ", 0);
    fault_row(&fault, "nothing");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(another_server_key_is_told),
        cmocka_unit_test(an_unknown_key_is_told),
        cmocka_unit_test(no_key_is_told),
        cmocka_unit_test(a_key_too_many_is_told),
        cmocka_unit_test(a_key_that_others_can_read_is_refused_before_the_screen),
        cmocka_unit_test(a_key_that_is_taken_away_loses_the_board),
        cmocka_unit_test(a_role_that_is_lessened_counts_for_the_next_key),
        cmocka_unit_test(too_many_commands_are_refused_in_words),
        cmocka_unit_test(a_wall_that_asks_for_agents_is_told_so),
        cmocka_unit_test(nobody_gets_in_while_the_guard_does_not_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
