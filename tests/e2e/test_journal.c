/* The journal of a real console: from the key to the line, and what a kill leaves. */
#include "tests/support/cases.h"
#include "tests/support/person.h"
#include "tests/support/tool.h"
#include "tests/support/trail_file.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct floor {
    char folder[TOOL_NAME_BYTES], stats[TOOL_NAME_BYTES], control[TOOL_NAME_BYTES];
    char journal[2 * TOOL_NAME_BYTES];
    struct tool sim;
};

static int floor_open(void **state)
{
    struct floor *floor = calloc(1, sizeof *floor);
    tool_folder(floor->folder);
    tool_endpoint(floor->stats, floor->folder, "stats");
    tool_endpoint(floor->control, floor->folder, "control");
    snprintf(floor->journal, sizeof floor->journal, "%s/journal.jsonl", floor->folder);
    const char *const arguments[] = {"sim", "--stats", floor->stats, "--control", floor->control,
                                     "--seed", "1", "--speed", "5", NULL};
    tool_start(&floor->sim, arguments);
    tool_await_complaint(&floor->sim, "stats ");
    *state = floor;
    return 0;
}

static int floor_close(void **state)
{
    struct floor *floor = *state;
    tool_stop(&floor->sim);
    free(floor->sim.complaint);
    tool_remove_folder(floor->folder);
    free(floor);
    return 0;
}

static struct person *wall_with(const struct floor *floor, const char *journal, const char *settings)
{
    char path[512];
    const char *folder = getenv("OUT");
    snprintf(path, sizeof path, "%s/acdwall", folder ? folder : "build");
    const char *const argv[] = {path, "--feed", floor->stats, "--control", floor->control,
                                "--by", "anna", "--journal", journal,
                                settings ? "--settings" : NULL, settings, NULL};
    return person_open(argv, "xterm-256color", 120, 32);
}

static struct person *wall_open(const struct floor *floor, const char *journal)
{
    return wall_with(floor, journal, NULL);
}

static void leave(struct person *wall)
{
    person_send(wall, "q");
    assert_int_equal(person_ends(wall), 0);
    person_close(wall);
}

static void overflow(struct person *wall)
{
    assert_true(person_shows(wall, "Sales DE, tier "));
    person_send(wall, "o");
    assert_true(person_shows(wall, "Overflow from Sales DE"));
    person_send(wall, "\033OC\r"); /* Right, Enter */
    assert_true(person_shows(wall, "in force overflow"));
}

static void a_key_leaves_its_lines(void **state)
{
    const struct floor *floor = *state;
    struct person *wall = wall_open(floor, floor->journal);
    overflow(wall);
    TRAIL_AWAIT(floor->journal, "\"what\":\"measure\"", "\"queue\":\"sales-de\"", "\"state\":\"began\"",
                "\"op\":\"overflow\"", "\"by\":\"anna\"");
    leave(wall);

    struct trail_file file = trail_file_read(floor->journal);
    assert_int_equal(file.broken_line, 0);
    assert_int_equal(TRAIL_COUNT(&file, "\"what\":\"start\"", "\"by\":\"anna\"", "\"where\":\"/dev/pts/"), 1);
    assert_true(TRAIL_COUNT(&file, "\"what\":\"site\"", "\"state\":\"live\"") > 0);
    assert_true(TRAIL_COUNT(&file, "\"what\":\"tier\"", "\"queue\":\"sales-de\"") > 0);
    assert_int_equal(TRAIL_COUNT(&file, "\"what\":\"request\"", "\"state\":\"asked\"", "\"op\":\"overflow\"",
                                 "\"by\":\"anna\"", "\"words\":\"overflow ", "\"args\":{\"to\":\""), 1);
    assert_int_equal(TRAIL_COUNT(&file, "\"what\":\"request\"", "\"state\":\"done\""), 1);
    assert_true(TRAIL_COUNT(&file, "\"what\":\"event\"", "\"type\":\"action\"", "\"by\":\"anna\"") > 0);
    assert_true(TRAIL_COUNT(&file, "\"what\":\"span\"", "\"queue\":\"sales-de\"") > 0);
    assert_int_equal(TRAIL_COUNT(&file, "\"what\":\"stop\"", "\"why\":\"quit\""), 1);
    assert_int_equal(TRAIL_COUNT(&file, "\"from\""), 0); /* no caller, anywhere */
    free(file.text);
}

/* Runs `acdwall report` and expects words of it and its exit status. */
static void report(const char *const *words, const char *expected, int status)
{
    char path[512];
    const char *folder = getenv("OUT");
    const char *argv[12] = {path, "report"};
    snprintf(path, sizeof path, "%s/acdwall", folder ? folder : "build");
    for (int i = 0; words[i]; i++)
        argv[i + 2] = words[i];
    struct person *reader = person_open(argv, "xterm-256color", 200, 80);
    assert_true(person_shows(reader, expected));
    assert_int_equal(person_ends(reader), status);
    person_close(reader);
}
#define REPORT(expected, status, ...) report((const char *const[]){__VA_ARGS__, NULL}, expected, status)

static void change_a_byte(const char *path, long at)
{
    FILE *file = fopen(path, "r+");
    int c;
    fseek(file, at, SEEK_SET);
    c = fgetc(file);
    fseek(file, at, SEEK_SET);
    fputc(c ^ 1, file);
    fclose(file);
}

static void a_journal_becomes_a_handover_and_shows_edits(void **state)
{
    const struct floor *floor = *state;
    struct person *wall = wall_open(floor, floor->journal);
    overflow(wall);
    leave(wall);
    REPORT("all as they were written", 0, "--verify", floor->journal);
    REPORT("Open matters", 0, "--shift", "--journal", floor->journal);
    REPORT("in force at ", 0, "--shift", "--journal", floor->journal);
    REPORT("\"measures\":[{", 0, "--shift", "--format=json", "--journal", floor->journal);
    REPORT("measure,", 0, "--shift", "--format", "csv", "--journal", floor->journal);
    REPORT("no line has the SHA-256", 1, "--verify", floor->journal, "--holds",
           "00000000000000000000000000000000000000000000000000000000000000aa");
    REPORT("expected --shift or --verify", 2, "--format", "csv");
    REPORT("No such file", 1, "--verify", "/nowhere/journal");
    change_a_byte(floor->journal, 200);
    REPORT(": line 1 was changed", 1, "--verify", floor->journal);
}

static void a_cut_end_shows_by_the_head(void **state)
{
    const struct floor *floor = *state;
    struct person *wall = wall_open(floor, floor->journal);
    assert_true(person_shows(wall, "Sales DE"));
    leave(wall);
    struct trail_file file = trail_file_read(floor->journal);
    file.text[strlen(file.text) - 1] = '\0';
    assert_int_equal(truncate(floor->journal, strrchr(file.text, '\n') + 1 - file.text), 0);
    free(file.text);
    REPORT("is missing or was changed", 1, "--verify", floor->journal);
}

static void a_killed_console_leaves_a_file_that_holds(void **state)
{
    const struct floor *floor = *state;
    struct person *wall = wall_open(floor, floor->journal);
    overflow(wall);
    kill(person_pid(wall), SIGKILL);
    person_ends(wall);
    person_close(wall);
    struct trail_file file = trail_file_read(floor->journal);
    assert_int_equal(file.broken_line, 0);
    assert_int_equal(TRAIL_COUNT(&file, "\"state\":\"asked\""), 1);
    assert_int_equal(truncate(floor->journal, (off_t)strlen(file.text) - 10), 0);
    free(file.text);

    wall = wall_open(floor, floor->journal);
    assert_true(person_shows(wall, "Sales DE"));
    leave(wall);
    file = trail_file_read(floor->journal);
    assert_int_equal(file.broken_line, 0);
    assert_int_equal(file.repairs, 1);
    free(file.text);
}

static void a_journal_that_cannot_be_is_said_and_the_board_goes_on(void **state)
{
    const struct floor *floor = *state;
    struct person *wall = wall_open(floor, "/proc/nowhere/journal.jsonl");
    assert_true(person_shows(wall, "journal /proc/nowhere/journal.jsonl: "));
    overflow(wall);
    leave(wall);
}

static void a_second_console_is_told_whose_file_it_is(void **state)
{
    const struct floor *floor = *state;
    struct person *one = wall_open(floor, floor->journal), *other;
    assert_true(person_shows(one, "Sales DE"));
    other = wall_open(floor, floor->journal);
    assert_true(person_shows(other, "another console writes it"));
    leave(other);
    leave(one);
}

static void write_file(const char *path, const char *format, const char *folder, mode_t mode)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    for (const char *c = format; *c; c++)
        if (*c == '~')
            fputs(folder, file);
        else
            fputc(*c, file);
    fclose(file);
    chmod(path, mode);
}

static void hooks_are_told_of_alarms_and_measures(void **state)
{
    const struct floor *floor = *state;
    char settings[256], path[256];
    snprintf(path, sizeof path, "%s/called", floor->folder);
    write_file(path, "#!/bin/sh\n{ echo \"$@\"; cat; } >>~/told-$1\n", floor->folder, 0700);
    snprintf(settings, sizeof settings, "%s/settings.ini", floor->folder);
    write_file(settings, "[hook]\non_alarm = ~/called alarm {site} {queue} {tier}\n"
                         "tell = ~/called measure {queue} {words}\n", floor->folder, 0600);
    struct person *wall = wall_with(floor, floor->journal, settings);
    overflow(wall);
    snprintf(path, sizeof path, "%s/told-measure", floor->folder);
    TRAIL_AWAIT(path, "measure sales-de overflow ");
    TRAIL_AWAIT(path, "\"what\":\"request\"", "\"state\":\"done\"");
    snprintf(path, sizeof path, "%s/told-alarm", floor->folder);
    TRAIL_AWAIT(path, "alarm berlin sales-de ");
    TRAIL_AWAIT(path, "\"what\":\"alarm\"", "\"rule\":");
    TRAIL_AWAIT(floor->journal, "\"what\":\"hook\"", "\"state\":\"done\"");
    leave(wall);
}

static void a_hook_that_fails_is_said_and_the_board_goes_on(void **state)
{
    const struct floor *floor = *state;
    char settings[256];
    snprintf(settings, sizeof settings, "%s/settings.ini", floor->folder);
    write_file(settings, "[hook]\non_alarm = /nowhere/program {queue}\n", floor->folder, 0600);
    struct person *wall = wall_with(floor, "none", settings);
    assert_true(person_shows(wall, "hook /nowhere/program"));
    overflow(wall);
    leave(wall);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, floor_open, floor_close)
    const struct CMUnitTest tests[] = {
        TEST(a_key_leaves_its_lines),
        TEST(a_journal_becomes_a_handover_and_shows_edits),
        TEST(a_cut_end_shows_by_the_head),
        TEST(a_killed_console_leaves_a_file_that_holds),
        TEST(a_journal_that_cannot_be_is_said_and_the_board_goes_on),
        TEST(a_second_console_is_told_whose_file_it_is),
        TEST(hooks_are_told_of_alarms_and_measures),
        TEST(a_hook_that_fails_is_said_and_the_board_goes_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
