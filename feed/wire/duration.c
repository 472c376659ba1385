/* Durations as people type them.  Pure. */
#include "acdfeed/json.h"

#include <string.h>

enum { HIGHEST_MS_DIGITS = 15 }; /* some 30,000 years; no sum below can overflow */

/* Digits at *at, at most 15 of them. */
static bool read_digits(const char **at, int64_t *value)
{
    int digits = 0;
    *value = 0;
    for (; **at >= '0' && **at <= '9'; (*at)++) {
        if (++digits > HIGHEST_MS_DIGITS)
            return false;
        *value = *value * 10 + (**at - '0');
    }
    return digits > 0;
}

/* "1:35", "1:02:03": each part after the first is two digits below 60. */
static bool read_clock(const char *at, int64_t first, int64_t *ms)
{
    int64_t seconds = first, part;
    for (int parts = 0; *at == ':'; parts++) {
        const char *start = ++at;
        if (parts == 2 || !read_digits(&at, &part) || at - start != 2 || part > 59)
            return false;
        seconds = seconds * 60 + part;
    }
    *ms = seconds * 1000;
    return *at == '\0';
}

bool acd_duration_read(const char *text, int64_t *ms)
{
    static const struct {
        const char *unit;
        int64_t ms;
    } units[] = {{"", 1}, {"ms", 1}, {"s", 1000}, {"m", 60000}, {"min", 60000}, {"h", 3600000}};
    const char *at = text;
    int64_t whole, part = 0, scale = 1;
    if (!read_digits(&at, &whole))
        return false;
    if (*at == ':')
        return whole < 1000000 && read_clock(at, whole, ms);
    if (*at == '.') {
        const char *start = ++at;
        if (!read_digits(&at, &part) || at - start > 6)
            return false;
        for (; start < at; start++)
            scale *= 10;
    }
    for (size_t i = 0; i < ACD_COUNT_OF(units); i++) {
        if (strcmp(at, units[i].unit) != 0)
            continue;
        if (whole > INT64_MAX / units[i].ms - 1 || (scale > 1 && units[i].ms == 1))
            return false;
        *ms = whole * units[i].ms + part * units[i].ms / scale;
        return true;
    }
    return false;
}
