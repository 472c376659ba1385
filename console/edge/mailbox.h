/* Between the thread that owns the sockets and the thread that owns the terminal: the latest state of
 * each entity, never a growing queue.  However long the reader sleeps, what waits is bounded as
 * tellings.h says, MAILBOX_EVENTS events and MAILBOX_REPLIES answers; older events are dropped and
 * counted.  Thread-safe; taken by one thread. */
#ifndef CONSOLE_EDGE_MAILBOX_H
#define CONSOLE_EDGE_MAILBOX_H

#include "acdfeed/subscriber.h"
#include "console/model/board.h"

enum {
    MAILBOX_EVENTS = 1000,
    MAILBOX_REPLIES = 512,
    MAILBOX_GATHER_MS = 20, /* news wait so long for more: a burst wakes the reader a few times */
};

struct mailbox;
struct mailbox *mailbox_new(void);
void mailbox_free(struct mailbox *mailbox);
/* Readable while something waits: an answer at once, news when they have been gathered. */
int mailbox_fd(const struct mailbox *mailbox);

/* The handler that puts everything a subscriber tells into the mailbox; called by its thread. */
struct acd_subscriber_handler mailbox_handler(struct mailbox *mailbox);
/* An answer made on this side: the request could not even be sent. */
void mailbox_answer(struct mailbox *mailbox, const char *request_id, enum acd_status status,
                    const char *why);

/* Moves everything into the board; what became of a request, answered or told to everyone by `site`,
 * goes to `answers` before.  Returns whether there was anything. */
struct mailbox_answers {
    void (*reply)(void *context, const struct acd_reply *reply);
    void (*event)(void *context, const char *site, const struct acd_event *event);
    void *context;
};
bool mailbox_take(struct mailbox *mailbox, struct board *board,
                  const struct mailbox_answers *answers);

#endif
