/* The conversation with a manager server, word by word: the login, what is asked when, and when the
 * connection is given up and why. */
#include "feed/asterisk/pbx_inside.h"
#include "feed/asterisk/pbx_session.h"
#include "tests/support/asterisk_site.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct talk {
    struct asterisk_site *site;
    struct pbx_session *session;
    char said[8192];
};

/* What the bridge has said since the last look. */
static const char *said(struct talk *talk)
{
    size_t n;
    const char *output = pbx_session_output(talk->session, &n);
    assert_true(n < sizeof(talk->said));
    if (n > 0)
        memcpy(talk->said, output, n);
    talk->said[n] = '\0';
    pbx_session_sent(talk->session, n);
    return talk->said;
}

static void says(struct talk *talk, const char *text)
{
    if (!strstr(talk->said, text))
        fail_msg("%s is not in\n%s", text, talk->said);
}

/* The server's words, '|' for a line's end. */
static void server(struct talk *talk, int64_t ms, const char *words)
{
    for (; *words; words++)
        pbx_session_read(talk->session, *words == '|' ? "\r\n" : words, *words == '|' ? 2 : 1,
                         SITE_T0 + ms);
}

static bool goes_on(struct talk *talk, int64_t ms, const char **why)
{
    return pbx_session_advance(talk->session, SITE_T0 + ms, why);
}

static int begin(void **state)
{
    struct talk *talk = calloc(1, sizeof(*talk));
    void *site;
    asterisk_site_open(&site);
    talk->site = site;
    asterisk_site_restart(talk->site);
    talk->session = pbx_session_new(talk->site->pbx, talk->site->ops, "bridge", "s3cret");
    pbx_session_opened(talk->session, SITE_T0);
    *state = talk;
    return 0;
}

static int end(void **state)
{
    struct talk *talk = *state;
    void *site = talk->site;
    pbx_session_free(talk->session);
    pbx_session_free(NULL);
    free(talk);
    return asterisk_site_close(&site);
}

static void log_in(struct talk *talk)
{
    server(talk, 0, "Asterisk Call Manager/11.0.0|");
    said(talk);
    says(talk, "Action: Login\r\nActionID: login\r\nUsername: bridge\r\nSecret: s3cret\r\nEvents: "
               "on\r\n\r\n");
    server(talk, 10, "Response: Success|ActionID: login|Message: Authentication accepted||");
    assert_false(pbx_session_ready(talk->session)); /* nothing is read yet */
    said(talk);
    says(talk, "Action: CoreSettings\r\nActionID: version\r\n\r\n");
    says(talk, "Action: Ping\r\nActionID: clock\r\n\r\n");
    says(talk, "Action: ListCommands\r\nActionID: commands\r\n\r\n");
    says(talk, "Action: QueueStatus\r\nActionID: full-1\r\n\r\n");
}

static void list(struct talk *talk, int64_t ms)
{
    server(talk, ms, "Response: Success|ActionID: full-1|EventList: start||");
    server(talk, ms, "Event: QueueParams|Queue: sales|ActionID: full-1||");
    server(talk, ms, "Event: QueueStatusComplete|ActionID: full-1||");
    assert_true(pbx_session_ready(talk->session));
}

static void a_refused_login_is_said(void **state)
{
    struct talk *talk = *state;
    const char *why;
    server(talk, 0, "Asterisk Call Manager/11.0.0|");
    assert_true(goes_on(talk, 0, &why));
    server(talk, 10, "Response: Error|ActionID: login|Message: Authentication failed||");
    assert_false(goes_on(talk, 20, &why));
    assert_string_equal(why, "the login of bridge was refused: Authentication failed");
    assert_false(pbx_session_ready(talk->session));
}

static void who_does_not_answer_the_login_is_left(void **state)
{
    struct talk *talk = *state;
    const char *why;
    assert_true(goes_on(talk, 10000, &why));
    assert_false(goes_on(talk, 10001, &why));
    assert_string_equal(why, "no answer of a manager server to the login");
    server(talk, 20000, "Asterisk Call Manager/11.0.0|");
    assert_true(goes_on(talk, 30000, &why));
    assert_false(goes_on(talk, 30001, &why));
}

static void what_the_server_can_do_is_learnt(void **state)
{
    struct talk *talk = *state;
    const char *why;
    uint32_t n;
    log_in(talk);
    server(talk, 20, "Response: Success|ActionID: version|AsteriskVersion: 16.28.0||");
    server(talk, 30, "Response: Success|ActionID: clock|Ping: Pong|Timestamp: 1795287605.030000||");
    server(talk, 40,
           "Response: Success|ActionID: commands|QueuePause: x|QueueChangePriorityCaller: x||");
    (void)pbx_ops_offered(talk->site->ops, &n);
    assert_int_equal(n,
                     5); /* all_hands, agent_state, claim, notice, overflow_end; 16 moves nobody */
    list(talk, 50);
    assert_int_equal(pbx_now(talk->site->pbx, SITE_T0 + 30),
                     SITE_T0 + 5030); /* its clock, not ours */
    server(talk, 60, "Response: Success|ActionID: commands|Getvar: x||");
    assert_true(goes_on(talk, 100, &why));
    assert_non_null(strstr(said(talk), "Action: Getvar\r\nActionID: open-0\r\n"));
    server(talk, 110, "Response: Success|ActionID: open-0|Value: 9999999999:100:||");
    assert_false(pbx_tell_queue(talk->site->pbx, 0, SITE_T0 + 110)->open);
}

static void it_looks_again_now_and_then(void **state)
{
    struct talk *talk = *state;
    const char *why;
    log_in(talk);
    list(talk, 50);
    assert_true(goes_on(talk, 1000, &why));
    assert_null(strstr(said(talk), "QueueStatus"));
    assert_true(goes_on(talk, 2010, &why));
    assert_non_null(strstr(said(talk), "ActionID: full-2\r\n"));
    server(talk, 2020,
           "Event: QueueCallerJoin|Queue: sales|Channel: c-1|Uniqueid: 9.1|Position: 1||");
    assert_true(goes_on(talk, 2020, &why)); /* the event does not tell the priority */
    assert_non_null(strstr(
        said(talk), "Action: QueueStatus\r\nActionID: line-2\r\nQueue: sales\r\nMember: -\r\n"));
    assert_true(goes_on(talk, 12009, &why));
    assert_null(strstr(said(talk), "full-"));
    assert_true(goes_on(talk, 12010, &why));
    assert_non_null(strstr(said(talk), "ActionID: full-3\r\n"));
}

static void a_server_without_queues_yet_is_asked_again_soon(void **state)
{
    struct talk *talk = *state;
    const char *why;
    log_in(talk);
    server(talk, 50, "Response: Error|ActionID: full-1|Message: Invalid/unknown command||");
    assert_true(goes_on(talk, 549, &why));
    assert_null(strstr(said(talk), "QueueStatus"));
    assert_true(goes_on(talk, 550, &why));
    assert_non_null(strstr(said(talk), "ActionID: full-1\r\n"));
}

static void a_silent_or_a_deaf_server_is_given_up(void **state)
{
    struct talk *talk = *state;
    const char *why;
    log_in(talk);
    list(talk, 50);
    assert_true(goes_on(talk, 35050, &why));
    assert_false(goes_on(talk, 35051, &why));
    assert_string_equal(why, "Asterisk has not answered for 35 s");
    bool fine = true;
    for (int64_t ms = 40000; fine && ms < 400000000;
         ms += 10000) { /* it speaks, and takes nothing */
        server(talk, ms, "Event: Newstate||");
        fine = goes_on(talk, ms, &why);
    }
    assert_false(fine);
    assert_string_equal(why, "Asterisk takes nothing that is sent to it");
}

static void a_lost_connection_is_told(void **state)
{
    struct talk *talk = *state;
    log_in(talk);
    list(talk, 50);
    struct acd_request close = {.op = "close", .queue = "sales"};
    site_rights(talk->site, SITE_ALL_RIGHTS, "22.1.0");
    assert_int_equal(site_ask(talk->site, close).status, ACD_STATUS_ACCEPTED);
    pbx_session_closed(talk->session, SITE_T0 + 100, "it fell over");
    site_ends(talk->site, ACD_STATUS_FAILED, "the connection to Asterisk was lost");
    assert_false(pbx_whole(talk->site->pbx));
    assert_string_equal(said(talk), "");
    server(talk, 200,
           "Event: QueueCallerJoin|Queue: sales|Uniqueid: 9.1||"); /* of nobody's connection */
    assert_int_equal(pbx_health(talk->site->pbx).strange, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        TEST(a_refused_login_is_said),
        TEST(who_does_not_answer_the_login_is_left),
        TEST(what_the_server_can_do_is_learnt),
        TEST(it_looks_again_now_and_then),
        TEST(a_server_without_queues_yet_is_asked_again_soon),
        TEST(a_silent_or_a_deaf_server_is_given_up),
        TEST(a_lost_connection_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
