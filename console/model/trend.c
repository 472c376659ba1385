/* How a figure went, in a ring of half minutes.  Knows neither what the figure is nor how it is
 * drawn.  Half minutes are numbered from 1, so that 0 can say that there is none yet. */
#include "console/model/trend.h"

#include <assert.h>
#include <stdbool.h>

static int64_t number_at(int64_t now_ms)
{
    return now_ms < 0 ? 1 : now_ms / TREND_POINT_MS + 1;
}

static int16_t *point(struct trend *trend, int64_t number)
{
    return &trend->points[number % TREND_POINTS];
}

/* Moves on to a half minute; those in between are not known. */
static void advance(struct trend *trend, int64_t number)
{
    int64_t from = trend->newest + 1;

    if (trend->newest == 0 || number - trend->newest > TREND_POINTS)
        from = number - TREND_POINTS + 1;
    for (int64_t i = from < 0 ? 0 : from; i <= number; i++)
        *point(trend, i) = -1;
    trend->newest = number;
}

void trend_tell(struct trend *trend, int64_t now_ms, int64_t value)
{
    int64_t number = number_at(now_ms);
    int16_t *at;

    if (number < trend->newest)
        return;
    if (number > trend->newest)
        advance(trend, number);
    at = point(trend, number);
    if (value > INT16_MAX)
        value = INT16_MAX;
    if (value > *at)
        *at = (int16_t)value;
}

void trend_read(const struct trend *trend, int64_t now_ms, int n, double *out)
{
    int64_t last = number_at(now_ms);

    assert(n >= 0 && n <= TREND_POINTS);
    for (int i = 0; i < n; i++) {
        int64_t number = last - n + 1 + i;
        bool held = number > 0 && number <= trend->newest && number > trend->newest - TREND_POINTS;

        out[i] = held ? trend->points[number % TREND_POINTS] : -1;
    }
}
