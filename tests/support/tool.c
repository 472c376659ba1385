/* Runs acdfeed as a child and waits for what it says.  Knows nothing of feeds. */
#include "tests/support/patience.h"
#include "tests/support/tool.h"

#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

enum { MOST_ARGUMENTS = 64, TURN_MS = 10 };

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void become_tool(const char *name, const char *const *arguments, const int in[2], const int out[2], FILE *err)
{
    const char *folder = getenv("OUT");
    char program[1024];
    char *argv[MOST_ARGUMENTS + 2] = {program};
    snprintf(program, sizeof(program), "%s/%s", folder != NULL ? folder : "build", name);
    for (int i = 0; arguments[i] != NULL && i < MOST_ARGUMENTS; i++)
        argv[i + 1] = (char *)(uintptr_t)arguments[i]; /* execv does not write there */
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(in[0], STDIN_FILENO);
    dup2(out[1], STDOUT_FILENO);
    dup2(fileno(err), STDERR_FILENO);
    for (int fd = 3; fd < 64; fd++)
        close(fd);
    execv(program, argv);
    _exit(127);
}

bool tool_allow_cores(void)
{
    struct rlimit cores;
    if (getrlimit(RLIMIT_CORE, &cores) != 0)
        return false;
    cores.rlim_cur = cores.rlim_max;
    return setrlimit(RLIMIT_CORE, &cores) == 0 && cores.rlim_max > 0;
}

bool tool_may_leave_core(pid_t pid)
{
    static const char about[] = "Max core file size";
    char path[64], line[256];
    bool may = true;
    snprintf(path, sizeof path, "/proc/%ld/limits", (long)pid);
    FILE *file = fopen(path, "re");
    while (file && fgets(line, sizeof line, file))
        if (strncmp(line, about, sizeof about - 1) == 0)
            may = line[sizeof about - 1 + strspn(line + sizeof about - 1, " ")] != '0';
    if (file)
        fclose(file);
    return may;
}

void tool_start(struct tool *tool, const char *const *arguments)
{
    tool_start_as(tool, "acdfeed", arguments);
}

void tool_start_as(struct tool *tool, const char *program, const char *const *arguments)
{
    int in[2], out[2];
    signal(SIGPIPE, SIG_IGN);
    *tool = (struct tool){
        .err = tmpfile(), .text = calloc(1, TOOL_TEXT_BYTES + 1), .deadline_ms = TOOL_DEADLINE_MS};
    assert_non_null(tool->err);
    assert_non_null(tool->text);
    assert_int_equal(pipe(in), 0);
    assert_int_equal(pipe(out), 0);
    tool->pid = fork();
    assert_true(tool->pid >= 0);
    if (tool->pid == 0) {
        signal(SIGPIPE, SIG_DFL);
        become_tool(program, arguments, in, out, tool->err);
    }
    close(in[0]);
    close(out[1]);
    tool->in = in[1];
    tool->out = out[0];
}

void tool_say(struct tool *tool, const char *text)
{
    size_t bytes = strlen(text);
    while (bytes > 0) {
        ssize_t written = write(tool->in, text, bytes);
        assert_true(written > 0);
        text += written;
        bytes -= (size_t)written;
    }
}

static void close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

void tool_close_in(struct tool *tool)
{
    close_fd(&tool->in);
}

void tool_close_out(struct tool *tool)
{
    close_fd(&tool->out);
}

/* Reads what comes before the deadline; closes at its end. */
static void read_more(struct tool *tool, int64_t until_ms, const char *awaited)
{
    struct pollfd item = {.fd = tool->out, .events = POLLIN};
    int64_t left_ms = until_ms - now_ms();
    if (left_ms <= 0 || poll(&item, 1, (int)left_ms) <= 0)
        fail_msg("waited in vain for %s", awaited);
    assert_true(tool->bytes < TOOL_TEXT_BYTES);
    ssize_t came = read(tool->out, tool->text + tool->bytes, TOOL_TEXT_BYTES - tool->bytes);
    if (came <= 0)
        close_fd(&tool->out);
    else
        tool->bytes += (size_t)came;
}

static const char *next_line(struct tool *tool, int64_t until_ms, const char *awaited)
{
    static char line[TOOL_TEXT_BYTES + 1];
    for (;;) {
        char *end = memchr(tool->text, '\n', tool->bytes);
        if (end == NULL && tool->out >= 0) {
            read_more(tool, until_ms, awaited);
            continue;
        }
        if (end == NULL)
            return NULL;
        size_t bytes = (size_t)(end - tool->text);
        memcpy(line, tool->text, bytes);
        line[bytes] = '\0';
        tool->bytes -= bytes + 1;
        memmove(tool->text, end + 1, tool->bytes);
        return line;
    }
}

const char *tool_line(struct tool *tool)
{
    return next_line(tool, now_ms() + patience_ms(tool->deadline_ms), "a line");
}

const char *tool_await(struct tool *tool, const char *const *texts)
{
    int64_t until_ms = now_ms() + patience_ms(tool->deadline_ms);
    for (;;) {
        const char *line = next_line(tool, until_ms, texts[0]);
        if (line == NULL)
            fail_msg("stdout ended before a line with %s", texts[0]);
        size_t i = 0;
        while (texts[i] != NULL && strstr(line, texts[i]) != NULL)
            i++;
        if (texts[i] == NULL)
            return line;
    }
}

static char *read_all(FILE *file)
{
    char *text = calloc(1, TOOL_TEXT_BYTES + 1);
    assert_non_null(text);
    ssize_t bytes = pread(fileno(file), text, TOOL_TEXT_BYTES, 0);
    assert_true(bytes >= 0);
    return text;
}

void tool_await_complaint(struct tool *tool, const char *text)
{
    int64_t until_ms = now_ms() + patience_ms(tool->deadline_ms);
    for (;;) {
        char *all = read_all(tool->err);
        bool there = strstr(all, text) != NULL;
        if (!there && now_ms() > until_ms)
            fail_msg("stderr does not say \"%s\" but \"%s\"", text, all);
        free(all);
        if (there)
            return;
        poll(NULL, 0, TURN_MS);
    }
}

int tool_end(struct tool *tool)
{
    int64_t until_ms = now_ms() + patience_ms(tool->deadline_ms);
    int status = 0;
    while (waitpid(tool->pid, &status, WNOHANG) == 0) {
        if (now_ms() > until_ms) {
            kill(tool->pid, SIGKILL);
            fail_msg("acdfeed does not end");
        }
        poll(NULL, 0, TURN_MS);
    }
    close_fd(&tool->in);
    close_fd(&tool->out);
    tool->complaint = read_all(tool->err);
    fclose(tool->err);
    free(tool->text);
    tool->text = NULL;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int tool_stop(struct tool *tool)
{
    kill(tool->pid, SIGTERM);
    return tool_end(tool);
}

int tool_run(const char *const *arguments, const char *in, char **out, char **err)
{
    struct tool tool;
    int64_t until_ms = now_ms() + patience_ms(TOOL_DEADLINE_MS);
    tool_start(&tool, arguments);
    if (in != NULL)
        tool_say(&tool, in);
    tool_close_in(&tool);
    while (tool.out >= 0)
        read_more(&tool, until_ms, "the end");
    char *text = strndup(tool.text, tool.bytes);
    int status = tool_end(&tool);
    if (out != NULL)
        *out = text;
    else
        free(text);
    if (err != NULL)
        *err = tool.complaint;
    else
        free(tool.complaint);
    return status;
}

void tool_folder(char folder[TOOL_NAME_BYTES])
{
    snprintf(folder, TOOL_NAME_BYTES, "/tmp/acdfeed-test-XXXXXX");
    assert_non_null(mkdtemp(folder));
}

void tool_endpoint(char endpoint[TOOL_NAME_BYTES], const char *folder, const char *name)
{
    snprintf(endpoint, TOOL_NAME_BYTES, "ipc://%.60s/%.20s", folder, name);
}

void tool_remove_folder(const char *folder)
{
    DIR *dir = opendir(folder);
    for (struct dirent *entry; dir != NULL && (entry = readdir(dir)) != NULL;) {
        char path[2 * TOOL_NAME_BYTES + 256];
        snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] != '.')
            unlink(path);
    }
    if (dir != NULL)
        closedir(dir);
    rmdir(folder);
}
