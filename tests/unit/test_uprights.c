/* Trends several rows high: blocks where there is room, braille where two values share a column, ASCII. */
#include "console/cells/chart.h"
#include "tests/support/screen.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const struct {
    const char *name;
    int cols, rows;
    bool ascii;
    double values[8];
    int n;
    double top;
    const char *lines[3];
} cases[] = {
    {"blocks", 4, 2, false, {0, 4, 8, 16}, 4, 16, {"   █", " ▄██"}},
    {"stretched", 6, 1, false, {0, 8, 4}, 3, 8, {"  ██▄▄"}},
    {"more than nothing", 2, 2, false, {0, 0.01}, 2, 100, {"", " ▁"}},
    {"a gap", 3, 2, false, {8, -1, 8}, 3, 8, {"█ █", "█┊█"}},
    {"beyond the top", 1, 2, false, {99}, 1, 8, {"█", "█"}},
    {"the largest is the top", 2, 1, false, {5, 10}, 2, 0, {"▄█"}},
    {"braille", 2, 1, false, {1, 2, 3, 4}, 4, 4, {"⣠⣾"}},
    {"braille with a gap", 2, 1, false, {-1, -1, 4, 4}, 4, 4, {"┊⣿"}},
    {"the newest where not all fit", 1, 1, false, {4, 4, 0, 4}, 4, 4, {"⢸"}},
    {"ascii", 4, 2, true, {0, 1, 2, 4}, 4, 4, {"   #", " :##"}},
    {"ascii gap", 2, 1, true, {-1, 4}, 2, 4, {".#"}},
    {"no values", 2, 1, false, {0}, 0, 4, {""}},
};

static void uprights_stand_as_high_as_their_values(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct grid *grid = grid_new(cases[i].cols + 2, cases[i].rows + 2, cases[i].ascii);
        char line[64], wanted[64];
        chart_uprights(area_part(area_whole(grid), 1, 1, cases[i].rows, cases[i].cols), cases[i].values,
                       cases[i].n, cases[i].top);
        for (int row = 0; row < grid->rows; row++) {
            const char *inside = row > 0 && row <= cases[i].rows ? cases[i].lines[row - 1] : "";
            snprintf(wanted, sizeof wanted, "%s%s", *inside ? " " : "", inside);
            screen_row(grid, row, line, sizeof line);
            if (strcmp(line, wanted) != 0)
                fail_msg("%s, row %d: \"%s\", not \"%s\"", cases[i].name, row, line, wanted);
        }
        grid_free(grid);
    }
}

int main(void)
{
    setlocale(LC_ALL, "C.UTF-8");
    const struct CMUnitTest tests[] = {cmocka_unit_test(uprights_stand_as_high_as_their_values)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
