/* What a scribe remembers of the last look, for scribe.c, which looks at sites, events and requests,
 * and scribe_queues.c, which looks at queues. */
#ifndef CONSOLE_TRAIL_SCRIBE_PARTS_H
#define CONSOLE_TRAIL_SCRIBE_PARTS_H

#include "console/model/index.h"
#include "console/model/mishaps.h"
#include "console/trail/scribe.h"

enum { SCRIBE_TIERS = 5 }; /* unknown, calm, 1, 2, 3 */

struct seen_site {
    int link;
    uint64_t lost, refused;
    int64_t loss_told_ms;
};

struct seen_measure {
    char id[ACD_MAX_ID_BYTES + 1], op[32], to[ACD_MAX_ID_BYTES + 1], by[ACD_MAX_ID_BYTES + 1];
    bool still;
};

struct seen_queue {
    char site[ACD_MAX_ID_BYTES + 1], id[ACD_MAX_ID_BYTES + 1];
    int tier;
    int64_t counted_ms;             /* up to when its time is in spent_ms */
    int64_t spent_ms[SCRIBE_TIERS]; /* since the last line about it */
    struct seen_measure *measures;
    int n_measures;
    uint64_t look;                  /* the last look that found it */
};

struct seen_request {
    char id[ACD_REQUEST_ID_BYTES];
    enum request_state state;
};

struct scribe {
    scribe_out *out;
    void *context;
    struct index sites, queues;
    struct mishaps *mishaps;
    struct seen_request requests[REQUESTS_KEPT];
    int next_request;
    uint64_t last_event, looks;
    int64_t turn; /* of five minutes, by the wall clock, in which times were told; -1 none yet */
};

void scribe_say(struct scribe *scribe, const struct note *note, bool action);
void scribe_look_queues(struct scribe *scribe, const struct board *board, int64_t now_ms,
                        int64_t wall_ms);
void scribe_tell_spans(struct scribe *scribe, int64_t now_ms, int64_t wall_ms);
void scribe_release_queues(struct scribe *scribe);

#endif
