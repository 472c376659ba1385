/* The floor that a queue_log tells of: queues with their tallies, agents with their states, as of
 * the log's clock.  Pure: entries in, entities out.
 *
 * Queues and agents are discovered as they are named; what the settings say of a queue holds for it.
 * A member's state is that of app_queue: where the log tells no log-in (static members), the first
 * word of a member logs it in.  Wrap-up is the settings', since the log tells none. */
#ifndef FEED_QUEUELOG_LOGFLOOR_H
#define FEED_QUEUELOG_LOGFLOOR_H

#include "feed/asterisk/pbx_settings.h"
#include "feed/queuelog/entry.h"

struct logfloor;

/* `settings` are borrowed. */
struct logfloor *logfloor_new(const struct pbx_settings *settings, int64_t t);
void logfloor_free(struct logfloor *floor);

/* False: it makes no sense after what came before (an answer of a call that never came). */
bool logfloor_take(struct logfloor *floor, const struct entry *entry);
/* Lets time pass: wrap-up ends. */
void logfloor_pass(struct logfloor *floor, int64_t t);

int logfloor_queues(const struct logfloor *floor);
int logfloor_agents(const struct logfloor *floor);
/* As of t; borrowed until the next call of any of these. */
const struct acd_queue *logfloor_queue(struct logfloor *floor, int i, int64_t t);
const struct acd_agent *logfloor_agent(struct logfloor *floor, int i, int64_t t);
/* Whether something of it was told since the last logfloor_agent(). */
bool logfloor_agent_changed(const struct logfloor *floor, int i);
/* What happened: contacts that gave up.  Borrowed until the next entry; NULL: none left. */
const struct acd_event *logfloor_event(struct logfloor *floor);

#endif
