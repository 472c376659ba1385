/* The same grid on every kind of terminal at every size, seen through a terminal emulator, and the
 * terminal as it was after every way to end. */
#include "console/edge/signals.h"
#include "console/edge/tty.h"
#include "tests/support/terminal.h"

#include <locale.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static const char *const kinds[] = {"xterm-256color", "xterm",           "linux",         "vt100", "vt220",
                                    "screen",         "screen-256color", "tmux-256color", "putty", "xterm-direct"};
static const struct {
    int cols, rows;
} sizes[] = {{80, 24}, {500, 150}, {200, 60}, {40, 12}, {5, 2}};

enum ending { BY_RETURN, BY_EXIT, BY_TERM, BY_ABORT, BY_SEGV, BY_OTHER_THREAD };

struct show {
    int cols, rows;
    bool ascii;
    enum ending ending;
};

static struct grid *picture(int cols, int rows, bool ascii)
{
    setlocale(LC_ALL, ascii ? "C" : "C.UTF-8");
    struct grid *grid = grid_new(cols, rows, ascii);
    struct area whole = area_whole(grid), inside = area_part(whole, 1, 1, rows - 2, cols - 2);

    area_box(whole, ROLE_FRAME, "Queues – worst first", "14 of 212");
    area_print(inside, 0, 0, ROLE_TIER3, "▲3 Sales DE %d", 23);
    area_text(inside, 1, 0, ROLE_TIER2, "▲2 客户服务 9");
    area_text(inside, 2, 0, ROLE_STALE, "? Cafe\xcc\x81 Porto STALE");
    for (int role = 0; role < ROLES; role++)
        area_text(inside, 3 + role / 4, role % 4 * 16, (enum role)role, role_about[role].key);
    area_ground(inside, 1, 0, cols, ROLE_SELECTED);
    area_text(whole, rows - 1, cols - 1, ROLE_TIER1, "x");
    setlocale(LC_ALL, "C.UTF-8");
    return grid;
}

/* What the other thread draws while a fatal signal is being handled in this one. */
static void draw_on(struct tty *tty, const struct theme *theme)
{
    struct grid *grid = grid_new(80, 24, false);
    area_print(area_whole(grid), 0, 0, ROLE_TIER3, "too late");
    (void)tty_show(tty, grid, theme, true);
    grid_free(grid);
}

static void end_by(enum ending ending, struct tty *tty, const struct theme *theme, int signals)
{
    struct pollfd wait = {.fd = signals, .events = POLLIN};
    struct rlimit none = {0};

    setrlimit(RLIMIT_CORE, &none);
    switch (ending) {
    case BY_RETURN: tty_close(tty); break;
    case BY_EXIT: exit(3);
    case BY_TERM:
        poll(&wait, 1, -1);
        tty_close(tty);
        exit(signals_next(signals) == SIGNAL_END ? 4 : 5);
    case BY_ABORT: abort();
    case BY_SEGV: raise(SIGSEGV); break;
    case BY_OTHER_THREAD:
        tty_rescue();
        draw_on(tty, theme);
        _exit(6);
    }
}

static int show(void *context)
{
    const struct show *wanted = context;
    struct acd_fault why;
    struct theme theme;
    struct key key;

    setlocale(LC_ALL, wanted->ascii ? "C" : "C.UTF-8");
    int signals = signals_open(&why);
    struct tty *tty = tty_open(&why);

    if (tty == NULL) {
        printf("%s\n", why.text);
        return 1;
    }
    theme_default(&theme);
    if (tty_utf8(tty) == wanted->ascii)
        return 2;
    struct grid *grid = picture(wanted->cols, wanted->rows, wanted->ascii);
    struct pollfd typed = {.fd = tty_fd(tty), .events = POLLIN};

    while (!tty_show(tty, grid, &theme, false) && !tty_lost(tty))
        ;
    grid_free(grid);
    if (wanted->ending != BY_TERM)
        while (!tty_key(tty, &key) && !tty_lost(tty))
            poll(&typed, 1, -1);
    end_by(wanted->ending, tty, &theme, signals);
    signals_close(signals);
    return 0;
}

static void check_kind(const char *kind, int cols, int rows, bool ascii)
{
    struct show wanted = {cols, rows, ascii, BY_RETURN};
    struct terminal terminal;
    char what[64];

    snprintf(what, sizeof what, "the grid on %s, %dx%d", kind, cols, rows);
    terminal_start(&terminal, kind, cols, rows, show, &wanted);
    struct grid *grid = picture(cols, rows, ascii);

    terminal_until(&terminal, terminal_shows, grid, what);
    terminal_type(&terminal, "q");
    terminal_until(&terminal, terminal_ended, NULL, "the end");
    assert_int_equal(terminal.status, 0);
    terminal_stop(&terminal);
    grid_free(grid);
}

static void test_every_terminal_shows_the_grid(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        for (size_t j = 0; j < sizeof sizes / sizeof sizes[0]; j++)
            check_kind(kinds[i], sizes[j].cols, sizes[j].rows, false);
    check_kind("vt100", 80, 24, true);
    check_kind("screen-256color", 80, 24, true); /* libvterm lacks xterm's REP, which curses uses here */
}

static void check_restored(const struct terminal *terminal, const char *kind, enum ending ending)
{
    struct termios now;

    assert_int_equal(tcgetattr(terminal->slave, &now), 0);
    if (terminal->alternate || terminal->cursor_hidden || terminal->mouse != 0 ||
        now.c_iflag != terminal->before.c_iflag || now.c_lflag != terminal->before.c_lflag ||
        now.c_oflag != terminal->before.c_oflag || memcmp(now.c_cc, terminal->before.c_cc, sizeof now.c_cc) != 0)
        fail_msg("%s was left with alternate %d, hidden cursor %d, mouse %d, local modes %x for %x, by ending %d",
                 kind, terminal->alternate, terminal->cursor_hidden, terminal->mouse, now.c_lflag,
                 terminal->before.c_lflag, (int)ending);
    if (strstr(terminal->log, "too late"))
        fail_msg("%s was drawn on after it had been given back", kind);
}

static bool status_is(int status, enum ending ending)
{
    switch (ending) {
    case BY_RETURN: return WIFEXITED(status) && WEXITSTATUS(status) == 0;
    case BY_EXIT: return WIFEXITED(status) && WEXITSTATUS(status) == 3;
    case BY_TERM: return WIFEXITED(status) && WEXITSTATUS(status) == 4;
    case BY_ABORT: return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
    case BY_SEGV: return !WIFEXITED(status) || WEXITSTATUS(status) != 0; /* a sanitizer exits by itself */
    case BY_OTHER_THREAD: return WIFEXITED(status) && WEXITSTATUS(status) == 6;
    }
    return false;
}

static void check_ending(const char *kind, enum ending ending)
{
    struct show wanted = {80, 24, false, ending};
    struct terminal terminal;

    terminal_start(&terminal, kind, 80, 24, show, &wanted);
    struct grid *grid = picture(80, 24, false);

    terminal_until(&terminal, terminal_shows, grid, "the grid");
    if (strcmp(kind, "vt100") != 0) {
        assert_true(terminal.cursor_hidden);
        assert_true(terminal.alternate || strcmp(kind, "linux") == 0 || strcmp(kind, "vt220") == 0);
    }
    if (ending == BY_TERM)
        kill(terminal.child, SIGTERM);
    else
        terminal_type(&terminal, "q");
    terminal_until(&terminal, terminal_ended, NULL, "the end");
    assert_true(status_is(terminal.status, ending));
    check_restored(&terminal, kind, ending);
    terminal_stop(&terminal);
    grid_free(grid);
}

static void test_every_end_gives_the_terminal_back(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        for (enum ending ending = BY_RETURN; ending <= BY_OTHER_THREAD; ending++)
            check_ending(kinds[i], ending);
}

/* One cell's look as the terminal got it. */
static VTermScreenCell look_at(struct terminal *terminal, int row, int col)
{
    VTermScreenCell cell;

    vterm_screen_get_cell(terminal->screen, (VTermPos){.row = row, .col = col}, &cell);
    return cell;
}

static void test_looks_reach_the_terminal(void **state)
{
    struct show wanted = {80, 24, false, BY_RETURN};
    struct terminal terminal;
    struct theme theme;

    (void)state;
    theme_default(&theme);
    terminal_start(&terminal, "xterm-256color", 80, 24, show, &wanted);
    struct grid *grid = picture(80, 24, false);

    terminal_until(&terminal, terminal_shows, grid, "the grid");
    for (int row = 0; row < 24; row++)
        for (int col = 0; col < 80; col++) {
            const struct cell *cell = grid_at(grid, row, col);
            struct look look = theme_look(&theme, THEME_256, cell->role, cell->ground);
            VTermScreenCell seen = look_at(&terminal, row, col);

            if (cell->width == 0)
                continue;
            assert_int_equal(seen.width, cell->width);
            if (look.paper == -1)
                assert_true(VTERM_COLOR_IS_DEFAULT_BG(&seen.bg));
            else
                assert_int_equal(seen.bg.indexed.idx, look.paper);
            if (strcmp(cell->text, " ") == 0)
                continue;
            if (look.ink == -1)
                assert_true(VTERM_COLOR_IS_DEFAULT_FG(&seen.fg));
            else
                assert_int_equal(seen.fg.indexed.idx, look.ink);
            assert_int_equal(seen.attrs.bold, (look.attributes & THEME_BOLD) != 0);
            assert_int_equal(seen.attrs.underline, (look.attributes & THEME_UNDERLINE) != 0);
            assert_int_equal(seen.attrs.italic, (look.attributes & THEME_ITALIC) != 0);
        }
    terminal_stop(&terminal);
    grid_free(grid);
}

static void test_no_color_means_none(void **state)
{
    struct show wanted = {80, 24, false, BY_RETURN};
    struct terminal terminal;

    (void)state;
    setenv("NO_COLOR", "1", 1);
    terminal_start(&terminal, "xterm-256color", 80, 24, show, &wanted);
    unsetenv("NO_COLOR");
    struct grid *grid = picture(80, 24, false);

    terminal_until(&terminal, terminal_shows, grid, "the grid");
    VTermScreenCell tier3 = look_at(&terminal, 1, 1), stale = look_at(&terminal, 3, 1);

    assert_true(VTERM_COLOR_IS_DEFAULT_FG(&tier3.fg) && VTERM_COLOR_IS_DEFAULT_BG(&tier3.bg));
    assert_true(tier3.attrs.reverse && tier3.attrs.bold && !tier3.attrs.underline);
    assert_true(stale.attrs.reverse && stale.attrs.underline);
    assert_null(strstr(terminal.log, "38;5"));
    terminal_stop(&terminal);
    grid_free(grid);
}

enum colours { NO_COLOURS, PALETTE, INDEXED, DIRECT };

/* The most that an SGR sequence asks for. */
static enum colours colours_of(const char *parameters)
{
    if (strstr(parameters, "8:2") != NULL || strstr(parameters, "8;2;") != NULL)
        return DIRECT;
    if (strstr(parameters, "38;5;") != NULL || strstr(parameters, "48;5;") != NULL || strstr(parameters, "8:5:") != NULL)
        return INDEXED;
    for (const char *at = parameters; *at != '\0'; at += strcspn(at, ";"), at += *at == ';') {
        int number = atoi(at);

        if ((number >= 30 && number <= 49) || (number >= 90 && number <= 107))
            return PALETTE;
    }
    return NO_COLOURS;
}

static enum colours colours_sent(const char *log)
{
    enum colours most = NO_COLOURS;

    for (const char *sgr = strstr(log, "\033["); sgr != NULL; sgr = strstr(sgr + 1, "\033[")) {
        size_t n = strspn(sgr + 2, "0123456789;:");
        char parameters[80] = "";

        if (sgr[2 + n] != 'm' || n >= sizeof parameters)
            continue;
        memcpy(parameters, sgr + 2, n);
        enum colours is = colours_of(parameters);

        most = is > most ? is : most;
    }
    return most;
}

/* Each kind gets the colours that it has, and no sequence that it may not know. */
static void test_colours_are_those_of_the_kind(void **state)
{
    static const struct {
        const char *kind;
        enum colours colours;
    } cases[] = {
        {"vt100", NO_COLOURS},       {"vt220", NO_COLOURS},      {"linux", PALETTE},
        {"xterm", PALETTE},          {"screen", PALETTE},        {"putty", PALETTE},
        {"xterm-256color", INDEXED}, {"tmux-256color", INDEXED}, {"screen-256color", INDEXED},
        {"xterm-direct", DIRECT},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct show wanted = {80, 24, false, BY_RETURN};
        struct terminal terminal;
        struct grid *grid = picture(80, 24, false);

        terminal_start(&terminal, cases[i].kind, 80, 24, show, &wanted);
        terminal_until(&terminal, terminal_shows, grid, "the grid");
        if (colours_sent(terminal.log) != cases[i].colours)
            fail_msg("%s got colours of kind %d, not %d", cases[i].kind, colours_sent(terminal.log),
                     cases[i].colours);
        terminal_stop(&terminal);
        grid_free(grid);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_terminal_shows_the_grid),
        cmocka_unit_test(test_every_end_gives_the_terminal_back),
        cmocka_unit_test(test_looks_reach_the_terminal),
        cmocka_unit_test(test_no_color_means_none),
        cmocka_unit_test(test_colours_are_those_of_the_kind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
