/* Every operation of the contract has its effect on the simulated floor, ends when its time is
 * over, and is refused with the reason where it cannot be. */
#include "tests/support/sim_floor.h"

#include "feed/sim/inside.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LATER(minutes) (SIM_TEN + (minutes)*SIM_MINUTE)

/* Berlin at 10:00 with Sales DE swamped: everyone there is busy and contacts wait. */
static struct floor *swamped(void)
{
    struct sim_scenario scenario = {.load = 1, .presence = 1, .bursts = 0};
    scenario.happenings[0] = (struct sim_happening){.kind = SIM_SURGE,
                                                    .at_ms = -4 * SIM_MINUTE,
                                                    .for_ms = 60 * SIM_MINUTE,
                                                    .factor = 5,
                                                    .queue = "sales-de"};
    scenario.n_happenings = 1;
    static struct sim_scenario kept; /* the floor borrows it */
    kept = scenario;
    struct floor *floor = sim_floor_warm(0, 21, &kept);
    assert_true(sim_floor_queue(floor, "sales-de")->waiting >= 8);
    assert_true(sim_floor_queue(floor, "back-office")->waiting == 0);
    return floor;
}

static void done(struct floor *floor, int64_t t, const char *words)
{
    struct acd_outcome outcome = sim_floor_ask(floor, t, words);
    if (outcome.status != ACD_STATUS_DONE)
        fail_msg("%s: %s (%s)", words, acd_names_word(&acd_status_names, (int)outcome.status),
                 outcome.why ? outcome.why : "");
    sim_floor_check(floor);
}

static void refused(struct floor *floor, int64_t t, const char *words, const char *reason)
{
    struct acd_outcome outcome = sim_floor_ask(floor, t, words);
    if (outcome.status != ACD_STATUS_REFUSED)
        fail_msg("%s: %s", words, acd_names_word(&acd_status_names, (int)outcome.status));
    if (!outcome.why || !strstr(outcome.why, reason))
        fail_msg("%s: \"%s\" does not say \"%s\"", words, outcome.why ? outcome.why : "", reason);
}

static const struct acd_measure *measure_of(struct floor *floor, const char *queue, const char *op)
{
    const struct acd_queue *told = sim_floor_queue(floor, queue);
    for (uint32_t i = 0; i < told->n_measures; i++)
        if (strcmp(told->measures[i].op, op) == 0)
            return &told->measures[i];
    return NULL;
}

/* An event of that type and op, or NULL; those before it are lost. */
static const struct acd_event *event_of(struct floor *floor, const char *type, const char *op)
{
    const struct acd_event *event;
    while ((event = floor_take_event(floor)) != NULL)
        if (strcmp(event->type, type) == 0 && (!op || (event->op && strcmp(event->op, op) == 0)))
            return event;
    return NULL;
}

static struct acd_tally day_of(struct floor *floor, const char *queue)
{
    return sim_floor_queue(floor, queue)->day;
}

static void overflow_some(struct floor *floor)
{
    int q = sim_find_queue(floor, "sales-de");
    int64_t waiting = floor->queues[q].waiting;
    int64_t came_t = floor->calls[floor->queues[q].head].came_t;
    int64_t in = day_of(floor, "back-office").overflow_in;
    int64_t out = day_of(floor, "sales-de").overflow_out;
    done(floor, SIM_TEN, "overflow queue=sales-de to=back-office calls=5 for_ms=900000 by=anna");
    assert_int_equal(sim_floor_queue(floor, "sales-de")->waiting, waiting - 5);
    assert_int_equal(day_of(floor, "back-office").overflow_in, in + 5);
    assert_int_equal(day_of(floor, "sales-de").overflow_out, out + 5);
    bool kept = false; /* the oldest keeps its wait */
    for (int c = 0; c < floor->n_calls; c++)
        kept = kept || (floor->calls[c].came_t == came_t && floor->calls[c].state != CALL_NOT &&
                        strcmp(floor->queues[floor->calls[c].queue].make->id, "back-office") == 0);
    assert_true(kept);
    floor_advance(floor, LATER(10)); /* all five are through, so it is over before its time */
    assert_null(measure_of(floor, "sales-de", "overflow"));
}

static void overflow_all(struct floor *floor)
{
    done(floor, SIM_TEN, "overflow queue=sales-de to=back-office for_ms=120000 by=anna");
    assert_int_equal(sim_floor_queue(floor, "sales-de")->waiting, 0);
    const struct acd_measure *measure = measure_of(floor, "sales-de", "overflow");
    assert_non_null(measure);
    assert_string_equal(measure->to, "back-office");
    assert_string_equal(measure->by, "anna");
    assert_int_equal(measure->left_ms, 120000);
    int64_t out = day_of(floor, "sales-de").overflow_out;
    floor_advance(floor, SIM_TEN + 119000);
    assert_true(day_of(floor, "sales-de").overflow_out > out); /* those to come, too */
    floor_advance(floor, SIM_TEN + 120000);
    assert_null(measure_of(floor, "sales-de", "overflow"));
    const struct acd_event *event = event_of(floor, "action", "overflow");
    assert_non_null(event);
    assert_string_equal(event->by, "anna");
    assert_non_null(strstr(event->text, "has ended by itself"));
    out = day_of(floor, "sales-de").overflow_out;
    floor_advance(floor, LATER(8));
    assert_int_equal(day_of(floor, "sales-de").overflow_out, out);
}

static void overflow_end(struct floor *floor)
{
    char words[64];
    done(floor, SIM_TEN, "overflow queue=sales-de to=back-office for_ms=900000");
    snprintf(words, sizeof(words), "overflow_end queue=sales-de measure=%s",
             measure_of(floor, "sales-de", "overflow")->id);
    done(floor, LATER(1), words);
    assert_null(measure_of(floor, "sales-de", "overflow"));
    refused(floor, LATER(1), words, "in force");
}

static void move_agents(struct floor *floor)
{
    int64_t before = sim_floor_queue(floor, "sales-de")->agents.count[ACD_STATE_AVAILABLE];
    int q = sim_find_queue(floor, "sales-de");
    int members = floor->queues[q].n_members, from = sim_find_queue(floor, "billing");
    int others = floor->queues[from].n_members;
    assert_int_equal(before, 0);
    done(floor, SIM_TEN,
         "move_agents queue=sales-de count=2 from=billing instead=true for_ms=120000");
    assert_int_equal(floor->queues[q].n_members, members + 2);
    assert_int_equal(floor->queues[from].n_members, others - 2);
    floor_advance(floor, SIM_TEN + 120000);
    assert_int_equal(floor->queues[q].n_members, members);
    assert_int_equal(floor->queues[from].n_members, others);
    sim_floor_check(floor);
}

/* Of one who talks, the move waits for the end of the call: accepted, then done. */
static void move_pending(struct floor *floor)
{
    const char *request, *why;
    enum acd_status status;
    int a = 0, q = sim_find_queue(floor, "billing");
    while (floor->agents[a].state != ACD_STATE_TALKING || floor->agents[a].handling == q)
        a++;
    char words[128];
    snprintf(words, sizeof(words), "move_agents queue=billing agents=%s for_ms=7200000",
             floor->agents[a].make->id);
    struct acd_outcome outcome = sim_floor_ask(floor, SIM_TEN, words);
    assert_int_equal(outcome.status, ACD_STATUS_ACCEPTED);
    assert_false(floor_take_finished(floor, &request, &status, &why));
    assert_string_equal(floor_tell_agent(floor, a)->pending, "moves to Billing");
    assert_null(sim_agent_skill(&floor->agents[a], q));
    floor_advance(floor, LATER(90));
    assert_true(floor_take_finished(floor, &request, &status, &why));
    assert_int_equal(status, ACD_STATUS_DONE);
    assert_non_null(sim_agent_skill(&floor->agents[a], q));
    sim_floor_check(floor);
}

/* Puts an agent of that queue, not on a call, into a pause. */
static int paused(struct floor *floor, const char *queue, const char *reason)
{
    int q = sim_find_queue(floor, queue), a = floor->queues[q].members[0];
    for (int i = 0; i < floor->queues[q].n_members; i++)
        if (floor->agents[floor->queues[q].members[i]].state == ACD_STATE_AVAILABLE ||
            floor->agents[floor->queues[q].members[i]].state == ACD_STATE_PAUSED)
            a = floor->queues[q].members[i];
    assert_false(sim_agent_busy(&floor->agents[a]));
    sim_agent_become(floor, a, ACD_STATE_PAUSED, reason);
    return a;
}

static void all_hands(struct floor *floor)
{
    int q = sim_find_queue(floor, "billing");
    int meeting = paused(floor, "billing", "meeting");
    int members = floor->queues[q].n_members;
    done(floor, SIM_TEN, "all_hands queue=billing for_ms=60000");
    assert_true(floor->agents[meeting].state != ACD_STATE_PAUSED);
    assert_true(floor->queues[q].n_members > members); /* who writes mail takes calls */
    floor_advance(floor, LATER(1));
    assert_int_equal(floor->queues[q].n_members, members);
}

static void breaks_stay(struct floor *floor)
{
    int lunch = paused(floor, "billing", "lunch");
    done(floor, SIM_TEN, "all_hands queue=billing for_ms=60000");
    assert_int_equal(floor->agents[lunch].state, ACD_STATE_PAUSED);
}

static void defer_work(struct floor *floor)
{
    int64_t answered = day_of(floor, "mail-de").answered;
    done(floor, SIM_TEN, "defer_work queue=sales-de for_ms=2400000");
    assert_non_null(measure_of(floor, "mail-de", "defer_work"));
    floor_advance(floor, LATER(39));
    assert_true(day_of(floor, "mail-de").answered == answered);
    assert_true(sim_floor_queue(floor, "mail-de")->waiting > 0);
    floor_advance(floor, LATER(41));
    assert_true(day_of(floor, "mail-de").answered > answered);
    assert_null(measure_of(floor, "mail-de", "defer_work"));
}

static int64_t patience_left(const struct floor *floor, int q)
{
    int64_t sum = 0;
    for (int c = floor->queues[q].head; c != NONE; c = floor->calls[c].younger)
        sum += floor->calls[c].give_up_t - floor->t;
    return sum;
}

static void announce(struct floor *floor)
{
    int q = sim_find_queue(floor, "sales-de");
    int64_t patience = patience_left(floor, q);
    done(floor, SIM_TEN, "announce queue=sales-de message=later for_ms=60000");
    assert_true(patience_left(floor, q) != patience);
    assert_non_null(measure_of(floor, "sales-de", "announce"));
    floor_advance(floor, LATER(1));
    assert_null(measure_of(floor, "sales-de", "announce"));
}

static void callback(struct floor *floor)
{
    int64_t offered = day_of(floor, "callback-de").offered;
    done(floor, SIM_TEN, "callback queue=sales-de on=true for_ms=600000");
    floor_advance(floor, LATER(2));
    int64_t promised = day_of(floor, "sales-de").callback;
    assert_true(promised > 0);
    floor_advance(floor, LATER(40));
    assert_true(day_of(floor, "callback-de").offered >=
                offered + promised); /* each promise is kept */
    sim_floor_check(floor);
}

static void callback_off(struct floor *floor)
{
    refused(floor, SIM_TEN, "callback queue=sales-de on=false", "not in force");
    done(floor, SIM_TEN, "callback queue=sales-de on=true");
    done(floor, SIM_TEN, "callback queue=sales-de on=false");
    assert_null(measure_of(floor, "sales-de", "callback"));
}

static void reroute_pool(struct floor *floor)
{
    int q = sim_find_queue(floor, "sales-de"), members = floor->queues[q].n_members;
    int64_t waiting = floor->queues[q].waiting;
    done(floor, SIM_TEN, "reroute queue=sales-de rule=pool for_ms=60000");
    assert_true(floor->queues[q].n_members > members);
    assert_true(floor->queues[q].waiting < waiting);
    floor_advance(floor, LATER(1));
    assert_int_equal(floor->queues[q].n_members, members);
}

static void reroute_first(struct floor *floor)
{
    done(floor, SIM_TEN, "reroute queue=billing rule=first");
    assert_string_equal(measure_of(floor, "billing", "reroute")->to, "first");
    refused(floor, SIM_TEN, "reroute queue=billing rule=pool", "already in force");
    done(floor, SIM_TEN, "reroute queue=billing rule=normal");
    assert_null(measure_of(floor, "billing", "reroute"));
}

static void managers(struct floor *floor)
{
    int64_t staffed = 0;
    done(floor, SIM_TEN, "managers queue=sales-de on=true for_ms=600000");
    floor_advance(floor, LATER(1));
    for (int a = 0; a < floor->n_agents; a++)
        staffed += floor->agents[a].make->reserve && floor->agents[a].state != ACD_STATE_OFFLINE;
    assert_true(staffed > 0);
    refused(floor, LATER(1), "managers queue=billing on=true", "reserve group");
    floor_advance(floor, LATER(60));
    for (int a = 0; a < floor->n_agents; a++)
        if (floor->agents[a].make->reserve)
            assert_int_equal(floor->agents[a].state, ACD_STATE_OFFLINE);
    refused(floor, LATER(60), "managers queue=sales-de on=false", "no calls now");
}

static void outsource(struct floor *floor)
{
    struct acd_tally was = day_of(floor, "sales-de");
    done(floor, SIM_TEN, "outsource queue=sales-de to=partner share=1 for_ms=300000");
    int64_t waiting = sim_floor_queue(floor, "sales-de")->waiting;
    floor_advance(floor, LATER(4));
    struct acd_tally is = day_of(floor, "sales-de");
    assert_true(is.overflow_out > was.overflow_out + 5);
    assert_int_equal(is.offered - was.offered, is.overflow_out - was.overflow_out);
    assert_true(sim_floor_queue(floor, "sales-de")->waiting < waiting);
}

static void throttle(struct floor *floor)
{
    struct acd_tally was = day_of(floor, "sales-de");
    done(floor, SIM_TEN, "throttle queue=sales-de share=0.5 for_ms=300000");
    floor_advance(floor, LATER(5));
    struct acd_tally is = day_of(floor, "sales-de");
    int64_t blocked = is.blocked - was.blocked, offered = is.offered - was.offered;
    assert_true(blocked > 5 && offered > 5);
    floor_advance(floor, LATER(9));
    assert_int_equal(day_of(floor, "sales-de").blocked, is.blocked);
}

static void close_and_open(struct floor *floor)
{
    done(floor, SIM_TEN, "close queue=sales-de");
    struct acd_tally was = day_of(floor, "sales-de");
    assert_false(sim_floor_queue(floor, "sales-de")->open);
    refused(floor, SIM_TEN, "close queue=sales-de", "already closed");
    floor_advance(floor, LATER(5));
    struct acd_tally is = day_of(floor, "sales-de");
    assert_int_equal(is.offered, was.offered);
    assert_true(is.blocked > was.blocked);
    assert_true(is.answered > was.answered); /* those who wait are served */
    done(floor, LATER(5), "open queue=sales-de");
    floor_advance(floor, LATER(10));
    assert_true(day_of(floor, "sales-de").offered > is.offered);
}

static void priority(struct floor *floor)
{
    int q = sim_find_queue(floor, "sales-de"), youngest = floor->queues[q].tail;
    char words[64];
    snprintf(words, sizeof(words), "priority call=c%llu prio=9",
             (unsigned long long)floor->calls[youngest].serial);
    assert_true(sim_line_first(floor, q) != youngest);
    done(floor, SIM_TEN, words);
    assert_int_equal(sim_line_first(floor, q), youngest);
    const struct acd_queue *told =
        sim_floor_queue(floor, "sales-de"); /* oldest first all the same */
    assert_int_equal(told->calls[told->n_calls - 1].prio, 9);
}

static void redirect(struct floor *floor)
{
    int64_t in = day_of(floor, "back-office").overflow_in;
    int64_t waiting = sim_floor_queue(floor, "sales-de")->waiting;
    char words[64];
    snprintf(words, sizeof(words), "redirect call=%s to=back-office",
             sim_floor_queue(floor, "sales-de")->calls[0].id);
    done(floor, SIM_TEN, words);
    assert_int_equal(day_of(floor, "back-office").overflow_in, in + 1);
    assert_int_equal(sim_floor_queue(floor, "sales-de")->waiting, waiting - 1);
    refused(floor, SIM_TEN, words, "does not wait");
}

static int agent_in(const struct floor *floor, enum acd_agent_state state)
{
    for (int a = 0; a < floor->n_agents; a++)
        if (floor->agents[a].state == state)
            return a;
    fail_msg("nobody is %s", acd_names_word(&acd_agent_state_names, (int)state));
    return NONE;
}

static const char *about_agent(const struct floor *floor, int a, const char *format)
{
    static char words[128];
    snprintf(words, sizeof(words), "agent_state agent=%s state=%s", floor->agents[a].make->id,
             format);
    return words;
}

static void agent_state(struct floor *floor)
{
    int a = agent_in(floor, ACD_STATE_AVAILABLE);
    done(floor, SIM_TEN, about_agent(floor, a, "paused reason=talk"));
    assert_string_equal(floor_tell_agent(floor, a)->reason, "talk");
    refused(floor, SIM_TEN, about_agent(floor, a, "paused"), "paused already (talk)");
    done(floor, SIM_TEN, about_agent(floor, a, "available"));
    assert_true(floor->agents[a].state != ACD_STATE_PAUSED);
    a = paused(floor, "billing", "lunch");
    done(floor, SIM_TEN, about_agent(floor, a, "offline"));
    refused(floor, SIM_TEN, about_agent(floor, a, "paused"), "not logged in");
    refused(floor, SIM_TEN, about_agent(floor, a, "available"), "not logged in");
}

static void agent_state_pending(struct floor *floor)
{
    const char *request, *why;
    enum acd_status status;
    int a = agent_in(floor, ACD_STATE_TALKING);
    struct acd_outcome outcome =
        sim_floor_ask(floor, SIM_TEN, about_agent(floor, a, "paused reason=talk"));
    assert_int_equal(outcome.status, ACD_STATUS_ACCEPTED);
    assert_string_equal(floor_tell_agent(floor, a)->pending, "pause: talk");
    refused(floor, SIM_TEN, about_agent(floor, a, "offline"), "waits for the end");
    int64_t t = SIM_TEN;
    while (!floor_take_finished(floor, &request, &status, &why) && t < LATER(120))
        floor_advance(floor, t += 500);
    assert_int_equal(status, ACD_STATUS_DONE);
    const struct acd_agent *told = floor_tell_agent(floor, a);
    assert_int_equal(told->state, ACD_STATE_PAUSED);
    assert_false(ACD_KNOWN(told, ACD_AGENT_PENDING));
}

static void agent_state_taken_back(struct floor *floor)
{
    const char *request, *why;
    enum acd_status status;
    int a = agent_in(floor, ACD_STATE_TALKING);
    (void)sim_floor_ask(floor, SIM_TEN, about_agent(floor, a, "paused"));
    done(floor, SIM_TEN, about_agent(floor, a, "available"));
    assert_true(floor_take_finished(floor, &request, &status, &why));
    assert_int_equal(status, ACD_STATUS_FAILED);
    assert_string_equal(why, "it was taken back");
}

static void agent_queue(struct floor *floor)
{
    int a = floor->queues[sim_find_queue(floor, "mail-de")].members[0];
    int q = sim_find_queue(floor, "sales-de");
    char words[160];
    const char *id = floor->agents[a].make->id;
    snprintf(words, sizeof(words), "agent_queue agent=%s queue=sales-de add=true prio=2", id);
    done(floor, SIM_TEN, words);
    assert_int_equal(sim_agent_skill(&floor->agents[a], q)->prio, 2);
    refused(floor, SIM_TEN, words, "already");
    snprintf(words, sizeof(words), "agent_queue agent=%s queue=sales-de prio=1", id);
    done(floor, SIM_TEN, words);
    assert_int_equal(sim_agent_skill(&floor->agents[a], q)->prio, 1);
    snprintf(words, sizeof(words), "agent_queue agent=%s queue=sales-de remove=true", id);
    done(floor, SIM_TEN, words);
    assert_null(sim_agent_skill(&floor->agents[a], q));
    refused(floor, SIM_TEN, words, "does not serve");
}

static void claim(struct floor *floor)
{
    done(floor, SIM_TEN, "claim alert=sales-de:tier queue=sales-de by=anna");
    const struct acd_event *event = event_of(floor, "claim", NULL);
    assert_non_null(event);
    assert_string_equal(event->text, "sales-de:tier");
    assert_string_equal(event->by, "anna");
    assert_string_equal(event->queue, "sales-de");
}

static void notice(struct floor *floor)
{
    while (floor_changed_site(floor))
        ;
    done(floor, SIM_TEN, "notice text=card-payments-down by=anna");
    assert_true(floor_changed_site(floor));
    assert_string_equal(floor_tell_site(floor)->text, "card-payments-down");
    assert_string_equal(event_of(floor, "notice", NULL)->text, "card-payments-down");
    floor_advance(floor, LATER(11));
    assert_true(floor_changed_site(floor));
    assert_false(ACD_KNOWN(floor_tell_site(floor), ACD_SITE_TEXT));
}

static const struct effect {
    const char *name;
    void (*shows)(struct floor *floor);
} effects[] = {
    {"overflow of some", overflow_some},
    {"overflow of all", overflow_all},
    {"overflow_end", overflow_end},
    {"move_agents", move_agents},
    {"move_agents, pending", move_pending},
    {"all_hands", all_hands},
    {"all_hands leaves breaks", breaks_stay},
    {"defer_work", defer_work},
    {"announce", announce},
    {"callback", callback},
    {"callback off", callback_off},
    {"reroute pool", reroute_pool},
    {"reroute first", reroute_first},
    {"managers", managers},
    {"outsource", outsource},
    {"throttle", throttle},
    {"close and open", close_and_open},
    {"priority", priority},
    {"redirect", redirect},
    {"agent_state", agent_state},
    {"agent_state, pending", agent_state_pending},
    {"agent_state, taken back", agent_state_taken_back},
    {"agent_queue", agent_queue},
    {"claim", claim},
    {"notice", notice},
};

static void each_has_its_effect(void **state)
{
    (void)state;
    for (size_t i = 0; i < ACD_COUNT_OF(effects); i++) {
        struct floor *floor = swamped();
        print_message("%s\n", effects[i].name);
        effects[i].shows(floor);
        floor_free(floor);
    }
}

static void each_is_told(void **state)
{
    (void)state;
    uint32_t n;
    const char *const *ops = floor_ops(&n);
    assert_int_equal(n, ACD_OPS);
    for (uint32_t i = 0; i < n; i++)
        assert_int_equal(acd_names_find(&acd_op_names, ops[i], strlen(ops[i])), i);
}

static const struct refusal {
    const char *before, *words, *reason;
} refusals[] = {
    {NULL, "overflow queue=nowhere to=billing", "no queue nowhere at berlin"},
    {NULL, "overflow queue=sales-de to=nowhere", "no queue nowhere at berlin"},
    {NULL, "overflow queue=sales-de to=sales-de", "to itself"},
    {NULL, "overflow queue=sales-de to=mail-de", "takes email, not voice"},
    {NULL, "overflow queue=billing to=sales-de", "does not accept overflow"},
    {NULL, "overflow queue=sales-de to=billing calls=0", "0 were asked for"},
    {"close queue=billing", "overflow queue=sales-de to=billing", "Billing is closed"},
    {"overflow queue=sales-de to=billing", "overflow queue=sales-de to=back-office",
     "already in force"},
    {"overflow queue=billing to=back-office calls=99", "overflow queue=back-office to=billing",
     "in a circle"},
    {NULL, "overflow_end queue=sales-de measure=m99", "no measure m99 is in force"},
    {"overflow queue=sales-de to=billing", "overflow_end queue=mail-de measure=m1",
     "no measure m1"},
    {NULL, "move_agents queue=sales-de agents=nobody", "no agent nobody"},
    {NULL, "move_agents queue=sales-de count=99 from=billing", "could be moved, not 99"},
    {NULL, "move_agents queue=sales-de count=0 from=billing", "0 were asked for"},
    {NULL, "move_agents queue=sales-de count=1 from=nowhere", "no queue nowhere"},
    {NULL, "move_agents queue=sales-de count=1 from=sales-de", "where they are"},
    {NULL, "all_hands queue=mail-de", "takes no calls"},
    {"all_hands queue=billing", "all_hands queue=billing", "already in force"},
    {"defer_work queue=billing", "defer_work queue=mail-de", "already in force"},
    {"announce queue=billing message=x", "announce queue=billing message=y", "already in force"},
    {NULL, "callback queue=mail-de on=true", "takes no calls"},
    {NULL, "reroute queue=sales-de rule=magic", "normal, pool, first"},
    {NULL, "outsource queue=sales-de to=stranger share=0.5", "no partner stranger"},
    {NULL, "throttle queue=sales-de share=0", "does nothing"},
    {NULL, "open queue=sales-de", "already open"},
    {NULL, "priority call=c999999 prio=1", "does not wait any more"},
    {NULL, "priority call=what prio=1", "does not wait any more"},
    {NULL, "redirect call=c999999 to=billing", "does not wait any more"},
    {NULL, "agent_state agent=nobody state=paused", "no agent nobody at berlin"},
    {NULL, "agent_state agent=anna.keller state=talking", "paused, available and offline can"},
    {NULL, "agent_queue agent=anna.keller queue=sales-de add=true", "already"},
    {NULL, "agent_queue agent=anna.keller queue=mail-de remove=true", "does not serve"},
};

static void impossible_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < ACD_COUNT_OF(refusals); i++) {
        struct floor *floor = swamped();
        if (refusals[i].before)
            done(floor, SIM_TEN, refusals[i].before);
        refused(floor, SIM_TEN, refusals[i].words, refusals[i].reason);
        sim_floor_check(floor);
        floor_free(floor);
    }
}

/* A target beyond its own capacity is refused; an unknown operation is unsupported. */
static void overloaded_target(void **state)
{
    (void)state;
    static struct sim_scenario scenario = {.load = 1, .presence = 1};
    scenario.happenings[0] = (struct sim_happening){
        .kind = SIM_SURGE, .at_ms = -5 * SIM_MINUTE, .for_ms = 60 * SIM_MINUTE, .factor = 8};
    scenario.n_happenings = 1;
    struct floor *floor = sim_floor_warm(0, 3, &scenario);
    refused(floor, SIM_TEN, "overflow queue=sales-de to=billing", "beyond its capacity");
    floor_free(floor);
    floor = swamped();
    assert_int_equal(sim_floor_ask(floor, SIM_TEN, "dance queue=sales-de").status,
                     ACD_STATUS_UNSUPPORTED);
    floor_free(floor);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_has_its_effect),
        cmocka_unit_test(each_is_told),
        cmocka_unit_test(impossible_is_refused),
        cmocka_unit_test(overloaded_target),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
