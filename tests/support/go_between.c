/* Stats messages passed on by a thread as the test wishes. */
#include "tests/support/go_between.h"

#include "tests/support/cases.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <zmq.h>

enum {
    BODY_BYTES = 1 << 20,
    BLOAT_BYTES = 2 << 20,
    TURN_MS = 5,
    DEADLINE_S = 20,
    HEAD_BYTES = 200
};

struct packet {
    char topic[256];
    size_t topic_bytes, bytes;
    unsigned char *body; /* NULL: none */
};

struct go_between {
    void *context, *in, *out;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t news;
    bool over, ordered, replay; /* ordered: until the deed is done */
    enum deed deed;
    char kind[32];
    int64_t shift_ms;
    struct packet now, held, kept; /* the thread's own */
};

static void copy(struct packet *to, const struct packet *from)
{
    free(to->body);
    *to = *from;
    to->body = malloc(from->bytes);
    assert_non_null(to->body);
    memcpy(to->body, from->body, from->bytes);
}

static void pass(struct go_between *way, const struct packet *packet)
{
    zmq_send(way->out, packet->topic, packet->topic_bytes, ZMQ_SNDMORE);
    zmq_send(way->out, packet->body, packet->bytes, 0);
}

static void bloat(struct go_between *way, const struct packet *packet)
{
    char *body = calloc(1, BLOAT_BYTES);
    assert_non_null(body);
    zmq_send(way->out, packet->topic, packet->topic_bytes, ZMQ_SNDMORE);
    zmq_send(way->out, body, BLOAT_BYTES, 0);
    free(body);
}

/* The `t` of the head: "t" and, as for every time of this century, eight bytes. */
static void shift_clock(struct packet *packet, int64_t shift_ms)
{
    for (size_t i = 0; i + 11 <= packet->bytes && i < HEAD_BYTES; i++) {
        unsigned char *at = packet->body + i;
        if (at[0] != 0xa1 || at[1] != 't' || (at[2] != 0xcf && at[2] != 0xd3))
            continue;
        uint64_t t = 0;
        for (int byte = 0; byte < 8; byte++)
            t = t << 8 | at[3 + byte];
        t += (uint64_t)shift_ms;
        for (int byte = 7; byte >= 0; byte--, t >>= 8)
            at[3 + byte] = (unsigned char)t;
        return;
    }
    fail_msg("no time stands in a message of %.*s", (int)packet->topic_bytes, packet->topic);
}

static void garble(struct packet *packet, bool end)
{
    assert_true(packet->bytes > 8);
    memset(packet->body + (end ? packet->bytes - 4 : 0), 0xc1, 4); /* what msgpack never uses */
}

static bool concerns(const struct go_between *way, const struct packet *packet)
{
    size_t bytes = strlen(way->kind);
    return packet->topic_bytes >= bytes && memcmp(packet->topic, way->kind, bytes) == 0;
}

/* True when the order is carried out. */
static bool carry_out(struct go_between *way, struct packet *packet)
{
    switch (way->deed) {
    case DEED_LOSE:
        return true;
    case DEED_TWICE:
        pass(way, packet);
        break;
    case DEED_SWAP:
        if (!way->held.body) {
            copy(&way->held, packet);
            return false;
        }
        pass(way, packet);
        pass(way, &way->held);
        return true;
    case DEED_BLOAT:
        bloat(way, packet);
        return true;
    case DEED_KEEP:
        copy(&way->kept, packet);
        break;
    default:
        garble(packet, way->deed == DEED_GARBLE_END);
        break;
    }
    pass(way, packet);
    return true;
}

static void forward(struct go_between *way, struct packet *packet)
{
    pthread_mutex_lock(&way->lock);
    bool chosen = way->ordered && concerns(way, packet);
    if (way->shift_ms)
        shift_clock(packet, way->shift_ms);
    if (!chosen)
        pass(way, packet);
    else if (carry_out(way, packet))
        way->ordered = false;
    pthread_cond_broadcast(&way->news);
    pthread_mutex_unlock(&way->lock);
}

static void resend(struct go_between *way)
{
    pthread_mutex_lock(&way->lock);
    if (way->replay)
        pass(way, &way->kept);
    way->replay = false;
    pthread_mutex_unlock(&way->lock);
}

static bool is_over(struct go_between *way)
{
    pthread_mutex_lock(&way->lock);
    bool over = way->over;
    pthread_mutex_unlock(&way->lock);
    return over;
}

static void *run(void *argument)
{
    struct go_between *way = argument;
    struct packet *now = &way->now;
    while (!is_over(way)) {
        zmq_pollitem_t item = {.socket = way->in, .events = ZMQ_POLLIN};
        resend(way);
        if (zmq_poll(&item, 1, TURN_MS) <= 0)
            continue;
        int topic = zmq_recv(way->in, now->topic, sizeof now->topic, 0);
        int body = zmq_recv(way->in, now->body, BODY_BYTES, 0);
        assert_true(topic >= 0 && topic <= (int)sizeof now->topic && body >= 0 &&
                    body <= BODY_BYTES);
        now->topic_bytes = (size_t)topic;
        now->bytes = (size_t)body;
        forward(way, now);
    }
    return NULL;
}

struct go_between *go_between_open(const char *shown, const char *feed)
{
    int none = 0, soon_ms = 20;
    struct go_between *way = calloc(1, sizeof *way);
    assert_non_null(way);
    pthread_mutex_init(&way->lock, NULL);
    pthread_cond_init(&way->news, NULL);
    way->now.body = malloc(BODY_BYTES);
    assert_non_null(way->now.body);
    way->context = zmq_ctx_new();
    way->in = zmq_socket(way->context, ZMQ_SUB);
    way->out = zmq_socket(way->context, ZMQ_PUB);
    zmq_setsockopt(way->in, ZMQ_RECONNECT_IVL, &soon_ms, sizeof soon_ms);
    zmq_setsockopt(way->in, ZMQ_LINGER, &none, sizeof none);
    zmq_setsockopt(way->out, ZMQ_LINGER, &none, sizeof none);
    zmq_setsockopt(way->in, ZMQ_SUBSCRIBE, "", 0);
    assert_int_equal(zmq_connect(way->in, feed), 0);
    assert_int_equal(zmq_bind(way->out, shown), 0);
    assert_int_equal(pthread_create(&way->thread, NULL, run, way), 0);
    return way;
}

void go_between_close(struct go_between *way)
{
    pthread_mutex_lock(&way->lock);
    way->over = true;
    pthread_mutex_unlock(&way->lock);
    pthread_join(way->thread, NULL);
    zmq_close(way->in);
    zmq_close(way->out);
    zmq_ctx_term(way->context);
    free(way->now.body);
    free(way->held.body);
    free(way->kept.body);
    pthread_cond_destroy(&way->news);
    pthread_mutex_destroy(&way->lock);
    free(way);
}

void go_between_order(struct go_between *way, enum deed deed, const char *kind)
{
    pthread_mutex_lock(&way->lock);
    way->deed = deed;
    snprintf(way->kind, sizeof way->kind, "%s", kind);
    way->ordered = true;
    pthread_mutex_unlock(&way->lock);
}

static bool is_done(const struct go_between *way, bool held)
{
    return held ? way->held.body != NULL : !way->ordered;
}

static void await(struct go_between *way, bool held)
{
    struct timespec until;
    int waited = 0;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += DEADLINE_S;
    pthread_mutex_lock(&way->lock);
    while (!is_done(way, held) && waited == 0)
        waited = pthread_cond_timedwait(&way->news, &way->lock, &until);
    bool done = is_done(way, held);
    pthread_mutex_unlock(&way->lock);
    if (!done)
        fail_msg("no message of %s came", way->kind);
}

void go_between_await(struct go_between *way)
{
    await(way, false);
}

void go_between_await_held(struct go_between *way)
{
    await(way, true);
}

void go_between_replay(struct go_between *way)
{
    pthread_mutex_lock(&way->lock);
    assert_non_null(way->kept.body);
    way->replay = true;
    pthread_mutex_unlock(&way->lock);
}

void go_between_clock(struct go_between *way, int64_t shift_ms)
{
    pthread_mutex_lock(&way->lock);
    way->shift_ms = shift_ms;
    pthread_mutex_unlock(&way->lock);
}
