/* What the journal is told of a floor: sites, losses, events, requests, alarms, effects; and never
 * of a caller, whatever a feed says. */
#include "console/trail/scribe.h"
#include "tests/support/floor_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WALL INT64_C(1772530890000)

struct desk {
    struct board *board;
    struct requests *requests;
    struct scribe *scribe;
    char said[8192]; /* since the last look, a line each; "!" before what somebody did */
};

static void keep(void *context, const struct note *note, bool action)
{
    struct desk *desk = context;
    char *line = note_line(note);
    size_t used = strlen(desk->said);
    assert_true(used + strlen(line) + 3 < sizeof(desk->said));
    snprintf(desk->said + used, sizeof(desk->said) - used, "%s%s\n", action ? "!" : "", line);
    free(line);
}

static int open_desk(void **state)
{
    struct desk *desk = calloc(1, sizeof(*desk));
    desk->board = board_new();
    desk->requests = requests_new();
    desk->scribe = scribe_new(keep, desk);
    *state = desk;
    return 0;
}

static int close_desk(void **state)
{
    struct desk *desk = *state;
    scribe_free(desk->scribe);
    scribe_free(NULL);
    requests_free(desk->requests);
    board_free(desk->board);
    free(desk);
    return 0;
}

static void look(struct desk *desk, int64_t now_ms)
{
    desk->said[0] = '\0';
    scribe_look(desk->scribe, desk->board, desk->requests, now_ms, WALL + now_ms);
}

/* The line that holds this stands there just so. */
static void said(struct desk *desk, const char *line)
{
    if (!strstr(desk->said, line))
        fail_msg("%s is not in\n%s", line, desk->said);
}

static void site(struct desk *desk, enum acd_link link, uint32_t restarts, uint64_t lost,
                 uint64_t refused)
{
    const struct acd_site_state state = {.id = "berlin",
                                         .link = link,
                                         .why = link == ACD_LINK_STALE ? "no heartbeat" : "",
                                         .epoch = {1, 1, 1, 1},
                                         .heard_ms = 0,
                                         .stale_since_ms = -1,
                                         .restarts = restarts,
                                         .lost = lost,
                                         .refused = refused};
    board_take_site(desk->board, &state);
}

static void sites_and_what_was_lost(void **state)
{
    struct desk *desk = *state;
    site(desk, ACD_LINK_LIVE, 0, 0, 0);
    look(desk, 1000);
    said(desk, "\"what\":\"site\",\"site\":\"berlin\",\"state\":\"live\"}");
    look(desk, 2000);
    assert_string_equal(desk->said, ""); /* nothing has changed */
    site(desk, ACD_LINK_LIVE, 0, 5, 2);
    look(desk, 3000);
    assert_string_equal(desk->said, ""); /* a bad line loses for long: not each time */
    look(desk, 11000);
    said(desk, "\"what\":\"loss\",\"site\":\"berlin\",\"state\":\"lost\",\"n\":5}");
    said(desk, "\"what\":\"loss\",\"site\":\"berlin\",\"state\":\"refused\",\"n\":2}");
    site(desk, ACD_LINK_LIVE, 0, 9, 2);
    look(desk, 21000);
    said(desk, "\"state\":\"lost\",\"n\":4}");
    assert_null(strstr(desk->said, "refused"));
    site(desk, ACD_LINK_STALE, 1, 9, 2);
    look(desk, 22000);
    said(desk, "\"what\":\"restart\",\"site\":\"berlin\"}");
    said(desk, "\"state\":\"stale\",\"why\":\"no heartbeat\"}");
}

static void tell(struct desk *desk, struct acd_event event)
{
    static int serial;
    static char ids[8][8];
    event.id = ids[serial % 8];
    snprintf(ids[serial % 8], sizeof(ids[0]), "e%d", serial);
    serial++;
    event.known |= ACD_BIT(ACD_EVENT_ID) | ACD_BIT(ACD_EVENT_TYPE);
    fixture_tell(desk->board, "berlin", ACD_KIND_EVENT, 1, 1000, &event);
}

static void what_people_did_is_kept(void **state)
{
    struct desk *desk = *state;
    site(desk, ACD_LINK_LIVE, 0, 0, 0);
    look(desk, 0);
    tell(desk, (struct acd_event){.type = "claim",
                                  .queue = "sales",
                                  .by = "anna",
                                  .text = "a-1",
                                  .known = ACD_BIT(ACD_EVENT_QUEUE) | ACD_BIT(ACD_EVENT_BY) |
                                           ACD_BIT(ACD_EVENT_TEXT)});
    tell(desk, (struct acd_event){.type = "abandon",
                                  .queue = "sales",
                                  .from = "+49155",
                                  .call = "9.1",
                                  .known = ACD_BIT(ACD_EVENT_QUEUE) | ACD_BIT(ACD_EVENT_FROM) |
                                           ACD_BIT(ACD_EVENT_CALL)});
    tell(desk, (struct acd_event){.type = "action",
                                  .agent = "ana",
                                  .op = "agent_state",
                                  .status = "refused",
                                  .why = "not logged in",
                                  .request = "r1",
                                  .known = ACD_BIT(ACD_EVENT_AGENT) | ACD_BIT(ACD_EVENT_OP) |
                                           ACD_BIT(ACD_EVENT_STATUS) | ACD_BIT(ACD_EVENT_WHY) |
                                           ACD_BIT(ACD_EVENT_REQUEST)});
    look(desk, 1000);
    said(desk, "\"queue\":\"sales\",\"by\":\"anna\",\"type\":\"claim\",\"text\":\"a-1\"}");
    said(desk, "\"agent\":\"ana\",\"state\":\"refused\",\"why\":\"not logged "
               "in\",\"type\":\"action\",\"op\":\"agent_state\","
               "\"request\":\"r1\"}");
    assert_null(strstr(desk->said, "abandon"));
    assert_true(strstr(desk->said, "claim") <
                strstr(desk->said, "agent_state")); /* the oldest first */
    look(desk, 2000);
    assert_string_equal(desk->said, "");
}

/* JOURNAL.md: no line holds the name, the number or the id of a caller. */
static void no_caller_gets_into_the_journal(void **state)
{
    struct desk *desk = *state;
    const struct acd_request redirect = {
        .known = ACD_BIT(ACD_REQUEST_ID) | ACD_BIT(ACD_REQUEST_OP) | ACD_BIT(ACD_REQUEST_SITE) |
                 ACD_BIT(ACD_REQUEST_CALL) | ACD_BIT(ACD_REQUEST_ARGS),
        .id = "r7",
        .op = "redirect",
        .site = "berlin",
        .call = "1795.77",
        .args = {.known = ACD_BIT(ACD_ARGS_TO), .to = "back"}};
    site(desk, ACD_LINK_LIVE, 0, 0, 0);
    look(desk, 0);
    desk->said[0] = '\0';
    scribe_asks(desk->scribe, &redirect, "1795.77 to Back office", WALL);
    said(desk, "!{\"t\":1772530890000,\"what\":\"request\",\"site\":\"berlin\",\"state\":\"asked\","
               "\"op\":\"redirect\","
               "\"request\":\"r7\",\"args\":{\"to\":\"back\"}}");
    requests_asked(desk->requests, &redirect, "1795.77 to Back office", 0);
    const struct acd_reply reply = {.known = ACD_BIT(ACD_REPLY_ID) | ACD_BIT(ACD_REPLY_STATUS) |
                                             ACD_BIT(ACD_REPLY_WHY),
                                    .id = "r7",
                                    .status = ACD_STATUS_REFUSED,
                                    .why = "1795.77 does not wait any more"};
    assert_non_null(requests_answered(desk->requests, &reply, 500));
    tell(desk, (struct acd_event){.type = "action",
                                  .op = "redirect",
                                  .call = "1795.77",
                                  .status = "refused",
                                  .why = "contact 1795.77 of +4915512345 does not wait",
                                  .request = "r7",
                                  .text = "1795.77",
                                  .known = ACD_BIT(ACD_EVENT_OP) | ACD_BIT(ACD_EVENT_CALL) |
                                           ACD_BIT(ACD_EVENT_STATUS) | ACD_BIT(ACD_EVENT_WHY) |
                                           ACD_BIT(ACD_EVENT_REQUEST) | ACD_BIT(ACD_EVENT_TEXT)});
    look(desk, 1000);
    said(desk, "\"what\":\"request\",\"site\":\"berlin\",\"state\":\"refused\",\"op\":\"redirect\","
               "\"request\":\"r7\"}");
    said(desk, "\"state\":\"refused\",\"type\":\"action\",\"op\":\"redirect\",\"request\":\"r7\"}");
    assert_null(strstr(desk->said, "1795.77"));
    assert_null(strstr(desk->said, "+49155"));
}

static void alarms_from_tier_two_on(void **state)
{
    struct desk *desk = *state;
    struct alarm alarm = {.subject = ALARM_OF_AGENT,
                          .site = "berlin",
                          .id = "ana",
                          .rule = "talk",
                          .tier = 1,
                          .worst = 1,
                          .why = "talks for 21:00"};
    desk->said[0] = '\0';
    scribe_alarm(desk->scribe, ALARM_NEWS_RAISED, &alarm, WALL);
    assert_string_equal(desk->said, "");
    alarm.tier = alarm.worst = 2;
    scribe_alarm(desk->scribe, ALARM_NEWS_RAISED, &alarm, WALL);
    said(desk, "{\"t\":1772530890000,\"what\":\"alarm\",\"site\":\"berlin\",\"agent\":\"ana\","
               "\"rule\":\"talk\",\"tier\":2,"
               "\"state\":\"raised\",\"why\":\"talks for 21:00\"}");
    alarm.tier = 0;
    snprintf(alarm.by, sizeof(alarm.by), "anna");
    alarm.subject = ALARM_OF_SITE;
    alarm.id[0] = '\0';
    desk->said[0] = '\0';
    scribe_alarm(desk->scribe, ALARM_NEWS_ACKNOWLEDGED, &alarm, WALL);
    said(desk, "!{\"t\":1772530890000,\"what\":\"alarm\",\"site\":\"berlin\",\"rule\":\"talk\","
               "\"tier\":0,");
    said(desk, "\"by\":\"anna\"}");
    desk->said[0] = '\0';
    scribe_alarm(desk->scribe, ALARM_NEWS_FLOOD, NULL, WALL);
    assert_string_equal(desk->said,
                        "{\"t\":1772530890000,\"what\":\"alarm\",\"state\":\"flood\"}\n");
}

static void effects_tell_only_what_is_known(void **state)
{
    struct desk *desk = *state;
    struct effect effect = {.request = "r1",
                            .site = "berlin",
                            .queue = "sales",
                            .words = "overflow 6 to Back office",
                            .op = ACD_OP_OVERFLOW,
                            .expected = true,
                            .outlook = {.waiting = 4.4, .level = 1.2},
                            .taken = 2};
    effect.at[EFFECT_BEFORE].waiting = (struct acd_figure){.is = ACD_FIGURE_VALUE, .value = 23};
    effect.at[EFFECT_BEFORE].level = (struct acd_figure){.is = ACD_FIGURE_VALUE, .value = 0.41};
    effect.at[EFFECT_1].waiting = (struct acd_figure){.is = ACD_FIGURE_VALUE, .value = 18};
    desk->said[0] = '\0';
    scribe_effect(desk->scribe, &effect, EFFECT_1, WALL);
    said(desk, "\"words\":\"overflow 6 to Back "
               "office\",\"after_ms\":60000,\"before\":{\"waiting\":23,\"level\":0.41},"
               "\"expected\":{\"waiting\":4,\"level\":1.0},\"found\":{\"waiting\":18}}");
    effect.op = ACD_OP_REDIRECT;
    effect.expected = false;
    desk->said[0] = '\0';
    scribe_effect(desk->scribe, &effect, EFFECT_1, WALL);
    assert_null(strstr(desk->said, "words"));
    assert_null(strstr(desk->said, "expected"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_desk, close_desk)
    const struct CMUnitTest tests[] = {
        TEST(sites_and_what_was_lost),         TEST(what_people_did_is_kept),
        TEST(no_caller_gets_into_the_journal), TEST(alarms_from_tier_two_on),
        TEST(effects_tell_only_what_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
