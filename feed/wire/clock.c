/* The clocks of this machine.  The only file of the library that reads one: everything else is
 * given `now`. */
#include "acdfeed/clock.h"

#include <time.h>

static int64_t ms_of(const struct timespec *at)
{
    return (int64_t)at->tv_sec * 1000 + at->tv_nsec / 1000000;
}

int64_t acd_monotonic_ms(void)
{
    struct timespec at = {0};
#ifdef CLOCK_BOOTTIME
    if (clock_gettime(CLOCK_BOOTTIME, &at) == 0)
        return ms_of(&at);
#endif
    clock_gettime(CLOCK_MONOTONIC, &at);
    return ms_of(&at);
}

int64_t acd_wall_ms(void)
{
    struct timespec at = {0};
    clock_gettime(CLOCK_REALTIME, &at);
    return ms_of(&at);
}
