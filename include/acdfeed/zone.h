/* A time zone of the IANA database, so that a site's day and intervals turn at the site's own hour.
 * The C library knows one zone for each process only, through the environment; this one is a value.
 * Reading a zone is the edge; whatever is asked of it afterwards is pure and thread-safe.
 *
 * Times are ms since 1970-01-01 UTC, offsets are local less UTC in ms.
 * Source of the format: RFC 8536 (TZif), its footer by POSIX.1 "TZ" with the extension of 3.3.1. */
#ifndef ACDFEED_ZONE_H
#define ACDFEED_ZONE_H

#include "acdfeed/fault.h"

#include <stddef.h>
#include <stdint.h>

struct acd_zone;

/* Reads a zone by its IANA name, "Europe/Berlin"; NULL and "" are UTC and need no file.  NULL with
 * the reason when there is no such zone, or no zone data on this machine. */
struct acd_zone *acd_zone_open(const char *name, struct acd_fault *why) ACD_MUST_CHECK;
/* As acd_zone_open(), but UTC in place of a zone that cannot be read: *fell_back says so, and must
 * be shown to people, since every day and interval of the site then turns at another hour. */
struct acd_zone *acd_zone_open_else_utc(const char *name, bool *fell_back, struct acd_fault *why);
/* The same from the bytes of a TZif file, which are not kept. */
struct acd_zone *acd_zone_parse(const void *bytes, size_t n, struct acd_fault *why) ACD_MUST_CHECK;
void acd_zone_close(struct acd_zone *zone); /* NULL too */

/* The longest stretch of time around t in which the offset stays the same: from <= t < until.
 * INT64_MIN and INT64_MAX stand for no change before or after.  `zone` NULL is UTC. */
struct acd_zone_stretch {
    int64_t from, until;
    int64_t offset_ms;
};
struct acd_zone_stretch acd_zone_at(const struct acd_zone *zone, int64_t t);

/* The business day that holds t: start <= t < end.  It turns at the first moment whose local time
 * has reached day_start_ms (0 .. 86,399,999) of its date: where clocks skip that hour, the moment
 * they skip it; where they show it twice, the first time.  So a day has 23, 24 or 25 hours, and no
 * moment belongs to two. */
struct acd_zone_day {
    int64_t start, end;
};
struct acd_zone_day acd_zone_day(const struct acd_zone *zone, int64_t t, int64_t day_start_ms);

#endif
