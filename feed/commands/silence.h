/* Which sites a script still tells of.  A feed that beats on for a script that hangs would keep
 * figures alive that nobody vouches for any more.  Pure. */
#ifndef FEED_COMMANDS_SILENCE_H
#define FEED_COMMANDS_SILENCE_H

#include "acdfeed/limits.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct silence_site {
    char id[ACD_MAX_ID_BYTES + 1];
    int64_t told_ms;
    bool silent;
};

struct silence {
    int64_t after_ms; /* 0: never */
    struct silence_site *sites;
    size_t n;
};

/* A line told of the site.  True when it was silent, and is no more. */
bool silence_told(struct silence *silence, const char *site, int64_t now_ms);
/* The next site that has become silent, borrowed until the next call; NULL when there is no more.
 */
const char *silence_next(struct silence *silence, int64_t now_ms);
void silence_release(struct silence *silence);

#endif
