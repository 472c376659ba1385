/* Lines to a reader that does not read: nothing waits, nothing is lost, memory stays bounded. */
#include "feed/commands/outbox.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { LINES = 20000 };

static void test_slow_reader(void **state)
{
    (void)state;
    struct outbox outbox;
    int ends[2], next = 0;
    assert_int_equal(pipe(ends), 0);
    outbox_init(&outbox, ends[1]);
    for (int i = 0; i < LINES; i++) { /* more than a pipe holds */
        char line[64];
        snprintf(line, sizeof(line), "line %d", i);
        assert_true(outbox_add(&outbox, line));
        outbox_flush(&outbox);
    }
    assert_true(outbox.bytes > 0);
    FILE *reader = fdopen(ends[0], "r");
    assert_non_null(reader);
    setvbuf(reader, NULL, _IONBF, 0);
    while (next < LINES) {
        char line[64], expected[64];
        outbox_flush(&outbox);
        assert_non_null(fgets(line, sizeof(line), reader));
        snprintf(expected, sizeof(expected), "line %d\n", next++);
        assert_string_equal(line, expected);
    }
    assert_int_equal(outbox.bytes, 0);
    fclose(reader);
    close(ends[1]);
    outbox_release(&outbox);
}

static void test_bound(void **state)
{
    (void)state;
    struct outbox outbox;
    int ends[2];
    size_t lines = 0;
    assert_int_equal(pipe(ends), 0);
    outbox_init(&outbox, ends[1]);
    while (outbox_add(&outbox, "0123456789") && lines <= OUTBOX_MOST_BYTES)
        lines++;
    assert_int_equal(lines, OUTBOX_MOST_BYTES / 11);
    close(ends[0]);
    close(ends[1]);
    outbox_release(&outbox);
}

static void test_reader_has_gone(void **state)
{
    (void)state;
    struct outbox outbox;
    int ends[2];
    signal(SIGPIPE, SIG_IGN);
    assert_int_equal(pipe(ends), 0);
    close(ends[0]);
    outbox_init(&outbox, ends[1]);
    assert_true(outbox_add(&outbox, "x"));
    outbox_flush(&outbox);
    assert_true(outbox.broken);
    assert_false(outbox_add(&outbox, "x"));
    close(ends[1]);
    outbox_release(&outbox);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_slow_reader),
        cmocka_unit_test(test_bound),
        cmocka_unit_test(test_reader_has_gone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
