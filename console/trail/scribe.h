/* Watches a board and what was asked of it, and says in notes what has changed since the last look.
 * Pure: neither file nor clock. */
#ifndef CONSOLE_TRAIL_SCRIBE_H
#define CONSOLE_TRAIL_SCRIBE_H

#include "console/model/alarms.h"
#include "console/model/board.h"
#include "console/model/effects.h"
#include "console/model/requests.h"
#include "console/trail/note.h"

struct scribe;
/* Where notes go; `action`: somebody did something, it is to be on the disk at once.  The note and its
 * strings are borrowed for the call. */
typedef void scribe_out(void *context, const struct note *note, bool action);
struct scribe *scribe_new(scribe_out *out, void *context);
void scribe_free(struct scribe *scribe);

/* After every board_judge(): sites, queues' tiers, measures, events of the feeds, own requests.  The
 * time in each tier is told every five minutes by the wall clock. */
void scribe_look(struct scribe *scribe, const struct board *board, const struct requests *requests,
                 int64_t now_ms, int64_t wall_ms);
/* Before a request is sent; `words` as the person read them.  No words of a request that moves a
 * caller: a caller's id is not kept. */
void scribe_asks(struct scribe *scribe, const struct acd_request *request, const char *words,
                 int64_t wall_ms);
void scribe_alarm(struct scribe *scribe, enum alarm_news news, const struct alarm *alarm,
                  int64_t wall_ms);
/* What a measure did, at one of its samples after the decision. */
void scribe_effect(struct scribe *scribe, const struct effect *effect, enum effect_at at,
                   int64_t wall_ms);
/* The console ends: tells the time in each tier up to now. */
void scribe_close(struct scribe *scribe, int64_t now_ms, int64_t wall_ms);

#endif
