/* What may be taken out of a frame, and what may not. */
#include "console/edge/tty_slim.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void test_slimming(void **state)
{
    static const struct {
        const char *from, *to;
    } cases[] = {
        {"", ""},
        {"plain", "plain"},
        {"\033[1m", "\033[1m"},
        {"\033[1m\033[38;5;208mx", "\033[1;38;5;208mx"},
        {"\033(B\033[0;1m\033[38;5;208mx", "\033[0;1;38;5;208mx"},
        {"\033[39m\033(B\033[mx", "\033[mx"},
        {"\033[m\033[1mx", "\033[0;1mx"},
        {"\033[1m\033[4m\033[7mx", "\033[1;4;7mx"},
        {"\033[1m\033[0m\033[4mx", "\033[0;4mx"},
        {"\033[1m\033[01mx", "\033[1;01mx"},
        {"\033[1mx\033[4my", "\033[1mx\033[4my"},
        {"\033[1m\033[5;6H\033[4my", "\033[1m\033[5;6H\033[4my"},
        {"\033[5;6H\033[2J\033[?25l", "\033[5;6H\033[2J\033[?25l"},
        {"\033[m\017\033[1m\017", "\033[m\017\033[1m\017"},
        {"\033(0q\033(B", "\033(0q"},
        {"\033[1m\033[", "\033[1m\033["},
        {"\033[1m\033[38;5", "\033[1m\033[38;5"},
        {"\033[1m\033", "\033[1m\033"},
        {"客\033[1m\033[7m户", "客\033[1;7m户"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        /* Of exactly that size, so that a sanitizer sees a step past the end. */
        size_t n = strlen(cases[i].from);
        unsigned char *bytes = malloc(n + 1);

        memcpy(bytes, cases[i].from, n);
        bytes = realloc(bytes, n > 0 ? n : 1);
        size_t left = tty_slim(bytes, n);

        assert_int_equal(left, strlen(cases[i].to));
        assert_memory_equal(bytes, cases[i].to, left);
        free(bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_slimming),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
