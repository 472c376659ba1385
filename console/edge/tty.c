/* Shows a grid on a terminal through curses.  curses draws into memory (tty_out), which is the only
 * way that a terminal that takes nothing cannot stop us; it decides what to send, we which cells to
 * touch.  Must never know what is shown. */
#include "console/edge/tty.h"
#include "acdfeed/memory.h"
#include "console/cells/character.h"
#include "console/edge/tty_caps.h"
#include "console/edge/tty_ink.h"
#include "console/edge/tty_keys.h"
#include "console/edge/tty_out.h"
#include "console/edge/tty_rescue.h"
#include "console/words.h"

#include <curses.h>
#include <errno.h>
#include <langinfo.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum {
    ESCAPE_MS = 25,
    WAITS = 10,           /* of tty_out_push, for a terminal that takes a frame in pieces */
    STALLED_SHOWS = 20,   /* refused so often, a terminal may have lost what it was sent */
    COLS_MOST = 1000, ROWS_MOST = 500,
};

struct tty {
    SCREEN *screen;
    FILE *output;               /* curses': the terminal as it opens, memory ever after */
    WINDOW *keys;
    struct termios saved, raw;
    struct tty_caps caps;
    struct tty_out out;
    struct tty_inks inks;
    struct grid *shown;         /* what the terminal shows, once tty_out is empty */
    cchar_t *line;              /* room for one line */
    int first_cols, first_rows; /* where the system does not know the size */
    bool utf8, flashing;
    bool anew;                  /* owed: a repaint that could not be shown yet */
    bool last_was_anew;
    int refused;                /* shows in a row */
};

/* No line editing, no echo, no flow control; Ctrl-C still asks the program to end, nothing stops it or
 * makes it dump core. */
static bool set_modes(struct tty *tty)
{
    tty->raw = tty->saved;
    tty->raw.c_iflag &= ~(tcflag_t)(IXON | IXOFF | ICRNL | INLCR | IGNCR | ISTRIP);
    tty->raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ECHONL | IEXTEN);
    tty->raw.c_lflag |= ISIG;
    tty->raw.c_cc[VSUSP] = tty->raw.c_cc[VQUIT] = _POSIX_VDISABLE;
    tty->raw.c_cc[VMIN] = 1;
    tty->raw.c_cc[VTIME] = 0;
    return tcsetattr(STDIN_FILENO, TCSANOW, &tty->raw) == 0;
}

/* curses on the terminal, made ready, then turned to memory.  That it believes to be between endwin()
 * and refresh() once makes it gather a frame's bytes instead of writing them move by move. */
static bool start_curses(struct tty *tty, const char *term, struct acd_fault *why)
{
    int fd = dup(STDOUT_FILENO);

    tty->output = fd >= 0 ? fdopen(fd, "w") : NULL;
    if (tty->output == NULL) {
        if (fd >= 0)
            close(fd);
        return acd_fault_say(why, _("standard output: %s"), strerror(errno));
    }
    tty->screen = newterm(term, tty->output, stdin);
    if (tty->screen == NULL)
        return acd_fault_say(why, _("curses cannot use the terminal '%.40s' (TERM)"), term);
    set_escdelay(ESCAPE_MS);
    typeahead(-1);
    cbreak();
    noecho();
    leaveok(stdscr, TRUE);
    scrollok(stdscr, FALSE);
    endwin();
    refresh();
    getmaxyx(stdscr, tty->first_rows, tty->first_cols);
    if (dup2(tty->out.memory, fd) < 0)
        return acd_fault_say(why, _("standard output: %s"), strerror(errno));
    curs_set(0);
    tty->keys = tty_keys_new(term);
    return tty->keys != NULL || acd_fault_say(why, _("curses has no window to read keys from"));
}

static void start_colours(struct tty *tty)
{
    const char *no_color = getenv("NO_COLOR"); /* no-color.org */
    bool colour = has_colors() && (no_color == NULL || no_color[0] == '\0') && start_color() == OK;

    tty_inks_init(&tty->inks, colour);
}

static bool check_terminal(struct termios *saved, struct acd_fault *why)
{
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return acd_fault_say(why, "%s",
                             isatty(STDIN_FILENO)
                                 ? _("standard output is no terminal; --once prints one frame for scripts")
                                 : _("standard input is no terminal; --once prints one frame for scripts"));
    if (tcgetattr(STDIN_FILENO, saved) != 0)
        return acd_fault_say(why, _("standard input: %s"), strerror(errno));
    return tty_caps_check(getenv("TERM"), STDOUT_FILENO, why);
}

struct tty *tty_open(struct acd_fault *why)
{
    struct termios saved;

    if (!check_terminal(&saved, why))
        return NULL;
    const char *term = getenv("TERM");
    struct tty *tty = acd_calloc(1, sizeof *tty);

    tty->saved = saved;
    tty->utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    if (!tty_out_open(&tty->out, STDOUT_FILENO, why)) {
        free(tty);
        return NULL;
    }
    /* Nothing to write yet, but curses changes the modes; and it leaves alone signals that are taken. */
    tty_rescue_arm(STDIN_FILENO, tty->out.fd, &saved, "", 0);
    if (!start_curses(tty, term, why)) {
        tty_close(tty);
        return NULL;
    }
    start_colours(tty);
    tty_caps_read(&tty->caps, term);
    tty_rescue_disarm();
    tty_rescue_arm(STDIN_FILENO, tty->out.fd, &saved, tty->caps.leave, strlen(tty->caps.leave));
    if (!set_modes(tty)) {
        acd_fault_say(why, _("standard input: %s"), strerror(errno));
        tty_close(tty);
        return NULL;
    }
    tty->anew = true;
    return tty;
}

void tty_close(struct tty *tty)
{
    if (tty == NULL)
        return;
    if (tty->out.sent < tty->out.used) { /* a frame is cut: end its last sequence first */
        tty->out.used = tty->out.sent = 0;
        tty_out_add(&tty->out, "\030", 1);
        tty_out_push(&tty->out, 0);
    }
    tty_rescue();
    tty_rescue_disarm();
    if (tty->keys != NULL)
        delwin(tty->keys);
    if (tty->screen != NULL) {
        endwin();
        delscreen(tty->screen);
    }
    if (tty->output != NULL)
        fclose(tty->output);
    tty_out_close(&tty->out);
    grid_free(tty->shown);
    free(tty->line);
    free(tty);
}

int tty_fd(const struct tty *tty)
{
    (void)tty;
    return STDIN_FILENO;
}

bool tty_utf8(const struct tty *tty)
{
    return tty->utf8;
}

static int within(int value, int least, int most)
{
    return value < least ? least : value > most ? most : value;
}

void tty_size(struct tty *tty, int *cols, int *rows)
{
    struct winsize size;
    bool known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 && size.ws_row > 0;

    *cols = within(known ? size.ws_col : tty->first_cols, 1, COLS_MOST);
    *rows = within(known ? size.ws_row : tty->first_rows, 1, ROWS_MOST);
}

static bool same_cell(const struct cell *a, const struct cell *b)
{
    return a->role == b->role && a->ground == b->ground && a->width == b->width &&
           strcmp(a->text, b->text) == 0;
}

static void set_cell(struct tty *tty, const struct cell *cell, cchar_t *out)
{
    const struct tty_ink *ink = tty_ink(&tty->inks, cell->role, cell->ground);
    wchar_t text[3] = {0};
    const char *at = cell->text;

    for (int i = 0; i < 2 && *at != '\0'; i++) {
        int bytes;

        text[i] = (wchar_t)character_decode(at, &bytes);
        at += bytes;
    }
    setcchar(out, text, ink->attributes, ink->pair, NULL);
}

/* Puts the cells from `col` on that differ from what is shown; returns the column after them. */
static int put_run(struct tty *tty, const struct grid *grid, int row, int col)
{
    int n = 0, at = col;

    if (grid_at(grid, row, col)->width == 0 && col > 0)
        col = --at;
    while (at < grid->cols && (at == col || grid_at(grid, row, at)->width == 0 ||
                               !same_cell(grid_at(grid, row, at), grid_at(tty->shown, row, at)))) {
        const struct cell *cell = grid_at(grid, row, at++);

        if (cell->width > 0)
            set_cell(tty, cell, &tty->line[n++]);
    }
    mvadd_wchnstr(row, col, tty->line, n);
    return at;
}

static void put_changes(struct tty *tty, const struct grid *grid, bool all)
{
    for (int row = 0; row < grid->rows; row++)
        for (int col = 0; col < grid->cols;)
            if (all || !same_cell(grid_at(grid, row, col), grid_at(tty->shown, row, col)))
                col = put_run(tty, grid, row, col);
            else
                col++;
    memcpy(tty->shown->cells, grid->cells,
           (size_t)grid->rows * (size_t)grid->cols * sizeof *grid->cells);
}

/* Brings curses and our copy to the size of the grid; true when that is a new one. */
static bool fit(struct tty *tty, const struct grid *grid)
{
    bool fits = tty->shown != NULL && tty->shown->cols == grid->cols && tty->shown->rows == grid->rows;

    if (LINES != grid->rows || COLS != grid->cols)
        resizeterm(grid->rows, grid->cols);
    if (fits)
        return false;
    grid_free(tty->shown);
    tty->shown = grid_new(grid->cols, grid->rows, grid->ascii);
    tty->line = acd_realloc(tty->line, (size_t)grid->cols * sizeof *tty->line);
    return true;
}

static void end_flash(struct tty *tty)
{
    if (tty->flashing)
        tty_out_add(&tty->out, tty->caps.flash_off, strlen(tty->caps.flash_off));
    tty->flashing = false;
}

bool tty_show(struct tty *tty, const struct grid *grid, const struct theme *theme, bool anew)
{
    tty->anew = tty->anew || anew;
    if (!tty_out_push(&tty->out, 0)) {
        tty->refused++;
        return false;
    }
    /* Not after a repaint: on a slow line each would only call for the next. */
    if (tty->refused >= STALLED_SHOWS && !tty->last_was_anew)
        tty->anew = true;
    bool resized = fit(tty, grid), other = tty_inks_take(&tty->inks, theme);

    if (tty->anew || resized || other)
        clearok(curscr, TRUE);
    tty->last_was_anew = tty->anew || resized || other;
    put_changes(tty, grid, tty->last_was_anew);
    end_flash(tty);
    wnoutrefresh(stdscr);
    doupdate();
    tty_out_collect(&tty->out, tty->caps.frame_begin, tty->caps.frame_end);
    tty->anew = false;
    tty->refused = 0;
    return tty_out_push(&tty->out, WAITS);
}

bool tty_key(struct tty *tty, struct key *key)
{
    if (tty_keys_next(tty->keys, tty->utf8, key))
        return true;
    struct pollfd terminal = {.fd = STDIN_FILENO, .events = POLLIN};

    if (poll(&terminal, 1, 0) > 0 && (terminal.revents & (POLLHUP | POLLERR | POLLNVAL)))
        tty->out.lost = true;
    return false;
}

void tty_bell(struct tty *tty, bool visible)
{
    bool flash = visible && tty->caps.flash_on[0] != '\0';

    if (tty->out.sent < tty->out.used || (flash && tty->flashing))
        return; /* a terminal that takes nothing is not to be rung later */
    if (flash)
        tty_out_add(&tty->out, tty->caps.flash_on, strlen(tty->caps.flash_on));
    else
        tty_out_add(&tty->out, "\a", 1);
    tty->flashing = flash && tty->caps.flash_off[0] != '\0';
    tty_out_push(&tty->out, 0);
}

void tty_resume(struct tty *tty)
{
    tcsetattr(STDIN_FILENO, TCSANOW, &tty->raw);
    tty_out_add(&tty->out, tty->caps.enter, strlen(tty->caps.enter));
    tty->anew = true;
}

bool tty_lost(const struct tty *tty)
{
    return tty->out.lost;
}

void tty_cost(const struct tty *tty, uint64_t *bytes, uint64_t *writes)
{
    *bytes = tty->out.total_bytes;
    *writes = tty->out.total_writes;
}
