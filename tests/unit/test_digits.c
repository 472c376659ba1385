/* Digits of cells: told apart at every size, within their columns, whole in ASCII. */
#include "console/wall/digits.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void shape_of(char *out, size_t bytes, struct digits_size size, const char *text, bool ascii)
{
    struct grid *grid = grid_new(digits_cols(size, text) + 2, size.rows + 2, ascii);
    digits_draw(area_whole(grid), 1, 1, size, ROLE_DIGIT, text);
    size_t used = 0;
    for (int row = 0; row < grid->rows; row++) {
        for (int col = 0; col < grid->cols; col++) {
            const char *cell = grid_at(grid, row, col)->text;
            bool margin = row == 0 || col == 0 || row == grid->rows - 1 || col == grid->cols - 1;
            if (margin)
                assert_string_equal(cell, " ");
            if (ascii)
                assert_true(!strcmp(cell, "#") || !strcmp(cell, " "));
            if (strcmp(cell, " ") && used + strlen(cell) + 12 < bytes)
                used += (size_t)snprintf(out + used, bytes - used, "%d,%d%s;", row, col, cell);
        }
    }
    out[used] = '\0';
    grid_free(grid);
}

#define EVERY_SIZE(size)                                                                           \
    for (struct digits_size size = {DIGITS_LEAST_ROWS, DIGITS_LIGHT};                              \
         size.rows <= DIGITS_MOST_ROWS;                                                            \
         size.weight = size.weight == DIGITS_BOLD ? (size.rows++, DIGITS_LIGHT)                    \
                                                  : (enum digits_weight)(size.weight + 1))

static void every_sign_is_told_from_every_other(void **state)
{
    (void)state;
    static const char *const signs[] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "%", "-", "?", ":", "."};
    enum { SIGNS = sizeof signs / sizeof signs[0] };
    static char shapes[SIGNS][20000];
    EVERY_SIZE (size) {
        for (int ascii = 0; ascii < 2; ascii++) {
            for (int i = 0; i < SIGNS; i++) {
                shape_of(shapes[i], sizeof shapes[i], size, signs[i], ascii);
                assert_true(*shapes[i]);
                for (int k = 0; k < i; k++)
                    if (!strcmp(shapes[i], shapes[k]))
                        fail_msg("%s and %s look alike, %d rows, weight %d, ascii %d", signs[k], signs[i], size.rows, (int)size.weight, ascii);
            }
        }
    }
}

static void digits_are_as_wide_as_each_other(void **state)
{
    (void)state;
    EVERY_SIZE (size) {
        for (const char *c = "123456789"; *c; c++)
            assert_int_equal(digits_cols(size, (char[]){*c, '\0'}), digits_cols(size, "0"));
        assert_int_equal(digits_cols(size, "\xe2\x80\x93"), digits_cols(size, "-"));
        assert_int_equal(digits_cols(size, ""), 0);
    }
}

static void the_largest_that_fits_is_found(void **state)
{
    (void)state;
    static const char *const texts[] = {"7", "23", "4:12", "100%", "STALE"};
    for (size_t t = 0; t < sizeof texts / sizeof texts[0]; t++) {
        for (int rows = 1; rows < 24; rows++) {
            for (int cols = 1; cols < 150; cols += 3) {
                struct digits_size size;
                bool fits = digits_fit(texts[t], rows, cols, &size);
                assert_int_equal(fits, rows >= DIGITS_LEAST_ROWS &&
                                 digits_cols((struct digits_size){DIGITS_LEAST_ROWS, DIGITS_LIGHT}, texts[t]) <= cols);
                if (!fits)
                    continue;
                assert_true(size.rows <= rows && digits_cols(size, texts[t]) <= cols);
                EVERY_SIZE (other)
                    assert_true(other.rows > rows || digits_cols(other, texts[t]) > cols || digits_reach(other) <= digits_reach(size));
            }
        }
    }
}

static void what_is_no_sign_is_a_blank(void **state)
{
    (void)state;
    char shape[2000];
    shape_of(shape, sizeof shape, (struct digits_size){5, DIGITS_BOLD}, "x\xe5\xae\xa2\xff", false);
    assert_string_equal(shape, "");
}

int main(void)
{
    setlocale(LC_ALL, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sign_is_told_from_every_other),
        cmocka_unit_test(digits_are_as_wide_as_each_other),
        cmocka_unit_test(the_largest_that_fits_is_found),
        cmocka_unit_test(what_is_no_sign_is_a_blank),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
