/* How a figure went over the last half hour: one value for each half minute, the highest of it.
 * Pure. */
#ifndef CONSOLE_MODEL_TREND_H
#define CONSOLE_MODEL_TREND_H

#include <stdint.h>

enum { TREND_POINTS = 60, TREND_POINT_MS = 30000 };
struct trend {
    int16_t points[TREND_POINTS]; /* a ring; -1: not known then */
    int64_t newest;               /* number of the half minute of the newest point; 0: none yet */
};
void trend_tell(struct trend *trend, int64_t now_ms, int64_t value); /* -1: not known now */
/* The last n (<= TREND_POINTS) points, oldest first, -1 for gaps. */
void trend_read(const struct trend *trend, int64_t now_ms, int n, double *out);

#endif
