/* Contacts at an Asterisk by its events: one that comes again by another channel, is passed on,
 * called back, blocked, lost sight of; and events that make no sense. */
#include "feed/asterisk/pbx_inside.h"
#include "tests/support/asterisk_site.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

enum { SALES, BACKUP };
#define CALL(unique)                                                                               \
    "Channel:PJSIP/c-" unique " CallerIDNum:155512345 Uniqueid:7." unique " Linkedid:7.1 "
#define ANA "Interface:PJSIP/1 MemberName:Ana "

static struct acd_queue queue(struct asterisk_site *s, int which, int64_t ms)
{
    pbx_advance(s->pbx, SITE_T0 + ms);
    return *pbx_tell_queue(s->pbx, which, SITE_T0 + ms);
}

static const struct acd_call *call_of(const struct acd_queue *told, const char *id)
{
    for (uint32_t i = 0; i < told->n_calls; i++)
        if (strcmp(told->calls[i].id, id) == 0)
            return &told->calls[i];
    return NULL;
}

static void another_channel_is_the_same_contact(void **state)
{
    struct asterisk_site *s = *state;
    site_event_at(s, 1000, "Event:QueueCallerJoin " CALL("1") "Queue:sales Position:3");
    site_event_at(s, 5000, "Event:QueueCallerLeave " CALL("1") "Queue:sales Position:3");
    site_event_at(s, 5100, "Event:QueueCallerJoin " CALL("2") "Queue:backup Position:1");
    site_event_at(s, 5200, "Event:Hangup Uniqueid:7.1"); /* the channel, not the contact */
    struct acd_queue backup = queue(s, BACKUP, 6000);
    assert_int_equal(backup.waiting, 1);
    const struct acd_call *call = call_of(&backup, "7.1");
    assert_non_null(call);
    assert_int_equal(call->wait_ms, 5000);
    assert_int_equal(backup.day.overflow_in, 1);
    assert_int_equal(queue(s, SALES, 6000).day.overflow_out, 1);
    site_event_at(s, 9000, "Event:Hangup Uniqueid:7.2"); /* hung up in the line: given up */
    const struct acd_event *told = pbx_take_event(s->pbx);
    assert_string_equal(told->type, "abandon");
    assert_string_equal(told->call, "7.1");
    assert_int_equal(told->wait_ms, 8000);
    assert_int_equal(queue(s, BACKUP, 9000).day.abandoned, 1);
    assert_int_equal(queue(s, BACKUP, 9000).waiting, 0);
}

static void who_is_passed_on_waits_anew(void **state)
{
    struct asterisk_site *s = *state;
    site_event_at(s, 1000, "Event:QueueCallerJoin " CALL("1") "Queue:sales Position:3");
    site_event_at(s, 2000, "Event:AgentConnect " CALL("1") "Queue:sales HoldTime:1 " ANA);
    site_event_at(s, 60000, "Event:QueueCallerJoin " CALL("1") "Queue:backup Position:1");
    struct acd_queue backup = queue(s, BACKUP, 63000);
    const struct acd_call *call = call_of(&backup, "7.1");
    assert_non_null(call);
    assert_int_equal(call->wait_ms, 3000);
}

static void the_dialplan_tells_of_the_blocked_and_the_called_back(void **state)
{
    struct asterisk_site *s = *state;
    site_event_at(s, 1000, "Event:UserEvent UserEvent:AcdBlocked Queue:sales");
    site_event_at(s, 1000, "Event:UserEvent UserEvent:AcdBlocked Queue:nowhere");
    site_event_at(s, 1000, "Event:UserEvent UserEvent:Other Queue:sales");
    assert_int_equal(queue(s, SALES, 1000).day.blocked, 1);
    assert_int_equal(queue(s, SALES, 1000).waiting, 2);
    site_event_at(s, 2000, "Event:UserEvent UserEvent:AcdCallback Queue:sales Uniqueid:9.1");
    site_event_at(s, 2000, "Event:UserEvent UserEvent:AcdCallback Queue:sales Uniqueid:9.77");
    assert_int_equal(queue(s, SALES, 2000).day.callback, 1);
    assert_int_equal(queue(s, SALES, 2000).waiting, 1);
    assert_int_equal(queue(s, SALES, 2000).day.abandoned, 0);
    s->settings.hooks = false;
    site_event_at(s, 3000, "Event:UserEvent UserEvent:AcdBlocked Queue:sales");
    assert_int_equal(queue(s, SALES, 3000).day.blocked, 1);
}

static void a_renamed_channel_is_moved_by_its_new_name(void **state)
{
    struct asterisk_site *s = *state;
    site_event_at(s, 1000, "Event:Rename Channel:c-1 Newname:c-1<masq> Uniqueid:9.1");
    site_event_at(s, 1000, "Event:Rename Channel:x Newname:y Uniqueid:0.0");
    struct acd_request priority = {
        .op = "priority", .call = "9.1", .args = {.known = ACD_BIT(ACD_ARGS_PRIO), .prio = 1}};
    assert_int_equal(site_ask(s, priority).status, ACD_STATUS_ACCEPTED);
    site_sends(s, "Action: QueueChangePriorityCaller|Caller: c-1<masq>");
}

static void a_talk_whose_end_is_never_told_ends_with_its_caller(void **state)
{
    struct asterisk_site *s = *state;
    site_event_at(s, 1000, "Event:QueueCallerJoin " CALL("1") "Queue:sales Position:3");
    site_event_at(s, 2000, "Event:AgentConnect " CALL("1") "Queue:sales HoldTime:1 " ANA);
    site_event_at(s, 2010, "Event:QueueMemberStatus Queue:sales " ANA "Status:2 Paused:0");
    site_event_at(s, 30000, "Event:Hangup Uniqueid:7.1");
    assert_int_equal(queue(s, SALES, 34000).active, 1); /* AgentComplete may yet come */
    site_event_at(s, 36000, "Event:QueueMemberStatus Queue:sales " ANA "Status:1 Paused:0");
    struct acd_queue sales = queue(s, SALES, 37000);
    assert_int_equal(sales.active, 0);
    assert_int_equal(sales.day.talk_ms, 28000);
    assert_int_equal(pbx_tell_agent(s->pbx, 0, SITE_T0 + 37000)->state, ACD_STATE_AVAILABLE);
}

static void who_left_is_forgotten_after_an_hour(void **state)
{
    struct asterisk_site *s = *state;
    site_event_at(s, 1000,
                  "Event:QueueCallerLeave Queue:sales Channel:c-1 Uniqueid:9.1 Linkedid:9.1");
    pbx_advance(s->pbx, SITE_T0 + 3600000);
    assert_non_null(pbx_find_call(s->pbx, "9.1"));
    pbx_advance(s->pbx, SITE_T0 + 3602001);
    assert_null(pbx_find_call(s->pbx, "9.1"));
}

static void what_makes_no_sense_is_counted_and_changes_nothing(void **state)
{
    struct asterisk_site *s = *state;
    static const char *const strange[] = {
        "Event:QueueCallerJoin Queue:sales",
        "Event:QueueCallerJoin Uniqueid:1.1",
        "Event:QueueCallerLeave Queue:backup Uniqueid:9.1 Channel:c-1", /* it waits in sales */
        "Event:QueueCallerAbandon Uniqueid:1.2",
        "Event:AgentCalled Queue:sales",
        "Event:AgentConnect Queue:sales " ANA,
        "Event:AgentComplete Queue:sales Uniqueid:5.5 " ANA,
        "Event:AgentComplete Queue:sales " ANA,
        "Event:AgentRingNoAnswer " ANA};
    for (size_t i = 0; i < ACD_COUNT_OF(strange); i++) {
        uint64_t before = pbx_health(s->pbx).strange;
        site_event_at(s, 1000, strange[i]);
        if (pbx_health(s->pbx).strange != before + 1)
            fail_msg("%s was taken", strange[i]);
    }
    uint64_t unknown = pbx_health(s->pbx).unknown;
    site_event_at(s, 1000, "Event:OfALaterRelease Queue:sales");
    site_event_at(s, 1000, "Event:Newexten Uniqueid:9.1"); /* known, and of no interest */
    assert_int_equal(pbx_health(s->pbx).unknown, unknown + 1);
    assert_int_equal(queue(s, SALES, 1000).waiting, 2);
    assert_int_equal(queue(s, SALES, 1000).active, 0);
}

static void a_hidden_queue_tells_of_nobody(void **state)
{
    struct asterisk_site *s = *state;
    s->pbx->queues[SALES].hidden = true;
    site_event_at(s, 1000,
                  "Event:QueueCallerAbandon Queue:sales Channel:c-1 Uniqueid:9.1 HoldTime:31");
    site_event_at(s, 1001, "Event:Hangup Uniqueid:9.1");
    assert_null(pbx_take_event(s->pbx));
    struct acd_request close = {.op = "close", .queue = "sales"};
    assert_string_equal(site_ask(s, close).why, "there is no queue sales at asterisk");
    while (pbx_changed_queue(s->pbx) != PBX_NONE)
        assert_int_not_equal(pbx_changed_queue(s->pbx), SALES);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, asterisk_site_open, asterisk_site_close)
    const struct CMUnitTest tests[] = {
        TEST(another_channel_is_the_same_contact),
        TEST(who_is_passed_on_waits_anew),
        TEST(the_dialplan_tells_of_the_blocked_and_the_called_back),
        TEST(a_renamed_channel_is_moved_by_its_new_name),
        TEST(a_talk_whose_end_is_never_told_ends_with_its_caller),
        TEST(who_left_is_forgotten_after_an_hour),
        TEST(what_makes_no_sense_is_counted_and_changes_nothing),
        TEST(a_hidden_queue_tells_of_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
