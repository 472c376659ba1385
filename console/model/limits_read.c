/* The values of limits as people write them: counts, shares, times. */
#include "console/model/limits_parts.h"

#include "acdfeed/json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool limits_is_off(const char *word)
{
    return strcasecmp(word, "off") == 0 || strcmp(word, "-") == 0;
}

static bool read_number(const char *word, const char *unit, double *number)
{
    char *end;

    if (*word < '0' || *word > '9')
        return false;
    *number = strtod(word, &end);
    return strcmp(end, unit) == 0 && isfinite(*number);
}

bool limits_read_count(const char *word, double *count)
{
    return read_number(word, "", count) && *count == floor(*count) && *count < 0x1p53;
}

bool limits_read_share(const char *word, double *share)
{
    if (read_number(word, "%", share))
        *share /= 100;
    else if (!read_number(word, "", share))
        return false;
    return *share >= 0 && *share <= 1;
}

/* A bare number is refused: who writes 30 means seconds, and would get milliseconds. */
bool limits_read_time(const char *word, int64_t *ms)
{
    if (strspn(word, "0123456789.") == strlen(word))
        return false;
    return acd_duration_read(word, ms);
}

bool limits_read_value(int unit, const char *word, double *out)
{
    int64_t ms;

    switch (unit) {
    case KPI_UNIT_COUNT:
        return limits_read_count(word, out);
    case KPI_UNIT_SHARE:
        return limits_read_share(word, out);
    default:
        if (!limits_read_time(word, &ms))
            return false;
        *out = (double)ms;
        return true;
    }
}
