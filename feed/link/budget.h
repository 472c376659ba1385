/* What one console holds of all its feeds together, so that no feed, however many sites, entities
 * and topics it makes up, takes more memory than that.  Zeroed is empty.  Pure. */
#ifndef LINK_BUDGET_H
#define LINK_BUDGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    BUDGET_BYTES = 32 << 20,   /* of entities and heartbeats as they were packed */
    BUDGET_ENTITIES = 1 << 17, /* twenty sites of 500 queues and 5,000 agents */
    BUDGET_TOPICS = 1 << 16,
};

/* That of one feed, or of all (`all` NULL).  Half of everything is for whoever comes first; the
 * other half is kept for the feeds in equal parts, so that one that tells without end leaves the
 * others theirs. */
struct budget {
    size_t bytes;
    uint32_t entities, topics;
    struct budget *all;
    int feeds;             /* of all: how many share it */
    struct budget *shared; /* of all: what is taken of the first half */
};

/* What is beyond a feed's own part. */
static inline size_t budget_beyond(size_t used, size_t most, int feeds)
{
    size_t own = most / 2 / (size_t)(feeds > 0 ? feeds : 1);
    return used > own ? used - own : 0;
}

/* `own` goes from `before` to `after`; false: there is no room, and nothing changed. */
static inline bool budget_move(size_t *own, size_t *all, size_t *shared, size_t most, int feeds,
                               size_t before, size_t after)
{
    size_t mine = *own - before + after, everyone = *all - before + after;
    size_t common = *shared - budget_beyond(*own, most, feeds) + budget_beyond(mine, most, feeds);
    if (after > before && (everyone > most || common > most / 2))
        return false;
    *own = mine;
    *all = everyone;
    *shared = common;
    return true;
}

/* What took `before` bytes takes `bytes` now. */
static inline bool budget_weigh(struct budget *budget, size_t before, size_t bytes)
{
    return !budget || budget_move(&budget->bytes, &budget->all->bytes, &budget->all->shared->bytes,
                                  BUDGET_BYTES, budget->all->feeds, before, bytes);
}

static inline bool budget_count(uint32_t *own, uint32_t *all, uint32_t *shared, size_t most,
                                int feeds, uint32_t before, uint32_t after)
{
    size_t mine = *own, everyone = *all, common = *shared;
    if (!budget_move(&mine, &everyone, &common, most, feeds, before, after))
        return false;
    *own = (uint32_t)mine;
    *all = (uint32_t)everyone;
    *shared = (uint32_t)common;
    return true;
}

/* So many entities, or topics, become so many. */
static inline bool budget_entities(struct budget *budget, uint32_t before, uint32_t after)
{
    return !budget ||
           budget_count(&budget->entities, &budget->all->entities, &budget->all->shared->entities,
                        BUDGET_ENTITIES, budget->all->feeds, before, after);
}

static inline bool budget_topics(struct budget *budget, uint32_t before, uint32_t after)
{
    return !budget ||
           budget_count(&budget->topics, &budget->all->topics, &budget->all->shared->topics,
                        BUDGET_TOPICS, budget->all->feeds, before, after);
}

#endif
