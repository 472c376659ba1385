/* Whole screens in other languages, as recorded.  `make bless` records them anew. */
#include "acdfeed/macros.h"
#include "tests/support/desk.h"
#include "tests/support/floor_fixture.h"
#include "tests/support/language.h"
#include "tests/support/screen.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

static const char *const languages[] = {"zh_CN", "el"};

static struct grid *frame_of(const char *keys, int cols, int rows)
{
    struct desk *desk = desk_take();
    struct grid *grid = grid_new(cols, rows, false);
    struct scene scene = {.board = desk->board, .roster = desk->roster, .ui = &desk->ui, .theme_name = "dark",
                          .now_ms = FIXTURE_NOW_MS, .wall_ms = FIXTURE_WALL_MS};

    desk_press(desk, keys);
    desk_settle(desk);
    frame_draw(&scene, grid);
    desk_leave(desk);
    return grid;
}

static void test_screens_are_as_recorded(void **state)
{
    static const struct {
        const char *view, *keys;
    } cases[] = {{"console", "Escape"}, {"overflow", "o"}, {"roster", "T"}, {"help", "?"}};
    char name[64];

    (void)state;
    for (size_t l = 0; l < ACD_COUNT_OF(languages); l++) {
        if (!language_speak(languages[l])) {
            printf("skipped: this machine has no C.UTF-8 or no msgfmt\n");
            skip();
        }
        for (size_t i = 0; i < ACD_COUNT_OF(cases); i++) {
            struct grid *grid = frame_of(cases[i].keys, 120, 32);

            snprintf(name, sizeof name, "%s-%s-120x32", cases[i].view, languages[l]);
            screen_expect(name, grid);
            grid_free(grid);
        }
    }
    language_english();
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_screens_are_as_recorded)};

    setlocale(LC_ALL, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
