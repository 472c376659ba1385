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

/* How many lines were said of one site or feed since when. */
struct relay_voice {
    int64_t since_ms;
    int lines;
};

struct relay_site {
    UT_hash_handle hh;
    struct relay_voice voice;
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

/* A feed's trouble; the same is said once a minute at most. */
struct relay_feed {
    struct relay_voice voice;
    const char *said;
    int64_t said_ms;
};

/* A command that was passed on: kept for so long as its feed remembers it. */
struct relay_request {
    UT_hash_handle hh;
    int64_t asked_ms;
    bool answered, missed;           /* missed: it was said that no answer came */
    char by[ACD_MAX_TEXT_BYTES + 1]; /* who asked us; "" unknown */
    char id[];
};

struct relay {
    struct acd_publisher *publisher;
    struct acd_subscriber *subscriber;
    struct relay_site *sites;
    const struct option_list *stats; /* of the feeds */
    struct relay_feed feeds[OPTION_LIST_MOST];
    bool commands;                    /* they are passed on */
    bool commanded[OPTION_LIST_MOST]; /* to this feed, which has a control endpoint */
    struct relay_request *requests;   /* in the order they were asked */
    struct acd_scratch event;         /* room for one */
    struct acd_fault why;             /* of the last request that was not passed on */
};

/* What the subscriber hears goes to the publisher; context is the relay. */
struct acd_subscriber_handler relay_handler(struct relay *relay);
void relay_forget_sites(struct relay *relay);

/* An acd_command_function; context is the relay.  The request goes on to the feed of its site,
 * once, under the same id. */
struct acd_outcome relay_pass_on(void *context, const struct acd_request *request);
void relay_answered(struct relay *relay, const struct acd_reply *reply);
/* Says which requests got no answer; forgets old ones. */
void relay_tick_requests(struct relay *relay, int64_t now_ms);
void relay_forget_requests(struct relay *relay);
/* Events about requests that were passed on name who asked us beside the key we asked by.  False:
 * the message holds none such and is to go on as it came. */
bool relay_pass_events(struct relay *relay, const struct acd_message *message);

/* One line on stderr when the state of a site has changed, or its feed; of one that changes all the
 * time a few a minute. */
void relay_say_site(const struct relay *relay, struct relay_site *site,
                    const struct acd_site_state *state, int64_t now_ms);
void relay_say_feed(struct relay *relay, const struct acd_feed_state *state, int64_t now_ms);
/* Another feed speaks for the site, or the same one anew. */
void relay_say_adopted(const struct relay *relay, struct relay_site *site,
                       const struct acd_site_state *state, int64_t now_ms);

#endif
