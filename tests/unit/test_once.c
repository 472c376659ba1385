/* The memory of answered requests. */
#include "acdfeed/control.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { KEEP = 600000 };

static enum acd_once_answer ask(struct acd_once *once, const char *id, int64_t now_ms,
                                enum acd_status *status, const char **why)
{
    *status = ACD_STATUSES;
    *why = "untouched";
    return acd_once_ask(once, id, now_ms, status, why);
}

static void answers_are_kept(void **state)
{
    (void)state;
    struct acd_once *once = acd_once_new(KEEP, 10);
    enum acd_status status;
    const char *why;
    assert_int_equal(ask(once, "a", 0, &status, &why), ACD_ONCE_NEW);
    assert_int_equal(ask(once, "a", 1, &status, &why), ACD_ONCE_AGAIN);
    assert_int_equal(status, ACD_STATUS_ACCEPTED); /* under way */
    assert_null(why);
    char words[] = "support is closed";
    acd_once_told(once, "a", ACD_STATUS_REFUSED, words);
    words[0] = 'x';
    assert_int_equal(ask(once, "a", KEEP, &status, &why), ACD_ONCE_AGAIN);
    assert_int_equal(status, ACD_STATUS_REFUSED);
    assert_string_equal(why, "support is closed");
    acd_once_told(once, "a", ACD_STATUS_DONE, NULL);
    assert_int_equal(ask(once, "a", KEEP, &status, &why), ACD_ONCE_AGAIN);
    assert_int_equal(status, ACD_STATUS_DONE);
    assert_null(why);
    acd_once_told(once, "never asked", ACD_STATUS_DONE, NULL);
    assert_int_equal(ask(once, "never asked", KEEP, &status, &why), ACD_ONCE_NEW);
    acd_once_free(once);
}

static void full_takes_nothing_new(void **state)
{
    (void)state;
    struct acd_once *once = acd_once_new(KEEP, 3);
    enum acd_status status;
    const char *why;
    for (int i = 0; i < 3; i++) {
        char id[16];
        snprintf(id, sizeof id, "r%d", i);
        assert_int_equal(ask(once, id, i, &status, &why), ACD_ONCE_NEW);
    }
    assert_int_equal(ask(once, "r9", 3, &status, &why), ACD_ONCE_FULL);
    assert_int_equal(ask(once, "r0", 3, &status, &why), ACD_ONCE_AGAIN);
    /* The oldest has had its time, the others not. */
    assert_int_equal(ask(once, "r9", KEEP + 1, &status, &why), ACD_ONCE_NEW);
    assert_int_equal(ask(once, "r1", KEEP + 1, &status, &why), ACD_ONCE_AGAIN);
    assert_int_equal(ask(once, "r8", KEEP + 1, &status, &why), ACD_ONCE_FULL);
    acd_once_free(once);
    acd_once_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_are_kept),
        cmocka_unit_test(full_takes_nothing_new),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
