/* `acdfeed tap`: what of a feed is printed, when it ends, and what it says of the link. */
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

static void tell_floor(struct place *p)
{
    tool_say(&p->feed, "queue=sales waiting=7\n"
                       "queue=help waiting=1\n"
                       "agent=anna state=available queues='[{\"id\":\"sales\"}]'\n"
                       "agent=bert state=talking queue=help\n"
                       "agent=carl state=offline\n"
                       "queue=far site=hamburg waiting=3\n");
}

/* Each choice: what must come, and what must not. */
static void test_choices(void **state)
{
    struct place *p = *state;
    static const struct {
        const char *arguments[5], *comes[4], *never[4];
    } cases[] = {
        {{"--kinds", "queue"},
         {"\"id\":\"sales\"", "\"id\":\"help\"", "\"id\":\"far\""},
         {"\"kind\":\"agent\"", "\"kind\":\"site\"", "\"kind\":\"link\""}},
        {{"--site", "hamburg"},
         {"\"kind\":\"site\"", "\"id\":\"far\"", "\"kind\":\"link\""},
         {"berlin"}},
        {{"--queue", "sales", "--kinds", "queue,agent"},
         {"\"id\":\"sales\"", "\"id\":\"anna\""},
         {"\"id\":\"help\"", "bert", "carl"}},
        {{"--queue", "help", "--kinds", "agent"}, {"\"id\":\"bert\""}, {"anna", "carl"}},
    };
    place_start_feed(p);
    tell_floor(p);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *arguments[16] = {"tap", "--stats", p->stats, "--for", "1h"};
        int n = 5, missing = 0;
        for (int j = 0; j < 5 && cases[i].arguments[j] != NULL; j++)
            arguments[n++] = cases[i].arguments[j];
        struct tool tap;
        tool_start(&tap, arguments);
        for (int j = 0; j < 4 && cases[i].comes[j] != NULL; j++)
            missing |= 1 << j;
        while (missing != 0) {
            const char *line = tool_line(&tap);
            assert_non_null(line);
            for (int j = 0; j < 4 && cases[i].comes[j] != NULL; j++)
                if (strstr(line, cases[i].comes[j]) != NULL)
                    missing &= ~(1 << j);
            for (int j = 0; j < 4 && cases[i].never[j] != NULL; j++)
                if (strstr(line, cases[i].never[j]) != NULL)
                    fail_msg("case %zu: %s", i, line);
        }
        assert_int_equal(tool_stop(&tap), COMMAND_DONE);
        free(tap.complaint);
    }
    place_stop_feed(p);
}

static void test_kind_and_site_first(void **state)
{
    struct place *p = *state;
    char *out;
    place_start_feed(p);
    tell_floor(p);
    assert_int_equal(TOOL_RUN(NULL, &out, NULL, "tap", "--stats", p->stats, "--control", p->control,
                              "--kinds", "queue", "--site", "hamburg", "--count", "1"),
                     COMMAND_DONE);
    assert_string_equal(out,
                        "{\"kind\":\"queue\",\"site\":\"hamburg\",\"id\":\"far\",\"waiting\":3}\n");
    free(out);
    place_stop_feed(p);
}

static void test_link_states(void **state)
{
    struct place *p = *state;
    struct tool tap;
    place_start_feed(p);
    tool_start(&tap, (const char *const[]){"tap", "--stats", p->stats, "--kinds", "link", NULL});
    TOOL_AWAIT(&tap, "\"kind\":\"link\"", "\"site\":\"berlin\"", "\"state\":\"live\"");
    place_stop_feed(p);
    TOOL_AWAIT(&tap, "\"state\":\"stale\"", "\"why\":\"");
    place_start_feed(p);
    TOOL_AWAIT(&tap, "\"state\":\"live\"", "\"restarts\":1");
    place_stop_feed(p);
    assert_int_equal(tool_stop(&tap), COMMAND_DONE);
    free(tap.complaint);
}

/* Names that would steer a terminal come out as JSON escapes. */
static void test_escapes(void **state)
{
    struct place *p = *state;
    char *out;
    place_start_feed(p);
    tool_say(&p->feed, "{\"kind\":\"queue\",\"id\":\"sales\",\"name\":\"a\\u001b[2J\\u009bb\"}\n");
    assert_int_equal(
        TOOL_RUN(NULL, &out, NULL, "tap", "--stats", p->stats, "--kinds", "queue", "--count", "1"),
        COMMAND_DONE);
    assert_non_null(strstr(out, "\\u001B[2J"));
    assert_null(strchr(out, '\033'));
    free(out);
    place_stop_feed(p);
}

static void test_reader_goes(void **state)
{
    struct place *p = *state;
    struct tool tap;
    place_start_feed(p);
    tool_start(&tap, (const char *const[]){"tap", "--stats", p->stats, NULL});
    assert_non_null(tool_line(&tap));
    tool_close_out(&tap);
    assert_int_equal(tool_end(&tap), COMMAND_DONE);
    assert_string_equal(tap.complaint, "");
    free(tap.complaint);
    place_stop_feed(p);
}

static void test_silent(void **state)
{
    struct place *p = *state;
    char *out, *err, words[256];
    assert_int_equal(TOOL_RUN(NULL, &out, &err, "tap", "--stats", p->stats, "--for", "50ms"),
                     COMMAND_SILENT);
    snprintf(words, sizeof(words), "acdfeed tap: nothing was heard from %s", p->stats);
    assert_memory_equal(err, words, strlen(words)); /* and why, as far as known */
    assert_string_equal(out, "");
    free(out);
    free(err);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_choices, place_make, place_remove),
        cmocka_unit_test_setup_teardown(test_kind_and_site_first, place_make, place_remove),
        cmocka_unit_test_setup_teardown(test_link_states, place_make, place_remove),
        cmocka_unit_test_setup_teardown(test_escapes, place_make, place_remove),
        cmocka_unit_test_setup_teardown(test_reader_goes, place_make, place_remove),
        cmocka_unit_test_setup_teardown(test_silent, place_make, place_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
