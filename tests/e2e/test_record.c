/* `acdfeed record` and `acdfeed replay` as programs: what a tape was told is what it tells, also
 * when the recorder was killed, and with the mistakes of a command line said in one line. */
#include "acdfeed/clock.h"
#include "feed/commands/command.h"
#include "tests/support/cases.h"
#include "tests/support/patience.h"
#include "tests/support/place.h"

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static void tape_path(char path[256], const struct place *place)
{
    snprintf(path, 256, "%s/shift.tape", place->folder);
}

static void start_recorder(struct tool *recorder, const struct place *place, const char *path)
{
    const char *const arguments[] = {"record", path,  "--stats", place->stats,
                                     "--keys", "300ms", NULL};
    tool_start(recorder, arguments);
    tool_await_complaint(recorder, "recording");
}

static void await_size(const char *path, off_t least)
{
    struct stat status = {0};
    int64_t until_ms = acd_monotonic_ms() + patience_ms(TOOL_DEADLINE_MS);
    while (stat(path, &status) != 0 || status.st_size < least) {
        assert_true(acd_monotonic_ms() < until_ms);
        poll(NULL, 0, 20);
    }
}

static void start_replay(struct tool *replay, const struct place *place, const char *path)
{
    char stats[TOOL_NAME_BYTES];
    tool_endpoint(stats, place->folder, "again");
    const char *const arguments[] = {"replay", path, "--stats", stats, "--loop", NULL};
    tool_start(replay, arguments);
    tool_await_complaint(replay, "speed 1");
}

static void tap_shows(const struct place *place, const char *const *texts, int n)
{
    char stats[TOOL_NAME_BYTES];
    struct tool tap;
    tool_endpoint(stats, place->folder, "again");
    const char *const arguments[] = {"tap", "--stats", stats, NULL};
    for (int i = 0; i < n; i++) {
        tool_start(&tap, arguments);
        tool_await(&tap, (const char *const[]){texts[i], NULL});
        tool_stop(&tap);
        free(tap.complaint);
    }
}

static const char *const told[] = {
    "{\"kind\":\"queue\",\"site\":\"berlin\",\"id\":\"sales\",\"name\":\"Sales\",\"waiting\":7}",
    "{\"kind\":\"agent\",\"site\":\"berlin\",\"id\":\"anna\",\"name\":\"Anna\",\"state\":\"acw\"}",
    "RECORDING of ",
};

static void say_floor(struct place *place)
{
    tool_say(&place->feed, "queue=sales name=Sales waiting=7\n"
                           "agent=anna name=Anna state=acw\n");
}

static void what_was_recorded_is_replayed(void **state)
{
    struct place *place = *state;
    struct tool recorder, replay;
    char path[256];
    tape_path(path, place);
    place_start_feed(place);
    say_floor(place);
    start_recorder(&recorder, place, path);
    await_size(path, 4000);
    assert_int_equal(tool_stop(&recorder), COMMAND_DONE);
    assert_non_null(strstr(recorder.complaint, " messages"));
    free(recorder.complaint);
    place_stop_feed(place);

    start_replay(&replay, place, path);
    tap_shows(place, told, 3);
    assert_int_equal(tool_stop(&replay), COMMAND_DONE);
    free(replay.complaint);
}

/* Killed in the middle; then another recording on the same tape. */
static void a_killed_recorder_leaves_a_tape(void **state)
{
    struct place *place = *state;
    struct tool recorder, replay;
    char path[256];
    tape_path(path, place);
    place_start_feed(place);
    say_floor(place);
    start_recorder(&recorder, place, path);
    await_size(path, 4000);
    kill(recorder.pid, SIGKILL);
    assert_int_equal(tool_end(&recorder), 128 + SIGKILL);
    free(recorder.complaint);
    struct stat before, after;
    assert_int_equal(stat(path, &before), 0);
    start_recorder(&recorder, place, path);
    await_size(path, before.st_size + 2000);
    assert_int_equal(tool_stop(&recorder), COMMAND_DONE);
    free(recorder.complaint);
    assert_int_equal(stat(path, &after), 0);
    assert_true(after.st_size > before.st_size);
    place_stop_feed(place);
    start_replay(&replay, place, path);
    tap_shows(place, told, 2);
    tool_stop(&replay);
    free(replay.complaint);
}

static const struct mistake {
    const char *arguments[8];
    int status;
    const char *said;
} mistakes[] = {
    {{"record"}, COMMAND_USAGE, "more is needed"},
    {{"record", "/nowhere/at/all"}, COMMAND_FAILED, "/nowhere/at/all: cannot be opened"},
    {{"record", "/proc/version", "--stats", "ipc:///nowhere/x"}, COMMAND_FAILED, "/proc/version"},
    {{"record", "/tmp/x", "--for", "soon"}, COMMAND_USAGE, "not a duration"},
    {{"replay"}, COMMAND_USAGE, "more is needed"},
    {{"replay", "/nowhere/at/all"}, COMMAND_FAILED, "/nowhere/at/all: cannot be opened"},
    {{"replay", "/proc/version"}, COMMAND_FAILED, "no tape"},
    {{"replay", "/tmp/x", "--speed", "0"}, COMMAND_USAGE, "--speed"},
};

static void mistakes_are_said(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof mistakes / sizeof mistakes[0]; i++) {
        char *out, *err;
        int status = tool_run(mistakes[i].arguments, NULL, &out, &err);
        if (status != mistakes[i].status || !strstr(err, mistakes[i].said))
            fail_msg("case %zu: exit %d, \"%s\"", i, status, err);
        free(out);
        free(err);
    }
}

static void silence_is_an_exit_status(void **state)
{
    struct place *place = *state;
    char path[256], *out, *err;
    tape_path(path, place);
    assert_int_equal(TOOL_RUN(NULL, &out, &err, "record", path, "--stats", place->stats, "--for",
                              "300ms"),
                     COMMAND_SILENT);
    assert_non_null(strstr(err, "nothing was heard"));
    free(out);
    free(err);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_was_recorded_is_replayed, place_make, place_remove),
        cmocka_unit_test_setup_teardown(a_killed_recorder_leaves_a_tape, place_make, place_remove),
        cmocka_unit_test(mistakes_are_said),
        cmocka_unit_test_setup_teardown(silence_is_an_exit_status, place_make, place_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
