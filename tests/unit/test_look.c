/* What a person orders, groups, marks and asks "what if" of, and what is said of it; the state line
 * of sites in trouble; the journal's own requests; help of one command. */
#include "console/ask/look.h"
#include "tests/support/desk.h"
#include "tests/support/floor_fixture.h"
#include "tests/support/screen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static bool shows(struct desk *desk, pane_function *pane, int cols, int rows, const char *text)
{
    struct grid *grid = desk_draw(desk, pane, cols, rows);
    bool there = screen_find(grid, text) >= 0;
    if (!there) {
        char row[512];
        for (int i = 0; i < rows; i++)
            printf("|%s\n", screen_row(grid, i, row, sizeof(row)));
        printf("%s is not there\n", text);
    }
    grid_free(grid);
    return there;
}

static void says_after(struct desk *desk, const char *keys, const char *words)
{
    desk_press(desk, keys);
    if (strcmp(desk->ui.message, words) != 0)
        fail_msg("'%s' was expected after %s, not '%s'", words, keys, desk->ui.message);
}

static void each_order_is_said(void **state)
{
    (void)state;
    struct desk *desk = desk_take();
    char words[64];
    for (int i = 1; i <= queue_sort_names.n; i++) {
        snprintf(words, sizeof(words), "sorted by %s",
                 queue_sort_names.names[i % queue_sort_names.n]);
        says_after(desk, "S", words);
    }
    assert_int_equal(desk->ui.look.queue_sort, 0); /* all the way round */
    says_after(desk, "z", "queues under the totals of their groups");
    says_after(desk, "z", "totals of groups alone");
    assert_true(desk->ui.look.totals_only);
    says_after(desk, "z", "queues without groups");
    assert_false(desk->ui.look.grouped || desk->ui.look.totals_only);
    says_after(desk, "v", "figures over the interval");
    says_after(desk, "v", "figures over the day");
    says_after(desk, "v", "figures over the window");
    desk_press(desk, "T");
    snprintf(words, sizeof(words), "sorted by %s", agent_sort_names.names[1]);
    says_after(desk, "S", words);
    assert_int_equal(desk->ui.look.agent_sort, 1);
    says_after(desk, "H", "agents who are logged out are hidden");
    says_after(desk, "H", "agents who are logged out are shown");
    desk_command(desk, "sort colour");
    assert_non_null(strstr(desk->ui.message, "sort 'colour': expected one of "));
    assert_non_null(strstr(desk->ui.message, agent_sort_names.names[0]));
    desk_press(desk, "J");
    desk_command(desk, "sort name");
    assert_string_equal(desk->ui.message, "this view has one order only");
    desk_leave(desk);
}

static void agents_are_marked_one_by_one_and_all(void **state)
{
    (void)state;
    struct desk *desk = desk_take();
    desk_press(desk, "T g Space Space");
    assert_int_equal(desk->ui.n_marked, 2);
    char first[ACD_MAX_ID_BYTES + 1];
    snprintf(first, sizeof(first), "%s", desk->ui.marked[0].id);
    desk_press(desk, "g Space");
    assert_int_equal(desk->ui.n_marked, 1);
    assert_string_not_equal(desk->ui.marked[0].id, first);
    says_after(desk, "*", "0 agents marked");
    desk_press(desk, "*");
    int n;
    (void)roster_agents(desk->roster, &n);
    assert_int_equal(desk->ui.n_marked, n < UI_MARKS ? n : UI_MARKS);
    desk_leave(desk);
}

static void a_filter_is_cut_at_a_character(void **state)
{
    (void)state;
    struct desk *desk = desk_take();
    char filter[UI_FILTER_BYTES + 8] = "a";
    for (int i = 0; i < UI_FILTER_BYTES / 3 + 1; i++)
        strcat(filter, "客");
    look_filter(&desk->ui, filter);
    size_t n = strlen(desk->ui.filter);
    assert_true(n < UI_FILTER_BYTES);
    if ((n - 1) % 3 != 0) /* whole characters after the "a" */
        fail_msg("%zu bytes: %s", n, desk->ui.filter);
    desk_leave(desk);
}

static void what_if_is_said_of_as_many_agents_as_asked(void **state)
{
    (void)state;
    struct desk *desk = desk_take();
    desk_press(desk, "Enter +");
    assert_int_equal(desk->ui.what_if, 1);
    assert_true(shows(desk, pane_queue, 120, 14, "+1 agent "));
    desk_press(desk, "+");
    assert_true(shows(desk, pane_queue, 120, 14, "+2 agents "));
    assert_true(shows(desk, pane_queue, 120, 14, ", wait "));
    desk_press(desk, "- - - -");
    assert_int_equal(desk->ui.what_if, -2);
    assert_true(shows(desk, pane_queue, 120, 14, "-2 agents "));
    for (int i = 0; i < 120; i++)
        desk_press(desk, "-");
    assert_int_equal(desk->ui.what_if, -99);
    desk_leave(desk);
}

/* --- sites in trouble --- */

static void tell_site(struct desk *desk, const char *id, enum acd_link link, const char *why,
                      uint64_t refused, uint64_t repeated)
{
    const struct acd_site_state site = {.id = id,
                                        .link = link,
                                        .why = why,
                                        .epoch = {1, 1, 1, 1},
                                        .heard_ms =
                                            link == ACD_LINK_SILENT ? -1 : FIXTURE_NOW_MS - 400,
                                        .stale_since_ms = -1,
                                        .refused = refused,
                                        .repeated = repeated};
    board_take_site(desk->board, &site);
    desk_settle(desk);
}

static void what_is_wrong_with_a_site_stands_in_the_state_line(void **state)
{
    (void)state;
    struct desk *desk = desk_take();
    tell_site(desk, "berlin", ACD_LINK_LIVE, "", 12, 3);
    assert_true(shows(desk, pane_sites, 200, 1, "12 refused"));
    assert_true(shows(desk, pane_sites, 200, 1, "3 out of turn"));
    tell_site(desk, "berlin", ACD_LINK_SILENT, "", 0, 0);
    assert_true(shows(desk, pane_sites, 200, 1, "Berlin ◌ silent"));
    tell_site(desk, "berlin", ACD_LINK_INCOMPLETE, "told twice by two feeds", 0, 0);
    assert_true(shows(desk, pane_sites, 200, 1, "Berlin ◌ incomplete 0 %"));
    desk_leave(desk);
}

static void a_feed_that_takes_no_commands_is_said(void **state)
{
    (void)state;
    struct desk *desk = desk_take();
    tell_site(desk, "berlin", ACD_LINK_LIVE, "", 0, 0);
    const struct acd_feed_state feed = {.feed = board_site_at(desk->board, 0)->state.feed,
                                        .stats_endpoint = "tcp://acd:5570",
                                        .heard = true,
                                        .why = "",
                                        .control_why = "connection refused"};
    board_take_feed(desk->board, &feed);
    assert_true(shows(desk, pane_sites, 200, 1, ", takes no commands"));
    assert_true(shows(desk, pane_sites, 90, 1, " no commands"));
    desk_leave(desk);
}

/* Also where there is room for little: sites that are not known stand nowhere else. */
static void a_feed_with_more_than_there_is_room_for_is_said(void **state)
{
    (void)state;
    struct desk *desk = desk_take();
    char id[16];
    for (int i = 0; i < 40; i++) {
        snprintf(id, sizeof id, "site%d", i);
        tell_site(desk, id, ACD_LINK_LIVE, "", 0, 0);
    }
    const struct acd_feed_state feed = {.feed = 7, .stats_endpoint = "tcp://acd:5570", .heard = true, .full = true,
                                        .why = "no room", .control_why = ""};
    board_take_feed(desk->board, &feed);
    assert_true(shows(desk, pane_sites, 80, 1, "acd:5570 ◌ not all shown"));
    desk_leave(desk);
}

static void why_a_feed_is_missed_is_said_while_it_is(void **state)
{
    (void)state;
    struct desk *desk = desk_take();
    int of_lisbon = 7;
    const struct acd_site_state stale = {.id = "lisbon", .link = ACD_LINK_STALE, .why = "", .epoch = {1, 1, 1, 1},
                                         .heard_ms = FIXTURE_NOW_MS - 37000, .stale_since_ms = FIXTURE_NOW_MS - 34500,
                                         .feed = of_lisbon};
    const struct acd_feed_state never = {.feed = 8, .stats_endpoint = "tcp://acd:9", .why = "connection refused",
                                         .control_why = ""};
    struct acd_feed_state broke = {.feed = of_lisbon, .stats_endpoint = "tcp://lisboa:5570", .heard = true,
                                   .why = "the connection was reset", .control_why = ""};
    board_take_site(desk->board, &stale);
    board_take_feed(desk->board, &never);
    board_take_feed(desk->board, &broke);
    assert_true(shows(desk, pane_sites, 240, 1, "tcp://acd:9: connection refused"));
    assert_true(shows(desk, pane_sites, 240, 1, "tcp://lisboa:5570: the connection was reset"));
    struct acd_site_state live = stale;
    live.link = ACD_LINK_LIVE;
    live.heard_ms = FIXTURE_NOW_MS;
    live.stale_since_ms = -1;
    board_take_site(desk->board, &live); /* by another way: nobody misses it */
    struct grid *grid = desk_draw(desk, pane_sites, 240, 1);
    assert_true(screen_find(grid, "lisboa:5570") < 0);
    grid_free(grid);
    desk_leave(desk);
}

/* --- alarms --- */

static void alarms_are_shelved_for_a_time_and_answered_once(void **state)
{
    (void)state;
    struct desk *desk = desk_take();
    desk_press(desk, "g s Up Ctrl-U");
    desk_type(desk, "13 h");
    assert_true(shows(desk, pane_dialog, 100, 10, "at most 12 hours, so that no alarm is forgotten"));
    desk_press(desk, "Ctrl-U");
    desk_type(desk, "soon");
    assert_true(shows(desk, pane_dialog, 100, 10, "For: \"soon\": expected a time, as 15 min"));
    desk_press(desk, "Escape");
    says_after(desk, "s Right Enter", "shelved for 15:00: Sales DE");
    desk_press(desk, "u");
    says_after(desk, "u", "no alarm is shelved here");
    desk_press(desk, "x");
    says_after(desk, "x", "no alarm waits for an answer here");
    desk_leave(desk);
}

/* --- journal --- */

static void own_requests_stand_in_the_journal_by_time(void **state)
{
    (void)state;
    struct desk *desk = desk_take();
    desk_press(desk, "g o Right Enter"); /* overflow of sales */
    char sent[256];
    assert_non_null(
        strstr(desk_sent(desk, sent, sizeof(sent)), "overflow site=berlin queue=sales"));
    desk_press(desk, "J");
    assert_true(shows(desk, pane_journal, 160, 20, "Sales DE: "));
    struct grid *grid = desk_draw(desk, pane_journal, 160, 20);
    char row[512];
    const char *newest = screen_row(grid, 2, row, sizeof(row));
    if (!strstr(newest, "anna") || !strstr(newest, "6 calls to Back office"))
        fail_msg("%s", newest);
    grid_free(grid);
    const char *id = requests_at(desk->requests, 0)->id;
    const struct acd_reply refused = {.known = ACD_BIT(ACD_REPLY_ID) | ACD_BIT(ACD_REPLY_STATUS) |
                                               ACD_BIT(ACD_REPLY_WHY),
                                      .id = id,
                                      .status = ACD_STATUS_REFUSED,
                                      .why = "Back office is closed"};
    assert_non_null(requests_answered(desk->requests, &refused, desk->world.now_ms));
    assert_true(shows(desk, pane_journal, 160, 20, "refused: Back office is closed"));
    desk_leave(desk);
}

/* --- help of one command --- */

static void help_tells_of_one_command(void **state)
{
    (void)state;
    struct desk *desk = desk_take();
    desk_command(desk, "help overflow");
    assert_true(shows(desk, pane_help, 120, 12, "overflow to another queue"));
    assert_true(shows(desk, pane_help, 120, 12, "to=... calls=... "));
    desk_command(desk, "help sort");
    assert_true(shows(desk, pane_help, 120, 12, "order of the rows"));
    assert_true(shows(desk, pane_help, 120, 12, "with a word"));
    desk_leave(desk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_order_is_said),
        cmocka_unit_test(agents_are_marked_one_by_one_and_all),
        cmocka_unit_test(a_filter_is_cut_at_a_character),
        cmocka_unit_test(what_if_is_said_of_as_many_agents_as_asked),
        cmocka_unit_test(what_is_wrong_with_a_site_stands_in_the_state_line),
        cmocka_unit_test(a_feed_that_takes_no_commands_is_said),
        cmocka_unit_test(a_feed_with_more_than_there_is_room_for_is_said),
        cmocka_unit_test(why_a_feed_is_missed_is_said_while_it_is),
        cmocka_unit_test(alarms_are_shelved_for_a_time_and_answered_once),
        cmocka_unit_test(own_requests_stand_in_the_journal_by_time),
        cmocka_unit_test(help_tells_of_one_command),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
