/* Sockets without a network: one message waits for each role, what is sent is shown to the target.
 * It stands for link.c, link_messages.c and link_monitor.c whole, so that none of them is linked.
 */
#include "tests/fuzz/fake_link.h"

#include "acdfeed/memory.h"
#include "feed/link/link_zmq.h"

#include <stdlib.h>
#include <string.h>

enum { ROLES = LINK_ROUTER + 1 };

static struct {
    const struct link_part *parts;
    int n;
} laid[ROLES];
void (*fake_link_sent)(enum link_role role, const struct link_part *parts, int n);

void fake_link_lay(enum link_role role, const struct link_part *parts, int n)
{
    laid[role].parts = parts;
    laid[role].n = n;
}

struct link *link_open(void)
{
    return acd_calloc(1, sizeof(struct link));
}

void link_close(struct link *link)
{
    free(link);
}

struct link_socket *link_socket_new(struct link *link, enum link_role role, const char *endpoint)
{
    struct link_socket *socket = acd_calloc(1, sizeof(*socket));
    socket->link = link;
    socket->role = role;
    memccpy(socket->endpoint, endpoint, '\0', sizeof(socket->endpoint) - 1);
    return socket;
}

struct link_socket *link_bind(struct link *link, enum link_role role, const char *endpoint,
                              struct link_door door, struct acd_fault *why)
{
    (void)door;
    (void)why;
    return link_socket_new(link, role, endpoint);
}

struct link_socket *link_connect(struct link *link, enum link_role role, const char *endpoint,
                                 const struct link_pass *pass, struct acd_fault *why)
{
    (void)pass;
    (void)why;
    return link_socket_new(link, role, endpoint);
}

void link_socket_close(struct link_socket *socket, int linger_ms)
{
    (void)linger_ms;
    free(socket);
}

int link_receive(struct link_socket *socket, struct link_part parts[LINK_PARTS])
{
    int n = laid[socket->role].n;
    for (int i = 0; i < n && i < LINK_PARTS; i++)
        parts[i] = laid[socket->role].parts[i];
    laid[socket->role].n = 0;
    return n;
}

bool link_send(struct link_socket *socket, const struct link_part *parts, int n)
{
    if (fake_link_sent)
        fake_link_sent(socket->role, parts, n);
    return true;
}

bool link_wait(struct link_socket *const *sockets, int n, int wake_fd, int64_t timeout_ms,
               bool *woken)
{
    (void)sockets;
    (void)n;
    (void)wake_fd;
    (void)timeout_ms;
    *woken = true; /* time does not pass here */
    return true;
}

const char *link_endpoint(const struct link_socket *socket)
{
    return socket->endpoint;
}

/* What a publisher or a subscriber without keys and without trouble never needs more of. */
bool link_rebind(struct link_socket *socket)
{
    (void)socket;
    return true;
}
void link_subscribe(struct link_socket *socket, const char *prefix)
{
    (void)socket;
    (void)prefix;
}
void link_grant(struct link_socket *socket, const char *prefix, bool subscribe)
{
    (void)socket;
    (void)prefix;
    (void)subscribe;
}
const char *link_sender(const struct link_socket *socket)
{
    (void)socket;
    return NULL;
}
enum link_trouble link_trouble(const struct link_socket *socket)
{
    (void)socket;
    return LINK_NONE;
}
bool link_up(const struct link_socket *socket)
{
    (void)socket;
    return true;
}
struct link_refusals link_refusals(struct link_socket *socket)
{
    (void)socket;
    return (struct link_refusals){0};
}
const char *link_tend(struct link_socket *socket, int64_t now_ms)
{
    (void)socket;
    (void)now_ms;
    return "";
}
void link_renew(struct link_socket *socket)
{
    (void)socket;
}
void link_monitor_open(struct link_socket *socket)
{
    (void)socket;
}
void link_monitor_close(struct link_socket *socket)
{
    (void)socket;
}
