/* The forecast of a queue's day from a CSV file: the edge, at the start alone. */
#ifndef FEED_COMMANDS_ASTERISK_PLAN_H
#define FEED_COMMANDS_ASTERISK_PLAN_H

#include "acdfeed/fault.h"
#include "feed/asterisk/pbx_settings.h"

/* Lines HH:MM,OFFERED[,AHT_SECONDS[,AGENTS]] in order, one for each interval, by the site's local
 * clock; a first line of words is a heading.  `file` is taken as beside `settings` unless it begins
 * with '/'.  The day is that of `t`. */
bool asterisk_plan_read(struct pbx_queue_settings *queue, const char *tz, int64_t interval_ms,
                        const char *settings, const char *file, int64_t t,
                        struct acd_fault *why) ACD_MUST_CHECK;

#endif
