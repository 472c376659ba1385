/* The real `acdfeed publish` with lines that are all of one number. */
#include "tests/faults/told.h"

#include "tests/support/cases.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINES_BYTES = 4096, OPTIONS = 24 };

/* Each figure that a screen shows as a count, so that no part of a screen goes unwatched. */
static void write_lines(char out[LINES_BYTES], int number)
{
    const char *goal = "\"media\":\"voice\",\"open\":true,\"accepts_overflow\":true,"
                       "\"target\":{\"answer_ms\":20000,\"level\":0.8,\"formula\":\"negative\"}";
    int n = number;
    snprintf(
        out, LINES_BYTES,
        "{\"kind\":\"site\",\"site\":\"berlin\",\"id\":\"berlin\",\"name\":\"Berlin\"}\n"
        "{\"kind\":\"queue\",\"site\":\"berlin\",\"id\":\"sales\",\"name\":\"Sales\",%s,"
        "\"waiting\":%d,\"oldest_ms\":95000,\"active\":%d,\"choices\":[\"back\"],"
        "\"agents\":{\"talking\":%d,\"available\":0},"
        "\"window\":{\"span_ms\":1800000,\"offered\":100,\"answered\":100,\"answered_in\":%d,"
        "\"abandoned\":0},"
        "\"calls\":[{\"id\":\"c1\",\"wait_ms\":95000,\"from\":\"+49 30 %d\"}],"
        "\"measures\":[{\"id\":\"m1\",\"op\":\"callback\",\"by\":\"anna\",\"to\":\"line-%d\"}]}\n"
        "{\"kind\":\"queue\",\"site\":\"berlin\",\"id\":\"back\",\"name\":\"Back office\",%s,"
        "\"waiting\":%d,\"oldest_ms\":5000,\"agents\":{\"talking\":%d,\"available\":6}}\n"
        "{\"kind\":\"agent\",\"site\":\"berlin\",\"id\":\"boris\",\"name\":\"Boris\","
        "\"team\":\"A\",\"state\":\"talking\",\"pending\":\"to %d\",\"state_ms\":60000,"
        "\"queues\":[{\"id\":\"sales\",\"prio\":1}]}\n"
        "{\"kind\":\"agent\",\"site\":\"berlin\",\"id\":\"anna\",\"name\":\"Anna\","
        "\"team\":\"A\",\"state\":\"paused\",\"reason\":\"room %d\",\"state_ms\":60000,"
        "\"queues\":[{\"id\":\"sales\",\"prio\":%d}],\"day\":{\"handled\":%d}}\n",
        goal, n, n, n, n, n, n, goal, n, n, n, n, n, n);
}

void told_tell(struct told *told, int number)
{
    char text[LINES_BYTES];
    write_lines(text, number);
    tool_say(&told->feed, text);
}

/* The lines of site and Sales. */
static void tell_sales(struct told *told, int number)
{
    char text[LINES_BYTES], *end = text;
    write_lines(text, number);
    for (int line = 0; line < 2; line++)
        end = strchr(end, '\n') + 1;
    *end = '\0';
    tool_say(&told->feed, text);
}

static void launch(struct told *told)
{
    const char *const arguments[] = {
        "publish",   "-",           "--inject",
        "none",      "--stats",     told->stats,
        "--control", told->control, "--keyframe",
        "5s",        "--ops",       "overflow,overflow_end,close,callback,move_agents,notice",
        NULL};
    tool_start(&told->feed, arguments);
}

void told_start(struct told *told, int number)
{
    launch(told);
    told_tell(told, number);
}

void told_start_with_sales(struct told *told, int number)
{
    launch(told);
    tell_sales(told, number);
}

void told_folder(struct told *told)
{
    tool_folder(told->folder);
    tool_endpoint(told->stats, told->folder, "stats");
    tool_endpoint(told->control, told->folder, "control");
}

void told_open(struct told *told, int number)
{
    told_folder(told);
    told_start(told, number);
}

void told_kill(struct told *told)
{
    kill(told->feed.pid, SIGKILL);
    tool_end(&told->feed);
    free(told->feed.complaint);
}

void told_close(struct told *told)
{
    told_kill(told);
    tool_remove_folder(told->folder);
}

struct person *told_wall(const char *const *options, int cols, int rows)
{
    char path[WALL_PROGRAM_BYTES];
    const char *argv[OPTIONS + 2] = {path};
    wall_program(path);
    for (int i = 0; i < OPTIONS && options[i]; i++)
        argv[i + 1] = options[i];
    return person_open(argv, "xterm-256color", cols, rows);
}

struct person *told_console(const char *stats, const char *control, int number)
{
    char text[16];
    const char *const options[] = {"--by",  "anna", "--feed", stats, control ? "--control" : NULL,
                                   control, NULL};
    struct person *console = told_wall(options, 120, 32);
    snprintf(text, sizeof text, "%d", number);
    assert_true(person_shows(console, text));
    return console;
}
