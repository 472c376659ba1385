/* Lines on their way to a reader that may be slow: kept until it takes them, never waiting. */
#ifndef FEED_COMMANDS_OUTBOX_H
#define FEED_COMMANDS_OUTBOX_H

#include "acdfeed/macros.h"

#include <stdbool.h>
#include <stddef.h>

enum { OUTBOX_MOST_BYTES = 1 << 20 };

struct outbox {
    int fd;
    bool broken; /* its reader has gone */
    char *data;
    size_t bytes, alloc;
};

void outbox_init(struct outbox *outbox, int fd);
void outbox_release(struct outbox *outbox);

/* Adds the line and a newline.  False: the reader has gone, or has left too much lying. */
bool outbox_add(struct outbox *outbox, const char *line) ACD_MUST_CHECK;
/* Writes what the reader takes now. */
void outbox_flush(struct outbox *outbox);

#endif
