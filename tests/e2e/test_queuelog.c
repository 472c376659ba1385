/* queue_logs: lines taken apart, sums that an independent script counts alike, agents, and the
 * command with rotation and wrong lines. */
#include "feed/commands/command.h"
#include "feed/queuelog/logfloor.h"
#include "tests/support/cases.h"
#include "tests/support/place.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { DAY_MS = 86400000, FILES_MOST = 16, COUNTS = 7, LOG_QUEUES = 32, REPORT_BYTES = 1 << 16 };

static const struct {
    const char *line;
    enum entry_event event;
    int64_t t;
    const char *call, *queue, *member, *first;
} good[] = {
    {"915321614|915321600.10067|banking|NONE|ENTERQUEUE||anonymous|1", ENTRY_ENTERQUEUE,
     915321614000, "915321600.10067", "banking", "", ""},
    {"915321730.25|c|q|NONE|ABANDON|1|1|54", ENTRY_ABANDON, 915321730250, "c", "q", "", "1"},
    {"1|c|q|Finn Olsen|CONNECT|3|c2|2", ENTRY_CONNECT, 1000, "c", "q", "Finn Olsen", "3"},
    {"1|NONE|sales|Ana|PAUSE|Lunch", ENTRY_PAUSE, 1000, "", "sales", "Ana", "Lunch"},
    {"1|NONE|NONE|NONE|QUEUESTART|", ENTRY_QUEUESTART, 1000, "", "", "", ""},
    {"1|NONE|NONE|NONE|CONFIGRELOAD|", ENTRY_OTHER, 1000, "", "", "", ""},
    {"1|c|q|NONE|OVERFLOW_ON|x", ENTRY_OTHER, 1000, "c", "q", "", "x"},
    {"1|NONE|q|m|ADDMEMBER", ENTRY_ADDMEMBER, 1000, "", "q", "m", ""},
};
static const char *const bad[] = {
    "", "hello", "|c|q|m|ABANDON", "12x|c|q|m|ABANDON", "1", "1|c|q", "1|c|q|m|",
    "1|NONE|q|m|ABANDON|1", "1|c|NONE|m|CONNECT", "-1|c|q|m|ABANDON", "1.|||", "999999999999|c|q|m|CONNECT",
};

static void lines_are_taken_apart(void **state)
{
    (void)state;
    struct entry entry;
    struct acd_fault why;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        if (!entry_read(&entry, good[i].line, strlen(good[i].line), &why))
            fail_msg("%s: %s", good[i].line, why.text);
        assert_int_equal(entry.event, good[i].event);
        assert_int_equal(entry.t, good[i].t);
        assert_string_equal(entry.call, good[i].call);
        assert_string_equal(entry.queue, good[i].queue);
        assert_string_equal(entry.member, good[i].member);
        assert_string_equal(entry.data[0], good[i].first);
        for (size_t cut = 0; cut < strlen(good[i].line); cut++)
            (void)!entry_read(&entry, good[i].line, cut, &why);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        if (entry_read(&entry, bad[i], strlen(bad[i]), &why))
            fail_msg("'%s' was taken", bad[i]);
        assert_true(why.text[0]);
    }
}

/* --- sums --- */

struct report {
    char text[REPORT_BYTES];
    size_t used;
    char *rows[512];
    int n;
};

/* The day that ends, in the script's words. */
static void report_day(struct report *report, struct logfloor *floor, int64_t day)
{
    for (int i = 0; i < logfloor_queues(floor); i++) {
        const struct acd_queue *queue = logfloor_queue(floor, i, (day + 1) * DAY_MS - 1);
        const struct acd_tally *of = &queue->day;
        if (!(of->offered + of->answered + of->abandoned))
            continue;
        report->rows[report->n++] = report->text + report->used;
        report->used += (size_t)snprintf(
            report->text + report->used, REPORT_BYTES - report->used,
            "%lld %s %lld %lld %lld %lld %lld %lld %lld\n", (long long)day, queue->name,
            (long long)of->offered, (long long)of->answered, (long long)of->answered_in,
            (long long)of->abandoned, (long long)of->abandoned_short,
            (long long)of->wait_ms / 1000, (long long)of->abandon_ms / 1000) + 1;
        assert_true(report->used < REPORT_BYTES);
    }
}

static int by_text(const void *a, const void *b)
{
    const char *const *left = a, *const *right = b;
    return strcmp(*left, *right);
}

static uint64_t feed_file(struct logfloor **floor, const struct pbx_settings *settings,
                          const char *path, int64_t *day, struct report *report)
{
    char line[4096];
    uint64_t taken = 0;
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file)) {
        struct entry entry;
        struct acd_fault why;
        line[strcspn(line, "\n")] = '\0';
        if (!entry_read(&entry, line, strlen(line), &why))
            fail_msg("%s: %s: %s", path, line, why.text);
        if (!*floor) {
            *floor = logfloor_new(settings, entry.t);
            *day = entry.t / DAY_MS;
        }
        if (entry.t / DAY_MS != *day) {
            report_day(report, *floor, *day);
            *day = entry.t / DAY_MS;
        }
        taken += logfloor_take(*floor, &entry);
    }
    fclose(file);
    return taken;
}

static void run_script(char *const *paths, int n, char out[REPORT_BYTES])
{
    char script[512];
    const char *root = getenv("ACD_SOURCE");
    char *argv[FILES_MOST + 6] = {(char *)(uintptr_t) "python3", script, (char *)(uintptr_t) "20",
                                  (char *)(uintptr_t) "5"};
    int fds[2], status;
    size_t used = 0;
    ssize_t got;
    snprintf(script, sizeof script, "%s/tests/e2e/count_queue_log.py", root ? root : ".");
    for (int i = 0; i < n; i++)
        argv[4 + i] = paths[i];
    assert_int_equal(pipe(fds), 0);
    pid_t child = fork();
    if (child == 0) {
        dup2(fds[1], STDOUT_FILENO);
        execvp(argv[0], argv);
        _exit(127);
    }
    close(fds[1]);
    while ((got = read(fds[0], out + used, REPORT_BYTES - 1 - used)) > 0)
        used += (size_t)got;
    out[used] = '\0';
    close(fds[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

/* To the call and the second. */
static void compare(char *const *paths, int n)
{
    static struct report report;
    static char counted[REPORT_BYTES];
    struct pbx_settings settings;
    struct logfloor *floor = NULL;
    int64_t day = 0;
    pbx_settings_init(&settings);
    report = (struct report){.n = 0};
    for (int i = 0; i < n; i++)
        assert_true(feed_file(&floor, &settings, paths[i], &day, &report) > 0);
    report_day(&report, floor, day);
    run_script(paths, n, counted);
    qsort(report.rows, (size_t)report.n, sizeof report.rows[0], by_text);
    int rows = 0;
    char *counted_rows[512], *rest = NULL;
    for (char *row = strtok_r(counted, "\n", &rest); row; row = strtok_r(NULL, "\n", &rest))
        counted_rows[rows++] = row;
    qsort(counted_rows, (size_t)rows, sizeof counted_rows[0], by_text);
    assert_true(rows > 0);
    for (int i = 0; i < rows && i < report.n; i++) {
        report.rows[i][strcspn(report.rows[i], "\n")] = '\0';
        if (strcmp(report.rows[i], counted_rows[i]) != 0)
            fail_msg("day queue entered answered in-T abandoned short wait abandon-wait:\n"
                     "  tallies %s\n  script  %s", report.rows[i], counted_rows[i]);
    }
    assert_int_equal(rows, report.n);
    logfloor_free(floor);
    pbx_settings_release(&settings);
}

static void own_path(char path[512])
{
    const char *root = getenv("ACD_SOURCE");
    snprintf(path, 512, "%s/tests/data/queue_log", root ? root : ".");
}

static void sums_are_those_of_the_script(void **state)
{
    (void)state;
    char path[512], *paths[] = {path};
    own_path(path);
    compare(paths, 1);
}

static int by_name(const void *a, const void *b)
{
    return by_text(a, b);
}

/* Five real days, where they are. */
static void sums_of_a_bank(void **state)
{
    (void)state;
    const char *root = getenv("ACD_SOURCE");
    char folder[512], names[FILES_MOST][1024], *paths[FILES_MOST];
    int n = 0;
    snprintf(folder, sizeof folder, "%s/../shared/data/bank1999", root ? root : ".");
    DIR *directory = opendir(folder);
    if (!directory) {
        print_message("no bank1999 here: skipped\n");
        skip();
    }
    for (struct dirent *each; (each = readdir(directory)) != NULL && n < FILES_MOST;) {
        if (strncmp(each->d_name, "queue_log", 9) != 0)
            continue;
        snprintf(names[n], sizeof names[n], "%s/%s", folder, each->d_name);
        paths[n] = names[n];
        n++;
    }
    closedir(directory);
    qsort(paths, (size_t)n, sizeof paths[0], by_name);
    for (int i = 0; i < n; i++)
        compare(&paths[i], 1);
    compare(paths, n);
}

/* --- agents --- */

static void agents_follow_the_log(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        int state;
        const char *queue, *reason;
    } steps[] = {
        {"100|MANAGER|sales|Ana|ADDMEMBER|", ACD_STATE_AVAILABLE, NULL, NULL},
        {"110|c1|sales|NONE|ENTERQUEUE||155512345|1", ACD_STATE_AVAILABLE, NULL, NULL},
        {"112|c1|sales|Ana|RINGNOANSWER|15000", ACD_STATE_AVAILABLE, NULL, NULL},
        {"115|c1|sales|Ana|CONNECT|5|x|2", ACD_STATE_TALKING, "sales", NULL},
        {"200|c1|sales|Ana|COMPLETEAGENT|5|85|1", ACD_STATE_ACW, NULL, NULL},
        {"211|NONE|NONE|NONE|CONFIGRELOAD|", ACD_STATE_AVAILABLE, NULL, NULL},
        {"220|NONE|sales|Ana|PAUSE|Lunch", ACD_STATE_PAUSED, NULL, "Lunch"},
        {"230|NONE|NONE|Ana|UNPAUSEALL|", ACD_STATE_AVAILABLE, NULL, NULL},
        {"240|MANAGER|sales|Ana|REMOVEMEMBER|", ACD_STATE_OFFLINE, NULL, NULL},
    };
    struct pbx_settings settings;
    pbx_settings_init(&settings);
    settings.wrapup_ms = 10000;
    struct logfloor *floor = logfloor_new(&settings, 100000);
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        struct entry entry;
        struct acd_fault why;
        assert_true(entry_read(&entry, steps[i].line, strlen(steps[i].line), &why));
        assert_true(logfloor_take(floor, &entry));
        const struct acd_agent *agent = logfloor_agent(floor, 0, entry.t);
        if (agent->state != steps[i].state)
            fail_msg("after %s: %s", steps[i].line,
                     acd_names_word(&acd_agent_state_names, agent->state));
        assert_int_equal(ACD_KNOWN(agent, ACD_AGENT_QUEUE), steps[i].queue != NULL);
        assert_int_equal(ACD_KNOWN(agent, ACD_AGENT_REASON), steps[i].reason != NULL);
    }
    const struct acd_agent *agent = logfloor_agent(floor, 0, 240000);
    assert_int_equal(agent->day.handled, 1);
    assert_int_equal(agent->day.rona, 1);
    assert_int_equal(agent->day.talk_ms, 85000);
    assert_int_equal(agent->day.acw_ms, 10000);
    assert_int_equal(agent->day.paused_ms, 10000);
    assert_int_equal(agent->n_queues, 0);
    logfloor_free(floor);
}

static void agents_are_called_as_the_settings_say(void **state)
{
    (void)state;
    static const char *const lines[] = {"100|MANAGER|sales|PJSIP/1001|ADDMEMBER|",
                                        "101|MANAGER|sales|Bo Li|ADDMEMBER|",
                                        "102|MANAGER|sales|SIP/7|ADDMEMBER|",
                                        "103|NONE|sales|SIP/7|PAUSE|",
                                        "104|NONE|sales|SIP/7|DID|12"}; /* of no interest */
    struct pbx_settings settings;
    pbx_settings_init(&settings);
    settings.agents = calloc(2, sizeof(*settings.agents));
    settings.n_agents = 2;
    snprintf(settings.agents[0].id, sizeof settings.agents[0].id, "anna");
    snprintf(settings.agents[0].name, sizeof settings.agents[0].name, "Anna Ruiz");
    snprintf(settings.agents[0].team, sizeof settings.agents[0].team, "A");
    snprintf(settings.agents[0].interface[0], sizeof settings.agents[0].interface[0], "Local/1001@agents/n");
    snprintf(settings.agents[0].interface[1], sizeof settings.agents[0].interface[1], "PJSIP/1001");
    settings.agents[0].n_interfaces = 2;
    snprintf(settings.agents[1].id, sizeof settings.agents[1].id, "bo");
    snprintf(settings.agents[1].name, sizeof settings.agents[1].name, "Bo");
    snprintf(settings.agents[1].member, sizeof settings.agents[1].member, "Bo Li");
    struct logfloor *floor = logfloor_new(&settings, 100000);
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        struct entry entry;
        struct acd_fault why;
        assert_true(entry_read(&entry, lines[i], strlen(lines[i]), &why));
        (void)logfloor_take(floor, &entry);
    }
    static const struct {
        const char *id, *name, *team;
    } expected[] = {{"anna", "Anna Ruiz", "A"}, {"bo", "Bo", NULL}, {"SIP-7", "SIP/7", NULL}};
    for (int i = 0; i < 3; i++) {
        const struct acd_agent *agent = logfloor_agent(floor, i, 105000);
        assert_string_equal(agent->id, expected[i].id);
        assert_string_equal(agent->name, expected[i].name);
        assert_int_equal(ACD_KNOWN(agent, ACD_AGENT_TEAM), expected[i].team != NULL);
        if (expected[i].team)
            assert_string_equal(agent->team, expected[i].team);
        assert_int_equal(agent->state, i == 2 ? ACD_STATE_PAUSED : ACD_STATE_AVAILABLE);
        assert_false(ACD_KNOWN(agent, ACD_AGENT_REASON)); /* none was given */
    }
    logfloor_free(floor);
    pbx_settings_release(&settings);
}

/* --- the command --- */

static void append(const char *path, const char *text)
{
    FILE *file = fopen(path, "a");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void it_follows_rotation_and_names_wrong_lines(void **state)
{
    struct place *place = *state;
    struct tool log, tap;
    char path[256], old[300], line[256];
    long now = (long)time(NULL);
    place_file(place, "queue_log", "", path);
    snprintf(old, sizeof old, "%s.1", path);
    snprintf(line, sizeof line, "%ld|1.1|sales|NONE|ENTERQUEUE||155512345|1\nnonsense\n", now);
    append(path, line);
    const char *const arguments[] = {"queuelog", path, "--follow", "--stats", place->stats,
                                     "--site", "berlin", NULL};
    tool_start(&log, arguments);
    tool_await_complaint(&log, "stats ipc");
    const char *const tap_arguments[] = {"tap", "--stats", place->stats, "--kinds", "queue", NULL};
    tool_start(&tap, tap_arguments);
    TOOL_AWAIT(&tap, "\"site\":\"berlin\"", "\"id\":\"sales\"", "\"waiting\":1,");
    assert_non_null(TOOL_AWAIT(&tap, "\"from\":"));

    snprintf(line, sizeof line, "%ld|1.2|sales|NONE|ENTERQUEUE||155512346|2\n", now);
    append(path, line);
    TOOL_AWAIT(&tap, "\"waiting\":2,");
    assert_int_equal(rename(path, old), 0); /* rotated: the old name's file goes on elsewhere */
    snprintf(line, sizeof line, "%ld|1.3|sales|NONE|ENTERQUEUE||155512347|3\n", now);
    append(path, line);
    TOOL_AWAIT(&tap, "\"waiting\":3,");
    assert_int_equal(truncate(path, 0), 0); /* and cut short */
    snprintf(line, sizeof line, "%ld|1.1|sales|NONE|ABANDON|1|1|9\n", now);
    append(path, line);
    TOOL_AWAIT(&tap, "\"waiting\":2,");
    tool_stop(&tap);
    free(tap.complaint);
    assert_int_equal(tool_stop(&log), COMMAND_DONE);
    assert_non_null(strstr(log.complaint, "queue_log:2: expected seconds since 1970"));
    assert_non_null(strstr(log.complaint, "5 lines, 1 wrong, 0 that make no sense"));
    free(log.complaint);
}

static void it_plays_a_recorded_day_to_its_end(void **state)
{
    struct place *place = *state;
    char path[512], *out, *err;
    own_path(path);
    assert_int_equal(TOOL_RUN(NULL, &out, &err, "queuelog", path, "--stats", place->stats,
                              "--speed", "100000", "--from", "2026-03-28 20:00"),
                     COMMAND_DONE);
    assert_non_null(strstr(err, "0 wrong"));
    free(out);
    free(err);
    static const struct {
        const char *arguments[8];
        int status;
        const char *said;
    } mistakes[] = {
        {{"queuelog"}, COMMAND_USAGE, "more is needed"},
        {{"queuelog", "/nowhere/at/all"}, COMMAND_FAILED, "/nowhere/at/all: cannot be read"},
        {{"queuelog", "/dev/null"}, COMMAND_FAILED, "no line of a queue_log"},
        {{"queuelog", "/dev/null", "--tz", "Mars/Base"}, COMMAND_FAILED, "Mars/Base"},
        {{"queuelog", "/dev/null", "--speed", "0"}, COMMAND_USAGE, "--speed"},
    };
    for (size_t i = 0; i < sizeof mistakes / sizeof mistakes[0]; i++) {
        int status = tool_run(mistakes[i].arguments, NULL, &out, &err);
        if (status != mistakes[i].status || !strstr(err, mistakes[i].said))
            fail_msg("case %zu: exit %d, \"%s\"", i, status, err);
        free(out);
        free(err);
    }
    static const char *const moments[] = {"25:00", "09:61",  "09:41x", "-5:00", "2026-03-28",
                                          "2026-13-01 10:00", "2026-04-31 10:00"};
    for (size_t i = 0; i < sizeof moments / sizeof moments[0]; i++) {
        int status = TOOL_RUN(NULL, &out, &err, "queuelog", path, "--stats", place->stats,
                              "--speed", "100000", "--from", moments[i]);
        if (status != COMMAND_FAILED || !strstr(err, moments[i]))
            fail_msg("--from %s: exit %d, \"%s\"", moments[i], status, err);
        free(out);
        free(err);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_taken_apart),
        cmocka_unit_test(sums_are_those_of_the_script),
        cmocka_unit_test(sums_of_a_bank),
        cmocka_unit_test(agents_follow_the_log),
        cmocka_unit_test(agents_are_called_as_the_settings_say),
        cmocka_unit_test_setup_teardown(it_follows_rotation_and_names_wrong_lines, place_make,
                                        place_remove),
        cmocka_unit_test_setup_teardown(it_plays_a_recorded_day_to_its_end, place_make,
                                        place_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
