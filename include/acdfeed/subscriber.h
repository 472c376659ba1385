/* The console side: connects to any number of feeds and reconnects for ever, takes every message or
 * counts why not, notices losses, restarts, reordering and silence, makes itself whole again by
 * snapshot (or by a round of keyframes where a feed has no control socket), sends commands.
 *
 * Truth: an entity is to be shown as live only while its site is LIVE or INCOMPLETE and its `epoch`
 * equals the site's present epoch for its kind.  A loss, a restart or a silence raises the epoch;
 * entities not told since are in doubt until they are told again or forgotten.
 *
 * One subscriber, one thread.  Handlers run inside acd_subscriber_serve() and must not block; what
 * they are given is borrowed for the call. */
#ifndef ACDFEED_SUBSCRIBER_H
#define ACDFEED_SUBSCRIBER_H

#include "acdfeed/control.h"
#include "acdfeed/fault.h"
#include "acdfeed/wire.h"

struct acd_subscriber;

#define ACD_LINK_LIST(X)                                                                           \
    X(SILENT, silent)         /* nothing heard of it yet */                                        \
    X(STALE, stale)           /* no heartbeat for 2 periods and 500 ms */                          \
    X(INCOMPLETE, incomplete) /* live, but some entities are missing or in doubt */                \
    X(LIVE, live)
#define ACD_LINK_ENUM(name, word) ACD_LINK_##name,
enum acd_link { ACD_LINK_LIST(ACD_LINK_ENUM) ACD_LINKS };
extern const struct acd_names acd_link_names;

/* Where an entity comes from and how fresh it is. */
struct acd_told {
    const char *site;
    enum acd_kind kind;
    uint32_t epoch;
    int64_t at_ms; /* monotonic clock of this machine, when it was received */
    /* The number of a queue or agent among those of its kind and site, counted from 0 without large
     * gaps: its own until it is forgotten, then perhaps another's.  Where to look first. */
    uint32_t slot;
    bool first;         /* it was not there, or forgotten, before this */
    const void *packed; /* the same entity as it came: a msgpack map for acd_unpack() */
    size_t packed_bytes;
    bool paged; /* by a page of a snapshot, not by a message */
};

struct acd_site_state {
    const char *id;
    enum acd_link link;
    int feed;                 /* which of the feeds, in the order of acd_subscriber_add() */
    int64_t heard_ms;         /* monotonic: last heartbeat; -1 never */
    int64_t stale_since_ms;   /* monotonic: when it turned stale; -1 when it is not */
    uint64_t inst;
    uint64_t lost;            /* messages known to be lost */
    uint64_t lost_of[ACD_KINDS];
    uint64_t refused;         /* items and messages refused */
    uint64_t repeated;        /* messages that came twice or late and were passed over */
    uint64_t restarts;
    uint64_t takeovers;       /* of a stand-by from the feed that fell silent */
    int64_t skew_ms;          /* its wall clock less ours, at the last heartbeat */
    int64_t late_ms;          /* how much later than the promptest its last heartbeat came */
    uint64_t clock_jumps;     /* how often its wall clock was set by 2 s or more */
    int64_t clock_jump_ms;    /* by how much the last time; ahead is positive */
    uint32_t epoch[ACD_KINDS];
    uint32_t present[ACD_KINDS]; /* entities told in the present epoch */
    uint32_t denied;          /* bits 1 << ACD_KIND_*: the feed says that they are not for our key */
    bool whole[ACD_KINDS];       /* all that exist of a kind were told in the present epoch */
    bool contradicted;           /* two feeds claim the site */
    const char *why;          /* one line when not LIVE: what is missing; "" otherwise */
    const struct acd_site *heartbeat; /* the last one, or NULL */
};

/* The link to one feed, for the time before any site of it is known. */
struct acd_feed_state {
    int feed;
    const char *stats_endpoint, *control_endpoint; /* control: "" when none was given */
    bool heard;            /* anything at all since the start */
    uint64_t refused;      /* messages whose head is bad, of no site, or of one too many */
    bool full;             /* it told of more than there is room for; the rest was refused */
    const char *why;       /* "connection refused", "larger than the limits"; "" when fine */
    const char *control_why; /* the same of the control connection alone; NULL as "" */
};

struct acd_subscriber_handler {
    void *context;
    /* A queue, agent or event; `entity` is of acd_kind_shape(told->kind).  `gone` entities come as
     * forget(). */
    void (*entity)(void *context, const struct acd_told *told, const void *entity);
    /* A message that is taken, heartbeats too, before what it tells is handed on; its items are
     * not walked yet. */
    void (*message)(void *context, const struct acd_message *message);
    /* What was told of this entity is so no more, and what is we do not know: its newest message
     * was refused.  It counts as told in a former epoch until it is told again. */
    void (*doubt)(void *context, const char *site, enum acd_kind kind, const char *id);
    /* This entity exists no more. */
    void (*forget)(void *context, const char *site, enum acd_kind kind, const char *id);
    /* Something in the state of a site changed, a heartbeat arrived, or it is new. */
    void (*site)(void *context, const struct acd_site_state *state);
    void (*feed)(void *context, const struct acd_feed_state *state);
    /* An answer to a command sent by acd_subscriber_send(); snapshots are not passed on. */
    void (*reply)(void *context, const struct acd_reply *reply);
};

struct acd_subscriber_options {
    uint32_t kinds; /* bits 1 << ACD_KIND_*: which to subscribe to; SITE is always; 0: all */
    struct acd_subscriber_handler handler; /* members may be NULL */
    /* For those who vouch to others: after a pause of our own of more than so long nobody can say
     * how old what waited for us is, so it counts as lost.  0: it is taken. */
    int64_t pause_ms;
};

struct acd_subscriber *acd_subscriber_new(const struct acd_subscriber_options *options);
void acd_subscriber_free(struct acd_subscriber *subscriber);

/* Connects to one feed; the peer need not be there yet.  `control` NULL: no commands and no
 * snapshots.  False when an endpoint is not of a form that can be connected to. */
bool acd_subscriber_add(struct acd_subscriber *subscriber, const char *stats, const char *control,
                        struct acd_fault *why) ACD_MUST_CHECK;

/* A feed and how to reach it, where endpoints alone do not say it. */
struct acd_feed_options {
    const char *stats, *control; /* as for acd_subscriber_add() */
    const char *key_file;        /* our secret key; NULL: without keys */
    const char *server_key;      /* the feed's public key, or its file; with key_file only */
    /* Feeds of one group stand by for each other: where several tell of one site the first heard is
     * believed while it lives, then another.  Feeds without a common group that tell of one site
     * contradict each other, and the site says so.  NULL: none. */
    const char *group;
};
/* As acd_subscriber_add().  False also when a key cannot be read or only one of both is given. */
bool acd_subscriber_add_feed(struct acd_subscriber *subscriber,
                             const struct acd_feed_options *options,
                             struct acd_fault *why) ACD_MUST_CHECK;

/* Sends one command, once; it is neither kept nor sent again while there is no connection: false
 * then, and nothing was sent.  The answers come by handler.reply. */
bool acd_subscriber_send(struct acd_subscriber *subscriber, const struct acd_request *request,
                         struct acd_fault *why) ACD_MUST_CHECK;

/* Serves for at most `timeout_ms`, sooner when `wake_fd` (or -1) becomes readable.  Bounded: a
 * flood of messages does not keep it longer than about 20 ms past what is due.  False: interrupted
 * by a signal. */
bool acd_subscriber_serve(struct acd_subscriber *subscriber, int64_t timeout_ms, int wake_fd);

/* --- without sockets: a recording, or bytes of any other way ---
 * The same rules of truth, with the caller's clock in place of this machine's.  Such a subscriber is
 * not served and sends nothing. */

/* A feed whose messages will be handed over; `name` stands where an endpoint would.  Its number. */
int acd_subscriber_add_heard(struct acd_subscriber *subscriber, const char *name);

/* One message of the contract, borrowed for the call. */
struct acd_heard {
    int feed;
    const void *topic, *body;
    size_t topic_bytes, body_bytes;
    int64_t now_ms;  /* of a clock that never goes back */
    int64_t wall_ms; /* of this side when it came */
};
void acd_subscriber_hear(struct acd_subscriber *subscriber, const struct acd_heard *heard);
/* Lets time pass: silence turns sites stale.  At least every 100 ms of the caller's clock. */
void acd_subscriber_tick(struct acd_subscriber *subscriber, int64_t now_ms);

#endif
