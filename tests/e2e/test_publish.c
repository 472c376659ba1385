/* `acdfeed publish`, the real program, watched by `acdfeed tap`: lines become a feed that goes on.
 */
#include "feed/commands/command.h"
#include "tests/support/place.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void start_publish(struct tool *tool, const struct place *p, const char *more)
{
    tool_start(tool, (const char *const[]){"publish", "--stats", p->stats, "--inject", "none",
                                           "--period", "200ms", "--keyframe", "1s", more, NULL});
}

static void start_tap(struct tool *tool, const struct place *p, const char *kinds)
{
    tool_start(tool, (const char *const[]){"tap", "--stats", p->stats, "--kinds", kinds, NULL});
}

/* A pipe: partial lines are merged, the heartbeat goes on while nothing is said and after its end.
 */
static void test_pipe(void **state)
{
    struct place *p = *state;
    struct tool publish, tap;
    start_publish(&publish, p, NULL);
    start_tap(&tap, p, "site,queue,agent,event,link");
    tool_say(&publish, "{\"kind\":\"queue\",\"site\":\"berlin\",\"id\":\"sales\",\"waiting\":7}\n"
                       "agent=anna state=talking name=\"Anna K\"\n");
    TOOL_AWAIT(&tap, "\"kind\":\"queue\"", "\"site\":\"berlin\"", "\"id\":\"sales\"",
               "\"waiting\":7");
    TOOL_AWAIT(&tap, "\"kind\":\"agent\"", "\"name\":\"Anna K\"", "\"state\":\"talking\"");
    TOOL_AWAIT(&tap, "\"kind\":\"link\"", "\"state\":\"live\"");
    tool_say(&publish, "{\"kind\":\"queue\",\"id\":\"sales\",\"oldest_ms\":95000}\n");
    TOOL_AWAIT(&tap, "\"kind\":\"queue\"", "\"waiting\":7", "\"oldest_ms\":95");
    tool_say(&publish, "event type=notice text=Hello\n");
    TOOL_AWAIT(&tap, "\"kind\":\"event\"", "\"text\":\"Hello\"");
    tool_close_in(&publish);
    for (int i = 0; i < 5; i++)
        TOOL_AWAIT(&tap, "\"kind\":\"site\"", "\"id\":\"berlin\"", "\"queues\":1", "\"agents\":1");
    assert_int_equal(tool_stop(&publish), COMMAND_DONE);
    assert_string_equal(publish.complaint, "");
    TOOL_AWAIT(&tap, "\"kind\":\"link\"", "\"state\":\"stale\"");
    assert_int_equal(tool_stop(&tap), COMMAND_DONE);
    free(publish.complaint);
    free(tap.complaint);
}

/* A script that hangs: what it told is stale in time, also while another site is told of. */
static void test_silent_after(void **state)
{
    struct place *p = *state;
    struct tool publish, tap;
    tool_start(&publish, (const char *const[]){"publish", "--stats", p->stats, "--inject", "none", "--period",
                                               "100ms", "--silent-after", "700ms", NULL});
    start_tap(&tap, p, "queue,link");
    tool_say(&publish, "queue=sales site=berlin waiting=7\n");
    TOOL_AWAIT(&tap, "\"kind\":\"link\"", "\"berlin\"", "\"state\":\"live\"");
    TOOL_AWAIT(&tap, "\"kind\":\"link\"", "\"berlin\"", "\"state\":\"stale\"");
    tool_say(&publish, "queue=help site=paris waiting=1\n");
    TOOL_AWAIT(&tap, "\"kind\":\"link\"", "\"paris\"", "\"state\":\"live\"");
    tool_say(&publish, "queue=sales site=berlin waiting=8\n");
    TOOL_AWAIT(&tap, "\"kind\":\"queue\"", "\"waiting\":8");
    TOOL_AWAIT(&tap, "\"kind\":\"link\"", "\"berlin\"", "\"state\":\"live\"");
    assert_int_equal(tool_stop(&publish), COMMAND_DONE);
    assert_non_null(strstr(publish.complaint, "berlin: no line for 0.7 s (--silent-after), so it is silent"));
    assert_int_equal(tool_stop(&tap), COMMAND_DONE);
    free(publish.complaint);
    free(tap.complaint);
}

static void test_wrong_lines(void **state)
{
    struct place *p = *state;
    struct tool publish, tap;
    char path[256], words[512];
    place_file(p, "feed.jsonl",
               "{\"kind\":\"queue\",\"site\":\"berlin\",\"id\":\"sales\",\"waiting\":1}\n"
               "{\"kind\":\"queue\",\"site\":\"berlin\",\"id\":\"sales\",\"waiting\":\"x\"}\n"
               "\n"
               "what is this\n"
               "{\"kind\":\"queue\",\"site\":\"berlin\",\"id\":\"help\",\"waiting\":3}",
               path);
    start_publish(&publish, p, path);
    start_tap(&tap, p, "queue");
    TOOL_AWAIT(&tap, "\"id\":\"help\"", "\"waiting\":3");
    TOOL_AWAIT(&tap, "\"id\":\"sales\"", "\"waiting\":1");
    snprintf(words, sizeof(words), "acdfeed publish: %s:2: waiting: expected a whole number", path);
    tool_await_complaint(&publish, words);
    snprintf(words, sizeof(words), "acdfeed publish: %s:4: expected a JSON object, or a kind",
             path);
    tool_await_complaint(&publish, words);
    assert_int_equal(tool_stop(&publish), COMMAND_DONE);
    assert_int_equal(tool_stop(&tap), COMMAND_DONE);
    free(publish.complaint);
    free(tap.complaint);
}

static void test_until_end(void **state)
{
    struct place *p = *state;
    char *err;
    assert_int_equal(TOOL_RUN("queue=a site=b waiting=1\n", NULL, &err, "publish", "--stats",
                              p->stats, "--inject", "none", "--until-end"),
                     COMMAND_DONE);
    assert_string_equal(err, "");
    free(err);
    assert_int_equal(TOOL_RUN("queue=a site=b waiting=1\nqueue=a waiting=x\n", NULL, &err,
                              "publish", "--stats", p->stats, "--inject", "none", "--linger",
                              "10ms"),
                     COMMAND_FAILED);
    assert_ptr_equal(strstr(err, "acdfeed publish: stdin:2: waiting: expected"), err);
    free(err);
}

static void test_too_long_line(void **state)
{
    struct place *p = *state;
    size_t bytes = (2 << 20) + 64;
    char *text = calloc(1, bytes), *err;
    memset(text, 'x', bytes - 64);
    strcat(text, "\nqueue=a site=b waiting=-1\n");
    assert_int_equal(TOOL_RUN(text, NULL, &err, "publish", "--stats", p->stats, "--inject", "none",
                              "--until-end"),
                     COMMAND_FAILED);
    assert_ptr_equal(strstr(err, "acdfeed publish: stdin:1: longer than 1 MiB\n"), err);
    assert_non_null(strstr(err, "stdin:2: waiting: expected"));
    free(err);
    free(text);
}

static void test_site_options(void **state)
{
    struct place *p = *state;
    struct tool publish, tap;
    tool_start(&publish,
               (const char *const[]){"publish", "--stats", p->stats, "--inject", "none", "--site",
                                     "berlin", "--name", "Berlin = Mitte", "--tz", "Europe/Berlin",
                                     "--ops", "overflow,notice", NULL});
    start_tap(&tap, p, "site");
    TOOL_AWAIT(&tap, "\"id\":\"berlin\"", "\"name\":\"Berlin = Mitte\"", "\"tz\":\"Europe/Berlin\"",
               "\"ops\":[\"overflow\",\"notice\"]", "\"queues\":0");
    tool_say(&publish, "queue=a site=hamburg\nsite=berlin text=Hello\n");
    TOOL_AWAIT(&tap, "\"id\":\"hamburg\"", "\"ops\":[\"overflow\",\"notice\"]", "\"queues\":1");
    TOOL_AWAIT(&tap, "\"id\":\"berlin\"", "\"name\":\"Berlin = Mitte\"", "\"text\":\"Hello\"");
    assert_int_equal(tool_stop(&publish), COMMAND_DONE);
    assert_int_equal(tool_stop(&tap), COMMAND_DONE);
    free(publish.complaint);
    free(tap.complaint);
}

/* A FIFO outlives its writers with --follow. */
static void test_fifo(void **state)
{
    struct place *p = *state;
    struct tool publish, tap;
    char path[256];
    snprintf(path, sizeof(path), "%s/fifo", p->folder);
    assert_int_equal(mkfifo(path, 0600), 0);
    tool_start(&publish, (const char *const[]){"publish", path, "--follow", "--stats", p->stats,
                                               "--inject", "none", "--site", "berlin", NULL});
    start_tap(&tap, p, "site,queue");
    TOOL_AWAIT(&tap, "\"kind\":\"site\"");
    for (int i = 1; i <= 2; i++) {
        char text[64];
        int fd = open(path, O_WRONLY);
        assert_true(fd >= 0);
        int bytes = snprintf(text, sizeof(text), "queue=sales waiting=%d\n", i);
        assert_int_equal(write(fd, text, (size_t)bytes), bytes);
        close(fd);
        snprintf(text, sizeof(text), "\"waiting\":%d", i);
        TOOL_AWAIT(&tap, "\"kind\":\"queue\"", text);
    }
    assert_int_equal(tool_stop(&publish), COMMAND_DONE);
    assert_int_equal(tool_stop(&tap), COMMAND_DONE);
    free(publish.complaint);
    free(tap.complaint);
}

static void test_growing_file(void **state)
{
    struct place *p = *state;
    struct tool publish, tap;
    char path[256];
    place_file(p, "grows", "queue=sales site=berlin waiting=1\n", path);
    tool_start(&publish, (const char *const[]){"publish", path, "--follow", "--stats", p->stats,
                                               "--inject", "none", NULL});
    start_tap(&tap, p, "queue");
    TOOL_AWAIT(&tap, "\"waiting\":1");
    FILE *file = fopen(path, "a");
    fputs("queue=sales waiting=2\n", file);
    fclose(file);
    TOOL_AWAIT(&tap, "\"waiting\":2");
    assert_int_equal(tool_stop(&publish), COMMAND_DONE);
    assert_int_equal(tool_stop(&tap), COMMAND_DONE);
    free(publish.complaint);
    free(tap.complaint);
}

/* What one feed tells, another can tell again: tap into publish. */
static void test_tap_into_publish(void **state)
{
    struct place *p = *state;
    struct tool publish, tap, again;
    char second[TOOL_NAME_BYTES];
    tool_endpoint(second, p->folder, "second");
    start_publish(&publish, p, NULL);
    tool_say(&publish, "queue=sales site=berlin waiting=7 day.offered=12\n");
    start_tap(&tap, p, "site,queue,agent,event,link");
    tool_start(&again, (const char *const[]){"publish", "--stats", second, "--inject", "none",
                                             "--linger", "0s", NULL});
    for (int i = 0; i < 6; i++) {
        tool_say(&again, tool_line(&tap));
        tool_say(&again, "\n");
    }
    tool_close_in(&again);
    assert_int_equal(tool_end(&again), COMMAND_DONE);
    assert_string_equal(again.complaint, "");
    assert_int_equal(tool_stop(&publish), COMMAND_DONE);
    assert_int_equal(tool_stop(&tap), COMMAND_DONE);
    free(publish.complaint);
    free(tap.complaint);
    free(again.complaint);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_pipe, place_make, place_remove),
        cmocka_unit_test_setup_teardown(test_wrong_lines, place_make, place_remove),
        cmocka_unit_test_setup_teardown(test_silent_after, place_make, place_remove),
        cmocka_unit_test_setup_teardown(test_until_end, place_make, place_remove),
        cmocka_unit_test_setup_teardown(test_too_long_line, place_make, place_remove),
        cmocka_unit_test_setup_teardown(test_site_options, place_make, place_remove),
        cmocka_unit_test_setup_teardown(test_fifo, place_make, place_remove),
        cmocka_unit_test_setup_teardown(test_growing_file, place_make, place_remove),
        cmocka_unit_test_setup_teardown(test_tap_into_publish, place_make, place_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
