/* A program in a pseudo-seat, seen through libvterm. */
#include "tests/support/seat.h"

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

struct seat {
    pid_t pid;
    int fd, slave_fd;
    int status; /* as seat_ends() says; -1 while it runs */
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
    struct seat *seat = context;
    if (property == VTERM_PROP_ALTSCREEN)
        seat->alternate = value->boolean;
    if (property == VTERM_PROP_CURSORVISIBLE)
        seat->cursor = value->boolean;
    return 1;
}

static const VTermScreenCallbacks callbacks = {.settermprop = on_property};

static void make_emulator(struct seat *seat)
{
    seat->vterm = vterm_new(seat->rows, seat->cols);
    vterm_set_utf8(seat->vterm, 1);
    seat->screen = vterm_obtain_screen(seat->vterm);
    vterm_screen_enable_altscreen(seat->screen, 1);
    vterm_screen_set_callbacks(seat->screen, &callbacks, seat);
    vterm_screen_reset(seat->screen, 1);
    seat->cursor = true;
}

struct seat *seat_open(const char *const *argv, const char *term, int cols, int rows)
{
    struct seat *seat = acd_calloc(1, sizeof *seat);
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
    seat->cols = cols;
    seat->rows = rows;
    seat->status = -1;
    make_emulator(seat);
    if (openpty(&seat->fd, &seat->slave_fd, NULL, NULL, &size) != 0) {
        perror("openpty");
        abort();
    }
    tcgetattr(seat->slave_fd, &seat->before);
    seat->pid = fork();
    if (seat->pid == 0) {
        close(seat->fd);
        setenv("TERM", term, 1);
        login_tty(seat->slave_fd);
        execv(argv[0], (char *const *)argv);
        _exit(127);
    }
    /* The slave stays open here, so that its settings can be read after the program is gone. */
    return seat;
}

static void take(struct seat *seat, int wait_ms)
{
    char bytes[8192];
    struct pollfd wait = {.fd = seat->fd, .events = POLLIN};
    while (poll(&wait, 1, wait_ms) > 0 && (wait.revents & POLLIN)) {
        ssize_t got = read(seat->fd, bytes, sizeof bytes);
        if (got <= 0)
            break;
        seat->bytes += (size_t)got;
        vterm_input_write(seat->vterm, bytes, (size_t)got);
        wait_ms = 0;
    }
    vterm_screen_flush_damage(seat->screen);
    /* Answers of the emulator to queries go back as keys would. */
    size_t n = vterm_output_read(seat->vterm, bytes, sizeof bytes);
    if (n > 0 && write(seat->fd, bytes, n) < 0)
        perror("terminal");
}

void seat_read(struct seat *seat, int ms)
{
    take(seat, ms);
}

void seat_send(struct seat *seat, const char *keys)
{
    size_t left = strlen(keys);
    while (left > 0) {
        ssize_t written = write(seat->fd, keys, left);
        if (written < 0 && errno != EINTR)
            return;
        if (written > 0) {
            keys += written;
            left -= (size_t)written;
        }
    }
}

void seat_resize(struct seat *seat, int cols, int rows)
{
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
    seat->cols = cols;
    seat->rows = rows;
    vterm_set_size(seat->vterm, rows, cols);
    ioctl(seat->fd, TIOCSWINSZ, &size);
}

void seat_signal(struct seat *seat, int number)
{
    kill(seat->pid, number);
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

const char *seat_row(struct seat *seat, int row)
{
    size_t used = 0;
    for (int col = 0; col < seat->cols && used < ROW_BYTES - 32;) {
        VTermScreenCell cell;
        vterm_screen_get_cell(seat->screen, (VTermPos){row, col}, &cell);
        if (cell.chars[0] == 0 || cell.chars[0] == (uint32_t)-1)
            seat->row[used++] = ' ';
        for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i] && cell.chars[i] != (uint32_t)-1; i++)
            used += put_utf8(seat->row + used, cell.chars[i]);
        col += cell.width > 1 ? cell.width : 1;
    }
    while (used > 0 && seat->row[used - 1] == ' ')
        used--;
    seat->row[used] = 0;
    return seat->row;
}

int seat_find(struct seat *seat, const char *text)
{
    for (int row = 0; row < seat->rows; row++)
        if (strstr(seat_row(seat, row), text))
            return row;
    return -1;
}

void seat_print(struct seat *seat)
{
    for (int row = 0; row < seat->rows; row++)
        printf("    |%s\n", seat_row(seat, row));
}

static bool reap(struct seat *seat)
{
    int status;
    if (seat->status < 0 && waitpid(seat->pid, &status, WNOHANG) == seat->pid)
        seat->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return seat->status >= 0;
}

static bool wait_for(struct seat *seat, const char *text, bool there)
{
    int64_t until_ms = acd_monotonic_ms() + SEAT_DEADLINE_MS;
    while ((seat_find(seat, text) >= 0) != there) {
        bool over = reap(seat) || acd_monotonic_ms() > until_ms;
        take(seat, READ_MS);
        if (over && (seat_find(seat, text) >= 0) != there) {
            printf("terminal: waited in vain for '%s' %s; status %d; the screen:\n", text,
                   there ? "to be shown" : "to go", seat->status);
            seat_print(seat);
            return false;
        }
    }
    return true;
}

bool seat_shows(struct seat *seat, const char *text)
{
    return wait_for(seat, text, true);
}

bool seat_hides(struct seat *seat, const char *text)
{
    return wait_for(seat, text, false);
}

int seat_ends(struct seat *seat)
{
    int64_t until_ms = acd_monotonic_ms() + SEAT_DEADLINE_MS;
    while (!reap(seat) && acd_monotonic_ms() < until_ms)
        take(seat, READ_MS);
    take(seat, 0);
    if (seat->status < 0)
        seat_print(seat);
    return seat->status;
}

bool seat_on_main_screen(const struct seat *seat)
{
    return !seat->alternate;
}

bool seat_cursor_visible(const struct seat *seat)
{
    return seat->cursor;
}

bool seat_settings_as_before(const struct seat *seat)
{
    struct termios now;
    if (tcgetattr(seat->slave_fd, &now) != 0)
        return false;
    return now.c_iflag == seat->before.c_iflag && now.c_oflag == seat->before.c_oflag &&
           now.c_lflag == seat->before.c_lflag && now.c_cflag == seat->before.c_cflag;
}

size_t seat_bytes(const struct seat *seat)
{
    return seat->bytes;
}

pid_t seat_pid(const struct seat *seat)
{
    return seat->pid;
}

void seat_close(struct seat *seat)
{
    if (!reap(seat)) {
        kill(seat->pid, SIGKILL);
        waitpid(seat->pid, NULL, 0);
    }
    close(seat->fd);
    close(seat->slave_fd);
    vterm_free(seat->vterm);
    free(seat);
}
