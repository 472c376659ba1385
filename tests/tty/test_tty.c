/* The terminal's edge: changes alone are sent, a stalled terminal stops nothing, sizes, keys, the end
 * of the line. */
#include "console/edge/signals.h"
#include "console/edge/tty.h"
#include "tests/support/patience.h"
#include "tests/support/terminal.h"

#include <fcntl.h>
#include <locale.h>
#include <malloc.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { COLS = 80, ROWS = 24, BIG_COLS = 200, BIG_ROWS = 60, DEADLINE_MS = 20000 };

struct session { /* of a child: what it works with */
    struct tty *tty;
    struct grid *grid;
    struct theme theme;
    int signals;
    FILE *words; /* to the parent */
};
struct channel {
    int from_child, to_parent;
};

static void channel_open(struct channel *channel)
{
    int ends[2];

    assert_int_equal(pipe(ends), 0);
    channel->from_child = ends[0];
    channel->to_parent = ends[1];
}

static void channel_close(struct channel *channel)
{
    close(channel->from_child);
    if (channel->to_parent >= 0)
        close(channel->to_parent);
}

/* The child's next line, without its end. */
static const char *next_line(struct channel *channel, char *out, size_t bytes)
{
    size_t used = 0;
    struct pollfd wait = {.fd = channel->from_child, .events = POLLIN};

    while (used + 1 < bytes && poll(&wait, 1, (int)patience_ms(DEADLINE_MS)) > 0 &&
           read(channel->from_child, out + used, 1) == 1 && out[used] != '\n')
        used++;
    if (out[used] != '\n' && used + 1 < bytes && wait.revents == 0)
        fail_msg("the program said nothing for %d s", DEADLINE_MS / 1000);
    out[used] = '\0';
    return out;
}

static void begin(struct session *session, struct channel *channel, int cols, int rows)
{
    struct acd_fault why;

    setlocale(LC_ALL, "C.UTF-8");
    session->words = fdopen(channel->to_parent, "w");
    session->signals = signals_open(&why);
    session->tty = tty_open(&why);
    if (session->tty == NULL) {
        fprintf(session->words, "%s\n", why.text);
        exit(1);
    }
    theme_default(&session->theme);
    session->grid = grid_new(cols, rows, false);
}

static int end(struct session *session)
{
    tty_close(session->tty);
    signals_close(session->signals);
    grid_free(session->grid);
    fclose(session->words);
    return 0;
}

static struct key wait_key(struct session *session)
{
    struct pollfd typed = {.fd = tty_fd(session->tty), .events = POLLIN};
    struct key key;

    while (!tty_key(session->tty, &key) && !tty_lost(session->tty))
        poll(&typed, 1, -1);
    return key;
}

static bool show(struct session *session)
{
    return tty_show(session->tty, session->grid, &session->theme, false);
}

static void show_whole(struct session *session)
{
    struct pollfd taken = {.fd = STDOUT_FILENO, .events = POLLOUT};

    while (!show(session) && !tty_lost(session->tty))
        poll(&taken, 1, -1);
}

/* A grid that is random, and the same for the same seed; every cell of it when `dense`. */
static void scribble(struct grid *grid, unsigned seed, bool dense)
{
    static const char *const pieces[] = {"a", "客", "e\xcc\x81", " ", "户服", "0", "█", "Zz", "▲", "–"};
    int n = dense ? grid->rows * grid->cols : 30;

    for (int i = 0; i < n; i++) {
        seed = seed * 1664525u + 1013904223u;
        int row = dense ? i / grid->cols : (int)(seed >> 8) % grid->rows;
        int col = dense ? i % grid->cols : (int)(seed >> 16) % grid->cols;

        const char *piece = pieces[dense ? (seed >> 24) % 2 * 5 : (seed >> 24) % 10];

        /* libvterm loses a combining mark in the last column, curses a wide character in the last
         * corner of terminals on which it must insert to get there. */
        if (strlen(piece) > 1 && (col == grid->cols - 1 || (row == grid->rows - 1 && col >= grid->cols - 4)))
            piece = "x";
        area_text(area_whole(grid), row, col, (enum role)((seed >> 10) % ROLES), piece);
        if (!dense && seed % 8 == 0)
            area_ground(area_whole(grid), row, 0, grid->cols, (seed >> 9) % 2 ? ROLE_SELECTED : ROLE_NORMAL);
    }
}

static void finish(struct terminal *terminal)
{
    terminal_until(terminal, terminal_ended, NULL, "the end");
    assert_true(WIFEXITED(terminal->status));
    assert_int_equal(WEXITSTATUS(terminal->status), 0);
    terminal_stop(terminal);
}

enum { STEPS = 40 };

static int step_by_key(void *context)
{
    struct session session;

    begin(&session, context, COLS, ROWS);
    for (unsigned i = 0; i < STEPS; i++) {
        scribble(session.grid, i, false);
        if (i % 16 == 15)
            session.theme.looks[THEME_256][ROLE_TREND].ink ^= 1; /* another theme */
        show_whole(&session);
        wait_key(&session);
    }
    return end(&session);
}

static void test_changes_add_up(void **state)
{
    static const char *const kinds[] = {"xterm-256color", "linux", "vt100", "tmux-256color"};

    (void)state;
    for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
        struct terminal terminal;
        struct channel channel;

        channel_open(&channel);
        terminal_start(&terminal, kinds[k], COLS, ROWS, step_by_key, &channel);
        struct grid *grid = grid_new(COLS, ROWS, false);

        for (unsigned i = 0; i < STEPS; i++) {
            scribble(grid, i, false);
            terminal_until(&terminal, terminal_shows, grid, "the next picture");
            terminal_type(&terminal, "n");
        }
        finish(&terminal);
        grid_free(grid);
        channel_close(&channel);
    }
}

static int count_costs(void *context)
{
    struct session session;
    uint64_t bytes[4], writes[4];

    begin(&session, context, COLS, ROWS);
    for (int i = 0; i < 4; i++) {
        if (i == 2)
            area_text(area_whole(session.grid), 9, 40, ROLE_TIER3, "客 42");
        show_whole(&session);
        tty_cost(session.tty, &bytes[i], &writes[i]);
    }
    fprintf(session.words, "%d %d %d\n", (int)(bytes[1] - bytes[0]), (int)(bytes[2] - bytes[1]),
            (int)(writes[2] - writes[1]));
    fprintf(session.words, "%d\n", (int)(writes[3] - writes[2]));
    return end(&session);
}

static void test_only_changes_are_sent_in_one_write(void **state)
{
    struct terminal terminal;
    struct channel channel;
    char line[128];
    int nothing, bytes, writes;

    (void)state;
    channel_open(&channel);
    terminal_start(&terminal, "xterm-256color", COLS, ROWS, count_costs, &channel);
    terminal_until(&terminal, terminal_ended, NULL, "the end");
    assert_int_equal(sscanf(next_line(&channel, line, sizeof line), "%d %d %d", &nothing, &bytes, &writes), 3);
    assert_int_equal(nothing, 0);
    assert_in_range(bytes, 6, 100);
    assert_int_equal(writes, 1);
    assert_string_equal(next_line(&channel, line, sizeof line), "0");
    assert_non_null(strstr(terminal.log, "\033[?2026h"));
    assert_non_null(strstr(terminal.log, "\033[?2026l"));
    finish(&terminal);
    channel_close(&channel);
}

enum { REFUSALS = 300, LAST = 7777 };

static int fill_until_refused(void *context)
{
    struct session session;
    unsigned i = 0;

    begin(&session, context, BIG_COLS, BIG_ROWS);
    do
        scribble(session.grid, i++, true);
    while (show(&session));
    size_t before = mallinfo2().uordblks;

    for (int j = 0; j < REFUSALS; j++) {
        scribble(session.grid, i++, true);
        if (show(&session))
            fprintf(session.words, "a terminal that nobody reads took a frame\n");
    }
    fprintf(session.words, "refused, grown by %d\n", (int)(mallinfo2().uordblks - before));
    fflush(session.words);
    scribble(session.grid, LAST, true);
    show_whole(&session);
    wait_key(&session);
    return end(&session);
}

static void test_a_stalled_terminal_stops_nothing(void **state)
{
    struct terminal terminal;
    struct channel channel;
    char line[128];

    (void)state;
    channel_open(&channel);
    terminal_start(&terminal, "xterm-256color", BIG_COLS, BIG_ROWS, fill_until_refused, &channel);
    assert_string_equal(next_line(&channel, line, sizeof line), "refused, grown by 0");
    struct grid *grid = grid_new(BIG_COLS, BIG_ROWS, false);

    scribble(grid, LAST, true);
    terminal_until(&terminal, terminal_shows, grid, "the newest frame, after the stall");
    terminal_type(&terminal, "q");
    finish(&terminal);
    grid_free(grid);
    channel_close(&channel);
}

/* Ends while the terminal takes nothing: it must not wait for it. */
static int end_refused(void *context)
{
    struct session session;
    unsigned i = 0;

    begin(&session, context, BIG_COLS, BIG_ROWS);
    do
        scribble(session.grid, i++, true);
    while (show(&session));
    return end(&session);
}

static void test_a_stalled_terminal_can_be_left(void **state)
{
    struct terminal terminal;
    struct channel channel;
    struct termios now;
    int status = -1;

    (void)state;
    channel_open(&channel);
    terminal_start(&terminal, "xterm-256color", BIG_COLS, BIG_ROWS, end_refused, &channel);
    close(channel.to_parent);
    channel.to_parent = -1;
    struct pollfd closed = {.fd = channel.from_child, .events = POLLIN};

    assert_int_equal(poll(&closed, 1, DEADLINE_MS), 1); /* the end of its pipe: it is past tty_close() */
    assert_int_equal(waitpid(terminal.child, &status, 0), terminal.child);
    terminal.ended = true;
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    assert_int_equal(tcgetattr(terminal.slave, &now), 0);
    assert_int_equal(now.c_lflag, terminal.before.c_lflag);
    terminal_stop(&terminal);
    channel_close(&channel);
}

static int follow_size(void *context)
{
    struct session session;

    begin(&session, context, COLS, ROWS);
    for (;;) {
        struct pollfd waits[] = {{.fd = tty_fd(session.tty), .events = POLLIN},
                                 {.fd = session.signals, .events = POLLIN}};
        struct key key;
        int cols, rows;

        tty_size(session.tty, &cols, &rows);
        grid_resize(session.grid, cols, rows);
        scribble(session.grid, (unsigned)(cols * 1000 + rows), false);
        show_whole(&session);
        poll(waits, 2, -1);
        while (signals_next(session.signals) != SIGNAL_NONE)
            ;
        if (tty_key(session.tty, &key))
            return end(&session);
    }
}

static void test_sizes_are_followed(void **state)
{
    static const int sizes[][2] = {{COLS, ROWS}, {200, 60}, {5, 2}, {40, 12}, {120, 3}, {COLS, ROWS}};
    struct terminal terminal;
    struct channel channel;

    (void)state;
    channel_open(&channel);
    terminal_start(&terminal, "xterm-256color", COLS, ROWS, follow_size, &channel);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct grid *grid = grid_new(sizes[i][0], sizes[i][1], false);

        if (i > 0)
            terminal_resize(&terminal, sizes[i][0], sizes[i][1]);
        scribble(grid, (unsigned)(grid->cols * 1000 + grid->rows), false);
        terminal_until(&terminal, terminal_shows, grid, "the picture at the new size");
        grid_free(grid);
    }
    terminal_type(&terminal, "q");
    finish(&terminal);
    channel_close(&channel);
}

static int tell_keys(void *context)
{
    struct session session;
    char name[32];

    begin(&session, context, COLS, ROWS);
    show_whole(&session);
    fprintf(session.words, "ready\n");
    fflush(session.words);
    for (;;) {
        struct key key = wait_key(&session);

        if (key.code == KEY_CODE_NONE && key.character == 'q')
            return end(&session);
        fprintf(session.words, "%s", key_spell(key, name, sizeof name));
        if (key.code >= KEY_CODE_CLICK)
            fprintf(session.words, " %d,%d", key.row, key.col);
        fprintf(session.words, "\n");
        fflush(session.words);
    }
}

static void test_keys_are_decoded(void **state)
{
    static const struct {
        const char *bytes, *name;
    } cases[] = {
        {"o", "o"},           {"é", "é"},              {"户", "户"},           {"👍", "👍"},
        {"\r", "Enter"},      {"\n", "Enter"},         {"\t", "Tab"},          {" ", "Space"},
        {"\033", "Escape"},   {"\177", "Backspace"},   {"\b", "Backspace"},    {"\014", "Ctrl-L"},
        {"\021", "Ctrl-Q"},   {"\023", "Ctrl-S"},      {"\032", "Ctrl-Z"},     {"\026", "Ctrl-V"},
        {"\033OA", "Up"},     {"\033OB", "Down"},      {"\033OC", "Right"},    {"\033OD", "Left"},
        {"\033OH", "Home"},   {"\033OF", "End"},       {"\033[5~", "PageUp"},  {"\033[6~", "PageDown"},
        {"\033[3~", "Delete"}, {"\033[2~", "Insert"},  {"\033[Z", "Shift-Tab"}, {"\033OP", "F1"},
        {"\033[24~", "F12"},  {"\033[<0;11;6M", "Click 5,10"}, {"\033[<64;1;1M", "WheelUp 0,0"},
        {"\033[<65;80;24M", "WheelDown 23,79"},
    };
    struct terminal terminal;
    struct channel channel;
    char line[128];

    (void)state;
    channel_open(&channel);
    terminal_start(&terminal, "xterm-256color", COLS, ROWS, tell_keys, &channel);
    assert_string_equal(next_line(&channel, line, sizeof line), "ready");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        terminal_type(&terminal, cases[i].bytes);
        assert_string_equal(next_line(&channel, line, sizeof line), cases[i].name);
    }
    terminal_type(&terminal, "q");
    finish(&terminal);
    channel_close(&channel);
}

static int ring(void *context)
{
    struct session session;

    begin(&session, context, COLS, ROWS);
    show_whole(&session);
    tty_bell(session.tty, false);
    tty_bell(session.tty, true);
    area_text(area_whole(session.grid), 0, 0, ROLE_NORMAL, "rung");
    show_whole(&session);
    wait_key(&session);
    tty_resume(session.tty);
    area_text(area_whole(session.grid), 0, 0, ROLE_NORMAL, "back");
    show_whole(&session);
    wait_key(&session);
    return end(&session);
}

static void test_bells_and_resuming(void **state)
{
    struct terminal terminal;
    struct channel channel;

    (void)state;
    channel_open(&channel);
    terminal_start(&terminal, "xterm-256color", COLS, ROWS, ring, &channel);
    terminal_until(&terminal, terminal_has, (char *)"rung", "the frame after the bells");
    const char *sound = strchr(terminal.log, '\a');

    assert_non_null(sound);
    const char *flash = strstr(sound, "\033[?5h");

    assert_non_null(flash);
    assert_non_null(strstr(flash, "\033[?5l"));
    terminal_type(&terminal, "n");
    terminal_until(&terminal, terminal_has, (char *)"back", "the frame after a stop");
    assert_true(terminal.alternate && terminal.cursor_hidden);
    terminal_type(&terminal, "n");
    finish(&terminal);
    channel_close(&channel);
}

static int open_or_say(void *context)
{
    struct session session;

    begin(&session, context, COLS, ROWS);
    return 77;
}

static int open_without_input(void *context)
{
    int nothing = open("/dev/null", O_RDWR);

    dup2(nothing, STDIN_FILENO);
    return open_or_say(context);
}

static void test_terminals_that_cannot(void **state)
{
    static const struct {
        const char *term, *words;
        int (*program)(void *);
    } cases[] = {
        {"dumb", "the terminal 'dumb' (TERM) cannot place its cursor", open_or_say},
        {"no-such-thing", "the terminal 'no-such-thing' (TERM) is not known", open_or_say},
        {"", "TERM is not set", open_or_say},
        {"xterm", "standard input is no terminal", open_without_input},
    };
    char line[ACD_FAULT_TEXT_BYTES];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct terminal terminal;
        struct channel channel;
        struct termios now;

        channel_open(&channel);
        terminal_start(&terminal, cases[i].term, COLS, ROWS, cases[i].program, &channel);
        next_line(&channel, line, sizeof line);
        assert_memory_equal(line, cases[i].words, strlen(cases[i].words));
        terminal_until(&terminal, terminal_ended, NULL, "the end");
        assert_int_equal(WEXITSTATUS(terminal.status), 1);
        assert_int_equal(terminal.logged, 0);
        assert_int_equal(tcgetattr(terminal.slave, &now), 0);
        assert_int_equal(now.c_lflag, terminal.before.c_lflag);
        terminal_stop(&terminal);
        channel_close(&channel);
    }
}

static int outlive(void *context)
{
    struct session session;

    begin(&session, context, COLS, ROWS);
    show_whole(&session);
    fprintf(session.words, "ready\n");
    fflush(session.words);
    wait_key(&session);
    bool shown = tty_show(session.tty, session.grid, &session.theme, true);

    fprintf(session.words, "lost %d, shown %d\n", tty_lost(session.tty), shown);
    return end(&session);
}

static void test_a_terminal_that_hangs_up(void **state)
{
    struct terminal terminal;
    struct channel channel;
    char line[64];
    int status = -1;

    (void)state;
    channel_open(&channel);
    terminal_start(&terminal, "xterm-256color", COLS, ROWS, outlive, &channel);
    assert_string_equal(next_line(&channel, line, sizeof line), "ready");
    close(terminal.master);
    assert_string_equal(next_line(&channel, line, sizeof line), "lost 1, shown 0");
    assert_int_equal(waitpid(terminal.child, &status, 0), terminal.child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    terminal.ended = true;
    terminal.master = dup(terminal.slave);
    terminal_stop(&terminal);
    channel_close(&channel);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_changes_add_up),
        cmocka_unit_test(test_only_changes_are_sent_in_one_write),
        cmocka_unit_test(test_a_stalled_terminal_stops_nothing),
        cmocka_unit_test(test_a_stalled_terminal_can_be_left),
        cmocka_unit_test(test_sizes_are_followed),
        cmocka_unit_test(test_keys_are_decoded),
        cmocka_unit_test(test_bells_and_resuming),
        cmocka_unit_test(test_terminals_that_cannot),
        cmocka_unit_test(test_a_terminal_that_hangs_up),
    };
    setlocale(LC_ALL, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
