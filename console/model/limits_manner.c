/* What may follow the values of a limit: delays, deadband, sample, and the hours in which it holds. */
#include "console/model/limits_parts.h"
#include "console/words.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { MINUTES = 24 * 60, WORD_BYTES = 40 };

static const char *const days[] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

static bool read_clock(const char *text, int *minute, const char **end)
{
    int hour, min, n = 0;

    if (sscanf(text, "%2d:%2d%n", &hour, &min, &n) != 2 || n == 0 || hour < 0 || hour > 24 || min < 0 ||
        min > 59 || hour * 60 + min > MINUTES)
        return false;
    *minute = (hour * 60 + min) % MINUTES;
    *end = text + n;
    return true;
}

/* "22:00-06:00" */
static bool read_hours(const char *word, struct limit_manner *manner)
{
    return read_clock(word, &manner->hours.from_min, &word) && *word == '-' &&
           read_clock(word + 1, &manner->hours.to_min, &word) && *word == '\0';
}

static int day_of(const char *word)
{
    for (int i = 0; i < 7; i++)
        if (strncasecmp(word, days[i], 3) == 0)
            return i;
    return -1;
}

/* "mon-fri", "sat,sun", "fri-mon" */
static bool read_days(const char *word, struct limit_manner *manner)
{
    for (;;) {
        int from = day_of(word), to = from;

        if (from < 0)
            return false;
        word += 3;
        if (*word == '-') {
            to = day_of(word + 1);
            word += to < 0 ? 0 : 4;
        }
        if (to < 0)
            return false;
        for (int day = from;; day = (day + 1) % 7) {
            manner->hours.days |= 1 << day;
            if (day == to)
                break;
        }
        if (*word == '\0')
            return true;
        if (*word++ != ',')
            return false;
    }
}

static bool read_delay(const char *word, struct limit_manner *manner)
{
    return limits_read_time(word, &manner->on_ms);
}

static bool read_off(const char *word, struct limit_manner *manner)
{
    return limits_read_time(word, &manner->off_ms);
}

static bool read_sample(const char *word, struct limit_manner *manner)
{
    double count;

    if (!limits_read_count(word, &count))
        return false;
    manner->sample = (int64_t)count;
    return true;
}

static const struct part {
    const char *key;
    bool (*read)(const char *word, struct limit_manner *manner); /* NULL: by the unit of the KPI */
    const char *expected;
} parts[] = {
    {"delay", read_delay, "a duration, as 10s"},
    {"off", read_off, "a duration, as 20s"},
    {"band", NULL, "a figure like the limit"},
    {"sample", read_sample, "a whole number, as 30"},
    {"at", read_hours, "hours, as 08:00-18:00"},
    {"days", read_days, "days, as mon-fri or sat,sun"},
};

static const struct part *part_of(const char *word, size_t bytes)
{
    for (size_t i = 0; i < ACD_COUNT_OF(parts); i++)
        if (strlen(parts[i].key) == bytes && strncasecmp(parts[i].key, word, bytes) == 0)
            return &parts[i];
    return NULL;
}

/* Where the first of these words stands; the first word of all is a value, also when it is "off". */
static char *tail_of(char *values)
{
    char *word = values + strspn(values, " \t,");

    for (word += strcspn(word, " \t,"); *word;) {
        size_t bytes;

        word += strspn(word, " \t,");
        bytes = strcspn(word, " \t,");
        if (bytes && part_of(word, bytes))
            return word;
        word += bytes;
    }
    return NULL;
}

static bool take_word(const char **at, char out[WORD_BYTES])
{
    size_t bytes;

    *at += strspn(*at, " \t");
    bytes = strcspn(*at, " \t");
    snprintf(out, WORD_BYTES, "%.*s", (int)bytes, *at);
    *at += bytes;
    return bytes > 0 && bytes < WORD_BYTES;
}

bool limits_read_manner(char *values, const char *key, int unit, struct limit_manner *manner,
                        struct acd_fault *why)
{
    char *tail = tail_of(values);
    const char *at = tail;
    char name[WORD_BYTES], word[WORD_BYTES];

    memset(manner, 0, sizeof(*manner)); /* also what stands between the members: it is compared */
    manner->on_ms = manner->off_ms = manner->sample = -1;
    while (tail && take_word(&at, name)) {
        const struct part *part = part_of(name, strlen(name));
        bool fine;

        if (!part)
            return acd_fault_say(why, _("%s: \"%s\": expected delay, off, band, sample, at or days"), key,
                                 name);
        if (!part->read && unit < 0)
            return acd_fault_say(why, _("%s: band: a rule by meaning has none"), key);
        fine = take_word(&at, word) && (part->read ? part->read(word, manner)
                                                   : limits_read_value(unit, word, &manner->band));
        if (!fine)
            return acd_fault_say(why, "%s: %s \"%s\": expected %s", key, part->key, word,
                                 part->expected);
    }
    while (tail && tail > values && (tail[-1] == ' ' || tail[-1] == '\t' || tail[-1] == ','))
        tail--;
    if (tail)
        *tail = '\0';
    return true;
}

bool limit_hours_hold(const struct limit_hours *hours, int64_t local_ms)
{
    int64_t minute = local_ms / 60000;
    int of_day = (int)(minute % MINUTES), day = (int)((minute / MINUTES + 4) % 7); /* 1970: Thursday */
    bool in = hours->from_min == hours->to_min ||
              (hours->from_min < hours->to_min
                   ? of_day >= hours->from_min && of_day < hours->to_min
                   : of_day >= hours->from_min || of_day < hours->to_min);

    if (hours->from_min > hours->to_min && of_day < hours->to_min)
        day = (day + 6) % 7; /* the night belongs to the day it began on */
    return in && (hours->days == 0 || (hours->days >> day & 1));
}
