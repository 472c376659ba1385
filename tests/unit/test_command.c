/* The command line: what it does, what it says when it cannot, what it completes. */
#include "console/ask/command.h"
#include "tests/support/floor_fixture.h"
#include "tests/support/desk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const struct {
    const char *line, *why;
} mistakes[] = {
    {"filter sales \xcd", "the line is not UTF-8: nothing was done"},
    {"fly", "no command is called 'fly'; ? lists them, Tab completes"},
    {"sort colour", "sort 'colour': expected one of worst, name, waiting, longest, level, group"},
    {"span week", "span 'week': expected one of window, interval, day"},
    {"group some", "group 'some': expected one of off, on, totals"},
    {"view stars", "view 'stars': expected one of queues, queue, agents, roster, journal, abandoned, help, alarms"},
    {"by two words", "by: expected a name of letters, digits and . _ : @ + -"},
    {"help fly", "help: no command is called 'fly'"},
    {"down 3", "down takes nothing behind it, and '3' stands there"},
    {"mark", "mark does nothing in the view of queues"},
    {"overflow to=nowhere", "To: no 'nowhere'; expected one of: back, orders"},
    {"overflow to=care", "To: 客户服务 cannot be chosen for this"},
    {"overflow for=soon", "For: 'soon' is no time; expected 15m, 90s, 1:30 or 2h"},
    {"overflow share=0.2", "overflow takes no 'share'; it takes queue, to, calls, for"},
    {"overflow to=back back", "'back': expected key=value"},
    {"overflow to=\"back", "to: the closing \" is missing"},
    {"overflow queue=nowhere", "no queue 'nowhere' is known at berlin"},
    {"throttle share=2", "Share: '2' is no share; expected 0.2 or 20%"},
    {"throttle share=120%", "Share: '120%' is no share; expected 0.2 or 20%"},
    {"agent_state state=paused", "choose an agent first: A shows them"},
    {"agent_state agent=nobody state=paused", "no agent 'nobody' is known at berlin"},
    {"agent_state agent=anna.k state=flying", "State: no 'flying'; expected one of: paused, available, offline"},
    {"move agents=anna.k,nobody", "no agent 'nobody' is known at berlin"},
    {"overflow site=lisbon queue=porto", "not while Lisboa is stale"},
    {"overflow a-key-that-is-longer-than-any-of-them-and-more=1", "'a-key-that-is-longer...' is longer than 23 bytes"},
    {"overflow a=1 b=1 c=1 d=1 e=1 f=1 g=1 h=1 i=1 j=1 k=1 l=1 m=1 n=1 o=1 p=1 q=1 r=1", "more than 12 arguments"},
    {"throttle share=0", "Share: '0' is no share; expected 0.2 or 20%"},
    {"throttle share=some", "Share: 'some' is no share; expected 0.2 or 20%"},
    {"callback on=maybe", "Switch: no 'maybe'; expected one of: true, false"},
    {"shelve for=13h", "shelve takes nothing behind it, and 'for=13h' stands there"},
};

static void test_mistakes_name_what_was_expected(void **state)
{
    (void)state;
    for (size_t i = 0; i < ACD_COUNT_OF(mistakes); i++) {
        struct desk *desk = desk_take();
        struct acd_fault why = {""};
        desk_select_queue(desk, "berlin", "sales");
        if (command_do(&desk->ui, &desk->world, mistakes[i].line, &why) ||
            strcmp(why.text, mistakes[i].why) != 0)
            fail_msg("':%s': '%s', expected '%s'", mistakes[i].line, why.text, mistakes[i].why);
        assert_int_equal(desk->ui.mode, UI_ROWS);
        assert_int_equal(desk->ui.n_outbox, 0);
        desk_leave(desk);
    }
}

static const struct {
    const char *line, *expected; /* the start of the completed lines, in their order; '|' between */
} completions[] = {
    {"overf", "overflow |overflow_end "},
    {"end", "end "},
    {"overflow ", "overflow queue=|overflow to=|overflow calls=|overflow for="},
    {"overflow to=b", "overflow to=billing |overflow to=back "},
    {"overflow to=back f", "overflow to=back for="},
    {"overflow for=", "overflow for=5m |overflow for=15m |overflow for=30m |overflow for=1h "},
    {"agent_state agent=be", "agent_state agent=ben.o "},
    {"agent_state agent=ben.o state=", "agent_state agent=ben.o state=paused |"
                                       "agent_state agent=ben.o state=available |"
                                       "agent_state agent=ben.o state=offline "},
    {"sort ", "sort worst|sort name|sort waiting|sort longest|sort level|sort group"},
    {"span d", "span day"},
    {"theme l", "theme light"},
    {"view r", "view roster"},
    {"overflow site=b", "overflow site=berlin "},
    {"xyz", ""},
    {"callback on=", "callback on=true |callback on=false "},
    {"move_", "move_agents "},
};

static void test_completion_comes_from_the_tables(void **state)
{
    (void)state;
    static const char themes[][UI_THEME_BYTES] = {"dark", "light"};
    struct desk *desk = desk_take();
    desk->ui.themes = themes;
    desk->ui.n_themes = 2;
    struct command_context context = {&desk->ui, &desk->world};
    for (size_t i = 0; i < ACD_COUNT_OF(completions); i++) {
        char all[512] = "", line[PROMPT_BYTES];
        for (int c = 0; command_complete(&context, completions[i].line, c, line, sizeof line); c++)
            snprintf(all + strlen(all), sizeof all - strlen(all), "%s%s", c ? "|" : "", line);
        if (strcmp(completions[i].expected, all) != 0)
            fail_msg("'%s': '%s', expected '%s'", completions[i].line, all, completions[i].expected);
    }
    desk_leave(desk);
}

static void test_words_change_what_is_looked_at(void **state)
{
    (void)state;
    struct desk *desk = desk_take();
    desk_command(desk, "sort longest");
    assert_int_equal(desk->ui.look.queue_sort, QUEUE_SORT_LONGEST);
    desk_command(desk, "span day");
    assert_int_equal(desk->ui.look.span, SPAN_DAY);
    desk_command(desk, "group totals");
    assert_true(desk->ui.look.totals_only);
    desk_command(desk, "group off");
    desk_command(desk, "filter tier>=2");
    assert_string_equal(desk->ui.filter, "tier>=2");
    int n;
    roster_queues(desk->roster, &n);
    assert_int_equal(n, 3);
    desk_command(desk, "theme light");
    assert_string_equal(desk->ui.theme_wanted, "light");
    desk_command(desk, "by jo");
    assert_string_equal(desk->ui.by, "jo");
    desk_command(desk, "view roster");
    assert_int_equal(desk->ui.view, VIEW_ROSTER);
    desk_command(desk, "sort time");
    assert_int_equal(desk->ui.look.agent_sort, AGENT_SORT_TIME);
    desk_command(desk, "help overflow");
    assert_int_equal(desk->ui.view, VIEW_HELP);
    assert_string_equal(desk->ui.help_for, "overflow");
    desk_command(desk, "queues");
    assert_int_equal(desk->ui.view, VIEW_QUEUES);
    desk_command(desk, "quit");
    assert_true(desk->ui.quit);
    desk_leave(desk);
}

static void test_an_operation_in_full_still_opens_its_dialogue(void **state)
{
    (void)state;
    struct desk *desk = desk_take();
    desk_command(desk, "overflow site=berlin queue=sales to=orders calls=6 for=15m");
    assert_int_equal(desk->ui.mode, UI_DIALOG);
    assert_true(dialog_on_cancel(&desk->ui.dialog));
    assert_int_equal(desk->ui.n_outbox, 0);
    assert_string_equal(dialog_chosen(&desk->ui.dialog, ACD_ARGS_TO)->id, "orders");
    assert_string_equal(dialog_field_of(&desk->ui.dialog, ACD_ARGS_CALLS)->text, "6");
    assert_string_equal(dialog_field_of(&desk->ui.dialog, ACD_ARGS_FOR)->text, "15 min");
    desk_leave(desk);
}

static void test_tab_completes_in_the_prompt(void **state)
{
    (void)state;
    struct desk *desk = desk_take();
    desk_type(desk, ":ove");
    desk_press(desk, "Tab");
    desk_type(desk, "to=ba");
    desk_press(desk, "Tab");
    assert_string_equal(desk->ui.prompt.text, "overflow to=back ");
    desk_press(desk, "Escape");
    assert_int_equal(desk->ui.mode, UI_ROWS);
    desk_leave(desk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mistakes_name_what_was_expected),
        cmocka_unit_test(test_completion_comes_from_the_tables),
        cmocka_unit_test(test_words_change_what_is_looked_at),
        cmocka_unit_test(test_an_operation_in_full_still_opens_its_dialogue),
        cmocka_unit_test(test_tab_completes_in_the_prompt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
