/* What the files that speak to libzmq share.  Nothing else includes it. */
#ifndef LINK_LINK_ZMQ_H
#define LINK_LINK_ZMQ_H

#include "feed/link/link.h"

#include <zmq.h>

enum {
    LINK_QUEUE = 1000, /* messages on their way to a peer */
    /* Messages of a peer that wait for us: as many of the largest as that make 64 MiB.  Where more
     * come they wait in the system, and at the peer. */
    LINK_INBOX = 64,
    LINK_REQUEST_BYTES = 128 << 10, /* ACD_MAX_MOVED agents by the longest ids, and more */
    LINK_SUBSCRIPTION_BYTES = 512,  /* the longest topic; and what is said in a greeting */
    LINK_ENDPOINT_BYTES = 256,
    LINK_ABANDONED_MS = 1000,  /* a disconnection libzmq does not mend within is for good */
    LINK_BACKOFF_MS = 1000,
    LINK_BACKOFF_MOST_MS = 5000,
    LINK_NO_GREETING_MS = 4000, /* a greeting that took so long was given up, not hung up on */
    LINK_HUNG_UP = 8, /* greetings in a row that a feed hung up on: it cannot read them */
};

struct link {
    void *context;
    unsigned monitors; /* so that their inproc names differ */
};

struct link_socket {
    struct link *link;
    void *zmq;
    enum link_role role;
    char endpoint[LINK_ENDPOINT_BYTES];
    zmq_msg_t parts[LINK_PARTS];
    int held; /* parts that hold a message */

    const struct acd_key *key; /* of a bound socket; NULL: none */
    bool closed;               /* of a bound socket: it is to be bound anew */

    void *monitor; /* of a connecting socket, or of one bound with a key */
    bool with_keys;
    bool up, lost; /* lost: disconnected or refused, nothing retried since */
    bool parked;   /* disconnected by us until retry_ms: the feed turned us away */
    int hung_up;
    int64_t lost_ms;
    int64_t connected_ms; /* the last time, without a greeting yet */
    int64_t backoff_ms, retry_ms;
    enum link_trouble trouble;
    struct link_refusals refusals;
};

/* A socket with our options on it, neither bound nor connected. */
struct link_socket *link_socket_new(struct link *link, enum link_role role, const char *endpoint);
/* The property by which the guard tells of a sender's key. */
#define LINK_KEY_PROPERTY "Acd-Key"
#define LINK_DOMAIN "acdfeed"

/* Watches a socket from before its first connect or bind. */
void link_monitor_open(struct link_socket *socket);
void link_monitor_close(struct link_socket *socket);

/* Whether an endpoint is one we bind or connect to, and who can reach it. */
bool link_endpoint_check(const char *endpoint, bool bind, bool insecure, struct acd_fault *why);
/* The path of an ipc endpoint, or NULL. */
const char *link_ipc_path(const char *endpoint);

#endif
