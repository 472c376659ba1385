/* Names of keys: read, written, and read again. */
#include "console/ask/key.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void test_names(void **state)
{
    static const struct {
        const char *name;
        enum key_code code;
        uint32_t character;
        const char *again;
    } cases[] = {
        {"o", KEY_CODE_NONE, 'o', "o"},         {"O", KEY_CODE_NONE, 'O', "O"},
        {"?", KEY_CODE_NONE, '?', "?"},         {"é", KEY_CODE_NONE, 0xe9, "é"},
        {"户", KEY_CODE_NONE, 0x6237, "户"},    {"👍", KEY_CODE_NONE, 0x1f44d, "👍"},
        {"Space", KEY_CODE_NONE, ' ', "Space"}, {"space", KEY_CODE_NONE, ' ', "Space"},
        {"Ctrl-L", KEY_CODE_NONE, 12, "Ctrl-L"}, {"ctrl-l", KEY_CODE_NONE, 12, "Ctrl-L"},
        {"Ctrl-_", KEY_CODE_NONE, 31, "Ctrl-_"}, {"Ctrl-M", KEY_CODE_ENTER, 0, "Enter"},
        {"Ctrl-J", KEY_CODE_ENTER, 0, "Enter"}, {"Ctrl-I", KEY_CODE_TAB, 0, "Tab"},
        {"Ctrl-H", KEY_CODE_BACKSPACE, 0, "Backspace"}, {"Ctrl-[", KEY_CODE_ESCAPE, 0, "Escape"},
        {"Enter", KEY_CODE_ENTER, 0, "Enter"},  {"enter", KEY_CODE_ENTER, 0, "Enter"},
        {"F10", KEY_CODE_F10, 0, "F10"},        {"pagedown", KEY_CODE_PAGE_DOWN, 0, "PageDown"},
        {"Shift-Tab", KEY_CODE_BACKTAB, 0, "Shift-Tab"}, {"WheelUp", KEY_CODE_WHEEL_UP, 0, "WheelUp"},
    };
    char out[32];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct key key;

        assert_true(key_read(cases[i].name, &key));
        assert_int_equal(key.code, cases[i].code);
        assert_int_equal(key.character, cases[i].character);
        assert_string_equal(key_spell(key, out, sizeof out), cases[i].again);
    }
}

static void test_no_keys(void **state)
{
    static const char *const cases[] = {"", " ", "ab", "F13", "Ctrl-", "Ctrl-LL", "Ctrl-1", "Ctrl-{",
                                        "\xff", "\xc3", "\033", "\x7f", "\xc2\x9b", "Enter ", "éé"};
    struct key key;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_false(key_read(cases[i], &key));
}

static void test_every_code_has_a_name(void **state)
{
    char out[32];

    (void)state;
    for (int i = KEY_CODE_NONE + 1; i < KEY_CODES; i++) {
        struct key key, again;

        key = (struct key){.code = (enum key_code)i, .row = 3};
        assert_true(key_read(key_spell(key, out, sizeof out), &again));
        assert_true(key_same(key, again));
    }
    static const uint32_t odd[] = {0x7f, 0x9b, 0xd800, 0xdfff, 0x110000, UINT32_MAX};

    for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++)
        assert_string_equal(key_spell((struct key){.character = odd[i]}, out, sizeof out), "?");
}

static void test_sameness(void **state)
{
    struct key o = {.character = 'o'}, p = {.character = 'p'}, up = {.code = KEY_CODE_UP};
    struct key up_there = {.code = KEY_CODE_UP, .row = 4, .character = 'o'};

    (void)state;
    assert_true(key_same(o, o));
    assert_false(key_same(o, p));
    assert_false(key_same(o, up));
    assert_true(key_same(up, up_there));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_no_keys),
        cmocka_unit_test(test_every_code_has_a_name),
        cmocka_unit_test(test_sameness),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
