/* A plain SUB socket that hands over what comes.  Never looks into a message. */
#include "feed/link/listen.h"

#include "acdfeed/keys.h"
#include "acdfeed/memory.h"

#include <errno.h>
#include <stdlib.h>
#include <zmq.h>

/* Above the limit of the contract, so that a message that breaks it is seen and named; one larger
 * than this costs the connection, as libzmq decides. */
enum { LISTEN_MOST_BYTES = 16 * ACD_MAX_BODY_BYTES, LISTEN_MOST_WAITING = 1000 };

struct listen {
    void *context, *socket;
    zmq_msg_t topic, body;
};

static bool show_keys(struct listen *listen, const char *key_file, const char *server_key,
                      struct acd_fault *why)
{
    struct acd_key own, server;
    if (!key_file && !server_key)
        return true;
    if (!key_file || !server_key)
        return acd_fault_say(why, "keys go together: --key FILE and --server-key FILE");
    if (!acd_key_read_public(server_key, &server, why) ||
        !acd_key_read_secret(key_file, &own, why))
        return false;
    void *zmq = listen->socket;
    bool fine =
        zmq_setsockopt(zmq, ZMQ_CURVE_SERVERKEY, server.public_key, ACD_KEY_BYTES) == 0 &&
        zmq_setsockopt(zmq, ZMQ_CURVE_PUBLICKEY, own.public_key, ACD_KEY_BYTES) == 0 &&
        zmq_setsockopt(zmq, ZMQ_CURVE_SECRETKEY, own.secret, ACD_KEY_BYTES) == 0;
    acd_key_forget(&own);
    return fine || acd_fault_say(why, "this system's ZeroMQ does not take the keys: %s",
                                 zmq_strerror(errno));
}

static bool connect_to(struct listen *listen, const char *endpoint, struct acd_fault *why)
{
    return zmq_connect(listen->socket, endpoint) == 0 ||
           acd_fault_say(why, "%s: cannot connect: %s", endpoint, zmq_strerror(errno));
}

struct listen *listen_open(const char *endpoint, const char *key_file, const char *server_key,
                           struct acd_fault *why)
{
    struct listen *listen = acd_calloc(1, sizeof(*listen));
    int64_t most = LISTEN_MOST_BYTES;
    int waiting = LISTEN_MOST_WAITING, no = 0;
    zmq_msg_init(&listen->topic);
    zmq_msg_init(&listen->body);
    listen->context = zmq_ctx_new();
    listen->socket = listen->context != NULL ? zmq_socket(listen->context, ZMQ_SUB) : NULL;
    if (listen->socket != NULL &&
        zmq_setsockopt(listen->socket, ZMQ_MAXMSGSIZE, &most, sizeof(most)) == 0 &&
        zmq_setsockopt(listen->socket, ZMQ_RCVHWM, &waiting, sizeof(waiting)) == 0 &&
        zmq_setsockopt(listen->socket, ZMQ_LINGER, &no, sizeof(no)) == 0 &&
        zmq_setsockopt(listen->socket, ZMQ_SUBSCRIBE, "", 0) == 0 &&
        show_keys(listen, key_file, server_key, why) && connect_to(listen, endpoint, why))
        return listen;
    listen_close(listen);
    return NULL;
}

void listen_close(struct listen *listen)
{
    if (listen == NULL)
        return;
    zmq_msg_close(&listen->topic);
    zmq_msg_close(&listen->body);
    if (listen->socket != NULL)
        zmq_close(listen->socket);
    if (listen->context != NULL)
        zmq_ctx_term(listen->context);
    free(listen);
}

int listen_fd(const struct listen *listen)
{
    int fd = -1;
    size_t bytes = sizeof(fd);
    (void)zmq_getsockopt(listen->socket, ZMQ_FD, &fd, &bytes);
    return fd;
}

static bool receive(struct listen *listen, struct listen_message *message)
{
    zmq_msg_close(&listen->body);
    zmq_msg_init(&listen->body);
    if (zmq_msg_recv(&listen->topic, listen->socket, ZMQ_DONTWAIT) < 0)
        return false;
    int more = zmq_msg_more(&listen->topic);
    *message = (struct listen_message){.frames = 1};
    if (more && zmq_msg_recv(&listen->body, listen->socket, ZMQ_DONTWAIT) >= 0) {
        message->frames = 2;
        more = zmq_msg_more(&listen->body);
    }
    while (more) {
        zmq_msg_t extra;
        zmq_msg_init(&extra);
        more = zmq_msg_recv(&extra, listen->socket, ZMQ_DONTWAIT) >= 0 && zmq_msg_more(&extra);
        message->frames++;
        zmq_msg_close(&extra);
    }
    message->topic = zmq_msg_data(&listen->topic);
    message->topic_bytes = zmq_msg_size(&listen->topic);
    message->body = zmq_msg_data(&listen->body);
    message->body_bytes = zmq_msg_size(&listen->body);
    return true;
}

enum listen_answer listen_next(struct listen *listen, int64_t timeout_ms, int wake_fd,
                               struct listen_message *message)
{
    zmq_pollitem_t items[] = {
        {.socket = listen->socket, .events = ZMQ_POLLIN},
        {.fd = wake_fd, .events = ZMQ_POLLIN},
    };
    if (receive(listen, message))
        return LISTEN_MESSAGE;
    if (zmq_poll(items, wake_fd >= 0 ? 2 : 1, (long)timeout_ms) <= 0)
        return LISTEN_NONE;
    if (wake_fd >= 0 && items[1].revents != 0)
        return LISTEN_WOKEN;
    return receive(listen, message) ? LISTEN_MESSAGE : LISTEN_NONE;
}
