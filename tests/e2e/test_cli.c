/* The command line of acdfeed: what every sub-command has in common, by running the real program.
 */
#define _GNU_SOURCE /* prlimit */
#include "feed/commands/command.h"
#include "tests/support/tool.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <cmocka.h>

enum { MOST_COMMANDS = 32 };

/* The names that `acdfeed --help` lists. */
static int list(char names[MOST_COMMANDS][16])
{
    char *out, *err;
    int n = 0;
    assert_int_equal(TOOL_RUN(NULL, &out, &err, "--help"), COMMAND_DONE);
    assert_string_equal(err, "");
    for (char *line = strstr(out, "Commands:\n") + 10;
         strncmp(line, "  ", 2) == 0 && n < MOST_COMMANDS; line = strchr(line, '\n') + 1)
        sscanf(line, "  %15s", names[n++]);
    free(out);
    free(err);
    return n;
}

static void test_every_command_has_help(void **state)
{
    (void)state;
    char names[MOST_COMMANDS][16];
    int n = list(names);
    assert_true(n >= 5);
    for (int i = 0; i < n; i++) {
        char *out, *err, usage[1024];
        assert_int_equal(TOOL_RUN(NULL, &out, &err, names[i], "--help"), COMMAND_DONE);
        snprintf(usage, sizeof(usage), "Usage: acdfeed %s", names[i]);
        assert_ptr_equal(strstr(out, usage), out);
        assert_string_equal(err, "");
        for (char *line = strtok(out, "\n"); line != NULL; line = strtok(NULL, "\n"))
            if (strlen(line) > 100)
                fail_msg("%s --help has a line too wide: %s", names[i], line);
        free(out);
        free(err);
    }
}

static void test_every_command_refuses(void **state)
{
    (void)state;
    char names[MOST_COMMANDS][16];
    int n = list(names);
    for (int i = 0; i < n; i++) {
        char *out, *err, words[1024];
        assert_int_equal(TOOL_RUN(NULL, &out, &err, names[i], "--no-such-option"), COMMAND_USAGE);
        snprintf(words, sizeof(words), "acdfeed %s: unknown option --no-such-option", names[i]);
        assert_ptr_equal(strstr(err, words), err);
        assert_ptr_equal(strchr(err, '\n'), err + strlen(err) - 1);
        assert_string_equal(out, "");
        free(out);
        free(err);
    }
}

static void test_version(void **state)
{
    (void)state;
    char *out;
    assert_int_equal(TOOL_RUN(NULL, &out, NULL, "--version"), COMMAND_DONE);
    assert_string_equal(out, "acdfeed " ACD_RELEASE "\n");
    free(out);
    assert_int_equal(TOOL_RUN(NULL, &out, NULL, "tap", "--version"), COMMAND_DONE);
    assert_string_equal(out, "acdfeed " ACD_RELEASE "\n");
    free(out);
}

static void test_wrong_use(void **state)
{
    (void)state;
    static const struct {
        const char *arguments[8];
        int status;
        const char *says;
    } cases[] = {
        {{NULL}, COMMAND_USAGE, "acdfeed: which command?"},
        {{"nosuch"}, COMMAND_USAGE, "acdfeed: no command nosuch; `acdfeed --help` lists them\n"},
        {{"no\033[2J"}, COMMAND_USAGE, "acdfeed: no command no?[2J;"},
        {{"publish", "--period", "5x"},
         COMMAND_USAGE,
         "acdfeed publish: --period 5x: not a duration such as 500ms, 2s, 1:30\n"},
        {{"publish", "a", "b"}, COMMAND_USAGE, "acdfeed publish: b is one word too many"},
        {{"publish", "--name", "x"}, COMMAND_USAGE, "acdfeed publish: --name and --tz need --site"},
        {{"publish", "--ops", "a b"}, COMMAND_USAGE, "acdfeed publish: ops"},
        {{"publish", "--stats", "ipc:///nonexistent/folder/x"},
         COMMAND_FAILED,
         "ipc:///nonexistent/folder/x"},
        {{"publish", "/nonexistent/file"},
         COMMAND_FAILED,
         "acdfeed publish: /nonexistent/file: No such file or directory\n"},
        {{"publish", "/tmp"}, COMMAND_FAILED, "acdfeed publish: /tmp: is a folder"},
        {{"set"}, COMMAND_USAGE, "acdfeed set: more is needed"},
        {{"set", "queue=sales", "waiting=x"}, COMMAND_USAGE, "acdfeed set: waiting: expected"},
        {{"set", "waiting=7"}, COMMAND_USAGE, "acdfeed set: expected a JSON object, or a kind"},
        {{"set", "queue=sales", "--inject", "tcp://127.0.0.1:1"},
         COMMAND_FAILED,
         "acdfeed set: tcp://127.0.0.1:1: expected ipc:///PATH"},
        {{"tap", "--kinds", "queue,agents"},
         COMMAND_USAGE,
         "acdfeed tap: --kinds queue,agents: expected some of"},
        {{"tap", "--count", "0"}, COMMAND_USAGE, "acdfeed tap: --count 0: not within"},
        {{"tap", "--control", "ipc:///tmp/x", "--control", "ipc:///tmp/y"},
         COMMAND_USAGE,
         "acdfeed tap: more --control than --stats"},
        {{"send"}, COMMAND_USAGE, "acdfeed send: which operation?"},
        {{"send", "overflow", "queue=sales", "--site", "berlin"}, COMMAND_USAGE, "acdfeed send: "},
        {{"send", "open", "--site", "berlin"}, COMMAND_USAGE, "acdfeed send: "},
        {{"send", "open", "queue"}, COMMAND_USAGE, "acdfeed send: expected key=value"},
        {{"check", "/nonexistent/file"}, COMMAND_FAILED, "acdfeed check: /nonexistent/file: "},
        {{"check", "x", "--stats", "ipc:///tmp/x"},
         COMMAND_USAGE,
         "acdfeed check: a file or --stats, not both"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char *out, *err;
        int status = tool_run(cases[i].arguments, NULL, &out, &err);
        if (status != cases[i].status || strstr(err, cases[i].says) == NULL ||
            strchr(err, '\n') != err + strlen(err) - 1 || out[0] != '\0')
            fail_msg("case %zu: %d \"%s\" \"%s\", expected %d \"%s\"", i, status, out, err,
                     cases[i].status, cases[i].says);
        free(out);
        free(err);
    }
}

/* Runs it by a shell, which alone can close a stream for it; "acdfeed" stands for the program.  Its
 * exit status; 124: it did not end. */
static int run_by_shell(const char *words, char *said, size_t bytes)
{
    char line[512];
    const char *folder = getenv("OUT");
    snprintf(line, sizeof line, "exec 3>&1; timeout 20 %s/%s", folder ? folder : "build", words);
    FILE *output = popen(line, "r");
    assert_non_null(output);
    said[fread(said, 1, bytes - 1, output)] = '\0';
    return WEXITSTATUS(pclose(output));
}

/* Whatever would be opened first must not take the number of the stream. */
static void test_closed_streams(void **state)
{
    (void)state;
    char said[4096];
    assert_int_equal(run_by_shell("acdfeed publish - --until-end --inject none "
                                  "--stats ipc:///tmp/acdfeed-closed-$$ 2>&3 <&-",
                                  said, sizeof said),
                     COMMAND_FAILED);
    assert_non_null(strstr(said, "stdin: cannot read: Bad file descriptor"));
    assert_int_equal(run_by_shell("acdwall --once text --wait 1ms 2>&3 >&-", said, sizeof said), 1);
    assert_non_null(strstr(said, "standard output: Bad file descriptor"));
    assert_int_equal(run_by_shell("acdwall --plain --journal none 2>&3 >/dev/full </dev/null", said,
                                  sizeof said),
                     1);
    assert_non_null(strstr(said, "standard output: No space left"));
}

/* A line without an end: refused before it has filled the memory. */
static void test_endless_journal(void **state)
{
    (void)state;
    char said[4096];
    assert_int_equal(run_by_shell("acdwall report --verify --journal /dev/zero 2>&3", said, sizeof said), 1);
    assert_non_null(strstr(said, "journal /dev/zero: line 1 is longer than a line of a journal can be"));
}

/* 1,024, which many systems begin with, are some 400 consoles. */
static void test_as_many_files_as_allowed(void **state)
{
    (void)state;
    struct rlimit before, few, now;
    struct tool publish;
    char folder[TOOL_NAME_BYTES], stats[TOOL_NAME_BYTES];
    tool_folder(folder);
    tool_endpoint(stats, folder, "stats");
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    few = before;
    few.rlim_cur = 100;
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
    tool_start(&publish, (const char *const[]){"publish", "--stats", stats, "--inject", "none", NULL});
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
    tool_say(&publish, "what is this\n");
    tool_await_complaint(&publish, "stdin:1: "); /* it has begun */
    assert_int_equal(prlimit(publish.pid, RLIMIT_NOFILE, NULL, &now), 0);
    assert_true(now.rlim_cur == now.rlim_max || now.rlim_cur >= 65536);
    assert_int_equal(tool_stop(&publish), COMMAND_DONE);
    free(publish.complaint);
    tool_remove_folder(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_command_has_help),
        cmocka_unit_test(test_every_command_refuses),
        cmocka_unit_test(test_version),
        cmocka_unit_test(test_wrong_use),
        cmocka_unit_test(test_closed_streams),
        cmocka_unit_test(test_endless_journal),
        cmocka_unit_test(test_as_many_files_as_allowed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
