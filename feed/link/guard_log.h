/* What the guard has to say, each matter once in a while: a crowd at the door must not fill a disk.
 * Pure but for the function it is given. */
#ifndef LINK_GUARD_LOG_H
#define LINK_GUARD_LOG_H

#include "acdfeed/fault.h"

#include <stdint.h>

enum {
    GUARD_LOG_MATTERS = 64,      /* remembered; the oldest goes */
    GUARD_LOG_AGAIN_MS = 600000, /* the same matter is said again after */
    GUARD_LOG_MINUTE = 20,       /* lines a minute at most */
};

struct guard_log {
    void (*log)(void *context, const char *line); /* NULL: nowhere */
    void *context;
    struct {
        uint64_t hash;
        int64_t said_ms;
    } matters[GUARD_LOG_MATTERS];
    int next;
    int64_t minute_ms;
    int said;
};

/* `matter` "": said always, within the lines a minute. */
void guard_log_say(struct guard_log *log, int64_t now_ms, const char *matter, const char *format,
                   ...) ACD_PRINTF(4, 5);

#endif
