/* ZeroMQ as this project uses it: sockets that never block, whose peers may be hostile, dead or not
 * yet there.  Bounded: frames to ACD_MAX_BODY_BYTES, queues to 1000 messages.
 *
 * One link and its sockets belong to one thread. */
#ifndef LINK_LINK_H
#define LINK_LINK_H

#include "acdfeed/fault.h"

#include <stddef.h>
#include <stdint.h>

struct link;
struct link_socket;

enum link_role { LINK_SUB, LINK_DEALER, LINK_XPUB, LINK_ROUTER };

struct link *link_open(void);
/* Its sockets are closed first.  NULL is fine. */
void link_close(struct link *link);

/* Binds tcp://HOST:PORT or ipc://PATH.  Without keys anyone who reaches an endpoint may use it, so
 * anything but loopback and files of our own takes `insecure`.  NULL: `why` says it. */
struct link_socket *link_bind(struct link *link, enum link_role role, const char *endpoint,
                              bool insecure, struct acd_fault *why) ACD_MUST_CHECK;
/* Connects, and again for ever.  NULL when the endpoint cannot be one. */
struct link_socket *link_connect(struct link *link, enum link_role role, const char *endpoint,
                                 struct acd_fault *why) ACD_MUST_CHECK;
/* What was sent has `linger_ms` to leave.  NULL is fine. */
void link_socket_close(struct link_socket *socket, int linger_ms);
void link_subscribe(struct link_socket *socket, const char *prefix);
/* What was really bound: a wildcard port has its number. */
const char *link_endpoint(const struct link_socket *socket);

enum { LINK_PARTS = 2 };
struct link_part {
    const void *data;
    size_t bytes;
};
/* The next message, borrowed until the next call for this socket: how many parts it has (above
 * LINK_PARTS: too many, only the first ones are given), 0 when none waits. */
int link_receive(struct link_socket *socket, struct link_part parts[LINK_PARTS]);
/* False: there is no connection, no room, or no such peer; nothing was sent. */
bool link_send(struct link_socket *socket, const struct link_part *parts, int n);

/* Waits until something can be received from any of `n` sockets or `wake_fd` (-1: none) is
 * readable, or `timeout_ms` are over.  False: interrupted by a signal. */
bool link_wait(struct link_socket *const *sockets, int n, int wake_fd, int64_t timeout_ms,
               bool *woken);

/* Watches over a connection: one that libzmq gave up for good is made anew, with back-off.  Returns
 * what is the matter in words, "" when it stands.  Call it every second or so. */
const char *link_tend(struct link_socket *socket, int64_t now_ms);
/* Connects anew, whatever stands: a peer that went without a word leaves a connection that looks
 * whole. */
void link_renew(struct link_socket *socket);

#endif
