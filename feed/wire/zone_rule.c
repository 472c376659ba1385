/* Reads a POSIX TZ string and says which offset it gives at a moment.  Knows no file and no
 * table of past changes. */
#include "feed/wire/zone_rule.h"

#include <ctype.h>

enum { HOUR_S = 3600, DAY_S = 86400, MOST_HOURS = 167 };

struct reader {
    const char *at, *end;
};

static bool take(struct reader *r, char c)
{
    if (r->at == r->end || *r->at != c)
        return false;
    r->at++;
    return true;
}

static bool take_name(struct reader *r)
{
    const char *start;
    bool quoted = take(r, '<');

    for (start = r->at; r->at < r->end; r->at++) {
        unsigned char c = (unsigned char)*r->at;

        if (!isalpha(c) && !(quoted && (isdigit(c) || c == '+' || c == '-')))
            break;
    }
    return r->at - start >= 3 && (!quoted || take(r, '>'));
}

static bool take_number(struct reader *r, int most, int *number)
{
    const char *start = r->at;

    *number = 0;
    for (; r->at < r->end && isdigit((unsigned char)*r->at); r->at++) {
        *number = *number * 10 + (*r->at - '0');
        if (*number > most)
            return false;
    }
    return r->at > start;
}

/* [+-]hh[:mm[:ss]] */
static bool take_time(struct reader *r, int32_t *seconds)
{
    int hours, minutes = 0, rest = 0;
    bool negative = take(r, '-');

    if (!negative)
        (void)take(r, '+');
    if (!take_number(r, MOST_HOURS, &hours))
        return false;
    if (take(r, ':') && !take_number(r, 59, &minutes))
        return false;
    if (r->at[-1] != ':' && take(r, ':') && !take_number(r, 59, &rest))
        return false;
    *seconds = hours * HOUR_S + minutes * 60 + rest;
    if (negative)
        *seconds = -*seconds;
    return true;
}

/* POSIX counts offsets to the west. */
static bool take_offset(struct reader *r, int32_t *east_s)
{
    if (!take_time(r, east_s) || *east_s > 26 * HOUR_S || *east_s < -26 * HOUR_S)
        return false;
    *east_s = -*east_s;
    return true;
}

static bool take_day(struct reader *r, struct zone_change *change)
{
    if (take(r, 'M')) {
        change->is = ZONE_CHANGE_MONTH;
        return take_number(r, 12, &change->month) && change->month >= 1 && take(r, '.') &&
               take_number(r, 5, &change->week) && change->week >= 1 && take(r, '.') &&
               take_number(r, 6, &change->day);
    }
    if (take(r, 'J')) {
        change->is = ZONE_CHANGE_JULIAN;
        return take_number(r, 365, &change->day) && change->day >= 1;
    }
    change->is = ZONE_CHANGE_DAY;
    return take_number(r, 365, &change->day);
}

static bool take_change(struct reader *r, struct zone_change *change)
{
    change->time_s = 2 * HOUR_S;
    return take(r, ',') && take_day(r, change) && (!take(r, '/') || take_time(r, &change->time_s));
}

bool zone_rule_parse(struct zone_rule *rule, const char *text, size_t n)
{
    struct reader r = {.at = text, .end = text + n};

    *rule = (struct zone_rule){.summer = false};
    if (!take_name(&r) || !take_offset(&r, &rule->winter_s))
        return false;
    if (r.at == r.end)
        return true;
    rule->summer = true;
    rule->summer_s = rule->winter_s + HOUR_S;
    if (!take_name(&r) || (r.at < r.end && *r.at != ',' && !take_offset(&r, &rule->summer_s)))
        return false;
    return take_change(&r, &rule->to_summer) && take_change(&r, &rule->to_winter) && r.at == r.end;
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

/* Days since 1970-01-01 of the first of a month; the calendar counted from March, so that a leap
 * day is the last of its year. */
static int64_t first_of(int64_t year, int month)
{
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t day_of_year = (153 * ((month + 9) % 12) + 2) / 5;

    return 365 * y + floor_div(y, 4) - floor_div(y, 100) + floor_div(y, 400) + day_of_year - 719468;
}

static bool is_leap(int64_t year)
{
    return first_of(year, 3) - first_of(year, 2) == 29;
}

static int64_t year_of(int64_t day)
{
    int64_t year = 1970 + floor_div(day * 400, 146097);

    while (first_of(year, 1) > day)
        year--;
    while (first_of(year + 1, 1) <= day)
        year++;
    return year;
}

static int64_t day_in(const struct zone_change *change, int64_t year)
{
    int64_t first, next, day;

    if (change->is == ZONE_CHANGE_DAY)
        return first_of(year, 1) + change->day;
    if (change->is == ZONE_CHANGE_JULIAN) /* February 29 is never counted */
        return first_of(year, 1) + change->day - 1 + (is_leap(year) && change->day >= 60);
    first = first_of(year, change->month);
    next = change->month == 12 ? first_of(year + 1, 1) : first_of(year, change->month + 1);
    day = first + (change->day - (first + 4) % 7 + 14) % 7; /* day 0 was a Thursday, 4 */
    for (int week = 1; week < change->week && day + 7 < next; week++)
        day += 7;
    return day;
}

struct zone_rule_stretch zone_rule_at(const struct zone_rule *rule, int64_t t_s)
{
    struct zone_rule_stretch s = {INT64_MIN, INT64_MAX, rule->winter_s};
    int64_t year = year_of(floor_div(t_s, DAY_S));

    if (!rule->summer)
        return s;
    for (int64_t y = year - 1; y <= year + 1; y++) {
        const int64_t at[2] = {
            day_in(&rule->to_summer, y) * DAY_S + rule->to_summer.time_s - rule->winter_s,
            day_in(&rule->to_winter, y) * DAY_S + rule->to_winter.time_s - rule->summer_s,
        };
        for (int i = 0; i < 2; i++) {
            if (at[i] <= t_s && at[i] >= s.from_s) {
                s.from_s = at[i];
                s.offset_s = i == 0 ? rule->summer_s : rule->winter_s;
            } else if (at[i] > t_s && at[i] < s.until_s) {
                s.until_s = at[i];
            }
        }
    }
    return s;
}
