/* Between the thread that owns the sockets and the thread that owns the terminal: the latest state of
 * each entity, never a growing queue.  However long the reader sleeps, what waits is at most one block
 * for each entity, MAILBOX_EVENTS events and MAILBOX_REPLIES answers; older events are dropped and
 * counted.  Thread-safe. */
#ifndef CONSOLE_EDGE_MAILBOX_H
#define CONSOLE_EDGE_MAILBOX_H

#include "acdfeed/subscriber.h"
#include "console/model/board.h"

enum { MAILBOX_EVENTS = 1000, MAILBOX_REPLIES = 512 };

struct mailbox;
struct mailbox *mailbox_new(void);
void mailbox_free(struct mailbox *mailbox);
/* Readable while something waits. */
int mailbox_fd(const struct mailbox *mailbox);

/* The handler that puts everything a subscriber tells into the mailbox; called by its thread. */
struct acd_subscriber_handler mailbox_handler(struct mailbox *mailbox);
/* An answer made on this side: the request could not even be sent. */
void mailbox_answer(struct mailbox *mailbox, const char *request_id, enum acd_status status,
                    const char *why);

/* Moves everything into the board; answers go to `reply`.  Returns whether there was anything. */
typedef void mailbox_reply_function(void *context, const struct acd_reply *reply);
bool mailbox_take(struct mailbox *mailbox, struct board *board, mailbox_reply_function *reply,
                  void *context);

#endif
