/* Operations as AMI actions: what is sent in which order, what an answer makes of it, what is refused
 * before anything is sent. */
#include "tests/support/asterisk_site.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint32_t measures(struct asterisk_site *s)
{
    uint32_t n;
    (void)site_measures(s, 0, &n);
    return n;
}

#define OVERFLOW(...)                                                                              \
    (struct acd_request)                                                                           \
    {                                                                                              \
        .op = "overflow", .queue = "sales", .args = {.known = __VA_ARGS__ }                        \
    }
#define ARG(name) ACD_BIT(ACD_ARGS_##name)

static void overflow_looks_before_it_moves_the_oldest_first(void **state)
{
    struct asterisk_site *s = *state;
    struct acd_outcome told = site_ask(s, OVERFLOW(ARG(TO) | ARG(FOR), .to = "backup", .for_ms = 60000));
    assert_int_equal(told.status, ACD_STATUS_ACCEPTED);
    site_sends(s, "Action: ShowDialPlan|Context: callers|Extension: backup");
    site_sends(s, NULL);
    site_answers(s, "Response:Success EventList:start");
    site_sends(s, "Action: Redirect|Channel: c-2|Context: callers|Exten: backup|Priority: 1");
    site_answers(s, "Response:Success");
    site_sends(s, "Action: Redirect|Channel: c-1");
    site_answers(s, "Response:Success");
    site_ends(s, ACD_STATUS_DONE, NULL);
    site_sends(s, NULL); /* on their way: not a second time */
    assert_int_equal(measures(s), 1);
    site_event(s, "Event:QueueCallerJoin Queue:sales Channel:c-3 Uniqueid:9.3 Linkedid:9.3 Position:3");
    site_sends(s, "Action: Redirect|Channel: c-3"); /* those to come */
    site_answers(s, "Response:Success");
    pbx_ops_advance(s->ops, SITE_T0 + 60000);
    assert_int_equal(measures(s), 0);
    const struct acd_event *event_told = pbx_ops_take_event(s->ops);
    assert_non_null(event_told);
    assert_non_null(strstr(event_told->text, "has ended by itself"));
}

static void a_wrong_destination_moves_nobody(void **state)
{
    struct asterisk_site *s = *state;
    (void)site_ask(s, OVERFLOW(ARG(TO), .to = "backup"));
    site_sends(s, "Action: ShowDialPlan");
    site_answers(s, "Response:Error Message:Did_not_find_extension");
    site_ends(s, ACD_STATUS_FAILED, "backup@callers is not in the dialplan");
    site_sends(s, NULL);
    assert_int_equal(measures(s), 0);
}

static void what_was_done_is_undone_in_turn(void **state)
{
    struct asterisk_site *s = *state;
    const char *const dev[] = {"PJSIP-4"};
    (void)site_ask(s, (struct acd_request){.op = "move_agents",
                                      .queue = "sales",
                                      .args = {.known = ARG(AGENTS) | ARG(FOR) | ARG(INSTEAD),
                                               .agents = dev,
                                               .n_agents = 1,
                                               .for_ms = 1000,
                                               .instead = true}});
    site_sends(s, "Action: QueueAdd|Queue: sales|Interface: PJSIP/4|MemberName: Dev|Paused: false");
    site_answers(s, "Response:Success");
    site_sends(s, "Action: QueueRemove|Queue: backup|Interface: PJSIP/4");
    site_answers(s, "Response:Success");
    site_ends(s, ACD_STATUS_DONE, NULL);
    pbx_ops_advance(s->ops, SITE_T0 + 1000);
    site_sends(s, "Action: QueueAdd|Queue: backup|Interface: PJSIP/4");
    site_answers(s, "Response:Success");
    site_sends(s, "Action: QueueRemove|Queue: sales|Interface: PJSIP/4");
}

static void who_is_named_twice_is_moved_once(void **state)
{
    struct asterisk_site *s = *state;
    const char *const twice[] = {"PJSIP-4", "PJSIP-4"};
    (void)site_ask(s, (struct acd_request){.op = "move_agents",
                                      .queue = "sales",
                                      .args = {.known = ARG(AGENTS), .agents = twice, .n_agents = 2}});
    site_sends(s, "Action: QueueAdd|Queue: sales|Interface: PJSIP/4");
    site_answers(s, "Response:Success");
    site_sends(s, NULL);
    site_ends(s, ACD_STATUS_DONE, NULL);
}

static void who_is_in_a_break_stays_in_it(void **state)
{
    struct asterisk_site *s = *state;
    site_event(s, "Event:QueueMemberPause Queue:backup MemberName:Dev Interface:PJSIP/4 "
             "Membership:dynamic Status:1 Paused:1 PausedReason:Lunch");
    (void)site_ask(s, (struct acd_request){.op = "agent_queue",
                                      .queue = "sales",
                                      .agent = "PJSIP-4",
                                      .args = {.known = ARG(ADD), .add = true}});
    site_sends(s, "Action: QueueAdd|Queue: sales|Interface: PJSIP/4|Paused: true");
}

static void a_break_outlives_the_move(void **state)
{
    struct asterisk_site *s = *state;
    const char *const dev[] = {"PJSIP-4"};
    const char *const ana[] = {"PJSIP-1"};
    struct acd_request move = {.op = "move_agents",
                               .queue = "sales",
                               .args = {.known = ARG(AGENTS) | ARG(FOR) | ARG(INSTEAD),
                                        .agents = dev,
                                        .n_agents = 1,
                                        .for_ms = 1000,
                                        .instead = true}};
    (void)site_ask(s, move);
    site_sends(s, "Action: QueueAdd|Queue: sales|Interface: PJSIP/4");
    site_answers(s, "Response:Success");
    site_sends(s, "Action: QueueRemove|Queue: backup|Interface: PJSIP/4");
    site_answers(s, "Response:Success");
    site_event(s, "Event:QueueMemberAdded Queue:sales MemberName:Dev Interface:PJSIP/4 "
             "Membership:dynamic Status:1 Paused:0");
    site_event(s, "Event:QueueMemberRemoved Queue:backup MemberName:Dev Interface:PJSIP/4");
    site_event(s, "Event:QueueMemberPause Queue:sales MemberName:Dev Interface:PJSIP/4 "
             "Membership:dynamic Status:1 Paused:1 PausedReason:Lunch");
    pbx_ops_advance(s->ops, SITE_T0 + 1000);
    site_sends(s, "Action: QueueAdd|Queue: backup|Interface: PJSIP/4|Paused: true");
    site_answers(s, "Response:Success");
    site_sends(s, "Action: QueueRemove|Queue: sales|Interface: PJSIP/4");
    site_answers(s, "Response:Success");

    move.queue = "backup"; /* a member of queues.conf is paused where it was */
    move.args.agents = ana;
    (void)site_ask(s, move);
    site_sends(s, "Action: QueueAdd|Queue: backup|Interface: PJSIP/1");
    site_answers(s, "Response:Success");
    site_sends(s, "Action: QueuePause|Interface: PJSIP/1|Queue: sales|Paused: true");
    site_answers(s, "Response:Success");
    static const char *const queues[] = {"sales Membership:static", "backup Membership:dynamic"};
    for (int i = 0; i < 2; i++) {
        char text[256];
        snprintf(text, sizeof(text), "Event:QueueMemberPause Interface:PJSIP/1 MemberName:Ana "
                 "Status:1 Paused:1 PausedReason:Lunch Queue:%s", queues[i]);
        site_event(s, text);
    }
    pbx_ops_advance(s->ops, SITE_T0 + 1000);
    site_sends(s, "Action: QueueRemove|Queue: backup|Interface: PJSIP/1");
}

static void hooks_are_variables_with_their_end(void **state)
{
    struct asterisk_site *s = *state;
    (void)site_ask(s, (struct acd_request){.op = "throttle",
                                      .queue = "sales",
                                      .args = {.known = ARG(SHARE) | ARG(FOR), .share = 0.3,
                                               .for_ms = 60000}});
    site_sends(s, "Action: Setvar|Variable: ACDWALL_THROTTLE_sales|Value: 1795287660:30:");
    site_answers(s, "Response:Success");
    pbx_ops_advance(s->ops, SITE_T0 + 60000);
    site_sends(s, "Action: Setvar|Variable: ACDWALL_THROTTLE_sales|Value: ");
}

static void what_is_refused_sends_nothing(void **state)
{
    struct asterisk_site *s = *state;
    struct {
        struct acd_request request;
        enum acd_status status;
        const char *why;
    } cases[] = {
        {OVERFLOW(ARG(TO), .to = "sales"), ACD_STATUS_REFUSED, "already"},
        {OVERFLOW(ARG(TO), .to = "nowhere"), ACD_STATUS_REFUSED, "no queue nowhere"},
        {{.op = "redirect", .call = "9.9", .args = {.known = ARG(TO), .to = "backup"}},
         ACD_STATUS_REFUSED, "does not wait"},
        {{.op = "agent_state", .agent = "nobody", .args = {.known = ARG(STATE), .state = "paused"}},
         ACD_STATUS_REFUSED, "no agent"},
        {{.op = "agent_state", .agent = "PJSIP-1", .args = {.known = ARG(STATE), .state = "offline"}},
         ACD_STATUS_UNSUPPORTED, "static"},
        {{.op = "agent_state", .agent = "PJSIP-1",
          .args = {.known = ARG(STATE) | ARG(REASON), .state = "paused",
                   .reason = "Lunch\r\nAction: Command\r\nCommand: core stop now"}},
         ACD_STATUS_REFUSED, "control characters"},
        {{.op = "announce", .queue = "sales", .args = {.known = ARG(MESSAGE), .message = "${SHELL(x)}"}},
         ACD_STATUS_REFUSED, "expected"},
        {{.op = "defer_work", .queue = "sales"}, ACD_STATUS_UNSUPPORTED, "Asterisk has no defer_work"},
    };
    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++) {
        struct acd_outcome told = site_ask(s, cases[i].request);
        assert_int_equal(told.status, cases[i].status);
        assert_non_null(strstr(told.why, cases[i].why));
        site_sends(s, NULL);
        assert_int_equal(measures(s), 0);
    }
}

static bool offers(struct asterisk_site *s, const char *op)
{
    uint32_t n;
    const char *const *ops = pbx_ops_offered(s->ops, &n);
    for (uint32_t i = 0; i < n; i++)
        if (strcmp(ops[i], op) == 0)
            return true;
    return false;
}

static void rights_and_version_are_kept_to(void **state)
{
    struct asterisk_site *s = *state;
    struct acd_request priority = {.op = "priority", .call = "9.1", .args = {.known = ARG(PRIO), .prio = 3}};
    assert_true(offers(s, "priority") && offers(s, "overflow"));
    site_rights(s, SITE_ALL_RIGHTS, "16.28.0");
    assert_false(offers(s, "priority"));
    assert_int_equal(site_ask(s, priority).status, ACD_STATUS_UNSUPPORTED);
    /* What the server lists for a user who may only read: he could, and must not. */
    site_rights(s, "QueueWithdrawCaller:x QueueChangePriorityCaller:x QueueReset:x", "22.1.0");
    assert_int_equal(site_ask(s, priority).status, ACD_STATUS_DENIED);
    assert_int_equal(site_ask(s, OVERFLOW(ARG(TO), .to = "backup")).status, ACD_STATUS_DENIED);
    assert_false(offers(s, "priority") || offers(s, "overflow"));
    site_rights(s, SITE_ALL_RIGHTS, "22.1.0");
    s->settings.viewer = true;
    assert_int_equal(site_ask(s, priority).status, ACD_STATUS_DENIED);
    site_sends(s, NULL);
}

static void a_lost_connection_fails_what_was_under_way(void **state)
{
    struct asterisk_site *s = *state;
    (void)site_ask(s, OVERFLOW(ARG(TO), .to = "backup"));
    site_sends(s, "Action: ShowDialPlan");
    pbx_ops_lost(s->ops);
    site_ends(s, ACD_STATUS_FAILED, "connection to Asterisk was lost");
    assert_int_equal(measures(s), 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, asterisk_site_open, asterisk_site_close)
    const struct CMUnitTest tests[] = {
        TEST(overflow_looks_before_it_moves_the_oldest_first),
        TEST(a_wrong_destination_moves_nobody),
        TEST(what_was_done_is_undone_in_turn),
        TEST(who_is_named_twice_is_moved_once),
        TEST(who_is_in_a_break_stays_in_it),
        TEST(a_break_outlives_the_move),
        TEST(hooks_are_variables_with_their_end),
        TEST(what_is_refused_sends_nothing),
        TEST(rights_and_version_are_kept_to),
        TEST(a_lost_connection_fails_what_was_under_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
