/* What can be believed of one site: which messages are in order, which entities are told, and when
 * all of it is whole again after a loss, a restart or a silence.  Pure: `now` is monotonic ms. */
#ifndef LINK_WATCH_H
#define LINK_WATCH_H

#include "acdfeed/subscriber.h"
#include "feed/link/feed_clock.h"
#include "feed/link/ledger.h"
#include "feed/link/puller.h"

enum {
    WATCH_PERIOD_MS = 1000,    /* of a heartbeat that does not say */
    WATCH_KEYFRAME_MS = 60000, /* likewise, for feeds that can only be waited for */
    WATCH_GRACE_MS = 500,
    WATCH_FORMER = 4,      /* instances remembered after a restart */
    WATCH_HOLD_MS = 30000, /* after a takeover the next one takes a longer silence */
};

struct watch_doubt {
    bool pending;
    bool paged; /* a page told something that the feed's counts may not hold yet */
    int64_t since_ms;
    int64_t short_since_ms; /* present differs from the feed's count without a known loss; -1 no */
    int64_t expected;       /* the feed's count, -1 unknown */
};

/* Where a message came from. */
struct watch_source {
    int feed;
    bool pages;
    uint64_t inst;
    bool standby; /* of the feed that owns the site now, by declaration */
};

struct watch {
    char site[ACD_MAX_ID_BYTES + 1];
    uint32_t subscribed; /* bits of kinds */
    uint32_t kinds;      /* of these, what the feed gives us */
    void (*forget)(void *context, enum acd_kind kind, const char *id);
    void *context;

    bool adopted; /* feed, pages and inst hold */
    bool beaten;  /* a heartbeat of this instance was heard */
    int feed;
    bool pages; /* the feed can be asked for snapshots */
    uint64_t inst;
    uint64_t former[WATCH_FORMER];
    int n_former;
    bool has_rival;
    int64_t rival_ms;
    int64_t adopted_ms;
    struct watch_source standby; /* the one heard last */
    int64_t standby_ms;          /* when that was; -1 never */
    int64_t taken_ms;            /* when a stand-by took over; -1 never */
    uint64_t takeovers;

    struct sequences sequences;
    struct ledger ledger[ACD_KINDS];
    struct watch_doubt doubt[ACD_KINDS];
    struct puller puller;

    /* The message or page being walked. */
    enum acd_kind kind;
    struct ledger_stamp stamp;
    struct sequences page_marks;

    int64_t any_ms, heard_ms, stale_since_ms; /* -1 never, not */
    int64_t period_ms, keyframe_ms;
    char said[ACD_MAX_TEXT_BYTES + 1]; /* why it is not whole, in the feed's own words; "" */
    uint64_t lost, refused, repeated, restarts;
    uint64_t lost_of[ACD_KINDS];
    int64_t skew_ms;
    struct feed_clock clock;
    bool full;    /* there was no room for the last item */
    bool overflowed; /* there was none for something, since the owner cleared it */
    bool changed; /* link, epoch or heartbeat, since the owner cleared it */
};

void watch_init(struct watch *watch, const char *site, uint32_t kinds,
                void (*forget)(void *context, enum acd_kind kind, const char *id), void *context);
/* What this one holds counts together with what others do; before anything is heard. */
void watch_share(struct watch *watch, struct budget *budget);
void watch_release(struct watch *watch);

/* A message begins.  False: pass it over, items and all.  True: walk it. */
bool watch_message(struct watch *watch, struct watch_source source, enum acd_kind kind,
                   const char *topic, size_t topic_bytes, uint64_t n,
                   int64_t now_ms) ACD_MUST_CHECK;
/* An item of the message: whether it is to be handed on.  `gone` ones are handled whole. */
bool watch_item(struct watch *watch, const char *id, bool gone) ACD_MUST_CHECK;
/* How many bytes the next item takes, of a message or a page; 0 unless said. */
void watch_item_bytes(struct watch *watch, size_t bytes);
/* An item of the message was refused: what we hold of this entity is no longer so.  True: it is to
 * be handed on as in doubt. */
bool watch_item_refused(struct watch *watch, const char *id) ACD_MUST_CHECK;
/* The message broke off before its end: what it would have told is lost. */
void watch_broken(struct watch *watch, int64_t now_ms);
/* The feed's own time in the heartbeat that follows: one that comes late is as old as it is. */
void watch_clock(struct watch *watch, int64_t t_ms, int64_t now_ms);
void watch_heartbeat(struct watch *watch, const struct acd_site *site, int64_t skew_ms,
                     int64_t now_ms);
/* Heartbeats come, but so late that nothing of the site counts as live. */
bool watch_lags(const struct watch *watch);
/* Its stats come over a new connection, which has no backlog. */
void watch_renewed(struct watch *watch);
/* Lets time pass: staleness, rivals, keyframe rounds. */
void watch_tick(struct watch *watch, int64_t now_ms);

/* The feed says that this kind is not for us: what it tells of its extent is not counted. */
void watch_denied(struct watch *watch, enum acd_kind kind);

/* A page is to be asked for now: puller.kind after puller.after; say so by puller_sent(). */
bool watch_pull_due(struct watch *watch, int64_t now_ms);
/* A snapshot page begins: true when it is the one asked for, of this instance; then give its items
 * and end it.  The request fields are watch->puller's. */
bool watch_page(struct watch *watch, const struct acd_reply *reply, int64_t now_ms) ACD_MUST_CHECK;
bool watch_page_item(struct watch *watch, const char *id) ACD_MUST_CHECK;
void watch_page_end(struct watch *watch, const struct acd_reply *reply, bool whole, int64_t now_ms);

enum acd_link watch_link(const struct watch *watch);
int64_t watch_stale_after_ms(const struct watch *watch);
/* When the silence is long enough to be stale, if it goes on; INT64_MAX: it is, or never spoke. */
int64_t watch_stale_ms(const struct watch *watch);
/* Why it is not LIVE, in one line; "" when it is. */
void watch_why(const struct watch *watch, char *out, size_t bytes);

/* For the parts of the watch among themselves. */
void watch_raise(struct watch *watch, enum acd_kind kind, int64_t now_ms);
void watch_settle(struct watch *watch, int64_t now_ms);
void watch_tick_standby(struct watch *watch, int64_t now_ms);
void watch_adopt(struct watch *watch, struct watch_source source, int64_t now_ms);
/* A topic of this site and of a kind subscribed to. */
bool watch_own_topic(const struct watch *watch, const char *topic, enum acd_kind *kind);
bool watch_holds(const struct watch *watch, enum acd_kind kind); /* entities, and subscribed */

#endif
