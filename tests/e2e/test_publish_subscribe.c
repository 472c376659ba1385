/* Publisher and subscriber over real sockets: joining, changing, commanding, hostile frames. */
#include "acdfeed/clock.h"
#include "tests/support/watched.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

struct bench {
    char stats[200], control[200];
    struct acd_publisher *publisher;
    struct watched *watched;
    int carried_out;
    struct acd_outcome outcome;
};

static struct acd_outcome carry_out(void *context, const struct acd_request *request)
{
    struct bench *bench = context;
    bench->carried_out++;
    assert_string_equal(request->op, "overflow");
    assert_string_equal(request->queue, "sales");
    return bench->outcome;
}

static void tell_site(struct acd_publisher *publisher, const char *id)
{
    static const char *const ops[] = {"overflow", "notice"};
    struct acd_site site = plain_site(id);
    site.ops = ops;
    site.n_ops = 2;
    ACD_KNOW(&site, ACD_SITE_OPS);
    assert_true(acd_publisher_site(publisher, &site, NULL));
}

static struct acd_publisher *open_publisher(struct bench *bench, bool commands)
{
    struct acd_publisher_options options = {
        .stats_endpoint = bench->stats,
        .control_endpoint = bench->control[0] ? bench->control : NULL,
        .gather_ms = 20,
        .period_ms = 100,
        .keyframe_ms = 1000,
        .command = commands ? carry_out : NULL,
        .context = bench,
    };
    struct acd_fault why = {""};
    struct acd_publisher *publisher = acd_publisher_open(&options, &why);
    if (!publisher)
        fail_msg("%s", why.text);
    tell_site(publisher, "berlin");
    return publisher;
}

static int set_up(void **state)
{
    static int serial;
    static struct bench bench;
    char name[32];
    memset(&bench, 0, sizeof bench);
    snprintf(name, sizeof name, "stats%d", serial);
    test_endpoint(bench.stats, sizeof bench.stats, name);
    snprintf(name, sizeof name, "control%d", serial++);
    test_endpoint(bench.control, sizeof bench.control, name);
    bench.publisher = open_publisher(&bench, true);
    bench.watched = watched_new(0);
    bench.watched->publishers[0] = bench.publisher;
    bench.outcome.status = ACD_STATUS_DONE;
    *state = &bench;
    return 0;
}

static int tear_down(void **state)
{
    struct bench *bench = *state;
    watched_free(bench->watched);
    acd_publisher_close(bench->publisher);
    return 0;
}

static void tell_queue(struct bench *bench, const char *id, int64_t waiting)
{
    struct acd_queue queue = plain_queue(id, waiting);
    assert_true(acd_publisher_queue(bench->publisher, NULL, &queue, NULL));
}

static void join(struct bench *bench)
{
    watched_add(bench->watched, bench->stats, bench->control);
    watched_until_link(bench->watched, "berlin", ACD_LINK_LIVE);
}

static bool queue_waits(struct watched *watched, const void *context)
{
    const struct acd_queue *wanted = context;
    const struct acd_queue *queue = watched_live(watched, "berlin", ACD_KIND_QUEUE, wanted->id);
    return queue && queue->waiting == wanted->waiting;
}

static void late_joiner_is_complete(void **state)
{
    struct bench *bench = *state;
    for (int i = 0; i < 250; i++) {
        char id[16];
        snprintf(id, sizeof id, "q%d", i);
        tell_queue(bench, id, i);
        struct acd_agent agent = plain_agent(id, ACD_STATE_TALKING);
        assert_true(acd_publisher_agent(bench->publisher, "berlin", &agent, NULL));
    }
    int64_t until = acd_monotonic_ms() + 200;
    while (acd_monotonic_ms() < until)
        acd_publisher_serve(bench->publisher, 10, -1);
    join(bench);
    assert_int_equal(watched_live_count(bench->watched, "berlin", ACD_KIND_QUEUE), 250);
    assert_int_equal(watched_live_count(bench->watched, "berlin", ACD_KIND_AGENT), 250);
    const struct acd_queue *queue = watched_live(bench->watched, "berlin", ACD_KIND_QUEUE, "q249");
    assert_int_equal(queue->waiting, 249);
    assert_false(ACD_KNOWN(queue, ACD_QUEUE_ACTIVE));
    assert_int_equal(watched_site(bench->watched, "berlin")->state.lost, 0);
}

static void changes_arrive(void **state)
{
    struct bench *bench = *state;
    tell_queue(bench, "sales", 1);
    join(bench);
    for (int64_t waiting = 2; waiting < 6; waiting++) {
        tell_queue(bench, "sales", waiting);
        struct acd_queue wanted = plain_queue("sales", waiting);
        watched_until(bench->watched, queue_waits, &wanted, "the new figure");
    }
    assert_false(watched_site(bench->watched, "berlin")->was[ACD_LINK_STALE]);
}

static bool is_forgotten(struct watched *watched, const void *context)
{
    return watched_live(watched, "berlin", ACD_KIND_QUEUE, context) == NULL;
}

static void gone_is_forgotten_and_counted(void **state)
{
    struct bench *bench = *state;
    tell_queue(bench, "sales", 1);
    tell_queue(bench, "support", 1);
    join(bench);
    assert_true(acd_publisher_gone(bench->publisher, NULL, ACD_KIND_QUEUE, "sales", NULL));
    watched_until(bench->watched, is_forgotten, "sales", "the queue is gone");
    for (int i = 0; i < 3; i++)
        watched_until_beat(bench->watched, "berlin");
    const struct watched_site *site = watched_site(bench->watched, "berlin");
    assert_int_equal(site->heartbeat->queues, 1);
    assert_int_equal(site->state.link, ACD_LINK_LIVE);
    assert_int_equal(site->state.present[ACD_KIND_QUEUE], 1);
}

static struct acd_request overflow_request(const char *id)
{
    return (struct acd_request){
        .known = ACD_BIT(ACD_REQUEST_ID) | ACD_BIT(ACD_REQUEST_OP) | ACD_BIT(ACD_REQUEST_SITE) |
                 ACD_BIT(ACD_REQUEST_QUEUE) | ACD_BIT(ACD_REQUEST_ARGS) | ACD_BIT(ACD_REQUEST_BY),
        .id = id,
        .op = "overflow",
        .site = "berlin",
        .queue = "sales",
        .by = "ann",
        .args = {.known = ACD_BIT(ACD_ARGS_TO), .to = "support"},
    };
}

static bool accepts_request(struct watched *watched, const void *context)
{
    return acd_subscriber_send(watched->subscriber, context, NULL);
}

static void send(struct bench *bench, const struct acd_request *request)
{
    bench->watched->n_replies = 0;
    watched_until(bench->watched, accepts_request, request, "a connection for the command");
    watched_until_reply(bench->watched, request->id);
}

static void expect(struct bench *bench, const char *id, enum acd_status status, const char *why)
{
    const struct watched_reply *reply = watched_reply(bench->watched, id);
    assert_non_null(reply);
    assert_string_equal(acd_names_word(&acd_status_names, reply->status),
                        acd_names_word(&acd_status_names, (int)status));
    assert_string_equal(reply->why, why);
}

static void command_is_carried_out_once(void **state)
{
    struct bench *bench = *state;
    join(bench);
    struct acd_request request = overflow_request("r1");
    send(bench, &request);
    expect(bench, "r1", ACD_STATUS_DONE, "");
    send(bench, &request);
    expect(bench, "r1", ACD_STATUS_DONE, "");
    assert_int_equal(bench->carried_out, 1);
}

static bool has_events(struct watched *watched, const void *context)
{
    return watched->n_events >= *(const int *)context;
}

static void every_decision_is_an_event(void **state)
{
    struct bench *bench = *state;
    join(bench);
    struct acd_request request = overflow_request("r1");
    bench->outcome = (struct acd_outcome){ACD_STATUS_REFUSED, "support is closed"};
    send(bench, &request);
    expect(bench, "r1", ACD_STATUS_REFUSED, "support is closed");
    int wanted = 1;
    watched_until(bench->watched, has_events, &wanted, "the action event");
    const struct acd_event *event = bench->watched->events[0];
    assert_string_equal(event->type, "action");
    assert_string_equal(event->op, "overflow");
    assert_string_equal(event->by, "ann");
    assert_string_equal(event->queue, "sales");
    assert_string_equal(event->status, "refused");
    assert_string_equal(event->why, "support is closed");
    assert_string_equal(event->request, "r1");
    assert_true(ACD_KNOWN(event, ACD_EVENT_T));
}

static void accepted_is_finished_later(void **state)
{
    struct bench *bench = *state;
    join(bench);
    bench->outcome.status = ACD_STATUS_ACCEPTED;
    struct acd_request request = overflow_request("r2");
    send(bench, &request);
    expect(bench, "r2", ACD_STATUS_ACCEPTED, "");
    bench->watched->n_replies = 0;
    acd_publisher_finish(bench->publisher, "r2", ACD_STATUS_FAILED, "no agent left");
    watched_until_reply(bench->watched, "r2");
    expect(bench, "r2", ACD_STATUS_FAILED, "no agent left");
    send(bench, &request);
    expect(bench, "r2", ACD_STATUS_FAILED, "no agent left");
    assert_int_equal(bench->carried_out, 1);
}

static void unknown_and_incomplete_commands(void **state)
{
    struct bench *bench = *state;
    join(bench);
    struct acd_request request = overflow_request("r3");
    request.op = "close";
    request.known &= ~ACD_BIT(ACD_REQUEST_ARGS);
    send(bench, &request);
    expect(bench, "r3", ACD_STATUS_UNSUPPORTED, "this feed does not carry out close");
    struct acd_fault why;
    request.op = "overflow";
    assert_false(acd_subscriber_send(bench->watched->subscriber, &request, &why));
    assert_string_equal(why.text, "overflow needs to");
    request.site = "paris";
    request.op = "close";
    assert_false(acd_subscriber_send(bench->watched->subscriber, &request, &why));
    assert_string_equal(why.text, "site paris: nothing was heard of it yet");
    assert_int_equal(bench->carried_out, 0);
}

static void command_that_waited_is_expired(void **state)
{
    struct bench *bench = *state;
    join(bench);
    struct acd_request request = overflow_request("r4");
    request.ttl_ms = 30;
    ACD_KNOW(&request, ACD_REQUEST_TTL);
    watched_until(bench->watched, accepts_request, &request, "a connection");
    int64_t until = acd_monotonic_ms() + 100; /* the feed is busy elsewhere */
    while (acd_monotonic_ms() < until)
        acd_subscriber_serve(bench->watched->subscriber, 10, -1);
    watched_until_reply(bench->watched, "r4");
    assert_int_equal(watched_reply(bench->watched, "r4")->status, ACD_STATUS_EXPIRED);
    assert_int_equal(bench->carried_out, 0);
}

static void read_only_feed_offers_nothing(void **state)
{
    struct bench *bench = *state;
    watched_add(bench->watched, bench->stats, NULL);
    tell_queue(bench, "sales", 3);
    watched_until_link(bench->watched, "berlin", ACD_LINK_LIVE);
    struct acd_request request = overflow_request("r5");
    struct acd_fault why;
    assert_false(acd_subscriber_send(bench->watched->subscriber, &request, &why));
    assert_non_null(strstr(why.text, "read-only"));
}

static void ages_grow_while_they_wait(void **state)
{
    struct bench *bench = *state;
    struct acd_queue queue = plain_queue("sales", 1);
    queue.oldest_ms = 5000;
    ACD_KNOW(&queue, ACD_QUEUE_OLDEST);
    assert_true(acd_publisher_queue(bench->publisher, NULL, &queue, NULL));
    int64_t until = acd_monotonic_ms() + 300;
    while (acd_monotonic_ms() < until)
        acd_publisher_serve(bench->publisher, 10, -1);
    join(bench);
    const struct acd_queue *told = watched_live(bench->watched, "berlin", ACD_KIND_QUEUE, "sales");
    assert_true(told->oldest_ms >= 5290);
}

static void unsubscribed_kinds_are_not_missed(void **state)
{
    struct bench *bench = *state;
    watched_free(bench->watched);
    bench->watched = watched_new(1u << ACD_KIND_QUEUE);
    bench->watched->publishers[0] = bench->publisher;
    tell_queue(bench, "sales", 1);
    struct acd_agent agent = plain_agent("ann", ACD_STATE_TALKING);
    assert_true(acd_publisher_agent(bench->publisher, NULL, &agent, NULL));
    join(bench);
    assert_int_equal(watched_live_count(bench->watched, "berlin", ACD_KIND_AGENT), 0);
    assert_int_equal(watched_live_count(bench->watched, "berlin", ACD_KIND_QUEUE), 1);
    assert_int_equal(watched_site(bench->watched, "berlin")->state.lost, 0);
}

static void endpoints_are_private(void **state)
{
    struct bench *bench = *state;
    struct stat status;
    assert_int_equal(stat(bench->stats + strlen("ipc://"), &status), 0);
    assert_int_equal(status.st_mode & 0777 & ~0700, 0);
    static const struct {
        const char *endpoint, *words;
    } cases[] = {
        {"tcp://0.0.0.0:5570", "everyone on the network could use it"},
        {"tcp://*:5570", "everyone on the network could use it"},
        {"tcp://127.evil.example:5570", "everyone on the network could use it"},
        {"ipc://@wall", "every user of this machine"},
        {"udp://127.0.0.1:1", "no endpoint"},
        {"berlin", "no endpoint"},
        {"ipc:///nowhere/at/all", "cannot be bound"},
    };
    for (size_t i = 0; i < ACD_COUNT_OF(cases); i++) {
        struct acd_publisher_options options = {.stats_endpoint = cases[i].endpoint};
        struct acd_fault why = {""};
        assert_null(acd_publisher_open(&options, &why));
        if (!strstr(why.text, cases[i].words))
            fail_msg("%s: %s", cases[i].endpoint, why.text);
    }
    struct acd_publisher_options options = {.stats_endpoint = bench->stats};
    struct acd_fault why = {""};
    assert_null(acd_publisher_open(&options, &why));
    assert_non_null(strstr(why.text, "another feed serves there already"));
}

static void bad_tellings_are_named(void **state)
{
    struct bench *bench = *state;
    struct acd_fault why = {""};
    struct acd_queue queue = plain_queue("no spaces", 1);
    assert_false(acd_publisher_queue(bench->publisher, NULL, &queue, &why));
    assert_non_null(strstr(why.text, "an id with other characters"));
    queue = plain_queue("sales", -1);
    assert_false(acd_publisher_queue(bench->publisher, NULL, &queue, &why));
    assert_non_null(strstr(why.text, "outside its range"));
    queue = plain_queue("sales", 1);
    assert_false(acd_publisher_queue(bench->publisher, "paris", &queue, &why));
    assert_non_null(strstr(why.text, "no site paris"));
}

static void wildcard_port_is_named(void **state)
{
    struct bench *bench = *state;
    struct acd_publisher_options options = {.stats_endpoint = "tcp://127.0.0.1:*",
                                            .control_endpoint = "tcp://127.0.0.1:*",
                                            .period_ms = 100};
    struct acd_fault why = {""};
    struct acd_publisher *other = acd_publisher_open(&options, &why);
    if (!other)
        fail_msg("%s", why.text);
    tell_site(other, "paris");
    watched_add(bench->watched, acd_publisher_stats_endpoint(other),
                acd_publisher_control_endpoint(other));
    join(bench);
    bench->watched->publishers[1] = other;
    watched_until_link(bench->watched, "paris", ACD_LINK_LIVE);
    assert_int_equal(watched_site(bench->watched, "paris")->state.feed, 0);
    assert_int_equal(watched_site(bench->watched, "berlin")->state.feed, 1);
    bench->watched->publishers[1] = NULL;
    acd_publisher_close(other);
}

static void serving_ends_when_woken(void **state)
{
    struct bench *bench = *state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "x", 1), 1);
    int64_t before = acd_monotonic_ms();
    assert_true(acd_subscriber_serve(bench->watched->subscriber, 60000, ends[0]));
    assert_true(acd_publisher_serve(bench->publisher, 60000, ends[0]));
    assert_true(acd_monotonic_ms() - before < 60000);
    close(ends[0]);
    close(ends[1]);
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(late_joiner_is_complete),
        CASE(changes_arrive),
        CASE(gone_is_forgotten_and_counted),
        CASE(command_is_carried_out_once),
        CASE(every_decision_is_an_event),
        CASE(accepted_is_finished_later),
        CASE(unknown_and_incomplete_commands),
        CASE(command_that_waited_is_expired),
        CASE(read_only_feed_offers_nothing),
        CASE(ages_grow_while_they_wait),
        CASE(unsubscribed_kinds_are_not_missed),
        CASE(endpoints_are_private),
        CASE(bad_tellings_are_named),
        CASE(wildcard_port_is_named),
        CASE(serving_ends_when_woken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
