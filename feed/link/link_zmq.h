/* What the three files that speak to libzmq share.  Nothing else includes it. */
#ifndef LINK_LINK_ZMQ_H
#define LINK_LINK_ZMQ_H

#include "feed/link/link.h"

#include <zmq.h>

enum {
    LINK_QUEUE = 1000,
    LINK_ENDPOINT_BYTES = 256,
    LINK_ABANDONED_MS = 1000,  /* a disconnection libzmq does not mend within is for good */
    LINK_BACKOFF_MS = 1000,
    LINK_BACKOFF_MOST_MS = 5000,
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

    void *monitor; /* of a connecting socket */
    bool up, lost; /* lost: disconnected or refused, nothing retried since */
    int64_t lost_ms;
    int64_t backoff_ms, retry_ms;
    const char *reason;
};

/* Watches a connecting socket from before its first connect. */
void link_monitor_open(struct link_socket *socket);
void link_monitor_close(struct link_socket *socket);

/* Whether an endpoint is one we bind or connect to, and who can reach it. */
bool link_endpoint_check(const char *endpoint, bool bind, bool insecure, struct acd_fault *why);
/* The path of an ipc endpoint, or NULL. */
const char *link_ipc_path(const char *endpoint);

#endif
