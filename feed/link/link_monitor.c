/* Watches connections: libzmq ends one for good after a protocol error (a frame above the limit, a
 * refused handshake) and says nothing to the socket; only its monitor tells. */
#include "feed/link/link_zmq.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define TROUBLE_WORDS(name, words) words,
static const char *const trouble_words[] = {LINK_TROUBLE_LIST(TROUBLE_WORDS)};

/* Unbounded, or libzmq's thread would wait for us where a crowd is turned away. */
void link_monitor_open(struct link_socket *socket)
{
    char name[64];
    int none = 0;
    snprintf(name, sizeof name, "inproc://monitor-%u", socket->link->monitors++);
    int events = ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL | ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL;
    if (!socket->key)
        events |= ZMQ_EVENT_CONNECT_RETRIED | ZMQ_EVENT_DISCONNECTED |
                  ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH |
                  ZMQ_EVENT_CONNECTED;
    socket->backoff_ms = LINK_BACKOFF_MS;
    if (zmq_socket_monitor(socket->zmq, name, events) != 0)
        return;
    socket->monitor = zmq_socket(socket->link->context, ZMQ_PAIR);
    if (!socket->monitor)
        return;
    zmq_setsockopt(socket->monitor, ZMQ_RCVHWM, &none, sizeof none);
    zmq_connect(socket->monitor, name);
}

void link_monitor_close(struct link_socket *socket)
{
    if (!socket->monitor)
        return;
    zmq_socket_monitor(socket->zmq, NULL, 0);
    int none = 0;
    zmq_setsockopt(socket->monitor, ZMQ_LINGER, &none, sizeof none);
    zmq_close(socket->monitor);
    socket->monitor = NULL;
}

static void note_lost(struct link_socket *socket, enum link_trouble trouble, int64_t now_ms)
{
    socket->up = false;
    if (!socket->lost)
        socket->lost_ms = now_ms;
    socket->lost = true;
    socket->trouble = trouble;
}

/* To know whether a message waits libzmq takes its first part out of the pipe; when the rest goes
 * with the connection, the next look aborts the program (4.3.4, fq.cpp).  So none is left begun. */
static void let_go(struct link_socket *socket)
{
    struct link_part parts[LINK_PARTS];
    if (socket->role == LINK_SUB)
        (void)link_receive(socket, parts);
    zmq_disconnect(socket->zmq, socket->endpoint);
}

/* The feed turned us away, and libzmq would either ask again ten times a second or never more. */
static void note_refused(struct link_socket *socket, enum link_trouble trouble, int64_t now_ms)
{
    note_lost(socket, trouble, now_ms);
    if (trouble != LINK_OTHER_KEY)
        socket->hung_up = 0;
    if (socket->parked)
        return;
    socket->parked = true;
    let_go(socket);
}

static enum link_trouble protocol_trouble(const struct link_socket *socket, uint32_t value)
{
    if (value != ZMQ_PROTOCOL_ERROR_ZMTP_MECHANISM_MISMATCH)
        return socket->with_keys ? LINK_OTHER_KEY : LINK_PROTOCOL;
    return socket->with_keys ? LINK_HAS_NO_KEYS : LINK_WANTS_KEYS;
}

/* A feed that cannot read a greeting hangs up without a word.  One that takes no keys, or no one
 * without, may hang up before its own greeting told so: only often in a row means another key. */
static void note_hung_up(struct link_socket *socket, int64_t now_ms)
{
    bool known = socket->trouble == LINK_NOT_ADMITTED || socket->trouble == LINK_WANTS_KEYS ||
                 socket->trouble == LINK_HAS_NO_KEYS;
    if (now_ms - socket->connected_ms >= LINK_NO_GREETING_MS) {
        note_lost(socket, LINK_NO_GREETING, now_ms); /* libzmq's own patience ended */
        return;
    }
    if (socket->hung_up < LINK_HUNG_UP)
        socket->hung_up++;
    if (socket->with_keys && socket->hung_up == LINK_HUNG_UP)
        note_refused(socket, LINK_OTHER_KEY, now_ms);
    else
        note_lost(socket, known ? socket->trouble : LINK_GREETING, now_ms);
}

static void note(struct link_socket *socket, int event, uint32_t value, int64_t now_ms)
{
    switch (event) {
    case ZMQ_EVENT_HANDSHAKE_SUCCEEDED:
        socket->up = true;
        socket->lost = false;
        socket->hung_up = 0;
        socket->trouble = LINK_NONE;
        break;
    case ZMQ_EVENT_CONNECTED:
        socket->connected_ms = now_ms;
        break;
    case ZMQ_EVENT_CONNECT_RETRIED:
        if (!socket->up && socket->trouble == LINK_NONE)
            socket->trouble = LINK_NO_ANSWER;
        socket->lost = false;
        break;
    case ZMQ_EVENT_DISCONNECTED:
        note_lost(socket, socket->up ? LINK_ENDED : socket->trouble, now_ms);
        break;
    case ZMQ_EVENT_HANDSHAKE_FAILED_AUTH:
        note_refused(socket, LINK_NOT_ADMITTED, now_ms);
        break;
    case ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL:
        note_refused(socket, protocol_trouble(socket, value), now_ms);
        break;
    default:
        note_hung_up(socket, now_ms);
        break;
    }
}

/* Who has no key may see from our greeting that he needs one, and hang up before we do. */
static void note_refusal(struct link_socket *socket, int event, uint32_t value)
{
    if (event == ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL)
        socket->refusals.given_up++;
    else if (value == ZMQ_PROTOCOL_ERROR_ZMTP_MECHANISM_MISMATCH)
        socket->refusals.plain++;
    else if (value == ZMQ_PROTOCOL_ERROR_ZMTP_CRYPTOGRAPHIC)
        socket->refusals.other_key++;
}

static void read_events(struct link_socket *socket, int64_t now_ms)
{
    /* Two parts: event (16 bits) with its value (32 bits), then the endpoint. */
    for (int read = 0; read < 1024; read++) {
        unsigned char head[6];
        char endpoint[LINK_ENDPOINT_BYTES];
        int got = zmq_recv(socket->monitor, head, sizeof head, ZMQ_DONTWAIT);
        if (got < 0)
            return;
        zmq_recv(socket->monitor, endpoint, sizeof endpoint, ZMQ_DONTWAIT);
        uint16_t event;
        uint32_t value;
        memcpy(&event, head, sizeof event);
        memcpy(&value, head + sizeof event, sizeof value);
        if (got == (int)sizeof head && socket->key)
            note_refusal(socket, event, value);
        else if (got == (int)sizeof head)
            note(socket, event, value, now_ms);
    }
}

struct link_refusals link_refusals(struct link_socket *socket)
{
    if (socket->monitor && socket->key)
        read_events(socket, 0);
    return socket->refusals;
}

/* Subscriptions belong to the socket, so they come along. */
void link_renew(struct link_socket *socket)
{
    if (!socket->parked)
        let_go(socket);
    zmq_connect(socket->zmq, socket->endpoint);
    socket->lost = socket->parked = false;
}

static void connect_anew(struct link_socket *socket, int64_t now_ms)
{
    link_renew(socket);
    socket->retry_ms = now_ms + socket->backoff_ms;
    socket->backoff_ms *= 2;
    if (socket->backoff_ms > LINK_BACKOFF_MOST_MS)
        socket->backoff_ms = LINK_BACKOFF_MOST_MS;
}

const char *link_tend(struct link_socket *socket, int64_t now_ms)
{
    if (!socket->monitor)
        return "";
    read_events(socket, now_ms);
    if (socket->lost && now_ms - socket->lost_ms >= LINK_ABANDONED_MS && now_ms >= socket->retry_ms)
        connect_anew(socket, now_ms);
    if (socket->up && now_ms - socket->retry_ms > LINK_BACKOFF_MOST_MS)
        socket->backoff_ms = LINK_BACKOFF_MS;
    return trouble_words[socket->trouble];
}

enum link_trouble link_trouble(const struct link_socket *socket)
{
    return socket->trouble;
}

bool link_up(const struct link_socket *socket)
{
    return socket->up;
}
