/* What a journal says of a shift, summed up for whoever takes over.  Fed with every line of the file
 * from its beginning, so that what stood before the shift is known; counts what lies in it.  Pure. */
#ifndef CONSOLE_TRAIL_SHIFT_H
#define CONSOLE_TRAIL_SHIFT_H

#include "acdfeed/limits.h"
#include "console/trail/note.h"

enum { SHIFT_TIERS = 5, SHIFT_ID_BYTES = ACD_MAX_ID_BYTES + 1, SHIFT_TEXT_BYTES = ACD_MAX_TEXT_BYTES + 1 };

/* Moments are ms since 1970-01-01 UTC; -1: not yet, or not known. */
struct shift_queue {
    char site[SHIFT_ID_BYTES], id[SHIFT_ID_BYTES];
    int64_t tier_ms[SHIFT_TIERS]; /* unknown, calm, 1, 2, 3 */
    int alarms, measures, claims;
    int tier;                     /* as last told; -1 unknown */
    int64_t told_t;               /* until then its time in tiers is counted */
    char why[SHIFT_TEXT_BYTES];   /* of that tier */
};
struct shift_alarm {
    char site[SHIFT_ID_BYTES], queue[SHIFT_ID_BYTES], agent[SHIFT_ID_BYTES], rule[40];
    int64_t raised_t, over_t;
    int worst;
    bool unseen_end;              /* the console ended before the alarm did, */
    int64_t seen_t;               /* and until then it was seen */
    char why[SHIFT_TEXT_BYTES];
    char by[SHIFT_ID_BYTES];      /* who acknowledged or shelved it; "" nobody */
    int64_t by_t;
    bool shelved;
};
struct shift_measure {
    char site[SHIFT_ID_BYTES], queue[SHIFT_ID_BYTES], id[SHIFT_ID_BYTES];
    char op[32], to[SHIFT_ID_BYTES], by[SHIFT_ID_BYTES];
    int64_t began_t, ended_t;     /* began_t -1: before the journal */
    bool seen;                    /* by the console that kept the journal last; */
    int64_t seen_t;               /* if not, the last moment at which one may have */
};
struct shift_effect {
    char site[SHIFT_ID_BYTES], queue[SHIFT_ID_BYTES], words[SHIFT_TEXT_BYTES];
    int64_t t, after_ms;
    struct note_reading before, expected, found;
};
struct shift_request {
    char id[ACD_MAX_ID_BYTES + 1], site[SHIFT_ID_BYTES], queue[SHIFT_ID_BYTES], agent[SHIFT_ID_BYTES];
    char op[32], by[SHIFT_ID_BYTES], words[SHIFT_TEXT_BYTES], why[SHIFT_TEXT_BYTES], state[16];
    int64_t t;
};
struct shift_claim {
    char site[SHIFT_ID_BYTES], queue[SHIFT_ID_BYTES], by[SHIFT_ID_BYTES], text[SHIFT_TEXT_BYTES];
    int64_t t;
};
struct shift_site {
    char id[SHIFT_ID_BYTES], state[16], why[SHIFT_TEXT_BYTES];
    int64_t state_t, not_live_ms, lost, refused;
    int restarts;
};
struct shift_session {            /* of a console that kept this journal */
    char by[SHIFT_ID_BYTES], login[SHIFT_TEXT_BYTES], host[SHIFT_TEXT_BYTES], where[SHIFT_TEXT_BYTES];
    int64_t from_t, to_t;         /* to_t: of its last line */
    bool stopped;                 /* it ended as it should */
};

#define SHIFT_LIST_LIST(X)                                                                         \
    X(queue, queues) X(alarm, alarms) X(measure, measures) X(effect, effects) X(request, requests) \
    X(claim, claims) X(site, sites) X(session, sessions)
#define SHIFT_MEMBERS(one, many) struct shift_##one *many; int n_##many;
struct shift {
    int64_t from_t, to_t;         /* what lies in [from_t, to_t) counts */
    SHIFT_LIST_LIST(SHIFT_MEMBERS)
    int64_t watched_ms;           /* of it, a console was there */
    uint64_t unwritten, repairs;
    /* The line that the journal ended with; "" none. */
    uint64_t seq;
    char head[NOTE_HASH_BYTES];
};

struct shift *shift_new(int64_t from_t, int64_t to_t);
void shift_free(struct shift *shift);
void shift_take(struct shift *shift, const struct note *note);
/* After the last line: leaves what lies in the shift, in its order. */
void shift_end(struct shift *shift);

bool shift_in(const struct shift *shift, int64_t t);
/* Still active, as far as the journal knows. */
bool shift_alarm_open(const struct shift_alarm *alarm);
bool shift_measure_open(const struct shift_measure *measure);
/* "open", "over" or "ended", or "unseen": nobody was there to see its end. */
const char *shift_alarm_state(const struct shift_alarm *alarm);
const char *shift_measure_state(const struct shift_measure *measure);
/* Asked and not answered, or never heard of again. */
bool shift_request_open(const struct shift_request *request);

#endif
