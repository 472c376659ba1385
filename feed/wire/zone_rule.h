/* The rule by which a zone changes its clocks for ever: the POSIX TZ string that closes a TZif file,
 * as "CET-1CEST,M3.5.0,M10.5.0/3".  Pure.  Seconds since 1970, offsets east of UTC in seconds. */
#ifndef FEED_WIRE_ZONE_RULE_H
#define FEED_WIRE_ZONE_RULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A day of every year, and the local time at which the clocks change. */
struct zone_change {
    enum { ZONE_CHANGE_MONTH, ZONE_CHANGE_JULIAN, ZONE_CHANGE_DAY } is;
    int month, week, day; /* MONTH: 1..12, 1..5 (5 = last), 0..6; JULIAN: day 1..365; DAY: 0..365 */
    int32_t time_s;       /* -167 h .. 167 h after midnight */
};

struct zone_rule {
    bool summer; /* false: winter_s always */
    int32_t winter_s, summer_s;
    struct zone_change to_summer, to_winter;
};

/* False unless all n bytes are one such string. */
bool zone_rule_parse(struct zone_rule *rule, const char *text, size_t n);

/* The offset at a moment, from <= t < until (INT64_MIN, INT64_MAX: always). */
struct zone_rule_stretch {
    int64_t from_s, until_s;
    int32_t offset_s;
};
struct zone_rule_stretch zone_rule_at(const struct zone_rule *rule, int64_t t_s);

#endif
