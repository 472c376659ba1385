/* Figures as text: tables of cases. */
#include "console/cells/text.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct duration_case {
    int64_t ms;
    const char *text;
};

static void check_durations(const char *(*format)(char *, int64_t), const struct duration_case *cases,
                            size_t n)
{
    char out[TEXT_FIGURE_BYTES];

    for (size_t i = 0; i < n; i++)
        assert_string_equal(format(out, cases[i].ms), cases[i].text);
}

static void test_durations(void **state)
{
    static const struct duration_case plain[] = {
        {0, "0:00"},           {999, "0:00"},          {1000, "0:01"},
        {42000, "0:42"},       {725000, "12:05"},      {3599999, "59:59"},
        {3600000, "1:00:00"},  {3729000, "1:02:09"},   {360000000, "100:00:00"},
        {-1, "0:00"},          {-5000, "0:00"},        {INT64_MIN, "0:00"},
        {INT64_MAX, "2562047788015:12:55"},
    };
    static const struct duration_case coarse[] = {
        {-1, "0:00"},           {42000, "0:42"},         {3599999, "59:59"},
        {3600000, "1 h 00"},    {11400000, "3 h 10"},    {86399999, "23 h 59"},
        {86400000, "1 d 0 h"},  {187200000, "2 d 4 h"},  {INT64_MIN, "0:00"},
        {INT64_MAX, "106751991167 d 7 h"},
    };
    static const struct duration_case age[] = {
        {-700, "0.0 s"}, {0, "0.0 s"},    {449, "0.4 s"},  {9999, "9.9 s"},
        {10000, "10 s"}, {59999, "59 s"}, {60000, "1:00"}, {3600000, "1:00:00"},
    };

    (void)state;
    check_durations(text_duration, plain, sizeof plain / sizeof plain[0]);
    check_durations(text_duration_coarse, coarse, sizeof coarse / sizeof coarse[0]);
    check_durations(text_age, age, sizeof age / sizeof age[0]);
}

static void test_figures(void **state)
{
    static const struct {
        struct acd_figure figure;
        int decimals;
        const char *percent, *ms;
    } cases[] = {
        {{ACD_FIGURE_VALUE, 0.41, 212}, 0, "41 %", "0:00"},
        {{ACD_FIGURE_VALUE, 0.004, 40}, 1, "0.4 %", "0:00"},
        {{ACD_FIGURE_VALUE, 1, 1}, 1, "100.0 %", "0:00"},
        {{ACD_FIGURE_VALUE, 0, 9}, 0, "0 %", "0:00"},
        {{ACD_FIGURE_VALUE, 0.555, 9}, 7, "55.5 %", "0:00"},
        {{ACD_FIGURE_VALUE, 91000, 9}, 0, "9100000 %", "1:31"},
        {{ACD_FIGURE_UNDEFINED, 0, 0}, 0, "n/a", "n/a"},
        {{ACD_FIGURE_UNKNOWN, 0, 0}, 1, "–", "–"},
    };
    char out[TEXT_FIGURE_BYTES];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_string_equal(text_percent(out, cases[i].figure, cases[i].decimals, false), cases[i].percent);
        assert_string_equal(text_figure_ms(out, cases[i].figure, false), cases[i].ms);
    }
    assert_string_equal(text_percent(out, (struct acd_figure){.is = ACD_FIGURE_UNKNOWN}, 0, true), "-");
    assert_string_equal(text_figure_ms(out, (struct acd_figure){.is = ACD_FIGURE_UNKNOWN}, true), "-");
}

static void test_counts(void **state)
{
    static const struct {
        int64_t count;
        const char *text;
    } cases[] = {
        {0, "0"}, {7, "7"}, {999, "999"}, {1000, "1,000"}, {12345, "12,345"}, {1234567, "1,234,567"},
        {-1, "-1"}, {-1000, "-1,000"}, {INT64_MAX, "9,223,372,036,854,775,807"},
        {INT64_MIN, "-9,223,372,036,854,775,808"},
    };
    char out[TEXT_FIGURE_BYTES];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(text_count(out, cases[i].count), cases[i].text);
}

static void test_columns_and_safety(void **state)
{
    static const struct {
        const char *text;
        int cols;
        size_t bytes;
        const char *safe;
    } cases[] = {
        {"", 0, 8, ""},           {"abc", 3, 8, "abc"},     {"abc", 3, 3, "ab"},
        {"客户", 4, 8, "客户"},   {"客户", 4, 6, "客"},     {"客户", 4, 3, ""},
        {"\033[m", 3, 8, "�[m"},  {"e\xcc\x81x", 2, 4, "e\xcc\x81"}, {"e\xcc\x81x", 2, 3, ""},
        {"abc", 3, 1, ""},
    };
    char out[32];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(text_cols(cases[i].text), cases[i].cols);
        text_safe(out, cases[i].bytes, cases[i].text);
        assert_string_equal(out, cases[i].safe);
    }
}

/* A sequence that terminals draw as one picture or as several is one character of known columns. */
static void test_emoji_keep_the_columns_straight(void **state)
{
    static const struct {
        const char *text, *safe;
        int cols;
    } cases[] = {
        {"\U0001F468\u200D\U0001F469\u200D\U0001F467 x", "\U0001F468 x", 4},      /* a family */
        {"\U0001F469\U0001F3FD\u200D\U0001F4BB!", "\U0001F469!", 3},              /* skin tone, profession */
        {"\U0001F1E9\U0001F1EAx", "DEx", 3},                                        /* a flag */
        {"\U0001F3F4\U000E0067\U000E0062\U000E007Fx", "\U0001F3F4x", 3},           /* a flag of tags */
        {"\u2764\uFE0Fx", "\u2764x", 2},                                           /* variation selector */
        {"1\uFE0F\u20E3x", "1x", 2},                                               /* keycap */
        {"\u2764\uFE0F\u200D\U0001F525x", "\u2764x", 2},
        {"a\u200Db", "a\uFFFDb", 3},                                               /* no picture: seen */
        {"\u202Eabc\u2066", "\uFFFDabc\uFFFD", 5},                                /* never turned */
        {"\u05E9\u05DC\u05D5\u05DD", "\u05E9\u05DC\u05D5\u05DD", 4},             /* right to left: as told */
        {"\U000E0041\U000E0042", "\uFFFD\uFFFD", 2},                              /* hidden text: seen */
    };
    char out[128];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        text_safe(out, sizeof out, cases[i].text);
        if (strcmp(out, cases[i].safe) != 0 || text_cols(cases[i].text) != cases[i].cols)
            fail_msg("case %zu: '%s' of %d columns", i, out, text_cols(cases[i].text));
        assert_int_equal(text_cols(out), cases[i].cols);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_durations),
        cmocka_unit_test(test_figures),
        cmocka_unit_test(test_counts),
        cmocka_unit_test(test_columns_and_safety),
        cmocka_unit_test(test_emoji_keep_the_columns_straight),
    };
    setlocale(LC_ALL, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
