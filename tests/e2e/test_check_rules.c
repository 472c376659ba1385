/* Limits held against a recorded day. */
#include "tests/support/cases.h"
#include "tests/support/person.h"
#include "tests/support/tool.h"

#include <stdio.h>
#include <stdlib.h>

static void expect(const char *const *words, const char *expected, int status)
{
    char path[512];
    const char *folder = getenv("OUT"), *argv[10] = {path};
    snprintf(path, sizeof path, "%s/acdwall", folder ? folder : "build");
    for (int i = 0; words[i]; i++)
        argv[i + 1] = words[i];
    struct person *reader = person_open(argv, "xterm-256color", 160, 60);
    assert_true(person_shows(reader, expected));
    assert_int_equal(person_ends(reader), status);
    person_close(reader);
}
#define EXPECT(expected, status, ...) expect((const char *const[]){__VA_ARGS__, NULL}, expected, status)

static void a_recorded_hour_says_what_limits_would_have_raised(void **state)
{
    (void)state;
    char folder[TOOL_NAME_BYTES], stats[TOOL_NAME_BYTES], tape[128], rules[128];
    struct tool sim, record;
    char *out, *err;
    tool_folder(folder);
    tool_endpoint(stats, folder, "stats");
    snprintf(tape, sizeof tape, "%s/tape", folder);
    snprintf(rules, sizeof rules, "%s/rules.ini", folder);
    FILE *file = fopen(rules, "w");
    fputs("[limits]\nqueueing = off\nexpected = off\ncapacity = off\nstaffed = below 1000 1000 1000\n", file);
    fclose(file);
    tool_start(&sim, (const char *const[]){"sim", "--stats", stats, "--seed", "1", NULL});
    tool_await_complaint(&sim, "stats ");
    tool_start(&record, (const char *const[]){"record", tape, "--stats", stats, NULL});
    tool_await_complaint(&record, "recording ");
    assert_int_equal(TOOL_RUN(NULL, &out, &err, "tap", "--stats", stats, "--kinds", "queue", "--count", "60"), 0);
    free(out);
    free(err);
    assert_int_equal(tool_stop(&record), 0);
    tool_stop(&sim);
    free(record.complaint);
    free(sim.complaint);

    EXPECT("alarms in ", 0, "--check-rules", rules, "--play", tape);
    EXPECT("\"rule\":\"staffed\",\"tier\":3,\"raised\":1,", 0, "--check-rules", rules, "--play", tape,
           "--format", "json");
    EXPECT("needs a recorded day", 2, "--check-rules", rules);
    EXPECT("acdwall: ", 1, "--check-rules", rules, "--play", rules);
    tool_remove_folder(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_recorded_hour_says_what_limits_would_have_raised)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
