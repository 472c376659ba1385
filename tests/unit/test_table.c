/* Columns at every width: what goes first, what grows first, that nothing overlaps. */
#include "console/cells/table.h"
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

static const struct column columns[] = {
    {"queue", 8, 16, 0, false}, {"wait", 4, 4, 0, true},   {"longest", 5, 7, 1, true},
    {"SL", 5, 9, 2, true},      {"trend", 6, 20, 4, false}, {"AHT", 5, 5, 3, true},
};
enum { COLUMNS = sizeof columns / sizeof columns[0] };

static void test_widths(void **state)
{
    static const struct {
        int room, cols[COLUMNS];
    } cases[] = {
        {100, {16, 4, 7, 9, 20, 5}}, {66, {16, 4, 7, 9, 20, 5}}, {65, {16, 4, 7, 9, 19, 5}},
        {50, {16, 4, 7, 7, 6, 5}},   {38, {8, 4, 5, 5, 6, 5}},   {37, {14, 4, 5, 5, 0, 5}},
        {31, {8, 4, 5, 5, 0, 5}},    {30, {13, 4, 5, 5, 0, 0}}, {18, {13, 4, 0, 0, 0, 0}},
        {13, {8, 4, 0, 0, 0, 0}},    {10, {8, 1, 0, 0, 0, 0}},   {9, {8, 0, 0, 0, 0, 0}},
        {3, {3, 0, 0, 0, 0, 0}},     {0, {0}},                   {-4, {0}},
    };
    struct table_layout layout;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        table_fit(&layout, columns, COLUMNS, cases[i].room);
        for (int j = 0; j < COLUMNS; j++)
            if (layout.cols[j] != cases[i].cols[j])
                fail_msg("room %d: column %s has %d, not %d", cases[i].room, columns[j].heading,
                         layout.cols[j], cases[i].cols[j]);
    }
}

static void test_columns_never_overlap(void **state)
{
    struct table_layout layout;

    (void)state;
    for (int room = 0; room < 120; room++) {
        int at = 0, shown = 0;

        table_fit(&layout, columns, COLUMNS, room);
        for (int i = 0; i < COLUMNS; i++) {
            if (layout.cols[i] == 0)
                continue;
            assert_true(layout.col[i] == at + (shown > 0));
            at = layout.col[i] + layout.cols[i];
            shown++;
        }
        assert_true(at <= room);
    }
}

static void test_a_table_on_the_screen(void **state)
{
    static const int widths[] = {50, 31, 10};
    static const char *const rows[][COLUMNS] = {
        {"Sales DE, second line", "23", "4:12", "41 %", "▁▂▃▄▅▆▇█", "4:50"},
        {"客户服务", "9", "2:55", "–", "▁▁▁▁", "6:10"},
    };
    struct grid *grid = grid_new(50, 9, false);

    (void)state;
    for (int i = 0; i < 3; i++) {
        struct area area = area_part(area_whole(grid), i * 3, 0, 3, widths[i]);
        struct table_layout layout;

        table_fit(&layout, columns, COLUMNS, area.cols);
        table_heading(area, 0, &layout, columns);
        for (int row = 0; row < 2; row++)
            for (int j = 0; j < COLUMNS; j++)
                table_cell(area, 1 + row, &layout, columns, j, ROLE_NORMAL, rows[row][j]);
    }
    screen_expect("cells-table", grid);
    grid_free(grid);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_widths),
        cmocka_unit_test(test_columns_never_overlap),
        cmocka_unit_test(test_a_table_on_the_screen),
    };
    setlocale(LC_ALL, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
