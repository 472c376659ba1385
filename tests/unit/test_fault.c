/* Words for what failed, fit for any terminal; durations; memory. */
#include "tests/support/cases.h"

#include "acdfeed/clock.h"
#include "acdfeed/fault.h"
#include "acdfeed/memory.h"
#include "acdfeed/shape.h"

#include <stdlib.h>
#include <string.h>

static void test_words(void **state)
{
    (void)state;
    static const struct {
        const char *said, *kept;
    } cases[] = {
        {"plain", "plain"},
        {"", ""},
        {"a\x1b[2Jb", "a?[2Jb"},
        {"two\nlines\ttab", "two?lines?tab"},
        {"\x7f", "?"},
        {"csi \xc2\x9b" "31m", "csi ?31m"},
        {"Zo\xc3\xab \xe5\xae\xa2", "Zo\xc3\xab \xe5\xae\xa2"},
        {"bad \xff\xfe", "bad ??"},
        {"cut \xe5\xae", "cut ??"},
        {"\xe2\x80\xa8", "?"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct acd_fault why;
        assert_false(acd_fault_say(&why, "%s", cases[i].said));
        assert_string_equal(why.text, cases[i].kept);
    }
    assert_false(acd_fault_say(NULL, "nobody asks"));
    assert_false(acd_fault_say_at(NULL, "f", 1, "nobody asks"));
}

static void test_long_words_are_cut_at_a_character(void **state)
{
    (void)state;
    for (size_t lead = 0; lead < 4; lead++) {
        char text[1000] = "....";
        for (size_t i = lead; i + 3 < sizeof(text); i += 3)
            memcpy(text + i, "\xe5\xae\xa2", 4);
        struct acd_fault why;
        acd_fault_say(&why, "%s", text);
        size_t bytes = strlen(why.text);
        assert_in_range(bytes, ACD_FAULT_TEXT_BYTES - 4, ACD_FAULT_TEXT_BYTES - 1);
        assert_true(acd_utf8_valid(why.text, bytes));
        assert_null(strchr(why.text, '?'));
    }
}

static void test_file_and_line(void **state)
{
    (void)state;
    struct acd_fault why;
    acd_fault_say_at(&why, "acdwall.ini", 12, "expected %s", "a duration");
    assert_string_equal(why.text, "acdwall.ini:12: expected a duration");
    char path[900];
    memset(path, 'p', sizeof(path) - 1);
    path[sizeof(path) - 1] = '\0';
    acd_fault_say_at(&why, path, 4000000000u, "expected %s", "a duration");
    assert_non_null(strstr(why.text, ":4000000000: expected a duration"));
}

static void test_memory(void **state)
{
    (void)state;
    char *text = acd_strdup("kept");
    text = acd_realloc(text, 100);
    assert_string_equal(text, "kept");
    free(text);
    int *zeros = acd_calloc(10, sizeof(*zeros));
    for (int i = 0; i < 10; i++)
        assert_int_equal(zeros[i], 0);
    free(zeros);
    void *none = acd_alloc(0);
    assert_non_null(none);
    free(none);
}

static void test_clocks(void **state)
{
    (void)state;
    int64_t before = acd_monotonic_ms();
    assert_true(acd_monotonic_ms() >= before);
    assert_true(acd_wall_ms() > INT64_C(1600000000000));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_long_words_are_cut_at_a_character),
        cmocka_unit_test(test_file_and_line),
        cmocka_unit_test(test_memory),
        cmocka_unit_test(test_clocks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
