/* Hundreds of agents on one screen: all of them seen, in groups with headings, chosen by keys across
 * the headings, many at once, and what was asked for shown on each. */
#include "tests/support/floor_fixture.h"
#include "console/ask/ui_keys.h"
#include "tests/support/screen.h"
#include "tests/support/desk.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { MANY = 600, TEAMS = 6 };

static struct desk *desk_of_many(void)
{
    static const char *const teams[TEAMS] = {"red", "green", "blue", "gold", "κόκκινοι", "客服"};
    struct desk *desk = desk_take();
    for (int i = 0; i < MANY; i++) {
        char id[16], name[32];
        snprintf(id, sizeof id, "m%03d", i);
        snprintf(name, sizeof name, i % 7 ? "agent%03d" : "客服%03d", i);
        const struct acd_agent_queue queue = {.known = ACD_BIT(ACD_AGENT_QUEUE_ID), .id = i % 3 ? "sales" : "care"};
        const struct acd_agent agent = {
            .known = ACD_BIT(ACD_AGENT_ID) | ACD_BIT(ACD_AGENT_NAME) | ACD_BIT(ACD_AGENT_TEAM) |
                     ACD_BIT(ACD_AGENT_STATE) | ACD_BIT(ACD_AGENT_STATE_MS) | ACD_BIT(ACD_AGENT_QUEUES) |
                     (i == 5 ? ACD_BIT(ACD_AGENT_PENDING) : 0),
            .id = id, .name = name, .team = teams[i % TEAMS], .state = i % ACD_STATES,
            .state_ms = (int64_t)i * 9000, .queues = &queue, .n_queues = 1, .pending = "pause",
        };
        fixture_tell(desk->board, "berlin", ACD_KIND_AGENT, 1, FIXTURE_NOW_MS, &agent);
    }
    return desk;
}

/* Rows of the grid that hold an agent's name, counted over the whole grid. */
static int count(const struct grid *grid, const char *word)
{
    int found = 0;
    char row[2000];
    for (int i = 0; i < grid->rows; i++) {
        screen_row(grid, i, row, sizeof row);
        for (const char *at = row; (at = strstr(at, word)); at += strlen(word))
            found++;
    }
    return found;
}

static struct grid *draw(struct desk *desk, enum agent_sort sort)
{
    desk->ui.view = VIEW_AGENTS;
    desk->ui.look.agent_sort = sort;
    desk->ui.reorder = true;
    roster_fill(desk->roster, desk->board, &desk->ui.look, FIXTURE_NOW_MS, FIXTURE_WALL_MS, true);
    ui_settle(&desk->ui, &desk->world);
    return desk_draw(desk, pane_agents, 200, 57);
}

static void six_hundred_stand_on_one_screen(void **state)
{
    (void)state;
    for (int sort = 0; sort < AGENT_SORTS; sort++) {
        struct desk *desk = desk_of_many();
        struct grid *grid = draw(desk, (enum agent_sort)sort);
        /* Names are cut; the first letters of both kinds are not. */
        assert_int_equal(count(grid, "agent") + count(grid, "客服") - (sort == AGENT_SORT_TEAM), MANY);
        grid_free(grid);
        desk_leave(desk);
    }
}

static void headings_count_their_group(void **state)
{
    (void)state;
    struct desk *desk = desk_of_many();
    struct grid *grid = draw(desk, AGENT_SORT_TEAM);
    char row[2000];
    assert_true(screen_find(grid, "blue        104") >= 0);
    assert_true(screen_find(grid, "κόκκινοι    100") >= 0);
    grid_free(grid);
    grid = draw(desk, AGENT_SORT_QUEUE);
    screen_row(grid, 1, row, sizeof row);
    assert_true(screen_find(grid, "Sales DE") >= 0);
    assert_true(screen_find(grid, "客户服务") >= 0);
    grid_free(grid);
    desk_leave(desk);
}

/* Whatever is selected, what the mouse finds at its place is it; down and up lead back. */
static void keys_and_mouse_find_their_way_round_headings(void **state)
{
    (void)state;
    struct desk *desk = desk_of_many();
    struct grid *grid = draw(desk, AGENT_SORT_TEAM);
    int n;
    bool heading;
    roster_agents(desk->roster, &n);
    for (int i = 0; i < n; i++) {
        int slot = ui_slot_of(&desk->ui, &desk->world, i);
        assert_int_equal(ui_row_in(&desk->ui, &desk->world, slot, &heading), i);
        assert_false(heading);
    }
    assert_int_equal(ui_row_in(&desk->ui, &desk->world, 0, &heading), 0);
    assert_true(heading);
    assert_int_equal(ui_row_in(&desk->ui, &desk->world, 100000, &heading), -1);
    int before = ui_selected_row(&desk->ui, &desk->world);
    desk_press(desk, "Down Down Down");
    int columns = desk->ui.extent[VIEW_AGENTS].columns, after = ui_selected_row(&desk->ui, &desk->world);
    assert_true(after > before + 2 * columns && after <= before + 3 * columns);
    for (int i = 0; i < 100; i++)
        desk_press(desk, "Down");
    assert_int_equal(ui_selected_row(&desk->ui, &desk->world), n - 1);
    for (int i = 0; i < 100; i++)
        desk_press(desk, "Up");
    assert_int_equal(ui_selected_row(&desk->ui, &desk->world), 0);
    grid_free(grid);
    desk_leave(desk);
}

static void one_action_on_many_shows_on_each(void **state)
{
    (void)state;
    struct desk *desk = desk_of_many();
    struct grid *grid = draw(desk, AGENT_SORT_NAME);
    desk_select_agent(desk, "berlin", "m009");
    desk_press(desk, "Space");
    desk_select_agent(desk, "berlin", "m010");
    desk_press(desk, "Space");
    desk_press(desk, "p");
    assert_int_equal(desk->ui.mode, UI_DIALOG);
    desk_press(desk, "Right Enter");
    assert_int_equal(desk->ui.n_outbox, 2);
    grid_free(grid);
    grid = draw(desk, AGENT_SORT_NAME);
    int pending = 0;
    for (int row = 0; row < grid->rows; row++)
        for (int col = 0; col < grid->cols; col++)
            pending += grid_at(grid, row, col)->role == ROLE_PENDING && grid_at(grid, row, col)->text[0] == '~';
    assert_int_equal(pending, 4); /* the two, and two who wait for their call to end */
    grid_free(grid);
    desk_leave(desk);
}

int main(void)
{
    setlocale(LC_ALL, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(six_hundred_stand_on_one_screen),
        cmocka_unit_test(headings_count_their_group),
        cmocka_unit_test(keys_and_mouse_find_their_way_round_headings),
        cmocka_unit_test(one_action_on_many_shows_on_each),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
