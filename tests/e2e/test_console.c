/* From the simulated floor to a key and back: the real acdfeed and the real acdwall, seen through a
 * terminal emulator, as a supervisor would use them. */
#include "acdfeed/clock.h"
#include "acdfeed/publisher.h"
#include "tests/support/cases.h"
#include "tests/support/live_floor.h"
#include "tests/support/patience.h"
#include "tests/support/person.h"
#include "tests/support/tool.h"

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct person *wall_open(const struct live_floor *floor, int cols, int rows, const char *extra)
{
    char path[512];
    wall_program(path);
    const char *const argv[] = {path, "--feed", floor->stats, "--control", floor->control,
                                "--by", "anna", extra, NULL};
    return person_open(argv, "xterm-256color", cols, rows);
}

static void leave(struct person *wall)
{
    person_send(wall, "q");
    assert_int_equal(person_ends(wall), 0);
    assert_true(person_on_main_screen(wall));
    assert_true(person_cursor_visible(wall));
    assert_true(person_settings_as_before(wall));
    person_close(wall);
}

static void an_overflow_by_keys_changes_floor_and_board(void **state)
{
    (void)state;
    struct live_floor floor;
    live_floor_open(&floor);
    struct person *wall = wall_open(&floor, 120, 32, NULL);
    assert_true(person_shows(wall, "Sales DE"));
    assert_true(person_shows(wall, "live"));
    assert_true(person_shows(wall, "Sales DE, tier "));

    person_send(wall, "o");
    assert_true(person_shows(wall, "Overflow from Sales DE"));
    person_send(wall, "\r"); /* Cancel is what Enter presses at first */
    assert_true(person_hides(wall, "Overflow from Sales DE"));

    person_send(wall, "o");
    assert_true(person_shows(wall, "Overflow from Sales DE"));
    person_send(wall, "\033OC\r"); /* Right, Enter */
    assert_true(person_hides(wall, "Overflow from Sales DE"));
    assert_true(person_shows(wall, "in force overflow"));

    /* An independent reader of the same feed sees the measure and who did it. */
    char *out, *err;
    assert_int_equal(TOOL_RUN(NULL, &out, &err, "tap", "--stats", floor.stats, "--kinds", "queue",
                              "--queue", "sales-de", "--count", "1"), 0);
    assert_non_null(strstr(out, "\"op\":\"overflow\""));
    assert_non_null(strstr(out, "\"by\":\"anna\""));
    free(out);
    free(err);
    leave(wall);
    live_floor_close(&floor);
}

static void a_dead_feed_is_said_and_nothing_stale_looks_live(void **state)
{
    (void)state;
    struct live_floor floor;
    live_floor_open(&floor);
    struct person *wall = wall_open(&floor, 120, 32, NULL);
    assert_true(person_shows(wall, "Sales DE, "));
    person_send(wall, "/Sales DE\r"); /* whatever becomes the worst meanwhile */
    assert_true(person_hides(wall, "Billing"));
    kill(floor.sim.pid, SIGSTOP);
    assert_true(person_shows(wall, "STALE"));
    assert_true(person_shows(wall, "Sales DE: unknown"));
    kill(floor.sim.pid, SIGCONT);
    assert_true(person_hides(wall, "STALE"));
    assert_true(person_shows(wall, "Sales DE, "));
    leave(wall);
    live_floor_close(&floor);
}

static void read_only_offers_nothing(void **state)
{
    (void)state;
    struct live_floor floor;
    live_floor_open(&floor);
    struct person *wall = wall_open(&floor, 120, 32, "--read-only");
    assert_true(person_shows(wall, "Sales DE"));
    assert_true(person_shows(wall, "read-only"));
    person_send(wall, "o");
    assert_true(person_shows(wall, "read-only"));
    assert_int_equal(person_find(wall, "Overflow from"), -1);
    leave(wall);
    live_floor_close(&floor);
}

static void every_size_gets_an_answer(void **state)
{
    (void)state;
    static const int sizes[][2] = {{80, 24}, {5, 2}, {200, 60}, {40, 12}, {1, 1}, {120, 32}};
    struct live_floor floor;
    live_floor_open(&floor);
    struct person *wall = wall_open(&floor, 120, 32, NULL);
    assert_true(person_shows(wall, "Sales DE"));
    person_send(wall, "o");
    assert_true(person_shows(wall, "Overflow from"));
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        person_resize(wall, sizes[i][0], sizes[i][1]);
        if (sizes[i][0] >= 40)
            assert_true(person_shows(wall, "Overflow from"));
        else
            person_read(wall, 200);
    }
    person_send(wall, "\033");
    assert_true(person_hides(wall, "Overflow from"));
    leave(wall);
    live_floor_close(&floor);
}

static void a_signal_restores_the_terminal(void **state)
{
    (void)state;
    static const int signals[] = {SIGTERM, SIGHUP, SIGINT, SIGABRT, SIGSEGV};
    struct live_floor floor;
    live_floor_open(&floor);
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) {
        struct person *wall = wall_open(&floor, 80, 24, NULL);
        assert_true(person_shows(wall, "Sales DE"));
        person_signal(wall, signals[i]);
        assert_int_not_equal(person_ends(wall), -1);
        assert_true(person_on_main_screen(wall));
        assert_true(person_cursor_visible(wall));
        assert_true(person_settings_as_before(wall));
        person_close(wall);
    }
    live_floor_close(&floor);
}

static void a_dumb_terminal_gets_words(void **state)
{
    (void)state;
    char path[512];
    wall_program(path);
    const char *const argv[] = {path, "--feed", "ipc:///nowhere/at/all", NULL};
    struct person *wall = person_open(argv, "dumb", 80, 24);
    assert_int_equal(person_ends(wall), 1);
    assert_true(person_find(wall, "acdwall: ") >= 0);
    assert_true(person_settings_as_before(wall));
    person_close(wall);
}

static void the_demo_needs_nothing_and_leaves_nothing(void **state)
{
    (void)state;
    char path[512];
    wall_program(path);
    const char *const argv[] = {path, "--demo", NULL};
    struct person *wall = person_open(argv, "xterm-256color", 80, 24);
    assert_true(person_shows(wall, "Sales DE"));
    assert_true(person_shows(wall, "tier "));
    leave(wall);
}

/* The simulator's process, found by its parent; 0 when there is none. */
static pid_t child_of(pid_t parent)
{
    char path[64], line[64] = "";
    snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)parent, (int)parent);
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return 0;
    (void)!fgets(line, sizeof line, file);
    fclose(file);
    return (pid_t)atoi(line);
}

/* Neither gone nor waiting to be buried. */
static bool runs(pid_t pid)
{
    char path[64], byte;
    snprintf(path, sizeof path, "/proc/%d/cmdline", (int)pid);
    FILE *file = fopen(path, "r");
    bool alive = file != NULL && fread(&byte, 1, 1, file) == 1;
    if (file != NULL)
        fclose(file);
    return alive;
}

static void the_demo_ends_with_a_console_that_is_killed(void **state)
{
    (void)state;
    char path[512];
    wall_program(path);
    const char *const argv[] = {path, "--demo", NULL};
    struct person *wall = person_open(argv, "xterm-256color", 80, 24);
    assert_true(person_shows(wall, "Sales DE"));
    pid_t simulator = child_of(person_pid(wall));
    if (simulator == 0) {
        person_close(wall);
        skip(); /* this kernel does not tell */
    }
    person_signal(wall, SIGKILL);
    person_ends(wall);
    int64_t until_ms = acd_monotonic_ms() + patience_ms(PERSON_DEADLINE_MS);
    while (runs(simulator) && acd_monotonic_ms() < until_ms)
        poll(NULL, 0, 20);
    assert_false(runs(simulator));
    person_close(wall);
}

enum { QUEUES = 20, ROUNDS = 100 };

static void tell_some(struct acd_publisher *feed, int round)
{
    for (int i = 0; i < QUEUES; i++) {
        char id[8];
        snprintf(id, sizeof id, "q%d", i);
        struct acd_queue queue = {.known = ACD_BIT(ACD_QUEUE_ID) | ACD_BIT(ACD_QUEUE_WAITING) |
                                           ACD_BIT(ACD_QUEUE_GONE) | ACD_BIT(ACD_QUEUE_GROUP),
                                  .id = id, .group = i % 2 ? "odd" : "even", .waiting = i + round % 3,
                                  .gone = i && (i + round) % 4 == 0};
        assert_true(acd_publisher_queue(feed, "berlin", &queue, NULL));
    }
}

/* Keys speak of the rows that are seen; those that went since are not to be looked at. */
static void keys_are_safe_while_rows_come_and_go(void **state)
{
    (void)state;
    char folder[] = "/tmp/acdwall-console-XXXXXX", stats[64], path[512];
    assert_non_null(mkdtemp(folder));
    snprintf(stats, sizeof stats, "ipc://%s/stats", folder);
    struct acd_publisher_options options = {.stats_endpoint = stats, .gather_ms = 20};
    struct acd_publisher *feed = acd_publisher_open(&options, NULL);
    struct acd_site site = {.known = ACD_BIT(ACD_SITE_ID), .id = "berlin"};
    assert_non_null(feed);
    assert_true(acd_publisher_site(feed, &site, NULL));
    wall_program(path);
    const char *const argv[] = {path, "--feed", stats, NULL};
    struct person *wall = person_open(argv, "xterm-256color", 120, 32);
    for (int round = 0; round < ROUNDS; round++) {
        static const char *const keys[] = {"j", "k", "G", "\r", "k"};
        tell_some(feed, round);
        (void)acd_publisher_serve(feed, 25, -1);
        person_send(wall, keys[round % 5]);
        person_send(wall, keys[round % 3]);
        person_read(wall, 5);
    }
    person_send(wall, "Q");
    assert_true(person_shows(wall, "Queues, worst first"));
    leave(wall);
    acd_publisher_close(feed);
    remove(stats + strlen("ipc://"));
    rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_overflow_by_keys_changes_floor_and_board),
        cmocka_unit_test(a_dead_feed_is_said_and_nothing_stale_looks_live),
        cmocka_unit_test(read_only_offers_nothing),
        cmocka_unit_test(every_size_gets_an_answer),
        cmocka_unit_test(keys_are_safe_while_rows_come_and_go),
        cmocka_unit_test(a_signal_restores_the_terminal),
        cmocka_unit_test(a_dumb_terminal_gets_words),
        cmocka_unit_test(the_demo_needs_nothing_and_leaves_nothing),
        cmocka_unit_test(the_demo_ends_with_a_console_that_is_killed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
