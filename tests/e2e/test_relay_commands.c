/* Commands through the real `acdfeed relay`: each carried out once by the feed, however often it is
 * sent and whoever begins anew on the way, and answered as the feed answers. */
#include "acdfeed/clock.h"
#include "feed/commands/command.h"
#include "tests/support/cases.h"
#include "tests/support/keyring.h"
#include "tests/support/relayed.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <zmq.h>

struct floor {
    struct acd_publisher *feed;
    struct acd_outcome outcome;
    int carried_out;
    char by[ACD_MAX_TEXT_BYTES + 1], id[ACD_MAX_ID_BYTES + 1];
    struct relay relay;
    const char *name;
};

static struct acd_outcome carry_out(void *context, const struct acd_request *request)
{
    struct floor *floor = context;
    floor->carried_out++;
    snprintf(floor->id, sizeof floor->id, "%s", request->id);
    snprintf(floor->by, sizeof floor->by, "%s",
             ACD_KNOWN(request, ACD_REQUEST_BY) ? request->by : "");
    return floor->outcome;
}

static void open_floor_feed(struct floor *floor, const struct acd_publisher_options *like)
{
    static const char *const ops[] = {"close", "snapshot", "open"};
    struct acd_publisher_options options = like ? *like : (struct acd_publisher_options){0};
    struct acd_fault why;
    char part[64];
    options.command = carry_out;
    options.context = floor;
    snprintf(part, sizeof part, "%s-f", floor->name);
    floor->feed = relayed_feed(part, "berlin", &options);
    struct acd_site site = plain_site("berlin");
    site.ops = ops;
    site.n_ops = 3;
    ACD_KNOW(&site, ACD_SITE_OPS);
    assert_true(acd_publisher_site(floor->feed, &site, &why));
    relayed_queue(floor->feed, "sales", 1);
}

static void start_floor_relay(struct floor *floor)
{
    START_RELAY(&floor->relay, floor->name, "--feed", acd_publisher_stats_endpoint(floor->feed),
                "--feed-control", acd_publisher_control_endpoint(floor->feed), "--commands");
}

static void open_floor(struct floor *floor, const char *name, enum acd_status outcome)
{
    *floor = (struct floor){.name = name, .outcome = {.status = outcome}};
    open_floor_feed(floor, NULL);
    start_floor_relay(floor);
}

static void close_floor(struct floor *floor)
{
    relay_stop(&floor->relay);
    acd_publisher_close(floor->feed);
}

static bool offers_close(struct watched *watched, const void *context)
{
    (void)context;
    const struct watched_site *site = watched_site(watched, "berlin");
    const struct acd_site *beat = site ? site->heartbeat : NULL;
    for (uint32_t i = 0; beat && ACD_KNOWN(beat, ACD_SITE_OPS) && i < beat->n_ops; i++)
        if (strcmp(beat->ops[i], "close") == 0)
            return true;
    return false;
}

static struct watched *sit_down(struct floor *floor)
{
    struct watched *watched = watched_new(0);
    watched_add(watched, floor->relay.stats, floor->relay.control);
    watched->publishers[0] = floor->feed;
    watched_until(watched, offers_close, NULL, "the operations of the feed");
    return watched;
}

static struct acd_request closing(const char *id)
{
    return (struct acd_request){
        .known = ACD_BIT(ACD_REQUEST_V) | ACD_BIT(ACD_REQUEST_ID) | ACD_BIT(ACD_REQUEST_OP) |
                 ACD_BIT(ACD_REQUEST_SITE) | ACD_BIT(ACD_REQUEST_QUEUE) | ACD_BIT(ACD_REQUEST_BY),
        .v = 1,
        .id = id,
        .op = "close",
        .site = "berlin",
        .queue = "sales",
        .by = "anna",
    };
}

struct asking {
    const struct acd_request *request;
};

/* The connection may not stand yet. */
static bool was_sent(struct watched *watched, const void *context)
{
    struct acd_fault why;
    return acd_subscriber_send(watched->subscriber, ((const struct asking *)context)->request,
                               &why);
}

static void ask(struct watched *watched, const struct acd_request *request)
{
    watched_until(watched, was_sent, &(struct asking){request}, "the request is sent");
}

struct answered {
    const char *id;
    int status;
};

static bool is_answered(struct watched *watched, const void *context)
{
    const struct answered *wanted = context;
    const struct watched_reply *reply = watched_reply(watched, wanted->id);
    return reply && reply->status == wanted->status;
}

static void until_answered(struct watched *watched, const char *id, enum acd_status status)
{
    watched_until(watched, is_answered, &(struct answered){id, (int)status},
                  acd_names_word(&acd_status_names, (int)status));
}

static int actions_of(const struct watched *watched, const char *request, const char *status)
{
    int n = 0;
    for (int i = 0; i < watched->n_events; i++) {
        const struct acd_event *event = watched->events[i];
        n += ACD_KNOWN(event, ACD_EVENT_REQUEST) && strcmp(event->request, request) == 0 &&
             strcmp(event->status, status) == 0;
    }
    return n;
}

static bool has_action(struct watched *watched, const void *context)
{
    const char *const *wanted = context;
    return actions_of(watched, wanted[0], wanted[1]) > 0;
}

static void until_action(struct watched *watched, const char *request, const char *status)
{
    watched_until(watched, has_action, (const char *const[]){request, status}, status);
}

/* The feed's own accepted and done, in its order, each told to everybody once. */
static void feed_answers_through_the_relay(void **state)
{
    (void)state;
    struct floor floor;
    open_floor(&floor, "answers", ACD_STATUS_ACCEPTED);
    struct watched *anna = sit_down(&floor);
    struct acd_request request = closing("r1");
    ask(anna, &request);
    until_answered(anna, "r1", ACD_STATUS_ACCEPTED);
    assert_int_equal(floor.carried_out, 1);
    assert_string_equal(floor.id, "r1");
    assert_string_equal(floor.by, "anna");
    acd_publisher_finish(floor.feed, "r1", ACD_STATUS_DONE, NULL);
    until_answered(anna, "r1", ACD_STATUS_DONE);
    until_action(anna, "r1", "done");
    for (int i = 0; i < 3; i++)
        watched_until_beat(anna, "berlin");
    assert_int_equal(actions_of(anna, "r1", "accepted"), 1);
    assert_int_equal(actions_of(anna, "r1", "done"), 1);
    assert_string_equal(anna->events[0]->by, "anna");
    tool_await_complaint(&floor.relay.tool, "request r1: close at berlin by anna: passed on");
    tool_await_complaint(&floor.relay.tool, "request r1: done");
    watched_free(anna);
    close_floor(&floor);
}

static void refusal_passes_with_its_reason(void **state)
{
    (void)state;
    struct floor floor;
    open_floor(&floor, "refuses", ACD_STATUS_REFUSED);
    floor.outcome.why = "it is closed already";
    struct watched *anna = sit_down(&floor);
    struct acd_request request = closing("r1");
    ask(anna, &request);
    until_answered(anna, "r1", ACD_STATUS_REFUSED);
    assert_string_equal(watched_reply(anna, "r1")->why, "it is closed already");
    until_action(anna, "r1", "refused");
    assert_int_equal(actions_of(anna, "r1", "refused"), 1);
    watched_free(anna);
    close_floor(&floor);
}

/* Asked again under the same id: of this relay, and of another after it. */
static void one_id_is_carried_out_once(void **state)
{
    (void)state;
    struct floor floor;
    open_floor(&floor, "once", ACD_STATUS_DONE);
    struct watched *anna = sit_down(&floor);
    struct acd_request request = closing("r1");
    ask(anna, &request);
    until_answered(anna, "r1", ACD_STATUS_DONE);
    anna->n_replies = 0;
    ask(anna, &request);
    until_answered(anna, "r1", ACD_STATUS_DONE);
    assert_int_equal(floor.carried_out, 1);
    watched_free(anna);
    kill(floor.relay.tool.pid, SIGKILL);
    assert_int_equal(tool_end(&floor.relay.tool), 128 + SIGKILL);
    free(floor.relay.tool.complaint);
    start_floor_relay(&floor);
    anna = sit_down(&floor);
    ask(anna, &request);
    until_answered(anna, "r1", ACD_STATUS_DONE);
    assert_int_equal(floor.carried_out, 1);
    watched_free(anna);
    close_floor(&floor);
}

/* --- frames as they are --- */

struct wire {
    void *context, *dealer;
};

static void wire_open(struct wire *wire, const char *control)
{
    int none = 0;
    wire->context = zmq_ctx_new();
    wire->dealer = zmq_socket(wire->context, ZMQ_DEALER);
    zmq_setsockopt(wire->dealer, ZMQ_LINGER, &none, sizeof none);
    assert_int_equal(zmq_connect(wire->dealer, control), 0);
}

static void wire_close(struct wire *wire)
{
    zmq_close(wire->dealer);
    zmq_ctx_term(wire->context);
}

static void wire_send(struct wire *wire, const struct acd_request *request)
{
    struct acd_buffer body;
    acd_buffer_init(&body);
    acd_pack(&body, &acd_request_shape, request);
    assert_true(zmq_send(wire->dealer, body.data, body.size, 0) >= 0);
    acd_buffer_release(&body);
}

struct wire_answer {
    struct wire *wire;
    int status;
};

static bool wire_answers(struct watched *watched, const void *context)
{
    struct wire_answer *answer = (void *)(uintptr_t)context;
    static unsigned char room[1 << 16], body[1 << 16];
    (void)watched;
    int bytes = zmq_recv(answer->wire->dealer, body, sizeof body, ZMQ_DONTWAIT);
    if (bytes < 0)
        return false;
    struct acd_scratch scratch = {.at = room, .bytes = sizeof room};
    struct acd_refusal refusal;
    const struct acd_reply *reply =
        acd_unpack(&acd_reply_shape, body, (size_t)bytes, &scratch, &refusal);
    assert_non_null(reply);
    answer->status = reply->status;
    return true;
}

/* A frame that was late on its way, after the feed began anew or the relay did. */
static void request_for_a_former_feed_is_refused(void **state)
{
    (void)state;
    struct floor floor;
    open_floor(&floor, "former", ACD_STATUS_DONE);
    struct watched *anna = sit_down(&floor);
    struct acd_request request = closing("r1");
    request.inst = watched_site(anna, "berlin")->state.inst;
    ACD_KNOW(&request, ACD_REQUEST_INST);
    acd_publisher_close(floor.feed);
    open_floor_feed(&floor, NULL);
    anna->publishers[0] = floor.feed;
    while (watched_site(anna, "berlin")->state.restarts == 0)
        watched_until_beat(anna, "berlin");
    struct wire wire;
    wire_open(&wire, floor.relay.control);
    wire_send(&wire, &request);
    struct wire_answer answer = {&wire, -1};
    watched_until(anna, wire_answers, &answer, "an answer to the frame");
    assert_int_equal(answer.status, ACD_STATUS_REFUSED);
    request.inst = watched_site(anna, "berlin")->state.inst;
    wire_close(&wire);
    relay_stop(&floor.relay);
    start_floor_relay(&floor);
    while (watched_site(anna, "berlin")->state.restarts == 1)
        watched_until_beat(anna, "berlin");
    request.id = "r2";
    wire_open(&wire, floor.relay.control);
    wire_send(&wire, &request);
    watched_until(anna, wire_answers, &answer, "an answer to the frame");
    assert_int_equal(answer.status, ACD_STATUS_REFUSED);
    assert_int_equal(floor.carried_out, 0);
    wire_close(&wire);
    watched_free(anna);
    close_floor(&floor);
}

/* The feed does not answer: nor does the relay, even when asked again, until the feed does. */
static void without_answer_none_is_given(void **state)
{
    (void)state;
    struct floor floor;
    open_floor(&floor, "mute", ACD_STATUS_DONE);
    struct watched *anna = sit_down(&floor);
    anna->publishers[0] = NULL;
    struct acd_request request = closing("r1");
    ask(anna, &request);
    ask(anna, &request);
    watched_until_link(anna, "berlin", ACD_LINK_STALE);
    tool_await_complaint(
        &floor.relay.tool,
        "request r1: no answer of the feed; whether it was carried out is unknown");
    watched_serve(anna);
    assert_null(watched_reply(anna, "r1"));
    anna->publishers[0] = floor.feed;
    until_answered(anna, "r1", ACD_STATUS_DONE);
    assert_int_equal(floor.carried_out, 1);
    watched_free(anna);
    close_floor(&floor);
}

static void feed_that_is_gone_is_asked_nothing(void **state)
{
    (void)state;
    struct floor floor;
    open_floor(&floor, "gone", ACD_STATUS_DONE);
    struct watched *anna = sit_down(&floor);
    acd_publisher_close(floor.feed);
    anna->publishers[0] = NULL;
    tool_await_complaint(&floor.relay.tool, "the connection ended");
    struct acd_request request = closing("r1");
    ask(anna, &request);
    until_answered(anna, "r1", ACD_STATUS_REFUSED);
    assert_non_null(strstr(watched_reply(anna, "r1")->why, "nothing was sent"));
    watched_free(anna);
    relay_stop(&floor.relay);
}

/* The feed knows the relay's key; who it was stands beside it, behind the relay. */
static void both_names_are_told_and_roles_are_kept(void **state)
{
    (void)state;
    struct floor floor = {.name = "named", .outcome = {.status = ACD_STATUS_DONE}};
    const char *list = keyring_authorize("relay supervisor\nsophia supervisor\nviola viewer\n");
    struct acd_publisher_options options = {.key_file = keyring_secret("server"),
                                            .authorized_file = list};
    open_floor_feed(&floor, &options);
    START_RELAY(&floor.relay, floor.name, "--feed-key", keyring_secret("relay"), "--server-key",
                keyring_public("server"), "--feed", acd_publisher_stats_endpoint(floor.feed),
                "--feed-control", acd_publisher_control_endpoint(floor.feed), "--commands", "--key",
                keyring_secret("dmz"), "--authorized", list);
    struct watched *sophia = watched_new(0), *viola = watched_new(0);
    keyring_add(sophia, floor.relay.stats, floor.relay.control, "sophia", "dmz");
    keyring_add(viola, floor.relay.stats, floor.relay.control, "viola", "dmz");
    sophia->publishers[0] = viola->publishers[0] = floor.feed;
    watched_until(sophia, offers_close, NULL, "operations");
    watched_until(viola, offers_close, NULL, "operations");
    struct acd_request request = closing("r1");
    ask(viola, &request);
    until_answered(viola, "r1", ACD_STATUS_DENIED);
    assert_int_equal(floor.carried_out, 0);
    request.id = "r2";
    ask(sophia, &request);
    until_answered(sophia, "r2", ACD_STATUS_DONE);
    assert_int_equal(floor.carried_out, 1);
    assert_string_equal(floor.by, "relay");
    until_action(viola, "r2", "done");
    assert_int_equal(actions_of(viola, "r2", "done"), 1);
    assert_string_equal(viola->events[viola->n_events - 1]->by, "sophia via relay");
    watched_free(sophia);
    watched_free(viola);
    close_floor(&floor);
}

static const struct mistake {
    const char *arguments[14];
    const char *said;
} mistakes[] = {
    {{"relay", "--feed", "ipc:///tmp/s", "--commands"}, "--commands needs --control"},
    {{"relay", "--feed", "ipc:///tmp/s", "--commands", "--control", "ipc:///tmp/c"},
     "--commands needs --control"},
    {{"relay", "--feed", "ipc:///tmp/s", "--feed-control", "ipc:///tmp/t", "--commands",
      "--control", "ipc:///tmp/c", "--feed-key", "/tmp/k", "--server-key", "/tmp/p"},
     "--commands with --feed-key needs --key"},
};

static void mistakes_are_said(void **state)
{
    (void)state;
    for (size_t i = 0; i < ACD_COUNT_OF(mistakes); i++) {
        char *out, *err;
        assert_int_equal(tool_run(mistakes[i].arguments, NULL, &out, &err), COMMAND_USAGE);
        assert_non_null(strstr(err, mistakes[i].said));
        free(out);
        free(err);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(feed_answers_through_the_relay),
        cmocka_unit_test(refusal_passes_with_its_reason),
        cmocka_unit_test(one_id_is_carried_out_once),
        cmocka_unit_test(request_for_a_former_feed_is_refused),
        cmocka_unit_test(without_answer_none_is_given),
        cmocka_unit_test(feed_that_is_gone_is_asked_nothing),
        cmocka_unit_test(both_names_are_told_and_roles_are_kept),
        cmocka_unit_test(mistakes_are_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
