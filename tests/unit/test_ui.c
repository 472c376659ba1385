/* What a person looks at: views, the selection that follows its row, filter, marks, mouse, messages,
 * quitting; and the lines at the foot of the screen. */
#include "tests/support/floor_fixture.h"
#include "console/ask/ui_keys.h"
#include "tests/support/screen.h"
#include "tests/support/desk.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void click(struct desk *desk, int row, int col)
{
    ui_key(&desk->ui, &desk->world, (struct key){.code = KEY_CODE_CLICK, .row = row, .col = col});
    desk_settle(desk);
}

static const struct {
    const char *keys;
    enum view view;
    const char *queue; /* selected; NULL: whatever */
} walks[] = {
    {"", VIEW_QUEUES, "sales"},
    {"j", VIEW_QUEUES, "care"},
    {"Down Down", VIEW_QUEUES, "support"},
    {"j j k", VIEW_QUEUES, "care"},
    {"k", VIEW_QUEUES, "sales"},
    {"g", VIEW_QUEUES, "sales"},
    {"j j w", VIEW_QUEUES, "sales"},
    {"G w", VIEW_QUEUES, "sales"},
    {"Enter", VIEW_QUEUE, "sales"},
    {"j Enter", VIEW_QUEUE, "care"},
    {"Enter Escape", VIEW_QUEUES, "sales"},
    {"A", VIEW_AGENTS, NULL},
    {"F3", VIEW_AGENTS, NULL},
    {"T", VIEW_ROSTER, NULL},
    {"A Enter", VIEW_ROSTER, NULL},
    {"J", VIEW_JOURNAL, NULL},
    {"B", VIEW_ABANDONED, NULL},
    {"J Escape", VIEW_QUEUES, NULL},
    {"A J Backspace", VIEW_AGENTS, NULL},
    {"A J Escape Escape", VIEW_QUEUES, NULL},
    {"?", VIEW_HELP, NULL},
    {"A ?", VIEW_HELP, NULL},
    {"A ? Escape", VIEW_AGENTS, NULL},
    {"A ? ?", VIEW_AGENTS, NULL},
    {"Escape Escape Escape", VIEW_QUEUES, "sales"},
    {"J Q", VIEW_QUEUES, NULL},
};

static void test_keys_lead_to_views(void **state)
{
    (void)state;
    for (size_t i = 0; i < ACD_COUNT_OF(walks); i++) {
        struct desk *desk = desk_take();
        desk_press(desk, walks[i].keys);
        if (desk->ui.view != walks[i].view ||
            (walks[i].queue && strcmp(desk->ui.queue.id, walks[i].queue) != 0))
            fail_msg("'%s': view %d, queue '%s'", walks[i].keys, (int)desk->ui.view,
                     desk->ui.queue.id);
        desk_leave(desk);
    }
}

static void test_the_selection_follows_its_queue(void **state)
{
    (void)state;
    struct desk *desk = desk_take();
    desk_press(desk, "j j");
    assert_string_equal(desk->ui.queue.id, "support");
    assert_int_equal(ui_selected_row(&desk->ui, &desk->world), 2);
    desk_command(desk, "sort name"); /* other rows, another place */
    assert_string_equal(desk->ui.queue.id, "support");
    assert_int_not_equal(ui_selected_row(&desk->ui, &desk->world), 2);
    desk_leave(desk);
}

static void test_the_nearest_row_takes_over_when_it_is_gone(void **state)
{
    (void)state;
    struct desk *desk = desk_take();
    desk_press(desk, "j j");
    board_take_forget(desk->board, "berlin", ACD_KIND_QUEUE, "support");
    desk_settle(desk);
    assert_int_equal(ui_selected_row(&desk->ui, &desk->world), 2);
    assert_string_not_equal(desk->ui.queue.id, "support");
    desk_leave(desk);
}

static void test_a_detail_whose_queue_is_gone_is_left(void **state)
{
    (void)state;
    struct desk *desk = desk_take();
    desk_press(desk, "j Enter");
    board_take_forget(desk->board, "berlin", ACD_KIND_QUEUE, "care");
    desk_settle(desk);
    assert_int_equal(desk->ui.view, VIEW_QUEUES);
    assert_string_equal(desk->ui.message, "the queue care is gone");
    desk_leave(desk);
}

static void test_the_worst_is_followed_until_a_row_is_chosen(void **state)
{
    (void)state;
    struct desk *desk = desk_take();
    struct board_queue *sales = (struct board_queue *)board_queue(desk->board, "berlin", "sales");
    assert_string_equal(desk->ui.queue.id, "sales");
    sales->verdict.tier = TIER_CALM;
    desk_settle(desk);
    assert_string_equal(desk->ui.queue.id, "care");
    for (int i = 0; i < board_queues(desk->board); i++)
        ((struct board_queue *)board_queue_at(desk->board, i))->verdict.tier = TIER_UNKNOWN;
    desk_settle(desk); /* nothing is known to need help */
    assert_string_equal(desk->ui.queue.id, "care");
    desk_press(desk, "g");
    const struct selection chosen = desk->ui.queue;
    const char *other = strcmp(chosen.id, "orders") == 0 ? "billing" : "orders";
    struct board_queue *bad = (struct board_queue *)board_queue(desk->board, "berlin", other);
    bad->verdict.tier = TIER_BEYOND;
    desk->world.now_ms += UI_CALM_MS;
    desk_settle(desk);
    assert_string_equal(desk->ui.queue.id, chosen.id);
    desk_press(desk, "w");
    assert_string_equal(desk->ui.queue.id, other);
    desk_leave(desk);
}

static void test_the_order_rests_while_keys_are_pressed(void **state)
{
    (void)state;
    struct desk *desk = desk_take();
    desk_press(desk, "j");
    assert_false(ui_may_reorder(&desk->ui, desk->world.now_ms + UI_CALM_MS - 1));
    assert_true(ui_may_reorder(&desk->ui, desk->world.now_ms + UI_CALM_MS));
    desk_press(desk, "o");
    assert_false(ui_may_reorder(&desk->ui, desk->world.now_ms + 10 * UI_CALM_MS));
    desk_leave(desk);
}

static void test_filter_is_live_and_escape_restores_it(void **state)
{
    (void)state;
    int n;
    struct desk *desk = desk_take();
    desk_type(desk, "/sales");
    roster_queues(desk->roster, &n);
    assert_int_equal(n, 1);
    desk_press(desk, "Enter");
    assert_string_equal(desk->ui.filter, "sales");
    desk_type(desk, "/");
    desk_press(desk, "Ctrl-U b i");
    assert_string_equal(desk->ui.filter, "bi");
    desk_press(desk, "Escape");
    assert_string_equal(desk->ui.filter, "sales");
    assert_int_equal(desk->ui.mode, UI_ROWS);
    desk_press(desk, "Escape"); /* back, from the inside out */
    assert_string_equal(desk->ui.filter, "");
    desk_leave(desk);
}

static void test_pages_know_the_screen(void **state)
{
    (void)state;
    struct desk *desk = desk_take();
    desk->ui.extent[VIEW_QUEUES].rows = 4;
    desk_press(desk, "PageDown");
    assert_int_equal(ui_selected_row(&desk->ui, &desk->world), 3);
    desk_press(desk, "PageDown PageDown PageDown");
    assert_int_equal(ui_selected_row(&desk->ui, &desk->world), 7);
    desk_press(desk, "PageUp");
    assert_int_equal(ui_selected_row(&desk->ui, &desk->world), 4);
    desk_leave(desk);
}

static void test_help_scrolls_no_further_than_its_end(void **state)
{
    (void)state;
    struct desk *desk = desk_take();
    desk_press(desk, "?");
    grid_free(desk_draw(desk, pane_help, 80, 20));
    desk_press(desk, "PageDown j");
    grid_free(desk_draw(desk, pane_help, 80, 20));
    assert_int_equal(desk->ui.extent[VIEW_HELP].top, 18);
    desk_press(desk, "G");
    struct grid *grid = desk_draw(desk, pane_help, 80, 20);
    assert_true(screen_find(grid, "look before asking again") >= 0);
    grid_free(grid);
    int last = desk->ui.extent[VIEW_HELP].top;
    desk_press(desk, "k");
    grid_free(desk_draw(desk, pane_help, 80, 20));
    assert_int_equal(desk->ui.extent[VIEW_HELP].top, last - 1);
    desk_press(desk, "g");
    assert_int_equal(desk->ui.extent[VIEW_HELP].top, 0);
    desk_leave(desk);
}

static void test_mouse_selects_then_opens_and_wheels(void **state)
{
    (void)state;
    struct desk *desk = desk_take();
    desk->ui.extent[VIEW_QUEUES] =
        (struct ui_extent){.rows = 6, .top = 1, .first_screen_row = 3, .first_screen_col = 1};
    click(desk, 3, 10); /* the second row stands first */
    assert_int_equal(ui_selected_row(&desk->ui, &desk->world), 1);
    click(desk, 2, 10);
    click(desk, 9, 10);
    click(desk, 4, 0);
    assert_int_equal(ui_selected_row(&desk->ui, &desk->world), 1);
    click(desk, 3, 20);
    assert_int_equal(desk->ui.view, VIEW_QUEUE);
    desk_press(desk, "Escape");
    desk_press(desk, "WheelDown");
    assert_int_equal(ui_selected_row(&desk->ui, &desk->world), 4);
    desk_press(desk, "WheelUp");
    assert_int_equal(ui_selected_row(&desk->ui, &desk->world), 1);
    desk_leave(desk);
}

static void test_tiles_are_walked_in_two_directions(void **state)
{
    (void)state;
    struct desk *desk = desk_take();
    desk_press(desk, "A");
    grid_free(desk_draw(desk, pane_agents, 80, 12));
    int columns = desk->ui.extent[VIEW_AGENTS].columns;
    assert_true(columns > 1);
    desk_press(desk, "g j");
    assert_int_equal(ui_selected_row(&desk->ui, &desk->world), columns);
    desk_press(desk, "Right Right Left");
    assert_int_equal(ui_selected_row(&desk->ui, &desk->world), columns + 1);
    const struct ui_extent *extent = &desk->ui.extent[VIEW_AGENTS];
    click(desk, extent->first_screen_row + 2, extent->first_screen_col + extent->column_cols);
    assert_int_equal(ui_selected_row(&desk->ui, &desk->world), 2 * columns + 1);
    desk_leave(desk);
}

static void test_agents_of_the_queue_or_all(void **state)
{
    (void)state;
    int all, some;
    struct desk *desk = desk_take();
    desk_press(desk, "A");
    roster_agents(desk->roster, &all);
    desk_press(desk, "A");
    roster_agents(desk->roster, &some);
    assert_true(some < all);
    assert_string_equal(desk->ui.look.agents_of_queue, "sales");
    desk_press(desk, "A");
    roster_agents(desk->roster, &some);
    assert_int_equal(some, all);
    desk_press(desk, "Q Enter A");
    roster_agents(desk->roster, &some);
    assert_true(some < all);
    desk_leave(desk);
}

static void test_marks(void **state)
{
    (void)state;
    int n;
    struct desk *desk = desk_take();
    desk_press(desk, "T g Space Space");
    assert_int_equal(desk->ui.n_marked, 2);
    assert_true(ui_is_marked(&desk->ui, desk->ui.marked[0].site, desk->ui.marked[0].id));
    desk_press(desk, "k Space");
    assert_int_equal(desk->ui.n_marked, 1);
    desk_press(desk, "*");
    assert_int_equal(desk->ui.n_marked, 0);
    desk_press(desk, "*");
    roster_agents(desk->roster, &n);
    assert_int_equal(desk->ui.n_marked, n);
    desk_press(desk, "Escape");
    assert_int_equal(desk->ui.n_marked, 0);
    assert_int_equal(desk->ui.view, VIEW_ROSTER);
    desk_leave(desk);
}

static void test_groups_and_their_totals(void **state)
{
    (void)state;
    int n;
    struct desk *desk = desk_take();
    desk_press(desk, "z z");
    assert_true(desk->ui.look.totals_only);
    desk_press(desk, "g");
    assert_string_equal(desk->ui.queue.site, SELECTION_GROUP);
    assert_null(ui_queue(&desk->ui, &desk->world));
    assert_int_equal(ui_selected_row(&desk->ui, &desk->world), 0);
    desk_press(desk, "o");
    assert_string_equal(desk->ui.message, "choose one queue first");
    desk_press(desk, "z");
    assert_false(desk->ui.look.totals_only || desk->ui.look.grouped);
    roster_queues(desk->roster, &n);
    assert_int_equal(n, 8);
    desk_leave(desk);
}

static void test_messages_fade(void **state)
{
    (void)state;
    struct desk *desk = desk_take();
    desk_press(desk, "F12");
    assert_string_equal(desk->ui.message, "F12 does nothing here; ? shows the keys");
    desk->world.now_ms += UI_MESSAGE_MS - 1;
    desk_settle(desk);
    assert_true(desk->ui.message[0] != '\0');
    desk->world.now_ms += 1;
    desk_settle(desk);
    assert_string_equal(desk->ui.message, "");
    desk_leave(desk);
}

static void test_quitting_asks_only_while_something_is_open(void **state)
{
    (void)state;
    struct desk *desk = desk_take();
    desk_press(desk, "q");
    assert_true(desk->ui.quit);
    desk_leave(desk);

    desk = desk_take();
    desk_press(desk, "o Right Enter q");
    assert_false(desk->ui.quit);
    desk_press(desk, "j q");
    assert_false(desk->ui.quit);
    desk_press(desk, "q");
    assert_true(desk->ui.quit);
    desk_leave(desk);

    desk = desk_take();
    desk_press(desk, "o Ctrl-C");
    assert_true(desk->ui.quit);
    desk_leave(desk);
}

static void test_answers_are_told(void **state)
{
    (void)state;
    static const struct {
        int status;
        const char *why, *message;
    } answers[] = {
        {ACD_STATUS_ACCEPTED, NULL, "accepted: overflow 6 calls to Back office for 15 min"},
        {ACD_STATUS_DONE, NULL, "done: overflow 6 calls to Back office for 15 min"},
        {ACD_STATUS_REFUSED, "closed", "refused: overflow 6 calls to Back office for 15 min: closed"},
    };
    for (size_t i = 0; i < ACD_COUNT_OF(answers); i++) {
        struct desk *desk = desk_take();
        desk_press(desk, "o Right Enter");
        struct acd_reply reply = {.known = ACD_BIT(ACD_REPLY_ID) | ACD_BIT(ACD_REPLY_STATUS),
                                  .id = desk->ui.outbox[0]->id,
                                  .status = answers[i].status,
                                  .why = answers[i].why};
        if (reply.why != NULL)
            ACD_KNOW(&reply, ACD_REPLY_WHY);
        const struct request_entry *entry =
            requests_answered(desk->requests, &reply, desk->world.now_ms);
        assert_non_null(entry);
        ui_answered(&desk->ui, entry, desk->world.now_ms);
        assert_string_equal(desk->ui.message, answers[i].message);
        desk_leave(desk);
    }
}

static void test_flags_for_the_loop(void **state)
{
    (void)state;
    struct desk *desk = desk_take();
    desk_press(desk, "Y Ctrl-L");
    assert_true(desk->ui.next_theme);
    assert_true(desk->ui.repaint);
    desk_leave(desk);
}

static const struct {
    const char *name;
    pane_function *pane;
    int cols, rows;
    const char *keys, *text, *no_actions_why;
} screens[] = {
    {"keys-queues-120", pane_keys, 120, 1, "", "", NULL},
    {"keys-queues-80", pane_keys, 80, 1, "", "", NULL},
    {"keys-queues-40", pane_keys, 40, 1, "", "", NULL},
    {"keys-queue-120", pane_keys, 120, 1, "Enter", "", NULL},
    {"keys-agents-100", pane_keys, 100, 1, "A", "", NULL},
    {"keys-readonly-100", pane_keys, 100, 1, "", "", "opened with --read-only"},
    {"keys-dialog-80", pane_keys, 80, 1, "o", "", NULL},
    {"keys-command-80", pane_keys, 80, 1, ":", "", NULL},
    {"message-filter-80", pane_message, 80, 1, "/", "", NULL},
    {"message-filter-typed-80", pane_message, 80, 1, "/ s a l Left", "", NULL},
    {"message-command-80", pane_message, 80, 1, ":", "overflow to=", NULL},
    {"message-command-long-40", pane_message, 40, 1, ":",
     "notice text=\"a line that is longer than the screen\"", NULL},
    {"message-error-80", pane_message, 80, 1, "F12", "", NULL},
    {"help-120x60", pane_help, 120, 60, "?", "", NULL},
    {"help-80x24", pane_help, 80, 24, "?", "", NULL},
    {"help-40x12", pane_help, 40, 12, "? G", "", NULL},
};

static void test_screens(void **state)
{
    (void)state;
    for (size_t i = 0; i < ACD_COUNT_OF(screens); i++) {
        struct desk *desk = desk_take();
        desk->ui.no_actions_why = screens[i].no_actions_why;
        desk_press(desk, screens[i].keys);
        desk_type(desk, screens[i].text);
        struct grid *grid = desk_draw(desk, screens[i].pane, screens[i].cols, screens[i].rows);
        screen_expect(screens[i].name, grid);
        grid_free(grid);
        desk_leave(desk);
    }
}

static void test_the_help_holds_every_action(void **state)
{
    (void)state;
    struct desk *desk = desk_take();
    for (int playing = 0; playing < 2; playing++) {
        desk->ui.playing.on = playing;
        struct grid *grid = desk_draw(desk, pane_help, 140, 200);
        for (int i = 0; i < ACTIONS; i++) {
            bool of_now = playing || action_kinds[i].group != GROUP_PLAYBACK;
            if ((screen_find(grid, action_kinds[i].help) >= 0) != of_now)
                fail_msg("'%s' is %sin the help", action_kinds[i].help, of_now ? "not " : "");
        }
        grid_free(grid);
    }
    desk_leave(desk);
}

int main(void)
{
    setlocale(LC_ALL, ""); /* what is one column wide, and what two */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keys_lead_to_views),
        cmocka_unit_test(test_the_selection_follows_its_queue),
        cmocka_unit_test(test_the_nearest_row_takes_over_when_it_is_gone),
        cmocka_unit_test(test_a_detail_whose_queue_is_gone_is_left),
        cmocka_unit_test(test_the_worst_is_followed_until_a_row_is_chosen),
        cmocka_unit_test(test_the_order_rests_while_keys_are_pressed),
        cmocka_unit_test(test_filter_is_live_and_escape_restores_it),
        cmocka_unit_test(test_pages_know_the_screen),
        cmocka_unit_test(test_help_scrolls_no_further_than_its_end),
        cmocka_unit_test(test_mouse_selects_then_opens_and_wheels),
        cmocka_unit_test(test_tiles_are_walked_in_two_directions),
        cmocka_unit_test(test_agents_of_the_queue_or_all),
        cmocka_unit_test(test_marks),
        cmocka_unit_test(test_groups_and_their_totals),
        cmocka_unit_test(test_messages_fade),
        cmocka_unit_test(test_quitting_asks_only_while_something_is_open),
        cmocka_unit_test(test_answers_are_told),
        cmocka_unit_test(test_flags_for_the_loop),
        cmocka_unit_test(test_screens),
        cmocka_unit_test(test_the_help_holds_every_action),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
