/* Operations on contacts at an Asterisk and those its dialplan carries out: which actions, in which
 * order, what is refused and why. */
#include "feed/asterisk/pbx_inside.h"
#include "tests/support/asterisk_site.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#define ARG(name) ACD_BIT(ACD_ARGS_##name)
#define AT(operation, where, ...)                                                                  \
    (struct acd_request)                                                                           \
    {                                                                                              \
        .op = operation, .queue = where, .args = {.known = __VA_ARGS__ }                           \
    }
#define CONTACT(operation, which, ...)                                                             \
    (struct acd_request)                                                                           \
    {                                                                                              \
        .op = operation, .call = which, .args = {.known = __VA_ARGS__ }                            \
    }
enum { SALES, BACKUP };

static void refuses(struct asterisk_site *s, struct acd_request request, enum acd_status status,
                    const char *words)
{
    struct acd_outcome told = site_ask(s, request);
    if (told.status != status || !told.why || !strstr(told.why, words))
        fail_msg("%d '%s' was expected, not %d '%s'", (int)status, words, (int)told.status, told.why);
    site_sends(s, NULL);
}

static void accepts(struct asterisk_site *s, struct acd_request request)
{
    struct acd_outcome told = site_ask(s, request);
    if (told.status != ACD_STATUS_ACCEPTED)
        fail_msg("refused: %s", told.why);
}

static void takes(struct asterisk_site *s, const char *action)
{
    site_sends(s, action);
    site_answers(s, "Response:Success");
}

static uint32_t in_force(struct asterisk_site *s, int queue)
{
    uint32_t n;
    (void)site_measures(s, queue, &n);
    return n;
}

static void so_many_go_and_no_measure_stays(void **state)
{
    struct asterisk_site *s = *state;
    refuses(s, AT("overflow", "sales", ARG(TO) | ARG(CALLS), .to = "backup", .calls = 0),
            ACD_STATUS_REFUSED, "none were asked for");
    accepts(s, AT("overflow", "sales", ARG(TO) | ARG(CALLS), .to = "backup", .calls = 1));
    takes(s, "Action: ShowDialPlan");
    takes(s, "Action: Redirect|Channel: c-2"); /* the oldest */
    site_ends(s, ACD_STATUS_DONE, NULL);
    site_sends(s, NULL);
    assert_int_equal(in_force(s, SALES), 0);
}

static void who_is_on_his_way_is_not_counted_again(void **state)
{
    struct asterisk_site *s = *state;
    accepts(s, AT("overflow", "sales", ARG(TO) | ARG(CALLS), .to = "backup", .calls = 1));
    takes(s, "Action: ShowDialPlan");
    takes(s, "Action: Redirect|Channel: c-2");
    site_ends(s, ACD_STATUS_DONE, NULL);
    accepts(s, AT("overflow", "sales", ARG(TO) | ARG(CALLS), .to = "backup", .calls = 2));
    takes(s, "Action: ShowDialPlan");
    takes(s, "Action: Redirect|Channel: c-1");
    site_ends(s, ACD_STATUS_DONE, NULL);
    assert_int_equal(in_force(s, SALES), 1); /* one is to come yet */
}

static void those_to_come_are_counted_down(void **state)
{
    struct asterisk_site *s = *state;
    accepts(s, AT("overflow", "sales", ARG(TO) | ARG(CALLS), .to = "backup", .calls = 3));
    takes(s, "Action: ShowDialPlan");
    takes(s, "Channel: c-2");
    takes(s, "Channel: c-1");
    site_ends(s, ACD_STATUS_DONE, NULL);
    assert_int_equal(in_force(s, SALES), 1);
    site_event(s, "Event:QueueCallerJoin Queue:sales Channel:c-3 Uniqueid:9.3 Linkedid:9.3 Position:3");
    assert_int_equal(in_force(s, SALES), 0);
    const struct acd_event *told = pbx_ops_take_event(s->ops);
    assert_string_equal(told->text, "overflow backup has ended: its contacts are through");
    assert_string_equal(told->queue, "sales");
    takes(s, "Action: Redirect|Channel: c-3");
    site_event(s, "Event:QueueCallerJoin Queue:sales Channel:c-4 Uniqueid:9.4 Linkedid:9.4 Position:4");
    site_sends(s, NULL);
}

static void an_overflow_is_ended_by_its_name(void **state)
{
    struct asterisk_site *s = *state;
    accepts(s, AT("overflow", "sales", ARG(TO), .to = "backup"));
    takes(s, "Action: ShowDialPlan");
    takes(s, "Channel: c-2");
    takes(s, "Channel: c-1");
    site_ends(s, ACD_STATUS_DONE, NULL);
    refuses(s, AT("overflow", "sales", ARG(TO), .to = "backup"), ACD_STATUS_REFUSED,
            "overflow is already in force (m1)");
    refuses(s, AT("overflow", "backup", ARG(TO), .to = "sales"), ACD_STATUS_REFUSED,
            "sales overflows itself");
    refuses(s, AT("overflow_end", "sales", ARG(MEASURE), .measure = "m9"), ACD_STATUS_REFUSED,
            "no measure m9 is in force at sales");
    refuses(s, AT("overflow_end", "backup", ARG(MEASURE), .measure = "m1"), ACD_STATUS_REFUSED,
            "no measure m1 is in force at backup");
    struct acd_request end = AT("overflow_end", "sales", ARG(MEASURE), .measure = "m1");
    end.by = "anna";
    ACD_KNOW(&end, ACD_REQUEST_BY);
    accepts(s, end);
    site_ends(s, ACD_STATUS_DONE, NULL);
    assert_int_equal(in_force(s, SALES), 0);
    const struct acd_event *told = pbx_ops_take_event(s->ops);
    assert_string_equal(told->text, "overflow backup was ended early");
    assert_string_equal(told->by, "anna");
    assert_string_equal(told->status, "done");
}

static void where_nobody_may_go(void **state)
{
    struct asterisk_site *s = *state;
    struct acd_request overflow = AT("overflow", "sales", ARG(TO), .to = "backup");
    struct pbx_queue_settings *backup = s->pbx->queues[BACKUP].made;
    backup->accepts_overflow = false;
    refuses(s, overflow, ACD_STATUS_REFUSED, "backup accepts no overflow");
    backup->accepts_overflow = true;
    pbx_ops_open_told(s->ops, site_message(s, "Response:Success ActionID:open-1 Value:9999999999:100:"),
                      SITE_T0);
    refuses(s, overflow, ACD_STATUS_REFUSED, "backup is closed");
    pbx_ops_open_told(s->ops, site_message(s, "Response:Success ActionID:open-1 Value:"), SITE_T0);
    s->settings.context[0] = '\0';
    refuses(s, overflow, ACD_STATUS_UNSUPPORTED, "do not say where calls enter backup");
    snprintf(backup->context, sizeof(backup->context), "desk");
    snprintf(backup->exten, sizeof(backup->exten), "700");
    site_rights(s, "QueuePause:x Redirect:x", "22.1.0");
    refuses(s, overflow, ACD_STATUS_DENIED, "the bridge's user may not ask for ShowDialPlan");
    site_rights(s, "QueuePause:x Redirect:x Command:x", "22.1.0");
    accepts(s, overflow);
    takes(s, "Action: Command|Command: dialplan show 700@desk");
    takes(s, "Action: Redirect|Channel: c-2|Context: desk|Exten: 700");
}

static void one_contact_is_redirected_once(void **state)
{
    struct asterisk_site *s = *state;
    s->settings.withdraw = true;
    accepts(s, CONTACT("redirect", "9.1", ARG(TO), .to = "backup"));
    takes(s, "Action: ShowDialPlan|Context: callers|Extension: backup");
    takes(s, "Action: QueueWithdrawCaller|Queue: sales|Caller: c-1|WithdrawInfo: callers,backup,1");
    site_ends(s, ACD_STATUS_DONE, NULL);
    refuses(s, CONTACT("redirect", "9.1", ARG(TO), .to = "backup"), ACD_STATUS_REFUSED,
            "contact 9.1 is on its way already");
    refuses(s, CONTACT("redirect", "9.2", ARG(TO), .to = "sales"), ACD_STATUS_REFUSED,
            "they wait in sales already");
    accepts(s, CONTACT("redirect", "9.2", ARG(TO), .to = "backup"));
    takes(s, "Action: ShowDialPlan");
    site_sends(s, "Action: QueueWithdrawCaller|Caller: c-2");
    site_answers(s, "Response:Error Message:No_such_caller");
    site_ends(s, ACD_STATUS_FAILED, "a contact: No such caller");
}

static void who_waits_is_put_before_others(void **state)
{
    struct asterisk_site *s = *state;
    accepts(s, CONTACT("priority", "9.1", ARG(PRIO), .prio = 7));
    takes(s, "Action: QueueChangePriorityCaller|Queue: sales|Caller: c-1|Priority: 7|Immediate: yes");
    site_ends(s, ACD_STATUS_DONE, NULL);
    assert_string_equal(pbx_wants_line(s->pbx, SITE_T0 + 5000), "sales"); /* the order is asked for */
}

/* --- what the dialplan carries out -------------------------------------------------------------- */

static void a_share_goes_to_a_partner_that_the_dialplan_knows(void **state)
{
    struct asterisk_site *s = *state;
    struct acd_request outsource = AT("outsource", "sales", ARG(TO) | ARG(SHARE), .to = "help", .share = 0);
    refuses(s, outsource, ACD_STATUS_REFUSED, "a share of 0 does nothing: 0.01 to 1 is expected");
    outsource.args.share = 0.5;
    outsource.args.to = "a b";
    refuses(s, outsource, ACD_STATUS_REFUSED, "a b: letters, digits");
    outsource.args.to = "help";
    accepts(s, outsource);
    takes(s, "Action: ShowDialPlan|Context: acdwall-partner|Extension: help");
    takes(s, "Action: Setvar|Variable: ACDWALL_OUTSOURCE_sales|Value: 9999999999:50:help");
    site_ends(s, ACD_STATUS_DONE, NULL);
    assert_int_equal(in_force(s, SALES), 1);
    struct acd_request reroute = AT("reroute", "sales", ARG(RULE), .rule = "night");
    site_rights(s, "Setvar:x QueuePause:x", "22.1.0");
    refuses(s, reroute, ACD_STATUS_DENIED, "night cannot be checked");
    site_rights(s, SITE_ALL_RIGHTS, "22.1.0");
    accepts(s, reroute);
    site_sends(s, "Action: ShowDialPlan|Context: acdwall-rule|Extension: night");
    site_answers(s, "Response:Error Message:x");
    site_ends(s, ACD_STATUS_FAILED, "night@acdwall-rule is not in the dialplan: x");
    assert_int_equal(in_force(s, SALES), 1);
}

static void announcements_and_call_backs_begin_and_end(void **state)
{
    struct asterisk_site *s = *state;
    struct acd_request callback = AT("callback", "sales", ARG(ON) | ARG(FOR), .for_ms = 60000);
    refuses(s, callback, ACD_STATUS_REFUSED, "no call-back is offered in sales now");
    callback.args.on = true;
    accepts(s, callback);
    takes(s, "Action: Setvar|Variable: ACDWALL_CALLBACK_sales|Value: 1795287660:100:");
    site_ends(s, ACD_STATUS_DONE, NULL);
    refuses(s, callback, ACD_STATUS_REFUSED, "callback is already in force (m1)");
    callback.args.on = false;
    accepts(s, callback);
    takes(s, "Action: Setvar|Variable: ACDWALL_CALLBACK_sales|Value: ");
    site_ends(s, ACD_STATUS_DONE, NULL);
    accepts(s, AT("announce", "sales", ARG(MESSAGE), .message = "down/today.v2"));
    takes(s, "Value: 9999999999:100:down/today.v2");
    site_ends(s, ACD_STATUS_DONE, NULL);
    refuses(s, AT("throttle", "sales", ARG(SHARE), .share = 1.01), ACD_STATUS_REFUSED, "a share of 1.01");
    s->settings.hooks = false;
    refuses(s, callback, ACD_STATUS_UNSUPPORTED, "callback needs the hooks in the dialplan");
}

static void a_queue_is_closed_and_opened(void **state)
{
    struct asterisk_site *s = *state;
    struct acd_request close = {.op = "close", .queue = "sales"}, open = {.op = "open", .queue = "sales"};
    assert_non_null(strstr(pbx_ops_ask_open(s->ops, SALES), "Variable: ACDWALL_CLOSED_sales\r\n"));
    assert_null(pbx_ops_ask_open(s->ops, 2));
    pbx_ops_open_told(s->ops, site_message(s, "ActionID:open-7 Value:1"), SITE_T0); /* no such queue */
    pbx_ops_open_told(s->ops, site_message(s, "ActionID:open-0 Value:1:100:"), SITE_T0); /* long over */
    refuses(s, open, ACD_STATUS_REFUSED, "sales is already open");
    accepts(s, close);
    takes(s, "Action: Setvar|Variable: ACDWALL_CLOSED_sales|Value: 9999999999:100:");
    site_ends(s, ACD_STATUS_DONE, NULL);
    assert_false(pbx_tell_queue(s->pbx, SALES, SITE_T0)->open);
    refuses(s, close, ACD_STATUS_REFUSED, "sales is already closed");
    accepts(s, open);
    takes(s, "Action: Setvar|Variable: ACDWALL_CLOSED_sales|Value: ");
    site_ends(s, ACD_STATUS_DONE, NULL);
    assert_true(pbx_tell_queue(s->pbx, SALES, SITE_T0)->open);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, asterisk_site_open, asterisk_site_close)
    const struct CMUnitTest tests[] = {
        TEST(so_many_go_and_no_measure_stays),
        TEST(who_is_on_his_way_is_not_counted_again),
        TEST(those_to_come_are_counted_down),
        TEST(an_overflow_is_ended_by_its_name),
        TEST(where_nobody_may_go),
        TEST(one_contact_is_redirected_once),
        TEST(who_waits_is_put_before_others),
        TEST(a_share_goes_to_a_partner_that_the_dialplan_knows),
        TEST(announcements_and_call_backs_begin_and_end),
        TEST(a_queue_is_closed_and_opened),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
