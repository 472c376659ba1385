/* A feed made by hand, message by message, to be wrong on purpose. */
#ifndef TESTS_RAWFEED_H
#define TESTS_RAWFEED_H

#include "acdfeed/wire.h"
#include "tests/support/watched.h"

struct rawfeed {
    void *context, *pub, *router;
    char stats[200], control[200];
    uint64_t inst, site_n;
    unsigned char peer[256];
    size_t peer_bytes;
    struct acd_request *request; /* the last one that came */
};

void rawfeed_open(struct rawfeed *feed, const char *name);
void rawfeed_close(struct rawfeed *feed);

/* Parts as they are. */
void rawfeed_parts(struct rawfeed *feed, const char *const *parts, const size_t *bytes, int n);
/* Message n of "queue/berlin/". */
void rawfeed_queues(struct rawfeed *feed, uint64_t n, const struct acd_queue *queues,
                    uint32_t count);
/* The same under a topic of its own. */
void rawfeed_queues_under(struct rawfeed *feed, const char *topic, uint64_t n,
                          const struct acd_queue *queues, uint32_t count);
/* A heartbeat of berlin; mark 0: no marks; queues -1: no count. */
void rawfeed_beat(struct rawfeed *feed, uint64_t mark, int64_t queues);
/* Beats until the subscriber hears it. */
void rawfeed_until_heard(struct rawfeed *feed, struct watched *watched);
/* Takes one request if it is there. */
bool rawfeed_request(struct rawfeed *feed);
/* Beats and serves until a request came. */
void rawfeed_until_request(struct rawfeed *feed, struct watched *watched);
/* Answers the last one with a page. */
void rawfeed_page(struct rawfeed *feed, const struct acd_queue *queues, uint32_t count,
                  const char *next, uint64_t mark);

#endif
