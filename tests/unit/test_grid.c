/* Grid and areas: what is safe, what is cut, that nothing is drawn outside. */
#include "console/cells/grid.h"
#include "console/cells/text.h"
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

static const char *drawn(int cols, bool ascii, int col, const char *text, char *out, size_t bytes)
{
    struct grid *grid = grid_new(cols, 1, ascii);

    area_text(area_whole(grid), 0, col, ROLE_STRONG, text);
    screen_row(grid, 0, out, bytes);
    grid_free(grid);
    return out;
}

static void test_text_is_made_safe(void **state)
{
    static const struct {
        const char *text, *utf8, *ascii;
    } cases[] = {
        {"Sales DE", "Sales DE", "Sales DE"},
        {"a\033[2Jb", "a�[2Jb", "a?[2Jb"},
        {"a\nb\tc\rd", "a�b�c�d", "a?b?c?d"},
        {"\x7f\xc2\x9b\xc2\x85|", "���|", "???|"},
        {"\x9b\xff\xfe|", "���|", "???|"},
        {"x\xe2\x80\xaey\xe2\x80\x8bz\xe2\x81\xa6w", "x�y�z�w", "x?y?z?w"},
        {"\xef\xbb\xbf" "BOM", "�BOM", "?BOM"},
        {"\xee\x80\x80\xf3\xb0\x80\x80|", "��|", "??|"},
        {"\xc0\xaf|\xe0\x80\x80|\xed\xa0\x80|\xf4\x90\x80\x80|", "��|���|���|����|",
         "??|???|???|????|"},
        {"cut \xe5\xae", "cut �", "cut ?"},
        {"cut \xf0\x9f\x98", "cut �", "cut ?"},
        {"caf\x65\xcc\x81", "cafe\xcc\x81", "cafe"},
        {"e\xcc\x81\xcc\x82\xcc\x83\xcc\x84!", "e\xcc\x81!", "e!"},
        {"\xcc\x81" "a", "�a", "?a"},
        {"客户服务", "客户服务", "????????"},
        {"Ελλάδα", "Ελλάδα", "??????"},
        {"\xe2\x98\x8e\xef\xb8\x8f|", "☎|", "?|"},
        {"👍🏽|", "👍|", "??|"},
        {"👩\xe2\x80\x8d💻|", "👩|", "??|"},
        {"\xe2\x80\xa8|\xc2\xad|\xe3\x85\xa4|", "�|�|�|", "?|?|?|"},
    };
    char out[256];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_string_equal(drawn(40, false, 0, cases[i].text, out, sizeof out), cases[i].utf8);
        assert_string_equal(drawn(40, true, 0, cases[i].text, out, sizeof out), cases[i].ascii);
    }
}

static void test_a_locale_without_utf8(void **state)
{
    char out[64];

    (void)state;
    setlocale(LC_ALL, "C");
    assert_string_equal(drawn(40, true, 0, "Café – 客户… \xff\033", out, sizeof out), "Caf? - ??~ ??");
    setlocale(LC_ALL, "C.UTF-8");
}

static void test_edges_cut(void **state)
{
    static const struct {
        int cols, col;
        const char *text, *shown;
        int taken;
    } cases[] = {
        {5, 0, "abcdefg", "abcde", 5}, {5, 3, "abc", "   ab", 2},   {5, 5, "abc", "", 0},
        {5, 9, "abc", "", 0},          {5, -2, "abcdefgh", "cdefg", 7},
        {5, 4, "客", "", 1},           {5, 0, "客户服", "客户", 5}, {5, -1, "客户", " 户", 4},
        {1, 0, "客", "", 1},           {5, 0, "", "", 0},
    };
    char out[64];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct grid *grid = grid_new(cases[i].cols, 1, false);

        assert_int_equal(area_text(area_whole(grid), 0, cases[i].col, ROLE_TIER3, cases[i].text),
                         cases[i].taken);
        assert_string_equal(screen_row(grid, 0, out, sizeof out), cases[i].shown);
        grid_free(grid);
    }
}

static void test_half_of_a_wide_character_goes_blank(void **state)
{
    static const struct {
        int col;
        const char *text, *shown;
    } cases[] = {
        {0, "x", "x 户"}, {1, "x", " x户"}, {2, "x", "客x"}, {1, "服", " 服"}, {1, "xy", " xy"},
    };
    char out[64];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct grid *grid = grid_new(4, 1, false);

        area_text(area_whole(grid), 0, 0, ROLE_NORMAL, "客户");
        area_text(area_whole(grid), 0, cases[i].col, ROLE_NORMAL, cases[i].text);
        assert_string_equal(screen_row(grid, 0, out, sizeof out), cases[i].shown);
        grid_free(grid);
    }
}

static void test_fields(void **state)
{
    static const struct {
        int cols;
        bool right, ascii;
        const char *text, *shown;
    } cases[] = {
        {6, false, false, "abc", "[abc   ]"},      {6, true, false, "abc", "[   abc]"},
        {6, false, false, "abcdef", "[abcdef]"},   {6, false, false, "abcdefg", "[abcde…]"},
        {6, true, false, "abcdefg", "[abcde…]"},   {6, false, true, "abcdefg", "[abcde~]"},
        {6, false, false, "客户服务", "[客户… ]"}, {6, false, false, "a客户服务", "[a客户…]"},
        {6, true, false, "客户", "[  客户]"},      {1, false, false, "abc", "[…]"},
        {1, false, false, "客", "[…]"},            {0, false, false, "abc", "[]"},
        {-3, true, false, "abc", "[]"},            {3, false, false, "", "[   ]"},
    };
    char out[64];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct grid *grid = grid_new(10, 1, cases[i].ascii);
        struct area area = area_whole(grid);

        area_text(area, 0, 0, ROLE_NORMAL, "[xxxxxxxx");
        (cases[i].right ? area_field_right : area_field)(area, 0, 1, cases[i].cols, ROLE_NORMAL,
                                                         cases[i].text);
        area_text(area, 0, 1 + (cases[i].cols > 0 ? cases[i].cols : 0), ROLE_NORMAL, "]        ");
        assert_string_equal(screen_row(grid, 0, out, sizeof out), cases[i].shown);
        grid_free(grid);
    }
}

static void test_fill_and_ground(void **state)
{
    struct grid *grid = grid_new(6, 2, false);
    struct area part = area_part(area_whole(grid), 0, 1, 1, 4);

    (void)state;
    area_fill(part, ROLE_DIALOG);
    area_text(part, 0, 0, ROLE_TIER3, "x");
    assert_int_equal(grid_at(grid, 0, 1)->role, ROLE_TIER3);
    assert_int_equal(grid_at(grid, 0, 1)->ground, ROLE_DIALOG);
    assert_int_equal(grid_at(grid, 0, 0)->ground, ROLE_NORMAL);
    assert_int_equal(grid_at(grid, 0, 5)->role, ROLE_NORMAL);
    area_ground(part, 0, 2, 99, ROLE_SELECTED);
    assert_int_equal(grid_at(grid, 0, 2)->ground, ROLE_DIALOG);
    assert_int_equal(grid_at(grid, 0, 4)->ground, ROLE_SELECTED);
    assert_int_equal(grid_at(grid, 0, 5)->ground, ROLE_NORMAL);
    grid_resize(grid, 3, 1);
    assert_int_equal(grid_at(grid, 0, 1)->ground, ROLE_NORMAL);
    grid_free(grid);
}

static void test_boxes(void **state)
{
    for (int ascii = 0; ascii < 2; ascii++) {
        struct grid *grid = grid_new(40, 10, ascii);
        struct area whole = area_whole(grid);
        struct area box = area_part(whole, 0, 0, 4, 40);

        area_box(box, ROLE_FRAME, "Queues – worst first", "14 of 212");
        area_line_across(box, 2, ROLE_FRAME, true);
        area_line_across(whole, 4, ROLE_FRAME, false);
        area_box(area_part(whole, 5, 2, 3, 20), ROLE_DIALOG_FRAME, "A title far too long for it", "n");
        area_box(area_part(whole, 5, 25, 1, 2), ROLE_FRAME, "x", "y");
        area_box(area_part(whole, 8, 0, 2, 6), ROLE_FRAME, "客户服务", NULL);
        area_fill(area_part(whole, 8, 10, 2, 9), ROLE_SELECTED);
        area_print(whole, 8, 11, ROLE_TIER2, "%d 客", 7);
        screen_expect(ascii ? "cells-boxes-ascii" : "cells-boxes", grid);
        grid_free(grid);
    }
    (void)state;
}

static void test_a_long_print_is_cut_at_a_character(void **state)
{
    char text[4000], out[8000];
    struct grid *grid = grid_new(1200, 1, false);

    (void)state;
    for (size_t i = 0; i + 3 < sizeof text; i += 2)
        memcpy(text + i, "é", 3);
    area_print(area_whole(grid), 0, 0, ROLE_NORMAL, "%s", text);
    assert_null(strstr(screen_row(grid, 0, out, sizeof out), "�"));
    assert_int_equal(strlen(out), 1022);
    grid_free(grid);
}

/* xorshift, so that a failure can be had again */
static uint64_t random_next(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

static void random_text(uint64_t *seed, char *out, size_t most)
{
    static const char *const pieces[] = {"a", "Z9", " ", "é", "客", "户服", "👍", "e\xcc\x81", "\xcc\x82",
                                         "\033[1m", "\xff", "\xe5\xae", "\xe2\x80\xae", "\n", "–", "█"};
    size_t used = 0;

    for (int n = (int)(random_next(seed) % 24); n > 0; n--) {
        const char *piece = pieces[random_next(seed) % (sizeof pieces / sizeof pieces[0])];

        if (used + strlen(piece) + 1 < most)
            used += (size_t)sprintf(out + used, "%s", piece);
    }
    out[used] = '\0';
}

static int between(uint64_t *seed, int least, int most)
{
    return least + (int)(random_next(seed) % (uint64_t)(most - least + 1));
}

static void draw_anything(uint64_t *seed, struct area area)
{
    char text[256];
    int row = between(seed, -3, area.rows + 3), col = between(seed, -5, area.cols + 5);
    int cols = between(seed, -3, area.cols + 6);

    random_text(seed, text, sizeof text);
    switch (random_next(seed) % 7) {
    case 0: area_text(area, row, col, ROLE_TIER1, text); break;
    case 1: area_field(area, row, col, cols, ROLE_TIER1, text); break;
    case 2: area_field_right(area, row, col, cols, ROLE_TIER1, text); break;
    case 3: area_ground(area, row, col, cols, ROLE_SELECTED); break;
    case 4: area_box(area, ROLE_TIER1, text, text); break;
    case 5: area_line_across(area, row, ROLE_TIER1, col > 0); break;
    default: area_fill(area, ROLE_TIER1); break;
    }
}

/* Every cell is a character of its width, and a wide one is followed by its half. */
static void check_whole(const struct grid *grid)
{
    for (int row = 0; row < grid->rows; row++) {
        for (int col = 0; col < grid->cols; col++) {
            const struct cell *cell = grid_at(grid, row, col);

            if (cell->width == 0) {
                assert_true(col > 0 && grid_at(grid, row, col - 1)->width == 2);
                assert_string_equal(cell->text, "");
                continue;
            }
            assert_int_equal(text_cols(cell->text), cell->width);
            if (cell->width == 2)
                assert_true(col + 1 < grid->cols && grid_at(grid, row, col + 1)->width == 0);
            assert_true(!grid->ascii || (cell->width == 1 && cell->text[1] == '\0' &&
                                         cell->text[0] >= ' ' && cell->text[0] < 0x7f));
        }
    }
}

static void test_anything_drawn_stays_inside(void **state)
{
    const char *given = getenv("ACD_SEED");
    uint64_t seed = given != NULL ? strtoull(given, NULL, 10) | 1 : 20240917;

    (void)state;
    for (int round = 0; round < 400; round++) {
        int cols = between(&seed, 1, 30), rows = between(&seed, 1, 8);
        struct grid *grid = grid_new(cols, rows, round % 5 == 0);
        struct area inside = area_part(area_whole(grid), between(&seed, -2, rows), between(&seed, -2, cols),
                                       between(&seed, -1, rows + 2), between(&seed, -1, cols + 2));

        for (int i = 0; i < 25; i++) {
            draw_anything(&seed, inside);
            check_whole(grid);
        }
        for (int row = 0; row < rows; row++)
            for (int col = 0; col < cols; col++)
                if (row < inside.row || row >= inside.row + inside.rows || col < inside.col ||
                    col >= inside.col + inside.cols)
                    assert_int_equal(grid_at(grid, row, col)->role, ROLE_NORMAL);
        grid_free(grid);
    }
}

static void test_roles_and_glyphs_are_whole(void **state)
{
    (void)state;
    for (int i = 0; i < ROLES; i++) {
        assert_int_equal(role_find(role_about[i].key), i);
        for (int j = 0; j < i; j++)
            assert_int_not_equal(role_about[i].letter, role_about[j].letter);
    }
    assert_int_equal(role_find("no such"), ROLES);
    for (int i = 0; i < GLYPHS; i++) {
        assert_int_equal(text_cols(glyph_text(false, (enum glyph)i)), 1);
        for (const char *at = glyph_text(true, (enum glyph)i); *at != '\0'; at++)
            assert_in_range(*at, ' ', 0x7e);
    }
}

/* Where the terminal draws ambiguous characters in two columns, none of them reaches it. */
static void test_ambiguous_characters_are_made_plain(void **state)
{
    static const struct {
        const char *text, *drawn;
    } cases[] = {
        {"Sales", "Sales"}, {"Chlo\u00e9 \u2192 \u5ba2\u670d", "Chloe > \u5ba2\u670d"}, {"\u25b23 \u2026", "!3 ~"},
        {"\u00c6on \u00b1", "Aon ?"}, {"\u00eb\u00f1", "\u00eb\u00f1"},
    };
    char row[64];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct grid *grid = grid_new(20, 1, true);
        size_t used = 0;

        grid->letters = true;
        area_text(area_whole(grid), 0, 0, ROLE_NORMAL, cases[i].text);
        for (int col = 0; col < grid->cols; col++)
            used += (size_t)snprintf(row + used, sizeof row - used, "%s", grid_at(grid, 0, col)->text);
        while (used > 0 && row[used - 1] == ' ')
            row[--used] = '\0';
        assert_string_equal(row, cases[i].drawn);
        grid_free(grid);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text_is_made_safe),
        cmocka_unit_test(test_a_locale_without_utf8),
        cmocka_unit_test(test_edges_cut),
        cmocka_unit_test(test_half_of_a_wide_character_goes_blank),
        cmocka_unit_test(test_fields),
        cmocka_unit_test(test_fill_and_ground),
        cmocka_unit_test(test_boxes),
        cmocka_unit_test(test_a_long_print_is_cut_at_a_character),
        cmocka_unit_test(test_anything_drawn_stays_inside),
        cmocka_unit_test(test_roles_and_glyphs_are_whole),
        cmocka_unit_test(test_ambiguous_characters_are_made_plain),
    };
    setlocale(LC_ALL, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
