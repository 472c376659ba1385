/* Splitting a stream into lines: however it comes in pieces, the lines are the same. */
#include "feed/commands/lines.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Feeds `text` in pieces; the lines come out joined by '|', a too long one as "LONG". */
static void split(const char *text, size_t bytes, size_t piece, char *out)
{
    struct lines lines;
    struct line line;
    lines_init(&lines);
    out[0] = '\0';
    for (size_t at = 0; at <= bytes; at += piece) {
        size_t n = bytes - at < piece ? bytes - at : piece;
        memcpy(lines_room(&lines), text + at, n);
        lines_filled(&lines, n);
        if (at + piece > bytes)
            lines_end(&lines);
        while (lines_next(&lines, &line)) {
            char part[256];
            snprintf(part, sizeof(part), "%u:%.*s%s|", line.number, (int)line.bytes, line.text,
                     line.too_long ? "LONG" : "");
            strcat(out, part);
        }
    }
    lines_release(&lines);
}

static void test_lines(void **state)
{
    (void)state;
    static const struct {
        const char *text, *lines;
    } cases[] = {
        {"", ""},
        {"a", "1:a|"},
        {"a\n", "1:a|"},
        {"a\nb", "1:a|2:b|"},
        {"a\r\n\r\nb\r\n", "1:a|2:|3:b|"},
        {"\n\n", "1:|2:|"},
        {"a\rb\n", "1:a\rb|"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        for (size_t piece = 1; piece <= 8; piece++) {
            char out[1024];
            split(cases[i].text, strlen(cases[i].text), piece, out);
            assert_string_equal(out, cases[i].lines);
        }
}

static void test_too_long(void **state)
{
    (void)state;
    size_t bytes = 3 * (size_t)LINES_MOST_BYTES + 16;
    char *text = malloc(bytes), out[1024];
    assert_non_null(text);
    memset(text, 'x', bytes);
    memcpy(text, "a\n", 2);
    memcpy(text + bytes - 3, "\nb\n", 3);
    split(text, bytes, LINES_READ_BYTES, out);
    assert_string_equal(out, "1:a|2:LONG|3:b|");
    split(text, bytes - 3, LINES_READ_BYTES, out);
    assert_string_equal(out, "1:a|2:LONG|");
    free(text);
}

static void test_longest(void **state)
{
    (void)state;
    for (int over = 0; over <= 1; over++) {
        struct lines lines;
        struct line line;
        size_t left = (size_t)LINES_MOST_BYTES + (size_t)over;
        lines_init(&lines);
        while (left > 0) {
            size_t n = left < LINES_READ_BYTES ? left : LINES_READ_BYTES;
            memset(lines_room(&lines), 'y', n);
            lines_filled(&lines, n);
            left -= n;
            assert_false(lines_next(&lines, &line));
        }
        lines_end(&lines);
        assert_true(lines_next(&lines, &line));
        assert_int_equal(line.too_long, over);
        assert_int_equal(line.bytes, over ? 0 : LINES_MOST_BYTES);
        lines_release(&lines);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_too_long),
        cmocka_unit_test(test_longest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
