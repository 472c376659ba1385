/* Operations as AMI actions: what is sent in which order, what an answer makes of it, what is refused
 * before anything is sent. */
#include "feed/asterisk/pbx_ops.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define T0 INT64_C(1795287600000)

struct site {
    struct pbx_settings settings;
    struct pbx *pbx;
    struct pbx_ops *ops;
    struct ami_parser parser;
    char id[64]; /* of the last action */
};

/* "Key:Value Key:Value", '_' for a blank. */
static const struct ami_message *message(struct site *s, const char *words)
{
    static char text[4096];
    const struct ami_message *message;
    char *out = text;
    for (; *words; words++)
        *out++ = *words == ' ' ? '\n' : *words == '_' ? ' ' : *words;
    out += sprintf(out, "\n\n");
    (void)ami_take(&s->parser, text, (size_t)(out - text), &message);
    assert_non_null(message);
    return message;
}

static void event(struct site *s, const char *words)
{
    pbx_event(s->pbx, message(s, words), T0);
}

static void rights(struct site *s, const char *actions, const char *version)
{
    pbx_ops_rights(s->ops, message(s, actions));
    pbx_ops_version(s->ops, version, "");
}

#define ALL                                                                                        \
    "QueuePause:x QueueAdd:x QueueRemove:x QueuePenalty:x Redirect:x QueueWithdrawCaller:x "       \
    "QueueChangePriorityCaller:x Setvar:x Getvar:x ShowDialPlan:x"

static int open_site(void **state)
{
    struct site *s = calloc(1, sizeof(*s));
    static const char *const queues[] = {"sales", "backup"};
    char text[256];
    pbx_settings_init(&s->settings);
    snprintf(s->settings.context, sizeof(s->settings.context), "callers");
    s->settings.hooks = true;
    s->pbx = pbx_new(&s->settings, T0);
    s->ops = pbx_ops_new(s->pbx);
    pbx_connected(s->pbx, T0);
    for (int i = 0; i < 2; i++) {
        snprintf(text, sizeof(text), "Event:QueueParams Queue:%s ActionID:full-1", queues[i]);
        event(s, text);
    }
    event(s, "Event:QueueMember Queue:sales Name:Ana Location:PJSIP/1 Membership:static Status:1 "
             "Paused:0 ActionID:full-1");
    event(s, "Event:QueueMember Queue:backup Name:Dev Location:PJSIP/4 Membership:dynamic Status:1 "
             "Paused:0 ActionID:full-1");
    event(s, "Event:QueueEntry Queue:sales Position:1 Channel:c-1 Uniqueid:9.1 Wait:30 ActionID:full-1");
    event(s, "Event:QueueEntry Queue:sales Position:2 Channel:c-2 Uniqueid:9.2 Wait:40 ActionID:full-1");
    event(s, "Event:QueueStatusComplete ActionID:full-1");
    rights(s, ALL, "22.1.0");
    *state = s;
    return 0;
}

static int close_site(void **state)
{
    struct site *s = *state;
    pbx_ops_free(s->ops);
    pbx_free(s->pbx);
    pbx_settings_release(&s->settings);
    free(s);
    return 0;
}

static struct acd_outcome ask(struct site *s, struct acd_request request)
{
    request.known |= ACD_BIT(ACD_REQUEST_ID) | ACD_BIT(ACD_REQUEST_OP) | ACD_BIT(ACD_REQUEST_SITE) |
                     ACD_BIT(ACD_REQUEST_ARGS);
    request.id = "r1";
    request.site = "asterisk";
    if (request.queue)
        ACD_KNOW(&request, ACD_REQUEST_QUEUE);
    if (request.agent)
        ACD_KNOW(&request, ACD_REQUEST_AGENT);
    if (request.call)
        ACD_KNOW(&request, ACD_REQUEST_CALL);
    return pbx_ops_command(s->ops, &request, T0);
}

/* The next action holds each of the '|'-parted lines; NULL: there is none. */
static void sends(struct site *s, const char *lines)
{
    const char *action = pbx_ops_take_action(s->ops, T0);
    char line[256];
    if (!lines) {
        assert_null(action);
        return;
    }
    assert_non_null(action);
    const char *id = strstr(action, "ActionID: ");
    assert_int_equal(sscanf(id, "ActionID: %63s", s->id), 1);
    for (; *lines; lines += *lines == '|') {
        size_t n = strcspn(lines, "|");
        snprintf(line, sizeof(line), "%.*s\r\n", (int)n, lines);
        if (!strstr(action, line))
            fail_msg("%s is not in\n%s", line, action);
        lines += n;
    }
}

static void answers(struct site *s, const char *rest)
{
    char words[512];
    snprintf(words, sizeof(words), "ActionID:%s %s", s->id, rest);
    pbx_ops_answer(s->ops, message(s, words), T0);
}

static void ends(struct site *s, enum acd_status expected, const char *words)
{
    const char *request, *why;
    enum acd_status status;
    pbx_ops_advance(s->ops, T0);
    assert_true(pbx_ops_take_finished(s->ops, &request, &status, &why));
    assert_string_equal(request, "r1");
    assert_int_equal(status, expected);
    if (words)
        assert_non_null(strstr(why ? why : "", words));
}

static uint32_t measures(struct site *s)
{
    struct acd_queue told = {0};
    pbx_ops_tell(s->ops, 0, T0, &told);
    return told.n_measures;
}

#define OVERFLOW(...)                                                                              \
    (struct acd_request)                                                                           \
    {                                                                                              \
        .op = "overflow", .queue = "sales", .args = {.known = __VA_ARGS__ }                        \
    }
#define ARG(name) ACD_BIT(ACD_ARGS_##name)

static void overflow_looks_before_it_moves_the_oldest_first(void **state)
{
    struct site *s = *state;
    struct acd_outcome told = ask(s, OVERFLOW(ARG(TO) | ARG(FOR), .to = "backup", .for_ms = 60000));
    assert_int_equal(told.status, ACD_STATUS_ACCEPTED);
    sends(s, "Action: ShowDialPlan|Context: callers|Extension: backup");
    sends(s, NULL);
    answers(s, "Response:Success EventList:start");
    sends(s, "Action: Redirect|Channel: c-2|Context: callers|Exten: backup|Priority: 1");
    answers(s, "Response:Success");
    sends(s, "Action: Redirect|Channel: c-1");
    answers(s, "Response:Success");
    ends(s, ACD_STATUS_DONE, NULL);
    sends(s, NULL); /* on their way: not a second time */
    assert_int_equal(measures(s), 1);
    event(s, "Event:QueueCallerJoin Queue:sales Channel:c-3 Uniqueid:9.3 Linkedid:9.3 Position:3");
    sends(s, "Action: Redirect|Channel: c-3"); /* those to come */
    answers(s, "Response:Success");
    pbx_ops_advance(s->ops, T0 + 60000);
    assert_int_equal(measures(s), 0);
    const struct acd_event *event_told = pbx_ops_take_event(s->ops);
    assert_non_null(event_told);
    assert_non_null(strstr(event_told->text, "has ended by itself"));
}

static void a_wrong_destination_moves_nobody(void **state)
{
    struct site *s = *state;
    (void)ask(s, OVERFLOW(ARG(TO), .to = "backup"));
    sends(s, "Action: ShowDialPlan");
    answers(s, "Response:Error Message:Did_not_find_extension");
    ends(s, ACD_STATUS_FAILED, "backup@callers is not in the dialplan");
    sends(s, NULL);
    assert_int_equal(measures(s), 0);
}

static void what_was_done_is_undone_in_turn(void **state)
{
    struct site *s = *state;
    const char *const dev[] = {"PJSIP-4"};
    (void)ask(s, (struct acd_request){.op = "move_agents",
                                      .queue = "sales",
                                      .args = {.known = ARG(AGENTS) | ARG(FOR) | ARG(INSTEAD),
                                               .agents = dev,
                                               .n_agents = 1,
                                               .for_ms = 1000,
                                               .instead = true}});
    sends(s, "Action: QueueAdd|Queue: sales|Interface: PJSIP/4|MemberName: Dev|Paused: false");
    answers(s, "Response:Success");
    sends(s, "Action: QueueRemove|Queue: backup|Interface: PJSIP/4");
    answers(s, "Response:Success");
    ends(s, ACD_STATUS_DONE, NULL);
    pbx_ops_advance(s->ops, T0 + 1000);
    sends(s, "Action: QueueAdd|Queue: backup|Interface: PJSIP/4");
    answers(s, "Response:Success");
    sends(s, "Action: QueueRemove|Queue: sales|Interface: PJSIP/4");
}

static void who_is_named_twice_is_moved_once(void **state)
{
    struct site *s = *state;
    const char *const twice[] = {"PJSIP-4", "PJSIP-4"};
    (void)ask(s, (struct acd_request){.op = "move_agents",
                                      .queue = "sales",
                                      .args = {.known = ARG(AGENTS), .agents = twice, .n_agents = 2}});
    sends(s, "Action: QueueAdd|Queue: sales|Interface: PJSIP/4");
    answers(s, "Response:Success");
    sends(s, NULL);
    ends(s, ACD_STATUS_DONE, NULL);
}

static void who_is_in_a_break_stays_in_it(void **state)
{
    struct site *s = *state;
    event(s, "Event:QueueMemberPause Queue:backup MemberName:Dev Interface:PJSIP/4 "
             "Membership:dynamic Status:1 Paused:1 PausedReason:Lunch");
    (void)ask(s, (struct acd_request){.op = "agent_queue",
                                      .queue = "sales",
                                      .agent = "PJSIP-4",
                                      .args = {.known = ARG(ADD), .add = true}});
    sends(s, "Action: QueueAdd|Queue: sales|Interface: PJSIP/4|Paused: true");
}

static void a_break_outlives_the_move(void **state)
{
    struct site *s = *state;
    const char *const dev[] = {"PJSIP-4"};
    const char *const ana[] = {"PJSIP-1"};
    struct acd_request move = {.op = "move_agents",
                               .queue = "sales",
                               .args = {.known = ARG(AGENTS) | ARG(FOR) | ARG(INSTEAD),
                                        .agents = dev,
                                        .n_agents = 1,
                                        .for_ms = 1000,
                                        .instead = true}};
    (void)ask(s, move);
    sends(s, "Action: QueueAdd|Queue: sales|Interface: PJSIP/4");
    answers(s, "Response:Success");
    sends(s, "Action: QueueRemove|Queue: backup|Interface: PJSIP/4");
    answers(s, "Response:Success");
    event(s, "Event:QueueMemberAdded Queue:sales MemberName:Dev Interface:PJSIP/4 "
             "Membership:dynamic Status:1 Paused:0");
    event(s, "Event:QueueMemberRemoved Queue:backup MemberName:Dev Interface:PJSIP/4");
    event(s, "Event:QueueMemberPause Queue:sales MemberName:Dev Interface:PJSIP/4 "
             "Membership:dynamic Status:1 Paused:1 PausedReason:Lunch");
    pbx_ops_advance(s->ops, T0 + 1000);
    sends(s, "Action: QueueAdd|Queue: backup|Interface: PJSIP/4|Paused: true");
    answers(s, "Response:Success");
    sends(s, "Action: QueueRemove|Queue: sales|Interface: PJSIP/4");
    answers(s, "Response:Success");

    move.queue = "backup"; /* a member of queues.conf is paused where it was */
    move.args.agents = ana;
    (void)ask(s, move);
    sends(s, "Action: QueueAdd|Queue: backup|Interface: PJSIP/1");
    answers(s, "Response:Success");
    sends(s, "Action: QueuePause|Interface: PJSIP/1|Queue: sales|Paused: true");
    answers(s, "Response:Success");
    static const char *const queues[] = {"sales Membership:static", "backup Membership:dynamic"};
    for (int i = 0; i < 2; i++) {
        char text[256];
        snprintf(text, sizeof(text), "Event:QueueMemberPause Interface:PJSIP/1 MemberName:Ana "
                 "Status:1 Paused:1 PausedReason:Lunch Queue:%s", queues[i]);
        event(s, text);
    }
    pbx_ops_advance(s->ops, T0 + 1000);
    sends(s, "Action: QueueRemove|Queue: backup|Interface: PJSIP/1");
}

static void hooks_are_variables_with_their_end(void **state)
{
    struct site *s = *state;
    (void)ask(s, (struct acd_request){.op = "throttle",
                                      .queue = "sales",
                                      .args = {.known = ARG(SHARE) | ARG(FOR), .share = 0.3,
                                               .for_ms = 60000}});
    sends(s, "Action: Setvar|Variable: ACDWALL_THROTTLE_sales|Value: 1795287660:30:");
    answers(s, "Response:Success");
    pbx_ops_advance(s->ops, T0 + 60000);
    sends(s, "Action: Setvar|Variable: ACDWALL_THROTTLE_sales|Value: ");
}

static void what_is_refused_sends_nothing(void **state)
{
    struct site *s = *state;
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
        struct acd_outcome told = ask(s, cases[i].request);
        assert_int_equal(told.status, cases[i].status);
        assert_non_null(strstr(told.why, cases[i].why));
        sends(s, NULL);
        assert_int_equal(measures(s), 0);
    }
}

static bool offers(struct site *s, const char *op)
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
    struct site *s = *state;
    struct acd_request priority = {.op = "priority", .call = "9.1", .args = {.known = ARG(PRIO), .prio = 3}};
    assert_true(offers(s, "priority") && offers(s, "overflow"));
    rights(s, ALL, "16.28.0");
    assert_false(offers(s, "priority"));
    assert_int_equal(ask(s, priority).status, ACD_STATUS_UNSUPPORTED);
    /* What the server lists for a user who may only read: he could, and must not. */
    rights(s, "QueueWithdrawCaller:x QueueChangePriorityCaller:x QueueReset:x", "22.1.0");
    assert_int_equal(ask(s, priority).status, ACD_STATUS_DENIED);
    assert_int_equal(ask(s, OVERFLOW(ARG(TO), .to = "backup")).status, ACD_STATUS_DENIED);
    assert_false(offers(s, "priority") || offers(s, "overflow"));
    rights(s, ALL, "22.1.0");
    s->settings.viewer = true;
    assert_int_equal(ask(s, priority).status, ACD_STATUS_DENIED);
    sends(s, NULL);
}

static void a_lost_connection_fails_what_was_under_way(void **state)
{
    struct site *s = *state;
    (void)ask(s, OVERFLOW(ARG(TO), .to = "backup"));
    sends(s, "Action: ShowDialPlan");
    pbx_ops_lost(s->ops);
    ends(s, ACD_STATUS_FAILED, "connection to Asterisk was lost");
    assert_int_equal(measures(s), 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_site, close_site)
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
