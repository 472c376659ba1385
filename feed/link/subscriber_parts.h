/* What the files of the subscriber share among themselves. */
#ifndef LINK_SUBSCRIBER_PARTS_H
#define LINK_SUBSCRIBER_PARTS_H

#include "acdfeed/subscriber.h"
#include "feed/link/link.h"
#include "feed/link/table.h"
#include "feed/link/watch.h"

enum {
    SUBSCRIBER_SITES = 256,            /* sites watched at most: a hostile feed may make them up */
    SUBSCRIBER_DRAIN_MS = 20,          /* a flood is taken in slices of so long */
    SUBSCRIBER_FULL_MS = 30000,        /* so long it is said that there was no room */
    SUBSCRIBER_SLICE = 64,             /* messages of one socket between looks at the clock */
    SUBSCRIBER_TICK_MS = 100,          /* how late a silence may be noticed */
    SUBSCRIBER_TTL_MS = 5000,          /* of a request for a page */
    SUBSCRIBER_SILENT_MS = 6000,       /* a feed silent for so long is connected to anew, ... */
    SUBSCRIBER_SILENT_MOST_MS = 60000, /* ... more and more rarely */
    SUBSCRIBER_WHY_BYTES = 256,
};

struct subscriber_feed {
    char *stats_endpoint, *control_endpoint;
    char *group; /* NULL: none */
    struct budget *budget;
    bool overflowed; /* it told more than there is room for, since the last look ... */
    int64_t full_ms; /* ... and when that was seen; 0 never */
    bool full;       /* lately */
    struct link_socket *stats, *control; /* NULL: none; stats of a feed that is handed over */
    bool heard;
    int64_t heard_ms;       /* the last message of any sort */
    int64_t renew_after_ms; /* of silence */
    uint64_t refused;
    bool changed;
    const char *why, *control_why;
};

struct subscriber_site {
    UT_hash_handle hh;
    struct acd_subscriber *subscriber;
    struct watch watch;
    struct acd_site *heartbeat; /* NULL: none yet */
    int first_feed;             /* whose budget it is of */
    size_t heartbeat_bytes;     /* weighed */
    /* What was told last, so that only changes are. */
    bool told;
    enum acd_link told_link;
    uint64_t told_counts;
    char id[ACD_MAX_ID_BYTES + 1];
};

struct acd_subscriber {
    uint32_t kinds;
    struct acd_subscriber_handler handler;
    struct link *link;
    struct subscriber_feed *feeds;
    int n_feeds;
    struct link_socket **sockets; /* of all feeds, for waiting */
    int n_sockets;
    struct subscriber_site *sites;
    struct budget budget, shared; /* of all sites together */
    int64_t ticked_ms;
    int64_t pause_ms;
    int64_t awake_ms;      /* when we last looked for messages; -1: never */
    int64_t heard_wall_ms; /* of what is handed over; -1: this machine's */
    struct acd_buffer packed;
    struct acd_scratch reply, item;
};

/* Takes a few messages; false when none is left. */
bool subscriber_take_stats(struct acd_subscriber *subscriber, int feed, int64_t now_ms);
/* One message of two frames or another number. */
void subscriber_take_message(struct acd_subscriber *subscriber, int feed,
                             const struct link_part *parts, int n, int64_t now_ms);
bool subscriber_take_replies(struct acd_subscriber *subscriber, int feed, int64_t now_ms);

/* The site of that name, made for this feed if it is new (-1: not made); NULL when there is none, or
 * too many. */
struct subscriber_site *subscriber_site(struct acd_subscriber *subscriber, const char *id,
                                        size_t bytes, int feed);
/* Tells the handler what changed. */
void subscriber_tell_site(struct subscriber_site *site);
void subscriber_site_free(struct subscriber_site *site);
void subscriber_tell_feed(struct acd_subscriber *subscriber, int feed);
/* Asks for the pages that are due. */
void subscriber_pull(struct acd_subscriber *subscriber, int64_t now_ms);
bool subscriber_request(struct acd_subscriber *subscriber, int feed,
                        const struct acd_request *request, struct acd_fault *why);

#endif
