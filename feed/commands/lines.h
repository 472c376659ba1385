/* Bytes in as they come, whole lines out, each with its number.  A line longer than LINES_MOST is
 * dropped as it streams past, so memory stays bounded.  Pure. */
#ifndef FEED_COMMANDS_LINES_H
#define FEED_COMMANDS_LINES_H

#include "acdfeed/macros.h"

#include <stdbool.h>
#include <stddef.h>

enum { LINES_MOST_BYTES = 1 << 20, LINES_READ_BYTES = 64 << 10 };

struct lines {
    char *data;
    size_t start, size; /* of what has not been handed out yet */
    size_t scanned;     /* known to hold no end of line, from start */
    unsigned number;    /* of the line handed out last */
    bool dropping;      /* inside a line that was too long */
    bool ended;
};

struct line {
    const char *text; /* not NUL-terminated; borrowed until the next lines_room() */
    size_t bytes;     /* without the newline and a carriage return before it */
    unsigned number;  /* from 1 */
    bool too_long;    /* text is empty then */
};

void lines_init(struct lines *lines);
void lines_release(struct lines *lines);

/* Room for LINES_READ_BYTES more; say by lines_filled() how many came.  Take all lines first. */
char *lines_room(struct lines *lines);
void lines_filled(struct lines *lines, size_t bytes);
/* No more will come: what is left without a newline is a line too. */
void lines_end(struct lines *lines);
bool lines_next(struct lines *lines, struct line *line) ACD_MUST_CHECK;

#endif
