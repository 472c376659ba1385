/* What every part of a shift's sums rests on: the lists, what is open, what lies in it. */
#include "console/trail/shift_parts.h"

#include <stdlib.h>

void shift_keep(char *out, size_t bytes, const char *text)
{
    size_t n = strnlen(text, bytes);

    if (n == bytes)
        for (n--; n > 0 && ((unsigned char)text[n] & 0xc0) == 0x80; n--)
            ;
    memcpy(out, text, n);
    out[n] = '\0';
}

struct shift *shift_new(int64_t from_t, int64_t to_t)
{
    struct shift *shift = acd_calloc(1, sizeof(*shift));

    shift->from_t = from_t;
    shift->to_t = to_t;
    return shift;
}

void shift_free(struct shift *shift)
{
    if (!shift)
        return;
#define FREE(one, many) free(shift->many);
    SHIFT_LIST_LIST(FREE)
    free(shift);
}

bool shift_in(const struct shift *shift, int64_t t)
{
    return t >= shift->from_t && t < shift->to_t;
}

bool shift_alarm_open(const struct shift_alarm *alarm)
{
    return alarm->over_t < 0 && !alarm->unseen_end;
}

bool shift_measure_open(const struct shift_measure *measure)
{
    return measure->ended_t < 0 && measure->seen;
}

const char *shift_alarm_state(const struct shift_alarm *alarm)
{
    return shift_alarm_open(alarm) ? "open" : alarm->over_t >= 0 ? "over" : "unseen";
}

const char *shift_measure_state(const struct shift_measure *measure)
{
    return shift_measure_open(measure) ? "open" : measure->ended_t >= 0 ? "ended" : "unseen";
}

bool shift_request_open(const struct shift_request *request)
{
    return strcmp(request->state, "done") != 0 && strcmp(request->state, "refused") != 0;
}

int64_t shift_share_in(const struct shift *shift, int64_t t, int64_t ms)
{
    int64_t from_t = t - ms > shift->from_t ? t - ms : shift->from_t;
    int64_t to_t = t < shift->to_t ? t : shift->to_t;

    return to_t > from_t ? to_t - from_t : 0;
}
