/* Which entities of one kind were told, in which epoch and by which message.  Pure. */
#ifndef LINK_LEDGER_H
#define LINK_LEDGER_H

#include "feed/link/budget.h"
#include "feed/link/sequence.h"

enum { LEDGER_MOST = 1 << 16 }; /* entities of one kind and site; more are refused */

struct ledger_entry;

/* Zeroed is empty. */
struct ledger {
    struct ledger_entry *entries; /* by slot */
    uint32_t *heads;              /* the first slot of each chain of hashes */
    uint32_t n_heads, n_slots, alloc, n_free, first_free;
    uint32_t slot; /* of the entity asked for last: it keeps its own until it is forgotten */
    bool first;    /* the one told last had not been there before */
    uint32_t epoch;
    uint32_t present; /* entities told in this epoch */
    uint32_t life;    /* of the feed: counts of another life are not compared */
    struct budget *budget; /* shared with others; NULL: none */
};

/* Where a telling stands in time: message n of a topic; topic NULL: unknown. */
struct ledger_stamp {
    const struct sequence *topic;
    uint64_t n;
    size_t bytes; /* of what is told, as it was packed */
};

enum ledger_answer { LEDGER_APPLY, LEDGER_OLDER, LEDGER_FULL };

/* A message tells of an entity.  FULL: there is no room for it, or none for as much as is told of it
 * now; what is held of it stands.  OLDER: a page told something later, and what it was
 * told in stands. */
enum ledger_answer ledger_tell(struct ledger *ledger, const char *id, struct ledger_stamp stamp);
/* A page tells of an entity.  OLDER: a later message has told it, or that it is gone. */
enum ledger_answer ledger_page(struct ledger *ledger, const char *id, const struct sequences *marks,
                               struct ledger_stamp stamp);
/* It is gone.  With `remember` a page older than this cannot bring it back, until
 * ledger_bury().  True when it had been there. */
bool ledger_gone(struct ledger *ledger, const char *id, struct ledger_stamp stamp, bool remember);
void ledger_bury(struct ledger *ledger);

/* What is held of this one is not so any more, and what is we do not know.  True when it was held.
 */
bool ledger_doubt(struct ledger *ledger, const char *id, struct ledger_stamp stamp);
/* Everything told so far is in doubt. */
void ledger_raise(struct ledger *ledger);
/* The feed begins anew: its counts too. */
void ledger_new_life(struct ledger *ledger);
/* Forgets every entity that was not told in this epoch. */
void ledger_forget_old(struct ledger *ledger, void (*forget)(void *context, const char *id),
                       void *context);
void ledger_release(struct ledger *ledger);

#endif
