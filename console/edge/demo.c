/* Runs `acdfeed sim` as a child.  Knows where to find it and how to end it; nothing of what it says. */
#define _GNU_SOURCE /* pipe2 */
#include "console/edge/demo.h"

#include "acdfeed/clock.h"
#include "acdfeed/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { READY_MS = 20000, END_MS = 3000, ENDPOINT_BYTES = 160 };

extern char **environ;

struct demo {
    pid_t pid;
    int said_fd; /* its standard error */
    char folder[96], stats[ENDPOINT_BYTES], control[ENDPOINT_BYTES];
};

static bool make_folder(struct demo *demo, struct acd_fault *why)
{
    const char *base = getenv("XDG_RUNTIME_DIR");
    if (!base || strlen(base) > 40 || access(base, W_OK) != 0)
        base = "/tmp";
    snprintf(demo->folder, sizeof demo->folder, "%s/acdwall-demo-XXXXXX", base);
    if (!mkdtemp(demo->folder))
        return acd_fault_say(why, "%s: no folder for the demo can be made: %s", demo->folder,
                             strerror(errno));
    snprintf(demo->stats, sizeof demo->stats, "ipc://%s/stats", demo->folder);
    snprintf(demo->control, sizeof demo->control, "ipc://%s/control", demo->folder);
    return true;
}

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
    int pipe_fds[2];
    find_acdfeed(program);
    if (pipe2(pipe_fds, O_CLOEXEC) != 0)
        return acd_fault_say(why, "no pipe to the simulator: %s", strerror(errno));
    const char *arguments[] = {program, "sim", "--stats", demo->stats, "--control", demo->control, NULL};

    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none;
    sigemptyset(&none);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, pipe_fds[1], STDERR_FILENO);
    posix_spawnattr_init(&attributes);
    /* A group of its own: Ctrl-C at the console is not for the child to decide on. */
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setpgroup(&attributes, 0);
    int error = posix_spawnp(&demo->pid, program, &actions, &attributes,
                             (char *const *)arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    close(pipe_fds[1]);
    demo->said_fd = pipe_fds[0];
    if (error == 0)
        return true;
    demo->pid = -1;
    return acd_fault_say(why, "%s cannot be started: %s", program, strerror(error));
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
        if (strstr(said, "stats ") && strchr(said, '\n'))
            return true;
    }
    said[used] = 0;
    said[strcspn(said, "\n")] = 0;
    return acd_fault_say(why, "the simulator did not get ready: %s", used ? said : "it said nothing");
}

struct demo *demo_start(struct acd_fault *why)
{
    struct demo *demo = acd_calloc(1, sizeof *demo);
    demo->pid = -1;
    demo->said_fd = -1;
    if (make_folder(demo, why) && spawn(demo, why) && wait_ready(demo, why))
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
    if (*demo->folder) {
        unlink(demo->stats + strlen("ipc://"));
        unlink(demo->control + strlen("ipc://"));
        rmdir(demo->folder);
    }
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
