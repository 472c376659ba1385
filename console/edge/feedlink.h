/* The thread that owns every socket: it always drains, whatever the terminal does.  What it hears goes
 * into a mailbox; what is asked goes out through it, once. */
#ifndef CONSOLE_EDGE_FEEDLINK_H
#define CONSOLE_EDGE_FEEDLINK_H

#include "acdfeed/control.h"
#include "acdfeed/fault.h"
#include "console/edge/mailbox.h"

struct feedlink;

enum { FEEDLINK_FEEDS = 64 };
struct feedlink_feed {
    const char *stats;
    const char *control; /* NULL: none */
    const char *key, *server_key; /* as in acd_feed_options; NULL: without keys */
    const char *group; /* feeds of one group stand by for each other; NULL: none */
};

/* Connects and starts the thread.  Signals must be blocked already.  False: an endpoint is wrong. */
struct feedlink *feedlink_open(const struct feedlink_feed *feeds, int n, uint32_t kinds,
                               struct mailbox *mailbox, struct acd_fault *why) ACD_MUST_CHECK;
/* Ends the thread and closes the sockets; what was not yet sent is not sent. */
void feedlink_close(struct feedlink *link);

/* Takes over a request made by acd_shape_keep() and sends it once; what cannot be sent now is answered
 * into the mailbox as refused, with the reason, and never sent later. */
void feedlink_send(struct feedlink *link, struct acd_request *request);

#endif
