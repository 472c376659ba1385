/* What was told of entities, one telling behind the other in one block of memory, as it came.
 * However long nobody takes it, it holds at most TELLINGS_LEAST_BYTES or twice the latest of each
 * entity that is there or was when it was taken last.  Knows nothing of threads: one at a time. */
#ifndef CONSOLE_EDGE_TELLINGS_H
#define CONSOLE_EDGE_TELLINGS_H

#include "console/model/board.h"

/* LONG: an entity packed larger than this may hold keys that nobody knows, and is packed anew. */
enum {
    TELLINGS_LEAST_BYTES = 1 << 20,
    TELLINGS_LONG_BYTES = 2048,
    TELLINGS_KEPT_BYTES = 96 << 10, /* of room, when all is taken: the rest goes back to the system */
};

struct tellings { /* zeroed is empty */
    unsigned char *at;
    size_t used, alloc;
    size_t most;   /* above this only the latest of each entity are kept */
    size_t origin; /* where the site and kind of the last telling stand, while used > 0 */
};

void tellings_add(struct tellings *tellings, const struct acd_told *told, const void *entity);
void tellings_doubt(struct tellings *tellings, const char *site, enum acd_kind kind,
                    const char *id);
void tellings_forget(struct tellings *tellings, const char *site, enum acd_kind kind,
                     const char *id);

/* Moves everything into the board, in the order in which it came. */
void tellings_give(struct tellings *tellings, struct board *board);
void tellings_release(struct tellings *tellings);

#endif
