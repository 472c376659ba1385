/* The tallies of a site from what its ACD says of single contacts: who joined, was answered, gave
 * up, went elsewhere.  Made for bridges and readers of logs: events may come doubled, late, without
 * their beginning, or prove an earlier one wrong.  Every contact counts once in each queue that it
 * was offered to, and its wait goes on from its first join until it is answered, whatever queues it
 * is moved through:
 *   offered = answered + abandoned + overflow_out + callback + waiting (+ lost, see below)
 * and offered less overflow_in, summed over the queues, is the number of contacts.
 *
 * `t` is the ACD's clock in ms since 1970, from the event itself, never falling far back (spans.h).
 * Pure but for the two functions that say so.  Not thread-safe.  Strings are copied. */
#ifndef FEED_TALLIES_CONTACTS_H
#define FEED_TALLIES_CONTACTS_H

#include "acdfeed/fault.h"
#include "feed/tallies/spans.h"

#include <stddef.h>

struct contacts;

struct contacts_options {
    struct spans_options spans;
    int64_t rejoin_ms; /* one that left unserved may turn up again for so long; 10,000 serves */
    uint32_t most;     /* contacts at one time; further ones are refused */
    uint64_t supplies; /* bits of acd_tally_field beyond what contacts themselves make known:
                          ring_ms, hold_ms, acw_ms, blocked, callback, transferred, if this ACD tells */
};
struct contacts *contacts_new(const struct contacts_options *options, int64_t t);
void contacts_free(struct contacts *contacts);

/* The number of a queue from its id, made when new; sets its targets (PROTOCOL.md, "target").
 * Stays the same for as long as the contacts live. */
int contacts_queue(struct contacts *contacts, const char *id, int64_t answer_ms, int64_t short_ms,
                   int64_t t);

enum contact_event {
    CONTACT_JOINED,      /* waits in `queue`; again and elsewhere is fine */
    CONTACT_ANSWERED,    /* by an agent */
    CONTACT_ABANDONED,   /* gave up; taken back when it turns up again within rejoin_ms */
    CONTACT_LEFT,        /* is out of the queue, the reason will follow; an end means it gave up,
                            silence that it went elsewhere */
    CONTACT_OVERFLOWED,  /* is out of the queue unserved and on its way elsewhere */
    CONTACT_CALLED_BACK, /* chose to be rung back */
    CONTACT_BLOCKED,     /* was turned away before it could wait; needs no contact */
    CONTACT_HELD,
    CONTACT_RESUMED,
    CONTACT_TRANSFERRED, /* the agent passed it on: ends its time with this queue */
    CONTACT_ENDED,       /* hung up, by whomever */
    CONTACT_EVENTS
};

struct contact_told {
    enum contact_event what;
    int64_t t;
    int queue;           /* of contacts_queue(); events but JOINED, BLOCKED may leave it -1 */
    const char *contact; /* the ACD's id; at most ACD_MAX_ID_BYTES count */
    const char *from;    /* masked; NULL: unknown */
    int64_t wait_ms;     /* as the ACD counts it, for a contact whose join was not seen; -1: unknown */
    int64_t prio;        /* used with has_prio */
    bool has_prio;
};
/* False when the event makes no sense (a contact never heard of, answered twice, no room): it
 * counted nothing but as strange. */
bool contacts_tell(struct contacts *contacts, const struct contact_told *told);

/* Sums that belong to a queue and not to a contact's own course: ring_ms, acw_ms. */
void contacts_add(struct contacts *contacts, int queue, int64_t t, enum acd_tally_field field,
                  int64_t amount);

/* After a gap: of a queue's waiting only these `n` ids still wait.  The others are lost, neither
 * answered nor abandoned for all anyone knows.  Returns how many. */
uint32_t contacts_still_waiting(struct contacts *contacts, int queue, const char *const *ids,
                                uint32_t n);

/* Fills and marks known in `told`: waiting, oldest_ms (when any waits), active, calls, window,
 * interval, day.  The calls are written to `calls` (room for ACD_MAX_CALLS); their strings stay
 * valid until the next event. */
void contacts_read(struct contacts *contacts, int queue, int64_t t, struct acd_queue *told,
                   struct acd_call *calls);

struct contacts_health {
    uint64_t strange; /* events that made no sense */
    uint64_t lost;    /* contacts that vanished in a gap */
    uint32_t contacts; /* remembered now */
};
struct contacts_health contacts_health(const struct contacts *contacts);

/* Input and output: writes all of it beside `path`, then renames over it, so that a crash leaves
 * the old or the new file whole. */
bool contacts_save(const struct contacts *contacts, const char *path, struct acd_fault *why)
    ACD_MUST_CHECK;
/* Input and output: takes up what was saved; call on new contacts.  Spans that have turned meanwhile
 * start empty.  False with nothing taken up when there is no such file or it is not whole. */
bool contacts_load(struct contacts *contacts, const char *path, int64_t t, struct acd_fault *why)
    ACD_MUST_CHECK;

#endif
