/* How a journal file ends: the last whole line, and what a crash left behind it. */
#ifndef CONSOLE_EDGE_TRAIL_TAIL_H
#define CONSOLE_EDGE_TRAIL_TAIL_H

#include "console/trail/chain.h"

struct trail_tail {
    uint64_t seq;               /* of the last whole line; 0: the file is empty */
    char hash[NOTE_HASH_BYTES]; /* its hash, or zeros */
    bool loose;                 /* it does not continue the line before it: one was changed */
    bool broken;                /* something stands behind it */
    bool torn;                  /* what stands there has no newline */
    uint64_t n;                 /* bytes of it, its last newline not counted */
    char mark[NOTE_HASH_BYTES]; /* `prev` of the repair line */
};
/* Reads the end of the file.  False: it is no journal, or cannot be read. */
bool trail_tail_read(int fd, const char *path, struct trail_tail *out, struct acd_fault *why)
    ACD_MUST_CHECK;

#endif
