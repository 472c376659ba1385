/* Measures at an Asterisk over time: told, ended by the clock, kept over a restart of the bridge; and
 * orders that fail, come late or lose their connection. */
#include "feed/asterisk/pbx_inside.h"
#include "tests/support/asterisk_site.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ARG(name) ACD_BIT(ACD_ARGS_##name)
enum { SALES, BACKUP };

static struct acd_request overflow(const char *by, int64_t for_ms)
{
    struct acd_request request = {.op = "overflow", .queue = "sales", .by = by,
                                  .args = {.known = ARG(TO) | ARG(FOR), .to = "backup", .for_ms = for_ms}};
    if (by)
        ACD_KNOW(&request, ACD_REQUEST_BY);
    return request;
}

static struct acd_request throttle(int64_t for_ms)
{
    return (struct acd_request){.op = "throttle", .queue = "sales",
                                .args = {.known = ARG(SHARE) | ARG(FOR), .share = 0.25, .for_ms = for_ms}};
}

static void takes(struct asterisk_site *s, const char *action)
{
    site_sends(s, action);
    site_answers(s, "Response:Success");
}

static void begin_overflow(struct asterisk_site *s, const char *by)
{
    assert_int_equal(site_ask(s, overflow(by, 60000)).status, ACD_STATUS_ACCEPTED);
    takes(s, "Action: ShowDialPlan");
    takes(s, "Channel: c-2");
    takes(s, "Channel: c-1");
    site_ends(s, ACD_STATUS_DONE, NULL);
}

struct kept {
    char folder[32], path[64];
};

static struct kept place(void)
{
    struct kept kept = {.folder = "/tmp/acdwall-measures-XXXXXX"};
    assert_non_null(mkdtemp(kept.folder));
    snprintf(kept.path, sizeof(kept.path), "%s/site", kept.folder);
    return kept;
}

static void clear(const struct kept *kept)
{
    char file[96];
    snprintf(file, sizeof(file), "%s.measures", kept->path);
    unlink(file);
    assert_int_equal(rmdir(kept->folder), 0);
}

static void write_file(const struct kept *kept, const char *text)
{
    char name[96];
    snprintf(name, sizeof(name), "%s.measures", kept->path);
    FILE *file = fopen(name, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

/* The queues of this site stand in no settings: they are known by Asterisk's listing alone, later. */
static void an_overflow_goes_on_after_a_restart(void **state)
{
    struct asterisk_site *s = *state;
    struct kept kept = place();
    struct acd_fault why;
    uint32_t n;
    begin_overflow(s, "an\tn\na");
    assert_int_equal(site_ask(s, throttle(90000)).status, ACD_STATUS_ACCEPTED);
    takes(s, "Action: Setvar");
    site_ends(s, ACD_STATUS_DONE, NULL);
    assert_true(pbx_ops_save(s->ops, kept.path, &why));
    asterisk_site_restart(s);
    if (!pbx_ops_load(s->ops, kept.path, &why))
        fail_msg("%s", why.text);
    site_list(s);
    int sales = pbx_find_queue_id(s->pbx, "sales");
    const struct acd_measure *told = site_measures(s, sales, &n);
    assert_int_equal(n, 2);
    assert_string_equal(told[0].op, "overflow");
    assert_string_equal(told[0].to, "backup");
    assert_string_equal(told[0].by, "an?n?a"); /* a name is one line, whatever it is */
    assert_int_equal(told[0].left_ms, 60000);
    assert_string_equal(told[1].op, "throttle");
    site_event(s, "Event:QueueCallerJoin Queue:sales Channel:c-9 Uniqueid:9.9 Linkedid:9.9 Position:3");
    takes(s, "Action: Redirect|Channel: c-1|Exten: backup"); /* who is found waiting */
    takes(s, "Action: Redirect|Channel: c-2|Exten: backup");
    takes(s, "Action: Redirect|Channel: c-9|Exten: backup");
    pbx_ops_advance(s->ops, SITE_T0 + 90000);
    (void)site_measures(s, sales, &n);
    assert_int_equal(n, 0);
    takes(s, "Action: Setvar|Variable: ACDWALL_THROTTLE_sales|Value: "); /* as it was written down */
    site_sends(s, NULL);
    clear(&kept);
}

static void what_cannot_be_kept_or_read_is_said(void **state)
{
    struct asterisk_site *s = *state;
    struct kept kept = place();
    struct acd_fault why;
    char long_name[1100];
    memset(long_name, 'x', sizeof(long_name) - 1);
    long_name[sizeof(long_name) - 1] = '\0';
    assert_false(pbx_ops_save(s->ops, "/nowhere/at/all", &why));
    assert_non_null(strstr(why.text, "/nowhere/at/all.measures.new cannot be written: No such file"));
    assert_false(pbx_ops_save(s->ops, long_name, &why));
    assert_non_null(strstr(why.text, "the name is too long"));
    assert_false(pbx_ops_load(s->ops, kept.path, &why));
    assert_non_null(strstr(why.text, ".measures cannot be read: No such file"));
    static const char *const broken[] = {
        "measure\toverflow\tsales\tbackup\t1\t2\t1\n", "undo\tAction: x\n",
        "measure\tno_such_op\tsales\tbackup\t1\t2\t1\t-1\t-\t-\n",
        "measure\toverflow\tsales\tbackup\t1\t99999999999999999\t1\t-1\t-\t-\n",
        "measure\toverflow\tsales\tbackup\t-1\t2\t1\t-1\t-\t-\n",
        "measure\toverflow\tsales\tbackup\t1\t2\t1\t-2\t-\t-\n",
        "measure\toverflow\tsales\tbackup\t1\t2\t1\t-1\t-\t\xff\n"};
    for (size_t i = 0; i < ACD_COUNT_OF(broken); i++) {
        write_file(&kept, broken[i]);
        assert_false(pbx_ops_load(s->ops, kept.path, &why));
        assert_non_null(strstr(why.text, ".measures is not whole"));
    }
    clear(&kept);
}

static void a_server_that_does_not_answer_has_failed(void **state)
{
    struct asterisk_site *s = *state;
    const char *request, *why;
    enum acd_status status;
    uint32_t n;
    assert_int_equal(site_ask(s, throttle(60000)).status, ACD_STATUS_ACCEPTED);
    site_sends(s, "Action: Setvar");
    pbx_ops_advance(s->ops, SITE_T0 + 15000);
    assert_false(pbx_ops_take_finished(s->ops, &request, &status, &why));
    pbx_ops_advance(s->ops, SITE_T0 + 15001);
    assert_true(pbx_ops_take_finished(s->ops, &request, &status, &why));
    assert_int_equal(status, ACD_STATUS_FAILED);
    assert_string_equal(why, "sales: Asterisk did not answer");
    (void)site_measures(s, SALES, &n);
    assert_int_equal(n, 0);
    site_answers(s, "Response:Success"); /* too late: nobody's */
    pbx_ops_answer(s->ops, site_message(s, "ActionID:order-x Response:Success"), SITE_T0);
    assert_false(pbx_ops_take_finished(s->ops, &request, &status, &why));
}

static void what_undoes_a_measure_survives_the_connection(void **state)
{
    struct asterisk_site *s = *state;
    assert_int_equal(site_ask(s, throttle(60000)).status, ACD_STATUS_ACCEPTED);
    takes(s, "Action: Setvar");
    site_ends(s, ACD_STATUS_DONE, NULL);
    pbx_ops_advance(s->ops, SITE_T0 + 60000);
    site_sends(s, "Action: Setvar|Value: ");
    pbx_ops_lost(s->ops);
    takes(s, "Action: Setvar|Value: ");
    site_sends(s, NULL);
}

static void half_done_is_said(void **state)
{
    struct asterisk_site *s = *state;
    assert_int_equal(site_ask(s, overflow(NULL, 60000)).status, ACD_STATUS_ACCEPTED);
    takes(s, "Action: ShowDialPlan");
    takes(s, "Channel: c-2");
    site_sends(s, "Channel: c-1");
    pbx_ops_lost(s->ops);
    site_ends(s, ACD_STATUS_DONE, "1 of 2 done; the connection to Asterisk was lost");
}

static void claims_and_notices_need_no_asterisk(void **state)
{
    struct asterisk_site *s = *state;
    pbx_lost(s->pbx, SITE_T0, "it fell over");
    struct acd_request claim = {.op = "claim", .queue = "sales", .by = "anna",
                                .known = ACD_BIT(ACD_REQUEST_BY),
                                .args = {.known = ARG(ALERT), .alert = "berlin/sales/longest"}};
    assert_int_equal(site_ask(s, claim).status, ACD_STATUS_DONE);
    const struct acd_event *told = pbx_ops_take_event(s->ops);
    assert_string_equal(told->type, "claim");
    assert_string_equal(told->text, "berlin/sales/longest");
    assert_string_equal(told->request, "r1");
    assert_string_equal(told->by, "anna");
    assert_false(ACD_KNOWN(told, ACD_EVENT_OP));
    struct acd_request notice = {.op = "notice", .args = {.known = ARG(TEXT), .text = "fire\ndrill"}};
    assert_int_equal(site_ask(s, notice).status, ACD_STATUS_DONE);
    told = pbx_ops_take_event(s->ops);
    assert_string_equal(told->type, "notice");
    assert_string_equal(told->text, "fire?drill");
    assert_false(ACD_KNOWN(told, ACD_EVENT_QUEUE) || ACD_KNOWN(told, ACD_EVENT_BY));
    assert_null(pbx_ops_take_event(s->ops));
    assert_non_null(strstr(pbx_tell_site(s->pbx, SITE_T0)->text, "it fell over")); /* first things first */
    struct acd_outcome outcome = site_ask(s, throttle(1000));
    assert_int_equal(outcome.status, ACD_STATUS_REFUSED);
    assert_string_equal(outcome.why, "there is no connection to Asterisk now");
    site_list(s);
    assert_string_equal(pbx_tell_site(s->pbx, SITE_T0)->text, "fire?drill");
    pbx_advance(s->pbx, SITE_T0 + 600000);
    const struct acd_site *site = pbx_tell_site(s->pbx, SITE_T0 + 600000);
    assert_false(ACD_KNOWN(site, ACD_SITE_TEXT) && strstr(site->text, "fire"));
}

static void there_is_a_most_of_orders_and_of_measures(void **state)
{
    struct asterisk_site *s = *state;
    struct acd_request pause = {.op = "agent_state", .agent = "PJSIP-4",
                                .args = {.known = ARG(STATE), .state = "paused"}};
    for (int i = 0; i < 256; i++)
        assert_int_equal(site_ask(s, pause).status, ACD_STATUS_ACCEPTED);
    assert_string_equal(site_ask(s, pause).why, "256 operations are under way: try again later");
    pbx_ops_lost(s->ops);
    for (int i = 0; i < ACD_MAX_MEASURES; i++) {
        char asterisk[32];
        snprintf(asterisk, sizeof(asterisk), "q%d", i);
        int queue = pbx_find_queue_id(s->pbx, asterisk);
        assert_int_equal(queue, -1);
        char event[64];
        snprintf(event, sizeof(event), "Event:QueueParams Queue:q%d ActionID:full-2", i);
        site_event(s, event);
        struct acd_request one = throttle(1000);
        one.queue = asterisk;
        struct acd_outcome outcome = site_ask(s, one);
        if (outcome.status != ACD_STATUS_ACCEPTED)
            fail_msg("%d: %s", i, outcome.why);
    }
    char words[64];
    snprintf(words, sizeof(words), "%d measures are in force: end one first", ACD_MAX_MEASURES);
    assert_string_equal(site_ask(s, throttle(1000)).why, words);
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

static void the_version_says_whether_priority_moves(void **state)
{
    struct asterisk_site *s = *state;
    static const struct {
        const char *version, *banner;
        bool moves;
    } servers[] = {
        {"18.19.0", "", false}, {"18.20.0", "", true}, {"19.8.1", "", false}, {"20.4.9", "", false},
        {"20.5.0", "", true},   {"21.0.0", "", true},  {NULL, "Asterisk Call Manager/5.0.2", false},
        {NULL, "Asterisk Call Manager/11.0.0", true},  {NULL, "Something else", false},
        {"certified/18.9-cert5", "Asterisk Call Manager/7.0.3", false}};
    for (size_t i = 0; i < ACD_COUNT_OF(servers); i++) {
        pbx_ops_version(s->ops, servers[i].version, servers[i].banner);
        if (offers(s, "priority") != servers[i].moves)
            fail_msg("%s %s", servers[i].version ? servers[i].version : "", servers[i].banner);
    }
    s->settings.viewer = true;
    site_rights(s, SITE_ALL_RIGHTS, "22.1.0");
    assert_false(offers(s, "claim") || offers(s, "overflow"));
}

static void what_is_not_offered_is_declined_with_its_reason(void **state)
{
    struct asterisk_site *s = *state;
    struct acd_request request = {.op = "defer_work"};
    assert_int_equal(pbx_ops_decline(s->ops, &request, SITE_T0).status, ACD_STATUS_UNSUPPORTED);
    request.op = "overflow";
    struct acd_outcome outcome = pbx_ops_decline(s->ops, &request, SITE_T0);
    assert_int_equal(outcome.status, ACD_STATUS_REFUSED);
    assert_string_equal(outcome.why, "overflow was not offered yet: try again");
    asterisk_site_restart(s);
    assert_string_equal(pbx_ops_decline(s->ops, &request, SITE_T0).why,
                        "Asterisk has not told yet what it can do");
    assert_string_equal(site_ask(s, overflow(NULL, 1)).why,
                        "the bridge's user may not ask Asterisk for Redirect (write= in manager.conf)");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, asterisk_site_open, asterisk_site_close)
    const struct CMUnitTest tests[] = {
        TEST(an_overflow_goes_on_after_a_restart),
        TEST(what_cannot_be_kept_or_read_is_said),
        TEST(a_server_that_does_not_answer_has_failed),
        TEST(what_undoes_a_measure_survives_the_connection),
        TEST(half_done_is_said),
        TEST(claims_and_notices_need_no_asterisk),
        TEST(there_is_a_most_of_orders_and_of_measures),
        TEST(the_version_says_whether_priority_moves),
        TEST(what_is_not_offered_is_declined_with_its_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
