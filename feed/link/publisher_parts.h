/* What the files of the publisher share among themselves. */
#ifndef LINK_PUBLISHER_PARTS_H
#define LINK_PUBLISHER_PARTS_H

#include "acdfeed/publisher.h"
#include "acdfeed/wire.h"
#include "feed/link/catalogue.h"
#include "feed/link/guard.h"
#include "feed/link/guard_log.h"
#include "feed/link/link.h"

enum {
    PUBLISHER_HEAD_BYTES = 512,    /* what a message needs beside its items, at most */
    PUBLISHER_FLUSH_MESSAGES = 32, /* of one kind and site in one go */
    PUBLISHER_RESEND_MS = 500,     /* new subscribers make everything go out no faster */
    PUBLISHER_DRAIN = 256,         /* requests taken in one go, ... */
    PUBLISHER_REST_MS = 2,         /* ... and after as many it rests: a flood gets a share, not a processor */
    PUBLISHER_PENDING_EACH = 256,  /* commands under way for one key or connection, ... */
    PUBLISHER_PENDING = 1024,      /* ... and for all */
    PUBLISHER_PAGES_ALL = 5,       /* all askers together get the pages of so many */
    PUBLISHER_SITES = 1024,
    PUBLISHER_KEEP_MS = 600000, /* an answer is remembered */
    PUBLISHER_REQUESTS = 16384, /* answers remembered at most */
    PUBLISHER_LINGER_MS = 1000,
    PUBLISHER_PAUSE_MS = 500, /* so late to a turn, we were stopped, and our socket with us: ... */
    PUBLISHER_THAW_MS = 500,  /* ... what came meanwhile comes in within so long */
};

/* Items on their way into one message. */
struct outbox {
    struct acd_buffer items;
    uint32_t n;
};

struct publisher_stream {
    char topic[ACD_MAX_ID_BYTES + 16];
    uint64_t n; /* of the last message sent */
    struct catalogue catalogue;
    bool resend;
    int64_t resent_ms;
};

struct passed; /* of a site of another feed: passing.c */

struct publisher_site {
    UT_hash_handle hh;
    struct passed *passed; /* NULL: a site of our own */
    struct acd_site *told;
    struct publisher_stream stream[ACD_KINDS];
    struct outbox events;
    int64_t beat_ms; /* when the next heartbeat is due */
    bool muted;      /* nothing is sent */
    char id[];
};

/* A command that was handed over and not yet answered for good. */
struct pending {
    UT_hash_handle hh;
    struct acd_request *request;
    int64_t asked_ms;
    bool keyed; /* asked by a key: request->by, whatever connection it uses */
    bool elsewhere; /* decided by another feed */
    bool answered;
    size_t peer_bytes;
    unsigned char peer[256];
    char id[];
};

struct acd_publisher {
    struct acd_publisher_options options;
    struct link *link;
    struct guard *guard; /* NULL: without keys */
    struct link_socket *stats, *control;
    bool reopening; /* stats is to be bound anew: somebody may less than before */
    uint64_t inst;
    struct publisher_site *sites; /* in the order they were told */
    struct acd_once *once;
    struct pending *pending;
    int64_t flush_ms;    /* when what is gathered is due; INT64_MAX: nothing is */
    int64_t round_at_ms; /* up to when keyframe turns were given */
    int64_t drained_ms;  /* when the control socket was last empty */
    int64_t turn_ms;     /* when the next turn was to begin at the latest */
    int64_t thawed_ms;   /* when we went on after a stop */
    int64_t rest_until_ms; /* no request is taken before */
    uint64_t bad_requests, told_bad_requests;
    struct quota pages, all_pages; /* by key or connection; of all */
    struct guard_log log;
    struct outbox outbox;
    struct acd_buffer body, packed;
    struct acd_scratch scratch; /* the request, or a told entity */
    struct acd_mark *marks;     /* of a page or heartbeat: room for ACD_MAX_MARKS */
    struct acd_scratch copy;    /* an entity that is aged before it is sent */
};

/* The site of that id; of NULL the first one.  NULL when there is none. */
struct publisher_site *publisher_site_of(const struct acd_publisher *publisher, const char *id);
/* Something is gathered. */
void publisher_gather(struct acd_publisher *publisher, int64_t now_ms);

/* Sends what is gathered, keyframes and heartbeats that are due. */
void publisher_send_due(struct acd_publisher *publisher, int64_t now_ms);
void publisher_flush(struct acd_publisher *publisher, int64_t now_ms);
/* Sends what is gathered of one site.  Returns whether something is left for the next time. */
bool publisher_flush_site(struct acd_publisher *publisher, struct publisher_site *site,
                          int64_t now_ms);
/* One message at once, of items that are packed already. */
struct publisher_message {
    struct link_part topic, items;
    uint64_t n;
    int64_t t;
    uint32_t n_items;
};
void publisher_send(struct acd_publisher *publisher, const struct publisher_site *site,
                    const struct publisher_message *message);
/* The moment publisher_send_due() has something to do. */
int64_t publisher_send_due_ms(const struct acd_publisher *publisher);
/* One item of a message.  What is too much for one goes out in the next. */
void publisher_put(struct acd_publisher *publisher, struct publisher_site *site, enum acd_kind kind,
                   struct outbox *outbox, const struct acd_buffer *packed);
/* Packs an item with its ages as of now, into publisher->packed. */
void publisher_pack_item(struct acd_publisher *publisher, const struct acd_shape *shape,
                         const struct catalogue_item *item, int64_t now_ms);
/* New subscriptions. */
void publisher_take_subscriptions(struct acd_publisher *publisher);
void publisher_append(struct acd_buffer *buffer, const void *bytes, size_t n);
/* Marks of the topics sent at this site; how many, at most `most`. */
uint32_t publisher_marks(const struct publisher_site *site, struct acd_mark *marks, uint32_t most);
struct publisher_site *publisher_add_site(struct acd_publisher *publisher, const char *id,
                                          int64_t now_ms);
void publisher_keep_site(const struct acd_publisher *publisher, struct publisher_site *site,
                         const struct acd_site *told);
/* By what a site counts: those of our own by the publisher's, others by theirs. */
uint64_t publisher_inst(const struct acd_publisher *publisher, const struct publisher_site *site);
int64_t publisher_site_t(const struct publisher_site *site);
/* Marks of other topics than the usual of a site that is passed on; whether its pages of this kind
 * may be told: NULL, or why not, with the status. */
uint32_t passed_marks(const struct passed *passed, struct acd_mark *marks, uint32_t most);
const char *passed_withholds(const struct passed *passed, enum acd_kind kind,
                             enum acd_status *status);
void passed_free(struct passed *passed);

/* Requests. */
void publisher_take_requests(struct acd_publisher *publisher, int64_t now_ms);
void publisher_pages_open(struct acd_publisher *publisher);
void publisher_pages_close(struct acd_publisher *publisher);
/* One more page for this asker (`who` NULL: by its connection).  REFUSE: in `why`. */
enum quota_answer publisher_pages_take(struct acd_publisher *publisher, const struct admitted *who,
                                       const struct link_part *peer, int64_t now_ms,
                                       struct acd_fault *why);
void publisher_page(struct acd_publisher *publisher, const struct acd_request *request,
                    struct acd_reply *reply, int64_t now_ms);
/* Whether one more may be under way for this asker; if not, why in words. */
bool publisher_pending_room(const struct acd_publisher *publisher, const struct acd_request *request,
                            const struct link_part *peer, struct acd_fault *why);
struct pending *publisher_pending_add(struct acd_publisher *publisher,
                                      const struct acd_request *request,
                                      const struct link_part *peer, int64_t now_ms);
struct pending *publisher_pending_find(const struct acd_publisher *publisher, const char *id);
void publisher_pending_drop(struct acd_publisher *publisher, struct pending *pending);
void publisher_expire_pending(struct acd_publisher *publisher, int64_t now_ms);
void publisher_forget_pending(struct acd_publisher *publisher);

#endif
