/* The zone of the clock that the screen shows: this machine's, or a site's. */
#ifndef CONSOLE_EDGE_ZONE_H
#define CONSOLE_EDGE_ZONE_H

#include "acdfeed/zone.h"

#include <stdint.h>

/* Local less UTC, in seconds, at that moment. */
int zone_offset_s(int64_t wall_ms);

/* The zone of a site, read when its name changes.  All zeros to begin with; release it at the end. */
struct site_zone {
    char name[64];
    struct acd_zone *zone; /* NULL: none of that name, or UTC */
    bool known;
};
/* As above, by the site's IANA zone; this machine's where it told none, or none that is known here. */
int site_zone_offset_s(struct site_zone *site, const char *name, int64_t wall_ms);
void site_zone_release(struct site_zone *site);

#endif
