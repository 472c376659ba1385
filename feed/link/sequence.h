/* Topic sequences: every topic counts its messages up by one, so a hole means loss.  Pure. */
#ifndef LINK_SEQUENCE_H
#define LINK_SEQUENCE_H

#include "acdfeed/names.h"

#include "feed/link/budget.h"

#include <stdbool.h>
#include <stdint.h>

struct sequence;

/* The sequences of one instance of one site.  Zeroed is empty. */
struct sequences {
    struct budget *budget; /* shared with others; NULL: none.  Stays over a release */
    struct sequence *table;
    /* A heartbeat has listed every topic there was: a topic unknown to us had sent nothing then. */
    bool marked;
    uint64_t round; /* of the heartbeat whose marks came last */
};

enum sequence_step {
    SEQUENCE_FIRST,    /* nothing is known of what went before */
    SEQUENCE_NEXT,     /* in order */
    SEQUENCE_GAP,      /* *missing messages before this one were lost */
    SEQUENCE_REPEATED, /* this or a later one was seen already */
    SEQUENCE_FULL,     /* more topics than the contract allows */
};

/* Notes message `n` of a topic. */
enum sequence_step sequences_message(struct sequences *sequences, enum acd_kind kind,
                                     const char *topic, size_t bytes, uint64_t n,
                                     uint64_t *missing);
/* Notes that `n` is the last message sent of a topic.  NEXT: that one was seen. */
enum sequence_step sequences_mark(struct sequences *sequences, enum acd_kind kind,
                                  const char *topic, size_t bytes, uint64_t n, uint64_t *missing);

/* The marks of one heartbeat begin. */
void sequences_round(struct sequences *sequences);
/* We have seen more of this kind than the last heartbeat's marks tell of: it came late, and its
 * counts are not to be compared with ours. */
bool sequences_ahead(const struct sequences *sequences, enum acd_kind kind);

/* The topic if it has been noted, else NULL.  Valid until sequences_release(). */
const struct sequence *sequences_find(const struct sequences *sequences, const char *topic,
                                      size_t bytes);
uint64_t sequence_last(const struct sequence *sequence);
const char *sequence_topic(const struct sequence *sequence, size_t *bytes);

/* A snapshot page reflects message `n` of this topic; what we know is of one moment only once we
 * have seen it too.  A topic not seen yet is expected to go on from there. */
void sequences_await(struct sequences *sequences, enum acd_kind kind, const char *topic,
                     size_t bytes, uint64_t n);
/* Some topic of this kind has not come as far as a page had. */
bool sequences_awaiting(const struct sequences *sequences, enum acd_kind kind);

void sequences_release(struct sequences *sequences);

/* KIND/SITE/ taken apart.  False when it is not of that form or the kind is unknown. */
bool topic_split(const char *topic, size_t bytes, enum acd_kind *kind, const char **site,
                 size_t *site_bytes);

#endif
