/* A floor told of event by event: agents' true states, one person over several queues, contacts that
 * come again, gaps; and what is kept over a restart. */
#include "feed/asterisk/pbx.h"

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

#define T0 INT64_C(1795287600000)

struct site {
    struct pbx_settings settings;
    struct pbx *pbx;
    struct ami_parser parser;
};

/* Lines of one message, blank-separated words "Key:Value", '_' for a blank; at `ms` after T0. */
static void tell(struct site *s, int ms, const char *words)
{
    char text[2048], *out = text;
    const struct ami_message *message;
    for (; *words; words++)
        *out++ = *words == ' ' ? '\n' : *words == '_' ? ' ' : *words;
    out += sprintf(out, "\nTimestamp: %lld.%03d000\n\n", (long long)((T0 + ms) / 1000),
                   (int)((T0 + ms) % 1000));
    pbx_advance(s->pbx, T0 + ms);
    (void)ami_take(&s->parser, text, (size_t)(out - text), &message);
    assert_non_null(message);
    pbx_event(s->pbx, message, T0 + ms);
}

static void list(struct site *s, int ms, const char *members)
{
    char text[512];
    tell(s, ms, "Event:QueueParams Queue:sales ActionID:full-1");
    tell(s, ms, "Event:QueueParams Queue:support ActionID:full-1");
    for (const char *queue = members; *queue; queue += strlen(queue) + 1) {
        snprintf(text, sizeof(text),
                 "Event:QueueMember Queue:%s Name:Ana_Ruiz Location:PJSIP/1 Membership:static "
                 "Status:1 Paused:0 ActionID:full-1", queue);
        tell(s, ms, text);
    }
    tell(s, ms, "Event:QueueStatusComplete ActionID:full-1");
}

static int open_site(void **state)
{
    struct site *s = calloc(1, sizeof(*s));
    pbx_settings_init(&s->settings);
    s->settings.wrapup_ms = 5000;
    s->pbx = pbx_new(&s->settings, T0);
    pbx_connected(s->pbx, T0);
    list(s, 0, "sales\0support\0");
    assert_true(pbx_whole(s->pbx));
    *state = s;
    return 0;
}

static int close_site(void **state)
{
    struct site *s = *state;
    pbx_free(s->pbx);
    pbx_settings_release(&s->settings);
    free(s);
    return 0;
}

static const struct acd_agent *agent(struct site *s, int ms)
{
    pbx_advance(s->pbx, T0 + ms);
    const struct acd_agent *told = pbx_tell_agent(s->pbx, 0, T0 + ms);
    assert_string_equal(told->id, "PJSIP-1");
    return told;
}

static struct acd_queue queue(struct site *s, int which, int ms)
{
    return *pbx_tell_queue(s->pbx, which, T0 + ms);
}
enum { SALES, SUPPORT };

#define CALL "Channel:PJSIP/c-1 CallerIDNum:155512345 Uniqueid:9.1 Linkedid:9.1 "
#define ANA "Interface:PJSIP/1 MemberName:Ana_Ruiz "
#define STATUS(queue, status)                                                                      \
    "Event:QueueMemberStatus Queue:" queue " " ANA "Membership:static Paused:0 Status:" status

static void one_call_from_ring_to_wrap_up(void **state)
{
    struct site *s = *state;
    static const struct {
        int ms;
        const char *event;
        int state, look_ms; /* after look_ms the agent is in this state */
    } course[] = {
        {1000, "Event:QueueCallerJoin " CALL "Queue:sales Position:1", ACD_STATE_AVAILABLE, 1000},
        {1100, "Event:AgentCalled " CALL "Queue:sales DestUniqueid:9.2 " ANA, ACD_STATE_RINGING, 1100},
        {1110, STATUS("sales", "6"), ACD_STATE_RINGING, 3000},
        {4000, "Event:QueueCallerLeave " CALL "Queue:sales Position:1", ACD_STATE_RINGING, 4000},
        {4000, "Event:AgentConnect " CALL "Queue:sales DestUniqueid:9.2 HoldTime:3 RingTime:2 " ANA,
         ACD_STATE_TALKING, 4000},
        {4010, STATUS("sales", "2"), ACD_STATE_TALKING, 9000},
        {9000, "Event:Hold Uniqueid:9.2 Linkedid:9.1", ACD_STATE_HOLD, 9000},
        {11000, "Event:Unhold Uniqueid:9.2 Linkedid:9.1", ACD_STATE_TALKING, 11000},
        {14000, "Event:AgentComplete " CALL "Queue:sales TalkTime:10 Reason:agent " ANA, ACD_STATE_ACW,
         14000},
        {14005, STATUS("sales", "1"), ACD_STATE_ACW, 18999},
        {20000, "Event:Hangup Uniqueid:9.1", ACD_STATE_AVAILABLE, 20000},
    };
    for (size_t i = 0; i < ACD_COUNT_OF(course); i++) {
        tell(s, course[i].ms, course[i].event);
        assert_int_equal(agent(s, course[i].look_ms)->state, course[i].state);
    }
    struct acd_queue sales = queue(s, SALES, 20000);
    assert_int_equal(sales.day.answered, 1);
    assert_int_equal(sales.day.wait_ms, 3000);
    assert_int_equal(sales.day.ring_ms, 2900);
    assert_int_equal(sales.day.talk_ms, 8000);
    assert_int_equal(sales.day.hold_ms, 2000);
    assert_int_equal(sales.day.acw_ms, 5000);
    assert_int_equal(agent(s, 20000)->day.acw_ms, 5000);
    assert_int_equal(agent(s, 20000)->state_ms, 1000); /* wrap-up ended at 19 s by the timer */
}

static void what_a_phone_does_beside_the_queues(void **state)
{
    struct site *s = *state;
    tell(s, 1000, STATUS("sales", "2"));
    assert_int_equal(agent(s, 1100)->state, ACD_STATE_AVAILABLE); /* an event may yet explain it */
    assert_int_equal(agent(s, 2500)->state, ACD_STATE_OUTBOUND);
    assert_in_range(agent(s, 2500)->state_ms, 1400, 1500); /* what was told at 1100 stays told */
    tell(s, 3000, STATUS("sales", "1"));
    assert_int_equal(agent(s, 3000)->state, ACD_STATE_AVAILABLE);
    tell(s, 4000, STATUS("sales", "5"));
    tell(s, 4000, STATUS("support", "5"));
    assert_int_equal(agent(s, 4000)->state, ACD_STATE_OFFLINE);
}

static void a_pause_in_one_queue_is_no_pause_of_the_person(void **state)
{
    struct site *s = *state;
    tell(s, 1000, "Event:QueueMemberPause Queue:sales " ANA "Status:1 Paused:1 PausedReason:Lunch");
    assert_int_equal(agent(s, 1000)->state, ACD_STATE_AVAILABLE);
    assert_int_equal(queue(s, SALES, 1000).agents.count[ACD_STATE_PAUSED], 1);
    assert_int_equal(queue(s, SUPPORT, 1000).agents.count[ACD_STATE_AVAILABLE], 1);
    tell(s, 2000, "Event:QueueMemberPause Queue:support " ANA "Status:1 Paused:1 PausedReason:Lunch");
    assert_int_equal(agent(s, 2000)->state, ACD_STATE_PAUSED);
    assert_string_equal(agent(s, 2000)->reason, "Lunch");
    assert_int_equal(agent(s, 2000)->n_queues, 2); /* one person */
}

static void an_overflow_is_one_contact_and_its_wait_goes_on(void **state)
{
    struct site *s = *state;
    tell(s, 1000, "Event:QueueCallerJoin " CALL "Queue:sales Position:1");
    tell(s, 9000, "Event:QueueCallerAbandon " CALL "Queue:sales Position:1 HoldTime:8");
    tell(s, 9001, "Event:QueueCallerLeave " CALL "Queue:sales Position:1");
    assert_int_equal(queue(s, SALES, 9001).day.abandoned, 1); /* for all anyone knows */
    tell(s, 9100, "Event:QueueCallerJoin " CALL "Queue:support Position:1");
    assert_int_equal(queue(s, SALES, 9100).day.abandoned, 0);
    assert_int_equal(queue(s, SALES, 9100).day.overflow_out, 1);
    assert_int_equal(queue(s, SUPPORT, 9100).day.overflow_in, 1);
    assert_int_equal(queue(s, SUPPORT, 10000).oldest_ms, 9000);
    assert_null(pbx_take_event(s->pbx));
    tell(s, 12000, "Event:QueueCallerAbandon " CALL "Queue:support Position:1 HoldTime:2");
    tell(s, 12001, "Event:Hangup Uniqueid:9.1");
    const struct acd_event *event = pbx_take_event(s->pbx);
    assert_non_null(event);
    assert_string_equal(event->queue, "support");
    assert_string_equal(event->from, "******345");
    assert_int_equal(event->wait_ms, 11000);
    assert_null(pbx_take_event(s->pbx));
}

static void a_gap_is_unknown_then_told(void **state)
{
    struct site *s = *state;
    tell(s, 1000, "Event:QueueCallerJoin " CALL "Queue:sales Position:1");
    tell(s, 2000, "Event:AgentConnect " CALL "Queue:sales HoldTime:1 " ANA);
    pbx_lost(s->pbx, T0 + 3000, "it fell over");
    assert_false(ACD_KNOWN(agent(s, 3000), ACD_AGENT_STATE));
    struct acd_queue sales = queue(s, SALES, 3000);
    assert_false(ACD_KNOWN(&sales, ACD_QUEUE_WAITING));
    assert_true(ACD_KNOWN(&sales, ACD_QUEUE_DAY));
    assert_non_null(strstr(pbx_tell_site(s->pbx, T0 + 3000)->text, "it fell over"));
    pbx_connected(s->pbx, T0 + 60000);
    list(s, 60000, "sales\0support\0"); /* idle: the talk has ended, no one knows when */
    assert_int_equal(agent(s, 60000)->state, ACD_STATE_AVAILABLE);
    assert_int_equal(queue(s, SALES, 60000).active, 0);
    assert_non_null(strstr(pbx_tell_site(s->pbx, T0 + 60000)->text, "not whole"));
    assert_int_equal(pbx_health(s->pbx).gaps, 1);
}

static void the_waiting_stand_where_asterisk_has_them(void **state)
{
    struct site *s = *state;
    tell(s, 1000, "Event:QueueCallerJoin Channel:c-1 Uniqueid:9.1 Linkedid:9.1 Queue:sales Position:1");
    tell(s, 2000, "Event:QueueCallerJoin Channel:c-2 Uniqueid:9.2 Linkedid:9.2 Queue:sales Position:2");
    tell(s, 3000, "Event:QueueCallerJoin Channel:c-3 Uniqueid:9.3 Linkedid:9.3 Queue:sales Position:1");
    assert_string_equal(pbx_wants_line(s->pbx, T0 + 3000), "sales");
    tell(s, 3100, "Event:QueueEntry Queue:sales Position:1 Uniqueid:9.3 Wait:0 Priority:5 ActionID:line-1");
    struct acd_queue sales = queue(s, SALES, 4000);
    assert_int_equal(sales.n_calls, 3);
    static const struct {
        const char *id;
        int64_t pos, wait_ms;
    } expected[] = {{"9.1", 2, 3000}, {"9.2", 3, 2000}, {"9.3", 1, 1000}};
    for (int i = 0; i < 3; i++) {
        assert_string_equal(sales.calls[i].id, expected[i].id);
        assert_int_equal(sales.calls[i].pos, expected[i].pos);
        assert_int_equal(sales.calls[i].wait_ms, expected[i].wait_ms);
    }
    assert_int_equal(sales.calls[2].prio, 5);
}

static void what_is_saved_is_taken_up(void **state)
{
    struct site *s = *state;
    char path[] = "/tmp/acdwall-pbx-XXXXXX";
    struct acd_fault why;
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    tell(s, 1000, "Event:QueueCallerJoin " CALL "Queue:sales Position:1");
    tell(s, 2000, "Event:AgentConnect " CALL "Queue:sales HoldTime:1 " ANA);
    assert_true(pbx_save(s->pbx, path, T0 + 5000, &why));
    pbx_free(s->pbx);
    s->pbx = pbx_new(&s->settings, T0 + 8000);
    assert_true(pbx_load(s->pbx, path, T0 + 8000, &why));
    pbx_connected(s->pbx, T0 + 8000);
    tell(s, 8000, "Event:QueueParams Queue:sales ActionID:full-1");
    tell(s, 8000, "Event:QueueMember Queue:sales Name:Ana_Ruiz Location:PJSIP/1 Status:2 ActionID:full-1");
    tell(s, 8000, "Event:QueueStatusComplete ActionID:full-1");
    assert_int_equal(agent(s, 8000)->state, ACD_STATE_TALKING); /* still busy: the same talk */
    assert_int_equal(agent(s, 8000)->day.handled, 1);
    tell(s, 9000, "Event:AgentComplete " CALL "Queue:sales Reason:agent " ANA);
    struct acd_queue sales = queue(s, SALES, 9000);
    assert_int_equal(sales.day.answered, 1);
    assert_int_equal(sales.day.talk_ms, 7000);
    assert_int_equal(sales.active, 0);
    char beside[64];
    struct stat about;
    snprintf(beside, sizeof(beside), "%s.agents", path);
    assert_int_equal(stat(beside, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600); /* whose day it was is nobody else's matter */
    unlink(beside);
    unlink(path);
}

static void texts_are_made_fit(void **state)
{
    (void)state;
    char id[PBX_ID_BYTES], text[32];
    pbx_make_id(id, "Local/1001@agents/n");
    assert_string_equal(id, "Local-1001@agents-n");
    pbx_make_text(text, sizeof(text), "M\xfcller\x1b[2J");
    assert_string_equal(text, "M?ller?[2J");
    pbx_make_text(text, 4, "ab\xc3\xa4");
    assert_string_equal(text, "ab");
    pbx_mask(id, "15551234", 3);
    assert_string_equal(id, "*****234");
    pbx_mask(id, "<unknown>", 3);
    assert_string_equal(id, "");
    pbx_mask(id, "12", 0);
    assert_string_equal(id, "**");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_site, close_site)
    const struct CMUnitTest tests[] = {
        TEST(one_call_from_ring_to_wrap_up),
        TEST(what_a_phone_does_beside_the_queues),
        TEST(a_pause_in_one_queue_is_no_pause_of_the_person),
        TEST(an_overflow_is_one_contact_and_its_wait_goes_on),
        TEST(a_gap_is_unknown_then_told),
        TEST(the_waiting_stand_where_asterisk_has_them),
        TEST(what_is_saved_is_taken_up),
        cmocka_unit_test(texts_are_made_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
