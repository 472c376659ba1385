/* A program on a pseudo-terminal, seen through libvterm. */
#include "tests/support/patience.h"
#include "tests/support/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <utmp.h>

#include <cmocka.h>

enum { DEADLINE_S = 20, POLL_MS = 20 };

static int on_property(VTermProp property, VTermValue *value, void *context)
{
    struct terminal *terminal = context;

    if (property == VTERM_PROP_ALTSCREEN)
        terminal->alternate = value->boolean;
    if (property == VTERM_PROP_CURSORVISIBLE)
        terminal->cursor_hidden = !value->boolean;
    if (property == VTERM_PROP_MOUSE)
        terminal->mouse = value->number;
    return 1;
}

static const VTermScreenCallbacks callbacks = {.settermprop = on_property};

static void start_emulator(struct terminal *terminal)
{
    terminal->vterm = vterm_new(terminal->rows, terminal->cols);
    assert_non_null(terminal->vterm);
    vterm_set_utf8(terminal->vterm, 1);
    terminal->screen = vterm_obtain_screen(terminal->vterm);
    vterm_screen_enable_altscreen(terminal->screen, 1);
    vterm_screen_set_callbacks(terminal->screen, &callbacks, terminal);
    vterm_screen_reset(terminal->screen, 1);
    terminal->alternate = terminal->cursor_hidden = false;
}

/* cmocka's handlers would go on with the next test, inside the child. */
static void forget_handlers(void)
{
    static const int theirs[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGSYS};

    for (size_t i = 0; i < sizeof theirs / sizeof theirs[0]; i++)
        signal(theirs[i], SIG_DFL);
}

void terminal_start(struct terminal *terminal, const char *term, int cols, int rows,
                    int (*program)(void *), void *context)
{
    struct winsize size = {.ws_col = (unsigned short)cols, .ws_row = (unsigned short)rows};

    memset(terminal, 0, sizeof *terminal);
    terminal->cols = cols;
    terminal->rows = rows;
    assert_int_equal(openpty(&terminal->master, &terminal->slave, NULL, NULL, &size), 0);
    assert_int_equal(tcgetattr(terminal->slave, &terminal->before), 0);
    fcntl(terminal->master, F_SETFL, O_NONBLOCK);
    start_emulator(terminal);
    fflush(NULL);
    terminal->child = fork();
    assert_true(terminal->child >= 0);
    if (terminal->child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL); /* a failed test leaves nobody behind */
        forget_handlers();
        close(terminal->master);
        if (login_tty(terminal->slave) != 0)
            _exit(126);
        setenv("TERM", term, 1);
        exit(program(context));
    }
}

void terminal_stop(struct terminal *terminal)
{
    if (!terminal->ended) {
        kill(terminal->child, SIGKILL);
        waitpid(terminal->child, &terminal->status, 0);
        terminal->ended = true;
    }
    close(terminal->master);
    close(terminal->slave);
    vterm_free(terminal->vterm);
}

static void keep_log(struct terminal *terminal, const char *bytes, size_t n)
{
    size_t most = sizeof terminal->log - 1;

    if (terminal->logged + n > most) {
        size_t drop = terminal->logged + n - most;

        memmove(terminal->log, terminal->log + drop, terminal->logged - drop);
        terminal->logged -= drop;
    }
    memcpy(terminal->log + terminal->logged, bytes, n);
    terminal->logged += n;
    terminal->log[terminal->logged] = '\0';
}

/* Takes what is there; false when nothing was. */
static bool take(struct terminal *terminal)
{
    char bytes[8192];
    ssize_t n = read(terminal->master, bytes, sizeof bytes);

    if (n <= 0)
        return false;
    keep_log(terminal, bytes, (size_t)n);
    vterm_input_write(terminal->vterm, bytes, (size_t)n);
    vterm_screen_flush_damage(terminal->screen);
    return true;
}

static size_t encode(uint32_t c, char *out)
{
    if (c < 0x80)
        return (size_t)sprintf(out, "%c", (int)c);
    if (c < 0x800)
        return (size_t)sprintf(out, "%c%c", (int)(0xc0 | c >> 6), (int)(0x80 | (c & 0x3f)));
    if (c < 0x10000)
        return (size_t)sprintf(out, "%c%c%c", (int)(0xe0 | c >> 12), (int)(0x80 | (c >> 6 & 0x3f)),
                               (int)(0x80 | (c & 0x3f)));
    return (size_t)sprintf(out, "%c%c%c%c", (int)(0xf0 | c >> 18), (int)(0x80 | (c >> 12 & 0x3f)),
                           (int)(0x80 | (c >> 6 & 0x3f)), (int)(0x80 | (c & 0x3f)));
}

/* As a cell of a grid has it: a blank for nothing, nothing for the right half of a wide one. */
static void cell_text(struct terminal *terminal, int row, int col, char *out)
{
    VTermScreenCell cell;

    vterm_screen_get_cell(terminal->screen, (VTermPos){.row = row, .col = col}, &cell);
    out[0] = '\0';
    if (cell.chars[0] == (uint32_t)-1)
        return;
    if (cell.chars[0] == 0)
        strcpy(out, " ");
    for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i] != 0; i++)
        out += encode(cell.chars[i], out);
}

static void print_screen(struct terminal *terminal)
{
    char row[8192];

    for (int i = 0; i < terminal->rows; i++)
        printf("|%s\n", terminal_row(terminal, i, row, sizeof row));
}

static void print_difference(struct terminal *terminal, bool (*is_so)(struct terminal *, void *), void *context)
{
    const struct grid *grid = context;
    char text[64];

    for (int i = 0; is_so == terminal_shows && i < grid->rows * grid->cols; i++) {
        int row = i / grid->cols, col = i % grid->cols;

        cell_text(terminal, row, col, text);
        if (strcmp(text, grid_at(grid, row, col)->text) != 0)
            printf("row %d, column %d is '%s', not '%s'\n", row, col, text, grid_at(grid, row, col)->text);
    }
}

void terminal_until(struct terminal *terminal, bool (*is_so)(struct terminal *, void *), void *context,
                    const char *what)
{
    time_t end = time(NULL) + (time_t)patience_ms(DEADLINE_S);

    for (;;) {
        while (take(terminal))
            ;
        if (is_so(terminal, context))
            return;
        if (time(NULL) > end) {
            print_screen(terminal);
            print_difference(terminal, is_so, context);
            fail_msg("not seen on the terminal: %s", what);
        }
        struct pollfd wait = {.fd = terminal->master, .events = POLLIN};

        poll(&wait, 1, POLL_MS);
    }
}

bool terminal_shows(struct terminal *terminal, void *context)
{
    const struct grid *grid = context;
    char text[64];

    for (int row = 0; row < grid->rows; row++)
        for (int col = 0; col < grid->cols; col++) {
            cell_text(terminal, row, col, text);
            if (strcmp(text, grid_at(grid, row, col)->text) != 0)
                return false;
        }
    return true;
}

const char *terminal_row(struct terminal *terminal, int row, char *out, size_t bytes)
{
    size_t used = 0;

    out[0] = '\0';
    for (int col = 0; col < terminal->cols; col++) {
        char text[64];

        cell_text(terminal, row, col, text);
        if (used + strlen(text) < bytes)
            used += (size_t)sprintf(out + used, "%s", text);
    }
    while (used > 0 && out[used - 1] == ' ')
        out[--used] = '\0';
    return out;
}

bool terminal_has(struct terminal *terminal, void *text)
{
    char row[8192];

    for (int i = 0; i < terminal->rows; i++)
        if (strstr(terminal_row(terminal, i, row, sizeof row), text) != NULL)
            return true;
    return false;
}

bool terminal_ended(struct terminal *terminal, void *unused)
{
    (void)unused;
    if (!terminal->ended && waitpid(terminal->child, &terminal->status, WNOHANG) == terminal->child)
        terminal->ended = true;
    while (take(terminal))
        ;
    return terminal->ended;
}

void terminal_resize(struct terminal *terminal, int cols, int rows)
{
    struct winsize size = {.ws_col = (unsigned short)cols, .ws_row = (unsigned short)rows};

    terminal->cols = cols;
    terminal->rows = rows;
    vterm_set_size(terminal->vterm, rows, cols);
    ioctl(terminal->master, TIOCSWINSZ, &size);
}

void terminal_type(struct terminal *terminal, const char *bytes)
{
    size_t n = strlen(bytes);

    while (n > 0) {
        ssize_t taken = write(terminal->master, bytes, n);

        if (taken < 0 && errno != EAGAIN && errno != EINTR)
            fail_msg("the terminal takes no keys: %s", strerror(errno));
        bytes += taken > 0 ? taken : 0;
        n -= taken > 0 ? (size_t)taken : 0;
    }
}
