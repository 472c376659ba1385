/* What a bridge tells beside the figures: what its settings say of a queue, the plan at the clock
 * of the day, whom an agent serves, why a site is not whole. */
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
#include <time.h>

static int64_t at(int month, int day, int hour)
{
    struct tm tm = {.tm_year = 2026 - 1900, .tm_mon = month - 1, .tm_mday = day, .tm_hour = hour};
    return (int64_t)timegm(&tm) * 1000;
}

static void a_queue_is_told_as_its_settings_say(void **state)
{
    (void)state;
    static int64_t offered[] = {10, 20};
    struct pbx_settings settings;
    struct acd_fault why;
    pbx_settings_init(&settings);
    settings.queues = calloc(1, sizeof(*settings.queues));
    settings.n_queues = 1;
    struct pbx_queue_settings *queue = &settings.queues[0];
    pbx_queue_settings_init(queue, "sales");
    snprintf(queue->group, sizeof(queue->group), "voice");
    snprintf(queue->choice[0], sizeof(queue->choice[0]), "backup");
    snprintf(queue->choice[1], sizeof(queue->choice[1]), "help");
    queue->n_choices = 2;
    queue->plan = (struct acd_plan){.known = ACD_BIT(ACD_PLAN_START) | ACD_BIT(ACD_PLAN_INTERVAL) |
                                             ACD_BIT(ACD_PLAN_OFFERED),
                                    .start_t = at(3, 2, 5),
                                    .interval_ms = 1800000,
                                    .offered = offered,
                                    .n_offered = 2};
    struct acd_zone *zone = acd_zone_open("Europe/Berlin", &why);
    settings.zone = zone;
    settings.day_start_ms = 6 * 3600000;
    struct pbx *pbx = pbx_new(&settings, at(3, 2, 12));
    const struct acd_queue *told = pbx_tell_queue(pbx, 0, at(3, 2, 12));
    assert_string_equal(told->group, "voice");
    assert_int_equal(told->n_choices, 2);
    assert_string_equal(told->choices[1], "help");
    assert_false(ACD_KNOWN(told, ACD_QUEUE_WAITING)); /* nothing was heard yet */
    if (zone) { /* six o'clock there, on the business day of the moment */
        assert_int_equal(told->plan.start_t, at(3, 2, 5));
        assert_int_equal(pbx_tell_queue(pbx, 0, at(7, 1, 12))->plan.start_t, at(7, 1, 4));
        assert_int_equal(pbx_tell_queue(pbx, 0, at(7, 2, 2))->plan.start_t, at(7, 1, 4));
        assert_int_equal(pbx_tell_queue(pbx, 0, at(7, 2, 4))->plan.start_t, at(7, 2, 4));
    }
    pbx_free(pbx);
    pbx_free(NULL);
    pbx_settings_release(&settings);
    acd_zone_close(zone);
}

static void whom_an_agent_serves_and_for_whom_he_rings(void **state)
{
    struct asterisk_site *s = *state;
    site_event_at(
        s, 0,
        "Event:QueueMemberAdded Queue:backup MemberName:Ana Interface:PJSIP/1 Membership:dynamic "
        "Status:1 Paused:0 Penalty:3");
    site_event_at(s, 1000,
                  "Event:AgentCalled Queue:backup Interface:PJSIP/1 MemberName:Ana Uniqueid:8.1 "
                  "DestUniqueid:8.2");
    const struct acd_agent *ana = pbx_tell_agent(s->pbx, 0, SITE_T0 + 1000);
    assert_int_equal(ana->state, ACD_STATE_RINGING);
    assert_string_equal(ana->queue, "backup");
    assert_int_equal(ana->n_queues, 2);
    for (uint32_t i = 0; i < ana->n_queues; i++)
        assert_int_equal(ana->queues[i].prio, strcmp(ana->queues[i].id, "backup") == 0 ? 3 : 0);
    s->pbx->queues[1].hidden = true;
    ana = pbx_tell_agent(s->pbx, 0, SITE_T0 + 1000);
    assert_int_equal(ana->n_queues, 1);
    assert_false(ACD_KNOWN(ana, ACD_AGENT_QUEUE));
}

static void a_site_says_why_it_is_not_whole(void **state)
{
    struct asterisk_site *s = *state;
    assert_false(ACD_KNOWN(pbx_tell_site(s->pbx, SITE_T0), ACD_SITE_TEXT));
    pbx_lost(s->pbx, SITE_T0, "it\nfell");
    assert_string_equal(pbx_tell_site(s->pbx, SITE_T0)->text,
                        "not whole: no connection to Asterisk since 19:00:00 (it?fell)");
    pbx_connected(s->pbx, SITE_T0 + 90000);
    assert_string_equal(pbx_tell_site(s->pbx, SITE_T0 + 90000)->text,
                        "not whole: the queues are being read from Asterisk");
    assert_true(pbx_changed_site(s->pbx));
    assert_false(pbx_changed_site(s->pbx));
}

static void a_queue_that_is_gone_is_told_so(void **state)
{
    struct asterisk_site *s = *state;
    site_event_at(s, 20000, "Event:QueueParams Queue:sales ActionID:full-2");
    site_event_at(s, 20000, "Event:QueueStatusComplete ActionID:full-2");
    const struct acd_queue *backup = pbx_tell_queue(s->pbx, 1, SITE_T0 + 20000);
    assert_true(ACD_KNOWN(backup, ACD_QUEUE_GONE) && backup->gone);
    assert_false(ACD_KNOWN(backup, ACD_QUEUE_WAITING));
    struct acd_request overflow = {.op = "overflow",
                                   .queue = "sales",
                                   .args = {.known = ACD_BIT(ACD_ARGS_TO), .to = "backup"}};
    assert_string_equal(site_ask(s, overflow).why, "there is no queue backup at asterisk");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, asterisk_site_open, asterisk_site_close)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_queue_is_told_as_its_settings_say),
        TEST(whom_an_agent_serves_and_for_whom_he_rings),
        TEST(a_site_says_why_it_is_not_whole),
        TEST(a_queue_that_is_gone_is_told_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
