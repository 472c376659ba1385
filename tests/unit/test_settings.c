/* Settings from text: every option, every mistake by its line, and the sample read back. */
#include "acdfeed/macros.h"
#include "console/settings/settings.h"
#include "tests/support/floor_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void test_defaults(void **state)
{
    (void)state;
    struct settings *settings = settings_read("none", "");
    struct roster_view view = {.filter = "kept", .grouped = true};
    const char *a, *b;

    settings_look(settings, &view);
    assert_string_equal(view.filter, "kept");
    assert_false(view.grouped || view.totals_only || view.hide_offline);
    assert_int_equal(view.span, SPAN_WINDOW);
    assert_int_equal(view.queue_sort, QUEUE_SORT_WORST);
    assert_ptr_equal(view.limits, settings_limits(settings));
    assert_string_equal(settings_theme(settings), "");
    assert_string_equal(settings_by(settings), "");
    assert_false(settings_bell(settings) || settings_read_only(settings));
    assert_false(settings_feed(settings, 0, &a, &b));
    assert_false(settings_key(settings, 0, &a, &b));
    assert_null(settings_error(settings, 0));
    settings_free(settings);
}

static void test_a_whole_file(void **state)
{
    (void)state;
    static const char text[] = "\xef\xbb\xbf# mine\r\n"
                               "[console]\r\n"
                               "  theme = light\n"
                               "\tby = Άννα\n"
                               "span=day\nsort = level\nagent_sort = time\ngroup = yes\ntotals = on\n"
                               "hide_offline = true\nbell = 1\nread_only = yes\n"
                               "[feed berlin]\nstats = ipc:///run/b.stats\ncontrol=ipc:///run/b.ctl\n"
                               "[feed paris]\nstats = tcp://10.0.0.2:5570 ; by cable\n"
                               "[limits]\nlongest = 30s 60s 2m\n"
                               "[limits queue 0123456789012345678901234567890123456789012345678901234567891234]\n"
                               "waiting = 1 5 15\n"
                               "[keys]\noverflow = o\nclaim = k C-k";
    struct settings *settings = settings_read("mine", text);
    struct roster_view view = {.filter = NULL};
    const char *a, *b;

    assert_null(settings_error(settings, 0));
    settings_look(settings, &view);
    assert_int_equal(view.span, SPAN_DAY);
    assert_int_equal(view.queue_sort, QUEUE_SORT_LEVEL);
    assert_int_equal(view.agent_sort, AGENT_SORT_TIME);
    assert_true(view.grouped && view.totals_only && view.hide_offline);
    assert_string_equal(settings_theme(settings), "light");
    assert_string_equal(settings_by(settings), "Άννα");
    assert_true(settings_bell(settings) && settings_read_only(settings));
    assert_true(settings_feed(settings, 0, &a, &b));
    assert_string_equal(a, "ipc:///run/b.stats");
    assert_string_equal(b, "ipc:///run/b.ctl");
    assert_true(settings_feed(settings, 1, &a, &b));
    assert_string_equal(a, "tcp://10.0.0.2:5570");
    assert_string_equal(b, "");
    assert_false(settings_feed(settings, 2, &a, &b));
    assert_true(settings_key(settings, 1, &a, &b));
    assert_string_equal(a, "claim");
    assert_string_equal(b, "k C-k");
    assert_false(settings_key(settings, 2, &a, &b));
    settings_free(settings);
}

/* Each mistake is said with its line and what was expected, and costs its own line alone. */
static void test_mistakes(void **state)
{
    (void)state;
    static const struct {
        const char *text, *begins, *has;
    } cases[] = {
        {"[console]\nspan = week\n", "f:2: span = week", "window, interval, day"},
        {"[console]\n\n\nbell = maybe\n", "f:4: bell = maybe", "yes or no"},
        {"[console]\ncolour = red\n", "f:2: \"colour\"", "theme by journal span"},
        {"span = day\n", "f:1: \"span\"", "[console]"},
        {"[console]\nwhat is this\n", "f:2: ", "NAME = VALUE"},
        {"[console\nspan = day\n", "f:1: ", "]"},
        {"[colours]\nred = 1\n", "f:1: [colours]", "limits queue ID"},
        {"[feed x]\nstats = berlin:5570\n", "f:2: stats = berlin:5570", "tcp://"},
        {"[feed x]\nport = 1\n", "f:2: \"port\"", "stats, control, key"},
        {"[feed x]\ncontrol = ipc:///a\n", "f:2: [feed x]", "no stats"},
        {"[feed ]\nstats = ipc:///a\n", "f:1: [feed ]", "feed NAME"},
        {"[limits]\nlongest = 30 60 120\n", "f:2: longest: \"30\"", "30s 60s 2m"},
        {"[limits flock x]\nwaiting = 1 2 3\n", "f:2: limits for \"flock x\"", "queue ID"},
        {"[limits media fax]\nwaiting = 1 2 3\n", "f:2: limits for \"media fax\"", "voice"},
        {"[limits]\nspeed = 1 2 3\n", "f:2: \"speed\"", "longest"},
        {"[console]\nby = \xff\n", "f:2: ", "UTF-8"},
        {"[limits]\nwaiting = 1 2 3 sample many\n", "f:2: ", "a whole number, as 30"},
        {"[limits]\nwaiting = 1 2 3 delay soon\n", "f:2: ", "a duration, as 10s"},
        {"[limits]\nwaiting = 1 2 3 at 8-18\n", "f:2: ", "hours, as 08:00-18:00"},
        {"[limits]\nwaiting = 1 2 3 at 08:00-25:00\n", "f:2: ", "hours, as 08:00-18:00"},
        {"[limits]\nwaiting = 1 2 3 days someday\n", "f:2: ", "days, as mon-fri or sat,sun"},
        {"[limits]\nwaiting = 1 2 3 days mon-someday\n", "f:2: ", "days, as mon-fri or sat,sun"},
        {"[limits]\nwaiting = 1 2 3 band\n", "f:2: ", "waiting: band \"\": expected a figure like the limit"},
        {"[hook]\ntime = 20m\n", "f:2: time = 20m", "a duration from 100ms to 10m"},
        {"[hook]\nat_once = 0\n", "f:2: at_once = 0", "a number from 1 to"},
        {"[hook]\nat_once = two\n", "f:2: at_once = two", "a number from 1 to"},
        {"[hook]\non_alarm = mail anna\n", "f:2: on_alarm = mail anna", "the whole path of a program"},
        {"[hook]\non_call = /bin/true\n", "f:2: \"on_call\" is no option of [hook]", "on_alarm, tell, from_tier"},
        {"[plan overflow]\ntier = 4\n", "f:2: ", "the tier from which on it fits, 1 to 3"},
        {"[plan overflow]\nop = fly\n", "f:2: ", "an operation, as overflow or move_agents, or off"},
        {"[plan overflow]\nshare = 0\n", "f:2: ", "a share, as 10%"},
        {"[plan overflow]\nfor = soon\n", "f:2: ", "a duration, as 15m, or off"},
        {"[plan overflow]\ncalls = none\n", "f:2: ", "a number, free or all"},
        {"[plan ]\nop = overflow\n", "f:2: [plan]", "a name of at most 39 bytes, as [plan overflow]"},
        {"[page p]\nqueues = ,\n", "f:2: ", "worst, worst N, groups, each group, all, or names"},
        {"[page p]\nqueues = worst 0\n", "f:2: ", "1 to 6 queues"},
        {"[page p]\nevery = 1d2\n", "f:2: ", "a time from 1s to 24h"},
        {"[page p]\nfigures = longest<=\n", "f:2: ", "goal \"\": expected a time as 45s or 2m"},
        {"[page p]\ntitle = 12345678901234567890123456789012345678901234567890123456789012345678901234567890\n", "f:2: ", "longer than 63 bytes"},
        {"[console]\n# 1\nby = xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
         "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
         "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n",
         "f:3: ", "longer"},
    };

    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++) {
        char text[1024];
        struct settings *settings;

        snprintf(text, sizeof(text), "%s[console]\ntheme = after\n", cases[i].text);
        settings = settings_read("f", text);
        if (!settings_error(settings, 0) || !strstr(settings_error(settings, 0), cases[i].has) ||
            strncmp(settings_error(settings, 0), cases[i].begins, strlen(cases[i].begins)) != 0)
            fail_msg("case %zu: %s", i, settings_error(settings, 0));
        assert_null(settings_error(settings, 1));
        assert_string_equal(settings_theme(settings), "after");
        settings_free(settings);
    }
}

static void test_all_mistakes_are_told_in_order(void **state)
{
    (void)state;
    struct settings *settings =
        settings_read("f", "[console]\nspan = x\nbell = x\nnonsense\nsort = x\n[nowhere]\na = 1\nb\n");
    static const char *const begins[] = {"f:2:", "f:3:", "f:4:", "f:5:", "f:6:"};

    for (size_t i = 0; i < ACD_COUNT_OF(begins); i++)
        assert_memory_equal(settings_error(settings, (int)i), begins[i], 4);
    assert_null(settings_error(settings, ACD_COUNT_OF(begins)));
    assert_null(settings_error(settings, -1));
    settings_free(settings);
}

static void test_limits_reach_the_judge(void **state)
{
    (void)state;
    struct settings *settings = settings_read("f", "[limits queue orders]\nwaiting = 0 - - delay 0s\n");
    struct board *board = fixture_floor(FIXTURE_NOW_MS);

    board_judge(board, settings_limits(settings), FIXTURE_NOW_MS, FIXTURE_WALL_MS, 0);
    assert_int_equal(board_queue(board, "berlin", "orders")->verdict.tier, 1);
    assert_int_equal(board_queue(board, "berlin", "back")->verdict.tier, 0);
    board_free(board);
    settings_free(settings);
}

static void test_the_sample_is_read_without_a_complaint_and_changes_nothing(void **state)
{
    (void)state;
    char *text = NULL;
    size_t bytes;
    FILE *out = open_memstream(&text, &bytes);
    struct settings *settings;

    settings_print_sample(out);
    fclose(out);
    for (int everything = 0; everything < 2; everything++) {
        settings = settings_read("sample", text);
        if (settings_error(settings, 0))
            fail_msg("%s", settings_error(settings, 0));
        assert_string_equal(settings_theme(settings), "dark");
        settings_free(settings);
        for (char *c = text; (c = strchr(c, '#')); c++) /* the examples, too, are good settings */
            if (c[1] != ' ' && (c == text || c[-1] == '\n'))
                memmove(c, c + 1, strlen(c));
    }
    free(text);
}

static void test_files(void **state)
{
    (void)state;
    char folder[] = "/tmp/acdwall-settings-XXXXXX", path[256];
    struct acd_fault why;
    struct settings *settings;
    FILE *file;

    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof(path), "%s/none.ini", folder);
    assert_null(settings_open(path, &why));
    assert_non_null(strstr(why.text, path));
    assert_null(settings_open(folder, &why));
    setenv("XDG_CONFIG_HOME", folder, 1);
    settings = settings_open(NULL, &why);
    assert_non_null(settings); /* the usual place may be empty */
    settings_free(settings);
    file = fopen(path, "w");
    fputs("[console]\ntheme = amber\nbad\n", file);
    fclose(file);
    settings = settings_open(path, &why);
    assert_string_equal(settings_theme(settings), "amber");
    assert_memory_equal(settings_error(settings, 0), path, strlen(path));
    settings_free(settings);
    file = fopen(path, "w");
    fwrite("a\0b", 1, 3, file);
    fclose(file);
    assert_null(settings_open(path, &why));
    unlink(path);
    rmdir(folder);
    unsetenv("XDG_CONFIG_HOME");
}

/* Whatever the bytes, reading ends, and only errors are told. */
static void test_random_text(void **state)
{
    (void)state;
    static const char *const bits[] = {"[", "]", "=", "\n", "console", "limits", "queue ", "longest", " 30s",
                                       "60%", ";", "#", "\xff", "paused.", "-", "feed x", "stats", "\r\n", "[keys]\n",
                                       "[console]\n", "tcp://", "99999999999999999999999", "\t", ":"};
    srand(getenv("ACD_SEED") ? (unsigned)atoi(getenv("ACD_SEED")) : 4);
    for (int round = 0; round < 2000; round++) {
        char text[2048] = "";
        struct settings *settings;

        for (int i = rand() % 60; i > 0; i--)
            strcat(text, bits[(size_t)rand() % ACD_COUNT_OF(bits)]);
        settings = settings_read("f", text);
        for (int i = 0; settings_error(settings, i); i++)
            assert_memory_equal(settings_error(settings, i), "f:", 2);
        settings_free(settings);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_defaults),
        cmocka_unit_test(test_a_whole_file),
        cmocka_unit_test(test_mistakes),
        cmocka_unit_test(test_all_mistakes_are_told_in_order),
        cmocka_unit_test(test_limits_reach_the_judge),
        cmocka_unit_test(test_the_sample_is_read_without_a_complaint_and_changes_nothing),
        cmocka_unit_test(test_files),
        cmocka_unit_test(test_random_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
