/* One edited line, as the text and the cursor after each key. */
#include "console/ask/prompt.h"
#include "acdfeed/macros.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *const words[] = {"overflow", "outsource", "open"};

static bool complete(const void *context, const char *line, int i, char *out, size_t bytes)
{
    (void)context;
    for (size_t w = 0; w < ACD_COUNT_OF(words); w++)
        if (strncmp(words[w], line, strlen(line)) == 0 && i-- == 0)
            return (size_t)snprintf(out, bytes, "%s ", words[w]) < bytes;
    return false;
}

static enum prompt_result press(struct prompt *prompt, const char *name)
{
    struct key key;
    assert_true(key_read(name, &key));
    return prompt_key(prompt, key, complete, NULL);
}

static enum prompt_result press_all(struct prompt *prompt, const char *names)
{
    char copy[256], *rest = NULL;
    enum prompt_result result = PROMPT_EDITING;
    snprintf(copy, sizeof copy, "%s", names);
    for (char *name = strtok_r(copy, " ", &rest); name; name = strtok_r(NULL, " ", &rest))
        result = press(prompt, name);
    return result;
}

static const struct {
    const char *begin, *keys, *text;
    int cursor;
    enum prompt_result result;
} cases[] = {
    {"", "a b c", "abc", 3, PROMPT_EDITING},
    {"", "ä 中", "ä中", 5, PROMPT_EDITING},
    {"ä中", "Left Left x", "xä中", 1, PROMPT_EDITING},
    {"ä中", "Backspace", "ä", 2, PROMPT_EDITING},
    {"ä中", "Home Delete", "中", 0, PROMPT_EDITING},
    {"abc", "Left Left Right x", "abxc", 3, PROMPT_EDITING},
    {"abc", "Home End x", "abcx", 4, PROMPT_EDITING},
    {"one two", "Ctrl-W", "one ", 4, PROMPT_EDITING},
    {"one two  ", "Ctrl-W", "one ", 4, PROMPT_EDITING},
    {"one two", "Left Ctrl-U", "o", 0, PROMPT_EDITING},
    {"one two", "Home Right Ctrl-K", "o", 1, PROMPT_EDITING},
    {"abc", "Ctrl-A x", "xabc", 1, PROMPT_EDITING},
    {"abc", "Ctrl-A Ctrl-D Ctrl-E y", "bcy", 3, PROMPT_EDITING},
    {"a", "Backspace", "", 0, PROMPT_EDITING},
    {"a", "Backspace Backspace", "", 0, PROMPT_CANCELLED},
    {"abc", "Escape", "abc", 3, PROMPT_CANCELLED},
    {"abc", "Enter", "abc", 3, PROMPT_ENTERED},
    {"abc", "F5 PageUp Ctrl-G Insert", "abc", 3, PROMPT_EDITING},
    {"abc", "Left Left Left Left", "abc", 0, PROMPT_EDITING},
    {"abc", "Right", "abc", 3, PROMPT_EDITING},
    {"o", "Tab", "overflow ", 9, PROMPT_EDITING},
    {"o", "Tab Tab", "outsource ", 10, PROMPT_EDITING},
    {"o", "Tab Tab Tab Tab", "o", 1, PROMPT_EDITING},
    {"o", "Shift-Tab", "open ", 5, PROMPT_EDITING},
    {"ou", "Tab t", "outsource t", 11, PROMPT_EDITING},
    {"x", "Tab", "x", 1, PROMPT_EDITING},
};

static void test_editing(void **state)
{
    (void)state;
    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++) {
        struct prompt prompt = {.n_history = 0};
        prompt_begin(&prompt, cases[i].begin);
        enum prompt_result result = press_all(&prompt, cases[i].keys);
        if (strcmp(prompt.text, cases[i].text) != 0 || prompt.cursor != cases[i].cursor ||
            result != cases[i].result)
            fail_msg("case %zu: '%s' at %d, expected '%s' at %d", i, prompt.text, prompt.cursor,
                     cases[i].text, cases[i].cursor);
    }
}

static void test_history_walks_back_and_forth(void **state)
{
    (void)state;
    struct prompt prompt = {.n_history = 0};
    prompt_begin(&prompt, "first");
    prompt_remember(&prompt);
    prompt_begin(&prompt, "second");
    prompt_remember(&prompt);
    prompt_remember(&prompt); /* the same again is kept once */
    prompt_begin(&prompt, "third");
    press_all(&prompt, "Up");
    assert_string_equal(prompt.text, "second");
    press_all(&prompt, "Up Up Up");
    assert_string_equal(prompt.text, "first");
    press_all(&prompt, "Down Down Down");
    assert_string_equal(prompt.text, "third");
}

static void test_history_is_bounded(void **state)
{
    (void)state;
    struct prompt prompt = {.n_history = 0};
    for (int i = 0; i < 3 * PROMPT_HISTORY; i++) {
        char line[32];
        snprintf(line, sizeof line, "line %d", i);
        prompt_begin(&prompt, line);
        prompt_remember(&prompt);
    }
    assert_int_equal(prompt.n_history, PROMPT_HISTORY);
    assert_string_equal(prompt.history[PROMPT_HISTORY - 1], "line 59");
    assert_string_equal(prompt.history[0], "line 40");
}

static void test_a_long_line_is_cut_at_a_character(void **state)
{
    (void)state;
    struct prompt prompt = {.n_history = 0};
    char text[2 * PROMPT_BYTES] = "x";
    for (int i = 0; i < PROMPT_BYTES / 2; i++)
        memcpy(text + 1 + 2 * i, "ä", 3);
    prompt_begin(&prompt, text);
    assert_int_equal(strlen(prompt.text), PROMPT_BYTES - 1);
    press(&prompt, "Left");
    assert_int_equal((unsigned char)prompt.text[prompt.cursor], 0xc3);
    prompt_begin(&prompt, text + 1);
    assert_int_equal(strlen(prompt.text), PROMPT_BYTES - 2);
}

/* Any keys at all: the cursor stays on a character, the text within its bytes and valid. */
static void test_random_keys_keep_the_line_whole(void **state)
{
    (void)state;
    static const char *const names[] = {
        "a", "ä", "中", "😀", "Left", "Right", "Home", "End", "Backspace", "Delete", "Ctrl-W", "Ctrl-U",
        "Ctrl-K", "Ctrl-D", "Tab", "Shift-Tab", "Up", "Down", "Space", "o",
    };
    const char *seed = getenv("ACD_SEED");
    uint64_t random = seed ? strtoull(seed, NULL, 10) : 4711;
    struct prompt prompt = {.n_history = 0};
    prompt_begin(&prompt, "");
    for (int i = 0; i < 200000; i++) {
        random = random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        press(&prompt, names[(random >> 33) % ACD_COUNT_OF(names)]);
        if (i % 97 == 0)
            prompt_remember(&prompt);
        if (i % 1009 == 0) {
            struct prompt before = prompt;
            prompt_begin(&prompt, before.text);
        }
        assert_in_range(prompt.cursor, 0, strlen(prompt.text));
        assert_int_not_equal((unsigned char)prompt.text[prompt.cursor] & 0xc0, 0x80);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_editing),
        cmocka_unit_test(test_history_walks_back_and_forth),
        cmocka_unit_test(test_history_is_bounded),
        cmocka_unit_test(test_a_long_line_is_cut_at_a_character),
        cmocka_unit_test(test_random_keys_keep_the_line_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
