/* What a measure did, a minute later: said by the console in lines, written into its journal, told in the
 * handover.  It waits for that minute. */
#include "tests/support/cases.h"
#include "tests/support/live_floor.h"
#include "tests/support/trail_file.h"

#include <stdlib.h>
#include <string.h>

static void open_console(struct tool *plain, const struct live_floor *floor, const char *journal)
{
    setenv("TERM", "dumb", 1);
    tool_start_as(plain, "acdwall", (const char *const[]){"--plain", "--feed", floor->stats, "--control",
                                                          floor->control, "--by", "anna", "--journal",
                                                          journal, NULL});
    TOOL_AWAIT(plain, "Sales DE", "tier 3");
}

static void report_tells(const char *journal, const char *words)
{
    struct tool report;
    tool_start_as(&report, "acdwall", (const char *const[]){"report", "--shift", "--journal", journal, NULL});
    TOOL_AWAIT(&report, "What the measures did");
    TOOL_AWAIT(&report, words, "1:00");
    assert_int_equal(tool_end(&report), 0);
    free(report.complaint);
}

static void a_measure_is_evaluated_after_a_minute(void **state)
{
    (void)state;
    struct live_floor floor;
    struct tool plain;
    char journal[2 * TOOL_NAME_BYTES];
    live_floor_open(&floor);
    snprintf(journal, sizeof journal, "%s/journal.jsonl", floor.folder);
    open_console(&plain, &floor, journal);
    tool_say(&plain, "overflow queue=sales-de to=back-office calls=3 for=15m\n");
    TOOL_AWAIT(&plain, "type yes");
    tool_say(&plain, "yes\n");
    TOOL_AWAIT(&plain, "done");

    plain.deadline_ms = 90000;
    const char *line = TOOL_AWAIT(&plain, "Sales DE after 1:00: overflow 3 calls to Back office for 15 min; waiting ", ", now ",
                                  "; longest wait ", "; service level ", ", expected ");
    assert_null(strstr(line, "unknown"));
    tool_say(&plain, "quit\n");
    assert_int_equal(tool_end(&plain), 0);
    free(plain.complaint);

    struct trail_file file = trail_file_read(journal);
    assert_int_equal(file.broken_line, 0);
    assert_int_equal(TRAIL_COUNT(&file, "\"what\":\"evaluation\"", "\"queue\":\"sales-de\"", "\"after_ms\":60000",
                                 "\"words\":\"overflow 3 calls to Back office "), 1);
    free(file.text);
    report_tells(journal, "overflow 3 calls to Back office");
    live_floor_close(&floor);
}

static void a_journal_that_cannot_be_is_said(void **state)
{
    (void)state;
    struct live_floor floor;
    struct tool plain;
    live_floor_open(&floor);
    setenv("TERM", "dumb", 1);
    tool_start_as(&plain, "acdwall", (const char *const[]){"--plain", "--feed", floor.stats, "--by", "anna",
                                                           "--journal", "/dev/null/journal.jsonl", NULL});
    TOOL_AWAIT(&plain, "/dev/null/journal.jsonl");
    assert_int_equal(tool_stop(&plain), 0);
    free(plain.complaint);
    live_floor_close(&floor);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_journal_that_cannot_be_is_said),
        cmocka_unit_test(a_measure_is_evaluated_after_a_minute),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
