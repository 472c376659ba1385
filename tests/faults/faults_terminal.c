/* What befalls the terminal, and the program under it: not read, asleep, hung up, stopped, ended by
 * every signal, without room on the disk, descriptors or memory.  The shell gets its terminal back.
 */
#define _GNU_SOURCE /* prlimit */
#include "tests/faults/fault.h"
#include "tests/support/cases.h"
#include "tests/support/live_floor.h"
#include "tests/support/person.h"
#include "tests/support/process.h"

#include "acdfeed/clock.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

/* What a console may grow by while nobody reads its terminal.  A sanitizer keeps what was freed. */
#ifdef __SANITIZE_ADDRESS__
enum { SANITIZED = 1, GROWTH_KIB = 256 << 10 };
#else
enum { SANITIZED = 0, GROWTH_KIB = 4 << 10 };
#endif
enum { COLS = 120, ROWS = 32, LINE_BYTES = 2048, UNREAD_MS = 10000, ASLEEP_MS = 4000 };

static void pass(int64_t ms)
{
    struct timespec some = {ms / 1000, ms % 1000 * 1000000};
    nanosleep(&some, NULL);
}

/* By a shell, with words of the shell's before it: "ulimit -n 9; exec". */
static struct person *console_by_shell(const char *before, const char *stats, const char *more)
{
    static char line[LINE_BYTES];
    char path[WALL_PROGRAM_BYTES];
    wall_program(path);
    snprintf(line, sizeof line, "%s %s --feed %s --by anna %s", before, path, stats, more);
    return person_open((const char *const[]){"/bin/sh", "-c", line, NULL}, "xterm-256color", COLS,
                       ROWS);
}

static struct person *console_alone(void)
{
    struct person *console = console_by_shell("exec", "ipc:///nowhere/stats", "--journal none");
    assert_true(person_shows(console, "no word yet"));
    return console;
}

static void expect_given_back(struct person *console, const char *after)
{
    if (!person_settings_as_before(console) || !person_on_main_screen(console) ||
        !person_cursor_visible(console))
        fail_msg("after %s: settings as before %d, main screen %d, cursor %d", after,
                 person_settings_as_before(console), person_on_main_screen(console),
                 person_cursor_visible(console));
}

/* Until the clock on the screen is that of the next second: no frame of before has it. */
static void await_now(struct person *console)
{
    char next[16];
    time_t second = time(NULL) + 1;
    struct tm parts;
    gmtime_r(&second, &parts);
    strftime(next, sizeof next, "%H:%M:%S", &parts);
    if (!person_shows(console, next))
        fail_msg("the clock on the screen never was %s", next);
}

/* --- a terminal that takes nothing
 * ---------------------------------------------------------------- */

static void open_busy_floor(struct live_floor *floor)
{
    tool_folder(floor->folder);
    tool_endpoint(floor->stats, floor->folder, "stats");
    tool_endpoint(floor->control, floor->folder, "control");
    tool_start(&floor->sim, (const char *const[]){"sim", "--stats", floor->stats, "--control",
                                                  floor->control, "--seed", "1", "--speed", "20",
                                                  "--queues", "100", "--agents", "1000", NULL});
    tool_await_complaint(&floor->sim, "stats ");
}

static void a_terminal_that_is_not_read_wakes_to_now(void **state)
{
    (void)state;
    struct fault fault = fault_of("terminal not read for 10 s (Ctrl-S)", FAULT_NOTICE_MS);
    struct live_floor floor;
    open_busy_floor(&floor);
    struct person *console = console_by_shell("exec", floor.stats, "--journal none");
    assert_true(person_shows(console, "live"));
    person_read(console, 1000);
    int64_t before_kib = process_rss_kib(person_pid(console));
    int64_t before_ms = process_cpu_ms(person_pid(console));
    fault_done(&fault);
    pass(UNREAD_MS);
    int64_t grown_kib = process_rss_kib(person_pid(console)) - before_kib;
    if (grown_kib > GROWTH_KIB)
        fail_msg("grown by %d KiB", (int)grown_kib);
    /* Neither asleep nor spinning. */
    int64_t spent_ms = process_cpu_ms(person_pid(console)) - before_ms;
    assert_in_range(spent_ms, 10, SANITIZED ? UNREAD_MS : UNREAD_MS / 2);

    size_t bytes = person_bytes(console);
    fault_mended(&fault);
    await_now(console);
    assert_true(person_shows(console, "live"));
    fault_recovered(&fault);
    assert_in_range(person_bytes(console) - bytes, 1, 100 << 10); /* frames, not a backlog */
    assert_int_equal(person_find(console, "lost"), -1);
    fault_row(&fault, "the frames in between");
    person_close(console);
    live_floor_close(&floor);
}

static void a_console_that_slept_shows_now(void **state)
{
    (void)state;
    struct fault fault = fault_of("console asleep (laptop closed), awake again", FAULT_NOTICE_MS);
    struct live_floor floor;
    open_busy_floor(&floor);
    char more[160];
    snprintf(more, sizeof more, "--journal none --control %s", floor.control);
    struct person *console = console_by_shell("exec", floor.stats, more);
    assert_true(person_shows(console, "live"));
    person_signal(console, SIGSTOP);
    pass(ASLEEP_MS);
    person_read(console, 0);
    person_signal(console, SIGCONT);
    fault_done(&fault);
    await_now(console);
    fault_noticed(&fault);
    assert_true(person_shows(console, "live"));
    assert_true(person_hides(console, "STALE"));
    fault_recovered(&fault);
    fault_row(&fault, "nothing");
    person_send(console, "q");
    assert_int_equal(person_ends(console), 0);
    expect_given_back(console, "sleep");
    person_close(console);
    live_floor_close(&floor);
}

/* --- the line is lost
 * ------------------------------------------------------------------------------ */

static void hang_up(struct fault fault, const char *before, const char *lost)
{
    char path[WALL_PROGRAM_BYTES], line[LINE_BYTES];
    wall_program(path);
    snprintf(line, sizeof line, "%s %s --demo", before, path);
    struct person *console = person_open((const char *const[]){"/bin/sh", "-c", line, NULL},
                                         "xterm-256color", COLS, ROWS);
    assert_true(person_shows(console, "Sales DE"));
    pid_t feed = process_child(person_pid(console));
    assert_true(feed > 0);
    person_hang_up(console);
    fault_done(&fault);
    assert_true(person_ends(console) >= 0);
    for (int64_t until_ms = acd_monotonic_ms() + 20000; !process_gone(feed); pass(5))
        assert_true(acd_monotonic_ms() < until_ms);
    fault_noticed(&fault);
    fault_row(&fault, lost);
    person_close(console);
}

static void a_line_that_hangs_up_ends_console_and_floor(void **state)
{
    (void)state;
    hang_up(fault_of("terminal hung up (SSH ended)", FAULT_NOTICE_MS), "exec",
            "nothing runs on without it");
}

static void without_a_hangup_signal_too(void **state)
{
    (void)state;
    hang_up(fault_of("terminal hung up under nohup", FAULT_NOTICE_MS), "trap '' HUP; exec",
            "nothing runs on without it");
}

/* --- signals
 * --------------------------------------------------------------------------------------- */

static void every_signal_that_ends_gives_the_terminal_back(void **state)
{
    (void)state;
    const struct {
        int number;
        const char *name;
    } signals[] = {
        /* SIGRTMIN is no constant */
        {SIGINT, "INT"},     {SIGTERM, "TERM"},   {SIGHUP, "HUP"},       {SIGQUIT, "QUIT"},
        {SIGABRT, "ABRT"},   {SIGSEGV, "SEGV"},   {SIGBUS, "BUS"},       {SIGFPE, "FPE"},
        {SIGILL, "ILL"},     {SIGSYS, "SYS"},     {SIGTRAP, "TRAP"},     {SIGUSR1, "USR1"},
        {SIGUSR2, "USR2"},   {SIGALRM, "ALRM"},   {SIGVTALRM, "VTALRM"}, {SIGPROF, "PROF"},
        {SIGXCPU, "XCPU"},   {SIGPOLL, "POLL"},   {SIGPWR, "PWR"},       {SIGSTKFLT, "STKFLT"},
        {SIGRTMIN, "RTMIN"}, {SIGRTMAX, "RTMAX"},
    };
    struct fault fault = fault_of("console ended by each of 22 signals", FAULT_NOTICE_MS);
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) {
        struct person *console = console_alone();
        assert_false(person_settings_as_before(console));
        fault_done(&fault);
        person_signal(console, signals[i].number);
        assert_true(person_ends(console) >= 0);
        fault_noticed(&fault);
        expect_given_back(console, signals[i].name);
        person_close(console);
    }
    fault_row(&fault, "nothing of the terminal");
}

static void what_is_not_to_end_it_does_not(void **state)
{
    (void)state;
    static const int signals[] = {SIGTSTP, SIGTTIN, SIGTTOU, SIGPIPE, SIGXFSZ,
                                  SIGCHLD, SIGURG,  SIGCONT, SIGWINCH};
    struct fault fault = fault_of("console sent TSTP, TTIN, TTOU, PIPE and so on", FAULT_NOTICE_MS);
    struct person *console = console_alone();
    fault_done(&fault);
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++)
        person_signal(console, signals[i]);
    person_send(console, "\032"); /* Ctrl-Z is a key here */
    person_send(console, "?");
    assert_true(person_shows(console, "Help"));
    fault_recovered(&fault);
    person_send(console, "q");
    person_send(console, "q");
    assert_int_equal(person_ends(console), 0);
    expect_given_back(console, "stop signals");
    fault_row(&fault, "nothing");
    person_close(console);
}

static void stopped_and_brought_back_it_draws_anew(void **state)
{
    (void)state;
    struct fault fault = fault_of("console stopped, its shell used, then fg", FAULT_NOTICE_MS);
    struct person *console = console_alone();
    person_signal(console, SIGSTOP);
    person_cook(console);
    assert_true(person_settings_as_before(console));
    fault_done(&fault);
    person_resize(console, 100, 30); /* and the window meanwhile */
    person_signal(console, SIGCONT);
    fault_mended(&fault);
    person_send(console, "?");
    assert_true(person_shows(console, "Help"));
    fault_recovered(&fault);
    assert_false(person_settings_as_before(console));
    person_send(console, "q");
    person_send(console, "q");
    assert_int_equal(person_ends(console), 0);
    expect_given_back(console, "fg");
    fault_row(&fault, "nothing");
    person_close(console);
}

/* Settings that no console would choose, as the shell's own stty tells them before and after. */
static void the_shells_own_settings_come_back(void **state)
{
    (void)state;
    struct fault fault = fault_of("console ended, its shell had odd settings", FAULT_NOTICE_MS);
    char path[WALL_PROGRAM_BYTES], line[LINE_BYTES];
    wall_program(path);
    snprintf(line, sizeof line,
             "stty susp ^X erase ^H -echoctl ixany min 3 time 7; a=$(stty -g); %s --feed "
             "ipc:///nowhere/stats --journal none; b=$(stty -g); [ \"$a\" = \"$b\" ] && echo the "
             "same || echo $a $b",
             path);
    struct person *shell = person_open((const char *const[]){"/bin/sh", "-c", line, NULL},
                                       "xterm-256color", COLS, ROWS);
    assert_true(person_shows(shell, "no word yet"));
    fault_done(&fault);
    person_send(shell, "q");
    assert_true(person_shows(shell, "the same"));
    fault_recovered(&fault);
    assert_int_equal(person_ends(shell), 0);
    fault_row(&fault, "nothing");
    person_close(shell);
}

/* --- nothing left of it
 * ---------------------------------------------------------------------------- */

static void a_disk_that_is_full_is_said_and_the_board_goes_on(void **state)
{
    (void)state;
    enum { LIMIT_BYTES = 64 << 10 };
    struct fault fault = fault_of("disk of the journal full", FAULT_NOTICE_MS + 500);
    struct live_floor floor;
    char more[256], path[128];
    live_floor_open(&floor);
    snprintf(path, sizeof path, "%s/journal", floor.folder);
    snprintf(more, sizeof more, "--control %s --journal %s", floor.control, path);
    struct person *console = console_by_shell("exec", floor.stats, more);
    assert_true(person_shows(console, "live"));
    person_send(console, "q");
    assert_int_equal(person_ends(console), 0);
    person_close(console);
    FILE *file = fopen(path, "a"); /* what a crash cut off, up to the brim */
    for (long bytes = ftell(file); bytes < LIMIT_BYTES - 20; bytes++)
        fputc('x', file);
    fclose(file);
    console = console_by_shell("ulimit -f 128; exec", floor.stats, more);
    fault_done(&fault);
    assert_true(person_shows(console, "journal: not written: "));
    fault_noticed(&fault);
    assert_true(person_shows(console, "Sales DE"));
    assert_true(person_shows(console, "live"));
    person_send(console, "q");
    assert_int_equal(person_ends(console), 0);
    expect_given_back(console, "a full disk");
    fault_row(&fault, "the journal; the screen says so");
    person_close(console);
    live_floor_close(&floor);
}

/* Whatever the limit, it runs or says why not, and the terminal is the shell's again. */
static void without_descriptors_it_says_so(void **state)
{
    (void)state;
    struct fault fault = fault_of("no file descriptors left", FAULT_NOTICE_MS);
    char before[64];
    int refused = 0;
    for (int n = 4; n <= 48; n += 4) {
        snprintf(before, sizeof before, "ulimit -n %d; exec", n);
        struct person *console = console_by_shell(before, "ipc:///nowhere/stats", "--journal none");
        fault_done(&fault);
        for (int64_t until_ms = acd_monotonic_ms() + 20000;
             acd_monotonic_ms() < until_ms && person_find(console, "no word yet") < 0 &&
             !process_ended(person_pid(console));)
            person_read(console, 50);
        bool runs = person_find(console, "no word yet") >= 0;
        if (runs)
            person_send(console, "q");
        int status = person_ends(console);
        fault_noticed(&fault);
        assert_int_equal(status == 0, runs);
        assert_true(runs || *person_row(console, 0)); /* words */
        expect_given_back(console, before);
        refused += !runs;
        person_close(console);
    }
    assert_in_range(refused, 1, 12);
    fault_row(&fault, "the start; the console says so");
}

static void without_memory_it_says_so(void **state)
{
    (void)state;
    struct fault fault = fault_of("no memory left while it runs", FAULT_NOTICE_MS);
    if (SANITIZED)
        skip(); /* it has all of the addresses for itself */
    struct live_floor floor;
    open_busy_floor(&floor);
    struct person *console = console_by_shell("exec", floor.stats, "--journal none");
    assert_true(person_shows(console, "live"));
    struct rlimit none = {.rlim_cur = 1 << 20, .rlim_max = 1 << 20};
    assert_int_equal(prlimit(person_pid(console), RLIMIT_AS, &none, NULL), 0);
    fault_done(&fault);
    person_resize(console, 500, 150); /* a grid of ten megabytes */
    assert_int_equal(person_ends(console), 128 + SIGABRT);
    fault_noticed(&fault);
    expect_given_back(console, "no memory");
    assert_true(person_find(console, "no memory is left") >= 0);
    fault_row(&fault, "the console; it says so");
    person_close(console);
    live_floor_close(&floor);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_terminal_that_is_not_read_wakes_to_now),
        cmocka_unit_test(a_console_that_slept_shows_now),
        cmocka_unit_test(a_line_that_hangs_up_ends_console_and_floor),
        cmocka_unit_test(without_a_hangup_signal_too),
        cmocka_unit_test(every_signal_that_ends_gives_the_terminal_back),
        cmocka_unit_test(what_is_not_to_end_it_does_not),
        cmocka_unit_test(stopped_and_brought_back_it_draws_anew),
        cmocka_unit_test(the_shells_own_settings_come_back),
        cmocka_unit_test(a_disk_that_is_full_is_said_and_the_board_goes_on),
        cmocka_unit_test(without_descriptors_it_says_so),
        cmocka_unit_test(without_memory_it_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
