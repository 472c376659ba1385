/* Messages through libzmq, never blocking: receive, send, wait.  It knows parts, not their sense.
 */
#include "acdfeed/memory.h"
#include "feed/link/link_zmq.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>

static bool receive_part(void *zmq, zmq_msg_t *part)
{
    zmq_msg_init(part);
    int got;
    do {
        got = zmq_msg_recv(part, zmq, ZMQ_DONTWAIT);
    } while (got < 0 && errno == EINTR);
    if (got < 0)
        zmq_msg_close(part);
    return got >= 0;
}

/* The parts past those we keep: counted and let go, or the next message would begin with them. */
static int skip_parts(void *zmq)
{
    int skipped = 0;
    bool more = true;
    while (more) {
        zmq_msg_t part;
        if (!receive_part(zmq, &part))
            break;
        skipped++;
        more = zmq_msg_more(&part);
        zmq_msg_close(&part);
    }
    return skipped;
}

int link_receive(struct link_socket *socket, struct link_part parts[LINK_PARTS])
{
    for (int i = 0; i < socket->held; i++)
        zmq_msg_close(&socket->parts[i]);
    socket->held = 0;
    bool more = true;
    while (more && socket->held < LINK_PARTS) {
        zmq_msg_t *part = &socket->parts[socket->held];
        if (!receive_part(socket->zmq, part))
            return 0;
        parts[socket->held++] = (struct link_part){zmq_msg_data(part), zmq_msg_size(part)};
        more = zmq_msg_more(part);
    }
    return socket->held + (more ? skip_parts(socket->zmq) : 0);
}

const char *link_sender(const struct link_socket *socket)
{
    if (socket->held == 0)
        return NULL;
    return zmq_msg_gets(&socket->parts[socket->held - 1], LINK_KEY_PROPERTY);
}

bool link_send(struct link_socket *socket, const struct link_part *parts, int n)
{
    for (int i = 0; i < n; i++) {
        int flags = ZMQ_DONTWAIT | (i + 1 < n ? ZMQ_SNDMORE : 0);
        int sent;
        do {
            sent = zmq_send(socket->zmq, parts[i].data, parts[i].bytes, flags);
        } while (sent < 0 && errno == EINTR);
        if (sent < 0)
            return false;
    }
    return true;
}

bool link_wait(struct link_socket *const *sockets, int n, int wake_fd, int64_t timeout_ms,
               bool *woken)
{
    enum { FEW = 64 };
    zmq_pollitem_t few[FEW], *items = few;
    if (n + 1 > FEW)
        items = acd_calloc((size_t)n + 1, sizeof *items);
    int count = 0;
    for (int i = 0; i < n; i++)
        items[count++] = (zmq_pollitem_t){.socket = sockets[i]->zmq, .events = ZMQ_POLLIN};
    if (wake_fd >= 0)
        items[count++] = (zmq_pollitem_t){.fd = wake_fd, .events = ZMQ_POLLIN};
    if (timeout_ms < 0)
        timeout_ms = 0;
    int ready = zmq_poll(items, count, timeout_ms > INT_MAX ? INT_MAX : (long)timeout_ms);
    bool whole = ready >= 0 || errno != EINTR;
    *woken = wake_fd >= 0 && ready > 0 && items[count - 1].revents != 0;
    if (items != few)
        free(items);
    return whole;
}
