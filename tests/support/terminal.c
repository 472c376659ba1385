/* A program in a pseudo-terminal, seen through libvterm. */
#include "tests/support/terminal.h"

#include "acdfeed/clock.h"
#include "acdfeed/memory.h"

#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <utmp.h>
#include <vterm.h>

enum { ROW_BYTES = 4096, READ_MS = 100 };

struct terminal {
    pid_t pid;
    int fd, slave_fd;
    int status; /* as terminal_ends() says; -1 while it runs */
    int cols, rows;
    bool alternate, cursor;
    size_t bytes;
    struct termios before;
    VTerm *vterm;
    VTermScreen *screen;
    char row[ROW_BYTES];
};

static int on_property(VTermProp property, VTermValue *value, void *context)
{
    struct terminal *terminal = context;
    if (property == VTERM_PROP_ALTSCREEN)
        terminal->alternate = value->boolean;
    if (property == VTERM_PROP_CURSORVISIBLE)
        terminal->cursor = value->boolean;
    return 1;
}

static const VTermScreenCallbacks callbacks = {.settermprop = on_property};

static void make_emulator(struct terminal *terminal)
{
    terminal->vterm = vterm_new(terminal->rows, terminal->cols);
    vterm_set_utf8(terminal->vterm, 1);
    terminal->screen = vterm_obtain_screen(terminal->vterm);
    vterm_screen_enable_altscreen(terminal->screen, 1);
    vterm_screen_set_callbacks(terminal->screen, &callbacks, terminal);
    vterm_screen_reset(terminal->screen, 1);
    terminal->cursor = true;
}

struct terminal *terminal_open(const char *const *argv, const char *term, int cols, int rows)
{
    struct terminal *terminal = acd_calloc(1, sizeof *terminal);
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
    terminal->cols = cols;
    terminal->rows = rows;
    terminal->status = -1;
    make_emulator(terminal);
    if (openpty(&terminal->fd, &terminal->slave_fd, NULL, NULL, &size) != 0) {
        perror("openpty");
        abort();
    }
    tcgetattr(terminal->slave_fd, &terminal->before);
    terminal->pid = fork();
    if (terminal->pid == 0) {
        close(terminal->fd);
        setenv("TERM", term, 1);
        login_tty(terminal->slave_fd);
        execv(argv[0], (char *const *)argv);
        _exit(127);
    }
    /* The slave stays open here, so that its settings can be read after the program is gone. */
    return terminal;
}

static void take(struct terminal *terminal, int wait_ms)
{
    char bytes[8192];
    struct pollfd wait = {.fd = terminal->fd, .events = POLLIN};
    while (poll(&wait, 1, wait_ms) > 0 && (wait.revents & POLLIN)) {
        ssize_t got = read(terminal->fd, bytes, sizeof bytes);
        if (got <= 0)
            break;
        terminal->bytes += (size_t)got;
        vterm_input_write(terminal->vterm, bytes, (size_t)got);
        wait_ms = 0;
    }
    vterm_screen_flush_damage(terminal->screen);
    /* Answers of the emulator to queries go back as keys would. */
    size_t n = vterm_output_read(terminal->vterm, bytes, sizeof bytes);
    if (n > 0 && write(terminal->fd, bytes, n) < 0)
        perror("terminal");
}

void terminal_read(struct terminal *terminal, int ms)
{
    take(terminal, ms);
}

void terminal_send(struct terminal *terminal, const char *keys)
{
    size_t left = strlen(keys);
    while (left > 0) {
        ssize_t written = write(terminal->fd, keys, left);
        if (written < 0 && errno != EINTR)
            return;
        if (written > 0) {
            keys += written;
            left -= (size_t)written;
        }
    }
}

void terminal_resize(struct terminal *terminal, int cols, int rows)
{
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
    terminal->cols = cols;
    terminal->rows = rows;
    vterm_set_size(terminal->vterm, rows, cols);
    ioctl(terminal->fd, TIOCSWINSZ, &size);
}

void terminal_signal(struct terminal *terminal, int number)
{
    kill(terminal->pid, number);
}

static size_t put_utf8(char *out, uint32_t c)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xc0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3f));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xe0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3f));
        out[2] = (char)(0x80 | (c & 0x3f));
        return 3;
    }
    out[0] = (char)(0xf0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3f));
    out[2] = (char)(0x80 | (c >> 6 & 0x3f));
    out[3] = (char)(0x80 | (c & 0x3f));
    return 4;
}

const char *terminal_row(struct terminal *terminal, int row)
{
    size_t used = 0;
    for (int col = 0; col < terminal->cols && used < ROW_BYTES - 32;) {
        VTermScreenCell cell;
        vterm_screen_get_cell(terminal->screen, (VTermPos){row, col}, &cell);
        if (cell.chars[0] == 0 || cell.chars[0] == (uint32_t)-1)
            terminal->row[used++] = ' ';
        for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i] && cell.chars[i] != (uint32_t)-1; i++)
            used += put_utf8(terminal->row + used, cell.chars[i]);
        col += cell.width > 1 ? cell.width : 1;
    }
    while (used > 0 && terminal->row[used - 1] == ' ')
        used--;
    terminal->row[used] = 0;
    return terminal->row;
}

int terminal_find(struct terminal *terminal, const char *text)
{
    for (int row = 0; row < terminal->rows; row++)
        if (strstr(terminal_row(terminal, row), text))
            return row;
    return -1;
}

void terminal_print(struct terminal *terminal)
{
    for (int row = 0; row < terminal->rows; row++)
        printf("    |%s\n", terminal_row(terminal, row));
}

static bool reap(struct terminal *terminal)
{
    int status;
    if (terminal->status < 0 && waitpid(terminal->pid, &status, WNOHANG) == terminal->pid)
        terminal->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return terminal->status >= 0;
}

static bool wait_for(struct terminal *terminal, const char *text, bool there)
{
    int64_t until_ms = acd_monotonic_ms() + TERMINAL_DEADLINE_MS;
    while ((terminal_find(terminal, text) >= 0) != there) {
        bool over = reap(terminal) || acd_monotonic_ms() > until_ms;
        take(terminal, READ_MS);
        if (over && (terminal_find(terminal, text) >= 0) != there) {
            printf("terminal: waited in vain for '%s' %s; status %d; the screen:\n", text,
                   there ? "to be shown" : "to go", terminal->status);
            terminal_print(terminal);
            return false;
        }
    }
    return true;
}

bool terminal_shows(struct terminal *terminal, const char *text)
{
    return wait_for(terminal, text, true);
}

bool terminal_hides(struct terminal *terminal, const char *text)
{
    return wait_for(terminal, text, false);
}

int terminal_ends(struct terminal *terminal)
{
    int64_t until_ms = acd_monotonic_ms() + TERMINAL_DEADLINE_MS;
    while (!reap(terminal) && acd_monotonic_ms() < until_ms)
        take(terminal, READ_MS);
    take(terminal, 0);
    if (terminal->status < 0)
        terminal_print(terminal);
    return terminal->status;
}

bool terminal_on_main_screen(const struct terminal *terminal)
{
    return !terminal->alternate;
}

bool terminal_cursor_visible(const struct terminal *terminal)
{
    return terminal->cursor;
}

bool terminal_settings_as_before(const struct terminal *terminal)
{
    struct termios now;
    if (tcgetattr(terminal->slave_fd, &now) != 0)
        return false;
    return now.c_iflag == terminal->before.c_iflag && now.c_oflag == terminal->before.c_oflag &&
           now.c_lflag == terminal->before.c_lflag && now.c_cflag == terminal->before.c_cflag;
}

size_t terminal_bytes(const struct terminal *terminal)
{
    return terminal->bytes;
}

pid_t terminal_pid(const struct terminal *terminal)
{
    return terminal->pid;
}

void terminal_close(struct terminal *terminal)
{
    if (!reap(terminal)) {
        kill(terminal->pid, SIGKILL);
        waitpid(terminal->pid, NULL, 0);
    }
    close(terminal->fd);
    close(terminal->slave_fd);
    vterm_free(terminal->vterm);
    free(terminal);
}
