/* What befalls a command on its way: to the feed, at the feed, and back.  Whatever it is, no
 * measure is taken twice, none is said to be done that was not, none is pending for ever, and the
 * journal tells each story whole. */
#include "tests/faults/fault.h"
#include "tests/support/cases.h"
#include "tests/support/live_floor.h"
#include "tests/support/person.h"
#include "tests/support/relay.h"
#include "tests/support/trail_file.h"

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* How long a console waits for an answer, and the second by whose turn it says so. */
enum { NO_ANSWER_MS = 5000 + 1000 };

struct scene {
    struct live_floor floor;
    bool simulated;
    char relayed[TOOL_NAME_BYTES], journal[TOOL_NAME_BYTES + 16];
    struct relay *relay;
    struct person *console;
};

static void seat(struct scene *scene)
{
    char path[WALL_PROGRAM_BYTES];
    wall_program(path);
    const char *const argv[] = {
        path,   "--feed",    scene->floor.stats, "--control", scene->relayed,   "--by",
        "anna", "--journal", scene->journal,     "--filter",  "queue:sales-de", NULL};
    scene->console = person_open(argv, "xterm-256color", 120, 32);
    assert_true(person_shows(scene->console, "Sales DE, "));
    assert_true(person_shows(scene->console, "live"));
}

static void furnish(struct scene *scene)
{
    tool_endpoint(scene->relayed, scene->floor.folder, "relayed");
    snprintf(scene->journal, sizeof scene->journal, "%s/journal", scene->floor.folder);
    scene->relay = relay_open(scene->relayed, scene->floor.control);
    seat(scene);
}

static void begin(struct scene *scene)
{
    *scene = (struct scene){.simulated = true};
    live_floor_open(&scene->floor);
    furnish(scene);
}

static void press_all_hands(struct scene *scene)
{
    person_send(scene->console, "h");
    assert_true(person_shows(scene->console, "All agents take calls: Sales DE"));
    person_send(scene->console, "\033OC\r"); /* Right, Enter */
}

static int count(const char *text, const char *part)
{
    int n = 0;
    for (const char *at = text; (at = strstr(at, part)); at++)
        n++;
    return n;
}

/* As an independent reader sees the queue. */
static int measures_at_the_feed(const struct scene *scene)
{
    char *out, *err;
    assert_int_equal(TOOL_RUN(NULL, &out, &err, "tap", "--stats", scene->floor.stats, "--kinds",
                              "queue", "--queue", "sales-de", "--count", "1"),
                     0);
    int n = count(out, "\"op\":\"all_hands\"");
    free(out);
    free(err);
    return n;
}

static void rise(struct scene *scene)
{
    person_send(scene->console, "q");
    assert_int_equal(person_ends(scene->console), 0);
    person_close(scene->console);
    scene->console = NULL;
}

/* What `acdwall report` prints; for free(). */
static char *report(const struct scene *scene, const char *what, const char *option)
{
    struct tool tool;
    char *text = calloc(1, TOOL_TEXT_BYTES);
    const char *line;
    tool_start_as(&tool, "acdwall",
                  (const char *const[]){"report", what, option, scene->journal, NULL});
    while ((line = tool_line(&tool)))
        strcat(strcat(text, line), "\n");
    assert_int_equal(tool_end(&tool), 0);
    free(tool.complaint);
    return text;
}

/* The handover of this story: one request that ended so; told open or not. */
static void expect_story(const struct scene *scene, const char *state, bool open)
{
    char words[80];
    char *text = report(scene, "--shift", "--journal");
    bool told_open = strstr(text, "  - all hands for 15 min at berlin/sales-de, asked ") != NULL;
    snprintf(words, sizeof words, "by anna: %s", state);
    if (told_open != open || (open && !strstr(text, words)))
        fail_msg("expected the request to be told %s, %s in:\n%s", open ? "open" : "closed", state,
                 text);
    free(text);
    struct tool verify;
    tool_start_as(&verify, "acdwall",
                  (const char *const[]){"report", "--verify", scene->journal, NULL});
    assert_int_equal(tool_end(&verify), 0);
    free(verify.complaint);
    struct trail_file file = trail_file_read(scene->journal);
    assert_int_equal(file.broken_line, 0);
    assert_int_equal(TRAIL_COUNT(&file, "\"what\":\"request\"", "\"state\":\"asked\""), 1);
    free(file.text);
}

static void end(struct scene *scene)
{
    if (scene->console)
        person_close(scene->console);
    relay_close(scene->relay);
    if (scene->simulated)
        live_floor_close(&scene->floor);
    else
        tool_remove_folder(scene->floor.folder);
}

static void kill_console(struct scene *scene)
{
    kill(person_pid(scene->console), SIGKILL);
    person_ends(scene->console);
    person_close(scene->console);
}

/* Listens to what the feed tells everyone. */
static void listen_at_the_feed(const struct scene *scene, struct tool *tap)
{
    tool_start(tap, (const char *const[]){"tap", "--stats", scene->floor.stats, "--queue",
                                          "sales-de", NULL});
    assert_non_null(TOOL_AWAIT(tap, "\"kind\":\"queue\""));
}

/* Until it has told it; who listens from then on does not hear of it. */
static void await_decision(struct tool *tap)
{
    assert_non_null(
        TOOL_AWAIT(tap, "\"kind\":\"event\"", "\"op\":\"all_hands\"", "\"status\":\"done\""));
    tool_stop(tap);
    free(tap->complaint);
}

/* --- the console dies ---------------------------------------------------------------------------
 */

/* Killed with a request on its way, which then arrives, or does not. */
static void kill_with_a_request_under_way(struct fault fault, bool arrives, const char *lost)
{
    struct scene scene;
    struct tool tap;
    begin(&scene);
    listen_at_the_feed(&scene, &tap);
    relay_fate(scene.relay, RELAY_REQUESTS, RELAY_HOLD);
    press_all_hands(&scene);
    relay_await(scene.relay, RELAY_REQUESTS, 1);
    kill_console(&scene);
    fault_done(&fault);
    if (arrives) {
        relay_release(scene.relay, RELAY_REQUESTS, 1);
        await_decision(&tap);
    } else {
        tool_stop(&tap);
        free(tap.complaint);
    }
    seat(&scene);
    if (arrives)
        assert_true(person_shows(scene.console, "in force all hands"));
    fault_recovered(&fault);
    assert_int_equal(measures_at_the_feed(&scene), arrives);
    rise(&scene);
    expect_story(&scene, "no answer", true);
    fault_row(&fault, lost);
    end(&scene);
}

static void a_console_killed_before_its_request_arrived(void **state)
{
    (void)state;
    kill_with_a_request_under_way(fault_of("console killed, its request arrives", FAULT_NOTICE_MS),
                                  true, "its answer; the handover says so");
}

static void a_console_killed_and_its_request_lost(void **state)
{
    (void)state;
    kill_with_a_request_under_way(fault_of("console killed, its request lost", FAULT_NOTICE_MS),
                                  false, "the request; the handover has it open");
}

static void a_console_killed_before_the_answer_arrived(void **state)
{
    (void)state;
    struct fault fault = fault_of("console killed, its answer under way", FAULT_NOTICE_MS);
    struct scene scene;
    struct tool tap;
    begin(&scene);
    listen_at_the_feed(&scene, &tap);
    relay_fate(scene.relay, RELAY_ANSWERS, RELAY_HOLD);
    kill(scene.floor.sim.pid, SIGSTOP); /* so that no event tells of it either */
    press_all_hands(&scene);
    relay_await(scene.relay, RELAY_REQUESTS, 1);
    kill_console(&scene);
    fault_done(&fault);
    kill(scene.floor.sim.pid, SIGCONT);
    relay_await(scene.relay, RELAY_ANSWERS, 1);
    await_decision(&tap);
    seat(&scene);
    assert_true(person_shows(scene.console, "in force all hands"));
    fault_recovered(&fault);
    relay_release(scene.relay, RELAY_ANSWERS, 2); /* to the new console, which did not ask */
    assert_int_equal(measures_at_the_feed(&scene), 1);
    rise(&scene);
    expect_story(&scene, "no answer", true);
    fault_row(&fault, "its answer; the handover says so");
    end(&scene);
}

/* At whatever moment: what is not in the journal was not sent. */
static void a_console_killed_at_the_key_sent_nothing_unwritten(void **state)
{
    (void)state;
    struct fault fault = fault_of("console killed as the key is pressed", FAULT_NOTICE_MS);
    struct scene scene;
    begin(&scene);
    press_all_hands(&scene);
    kill_console(&scene);
    fault_done(&fault);
    seat(&scene);
    fault_recovered(&fault);
    rise(&scene);
    struct trail_file file = trail_file_read(scene.journal);
    int asked = TRAIL_COUNT(&file, "\"what\":\"request\"", "\"state\":\"asked\"");
    assert_int_equal(file.broken_line, 0);
    assert_in_range(measures_at_the_feed(&scene), 0, asked);
    free(file.text);
    fault_row(&fault, "nothing that the journal does not have");
    end(&scene);
}

/* --- answers ------------------------------------------------------------------------------------
 */

static void lost_answers_are_made_up_for_by_what_the_feed_tells_everyone(void **state)
{
    (void)state;
    struct fault fault = fault_of("answers lost on the way back", FAULT_NOTICE_MS);
    struct scene scene;
    begin(&scene);
    relay_fate(scene.relay, RELAY_ANSWERS, RELAY_LOSE);
    press_all_hands(&scene);
    fault_done(&fault);
    relay_await(scene.relay, RELAY_ANSWERS, 1);
    assert_true(person_shows(scene.console, "done: all hands for 15 min"));
    fault_recovered(&fault);
    assert_true(person_shows(scene.console, "in force all hands"));
    assert_int_equal(measures_at_the_feed(&scene), 1);
    rise(&scene);
    expect_story(&scene, "done", false);
    fault_row(&fault, "nothing");
    end(&scene);
}

static void answers_three_times_and_late_count_once(void **state)
{
    (void)state;
    struct fault fault = fault_of("an answer late, three times", FAULT_NOTICE_MS);
    struct scene scene;
    begin(&scene);
    relay_fate(scene.relay, RELAY_ANSWERS, RELAY_HOLD);
    press_all_hands(&scene);
    relay_await(scene.relay, RELAY_ANSWERS, 1);
    fault_done(&fault);
    relay_release(scene.relay, RELAY_ANSWERS, 3);
    assert_true(person_shows(scene.console, "done: all hands for 15 min"));
    fault_recovered(&fault);
    assert_true(person_shows(scene.console, "in force all hands"));
    assert_int_equal(measures_at_the_feed(&scene), 1);
    rise(&scene);
    struct trail_file file = trail_file_read(scene.journal);
    assert_int_equal(TRAIL_COUNT(&file, "\"what\":\"request\"", "\"state\":\"done\""), 1);
    assert_int_equal(TRAIL_COUNT(&file, "\"what\":\"measure\"", "\"state\":\"began\""), 1);
    free(file.text);
    expect_story(&scene, "done", false);
    fault_row(&fault, "nothing");
    end(&scene);
}

/* --- requests -----------------------------------------------------------------------------------
 */

static void a_request_that_comes_three_times_is_carried_out_once(void **state)
{
    (void)state;
    struct fault fault = fault_of("a request doubled, and once more later", FAULT_NOTICE_MS);
    struct scene scene;
    begin(&scene);
    relay_fate(scene.relay, RELAY_REQUESTS, RELAY_TWICE);
    press_all_hands(&scene);
    fault_done(&fault);
    relay_await(scene.relay, RELAY_ANSWERS, 2); /* the same one again */
    assert_true(person_shows(scene.console, "done: all hands for 15 min"));
    fault_recovered(&fault);
    relay_release(scene.relay, RELAY_REQUESTS, 1);
    relay_await(scene.relay, RELAY_ANSWERS, 3);
    assert_true(person_shows(scene.console, "in force all hands"));
    assert_int_equal(measures_at_the_feed(&scene), 1);
    rise(&scene);
    expect_story(&scene, "done", false);
    /* A decision is told once, however often it is answered. */
    struct trail_file file = trail_file_read(scene.journal);
    assert_int_equal(
        TRAIL_COUNT(&file, "\"what\":\"event\"", "\"op\":\"all_hands\"", "\"request\":"), 1);
    free(file.text);
    fault_row(&fault, "nothing");
    end(&scene);
}

static void a_request_that_is_late_is_no_answer_and_then_what_it_became(void **state)
{
    (void)state;
    struct fault fault = fault_of("a request on its way for 5 s and more",
                                  NO_ANSWER_MS + FAULT_LOOK_MS);
    struct scene scene;
    begin(&scene);
    relay_fate(scene.relay, RELAY_REQUESTS, RELAY_HOLD);
    press_all_hands(&scene);
    relay_await(scene.relay, RELAY_REQUESTS, 1);
    fault_done(&fault);
    assert_true(person_shows(scene.console, "no answer: all hands for 15 min"));
    fault_noticed(&fault);
    relay_release(scene.relay, RELAY_REQUESTS, 1);
    fault_mended(&fault);
    assert_true(person_shows(scene.console, "done: all hands for 15 min"));
    fault_recovered(&fault);
    assert_true(person_shows(scene.console, "in force all hands"));
    assert_int_equal(measures_at_the_feed(&scene), 1);
    rise(&scene);
    expect_story(&scene, "done", false);
    fault_row(&fault, "nothing");
    end(&scene);
}

/* --- the feed -----------------------------------------------------------------------------------
 */

static void a_feed_frozen_with_a_request_gives_it_up(void **state)
{
    (void)state;
    struct fault fault =
        fault_of("feed frozen with a request in hand", NO_ANSWER_MS + FAULT_LOOK_MS);
    struct scene scene;
    begin(&scene);
    kill(scene.floor.sim.pid, SIGSTOP);
    press_all_hands(&scene);
    relay_await(scene.relay, RELAY_REQUESTS, 1);
    fault_done(&fault);
    assert_true(person_shows(scene.console, "Sales DE: unknown"));
    assert_true(person_shows(scene.console, "no answer: all hands for 15 min"));
    fault_noticed(&fault);
    kill(scene.floor.sim.pid, SIGCONT);
    fault_mended(&fault);
    assert_true(person_shows(scene.console, "refused: all hands for 15 min: it may have waited"));
    fault_recovered(&fault);
    assert_int_equal(measures_at_the_feed(&scene), 0);
    rise(&scene);
    expect_story(&scene, "refused", false);
    fault_row(&fault, "the request; it is said to be refused");
    end(&scene);
}

static void start_script_feed(struct scene *scene)
{
    tool_start(&scene->floor.sim,
               (const char *const[]){"publish", "--stats", scene->floor.stats, "--control",
                                     scene->floor.control, "--inject", "none", "--site", "berlin",
                                     "--ops", "all_hands", NULL});
    tool_say(&scene->floor.sim, "queue=sales-de name=\"Sales DE\" waiting=9 oldest=95s\n");
}

static void a_feed_killed_with_a_request_is_never_asked_again(void **state)
{
    (void)state;
    struct fault fault =
        fault_of("feed killed with a request in hand", NO_ANSWER_MS + FAULT_LOOK_MS);
    struct scene scene = {.simulated = false};
    tool_folder(scene.floor.folder);
    tool_endpoint(scene.floor.stats, scene.floor.folder, "stats");
    tool_endpoint(scene.floor.control, scene.floor.folder, "control");
    start_script_feed(&scene);
    furnish(&scene);
    press_all_hands(&scene);
    assert_non_null(TOOL_AWAIT(&scene.floor.sim, "\"op\":\"all_hands\"", "\"by\":\"anna\""));
    kill(scene.floor.sim.pid, SIGKILL);
    fault_done(&fault);
    tool_end(&scene.floor.sim);
    free(scene.floor.sim.complaint);
    start_script_feed(&scene);
    assert_true(person_shows(scene.console, "no answer: all hands for 15 min"));
    fault_noticed(&fault);
    assert_true(person_shows(scene.console, "live"));
    rise(&scene);
    expect_story(&scene, "no answer", true);
    assert_int_equal(kill(scene.floor.sim.pid, SIGTERM), 0);
    assert_null(tool_line(&scene.floor.sim)); /* nothing more was asked, to its end */
    tool_end(&scene.floor.sim);
    free(scene.floor.sim.complaint);
    fault_row(&fault, "what became of it; the console says so");
    end(&scene);
}

static void a_request_to_a_feed_that_began_anew_is_refused(void **state)
{
    (void)state;
    struct fault fault = fault_of("feed restarted, an old request arrives", FAULT_NOTICE_MS);
    struct scene scene;
    begin(&scene);
    relay_fate(scene.relay, RELAY_REQUESTS, RELAY_HOLD);
    press_all_hands(&scene);
    relay_await(scene.relay, RELAY_REQUESTS, 1);
    kill(scene.floor.sim.pid, SIGKILL);
    tool_end(&scene.floor.sim);
    free(scene.floor.sim.complaint);
    live_floor_serve(&scene.floor);
    relay_release(scene.relay, RELAY_REQUESTS, 1);
    fault_done(&fault);
    assert_true(person_shows(scene.console, "refused: all hands for 15 min: not carried out here"));
    fault_noticed(&fault);
    assert_int_equal(measures_at_the_feed(&scene), 0);
    rise(&scene);
    expect_story(&scene, "refused", false);
    fault_row(&fault, "the request; it is said to be refused");
    end(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_console_killed_before_its_request_arrived),
        cmocka_unit_test(a_console_killed_and_its_request_lost),
        cmocka_unit_test(a_console_killed_before_the_answer_arrived),
        cmocka_unit_test(a_console_killed_at_the_key_sent_nothing_unwritten),
        cmocka_unit_test(lost_answers_are_made_up_for_by_what_the_feed_tells_everyone),
        cmocka_unit_test(answers_three_times_and_late_count_once),
        cmocka_unit_test(a_request_that_comes_three_times_is_carried_out_once),
        cmocka_unit_test(a_request_that_is_late_is_no_answer_and_then_what_it_became),
        cmocka_unit_test(a_feed_frozen_with_a_request_gives_it_up),
        cmocka_unit_test(a_feed_killed_with_a_request_is_never_asked_again),
        cmocka_unit_test(a_request_to_a_feed_that_began_anew_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
