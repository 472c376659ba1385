/* The settings file of the Asterisk bridge and its secret: what is taken, and what is said of a
 * mistake. */
#include "feed/commands/asterisk_settings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define T0 INT64_C(1795287600000) /* 2026-11-21 19:00 UTC */

struct place {
    char folder[64], settings[96], secret[96], plan[96];
};

static void write_file(const char *path, const char *text, mode_t mode)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    assert_int_equal(chmod(path, mode), 0);
}

static int open_place(void **state)
{
    struct place *p = calloc(1, sizeof(*p));
    snprintf(p->folder, sizeof(p->folder), "/tmp/acdwall-settings-XXXXXX");
    if (!mkdtemp(p->folder))
        return -1;
    snprintf(p->settings, sizeof(p->settings), "%s/site", p->folder);
    snprintf(p->secret, sizeof(p->secret), "%s/secret", p->folder);
    snprintf(p->plan, sizeof(p->plan), "%s/day.csv", p->folder);
    *state = p;
    return 0;
}

static int close_place(void **state)
{
    struct place *p = *state;
    unlink(p->settings);
    unlink(p->secret);
    unlink(p->plan);
    rmdir(p->folder);
    free(p);
    return 0;
}

static void a_whole_file_is_taken(void **state)
{
    struct place *p = *state;
    struct asterisk_settings s;
    struct acd_fault why;
    write_file(p->plan, "time,offered,aht,agents\n08:00,40,180,3\n08:30,60.4,181.5,4\n", 0600);
    write_file(p->settings,
               "[asterisk]\nport = 5039\nuser = wall\n[site]\nid = lab\ntz = UTC\nday_start = 06:00\n"
               "wrapup = 10s\ninterval = 30m\ndigits = 2\nrole = viewer\nidentity = name\n"
               "flexible = Coaching,  Team meeting \n[queue sales]\nname = Sales\nanswer = 30s\n"
               "level = 90%\nformula = handled\nchoices = back, help\nwrapup = 1:00\n"
               "forecast = day.csv\n[agent anna]\nname = Anna\ninterface = PJSIP/1, Local/2@a/n\n"
               "reserve = yes\n",
               0600);
    if (!asterisk_settings_read(&s, p->settings, T0, &why))
        fail_msg("%s", why.text);
    assert_string_equal(s.host, "127.0.0.1");
    assert_string_equal(s.port, "5039");
    assert_int_equal(s.site.day_start_ms, 6 * 3600000);
    assert_true(s.site.viewer && s.site.by_name);
    assert_int_equal(s.site.n_flexible, 2);
    assert_string_equal(s.site.flexible[1], "Team meeting");
    const struct pbx_queue_settings *sales = &s.site.queues[0];
    assert_string_equal(sales->asterisk, "sales");
    assert_int_equal(sales->target.answer_ms, 30000);
    assert_int_equal(sales->target.formula, ACD_FORMULA_HANDLED);
    assert_true(sales->target.level > 0.899 && sales->target.level < 0.901);
    assert_int_equal(sales->wrapup_ms, 60000);
    assert_int_equal(sales->n_choices, 2);
    assert_int_equal(sales->plan.n_offered, 2);
    assert_int_equal(sales->plan.offered[1], 60);
    assert_int_equal(sales->plan.aht_ms[1], 181500);
    assert_int_equal(sales->plan.agents[1], 4);
    assert_int_equal(sales->plan.start_t % 86400000, 8 * 3600000);
    assert_string_equal(s.site.agents[0].interface[1], "Local/2@a/n");
    assert_true(s.site.agents[0].reserve);
    asterisk_settings_release(&s);
}

static void a_mistake_is_named_with_its_line(void **state)
{
    struct place *p = *state;
    static const struct {
        const char *text, *said;
    } cases[] = {
        {"[site]\nid = x\n", "user is missing"},
        {"name = Anna\n[asterisk]\nuser = w\n", ":1: name stands before any [section]"},
        {"[asterisk]\nuser = w\nsecret = hush\n", ":3: secret: no such key"},
        {"[asterisk]\nuser = w\n[site]\nid = a b\n", ":4: a b: an id"},
        {"[asterisk]\nuser = w\n[site]\nrole = boss\n", "viewer or supervisor"},
        {"[asterisk]\nuser = w\n[site]\ninterval = 7m\n", "15m or 30m"},
        {"[asterisk]\nuser = w\n[site]\nwindow = 5s\n", "1m to 24h"},
        {"[asterisk]\nuser = w\n[site]\ntz = Mars/Olympus\n", "Mars/Olympus"},
        {"[asterisk]\nuser = w\n[queue s]\nanswer = soon\n", ":4: soon: a duration"},
        {"[asterisk]\nuser = w\n[queue s]\nlevel = 180%\n", "a share"},
        {"[asterisk]\nuser = w\n[queue s]\nforecast = none.csv\n", "none.csv cannot be read"},
        {"[asterisk]\nuser = w\n[agent a/b]\nname = A\n", "[agent ID] is expected"},
    };
    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++) {
        struct asterisk_settings s;
        struct acd_fault why;
        write_file(p->settings, cases[i].text, 0600);
        assert_false(asterisk_settings_read(&s, p->settings, T0, &why));
        if (!strstr(why.text, cases[i].said))
            fail_msg("\"%s\" is not in: %s", cases[i].said, why.text);
        asterisk_settings_release(&s);
    }
}

static void a_forecast_with_a_hole_is_refused(void **state)
{
    struct place *p = *state;
    struct asterisk_settings s;
    struct acd_fault why;
    write_file(p->plan, "08:00,40\n09:00,60\n", 0600);
    write_file(p->settings, "[asterisk]\nuser = w\n[queue s]\nforecast = day.csv\n", 0600);
    assert_false(asterisk_settings_read(&s, p->settings, T0, &why));
    assert_non_null(strstr(why.text, "day.csv:2: the next interval of 30 min"));
    asterisk_settings_release(&s);
}

static void the_secret_is_taken_from_nobody_elses_sight_alone(void **state)
{
    struct place *p = *state;
    struct asterisk_settings s = {0};
    struct acd_fault why;
    char secret[64];
    unsetenv("ACDFEED_AMI_SECRET");
    assert_false(asterisk_secret(&s, secret, sizeof(secret), &why));
    setenv("ACDFEED_AMI_SECRET", "hush", 1);
    const char *told = getenv("ACDFEED_AMI_SECRET");
    assert_true(asterisk_secret(&s, secret, sizeof(secret), &why));
    assert_string_equal(secret, "hush");
    assert_memory_equal(told, "\0\0\0\0", 4); /* `ps e` shows it no more */
    assert_null(getenv("ACDFEED_AMI_SECRET"));
    snprintf(s.secret_file, sizeof(s.secret_file), "%s", p->secret);
    assert_false(asterisk_secret(&s, secret, sizeof(secret), &why)); /* a file that is named must be there */
    write_file(p->secret, "quiet\n", 0640);
    assert_false(asterisk_secret(&s, secret, sizeof(secret), &why));
    assert_non_null(strstr(why.text, "chmod 600"));
    write_file(p->secret, "quiet\n", 0600);
    assert_true(asterisk_secret(&s, secret, sizeof(secret), &why));
    assert_string_equal(secret, "quiet");
    write_file(p->secret, "\n", 0600);
    assert_false(asterisk_secret(&s, secret, sizeof(secret), &why));
    write_file(p->secret, "long enough to be cut somewhere in the middle of it, which nobody wants\n", 0600);
    assert_false(asterisk_secret(&s, secret, sizeof(secret), &why));
    assert_non_null(strstr(why.text, "longer than 63 bytes"));
    snprintf(s.secret_file, sizeof(s.secret_file), "/dev/null");
    assert_false(asterisk_secret(&s, secret, sizeof(secret), &why));
    assert_non_null(strstr(why.text, "no file of a secret"));
    unsetenv("ACDFEED_AMI_SECRET");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_place, close_place)
    const struct CMUnitTest tests[] = {
        TEST(a_whole_file_is_taken),
        TEST(a_mistake_is_named_with_its_line),
        TEST(a_forecast_with_a_hole_is_refused),
        TEST(the_secret_is_taken_from_nobody_elses_sight_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
