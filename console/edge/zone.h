/* The zone of the clock that the screen shows: this machine's. */
#ifndef CONSOLE_EDGE_ZONE_H
#define CONSOLE_EDGE_ZONE_H

#include <stdint.h>

/* Local less UTC, in seconds, at that moment. */
int zone_offset_s(int64_t wall_ms);

#endif
