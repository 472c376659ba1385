/* A real Asterisk seen and commanded from the console: overflow by its keys.  Runs where
 * tests/asterisk/check has an Asterisk, a bridge and waiting callers ready (ACD_ASTERISK_STATS,
 * ACD_ASTERISK_CONTROL: its endpoints); skipped elsewhere. */
#include "tests/support/cases.h"
#include "tests/support/person.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void overflow_by_keys_moves_real_callers(void **state)
{
    (void)state;
    const char *stats = getenv("ACD_ASTERISK_STATS"), *control = getenv("ACD_ASTERISK_CONTROL");
    const char *out = getenv("OUT");
    char path[512];
    if (!stats || !control) {
        print_message("skipped: no Asterisk; `make check-asterisk` runs it\n");
        skip();
    }
    snprintf(path, sizeof(path), "%s/acdwall", out ? out : "build");
    const char *const argv[] = {path, "--feed", stats, "--control", control, "--by", "keys", NULL};
    struct person *wall = person_open(argv, "xterm-256color", 120, 32);
    assert_true(person_shows(wall, "Sales"));
    assert_true(person_shows(wall, "live"));
    person_send(wall, "/Sales\r");
    assert_true(person_shows(wall, "Sales, "));
    person_send(wall, "o");
    assert_true(person_shows(wall, "Overflow from Sales"));
    person_send(wall, "\033OC\r"); /* Right, Enter: Cancel is the default */
    assert_true(person_hides(wall, "Overflow from Sales"));
    assert_true(person_shows(wall, "done: overflow"));
    person_print(wall); /* for whoever has to find out why the callers did not move */
    person_close(wall);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(overflow_by_keys_moves_real_callers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
