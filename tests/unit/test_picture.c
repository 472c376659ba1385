/* Pictures of screens: the recorded ones that README shows (`make pictures` draws them anew), and what
 * must hold in any: text escaped, every run held to its columns. */
#include "console/picture/picture.h"
#include "console/wall/wall.h"
#include "tests/support/floor_fixture.h"
#include "tests/support/screen.h"
#include "tests/support/desk.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static char *painted(picture_function *paint, const struct grid *grid, const struct theme *theme, const char *title)
{
    char *text = NULL;
    size_t bytes = 0;
    FILE *out = open_memstream(&text, &bytes);
    paint(out, grid, theme, title);
    fclose(out);
    return text;
}

static void expect_file(const char *name, const char *text)
{
    char path[512];
    const char *root = getenv("ACD_SOURCE");
    snprintf(path, sizeof path, "%s/tests/pictures/%s", root ? root : ".", name);
    FILE *file = fopen(path, getenv("BLESS") ? "w" : "r");
    if (!file)
        fail_msg("%s cannot be opened; make pictures draws it", path);
    if (getenv("BLESS")) {
        fputs(text, file);
        fclose(file);
        return;
    }
    char *recorded = calloc(1, 1 << 20);
    size_t n = fread(recorded, 1, (1 << 20) - 1, file);
    fclose(file);
    if (n != strlen(text) || memcmp(recorded, text, n) != 0)
        fail_msg("%s is not what is drawn now; make pictures draws it anew, git diff shows what changed", path);
    free(recorded);
}

static void the_console(struct grid *grid)
{
    struct desk *desk = desk_take();
    struct scene scene = {.board = desk->board, .roster = desk->roster, .ui = &desk->ui, .theme_name = "dark",
                          .now_ms = FIXTURE_NOW_MS, .wall_ms = FIXTURE_WALL_MS};
    frame_draw(&scene, grid);
    desk_leave(desk);
}

static void a_wall(struct grid *grid, const char *page, int turns)
{
    struct board *board = fixture_floor(FIXTURE_NOW_MS);
    struct pages *pages = pages_new();
    struct wall *wall = wall_new(pages, &(struct wall_options){.page = page, .still = true});
    wall_pass(wall, board, FIXTURE_NOW_MS);
    for (int i = 0; i < turns; i++)
        wall_turn(wall, 1, FIXTURE_NOW_MS);
    wall_draw(wall, board, &(struct wall_clock){FIXTURE_NOW_MS, FIXTURE_WALL_MS, 0}, grid);
    wall_free(wall);
    pages_free(pages);
    board_free(board);
}

static const struct {
    const char *name;
    int cols, rows;
    const char *page; /* of the wall; NULL: the console */
    int turns;
} pictures[] = {
    {"console.svg", 120, 32, NULL, 0},
    {"wall.svg", 120, 32, "worst", 0},
    {"wall-sites.svg", 160, 45, "sites", 0},
};

static void pictures_are_as_recorded(void **state)
{
    (void)state;
    struct theme theme;
    theme_default(&theme);
    for (size_t i = 0; i < sizeof pictures / sizeof pictures[0]; i++) {
        struct grid *grid = grid_new(pictures[i].cols, pictures[i].rows, false);
        if (pictures[i].page)
            a_wall(grid, pictures[i].page, pictures[i].turns);
        else
            the_console(grid);
        char *text = painted(picture_svg, grid, &theme, pictures[i].page ? "acdwall wall" : "acdwall");
        expect_file(pictures[i].name, text);
        free(text);
        grid_free(grid);
    }
}

static struct grid *awkward(void)
{
    struct grid *grid = grid_new(20, 2, false);
    area_text(area_whole(grid), 0, 0, ROLE_TIER3, "<a href=\"x\">&");
    area_text(area_whole(grid), 1, 1, ROLE_NORMAL, "客 e\xcc\x81\x1b[2J");
    return grid;
}

static void markup_in_names_stays_text(void **state)
{
    (void)state;
    static picture_function *const painters[] = {picture_svg, picture_html};
    struct theme theme;
    struct grid *grid = awkward();
    theme_default(&theme);
    for (int i = 0; i < 2; i++) {
        char *text = painted(painters[i], grid, &theme, "<&>");
        assert_non_null(strstr(text, "&lt;a href=&quot;x&quot;&gt;&amp;"));
        assert_non_null(strstr(text, "<title>&lt;&amp;&gt;</title>"));
        assert_null(strstr(text, "<a"));
        assert_null(strchr(text, '\x1b'));
        free(text);
    }
    grid_free(grid);
}

/* A wide character has a text of its own, at its own columns, as long as two cells. */
static void wide_characters_keep_their_columns(void **state)
{
    (void)state;
    struct theme theme;
    struct grid *grid = awkward();
    theme_default(&theme);
    char *text = painted(picture_svg, grid, &theme, "");
    assert_non_null(strstr(text, "<text x=\"18\" y=\"40\" textLength=\"18\""));
    assert_non_null(strstr(text, ">客</text>"));
    free(text);
    text = painted(picture_html, grid, &theme, "");
    assert_non_null(strstr(text, "width:2ch\">客</span>"));
    free(text);
    grid_free(grid);
}

/* Reverse is carried out, and a theme with a paper of its own paints the whole page. */
static void themes_colour_the_picture(void **state)
{
    (void)state;
    struct theme theme;
    struct grid *grid = grid_new(4, 1, false);
    area_text(area_whole(grid), 0, 0, ROLE_TIER3, "3");
    theme_default(&theme);
    theme.looks[THEME_256][ROLE_NORMAL] = (struct look){16, 231, 0};
    theme.looks[THEME_256][ROLE_TIER3] = (struct look){16, 160, THEME_REVERSE};
    char *text = painted(picture_svg, grid, &theme, "");
    assert_non_null(strstr(text, "rx=\"6\" fill=\"#ffffff\""));
    assert_non_null(strstr(text, "height=\"18\" fill=\"#000000\"/>\n<text"));
    assert_non_null(strstr(text, "fill=\"#d70000\">3</text>"));
    free(text);
    grid_free(grid);
}

int main(void)
{
    setlocale(LC_ALL, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pictures_are_as_recorded),
        cmocka_unit_test(markup_in_names_stays_text),
        cmocka_unit_test(wide_characters_keep_their_columns),
        cmocka_unit_test(themes_colour_the_picture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
