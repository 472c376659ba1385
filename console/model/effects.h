/* Whether a measure helped: waiting, longest wait and service level as it was asked for, and 1, 5 and
 * 15 minutes after, beside what was expected.  Measures of this console alone.  Pure. */
#ifndef CONSOLE_MODEL_EFFECTS_H
#define CONSOLE_MODEL_EFFECTS_H

#include "console/model/board.h"
#include "console/model/figures.h"
#include "console/model/outlook.h"
#include "console/model/requests.h"

enum { EFFECTS_KEPT = 50, EFFECTS_LISTENERS = 2 };
enum effect_at { EFFECT_BEFORE, EFFECT_1, EFFECT_5, EFFECT_15, EFFECT_SAMPLES };
extern const int64_t effect_after_ms[EFFECT_SAMPLES];

struct effect {
    char request[ACD_REQUEST_ID_BYTES];
    char site[ACD_MAX_ID_BYTES + 1], queue[ACD_MAX_ID_BYTES + 1];
    char words[96];                    /* "overflow 6 to Back office" */
    int op;                            /* enum acd_op */
    int64_t asked_ms;
    bool expected;                     /* whether anything could be said */
    struct outlook outlook;            /* of the quarter of an hour with the measure */
    int taken;                         /* samples so far, 1 .. EFFECT_SAMPLES */
    struct effect_sample {
        struct acd_figure waiting, longest, level; /* level of the window */
    } at[EFFECT_SAMPLES];              /* unknown where the queue was not live */
};

struct effects;
struct effects *effects_new(void);
void effects_free(struct effects *effects);
/* One who is told of each sample, the one before included; at most EFFECTS_LISTENERS, for good. */
typedef void effects_listener(void *context, const struct effect *effect, enum effect_at at,
                              int64_t now_ms);
void effects_listen(struct effects *effects, effects_listener *listener, void *context);

/* `expected` NULL: nothing could be said.  Requests that name no queue are passed over. */
void effects_asked(struct effects *effects, const struct board *board,
                   const struct acd_request *request, int op, const char *words,
                   const struct outlook *expected, int64_t now_ms, int64_t wall_ms);
/* What was not done has no effect: it is forgotten. */
void effects_answered(struct effects *effects, const struct request_entry *entry);
/* Takes what is due; returns whether anything was. */
bool effects_pass(struct effects *effects, const struct board *board, int64_t now_ms, int64_t wall_ms);
/* The newest first; NULL past the end.  All may be asked of NULL, which has none. */
const struct effect *effects_at(const struct effects *effects, int i);
const struct effect *effects_of(const struct effects *effects, const char *site, const char *queue);
const struct effect *effects_find(const struct effects *effects, const char *request);

#endif
