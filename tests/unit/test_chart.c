/* Trends and bars: cells and roles of tables of values. */
#include "console/cells/chart.h"
#include "tests/support/screen.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <math.h>

static void roles_of(const struct grid *grid, char *out)
{
    for (int col = 0; col < grid->cols; col++)
        *out++ = role_about[grid_at(grid, 0, col)->role].letter;
    *out = '\0';
}

static void test_trends(void **state)
{
    static const struct {
        double values[10];
        int n, cols;
        double top;
        const char *utf8, *ascii, *roles;
    } cases[] = {
        {{0, 1, 2, 3, 4, 5, 6, 7}, 8, 8, 0, "▁▂▃▄▅▆▇█", "_-:=+*#%", "gggggggg"},
        {{0, 7}, 2, 4, 7, "  ▁█", "  _%", "..gg"},
        {{9, 9, 9, 0, 7}, 5, 2, 7, "▁█", "_%", "gg"},
        {{3, -1, NAN, 7}, 4, 4, 7, "▄┊┊█", "=..%", "guug"},
        {{0, 0, 0}, 3, 3, 0, "▁▁▁", "___", "ggg"},
        {{0.5, 1}, 2, 2, 0, "▅█", "+%", "gg"},
        {{200, INFINITY}, 2, 2, 10, "██", "%%", "gg"},
        {{1}, 1, 0, 0, "", "", ""},
        {{1}, 0, 3, 0, "", "", "..."},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        for (int ascii = 0; ascii < 2; ascii++) {
            struct grid *grid = grid_new(cases[i].cols > 0 ? cases[i].cols : 1, 1, ascii);
            char out[64], roles[16];

            chart_trend(area_whole(grid), 0, 0, cases[i].cols, cases[i].values, cases[i].n, cases[i].top);
            assert_string_equal(screen_row(grid, 0, out, sizeof out),
                                ascii ? cases[i].ascii : cases[i].utf8);
            roles_of(grid, roles);
            if (cases[i].cols > 0)
                assert_string_equal(roles, cases[i].roles);
            grid_free(grid);
        }
    }
}

static void test_bars(void **state)
{
    static const struct {
        double value, top, limit;
        const char *utf8, *ascii, *roles;
    } cases[] = {
        {0, 8, -1, "", "", "gggg"},
        {8, 8, -1, "████", "####", "gggg"},
        {99, 8, -1, "████", "####", "gggg"},
        {4, 8, -1, "██", "##", "gggg"},
        {3, 8, -1, "█▌", "##", "gggg"},
        {2.5, 8, -1, "█▎", "#", "gggg"},
        {0.001, 8, -1, "▏", "#", "gggg"},
        {8, 8, 4, "████", "####", "ggGG"},
        {6, 8, 2, "███", "###", "gGGg"},
        {2, 8, 4, "█", "#", "gggg"},
        {4, 8, 0, "██", "##", "GGgg"},
        {-1, 8, -1, "", "", "gggg"},
        {NAN, 8, -1, "", "", "gggg"},
        {5, 0, -1, "", "", "gggg"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        for (int ascii = 0; ascii < 2; ascii++) {
            struct grid *grid = grid_new(4, 1, ascii);
            char out[64], roles[16];

            area_text(area_whole(grid), 0, 0, ROLE_NORMAL, "xxxx");
            chart_bar(area_whole(grid), 0, 0, 4, cases[i].value, cases[i].top, cases[i].limit);
            assert_string_equal(screen_row(grid, 0, out, sizeof out),
                                ascii ? cases[i].ascii : cases[i].utf8);
            roles_of(grid, roles);
            assert_string_equal(roles, cases[i].roles);
            grid_free(grid);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_trends),
        cmocka_unit_test(test_bars),
    };
    setlocale(LC_ALL, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
