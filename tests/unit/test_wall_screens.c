/* Pages of the wall as a whole, text and roles, on the floor made by hand; and what must hold at every
 * size.  `make bless` records them anew. */
#include "console/wall/wall.h"
#include "tests/support/floor_fixture.h"
#include "tests/support/screen.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct line {
    const char *page, *key, *value;
};

static struct pages *pages_of(const struct line *lines, size_t n)
{
    struct pages *pages = pages_new();
    struct acd_fault why;
    for (size_t i = 0; i < n && lines[i].page; i++)
        if (!pages_set(pages, lines[i].page, lines[i].key, lines[i].value, &why))
            fail_msg("%s", why.text);
    return pages;
}

static const struct {
    const char *name;
    int cols, rows;
    bool ascii;
    const char *page; /* one of the usual ones, or of the lines */
    struct line lines[4];
    int turns;
} cases[] = {
    {"wall-80x24", 80, 24, false, "worst", {{0}}, 0},
    {"wall-120x32", 120, 32, false, "worst", {{0}}, 0},
    {"wall-200x60", 200, 60, false, "worst", {{0}}, 0},
    {"wall-320x90", 320, 90, false, "worst", {{0}}, 0},
    {"wall-40x12", 40, 12, false, "worst", {{0}}, 0},
    {"wall-ascii-120x32", 120, 32, true, "worst", {{0}}, 0},
    {"wall-groups-200x60", 200, 60, false, "groups", {{0}}, 1},
    {"wall-sites-120x32", 120, 32, false, "sites", {{0}}, 0},
    {"wall-agents-120x32", 120, 32, false, NULL, {{"board", "kind", "agents"}, {"board", "queues", "group inbound"}}, 0},
    {"wall-stale-120x32", 120, 32, false, NULL, {{"porto", "queues", "porto, sales"}}, 0},
    {"wall-table-60x12", 60, 12, false, NULL, {{"all", "queues", "worst 6"}}, 0},
    {"wall-goals-80x24", 80, 24, false, NULL,
     {{"sales", "queues", "berlin/sales"}, {"sales", "figures", "waiting<=5 longest<=60s service_level>=90% asa abandon_rate free"}}, 0},
};

static const struct wall_clock fixture_clock = {FIXTURE_NOW_MS, FIXTURE_WALL_MS, 0};

static void pages_are_as_recorded(void **state)
{
    (void)state;
    struct board *board = fixture_floor(FIXTURE_NOW_MS);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct pages *pages = pages_of(cases[i].lines, sizeof cases[i].lines / sizeof cases[i].lines[0]);
        struct wall *wall = wall_new(pages, &(struct wall_options){.page = cases[i].page});
        struct grid *grid = grid_new(cases[i].cols, cases[i].rows, cases[i].ascii);
        wall_pass(wall, board, FIXTURE_NOW_MS);
        for (int turn = 0; turn < cases[i].turns; turn++)
            wall_turn(wall, 1, FIXTURE_NOW_MS);
        wall_draw(wall, board, &fixture_clock, grid);
        screen_expect(cases[i].name, grid);
        grid_free(grid);
        wall_free(wall);
        pages_free(pages);
    }
    board_free(board);
}

int main(void)
{
    setlocale(LC_ALL, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_are_as_recorded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
