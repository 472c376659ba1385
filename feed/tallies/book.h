/* The contacts and queues that contacts.c counts by: found by id, waiting in line, remembered for a
 * while after they left.  Counts nothing. */
#ifndef FEED_TALLIES_BOOK_H
#define FEED_TALLIES_BOOK_H

#include "acdfeed/limits.h"
#include "acdfeed/memory.h"
#include "feed/tallies/contacts.h"

#define uthash_malloc(bytes) acd_alloc(bytes)
#define uthash_fatal(words) acd_no_memory()
#include <uthash.h>

enum contact_state {
    CONTACT_IS_WAITING,   /* in its queue's line */
    CONTACT_IS_LEAVING,   /* out of line, `sure` when on its way elsewhere; in the list of leavers */
    CONTACT_IS_ABANDONED, /* counted so, may turn up again; in the list of leavers */
    CONTACT_IS_ACTIVE,    /* with an agent; in no list */
};

struct contact {
    char id[ACD_MAX_ID_BYTES + 1];
    char from[ACD_MAX_ID_BYTES + 1]; /* "": unknown */
    enum contact_state state;
    bool sure, within, brief; /* within: counted as abandoned_in; brief: as abandoned_short */
    bool has_prio, held, marked;
    int queue;
    int64_t came_t;     /* its first join */
    int64_t left_t;     /* LEAVING, ABANDONED */
    int64_t answered_t; /* ACTIVE */
    int64_t held_t, hold_ms;
    int64_t prio;
    struct contact *prev, *next; /* of the list that its state says; also of free ones */
    UT_hash_handle hh;
};

struct line {
    char id[ACD_MAX_ID_BYTES + 1];
    int64_t answer_ms, short_ms;
    struct spans *spans;
    struct contact *waiting; /* the one who came first, first */
    uint32_t n_waiting, n_active;
};

struct contacts {
    struct contacts_options options;
    struct line *lines;
    int n_lines, room_lines;
    struct contact *by_id;
    struct contact *leavers; /* the one who left first, first */
    struct contact *spare;
    struct contacts_health health;
};

struct contact *book_find(struct contacts *c, const char *id);
/* NULL when there is no room.  In no list. */
struct contact *book_new(struct contacts *c, const char *id, int queue, int64_t came_t);
void book_forget(struct contacts *c, struct contact *contact);

/* Into the list that `state` says, out of the one it was in. */
void book_move(struct contacts *c, struct contact *contact, int queue, enum contact_state state);

/* In contacts.c.  Counts those who left, and were not heard of for rejoin_ms. */
void book_settle(struct contacts *c, int64_t t);

#endif
