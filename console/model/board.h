/* The floor as last told: sites, queues, agents, what happened.  The only writers are the
 * board_take_* functions.  Knows neither screen nor socket; `now` is the monotonic clock in ms.
 *
 * Truth: a queue or agent is live only while board_*_live() says so; otherwise every figure of it is
 * unknown, whatever was told before.  Rows keep their address until they are forgotten. */
#ifndef CONSOLE_MODEL_BOARD_H
#define CONSOLE_MODEL_BOARD_H

#include "acdfeed/limits.h"
#include "acdfeed/subscriber.h"
#include "console/model/limits.h"
#include "console/model/trend.h"

struct board;
struct alarms;

/* Rows of one kind and site by the slots of their tellings: where to look first, not what is. */
struct board_slots {
    void **rows; /* NULL where none is */
    uint32_t n;
};

struct board_site {
    char id[ACD_MAX_ID_BYTES + 1];
    struct acd_site_state state; /* its strings and heartbeat are the board's own copies */
    struct acd_site *heartbeat;  /* or NULL */
    char why[160];
    uint64_t ops;                /* bits of enum acd_op that its feed carries out */
    bool is_placed;              /* among the sites, by */
    int place;                   /* the feed that told of it first */
    int n_queues, n_agents;      /* rows of the board */
    struct board_slots queues, agents;
};

/* Of a row that is told by packed bytes. */
struct board_room {
    uint32_t slot;  /* one more than the slot it stands in; 0: none */
    uint32_t bytes; /* that the block of `told` has for it; 0: it came as a block */
};

struct board_queue {
    const struct board_site *site;
    struct acd_queue *told;      /* the last told state, as of told_ms */
    int64_t told_ms;
    int64_t changed_ms;          /* when it last told something new */
    uint32_t epoch;
    struct board_room room;
    struct trend trend;          /* contacts waiting, while it was live */
    struct verdict verdict;      /* set by board_judge() */
    int64_t judged_ms;           /* when it was; -1 never */
    bool judged_live;
    uint64_t serial;             /* counts up from 1 by first telling; never used twice */
};

struct board_agent {
    const struct board_site *site;
    struct acd_agent *told;
    int64_t told_ms;
    uint32_t epoch;
    struct board_room room;
    bool alarmed;                /* an alarm of it may stand */
    uint64_t serial;             /* as of a queue */
};

/* Something that happened, kept in the order of arrival. */
struct board_event {
    const struct board_site *site;
    struct acd_event *told;
    int64_t told_ms;
    uint64_t serial;             /* counts up from 1; never used twice */
};

/* How a feed is that has not told of any site yet. */
struct board_feed {
    int feed;
    char endpoint[128];
    char why[160];
    char control_why[160]; /* what keeps commands from it; "" nothing, or it takes none */
    bool heard, full;
    uint64_t refused;
};

struct board *board_new(void);
void board_free(struct board *board);

/* Entities are heap blocks of acd_shape_keep(); the board takes them over.  Returns the block that it
 * replaced or did not want (a `gone` entity, an event told twice), or NULL, for the caller to use
 * again or free().  An entity told before its site makes the site known, as silent. */
void *board_take_entity(struct board *board, const struct acd_told *told, void *entity);
/* The same from bytes that were read before (told->packed), of a queue or agent of that id: they are
 * read into the row that stands for them. */
void board_take_packed(struct board *board, const struct acd_told *told, const char *id);
void board_take_forget(struct board *board, const char *site, enum acd_kind kind, const char *id);
/* What was told of it is so no more: live again when it is told again. */
void board_take_doubt(struct board *board, const char *site, enum acd_kind kind, const char *id);
void board_take_site(struct board *board, const struct acd_site_state *state);
void board_take_feed(struct board *board, const struct acd_feed_state *state);

/* What of what was taken since this was asked last is new: bits 1 << ACD_KIND_*; a feed's state counts
 * as a site.  A queue told again as it was, or another heartbeat of a site, is not. */
unsigned board_news(struct board *board);

/* Lets time work: trends, alarms and verdicts with `limits` by the window, and returns whether anything
 * that is shown may have changed.  Call at least once a second.  `wall_ms` finds the interval of the
 * plan, with `utc_offset_s` of this console's zone the hours of limits. */
bool board_judge(struct board *board, const struct limits *limits, int64_t now_ms, int64_t wall_ms,
                 int utc_offset_s);

/* The alarms of this floor: the board's own, for people to acknowledge and shelve. */
struct alarms *board_alarms(const struct board *board);

const struct board_site *board_site(const struct board *board, const char *site);
const struct board_queue *board_queue(const struct board *board, const char *site, const char *id);
const struct board_agent *board_agent(const struct board *board, const char *site, const char *id);
/* In the order of first telling; i from 0; NULL past the end. */
const struct board_site *board_site_at(const struct board *board, int i);
const struct board_queue *board_queue_at(const struct board *board, int i);
const struct board_agent *board_agent_at(const struct board *board, int i);
const struct board_feed *board_feed_at(const struct board *board, int i);
/* Its `why` is to be said: it was never heard, a site of it has fallen silent, or it tells of too much. */
bool board_feed_is_missed(const struct board *board, const struct board_feed *feed);
int board_sites(const struct board *board);
int board_queues(const struct board *board);
int board_agents(const struct board *board);
int board_feeds(const struct board *board);
/* The newest first; at most BOARD_EVENTS are kept, oldest dropped. */
enum { BOARD_EVENTS = 1000 };
const struct board_event *board_event_at(const struct board *board, int i);
int board_events(const struct board *board);

/* Who said "mine" of this queue since it was last calm; NULL nobody. */
const char *board_claimed_by(const struct board *board, const struct board_queue *queue);

bool board_site_live(const struct board_site *site);   /* LIVE or INCOMPLETE */
bool board_queue_live(const struct board_queue *queue);
bool board_agent_live(const struct board_agent *agent);
/* Milliseconds since the site was last heard at `now_ms`; -1 never. */
int64_t board_site_age_ms(const struct board_site *site, int64_t now_ms);
/* The name, or the id where no name was told.  Data of the feed: not safe for a terminal as it is. */
const char *board_site_name(const struct board_site *site);
const char *board_queue_name(const struct board_queue *queue);
const char *board_agent_name(const struct board_agent *agent);

#endif
