/* Whether the response plan helps: the same bad hours, over 30 seeds, left alone and with everything
 * done that the console proposes, by its keys; and how far its outlooks were from what came. */
#include "tests/support/bad_hour.h"

#include <math.h>
#include <stdio.h>

enum { SEEDS = 30 };

struct row {
    const char *name;
    double alone, helped, squares; /* sums, and that of the squared differences */
};

static void add(struct row *row, double alone, double helped)
{
    row->alone += alone;
    row->helped += helped;
    row->squares += (helped - alone) * (helped - alone);
}

/* Means, and the difference with its standard error. */
static void print(const struct row *row)
{
    double alone = row->alone / SEEDS, helped = row->helped / SEEDS, d = helped - alone;
    double error = sqrt(fmax(row->squares / SEEDS - d * d, 0) / (SEEDS - 1));
    printf("  %-44s %8.1f %8.1f  %+7.1f (+-%.1f)\n", row->name, alone, helped, d, error);
}

struct errors {
    double sum, sum_abs;
    int n, ranges, inside;
};

static void add_errors(struct errors *errors, struct bad_hour hour)
{
    errors->sum += hour.error;
    errors->sum_abs += hour.error_abs;
    errors->n += hour.predictions;
    errors->ranges += hour.ranges;
    errors->inside += hour.inside;
}

static void print_errors(const char *name, const struct errors *errors)
{
    printf("    %-42s %8.1f points off, %+.1f on average, of %d\n", name, 100 * errors->sum_abs / errors->n,
           100 * errors->sum / errors->n, errors->n);
    printf("    %-42s %8.1f %% within the range that was said, 80 expected\n", "", 100.0 * errors->inside / errors->ranges);
}

int main(void)
{
    struct row rows[] = {{.name = "service level of the queue, %"},
                         {.name = "service level of all callers of the site, %"},
                         {.name = "mean waiting"},
                         {.name = "minutes until below tier 2 for good"}};
    struct errors bad = {0}, even = {0};
    int asked = 0, done = 0;
    for (int seed = 1; seed <= SEEDS; seed++) {
        struct bad_hour alone = bad_hour_run((uint64_t)seed, false), helped = bad_hour_run((uint64_t)seed, true);
        add(&rows[0], alone.level * 100, helped.level * 100);
        add(&rows[1], alone.level_all * 100, helped.level_all * 100);
        add(&rows[2], alone.waiting, helped.waiting);
        add(&rows[3], alone.back_min, helped.back_min);
        add_errors(&bad, alone);
        add_errors(&even, even_hour_run((uint64_t)seed));
        asked += helped.asked;
        done += helped.done;
    }
    printf("  %-44s %8s %8s  %7s\n", "a surge of 1.9 for 25 min, 30 seeds", "alone", "helped", "");
    for (unsigned i = 0; i < sizeof rows / sizeof rows[0]; i++)
        print(&rows[i]);
    printf("  %-44s %8.1f, %.1f done\n", "measures asked for in an hour", (double)asked / SEEDS,
           (double)done / SEEDS);
    printf("  %-44s\n", "level predicted for 15 min against simulated");
    print_errors("in these hours, in which the load jumps", &bad);
    print_errors("in even hours", &even);
    return bad.n == 0 || even.n == 0;
}
