/* The wall as a person at the other end of the room has it: the real program on a real simulator, and
 * what it asks a feed for, heard by a feed made by hand. */
#include "tests/support/live_floor.h"
#include "tests/support/patience.h"
#include "tests/support/person.h"
#include "tests/support/tool.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zmq.h>

#include <cmocka.h>

#define PAGES "6" /* of the simulated floor on 120 columns */

static struct person *wall_open(const char *stats, int cols, int rows, const char *extra, const char *more)
{
    char path[512];
    wall_program(path);
    const char *const argv[] = {path, "wall", "--feed", stats, extra, more, NULL};
    return person_open(argv, "xterm-256color", cols, rows);
}

static void end_by(struct person *wall, int number)
{
    person_signal(wall, number);
    assert_int_equal(person_ends(wall), 0);
    assert_true(person_on_main_screen(wall));
    assert_true(person_cursor_visible(wall));
    assert_true(person_settings_as_before(wall));
    person_close(wall);
}

static void pages_turn_and_q_ends(void **state)
{
    (void)state;
    struct live_floor floor;
    live_floor_open(&floor);
    struct person *wall = wall_open(floor.stats, 120, 32, "--every", "1h");
    assert_true(person_shows(wall, "live 0."));
    assert_true(person_shows(wall, "service level"));
    assert_true(person_shows(wall, "page 1/" PAGES)); /* all are there: none comes in beneath the key */
    assert_false(person_cursor_visible(wall));
    person_send(wall, " ");
    assert_true(person_shows(wall, "page 2/"));
    person_send(wall, "\033OD");
    assert_true(person_shows(wall, "page 1/"));
    person_resize(wall, 200, 60);
    person_resize(wall, 80, 24);
    assert_true(person_shows(wall, "service level"));
    person_send(wall, "q");
    assert_int_equal(person_ends(wall), 0);
    assert_true(person_settings_as_before(wall));
    person_close(wall);
    live_floor_close(&floor);
}

static void a_feed_that_falls_silent_is_stale_until_it_speaks(void **state)
{
    (void)state;
    struct live_floor floor;
    live_floor_open(&floor);
    struct person *wall = wall_open(floor.stats, 120, 32, "--page", "worst");
    assert_true(person_shows(wall, "service level"));
    kill(floor.sim.pid, SIGSTOP);
    assert_true(person_shows(wall, "STALE"));
    assert_true(person_shows(wall, "last heard"));
    assert_true(person_hides(wall, "service level"));
    kill(floor.sim.pid, SIGCONT);
    assert_true(person_shows(wall, "service level"));
    assert_true(person_hides(wall, "STALE"));
    end_by(wall, SIGTERM);
    live_floor_close(&floor);
}

static void a_locked_wall_takes_no_leave(void **state)
{
    (void)state;
    struct live_floor floor;
    live_floor_open(&floor);
    struct person *wall = wall_open(floor.stats, 120, 32, "--locked", NULL);
    assert_true(person_shows(wall, "page 1/" PAGES));
    person_send(wall, "q\003\034");
    person_signal(wall, SIGINT);
    person_send(wall, " ");
    assert_true(person_shows(wall, "page 2/"));
    end_by(wall, SIGTERM);
    live_floor_close(&floor);
}

/* Subscriptions as an XPUB hears them: 1 and the beginning of the topics. */
static void nothing_of_a_person_is_asked_for(void **state)
{
    (void)state;
    char folder[TOOL_NAME_BYTES], stats[TOOL_NAME_BYTES], heard[16][64] = {{0}};
    tool_folder(folder);
    tool_endpoint(stats, folder, "stats");
    void *context = zmq_ctx_new(), *xpub = zmq_socket(context, ZMQ_XPUB);
    int within_ms = (int)patience_ms(PERSON_DEADLINE_MS), n = 0;
    zmq_setsockopt(xpub, ZMQ_RCVTIMEO, &within_ms, sizeof within_ms);
    assert_int_equal(zmq_bind(xpub, stats), 0);
    struct person *wall = wall_open(stats, 120, 32, NULL, NULL);
    while (n < 3) {
        int bytes = zmq_recv(xpub, heard[n], sizeof heard[n] - 1, 0);
        assert_true(bytes > 0);
        assert_int_equal(heard[n][0], 1);
        assert_string_not_equal(heard[n] + 1, ""); /* that would be everything */
        assert_int_not_equal(strncmp(heard[n] + 1, "agent", 5), 0);
        n++;
    }
    /* And no more than these three. */
    within_ms = 300;
    zmq_setsockopt(xpub, ZMQ_RCVTIMEO, &within_ms, sizeof within_ms);
    assert_int_equal(zmq_recv(xpub, heard[n], sizeof heard[n] - 1, 0), -1);
    assert_true(person_shows(wall, "no data"));
    end_by(wall, SIGTERM);
    zmq_close(xpub);
    zmq_ctx_term(context);
    tool_remove_folder(folder);
}

static void pages_of_a_file_are_shown_and_a_wrong_one_is_named(void **state)
{
    (void)state;
    struct live_floor floor;
    char path[TOOL_NAME_BYTES + 16], words[200];
    live_floor_open(&floor);
    snprintf(path, sizeof path, "%s/pages.ini", floor.folder);
    FILE *file = fopen(path, "w");
    fputs("[page one]\nqueues = sales-de\nfigures = waiting asa\n[page team]\nkind = agents\n", file);
    fclose(file);
    struct person *wall = wall_open(floor.stats, 120, 32, "--pages", path);
    assert_true(person_shows(wall, "average wait"));
    assert_true(person_shows(wall, "page 1/2"));
    person_send(wall, "q");
    assert_int_equal(person_ends(wall), 0);
    person_close(wall);
    file = fopen(path, "a");
    fputs("figures = waiting\n", file);
    fclose(file);
    wall = wall_open(floor.stats, 120, 32, "--pages", path);
    assert_int_equal(person_ends(wall), 2);
    snprintf(words, sizeof words, "pages.ini:6");
    assert_true(person_find(wall, words) >= 0);
    person_close(wall);
    unlink(path);
    live_floor_close(&floor);
}

/* From the oldest terminal without UTF-8 to a dumb one. */
static void every_terminal_gets_its_digits_or_a_word(void **state)
{
    (void)state;
    static const char *const terminals[] = {"vt100", "linux", "screen", "tmux-256color", "xterm-direct"};
    struct live_floor floor;
    char path[512];
    live_floor_open(&floor);
    wall_program(path);
    const char *const argv[] = {path, "wall", "--feed", floor.stats, "--ascii", NULL};
    for (size_t i = 0; i < sizeof terminals / sizeof terminals[0]; i++) {
        struct person *wall = person_open(argv, terminals[i], 80, 24);
        assert_true(person_shows(wall, "service level"));
        assert_true(person_shows(wall, "##"));
        end_by(wall, SIGTERM);
    }
    struct person *wall = person_open(argv, "dumb", 80, 24);
    assert_int_equal(person_ends(wall), 1);
    assert_true(person_find(wall, "acdwall: ") >= 0);
    person_close(wall);
    live_floor_close(&floor);
}

/* A picture of a page asks for no more than the wall does, and is whole. */
static void a_page_is_drawn_as_a_picture(void **state)
{
    (void)state;
    struct live_floor floor;
    char command[900], path[512], line[400];
    bool begins = false, ends = false;
    live_floor_open(&floor);
    wall_program(path);
    snprintf(command, sizeof command, "%s wall --once svg --page worst --wait 20s --feed %s", path, floor.stats);
    FILE *out = popen(command, "r");
    assert_non_null(out);
    while (fgets(line, sizeof line, out)) {
        begins = begins || !strncmp(line, "<svg xmlns=", 11);
        ends = !strcmp(line, "</svg>\n");
    }
    assert_int_equal(pclose(out), 0);
    assert_true(begins && ends);
    live_floor_close(&floor);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_turn_and_q_ends),
        cmocka_unit_test(a_feed_that_falls_silent_is_stale_until_it_speaks),
        cmocka_unit_test(a_locked_wall_takes_no_leave),
        cmocka_unit_test(nothing_of_a_person_is_asked_for),
        cmocka_unit_test(every_terminal_gets_its_digits_or_a_word),
        cmocka_unit_test(a_page_is_drawn_as_a_picture),
        cmocka_unit_test(pages_of_a_file_are_shown_and_a_wrong_one_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
