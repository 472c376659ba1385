/* Speaks the protocol with libzmq alone, no library of ours between. */
#include "tests/support/rawfeed.h"

#include "acdfeed/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zmq.h>

#include <cmocka.h>

static void *bound(void *context, int type, const char *endpoint)
{
    int none = 0;
    void *socket = zmq_socket(context, type);
    assert_non_null(socket);
    zmq_setsockopt(socket, ZMQ_LINGER, &none, sizeof none);
    assert_int_equal(zmq_bind(socket, endpoint), 0);
    return socket;
}

void rawfeed_open(struct rawfeed *feed, const char *name)
{
    char part[64];
    *feed = (struct rawfeed){.inst = 41};
    snprintf(part, sizeof part, "%s-stats", name);
    test_endpoint(feed->stats, sizeof feed->stats, part);
    snprintf(part, sizeof part, "%s-control", name);
    test_endpoint(feed->control, sizeof feed->control, part);
    feed->context = zmq_ctx_new();
    feed->pub = bound(feed->context, ZMQ_PUB, feed->stats);
    feed->router = bound(feed->context, ZMQ_ROUTER, feed->control);
}

void rawfeed_close(struct rawfeed *feed)
{
    zmq_close(feed->pub);
    zmq_close(feed->router);
    zmq_ctx_term(feed->context);
    free(feed->request);
}

void rawfeed_parts(struct rawfeed *feed, const char *const *parts, const size_t *bytes, int n)
{
    for (int i = 0; i < n; i++)
        assert_true(zmq_send(feed->pub, parts[i], bytes[i], i + 1 < n ? ZMQ_SNDMORE : 0) >= 0);
}

static void send_body(struct rawfeed *feed, const char *topic, const struct acd_buffer *body)
{
    const char *parts[2] = {topic, body->data};
    size_t bytes[2] = {strlen(topic), body->size};
    rawfeed_parts(feed, parts, bytes, 2);
}

void rawfeed_queues(struct rawfeed *feed, uint64_t n, const struct acd_queue *queues,
                    uint32_t count)
{
    rawfeed_queues_under(feed, "queue/berlin/", n, queues, count);
}

void rawfeed_queues_under(struct rawfeed *feed, const char *topic, uint64_t n,
                          const struct acd_queue *queues, uint32_t count)
{
    struct acd_buffer body;
    acd_buffer_init(&body);
    acd_pack_head(&body, "berlin", feed->inst, n, acd_wall_ms(), count);
    for (uint32_t i = 0; i < count; i++)
        acd_pack(&body, &acd_queue_shape, &queues[i]);
    send_body(feed, topic, &body);
    acd_buffer_release(&body);
}

void rawfeed_beat(struct rawfeed *feed, uint64_t mark, int64_t queues)
{
    struct acd_buffer body;
    struct acd_mark marks = {.known = ACD_BIT(ACD_MARK_TOPIC) | ACD_BIT(ACD_MARK_N),
                             .topic = "queue/berlin/",
                             .n = mark};
    struct acd_site site = plain_site("berlin");
    site.period_ms = 2000;
    site.keyframe_ms = 1000;
    site.known |= ACD_BIT(ACD_SITE_PERIOD) | ACD_BIT(ACD_SITE_KEYFRAME);
    if (mark) {
        site.marks = &marks;
        site.n_marks = 1;
        ACD_KNOW(&site, ACD_SITE_MARKS);
    }
    if (queues >= 0) {
        site.queues = queues;
        ACD_KNOW(&site, ACD_SITE_QUEUES);
    }
    acd_buffer_init(&body);
    acd_pack_head(&body, "berlin", feed->inst, ++feed->site_n, acd_wall_ms(), 1);
    acd_pack(&body, &acd_site_shape, &site);
    send_body(feed, "site/berlin/", &body);
    acd_buffer_release(&body);
}

struct beating {
    struct rawfeed *feed;
};

static bool beat_until_heard(struct watched *watched, const void *context)
{
    const struct beating *beating = context;
    const struct watched_site *site = watched_site(watched, "berlin");
    if (site && site->state.heard_ms >= 0 && site->state.inst == beating->feed->inst)
        return true;
    rawfeed_beat(beating->feed, 0, -1);
    return false;
}

void rawfeed_until_heard(struct rawfeed *feed, struct watched *watched)
{
    struct beating beating = {feed};
    watched_until(watched, beat_until_heard, &beating, "the feed is heard");
}

bool rawfeed_request(struct rawfeed *feed)
{
    static unsigned char room[1 << 16], body[1 << 16];
    int peer = zmq_recv(feed->router, feed->peer, sizeof feed->peer, ZMQ_DONTWAIT);
    if (peer < 0)
        return false;
    int bytes = zmq_recv(feed->router, body, sizeof body, 0);
    feed->peer_bytes = (size_t)peer;
    struct acd_scratch scratch = {.at = room, .bytes = sizeof room};
    struct acd_refusal refusal;
    const struct acd_request *request =
        acd_unpack(&acd_request_shape, body, (size_t)bytes, &scratch, &refusal);
    assert_non_null(request);
    feed->request = acd_shape_keep(&acd_request_shape, request, feed->request);
    return true;
}

static bool request_came(struct watched *watched, const void *context)
{
    const struct beating *beating = context;
    (void)watched;
    return rawfeed_request(beating->feed);
}

void rawfeed_until_request(struct rawfeed *feed, struct watched *watched)
{
    struct beating beating = {feed};
    watched_until(watched, request_came, &beating, "a request");
}

void rawfeed_page(struct rawfeed *feed, const struct acd_queue *queues, uint32_t count,
                  const char *next, uint64_t mark)
{
    struct acd_buffer items, body;
    struct acd_mark marks = {.known = ACD_BIT(ACD_MARK_TOPIC) | ACD_BIT(ACD_MARK_N),
                             .topic = "queue/berlin/",
                             .n = mark};
    acd_buffer_init(&items);
    acd_buffer_init(&body);
    acd_pack_array(&items, count);
    for (uint32_t i = 0; i < count; i++)
        acd_pack(&items, &acd_queue_shape, &queues[i]);
    struct acd_reply reply = {
        .known = ACD_BIT(ACD_REPLY_V) | ACD_BIT(ACD_REPLY_ID) | ACD_BIT(ACD_REPLY_STATUS) |
                 ACD_BIT(ACD_REPLY_ITEMS) | ACD_BIT(ACD_REPLY_MARKS),
        .v = 1,
        .id = feed->request->id,
        .status = ACD_STATUS_DONE,
        .items = {.at = (const unsigned char *)items.data, .bytes = (uint32_t)items.size},
        .marks = &marks,
        .n_marks = 1,
        .next = next,
    };
    if (next)
        ACD_KNOW(&reply, ACD_REPLY_NEXT);
    acd_pack(&body, &acd_reply_shape, &reply);
    zmq_send(feed->router, feed->peer, feed->peer_bytes, ZMQ_SNDMORE);
    zmq_send(feed->router, body.data, body.size, 0);
    acd_buffer_release(&items);
    acd_buffer_release(&body);
}
