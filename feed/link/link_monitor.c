/* Watches connections: libzmq ends one for good after a protocol error (a frame above the limit, a
 * refused handshake) and says nothing to the socket; only its monitor tells. */
#include "feed/link/link_zmq.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

void link_monitor_open(struct link_socket *socket)
{
    char name[64];
    snprintf(name, sizeof name, "inproc://monitor-%u", socket->link->monitors++);
    int events = ZMQ_EVENT_CONNECT_RETRIED | ZMQ_EVENT_DISCONNECTED |
                 ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL |
                 ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH;
    socket->backoff_ms = LINK_BACKOFF_MS;
    if (zmq_socket_monitor(socket->zmq, name, events) != 0)
        return;
    socket->monitor = zmq_socket(socket->link->context, ZMQ_PAIR);
    if (socket->monitor)
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
}

static void note_lost(struct link_socket *socket, const char *reason, int64_t now_ms)
{
    socket->up = false;
    if (!socket->lost)
        socket->lost_ms = now_ms;
    socket->lost = true;
    socket->reason = reason;
}

static void note(struct link_socket *socket, int event, int64_t now_ms)
{
    switch (event) {
    case ZMQ_EVENT_HANDSHAKE_SUCCEEDED:
        socket->up = true;
        socket->lost = false;
        socket->reason = "";
        break;
    case ZMQ_EVENT_CONNECT_RETRIED:
        if (!socket->up && !socket->reason[0])
            socket->reason = "no one answers there";
        socket->lost = false;
        break;
    case ZMQ_EVENT_DISCONNECTED:
        note_lost(socket, "the connection ended: the feed went, or sent what is above the limits",
                  now_ms);
        break;
    case ZMQ_EVENT_HANDSHAKE_FAILED_AUTH:
        note_lost(socket, "the feed does not admit us", now_ms);
        break;
    case ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL:
        note_lost(socket, "the feed speaks another protocol, or wants keys", now_ms);
        break;
    default:
        note_lost(socket, "the feed ended the greeting", now_ms);
        break;
    }
}

static void read_events(struct link_socket *socket, int64_t now_ms)
{
    /* Two parts: event (16 bits) with its value (32 bits), then the endpoint. */
    for (int read = 0; read < 64; read++) {
        unsigned char head[6];
        char endpoint[LINK_ENDPOINT_BYTES];
        int got = zmq_recv(socket->monitor, head, sizeof head, ZMQ_DONTWAIT);
        if (got < 0)
            return;
        zmq_recv(socket->monitor, endpoint, sizeof endpoint, ZMQ_DONTWAIT);
        uint16_t event;
        memcpy(&event, head, sizeof event);
        if (got == (int)sizeof head)
            note(socket, event, now_ms);
    }
}

/* Subscriptions belong to the socket, so they come along. */
void link_renew(struct link_socket *socket)
{
    zmq_disconnect(socket->zmq, socket->endpoint);
    zmq_connect(socket->zmq, socket->endpoint);
    socket->lost = false;
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
        return socket->reason;
    read_events(socket, now_ms);
    if (socket->lost && now_ms - socket->lost_ms >= LINK_ABANDONED_MS && now_ms >= socket->retry_ms)
        connect_anew(socket, now_ms);
    if (socket->up && now_ms - socket->retry_ms > LINK_BACKOFF_MOST_MS)
        socket->backoff_ms = LINK_BACKOFF_MS;
    return socket->reason;
}
