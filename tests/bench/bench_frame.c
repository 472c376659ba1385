/* What a frame costs a 200x60 terminal: bytes, writes and CPU, by the share of the cells changed.  Fails
 * above its budget: 5 % of the cells in 1,300 bytes and one write.
 * 55 rows of 24 figures of 6 characters in 3 colours. */
#include "console/edge/tty.h"
#include "tests/support/terminal.h"

#include <locale.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { COLS = 200, ROWS = 60, FIGURE_ROWS = 55, FIGURES = 24, FRAMES = 101, GOAL_BYTES = 1300, GOAL_PERCENT = 5 };

static double cpu_us(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static uint32_t next_random(void)
{
    static uint32_t seed = 42;

    return (seed = seed * 1664525u + 1013904223u) >> 8;
}

static void set_figure(struct grid *grid, int i)
{
    static const enum role roles[] = {ROLE_NORMAL, ROLE_TIER1, ROLE_TREND_OVER};

    area_print(area_whole(grid), 2 + i / FIGURES, i % FIGURES * 8, roles[i % 3], "%6d",
               (int)(next_random() % 1000000));
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static double median(double *values)
{
    qsort(values, FRAMES, sizeof *values, by_size);
    return values[FRAMES / 2];
}

static void show(struct tty *tty, struct grid *grid, const struct theme *theme, bool anew)
{
    struct pollfd taken = {.fd = STDOUT_FILENO, .events = POLLOUT};

    while (!tty_show(tty, grid, theme, anew)) {
        poll(&taken, 1, -1);
        anew = false;
    }
}

static bool bench_share(struct tty *tty, struct grid *grid, const struct theme *theme, int percent, FILE *out)
{
    double bytes[FRAMES], writes[FRAMES], us[FRAMES];

    for (int frame = 0; frame < FRAMES; frame++) {
        uint64_t bytes_before, writes_before, bytes_after, writes_after;

        for (int n = FIGURE_ROWS * FIGURES * percent / 100; n > 0; n--)
            set_figure(grid, (int)(next_random() % (FIGURE_ROWS * FIGURES)));
        tty_cost(tty, &bytes_before, &writes_before);
        double before = cpu_us();

        show(tty, grid, theme, percent == 0);
        us[frame] = cpu_us() - before;
        tty_cost(tty, &bytes_after, &writes_after);
        bytes[frame] = (double)(bytes_after - bytes_before);
        writes[frame] = (double)(writes_after - writes_before);
    }
    double b = median(bytes), w = median(writes);

    fprintf(out, "  %3d %% changed%s %8.0f bytes %4.0f writes %7.0f us CPU", percent,
            percent == 0 ? ", full repaint" : "              ", b, w, median(us));
    if (percent == GOAL_PERCENT)
        fprintf(out, "   aim %d bytes, 1 write: %s", GOAL_BYTES, b <= GOAL_BYTES && w <= 1 ? "met" : "MISSED");
    fputc('\n', out);
    return percent != GOAL_PERCENT || (b <= GOAL_BYTES && w <= 1);
}

static int run(void *context)
{
    static const int percents[] = {1, 5, 20, 100, 0};
    FILE *out = fdopen(*(int *)context, "w");
    struct acd_fault why;
    struct theme theme;

    setlocale(LC_ALL, "C.UTF-8");
    struct tty *tty = tty_open(&why);

    if (tty == NULL) {
        fprintf(out, "  %s\n", why.text);
        return 1;
    }
    theme_default(&theme);
    struct grid *grid = grid_new(COLS, ROWS, false);

    for (int i = 0; i < FIGURE_ROWS * FIGURES; i++)
        set_figure(grid, i);
    show(tty, grid, &theme, true);
    bool met = true;

    for (size_t i = 0; i < sizeof percents / sizeof percents[0]; i++)
        met = bench_share(tty, grid, &theme, percents[i], out) && met;
    tty_close(tty);
    grid_free(grid);
    fclose(out);
    return met ? 0 : 2;
}

int main(void)
{
    static struct terminal terminal;
    int out = dup(STDOUT_FILENO);

    terminal_start(&terminal, "xterm-256color", COLS, ROWS, run, &out);
    terminal_until(&terminal, terminal_ended, NULL, "the end");
    int status = terminal.status;

    terminal_stop(&terminal);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
