/* Programs told of alarms: real scripts, and what becomes of bad ones. */
#include "console/edge/hook.h"

#include "acdfeed/clock.h"
#include "tests/support/cases.h"
#include "tests/support/patience.h"
#include "tests/support/tool.h"

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DEADLINE_MS = 30000 };

struct room {
    char folder[TOOL_NAME_BYTES];
    struct hook_settings settings;
    struct hooks *hooks;
    char said[16][400]; /* "state: why" */
    char words[400]; /* of the last one: the program */
    int n;
};

static void on_hook(void *context, const struct note *note)
{
    struct room *room = context;
    snprintf(room->words, sizeof room->words, "%s", NOTE_TEXT(note, WORDS, words));
    if (room->n < 16)
        snprintf(room->said[room->n++], 400, "%s: %s", note->state, NOTE_TEXT(note, WHY, why));
}

static int room_make(void **state)
{
    struct room *room = calloc(1, sizeof *room);
    tool_folder(room->folder);
    hook_settings_init(&room->settings);
    room->hooks = hooks_new(&room->settings, on_hook, room);
    *state = room;
    return 0;
}

static int room_remove(void **state)
{
    struct room *room = *state;
    hooks_free(room->hooks, 1);
    hook_settings_release(&room->settings);
    tool_remove_folder(room->folder);
    free(room);
    return 0;
}

/* A script in the room; its path with arguments. */
static char *script(const struct room *room, const char *name, const char *text, const char *arguments)
{
    char path[256];
    static char command[600];
    FILE *file;
    snprintf(path, sizeof path, "%s/%s", room->folder, name);
    file = fopen(path, "w");
    fprintf(file, "#!/bin/sh\ncd %s\n%s\n", room->folder, text);
    fclose(file);
    chmod(path, 0700);
    snprintf(command, sizeof command, "%s %s", path, arguments);
    return command;
}

static char *slurp(const struct room *room, const char *name)
{
    char path[256];
    static char text[8192];
    FILE *file;
    snprintf(path, sizeof path, "%s/%s", room->folder, name);
    file = fopen(path, "r");
    if (!file)
        return NULL;
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    return text;
}

static struct note alarm_note(const char *queue)
{
    struct note note = note_make(NOTE_ALARM, 1772530890000);
    NOTE_SAY(&note, SITE, site, "berlin");
    NOTE_SAY(&note, QUEUE, queue, queue);
    NOTE_SAY(&note, WHY, why, "longest 4:12; rm -rf $HOME");
    NOTE_SET(&note, TIER, tier, 3);
    return note;
}

static void call(struct room *room, const char *command, const char *queue)
{
    struct note note = alarm_note(queue);
    hooks_tell(room->hooks, command, &note, acd_monotonic_ms(), 1);
}

static void await(struct room *room, int n)
{
    struct pollfd nothing = {.fd = -1};
    int64_t until_ms = acd_monotonic_ms() + patience_ms(DEADLINE_MS);
    while (room->n < n && acd_monotonic_ms() < until_ms) {
        hooks_pass(room->hooks, acd_monotonic_ms(), 1);
        poll(&nothing, 1, 10);
    }
    assert_true(room->n >= n);
}

static void a_program_gets_arguments_json_and_little_else(void **state)
{
    struct room *room = *state;
    call(room, script(room, "tell", "printf '%s|' \"$@\" >words; cat >json; env >env; ls /proc/self/fd >fds",
                      "to {site}/{queue} tier-{tier} \"{why}\" {agent}"), "sales");
    await(room, 1);
    assert_string_equal(room->said[0], "done: ");
    assert_string_equal(slurp(room, "words"), "to|berlin/sales|tier-3|longest 4:12; rm -rf $HOME||");
    assert_non_null(strstr(slurp(room, "json"), "{\"t\":1772530890000,\"what\":\"alarm\",\"site\":\"berlin\""));
    assert_null(strstr(slurp(room, "env"), "ACD_SOURCE"));
    assert_null(strstr(slurp(room, "env"), "TERM"));
    assert_string_equal(slurp(room, "fds"), "0\n1\n2\n3\n"); /* 3: the folder that ls reads */
}

static void one_that_takes_too_long_is_ended_with_all_it_started(void **state)
{
    struct room *room = *state;
    room->settings.time_ms = 300;
    call(room, script(room, "slow", "sleep 1000 & echo $! >child; wait", ""), "sales");
    await(room, 1);
    assert_string_equal(room->said[0], "failed: it took longer than it may and was ended");
    pid_t child = (pid_t)atoi(slurp(room, "child"));
    struct pollfd nothing = {.fd = -1};
    int64_t until_ms = acd_monotonic_ms() + patience_ms(DEADLINE_MS);
    char path[64], text[256] = "";
    snprintf(path, sizeof path, "/proc/%d/stat", (int)child);
    for (bool gone = false; !gone && acd_monotonic_ms() < until_ms; poll(&nothing, 1, 10)) {
        FILE *file = fopen(path, "r"); /* gone, or a corpse that nobody has buried yet */
        gone = !file || (fgets(text, sizeof text, file) && strstr(text, ") Z "));
        if (file)
            fclose(file);
        if (gone)
            return;
    }
    fail_msg("%s: %s", path, text);
}

static void failures_are_told(void **state)
{
    struct room *room = *state;
    call(room, script(room, "bad", "exit 7", ""), "sales");
    await(room, 1);
    assert_string_equal(room->said[0], "failed: exit status 7");
    call(room, script(room, "dies", "kill -9 $$", ""), "sales");
    await(room, 2);
    assert_string_equal(room->said[1], "failed: signal 9 ended it");
    call(room, "/nowhere/at/all", "sales");
    assert_string_equal(room->said[2], "not started: cannot be started: No such file or directory");
}

static void no_more_than_may_run_and_begin(void **state)
{
    struct room *room = *state;
    char *command = script(room, "waits", "exec sleep 1000", "");
    room->settings.at_once = 2;
    for (int i = 0; i < 10; i++)
        call(room, command, "sales");
    assert_int_equal(hooks_running(room->hooks), 2);
    assert_int_equal(room->n, 1); /* a storm is told once */
    assert_string_equal(room->said[0], "not started: 2 run already");
    room->settings.time_ms = 0;
    await(room, 3);
    room->settings.time_ms = 10000;
    room->settings.per_minute = 3;
    room->settings.at_once = 32;
    for (int i = 0; i < 10; i++)
        call(room, command, "sales");
    assert_int_equal(hooks_running(room->hooks), 1);
    room->settings.time_ms = 0;
    hooks_pass(room->hooks, acd_monotonic_ms(), 1);
}

/* Arguments of the settings may hold what a journal, printed and mailed, should not. */
static void what_did_not_start_is_named_without_its_arguments(void **state)
{
    struct room *room = *state;
    call(room, "/nowhere/post --token=hush {queue}", "sales");
    assert_non_null(strstr(room->said[0], "not started: cannot be started"));
    assert_string_equal(room->words, "/nowhere/post");
    room->settings.per_minute = 0;
    call(room, "/nowhere/post --token=hush {queue}", "sales");
    assert_string_equal(room->said[1], "not started: 0 began within a minute");
    assert_string_equal(room->words, "/nowhere/post");
}

static void words_are_cut_and_checked(void **state)
{
    (void)state;
    static const struct {
        const char *command, *queue, *last, *why;
    } cases[] = {
        {"/bin/x a \"b c\"", "sales", "b c", NULL},
        {"/bin/x {queue}{tier}", "sales", "sales3", NULL},
        {"/bin/x -q {queue}", "sales", "sales", NULL},
        {"/bin/x -q{queue}", "-r", "-q-r", NULL},
        {"/bin/x \"{queue} now\"", "sales", "sales now", NULL},
        {"/bin/x {queue}", "-rf", NULL, "would begin with '-'"},
        {"/bin/x {nothing}", "sales", NULL, "{nothing} is nothing"},
        {"/bin/x {args}", "sales", NULL, "{args} is nothing"},
        {"x {queue}", "sales", NULL, "not the whole path"},
        {"{queue}", "/bin/sh", NULL, "{queue} stands in the program's path"},
        {"/bin/{queue} x", "sh", NULL, "{queue} stands in the program's path"},
        {"", "sales", NULL, "not the whole path"},
        {"/bin/x {queue", "sales", "{queue", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[HOOK_TEXT_BYTES], *argv[HOOK_WORDS + 1];
        struct note note = alarm_note(cases[i].queue);
        struct acd_fault why = {""};
        bool fine = hook_words(cases[i].command, &note, text, argv, &why);
        int n = 0;
        if (fine != !cases[i].why || (cases[i].why && !strstr(why.text, cases[i].why)))
            fail_msg("case %zu: %s", i, why.text);
        while (fine && argv[n])
            n++;
        if (fine)
            assert_string_equal(argv[n - 1], cases[i].last);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, room_make, room_remove)
    const struct CMUnitTest tests[] = {
        TEST(a_program_gets_arguments_json_and_little_else),
        TEST(one_that_takes_too_long_is_ended_with_all_it_started),
        TEST(failures_are_told),
        TEST(no_more_than_may_run_and_begin),
        TEST(what_did_not_start_is_named_without_its_arguments),
        TEST(words_are_cut_and_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
