/* What the files of `acdfeed relay` share: the sites it passes on, and what was said of them. */
#ifndef FEED_COMMANDS_RELAY_PARTS_H
#define FEED_COMMANDS_RELAY_PARTS_H

#include "acdfeed/memory.h"
#include "acdfeed/publisher.h"
#include "acdfeed/subscriber.h"
#include "feed/commands/options.h"

#define uthash_malloc(bytes) acd_alloc(bytes)
#define uthash_fatal(words) acd_no_memory()
#include <uthash.h>

enum relay_said { SAID_NOTHING, SAID_LIVE, SAID_STALE, SAID_INCOMPLETE, SAID_CONTRADICTED };

struct relay_site {
    UT_hash_handle hh;
    bool passed;        /* the publisher took it */
    uint64_t adoptions; /* by how many feeds or lives of one it was told so far */
    uint64_t takeovers;
    int64_t heard_ms; /* of the heartbeat that was passed on last */
    int64_t beat_t;   /* when the feed sent the heartbeat that is being heard, by its own clock */
    uint64_t lost_of[ACD_KINDS];
    uint32_t epoch[ACD_KINDS];
    enum relay_said said;
    int64_t unsound_ms; /* monotonic: since when it is not live; -1: it is */
    char id[ACD_MAX_ID_BYTES + 1];
};

/* A feed's trouble, said once a minute at most. */
struct relay_feed {
    const char *said;
    int64_t said_ms;
};

struct relay {
    struct acd_publisher *publisher;
    struct acd_subscriber *subscriber;
    struct relay_site *sites;
    const struct option_list *stats; /* of the feeds */
    struct relay_feed feeds[OPTION_LIST_MOST];
};

/* What the subscriber hears goes to the publisher; context is the relay. */
struct acd_subscriber_handler relay_handler(struct relay *relay);
void relay_forget_sites(struct relay *relay);

/* One line on stderr when the state of a site has changed, or its feed. */
void relay_say_site(const struct relay *relay, struct relay_site *site,
                    const struct acd_site_state *state, int64_t now_ms);
void relay_say_feed(struct relay *relay, const struct acd_feed_state *state, int64_t now_ms);
/* Another feed speaks for the site, or the same one anew. */
void relay_say_adopted(const struct relay *relay, const struct acd_site_state *state,
                       bool took_over);

#endif
