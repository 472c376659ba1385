/* `acdfeed check`: lines and live feeds, right and wrong. */
#include "feed/commands/command.h"
#include "tests/support/place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void test_lines(void **state)
{
    struct place *p = *state;
    static const struct {
        const char *lines, *out, *err;
        int status;
    } cases[] = {
        {"", "0 lines, 0 wrong, 0 with unknown keys\n", "", COMMAND_DONE},
        {"queue=a site=b waiting=1", "1 line, 0 wrong, 0 with unknown keys\n", "", COMMAND_DONE},
        {"{\"kind\":\"queue\",\"site\":\"b\",\"id\":\"a\",\"waiting\":1}\n\n# more\n",
         "3 lines, 0 wrong, 0 with unknown keys\n", "", COMMAND_DONE},
        {"{\"kind\":\"queue\",\"site\":\"b\",\"id\":\"a\",\"colour\":1}\n",
         "1 line, 0 wrong, 1 with unknown keys\n",
         "acdfeed check: NAME:1: warning: colour is no key of the contract and is passed over\n",
         COMMAND_DONE},
        {"queue=a site=b\nqueue=a waiting=-1\nqueue=a\n", "3 lines, 1 wrong, 0 with unknown keys\n",
         "acdfeed check: NAME:2: waiting: expected a whole number, 0 or more, found \"-1\"\n",
         COMMAND_FAILED},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char path[256], expected[1024], *out, *err;
        for (int from_stdin = 0; from_stdin <= 1; from_stdin++) {
            place_file(p, "lines", cases[i].lines, path);
            int status = from_stdin ? TOOL_RUN(cases[i].lines, &out, &err, "check", "-")
                                    : TOOL_RUN(NULL, &out, &err, "check", path);
            assert_int_equal(status, cases[i].status);
            assert_string_equal(out, cases[i].out);
            const char *name = strstr(cases[i].err, "NAME");
            if (name == NULL)
                snprintf(expected, sizeof(expected), "%s", cases[i].err);
            else
                snprintf(expected, sizeof(expected), "%.*s%s%s", (int)(name - cases[i].err),
                         cases[i].err, from_stdin ? "stdin" : path, name + 4);
            assert_string_equal(err, expected);
            free(out);
            free(err);
        }
    }
}

static void test_a_good_feed(void **state)
{
    struct place *p = *state;
    char *out, *err;
    tool_start(&p->feed,
               (const char *const[]){"publish", "--stats", p->stats, "--inject", "none", "--site",
                                     "berlin", "--period", "1s", "--keyframe", "2s", NULL});
    tool_say(&p->feed, "queue=sales waiting=7\nqueue=help waiting=1\nagent=anna state=talking\n");
    int status = TOOL_RUN(NULL, &out, &err, "check", "--stats", p->stats);
    if (status != COMMAND_DONE)
        fail_msg("%d\n%s%s", status, out, err);
    assert_non_null(strstr(out, "berlin: 2 of 2 queues told\n"));
    assert_non_null(strstr(out, "berlin: 1 of 1 agents told\n"));
    assert_non_null(strstr(out, "berlin: heartbeat every 1000 ms, longest gap "));
    assert_non_null(strstr(out, "berlin: keyframes within 2000 ms: kept\n"));
    assert_non_null(strstr(out, "1 site, nothing wrong\n"));
    assert_string_equal(err, "");
    free(out);
    free(err);
    place_stop_feed(p);
}

static void test_silence(void **state)
{
    struct place *p = *state;
    char *out, *err;
    assert_int_equal(TOOL_RUN(NULL, &out, &err, "check", "--stats", p->stats, "--for", "50ms"),
                     COMMAND_SILENT);
    assert_non_null(strstr(err, "acdfeed check: nothing was heard from ipc://"));
    assert_string_equal(out, "");
    free(out);
    free(err);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_lines, place_make, place_remove),
        cmocka_unit_test_setup_teardown(test_a_good_feed, place_make, place_remove),
        cmocka_unit_test_setup_teardown(test_silence, place_make, place_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
