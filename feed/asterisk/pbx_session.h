/* One conversation with a manager server, over and over: log in, learn what it has, list the queues,
 * follow the events, look again now and then, carry out orders.  Text in, text out.
 *
 * Pure: no sockets, no clock; `t` is this machine's wall clock in ms.  Not thread-safe. */
#ifndef FEED_ASTERISK_PBX_SESSION_H
#define FEED_ASTERISK_PBX_SESSION_H

#include "feed/asterisk/pbx.h"
#include "feed/asterisk/pbx_ops.h"

struct pbx_session;

/* pbx and ops are borrowed; user and secret are copied. */
struct pbx_session *pbx_session_new(struct pbx *pbx, struct pbx_ops *ops, const char *user,
                                    const char *secret);
void pbx_session_free(struct pbx_session *session); /* wipes the secret */

void pbx_session_opened(struct pbx_session *session, int64_t t);
/* The connection is gone, or was never made; `why` in words. */
void pbx_session_closed(struct pbx_session *session, int64_t t, const char *why);

/* Bytes as they come. */
void pbx_session_read(struct pbx_session *session, const char *bytes, size_t n, int64_t t);
/* Timers and orders.  False: give this connection up, *why says so (borrowed). */
bool pbx_session_advance(struct pbx_session *session, int64_t t, const char **why) ACD_MUST_CHECK;

/* What is to be written now; `sent` of it may be taken off.  Bounded: see pbx_session_advance(). */
const char *pbx_session_output(const struct pbx_session *session, size_t *n);
void pbx_session_sent(struct pbx_session *session, size_t sent);

/* Logged in, and all is read: this connection is worth something. */
bool pbx_session_ready(const struct pbx_session *session);

#endif
