/* `acdwall --play`: a recording at a terminal, its keys, and that it can never be taken for live. */
#include "feed/commands/recorder.h"
#include "tests/support/cases.h"
#include "tests/support/person.h"
#include "tests/support/tool.h"

#include "acdfeed/playback.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define START INT64_C(1774656000000) /* 2026-03-28 00:00 UTC */
enum { LENGTH_S = 1500, BAD_FROM_S = 700, BAD_TO_S = 760 };

static void say(struct recorder *recorder, enum acd_kind kind, uint64_t n, int64_t now_ms,
                const void *entity)
{
    char topic[32];
    struct acd_buffer body;
    acd_buffer_init(&body);
    snprintf(topic, sizeof topic, "%s/berlin/", acd_names_word(&acd_kind_names, (int)kind));
    acd_pack_head(&body, "berlin", 7, n, now_ms, 1);
    acd_pack(&body, acd_kind_shape(kind), entity);
    assert_true(recorder_hear(recorder, &(struct acd_heard){.topic = topic,
                                                            .topic_bytes = strlen(topic),
                                                            .body = body.data,
                                                            .body_bytes = body.size,
                                                            .now_ms = now_ms,
                                                            .wall_ms = now_ms}));
    acd_buffer_release(&body);
}

/* 25 minutes of one queue, calm but for one minute. */
static void make_tape(const char *path)
{
    static const char *const feeds[] = {"ipc:///acd"}, *const ops[] = {"overflow", "notice"};
    struct acd_fault why;
    struct acd_tape_writer *writer = acd_tape_append(path, &why);
    assert_non_null(writer);
    struct recorder *recorder = recorder_new(writer, (struct recorder_feeds){feeds, 1}, 60000);
    recorder_begin(recorder, START, START);
    for (int s = 0; s < LENGTH_S; s++) {
        int64_t now_ms = START + s * 1000;
        struct acd_site site = {.id = "berlin", .name = "Berlin", .period_ms = 1000,
                                .keyframe_ms = 1000, .queues = 1, .agents = 0, .ops = ops,
                                .n_ops = 2};
        site.known = ACD_BIT(ACD_SITE_ID) | ACD_BIT(ACD_SITE_NAME) | ACD_BIT(ACD_SITE_PERIOD) |
                     ACD_BIT(ACD_SITE_KEYFRAME) | ACD_BIT(ACD_SITE_QUEUES) |
                     ACD_BIT(ACD_SITE_AGENTS) | ACD_BIT(ACD_SITE_OPS);
        struct acd_queue queue = {.id = "sales", .name = "Sales", .open = true,
                                  .waiting = s >= BAD_FROM_S && s < BAD_TO_S ? 20 : 0};
        queue.known = ACD_BIT(ACD_QUEUE_ID) | ACD_BIT(ACD_QUEUE_NAME) | ACD_BIT(ACD_QUEUE_OPEN) |
                      ACD_BIT(ACD_QUEUE_WAITING);
        say(recorder, ACD_KIND_QUEUE, (uint64_t)s + 1, now_ms, &queue);
        say(recorder, ACD_KIND_SITE, (uint64_t)s + 1, now_ms, &site);
        (void)recorder_tick(recorder, now_ms, now_ms);
    }
    recorder_free(recorder);
    assert_true(acd_tape_flush(writer, false, &why));
    acd_tape_finish(writer);
}

struct stage {
    char folder[TOOL_NAME_BYTES], tape[128], settings[128], wall[512];
};

static int set_up(void **state)
{
    struct stage *stage = calloc(1, sizeof *stage);
    const char *out = getenv("OUT");
    tool_folder(stage->folder);
    snprintf(stage->tape, sizeof stage->tape, "%s/shift.tape", stage->folder);
    snprintf(stage->settings, sizeof stage->settings, "%s/acdwall.ini", stage->folder);
    snprintf(stage->wall, sizeof stage->wall, "%s/acdwall", out ? out : "build");
    make_tape(stage->tape);
    FILE *file = fopen(stage->settings, "w");
    fputs("[limits]\nwaiting = 1 5 15\n", file);
    fclose(file);
    *state = stage;
    return 0;
}

static int tear_down(void **state)
{
    struct stage *stage = *state;
    tool_remove_folder(stage->folder);
    free(stage);
    return 0;
}

static struct person *sit_down(const struct stage *stage, int cols, int rows)
{
    const char *const argv[] = {stage->wall, "--settings", stage->settings, "--play", stage->tape,
                                "--by", "anna", NULL};
    struct person *person = person_open(argv, "xterm-256color", cols, rows);
    assert_true(person_shows(person, "PLAYBACK"));
    assert_true(person_shows(person, "Sales"));
    return person;
}

static void stand_up(struct person *person)
{
    person_send(person, "q");
    assert_int_equal(person_ends(person), 0);
    assert_true(person_settings_as_before(person));
    person_close(person);
}

#define PRESS(keys, text)                                                                          \
    do {                                                                                           \
        person_send(person, keys);                                                                 \
        assert_true(person_shows(person, text));                                                   \
    } while (0)

static void keys_move_the_recording(void **state)
{
    struct person *person = sit_down(*state, 120, 32);
    assert_true(person_shows(person, "PLAYBACK 2026-03-28 00:00:"));
    PRESS(".", "x1 paused");
    PRESS(":seek 00:05\r", "00:05:00 x1 paused");
    PRESS("]", "00:06:00");
    PRESS("}", "00:16:00");
    PRESS("{", "00:06:00");
    PRESS("[", "00:05:00");
    PRESS("n", "Sales enters tier 3");
    assert_true(person_shows(person, "00:11:4"));
    assert_true(person_find(person, "tier 3") >= 0);
    PRESS(">", "x2 paused");
    PRESS("<", "x1 paused");
    PRESS(":speed 64\r", "x64 paused");
    PRESS(":seek 09:41\r", "not on the tape");
    PRESS(":seek\r", "seek: a moment such as");
    person_send(person, "n"); /* no other one */
    assert_true(person_shows(person, "no further alarm"));
    assert_true(person_shows(person, " end "));
    PRESS(":seek 00:12:30\r", "x64 paused");
    PRESS(".", " end "); /* and runs to the end by itself */
    stand_up(person);
}

static void every_view_says_so_and_nothing_can_be_done(void **state)
{
    static const char *const views[] = {"A", "T", "J", "B", "L", "?", "Q", "\r", ":view queues\r"};
    static const int sizes[][2] = {{120, 32}, {80, 24}, {40, 12}, {200, 60}};
    for (size_t s = 0; s < sizeof sizes / sizeof sizes[0]; s++) {
        struct person *person = sit_down(*state, sizes[s][0], sizes[s][1]);
        PRESS(".", "paused");
        for (size_t i = 0; i < sizeof views / sizeof views[0]; i++) {
            person_send(person, views[i]);
            person_read(person, 50);
            if (!strstr(person_row(person, 0), "PLAYBACK"))
                fail_msg("%dx%d, view %s: \"%s\"", sizes[s][0], sizes[s][1], views[i],
                         person_row(person, 0));
        }
        person_send(person, "o");
        assert_true(person_shows(person, "recording"));
        assert_int_equal(person_find(person, "Overflow from"), -1);
        person_send(person, "N");
        assert_true(person_shows(person, "recording"));
        stand_up(person);
    }
}

/* All it says on stdout and stderr.  `more` ends with NULL. */
static char *run_wall(const struct stage *stage, const char *const *more, int *status)
{
    const char *argv[16] = {stage->wall, "--settings", stage->settings};
    char *text = calloc(1, TOOL_TEXT_BYTES);
    int fds[2], n = 3;
    size_t used = 0;
    ssize_t got;
    while (*more)
        argv[n++] = *more++;
    assert_int_equal(pipe(fds), 0);
    pid_t child = fork();
    if (child == 0) {
        dup2(fds[1], STDOUT_FILENO);
        dup2(fds[1], STDERR_FILENO);
        execv(argv[0], (char *const *)(uintptr_t)argv);
        _exit(127);
    }
    close(fds[1]);
    while ((got = read(fds[0], text + used, TOOL_TEXT_BYTES - 1 - used)) > 0)
        used += (size_t)got;
    close(fds[0]);
    assert_int_equal(waitpid(child, status, 0), child);
    *status = WIFEXITED(*status) ? WEXITSTATUS(*status) : 128;
    return text;
}

static void once_shows_a_moment(void **state)
{
    const struct stage *stage = *state;
    static const struct {
        bool tape;
        const char *options[6], *says[3];
        int status;
    } cases[] = {
        {true, {"--once", "json", "--at", "00:12"},
         {"\"playback\":", "2026-03-28 00:12:00", "\"waiting\":20"}, 0},
        {true, {"--once", "json", "--at", "00:05"},
         {"\"playback\":", "\"t\":1774656300000", "\"waiting\":0"}, 0},
        {true, {"--once", "text", "--from", "00:12"},
         {"PLAYBACK, not live", "2026-03-28 00:12:00", "Sales"}, 0},
        {true, {"--once", "csv"}, {"PLAYBACK,,", "2026-03-28 00:24:59", "queue,berlin,sales"}, 0},
        {true, {"--once", "json", "--at", "09:41"},
         {"09:41 is not on the tape", "2026-03-28 00:00:00", ""}, 1},
        {true, {"--once", "json", "--at", "noon"}, {"no moment", "", ""}, 1},
        {true, {"--feed", "ipc:///x"}, {"--play shows a tape alone", "", ""}, 2},
        {true, {"--speed", "100"}, {"--speed 100", "", ""}, 2},
        {false, {"--play", "/nowhere/at/all", "--once", "text"},
         {"/nowhere/at/all: cannot be opened", "", ""}, 1},
        {false, {"--once", "text", "--at", "00:05"}, {"moments of a tape", "", ""}, 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *options[10] = {"--play", stage->tape};
        int status, n = cases[i].tape ? 2 : 0;
        for (int j = 0; j < 6 && cases[i].options[j]; j++)
            options[n++] = cases[i].options[j];
        options[n] = NULL;
        char *text = run_wall(stage, options, &status);
        for (int j = 0; j < 3; j++)
            if (status != cases[i].status || !strstr(text, cases[i].says[j]))
                fail_msg("case %zu: exit %d, no \"%s\" in \"%s\"", i, status, cases[i].says[j],
                         text);
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(keys_move_the_recording, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_view_says_so_and_nothing_can_be_done, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(once_shows_a_moment, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
