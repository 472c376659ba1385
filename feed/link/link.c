/* The edge to libzmq: contexts, sockets and their options.  It knows nothing of what is sent. */
#include "feed/link/link.h"

#include "acdfeed/limits.h"
#include "acdfeed/memory.h"
#include "feed/link/link_zmq.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

struct link *link_open(void)
{
    struct link *link = acd_calloc(1, sizeof *link);
    link->context = zmq_ctx_new();
    if (!link->context)
        acd_no_memory();
    return link;
}

void link_close(struct link *link)
{
    if (!link)
        return;
    while (zmq_ctx_term(link->context) != 0 && errno == EINTR)
        ;
    free(link);
}

static void set(void *zmq, int option, int value)
{
    zmq_setsockopt(zmq, option, &value, sizeof value);
}

/* ZMQ_HEARTBEAT_* is left alone: on a stalled reader it aborts libzmq 4.3.4 (libzmq #4767). */
static void set_options(void *zmq, enum link_role role)
{
    int64_t most = role == LINK_XPUB     ? LINK_SUBSCRIPTION_BYTES
                   : role == LINK_ROUTER ? LINK_REQUEST_BYTES
                                         : ACD_MAX_BODY_BYTES + 4096;
    zmq_setsockopt(zmq, ZMQ_MAXMSGSIZE, &most, sizeof most);
    set(zmq, ZMQ_LINGER, 0);
    set(zmq, ZMQ_RCVHWM, role == LINK_XPUB ? LINK_QUEUE : LINK_INBOX);
    set(zmq, ZMQ_SNDHWM, LINK_QUEUE);
    set(zmq, ZMQ_IPV6, 1);
    set(zmq, ZMQ_HANDSHAKE_IVL, 5000);
    set(zmq, ZMQ_RECONNECT_IVL, 100);
    set(zmq, ZMQ_RECONNECT_IVL_MAX, 5000);
    set(zmq, ZMQ_TCP_KEEPALIVE, 1);
    set(zmq, ZMQ_TCP_KEEPALIVE_IDLE, 30);
    set(zmq, ZMQ_TCP_KEEPALIVE_INTVL, 5);
    set(zmq, ZMQ_TCP_KEEPALIVE_CNT, 3);
    if (role == LINK_DEALER)
        set(zmq, ZMQ_IMMEDIATE, 1);
    if (role == LINK_ROUTER)
        set(zmq, ZMQ_ROUTER_MANDATORY, 1);
    if (role == LINK_XPUB)
        set(zmq, ZMQ_XPUB_VERBOSE, 1);
}

static void *zmq_new(struct link *link, enum link_role role)
{
    static const int types[] = {
        [LINK_SUB] = ZMQ_SUB,
        [LINK_DEALER] = ZMQ_DEALER,
        [LINK_XPUB] = ZMQ_XPUB,
        [LINK_ROUTER] = ZMQ_ROUTER,
    };
    void *zmq = zmq_socket(link->context, types[role]);
    if (!zmq)
        acd_no_memory();
    set_options(zmq, role);
    return zmq;
}

struct link_socket *link_socket_new(struct link *link, enum link_role role, const char *endpoint)
{
    struct link_socket *socket = acd_calloc(1, sizeof *socket);
    socket->link = link;
    socket->role = role;
    snprintf(socket->endpoint, sizeof socket->endpoint, "%s", endpoint);
    socket->zmq = zmq_new(link, role);
    return socket;
}

void link_socket_close(struct link_socket *socket, int linger_ms)
{
    if (!socket)
        return;
    for (int i = 0; i < socket->held; i++)
        zmq_msg_close(&socket->parts[i]);
    link_monitor_close(socket);
    set(socket->zmq, ZMQ_LINGER, linger_ms);
    zmq_close(socket->zmq);
    free(socket);
}

/* libzmq unlinks whatever stands at the path, also the socket of a feed that is alive. */
static bool someone_listens(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path)
        return false;
    memcpy(address.sun_path, path, strlen(path));
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return false;
    bool answered = connect(fd, (const struct sockaddr *)&address, sizeof address) == 0;
    close(fd);
    return answered;
}

static bool path_is_free(const char *endpoint, const char *path, struct acd_fault *why)
{
    struct stat status;
    if (lstat(path, &status) != 0)
        return true;
    if (!S_ISSOCK(status.st_mode))
        return acd_fault_say(
            why, "%s: there is a file at that path that is no socket; name another", endpoint);
    if (someone_listens(path))
        return acd_fault_say(why, "%s: another feed serves there already", endpoint);
    return true;
}

/* Without ENFORCE_DOMAIN libzmq lets everyone in where no guard answers; zmq.h of 4.3.4 hides its
 * number behind the draft interface, the library has it. */
enum { ENFORCE_DOMAIN = 93 };

static bool lock_door(struct link_socket *socket, struct acd_fault *why)
{
    int yes = 1;
    void *zmq = socket->zmq;
    if (!socket->key)
        return true;
    bool fine = zmq_setsockopt(zmq, ZMQ_CURVE_SERVER, &yes, sizeof yes) == 0 &&
                zmq_setsockopt(zmq, ZMQ_CURVE_SECRETKEY, socket->key->secret, ACD_KEY_BYTES) == 0 &&
                zmq_setsockopt(zmq, ZMQ_ZAP_DOMAIN, LINK_DOMAIN, strlen(LINK_DOMAIN)) == 0 &&
                zmq_setsockopt(zmq, ENFORCE_DOMAIN, &yes, sizeof yes) == 0;
    if (fine && socket->role == LINK_XPUB)
        fine = zmq_setsockopt(zmq, ZMQ_XPUB_MANUAL, &yes, sizeof yes) == 0;
    return fine || acd_fault_say(why, "this system's ZeroMQ does not guard sockets by keys: %s",
                                 zmq_strerror(errno));
}

static bool bind_private(struct link_socket *socket, const char *endpoint, struct acd_fault *why)
{
    const char *path = link_ipc_path(endpoint);
    if (path && !path_is_free(endpoint, path, why))
        return false;
    mode_t before = umask(0077);
    int bound = zmq_bind(socket->zmq, endpoint);
    int error = errno;
    umask(before);
    if (bound != 0)
        return acd_fault_say(why, "%s: cannot be bound: %s", endpoint, zmq_strerror(error));
    size_t bytes = sizeof socket->endpoint;
    zmq_getsockopt(socket->zmq, ZMQ_LAST_ENDPOINT, socket->endpoint, &bytes);
    return true;
}

struct link_socket *link_bind(struct link *link, enum link_role role, const char *endpoint,
                              struct link_door door, struct acd_fault *why)
{
    if (!link_endpoint_check(endpoint, true, door.insecure || door.key, why))
        return NULL;
    struct link_socket *socket = link_socket_new(link, role, endpoint);
    socket->key = door.key;
    if (door.key)
        link_monitor_open(socket);
    if (lock_door(socket, why) && bind_private(socket, endpoint, why))
        return socket;
    link_socket_close(socket, 0);
    return NULL;
}

/* libzmq closes in a thread of its own; until it has, the endpoint is taken. */
bool link_rebind(struct link_socket *socket)
{
    if (!socket->closed) {
        for (; socket->held > 0; socket->held--)
            zmq_msg_close(&socket->parts[socket->held - 1]);
        link_monitor_close(socket);
        zmq_close(socket->zmq);
        socket->zmq = zmq_new(socket->link, socket->role);
        socket->closed = true;
        link_monitor_open(socket);
        if (!lock_door(socket, NULL))
            abort(); /* it went well before, with the same key */
    }
    socket->closed = !bind_private(socket, socket->endpoint, NULL);
    return !socket->closed;
}

static bool show_pass(struct link_socket *socket, const struct link_pass *pass,
                      struct acd_fault *why)
{
    if (!pass)
        return true;
    socket->with_keys = true;
    void *zmq = socket->zmq;
    if (zmq_setsockopt(zmq, ZMQ_CURVE_SERVERKEY, pass->server->public_key, ACD_KEY_BYTES) == 0 &&
        zmq_setsockopt(zmq, ZMQ_CURVE_PUBLICKEY, pass->key->public_key, ACD_KEY_BYTES) == 0 &&
        zmq_setsockopt(zmq, ZMQ_CURVE_SECRETKEY, pass->key->secret, ACD_KEY_BYTES) == 0)
        return true;
    return acd_fault_say(why, "this system's ZeroMQ does not take the keys: %s",
                         zmq_strerror(errno));
}

struct link_socket *link_connect(struct link *link, enum link_role role, const char *endpoint,
                                 const struct link_pass *pass, struct acd_fault *why)
{
    if (!link_endpoint_check(endpoint, false, true, why))
        return NULL;
    struct link_socket *socket = link_socket_new(link, role, endpoint);
    link_monitor_open(socket);
    if (show_pass(socket, pass, why)) {
        if (zmq_connect(socket->zmq, endpoint) == 0)
            return socket;
        acd_fault_say(why, "%s: cannot be connected to: %s", endpoint, zmq_strerror(errno));
    }
    link_socket_close(socket, 0);
    return NULL;
}

void link_subscribe(struct link_socket *socket, const char *prefix)
{
    zmq_setsockopt(socket->zmq, ZMQ_SUBSCRIBE, prefix, strlen(prefix));
}

void link_grant(struct link_socket *socket, const char *prefix, bool subscribe)
{
    zmq_setsockopt(socket->zmq, subscribe ? ZMQ_SUBSCRIBE : ZMQ_UNSUBSCRIBE, prefix,
                   strlen(prefix));
}

const char *link_endpoint(const struct link_socket *socket)
{
    return socket->endpoint;
}
