/* Runs `acdfeed sim` as a child.  Knows where to find it and how to end it; nothing of what it says. */
#define _GNU_SOURCE /* pipe2 */
#include "console/edge/demo.h"

#include "acdfeed/clock.h"
#include "acdfeed/memory.h"
#include "console/words.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { READY_MS = 20000, END_MS = 3000, ENDPOINT_BYTES = 160 };

extern char **environ;

struct demo {
    pid_t pid;
    int said_fd; /* its standard error */
    int held_fd; /* the other end of its standard input: it ends when this is closed, as it is when
                    this program ends, whatever ends it */
    char stats[ENDPOINT_BYTES], control[ENDPOINT_BYTES];
};

/* The acdfeed built or installed beside this program; "acdfeed" on PATH where there is none. */
static void find_acdfeed(char out[PATH_MAX])
{
    ssize_t bytes = readlink("/proc/self/exe", out, PATH_MAX - 16);
    if (bytes > 0) {
        out[bytes] = 0;
        char *slash = strrchr(out, '/');
        strcpy(slash ? slash + 1 : out, "acdfeed");
        if (access(out, X_OK) == 0)
            return;
    }
    strcpy(out, "acdfeed");
}

static bool spawn(struct demo *demo, struct acd_fault *why)
{
    char program[PATH_MAX];
    int said[2], held[2];
    find_acdfeed(program);
    if (pipe2(said, O_CLOEXEC) != 0)
        return acd_fault_say(why, _("no pipe to the simulator: %s"), strerror(errno));
    demo->said_fd = said[0];
    if (pipe2(held, O_CLOEXEC) != 0) {
        close(said[1]);
        return acd_fault_say(why, _("no pipe to the simulator: %s"), strerror(errno));
    }
    demo->held_fd = held[1];
    /* A course of events that goes through the tiers one by one within a minute. */
    const char *arguments[] = {program,  "sim", "--private", "--scenario", "climb",
                               "--seed", "134", "--agents",  "121",        NULL};

    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none;
    sigemptyset(&none);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, held[0], STDIN_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, said[1], STDERR_FILENO);
    posix_spawnattr_init(&attributes);
    /* A group of its own: Ctrl-C at the console is not for the child to decide on. */
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setpgroup(&attributes, 0);
    int error = posix_spawnp(&demo->pid, program, &actions, &attributes,
                             (char *const *)arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    close(said[1]);
    close(held[0]);
    if (error == 0)
        return true;
    demo->pid = -1;
    return acd_fault_say(why, _("%s cannot be started: %s"), program, strerror(error));
}

/* "acdfeed sim: stats EP control EP, 3 sites ..." */
static bool read_endpoints(struct demo *demo, const char *said)
{
    return sscanf(said, "acdfeed sim: stats %159s control %159[^, ]", demo->stats, demo->control) ==
           2;
}

/* It says one line when it is ready; the end of its words before that means that it died. */
static bool wait_ready(struct demo *demo, struct acd_fault *why)
{
    char said[512];
    size_t used = 0;
    int64_t until_ms = acd_monotonic_ms() + READY_MS;
    while (used < sizeof said - 1 && acd_monotonic_ms() < until_ms) {
        struct pollfd wait = {.fd = demo->said_fd, .events = POLLIN};
        if (poll(&wait, 1, 200) <= 0)
            continue;
        ssize_t got = read(demo->said_fd, said + used, sizeof said - 1 - used);
        if (got <= 0)
            break;
        used += (size_t)got;
        said[used] = 0;
        if (strchr(said, '\n') && read_endpoints(demo, said))
            return true;
    }
    said[used] = 0;
    said[strcspn(said, "\n")] = 0;
    return acd_fault_say(why, _("the simulator did not get ready: %s"), used ? said : _("it said nothing"));
}

struct demo *demo_start(struct acd_fault *why)
{
    struct demo *demo = acd_calloc(1, sizeof *demo);
    demo->pid = -1;
    demo->said_fd = demo->held_fd = -1;
    if (spawn(demo, why) && wait_ready(demo, why))
        return demo;
    demo_stop(demo);
    return NULL;
}

static void end_child(pid_t pid)
{
    int64_t until_ms = acd_monotonic_ms() + END_MS;
    kill(pid, SIGTERM);
    while (waitpid(pid, NULL, WNOHANG) == 0) {
        struct pollfd nothing = {.fd = -1};
        poll(&nothing, 1, 10);
        if (acd_monotonic_ms() > until_ms)
            kill(pid, SIGKILL);
    }
}

void demo_stop(struct demo *demo)
{
    if (!demo)
        return;
    if (demo->pid > 0)
        end_child(demo->pid);
    if (demo->said_fd >= 0)
        close(demo->said_fd);
    if (demo->held_fd >= 0)
        close(demo->held_fd);
    free(demo);
}

const char *demo_stats(const struct demo *demo)
{
    return demo->stats;
}

const char *demo_control(const struct demo *demo)
{
    return demo->control;
}
