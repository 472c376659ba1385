/* Asks the C library for the zone of this machine.  Reads no clock. */
#include "console/edge/zone.h"

#include <time.h>

int zone_offset_s(int64_t wall_ms)
{
    time_t seconds = (time_t)(wall_ms / 1000);
    struct tm parts;
    return localtime_r(&seconds, &parts) ? (int)parts.tm_gmtoff : 0;
}
