/* The bounds of the wire contract (PROTOCOL.md sections 1 and 2) and of our own that keep memory
 * bounded whatever a peer sends.  Bytes unless the name says otherwise. */
#ifndef ACDFEED_LIMITS_H
#define ACDFEED_LIMITS_H

#include <stdint.h>

enum {
    ACD_VERSION = 1,
    ACD_MAX_ID_BYTES = 64,             /* an id, without its NUL */
    ACD_MAX_TEXT_BYTES = 256,          /* a display string, without its NUL */
    ACD_MAX_TOPIC_BYTES = 256,         /* a topic we keep a sequence for */
    ACD_MAX_BODY_BYTES = 1 << 20,      /* one message */
    ACD_MAX_SEND_BYTES = 64 << 10,     /* what a feed gathers into one message at most */
    ACD_MAX_DEPTH = 8,                 /* nesting of maps and arrays, the body itself included */
    ACD_MAX_ITEMS = 4096,              /* entities in one message */
    ACD_MAX_CALLS = 100,               /* waiting contacts told of one queue */
    ACD_MAX_MEASURES = 64,             /* measures in force at one queue */
    ACD_MAX_CHOICES = 64,              /* overflow targets of one queue */
    ACD_MAX_AGENT_QUEUES = 256,        /* queues that one agent serves */
    ACD_MAX_PLAN_INTERVALS = 400,      /* intervals of one day's forecast */
    ACD_MAX_OPS = 64,                  /* operations that a site names */
    ACD_MAX_MOVED = 1024,              /* agents named in one request */
    ACD_MAX_MARKS = 4096,              /* topics in one heartbeat */
    ACD_MAX_PAGE_ITEMS = 100,          /* entities in one page of a snapshot */
    ACD_SCRATCH_BYTES = 256 << 10, /* room that holds any single decoded entity or message head */
};

/* A count or a duration: far beyond any floor, and sums of thousands of them still fit. */
#define ACD_MAX_NUMBER INT64_C(1000000000000000)

#define ACD_STATS_ENDPOINT "tcp://127.0.0.1:5570"
#define ACD_CONTROL_ENDPOINT "tcp://127.0.0.1:5571"

#endif
