/* Starts programs, notices their end, ends those that take too long.  Knows no alarm.
 *
 * Each is a group of its own, so that what it started ends with it.  Its standard input is a pipe that
 * already holds the whole line: a line is shorter than a pipe, so nobody waits for anybody. */
#define _GNU_SOURCE /* pipe2 */
#include "console/edge/hook.h"

#include "acdfeed/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { RUNNING_MOST = 32, BEGUN_MOST = 60, MINUTE_MS = 60000, LINE_MOST = 32 << 10, LAST_MS = 1000 };

struct running {
    pid_t pid; /* 0: free */
    int64_t since_ms;
    bool ended; /* by us */
    char program[128];
};

struct hooks {
    const struct hook_settings *settings;
    hooks_out *out;
    void *context;
    struct running running[RUNNING_MOST];
    int64_t begun_ms[BEGUN_MOST]; /* a ring */
    int next_begun;
    int64_t dropped_ms; /* when it was last told that one was not started */
};

struct hooks *hooks_new(const struct hook_settings *settings, hooks_out *out, void *context)
{
    struct hooks *hooks = acd_calloc(1, sizeof(*hooks));

    hooks->settings = settings;
    hooks->out = out;
    hooks->context = context;
    hooks->dropped_ms = -MINUTE_MS;
    for (int i = 0; i < BEGUN_MOST; i++)
        hooks->begun_ms[i] = -MINUTE_MS;
    return hooks;
}

static void tell(struct hooks *hooks, const char *program, const char *state, const char *why,
                 int64_t wall_ms)
{
    struct note note = note_make(NOTE_HOOK, wall_ms);

    NOTE_SAY(&note, WORDS, words, program);
    NOTE_SAY(&note, STATE, state, state);
    NOTE_SAY(&note, WHY, why, why);
    hooks->out(hooks->context, &note);
}

/* By the program alone: the arguments of the settings may hold a token that no journal should. */
static void tell_not_started(struct hooks *hooks, const char *command, const char *why, int64_t wall_ms)
{
    char program[128];

    command += strspn(command, " \t\"");
    snprintf(program, sizeof(program), "%.*s", (int)strcspn(command, " \t\""), command);
    tell(hooks, program, "not started", why, wall_ms);
}

/* --- starting -------------------------------------------------------------------------------------- */

int hooks_running(const struct hooks *hooks)
{
    int n = 0;

    for (int i = 0; i < RUNNING_MOST; i++)
        n += hooks->running[i].pid != 0;
    return n;
}

static bool may_begin(const struct hooks *hooks, int64_t now_ms, struct acd_fault *why)
{
    int begun = 0;

    for (int i = 0; i < BEGUN_MOST; i++)
        begun += now_ms - hooks->begun_ms[i] < MINUTE_MS;
    if (hooks_running(hooks) >= hooks->settings->at_once)
        return acd_fault_say(why, "%d run already", hooks_running(hooks));
    return begun < hooks->settings->per_minute || acd_fault_say(why, "%d began within a minute", begun);
}

/* The reading end of a pipe that holds the line; -1: it cannot be. */
static int pipe_with(const char *line, struct acd_fault *why)
{
    size_t bytes = strlen(line);
    int ends[2];
    ssize_t written;

    if (bytes > LINE_MOST) {
        acd_fault_say(why, "its JSON is longer than %d bytes", LINE_MOST);
        return -1;
    }
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) {
        acd_fault_say(why, "no pipe: %s", strerror(errno));
        return -1;
    }
    written = write(ends[1], line, bytes);
    if (written == (ssize_t)bytes)
        written = write(ends[1], "\n", 1);
    close(ends[1]);
    if (written == 1) {
        fcntl(ends[0], F_SETFL, 0); /* it reads as programs expect to */
        return ends[0];
    }
    close(ends[0]);
    acd_fault_say(why, "its JSON does not fit a pipe");
    return -1;
}

/* Ours close by themselves; what the console was started with is not for the program either. */
static void close_all_else(posix_spawn_file_actions_t *actions)
{
#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 34)
    posix_spawn_file_actions_addclosefrom_np(actions, STDERR_FILENO + 1);
#else
    (void)actions;
#endif
}

static bool spawn(char *const *argv, int in, pid_t *pid, struct acd_fault *why)
{
    char path[] = "PATH=/usr/local/bin:/usr/bin:/bin", language[] = "LANG=C.UTF-8", home[512];
    char *environment[] = {path, language, home, NULL};
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none, all;
    int error;

    snprintf(home, sizeof(home), "HOME=%s", getenv("HOME") ? getenv("HOME") : "/");
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    close_all_else(&actions);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
                                              POSIX_SPAWN_SETPGROUP);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setpgroup(&attributes, 0);
    error = posix_spawn(pid, argv[0], &actions, &attributes, argv, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return error == 0 || acd_fault_say(why, "cannot be started: %s", strerror(error));
}

static struct running *free_place(struct hooks *hooks)
{
    for (int i = 0; i < RUNNING_MOST; i++)
        if (hooks->running[i].pid == 0)
            return &hooks->running[i];
    return NULL; /* not met: at_once is no more */
}

static bool begin(struct hooks *hooks, char *const *argv, const struct note *note, int64_t now_ms,
                  struct acd_fault *why)
{
    struct running *place = free_place(hooks);
    char *line = note_line(note);
    int in = pipe_with(line, why);
    bool fine = place && in >= 0 && spawn(argv, in, &place->pid, why);

    free(line);
    if (in >= 0)
        close(in);
    if (!fine) {
        if (place)
            place->pid = 0;
        return false;
    }
    place->since_ms = now_ms;
    place->ended = false;
    snprintf(place->program, sizeof(place->program), "%s", argv[0]);
    hooks->begun_ms[hooks->next_begun] = now_ms;
    hooks->next_begun = (hooks->next_begun + 1) % BEGUN_MOST;
    return true;
}

void hooks_tell(struct hooks *hooks, const char *command, const struct note *note, int64_t now_ms,
                int64_t wall_ms)
{
    char text[HOOK_TEXT_BYTES], *argv[HOOK_WORDS + 1];
    struct acd_fault why;

    if (!command || !*command)
        return;
    if (!may_begin(hooks, now_ms, &why)) {
        if (now_ms - hooks->dropped_ms >= MINUTE_MS) /* a storm is told once a minute */
            tell_not_started(hooks, command, why.text, wall_ms);
        hooks->dropped_ms = now_ms - hooks->dropped_ms >= MINUTE_MS ? now_ms : hooks->dropped_ms;
        return;
    }
    if (!hook_words(command, note, text, argv, &why) || !begin(hooks, argv, note, now_ms, &why))
        tell_not_started(hooks, command, why.text, wall_ms);
}

/* --- ending ---------------------------------------------------------------------------------------- */

static void notice_end(struct hooks *hooks, struct running *running, int status, int64_t wall_ms)
{
    char why[80] = "";

    if (running->ended)
        snprintf(why, sizeof(why), "it took longer than it may and was ended");
    else if (WIFSIGNALED(status))
        snprintf(why, sizeof(why), "signal %d ended it", WTERMSIG(status));
    else if (WEXITSTATUS(status) != 0)
        snprintf(why, sizeof(why), "exit status %d", WEXITSTATUS(status));
    running->pid = 0;
    tell(hooks, running->program, *why ? "failed" : "done", why, wall_ms);
}

static void reap(struct hooks *hooks, int64_t wall_ms)
{
    for (int i = 0; i < RUNNING_MOST; i++) {
        struct running *running = &hooks->running[i];
        int status;

        if (running->pid != 0 && waitpid(running->pid, &status, WNOHANG) == running->pid)
            notice_end(hooks, running, status, wall_ms);
    }
}

static void end(struct running *running)
{
    running->ended = true;
    kill(-running->pid, SIGKILL);
}

void hooks_pass(struct hooks *hooks, int64_t now_ms, int64_t wall_ms)
{
    reap(hooks, wall_ms);
    for (int i = 0; i < RUNNING_MOST; i++)
        if (hooks->running[i].pid != 0 && !hooks->running[i].ended &&
            now_ms - hooks->running[i].since_ms >= hooks->settings->time_ms)
            end(&hooks->running[i]);
}

void hooks_free(struct hooks *hooks, int64_t wall_ms)
{
    struct pollfd nothing = {.fd = -1};

    if (!hooks)
        return;
    for (int waited = 0; hooks_running(hooks) > 0 && waited < LAST_MS; waited += 10) {
        reap(hooks, wall_ms);
        if (hooks_running(hooks) > 0)
            poll(&nothing, 1, 10);
    }
    for (int i = 0; i < RUNNING_MOST; i++)
        if (hooks->running[i].pid != 0) {
            end(&hooks->running[i]);
            waitpid(hooks->running[i].pid, NULL, 0);
        }
    free(hooks);
}
