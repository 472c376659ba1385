/* ZeroMQ as this project uses it: sockets that never block, whose peers may be hostile, dead or not
 * yet there.  Bounded: frames to ACD_MAX_BODY_BYTES, queues to 1000 messages.
 *
 * One link and its sockets belong to one thread. */
#ifndef LINK_LINK_H
#define LINK_LINK_H

#include "acdfeed/keys.h"

#include <stddef.h>
#include <stdint.h>

struct link;
struct link_socket;

enum link_role { LINK_SUB, LINK_DEALER, LINK_XPUB, LINK_ROUTER };

struct link *link_open(void);
/* Its sockets are closed first.  NULL is fine. */
void link_close(struct link *link);

/* Who comes in.  With a key: only whom the guard of this link lets in, and nobody at all where
 * there is none. */
struct link_door {
    bool insecure;             /* without a key: not only loopback and files of our own */
    const struct acd_key *key; /* the feed's own; NULL: none; it must outlive the socket */
};
/* Binds tcp://HOST:PORT or ipc://PATH.  NULL: `why` says it. */
struct link_socket *link_bind(struct link *link, enum link_role role, const char *endpoint,
                              struct link_door door, struct acd_fault *why) ACD_MUST_CHECK;
/* Drops every connection and binds the same endpoint anew, so that all who come back are looked at
 * again.  False: not yet; call it again in a while. */
bool link_rebind(struct link_socket *socket) ACD_MUST_CHECK;

/* Whom to show oneself as, and whom to expect. */
struct link_pass {
    const struct acd_key *key;    /* our own, with its secret */
    const struct acd_key *server; /* the feed's public part */
};
/* Connects, and again for ever; `pass` NULL: without keys.  NULL when the endpoint cannot be one.
 */
struct link_socket *link_connect(struct link *link, enum link_role role, const char *endpoint,
                                 const struct link_pass *pass,
                                 struct acd_fault *why) ACD_MUST_CHECK;
/* What was sent has `linger_ms` to leave.  NULL is fine. */
void link_socket_close(struct link_socket *socket, int linger_ms);
void link_subscribe(struct link_socket *socket, const char *prefix);
/* At a door with a key nobody hears anything until it is granted: right after link_receive() gave a
 * peer's subscription, what that peer is to hear, or no more. */
void link_grant(struct link_socket *socket, const char *prefix, bool subscribe);
/* Of the last message received: the key that its sender is known by; NULL without keys. */
const char *link_sender(const struct link_socket *socket);
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

#define LINK_TROUBLE_LIST(X)                                                                       \
    X(NONE, "")                                                                                    \
    X(NO_ANSWER, "no one answers there")                                                           \
    X(ENDED, "the connection ended: the feed went, or sent what is above the limits")              \
    X(GREETING, "the feed ended the greeting: it may be one that takes nobody without a key")      \
    X(NO_GREETING, "the feed does not answer our greeting: it may be stopped")                     \
    X(NOT_ADMITTED, "the feed does not know our key: its public part belongs in the feed's list "  \
                    "of authorized keys")                                                          \
    X(WANTS_KEYS, "the feed takes nobody without a key: give --key and --server-key")              \
    X(HAS_NO_KEYS, "the feed takes no keys, so it may be another one; if it is the right one "     \
                   "leave --key and --server-key away")                                            \
    X(OTHER_KEY, "the feed cannot read our greeting: it takes no keys, or its key is not the one " \
                 "given as --server-key")                                                                   \
    X(PROTOCOL, "something else than a feed answers there")
#define LINK_TROUBLE_ENUM(name, words) LINK_##name,
enum link_trouble { LINK_TROUBLE_LIST(LINK_TROUBLE_ENUM) LINK_TROUBLES };
/* What is the matter with a connection, as of the last link_tend(). */
enum link_trouble link_trouble(const struct link_socket *socket);
bool link_up(const struct link_socket *socket);

/* Greetings that a bound socket with a key turned away, by libzmq alone. */
struct link_refusals {
    uint64_t plain;     /* without a key */
    uint64_t given_up;  /* by the other side, before it showed one */
    uint64_t other_key; /* with another feed's key in mind */
};
struct link_refusals link_refusals(struct link_socket *socket);

/* Watches over a connection: one that libzmq gave up for good is made anew, with back-off.  Returns
 * what is the matter in words, "" when it stands.  Call it every second or so. */
const char *link_tend(struct link_socket *socket, int64_t now_ms);
/* Connects anew, whatever stands, and lets go of what waits: a peer that went without a word leaves a
 * connection that looks whole. */
void link_renew(struct link_socket *socket);

#endif
