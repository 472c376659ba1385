/* What changed on the board since the last look, a line of words each: for those who listen instead of
 * looking.  Text from the feed is made safe.  Writes to no stream, reads no clock. */
#ifndef CONSOLE_REPORT_CHANGES_H
#define CONSOLE_REPORT_CHANGES_H

#include "console/model/board.h"
#include "console/model/effects.h"
#include "console/model/roster.h"

struct changes;
struct changes *changes_new(void);
void changes_free(struct changes *changes);

/* One line without its end; borrowed for the call. */
typedef void changes_line(void *context, const char *line);
/* Tells of sites that turned stale, incomplete or live, of feeds and why nothing comes of them, of queues that changed their tier and of alarms
 * about agents; the first look at a queue tells of it only when it is not calm. */
void changes_tell(struct changes *changes, const struct board *board, int64_t now_ms, changes_line *line,
                  void *context);
/* What a measure did so far, in a line: waiting, level and longest wait before and now. */
void changes_effect(const struct board *board, const struct effect *effect, enum effect_at at,
                    changes_line *line, void *context);
/* The board in a few lines: sites, how many queues in which tier, and the worst ones with why and with
 * the words that a command names them by. */
void changes_summary(const struct board *board, const struct roster *roster, int64_t now_ms,
                     changes_line *line, void *context);

#endif
