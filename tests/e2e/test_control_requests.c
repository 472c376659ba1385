/* Requests from peers that are hostile, gone or insistent, by a bare DEALER. */
#include "tests/support/patience.h"
#include "tests/support/watched.h"

#include "acdfeed/clock.h"
#include "acdfeed/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zmq.h>

#include <cmocka.h>

enum { PAGES = 20, PENDING_EACH = 256 };

struct bench {
    char stats[200], control[200], log[2000];
    struct acd_publisher *publisher;
    void *context, *dealer;
    int carried_out;
    enum acd_status outcome;
    unsigned char room[1 << 16];
    struct acd_scratch scratch;
};

static struct acd_outcome carry_out(void *context, const struct acd_request *request)
{
    struct bench *bench = context;
    bench->carried_out++;
    if (strcmp(request->id, "at-once") == 0)
        acd_publisher_finish(bench->publisher, request->id, ACD_STATUS_DONE, "within the call");
    return (struct acd_outcome){.status = bench->outcome};
}

static void keep_log(void *context, const char *line)
{
    struct bench *bench = context;
    size_t used = strlen(bench->log);
    snprintf(bench->log + used, sizeof bench->log - used, "%s\n", line);
}

static void *dealer_to(struct bench *bench)
{
    int none = 0;
    void *dealer = zmq_socket(bench->context, ZMQ_DEALER);
    zmq_setsockopt(dealer, ZMQ_LINGER, &none, sizeof none);
    assert_int_equal(zmq_connect(dealer, bench->control), 0);
    return dealer;
}

static int set_up_with(void **state, int64_t pages_per_minute)
{
    static const char *const ops[] = {"notice"};
    static int serial;
    struct bench *bench = acd_calloc(1, sizeof *bench);
    char name[32];
    snprintf(name, sizeof name, "s%d", serial);
    test_endpoint(bench->stats, sizeof bench->stats, name);
    snprintf(name, sizeof name, "c%d", serial++);
    test_endpoint(bench->control, sizeof bench->control, name);
    struct acd_fault why = {""};
    bench->publisher =
        acd_publisher_open(&(struct acd_publisher_options){.stats_endpoint = bench->stats,
                                                           .control_endpoint = bench->control,
                                                           .command = carry_out,
                                                           .pages_per_minute = pages_per_minute,
                                                           .log = keep_log,
                                                           .context = bench},
                           &why);
    if (!bench->publisher)
        fail_msg("%s", why.text);
    struct acd_site site = plain_site("berlin");
    site.ops = ops;
    site.n_ops = 1;
    ACD_KNOW(&site, ACD_SITE_OPS);
    assert_true(acd_publisher_site(bench->publisher, &site, NULL));
    bench->context = zmq_ctx_new();
    bench->dealer = dealer_to(bench);
    bench->outcome = ACD_STATUS_DONE;
    bench->scratch = (struct acd_scratch){.at = bench->room, .bytes = sizeof bench->room};
    *state = bench;
    return 0;
}

static int set_up(void **state)
{
    return set_up_with(state, 0);
}

static int set_up_few_pages(void **state)
{
    return set_up_with(state, PAGES);
}

static int tear_down(void **state)
{
    struct bench *bench = *state;
    zmq_close(bench->dealer);
    zmq_ctx_term(bench->context);
    acd_publisher_close(bench->publisher);
    free(bench);
    return 0;
}

static void send_request(void *dealer, const struct acd_request *request)
{
    struct acd_buffer body;
    acd_buffer_init(&body);
    acd_pack(&body, &acd_request_shape, request);
    assert_true(zmq_send(dealer, body.data, body.size, 0) >= 0);
    acd_buffer_release(&body);
}

static void ask_page(void *dealer, const char *id)
{
    struct acd_request request = {
        .known = ACD_BIT(ACD_REQUEST_ID) | ACD_BIT(ACD_REQUEST_OP) | ACD_BIT(ACD_REQUEST_SITE) |
                 ACD_BIT(ACD_REQUEST_ARGS),
        .id = id,
        .op = "snapshot",
        .site = "berlin",
        .args = {.known = ACD_BIT(ACD_ARGS_KIND), .kind = "queue"},
    };
    send_request(dealer, &request);
}

static void ask(void *dealer, const char *id, const char *site)
{
    struct acd_request request = {
        .known = ACD_BIT(ACD_REQUEST_V) | ACD_BIT(ACD_REQUEST_ID) | ACD_BIT(ACD_REQUEST_OP) |
                 ACD_BIT(ACD_REQUEST_SITE) | ACD_BIT(ACD_REQUEST_ARGS),
        .v = 1,
        .id = id,
        .op = "notice",
        .site = site,
        .args = {.known = ACD_BIT(ACD_ARGS_TEXT), .text = "hello"},
    };
    send_request(dealer, &request);
}

static const struct acd_reply *await_reply(struct bench *bench, void *dealer)
{
    static char bytes[1 << 16];
    int got = -1;
    for (int64_t until = acd_monotonic_ms() + patience_ms(20000); got < 0 && acd_monotonic_ms() < until;) {
        acd_publisher_serve(bench->publisher, 2, -1);
        got = zmq_recv(dealer, bytes, sizeof bytes, ZMQ_DONTWAIT);
    }
    assert_true(got > 0);
    struct acd_refusal refusal;
    bench->scratch.used = 0;
    const struct acd_reply *reply =
        acd_unpack(&acd_reply_shape, bytes, (size_t)got, &bench->scratch, &refusal);
    assert_non_null(reply);
    return reply;
}

static void expect(struct bench *bench, const char *id, enum acd_status status)
{
    const struct acd_reply *reply = await_reply(bench, bench->dealer);
    assert_string_equal(reply->id, id);
    assert_int_equal(reply->status, status);
}

static void rubbish_is_passed_over(void **state)
{
    struct bench *bench = *state;
    static const struct {
        const char *bytes;
        size_t n;
    } rubbish[] = {
        {"", 0},
        {"\x80", 1},
        {"\xdf\xff\xff\xff\xff", 5},
        {"\x81\xa2id\x05", 5},
        {"\x81\xa2id\xa0", 5},
        {"hello", 5},
        {"\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91", 13},
    };
    for (size_t i = 0; i < ACD_COUNT_OF(rubbish); i++)
        zmq_send(bench->dealer, rubbish[i].bytes, rubbish[i].n, 0);
    zmq_send(bench->dealer, "two", 3, ZMQ_SNDMORE);
    zmq_send(bench->dealer, "parts", 5, 0);
    ask(bench->dealer, "r1", "berlin");
    expect(bench, "r1", ACD_STATUS_DONE);
    assert_int_equal(bench->carried_out, 1);
}

static void oversize_request_harms_no_one_else(void **state)
{
    struct bench *bench = *state;
    size_t bytes = 8u << 20;
    void *other = dealer_to(bench);
    char *huge = acd_calloc(1, bytes);
    zmq_send(other, huge, bytes, 0);
    free(huge);
    ask(bench->dealer, "r1", "berlin");
    expect(bench, "r1", ACD_STATUS_DONE);
    zmq_close(other);
}

/* Waits until the other side ends the connection. */
static bool is_hung_up(struct bench *bench, void *monitor)
{
    for (int64_t until = acd_monotonic_ms() + 20000; acd_monotonic_ms() < until;) {
        uint16_t event;
        char frame[512];
        acd_publisher_serve(bench->publisher, 2, -1);
        int got = zmq_recv(monitor, frame, sizeof frame, ZMQ_DONTWAIT);
        if (got < (int)sizeof event)
            continue;
        memcpy(&event, frame, sizeof event);
        (void)zmq_recv(monitor, frame, sizeof frame, 0);
        if (event == ZMQ_EVENT_DISCONNECTED)
            return true;
    }
    return false;
}

/* No request takes as much as a message may: what waits here unread is bounded by that. */
static void a_request_longer_than_any_is_hung_up_on(void **state)
{
    struct bench *bench = *state;
    static const char head[] = "\x82\xa2id\xa4long\xa1x\xc6\x00\x04\x00\x00"; /* x: 256 KiB of nothing */
    size_t bytes = sizeof head - 1 + (256u << 10);
    void *monitor = zmq_socket(bench->context, ZMQ_PAIR);
    zmq_socket_monitor(bench->dealer, "inproc://watched", ZMQ_EVENT_DISCONNECTED);
    assert_int_equal(zmq_connect(monitor, "inproc://watched"), 0);
    ask(bench->dealer, "first", "berlin");
    expect(bench, "first", ACD_STATUS_DONE);
    char *request = acd_calloc(1, bytes);
    memcpy(request, head, sizeof head - 1);
    assert_int_equal(zmq_send(bench->dealer, request, bytes, 0), bytes);
    free(request);
    bool hung_up = is_hung_up(bench, monitor);
    zmq_socket_monitor(bench->dealer, NULL, 0);
    zmq_close(monitor);
    assert_true(hung_up);
}

static void every_request_is_answered(void **state)
{
    struct bench *bench = *state;
    enum { MANY = 700 }; /* more than are taken in one go, fewer than the sockets hold */
    char id[32];
    for (int i = 0; i < MANY; i++) {
        snprintf(id, sizeof id, "many-%d", i);
        ask(bench->dealer, id, "berlin");
    }
    for (int i = 0; i < MANY; i++) {
        snprintf(id, sizeof id, "many-%d", i);
        expect(bench, id, ACD_STATUS_DONE);
    }
    assert_int_equal(bench->carried_out, MANY);
}

static void answer_outlives_the_asker(void **state)
{
    struct bench *bench = *state;
    bench->outcome = ACD_STATUS_ACCEPTED;
    void *other = dealer_to(bench);
    ask(other, "r1", "berlin");
    const struct acd_reply *reply = await_reply(bench, other);
    assert_int_equal(reply->status, ACD_STATUS_ACCEPTED);
    zmq_close(other);
    ask(bench->dealer, "r1", "berlin"); /* while it is under way */
    expect(bench, "r1", ACD_STATUS_ACCEPTED);
    acd_publisher_finish(bench->publisher, "r1", ACD_STATUS_DONE, NULL);
    acd_publisher_finish(bench->publisher, "r1", ACD_STATUS_FAILED, "too late");
    ask(bench->dealer, "r1", "berlin");
    expect(bench, "r1", ACD_STATUS_DONE);
    assert_int_equal(bench->carried_out, 1);
}

static void finished_within_the_call(void **state)
{
    struct bench *bench = *state;
    bench->outcome = ACD_STATUS_ACCEPTED;
    ask(bench->dealer, "at-once", "berlin");
    expect(bench, "at-once", ACD_STATUS_DONE);
    ask(bench->dealer, "at-once", "berlin");
    expect(bench, "at-once", ACD_STATUS_DONE);
}

static void strange_ids_are_ids(void **state)
{
    struct bench *bench = *state;
    static const char *const ids[] = {"a b/c\"{}",
                                      "\xce\xb2\xce\xbf\xce\xae\xce\xb8\xce\xb5\xce\xb9"};
    for (size_t i = 0; i < ACD_COUNT_OF(ids); i++) {
        ask(bench->dealer, ids[i], "berlin");
        expect(bench, ids[i], ACD_STATUS_DONE);
    }
}

static void other_sites_are_refused(void **state)
{
    struct bench *bench = *state;
    ask(bench->dealer, "r1", "paris");
    const struct acd_reply *reply = await_reply(bench, bench->dealer);
    assert_int_equal(reply->status, ACD_STATUS_REFUSED);
    assert_string_equal(reply->why, "no site paris here");
    assert_int_equal(bench->carried_out, 0);
}

/* Twenty consoles behind one connection, each with 500 queues and 5,000 agents to pull: 55 pages. */
static void a_burst_of_honest_consoles_gets_every_page(void **state)
{
    struct bench *bench = *state;
    enum { CONSOLES = 20, EACH = 55 };
    for (int page = 0; page < EACH; page++) {
        for (int i = 0; i < CONSOLES; i++)
            ask_page(bench->dealer, "page");
        for (int i = 0; i < CONSOLES; i++)
            expect(bench, "page", ACD_STATUS_DONE);
    }
    assert_string_equal(bench->log, "");
}

static void who_asks_for_pages_without_end_is_refused_then_left_alone(void **state)
{
    struct bench *bench = *state;
    void *other = dealer_to(bench);
    for (int i = 0; i < PAGES; i++) {
        ask_page(bench->dealer, "page");
        expect(bench, "page", ACD_STATUS_DONE);
    }
    ask_page(bench->dealer, "one more");
    const struct acd_reply *reply = await_reply(bench, bench->dealer);
    assert_string_equal(reply->id, "one more");
    assert_int_equal(reply->status, ACD_STATUS_REFUSED);
    assert_string_equal(reply->why, "more than 20 pages within a minute; wait a little");
    for (int i = 0; i < 10 * PAGES; i++)
        ask_page(bench->dealer, "flood");
    ask(bench->dealer, "notice", "berlin"); /* a command behind them: they all have been taken */
    int refused = 1, passed = 0;
    for (reply = await_reply(bench, bench->dealer); strcmp(reply->id, "notice") != 0;
         reply = await_reply(bench, bench->dealer)) {
        refused += reply->status == ACD_STATUS_REFUSED;
        passed += reply->status == ACD_STATUS_DONE;
    }
    assert_in_range(refused, 2, 2 * PAGES); /* the others were not answered at all */
    assert_in_range(passed, 0, PAGES);
    ask_page(other, "other"); /* somebody else has a share of his own */
    reply = await_reply(bench, other);
    assert_int_equal(reply->status, ACD_STATUS_DONE);
    const char *said = strstr(bench->log, "asks for more than 20 pages within a minute: refused");
    assert_non_null(said);
    assert_null(strstr(said + 1, "asks for more"));
    zmq_close(other);
}

static void what_is_under_way_for_one_asker_is_bounded(void **state)
{
    struct bench *bench = *state;
    void *other = dealer_to(bench);
    char id[16];
    bench->outcome = ACD_STATUS_ACCEPTED;
    for (int i = 0; i < PENDING_EACH; i++) {
        snprintf(id, sizeof id, "r%d", i);
        ask(bench->dealer, id, "berlin");
        expect(bench, id, ACD_STATUS_ACCEPTED);
    }
    ask(bench->dealer, "over", "berlin");
    const struct acd_reply *reply = await_reply(bench, bench->dealer);
    assert_int_equal(reply->status, ACD_STATUS_REFUSED);
    assert_string_equal(reply->why, "256 requests of yours are under way; wait for one to end");
    assert_int_equal(bench->carried_out, PENDING_EACH);
    ask(other, "other", "berlin");
    assert_int_equal(await_reply(bench, other)->status, ACD_STATUS_ACCEPTED);
    acd_publisher_finish(bench->publisher, "r0", ACD_STATUS_DONE, NULL);
    expect(bench, "r0", ACD_STATUS_DONE);
    ask(bench->dealer, "again", "berlin");
    expect(bench, "again", ACD_STATUS_ACCEPTED);
    zmq_close(other);
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_request_longer_than_any_is_hung_up_on),
        CASE(rubbish_is_passed_over),    CASE(oversize_request_harms_no_one_else),
        CASE(every_request_is_answered), CASE(answer_outlives_the_asker),
        CASE(finished_within_the_call),  CASE(strange_ids_are_ids),
        CASE(other_sites_are_refused),   CASE(a_burst_of_honest_consoles_gets_every_page),
        cmocka_unit_test_setup_teardown(who_asks_for_pages_without_end_is_refused_then_left_alone,
                                        set_up_few_pages, tear_down),
        CASE(what_is_under_way_for_one_asker_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
