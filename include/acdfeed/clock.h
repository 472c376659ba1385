/* The clocks of this machine, for the edges alone: pure code is given `now`.  Thread-safe. */
#ifndef ACDFEED_CLOCK_H
#define ACDFEED_CLOCK_H

#include <stdint.h>

int64_t acd_monotonic_ms(void); /* never goes back; counts suspended time too where it can */
int64_t acd_wall_ms(void);      /* ms since 1970-01-01 UTC */

#endif
