/* Requests under random faults: dropped, doubled, delayed on either way, feed and console killed at
 * any moment.  A real publisher behind real sockets, the console's own book of requests; the
 * network between them is the test's.  10,000 requests; ACD_SEED chooses other schedules. */
#include "tests/support/patience.h"
#include "tests/support/watched.h"

#include "acdfeed/clock.h"
#include "acdfeed/memory.h"
#include "console/model/requests.h"
#include "feed/link/publisher_parts.h"

#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zmq.h>

#include <cmocka.h>

enum { ROUNDS = 50, STORIES = 200, FLIGHT = 1024, PACKET_BYTES = 512 };

struct story {
    char id[ACD_REQUEST_ID_BYTES];
    uint64_t inst;
    int handed;   /* to those who carry it out */
    bool waiting; /* accepted by the feed that lives now, not yet finished */
    bool done;    /* carried out */
    enum acd_status outcome;
    bool finished_failed;
    int told[ACD_STATUSES]; /* action events, as everyone hears them */
};

struct packet {
    size_t bytes;
    char data[PACKET_BYTES];
};
struct way {
    struct packet packets[FLIGHT];
    int n;
};

struct world {
    uint64_t random;
    struct story stories[STORIES];
    int asked;
    struct way to_feed, to_console;
    struct acd_publisher *publisher;
    void *context, *dealer, *events;
    int fences;
    struct requests *requests;
    uint64_t known_inst; /* to the console */
    char stats[200], control[200];
    int64_t now_ms; /* of the console */
    int kills, doubled, told_done;
};

static uint32_t draw(struct world *world, uint32_t below)
{
    world->random = world->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)((world->random >> 33) % below);
}

static bool chance(struct world *world, uint32_t in_100)
{
    return draw(world, 100) < in_100;
}

static struct story *story_of(struct world *world, const char *id)
{
    for (int i = 0; i < world->asked; i++) {
        if (strcmp(world->stories[i].id, id) == 0)
            return &world->stories[i];
    }
    fail_msg("a request that nobody made: %s", id);
    return NULL;
}

/* --- the feed -----------------------------------------------------------------------------------
 */

static struct acd_outcome carry_out(void *context, const struct acd_request *request)
{
    static const enum acd_status outcomes[] = {ACD_STATUS_DONE, ACD_STATUS_FAILED,
                                               ACD_STATUS_REFUSED, ACD_STATUS_ACCEPTED};
    struct world *world = context;
    struct story *story = story_of(world, request->id);
    enum acd_status status = outcomes[draw(world, 4)];
    story->handed++;
    assert_int_equal(story->handed, 1);
    story->waiting = status == ACD_STATUS_ACCEPTED;
    story->done = status == ACD_STATUS_DONE;
    story->outcome = status;
    return (struct acd_outcome){.status = status};
}

static void note_event(struct world *world, const struct acd_event *event)
{
    if (!ACD_KNOWN(event, ACD_EVENT_REQUEST) || !ACD_KNOWN(event, ACD_EVENT_STATUS))
        return;
    struct story *story = story_of(world, event->request);
    int status = acd_names_find(&acd_status_names, event->status, strlen(event->status));
    assert_in_range(status, 0, ACD_STATUSES - 1);
    if (status == ACD_STATUS_DONE || status == ACD_STATUS_FAILED) /* what was begun is told first */
        assert_int_equal(story->told[ACD_STATUS_ACCEPTED], story->outcome == ACD_STATUS_ACCEPTED);
    story->told[status]++;
}

/* Takes one message of events; true when the fence was among them. */
static bool take_events(struct world *world, const char *fence)
{
    static char topic[64], body[1 << 17];
    static unsigned char room[1 << 16];
    struct acd_scratch scratch = {.at = room, .bytes = sizeof room};
    struct acd_message message;
    struct acd_refusal refusal;
    void *entity;
    int topic_bytes = zmq_recv(world->events, topic, sizeof topic, ZMQ_DONTWAIT);
    if (topic_bytes < 0)
        return false;
    int bytes = zmq_recv(world->events, body, sizeof body, 0);
    assert_true(
        acd_message_open(&message, topic, (size_t)topic_bytes, body, (size_t)bytes, &refusal));
    bool found = false;
    if (message.kind != ACD_KIND_EVENT)
        return false;
    while (acd_message_next(&message, &scratch, &entity, &refusal) == ACD_NEXT_ITEM) {
        const struct acd_event *event = entity;
        found |= strcmp(event->id, fence) == 0;
        note_event(world, event);
    }
    return found;
}

/* Everything the feed has told of has been heard. */
static void hear_events(struct world *world)
{
    char fence[32];
    snprintf(fence, sizeof fence, "fence-%d", world->fences++);
    struct acd_event event = {
        .known = ACD_BIT(ACD_EVENT_ID) | ACD_BIT(ACD_EVENT_TYPE), .id = fence, .type = "notice"};
    assert_true(acd_publisher_event(world->publisher, "berlin", &event, NULL));
    publisher_flush(world->publisher, acd_monotonic_ms());
    for (int64_t until_ms = acd_monotonic_ms() + patience_ms(20000); !take_events(world, fence);) {
        assert_true(acd_monotonic_ms() < until_ms);
        sched_yield();
    }
}

/* A subscription takes its way; what is told before it arrives is not heard. */
static void begin_hearing(struct world *world)
{
    int none = 0;
    char topic[64], body[4096];
    world->events = zmq_socket(world->context, ZMQ_SUB);
    zmq_setsockopt(world->events, ZMQ_LINGER, &none, sizeof none);
    zmq_setsockopt(world->events, ZMQ_RCVHWM, &none, sizeof none);
    zmq_setsockopt(world->events, ZMQ_SUBSCRIBE, "", 0);
    assert_int_equal(zmq_connect(world->events, world->stats), 0);
    int64_t until_ms = acd_monotonic_ms() + patience_ms(20000);
    while (zmq_recv(world->events, topic, sizeof topic, ZMQ_DONTWAIT) < 0) {
        assert_true(acd_monotonic_ms() < until_ms);
        acd_publisher_serve(world->publisher, 0, -1);
        sched_yield();
    }
    zmq_recv(world->events, body, sizeof body, 0);
}

static void start_feed(struct world *world)
{
    static const char *const ops[] = {"notice"};
    struct acd_fault why = {""};
    int none = 0;
    world->publisher =
        acd_publisher_open(&(struct acd_publisher_options){.stats_endpoint = world->stats,
                                                           .control_endpoint = world->control,
                                                           .command = carry_out,
                                                           .context = world},
                           &why);
    if (!world->publisher)
        fail_msg("%s", why.text);
    struct acd_site site = plain_site("berlin");
    site.ops = ops;
    site.n_ops = 1;
    ACD_KNOW(&site, ACD_SITE_OPS);
    assert_true(acd_publisher_site(world->publisher, &site, NULL));
    world->dealer = zmq_socket(world->context, ZMQ_DEALER);
    zmq_setsockopt(world->dealer, ZMQ_LINGER, &none, sizeof none);
    assert_int_equal(zmq_connect(world->dealer, world->control), 0);
    begin_hearing(world);
}

static void kill_feed(struct world *world)
{
    hear_events(world);
    zmq_close(world->events);
    zmq_close(world->dealer);
    acd_publisher_close(world->publisher);
    for (int i = 0; i < world->asked; i++)
        world->stories[i].waiting = false;
    world->kills++;
}

/* --- the network --------------------------------------------------------------------------------
 */

static void launch(struct world *world, struct way *way, const void *data, size_t bytes)
{
    int copies = chance(world, 15) ? 0 : 1 + chance(world, 25) + chance(world, 10);
    world->doubled += copies > 1;
    for (; copies > 0 && way->n < FLIGHT; copies--) {
        assert_true(bytes <= PACKET_BYTES);
        way->packets[way->n].bytes = bytes;
        memcpy(way->packets[way->n++].data, data, bytes);
    }
}

/* Any of those under way, whatever their order was. */
static bool land(struct world *world, struct way *way, struct packet *packet)
{
    if (way->n == 0)
        return false;
    int which = (int)draw(world, (uint32_t)way->n);
    *packet = way->packets[which];
    way->packets[which] = way->packets[--way->n];
    return true;
}

static void take_replies(struct world *world, int at_least)
{
    char bytes[PACKET_BYTES];
    int64_t until_ms = acd_monotonic_ms() + patience_ms(20000);
    for (int taken = 0;;) {
        int got = zmq_recv(world->dealer, bytes, sizeof bytes, ZMQ_DONTWAIT);
        if (got >= 0) {
            taken++;
            launch(world, &world->to_console, bytes, (size_t)got);
        } else if (taken >= at_least) {
            return;
        } else {
            assert_true(acd_monotonic_ms() < until_ms);
            acd_publisher_serve(world->publisher, 0, -1); /* a longer one lasts its time */
            sched_yield();
        }
    }
}

static void deliver_to_feed(struct world *world)
{
    struct packet packet;
    if (!land(world, &world->to_feed, &packet))
        return;
    assert_true(zmq_send(world->dealer, packet.data, packet.bytes, 0) >= 0);
    take_replies(world, 1);
}

/* --- the console --------------------------------------------------------------------------------
 */

static void ask(struct world *world)
{
    if (world->asked == STORIES)
        return;
    struct story *story = &world->stories[world->asked++];
    acd_request_id_draw(story->id);
    story->inst = world->known_inst;
    struct acd_request request = {
        .known = ACD_BIT(ACD_REQUEST_V) | ACD_BIT(ACD_REQUEST_ID) | ACD_BIT(ACD_REQUEST_OP) |
                 ACD_BIT(ACD_REQUEST_SITE) | ACD_BIT(ACD_REQUEST_ARGS) | ACD_BIT(ACD_REQUEST_INST),
        .v = ACD_VERSION,
        .id = story->id,
        .op = "notice",
        .site = "berlin",
        .inst = world->known_inst,
        .args = {.known = ACD_BIT(ACD_ARGS_TEXT), .text = "hello"},
    };
    struct acd_buffer body;
    acd_buffer_init(&body);
    acd_pack(&body, &acd_request_shape, &request);
    requests_asked(world->requests, &request, "a notice", world->now_ms);
    launch(world, &world->to_feed, body.data, body.size);
    acd_buffer_release(&body);
}

static void deliver_to_console(struct world *world)
{
    static unsigned char room[1 << 16];
    struct acd_scratch scratch = {.at = room, .bytes = sizeof room};
    struct acd_refusal refusal;
    struct packet packet;
    if (!land(world, &world->to_console, &packet))
        return;
    const struct acd_reply *reply =
        acd_unpack(&acd_reply_shape, packet.data, packet.bytes, &scratch, &refusal);
    assert_non_null(reply);
    requests_answered(world->requests, reply, world->now_ms);
}

static void finish_one(struct world *world)
{
    for (int tries = 0; tries < 10 && world->asked > 0; tries++) {
        struct story *story = &world->stories[draw(world, (uint32_t)world->asked)];
        if (!story->waiting)
            continue;
        story->waiting = false;
        story->done = chance(world, 60);
        story->finished_failed = !story->done;
        acd_publisher_finish(world->publisher, story->id,
                             story->done ? ACD_STATUS_DONE : ACD_STATUS_FAILED, NULL);
        take_replies(world, 1);
        return;
    }
}

/* --- what must hold -----------------------------------------------------------------------------
 */

static void judge(struct world *world, bool at_the_end)
{
    for (int i = 0; i < requests_count(world->requests); i++) {
        const struct request_entry *entry = requests_at(world->requests, i);
        const struct story *story = story_of(world, entry->id);
        if (entry->state == REQUEST_DONE)
            assert_true(story->done);
        if (entry->state == REQUEST_REFUSED && !strstr(entry->why, "the one before"))
            assert_false(story->done);
        if (at_the_end)
            assert_true(entry->state != REQUEST_ASKED && entry->state != REQUEST_ACCEPTED);
        world->told_done += at_the_end && entry->state == REQUEST_DONE;
    }
}

/* The journal that everyone keeps tells each story whole. */
static void judge_story(const struct story *story)
{
    assert_true(story->handed <= 1);
    assert_int_equal(story->told[ACD_STATUS_DONE], story->done);
    if (story->handed == 0)
        return;
    if (story->outcome == ACD_STATUS_REFUSED) /* and perhaps again by a feed that began anew */
        assert_true(story->told[ACD_STATUS_REFUSED] >= 1);
    else
        assert_int_equal(story->told[story->outcome], 1);
    assert_int_equal(story->told[ACD_STATUS_FAILED],
                     story->finished_failed || story->outcome == ACD_STATUS_FAILED);
}

static void step(struct world *world)
{
    world->now_ms += draw(world, 200);
    uint32_t what = draw(world, 1000);
    if (what < 250) {
        ask(world);
    } else if (what < 550) {
        deliver_to_feed(world);
    } else if (what < 850) {
        deliver_to_console(world);
    } else if (what < 950) {
        finish_one(world);
    } else if (what < 996) {
        world->known_inst = world->publisher->inst; /* a heartbeat was heard */
    } else if (what < 998) {
        kill_feed(world);
        start_feed(world);
    } else {
        requests_free(world->requests);
        world->requests = requests_new();
    }
    requests_expire(world->requests, world->now_ms);
}

static void play_round(struct world *world, uint64_t seed)
{
    world->random = seed * 2654435761u + 1;
    world->asked = world->to_feed.n = world->to_console.n = 0;
    memset(world->stories, 0, sizeof world->stories);
    world->requests = requests_new();
    world->known_inst = world->publisher->inst;
    while (world->asked < STORIES || world->to_feed.n || world->to_console.n) {
        step(world);
        judge(world, false);
    }
    world->now_ms += REQUEST_OUTCOME_MS + REQUEST_ANSWER_MS;
    requests_expire(world->requests, world->now_ms);
    judge(world, true);
    requests_free(world->requests);
    /* What still waits at the feed belongs to this round. */
    for (int i = 0; i < STORIES; i++) {
        if (!world->stories[i].waiting)
            continue;
        world->stories[i].finished_failed = true;
        acd_publisher_finish(world->publisher, world->stories[i].id, ACD_STATUS_FAILED, NULL);
    }
    acd_publisher_serve(world->publisher, 0, -1);
    kill_feed(world); /* its late answers go with it */
    for (int i = 0; i < STORIES; i++)
        judge_story(&world->stories[i]);
    start_feed(world);
}

static void no_schedule_carries_out_twice(void **state)
{
    (void)state;
    const char *seed = getenv("ACD_SEED");
    struct world *world = acd_calloc(1, sizeof *world);
    world->context = zmq_ctx_new();
    test_endpoint(world->stats, sizeof world->stats, "once-stats");
    test_endpoint(world->control, sizeof world->control, "once-control");
    start_feed(world);
    for (uint64_t round = 0; round < ROUNDS; round++)
        play_round(world, round + (seed ? strtoull(seed, NULL, 10) : 1) * ROUNDS);
    print_message("%d requests, %d of them doubled, feeds killed %d times, %d told done\n",
                  ROUNDS * STORIES, world->doubled, world->kills, world->told_done);
    assert_true(world->kills > ROUNDS && world->doubled > ROUNDS && world->told_done > ROUNDS);
    kill_feed(world);
    zmq_ctx_term(world->context);
    free(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(no_schedule_carries_out_twice)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
