/* Who comes in at the doors of a feed: answers ZeroMQ's questions about keys (ZAP, RFC 27) from the
 * list of authorised keys, reads that list anew when its file changes, counts each key's commands.
 * It fails closed: without an answer of the guard nobody is let in.
 *
 * One guard and its link belong to one thread, the one that serves. */
#ifndef LINK_GUARD_H
#define LINK_GUARD_H

#include "feed/link/admission.h"
#include "feed/link/link.h"
#include "feed/link/quota.h"

struct guard;

struct guard_options {
    const char *key_file, *authorized_file;
    int64_t commands_per_minute;
    void (*log)(void *context, const char *line); /* NULL: nowhere */
    void *context;
};

/* Before any bind.  NULL: a file cannot be read or is not in order. */
struct guard *guard_open(struct link *link, const struct guard_options *options,
                         struct acd_fault *why) ACD_MUST_CHECK;
/* After the sockets it guards.  NULL is fine. */
void guard_close(struct guard *guard);

/* The feed's own key; lives as long as the guard. */
const struct acd_key *guard_key(const struct guard *guard);
/* To be waited for beside the others: a greeting waits for its answer. */
struct link_socket *guard_socket(const struct guard *guard);

/* Knocks at a bound socket with a key that nobody knows.  False: it is not turned away. */
bool guard_proves(struct guard *guard, struct link_socket *bound,
                  struct acd_fault *why) ACD_MUST_CHECK;

/* Answers those who knock; `doors` are looked at for others that were turned away.  True: keys were
 * taken from the list, or may less now, so that present connections are to be dropped. */
bool guard_serve(struct guard *guard, struct link_socket *const *doors, int n, int64_t now_ms);

/* The present entry of the sender of a socket's last message; NULL: it may nothing (any more). */
const struct admitted *guard_sender(const struct guard *guard, const struct link_socket *socket);
/* Somebody was refused what he asked for: logged once in a while of each and each reason. */
void guard_refused(struct guard *guard, const struct admitted *who, const char *what,
                   const char *why, int64_t now_ms);
enum quota_answer guard_counts(struct guard *guard, const struct admitted *who, int64_t now_ms);

#endif
