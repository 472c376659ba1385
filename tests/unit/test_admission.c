/* The list of authorised keys and the rates of keys: what is read, refused, allowed. */
#include "feed/link/admission.h"
#include "feed/link/guard_log.h"
#include "feed/link/quota.h"

#include "acdfeed/macros.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define KEY_A "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7"
#define KEY_B "D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%cs"

static void list_is_read(void **state)
{
    (void)state;
    struct admission list;
    struct acd_fault why = {""};
    assert_true(admission_read(&list, "keys",
                               "# a comment\r\n\n  \t\nhall wall " KEY_A "\r\n"
                               "\tanna\tsupervisor   " KEY_B,
                               &why));
    assert_int_equal(list.n, 2);
    assert_string_equal(admission_find(&list, KEY_A)->name, "hall");
    assert_int_equal(admission_find(&list, KEY_B)->role, ADMISSION_SUPERVISOR);
    assert_null(admission_find(&list, ""));
    admission_release(&list);
    assert_true(admission_read(&list, "keys", "", &why));
    assert_int_equal(list.n, 0);
    admission_release(&list);
}

static void wrong_lines_are_named(void **state)
{
    (void)state;
    static const struct {
        const char *text, *says;
    } cases[] = {
        {"hall wall", "keys:1: expected NAME ROLE KEY, or # and a comment"},
        {"\n\nhall wall " KEY_A " more", "keys:3: expected NAME ROLE KEY"},
        {"# x\nha/ll wall " KEY_A, "keys:2: ha/ll is no name"},
        {"hall king " KEY_A, "keys:1: king is no role: expected wall, viewer, supervisor"},
        {"hall WALL " KEY_A, "keys:1: WALL is no role"},
        {"hall wall tooshort", "keys:1: no public key: expected its 40 characters"},
        {"hall wall \"" KEY_A, "keys:1: no public key"},
        {"hall wall " KEY_A "\nhall viewer " KEY_B, "keys:2: the name hall stands there already"},
        {"hall wall " KEY_A "\nb viewer " KEY_A, "keys:2: the key of b is that of hall already"},
    };
    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++) {
        struct admission list;
        struct acd_fault why = {""};
        assert_false(admission_read(&list, "keys", cases[i].text, &why));
        assert_int_equal(list.n, 0);
        if (!strstr(why.text, cases[i].says))
            fail_msg("%s: %s", cases[i].text, why.text);
    }
}

static void prefixes_of_roles(void **state)
{
    (void)state;
    static const struct {
        enum admission_role role;
        const char *asks, *gets;
    } cases[] = {
        {ADMISSION_WALL, "", "site/ queue/ event/"},
        {ADMISSION_WALL, "agent/", ""},
        {ADMISSION_WALL, "a", ""},
        {ADMISSION_WALL, "agent/berlin/", ""},
        {ADMISSION_WALL, "queue/berlin/sales", "queue/berlin/sales"},
        {ADMISSION_WALL, "q", "queue/"},
        {ADMISSION_WALL, "queue/", "queue/"},
        {ADMISSION_WALL, "other/", ""},
        {ADMISSION_VIEWER, "", "-"},
        {ADMISSION_VIEWER, "agent/", "agent/"},
        {ADMISSION_SUPERVISOR, "agent/", "agent/"},
        {ADMISSION_PUBLISHER, "agent/b", "agent/b"},
    };
    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++) {
        char out[ADMISSION_PREFIXES][ADMISSION_PREFIX_BYTES], joined[512] = "";
        int n = admission_prefixes(cases[i].role, cases[i].asks, strlen(cases[i].asks), out);
        for (int at = 0; at < n; at++) {
            strcat(joined, at ? " " : "");
            strcat(joined, out[at][0] ? out[at] : "-");
        }
        assert_string_equal(joined, cases[i].gets);
    }
    char out[ADMISSION_PREFIXES][ADMISSION_PREFIX_BYTES], many[400];
    memset(many, 'q', sizeof many);
    assert_int_equal(admission_prefixes(ADMISSION_VIEWER, many, sizeof many, out), 0);
    assert_int_equal(admission_prefixes(ADMISSION_WALL, "queue/\0agent/", 13, out), 0);
}

static void rights_of_roles(void **state)
{
    (void)state;
    for (int role = 0; role < ADMISSION_ROLES; role++) {
        assert_int_equal(admission_commands((enum admission_role)role),
                         role == ADMISSION_SUPERVISOR);
        assert_int_equal(admission_sees_agents((enum admission_role)role), role != ADMISSION_WALL);
    }
}

static void losing_rights_is_seen(void **state)
{
    (void)state;
    static const struct {
        const char *before, *after;
        bool keeps;
    } cases[] = {
        {"a viewer " KEY_A, "a viewer " KEY_A "\nb wall " KEY_B, true},
        {"a viewer " KEY_A, "renamed supervisor " KEY_A, true},
        {"a viewer " KEY_A, "a wall " KEY_A, false},
        {"a supervisor " KEY_A, "a viewer " KEY_A, false},
        {"a viewer " KEY_A, "a viewer " KEY_B, false},
        {"a viewer " KEY_A, "", false},
    };
    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++) {
        struct admission before, after;
        assert_true(admission_read(&before, "b", cases[i].before, NULL));
        assert_true(admission_read(&after, "a", cases[i].after, NULL));
        assert_int_equal(admission_keeps(&before, &after), cases[i].keeps);
        admission_release(&before);
        admission_release(&after);
    }
}

static void keys_are_checked(void **state)
{
    (void)state;
    assert_true(acd_key_valid(KEY_A, 40));
    assert_false(acd_key_valid(KEY_A, 39));
    assert_false(acd_key_valid("################################## ####", 40));
    assert_false(acd_key_valid("########################################", 40)); /* past 32 bits */
}

static void rates_hold_and_recover(void **state)
{
    (void)state;
    struct quota quota = {.per_minute = 3};
    int64_t now_ms = 1000;
    for (int i = 0; i < 3; i++)
        assert_int_equal(quota_take(&quota, "anna", now_ms), QUOTA_PASS);
    for (int i = 0; i < 3; i++)
        assert_int_equal(quota_take(&quota, "anna", now_ms), QUOTA_REFUSE);
    assert_int_equal(quota_take(&quota, "anna", now_ms), QUOTA_DROP);
    assert_int_equal(quota_take(&quota, "bert", now_ms), QUOTA_PASS); /* each key for itself */
    assert_int_equal(quota_take(&quota, "anna", now_ms + 20000), QUOTA_REFUSE);
    assert_int_equal(quota_take(&quota, "anna", now_ms + 120000), QUOTA_PASS);
    /* Nothing is saved up beyond a minute's worth. */
    now_ms += 10000000;
    for (int i = 0; i < 3; i++)
        assert_int_equal(quota_take(&quota, "anna", now_ms), QUOTA_PASS);
    assert_int_equal(quota_take(&quota, "anna", now_ms), QUOTA_REFUSE);
    quota_release(&quota);
}

/* A crowd of names costs a bounded table: those long idle make room, then all newcomers share one place. */
static void a_crowd_of_names_shares_a_bounded_table(void **state)
{
    (void)state;
    struct quota quota = {.per_minute = 2};
    char name[32];
    for (int i = 0; i < QUOTA_NAMES; i++) {
        snprintf(name, sizeof name, "n%d", i);
        assert_int_equal(quota_take(&quota, name, 1000), QUOTA_PASS);
    }
    assert_int_equal(quota_take(&quota, "x", 1000), QUOTA_PASS);
    assert_int_equal(quota_take(&quota, "y", 1000), QUOTA_PASS);
    assert_int_equal(quota_take(&quota, "z", 1000), QUOTA_REFUSE);
    assert_int_equal(quota_take(&quota, "n7", 1000), QUOTA_PASS); /* who was there before has his own */
    int64_t later_ms = 1000 + 10 * 60000;
    for (int i = 0; i < QUOTA_NAMES; i++) {
        snprintf(name, sizeof name, "m%d", i);
        assert_int_equal(quota_take(&quota, name, later_ms), QUOTA_PASS);
        assert_int_equal(quota_take(&quota, name, later_ms), QUOTA_PASS);
    }
    quota_release(&quota);
}

static void count_line(void *context, const char *line)
{
    assert_null(strchr(line, '\n'));
    ++*(int *)context;
}

static void log_stays_small(void **state)
{
    (void)state;
    int lines = 0;
    struct guard_log log = {.log = count_line, .context = &lines};
    for (int i = 0; i < 1000; i++)
        guard_log_say(&log, 1000, "same", "one\nmatter %d", i);
    assert_int_equal(lines, 1);
    for (int i = 0; i < 1000; i++) {
        char matter[16];
        snprintf(matter, sizeof matter, "m%d", i);
        guard_log_say(&log, 1000, matter, "each its own");
    }
    assert_int_equal(lines, GUARD_LOG_MINUTE);
    guard_log_say(&log, 1000 + GUARD_LOG_AGAIN_MS, "same", "again");
    assert_int_equal(lines, GUARD_LOG_MINUTE + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(list_is_read),           cmocka_unit_test(wrong_lines_are_named),
        cmocka_unit_test(prefixes_of_roles),      cmocka_unit_test(rights_of_roles),
        cmocka_unit_test(losing_rights_is_seen),  cmocka_unit_test(keys_are_checked),
        cmocka_unit_test(rates_hold_and_recover),
        cmocka_unit_test(a_crowd_of_names_shares_a_bounded_table), cmocka_unit_test(log_stays_small),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
