/* Captures of real Asterisks replayed: the sums of each queue are those that an independent script
 * counts from the same bytes, and every poll of Asterisk's own counters is explained by ours. */
#include "tests/support/capture.h"

#include "acdfeed/limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Folders below the sources, and beside them; those beside are large and need not be there.
 * `doubles`: calls that this Asterisk counted twice by a race of its own between a hang-up and a
 * device state, known for Local members. */
static const struct {
    const char *folder;
    int doubles;
} captures[] = {
    {"tests/asterisk/captures/16", 0},
    {"tests/asterisk/captures/22", 0},
    {"../shared/data/asterisk/cap16", 0},
    {"../shared/data/asterisk/capL", 1},
};

static bool find(int which, char path[512])
{
    const char *source = getenv("ACD_SOURCE");
    snprintf(path, 512, "%s/%s", source ? source : ".", captures[which].folder);
    if (access(path, R_OK) == 0)
        return true;
    print_message("skipped: there is no capture %s\n", captures[which].folder);
    return false;
}

static void open_pbx(struct pbx_settings *settings, struct capture *capture, struct pbx **pbx)
{
    pbx_settings_init(settings);
    settings->window_ms = 86400000;
    settings->wrapup_ms = 5000;
    *pbx = pbx_new(settings, capture_first_t(capture));
    pbx_connected(*pbx, capture_first_t(capture));
}

static struct acd_queue told(struct pbx *pbx, const char *id, int64_t t)
{
    pbx_touch_queues(pbx);
    for (int i = pbx_changed_queue(pbx); i >= 0; i = pbx_changed_queue(pbx)) {
        const struct acd_queue *queue = pbx_tell_queue(pbx, i, t);
        if (strcmp(queue->id, id) == 0)
            return *queue;
    }
    return (struct acd_queue){0};
}

/* --- the independent count ----------------------------------------------------------------------- */

static FILE *run_count(const char *folder, pid_t *pid)
{
    int ends[2];
    char script[512], events[640], log[640];
    snprintf(script, sizeof(script), "%s/tests/asterisk/count.py",
             getenv("ACD_SOURCE") ? getenv("ACD_SOURCE") : ".");
    snprintf(events, sizeof(events), "%s/events.raw", folder);
    snprintf(log, sizeof(log), "%s/queue_log", folder);
    assert_int_equal(pipe(ends), 0);
    *pid = fork();
    assert_true(*pid >= 0);
    if (*pid == 0) {
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        execl("/usr/bin/python3", "python3", script, events, log, (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    return fdopen(ends[0], "r");
}

static void compare_with_count(struct pbx *pbx, const char *folder, int64_t t)
{
    pid_t pid;
    FILE *in = run_count(folder, &pid);
    char line[512], id[256];
    int rows = 0, status, c[9];
    while (fgets(line, sizeof(line), in)) {
        assert_int_equal(sscanf(line, "%255s %d %d %d %d %d %d %d %d %d", id, &c[0], &c[1], &c[2],
                                &c[3], &c[4], &c[5], &c[6], &c[7], &c[8]),
                         10);
        struct acd_queue queue = told(pbx, id, t);
        assert_string_equal(queue.id, id);
        assert_int_equal(queue.day.offered, c[0]);
        assert_int_equal(queue.day.answered, c[1]);
        assert_int_equal(queue.day.answered_in, c[2]);
        assert_int_equal(queue.day.abandoned, c[3]);
        assert_int_equal(queue.day.abandoned_in, c[4]);
        assert_int_equal(queue.day.overflow_in, c[5]);
        assert_int_equal(queue.day.overflow_out, c[6]);
        assert_int_equal(queue.waiting, c[7]);
        assert_int_equal(queue.active, c[8]);
        rows++;
    }
    fclose(in);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    assert_true(rows >= 2);
}

/* Plays all of it, in pieces as a slow socket would, and shows the base first. */
static void play_all(struct capture *capture, struct pbx *pbx, size_t piece)
{
    int64_t t;
    bool any = capture_next_poll(capture, &t);
    assert_true(any);
    for (const struct ami_message *m; (m = capture_poll_message(capture)) != NULL;) {
        struct ami_message full = *m;
        for (int i = 0; i < full.n; i++)
            if (strcmp(full.field[i].key, "ActionID") == 0)
                full.field[i].value = PBX_FULL;
        if (ami_get(&full, "Event"))
            pbx_event(pbx, &full, capture_first_t(capture));
    }
    assert_true(pbx_whole(pbx));
    assert_false(capture_play(capture, pbx, INT64_MAX, piece));
}

static void sums_are_those_of_an_independent_count(void **state)
{
    (void)state;
    static const size_t pieces[] = {0, 1000, 7};
    for (size_t i = 0; i < ACD_COUNT_OF(captures); i++) {
        char folder[512];
        if (!find((int)i, folder))
            continue;
        struct capture *capture = capture_open(folder);
        assert_non_null(capture);
        struct pbx_settings settings;
        struct pbx *pbx;
        open_pbx(&settings, capture, &pbx);
        play_all(capture, pbx, pieces[i % ACD_COUNT_OF(pieces)]);
        int64_t end_t = capture_t(capture);
        pbx_advance(pbx, end_t);
        compare_with_count(pbx, folder, end_t);
        assert_int_equal(pbx_health(pbx).unknown, 0);
        assert_int_equal(pbx_health(pbx).lost, 0);
        pbx_free(pbx);
        capture_close(capture);
    }
}

/* --- Asterisk's own counters ---------------------------------------------------------------------- */

static int compare_poll(struct pbx *pbx, const struct ami_message *m, int64_t t, int doubles)
{
    struct acd_queue queue = told(pbx, ami_text(m, "Queue"), t);
    int64_t done = queue.day.answered - queue.active;
    int64_t completed = ami_number(m, "Completed", -1);
    assert_non_null(queue.id);
    assert_int_equal(ami_number(m, "Calls", -1), queue.waiting);
    assert_in_range(completed, done, done + doubles);
    /* Asterisk's abandoned are all who left without an agent, wherever they went. */
    assert_int_equal(ami_number(m, "Abandoned", -1), queue.day.abandoned + queue.day.overflow_out);
    return 1;
}

static void every_poll_of_asterisks_counters_is_explained(void **state)
{
    (void)state;
    for (size_t i = 0; i < ACD_COUNT_OF(captures); i++) {
        char folder[512];
        if (!find((int)i, folder))
            continue;
        struct capture *capture = capture_open(folder);
        struct pbx_settings settings;
        struct pbx *pbx;
        int64_t t;
        int polls = 0;
        open_pbx(&settings, capture, &pbx);
        while (capture_next_poll(capture, &t)) {
            (void)capture_play(capture, pbx, t, 0);
            pbx_advance(pbx, t);
            for (const struct ami_message *m; (m = capture_poll_message(capture)) != NULL;) {
                if (ami_is(m, "Event", "QueueParams") && pbx_whole(pbx))
                    polls += compare_poll(pbx, m, t, captures[i].doubles);
                else if (ami_is(m, "Event", "QueueParams"))
                    assert_int_equal(ami_number(m, "Completed", -1), 0); /* all is captured */
                struct ami_message full = *m;
                for (int k = 0; k < full.n; k++)
                    if (strcmp(full.field[k].key, "ActionID") == 0)
                        full.field[k].value = PBX_FULL;
                if (ami_get(&full, "Event"))
                    pbx_event(pbx, &full, t);
            }
        }
        print_message("%s: %d polls of a queue explained\n", captures[i].folder, polls);
        assert_true(polls > 5);
        pbx_free(pbx);
        capture_close(capture);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_are_those_of_an_independent_count),
        cmocka_unit_test(every_poll_of_asterisks_counters_is_explained),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
