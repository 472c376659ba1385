/* Moments of a tape as people say them.  Local time is that of the process's zone, read from the
 * environment by the C library; no clock. */
#include "acdfeed/json.h"
#include "acdfeed/playback.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

const char *acd_moment_say(char out[ACD_MOMENT_BYTES], int64_t wall_ms)
{
    time_t seconds = (time_t)(wall_ms / 1000);
    struct tm parts;
    if (!localtime_r(&seconds, &parts) ||
        !strftime(out, ACD_MOMENT_BYTES, "%Y-%m-%d %H:%M:%S", &parts))
        snprintf(out, ACD_MOMENT_BYTES, "?");
    return out;
}

struct said {
    int year, month, day, hour, minute, second;
    bool dated;
};

static bool take_time(const char *text, struct said *said)
{
    int used = 0;
    said->second = 0;
    bool fine = (sscanf(text, "%2d:%2d:%2d%n", &said->hour, &said->minute, &said->second, &used) ==
                     3 && !text[used]) ||
                (said->second = 0,
                 sscanf(text, "%2d:%2d%n", &said->hour, &said->minute, &used) == 2 && !text[used]);
    return fine && said->hour >= 0 && said->hour < 24 && said->minute >= 0 && said->minute < 60 &&
           said->second >= 0 && said->second < 60;
}

static bool take(const char *text, struct said *said)
{
    int used = 0;
    said->dated = sscanf(text, "%4d-%2d-%2d%n", &said->year, &said->month, &said->day, &used) == 3;
    if (!said->dated)
        return take_time(text, said);
    bool fine = said->year >= 1970 && said->month >= 1 && said->month <= 12 && said->day >= 1 &&
                said->day <= 31;
    if (text[used] == ' ' || text[used] == 'T')
        return fine && take_time(text + used + 1, said);
    said->hour = said->minute = said->second = 0;
    return fine && !text[used];
}

static int64_t moment_of(const struct said *said)
{
    struct tm parts = {
        .tm_year = said->year - 1900,
        .tm_mon = said->month - 1,
        .tm_mday = said->day,
        .tm_hour = said->hour,
        .tm_min = said->minute,
        .tm_sec = said->second,
        .tm_isdst = -1,
    };
    return (int64_t)mktime(&parts) * 1000;
}

/* That time of the day of `wall_ms`, `later` days on. */
static int64_t on_day_of(const struct said *said, int64_t wall_ms, int later)
{
    time_t seconds = (time_t)(wall_ms / 1000);
    struct tm parts;
    struct said whole = *said;
    if (!localtime_r(&seconds, &parts))
        return -1;
    whole.year = parts.tm_year + 1900;
    whole.month = parts.tm_mon + 1;
    whole.day = parts.tm_mday + later;
    return moment_of(&whole);
}

static bool is_on(const struct acd_tape_about *about, int64_t at_ms)
{
    /* A time said to the second or minute means that moment also where the tape begins within. */
    return at_ms >= about->start_ms - about->start_ms % 60000 && at_ms <= about->end_ms;
}

static bool find_day(const struct acd_tape_about *about, const struct said *said, int64_t now_ms,
                     int64_t *at_ms)
{
    *at_ms = on_day_of(said, now_ms, 0);
    if (is_on(about, *at_ms))
        return true;
    for (int later = 0; later < 366; later++) {
        *at_ms = on_day_of(said, about->start_ms, later);
        if (*at_ms > about->end_ms)
            return false;
        if (is_on(about, *at_ms))
            return true;
    }
    return false;
}

bool acd_playback_moment(const struct acd_playback *playback, const char *text, int64_t *at_ms,
                         struct acd_fault *why)
{
    struct acd_tape_about about = acd_playback_about(playback);
    int64_t now_ms = acd_playback_now_ms(playback), by_ms;
    char start[ACD_MOMENT_BYTES], end[ACD_MOMENT_BYTES];
    struct said said;
    bool relative = (*text == '+' || *text == '-') && acd_duration_read(text + 1, &by_ms);
    if (relative)
        *at_ms = now_ms + (*text == '-' ? -by_ms : by_ms);
    if (strcmp(text, "start") == 0)
        *at_ms = about.start_ms;
    else if (strcmp(text, "end") == 0)
        *at_ms = about.end_ms;
    else if (!relative && !take(text, &said))
        return acd_fault_say(why, "%s: no moment; expected 09:41, 2026-11-21 09:41:30, +5m, start",
                             text);
    else if (!relative && said.dated)
        *at_ms = moment_of(&said);
    else if (!relative && !find_day(&about, &said, now_ms, at_ms))
        *at_ms = -1;
    if (relative || is_on(&about, *at_ms)) {
        *at_ms = *at_ms < about.start_ms ? about.start_ms : *at_ms;
        *at_ms = *at_ms > about.end_ms ? about.end_ms : *at_ms;
        return true;
    }
    return acd_fault_say(why, "%s is not on the tape; it goes from %s to %s", text,
                         acd_moment_say(start, about.start_ms), acd_moment_say(end, about.end_ms));
}
