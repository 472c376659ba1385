/* Asks the C library for the zone of this machine, the system's files for others.  Reads no clock. */
#include "console/edge/zone.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

int zone_offset_s(int64_t wall_ms)
{
    time_t seconds = (time_t)(wall_ms / 1000);
    struct tm parts;
    return localtime_r(&seconds, &parts) ? (int)parts.tm_gmtoff : 0;
}

int site_zone_offset_s(struct site_zone *site, const char *name, int64_t wall_ms)
{
    struct acd_fault why;
    if (strcmp(site->name, name) != 0 && strlen(name) < sizeof site->name) {
        site_zone_release(site);
        snprintf(site->name, sizeof site->name, "%s", name);
        site->zone = acd_zone_open(name, &why);
        site->known = site->zone != NULL;
    }
    return site->known && *name ? (int)(acd_zone_at(site->zone, wall_ms).offset_ms / 1000) : zone_offset_s(wall_ms);
}

void site_zone_release(struct site_zone *site)
{
    acd_zone_close(site->zone);
    *site = (struct site_zone){.zone = NULL};
}
