/* Moving about in a dialogue: where the focus goes, what each kind of field does with a key, and what
 * the box looks like. */
#include "console/ask/dialog.h"
#include "tests/support/floor_fixture.h"
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

enum { CANCEL = 3, DEED = 4 };

/* The overflow dialogue of sales: To, Calls, For, Cancel, the deed. */
static const struct {
    const char *keys;
    int focus; /* -1: closed */
    const char *to, *calls, *time;
} cases[] = {
    {"", CANCEL, "back", "6", "15 min"},
    {"Right", DEED, "back", "6", "15 min"},
    {"Left", DEED, "back", "6", "15 min"},
    {"Tab", DEED, "back", "6", "15 min"},
    {"Right Right", CANCEL, "back", "6", "15 min"},
    {"Tab Tab", 0, "back", "6", "15 min"},
    {"Down Down", 0, "back", "6", "15 min"},
    {"Up", 2, "back", "6", "15 min"},
    {"Shift-Tab Shift-Tab", 1, "back", "6", "15 min"},
    {"Escape", -1, "", "", ""},
    {"Up Escape", -1, "", "", ""},
    {"Enter", -1, "", "", ""},
    {"y n a 5 Space", CANCEL, "back", "6", "15 min"},
    {"Tab Tab Right", 0, "orders", "6", "15 min"},
    {"Tab Tab Right Right", 0, "back", "6", "15 min"},
    {"Tab Tab o", 0, "orders", "6", "15 min"},
    {"Tab Tab Space", 0, "orders", "6", "15 min"},
    {"Tab Tab Enter", 1, "back", "6", "15 min"},
    {"Tab Tab Enter 1 2 Enter", 2, "back", "12", "15 min"},
    {"Tab Tab Enter Enter Enter", CANCEL, "back", "6", "15 min"},
    {"Up Up Right Right", 1, "back", "8", "15 min"},
    {"Up Up Left Left Left Left Left Left Left", 1, "back", "1", "15 min"},
    {"Up Up Backspace", 1, "back", "", "15 min"},
    {"Up Right", 2, "back", "6", "20 min"},
    {"Up Left Left Left Left", 2, "back", "6", "1 min"},
    {"Up 2 h", 2, "back", "6", "2h"},
    {"Up Ctrl-U", 2, "back", "6", ""},
    {"Up Backspace Backspace", 2, "back", "6", "15 m"},
    {"Up F5 PageDown Ctrl-A", 2, "back", "6", "15 min"},
};

static void test_keys_move_and_edit(void **state)
{
    (void)state;
    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++) {
        struct desk *desk = desk_take();
        struct dialog *dialog = &desk->ui.dialog;
        desk_select_queue(desk, "berlin", "sales");
        desk_press(desk, "o");
        desk_press(desk, cases[i].keys);
        assert_int_equal(desk->ui.n_outbox, 0);
        if (cases[i].focus < 0) {
            assert_int_equal(desk->ui.mode, UI_ROWS);
            desk_leave(desk);
            continue;
        }
        if (dialog->focus != cases[i].focus ||
            strcmp(dialog_chosen(dialog, ACD_ARGS_TO)->id, cases[i].to) != 0 ||
            strcmp(dialog_field_of(dialog, ACD_ARGS_CALLS)->text, cases[i].calls) != 0 ||
            strcmp(dialog_field_of(dialog, ACD_ARGS_FOR)->text, cases[i].time) != 0)
            fail_msg("case %zu '%s': focus %d, to %s, calls '%s', for '%s'", i, cases[i].keys,
                     dialog->focus, dialog_chosen(dialog, ACD_ARGS_TO)->id,
                     dialog_field_of(dialog, ACD_ARGS_CALLS)->text,
                     dialog_field_of(dialog, ACD_ARGS_FOR)->text);
        desk_leave(desk);
    }
}

/* Whatever is pressed, nothing goes out unless the deed had the focus when Enter came. */
static void test_random_keys_never_send_from_elsewhere(void **state)
{
    (void)state;
    static const char *const names[] = {
        "Enter", "Tab", "Shift-Tab", "Up", "Down", "Left", "Right", "a", "y", "1", "0", "Space",
        "Backspace", "ä", "Ctrl-U", "o", "m", "p", "e", "X", "c", "t", "R", "P", "A", "Q", "*", "Home",
    };
    const char *seed = getenv("ACD_SEED");
    uint64_t random = seed ? strtoull(seed, NULL, 10) : 7;
    struct desk *desk = desk_take();
    int sent = 0;
    for (int i = 0; i < 20000; i++) {
        random = random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        const char *name = names[(random >> 33) % ACD_COUNT_OF(names)];
        bool may = desk->ui.mode == UI_DIALOG && dialog_on_deed(&desk->ui.dialog) &&
                   strcmp(name, "Enter") == 0;
        int before = desk->ui.n_outbox;
        desk_press(desk, name);
        assert_true(may || desk->ui.n_outbox == before);
        sent += desk->ui.n_outbox - before;
        desk_take_outbox(desk);
        desk->world.now_ms += 100;
        if (i % 50 == 0)
            desk->world.now_ms += REQUEST_ANSWER_MS;
    }
    assert_true(sent > 20);
    desk_leave(desk);
}

static const struct {
    const char *name;
    int cols, rows;
    const char *queue, *command, *keys;
} screens[] = {
    {"dialog-overflow-80x14", 80, 14, "sales", "overflow", ""},
    {"dialog-overflow-choices-80x16", 80, 16, "sales", "overflow", "Tab Tab"},
    {"dialog-overflow-40x10", 40, 10, "sales", "overflow", "Right"},
    {"dialog-overflow-40x10-calls", 40, 10, "sales", "overflow", "Up Up"},
    {"dialog-refused-80x14", 80, 14, "care", "overflow", "Tab Tab Left Up Enter"},
    {"dialog-close-80x12", 80, 12, "sales", "close", "Up s a l"},
    {"dialog-notice-80x12", 80, 12, "sales", "notice", "Up C a r d"},
};

static void test_screens(void **state)
{
    (void)state;
    for (size_t i = 0; i < ACD_COUNT_OF(screens); i++) {
        struct desk *desk = desk_take();
        desk_select_queue(desk, "berlin", screens[i].queue);
        desk_command(desk, screens[i].command);
        desk_press(desk, screens[i].keys);
        struct grid *grid = desk_draw(desk, pane_dialog, screens[i].cols, screens[i].rows);
        screen_expect(screens[i].name, grid);
        grid_free(grid);
        desk_leave(desk);
    }
}

/* At every size the buttons are there, and nothing breaks. */
static void test_every_size_shows_the_buttons(void **state)
{
    (void)state;
    struct desk *desk = desk_take();
    desk_select_queue(desk, "berlin", "sales");
    desk_press(desk, "o Tab Tab");
    for (int cols = 1; cols < 130; cols += 3)
        for (int rows = 1; rows < 34; rows++) {
            struct grid *grid = desk_draw(desk, pane_dialog, cols, rows);
            if (cols >= 40 && rows >= 5) {
                assert_true(screen_find(grid, "Cancel") >= 0);
                assert_true(screen_find(grid, "Overflow 6") >= 0);
            }
            grid_free(grid);
        }
    desk_leave(desk);
}

/* Words typed at once go where words are asked for, never onto a button. */
static void test_typing_begins_the_text(void **state)
{
    (void)state;
    struct desk *desk = desk_take();
    struct dialog *dialog = &desk->ui.dialog;
    desk_select_queue(desk, "berlin", "sales");
    desk_press(desk, "a");
    assert_true(dialog_on_cancel(dialog));
    desk_press(desk, "Space");
    assert_true(dialog_on_cancel(dialog));
    desk_press(desk, "d o w n");
    assert_int_equal(dialog->focus, 0);
    assert_string_equal(dialog_field_of(dialog, ACD_ARGS_MESSAGE)->text, "down");
    desk_press(desk, "Tab Tab");
    assert_true(dialog_on_cancel(dialog));
    desk_press(desk, "x");
    assert_true(dialog_on_cancel(dialog));
    assert_string_equal(dialog_field_of(dialog, ACD_ARGS_MESSAGE)->text, "down");
    desk_leave(desk);
}

int main(void)
{
    setlocale(LC_ALL, ""); /* what is one column wide, and what two */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keys_move_and_edit),
        cmocka_unit_test(test_typing_begins_the_text),
        cmocka_unit_test(test_random_keys_never_send_from_elsewhere),
        cmocka_unit_test(test_screens),
        cmocka_unit_test(test_every_size_shows_the_buttons),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
