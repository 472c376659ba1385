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

struct budget {
    size_t bytes;
    uint32_t entities, topics;
};

/* What took `before` bytes takes `bytes` now; false: there is no room, and nothing changed. */
static inline bool budget_weigh(struct budget *budget, size_t before, size_t bytes)
{
    if (!budget)
        return true;
    if (budget->bytes - before + bytes > BUDGET_BYTES && bytes > before)
        return false;
    budget->bytes = budget->bytes - before + bytes;
    return true;
}

/* One more of these; false: there are as many as there may be. */
static inline bool budget_add(uint32_t *count, uint32_t most)
{
    if (*count >= most)
        return false;
    ++*count;
    return true;
}

#endif
