/* What a person looks at: views, the selection that follows its row, filter, marks, mouse, messages,
 * quitting; and the lines at the foot of the screen. */
#include "tests/support/floor_fixture.h"
#include "tests/support/screen.h"
#include "tests/support/seat.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void click(struct seat *seat, int row, int col)
{
    ui_key(&seat->ui, &seat->world, (struct key){.code = KEY_CODE_CLICK, .row = row, .col = col});
    seat_settle(seat);
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
        struct seat *seat = seat_take();
        seat_press(seat, walks[i].keys);
        if (seat->ui.view != walks[i].view ||
            (walks[i].queue && strcmp(seat->ui.queue.id, walks[i].queue) != 0))
            fail_msg("'%s': view %d, queue '%s'", walks[i].keys, (int)seat->ui.view,
                     seat->ui.queue.id);
        seat_leave(seat);
    }
}

static void test_the_selection_follows_its_queue(void **state)
{
    (void)state;
    struct seat *seat = seat_take();
    seat_press(seat, "j j");
    assert_string_equal(seat->ui.queue.id, "support");
    assert_int_equal(ui_selected_row(&seat->ui, &seat->world), 2);
    seat_command(seat, "sort name"); /* other rows, another place */
    assert_string_equal(seat->ui.queue.id, "support");
    assert_int_not_equal(ui_selected_row(&seat->ui, &seat->world), 2);
    seat_leave(seat);
}

static void test_the_nearest_row_takes_over_when_it_is_gone(void **state)
{
    (void)state;
    struct seat *seat = seat_take();
    seat_press(seat, "j j");
    board_take_forget(seat->board, "berlin", ACD_KIND_QUEUE, "support");
    seat_settle(seat);
    assert_int_equal(ui_selected_row(&seat->ui, &seat->world), 2);
    assert_string_not_equal(seat->ui.queue.id, "support");
    seat_leave(seat);
}

static void test_a_detail_whose_queue_is_gone_is_left(void **state)
{
    (void)state;
    struct seat *seat = seat_take();
    seat_press(seat, "j Enter");
    board_take_forget(seat->board, "berlin", ACD_KIND_QUEUE, "care");
    seat_settle(seat);
    assert_int_equal(seat->ui.view, VIEW_QUEUES);
    assert_string_equal(seat->ui.message, "the queue care is gone");
    seat_leave(seat);
}

static void test_the_order_rests_while_keys_are_pressed(void **state)
{
    (void)state;
    struct seat *seat = seat_take();
    seat_press(seat, "j");
    assert_false(ui_may_reorder(&seat->ui, seat->world.now_ms + UI_CALM_MS - 1));
    assert_true(ui_may_reorder(&seat->ui, seat->world.now_ms + UI_CALM_MS));
    seat_press(seat, "o");
    assert_false(ui_may_reorder(&seat->ui, seat->world.now_ms + 10 * UI_CALM_MS));
    seat_leave(seat);
}

static void test_filter_is_live_and_escape_restores_it(void **state)
{
    (void)state;
    int n;
    struct seat *seat = seat_take();
    seat_type(seat, "/sales");
    roster_queues(seat->roster, &n);
    assert_int_equal(n, 1);
    seat_press(seat, "Enter");
    assert_string_equal(seat->ui.filter, "sales");
    seat_type(seat, "/");
    seat_press(seat, "Ctrl-U b i");
    assert_string_equal(seat->ui.filter, "bi");
    seat_press(seat, "Escape");
    assert_string_equal(seat->ui.filter, "sales");
    assert_int_equal(seat->ui.mode, UI_ROWS);
    seat_press(seat, "Escape"); /* back, from the inside out */
    assert_string_equal(seat->ui.filter, "");
    seat_leave(seat);
}

static void test_pages_know_the_screen(void **state)
{
    (void)state;
    struct seat *seat = seat_take();
    seat->ui.extent[VIEW_QUEUES].rows = 4;
    seat_press(seat, "PageDown");
    assert_int_equal(ui_selected_row(&seat->ui, &seat->world), 3);
    seat_press(seat, "PageDown PageDown PageDown");
    assert_int_equal(ui_selected_row(&seat->ui, &seat->world), 7);
    seat_press(seat, "PageUp");
    assert_int_equal(ui_selected_row(&seat->ui, &seat->world), 4);
    seat_leave(seat);
}

static void test_help_scrolls_no_further_than_its_end(void **state)
{
    (void)state;
    struct seat *seat = seat_take();
    seat_press(seat, "?");
    grid_free(seat_draw(seat, pane_help, 80, 20));
    seat_press(seat, "PageDown j");
    grid_free(seat_draw(seat, pane_help, 80, 20));
    assert_int_equal(seat->ui.extent[VIEW_HELP].top, 18);
    seat_press(seat, "G");
    struct grid *grid = seat_draw(seat, pane_help, 80, 20);
    assert_true(screen_find(grid, "look before asking again") >= 0);
    grid_free(grid);
    int last = seat->ui.extent[VIEW_HELP].top;
    seat_press(seat, "k");
    grid_free(seat_draw(seat, pane_help, 80, 20));
    assert_int_equal(seat->ui.extent[VIEW_HELP].top, last - 1);
    seat_press(seat, "g");
    assert_int_equal(seat->ui.extent[VIEW_HELP].top, 0);
    seat_leave(seat);
}

static void test_mouse_selects_then_opens_and_wheels(void **state)
{
    (void)state;
    struct seat *seat = seat_take();
    seat->ui.extent[VIEW_QUEUES] =
        (struct ui_extent){.rows = 6, .top = 1, .first_screen_row = 3, .first_screen_col = 1};
    click(seat, 3, 10); /* the second row stands first */
    assert_int_equal(ui_selected_row(&seat->ui, &seat->world), 1);
    click(seat, 2, 10);
    click(seat, 9, 10);
    click(seat, 4, 0);
    assert_int_equal(ui_selected_row(&seat->ui, &seat->world), 1);
    click(seat, 3, 20);
    assert_int_equal(seat->ui.view, VIEW_QUEUE);
    seat_press(seat, "Escape");
    seat_press(seat, "WheelDown");
    assert_int_equal(ui_selected_row(&seat->ui, &seat->world), 4);
    seat_press(seat, "WheelUp");
    assert_int_equal(ui_selected_row(&seat->ui, &seat->world), 1);
    seat_leave(seat);
}

static void test_tiles_are_walked_in_two_directions(void **state)
{
    (void)state;
    struct seat *seat = seat_take();
    seat_press(seat, "A");
    grid_free(seat_draw(seat, pane_agents, 80, 12));
    int columns = seat->ui.extent[VIEW_AGENTS].columns;
    assert_true(columns > 1);
    seat_press(seat, "g j");
    assert_int_equal(ui_selected_row(&seat->ui, &seat->world), columns);
    seat_press(seat, "Right Right Left");
    assert_int_equal(ui_selected_row(&seat->ui, &seat->world), columns + 1);
    const struct ui_extent *extent = &seat->ui.extent[VIEW_AGENTS];
    click(seat, extent->first_screen_row + 2, extent->first_screen_col + extent->column_cols);
    assert_int_equal(ui_selected_row(&seat->ui, &seat->world), 2 * columns + 1);
    seat_leave(seat);
}

static void test_agents_of_the_queue_or_all(void **state)
{
    (void)state;
    int all, some;
    struct seat *seat = seat_take();
    seat_press(seat, "A");
    roster_agents(seat->roster, &all);
    seat_press(seat, "A");
    roster_agents(seat->roster, &some);
    assert_true(some < all);
    assert_string_equal(seat->ui.look.agents_of_queue, "sales");
    seat_press(seat, "A");
    roster_agents(seat->roster, &some);
    assert_int_equal(some, all);
    seat_press(seat, "Q Enter A");
    roster_agents(seat->roster, &some);
    assert_true(some < all);
    seat_leave(seat);
}

static void test_marks(void **state)
{
    (void)state;
    int n;
    struct seat *seat = seat_take();
    seat_press(seat, "T g Space Space");
    assert_int_equal(seat->ui.n_marked, 2);
    assert_true(ui_is_marked(&seat->ui, seat->ui.marked[0].site, seat->ui.marked[0].id));
    seat_press(seat, "k Space");
    assert_int_equal(seat->ui.n_marked, 1);
    seat_press(seat, "*");
    assert_int_equal(seat->ui.n_marked, 0);
    seat_press(seat, "*");
    roster_agents(seat->roster, &n);
    assert_int_equal(seat->ui.n_marked, n);
    seat_press(seat, "Escape");
    assert_int_equal(seat->ui.n_marked, 0);
    assert_int_equal(seat->ui.view, VIEW_ROSTER);
    seat_leave(seat);
}

static void test_groups_and_their_totals(void **state)
{
    (void)state;
    int n;
    struct seat *seat = seat_take();
    seat_press(seat, "z z");
    assert_true(seat->ui.look.totals_only);
    seat_press(seat, "g");
    assert_string_equal(seat->ui.queue.site, SELECTION_GROUP);
    assert_null(ui_queue(&seat->ui, &seat->world));
    assert_int_equal(ui_selected_row(&seat->ui, &seat->world), 0);
    seat_press(seat, "o");
    assert_string_equal(seat->ui.message, "choose one queue first");
    seat_press(seat, "z");
    assert_false(seat->ui.look.totals_only || seat->ui.look.grouped);
    roster_queues(seat->roster, &n);
    assert_int_equal(n, 8);
    seat_leave(seat);
}

static void test_messages_fade(void **state)
{
    (void)state;
    struct seat *seat = seat_take();
    seat_press(seat, "F12");
    assert_string_equal(seat->ui.message, "F12 does nothing here; ? shows the keys");
    seat->world.now_ms += UI_MESSAGE_MS - 1;
    seat_settle(seat);
    assert_true(seat->ui.message[0] != '\0');
    seat->world.now_ms += 1;
    seat_settle(seat);
    assert_string_equal(seat->ui.message, "");
    seat_leave(seat);
}

static void test_quitting_asks_only_while_something_is_open(void **state)
{
    (void)state;
    struct seat *seat = seat_take();
    seat_press(seat, "q");
    assert_true(seat->ui.quit);
    seat_leave(seat);

    seat = seat_take();
    seat_press(seat, "o Right Enter q");
    assert_false(seat->ui.quit);
    seat_press(seat, "j q");
    assert_false(seat->ui.quit);
    seat_press(seat, "q");
    assert_true(seat->ui.quit);
    seat_leave(seat);

    seat = seat_take();
    seat_press(seat, "o Ctrl-C");
    assert_true(seat->ui.quit);
    seat_leave(seat);
}

static void test_answers_are_told(void **state)
{
    (void)state;
    static const struct {
        int status;
        const char *why, *message;
    } answers[] = {
        {ACD_STATUS_ACCEPTED, NULL, "accepted: overflow to Back office 6 calls for 15 min"},
        {ACD_STATUS_DONE, NULL, "done: overflow to Back office 6 calls for 15 min"},
        {ACD_STATUS_REFUSED, "closed", "refused: overflow to Back office 6 calls for 15 min: closed"},
    };
    for (size_t i = 0; i < ACD_COUNT_OF(answers); i++) {
        struct seat *seat = seat_take();
        seat_press(seat, "o Right Enter");
        struct acd_reply reply = {.known = ACD_BIT(ACD_REPLY_ID) | ACD_BIT(ACD_REPLY_STATUS),
                                  .id = seat->ui.outbox[0]->id,
                                  .status = answers[i].status,
                                  .why = answers[i].why};
        if (reply.why != NULL)
            ACD_KNOW(&reply, ACD_REPLY_WHY);
        const struct request_entry *entry =
            requests_answered(seat->requests, &reply, seat->world.now_ms);
        assert_non_null(entry);
        ui_answered(&seat->ui, entry, seat->world.now_ms);
        assert_string_equal(seat->ui.message, answers[i].message);
        seat_leave(seat);
    }
}

static void test_flags_for_the_loop(void **state)
{
    (void)state;
    struct seat *seat = seat_take();
    seat_press(seat, "Y Ctrl-L");
    assert_true(seat->ui.next_theme);
    assert_true(seat->ui.repaint);
    seat_leave(seat);
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
        struct seat *seat = seat_take();
        seat->ui.no_actions_why = screens[i].no_actions_why;
        seat_press(seat, screens[i].keys);
        seat_type(seat, screens[i].text);
        struct grid *grid = seat_draw(seat, screens[i].pane, screens[i].cols, screens[i].rows);
        screen_expect(screens[i].name, grid);
        grid_free(grid);
        seat_leave(seat);
    }
}

static void test_the_help_holds_every_action(void **state)
{
    (void)state;
    struct seat *seat = seat_take();
    struct grid *grid = seat_draw(seat, pane_help, 140, 200);
    for (int i = 0; i < ACTIONS; i++)
        if (screen_find(grid, action_kinds[i].help) < 0)
            fail_msg("'%s' is not in the help", action_kinds[i].help);
    grid_free(grid);
    seat_leave(seat);
}

int main(void)
{
    setlocale(LC_ALL, ""); /* what is one column wide, and what two */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keys_lead_to_views),
        cmocka_unit_test(test_the_selection_follows_its_queue),
        cmocka_unit_test(test_the_nearest_row_takes_over_when_it_is_gone),
        cmocka_unit_test(test_a_detail_whose_queue_is_gone_is_left),
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
