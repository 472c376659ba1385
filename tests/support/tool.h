/* The real acdfeed as a child process: what it prints, line by line, each awaited with a deadline.
 * Everything that cannot be ends the test.  A child dies with its test. */
#ifndef TESTS_SUPPORT_TOOL_H
#define TESTS_SUPPORT_TOOL_H

#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>

enum { TOOL_DEADLINE_MS = 30000, TOOL_TEXT_BYTES = 1 << 20 };

struct tool {
    pid_t pid;
    int in, out; /* its stdin and stdout; -1: closed */
    FILE *err;   /* a file that its stderr goes to */
    int deadline_ms; /* TOOL_DEADLINE_MS; a test that waits for more sets more */
    char *text;  /* what came on stdout and is not taken yet */
    size_t bytes;
    char *complaint; /* all of stderr, after tool_end() */
};

/* Starts acdfeed with these arguments; the last one is NULL. */
void tool_start(struct tool *tool, const char *const *arguments);
/* From now on what is started here may leave core files, if it lets them; false: this machine allows none. */
bool tool_allow_cores(void);
/* Whether a process would leave one, by its limits. */
bool tool_may_leave_core(pid_t pid);
/* The same of another program of the build: "acdwall". */
void tool_start_as(struct tool *tool, const char *program, const char *const *arguments);
/* Writes to its stdin. */
void tool_say(struct tool *tool, const char *text);
void tool_close_in(struct tool *tool);
void tool_close_out(struct tool *tool);

/* The next line of stdout, borrowed until the next call; NULL when there is no more. */
const char *tool_line(struct tool *tool);
/* Passes over lines until one holds every one of the texts (the last is NULL), and returns it. */
const char *tool_await(struct tool *tool, const char *const *texts);
#define TOOL_AWAIT(tool, ...) tool_await((tool), (const char *const[]){__VA_ARGS__, NULL})

/* Its exit status, 128 + signal when one ended it; everything is released but `complaint`. */
int tool_end(struct tool *tool);
/* SIGTERM first. */
int tool_stop(struct tool *tool);
/* Waits until stderr holds the text. */
void tool_await_complaint(struct tool *tool, const char *text);

/* Starts, says `in` (or NULL), ends: exit status; *out and *err are for free(). */
int tool_run(const char *const *arguments, const char *in, char **out, char **err);
#define TOOL_RUN(in, out, err, ...)                                                                \
    tool_run((const char *const[]){__VA_ARGS__, NULL}, (in), (out), (err))

/* A folder of the test's own, and an endpoint in it. */
enum { TOOL_NAME_BYTES = 96 };
void tool_folder(char folder[TOOL_NAME_BYTES]);
void tool_endpoint(char endpoint[TOOL_NAME_BYTES], const char *folder, const char *name);
void tool_remove_folder(const char *folder);

#endif
