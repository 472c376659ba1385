/* Operations on agents at an Asterisk: who is moved, called in, paused or given a queue, with which
 * actions, and what is refused. */
#include "tests/support/asterisk_site.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ARG(name) ACD_BIT(ACD_ARGS_##name)
#define MOVE(...)                                                                                  \
    (struct acd_request)                                                                           \
    {                                                                                              \
        .op = "move_agents", .queue = "sales", .args = {.known = __VA_ARGS__ }                     \
    }
#define ONE(operation, who, ...)                                                                   \
    (struct acd_request)                                                                           \
    {                                                                                              \
        .op = operation, .agent = who, .args = {.known = __VA_ARGS__ }                             \
    }
#define SERVE(who, ...)                                                                            \
    (struct acd_request)                                                                           \
    {                                                                                              \
        .op = "agent_queue", .agent = who, .queue = "backup", .args = {.known = __VA_ARGS__ }      \
    }

static void refuses(struct asterisk_site *s, struct acd_request request, enum acd_status status,
                    const char *words)
{
    uint32_t n;
    struct acd_outcome told = site_ask(s, request);
    assert_int_equal(told.status, status);
    if (!strstr(told.why, words))
        fail_msg("'%s' was expected, not '%s'", words, told.why);
    site_sends(s, NULL);
    (void)site_measures(s, 0, &n);
    assert_int_equal(n, 0);
}

static void done(struct asterisk_site *s, struct acd_request request, const char *action)
{
    assert_int_equal(site_ask(s, request).status, ACD_STATUS_ACCEPTED);
    site_sends(s, action);
    site_answers(s, "Response:Success");
    site_ends(s, ACD_STATUS_DONE, NULL);
    site_sends(s, NULL);
}

#define MEMBER(name, phone)                                                                        \
    "Event:QueueMemberAdded Queue:backup MemberName:" name " Interface:PJSIP/" phone " "

static void the_free_are_moved_first(void **state)
{
    struct asterisk_site *s = *state;
    uint32_t n;
    site_event(s, MEMBER("Eve", "5") "Membership:dynamic Status:6 Paused:0");
    site_event(s, "Event:AgentCalled Queue:backup Interface:PJSIP/5 MemberName:Eve Uniqueid:8.1 "
                  "DestUniqueid:8.2");
    site_event(s, MEMBER("Gus", "6") "Membership:dynamic Status:1 Paused:0");
    site_event(s, MEMBER("Pia", "7") "Membership:dynamic Status:1 Paused:1 PausedReason:Lunch");
    refuses(s, MOVE(ARG(COUNT) | ARG(FROM), .count = 4, .from = "backup"), ACD_STATUS_REFUSED,
            "only 3 could be moved, not 4");
    assert_int_equal(site_ask(s, MOVE(ARG(COUNT) | ARG(FROM), .count = 3, .from = "backup")).status,
                     ACD_STATUS_ACCEPTED);
    const struct acd_measure *told = site_measures(s, 0, &n);
    assert_int_equal(n, 1);
    assert_string_equal(told[0].op, "move_agents");
    assert_string_equal(told[0].to, "backup");
    assert_false(ACD_KNOWN(&told[0], ACD_MEASURE_LEFT)); /* until it is ended */
    static const char *const order[] = {"PJSIP/4", "PJSIP/6", "PJSIP/5"};
    for (int i = 0; i < 3; i++) {
        char lines[128];
        snprintf(lines, sizeof(lines), "Action: QueueAdd|Queue: sales|Interface: %s", order[i]);
        site_sends(s, lines);
        site_answers(s, i == 1 ? "Response:Error Message:Busy_here" : "Response:Success");
    }
    site_ends(s, ACD_STATUS_DONE, "2 of 3 done; Gus: Busy here");
}

static void who_cannot_be_moved_is_said(void **state)
{
    struct asterisk_site *s = *state;
    const char *const nobody[] = {"nobody"}, *const ana[] = {"PJSIP-1"}, *const dev[] = {"PJSIP-4"};
    refuses(s, MOVE(ARG(COUNT), .count = 0), ACD_STATUS_REFUSED, "0 were asked for");
    refuses(s, MOVE(ARG(COUNT) | ARG(FROM), .count = 1, .from = "nowhere"), ACD_STATUS_REFUSED,
            "there is no queue nowhere");
    refuses(s, MOVE(ARG(COUNT) | ARG(FROM), .count = 1, .from = "sales"), ACD_STATUS_REFUSED,
            "to where they are");
    refuses(s, MOVE(ARG(AGENTS), .agents = nobody, .n_agents = 1), ACD_STATUS_REFUSED,
            "there is no agent nobody");
    refuses(s, MOVE(ARG(AGENTS), .agents = ana, .n_agents = 1), ACD_STATUS_REFUSED,
            "Ana serves sales already");
    site_event(s, "Event:QueueMemberRemoved Queue:backup MemberName:Dev Interface:PJSIP/4");
    refuses(s, MOVE(ARG(AGENTS), .agents = dev, .n_agents = 1), ACD_STATUS_REFUSED,
            "Dev is not logged in");
    refuses(s, ONE("agent_state", "PJSIP-4", ARG(STATE), .state = "paused"), ACD_STATUS_REFUSED,
            "Dev is not logged in");
}

static void all_hands_end_the_pauses_that_may_be_ended(void **state)
{
    struct asterisk_site *s = *state;
    struct acd_request all_hands = {.op = "all_hands", .queue = "sales"};
    uint32_t n;
    snprintf(s->settings.flexible[0], sizeof(s->settings.flexible[0]), "Coaching");
    s->settings.n_flexible = 1;
    refuses(s, all_hands, ACD_STATUS_REFUSED, "nobody of sales is in a pause that may be ended");
    site_event(s, "Event:QueueMemberPause Queue:sales MemberName:Ana Interface:PJSIP/1 Status:1 "
                  "Paused:1 PausedReason:Lunch");
    refuses(s, all_hands, ACD_STATUS_REFUSED, "nobody of sales");
    site_event(s, "Event:QueueMemberPause Queue:sales MemberName:Ana Interface:PJSIP/1 Status:1 "
                  "Paused:1 PausedReason:coaching");
    done(s, all_hands, "Action: QueuePause|Interface: PJSIP/1|Paused: false");
    (void)site_measures(s, 0, &n);
    assert_int_equal(n, 1);
    struct acd_outcome again = site_ask(s, all_hands);
    assert_int_equal(again.status, ACD_STATUS_REFUSED);
    assert_string_equal(again.why, "all_hands is already in force (m1)");
}

static void managers_are_called_in_and_sent_back(void **state)
{
    struct asterisk_site *s = *state;
    struct acd_request managers = {.op = "managers", .queue = "sales", .args = {.known = ARG(ON)}};
    refuses(s, managers, ACD_STATUS_REFUSED, "the managers take no calls of sales now");
    managers.args.on = true;
    refuses(s, managers, ACD_STATUS_REFUSED, "nobody is left in the reserve group");
    s->settings.agents = calloc(1, sizeof(*s->settings.agents));
    s->settings.n_agents = 1;
    snprintf(s->settings.agents[0].id, sizeof(s->settings.agents[0].id), "boss");
    snprintf(s->settings.agents[0].name, sizeof(s->settings.agents[0].name), "The Boss");
    snprintf(s->settings.agents[0].interface[0], PBX_NAME_BYTES, "PJSIP/1900");
    s->settings.agents[0].n_interfaces = 1;
    s->settings.agents[0].reserve = true;
    asterisk_site_restart(s);
    site_list(s);
    done(s, managers,
         "Action: QueueAdd|Queue: sales|Interface: PJSIP/1900|MemberName: The Boss|Paused: false");
    managers.args.on = false;
    done(s, managers, "Action: QueueRemove|Queue: sales|Interface: PJSIP/1900");
}

static void an_agent_is_paused_freed_and_logged_out(void **state)
{
    struct asterisk_site *s = *state;
    refuses(s, ONE("agent_state", "PJSIP-4", ARG(STATE), .state = "talking"), ACD_STATUS_REFUSED,
            "no state talking can be set");
    done(s,
         ONE("agent_state", "PJSIP-4", ARG(STATE) | ARG(REASON), .state = "paused",
             .reason = "Lunch"),
         "Action: QueuePause|Interface: PJSIP/4|Paused: true|Reason: Lunch");
    done(s, ONE("agent_state", "PJSIP-4", ARG(STATE), .state = "paused"), "Reason: supervisor");
    done(s, ONE("agent_state", "PJSIP-4", ARG(STATE), .state = "available"),
         "Action: QueuePause|Interface: PJSIP/4|Paused: false");
    done(s, ONE("agent_state", "PJSIP-4", ARG(STATE), .state = "offline"),
         "Action: QueueRemove|Queue: backup|Interface: PJSIP/4");
}

static void an_agent_is_given_queues_and_penalties(void **state)
{
    struct asterisk_site *s = *state;
    const char *const one_of = "add, remove or a prio is expected";
    refuses(s, SERVE("PJSIP-1", ARG(ADD) | ARG(REMOVE), .add = true, .remove = true),
            ACD_STATUS_REFUSED, one_of);
    refuses(s, SERVE("PJSIP-1", ARG(ADD)), ACD_STATUS_REFUSED, one_of);
    refuses(s, SERVE("PJSIP-1", ARG(ADD) | ARG(PRIO), .add = true, .prio = -1), ACD_STATUS_REFUSED,
            "0 or more");
    refuses(s, SERVE("PJSIP-4", ARG(ADD), .add = true), ACD_STATUS_REFUSED,
            "Dev serves backup already");
    refuses(s, SERVE("PJSIP-1", ARG(REMOVE), .remove = true), ACD_STATUS_REFUSED,
            "Ana does not serve backup");
    struct acd_request leave = SERVE("PJSIP-1", ARG(REMOVE), .remove = true);
    leave.queue = "sales";
    refuses(s, leave, ACD_STATUS_UNSUPPORTED, "queues.conf makes Ana a static member of sales");
    done(s, SERVE("PJSIP-1", ARG(ADD) | ARG(PRIO), .add = true, .prio = 2),
         "Action: QueueAdd|Queue: backup|Interface: PJSIP/1|MemberName: Ana|Penalty: 2|Paused: "
         "false");
    done(s, SERVE("PJSIP-4", ARG(PRIO), .prio = 5),
         "Action: QueuePenalty|Interface: PJSIP/4|Queue: backup|Penalty: 5");
    done(s, SERVE("PJSIP-4", ARG(REMOVE), .remove = true),
         "Action: QueueRemove|Queue: backup|Interface: PJSIP/4");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, asterisk_site_open, asterisk_site_close)
    const struct CMUnitTest tests[] = {
        TEST(the_free_are_moved_first),
        TEST(who_cannot_be_moved_is_said),
        TEST(all_hands_end_the_pauses_that_may_be_ended),
        TEST(managers_are_called_in_and_sent_back),
        TEST(an_agent_is_paused_freed_and_logged_out),
        TEST(an_agent_is_given_queues_and_penalties),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
