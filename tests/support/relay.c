/* Whole messages between a console and a feed, passed on by a thread as the test wishes. */
#include "tests/support/relay.h"

#include "acdfeed/control.h"
#include "acdfeed/memory.h"
#include "acdfeed/wire.h"
#include "tests/support/cases.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <zmq.h>

enum { PEER_BYTES = 256, BODY_BYTES = 1 << 17, HELD = 64, TURN_MS = 5, DEADLINE_S = 20 };

struct packet {
    size_t bytes;
    char *body;
};

struct way {
    enum relay_fate fate;
    int came, n_held, copies; /* copies: of those held, that are to go now */
    struct packet held[HELD];
};

struct relay {
    void *context, *router, *dealer;
    pthread_t thread;
    atomic_bool over;
    pthread_mutex_t lock;
    pthread_cond_t news;
    struct way ways[RELAY_WAYS];
    char peer[PEER_BYTES]; /* the console that asked last; the thread's own */
    size_t peer_bytes;
};

static void *socket_of(void *context, int type)
{
    int none = 0;
    void *socket = zmq_socket(context, type);
    assert_non_null(socket);
    zmq_setsockopt(socket, ZMQ_LINGER, &none, sizeof none);
    return socket;
}

static void forward(struct relay *relay, enum relay_way way, const void *body, size_t bytes)
{
    if (way == RELAY_REQUESTS) {
        zmq_send(relay->dealer, body, bytes, ZMQ_DONTWAIT);
        return;
    }
    zmq_send(relay->router, relay->peer, relay->peer_bytes, ZMQ_SNDMORE | ZMQ_DONTWAIT);
    zmq_send(relay->router, body, bytes, ZMQ_DONTWAIT);
}

/* A page, asked for or answered, is no command. */
static bool is_page(enum relay_way way, const void *body, size_t bytes)
{
    static _Thread_local unsigned char room[ACD_SCRATCH_BYTES];
    struct acd_scratch scratch = {.at = room, .bytes = sizeof room};
    struct acd_refusal refusal;
    if (way == RELAY_REQUESTS) {
        const struct acd_request *request =
            acd_unpack(&acd_request_shape, body, bytes, &scratch, &refusal);
        return request && ACD_KNOWN(request, ACD_REQUEST_OP) &&
               strcmp(request->op, "snapshot") == 0;
    }
    const struct acd_reply *reply = acd_unpack(&acd_reply_shape, body, bytes, &scratch, &refusal);
    return reply && ACD_KNOWN(reply, ACD_REPLY_ITEMS);
}

static void keep(struct way *way, const void *body, size_t bytes)
{
    if (way->n_held == HELD)
        return;
    way->held[way->n_held] = (struct packet){bytes, acd_alloc(bytes)};
    memcpy(way->held[way->n_held++].body, body, bytes);
}

static void decide(struct relay *relay, enum relay_way which, const void *body, size_t bytes)
{
    struct way *way = &relay->ways[which];
    if (is_page(which, body, bytes)) {
        forward(relay, which, body, bytes);
        return;
    }
    pthread_mutex_lock(&relay->lock);
    enum relay_fate fate = way->fate;
    if (fate == RELAY_HOLD || fate == RELAY_TWICE)
        keep(way, body, bytes);
    for (int i = fate == RELAY_TWICE ? 2 : fate == RELAY_PASS; i > 0; i--)
        forward(relay, which, body, bytes);
    way->came++;
    pthread_cond_broadcast(&relay->news);
    pthread_mutex_unlock(&relay->lock);
}

static void let_go(struct relay *relay, enum relay_way which)
{
    struct way *way = &relay->ways[which];
    pthread_mutex_lock(&relay->lock);
    for (int i = 0; way->copies > 0 && i < way->n_held; i++) {
        for (int copy = 0; copy < way->copies; copy++)
            forward(relay, which, way->held[i].body, way->held[i].bytes);
        free(way->held[i].body);
    }
    if (way->copies > 0)
        way->n_held = 0;
    way->copies = 0;
    pthread_mutex_unlock(&relay->lock);
}

static void take(struct relay *relay, enum relay_way way, char *body)
{
    void *socket = way == RELAY_REQUESTS ? relay->router : relay->dealer;
    if (way == RELAY_REQUESTS) {
        int peer = zmq_recv(socket, relay->peer, PEER_BYTES, ZMQ_DONTWAIT);
        if (peer < 0)
            return;
        relay->peer_bytes = (size_t)peer;
    }
    int bytes = zmq_recv(socket, body, BODY_BYTES, ZMQ_DONTWAIT);
    if (bytes >= 0 && bytes <= BODY_BYTES)
        decide(relay, way, body, (size_t)bytes);
}

static void *run(void *argument)
{
    struct relay *relay = argument;
    char *body = acd_alloc(BODY_BYTES);
    while (!atomic_load(&relay->over)) {
        zmq_pollitem_t items[] = {{.socket = relay->router, .events = ZMQ_POLLIN},
                                  {.socket = relay->dealer, .events = ZMQ_POLLIN}};
        zmq_poll(items, 2, TURN_MS);
        for (int way = 0; way < RELAY_WAYS; way++) {
            take(relay, (enum relay_way)way, body);
            let_go(relay, (enum relay_way)way);
        }
    }
    free(body);
    return NULL;
}

struct relay *relay_open(const char *console_side, const char *feed_side)
{
    struct relay *relay = acd_calloc(1, sizeof *relay);
    pthread_mutex_init(&relay->lock, NULL);
    pthread_cond_init(&relay->news, NULL);
    relay->context = zmq_ctx_new();
    relay->router = socket_of(relay->context, ZMQ_ROUTER);
    relay->dealer = socket_of(relay->context, ZMQ_DEALER);
    assert_int_equal(zmq_bind(relay->router, console_side), 0);
    assert_int_equal(zmq_connect(relay->dealer, feed_side), 0);
    assert_int_equal(pthread_create(&relay->thread, NULL, run, relay), 0);
    return relay;
}

void relay_close(struct relay *relay)
{
    atomic_store(&relay->over, true);
    pthread_join(relay->thread, NULL);
    zmq_close(relay->router);
    zmq_close(relay->dealer);
    zmq_ctx_term(relay->context);
    for (int way = 0; way < RELAY_WAYS; way++)
        for (int i = 0; i < relay->ways[way].n_held; i++)
            free(relay->ways[way].held[i].body);
    pthread_cond_destroy(&relay->news);
    pthread_mutex_destroy(&relay->lock);
    free(relay);
}

void relay_fate(struct relay *relay, enum relay_way way, enum relay_fate fate)
{
    pthread_mutex_lock(&relay->lock);
    relay->ways[way].fate = fate;
    pthread_mutex_unlock(&relay->lock);
}

void relay_release(struct relay *relay, enum relay_way way, int copies)
{
    pthread_mutex_lock(&relay->lock);
    relay->ways[way].copies = copies;
    pthread_mutex_unlock(&relay->lock);
}

void relay_await(struct relay *relay, enum relay_way way, int n)
{
    struct timespec until;
    int waited = 0, came;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += DEADLINE_S;
    pthread_mutex_lock(&relay->lock);
    while ((came = relay->ways[way].came) < n && waited == 0)
        waited = pthread_cond_timedwait(&relay->news, &relay->lock, &until);
    pthread_mutex_unlock(&relay->lock);
    if (came < n)
        fail_msg("the relay waited for message %d in vain; %d came", n, came);
}
