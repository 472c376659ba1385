/* The TCP connection to a manager server: made and made again with growing pauses, never waited for.
 * One thread. */
#ifndef FEED_COMMANDS_ASTERISK_LINK_H
#define FEED_COMMANDS_ASTERISK_LINK_H

#include "feed/asterisk/pbx_session.h"
#include "feed/commands/waker.h"

struct asterisk_link;

/* Looks the host up, at once and only once.  NULL: `why` says what is wrong with it. */
struct asterisk_link *asterisk_link_open(const char *host, const char *port,
                                         struct pbx_session *session, struct waker *waker,
                                         struct acd_fault *why) ACD_MUST_CHECK;
void asterisk_link_close(struct asterisk_link *link);

/* Connects when it is time to, reads what has come (at most some 256 KiB, so that a storm does not
 * keep the feed from being served), writes what the session says.  now_ms: monotonic, t: wall. */
void asterisk_link_serve(struct asterisk_link *link, int64_t now_ms, int64_t t);

#endif
